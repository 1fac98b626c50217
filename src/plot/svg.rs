//! Pictures as SVG: one file, no scripts, light and dark, with what a pointer rests on said in words.

use maud::{Markup, PreEscaped, html};

use super::axis::tick;
use super::{Drawn, Panel, Picture, Series};

/// The size of a panel's field between its axes, in pixels.
const FIELD: (f64, f64) = (460.0, 320.0);
/// Room about it: above, on the right, below.
const MARGIN: (f64, f64, f64) = (12.0, 30.0, 52.0);
/// Room for the title, and for each line of the legend.
const LINE: f64 = 24.0;
/// The most numbers along an axis.
const TICKS: usize = 7;
/// About how wide a character is.
const CHARACTER: f64 = 6.8;

/// Colours that the colour-blind tell apart, and that differ in grey; lines differ in their dashes besides.
const STYLE: &str = "\
.learncurve{--paper:#fff;--ink:#1a1a1a;--faint:#666;--grid:#e4e4e4;\
--h0:#0072b2;--h1:#d55e00;--h2:#009e73;--h3:#cc79a7;--h4:#8a6d00;--h5:#56b4e9;\
font:13px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}\
@media(prefers-color-scheme:dark){.learncurve{--paper:#16181d;--ink:#eceff4;--faint:#a8adb7;--grid:#33363d;\
--h0:#5fb7ec;--h1:#ff9248;--h2:#3fd0a4;--h3:#e7a6cb;--h4:#e0c050;--h5:#9ad7f7}}\
.learncurve .paper{fill:var(--paper)}.learncurve text{fill:var(--ink)}.learncurve .title{font-size:16px;font-weight:600}\
.learncurve .tick{fill:var(--faint);font-size:12px}.learncurve .grid{stroke:var(--grid)}.learncurve .axis{stroke:var(--faint);fill:none}\
.learncurve .line{fill:none;stroke-width:2;stroke-linejoin:round}.learncurve .points{stroke:var(--paper);stroke-width:1}\
.learncurve .spans{stroke-width:1.5;fill:none;stroke-dasharray:none!important}.learncurve .band{stroke:none;opacity:.28}.learncurve .wide{opacity:.13}";

/// Dashes of the lines of each colour.
const DASHES: [&str; 6] = ["none", "8 4", "2 4", "10 4 2 4", "5 5", "14 4"];

/// Draws a picture, its panels beside one another.
///
/// # Example
///
/// ```
/// use learncurve::plot::{Drawn, Panel, Picture, Scale, Series, svg};
/// let line = Series { name: "a & b".to_owned(), hue: 0, drawn: Drawn::Line(vec![(1.0, 100.0), (2.0, 80.0)]) };
/// let panel = Panel::of(vec![line], ("units", "time (h)"), Scale::Log);
/// let drawn = svg::draw(&Picture::of("80%", vec![panel]));
/// assert!(drawn.starts_with("<svg xmlns=") && drawn.contains("a &amp; b"));
/// ```
pub fn draw(picture: &Picture) -> String {
    let ((top, right, below), left) = (MARGIN, gutter(picture));
    let wide = left + FIELD.0 + right;
    let width = wide * crate::curve::count(picture.panels.len() as u64);
    let entries = legend(picture, left, width - right);
    let head = LINE * (1.5 + entries.last().map_or(0.0, |(_, _, line, _)| line + 1.0));
    let height = head + top + FIELD.1 + below;
    html! {
        svg xmlns="http://www.w3.org/2000/svg" class="learncurve" role="img" width=(pixels(width)) height=(pixels(height))
            viewBox=(format!("0 0 {} {}", pixels(width), pixels(height))) aria-labelledby="title" {
            title id="title" { (printable(&picture.title)) }
            style { (PreEscaped(STYLE)) }
            rect class="paper" width="100%" height="100%" {}
            text class="title" x=(pixels(left)) y="24" { (printable(&picture.title)) }
            @for (series, x, line, name) in &entries {
                @let y = LINE * (1.9 + line);
                (swatch(series, *x, y))
                text x=(pixels(x + 32.0)) y=(pixels(y + 4.0)) { (name) }
            }
            @for (place, panel) in picture.panels.iter().enumerate() {
                @let x = wide * crate::curve::count(place as u64) + left;
                g transform=(format!("translate({} {})", pixels(x), pixels(head + top))) { (field(panel, place, left)) }
            }
        }
    }
    .into_string()
        + "\n"
}

/// Room on the left of each panel: for the numbers along the axis and its label.
fn gutter(picture: &Picture) -> f64 {
    let ticks = picture.panels.iter().flat_map(|panel| panel.y.ticks(TICKS));
    let longest = ticks.map(|value| tick(value).len()).max().unwrap_or(1);
    40.0 + CHARACTER * crate::curve::count(longest as u64)
}

/// Where the names of the series stand: x, the line, and the text.
fn legend(picture: &Picture, left: f64, end: f64) -> Vec<(&Series, f64, f64, String)> {
    let (mut x, mut line) = (left, 0.0);
    let mut made = Vec::new();
    for series in picture.panels.first().map_or(&[][..], |panel| &panel.series).iter().rev() {
        let name = printable(&series.name);
        let room = 32.0 + CHARACTER * crate::curve::count(name.chars().count() as u64) + 24.0;
        if x > left && x + room > end {
            (x, line) = (left, line + 1.0);
        }
        made.push((series, x, line, name));
        x += room;
    }
    made
}

/// What a series looks like, small.
fn swatch(series: &Series, x: f64, y: f64) -> Markup {
    let (from, to) = (pixels(x), pixels(x + 24.0));
    html! {
        @match &series.drawn {
            Drawn::Line(_) | Drawn::Beyond(_) => line class="line" x1=(from) x2=(to) y1=(pixels(y)) y2=(pixels(y)) style=(stroke(series.hue)) {},
            Drawn::Points(_) => circle class="points" cx=(pixels(x + 12.0)) cy=(pixels(y)) r="4" style=(fill(series.hue)) {},
            Drawn::Band { wide, .. } => rect class=(band_class(*wide)) x=(from) y=(pixels(y - 6.0)) width="24" height="12" style=(fill(series.hue)) {},
            Drawn::Spans(_) => path class="spans" d=(format!("M{from} {0}H{to}M{from} {1}v6M{to} {1}v6", pixels(y), pixels(y - 3.0))) style=(stroke(series.hue)) {},
        }
    }
}

/// The field between the axes, and what stands along them.
fn field(panel: &Panel, place: usize, left: f64) -> Markup {
    let (wide, high) = FIELD;
    let x_of = |value: f64| panel.x.place(value) * wide;
    let y_of = |value: f64| (1.0 - panel.y.place(value)) * high;
    let clip = format!("field{place}");
    html! {
        clipPath id=(clip) { rect width=(pixels(wide)) height=(pixels(high)) {} }
        @for value in panel.x.ticks(TICKS) {
            @let x = pixels(x_of(value));
            line class="grid" x1=(x) x2=(x) y1="0" y2=(pixels(high)) {}
            text class="tick" x=(x) y=(pixels(high + 18.0)) text-anchor="middle" { (tick(value)) }
        }
        @for value in panel.y.ticks(TICKS) {
            @let y = y_of(value);
            line class="grid" x1="0" x2=(pixels(wide)) y1=(pixels(y)) y2=(pixels(y)) {}
            text class="tick" x="-8" y=(pixels(y + 4.0)) text-anchor="end" { (tick(value)) }
        }
        path class="axis" d=(format!("M0 0V{high}H{wide}")) {}
        text x=(pixels(0.5 * wide)) y=(pixels(high + 40.0)) text-anchor="middle" { (printable(&panel.x.label)) }
        text transform=(format!("translate({} {}) rotate(-90)", pixels(18.0 - left), pixels(0.5 * high))) text-anchor="middle" { (printable(&panel.y.label)) }
        g clip-path=(format!("url(#{clip})")) {
            @for series in &panel.series { (drawn(series, &x_of, &y_of)) }
        }
    }
}

fn drawn(series: &Series, x_of: &dyn Fn(f64) -> f64, y_of: &dyn Fn(f64) -> f64) -> Markup {
    // Far outside the field, where a renderer's numbers would overflow, a point is as good as just outside.
    let at = |x: f64, y: f64| (x_of(x).clamp(-1e4, 1e4), y_of(y).clamp(-1e4, 1e4));
    let sound = |x: f64, y: f64| x_of(x).is_finite() && !y_of(y).is_nan();
    let name = printable(&series.name);
    match &series.drawn {
        Drawn::Line(points) | Drawn::Beyond(points) => {
            let corners: Vec<_> =
                points.iter().filter(|(x, y)| sound(*x, *y)).map(|(x, y)| at(*x, *y)).collect();
            html! { path class="line" d=(path(&corners)) style=(stroke(series.hue)) { title { (name) } } }
        }
        Drawn::Band { ends, wide } => {
            let kept: Vec<_> =
                ends.iter().filter(|(x, low, high)| sound(*x, *low) && sound(*x, *high)).collect();
            let upper = kept.iter().map(|(x, _, high)| at(*x, *high));
            let lower = kept.iter().rev().map(|(x, low, _)| at(*x, *low));
            let corners: Vec<_> = upper.chain(lower).collect();
            html! { path class=(band_class(*wide)) d=(path(&corners) + "Z") style=(fill(series.hue)) { title { (name) } } }
        }
        Drawn::Points(points) => html! {
            @for (x, y) in points.iter().filter(|(x, y)| sound(*x, *y)) {
                @let (left, top) = at(*x, *y);
                circle class="points" cx=(pixels(left)) cy=(pixels(top)) r="4" style=(fill(series.hue)) {
                    title { (format!("{name}: {} at {}", exact(*y), exact(*x))) }
                }
            }
        },
        Drawn::Spans(spans) => html! {
            @for (from, to, y) in spans.iter().filter(|(from, to, y)| sound(*from, *y) && sound(*to, *y)) {
                @let ((left, top), (right, _)) = (at(*from, *y), at(*to, *y));
                path class="spans" d=(format!("M{0} {2}H{1}M{0} {3}v6M{1} {3}v6", pixels(left), pixels(right), pixels(top), pixels(top - 3.0))) style=(stroke(series.hue)) {
                    title { (format!("{name}: {} over {} to {}", exact(*y), exact(*from), exact(*to))) }
                }
            }
        },
    }
}

fn path(corners: &[(f64, f64)]) -> String {
    let mut made = String::with_capacity(14 * corners.len());
    for (place, (x, y)) in corners.iter().enumerate() {
        made.push(if place == 0 { 'M' } else { 'L' });
        made.push_str(&format!("{} {}", pixels(*x), pixels(*y)));
    }
    made
}

fn stroke(hue: usize) -> String {
    let colours = DASHES.len();
    // A colour that comes again comes with other dashes.
    let dashes = DASHES[(hue + hue / colours) % colours];
    format!("stroke:var(--h{});stroke-dasharray:{dashes}", hue % colours)
}

fn fill(hue: usize) -> String {
    format!("fill:var(--h{})", hue % DASHES.len())
}

fn band_class(wide: bool) -> &'static str {
    if wide { "band wide" } else { "band" }
}

/// A text without the characters that XML has no place for.
fn printable(text: &str) -> String {
    crate::render::visible(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// A length to a hundredth of a pixel.
fn pixels(length: f64) -> String {
    let rounded = format!("{length:.2}");
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" { "0".to_owned() } else { trimmed.to_owned() }
}

/// A value to six digits.
fn exact(value: f64) -> String {
    tick(format!("{value:.5e}").parse().unwrap_or(value))
}
