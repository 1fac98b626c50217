//! What is told of paths: a report, and a picture.

use serde_json::{Map, Value, json};

use super::super::written::{Written, cells, exact};
use super::{Optimizer, Walked};
use crate::ml::surface::Surface;
use crate::plot::{Drawn, Panel, Picture, Scale, Series};
use crate::render::Format;
use crate::render::fit::number;
use crate::render::sheet::Block;

/// Rows of a path in text and Markdown, about.
const ROWS: u64 = 20;

/// The report in every format.
pub(super) fn written(walked: &[Walked], surface: Surface, args: &Optimizer) -> Written {
    let short = matches!(args.format, Format::Text | Format::Markdown);
    let every = args.every.unwrap_or(if short { args.steps.div_ceil(ROWS) } else { 1 });
    let every = usize::try_from(every).unwrap_or(usize::MAX);
    let mut blocks = Vec::new();
    if let Some(one) = walked.first() {
        blocks.push(Block::Heading(
            1,
            format!("{} on the {}: {}", one.name, surface.name(), surface.formula()),
        ));
        blocks.push(Block::Line(one.rule.formula().to_owned()));
        blocks.push(Block::Line(format!("lr {}; {}", number(one.lr), settings(one))));
        blocks.push(Block::Line(limit(one, surface)));
        blocks.push(Block::Line(outcome(one)));
        let rows = kept(one, every).map(|(step, [x, y])| {
            vec![step.to_string(), number(x), number(y), number(surface.value([x, y]))]
        });
        blocks.push(Block::Table(cells(["step", "x", "y", "value"]), rows.collect()));
    }
    if walked.len() > 1 {
        blocks.push(Block::Heading(2, "Beside others".to_owned()));
        blocks.push(compared(walked, surface));
    }
    let rows = walked.iter().flat_map(|one| {
        kept(one, every).map(|(step, [x, y])| {
            let value = exact(surface.value([x, y]));
            vec![one.name.clone(), exact(one.lr), step.to_string(), exact(x), exact(y), value]
        })
    });
    let rows = rows.collect();
    let curvature = surface.curvature();
    let json = json!({
        "schema": 1, "surface": surface.name(), "formula": surface.formula(),
        "curvature": curvature.largest, "curvature_at_minimum": curvature.at_minimum,
        "paths": walked.iter().map(|one| object(one, surface, every)).collect::<Vec<_>>(),
    });
    Written { blocks, heading: cells(["optimizer", "lr", "step", "x", "y", "value"]), rows, json }
}

/// The points that are shown: every so many steps, and the last.
fn kept(one: &Walked, every: usize) -> impl Iterator<Item = (usize, [f64; 2])> + '_ {
    let last = one.path.points.len().saturating_sub(1);
    let points = one.path.points.iter().copied().enumerate();
    points.filter(move |(step, _)| step.is_multiple_of(every) || *step == last)
}

fn settings(one: &Walked) -> String {
    let all: Vec<String> = one
        .rule
        .settings()
        .into_iter()
        .map(|setting| format!("{} = {}", setting.key, setting.value))
        .collect();
    all.join(", ")
}

/// The limit of lr on the surface, and on which side of it this lr is.
fn limit(one: &Walked, surface: Surface) -> String {
    let curvature = surface.curvature();
    let place = if curvature.at_minimum { "the curvature at the minimum" } else { "the largest curvature" };
    let Some(limit) = one.rule.limit(curvature.largest) else {
        return "It divides by the size of the gradients, so that no limit of lr goes with a curvature alone.".to_owned();
    };
    let side = if one.lr > limit.lr {
        "is beyond it"
    } else if one.lr < limit.lr {
        "is within it"
    } else {
        "is just at it"
    };
    let grows = if curvature.at_minimum {
        "it can't settle there"
    } else {
        "steps across the valley grow without end"
    };
    format!(
        "Where lr > {} = {} {grows} (L = {}, {place}): {} {side}.",
        limit.formula,
        number(limit.lr),
        number(curvature.largest),
        number(one.lr)
    )
}

/// How the path went, in a sentence.
fn outcome(one: &Walked) -> String {
    let steps = one.path.points.len() - 1;
    let escape = match (one.path.surface.has_saddle(), one.path.escape()) {
        (false, _) => String::new(),
        (true, Some(step)) => format!("It is away from the saddle (|y| > 0.5) after {step} steps. "),
        (true, None) => format!("It is not away from the saddle (|y| > 0.5) in {steps} steps. "),
    };
    let end = if one.path.is_lost() {
        if one.path.surface == Surface::Saddle {
            format!("After {steps} steps it is more than a million away: along y this surface has no bottom.")
        } else {
            format!("It diverged: after {steps} steps it is more than a million away.")
        }
    } else {
        let [x, y] = one.path.end();
        format!("After {steps} steps it is at ({}, {}).", number(x), number(y))
    };
    escape + &end
}

fn compared(walked: &[Walked], surface: Surface) -> Block {
    let mut heading = cells(["optimiser", "lr", "limit of lr", "x", "y", "value"]);
    if surface.has_saddle() {
        heading.push("steps to escape".to_owned());
    }
    let rows = walked.iter().map(|one| {
        let limit = one.rule.limit(surface.curvature().largest);
        let limit = limit.map_or_else(
            || "none".to_owned(),
            |limit| format!("{}{}", number(limit.lr), if one.lr > limit.lr { ", beyond" } else { "" }),
        );
        let [x, y] = one.path.end();
        let mut row = vec![one.name.clone(), number(one.lr), limit];
        if one.path.is_lost() && surface != Surface::Saddle {
            row.extend(["diverged".to_owned(), "diverged".to_owned(), String::new()]);
        } else {
            row.extend([number(x), number(y), number(surface.value([x, y]))]);
        }
        if surface.has_saddle() {
            row.push(one.path.escape().map_or_else(|| "not yet".to_owned(), |step| step.to_string()));
        }
        row
    });
    Block::Table(heading, rows.collect())
}

fn object(one: &Walked, surface: Surface, every: usize) -> Value {
    let limit = one.rule.limit(surface.curvature().largest);
    let settings: Map<String, Value> = one
        .rule
        .settings()
        .into_iter()
        .map(|setting| {
            let value = serde_json::from_str(&setting.value).unwrap_or(Value::String(setting.value));
            (setting.key.to_owned(), value)
        })
        .collect();
    let points: Vec<Value> = kept(one, every)
        .map(|(step, at)| json!({ "step": step, "x": at[0], "y": at[1], "value": surface.value(at) }))
        .collect();
    json!({
        "optimizer": one.name, "settings": settings, "lr": one.lr, "limit": limit.map(|limit| limit.lr),
        "beyond": limit.map(|limit| one.lr > limit.lr), "escape": one.path.escape(),
        "lost": one.path.is_lost(), "points": points,
    })
}

/// The paths seen from above, and their values as they go.
pub(super) fn picture(walked: &[Walked], surface: Surface) -> Picture {
    // Far out nothing is seen of the rest.
    let start = walked.first().map_or([0.0; 2], |one| one.path.points[0]);
    let room = 3.0 * start[0].abs().max(start[1].abs()).max(1.0);
    let near = |at: &&[f64; 2]| at[0].abs() <= room && at[1].abs() <= room;
    let several = |lr: f64| walked.iter().any(|one| one.lr.to_bits() != lr.to_bits());
    let named = |one: &Walked| {
        if several(one.lr) { format!("{}, lr {}", one.name, number(one.lr)) } else { one.name.clone() }
    };
    let series = |points: &dyn Fn(&Walked) -> Vec<(f64, f64)>| -> Vec<Series> {
        let all = walked.iter().enumerate();
        all.map(|(hue, one)| Series { name: named(one), hue, drawn: Drawn::Line(points(one)) }).collect()
    };
    let plane = series(&|one| one.path.points.iter().take_while(near).map(|at| (at[0], at[1])).collect());
    let values = series(&|one| {
        let near = one.path.points.iter().take_while(near).enumerate();
        near.map(|(step, at)| (crate::curve::count(step as u64), surface.value(*at))).collect()
    });
    let panels = vec![
        Panel::of(plane, ("x", "y"), Scale::Linear),
        Panel::of(values, ("step", "value"), Scale::Linear),
    ];
    Picture::of(format!("Paths on the {}: {}", surface.name(), surface.formula()), panels)
}
