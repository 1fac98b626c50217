//! Outputs read back by readers that are not ours.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

/// Whether a word of a text is what a number that is none is printed as.
fn is_no_number(word: &str) -> bool {
    matches!(
        word.trim_matches(|c: char| "+-(),;:[]".contains(c)),
        "NaN" | "nan" | "inf" | "Infinity" | "infinity"
    )
}

/// No number of a text is infinite or none at all.
pub fn check_words(text: &str) {
    for word in text.split(|c: char| c.is_whitespace() || c == '|' || c == ',') {
        assert!(!is_no_number(word), "`{word}` in\n{text}");
    }
}

/// Every line is JSON by itself, and no text within is a number that is none.
pub fn check_json(text: &str) -> Vec<serde_json::Value> {
    let whole: Result<serde_json::Value, _> = serde_json::from_str(text);
    if let Ok(value) = whole {
        return vec![value];
    }
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in\n{line}")))
        .collect()
}

/// Every record has as many cells as the first.
pub fn check_csv(text: &str) -> usize {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(false).from_reader(text.as_bytes());
    reader.records().inspect(|record| assert!(record.is_ok(), "{record:?} in\n{text}")).count()
}

/// A page is without a fault of grammar, and holds neither handlers nor links that are scripts.
pub fn check_html(text: &str) {
    let page = scraper::Html::parse_document(text);
    assert!(page.errors.is_empty(), "{:?} in\n{text}", page.errors);
    for element in page.tree.nodes().filter_map(|node| node.value().as_element()) {
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on"), "{name}={value}");
            assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{name}={value}");
        }
    }
}

/// Braces or brackets of a typesetter's text are in balance, but for those after a backslash and, with `strings`, in quotes.
pub fn check_typeset(text: &str, (open, close): (char, char), strings: bool) {
    let (mut depth, mut quoted) = (0_i64, false);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if strings && character == '"' {
            quoted = !quoted;
        } else if quoted {
        } else if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
            assert!(depth >= 0, "`{close}` closes nothing in\n{text}");
        }
    }
    assert_eq!(depth, 0, "`{open}` is not closed in\n{text}");
}

/// A workbook opens, and no cell of it is an error.
pub fn check_workbook(bytes: &[u8]) {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    for name in book.sheet_names() {
        for row in book.worksheet_range(&name).unwrap().rows() {
            for cell in row {
                assert!(!matches!(cell, Data::Error(_)), "{cell:?} in {name}");
                if let Data::Float(value) = cell {
                    assert!(value.is_finite(), "{value} in {name}");
                }
            }
        }
    }
}
