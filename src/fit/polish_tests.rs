use super::*;
use crate::fit::Stopped;

/// `y = a e^(-b x)` through points that it misses by as much as a tenth.
struct Decay {
    most: f64,
}

const X: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 4.0];
const Y: [f64; 5] = [2.0, 1.3, 0.7, 0.5, 0.2];
/// The a and b of the least sum, in 30 digits.
const BEST: (f64, f64) = (2.026_230_725_329_484_5, 0.499_549_774_986_567_3);

impl Problem for Decay {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("a"), Parameter::between("b", 0.0, self.most)]
    }

    fn observations(&self) -> usize {
        5
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for ((into, x), y) in into.iter_mut().zip(X).zip(Y) {
            *into = at[0] * (-at[1] * x).exp() - y;
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        for (row, x) in X.into_iter().enumerate() {
            into[row] = (-at[1] * x).exp();
            into[5 + row] = -at[0] * x * (-at[1] * x).exp();
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        Vec::new()
    }
}

fn polished(problem: &Decay, from: [f64; 2]) -> Solved {
    let mut residuals = vec![0.0; 5];
    problem.residuals(&from, &mut residuals);
    let mut solved =
        Solved { values: from.to_vec(), residuals, stopped: Stopped::Converged, evaluations: 7, starts: 1 };
    polish(problem, &problem.parameters(), &mut solved);
    solved
}

#[test]
fn a_search_that_ended_near_the_least_sum_is_brought_to_its_last_digits() {
    for off in [-1e-2, -1e-5, 1e-8, 1e-3] {
        let solved = polished(&Decay { most: 9.0 }, [BEST.0 * (1.0 + off), BEST.1 * (1.0 - off)]);
        let (a, b) = (solved.values[0], solved.values[1]);
        assert!((a / BEST.0 - 1.0).abs() < 4e-16 && (b / BEST.1 - 1.0).abs() < 4e-16, "{off}: {a} {b}");
        // Its residuals are those of where it ended, and each look was counted.
        assert!((solved.residuals[0] - (a - 2.0)).abs() < 1e-15);
        assert!((9..=40).contains(&solved.evaluations), "{off}: {}", solved.evaluations);
    }
}

#[test]
fn no_step_leaves_the_bounds_and_what_is_at_one_stays() {
    // The bound lies between the start and the best b: the step to the best is not made.
    let most = BEST.1 * (1.0 - 5e-4);
    let start = [BEST.0, BEST.1 * (1.0 - 1e-3)];
    assert_eq!(polished(&Decay { most }, start).values, start);
    // At its bound b stays, and a goes to the least sum there: Σ y e^(-bx) / Σ e^(-2bx).
    let held = polished(&Decay { most }, [BEST.0, most]);
    let (above, below) = X.iter().zip(Y).fold((0.0, 0.0), |(above, below), (x, y)| {
        (above + y * (-most * x).exp(), below + (-2.0 * most * x).exp())
    });
    assert!(
        (held.values[0] / (above / below) - 1.0).abs() < 1e-15 && held.values[1].to_bits() == most.to_bits()
    );
}

#[test]
fn a_step_that_would_raise_the_sum_is_not_made() {
    // From far below, Gauss-Newton overshoots to where the decay is steeper than the least sum has it.
    let start = [9.0, 0.01];
    let sum = |residuals: &[f64]| residuals.iter().map(|residual| residual * residual).sum::<f64>();
    let mut before = vec![0.0; 5];
    Decay { most: 90.0 }.residuals(&start, &mut before);
    let solved = polished(&Decay { most: 90.0 }, start);
    assert!(sum(&solved.residuals) <= sum(&before) * (1.0 + RISE));
}
