//! The document: one curve in full, or several in a table.

use super::{Report, amount, ends, error, percent, words};
use crate::ml::extrapolate::{Analysis, Caution, Coefficient, Errors, Fitted, Law, Points, Tail};
use crate::render::fit::significant;
use crate::render::sheet::Block;

pub(super) fn blocks(report: &Report) -> Vec<Block> {
    let mut made = vec![Block::Heading(1, format!("Learning curve: {}", report.file))];
    let by = match report.errors {
        Errors::Relative => "relative errors",
        Errors::Spread => "relative errors, weighted by the spread over runs",
        Errors::Absolute => "absolute errors",
    };
    if let [only] = &report.curves[..] {
        if let Ok((points, analysis)) = &only.said {
            let of = if only.name.is_empty() { String::new() } else { format!("{}: ", only.name) };
            made.push(Block::Line(format!("{of}{}. Fitted by {by}.", data(report, points))));
            whole(report, points, analysis, &mut made);
        }
    } else {
        made.push(Block::Line(format!(
            "{} curves of {} over {}, fitted by {by}.",
            report.curves.len(),
            report.value,
            report.amount
        )));
        summary(report, &mut made);
    }
    made
}

/// What the points are.
fn data(report: &Report, points: &Points) -> String {
    let (least, most) = points.extremes();
    let mut said = format!(
        "{} over {}: {} points from {} to {}, errors from {} down to {}",
        report.value,
        report.amount,
        points.given(),
        amount(points.first()),
        amount(points.last()),
        error(most),
        error(least)
    );
    if points.were_gathered() {
        said += &format!(", gathered into {} groups of near amounts", points.points().len());
    }
    if points.repeated() > 0 {
        let (n, verb) = (points.repeated(), if points.repeated() == 1 { "repeats" } else { "repeat" });
        said += &format!("; {n} {verb} the amount of another");
    }
    said
}

fn whole(report: &Report, points: &Points, analysis: &Analysis, made: &mut Vec<Block>) {
    let mut notes = report.notes.clone();
    if !points.was_sorted() {
        notes.push("The rows were sorted by their amount.".to_owned());
    }
    notes.extend(analysis.cautions.iter().map(words::caution));
    if !notes.is_empty() {
        made.push(Block::Points(notes));
    }
    law(analysis.fit(), if points.were_gathered() { " of a group's mean" } else { "" }, made);
    ahead(report, analysis, made);
    reaches(report, points, analysis, made);
    returns(report, points, analysis, made);
    super::costs::blocks(report, points, analysis, made);
    if let Some(tail) = &analysis.tail {
        tested(report, points, tail, made);
    } else if report.options.hide > 0.0 {
        made.push(Block::Heading(2, "The test".to_owned()));
        made.push(Block::Line("Too few points to hide some: the extrapolation is untested.".to_owned()));
    }
    laws(analysis, made);
}

/// The formula with its numbers.
fn formula(fit: &Fitted) -> String {
    let value = |name: &str| fit.coefficient(name).map_or(0.0, |one| one.value);
    let digits = |value: f64| significant(value, 4);
    let (a, b, k) = (digits(value("a")), digits(value("index")), digits(value("steepness")));
    let floor =
        if fit.curve.law.has_floor() { format!(" + {}", digits(fit.curve.floor)) } else { String::new() };
    let scale = digits(value("scale"));
    match fit.curve.law {
        Law::Power | Law::OffsetPower => format!("{a} n^{b}{floor}"),
        Law::Exponential => format!("{a} e^(-n/{scale}){floor}"),
        Law::Mmf => format!("{a} / (1 + (n/{})^{k}){floor}", digits(value("half_amount"))),
        Law::Weibull => format!("{a} e^(-(n/{scale})^{k}){floor}"),
        Law::Pow4 => format!("{a} (n + {})^{b}{floor}", digits(value("shift"))),
    }
}

/// What a parameter is called.
fn called(name: &str) -> &str {
    match name {
        "a" => "a",
        "index" => "index b",
        "ratio_per_doubling" => "ratio per doubling",
        "floor" => "floor c",
        "scale" => "scale s",
        "half_amount" => "half at h",
        "steepness" => "steepness k",
        "shift" => "shift d",
        other => other,
    }
}

fn law(fit: &Fitted, of: &str, made: &mut Vec<Block>) {
    let title = fit.curve.law.title();
    let mut heading = title[..1].to_uppercase() + &title[1..];
    heading += &format!(": error = {}", formula(fit));
    made.push(Block::Heading(2, heading));
    let level = percent(fit.level);
    let heading =
        ["parameter", "value", "std error", &format!("{level} interval")].map(str::to_owned).to_vec();
    let row = |one: &Coefficient| {
        let ratio = one.name == "ratio_per_doubling";
        let written: fn(f64) -> String = if ratio { percent } else { error };
        let error = if one.at_bound {
            "at its bound".to_owned()
        } else {
            one.std_error
                .map_or(String::new(), |error| if ratio { percent(error) } else { significant(error, 2) })
        };
        vec![called(one.name).to_owned(), written(one.value), error, ends(one.interval, written)]
    };
    made.push(Block::Table(heading, fit.coefficients.iter().map(row).collect()));
    if fit.curve.law.has_ratio() {
        let above = if fit.curve.floor > 0.0 { " of what is above the floor" } else { "" };
        made.push(Block::Line(format!(
            "Each doubling leaves {}{above}.",
            percent(fit.curve.ratio_per_doubling().unwrap_or(1.0))
        )));
    }
    let summary = &fit.summary;
    let mut said = Vec::new();
    if let Some(r) = summary.r_squared {
        said.push(format!("R² {}", significant(r, 5)));
    }
    if let Some(see) = summary.see_values.filter(|see| see.is_finite() && !fit.is_exact()) {
        said.push(format!("SEE{of} {}", error(see)));
    }
    if let Some(see) = summary.see.filter(|_| !fit.is_absolute() && !fit.is_exact()) {
        said.push(format!("or {} of the value", percent(see)));
    }
    if let Some(aicc) = summary.aicc {
        said.push(format!("AICc {}", significant(aicc, 4)));
    }
    if let Some(d) = summary.durbin_watson {
        said.push(format!("Durbin-Watson {}", significant(d, 3)));
    }
    said.push(format!("{} {} of freedom", summary.dof, if summary.dof == 1 { "degree" } else { "degrees" }));
    made.push(Block::Line(format!("{}.", said.join(", "))));
}

fn laws(analysis: &Analysis, made: &mut Vec<Block>) {
    made.push(Block::Heading(2, "The laws beside one another".to_owned()));
    let heading =
        ["law", "error =", "AICc above", "weight", "misses by", "floor"].map(str::to_owned).to_vec();
    let rows = analysis.laws.iter().enumerate().map(|(place, one)| {
        let law = one.fit.curve.law;
        let mark = if place == analysis.taken { " (taken)" } else { "" };
        vec![
            format!("{}{mark}", law.name()),
            law.formula().to_owned(),
            one.behind.map_or(String::new(), |behind| format!("{behind:.1}")),
            one.weight.map_or(String::new(), |weight| {
                if weight < 1e-3 { "<0.1%".to_owned() } else { percent(weight) }
            }),
            one.fit
                .summary
                .see
                .map_or(String::new(), |see| if one.fit.is_absolute() { error(see) } else { percent(see) }),
            if law.has_floor() { error(one.fit.curve.floor) } else { String::new() },
        ]
    });
    made.push(Block::Table(heading, rows.collect()));
    for (law, why) in &analysis.failed {
        made.push(Block::Line(format!("{} is not fitted: {why}.", law.name())));
    }
}

fn ahead(report: &Report, analysis: &Analysis, made: &mut Vec<Block>) {
    if analysis.ahead.is_empty() {
        return;
    }
    made.push(Block::Heading(2, "Ahead".to_owned()));
    let level = percent(report.options.level);
    let heading = [
        report.amount.clone(),
        report.value.clone(),
        format!("{level} of the curve"),
        format!("{level} of a measurement"),
        "by the laws left".to_owned(),
    ];
    let rows = analysis.ahead.iter().map(|one| {
        vec![
            amount(one.amount),
            error(one.foretold.value),
            ends(one.foretold.confidence, error),
            ends(one.foretold.prediction, error),
            ends(Some(one.span), error),
        ]
    });
    made.push(Block::Table(heading.to_vec(), rows.collect()));
    made.push(Block::Line(intervals(analysis)));
}

/// What the intervals are, and what they are not.
fn intervals(analysis: &Analysis) -> String {
    let (taken, bands) = (analysis.fit().curve.law, analysis.bands().curve.law);
    let wider = if taken == bands {
        "Intervals hold if the law does".to_owned()
    } else {
        format!(
            "Intervals are those of the {}, as a floor is not ruled out, and hold if that law does",
            bands.title()
        )
    };
    format!("{wider}; the laws left are those within 10 of the least AICc.")
}

fn reaches(report: &Report, points: &Points, analysis: &Analysis, made: &mut Vec<Block>) {
    if analysis.reaches.is_empty() {
        return;
    }
    made.push(Block::Heading(2, format!("Targets, with {} intervals", percent(report.options.level))));
    let floors = analysis.fit().coefficient("floor").and_then(|one| one.interval);
    let said = analysis
        .reaches
        .iter()
        .map(|reach| words::reach(reach, analysis.fit().curve.floor, floors, points.last(), &report.amount));
    made.push(Block::Points(said.collect()));
}

fn returns(report: &Report, points: &Points, analysis: &Analysis, made: &mut Vec<Block>) {
    let Some(next) = analysis.doublings.first().filter(|next| next.gain > 0.0) else { return };
    made.push(Block::Heading(2, "What more brings".to_owned()));
    let slope = analysis.fit().curve.slope(next.from);
    let mut said = vec![words::doubling(next, slope, &report.amount)];
    said.extend(analysis.worth.iter().map(|worth| words::worth(worth, points.last(), &report.amount)));
    made.push(Block::Points(said));
}

fn tested(report: &Report, points: &Points, tail: &Tail, made: &mut Vec<Block>) {
    made.push(Block::Heading(2, "The test".to_owned()));
    made.push(Block::Line(format!(
        "The last {} of {} {} were hidden, and laws fitted to those up to {} = {} held against them, up to {}: {} times as far.",
        tail.hidden,
        points.points().len(),
        if points.were_gathered() { "groups" } else { "points" },
        report.amount,
        amount(tail.seen_to),
        amount(tail.last),
        super::times(tail.times())
    )));
    made.push(Block::Line(words::verdict(tail, report.options.level)));
    let heading =
        ["law", "misses by", "too high by", "foretold at the end", "observed"].map(str::to_owned).to_vec();
    let rows = tail.misses.iter().enumerate().map(|(place, miss)| {
        let mark = if place == 0 { " (taken)" } else { "" };
        vec![
            format!("{}{mark}", miss.law.name()),
            percent(miss.typical.exp_m1()),
            percent(miss.bias.exp_m1()),
            error(miss.last),
            error(tail.observed),
        ]
    });
    made.push(Block::Table(heading, rows.collect()));
}

/// A row for each of several curves, and what there is to say of each.
fn summary(report: &Report, made: &mut Vec<Block>) {
    if !report.notes.is_empty() {
        made.push(Block::Points(report.notes.clone()));
    }
    let to = report.options.to.first().copied();
    let at = to.map_or("at the end".to_owned(), |to| format!("at {}", amount(to)));
    let level = format!("{} interval", percent(report.options.level));
    let heading = ["curve", "per doubling", "floor", &at, &level].map(str::to_owned).to_vec();
    let short = |value: f64| significant(value, 3);
    let rows = report.curves.iter().map(|curve| match &curve.said {
        Err(_) => {
            vec![curve.name.clone(), "not fitted".to_owned(), String::new(), String::new(), String::new()]
        }
        Ok((points, analysis)) => {
            let fit = analysis.fit();
            let foretold = analysis.foretell(to.unwrap_or(points.last()));
            vec![
                curve.name.clone(),
                fit.curve.ratio_per_doubling().map_or(fit.curve.law.name().to_owned(), percent),
                if fit.curve.law.has_floor() { short(fit.curve.floor) } else { "none".to_owned() },
                short(foretold.value),
                ends(foretold.confidence, short),
            ]
        }
    });
    made.push(Block::Table(heading, rows.collect()));
    made.push(Block::Heading(2, "The tests, and what to know of each".to_owned()));
    let said = report.curves.iter().map(|curve| match &curve.said {
        Err(why) => format!("{}: {why}", curve.name),
        Ok((points, analysis)) => format!("{}: {}", curve.name, in_short(report, points, analysis)),
    });
    made.push(Block::Points(said.collect()));
    made.push(Block::Line("One of them in full: --only with its name.".to_owned()));
}

/// A curve's test, targets and cautions in a line.
fn in_short(report: &Report, points: &Points, analysis: &Analysis) -> String {
    let mut said = Vec::new();
    match analysis.tail.as_ref().zip(analysis.tail.as_ref().and_then(|tail| tail.misses.first())) {
        Some((tail, miss)) => said.push(format!(
            "missed the hidden {} by {}, {} of them inside",
            tail.hidden,
            percent(miss.typical.exp_m1()),
            tail.inside
        )),
        None => said.push("untested".to_owned()),
    }
    let floors = analysis.fit().coefficient("floor").and_then(|one| one.interval);
    said.extend(
        analysis.reaches.iter().map(|reach| {
            words::reach(reach, analysis.fit().curve.floor, floors, points.last(), &report.amount)
        }),
    );
    said.extend(analysis.worth.iter().map(|worth| words::worth(worth, points.last(), &report.amount)));
    let names: Vec<&str> = analysis.cautions.iter().map(Caution::name).collect();
    if !names.is_empty() {
        said.push(names.join(", "));
    }
    said.iter().map(|part| part.trim_end_matches('.')).collect::<Vec<_>>().join("; ")
}
