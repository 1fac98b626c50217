//! Rows to learn from: features and a label each.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use thiserror::Error as Derive;

use super::order::shuffle;

/// Rows of numbers, each with its class.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    /// Row after row.
    values: Vec<f64>,
    features: usize,
    labels: Vec<usize>,
    classes: usize,
}

/// Why rows are no data to learn from.
#[derive(Debug, Clone, PartialEq, Derive)]
#[non_exhaustive]
pub enum DataError {
    /// No feature, or values that are no whole number of rows.
    #[error(
        "{values} values are not {rows} rows of {features} features: each row needs all of them, one at least"
    )]
    Ragged {
        /// How many values there are.
        values: usize,
        /// How many labels there are.
        rows: usize,
        /// How many features a row has.
        features: usize,
    },
    /// A value that is not finite: the row and the feature, from 0.
    #[error("row {}, feature {}: the value is {value}, and has to be a finite number", row + 1, feature + 1)]
    NotFinite {
        /// The row, from 0.
        row: usize,
        /// The feature, from 0.
        feature: usize,
        /// The value.
        value: f64,
    },
    /// Fewer than two classes among the labels.
    #[error("every row has the same label: there has to be a second to tell it from")]
    OneClass,
    /// More classes than rows could teach.
    #[error("{classes} classes: at most {MOST_CLASSES} can be told apart")]
    Classes {
        /// How many there are.
        classes: usize,
    },
    /// A part of a split without rows.
    #[error("of {rows} rows {training} are for training: both parts need one at least")]
    EmptyPart {
        /// All rows.
        rows: usize,
        /// Those for training.
        training: usize,
    },
    /// Two parts that have not the same columns.
    #[error("{training} features in training and {held_out} held out: both parts need the same")]
    Features {
        /// Those in training.
        training: usize,
        /// Those held out.
        held_out: usize,
    },
}

/// The most classes.
pub const MOST_CLASSES: usize = 1_000;

impl Data {
    /// Rows of `features` values each, one row after another, with a label for each row: a class counted from 0.
    ///
    /// # Errors
    ///
    /// [`DataError`] for values that are no whole rows or not finite, and for labels that are all the same or too many.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::train::Data;
    /// let data = Data::new(vec![0.0, 1.0, 2.0, 3.0], 2, vec![0, 1]).unwrap();
    /// assert_eq!((data.rows(), data.classes(), data.row(1)), (2, 2, &[2.0, 3.0][..]));
    /// assert!(Data::new(vec![0.0, 1.0, 2.0], 2, vec![0, 1]).is_err());
    /// ```
    pub fn new(values: Vec<f64>, features: usize, labels: Vec<usize>) -> Result<Self, DataError> {
        let classes = labels.iter().max().map_or(0, |label| label.saturating_add(1));
        if !labels.is_empty() && labels.iter().all(|label| *label == labels[0]) {
            return Err(DataError::OneClass);
        }
        Self::of_classes(values, features, labels, classes)
    }

    /// [`new`](Self::new) for rows that may lack some of `classes`, as a part of others may.
    ///
    /// # Errors
    ///
    /// As of [`new`](Self::new), but for labels that are all the same. A label beyond `classes` makes one more of them.
    pub fn of_classes(
        values: Vec<f64>,
        features: usize,
        labels: Vec<usize>,
        classes: usize,
    ) -> Result<Self, DataError> {
        if features == 0 || labels.is_empty() || labels.len().checked_mul(features) != Some(values.len()) {
            return Err(DataError::Ragged { values: values.len(), rows: labels.len(), features });
        }
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(DataError::NotFinite {
                row: at / features,
                feature: at % features,
                value: values[at],
            });
        }
        let classes = labels.iter().map(|label| label.saturating_add(1)).fold(classes, usize::max);
        if classes > MOST_CLASSES {
            return Err(DataError::Classes { classes });
        }
        Ok(Self { values, features, labels, classes })
    }

    /// Rows that are known to be sound.
    pub(super) fn known(values: Vec<f64>, features: usize, labels: Vec<usize>, classes: usize) -> Self {
        Self { values, features, labels, classes }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// How many numbers a row has.
    pub fn features(&self) -> usize {
        self.features
    }

    /// How many classes there are: one more than the largest label.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The classes of the rows, from 0.
    pub fn labels(&self) -> &[usize] {
        &self.labels
    }

    /// All values, row after row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The values of a row.
    ///
    /// # Panics
    ///
    /// Where there is no such row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.features..][..self.features]
    }

    /// The same rows in an order that a seed draws.
    #[must_use]
    pub fn shuffled(&self, seed: u64) -> Self {
        let mut rows: Vec<usize> = (0..self.rows()).collect();
        shuffle(&mut rows, &mut ChaCha8Rng::seed_from_u64(seed));
        Self {
            values: rows.iter().flat_map(|row| self.row(*row)).copied().collect(),
            labels: rows.iter().map(|row| self.labels[*row]).collect(),
            ..*self
        }
    }

    /// The rows from one on up to before another.
    fn part(&self, rows: std::ops::Range<usize>) -> Self {
        Self {
            values: self.values[rows.start * self.features..rows.end * self.features].to_vec(),
            features: self.features,
            labels: self.labels[rows].to_vec(),
            classes: self.classes,
        }
    }
}

/// Rows to train on, and rows that are kept out of training to judge by.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    training: Data,
    held_out: Data,
}

/// What is done to features before training, by the training rows alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scaling {
    /// Nothing.
    #[default]
    None,
    /// To mean 0 and standard deviation 1.
    Standard,
    /// To 0 and 1 at the least and the largest value.
    Range,
}

impl Split {
    /// The first `training` rows to train on, the others held out.
    ///
    /// # Errors
    ///
    /// [`DataError::EmptyPart`] where one part would have no row.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::train::{Split, TRAINING_ROWS, digits};
    /// let split = Split::first(&digits(), TRAINING_ROWS).unwrap();
    /// assert_eq!((split.training().rows(), split.held_out().rows()), (1437, 360));
    /// ```
    pub fn first(data: &Data, training: usize) -> Result<Self, DataError> {
        if training == 0 || training >= data.rows() {
            return Err(DataError::EmptyPart { rows: data.rows(), training });
        }
        Ok(Self { training: data.part(0..training), held_out: data.part(training..data.rows()) })
    }

    /// Two sets of rows; the classes are those of both.
    ///
    /// # Errors
    ///
    /// [`DataError::Features`] where their rows are not equally long.
    pub fn of(mut training: Data, mut held_out: Data) -> Result<Self, DataError> {
        if training.features != held_out.features {
            return Err(DataError::Features { training: training.features, held_out: held_out.features });
        }
        let classes = training.classes.max(held_out.classes);
        (training.classes, held_out.classes) = (classes, classes);
        Ok(Self { training, held_out })
    }

    /// The rows to train on.
    pub fn training(&self) -> &Data {
        &self.training
    }

    /// The rows that are held out.
    pub fn held_out(&self) -> &Data {
        &self.held_out
    }

    /// The first `rows` of the training rows, with the same rows held out.
    ///
    /// # Errors
    ///
    /// [`DataError::EmptyPart`] for none of them, or more than there are.
    pub fn with_training_rows(&self, rows: usize) -> Result<Self, DataError> {
        if rows == 0 || rows > self.training.rows() {
            return Err(DataError::EmptyPart { rows: self.training.rows(), training: rows });
        }
        Ok(Self { training: self.training.part(0..rows), held_out: self.held_out.clone() })
    }

    /// Scales every feature by what the training rows have of it; the held-out rows are scaled by the same.
    ///
    /// A feature that is the same in every training row becomes 0 there.
    #[must_use]
    pub fn scaled(mut self, scaling: Scaling) -> Self {
        if scaling == Scaling::None {
            return self;
        }
        for feature in 0..self.training.features {
            let (shift, half) = measure(&self.training, feature, scaling);
            for part in [&mut self.training, &mut self.held_out] {
                for value in part.values.iter_mut().skip(feature).step_by(part.features) {
                    let moved = 0.5 * *value - 0.5 * shift;
                    *value = if half > 0.0 { (moved / half).clamp(-f64::MAX, f64::MAX) } else { 2.0 * moved };
                }
            }
        }
        self
    }
}

/// What is taken from a feature, and half of what it is divided by: halves of the largest doubles have finite differences.
fn measure(data: &Data, feature: usize, scaling: Scaling) -> (f64, f64) {
    let values = || data.values.iter().skip(feature).step_by(data.features).copied();
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let half = 0.5 * high - 0.5 * low;
    if half <= 0.0 || scaling == Scaling::Range {
        return (low, half);
    }
    let count = crate::curve::count(data.rows() as u64);
    let mean = values().map(|value| value / count).sum::<f64>();
    let squares = values().map(|value| ((0.5 * value - 0.5 * mean) / half).powi(2)).sum::<f64>();
    (mean, half * (squares / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Data {
        Data::new(vec![1.0, 5.0, 3.0, 5.0, 8.0, 7.0], 2, vec![0, 1, 0]).unwrap()
    }

    #[test]
    fn what_is_no_data_is_refused() {
        assert!(matches!(Data::new(vec![], 2, vec![]), Err(DataError::Ragged { .. })));
        assert!(matches!(Data::new(vec![1.0; 5], 2, vec![0, 1]), Err(DataError::Ragged { .. })));
        assert!(matches!(
            Data::new(vec![1.0, f64::NAN], 1, vec![0, 1]),
            Err(DataError::NotFinite { row: 1, .. })
        ));
        assert_eq!(Data::new(vec![1.0, 2.0], 1, vec![3, 3]), Err(DataError::OneClass));
        assert!(matches!(Data::new(vec![1.0, 2.0], 1, vec![0, usize::MAX]), Err(DataError::Classes { .. })));
        assert_eq!(Split::first(&two(), 3), Err(DataError::EmptyPart { rows: 3, training: 3 }));
        assert!(Split::first(&two(), 0).is_err());
    }

    #[test]
    fn scaling_is_by_the_training_rows_alone() {
        let split = Split::first(&two(), 2).unwrap();
        let standard = split.clone().scaled(Scaling::Standard);
        assert_eq!(standard.training().values(), [-1.0, 0.0, 1.0, 0.0]);
        assert_eq!(standard.held_out().values(), [6.0, 2.0]);
        let range = split.scaled(Scaling::Range);
        assert_eq!(range.training().values(), [0.0, 0.0, 1.0, 0.0]);
        assert_eq!(range.held_out().values(), [3.5, 2.0]);
    }

    #[test]
    fn shuffled_rows_keep_their_labels() {
        let values = (0..50).map(f64::from).collect();
        let data = Data::new(values, 1, (0..50).map(|row| row % 7).collect()).unwrap();
        let mixed = data.shuffled(3);
        assert!(mixed != data && mixed == data.shuffled(3) && mixed != data.shuffled(4));
        let mut seen: Vec<(u64, usize)> =
            mixed.values().iter().map(|value| value.to_bits()).zip(mixed.labels().iter().copied()).collect();
        seen.sort_by(|one, other| f64::from_bits(one.0).total_cmp(&f64::from_bits(other.0)));
        assert!(
            seen.iter()
                .enumerate()
                .all(|(row, one)| *one == (crate::curve::count(row as u64).to_bits(), row % 7))
        );
    }

    #[test]
    fn scaled_values_stay_finite_however_large_they_were() {
        let data = Data::new(vec![-1.7e308, 1.7e308, 1.0, -1.7e308], 1, vec![0, 1, 0, 1]).unwrap();
        for scaling in [Scaling::Standard, Scaling::Range] {
            let scaled = Split::first(&data, 3).unwrap().scaled(scaling);
            let all = scaled.training().values().iter().chain(scaled.held_out().values());
            assert!(all.clone().all(|value| value.is_finite()), "{:?}", all.collect::<Vec<_>>());
        }
    }
}
