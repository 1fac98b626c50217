//! Two workings side by side: steps that both have stand in one row.

use crate::explain::Step;

/// A row of the two workings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The right step.
    pub(super) right: String,
    /// The step that was taken; `the same` where it is.
    pub(super) taken: String,
}

/// Pairs two workings: equal steps with one another, those between them in their order, and the two answers at the end.
pub(super) fn pairs(right: &[Step], taken: &[Step]) -> Vec<Pair> {
    let (right, taken) = (numbered(right), numbered(taken));
    let mut rows = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (to_i, to_j) in common(&right, &taken) {
        between(&right[i..to_i], &taken[j..to_j], &mut rows);
        rows.push(Pair { right: right[to_i].clone(), taken: "the same".to_owned() });
        (i, j) = (to_i + 1, to_j + 1);
    }
    match (right[i..].split_last(), taken[j..].split_last()) {
        (Some((one, before)), Some((other, before_it))) => {
            between(before, before_it, &mut rows);
            rows.push(Pair { right: one.clone(), taken: other.clone() });
        }
        _ => between(&right[i..], &taken[j..], &mut rows),
    }
    rows
}

/// Steps that only one of the two has, side by side as far as they go.
fn between(right: &[String], taken: &[String], rows: &mut Vec<Pair>) {
    let step = |all: &[String], at: usize| all.get(at).cloned().unwrap_or_default();
    for at in 0..right.len().max(taken.len()) {
        rows.push(Pair { right: step(right, at), taken: step(taken, at) });
    }
}

fn numbered(steps: &[Step]) -> Vec<String> {
    steps.iter().map(Step::line).collect()
}

/// Places of a longest common subsequence.
fn common(one: &[String], other: &[String]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_usize; other.len() + 1]; one.len() + 1];
    for i in (0..one.len()).rev() {
        for j in (0..other.len()).rev() {
            longest[i][j] = if one[i] == other[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < one.len() && j < other.len() {
        if one[i] == other[j] {
            found.push((i, j));
            i += 1;
            j += 1;
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_steps_share_a_row_and_the_others_keep_their_order() {
        let step = |what: &str| Step::new(what, "f", "", "");
        let steps = |all: &str| all.chars().map(|c| step(&c.to_string())).collect::<Vec<_>>();
        let rows = |right: &str, taken: &str| -> Vec<(String, String)> {
            pairs(&steps(right), &steps(taken)).into_iter().map(|pair| (pair.right, pair.taken)).collect()
        };
        let row = |right: &str, taken: &str| (right.to_owned(), taken.to_owned());
        let same = "the same";
        assert_eq!(
            rows("abc", "axyc"),
            [row("a: f", same), row("b: f", "x: f"), row("", "y: f"), row("c: f", same)]
        );
        assert_eq!(rows("abc", "ax"), [row("a: f", same), row("b: f", ""), row("c: f", "x: f")]);
        assert_eq!(rows("ab", "a"), [row("a: f", same), row("b: f", "")]);
    }
}
