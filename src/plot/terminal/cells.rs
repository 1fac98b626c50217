//! The cells between the axes, each of one character or of two by four dots.

use super::{Tint, tinted};
use crate::curve::count;

pub(super) struct Cells {
    pub(super) width: usize,
    pub(super) height: usize,
    marks: Vec<(char, Tint)>,
    dots: Vec<(u8, Tint)>,
}

impl Cells {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            marks: vec![(' ', None); width * height],
            dots: vec![(0, None); width * height],
        }
    }

    /// Puts a mark at a place from 0 to 1 each way, y upwards.
    pub(super) fn mark(&mut self, x: f64, y: f64, mark: char, tint: Tint) {
        if let (Some(column), Some(row)) = (cell(x, self.width), cell(1.0 - y, self.height)) {
            self.put(column, row, mark, tint);
        }
    }

    pub(super) fn put(&mut self, column: usize, row: usize, mark: char, tint: Tint) {
        self.marks[row * self.width + column] = (mark, tint);
    }

    pub(super) fn dot(&mut self, x: f64, y: f64, tint: Tint) {
        if let (Some(column), Some(row)) = (cell(x, 2 * self.width), cell(1.0 - y, 4 * self.height)) {
            let bit = match (column % 2, row % 4) {
                (0, 3) => 6,
                (1, 3) => 7,
                (side, down) => 3 * side + down,
            };
            let dots = &mut self.dots[row / 4 * self.width + column / 2];
            *dots = (dots.0 | 1 << bit, tint);
        }
    }

    /// A row of cells: marks stand above dots, dots above shades and rules.
    pub(super) fn row(&self, row: usize, coloured: bool) -> String {
        let cells = (row * self.width..(row + 1) * self.width).map(|place| {
            let ((mark, tint), (dots, dotted)) = (self.marks[place], self.dots[place]);
            if dots > 0 && matches!(mark, ' ' | '░' | '▒' | '┊' | '┄') {
                (char::from_u32(0x2800 + u32::from(dots)).unwrap_or('·'), dotted)
            } else {
                (mark, tint)
            }
        });
        tinted(cells, coloured)
    }
}

/// Which of so many cells a place from 0 to 1 lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within the cells")]
pub(super) fn cell(place: f64, cells: usize) -> Option<usize> {
    let most = count(cells as u64);
    (-1e-9..=1.0 + 1e-9).contains(&place).then(|| (place.clamp(0.0, 1.0) * (most - 1.0)).round() as usize)
}
