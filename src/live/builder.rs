//! Puts cells into a book: inputs, steps of the working, rows of tables.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::Fixed;
use super::book::{Allowed, Column, Content, Grid, Input, Line, Section, Show};
use super::factors::Factors;
use crate::curve::FactorTable;
use crate::formula::{Cell, Expression, Formula, Function, Recorder, Value};

/// The book that is being made.
pub(super) struct Builder<'r> {
    recorder: &'r Recorder,
    contents: RefCell<Vec<Content>>,
    inputs: RefCell<Vec<Section<Input>>>,
    working: RefCell<Vec<Section<Line>>>,
    /// The section that inputs go into.
    input_section: RefCell<usize>,
    /// The section that steps go into.
    section: RefCell<usize>,
    names: RefCell<HashSet<String>>,
    /// The cell of each formula that has one.
    cells: RefCell<HashMap<Formula, Cell>>,
    /// The row of a table that steps go into, in place of the working.
    row: RefCell<Option<Row>>,
    /// Where else inputs are looked for, before new ones are made: the prefix of the scenario that a variation is of.
    base: RefCell<Option<Varied>>,
    given: RefCell<HashMap<(String, String), (Cell, Value)>>,
    /// The printed tables that are in cells already.
    tables: RefCell<HashMap<String, Factors>>,
    /// What was made before under a name: searches, which take many cells.
    made: RefCell<HashMap<String, Expression<'r>>>,
}

/// A row that is being filled.
#[derive(Default)]
struct Row {
    cells: Vec<(Column, Cell)>,
    seen: HashMap<Formula, Cell>,
}

/// What an input is, but for its place and its value.
pub(super) struct Given<'t> {
    /// Its key: `learning_rate`.
    pub(super) key: &'t str,
    /// What people call it.
    pub(super) label: String,
    pub(super) show: Show,
    pub(super) allowed: Allowed,
    pub(super) note: String,
}

/// What a variation is one of.
struct Varied {
    /// Before the keys of its inputs.
    own: String,
    /// Before those of what it varies.
    base: String,
    /// The keys that it states.
    stated: Vec<String>,
}

/// Whether an input is one of a stated key: itself, one of its list, or the rate of a cost line of that name.
fn is_of(input: &str, key: &str) -> bool {
    let key = key.strip_prefix("cost.").unwrap_or(key);
    let key = if key == "b" { "index" } else { key };
    input.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// The most terms of a formula's sum: spreadsheets take some 8,000 characters.
const TERMS: usize = 50;

impl<'r> Builder<'r> {
    pub(super) fn new(recorder: &'r Recorder) -> Self {
        Self {
            recorder,
            contents: RefCell::default(),
            inputs: RefCell::default(),
            working: RefCell::default(),
            input_section: RefCell::default(),
            section: RefCell::default(),
            names: RefCell::default(),
            cells: RefCell::default(),
            row: RefCell::default(),
            base: RefCell::default(),
            given: RefCell::default(),
            tables: RefCell::default(),
            made: RefCell::default(),
        }
    }

    /// A printed table in cells: there once, however many curves read it.
    pub(super) fn factors(&self, table: &FactorTable, whose: &str) -> Factors {
        let key = format!("{table:?}");
        let known = self.tables.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = Factors::new(self, table, whose);
            self.tables.borrow_mut().insert(key, made.clone());
            made
        })
    }

    /// What `make` makes, once for each name.
    pub(super) fn once(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Expression<'r>, Fixed>,
    ) -> Result<Expression<'r>, Fixed> {
        if let Some(made) = self.made.borrow().get(name) {
            return Ok(*made);
        }
        let made = make()?;
        self.made.borrow_mut().insert(name.to_owned(), made);
        Ok(made)
    }

    pub(super) fn recorder(&self) -> &'r Recorder {
        self.recorder
    }

    /// What was made, for the book.
    pub(super) fn finish(self) -> (Vec<Content>, Vec<Section<Input>>, Vec<Section<Line>>) {
        let full = |sections: Vec<Section<Line>>| {
            sections
                .into_iter()
                .filter(|section| !section.rows.is_empty() || !section.grids.is_empty())
                .collect()
        };
        let inputs = self.inputs.into_inner().into_iter();
        let inputs = inputs.filter(|section| !section.rows.is_empty() || !section.grids.is_empty());
        let mut inputs: Vec<Section<Input>> = inputs.collect();
        // What the scenario is about comes before what is asked, and that before what is varied.
        inputs.sort_by_key(|section| {
            let heading = section.heading.as_str();
            if heading.starts_with("Question ") { 1 } else { 2 * u8::from(heading.contains("variation ")) }
        });
        (self.contents.into_inner(), inputs, full(self.working.into_inner()))
    }

    /// Inputs go into a section of this heading from here on.
    pub(super) fn inputs_of(&self, heading: &str) {
        let place = begun(&mut self.inputs.borrow_mut(), heading);
        *self.input_section.borrow_mut() = place;
    }

    /// Steps go into a section of this heading from here on.
    pub(super) fn working_of(&self, heading: &str) {
        let place = begun(&mut self.working.borrow_mut(), heading);
        *self.section.borrow_mut() = place;
    }

    /// A table of the section that steps go into.
    pub(super) fn working_grid(&self, grid: Grid) {
        if let Some(section) = self.working.borrow_mut().get_mut(*self.section.borrow()) {
            section.grids.push(grid);
        }
    }

    /// A table of inputs, in the section that inputs go into.
    pub(super) fn inputs_grid(&self, grid: Grid) {
        if let Some(section) = self.inputs.borrow_mut().get_mut(*self.input_section.borrow()) {
            section.grids.push(grid);
        }
    }

    /// An input without a name: a cell of a table.
    pub(super) fn input_cell(&self, value: f64) -> Cell {
        self.cell(Value::Number(value), Content::Input)
    }

    /// While `make` runs, inputs of the prefix `own` are those of `base` wherever they have the same value, but for keys that
    /// are stated: these have inputs of their own, and keep their values when the base changes.
    pub(super) fn varying<T>(&self, own: &str, base: &str, stated: &[&str], make: impl FnOnce() -> T) -> T {
        let stated = stated.iter().map(|key| (*key).to_owned()).collect();
        let before = self.base.replace(Some(Varied { own: own.to_owned(), base: base.to_owned(), stated }));
        let made = make();
        self.base.replace(before);
        made
    }

    /// An input; `prefix` is that of the element or the variation that it belongs to.
    pub(super) fn input(&self, prefix: &str, given: Given<'_>, value: f64) -> Expression<'r> {
        let value = Value::Number(value);
        let key = (prefix.to_owned(), given.key.to_owned());
        let same = |key: &(String, String)| {
            self.given.borrow().get(key).filter(|(_, own)| *own == value).map(|(cell, _)| *cell)
        };
        if let Some(cell) = same(&key) {
            return self.recorder.of(cell);
        }
        if let Some(Varied { own, base, stated }) = &*self.base.borrow()
            && let Some(rest) = prefix.strip_prefix(own.as_str())
            && !stated.iter().any(|key| is_of(given.key, key))
            && let Some(cell) = same(&(format!("{base}{rest}"), given.key.to_owned()))
        {
            return self.recorder.of(cell);
        }
        let cell = self.cell(value.clone(), Content::Input);
        self.given.borrow_mut().insert(key, (cell, value));
        let name = self.name(&format!("{prefix}{}", given.key));
        if let Some(section) = self.inputs.borrow_mut().get_mut(*self.input_section.borrow()) {
            let Given { label, show, allowed, note, .. } = given;
            section.rows.push(Input { cell, name, label, show, allowed, note });
        }
        self.recorder.of(cell)
    }

    /// A name of letters, digits and underscores that no input has yet.
    fn name(&self, wanted: &str) -> String {
        let mut name: String =
            wanted.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        name.truncate(200);
        if name.starts_with(|c: char| !c.is_ascii_alphabetic()) {
            name.insert(0, '_');
        }
        let mut names = self.names.borrow_mut();
        let unique = (1..).map(|number| if number == 1 { name.clone() } else { format!("{name}_{number}") });
        let mut free = unique.filter(|name| !names.contains(&name.to_lowercase()));
        let name = free.next().unwrap_or(name);
        names.insert(name.to_lowercase());
        name
    }

    fn cell(&self, value: Value, content: Content) -> Cell {
        self.contents.borrow_mut().push(content);
        self.recorder.cell(value)
    }

    /// A cell outside the working, for an answer or a table.
    pub(super) fn made(&self, expression: Expression<'r>) -> Cell {
        let formula = self.recorder.formula(expression);
        self.cell(self.recorder.value(expression), Content::Formula(formula))
    }

    /// A cell that holds a value and no formula.
    pub(super) fn fixed(&self, value: Value) -> Cell {
        self.cell(value, Content::Fixed)
    }

    /// A step: the formula in a cell of its own, which there is once however often it is made.
    pub(super) fn step(
        &self,
        what: &str,
        how: &str,
        show: Show,
        expression: Expression<'r>,
    ) -> Expression<'r> {
        if matches!(expression, Expression::Number(_)) || self.recorder.as_cell(expression).is_some() {
            return expression;
        }
        let formula = self.recorder.formula(expression);
        let known = self.cells.borrow().get(&formula).copied();
        let own = || self.row.borrow().as_ref().and_then(|row| row.seen.get(&formula).copied());
        if let Some(cell) = known.or_else(own) {
            return self.recorder.of(cell);
        }
        let cell = self.made(expression);
        if let Some(row) = &mut *self.row.borrow_mut() {
            row.seen.insert(formula, cell);
            row.cells.push((Column { heading: what.to_owned(), show, aside: true }, cell));
        } else {
            self.cells.borrow_mut().insert(formula, cell);
            if let Some(section) = self.working.borrow_mut().get_mut(*self.section.borrow()) {
                section.rows.push(Line { cell, what: what.to_owned(), how: how.to_owned(), show });
            }
        }
        self.recorder.of(cell)
    }

    /// Terms added, in steps of so many as a spreadsheet takes in one formula; the sum itself is for the caller to name.
    pub(super) fn sum(
        &self,
        what: &str,
        show: &Show,
        terms: impl IntoIterator<Item = Expression<'r>, IntoIter: ExactSizeIterator>,
    ) -> Expression<'r> {
        let terms = terms.into_iter();
        let last = terms.len();
        terms.zip(1..).fold(0.0.into(), |sum, (term, place)| {
            let sum = sum + term;
            if place % TERMS == 0 && place < last {
                self.step(&format!("{what}, so far"), "added", show.clone(), sum)
            } else {
                sum
            }
        })
    }

    /// Runs `make` with its steps put into a row of a table, and gives them.
    pub(super) fn row<T>(&self, make: impl FnOnce() -> T) -> (T, Vec<(Column, Cell)>) {
        let before = self.row.replace(Some(Row::default()));
        let made = make();
        let row = self.row.replace(before).unwrap_or_default();
        (made, row.cells)
    }

    pub(super) fn text(&self, text: &str) -> Expression<'r> {
        self.recorder.text(text)
    }

    /// No value.
    pub(super) fn none(&self) -> Expression<'r> {
        self.recorder.call(Function::Na, &[])
    }

    pub(super) fn both(&self, one: Expression<'r>, other: Expression<'r>) -> Expression<'r> {
        self.recorder.call(Function::And, &[one, other])
    }
}

/// The place of the section of a heading, which goes on where it has been begun.
fn begun<T>(sections: &mut Vec<Section<T>>, heading: &str) -> usize {
    sections.iter().position(|section| section.heading == heading).unwrap_or_else(|| {
        sections.push(Section { heading: heading.to_owned(), rows: Vec::new(), grids: Vec::new() });
        sections.len() - 1
    })
}

impl<'t> Given<'t> {
    pub(super) fn new(key: &'t str, label: impl Into<String>, show: Show, allowed: Allowed) -> Self {
        Self { key, label: label.into(), show, allowed, note: String::new() }
    }

    pub(super) fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}
