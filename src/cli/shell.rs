//! `completions` and `man`: what a shell and a manual reader want of the program.

use clap::CommandFactory as _;

use super::args::{self, Arguments};
use super::exit::{Exit, Failure};
use super::output::Target;

pub(super) fn completions(args: &args::Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "learncurve", &mut script);
    Target::Stdout.write(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}

pub(super) fn man(args: &args::Man) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    command.build();
    if let Some(name) = &args.command {
        let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
        command = command.find_subcommand(name).cloned().ok_or_else(|| {
            Failure::new(Exit::Usage, format!("there is no command `{name}`"))
                .with_help(format!("one of {}", names.join(", ")))
        })?;
        command = command.name(format!("learncurve-{name}"));
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::new(Exit::Io, error.to_string()))?;
    Target::Stdout.write(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Fine)
}
