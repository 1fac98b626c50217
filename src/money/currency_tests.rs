use super::*;

#[track_caller]
fn check_help(text: &str, help: &str) {
    let error = Currency::parse(text).unwrap_err();
    assert_eq!(error.help().as_deref(), Some(help), "{error}");
}

#[test]
fn minor_units_are_those_of_the_standard() {
    for (code, units) in [
        ("AED", 2),
        ("BHD", 3),
        ("CLF", 4),
        ("CLP", 0),
        ("EUR", 2),
        ("GBP", 2),
        ("ISK", 0),
        ("JPY", 0),
        ("KRW", 0),
        ("KWD", 3),
        ("TND", 3),
        ("USD", 2),
        ("UYW", 4),
        ("ZWG", 2),
    ] {
        assert_eq!(minor_units(code), Some(units), "{code}");
        assert_eq!(Currency::parse(code).unwrap().minor_units(), units, "{code}");
    }
}

#[test]
fn a_code_in_lower_case_is_unknown_but_recognised() {
    assert_eq!(minor_units("usd"), None);
    check_help("usd", "did you mean USD?");
    check_help(" Eur ", "did you mean EUR?");
}

#[test]
fn near_codes_are_suggested() {
    let suggested = |text| Currency::parse(text).unwrap_err().suggestions().to_vec();
    assert_eq!(suggested("UDS").first(), Some(&"USD"));
    assert!(suggested("JPN").contains(&"JPY"));
    assert!(suggested("GPB").contains(&"GBP"));
    assert_eq!(suggested("EURO"), ["EUR"]);
    assert_eq!(suggested("£"), ["GBP"]);
    check_help("$", "did you mean USD, AUD or CAD?");
}

#[test]
fn a_withdrawn_code_names_its_successor() {
    let error = Currency::parse("DEM").unwrap_err();
    assert_eq!(error.to_string(), "`DEM` is no longer a currency of ISO 4217");
    check_help("DEM", "its successor is EUR");
}

#[test]
fn gold_has_no_minor_unit() {
    assert_eq!(minor_units("XAU"), None);
    let error = Currency::parse("XAU").unwrap_err();
    assert_eq!(error.to_string(), "`XAU` has no minor unit to round money to");
}

#[test]
fn anything_else_is_told_what_a_code_looks_like() {
    let error = Currency::parse("dollars\n").unwrap_err();
    assert_eq!(error.to_string(), "`dollars\\n` is not a currency code of ISO 4217");
    for text in ["", "dollars", "😀", &"U".repeat(1 << 24)] {
        check_help(text, "write an ISO 4217 code in capitals, such as USD, EUR or JPY");
    }
}

#[test]
fn a_currency_is_written_as_its_code() {
    let franc = Currency::parse("CHF").unwrap();
    assert_eq!(franc.code(), "CHF");
    assert_eq!(franc.to_string(), "CHF");
    assert_eq!(format!("{franc:>5}|"), "  CHF|");
}

#[test]
fn a_long_text_is_near_no_code() {
    // Sixteen letters are still compared, spaces around them and all.
    assert_eq!(near_codes("             EUR"), ["EUR"]);
    assert!(near_codes("              EUR").is_empty());
}
