//! The steps themselves, in the order of operations that `PyTorch` has.

use super::Rule;
use crate::curve::count;

/// What a rule remembers for each parameter; what it has no use for stays empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Memory {
    /// Momentum, the mean gradient, or the gradient before.
    first: Vec<f64>,
    /// Sums, means or maxima of squares, or the size of the step.
    second: Vec<f64>,
    /// The third that some need: the mean square of steps, a mean gradient beside momentum, the largest mean square.
    third: Vec<f64>,
    /// The product of the momentums so far.
    product: f64,
}

impl Memory {
    pub(super) fn new(rule: &Rule, size: usize) -> Self {
        let zeros = |wanted: bool| vec![0.0; if wanted { size } else { 0 }];
        let (first, second, third) = match *rule {
            Rule::Sgd { momentum, .. } => (momentum != 0.0, false, false),
            Rule::Adagrad { .. } => (false, true, false),
            Rule::Adadelta { .. } => (false, true, true),
            Rule::RmsProp { .. } => (true, true, true),
            Rule::Adam { amsgrad, .. } => (true, true, amsgrad),
            Rule::Adamax { .. } | Rule::NAdam { .. } | Rule::RAdam { .. } | Rule::Rprop { .. } => {
                (true, true, false)
            }
        };
        let mut made = Self { first: zeros(first), second: zeros(second), third: zeros(third), product: 1.0 };
        if let Rule::Adagrad { initial_accumulator, .. } = *rule {
            made.second.fill(initial_accumulator);
        }
        made
    }
}

/// One step of a rule, the `t`th from 1.
pub(super) fn step(
    rule: &Rule,
    memory: &mut Memory,
    t: u64,
    parameters: &mut [f64],
    gradient: &[f64],
    lr: f64,
) {
    match *rule {
        Rule::Sgd { .. } => sgd(rule, memory, t, parameters, gradient, lr),
        Rule::Adagrad { lr_decay, weight_decay, eps, .. } => {
            let lr = lr / (1.0 + count(t - 1) * lr_decay);
            for ((p, g), sum) in parameters.iter_mut().zip(gradient).zip(&mut memory.second) {
                let g = g + weight_decay * *p;
                *sum += g * g;
                *p -= lr * g / (sum.sqrt() + eps);
            }
        }
        Rule::Adadelta { rho, eps, weight_decay } => {
            let kept = memory.second.iter_mut().zip(&mut memory.third);
            for ((p, g), (square, change)) in parameters.iter_mut().zip(gradient).zip(kept) {
                let g = g + weight_decay * *p;
                *square = rho * *square + (1.0 - rho) * g * g;
                let step = (*change + eps).sqrt() / (*square + eps).sqrt() * g;
                *change = rho * *change + (1.0 - rho) * step * step;
                *p -= lr * step;
            }
        }
        Rule::RmsProp { alpha, eps, momentum, centered, weight_decay } => {
            let kept = memory.first.iter_mut().zip(&mut memory.second).zip(&mut memory.third);
            for ((p, g), ((buffer, square), mean)) in parameters.iter_mut().zip(gradient).zip(kept) {
                let g = g + weight_decay * *p;
                *square = alpha * *square + (1.0 - alpha) * g * g;
                let spread = if centered {
                    *mean += (1.0 - alpha) * (g - *mean);
                    // Rounding must not take a variance below nothing; what is no number stays none.
                    let variance = *square - *mean * *mean;
                    if variance < 0.0 { 0.0 } else { variance }
                } else {
                    *square
                };
                *buffer = momentum * *buffer + g / (spread.sqrt() + eps);
                *p -= lr * *buffer;
            }
        }
        Rule::Adam { beta1, beta2, eps, weight_decay, decoupled, amsgrad } => {
            let (one, root) = corrections(beta1, beta2, t);
            let step = lr / one;
            moments(
                memory,
                parameters,
                gradient,
                (beta1, beta2),
                (weight_decay, decoupled, lr),
                |m, v, _| step * m / (v.sqrt() / root + eps),
                amsgrad,
            );
        }
        Rule::Adamax { beta1, beta2, eps, weight_decay } => {
            let step = lr / (1.0 - beta1.powf(count(t)));
            let kept = memory.first.iter_mut().zip(&mut memory.second);
            for ((p, g), (mean, largest)) in parameters.iter_mut().zip(gradient).zip(kept) {
                let g = g + weight_decay * *p;
                *mean += (1.0 - beta1) * (g - *mean);
                let (before, now) = (beta2 * *largest, g.abs() + eps);
                *largest = if now > before || now.is_nan() { now } else { before };
                *p -= step * *mean / *largest;
            }
        }
        Rule::NAdam { .. } => nadam(rule, memory, t, parameters, gradient, lr),
        Rule::RAdam { .. } => radam(rule, memory, t, parameters, gradient, lr),
        Rule::Rprop { shrink, grow, smallest, largest } => {
            if t == 1 {
                memory.second.fill(lr);
            }
            let kept = memory.first.iter_mut().zip(&mut memory.second);
            for ((p, g), (before, size)) in parameters.iter_mut().zip(gradient).zip(kept) {
                let (agree, mut g) = (*g * *before, *g);
                if agree > 0.0 {
                    *size = (*size * grow).clamp(smallest, largest);
                } else if agree < 0.0 {
                    *size = (*size * shrink).clamp(smallest, largest);
                    g = 0.0;
                } else {
                    *size = size.clamp(smallest, largest);
                }
                if g != 0.0 {
                    *p -= *size * g.signum();
                }
                *before = g;
            }
        }
    }
}

fn sgd(rule: &Rule, memory: &mut Memory, t: u64, parameters: &mut [f64], gradient: &[f64], lr: f64) {
    let Rule::Sgd { momentum, dampening, weight_decay, nesterov } = *rule else { return };
    if momentum == 0.0 {
        for (p, g) in parameters.iter_mut().zip(gradient) {
            *p -= lr * (g + weight_decay * *p);
        }
        return;
    }
    // The first gradient is the momentum as it is, without dampening.
    let fresh = if t == 1 { 1.0 } else { 1.0 - dampening };
    for ((p, g), buffer) in parameters.iter_mut().zip(gradient).zip(&mut memory.first) {
        let g = g + weight_decay * *p;
        *buffer = momentum * *buffer + fresh * g;
        *p -= lr * if nesterov { g + momentum * *buffer } else { *buffer };
    }
}

fn nadam(rule: &Rule, memory: &mut Memory, t: u64, parameters: &mut [f64], gradient: &[f64], lr: f64) {
    let Rule::NAdam { beta1, beta2, eps, momentum_decay, weight_decay, decoupled } = *rule else { return };
    let warmed = |t: u64| beta1 * (1.0 - 0.5 * 0.96_f64.powf(count(t) * momentum_decay));
    let (now, next) = (warmed(t), warmed(t + 1));
    memory.product *= now;
    let product = memory.product;
    let two = 1.0 - beta2.powf(count(t));
    let (of_gradient, of_mean) = (lr * (1.0 - now) / (1.0 - product), lr * next / (1.0 - product * next));
    let by = |m: f64, v: f64, g: f64| {
        let spread = (v / two).sqrt() + eps;
        of_gradient * g / spread + of_mean * m / spread
    };
    moments(memory, parameters, gradient, (beta1, beta2), (weight_decay, decoupled, lr), by, false);
}

fn radam(rule: &Rule, memory: &mut Memory, t: u64, parameters: &mut [f64], gradient: &[f64], lr: f64) {
    let Rule::RAdam { beta1, beta2, eps, weight_decay, decoupled } = *rule else { return };
    let (one, root) = corrections(beta1, beta2, t);
    let whole = 2.0 / (1.0 - beta2) - 1.0;
    let length = whole - 2.0 * count(t) * beta2.powf(count(t)) / (root * root);
    let trusted = (length > 5.0)
        .then(|| ((length - 4.0) * (length - 2.0) * whole / ((whole - 4.0) * (whole - 2.0) * length)).sqrt());
    let by = |m: f64, v: f64, _: f64| {
        let plain = lr * m / one;
        trusted.map_or(plain, |share| plain * share * root / (v.sqrt() + eps))
    };
    moments(memory, parameters, gradient, (beta1, beta2), (weight_decay, decoupled, lr), by, false);
}

/// What means that began at 0 lack after `t` values: of the gradient, and the root for the square.
fn corrections(beta1: f64, beta2: f64, t: u64) -> (f64, f64) {
    (1.0 - beta1.powf(count(t)), (1.0 - beta2.powf(count(t))).sqrt())
}

/// Moves parameters by what `by` makes of the mean gradient, the mean square and the gradient.
fn moments(
    memory: &mut Memory,
    parameters: &mut [f64],
    gradient: &[f64],
    (beta1, beta2): (f64, f64),
    (weight_decay, decoupled, lr): (f64, bool, f64),
    by: impl Fn(f64, f64, f64) -> f64,
    largest: bool,
) {
    let (shrunk, added) = if decoupled { (1.0 - lr * weight_decay, 0.0) } else { (1.0, weight_decay) };
    let kept = memory.first.iter_mut().zip(&mut memory.second);
    for (place, ((p, g), (mean, square))) in parameters.iter_mut().zip(gradient).zip(kept).enumerate() {
        *p *= shrunk;
        let g = g + added * *p;
        *mean += (1.0 - beta1) * (g - *mean);
        *square = beta2 * *square + (1.0 - beta2) * g * g;
        let mut over = *square;
        if largest {
            let most = &mut memory.third[place];
            *most = if over > *most || over.is_nan() { over } else { *most };
            over = *most;
        }
        *p -= by(*mean, over, g);
    }
}
