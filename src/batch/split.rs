//! A long TOML text cut into its scenarios, one at a time.

use std::io::{self, BufRead};

use memchr::{memchr, memchr_iter, memchr2, memchr3, memmem, memrchr};

/// The largest single scenario, in bytes.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// Where no other scenario has begun in so many bytes of what may have no end, none is looked for any more.
pub const FARTHEST: u64 = 4 * LARGEST as u64;

/// Bytes of a scenario with a curve, a cost line and a question or two.
const ORDINARY: usize = 512;

/// One scenario of a text, or the whole of a text that has no `[[scenario]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its lines, `[[scenario]]` the first of them where there are several.
    pub text: Vec<u8>,
    /// The line of the text that it starts on, from 1.
    pub line: u64,
    /// The byte of the text after its last.
    pub end: u64,
    /// Whether the text has several scenarios, or could have: it has a `[[scenario]]`.
    pub listed: bool,
    /// Whether it is longer than [`LARGEST`]; its text is then only its beginning.
    pub cut: bool,
    /// Whether nothing is read after it, since it goes on for [`FARTHEST`] bytes and more of what [may have no end](Pieces::of_no_end).
    pub abandoned: bool,
}

/// Cuts a text at the lines that begin a scenario; holds one scenario at a time.
///
/// What stands before the first `[[scenario]]` is a piece of its own where it says anything but the format's version. A text
/// between three quotes that is never closed ends with its scenario: the next header cuts it off. A mark of UTF-8 at the
/// beginning is left out.
///
/// # Errors
///
/// Each piece may be an error of the reader, after which there is none any more.
///
/// # Example
///
/// ```
/// use learncurve::batch::split::Pieces;
/// let text = "format = 1\n[[scenario]]\ntitle = \"one\"\n[[scenario]]\nnote = \"\"\"\n[[scenario]]\n\"\"\"\n";
/// let pieces: Vec<_> = Pieces::new(text.as_bytes()).map(Result::unwrap).collect();
/// assert_eq!(pieces.iter().map(|piece| piece.line).collect::<Vec<_>>(), [2, 4]);
/// ```
#[derive(Debug)]
pub struct Pieces<R> {
    reader: R,
    /// What was read and is read again from a place on: the rest of a piece that was cut off.
    again: (Vec<u8>, usize),
    /// The byte up to which lines are read one by one.
    slow: u64,
    /// The line that was read last.
    latest: Vec<u8>,
    /// The header line that ended the piece before, as the beginning of the next.
    pending: Option<Vec<u8>>,
    /// The line that comes next, and its byte.
    line: u64,
    at: u64,
    listed: bool,
    /// Whether a piece came before.
    several: bool,
    /// How many bytes are looked through for a scenario: all of a file.
    farthest: u64,
    done: bool,
    within: Within,
}

/// What a line begins within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Keys and tables.
    Plain,
    /// A text between three quotes of this kind.
    Text(u8),
}

impl<R: BufRead> Pieces<R> {
    /// The pieces of a text.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            again: (Vec::new(), 0),
            slow: 1,
            latest: Vec::new(),
            pending: None,
            line: 1,
            at: 0,
            listed: false,
            several: false,
            farthest: u64::MAX,
            done: false,
            within: Within::Plain,
        }
    }

    /// The same of what may have no end, as devices and pipes have none: no more than [`FARTHEST`] bytes are looked through for a scenario.
    #[must_use]
    pub fn of_no_end(self) -> Self {
        Self { farthest: FARTHEST, ..self }
    }

    /// Reads the next line with its end into `self.latest`, at most [`LARGEST`] bytes of it; gives its whole length, 0 at the text's end,
    /// some [`FARTHEST`] where it goes on for longer and may have no end.
    fn read_line(&mut self) -> io::Result<u64> {
        self.latest.clear();
        let mut length = 0_u64;
        loop {
            let (held, place) = (&self.again.0, self.again.1);
            let from_held = place < held.len();
            let seen = if from_held { &held[place..] } else { filled(&mut self.reader)? };
            if seen.is_empty() {
                break;
            }
            let (used, ended) = match memchr(b'\n', seen) {
                Some(place) => (place + 1, true),
                None => (seen.len(), false),
            };
            let room = LARGEST.saturating_sub(self.latest.len());
            self.latest.extend_from_slice(&seen[..used.min(room)]);
            if from_held {
                self.again.1 += used;
            } else {
                self.reader.consume(used);
            }
            length += used as u64;
            if ended || length >= self.farthest {
                break;
            }
        }
        if self.at == 0 && self.line == 1 && self.latest.starts_with(MARK) {
            self.latest.drain(..MARK.len());
        }
        Ok(length)
    }

    fn piece(&mut self) -> io::Result<Option<Piece>> {
        let mut made = Piece {
            text: Vec::new(),
            line: self.line,
            end: self.at,
            listed: self.listed,
            cut: false,
            abandoned: false,
        };
        let start = self.at;
        if let Some(header) = self.pending.take() {
            // Its line was counted when it was read.
            made.line -= 1;
            made.text = header;
        }
        loop {
            self.read_ordinary(&mut made)?;
            let length = self.read_line()?;
            let line = self.latest.as_slice();
            let room = LARGEST.saturating_sub(made.text.len());
            let fits = room >= line.len() && length == line.len() as u64;
            if self.within != Within::Plain && !made.cut && (length == 0 || !fits) && self.end_text(&mut made)
            {
                return Ok(Some(made));
            }
            let line = self.latest.as_slice();
            if length == 0 {
                self.done = true;
                made.end = self.at;
                // The only scenario of a text is named as the text is.
                made.listed &= self.several;
                return Ok(Some(made));
            }
            let begins = self.within == Within::Plain && begins_scenario(line);
            (self.at, self.line) = (self.at + length, self.line + 1);
            if begins {
                let first = !self.listed;
                self.listed = true;
                made.end = self.at - length;
                self.pending = Some(beginning(line));
                if made.text.is_empty() || (first && says_nothing(&made.text)) {
                    return self.piece();
                }
                (made.listed, self.several) = (true, true);
                return Ok(Some(made));
            }
            self.within = after(line, self.within);
            made.cut |= !fits;
            made.text.extend_from_slice(&line[..line.len().min(room)]);
            if self.at - start >= self.farthest {
                (self.done, made.abandoned, made.end) = (true, true, self.at);
                return Ok(Some(made));
            }
        }
    }

    /// Takes the lines up to the next header at once, where they are at hand and no text of several lines is among them.
    fn read_ordinary(&mut self, made: &mut Piece) -> io::Result<()> {
        if self.within != Within::Plain || self.at < self.slow || self.again.1 < self.again.0.len() {
            return Ok(());
        }
        let seen = filled(&mut self.reader)?;
        let lines = &seen[..memrchr(b'\n', seen).map_or(0, |end| end + 1)];
        let lines = &lines[..first_header(lines)];
        let room = LARGEST.saturating_sub(made.text.len());
        if lines.len() > room || QUOTES.iter().any(|three| memmem::find(lines, three).is_some()) {
            self.slow = self.at + lines.len() as u64;
            return Ok(());
        }
        made.text.extend_from_slice(lines);
        let taken = lines.len();
        (self.at, self.line) = (self.at + taken as u64, self.line + memchr_iter(b'\n', lines).count() as u64);
        self.reader.consume(taken);
        Ok(())
    }

    /// Ends a piece within a text that nobody closes, at the next scenario's header, from which on all is read again.
    ///
    /// False where there is no header. The line that was read last is no part of the piece yet.
    fn end_text(&mut self, made: &mut Piece) -> bool {
        let Some((end, lines)) = header_in_text(&made.text) else { return false };
        let start = self.at - made.text.len() as u64;
        let mut rest = made.text.split_off(end);
        rest.append(&mut self.latest);
        rest.extend_from_slice(&self.again.0[self.again.1..]);
        self.again = (rest, 0);
        (self.at, self.line) = (start + end as u64, made.line + lines);
        self.within = Within::Plain;
        made.end = self.at;
        (self.listed, self.several) = (true, true);
        made.listed = true;
        true
    }
}

impl<R: BufRead> Iterator for Pieces<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.piece() {
            Ok(piece) => piece.map(Ok),
            Err(error) => {
                self.done = true;
                Some(Err(error))
            }
        }
    }
}

/// The text of a piece that begins with this line, with room for an ordinary scenario.
fn beginning(line: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(line.len().max(ORDINARY));
    text.extend_from_slice(line);
    text
}

/// Whether a line is the header of a scenario: `[[scenario]]`, spaces and a comment allowed.
fn begins_scenario(line: &[u8]) -> bool {
    let trimmed = line.trim_ascii();
    let Some(inner) = trimmed.strip_prefix(b"[[") else { return false };
    let Some(close) = inner.windows(2).position(|pair| pair == b"]]") else { return false };
    let name = inner[..close].trim_ascii();
    let rest = inner[close + 2..].trim_ascii();
    matches!(name, b"scenario" | b"\"scenario\"" | b"'scenario'")
        && (rest.is_empty() || rest.starts_with(b"#"))
}

/// Where the first line begins that is the header of a scenario; the end where there is none.
fn first_header(lines: &[u8]) -> usize {
    let starts = |bracket: usize| {
        // Only blanks may stand before it in its line.
        let before = lines[..bracket].iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | 0x0c));
        let line = before.map_or(0, |before| before + 1);
        let first = before.is_none_or(|before| lines[before] == b'\n');
        (first && begins_scenario(lines[line..].split(|byte| *byte == b'\n').next()?)).then_some(line)
    };
    memchr_iter(b'[', lines).find_map(starts).unwrap_or(lines.len())
}

/// What texts of several lines begin with.
const QUOTES: [&[u8]; 2] = [b"\"\"\"", b"\'\'\'"];

/// Whether lines hold nothing but blanks, comments and the format's version.
fn says_nothing(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'\n').all(|line| {
        let line = line.trim_ascii();
        let version = || {
            let value = line.strip_prefix(b"format")?.trim_ascii().strip_prefix(b"=")?;
            Some(value.split(|byte| *byte == b'#').next()?.trim_ascii() == b"1")
        };
        line.is_empty() || line.starts_with(b"#") || version() == Some(true)
    })
}

/// Where the first header stands since a text was opened that is not closed any more, and how many lines stand before it.
fn header_in_text(piece: &[u8]) -> Option<(usize, u64)> {
    let (mut within, mut at, mut found) = (Within::Plain, 0, None);
    for (lines, line) in (0..).zip(piece.split_inclusive(|byte| *byte == b'\n')) {
        if within != Within::Plain && found.is_none() && begins_scenario(line) {
            found = Some((at, lines));
        }
        within = after(line, within);
        if within == Within::Plain {
            found = None;
        }
        at += line.len();
    }
    found
}

/// What the next line begins within.
fn after(line: &[u8], mut within: Within) -> Within {
    let mut rest = line;
    loop {
        // Whatever stands between counts for nothing.
        let next = match within {
            Within::Text(b'"') => memchr2(b'"', b'\\', rest),
            Within::Text(quote) => memchr(quote, rest),
            Within::Plain => memchr3(b'#', b'"', b'\'', rest),
        };
        let Some(place) = next else { return within };
        rest = &rest[place..];
        let (first, three) = (rest[0], rest.starts_with(&[rest[0]; 3]));
        let used = match within {
            Within::Text(_) if first == b'\\' => 2,
            Within::Text(_) if three => {
                within = Within::Plain;
                // Up to two more quotes belong to the text.
                rest.iter().take_while(|byte| **byte == first).count().min(5)
            }
            Within::Text(_) => 1,
            Within::Plain if first == b'#' => return within,
            Within::Plain if three => {
                within = Within::Text(first);
                3
            }
            Within::Plain => one_line_text(rest, first),
        };
        rest = &rest[used.min(rest.len())..];
    }
}

/// The mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How long a text of one line is, with its quotes; to the line's end where it is not closed.
fn one_line_text(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    loop {
        let inside = rest.get(at..).unwrap_or_default();
        let next = if quote == b'"' { memchr2(quote, b'\\', inside) } else { memchr(quote, inside) };
        match next {
            Some(place) if inside[place] == quote => return at + place + 1,
            Some(escape) => at += escape + 2,
            None => return rest.len(),
        }
    }
}

/// What is at hand of a reader, which a signal in the midst of reading does not end.
fn filled(reader: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Ok([]) => return Ok(&[]),
            Ok(_) => return reader.fill_buf(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
#[path = "split/split_tests.rs"]
mod tests;
