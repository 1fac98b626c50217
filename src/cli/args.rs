//! The arguments of every command, with examples in their help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::ask::Ask;
use crate::render::Format;

const EXAMPLES: &str = "\
Examples:
  learncurve ask average --first-time \"2 h\" --learning-rate 95% --units 128 --cost Labour=15/hour
  learncurve ask learning-rate --first-time \"6 h\" --known \"average 16 = 3.3 h\"
  learncurve init chair.toml && learncurve solve chair.toml
  learncurve check configs
  learncurve diagnose configs/massage-chair.toml --question the-128th --answer 20.95

Exit codes: 0 fine; 1 a question without an answer, or an expectation missed; 2 usage; 65 bad data;
66 missing input; 73 cannot create the output; 74 input or output failed";

/// How many of the ways that lead to an answer a diagnosis shows.
pub(crate) const MOST_SHOWN: u16 = 5;

const DIAGNOSE_EXAMPLES: &str = "\
Examples:
  learncurve diagnose configs/massage-chair.toml --question the-128th --answer 20.95
  learncurve diagnose configs/batch-trap.toml --question total-400 --answer 172.80
  learncurve ask total --first-time \"100 h\" --learning-rate 80% --units 4 --diagnose 320

Exit codes: 0 the answer is right, or something leads to it; 1 nothing that was tried does; others as always";

const PLOT_EXAMPLES: &str = "\
Examples:
  learncurve plot configs/massage-chair.toml
  learncurve plot --first-time \"2 h\" --learning-rate 95% --to 200 --log
  learncurve plot --first-time \"100 h\" --vary learning_rate=75%,80%,85% --show average -o rates.svg
  learncurve plot --first-time \"100 h\" --learning-rate 80% --vary model=wright,crawford --show unit
  learncurve plot ours.toml theirs.toml --show total -o bids.png
  learncurve plot chair.toml --format csv > points.csv

Exit codes: 0 fine; 1 there is no such picture; others as always";

/// What work costs when it gets faster with practice, with the working shown
#[derive(Debug, Parser)]
#[command(name = "learncurve", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Answer the questions of scenario files, with the working
    #[command(
        after_help = "Examples:\n  learncurve solve configs/massage-chair.toml\n  learncurve solve configs --format json | jq .answers\n  learncurve solve configs/massage-chair.toml --format html -o chair.html\n  learncurve solve configs/massage-chair.toml --format xlsx -o chair.xlsx\n  learncurve solve - --no-working < chair.toml"
    )]
    Solve(Solve),
    /// Answer one question from flags alone
    #[command(
        after_help = "Examples:\n  learncurve ask total --first-time \"100 h\" --learning-rate 80% --units 8\n  learncurve ask lot --model crawford --first-cost 100 --learning-rate 80% --first 5 --last 8\n  learncurve ask units --first-time \"100 h\" --learning-rate 80% --total \"1000 h\"\n\n`learncurve ask KIND --help` lists the flags of each kind"
    )]
    Ask(Box<Ask>),
    /// Validate scenario files, and hold every answer against what is expected
    #[command(after_help = "Example:\n  learncurve check configs exam.toml")]
    Check(Check),
    /// Find which slip, convention or rounding leads to somebody's answer
    #[command(after_help = DIAGNOSE_EXAMPLES)]
    Diagnose(Diagnose),
    /// Fit a curve to data, and say how sure it is
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve fit lots.csv\n  learncurve fit hours.csv --model all\n  learncurve fit lots.csv --method mupe --predict 201..250 --level 90%\n  learncurve fit lots.csv --plot fit.svg\n\nColumns: unit,time (or cost); first,last,total (or average); quantity,total; units,average (or the total so far).\nBeside them, weight and rate (the production rate). Lines that start with # are comments."
    )]
    Fit(Box<super::fit::Fit>),
    /// Answer many scenarios, or evaluate the rows of a table, in parallel
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve batch jobs -o results.jsonl\n  learncurve batch \"jobs/**/*.toml\" -o results.csv\n  learncurve batch quotes.csv --find average,total --set model=crawford -o priced.csv\n  learncurve batch quotes.csv --template chair.toml --find unit -o priced.csv --resume\n\nExit codes: 0 fine; 1 some failed; 130 interrupted; others as always"
    )]
    Batch(Box<super::batch::Batch>),
    /// Forecast a cost by its past falls, with bands that widen
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve forecast modules.csv --periods 10 --growth 25%\n\nColumns: experience (cumulative production) and cost, a row for each period in order."
    )]
    Forecast(super::forecast::Forecast),
    /// Tell how often such forecasts would have held in the past
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve hindcast modules.csv\n\nColumns: experience (cumulative production) and cost, a row for each period in order."
    )]
    Hindcast(super::forecast::Hindcast),
    /// Choose, schedule and cost the step size of machine learning
    #[cfg(feature = "ml")]
    #[command(subcommand)]
    Ml(super::ml::Ml),
    /// Print a scenario's curve as numbers: unit, average and total
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve table chair.toml\n  learncurve table chair.toml --to 100 --by 10 --format csv"
    )]
    Table(Table),
    /// Draw curves: in the terminal, or as SVG, PNG, CSV or JSON
    #[command(after_help = PLOT_EXAMPLES)]
    Plot(Box<super::plot::Plot>),
    /// Write a commented scenario file to start from
    #[command(after_help = "Examples:\n  learncurve init chair.toml\n  learncurve init > chair.toml")]
    Init(Init),
    /// Print the JSON Schema (draft-07) of the scenario file, for editors
    #[command(after_help = "Example:\n  learncurve schema -o learncurve.schema.json")]
    Schema(Out),
    /// Print the completions of a shell
    #[command(
        after_help = "Example:\n  learncurve completions bash > ~/.local/share/bash-completion/completions/learncurve"
    )]
    Completions(Completions),
    /// Print the manual page, of the whole or of one command
    #[command(
        after_help = "Examples:\n  learncurve man | man -l -\n  learncurve man solve > learncurve-solve.1"
    )]
    Man(Man),
}

// No doc comment: it would take the place of the description of each command that has these flags.
// Where the output goes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Out {
    /// Write to this file instead of standard output (`-`)
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Write over an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

// No doc comment: it would take the place of the description of each command that has these flags.
// How answers are written.
#[derive(Debug, Clone, Args)]
pub(crate) struct Show {
    /// The format of the output; xlsx is a workbook of live formulas, for -o
    #[arg(long, value_parser = super::workbook::formats(), default_value = "text")]
    pub(crate) format: Format,
    /// Leave the working out
    #[arg(long)]
    pub(crate) no_working: bool,
    #[command(flatten)]
    pub(crate) out: Out,
}

#[derive(Debug, Args)]
pub(crate) struct Solve {
    /// Scenario files, folders of them, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Scenario files, folders of them, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Diagnose {
    /// A scenario file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The question's id; not needed where there is one question
    #[arg(long, value_name = "ID")]
    pub(crate) question: Option<String>,
    /// The scenario's title, where several scenarios of the file have such a question
    #[arg(long, value_name = "TITLE")]
    pub(crate) scenario: Option<String>,
    /// Somebody's answer, to the places that it was given with: 25.60, "25.60 h" or 86%
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    pub(crate) answer: String,
    /// Show at most this many of the ways that lead to it
    #[arg(long, value_name = "N", default_value_t = MOST_SHOWN, value_parser = whole::<u16, 1, 65_535>)]
    pub(crate) most: u16,
    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, Args)]
pub(crate) struct Table {
    /// A scenario file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The numbers of units, one row each
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = count, conflicts_with_all = ["to", "by"])]
    pub(crate) units: Vec<u64>,
    /// Rows up to this many units; default where learning ends, or 128
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) to: Option<u64>,
    /// `doubling`, or a step
    #[arg(long, value_name = "doubling|STEP", default_value = "doubling")]
    pub(crate) by: String,
    /// In time or in cost; default cost where there are costs
    #[arg(long, value_parser = ["time", "cost"])]
    pub(crate) of: Option<String>,
    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The file to write; standard output for none or `-`
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Write over an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The command; the program itself for none
    pub(crate) command: Option<String>,
}

/// A count of units: a whole number from 1 to 1e15, underscores allowed.
pub(crate) fn count(text: &str) -> Result<u64, String> {
    match digits(text)? {
        Some(0) => Err("counts start at 1".to_owned()),
        Some(count) if count <= crate::curve::MAX_UNITS => Ok(count),
        _ => Err("at most 1_000_000_000_000_000 (1e15) units".to_owned()),
    }
}

/// A whole number from `LOW` to `HIGH`, written as counts are.
pub(crate) fn whole<T: TryFrom<u64>, const LOW: u64, const HIGH: u64>(text: &str) -> Result<T, String> {
    let number = digits(text).ok().flatten().filter(|number| (LOW..=HIGH).contains(number));
    number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| {
        let example = if HIGH >= 1_000 { " such as 1000 or 1_000" } else { "" };
        format!("it is a whole number from {LOW} to {HIGH}, in plain digits{example}")
    })
}

/// What draws are made from: any number of 64 bits.
pub(crate) fn seed(text: &str) -> Result<u64, String> {
    whole::<u64, 0, { u64::MAX }>(text)
}

/// A whole number in plain digits; none where 64 bits don't hold it.
fn digits(text: &str) -> Result<Option<u64>, String> {
    let digits = text.replace('_', "");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("counts are whole numbers in plain digits, such as 1000 or 1_000".to_owned());
    }
    Ok(digits.parse().ok())
}
