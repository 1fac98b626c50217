//! What a question may refer to: the curve or the elements, their costs, and how answers are rounded.

use crate::cost::CostLine;
use crate::money::Currency;
use crate::question::{CurveInputs, Measure, Rounding};

/// What a question is asked of, as far as it was read.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The curve; none for several elements, or where it is not sound.
    pub(super) inputs: Option<&'a CurveInputs>,
    /// Whether it is a training, and no curve.
    pub(super) trains: bool,
    /// What values are, where that is known.
    pub(super) measure: Option<Measure>,
    /// How many units the curve counts as one.
    pub(super) batch_size: u64,
    /// Whether learning ends; true where nobody knows.
    pub(super) ends: bool,
    /// The cost lines.
    pub(super) lines: &'a [CostLine],
    /// Whether anything costs.
    pub(super) costs: bool,
    /// The currency.
    pub(super) currency: Option<Currency>,
    /// How answers are rounded.
    pub(super) rounding: Rounding,
}

impl<'a> Context<'a> {
    /// Of one curve, which may not have been sound.
    pub(super) fn of_curve(
        inputs: Option<&'a CurveInputs>,
        lines: &'a [CostLine],
        currency: Option<Currency>,
        rounding: Rounding,
    ) -> Self {
        Self {
            inputs,
            trains: false,
            measure: inputs.map(|inputs| inputs.measure),
            batch_size: inputs.map_or(1, |inputs| inputs.batch_size),
            ends: inputs.is_none_or(|inputs| inputs.ends_after.is_some()),
            lines,
            costs: !lines.is_empty(),
            currency,
            rounding,
        }
    }
}
