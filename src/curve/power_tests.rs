#![expect(clippy::print_stdout, reason = "the worst error is for those who ask with --nocapture")]

use pulp::Scalar;

use super::*;

const POWERS: &str = include_str!("../../tests/oracle/powers.csv");

/// Numbers from 0 to 1, by a linear congruential generator.
fn uniform(mut state: u64) -> impl FnMut() -> f64 {
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 32).unwrap()) / 4_294_967_296.0
    }
}

/// A count from 1 to 1e15 and an index.
fn count_and_index(uniform: &mut impl FnMut() -> f64) -> (f64, f64) {
    (10_f64.powf(15.0 * uniform()).floor(), 7.0 * uniform() - 5.0)
}

#[test]
fn powers_are_within_0_6_units_in_the_last_place() {
    let (mut most, mut at, mut checked) = (0.0, String::new(), 0);
    for line in POWERS.lines().skip(1) {
        let fields: Vec<f64> = line.split(',').map(|field| field.parse().unwrap()).collect();
        let [x, b, nearest, rest] = fields[..] else { panic!("{line}") };
        let unit = f64::from_bits(nearest.to_bits() + 1) - nearest;
        let error = ((power(x, b) - nearest) / unit - rest).abs();
        assert!(error.is_finite(), "{line}");
        checked += 1;
        if error > most {
            most = error;
            at = line.to_owned();
        }
    }
    println!("worst {most:.4} units in the last place of {checked}, at {at}");
    assert!(checked > 3000 && most <= 0.6);
}

#[test]
fn powers_are_the_c_librarys_or_next_to_them() {
    let mut uniform = uniform(1);
    let mut differ = 0;
    for _ in 0..2_000_000 {
        let (count, b) = count_and_index(&mut uniform);
        for x in [count, 1e-3 + uniform() * 16.0] {
            let (ours, theirs) = (power(x, b), x.powf(b));
            let apart = ours.to_bits().abs_diff(theirs.to_bits());
            assert!(apart <= 1, "{x:?}^{b:?}: {ours:e}, {theirs:e}");
            differ += apart;
        }
    }
    println!("{differ} of 4,000,000 differ");
}

#[test]
fn whole_powers_that_are_doubles_are_exact() {
    let mut uniform = uniform(2);
    for _ in 0..10_000 {
        let (x, b) = count_and_index(&mut uniform);
        assert_eq!(
            [power(x, 0.0), power(x, 1.0), power(1.0, b)].map(f64::to_bits),
            [1.0, x, 1.0].map(f64::to_bits)
        );
        let small = (x % 9e7).floor() + 1.0;
        assert_eq!(power(small, 2.0).to_bits(), (small * small).to_bits());
    }
    for exponent in -60..=60 {
        for b in -5..=2 {
            let power = power(2_f64.powi(exponent), f64::from(b));
            assert_eq!(power.to_bits(), 2_f64.powi(exponent * b).to_bits());
        }
    }
}

#[test]
fn numbers_out_of_the_ordinary_are_left_to_the_c_library() {
    for x in [0.0, 5e-324, 1e-300, 1e300, f64::MAX, f64::INFINITY, f64::NAN, -2.0] {
        for b in [-400.0, -5.0, -0.3, 0.0, 2.0, 9.0, f64::INFINITY, f64::NAN] {
            assert_eq!(power(x, b).to_bits(), x.powf(b).to_bits(), "{x}^{b}");
        }
    }
    for b in [-400.0, 9.0, f64::INFINITY, f64::NAN] {
        assert_eq!(power(3.0, b).to_bits(), 3_f64.powf(b).to_bits(), "3^{b}");
    }
}

#[test]
fn powers_together_are_those_alone_to_the_bit() {
    let mut uniform = uniform(3);
    for _ in 0..10_000 {
        let (_, b) = count_and_index(&mut uniform);
        let at: [f64; 24] = std::array::from_fn(|_| count_and_index(&mut uniform).0);
        let mut together = at;
        powers(&mut together, b);
        assert_eq!(together.map(f64::to_bits), at.map(|x| power(x, b).to_bits()));
    }
}

/// On a machine that has it, the fused instruction; in the scalar form, the C library's function.
#[test]
fn machines_without_vectors_give_the_same_bits() {
    let mut uniform = uniform(4);
    for _ in 0..100_000 {
        let (x, b) = count_and_index(&mut uniform);
        assert_eq!(power(x, b).to_bits(), Power { x, b }.with_simd(Scalar).to_bits(), "{x:?}^{b:?}");
    }
}

#[test]
fn falls_by_one_are_falls_to_the_bit() {
    let mut uniform = uniform(5);
    let mut same = |high: f64| {
        for _ in 0..10 {
            let (_, b) = count_and_index(&mut uniform);
            for b in [b, -1.0, 0.0, 1.0] {
                let bits = [fall_by_one(b, high), fall(b, (high - 1.0, high), 1.0)].map(f64::to_bits);
                assert_eq!(bits[0], bits[1], "{high} {b}");
            }
        }
    };
    (2..2000_u32).map(f64::from).for_each(&mut same);
    [1e6, 1e9, 1e12 + 1.0, 1e15 - 1.0, 1e15].into_iter().for_each(same);
}
