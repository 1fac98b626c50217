//! The power law alone, fitted fast: for data sets by the hundred thousand.
//!
//! The same fits as [`estimate`](super::estimate()) makes by `log-ols` and `nls` for rows of single units, without its report.

use crate::curve::count;
use crate::fit::line;

/// A fitted power law `T1 x^b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Power {
    /// T1, in the unit of the values.
    pub first_unit: f64,
    /// The index b.
    pub index: f64,
    /// The standard error of T1; NaN for two points.
    pub first_unit_error: f64,
    /// The standard error of b; NaN for two points.
    pub index_error: f64,
    /// The sum of the squared residuals: of logarithms, or of values.
    pub sum_of_squares: f64,
}

/// The power law by least squares of logarithms: `ln y = ln T1 + b ln x`.
///
/// `x` and `y` of one length, 2 or more, all above 0. The standard error of T1 is `T1 s(ln T1)`. None for other data, and where
/// all x are the same.
///
/// # Example
///
/// Nahmias' XYZ company: b = -0.42276.
///
/// ```
/// let x = [10.0, 25.0, 100.0, 250.0, 500.0, 1_000.0, 5_000.0, 10_000.0];
/// let y = [9.22, 4.85, 3.8, 2.44, 1.7, 1.03, 0.6, 0.5];
/// let fit = learncurve::estimate::power::log_ols(&x, &y).unwrap();
/// assert!((fit.index - -0.422_762_687_752_181).abs() < 1e-14);
/// ```
///
/// Source: S. Nahmias, Production and Operations Analysis, learning curves.
pub fn log_ols(x: &[f64], y: &[f64]) -> Option<Power> {
    let mut scratch = Scratch::default();
    scratch.log_ols(x, y)
}

/// The power law by least squares of the values themselves.
///
/// As [`log_ols`]; it starts there. For each b the best T1 is known, `Σ y x^b / Σ x^2b`, so that b alone is searched for: by
/// Newton's method on the sum of squares that is left, with steps that never make it more. None where it does not come to rest.
///
/// # Example
///
/// NIST's `DanWood`: certified 0.76886226176 and 3.8604055871, with standard errors 0.018281973860 and 0.051726610913.
///
/// ```
/// let x = [1.309, 1.471, 1.490, 1.565, 1.611, 1.680];
/// let y = [2.138, 3.421, 3.597, 4.340, 4.882, 5.660];
/// let fit = learncurve::estimate::power::nls(&x, &y).unwrap();
/// assert!((fit.first_unit / 0.768_862_261_76 - 1.0).abs() < 1e-10);
/// assert!((fit.index / 3.860_405_587_1 - 1.0).abs() < 1e-10);
/// assert!((fit.index_error / 0.051_726_610_913 - 1.0).abs() < 1e-10);
/// ```
///
/// Source: G. H. Golub and V. Pereyra, SIAM Journal on Numerical Analysis 10(2), 1973, 413-432.
pub fn nls(x: &[f64], y: &[f64]) -> Option<Power> {
    let mut scratch = Scratch::default();
    scratch.nls(x, y)
}

/// Room for one data set after another.
///
/// # Example
///
/// ```
/// let mut scratch = learncurve::estimate::power::Scratch::default();
/// let sets = [([1.0, 2.0, 4.0], [10.0, 8.0, 6.4]), ([1.0, 2.0, 4.0], [10.0, 9.0, 8.1])];
/// let rates = sets.map(|(x, y)| scratch.nls(&x, &y).unwrap().index.exp2());
/// assert!((rates[0] - 0.8).abs() < 1e-12 && (rates[1] - 0.9).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    log_x: Vec<f64>,
    log_y: Vec<f64>,
    powers: Vec<f64>,
}

/// What is left of the sum of squares at some b, and how it bends.
#[derive(Clone, Copy)]
struct At {
    /// The best multiple of x^b.
    multiple: f64,
    /// Half the sum of squares with it.
    half: f64,
    /// Its slope in b.
    slope: f64,
    /// Its curvature.
    bend: f64,
    /// Σ p², Σ p² u and Σ p² u², p = x^b.
    moments: [f64; 3],
}

impl Scratch {
    /// [`log_ols`] in this room.
    pub fn log_ols(&mut self, x: &[f64], y: &[f64]) -> Option<Power> {
        self.logs(x, y)?;
        let line = line::straight(&self.log_x, &self.log_y)?;
        let first_unit = line.intercept.exp();
        Some(Power {
            first_unit,
            index: line.slope,
            first_unit_error: first_unit * line.intercept_error,
            index_error: line.slope_error,
            sum_of_squares: line.sum_of_squares,
        })
        .filter(Power::is_finite)
    }

    /// [`nls`] in this room.
    pub fn nls(&mut self, x: &[f64], y: &[f64]) -> Option<Power> {
        self.logs(x, y)?;
        let start = line::straight(&self.log_x, &self.log_y)?.slope;
        // About their middle, so that powers of x stay near 1.
        let n = count(x.len() as u64);
        let middle = self.log_x.iter().sum::<f64>() / n;
        for log in &mut self.log_x {
            *log -= middle;
        }
        let (mut b, mut at) = (start, self.at(start, y));
        let (mut settled, mut last) = (false, f64::INFINITY);
        for _ in 0..60 {
            let bend = if at.bend > 0.0 { at.bend } else { at.multiple * at.multiple * at.moments[2] };
            let mut step = (-at.slope / bend).clamp(-1.0, 1.0);
            if !step.is_finite() {
                return None;
            }
            // So near, steps square from one to the next; where they no longer do, they are rounding.
            let near = step.abs() < 1e-6;
            if step.abs() <= f64::EPSILON * b.abs() || (near && step.abs() >= 0.5 * last) {
                settled = true;
                break;
            }
            last = step.abs();
            let mut next = self.at(b + step, y);
            let mut halvings = 0;
            // Sums of squares tell steps apart to half their digits alone.
            while !near && (next.half > at.half || !next.half.is_finite()) && halvings < 40 {
                step *= 0.5;
                halvings += 1;
                next = self.at(b + step, y);
            }
            (b, at) = (b + step, next);
        }
        if !settled {
            return None;
        }
        let variance = 2.0 * at.half / (n - 2.0);
        let variance = if x.len() > 2 { variance } else { f64::NAN };
        let [pp, ppu, ppuu] = at.moments;
        let a = at.multiple;
        // The inverse of J'J for the columns p and a p u, then T1 = a e^(-b m) by its derivatives.
        let determinant = a * a * (pp * ppuu - ppu * ppu);
        let (of_a, of_b, both) = (a * a * ppuu / determinant, pp / determinant, -a * ppu / determinant);
        let back = (-b * middle).exp();
        let of_first = of_a + a * a * middle * middle * of_b - 2.0 * a * middle * both;
        Some(Power {
            first_unit: a * back,
            index: b,
            first_unit_error: back * (variance * of_first).sqrt(),
            index_error: (variance * of_b).sqrt(),
            sum_of_squares: 2.0 * at.half,
        })
        .filter(Power::is_finite)
    }

    /// Takes logarithms; none for data without.
    fn logs(&mut self, x: &[f64], y: &[f64]) -> Option<()> {
        let sound = |value: &f64| *value > 0.0 && value.is_finite();
        if x.len() != y.len() || x.len() < 2 || !x.iter().chain(y).all(sound) {
            return None;
        }
        self.log_x.clear();
        self.log_x.extend(x.iter().map(|x| x.ln()));
        self.log_y.clear();
        self.log_y.extend(y.iter().map(|y| y.ln()));
        Some(())
    }

    /// The sum of squares at b with the best multiple, and its derivatives.
    ///
    /// With p = x^b, u = ln x: `a = Σ y p / Σ p²`, `a' = (Σ y p u - 2 a Σ p² u) / Σ p²`, residuals `r = y - a p` at right angles to p,
    /// slope `-a Σ r p u`, bend `Σ (a' p + a p u)² - 2 a' Σ r p u - a Σ r p u²`.
    fn at(&mut self, b: f64, y: &[f64]) -> At {
        let (mut yp, mut ypu, mut pp, mut ppu, mut ppuu) = (0.0, 0.0, 0.0, 0.0, 0.0);
        self.powers.clear();
        self.powers.extend(self.log_x.iter().map(|u| (b * u).exp()));
        for ((u, p), y) in self.log_x.iter().zip(&self.powers).zip(y) {
            yp += y * p;
            ypu += y * p * u;
            pp += p * p;
            ppu += p * p * u;
            ppuu += p * p * u * u;
        }
        let a = yp / pp;
        let turn = (ypu - 2.0 * a * ppu) / pp;
        let (mut half, mut rpu, mut rpuu) = (0.0, 0.0, 0.0);
        for ((u, p), y) in self.log_x.iter().zip(&self.powers).zip(y) {
            let r = y - a * p;
            half += 0.5 * r * r;
            rpu += r * p * u;
            rpuu += r * p * u * u;
        }
        let square = turn * turn * pp + 2.0 * turn * a * ppu + a * a * ppuu;
        At {
            multiple: a,
            half,
            slope: -a * rpu,
            bend: square - 2.0 * turn * rpu - a * rpuu,
            moments: [pp, ppu, ppuu],
        }
    }
}

impl Power {
    fn is_finite(&self) -> bool {
        self.first_unit.is_finite() && self.index.is_finite() && self.sum_of_squares.is_finite()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Data, Method, Model, Observation, Options, Place, estimate};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn data_without_logarithms_or_spread_have_no_fit() {
        for (x, y) in [
            (vec![1.0], vec![2.0]),
            (vec![1.0, 2.0], vec![2.0]),
            (vec![1.0, 2.0], vec![2.0, 0.0]),
            (vec![1.0, -2.0], vec![2.0, 1.0]),
            (vec![1.0, f64::NAN], vec![2.0, 1.0]),
            (vec![3.0, 3.0, 3.0], vec![2.0, 1.0, 4.0]),
        ] {
            assert_eq!((log_ols(&x, &y), nls(&x, &y)), (None, None), "{x:?} {y:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn they_are_the_fits_of_the_whole_report(
            rate in 0.5_f64..1.1, size in 1e-3_f64..1e6, noise in prop::collection::vec(-0.2_f64..0.2, 4..20),
        ) {
            let x: Vec<f64> = (0..noise.len()).map(|k| 1.0 + 3.0 * count(k as u64).powf(1.3)).collect();
            let y: Vec<f64> = x.iter().zip(&noise).map(|(x, e)| size * x.powf(rate.log2()) * e.exp()).collect();
            let rows = x.iter().zip(&y).zip(1..).map(|((x, y), row)| Observation::new(Place::Unit(*x), *y, row));
            let data = Data::new(rows.collect()).unwrap();
            let model = Model::named("crawford", None, &[], &data).unwrap();
            for (method, fast) in [(Method::LogOls, log_ols(&x, &y)), (Method::Nls, nls(&x, &y))] {
                let (slow, fast) = (estimate(&data, &model, method, &Options::default()).unwrap(), fast.unwrap());
                for (name, value, error) in
                    [("first_unit", fast.first_unit, fast.first_unit_error), ("index", fast.index, fast.index_error)]
                {
                    let coefficient = slow.coefficient(name).unwrap();
                    let known = coefficient.std_error.unwrap();
                    // A search ends within a small share of the standard error, and so does a data set that fits exactly.
                    let slack = 1e-8 * known + 1e-11 * coefficient.value.abs();
                    prop_assert!(
                        (value - coefficient.value).abs() < slack,
                        "{method:?} {name} {value} {}",
                        coefficient.value
                    );
                    prop_assert!((error / known - 1.0).abs() < 1e-6, "{method:?} {name} {error} {known}");
                }
            }
        }
    }
}
