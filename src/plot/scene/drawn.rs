//! What is drawn in a field.

use super::super::palette::Mark;
use super::super::words::printable;
use super::super::{At, Drawn, Panel, Scale, Series};
use super::{Item, Role, Shape, exact};

/// The mark of the series at a place of a panel: those that are points have different ones.
pub(super) fn mark(panel: &Panel, place: usize) -> Mark {
    let before = panel.series[..place].iter().filter(|one| matches!(one.drawn, Drawn::Points(_))).count();
    Mark::of(before)
}

/// A lot from x to x, with its ends.
pub(super) fn span(from: f64, to: f64, y: f64) -> Shape {
    let end = |x: f64| vec![(x, y - 3.5), (x, y + 3.5)];
    Shape::Lines(vec![vec![(from, y), (to, y)], end(from), end(to)])
}

/// Landmarks and series, the first at the bottom.
pub(super) fn inside(panel: &Panel, field: (f64, f64)) -> Vec<Item> {
    let place = Place { panel, field };
    let mut made: Vec<Item> = Vec::new();
    let mut stretches = 0;
    for landmark in &panel.landmarks {
        let (wide, high) = field;
        let across = |from, to| Item::line(Role::Across, from, to);
        let item = match landmark.at {
            At::X(x) => across((place.x(x), 0.0), (place.x(x), high)),
            At::Y(y) => across((0.0, place.y(y)), (wide, place.y(y))),
            At::Span(from, to) => {
                stretches += 1;
                let (from, to) = (place.x(from).max(-9.0), place.x(to).min(wide + 9.0));
                // Stretches beside one another take turns, so that each is seen to end.
                if stretches % 2 == 0 {
                    Item::new(
                        Role::Across,
                        Shape::Lines(vec![vec![(from, 0.0), (from, high)], vec![(to, 0.0), (to, high)]]),
                    )
                } else {
                    Item::new(
                        Role::Stretch,
                        Shape::Area(vec![(from, 0.0), (to, 0.0), (to, high), (from, high)]),
                    )
                }
            }
        };
        made.push(item.of(landmark.hue).said(printable(&landmark.name)));
    }
    for (at, series) in panel.series.iter().enumerate() {
        made.extend(place.series(series, mark(panel, at)));
    }
    made
}

/// Where values lie in a field.
struct Place<'p> {
    panel: &'p Panel,
    field: (f64, f64),
}

impl Place<'_> {
    // Far outside the field, where a renderer's numbers would overflow, a point is as good as just outside.
    fn x(&self, value: f64) -> f64 {
        (self.panel.x.place(value) * self.field.0).clamp(-1e4, 1e4)
    }

    fn y(&self, value: f64) -> f64 {
        ((1.0 - self.panel.y.place(value)) * self.field.1).clamp(-1e4, 1e4)
    }

    /// A point of the field; none for what its scales have no place for.
    fn at(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let has_place = |scale: Scale, value: f64| !value.is_nan() && (scale == Scale::Linear || value > 0.0);
        (x.is_finite() && has_place(self.panel.x.scale, x) && has_place(self.panel.y.scale, y))
            .then(|| (self.x(x), self.y(y)))
    }

    fn series(&self, series: &Series, mark: Mark) -> Vec<Item> {
        let name = printable(&series.name);
        let named =
            |role: Role, shape: Shape, said: String| Item::new(role, shape).of(Some(series.hue)).said(said);
        match &series.drawn {
            Drawn::Line(points) => vec![named(Role::Line, self.pieces(points), name)],
            Drawn::Beyond(points) => vec![named(Role::Beyond, self.pieces(points), name)],
            Drawn::Band { ends, wide } => {
                let low =
                    |y: f64| if self.panel.y.scale == Scale::Log { y.max(f64::MIN_POSITIVE) } else { y };
                let kept = ends
                    .iter()
                    .filter_map(|(x, from, to)| Some((self.at(*x, low(*from))?, self.at(*x, *to)?)));
                let (lower, mut corners): (Vec<_>, Vec<_>) = kept.unzip();
                corners.extend(lower.into_iter().rev());
                vec![named(if *wide { Role::Wide } else { Role::Band }, Shape::Area(corners), name)]
            }
            Drawn::Points(points) => {
                let mark_at = |(x, y): &(f64, f64)| {
                    let (wide, high) = self.field;
                    let (left, top) = self.at(*x, *y)?;
                    if !((-0.5..=wide + 0.5).contains(&left) && (-0.5..=high + 0.5).contains(&top)) {
                        return None;
                    }
                    let said = format!("{name}: {} at {}", exact(*y), exact(*x));
                    Some(named(Role::Points, Shape::Mark(mark, (left, top)), said))
                };
                points.iter().filter_map(mark_at).collect()
            }
            Drawn::Spans(spans) => {
                let lot = |(from, to, y): &(f64, f64, f64)| {
                    let (left, right) = (self.at(*from, *y)?, self.at(*to, *y)?);
                    let said = format!("{name}: {} over {} to {}", exact(*y), exact(*from), exact(*to));
                    Some(named(Role::Spans, span(left.0, right.0, left.1), said))
                };
                spans.iter().filter_map(lot).collect()
            }
        }
    }

    /// The pieces of a line: the pen is lifted where there is no value.
    fn pieces(&self, points: &[(f64, f64)]) -> Shape {
        let placed: Vec<Option<(f64, f64)>> = points.iter().map(|(x, y)| self.at(*x, *y)).collect();
        let pieces = placed.split(Option::is_none).filter(|piece| !piece.is_empty());
        Shape::Lines(pieces.map(|piece| piece.iter().copied().flatten().collect()).collect())
    }
}
