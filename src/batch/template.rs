//! A scenario for each row of a table: which column is which key, and the text that a row makes.

mod cells;
mod lacking;
mod meaning;
mod quick;
mod wanted;

use std::fmt::Write as _;
use std::ops::Range;

use crate::question::{self, TimeUnit};
use crate::scenario::{self, Scenario};
pub use wanted::{WANTED, Wanted};

use meaning::{Literal, QUESTION_KEYS, meaning, quoted, twin, unfit};

/// Where a row's value for a key comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum From {
    /// A column, counted from 0.
    Column(usize),
    /// The same for every row.
    Constant(String),
}

/// One key with where its value comes from.
#[derive(Debug, Clone)]
struct Slot {
    key: &'static str,
    /// As the table names it.
    name: String,
    literal: Literal,
    from: From,
    /// The unit of times without one.
    unit: String,
}

/// Which columns make what of a row.
#[derive(Debug, Clone)]
pub struct Template {
    /// The scenario's text but for its curve, its costs and questions.
    rest: String,
    costs: Vec<Cost>,
    /// The model, and keys that the template's curve has.
    model: String,
    curve: Vec<(String, String)>,
    slots: Vec<Slot>,
    wanted: Vec<Wanted>,
    decimal_comma: bool,
    /// The way around a scenario for rows that are plain power laws.
    quick: Option<quick::Quick>,
}

/// What is constant over all rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixed {
    /// Keys with their values, as columns would have them.
    pub constants: Vec<(String, String)>,
    /// A scenario whose curve the columns change; none for a bare one.
    pub base: Option<Base>,
    /// Whether numbers have a decimal comma.
    pub decimal_comma: bool,
}

/// A scenario taken apart: what of it columns leave alone, and the curve that they change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base {
    /// Its text without the curve, its cost lines and questions, tables after single keys.
    pub rest: String,
    /// Its cost lines.
    pub costs: Vec<Cost>,
    /// The model.
    pub model: String,
    /// The keys of the curve, each with its value as TOML on one line.
    pub curve: Vec<(String, String)>,
}

/// A cost line of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// Whether it is a rate per hour, for which rows may have another.
    pub hourly: bool,
    /// Its keys as TOML, a line each, without the rate where it is hourly.
    pub keys: String,
    /// That rate, as TOML.
    pub rate: String,
}

/// The figures of a row, one for each thing wanted, in the unit that `solve` gives them in: unrounded, and as `solve` rounds them.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures(pub Vec<(f64, rust_decimal::Decimal)>);

/// Why a row has no results: the column, what was found in it, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Reason(pub String);

impl Template {
    /// What these columns make of a row; columns that mean nothing are carried through.
    ///
    /// # Errors
    ///
    /// Every problem at once: doubled columns, constants that are no keys, a scenario that is none, and for what is wanted the
    /// columns that are missing.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::batch::template::{Fixed, Template, Wanted};
    /// let columns = ["part", "first_time", "learning_rate", "units"].map(str::to_owned);
    /// let wanted = vec![Wanted::of_name("average").unwrap()];
    /// let template = Template::new(&columns, &Fixed::default(), wanted).unwrap();
    /// let figures = template.evaluate(&["chair", "2", "95%", "128"]).unwrap();
    /// assert!((figures.0[0].0 - 1.396_674_592_187_5).abs() < 1e-14);
    /// assert_eq!(template.evaluate(&["chair", "2", "95", "128"]).unwrap_err().0, "learning_rate: `95` is read as a ratio, 9500%");
    /// ```
    pub fn new(columns: &[String], fixed: &Fixed, wanted: Vec<Wanted>) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut slots: Vec<Slot> = Vec::new();
        let named = columns.iter().enumerate().map(|(place, name)| (name, From::Column(place)));
        let constants = fixed.constants.iter().map(|(name, value)| (name, From::Constant(value.clone())));
        for (name, from) in named.chain(constants) {
            let Some((key, literal, unit)) = meaning(name) else {
                if matches!(from, From::Constant(_)) {
                    problems.push(format!("`{name}` is no key of a curve or a question"));
                }
                continue;
            };
            if let Some(allowed) = unfit(key, literal, &unit) {
                problems.push(format!(
                    "`{name}` has a unit that is not read: {allowed}; rename the column to carry it along"
                ));
            }
            if let Some(other) = slots.iter().find(|slot| slot.key == key) {
                problems.push(format!("`{}` and `{name}` both say the {key}", other.name));
                continue;
            }
            slots.push(Slot { key, name: name.clone(), literal, from, unit });
        }
        for (place, one) in wanted.iter().enumerate() {
            if wanted[..place].contains(one) {
                problems.push(format!("`{}` is wanted twice", one.name));
            }
            for (_, columns) in one.keys {
                if !columns.iter().any(|column| slots.iter().any(|slot| slot.key == *column)) {
                    problems.push(format!("`{}` needs a column `{}`", one.name, columns[0]));
                }
            }
        }
        if wanted.is_empty() {
            problems.push("nothing is wanted of the rows".to_owned());
        }
        if fixed.base.is_none() {
            problems.extend(lacking::without_curve(columns, &slots));
        }
        let bare = || Base { model: "wright".to_owned(), ..Base::default() };
        let Base { rest, costs, model, mut curve } = fixed.base.clone().unwrap_or_else(bare);
        curve.retain(|(key, _)| {
            // A first time or a rate that a column says replaces the template's, whichever of its two names that has.
            let replaced = |slot: &Slot| slot.key == key || twin(slot.key) == Some(key.as_str());
            !slots.iter().any(replaced)
        });
        if slots.iter().any(|slot| slot.key == "rate") && costs.iter().filter(|cost| cost.hourly).count() > 1
        {
            problems.push(
                "`rate` could be that of each cost per hour that the template has: leave one of them"
                    .to_owned(),
            );
        }
        if problems.is_empty() {
            let plain = fixed.base.is_none() && !fixed.decimal_comma;
            let quick = if plain { quick::Quick::of(&slots, &wanted) } else { None };
            Ok(Self { rest, costs, model, curve, slots, wanted, decimal_comma: fixed.decimal_comma, quick })
        } else {
            problems.sort();
            problems.dedup();
            Err(problems)
        }
    }

    /// Whether the column in this place, counted from 0, is read, and not only carried through.
    pub fn uses(&self, column: usize) -> bool {
        self.slots.iter().any(|slot| slot.from == From::Column(column))
    }

    /// The headings of the results; one that a column that is read has already is told apart: `index_result`.
    pub fn headings(&self) -> Vec<String> {
        let named = |wanted: &Wanted| {
            let heading = wanted.heading();
            let read = |slot: &Slot| matches!(slot.from, From::Column(_)) && slot.name == heading;
            if self.slots.iter().any(read) { heading + "_result" } else { heading }
        };
        self.wanted.iter().map(named).collect()
    }

    /// The scenario of a row, with the place of each value in it.
    fn text(&self, cells: &[&str]) -> (String, Vec<(Range<usize>, &str)>) {
        let value = |slot: &Slot| -> String {
            let cell = match &slot.from {
                From::Column(place) => cells.get(*place).copied().unwrap_or_default(),
                From::Constant(value) => value,
            };
            cell.trim().to_owned()
        };
        let mut text = self.rest.clone();
        let mut places = Vec::new();
        let slot = |key: &str| self.slots.iter().find(|slot| slot.key == key);
        let rate = slot("rate").map(|slot| (slot, value(slot)));
        let own =
            Cost { hourly: true, keys: "name = \"rate\"\nper = \"hour\"\n".to_owned(), rate: String::new() };
        let hourly = self.costs.iter().any(|cost| cost.hourly);
        for cost in self.costs.iter().chain((!hourly && rate.is_some()).then_some(&own)) {
            match &rate {
                // The column's rate is the line's, and a blank cell is a line left out.
                Some((_, given)) if cost.hourly && given.is_empty() => {}
                Some((slot, given)) if cost.hourly => {
                    let _ = write!(text, "\n[[cost]]\n{}rate = ", cost.keys);
                    let start = text.len();
                    text.push_str(&self.literal(slot, given));
                    places.push((start..text.len(), slot.name.as_str()));
                    text.push('\n');
                }
                _ if cost.hourly => {
                    let _ = writeln!(text, "\n[[cost]]\n{}rate = {}", cost.keys, cost.rate);
                }
                _ => {
                    let _ = writeln!(text, "\n[[cost]]\n{}", cost.keys);
                }
            }
        }
        let model =
            slot("model").map(value).filter(|model| !model.is_empty()).unwrap_or_else(|| self.model.clone());
        text.push_str("\n[curve.");
        let start = text.len();
        text.push_str(&quoted(&model));
        if let Some(slot) = slot("model") {
            places.push((start..text.len(), slot.name.as_str()));
        }
        text.push_str("]\n");
        for (key, value) in &self.curve {
            let _ = writeln!(text, "{key} = {value}");
        }
        for slot in &self.slots {
            let given = value(slot);
            if given.is_empty()
                || slot.key == "model"
                || slot.key == "rate"
                || QUESTION_KEYS.contains(&slot.key)
            {
                continue;
            }
            let _ = write!(text, "{} = ", slot.key);
            let start = text.len();
            text.push_str(&self.literal(slot, &given));
            places.push((start..text.len(), slot.name.as_str()));
            text.push('\n');
        }
        for wanted in &self.wanted {
            let _ = write!(text, "\n[[question]]\nid = \"{}\"\nfind.{} = {{ ", wanted.name, wanted.kind);
            let mut first = true;
            for (key, columns) in wanted.keys {
                let filled = |column: &&str| slot(column).filter(|slot| !value(slot).is_empty());
                let Some(slot) = columns.iter().find_map(filled) else { continue };
                if !std::mem::take(&mut first) {
                    text.push_str(", ");
                }
                let _ = write!(text, "{key} = ");
                let start = text.len();
                text.push_str(&self.literal(slot, &value(slot)));
                places.push((start..text.len(), slot.name.as_str()));
            }
            text.push_str(" }\n");
        }
        (text, places)
    }

    /// A cell as TOML.
    fn literal(&self, slot: &Slot, cell: &str) -> String {
        let point = if self.decimal_comma { cell.replace(',', ".") } else { cell.to_owned() };
        match slot.literal {
            // Programs that know doubles alone write 128 as 128.0.
            Literal::Count if whole(&point).is_some() => {
                let bare = whole(&point).unwrap_or_default().trim_start_matches('0');
                if bare.is_empty() { "0".to_owned() } else { bare.to_owned() }
            }
            Literal::Time if is_number(&point) => {
                let unit = if slot.unit.is_empty() { "h" } else { &slot.unit };
                quoted(&format!("{point} {unit}"))
            }
            Literal::Value if is_number(&point) && TimeUnit::of_word(&slot.unit).is_some() => {
                quoted(&format!("{point} {}", slot.unit))
            }
            Literal::Ratio if is_number(&point) => quoted(&(point + &slot.unit)),
            Literal::Ratios => {
                let each = point.split([' ', ';']).filter(|ratio| !ratio.is_empty()).map(quoted);
                format!("[{}]", each.collect::<Vec<_>>().join(", "))
            }
            _ => quoted(&point),
        }
    }

    /// The scenario that a row makes, ready to be answered.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it, with the column that says it.
    pub fn scenario(&self, cells: &[&str]) -> Result<Scenario, Reason> {
        self.check_units(cells)?;
        self.check_points(cells)?;
        let (text, places) = self.text(cells);
        let Some(entry) = scenario::load(&text).into_iter().next() else {
            return Err(Reason("the row makes no scenario".to_owned()));
        };
        if let Some(scenario) = entry.scenario {
            return Ok(scenario);
        }
        let error =
            entry.findings.iter().find(|finding| finding.severity == scenario::diagnostic::Severity::Error);
        let Some(error) = error else {
            return Err(Reason("the row makes no scenario".to_owned()));
        };
        let column =
            places.iter().find(|(place, _)| place.start <= error.span.start && error.span.start < place.end);
        let said =
            column.map_or_else(|| error.message.clone(), |(_, name)| format!("{name}: {}", error.message));
        Err(Reason(said))
    }

    /// The unrounded figures of a row that is an ordinary power law, each in the unit of its first unit, added to `into` in the order in which they
    /// were wanted; false, and nothing added, for any other.
    ///
    /// To the bit those of [`evaluate`](Self::evaluate), some forty times as fast: `docs/performance.md`.
    pub fn quick(&self, cells: &[&str], into: &mut Vec<f64>) -> bool {
        self.quick.as_ref().is_some_and(|quick| quick.evaluate(cells, into).is_some())
    }

    /// The figures that are wanted of a row.
    ///
    /// # Errors
    ///
    /// What is wrong with its cells, or why a question has no answer.
    pub fn evaluate(&self, cells: &[&str]) -> Result<Figures, Reason> {
        let scenario = self.scenario(cells)?;
        let mut made = Vec::with_capacity(self.wanted.len());
        for (asked, wanted) in scenario.questions.iter().zip(&self.wanted) {
            let answer = question::answer(asked.subject(&scenario.whole), &asked.question, asked.of);
            let answer = answer.map_err(|error| Reason(format!("{}: {error}", wanted.name)))?;
            let Some(headline) = answer.headline() else {
                return Err(Reason(format!("{}: there is no figure", wanted.name)));
            };
            made.push((headline.exact, headline.value));
        }
        Ok(Figures(made))
    }
}

fn is_number(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || c == '.')
}

/// The digits of a whole number, whatever zeros stand after its point.
fn whole(text: &str) -> Option<&str> {
    let (digits, zeros) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && zeros.bytes().all(|byte| byte == b'0')).then_some(digits)
}

#[cfg(test)]
#[path = "template/template_tests.rs"]
mod tests;
