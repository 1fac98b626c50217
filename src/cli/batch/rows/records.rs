//! Records of CSV within a block of bytes: where they end, whatever quotes they have, and their cells.

use std::borrow::Cow;

/// One record of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Record<'b> {
    /// Without the end of its line; empty for a blank line.
    pub(in super::super) bytes: &'b [u8],
    /// The line that it starts on.
    pub(in super::super) line: u64,
    /// Whether every quote that it opens is closed; a record that is not closed is its first line alone.
    pub(in super::super) closed: bool,
}

/// Where in a record a byte stands: a quote opens only where a cell begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotes, or after those that it had.
    Bare,
    /// Between quotes.
    Quoted,
    /// After a quote between quotes: the last of them, or the first of two.
    Closed,
}

impl At {
    /// Where the byte after this one stands.
    fn after(self, byte: u8, separator: u8) -> Self {
        match (self, byte) {
            (Self::Quoted, b'"') => Self::Closed,
            (Self::Quoted, _) | (Self::Start | Self::Closed, b'"') => Self::Quoted,
            (_, b'\n') => Self::Start,
            (_, byte) if byte == separator => Self::Start,
            _ => Self::Bare,
        }
    }
}

/// How many bytes of a block are whole records; 0 where not one is.
///
/// The block starts where a record starts.
pub(in super::super) fn cut(block: &[u8], separator: u8) -> usize {
    if !block.contains(&b'"') {
        return memchr::memrchr(b'\n', block).map_or(0, |end| end + 1);
    }
    let (mut at, mut end) = (At::Start, 0);
    for (place, byte) in block.iter().enumerate() {
        if *byte == b'\n' && at != At::Quoted {
            end = place + 1;
        }
        at = at.after(*byte, separator);
    }
    end
}

/// The records of a block, whose first line has this number.
pub(in super::super) fn records(block: &[u8], separator: u8, line: u64) -> impl Iterator<Item = Record<'_>> {
    let (mut at, mut line) = (0, line);
    std::iter::from_fn(move || {
        if at >= block.len() {
            return None;
        }
        let (start, first) = (at, line);
        let (mut place, mut lines) = (At::Start, 0);
        let end = block[start..].iter().position(|byte| {
            let ends = *byte == b'\n' && place != At::Quoted;
            lines += u64::from(*byte == b'\n');
            place = place.after(*byte, separator);
            ends
        });
        let (end, closed) = match end {
            Some(end) => (start + end, true),
            None if place != At::Quoted => (block.len(), true),
            // A quote without an end swallows no more than its own line.
            None => {
                lines = 1;
                let end = block[start..].iter().position(|byte| *byte == b'\n');
                (end.map_or(block.len(), |end| start + end), false)
            }
        };
        at = end + 1;
        line += lines;
        let bytes = block[start..end].strip_suffix(b"\r").unwrap_or(&block[start..end]);
        Some(Record { bytes, line: first, closed })
    })
}

/// A record of these cells, without the end of its line.
pub(in super::super) fn line(cells: &[&str], separator: u8) -> Vec<u8> {
    let mut line = Vec::new();
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            line.push(separator);
        }
        put(cell.as_bytes(), separator, &mut line);
    }
    line
}

/// Writes a cell, between quotes where it needs them; an empty one has them too, since a cell without anything is none.
pub(in super::super) fn put(cell: &[u8], separator: u8, into: &mut Vec<u8>) {
    let plain = |byte: &u8| *byte != separator && !matches!(byte, b'"' | b'\n' | b'\r');
    if !cell.is_empty() && cell.iter().all(plain) {
        into.extend_from_slice(cell);
        return;
    }
    into.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            into.push(b'"');
        }
        into.push(*byte);
    }
    into.push(b'"');
}

/// A cell of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Cell<'b> {
    pub(in super::super) text: Cow<'b, str>,
    /// Whether it stood between quotes.
    pub(in super::super) quoted: bool,
}

/// The cells of a record.
///
/// # Errors
///
/// What is wrong with its characters, its quotes or its line's end.
pub(in super::super) fn fields<'b>(
    record: &'b [u8],
    separator: u8,
    into: &mut Vec<Cell<'b>>,
) -> Result<(), String> {
    let text = std::str::from_utf8(record).map_err(|error| {
        let at = error.valid_up_to();
        format!("not UTF-8: byte 0x{:02x} after {at} bytes", record.get(at).copied().unwrap_or_default())
    })?;
    if text.contains('\0') {
        return Err("it has a NUL character".to_owned());
    }
    cells(text, separator, into)?;
    // Other readers take it for the end of a line.
    if text.contains('\r') && into.iter().any(|cell| !cell.quoted && cell.text.contains('\r')) {
        return Err(LONE_RETURN.to_owned());
    }
    Ok(())
}

/// What is said of a carriage return that neither ends a line with a newline nor stands between quotes.
const LONE_RETURN: &str = "a carriage return stands within its line: save the file with Unix or Windows line ends, or put the cell between quotes";

/// Whether a block has a carriage return without a newline behind it.
pub(in super::super) fn has_lone_return(block: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', block).any(|place| block.get(place + 1) != Some(&b'\n'))
}

/// The cells of a record of any characters.
///
/// # Errors
///
/// What is wrong with its quotes.
pub(in super::super) fn cells<'b>(
    text: &'b str,
    separator: u8,
    into: &mut Vec<Cell<'b>>,
) -> Result<(), String> {
    let separator = char::from(separator);
    if !text.contains('"') {
        into.extend(text.split(separator).map(|text| Cell { text: Cow::Borrowed(text), quoted: false }));
        return Ok(());
    }
    let mut rest = text;
    loop {
        let (cell, after) = cell(rest, separator)?;
        into.push(cell);
        match after {
            Some(after) => rest = after,
            None => return Ok(()),
        }
    }
}

/// The first cell of a text, and what follows its separator.
fn cell(text: &str, separator: char) -> Result<(Cell<'_>, Option<&str>), String> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (text, after) =
            text.split_once(separator).map_or((text, None), |(cell, after)| (cell, Some(after)));
        return Ok((Cell { text: Cow::Borrowed(text), quoted: false }, after));
    };
    let mut end = 0;
    loop {
        let Some(quote) = quoted[end..].find('"') else {
            return Err("a quote is opened and never closed".to_owned());
        };
        end += quote;
        if quoted[end + 1..].starts_with('"') {
            end += 2;
            continue;
        }
        break;
    }
    let text = &quoted[..end];
    let text =
        if text.contains("\"\"") { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) };
    let cell = Cell { text, quoted: true };
    match quoted[end + 1..].strip_prefix(separator) {
        Some(after) => Ok((cell, Some(after))),
        None if quoted[end + 1..].is_empty() => Ok((cell, None)),
        None => Err("something stands between a closing quote and the next separator".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_quote_without_an_end_costs_its_own_line_alone() {
        let found: Vec<(u64, bool, &[u8])> = records(b"a,b\n1,\"x\n2,y\n\n3,\"z\n4\"\n", b',', 7)
            .map(|record| (record.line, record.closed, record.bytes))
            .collect();
        assert_eq!(found[0], (7, true, &b"a,b"[..]));
        // The quote of line 8 is closed by that of line 11, which makes one record of four lines.
        assert!(found[1].1);
        let open: Vec<(u64, bool, &[u8])> = records(b"1,\"x\n2,y\r\n3\n", b',', 1)
            .map(|record| (record.line, record.closed, record.bytes))
            .collect();
        assert_eq!(open, [(1, false, &b"1,\"x"[..]), (2, true, &b"2,y"[..]), (3, true, &b"3"[..])]);
    }

    #[test]
    fn a_carriage_return_within_a_line_is_refused_and_one_between_quotes_or_at_its_end_is_not() {
        for (block, lone) in [("a,b\r\n", false), ("a\rb,c\n", true), ("a\r", true), ("a,b", false)] {
            assert_eq!(has_lone_return(block.as_bytes()), lone, "{block:?}");
        }
        let read = |record: &str| fields(record.as_bytes(), b',', &mut Vec::new());
        assert_eq!(read("a\rb,c"), Err(LONE_RETURN.to_owned()));
        assert_eq!(read("\"x\",a\rb"), Err(LONE_RETURN.to_owned()));
        assert_eq!(read("\"a\rb\",c"), Ok(()));
    }

    proptest! {
        #[test]
        fn quotes_open_cells_alone_as_for_the_csv_crate(text in "[a\",\n ]{0,24}") {
            let block = format!("{text}\n");
            let mut found = Vec::new();
            for record in records(block.as_bytes(), b',', 1).filter(|record| !record.bytes.is_empty()) {
                let mut cells = Vec::new();
                // What is refused here, the crate takes as it can.
                prop_assume!(record.closed && fields(record.bytes, b',', &mut cells).is_ok());
                found.push(cells.into_iter().map(|cell| cell.text.into_owned()).collect::<Vec<_>>());
            }
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(block.as_bytes());
            let read: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(found, read);
        }

        #[test]
        fn cells_are_those_that_the_csv_crate_reads(rows in prop::collection::vec(prop::collection::vec("[a-z\",\n;ä ]{0,6}", 1..5), 1..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            prop_assert_eq!(cut(&bytes, b','), bytes.len());
            let found: Vec<Vec<String>> = records(&bytes, b',', 1).map(|record| {
                let mut cells = Vec::new();
                fields(record.bytes, b',', &mut cells).unwrap();
                cells.into_iter().map(|cell| cell.text.into_owned()).collect()
            }).collect();
            prop_assert_eq!(found, rows);
        }
    }
}
