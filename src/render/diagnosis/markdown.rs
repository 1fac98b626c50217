//! A diagnosis as Markdown, the two workings in a table.

use std::fmt::Write as _;

use super::beside::pairs;
use super::{leads_to, said, verdict, worth};
use crate::render::Options;
use crate::render::markdown::escape;
use crate::report::diagnosed::Diagnosed;

/// Writes a diagnosis as Markdown.
pub(super) fn render(found: &Diagnosed, options: Options, most: usize) -> String {
    let diagnosis = &found.diagnosis;
    let mut out = String::new();
    let _ = writeln!(out, "# {}: {}\n", escape(&found.title), escape(&found.id));
    let _ = writeln!(out, "Curve: {}\n", escape(&found.curve));
    let right = &diagnosis.right;
    let _ = writeln!(out, "- {}: **{}**", escape(&right.name), escape(&right.text()));
    let _ = writeln!(out, "- the answer given: **{}**\n", escape(&diagnosis.claim.text()));
    let _ = writeln!(out, "{}\n", escape(&verdict(diagnosis)));
    if let Some(note) = &diagnosis.note {
        let _ = writeln!(out, "> {}\n", escape(note));
    }
    if diagnosis.fits.is_empty() && options.working {
        for (number, step) in diagnosis.working.iter().enumerate() {
            let _ = writeln!(out, "{}. {}", number + 1, crate::render::markdown::step(step));
        }
    }
    for (place, fit) in diagnosis.fits.iter().take(most).enumerate() {
        let label = if place == 0 { "Most likely: " } else { "Or: " };
        let _ = writeln!(out, "## {label}{}\n", escape(fit.code));
        let _ = writeln!(out, "{}\n", escape(&said(fit)));
        let _ = writeln!(out, "It gives {}.\n", escape(&leads_to(fit)));
        if place == 0 && options.working {
            let _ = writeln!(out, "| right | as it was done |\n| --- | --- |");
            for pair in pairs(&diagnosis.working, &fit.working) {
                let _ = writeln!(out, "| {} | {} |", escape(&pair.right), escape(&pair.taken));
            }
            out.push('\n');
        }
    }
    for sentence in worth(diagnosis, most) {
        let _ = writeln!(out, "{}", escape(&sentence));
    }
    out
}
