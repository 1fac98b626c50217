//! A loss by parameters and tokens as least squares sees it.

use super::Run;
use crate::fit::line;
use crate::fit::{Parameter, Problem};
use crate::ml::cost::ScalingLaw;

/// `ln(E + A/N^alpha + B/D^beta)` against ln loss, N and D over their middles; parameters ln A, ln B, ln E, alpha, beta.
#[derive(Debug, Clone)]
pub(super) struct Surface {
    /// ln N and ln D over their middles, and ln loss.
    rows: Vec<[f64; 3]>,
    middles: [f64; 2],
}

/// The steepest power of parameters or tokens; published ones lie from 0.05 to 0.5.
const STEEPEST: f64 = 3.0;

impl Surface {
    pub(super) fn new(runs: &[Run]) -> Self {
        let logs: Vec<[f64; 3]> =
            runs.iter().map(|run| [run.parameters.ln(), run.tokens.ln(), run.loss.ln()]).collect();
        #[expect(clippy::cast_precision_loss, reason = "a count of runs")]
        let n = logs.len() as f64;
        let middles = [0, 1].map(|part| logs.iter().map(|row| row[part]).sum::<f64>() / n);
        let rows = logs.into_iter().map(|[n, d, loss]| [n - middles[0], d - middles[1], loss]).collect();
        Self { rows, middles }
    }

    /// The same law for other rows of the same runs.
    pub(super) fn of_rows(&self, places: impl Iterator<Item = usize>) -> Self {
        Self { rows: places.map(|place| self.rows[place]).collect(), middles: self.middles }
    }

    /// The law at parameters; none where it is none.
    pub(super) fn law(&self, at: &[f64]) -> Option<ScalingLaw> {
        let scale = |log: f64, power: f64, middle: f64| ((log + power * middle).exp(), power);
        let [size, tokens] = self.middles;
        ScalingLaw::new(at[2].exp(), scale(at[0], at[3], size), scale(at[1], at[4], tokens)).ok()
    }

    /// The three terms' shares of the loss at a row, and the loss's logarithm.
    fn shares(at: &[f64], row: &[f64; 3]) -> ([f64; 3], f64) {
        let logs = [at[0] - at[3] * row[0], at[1] - at[4] * row[1], at[2]];
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let terms = logs.map(|log| (log - most).exp());
        let sum: f64 = terms.iter().sum();
        (terms.map(|term| term / sum), most + sum.ln())
    }
}

impl Problem for Surface {
    fn parameters(&self) -> Vec<Parameter> {
        let scales = ["ln_parameter_scale", "ln_token_scale", "ln_floor"].map(Parameter::free);
        let powers = ["alpha", "beta"].map(|name| Parameter::between(name, 0.005, STEEPEST));
        scales.into_iter().chain(powers).collect()
    }

    fn observations(&self) -> usize {
        self.rows.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for (into, row) in into.iter_mut().zip(&self.rows) {
            *into = Self::shares(at, row).1 - row[2];
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let n = self.rows.len();
        for (place, row) in self.rows.iter().enumerate() {
            let ([size, tokens, floor], _) = Self::shares(at, row);
            for (part, slope) in
                [size, tokens, floor, -size * row[0], -tokens * row[1]].into_iter().enumerate()
            {
                into[part * n + place] = slope;
            }
        }
    }

    /// For a few pairs of powers the scales and the floor by linear least squares, where none of them is negative.
    fn starts(&self) -> Vec<Vec<f64>> {
        let losses: Vec<f64> = self.rows.iter().map(|row| row[2].exp()).collect();
        let mut made = Vec::new();
        for alpha in [0.15, 0.35, 0.7] {
            for beta in [0.15, 0.35, 0.7] {
                let term = |part: usize, power: f64| -> Vec<f64> {
                    self.rows.iter().map(|row| (-power * row[part]).exp()).collect()
                };
                let columns = [term(0, alpha), term(1, beta), vec![1.0; losses.len()]];
                let Ok(solved) = line::solve(&columns, &losses) else { continue };
                let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
                let logs = solved.coefficients.iter().map(|value| value.max(1e-3 * least).ln());
                made.push(logs.chain([alpha, beta]).collect());
            }
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_those_of_the_residuals() {
        let runs: Vec<Run> = (1..=12)
            .map(f64::from)
            .map(|k| Run { parameters: 1e8 * k, tokens: 1e10 * (13.0 - k), loss: 2.0 + 1.0 / k })
            .collect();
        let surface = Surface::new(&runs);
        let at = [-0.3, 0.2, 0.6, 0.35, 0.4];
        let (mut exact, mut near) = (vec![0.0; 60], vec![0.0; 60]);
        surface.jacobian(&at, &mut exact);
        let residuals = |at: &[f64], into: &mut [f64]| surface.residuals(at, into);
        crate::fit::differentiate(residuals, &surface.parameters(), &at, 12, &mut near);
        for (exact, near) in exact.iter().zip(&near) {
            assert!((exact - near).abs() < 1e-8, "{exact} {near}");
        }
    }
}
