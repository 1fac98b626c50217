//! Intervals by the profile of the sum of squares: as far as a parameter can go before the data object.

mod pinned;

use std::cell::{Cell, RefCell};

use self::pinned::Pinned;
use super::{Error, Fit, Options, Problem, fit, stats};

/// Where the limit is no farther than so many of the first step, the step is less.
const LEAST_STEPS: f64 = 8.0;
/// How often an end may turn out to be that of one branch alone, so that there is an end to it.
const MOST_BRANCHES: usize = 12;

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
    let first_step = (0.5 * wanted * scale).min(widest);
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
        // Where a branch breaks off its end may be found again and again.
        if others.is_empty() || (end - from).abs() <= 1e-8 * end.abs() {
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
#[path = "profile/profile_tests.rs"]
mod tests;
