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

#[cfg(test)]
mod tests {
    #[test]
    fn a_training_is_refused_at_its_place_and_its_questions_are_not_read() {
        let text = "currency = \"USD\"\n[ml.training]\nprice = 0\n[[question]]\nfind.training-cost = 3\n";
        let entry = crate::scenario::load(text).remove(0);
        let [found] = entry.findings.as_slice() else { panic!("{:?}", entry.findings) };
        assert_eq!((found.code, found.position(text)), ("no-machine-learning", (2, 2)));
        assert_eq!(found.message, "this build knows nothing of machine learning");
        assert!(entry.scenario.is_none());
    }
}
