//! How each model's formula is written, with letters and with its numbers; and the steps of breaks and changes.

use super::Step;
use super::notation::{Notation, grouped, index, number, places};
use crate::curve::{Base, Curve, Index, Passage, Path, Shape, Sum};

/// The shape's formula in the variable `n`: `N^b`, `(N + B)^b`.
pub(super) fn formula(shape: &Shape, n: &str) -> String {
    replaced(shape.written().1, |letter| (letter == "x").then(|| n.to_owned()))
}

/// The same with its numbers, at the position that `n` writes out.
pub(super) fn substituted(shape: &Shape, n: &str) -> String {
    if let Shape::Stepped { indexes } = shape {
        return stepped(indexes, n);
    }
    let parameters = shape.parameters();
    replaced(shape.written().1, |letter| {
        if letter == "x" {
            return Some(n.to_owned());
        }
        parameters.iter().find(|parameter| parameter.letter == letter).map(|own| places(own.value, 8))
    })
}

/// A formula with some of its letters, each a word of its own, replaced.
fn replaced(formula: &str, with: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(formula.len() + 16);
    let mut rest = formula;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out += before;
        out += &with(word).unwrap_or_else(|| word.to_owned());
        rest = after;
    }
    out + rest
}

/// The product of the rates up to a number of units, and what is left of a doubling as a power.
fn stepped(indexes: &[Index], n: &str) -> String {
    let Ok(units) = n.replace(',', "").parse::<f64>() else {
        return format!("f({n})");
    };
    let rate = |b: &Index| format!("{}%", places(100.0 * b.learning_rate().ratio(), 6));
    let mut terms = Vec::new();
    let mut start = 1.0;
    for (place, b) in indexes.iter().enumerate() {
        if units <= start {
            break;
        }
        let last = place + 1 == indexes.len();
        if units >= 2.0 * start && !last {
            terms.push(rate(b));
        } else if (units - 2.0 * start).abs() < 0.5 {
            terms.push(rate(b));
            break;
        } else {
            terms.push(format!("({n} / {start})^{}", index(b.value())));
            break;
        }
        start *= 2.0;
    }
    if terms.is_empty() { "1".to_owned() } else { terms.join(" × ") }
}

/// A step that names the model and its letters, for what is no plain power law.
pub(super) fn letters(notation: &Notation<'_>) -> Option<Step> {
    let shape = notation.work.run.curve().shape();
    let form = &notation.work.inputs().form;
    let of = |value: f64| places(value, 8);
    let mut said: Vec<String> = shape
        .parameters()
        .iter()
        .filter(|parameter| parameter.name != "index")
        .map(|parameter| {
            let meaning = match parameter.name {
                "prior_units" => ", units' worth of experience before the first",
                "incompressible" => ", the share that does not fall",
                "floor" => ", the floor as a multiple of T1",
                _ => "",
            };
            format!("{}{meaning} = {}", parameter.letter, of(parameter.value))
        })
        .collect();
    match shape {
        Shape::Stepped { indexes } => {
            let rates: Vec<String> = indexes
                .iter()
                .map(|b| format!("{}%", places(100.0 * b.learning_rate().ratio(), 6)))
                .collect();
            said.push(format!("rates by doubling {}, the last going on", rates.join(", ")));
        }
        Shape::Factors(table) => {
            let (first, last) = table.reach();
            let columns = [
                table.has_units().then_some("units"),
                table.sums().map(|sums| if sums == Sum::Total { "totals" } else { "averages" }),
            ];
            let columns: Vec<&str> = columns.into_iter().flatten().collect();
            said.push(format!("factors of {} from {first} to {last}", columns.join(" and ")));
        }
        _ => {}
    }
    let name = if matches!(shape, Shape::PowerLaw { .. }) { "" } else { shape.written().0 };
    if let Some(pace) = &form.pace {
        said.push(format!("values × q^{}, q the production rate", of(pace.index)));
    }
    if name.is_empty() && form.pace.is_none() {
        return None;
    }
    let what = if name.is_empty() { "model: power law with a rate effect" } else { "model" };
    let value_of = if notation.wright() { "average of N" } else { "unit N" };
    let formula =
        format!("{name}{}{value_of} = T1 × {}", if name.is_empty() { "" } else { ", " }, formula(shape, "N"));
    Some(Step::new(what, formula, said.join("; "), "").stated())
}

/// Where a leg's units lie on its curve, and what the values are multiplied by there.
pub(super) fn on_leg<'a>(notation: &Notation<'a>, leg: usize) -> Option<(&'a Curve, f64, f64)> {
    match &notation.work.run.legs().get(leg)?.path {
        Path::Follow { curve, from, scale } => Some((curve, *from, *scale)),
        Path::Flat(_) => None,
    }
}

/// Steps for what happened before unit `last`: breaks with their elements, changes of rate, level and pace.
pub(super) fn passages(notation: &Notation<'_>, last: u64, steps: &mut Vec<Step>) {
    for passage in notation.work.run.passages() {
        match *passage {
            Passage::Rate { after, index: b, value } if after < last => {
                steps.push(rate_change(notation, after, b, value));
            }
            Passage::Break { after, .. } if after < last => retrograde(notation, passage, steps),
            Passage::Forgetting { after, spent, exponent, would_have, remembered, restart }
                if after < last =>
            {
                let (time, n) = (notation.value(spent), grouped(after));
                steps.push(
                    Step::new(
                        format!("break after {} {n}, by the learn-forget model", notation.item),
                        "f = -b (1+b) ln n / ln(1 + D/t); s units lost in d; u = n^(1-f/b) (n+s)^(f/b); next at u + 1",
                        format!(
                            "t = {time}, f = {}, s = {}, u = {}",
                            number(exponent),
                            number(would_have),
                            number(remembered)
                        ),
                        format!("{} {} lies at {} of the curve", notation.item, grouped(after + 1), number(restart)),
                    )
                    .stated(),
                );
            }
            Passage::Step { after, scale, restart } if after < last => steps.push(
                Step::new(
                    format!("from prototypes to production after {} {}", notation.item, grouped(after)),
                    "values × step; the next lies further along or at a place of its own",
                    format!("× {}", number(scale)),
                    format!(
                        "{} {} lies at {} of the curve",
                        notation.item,
                        grouped(after + 1),
                        number(restart)
                    ),
                )
                .stated(),
            ),
            Passage::Pace { after, pace } if after < last => steps.push(
                Step::new(
                    format!("another production rate after {} {}", notation.item, grouped(after)),
                    "values × q^c",
                    format!("× {}", number(pace)),
                    "",
                )
                .stated(),
            ),
            _ => {}
        }
    }
}

fn rate_change(notation: &Notation<'_>, after: u64, b: Index, value: f64) -> Step {
    let n = grouped(after);
    let of = if notation.wright() { "average of the first" } else { notation.item };
    Step::new(
        format!("the rate changes after {} {n}", notation.item),
        format!("from there {} × (N / {n})^b", notation.value(value)),
        format!(
            "b = {} ({}%); {of} {n} is {}",
            index(b.value()),
            places(100.0 * b.learning_rate().ratio(), 6),
            notation.value(value)
        ),
        "",
    )
    .stated()
}

/// The retrograde method, in the steps in which handbooks write it.
fn retrograde(notation: &Notation<'_>, passage: &Passage, steps: &mut Vec<Step>) {
    let Passage::Break { after, base, first, last, next, achieved, lost, resumed, exact, restart } = *passage
    else {
        return;
    };
    let (n, following) = (grouped(after), grouped(after + 1));
    let item = notation.item;
    let each = |value: f64| notation.value(value);
    steps.push(Step::new(
        format!("break after {item} {n}: learning achieved"),
        format!("first {item} - {item} {n}"),
        format!("{} - {}", number(first), each(last)),
        each(achieved),
    ));
    if let Some(elements) = notation.work.inputs().form.elements_of(after * notation.work.batch_size()) {
        let terms: Vec<String> = elements
            .iter()
            .map(|element| {
                format!("{} {} × {}", element.name, percent(element.weight), percent(element.loss))
            })
            .collect();
        steps.push(Step::new(
            "share of the learning that is lost",
            "Σ weight × loss over the elements",
            terms.join(" + "),
            percent(lost / achieved),
        ));
    }
    steps.push(Step::new(
        "learning lost",
        "share lost × learning achieved",
        format!("{} × {}", percent(lost / achieved), each(achieved)),
        each(lost),
    ));
    let (base, basis) = match base {
        Base::NextUnit => (next, format!("{item} {following} without the break")),
        Base::LastUnit => (last, format!("{item} {n}, the last built")),
    };
    steps.push(Step::new(
        format!("{item} {following}, the first after the break"),
        format!("{basis} + learning lost"),
        format!("{} + {}", number(base), each(lost)),
        each(resumed),
    ));
    steps.push(
        Step::new(
            "place on the curve that takes as long",
            match notation.work.run.curve().shape() {
                Shape::PowerLaw { .. } if !notation.wright() => "x = (value / T1)^(1/b)".to_owned(),
                _ => "the x at which the curve has this value".to_owned(),
            },
            format!("{item} {following} lies at {} of the curve", number(exact)),
            #[expect(clippy::float_cmp, reason = "the restart is the very position or a rounded one")]
            if restart == exact {
                String::new()
            } else {
                format!("to the nearest {item}: {}", number(restart))
            },
        )
        .stated(),
    );
}

fn percent(ratio: f64) -> String {
    format!("{}%", places(100.0 * ratio, 4))
}
