//! Characters outside ASCII that turn up in numbers, and what they stand for.

/// Look-alikes with their Unicode names and their plain spelling; `None` for those that draw nothing.
const LOOKALIKES: [(char, &str, Option<char>); 33] = [
    ('\u{a0}', "NO-BREAK SPACE", Some(' ')),
    ('\u{ad}', "SOFT HYPHEN", None),
    ('\u{b4}', "ACUTE ACCENT", Some('\'')),
    ('\u{b7}', "MIDDLE DOT", Some('.')),
    ('\u{66b}', "ARABIC DECIMAL SEPARATOR", Some('.')),
    ('\u{66c}', "ARABIC THOUSANDS SEPARATOR", Some('\'')),
    ('\u{2007}', "FIGURE SPACE", Some(' ')),
    ('\u{2008}', "PUNCTUATION SPACE", Some(' ')),
    ('\u{2009}', "THIN SPACE", Some(' ')),
    ('\u{200a}', "HAIR SPACE", Some(' ')),
    ('\u{200b}', "ZERO WIDTH SPACE", None),
    ('\u{200e}', "LEFT-TO-RIGHT MARK", None),
    ('\u{200f}', "RIGHT-TO-LEFT MARK", None),
    ('\u{2010}', "HYPHEN", Some('-')),
    ('\u{2011}', "NON-BREAKING HYPHEN", Some('-')),
    ('\u{2012}', "FIGURE DASH", Some('-')),
    ('\u{2013}', "EN DASH", Some('-')),
    ('\u{2014}', "EM DASH", Some('-')),
    ('\u{2018}', "LEFT SINGLE QUOTATION MARK", Some('\'')),
    ('\u{2019}', "RIGHT SINGLE QUOTATION MARK", Some('\'')),
    ('\u{202f}', "NARROW NO-BREAK SPACE", Some(' ')),
    ('\u{2060}', "WORD JOINER", None),
    ('\u{2212}', "MINUS SIGN", Some('-')),
    ('\u{3000}', "IDEOGRAPHIC SPACE", Some(' ')),
    ('\u{3002}', "IDEOGRAPHIC FULL STOP", Some('.')),
    ('\u{fe63}', "SMALL HYPHEN-MINUS", Some('-')),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE", None),
    ('\u{ff05}', "FULLWIDTH PERCENT SIGN", Some('%')),
    ('\u{ff0b}', "FULLWIDTH PLUS SIGN", Some('+')),
    ('\u{ff0c}', "FULLWIDTH COMMA", Some(',')),
    ('\u{ff0d}', "FULLWIDTH HYPHEN-MINUS", Some('-')),
    ('\u{ff0e}', "FULLWIDTH FULL STOP", Some('.')),
    ('\u{ff3f}', "FULLWIDTH LOW LINE", Some('_')),
];

/// The zeros of the digit runs most met in numbers; the nine others follow each.
const ZEROS: [(char, &str); 8] = [
    ('\u{660}', "ARABIC-INDIC"),
    ('\u{6f0}', "EXTENDED ARABIC-INDIC"),
    ('\u{966}', "DEVANAGARI"),
    ('\u{9e6}', "BENGALI"),
    ('\u{be6}', "TAMIL"),
    ('\u{e50}', "THAI"),
    ('\u{ff10}', "FULLWIDTH"),
    ('\u{1d7ce}', "MATHEMATICAL BOLD"),
];

const DIGITS: [&str; 10] = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"];

/// The code point of a character, with its Unicode name where it is one that numbers are met with.
pub(super) fn name(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    if let Some((_, name, _)) = LOOKALIKES.iter().find(|row| row.0 == character) {
        format!("{code} {name}")
    } else if let Some((script, value)) = digit(character) {
        format!("{code} {script} DIGIT {}", DIGITS[value])
    } else {
        code
    }
}

/// The text with each look-alike in its plain spelling and the invisible ones left out.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter_map(plain_character).collect()
}

fn plain_character(character: char) -> Option<char> {
    if let Some((_, _, plain)) = LOOKALIKES.iter().find(|row| row.0 == character) {
        *plain
    } else if let Some((_, value)) = digit(character) {
        char::from_digit(u32::try_from(value).ok()?, 10)
    } else {
        Some(character)
    }
}

fn digit(character: char) -> Option<(&'static str, usize)> {
    ZEROS.iter().find_map(|&(zero, script)| {
        let value = u32::from(character).checked_sub(u32::from(zero))?;
        (value < 10).then_some((script, usize::try_from(value).ok()?))
    })
}

/// Whether the character is a currency's sign, such as `$`, `£` or `€`.
pub(super) fn is_currency_sign(character: char) -> bool {
    matches!(
        character,
        '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{e3f}'
            | '\u{fe69}' | '\u{ff04}' | '\u{ffe0}' | '\u{ffe1}' | '\u{ffe5}' | '\u{ffe6}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_and_foreign_digits_have_their_unicode_names() {
        assert_eq!(name('\u{2212}'), "U+2212 MINUS SIGN");
        assert_eq!(name('５'), "U+FF15 FULLWIDTH DIGIT FIVE");
        assert_eq!(name('٣'), "U+0663 ARABIC-INDIC DIGIT THREE");
        assert_eq!(name('千'), "U+5343");
    }

    #[test]
    fn look_alikes_have_plain_spellings() {
        assert_eq!(plain("\u{feff}−１\u{a0}２３４．５"), "-1 234.5");
    }
}
