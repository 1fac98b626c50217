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
    /// assert_eq!(error.help(), "did you mean USD?");
    /// # Ok::<(), learncurve::money::UnknownCurrency>(())
    /// ```
    ///
    /// Source: ISO 4217:2015, list one as published on 2026-01-01.
    pub fn parse(text: &str) -> Result<Self, UnknownCurrency> {
        match ACTIVE.binary_search_by(|row| row.0.cmp(text)) {
            Ok(index) => {
                let (code, minor_units) = ACTIVE[index];
                Ok(Self { code, minor_units })
            }
            Err(_) => Err(UnknownCurrency::new(text)),
        }
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
    Currency::parse_quietly(code).map(Currency::minor_units)
}

impl Currency {
    fn parse_quietly(code: &str) -> Option<Self> {
        let index = ACTIVE.binary_search_by(|row| row.0.cmp(code)).ok()?;
        let (code, minor_units) = *ACTIVE.get(index)?;
        Some(Self { code, minor_units })
    }
}
