//! A parsed file: tables of values, each with its place in the text.
//!
//! Ordinary texts are read by [`plain`], which makes nothing but the tables; what it does not know, and every text that is not
//! TOML, goes to the `toml` crate. Both make the same tree.

mod plain;
mod whole;

use std::borrow::Cow;
use std::ops::Range;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value<'t> {
    span: Range<usize>,
    node: Node<'t>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'t> {
    String(Cow<'t, str>),
    Integer(Integer<'t>),
    Float,
    Boolean(bool),
    Datetime,
    Array(Vec<Value<'t>>),
    Table(Table<'t>),
}

/// A whole number: its digits, with its sign, to a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Integer<'t> {
    digits: Cow<'t, str>,
    radix: u32,
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key<'t> {
    span: Range<usize>,
    name: Cow<'t, str>,
}

/// Keys with their values: few enough for a search from the first on.
#[derive(Debug, Clone)]
pub(crate) struct Table<'t> {
    entries: Vec<(Key<'t>, Value<'t>)>,
    made: Made,
}

/// What made a table, which tells what may still be added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    /// A header of its own, `[a]`: others may name tables within it.
    Whole,
    /// One of several headers, `[[a]]`: the same.
    Element,
    /// Braces: it is complete.
    Inline,
    /// A header of a table within it, `[a.b]`: its own may follow.
    Implied,
    /// Keys with a point, `a.b = 1`: more of them may follow.
    Dotted,
}

/// Reads a text; its syntax errors where it is not TOML.
pub(crate) fn parse(text: &str) -> Result<Table<'_>, Vec<toml::de::Error>> {
    plain::parse(text).map_or_else(|| whole::parse(text), Ok)
}

impl<'t> Value<'t> {
    fn new(span: Range<usize>, node: Node<'t>) -> Self {
        Self { span, node }
    }

    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    pub(crate) fn node(&self) -> &Node<'t> {
        &self.node
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.node {
            Node::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match &self.node {
            Node::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_table(&self) -> Option<&Table<'t>> {
        match &self.node {
            Node::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl Integer<'_> {
    /// Its digits with its sign, without anything that tells the base or parts the digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.digits
    }

    pub(crate) fn radix(&self) -> u32 {
        self.radix
    }
}

impl Key<'_> {
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl<'t> Table<'t> {
    fn new(made: Made) -> Self {
        Self { entries: Vec::new(), made }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value<'t>> {
        self.get_key_value(key).map(|(_, value)| value)
    }

    pub(crate) fn get_key_value(&self, key: &str) -> Option<(&Key<'t>, &Value<'t>)> {
        self.iter().find(|(own, _)| same(&own.name, key))
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The keys with their values, in the text's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Key<'t>, &Value<'t>)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Whether two keys are the same: most that are not tell so by their length or their first letter, without a call.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.as_bytes().first() == other.as_bytes().first() && one == other
}

/// Two tables are the same where they have the same keys with the same values in the same order, whatever made them.
impl PartialEq for Table<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

#[cfg(test)]
#[path = "tree/tree_tests.rs"]
mod tests;
