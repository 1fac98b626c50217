//! The rate drawn wrongly from two known facts.

use super::attempt::Attempt;
use super::case::Case;
use crate::curve::count;
use crate::explain::{Step, number};
use crate::money;
use crate::question::{KnownKind, Question};

/// What is known of the first so many items.
#[derive(Debug, Clone, Copy)]
struct Point {
    items: f64,
    /// As the fact gives it, per item: an average, or a unit alone.
    each: f64,
    /// Of all of them, had they that average.
    total: f64,
}

/// Two facts, the smaller count first, with what every route needs of them.
struct Facts {
    one: Point,
    two: Point,
    /// `later / earlier`, per item.
    ratio: f64,
    /// How many times the first count the second is.
    times: f64,
    doublings: f64,
}

impl Facts {
    fn ratio_text(&self) -> String {
        format!("{} / {}", number(self.two.each), number(self.one.each))
    }
}

fn facts(case: &Case<'_>) -> Option<Facts> {
    let inputs = case.inputs();
    let size = count(case.work.batch_size());
    let mut points: Vec<Point> = Vec::new();
    if let Some(first) = inputs.first {
        let first = money::to_f64(first);
        points.push(Point { items: 1.0, each: first, total: first });
    }
    let mut known = inputs.known.clone();
    known.sort_by_key(|fact| match fact.kind {
        KnownKind::Average(units) | KnownKind::Total(units) | KnownKind::Unit(units) => units,
        KnownKind::Lot(lot) => lot.last(),
    });
    for fact in known {
        let value = money::to_f64(fact.value);
        let point = |items: f64, each: f64| Point { items, each, total: items * each };
        points.push(match fact.kind {
            KnownKind::Average(units) | KnownKind::Unit(units) => point(count(units) / size, value * size),
            KnownKind::Total(units) => point(count(units) / size, value / (count(units) / size)),
            KnownKind::Lot(lot) => {
                let items = count(lot.last()) / size;
                let before = points.last().filter(|p| (p.items * size - count(lot.first() - 1)).abs() < 0.5);
                let total = value + before.map_or(0.0, |p| p.total);
                if before.is_none() && lot.first() > 1 {
                    return None;
                }
                point(items, total / items)
            }
        });
    }
    let [one, two] = points.try_into().ok()?;
    let times = two.items / one.items;
    let usable = times > 1.0 && one.each > 0.0 && two.each > 0.0;
    usable.then(|| Facts { one, two, ratio: two.each / one.each, times, doublings: times.log2() })
}

/// A rate so found, or its index, as the question asks.
fn found(case: &Case<'_>, rate: f64, formula: &str, substituted: String) -> Option<Attempt> {
    if !rate.is_finite() || rate <= 0.0 {
        return None;
    }
    let taken = |value: String| Step::new("learning rate, as it was taken", formula, substituted, value);
    match case.question {
        Question::LearningRate => {
            Attempt::give("learning rate", 100.0 * rate, "%", vec![taken(String::new())])
        }
        Question::Index => {
            let from =
                Step::new("index from it", "b = log r / log 2", format!("log {} / log 2", number(rate)), "");
            Attempt::give("index", rate.log2(), "", vec![taken(format!("{}%", number(100.0 * rate))), from])
        }
        _ => None,
    }
}

pub(super) fn no_root(case: &Case<'_>) -> Vec<Attempt> {
    let Some(facts) = facts(case) else { return Vec::new() };
    found(case, facts.ratio, "later / earlier", facts.ratio_text()).into_iter().collect()
}

pub(super) fn root_of_wrong_order(case: &Case<'_>) -> Vec<Attempt> {
    let Some(facts) = facts(case) else { return Vec::new() };
    let doublings = facts.doublings;
    let mut orders = vec![
        (facts.times, 0),
        (facts.times - 1.0, 0),
        (facts.two.items, 0),
        (facts.two.items - facts.one.items, 1),
        (facts.two.items / 2.0, 1),
        (doublings + 1.0, 1),
        (doublings - 1.0, 1),
        (doublings.ceil(), 2),
        (doublings.floor(), 2),
        (2.0, 3),
        (3.0, 3),
    ];
    orders.retain(|(order, _)| *order > 1.0 && (order - doublings).abs() > 1e-9);
    let mut tried: Vec<f64> = Vec::new();
    orders
        .into_iter()
        .filter_map(|(order, unlikely)| {
            if tried.contains(&order) {
                return None;
            }
            tried.push(order);
            let text = number(order);
            let put = format!("({})^(1/{text})", facts.ratio_text());
            let attempt = found(case, facts.ratio.powf(1.0 / order), "(later / earlier)^(1/n)", put)?;
            Some(attempt.detail(format!("n = {text}")).unlikely(unlikely))
        })
        .collect()
}

pub(super) fn divided_by_number(case: &Case<'_>) -> Vec<Attempt> {
    let Some(facts) = facts(case) else { return Vec::new() };
    let mut attempts = Vec::new();
    for by in [facts.two.items, facts.times] {
        let ratio = facts.ratio / by;
        let text = format!("{} / {}", facts.ratio_text(), number(by));
        let said = format!("divided by {} too", number(by));
        attempts
            .extend(found(case, ratio, "later / earlier / n", text.clone()).map(|a| a.detail(said.clone())));
        let rooted = ratio.powf(1.0 / facts.doublings);
        let order = number(facts.doublings);
        let put = format!("({text})^(1/{order})");
        attempts.extend(
            found(case, rooted, "(later / earlier / n)^(1/doublings)", put)
                .map(|a| a.detail(format!("{said}, then the root"))),
        );
    }
    attempts
}

pub(super) fn of_lots(case: &Case<'_>) -> Vec<Attempt> {
    let Some(facts) = facts(case) else { return Vec::new() };
    let (one, two) = (facts.one, facts.two);
    let second = two.total - one.total;
    let second_items = two.items - one.items;
    let ratio = (second / second_items) / one.each;
    let put = format!(
        "({} / {}) / ({} / {})",
        number(second),
        number(second_items),
        number(one.total),
        number(one.items)
    );
    let plain = found(case, ratio, "average of the later lot / average of the earlier", put.clone());
    let order = facts.doublings;
    let rooted = ((order - 1.0).abs() > 1e-9)
        .then(|| found(case, ratio.powf(1.0 / order), "(later lot / earlier lot)^(1/doublings)", put))
        .flatten()
        .map(|attempt| attempt.detail("with the root"));
    plain.into_iter().chain(rooted).collect()
}

pub(super) fn of_totals(case: &Case<'_>) -> Vec<Attempt> {
    let Some(facts) = facts(case) else { return Vec::new() };
    let ratio = facts.two.total / facts.one.total;
    let put = format!("{} / {}", number(facts.two.total), number(facts.one.total));
    let order = facts.doublings;
    let plain = found(case, ratio, "later total / earlier total", put.clone());
    let rooted = found(case, ratio.powf(1.0 / order), "(later total / earlier total)^(1/doublings)", put)
        .map(|attempt| attempt.detail("with the root"));
    plain.into_iter().chain(rooted).collect()
}

pub(super) fn saving(case: &Case<'_>) -> Vec<Attempt> {
    let rate = case.rate();
    if !matches!(case.question, Question::LearningRate) {
        return Vec::new();
    }
    found(case, 1.0 - rate, "1 - r", format!("1 - {}", number(rate))).into_iter().collect()
}

pub(super) fn index_for_rate(case: &Case<'_>) -> Vec<Attempt> {
    if !matches!(case.question, Question::LearningRate) {
        return Vec::new();
    }
    let b = case.index();
    let step =
        |formula: &str, put: String| vec![Step::new("learning rate, as it was taken", formula, put, "")];
    let mut attempts = Vec::new();
    for (value, formula) in [(b.abs(), "|b|"), (b, "b")] {
        attempts.extend(Attempt::give("learning rate", 100.0 * value, "%", step(formula, number(b))));
    }
    if let Some(facts) = facts(case) {
        let value = facts.ratio.log2();
        for (value, formula) in [(value.abs(), "|log2 (later / earlier)|"), (value, "log2 (later / earlier)")]
        {
            let put = format!("log2 ({})", facts.ratio_text());
            attempts.extend(
                Attempt::give("learning rate", 100.0 * value, "%", step(formula, put))
                    .map(|attempt| attempt.detail("the logarithm of the ratio").unlikely(3)),
            );
        }
    }
    attempts
}

pub(super) fn rate_for_index(case: &Case<'_>) -> Vec<Attempt> {
    if !matches!(case.question, Question::Index) {
        return Vec::new();
    }
    let r = case.rate();
    [(r, "r", number(r)), (1.0 - r, "1 - r", format!("1 - {}", number(r)))]
        .into_iter()
        .filter_map(|(value, formula, put)| {
            let step = Step::new("index, as it was taken", formula, put, "");
            Some(Attempt::give("index", value, "", vec![step])?.detail(formula))
        })
        .collect()
}
