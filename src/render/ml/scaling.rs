//! A scaling law's report: the law, the best use of budgets, what targets take, and the test on the largest runs.

use serde_json::{Value, json};

use super::super::fit::significant;
use super::super::page::Page;
use super::super::sheet::Block;
use super::extrapolate::{amount, ends, error, percent, times, with_power};
use crate::ml::cost::{ScalingLaw, Size};
use crate::ml::scaling::{Best, Coefficient, Fitted, Hidden, Known, Options, Run};
use crate::plot::{Drawn, Panel, Picture, Scale, Series};

/// What is asked of a law.
pub struct Asked {
    /// Budgets in FLOP.
    pub budgets: Vec<f64>,
    /// Losses to come down to.
    pub losses: Vec<f64>,
    /// How it is fitted.
    pub options: Options,
}

/// A law with where it is from.
pub struct Report {
    source: String,
    law: ScalingLaw,
    fit: Option<Fit>,
    asked: Asked,
}

/// A law that was fitted.
struct Fit {
    runs: Vec<Run>,
    dropped: usize,
    fitted: Fitted,
    hidden: Option<Hidden>,
}

impl Report {
    /// The report of a law by its constants.
    pub fn of_constants(name: &str, law: ScalingLaw, asked: Asked) -> Self {
        Self { source: name.to_owned(), law, fit: None, asked }
    }

    /// The report of a law that was fitted to runs, of which some were dropped before.
    pub fn of_runs(
        file: &str,
        runs: Vec<Run>,
        dropped: usize,
        fitted: Fitted,
        hidden: Option<Hidden>,
        asked: Asked,
    ) -> Self {
        let law = fitted.law;
        Self { source: file.to_owned(), law, fit: Some(Fit { runs, dropped, fitted, hidden }), asked }
    }

    /// The best use of a budget.
    fn best(&self, flop: f64) -> Best {
        if let Some(fit) = &self.fit {
            return fit.fitted.best(flop);
        }
        let known = |value: f64| Known { value, interval: None };
        let size = self.law.best(flop);
        Best {
            flop,
            parameters: known(size.parameters),
            tokens: known(size.tokens),
            tokens_per_parameter: known(size.tokens / size.parameters),
            loss: known(self.law.loss(size)),
        }
    }

    /// The FLOP that a loss takes at the best sizes, and how many of the resamples come to it at all.
    fn budget(&self, loss: f64) -> (Option<Known>, Option<(usize, usize)>) {
        let of = |law: &ScalingLaw| law.by_flop().reach(loss).filter(|flop| flop.is_finite());
        match &self.fit {
            None => (of(&self.law).map(|value| Known { value, interval: None }), None),
            Some(fit) => {
                let share = fit.fitted.share(|law| of(law).is_some());
                (fit.fitted.known(of), Some(share).filter(|(_, all)| *all > 0))
            }
        }
    }

    /// The budgets asked for, or where none is, those of the largest run and of ten and a hundred times that.
    fn budgets(&self) -> Vec<f64> {
        if !self.asked.budgets.is_empty() || self.fit.is_none() {
            return self.asked.budgets.clone();
        }
        let largest = self.largest();
        [1.0, 10.0, 100.0].iter().map(|times| times * largest).collect()
    }

    fn largest(&self) -> f64 {
        self.fit.iter().flat_map(|fit| &fit.runs).map(flop).fold(0.0, f64::max)
    }
}

fn flop(run: &Run) -> f64 {
    crate::ml::cost::flop(run.parameters, run.tokens)
}

/// The report in every format.
pub fn page(report: &Report) -> Page {
    Page { blocks: blocks(report), table: table(report), object: object(report) }
}

fn blocks(report: &Report) -> Vec<Block> {
    let law = &report.law;
    let (floor, (a, alpha), (b, beta)) = law.parameters();
    let mut made = vec![Block::Heading(1, format!("Scaling law: {}", report.source))];
    if let Some(fit) = &report.fit {
        made.push(Block::Line(data(fit)));
        let far = fit.fitted.far().len();
        if far > 0 {
            made.push(Block::Points(vec![format!(
                "{far} of the runs lie farther from the law than five times the usual {}: Huber's loss counts them by their size alone.",
                percent(fit.fitted.noise())
            )]));
        }
    }
    made.push(Block::Heading(
        2,
        format!(
            "loss = {} + {} / N^{} + {} / D^{}",
            error(floor),
            error(a),
            significant(alpha, 4),
            error(b),
            significant(beta, 4)
        ),
    ));
    made.push(Block::Line("N parameters, D tokens; compute C = 6 N D in FLOP.".to_owned()));
    if let Some(fit) = &report.fit {
        parameters(report, fit, &mut made);
    }
    let frontier = law.by_flop();
    made.push(Block::Points(vec![
        format!(
            "Of what is above {}, each doubling of parameters leaves {} of its part, each doubling of tokens {} of its.",
            error(floor),
            percent((-alpha).exp2()),
            percent((-beta).exp2())
        ),
        format!(
            "At the best sizes each doubling of compute leaves {} of all that is above: loss = {} + {} C^{}.",
            percent(frontier.per_doubling()),
            error(floor),
            error(frontier.scale()),
            significant(frontier.exponent(), 4)
        ),
        format!(
            "The best size grows as C^{}, its tokens as C^{}.",
            significant(beta / (alpha + beta), 4),
            significant(alpha / (alpha + beta), 4)
        ),
    ]));
    budgets(report, &mut made);
    targets(report, &mut made);
    if let Some(hidden) = report.fit.as_ref().and_then(|fit| fit.hidden) {
        made.push(Block::Heading(2, "The test".to_owned()));
        made.push(Block::Line(tested(&hidden)));
    }
    made
}

fn data(fit: &Fit) -> String {
    let ends = |of: fn(&Run) -> f64| {
        let values = fit.runs.iter().map(of);
        let (low, high) = values.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        format!("{} to {}", amount(low), amount(high))
    };
    let dropped = match fit.dropped {
        0 => String::new(),
        1 => "; the one of the fewest tokens per parameter was left out".to_owned(),
        n => format!("; {n} of the fewest tokens per parameter were left out"),
    };
    format!(
        "{} runs of {} parameters, {} tokens, {} FLOP; {} tokens per parameter{dropped}.",
        fit.runs.len(),
        ends(|run| run.parameters),
        ends(|run| run.tokens),
        ends(flop),
        ends(|run| run.tokens / run.parameters)
    )
}

fn parameters(report: &Report, fit: &Fit, made: &mut Vec<Block>) {
    let options = report.asked.options;
    let heading = ["parameter", "value", "std error", &format!("{} interval", percent(options.level))]
        .map(str::to_owned)
        .to_vec();
    let row = |one: Coefficient| {
        vec![
            one.name.to_owned(),
            significant(one.value, 5),
            one.std_error.map_or(String::new(), |error| significant(error, 2)),
            ends(one.interval, error),
        ]
    };
    made.push(Block::Table(heading, fit.fitted.coefficients().into_iter().map(row).collect()));
    let drawn = if options.resamples >= 100 {
        format!(
            "; errors and intervals by {} resamples of the runs, seed {}",
            options.resamples, options.seed
        )
    } else {
        String::new()
    };
    made.push(Block::Line(format!(
        "Least sum of Huber's losses (from {} on by size) of logarithms, {}{drawn}.",
        significant(options.huber, 3),
        significant(fit.fitted.sum, 6)
    )));
}

fn budgets(report: &Report, made: &mut Vec<Block>) {
    let budgets = report.budgets();
    if budgets.is_empty() {
        return;
    }
    made.push(Block::Heading(2, "The best use of a budget".to_owned()));
    let heading =
        ["FLOP", "parameters", "tokens", "tokens per parameter", "loss"].map(str::to_owned).to_vec();
    let known = |one: Known, written: fn(f64) -> String| match one.interval {
        Some(_) => format!("{} ({})", written(one.value), ends(one.interval, written)),
        None => written(one.value),
    };
    let rows = budgets.iter().map(|flop| {
        let best = report.best(*flop);
        vec![
            amount(best.flop),
            known(best.parameters, short),
            known(best.tokens, short),
            known(best.tokens_per_parameter, |value| significant(value, 3)),
            known(best.loss, error),
        ]
    });
    made.push(Block::Table(heading, rows.collect()));
    let largest = report.largest();
    if largest > 0.0 {
        for flop in budgets.iter().filter(|flop| **flop > 100.0 * largest * (1.0 + 1e-9)) {
            made.push(Block::Line(format!(
                "{} FLOP is {} times the largest run's: the law is untested so far out.",
                amount(*flop),
                times(flop / largest)
            )));
        }
    }
}

/// A count to three digits, with a power of ten where it is large.
fn short(value: f64) -> String {
    if value < 1e5 { significant(value, 3) } else { with_power(value, 3) }
}

fn targets(report: &Report, made: &mut Vec<Block>) {
    if report.asked.losses.is_empty() {
        return;
    }
    made.push(Block::Heading(2, format!("Targets, with {} intervals", percent(report.asked.options.level))));
    let said = report.asked.losses.iter().map(|loss| {
        let target = error(*loss);
        let (known, share) = report.budget(*loss);
        let reached = share.map_or(String::new(), |(some, all)| {
            if some == all { String::new() } else { format!(" Of {all} resamples {some} come to it.") }
        });
        match known {
            Some(known) => {
                let size = report.law.best(known.value);
                let within = if known.interval.is_some() {
                    format!(" ({})", ends(known.interval, short))
                } else {
                    String::new()
                };
                format!(
                    "{target}: with {} FLOP{within}, at best {} parameters and {} tokens.{reached}",
                    short(known.value),
                    short(size.parameters),
                    short(size.tokens)
                )
            }
            None => format!(
                "{target}: never, the floor {} lies above it.{reached}",
                error(report.law.parameters().0)
            ),
        }
    });
    made.push(Block::Points(said.collect()));
}

fn tested(hidden: &Hidden) -> String {
    let side = if hidden.bias.abs() < 0.5 * hidden.typical {
        "to either side"
    } else if hidden.bias > 0.0 {
        "mostly too high"
    } else {
        "mostly too low"
    };
    format!(
        "The {} runs of the most compute were hidden; the law of the other {}, up to {} FLOP, foretold their losses, up to {}, to {} ({side}).",
        hidden.hidden.0,
        hidden.seen.0,
        amount(hidden.seen.1),
        amount(hidden.hidden.1),
        percent(hidden.typical)
    )
}

fn table(report: &Report) -> (Vec<String>, Vec<Vec<String>>) {
    let heading = ["what", "name", "value", "std_error", "low", "high"].map(str::to_owned).to_vec();
    let cell = |value: Option<f64>| value.filter(|x| x.is_finite()).map_or(String::new(), |x| x.to_string());
    let mut rows = Vec::new();
    let mut put = |what: &str, name: String, value: f64, error: Option<f64>, interval: Option<(f64, f64)>| {
        let (low, high) = interval.unzip();
        rows.push(vec![what.to_owned(), name, cell(Some(value)), cell(error), cell(low), cell(high)]);
    };
    for one in coefficients(report) {
        put("parameter", one.name.to_owned(), one.value, one.std_error, one.interval);
    }
    for flop in report.budgets() {
        let best = report.best(flop);
        for (what, known) in [
            ("best parameters", best.parameters),
            ("best tokens", best.tokens),
            ("best tokens per parameter", best.tokens_per_parameter),
            ("loss at best", best.loss),
        ] {
            put(what, flop.to_string(), known.value, None, known.interval);
        }
    }
    for loss in &report.asked.losses {
        let known = report.budget(*loss).0;
        put(
            "flop for loss",
            loss.to_string(),
            known.map_or(f64::NAN, |k| k.value),
            None,
            known.and_then(|k| k.interval),
        );
    }
    if let Some(hidden) = report.fit.as_ref().and_then(|fit| fit.hidden) {
        put("test", "typical".to_owned(), hidden.typical, None, None);
        put("test", "bias".to_owned(), hidden.bias, None, None);
    }
    (heading, rows)
}

fn coefficients(report: &Report) -> Vec<Coefficient> {
    if let Some(fit) = &report.fit {
        return fit.fitted.coefficients();
    }
    let (floor, (a, alpha), (b, beta)) = report.law.parameters();
    let one = |(name, value)| Coefficient { name, value, std_error: None, interval: None };
    [("E", floor), ("A", a), ("B", b), ("alpha", alpha), ("beta", beta)].map(one).to_vec()
}

fn object(report: &Report) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    let ends = |interval: Option<(f64, f64)>| {
        interval.map_or(Value::Null, |(low, high)| json!([finite(low), finite(high)]))
    };
    let known = |one: Known| json!({ "value": finite(one.value), "interval": ends(one.interval) });
    let frontier = report.law.by_flop();
    let options = report.asked.options;
    json!({
        "schema": 1, "source": report.source, "law": "scaling", "level": options.level,
        "runs": report.fit.as_ref().map(|fit| fit.runs.len()), "dropped": report.fit.as_ref().map(|fit| fit.dropped),
        "parameters": coefficients(report).iter().map(|one| json!({
            "name": one.name, "value": one.value, "std_error": one.std_error, "interval": ends(one.interval),
        })).collect::<Vec<_>>(),
        "huber": options.huber, "sum_of_losses": report.fit.as_ref().map(|fit| fit.fitted.sum),
        "resamples": options.resamples, "seed": options.seed,
        "far": report.fit.as_ref().map(|fit| fit.fitted.far().len()),
        "noise": report.fit.as_ref().map(|fit| fit.fitted.noise()),
        "frontier": { "floor": frontier.floor(), "scale": frontier.scale(), "exponent": frontier.exponent(), "ratio_per_doubling": frontier.per_doubling() },
        "budgets": report.budgets().iter().map(|flop| {
            let best = report.best(*flop);
            json!({
                "flop": flop, "parameters": known(best.parameters), "tokens": known(best.tokens),
                "tokens_per_parameter": known(best.tokens_per_parameter), "loss": known(best.loss),
            })
        }).collect::<Vec<_>>(),
        "targets": report.asked.losses.iter().map(|loss| {
            let (flop, share) = report.budget(*loss);
            json!({ "loss": loss, "flop": flop.map(known), "resamples_that_come_to_it": share.map(|share| share.0) })
        }).collect::<Vec<_>>(),
        "test": report.fit.as_ref().and_then(|fit| fit.hidden).map(|hidden| json!({
            "seen": hidden.seen.0, "seen_to": hidden.seen.1, "hidden": hidden.hidden.0, "last": hidden.hidden.1,
            "typical": hidden.typical, "bias": hidden.bias,
        })),
    })
}

/// The losses of the runs over their compute, the best loss of each compute, and how the best size grows with it.
pub fn picture(report: &Report) -> Picture {
    let budgets = report.budgets();
    let runs = report.fit.as_ref().map_or(&[][..], |fit| &fit.runs);
    let seen = runs.iter().map(flop).chain(budgets.iter().copied());
    let (mut low, mut high) = seen.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    if low >= high {
        (low, high) = if high > 0.0 { (1e-4 * high, high) } else { (1e18, 1e24) };
    }
    let places: Vec<f64> = (0..=48).map(|k| low * (high / low).powf(f64::from(k) / 48.0)).collect();
    let frontier = report.law.by_flop();
    let line = |name: &str, hue: usize, of: &dyn Fn(f64) -> f64| Series {
        name: name.to_owned(),
        hue,
        drawn: Drawn::Line(places.iter().map(|flop| (*flop, of(*flop))).collect()),
    };
    let dots = |name: &str, hue: usize, of: &dyn Fn(&Run) -> f64| Series {
        name: name.to_owned(),
        hue,
        drawn: Drawn::Points(runs.iter().map(|run| (flop(run), of(run))).collect()),
    };
    let best = |at: f64| -> Size { report.law.best(at) };
    let mut losses = vec![line("at the best size", 0, &|at| frontier.at(at))];
    let mut sizes = vec![line("at the best size", 0, &|at| best(at).parameters)];
    if !runs.is_empty() {
        losses.push(dots("runs", 1, &|run| run.loss));
        sizes.push(dots("runs", 1, &|run| run.parameters));
    }
    let panels = vec![
        Panel::of(losses, ("FLOP", "loss"), Scale::Log),
        Panel::of(sizes, ("FLOP", "parameters"), Scale::Log),
    ];
    Picture { title: format!("Scaling law: {}", report.source), panels }
}
