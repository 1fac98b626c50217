//! The parameters of a shape, by name: read, set and held to their bounds.

use super::super::{Error, Index};
use super::Shape;

/// One parameter of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name, as scenario files have it.
    pub name: &'static str,
    /// The letter that formulas have for it.
    pub letter: &'static str,
    /// Its value.
    pub value: f64,
    /// The least that it can be.
    pub low: f64,
    /// The most.
    pub high: f64,
}

/// A parameter and the place of its value.
pub(super) struct Slot<'s> {
    pub(super) name: &'static str,
    pub(super) letter: &'static str,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) value: &'s mut f64,
}

/// The least of a parameter that has to be above 0.
pub(super) const ABOVE_ZERO: f64 = 1e-9;

impl Shape {
    /// The shape's parameters, T1 left out, each with its bounds; none for a printed table.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::curve::Shape;
    /// let shape = Shape::of_model("stanford-b").unwrap().with("prior_units", 4.0);
    /// let named: Vec<_> = shape.parameters().iter().map(|p| (p.name, p.letter, p.value)).collect();
    /// assert_eq!(named, [("index", "b", 0.0), ("prior_units", "B", 4.0)]);
    /// ```
    pub fn parameters(&self) -> Vec<Parameter> {
        let slots = |shape: &mut Self| {
            let slot = |slot: Slot<'_>| Parameter {
                name: slot.name,
                letter: slot.letter,
                value: *slot.value,
                low: slot.low,
                high: slot.high,
            };
            shape.slots().into_iter().map(slot).collect()
        };
        slots(&mut self.clone())
    }

    /// The same shape with another value of the parameters of this name, if it has any; [`check`](Self::check) holds it to its bounds.
    #[must_use]
    pub fn with(mut self, name: &str, value: f64) -> Self {
        for slot in self.slots() {
            if slot.name == name {
                *slot.value = value;
            }
        }
        self
    }

    /// The index b, where the shape has just one.
    pub fn index(&self) -> Option<Index> {
        match self {
            Self::PowerLaw { index } => Some(*index),
            Self::Stepped { .. } => None,
            _ => {
                let parameters = self.parameters();
                let b = parameters.iter().find(|parameter| parameter.name == "index")?;
                Index::new(b.value).ok()
            }
        }
    }

    /// The same shape with another index, where it has just one.
    #[must_use]
    pub fn with_index(self, index: Index) -> Self {
        match self {
            Self::Stepped { .. } => self,
            shape => shape.with("index", index.value()),
        }
    }

    /// Refuses parameters outside their bounds.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] for the first that is.
    pub fn check(&self) -> Result<(), Error> {
        if let Self::PowerLaw { .. } = self {
            // An index is held to its bounds when it is made.
            return Ok(());
        }
        for Parameter { name, value, low, high, .. } in self.parameters() {
            if !(low..=high).contains(&value) {
                return Err(Error::Parameter { name, value, low, high });
            }
        }
        Ok(())
    }
}
