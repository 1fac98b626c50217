//! The axes of a panel, and what stands along them.

use super::super::words::{cut, printable, raised, width};
use super::super::{Panel, tick};
use super::{Anchor, Item, Role, Shape};

/// The most numbers along an axis.
const TICKS: usize = 8;
/// How far the marks of numbers reach out.
const REACH: f64 = 5.0;

fn name(value: f64) -> String {
    raised(&tick(value))
}

/// Room on the left of a panel: for the numbers along the axis and its label.
pub(super) fn gutter(panel: &Panel) -> f64 {
    let longest = panel.y.ticks(TICKS).into_iter().map(|value| width(&name(value))).fold(1.0, f64::max);
    44.0 + Role::Tick.size() * longest
}

/// The axes with their grid, numbers and labels; `left` is the room on the left.
pub(super) fn around(panel: &Panel, (wide, high): (f64, f64), left: f64) -> Vec<Item> {
    let x_of = |value: f64| panel.x.place(value) * wide;
    let y_of = |value: f64| (1.0 - panel.y.place(value)) * high;
    let (mut minor, mut grid) = (Vec::new(), Vec::new());
    let mut axes = vec![vec![(0.0, 0.0), (0.0, high), (wide, high)]];
    let mut numbers = Vec::new();
    for x in panel.x.minor().into_iter().map(x_of) {
        minor.push(vec![(x, 0.0), (x, high)]);
        axes.push(vec![(x, high), (x, high + 0.6 * REACH)]);
    }
    for y in panel.y.minor().into_iter().map(y_of) {
        minor.push(vec![(0.0, y), (wide, y)]);
        axes.push(vec![(-0.6 * REACH, y), (0.0, y)]);
    }
    let mut free = f64::NEG_INFINITY;
    for value in panel.x.ticks(TICKS) {
        let (x, name) = (x_of(value), name(value));
        grid.push(vec![(x, 0.0), (x, high)]);
        axes.push(vec![(x, high), (x, high + REACH)]);
        // A number that would touch the one before it is left out.
        let half = 0.5 * Role::Tick.size() * width(&name);
        if x - half > free {
            free = x + half + 6.0;
            numbers.push(Item::text(Role::Tick, (x, high + 20.0), Anchor::Middle, name));
        }
    }
    for value in panel.y.ticks(TICKS) {
        let y = y_of(value);
        grid.push(vec![(0.0, y), (wide, y)]);
        axes.push(vec![(-REACH, y), (0.0, y)]);
        numbers.push(Item::text(Role::Tick, (-9.0, y + 4.5), Anchor::End, name(value)));
    }
    let lines = [(Role::Minor, minor), (Role::Grid, grid), (Role::Axis, axes)];
    let mut made: Vec<Item> =
        lines.into_iter().map(|(role, lines)| Item::new(role, Shape::Lines(lines))).collect();
    made.append(&mut numbers);
    let label = |text: &str, room: f64| cut(&printable(text), room / Role::Label.size());
    made.push(Item::text(
        Role::Label,
        (0.5 * wide, high + 44.0),
        Anchor::Middle,
        label(&panel.x.label, wide),
    ));
    let upwards = Shape::Text {
        at: (20.0 - left, 0.5 * high),
        text: label(&panel.y.label, high),
        anchor: Anchor::Middle,
        turned: true,
    };
    made.push(Item::new(Role::Label, upwards));
    made
}
