//! A range test's report: the zone, the phases, what finders say, and a picture.

mod confirmed;

use serde_json::{Value, json};

use super::super::fit::{number, significant};
use super::super::page::Page;
use super::super::sheet::Block;
use crate::ml::range_test::{Analysis, Edge, Log, Options, Verdict};
use crate::plot::{At, Drawn, Landmark, Panel, Picture, Scale, Series};

pub use confirmed::{Confirmed, Tried};

/// An lr as text, to three digits: an interval says how sure it is.
fn lr(value: f64) -> String {
    significant(value, 3)
}

fn percent(level: f64) -> String {
    format!("{}%", number(100.0 * level))
}

/// The words of a verdict: what is found, and what to do.
pub fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::NoDescent { fall } => format!(
            "no descent: the loss falls by {} of its noise. Nothing was learned at any of these step sizes; look at the data and the model, or test over other step sizes.",
            number((*fall * 10.0).round() / 10.0)
        ),
        Verdict::NeverDiverged => {
            "never diverged: the loss is not back to twice its least at the end, so the zone has no upper edge. Raise the end of the test.".to_owned()
        }
        Verdict::DivergedAtOnce => "diverged at once: the loss breaks out before it falls. Lower the start of the test.".to_owned(),
        Verdict::TooNoisy { seeds } => format!(
            "too noisy: the steepest descent is known to no better than a decade. Averaging the losses of 4 runs of other seeds would halve the interval on the scale of logarithms; {seeds} would bring it within a factor of two."
        ),
        Verdict::VagueDivergence => {
            "too noisy: where it diverges is known to no better than its interval, and so is the zone's upper edge and the maximum. Average the losses of several runs.".to_owned()
        }
        Verdict::Disagreement { lr: seen } => format!(
            "doubtful: a straight look at the losses, without the curve, sees the steepest descent at {}. Look at the picture.",
            lr(*seen)
        ),
    }
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::NoDescent { .. } => "no-descent",
        Verdict::NeverDiverged => "never-diverged",
        Verdict::DivergedAtOnce => "diverged-at-once",
        Verdict::TooNoisy { .. } => "too-noisy",
        Verdict::VagueDivergence => "vague-divergence",
        Verdict::Disagreement { .. } => "disagreement",
    }
}

/// The edges that were found, by name.
fn edges(analysis: &Analysis) -> Vec<(&'static str, &'static str, Edge)> {
    [
        ("descent begins", "a tenth of the fall is done; below, flat", analysis.begins),
        ("steepest descent", "the loss falls most over ln lr", analysis.steepest),
        ("least loss", "from here on, unstable", analysis.least),
        ("divergence", "the loss has doubled since, or is none", analysis.diverges),
    ]
    .into_iter()
    .filter_map(|(name, what, edge)| edge.map(|edge| (name, what, edge)))
    .collect()
}

/// Whether the losses were so many that neighbours were read as one.
fn gathered(log: &Log, analysis: &Analysis) -> bool {
    analysis.read.len() < log.lr().len()
}

/// What is said of a test that was run, beside its losses; nothing of a log.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// What was trained, and which losses these are.
    pub about: Option<String>,
    /// What is odd about the data.
    pub notes: Vec<String>,
    /// What was trained, as an object.
    pub trained: Option<Value>,
    /// Trainings at step sizes of the zone.
    pub confirmed: Option<Confirmed>,
}

/// The report of a range test.
pub fn page(title: &str, log: &Log, analysis: &Analysis, options: Options, made: &Made) -> Page {
    let mut blocks = vec![Block::Heading(1, format!("Range test: {title}"))];
    blocks.extend(made.about.iter().map(|about| Block::Line(about.clone())));
    let (first, last) = (log.lr()[0], log.lr()[log.lr().len() - 1]);
    let mut read =
        format!("{} losses, lr {} to {}", log.rows().len(), lr(first), lr(log.diverged().unwrap_or(last)));
    if let Some((top, bottom)) = analysis.falls {
        read += &format!(
            "; the loss falls from {} to {}, a single one's noise is about {}",
            significant(top, 3),
            significant(bottom, 3),
            significant(analysis.noise, 2)
        );
    }
    if gathered(log, analysis) {
        read += &format!(
            ". They are read as {} means of neighbours, and the noise is that of a mean",
            analysis.read.len()
        );
    }
    blocks.push(Block::Line(read + "."));
    let mut notes = made.notes.clone();
    if !log.was_sorted() {
        notes.push("The rows were sorted by their lr.".to_owned());
    }
    if log.repeated() > 0 {
        notes.push(format!("{} rows repeat the lr of the one before.", log.repeated()));
    }
    if let Some(diverged) = log.diverged() {
        notes.push(format!("The loss is no number from lr {} on: that is divergence.", lr(diverged)));
    }
    notes.extend(analysis.verdicts.iter().map(words));
    if !notes.is_empty() {
        blocks.push(Block::Points(notes));
    }
    if let (Some((low, high)), Some(maximum), Some(base)) =
        (analysis.zone(), analysis.maximum(), analysis.base())
    {
        blocks.push(Block::Heading(2, format!("Zone: lr {} to {}", lr(low), lr(high))));
        blocks.push(Block::Line(
            "From the steepest descent to divergence. By plain gradient descent a whole run's best lr mostly lies nearer to the upper edge, by rules with a memory (momentum, Adam) nearer to the lower: --confirm tries some."
                .to_owned(),
        ));
        blocks.push(Block::Line(format!(
            "For a cyclical or one-cycle schedule: maximum {} ({}), base {} (a quarter of that).",
            lr(maximum),
            if maximum > low {
                "half of the divergence"
            } else {
                "the steepest descent, as half of the divergence lies below it"
            },
            lr(base)
        )));
    }
    let found = edges(analysis);
    if !found.is_empty() {
        let heading = ["edge", "lr", &format!("{} from", percent(options.level)), "to", "what it is"]
            .map(str::to_owned);
        let end = |at: f64| if at.is_finite() { lr(at) } else { format!(">{}", lr(last)) };
        let rows = found.iter().map(|(name, what, edge)| {
            let (low, high) =
                edge.interval.map_or((String::new(), String::new()), |(low, high)| (end(low), end(high)));
            vec![(*name).to_owned(), lr(edge.lr), low, high, (*what).to_owned()]
        });
        blocks.push(Block::Table(heading.to_vec(), rows.collect()));
        if options.resamples > 0 {
            blocks.push(Block::Line(format!(
                "Intervals: {} resamples of the residuals, seed {}.",
                options.resamples, options.seed
            )));
        }
        if found.iter().any(|(_, _, edge)| edge.interval.is_some_and(|(_, high)| high.is_infinite())) {
            blocks.push(Block::Line(format!(
                "> stands for an end beyond the test: in more than {}% of the resamples the loss had not doubled by {}. Raise the end of the test.",
                number(((50.0 - 50.0 * options.level) * 1e6).round() / 1e6),
                lr(last)
            )));
        }
    }
    if let Some(confirmed) = &made.confirmed {
        blocks.extend(confirmed.blocks());
    }
    blocks.push(Block::Heading(2, "What finders suggest, each by its own rule".to_owned()));
    let heading = ["finder", "lr", "rule"].map(str::to_owned).to_vec();
    let rows = analysis
        .suggestions
        .iter()
        .map(|one| vec![one.name.to_owned(), one.lr.map_or("gives up".to_owned(), lr), one.rule.to_owned()]);
    blocks.push(Block::Table(heading, rows.collect()));
    let mut object = object(title, log, analysis, options);
    if let (Some(trained), Value::Object(fields)) = (&made.trained, &mut object) {
        fields.insert("trained".to_owned(), trained.clone());
        fields.insert("confirmed".to_owned(), json!(made.confirmed.as_ref().map(Confirmed::object)));
    }
    let mut table = table(analysis);
    if let Some(best) = made.confirmed.as_ref().and_then(Confirmed::best) {
        table.1.push(vec!["confirmed".to_owned(), best.lr.to_string(), String::new(), String::new()]);
    }
    Page { blocks, table, object }
}

fn table(analysis: &Analysis) -> (Vec<String>, Vec<Vec<String>>) {
    let heading = ["what", "lr", "low", "high"].map(str::to_owned).to_vec();
    let mut rows: Vec<Vec<String>> = edges(analysis)
        .into_iter()
        .map(|(name, _, edge)| {
            // Beyond the test there is no number to give.
            let cell = |at: f64| if at.is_finite() { at.to_string() } else { String::new() };
            let (low, high) =
                edge.interval.map_or((String::new(), String::new()), |(low, high)| (cell(low), cell(high)));
            vec![name.to_owned(), edge.lr.to_string(), low, high]
        })
        .collect();
    let single = |name: &str, lr: Option<f64>| {
        vec![name.to_owned(), lr.map_or(String::new(), |lr| lr.to_string()), String::new(), String::new()]
    };
    if let Some((low, high)) = analysis.zone() {
        rows.push(vec!["zone".to_owned(), String::new(), low.to_string(), high.to_string()]);
    }
    rows.push(single("maximum", analysis.maximum()));
    rows.push(single("base", analysis.base()));
    rows.extend(analysis.suggestions.iter().map(|one| single(one.name, one.lr)));
    rows.extend(analysis.verdicts.iter().map(|verdict| single(&format!("verdict: {}", name(verdict)), None)));
    (heading, rows)
}

fn object(title: &str, log: &Log, analysis: &Analysis, options: Options) -> Value {
    let edge = |edge: Option<Edge>| {
        edge.map(|edge| json!({ "lr": edge.lr, "low": edge.interval.map(|ends| ends.0), "high": edge.interval.map(|ends| ends.1) }))
    };
    json!({
        "schema": 1, "file": title, "losses": log.rows().len(),
        "gathered": gathered(log, analysis).then_some(analysis.read.len()),
        "verdicts": analysis.verdicts.iter().map(|verdict| json!({ "code": name(verdict), "message": words(verdict) })).collect::<Vec<_>>(),
        "zone": analysis.zone().map(|(low, high)| json!({ "low": low, "high": high })),
        "maximum": analysis.maximum(), "base": analysis.base(),
        "edges": {
            "begins": edge(analysis.begins), "steepest": edge(analysis.steepest),
            "least": edge(analysis.least), "diverges": edge(analysis.diverges),
        },
        "noise": analysis.noise, "level": options.level, "resamples": options.resamples, "seed": options.seed,
        "finders": analysis.suggestions.iter().map(|one| json!({ "name": one.name, "lr": one.lr })).collect::<Vec<_>>(),
    })
}

/// The losses over lr with the fitted curve and the edges.
pub fn picture(title: &str, analysis: &Analysis) -> Picture {
    let points = &analysis.read;
    let heights = analysis.fitted.iter().map(|(_, loss)| *loss);
    let ceiling = heights.fold(points.first().map_or(1.0, |point| point.1), f64::max) * 1.2;
    let seen = points.iter().copied().filter(|(_, loss)| *loss <= ceiling).collect();
    let mut series = vec![Series { name: "losses".to_owned(), hue: 1, drawn: Drawn::Points(seen) }];
    if !analysis.fitted.is_empty() {
        series.push(Series {
            name: "fitted".to_owned(),
            hue: 0,
            drawn: Drawn::Line(analysis.fitted.clone()),
        });
    }
    let floor = points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let top = ceiling / 1.2;
    if let Some((low, high)) = analysis.zone() {
        let ends = vec![(low, floor, top), (high, floor, top)];
        series.insert(0, Series { name: "zone".to_owned(), hue: 2, drawn: Drawn::Band { ends, wide: true } });
    }
    let edges = edges(analysis).into_iter().map(|(name, _, edge)| {
        let name = format!("{name}: {}", lr(edge.lr));
        Landmark { name, hue: None, at: At::X(edge.lr) }
    });
    let panel = Panel::on(series, edges.collect(), ("lr", "loss"), (Scale::Log, Scale::Linear));
    Picture::of(format!("Range test: {title}"), vec![panel])
}
