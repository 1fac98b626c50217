//! Where to look for a curve: guesses for each parameter, tried together, the best few kept.

use std::ops::Range;

use super::{Data, Model, Observation};
use crate::curve::{Basis, Shape};
use crate::fit::{Parameter, line};

/// How many starts are given, for each of the shape's parameters.
const KEPT: usize = 11;

/// Starting guesses for a model's parameters, the best first; `loss` is what the fit makes least.
///
/// Of all that [`candidates`] are, those with the least loss are kept.
pub(super) fn starts(model: &Model, data: &Data, loss: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
    let mut all = candidates(model, data, None);
    if !model.is_scaled_by_first_unit() && !model.fits("floor") {
        // A T1 that is scaled to the middle of the data leaves a floor that is fixed where it is.
        all.extend(candidates(model, data, Some(Held { place: 0, value: typical(data) })));
    }
    let losses = all.into_iter().map(|start| (loss(&start), start));
    let mut found: Vec<(f64, Vec<f64>)> = losses.filter(|(loss, _)| loss.is_finite()).collect();
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    // A floor that no row reaches changes nothing: one such start is enough.
    found.dedup_by(|one, other| (one.0 - other.0).abs() <= 1e-9 * other.0);
    found.truncate(KEPT * (model.parameters().len() - 1).max(1));
    found.into_iter().map(|(_, start)| start).collect()
}

/// Where a parameter is held while the others may be anything.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) place: usize,
    pub(super) value: f64,
}

/// Guesses all over what the parameters may be, in no order; one of them may be held.
///
/// Each parameter has a few values that the data suggest; here are all their combinations, what each end of a power law suggests where
/// a floor follows it, and points scattered over all that the parameters may be, T1 scaled so that the curve goes through the
/// data's middle.
pub(super) fn candidates(model: &Model, data: &Data, held: Option<Held>) -> Vec<Vec<f64>> {
    let is_held = |place: usize| held.filter(|held| held.place == place);
    let logs: Vec<f64> = data.observations().iter().map(|row| row.place.about().max(1e-12).ln()).collect();
    let values: Vec<f64> = data.observations().iter().map(|row| row.per_unit().ln()).collect();
    let slope = line::straight(&logs, &values).map_or(-0.2, |line| line.slope);
    let far = data.last();
    let guesses: Vec<Vec<f64>> = model
        .parameters()
        .iter()
        .enumerate()
        .skip(1)
        .map(|(place, parameter)| {
            is_held(place).map_or_else(|| guesses(model, parameter, slope, far), |held| vec![held.value])
        })
        .collect();
    let scattered = scattered(model.parameters().len() - 1).into_iter().map(|shares| {
        let parameters = model.parameters().iter().skip(1);
        parameters.zip(shares).map(|(parameter, share)| spread(parameter, share, far)).collect()
    });
    let hold = |mut rest: Vec<f64>| {
        if let Some(held) = held.filter(|held| held.place > 0) {
            rest[held.place - 1] = held.value;
        }
        rest
    };
    let reached = scattered
        .clone()
        .map(hold)
        .filter_map(|rest| reached(model, rest, far, |place| is_held(place).is_none()));
    let all = combinations(&guesses).into_iter().chain(broken(model, data)).chain(scattered).map(hold);
    all.chain(reached).filter_map(|rest| through_middle(model, data, &rest, held)).collect()
}

/// The same with a floor that the power law reaches so far on the way to the last unit, in decades, as the floor says.
fn reached(model: &Model, mut rest: Vec<f64>, far: f64, is_free: impl Fn(usize) -> bool) -> Option<Vec<f64>> {
    let of = |name: &str| model.parameters().iter().position(|parameter| parameter.name == name);
    let plain = matches!(model.shape(), Shape::Plateau { .. });
    let (index, floor) = (of("index").filter(|_| plain)?, of("floor").filter(|floor| is_free(*floor))?);
    rest[floor - 1] = far.powf(rest[index - 1] * rest[floor - 1]);
    Some(rest)
}

/// What the data suggest of a parameter: `slope` is that of all rows in logarithms, `far` their last unit.
fn guesses(model: &Model, parameter: &Parameter, slope: f64, far: f64) -> Vec<f64> {
    let many: Vec<f64> = match parameter.name.as_str() {
        "index" => {
            let fall = if slope < -0.02 { slope } else { -0.15 };
            let mut many = vec![slope, fall, 1.6 * fall, 3.0 * fall];
            // Near -1 totals hardly rise, and what else the shape does is all there is of units.
            if model.basis() == Basis::CumulativeAverage {
                many.extend([-0.95, -0.997]);
            }
            many
        }
        "prior_units" => vec![0.02 * far, 0.2 * far, far],
        "incompressible" => vec![0.1, 0.4, 0.75],
        // As a share of T1 until T1 is known; where the floor is no unit's value it may be far above T1.
        "floor" if parameter.low > 0.0 => return vec![0.03, 0.15, 0.4, 0.75, 3.0, 30.0],
        "floor" => return vec![0.03, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9],
        "decay" => vec![0.3 * far, 3.0 * far, 50.0 * far],
        "growth" => vec![-1.0 / far, -0.05 / far, 0.2 / far],
        "unit_ratio" => [0.3, 1.5, 5.0, 20.0].iter().map(|times: &f64| (-times / far).exp()).collect(),
        "flattening" => vec![1.0 + 0.01 / far, 1.0 + 0.5 / far, 1.0 + 10.0 / far, 1.03, 1.3],
        "half_units" | "time_constant" => vec![0.1 * far, 0.5 * far, 2.0 * far, 20.0 * far],
        "rate_index" => vec![0.0, -0.2],
        _ => vec![0.5 * (parameter.low + parameter.high)],
    };
    many.into_iter().map(|guess| inside(parameter, guess)).collect()
}

/// The nearest value off a parameter's bounds, where a transform has no slope.
fn inside(parameter: &Parameter, value: f64) -> f64 {
    let (low, high) = (parameter.low, parameter.high);
    let margin = 1e-8 * (high - low).min(1.0);
    value.clamp(low + margin, high - margin)
}

/// For a power law above a floor, what each of its ends suggests: the rows before it a power law and those after it the floor, or the
/// other way about. The sum of squares has a valley of its own for each.
fn broken(model: &Model, data: &Data) -> Vec<Vec<f64>> {
    let plain = matches!(model.shape(), Shape::Plateau { .. });
    if !plain || model.parameters().len() != 3 || !(model.fits("index") && model.fits("floor")) {
        return Vec::new();
    }
    let mut rows: Vec<&Observation> = data.observations().iter().collect();
    rows.sort_by(|one, other| one.place.about().total_cmp(&other.place.about()));
    let x: Vec<f64> = rows.iter().map(|row| row.place.about().max(1e-12).ln()).collect();
    let y: Vec<f64> = rows.iter().map(|row| row.per_unit().ln()).collect();
    // As much as they count in logarithms, and in the values themselves.
    let weights = [
        rows.iter().map(|row| row.weight).collect::<Vec<f64>>(),
        rows.iter().map(|row| row.weight * row.value * row.value).collect(),
    ];
    let start = |falling: Range<usize>, flat: Range<usize>, weights: &[f64]| {
        let line = line::weighted(&x[falling.clone()], &y[falling.clone()], &weights[falling])?;
        let (weight, sum) = flat.fold((0.0, 0.0), |(weight, sum), place| {
            (weight + weights[place], sum + weights[place] * y[place])
        });
        // As a share of T1 until T1 is known.
        Some(vec![inside(&model.parameters()[1], line.slope), (sum / weight - line.intercept).exp()])
    };
    let ends = evenly(rows.len(), MOST_ENDS).into_iter();
    let both_ways = |end: usize| [(0..end, end..rows.len()), (end..rows.len(), 0..end)];
    ends.flat_map(both_ways)
        .flat_map(|(falling, flat)| {
            weights.each_ref().map(|weights| start(falling.clone(), flat.clone(), weights))
        })
        .flatten()
        .collect()
}

/// The most ends of the power law that are tried.
const MOST_ENDS: usize = 60;

/// Places within a list, but for its ends, at most so many of them.
fn evenly(length: usize, most: usize) -> Vec<usize> {
    let step = length.div_ceil(most).max(1);
    (1..length).step_by(step).collect()
}

/// How many starts are scattered over all that the parameters may be, for each of them.
const SCATTERED: u32 = 100;

/// Points of a cube that fill it evenly, each coordinate above 0 and below 1.
///
/// Source: M. Roberts, The unreasonable effectiveness of quasirandom sequences, 2018.
fn scattered(dimensions: usize) -> Vec<Vec<f64>> {
    // The root above 1 of x^(d + 1) = x + 1, whose powers are the strides.
    let degree = 1.0 / (crate::curve::count(dimensions as u64) + 1.0);
    let root = (0..60).fold(1.5_f64, |root, _| (1.0 + root).powf(degree));
    let point = |number: u32| {
        let stride = |place: usize| root.powi(-(i32::try_from(place).unwrap_or(0) + 1));
        (0..dimensions)
            .map(|place| (0.5 + f64::from(number) * stride(place)).fract().clamp(1e-6, 1.0 - 1e-6))
            .collect()
    };
    (1..=SCATTERED * u32::try_from(dimensions).unwrap_or(1)).map(point).collect()
}

/// A value of a parameter at a share of the way through all that it may be, most of them where it does most.
fn spread(parameter: &Parameter, share: f64, far: f64) -> f64 {
    let side = 2.0 * share - 1.0;
    let decades = |low: f64, high: f64| low * (high / low).powf(share);
    let value = match parameter.name.as_str() {
        "index" => -0.3 + if side < 0.0 { 4.6 } else { 2.2 } * side.abs().powi(2).copysign(side),
        "prior_units" => decades(1e-3 * far, 1e2 * far),
        "incompressible" => 1.0 / (1.0 + (-14.0 * side).exp()),
        // As a share of T1 until T1 is known, which is no unit's value where the floor has to be above 0.
        "floor" if parameter.low > 0.0 => decades(1e-9, 1e2),
        "floor" => share,
        "decay" | "half_units" | "time_constant" => decades(1e-2, 1e3 * far),
        "growth" => 10.0 / far * side.abs().powi(2).copysign(side),
        // From as good as nothing over all the units to 0.7% from each to the next, or less where they are few.
        "unit_ratio" => (-decades(1e-2 / far, f64::max(1e2 / far, 5.0))).exp(),
        "flattening" => 1.0 + decades(1e-3, 1e3) / far,
        _ => 0.2 * side,
    };
    if parameter.name == "floor" { value } else { inside(parameter, value) }
}

/// The parameters with a T1 that makes the ratios of data and curve 1 on average, in logarithms; where T1 is held, with an index that
/// does.
fn through_middle(model: &Model, data: &Data, rest: &[f64], held: Option<Held>) -> Option<Vec<f64>> {
    let rows = data.observations();
    let is_held = |place: usize| held.filter(|held| held.place == place);
    let of = |name: &str| model.parameters().iter().position(|parameter| parameter.name == name);
    let mut start = vec![is_held(0).map_or_else(|| typical(data), |held| held.value)];
    start.extend(rest);
    let share = of("floor").filter(|place| is_held(*place).is_none()).map(|place| (place, start[place]));
    let set_floor = |start: &mut [f64]| {
        if let Some((place, share)) = share {
            start[place] = share * start[0];
        }
    };
    let mut values = vec![0.0; rows.len()];
    let mut mean = |start: &[f64]| {
        model.values(start, rows.iter().map(|row| (row.place, row.rate)), &mut values);
        let ratios = rows.iter().zip(&values).map(|(row, value)| (row.value / value).ln());
        Some(ratios.sum::<f64>() / crate::curve::count(rows.len() as u64)).filter(|mean| mean.is_finite())
    };
    set_floor(&mut start);
    if is_held(0).is_none() {
        // T1 scales all there is unless a floor is fixed: a few rounds settle that too.
        for _ in 0..if model.is_scaled_with_its_floor() { 1 } else { 4 } {
            start[0] *= mean(&start)?.exp();
            set_floor(&mut start);
        }
    } else if let Some(place) = of("index") {
        let mut before = (start[place], mean(&start)?);
        start[place] = inside(&model.parameters()[place], start[place] - 0.05);
        for _ in 0..6 {
            let now = (start[place], mean(&start)?);
            let stride = now.1 * (now.0 - before.0) / (now.1 - before.1);
            if !stride.is_finite() {
                break;
            }
            start[place] = inside(&model.parameters()[place], now.0 - stride);
            before = now;
        }
    }
    let inside = |(parameter, value): (&Parameter, &f64)| (parameter.low..=parameter.high).contains(value);
    model.parameters().iter().zip(&start).all(inside).then_some(start)
}

fn typical(data: &Data) -> f64 {
    data.observations().iter().map(Observation::per_unit).fold(0.0, f64::max)
}

/// Every combination of one value from each list.
fn combinations(lists: &[Vec<f64>]) -> Vec<Vec<f64>> {
    lists.iter().fold(vec![Vec::new()], |made, list| {
        made.iter()
            .flat_map(|start| {
                list.iter().map(move |value| {
                    let mut longer = start.clone();
                    longer.push(*value);
                    longer
                })
            })
            .collect()
    })
}
