//! Ordinary TOML in one pass: bare keys, texts without escapes, decimal numbers, lists and tables.
//!
//! Nothing is refused here: where a text has anything else, or anything that could be wrong, there is no tree, and the `toml`
//! crate decides. So what is taken must be taken as TOML has it, and what is not taken costs only time.

use std::borrow::Cow;
use std::ops::Range;

use super::{Integer, Key, Made, Node, Table, Value, same};

/// More keys than a search from the first on is good for.
const MOST_KEYS: usize = 64;

/// Values within values, as deep as scenarios go.
const DEEPEST: usize = 16;

/// The tree of a text, where it is all ordinary.
pub(super) fn parse(text: &str) -> Option<Table<'_>> {
    let mut scan = Scan { text, at: 0 };
    let mut root = Table::new(Made::Whole);
    scan.body(&mut root)?;
    while scan.at < text.len() {
        let header = scan.header()?;
        let mut table = Table::new(if header.listed { Made::Element } else { Made::Whole });
        scan.body(&mut table)?;
        attach(&mut root, header, table)?;
    }
    Some(root)
}

/// The line above a table.
struct Header<'t> {
    path: Vec<Key<'t>>,
    last: Key<'t>,
    listed: bool,
    span: Range<usize>,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past a byte, where it is the next one.
    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Goes past a comment and the line's end; none where something else stands there.
    fn line_end(&mut self) -> Option<()> {
        self.blanks();
        if self.take(b'#') {
            while self.peek().is_some_and(allowed) {
                self.at += 1;
            }
        }
        let carriage = self.take(b'\r');
        (self.take(b'\n') || (!carriage && self.at == self.text.len())).then_some(())
    }

    /// The keys of a table, up to the next header or the text's end.
    fn body(&mut self, table: &mut Table<'t>) -> Option<()> {
        loop {
            self.blanks();
            match self.peek() {
                None | Some(b'[') => return Some(()),
                Some(b'#' | b'\r' | b'\n') => self.line_end()?,
                Some(_) => {
                    self.pair(table, DEEPEST)?;
                    self.line_end()?;
                }
            }
        }
    }

    fn header(&mut self) -> Option<Header<'t>> {
        let start = self.at;
        self.at += 1;
        let listed = self.take(b'[');
        let (mut path, mut last) = (Vec::new(), self.key()?);
        while self.take(b'.') {
            path.push(std::mem::replace(&mut last, self.key()?));
            if path.len() >= DEEPEST {
                return None;
            }
        }
        if !self.take(b']') || (listed && !self.take(b']')) {
            return None;
        }
        let span = start..self.at;
        self.line_end()?;
        Some(Header { path, last, listed, span })
    }

    /// A bare key, with the blanks around it.
    fn key(&mut self) -> Option<Key<'t>> {
        self.blanks();
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
            self.at += 1;
        }
        let span = start..self.at;
        self.blanks();
        (!span.is_empty()).then(|| Key { name: Cow::Borrowed(&self.text[span.clone()]), span })
    }

    /// A key with its value, put where it belongs in a table.
    fn pair(&mut self, table: &mut Table<'t>, depth: usize) -> Option<()> {
        let (mut within, mut key, mut depth) = (table, self.key()?, depth);
        while self.take(b'.') {
            within = descend(within, key, Made::Dotted)?;
            (key, depth) = (self.key()?, depth.checked_sub(1)?);
        }
        if !self.take(b'=') {
            return None;
        }
        self.blanks();
        let value = self.value(depth)?;
        insert(within, key, value)
    }

    fn value(&mut self, depth: usize) -> Option<Value<'t>> {
        let start = self.at;
        let node = match self.peek()? {
            quote @ (b'"' | b'\'') => self.string(quote)?,
            b'[' => self.array(depth.checked_sub(1)?)?,
            b'{' => self.inline(depth.checked_sub(1)?)?,
            b't' => self.word("true", true)?,
            b'f' => self.word("false", false)?,
            _ => self.number()?,
        };
        Some(Value::new(start..self.at, node))
    }

    fn word(&mut self, word: &str, truth: bool) -> Option<Node<'t>> {
        self.text[self.at..].starts_with(word).then(|| {
            self.at += word.len();
            Node::Boolean(truth)
        })
    }

    /// A text of one line without escapes.
    fn string(&mut self, quote: u8) -> Option<Node<'t>> {
        self.at += 1;
        let start = self.at;
        while self.peek().is_some_and(|byte| byte != quote && byte != b'\\' && allowed(byte)) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        // Nothing between quotes may be the beginning of three.
        (self.take(quote) && !(text.is_empty() && self.peek() == Some(quote)))
            .then_some(Node::String(Cow::Borrowed(text)))
    }

    /// Goes past digits, single underscores between them; tells how long they are.
    fn digits(&mut self) -> usize {
        let start = self.at;
        let digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
        while digit(self.peek())
            || (self.at > start
                && self.peek() == Some(b'_')
                && digit(self.text.as_bytes().get(self.at + 1).copied()))
        {
            self.at += 1;
        }
        self.at - start
    }

    /// A decimal number, with or without a point.
    fn number(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        self.take(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (leading_zero && whole > 1) {
            return None;
        }
        if self.take(b'.') {
            return (self.digits() > 0).then_some(Node::Float);
        }
        let text = &self.text[start..self.at];
        let digits = if text.contains('_') { text.replace('_', "").into() } else { Cow::Borrowed(text) };
        Some(Node::Integer(Integer { digits, radix: 10 }))
    }

    fn array(&mut self, depth: usize) -> Option<Node<'t>> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.lines()?;
            if self.take(b']') {
                return Some(Node::Array(items));
            }
            items.push(self.value(depth)?);
            self.lines()?;
            if !self.take(b',') && self.peek() != Some(b']') {
                return None;
            }
        }
    }

    /// Goes past blanks, comments and the ends of lines.
    fn lines(&mut self) -> Option<()> {
        loop {
            self.blanks();
            match self.peek()? {
                b'#' | b'\r' | b'\n' => self.line_end()?,
                _ => return Some(()),
            }
        }
    }

    /// A table in braces, on one line.
    fn inline(&mut self, depth: usize) -> Option<Node<'t>> {
        self.at += 1;
        let mut table = Table::new(Made::Inline);
        self.blanks();
        if self.take(b'}') {
            return Some(Node::Table(table));
        }
        loop {
            self.pair(&mut table, depth)?;
            self.blanks();
            if self.take(b'}') {
                return Some(Node::Table(table));
            }
            if !self.take(b',') {
                return None;
            }
        }
    }
}

/// Whether a byte may stand in texts and comments.
fn allowed(byte: u8) -> bool {
    (byte >= b' ' || byte == b'\t') && byte != 0x7f
}

/// Adds a key that is not there yet.
fn insert<'t>(table: &mut Table<'t>, key: Key<'t>, value: Value<'t>) -> Option<()> {
    if table.len() >= MOST_KEYS || table.contains_key(&key.name) {
        return None;
    }
    table.entries.push((key, value));
    Some(())
}

/// The table of a key, made where it is not there yet.
fn descend<'a, 't>(table: &'a mut Table<'t>, key: Key<'t>, made: Made) -> Option<&'a mut Table<'t>> {
    let place = match table.entries.iter().position(|(own, _)| same(&own.name, &key.name)) {
        Some(place) => place,
        None => {
            let new = Value::new(key.span(), Node::Table(Table::new(made)));
            insert(table, key, new)?;
            table.len() - 1
        }
    };
    let mut node = &mut table.entries[place].1.node;
    if let Node::Array(items) = node {
        node = &mut items.last_mut()?.node;
    }
    let Node::Table(inner) = node else { return None };
    // Keys with a point go on with tables of their own kind alone, and headers with those of headers.
    let goes_on = match made {
        Made::Dotted => inner.made == Made::Dotted,
        _ => !matches!(inner.made, Made::Dotted | Made::Inline),
    };
    goes_on.then_some(inner)
}

/// Puts a table where its header says.
fn attach<'t>(root: &mut Table<'t>, header: Header<'t>, table: Table<'t>) -> Option<()> {
    let mut within = root;
    for key in header.path {
        within = descend(within, key, Made::Implied)?;
    }
    let there = within.entries.iter().position(|(own, _)| same(&own.name, &header.last.name));
    let new = Value::new(header.span.clone(), Node::Table(table));
    match there.map(|place| (place, &mut within.entries[place].1.node)) {
        None if header.listed => insert(within, header.last, Value::new(header.span, Node::Array(vec![new]))),
        None => insert(within, header.last, new),
        Some((_, Node::Array(items))) if header.listed => {
            // A list in brackets is complete.
            items.last().and_then(Value::as_table).filter(|last| last.made == Made::Element)?;
            items.push(new);
            Some(())
        }
        Some((place, Node::Table(inner))) if !header.listed && inner.made == Made::Implied => {
            let Node::Table(table) = new.node else { return None };
            table.entries.into_iter().try_for_each(|(key, value)| insert(inner, key, value))?;
            inner.made = Made::Whole;
            // Its own header is what names it: it comes where that stands.
            let (_, implied) = within.entries.remove(place);
            within.entries.push((header.last, Value::new(header.span, implied.node)));
            Some(())
        }
        Some(_) => None,
    }
}
