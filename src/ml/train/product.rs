//! Products of matrices, each sum in one order whatever the processor.
//!
//! A sum runs from its first term to its last by fused multiply-adds; what is done side by side are different sums. So every
//! processor has the same digits.

#![expect(clippy::inline_always, reason = "what is not inlined into `fused` is compiled without its vectors")]

/// Rows of a block: as many sums side by side keep a processor's adders busy.
const ROWS: usize = 8;
/// Columns of a block.
const LANES: usize = 4;

/// `out[i][c] = start[c] + Σ_k left[i][k] right[k][c]`: `left` as rows from anywhere, `right` and `out` row after row.
///
/// `start` is a row, or empty for 0.
#[inline(always)]
pub(super) fn rows_times(left: &[&[f64]], right: &[f64], start: &[f64], columns: usize, out: &mut [f64]) {
    let mut done = 0;
    while done < left.len() {
        // The last block goes back over rows that are done already rather than be a short one.
        let first = if left.len() >= ROWS { done.min(left.len() - ROWS) } else { done };
        if let Some(rows) = left[first..].first_chunk::<ROWS>() {
            block(rows, right, start, columns, &mut out[first * columns..]);
            done = first + ROWS;
        } else {
            block::<1>(&[left[first]], right, start, columns, &mut out[first * columns..]);
            done = first + 1;
        }
    }
}

#[inline(always)]
fn block<const R: usize>(left: &[&[f64]; R], right: &[f64], start: &[f64], columns: usize, out: &mut [f64]) {
    let mut done = 0;
    while done < columns {
        if columns >= LANES {
            let first = done.min(columns - LANES);
            tile::<R, LANES>(left, right, start, columns, first, out);
            done = first + LANES;
        } else {
            tile::<R, 1>(left, right, start, columns, done, out);
            done += 1;
        }
    }
}

#[inline(always)]
fn tile<const R: usize, const C: usize>(
    left: &[&[f64]; R],
    right: &[f64],
    start: &[f64],
    columns: usize,
    first: usize,
    out: &mut [f64],
) {
    let terms = left[0].len();
    let left: [&[f64]; R] = std::array::from_fn(|row| &left[row][..terms]);
    let mut sums = [[0.0; C]; R];
    for (k, right) in right.chunks_exact(columns).take(terms).enumerate() {
        let right: &[f64] = &right[first..first + C];
        for row in 0..R {
            let value = left[row][k];
            for lane in 0..C {
                sums[row][lane] = value.mul_add(right[lane], sums[row][lane]);
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        let out = &mut out[row * columns + first..][..C];
        for lane in 0..C {
            out[lane] = sums[lane] + start.get(first + lane).copied().unwrap_or(0.0);
        }
    }
}

/// `out[i][c] = Σ_r left[r][i] right[r][c]`: `left` as rows from anywhere, `right` and `out` row after row.
#[inline(always)]
pub(super) fn columns_times(left: &[&[f64]], right: &[f64], columns: usize, out: &mut [f64]) {
    let width = left.first().map_or(0, |row| row.len());
    let mut done = 0;
    while done < width {
        if width >= ROWS {
            let first = done.min(width - ROWS);
            across::<ROWS>(left, first, right, columns, &mut out[first * columns..]);
            done = first + ROWS;
        } else {
            across::<1>(left, done, right, columns, &mut out[done * columns..]);
            done += 1;
        }
    }
}

#[inline(always)]
fn across<const R: usize>(left: &[&[f64]], from: usize, right: &[f64], columns: usize, out: &mut [f64]) {
    let mut done = 0;
    while done < columns {
        if columns >= LANES {
            let first = done.min(columns - LANES);
            patch::<R, LANES>(left, from, right, columns, first, out);
            done = first + LANES;
        } else {
            patch::<R, 1>(left, from, right, columns, done, out);
            done += 1;
        }
    }
}

#[inline(always)]
fn patch<const R: usize, const C: usize>(
    left: &[&[f64]],
    from: usize,
    right: &[f64],
    columns: usize,
    first: usize,
    out: &mut [f64],
) {
    let mut sums = [[0.0; C]; R];
    for (left, right) in left.iter().zip(right.chunks_exact(columns)) {
        let (left, right): (&[f64], &[f64]) = (&left[from..from + R], &right[first..first + C]);
        for row in 0..R {
            for lane in 0..C {
                sums[row][lane] = left[row].mul_add(right[lane], sums[row][lane]);
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        out[row * columns + first..][..C].copy_from_slice(sums);
    }
}
