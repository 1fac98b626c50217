//! The slope of `x f(x)`, which under the cumulative-average theory is what a unit takes, nearly.

use super::super::analytic::Analytic as _;
use super::super::power::power;
use super::Shape;

impl Shape {
    /// The slope of `x f(x)` at x, 1 or more, for the shapes whose differences have no closed form.
    ///
    /// As `f + x f'` the two would cancel where `x f(x)` hardly rises: with b near -1, or far below the scale of an output curve.
    /// Here they are put together by hand, so that terms are of one sign wherever learning is (b from -1 to 0).
    pub(super) fn rise(&self, x: f64) -> f64 {
        match self {
            Self::Boone { index, decay } => {
                let (b, share) = (index.value(), x / decay);
                let slowed = 1.0 + share;
                self.value(x) * (((1.0 + b) + share) * slowed - b * share * x.ln()) / (slowed * slowed)
            }
            Self::Knecht { index, growth } => self.value(x) * ((1.0 + index.value()) + growth * x),
            Self::Pegels { ratio, floor } => {
                (1.0 - floor) * ratio.powf(x - 1.0) * (1.0 + x * ratio.ln()) + floor
            }
            Self::Levy { index, floor, flattening } => {
                let (b, faded) = (index.value(), flattening * flattening.ln() * x);
                let power = power(x, -b) * (-faded).exp();
                let below = power - (-faded).exp_m1() / floor;
                (power * ((1.0 + b) + faded) + rest_of_exponential(faded) / floor) / (below * below)
            }
            Self::Exponential { prior_units, time_constant } => {
                let at = (x + prior_units) / time_constant;
                let first = -(-(1.0 + prior_units) / time_constant).exp_m1();
                let output = -(-at).exp_m1();
                let prior = prior_units / time_constant * (-at).exp();
                first * (rest_of_exponential(at) + prior) / (output * output)
            }
            _ => {
                let f = self.series::<2>(x);
                f.value() + x * f.coefficients()[1]
            }
        }
    }
}

/// `1 - (1 + u) e^-u` for u of 0 or more, without loss near 0, where it is `u^2/2`.
fn rest_of_exponential(u: f64) -> f64 {
    if u >= 0.5 {
        return 1.0 - (1.0 + u) * (-u).exp();
    }
    // e^-u times the series of e^u from its square on.
    let (mut term, mut sum, mut order) = (0.5 * u * u, 0.0, 2.0);
    while term > 1e-17 * sum {
        sum += term;
        order += 1.0;
        term *= u / order;
    }
    (-u).exp() * sum
}

#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "the digits that were computed, more than a double holds")]
mod tests {
    use super::super::super::Index;
    use super::*;

    #[test]
    fn what_the_exponential_lacks_is_half_a_square_near_0() {
        // In 30 digits.
        for (u, rest) in [
            (1e-12, 4.999_999_999_996_666_6e-25),
            (0.01, 4.966_791_334_026_589_5e-5),
            (0.499_999, 0.090_203_707_165_871_64),
            (0.5, 0.090_204_010_431_049_86),
            (3.0, 0.800_851_726_528_544_2),
        ] {
            let got = rest_of_exponential(u);
            assert!((got / rest - 1.0).abs() < 1e-14, "{u}: {got:e}");
        }
        assert!(rest_of_exponential(0.0) == 0.0 && (rest_of_exponential(1e300) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_rise_is_the_value_and_what_it_falls_by() {
        let index = Index::new(-0.3).unwrap();
        for shape in [
            Shape::Boone { index, decay: 50.0 },
            Shape::Knecht { index, growth: -0.01 },
            Shape::Pegels { ratio: 0.9, floor: 0.2 },
            Shape::Levy { index, floor: 0.3, flattening: 1.05 },
            Shape::Exponential { prior_units: 3.0, time_constant: 40.0 },
        ] {
            for x in [1.0, 7.5, 300.0] {
                let plain = shape.value(x) + x * shape.slope(x);
                assert!((shape.rise(x) / plain - 1.0).abs() < 1e-12, "{shape:?} at {x}");
            }
        }
    }

    #[test]
    fn a_rise_that_nearly_vanishes_keeps_its_digits() {
        // x^b e^(c x) (1 + b + c x) at 1: of 1 + b there are 2^-20 left.
        let left = 2_f64.powi(-20);
        let shape = Shape::Knecht { index: Index::new(left - 1.0).unwrap(), growth: left };
        assert!((shape.rise(1.0) / (2.0 * left * left.exp()) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn shapes_of_closed_differences_rise_as_their_formula_says() {
        // (x + B)^b + b x (x + B)^(b-1) with b = -1/2 and B = 3 at 1: 1/2 - 1/16.
        let shape = Shape::StanfordB { index: Index::new(-0.5).unwrap(), prior_units: 3.0 };
        assert!((shape.rise(1.0) - 0.4375).abs() < 1e-15);
        // At 6: 1/3 - 3/27.
        assert!((shape.rise(6.0) - 2.0 / 9.0).abs() < 1e-15);
    }
}
