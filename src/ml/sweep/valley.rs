//! The valley: ln time as a parabola in ln lr, and the interval of its bottom.

use super::{Run, count, distinct};
use crate::fit::censored::{self, Censored, Value, ratio};
use crate::fit::{line, stats};

/// What a parabola through a group's runs says of the best step size.
#[derive(Debug, Clone, PartialEq)]
pub enum Valley {
    /// It has a bottom among the step sizes that were tried.
    Found(Bottom),
    /// It has one, but beyond them, on this side: the sweep saw one wall.
    Outside(Bottom, Side),
    /// It is a hill: no best step size in it.
    Concave {
        /// How likely such a bend is by chance where there is none.
        p: f64,
    },
    /// Its bend can't be told from none.
    Unclear {
        /// How likely such a bend is by chance where there is none.
        p: f64,
    },
    /// There are too few runs that reached the target: a parabola takes 4 at 3 step sizes, walls of their own take 5.
    TooFew {
        /// How many there are.
        reached: usize,
        /// At how many step sizes.
        places: usize,
    },
}

/// The end of the step sizes beyond which a bottom lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Below the least.
    Below,
    /// Above the greatest.
    Above,
}

/// The bottom of a valley.
#[derive(Debug, Clone, PartialEq)]
pub struct Bottom {
    /// The lr there.
    pub lr: f64,
    /// The interval of that lr; 0 or infinity for an end that the data don't give.
    pub interval: (f64, f64),
    /// The standard error of its log10 by the delta method; none where bounds were among the values.
    pub decades: Option<f64>,
    /// The time there; at the middle of the sizes (of their logarithms) where there are several.
    pub least: f64,
    /// The typical factor between a run's time and the valley's: e to the residual standard deviation.
    pub scatter: f64,
    /// How likely its bend is by chance where there is none.
    pub p: f64,
    /// Half the bends of the walls below and above: `ln time = ln least + bend (ln(lr/bottom))²`. They are one number unless
    /// the walls are told apart; 0 for a wall that is none, infinite for a cliff, where runs reached the target on no lr.
    pub bends: (f64, f64),
}

impl Bottom {
    /// The valley's time at an lr.
    pub fn time(&self, lr: f64) -> f64 {
        let far = (lr / self.lr).ln();
        let bend = if far < 0.0 { self.bends.0 } else { self.bends.1 };
        if far == 0.0 { self.least } else { self.least * (bend * far * far).exp() }
    }
}

/// The runs as a linear problem: places along ln lr, values of ln time, and sizes where they differ.
pub(super) struct Points {
    pub(super) places: Vec<f64>,
    pub(super) values: Vec<Value>,
    /// ln lr of every run, those that failed after nobody knows how long among them: they say where runs fail.
    pub(super) tried: Vec<f64>,
    /// ln size, less its middle.
    pub(super) sizes: Option<Vec<f64>>,
    pub(super) middle: f64,
}

impl Points {
    pub(super) fn of(runs: &[Run]) -> Self {
        let kept: Vec<(f64, Value, f64)> = runs
            .iter()
            .filter_map(|run| Some((run.lr.ln(), run.ln_time()?, run.size.map_or(0.0, f64::ln))))
            .collect();
        let sizes: Vec<f64> = kept.iter().map(|point| point.2).collect();
        let middle = sizes.iter().sum::<f64>() / count(sizes.len()).max(1.0);
        let differ = distinct(sizes.clone()).len() > 1;
        Self {
            places: kept.iter().map(|point| point.0).collect(),
            values: kept.iter().map(|point| point.1).collect(),
            tried: runs.iter().map(|run| run.lr.ln()).collect(),
            sizes: differ.then(|| sizes.iter().map(|size| size - middle).collect()),
            middle,
        }
    }

    pub(super) fn ones(&self) -> Vec<f64> {
        vec![1.0; self.places.len()]
    }

    /// `(ln lr - from)^power`.
    pub(super) fn powers(&self, from: f64, power: i32) -> Vec<f64> {
        self.places.iter().map(|place| (place - from).powi(power)).collect()
    }

    /// The values that are known.
    fn heights(&self) -> Vec<f64> {
        let exact = |value: &Value| match value {
            Value::Exactly(height) => Some(*height),
            Value::MoreThan(_) => None,
        };
        self.values.iter().filter_map(exact).collect()
    }

    /// The places of values that are known.
    pub(super) fn exact(&self) -> Vec<f64> {
        let exact = |(place, value): (&f64, &Value)| matches!(value, Value::Exactly(_)).then_some(*place);
        self.places.iter().zip(&self.values).filter_map(exact).collect()
    }
}

/// How a parabola's bottom may depend on the size of the model.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Tilt {
    /// It does not.
    None,
    /// It moves with ln size; this is the ln size at which it is asked for.
    At(f64),
}

/// Fits a parabola through the runs that reached the target and finds its bottom.
pub(super) fn valley(runs: &[Run], level: f64) -> Valley {
    bottom(&Points::of(runs), Tilt::None, level)
}

/// The valley of all runs, failures among them as lower bounds, each wall with a bend of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// The valley.
    pub valley: Valley,
    /// How likely walls that differ so are by chance where they are alike; none where that can't be told.
    pub alike: Option<f64>,
}

/// The valley of all runs.
///
/// Its walls are never taken for alike, however little speaks against it: of drawn sweeps that end in a cliff, a parabola's
/// interval holds the bottom in 0 to 2 of a hundred, and in 19 to 54 where a test may tell the walls apart before.
pub(super) fn whole(runs: &[Run], level: f64) -> Whole {
    let points = Points::of(runs);
    let exact = points.exact();
    let Some(walls) = super::walls::walls(&points, level) else {
        let places = distinct(exact.clone()).len();
        return Whole { valley: Valley::TooFew { reached: exact.len(), places }, alike: None };
    };
    let even = censored::fit(&columns(&points, Tilt::None, 0.0, true), &points.values).ok();
    let left = walls.fit.exact - walls.parameters;
    let alike =
        even.and_then(|even| stats::f_p_value((count(left) * ratio(&walls.fit, &even)).min(MOST), 1, left));
    // Without failures beyond it, the last lr that was tried is no cliff: the valley goes on.
    let (least, most) = stats::ends(&points.tried);
    let valley = if walls.bottom.p > 1.0 - level {
        Valley::Unclear { p: walls.bottom.p }
    } else if walls.likeliest <= least {
        Valley::Outside(walls.bottom, Side::Below)
    } else if walls.likeliest >= most {
        Valley::Outside(walls.bottom, Side::Above)
    } else {
        Valley::Found(walls.bottom)
    };
    Whole { valley, alike }
}

/// The bottom of a parabola through points, for models of one size where it is tilted.
pub(super) fn bottom(points: &Points, tilt: Tilt, level: f64) -> Valley {
    let exact = points.exact();
    let (reached, places) = (exact.len(), distinct(exact.clone()).len());
    let few = Valley::TooFew { reached, places };
    if places < 3 {
        return few;
    }
    // Times that are all the same have a bend of rounding alone.
    let (least, most) = stats::ends(&points.heights());
    if most - least < 1e-12 {
        return Valley::Unclear { p: 1.0 };
    }
    let centre = exact.iter().sum::<f64>() / count(reached);
    let whole = columns(points, tilt, centre, true);
    let fit = |columns: &[Vec<f64>]| censored::fit(columns, &points.values).ok();
    let Some(with) = fit(&whole) else { return few };
    let straight: Vec<Vec<f64>> =
        whole.iter().enumerate().filter(|(place, _)| *place != 2).map(|(_, column)| column.clone()).collect();
    let Some((_, p)) = fit(&straight).and_then(|without| censored::test(&with, &without, whole.len())) else {
        return few;
    };
    let (slope, bend) = (with.coefficients[1], with.coefficients[2]);
    if bend <= 0.0 {
        return Valley::Concave { p };
    }
    if p > 1.0 - level {
        return Valley::Unclear { p };
    }
    let at = centre - 0.5 * slope / bend;
    let left = count(with.exact - whole.len());
    let miss = |tried: f64| -> f64 {
        fit(&columns(points, tilt, tried, false)).map_or(MOST, |held| (left * ratio(&with, &held)).min(MOST))
    };
    let Some(t) = stats::t_quantile(0.5 + 0.5 * level, with.exact - whole.len()) else { return few };
    let (low, high) = edges(miss, at, t * t);
    let (least, most) = stats::ends(&points.places);
    let bottom = Bottom {
        lr: at.exp(),
        interval: (low.exp(), high.exp()),
        decades: delta(points, tilt, at),
        least: (with.coefficients[0] - 0.25 * slope * slope / bend).exp(),
        scatter: scatter(&with, whole.len()).exp(),
        p,
        bends: (bend, bend),
    };
    if at < least {
        Valley::Outside(bottom, Side::Below)
    } else if at > most {
        Valley::Outside(bottom, Side::Above)
    } else {
        Valley::Found(bottom)
    }
}

/// The columns of a parabola about a place: 1, the slope there unless it is held at 0, the bend, and what sizes add.
fn columns(points: &Points, tilt: Tilt, about: f64, slope: bool) -> Vec<Vec<f64>> {
    let mut made = vec![points.ones()];
    if slope {
        made.push(points.powers(about, 1));
    }
    made.push(points.powers(about, 2));
    if let Some(sizes) = &points.sizes {
        let asked = match tilt {
            Tilt::None => 0.0,
            Tilt::At(size) => size - points.middle,
        };
        let from: Vec<f64> = sizes.iter().map(|size| size - asked).collect();
        if tilt != Tilt::None {
            let tilted = from.iter().zip(&points.places).map(|(size, place)| size * (place - about));
            made.push(tilted.collect());
        }
        made.push(from);
    }
    made
}

/// The deviation about a fit, with the degrees of freedom taken off.
pub(super) fn scatter(fit: &Censored, columns: usize) -> f64 {
    fit.deviation * (count(fit.exact) / count(fit.exact.saturating_sub(columns).max(1))).sqrt()
}

/// The standard error of the bottom by the delta method, in decades: that of the slope there over the bend.
fn delta(points: &Points, tilt: Tilt, at: f64) -> Option<f64> {
    let observed: Option<Vec<f64>> = (points.values.iter())
        .map(|value| match value {
            Value::Exactly(height) => Some(*height),
            Value::MoreThan(_) => None,
        })
        .collect();
    let fit = line::solve(&columns(points, tilt, at, true), &observed?).ok()?;
    Some(fit.std_errors?[1] / (2.0 * fit.coefficients[2].abs() * std::f64::consts::LN_10))
}

/// As good as infinite, and still a number to search with.
pub(super) const MOST: f64 = 1e200;

/// From where to where a statistic that is 0 at `best` stays below a limit; infinite where it never reaches it.
pub(super) fn edges(statistic: impl Fn(f64) -> f64, best: f64, limit: f64) -> (f64, f64) {
    // Past e^1000 either way no step size is left.
    const FAR: f64 = 1e3;
    let end = |direction: f64| {
        let (mut inside, mut step) = (best, 0.05);
        loop {
            let outside = best + direction * step;
            if statistic(outside) >= limit {
                let found = crate::root::brent(|x| statistic(x) - limit, inside, outside, 1e-10);
                return found.unwrap_or(outside);
            }
            if step > FAR {
                return direction * f64::INFINITY;
            }
            inside = outside;
            step *= 1.7;
        }
    };
    (end(-1.0), end(1.0))
}
