//! Names beside a field: of lines at their ends, of landmarks above.

use super::super::words::{cut, printable, width};
use super::super::{At, Drawn, Panel};
use super::{Anchor, Item, Role};

/// The most lines whose names stand at their ends.
const MOST_DIRECT: usize = 20;
/// The widest that names at the ends of lines may be.
const WIDEST: f64 = 190.0;
/// The least distance between names at the ends of lines.
const APART: f64 = 17.0;
/// The height of a line of landmarks' names, and the most such lines.
const LEVEL: f64 = 17.0;
const LEVELS: usize = 4;

/// Names, and the room that they need.
pub(super) struct Labels {
    pub(super) items: Vec<Item>,
    pub(super) above: f64,
    pub(super) right: f64,
    /// Whether lines are named at their ends.
    pub(super) direct: bool,
}

pub(super) fn of(panel: &Panel, alone: bool, field: (f64, f64)) -> Labels {
    let (mut items, above) = landmarks(panel, field);
    let ends = ends(panel, field);
    let lines = panel.series.iter().filter(|one| matches!(one.drawn, Drawn::Line(_))).count();
    // A single line needs no name beside it, and one that ends before the field does has no place for it.
    let direct = alone && (2..=MOST_DIRECT).contains(&lines) && ends.len() == lines;
    let mut named: Vec<(f64, String, Option<usize>)> = heights(panel, field);
    if direct {
        named.extend(ends);
    }
    let (at_ends, right) = beside(named, field);
    items.extend(at_ends);
    Labels { items, above, right, direct }
}

/// The ends of the lines that go on to the right of the field: the height, the name and the colour.
fn ends(panel: &Panel, (_, high): (f64, f64)) -> Vec<(f64, String, Option<usize>)> {
    let mut made = Vec::new();
    for series in &panel.series {
        let Drawn::Line(points) = &series.drawn else { continue };
        let beyond = panel.series.iter().find_map(|one| match &one.drawn {
            Drawn::Beyond(points) if one.hue == series.hue => Some(points),
            _ => None,
        });
        let last = beyond.unwrap_or(points).iter().rev().find(|point| point.1.is_finite());
        let Some((x, y)) = last else { continue };
        let (x, y) = (panel.x.place(*x), panel.y.place(*y));
        if x >= 0.8 && y.is_finite() {
            made.push(((1.0 - y).clamp(0.0, 1.0) * high, printable(&series.name), Some(series.hue)));
        }
    }
    made
}

/// Landmarks that are heights.
fn heights(panel: &Panel, (_, high): (f64, f64)) -> Vec<(f64, String, Option<usize>)> {
    let seen = panel.landmarks.iter().filter_map(|landmark| match landmark.at {
        At::Y(y) => {
            let place = panel.y.place(y);
            (0.0..=1.0)
                .contains(&place)
                .then(|| ((1.0 - place) * high, printable(&landmark.name), landmark.hue))
        }
        At::X(_) | At::Span(..) => None,
    });
    seen.collect()
}

/// Names on the right of a field, each as near to its height as the others let it, and the room that they take.
fn beside(mut named: Vec<(f64, String, Option<usize>)>, (wide, high): (f64, f64)) -> (Vec<Item>, f64) {
    named.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut heights: Vec<f64> = named.iter().map(|one| one.0).collect();
    spread(&mut heights, high);
    let mut items = Vec::new();
    let mut right: f64 = 0.0;
    for ((end, full, hue), y) in named.into_iter().zip(heights) {
        let name = cut(&full, WIDEST / Role::Label.size());
        right = right.max(34.0 + Role::Label.size() * width(&name));
        // Names are in ink, which is read more easily than the colours of lines.
        items.push(Item::line(Role::Leader, (wide + 1.0, end), (wide + 13.0, y)).of(hue));
        let text = Item::text(Role::Label, (wide + 17.0, y + 4.8), Anchor::Start, name.clone());
        items.push(if name == full { text } else { text.said(full) });
    }
    (items, right)
}

/// Moves rising heights apart, no further than is needed, and keeps them within the field where that is high enough.
fn spread(heights: &mut [f64], high: f64) {
    // Groups that touch move as one, about the middle of where they want to be.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for height in heights.iter() {
        groups.push((*height, 1));
        while let [.., (before, some), (after, more)] = groups[..] {
            let of = |count: usize| crate::curve::count(count as u64);
            let room = APART * 0.5 * of(some + more);
            if after - before >= room {
                break;
            }
            let middle = (before * of(some) + after * of(more)) / of(some + more);
            groups.truncate(groups.len() - 2);
            groups.push((middle, some + more));
        }
    }
    let mut place = 0;
    for (middle, size) in groups {
        let half = 0.5 * APART * crate::curve::count(size as u64 - 1);
        let middle = middle.min(high - half).max(half);
        for step in 0..size {
            heights[place] = middle - half + APART * crate::curve::count(step as u64);
            place += 1;
        }
    }
    // Those that the field's ends pushed back push the next ones on.
    for place in 1..heights.len() {
        heights[place] = heights[place].max(heights[place - 1] + APART);
    }
    for place in (1..heights.len()).rev() {
        let below = if place + 1 < heights.len() { heights[place + 1] - APART } else { high };
        heights[place] = heights[place].min(below);
    }
    if let [first, second, ..] = heights {
        *first = first.min(*second - APART);
    }
}

/// Names of landmarks above the field, in as few lines as they need, and the height of those.
fn landmarks(panel: &Panel, (wide, _): (f64, f64)) -> (Vec<Item>, f64) {
    let mut wanted: Vec<(f64, String)> = panel
        .landmarks
        .iter()
        .filter_map(|landmark| {
            let middle = match landmark.at {
                At::X(x) => panel.x.place(x),
                At::Span(from, to) => {
                    0.5 * (panel.x.place(from).clamp(0.0, 1.0) + panel.x.place(to).clamp(0.0, 1.0))
                }
                At::Y(_) => return None,
            };
            (0.0..=1.0).contains(&middle).then(|| (middle * wide, printable(&landmark.name)))
        })
        .collect();
    wanted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = [f64::NEG_INFINITY; LEVELS];
    let mut items = Vec::new();
    let mut used = 0;
    for (x, full) in wanted {
        let name = cut(&full, 0.6 * wide / Role::Note.size());
        let half = 0.5 * Role::Note.size() * width(&name);
        // Not past the ends of the field, where the next panel or the edge is.
        let middle = x.min(wide + 20.0 - half).max(half - 20.0);
        let Some(level) = free.iter().position(|free| middle - half > *free) else { continue };
        free[level] = middle + half + 10.0;
        used = used.max(level + 1);
        let y = -7.0 - LEVEL * crate::curve::count(level as u64);
        let text = Item::text(Role::Note, (middle, y), Anchor::Middle, name.clone());
        items.push(if name == full { text } else { text.said(full) });
    }
    (items, LEVEL * crate::curve::count(used as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_would_touch_move_apart_about_where_they_belong() {
        let mut heights = [100.0, 102.0, 300.0];
        spread(&mut heights, 380.0);
        let wanted = [92.5, 109.5, 300.0];
        assert!(heights.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-9), "{heights:?}");
    }

    proptest! {
        #[test]
        fn names_are_apart_and_in_order(mut heights in prop::collection::vec(0.0_f64..380.0, 1..12)) {
            heights.sort_by(f64::total_cmp);
            spread(&mut heights, 380.0);
            prop_assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= APART - 1e-9), "{heights:?}");
        }
    }
}
