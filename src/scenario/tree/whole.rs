//! Any TOML, by the `toml` crate.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Integer, Key, Made, Node, Table, Value};

/// Reads a text; all of its syntax errors where it is not TOML.
pub(super) fn parse(text: &str) -> Result<Table<'_>, Vec<toml::de::Error>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() { Ok(table(document.into_inner())) } else { Err(errors) }
}

fn table(from: DeTable<'_>) -> Table<'_> {
    let entries = from.into_iter().map(|(key, value)| {
        let span = key.span();
        (Key { span, name: key.into_inner() }, self::value(value))
    });
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Table { entries, made: Made::Whole }
}

fn value(from: Spanned<DeValue<'_>>) -> Value<'_> {
    let span = from.span();
    let node = match from.into_inner() {
        DeValue::String(text) => Node::String(text),
        DeValue::Integer(integer) => {
            Node::Integer(Integer { digits: integer.as_str().to_owned().into(), radix: integer.radix() })
        }
        DeValue::Float(_) => Node::Float,
        DeValue::Boolean(truth) => Node::Boolean(truth),
        DeValue::Datetime(_) => Node::Datetime,
        DeValue::Array(items) => Node::Array(items.into_iter().map(value).collect()),
        DeValue::Table(inner) => Node::Table(table(inner)),
    };
    Value::new(span, node)
}
