//! What a column of Parquet holds, and how its values are written as text and read back.

use std::fmt::Write as _;

use half::f16;
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

/// What a column's values mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Truth,
    Whole,
    /// Whole numbers whose bits stand for 0 and up.
    Unsigned,
    Double,
    /// Numbers of 16 bits.
    Half,
    /// A whole number and how many of its digits stand after the point.
    Decimal(u32),
    Text,
    /// Bytes without a type, as old files have text in: text where they can be that, else hexadecimal digits after `\x`.
    Untyped,
    Day,
    /// Since midnight.
    Clock(Fraction),
    /// Since 1970, and whether that is in UTC.
    Moment(Fraction, bool),
    /// Written as hexadecimal digits.
    Bytes,
}

/// Parts of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fraction {
    Milli = 1_000,
    Micro = 1_000_000,
    Nano = 1_000_000_000,
}

impl From<&TimeUnit> for Fraction {
    fn from(unit: &TimeUnit) -> Self {
        match unit {
            TimeUnit::MILLIS => Self::Milli,
            TimeUnit::MICROS => Self::Micro,
            TimeUnit::NANOS => Self::Nano,
        }
    }
}

/// A column of a flat table.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) name: String,
    pub(super) physical: Physical,
    pub(super) meaning: Meaning,
    /// Whether values may be missing.
    pub(super) optional: bool,
    /// Bytes of a value, where all have as many.
    pub(super) width: usize,
}

/// Digits that a number of 128 bits has.
const MOST_DIGITS: i32 = 38;

/// The columns of a table.
///
/// # Errors
///
/// Which columns are no plain ones.
pub(super) fn leaves(schema: &SchemaDescriptor) -> Result<Vec<Leaf>, String> {
    let nested: Vec<&str> = (schema.root_schema().get_fields().iter())
        .filter(|field| !field.is_primitive() || field.get_basic_info().repetition() == Repetition::REPEATED)
        .map(|field| field.name())
        .collect();
    if !nested.is_empty() {
        return Err(format!(
            "columns that hold lists or structures: `{}`; drop or flatten them first",
            nested.join("`, `")
        ));
    }
    schema.columns().iter().map(|column| leaf(column)).collect()
}

fn leaf(column: &ColumnDescriptor) -> Result<Leaf, String> {
    let name = column.name().to_owned();
    let scale = || {
        u32::try_from(column.type_scale())
            .ok()
            .filter(|scale| *scale <= 38)
            .ok_or_else(|| format!("column `{name}` has {} places", column.type_scale()))
    };
    if column.type_precision() > MOST_DIGITS {
        let digits = column.type_precision();
        return Err(format!(
            "column `{name}` has decimals of {digits} digits, and at most {MOST_DIGITS} are read: cast it"
        ));
    }
    let by_logical = match column.logical_type_ref() {
        Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Some(Meaning::Text),
        Some(LogicalType::Decimal(_)) => Some(Meaning::Decimal(scale()?)),
        Some(LogicalType::Date) => Some(Meaning::Day),
        Some(LogicalType::Time(time)) => Some(Meaning::Clock(Fraction::from(&time.unit))),
        Some(LogicalType::Timestamp(time)) => {
            Some(Meaning::Moment(Fraction::from(&time.unit), time.is_adjusted_to_u_t_c))
        }
        Some(LogicalType::Integer(whole)) if !whole.is_signed => Some(Meaning::Unsigned),
        Some(LogicalType::Float16) if column.type_length() == 2 => Some(Meaning::Half),
        _ => None,
    };
    let by_converted = || match column.converted_type() {
        ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Ok(Some(Meaning::Text)),
        ConvertedType::DECIMAL => scale().map(|scale| Some(Meaning::Decimal(scale))),
        ConvertedType::DATE => Ok(Some(Meaning::Day)),
        ConvertedType::TIME_MILLIS => Ok(Some(Meaning::Clock(Fraction::Milli))),
        ConvertedType::TIME_MICROS => Ok(Some(Meaning::Clock(Fraction::Micro))),
        ConvertedType::TIMESTAMP_MILLIS => Ok(Some(Meaning::Moment(Fraction::Milli, true))),
        ConvertedType::TIMESTAMP_MICROS => Ok(Some(Meaning::Moment(Fraction::Micro, true))),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Ok(Some(Meaning::Unsigned))
        }
        _ => Ok::<_, String>(None),
    };
    let physical = column.physical_type();
    let plain = || match physical {
        Physical::BOOLEAN => Meaning::Truth,
        Physical::INT32 | Physical::INT64 => Meaning::Whole,
        Physical::FLOAT | Physical::DOUBLE => Meaning::Double,
        Physical::BYTE_ARRAY => Meaning::Untyped,
        Physical::INT96 | Physical::FIXED_LEN_BYTE_ARRAY => Meaning::Bytes,
    };
    let meaning = match by_logical {
        Some(meaning) => meaning,
        None => by_converted()?.unwrap_or_else(plain),
    };
    let fixed = physical == Physical::FIXED_LEN_BYTE_ARRAY;
    let width = if fixed { usize::try_from(column.type_length()).unwrap_or(0) } else { 0 };
    Ok(Leaf { name, physical, meaning, optional: column.max_def_level() > 0, width })
}

impl Leaf {
    /// What it holds, where that is neither numbers nor text.
    pub(super) fn unfit(&self) -> Option<&'static str> {
        match self.meaning {
            Meaning::Whole
            | Meaning::Unsigned
            | Meaning::Double
            | Meaning::Half
            | Meaning::Decimal(_)
            | Meaning::Text
            | Meaning::Untyped => None,
            Meaning::Truth => Some("true and false"),
            Meaning::Day => Some("dates"),
            Meaning::Clock(_) => Some("times of the day"),
            Meaning::Moment(..) => Some("points in time"),
            Meaning::Bytes => Some("bytes"),
        }
    }

    /// Whether it holds text, or what may be text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.meaning, Meaning::Text | Meaning::Untyped)
    }

    /// Whether JSON has its values without quotes.
    pub(super) fn is_bare(&self) -> bool {
        matches!(
            self.meaning,
            Meaning::Whole
                | Meaning::Unsigned
                | Meaning::Double
                | Meaning::Half
                | Meaning::Decimal(_)
                | Meaning::Truth
        )
    }
}

/// Writes a whole number with so many places as a decimal.
pub(super) fn write_decimal(value: i128, places: u32, into: &mut String) {
    let places = places as usize;
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if value < 0 { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    let _ = write!(into, "{sign}{whole}{point}{fraction}");
}

/// Reads a decimal as a whole number with so many places; none where it has more of them, or is no number.
pub(super) fn read_decimal(text: &str, places: u32) -> Option<i128> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let lacking = (places as usize).checked_sub(fraction.len())?;
    let all = format!("{whole}{fraction}{}", "0".repeat(lacking));
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: i128 = all.parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Writes the shortest number that reads back to the same half: 0.1 is what was meant, and not 0.09997559. Whole numbers are all there.
pub(super) fn write_half(value: f16, into: &mut String) {
    let exact = value.to_f32();
    let same = |digits: usize| {
        let said: f32 = format!("{exact:.digits$e}").parse().ok()?;
        (f16::from_f32(said) == value).then_some(said)
    };
    // Five digits tell every half from its neighbours.
    let said = if exact.fract() == 0.0 { None } else { (0..5).find_map(same) };
    let _ = write!(into, "{}", said.unwrap_or(exact));
}

/// Writes days since 1970 as year, month and day.
pub(super) fn write_day(days: i64, into: &mut String) {
    // Years from March, in eras of 400 of them, after H. Hinnant's days-to-civil algorithm.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let _ = write!(into, "{year:04}-{month:02}-{day:02}");
}

/// Writes a time of the day, its fraction without zeros at the end.
pub(super) fn write_clock(since_midnight: i64, fraction: Fraction, into: &mut String) {
    let parts = fraction as i64;
    let (seconds, rest) = (since_midnight.div_euclid(parts), since_midnight.rem_euclid(parts));
    let _ = write!(into, "{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if rest > 0 {
        let width = fraction_digits(fraction);
        let digits = format!("{rest:0width$}");
        let _ = write!(into, ".{}", digits.trim_end_matches('0'));
    }
}

/// Writes a point in time as ISO 8601 has it.
pub(super) fn write_moment(since_1970: i64, fraction: Fraction, utc: bool, into: &mut String) {
    let day = 86_400 * fraction as i64;
    write_day(since_1970.div_euclid(day), into);
    into.push('T');
    write_clock(since_1970.rem_euclid(day), fraction, into);
    if utc {
        into.push('Z');
    }
}

fn fraction_digits(fraction: Fraction) -> usize {
    match fraction {
        Fraction::Milli => 3,
        Fraction::Micro => 6,
        Fraction::Nano => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut String)) -> String {
        let mut text = String::new();
        write(&mut text);
        text
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_781, "2026-11-24"),
            (-719_468, "0000-03-01"),
        ] {
            assert_eq!(written(|into| write_day(days, into)), text);
        }
    }

    #[test]
    fn moments_are_iso_8601() {
        assert_eq!(
            written(|into| write_moment(1_000_000_000_120, Fraction::Milli, true, into)),
            "2001-09-09T01:46:40.12Z"
        );
        assert_eq!(
            written(|into| write_moment(-1, Fraction::Nano, false, into)),
            "1969-12-31T23:59:59.999999999"
        );
    }

    #[test]
    fn halves_are_the_shortest_numbers_that_read_back() {
        for text in ["0.1", "2048", "65504", "-0", "0.00000006", "NaN", "inf", "33.3"] {
            let half = f16::from_f32(text.parse().unwrap());
            assert_eq!(written(|into| write_half(half, into)), text);
        }
        for bits in 0..=u16::MAX {
            let half = f16::from_bits(bits);
            let back: f32 = written(|into| write_half(half, into)).parse().unwrap();
            assert!(f16::from_f32(back) == half || half.is_nan(), "{half}");
        }
    }

    #[test]
    fn decimals_come_back() {
        for (value, places, text) in
            [(-5, 2, "-0.05"), (2_095, 2, "20.95"), (7, 0, "7"), (i128::MIN + 1, 3, "")]
        {
            let said = written(|into| write_decimal(value, places, into));
            assert!(text.is_empty() || said == text, "{said}");
            assert_eq!(read_decimal(&said, places), Some(value));
        }
        assert_eq!(read_decimal("1.234", 2), None);
        assert_eq!(read_decimal("x", 2), None);
    }
}
