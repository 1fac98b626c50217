//! Intervals by the profile of the sum of squares: as far as a parameter can go before the data object.

use std::cell::{Cell, OnceCell, RefCell};

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
        let rows = self.observations();
        let mut whole = vec![0.0; into.len() + rows];
        self.problem.jacobian(&self.all(at), &mut whole);
        whole.drain(self.place * rows..(self.place + 1) * rows);
        into.copy_from_slice(&whole);
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
    let elsewhere = OnceCell::new();
    let end = |direction: f64| edge(problem, fit, place, direction, t, &elsewhere);
    Ok((end(-1.0), end(1.0)))
}

/// The value on one side at which the profile's t is `wanted`; `elsewhere` keeps the problem's starts once they are wanted.
fn edge<P: Problem + ?Sized>(
    problem: &P,
    base: &Fit,
    place: usize,
    direction: f64,
    wanted: f64,
    elsewhere: &OnceCell<Vec<Vec<f64>>>,
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
    // A problem may evaluate itself hundreds of times to find them.
    let starts = || {
        let mut starts = problem.starts();
        for start in &mut starts {
            start.remove(place);
        }
        starts
    };
    let t = |sum: f64| ((sum - base.sum_of_squares).max(0.0) / variance).sqrt();
    let profile = |value: f64, start: &[f64]| -> Option<(f64, Vec<f64>)> {
        if start.is_empty() {
            let mut residuals = vec![0.0; base.residuals.len()];
            problem.residuals(&[value], &mut residuals);
            let sum: f64 = residuals.iter().map(|residual| residual * residual).sum();
            return sum.is_finite().then(|| (t(sum), Vec::new()));
        }
        let further = branch.borrow().clone();
        let mut pinned = Pinned { problem, place, value, start: start.to_vec(), further };
        let mut refitted = fit(&pinned, &Options::nearby()).ok()?;
        if direction * (value - farthest.get()) > 0.0 {
            farthest.set(value);
            // The branch that was followed may object where another does not, which is then followed too.
            if t(refitted.sum_of_squares) >= wanted {
                pinned.further.clone_from(elsewhere.get_or_init(starts));
                if let Ok(other) = fit(&pinned, &Options::default())
                    && other.sum_of_squares < refitted.sum_of_squares * (1.0 - 1e-9)
                {
                    branch.replace(vec![other.values()]);
                    refitted = other;
                }
            }
        }
        Some((t(refitted.sum_of_squares), refitted.values()))
    };
    let mut others = base.values();
    others.remove(place);
    let first_step = 0.5 * wanted * scale;
    if parameter.is_in_decades() && best > 0.0 {
        // By steps that are added, decades would take as many steps as there are decades, and more.
        let first_step = (first_step / best).min(1.0).copysign(direction);
        let profile =
            |log: f64, start: &[f64]| profile(log.exp().clamp(parameter.low, parameter.high), start);
        return outwards(best.ln(), first_step, limit.ln(), wanted, others, profile).map(f64::exp);
    }
    outwards(best, first_step.copysign(direction), limit, wanted, others, profile)
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
