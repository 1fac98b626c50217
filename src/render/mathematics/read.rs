//! The reader of the notation: by descent, from lists down to letters.

use super::{Expression, Relation};

/// Brackets within brackets that are still read: far more than any formula has, far fewer than a stack holds.
const DEEPEST: usize = 24;

/// Functions that may stand before their operand without brackets.
const BEFORE: [&str; 2] = ["log", "ln"];

/// Reads a line of the working; none where it is not all notation, or where what was read would not be written back to the letter.
///
/// # Example
///
/// ```
/// use learncurve::render::mathematics::read;
/// let read_back = |line| read(line).map(|read| read.to_string());
/// assert_eq!(read_back("b = log 0.95 / log 2"), Some("b = log 0.95 / log 2".to_owned()));
/// assert_eq!(read_back("</script>"), None);
/// ```
pub fn read(line: &str) -> Option<Expression> {
    let mut reader = Reader { rest: line, depth: 0 };
    let made = reader.list()?;
    (reader.rest.is_empty() && made.to_string() == line).then_some(made)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn next(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn takes(&mut self, text: &str) -> bool {
        let found = self.rest.strip_prefix(text);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn take_while(&mut self, mut kept: impl FnMut(usize, char) -> bool) -> &str {
        let end =
            self.rest.char_indices().find(|(at, c)| !kept(*at, *c)).map_or(self.rest.len(), |(at, _)| at);
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// What `of` reads, one level deeper.
    fn within<T>(&mut self, of: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let made = of(self);
        self.depth -= 1;
        made
    }

    fn list(&mut self) -> Option<Expression> {
        let mut all = vec![(',', self.relations()?)];
        while let Some(separator) = [", ", "; ", ": "].into_iter().find(|separator| self.takes(separator)) {
            let one = self.relations()?;
            let letter = separator.chars().next()?;
            // `Σ k^b, k = 1 to N`: the ends belong to the sum.
            let ends = (letter == ',').then(|| ends_of(&one)).flatten();
            match (all.last_mut().and_then(|(_, last)| last_sum(last)), ends) {
                (Some(open), Some(ends)) => *open = Some(Box::new(ends)),
                _ => all.push((letter, one)),
            }
        }
        let mut all = all.into_iter();
        let (_, first) = all.next()?;
        let rest: Vec<_> = all.collect();
        Some(if rest.is_empty() { first } else { Expression::List(Box::new(first), rest) })
    }

    fn relations(&mut self) -> Option<Expression> {
        let first = if self.relation_next().is_some() { None } else { Some(self.terms()?) };
        let mut rest = Vec::new();
        loop {
            let before = self.rest;
            let spaced = (first.is_none() && rest.is_empty()) || self.takes(" ");
            match self.relation_next() {
                Some((relation, sign)) if spaced => {
                    self.takes(sign);
                    if !self.takes(" ") {
                        return None;
                    }
                    rest.push((relation, self.terms()?));
                }
                _ => {
                    self.rest = before;
                    break;
                }
            }
        }
        match (first, rest.is_empty()) {
            (Some(first), true) => Some(first),
            (first, false) => Some(Expression::Relations(first.map(Box::new), rest)),
            (None, true) => None,
        }
    }

    fn relation_next(&self) -> Option<(Relation, &'static str)> {
        [Relation::AtMost, Relation::AtLeast, Relation::Equal, Relation::Less, Relation::More]
            .into_iter()
            .map(|relation| (relation, relation.sign()))
            .find(|(_, sign)| self.rest.starts_with(sign))
    }

    fn terms(&mut self) -> Option<Expression> {
        let first = self.product()?;
        let mut rest = Vec::new();
        let signs = [(" + ", false, true), (" - ", true, true), ("+", false, false), ("-", true, false)];
        while let Some((_, taken, spaced)) = signs.into_iter().find(|(sign, ..)| self.takes(sign)) {
            rest.push((taken, spaced, self.product()?));
        }
        Some(if rest.is_empty() { first } else { Expression::Terms { first: Box::new(first), rest } })
    }

    fn product(&mut self) -> Option<Expression> {
        let depth = self.depth;
        let made = self.factors();
        self.depth = depth;
        made
    }

    fn factors(&mut self) -> Option<Expression> {
        let mut made =
            if self.takes("× ") { Expression::Product(None, vec![self.factor()?]) } else { self.factor()? };
        loop {
            if self.takes(" × ") {
                let factor = self.factor()?;
                made = match made {
                    Expression::Product(first, mut rest) => {
                        rest.push(factor);
                        Expression::Product(first, rest)
                    }
                    first => Expression::Product(Some(Box::new(first)), vec![factor]),
                };
            } else if self.takes(" / ") {
                // Each fraction lies within the next.
                self.depth += 1;
                if self.depth > DEEPEST {
                    return None;
                }
                made = Expression::Fraction(Box::new(made), Box::new(self.factor()?));
            } else {
                return Some(made);
            }
        }
    }

    fn factor(&mut self) -> Option<Expression> {
        if self.takes("Σ ") {
            let of = self.within(Self::product)?;
            return Some(Expression::Sum { of: Box::new(of), ends: None });
        }
        if self.takes("-") {
            return Some(Expression::Minus(Box::new(self.within(Self::factor)?)));
        }
        self.phrase()
    }

    fn phrase(&mut self) -> Option<Expression> {
        let mut parts = vec![(false, self.quotient()?)];
        loop {
            let before = self.rest;
            let spaced = self.takes(" ");
            if !self.next().is_some_and(begins) || self.rest.starts_with("Σ ") {
                self.rest = before;
                break;
            }
            parts.push((spaced, self.quotient()?));
        }
        if parts.len() == 1 {
            return parts.pop().map(|(_, only)| only);
        }
        units_and_articles(&mut parts);
        Some(Expression::Phrase(parts))
    }

    fn quotient(&mut self) -> Option<Expression> {
        let mut made = self.power()?;
        let mut depth = self.depth;
        while self.rest.starts_with('/') {
            depth += 1;
            if depth > DEEPEST {
                return None;
            }
            self.takes("/");
            made = Expression::Solidus(Box::new(made), Box::new(self.power()?));
        }
        Some(made)
    }

    fn power(&mut self) -> Option<Expression> {
        let base = self.primary()?;
        if !self.takes("^") {
            return Some(base);
        }
        let exponent =
            if self.takes("-") { Expression::Minus(Box::new(self.primary()?)) } else { self.primary()? };
        Some(Expression::Power(Box::new(base), Box::new(exponent)))
    }

    fn primary(&mut self) -> Option<Expression> {
        match self.next()? {
            '(' => self.bracketed("(", ")").map(Expression::Group),
            '|' => self.bracketed("|", "|").map(Expression::Absolute),
            '…' => self.takes("…").then_some(Expression::Ellipsis),
            digit if digit.is_ascii_digit() => Some(Expression::Number(self.number())),
            letter if begins_word(letter) => self.word(),
            _ => None,
        }
    }

    fn bracketed(&mut self, open: &str, close: &str) -> Option<Box<Expression>> {
        self.takes(open);
        let inner = self.within(Self::list)?;
        self.takes(close).then(|| Box::new(inner))
    }

    fn number(&mut self) -> String {
        let text = self.rest;
        let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let mut end = digits(0);
        while text[end..].starts_with(',') && digits(end + 1) == 3 {
            end += 4;
        }
        if text[end..].starts_with('.') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        if text[end..].starts_with('e') {
            let sign = usize::from(text[end + 1..].starts_with(['-', '+']));
            let power = digits(end + 1 + sign);
            if power > 0 {
                end += 1 + sign + power;
            }
        }
        if text[end..].starts_with('%') {
            end += 1;
        }
        self.rest = &text[end..];
        text[..end].to_owned()
    }

    fn word(&mut self) -> Option<Expression> {
        let text = self.rest;
        let word = self
            .take_while(|at, c| {
                // A hyphen joins words, and takes one letter from another.
                let joins = |after: &str| {
                    let long = |part: &str| part.chars().take(2).filter(|c| c.is_alphabetic()).count() == 2;
                    after.starts_with(char::is_alphabetic) && (long(after) || long(&text[..at]))
                };
                begins_word(c)
                    || c.is_numeric()
                    || matches!(c, '_' | '.')
                    || (c == '-' && joins(&text[at + 1..]))
            })
            .to_owned();
        if self.rest.starts_with('(') {
            let of = self.bracketed("(", ")").map(Expression::Group)?;
            return Some(Expression::Call { name: word, of: Box::new(of) });
        }
        if BEFORE.contains(&word.as_str()) && self.operand_next() {
            self.takes(" ");
            return Some(Expression::Call { name: word, of: Box::new(self.power()?) });
        }
        let mut letters = word.chars();
        let one = letters.next().is_some_and(char::is_alphabetic) && letters.all(|c| c.is_ascii_digit());
        Some(if one { Expression::Name(word) } else { Expression::Word(word) })
    }

    /// Whether a number or a single letter comes after a space.
    fn operand_next(&self) -> bool {
        let Some(next) = self.rest.strip_prefix(' ') else { return false };
        let mut letters = next.chars();
        match letters.next() {
            Some(digit) if digit.is_ascii_digit() => true,
            Some(letter) if letter.is_alphabetic() => !letters.next().is_some_and(char::is_alphabetic),
            _ => false,
        }
    }
}

/// Whether an operand may begin so.
fn begins(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '(' | '…') || begins_word(c)
}

fn begins_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '&' | '\'' | '’' | '"' | '!' | '?' | '#' | '@')
}

/// `k = 1 to N` as a letter and its ends.
fn ends_of(one: &Expression) -> Option<(Expression, Expression, Expression)> {
    let Expression::Relations(Some(letter), sides) = one else { return None };
    let (Expression::Name(_), [(Relation::Equal, Expression::Phrase(parts))]) = (&**letter, &sides[..])
    else {
        return None;
    };
    match &parts[..] {
        [(_, from), (true, Expression::Word(to)), (true, last)] if to == "to" => {
            Some(((**letter).clone(), from.clone(), last.clone()))
        }
        _ => None,
    }
}

/// The ends of a sum: its letter, and from where to where.
type Ends = Option<Box<(Expression, Expression, Expression)>>;

/// The ends, still open, of a sum that an expression closes with.
fn last_sum(of: &mut Expression) -> Option<&mut Ends> {
    match of {
        Expression::Sum { ends, .. } if ends.is_none() => Some(ends),
        Expression::Product(_, rest) => last_sum(rest.last_mut()?),
        Expression::Relations(_, rest) => last_sum(&mut rest.last_mut()?.1),
        Expression::Terms { rest, .. } => last_sum(&mut rest.last_mut()?.2),
        _ => None,
    }
}

/// Letters that are no quantities: units after numbers, `2 h`, and `a` among words.
fn units_and_articles(parts: &mut [(bool, Expression)]) {
    for place in 0..parts.len() {
        let (before, from) = parts.split_at_mut(place);
        let Some(((_, part), after)) = from.split_first_mut() else { return };
        if matches!(before.last(), Some((_, Expression::Number(_)))) {
            unit(part);
        }
        let word = |one: Option<&(bool, Expression)>| matches!(one, Some((true, Expression::Word(_))));
        if matches!(part, Expression::Name(name) if name == "a")
            && (word(after.first()) || matches!(before.last(), Some((_, Expression::Word(_)))))
        {
            *part = Expression::Word("a".to_owned());
        }
    }
}

fn unit(part: &mut Expression) {
    match part {
        Expression::Name(name) => *part = Expression::Word(std::mem::take(name)),
        Expression::Solidus(over, under) => {
            unit(over);
            unit(under);
        }
        _ => {}
    }
}
