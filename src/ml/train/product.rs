//! Products of matrices, each sum in one order whatever the processor.
//!
//! A sum runs from its first term to its last by fused multiply-adds; what is done side by side are different sums. So every
//! processor has the same digits.

#![expect(clippy::inline_always, reason = "what is not inlined into `fused` is compiled without its vectors")]

use pulp::Simd;

/// Rows of a block: as many sums side by side keep a processor's multipliers busy.
const ROWS: usize = 8;

/// `out[i][c] = start[c] + Σ_k left[i][k] right[k][c]`: `left` as rows from anywhere, `right` and `out` row after row.
///
/// `start` is a row, or empty for 0.
#[inline(always)]
pub(super) fn rows_times<S: Simd>(
    simd: S,
    left: &[&[f64]],
    (right, start): (&[f64], &[f64]),
    columns: usize,
    out: &mut [f64],
) {
    let mut done = 0;
    while done < left.len() {
        // The last block goes back over rows that are done already rather than be a short one.
        let first = if left.len() >= ROWS { done.min(left.len() - ROWS) } else { done };
        let out = &mut out[first * columns..];
        if let Some(rows) = left[first..].first_chunk::<ROWS>() {
            block(simd, rows, (right, start), columns, out);
            done = first + ROWS;
        } else {
            block(simd, &[left[first]], (right, start), columns, out);
            done = first + 1;
        }
    }
}

#[inline(always)]
fn block<S: Simd, const R: usize>(
    simd: S,
    left: &[&[f64]; R],
    (right, start): (&[f64], &[f64]),
    columns: usize,
    out: &mut [f64],
) {
    let terms = left[0].len();
    let left: [&[f64]; R] = std::array::from_fn(|row| &left[row][..terms]);
    let zero = simd.splat_f64s(0.0);
    for first in starts::<S>(columns) {
        let mut sums = [zero; R];
        for (k, right) in right.chunks_exact(columns).take(terms).enumerate() {
            let right = vector(simd, right, first);
            for (sum, left) in sums.iter_mut().zip(&left) {
                *sum = simd.mul_add_f64s(simd.splat_f64s(left[k]), right, *sum);
            }
        }
        let start = if start.is_empty() { zero } else { vector(simd, start, first) };
        for (out, sum) in out.chunks_exact_mut(columns).zip(sums) {
            store(simd, out, first, simd.add_f64s(sum, start));
        }
    }
}

/// `out[i][c] = Σ_r left[r][i] right[r][c]`: `left` as rows from anywhere, `right` and `out` row after row.
#[inline(always)]
pub(super) fn columns_times<S: Simd>(
    simd: S,
    left: &[&[f64]],
    right: &[f64],
    columns: usize,
    out: &mut [f64],
) {
    let width = left.first().map_or(0, |row| row.len());
    let mut done = 0;
    while done < width {
        let first = if width >= ROWS { done.min(width - ROWS) } else { done };
        let out = &mut out[first * columns..];
        if width >= ROWS {
            across::<S, ROWS>(simd, left, first, right, columns, out);
            done = first + ROWS;
        } else {
            across::<S, 1>(simd, left, first, right, columns, out);
            done = first + 1;
        }
    }
}

#[inline(always)]
fn across<S: Simd, const R: usize>(
    simd: S,
    left: &[&[f64]],
    from: usize,
    right: &[f64],
    columns: usize,
    out: &mut [f64],
) {
    for first in starts::<S>(columns) {
        let mut sums = [simd.splat_f64s(0.0); R];
        for (left, right) in left.iter().zip(right.chunks_exact(columns)) {
            let right = vector(simd, right, first);
            for (sum, left) in sums.iter_mut().zip(&left[from..from + R]) {
                *sum = simd.mul_add_f64s(simd.splat_f64s(*left), right, *sum);
            }
        }
        for (out, sum) in out.chunks_exact_mut(columns).zip(sums) {
            store(simd, out, first, sum);
        }
    }
}

/// Where vectors begin in a row; the last goes back over columns that another has too rather than be a short one.
#[inline(always)]
fn starts<S: Simd>(columns: usize) -> impl Iterator<Item = usize> {
    let last = columns.saturating_sub(S::F64_LANES);
    (0..columns).step_by(S::F64_LANES).map(move |first| first.min(last))
}

#[inline(always)]
fn vector<S: Simd>(simd: S, row: &[f64], first: usize) -> S::f64s {
    simd.partial_load_f64s(&row[first..row.len().min(first + S::F64_LANES)])
}

#[inline(always)]
fn store<S: Simd>(simd: S, row: &mut [f64], first: usize, vector: S::f64s) {
    let end = row.len().min(first + S::F64_LANES);
    simd.partial_store_f64s(&mut row[first..end], vector);
}

#[cfg(test)]
mod tests {
    use pulp::WithSimd;

    use super::*;

    struct Both<'a> {
        left: &'a [&'a [f64]],
        right: &'a [f64],
        start: &'a [f64],
        columns: usize,
    }

    impl WithSimd for Both<'_> {
        type Output = [Vec<f64>; 2];

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> [Vec<f64>; 2] {
            let Self { left, right, start, columns } = self;
            let (terms, rows) = (left[0].len(), left.len());
            let mut made = [vec![0.0; rows * columns], vec![0.0; terms * columns]];
            rows_times(simd, left, (&right[..terms * columns], start), columns, &mut made[0]);
            columns_times(simd, left, &right[..rows * columns], columns, &mut made[1]);
            made
        }
    }

    #[test]
    fn products_of_every_size_are_sums_in_order_whatever_the_vectors() {
        let number = |k: usize| (0.7 * crate::curve::count(k as u64)).sin();
        let bits = |made: &[f64]| made.iter().map(|sum| sum.to_bits()).collect::<Vec<_>>();
        for (rows, terms, columns) in [(1, 1, 1), (3, 2, 2), (8, 8, 4), (9, 5, 10), (17, 11, 3), (32, 64, 7)]
        {
            let left: Vec<Vec<f64>> =
                (0..rows).map(|i| (0..terms).map(|k| number(i * terms + k)).collect()).collect();
            let left: Vec<&[f64]> = left.iter().map(Vec::as_slice).collect();
            let right: Vec<f64> = (0..rows.max(terms) * columns).map(|k| number(3 * k + 1)).collect();
            let start: Vec<f64> = (0..columns).map(number).collect();
            let work = || Both { left: &left, right: &right, start: &start, columns };
            let add = |sum: f64, left: f64, right: f64| left.mul_add(right, sum);
            let (mut forward, mut back) = (Vec::new(), Vec::new());
            for left in &left {
                let column =
                    |c: usize| (0..terms).fold(0.0, |sum, k| add(sum, left[k], right[k * columns + c]));
                forward.extend((0..columns).map(|c| column(c) + start[c]));
            }
            for term in 0..terms {
                let column = |c: usize| {
                    (left.iter().enumerate())
                        .fold(0.0, |sum, (r, left)| add(sum, left[term], right[r * columns + c]))
                };
                back.extend((0..columns).map(column));
            }
            for made in [crate::curve::fused(work()), pulp::Scalar.vectorize(work())] {
                assert_eq!(bits(&made[0]), bits(&forward), "{rows} {terms} {columns}");
                assert_eq!(bits(&made[1]), bits(&back), "{rows} {terms} {columns}");
            }
        }
    }
}
