//! The parts of a page.

use maud::{Markup, html};

use super::{chart, text};
use crate::render::document::{Part, Remark, Step, Table, Value};
use crate::render::mathematics::{self, Said, mathml, pieces};

/// The most characters that stand on a line of mathematics without a place to break it.
const WIDEST: usize = 36;

/// A part; ids within it begin with `id`.
pub(super) fn part(part: &Part, id: &str) -> Markup {
    match part {
        Part::Task(task) => html! { p.task { "Find " (text(task)) "." } },
        Part::Facts(facts) => html! {
            dl.facts {
                @for (label, fact) in facts { div { dt { (label) } dd { (text(fact)) } } }
            }
        },
        // A sentence with an equation in it.
        Part::Line(line) if line.contains('^') => {
            html! { p { @for said in mathematics::line(line) { (self::said(&said)) } } }
        }
        Part::Line(line) => html! { p { (text(line)) } },
        Part::Points(points) => html! { ul { @for point in points { li { (text(point)) } } } },
        Part::Answer(headline, others) => answer(headline, others),
        Part::Remark(kind, said) => remark(*kind, said),
        Part::Table(own) => table(own),
        Part::Working(steps) => html! {
            div.working role="group" aria-label="Working" {
                p.label { "Working" }
                ol { @for one in steps { (step(one)) } }
            }
        },
        Part::Chart(picture) => chart::chart(picture, id),
    }
}

fn answer(headline: &Value, others: &[Value]) -> Markup {
    html! {
        div.answer {
            p.label { (text(&headline.name)) }
            p.figure { strong { (text(&headline.number)) } @if !headline.unit.is_empty() { " " span { (text(&headline.unit)) } } }
            @if !others.is_empty() {
                table.figures {
                    thead.unseen { tr { th scope="col" { "Figure" } th scope="col" { "Value" } th scope="col" { "Unit" } } }
                    tbody {
                        @for one in others {
                            tr { th scope="row" { (text(&one.name)) } td.number { (text(&one.number)) } td { (text(&one.unit)) } }
                        }
                    }
                }
            }
        }
    }
}

fn remark(kind: Remark, said: &str) -> Markup {
    let (label, said) = kind.said(&text(said));
    let class = match kind {
        Remark::Met => "remark met",
        Remark::Missed | Remark::Error => "remark missed",
        Remark::Warning => "remark warning",
        Remark::Note => "remark",
    };
    html! { p class=(class) { b { (label) } " " (said) } }
}

fn table(table: &Table) -> Markup {
    let numbers: Vec<bool> = (0..table.columns()).map(|column| table.is_of_numbers(column)).collect();
    let class = |column: usize| if numbers.get(column) == Some(&true) { "number" } else { "words" };
    html! {
        div.wide tabindex="0" role="group" aria-label="Table" {
            table {
                thead { tr { @for (column, cell) in table.heading.iter().enumerate() { th scope="col" class=(class(column)) { (text(cell)) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (column, cell) in row.iter().enumerate() {
                                @if column == 0 { th scope="row" class=(class(column)) { (text(cell)) } }
                                @else { td class=(class(column)) { (text(cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn step(step: &Step) -> Markup {
    let last = step.lines.len().saturating_sub(1);
    html! {
        li {
            p.what { (text(&step.what)) }
            @if !step.lines.is_empty() {
                p class=(if step.chain { "chain" } else { "chain statements" }) {
                    @for (place, line) in step.lines.iter().enumerate() {
                        @let class = if place == last { "line result" } else { "line" };
                        span class=(class) { @for said in line { (self::said(said)) } }
                        " "
                    }
                }
            }
            @if let Some(own) = &step.table { (table(own)) }
        }
    }
}

fn said(said: &Said) -> Markup {
    match said {
        Said::Text(words) => html! { (text(words)) },
        // Browsers break no line within a formula, but between several.
        mathematics @ Said::Mathematics(_) => html! {
            @for piece in pieces(mathematics, WIDEST) {
                @if let Said::Mathematics(layout) = piece { (mathml::formula(&layout, false)) wbr; }
            }
        },
    }
}
