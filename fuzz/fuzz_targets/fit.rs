//! Any finite data fitted by any model and method: numbers that are numbers, or an error.
#![no_main]

use learncurve::estimate::{Data, MODELS, Method, Model, Observation, Options, Place, estimate};
use libfuzzer_sys::arbitrary::{self, Arbitrary};

#[derive(Debug, Arbitrary)]
struct Case {
    model: u8,
    method: u8,
    kind: u8,
    scale: i16,
    rows: Vec<(u16, u32)>,
}

const METHODS: [Method; 5] = [Method::LogOls, Method::Nls, Method::Mupe, Method::Zmpe, Method::Midpoints];

/// A row of the data; lots follow one another.
fn place(kind: u8, first: &mut u32, count: u16) -> Place {
    let from = *first;
    *first += u32::from(count) + 1;
    match kind % 3 {
        0 => Place::Unit(f64::from(count) + 1.0),
        1 => Place::Average(f64::from(*first)),
        _ => Place::Lot(learncurve::curve::Lot::new(u64::from(from), u64::from(*first - 1)).unwrap()),
    }
}

libfuzzer_sys::fuzz_target!(|case: Case| {
    let scale = 10_f64.powf(f64::from(case.scale) / 120.0);
    let mut first = 1;
    let rows = case.rows.iter().take(24).enumerate().map(|(row, (count, value))| {
        Observation::new(place(case.kind, &mut first, *count), f64::from(*value) / 65_536.0 * scale, row + 1)
    });
    let Ok(data) = Data::new(rows.collect()) else { return };
    let Ok(model) = Model::named(MODELS[usize::from(case.model) % MODELS.len()], None, &[], &data) else {
        return;
    };
    let method = METHODS[usize::from(case.method) % METHODS.len()];
    let Ok(fit) = estimate(&data, &model, method, &Options::default()) else { return };
    for coefficient in &fit.coefficients {
        assert!(coefficient.value.is_finite(), "{coefficient:?}");
        assert!(
            coefficient.std_error.is_none_or(|error| error.is_finite() && error >= 0.0),
            "{coefficient:?}"
        );
        for end in [coefficient.low, coefficient.high].into_iter().flatten() {
            assert!(!end.is_nan(), "{coefficient:?}");
        }
    }
    for row in &fit.rows {
        assert!(row.fitted.is_finite() && row.residual.is_finite(), "{row:?}");
        assert!(row.leverage.is_none_or(|leverage| (-1e-9..=1.0 + 1e-9).contains(&leverage)), "{row:?}");
    }
});
