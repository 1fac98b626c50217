//! Currencies by their ISO 4217 codes.

use std::fmt;

use thiserror::Error;

use super::error::excerpt;
use super::iso4217::{ACTIVE, WITHDRAWN, WITHOUT_MINOR_UNITS};

/// What people write for a currency that is not its code.
const NICKNAMES: [(&str, &[&str]); 10] = [
    ("$", &["USD", "AUD", "CAD"]),
    ("US$", &["USD"]),
    ("£", &["GBP"]),
    ("€", &["EUR"]),
    ("¥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("EURO", &["EUR"]),
    ("EUROS", &["EUR"]),
    ("RMB", &["CNY"]),
    ("YEN", &["JPY"]),
];

/// The most codes that an error suggests.
const SUGGESTIONS: usize = 3;

/// An active currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: &'static str,
    minor_units: u32,
}

impl Currency {
    /// The currency of an alphabetic code, three capital letters.
    ///
    /// # Errors
    ///
    /// [`UnknownCurrency`] for any other text: it tells what was meant where that can be seen.
    ///
    /// ```
    /// use learncurve::money::Currency;
    ///
    /// let yen = Currency::parse("JPY")?;
    /// assert_eq!((yen.code(), yen.minor_units()), ("JPY", 0));
    /// let error = Currency::parse("usd").unwrap_err();
    /// assert_eq!(error.help().as_deref(), Some("did you mean USD?"));
    /// # Ok::<(), learncurve::money::UnknownCurrency>(())
    /// ```
    ///
    /// Source: ISO 4217:2015, list one as published on 2026-01-01.
    pub fn parse(text: &str) -> Result<Self, UnknownCurrency> {
        Self::find(text).ok_or_else(|| UnknownCurrency::new(text))
    }

    fn find(code: &str) -> Option<Self> {
        let index = ACTIVE.binary_search_by(|row| row.0.cmp(code)).ok()?;
        let (code, minor_units) = *ACTIVE.get(index)?;
        Some(Self { code, minor_units })
    }

    /// The alphabetic code, such as `USD`.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// How many decimal places the smallest unit makes: 2 for USD, 0 for JPY, 3 for KWD.
    pub const fn minor_units(self) -> u32 {
        self.minor_units
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code)
    }
}

/// How many decimal places the smallest unit of an active currency makes: 0 to 4.
///
/// `code` is the ISO 4217 alphabetic code in capitals; `None` for any other text, and for the codes that have
/// no minor unit (gold, test codes and the like).
///
/// ```
/// use learncurve::money::minor_units;
///
/// assert_eq!(minor_units("USD"), Some(2));
/// assert_eq!(minor_units("CLF"), Some(4));
/// assert_eq!(minor_units("usd"), None);
/// ```
///
/// Source: ISO 4217:2015, list one as published on 2026-01-01.
pub fn minor_units(code: &str) -> Option<u32> {
    Currency::find(code).map(Currency::minor_units)
}

/// A text that is no currency's code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` {reason}")]
pub struct UnknownCurrency {
    text: String,
    reason: &'static str,
    help: String,
    suggestions: Vec<&'static str>,
}

impl UnknownCurrency {
    fn new(text: &str) -> Self {
        let (reason, suggestions, help) = if text.is_empty() {
            (UNKNOWN, Vec::new(), None)
        } else if WITHOUT_MINOR_UNITS.contains(&text) {
            let help = "name the currency that amounts are paid in, such as USD".to_owned();
            ("has no minor unit to round money to", Vec::new(), Some(help))
        } else if let Some(&(_, successor)) = WITHDRAWN.iter().find(|row| row.0 == text) {
            let help = format!("its successor is {successor}");
            let reason = "is no longer a currency of ISO 4217";
            (reason, vec![successor], Some(help))
        } else {
            let near = near_codes(text);
            let help = one_of(&near).map(|codes| format!("did you mean {codes}?"));
            (UNKNOWN, near, help)
        };
        Self {
            text: excerpt(text),
            reason,
            help: help
                .unwrap_or_else(|| "write an ISO 4217 code in capitals, such as USD, EUR or JPY".to_owned()),
            suggestions,
        }
    }

    /// The codes that were likely meant, likeliest first: three at most.
    pub fn suggestions(&self) -> &[&'static str] {
        &self.suggestions
    }

    /// What is allowed, or which codes were likely meant: one line without a full stop.
    pub fn help(&self) -> Option<String> {
        Some(self.help.clone())
    }
}

const UNKNOWN: &str = "is not a currency code of ISO 4217";

/// The active codes one slip away from `text`, the most alike first.
fn near_codes(text: &str) -> Vec<&'static str> {
    // Far longer than any code or nickname: nothing is near, and a comparison would cost its length.
    if text.len() > 16 {
        return Vec::new();
    }
    let capitals = text.trim().to_uppercase();
    if let Some((_, codes)) = NICKNAMES.iter().find(|row| row.0 == capitals) {
        return codes.to_vec();
    }
    if let Some(currency) = Currency::find(&capitals) {
        return vec![currency.code];
    }
    let mut near: Vec<(&'static str, f64)> = ACTIVE
        .iter()
        .filter(|row| strsim::osa_distance(&capitals, row.0) == 1)
        .map(|row| (row.0, strsim::jaro_winkler(&capitals, row.0)))
        .collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1));
    // Letters in the wrong order are the likeliest slip of all.
    near.sort_by_key(|row| sorted_letters(row.0) != sorted_letters(&capitals));
    near.truncate(SUGGESTIONS);
    near.into_iter().map(|row| row.0).collect()
}

fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

/// `A`, `A or B`, `A, B or C`; nothing for no codes.
fn one_of(codes: &[&str]) -> Option<String> {
    let (last, rest) = codes.split_last()?;
    Some(if rest.is_empty() { (*last).to_owned() } else { format!("{} or {last}", rest.join(", ")) })
}

#[cfg(test)]
#[path = "currency_tests.rs"]
mod tests;
