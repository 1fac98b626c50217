//! Intervals by the profile of the sum of squares: as far as a parameter can go before the data object.

use std::cell::{Cell, RefCell};

use super::{Error, Fit, Options, Parameter, Problem, fit, stats};

/// A problem in which one parameter is fixed.
struct Pinned<'p, P: ?Sized> {
    problem: &'p P,
    place: usize,
    value: f64,
    start: Vec<f64>,
    /// Where else to search from.
    further: Vec<Vec<f64>>,
}

impl<P: Problem + ?Sized> Pinned<'_, P> {
    fn all(&self, at: &[f64]) -> Vec<f64> {
        let mut all = at.to_vec();
        all.insert(self.place, self.value);
        all
    }

    /// Slopes without those by the parameter that is fixed.
    fn without<T>(&self, into: &mut [f64], slopes: impl FnOnce(&mut [f64]) -> T) -> T {
        let rows = self.problem.observations();
        let mut whole = vec![0.0; into.len() + rows];
        let said = slopes(&mut whole);
        whole.drain(self.place * rows..(self.place + 1) * rows);
        into.copy_from_slice(&whole);
        said
    }

    /// Where the others may be: of the problem's guesses with the parameter held the lowest, then the lowest of those that are not near
    /// it, and so on.
    ///
    /// Near is what lies within a share of all guesses, counted along each parameter.
    fn elsewhere(&self) -> Vec<Vec<f64>> {
        let guesses = self.problem.held(self.place, self.value);
        let mut residuals = vec![0.0; self.observations()];
        let mut found: Vec<(f64, Vec<f64>)> = Vec::with_capacity(guesses.len());
        for mut guess in guesses {
            guess.remove(self.place);
            self.settle(&mut guess, &mut residuals);
            let sum = residuals.iter().map(|residual| residual * residual).sum::<f64>();
            if sum.is_finite() {
                found.push((sum, guess));
            }
        }
        let searched = (0..self.parameters().len()).filter(|place| self.settled() != Some(*place));
        let ranks: Vec<Vec<usize>> = searched.map(|place| ranks(&found, |guess| guess.1[place])).collect();
        let near = found.len() / NEAR;
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by(|one, other| found[*one].0.total_cmp(&found[*other].0));
        let mut chosen: Vec<usize> = Vec::new();
        for guess in order {
            let is_near =
                |other: &usize| ranks.iter().all(|ranks| ranks[guess].abs_diff(ranks[*other]) <= near);
            if !chosen.iter().any(is_near) {
                chosen.push(guess);
                if chosen.len() == ELSEWHERE {
                    break;
                }
            }
        }
        chosen.into_iter().map(|guess| found[guess].1.clone()).collect()
    }
}

/// How many places a search begins from beside the one that the last one ended at.
const ELSEWHERE: usize = 6;
/// Guesses within one in so many of another are as good as the other.
const NEAR: usize = 12;

/// Where the limit is no farther than so many of the first step, the step is less.
const LEAST_STEPS: f64 = 8.0;
/// How often an end is found to be that of one branch alone: no profile has more.
const MOST_BRANCHES: usize = 12;

/// The place of each in the order of its key.
fn ranks<T>(all: &[T], key: impl Fn(&T) -> f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|one, other| key(&all[*one]).total_cmp(&key(&all[*other])));
    let mut ranks = vec![0; all.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank;
    }
    ranks
}

impl<P: Problem + ?Sized> Problem for Pinned<'_, P> {
    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = self.problem.parameters();
        parameters.remove(self.place);
        parameters
    }

    fn observations(&self) -> usize {
        self.problem.observations()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        self.problem.residuals(&self.all(at), into);
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        self.without(into, |whole| self.problem.jacobian(&self.all(at), whole));
    }

    fn rough_jacobian(&self, at: &[f64], into: &mut [f64]) -> bool {
        self.without(into, |whole| self.problem.rough_jacobian(&self.all(at), whole))
    }

    fn settled(&self) -> Option<usize> {
        match self.problem.settled()? {
            settled if settled == self.place => None,
            settled if settled < self.place => Some(settled),
            settled => Some(settled - 1),
        }
    }

    fn settle(&self, at: &mut [f64], into: &mut [f64]) {
        let mut all = self.all(at);
        self.problem.settle(&mut all, into);
        all.remove(self.place);
        at.copy_from_slice(&all);
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        // A transform has no slope at a bound: a parameter that starts there could not leave it.
        let parameters = self.parameters();
        let inside: Vec<f64> = parameters
            .iter()
            .zip(&self.start)
            .map(|(parameter, value)| parameter.off_its_bounds(*value))
            .collect();
        let mut starts = if inside == self.start { vec![inside] } else { vec![self.start.clone(), inside] };
        starts.extend_from_slice(&self.further);
        starts
    }
}

/// A parameter's interval by profile likelihood; either end is none where the data never object, or a bound comes first.
///
/// The ends are where the least sum of squares, the parameter held there and the others fitted again, has grown so far that
/// `F = (SSE / SSE0 - 1) (n - p)` is t² at the level, 0.95 say.
///
/// # Errors
///
/// [`Error::TooFew`] without degrees of freedom.
///
/// Source: D. M. Bates and D. G. Watts, Nonlinear Regression Analysis and Its Applications, 1988, section 6.1.
pub fn interval<P: Problem + ?Sized>(
    problem: &P,
    fit: &Fit,
    place: usize,
    level: f64,
) -> Result<(Option<f64>, Option<f64>), Error> {
    let dof = fit.degrees_of_freedom;
    let t = stats::t_quantile(0.5 + 0.5 * level, dof)
        .ok_or(Error::TooFew { observations: fit.residuals.len(), parameters: fit.estimates.len() })?;
    let end = |direction: f64| edge(problem, fit, place, direction, t);
    Ok((end(-1.0), end(1.0)))
}

/// The value on one side at which the profile's t is `wanted`.
fn edge<P: Problem + ?Sized>(
    problem: &P,
    base: &Fit,
    place: usize,
    direction: f64,
    wanted: f64,
) -> Option<f64> {
    let best = base.estimates[place].value;
    let parameter = problem.parameters().remove(place);
    let limit = if direction > 0.0 { parameter.high } else { parameter.low };
    let variance = base.sum_of_squares / real(base.degrees_of_freedom);
    let scale = base.estimates[place]
        .std_error
        .filter(|error| error.is_finite() && *error > 0.0)
        .unwrap_or_else(|| 0.1 * best.abs().max(1e-3));
    let (farthest, branch) = (Cell::new(best), RefCell::new(Vec::new()));
    let t = |sum: f64| ((sum - base.sum_of_squares).max(0.0) / variance).sqrt();
    // From all over what the others may be.
    let widely = |value: f64| -> Option<Fit> {
        let mut pinned = Pinned { problem, place, value, start: Vec::new(), further: Vec::new() };
        let mut elsewhere = pinned.elsewhere();
        (!elsewhere.is_empty()).then(|| {
            pinned.start = elsewhere.remove(0);
            pinned.further = elsewhere;
            fit(&pinned, &Options::default()).ok()
        })?
    };
    let profile = |value: f64, start: &[f64]| -> Option<(f64, Vec<f64>)> {
        if start.is_empty() {
            let mut residuals = vec![0.0; base.residuals.len()];
            problem.residuals(&[value], &mut residuals);
            let sum: f64 = residuals.iter().map(|residual| residual * residual).sum();
            return sum.is_finite().then(|| (t(sum), Vec::new()));
        }
        let further = branch.borrow().clone();
        let pinned = Pinned { problem, place, value, start: start.to_vec(), further };
        let mut refitted = fit(&pinned, &Options::nearby()).ok()?;
        if direction * (value - farthest.get()) > 0.0 {
            farthest.set(value);
            // The branch that was followed may object where another does not, which is then followed too.
            if t(refitted.sum_of_squares) >= wanted
                && let Some(other) = widely(value)
                && other.sum_of_squares < refitted.sum_of_squares * (1.0 - 1e-9)
            {
                branch.replace(vec![other.values()]);
                refitted = other;
            }
        }
        Some((t(refitted.sum_of_squares), refitted.values()))
    };
    let mut others = base.values();
    others.remove(place);
    // An error that says nothing is no step.
    let widest = (limit - best).abs() / LEAST_STEPS;
    let first_step = (0.5 * wanted * scale).min(if widest.is_finite() { widest } else { f64::INFINITY });
    let in_decades = parameter.is_in_decades() && best > 0.0;
    let mut from = best;
    for _ in 0..MOST_BRANCHES {
        let end = if in_decades {
            // By steps that are added, decades would take as many steps as there are decades, and more.
            let first_step = (0.5 * wanted * scale / best).min(1.0).copysign(direction);
            let profile =
                |log: f64, start: &[f64]| profile(log.exp().clamp(parameter.low, parameter.high), start);
            outwards(from.ln(), first_step, limit.ln(), wanted, others.clone(), profile).map(f64::exp)
        } else {
            outwards(from, first_step.copysign(direction), limit, wanted, others.clone(), profile)
        };
        let end = end?;
        if others.is_empty() {
            return Some(end);
        }
        // The branch that led there ends there; one that does not is gone on with.
        let Some(lower) = widely(end).filter(|other| t(other.sum_of_squares) < wanted * (1.0 - 1e-4)) else {
            return Some(end);
        };
        (from, others) = (end, lower.values());
        branch.replace(vec![others.clone()]);
        farthest.set(end);
    }
    Some(from)
}

/// The value at which a profile's t is `wanted`, outwards from `best` in steps that grow from the first, `limit` at the farthest.
///
/// `profile` gives t at a value and where the search for it ended, from where a search nearer to `best` had ended. None where t
/// stays below what is wanted up to the limit, or there is no way there.
pub fn outwards(
    best: f64,
    first_step: f64,
    limit: f64,
    wanted: f64,
    from: Vec<f64>,
    profile: impl Fn(f64, &[f64]) -> Option<(f64, Vec<f64>)>,
) -> Option<f64> {
    let direction = first_step.signum();
    let (mut inside, mut step, mut others) = (best, first_step.abs(), from);
    let mut bracket = None;
    for _ in 0..60 {
        let at_limit = direction * (inside + direction * step) >= direction * limit;
        let outside = if at_limit { limit } else { inside + direction * step };
        if !outside.is_finite() {
            return None;
        }
        let Some((t, ends)) = profile(outside, &others) else {
            // Too far from where the others were for a search to begin.
            step = 0.25 * (outside - inside).abs();
            if step < 1e-6 * first_step.abs() {
                return None;
            }
            continue;
        };
        if t >= wanted {
            bracket = Some((inside, outside));
            break;
        }
        if at_limit {
            return None;
        }
        (inside, others) = (outside, ends);
        step *= 1.6;
    }
    let (inside, outside) = bracket?;
    let excess = |value: f64| profile(value, &others).map_or(f64::NAN, |(t, _)| t - wanted);
    crate::root::brent(excess, inside, outside, 1e-9)
}

#[expect(clippy::cast_precision_loss, reason = "counts of observations")]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
