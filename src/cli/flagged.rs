//! Scenarios made of flags: read by the scenario reader, so that flags mean the same and are checked the same as keys; what is
//! found wrong is told by the flag that it stands for.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::Show;
use super::exit::{Exit, Failure};
use super::input::Input;
use super::output::Target;
use super::solve::Solved;
use super::{say, solve, workbook};
use crate::render::Format;
use crate::report::Report;
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::{self, Entry};

/// A scenario with the flag behind each of its lines.
#[derive(Default)]
pub(super) struct Scenario {
    text: String,
    flags: Vec<String>,
}

impl Scenario {
    /// A line, and the flag that it stands for.
    pub(super) fn line(&mut self, flag: &str, line: &str) {
        let _ = writeln!(self.text, "{line}");
        self.flags.push(flag.to_owned());
    }

    /// A line with a quoted text, where there is one.
    pub(super) fn text(&mut self, flag: &str, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.line(flag, &format!("{key} = {}", quoted(value)));
        }
    }

    /// Reads it under a name, and tells its findings by their flags; none where any is an error.
    pub(super) fn read(self, name: &str) -> Option<(Input, Vec<Entry>)> {
        let input =
            Input { name: name.to_owned(), stem: name.to_owned(), folder: PathBuf::new(), text: self.text };
        let entries = scenario::load(&input.text);
        let mut wrong = false;
        for finding in entries.iter().flat_map(|entry| &entry.findings) {
            let (line, _) = finding.position(&input.text);
            let flag = self.flags.get(line - 1).map_or("", String::as_str);
            let flag = if flag.is_empty() { "the question" } else { flag };
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            wrong |= finding.severity == Severity::Error;
            let help = finding.help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
            say(&crate::render::visible(&format!("{severity}: {flag}: {}{help}", finding.message)));
        }
        (!wrong).then_some((input, entries))
    }
}

/// Answers what was read, and writes it.
pub(super) fn answer(
    input: Input,
    entries: Vec<Entry>,
    show: &Show,
    target: &Target,
) -> Result<Exit, Failure> {
    // Told already, by flag, are those of the flags; those of the question have no place to point at.
    let told: Vec<_> = scenario::load(&input.text).into_iter().flat_map(|entry| entry.findings).collect();
    if show.format == Format::Xlsx {
        let mut solved = workbook::Solved::new(input, entries);
        untold(solved.reports(), &told);
        return workbook::finish(&[solved], target);
    }
    let mut solved = Solved::new(input, entries, show.format);
    untold(&mut solved.reports, &told);
    solve::finish(vec![solved], show, target)
}

/// Leaves out of reports what was told already.
fn untold(reports: &mut [Report], told: &[Diagnostic]) {
    for report in reports {
        for finding in &mut report.findings {
            finding.span = 0..0;
        }
        report.findings.retain(|finding| !told.iter().any(|known| known.message == finding.message));
    }
}

/// A TOML string; JSON's escapes are TOML's too.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A key: bare where it can be, quoted where it must.
pub(super) fn key_name(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { name.to_owned() } else { quoted(name) }
}
