//! Words on a picture: how wide they are, and what of them is shown.

use textwrap::core::display_width;

/// About how wide a text is, in sizes of its letters: as in common sans-serif fonts, rather too wide than too narrow.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(letter).sum()
}

fn letter(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 0.28,
        'f' | 't' | 'r' | 'I' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.38,
        'm' | 'M' | 'W' | '@' | '%' | '—' => 0.92,
        'w' | 'A'..='Z' => 0.7,
        c if c.is_ascii() => 0.57,
        // Marks that stand on the letter before them, and letters of double width.
        c => match display_width(c.encode_utf8(&mut [0; 4])) {
            0 => 0.0,
            1 => 0.62,
            _ => 1.05,
        },
    }
}

/// A text that fits into a room of so many sizes of its letters, with an ellipsis in place of what does not.
pub(super) fn cut(text: &str, room: f64) -> String {
    shortened(text, |shown| width(shown) <= room)
}

/// A text of at most so many columns of a terminal; `ellipsis` stands in place of what is cut.
pub(super) fn columns(text: &str, most: usize, ellipsis: &str) -> String {
    if display_width(text) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(display_width(ellipsis));
    let mut wide = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            wide += display_width(c.encode_utf8(&mut [0; 4]));
            wide <= room
        })
        .collect();
    format!("{}{ellipsis}", kept.trim_end())
}

fn shortened(text: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let shown = |kept: usize| format!("{}…", text[..ends[kept]].trim_end());
    let over = ends.partition_point(|end| fits(&format!("{}…", text[..*end].trim_end())));
    shown(over.saturating_sub(1))
}

/// A text for a picture: control characters and marks that turn the reading order shown and not sent, no character that XML has
/// no place for, and one line.
pub(super) fn printable(text: &str) -> String {
    crate::render::visible(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}").replace(['\n', '\t'], " ")
}

/// A number as [`tick`](super::tick) writes it, its power of ten raised: `2e9` becomes `2·10⁹`.
pub(super) fn raised(number: &str) -> String {
    let Some((digits, power)) = number.split_once('e') else { return number.to_owned() };
    let power: String = power
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            c => c.to_digit(10).and_then(|digit| char::from_u32(0x2070 + digit)).unwrap_or(c),
        })
        .collect();
    match digits {
        "1" => format!("10{power}"),
        "-1" => format!("-10{power}"),
        digits => format!("{digits}·10{power}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn powers_of_ten_are_raised() {
        assert_eq!(["1e-7", "2e9", "1,000", "-1e12"].map(raised), ["10⁻⁷", "2·10⁹", "1,000", "-10¹²"]);
    }

    #[test]
    fn a_long_text_ends_with_an_ellipsis_and_fits() {
        assert_eq!(cut("short", 10.0), "short");
        let shown = cut(&"word ".repeat(2_000), 12.0);
        assert!(shown.ends_with('…') && width(&shown) <= 12.0 && width(&shown) > 10.0, "{shown}");
        assert_eq!(columns("abcdefgh", 5, "..."), "ab...");
        assert_eq!(columns("日本語日本語", 7, "…"), "日本語…");
    }

    #[test]
    fn what_orders_text_or_breaks_xml_is_shown() {
        assert_eq!(printable("a\u{202e}b\u{0}\nc\u{ffff}"), "a\\u{202e}b\\u{0} c\u{fffd}");
    }

    proptest! {
        #[test]
        fn no_text_is_cut_wider_than_its_room(text in any::<String>(), most in 1_usize..40) {
            prop_assert!(display_width(&columns(&text, most, "…")) <= most);
            let room = crate::curve::count(most as u64);
            prop_assert!(width(&cut(&text, room)) <= room);
        }
    }
}
