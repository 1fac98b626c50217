//! `init`: a commented scenario to start from.

use super::args;
use super::exit::{Exit, Failure};
use super::output::Target;

/// The template: a complete scenario, everything optional shown as a comment.
pub(crate) const TEMPLATE: &str = include_str!("template.toml");

pub(super) fn run(args: &args::Init) -> Result<Exit, Failure> {
    let target = Target::new(args.file.clone(), args.force);
    target.check(&[])?;
    target.write(TEMPLATE)?;
    Ok(Exit::Fine)
}
