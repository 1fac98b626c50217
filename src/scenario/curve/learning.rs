//! The learning rate, or the index b in its place: what is refused, and what is taken with a warning.

use rust_decimal::Decimal;

use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::reader::Findings;
use super::super::tree::Value;
use crate::curve::{Basis, Index, LearningRate};
use crate::money;

/// What each doubling falls to.
pub(in crate::scenario) fn rate(
    value: &Value<'_>,
    basis: Basis,
    found: &mut Findings<'_>,
) -> Option<Decimal> {
    let rate = number::ratio(value, found)?;
    let ratio = money::to_f64(rate);
    if let Err(error) = LearningRate::new(ratio) {
        found.push(
            Diagnostic::error("bad-rate", value.span(), error.to_string())
                .with_help("a learning rate is what each doubling falls to, such as \"80%\" or 0.80"),
        );
        return None;
    }
    let said = format!("a rate of `{}%`", (rate * Decimal::ONE_HUNDRED).normalize());
    if let Some(warning) = odd(ratio, &said, basis, value.span()) {
        let other = (Decimal::ONE - rate) * Decimal::ONE_HUNDRED;
        found.push(if ratio < 0.5 && !is_half(ratio) {
            warning.with_help(format!(
                "the rate is what each doubling falls to, not what it saves: did you mean \"{}%\"?",
                other.normalize()
            ))
        } else {
            warning
        });
    }
    Some(rate)
}

/// The logarithm of the rate to base 2; `basis` where no rate beside it says already what is odd.
pub(in crate::scenario) fn index(
    value: &Value<'_>,
    basis: Option<Basis>,
    found: &mut Findings<'_>,
) -> Option<Decimal> {
    let index = number::number(value, "an index such as -0.322", found)?;
    let b = money::to_f64(index);
    let is_index = "b is the logarithm of the learning rate to base 2: -0.322 for 80%";
    if index > Decimal::ZERO {
        let help = match (Index::new(-b), Index::new(b)) {
            (Ok(_), Ok(rising)) => format!(
                "some books print b without its minus sign: write -{index} (or, where costs really rise, `learning_rate = \"{:.4}%\"`)",
                100.0 * rising.learning_rate().ratio()
            ),
            (Ok(_), Err(_)) => format!("some books print b without its minus sign: write -{index}"),
            _ => format!("{is_index}; a rate goes into `learning_rate`"),
        };
        let message = format!("b is `{index}`, above 0");
        found.push(Diagnostic::error("positive-index", value.span(), message).with_help(help));
        return None;
    }
    let Ok(taken) = Index::new(b).map_err(|error| {
        found.push(Diagnostic::error("bad-index", value.span(), error.to_string()).with_help(is_index));
    }) else {
        return None;
    };
    let rate = taken.learning_rate().ratio();
    let said = || format!("b = `{index}`, a rate of {},", percent(rate));
    found.list.extend(basis.and_then(|basis| odd(rate, &said(), basis, value.span())));
    Some(index)
}

/// A warning of a rate that known facts lead to, where it is odd.
pub(in crate::scenario) fn of_facts(
    rate: f64,
    basis: Basis,
    span: std::ops::Range<usize>,
) -> Option<Diagnostic> {
    odd(rate, &format!("the rate that the known facts give, {},", percent(rate)), basis, span)
}

/// To two places, or to all where these would say a rate that is odd and this one is not.
fn percent(rate: f64) -> String {
    let near = [0.5, 1.0].iter().any(|odd| (rate - odd).abs() < 5e-5 && (rate - odd).abs() >= 1e-12);
    if near { format!("{}%", 100.0 * rate) } else { format!("{:.2}%", 100.0 * rate) }
}

/// Whether a rate is 50%, but for a float's rounding.
fn is_half(rate: f64) -> bool {
    (rate - 0.5).abs() < 1e-12
}

/// A warning of a rate that is possible but odd; `said` is how it was given.
fn odd(rate: f64, said: &str, basis: Basis, span: std::ops::Range<usize>) -> Option<Diagnostic> {
    let is_half = is_half(rate);
    let message = match basis {
        _ if rate > 1.0 + 1e-12 => format!("{said} is over 100%: every doubling costs more"),
        Basis::CumulativeAverage if is_half => {
            format!("at {said} under Wright's theory every unit after the first costs nothing")
        }
        Basis::CumulativeAverage if rate < 0.5 => format!(
            "{said} is under 50%: under Wright's theory totals fall and later units cost less than nothing"
        ),
        Basis::Unit if rate < 0.5 && !is_half => format!("{said} is unusually steep"),
        _ => return None,
    };
    Some(Diagnostic::warning("odd-rate", span, message))
}
