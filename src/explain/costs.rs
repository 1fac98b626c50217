//! Steps from a time to what it costs, line by line.

use rust_decimal::Decimal;

use super::Step;
use super::notation::{Notation, decimal_number, grouped};
use super::quantities::Want;
use crate::cost::{Charge, Driver};
use crate::question::amount::Amount;
use crate::question::{Figure, Measure, Subject};

/// Charges an amount: a step for each line, and their sum where there are several.
pub(super) fn charge(
    notation: &Notation<'_>,
    amount: &Amount,
    units: u64,
    want: Want,
    headline: &Figure,
    steps: &mut Vec<Step>,
) {
    let Some(sheet) = &amount.sheet else { return };
    let money = notation.work.money_unit();
    if let Measure::Time(unit) = notation.work.inputs().measure
        && unit.per_hour() != Decimal::ONE
        && sheet.charges.iter().any(|c| matches!(c.driver, Driver::Hour(_)))
    {
        let symbol = unit.symbol();
        steps.push(Step::new(
            "the same in hours",
            format!("{symbol} / {}", unit.per_hour()),
            format!("{} {symbol} / {}", decimal_number(amount.decimal), unit.per_hour()),
            format!("{} h", decimal_number(amount.decimal / unit.per_hour())),
        ));
    }
    let shared = (want == Want::Average).then_some(units);
    let charged: Vec<&Charge> = sheet
        .charges
        .iter()
        // A line that is paid once belongs to the first units of all and to no unit or lot among them.
        .filter(|charge| !matches!(charge.driver, Driver::Once(_)) || !charge.quantity.is_zero())
        .collect();
    if let [only] = charged.as_slice() {
        // A curve in money needs no line; a single line is the answer itself.
        if only.driver != Driver::Curve {
            let (formula, substituted) = terms(only, &sheet.charges, &money, shared);
            let what = format!("{}: {}", headline.name, only.name);
            steps.push(Step::new(what, formula, substituted, headline.text()));
        }
        return;
    }
    for charge in &charged {
        let (formula, substituted) = terms(charge, &sheet.charges, &money, shared);
        steps.push(Step::new(
            charge.name.clone(),
            formula,
            substituted,
            format!("{} {money}", decimal_number(charge.amount)),
        ));
    }
    let names: Vec<&str> = charged.iter().map(|c| c.name.as_str()).collect();
    let amounts: Vec<String> = charged.iter().map(|c| decimal_number(c.amount)).collect();
    let left_out = notation.work.has_once_costs() && charged.len() < sheet.charges.len();
    steps.push(Step::new(
        if left_out {
            format!("{}, without what is paid once", headline.name)
        } else {
            headline.name.clone()
        },
        names.join(" + "),
        amounts.join(" + "),
        headline.text(),
    ));
}

/// Steps for the cost lines of several elements' whole, and their names and amounts for the sum.
pub(super) fn shared(
    subject: Subject<'_>,
    amount: &Amount,
    units: Option<u64>,
    names: &mut Vec<String>,
    values: &mut Vec<String>,
    steps: &mut Vec<Step>,
) {
    let Some(sheet) = &amount.sheet else { return };
    let money = subject.money_unit();
    let lines = sheet.charges.iter().filter(|charge| charge.driver != Driver::Element);
    let lines: Vec<Charge> = lines.cloned().collect();
    for charge in &lines {
        let (formula, substituted) = terms(charge, &lines, &money, units);
        let value = format!("{} {money}", decimal_number(charge.amount));
        names.push(charge.name.clone());
        values.push(value.clone());
        steps.push(Step::new(charge.name.clone(), formula, substituted, value));
    }
}

/// The formula of a line, and the formula with its numbers.
fn terms(charge: &Charge, all: &[Charge], money: &str, shared: Option<u64>) -> (String, String) {
    let quantity = decimal_number(charge.quantity);
    match &charge.driver {
        Driver::Hour(rate) => ("rate × hours".into(), format!("{} {money}/h × {quantity} h", price(*rate))),
        Driver::Unit(rate) => {
            let plural = if charge.quantity == Decimal::ONE { "" } else { "s" };
            ("rate × units".into(), format!("{} {money}/unit × {quantity} unit{plural}", price(*rate)))
        }
        Driver::Batch(rate) => {
            ("rate × batches".into(), format!("{} {money}/batch × {quantity} batches", price(*rate)))
        }
        Driver::Once(amount) => match shared {
            Some(units) => {
                ("paid once / units".into(), format!("{} {money} / {}", price(*amount), grouped(units)))
            }
            None => ("paid once".into(), format!("{} {money}", price(*amount))),
        },
        Driver::Percent { ratio, of } => {
            let percent = (*ratio * Decimal::ONE_HUNDRED).normalize();
            let name = all.get(*of).map_or("", |line| line.name.as_str());
            (format!("percentage × {name}"), format!("{percent}% × {quantity} {money}"))
        }
        Driver::Element => ("its own costs".into(), String::new()),
        Driver::Curve => ("from the curve".into(), format!("{quantity} {money}")),
    }
}

/// A price as it was written, its thousands grouped.
fn price(rate: Decimal) -> String {
    crate::money::format_grouped(&rate)
}
