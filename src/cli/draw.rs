//! Findings drawn under the lines that they are about.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::render::visible;
use crate::scenario::diagnostic::{Diagnostic, Severity};

/// Findings drawn of one file; the rest are counted.
const MOST_DRAWN: usize = 50;

/// Bytes of source shown on either side of a finding; a line may be a whole file long.
const WINDOW: usize = 200;

/// Draws findings of one file, in order, as rustc does.
pub(crate) fn draw(findings: &[Diagnostic], name: &str, text: &str, styled: bool, width: usize) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain().decor_style(DecorStyle::Ascii) };
    let renderer = renderer.term_width(width);
    let name = visible(name);
    let mut drawn = Vec::new();
    for finding in findings.iter().take(MOST_DRAWN) {
        drawn.push(one(finding, &name, text, &renderer));
    }
    let mut all = drawn.join("\n\n");
    if findings.len() > MOST_DRAWN {
        all += &format!("\n\n… and {} more", findings.len() - MOST_DRAWN);
    }
    if !all.is_empty() {
        all.push('\n');
    }
    all
}

fn one(finding: &Diagnostic, name: &str, text: &str, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&finding.message);
    let (line, column) = finding.position(text);
    let mut group = level.primary_title(message.as_str()).id(finding.code);
    let windows: Vec<Shown> = std::iter::once((&finding.span, ""))
        .chain(finding.related.iter().map(|(span, label)| (span, label.as_str())))
        .map(|(span, label)| Shown::new(span, label, text))
        .collect();
    let mut elements = Vec::new();
    if finding.span != (0..0) {
        for (place, shown) in windows.iter().enumerate() {
            let kind = if place == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let mut annotation = kind.span(shown.span.clone());
            if !shown.label.is_empty() {
                annotation = annotation.label(shown.label.as_str());
            }
            let mut snippet = Snippet::source(shown.text.as_str()).line_start(shown.line);
            // The renderer counts columns within the window, so the place is written by hand where a line was cut.
            if !shown.cut {
                snippet = snippet.path(name);
            }
            elements.push(snippet.annotation(annotation));
        }
    }
    let place = format!("in {name}, line {line}, column {column}");
    let mut titled: Group<'_> =
        Group::with_title(std::mem::replace(&mut group, Level::NOTE.primary_title("")));
    let cut = windows.iter().any(|shown| shown.cut);
    for snippet in elements {
        titled = titled.element(snippet);
    }
    if cut || finding.span == (0..0) {
        let at = if finding.span == (0..0) { format!("in {name}") } else { place };
        titled = titled.element(Level::NOTE.message(at));
    }
    if let Some(help) = &finding.help {
        titled = titled.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[titled])
}

/// The lines about a place, cut to a window where they are long.
struct Shown {
    text: String,
    line: usize,
    span: Range<usize>,
    label: String,
    cut: bool,
}

impl Shown {
    fn new(span: &Range<usize>, label: &str, text: &str) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(start)).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        // Of a place over many lines the first says enough.
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.min(line_end);
        let from = floor(text, start.saturating_sub(WINDOW).max(line_start));
        let to = floor(text, (end.min(start + WINDOW) + WINDOW).min(line_end));
        let end = end.min(to);
        let clean = |part: &str| visible(part).replace(['\t', '\r'], " ");
        let (before, at, after) =
            (clean(&text[from..start]), clean(&text[start..end]), clean(&text[end..to]));
        let lead = if from > line_start { "…" } else { "" };
        let trail = if to < line_end { "…" } else { "" };
        let first = lead.len() + before.len();
        Self {
            span: first..first + at.len(),
            text: format!("{lead}{before}{at}{after}{trail}"),
            line: text[..line_start].matches('\n').count() + 1,
            label: visible(label),
            cut: from > line_start,
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_drawn_under_its_line_with_its_place() {
        let text = "title = 'x'\nb = 0.3\n";
        let finding =
            Diagnostic::error("positive-index", 16..19, "b is `0.3`, above 0").with_help("write -0.3");
        let drawn = draw(&[finding], "a.toml", text, false, 80);
        assert!(drawn.contains("error[positive-index]: b is `0.3`, above 0"), "{drawn}");
        assert!(drawn.contains("a.toml:2:5"), "{drawn}");
        assert!(drawn.contains("    ^^^"), "{drawn}");
        assert!(drawn.contains("help: write -0.3"), "{drawn}");
    }

    #[test]
    fn places_beyond_the_text_and_inside_characters_do_no_harm() {
        let text = "é = 'ü'";
        let backwards = Range { start: 7, end: 3 };
        for span in [0..1, 1..1, 3..900, 900..901, backwards] {
            let finding = Diagnostic::error("x", span, "x");
            assert!(draw(&[finding], "a", text, false, 80).contains("error[x]"));
        }
    }

    #[test]
    fn escapes_in_the_source_are_shown_and_not_sent() {
        let text = "title = '\u{1b}]0;gotcha\u{7}'";
        let drawn = draw(&[Diagnostic::error("x", 8..20, "x")], "a", text, false, 80);
        assert!(!drawn.contains('\u{1b}') && !drawn.contains('\u{7}'), "{drawn:?}");
    }

    #[test]
    fn a_line_as_long_as_a_file_is_cut_about_the_place() {
        let text = format!("a = '{}'", "x".repeat(2_000_000));
        let findings: Vec<_> =
            (0..1_000).map(|k| Diagnostic::error("x", k * 1_000..k * 1_000 + 3, "x")).collect();
        let drawn = draw(&findings, "a.toml", &text, false, 80);
        assert!(drawn.len() < 100_000 && drawn.contains("and 950 more"));
        assert!(drawn.contains("line 1, column 1001"), "{}", &drawn[..2_000]);
    }
}
