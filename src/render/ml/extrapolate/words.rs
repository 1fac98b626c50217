//! What cautions and verdicts say.

use super::{amount, ends, error, percent, times};
use crate::ml::extrapolate::{Caution, Doubling, Miss, Reach, Tail, Verdict, Worth};

/// The words of a caution: what is found, and what to make of it.
pub(super) fn caution(caution: &Caution) -> String {
    match caution {
        Caution::FewPoints { points } => {
            format!(
                "{points} points are too few to tell a floor from none: six are the least, more are better."
            )
        }
        Caution::Exact => {
            "The law goes through every point: nothing is known of errors, and intervals are points."
                .to_owned()
        }
        Caution::Rises => {
            "The errors rise with the amount: there is nothing to come down to, and no floor to tell."
                .to_owned()
        }
        Caution::PerhapsLevel => {
            "The data don't tell whether errors fall at all: the index's interval reaches to 0.".to_owned()
        }
        Caution::FloorAtBound { high } => format!(
            "The floor is at its bound, 0; the data allow one up to {}.",
            if high.is_finite() { error(*high) } else { "any height".to_owned() }
        ),
        Caution::AtBound { name, value } => format!(
            "`{name}` is at its bound, {}: the curve has another shape than this law, and errors take it as fixed.",
            error(*value)
        ),
        Caution::FloorUnknown { least } => format!(
            "The data say nothing of a floor: it may be 0 or as high as the least error, {}. No target below that can be judged.",
            error(*least)
        ),
        Caution::FloorAbove { least, floor } => format!(
            "The known floor, {}, lies above the least error, {}: is it one?",
            error(*floor),
            error(*least)
        ),
        Caution::Indistinct { apart } => format!(
            "Whether there is a floor can't be told: with and without one the laws fit alike (AICc {} apart).",
            times(*apart)
        ),
        Caution::OtherLaw { law, by } => format!(
            "Another shape fits far better: {} ({}), its AICc {} lower. See what it foretells: --model {}.",
            law.title(),
            law.formula(),
            times(*by),
            law.name()
        ),
        Caution::NotMonotone { amount: at, value, from } => format!(
            "The curve does not only fall: {} at {} after {} before, more than its noise explains. No law here rises.",
            error(*value),
            amount(*at),
            error(*from)
        ),
        Caution::Misfit { durbin_watson } => format!(
            "Neighbouring points miss the law to one side (Durbin-Watson {}): the curve has another shape, and intervals are too narrow.",
            times(*durbin_watson)
        ),
        Caution::Failed => {
            "Such an extrapolation failed on the hidden points: see the test. Intervals hold if the law does."
                .to_owned()
        }
        Caution::Far { amount: at, times: far, tested } => match tested {
            Some(tested) => format!(
                "{} is {} times the last amount; the test reached {} times beyond what it saw.",
                amount(*at),
                times(*far),
                times(*tested)
            ),
            None => format!(
                "{} is {} times the last amount, and no such reach was tested.",
                amount(*at),
                times(*far)
            ),
        },
        Caution::Below { amount: at } => {
            format!("{} lies below the first amount: curves are often flatter there.", amount(*at))
        }
    }
}

/// What comes of a test on hidden points.
pub(super) fn verdict(tail: &Tail, level: f64) -> String {
    let Some(taken) = tail.misses.first() else { return String::new() };
    let inside = format!(
        "{} of the {} hidden points lie in their {} intervals, and the law taken then ({}) missed them by {}",
        tail.inside,
        tail.hidden,
        percent(level),
        taken.law.name(),
        percent(taken.typical.exp_m1())
    );
    match tail.verdict {
        Verdict::Held => format!("It held: {inside}."),
        Verdict::TooHigh => format!(
            "It did not hold: {inside}, foretelling errors that were too high. What lies beyond the data may be better than foretold.{}",
            better(tail, taken)
        ),
        Verdict::TooLow => format!(
            "It did not hold: {inside}, foretelling errors that were too low. What lies beyond the data may be worse than foretold.{}",
            better(tail, taken)
        ),
        Verdict::Missed => format!("It did not hold: {inside}, to either side.{}", better(tail, taken)),
    }
}

fn better(tail: &Tail, taken: &Miss) -> String {
    match tail.best().filter(|best| best.law != taken.law && best.typical < 0.5 * taken.typical) {
        Some(best) => format!(" {} missed least, by {}.", best.law.title(), percent(best.typical.exp_m1())),
        None => String::new(),
    }
}

/// What a target takes.
pub(super) fn reach(reach: &Reach, floor: f64, floors: Option<(f64, f64)>, last: f64, unit: &str) -> String {
    let target = error(reach.target);
    match reach.amount {
        Some(at) => {
            let beyond =
                if at > last { format!(", {} times the last", times(at / last)) } else { String::new() };
            let known = match (reach.low, reach.high) {
                (Some(low), Some(high)) => format!("; the data allow {} to {}", amount(low), amount(high)),
                (Some(low), None) => {
                    format!("; the data allow {} or more, and that it never comes", amount(low))
                }
                _ => String::new(),
            };
            format!("{target}: at {unit} = {}{beyond}{known}.", amount(at))
        }
        None if reach.target > floor => format!("{target}: never, as the fitted errors don't fall."),
        None => {
            let interval = floors.map_or(String::new(), |floors| format!(" ({})", ends(Some(floors), error)));
            let perhaps = match reach.low {
                Some(low) => format!(" The data allow it from {} on, as they do a lower floor.", amount(low)),
                None => " The data don't allow it at any amount.".to_owned(),
            };
            format!("{target}: never, the floor {}{interval} lies above it.{perhaps}", error(floor))
        }
    }
}

/// What the next doubling of the last amount brings.
pub(super) fn doubling(next: &Doubling, slope: f64, unit: &str) -> String {
    // Of a thousandth of the amount or so, a round number.
    let step = 10_f64.powf((next.from / 30.0).log10().floor());
    format!(
        "At {unit} = {} the error is {}; a doubling brings {}{}, {} more {}.",
        amount(next.from),
        error(next.value),
        error(next.gain),
        next.interval.map_or(String::new(), |interval| format!(" ({})", ends(Some(interval), error))),
        amount(step),
        super::significant(-slope * step, 2)
    )
}

/// From where on doublings are not worth their while.
pub(super) fn worth(worth: &Worth, last: f64, unit: &str) -> String {
    let gain = error(worth.gain);
    match worth.from {
        Some(from) if from <= 0.0 => format!("No doubling ever brings {gain}."),
        Some(from) if from <= last => format!(
            "A doubling brings less than {gain} from {unit} = {} on: the data are past that.",
            amount(from)
        ),
        Some(from) => {
            format!("A doubling brings {gain} or more up to {unit} = {}, less from there on.", amount(from))
        }
        None => format!("Every doubling brings {gain} or more, as far as anybody will go."),
    }
}
