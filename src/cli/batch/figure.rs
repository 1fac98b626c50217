//! A double as text.

/// Writes a finite double as the standard library does, the shortest digits without an exponent; others as it names them.
///
/// Where two such texts are equally near, as for 817907321255361.25, this one ends in the even digit.
pub(super) fn write(value: f64, digits: &mut zmij::Buffer, into: &mut Vec<u8>) {
    if !value.is_finite() {
        into.extend_from_slice(value.to_string().as_bytes());
        return;
    }
    let digits = digits.format_finite(value);
    if digits.contains('e') {
        into.extend_from_slice(value.to_string().as_bytes());
    } else {
        into.extend_from_slice(digits.strip_suffix(".0").unwrap_or(digits).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn figures_are_written_as_the_standard_library_writes_them(value in any::<f64>()) {
            for value in [value, value.trunc()] {
                let mut output = Vec::new();
                write(value, &mut zmij::Buffer::new(), &mut output);
                let (text, other) = (String::from_utf8(output).unwrap(), value.to_string());
                // Both read back; of two that are equally near either will do.
                if text != other {
                    prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
                    prop_assert!(text.len() == other.len() && text.ends_with(['0', '2', '4', '6', '8']), "{}", text);
                }
            }
        }
    }
}
