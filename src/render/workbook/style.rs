//! How cells look, and how their numbers are shown.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::page::Look;
use crate::live::{Kind, Show};

/// What is given: blue on pale yellow, as modellers have it.
const GIVEN: (u32, u32) = (0x00_00FF, 0xFF_F8DC);
const HEADING: u32 = 0xDD_E6F0;
const SECTION: u32 = 0x1F_3864;
const NOTE: u32 = 0x59_5959;

/// The format of a look, without a number format.
pub(super) fn look(look: Look) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match look {
        Look::Plain | Look::Answer => format,
        Look::Title => format.set_bold().set_font_size(14),
        Look::Heading => format
            .set_bold()
            .set_background_color(Color::RGB(HEADING))
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap(),
        Look::Section => format.set_bold().set_font_color(Color::RGB(SECTION)),
        Look::Note => format.set_font_color(Color::RGB(NOTE)).set_italic(),
        Look::Remark => format.set_font_color(Color::RGB(NOTE)).set_text_wrap(),
        Look::Unit => format.set_align(FormatAlign::Left).set_indent(1),
        Look::Input => format
            .set_font_color(Color::RGB(GIVEN.0))
            .set_background_color(Color::RGB(GIVEN.1))
            .set_border(FormatBorder::Hair)
            .set_unlocked(),
        Look::Headline => format.set_bold(),
    }
}

/// A number format that shows huge numbers as powers of ten.
pub(super) const ANY_SIZE: &str = "[>=1000000000]0.0000E+00;[<=-1000000000]-0.0000E+00;#,##0.0#########";

/// The number format of an input: with the digits that it was given with.
pub(super) fn given(show: &Show) -> String {
    match show.kind {
        Kind::Measure | Kind::Number => "General".to_owned(),
        Kind::Money(_) => number(show, Some(2)).replace("0.00", "0.00##"),
        _ => number(show, None),
    }
}

/// The number format of a kind; `places` where the places are known.
pub(super) fn number(show: &Show, places: Option<u32>) -> String {
    let decimals = |places: u32| match places {
        0 => String::new(),
        places => format!(".{}", "0".repeat(places.min(12) as usize)),
    };
    match (show.kind, places) {
        (Kind::Money(own), places) => {
            let number = format!("#,##0{}", decimals(places.unwrap_or(own)));
            let code = show.unit.split('/').next().unwrap_or_default();
            let known = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
            if known { format!("[${code}] {number};-[${code}] {number}") } else { number }
        }
        (Kind::Percent, Some(places)) => format!("0{}%", decimals(places)),
        (Kind::Percent, None) => "0.00##%".to_owned(),
        (Kind::Count, _) => "#,##0".to_owned(),
        (Kind::Measure | Kind::Number, Some(places)) => format!("#,##0{}", decimals(places)),
        (Kind::Measure, None) => "#,##0.0000".to_owned(),
        (Kind::Number, None) => "#,##0.0#########".to_owned(),
        (Kind::Holds | Kind::Text, _) => "General".to_owned(),
    }
}
