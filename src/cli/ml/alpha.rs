//! `ml alpha`: what the step size of reinforcement learning does to speed and noise.

use std::path::PathBuf;

use clap::Args;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::json;

use super::super::args::{Out, seed};
use super::super::exit::{Exit, Failure};
use super::super::output::Target;
use super::super::picture;
use super::written::{Written, cells};
use crate::curve::count;
use crate::ml::alpha::{Alpha as Share, bandit};
use crate::plot::{Drawn, Panel, Picture, Scale, Series};
use crate::render::Format;
use crate::render::fit::{number, significant};
use crate::render::sheet::Block;

#[derive(Debug, Args)]
pub(crate) struct Alpha {
    /// The step sizes α: numbers from 0 to 1, or 1/t; default 0 0.01 0.1 0.5 1 1/t
    #[arg(value_name = "ALPHA", value_parser = share, value_delimiter = ',')]
    alphas: Vec<Named>,
    /// Rewards to learn from, from an estimate of 0: 1,0,1,1
    #[arg(long, value_name = "R,…", value_delimiter = ',', value_parser = reward, allow_hyphen_values = true)]
    rewards: Vec<f64>,
    /// The seed of the picture's coins
    #[arg(long, default_value_t = 1, value_parser = seed)]
    seed: u64,
    /// Draw how a change is followed, and what noise is left: to an SVG file, or below the report where none is named
    #[arg(long, value_name = "FILE.svg", num_args = 0..=1, default_missing_value = "-")]
    plot: Option<PathBuf>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    out: Out,
}

/// A step size as it was written.
#[derive(Debug, Clone)]
struct Named {
    name: String,
    alpha: Share,
}

fn share(text: &str) -> Result<Named, String> {
    let name = text.trim().to_owned();
    if name == "1/t" {
        return Ok(Named { name, alpha: Share::Harmonic });
    }
    let value: f64 = name.parse().map_err(|_| "α is a number from 0 to 1, or 1/t".to_owned())?;
    Share::fixed(value).map(|alpha| Named { name, alpha }).map_err(|error| error.to_string())
}

fn reward(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.abs() <= 1e100);
    number.ok_or_else(|| "rewards are numbers: 1,0,1".to_owned())
}

pub(super) fn run(args: &Alpha) -> Result<Exit, Failure> {
    let target = Target::new(args.out.output.clone(), args.out.force);
    target.check(&[])?;
    let plot = picture::target(args.plot.as_deref(), args.format, &args.out)?;
    if let Some(plot) = &plot {
        plot.check(&[])?;
    }
    let usual = ["0", "0.01", "0.1", "0.5", "1", "1/t"];
    let alphas = if args.alphas.is_empty() {
        usual.iter().filter_map(|text| share(text).ok()).collect()
    } else {
        args.alphas.clone()
    };
    let mut text = written(&alphas, &args.rewards).render(args.format)?;
    if let Some(plot) = &plot {
        picture::draw(&drawn(&alphas, args.seed), plot, &mut text, &target)?;
    }
    target.write(&text)?;
    Ok(Exit::Fine)
}

/// What a step size does, in words where a number does not say it.
fn told(alpha: Share) -> &'static str {
    match alpha {
        Share::Harmonic => "the mean of all: follows changes ever more slowly",
        Share::Fixed(0.0) => "learns nothing",
        Share::Fixed(1.0) => "only the newest counts",
        Share::Fixed(_) => "",
    }
}

fn written(alphas: &[Named], rewards: &[f64]) -> Written {
    let length = |value: Option<f64>| match value {
        None => "all".to_owned(),
        Some(value) if value.is_finite() => significant(value, 4),
        Some(_) => "endless".to_owned(),
    };
    let row = |one: &Named| {
        let left = one.alpha.noise().map_or_else(|| "0 in the end".to_owned(), percent);
        let after =
            |reached| one.alpha.reach(reached).map_or_else(|| "ever later".to_owned(), |at| length(Some(at)));
        let half = one.alpha.half_life().map_or_else(|| "ever later".to_owned(), |at| length(Some(at)));
        vec![
            one.name.clone(),
            length(one.alpha.memory()),
            half,
            after(0.95),
            left,
            told(one.alpha).to_owned(),
        ]
    };
    let heading = ["α", "memory (values)", "half-life", "95% of a change after", "noise left", "in words"];
    let mut blocks = vec![
        Block::Heading(1, "The step size α: Q ← Q + α (r - Q)".to_owned()),
        Block::Line("Memory is 1/α, half-life ln 2 / -ln(1 - α), noise left √(α / (2 - α)) of the rewards' standard deviation.".to_owned()),
        Block::Table(cells(heading), alphas.iter().map(row).collect()),
    ];
    let learned: Vec<Vec<f64>> = alphas.iter().map(|one| bandit(rewards, one.alpha)).collect();
    if !rewards.is_empty() {
        let mut heading = cells(["step", "reward"]);
        heading.extend(alphas.iter().map(|one| format!("Q, α = {}", one.name)));
        let rows = rewards.iter().enumerate().map(|(place, reward)| {
            let mut row = vec![(place + 1).to_string(), number(*reward)];
            row.extend(learned.iter().map(|values| number(values[place])));
            row
        });
        blocks.push(Block::Heading(2, "What is learned from the rewards".to_owned()));
        blocks.push(Block::Table(heading, rows.collect()));
    }
    let digits = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut heading = cells(["alpha", "memory", "half_life", "reaches_95_percent", "noise"]);
    heading.extend((1..=rewards.len()).map(|step| format!("q_{step}")));
    let rows = alphas.iter().zip(&learned).map(|(one, values)| {
        let alpha = one.alpha;
        let mut row = vec![one.name.clone()];
        row.extend([alpha.memory(), alpha.half_life(), alpha.reach(0.95), alpha.noise()].map(digits));
        row.extend(values.iter().map(f64::to_string));
        row
    });
    let objects = alphas.iter().zip(&learned).map(|(one, values)| {
        json!({
            "alpha": one.name, "memory": one.alpha.memory(), "half_life": one.alpha.half_life(),
            "reaches_95_percent": one.alpha.reach(0.95), "noise": one.alpha.noise(), "q": values,
        })
    });
    let json = json!({ "schema": 1, "rewards": rewards, "alphas": objects.collect::<Vec<_>>() });
    Written { blocks, heading, rows: rows.collect(), json }
}

fn percent(share: f64) -> String {
    format!("{}%", significant(100.0 * share, 3))
}

/// How many values the picture goes on for; the reward changes at half of them.
const SHOWN: usize = 100;

/// A change of reward as it is followed, without noise and with that of coins.
fn drawn(alphas: &[Named], seed: u64) -> Picture {
    let half = |place: usize| place >= SHOWN / 2;
    let plain: Vec<f64> = (0..SHOWN).map(|place| if half(place) { 0.8 } else { 0.2 }).collect();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let coins: Vec<f64> = plain
        .iter()
        .map(|chance| {
            let drawn = f64::from(random.next_u32()) / 4_294_967_296.0;
            if drawn < *chance { 1.0 } else { 0.0 }
        })
        .collect();
    let series = |rewards: &[f64]| -> Vec<Series> {
        let one = |(hue, one): (usize, &Named)| {
            let values = bandit(rewards, one.alpha).into_iter().enumerate();
            let points = values.map(|(place, value)| (count(place as u64 + 1), value)).collect();
            Series { name: format!("α = {}", one.name), hue, drawn: Drawn::Line(points) }
        };
        alphas.iter().enumerate().map(one).collect()
    };
    let panels = vec![
        Panel::of(series(&plain), ("values seen", "Q, rewards of 0.2 and then 0.8"), Scale::Linear),
        Panel::of(series(&coins), ("values seen", "Q, coins of those chances"), Scale::Linear),
    ];
    Picture::of("What α does to speed and noise", panels)
}
