//! The linear sets: polynomials, lines with and without a constant, and Longley's six predictors.

use learncurve::fit::line::{Linear, solve};

use super::data::{columns, number, table};

/// A linear set: how its columns are made, and what exact arithmetic gives.
pub(super) struct Solved {
    pub(super) name: &'static str,
    pub(super) observations: usize,
    pub(super) coefficients: Vec<f64>,
    pub(super) std_errors: Vec<f64>,
    pub(super) sum_of_squares: f64,
    pub(super) found: Linear,
}

/// How the columns of a set come from its file.
#[derive(Clone, Copy)]
enum Terms {
    /// Powers of the first predictor from the first number to the second.
    Powers(usize, usize),
    /// A constant and every predictor.
    All,
}

const SETS: [(&str, Terms); 11] = [
    ("Norris", Terms::Powers(0, 1)),
    ("Pontius", Terms::Powers(0, 2)),
    ("NoInt1", Terms::Powers(1, 1)),
    ("NoInt2", Terms::Powers(1, 1)),
    ("Filip", Terms::Powers(0, 10)),
    ("Longley", Terms::All),
    ("Wampler1", Terms::Powers(0, 5)),
    ("Wampler2", Terms::Powers(0, 5)),
    ("Wampler3", Terms::Powers(0, 5)),
    ("Wampler4", Terms::Powers(0, 5)),
    ("Wampler5", Terms::Powers(0, 5)),
];

/// A power by one multiplication after another, which is the same on every machine.
fn raised(x: f64, power: usize) -> f64 {
    std::iter::repeat_n(x, power).product()
}

pub(super) fn solved() -> Vec<Solved> {
    let reference = table("tests/nist/linear/reference.csv");
    SETS.iter()
        .map(|(name, terms)| {
            let key = name.to_lowercase();
            let data = columns(&key);
            let observed = &data[0];
            let predictors = match *terms {
                Terms::Powers(from, to) => {
                    (from..=to).map(|power| data[1].iter().map(|x| raised(*x, power)).collect()).collect()
                }
                Terms::All => {
                    let mut all = vec![vec![1.0; observed.len()]];
                    all.extend_from_slice(&data[1..]);
                    all
                }
            };
            let rows: Vec<&Vec<String>> = reference.iter().filter(|row| row[0] == key).collect();
            let of = |column: usize| {
                let coefficients = rows.iter().filter(|row| row[1].starts_with('b'));
                coefficients.map(|row| number(&row[column])).collect()
            };
            let sum_of_squares = rows.iter().find(|row| row[1] == "rss").unwrap();
            Solved {
                name,
                observations: observed.len(),
                coefficients: of(2),
                std_errors: of(3),
                sum_of_squares: number(&sum_of_squares[2]),
                found: solve(&predictors, observed).unwrap(),
            }
        })
        .collect()
}
