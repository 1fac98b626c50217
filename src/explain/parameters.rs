//! Steps for the index, the rate and the first unit: from a rate, from b, or from known facts.

use super::Step;
use super::model;
use super::notation::{Notation, grouped, index, number, places};
use crate::curve::Basis;
use crate::curve::anchor::Route;
use crate::question::{Known, KnownKind, Question};

/// A fact as a point of the law `value = T1 × n^b`: items, value per item, and how it was reached.
struct Point {
    items: u64,
    value: f64,
    reached: Option<Step>,
}

/// The steps that every question starts with: the index, and the first unit where facts give it.
pub(super) fn for_curve(notation: &Notation<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    find_index(notation, &mut steps);
    find_first_unit(notation, &mut steps);
    if let Some(fitted) = &notation.work.inputs().fitted {
        let error = std_error(fitted.first_error);
        let what = format!("first {}, by {}{error}", notation.item, fitted.by);
        steps.push(Step::new(what, "T1", "", notation.first_unit()));
    }
    steps.extend(model::letters(notation));
    steps
}

/// The steps of a question about the rate, the index or the first unit, which ends them.
pub(super) fn for_parameter(notation: &Notation<'_>, question: &Question) -> Vec<Step> {
    let mut steps = Vec::new();
    find_index(notation, &mut steps);
    match question {
        Question::Index => {}
        Question::FirstUnit => {
            find_first_unit(notation, &mut steps);
            if notation.work.inputs().first.is_some() {
                steps.push(Step::new(
                    format!("first {}, as given", notation.item),
                    "T1",
                    "",
                    notation.first_unit(),
                ));
            }
        }
        _ => rate(notation, &mut steps),
    }
    steps
}

fn rate(notation: &Notation<'_>, steps: &mut Vec<Step>) {
    let parameters = &notation.work.parameters;
    let Some(b) = parameters.index else {
        return;
    };
    if parameters.index == parameters.exact_index
        && let Some(given) = notation.work.inputs().rate
    {
        let percent = (given * rust_decimal::Decimal::ONE_HUNDRED).normalize();
        steps.push(Step::new("learning rate, as given", "r", "", format!("{percent}%")));
        return;
    }
    if let Some((one, two)) = points(notation)
        && parameters.index == parameters.exact_index
        && two.items.is_multiple_of(one.items)
        && (two.items / one.items).is_power_of_two()
        && two.items > one.items
    {
        let doublings = (two.items / one.items).ilog2();
        steps.push(Step::new(
            format!(
                "learning rate: from {} to {} {} is {doublings} doubling{}",
                grouped(one.items),
                grouped(two.items),
                notation.items(),
                if doublings == 1 { "" } else { "s" }
            ),
            format!("r = (later / earlier)^(1/{doublings})"),
            format!("({} / {})^(1/{doublings})", number(two.value), number(one.value)),
            percent(parameters.learning_rate.unwrap_or_else(|| b.learning_rate().ratio())),
        ));
        return;
    }
    steps.push(Step::new(
        "learning rate",
        "r = 2^b",
        format!("2^{}", index(b.value())),
        percent(b.learning_rate().ratio()),
    ));
}

/// A fitted parameter's standard error, as its step shows it.
fn std_error(error: Option<f64>) -> String {
    error.map_or_else(String::new, |error| format!(" (standard error {})", number(error)))
}

fn percent(ratio: f64) -> String {
    format!("{}%", places(100.0 * ratio, 6))
}

fn find_index(notation: &Notation<'_>, steps: &mut Vec<Step>) {
    let parameters = &notation.work.parameters;
    let inputs = notation.work.inputs();
    let (Some(exact_index), Some(used)) = (parameters.exact_index, parameters.index) else {
        return;
    };
    let exact = index(exact_index.value());
    match (inputs.rate, inputs.index) {
        (Some(rate), Some(given)) => {
            steps.push(Step::new(
                "index from the rate, to compare",
                "b = log r / log 2",
                format!("log {0} / log 2", rate.normalize()),
                exact,
            ));
            steps.push(Step::new("index as given, used here", "b", "", given.to_string()));
        }
        (Some(rate), None) => steps.push(Step::new(
            "index from the rate",
            "b = log r / log 2",
            format!("log {0} / log 2", rate.normalize()),
            exact,
        )),
        (None, Some(given)) => {
            let (what, error) = match &inputs.fitted {
                Some(fitted) => (format!("index, by {}", fitted.by), std_error(fitted.index_error)),
                None => ("index as given".to_owned(), String::new()),
            };
            steps.push(Step::new(what + &error, "b", "", given.to_string()));
        }
        (None, None) => from_facts(notation, steps),
    }
    if let Some(places) = notation.work.rounding.steps.index {
        steps.push(Step::new(
            format!(
                "index to {places} place{}, as the mark scheme takes it",
                if places == 1 { "" } else { "s" }
            ),
            "b",
            index(exact_index.value()),
            index(used.value()),
        ));
    }
}

fn from_facts(notation: &Notation<'_>, steps: &mut Vec<Step>) {
    let exact = notation.work.parameters.exact_index.map_or_else(String::new, |b| index(b.value()));
    if let Some([one, two]) = &notation.work.parameters.joined {
        steps.push(joined(notation, one, two));
    }
    if let Some((one, two)) = points(notation) {
        let (n1, n2) = (grouped(one.items), grouped(two.items));
        let (y1, y2) = (number(one.value), number(two.value));
        steps.extend([one.reached, two.reached].into_iter().flatten());
        steps.push(Step::new(
            "index from two points",
            "b = log(y2 / y1) / log(n2 / n1)",
            format!("log({y2} / {y1}) / log({n2} / {n1})"),
            exact,
        ));
        return;
    }
    let facts: Vec<String> = first_as_text(notation)
        .into_iter()
        .chain(notation.work.inputs().known.iter().map(|known| known_text(notation, known)))
        .collect();
    let theory = match (notation.plain(), notation.wright()) {
        (true, true) => "total of N = T1 × N^(1+b)".to_owned(),
        (true, false) => "total of N = T1 × Σ k^b, k = 1 to N".to_owned(),
        (false, true) => format!("total of N = T1 × N × {}", notation.formula("N")),
        (false, false) => format!("total of N = T1 × Σ {}, k = 1 to N", notation.formula("k")),
    };
    steps.push(
        Step::new(
            "index: the b at which the curve passes through both facts",
            format!("{theory}; solved for b, there being no closed form"),
            facts.join("; "),
            format!("b = {exact}"),
        )
        .stated(),
    );
}

/// Two lots in a row as one total.
fn joined(notation: &Notation<'_>, one: &Known, two: &Known) -> Step {
    let last = match two.kind {
        KnownKind::Lot(lot) => lot.last(),
        KnownKind::Average(units) | KnownKind::Total(units) | KnownKind::Unit(units) => units,
    };
    let shown = super::notation::decimal_number;
    Step::new(
        format!("total {} of the first {} units", notation.measure, grouped(last)),
        "the earlier units + the later ones",
        format!("{} + {} {}", shown(one.value), shown(two.value), notation.unit),
        format!("{} {}", shown(one.value + two.value), notation.unit),
    )
}

fn find_first_unit(notation: &Notation<'_>, steps: &mut Vec<Step>) {
    let inputs = notation.work.inputs();
    if inputs.first.is_some() {
        return;
    }
    let Some(known) = inputs.known.first() else {
        return;
    };
    let what = format!("first {}", notation.item);
    let value = notation.first_unit();
    match point(notation, known).filter(|_| notation.plain()) {
        Some(point) => {
            let (y, n, b) = (number(point.value), grouped(point.items), notation.index());
            if !steps.iter().any(|step| Some(step) == point.reached.as_ref()) {
                steps.extend(point.reached);
            }
            steps.push(Step::new(what, "T1 = y / n^b", format!("{y} / {n}^{b}"), value));
        }
        None => {
            let divisor = if notation.wright() || !notation.plain() {
                "its value / the same figure of a curve with T1 = 1"
            } else {
                "its value / the sum of k^b over its units"
            };
            steps.push(Step::new(what, divisor, known_text(notation, known), value).stated());
        }
    }
}

/// The two facts as points of the power law, where b was found in closed form.
fn points(notation: &Notation<'_>) -> Option<(Point, Point)> {
    let work = notation.work;
    let solution = work.parameters.solution.as_ref()?;
    if solution.route != Route::ClosedForm {
        return None;
    }
    let mut points: Vec<Point> =
        work.inputs().known.iter().filter_map(|known| point(notation, known)).collect();
    if work.inputs().first.is_some() {
        points.push(Point { items: 1, value: work.run.curve().first_unit(), reached: None });
    }
    points.sort_by_key(|point| point.items);
    let two = points.pop()?;
    let one = points.pop()?;
    Some((one, two))
}

fn point(notation: &Notation<'_>, known: &Known) -> Option<Point> {
    let size = notation.work.batch_size();
    let batch = crate::curve::count(size);
    let value = crate::money::to_f64(known.value);
    let wright = notation.work.inputs().basis == Basis::CumulativeAverage;
    if let (KnownKind::Average(units) | KnownKind::Total(units) | KnownKind::Unit(units), Some(end)) =
        (known.kind, notation.work.run.end())
        && units / size > end.after
    {
        return None;
    }
    match known.kind {
        KnownKind::Average(units) if wright || units == size => {
            let items = units / size;
            let reached = (size > 1).then(|| {
                Step::new(
                    format!("average {} of {}, per batch", notation.measure, notation.first(items)),
                    "per unit × batch size",
                    format!("{} × {}", number(value), grouped(size)),
                    notation.each(value * batch),
                )
            });
            Some(Point { items, value: value * batch, reached })
        }
        KnownKind::Total(units) if wright || units == size => {
            Some(average_point(notation, units / size, value))
        }
        KnownKind::Lot(lot) if lot.first() == 1 && (wright || lot.last() == size) => {
            Some(average_point(notation, lot.last() / size, value))
        }
        KnownKind::Unit(number) if !wright || number == size => {
            Some(Point { items: number / size, value: value * batch, reached: None })
        }
        _ => None,
    }
}

fn average_point(notation: &Notation<'_>, items: u64, total: f64) -> Point {
    let value = total / crate::curve::count(items);
    let reached = (items > 1).then(|| {
        Step::new(
            format!("average {} of {}", notation.measure, notation.first(items)),
            "total / N",
            format!("{} / {}", notation.value(total), grouped(items)),
            notation.each(value),
        )
    });
    Point { items, value, reached }
}

fn first_as_text(notation: &Notation<'_>) -> Option<String> {
    notation.work.inputs().first?;
    Some(format!("first {} {}", notation.item, notation.first_unit()))
}

fn known_text(notation: &Notation<'_>, known: &Known) -> String {
    let value = format!("{} {}", super::notation::decimal_number(known.value), notation.unit);
    match known.kind {
        KnownKind::Average(units) => format!("average of the first {} units {value}", grouped(units)),
        KnownKind::Total(units) => format!("total of the first {} units {value}", grouped(units)),
        KnownKind::Unit(number) => format!("unit {} {value}", grouped(number)),
        KnownKind::Lot(lot) => {
            format!("total of units {} to {} {value}", grouped(lot.first()), grouped(lot.last()))
        }
    }
}
