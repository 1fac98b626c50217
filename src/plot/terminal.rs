//! Pictures in a terminal: braille dots, marks and box lines, or plain ASCII.

mod cells;
mod drawn;

use textwrap::core::display_width;

use super::axis::tick;
use super::words::{columns, printable, raised};
use super::{At, Drawn, Panel, Picture, Scale, Series, palette};
use cells::{Cells, cell};

/// How a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns, 20 at least.
    pub width: usize,
    /// Lines of each panel's field, 5 at least.
    pub height: usize,
    /// Whether only ASCII may be used.
    pub ascii: bool,
    /// Whether series are told apart by colours besides.
    pub coloured: bool,
}

/// Marks of points, lines and lots: what is drawn for each colour, then the same in ASCII.
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
/// The most lines of landmarks' names.
const LEVELS: usize = 4;
/// The most lines below the title.
const SUBTITLE: usize = 2;

/// The colour of a character: that of a series, or none.
type Tint = Option<usize>;

/// Draws a picture, its panels below one another.
///
/// # Example
///
/// ```
/// use learncurve::plot::{Drawn, Panel, Picture, Scale, Series, terminal};
/// let line = Series { name: "80%".to_owned(), hue: 0, drawn: Drawn::Line(vec![(1.0, 100.0), (2.0, 80.0), (4.0, 64.0)]) };
/// let panel = Panel::of(vec![line], ("units", "time (h)"), Scale::Log);
/// let picture = Picture::of("A curve", vec![panel]);
/// let look = terminal::Look { width: 60, height: 8, ascii: true, coloured: false };
/// let drawn = terminal::draw(&picture, look);
/// assert!(drawn.is_ascii() && drawn.lines().all(|line| line.chars().count() <= 60));
/// ```
pub fn draw(picture: &Picture, look: Look) -> String {
    let look = Look { width: look.width.max(20), height: look.height.max(5), ..look };
    let mut out = vec![text(&picture.title, look.width, look)];
    let under = textwrap::wrap(&printable(&picture.subtitle), look.width.min(100))
        .into_iter()
        .map(|line| plain(&line, look))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>();
    let left_out = under.len() > SUBTITLE;
    out.extend(under.into_iter().take(SUBTITLE));
    if left_out && let Some(last) = out.last_mut() {
        *last = columns(&format!("{last}{}", " ".repeat(look.width)), look.width, look.ellipsis());
    }
    out.extend(legend(picture, look));
    for panel in &picture.panels {
        out.push(String::new());
        out.extend(field(panel, look));
    }
    let lines: Vec<&str> = out.iter().map(|line| line.trim_end()).collect();
    lines.join("\n") + "\n"
}

impl Look {
    fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }
}

/// A text that the terminal can show, of at most so many columns.
fn text(text: &str, most: usize, look: Look) -> String {
    columns(&plain(&printable(text), look), most, look.ellipsis())
}

/// A text in characters that the terminal can show.
fn plain(text: &str, look: Look) -> String {
    if !look.ascii {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '–' | '—' | '−' => '-',
            '×' => 'x',
            c if c.is_ascii() => c,
            _ => '?',
        })
        .collect()
}

/// Characters in a row, each in its colour.
fn tinted(cells: impl Iterator<Item = (char, Tint)>, coloured: bool) -> String {
    let mut made = String::new();
    let mut now: Tint = None;
    for (c, tint) in cells {
        let tint = if c == ' ' { None } else { tint };
        if coloured && tint != now {
            match tint {
                Some(hue) => made += &format!("\u{1b}[38;5;{}m", palette::TERMINAL[palette::colour(hue)]),
                None => made += "\u{1b}[0m",
            }
            now = tint;
        }
        made.push(c);
    }
    if now.is_some() {
        made += "\u{1b}[0m";
    }
    made
}

/// What stands for a series in a panel of so many lines.
fn sign(series: &Series, lines: usize, ascii: bool) -> char {
    let (mark, plain) = MARKS[series.hue % MARKS.len()];
    match (&series.drawn, ascii) {
        (Drawn::Line(_) | Drawn::Beyond(_), false) if lines < 2 => '⠒',
        (Drawn::Line(_) | Drawn::Beyond(_), true) if lines < 2 => '*',
        (Drawn::Line(_) | Drawn::Beyond(_) | Drawn::Points(_), false) => mark,
        (Drawn::Line(_) | Drawn::Beyond(_) | Drawn::Points(_), true) => plain,
        (Drawn::Band { wide: true, .. }, false) => '░',
        (Drawn::Band { wide: false, .. }, false) => '▒',
        (Drawn::Band { wide: true, .. }, true) => '.',
        (Drawn::Band { wide: false, .. }, true) => ':',
        (Drawn::Spans(_), false) => '─',
        (Drawn::Spans(_), true) => '-',
    }
}

fn legend(picture: &Picture, look: Look) -> Vec<String> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (panel, place) in picture.listed() {
        let series = &panel.series[place];
        let many = panel.series.iter().filter(|one| matches!(one.drawn, Drawn::Line(_))).count();
        let sign = sign(series, many, look.ascii);
        let sample: Vec<char> = match (&series.drawn, look.ascii) {
            (Drawn::Line(_), false) if many > 1 => vec!['⠒', sign, '⠒'],
            (Drawn::Beyond(_), _) => {
                vec![if look.ascii { sign } else { '⠒' }, ' ', if look.ascii { sign } else { '⠒' }]
            }
            (Drawn::Line(_) | Drawn::Band { .. } | Drawn::Spans(_), _) => vec![sign, sign],
            (Drawn::Points(_), _) => vec![sign],
        };
        let name = text(&series.name, look.width.saturating_sub(sample.len() + 1).min(48), look);
        let wide = sample.len() + 1 + display_width(&name);
        let tint = Some(series.hue);
        let entry = format!("{} {name}", tinted(sample.into_iter().map(|c| (c, tint)), look.coloured));
        match lines.last_mut() {
            Some((used, line)) if *used + wide + 3 <= look.width => {
                *used += wide + 3;
                line.push_str("   ");
                line.push_str(&entry);
            }
            _ => lines.push((wide, entry)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// A number beside an axis.
fn number(value: f64, look: Look) -> String {
    let name = tick(value);
    if look.ascii { name } else { raised(&name) }
}

fn field(panel: &Panel, look: Look) -> Vec<String> {
    let ticks = panel.y.ticks((look.height / 2).max(3));
    let names: Vec<String> = ticks.iter().map(|value| number(*value, look)).collect();
    let gutter = names.iter().map(|name| display_width(name)).max().unwrap_or(1).min(look.width / 3);
    let width = look.width - gutter - 2;
    let mut cells = Cells::new(width, look.height);
    drawn::fill(&mut cells, panel, look);
    let (bar, joint, cross, corner) =
        if look.ascii { ('|', '+', '+', '+') } else { ('│', '┤', '┼', '└') };
    let label = text(&panel.y.label, look.width.saturating_sub(gutter + 1), look);
    let mut lines = vec![format!("{:gutter$} {label}", "")];
    lines.extend(landmarks(panel, gutter + 2, width, look));
    let mut minor: Vec<usize> =
        panel.y.minor().into_iter().filter_map(|value| row(panel, value, look)).collect();
    minor.sort_unstable();
    minor.dedup();
    for at in 0..look.height {
        let named = ticks.iter().position(|value| row(panel, *value, look) == Some(at));
        let (name, edge) = match named {
            Some(place) if panel.y.scale == Scale::Log => (names[place].as_str(), cross),
            Some(place) => (names[place].as_str(), joint),
            // Marks on every line would say nothing.
            None if minor.contains(&at) && 2 * minor.len() <= look.height => ("", joint),
            None => ("", bar),
        };
        let name = columns(name, gutter, look.ellipsis());
        lines.push(format!("{name:>gutter$} {edge}{}", cells.row(at, look.coloured)));
    }
    let (foot, below) = foot(panel, width, gutter + 2, look);
    lines.push(format!("{:gutter$} {corner}{foot}", ""));
    lines.push(below);
    let label = text(&panel.x.label, look.width, look);
    lines.push(format!("{}{label}", " ".repeat(look.width - display_width(&label))));
    lines
}

fn row(panel: &Panel, value: f64, look: Look) -> Option<usize> {
    cell(1.0 - panel.y.place(value), look.height)
}

/// The line of the horizontal axis, and the numbers below it.
fn foot(panel: &Panel, width: usize, left: usize, look: Look) -> (String, String) {
    let (floor, small, large) = match (look.ascii, panel.x.scale) {
        (true, _) => ('-', '+', '+'),
        (false, Scale::Linear) => ('─', '┬', '┬'),
        (false, Scale::Log) => ('─', '┬', '┼'),
    };
    let mut line = vec![floor; width];
    let mut below = vec![' '; left + width];
    if !look.ascii {
        for value in panel.x.minor() {
            if let Some(column) = cell(panel.x.place(value), width) {
                line[column] = small;
            }
        }
    }
    for value in panel.x.ticks((width / 9).max(2)) {
        let (Some(column), name) = (cell(panel.x.place(value), width), number(value, look)) else { continue };
        let length = name.chars().count();
        let from = (left + column).saturating_sub(length / 2).min((left + width).saturating_sub(length));
        // A number that would touch the one before it is left out.
        if below[from.saturating_sub(1)..from + length].iter().all(|c| *c == ' ') {
            line[column] = large;
            for (offset, c) in name.chars().enumerate() {
                below[from + offset] = c;
            }
        }
    }
    (line.into_iter().collect(), below.into_iter().collect())
}

/// The names of landmarks, above the places that they have; `left` columns stand before the field.
fn landmarks(panel: &Panel, left: usize, width: usize, look: Look) -> Vec<String> {
    let mut wanted: Vec<(usize, String)> = Vec::new();
    for landmark in &panel.landmarks {
        let (x, y) = match landmark.at {
            At::X(x) => (Some(panel.x.place(x)), None),
            At::Span(from, to) => {
                let within = |x: f64| panel.x.place(x).clamp(0.0, 1.0);
                (Some(0.5 * (within(from) + within(to))), None)
            }
            At::Y(y) => (None, Some(panel.y.place(y))),
        };
        let column = match (x, y) {
            (Some(x), _) => cell(x, width),
            // A height is named at the right, where its line ends.
            (None, y) => y.filter(|y| (0.0..=1.0).contains(y)).map(|_| width - 1),
        };
        let Some(column) = column else { continue };
        let arrow = if y.is_some() { if look.ascii { " -" } else { " ┄" } } else { "" };
        let name = text(&landmark.name, (3 * width / 5).max(8), look) + arrow;
        wanted.push((column, name));
    }
    wanted.sort_by_key(|(column, _)| *column);
    let mut levels: Vec<(usize, String)> = Vec::new();
    for (column, name) in wanted {
        let wide = display_width(&name);
        let from =
            (left + column).saturating_sub(wide / 2).min((left + width).saturating_sub(wide)).max(left);
        let level = levels.iter().position(|(used, _)| *used == 0 || used + 2 <= from);
        let level = match level {
            Some(level) => level,
            None if levels.len() < LEVELS => {
                levels.push((0, String::new()));
                levels.len() - 1
            }
            None => continue,
        };
        let (used, line) = &mut levels[level];
        *line += &" ".repeat(from - *used);
        *line += &name;
        *used = from + wide;
    }
    levels.into_iter().rev().map(|(_, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        let line = |hue: usize, end: f64| Series {
            name: format!("curve {hue}"),
            hue,
            drawn: Drawn::Line(vec![(1.0, 100.0), (2.0, end), (4.0, f64::NAN), (8.0, 20.0), (9.0, 10.0)]),
        };
        Picture::of(
            "title",
            vec![Panel::of(vec![line(0, 80.0), line(1, 60.0)], ("units", "time (h)"), Scale::Linear)],
        )
    }

    fn look(coloured: bool) -> Look {
        Look { width: 60, height: 10, ascii: false, coloured }
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let (plain, coloured) = (draw(&picture(), look(false)), draw(&picture(), look(true)));
        let mut without = String::new();
        for (place, piece) in coloured.split('\u{1b}').enumerate() {
            without += if place == 0 { piece } else { piece.split_once('m').unwrap().1 };
        }
        assert_eq!(plain, without);
        for hue in 0..2 {
            assert!(coloured.contains(&format!("\u{1b}[38;5;{}m", palette::TERMINAL[hue])), "{hue}");
        }
        assert!(
            coloured.lines().all(|line| !line.contains('\u{1b}') || line.trim_end().contains("\u{1b}[0m"))
        );
    }

    #[test]
    fn the_pen_is_lifted_where_there_is_no_value() {
        let drawn = draw(&picture(), Look { ascii: true, ..look(false) });
        let rows: Vec<&str> = drawn.lines().filter(|line| line.contains(['|', '+'])).collect();
        // From 2 to 8 units, of an axis from 0 to 10, nothing is drawn.
        for row in &rows[..10] {
            let field: Vec<char> = row.split_once(['|', '+']).unwrap().1.chars().collect();
            assert!(field.iter().take(field.len().min(42)).skip(13).all(|c| *c == ' '), "{row}");
        }
    }

    #[test]
    fn every_width_is_kept_to() {
        for width in 1..=130 {
            for ascii in [false, true] {
                let drawn = draw(&picture(), Look { width, ascii, ..look(false) });
                assert!(drawn.lines().all(|line| display_width(line) <= width.max(20)), "{width}: {drawn}");
            }
        }
    }
}
