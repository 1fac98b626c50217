//! Published problems, by the figures that their sources print; each is asked from flags as a reader would.

use crate::program::run;

/// Asks, and holds the headline against a published figure to the places that it is printed with.
#[track_caller]
fn check(flags: &str, published: &str) {
    let mut words: Vec<String> = vec!["ask".into()];
    words.extend(flags.split(' ').map(|word| word.replace('_', " ")));
    words.extend(["--expect".into(), published.into(), "--format".into(), "json".into()]);
    let ran = run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, Some(0), "{flags}: {published}\n{}{}", ran.stdout, ran.stderr);
}

#[test]
fn uk_exam_questions_under_wright() {
    // OpenTuition on ACCA F5 June 2013 Q3: 45 minutes, b as printed.
    check("average --first-time 45_min --b -0.152 --units 100", "22.346654");
    check("total --first-time 45_min --b -0.152 --units 100", "2234.665");
    // AAT forum: 120 for the first, b = -0.322.
    check("average --first-cost 120 --b -0.322 --units 230", "20.83");
    // Calculator support thread: 60000 x 500^-0.415.
    check("average --first-cost 60000 --b -0.415 --units 500", "4550.705");
    // OpenTuition PM lecture example 3, b to four places.
    check("average --first-time 200_h --b -0.2345 --learning-rate 85% --units 30", "90.08");
    check("average --first-time 200_h --b -0.2345 --learning-rate 85% --units 29", "90.80");
}

#[test]
fn rates_from_two_facts_under_wright() {
    // ACCA F5 December 2014: first seat 12.5 h, eight 34.3 h.
    check("learning-rate --first-time 12.5_h --known total_8_=_34.3_h", "70%");
    // BPP F5 kit: first batch 1,500 h, sixteen 9,000 h.
    check("learning-rate --first-time 1500_h --known total_16_=_9000_h", "78%");
    // OpenTuition: 6 h, average of sixteen 3.3 h; 8 h then 7 h; 8,500 h for sixteen.
    check("learning-rate --first-time 6_h --known average_16_=_3.3_h", "86%");
    check("learning-rate --first-time 8_h --known average_2_=_7_h", "87.5%");
    check("learning-rate --first-time 750_h --known total_16_=_8500_h", "0.917");
    check("index --first-time 8_h --known average_2_=_7_h", "-0.192645");
    // Meredith and Mantel, read under Wright: 200 h, average of fifty 63.1 h.
    check("index --first-time 200_h --known average_50_=_63.1_h", "-0.2949");
    check("learning-rate --known total_1_=_10_min --known total_4_=_32.4_min", "0.9");
    check("total --learning-rate 70% --known total_2_=_4_h --units 4", "5.6");
}

#[test]
fn mark_schemes_that_round_on_the_way() {
    // CIMA P2 May 2010 Q1: averages to 3 places, totals to 2.
    let cima = "--first-time 10_h --b -0.5146 --learning-rate 70% --ends-after 30 --steps average=3,total=2";
    check(&format!("average {cima} --units 30"), "1.737");
    check(&format!("total {cima} --units 30"), "52.11");
    check(&format!("total {cima} --units 29"), "51.27");
    check(&format!("steady-state {cima}"), "0.84");
    check(&format!("total {cima} --units 50"), "68.91");
    check(&format!("total {cima} --units 50 --cost Labour=12/hour"), "826.92");
    // CIMA gateway assessment, November 2011 Q1: averages to 3 places, totals to 1.
    let gateway =
        "--first-time 20_h --b -0.4150 --learning-rate 75% --ends-after 200 --steps average=3,total=1";
    check(&format!("average {gateway} --units 199"), "2.223");
    check(&format!("total {gateway} --units 199"), "442.4");
    check(&format!("unit {gateway} --number 200"), "1.4");
    check(&format!("total {gateway} --units 500"), "863.8");
    check(&format!("total {gateway} --units 500 --cost Labour=12/hour --money 0"), "10366");
    // Horngren 10-37: unit times to whole hours, then added.
    let boats = "--model crawford --first-time 15000_h --learning-rate 90% --steps unit=0";
    check(&format!("unit {boats} --number 3"), "12693");
    check(&format!("total {boats} --units 7"), "87671");
    check(&format!("lot {boats} --first 2 --last 7"), "72671");
    // Horngren 10-36: the average to whole hours, times seven.
    check("total --first-time 15000_h --learning-rate 90% --steps average=0 --units 7", "78113");
    // Stevenson 13.1: coefficients of a table with three places.
    let jets = "--model crawford --first-time 300_h --learning-rate 80% --steps factor=3";
    check(&format!("total {jets} --units 5"), "1121.4");
    check(&format!("total {jets} --units 18"), "2914.8");
    check(
        "unit --model crawford --first-time 75_min --learning-rate 85% --steps factor=3 --number 8",
        "46.05",
    );
}

#[test]
fn the_unit_theory_of_operations_textbooks() {
    // Chase, Jacobs and Aquilano, exhibit 4A.2: 80%, 100,000 h.
    let chase = "--model crawford --first-time 100000_h --learning-rate 80%";
    for (n, unit, total) in [
        (2, "80000", "180000"),
        (4, "64000", "314210"),
        (8, "51200", "534591"),
        (64, "26214", "2392447"),
        (256, "16777", "6247572"),
    ] {
        check(&format!("unit {chase} --number {n}"), unit);
        check(&format!("total {chase} --units {n}"), total);
    }
    // Krajewski and Ritzman, supplement I: 50,000 h, 80%.
    check("unit --model crawford --first-time 50000_h --learning-rate 80% --number 40", "15248");
    check("average --model crawford --first-time 50000_h --learning-rate 80% --units 40", "21492");
    // Kerzner: unit 100 at 120 h on a 75% curve; the total of 250 to tens.
    check("first-unit --model crawford --learning-rate 75% --known unit_100_=_120_h", "811.44");
    check("average --model crawford --first-time 812_h --learning-rate 75% --units 250", "137");
    // PC-SIG: unit 15 known, units 30 and 60 asked.
    check("unit --model crawford --learning-rate 80% --known unit_15_=_1000000_h --number 60", "640000");
    // Public question: units 1 and 8.
    check("learning-rate --model crawford --first-time 10_h --known unit_8_=_1.25_h", "50%");
}

#[test]
fn units_that_meet_a_limit() {
    // High-precision search: T1 = 100, 80%.
    check("units --model crawford --first-time 100_h --learning-rate 80% --total 10000_h", "508");
    check("units --first-time 100_h --learning-rate 80% --total 10000_h", "890");
    check("units --model crawford --first-time 100_h --learning-rate 80% --unit 30_h", "43");
    check("units --first-time 100_h --learning-rate 80% --unit 30_h", "14");
    // Contract assembly: 503 h hold 49 units; the source's 50 take 503.04 h.
    check("units --model crawford --first-time 25_h --learning-rate 80% --total 503_h", "49");
}

#[test]
fn steady_states_by_each_convention() {
    // Blocher 8-53: batches of 50, the last doubling's average.
    let blocher = "--first-time 2500_h --learning-rate 80% --batch-size 50 --ends-after 200";
    check(&format!("total {blocher} --steady-state last-doubling --units 200"), "6400");
    check(&format!("steady-state {blocher} --steady-state last-doubling"), "24");
    check(&format!("total {blocher} --steady-state last-doubling --units 1000"), "25600");
    check(&format!("steady-state {blocher}"), "22.684445");
    // 45 h, b = -0.152, learning to unit 100, at 50 digits.
    check("total --first-time 45_h --b -0.152 --ends-after 100 --units 300", "6027.549559");
}
