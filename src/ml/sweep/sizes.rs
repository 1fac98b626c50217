//! Models of several sizes: which step size is best at which, and how time grows at each.

use super::{Drift, Growth, Run, count, distinct};

/// How one step size does over the sizes.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// The step size.
    pub lr: f64,
    /// How many runs it has.
    pub runs: usize,
    /// How many reached the target.
    pub reached: usize,
    /// At how many sizes.
    pub sizes: usize,
    /// At how many sizes it is the fastest.
    pub fastest: usize,
    /// The typical factor between its time and the fastest of the same size, among the smaller half of the sizes.
    pub small: Option<f64>,
    /// The same among the larger half.
    pub large: Option<f64>,
    /// How its time grows with size.
    pub growth: Option<Growth>,
}

/// What a group's runs say of sizes.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizes {
    /// The sizes, least first.
    pub sizes: Vec<f64>,
    /// The fastest step size of each, with its time; none where no run of that size reached the target.
    pub fastest: Vec<Option<(f64, f64)>>,
    /// Each step size, least first.
    pub orders: Vec<Order>,
    /// Whether the best step size moves with size; none where the runs are too few to tell.
    pub drift: Option<Drift>,
}

impl Sizes {
    /// None for fewer than two sizes.
    pub(super) fn of(runs: &[Run], level: f64) -> Option<Self> {
        let sizes = distinct(runs.iter().filter_map(|run| run.size).collect());
        if sizes.len() < 2 {
            return None;
        }
        let tried = distinct(runs.iter().map(|run| run.lr).collect());
        let place =
            |values: &[f64], value: f64| values.iter().position(|own| own.to_bits() == value.to_bits());
        // ln time of each lr at each size: the mean of its runs there.
        let mut sums = vec![(0.0, 0_usize); tried.len() * sizes.len()];
        for run in runs {
            let (Some(lr), Some(size), Some(time)) =
                (place(&tried, run.lr), run.size.and_then(|size| place(&sizes, size)), run.reached())
            else {
                continue;
            };
            let cell = &mut sums[lr * sizes.len() + size];
            *cell = (cell.0 + time.ln(), cell.1 + 1);
        }
        let mean = |lr: usize, size: usize| -> Option<f64> {
            let (sum, runs) = sums[lr * sizes.len() + size];
            (runs > 0).then(|| sum / count(runs))
        };
        let fastest: Vec<Option<(usize, f64)>> = (0..sizes.len())
            .map(|size| {
                let means = (0..tried.len()).filter_map(|lr| Some((lr, mean(lr, size)?)));
                means.min_by(|one, other| one.1.total_cmp(&other.1))
            })
            .collect();
        let behind = |lr: usize, from: usize, to: usize| -> Option<f64> {
            let factors: Vec<f64> =
                (from..to).filter_map(|size| Some(mean(lr, size)? - fastest[size]?.1)).collect();
            (!factors.is_empty()).then(|| (factors.iter().sum::<f64>() / count(factors.len())).exp())
        };
        let half = sizes.len().div_ceil(2);
        let orders = tried
            .iter()
            .enumerate()
            .map(|(lr, value)| {
                let own: Vec<Run> =
                    runs.iter().copied().filter(|run| run.lr.to_bits() == value.to_bits()).collect();
                Order {
                    lr: *value,
                    runs: own.len(),
                    reached: own.iter().filter(|run| run.reached().is_some()).count(),
                    sizes: (0..sizes.len()).filter(|size| mean(lr, *size).is_some()).count(),
                    fastest: fastest.iter().flatten().filter(|best| best.0 == lr).count(),
                    small: behind(lr, 0, half),
                    large: behind(lr, half, sizes.len()),
                    growth: growth(&own, level),
                }
            })
            .collect();
        let fastest = fastest.into_iter().map(|best| best.map(|(lr, ln)| (tried[lr], ln.exp()))).collect();
        Some(Self { sizes, fastest, orders, drift: Drift::of(runs, level) })
    }
}

/// The growth of one step size's times; failures have no part in it.
fn growth(own: &[Run], level: f64) -> Option<Growth> {
    let good: Vec<&Run> = own.iter().filter(|run| run.reached().is_some()).collect();
    let sizes: Vec<f64> = good.iter().filter_map(|run| run.size).collect();
    let times: Vec<f64> = good.iter().filter_map(|run| run.reached()).collect();
    let weights: Option<Vec<f64>> = good.iter().map(|run| run.weights).collect();
    Growth::of(&sizes, &times, weights.as_deref(), level)
}
