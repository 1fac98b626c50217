//! Products over products, in decimals that float: 28 digits wherever the point is, and so none lost on the way.

use rust_decimal::Decimal;

/// The most decimal places that a `Decimal` holds.
const MOST_PLACES: u32 = 28;

/// A number above 0 as `digits × 10^power`, the digits from 1 to below 10.
#[derive(Debug, Clone, Copy)]
struct Floating {
    digits: Decimal,
    power: i64,
}

impl Floating {
    const ONE: Self = Self { digits: Decimal::ONE, power: 0 };

    /// None of 0 and of what is negative, which no training has.
    fn of(value: Decimal) -> Option<Self> {
        let mantissa = value.mantissa();
        let log = mantissa.checked_ilog10()?;
        // 96 bits have 29 digits.
        let digits = Decimal::try_from_i128_with_scale(mantissa, log).ok()?;
        Some(Self { digits, power: i64::from(log) - i64::from(value.scale()) })
    }

    fn times(self, other: Self) -> Option<Self> {
        let product = Self::of(self.digits.checked_mul(other.digits)?.normalize())?;
        Some(Self { power: product.power + self.power + other.power, ..product })
    }

    fn over(self, other: Self) -> Option<Self> {
        let quotient = Self::of(self.digits.checked_div(other.digits)?)?;
        Some(Self { power: quotient.power + self.power - other.power, ..quotient })
    }

    /// As a decimal; past the last place of one it is rounded, and none where it is larger than one.
    fn decimal(self) -> Option<Decimal> {
        let digits = self.digits.normalize();
        let power = self.power - i64::from(digits.scale());
        if let Ok(zeros) = u32::try_from(power) {
            let whole = digits.mantissa().checked_mul(10_i128.checked_pow(zeros)?)?;
            return Decimal::try_from_i128_with_scale(whole, 0).ok();
        }
        let places = u32::try_from(-power).ok()?;
        if places <= MOST_PLACES {
            return Decimal::try_from_i128_with_scale(digits.mantissa(), places).ok();
        }
        // Digits past the last place: 10^38 and more of them leave nothing.
        let divisor = 10_i128.checked_pow(places - MOST_PLACES).unwrap_or(i128::MAX);
        let (whole, rest) = (digits.mantissa() / divisor, digits.mantissa() % divisor);
        let up = rest > divisor / 2 || (rest == divisor / 2 && whole % 2 == 1);
        Decimal::try_from_i128_with_scale(whole + i128::from(up), MOST_PLACES).ok()
    }
}

/// The product of some factors over that of others, 0 or more: multiplied first, so that what comes out even does, and divided once.
///
/// Products are exact up to 28 digits, and so the quotient is rounded once, in its 28th; none past 7.9e28, and for a divisor of 0.
pub fn fraction(over: &[Decimal], under: &[Decimal]) -> Option<Decimal> {
    if over.iter().any(Decimal::is_zero) {
        return (!under.iter().any(Decimal::is_zero)).then_some(Decimal::ZERO);
    }
    let product = |factors: &[Decimal]| {
        factors.iter().try_fold(Floating::ONE, |product, factor| product.times(Floating::of(*factor)?))
    };
    product(over)?.over(product(under)?)?.decimal()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(over: &[&str], under: &[&str]) -> Option<String> {
        let decimals = |texts: &[&str]| -> Vec<Decimal> {
            texts.iter().map(|text| crate::money::parse_decimal(text).unwrap()).collect()
        };
        fraction(&decimals(over), &decimals(under)).map(|value| value.normalize().to_string())
    }

    #[test]
    fn what_comes_out_even_does() {
        for (over, under, value) in [
            (&["0.03", "600"][..], &["3600"][..], "0.005"),
            (&["25000", "0.021", "8", "2.49"], &["3600"], "2.905"),
            (&["1"], &["3", "0.5"], "0.6666666666666666666666666667"),
            (&["0", "5"], &["3"], "0"),
            (&["12.5"], &[], "12.5"),
        ] {
            assert_eq!(of(over, under).as_deref(), Some(value), "{over:?}");
        }
    }

    #[test]
    fn no_digits_are_lost_where_products_are_larger_or_smaller_than_decimals() {
        for (over, under, value) in [
            (&["1e-20", "1e-20"][..], &["1e-20"][..], "0.00000000000000000001"),
            (&["1.2345e-20", "1e-15"], &["1e-14"], "0.0000000000000000000012345"),
            (&["7e28", "7e28"], &["7e28", "7"], "10000000000000000000000000000"),
            // Twenty-nine digits of fifty: 100 × 5e28 / (989e12 × 0.4 × 3600).
            (&["100", "5e28"], &["989e12", "0.4", "3600"], "3510841478485.5634198404673632"),
            // Ties at the last place go to even.
            (&["1e-28"], &["2"], "0"),
            (&["3e-28"], &["2"], "0.0000000000000000000000000002"),
        ] {
            assert_eq!(of(over, under).as_deref(), Some(value), "{over:?}");
        }
    }

    #[test]
    fn what_no_decimal_holds_is_none() {
        assert_eq!(of(&["7e28", "2"], &[]), None);
        assert_eq!(of(&["1"], &["0"]), None);
        assert_eq!(of(&["0"], &["0"]), None);
        assert_eq!(of(&["7e28", "7e28", "7e28"], &["1e-28"]), None);
        assert_eq!(of(&["1e-28", "1e-28", "1e-28"], &["7e28"]).as_deref(), Some("0"));
    }
}
