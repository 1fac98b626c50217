//! Taylor series in 256 bits of the shapes that have no closed sum.

use learncurve::curve::Shape;

use crate::high::High;

/// The first coefficients of a series: value, slope, half the second derivative, …
type Series = Vec<High>;

/// The first `orders` coefficients of a shape at x.
pub fn of(shape: &Shape, x: &High, orders: usize) -> Series {
    let variable = |slope: f64| {
        let mut series = vec![High::zero(); orders];
        series[0] = x.clone();
        series[1] = High::from(slope);
        series
    };
    let x = variable(1.0);
    let constant = |value: High| {
        let mut series = vec![High::zero(); orders];
        series[0] = value;
        series
    };
    match shape {
        Shape::Boone { index, decay } => {
            let mut slowed = scaled(&x, &(High::one() / High::from(*decay)));
            slowed[0] = &slowed[0] + 1.0;
            let exponent = divided(&constant(High::from(index.value())), &slowed);
            exp(&multiplied(&exponent, &ln(&x)))
        }
        Shape::Knecht { index, growth } => {
            let power = scaled(&ln(&x), &High::from(index.value()));
            exp(&added(&power, &scaled(&x, &High::from(*growth))))
        }
        Shape::Levy { index, floor, flattening } => {
            let (limit, k) = (High::one() / High::from(*floor), High::from(*flattening));
            let fade = exp(&scaled(&x, &-(&k * k.ln())));
            let power = exp(&scaled(&ln(&x), &High::from(-index.value())));
            let excess = added(&constant(limit.clone()), &scaled(&power, &High::from(-1.0)));
            let below = added(&constant(limit), &scaled(&multiplied(&excess, &fade), &High::from(-1.0)));
            divided(&constant(High::one()), &below)
        }
        Shape::Exponential { prior_units, time_constant } => {
            let r = High::from(*time_constant);
            let first = -(-((High::one() + *prior_units) / &r)).exp_m1();
            let mut at = x;
            at[0] = &at[0] + *prior_units;
            let fade = exp(&scaled(&at, &-(High::one() / &r)));
            let output = added(&constant(High::one()), &scaled(&fade, &High::from(-1.0)));
            scaled(&divided(&constant(High::one()), &output), &first)
        }
        _ => unreachable!("every other shape has a closed sum"),
    }
}

fn scaled(a: &Series, by: &High) -> Series {
    a.iter().map(|a| a * by).collect()
}

fn added(a: &Series, b: &Series) -> Series {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn multiplied(a: &Series, b: &Series) -> Series {
    (0..a.len()).map(|n| (0..=n).fold(High::zero(), |sum, k| sum + &a[k] * &b[n - k])).collect()
}

fn divided(a: &Series, b: &Series) -> Series {
    let mut made: Series = Vec::with_capacity(a.len());
    for n in 0..a.len() {
        let carried = (1..=n).fold(High::zero(), |sum, k| sum + &b[k] * &made[n - k]);
        made.push((&a[n] - carried) / &b[0]);
    }
    made
}

fn exp(a: &Series) -> Series {
    let mut made: Series = vec![a[0].exp()];
    for n in 1..a.len() {
        let sum = (1..=n).fold(High::zero(), |sum, k| sum + &a[k] * k as f64 * &made[n - k]);
        made.push(sum / High::from(n as f64));
    }
    made
}

fn ln(a: &Series) -> Series {
    let mut made: Series = vec![a[0].ln()];
    for n in 1..a.len() {
        let carried = (1..n).fold(High::zero(), |sum, k| sum + &made[k] * k as f64 * &a[n - k]);
        made.push((&a[n] - carried / High::from(n as f64)) / &a[0]);
    }
    made
}
