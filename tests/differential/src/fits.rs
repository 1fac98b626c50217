//! Fits of power laws to random data: coefficients, standard errors and intervals against solutions in 256 bits.

use learncurve::curve::{Index, Lot, power_sum};
use learncurve::estimate::{Data, Estimated, Method, Model, Observation, Options, Place, estimate};

use crate::draw::Draw;
use crate::high::High;
use crate::ledger::Ledger;
use crate::statistics;
use crate::sums::Sums;

/// What `docs/accuracy.md` states: of closed forms, and of searches.
const CLOSED: f64 = 1e-12;
const CLOSED_ERRORS: f64 = 2e-12;
const SEARCHED: f64 = 1e-9;

/// Fits by logarithms, by least squares and by shares, of units and lots.
pub fn all(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums, cases: u64) {
    for case in 0..cases {
        // A search of lots takes as long as a hundred closed forms.
        match case % 20 {
            0..=13 => logarithms(draw, ledger),
            14..=16 => searched(draw, ledger, Method::Nls),
            17 | 18 => searched(draw, ledger, Method::Mupe),
            _ => lots(draw, ledger, sums),
        }
    }
}

struct Drawn {
    x: Vec<f64>,
    y: Vec<f64>,
    weights: Vec<f64>,
}

/// Rows about a power law, with errors from none to a third.
fn rows(draw: &mut Draw) -> Drawn {
    let n = draw.units(40).max(3);
    let (b, t1) = (draw.between(0.5, 1.0).log2(), draw.log_between(1e-6, 1e9));
    let spread = draw.one_of(&[0.3, 0.1, 0.01, 1e-5]);
    let most = draw.log_between(10.0, 1e7);
    let mut drawn = Drawn { x: Vec::new(), y: Vec::new(), weights: Vec::new() };
    let weighted = draw.chance(0.3);
    for _ in 0..n {
        let x = draw.log_between(1.0, most).round().max(1.0);
        let noise: f64 = (0..4).map(|_| draw.between(-1.0, 1.0)).sum::<f64>() * spread;
        drawn.x.push(x);
        // As a file has it, with six digits.
        let y = t1 * x.powf(b) * noise.exp();
        drawn.y.push(format!("{y:.5e}").parse().unwrap_or(y));
        drawn.weights.push(if weighted { draw.log_between(0.01, 100.0) } else { 1.0 });
    }
    drawn
}

fn fitted(drawn: &Drawn, method: Method) -> Option<Estimated> {
    let rows = drawn.x.iter().zip(&drawn.y).zip(&drawn.weights).enumerate();
    let rows = rows.map(|(row, ((x, y), weight))| Observation {
        weight: *weight,
        ..Observation::new(Place::Unit(*x), *y, row + 1)
    });
    let data = Data::new(rows.collect()).ok()?;
    let model = Model::named("crawford", None, &[], &data).ok()?;
    estimate(&data, &model, method, &Options::default()).ok()
}

fn told(drawn: &Drawn) -> String {
    format!("x = {:?}, y = {:?}, weights = {:?}", drawn.x, drawn.y, drawn.weights)
}

/// A straight line through logarithms.
struct Line {
    intercept: High,
    slope: High,
    errors: Option<(High, High)>,
    squares: High,
    /// The root of the mean square of ln x over its spread.
    condition: High,
}

/// The straight line of least squares through logarithms, by normal equations about the mean.
fn line(drawn: &Drawn) -> Line {
    let logs = |values: &[f64]| -> Vec<High> { values.iter().map(|value| High::from(*value).ln()).collect() };
    let (x, y) = (logs(&drawn.x), logs(&drawn.y));
    let w: Vec<High> = drawn.weights.iter().map(|weight| High::from(*weight)).collect();
    let all = sum(w.iter().cloned());
    let mean = |of: &[High]| sum(of.iter().zip(&w).map(|(of, w)| of * w)) / &all;
    let (x_mean, y_mean) = (mean(&x), mean(&y));
    let across = |a: &[High], a_mean: &High, b: &[High], b_mean: &High| {
        sum((0..a.len()).map(|i| (&a[i] - a_mean) * (&b[i] - b_mean) * &w[i]))
    };
    let xx = across(&x, &x_mean, &x, &x_mean);
    let slope = across(&x, &x_mean, &y, &y_mean) / &xx;
    let intercept = &y_mean - &slope * &x_mean;
    let squares = sum((0..x.len()).map(|i| {
        let left = &y[i] - &intercept - &slope * &x[i];
        &left * &left * &w[i]
    }));
    let errors = (x.len() > 2).then(|| {
        let variance = &squares / High::from(x.len() as u64 - 2);
        let of_slope = (&variance / &xx).sqrt();
        ((variance * (High::one() / &all + &x_mean * &x_mean / &xx)).sqrt(), of_slope)
    });
    let condition = ((&x_mean * &x_mean * &all + &xx) / &xx).sqrt();
    Line { intercept, slope, errors, squares, condition }
}

fn sum(of: impl Iterator<Item = High>) -> High {
    of.fold(High::zero(), |sum, of| sum + of)
}

fn logarithms(draw: &mut Draw, ledger: &mut Ledger) {
    let drawn = rows(draw);
    let Some(fit) = fitted(&drawn, Method::LogOls) else { return };
    let want = line(&drawn);
    if !(-5.0..=2.0).contains(&want.slope.to_f64()) {
        return;
    }
    let at = || told(&drawn);
    let get = |name: &str| fit.coefficient(name);
    let Some((first, index)) = get("first_unit").zip(get("index")) else { return };
    // A logarithm of a double is rounded; the line moves by as much times how far it reaches out.
    let size = (want.intercept.abs() + 1.0) * &want.condition;
    let t1 = want.intercept.exp();
    ledger.hold_to("log-ols, first unit", first.value, &t1, &(&t1 * &size), CLOSED, at);
    let scale = want.slope.abs() + 1.0;
    ledger.hold_to("log-ols, index", index.value, &want.slope, &(scale * &want.condition), CLOSED, at);
    // Residuals of no more than the rounding of the logarithms have no digits.
    let rounding = drawn.y.iter().fold(0.0_f64, |most, y| most.max(y.ln().abs())) * f64::EPSILON;
    let residual = (&want.squares / High::from(drawn.x.len() as u64)).sqrt().to_f64();
    if residual < 1e3 * rounding {
        return;
    }
    let noise = High::from(1.0 + rounding / residual / CLOSED * 0.25);
    if let Some((of_first, of_slope)) = &want.errors {
        let of_first = of_first * &t1;
        let t =
            statistics::quantile(0.975, drawn.x.len() as u64 - 2, 2.0_f64.max(12.0 / drawn.x.len() as f64));
        for (name, got, want) in
            [("index", index.std_error, of_slope), ("first unit", first.std_error, &of_first)]
        {
            if let Some(got) = got {
                ledger.hold_to(
                    &format!("log-ols, {name}, standard error"),
                    got,
                    want,
                    &(want * &size * &noise),
                    CLOSED_ERRORS,
                    at,
                );
            }
        }
        if let Some((low, high)) = index.low.zip(index.high) {
            let half = &t * of_slope;
            let scale = (want.slope.abs() + &half) * &size * &noise;
            ledger.hold_to("log-ols, index, interval", low, &(&want.slope - &half), &scale, CLOSED, at);
            ledger.hold_to("log-ols, index, interval", high, &(&want.slope + &half), &scale, CLOSED, at);
        }
    }
}

/// `y = a x^b` by squares or by shares: our solution polished by Newton's steps in 256 bits, and held to what comes out.
fn searched(draw: &mut Draw, ledger: &mut Ledger, method: Method) {
    let drawn = rows(draw);
    // Rows at one place have no slope, and are refused for that.
    if drawn.x.iter().all(|x| *x == drawn.x[0]) {
        return;
    }
    let Some(fit) = fitted(&drawn, method) else {
        ledger.hold_exactly(&format!("{}, fitted", method.name()), false, || told(&drawn));
        return;
    };
    let get = |name: &str| fit.coefficient(name);
    let Some((first, index)) = get("first_unit").zip(get("index")) else { return };
    if first.at_bound || index.at_bound {
        return;
    }
    let rows: Vec<Row> = (0..drawn.x.len())
        .map(|i| Row {
            log: High::from(drawn.x[i]).ln(),
            y: High::from(drawn.y[i]),
            weight: High::from(drawn.weights[i]),
        })
        .collect();
    let start = (High::from(first.value).ln(), High::from(index.value));
    let Some((ln_a, b, flat)) = polished(&rows, start, method) else {
        ledger.hold_exactly(&format!("{}, a minimum", method.name()), false, || told(&drawn));
        return;
    };
    // Along a flat valley a search stops by the sum of squares, whose least digits say nothing of where it lies.
    let size = flat;
    let a = ln_a.exp();
    let name = method.name();
    ledger.hold_to(&format!("{name}, first unit"), first.value, &a, &(&a * &size), SEARCHED, || told(&drawn));
    ledger.hold_to(&format!("{name}, index"), index.value, &b, &((b.abs() + 1.0) * &size), SEARCHED, || {
        told(&drawn)
    });
    let n = rows.len();
    if n > 2
        && method == Method::Nls
        && let Some((of_first, of_index)) = first.std_error.zip(index.std_error)
    {
        let (mut aa, mut ab, mut bb, mut squares) = (High::zero(), High::zero(), High::zero(), High::zero());
        for row in &rows {
            let f = (&ln_a + &b * &row.log).exp();
            let left = &row.y - &f;
            squares = squares + &left * &left * &row.weight;
            aa = aa + &f * &f * &row.weight;
            ab = ab + &f * &f * &row.log * &row.weight;
            bb = bb + &f * &f * &row.log * &row.log * &row.weight;
        }
        // A curve through every row leaves residuals of rounding alone.
        if squares.to_f64() < 1e-24 * aa.to_f64() {
            return;
        }
        let variance = squares / High::from(n as u64 - 2);
        let determinant = &aa * &bb - &ab * &ab;
        let want_a = (&variance * &bb / &determinant).sqrt() * &a;
        let want_b = (&variance * &aa / &determinant).sqrt();
        let size = &size * ((&aa * &bb) / &determinant).sqrt();
        ledger.hold_to(
            "nls, first unit, standard error",
            of_first,
            &want_a,
            &(&want_a * &size),
            SEARCHED,
            || told(&drawn),
        );
        ledger.hold_to("nls, index, standard error", of_index, &want_b, &(&want_b * &size), SEARCHED, || {
            told(&drawn)
        });
    }
}

struct Row {
    log: High,
    y: High,
    weight: High,
}

/// Where the gradient is 0, and how many times a flat valley multiplies the rounding; none where Newton's steps lead away.
fn polished(rows: &[Row], start: (High, High), method: Method) -> Option<(High, High, High)> {
    let (mut ln_a, mut b) = start.clone();
    for _ in 0..60 {
        let (mut g, mut h) = ([High::zero(), High::zero()], [High::zero(), High::zero(), High::zero()]);
        for row in rows {
            let f = (&ln_a + &b * &row.log).exp();
            let (value, slope) = if method == Method::Nls {
                // Half the gradient of w (y - f)^2 by ln f is -w (y - f) f, and its slope w (2 f - y) f.
                ((&f - &row.y) * &f, (&f * 2.0 - &row.y) * &f)
            } else {
                // Shares add up to 0, alone and times ln x: y/f - 1 and its slope.
                let share = &row.y / &f;
                (High::one() - &share, share)
            };
            let (value, slope) = (value * &row.weight, slope * &row.weight);
            g[0] = &g[0] + &value;
            g[1] = &g[1] + &value * &row.log;
            h[0] = &h[0] + &slope;
            h[1] = &h[1] + &slope * &row.log;
            h[2] = &h[2] + &slope * &row.log * &row.log;
        }
        let determinant = &h[0] * &h[2] - &h[1] * &h[1];
        if method == Method::Nls && determinant <= High::zero() {
            return None;
        }
        let step_a = (&g[0] * &h[2] - &g[1] * &h[1]) / &determinant;
        let step_b = (&g[1] * &h[0] - &g[0] * &h[1]) / &determinant;
        let flat = ((&h[0] * &h[2]).abs() / determinant.abs()).max(High::one());
        ln_a = ln_a - &step_a;
        b = b - &step_b;
        if step_a.abs() + step_b.abs() < High::from(1e-40) {
            // A different minimum is another answer.
            let moved = (&ln_a - &start.0).abs() + (&b - &start.1).abs();
            return (moved < High::from(1e-2)).then_some((ln_a, b, flat));
        }
    }
    None
}

/// Lots by least squares of their exact sums: the gradient at our solution, over what one part in 1e9 of it would be.
fn lots(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums) {
    let (b, t1) = (draw.between(0.6, 0.99).log2(), draw.log_between(1.0, 1e4));
    let (mut first, mut observations) = (1, Vec::new());
    for row in 1..=draw.whole(3, 9) {
        let lot = Lot::new(first, first + draw.units(300) - 1).expect("ends in order");
        let noise = 1.0 + draw.between(-0.1, 0.1);
        let total = t1 * power_sum(b, lot) * noise;
        let total = format!("{total:.5e}").parse().unwrap_or(total);
        observations.push(Observation::new(Place::Lot(lot), total, row as usize));
        first = lot.last() + 1;
    }
    let told = format!("{:?}", observations.iter().map(|row| (row.place, row.value)).collect::<Vec<_>>());
    let Ok(data) = Data::new(observations.clone()) else { return };
    let Ok(model) = Model::named("crawford", None, &[], &data) else { return };
    let Ok(fit) = estimate(&data, &model, Method::Nls, &Options::default()) else {
        ledger.hold_exactly("lots by nls, fitted", false, || told);
        return;
    };
    let Some((a, index)) = fit.coefficient("first_unit").zip(fit.coefficient("index")) else { return };
    if index.at_bound || Index::new(index.value).is_err() {
        return;
    }
    // Gauss-Newton's step from our solution, with the slope of each sum by b from a difference of 1e-20.
    let near = 1e-12;
    let (mut g, mut h) = ([High::zero(), High::zero()], [High::zero(), High::zero(), High::zero()]);
    for row in &observations {
        let Place::Lot(lot) = row.place else { continue };
        let at = |b: f64| sums.powers(b, &High::from(lot.first()), lot.quantity());
        let (low, middle, high) = (at(index.value - near), at(index.value), at(index.value + near));
        let width = High::from(index.value + near) - (index.value - near);
        let f = &middle * a.value;
        let by_b = (&high - &low) / width * a.value;
        let left = &f - row.value;
        g[0] = &g[0] + &left * &middle;
        g[1] = &g[1] + &left * &by_b;
        h[0] = &h[0] + &middle * &middle;
        h[1] = &h[1] + &middle * &by_b;
        h[2] = &h[2] + &by_b * &by_b;
    }
    let determinant = &h[0] * &h[2] - &h[1] * &h[1];
    let step_a = (&g[0] * &h[2] - &g[1] * &h[1]) / &determinant;
    let step_b = (&g[1] * &h[0] - &g[0] * &h[1]) / &determinant;
    let flat = (&h[0] * &h[2] / &determinant).max(High::one());
    let want = High::from(a.value) - step_a;
    ledger
        .hold_to("lots by nls, first unit", a.value, &want, &(want.abs() * &flat), SEARCHED, || told.clone());
    let want = High::from(index.value) - step_b;
    ledger.hold_to("lots by nls, index", index.value, &want, &((want.abs() + 1.0) * &flat), SEARCHED, || {
        told.clone()
    });
}
