//! Which column of a table of runs is what.

use clap::Args;

use super::super::super::exit::{Exit, Failure};
use super::super::shared::Table;
use super::target::Target;
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
    pub(super) unit: Option<String>,
    /// The column of groups that are read apart; default group, optimizer or model
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
    pub(super) weights: Vec<f64>,
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
const GROUPS: [&str; 4] = ["group", "optimizer", "optimiser", "model"];
const SIZES: [&str; 7] = ["size", "scale", "model_size", "hidden", "weights", "parameters", "params"];
const WEIGHTS: [&str; 3] = ["weights", "parameters", "params"];
const REACHED: [&str; 4] = ["reached", "success", "successful", "converged"];
const COSTS: [&str; 2] = ["cost", "price"];

/// A table whose columns are looked up by name.
pub(super) struct Named<'t> {
    pub(super) table: &'t Table,
    plain: Vec<String>,
}

impl<'t> Named<'t> {
    pub(super) fn of(table: &'t Table) -> Self {
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

    pub(super) fn heading(&self, place: usize) -> &'t str {
        self.table.cells.heading[place].trim()
    }
}

/// The unit of times: that of the flag, of the heading's brackets, or of its words; seconds for a bare time.
pub(super) fn unit(named: &Named<'_>, column: usize, flag: Option<&str>) -> Result<Unit, Failure> {
    let heading = named.heading(column);
    let of = |text: &str| match text {
        "updates" | "steps" | "iterations" => Some(Unit::Count),
        _ => TimeUnit::of_word(text).map(Unit::Time),
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
pub(super) struct Places {
    pub(super) lr: usize,
    pub(super) time: usize,
    pub(super) group: Option<usize>,
    pub(super) size: Option<usize>,
    pub(super) weights: Option<usize>,
    pub(super) reached: Option<usize>,
    pub(super) metric: Option<usize>,
    pub(super) cost: Option<usize>,
}

impl Places {
    pub(super) fn of(named: &Named<'_>, columns: &Columns, target: Option<&Target>) -> Result<Self, Failure> {
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
        // A column without a cell in it says nothing of sizes.
        let filled = |place: &usize| named.table.texts(*place).any(|(_, cell)| !cell.is_empty());
        let size = named.find(("--size-column", columns.size_column.as_ref()), &SIZES, &[])?.filter(filled);
        let weights =
            named.find(("", None), &WEIGHTS, &[])?.filter(|place| Some(*place) != size && filled(place));
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
