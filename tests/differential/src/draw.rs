//! Random cases: the same for a seed on every machine.

use learncurve::curve::{Index, MAX_UNITS};

/// SplitMix64, which needs no crate and has no state but its seed.
///
/// Source: G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom number generators, 2014.
#[derive(Clone)]
pub struct Draw(u64);

impl Draw {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from 0 to `end` - 1.
    pub fn below(&mut self, end: u64) -> u64 {
        u64::try_from((u128::from(self.bits()) * u128::from(end)) >> 64).unwrap_or(0)
    }

    /// A whole number between two, both included.
    pub fn whole(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// A number from 0 to 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A number between two above 0, evenly by its logarithm.
    pub fn log_between(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp().clamp(low, high)
    }

    /// Whether something of this chance happens.
    pub fn chance(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// One of a list.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// A count of units up to `most`, evenly by its logarithm, with the edges more often than by chance.
    pub fn units(&mut self, most: u64) -> u64 {
        let edges =
            [1, 2, 3, 15, 16, 17, 23, 24, 31, 32, 33, 47, 159, 160, 161, 184, 185, most - most.min(1), most];
        let drawn = match self.below(10) {
            0 => self.one_of(&edges),
            1 => (1_u64 << self.below(50)).wrapping_add(self.below(3)).wrapping_sub(1),
            2 => most - self.log_between(1.0, most as f64) as u64,
            _ => self.log_between(1.0, most as f64 + 0.5) as u64,
        };
        drawn.clamp(1, most)
    }

    /// Two ends of a lot up to `most`: long ones, short ones far away, and single units.
    pub fn lot(&mut self, most: u64) -> (u64, u64) {
        let one = self.units(most);
        let other =
            if self.chance(0.5) { self.units(most) } else { one.saturating_add(self.units(most)).min(most) };
        (one.min(other), one.max(other))
    }

    /// An index b of the whole domain: usual rates, anything, and about 0, -1 and -1/2.
    pub fn index(&mut self) -> Index {
        let near = |draw: &mut Self, at: f64| {
            let off = 10_f64.powf(-draw.between(0.5, 17.0));
            at + if draw.chance(0.5) { off } else { -off }
        };
        let b = match self.below(20) {
            0..=5 => self.between(0.5, 1.0).log2(),
            6 => (self.whole(50, 99) as f64 / 100.0).log2(),
            7..=9 => self.between(-5.0, 2.0),
            10 => self.between(-1.5, -0.5),
            11 | 12 => near(self, -1.0),
            13 | 14 => near(self, 0.0),
            15 => near(self, -0.5),
            16 => 10_f64.powf(-self.between(1.0, 300.0)) * self.one_of(&[1.0, -1.0]),
            17 => self.one_of(&[-1.0, 0.0, -0.5, -5.0, 2.0, 1.0, -2.0, -3.0, -4.0, -0.0, 0.5]),
            18 => self.between(0.0, 2.0),
            _ => self.one_of(&[-0.152, -0.322, -0.3219, -0.415, -0.5146, -0.2345]),
        };
        Index::new(b.clamp(-5.0, 2.0)).unwrap_or(Index::NONE)
    }

    /// A first unit's value: usual ones, and very small and large ones.
    pub fn first_unit(&mut self) -> f64 {
        match self.below(8) {
            0 => self.log_between(1e-150, 1e150),
            1 => self.one_of(&[1.0, 2.0, 100.0, 1e15, 0.1, 1e-9, 99_999_999_999_999_999_999.0]),
            _ => self.log_between(1e-3, 1e9),
        }
    }

    /// Any count for which the domain ends.
    pub fn far(&mut self) -> u64 {
        self.units(MAX_UNITS)
    }
}
