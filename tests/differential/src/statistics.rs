//! Student's t, Fisher's F and the normal's tails.

use learncurve::fit::stats::{f_p_value, inverse_mills, ln_upper_tail, t_p_value, t_quantile};

use crate::draw::Draw;
use crate::high::{BITS, High};
use crate::ledger::Ledger;

/// What `docs/accuracy.md` states of tails and quantiles.
const STATED: f64 = 1e-12;
const NORMAL: f64 = 1e-13;

/// Quantiles and tails at random places, with degrees of freedom from 1 to a million.
pub fn all(draw: &mut Draw, ledger: &mut Ledger, cases: u64) {
    for _ in 0..cases / 5 {
        let dof = draw.units(1_000_000);
        student(draw, ledger, dof);
        fisher(draw, ledger, dof);
        normal(draw, ledger);
    }
}

fn student(draw: &mut Draw, ledger: &mut Ledger, dof: u64) {
    let p = match draw.below(4) {
        0 => draw.one_of(&[0.975, 0.95, 0.995, 0.9, 0.5, 0.841_344_746_068_542_9]),
        1 => 1.0 - draw.log_between(1e-12, 0.5),
        2 => 0.5 + draw.log_between(1e-9, 0.4) * draw.one_of(&[1.0, -1.0]),
        _ => draw.between(0.001, 0.999),
    };
    let told = || format!("p = {p:e}, {dof} degrees of freedom");
    if let Some(got) = t_quantile(p, dof as usize) {
        let want = quantile(p, dof, got);
        ledger.hold("t quantile", got, &want, STATED, told);
    }
    let t = draw.log_between(1e-9, 1e4) * draw.one_of(&[1.0, -1.0]);
    let told = || format!("t = {t:e}, {dof} degrees of freedom");
    if let Some(got) = t_p_value(t, dof as usize) {
        let tail = two_sided(&High::from(t), dof);
        ledger.hold("t, two-sided p-value", got, &tail, STATED, told);
    }
}

fn fisher(draw: &mut Draw, ledger: &mut Ledger, denominator: u64) {
    let numerator = draw.units(100);
    let f = draw.log_between(1e-6, 1e6);
    let told = || format!("F = {f:e}, {numerator} and {denominator} degrees of freedom");
    if let Some(got) = f_p_value(f, numerator as usize, denominator as usize) {
        let (one, two) = (High::from(numerator), High::from(denominator));
        let part = &two / (&two + &one * f);
        let rest = &one * f / (&two + &one * f);
        let want = beta(&part, &rest, &(&two * 0.5), &(&one * 0.5));
        ledger.hold("F, p-value", got, &want, STATED, told);
    }
}

fn normal(draw: &mut Draw, ledger: &mut Ledger) {
    let z = match draw.below(3) {
        0 => draw.between(-9.0, 9.0),
        1 => draw.between(1.9, 2.1) * draw.one_of(&[1.0, -1.0]),
        _ => draw.log_between(1e-12, 1e4) * draw.one_of(&[1.0, -1.0]),
    };
    let told = || format!("z = {z:e}");
    let at = High::from(z);
    let tail = High((at.0.clone() / High::from(2.0).sqrt().0).erfc()) * 0.5;
    ledger.hold("normal, logarithm of the upper tail", ln_upper_tail(z), &tail.ln(), NORMAL, told);
    let density = (-(&at * &at) * 0.5).exp() / (pi() * 2.0).sqrt();
    ledger.hold("normal, inverse Mills ratio", inverse_mills(z), &(density / tail), NORMAL, told);
}

/// π.
pub fn pi() -> High {
    High(rug::Float::with_val(BITS, rug::float::Constant::Pi))
}

/// The chance of a t at least so far from 0.
pub fn two_sided(t: &High, dof: u64) -> High {
    let n = High::from(dof);
    let square = t * t;
    let all = &n + &square;
    beta(&(&n / &all), &(&square / &all), &(&n * 0.5), &High::from(0.5))
}

/// The quantile of t, by Newton's steps in 256 bits from a double that is near.
pub fn quantile(p: f64, dof: u64, near: f64) -> High {
    let n = High::from(dof);
    let half = High::from(0.5);
    // By the smaller tail, of which no digit is lost: `p` is the double that it is.
    let above = if p > 0.5 { High::one() - p } else { High::from(p) };
    let mut t = High::from(near).abs();
    let scale =
        (High((&n * 0.5 + 0.5).0.ln_gamma()) - High((&n * 0.5).0.ln_gamma())).exp() / (&n * pi()).sqrt();
    for _ in 0..8 {
        let density = &scale * ((&t * &t / &n).ln_1p() * -((&n + 1.0) * 0.5)).exp();
        let step = (two_sided(&t, dof) * &half - &above) / density;
        let done = step.abs() < &t * 1e-22;
        t = t + step;
        if done {
            break;
        }
    }
    if p < 0.5 { -t } else { t }
}

/// The regularised incomplete beta function `I_x(a, b)`, y = 1 - x, by its continued fraction.
///
/// Source: NIST Digital Library of Mathematical Functions, 8.17(v).
fn beta(x: &High, y: &High, a: &High, b: &High) -> High {
    if x.is_zero() {
        return High::zero();
    }
    // The fraction converges fast on the near side of the mean.
    let mean = (a + 1.0) / (a + b + 2.0);
    if *x > mean {
        return High::one() - fraction(y, x, b, a);
    }
    fraction(x, y, a, b)
}

fn fraction(x: &High, y: &High, a: &High, b: &High) -> High {
    if x.is_zero() {
        return High::zero();
    }
    let gamma = |x: &High| High(x.0.clone().ln_gamma());
    let front = (a * x.ln() + b * y.ln() + gamma(&(a + b)) - gamma(a) - gamma(b)).exp() / a;
    // Lentz's method.
    let tiny = High::from(1e-300) * 1e-300;
    let (mut c, mut d) = (High::one(), High::one() - (a + b) * x / (a + 1.0));
    if d.is_zero() {
        d = tiny;
    }
    d = High::one() / d;
    let mut value = d.clone();
    for m in 1..200_000_u64 {
        let m = High::from(m);
        let two = &m * 2.0;
        let even = &m * (b - &m) * x / ((a + &two - 1.0) * (a + &two));
        d = High::one() / (&even * &d + 1.0);
        c = &even / &c + 1.0;
        value = value * &d * &c;
        let odd = -((a + &m) * (a + b + &m) * x / ((a + &two) * (a + &two + 1.0)));
        d = High::one() / (&odd * &d + 1.0);
        c = &odd / &c + 1.0;
        let factor = &d * &c;
        value = value * &factor;
        if (factor - 1.0).abs() < High::from(1e-32) {
            break;
        }
    }
    front * value
}
