//! Rows that are plain power laws, evaluated without a scenario: to the bit what the scenario's answers are.

use super::super::rows::{Values, plain};
use super::{From, Literal, Slot, Wanted};
use crate::curve::{Basis, Curve, Index, LearningRate, Lot, MAX_UNITS, Shape};
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
    wanted: Vec<(Wanted, [Option<From>; 2])>,
}

#[derive(Debug, Clone)]
enum Slope {
    Rate(From),
    Index(From),
}

/// Values past these are refused or rounded by decimals: the scenario decides.
const LEAST: f64 = 1e-12;
const MOST: f64 = 1e27;

impl Quick {
    /// The quick way for these slots, where there is one.
    pub(super) fn of(slots: &[Slot], wanted: &[Wanted]) -> Option<Self> {
        let from = |key: &str| slots.iter().find(|slot| slot.key == key).map(|slot| slot.from.clone());
        let known =
            ["model", "first_time", "first_cost", "learning_rate", "b", "units", "number", "first", "last"];
        if slots.iter().any(|slot| !known.contains(&slot.key)) {
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
        Some(Self { model: from("model"), first, unit, money, slope, wanted })
    }

    /// A time without its unit, where that is the one of its column; a constant's may be any.
    fn bare<'t>(&self, time: &'t str) -> &'t str {
        let bare = match &self.first {
            From::Column(_) => self.unit.as_deref().and_then(|unit| time.strip_suffix(unit)),
            From::Constant(_) => time.strip_suffix("min").or_else(|| time.strip_suffix(['h', 's'])),
        };
        bare.map_or(time, str::trim_end)
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
        let begun = into.len();
        let mut known: Option<(u64, Values)> = None;
        for (wanted, [one, other]) in &self.wanted {
            let count = |from: &Option<From>| count(text(from.as_ref()?, cells)?);
            let units = count(one)?;
            let (each, total) = if wanted.name == "lot" {
                let lot = Lot::new(units, count(other)?).ok()?;
                let total = Curve::new(basis, Shape::PowerLaw { index }, first).ok()?.lot(lot).ok()?;
                (total, total)
            } else {
                // Average, total and unit of one count come together.
                let values = match known {
                    Some((of, values)) if of == units => values,
                    _ => known.insert((units, plain(basis, index, first, units))).1,
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
            into.push(if self.money { money::to_f64(money::from_f64(figure).ok()?) } else { figure });
        }
        Some(())
    }
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
mod tests {
    use super::super::{Fixed, Template};
    use super::*;
    use proptest::prelude::*;

    fn cells() -> impl Strategy<Value = Vec<String>> {
        let number = prop_oneof![
            "[0-9]{1,6}",
            "[0-9]{1,8}\\.[0-9]{1,9}",
            "0\\.[0-9]{1,16}",
            "-1|nan|1e3|\\.5|5\\.|, "
        ];
        let time = (number.clone(), prop_oneof![Just(""), Just(" h"), Just("min"), Just(" s"), Just(" d")])
            .prop_map(|(number, unit)| number + unit);
        let rate = prop_oneof!["[0-9]{1,3}(\\.[0-9]{1,6})?%", "[01]\\.[0-9]{1,12}", "[0-9]{1,3}"];
        let count = prop_oneof!["[1-9][0-9]{0,14}", "[0-9]{1,4}", "1_000|1e3|2\\.0|"];
        let model =
            prop_oneof![Just("wright"), Just("crawford"), Just(""), Just("Wright")].prop_map(str::to_owned);
        (model, time, rate, count).prop_map(|(model, time, rate, count)| vec![model, time, rate, count])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn what_is_quick_is_what_the_scenario_says_to_the_bit(row in cells(), cost in any::<bool>(), index in any::<bool>()) {
            let mut row = row;
            if cost {
                row[1] = row[1].trim_end_matches([' ', 'h', 's', 'd', 'm', 'i', 'n']).to_owned();
            }
            if index {
                row[2] = format!("-0.{}", row[2].replace(['%', '.'], ""));
            }
            let first = if cost { "first_cost" } else { "first_time" };
            let columns = ["model", first, if index { "index" } else { "learning_rate" }, "units"].map(str::to_owned);
            let wanted = ["average", "total", "unit"].map(|name| Wanted::of_name(name).unwrap()).to_vec();
            let template = Template::new(&columns, &Fixed::default(), wanted).unwrap();
            let texts: Vec<&str> = row.iter().map(String::as_str).collect();
            let mut quick = Vec::new();
            if template.quick(&texts, &mut quick) {
                let figures = template.evaluate(&texts).map_err(|reason| TestCaseError::fail(format!("{row:?}: {reason:?}")))?;
                let slow: Vec<u64> = figures.0.iter().map(|(exact, _)| exact.to_bits()).collect();
                prop_assert_eq!(quick.iter().map(|value| value.to_bits()).collect::<Vec<_>>(), slow, "{:?}", row);
            }
        }
    }

    #[test]
    fn ordinary_rows_are_quick() {
        let columns = ["model", "first_time", "learning_rate", "first", "last"].map(str::to_owned);
        let template =
            Template::new(&columns, &Fixed::default(), vec![Wanted::of_name("lot").unwrap()]).unwrap();
        let mut lots = Vec::new();
        assert!(template.quick(&["crawford", "100 h", "80%", "1", "8"], &mut lots));
        assert!((lots[0] - 534.591_353_327_031_2).abs() < 1e-10);
        assert!(!template.quick(&["boone", "100 h", "80%", "1", "8"], &mut lots) && lots.len() == 1);
    }
}
