//! A valley whose walls differ: failures at step sizes that are too great are a cliff, not the mirror of a slow start.

use std::cmp::Ordering;

use super::valley::{Bottom, Points, scatter};
use super::{count, distinct};
use crate::fit::censored::{self, Censored, Value, ratio};
use crate::fit::stats;

/// The most places of the bottom that are tried before the best of them is made finer.
const MOST_PLACES: usize = 160;

/// A fit with its bottom at some place.
struct Held {
    fit: Censored,
    /// The bends of the left and the right wall: 0 for none, infinite where there are failures alone.
    bends: (f64, f64),
}

/// What walls of their own came to.
pub(super) struct Walls {
    /// The bottom, between the least and the greatest lr that reached the target.
    pub(super) bottom: Bottom,
    /// The place where it is likeliest.
    pub(super) likeliest: f64,
    /// The fit there.
    pub(super) fit: Censored,
    /// How many parameters were fitted.
    pub(super) parameters: usize,
}

/// Fits `ln time = ln least + bend (ln(lr/bottom))²` with a bend for each side, none below 0; none for too few values.
///
/// A side that no run reached the target on is a cliff: it explains its failures at no cost, however near they are. The bottom
/// is looked for among the step sizes that reached the target; its interval is that of the likelihood ratio, judged by F, and it
/// is itself the mean of the places, weighted by their likelihood: the likeliest one jumps from run to run where walls are steep.
pub(super) fn walls(points: &Points, level: f64) -> Option<Walls> {
    let good = distinct(points.exact());
    let parameters = 4 + usize::from(points.sizes.is_some());
    let left = points.exact().len().checked_sub(parameters).filter(|left| *left > 0)?;
    let mut tries: Vec<(f64, Option<Held>)> =
        tried(&good).into_iter().map(|at| (at, held(points, at))).collect();
    let height = |fit: &Option<Held>| fit.as_ref().map_or(f64::NEG_INFINITY, |held| held.fit.log_likelihood);
    let best =
        (0..tries.len()).max_by(|one, other| height(&tries[*one].1).total_cmp(&height(&tries[*other].1)))?;
    // Between the neighbours of the best place; the likelihood may jump at a run, so what is found has to be better.
    let (low, high) = (tries[best.saturating_sub(1)].0, tries[(best + 1).min(tries.len() - 1)].0);
    let minus = |at: f64| held(points, at).map_or(f64::INFINITY, |held| -held.fit.log_likelihood);
    let finer = crate::root::least(minus, low, high);
    let mut likeliest = tries[best].0;
    if -minus(finer) > height(&tries[best].1) {
        likeliest = finer;
        tries.push((finer, held(points, finer)));
        tries.sort_by(|one, other| one.0.total_cmp(&other.0));
    }
    let top = held(points, likeliest)?;
    let limit = stats::t_quantile(0.5 + 0.5 * level, left)?.powi(2);
    let miss = |other: &Option<Held>| {
        other.as_ref().map_or(f64::INFINITY, |other| count(left) * ratio(&top.fit, &other.fit)).min(1e200)
    };
    let edge = |inside: f64, outside: f64| {
        crate::root::brent(|at| miss(&held(points, at)) - limit, inside, outside, 1e-9).unwrap_or(inside)
    };
    let kept: Vec<bool> = tries.iter().map(|(_, fit)| miss(fit) <= limit).collect();
    let from = kept.iter().position(|kept| *kept)?;
    let to = kept.iter().rposition(|kept| *kept)?;
    let low = if from == 0 { tries[0].0 } else { edge(tries[from].0, tries[from - 1].0) };
    let high = tries.get(to + 1).map_or(tries[to].0, |beyond| edge(tries[to].0, beyond.0));
    let weights: Vec<(f64, f64)> =
        tries.iter().map(|(at, fit)| (*at, (height(fit) - top.fit.log_likelihood).exp())).collect();
    let at = mean(&weights);
    let mut level_columns = vec![points.ones()];
    level_columns.extend(points.sizes.clone());
    let flat = censored::fit(&level_columns, &points.values).ok()?;
    let f = count(left) * ratio(&top.fit, &flat) / 3.0;
    let there = held(points, at)?;
    let bottom = Bottom {
        lr: at.exp(),
        interval: (low.min(at).exp(), high.max(at).exp()),
        decades: None,
        least: there.fit.coefficients[0].exp(),
        scatter: scatter(&top.fit, parameters).exp(),
        p: stats::f_p_value(f.min(1e200), 3, left)?,
        bends: there.bends,
    };
    Some(Walls { bottom, likeliest, fit: top.fit, parameters })
}

/// The mean of places under weights that go in straight lines from one to the next; a single place is its own.
fn mean(weights: &[(f64, f64)]) -> f64 {
    let (mut sum, mut moment) = (0.0, 0.0);
    for pair in weights.windows(2) {
        let ((from, one), (to, other)) = (pair[0], pair[1]);
        let area = 0.5 * (to - from) * (one + other);
        sum += area;
        // The middle of a trapezoid.
        moment += (to - from) * (one * (2.0 * from + to) + other * (from + 2.0 * to)) / 6.0;
    }
    if sum > 0.0 { moment / sum } else { weights.first().map_or(0.0, |place| place.0) }
}

/// The places between step sizes that reached the target, eight to a gap where that is not too many.
fn tried(good: &[f64]) -> Vec<f64> {
    let gaps = good.len().saturating_sub(1).max(1);
    let parts = (MOST_PLACES / gaps).clamp(1, 8);
    let mut places: Vec<f64> = good
        .windows(2)
        .flat_map(|pair| (0..parts).map(|part| pair[0] + (pair[1] - pair[0]) * count(part) / count(parts)))
        .collect();
    places.extend(good.last());
    let skip = places.len().div_ceil(MOST_PLACES).max(1);
    let last = places.len() - 1;
    places
        .into_iter()
        .enumerate()
        .filter(|(place, _)| place % skip == 0 || *place == last)
        .map(|own| own.1)
        .collect()
}

/// The best fit with its bottom at a place.
fn held(points: &Points, at: f64) -> Option<Held> {
    // Which wall a place is on: none for the bottom itself.
    let side = |place: &f64| match place.total_cmp(&at) {
        Ordering::Less => Some(0),
        Ordering::Equal => None,
        Ordering::Greater => Some(1),
    };
    let mut reached = [false; 2];
    let mut tried = [false; 2];
    for wall in points.tried.iter().filter_map(side) {
        tried[wall] = true;
    }
    for (place, value) in points.places.iter().zip(&points.values) {
        if let Some(wall) = side(place) {
            reached[wall] |= matches!(value, Value::Exactly(_));
        }
    }
    // Failures on a side that no run reached the target on are a cliff's.
    let kept: Vec<usize> = (0..points.places.len())
        .filter(|row| side(&points.places[*row]).is_none_or(|wall| reached[wall]))
        .collect();
    let values: Vec<Value> = kept.iter().map(|row| points.values[*row]).collect();
    let column = |wall: usize| -> Vec<f64> {
        let height = |row: &usize| {
            let place = &points.places[*row];
            if side(place) == Some(wall) { (place - at) * (place - at) } else { 0.0 }
        };
        kept.iter().map(height).collect()
    };
    let walls: Vec<usize> = (0..2).filter(|wall| reached[*wall]).collect();
    let mut choices: Vec<Vec<usize>> = vec![walls.clone()];
    if walls.len() == 2 {
        choices.extend([vec![0], vec![1]]);
    }
    choices.push(Vec::new());
    let mut best: Option<Held> = None;
    for choice in choices {
        let mut columns = vec![vec![1.0; kept.len()]];
        columns.extend(choice.iter().map(|wall| column(*wall)));
        if let Some(sizes) = &points.sizes {
            columns.push(kept.iter().map(|row| sizes[*row]).collect());
        }
        let Ok(fit) = censored::fit(&columns, &values) else { continue };
        let bend = |wall: usize| {
            let own = choice.iter().position(|own| *own == wall).map(|place| fit.coefficients[1 + place]);
            own.unwrap_or(if tried[wall] && !reached[wall] { f64::INFINITY } else { 0.0 })
        };
        let bends = (bend(0), bend(1));
        if bends.0 < 0.0 || bends.1 < 0.0 {
            continue;
        }
        // With both walls as they come out, no fit with fewer is better.
        let whole = choice.len() == walls.len();
        if best.as_ref().is_none_or(|best| fit.log_likelihood > best.fit.log_likelihood) {
            best = Some(Held { fit, bends });
        }
        if whole {
            break;
        }
    }
    best
}
