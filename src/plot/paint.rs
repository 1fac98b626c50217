//! Colours and dashes of what is drawn, with the classes that SVG has for them.

use super::palette::{self, BEYOND, COLOURS};
use super::scene::{Item, Role};

/// The colours of what belongs to no series, on white and in the dark.
pub(super) const PAPER: (&str, &str) = ("#fff", "#16181d");
pub(super) const INK: (&str, &str) = ("#1a1a1a", "#eceff4");
pub(super) const FAINT: (&str, &str) = ("#595959", "#a8adb7");
pub(super) const GRID: (&str, &str) = ("#dedede", "#383c44");
pub(super) const MINOR: (&str, &str) = ("#f1f1f1", "#24272d");

/// The class of a line and its colour on white.
pub(super) fn stroke(item: &Item) -> (String, &'static str) {
    let own = match item.role {
        Role::Grid => return ("grid".to_owned(), GRID.0),
        Role::Minor => return ("minor".to_owned(), MINOR.0),
        Role::Axis => return ("axis".to_owned(), FAINT.0),
        Role::Beyond => "beyond",
        Role::Spans => "spans",
        Role::Across => "across",
        Role::Leader => "leader",
        _ => "line",
    };
    match item.hue {
        Some(hue) => (format!("{own} s{}", palette::colour(hue)), COLOURS[palette::colour(hue)].0),
        None => (own.to_owned(), FAINT.0),
    }
}

/// The class of a filled outline and its colour on white.
pub(super) fn fill(item: &Item) -> (String, &'static str) {
    let own = match item.role {
        Role::Wide => "band wide",
        Role::Band => "band",
        Role::Stretch => "stretch",
        _ => "points",
    };
    match item.hue {
        Some(hue) => (format!("{own} f{}", palette::colour(hue)), COLOURS[palette::colour(hue)].0),
        None => (format!("{own} faint"), FAINT.0),
    }
}

/// How much of what is below a filled outline it covers.
pub(super) fn opacity(role: Role) -> f64 {
    match role {
        Role::Wide => 0.13,
        Role::Band => 0.28,
        Role::Stretch => 0.09,
        _ => 1.0,
    }
}

/// The class of a text and its colour on white.
pub(super) fn text(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Title => ("ink title", INK.0),
        Role::Tick => ("faint tick", FAINT.0),
        Role::Subtitle | Role::Note => ("faint", FAINT.0),
        _ => ("ink", INK.0),
    }
}

/// Lengths of a line's dashes and gaps; none for an unbroken one.
pub(super) fn lengths(item: &Item) -> &'static [f64] {
    match (item.role, item.hue) {
        (Role::Line, Some(hue)) => palette::dashes(hue),
        (Role::Beyond, _) => BEYOND,
        (Role::Across, _) => &[4.0, 3.0],
        _ => &[],
    }
}
