//! Colours, dashes and marks: what tells one series from another, in colour, for the colour-blind, and in grey.

/// Colours on white, and in the dark: Okabe and Ito's, darkened where they would be faint as a line.
pub(super) const COLOURS: [(&str, &str); 6] = [
    ("#0072b2", "#5fb7ec"),
    ("#d55e00", "#ff9248"),
    ("#009e73", "#3fd0a4"),
    ("#b8578c", "#e7a6cb"),
    ("#8a6d00", "#e0c050"),
    ("#3f9bd1", "#9ad7f7"),
];

/// The same among the 256 colours of a terminal, of a lightness that black and white both bear.
pub(super) const TERMINAL: [u8; 6] = [32, 166, 36, 169, 136, 74];

/// Lengths of dashes and gaps along the lines of each colour; an unbroken one first.
const DASHES: [&[f64]; 6] =
    [&[], &[9.0, 4.0], &[2.5, 4.0], &[11.0, 4.0, 2.5, 4.0], &[5.0, 4.0], &[16.0, 5.0]];

/// Dashes of a line past what is known.
pub(super) const BEYOND: &[f64] = &[5.0, 5.0];

/// The place among [`COLOURS`] of a hue.
pub(super) fn colour(hue: usize) -> usize {
    hue % COLOURS.len()
}

/// The dashes of a hue: a colour that comes again comes with others, so that 36 hues differ.
pub(super) fn dashes(hue: usize) -> &'static [f64] {
    DASHES[(hue + hue / COLOURS.len()) % DASHES.len()]
}

/// The outline of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Circle,
    Diamond,
    Triangle,
    Square,
    Down,
    Cross,
}

impl Mark {
    /// Marks in their order.
    pub(super) fn of(place: usize) -> Self {
        let all = [Self::Circle, Self::Diamond, Self::Triangle, Self::Square, Self::Down, Self::Cross];
        all[place % all.len()]
    }

    /// Its corners about (0, 0), y downwards; none for a circle of radius 4.
    pub(super) fn corners(self) -> &'static [(f64, f64)] {
        match self {
            Self::Circle => &[],
            Self::Diamond => &[(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)],
            Self::Triangle => &[(0.0, -5.0), (4.8, 3.6), (-4.8, 3.6)],
            Self::Square => &[(-3.8, -3.8), (3.8, -3.8), (3.8, 3.8), (-3.8, 3.8)],
            Self::Down => &[(0.0, 5.0), (-4.8, -3.6), (4.8, -3.6)],
            Self::Cross => &[
                (-4.5, -2.6),
                (-2.6, -4.5),
                (0.0, -1.9),
                (2.6, -4.5),
                (4.5, -2.6),
                (1.9, 0.0),
                (4.5, 2.6),
                (2.6, 4.5),
                (0.0, 1.9),
                (-2.6, 4.5),
                (-4.5, 2.6),
                (-1.9, 0.0),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Relative luminance, as WCAG 2 defines it.
    fn luminance(colour: &str) -> f64 {
        let channel = |from: usize| {
            let share = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).unwrap()) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn every_colour_stands_out_from_its_ground() {
        // WCAG 2.2, 1.4.11: parts of graphics need a contrast of 3 to 1.
        let contrast = |one: f64, other: f64| (one.max(other) + 0.05) / (one.min(other) + 0.05);
        for (light, dark) in COLOURS {
            assert!(contrast(luminance(light), 1.0) >= 3.0, "{light}");
            assert!(contrast(luminance(dark), luminance("#16181d")) >= 3.0, "{dark}");
        }
    }

    #[test]
    fn thirty_six_hues_differ_in_colour_or_dashes() {
        let seen: HashSet<_> = (0..36).map(|hue| (colour(hue), format!("{:?}", dashes(hue)))).collect();
        assert_eq!(seen.len(), 36);
    }
}
