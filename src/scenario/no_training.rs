//! What stands in place of trainings in a build without machine learning: a refusal of `[ml]`.

use super::Scenario;
use super::check::refused;
use super::reader::{Findings, Reader, Value};
use crate::money::Currency;
use crate::question::training::Ask;
use crate::question::{Error, Rounding};

pub(super) fn read(
    table: &Reader<'_, '_>,
    _currency: Option<Currency>,
    _rounding: Rounding,
    found: &mut Findings<'_>,
) -> Option<Scenario> {
    found.push(refused(&Error::NoMachineLearning, table.key_span("ml")));
    None
}

pub(super) fn find(_kind: &str, value: &Value<'_>, found: &mut Findings<'_>) -> Option<Ask> {
    found.push(refused(&Error::NoMachineLearning, value.span()));
    None
}

pub(super) fn bare(_word: &str) -> Option<Ask> {
    None
}
