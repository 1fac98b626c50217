//! Where to look for a curve: guesses for each parameter, tried together, the best few kept.

use super::{Data, Model};
use crate::curve::{Basis, Shape};
use crate::fit::{Parameter, line};

/// How many starts are given, for each of the shape's parameters.
const KEPT: usize = 11;

/// Starting guesses for a model's parameters, the best first; `loss` is what the fit makes least.
///
/// Each parameter has a few values that the data suggest; of all their combinations, of what each end of a power law suggests where
/// a floor follows it, and of points scattered over all that the parameters may be, T1 scaled so that the curve goes through the
/// data's middle, those with the least loss are kept.
pub(super) fn starts(model: &Model, data: &Data, loss: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
    let rows = data.observations();
    let logs: Vec<f64> = rows.iter().map(|row| row.place.about().max(1e-12).ln()).collect();
    let values: Vec<f64> = rows.iter().map(|row| (row.value / row.place.units()).ln()).collect();
    let slope = line::straight(&logs, &values).map_or(-0.2, |line| line.slope);
    let far = data.last();
    let guesses: Vec<Vec<f64>> = model
        .parameters()
        .iter()
        .skip(1)
        .map(|parameter| {
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
                "floor" if parameter.low > 0.0 => vec![0.03, 0.15, 0.4, 0.75, 3.0, 30.0],
                "floor" => vec![0.03, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9],
                "decay" => vec![0.3 * far, 3.0 * far, 50.0 * far],
                "growth" => vec![-1.0 / far, -0.05 / far, 0.2 / far],
                "unit_ratio" => {
                    [0.3, 1.5, 5.0, 20.0].iter().map(|times: &f64| (-times / far).exp()).collect()
                }
                "flattening" => vec![1.0 + 0.01 / far, 1.0 + 0.5 / far, 1.0 + 10.0 / far, 1.03, 1.3],
                "half_units" | "time_constant" => vec![0.1 * far, 0.5 * far, 2.0 * far, 20.0 * far],
                "rate_index" => vec![0.0, -0.2],
                _ => vec![0.5 * (parameter.low + parameter.high)],
            };
            if parameter.name == "floor" {
                return many;
            }
            many.into_iter().map(|guess| inside(parameter, guess)).collect()
        })
        .collect();
    let scattered = scattered(model.parameters().len() - 1).into_iter().map(|shares| {
        let parameters = model.parameters().iter().skip(1);
        parameters.zip(shares).map(|(parameter, share)| spread(parameter, share, far)).collect()
    });
    let mut found: Vec<(f64, Vec<f64>)> = Vec::new();
    for rest in combinations(&guesses).into_iter().chain(broken(model, data)).chain(scattered) {
        let Some(start) = through_middle(model, data, &rest) else {
            continue;
        };
        let loss = loss(&start);
        if loss.is_finite() {
            found.push((loss, start));
        }
    }
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    // A floor that no row reaches changes nothing: one such start is enough.
    found.dedup_by(|one, other| (one.0 - other.0).abs() <= 1e-9 * other.0);
    found.truncate(KEPT * guesses.len().max(1));
    found.into_iter().map(|(_, start)| start).collect()
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
    let mut points: Vec<(f64, f64)> = data
        .observations()
        .iter()
        .map(|row| (row.place.about().max(1e-12).ln(), (row.value / row.place.units()).ln()))
        .collect();
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    let start = |falling: &[(f64, f64)], flat: &[(f64, f64)]| {
        let (x, y): (Vec<f64>, Vec<f64>) = falling.iter().copied().unzip();
        let line = line::straight(&x, &y)?;
        let level = flat.iter().map(|point| point.1).sum::<f64>() / crate::curve::count(flat.len() as u64);
        let index = &model.parameters()[1];
        // As a share of T1 until T1 is known.
        Some(vec![inside(index, line.slope), (level - line.intercept).exp()])
    };
    let ends = evenly(points.len(), MOST_ENDS).into_iter();
    ends.flat_map(|end| [start(&points[..end], &points[end..]), start(&points[end..], &points[..end])])
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
        "unit_ratio" => (-decades(1e-2, 1e2) / far).exp(),
        "flattening" => 1.0 + decades(1e-3, 1e3) / far,
        _ => 0.2 * side,
    };
    if parameter.name == "floor" { value } else { inside(parameter, value) }
}

/// The parameters with a T1 that makes the ratios of data and curve 1 on average, in logarithms.
fn through_middle(model: &Model, data: &Data, rest: &[f64]) -> Option<Vec<f64>> {
    let rows = data.observations();
    let mut start = vec![typical(data)];
    start.extend(rest);
    let floor = model.parameters().iter().position(|parameter| parameter.name == "floor");
    let share = floor.map(|place| start[place]);
    let mut values = vec![0.0; rows.len()];
    // T1 scales all there is unless a floor is fixed: a few rounds settle that too.
    for _ in 0..4 {
        if let (Some(place), Some(share)) = (floor, share) {
            start[place] = share * start[0];
        }
        model.values(&start, rows.iter().map(|row| (row.place, row.rate)), &mut values);
        let ratios = rows.iter().zip(&values).map(|(row, value)| (row.value / value).ln());
        let mean = ratios.sum::<f64>() / crate::curve::count(rows.len() as u64);
        if !mean.is_finite() {
            return None;
        }
        start[0] *= mean.exp();
    }
    if let (Some(place), Some(share)) = (floor, share) {
        start[place] = share * start[0];
    }
    let inside = |(parameter, value): (&Parameter, &f64)| (parameter.low..=parameter.high).contains(value);
    model.parameters().iter().zip(&start).all(inside).then_some(start)
}

fn typical(data: &Data) -> f64 {
    data.observations().iter().map(|row| row.value / row.place.units()).fold(0.0, f64::max)
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
