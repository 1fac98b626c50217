use super::*;

#[test]
fn quantiles_of_t_are_those_of_printed_tables_to_twelve_digits() {
    // Roots of the incomplete beta function, found in 30 digits.
    let cases = [
        (0.975, 1, 12.706_204_736_174_7),
        (0.975, 2, 4.302_652_729_749_46),
        (0.95, 4, 2.131_846_786_326_65),
        (0.995, 10, 3.169_272_672_616_95),
        (0.9, 30, 1.310_415_025_391_40),
        (0.025, 6, -2.446_911_851_144_97),
        (0.9999, 1, 3_183.098_757_118_151),
        (0.51, 2, 0.028_289_929_799_333_553),
        (0.45, 1, -0.158_384_440_324_536_3),
        (0.6, 7, 0.263_166_861_352_022_83),
        (0.9995, 25, 3.725_143_949_728_65),
        (0.975, 1000, 1.962_339_080_826_408_5),
    ];
    for (p, dof, expected) in cases {
        let t = t_quantile(p, dof).unwrap();
        assert!((t / expected - 1.0).abs() < 1e-12, "{p} {dof}: {t}");
    }
    assert_eq!(t_quantile(0.975, 0), None);
    assert_eq!(t_quantile(1.0, 5), None);
}

#[test]
fn normal_tails_are_those_of_thirty_digits() {
    // ln(erfc(z/√2)/2), and the density over it, in 30 digits.
    let cases = [
        (-8.0, -6.220_960_574_271_786e-16, 5.052_271_083_536_895e-15),
        (-2.5, -0.006_229_025_485_860_002, 0.017_637_825_486_916_735),
        (-0.5, -0.368_946_415_288_656_4, 0.509_160_433_837_033_5),
        (0.0, -std::f64::consts::LN_2, std::f64::consts::FRAC_2_PI.sqrt()),
        (0.3, -0.962_102_818_168_850_7, 0.998_165_968_858_483_3),
        (1.5, -2.705_944_400_823_889_8, 1.938_677_166_622_543_3),
        (2.0, -3.783_184_333_682_032, 2.373_215_532_822_841),
        (4.99, -15.013_181_717_689_32, 5.176_831_473_609_47),
        (5.01, -15.116_911_800_640_43, 5.196_177_543_221_179),
        (8.0, -35.013_437_159_914_55, 8.121_368_112_236_112),
        (40.0, -804.608_442_013_753_8, 40.024_968_847_207_26),
    ];
    for (z, tail, ratio) in cases {
        assert!((ln_upper_tail(z) / tail - 1.0).abs() < 1e-13, "{z}: {}", ln_upper_tail(z));
        assert!((inverse_mills(z) / ratio - 1.0).abs() < 1e-13, "{z}: {}", inverse_mills(z));
    }
}

#[test]
fn ends_beyond_all_values_are_infinite_and_never_no_number() {
    let mut values: Vec<f64> = (0..96).map(f64::from).collect();
    values.resize(101, f64::INFINITY);
    assert_eq!(middle(values.clone(), 0.5), Some((25.0, 75.0)));
    // At 95.5 of 100: between the last number and infinity.
    assert!(middle(values, 0.91).is_some_and(|(low, high)| (low - 4.5).abs() < 1e-9 && high.is_infinite()));
    assert_eq!(middle(vec![f64::INFINITY; 120], 0.95), Some((f64::INFINITY, f64::INFINITY)));
    assert_eq!(middle(vec![1.0; 99], 0.95), None);
}

#[test]
fn a_p_value_and_a_quantile_undo_each_other() {
    for dof in [1, 3, 18, 500] {
        let t = t_quantile(0.99, dof).unwrap();
        assert!((t_p_value(t, dof).unwrap() - 0.02).abs() < 1e-12);
        // F with one degree of freedom above is t squared.
        assert!((f_p_value(t * t, 1, dof).unwrap() - 0.02).abs() < 1e-10, "{dof}");
    }
}

#[test]
fn a_ratio_far_below_every_value_is_small_and_a_number() {
    // 1.097e-314 in 40 digits: a double there has five of them.
    assert!((inverse_mills(-38.0) / 1.097_221e-314 - 1.0).abs() < 1e-5, "{:e}", inverse_mills(-38.0));
}

/// Hald's cement, heat by the four ingredients: sums of squares that textbooks print, by how many coefficients they have.
const HALD: [(f64, usize); 3] = [(57.904_48, 3), (47.972_73, 4), (47.863_64, 5)];

#[test]
fn criteria_of_halds_cement_are_those_of_burnham_and_anderson() {
    // Table 3.1 of their book prints 32.41 for the two ingredients that are best, and 3.12 more for three; the digits are of 40.
    let aicc_of = [32.419_990_185_807_24, 35.545_312_342_457_12, 42.944_288_104_737_88];
    let bic_of = [29.679_787_615_653_385, 29.798_630_558_336_24, 32.333_984_249_507_1];
    for ((squares, coefficients), (by_aicc, by_bic)) in HALD.into_iter().zip(aicc_of.into_iter().zip(bic_of))
    {
        assert!((aicc(squares, 13, coefficients).unwrap() / by_aicc - 1.0).abs() < 1e-14);
        assert!((bic(squares, 13, coefficients).unwrap() / by_bic - 1.0).abs() < 1e-14);
    }
}

#[test]
fn criteria_need_something_left_to_explain_and_values_to_spare() {
    assert_eq!(aicc(1.0, 5, 3), None);
    assert_eq!(aicc(1.0, 4, 3), None);
    assert!(aicc(1.0, 6, 3).is_some());
    assert_eq!(aicc(0.0, 13, 3), None);
    assert_eq!(bic(0.0, 13, 3), None);
}

#[test]
fn models_are_weighed_by_how_far_they_are_behind_the_best() {
    let criteria: Vec<Option<f64>> =
        HALD.into_iter().map(|(squares, count)| aicc(squares, 13, count)).collect();
    let weights = akaike_weights(&[criteria[1], None, criteria[0], criteria[2]]);
    assert_eq!(weights[1], None);
    let expected = [
        (0, 3.125_322_156_649_887, 0.172_525_699_915_574_07),
        (2, 0.0, 0.823_206_671_402_146_2),
        (3, 10.524_297_918_930_642, 0.004_267_628_682_279_738),
    ];
    for (place, behind, share) in expected {
        let (found_behind, found_share) = weights[place].unwrap();
        assert!(
            (found_behind - behind).abs() < 1e-12 && (found_share / share - 1.0).abs() < 1e-12,
            "{place}"
        );
    }
}

#[test]
fn models_are_weighed_the_same_however_large_their_criteria_are() {
    // 1/(1 + e^-1) and what is left, of two that are 2 apart.
    for least in [-5_000.0, 0.0, 5_000.0] {
        let weights = akaike_weights(&[Some(least), Some(least + 2.0)]);
        let (behind, share) = weights[0].unwrap();
        assert!(behind == 0.0 && (share - 0.731_058_578_630_004_9).abs() < 1e-15, "{share}");
    }
}

#[test]
fn lists_of_which_one_does_not_vary_have_no_correlation() {
    assert_eq!(pearson_squared(&[1.0, 2.0, 3.0], &[4.0, 4.0, 4.0]), None);
    assert_eq!(pearson_squared(&[4.0, 4.0, 4.0], &[1.0, 2.0, 3.0]), None);
    assert_eq!(pearson_squared(&[1.0, 2.0, 3.0], &[8.0, 6.0, 4.0]), Some(1.0));
}

#[test]
fn a_share_of_nothing_beside_infinity_is_nothing() {
    assert_eq!(quantile(&[1.0, f64::INFINITY], 0.0), Some(1.0));
    assert_eq!(quantile(&[], 0.5), None);
    let hundred: Vec<f64> = (0..100).map(f64::from).collect();
    assert_eq!(middle(hundred, 1.0), Some((0.0, 99.0)));
}

/// The third set of F. J. Anscombe's quartet (The American Statistician 27, 1973): one point of eleven lies off a line.
const ANSCOMBE_X: [f64; 11] = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
const ANSCOMBE_Y: [f64; 11] = [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73];

#[test]
fn anscombes_odd_point_has_the_distance_that_statistics_packages_print() {
    // 3.002 + 0.4997 x, the squares 13.756 over 9; the mean of x is 9 and its squares about that come to 110.
    let (intercept, slope) = (3.002_454_545_454_545_7, 0.499_727_272_727_272_74);
    let residuals: Vec<f64> =
        (ANSCOMBE_X.iter().zip(ANSCOMBE_Y)).map(|(x, y)| y - intercept - slope * x).collect();
    let leverage: Vec<f64> = ANSCOMBE_X.iter().map(|x| 1.0 / 11.0 + (x - 9.0).powi(2) / 110.0).collect();
    let distances = cooks_distances(&residuals, &leverage, 2, 1.528_465_757_575_757_6);
    // R's cooks.distance(lm(y3 ~ x3)) prints 1.393 for it; the digits are of 40.
    let expected =
        [(2, 1.392_849_450_251_067_8), (5, 0.300_570_810_724_506_14), (7, 0.033_817_333_563_048_07)];
    for (place, distance) in expected {
        assert!((distances[place] / distance - 1.0).abs() < 1e-12, "{place}: {}", distances[place]);
    }
    assert_eq!(distances.len(), 11);
    assert!((durbin_watson(&residuals).unwrap() / 2.143_577_785_777_381 - 1.0).abs() < 1e-12);
    let shared = pearson_squared(&ANSCOMBE_X, &ANSCOMBE_Y).unwrap();
    assert!((shared / 0.666_324_041_066_559_2 - 1.0).abs() < 1e-14, "{shared}");
}

#[test]
fn residuals_of_nothing_and_of_one_value_have_no_durbin_watson() {
    assert_eq!(durbin_watson(&[]), None);
    assert_eq!(durbin_watson(&[2.0]), None);
    assert_eq!(durbin_watson(&[0.0, 0.0, 0.0]), None);
    // (1 + 1)² / (1 + 1).
    assert_eq!(durbin_watson(&[1.0, -1.0]), Some(2.0));
}
