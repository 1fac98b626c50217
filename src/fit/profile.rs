//! Intervals by the profile of the sum of squares: as far as a parameter can go before the data object.

mod pinned;

use std::cell::{Cell, RefCell};

use self::pinned::Pinned;
use super::{Error, Fit, Least, Options, Parameter, Problem, least, stats, sum_of_squares};

/// Where the limit is no farther than so many of the first step, the step is less.
const LEAST_STEPS: f64 = 8.0;
/// How often the others are looked for anywhere because no search near to them begins.
const MOST_LOST: usize = 60;
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
    let end = |direction: f64| Side::of(problem, fit, place, direction, t).farthest_end();
    Ok((end(-1.0), end(1.0)))
}

/// One side of a parameter's profile: the others fitted again with the parameter held farther and farther out.
struct Side<'s, P: ?Sized> {
    problem: &'s P,
    base: &'s Fit,
    place: usize,
    parameter: Parameter,
    direction: f64,
    /// The t at which it ends.
    wanted: f64,
    /// The farthest value at which every branch was looked for.
    farthest: Cell<f64>,
    /// How often the others could not stay near to what they were.
    lost: Cell<usize>,
    /// Where else to search from: what the other parameters are on a branch that came lower.
    branch: RefCell<Vec<Vec<f64>>>,
}

impl<'s, P: Problem + ?Sized> Side<'s, P> {
    fn of(problem: &'s P, base: &'s Fit, place: usize, direction: f64, wanted: f64) -> Self {
        Self {
            problem,
            base,
            place,
            parameter: problem.parameters().remove(place),
            direction,
            wanted,
            farthest: Cell::new(base.estimates[place].value),
            lost: Cell::new(0),
            branch: RefCell::new(Vec::new()),
        }
    }

    /// t of a sum of squares: how much it is above the least.
    fn t(&self, sum: f64) -> f64 {
        let variance = self.base.sum_of_squares / real(self.base.degrees_of_freedom);
        ((sum - self.base.sum_of_squares).max(0.0) / variance).sqrt()
    }

    /// The fit with the parameter held, from all over what the others may be.
    fn widely(&self, value: f64) -> Option<Least> {
        let (problem, place) = (self.problem, self.place);
        let mut pinned = Pinned { problem, place, value, start: Vec::new(), further: Vec::new() };
        let mut elsewhere = pinned.elsewhere();
        (!elsewhere.is_empty()).then(|| {
            pinned.start = elsewhere.remove(0);
            pinned.further = elsewhere;
            least(&pinned, &Options::default()).ok()
        })?
    }

    /// t with the parameter held, and where the others are then, from where they were nearby.
    fn profile(&self, value: f64, start: &[f64]) -> Option<(f64, Vec<f64>)> {
        if start.is_empty() {
            let mut residuals = vec![0.0; self.base.residuals.len()];
            self.problem.residuals(&[value], &mut residuals);
            let sum = sum_of_squares(&residuals);
            return sum.is_finite().then(|| (self.t(sum), Vec::new()));
        }
        let further = self.branch.borrow().clone();
        let (problem, place) = (self.problem, self.place);
        let pinned = Pinned { problem, place, value, start: start.to_vec(), further };
        let anywhere = || {
            // Where the others can't stay near to what they were, they may be anywhere.
            self.lost.set(self.lost.get() + 1);
            if self.problem.has_cliffs() && self.lost.get() <= MOST_LOST { self.widely(value) } else { None }
        };
        let mut refitted = least(&pinned, &Options::nearby()).ok().or_else(anywhere)?;
        if self.direction * (value - self.farthest.get()) > 0.0 {
            self.farthest.set(value);
            // The branch that was followed may object where another does not, which is then followed too.
            if self.t(refitted.sum_of_squares) >= self.wanted
                && let Some(other) = self.widely(value)
                && other.sum_of_squares < refitted.sum_of_squares * (1.0 - 1e-9)
            {
                self.branch.replace(vec![other.values.clone()]);
                refitted = other;
            }
        }
        Some((self.t(refitted.sum_of_squares), refitted.values))
    }

    /// Where the branch that is followed ends, from a value on at which the others are these.
    fn end(&self, from: f64, others: &[f64]) -> Option<f64> {
        let Parameter { low, high, .. } = self.parameter;
        let best = self.base.estimates[self.place].value;
        let limit = if self.direction > 0.0 { high } else { low };
        let error = self.base.estimates[self.place]
            .std_error
            .filter(|error| error.is_finite() && *error > 0.0)
            .unwrap_or_else(|| 0.1 * best.abs().max(1e-3));
        // An error that says nothing is no step.
        let step = (0.5 * self.wanted * error).min((limit - best).abs() / LEAST_STEPS);
        let others = others.to_vec();
        if !(self.parameter.is_in_decades() && best > 0.0) {
            let profile = |value: f64, start: &[f64]| self.profile(value, start);
            return outwards(from, step.copysign(self.direction), limit, self.wanted, others, profile);
        }
        // By steps that are added, decades would take as many steps as there are decades, and more.
        let step = (0.5 * self.wanted * error / best).min(1.0);
        let profile = |log: f64, start: &[f64]| self.profile(log.exp().clamp(low, high), start);
        outwards(from.ln(), step.copysign(self.direction), limit.ln(), self.wanted, others, profile)
            .map(f64::exp)
    }

    /// Where the last of the branches ends, each gone on with from where the one before ended.
    fn farthest_end(&self) -> Option<f64> {
        let mut from = self.base.estimates[self.place].value;
        let mut others = self.base.values();
        others.remove(self.place);
        for _ in 0..MOST_BRANCHES {
            let end = self.end(from, &others)?;
            // Where a branch breaks off its end may be found again and again.
            if others.is_empty() || (end - from).abs() <= 1e-8 * end.abs() {
                return Some(end);
            }
            // The branch that led there ends there; one that does not is gone on with.
            let goes_on = |other: &Least| self.t(other.sum_of_squares) < self.wanted * (1.0 - 1e-4);
            let Some(lower) = self.widely(end).filter(goes_on) else { return Some(end) };
            (from, others) = (end, lower.values);
            self.branch.replace(vec![others.clone()]);
            self.farthest.set(end);
        }
        Some(from)
    }
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
