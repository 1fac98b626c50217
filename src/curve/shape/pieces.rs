//! Sums and differences of shapes, each in the way that loses least.

use super::super::domain::count;
use super::super::power::power;
use super::super::smooth;
use super::super::sum::{difference, power_sum_from};
use super::formula::doubling_start;
use super::{Floor, Shape};

impl Shape {
    /// The sum over `terms` positions from `start` on: what the unit theory totals.
    ///
    /// `start` is real, 1 or more; `terms` at least 1.
    pub fn sum(&self, start: f64, terms: u64) -> f64 {
        match self {
            Self::PowerLaw { index } => power_sum_from(index.value(), start, terms),
            Self::StanfordB { index, prior_units } => {
                power_sum_from(index.value(), start + prior_units, terms)
            }
            Self::DeJong { index, incompressible } => {
                incompressible * count(terms)
                    + (1.0 - incompressible) * power_sum_from(index.value(), start, terms)
            }
            Self::SCurve { index, prior_units, incompressible } => {
                incompressible * count(terms)
                    + (1.0 - incompressible) * power_sum_from(index.value(), start + prior_units, terms)
            }
            Self::Plateau { index, floor, form: Floor::Additive } => {
                floor * count(terms) + power_sum_from(index.value(), start, terms)
            }
            Self::Plateau { .. } | Self::Stepped { .. } => self.sum_by_pieces(start, terms),
            Self::Factors(table) => table.lot(start, start + count(terms - 1)),
            Self::Pegels { ratio, floor } => {
                // α (a^s + … + a^(s+n-1)), s = start - 1, as a geometric series.
                let log = ratio.ln();
                let series =
                    if log == 0.0 { count(terms) } else { (count(terms) * log).exp_m1() / log.exp_m1() };
                (1.0 - floor) * ratio.powf(start - 1.0) * series + floor * count(terms)
            }
            Self::Hyperbolic { prior_units: p, half_units: r } => {
                ((1.0 + p) / (1.0 + p + r)) * (count(terms) + r * power_sum_from(-1.0, start + p, terms))
            }
            // Whatever has no closed sum.
            _ if start >= smooth::FAR && self.pace() <= smooth::SLOW => smooth::sum(
                |x| self.value(x),
                |x| self.series::<{ smooth::FEW_ORDERS }>(x),
                (start, terms),
                self.settled(),
            ),
            _ => smooth::sum(
                |x| self.value(x),
                |x| self.series::<{ smooth::ORDERS }>(x),
                (start, terms),
                self.settled(),
            ),
        }
    }

    /// The λ of the e^(λ x) that the shape has beside its powers of x, however far out; 0 for none.
    fn pace(&self) -> f64 {
        match self {
            Self::Knecht { growth, .. } => growth.abs(),
            Self::Levy { flattening, .. } => flattening * flattening.ln(),
            Self::Exponential { time_constant, .. } => time_constant.recip(),
            _ => 0.0,
        }
    }

    /// From where on the shape varies on the scale of x.
    ///
    /// Levy's goes from power law to floor within a few units where k is large, and has poles beside them, π/λ from the real
    /// line for λ = k ln k: they lie before `ln(x^-b C)/λ`, and past 60/λ that is too far back to matter.
    fn settled(&self) -> u64 {
        match self {
            Self::Levy { .. } => {
                let pace = self.pace();
                // Slower than this the poles are far from every term.
                if pace < 0.25 { smooth::DIRECT } else { smooth::DIRECT.max(whole(60.0 / pace)) }
            }
            _ => smooth::DIRECT,
        }
    }

    /// Whether sums are of closed form, or of pieces that have one: in constant time.
    pub(crate) fn has_closed_sum(&self) -> bool {
        !matches!(
            self,
            Self::Boone { .. } | Self::Knecht { .. } | Self::Levy { .. } | Self::Exponential { .. }
        )
    }

    /// `high f(high) - low f(low)` where `high - low` is `width`: what the cumulative-average theory totals.
    ///
    /// `low` is 0 or more, and 0 f(0) is 0.
    pub fn difference(&self, low: f64, high: f64, width: f64) -> f64 {
        match self {
            Self::PowerLaw { index } => return difference(index.value(), low, high, width),
            Self::Factors(table) => return table.total(high) - table.total(low),
            Self::DeJong { index, incompressible } => {
                return incompressible * width
                    + (1.0 - incompressible) * difference(index.value(), low, high, width);
            }
            Self::Plateau { index, floor, form: Floor::Additive } => {
                return floor * width + difference(index.value(), low, high, width);
            }
            _ => {}
        }
        if low < 1.0 {
            let at_high = high * self.value(high);
            return if low > 0.0 { at_high - low * self.value(low) } else { at_high };
        }
        match self {
            Self::StanfordB { index, prior_units } => {
                shifted_difference(index.value(), *prior_units, (low, high), width)
            }
            Self::SCurve { index, prior_units, incompressible } => {
                incompressible * width
                    + (1.0 - incompressible)
                        * shifted_difference(index.value(), *prior_units, (low, high), width)
            }
            Self::Plateau { .. } | Self::Stepped { .. } => self.difference_by_pieces(low, high, width),
            Self::Hyperbolic { prior_units: p, half_units: r } => {
                // x (x + p + R)/(x + p) is x + R - R p/(x + p).
                let rise = width * (1.0 + r / (low + p) * (p / (high + p)));
                (1.0 + p) / (1.0 + p + r) * rise
            }
            _ => {
                let last = self.value(high);
                let (at_low, at_high) = (low * self.value(low), high * last);
                let apart = at_high - at_low;
                if apart.abs() >= 0.25 * at_high.abs().max(at_low.abs()) {
                    return apart;
                }
                // Near one another the two would cancel: what f changes by on the way is taken instead.
                let widened = width * last;
                if let Some(change) = self.change(low, high, width)
                    && (widened + low * change).abs() >= 0.25 * widened
                {
                    return widened + low * change;
                }
                // Where f falls as x grows those two cancel too, and the slope of x f(x) is integrated, which takes longer.
                smooth::integral(|x| self.rise(x), low, high)
            }
        }
    }

    /// `f(high) - f(low)` where `high - low` is `width`, without the cancelling of the two; none for shapes that need none.
    fn change(&self, low: f64, high: f64, width: f64) -> Option<f64> {
        Some(match self {
            Self::Boone { index, decay } => {
                let (at_low, at_high) = (1.0 + low / decay, 1.0 + high / decay);
                let log = (width / low).ln_1p() - low.ln() * (width / decay) / at_low;
                self.value(low) * (index.value() * log / at_high).exp_m1()
            }
            Self::Knecht { index, growth } => {
                self.value(low) * (index.value() * (width / low).ln_1p() + growth * width).exp_m1()
            }
            Self::Pegels { ratio, floor } => {
                (1.0 - floor) * ratio.powf(low - 1.0) * (width * ratio.ln()).exp_m1()
            }
            Self::Levy { index, floor, flattening } => {
                // Of 1/f = x^-b e^-L + (1 - e^-L)/C, the change of each part.
                let pace = flattening * flattening.ln();
                let left = (-pace * low).exp();
                let faded = power(low, -index.value()) * left;
                let log = -index.value() * (width / low).ln_1p() - pace * width;
                let change = faded * log.exp_m1() - left / floor * (-pace * width).exp_m1();
                -change * self.value(low) * self.value(high)
            }
            Self::Exponential { prior_units: p, time_constant: r } => {
                let change = (-(low + p) / r).exp() * (-width / r).exp_m1();
                -self.value(low) * change / (-(high + p) / r).exp_m1()
            }
            _ => return None,
        })
    }

    /// [`difference`](Self::difference) of a shape that is another power of x, or a constant, from knot to knot.
    fn difference_by_pieces(&self, low: f64, high: f64, width: f64) -> f64 {
        let mut total = 0.0;
        let mut from = low;
        for knot in self.knots().into_iter().filter(|knot| *knot > low && *knot < high).chain([high]) {
            // A stretch within one piece keeps its exact width.
            let wide = if from.to_bits() == low.to_bits() && knot.to_bits() == high.to_bits() {
                width
            } else {
                knot - from
            };
            let (multiple, b) = self.piece(0.5 * (from + knot));
            total += multiple * difference(b, from, knot, wide);
            from = knot;
        }
        total
    }

    /// Positions at which the shape has a corner, in their order.
    pub(in super::super) fn knots(&self) -> Vec<f64> {
        match self {
            Self::Plateau { index, floor, form: Floor::Hard } if *floor > 0.0 && index.value() != 0.0 => {
                vec![floor.powf(1.0 / index.value()).max(1.0)]
            }
            Self::Stepped { indexes } => (1..indexes.len()).map(doubling_start).collect(),
            Self::Factors(table) => table.rows(),
            _ => Vec::new(),
        }
    }

    /// The sum of a shape that is another power of x, or a constant, between one knot and the next.
    fn sum_by_pieces(&self, start: f64, terms: u64) -> f64 {
        let last = start + count(terms - 1);
        let (mut sum, mut from, mut left) = (0.0, start, terms);
        for knot in self.knots().into_iter().chain([f64::INFINITY]) {
            if left == 0 || knot < from {
                continue;
            }
            let within = if knot >= last { left } else { whole(knot - from).min(left - 1) + 1 };
            let end = from + count(within - 1);
            let (multiple, b) = self.piece(0.5 * (from + end));
            sum += multiple * power_sum_from(b, from, within);
            from = end + 1.0;
            left -= within;
        }
        sum
    }

    /// The piece at `x` as a multiple of a power of x: the multiple and the index.
    fn piece(&self, x: f64) -> (f64, f64) {
        match self {
            Self::Plateau { index, floor, .. } if power(x, index.value()) < *floor => (*floor, 0.0),
            Self::Plateau { index, .. } => (1.0, index.value()),
            Self::Stepped { indexes } => {
                let doubling = self.doubling_at(x);
                let b = indexes[doubling].value();
                let start = doubling_start(doubling);
                (self.value(start) / power(start, b), b)
            }
            _ => (0.0, 0.0),
        }
    }
}

/// The whole part of a number of steps from 0 to 1e15.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within the domain of counts"
)]
fn whole(steps: f64) -> u64 {
    steps.max(0.0).floor() as u64
}

/// `high (high + B)^b - low (low + B)^b` for B prior units: `x (x + B)^b` is `(x + B)^(1+b) - B (x + B)^b`, of which both differences
/// are of one sign where b is from -1 to 0.
fn shifted_difference(b: f64, prior_units: f64, (low, high): (f64, f64), width: f64) -> f64 {
    let (low, high) = (low + prior_units, high + prior_units);
    difference(b, low, high, width) - prior_units * difference(b - 1.0, low, high, width)
}

#[cfg(test)]
mod tests {
    use super::super::super::Index;
    use super::*;

    #[test]
    fn levys_sums_are_direct_only_as_far_as_its_poles_matter() {
        let settled =
            |flattening| Shape::Levy { index: Index::new(-0.3).unwrap(), floor: 0.5, flattening }.settled();
        // k ln k is 0 for a power law, which has no pole, then 0.105, 0.279, 1.386 and 461; from 1/4 on sixty over it counts.
        assert_eq!([1.0, 1.1, 1.25, 2.0, 100.0].map(settled), [24, 24, 215, 43, 24]);
    }
}
