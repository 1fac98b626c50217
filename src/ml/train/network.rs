//! A model with its parameters: losses, gradients, and how well it tells classes apart.

#![expect(clippy::inline_always, reason = "what is not inlined into `fused` is compiled without its vectors")]

use pulp::{Simd, WithSimd};

use super::exponential::{exp, tanh};
use super::product::{columns_times, rows_times};
use super::{Data, Model};

/// Rows that are evaluated at once.
const CHUNK: usize = 64;

/// A model's parameters with the room that its gradients take.
#[derive(Debug)]
pub(super) struct Network {
    model: Model,
    features: usize,
    classes: usize,
    pub(super) parameters: Vec<f64>,
    pub(super) gradient: Vec<f64>,
    /// Activations of the hidden layer, row after row.
    hidden: Vec<f64>,
    /// Scores of the classes, then the loss's slopes by them, row after row.
    scores: Vec<f64>,
    /// The loss's slopes by the hidden layer's sums.
    slopes: Vec<f64>,
    /// The last layer's weights, output by output.
    turned: Vec<f64>,
}

impl Network {
    pub(super) fn new(model: Model, data: &Data, parameters: Vec<f64>) -> Self {
        let gradient = vec![0.0; parameters.len()];
        let (features, classes) = (data.features(), data.classes());
        let (hidden, scores, slopes, turned) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { model, features, classes, parameters, gradient, hidden, scores, slopes, turned }
    }

    /// The mean cross-entropy of rows of data; the gradient is made on the way.
    pub(super) fn learn(&mut self, data: &Data, rows: &[usize], l2: f64) -> f64 {
        crate::curve::fused(Learn { network: self, data, rows, l2 })
    }

    /// The mean cross-entropy of all rows of data, and the share whose largest score is that of their class.
    pub(super) fn judge(&mut self, data: &Data) -> (f64, f64) {
        let (mut loss, mut right) = (0.0, 0_u64);
        for first in (0..data.rows()).step_by(CHUNK) {
            let rows: Vec<usize> = (first..(first + CHUNK).min(data.rows())).collect();
            crate::curve::fused(Score { network: self, data, rows: &rows });
            for (scores, row) in self.scores.chunks_exact(self.classes).zip(&rows) {
                let label = data.labels()[*row];
                loss += cross_entropy(scores, label);
                right += u64::from(largest(scores) == label);
            }
        }
        let count = crate::curve::count(data.rows() as u64);
        (loss / count, crate::curve::count(right) / count)
    }

    /// Scores of the classes of some rows, and the activations before them.
    #[inline(always)]
    fn score<S: Simd>(&mut self, simd: S, inputs: &[&[f64]]) {
        let (features, classes) = (self.features, self.classes);
        self.scores.resize(inputs.len() * classes, 0.0);
        match self.model {
            Model::Softmax => {
                let (weights, biases) = self.parameters.split_at(features * classes);
                rows_times(simd, inputs, (weights, biases), classes, &mut self.scores);
            }
            Model::Tanh { hidden } => {
                self.hidden.resize(inputs.len() * hidden, 0.0);
                let (first, last) = self.parameters.split_at((features + 1) * hidden);
                let (weights, biases) = first.split_at(features * hidden);
                rows_times(simd, inputs, (weights, biases), hidden, &mut self.hidden);
                for sum in &mut self.hidden {
                    *sum = tanh(*sum);
                }
                let active: Vec<&[f64]> = self.hidden.chunks_exact(hidden).collect();
                let (weights, biases) = last.split_at(hidden * classes);
                rows_times(simd, &active, (weights, biases), classes, &mut self.scores);
            }
        }
    }

    /// Makes scores into the mean loss's slopes by them; gives the sum of the losses.
    #[inline(always)]
    fn compare(&mut self, data: &Data, rows: &[usize]) -> f64 {
        let mut tops = Vec::with_capacity(rows.len());
        for (scores, row) in self.scores.chunks_exact_mut(self.classes).zip(rows) {
            let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            tops.push(top - scores[data.labels()[*row]]);
            for score in scores {
                *score -= top;
            }
        }
        // All at once: rows are shorter than vectors.
        for score in &mut self.scores {
            *score = exp(*score);
        }
        let (mut loss, count) = (0.0, crate::curve::count(rows.len() as u64));
        for ((scores, row), top) in self.scores.chunks_exact_mut(self.classes).zip(rows).zip(tops) {
            let sum: f64 = scores.iter().sum();
            loss += sum.ln() + top;
            for score in scores.iter_mut() {
                *score /= sum;
            }
            scores[data.labels()[*row]] -= 1.0;
            for score in scores {
                *score /= count;
            }
        }
        loss
    }

    /// The gradient, where `scores` holds the loss's slopes by the scores.
    #[inline(always)]
    fn descend<S: Simd>(&mut self, simd: S, inputs: &[&[f64]]) {
        let (features, classes) = (self.features, self.classes);
        let Model::Tanh { hidden } = self.model else {
            return layer(simd, inputs, &self.scores, classes, &mut self.gradient);
        };
        let (first, last) = self.gradient.split_at_mut((features + 1) * hidden);
        let active: Vec<&[f64]> = self.hidden.chunks_exact(hidden).collect();
        layer(simd, &active, &self.scores, classes, last);
        let weights = &self.parameters[(features + 1) * hidden..][..hidden * classes];
        self.turned.resize(hidden * classes, 0.0);
        for (unit, weights) in weights.chunks_exact(classes).enumerate() {
            for (class, weight) in weights.iter().enumerate() {
                self.turned[class * hidden + unit] = *weight;
            }
        }
        let slopes: Vec<&[f64]> = self.scores.chunks_exact(classes).collect();
        self.slopes.resize(inputs.len() * hidden, 0.0);
        rows_times(simd, &slopes, (&self.turned, &[]), hidden, &mut self.slopes);
        for (slope, active) in self.slopes.iter_mut().zip(&self.hidden) {
            *slope *= 1.0 - active * active;
        }
        layer(simd, inputs, &self.slopes, hidden, first);
    }

    /// Adds the slope of `l2 Σ w² / 2` over the weights, biases left out.
    fn decay(&mut self, l2: f64) {
        let mut at = 0;
        for (from, to) in self.model.layers(self.features, self.classes) {
            let weights = at..at + from * to;
            for (slope, weight) in self.gradient[weights.clone()].iter_mut().zip(&self.parameters[weights]) {
                *slope += l2 * weight;
            }
            at += (from + 1) * to;
        }
    }
}

/// A layer's gradient: of its weights, then of its biases.
#[inline(always)]
fn layer<S: Simd>(simd: S, inputs: &[&[f64]], slopes: &[f64], outputs: usize, gradient: &mut [f64]) {
    let weights = gradient.len() - outputs;
    let (weights, biases) = gradient.split_at_mut(weights);
    columns_times(simd, inputs, slopes, outputs, weights);
    biases.fill(0.0);
    for slopes in slopes.chunks_exact(outputs) {
        for (bias, slope) in biases.iter_mut().zip(slopes) {
            *bias += slope;
        }
    }
}

/// `ln Σ exp(score) - score of the label`.
fn cross_entropy(scores: &[f64], label: usize) -> f64 {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scores.iter().map(|score| exp(score - top)).sum();
    sum.ln() + top - scores[label]
}

/// The place of the largest; the first of several.
fn largest(scores: &[f64]) -> usize {
    let mut best = 0;
    for (place, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = place;
        }
    }
    best
}

struct Score<'a> {
    network: &'a mut Network,
    data: &'a Data,
    rows: &'a [usize],
}

impl WithSimd for Score<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let inputs: Vec<&[f64]> = self.rows.iter().map(|row| self.data.row(*row)).collect();
        self.network.score(simd, &inputs);
    }
}

struct Learn<'a> {
    network: &'a mut Network,
    data: &'a Data,
    rows: &'a [usize],
    l2: f64,
}

impl WithSimd for Learn<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        let inputs: Vec<&[f64]> = self.rows.iter().map(|row| self.data.row(*row)).collect();
        self.network.score(simd, &inputs);
        let count = crate::curve::count(self.rows.len() as u64);
        let loss = self.network.compare(self.data, self.rows) / count;
        self.network.descend(simd, &inputs);
        if self.l2 > 0.0 {
            self.network.decay(self.l2);
        }
        loss
    }
}
