//! Where everything of a picture stands on paper: what SVG and PNG both draw.

mod drawn;
mod field;
mod head;
mod labels;

use super::palette::Mark;
use super::words::printable;
use super::{Drawn, Panel, Picture};

/// A picture laid out; lengths are in pixels, y downwards.
pub(super) struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The title in full.
    pub(super) title: String,
    /// What there is to see, in words.
    pub(super) description: String,
    /// Title and legend.
    pub(super) head: Vec<Item>,
    pub(super) panels: Vec<Placed>,
}

/// A panel; its items are placed from the upper left corner of its field.
pub(super) struct Placed {
    pub(super) at: (f64, f64),
    pub(super) field: (f64, f64),
    /// Axes and what stands along them.
    pub(super) around: Vec<Item>,
    /// What is drawn in the field, and but for marks nothing of it outside.
    pub(super) inside: Vec<Item>,
}

/// One thing drawn.
pub(super) struct Item {
    pub(super) role: Role,
    pub(super) shape: Shape,
    /// The colour of a series; none for ink.
    pub(super) hue: Option<usize>,
    /// What is said of it where a pointer rests on it.
    pub(super) said: Option<String>,
}

/// What an item is for, which decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Subtitle,
    /// Names of series and axes.
    Label,
    /// Numbers along the axes.
    Tick,
    /// Names of landmarks.
    Note,
    Grid,
    Minor,
    Axis,
    Line,
    Beyond,
    Points,
    Spans,
    Band,
    Wide,
    /// A line across the field at a landmark.
    Across,
    /// A stretch of the field.
    Stretch,
    /// From the end of a line to its name.
    Leader,
}

/// What is drawn.
pub(super) enum Shape {
    /// Lines through corners.
    Lines(Vec<Vec<(f64, f64)>>),
    /// A filled outline.
    Area(Vec<(f64, f64)>),
    /// A mark at a place.
    Mark(Mark, (f64, f64)),
    Text {
        at: (f64, f64),
        text: String,
        anchor: Anchor,
        /// Whether it reads upwards.
        turned: bool,
    },
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Role {
    /// The size of its letters.
    pub(super) fn size(self) -> f64 {
        match self {
            Self::Title => 19.0,
            Self::Label => 14.0,
            Self::Note => 12.5,
            _ => 13.0,
        }
    }

    /// How wide its lines are.
    pub(super) fn stroke(self) -> f64 {
        match self {
            Self::Line => 2.4,
            Self::Beyond => 1.8,
            Self::Spans => 1.6,
            Self::Across => 1.3,
            _ => 1.0,
        }
    }
}

impl Item {
    /// Whether it ends where the field does; a mark within is seen whole.
    pub(super) fn is_clipped(&self) -> bool {
        self.role != Role::Points
    }

    fn new(role: Role, shape: Shape) -> Self {
        Self { role, shape, hue: None, said: None }
    }

    fn line(role: Role, from: (f64, f64), to: (f64, f64)) -> Self {
        Self::new(role, Shape::Lines(vec![vec![from, to]]))
    }

    fn text(role: Role, at: (f64, f64), anchor: Anchor, text: String) -> Self {
        Self::new(role, Shape::Text { at, text, anchor, turned: false })
    }

    fn of(self, hue: Option<usize>) -> Self {
        Self { hue, ..self }
    }

    fn said(self, said: String) -> Self {
        Self { said: Some(said), ..self }
    }
}

/// Room about a field: above it, on its right, below it.
const MARGIN: (f64, f64, f64) = (14.0, 30.0, 60.0);

impl Scene {
    /// Lays a picture out: one panel alone, more of them two in a row.
    pub(super) fn of(picture: &Picture) -> Self {
        let alone = picture.panels.len() == 1;
        let (columns, field) = if alone { (1, (620.0, 380.0)) } else { (2, (460.0, 320.0)) };
        let left = picture.panels.iter().map(field::gutter).fold(0.0, f64::max);
        let labels: Vec<labels::Labels> =
            picture.panels.iter().map(|panel| labels::of(panel, alone, field)).collect();
        let widest = |pick: fn(&labels::Labels) -> f64| labels.iter().map(pick).fold(0.0, f64::max);
        let (above, right) = (MARGIN.0 + widest(|own| own.above), MARGIN.1.max(widest(|own| own.right)));
        let cell = (left + field.0 + right, above + field.1 + MARGIN.2);
        let used = picture.panels.len().clamp(1, columns);
        let width = cell.0 * crate::curve::count(used as u64);
        let direct = labels.iter().any(|own| own.direct);
        let (head, top) = head::of(picture, direct, (left, width - MARGIN.1));
        let rows = picture.panels.len().div_ceil(columns);
        let mut panels = Vec::with_capacity(picture.panels.len());
        for (place, (panel, own)) in picture.panels.iter().zip(labels).enumerate() {
            let (row, column) = (place / columns, place % columns);
            let x = cell.0 * crate::curve::count(column as u64) + left;
            let y = top + cell.1 * crate::curve::count(row as u64) + above;
            let mut around = field::around(panel, field, left);
            around.extend(own.items);
            let inside = drawn::inside(panel, field);
            panels.push(Placed { at: (x, y), field, around, inside });
        }
        Self {
            width,
            height: top + cell.1 * crate::curve::count(rows as u64),
            title: printable(&picture.title),
            description: description(picture),
            head,
            panels,
        }
    }
}

/// What there is to see, for those who do not see it.
fn description(picture: &Picture) -> String {
    let mut said = printable(&picture.subtitle);
    for panel in &picture.panels {
        if !said.is_empty() {
            said += ". ";
        }
        said += &of_panel(panel);
    }
    said
}

fn of_panel(panel: &Panel) -> String {
    let scale = match (panel.x.scale, panel.y.scale) {
        (super::Scale::Log, super::Scale::Log) => " on logarithmic axes",
        (super::Scale::Linear, super::Scale::Linear) => "",
        (super::Scale::Log, _) => " on a logarithmic axis along",
        (_, super::Scale::Log) => " on a logarithmic axis upwards",
    };
    let (x, y) = (printable(&panel.x.label), printable(&panel.y.label));
    let mut said = format!("{y} over {x}{scale}");
    for series in panel.series.iter().rev() {
        let name = printable(&series.name);
        match &series.drawn {
            Drawn::Line(points) | Drawn::Beyond(points) => {
                let mut seen = points.iter().filter(|point| point.1.is_finite());
                if let Some(first) = seen.next() {
                    let last = seen.next_back().unwrap_or(first);
                    let at = |point: &(f64, f64)| format!("{} at {}", exact(point.1), exact(point.0));
                    said += &format!("; {name}: from {} to {}", at(first), at(last));
                }
            }
            Drawn::Points(points) => said += &format!("; {name}: {} points", points.len()),
            Drawn::Spans(spans) => said += &format!("; {name}: {}", spans.len()),
            Drawn::Band { .. } => said += &format!("; {name} as a band"),
        }
    }
    for landmark in &panel.landmarks {
        said += &format!("; {}", printable(&landmark.name));
    }
    said
}

/// A value to six digits.
pub(super) fn exact(value: f64) -> String {
    super::tick(format!("{value:.5e}").parse().unwrap_or(value))
}
