//! Pictures as SVG: one file, no scripts, light and dark, with what a pointer rests on said in words.

use maud::{Markup, PreEscaped, html};

use super::Picture;
use super::paint::{self, FAINT, GRID, INK, MINOR, PAPER};
use super::palette::COLOURS;
use super::scene::{Anchor, Item, Placed, Role, Scene, Shape};

/// Draws a picture as a file of its own.
///
/// Colours are attributes, which every program knows that shows SVG; the style has those of the dark, for browsers.
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
    written(picture, "", true) + "\n"
}

/// Draws a picture for a page that has [`style`] in its own; all ids begin with `ids` and a hyphen.
///
/// # Example
///
/// ```
/// use learncurve::plot::{Picture, svg};
/// let drawn = svg::embedded(&Picture::of("80%", Vec::new()), "first");
/// assert!(drawn.contains("id=\"first-title\"") && !drawn.contains("style"));
/// ```
pub fn embedded(picture: &Picture, ids: &str) -> String {
    written(picture, &format!("{ids}-"), false)
}

/// The rules of pictures in the dark.
pub fn style() -> String {
    let fills =
        [("paper", PAPER.1), ("ink", INK.1), ("faint", FAINT.1)].map(|(name, dark)| (name.to_owned(), dark));
    let strokes =
        [("grid", GRID.1), ("minor", MINOR.1), ("axis", FAINT.1), ("across", FAINT.1), ("points", PAPER.1)]
            .map(|(name, dark)| (name.to_owned(), dark));
    let hues = |letter: char| {
        COLOURS.iter().enumerate().map(move |(place, (_, dark))| (format!("{letter}{place}"), *dark))
    };
    let rule = |kind: &'static str| {
        move |(name, dark): (String, &str)| format!(".learncurve .{name}{{{kind}:{dark}}}")
    };
    let fills = fills.into_iter().chain(hues('f')).map(rule("fill"));
    let strokes = strokes.into_iter().chain(hues('s')).map(rule("stroke"));
    format!("@media(prefers-color-scheme:dark){{{}}}", fills.chain(strokes).collect::<String>())
}

fn written(picture: &Picture, ids: &str, alone: bool) -> String {
    let scene = Scene::of(picture);
    let (title, described) = (format!("{ids}title"), format!("{ids}described"));
    html! {
        svg xmlns="http://www.w3.org/2000/svg" class="learncurve" role="img" width=(pixels(scene.width)) height=(pixels(scene.height))
            viewBox=(format!("0 0 {} {}", pixels(scene.width), pixels(scene.height)))
            font-family="system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans','DejaVu Sans',sans-serif"
            aria-labelledby=(title) aria-describedby=(described) {
            title id=(title) { (scene.title) }
            desc id=(described) { (scene.description) }
            @if alone { style { (PreEscaped(style())) } }
            rect class="paper" fill=(PAPER.0) width="100%" height="100%" {}
            @for item in &scene.head { (drawn(item)) }
            @for (place, panel) in scene.panels.iter().enumerate() { (field(panel, &format!("{ids}field{place}"))) }
        }
    }
    .into_string()
}

fn field(panel: &Placed, clip: &str) -> Markup {
    html! {
        g transform=(format!("translate({} {})", pixels(panel.at.0), pixels(panel.at.1))) {
            clipPath id=(clip) { rect width=(pixels(panel.field.0)) height=(pixels(panel.field.1)) {} }
            @for item in &panel.around { (drawn(item)) }
            @for run in panel.inside.chunk_by(|one, next| one.is_clipped() == next.is_clipped()) {
                g clip-path=[run[0].is_clipped().then(|| format!("url(#{clip})"))] {
                    @for item in run { (drawn(item)) }
                }
            }
        }
    }
}

fn drawn(item: &Item) -> Markup {
    let said = html! { @if let Some(said) = &item.said { title { (said) } } };
    match &item.shape {
        Shape::Lines(lines) if lines.iter().all(Vec::is_empty) => html! {},
        Shape::Lines(lines) => {
            let (class, colour) = paint::stroke(item);
            let dashes = dashes(item);
            html! {
                path class=(class) fill="none" stroke=(colour) stroke-width=(item.role.stroke()) stroke-linejoin="round"
                    stroke-dasharray=[dashes] d=(lines.iter().map(|line| path(line)).collect::<String>()) { (said) }
            }
        }
        Shape::Area(corners) if corners.is_empty() => html! {},
        Shape::Area(corners) => {
            let (class, colour) = paint::fill(item);
            html! { path class=(class) fill=(colour) fill-opacity=(paint::opacity(item.role)) d=(path(corners) + "Z") { (said) } }
        }
        Shape::Mark(mark, (x, y)) => {
            let (class, colour) = paint::fill(item);
            let outline = match mark.corners() {
                [] => "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z".to_owned(),
                corners => path(corners) + "Z",
            };
            let place = format!("translate({} {})", pixels(*x), pixels(*y));
            html! { path class=(class) fill=(colour) stroke=(PAPER.0) d=(outline) transform=(place) { (said) } }
        }
        Shape::Text { at: (x, y), text, anchor, turned } => {
            let (class, colour) = paint::text(item.role);
            let anchor = match anchor {
                Anchor::Start => None,
                Anchor::Middle => Some("middle"),
                Anchor::End => Some("end"),
            };
            let weight = (item.role == Role::Title).then_some("600");
            let turn = turned.then(|| format!("rotate(-90 {} {})", pixels(*x), pixels(*y)));
            html! {
                text class=(class) x=(pixels(*x)) y=(pixels(*y)) fill=(colour) font-size=(item.role.size()) font-weight=[weight]
                    text-anchor=[anchor] transform=[turn] { (text) (said) }
            }
        }
    }
}

fn dashes(item: &Item) -> Option<String> {
    let lengths = paint::lengths(item);
    let words: Vec<String> = lengths.iter().map(|length| pixels(*length)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn path(corners: &[(f64, f64)]) -> String {
    let mut made = String::with_capacity(14 * corners.len());
    for (place, (x, y)) in corners.iter().enumerate() {
        made.push(if place == 0 { 'M' } else { 'L' });
        made.push_str(&format!("{} {}", pixels(*x), pixels(*y)));
    }
    made
}

/// A length to a hundredth of a pixel.
fn pixels(length: f64) -> String {
    let rounded = format!("{length:.2}");
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" { "0".to_owned() } else { trimmed.to_owned() }
}
