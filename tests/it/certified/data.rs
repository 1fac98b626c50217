//! The files of `tests/nist`: nonlinear sets as NIST publishes them, and columns of numbers.

use crate::program::root;

/// A nonlinear set: its data, its two starts and what NIST certifies.
#[derive(Debug, Clone)]
pub(super) struct Set {
    pub(super) name: String,
    pub(super) starts: [Vec<f64>; 2],
    pub(super) values: Vec<f64>,
    pub(super) std_errors: Vec<f64>,
    pub(super) sum_of_squares: f64,
    /// The root of the sum of squares over the degrees of freedom.
    pub(super) residual_error: f64,
    /// The response of each observation.
    pub(super) y: Vec<f64>,
    /// Its predictors.
    pub(super) x: Vec<Vec<f64>>,
}

/// The data begin after this many lines in every file.
const HEADER: usize = 60;

pub(super) fn set(name: &str) -> Set {
    let text = std::fs::read_to_string(root().join(format!("tests/nist/{name}.dat"))).unwrap();
    let mut set = Set {
        name: name.to_owned(),
        starts: [Vec::new(), Vec::new()],
        values: Vec::new(),
        std_errors: Vec::new(),
        sum_of_squares: f64::NAN,
        residual_error: f64::NAN,
        y: Vec::new(),
        x: Vec::new(),
    };
    let mut observations = 0;
    for line in text.lines().take(HEADER) {
        if let Some((name, value)) = line.split_once(':') {
            match name {
                "Residual Sum of Squares" => set.sum_of_squares = number(value),
                "Residual Standard Deviation" => set.residual_error = number(value),
                "Number of Observations" => observations = value.trim().parse().unwrap(),
                _ => {}
            }
        } else if let Some((name, row)) = line.split_once('=') {
            // `b1 = start1 start2 value error`, and not a line of the model.
            let is_parameter =
                name.trim().strip_prefix('b').is_some_and(|place| place.parse::<usize>().is_ok());
            if is_parameter {
                let row: Vec<f64> = row.split_whitespace().map(number).collect();
                let [first, second, value, error] = row[..] else { panic!("{line}") };
                set.starts[0].push(first);
                set.starts[1].push(second);
                set.values.push(value);
                set.std_errors.push(error);
            }
        }
    }
    for line in text.lines().skip(HEADER).filter(|line| !line.trim().is_empty()) {
        let row: Vec<f64> = line.split_whitespace().map(number).collect();
        set.y.push(row[0]);
        set.x.push(row[1..].to_vec());
    }
    assert_eq!(set.y.len(), observations, "{name}");
    set
}

/// A linear set: the response, then the columns beside it.
pub(super) fn columns(name: &str) -> Vec<Vec<f64>> {
    let rows = table(&format!("tests/nist/linear/{name}.csv"));
    let column = |place: usize| rows.iter().map(|row| number(&row[place])).collect();
    (0..rows[0].len()).map(column).collect()
}

/// The cells of a comma-separated file under its heading.
pub(super) fn table(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

pub(super) fn number(text: &str) -> f64 {
    text.trim().parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}
