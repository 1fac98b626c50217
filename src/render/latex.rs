//! Documents as LaTeX that `pdflatex` sets as it is, with the packages of a small installation.
//!
//! No text of a document is a command: `characters` has them all.

mod characters;

use std::fmt::Write as _;

use super::document::{Document, Part, Section, Step, Table, Value};
use super::mathematics::{Said, broken, latex};
use characters::text;

/// The most characters of a formula on one line.
const WIDEST: usize = 64;
/// The most rows of a table that stays in one piece.
const ROWS: usize = 30;

/// What comes before the first word.
const BEFORE: &str = r"\documentclass[11pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[OT1]{fontenc}
\usepackage[margin=24mm]{geometry}
\usepackage[fleqn]{amsmath}
\usepackage{amssymb,booktabs,longtable,graphicx}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt plus 2pt}
\setlength{\mathindent}{2.2em}
\setlength{\fboxsep}{1.5pt}
\setcounter{secnumdepth}{0}
\allowdisplaybreaks
\renewcommand{\labelitemi}{\ensuremath{\bullet}}
\emergencystretch=3em
% A character that these fonts have no shape for, by its number.
\newcommand{\codepoint}[1]{\fbox{\scriptsize\ttfamily U+#1}}
\newcommand{\straightquote}{{\fontencoding{OT1}\fontfamily{cmtt}\selectfont\char34}}
\newcommand{\straightgrave}{{\fontencoding{OT1}\fontfamily{cmtt}\selectfont\char18}}
% Signs of these fonts, not of those that stand beside them as bitmaps.
\newcommand{\dollarsign}{{\fontencoding{OT1}\fontfamily{cmr}\fontshape{n}\selectfont\char36}}
\newcommand{\poundsign}{{\fontencoding{OT1}\fontfamily{cmr}\fontshape{it}\selectfont\char36}}
\newcommand{\copyrightsign}{{\ooalign{\hfil\raisebox{.1ex}{\scriptsize c}\hfil\cr\ensuremath{\bigcirc}\cr}}}
\newcommand{\eurosign}{{\ooalign{C\cr\hidewidth\raisebox{.05ex}{=}\hidewidth\cr}}}
\newcommand{\fact}[2]{\textsc{#1}\quad #2\par}
\newcommand{\headline}[3]{\par\medskip{#1}\par\nopagebreak{\LARGE\bfseries #2}\enspace{\large #3}\par}
\newcommand{\remark}[2]{\par\textbf{#1}\enspace #2\par}
";

/// Writes a document as LaTeX.
pub fn write(document: &Document) -> String {
    let mut out = String::from(BEFORE);
    out.push_str("\\begin{document}\n");
    let _ = writeln!(
        out,
        "{{\\LARGE\\bfseries\\raggedright {}\\par}}\n\\medskip\\hrule\\medskip\n",
        text(&document.title)
    );
    for section in &document.sections {
        self::section(section, &mut out);
    }
    out.push_str("\\end{document}\n");
    out
}

fn section(section: &Section, out: &mut String) {
    if let Some(heading) = &section.heading {
        let command = match section.depth {
            1 => "section",
            2 => "subsection",
            _ => "subsubsection",
        };
        let _ = writeln!(out, "\\{command}*{{{}}}\n", text(heading));
    }
    for part in &section.parts {
        self::part(part, out);
    }
}

fn part(part: &Part, out: &mut String) {
    let _ = match part {
        Part::Task(task) => writeln!(out, "\\textit{{Find {}.}}\n", text(task)),
        Part::Facts(facts) => {
            for (label, fact) in facts {
                let _ = writeln!(out, "\\fact{{{}}}{{{}}}", text(&label.to_lowercase()), text(fact));
            }
            writeln!(out)
        }
        Part::Line(line) => writeln!(out, "{}\n", text(line)),
        Part::Points(points) => {
            out.push_str("\\begin{itemize}\n");
            for point in points {
                let _ = writeln!(out, "\\item {{}}{}", text(point));
            }
            writeln!(out, "\\end{{itemize}}\n")
        }
        Part::Answer(headline, others) => {
            let Value { name, number, unit } = headline;
            let _ = writeln!(out, "\\headline{{{}}}{{{}}}{{{}}}\n", text(name), text(number), text(unit));
            figures(others, out);
            Ok(())
        }
        Part::Remark(kind, said) => {
            let (label, said) = kind.said(&text(said));
            writeln!(out, "\\remark{{{label}}}{{{said}}}\n")
        }
        Part::Table(own) => {
            table(own, out);
            Ok(())
        }
        Part::Working(steps) => {
            out.push_str("\\medskip\\textsc{working}\\nopagebreak\n\\begin{enumerate}\n");
            for one in steps {
                step(one, out);
            }
            writeln!(out, "\\end{{enumerate}}\n")
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
    out.push_str("\\begin{longtable}[l]{@{}lr@{\\enspace}l@{}}\n");
    for Value { name, number, unit } in figures {
        let _ = writeln!(out, "{{{}}} & {} & {} \\\\", text(name), text(number), text(unit));
    }
    out.push_str("\\end{longtable}\n\n");
}

/// A table: long ones run over pages, wide ones are made smaller.
fn table(table: &Table, out: &mut String) {
    let columns = table.columns();
    let of: String = (0..columns).map(|column| if table.is_of_numbers(column) { 'r' } else { 'l' }).collect();
    let widths = (0..columns).map(|column| {
        let cells = table.rows.iter().chain([&table.heading]).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count() + 3).max().unwrap_or(0)
    });
    let wide = widths.sum::<usize>() > 88;
    let (open, close) = match (wide, table.rows.len() > ROWS) {
        (false, false) => (format!("\\par\\begin{{tabular}}{{@{{}}{of}@{{}}}}"), "\\end{tabular}\\par"),
        (true, false) => (
            format!("\\par\\resizebox{{\\textwidth}}{{!}}{{\\begin{{tabular}}{{@{{}}{of}@{{}}}}"),
            "\\end{tabular}}\\par",
        ),
        (_, true) => {
            let size = if wide { "\\tiny\\setlength{\\tabcolsep}{2pt}" } else { "" };
            (format!("{{{size}\\begin{{longtable}}[l]{{@{{}}{of}@{{}}}}"), "\\end{longtable}}")
        }
    };
    let row = |cells: &[String], out: &mut String| {
        // Braces keep a cell from beginning with what would be an option of the line before it.
        let cells: Vec<String> = cells.iter().map(|cell| format!("{{{}}}", text(cell))).collect();
        let _ = writeln!(out, "{} \\\\", cells.join(" & "));
    };
    let _ = writeln!(out, "{open}\n\\toprule");
    row(&table.heading, out);
    out.push_str("\\midrule\n");
    if table.rows.len() > ROWS {
        out.push_str("\\endhead\n");
    }
    for cells in &table.rows {
        row(cells, out);
    }
    let _ = writeln!(out, "\\bottomrule\n{close}\n");
}

fn step(step: &Step, out: &mut String) {
    let _ = writeln!(out, "\\item {{}}{}", text(&step.what));
    let lines = broken(&step.lines, step.chain, WIDEST);
    if !lines.is_empty() {
        let lines: Vec<String> = lines.iter().map(|line| line.iter().map(said).collect()).collect();
        let _ = writeln!(out, "\\begin{{align*}}\n& {}\n\\end{{align*}}", lines.join(" \\\\\n& "));
    }
    if let Some(own) = &step.table {
        table(own, out);
    }
}

fn said(said: &Said) -> String {
    match said {
        Said::Text(words) => format!("\\text{{{}}}", text(words)),
        Said::Mathematics(layout) => latex::formula(layout, &text),
    }
}
