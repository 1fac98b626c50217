//! Whether the best step size moves with the size of the model: regressions of ln time on ln lr and ln size.

use super::valley::{self, MOST, Points, Tilt, Valley, edges};
use super::{Run, count, distinct};
use crate::fit::censored::{self, Censored, Value, ratio};
use crate::fit::{line, stats};

/// A test of some coefficients together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Fisher's F.
    pub f: f64,
    /// How many coefficients are tested.
    pub numerator: usize,
    /// The degrees of freedom that the scatter is known with.
    pub denominator: usize,
    /// How likely an F at least this large is by chance.
    pub p: f64,
}

/// Which way the best step size goes as models grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards smaller ones.
    Smaller,
    /// Towards greater ones.
    Greater,
    /// None is seen: the data don't refuse that it stays.
    NoneSeen,
    /// One is seen, but not where each step size is weighted by its own scatter, or only there.
    Doubtful,
}

/// The bottom of the valley as it moves with size.
#[derive(Debug, Clone, PartialEq)]
pub struct Moving {
    /// The least size and the valley for it.
    pub small: (f64, Valley),
    /// The greatest size and the valley for it.
    pub large: (f64, Valley),
    /// The factor by which the best lr changes when size doubles, and its interval; none where there is no valley.
    pub doubling: Option<(f64, (f64, f64))>,
}

/// What the step size and the size of the model do together.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    /// Whether ln time grows with ln size alike at every lr.
    pub alike: Test,
    /// Whether its growth leans with ln lr: `interaction` against none.
    pub leaning: Test,
    /// The coefficient of ln lr times ln size: above 0, greater step sizes lose as models grow.
    pub interaction: f64,
    /// The same test with each lr weighted by the scatter of its own runs; none where some lr has fewer than 5.
    pub weighted: Option<Test>,
    /// How many times more one lr's runs scatter than another's, at most.
    pub uneven: Option<f64>,
    /// The verdict of those two at the level of the intervals.
    pub direction: Direction,
    /// The valley for the least and the greatest model; none where runs failed, for a bottom that moves beside a cliff is more
    /// than they can tell.
    pub moving: Option<Moving>,
}

/// The runs at the step sizes that have successes at two sizes or more, as columns.
struct Table {
    points: Points,
    /// The step sizes' ln, and for each run which of them it is at.
    places: Vec<f64>,
    at: Vec<usize>,
}

impl Table {
    fn of(runs: &[Run]) -> Option<Self> {
        let tried = distinct(runs.iter().map(|run| run.lr).collect());
        let sizes = |lr: f64| {
            let own = runs.iter().filter(|run| run.lr.to_bits() == lr.to_bits() && run.reached().is_some());
            distinct(own.filter_map(|run| run.size).collect()).len()
        };
        let good: Vec<f64> = tried.into_iter().filter(|lr| sizes(*lr) >= 2).collect();
        if good.len() < 2 {
            return None;
        }
        let place = |run: &Run| good.iter().position(|lr| lr.to_bits() == run.lr.to_bits());
        let kept: Vec<Run> =
            runs.iter().copied().filter(|run| run.ln_time().is_some() && place(run).is_some()).collect();
        let points = Points::of(&kept);
        points.sizes.as_ref()?;
        Some(Self {
            points,
            at: kept.iter().filter_map(place).collect(),
            places: good.iter().map(|lr| lr.ln()).collect(),
        })
    }

    fn sizes(&self) -> &[f64] {
        self.points.sizes.as_deref().unwrap_or(&[])
    }

    /// A column that is `of` a run at one lr and 0 at others.
    fn only(&self, lr: usize, of: impl Fn(usize) -> f64) -> Vec<f64> {
        self.at.iter().enumerate().map(|(row, at)| if *at == lr { of(row) } else { 0.0 }).collect()
    }

    /// A constant for each lr, and one growth.
    fn parallel(&self) -> Vec<Vec<f64>> {
        let constants = (0..self.places.len()).map(|lr| self.only(lr, |_| 1.0));
        constants.chain([self.sizes().to_vec()]).collect()
    }

    /// ln lr, from the middle of the step sizes, times ln size.
    fn product(&self) -> Vec<f64> {
        let middle = self.places.iter().sum::<f64>() / count(self.places.len());
        self.at.iter().zip(self.sizes()).map(|(at, size)| (self.places[*at] - middle) * size).collect()
    }

    /// A growth for each lr.
    fn apart(&self) -> Vec<Vec<f64>> {
        let count = self.places.len();
        let constants = (0..count).map(|lr| self.only(lr, |_| 1.0));
        constants.chain((0..count).map(|lr| self.only(lr, |row| self.sizes()[row]))).collect()
    }

    /// The scatter of each lr's own runs about its own growth; none where some have too few.
    fn scatters(&self) -> Option<Vec<f64>> {
        (0..self.places.len())
            .map(|lr| {
                let own: Vec<usize> = (0..self.at.len()).filter(|row| self.at[*row] == lr).collect();
                let columns = [vec![1.0; own.len()], own.iter().map(|row| self.sizes()[*row]).collect()];
                let values: Vec<Value> = own.iter().map(|row| self.points.values[*row]).collect();
                let fit = censored::fit(&columns, &values).ok()?;
                (fit.exact >= 5 && fit.deviation > 0.0).then(|| valley::scatter(&fit, 2))
            })
            .collect()
    }

    /// The squares that are left of values which are all exact, each lr with a constant of its own.
    ///
    /// Those constants are the means of each lr's rows, in the values and in every column alike, so that none of them has to be
    /// solved for: of thousands of step sizes a matrix with a column for each would take hours.
    fn within(&self, columns: &[Vec<f64>], scatters: Option<&[f64]>) -> Option<Censored> {
        let values: Option<Vec<f64>> = (self.points.values.iter())
            .map(|value| match value {
                Value::Exactly(height) => Some(*height),
                Value::MoreThan(_) => None,
            })
            .collect();
        let values = values?;
        let (mut rows, lrs) = (vec![0.0; self.places.len()], self.places.len());
        for at in &self.at {
            rows[*at] += 1.0;
        }
        let centred = |column: &[f64]| -> Vec<f64> {
            let mut means = vec![0.0; lrs];
            for (at, value) in self.at.iter().zip(column) {
                means[*at] += value / rows[*at];
            }
            let over = |at: usize| scatters.map_or(1.0, |scatters| 1.0 / scatters[at]);
            self.at.iter().zip(column).map(|(at, value)| (value - means[*at]) * over(*at)).collect()
        };
        let centred_columns: Vec<Vec<f64>> = columns.iter().map(|column| centred(column)).collect();
        let solved = line::solve(&centred_columns, &centred(&values)).ok()?;
        // The coefficients of the constants, which nobody asks for, before the others.
        let coefficients = vec![f64::NAN; lrs].into_iter().chain(solved.coefficients).collect();
        Some(Censored::exact(coefficients, solved.sum_of_squares, &values))
    }

    /// The same with a growth for each lr: straight lines of their own.
    fn lines(&self) -> Option<Censored> {
        let (mut squares, mut observed) = (0.0, Vec::new());
        for lr in 0..self.places.len() {
            let own: Vec<usize> = (0..self.at.len()).filter(|row| self.at[*row] == lr).collect();
            let sizes: Vec<f64> = own.iter().map(|row| self.sizes()[*row]).collect();
            let values: Option<Vec<f64>> = (own.iter())
                .map(|row| match self.points.values[*row] {
                    Value::Exactly(height) => Some(height),
                    Value::MoreThan(_) => None,
                })
                .collect();
            let values = values?;
            squares += line::straight(&sizes, &values)?.sum_of_squares;
            observed.extend(values);
        }
        Some(Censored::exact(vec![f64::NAN; 2 * self.places.len()], squares, &observed))
    }

    /// The fit of columns, every row divided by its lr's scatter where those are given.
    fn fit(&self, columns: &[Vec<f64>], scatters: Option<&[f64]>) -> Option<Censored> {
        let Some(scatters) = scatters else { return censored::fit(columns, &self.points.values).ok() };
        let over = |row: usize| 1.0 / scatters[self.at[row]];
        let scaled: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| column.iter().enumerate().map(|(row, value)| value * over(row)).collect())
            .collect();
        let values: Vec<Value> = (self.points.values.iter().enumerate())
            .map(|(row, value)| match value {
                Value::Exactly(height) => Value::Exactly(height * over(row)),
                Value::MoreThan(height) => Value::MoreThan(height * over(row)),
            })
            .collect();
        censored::fit(&scaled, &values).ok()
    }

    fn leaning(&self, scatters: Option<&[f64]>) -> Option<(Test, f64)> {
        let slopes = [self.sizes().to_vec(), self.product()];
        let (with, without) = if self.is_exact() {
            (self.within(&slopes, scatters)?, self.within(&slopes[..1], scatters)?)
        } else {
            let mut columns = self.parallel();
            let without = self.fit(&columns, scatters)?;
            columns.push(self.product());
            (self.fit(&columns, scatters)?, without)
        };
        Some((Test::of(&with, &without, self.places.len() + 2)?, *with.coefficients.last()?))
    }

    /// Whether growth is alike at every lr.
    fn alike(&self) -> Option<Test> {
        let columns = 2 * self.places.len();
        if self.is_exact() {
            return Test::of(&self.lines()?, &self.within(&[self.sizes().to_vec()], None)?, columns);
        }
        Test::of(&self.fit(&self.apart(), None)?, &self.fit(&self.parallel(), None)?, columns)
    }

    fn is_exact(&self) -> bool {
        self.points.exact().len() == self.points.values.len()
    }

    /// Whether a fit with bounds, which takes a column for each lr and more, ends within seconds.
    fn is_quick(&self) -> bool {
        const MOST_PRODUCTS: usize = 100_000_000;
        let columns = 2 * self.places.len();
        self.is_exact() || self.at.len().saturating_mul(columns * columns) <= MOST_PRODUCTS
    }
}

impl Test {
    fn of(with: &Censored, without: &Censored, columns: usize) -> Option<Self> {
        let (f, p) = censored::test(with, without, columns)?;
        let numerator = columns - without.coefficients.len();
        Some(Self { f, numerator, denominator: with.exact - columns, p })
    }
}

impl Drift {
    /// Of one group's runs; none where fewer than two step sizes reached the target at two sizes, too few runs did, or failures
    /// stand among so many step sizes that their bounds can't be fitted within seconds.
    pub(super) fn of(runs: &[Run], level: f64) -> Option<Self> {
        let table = Table::of(runs).filter(Table::is_quick)?;
        let alike = table.alike()?;
        let (leaning, interaction) = table.leaning(None)?;
        let scatters = table.scatters();
        let weighted = scatters.as_deref().and_then(|scatters| table.leaning(Some(scatters)));
        let seen = |test: Test| test.p <= 1.0 - level;
        let agree = weighted.is_none_or(|(test, other)| {
            seen(test) == seen(leaning) && (!seen(test) || (other > 0.0) == (interaction > 0.0))
        });
        let direction = match (agree, seen(leaning)) {
            (false, _) => Direction::Doubtful,
            (true, false) => Direction::NoneSeen,
            (true, true) if interaction > 0.0 => Direction::Smaller,
            (true, true) => Direction::Greater,
        };
        Some(Self {
            alike,
            leaning,
            interaction,
            weighted: weighted.map(|(test, _)| test),
            uneven: scatters.map(|scatters| {
                let (least, most) = stats::ends(&scatters);
                most / least
            }),
            direction,
            moving: runs.iter().all(|run| run.reached().is_some()).then(|| Moving::of(runs, level)),
        })
    }
}

impl Moving {
    fn of(runs: &[Run], level: f64) -> Self {
        let points = Points::of(runs);
        let (small, large) = stats::ends(&runs.iter().filter_map(|run| run.size).collect::<Vec<_>>());
        let at = |size: f64| (size, valley::bottom(&points, Tilt::At(size.ln()), level));
        Self { small: at(small), large: at(large), doubling: doubling(&points, level) }
    }
}

/// The factor of the best lr for each doubling of size.
fn doubling(points: &Points, level: f64) -> Option<(f64, (f64, f64))> {
    let sizes = points.sizes.as_ref()?;
    let centre = points.places.iter().sum::<f64>() / count(points.places.len());
    let (slopes, bends) = (points.powers(centre, 1), points.powers(centre, 2));
    let tilted: Vec<f64> = slopes.iter().zip(sizes).map(|(slope, size)| slope * size).collect();
    let whole = [points.ones(), slopes, bends.clone(), sizes.clone(), tilted.clone()];
    let with = censored::fit(&whole, &points.values).ok()?;
    let straight = [0, 1, 3, 4].map(|column| whole[column].clone());
    let without = censored::fit(&straight, &points.values).ok()?;
    let bend = with.coefficients[2];
    if bend <= 0.0 || censored::test(&with, &without, 5)?.1 > 1.0 - level {
        return None;
    }
    // The bottom goes by δ for each 1 of ln size where the tilt is -2δ times the bend.
    let best = -0.5 * with.coefficients[4] / bend;
    let left = count(with.exact - 5);
    let miss = |tried: f64| {
        let joined = bends.iter().zip(&tilted).map(|(bend, tilt)| bend - 2.0 * tried * tilt).collect();
        let held = [whole[0].clone(), whole[1].clone(), joined, sizes.clone()];
        censored::fit(&held, &points.values).map_or(MOST, |held| (left * ratio(&with, &held)).min(MOST))
    };
    let t = stats::t_quantile(0.5 + 0.5 * level, with.exact - 5)?;
    let (low, high) = edges(miss, best, t * t);
    let factor = |delta: f64| (delta * std::f64::consts::LN_2).exp();
    Some((factor(best), (factor(low), factor(high))))
}
