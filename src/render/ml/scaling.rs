//! A scaling law's report: the law, the best use of budgets, what targets take, and the test on the largest runs.

mod object;
mod picture;

use super::super::fit::significant;
use super::super::page::Page;
use super::super::sheet::Block;
use super::extrapolate::{amount, ends, error, percent, times, with_power};
use crate::ml::cost::ScalingLaw;
use crate::ml::scaling::{Best, Coefficient, Fitted, Hidden, Known, Options, Run};
use crate::plot::Picture;

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
    Page { blocks: blocks(report), table: object::table(report), object: object::object(report) }
}

/// The losses of the runs over their compute, the best loss of each compute, and how the best size grows with it.
pub fn picture(report: &Report) -> Picture {
    picture::picture(report)
}

fn blocks(report: &Report) -> Vec<Block> {
    let law = &report.law;
    let (floor, (a, alpha), (b, beta)) = law.parameters();
    let mut made = vec![Block::Heading(1, format!("Scaling law: {}", report.source))];
    if let Some(fit) = &report.fit {
        made.push(Block::Line(data(fit)));
        let mut notes = Vec::new();
        if !fit.fitted.settled {
            notes.push("The search for the law did not end where nothing is better: its parameters are not to be believed. More runs, or runs over more sizes and tokens, would tell them apart.".to_owned());
        }
        let far = fit.fitted.far().len();
        if far > 0 {
            notes.push(format!(
                "{far} of the runs lie farther from the law than five times the usual {}: Huber's loss counts them by their size alone.",
                percent(fit.fitted.noise())
            ));
        }
        if !notes.is_empty() {
            made.push(Block::Points(notes));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ml::cost::Size;
    use crate::ml::scaling::fit;

    #[test]
    fn a_law_that_was_not_settled_is_said_to_be_none() {
        let grid = (0..36).map(|k| (1e8 * 2_f64.powi(k % 6), 2e9 * 3_f64.powi(k / 6)));
        let law = ScalingLaw::BESIROGLU;
        let run =
            |(parameters, tokens)| Run { parameters, tokens, loss: law.loss(Size { parameters, tokens }) };
        let runs: Vec<Run> = grid.map(run).collect();
        let options = Options { resamples: 0, ..Options::default() };
        let said = |settled: bool| {
            let mut fitted = fit(&runs, &options).unwrap();
            fitted.settled = settled;
            let asked = Asked { budgets: Vec::new(), losses: Vec::new(), options };
            let report = Report::of_runs("runs.csv", runs.clone(), 0, fitted, None, asked);
            format!("{:?}", blocks(&report)).contains("not to be believed")
        };
        assert!(said(false) && !said(true));
    }
}
