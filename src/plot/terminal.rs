//! Pictures in a terminal: braille dots and box lines, or plain ASCII.

use super::axis::tick;
use super::{Drawn, Panel, Picture, Series};

/// How a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns, 40 at least.
    pub width: usize,
    /// Lines of each panel's field, 5 at least.
    pub height: usize,
    /// Whether only ASCII may be used.
    pub ascii: bool,
}

/// Marks of points, lines after the first and lots: what is drawn for each colour, then the same in ASCII.
const MARKS: [(char, char); 13] = [
    ('●', 'o'),
    ('◆', '#'),
    ('▲', '%'),
    ('■', '@'),
    ('✕', 'x'),
    ('◇', '&'),
    ('△', '^'),
    ('□', '='),
    ('★', '$'),
    ('▼', 'v'),
    ('○', '0'),
    ('☆', '!'),
    ('▽', '~'),
];

/// Draws a picture, its panels below one another.
///
/// # Example
///
/// ```
/// use learncurve::plot::{Drawn, Panel, Picture, Scale, Series, terminal};
/// let line = Series { name: "80%".to_owned(), hue: 0, drawn: Drawn::Line(vec![(1.0, 100.0), (2.0, 80.0), (4.0, 64.0)]) };
/// let panel = Panel::of(vec![line], ("units", "time (h)"), Scale::Log);
/// let picture = Picture::of("A curve", vec![panel]);
/// let drawn = terminal::draw(&picture, terminal::Look { width: 60, height: 8, ascii: true });
/// assert!(drawn.is_ascii() && drawn.lines().all(|line| line.chars().count() <= 60));
/// ```
pub fn draw(picture: &Picture, look: Look) -> String {
    let look = Look { width: look.width.max(40), height: look.height.max(5), ..look };
    let mut out = vec![crate::render::visible(&picture.title)];
    if let Some(panel) = picture.panels.first() {
        out.extend(legend(&panel.series, look));
    }
    for panel in &picture.panels {
        out.push(String::new());
        out.extend(field(panel, look));
    }
    let lines: Vec<String> =
        out.iter().map(|line| plain(line.trim_end(), look).chars().take(look.width).collect()).collect();
    lines.join("\n") + "\n"
}

/// A text that an ASCII terminal can show.
fn plain(text: &str, look: Look) -> String {
    if look.ascii {
        text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
    } else {
        text.to_owned()
    }
}

/// What stands for a series.
fn sign(series: &Series, first_line: bool, ascii: bool) -> char {
    let (mark, plain) = MARKS[series.hue % MARKS.len()];
    match (&series.drawn, ascii) {
        (Drawn::Line(_) | Drawn::Beyond(_), false) if first_line => '⠒',
        (Drawn::Line(_) | Drawn::Beyond(_), true) if first_line => '*',
        (Drawn::Line(_) | Drawn::Beyond(_) | Drawn::Points(_), false) => mark,
        (Drawn::Line(_) | Drawn::Beyond(_) | Drawn::Points(_), true) => plain,
        (Drawn::Band { wide, .. }, false) => {
            if *wide {
                '░'
            } else {
                '▒'
            }
        }
        (Drawn::Band { wide, .. }, true) => {
            if *wide {
                '.'
            } else {
                ':'
            }
        }
        (Drawn::Spans(_), false) => '─',
        (Drawn::Spans(_), true) => '-',
    }
}

/// Which series is the line that is drawn in dots.
fn first_line(series: &[Series]) -> Option<usize> {
    series.iter().position(|one| matches!(one.drawn, Drawn::Line(_)))
}

fn legend(series: &[Series], look: Look) -> Vec<String> {
    let dotted = first_line(series);
    let entries = series.iter().enumerate().rev().map(|(place, one)| {
        format!("{} {}", sign(one, dotted == Some(place), look.ascii), crate::render::visible(&one.name))
    });
    let mut lines: Vec<String> = Vec::new();
    for entry in entries {
        match lines.last_mut() {
            Some(line) if line.chars().count() + entry.chars().count() + 3 <= look.width => {
                line.push_str("   ");
                line.push_str(&entry);
            }
            _ => lines.push(entry),
        }
    }
    lines
}

/// The cells between the axes, each with two by four dots.
struct Cells {
    width: usize,
    height: usize,
    marks: Vec<char>,
    dots: Vec<u8>,
}

impl Cells {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, marks: vec![' '; width * height], dots: vec![0; width * height] }
    }

    /// Puts a mark at a place from 0 to 1 each way, y upwards.
    fn mark(&mut self, x: f64, y: f64, mark: char) {
        if let (Some(column), Some(row)) = (cell(x, self.width), cell(1.0 - y, self.height)) {
            self.marks[row * self.width + column] = mark;
        }
    }

    fn dot(&mut self, x: f64, y: f64) {
        if let (Some(column), Some(row)) = (cell(x, 2 * self.width), cell(1.0 - y, 4 * self.height)) {
            let bit = match (column % 2, row % 4) {
                (0, 3) => 6,
                (1, 3) => 7,
                (side, down) => 3 * side + down,
            };
            self.dots[row / 4 * self.width + column / 2] |= 1 << bit;
        }
    }

    /// A row of cells: marks stand above dots, dots above shades.
    fn row(&self, row: usize, ascii: bool) -> String {
        (row * self.width..(row + 1) * self.width)
            .map(|place| match (self.marks[place], self.dots[place]) {
                (mark, 0) => mark,
                (' ' | '░' | '▒' | '.' | ':', _) if ascii => '*',
                (' ' | '░' | '▒', dots) => char::from_u32(0x2800 + u32::from(dots)).unwrap_or('·'),
                (mark, _) => mark,
            })
            .collect()
    }
}

/// Which of so many cells a place from 0 to 1 lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within the cells")]
fn cell(place: f64, cells: usize) -> Option<usize> {
    let most = crate::curve::count(cells as u64);
    (-1e-9..=1.0 + 1e-9).contains(&place).then(|| (place.clamp(0.0, 1.0) * (most - 1.0)).round() as usize)
}

fn field(panel: &Panel, look: Look) -> Vec<String> {
    let ticks = panel.y.ticks((look.height / 2).max(3));
    let names: Vec<String> = ticks.iter().map(|value| tick(*value)).collect();
    let gutter = names.iter().map(|name| name.chars().count()).max().unwrap_or(1).min(look.width / 3);
    let width = look.width - gutter - 2;
    let mut cells = Cells::new(width, look.height);
    let dotted = first_line(&panel.series);
    for (place, series) in panel.series.iter().enumerate() {
        put(&mut cells, panel, series, dotted == Some(place), look.ascii);
    }
    let (bar, joint, corner, floor, foot) =
        if look.ascii { ('|', '+', '+', '-', '+') } else { ('│', '┤', '└', '─', '┬') };
    let mut lines = vec![format!("{:gutter$} {}", "", crate::render::visible(&panel.y.label))];
    for row in 0..look.height {
        let named =
            ticks.iter().position(|value| cell(1.0 - panel.y.place(*value), look.height) == Some(row));
        let (name, edge) = named.map_or(("", bar), |place| (names[place].as_str(), joint));
        lines.push(format!("{name:>gutter$} {edge}{}", cells.row(row, look.ascii)));
    }
    let mut foot_line = vec![floor; width];
    let mut below = vec![' '; gutter + 2 + width];
    for value in panel.x.ticks((width / 9).max(2)) {
        let (Some(column), name) = (cell(panel.x.place(value), width), tick(value)) else { continue };
        let length = name.chars().count();
        let from =
            (gutter + 2 + column).saturating_sub(length / 2).min((gutter + 2 + width).saturating_sub(length));
        // A number that would touch the one before it is left out.
        if below[from.saturating_sub(1)..from + length].iter().all(|c| *c == ' ') {
            foot_line[column] = foot;
            for (offset, c) in name.chars().enumerate() {
                below[from + offset] = c;
            }
        }
    }
    lines.push(format!("{:gutter$} {corner}{}", "", foot_line.into_iter().collect::<String>()));
    lines.push(below.into_iter().collect());
    let label = crate::render::visible(&panel.x.label);
    lines.push(format!("{:>1$}", label, gutter + 2 + width));
    lines
}

fn put(cells: &mut Cells, panel: &Panel, series: &Series, dotted: bool, ascii: bool) {
    let sign = sign(series, dotted, ascii);
    let (x_of, y_of) = (|x: f64| panel.x.place(x), |y: f64| panel.y.place(y));
    match &series.drawn {
        Drawn::Points(points) => points.iter().for_each(|(x, y)| cells.mark(x_of(*x), y_of(*y), sign)),
        Drawn::Line(points) | Drawn::Beyond(points) => {
            for pair in points.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let (x, y) = ((x_of(from.0), x_of(to.0)), (y_of(from.1), y_of(to.1)));
                let far = (x.1 - x.0).abs().max((y.1 - y.0).abs()).min(4.0);
                // Closer than dots are, so that no gap is left.
                let steps =
                    (far * crate::curve::count(4 * cells.width.max(cells.height) as u64)).ceil().max(1.0);
                let mut step = 0.0;
                while step <= steps {
                    let share = step / steps;
                    let (x, y) = (x.0 + share * (x.1 - x.0), y.0 + share * (y.1 - y.0));
                    if dotted {
                        cells.dot(x, y);
                    } else {
                        cells.mark(x, y, sign);
                    }
                    step += 1.0;
                }
            }
        }
        Drawn::Band { ends, .. } => {
            for column in 0..cells.width {
                let x = panel
                    .x
                    .value(crate::curve::count(column as u64) / crate::curve::count(cells.width as u64 - 1));
                let Some((low, high)) = between(ends, x) else { continue };
                if y_of(high) < 0.0 || y_of(low) > 1.0 || y_of(low).is_nan() {
                    continue;
                }
                // Rows count from the top; a band thinner than a row is still a row.
                let within = |y: f64| cell(1.0 - y_of(y).clamp(0.0, 1.0), cells.height).unwrap_or(0);
                for row in within(high)..=within(low) {
                    cells.marks[row * cells.width + column] = sign;
                }
            }
        }
        Drawn::Spans(spans) => {
            for (from, to, y) in spans {
                let (Some(first), Some(last)) =
                    (cell(x_of(*from), cells.width), cell(x_of(*to), cells.width))
                else {
                    continue;
                };
                for column in first..=last {
                    cells.mark(
                        crate::curve::count(column as u64) / crate::curve::count(cells.width as u64 - 1),
                        y_of(*y),
                        sign,
                    );
                }
            }
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
