//! Why a text is no exact decimal, and what to write instead.

use thiserror::Error;

/// The most characters of an offending text that a message repeats.
pub(super) const SHOWN: usize = 60;

/// Why a text can't be read as an exact decimal. `text` is what was found, escaped and cut for display;
/// `instead` is what to write in its place, where that is clear.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Nothing, or nothing but spaces.
    #[error("a number is missing")]
    Empty,
    /// An infinity or a NaN.
    #[error("`{text}` is not a finite number")]
    NotFinite {
        /// What was found.
        text: String,
    },
    /// A comma where the decimal point belongs: `12,5`.
    #[error("`{text}` has a decimal comma")]
    DecimalComma {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// Commas, points or apostrophes between groups of digits: `1,234.50`.
    #[error("`{text}` has thousands separators")]
    ThousandsSeparators {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// A comma that could group thousands or mark decimals: `1,234`.
    #[error("`{text}` has a comma that could group thousands or mark decimals")]
    AmbiguousComma {
        /// What was found.
        text: String,
        /// What to write, for either meaning.
        instead: Option<String>,
    },
    /// A character outside ASCII, such as U+2212 MINUS SIGN or a full-width digit.
    #[error("`{text}` contains {character}")]
    Character {
        /// What was found.
        text: String,
        /// The character, its code point and, where known, its name.
        character: String,
        /// What to write.
        instead: Option<String>,
    },
    /// A hexadecimal, octal or binary number: `0x10`.
    #[error("`{text}` is not a decimal number")]
    Radix {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// A currency sign or code beside the number: `$5`.
    #[error("`{text}` has a currency in it")]
    CurrencySign {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// White space in or around the number: `1 234`.
    #[error("`{text}` has spaces in it")]
    Spaces {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// Parentheses, the book-keeper's minus: `(500)`.
    #[error("`{text}` is in parentheses")]
    Parentheses {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// A percentage where a plain number is wanted: `15%`.
    #[error("`{text}` is a percentage, not a plain number")]
    Percent {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// Anything else that is no number.
    #[error("`{text}` is not a number")]
    Malformed {
        /// What was found.
        text: String,
        /// What to write.
        instead: Option<String>,
    },
    /// More than 28 decimal places, or more digits than a decimal holds.
    #[error("`{text}` has more digits than can be held exactly")]
    TooPrecise {
        /// What was found.
        text: String,
    },
    /// Farther from zero than 79228162514264337593543950335.
    #[error("`{text}` is too large to be held exactly")]
    TooLarge {
        /// What was found.
        text: String,
    },
}

impl ParseError {
    /// What is allowed, or what to write instead: one line without a full stop.
    ///
    /// ```
    /// use learncurve::money::parse_decimal;
    ///
    /// let error = parse_decimal("12,5").unwrap_err();
    /// assert_eq!(error.to_string(), "`12,5` has a decimal comma");
    /// assert_eq!(error.help().as_deref(), Some("write 12.5"));
    /// ```
    pub fn help(&self) -> Option<String> {
        let (instead, otherwise) = match self {
            Self::Empty => (&None, "write a number such as 12.50"),
            Self::NotFinite { .. } => (&None, "must be a finite number such as 12.50"),
            Self::TooPrecise { .. } => (&None, "write at most 28 decimal places and 28 digits in all"),
            Self::TooLarge { .. } => (&None, "the largest number is 79228162514264337593543950335 (7.9e28)"),
            Self::DecimalComma { instead, .. } => {
                (instead, "mark decimals with a point and leave thousands ungrouped, as in 1234.50")
            }
            Self::ThousandsSeparators { instead, .. } | Self::AmbiguousComma { instead, .. } => {
                (instead, "leave thousands ungrouped, or group them with underscores, as in 1_234.50")
            }
            Self::Character { instead, .. } => {
                (instead, "write plain digits 0 to 9, with `-` and `.`, as in -1234.50")
            }
            Self::Radix { instead, .. } => (instead, "write it in decimal, as in 16"),
            Self::CurrencySign { instead, .. } => (instead, "write the number alone, as in 12.50"),
            Self::Spaces { instead, .. } => (instead, "write it without spaces, as in 1234.50"),
            Self::Parentheses { instead, .. } => (instead, "write a negative with a minus, as in -500"),
            Self::Percent { instead, .. } => (instead, "write it as a fraction, as in 0.15"),
            Self::Malformed { instead, .. } => (instead, "write a number such as -1234.50 or 1.5e3"),
        };
        Some(match instead {
            Some(instead) => format!("write {instead}"),
            None => otherwise.to_owned(),
        })
    }
}

/// The start of `text` as a message may show it: one line, control and invisible characters escaped.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    let mut characters = text.chars();
    for character in characters.by_ref().take(SHOWN) {
        if character.is_control() || is_invisible(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Characters that draw nothing, or that reorder what is drawn around them.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_on_a_character_boundary() {
        assert_eq!(excerpt(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(excerpt(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
    }

    #[test]
    fn an_excerpt_escapes_what_would_disturb_a_terminal() {
        assert_eq!(excerpt("1\n2\u{1b}[31m"), "1\\n2\\u{1b}[31m");
        assert_eq!(excerpt("\u{202e}12"), "\\u{202e}12");
    }
}
