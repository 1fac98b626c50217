//! Where to look for a curve: guesses for each parameter, tried together, the best few kept.

use super::{Data, Model};
use crate::fit::line;

/// How many starts are searched from.
const KEPT: usize = 6;

/// Starting guesses for a model's parameters, the best first; `loss` is what the fit makes least.
///
/// Each parameter has a few values that the data suggest; of all their combinations, T1 scaled so that the curve goes through
/// the data's middle, those with the least loss are kept.
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
                    vec![slope, fall, 1.6 * fall, 3.0 * fall]
                }
                "prior_units" => vec![0.02 * far, 0.2 * far, far],
                "incompressible" => vec![0.1, 0.4, 0.75],
                // As a share of T1 until T1 is known.
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
            let (low, high) = (parameter.low, parameter.high);
            if parameter.name == "floor" {
                return many;
            }
            // Off the bounds, where a transform has no slope.
            let inside = |guess: f64| {
                guess.clamp(low + 1e-8 * (high - low).min(1.0), high - 1e-8 * (high - low).min(1.0))
            };
            many.into_iter().map(inside).collect()
        })
        .collect();
    let mut found: Vec<(f64, Vec<f64>)> = Vec::new();
    for rest in combinations(&guesses) {
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
    found.truncate(KEPT);
    found.into_iter().map(|(_, start)| start).collect()
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
    let inside =
        |(parameter, value): (&crate::fit::Parameter, &f64)| (parameter.low..=parameter.high).contains(value);
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
