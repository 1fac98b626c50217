//! Cyclical policies, one cycle, and plateaus, by name.

use super::super::keys::{Allowed, Keys};
use super::super::plateau::{Direction, Settings, Threshold};
use super::super::{Anneal, Cyclic, OneCycle, Plateau, Scaling, Schedule, real};
use super::{Like, lr};

pub(super) fn triangular(keys: &mut Keys, like: Like) -> Schedule {
    cyclic(keys, like, "triangular")
}

pub(super) fn halving(keys: &mut Keys, like: Like) -> Schedule {
    cyclic(keys, like, "triangular2")
}

pub(super) fn exponential(keys: &mut Keys, like: Like) -> Schedule {
    cyclic(keys, like, "exp_range")
}

fn cyclic(keys: &mut Keys, like: Like, mode: &str) -> Schedule {
    let base = keys.number(&["base", "base_lr"], None, Allowed::NotNegative);
    let max = keys.number(&["max", "max_lr"], None, Allowed::NotNegative);
    let up = keys.count(&["up", "step_size_up", "step_size"], Some(2_000), 1);
    let down = keys.count(&["down", "step_size_down"], Some(up), 1);
    let gamma = keys.number(&["gamma"], Some(1.0), Allowed::Positive);
    let modes = [
        ("triangular", "triangular"),
        ("triangular2", "triangular2"),
        ("exp_range", "exp_range"),
        ("exp-range", "exp_range"),
    ];
    let scaling = match keys.word(&["mode"], &modes, mode) {
        "triangular2" => Scaling::Halving,
        "exp_range" => Scaling::Exponential(gamma),
        _ => Scaling::Triangular,
    };
    let named = ["base_momentum", "max_momentum"].iter().any(|key| keys.has(&[key]));
    let cycles = keys.truth(&["momentum", "cycle_momentum"], named || like == Like::Torch);
    let low = keys.number(&["base_momentum"], Some(0.8), Allowed::Momentum);
    let high = keys.number(&["max_momentum"], Some(0.9), Allowed::Momentum);
    Schedule::Cyclic(Cyclic { base, max, up, down, scaling, momentum: cycles.then_some((low, high)) })
}

pub(super) fn one_cycle(keys: &mut Keys, like: Like) -> Schedule {
    let max =
        keys.number(&["max", "max_lr", "lr_max", "peak_value", "lr", "base_lr"], None, Allowed::Positive);
    if like == Like::Torch {
        // The library's optimiser has one too, which it does not use.
        let _ = keys.maybe(&["base_lr"], Allowed::NotNegative);
    }
    let steps = if keys.has(&["epochs"]) && keys.has(&["steps_per_epoch"]) {
        keys.count(&["epochs"], None, 1) * keys.count(&["steps_per_epoch"], None, 1)
    } else {
        keys.count(&["steps", "total_steps", "transition_steps", "points"], None, 2)
    };
    let fastai = like == Like::Fastai;
    let up = keys.number(&["up", "pct_start"], Some(if fastai { 0.25 } else { 0.3 }), Allowed::Share);
    let div = keys.number(&["div", "div_factor"], Some(25.0), Allowed::Positive);
    let final_div = keys.number(
        &["final_div", "div_final", "final_div_factor"],
        Some(if fastai { 1e5 } else { 1e4 }),
        Allowed::Positive,
    );
    let words = [("cos", Anneal::Cosine), ("cosine", Anneal::Cosine), ("linear", Anneal::Linear)];
    let anneal = keys.word(&["anneal", "anneal_strategy"], &words, Anneal::Cosine);
    let three = keys.truth(&["three_phase"], false);
    let middle = keys.number(&["middle", "pct_final"], Some(0.85), Allowed::Share);
    let momentum = keys.truth(&["momentum", "cycle_momentum"], like != Like::Optax);
    let low = keys.number(&["base_momentum"], Some(0.85), Allowed::Momentum);
    let high = keys.number(&["max_momentum"], Some(0.95), Allowed::Momentum);
    let initial = max / div;
    let total = real(steps);
    let (values, ends): (Vec<f64>, Vec<f64>) = match like {
        Like::Fastai => (vec![initial, max, max / final_div], vec![up * total, total]),
        Like::Optax if anneal == Anneal::Linear => (
            vec![initial, max, initial, initial / final_div],
            vec![(up * total).floor(), (middle * total).floor(), total],
        ),
        Like::Optax => (vec![initial, max, max / (div * final_div)], vec![(up * total).floor(), total]),
        // The last update is the one before the count of them.
        _ if three => (
            vec![initial, max, initial, initial / final_div],
            vec![up * total - 1.0, 2.0 * up * total - 2.0, total - 1.0],
        ),
        _ => (vec![initial, max, initial / final_div], vec![up * total - 1.0, total - 1.0]),
    };
    // PyTorch takes no rise at all, by which its first update is already on the way down.
    let least = if like == Like::Torch && up <= 0.0 && !three { -1.0 } else { 0.0 };
    if ends.iter().any(|end| *end < least) || !ends.is_sorted() {
        keys.problem(format!(
            "`up` is {up}: with {steps} steps its phases have no length, or do not follow one another"
        ));
    }
    let momentum = momentum.then(|| {
        let mut values = vec![high, low, high];
        values.resize(ends.len() + 1, high);
        values
    });
    let raises = (like == Like::Torch).then_some(steps);
    Schedule::OneCycle(OneCycle { values, ends, momentum, anneal, raises })
}

/// Flat, then half a cosine down, as fastai's `fit_flat_cos`.
pub(super) fn flat_cosine(keys: &mut Keys, like: Like) -> Schedule {
    let lr = lr(keys, like);
    let steps = real(keys.count(&["steps", "total_steps", "num_training_steps", "points"], None, 1));
    let flat = keys.number(&["flat", "pct_start"], Some(0.75), Allowed::Share);
    let end = match keys.maybe(&["div_final", "div"], Allowed::Positive) {
        Some(divisor) => lr / divisor,
        None if like == Like::Fastai => lr / 1e5,
        None => keys.number(&["end", "end_value", "lr_min", "min_lr"], Some(0.0), Allowed::NotNegative),
    };
    Schedule::OneCycle(OneCycle {
        values: vec![lr, lr, end],
        ends: vec![flat * steps, steps],
        momentum: None,
        anneal: Anneal::Cosine,
        raises: None,
    })
}

pub(super) fn plateau(keys: &mut Keys, like: Like) -> Schedule {
    let keras = like == Like::Keras;
    let by = keys.number(&["threshold", "min_delta"], Some(1e-4), Allowed::NotNegative);
    let modes = [("rel", true), ("relative", true), ("abs", false), ("absolute", false)];
    let relative = keys.word(&["threshold_mode"], &modes, !keras);
    let directions = [("min", Direction::Min), ("max", Direction::Max)];
    let settings = Settings {
        lr: lr(keys, like),
        factor: keys.number(&["factor"], Some(0.1), Allowed::Share),
        patience: keys.count(&["patience"], Some(10), 0),
        cooldown: keys.count(&["cooldown"], Some(0), 0),
        least: keys.number(&["min_lr"], Some(0.0), Allowed::NotNegative),
        least_change: keys.number(&["eps"], Some(if keras { 0.0 } else { 1e-8 }), Allowed::NotNegative),
        direction: keys.word(&["mode"], &directions, Direction::Min),
        threshold: if relative { Threshold::Relative(by) } else { Threshold::Absolute(by) },
        at_patience: keys.truth(&["at_patience"], keras),
    };
    let metric = keys.numbers(&["metric"], Allowed::Measured);
    Schedule::Plateau(Plateau::new(&metric, settings))
}
