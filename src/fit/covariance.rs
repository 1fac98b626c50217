//! How sure fitted parameters are, and how hard each observation pulls: from the Jacobian at the fit.

use nalgebra::DMatrix;

use super::factor::Factored;

/// The covariance of a fit's parameters: `s² (J'J)^-1`, by QR of J and never by forming J'J.
///
/// Parameters at a bound are taken as fixed: their rows and columns are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariance {
    /// `(J'J)^-1` of the free parameters, each with its place among all; none where J is singular.
    unscaled: Option<DMatrix<f64>>,
    places: Vec<Option<usize>>,
    variance: Option<f64>,
    leverage: Vec<f64>,
}

impl Covariance {
    /// From a Jacobian of the residuals; `free` says which parameters are not at a bound.
    #[expect(clippy::cast_precision_loss, reason = "counts of observations")]
    pub(super) fn of(
        jacobian: &DMatrix<f64>,
        free: &[bool],
        sum_of_squares: f64,
        degrees_of_freedom: usize,
    ) -> Self {
        let mut places = Vec::with_capacity(free.len());
        let mut columns = Vec::new();
        for (place, free) in free.iter().enumerate() {
            places.push(free.then_some(columns.len()));
            if *free {
                columns.push(place);
            }
        }
        let reduced = jacobian.select_columns(&columns);
        let variance = (degrees_of_freedom > 0).then(|| sum_of_squares / degrees_of_freedom as f64);
        let (unscaled, leverage) = inverse(reduced);
        Self { unscaled, places, variance, leverage }
    }

    /// The covariance of two parameters, by their places; none where it is not determined.
    pub fn of_pair(&self, one: usize, other: usize) -> Option<f64> {
        Some(self.variance? * self.unscaled(one, other)?)
    }

    fn unscaled(&self, one: usize, other: usize) -> Option<f64> {
        let matrix = self.unscaled.as_ref()?;
        Some(matrix[(self.places[one]?, self.places[other]?)])
    }

    /// A parameter's standard error.
    pub fn std_error(&self, place: usize) -> Option<f64> {
        self.of_pair(place, place).map(f64::sqrt)
    }

    /// The correlation of two parameters, -1 to 1.
    pub fn correlation(&self, one: usize, other: usize) -> Option<f64> {
        let scale = (self.unscaled(one, one)? * self.unscaled(other, other)?).sqrt();
        Some((self.unscaled(one, other)? / scale).clamp(-1.0, 1.0))
    }

    /// The variance of something whose derivatives by all the parameters are `gradient`: the delta method.
    pub fn variance_of(&self, gradient: &[f64]) -> Option<f64> {
        Some(self.variance? * self.unscaled_variance_of(gradient)?)
    }

    /// [`variance_of`](Self::variance_of) for a residual variance of 1.
    pub fn unscaled_variance_of(&self, gradient: &[f64]) -> Option<f64> {
        let matrix = self.unscaled.as_ref()?;
        let free = |(place, slope): (usize, &f64)| self.places[place].map(|row| (row, *slope));
        let free: Vec<(usize, f64)> = gradient.iter().enumerate().filter_map(free).collect();
        let mut sum = 0.0;
        for (row, one) in &free {
            for (column, other) in &free {
                sum += one * other * matrix[(*row, *column)];
            }
        }
        Some(sum.max(0.0))
    }

    /// Each observation's leverage, the diagonal of the hat matrix: 0 to 1, in sum the number of free parameters.
    pub fn leverage(&self) -> &[f64] {
        &self.leverage
    }

    /// Whether the data determine every free parameter.
    pub fn is_determined(&self) -> bool {
        self.unscaled.is_some()
    }
}

/// `(J'J)^-1` and the diagonal of the hat matrix.
fn inverse(jacobian: DMatrix<f64>) -> (Option<DMatrix<f64>>, Vec<f64>) {
    let (rows, columns) = jacobian.shape();
    let Some(factored) = Factored::of(jacobian) else {
        return (None, vec![f64::NAN; rows]);
    };
    let leverage = factored.q.row_iter().map(|row| row.norm_squared()).collect();
    let identity = DMatrix::identity(columns, columns);
    let Some(back) = factored.has_full_rank().then(|| factored.r.solve_upper_triangular(&identity)).flatten()
    else {
        return (None, leverage);
    };
    let mut unscaled = &back * back.transpose();
    for row in 0..columns {
        for column in 0..columns {
            unscaled[(row, column)] /= factored.lengths[row] * factored.lengths[column];
        }
    }
    (Some(unscaled), leverage)
}
