//! What stands above the panels: the title, the curve in words, and the legend.

use super::super::palette::Mark;
use super::super::words::{cut, printable, width};
use super::super::{Drawn, Picture, Series};
use super::{Anchor, Item, Role, Shape};

/// The height of a line of the legend.
const LINE: f64 = 23.0;
/// Room for a sample of a series, before its name.
const SAMPLE: f64 = 34.0;

/// The head from x to x, and where the panels begin below it; names that stand at the `direct` ends of lines are in no legend.
pub(super) fn of(picture: &Picture, direct: bool, (left, end): (f64, f64)) -> (Vec<Item>, f64) {
    // Bold letters are wider than others, and those of DejaVu Sans wider than most.
    let title = cut(&printable(&picture.title), (end - left) / Role::Title.size() / 1.25);
    let mut made = vec![Item::text(Role::Title, (left, 30.0), Anchor::Start, title)];
    let mut y = 30.0;
    for (place, text) in
        lines(&printable(&picture.subtitle), (end - left) / Role::Subtitle.size()).into_iter().enumerate()
    {
        y += if place == 0 { 22.0 } else { 18.0 };
        made.push(Item::text(Role::Subtitle, (left, y), Anchor::Start, text));
    }
    let mut x = left;
    let mut first = true;
    for (panel, place) in picture.listed() {
        let (series, mark) = (&panel.series[place], super::drawn::mark(panel, place));
        if direct && matches!(series.drawn, Drawn::Line(_) | Drawn::Beyond(_)) {
            continue;
        }
        let name = cut(&printable(&series.name), ((end - left - SAMPLE) / Role::Label.size()).min(40.0));
        let room = SAMPLE + Role::Label.size() * width(&name) + 22.0;
        if first || x + room > end + 22.0 {
            (x, y, first) = (left, y + if first { LINE + 3.0 } else { LINE }, false);
        }
        made.extend(sample(series, mark, (x, y - 4.5)));
        let text = Item::text(Role::Label, (x + SAMPLE, y), Anchor::Start, name.clone());
        let full = printable(&series.name);
        made.push(if full == name { text } else { text.said(full) });
        x += room;
    }
    (made, y)
}

/// A text as one line, or as two of which the second is cut where it does not fit.
fn lines(text: &str, room: f64) -> Vec<String> {
    if text.is_empty() || width(text) <= room {
        return Some(text.to_owned()).filter(|text| !text.is_empty()).into_iter().collect();
    }
    let ends = text.match_indices(' ').map(|(at, _)| at);
    match ends.take_while(|end| width(&text[..*end]) <= room).last() {
        Some(end) => vec![text[..end].to_owned(), cut(text[end..].trim_start(), room)],
        None => vec![cut(text, room)],
    }
}

/// What a series looks like, small.
fn sample(series: &Series, mark: Mark, (x, y): (f64, f64)) -> Vec<Item> {
    let (from, to) = (x, x + SAMPLE - 8.0);
    let item = match &series.drawn {
        Drawn::Line(_) => Item::line(Role::Line, (from, y), (to, y)),
        Drawn::Beyond(_) => Item::line(Role::Beyond, (from, y), (to, y)),
        Drawn::Points(_) => Item::new(Role::Points, Shape::Mark(mark, (0.5 * (from + to), y))),
        Drawn::Band { wide, .. } => {
            let corners = vec![(from, y - 6.0), (to, y - 6.0), (to, y + 6.0), (from, y + 6.0)];
            Item::new(if *wide { Role::Wide } else { Role::Band }, Shape::Area(corners))
        }
        Drawn::Spans(_) => Item::new(Role::Spans, super::drawn::span(from, to, y)),
    };
    vec![item.of(Some(series.hue))]
}
