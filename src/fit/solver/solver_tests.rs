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

#[test]
fn what_settles_but_does_nothing_takes_nothing_from_the_slopes() {
    /// b less 3, whatever a is.
    struct Idle;
    impl Problem for Idle {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("a"), Parameter::free("b")]
        }
        fn observations(&self) -> usize {
            2
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            into.copy_from_slice(&[at[1] - 3.0, 1.0]);
        }
        fn settled(&self) -> Option<usize> {
            Some(0)
        }
        fn jacobian(&self, _: &[f64], into: &mut [f64]) {
            into.copy_from_slice(&[0.0, 0.0, 1.0, 0.0]);
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![1.0, 2.0]]
        }
    }
    let parameters = Idle.parameters();
    let search = Search::at(&Idle, &parameters, &[1.0, 2.0]);
    assert_eq!(search.jacobian().unwrap().as_slice(), [1.0, 0.0]);
    assert_eq!(best(&Idle, &parameters, &Options::default(), Ends::Exact).unwrap().values, [1.0, 3.0]);
}

/// How far x is from a million million, counting how often that is asked.
#[derive(Default)]
struct Distant {
    /// Whether the slopes that are had for less are 0, so that all of the way is left to the exact ones; it then begins nearer.
    flat: bool,
    asked: std::cell::Cell<usize>,
}

impl Problem for Distant {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("x")]
    }

    fn observations(&self) -> usize {
        1
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        self.asked.set(self.asked.get() + 1);
        into[0] = at[0] - 1e12;
    }

    fn jacobian(&self, _: &[f64], into: &mut [f64]) {
        into[0] = 1.0;
    }

    fn rough_jacobian(&self, _: &[f64], into: &mut [f64]) -> bool {
        into[0] = 0.0;
        self.flat
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![if self.flat { 1e9 } else { 1.0 }]]
    }
}

#[test]
fn searches_that_creep_go_on_in_turns_and_all_that_they_evaluate_is_counted() {
    // From 1 steps of 100, 200, 400, … end at 100 (2^31 - 1) with all of the patience. After three of them a turn begins anew, with
    // steps of the size of where it is, and then there is something to leap for: the second one arrives. The near search has
    // steps of 1, 2 and 4 times where it is and goes on in vain for all of six turns. Each counts where it begins once more.
    for (flat, turns) in [(false, 2 + 6), (true, 1)] {
        let problem = Distant { flat, ..Distant::default() };
        let parameters = problem.parameters();
        let options = Options { patience: 16, ..Options::default() };
        let solved = best(&problem, &parameters, &options, Ends::Exact).unwrap();
        assert_eq!((solved.values, solved.stopped), (vec![1e12], Stopped::Exact), "{flat}");
        assert_eq!(solved.evaluations, problem.asked.get() + turns, "{flat}");
    }
}

#[test]
fn the_lowest_of_the_searches_that_creep_is_begun_anew_with_all_of_the_patience() {
    /// Falls so slowly that a far step flies over a hill to where it is level; a thousandth from the start it falls to nothing.
    #[derive(Default)]
    struct Hill {
        asked: std::cell::Cell<usize>,
    }
    impl Problem for Hill {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("x")]
        }
        fn observations(&self) -> usize {
            1
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            self.asked.set(self.asked.get() + 1);
            into[0] = match at[0] {
                x if x < 1.0005 => 1.0 - 0.005 * (x - 1.0),
                x if x < 1.005 => 500.0 * (1.002 - x),
                x if x < 50.0 => 20.0,
                _ => 0.5,
            };
        }
        fn jacobian(&self, at: &[f64], into: &mut [f64]) {
            into[0] = match at[0] {
                x if x < 1.0005 => -0.005,
                x if x < 1.005 => -500.0,
                _ => 0.0,
            };
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![1.0]]
        }
    }
    // A turn of four evaluations ends before the steps, a tenth of the one before each, are short enough.
    let options = Options { patience: 16, ..Options::default() };
    let problem = Hill::default();
    let solved = best(&problem, &problem.parameters(), &options, Ends::Exact).unwrap();
    assert!((solved.values[0] - 1.002).abs() < 1e-12 && solved.stopped.is_success(), "{}", solved.values[0]);
    // All is counted, but for a place or two: a turn counts again where it begins, and steps back at its end uncounted.
    let (counted, asked) = (solved.evaluations, problem.asked.get());
    assert!(counted.abs_diff(asked) <= 3, "{counted} {asked}");
}

#[test]
fn searches_that_all_end_at_no_number_have_led_nowhere_but_had_a_start() {
    /// Residuals at the edge of what counts as a number, and no value where they would be less.
    struct Edge;
    impl Problem for Edge {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("x")]
        }
        fn observations(&self) -> usize {
            3
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            into.fill(if at[0] < 0.5 { 9e139 * (1.0 - at[0]) } else { 0.0 });
            if at[0] >= 0.5 {
                into[0] = f64::NAN;
            }
        }
        fn jacobian(&self, at: &[f64], into: &mut [f64]) {
            into.fill(if at[0] < 0.5 { -9e139 } else { 0.0 });
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![0.25]]
        }
    }
    let found = best(&Edge, &Edge.parameters(), &Options::default(), Ends::Exact);
    assert_eq!(found.map(|solved| solved.values), Err(Error::NotConverged { tried: 1 }));
}
