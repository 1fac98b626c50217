//! `[ml.curve]` and `[ml.law]`: how a training's loss falls.

use super::super::check::{one_of, text};
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::training::{COUNTS, LAWS, ML_CURVE, OWN_LAW};
use super::super::raw::{FIND_NOTHING, Shape};
use super::super::reader::{Findings, Reader, Value};
use crate::ml::cost::{BadParameter, OffsetPower, ScalingLaw};
use crate::money;
use crate::question::training::{Learning, Quantity};

/// Reads the one or the other.
pub(super) fn read(ml: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Learning> {
    if ml.get("curve").is_some() && ml.get("law").is_some() {
        found.push(
            Diagnostic::error("contradiction", ml.key_span("law"), "both a curve and a law")
                .with_help("one of them says how the loss falls: leave the other out")
                .with_related(ml.key_span("curve"), "the curve"),
        );
    }
    let curve = ml.get("curve").and_then(|value| curve(value, found));
    let law = ml.get("law").and_then(|value| law(value, found));
    curve.or(law)
}

/// The numbers of a table, all of which have to be there but a floor.
fn numbers<const N: usize>(
    table: &Reader<'_, '_>,
    keys: [&'static str; N],
    found: &mut Findings<'_>,
) -> Option<[f64; N]> {
    let mut numbers = [0.0; N];
    let mut sound = true;
    for (key, into) in keys.into_iter().zip(&mut numbers) {
        match table.get(key) {
            Some(value) => match number::number(value, "a number", found) {
                Some(number) => *into = money::to_f64(number),
                None => sound = false,
            },
            None if key == "floor" => {}
            None => {
                sound = false;
                found.push(
                    Diagnostic::error("missing-key", table.span.clone(), format!("`{key}` is missing"))
                        .with_help(format!("keys of the law: {}", keys.join(", "))),
                );
            }
        }
    }
    sound.then_some(numbers)
}

/// Tells what is wrong with the parameters of a law, each at its key.
fn tell(faults: &[BadParameter], table: &Reader<'_, '_>, shape: &Shape, found: &mut Findings<'_>) {
    for bad in faults {
        let place = table.get(bad.name).map_or(table.span.clone(), Value::span);
        let message = format!("`{}` is {}", bad.name, bad.value);
        let mut help = format!("in {} it is {}", shape.name, bad.allowed);
        if bad.name == "exponent" && bad.value > 0.0 {
            help = format!("a loss falls by a negative power: write -{}", bad.value);
        }
        found.push(Diagnostic::error("bad-parameter", place, message).with_help(help));
    }
}

fn curve(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Learning> {
    let table = Reader::open(value, &ML_CURVE, found)?;
    let made = numbers(&table, ["scale", "exponent", "floor"], found);
    let law = made.and_then(|[scale, exponent, floor]| {
        tell(&OffsetPower::faults(scale, exponent, floor), &table, &ML_CURVE, found);
        OffsetPower::new(scale, exponent, floor).ok()
    });
    let metric = table.get("metric").map_or(Some("loss".to_owned()), |value| text(value, found));
    let Some(counts) = table.get("counts") else {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), "the law does not say what it counts")
                .with_help(format!("write `counts`: one of {}", super::super::reader::list(COUNTS))),
        );
        return None;
    };
    let counts = Quantity::from_name(one_of(counts, &COUNTS, found)?)?;
    Some(Learning::Curve { law: law?, counts, metric: metric? })
}

fn law(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Learning> {
    let (name, _, value) = Reader::tag(value, &LAWS, "law", found)?;
    let law = match name {
        "own" => {
            let table = Reader::open(value, &OWN_LAW, found)?;
            let keys = ["floor", "parameter_scale", "alpha", "token_scale", "beta"];
            let [floor, parameter_scale, alpha, token_scale, beta] = numbers(&table, keys, found)?;
            let (of_parameters, of_tokens) = ((parameter_scale, alpha), (token_scale, beta));
            tell(&ScalingLaw::faults(floor, of_parameters, of_tokens), &table, &OWN_LAW, found);
            ScalingLaw::new(floor, of_parameters, of_tokens).ok()?
        }
        name => {
            Reader::open(value, &FIND_NOTHING, found)?;
            if name == "hoffmann" { ScalingLaw::HOFFMANN } else { ScalingLaw::BESIROGLU }
        }
    };
    Some(Learning::Scaling { law, name })
}
