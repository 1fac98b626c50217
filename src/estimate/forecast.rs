//! Experience-curve forecasts by first differences of logarithms, with bands that widen as they should.
//!
//! Costs are taken to fall by `Y_t = w X_t + η_t`, Y and X the yearly changes of ln cost and ln cumulative production and
//! `η_t = v_t + ρ v_(t-1)` noise that goes on a little from a period into the next.

use super::Error;
use super::data::unsound;
use crate::curve::count;
use crate::fit::stats;

/// Costs over time with the cumulative production at which each was observed; a row for each period, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// ln of the cumulative production.
    experience: Vec<f64>,
    /// ln of the cost.
    costs: Vec<f64>,
}

/// ρ, how much of a period's shock comes again in the next: the mean over technologies.
pub const AUTOCORRELATION: f64 = 0.19;

/// The fitted trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// w, the experience exponent: costs go as production to this power.
    pub exponent: f64,
    /// Its standard error as ordinary regression through the origin has it.
    pub std_error: f64,
    /// The root of the noise's own variance, that of v.
    pub noise: f64,
    /// ρ, as it was given.
    pub autocorrelation: f64,
    /// Differences less one.
    pub dof: usize,
}

/// A forecast of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// How many periods ahead, from 1.
    pub horizon: usize,
    /// The cumulative production assumed.
    pub experience: f64,
    /// The median of the cost.
    pub cost: f64,
    /// The standard deviation of ln cost.
    pub error: f64,
    /// For each level asked for, the band that holds the cost; an end is none where it is no number that a double holds well.
    pub bands: Vec<(Option<f64>, Option<f64>)>,
}

impl History {
    /// A history of (cumulative production, cost) pairs.
    ///
    /// # Errors
    ///
    /// [`Error::Rows`] for values that are not above 0 or production that falls, with their rows; [`Error::TooFew`] for fewer
    /// than three rows, which leave no degree of freedom.
    pub fn new(rows: &[(f64, f64)]) -> Result<Self, Error> {
        let mut refused = Vec::new();
        let mut before = 0.0;
        for (place, (experience, cost)) in rows.iter().enumerate() {
            let falls = || format!("the cumulative production falls from {before} to {experience}");
            let reason = unsound("cumulative production", *experience)
                .or_else(|| unsound("cost", *cost))
                .or_else(|| (*experience < before).then(falls));
            before = *experience;
            refused.extend(reason.map(|reason| (place + 1, reason)));
        }
        if !refused.is_empty() {
            return Err(Error::Rows { refused });
        }
        if rows.len() < 3 {
            return Err(Error::TooFew {
                rows: rows.len(),
                parameters: 1,
                model: "a trend of differences".to_owned(),
            });
        }
        let (experience, costs) = rows.iter().map(|(experience, cost)| (experience.ln(), cost.ln())).unzip();
        Ok(Self { experience, costs })
    }

    /// How many rows.
    #[expect(clippy::len_without_is_empty, reason = "it never is")]
    pub fn len(&self) -> usize {
        self.costs.len()
    }

    /// The last cumulative production.
    pub fn last(&self) -> f64 {
        self.experience[self.len() - 1].exp()
    }

    fn steps(values: &[f64]) -> Vec<f64> {
        values.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    /// The mean growth of cumulative production in a period, a ratio less 1.
    pub fn growth(&self) -> f64 {
        let last = self.experience.len() - 1;
        ((self.experience[last] - self.experience[0]) / count(last as u64)).exp_m1()
    }

    /// The trend: `w = Σ X Y / Σ X²`, without an intercept.
    ///
    /// The residuals' variance over its degrees of freedom is that of η, `(1 + ρ²)` times that of v.
    ///
    /// # Errors
    ///
    /// [`Error::OnePlace`] where production never grows.
    pub fn trend(&self, autocorrelation: f64) -> Result<Trend, Error> {
        let (x, y) = (Self::steps(&self.experience), Self::steps(&self.costs));
        let squares: f64 = x.iter().map(|x| x * x).sum();
        if squares <= 0.0 {
            return Err(Error::OnePlace { place: "one cumulative production".to_owned() });
        }
        let exponent = x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / squares;
        let dof = x.len() - 1;
        let left: f64 = x.iter().zip(&y).map(|(x, y)| (y - exponent * x).powi(2)).sum();
        let variance = left / count(dof as u64);
        Ok(Trend {
            exponent,
            std_error: (variance / squares).sqrt(),
            noise: (variance / (1.0 + autocorrelation * autocorrelation)).sqrt(),
            autocorrelation,
            dof,
        })
    }

    /// Forecasts along a path of future cumulative production, one value a period, with a band for each level.
    ///
    /// The error of ln cost τ periods ahead has `Var / s_v² = ρ²H_2² + Σ (H_j + ρ H_(j+1))² + (ρ + H_T)² + (τ-1)(1+ρ)² + 1`,
    /// `H_j = -(Σ X_f / Σ X²) X_j`; over its root it is Student's t.
    ///
    /// # Errors
    ///
    /// As [`trend`](Self::trend); [`Error::Periods`] for a path that falls or is not above 0, and for costs past all bounds.
    ///
    /// Source: F. Lafond and others, How well do experience curves predict technological progress?, Technological Forecasting
    /// and Social Change 128, 2018, 104-117.
    pub fn forecast(&self, path: &[f64], autocorrelation: f64, levels: &[f64]) -> Result<Vec<Ahead>, Error> {
        let trend = self.trend(autocorrelation)?;
        let (last_experience, last_cost) = (self.experience[self.len() - 1], self.costs[self.len() - 1]);
        let mut before = last_experience;
        let mut refused = Vec::new();
        for (place, experience) in path.iter().enumerate() {
            let log = experience.ln();
            let cost = last_cost + trend.exponent * (log - last_experience);
            let reason = unsound("assumed production", *experience)
                .or_else(|| (log < before).then(|| format!("the assumed production {experience} falls")))
                .or_else(|| {
                    let far = || format!("the cost is e to the power {cost}, past what a double holds");
                    held(cost).is_none().then(far)
                });
            refused.extend(reason.map(|reason| (place + 1, reason)));
            before = log;
        }
        if !refused.is_empty() {
            return Err(Error::Periods { refused });
        }
        let x = Self::steps(&self.experience);
        Ok(path
            .iter()
            .enumerate()
            .map(|(place, experience)| {
                let horizon = place + 1;
                let ahead = experience.ln() - last_experience;
                let error = trend.noise * variance(&x, ahead, horizon, autocorrelation).sqrt();
                let middle = last_cost + trend.exponent * ahead;
                let band = |level: &f64| {
                    let reach =
                        stats::t_quantile(0.5 + 0.5 * level, trend.dof).unwrap_or(f64::INFINITY) * error;
                    (held(middle - reach), held(middle + reach))
                };
                let bands = levels.iter().map(band).collect();
                Ahead { horizon, experience: *experience, cost: middle.exp(), error, bands }
            })
            .collect())
    }

    /// How often bands made from a part of the history held what came: every start that leaves `least` differences and every
    /// horizon, with the production that really came.
    ///
    /// # Errors
    ///
    /// As [`trend`](Self::trend); [`Error::TooFew`] where the history leaves nothing to foretell.
    pub fn hindcast(&self, least: usize, autocorrelation: f64, levels: &[f64]) -> Result<Hindcast, Error> {
        let least = least.max(2);
        let mut by_horizon: Vec<(usize, Vec<usize>, f64)> = Vec::new();
        let exact = |experience: &f64| experience.exp();
        for end in least + 1..self.len() {
            let known =
                Self { experience: self.experience[..end].to_vec(), costs: self.costs[..end].to_vec() };
            let path: Vec<f64> = self.experience[end..].iter().map(exact).collect();
            let Ok(made) = known.forecast(&path, autocorrelation, levels) else {
                continue;
            };
            for (ahead, came) in made.iter().zip(&self.costs[end..]) {
                if by_horizon.len() < ahead.horizon {
                    by_horizon.push((0, vec![0; levels.len()], 0.0));
                }
                let (forecasts, held, squares) = &mut by_horizon[ahead.horizon - 1];
                *forecasts += 1;
                *squares += (came - ahead.cost.ln()).powi(2);
                for (held, (low, high)) in held.iter_mut().zip(&ahead.bands) {
                    let (low, high) =
                        (low.map_or(f64::NEG_INFINITY, f64::ln), high.map_or(f64::INFINITY, f64::ln));
                    *held += usize::from((low..=high).contains(came));
                }
            }
        }
        if by_horizon.is_empty() {
            return Err(Error::TooFew {
                rows: self.len(),
                parameters: least + 2,
                model: "a hindcast".to_owned(),
            });
        }
        Ok(Hindcast { levels: levels.to_vec(), by_horizon })
    }
}

/// How bands fared against what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Hindcast {
    /// The levels of the bands.
    pub levels: Vec<f64>,
    /// For each horizon from 1: how many forecasts, how many of them each level's band held, the sum of squared errors of ln.
    pub by_horizon: Vec<(usize, Vec<usize>, f64)>,
}

impl Hindcast {
    /// Forecasts in all, and the share of them that each level's band held.
    pub fn coverage(&self) -> (usize, Vec<f64>) {
        let forecasts: usize = self.by_horizon.iter().map(|(forecasts, ..)| forecasts).sum();
        let held = |level: usize| self.by_horizon.iter().map(|(_, held, _)| held[level]).sum::<usize>();
        let share = |level: usize| count(held(level) as u64) / count(forecasts as u64);
        (forecasts, (0..self.levels.len()).map(share).collect())
    }
}

/// The number of a logarithm, where a double holds it in all of its digits.
fn held(log: f64) -> Option<f64> {
    Some(log.exp()).filter(|value| value.is_normal())
}

/// The variance of the error of ln cost, for noise of variance 1.
fn variance(x: &[f64], ahead: f64, horizon: usize, rho: f64) -> f64 {
    let squares: f64 = x.iter().map(|x| x * x).sum();
    let h: Vec<f64> = x.iter().map(|x| -(ahead / squares) * x).collect();
    let last = h.len() - 1;
    let within: f64 = h.windows(2).map(|pair| (pair[0] + rho * pair[1]).powi(2)).sum();
    (rho * h[0]).powi(2)
        + within
        + (rho + h[last]).powi(2)
        + count(horizon as u64 - 1) * (1.0 + rho).powi(2)
        + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The error's variance against the model simulated: an own generator, so that nothing but arithmetic is shared.
    #[test]
    fn the_variance_of_a_forecast_is_that_of_simulated_histories() {
        let x: Vec<f64> = (0..12).map(|t| 0.2 + 0.05 * f64::from(t % 3)).collect();
        let (horizon, ahead_each) = (5, 0.25);
        for rho in [0.0, 0.19, 0.6] {
            let mut state = 0x9e37_79b9_7f4a_7c15_u64;
            let mut uniform = || {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                count(state >> 11) / 9_007_199_254_740_992.0
            };
            // Twelve uniforms make a normal to within the test's tolerance: their variance is exactly 1.
            let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            let draws = 60_000;
            let mut sum = 0.0;
            let squares: f64 = x.iter().map(|x| x * x).sum();
            for _ in 0..draws {
                let mut before = normal();
                let mut noise = || {
                    let v = normal();
                    let eta = v + rho * before;
                    before = v;
                    eta
                };
                let slope_error = x.iter().map(|x| x * noise()).sum::<f64>() / squares;
                let future: f64 = (0..horizon).map(|_| noise()).sum();
                let error = future - slope_error * ahead_each * count(horizon);
                sum += error * error;
            }
            let simulated = sum / f64::from(draws);
            let horizon = usize::try_from(horizon).unwrap();
            let ours = variance(&x, ahead_each * count(horizon as u64), horizon, rho);
            assert!((simulated / ours - 1.0).abs() < 0.03, "{rho}: {simulated} for {ours}");
        }
    }

    #[test]
    fn without_autocorrelation_the_variance_is_the_textbooks() {
        // s² (τ + (Σ X_f)² / Σ X²).
        let x = [0.1, 0.3, 0.2, 0.25];
        let squares: f64 = x.iter().map(|x| x * x).sum();
        assert!((variance(&x, 0.8, 3, 0.0) - (3.0 + 0.64 / squares)).abs() < 1e-12);
    }
}
