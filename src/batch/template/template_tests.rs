use super::*;

fn template(columns: &[&str], fixed: &Fixed, wanted: &[&str]) -> Result<Template, Vec<String>> {
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    Template::new(&columns, fixed, wanted.iter().map(|name| Wanted::of_name(name).unwrap()).collect())
}

#[test]
fn what_is_missing_doubled_or_unknown_is_told_at_once() {
    let fixed = Fixed { constants: vec![("colour".to_owned(), "red".to_owned())], ..Fixed::default() };
    let problems = template(&["b", "index", "units"], &fixed, &["lot", "average"]).unwrap_err();
    assert_eq!(
        problems,
        [
            "`b` and `index` both say the b",
            "`colour` is no key of a curve or a question",
            "`lot` needs a column `first`",
            "`lot` needs a column `last`",
            "there is no column `first_time` or `first_cost`",
        ]
    );
}

#[test]
fn a_template_gives_what_columns_do_not() {
    let key = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let base = Base {
        rest: "currency = 'USD'\n".to_owned(),
        costs: vec![Cost {
            hourly: true,
            keys: "name = 'Labour'\nper = 'hour'\n".to_owned(),
            rate: "10".to_owned(),
        }],
        model: "crawford".to_owned(),
        curve: vec![key("first_time", "'100 h'"), key("learning_rate", "'80%'"), key("ends_after", "10")],
    };
    let fixed = Fixed { base: Some(base), ..Fixed::default() };
    let made = template(&["index", "units", "ends_after"], &fixed, &["unit"]).unwrap();
    // 100 h × 4^-0.5 at 10 USD/h, and without an end where the cell is blank: the column is the key's.
    assert_eq!(made.evaluate(&["-0.5", "4", ""]).unwrap().0[0].1.to_string(), "500.00");
    assert_eq!(made.evaluate(&["-0.5", "400", "4"]).unwrap().0[0].1.to_string(), "500.00");
    // A rate replaces the template's; one cell cannot replace two of them.
    let made = template(&["index", "units", "rate"], &fixed, &["unit"]).unwrap();
    assert_eq!(made.evaluate(&["-0.5", "4", "12"]).unwrap().0[0].1.to_string(), "600.00");
    let mut two = fixed.clone();
    if let Some(base) = &mut two.base {
        base.costs.push(base.costs[0].clone());
    }
    assert!(template(&["units", "rate"], &two, &["unit"]).unwrap_err()[0].contains("each cost per hour"));
}

#[test]
fn cells_are_read_as_scenarios_read_them() {
    let made =
        template(&["Model", "First time (min)", "learning_rate", "units"], &Fixed::default(), &["total"])
            .unwrap();
    assert_eq!(made.evaluate(&["crawford", "90", "0.8", "2"]).unwrap().0[0].1.to_string(), "162");
    assert_eq!(made.evaluate(&["", "90 min", "80%", "2.0"]).unwrap().0[0].1.to_string(), "144");
    let Reason(said) = made.evaluate(&["", "1.5 h", "80%", "2"]).unwrap_err();
    assert_eq!(
        said,
        "First time (min): `1.5 h` is not in min, as its column is: write it so, or name the column `first_time (h)`"
    );
    for (cells, reason) in [
        (["wrigth", "90", "0.8", "2"], "Model: unknown key `wrigth` in [curve]"),
        (["wright", "90", "", "2"], "the curve has no learning rate"),
        (["wright", "90 \"", "0.8", "2"], "First time (min): "),
        (["wright", "90", "0.8", "2.5"], "units: found the text \"2.5\", expected a whole number"),
        (["wright", "90", "0.8", "0"], "units: `0` is too few"),
        (["wright", "-1", "0.8", "4"], "First time (min): `-1` is negative"),
        (["wright", "nan", "0.8", "4"], "First time (min): "),
    ] {
        let Reason(said) = made.evaluate(&cells).unwrap_err();
        assert!(said.starts_with(reason), "{said}");
    }
}
