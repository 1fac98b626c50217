//! `batch`: many scenarios, or the rows of a table, in parallel and in order.

mod column;
mod figure;
mod job;
#[cfg_attr(not(feature = "parquet"), path = "batch/no_parquet.rs")]
mod parquet;
mod piped;
mod progress;
mod rows;
mod scenarios;
mod sink;
mod source;
#[cfg_attr(not(any(feature = "parquet", feature = "xlsx")), allow(dead_code))]
mod spool;
#[cfg_attr(not(feature = "xlsx"), path = "batch/no_xlsx.rs")]
mod xlsx;

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::whole;
use super::exit::{Exit, Failure};
use super::say;
use super::stop::Stop;
use crate::batch::template::WANTED;
use crate::ordered;
use job::{Done, Job, Piece, Tally};
use sink::Sink;

#[derive(Debug, Args)]
pub(crate) struct Batch {
    /// Scenario files, folders or patterns of them, a table of rows (`.csv`, `.tsv`, `.parquet`), or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write to this file instead of standard output; its ending says the format
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Write over an existing file, or over what a stopped run left
    #[arg(long)]
    force: bool,
    /// The format of the output; default by the ending of `--output`, else `jsonl` for scenarios and `csv` for rows
    #[arg(long, value_enum)]
    format: Option<Output>,
    /// What standard input holds; default `toml`
    #[arg(long, value_enum)]
    from: Option<From>,
    /// Go on where a stopped run with the same inputs and flags left off
    #[arg(long)]
    resume: bool,
    /// How many threads work; default one for each processor
    #[arg(long, value_name = "N", value_parser = whole::<u16, 1, 1024>)]
    threads: Option<u16>,
    /// Leave the working out of JSON Lines
    #[arg(long)]
    no_working: bool,
    #[command(flatten)]
    rows: rows::Flags,
}

/// The formats of a batch's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// A table
    Csv,
    /// A JSON object on each line
    Jsonl,
    /// Typed columns, for programs that analyse
    Parquet,
    /// A workbook for spreadsheets, with a sheet of rejects
    Xlsx,
}

impl Output {
    /// Whether it is written piece by piece, and not made of the whole at the end.
    fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Jsonl)
    }

    /// What results are gathered as: the output itself, or what it is made of.
    fn gathered(self) -> Gathered {
        if self == Self::Jsonl { Gathered::Jsonl } else { Gathered::Csv }
    }
}

/// The formats that are written piece by piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gathered {
    Csv,
    Jsonl,
}

/// What standard input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    /// Scenarios
    Toml,
    /// Rows
    Csv,
}

/// The names of what can be wanted of rows.
fn wanted_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(WANTED.map(|wanted| wanted.name))
}

impl Batch {
    /// The format that the flags say, or the ending of the output.
    fn output_format(&self, rows: bool) -> Result<Output, Failure> {
        let path = self.output.as_ref().filter(|path| path.as_os_str() != "-");
        if let Some(format) = self.format {
            if !format.is_text() && path.is_none() {
                return Err(Failure::new(Exit::Usage, "--format: parquet and xlsx are made as files")
                    .with_help("name one with --output"));
            }
            return Ok(format);
        }
        let Some(path) = path else {
            return Ok(if rows { Output::Csv } else { Output::Jsonl });
        };
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
            Some("csv") => Ok(Output::Csv),
            Some("jsonl" | "ndjson") => Ok(Output::Jsonl),
            Some("parquet" | "pq") => Ok(Output::Parquet),
            Some("xlsx") => Ok(Output::Xlsx),
            _ => Err(Failure::new(
                Exit::Usage,
                format!("--output: the ending of `{}` says no format", path.display()),
            )
            .with_help("name it .csv, .jsonl, .parquet or .xlsx, or say --format")),
        }
    }
}

pub(super) fn run(args: &Batch) -> Result<Exit, Failure> {
    let sources = source::expand(&args.paths, args.from)?;
    let rows = sources.iter().any(source::Source::is_table);
    if rows && sources.len() > 1 {
        return Err(Failure::new(Exit::Usage, "a table of rows is a batch by itself, one at a time")
            .with_help("run one batch for each table, and one for the scenarios"));
    }
    args.rows.check(rows)?;
    if rows && args.no_working {
        return Err(Failure::new(Exit::Usage, "--no-working is about scenarios: rows have no working"));
    }
    let format = args.output_format(rows)?;
    Sink::check(args, &sources, rows)?;
    let table = sources.first().filter(|_| rows).map(|source| (source.clone(), source.stamp()));
    let stop = Stop::on_signals()?;
    let open = |heading: &[u8]| Sink::open(args, &sources, (format, heading), rows);
    let (mut sink, mut job): (Sink, Box<dyn Job>) = if rows {
        // A table that can't be read is refused before anything is written.
        let (mut table, heading) = rows::Rows::open(args, &sources[0], format, &stop)?;
        let sink = open(&heading)?;
        if sink.begun().bytes > 0 && !sink.is_whole() {
            table.go_on(sink.begun())?;
        }
        (sink, Box::new(table))
    } else {
        let sink = open(crate::render::csv::batch_heading().as_bytes())?;
        let begun = sink.begun();
        (sink, Box::new(scenarios::Scenarios::new(args, sources, (format, begun), stop.clone())))
    };
    if sink.is_whole() {
        return finish(args, sink, rows, &stop);
    }
    let bar = progress::Bar::new(job.size(), sink.begun().bytes);
    let threads = args.threads.map_or_else(ordered::processors, usize::from);
    let worker = job.worker();
    // What was read when somebody asked to stop is left for another run.
    let next = || group(&mut *job).filter(|_| !stop.is_asked());
    let work = |group: Vec<Result<Piece, Failure>>| -> Vec<Result<Done, Failure>> {
        group.into_iter().map(|piece| worker.work(piece)).collect()
    };
    let failed = ordered::run(threads, next, work, |group| {
        for done in group {
            match done.and_then(|done| sink.take(&done).map(|()| done)) {
                Ok(done) => bar.moved(done.position.bytes, sink.tally()),
                Err(failure) => return ControlFlow::Break(failure),
            }
        }
        ControlFlow::Continue(())
    });
    bar.done();
    if let Some((table, before)) = table
        && !stop.is_asked()
        && table.stamp() != before
    {
        sink.discard();
        let message = format!("`{}` was changed while it was read", table.name);
        return Err(
            Failure::new(Exit::Io, message).with_help("nothing is kept: run it again when it stays as it is")
        );
    }
    if let Some(failure) = failed {
        let left = sink.stop();
        return match failure.exit {
            Exit::Fine => Ok(Exit::Fine),
            Exit::Io if failure.help.is_none() => Err(failure.with_help(left)),
            _ => Err(failure),
        };
    }
    if stop.is_asked() {
        let left = sink.stop();
        say(&format!("interrupted after {}; {left}", summary(sink.tally(), rows)));
        return Ok(Exit::Interrupted);
    }
    finish(args, sink, rows, &stop)
}

/// Puts the outputs in their places, and says what came of everything.
fn finish(args: &Batch, sink: Sink, rows: bool, stop: &Stop) -> Result<Exit, Failure> {
    let tally = sink.tally();
    let Some(kept) = sink.finish(stop)? else { return Ok(Exit::Fine) };
    if io::stderr().is_terminal() || args.output.is_some() || tally.failed > 0 {
        say(&format!("{}{kept}", summary(tally, rows)));
    }
    Ok(if tally.failed > 0 { Exit::Failed } else { Exit::Fine })
}

/// Small pieces are handed over together, so that little time goes into handing them over.
const GROUP: usize = 64 * 1024;

/// The next pieces, up to [`GROUP`] bytes of them; none at the end.
fn group(job: &mut dyn Job) -> Option<Vec<Result<Piece, Failure>>> {
    let mut group = Vec::new();
    let mut bytes = 0;
    while bytes < GROUP {
        let Some(piece) = job.next() else { break };
        bytes += piece.as_ref().map_or(GROUP, |piece| piece.bytes.len());
        group.push(piece);
    }
    (!group.is_empty()).then_some(group)
}

/// What came of everything that went in.
fn summary(tally: Tally, rows: bool) -> String {
    let number = |count: u64| crate::money::format_grouped(&rust_decimal::Decimal::from(count));
    let items = |count: u64, one: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{} {one}s", number(count)) }
    };
    let all = tally.fine + tally.failed;
    if rows {
        format!("{}: {}, {}", items(all, "row"), items(tally.fine, "result"), items(tally.failed, "reject"))
    } else {
        format!(
            "{}: {} answered, {} failed",
            items(all, "scenario"),
            number(tally.fine),
            number(tally.failed)
        )
    }
}
