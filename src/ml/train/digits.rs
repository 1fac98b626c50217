//! The handwritten digits that the crate ships.
//!
//! Source: E. Alpaydin and C. Kaynak, Optical recognition of handwritten digits, UCI Machine Learning Repository, 1998,
//! doi 10.24432/C50P49; CC BY 4.0. Beside this file `LICENSE-digits.txt` says so too; `tests/oracle/digits.py` packed them.

use super::Data;

/// 64 pixels of five bits and a label to a row.
static PACKED: &[u8] = include_bytes!("digits.bin");

const PIXELS: usize = 64;
const PIXEL_BYTES: usize = PIXELS * 5 / 8;
const CLASSES: usize = 10;

/// How many of the digits golden range tests and sweeps train on: the first four fifths.
pub const TRAINING_ROWS: usize = 1437;

/// 1797 handwritten digits: 64 pixels each, from 0 to 1 (sixteenths), and a label from 0 to 9.
///
/// # Example
///
/// The counts of each digit that scikit-learn's documentation of `load_digits` sums up as "about 180 samples per class":
///
/// ```
/// let digits = learncurve::ml::train::digits();
/// assert_eq!((digits.rows(), digits.features(), digits.classes()), (1797, 64, 10));
/// let zeros = digits.labels().iter().filter(|label| **label == 0).count();
/// assert_eq!(zeros, 178);
/// ```
pub fn digits() -> Data {
    let rows = PACKED.chunks_exact(PIXEL_BYTES + 1);
    let mut values = Vec::with_capacity(rows.len() * PIXELS);
    let mut labels = Vec::with_capacity(rows.len());
    for row in rows {
        let (pixels, label) = row.split_at(PIXEL_BYTES);
        // Five bytes hold eight pixels, the first in the highest bits.
        for eight in pixels.chunks_exact(5) {
            let bits = eight.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            values.extend((0..8).map(|place| f64::from((bits >> (35 - 5 * place) & 31) as u8) / 16.0));
        }
        labels.push(usize::from(label[0]));
    }
    Data::known(values, PIXELS, labels, CLASSES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_table() {
        let digits = digits();
        let counts: Vec<usize> =
            (0..10).map(|digit| digits.labels().iter().filter(|label| **label == digit).count()).collect();
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        // The first row as scikit-learn prints it.
        let first: Vec<f64> = digits.row(0).iter().map(|pixel| pixel * 16.0).collect();
        assert_eq!(first[..16], [0., 0., 5., 13., 9., 1., 0., 0., 0., 0., 13., 15., 10., 15., 5., 0.]);
        // Sums are of sixteenths and exact.
        assert_eq!((digits.values().iter().sum::<f64>() * 16.0).to_bits(), 561_718_f64.to_bits());
    }
}
