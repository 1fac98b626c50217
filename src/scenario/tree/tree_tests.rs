use proptest::prelude::*;

use super::*;

/// What the plain way takes is what the `toml` crate makes of it.
fn holds(text: &str) -> bool {
    let Some(plain) = plain::parse(text) else { return false };
    let whole = whole::parse(text).unwrap_or_else(|errors| panic!("{text:?}: {}", errors[0]));
    assert_eq!(plain, whole, "{text:?}");
    true
}

macro_rules! texts {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../../", $file)))),*]
    };
}

#[test]
fn configs_are_ordinary_and_the_same_both_ways() {
    let configs = texts![
        "configs/boats-unit-theory.toml",
        "configs/departments.toml",
        "configs/models.toml",
        "configs/printed-table.toml",
        "configs/schedule.toml",
        "configs/sensitivity.toml",
        "configs/variances.toml",
    ];
    for (name, text) in configs {
        assert!(holds(text), "{name}");
    }
}

#[test]
fn published_problems_are_the_same_both_ways() {
    let problems = texts![
        "tests/corpus/elements.toml",
        "tests/corpus/exam-recipes-horngren.toml",
        "tests/corpus/exam-recipes.toml",
        "tests/corpus/fits.toml",
        "tests/corpus/handbooks-crawford-tables.toml",
        "tests/corpus/handbooks-crawford.toml",
        "tests/corpus/handbooks-wright-rates.toml",
        "tests/corpus/handbooks-wright.toml",
        "tests/corpus/operations-from-tables.toml",
        "tests/corpus/operations-more.toml",
        "tests/corpus/operations-tables.toml",
        "tests/corpus/operations.toml",
        "tests/corpus/package-checks.toml",
        "tests/corpus/plateaus.toml",
        "tests/corpus/printed-tables.toml",
        "tests/corpus/r-crawford.toml",
        "tests/corpus/r-differences.toml",
        "tests/corpus/r-rates.toml",
        "tests/corpus/r-wright.toml",
        "tests/corpus/two-point-rates.toml",
        "tests/corpus/uk-exams-more.toml",
        "tests/corpus/uk-exams-targets.toml",
        "tests/corpus/uk-exams.toml",
        "tests/corpus/us-accounting.toml",
        "tests/corpus/variances.toml",
    ];
    let ordinary = problems.iter().filter(|(_, text)| holds(text)).count();
    assert!(ordinary * 2 > problems.len(), "{ordinary} of {}", problems.len());
}

#[test]
fn what_is_ordinary_is_taken() {
    for text in [
        "",
        "\n# only a comment\r\n",
        "a = 1",
        "a.b = 'x'\na.c = \"y\" # z\n",
        "[a.b]\nc = 1\n[a]\nd = -0.5\n[a.e]\n",
        "[[a]]\nb.c = true\n[a.d]\n[[a]]\n[[a.e]]\n[[a.e]]\n",
        "a = -1_000\nb = 1_0.2_5\n",
        "a = [ 1, # one\n 2.50,\n [ ], { }, {b = { c.d = [0] }, c.e = false} ,\n]\n",
        "[ a . b ]\n c . d = \"\u{e9}\u{1f4a1}\"\n",
    ] {
        assert!(holds(text), "{text:?}");
    }
}

#[test]
fn what_is_not_ordinary_is_left_to_the_crate() {
    for text in [
        "a",
        "a =",
        "a = 1 b = 2",
        "a = 01",
        "a = 1__0",
        "a = _1",
        "a = 1_",
        "a = 1_.5",
        "a = 0_1",
        "a = +1",
        "a = 1e3",
        "a = 1.",
        "a = .5",
        "a = inf",
        "a = 0x10",
        "a = 1979-05-27",
        "a = 07:32:00",
        "a = truest",
        "a = \"\\n\"",
        "a = \"\"\"x\"\"\"",
        "a = ''''''",
        "a = \"x",
        "a = 'x\n'",
        "a = \"\u{7}\"",
        "# \u{7f}",
        "a = 1\ra = 2",
        "\u{feff}a = 1",
        "\"a\" = 1",
        "a = 1\na = 2",
        "a.b = 1\na.b.c = 2",
        "a = {b = 1}\na.c = 2",
        "a = {b = 1}\n[a.c]",
        "a = {b = 1,}",
        "a = {b = 1\n}",
        "a = [1 2]",
        "a = [{}]\n[a.b]",
        "a = [{}]\n[[a]]",
        "[a]\n[a]",
        "[a]\n[[a]]",
        "[[a]]\n[a]",
        "[a.b]\n[a]\nb.c = 1",
        "[a]\nb.c = 1\n[a.b]",
        "[a]\nb.c = 1\n[a.b.d]",
        "[a",
        "[[a]",
        "[a]]",
        "[]",
        "[a] b = 1",
        "a = tru",
        "a..b = 1",
    ] {
        assert!(plain::parse(text).is_none(), "{text:?}");
    }
    let deep = format!("a = {}{}", "[".repeat(100), "]".repeat(100));
    assert!(plain::parse(&deep).is_none());
    let dotted = format!("a{} = 1", ".a".repeat(100));
    assert!(plain::parse(&dotted).is_none());
    let header = format!("[a{}]", ".a".repeat(100));
    assert!(plain::parse(&header).is_none());
    let many = (0..100).map(|n| format!("k{n} = {n}")).collect::<Vec<_>>().join("\n");
    assert!(plain::parse(&many).is_none());
}

/// Lines that headers, keys and values of every kind are made of.
fn line() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec!["a", "b", "c", "a.b", "b.a", "a.b.c", "c . a", "\"a\"", "a-1"]);
    let value = prop::sample::select(vec![
        "1",
        "-2",
        "0.50",
        "00",
        "1_0",
        "1__0",
        "1_0.0_1",
        "0_1",
        "1_",
        "1e2",
        "true",
        "false",
        "''",
        "\"x\"",
        "\"\\t\"",
        "'''x'''",
        "[]",
        "[1, 'a']",
        "[{a = 1}, {}]",
        "{}",
        "{a = 1, b.c = 2}",
        "{a.b = 1, a = 2}",
        "[\n1,\n]",
        "2026-11-25",
        "nan",
    ]);
    let end = prop::sample::select(vec!["", " ", " # c", "\r", "\u{0}", "\t"]);
    prop_oneof![
        5 => (key.clone(), value, end.clone()).prop_map(|(key, value, end)| format!("{key} = {value}{end}\n")),
        2 => (key.clone(), end.clone()).prop_map(|(key, end)| format!("[{key}]{end}\n")),
        2 => (key, end).prop_map(|(key, end)| format!("[[{key}]]{end}\n")),
        1 => Just("\n".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn lines_in_any_order_are_the_same_both_ways(lines in prop::collection::vec(line(), 1..7)) {
        holds(&lines.concat());
    }

    #[test]
    fn damaged_files_are_the_same_both_ways(at in 0.0..1.0, with in "[\\[\\]{}=.,\"'#\\\\\r\n 0-9a-z_-]{0,3}", cut in 0_usize..4) {
        let text = include_str!("../../../configs/departments.toml");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
        let place = (at * text.len() as f64) as usize;
        let end = (place + cut).min(text.len());
        if text.is_char_boundary(place) && text.is_char_boundary(end) {
            holds(&format!("{}{with}{}", &text[..place], &text[end..]));
        }
    }
}
