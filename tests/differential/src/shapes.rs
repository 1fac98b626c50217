//! Shapes, drawn at random, and their formulas as `docs/methods.md` prints them.

use learncurve::curve::{Basis, Floor, Index, Shape};

use crate::draw::Draw;
use crate::high::High;

/// A shape of any model but a printed table, with its name.
pub fn draw(draw: &mut Draw) -> (&'static str, Shape) {
    let index = draw.index();
    let prior = |draw: &mut Draw| match draw.below(6) {
        0 => 0.0,
        1 => draw.log_between(1e-9, 1e9),
        2 => draw.whole(1, 1_000_000_000) as f64,
        3 => draw.one_of(&[1e-300, 1e9, 1.0, 0.1]),
        _ => draw.between(0.0, 10.0),
    };
    let share = |draw: &mut Draw| match draw.below(6) {
        0 => draw.one_of(&[0.0, 1.0, 0.5, 1e-300, 1.0 - f64::EPSILON]),
        1 => draw.log_between(1e-17, 1.0),
        2 => 1.0 - draw.log_between(1e-16, 1.0),
        _ => draw.unit(),
    };
    let large = |draw: &mut Draw| match draw.below(4) {
        0 => draw.one_of(&[1e-9, 1e15, 1.0, 1e3]),
        1 => draw.log_between(1e-9, 1.0),
        _ => draw.log_between(1.0, 1e15),
    };
    match draw.below(13) {
        0 | 1 => ("power law", Shape::PowerLaw { index }),
        2 => ("stanford-b", Shape::StanfordB { index, prior_units: prior(draw) }),
        3 => ("de-jong", Shape::DeJong { index, incompressible: share(draw) }),
        4 => ("s-curve", Shape::SCurve { index, prior_units: prior(draw), incompressible: share(draw) }),
        5 => ("plateau, hard", Shape::Plateau { index, floor: floor(draw, index), form: Floor::Hard }),
        6 => {
            ("plateau, additive", Shape::Plateau { index, floor: floor(draw, index), form: Floor::Additive })
        }
        7 => {
            let rates = draw.one_of(&[1, 2, 3, 5, 50]);
            let low = draw.one_of(&[0.7, 0.5, 0.9]);
            let indexes: Vec<Index> = (0..rates)
                .map(|_| Index::new(draw.between(low, 1.0).log2()).unwrap_or(Index::NONE))
                .collect();
            ("stepped", Shape::Stepped { indexes: indexes.into() })
        }
        8 => ("boone", Shape::Boone { index, decay: large(draw) }),
        9 => {
            let growth = match draw.below(4) {
                0 => 0.0,
                1 => draw.log_between(1e-15, 1e-3),
                _ => -draw.log_between(1e-15, 1.0),
            };
            ("knecht", Shape::Knecht { index, growth })
        }
        10 => {
            let ratio = match draw.below(4) {
                0 => 1.0 - draw.log_between(1e-16, 0.5),
                1 => draw.log_between(1e-9, 1.0),
                2 => draw.one_of(&[1.0, 1e-9, 0.5, 0.999]),
                _ => draw.between(1e-9, 1.0),
            };
            ("pegels", Shape::Pegels { ratio, floor: share(draw) })
        }
        11 => {
            let flattening = match draw.below(4) {
                0 => 1.0 + draw.log_between(1e-15, 1.0),
                1 => draw.log_between(1.0, 100.0),
                2 => draw.one_of(&[1.0, 100.0, 2.0]),
                _ => draw.between(1.0, 3.0),
            };
            ("levy", Shape::Levy { index, floor: floor(draw, index).max(1e-9), flattening })
        }
        _ => {
            let (prior_units, scale) = (prior(draw), large(draw));
            if draw.chance(0.5) {
                ("hyperbolic", Shape::Hyperbolic { prior_units, half_units: scale })
            } else {
                ("exponential", Shape::Exponential { prior_units, time_constant: scale })
            }
        }
    }
}

/// A floor: often one that a power law meets within the domain, and often just at a unit.
fn floor(draw: &mut Draw, index: Index) -> f64 {
    match draw.below(5) {
        0 => draw.unit(),
        1 => draw.log_between(1e-9, 1e9),
        2 => draw.one_of(&[0.0, 1.0, 1e9, 0.5]),
        3 => (draw.far() as f64).powf(index.value()).clamp(0.0, 1e9),
        _ => {
            let at = (draw.far() as f64).powf(index.value());
            (at * (1.0 + draw.between(-1e-3, 1e-3))).clamp(0.0, 1e9)
        }
    }
}

/// The shape at x, from its printed formula.
pub fn value(shape: &Shape, x: &High) -> High {
    let (one, high) = (High::one(), |value: f64| High::from(value));
    let power = |x: &High, index: &Index| x.pow(&high(index.value()));
    match shape {
        Shape::PowerLaw { index } => power(x, index),
        Shape::StanfordB { index, prior_units } => power(&(x + *prior_units), index),
        Shape::DeJong { index, incompressible } => {
            (&one - high(*incompressible)) * power(x, index) + *incompressible
        }
        Shape::SCurve { index, prior_units, incompressible } => {
            (&one - high(*incompressible)) * power(&(x + *prior_units), index) + *incompressible
        }
        Shape::Plateau { index, floor, form: Floor::Hard } => power(x, index).max(high(*floor)),
        Shape::Plateau { index, floor, form: Floor::Additive } => power(x, index) + *floor,
        Shape::Stepped { indexes } => {
            let (mut reached, mut start, two) = (one, High::one(), High::from(2.0));
            for (doubling, index) in indexes.iter().enumerate() {
                let end = &start * 2.0;
                if *x <= end || doubling + 1 == indexes.len() {
                    return reached * power(&(x / &start), index);
                }
                reached = reached * power(&two, index);
                start = end;
            }
            reached
        }
        Shape::Boone { index, decay } => x.pow(&(high(index.value()) / (x / high(*decay) + 1.0))),
        Shape::Knecht { index, growth } => power(x, index) * (x * *growth).exp(),
        Shape::Pegels { ratio, floor } => (&one - high(*floor)) * high(*ratio).pow(&(x - 1.0)) + *floor,
        Shape::Levy { index, floor, flattening } => {
            let (limit, k) = (&one / high(*floor), high(*flattening));
            let fade = k.pow(&(-(&k * x)));
            one / (&limit - (&limit - x.pow(&high(-index.value()))) * fade)
        }
        Shape::Hyperbolic { prior_units, half_units } => {
            let (at, first) = (x + *prior_units, High::one() + *prior_units);
            (&at + *half_units) / &at * (&first / (&first + *half_units))
        }
        Shape::Exponential { prior_units, time_constant } => {
            let output = |x: &High| -(-((x + *prior_units) / high(*time_constant))).exp_m1();
            output(&one) / output(x)
        }
        _ => unreachable!("no other shape is drawn"),
    }
}

/// `x f(x)`, 0 at 0: the cumulative-average theory's total for T1 = 1.
pub fn total(shape: &Shape, x: &High) -> High {
    if x.is_zero() { High::zero() } else { x * value(shape, x) }
}

/// What errors of a lot are relative to: the value itself, or where it is made of parts that cancel by the nature of the
/// model, of units below nothing say, the sum of their sizes.
pub fn size(shape: &Shape, basis: Basis, want: &High, (low, high): (&High, &High)) -> High {
    let cancels = basis == Basis::CumulativeAverage
        && match shape {
            Shape::PowerLaw { .. } | Shape::Hyperbolic { .. } | Shape::Exponential { .. } => false,
            Shape::Stepped { .. } => false,
            Shape::StanfordB { index, .. }
            | Shape::DeJong { index, .. }
            | Shape::SCurve { index, .. }
            | Shape::Plateau { index, .. }
            | Shape::Levy { index, .. } => index.value() < -1.0,
            Shape::Boone { index, .. } => !(-1.0..=0.0).contains(&index.value()),
            Shape::Knecht { index, growth } => index.value() < -1.0 || *growth < 0.0,
            _ => true,
        };
    // Where a floor takes over depends on the last digits of the floor itself.
    let turns = matches!(shape, Shape::Plateau { floor, form: Floor::Hard, .. }
        if basis == Basis::CumulativeAverage && value(shape, high) <= High::from(*floor) && !low.is_zero() && value(shape, low) > High::from(*floor));
    if !cancels && !turns {
        return want.abs();
    }
    // The integral of |f| + |x f'| over the lot, roughly: what f and its fall come to.
    let (from, to) = (low.clone().max(High::one()), high.clone());
    let at = |x: &High| {
        let step = x * 1e-20;
        let f = value(shape, x);
        let slope = (value(shape, &(x + &step)) - &f) / step;
        f.abs() + (x * slope).abs()
    };
    let middle = (&from + &to) / High::from(2.0);
    let most = at(&from).max(at(&to)).max(at(&middle));
    // What the first unit takes counts where it is in the lot.
    (most * (high - low)).max(want.abs())
}
