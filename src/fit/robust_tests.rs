#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use super::*;
use proptest::prelude::*;

/// A line through points of which one is far off.
struct Line {
    y: Vec<f64>,
}

impl Problem for Line {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("intercept"), Parameter::between("slope", 0.0, 10.0)]
    }

    fn observations(&self) -> usize {
        self.y.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for ((into, y), x) in into.iter_mut().zip(&self.y).zip(0_u32..) {
            *into = at[0] + at[1] * f64::from(x) - y;
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![0.0, 1.0]]
    }
}

#[test]
fn an_outlier_does_not_move_a_line_that_others_agree_on() {
    let mut y: Vec<f64> = (0..20).map(|x| 1.0 + 0.5 * f64::from(x)).collect();
    y[7] = 1e4;
    let line = Line { y };
    for loss in [Loss::Huber { scale: 1e-6 }, Loss::SoftL1 { scale: 1e-6 }] {
        let found = fit(&line, loss, &Options::default()).unwrap();
        assert!((found.values[0] - 1.0).abs() < 1e-5 && (found.values[1] - 0.5).abs() < 1e-5, "{found:?}");
        assert!(found.slope <= ARRIVED * found.sum.sqrt(), "{found:?}");
    }
    // Least squares is thrown off by it.
    let squares = super::super::fit(&line, &Options::default()).unwrap();
    assert!(squares.estimates[0].value > 100.0);
}

#[test]
fn a_parameter_stays_at_its_bound() {
    let falling = Line { y: vec![5.0, 4.0, 3.0, 2.0, 1.0] };
    let found = fit(&falling, Loss::Huber { scale: 0.1 }, &Options::default()).unwrap();
    // Without a slope the best level is the median.
    assert!(found.values[1].abs() < 1e-9 && (found.values[0] - 3.0).abs() < 1e-6, "{found:?}");
}

proptest! {
    #[test]
    fn counted_residuals_have_half_their_square_as_the_loss(
        residual in -1e6_f64..1e6, scale in 1e-6_f64..1e3, huber in any::<bool>(),
    ) {
        let loss = if huber { Loss::Huber { scale } } else { Loss::SoftL1 { scale } };
        let (counted, slope) = loss.counted(residual);
        prop_assert!((0.5 * counted * counted / loss.value(residual) - 1.0).abs() < 1e-12);
        // The loss's slope is that of half the square.
        prop_assert!((counted * slope / loss.slope(residual) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn losses_and_their_slopes_are_their_formulas() {
    // Scale 2 at -3: 4 (√(1 + 9/4) - 1), -3/√(13/4); scale 1.345 at ±3: 1.345 (3 - 1.345/2), ±1.345.
    let near = |found: f64, expected: f64| {
        assert!((found / expected - 1.0).abs() < 1e-14, "{found}, not {expected}");
    };
    let soft = Loss::SoftL1 { scale: 2.0 };
    near(soft.value(-3.0), 3.211_102_550_927_978_7);
    near(soft.slope(-3.0), -1.664_100_588_675_687_4);
    near(soft.counted(-3.0).0, -2.534_206_996_647_266_2);
    near(soft.counted(-3.0).1, 0.656_655_352_493_808_9);
    assert_eq!(soft.counted(0.0), (0.0, 1.0));
    let huber = Loss::Huber { scale: 1.345 };
    for sign in [-1.0, 1.0] {
        near(huber.value(3.0 * sign), 3.130_487_5);
        near(huber.slope(3.0 * sign), 1.345 * sign);
        near(huber.counted(3.0 * sign).0, 2.502_194_037_240_118 * sign);
        near(huber.counted(3.0 * sign).1, 0.537_528_257_194_439_9);
        // Within the scale, squares: 1.2²/2.
        near(huber.value(1.2 * sign), 0.72);
        assert_eq!(huber.slope(1.2 * sign), 1.2 * sign);
        assert_eq!(huber.counted(1.2 * sign), (1.2 * sign, 1.0));
    }
}

/// Copper in wholemeal flour, in parts per million: 24 determinations, one of which is far off.
///
/// Source: Analytical Methods Committee, Analyst 114 (1989), 1693-1702; the set `chem` of W. N. Venables and B. D. Ripley.
const COPPER: [f64; 24] = [
    2.9, 3.1, 3.4, 3.4, 3.7, 3.7, 2.8, 2.5, 2.4, 2.4, 2.7, 2.2, 5.28, 3.37, 3.03, 3.03, 28.95, 3.77, 3.4,
    2.2, 3.5, 3.6, 3.7, 3.7,
];

struct Level;

impl Problem for Level {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::between("level", 0.0, 100.0)]
    }

    fn observations(&self) -> usize {
        COPPER.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for (into, value) in into.iter_mut().zip(COPPER) {
            *into = at[0] - value;
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![4.0]]
    }
}

#[test]
fn the_level_of_copper_is_that_of_venables_and_ripley() {
    // They print 3.206724: Huber's estimate at 1.5 times 1.4826 times the median deviation, 0.526323. The digits are of 30.
    let cases = [
        (Loss::Huber { scale: 0.789_484_5 }, 3.206_723_944_444_444, 24.334_033_604_919_22),
        (Loss::SoftL1 { scale: 0.5 }, 3.252_108_836_401_019, 15.648_834_937_454_38),
    ];
    for (loss, level, sum) in cases {
        let found = fit(&Level, loss, &Options::default()).unwrap();
        assert!((found.values[0] / level - 1.0).abs() < 1e-12, "{found:?}");
        assert!((found.sum / sum - 1.0).abs() < 1e-14, "{found:?}");
        assert_eq!(found.stopped, Stopped::Converged);
        // Newton's steps alone end there too, from near.
        for from in [3.0, 3.2, 3.5, 3.8] {
            let settled = settle(&Level, loss, &[from], f64::EPSILON).unwrap();
            assert!((settled.values[0] / level - 1.0).abs() < 1e-12, "{from}: {settled:?}");
            assert!(settled.slope <= ARRIVED * settled.sum.sqrt(), "{from}: {settled:?}");
        }
    }
}

#[test]
fn a_line_settles_where_thirty_digits_have_it_from_near() {
    let line = Line { y: vec![1.1, 2.9, 5.2, 7.1, 30.0, 11.2, 12.8, -20.0] };
    for from in [[1.0, 2.0], [1.4, 1.9], [2.5, 1.5], [0.0, 2.2]] {
        let settled = settle(&line, Loss::SoftL1 { scale: 1.0 }, &from, f64::EPSILON).unwrap();
        assert!((settled.values[0] / 1.435_301_521_908_618_3 - 1.0).abs() < 1e-11, "{from:?}: {settled:?}");
        assert!((settled.values[1] / 1.864_254_309_158_507 - 1.0).abs() < 1e-11, "{from:?}: {settled:?}");
        assert!((settled.sum / 53.875_586_325_636_23 - 1.0).abs() < 1e-14, "{from:?}: {settled:?}");
    }
}

#[test]
fn what_has_no_value_settles_nowhere() {
    let line = Line { y: vec![1.0, f64::NAN, 3.0] };
    assert_eq!(settle(&line, Loss::SoftL1 { scale: 1.0 }, &[0.0, 1.0], 1e-12), None);
}

/// A residual that is least infinitely far away: `e^-at`.
struct Endless;

impl Problem for Endless {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("at")]
    }

    fn observations(&self) -> usize {
        1
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        into[0] = (-at[0]).exp();
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![0.0]]
    }
}

#[test]
fn a_search_that_loses_its_patience_and_gets_nowhere_after_says_so() {
    // Each of Newton's steps goes half a unit further, and the slope stays as large as the root of the sum.
    let options = Options { patience: 1, ..Options::default() };
    let found = fit(&Endless, Loss::Huber { scale: 10.0 }, &options).unwrap();
    assert!(found.slope > 0.5 * found.sum.sqrt(), "{found:?}");
    assert_eq!(found.stopped, Stopped::LostPatience);
}
