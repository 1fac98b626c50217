use super::*;
use crate::money::parse_decimal;

/// The message and the help for a text that is no number.
#[track_caller]
fn check(text: &str, message: &str, help: &str) {
    let error = parse_decimal(text).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.help().as_deref(), Some(help));
}

#[test]
fn nothing_is_a_missing_number() {
    check("", "a number is missing", "write a number such as 12.50");
    check("  ", "a number is missing", "write a number such as 12.50");
}

#[test]
fn infinities_and_nan_are_not_finite() {
    for text in ["inf", "-inf", "+Infinity", "nan", "NaN", "∞", "−∞"] {
        let error = parse_decimal(text).unwrap_err();
        assert!(matches!(error, ParseError::NotFinite { .. }), "{error}");
    }
    check("inf", "`inf` is not a finite number", "must be a finite number such as 12.50");
}

#[test]
fn a_decimal_comma_becomes_a_point() {
    check("12,5", "`12,5` has a decimal comma", "write 12.5");
    check("0,125", "`0,125` has a decimal comma", "write 0.125");
    check("1234,567", "`1234,567` has a decimal comma", "write 1234.567");
    check("-1.234.567,89", "`-1.234.567,89` has a decimal comma", "write -1234567.89");
    check("1,5e3", "`1,5e3` has a decimal comma", "write 1.5e3");
}

#[test]
fn thousands_are_ungrouped() {
    let message = |text: &str| format!("`{text}` has thousands separators");
    check("1,234.50", &message("1,234.50"), "write 1234.50 or 1_234.50");
    check("1,234,567", &message("1,234,567"), "write 1234567 or 1_234_567");
    check("1.234.567", &message("1.234.567"), "write 1234567 or 1_234_567");
    check("1'234.50", &message("1'234.50"), "write 1234.50 or 1_234.50");
    check("12,34,567.00", &message("12,34,567.00"), "write 1234567.00 or 12_34_567.00");
}

#[test]
fn one_comma_before_three_digits_could_be_either() {
    check(
        "-1,234",
        "`-1,234` has a comma that could group thousands or mark decimals",
        "write -1234 or -1_234 if the comma groups thousands, -1.234 if it marks decimals",
    );
}

#[test]
fn characters_outside_ascii_are_named() {
    check("−5", "`−5` contains `−` (U+2212 MINUS SIGN)", "write -5");
    check("１２", "`１２` contains `１` (U+FF11 FULLWIDTH DIGIT ONE)", "write 12");
    check("٣٫٥", "`٣٫٥` contains `٣` (U+0663 ARABIC-INDIC DIGIT THREE)", "write 3.5");
    check("1\u{a0}234", "`1\u{a0}234` contains `\u{a0}` (U+00A0 NO-BREAK SPACE)", "write 1234 or 1_234");
    check("\u{feff}5", "`\\u{feff}5` contains `\\u{feff}` (U+FEFF ZERO WIDTH NO-BREAK SPACE)", "write 5");
    check(
        "5千",
        "`5千` contains `千` (U+5343)",
        "write plain digits 0 to 9, with `-` and `.`, as in -1234.50",
    );
}

#[test]
fn other_radices_are_written_in_decimal() {
    check("0x10", "`0x10` is not a decimal number", "write 16");
    check("-0b1_01", "`-0b1_01` is not a decimal number", "write -5");
    check("0o17", "`0o17` is not a decimal number", "write 15");
    check("0xyz", "`0xyz` is not a decimal number", "write it in decimal, as in 16");
}

#[test]
fn a_currency_is_left_out() {
    check("$5", "`$5` has a currency in it", "write 5");
    check("-$5.00", "`-$5.00` has a currency in it", "write -5.00");
    check("$-5", "`$-5` has a currency in it", "write -5");
    check("12,50 €", "`12,50 €` has a currency in it", "write 12.50");
    check("USD 5", "`USD 5` has a currency in it", "write 5");
    check("5USD", "`5USD` has a currency in it", "write 5");
    check("£1,234.50", "`£1,234.50` has a currency in it", "write 1234.50 or 1_234.50");
    check("$", "`$` has a currency in it", "write the number alone, as in 12.50");
}

#[test]
fn spaces_are_left_out() {
    check("1 234.50", "`1 234.50` has spaces in it", "write 1234.50 or 1_234.50");
    check(" 5", "` 5` has spaces in it", "write 5");
    check("- 5", "`- 5` has spaces in it", "write -5");
    check("5 6", "`5 6` has spaces in it", "write it without spaces, as in 1234.50");
    check("5\n", "`5\\n` has spaces in it", "write 5");
}

#[test]
fn parentheses_become_a_minus() {
    check("(500)", "`(500)` is in parentheses", "write -500");
    check("($1,234.50)", "`($1,234.50)` is in parentheses", "write -1234.50 or -1_234.50");
    check("(-5)", "`(-5)` is in parentheses", "write a negative with a minus, as in -500");
}

#[test]
fn a_percentage_becomes_its_fraction() {
    check("15%", "`15%` is a percentage, not a plain number", "write 0.15");
    check("-7.5 %", "`-7.5 %` is a percentage, not a plain number", "write -0.075");
    check("%", "`%` is a percentage, not a plain number", "write it as a fraction, as in 0.15");
}

#[test]
fn other_slips_are_mended_where_they_can_be() {
    check(".5", "`.5` is not a number", "write 0.5");
    check("5.", "`5.` is not a number", "write 5");
    check("1__0", "`1__0` is not a number", "write 10");
    check("abc", "`abc` is not a number", "write a number such as -1234.50 or 1.5e3");
    // Groups of one digit are none, whatever is before or behind them.
    check("1,2,3", "`1,2,3` is not a number", "write a number such as -1234.50 or 1.5e3");
    check("1234,567.00", "`1234,567.00` is not a number", "write a number such as -1234.50 or 1.5e3");
    for text in ["--5", "+-5", "1e", "1.2.3", "1,2,3", "1,234.5,6", ",", ".", "-", "+", "e5", "1,,234"] {
        let error = parse_decimal(text).unwrap_err();
        assert_eq!(error.help().unwrap().find("write "), Some(0), "{text}");
    }
}

#[test]
fn a_long_text_is_cut() {
    let error = parse_decimal(&"x".repeat(1000)).unwrap_err();
    assert_eq!(error.to_string(), format!("`{}…` is not a number", "x".repeat(60)));
}
