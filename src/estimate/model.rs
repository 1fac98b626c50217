//! What is fitted to data: a curve whose parameters are not known yet, and perhaps what a production rate does to it.

use super::data::{Place, whole};
use super::{Data, Error};
use crate::curve::{self, Basis, Curve, Index, Lot, Outline, Run, Shape};
use crate::fit::Parameter;

/// A curve to be fitted: its theory and shape, what is known of its parameters, and which of them are free.
///
/// Its parameters are T1 (`first_unit`, in the data's unit), those of the shape that are not fixed, and with production rates
/// `rate_index`, the power of the rate. A floor is in the data's unit, not a multiple of T1.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    name: String,
    outline: Outline,
    parameters: Vec<Parameter>,
    rates: bool,
}

/// Every model that can be fitted from its name alone, the theories' own names first.
pub const MODELS: [&str; 13] = [
    "wright",
    "crawford",
    "stanford-b",
    "de-jong",
    "s-curve",
    "plateau",
    "boone",
    "knecht",
    "pegels",
    "levy",
    "hyperbolic",
    "exponential",
    "rate-effect",
];

impl Model {
    /// A model by its name, with parameters that are fixed by theirs; `data` says within what the others are looked for.
    ///
    /// `basis` is none for the theory that the name says, the unit theory for most.
    ///
    /// # Errors
    ///
    /// [`Error::NoModel`] and [`Error::NoParameter`] for names that are none, [`Error::Curve`] for a value outside its domain;
    /// [`Error::NoRates`], [`Error::OneRate`], [`Error::Whole`] where the data do not suit it.
    pub fn named(
        name: &str,
        basis: Option<Basis>,
        fixed: &[(String, f64)],
        data: &Data,
    ) -> Result<Self, Error> {
        let unknown = || Error::NoModel { name: name.to_owned() };
        if !MODELS.contains(&name) {
            return Err(unknown());
        }
        let shape = Shape::of_model(name).ok_or_else(unknown)?;
        let basis = match name {
            "wright" => Basis::CumulativeAverage,
            "crawford" => Basis::Unit,
            _ => basis.unwrap_or(Basis::Unit),
        };
        Self::of_outline(name, Outline::plain(basis, shape), fixed, name == "rate-effect", data)
    }

    /// A model of a shape and whatever interrupts it; `fixed` as in [`named`](Self::named).
    ///
    /// # Errors
    ///
    /// As [`named`](Self::named).
    pub fn of_outline(
        name: &str,
        mut outline: Outline,
        fixed: &[(String, f64)],
        rates: bool,
        data: &Data,
    ) -> Result<Self, Error> {
        let known: Vec<String> = outline.shape.parameters().iter().map(|p| p.name.to_owned()).collect();
        for (parameter, value) in fixed {
            if !known.contains(parameter) {
                let has = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                return Err(Error::NoParameter { model: name.to_owned(), name: parameter.clone(), has });
            }
            if parameter == "floor" {
                outline.floor = Some(*value);
            } else {
                outline.shape = outline.shape.with(parameter, *value);
                let found = outline.shape.parameters().into_iter().find(|p| p.name == parameter);
                if let Some(p) = found.filter(|p| !(p.low..=p.high).contains(value)) {
                    return Err(curve::Error::Parameter {
                        name: p.name,
                        value: *value,
                        low: p.low,
                        high: p.high,
                    }
                    .into());
                }
            }
        }
        let (least, most) = (data.least(), data.most());
        let far = data.last();
        // With the steepest index a curve that goes through the data begins no farther from them.
        let climb = (1e12 * far.max(data.nearest().recip()).powi(5)).min(1e250);
        let mut parameters = vec![Parameter::between("first_unit", least / climb, most * climb)];
        for p in outline.shape.parameters() {
            if fixed.iter().any(|(name, _)| name == p.name) {
                continue;
            }
            // The data say on what scale a parameter can matter at all, the curve how far it goes.
            let (low, high) = match p.name {
                "prior_units" => (0.0, (100.0 * far).min(p.high)),
                // A floor of a thousandth of the least value does nothing by itself, and lower ones no more.
                "floor" => (if p.low > 0.0 { 1e-3 * least } else { 0.0 }, 10.0 * most),
                "decay" | "half_units" | "time_constant" => (1e-3, (1e6 * far).min(p.high)),
                "growth" => (-(20.0 / far).min(1.0), (20.0 / far).min(1.0)),
                _ => (p.low, p.high),
            };
            parameters.push(Parameter::between(p.name, low, high));
        }
        if rates {
            parameters.push(Parameter::between("rate_index", -5.0, 5.0));
        }
        let model = Self { name: name.to_owned(), outline, parameters, rates };
        model.suits(data)?;
        Ok(model)
    }

    fn suits(&self, data: &Data) -> Result<(), Error> {
        if self.rates {
            if !data.has_rates() {
                return Err(Error::NoRates);
            }
            let first = data.observations()[0].rate;
            if data.observations().iter().all(|row| row.rate == first) {
                return Err(Error::OneRate);
            }
        }
        let refuse = |place: Place| {
            let whole_needed = !self.is_plain()
                || match place {
                    Place::Average(_) => self.basis() == Basis::Unit,
                    _ => false,
                };
            // Below the first unit the cumulative-average theory has no unit to take a difference from.
            let before_first =
                matches!(place, Place::Unit(x) if x < 1.0) && self.basis() == Basis::CumulativeAverage;
            (whole_needed && !place.is_whole()) || before_first
        };
        match data.observations().iter().find(|row| refuse(row.place)) {
            Some(row) => {
                Err(Error::Whole { model: self.label(), row: row.row, place: row.place.to_string() })
            }
            None => Ok(()),
        }
    }

    /// Its name, as scenarios have it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name, with the theory where the name does not say it.
    pub fn label(&self) -> String {
        match (self.name.as_str(), self.basis()) {
            ("wright" | "crawford", _) => self.name.clone(),
            (name, Basis::Unit) => format!("{name} (unit)"),
            (name, Basis::CumulativeAverage) => format!("{name} (cumulative average)"),
        }
    }

    /// The theory.
    pub fn basis(&self) -> Basis {
        self.outline.basis
    }

    /// The shape, with whatever is fixed.
    pub fn shape(&self) -> &Shape {
        &self.outline.shape
    }

    /// The parameters that are fitted, T1 first.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Whether the production rate is a factor of it.
    pub fn has_rates(&self) -> bool {
        self.rates
    }

    /// Whether a parameter of this name is fitted.
    pub fn fits(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.name == name)
    }

    /// Whether nothing interrupts it and learning does not end.
    pub fn is_plain(&self) -> bool {
        self.outline.transitions.is_empty() && self.outline.end.is_none()
    }

    /// Whether T1 multiplies everything else, as it does where there is no floor in the data's unit and nothing interrupts.
    pub(super) fn is_scaled_by_first_unit(&self) -> bool {
        self.is_scaled_with_its_floor() && !self.fits("floor")
    }

    /// Whether T1 and a floor that is fitted multiply everything else.
    pub(super) fn is_scaled_with_its_floor(&self) -> bool {
        self.is_plain() && self.outline.floor.is_none()
    }

    /// Whether rows are sums that have no closed form.
    pub(super) fn sums_term_by_term(&self, data: &Data) -> bool {
        self.basis() == Basis::Unit && data.kind() != super::Kind::Unit && !self.shape().has_closed_sum()
    }

    /// Whether the logarithm of a row's value is linear in ln T1, b and the rate's power.
    pub(super) fn is_log_linear(&self, data: &Data) -> bool {
        let alike = matches!(
            (data.kind(), self.basis()),
            (super::Kind::Unit, Basis::Unit) | (super::Kind::Average, Basis::CumulativeAverage)
        );
        alike && self.is_plain() && matches!(self.outline.shape, Shape::PowerLaw { .. }) && self.fits("index")
    }

    /// The curve with these values of the parameters; none outside their domain.
    pub fn curve(&self, at: &[f64]) -> Option<Curve> {
        let (shape, first_unit) = self.shaped(at)?;
        Curve::new(self.basis(), shape, first_unit).ok()
    }

    /// The run with these values; none outside their domain.
    pub fn run(&self, at: &[f64]) -> Option<Run> {
        let (shape, first_unit) = self.shaped(at)?;
        let index = shape.index().unwrap_or(Index::NONE);
        let outline = Outline { shape, floor: None, ..self.outline.clone() };
        outline.run(index, first_unit).ok()
    }

    fn shaped(&self, at: &[f64]) -> Option<(Shape, f64)> {
        let first_unit = *at.first()?;
        let mut shape = self.outline.shape.clone();
        if let Some(floor) = self.outline.floor {
            shape = shape.with("floor", floor / first_unit);
        }
        for (parameter, value) in self.parameters.iter().zip(at).skip(1) {
            shape = match parameter.name.as_str() {
                "rate_index" => shape,
                "floor" => shape.with("floor", value / first_unit),
                "index" => shape.with_index(Index::new(*value).ok()?),
                name => shape.with(name, *value),
            };
        }
        Some((shape, first_unit))
    }

    /// The power of the production rate with these values; 0 for a model without one.
    pub fn rate_index(&self, at: &[f64]) -> f64 {
        if self.rates { at.last().copied().unwrap_or_default() } else { 0.0 }
    }

    /// What the model says of each place, NaN where it has no value; `rates` may be shorter than `places`.
    pub fn values(&self, at: &[f64], places: impl Iterator<Item = (Place, Option<f64>)>, into: &mut [f64]) {
        let power = self.rate_index(at);
        let paced = |value: f64, rate: Option<f64>| match rate {
            Some(rate) if self.rates => value * rate.powf(power),
            _ => value,
        };
        if self.is_plain() {
            let Some(curve) = self.curve(at) else {
                into.fill(f64::NAN);
                return;
            };
            let mut made = Made { units: 0, total: 0.0 };
            for ((place, rate), into) in places.zip(into) {
                let value = match place {
                    Place::Average(x) if curve.basis() == Basis::Unit && !curve.shape().has_closed_sum() => {
                        made.up_to(&curve, whole(x)) / x
                    }
                    place => on_curve(&curve, place),
                };
                *into = paced(value, rate);
            }
            return;
        }
        let Some(run) = self.run(at) else {
            into.fill(f64::NAN);
            return;
        };
        for ((place, rate), into) in places.zip(into) {
            *into = paced(on_run(&run, place).unwrap_or(f64::NAN), rate);
        }
    }

    /// What the model says of one place.
    pub fn value(&self, at: &[f64], place: Place, rate: Option<f64>) -> f64 {
        let mut value = [f64::NAN];
        self.values(at, std::iter::once((place, rate)), &mut value);
        value[0]
    }

    /// The same model for data whose values are `scale` times as large.
    pub(super) fn scaled(&self, scale: f64) -> Self {
        let mut model = self.clone();
        if let Some(floor) = &mut model.outline.floor {
            *floor *= scale;
        }
        if let Some(end) = &mut model.outline.end
            && let curve::SteadyState::Given(value) = &mut end.steady_state
        {
            *value *= scale;
        }
        for transition in &mut model.outline.transitions {
            if let curve::TransitionKind::Forgetting { time, total } = &mut transition.kind {
                *time *= scale;
                *total *= scale;
            }
        }
        for parameter in &mut model.parameters {
            if is_valued(&parameter.name) {
                parameter.low *= scale;
                parameter.high *= scale;
            }
        }
        model
    }
}

/// Whether a parameter is in the data's unit.
pub(super) fn is_valued(parameter: &str) -> bool {
    matches!(parameter, "first_unit" | "floor")
}

/// The total so far, which the next row's goes on from where it lies further out: sums without a closed form are dear.
struct Made {
    units: u64,
    total: f64,
}

impl Made {
    fn up_to(&mut self, curve: &Curve, units: u64) -> f64 {
        if units < self.units {
            *self = Self { units: 0, total: 0.0 };
        }
        if units > self.units {
            self.total += curve.stretch(curve::count(self.units + 1), units - self.units);
            self.units = units;
        }
        self.total
    }
}

fn on_curve(curve: &Curve, place: Place) -> f64 {
    let lot_total = |lot: Lot| curve.stretch(curve::count(lot.first()), lot.quantity());
    match (place, curve.basis()) {
        (Place::Unit(x), Basis::Unit) | (Place::Average(x), Basis::CumulativeAverage) => {
            curve.first_unit() * curve.shape().value(x)
        }
        (Place::Unit(x), Basis::CumulativeAverage) => curve.unit_at(x),
        (Place::Average(x), Basis::Unit) => curve.stretch(1.0, whole(x)) / x,
        (Place::Lot(lot), _) => lot_total(lot),
        (Place::LotAverage(lot), _) => lot_total(lot) / curve::count(lot.quantity()),
    }
}

fn on_run(run: &Run, place: Place) -> Option<f64> {
    match place {
        Place::Unit(x) => run.unit(whole(x)).ok(),
        Place::Average(x) => run.average(whole(x)).ok(),
        Place::Lot(lot) => run.lot(lot).ok(),
        Place::LotAverage(lot) => Some(run.lot(lot).ok()? / curve::count(lot.quantity())),
    }
}
