//! Reading tables by their shape: types, unknown keys with advice, and the places of everything.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::raw::{self, Shape};
use super::tree::Table;
pub(crate) use super::tree::{Node, Value};

/// The findings of one scenario, with the text that they are about.
pub(crate) struct Findings<'t> {
    pub(crate) text: &'t str,
    pub(crate) list: Vec<Diagnostic>,
    /// How tables beside the scenario are read.
    pub(crate) tables: super::Tables<'t>,
    /// The tables of the format, among which a key that is in the wrong one is looked for; none for a scenario's.
    homes: Option<&'static [&'static Shape]>,
}

impl<'t> Findings<'t> {
    pub(crate) fn new(
        text: &'t str,
        tables: super::Tables<'t>,
        homes: Option<&'static [&'static Shape]>,
    ) -> Self {
        Self { text, list: Vec::new(), tables, homes }
    }

    /// None yet, of the same text.
    pub(crate) fn none(&self) -> Self {
        Self { list: Vec::new(), ..*self }
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// The source text of a place.
    pub(crate) fn source(&self, span: Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or_default()
    }
}

/// A table that is read by its shape, with the place to blame for what it lacks.
#[derive(Clone)]
pub(crate) struct Reader<'a, 't> {
    pub(crate) table: &'a Table<'t>,
    pub(crate) span: Range<usize>,
}

impl<'a, 't> Reader<'a, 't> {
    /// Takes `value` as a table of this shape, reporting another type and every unknown key.
    pub(crate) fn open(value: &'a Value<'t>, shape: &Shape, found: &mut Findings<'_>) -> Option<Self> {
        let Some(table) = value.as_table() else {
            let wrong = wrong_type(value, &format!("a table for {}", shape.name));
            found.push(match example(shape, value.node()) {
                Some(help) => wrong.with_help(help),
                None => wrong,
            });
            return None;
        };
        let reader = Self { table, span: value.span() };
        reader.report_unknown_keys(shape, found);
        Some(reader)
    }

    /// A table that no value holds: the file itself.
    pub(crate) fn top(table: &'a Table<'t>, shape: &Shape, found: &mut Findings<'_>) -> Self {
        let reader = Self { table, span: 0..0 };
        reader.report_unknown_keys(shape, found);
        reader
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Value<'t>> {
        self.table.get(key)
    }

    /// The place of a key itself.
    pub(crate) fn key_span(&self, key: &str) -> Range<usize> {
        self.table.get_key_value(key).map_or(self.span.clone(), |(key, _)| key.span())
    }

    /// Whether any of these keys is there.
    pub(crate) fn has_any(&self, keys: &[&'static str]) -> bool {
        keys.iter().any(|key| self.table.contains_key(key))
    }

    /// Keys that are there, of those named.
    pub(crate) fn present(&self, keys: &[&'static str]) -> Vec<&'static str> {
        keys.iter().copied().filter(|key| self.table.contains_key(key)).collect()
    }

    /// The tables of a list, each opened by its shape; a single table is a list of one.
    pub(crate) fn tables(&self, key: &str, shape: &Shape, found: &mut Findings<'_>) -> Vec<Self> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        match value.node() {
            Node::Array(items) => items.iter().filter_map(|item| Reader::open(item, shape, found)).collect(),
            Node::Table(_) => {
                found.push(
                    Diagnostic::error(
                        "wrong-type",
                        value.span(),
                        format!("`{key}` is a table, but there may be several"),
                    )
                    .with_help(format!("write `[[{key}]]` with two brackets, or a list of tables")),
                );
                Vec::new()
            }
            _ => {
                found.push(wrong_type(value, &format!("a list of tables for {}", shape.name)));
                Vec::new()
            }
        }
    }

    /// The one key of a table that is tagged by it: its name, its place and its value.
    pub(crate) fn tag(
        value: &'a Value<'t>,
        shape: &'static Shape,
        what: &str,
        found: &mut Findings<'_>,
    ) -> Option<(&'static str, Range<usize>, &'a Value<'t>)> {
        let before = found.list.len();
        let reader = Self::open(value, shape, found)?;
        let known: Vec<_> = reader
            .table
            .iter()
            .filter_map(|(key, value)| Some((shape.key(key.name())?.name, key.span(), value)))
            .collect();
        match known.as_slice() {
            [one] => Some(one.clone()),
            [] => {
                // An unknown key has been told already.
                if found.list.len() == before {
                    found.push(
                        Diagnostic::error("missing-key", value.span(), format!("no {what} is named"))
                            .with_help(format!("one of {}", allowed(shape))),
                    );
                }
                None
            }
            [first, (second, span, _), ..] => {
                found.push(
                    Diagnostic::error(
                        "contradiction",
                        span.clone(),
                        format!("a second {what}, `{second}`, beside `{}`", first.0),
                    )
                    .with_help(format!("only one {what} goes here"))
                    .with_related(first.1.clone(), "the first"),
                );
                None
            }
        }
    }

    fn report_unknown_keys(&self, shape: &Shape, found: &mut Findings<'_>) {
        for (key, _) in self.table.iter() {
            let name = key.name();
            if shape.key(name).is_some() {
                continue;
            }
            found.push(
                Diagnostic::error(
                    "unknown-key",
                    key.span(),
                    format!("unknown key `{}` in {}", shorten(name), shape.name),
                )
                .with_help(advice(name, shape, found.homes)),
            );
        }
    }
}

/// The table to write in place of a bare number.
fn example(shape: &Shape, value: &Node<'_>) -> Option<String> {
    let number = match value {
        Node::Integer(number) => number.as_str(),
        _ => return None,
    };
    let first = shape.keys().find(|key| matches!(key.kind, raw::Kind::Count))?;
    Some(format!("write `{{ {} = {} }}`", first.name, shorten(number)))
}

/// What to write in place of an unknown key.
fn advice(name: &str, shape: &Shape, homes: Option<&'static [&'static Shape]>) -> String {
    if name == "model" && shape.key("wright").is_some() {
        return "the model is the table's own name: write `[curve.wright]`".to_owned();
    }
    if matches!(name, "units" | "n" | "N") && shape.key("units").is_none() && shape.key("number").is_some() {
        return "that is `number` here: one unit, by its number".to_owned();
    }
    if name == "train" && shape.name == raw::FILE.name {
        return "that is a plan of trainings: `learncurve ml train FILE` carries it out".to_owned();
    }
    if let Some(alias) = alias(name).filter(|alias| shape.key(alias).is_some()) {
        return format!("that is `{alias}` here");
    }
    if let Some(near) = nearest(name, shape.keys().map(|key| key.name)) {
        return format!("did you mean `{near}`?");
    }
    let holds = |other: &&'static Shape| other.key(name).is_some();
    let home = match homes {
        None => raw::shapes().find(holds),
        Some(homes) => homes.iter().copied().find(holds),
    };
    if let Some(home) = home {
        return format!("`{name}` belongs in {}", home.name);
    }
    if shape.keys().next().is_none() {
        return "it takes no keys: write `{}`".to_owned();
    }
    format!("allowed: {}", allowed(shape))
}

/// Other words for the same thing, as books and other tools have them.
fn alias(name: &str) -> Option<&'static str> {
    Some(match name {
        "index" | "exponent" => "b",
        "rate" | "slope" | "learning" | "learningrate" => "learning_rate",
        "first_unit" | "t1" | "T1" | "a" => "first_time",
        "n" | "N" | "quantity" => "units",
        "places" | "decimals" => "money",
        "model" | "models" => "curve",
        "costs" => "cost",
        "questions" => "question",
        "scenarios" => "scenario",
        "kind" | "ask" => "find",
        _ => return None,
    })
}

/// The candidate that a word was probably meant to be.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // A long word is nobody's typing slip, and comparing takes time by its length.
    if word.len() > 40 {
        return None;
    }
    let plain = word.to_lowercase().replace('-', "_");
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&plain, &candidate.replace('-', "_"));
            (distance, candidate)
        })
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).clamp(1, 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The keys of a shape, for messages.
pub(crate) fn allowed(shape: &Shape) -> String {
    list(shape.keys().map(|key| key.name))
}

/// Words in backticks with commas between.
pub(crate) fn list<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

/// An error for a value of another type than is wanted.
pub(crate) fn wrong_type(value: &Value<'_>, wanted: &str) -> Diagnostic {
    let kind = match value.node() {
        Node::String(_) => "a text",
        Node::Integer(_) => "a whole number",
        Node::Float => "a number with a point",
        Node::Boolean(_) => "true or false",
        Node::Datetime => "a date",
        Node::Array(_) => "a list",
        Node::Table(_) => "a table",
    };
    Diagnostic::error("wrong-type", value.span(), format!("found {kind}, expected {wanted}"))
}

/// A text fit for a message: at most 60 characters, control characters shown.
pub(crate) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short.replace("\\'", "'").replace("\\\"", "\"")
}
