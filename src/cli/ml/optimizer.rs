//! `ml optimizer`: paths of optimisers over a surface.

mod told;

use std::path::PathBuf;

use clap::Args;

use super::super::args::{Out, count};
use super::super::exit::{Exit, Failure};
use super::super::output::Target;
use super::super::picture;
use super::written::lr;
use crate::ml::optimizer::{self, NAMES, Rule};
use crate::ml::surface::{Path, SURFACES, Surface};
use crate::render::Format;

#[derive(Debug, Args)]
pub(crate) struct Optimizer {
    /// The optimiser
    #[arg(value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(NAMES))]
    name: String,
    /// Its settings, where they are not `PyTorch`'s defaults: momentum=0.9 nesterov=true
    #[arg(value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,
    /// The surface
    #[arg(long, value_name = "SURFACE", default_value = "saddle", value_parser = clap::builder::PossibleValuesParser::new(SURFACES.map(Surface::name)))]
    on: String,
    /// The step size; default `PyTorch`'s for the optimiser
    #[arg(long, value_parser = lr)]
    lr: Option<f64>,
    /// How many steps
    #[arg(long, value_name = "N", default_value = "50", value_parser = steps)]
    steps: u64,
    /// Where the path begins; default the surface's own start
    #[arg(long, value_name = "X,Y", value_parser = point, allow_hyphen_values = true)]
    start: Option<[f64; 2]>,
    /// Other optimisers beside it, each with its defaults and, after `=`, an lr of its own; or `all`
    #[arg(long, value_name = "NAME[=LR],…|all", value_delimiter = ',', value_parser = other)]
    compare: Vec<(String, Option<f64>)>,
    /// A row for every so many steps; default as many as make twenty rows in text and Markdown, and 1 else
    #[arg(long, value_name = "N", value_parser = count)]
    every: Option<u64>,
    /// Draw the paths: to an SVG file, or below the report where none is named
    #[arg(long, value_name = "FILE.svg", num_args = 0..=1, default_missing_value = "-")]
    plot: Option<PathBuf>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    out: Out,
}

/// A path with what made it.
struct Walked {
    name: String,
    rule: Rule,
    lr: f64,
    path: Path,
}

/// The most steps of a path.
const MOST: u64 = 1_000_000;

fn steps(text: &str) -> Result<u64, String> {
    count(text).and_then(|steps| if steps <= MOST { Ok(steps) } else { Err(format!("at most {MOST} steps")) })
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write settings as KEY=VALUE: momentum=0.9")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

fn point(text: &str) -> Result<[f64; 2], String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.abs() <= 1e6);
    let read = text.split_once(',').and_then(|(x, y)| Some([number(x)?, number(y)?]));
    read.ok_or_else(|| "a point is two numbers of at most a million: 1,0.001".to_owned())
}

fn other(text: &str) -> Result<(String, Option<f64>), String> {
    let (name, own) = text.split_once('=').map_or((text, None), |(name, own)| (name, Some(own)));
    let name = name.trim();
    if name != "all" && !NAMES.contains(&name) {
        return Err(format!("there is no optimiser `{name}`: they are {}", NAMES.join(", ")));
    }
    Ok((name.to_owned(), own.map(lr).transpose()?))
}

pub(super) fn run(args: &Optimizer) -> Result<Exit, Failure> {
    let target = Target::new(args.out.output.clone(), args.out.force);
    target.check(&[])?;
    let plot = picture::target(args.plot.as_deref(), args.format, &args.out)?;
    if let Some(plot) = &plot {
        plot.check(&[])?;
    }
    let surface = SURFACES.into_iter().find(|surface| surface.name() == args.on).unwrap_or(Surface::Saddle);
    let walked = walked(args, surface).map_err(|error| Failure::new(Exit::Usage, error.to_string()))?;
    let mut text = told::written(&walked, surface, args).render(args.format)?;
    if let Some(plot) = &plot {
        picture::draw(&told::picture(&walked, surface), plot, &mut text, &target)?;
    }
    target.write(&text)?;
    Ok(Exit::Fine)
}

/// The path that is asked for, and those beside it.
fn walked(args: &Optimizer, surface: Surface) -> Result<Vec<Walked>, optimizer::Error> {
    let settings: Vec<(&str, &str)> =
        args.settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let own = Rule::named(&args.name, &settings)?;
    let mut made = vec![(args.name.clone(), own, args.lr.unwrap_or(own.default_lr()))];
    for (name, lr) in &args.compare {
        let names: Vec<&str> = if name == "all" { NAMES.to_vec() } else { vec![name] };
        for name in names {
            let rule = Rule::named(name, &[])?;
            let lr = lr.or(args.lr).unwrap_or(rule.default_lr());
            if !made.iter().any(|(_, other, at)| *other == rule && at.to_bits() == lr.to_bits()) {
                made.push((name.to_owned(), rule, lr));
            }
        }
    }
    let start = args.start.unwrap_or(surface.start());
    let walk = |(name, rule, lr)| {
        let mut optimizer = optimizer::Optimizer::new(rule, 2)?;
        Ok(Walked { name, rule, lr, path: Path::walk(surface, start, &mut optimizer, args.steps, |_| lr) })
    };
    made.into_iter().map(walk).collect()
}
