//! The working of what is asked of a training: from updates or tokens to hours, from hours to money, and along its law.

mod learning;
mod spend;
mod task;

use rust_decimal::Decimal;

use super::Step;
use super::notation::{decimal_number, number};
use crate::ml::range_test::Analysis;
use crate::ml::schedule::{Origin, Schedule, named};
use crate::money as decimals;
use crate::question::Figure;
use crate::question::training::trace::Saving;
use crate::question::training::{Effort, Learning, Spend, Sweep, Trace, Training};
pub(super) use task::task;

/// The steps of one answer.
pub(super) fn steps(training: &Training, trace: &Trace, headline: &Figure) -> Vec<Step> {
    match trace {
        Trace::Cost(own) => spend::cost(training, own, "training cost"),
        Trace::Budget { budget, each, affordable, at, beyond } => {
            spend::budget(training, (*budget, *each, *affordable), at, beyond.as_ref())
        }
        Trace::BestSize(best) => learning::best_size(training, best),
        Trace::Reach { target, followed, place } => {
            let mut steps = learning::reach(training, followed, *target, place);
            steps.extend(spend::cost(training, &place.spend, &headline.name));
            steps
        }
        Trace::Marginal(followed, made) => learning::marginal(training, followed, made, &headline.name),
        Trace::Doubling(followed, made) => learning::doubling(followed, made, &headline.name),
        Trace::Saving(made) => saving(training, made),
        Trace::BreakEven { saving: made, sweep, paid, trainings } => {
            break_even(training, made, (*sweep, *paid, *trainings))
        }
        Trace::StepSize { update, lr } => vec![step_size(training, *update, *lr)],
        Trace::Zone(analysis) => zone(analysis),
    }
}

/// A large number as its field writes it: `70e9`, `1.4e12`, `5.88e23`; one with more digits than that in full.
fn large(value: Decimal) -> String {
    let normal = value.normalize();
    let digits = normal.abs().to_string().trim_end_matches('0').len();
    if normal >= Decimal::from(1_000_000_000_000_000_u64) {
        return decimals::format_scientific(&normal.round_sf(6).unwrap_or(normal));
    }
    if normal < Decimal::from(1_000_000) || !normal.is_integer() || digits > 6 {
        return decimal_number(normal);
    }
    in_thousands(normal)
}

/// A number in thousands of thousands: `70e9`.
fn in_thousands(value: Decimal) -> String {
    let thousands: Decimal = 1_000.into();
    let (mut left, mut power) = (value, 0);
    while left >= thousands {
        left /= thousands;
        power += 3;
    }
    format!("{}e{power}", left.normalize())
}

/// Money as the working shows it.
fn money(training: &Training, amount: Decimal) -> String {
    format!("{} {}", decimal_number(amount), training.money_unit())
}

fn saving(training: &Training, made: &Saving) -> Vec<Step> {
    let counts = training.run.counts().name();
    let cost = |own: &Spend| {
        let mut steps = spend::cost(training, own, "cost");
        for step in &mut steps {
            step.what += &format!(" of {} {counts}", large(own.count));
        }
        steps
    };
    let mut steps = cost(&made.own);
    steps.extend(cost(&made.other));
    steps.push(Step::new(
        "saving of a training",
        "cost by the other schedule - cost by this one",
        format!("{} - {}", decimal_number(made.other.cost), money(training, made.own.cost)),
        money(training, made.saving),
    ));
    steps
}

fn break_even(
    training: &Training,
    made: &Saving,
    (sweep, paid, trainings): (Sweep, Decimal, Decimal),
) -> Vec<Step> {
    let mut steps = saving(training, made);
    if let (Sweep::Hours(hours), Some(price)) = (sweep, &training.price) {
        steps.push(Step::new(
            "cost of the sweep",
            "price × device time",
            format!("{} × {} h", spend::price(training, price), decimal_number(hours)),
            money(training, paid),
        ));
    }
    steps.push(Step::new(
        "trainings that pay for the sweep",
        "cost of the sweep / saving of a training, the next whole number",
        format!("{} / {}", money(training, paid), money(training, made.saving)),
        decimal_number(trainings),
    ));
    steps
}

fn step_size(training: &Training, update: u64, lr: f64) -> Step {
    let Some((name, schedule)) = &training.schedule else {
        return Step::new(String::new(), "", "", number(lr));
    };
    let mut formula = named::kind(name).map_or(String::new(), |kind| kind.what.to_owned());
    let (mut from, mut substituted) = (update, String::new());
    if let Schedule::Warmup(rise) = schedule {
        if update < rise.steps {
            let first = if rise.first == 0 { "t" } else { "(t + 1)" };
            formula = format!("the rise: from + (to - from) × {first} / updates of it");
            substituted = format!(
                "{} + ({} - {}) × {} / {}",
                number(rise.from),
                number(rise.to),
                number(rise.from),
                decimal_number((update + rise.first).into()),
                decimal_number(rise.steps.into())
            );
        } else if rise.origin == Origin::Own {
            from = update - rise.steps;
            formula +=
                &format!(", t counted from the end of the rise of {}", decimal_number(rise.steps.into()));
        }
    }
    if substituted.is_empty() {
        substituted = format!("t = {}", decimal_number(from.into()));
    }
    let t = decimal_number(update.into());
    let what = format!("lr of update {t}, the first being update 0, by `{name}`");
    Step::new(what, formula, substituted, number(lr)).stated()
}

fn zone(analysis: &Analysis) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(edge) = analysis.steepest {
        let fitted = "fitted: loss = low + drop / (1 + (lr/centre)^s) + rise (lr/edge)^p";
        let what = "zone from lr: where the loss falls most steeply over ln lr";
        steps.push(Step::new(what, fitted, "", number(edge.lr)).stated());
    }
    if let Some(edge) = analysis.diverges {
        let formula = "the running median of five losses exceeds twice its least, or the loss is no number";
        steps.push(Step::new("zone up to lr: the edge of divergence", formula, "", number(edge.lr)).stated());
    }
    steps
}

/// The training in a line: how it is counted, what it costs, how its loss falls, its schedule.
pub(super) fn describe(training: &Training) -> String {
    let run = &training.run;
    let counts = run.counts().name();
    let total = |total: Decimal| format!("{} {counts}", large(total));
    let length = run.total.map_or_else(|| format!("counted in {counts}"), total);
    let mut said = vec![length];
    match run.effort {
        Effort::Updates { seconds, samples, tokens } => {
            said.extend(seconds.map(|seconds| format!("{} s each", decimal_number(seconds))));
            said.extend(samples.map(|samples| format!("{} samples each", large(samples))));
            said.extend(tokens.map(|tokens| format!("{} tokens each", large(tokens))));
        }
        Effort::Tokens { parameters, .. } => {
            said.extend(parameters.map(|parameters| format!("{} parameters", large(parameters))));
        }
        Effort::Flop { .. } | Effort::Hours => {}
    }
    if let Some(speed) = run.speed() {
        said.push(format!("{} FLOP/s at {}", large(speed.flops), spend::percent(speed.utilisation)));
    }
    if run.devices > 1 {
        said.push(format!("{} devices", decimal_number(run.devices.into())));
    }
    said.extend(training.price.as_ref().map(|price| spend::price(training, price)));
    let bare = run.effort == Effort::Hours && run.total.is_none() && training.price.is_none();
    let mut parts = if bare { Vec::new() } else { vec![format!("Training: {}", said.join(", "))] };
    parts.extend(training.learning.as_ref().map(|learning| match learning {
        Learning::Curve { law, counts, metric } => {
            format!("{metric} = {}, x in {}", learning::power(law, "x"), counts.name())
        }
        Learning::Scaling { law, name } => format!("loss by `{name}` = {}", learning::sizes(law)),
    }));
    parts.extend(training.schedule.as_ref().map(|(name, _)| format!("schedule `{name}`")));
    parts
        .extend(training.range_test.as_ref().map(|log| format!("range test of {} losses", log.rows().len())));
    let line = parts.join("; ");
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
