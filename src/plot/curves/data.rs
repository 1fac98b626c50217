//! The data that curves were fitted to, with the bands of the fits.

use std::sync::Arc;

use super::{Measured, Named, Options, Quantity};
use crate::estimate::predict;
use crate::estimate::{Estimated, Kind};
use crate::plot::{Series, fitted};
use crate::question::{Measure, Of, Subject};

/// A fit whose data are in the picture's measure, with the colour of its curve.
pub(super) struct Fit {
    made: Arc<Estimated>,
    name: String,
    hue: usize,
}

impl Fit {
    /// What the data are of.
    fn quantity(&self) -> Quantity {
        match self.made.data().kind() {
            Kind::Average => Quantity::Average,
            Kind::Unit | Kind::Lot => Quantity::Unit,
        }
    }
}

/// The fits of all curves that are drawn as they were fitted: in their own measure and not charged through cost lines.
pub(super) fn fits(scenarios: &[Named<'_>], measured: &Measured) -> Vec<Fit> {
    let mut made = Vec::new();
    for (hue, named) in scenarios.iter().enumerate() {
        let subject = Subject::from(&named.scenario.whole);
        let elements = matches!(subject, Subject::Elements(_));
        // Of elements the sum has the first colour; where it is drawn alone, their data have no place.
        if elements && !super::has_elements(scenarios) {
            continue;
        }
        for (place, work) in subject.works().enumerate() {
            let inputs = work.inputs();
            let own = match inputs.measure {
                Measure::Time(unit) => measured.of == Of::Time && unit == measured.time,
                Measure::Money => measured.of == Of::Cost && !elements,
            };
            if let (Some(fitted), true) = (&inputs.fitted, own) {
                let (name, hue) = match subject {
                    Subject::Elements(project) => (&*project.elements[place].name, place + 1),
                    _ => (named.name, hue),
                };
                made.push(Fit { made: Arc::clone(&fitted.fit), name: name.to_owned(), hue });
            }
        }
    }
    made
}

/// The last unit of the data that a curve was fitted to.
pub(super) fn end(fits: &[Fit], quantity: Quantity, hue: usize) -> Option<u64> {
    let own = fits.iter().find(|fit| fit.hue == hue && fit.quantity() == quantity)?;
    Some(own.made.data().last_unit())
}

/// What was fitted, where all curves were and all alike.
pub(super) fn quantities(fits: &[Fit], tracks: usize) -> Option<Vec<Quantity>> {
    let first = fits.first()?.quantity();
    (fits.len() == tracks && fits.iter().all(|fit| fit.quantity() == first)).then(|| vec![first])
}

/// Adds the data to the curves of a panel, above them, and the bands of a single fit below.
pub(super) fn add(
    fits: &[Fit],
    quantities: &[Quantity],
    (_, last): (u64, u64),
    options: &Options,
    tracks: usize,
    series: &mut Vec<Series>,
) {
    let own: Vec<&Fit> = fits.iter().filter(|fit| quantities.contains(&fit.quantity())).collect();
    let ahead = predict::Options { level: options.level, ..predict::Options::default() };
    if let ([only], 1) = (&own[..], tracks) {
        let hue = quantities.iter().position(|quantity| *quantity == only.quantity()).unwrap_or(0);
        let bands = fitted::bands(&only.made, &fitted::samples(&only.made, last, &ahead), &ahead, hue);
        series.splice(0..0, bands);
        series.extend(fitted::rows(&only.made, quantities.len(), ""));
        return;
    }
    for fit in own {
        series.extend(fitted::rows(&fit.made, fit.hue, &fit.name));
    }
}
