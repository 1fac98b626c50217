//! A Jacobian taken apart: its columns scaled to one length, then QR.

use nalgebra::{DMatrix, DVector};

/// A column whose part at right angles to the others is less than this share of it adds nothing.
const SINGULAR: f64 = 1e-13;

/// A matrix as `Q R` times the lengths of its columns.
pub(super) struct Factored {
    pub(super) q: DMatrix<f64>,
    pub(super) r: DMatrix<f64>,
    /// The columns' lengths before they were scaled: what is singular is then told from what is small.
    pub(super) lengths: Vec<f64>,
}

impl Factored {
    /// None where a column is 0 or not finite.
    pub(super) fn of(mut matrix: DMatrix<f64>) -> Option<Self> {
        let lengths: Vec<f64> = matrix.column_iter().map(|column| column.norm()).collect();
        if lengths.iter().any(|length| !length.is_finite() || *length == 0.0) {
            return None;
        }
        for (mut column, length) in matrix.column_iter_mut().zip(&lengths) {
            column /= *length;
        }
        let (q, r) = matrix.qr().unpack();
        Some(Self { q, r, lengths })
    }

    /// Whether no column is made of the others, to a double's precision.
    pub(super) fn has_full_rank(&self) -> bool {
        (0..self.lengths.len()).all(|place| self.r[(place, place)].abs() > SINGULAR)
    }

    /// Solves `matrix × x = right` in least squares, from `along`, which is Q' times the right side.
    pub(super) fn solve(&self, along: &DVector<f64>) -> Option<DVector<f64>> {
        let mut solution = self.r.solve_upper_triangular(along)?;
        for (value, length) in solution.iter_mut().zip(&self.lengths) {
            *value /= *length;
        }
        Some(solution)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_nothing_or_of_no_numbers_is_not_taken_apart() {
        let of = |entries: [f64; 4]| Factored::of(DMatrix::from_column_slice(2, 2, &entries));
        assert!(of([1.0, 2.0, 0.0, 0.0]).is_none());
        assert!(of([1.0, 2.0, 3.0, f64::INFINITY]).is_none());
        assert!(of([1.0, 2.0, f64::NAN, 1.0]).is_none());
        assert!(of([1.0, 2.0, 3.0, 1.0]).unwrap().has_full_rank());
        assert!(!of([1.0, 2.0, 2.0, 4.0]).unwrap().has_full_rank());
    }
}
