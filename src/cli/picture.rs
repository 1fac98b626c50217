//! Where the pictures of `--plot` go: below a report in text, or into a file of their own.

use std::path::{Path, PathBuf};

use super::args::Out;
use super::exit::{Exit, Failure};
use super::output::Target;
use super::{coloured, width};
use crate::plot::{Picture, png, svg, terminal};
use crate::render::Format;

/// Lines of a picture's field in a terminal.
pub(super) const HEIGHT: usize = 18;
/// Lines of each field below a report, which may have several.
const BELOW: usize = 16;
/// The width of a bitmap, in pixels.
const PIXELS: u32 = 1600;

/// Whether a path is named as a file of this kind.
fn is(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

/// The target of `--plot`: none where nothing is asked for.
pub(super) fn target(plot: Option<&Path>, format: Format, out: &Out) -> Result<Option<Target>, Failure> {
    let Some(plot) = plot else { return Ok(None) };
    if plot.as_os_str() == "-" {
        return if format == Format::Text {
            Ok(Some(Target::Stdout))
        } else {
            Err(Failure::new(Exit::Usage, "--plot: a picture in characters goes with text alone")
                .with_help("name a file for it: --plot picture.svg"))
        };
    }
    if is(plot, "png") {
        png::can().map_err(|message| Failure::new(Exit::Usage, format!("--plot: {message}")))?;
    } else if !is(plot, "svg") {
        return Err(Failure::new(
            Exit::Usage,
            format!("--plot: `{}` is named neither as an SVG file nor as a PNG file", plot.display()),
        )
        .with_help(
            "name it so: --plot picture.svg; or leave the name out, after the data's, to see it here",
        ));
    }
    if out.output.as_deref() == Some(plot) {
        return Err(Failure::new(Exit::Usage, "--plot and --output name the same file")
            .with_help("name another for one of them"));
    }
    Ok(Some(Target::new(Some(PathBuf::from(plot)), out.force)))
}

/// Draws a picture: below a text that goes to `out`, or into its file.
pub(super) fn draw(
    picture: &Picture,
    target: &Target,
    text: &mut String,
    out: &Target,
) -> Result<(), Failure> {
    match target {
        Target::Stdout => {
            let to_terminal = matches!(out, Target::Stdout) && coloured(&std::io::stdout());
            let (width, ascii) = (width().min(100), !super::unicode());
            let look = terminal::Look { width, height: BELOW, ascii, coloured: to_terminal };
            text.push('\n');
            text.push_str(&terminal::draw(picture, look));
            Ok(())
        }
        Target::File { path, .. } if is(path, "png") => {
            let drawn = png::draw(picture, PIXELS).map_err(|message| Failure::new(Exit::Io, message))?;
            target.write_bytes(&drawn)
        }
        file @ Target::File { .. } => file.write(&svg::draw(picture)),
    }
}
