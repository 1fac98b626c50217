//! Whole scenarios held against figures that were worked out apart from the program.

use serde_json::Value;

use crate::program::run_with;

/// The answers of a scenario.
fn answers(text: &str) -> Vec<Value> {
    let ran = run_with(&["solve", "-", "--format", "json"], text);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str::<Value>(&ran.stdout).unwrap()["answers"].as_array().unwrap().clone()
}

/// What a scenario is refused with.
fn refused(text: &str) -> String {
    let ran = run_with(&["solve", "-"], text);
    assert_eq!(ran.code, Some(65), "{}{}", ran.stdout, ran.stderr);
    ran.stderr
}

#[test]
fn thousands_of_questions_without_ids_are_numbered_in_their_order() {
    let curve = "[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '80%'\n";
    let question = "[[question]]\nfind.average = { units = 4 }\n";
    let taken = "[[question]]\nid = 'average-3'\nfind.average = { units = 4 }\n";
    let found = answers(&format!("{curve}{taken}{}", question.repeat(3_000)));
    let ids: Vec<&str> = found.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
    assert_eq!(ids[..5], ["average-3", "average", "average-2", "average-4", "average-5"]);
    assert_eq!(ids.last(), Some(&"average-3001"));
    let said = refused(&format!("{curve}{}", question.repeat(100_001)));
    assert!(said.contains("[too-many-rows]: `100001` questions"), "{said}");
}

/// The headline of the first answer.
fn headline(text: &str) -> f64 {
    figure(&answers(text)[0]["results"][0])
}

fn figure(result: &Value) -> f64 {
    result["exact"].as_f64().unwrap_or_else(|| panic!("{result}"))
}

fn close(found: f64, wanted: f64) {
    assert!((found / wanted - 1.0).abs() < 1e-9, "{found} for {wanted}");
}

#[test]
fn two_parameters_of_a_model_vary_together() {
    let found = answers(
        "[curve.s-curve]\nfirst_time = '100 h'\nlearning_rate = '80%'\nprior_units = 0\nincompressible = '0%'\n[[question]]\n\
         find.sensitivity = { vary = { prior_units = [4], incompressible = ['50%'] }, together = true, find = { unit = { number = 10 } } }",
    );
    // 100 (0.5 + 0.5 × 14^b), b = log2 0.8.
    assert_eq!(found[0]["table"]["rows"][0][1], "71.3796");
    // Pegels: 100 × 0.5^(3 - 1).
    let found = answers(
        "[curve.pegels]\nfirst_time = '100 h'\nunit_ratio = 0.9\nfloor = '0 h'\n[[question]]\n\
         find.sensitivity = { vary = { unit_ratio = [0.5] }, find = { unit = { number = 3 } } }",
    );
    assert_eq!(found[0]["table"]["rows"][0][1], "25");
}

/// Two units take 16 h by Wright at 80% and 10 h; 12 h at 10 USD/h are 40 USD favourable.
const VARIANCE: &str = "currency = 'USD'\n[curve.wright]\nfirst_time = '10 h'\nlearning_rate = '80%'\n[[cost]]\nname = 'Labour'\n\
                        rate = 10\nper = 'hour'\n[[question]]\n";

#[test]
fn an_expected_variance_on_the_other_side_is_not_met() {
    for (expect, code) in [("40 USD F", 0), ("40 F", 0), ("40.00 USD", 0), ("40 USD A", 1), ("40 A", 1)] {
        let find = "find.variance = { units = 2, time = '12 h' }";
        let ran = run_with(&["solve", "-"], format!("{VARIANCE}{find}\nexpect = '{expect}'\n"));
        assert_eq!(ran.code, Some(code), "{expect}: {}", ran.stdout);
        assert!(!ran.stderr.contains("other-unit"), "{expect}: {}", ran.stderr);
    }
}

#[test]
fn a_variance_that_turns_adverse_changes_by_the_whole_way() {
    // At 7 h the two units are allowed 11.2 h: 8 USD adverse, 48 USD from 40 favourable.
    let found = answers(&format!(
        "{VARIANCE}find.sensitivity = {{ vary = {{ first_time = ['7 h'] }}, find = {{ variance = {{ units = 2, time = '12 h' }} }} }}"
    ));
    let row = &found[0]["table"]["rows"][0];
    assert_eq!((&row[1], &row[2], &row[3]), (&"8.00 A".into(), &"-48.00".into(), &"-120".into()));
    assert_eq!(found[0]["table"]["columns"][1], "efficiency variance (USD)");
}

#[test]
fn with_batches_prototypes_are_worth_units() {
    // Twenty units are two batches: the fifth batch is like the third, 100 × 3^b h for ten units.
    let text = "[curve.crawford]\nfirst_time = '100 h'\nlearning_rate = '80%'\nbatch_size = 10\n\
                prototypes = { units = 40, transition = 'equivalent', equivalent = 20 }\n[[question]]\nfind.unit = { number = 50 }";
    close(headline(text), 7.021_037_027_785_601);
}

#[test]
fn with_batches_a_floor_and_a_final_time_are_each_units() {
    // By the power law batch 200 would take 18.2 h, under ten units of 2 h.
    let floor = "[curve.plateau]\nfirst_time = '100 h'\nlearning_rate = '80%'\nfloor = '2 h'\nbatch_size = 10\n[[question]]\n\
                 find.unit = { number = 2000 }";
    close(headline(floor), 2.0);
    // The first batch takes (1 + 1) / 1 of what batches tend to.
    let last = "[curve.hyperbolic]\nfinal_time = '2 h'\nhalf_units = 1\nprior_units = 0\nbatch_size = 10\n[[question]]\n\
                find.unit = { number = 10 }";
    close(headline(last), 4.0);
}

#[test]
fn minutes_are_added_to_hours_without_a_trace() {
    let text = "[rounding]\nmode = 'up'\ntime = 1\n[element.One.curve.crawford]\nfirst_time = '1 h'\nlearning_rate = '80%'\n\
                [element.Two.curve.crawford]\nfirst_time = '6 min'\nlearning_rate = '80%'\n[[question]]\nfind.unit = { number = 1 }";
    assert_eq!(answers(text)[0]["results"][0]["value"], "1.1");
}

#[test]
fn a_table_of_elements_counts_batches_that_are_whole_for_all() {
    let text = "[element.One.curve.crawford]\nfirst_time = '1 h'\nlearning_rate = '80%'\nbatch_size = 2\n\
                [element.Two.curve.crawford]\nfirst_time = '1 h'\nlearning_rate = '80%'\nbatch_size = 3\n[[question]]\nfind.table = { to = 24 }";
    let rows = answers(text)[0]["table"]["rows"].as_array().unwrap().len();
    assert_eq!(rows, 3, "6, 12 and 24");
}

#[test]
fn a_lot_across_the_end_of_learning_has_no_rules_of_thumb_for_its_midpoint() {
    let count = |last: u64| {
        let text = format!(
            "[curve.crawford]\nfirst_time = '10 h'\nlearning_rate = '80%'\nends_after = 10\n[[question]]\n\
             find.midpoint = {{ first = 5, last = {last} }}"
        );
        answers(&text)[0]["results"].as_array().unwrap().len()
    };
    assert_eq!((count(10), count(14)), (3, 1));
}

#[test]
fn another_loss_in_a_break_is_not_shown_as_made_of_elements() {
    let text = |lost: &str| {
        format!(
            "[curve.crawford]\nfirst_time = '100 h'\nlearning_rate = '80%'\nbreaks = [ {{ after = 10, {lost} }} ]\n[[question]]\n\
             find.unit = {{ number = 20 }}"
        )
    };
    let kept = answers(&text("loss = '70%'"))[0]["results"][0]["value"].as_str().unwrap().to_owned();
    let elements = "elements = [ { name = 'tooling', weight = '50%', loss = '40%' }, { name = 'staff', weight = '50%', loss = '20%' } ]";
    let ran = run_with(&["diagnose", "-", "--format", "json", "--answer", &kept], text(elements));
    let fits = serde_json::from_str::<Value>(&ran.stdout).unwrap()["fits"].to_string();
    assert!(fits.contains("kept-for-lost") && !fits.contains("tooling"), "{fits}");
}

#[test]
fn a_hard_floor_starts_and_ends_where_the_power_law_crosses_it() {
    let plateau = |floor: &str, basis: &str, find: &str| {
        headline(&format!(
            "[curve.plateau]\nfirst_time = '100 h'\nlearning_rate = '80%'\nfloor = '{floor}'\nbasis = '{basis}'\n[[question]]\nfind.{find}"
        ))
    };
    // The floor is met at the very end of unit 8 (and 4): the next takes the floor.
    close(plateau("51.2 h", "cumulative-average", "unit = { number = 9 }"), 51.2);
    close(plateau("64 h", "cumulative-average", "unit = { number = 5 }"), 64.0);
    // Where time rises, the floor comes first: Σ max(k^log2 1.1, 1.5), in 40 digits.
    let rising = |basis: &str, find: &str| {
        headline(&format!(
            "[curve.plateau]\nfirst_time = '1 h'\nlearning_rate = '110%'\nfloor = '1.5 h'\nbasis = '{basis}'\n[[question]]\nfind.{find}"
        ))
    };
    close(rising("unit", "total = { units = 100 }"), 169.249_315_946_823_95);
    close(rising("cumulative-average", "lot = { first = 50, last = 60 }"), 21.677_959_524_109_236);
}

#[test]
fn a_known_fact_fixes_the_first_unit_of_a_model_whose_floor_is_a_time() {
    let text = "[curve.pegels]\nunit_ratio = 0.9\nfloor = '40 h'\nknown = [ { unit = 9, time = '65.8280326 h' } ]\n[[question]]\n\
                find.unit = { number = 1 }";
    close(headline(text), 100.0);
}

#[test]
fn a_break_that_loses_all_goes_back_to_unit_1() {
    let text = "[curve.wright]\nfirst_time = '0.9 h'\nlearning_rate = '79%'\n\
                breaks = [ { after = 20, loss = '100%', base = 'last-unit' } ]\n[[question]]\nfind.unit = { number = 21 }";
    close(headline(text), 0.9);
}

#[test]
fn a_break_after_a_change_of_rate_loses_what_was_achieved_since_unit_1() {
    // Unit 1 takes 100 h, unit 100 takes 25.54 h; a fifth of the difference is added to unit 101.
    let text = "[curve.crawford]\nfirst_time = '100 h'\nlearning_rate = '80%'\nrate_changes = [ { after = 50, learning_rate = '90%' } ]\n\
                breaks = [ { after = 100, loss = '20%' } ]\n[[question]]\nfind.unit = { number = 101 }";
    close(headline(text), 40.396_943_203_911_66);
}

#[test]
fn elements_that_fall_and_rise_meet_a_limit_on_their_average() {
    // 100 h at 80% and 5 h at 130%: 53.0902 h on average over 146 units, in 40 digits, and more over 145 and in the end.
    let text = "[element.A.curve.crawford]\nfirst_time = '100 h'\nlearning_rate = '80%'\n\
                [element.B.curve.crawford]\nfirst_time = '5 h'\nlearning_rate = '130%'\n[[question]]\nfind.units = { average = '53.1 h' }";
    let figures = answers(text)[0]["results"].clone();
    let (units, at, before) = (figure(&figures[0]), figure(&figures[1]), figure(&figures[2]));
    assert!(at <= 53.1 && before > 53.1 && units <= 146.0, "{figures}");
}

#[test]
fn a_limit_that_nothing_meets_is_said_of_curves_that_grow_past_all_numbers() {
    let text = "[curve.knecht]\nfirst_time = '100 h'\nlearning_rate = '90%'\ngrowth = 0.01\n[[question]]\n\
                find.units = { average = '1 h' }";
    let ran = run_with(&["solve", "-"], text);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("more than can be written"), "{}", ran.stderr);
}

#[test]
fn what_a_curve_is_refused_for_is_shown_at_its_key() {
    let said = refused(
        "[curve.crawford]\nfirst_time = '100 h'\nlearning_rate = '120%'\nbreaks = [ { after = 10, loss = '30%' } ]\n[[question]]\n\
         find.unit = { number = 11 }",
    );
    assert!(said.contains(":4:10"), "{said}");
}

#[test]
fn rates_of_doublings_are_warned_of_as_rates_are() {
    let text = "[curve.stepped]\nfirst_time = '100 h'\nrates = ['80%', '20%']\n[[question]]\nfind.unit = { number = 8 }";
    let ran = run_with(&["solve", "-"], text);
    assert!(ran.stderr.contains("odd-rate") && ran.stderr.contains("80%"), "{}", ran.stderr);
}

#[test]
fn a_curve_is_warned_of_past_its_minimum_only_where_it_is_followed() {
    let warned = |end: &str| {
        let text = format!(
            "[curve.boone]\nfirst_time = '100 h'\nlearning_rate = '80%'\ndecay = 1000\n{end}\n[[question]]\nfind.unit = {{ number = 300 }}"
        );
        run_with(&["solve", "-"], text).stderr.contains("past-minimum")
    };
    assert!(warned("") && warned("ends_after = 250") && !warned("ends_after = 200"));
}

#[test]
fn a_floor_above_the_first_unit_is_warned_of() {
    let warned = |floor: &str| {
        let text = format!(
            "[curve.plateau]\nfirst_time = '10 h'\nlearning_rate = '80%'\nfloor = '{floor}'\n[[question]]\nfind.unit = {{ number = 3 }}"
        );
        run_with(&["solve", "-"], text).stderr.contains("floor-above-first")
    };
    assert!(warned("11 h") && !warned("10 h"));
}

#[test]
fn a_revision_of_nothing_is_refused() {
    let said = refused(&format!("{VARIANCE}find.variance = {{ units = 2, time = '12 h', revised = {{}} }}"));
    assert!(said.contains("nothing is revised"), "{said}");
}
