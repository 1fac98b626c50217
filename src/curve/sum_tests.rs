use super::*;

#[test]
fn sums_match_printed_coefficients_of_an_80_percent_curve() {
    let b = 0.8_f64.log2();
    for (units, printed) in [(10, 6.315_373_0), (100, 32.650_810_8), (1000, 158.670_923_0)] {
        let sum = power_sum(b, Lot::new(1, units).unwrap());
        assert!((sum - printed).abs() < 5e-8, "{units}: {sum}");
    }
}
