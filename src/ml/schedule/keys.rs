//! `key=value` pairs: read by name or by any library's name for it, with every problem told at once.

use std::collections::BTreeSet;

/// Pairs as they were given, and what was asked of them.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    given: Vec<(String, String)>,
    used: BTreeSet<usize>,
    asked: Vec<&'static str>,
    problems: Vec<String>,
}

/// What a number may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Allowed {
    /// 0 or more, as step sizes are.
    NotNegative,
    /// Above 0.
    Positive,
    /// From 0 to 1.
    Share,
    /// From 0 to below 1, as momenta are.
    Momentum,
    /// Anything finite.
    Any,
    /// Any reading of a metric, NaN and infinity too.
    Measured,
}

impl Allowed {
    fn holds(self, value: f64) -> bool {
        (value.is_finite() || self == Self::Measured)
            && match self {
                Self::NotNegative => value >= 0.0,
                Self::Positive => value > 0.0,
                Self::Share => (0.0..=1.0).contains(&value),
                Self::Momentum => (0.0..1.0).contains(&value),
                Self::Any | Self::Measured => true,
            }
    }

    fn words(self) -> &'static str {
        match self {
            Self::NotNegative => "a number that is 0 or more",
            Self::Positive => "a number above 0",
            Self::Share => "a number from 0 to 1",
            Self::Momentum => "a number from 0 to below 1",
            Self::Any | Self::Measured => "a number",
        }
    }
}

impl Keys {
    /// Takes pairs apart.
    ///
    /// # Errors
    ///
    /// A text that is no pair, or a key that is there twice.
    pub fn parse<'t>(pairs: impl IntoIterator<Item = &'t str>) -> Result<Self, String> {
        let mut keys = Self::default();
        for pair in pairs {
            let Some((key, value)) = pair.split_once('=') else {
                return Err(format!("`{pair}` is no pair: write key=value, lr=0.1"));
            };
            let key = plain(key);
            if keys.given.iter().any(|(other, _)| *other == key) {
                return Err(format!("`{key}` is given twice"));
            }
            keys.given.push((key, value.trim().to_owned()));
        }
        Ok(keys)
    }

    /// Says a key that is not given.
    pub(super) fn say_unless_given(&mut self, key: &'static str, value: &str) {
        if !self.has(&[key]) {
            self.given.push((key.to_owned(), value.to_owned()));
        }
    }

    /// The value of a key by any of its names.
    fn value(&mut self, names: &[&'static str]) -> Option<String> {
        self.asked.extend(names);
        let found: Vec<usize> = (0..self.given.len())
            .filter(|place| names.iter().any(|name| plain(name) == self.given[*place].0))
            .collect();
        self.used.extend(&found);
        if let [one, other, ..] = found[..] {
            self.problems.push(format!("`{}` and `{}` say the same", self.given[one].0, self.given[other].0));
        }
        found.first().map(|place| self.given[*place].1.clone())
    }

    /// A key as it was given, by any of its names; its own name where it was not.
    fn given_as(&self, names: &[&'static str]) -> String {
        let given = self.given.iter().find(|(key, _)| names.iter().any(|name| plain(name) == *key));
        given.map_or_else(|| names[0].to_owned(), |(key, _)| key.clone())
    }

    /// Whether a key is given, by any of its names.
    pub fn has(&self, names: &[&'static str]) -> bool {
        self.given.iter().any(|(key, _)| names.iter().any(|name| plain(name) == *key))
    }

    /// A number by any of its names; `default` where it is not given, a problem where there is none.
    pub fn number(&mut self, names: &[&'static str], default: Option<f64>, allowed: Allowed) -> f64 {
        let Some(text) = self.value(names) else {
            if default.is_none() {
                self.problems.push(format!("`{}` is missing", names[0]));
            }
            return default.unwrap_or(1.0);
        };
        match number(&text).filter(|value| allowed.holds(*value)) {
            Some(value) => value,
            None => {
                let key = self.given_as(names);
                self.problems.push(format!("`{key}` is `{text}`, and has to be {}", allowed.words()));
                1.0
            }
        }
    }

    /// A number that need not be there.
    pub fn maybe(&mut self, names: &[&'static str], allowed: Allowed) -> Option<f64> {
        self.asked.extend(names);
        let there = self.has(names);
        there.then(|| self.number(names, Some(0.0), allowed))
    }

    /// A count of updates by any of its names, at least `least`.
    pub fn count(&mut self, names: &[&'static str], default: Option<u64>, least: u64) -> u64 {
        let Some(text) = self.value(names) else {
            if default.is_none() {
                self.problems.push(format!("`{}` is missing", names[0]));
            }
            return default.unwrap_or(least.max(1));
        };
        match count(&text).filter(|count| *count >= least) {
            Some(count) => count,
            None => {
                let key = self.given_as(names);
                self.problems
                    .push(format!("`{key}` is `{text}`, and has to be a whole number from {least} to 1e12"));
                least.max(1)
            }
        }
    }

    /// A count that need not be there.
    pub fn maybe_count(&mut self, names: &[&'static str], least: u64) -> Option<u64> {
        self.asked.extend(names);
        let there = self.has(names);
        there.then(|| self.count(names, Some(least), least))
    }

    /// Whether something is so: `true`, `false`, `yes`, `no`, 1 or 0.
    pub fn truth(&mut self, names: &[&'static str], default: bool) -> bool {
        match self.value(names).map(|text| text.to_lowercase()).as_deref() {
            None => default,
            Some("true" | "yes" | "1") => true,
            Some("false" | "no" | "0") => false,
            Some(text) => {
                let problem = format!("`{}` is `{text}`, and has to be true or false", self.given_as(names));
                self.problems.push(problem);
                default
            }
        }
    }

    /// One of some words.
    pub fn word<T: Copy>(&mut self, names: &[&'static str], words: &[(&str, T)], default: T) -> T {
        let Some(text) = self.value(names) else { return default };
        match words.iter().find(|(word, _)| plain(word) == plain(&text)) {
            Some((_, value)) => *value,
            None => {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let key = self.given_as(names);
                self.problems.push(format!("`{key}` is `{text}`, and has to be one of {}", known.join(", ")));
                default
            }
        }
    }

    /// Numbers with commas between them, perhaps in brackets.
    pub fn numbers(&mut self, names: &[&'static str], allowed: Allowed) -> Vec<f64> {
        let Some(text) = self.value(names) else {
            self.problems.push(format!("`{}` is missing", names[0]));
            return vec![1.0];
        };
        let parts = text.trim_matches(['[', ']', '(', ')']).split(',').map(str::trim);
        let read: Option<Vec<f64>> =
            parts.map(|part| number(part).filter(|value| allowed.holds(*value))).collect();
        read.unwrap_or_else(|| {
            let key = self.given_as(names);
            let short: String = text.chars().take(40).collect();
            let more = if short.len() < text.len() { "…" } else { "" };
            self.problems
                .push(format!("`{key}` is `{short}{more}`, and has to be a list, each {}", allowed.words()));
            vec![1.0]
        })
    }

    /// Pairs of a count and a number, `{100: 0.1, 200: 0.01}`, in the order of the counts.
    pub fn pairs(&mut self, names: &[&'static str], allowed: Allowed) -> Vec<(u64, f64)> {
        let Some(text) = self.value(names) else { return Vec::new() };
        let parts = text.trim_matches(['{', '}']).split(',').filter(|part| !part.trim().is_empty());
        let pair = |part: &str| {
            let (place, value) = part.split_once(':')?;
            Some((count(place.trim())?, number(value.trim()).filter(|value| allowed.holds(*value))?))
        };
        match parts.map(pair).collect::<Option<Vec<_>>>() {
            Some(mut pairs) => {
                pairs.sort_by_key(|(place, _)| *place);
                pairs
            }
            None => {
                let key = self.given_as(names);
                self.problems.push(format!(
                    "`{key}` has to be pairs of an update and {}: {{100:0.1,200:0.5}}",
                    allowed.words()
                ));
                Vec::new()
            }
        }
    }

    /// Counts with commas between them, in the order that they are given in.
    pub fn counts(&mut self, names: &[&'static str]) -> Vec<u64> {
        let Some(text) = self.value(names) else {
            self.problems.push(format!("`{}` is missing", names[0]));
            return Vec::new();
        };
        let parts = text.trim_matches(['[', ']', '(', ')']).split(',').map(str::trim);
        match parts.map(count).collect::<Option<Vec<u64>>>() {
            Some(counts) => counts,
            None => {
                let key = self.given_as(names);
                self.problems.push(format!("`{key}` is `{text}`, and has to be a list of whole numbers"));
                Vec::new()
            }
        }
    }

    /// A problem that no single key has.
    pub fn problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    /// Every problem so far, and each key that was not asked for with a nearby one that was; each problem begins with its key.
    ///
    /// # Errors
    ///
    /// Those problems.
    pub fn finish(&mut self) -> Result<(), Vec<String>> {
        for (place, (key, _)) in self.given.iter().enumerate() {
            if self.used.contains(&place) {
                continue;
            }
            let near = self.asked.iter().max_by(|one, other| {
                strsim::jaro_winkler(&plain(one), key).total_cmp(&strsim::jaro_winkler(&plain(other), key))
            });
            let near = near.filter(|near| strsim::jaro_winkler(&plain(near), key) > 0.75);
            let advice = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            self.problems.push(format!("`{key}` is no key here{advice}"));
        }
        let problems = std::mem::take(&mut self.problems);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// A key in lower case with underscores, whatever it was written with.
pub fn plain(key: &str) -> String {
    key.trim().to_lowercase().replace(['-', ' '], "_")
}

/// A number, perhaps a fraction or a percentage: 0.1, 1/3, 30%.
fn number(text: &str) -> Option<f64> {
    if let Some((top, bottom)) = text.split_once('/') {
        let bottom: f64 = bottom.trim().parse().ok()?;
        return Some(top.trim().parse::<f64>().ok()? / bottom);
    }
    match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0),
        None => text.replace('_', "").parse().ok(),
    }
}

/// A whole number, perhaps written as `1e5` or `100_000`.
fn count(text: &str) -> Option<u64> {
    let value: f64 = text.replace('_', "").parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to 1e12"
    )]
    let whole = (value.fract() == 0.0 && (0.0..=1e12).contains(&value)).then_some(value as u64);
    whole
}
