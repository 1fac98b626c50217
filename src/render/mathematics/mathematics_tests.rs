//! The notation read, laid out and set.

use proptest::prelude::*;

use super::layout::layout;
use super::{latex, mathml, read, typst};

/// A line with what it is set as: LaTeX, Typst and `MathML` without its frame.
fn set(line: &str) -> [String; 3] {
    let laid = layout(&read(line).unwrap_or_else(|| panic!("`{line}` is no notation")));
    let marked = mathml::formula(&laid, true).into_string();
    let inner = marked.strip_prefix("<math display=\"block\">").and_then(|rest| rest.strip_suffix("</math>"));
    [latex::formula(&laid, &str::to_owned), typst::formula(&laid), inner.unwrap().to_owned()]
}

#[test]
fn a_power_is_raised_and_a_letter_has_its_number_below() {
    let [latex, typst, mathml] = set("T1 × N^b");
    assert_eq!(latex, r"T_{1} \times N^{b}");
    assert_eq!(typst, "attach(T, b: 1) times attach(N, t: b)");
    assert_eq!(
        mathml,
        "<mrow><msub><mi>T</mi><mn>1</mn></msub><mo form=\"infix\">×</mo><msup><mi>N</mi><mi>b</mi></msup></mrow>"
    );
}

#[test]
fn a_quotient_with_spaces_is_a_fraction_and_one_without_stays_on_the_line() {
    assert_eq!(set("b = log 0.95 / log 2")[0], r"b = \frac{\log 0.95}{\log 2}");
    let [.., mathml] = set("log r / log 2");
    assert_eq!(mathml.matches("<mrow><mi>log</mi>").count(), 2, "each is one: {mathml}");
    assert_eq!(set("15 USD/h × 1.396675 h")[0], r"15\,\text{USD/h} \times 1.396675\,\text{h}");
    assert_eq!(set("N^(b / (1 + N/c))")[0], r"N^{b/(1 + N/c)}");
}

#[test]
fn a_sum_has_its_ends_below_and_above() {
    let [latex, typst, mathml] = set("T1 × Σ k^b, k = 1 to N, <= limit");
    assert_eq!(latex, r"T_{1} \times \sum_{k = 1}^{N} k^{b},\, \le \text{limit}");
    assert_eq!(typst, "attach(T, b: 1) times sum_(k = 1)^(N) attach(k, t: b) \\, thin <= \"limit\"");
    assert!(mathml.contains(
        "<munderover><mo>∑</mo><mrow><mi>k</mi><mo form=\"infix\">=</mo><mn>1</mn></mrow><mi>N</mi></munderover>"
    ));
}

#[test]
fn numbers_keep_their_thousands_their_percent_and_their_powers_of_ten() {
    assert_eq!(set("6 × 70e9 × 1,400")[0], r"6 \times 70 \times 10^{9} \times 1{,}400");
    assert_eq!(set("2 h × 95%^7")[0], r"2\,\text{h} \times (95\%)^{7}");
    assert_eq!(set("1e-5")[0], r"1 \times 10^{-5}");
    assert_eq!(set("2.8e12^-0.28")[0], r"(2.8 \times 10^{12})^{-0.28}");
    assert_eq!(set("1,200 EUR / 40")[1], "frac(\"1,200\" thin \"EUR\", 40)");
}

#[test]
fn words_are_words_and_letters_are_letters() {
    for (line, latex) in [
        ("total cost - target × N", r"\text{total cost} - \text{target} \times N"),
        ("Labour + Bought-in parts", r"\text{Labour} + \text{Bought-in parts}"),
        ("N-1", "N - 1"),
        ("α A", r"\alpha \,A"),
        ("(lr - end)(1 + cos(pi t/steps))/2", r"(\text{lr} - \text{end})(1 + \cos(\pi \,t/\text{steps}))/2"),
        ("R&D + 50% of a half", r"\text{R&D} + 50\%\,\text{of a half}"),
        ("sqrt(x) + |exponent|", r"\sqrt{x} + \lvert \text{exponent}\rvert"),
    ] {
        assert_eq!(set(line)[0], latex, "{line}");
    }
}

#[test]
fn what_is_no_notation_is_left_to_be_a_text() {
    for line in [
        "=cmd|'/C calc'!A0",
        "</script>",
        "\\input{x}",
        "$x$",
        "(",
        "a b)",
        "x +",
        "2  h",
        "x^",
        "a\u{202e}b/",
        "`x`",
    ] {
        assert_eq!(read(line), None, "{line}");
    }
    assert_eq!(read(&"(".repeat(100_000)), None);
    assert_eq!(read(&"-".repeat(100_000)), None);
    assert_eq!(read(&"a / ".repeat(100_000)), None);
    assert_eq!(read(&"a/".repeat(100_000)), None);
    assert!(read(&format!("1{}", " + 1".repeat(100_000))).is_some());
}

proptest! {
    #[test]
    fn nothing_that_is_read_is_lost(line in "[-a-zT12Σα().,;:|^×/+=<>… %']{0,40}") {
        if let Some(read) = read(&line) {
            prop_assert_eq!(read.to_string(), line);
            let laid = layout(&read);
            prop_assert!(laid.width() > 0);
            // What is set is well-formed whatever was read.
            let marked = mathml::formula(&laid, true).into_string();
            let parsed = roxmltree::Document::parse(&marked);
            prop_assert!(parsed.is_ok(), "{}", marked);
            for node in parsed.unwrap().descendants() {
                let children = node.children().filter(roxmltree::Node::is_element).count();
                match node.tag_name().name() {
                    "mfrac" | "msub" | "msup" => prop_assert_eq!(children, 2, "{}", marked),
                    "msubsup" | "munderover" => prop_assert_eq!(children, 3, "{}", marked),
                    _ => {}
                }
            }
            prop_assert!(!latex::formula(&laid, &str::to_owned).is_empty() && !typst::formula(&laid).is_empty());
        }
    }
}
