#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use levenberg_marquardt::LeastSquaresProblem as _;

use super::*;

/// How far one parameter is from a target, or its whole part from 0 in steps.
struct Far {
    target: f64,
    steps: bool,
    parameter: Parameter,
    starts: Vec<Vec<f64>>,
}

fn far(target: f64) -> Far {
    Far { target, steps: false, parameter: Parameter::free("at"), starts: Vec::new() }
}

impl Problem for Far {
    fn parameters(&self) -> Vec<Parameter> {
        vec![self.parameter.clone()]
    }

    fn observations(&self) -> usize {
        1
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        into[0] = if self.steps { 0.01 * at[0].floor() } else { at[0] - self.target };
    }

    fn jacobian(&self, _: &[f64], into: &mut [f64]) {
        into[0] = if self.steps { 0.0 } else { 1.0 };
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.starts.clone()
    }
}

/// Where a leap ends that went from `old` to `now` before, and how often it evaluated.
fn leap(problem: &Far, old: f64, now: f64) -> (f64, usize) {
    let parameters = problem.parameters();
    let search = Search::at(problem, &parameters, &[now]);
    let sum = search.sum();
    let mut ended = Ended { search, stopped: Stopped::LostPatience, sum };
    let taken = ended.leap(&parameters, &[old]);
    assert_eq!(ended.sum, ended.search.sum());
    (ended.search.values[0], taken)
}

#[test]
fn a_leap_multiplies_what_has_one_sign_in_strides_that_double() {
    // Twice as much before: 4 times 2, 2², 2⁴, and with 2⁸ it would be 924 too far.
    assert_eq!(leap(&far(100.0), 2.0, 4.0), (64.0, 4));
    assert_eq!(leap(&far(-100.0), -2.0, -4.0), (-64.0, 4));
    // Away from the target there is nothing to win, and where the least sum was, neither.
    assert_eq!(leap(&far(0.0), 2.0, 4.0), (4.0, 1));
    assert_eq!(leap(&far(4.0), 2.0, 4.0), (4.0, 1));
}

#[test]
fn a_leap_adds_to_what_changes_its_sign_or_begins_or_ends_at_nought() {
    // Strides of 1, 2, 4, … times the way that was gone; twice as far again would be further from 100 than before.
    assert_eq!(leap(&far(100.0), -1.0, 2.0), (98.0, 7));
    assert_eq!(leap(&far(100.0), 0.0, 1.0), (129.0, 9));
    assert_eq!(leap(&far(-100.0), 1.0, 0.0), (-128.0, 9));
    // It goes on for twelve strides at most.
    assert_eq!(leap(&far(3_000.0), 0.0, 1.0), (2049.0, 12));
}

#[test]
fn a_leap_comes_nearer_to_a_bound_and_never_to_it() {
    let within = |target| Far { parameter: Parameter::between("at", -10.0, 10.0), ..far(target) };
    // Nine tenths of the way from -1 to -10 and from 1 to 10; a second stride would end there again.
    let (low, taken) = leap(&within(-20.0), 8.0, -1.0);
    assert!((low + 9.1).abs() < 1e-12 && taken == 2, "{low} {taken}");
    let (high, taken) = leap(&within(20.0), -8.0, 1.0);
    assert!((high - 9.1).abs() < 1e-12 && taken == 2, "{high} {taken}");
}

#[test]
fn of_ends_that_are_as_good_the_one_that_arrived_is_better() {
    let problem = far(0.0);
    let parameters = problem.parameters();
    let end = |sum: f64, stopped| Ended { search: Search::at(&problem, &parameters, &[1.0]), stopped, sum };
    let (arrived, lost) = (Stopped::Converged, Stopped::LostPatience);
    for (sum, stopped, other, other_stopped, better) in [
        (1.0, lost, 2.0, arrived, true),
        (2.0, arrived, 1.0, lost, false),
        (1.5, arrived, 1.0, lost, false),
        (1.0, arrived, 1.0, lost, true),
        (1.0, lost, 1.0, arrived, false),
        (1.0, arrived, 1.0, arrived, false),
        (1.0, lost, 1.0, lost, false),
        (1e9 * (1.0 + 1e-13), arrived, 1e9, lost, true),
    ] {
        let found = end(sum, stopped).is_better_than(&end(other, other_stopped));
        assert_eq!(found, better, "{sum} {stopped:?} {other} {other_stopped:?}");
    }
}

#[test]
fn of_many_starts_the_lowest_that_differ_are_gone_on_with() {
    // Steps on which a search stays where it begins, with 1, 4, 9, … ten-thousandths for its sum of squares.
    let starts = |at: &[f64]| at.iter().map(|at| vec![*at]).collect::<Vec<_>>();
    let problem = Far { steps: true, ..far(0.0) };
    let parameters = problem.parameters();
    let many = starts(&[8.5, 3.5, 1.5, 3.7, 6.5, 2.5, 7.5, 5.5, 4.5]);
    let (kept, evaluations) = promising(&problem, &parameters, many, &Options::default());
    let floors: Vec<f64> = kept.iter().map(|at| at[0].floor()).collect();
    assert_eq!(floors, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    // Each is looked at once at least.
    assert!((9..100).contains(&evaluations), "{evaluations}");
    let few = starts(&[8.5, 3.5, 3.7, 1.5, 6.5, 2.5]);
    assert_eq!(promising(&problem, &parameters, few.clone(), &Options::default()), (few, 0));
}

/// `a g(b)` with g = (1, b) to be as near to (1, 3) as it can; a settles.
struct Settling {
    most: f64,
    alone: bool,
}

impl Problem for Settling {
    fn parameters(&self) -> Vec<Parameter> {
        let both = vec![Parameter::between("a", -100.0, self.most), Parameter::free("b")];
        both.into_iter().take(if self.alone { 1 } else { 2 }).collect()
    }

    fn observations(&self) -> usize {
        2
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        let b = at.get(1).copied().unwrap_or(2.0);
        (into[0], into[1]) = (at[0] - 1.0, at[0] * b - 3.0);
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let b = at.get(1).copied().unwrap_or(2.0);
        into.copy_from_slice(&[1.0, b, 0.0, at[0]][..into.len()]);
    }

    fn settled(&self) -> Option<usize> {
        Some(0)
    }

    fn settle(&self, at: &mut [f64], into: &mut [f64]) {
        let b = at.get(1).copied().unwrap_or(2.0);
        at[0] = ((1.0 + 3.0 * b) / (1.0 + b * b)).min(self.most);
        self.residuals(at, into);
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![1.0, 2.0]]
    }
}

#[test]
fn what_settles_is_not_searched_for_and_the_slopes_are_what_it_leaves() {
    // With b = 2 the best a is 7/5. Of its slope (0, a) by b the part along g is lost: a (-b, 1)/(1 + b²).
    let problem = Settling { most: 100.0, alone: false };
    let parameters = problem.parameters();
    let search = Search::at(&problem, &parameters, &[5.0, 2.0]);
    assert_eq!((search.values.as_slice(), search.params().as_slice()), (&[1.4, 2.0][..], &[2.0][..]));
    let slopes = search.jacobian().unwrap();
    assert!((slopes[0] + 0.56).abs() < 1e-15 && (slopes[1] - 0.28).abs() < 1e-15, "{slopes}");
    // At its bound it stays, and nothing is lost.
    let problem = Settling { most: 1.2, alone: false };
    let parameters = problem.parameters();
    let search = Search::at(&problem, &parameters, &[1.0, 2.0]);
    assert_eq!(search.values, [1.2, 2.0]);
    assert_eq!(search.jacobian().unwrap().as_slice(), [0.0, 1.2]);
}

#[test]
fn a_single_parameter_is_searched_for_though_it_could_settle() {
    let problem = Settling { most: 100.0, alone: true };
    let parameters = problem.parameters();
    let search = Search::at(&problem, &parameters, &[5.0]);
    assert_eq!((search.values.as_slice(), search.params().len()), (&[5.0][..], 1));
}
