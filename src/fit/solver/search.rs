//! A problem as the solver has it: over numbers without bounds, and without what settles by itself.

use levenberg_marquardt::LeastSquaresProblem;
use nalgebra::storage::Owned;
use nalgebra::{DMatrix, DVector, Dyn};

use crate::fit::bounds::Transform;
use crate::fit::{Parameter, Problem};

/// Stands in for what a model has no value for: a step there is never taken.
const FORBIDDEN: f64 = 1e140;

/// The problem as the solver wants it: without the parameter that settles by itself.
pub(super) struct Search<'p, P: ?Sized> {
    pub(super) problem: &'p P,
    /// The places of the parameters that are searched for, the only ones of `transforms` and `inward`.
    searched: Vec<usize>,
    transforms: Vec<Transform>,
    inward: DVector<f64>,
    /// Every parameter's value.
    pub(super) values: Vec<f64>,
    /// The residuals there.
    pub(super) residuals: DVector<f64>,
    /// The place of the parameter that settles; none of a single one, of which nothing would be left to search.
    settled: Option<usize>,
    bounds: &'p [Parameter],
    /// Whether rough slopes do.
    rough: bool,
}

// Derived, it would want problems that can be cloned.
impl<P: ?Sized> Clone for Search<'_, P> {
    fn clone(&self) -> Self {
        Self {
            searched: self.searched.clone(),
            transforms: self.transforms.clone(),
            inward: self.inward.clone(),
            values: self.values.clone(),
            residuals: self.residuals.clone(),
            ..*self
        }
    }
}

impl<'p, P: Problem + ?Sized> Search<'p, P> {
    pub(super) fn at(problem: &'p P, parameters: &'p [Parameter], start: &[f64]) -> Self {
        let settled = problem.settled().filter(|_| parameters.len() > 1);
        let searched: Vec<usize> = (0..parameters.len()).filter(|place| Some(*place) != settled).collect();
        let transforms: Vec<Transform> =
            searched.iter().map(|place| Transform::of(&parameters[*place])).collect();
        let inward =
            transforms.iter().zip(&searched).map(|(transform, place)| transform.inward(start[*place]));
        let inward = DVector::from_iterator(transforms.len(), inward);
        let mut search = Self {
            problem,
            searched,
            transforms,
            inward: inward.clone(),
            values: start.to_vec(),
            residuals: DVector::zeros(problem.observations()),
            settled,
            bounds: parameters,
            rough: false,
        };
        search.set_params(&inward);
        search
    }

    /// The same by rough slopes, where the problem has such.
    pub(super) fn roughly(self) -> Self {
        Self { rough: true, ..self }
    }

    /// The same elsewhere.
    pub(super) fn moved(&self, values: &[f64]) -> Self {
        Self { rough: self.rough, ..Self::at(self.problem, self.bounds, values) }
    }

    /// The slopes as rough as they may be; none where there are only exact ones, or no others will do.
    pub(super) fn rough_slopes(&self) -> Option<DMatrix<f64>> {
        let (rows, columns) = (self.problem.observations(), self.bounds.len());
        let mut flat = vec![0.0; if self.rough { rows * columns } else { 0 }];
        (self.rough && self.problem.rough_jacobian(&self.values, &mut flat))
            .then(|| DMatrix::from_vec(rows, columns, flat))
    }

    /// Whether the model has a value for every observation here.
    pub(super) fn is_finite(&self) -> bool {
        self.residuals.iter().all(|residual| residual.abs() < FORBIDDEN)
    }

    /// The sum of squares.
    pub(super) fn sum(&self) -> f64 {
        self.residuals.norm_squared()
    }
}

impl<P: Problem + ?Sized> LeastSquaresProblem<f64, Dyn, Dyn> for Search<'_, P> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, inward: &DVector<f64>) {
        self.inward.copy_from(inward);
        for ((place, transform), u) in self.searched.iter().zip(&self.transforms).zip(inward.iter()) {
            self.values[*place] = transform.outward(*u);
        }
        let residuals = self.residuals.as_mut_slice();
        if self.settled.is_some() {
            self.problem.settle(&mut self.values, residuals);
        } else {
            self.problem.residuals(&self.values, residuals);
        }
        for residual in residuals {
            if !residual.is_finite() {
                *residual = FORBIDDEN;
            }
        }
    }

    fn params(&self) -> DVector<f64> {
        self.inward.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(self.residuals.clone())
    }

    /// The slopes by what is searched for; the parameter that settles follows, so that of each the part along its slopes is lost.
    ///
    /// Source: L. Kaufman, A variable projection method for solving separable nonlinear least squares problems, 1975.
    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let whole =
            self.rough_slopes().unwrap_or_else(|| self.problem.jacobian_at(&self.values, self.bounds));
        let mut slopes = whole.select_columns(&self.searched);
        for ((mut column, transform), u) in
            slopes.column_iter_mut().zip(&self.transforms).zip(self.inward.iter())
        {
            let slope = transform.slope(*u);
            if slope.to_bits() != 1_f64.to_bits() {
                column *= slope;
            }
        }
        if let Some(place) =
            self.settled.filter(|place| !self.bounds[*place].is_at_bound(self.values[*place]))
        {
            let follows = whole.column(place);
            let along = follows.norm();
            if along > 0.0 {
                let follows = follows / along;
                for mut column in slopes.column_iter_mut() {
                    let part = follows.dot(&column);
                    column.axpy(-part, &follows, 1.0);
                }
            }
        }
        slopes.iter().all(|derivative| derivative.is_finite()).then_some(slopes)
    }
}
