//! The log of a range test: step sizes and the losses at them, in order.

use std::fmt;

/// The fewest finite losses that say anything.
pub const FEWEST: usize = 12;

/// The most losses that are read one by one: of more, neighbours are gathered.
pub const MOST: usize = 2_000;

/// Losses of a run whose step size rises from batch to batch, sorted by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// All rows in order, those without a loss with NaN.
    rows: Vec<(f64, f64)>,
    lr: Vec<f64>,
    loss: Vec<f64>,
    diverged: Option<f64>,
    sorted: bool,
    repeated: usize,
}

/// Why a log says nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum LogError {
    /// A step size that is none: the row, from 0, and what it has.
    StepSize(usize, f64),
    /// A loss that is minus infinity: the row, from 0.
    Loss(usize),
    /// Fewer finite losses than [`FEWEST`] before the first that is not.
    TooFew(usize),
    /// Every row has the same step size.
    OneStepSize(f64),
}

impl LogError {
    /// The row that is wrong, from 0; none where it is all of them together.
    pub fn row(&self) -> Option<usize> {
        match self {
            Self::StepSize(row, _) | Self::Loss(row) => Some(*row),
            Self::TooFew(_) | Self::OneStepSize(_) => None,
        }
    }

    /// What is wrong, without where.
    pub fn reason(&self) -> String {
        match self {
            Self::StepSize(_, value) => format!("the lr is {value}, and a step size is a number above 0"),
            Self::Loss(_) => "the loss is minus infinity".to_owned(),
            Self::TooFew(found) => format!(
                "{found} finite losses before the first that is none, and a range test takes {FEWEST} at least: start lower, or take more steps"
            ),
            Self::OneStepSize(lr) => {
                format!("every row has the lr {lr}: in a range test it rises from batch to batch")
            }
        }
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row() {
            write!(f, "row {}: ", row + 1)?;
        }
        f.write_str(&self.reason())
    }
}

impl std::error::Error for LogError {}

impl Log {
    /// A log of rows (lr, loss) in any order; lr above 0. A loss that is NaN or infinite is divergence: what comes after is left out.
    ///
    /// # Errors
    ///
    /// [`LogError`] for the first row that is no row, and for a log that is too short or has one lr alone.
    pub fn new(rows: &[(f64, f64)]) -> Result<Self, LogError> {
        for (place, (lr, loss)) in rows.iter().enumerate() {
            if !(lr.is_finite() && *lr > 0.0) {
                return Err(LogError::StepSize(place, *lr));
            }
            if *loss == f64::NEG_INFINITY {
                return Err(LogError::Loss(place));
            }
        }
        let sorted = rows.is_sorted_by(|one, next| one.0 <= next.0);
        let mut rows = rows.to_vec();
        rows.sort_by(|one, next| one.0.total_cmp(&next.0));
        let all = rows.clone();
        let whole = rows.iter().position(|(_, loss)| !loss.is_finite());
        let diverged = whole.map(|place| rows[place].0);
        rows.truncate(whole.unwrap_or(rows.len()));
        let (lr, loss): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
        if lr.len() < FEWEST {
            return Err(LogError::TooFew(lr.len()));
        }
        if lr[0].to_bits() == lr[lr.len() - 1].to_bits() {
            return Err(LogError::OneStepSize(lr[0]));
        }
        let repeated = lr.windows(2).filter(|pair| pair[0].to_bits() == pair[1].to_bits()).count();
        Ok(Self { rows: all, lr, loss, diverged, sorted, repeated })
    }

    /// The step sizes, none below the one before.
    pub fn lr(&self) -> &[f64] {
        &self.lr
    }

    /// The losses, all finite.
    pub fn loss(&self) -> &[f64] {
        &self.loss
    }

    /// The lr at which the loss was no number any more.
    pub fn diverged(&self) -> Option<f64> {
        self.diverged
    }

    /// Whether the rows came in the order of their lr.
    pub fn was_sorted(&self) -> bool {
        self.sorted
    }

    /// How many rows repeat the lr of the one before.
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// All rows in order of their lr, those without a loss too.
    pub fn rows(&self) -> &[(f64, f64)] {
        &self.rows
    }

    /// The step sizes and losses that are read: those before the first that is none or, beyond [`MOST`], means of neighbours,
    /// each where the mean of their ln lr is.
    ///
    /// A group ends where it has its share of the rows or of the span of ln lr, a half of [`MOST`] groups by each, so that
    /// neither a ramp that is even in lr nor one with a few step sizes alone leaves a part of the curve to one group.
    pub(super) fn gathered(&self) -> (Vec<f64>, Vec<f64>) {
        let count = self.lr.len();
        if count <= MOST {
            return (self.lr.clone(), self.loss.clone());
        }
        let most = count.div_ceil(MOST / 2);
        let ratio = (self.lr[count - 1] / self.lr[0]).powf(2.0 / real(MOST));
        let mut made = (Vec::with_capacity(MOST), Vec::with_capacity(MOST));
        let mut from = 0;
        while from < count {
            let end = self.lr[from] * ratio;
            let near = self.lr[from..count.min(from + most)].partition_point(|lr| *lr < end).max(1);
            let n = real(near);
            let mean = |values: &[f64], of: fn(f64) -> f64| {
                values[from..from + near].iter().map(|value| of(*value) / n).sum::<f64>()
            };
            made.0.push(mean(&self.lr, f64::ln).exp());
            made.1.push(mean(&self.loss, |loss| loss));
            from += near;
        }
        made
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn falling(count: u32) -> Vec<(f64, f64)> {
        (0..count).map(|place| (1e-4 * 1.2_f64.powf(place.into()), 2.0 - 0.01 * f64::from(place))).collect()
    }

    #[test]
    fn a_loss_that_is_none_ends_the_log_and_a_step_size_that_is_none_is_refused() {
        let mut rows = falling(20);
        rows[15].1 = f64::NAN;
        let log = Log::new(&rows).unwrap();
        assert_eq!((log.lr().len(), log.diverged()), (15, Some(rows[15].0)));
        rows[3].0 = -1.0;
        assert_eq!(Log::new(&rows), Err(LogError::StepSize(3, -1.0)));
        assert_eq!(Log::new(&falling(11)), Err(LogError::TooFew(11)));
        assert_eq!(Log::new(&[(0.1, 1.0); 20]), Err(LogError::OneStepSize(0.1)));
    }

    #[test]
    fn many_rows_are_gathered_without_moving_the_curve() {
        let curve = |lr: f64| 2.0 / (1.0 + lr / 0.1);
        let noisy = |lr: f64, row: u32| (lr, curve(lr) + 0.3 * (f64::from(row) * 1.7).sin());
        let ramps: [&dyn Fn(u32) -> f64; 3] = [
            &|row| 1e-4 * 1e5_f64.powf(f64::from(row) / 99_999.0),
            &|row| 1e-4 + 10.0 * f64::from(row) / 99_999.0,
            // Twenty step sizes, each many times.
            &|row| 1e-4 * 1.8_f64.powi(i32::try_from(row / 5_000).unwrap()),
        ];
        for (ramp, lr) in ramps.into_iter().enumerate() {
            let rows: Vec<(f64, f64)> = (0..100_000).map(|row| noisy(lr(row), row)).collect();
            let (lr, loss) = Log::new(&rows).unwrap().gathered();
            assert!(lr.len() > 900 && lr.len() <= MOST + 1 && lr.is_sorted(), "{ramp}: {}", lr.len());
            // Means of 50 or more have little left of the noise; at the low end of an even ramp every row is its own group.
            for (lr, loss) in lr.iter().zip(&loss).filter(|(lr, _)| ramp != 1 || **lr > 1.0) {
                assert!((loss - curve(*lr)).abs() < 0.02, "{ramp}: {lr} {loss} {}", curve(*lr));
            }
            let few: Vec<(f64, f64)> = rows.iter().copied().step_by(50).collect();
            let log = Log::new(&few).unwrap();
            assert_eq!(log.gathered(), (log.lr.clone(), log.loss.clone()));
        }
    }

    #[test]
    fn rows_come_in_any_order() {
        let (rows, mut turned) = (falling(20), falling(20));
        turned.reverse();
        let (log, other) = (Log::new(&rows).unwrap(), Log::new(&turned).unwrap());
        assert_eq!((log.lr(), log.loss()), (other.lr(), other.loss()));
        assert!(log.was_sorted() && !other.was_sorted());
    }
}
