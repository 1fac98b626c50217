//! Schedules along lines, powers and cosines, by name.

use super::super::keys::{Allowed, Keys};
use super::super::{
    Cosine, Decays, InverseRoot, Noam, PastEnd, Polynomial, Ramp, RampPosition, RampShape, RestartShape,
    Restarts, Schedule, Stable, StableEnd, StableRise, real,
};
use super::{Like, lr, warmup_of};

const STEPS: [&str; 10] = [
    "steps",
    "total_iters",
    "decay_steps",
    "transition_steps",
    "t_max",
    "max_epochs",
    "num_iters",
    "num_training_steps",
    "t_initial",
    "points",
];

/// The updates of a schedule without those of its warm-up, which some libraries count in.
fn steps(keys: &mut Keys, like: Like, default: Option<u64>) -> u64 {
    let steps = keys.count(&STEPS, default, 1);
    if !matches!(like, Like::Hf | Like::Optax) {
        return steps;
    }
    let warmup = warmup_of(keys);
    if warmup >= steps && warmup > 0 {
        keys.problem(format!("`warmup` is {warmup}, and its library counts it into the {steps} steps"));
    }
    steps.saturating_sub(warmup).max(1)
}

/// The lr at the end, or as a share of that at the beginning.
fn end(keys: &mut Keys, lr: f64, default: f64) -> f64 {
    let shares = ["alpha", "min_lr_rate", "min_lr_ratio", "end_factor"];
    if keys.has(&shares) {
        return lr * keys.number(&shares, Some(0.0), Allowed::NotNegative);
    }
    let names =
        ["end", "min", "eta_min", "end_value", "end_learning_rate", "lr_end", "lr_min", "min_lr", "final_lr"];
    keys.number(&names, Some(default), Allowed::NotNegative)
}

pub(super) fn linear(keys: &mut Keys, like: Like) -> Schedule {
    let mut lr = lr(keys, like);
    let (default, last) = match like {
        Like::Torch => (Some(5), lr),
        _ => (None, 0.0),
    };
    let end = end(keys, lr, last);
    if like == Like::Torch || keys.has(&["start_factor"]) {
        let factor = if like == Like::Torch { 1.0 / 3.0 } else { 1.0 };
        lr *= keys.number(&["start_factor"], Some(factor), Allowed::NotNegative);
    }
    let begin = keys.count(&["begin", "transition_begin"], Some(0), 0);
    Schedule::Polynomial(Polynomial {
        lr,
        end,
        steps: steps(keys, like, default),
        power: 1.0,
        cycle: false,
        begin,
    })
}

pub(super) fn polynomial(keys: &mut Keys, like: Like) -> Schedule {
    let lr = lr(keys, like);
    let (last, default, power) = match like {
        Like::Keras => (1e-4, None, 1.0),
        Like::Hf => (1e-7, None, 1.0),
        Like::Torch => (0.0, Some(5), 1.0),
        Like::Timm => (0.0, None, 0.5),
        _ => (0.0, None, 1.0),
    };
    if cycles_of_timm(keys, like) {
        let power = keys.number(&["power"], Some(power), Allowed::Positive);
        return cycles(keys, like, lr, RestartShape::Power(power));
    }
    Schedule::Polynomial(Polynomial {
        lr,
        end: end(keys, lr, last),
        steps: steps(keys, like, default),
        power: keys.number(&["power"], Some(power), Allowed::Positive),
        cycle: keys.truth(&["cycle"], false),
        begin: keys.count(&["begin", "transition_begin"], Some(0), 0),
    })
}

/// Whether keys are given that make cycles of timm's schedules.
fn cycles_of_timm(keys: &Keys, like: Like) -> bool {
    like == Like::Timm
        && ["cycle_mul", "cycle_decay", "cycle_limit", "k_decay"].iter().any(|key| keys.has(&[key]))
}

pub(super) fn cosine(keys: &mut Keys, like: Like) -> Schedule {
    let lr = lr(keys, like);
    let past = match like {
        Like::Torch | Like::Hf => PastEnd::Rise,
        Like::Burn => PastEnd::Restart,
        _ => PastEnd::Hold,
    };
    if cycles_of_timm(keys, like) {
        return cycles(keys, like, lr, RestartShape::Cosine);
    }
    Schedule::Cosine(Cosine {
        lr,
        end: end(keys, lr, 0.0),
        steps: steps(keys, like, None),
        cycles: keys.number(&["cycles", "num_cycles"], Some(0.5), Allowed::Positive),
        exponent: keys.number(&["exponent"], Some(1.0), Allowed::Positive),
        past: keys.word(
            &["past"],
            &[("hold", PastEnd::Hold), ("rise", PastEnd::Rise), ("restart", PastEnd::Restart)],
            past,
        ),
    })
}

pub(super) fn restarts(keys: &mut Keys, like: Like) -> Schedule {
    let lr = lr(keys, like);
    cycles(keys, like, lr, RestartShape::Cosine)
}

fn cycles(keys: &mut Keys, like: Like, lr: f64, shape: RestartShape) -> Schedule {
    if like == Like::Hf {
        // Cycles that share the updates evenly.
        let count = keys.count(&["limit", "cycles", "num_cycles"], Some(1), 1);
        let steps = steps(keys, like, None);
        let first = real(steps) / real(count);
        return Schedule::Restarts(Restarts {
            lr,
            end: 0.0,
            first,
            multiply: 1.0,
            decay: 1.0,
            decays: Decays::Height,
            limit: count,
            power: 1.0,
            shape,
        });
    }
    let names = ["first", "steps", "t_0", "first_decay_steps", "t_initial", "cycle_len"];
    let first = real(keys.count(&names, None, 1));
    let multiply = if matches!(like, Like::Keras | Like::Fastai) { 2.0 } else { 1.0 };
    let multiply = keys.number(
        &["multiply", "t_mult", "t_mul", "cycle_mul", "cycle_mult"],
        Some(multiply),
        Allowed::Positive,
    );
    if multiply < 1.0 {
        keys.problem("`multiply` is below 1: cycles would become shorter without end");
    }
    let decay = keys.number(&["decay", "m_mul", "cycle_decay"], Some(1.0), Allowed::NotNegative);
    let end = end(keys, lr, 0.0);
    let limit = if like == Like::Timm { 1 } else { u64::MAX };
    let limit = keys.count(&["limit", "cycle_limit", "n_cycles"], Some(limit), 1);
    let power = keys.number(&["share_power", "k_decay"], Some(1.0), Allowed::Positive);
    let decays = if like == Like::Timm { Decays::Top } else { Decays::Height };
    let multiply = multiply.max(1.0);
    Schedule::Restarts(Restarts { lr, end, first, multiply, decay, decays, limit, power, shape })
}

pub(super) fn tanh(keys: &mut Keys, like: Like) -> Schedule {
    let lr = lr(keys, like);
    let low = keys.number(&["lb"], Some(-7.0), Allowed::Any);
    let high = keys.number(&["ub"], Some(3.0), Allowed::Any);
    cycles(keys, Like::Timm, lr, RestartShape::Tanh { low, high })
}

pub(super) fn inverse_root(keys: &mut Keys, like: Like) -> Schedule {
    let lr = lr(keys, like);
    let warmup = warmup_of(keys);
    let timescale = if warmup > 0 { real(warmup) } else { 10_000.0 };
    let timescale = keys.number(&["timescale"], Some(timescale), Allowed::Positive);
    Schedule::InverseRoot(InverseRoot { lr, warmup, timescale })
}

pub(super) fn noam(keys: &mut Keys, _: Like) -> Schedule {
    let factor = keys.number(&["factor", "lr", "base_lr", "init_lr"], Some(1.0), Allowed::NotNegative);
    let size = keys.number(&["model_size", "d_model"], Some(512.0), Allowed::Positive);
    let warmup = keys.count(&["warmup", "warmup_steps"], Some(4_000), 1);
    Schedule::Noam(Noam { factor, size, warmup })
}

pub(super) fn stable(keys: &mut Keys, like: Like) -> Schedule {
    let lr = lr(keys, like);
    let warmup = warmup_of(keys);
    let decay = keys.count(&["decay", "num_decay_steps"], None, 1);
    let whole = keys.maybe_count(&["steps", "num_training_steps"], 1);
    let stable = match whole {
        Some(whole) => {
            if whole < warmup + decay {
                keys.problem(format!("`steps` is {whole}, less than the warm-up and the decay together"));
            }
            whole.saturating_sub(warmup + decay)
        }
        None => keys.count(&["stable", "num_stable_steps"], None, 0),
    };
    let shape = if like == Like::Hf { StableEnd::Cosine } else { StableEnd::Linear };
    let shapes = [
        ("linear", StableEnd::Linear),
        ("cosine", StableEnd::Cosine),
        ("1-sqrt", StableEnd::Root),
        ("sqrt", StableEnd::Root),
    ];
    let rises =
        [("linear", StableRise::Linear), ("cosine", StableRise::Cosine), ("1-sqrt", StableRise::Root)];
    let end = end(keys, lr, 0.0);
    // There the least lr is also where the rise begins.
    let from = if like == Like::Hf { end } else { 0.0 };
    Schedule::Stable(Stable {
        lr,
        end,
        warmup,
        from: keys.number(&["warmup_from"], Some(from), Allowed::NotNegative),
        rise: keys.word(&["warmup_type"], &rises, StableRise::Linear),
        stable,
        decay,
        shape: keys.word(&["shape", "decay_type"], &shapes, shape),
    })
}

fn ramp(keys: &mut Keys, like: Like, shape: RampShape) -> Schedule {
    let position = match like {
        Like::TorchLrFinder => RampPosition::ToLast,
        Like::Lightning => RampPosition::Jumping,
        _ => RampPosition::BeforeUpdate,
    };
    let allowed = if shape == RampShape::Exponential { Allowed::Positive } else { Allowed::NotNegative };
    Schedule::Ramp(Ramp {
        start: keys.number(&["start", "lr", "min_lr", "start_lr", "init"], None, allowed),
        end: keys.number(&["end", "max_lr", "end_lr"], None, allowed),
        steps: keys.count(&["steps", "points", "num_it", "num_iter", "num_training"], None, 1),
        shape,
        position,
    })
}

pub(super) fn ramp_linear(keys: &mut Keys, like: Like) -> Schedule {
    ramp(keys, like, RampShape::Linear)
}

pub(super) fn ramp_cosine(keys: &mut Keys, like: Like) -> Schedule {
    ramp(keys, like, RampShape::Cosine)
}

pub(super) fn ramp_exponential(keys: &mut Keys, like: Like) -> Schedule {
    ramp(keys, like, RampShape::Exponential)
}

pub(super) fn ramp_power(keys: &mut Keys, like: Like) -> Schedule {
    let power = keys.number(&["power"], Some(1.0), Allowed::Positive);
    ramp(keys, like, RampShape::Power(power))
}
