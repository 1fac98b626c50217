//! Documents as Typst, which sets them as they are.
//!
//! Every text is a string of the language, so that none of its characters is markup.

use std::fmt::Write as _;

use super::document::{Document, Part, Section, Step, Table, Value};
use super::mathematics::{Said, broken, typst};
use super::visible;

/// The most characters of a formula on one line.
const WIDEST: usize = 72;

/// What comes before the first word.
const BEFORE: &str = r#"#set page(paper: "a4", margin: 24mm, numbering: "1")
#set text(font: ("New Computer Modern", "Libertinus Serif"), size: 10.5pt, lang: "en", number-width: "tabular", ligatures: false)
#set par(spacing: 0.9em)
#set heading(numbering: none)
#set enum(spacing: 1.1em)
#show heading: set block(above: 1.6em, below: 0.9em)
#show math.equation: set align(left)
#show math.equation.where(block: true): set block(inset: (left: 1.5em), breakable: true)
#set table(stroke: none, inset: (x: 5pt, y: 3.5pt))
#let grey = luma(35%)
#let fact(label, said) = block(grid(columns: (5em, 1fr), smallcaps(text(fill: grey, label)), said))
#let headline(name, number, unit) = block(inset: (left: 10pt), stroke: (left: 2.5pt), above: 1.2em, [#text(fill: grey, name) \ #text(size: 20pt, weight: "bold", number)#h(0.35em)#text(size: 13pt, fill: grey, unit)])
#let remark(label, said) = block[*#label*#h(0.6em)#said]
"#;

/// Writes a document as Typst.
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    let title = text(&document.title);
    let _ = writeln!(out, "#set document(title: {title})\n{BEFORE}");
    let _ = writeln!(
        out,
        "#text(size: 20pt, weight: \"bold\", hyphenate: false, {title})\n#line(length: 100%, stroke: 1.2pt)\n"
    );
    for section in &document.sections {
        self::section(section, &mut out);
    }
    out
}

/// A text as a string.
fn text(text: &str) -> String {
    typst::string(&visible(text))
}

fn section(section: &Section, out: &mut String) {
    if let Some(heading) = &section.heading {
        let _ = writeln!(out, "#heading(level: {}, {})\n", section.depth, text(heading));
    }
    for part in &section.parts {
        self::part(part, out);
    }
}

fn part(part: &Part, out: &mut String) {
    let _ = match part {
        Part::Task(task) => writeln!(out, "#emph({})\n", text(&format!("Find {task}."))),
        Part::Facts(facts) => {
            for (label, fact) in facts {
                let _ = writeln!(out, "#fact({}, {})", text(&label.to_lowercase()), text(fact));
            }
            writeln!(out)
        }
        Part::Line(line) => writeln!(out, "#par({})\n", text(line)),
        Part::Points(points) => {
            let points: Vec<String> = points.iter().map(|point| text(point)).collect();
            writeln!(out, "#list({})\n", points.join(", "))
        }
        Part::Answer(Value { name, number, unit }, others) => {
            let _ = writeln!(out, "#headline({}, {}, {})\n", text(name), text(number), text(unit));
            figures(others, out);
            Ok(())
        }
        Part::Remark(kind, said) => {
            let (label, said) = kind.said(said);
            writeln!(out, "#remark({}, {})\n", text(label), text(&said))
        }
        Part::Table(own) => writeln!(out, "#{}\n", table(own)),
        Part::Working(steps) => {
            let _ = writeln!(
                out,
                "#block(above: 1.4em, sticky: true, smallcaps(text(fill: grey, \"working\")))\n#enum("
            );
            for one in steps {
                step(one, out);
            }
            writeln!(out, ")\n")
        }
        // A chart is a matter of screens; the figures are all here.
        Part::Chart(_) => Ok(()),
    };
}

/// Figures with their units.
fn figures(figures: &[Value], out: &mut String) {
    if figures.is_empty() {
        return;
    }
    out.push_str("#table(columns: 3, align: (left, right, left),\n");
    for Value { name, number, unit } in figures {
        let _ = writeln!(out, "  {}, {}, {},", text(name), text(number), text(unit));
    }
    out.push_str(")\n\n");
}

fn table(table: &Table) -> String {
    let columns = table.columns();
    let align: Vec<&str> =
        (0..columns).map(|column| if table.is_of_numbers(column) { "right" } else { "left" }).collect();
    // A tuple of one needs its comma.
    let mut made = format!(
        "block(text(size: {}, table(columns: {columns}, align: ({},),\n",
        if columns > 6 { "8.5pt" } else { "1em" },
        align.join(", ")
    );
    let cells = |row: &[String]| -> Vec<String> {
        (0..columns).map(|column| text(row.get(column).map_or("", String::as_str))).collect()
    };
    let _ = writeln!(
        made,
        "  table.hline(stroke: 0.9pt), table.header({}), table.hline(stroke: 0.5pt),",
        cells(&table.heading).join(", ")
    );
    for row in &table.rows {
        let _ = writeln!(made, "  {},", cells(row).join(", "));
    }
    made.push_str("  table.hline(stroke: 0.9pt))))");
    made
}

fn step(step: &Step, out: &mut String) {
    let _ = write!(out, "  [#{}", text(&step.what));
    let lines = rows(step);
    if !lines.is_empty() {
        let _ = write!(out, "\n  $ {} $", lines.join(" \\\n  "));
    }
    if let Some(own) = &step.table {
        let _ = write!(out, "\n  #{}", table(own));
    }
    out.push_str("],\n");
}

/// Lines of mathematics, a chain that fits on one of them.
fn rows(step: &Step) -> Vec<String> {
    let said = |said: &Said| match said {
        Said::Text(words) => typst::string(&visible(words)),
        Said::Mathematics(layout) => typst::formula(layout),
    };
    let rows = broken(&step.lines, step.chain, WIDEST);
    rows.iter()
        .map(|row| row.iter().map(said).filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" "))
        .collect()
}
