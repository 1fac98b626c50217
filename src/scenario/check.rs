//! From a parsed file to checked scenarios: every table read, every finding collected.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Severity};
use super::raw::{COST, MODES, OF, PER, QUESTION, ROUNDING, SCENARIO, STEPS};
use super::reader::{Findings, Reader, Value, list, nearest, shorten, wrong_type};
use super::{Asked, Entry, Expect, Scenario, curve, find, number, sorted};
use crate::cost::{CostLine, Driver};
use crate::money::{Currency, RoundingMode};
use crate::question::{CurveInputs, Measure, Of, Rounding, Steps, Work};

/// Places of money where neither a currency nor `rounding.money` says.
const DEFAULT_MONEY_PLACES: u32 = 2;

/// Reads the scenarios of a file; what is wrong with the file as a whole goes to `found`.
pub(super) fn file<'t>(document: &DeTable<'t>, found: &mut Findings<'t>) -> Vec<Entry> {
    let top = Reader::top(document, found);
    format_version(&top, found);
    if document.contains_key("scenario") {
        for key in SCENARIO.keys {
            if document.contains_key(key.name) {
                found.push(
                    Diagnostic::error(
                        "misplaced-key",
                        top.key_span(key.name),
                        format!("`{}` stands above the scenarios of the file", key.name),
                    )
                    .with_help("in a file of many, each [[scenario]] has its own"),
                );
            }
        }
        let text = found.text;
        let mut entries = Vec::new();
        let mut titles: BTreeMap<String, std::ops::Range<usize>> = BTreeMap::new();
        let Some(DeValue::Array(items)) = top.get("scenario").map(Spanned::get_ref) else {
            top.tables("scenario", &SCENARIO, found);
            return Vec::new();
        };
        for item in items.iter() {
            let mut own = Findings::new(text);
            let mut entry = match Reader::open(item, &SCENARIO, &mut own) {
                Some(table) => {
                    let entry = scenario(&table, &mut own);
                    if let Some(title) = &entry.title
                        && let Some(first) = titles.insert(title.clone(), table.key_span("title"))
                    {
                        own.push(
                            Diagnostic::error(
                                "duplicate-title",
                                table.key_span("title"),
                                format!("a second scenario is called `{}`", shorten(title)),
                            )
                            .with_help("titles tell the scenarios of a file apart: change one")
                            .with_related(first, "the first"),
                        );
                    }
                    entry
                }
                None => super::broken(Vec::new()),
            };
            close(&mut entry, own);
            entries.push(entry);
        }
        if entries.is_empty() {
            found.push(nothing_to_answer());
        }
        return entries;
    }
    if document.is_empty() || (document.len() == 1 && document.contains_key("format")) {
        found.push(nothing_to_answer());
        return Vec::new();
    }
    let mut own = Findings::new(found.text);
    let mut entry = scenario(&top, &mut own);
    close(&mut entry, own);
    vec![entry]
}

fn close(entry: &mut Entry, own: Findings<'_>) {
    entry.findings = sorted(own.list);
    if entry.findings.iter().any(|f| f.severity == Severity::Error) {
        entry.scenario = None;
    }
}

fn nothing_to_answer() -> Diagnostic {
    Diagnostic::error("no-scenario", 0..0, "there is no scenario in this file")
        .with_help("`learncurve init` writes a commented one to start from")
}

fn format_version(top: &Reader<'_, '_>, found: &mut Findings<'_>) {
    let Some(value) = top.get("format") else {
        return;
    };
    let text = found.source(value.span());
    let problem = match value.get_ref() {
        DeValue::Integer(version) if version.as_str() == "1" => return,
        DeValue::Integer(_) => Diagnostic::error(
            "format-version",
            value.span(),
            format!("the file is of format `{}`, made for a newer version of learncurve", shorten(text)),
        )
        .with_help("this version reads format 1"),
        _ => wrong_type(value, "the format's version, 1"),
    };
    found.push(problem);
}

fn scenario(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Entry {
    let title = table.get("title").and_then(|v| text(v, found));
    let source = table.get("source").and_then(|v| text(v, found));
    let note = table.get("note").and_then(|v| text(v, found));
    let currency = table.get("currency").and_then(|v| currency(v, found));
    let inputs = match table.get("curve") {
        Some(value) => curve::read(value, found),
        None => {
            found.push(
                Diagnostic::error("missing-key", table.span.clone(), "the scenario has no curve")
                    .with_help("add a table `[curve.wright]` or `[curve.crawford]`"),
            );
            None
        }
    };
    let mut lines = costs(table, found);
    let measure = inputs.as_ref().map(|inputs| inputs.measure);
    if measure == Some(Measure::Money) {
        curve_in_money(table, &mut lines, found);
    }
    let rounding = rounding(table, currency, found);
    let questions = questions(table, inputs.as_ref(), !lines.is_empty(), found);
    let scenario = inputs.filter(|_| !has_errors(found)).and_then(|inputs| {
        let span = table.get("curve").map_or(table.span.clone(), Spanned::span);
        match Work::new(inputs, lines, currency, rounding) {
            Ok(work) => Some(Scenario { work, questions }),
            Err(error) => {
                let help = error.help();
                let diagnostic = Diagnostic::error(error.code(), span, error.to_string());
                found.push(match help {
                    Some(help) => diagnostic.with_help(help),
                    None => diagnostic,
                });
                None
            }
        }
    });
    Entry {
        title,
        source,
        note,
        currency: currency.map(|currency| currency.code().to_owned()),
        scenario,
        findings: Vec::new(),
    }
}

fn has_errors(found: &Findings<'_>) -> bool {
    found.list.iter().any(|f| f.severity == Severity::Error)
}

fn text(value: &Value<'_>, found: &mut Findings<'_>) -> Option<String> {
    let DeValue::String(text) = value.get_ref() else {
        found.push(wrong_type(value, "a text in quotes"));
        return None;
    };
    Some(text.to_string())
}

fn one_of(
    value: &Value<'_>,
    words: &'static [&'static str],
    found: &mut Findings<'_>,
) -> Option<&'static str> {
    let word = text(value, found)?;
    let hit = words.iter().copied().find(|known| *known == word);
    if hit.is_none() {
        let help = nearest(&word, words.iter().copied()).map_or_else(
            || format!("one of {}", list(words.iter().copied())),
            |near| format!("did you mean `{near}`?"),
        );
        found.push(
            Diagnostic::error("unknown-word", value.span(), format!("unknown word `{}`", shorten(&word)))
                .with_help(help),
        );
    }
    hit
}

fn currency(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Currency> {
    let code = text(value, found)?;
    Currency::parse(&code)
        .map_err(|error| {
            let diagnostic = Diagnostic::error("unknown-currency", value.span(), error.to_string());
            found.push(match error.help() {
                Some(help) => diagnostic.with_help(help),
                None => diagnostic,
            });
        })
        .ok()
}

fn costs(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Vec<CostLine> {
    let tables = table.tables("cost", &COST, found);
    let mut names: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (at, line) in tables.iter().enumerate() {
        let name = line.get("name").and_then(|v| text(v, found));
        let span = line.get("name").map_or(line.span.clone(), Spanned::span);
        let name = name.unwrap_or_else(|| {
            if tables.len() == 1 { "Cost".to_owned() } else { format!("Cost {}", at + 1) }
        });
        if let Some((_, first)) = names.iter().find(|(other, _)| *other == name) {
            found.push(
                Diagnostic::error("duplicate-name", span.clone(), format!("a second line is called `{}`", shorten(&name)))
                    .with_help("names tell the lines apart: change one")
                    .with_related(first.clone(), "the first"),
            );
        }
        names.push((name, span));
    }
    tables
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            Some(CostLine {
                driver: driver(line, &names, found)?,
                name: names[at].0.clone(),
            })
        })
        .collect()
}

fn driver(
    line: &Reader<'_, '_>,
    names: &[(String, std::ops::Range<usize>)],
    found: &mut Findings<'_>,
) -> Option<Driver> {
    if let Some(percent) = line.get("percent") {
        for key in line.present(&["rate", "per"]) {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    line.key_span(key),
                    format!("a line with both `percent` and `{key}`"),
                )
                .with_help("a line has `rate` and `per`, or `percent` and `of`"),
            );
        }
        let ratio = number::ratio(percent, found);
        let Some(of) = line.get("of") else {
            found.push(
                Diagnostic::error("missing-key", line.span.clone(), "a percentage of nothing")
                    .with_help("say of which line: `of = \"Labour\"`"),
            );
            return None;
        };
        let name = text(of, found)?;
        let Some(place) = names.iter().position(|(other, _)| *other == name) else {
            let near = nearest(&name, names.iter().map(|(other, _)| other.as_str()));
            let help = near.map_or_else(
                || format!("the lines are {}", list(names.iter().map(|(other, _)| other.as_str()))),
                |near| format!("did you mean `{near}`?"),
            );
            found.push(
                Diagnostic::error("unknown-line", of.span(), format!("there is no cost line `{}`", shorten(&name)))
                    .with_help(help),
            );
            return None;
        };
        let ratio = ratio.and_then(|ratio| number::not_negative(ratio, percent, found))?;
        return Some(Driver::Percent { ratio, of: place });
    }
    if let Some(of) = line.get("of") {
        found.push(
            Diagnostic::error("contradiction", line.key_span("of"), "`of` goes with `percent`")
                .with_help("write `percent = \"150%\"` in place of the rate")
                .with_related(of.span(), ""),
        );
    }
    let rate = match line.get("rate") {
        Some(rate) => number::money(rate, found),
        None => {
            found.push(
                Diagnostic::error("missing-key", line.span.clone(), "the cost line has no `rate`")
                    .with_help("write rate = 15.00 and per = \"hour\", or percent = \"150%\" and of = \"Labour\""),
            );
            None
        }
    };
    let Some(per) = line.get("per") else {
        found.push(
            Diagnostic::error("missing-key", line.span.clone(), "the cost line does not say what its rate is `per`")
                .with_help(format!("one of {}", list(PER))),
        );
        return None;
    };
    let per = one_of(per, &PER, found)?;
    let rate: Decimal = rate?;
    Some(match per {
        "hour" => Driver::Hour(rate),
        "unit" => Driver::Unit(rate),
        "batch" => Driver::Batch(rate),
        _ => Driver::Once(rate),
    })
}

/// A curve in money is the first line of its own cost sheet; hours it has none.
fn curve_in_money(table: &Reader<'_, '_>, lines: &mut Vec<CostLine>, found: &mut Findings<'_>) {
    if lines.iter().any(|line| matches!(line.driver, Driver::Hour(_))) {
        found.push(
            Diagnostic::error("contradiction", table.key_span("cost"), "a rate per hour, but the curve is in money")
                .with_help("give `first_time` in place of `first_cost`, or a rate per unit"),
        );
    }
    for line in lines.iter_mut() {
        if let Driver::Percent { of, .. } = &mut line.driver {
            *of += 1;
        }
    }
    lines.insert(
        0,
        CostLine {
            name: "Curve".to_owned(),
            driver: Driver::Curve,
        },
    );
}

fn rounding(
    table: &Reader<'_, '_>,
    currency: Option<Currency>,
    found: &mut Findings<'_>,
) -> Rounding {
    let mut rounding = Rounding {
        mode: RoundingMode::HalfUp,
        money: currency.map_or(DEFAULT_MONEY_PLACES, Currency::minor_units),
        time: None,
        steps: Steps::default(),
    };
    let Some(own) = table.get("rounding").and_then(|v| Reader::open(v, &ROUNDING, found)) else {
        return rounding;
    };
    let mode = own.get("mode").and_then(|v| one_of(v, &MODES, found));
    if let Some(mode) = mode.and_then(RoundingMode::from_name) {
        rounding.mode = mode;
    }
    if let Some(places) = own.get("money").and_then(|v| number::places(v, found)) {
        rounding.money = places;
    }
    rounding.time = own.get("time").and_then(|v| number::places(v, found));
    if let Some(steps) = own.get("steps").and_then(|v| Reader::open(v, &STEPS, found)) {
        let mut places = |key| steps.get(key).and_then(|v| number::places(v, found));
        rounding.steps = Steps {
            index: places("index"),
            factor: places("factor"),
            average: places("average"),
            total: places("total"),
            unit: places("unit"),
        };
    }
    rounding
}

fn questions(
    table: &Reader<'_, '_>,
    curve: Option<&CurveInputs>,
    costs: bool,
    found: &mut Findings<'_>,
) -> Vec<Asked> {
    if table.get("question").is_none() {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), "the scenario asks nothing")
                .with_help("add a [[question]] with, say, `find.average = { units = 128 }`"),
        );
    }
    let tables = table.tables("question", &QUESTION, found);
    let mut asked: Vec<Asked> = Vec::new();
    for own in &tables {
        let Some(mut one) = question(own, curve, costs, found) else {
            continue;
        };
        if own.get("id").is_none() {
            let kind = one.id.clone();
            let mut next = 2;
            while asked.iter().any(|other| other.id == one.id) {
                one.id = format!("{kind}-{next}");
                next += 1;
            }
        } else if let Some(first) = asked.iter().find(|other| other.id == one.id) {
            found.push(
                Diagnostic::error(
                    "duplicate-id",
                    own.key_span("id"),
                    format!("a second question is called `{}`", shorten(&one.id)),
                )
                .with_help("ids tell the answers apart: change one")
                .with_related(first.span.clone(), "the first"),
            );
        }
        asked.push(one);
    }
    asked
}

fn question(
    own: &Reader<'_, '_>,
    curve: Option<&CurveInputs>,
    costs: bool,
    found: &mut Findings<'_>,
) -> Option<Asked> {
    let id = own.get("id").and_then(|v| text(v, found));
    let note = own.get("note").and_then(|v| text(v, found));
    let expect = own.get("expect").and_then(|value| {
        let (want, percent, unit) = number::figure(value, found)?;
        Some(Expect {
            want,
            percent,
            unit,
            span: value.span(),
        })
    });
    let of = match own.get("of").and_then(|v| one_of(v, &OF, found)) {
        Some("time") => Of::Time,
        Some(_) => Of::Cost,
        None if costs => Of::Cost,
        None => Of::Time,
    };
    if let (Some(value), Some(curve)) = (own.get("of"), curve) {
        let problem = match (of, curve.measure) {
            (Of::Time, Measure::Money) => Some(crate::question::Error::NoTime),
            (Of::Cost, _) if !costs => Some(crate::question::Error::NoCosts),
            _ => None,
        };
        if let Some(error) = problem {
            let diagnostic = Diagnostic::error(error.code(), value.span(), error.to_string());
            found.push(diagnostic.with_help(error.help().unwrap_or_default()));
        }
    }
    let Some(value) = own.get("find") else {
        found.push(
            Diagnostic::error("missing-key", own.span.clone(), "the question does not say what to `find`")
                .with_help("write, say, `find.average = { units = 128 }`"),
        );
        return None;
    };
    let question = find::read(value, curve, of, found)?;
    if matches!(question, crate::question::Question::SteadyState)
        && curve.is_some_and(|curve| curve.ends_after.is_none())
    {
        let error = crate::question::Error::LearningNeverEnds;
        found.push(
            Diagnostic::error(error.code(), value.span(), error.to_string())
                .with_help(error.help().unwrap_or_default()),
        );
    }
    Some(Asked {
        id: id.unwrap_or_else(|| question.kind().to_owned()),
        question,
        of,
        expect,
        note,
        span: value.span(),
    })
}
