//! Pictures as bitmaps, with letters of their own: a machine without fonts draws the same.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};
use tiny_skia::{
    Color, FillRule, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};

use super::Picture;
use super::paint::{self, PAPER};
use super::scene::{Anchor, Item, Role, Scene, Shape};

/// A part of Roboto, whose licence stands beside it.
const FONT: &[u8] = include_bytes!("png/Roboto-Regular.ttf");
/// How wide the edges of bold letters are, in sizes of the letters.
const BOLD: f64 = 0.035;

/// Whether this build draws bitmaps.
///
/// # Errors
///
/// Never: it does.
pub fn can() -> Result<(), String> {
    Ok(())
}

/// Draws a picture of so many pixels across, on white, as a PNG file's bytes.
///
/// # Errors
///
/// A message where the picture would be too large for memory.
///
/// # Example
///
/// ```
/// use learncurve::plot::{Drawn, Panel, Picture, Scale, Series, png};
/// let line = Series { name: "80%".to_owned(), hue: 0, drawn: Drawn::Line(vec![(1.0, 100.0), (2.0, 80.0)]) };
/// let panel = Panel::of(vec![line], ("units", "time (h)"), Scale::Log);
/// let bytes = png::draw(&Picture::of("80%", vec![panel]), 800).unwrap();
/// assert_eq!(bytes[1..4], *b"PNG");
/// ```
pub fn draw(picture: &Picture, width: u32) -> Result<Vec<u8>, String> {
    let scene = Scene::of(picture);
    let scale = f64::from(width) / scene.width;
    let height = whole(scene.height * scale);
    let too_large = || format!("a picture of {width} by {height} pixels is too large");
    let face = FontRef::new(FONT).map_err(|error| error.to_string())?;
    let mut canvas = Canvas { pixels: Pixmap::new(width, height).ok_or_else(too_large)?, face, mask: None };
    canvas.pixels.fill(colour(PAPER.0, 1.0));
    let placed =
        |x: f64, y: f64| Transform::from_row(f(scale), 0.0, 0.0, f(scale), f(scale * x), f(scale * y));
    for item in &scene.head {
        canvas.item(item, placed(0.0, 0.0));
    }
    for panel in &scene.panels {
        let to = placed(panel.at.0, panel.at.1);
        for item in &panel.around {
            canvas.item(item, to);
        }
        let (wide, high) = panel.field;
        let field = outline(&[(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)], true);
        let mut mask = Mask::new(width, height).ok_or_else(too_large)?;
        if let Some(field) = field {
            mask.fill_path(&field, FillRule::Winding, true, to);
        }
        canvas.mask = Some(mask);
        for item in &panel.inside {
            canvas.item(item, to);
        }
        canvas.mask = None;
    }
    canvas.pixels.encode_png().map_err(|error| error.to_string())
}

struct Canvas<'f> {
    pixels: Pixmap,
    face: FontRef<'f>,
    /// What may be drawn on; all where there is none.
    mask: Option<Mask>,
}

impl Canvas<'_> {
    fn item(&mut self, item: &Item, to: Transform) {
        let mask = if item.is_clipped() { None } else { self.mask.take() };
        self.shape(item, to);
        self.mask = mask.or_else(|| self.mask.take());
    }

    fn shape(&mut self, item: &Item, to: Transform) {
        match &item.shape {
            Shape::Lines(lines) => {
                let dashes: Vec<f32> = paint::lengths(item).iter().map(|length| f(*length)).collect();
                let stroke = Stroke {
                    width: f(item.role.stroke()),
                    line_join: LineJoin::Round,
                    dash: StrokeDash::new(dashes, 0.0),
                    ..Stroke::default()
                };
                for path in lines.iter().filter_map(|line| outline(line, false)) {
                    self.stroke(&path, paint::stroke(item).1, &stroke, to);
                }
            }
            Shape::Area(corners) => {
                if let Some(path) = outline(corners, true) {
                    self.fill(&path, paint::fill(item).1, paint::opacity(item.role), to);
                }
            }
            Shape::Mark(mark, (x, y)) => {
                let path = match mark.corners() {
                    [] => PathBuilder::from_circle(0.0, 0.0, 4.0),
                    corners => outline(corners, true),
                };
                let to = to.pre_translate(f(*x), f(*y));
                if let Some(path) = path {
                    self.fill(&path, paint::fill(item).1, 1.0, to);
                    self.stroke(&path, PAPER.0, &Stroke::default(), to);
                }
            }
            Shape::Text { at: (x, y), text, anchor, turned } => {
                let to = to.pre_translate(f(*x), f(*y));
                let to = if *turned { to.pre_concat(Transform::from_rotate(-90.0)) } else { to };
                self.text(text, item.role, *anchor, to);
            }
        }
    }

    fn text(&mut self, text: &str, role: Role, anchor: Anchor, to: Transform) {
        let (unscaled, upright) = (Size::unscaled(), LocationRef::default());
        let size = f(role.size()) / f32::from(self.face.metrics(unscaled, upright).units_per_em);
        let (glyphs, outlines) = (self.face.charmap(), self.face.outline_glyphs());
        let widths = self.face.glyph_metrics(unscaled, upright);
        let mut letters = Letters { path: PathBuilder::new(), size, x: 0.0 };
        for c in text.chars() {
            // The first glyph of a font is the box of what it lacks.
            let glyph = glyphs.map(c).unwrap_or_default();
            if let Some(outline) = outlines.get(glyph) {
                // The font is built in: what of it cannot be drawn is seen at once.
                let _ = outline.draw(DrawSettings::unhinted(unscaled, upright), &mut letters);
            }
            letters.x += size * widths.advance_width(glyph).unwrap_or(0.0);
        }
        let back = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -0.5 * letters.x,
            Anchor::End => -letters.x,
        };
        let (to, ink) = (to.pre_translate(back, 0.0), paint::text(role).1);
        let Some(path) = letters.path.finish() else { return };
        self.fill(&path, ink, 1.0, to);
        if role == Role::Title {
            let stroke = Stroke { width: f(BOLD * role.size()), ..Stroke::default() };
            self.stroke(&path, ink, &stroke, to);
        }
    }

    fn fill(&mut self, path: &Path, ink: &str, opacity: f64, to: Transform) {
        self.pixels.fill_path(path, &paint(ink, opacity), FillRule::Winding, to, self.mask.as_ref());
    }

    fn stroke(&mut self, path: &Path, ink: &str, stroke: &Stroke, to: Transform) {
        self.pixels.stroke_path(path, &paint(ink, 1.0), stroke, to, self.mask.as_ref());
    }
}

fn paint(ink: &str, opacity: f64) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour(ink, opacity));
    paint
}

/// A colour that is written as `#rgb` or `#rrggbb`.
fn colour(written: &str, opacity: f64) -> Color {
    let digits: Vec<u8> =
        written.chars().filter_map(|c| c.to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
    let channels = match digits[..] {
        [r, g, b] => [17 * r, 17 * g, 17 * b],
        [a, b, c, d, e, g] => [16 * a + b, 16 * c + d, 16 * e + g],
        _ => [0; 3],
    };
    let [r, g, b] = channels;
    let mut made = Color::from_rgba8(r, g, b, 255);
    made.set_alpha(f(opacity));
    made
}

fn outline(corners: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (place, (x, y)) in corners.iter().enumerate() {
        if place == 0 {
            path.move_to(f(*x), f(*y));
        } else {
            path.line_to(f(*x), f(*y));
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// Letters one after another, as outlines with y downwards.
struct Letters {
    path: PathBuilder,
    size: f32,
    x: f32,
}

impl Letters {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + self.size * x, -self.size * y)
    }
}

impl OutlinePen for Letters {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// A length in the single precision that pixels are drawn in.
#[expect(clippy::cast_possible_truncation, reason = "a length on a picture, at most ten thousands of pixels")]
fn f(length: f64) -> f32 {
    length as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it saturates, and is then too large"
)]
fn whole(length: f64) -> u32 {
    length.ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{Drawn, Panel, Scale, Series};

    fn drawn(title: &str, hue: usize) -> Pixmap {
        let line = Series { name: String::new(), hue, drawn: Drawn::Line(vec![(1.0, 100.0), (9.0, 20.0)]) };
        let picture = Picture::of(title, vec![Panel::of(vec![line], ("units", "time (h)"), Scale::Linear)]);
        Pixmap::decode_png(&draw(&picture, 700).unwrap()).unwrap()
    }

    /// How many pixels of the first rows are nearly ink.
    fn inked(pixels: &Pixmap) -> usize {
        let head = pixels.pixels().chunks(700).take(40).flatten();
        head.filter(|pixel| pixel.red() < 80 && pixel.green() < 80 && pixel.blue() < 80).count()
    }

    #[test]
    fn letters_are_drawn_without_any_font_of_the_machine() {
        let (none, some) = (inked(&drawn("", 0)), inked(&drawn("Curve: Ω Ж é €", 0)));
        assert!(none == 0 && some > 300, "{none} and {some}");
        assert!(inked(&drawn("日本", 0)) > 0, "what the font lacks is a box");
    }

    #[test]
    fn series_have_the_colours_of_the_palette() {
        for (hue, (light, _)) in crate::plot::palette::COLOURS.iter().enumerate() {
            let wanted = colour(light, 1.0).to_color_u8();
            let pixels = drawn("", hue);
            let close = |one: u8, other: u8| one.abs_diff(other) < 3;
            let found = pixels.pixels().iter().filter(|pixel| {
                close(pixel.red(), wanted.red())
                    && close(pixel.green(), wanted.green())
                    && close(pixel.blue(), wanted.blue())
            });
            assert!(found.count() > 100, "{light}");
        }
    }
}
