//! Rows that are plain power laws, evaluated without a scenario: to the bit what the scenario's answers are.

use rust_decimal::Decimal;

use super::super::rows::{Values, of_run, plain};
use super::{From, Literal, Slot, Wanted};
use crate::curve::{
    Basis, Curve, Index, LearningEnd, LearningRate, Lot, MAX_UNITS, Outline, Shape, SteadyState,
};
use crate::money;
use crate::question::TimeUnit;

/// Which columns say what of a power law; none where rows are more than that.
#[derive(Debug, Clone)]
pub(super) struct Quick {
    model: Option<From>,
    first: From,
    /// The unit that times may have.
    unit: Option<String>,
    /// Whether the first unit is in money.
    money: bool,
    slope: Slope,
    ends_after: Option<From>,
    /// The cost of an hour.
    rate: Option<From>,
    wanted: Vec<(Wanted, [Option<From>; 2])>,
}

#[derive(Debug, Clone)]
enum Slope {
    Rate(From),
    Index(From),
}

/// What columns may say.
const KNOWN: [&str; 11] = [
    "model",
    "first_time",
    "first_cost",
    "learning_rate",
    "b",
    "ends_after",
    "rate",
    "units",
    "number",
    "first",
    "last",
];

/// Values past these are refused or rounded by decimals: the scenario decides.
const LEAST: f64 = 1e-12;
const MOST: f64 = 1e27;

impl Quick {
    /// The quick way for these slots, where there is one.
    pub(super) fn of(slots: &[Slot], wanted: &[Wanted]) -> Option<Self> {
        let from = |key: &str| slots.iter().find(|slot| slot.key == key).map(|slot| slot.from.clone());
        if slots.iter().any(|slot| !KNOWN.contains(&slot.key)) {
            return None;
        }
        // A time's unit is that of the results: the number alone counts, if the unit is its column's.
        let unit =
            slots.iter().find(|slot| slot.literal == Literal::Time).map(|slot| match slot.unit.as_str() {
                "" => "h".to_owned(),
                unit => unit.to_owned(),
            });
        if unit.as_ref().is_some_and(|unit| TimeUnit::of_word(unit).is_none()) {
            return None;
        }
        // A heading with a percent sign gives it to cells without one: cell by cell.
        if slots.iter().any(|slot| slot.literal == Literal::Ratio && !slot.unit.is_empty()) {
            return None;
        }
        let (first, money) = match (from("first_time"), from("first_cost")) {
            (Some(first), None) => (first, false),
            (None, Some(first)) => (first, true),
            _ => return None,
        };
        let slope = match (from("learning_rate"), from("b")) {
            (Some(rate), None) => Slope::Rate(rate),
            (None, Some(index)) => Slope::Index(index),
            _ => return None,
        };
        let asked = |wanted: &Wanted| -> Option<(Wanted, [Option<From>; 2])> {
            Some((
                *wanted,
                match wanted.name {
                    "average" | "total" => [from("units"), None],
                    // A blank number stands for the units, cell by cell: that is for the scenario.
                    "unit" if from("number").is_some() && from("units").is_some() => return None,
                    "unit" => [from("number").or_else(|| from("units")), None],
                    "lot" => [from("first"), from("last")],
                    _ => return None,
                },
            ))
        };
        let wanted = wanted.iter().map(asked).collect::<Option<Vec<_>>>()?;
        let (model, ends_after, rate) = (from("model"), from("ends_after"), from("rate"));
        // A rate per hour is of a time.
        (rate.is_none() || !money).then_some(Self {
            model,
            first,
            unit,
            money,
            slope,
            ends_after,
            rate,
            wanted,
        })
    }

    /// A time without its unit, where that is the one of its column; a constant's may be any.
    fn bare<'t>(&self, time: &'t str) -> &'t str {
        let bare = match &self.first {
            From::Column(_) => self.unit.as_deref().and_then(|unit| time.strip_suffix(unit)),
            From::Constant(_) => time.strip_suffix("min").or_else(|| time.strip_suffix(['h', 's'])),
        };
        bare.map_or(time, str::trim_end)
    }

    /// How many of the row's unit of time make an hour.
    fn per_hour(&self, cells: &[&str]) -> Option<Decimal> {
        let unit = match &self.first {
            From::Column(_) => self.unit.as_deref()?,
            From::Constant(_) => {
                let first = text(&self.first, cells)?;
                match &first[self.bare(first).len()..].trim() {
                    &"" => self.unit.as_deref()?,
                    unit => unit,
                }
            }
        };
        TimeUnit::of_word(unit).map(TimeUnit::per_hour)
    }

    /// The figures of a row, where nothing about it is out of the ordinary.
    pub(super) fn evaluate(&self, cells: &[&str], into: &mut Vec<f64>) -> Option<()> {
        let basis = match self.model.as_ref().map_or(Some("wright"), |from| text(from, cells))? {
            "wright" | "" => Basis::CumulativeAverage,
            "crawford" => Basis::Unit,
            _ => return None,
        };
        let first = text(&self.first, cells)?;
        let first = decimal(if self.money { first } else { self.bare(first) })?.value()?;
        let index = match &self.slope {
            Slope::Rate(from) => {
                let said = text(from, cells)?;
                let ratio = match said.strip_suffix('%') {
                    Some(percent) => decimal(percent)?.hundredth(),
                    None => decimal(said)?,
                };
                let ratio = ratio.value().filter(|ratio| *ratio <= 4.0)?;
                LearningRate::new(ratio).ok()?.index()
            }
            Slope::Index(from) => {
                Index::new(-decimal(text(from, cells)?.strip_prefix('-')?)?.value()?).ok()?
            }
        };
        let run = match given(self.ends_after.as_ref(), cells)? {
            "" => None,
            after => {
                let end = LearningEnd { after: count(after)?, steady_state: SteadyState::LastUnit };
                Some(Outline::power_law(basis, Some(end)).run(index, first).ok()?)
            }
        };
        let rate = match given(self.rate.as_ref(), cells)? {
            "" => None,
            rate => {
                Some((decimal(rate).and_then(|_| money::parse_decimal(rate).ok())?, self.per_hour(cells)?))
            }
        };
        let begun = into.len();
        let mut known: Option<(u64, Values)> = None;
        for (wanted, [one, other]) in &self.wanted {
            let count = |from: &Option<From>| count(text(from.as_ref()?, cells)?);
            let units = count(one)?;
            let (each, total) = if wanted.name == "lot" {
                let lot = Lot::new(units, count(other)?).ok()?;
                let total = match &run {
                    Some(run) => run.lot(lot).ok()?,
                    None => Curve::new(basis, Shape::PowerLaw { index }, first).ok()?.lot(lot).ok()?,
                };
                (total, total)
            } else {
                // Average, total and unit of one count come together.
                let values = match known {
                    Some((of, values)) if of == units => values,
                    _ => {
                        let made = match &run {
                            Some(run) => of_run(run, units).ok()?,
                            None => plain(basis, index, first, units),
                        };
                        known.insert((units, made)).1
                    }
                };
                if wanted.name == "unit" {
                    (values.unit, values.unit)
                } else {
                    (values.average, values.total)
                }
            };
            let ordinary = |value: f64| (LEAST..MOST).contains(&value);
            if !ordinary(each) || !ordinary(total) {
                into.truncate(begun);
                return None;
            }
            let figure = if wanted.name == "average" { each } else { total };
            // Money is decimal: its fifteen digits.
            into.push(match rate {
                Some((rate, per_hour)) => {
                    let cost = rate.checked_mul(money::from_f64(figure).ok()? / per_hour)?;
                    money::to_f64(cost)
                }
                None if self.money => money::to_f64(money::from_f64(figure).ok()?),
                None => figure,
            });
        }
        Some(())
    }
}

/// What may be left out, and is then blank.
fn given<'c>(from: Option<&'c From>, cells: &[&'c str]) -> Option<&'c str> {
    from.map_or(Some(""), |from| text(from, cells))
}

/// A cell, or the constant in its place.
fn text<'c>(from: &'c From, cells: &[&'c str]) -> Option<&'c str> {
    match from {
        From::Column(place) => cells.get(*place).map(|cell| cell.trim()),
        From::Constant(value) => Some(value.trim()),
    }
}

/// Digits and how many of them stand after the point: exact.
#[derive(Debug, Clone, Copy)]
struct Digits {
    digits: u64,
    places: u32,
}

impl Digits {
    fn hundredth(self) -> Self {
        Self { places: self.places + 2, ..self }
    }

    /// The nearest double: both numbers are doubles themselves, so that one division rounds once.
    fn value(self) -> Option<f64> {
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
            1e18, 1e19, 1e20, 1e21, 1e22,
        ];
        let power = POWERS.get(usize::try_from(self.places).ok()?)?;
        (self.digits < 1 << 53 && self.digits > 0).then(|| crate::curve::count(self.digits) / power)
    }
}

/// A plain decimal number: digits, perhaps with a point between them.
fn decimal(text: &str) -> Option<Digits> {
    let (mut digits, mut places, mut seen, mut point) = (0_u64, 0, 0, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if seen < 18 => {
                digits = 10 * digits + u64::from(byte - b'0');
                places += u32::from(point);
                seen += 1;
            }
            b'.' if !point && seen > 0 => point = true,
            _ => return None,
        }
    }
    // A point has digits on both sides.
    (seen > 0 && (!point || places > 0)).then_some(Digits { digits, places })
}

/// A count of units.
fn count(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 16 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|count| (1..=MAX_UNITS).contains(count))
}

#[cfg(test)]
#[path = "quick/quick_tests.rs"]
mod tests;
