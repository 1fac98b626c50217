//! Runs from a table: which column is what, and every cell that is none.

use clap::Args;

use super::super::super::exit::{Exit, Failure};
use super::super::shared::Table;
use super::target::Target;
use crate::ml::sweep::{Outcome, Run, Sweep};
use crate::money::{Decimal, parse_decimal};
use crate::question::TimeUnit;

// No doc comment: it would take the place of the description of the command.
// The columns of a table of runs, where they go by other names.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns")]
pub(crate) struct Columns {
    /// The column of step sizes; default lr
    #[arg(long, value_name = "NAME")]
    lr_column: Option<String>,
    /// The column of times or of counts of updates until the target; default time, seconds, updates, …
    #[arg(long, value_name = "NAME")]
    time_column: Option<String>,
    /// The unit of that column, where its heading doesn't say it: s, min, h or updates
    #[arg(long, value_name = "UNIT", value_parser = ["s", "min", "h", "updates"])]
    unit: Option<String>,
    /// The column of groups that are read apart; default optimizer, group or model
    #[arg(long, value_name = "NAME")]
    group_column: Option<String>,
    /// The column of the sizes of models; default size, scale, hidden or weights
    #[arg(long, value_name = "NAME")]
    size_column: Option<String>,
    /// The column that says whether a run reached the target: yes or no
    #[arg(long, value_name = "NAME")]
    reached_column: Option<String>,
    /// The column that --target is about, an accuracy or a loss
    #[arg(long, value_name = "NAME")]
    metric_column: Option<String>,
    /// The column of what each run cost
    #[arg(long, value_name = "NAME")]
    cost_column: Option<String>,
    /// Numbers of weights as a polynomial of size: C0,C1,C2 for C0 + C1 size + C2 size²
    #[arg(long, value_name = "C,…", value_delimiter = ',', allow_hyphen_values = true, value_parser = coefficient)]
    weights: Vec<f64>,
}

impl Columns {
    /// The first flag that is given here.
    pub(super) fn given(&self) -> Option<&'static str> {
        [
            (self.lr_column.is_some(), "--lr-column"),
            (self.time_column.is_some(), "--time-column"),
            (self.unit.is_some(), "--unit"),
            (self.group_column.is_some(), "--group-column"),
            (self.size_column.is_some(), "--size-column"),
            (self.reached_column.is_some(), "--reached-column"),
            (self.metric_column.is_some(), "--metric-column"),
            (self.cost_column.is_some(), "--cost-column"),
            (!self.weights.is_empty(), "--weights"),
        ]
        .into_iter()
        .find_map(|(given, flag)| given.then_some(flag))
    }
}

fn coefficient(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| "coefficients are numbers: 10,12160,3262464".to_owned())
}

/// What times are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Time(TimeUnit),
    /// Counts, as the column calls them.
    Count,
}

impl Unit {
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Time(unit) => unit.symbol(),
            Self::Count => "updates",
        }
    }
}

/// What a table of runs holds.
pub(super) struct Read {
    pub(super) sweep: Sweep,
    pub(super) unit: Unit,
    pub(super) grouped: Option<String>,
    pub(super) sized: Option<String>,
    /// When a run has reached its target, in words.
    pub(super) target: String,
    /// What each run cost, in the runs' order; none without such a column.
    pub(super) costs: Option<Vec<Decimal>>,
}

/// Names that mean a column, in lower case with `_` for what stands between words.
const LR: [&str; 3] = ["lr", "step_size", "learning_rate"];
const TIMES: [&str; 14] = [
    "time",
    "seconds",
    "minutes",
    "hours",
    "duration",
    "wall_time",
    "train_time",
    "training_time",
    "time_to_target",
    "seconds_to_target",
    "updates",
    "steps",
    "iterations",
    "updates_to_target",
];
const GROUPS: [&str; 4] = ["optimizer", "optimiser", "group", "model"];
const SIZES: [&str; 7] = ["size", "scale", "model_size", "hidden", "weights", "parameters", "params"];
const WEIGHTS: [&str; 3] = ["weights", "parameters", "params"];
const REACHED: [&str; 4] = ["reached", "success", "successful", "converged"];
const COSTS: [&str; 2] = ["cost", "price"];

/// A table whose columns are looked up by name.
struct Named<'t> {
    table: &'t Table,
    plain: Vec<String>,
}

impl<'t> Named<'t> {
    fn of(table: &'t Table) -> Self {
        let plain = table.cells.heading.iter().map(|name| {
            let bare = name.split(['(', '[']).next().unwrap_or(name);
            bare.trim().to_lowercase().replace([' ', '-'], "_")
        });
        Self { plain: plain.collect(), table }
    }

    /// A column that a flag names, or the first of these names, or of those that begin with one of them.
    fn find(
        &self,
        flag: (&str, Option<&String>),
        names: &[&str],
        prefixes: &[&str],
    ) -> Result<Option<usize>, Failure> {
        if let (flag, Some(wanted)) = flag {
            let plain = || self.plain.iter().position(|own| own.eq_ignore_ascii_case(wanted.trim()));
            let place = self.table.find(&[wanted.as_str()]).or_else(plain);
            return match place {
                Some(place) => Ok(Some(place)),
                None => Err(self
                    .missing(format!("`{}` has no column `{wanted}`, which {flag} names", self.table.name))),
            };
        }
        let exact = names.iter().find_map(|name| self.plain.iter().position(|own| own == name));
        let begun =
            || self.plain.iter().position(|own| prefixes.iter().any(|prefix| own.starts_with(prefix)));
        Ok(exact.or_else(begun))
    }

    fn missing(&self, message: String) -> Failure {
        let heading = &self.table.cells.heading;
        let named = heading.iter().any(|name| !name.trim().is_empty());
        Failure::new(Exit::BadData, message).with_help(if named {
            format!("its columns are {}", heading.join(", "))
        } else {
            "the first line has to name the columns".to_owned()
        })
    }

    fn heading(&self, place: usize) -> &'t str {
        self.table.cells.heading[place].trim()
    }
}

/// The unit of times: that of the flag, of the heading's brackets, or of its words; seconds for a bare time.
fn unit(named: &Named<'_>, column: usize, flag: Option<&str>) -> Result<Unit, Failure> {
    let heading = named.heading(column);
    let of = |text: &str| match text {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(Unit::Time(TimeUnit::Second)),
        "min" | "mins" | "minute" | "minutes" => Some(Unit::Time(TimeUnit::Minute)),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(Unit::Time(TimeUnit::Hour)),
        "updates" | "steps" | "iterations" => Some(Unit::Count),
        _ => None,
    };
    if let Some(unit) = flag.and_then(of) {
        return Ok(unit);
    }
    if let Some((_, bracketed)) = heading.split_once(['(', '[']) {
        let said = bracketed.trim().trim_end_matches([')', ']']).trim().to_lowercase();
        return of(&said).ok_or_else(|| {
            let message = format!(
                "`{}`: `{said}` in the heading `{heading}` is no unit of time here",
                named.table.name
            );
            Failure::new(Exit::BadData, message).with_help("s, min or h in the brackets; or say --unit")
        });
    }
    Ok(named.plain[column].split('_').find_map(of).unwrap_or(Unit::Time(TimeUnit::Second)))
}

/// Which columns there are.
struct Places {
    lr: usize,
    time: usize,
    group: Option<usize>,
    size: Option<usize>,
    weights: Option<usize>,
    reached: Option<usize>,
    metric: Option<usize>,
    cost: Option<usize>,
}

impl Places {
    fn of(named: &Named<'_>, columns: &Columns, target: Option<&Target>) -> Result<Self, Failure> {
        let need = |found: Option<usize>, name: &str, what: &str, flag: &str| {
            found.ok_or_else(|| {
                named.missing(format!(
                    "`{}` has no column `{name}`, of {what}; {flag} names another",
                    named.table.name
                ))
            })
        };
        let lr = named.find(("--lr-column", columns.lr_column.as_ref()), &LR, &[])?;
        let time = named.find(
            ("--time-column", columns.time_column.as_ref()),
            &TIMES,
            &["updates_to", "steps_to", "seconds_to", "time_to"],
        )?;
        let (lr, time) = (
            need(lr, "lr", "step sizes", "--lr-column")?,
            need(time, "time", "times or updates until the target", "--time-column")?,
        );
        let size = named.find(("--size-column", columns.size_column.as_ref()), &SIZES, &[])?;
        let weights = named.find(("", None), &WEIGHTS, &[])?.filter(|place| Some(*place) != size);
        let metric = target.map(|target| Self::metric(named, columns, target)).transpose()?;
        let reached =
            named.find(("--reached-column", columns.reached_column.as_ref()), &REACHED, &["reached"])?;
        Ok(Self {
            lr,
            time,
            group: named.find(("--group-column", columns.group_column.as_ref()), &GROUPS, &[])?,
            size,
            weights,
            reached: if metric.is_some() { None } else { reached },
            metric,
            cost: named.find(("--cost-column", columns.cost_column.as_ref()), &COSTS, &[])?,
        })
    }

    /// The one column that a target can be about.
    fn metric(named: &Named<'_>, columns: &Columns, target: &Target) -> Result<usize, Failure> {
        if columns.metric_column.is_some() {
            let found = named.find(("--metric-column", columns.metric_column.as_ref()), &[], &[])?;
            return found.ok_or_else(|| named.missing("--metric-column".to_owned()));
        }
        let words: &[&str] =
            if target.is_ceiling() { &["loss", "error"] } else { &["accuracy", "acc", "metric", "score"] };
        let fits = |name: &String| name.split('_').any(|word| words.contains(&word));
        let found: Vec<usize> = (0..named.plain.len()).filter(|place| fits(&named.plain[*place])).collect();
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(named.missing(format!(
                "`{}` has no column that --target could be about: none is called {}",
                named.table.name,
                words.join(" or ")
            ))),
            several => {
                let names: Vec<&str> = several.iter().map(|place| named.heading(*place)).collect();
                Err(Failure::new(
                    Exit::BadData,
                    format!("`{}`: --target could be about {}", named.table.name, names.join(" or ")),
                )
                .with_help(format!("say which: --metric-column {}", names[0])))
            }
        }
    }
}

/// Reads runs from a table; `limit` is the time of failed runs that don't say theirs.
pub(super) fn read(
    table: &Table,
    columns: &Columns,
    target: Option<&Target>,
    limit: Option<f64>,
) -> Result<Read, Failure> {
    let named = Named::of(table);
    let places = Places::of(&named, columns, target)?;
    let unit = unit(&named, places.time, columns.unit.as_deref())?;
    let mut groups: Vec<String> = Vec::new();
    let (mut runs, mut costs, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    let width = table.cells.heading.len();
    for (line, cells) in &table.cells.rows {
        if cells.len() != width {
            let word = if cells.len() == 1 { "cell" } else { "cells" };
            problems.push(format!("line {line}: {} {word} under {width} columns", cells.len()));
            continue;
        }
        let mut row = Row { named: &named, line: *line, cells, problems: &mut problems };
        let before = row.problems.len();
        let lr = row.number(places.lr);
        let time = if row.is_blank(places.time) { None } else { row.number(places.time) };
        let reached = match (places.metric.zip(target), places.reached) {
            (Some((metric, target)), _) => row.metric(metric, target),
            (None, Some(reached)) => row.word(reached),
            (None, None) => Some(!row.is_blank(places.time)),
        };
        let size = places.size.and_then(|size| row.number(size));
        let weights = match (places.weights, size) {
            _ if !columns.weights.is_empty() => size.map(|size| polynomial(&columns.weights, size)),
            (Some(weights), _) => row.number(weights),
            (None, _) => None,
        };
        let cost = places.cost.and_then(|cost| row.money(cost));
        if reached == Some(true) && row.is_blank(places.time) {
            row.refuse(places.time, "is blank, and the run reached its target");
        }
        let group = places.group.map_or("", |group| cells[group].trim());
        if row.problems.len() > before {
            continue;
        }
        let group = groups.iter().position(|own| own == group).unwrap_or_else(|| {
            groups.push(group.to_owned());
            groups.len() - 1
        });
        let outcome = match (reached, time) {
            (Some(true), Some(time)) => Outcome::Reached(time),
            // A run that broke down before the limit would not have reached the target within it either.
            (_, spent) => Outcome::Failed {
                within: match (spent, limit) {
                    (Some(spent), Some(limit)) => Some(spent.max(limit)),
                    (spent, limit) => spent.or(limit),
                },
                spent: spent.or(limit),
            },
        };
        runs.push(Run { group, lr: lr.unwrap_or(f64::NAN), size, weights, outcome });
        costs.extend(cost);
    }
    if !problems.is_empty() {
        return Err(told(table, &problems));
    }
    let sweep = Sweep::new(groups, runs)
        .map_err(|error| Failure::new(Exit::BadData, format!("`{}`: {error}", table.name)))?;
    let words = match (places.metric.zip(target), places.reached) {
        (Some((metric, target)), _) => format!("`{}` {target}", named.heading(metric)),
        (None, Some(reached)) => format!("`{}` says so", named.heading(reached)),
        (None, None) => format!("`{}` is not blank", named.heading(places.time)),
    };
    Ok(Read {
        sweep,
        unit,
        grouped: places.group.map(|place| named.heading(place).to_owned()),
        sized: places.size.map(|place| named.heading(place).to_owned()),
        target: words,
        costs: places.cost.map(|_| costs),
    })
}

/// `c0 + c1 x + c2 x² + …`.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

fn told(table: &Table, problems: &[String]) -> Failure {
    /// The most problems that are told.
    const MOST: usize = 20;
    let shown: String = problems.iter().take(MOST).map(|problem| format!("\n  {problem}")).collect();
    let more = match problems.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    Failure::new(Exit::BadData, format!("`{}` holds what is no run:{shown}{more}", table.name))
}

/// One row with what is needed to read its cells.
struct Row<'r> {
    named: &'r Named<'r>,
    line: usize,
    cells: &'r [String],
    problems: &'r mut Vec<String>,
}

impl Row<'_> {
    fn text(&self, column: usize) -> &str {
        self.cells[column].trim()
    }

    fn is_blank(&self, column: usize) -> bool {
        self.text(column).is_empty()
    }

    fn refuse(&mut self, column: usize, reason: &str) {
        self.problems.push(format!("line {}: `{}` {reason}", self.line, self.named.heading(column)));
    }

    /// A number above 0.
    fn number(&mut self, column: usize) -> Option<f64> {
        let cell = self.text(column).to_owned();
        let reason = match cell.parse::<f64>() {
            _ if cell.is_empty() => "is blank".to_owned(),
            Ok(number) if number > 0.0 && number.is_finite() => return Some(number),
            Ok(_) => format!("is `{cell}`, and has to be a number above 0"),
            Err(_) => format!("is `{}`, which is no number", shown(&cell)),
        };
        self.refuse(column, &reason);
        None
    }

    fn word(&mut self, column: usize) -> Option<bool> {
        let cell = self.text(column).to_lowercase();
        match cell.as_str() {
            "yes" | "true" | "1" | "y" => return Some(true),
            "no" | "false" | "0" | "n" => return Some(false),
            "" => self.refuse(column, "is blank, and is yes or no"),
            _ => self
                .refuse(column, &format!("is `{}`, and is yes or no (true or false, 1 or 0)", shown(&cell))),
        }
        None
    }

    /// Whether a metric meets the target; NaN, as of a run that diverged, and blanks don't.
    fn metric(&mut self, column: usize, target: &Target) -> Option<bool> {
        let cell = self.text(column).to_owned();
        if cell.is_empty() || cell.eq_ignore_ascii_case("nan") {
            return Some(false);
        }
        match target.is_met(&cell) {
            Ok(met) => Some(met),
            Err(reason) => {
                self.refuse(column, &format!("is `{}`, {reason}", shown(&cell)));
                None
            }
        }
    }

    fn money(&mut self, column: usize) -> Option<Decimal> {
        let cell = self.text(column).to_owned();
        match parse_decimal(&cell) {
            Ok(amount) if amount.is_sign_negative() && !amount.is_zero() => {
                self.refuse(column, &format!("is `{cell}`, and costs are 0 or more"));
                None
            }
            Ok(amount) => Some(amount),
            Err(error) => {
                self.refuse(column, &format!("is no amount: {error}"));
                None
            }
        }
    }
}

/// A cell as far as a message takes it.
fn shown(cell: &str) -> String {
    cell.chars().take(40).flat_map(char::escape_debug).collect()
}
