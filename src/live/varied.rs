//! Questions that hold a scenario against another: variances against a standard, and answers as something varies.

use super::Fixed;
use super::amounts::{Part, Whole};
use super::asked::{Asking, Figure, Made, Row};
use super::book::{Allowed, Kind, Show};
use crate::cost::Driver;
use crate::formula::{Expression, Function};
use crate::money;
use crate::question::{Measure, Of, Reported, Sensitivity, Subject, Variance};

/// Labour variances, the one that is asked for first.
pub(super) fn variance<'r>(asking: &Asking<'_, 'r, '_>, given: &Variance) -> Result<Vec<Figure<'r>>, Fixed> {
    let builder = asking.builder;
    let Measure::Time(unit) = asking.subject.measure() else {
        return Err(Fixed::new("a variance is of hours"));
    };
    let per_hour = Expression::from(money::to_f64(unit.per_hour()));
    let lines = match asking.subject {
        Subject::Curve(work) => &work.lines,
        Subject::Elements(project) => &project.lines,
        Subject::Training(_) => return Err(Fixed::new("a training has no variances")),
    };
    let named = |name: &str| given.line.as_deref().is_none_or(|wanted| wanted == name);
    let place = lines.iter().position(|line| named(&line.name) && matches!(line.driver, Driver::Hour(_)));
    let rates = asking.rates();
    let rate =
        place.and_then(|place| rates.get(place)).copied().ok_or_else(|| Fixed::new("no line is per hour"))?;
    let units = asking.units("units", "units made", given.units);
    let time = asking.give(
        "time",
        "time really taken",
        asking.time_show(false),
        Allowed::NotNegative,
        money::to_f64(given.time),
    );
    let paid = given.cost.map(|cost| {
        asking.give(
            "cost",
            "what that time cost",
            asking.money_show(false),
            Allowed::Any,
            money::to_f64(cost),
        )
    });
    let hours = |what: &str, time: Expression<'r>| {
        builder.step(what, "", Show::of(Kind::Measure, "h"), time / per_hour)
    };
    let standard =
        hours("standard hours", asking.whole.take(builder, Part::First(units))?.total.of(Of::Time)?);
    let actual = hours("actual hours", time);
    let revised = match &given.revised {
        Some(work) => {
            let own = format!("{}revised_", asking.prefix);
            let whole = builder.varying(&own, asking.prefix, &given.revises, || {
                Whole::new(builder, work.into(), &own, asking.way)
            })?;
            builder.working_of(&format!("Question {}", asking.id));
            Some(hours(
                "revised standard hours",
                whole.take(builder, Part::First(units))?.total.of(Of::Time)?,
            ))
        }
        None => None,
    };
    let show = || asking.money_show(false);
    let valued = |kind: Reported, how: &str, value| (kind, builder.step(kind.name(), how, show(), value));
    let efficiency =
        valued(Reported::Efficiency, "(standard - actual hours) × rate", (standard - actual) * rate);
    let mut variances = vec![efficiency];
    if let Some(revised) = revised {
        variances.push(valued(
            Reported::Planning,
            "(standard - revised) × rate",
            (standard - revised) * rate,
        ));
        variances.push(valued(
            Reported::Operational,
            "(revised - actual hours) × rate",
            (revised - actual) * rate,
        ));
    }
    if let Some(paid) = paid {
        let of_rate = valued(Reported::Rate, "actual hours × rate - paid", actual * rate - paid);
        let total = valued(Reported::Total, "efficiency + rate", efficiency.1 + of_rate.1);
        variances.extend([of_rate, total]);
    }
    let mut figures: Vec<Figure<'r>> =
        variances.into_iter().map(|(kind, amount)| asking.marked(kind, amount)).collect();
    if let Some(place) = figures.iter().position(|figure| figure.name == given.report.name()) {
        let headline = figures.remove(place);
        figures.insert(0, headline);
    }
    let in_hours =
        |name: &str, hours| Figure { show: Show::of(Kind::Measure, "h"), ..asking.time(name, hours, false) };
    figures.push(in_hours("standard hours", standard));
    figures.extend(revised.map(|revised| in_hours("revised standard hours", revised)));
    figures.push(in_hours("actual hours", actual));
    Ok(figures)
}

/// A question's answer as one thing or two vary.
pub(super) fn sensitivity<'r>(asking: &Asking<'_, 'r, '_>, given: &Sensitivity) -> Result<Made<'r>, Fixed> {
    let builder = asking.builder;
    let base = Asking { question: &given.find, names: &[], ..*asking }.made()?;
    let headline = base.figures.first().cloned().ok_or_else(|| Fixed::new("its question has no figure"))?;
    let signed = |figure: &Figure<'r>| figure.signed.unwrap_or(figure.exact);
    let base_value = signed(&headline);
    let changed = |of: &Figure<'r>, name: &str, change: Expression<'r>| Figure {
        name: name.to_owned(),
        exact: change,
        signed: None,
        mode: money::RoundingMode::HalfUp,
        ..of.clone()
    };
    let mut rows: Vec<(String, Expression<'r>, Row<'r>)> = Vec::new();
    for (place, variation) in given.variations.iter().enumerate() {
        let own = format!("{}_variation_{}_", asking.id, place + 1);
        let subject = Subject::from(&variation.whole);
        let stated: Vec<&str> = variation.changes.iter().map(|(key, _)| key.as_str()).collect();
        let whole = builder
            .varying(&own, asking.prefix, &stated, || Whole::new(builder, subject, &own, asking.way))?;
        builder.working_of(&format!("Question {}", asking.id));
        let varied =
            Asking { subject, whole: &whole, question: &given.find, names: &[], prefix: &own, ..*asking };
        let made = builder.varying(&own, asking.prefix, &stated, || varied.made())?;
        let figure = made.figures.first().cloned().ok_or_else(|| Fixed::new("its question has no figure"))?;
        let value = signed(&figure);
        let change = value - base_value;
        let percent = Figure {
            name: "change in %".to_owned(),
            ..asking.number("", change / headline.exact, 4, Show::of(Kind::Percent, ""))
        };
        let said: Vec<String> =
            variation.changes.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let keys: Vec<&str> = variation.changes.iter().map(|(key, _)| key.as_str()).collect();
        let change = changed(&figure, "change", change);
        rows.push((
            keys.join(", "),
            value,
            Row { label: said.join(", "), figures: vec![figure, change, percent] },
        ));
    }
    let mut figures = vec![headline.clone()];
    let ranges = asking.names.iter().filter_map(|name| name.strip_prefix("range over "));
    for key in ranges {
        let values: Vec<Expression<'r>> = rows
            .iter()
            .filter(|(own, ..)| own == key)
            .map(|(_, value, _)| *value)
            .chain([base_value])
            .collect();
        let extreme = |function| builder.recorder().call(function, &values);
        let range = extreme(Function::Max) - extreme(Function::Min);
        figures.push(changed(&headline, &format!("range over {key}"), range));
    }
    let rows = rows.into_iter().map(|(_, _, row)| row).collect();
    Ok(Made { figures, rows, heading: "variation".to_owned() })
}
