//! Schedules in steps and by rates, by name.

use super::super::decay::DecayKind;
use super::super::keys::{Allowed, Keys};
use super::super::{Change, Decay, Schedule};
use super::{Like, lr};

const EVERY: [&str; 8] = [
    "every",
    "step_size",
    "decay_steps",
    "transition_steps",
    "drop_every",
    "epochs_drop",
    "decay_t",
    "period",
];

pub(super) fn constant(keys: &mut Keys, like: Like) -> Schedule {
    let (factor, steps) = if like == Like::Torch { (1.0 / 3.0, 5) } else { (1.0, 0) };
    Schedule::Constant {
        lr: lr(keys, like),
        factor: keys.number(&["factor"], Some(factor), Allowed::NotNegative),
        steps: keys.count(&["factor_steps", "total_iters"], Some(steps), 0),
    }
}

pub(super) fn step(keys: &mut Keys, like: Like) -> Schedule {
    Schedule::Decay(Decay {
        lr: lr(keys, like),
        rate: keys.number(
            &["gamma", "factor", "drop", "decay_rate", "rate"],
            Some(0.1),
            Allowed::NotNegative,
        ),
        steps: super::super::real(keys.count(&EVERY, None, 1)),
        staircase: true,
        offset: keys.count(&["offset"], Some(0), 0),
        begin: 0,
        kind: DecayKind::Exponential,
        end: None,
    })
}

fn change(keys: &mut Keys, like: Like) -> Change {
    let default = if like == Like::Keras { Change::After } else { Change::At };
    keys.word(&["change"], &[("at", Change::At), ("after", Change::After)], default)
}

pub(super) fn multi_step(keys: &mut Keys, like: Like) -> Schedule {
    let mut milestones = keys.counts(&["milestones", "decay_t"]);
    milestones.sort_unstable();
    // timm counts the update that comes next.
    let early = u64::from(like == Like::Timm);
    Schedule::MultiStep {
        lr: lr(keys, like),
        gamma: keys.number(&["gamma", "decay_rate", "factor"], Some(0.1), Allowed::NotNegative),
        milestones: milestones.into_iter().map(|milestone| milestone.saturating_sub(early)).collect(),
        change: change(keys, like),
    }
}

pub(super) fn piecewise(keys: &mut Keys, like: Like) -> Schedule {
    // Each scale multiplies what there was before.
    let scaled = |keys: &mut Keys, scales: &[f64]| -> Vec<f64> {
        let mut value = keys.number(&["lr", "init_value"], None, Allowed::NotNegative);
        let mut values = vec![value];
        values.extend(scales.iter().map(|scale| {
            value *= scale;
            value
        }));
        values
    };
    if keys.has(&["boundaries_and_scales"]) {
        let (boundaries, scales): (Vec<u64>, Vec<f64>) =
            keys.pairs(&["boundaries_and_scales"], Allowed::NotNegative).into_iter().unzip();
        let values = scaled(keys, &scales);
        return Schedule::Piecewise { values, boundaries, change: change(keys, like) };
    }
    let boundaries = keys.counts(&["boundaries", "milestones"]);
    let values = if keys.has(&["scales"]) {
        let scales = keys.numbers(&["scales"], Allowed::NotNegative);
        scaled(keys, &scales)
    } else {
        keys.numbers(&["values"], Allowed::NotNegative)
    };
    if boundaries.windows(2).any(|pair| pair[0] >= pair[1]) {
        keys.problem("`boundaries` have to rise");
    }
    if values.len() != boundaries.len() + 1 {
        keys.problem(format!(
            "{} values take {} boundaries, not {}",
            values.len(),
            values.len() - 1,
            boundaries.len()
        ));
    }
    Schedule::Piecewise { values, boundaries, change: change(keys, like) }
}

pub(super) fn exponential(keys: &mut Keys, like: Like) -> Schedule {
    Schedule::Decay(Decay {
        lr: lr(keys, like),
        rate: keys.number(&["rate", "gamma", "decay_rate"], None, Allowed::Positive),
        steps: keys.number(&EVERY, Some(1.0), Allowed::Positive),
        staircase: keys.truth(&["staircase"], false),
        offset: 0,
        begin: keys.count(&["begin", "transition_begin"], Some(0), 0),
        kind: DecayKind::Exponential,
        end: keys.maybe(&["end", "end_value"], Allowed::NotNegative),
    })
}

pub(super) fn inverse_time(keys: &mut Keys, like: Like) -> Schedule {
    Schedule::Decay(Decay {
        lr: lr(keys, like),
        rate: keys.number(&["rate", "decay_rate", "decay"], None, Allowed::NotNegative),
        steps: keys.number(&EVERY, Some(1.0), Allowed::Positive),
        staircase: keys.truth(&["staircase"], false),
        offset: 0,
        begin: 0,
        kind: DecayKind::InverseTime,
        end: None,
    })
}

pub(super) fn compounded(keys: &mut Keys, like: Like) -> Schedule {
    Schedule::Decay(Decay {
        lr: lr(keys, like),
        rate: keys.number(&["rate", "decay"], None, Allowed::NotNegative),
        steps: 1.0,
        staircase: false,
        offset: 0,
        begin: 0,
        kind: DecayKind::Compounded,
        end: None,
    })
}
