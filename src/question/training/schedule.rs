//! Schedules of a training: what one saves, when its sweep is paid for, and the step sizes themselves.

use rust_decimal::Decimal;

use super::effort::Spend;
use super::trace::Saving;
use super::{Quantity, Sweep, Training, lacks};
use crate::ml::range_test::{self, Analysis, Verdict};
use crate::question::Error;

/// What a training saves against one of another length.
///
/// # Errors
///
/// As [`Spend::of`].
pub(super) fn saving(training: &Training, against: Decimal) -> Result<Saving, Error> {
    let (own, other) = (Spend::of_all(training)?, Spend::of(training, against)?);
    let saving = other.cost - own.cost;
    Ok(Saving { own, other, saving })
}

/// What a sweep cost, and the fewest trainings whose savings cover it.
///
/// # Errors
///
/// [`Error::NoTraining`] where nothing is saved; as [`Spend::of`].
pub(super) fn break_even(
    training: &Training,
    saving: &Saving,
    sweep: Sweep,
) -> Result<(Decimal, Decimal), Error> {
    let paid = match sweep {
        Sweep::Cost(money) => money,
        Sweep::Hours(hours) => {
            let count = training.run.count(Quantity::DeviceHours, hours)?;
            training.run.cost(training.priced()?, count)?
        }
    };
    if saving.saving <= Decimal::ZERO {
        let why =
            "a training by this schedule saves nothing against the other, and so never pays for the sweep";
        return Err(Error::NoTraining { why: why.to_owned() });
    }
    let trainings =
        paid.checked_div(saving.saving).ok_or_else(|| Error::too_large("the number of trainings"))?.ceil();
    Ok((paid, trainings.max(Decimal::ONE)))
}

/// The step size of an update, counted from 0.
///
/// # Errors
///
/// [`Error::TrainingLacks`] without a schedule, [`Error::NoTraining`] past the end of one that ends.
pub(super) fn step_size(training: &Training, update: u64) -> Result<(f64, Option<f64>), Error> {
    let Some((name, schedule)) = &training.schedule else {
        return Err(lacks(
            "a schedule of its step size",
            "[ml.schedule.NAME] says it, such as [ml.schedule.cosine]",
        ));
    };
    if let Some(end) = schedule.ends().filter(|end| update >= *end) {
        let why = format!("`{name}` has {end} updates, from 0 on, and no update {update}");
        return Err(Error::NoTraining { why });
    }
    Ok((schedule.at(update), schedule.momentum(update)))
}

/// The range test read as `ml range-test` reads it.
///
/// # Errors
///
/// [`Error::TrainingLacks`] without a range test, [`Error::NoTraining`] where it shows no zone.
pub(super) fn zone(training: &Training) -> Result<Analysis, Error> {
    let Some(log) = &training.range_test else {
        return Err(lacks("a range test", "`data` in [ml.range-test] says it, such as \"lr_find.csv\""));
    };
    let options = range_test::Options::default();
    // Whether there is a zone takes one fit; how sure it is takes a thousand.
    let plain = range_test::analyse(log, range_test::Options { resamples: 0, ..options });
    if plain.zone().is_none() {
        let said: Vec<&str> = plain.verdicts.iter().map(no_zone).collect();
        let why = format!("the range test shows no zone{}", said.concat());
        return Err(Error::NoTraining { why });
    }
    Ok(range_test::analyse(log, options))
}

/// Why there is no zone.
fn no_zone(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::NoDescent { .. } => ": no loss of it falls by more than noise does",
        Verdict::NeverDiverged => ": its losses never diverge; raise its end",
        Verdict::DivergedAtOnce => ": its losses diverge at once; lower its start",
        Verdict::TooNoisy { .. } | Verdict::VagueDivergence | Verdict::Disagreement { .. } => "",
    }
}
