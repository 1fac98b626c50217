//! The step size beyond which a rule can't settle in a valley of known curvature.

use super::Rule;

/// The largest step size with which gradient descent settles, and the formula that gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The step size; beyond it steps across the valley grow.
    pub lr: f64,
    /// The formula in the curvature L.
    pub formula: &'static str,
}

impl Rule {
    /// The step size beyond which steps across a valley of curvature L grow without end.
    ///
    /// Of `x ← x - lr b` on `L x² / 2`: plain `2 / L`; with momentum m and dampening d `2 (1 + m) / ((1 - d) L)`; Nesterov's
    /// `2 (1 + m) / ((1 + 2 m) L)`. Weight decay adds to L. `curvature` is the largest eigenvalue of the second
    /// derivatives, above 0. There is none for rules that divide by the size of the gradients: their steps stay about lr long.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::optimizer::Rule;
    /// let limit = Rule::named("momentum", &[])?.limit(10.0).unwrap();
    /// assert!((limit.lr - 0.38).abs() < 1e-15);
    /// assert_eq!(Rule::named("adam", &[])?.limit(10.0), None);
    /// # Ok::<(), learncurve::ml::optimizer::Error>(())
    /// ```
    ///
    /// Source: B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964 (momentum); the other
    /// limits by the same step: where a root of the recurrence's polynomial passes -1.
    pub fn limit(&self, curvature: f64) -> Option<Limit> {
        let Self::Sgd { momentum, dampening, weight_decay, nesterov } = *self else { return None };
        let l = curvature + weight_decay;
        if l.is_nan() || l <= 0.0 {
            return None;
        }
        let (lr, formula) = if momentum == 0.0 {
            (2.0 / l, "2 / L")
        } else if nesterov {
            (2.0 * (1.0 + momentum) / ((1.0 + 2.0 * momentum) * l), "2 (1 + momentum) / ((1 + 2 momentum) L)")
        } else {
            let whole = 2.0 * (1.0 + momentum);
            let formula = if dampening == 0.0 {
                "2 (1 + momentum) / L"
            } else {
                "2 (1 + momentum) / ((1 - dampening) L)"
            };
            (whole / ((1.0 - dampening) * l), formula)
        };
        Some(Limit { lr, formula })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Optimizer;
    use super::*;

    /// How far from 0 a parabola of curvature 10 is left after many steps from 1.
    fn left(rule: Rule, lr: f64) -> f64 {
        let mut optimizer = Optimizer::new(rule, 1).unwrap();
        let mut at = [1.0];
        for _ in 0..4_000 {
            let gradient = [10.0 * at[0]];
            optimizer.step(&mut at, &gradient, lr);
        }
        at[0].abs()
    }

    #[test]
    fn steps_settle_just_below_the_limit_and_grow_just_beyond_it() {
        let cases: [(&str, &[(&str, &str)]); 5] = [
            ("sgd", &[]),
            ("sgd", &[("weight_decay", "5")]),
            ("momentum", &[]),
            ("momentum", &[("dampening", "0.4")]),
            ("nesterov", &[]),
        ];
        for (name, settings) in cases {
            let rule = Rule::named(name, settings).unwrap();
            let limit = rule.limit(10.0).unwrap();
            assert!(left(rule, 0.99 * limit.lr) < 1e-6, "{name} {settings:?} below {limit:?}");
            assert!(left(rule, 1.01 * limit.lr) > 1e6, "{name} {settings:?} beyond {limit:?}");
        }
    }
}
