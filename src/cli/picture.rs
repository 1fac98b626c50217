//! Where pictures go: below a report in text, or into an SVG file of their own.

use std::path::{Path, PathBuf};

use super::args::Out;
use super::exit::{Exit, Failure};
use super::output::Target;
use super::width;
use crate::plot::{Picture, svg, terminal};
use crate::render::Format;

/// The target of `--plot`: none where nothing is asked for.
pub(super) fn target(plot: Option<&Path>, format: Format, out: &Out) -> Result<Option<Target>, Failure> {
    let Some(plot) = plot else { return Ok(None) };
    if plot.as_os_str() == "-" {
        return if format == Format::Text {
            Ok(Some(Target::Stdout))
        } else {
            Err(Failure::new(Exit::Usage, "--plot: a picture in characters goes with text alone")
                .with_help("name a file for it: --plot fit.svg"))
        };
    }
    if !plot.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
        return Err(Failure::new(
            Exit::Usage,
            format!("--plot: `{}` is not named as an SVG file", plot.display()),
        )
        .with_help("name it so: --plot fit.svg; or leave the name out, after the data's, to see it here"));
    }
    if out.output.as_deref() == Some(plot) {
        return Err(Failure::new(Exit::Usage, "--plot and --output name the same file")
            .with_help("name another for one of them"));
    }
    Ok(Some(Target::new(Some(PathBuf::from(plot)), out.force)))
}

/// Draws a picture: below a text, or into its file.
pub(super) fn draw(picture: &Picture, target: &Target, text: &mut String) -> Result<(), Failure> {
    match target {
        Target::Stdout => {
            let look = terminal::Look { width: width().min(100), height: 16, ascii: !super::unicode() };
            text.push('\n');
            text.push_str(&terminal::draw(picture, look));
            Ok(())
        }
        file @ Target::File { .. } => file.write(&svg::draw(picture)),
    }
}
