//! Steps for units that are taken, of one curve or of several elements, and for what they cost.

use super::notation::{Notation, decimal_number};
use super::quantities::Want;
use super::{Step, costs, parameters, quantities};
use crate::question::answer::Scope;
use crate::question::{Figure, Measure, Of, Subject, Taken};

/// The steps that the working of every curve starts with.
pub(super) fn curves(subject: Subject<'_>) -> Vec<Step> {
    match subject {
        Subject::Curve(work) => parameters::for_curve(&Notation::new(work)),
        Subject::Elements(project) => project
            .elements
            .iter()
            .flat_map(|element| {
                let steps = parameters::for_curve(&Notation::new(&element.work));
                steps.into_iter().map(|step| named(&element.name, step))
            })
            .collect(),
        Subject::Training(_) => Vec::new(),
    }
}

/// The steps to some units' time, or to their cost; `figure` is what they end with.
pub(super) fn steps(subject: Subject<'_>, taken: &Taken, want: Want, of: Of, figure: &Figure) -> Vec<Step> {
    let amount = match want {
        Want::Average => &taken.amounts.each,
        Want::Total => &taken.amounts.total,
    };
    let Subject::Elements(project) = subject else {
        let Ok(work) = subject.curve() else {
            return Vec::new();
        };
        let notation = Notation::new(work);
        let mut steps = parameters::for_curve(&notation);
        quantities::scope(&notation, &taken.scope, want, &mut steps);
        steps.extend(quantities::per_unit(&notation, &taken.scope, want, amount));
        if of == Of::Cost {
            costs::charge(&notation, amount, taken.units, want, figure, &mut steps);
        }
        return steps;
    };
    let mut steps = Vec::new();
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (element, (name, own)) in project.elements.iter().zip(&taken.elements) {
        let part = match want {
            Want::Average => &own.amounts.each,
            Want::Total => &own.amounts.total,
        };
        let value = match (of, &part.sheet) {
            (Of::Cost, Some(sheet)) => sheet.sum,
            (Of::Cost, None) => continue,
            (Of::Time, _) => part.decimal,
        };
        let unit = match of {
            Of::Cost => subject.money_unit(),
            Of::Time => element.work.measure_unit(),
        };
        let own_figure = Figure { value, unrounded: value, unit: unit.clone(), ..figure.clone() };
        for step in self::steps((&element.work).into(), own, want, of, &own_figure) {
            steps.push(named(name, step));
        }
        if let Some(last) = steps.last_mut() {
            last.value = format!("{} {unit}", decimal_number(value));
        }
        let common = subject.measure_unit();
        let (value, unit) = match (of, subject.measure(), element.work.inputs().measure) {
            (Of::Time, Measure::Time(to), Measure::Time(from)) if to != from => {
                let converted = value * to.per_hour() / from.per_hour();
                let ratio = from.per_hour() / to.per_hour();
                steps.push(Step::new(
                    format!("{name}: the same in {common}"),
                    format!("{unit} / {}", decimal_number(ratio)),
                    format!("{} {unit} / {}", decimal_number(value), decimal_number(ratio)),
                    format!("{} {common}", decimal_number(converted)),
                ));
                (converted, common)
            }
            _ => (value, unit),
        };
        names.push(name.clone());
        values.push(format!("{} {unit}", decimal_number(value)));
    }
    if of == Of::Cost {
        let units = (want == Want::Average).then_some(taken.units);
        costs::shared(subject, amount, units, &mut names, &mut values, &mut steps);
    }
    if matches!(taken.elements.first(), Some((_, own)) if matches!(own.scope, Scope::First(_))) {
        steps.push(remark());
    }
    steps.push(Step::new(
        format!("{}: the elements together", figure.name),
        names.join(" + "),
        values.join(" + "),
        figure.text(),
    ));
    steps
}

/// What an equivalent rate is, and what it is not.
fn remark() -> Step {
    Step::new(
        "the equivalent rate",
        "that of the one curve with the same first unit and the same total",
        "a sum of learning curves is not one",
        "it holds at this number of units alone",
    )
    .stated()
}

fn named(name: &str, mut step: Step) -> Step {
    step.what = format!("{name}: {}", step.what);
    step
}
