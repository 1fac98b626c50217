//! Fits again from an optimum that is near, by the thousand: what resampling needs.

use nalgebra::{DMatrix, DVector};

use super::Problem;

/// Fits a problem again whose optimum lies near `from`, by a few Gauss-Newton steps within the bounds.
///
/// A step that does not lower the sum of squares is halved, at most four times, and taken as the end where that does not help.
/// None where the residuals are not finite at `from`. `steps` of 2 or 3 end within a hundredth of a standard error where the
/// observations are resampled and nothing else has changed; a fit from afar is [`fit`](super::fit())'s.
///
/// Source: G. A. F. Seber and C. J. Wild, Nonlinear Regression, 1989, 2.1 and 5.11.
pub fn refit<P: Problem + ?Sized>(problem: &P, from: &[f64], steps: usize) -> Option<Vec<f64>> {
    let parameters = problem.parameters();
    let (observations, count) = (problem.observations(), from.len());
    let mut at = from.to_vec();
    let mut residuals = DVector::zeros(observations);
    let mut jacobian = DMatrix::zeros(observations, count);
    problem.residuals(&at, residuals.as_mut_slice());
    let mut sum = residuals.norm_squared();
    if !sum.is_finite() {
        return None;
    }
    for _ in 0..steps {
        problem.jacobian(&at, jacobian.as_mut_slice());
        let mut normal = jacobian.tr_mul(&jacobian);
        let mut gradient = jacobian.tr_mul(&residuals);
        for (place, parameter) in parameters.iter().enumerate() {
            // What lies at its bound and would go beyond stays there, and the others move without it.
            let beyond =
                if gradient[place] > 0.0 { at[place] <= parameter.low } else { at[place] >= parameter.high };
            if beyond {
                gradient[place] = 0.0;
                normal.row_mut(place).fill(0.0);
                normal.column_mut(place).fill(0.0);
                normal[(place, place)] = 1.0;
            }
            // A parameter that does nothing stays where it is.
            normal[(place, place)] = (normal[(place, place)] * (1.0 + 1e-10)).max(f64::MIN_POSITIVE);
        }
        let Some(factored) = normal.cholesky() else { break };
        let step = factored.solve(&gradient);
        let mut share = 1.0;
        let mut lowered = false;
        for _ in 0..5 {
            let tried: Vec<f64> = (at.iter().zip(&step).zip(&parameters))
                .map(|((at, step), parameter)| (at - share * step).clamp(parameter.low, parameter.high))
                .collect();
            problem.residuals(&tried, residuals.as_mut_slice());
            let squares = residuals.norm_squared();
            if squares < sum {
                (at, sum, lowered) = (tried, squares, true);
                break;
            }
            share *= 0.5;
        }
        if !lowered {
            break;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::{Options, Parameter, fit};

    /// y = a exp(b x) through points that a factor moves.
    struct Exponential {
        moved: [f64; 6],
    }

    impl Problem for Exponential {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("a"), Parameter::between("b", -2.0, 0.0)]
        }

        fn observations(&self) -> usize {
            6
        }

        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            for ((x, into), moved) in (0_u8..).map(f64::from).zip(into).zip(self.moved) {
                *into = at[0] * (at[1] * x).exp() - moved * (-0.4 * x).exp();
            }
        }

        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![1.0, -0.1]]
        }
    }

    #[test]
    fn a_few_steps_from_near_end_where_a_whole_search_does() {
        let first = fit(&Exponential { moved: [1.0; 6] }, &Options::default()).unwrap().values();
        let moved = Exponential { moved: [1.02, 0.97, 1.01, 1.03, 0.98, 1.0] };
        let (near, whole) = (refit(&moved, &first, 3).unwrap(), fit(&moved, &Options::default()).unwrap());
        for (near, whole) in near.iter().zip(whole.estimates) {
            assert!((near - whole.value).abs() < 0.01 * whole.std_error.unwrap(), "{near} {}", whole.value);
        }
    }

    /// y = a + b x with b from 0 to 3.
    struct Sloped {
        y: [f64; 4],
    }

    impl Problem for Sloped {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("a"), Parameter::between("b", 0.0, 3.0)]
        }

        fn observations(&self) -> usize {
            4
        }

        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            for ((x, into), y) in (0_u8..).map(f64::from).zip(into).zip(self.y) {
                *into = at[0] + at[1] * x - y;
            }
        }

        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![1.0, 1.0]]
        }
    }

    #[track_caller]
    fn lands(y: [f64; 4], from: [f64; 2], expected: [f64; 2]) {
        let found = refit(&Sloped { y }, &from, 3).unwrap();
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-7, "{from:?}: {found:?}, not {expected}");
        }
    }

    #[test]
    fn what_lies_at_its_bound_stays_there_or_leaves_it_as_the_values_fall_or_rise() {
        // Falling values: the slope stays at 0 and the level is their mean; steep ones: it stays at 3, level 1.
        lands([4.0, 3.0, 2.0, 1.0], [0.0, 0.0], [2.5, 0.0]);
        lands([0.0, 5.0, 9.0, 14.0], [0.0, 3.0], [2.5, 3.0]);
        // From either bound to a slope between them.
        lands([1.0, 3.0, 5.0, 7.0], [0.0, 0.0], [1.0, 2.0]);
        lands([1.0, 3.0, 5.0, 7.0], [0.0, 3.0], [1.0, 2.0]);
    }

    #[test]
    fn a_step_that_goes_too_far_is_halved_until_it_helps() {
        // From b = -2 the exponential is flat beyond the first point, and a whole step of Gauss and Newton overshoots.
        let problem = Exponential { moved: [1.0; 6] };
        let squares = |at: &[f64]| {
            let mut residuals = [0.0; 6];
            problem.residuals(at, &mut residuals);
            residuals.iter().map(|residual| residual * residual).sum::<f64>()
        };
        for from in [[0.2, -1.9], [3.0, -1.5], [0.1, -0.05]] {
            let mut last = squares(&from);
            for steps in 1..8 {
                let now = squares(&refit(&problem, &from, steps).unwrap());
                assert!(now <= last, "{from:?} {steps}: {now} above {last}");
                last = now;
            }
            assert!(last < 1e-12, "{from:?}: {last}");
        }
    }

    #[test]
    fn what_has_no_value_is_not_fitted_again() {
        assert_eq!(refit(&Sloped { y: [1.0, f64::NAN, 2.0, 3.0] }, &[0.0, 1.0], 3), None);
    }
}
