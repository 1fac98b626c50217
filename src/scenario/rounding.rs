//! How answers are rounded: the mode, the places, and the steps of a mark scheme.

use super::check::one_of;
use super::number;
use super::raw::{MODES, ROUNDING, STEPS};
use super::reader::{Findings, Reader};
use crate::money::{Currency, RoundingMode};
use crate::question::{Rounding, Steps};

/// Places of money where neither a currency nor `rounding.money` says.
const DEFAULT_MONEY_PLACES: u32 = 2;

/// Reads `[rounding]`; what it leaves out is half-up, at the currency's places, once at the end.
pub(super) fn read(table: &Reader<'_, '_>, currency: Option<Currency>, found: &mut Findings<'_>) -> Rounding {
    let mut rounding = Rounding {
        mode: RoundingMode::HalfUp,
        money: currency.map_or(DEFAULT_MONEY_PLACES, Currency::minor_units),
        time: None,
        steps: Steps::default(),
    };
    let Some(own) = table.get("rounding").and_then(|v| Reader::open(v, &ROUNDING, found)) else {
        return rounding;
    };
    let mode = own.get("mode").and_then(|v| one_of(v, &MODES, found));
    if let Some(mode) = mode.and_then(RoundingMode::from_name) {
        rounding.mode = mode;
    }
    if let Some(places) = own.get("money").and_then(|v| number::places(v, found)) {
        rounding.money = places;
    }
    rounding.time = own.get("time").and_then(|v| number::places(v, found));
    if let Some(steps) = own.get("steps").and_then(|v| Reader::open(v, &STEPS, found)) {
        let mut places = |key| steps.get(key).and_then(|v| number::places(v, found));
        rounding.steps = Steps {
            index: places("index"),
            factor: places("factor"),
            average: places("average"),
            total: places("total"),
            unit: places("unit"),
        };
    }
    rounding
}
