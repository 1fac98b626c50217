//! Steps along the law by which a loss falls.

use rust_decimal::Decimal;

use super::super::Step;
use super::super::notation::{decimal_number, number, places};
use super::{in_thousands, large, money, spend};
use crate::ml::cost::{OffsetPower, ScalingLaw};
use crate::money as decimals;
use crate::question::training::learning::{Best, Doubling, Followed, Marginal, Place, lot};
use crate::question::training::{Effort, Learning, Means, Quantity, Training};

/// A power over a floor, with its numbers.
pub(super) fn power(law: &OffsetPower, x: &str) -> String {
    let floor = if law.floor() > 0.0 { format!("{} + ", number(law.floor())) } else { String::new() };
    format!("{floor}{} {x}^{}", number(law.scale()), places(law.exponent(), 8))
}

/// A law of sizes, with its numbers.
pub(super) fn sizes(law: &ScalingLaw) -> String {
    let (floor, (of_parameters, alpha), (of_tokens, beta)) = law.parameters();
    let [floor, of_parameters, alpha] = [floor, of_parameters, alpha].map(number);
    let [of_tokens, beta] = [of_tokens, beta].map(number);
    format!("{floor} + {of_parameters} / N^{alpha} + {of_tokens} / D^{beta}")
}

/// A number that may be large, to seven digits.
fn count(value: f64) -> String {
    let Ok(decimal) = decimals::from_f64(value) else { return format!("{value:e}") };
    match decimal {
        small if small < Decimal::from(1_000_000) => decimal_number(small),
        large if large < Decimal::from(1_000_000_000_000_000_u64) => {
            in_thousands(large.round_sf(7).unwrap_or(large))
        }
        huge => large(huge),
    }
}

/// The same with all its digits where the next whole one is sought.
fn before_whole(followed: &Followed, value: f64) -> String {
    match decimals::from_f64(value) {
        Ok(decimal) if followed.counts.is_whole() => decimal_number(decimal),
        _ => count(value),
    }
}

fn law(followed: &Followed) -> Step {
    let what = match (followed.frontier.is_some(), followed.counts) {
        (true, _) => "loss along the best sizes, x in FLOP".to_owned(),
        (false, counts) => format!("{}, x in {}", followed.metric, counts.name()),
    };
    Step::new(what, "floor + scale × x^exponent", power(&followed.law, "x"), "").stated()
}

/// From a target to how much of what the law counts, and of what the training counts.
pub(super) fn reach(training: &Training, followed: &Followed, target: Decimal, place: &Place) -> Vec<Step> {
    let own = &followed.law;
    let mut steps = vec![law(followed)];
    let x = own.reach(decimals::to_f64(target)).unwrap_or(place.x);
    let name = followed.counts.name();
    let put = format!(
        "(({target} - {}) / {})^(1 / {})",
        number(own.floor()),
        number(own.scale()),
        places(own.exponent(), 8)
    );
    let value = format!("{} {name}", before_whole(followed, x));
    steps.push(Step::new(
        format!("{name} to {} {target}", followed.metric),
        "((target - floor) / scale)^(1 / exponent)",
        put,
        value,
    ));
    let counts = training.run.counts();
    if counts != followed.counts || counts.is_whole() {
        let (formula, put) = match training.run.effort {
            Effort::Updates { tokens: Some(each), .. } if followed.counts == Quantity::Tokens => (
                "tokens / tokens in each, the next whole one",
                format!("{} / {}", before_whole(followed, x), large(each)),
            ),
            Effort::Updates { samples: Some(each), .. } if followed.counts == Quantity::Samples => (
                "samples / samples in each, the next whole one",
                format!("{} / {}", before_whole(followed, x), large(each)),
            ),
            _ if counts == followed.counts => ("the next whole one", String::new()),
            _ => ("at what the training says", String::new()),
        };
        steps.push(Step::new(counts.name(), formula, put, large(place.spend.count)));
    }
    steps
}

/// The slope of the law, priced.
pub(super) fn marginal(training: &Training, followed: &Followed, made: &Marginal, what: &str) -> Vec<Step> {
    let (own, name) = (&followed.law, followed.counts.name());
    let (loss, x) = made.at;
    let (_, lot) = lot(followed.counts);
    let [exponent, floor] = [places(-own.exponent(), 8), number(own.floor())];
    let metric = &followed.metric;
    let mut steps = vec![
        law(followed),
        Step::new(
            format!("{name} to {metric} {}", number(loss)),
            format!("(({metric} - floor) / scale)^(1 / exponent)"),
            format!("(({} - {floor}) / {})^(1 / -{exponent})", number(loss), number(own.scale())),
            format!("{} {name}", count(x)),
        ),
        Step::new(
            format!("{name} for each unit of {metric}, the slope there"),
            format!("{name} so far / (|exponent| × ({metric} - floor))"),
            format!("{} / ({exponent} × ({} - {floor}))", count(x), number(loss)),
            format!("{} {name}", count(made.slope)),
        ),
        Step::new(format!("cost of one {lot}"), "at the price", "", money(training, made.each)),
        Step::new(
            what,
            format!("step × {name} for each unit × their cost"),
            format!(
                "{} × {} {name}, at {} for one {lot}",
                made.step,
                count(made.slope),
                money(training, made.each)
            ),
            money(training, made.by_slope),
        ),
    ];
    if made.whole.is_none() {
        let end =
            decimals::from_f64(loss).map_or_else(|_| number(loss), |loss| decimal_number(loss - made.step));
        steps.push(Step::new(
            format!("the whole step, to {metric} {end}"),
            format!("no training gets there: the floor is {floor}; the slope is all that is left to tell"),
            "",
            "never",
        ));
    }
    steps
}

/// What a doubling leaves.
pub(super) fn doubling(followed: &Followed, made: &Doubling, what: &str) -> Vec<Step> {
    let mut steps = vec![law(followed)];
    if let Some((before, after)) = &made.places {
        for (name, place) in [("before", before), ("after a doubling of the spend", after)] {
            let x = count(place.x);
            let put = power(&followed.law, &format!("× {x}"));
            steps.push(Step::new(
                format!("{} {name}", followed.metric),
                "floor + scale × x^exponent",
                put,
                number(place.loss),
            ));
        }
    }
    let exponent = places(followed.law.exponent(), 8);
    steps.push(Step::new(what, "2^exponent", format!("2^{exponent}"), format!("{}%", number(made.left))));
    steps
}

/// The size of the least loss.
pub(super) fn best_size(training: &Training, best: &Best) -> Vec<Step> {
    let Some(Learning::Scaling { law, name }) = &training.learning else { return Vec::new() };
    let (_, (of_parameters, alpha), (of_tokens, beta)) = law.parameters();
    let compute = large(best.flop);
    let mut steps = vec![
        Step::new(
            format!("loss by `{name}`, N parameters and D tokens"),
            "E + A / N^α + B / D^β",
            sizes(law),
            "",
        )
        .stated(),
    ];
    if let (Means::Budget(budget), Some(price), Some(spend)) = (best.means, &training.price, &best.spend) {
        let budget = format!("{} / {}", money(training, budget), spend::price(training, price));
        match (price.quantity, spend.hours, training.run.speed()) {
            (Quantity::DeviceHours, Some(hours), Some(speed)) => {
                let hours = format!("{} h", decimal_number(hours));
                steps.push(Step::new("device time", "budget / price", budget, hours.clone()));
                let put = format!(
                    "{hours} × {} FLOP/s × {} × 3,600 s/h",
                    large(speed.flops),
                    spend::percent(speed.utilisation)
                );
                let formula = "device time × peak × utilisation × 3,600";
                steps.push(Step::new("compute, C", formula, put, format!("{compute} FLOP")));
            }
            _ => steps.push(Step::new("compute, C", "budget / price", budget, format!("{compute} FLOP"))),
        }
    }
    let pull = ((alpha * of_parameters) / (beta * of_tokens)).powf((alpha + beta).recip());
    let [a, alpha, b, beta] = [of_parameters, alpha, of_tokens, beta].map(number);
    steps.push(Step::new(
        "G",
        "(α A / (β B))^(1 / (α + β))",
        format!("({alpha} × {a} / ({beta} × {b}))^(1 / ({alpha} + {beta}))"),
        number(pull),
    ));
    steps.push(Step::new(
        "tokens, D",
        "(C / 6)^(α / (α + β)) / G",
        format!("({compute} / 6)^({alpha} / ({alpha} + {beta})) / {}", number(pull)),
        count(best.size.tokens),
    ));
    steps.push(Step::new(
        "best size, N",
        "G (C / 6)^(β / (α + β))",
        format!("{} × ({compute} / 6)^({beta} / ({alpha} + {beta}))", number(pull)),
        count(best.size.parameters),
    ));
    steps
}
