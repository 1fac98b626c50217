//! Sums and differences of powers as formulas: in constant time, and without loss wherever they lie.

use super::book::Show;
use super::builder::Builder;
use crate::curve::Analytic as _;
use crate::formula::Expression;

/// Terms that are added one by one; the series takes over after them.
const DIRECT: u32 = 16;

/// B(2k)/(2k)! for k = 1 to 3: past 16 terms the next correction is below 1e-9 of the term that it is of, at any index.
const WEIGHTS: [f64; 3] = [1.0 / 12.0, -1.0 / 720.0, 1.0 / 30_240.0];

/// Where a quotient is this near to 1, its logarithm is taken from its series.
const NEAR: f64 = 0.01;

/// A lot this small a share of its last unit is no plain difference of two totals: that would lose its digits.
const WIDE: f64 = 1_000.0;

/// The sum of `(start + j)^b` for j from 0 to `terms` - 1; `start` above 0, `terms` whole and 0 or more.
///
/// 16 terms, then Euler-Maclaurin with three corrections, as `curve::power_sum` has it with eight.
pub(super) fn powers<'r>(
    builder: &Builder<'r>,
    (start, terms): (Expression<'r>, Expression<'r>),
    b: Expression<'r>,
    name: &str,
) -> Expression<'r> {
    let counter = builder.recorder().counter();
    let number = Expression::from;
    let step =
        |what: &str, how: &str, made| builder.step(&format!("{name}: {what}"), how, Show::number(), made);
    let body = counter.less(terms) * (start + counter).pow(b);
    let head = step(
        "first 16 terms",
        "Σ x^b over the first 16, or all where there are fewer",
        builder.recorder().sum(DIRECT, body),
    );
    let few = terms.at_most(number(f64::from(DIRECT)));
    let m = start + number(f64::from(DIRECT));
    let n = start + terms - number(1.0);
    let ratio = log_ratio((m, n), terms - number(f64::from(DIRECT) + 1.0));
    let ratio = step("ln(n / m)", "m the 17th of them, n the last", few.choose(number(0.0), ratio));
    let c = number(1.0) + b;
    let exponent = c * ratio;
    let near = m.pow(c) * ratio * (number(1.0) + exponent / number(2.0) + exponent * exponent / number(6.0));
    let far = (n.pow(c) - m.pow(c)) / c;
    let integral = exponent.abs().less(number(1e-4)).choose(near, far);
    let integral = step(
        "integral",
        "(n^(1+b) - m^(1+b)) / (1 + b), from the 17th to the last",
        few.choose(number(0.0), integral),
    );
    let mut ends = (m.pow(b) + n.pow(b)) / number(2.0);
    let mut factor = b;
    for (weight, order) in WEIGHTS.into_iter().zip([1.0, 3.0, 5.0]) {
        let power = b - number(order);
        ends = ends + number(weight) * factor * (n.pow(power) - m.pow(power));
        factor = factor * power * (power - number(1.0));
    }
    step(
        "sum",
        "first 16 + integral + (m^b + n^b) / 2 + Euler-Maclaurin corrections",
        few.choose(head, head + integral + ends),
    )
}

/// ln(n / m), also where `width` = n - m is a small part of them.
fn log_ratio<'r>((m, n): (Expression<'r>, Expression<'r>), width: Expression<'r>) -> Expression<'r> {
    let number = Expression::from;
    let z = width / (n + m);
    let square = z * z;
    let series = number(2.0)
        * z
        * (number(1.0)
            + square / number(3.0)
            + square * square / number(5.0)
            + square * square * square / number(7.0));
    z.less(number(NEAR)).choose(series, (n / m).ln())
}

/// `high (high + B)^b - low (low + B)^b` for `width` = high - low: what the cumulative-average theory totals.
///
/// `low` is 0 or more, and its term then 0. Narrow lots go by `(high + B)^b (width - low (e^(b ln((low + B) / (high + B))) - 1))`,
/// in which nothing cancels.
pub(super) fn difference<'r>(
    builder: &Builder<'r>,
    (low, high, width): (Expression<'r>, Expression<'r>, Expression<'r>),
    (prior, b): (Expression<'r>, Expression<'r>),
    name: &str,
) -> Expression<'r> {
    let number = Expression::from;
    let zero = |given: Expression<'r>| matches!(given, Expression::Number(own) if own == 0.0);
    let total = |x: Expression<'r>| if zero(prior) { x.pow(number(1.0) + b) } else { x * (x + prior).pow(b) };
    if zero(low) {
        return total(high);
    }
    let starts = low.at_most(number(0.0));
    let wide = high.at_most(number(WIDE) * width);
    let ratio = log_ratio((low + prior, high + prior), width);
    let ratio = builder.step(
        &format!("{name}: ln(last / before the first)"),
        "for narrow lots far out, whose totals nearly cancel",
        Show::number(),
        starts.max(wide).choose(number(0.0), ratio),
    );
    let narrow = (high + prior).pow(b) * (width - low * (-(b * ratio)).exp_m1());
    starts.choose(total(high), wide.choose(total(high) - total(low), narrow))
}
