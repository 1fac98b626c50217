//! Sums in 256 bits: term by term, and by Euler-Maclaurin with more terms than doubles have use for.

use learncurve::curve::Shape;

use crate::high::High;
use crate::shapes;

/// From the position of this number on the series is used, and as many corrections.
const DIRECT: u64 = 32;
const CORRECTIONS: usize = 24;

/// The sum of `f(start + j)` for j from 0 to `terms` - 1, term by term.
pub fn direct(start: &High, terms: u64, f: impl Fn(&High) -> High) -> High {
    let mut sum = High::zero();
    for j in 0..terms {
        sum = sum + f(&(start + High::from(j)));
    }
    sum
}

/// Weights, nodes: what is the same for all sums.
pub struct Sums {
    /// B(2k)/(2k)!, k from 1.
    weights: Vec<High>,
    nodes: Vec<(High, High)>,
}

impl Sums {
    /// Makes the weights from zeta at even numbers, and the nodes by Newton's steps.
    pub fn new() -> Self {
        let turn = High(rug::Float::with_val(crate::high::BITS, rug::float::Constant::Pi)) * 2.0;
        let weights = (1..=CORRECTIONS)
            .map(|k| {
                let zeta = High(High::from(2.0 * k as f64).0.zeta());
                let weight = zeta * 2.0 / turn.pow(&High::from(2.0 * k as f64));
                if k % 2 == 1 { weight } else { -weight }
            })
            .collect();
        Self { weights, nodes: legendre(32) }
    }

    /// The sum of `(start + j)^b`, j from 0 to `terms` - 1; start above 0.
    pub fn powers(&self, b: f64, start: &High, terms: u64) -> High {
        let power = High::from(b);
        let f = |x: &High| x.pow(&power);
        let head = head(start, terms, DIRECT);
        let rest = terms - head;
        if rest < 2 * DIRECT {
            return direct(start, terms, f);
        }
        let sum = direct(start, head, f);
        let m = start + High::from(head);
        let n = &m + High::from(rest - 1);
        let (at_m, at_n) = (f(&m), f(&n));
        let mut sum = sum + integral_of_power(b, (&m, &at_m), &n, rest - 1) + (&at_m + &at_n) * 0.5;
        let (mut slope_m, mut slope_n) = (&at_m * b / &m, &at_n * b / &n);
        let mut order = 1.0;
        for weight in &self.weights {
            sum = sum + weight * (&slope_n - &slope_m);
            let next = (&power - order) * (&power - (order + 1.0));
            slope_m = slope_m * &next / (&m * &m);
            slope_n = slope_n * &next / (&n * &n);
            order += 2.0;
        }
        sum
    }

    /// The sum of any drawn shape over `terms` positions from `start` on.
    pub fn shape(&self, shape: &Shape, start: &High, terms: u64) -> High {
        let count = High::from(terms);
        match shape {
            Shape::PowerLaw { index } => self.powers(index.value(), start, terms),
            Shape::StanfordB { index, prior_units } => {
                self.powers(index.value(), &(start + *prior_units), terms)
            }
            Shape::DeJong { index, incompressible } => {
                (High::one() - *incompressible) * self.powers(index.value(), start, terms)
                    + count * *incompressible
            }
            Shape::SCurve { index, prior_units, incompressible } => {
                let powers = self.powers(index.value(), &(start + *prior_units), terms);
                (High::one() - *incompressible) * powers + count * *incompressible
            }
            Shape::Plateau { index, floor, form: learncurve::curve::Floor::Additive } => {
                self.powers(index.value(), start, terms) + count * *floor
            }
            Shape::Plateau { .. } | Shape::Stepped { .. } => self.by_pieces(shape, start, terms),
            Shape::Pegels { ratio, floor } => {
                let (one, a) = (High::one(), High::from(*ratio));
                let series = if *ratio == 1.0 { count.clone() } else { (&one - a.pow(&count)) / (&one - &a) };
                (&one - *floor) * a.pow(&(start - 1.0)) * series + count * *floor
            }
            Shape::Hyperbolic { prior_units, half_units } => {
                let first = High::one() + *prior_units;
                let sum = self.powers(-1.0, &(start + *prior_units), terms) * *half_units + count;
                sum * (&first / (&first + *half_units))
            }
            _ => self.smooth(shape, start, terms),
        }
    }

    /// A shape that is another power, or a constant, in one doubling than in the next, or from one unit on.
    fn by_pieces(&self, shape: &Shape, start: &High, terms: u64) -> High {
        let (mut sum, mut from, mut left) = (High::zero(), start.clone(), terms);
        while left > 0 {
            let within = self.within(shape, &from, left);
            let b = self.power_of(shape, &from, within);
            let multiple = shapes::value(shape, &from) / from.pow(&High::from(b));
            sum = sum + multiple * self.powers(b, &from, within);
            from = from + High::from(within);
            left -= within;
        }
        sum
    }

    /// How many of the positions from `from` on are of one piece: found by trying, with no formula for the corner.
    fn within(&self, shape: &Shape, from: &High, left: u64) -> u64 {
        let piece = |x: &High| match shape {
            Shape::Stepped { indexes } => {
                let mut end = High::from(2.0);
                let mut place = 0;
                while place + 1 < indexes.len() && *x > end {
                    end = end * 2.0;
                    place += 1;
                }
                place
            }
            Shape::Plateau { index, floor, .. } => {
                usize::from(x.pow(&High::from(index.value())) < High::from(*floor))
            }
            _ => 0,
        };
        let own = piece(from);
        let (mut low, mut high) = (1, left);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if piece(&(from + High::from(middle - 1))) == own { low = middle } else { high = middle - 1 }
        }
        low
    }

    fn power_of(&self, shape: &Shape, from: &High, within: u64) -> f64 {
        match shape {
            Shape::Stepped { indexes } => {
                let last = from + High::from(within - 1);
                let mut end = High::from(2.0);
                let mut place = 0;
                while place + 1 < indexes.len() && last > end {
                    end = end * 2.0;
                    place += 1;
                }
                indexes[place].value()
            }
            Shape::Plateau { index, floor, .. } => {
                if from.pow(&High::from(index.value())) < High::from(*floor) { 0.0 } else { index.value() }
            }
            _ => 0.0,
        }
    }

    /// Boone, Knecht, Levy and the exponential: many terms directly, then Euler-Maclaurin with derivatives from a Taylor series.
    fn smooth(&self, shape: &Shape, start: &High, terms: u64) -> High {
        const FAR: u64 = 160;
        let f = |x: &High| shapes::value(shape, x);
        let head = head(start, terms, FAR);
        let rest = terms - head;
        if rest < FAR {
            return direct(start, terms, f);
        }
        let sum = direct(start, head, f);
        let m = start + High::from(head);
        let n = &m + High::from(rest - 1);
        let (at_m, at_n) =
            (crate::taylor::of(shape, &m, 2 * CORRECTIONS), crate::taylor::of(shape, &n, 2 * CORRECTIONS));
        let mut sum = sum + (&at_m[0] + &at_n[0]) * 0.5;
        let mut factorial = High::one();
        for (k, weight) in self.weights.iter().enumerate() {
            let order = 2 * k + 1;
            sum = sum + weight * &factorial * (&at_n[order] - &at_m[order]);
            factorial = factorial * ((order + 1) * (order + 2)) as f64;
        }
        sum + self.integral(&m, &n, &f)
    }

    /// The integral of a positive function, over doublings that are halved until they no longer change.
    pub fn integral(&self, low: &High, high: &High, f: &impl Fn(&High) -> High) -> High {
        let (mut sum, mut from) = (High::zero(), low.clone());
        while from < *high {
            let to = (&from * 2.0).min(high.clone());
            let whole = self.gauss(&from, &to, f);
            sum = &sum + self.halved(&from, &to, whole, &sum, f, 40);
            from = to;
        }
        sum
    }

    fn halved(
        &self,
        low: &High,
        high: &High,
        whole: High,
        so_far: &High,
        f: &impl Fn(&High) -> High,
        depth: u32,
    ) -> High {
        let middle = (low + high) * 0.5;
        let (left, right) = (self.gauss(low, &middle, f), self.gauss(&middle, high, f));
        let both = &left + &right;
        let error = (&both - whole).abs();
        if depth == 0 || error <= (so_far + &both).abs() * 1e-24 {
            return both;
        }
        self.halved(low, &middle, left, so_far, f, depth - 1)
            + self.halved(&middle, high, right, so_far, f, depth - 1)
    }

    fn gauss(&self, low: &High, high: &High, f: &impl Fn(&High) -> High) -> High {
        let (middle, half) = ((low + high) * 0.5, (high - low) * 0.5);
        let mut sum = High::zero();
        for (node, weight) in &self.nodes {
            sum = sum + weight * f(&(&middle + &half * node));
        }
        sum * half
    }
}

/// How many of `terms` lie before the position `end`.
fn head(start: &High, terms: u64, end: u64) -> u64 {
    (0..terms.min(end)).take_while(|j| start + High::from(*j) < High::from(end)).count() as u64
}

/// The integral of x^b from m to n, which lie `width` from one another.
fn integral_of_power(b: f64, (m, at_m): (&High, &High), n: &High, width: u64) -> High {
    let c = High::from(b) + 1.0;
    let log = if *n > m * 2.0 { (n / m).ln() } else { (High::from(width) / m).ln_1p() };
    if c.is_zero() { log } else { m * at_m * (&c * log).exp_m1() / c }
}

/// Nodes and weights of the Gauss-Legendre rule of so many points on [-1, 1].
fn legendre(points: u32) -> Vec<(High, High)> {
    let n = f64::from(points);
    (1..=points)
        .map(|place| {
            let mut x = High::from((std::f64::consts::PI * (f64::from(place) - 0.25) / (n + 0.5)).cos());
            let mut slope = High::one();
            for _ in 0..8 {
                let (mut before, mut at) = (High::one(), x.clone());
                for k in 2..=points {
                    let k = f64::from(k);
                    let next = (&x * &at * (2.0 * k - 1.0) - before * (k - 1.0)) / High::from(k);
                    before = at;
                    at = next;
                }
                slope = (&x * &at - &before) * n / (&x * &x - 1.0);
                x = &x - at / &slope;
            }
            let weight = High::from(2.0) / ((High::one() - &x * &x) * &slope * &slope);
            (x, weight)
        })
        .collect()
}
