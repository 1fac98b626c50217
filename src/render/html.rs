//! Documents as HTML: one file that asks for nothing else, under a policy that lets nothing else in.
//!
//! Styles and the script are the page's own, known to the policy by their digests; there is no `style` attribute, and every text is escaped.

mod chart;
mod parts;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::document::{Document, Part, Section, Value};
use super::visible;
use crate::plot::svg;

/// How the page looks, on a screen and on paper, light and dark.
const STYLE: &str = include_str!("html/page.css");
/// What makes charts tell their values.
const SCRIPT: &str = include_str!("html/chart.js");

/// Writes a document as a page.
pub fn write(document: &Document) -> String {
    let style = format!("{STYLE}{}", svg::style());
    let title = text(&document.title);
    let charts = || document.sections.iter().flat_map(|section| &section.parts);
    let script = charts().any(|part| matches!(part, Part::Chart(_)));
    let policy = policy(&style, script.then_some(SCRIPT));
    let (sections, contents) = (&document.sections, contents(&document.sections));
    // What is given comes before the answers, where the title is its heading.
    let headed = sections.first().is_some_and(|section| section.heading.is_some());
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(concat!("learncurve ", env!("CARGO_PKG_VERSION")));
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body {
                main {
                    header { h1 { (title) } }
                    @if headed { (contents) }
                    @for (place, section) in sections.iter().enumerate() {
                        (self::section(place, section, (place == 0 && !headed).then_some(&contents)))
                    }
                }
                footer { p { "Worked by learncurve " (env!("CARGO_PKG_VERSION")) } }
                @if script { script { (PreEscaped(SCRIPT)) } }
            }
        }
    }
    .into_string()
        + "\n"
}

/// The policy that the page is under: its own style and script, and nothing else from anywhere.
fn policy(style: &str, script: Option<&str>) -> String {
    let source = |of: &str| format!("'sha256-{}'", data_encoding::BASE64.encode(&Sha256::digest(of)));
    let script = script.map_or("'none'".to_owned(), source);
    format!(
        "default-src 'none'; style-src {}; script-src {script}; base-uri 'none'; form-action 'none'",
        source(style)
    )
}

/// A text with what cannot be seen made visible; the markup escapes it.
fn text(text: &str) -> String {
    visible(text)
}

/// The answers at a glance, where there are several.
fn contents(sections: &[Section]) -> Markup {
    let headline = |section: &Section| -> Option<Value> {
        section.parts.iter().find_map(|part| match part {
            Part::Answer(headline, _) => Some(headline.clone()),
            _ => None,
        })
    };
    let headed: Vec<_> =
        sections.iter().enumerate().filter(|(_, section)| section.heading.is_some()).collect();
    let answers = headed.iter().filter(|(_, section)| headline(section).is_some()).count();
    html! {
        @if answers > 1 {
            nav aria-label="Answers" {
                table {
                    thead { tr { th scope="col" { "Question" } th.number scope="col" { "Answer" } th scope="col" { "Unit" } } }
                    tbody {
                        @for (place, section) in headed {
                            @let headline = headline(section);
                            tr.{ "depth" (section.depth) } {
                                @let link = html! {
                                    a href=(format!("#s{place}")) { (text(section.heading.as_deref().unwrap_or_default())) }
                                };
                                @match headline {
                                    Some(own) => {
                                        th scope="row" { (link) } td.number { (text(&own.number)) } td { (text(&own.unit)) }
                                    },
                                    None => th scope="row" colspan="3" { (link) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A section; the contents stand in it after what is given.
fn section(place: usize, section: &Section, contents: Option<&Markup>) -> Markup {
    let given =
        section.parts.iter().take_while(|part| matches!(part, Part::Facts(_) | Part::Remark(..))).count();
    let own = |parts: &[Part], from: usize| {
        html! { @for (number, part) in parts.iter().enumerate() { (parts::part(part, &format!("s{place}-{}", number + from))) } }
    };
    html! {
        section id=(format!("s{place}")) class=(format!("depth{}", section.depth)) {
            @if let Some(heading) = &section.heading {
                @match section.depth {
                    1 => h2 { (text(heading)) },
                    2 => h3 { (text(heading)) },
                    _ => h4 { (text(heading)) },
                }
            }
            (own(&section.parts[..given], 0))
            @if let Some(contents) = contents { (contents) }
            (own(&section.parts[given..], given))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_digests_of_what_the_page_holds() {
        // FIPS 180-4's digest of `abc`, in base 64.
        let digest = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        let policy = policy("abc", None);
        assert!(policy.contains(&format!("style-src 'sha256-{digest}'")), "{policy}");
        assert!(policy.contains("script-src 'none'"), "{policy}");
        assert!(!SCRIPT.contains("</script") && !STYLE.contains("</style"));
    }
}
