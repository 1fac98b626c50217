//! What is drawn into the cells.

use super::super::{At, Drawn, Panel, Scale, Series};
use super::cells::{Cells, cell};
use super::{Look, sign};
use crate::curve::count;

/// Columns from one mark on a line to the next.
const APART: usize = 12;
/// Columns of each dash, and of each gap, of a line past what is known.
const DASH: usize = 2;

/// Where values lie, from 0 to 1.
struct Place<'p>(&'p Panel);

impl Place<'_> {
    fn x(&self, value: f64) -> f64 {
        if self.0.x.scale == Scale::Log && value <= 0.0 { f64::NAN } else { self.0.x.place(value) }
    }

    fn y(&self, value: f64) -> f64 {
        if self.0.y.scale == Scale::Log && value <= 0.0 { f64::NAN } else { self.0.y.place(value) }
    }
}

/// Landmarks, and the series of a panel, the first at the bottom.
pub(super) fn fill(cells: &mut Cells, panel: &Panel, look: Look) {
    let place = Place(panel);
    for series in panel.series.iter().filter(|one| matches!(one.drawn, Drawn::Band { .. })) {
        put(cells, &place, series, (0, 1), look);
    }
    let (upright, flat) = if look.ascii { (':', '-') } else { ('┊', '┄') };
    for landmark in &panel.landmarks {
        let tint = landmark.hue;
        let second = along(1, cells.width);
        let mut at = |x: f64| {
            for row in 0..cells.height {
                if let Some(column) = cell(place.x(x), cells.width) {
                    cells.put(column, row, upright, tint);
                }
            }
        };
        match landmark.at {
            At::X(x) => at(x),
            At::Span(from, to) => {
                // Where a stretch begins with the axis there is nothing to divide.
                if place.x(from) > second {
                    at(from);
                }
                at(to);
            }
            At::Y(y) => {
                for column in 0..cells.width {
                    cells.mark(along(column, cells.width), place.y(y), flat, tint);
                }
            }
        }
    }
    let lines = panel.series.iter().filter(|one| matches!(one.drawn, Drawn::Line(_))).count();
    for (at, series) in panel.series.iter().enumerate() {
        if !matches!(series.drawn, Drawn::Band { .. }) {
            put(cells, &place, series, (at, lines), look);
        }
    }
}

/// Where a column lies, from 0 to 1.
fn along(column: usize, width: usize) -> f64 {
    count(column as u64) / count(width as u64 - 1)
}

fn put(cells: &mut Cells, place: &Place<'_>, series: &Series, (at, lines): (usize, usize), look: Look) {
    let sign = sign(series, lines, look.ascii);
    let tint = Some(series.hue);
    match &series.drawn {
        Drawn::Points(points) => {
            for (x, y) in points {
                cells.mark(place.x(*x), place.y(*y), sign, tint);
            }
        }
        Drawn::Line(points) | Drawn::Beyond(points) => {
            let beyond = matches!(series.drawn, Drawn::Beyond(_));
            // Marks of different lines stand in different columns.
            let first = (at * 5) % APART;
            let mut marked = None;
            each_step(cells, place, points, |cells, x, y| {
                let Some(column) = cell(x, cells.width) else { return };
                if beyond && (column / DASH) % 2 == 1 {
                    return;
                }
                if look.ascii {
                    cells.mark(x, y, sign, tint);
                    return;
                }
                cells.dot(x, y, tint);
                if lines > 1 && !beyond && column % APART == first && marked != Some(column) {
                    cells.mark(x, y, sign, tint);
                    marked = Some(column);
                }
            });
        }
        Drawn::Band { ends, .. } => {
            for column in 0..cells.width {
                let x = place.0.x.value(along(column, cells.width));
                let Some((low, high)) = between(ends, x) else { continue };
                let floor = if low <= 0.0 && place.0.y.scale == Scale::Log { -1.0 } else { place.y(low) };
                let top = place.y(high);
                if top < 0.0 || floor > 1.0 || floor.is_nan() || top.is_nan() {
                    continue;
                }
                // Rows count from the top; a band thinner than a row is still a row.
                let within = |y: f64| cell(1.0 - y.clamp(0.0, 1.0), cells.height).unwrap_or(0);
                for row in within(top)..=within(floor) {
                    cells.put(column, row, sign, tint);
                }
            }
        }
        Drawn::Spans(spans) => {
            for (from, to, y) in spans {
                let ends = (cell(place.x(*from), cells.width), cell(place.x(*to), cells.width));
                let (Some(first), Some(last)) = ends else { continue };
                for column in first..=last {
                    cells.mark(along(column, cells.width), place.y(*y), sign, tint);
                }
            }
        }
    }
}

/// Goes along a line in steps closer than dots are, so that no gap is left.
fn each_step(
    cells: &mut Cells,
    place: &Place<'_>,
    points: &[(f64, f64)],
    mut step_at: impl FnMut(&mut Cells, f64, f64),
) {
    for pair in points.windows(2) {
        let (x, y) = ((place.x(pair[0].0), place.x(pair[1].0)), (place.y(pair[0].1), place.y(pair[1].1)));
        if !(x.0 + x.1 + y.0 + y.1).is_finite() {
            continue;
        }
        let far = (x.1 - x.0).abs().max((y.1 - y.0).abs()).min(4.0);
        let steps = (far * count(4 * cells.width.max(cells.height) as u64)).ceil().max(1.0);
        let mut step = 0.0;
        while step <= steps {
            let share = step / steps;
            step_at(cells, x.0 + share * (x.1 - x.0), y.0 + share * (y.1 - y.0));
            step += 1.0;
        }
    }
}

/// A band's ends at x, on the straight lines between its corners.
fn between(ends: &[(f64, f64, f64)], x: f64) -> Option<(f64, f64)> {
    let after = ends.partition_point(|(at, _, _)| *at < x);
    let (right_x, right_low, right_high) = *ends.get(after)?;
    if after == 0 {
        return (right_x <= x * (1.0 + 1e-9)).then_some((right_low, right_high));
    }
    let (left_x, left_low, left_high) = ends[after - 1];
    let share = (x - left_x) / (right_x - left_x);
    Some((left_low + share * (right_low - left_low), left_high + share * (right_high - left_high)))
}
