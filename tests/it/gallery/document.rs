//! `docs/errors.md`: the gallery as a table for each section, and the findings of scenario files by their codes.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::row::{Chapter, Row};
use crate::program::files;

const HEAD: &str = "# Errors\n\n\
    What learncurve says of bad input, by what was written: what it says, its exit code, and what to do. Made by the tests from `tests/gallery` and \
    `tests/it/errors`, each row of which is run and held to its very words; a message that was met can be searched for here.\n\n\
    Every error says what was found, where (file, line and column, where there is a file), and what is allowed or what to write. All errors of a file are told at once, in its order. \
    Whatever the input, the program ends by itself, without a panic and without half an output, and its JSON holds no NaN.\n\n\
    | exit code | meaning |\n|---|---|\n| 0 | all is well; a warning does not change it |\n| 1 | a question has no answer, an expectation was missed, or some rows of a batch were rejected |\n\
    | 2 | the command line is wrong |\n| 65 | the data are wrong |\n| 66 | an input is missing or can't be read |\n| 73 | the output can't be created |\n| 74 | reading or writing failed on the way |\n| 130 | interrupted |\n";

/// The whole page.
pub(super) fn document(sections: &[(PathBuf, Chapter)]) -> String {
    let mut out = HEAD.to_owned();
    for (_, section) in sections {
        let _ = write!(out, "\n## {}\n\n{}\n\n", section.section, section.about);
        out += "| what is wrong | what was written | what is said | exit code | what to do |\n|---|---|---|---:|---|\n";
        for row in &section.rows {
            let written = row.written.clone().filter(|text| !text.trim().is_empty());
            let written = written.or_else(|| row.is_short(section).then(|| row.command(section)));
            let told = Told::of(&row.says);
            let said =
                if row.says.is_empty() { "nothing: it is taken".to_owned() } else { lines(&told.said) };
            let said = if row.says.is_empty() && row.code != 0 { printed(row) } else { said };
            let advice = row
                .advice
                .as_ref()
                .map(|advice| text(advice))
                .or_else(|| (!told.advice.is_empty()).then(|| lines(&told.advice)));
            let _ = writeln!(
                out,
                "| {} | {} | {said} | {} | {} |",
                text(&row.title),
                written.map_or(String::new(), |written| code(&written)),
                row.code,
                advice.unwrap_or_default()
            );
        }
    }
    out += "\n## Findings by their codes\n\n\
            What is found in scenario files has a stable code, in brackets behind `error` or `warning` and as `code` in JSON. Each stands here with an example and its words.\n\n\
            | code | an example | what is said | what to do |\n|---|---|---|---|\n";
    let mut by_code: Vec<(String, String, Told)> = Vec::new();
    for file in files("tests/it/errors", "stderr") {
        let name = file.with_extension("toml").file_name().unwrap().to_string_lossy().into_owned();
        for finding in std::fs::read_to_string(&file).unwrap().split("\n\n") {
            let told = Told::of(finding);
            let found = told
                .said
                .first()
                .and_then(|said| Some(said.split_once('[')?.1.split_once(']')?.0.to_owned()));
            if let Some(found) = found {
                by_code.push((found, name.clone(), told));
            }
        }
    }
    by_code.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    for (found, name, told) in by_code {
        let example = format!("[{}](../tests/it/errors/{name})", name.trim_end_matches(".toml"));
        let _ = writeln!(out, "| `{found}` | {example} | {} | {} |", lines(&told.said), lines(&told.advice));
    }
    out
}

/// Where nothing stands on standard error, what is printed says it.
fn printed(row: &Row) -> String {
    row.prints.first().map_or(String::new(), |part| format!("prints {}", code(part)))
}

/// What a message says, and what it advises.
struct Told {
    said: Vec<String>,
    advice: Vec<String>,
}

impl Told {
    fn of(message: &str) -> Self {
        let (mut said, mut advice) = (Vec::new(), Vec::new());
        let mut usage = false;
        for line in message.lines() {
            let bare = line.trim().trim_start_matches("= ");
            usage |= bare.starts_with("Usage:");
            let drawn = bare.starts_with("-->")
                || bare.starts_with(":::")
                || bare.starts_with('|')
                || bare.split('|').next().is_some_and(|number| number.trim().parse::<u32>().is_ok());
            if let Some(help) = bare.strip_prefix("help: ").or(bare.strip_prefix("tip: ")) {
                advice.push(help.to_owned());
            } else if bare.starts_with("[possible values") {
                advice.push(bare.trim_matches(['[', ']']).to_owned());
            } else if !(usage
                || drawn
                || bare.is_empty()
                || bare.starts_with("note: in ")
                || bare.starts_with("For more information"))
            {
                said.push(bare.to_owned());
            }
        }
        if advice.is_empty() {
            let expected = said.iter().filter_map(|line| line.split_once(", expected "));
            advice = expected.map(|(_, what)| format!("write {what}")).collect();
        }
        Self { said, advice }
    }
}

/// The most lines and characters that a cell shows of a text.
const MOST_LINES: usize = 4;
const MOST_CHARACTERS: usize = 240;

fn shortened(text: &str) -> String {
    let cut = text.chars().count() > MOST_CHARACTERS;
    text.chars().take(MOST_CHARACTERS).chain(cut.then_some('…')).collect()
}

/// A text without control characters, one of which makes a whole file count as binary.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn lines(all: &[String]) -> String {
    let shown: Vec<String> = all.iter().take(MOST_LINES).map(|line| text(line)).collect();
    let more = if all.len() > MOST_LINES { "<br>…" } else { "" };
    shown.join("<br>") + more
}

/// A text in a cell of Markdown, with what stands between back ticks as code.
fn text(plain: &str) -> String {
    let shown = shortened(plain);
    let mut out = String::new();
    for (place, part) in shown.split('`').enumerate() {
        if place % 2 == 1 && place < shown.matches('`').count() {
            out += &code(part);
        } else {
            out += &printable(part)
                .replace('\\', "\\\\")
                .replace('|', "\\|")
                .replace('<', "&lt;")
                .replace('*', "\\*")
                .replace('_', "\\_");
        }
    }
    out
}

/// A text as code in a cell, a span for each line.
fn code(plain: &str) -> String {
    let lines: Vec<&str> = plain.lines().filter(|line| !line.trim().is_empty()).collect();
    let shown: Vec<String> = lines
        .iter()
        .take(MOST_LINES)
        .map(|line| {
            let line = printable(&shortened(line)).replace('|', "\\|");
            if line.contains('`') { format!("`` {line} ``") } else { format!("`{line}`") }
        })
        .collect();
    shown.join("<br>") + if lines.len() > MOST_LINES { "<br>…" } else { "" }
}
