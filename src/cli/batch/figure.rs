//! A double as text.

/// Writes a finite double as the standard library does, the shortest digits without an exponent; others as it names them.
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
                prop_assert_eq!(String::from_utf8(output).unwrap(), value.to_string());
            }
        }
    }
}
