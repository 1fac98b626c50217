//! What more of the amount brings, and from where on it is not worth its while.

use super::fitted::Fitted;
use super::law::Curve;
use crate::fit::stats;
use crate::root;

/// What a doubling brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubling {
    /// The amount before it.
    pub from: f64,
    /// The error there.
    pub value: f64,
    /// How far the doubling brings the error down.
    pub gain: f64,
    /// The ends of the gain's interval, not below 0 where errors fall; none without degrees of freedom.
    pub interval: Option<(f64, f64)>,
}

/// The amount from which on a doubling brings less than asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// The least gain that a doubling is worth.
    pub gain: f64,
    /// From this amount on every doubling brings less: 0 where none ever brings as much, none where all do up to 1e15 times the
    /// last point's.
    pub from: Option<f64>,
}

/// What a doubling of an amount above 0 brings.
pub(super) fn doubling(fitted: &Fitted, from: f64) -> Doubling {
    let (value, after) = (fitted.curve.value(from), fitted.curve.value(2.0 * from));
    let gain = value - after;
    let t = stats::t_quantile(0.5 + 0.5 * fitted.level, fitted.summary.dof);
    let error = if fitted.is_exact() { Some(0.0) } else { fitted.error_of_gain(from, 2.0 * from) };
    let least = if gain < 0.0 { f64::NEG_INFINITY } else { 0.0 };
    let interval = error.zip(t).map(|(error, t)| ((gain - t * error).max(least), gain + t * error));
    Doubling { from, value, gain, interval }
}

/// From which amount on every doubling brings less than `gain`, an error above 0.
///
/// Gains of a power law fall from doubling to doubling; those of laws with a shoulder rise before they fall, and the last
/// amount whose doubling brings as much is the one that counts.
pub(super) fn worth(curve: &Curve, gain: f64, last: f64) -> Worth {
    const DOUBLINGS: i32 = 50;
    let excess = |log: f64| curve.value(log.exp()) - curve.value(2.0 * log.exp()) - gain;
    let place = |doubling: i32| last.ln() + f64::from(doubling) * std::f64::consts::LN_2;
    if excess(place(DOUBLINGS)) >= 0.0 {
        return Worth { gain, from: None };
    }
    let turn = (-DOUBLINGS..DOUBLINGS).rev().find(|doubling| excess(place(*doubling)) >= 0.0);
    let from = turn.and_then(|turn| root::brent(excess, place(turn), place(turn + 1), 1e-12));
    Worth { gain, from: Some(from.map_or(0.0, f64::exp)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubling_of_a_power_law_is_worth_its_while_up_to_a_closed_form() {
        // 4 n^-0.5 (1 - 2^-0.5) = 0.001 at n = (4 (1 - 2^-0.5) / 0.001)².
        let curve = Curve::power(4.0, -0.5, 0.02);
        let expected = (4.0 * (1.0 - 0.5_f64.sqrt()) / 0.001).powi(2);
        let found = worth(&curve, 0.001, 1e4).from.unwrap();
        assert!((found / expected - 1.0).abs() < 1e-10, "{found} {expected}");
        assert_eq!(worth(&curve, 1e9, 1e4).from, Some(0.0));
        assert_eq!(worth(&Curve::power(4.0, -0.01, 0.0), 1e-6, 1e4).from, None);
    }
}
