//! Mathematics as `MathML` Core, which browsers set without help.

use maud::{Markup, html};

use super::layout::Layout;

/// A formula of its own: `block` on a line of its own, or else among words.
pub fn formula(of: &Layout, block: bool) -> Markup {
    html! {
        @if block { math display="block" { (markup(of)) } } @else { math displaystyle="true" { (markup(of)) } }
    }
}

fn markup(of: &Layout) -> Markup {
    html! {
        @match of {
            Layout::Row(parts) => mrow { @for part in parts { (markup(part)) } },
            // Texts are spaces to a browser: between them alone, signs would have no room.
            Layout::Text(text) if text.chars().count() == 1 => mi mathvariant="normal" { (text) },
            Layout::Text(text) => mi { (text) },
            Layout::Number(text) => mn { (text) },
            Layout::Letter(letter) => mi { (letter) },
            Layout::Function(name, inner) => mrow {
                mi { (name) }
                mo { "\u{2061}" }
                @if !matches!(**inner, Layout::Fenced { .. }) { mspace width="0.17em" {} }
                (markup(inner))
            },
            // A line may begin with it.
            Layout::Sign(sign) => mo form="infix" { (sign) },
            Layout::Mark(mark @ (',' | ';' | ':')) => mo separator="true" lspace="0" rspace="0.17em" { (mark) },
            Layout::Mark(mark) => mo stretchy="false" lspace="0" rspace="0" form=(form(*mark)) { (mark) },
            Layout::Space { wide } => mspace width=(if *wide { "0.28em" } else { "0.17em" }) {},
            Layout::Fraction(over, under) => mfrac { (markup(over)) (markup(under)) },
            Layout::Scripts { base, lowered, raised } => {
                @match (lowered, raised) {
                    (Some(lowered), Some(raised)) => msubsup { (markup(base)) (markup(lowered)) (markup(raised)) },
                    (Some(lowered), None) => msub { (markup(base)) (markup(lowered)) },
                    (None, Some(raised)) => msup { (markup(base)) (markup(raised)) },
                    (None, None) => (markup(base)),
                }
            },
            Layout::Fenced { marks: (open, close), inner } => mrow {
                @let stretchy = if inner.is_tall() { "true" } else { "false" };
                mo form="prefix" fence="true" stretchy=(stretchy) { (open) }
                (markup(inner))
                mo form="postfix" fence="true" stretchy=(stretchy) { (close) }
            },
            Layout::Sum(None) => mo { "∑" },
            Layout::Sum(Some((from, to))) => munderover { mo { "∑" } (markup(from)) (markup(to)) },
            Layout::Root(inner) => msqrt { (markup(inner)) },
        }
    }
}

fn form(mark: char) -> &'static str {
    match mark {
        '(' | '|' | '−' => "prefix",
        ')' => "postfix",
        _ => "infix",
    }
}
