//! Axes: where a value lies on one, and which round numbers stand along it.

/// How values are spaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By their ratios.
    Log,
}

/// An axis: its label with the unit, its scale and its ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What is measured, with the unit in brackets.
    pub label: String,
    /// How values are spaced.
    pub scale: Scale,
    /// The value at its start; above 0 for [`Scale::Log`].
    pub low: f64,
    /// The value at its end, more than that.
    pub high: f64,
    /// Whether values are counts, with nothing between whole numbers.
    pub whole: bool,
}

impl Axis {
    /// An axis that reaches all these values, its ends round numbers.
    ///
    /// A linear one starts at 0 where values are spread over more than half of their size. Values that the scale has no
    /// place for are left out.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::plot::{Axis, Scale};
    /// let axis = Axis::over("units", Scale::Linear, &[3.0, 41.0]);
    /// assert_eq!((axis.low, axis.high, axis.ticks(6)), (0.0, 50.0, vec![0.0, 10.0, 20.0, 30.0, 40.0, 50.0]));
    /// let axis = Axis::over("units", Scale::Log, &[3.0, 4100.0]);
    /// assert_eq!((axis.low, axis.high, axis.ticks(6)), (2.0, 5000.0, vec![10.0, 100.0, 1000.0]));
    /// ```
    pub fn over(label: &str, scale: Scale, values: &[f64]) -> Self {
        let has_place = |value: &&f64| {
            value.is_finite() && value.abs() < 1e300 && (scale == Scale::Linear || **value > 1e-300)
        };
        let (mut low, mut high) =
            values.iter().filter(has_place).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(*value), high.max(*value))
            });
        if low > high {
            (low, high) = (1.0, 10.0);
        }
        match scale {
            Scale::Log => {
                let (low, high) = if high > low * 1.000_001 { (low, high) } else { (0.5 * low, 2.0 * high) };
                Self {
                    label: label.to_owned(),
                    scale,
                    low: round_below(low),
                    high: round_above(high),
                    whole: false,
                }
            }
            Scale::Linear => {
                if low > 0.0 && low < 0.5 * high {
                    low = 0.0;
                }
                if high - low <= 1e-9 * high.abs().max(low.abs()) {
                    // Nothing but zeros stands on the ground.
                    let half = 0.5 * high.abs();
                    (low, high) = if half == 0.0 { (0.0, 1.0) } else { (low - half, high + half) };
                }
                let step = step(high - low, 6);
                let (low, high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
                Self { label: label.to_owned(), scale, low, high, whole: false }
            }
        }
    }

    /// How far along the axis a value lies, 0 at its start and 1 at its end; outside for values outside.
    pub fn place(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Log => (value / self.low).ln() / (self.high / self.low).ln(),
        }
    }

    /// The value that lies so far along.
    pub fn value(&self, place: f64) -> f64 {
        match self.scale {
            Scale::Linear => self.low + place * (self.high - self.low),
            Scale::Log => self.low * (self.high / self.low).powf(place),
        }
    }

    /// The places between round numbers that get smaller marks, those of a logarithmic axis: 2 to 9 of each decade, of many
    /// decades fewer.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::plot::{Axis, Scale};
    /// let axis = Axis::over("units", Scale::Log, &[1.0, 20.0]);
    /// assert_eq!(axis.minor(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 20.0]);
    /// ```
    pub fn minor(&self) -> Vec<f64> {
        if self.scale == Scale::Linear {
            return Vec::new();
        }
        let digits: &[f64] = match (self.high / self.low).log10() {
            ..4.5 => &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0],
            ..8.5 => &[1.0, 2.0, 5.0],
            ..24.0 => &[1.0],
            _ => &[],
        };
        self.decades(digits, 1.0)
    }

    /// Multiples of powers of ten within the ends.
    fn decades(&self, digits: &[f64], every: f64) -> Vec<f64> {
        let (mut power, last) = (self.low.log10().floor(), self.high.log10().ceil());
        let mut made = Vec::new();
        while power <= last {
            made.extend(digits.iter().map(|digit| rounded(digit * 10_f64.powf(power))));
            power += every;
        }
        made.retain(|value| self.reaches(*value));
        made
    }

    fn reaches(&self, value: f64) -> bool {
        (!self.whole || value.fract() == 0.0) && (-1e-9..=1.0 + 1e-9).contains(&self.place(value))
    }

    /// Round numbers along the axis, about `most` of them and at least two where there is room; of counts whole ones alone.
    pub fn ticks(&self, most: usize) -> Vec<f64> {
        let most = most.max(2);
        if self.scale == Scale::Linear {
            return steps(self.low, self.high, most)
                .into_iter()
                .filter(|value| self.reaches(*value))
                .collect();
        }
        let decades = |digits: &[f64], every: f64| self.decades(digits, every);
        // The finest that has few enough marks; where all of them have too many, decades are skipped.
        let fine: [&[f64]; 3] = [&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], &[1.0, 2.0, 5.0], &[1.0]];
        for (digits, least) in fine.into_iter().zip([3, 3, 2]) {
            let made = decades(digits, 1.0);
            if (least..=most).contains(&made.len()) {
                return made;
            }
        }
        if self.high < 5.0 * self.low {
            return steps(self.low, self.high, most)
                .into_iter()
                .filter(|value| self.reaches(*value))
                .collect();
        }
        if decades(&[1.0], 1.0).len() < 2 {
            let made = decades(&[1.0, 2.0, 5.0], 1.0);
            return if made.len() >= 2 {
                made
            } else {
                steps(self.low, self.high, most).into_iter().filter(|value| self.reaches(*value)).collect()
            };
        }
        let mut every = 2.0;
        while decades(&[1.0], every).len() > most {
            every += 1.0;
        }
        decades(&[1.0], every)
    }
}

/// A number as it stands beside an axis: its thousands grouped, with a power of ten where it is very large or small.
///
/// # Example
///
/// ```
/// assert_eq!([0.25, 12_500.0, 2e9].map(learncurve::plot::tick), ["0.25", "12,500", "2e9"]);
/// ```
pub fn tick(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e7).contains(&size) {
        return format!("{value:e}");
    }
    let plain = value.to_string();
    let (whole, rest) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    rest.map_or_else(|| format!("{sign}{grouped}"), |rest| format!("{sign}{grouped}.{rest}"))
}

/// The round step of which about `most` make the width.
fn step(width: f64, most: u32) -> f64 {
    let rough = width / f64::from(most);
    let power = 10_f64.powf(rough.log10().floor());
    let digit =
        [1.0, 2.0, 5.0, 10.0].into_iter().find(|digit| digit * power >= rough * (1.0 - 1e-9)).unwrap_or(10.0);
    rounded(digit * power)
}

fn steps(low: f64, high: f64, most: usize) -> Vec<f64> {
    let step = step(high - low, u32::try_from(most).unwrap_or(u32::MAX).max(2) - 1);
    let first = (low / step - 1e-9).ceil();
    (0..=most)
        .map(|k| rounded((first + crate::curve::count(k as u64)) * step))
        .take_while(|at| *at <= high + 1e-9 * step)
        .collect()
}

/// The next round number of one digit at or below a value above 0.
fn round_below(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let digit = [5.0, 2.0, 1.0].into_iter().find(|digit| digit * power <= value * (1.0 + 1e-9));
    digit.map_or(0.5 * power, |digit| rounded(digit * power))
}

/// The next round number of one digit at or above a value above 0.
fn round_above(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let digit = [1.0, 2.0, 5.0].into_iter().find(|digit| digit * power >= value * (1.0 - 1e-9));
    rounded(digit.unwrap_or(10.0) * power)
}

/// A value without what powers of ten and steps add beyond the twelfth digit.
fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_written_as_people_write_them() {
        assert_eq!(
            [0.25, 12_500.0, 2e9, 1e-7, -1_234.5].map(tick),
            ["0.25", "12,500", "2e9", "1e-7", "-1,234.5"]
        );
    }

    #[test]
    fn ticks_of_a_narrow_log_axis_are_still_round() {
        let axis = Axis::over("", Scale::Log, &[2.1, 4.8]);
        assert_eq!((axis.low, axis.high), (2.0, 5.0));
        assert_eq!(axis.ticks(6), [2.0, 3.0, 4.0, 5.0]);
        let wide = Axis::over("", Scale::Log, &[1e-30, 1e30]);
        assert!((2..=6).contains(&wide.ticks(6).len()), "{:?}", wide.ticks(6));
    }

    #[test]
    fn values_without_a_place_on_the_scale_are_left_out() {
        let axis = Axis::over("", Scale::Log, &[0.0, -1.0, f64::NAN, f64::INFINITY, 3.0, 30.0]);
        assert_eq!((axis.low, axis.high), (2.0, 50.0));
        let none = Axis::over("", Scale::Log, &[f64::NAN]);
        assert_eq!((none.low, none.high), (1.0, 10.0));
    }

    proptest! {
        #[test]
        fn an_axis_reaches_its_values_and_has_few_round_ticks(
            values in prop::collection::vec(-1e12_f64..1e12, 1..20), log in any::<bool>(), most in 2_usize..12,
        ) {
            let scale = if log { Scale::Log } else { Scale::Linear };
            let values: Vec<f64> = values.into_iter().map(|value| if log { value.abs() + 1e-12 } else { value }).collect();
            let axis = Axis::over("", scale, &values);
            for value in &values {
                let place = axis.place(*value);
                prop_assert!((-1e-6..=1.0 + 1e-6).contains(&place), "{value} at {place}");
            }
            let ticks = axis.ticks(most);
            // Two decades need the steps of both to have round numbers at all.
            prop_assert!(ticks.len() <= most.max(6), "{ticks:?}");
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]), "{ticks:?}");
        }
    }
}
