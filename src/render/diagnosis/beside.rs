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

/// Pairs two workings, equal steps with one another and those between them in their order.
pub(super) fn pairs(right: &[Step], taken: &[Step]) -> Vec<Pair> {
    let right: Vec<String> = numbered(right);
    let taken: Vec<String> = numbered(taken);
    let same = common(&right, &taken);
    let mut rows = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (to_i, to_j) in same.into_iter().map(Some).chain([None]).map(|at| at.unwrap_or((right.len(), taken.len()))) {
        while i < to_i || j < to_j {
            let next = |at: &mut usize, to: usize, all: &[String]| {
                let text = if *at < to { all[*at].clone() } else { String::new() };
                *at += usize::from(*at < to);
                text
            };
            let one = next(&mut i, to_i, &right);
            let other = next(&mut j, to_j, &taken);
            rows.push(Pair { right: one, taken: other });
        }
        if i < right.len() && j < taken.len() {
            rows.push(Pair { right: right[i].clone(), taken: "the same".to_owned() });
            i += 1;
            j += 1;
        }
    }
    rows
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
        let pairs = pairs(&[step("a"), step("b"), step("c")], &[step("a"), step("x"), step("y"), step("c")]);
        let rows: Vec<(&str, &str)> = pairs.iter().map(|p| (p.right.as_str(), p.taken.as_str())).collect();
        assert_eq!(rows, [("a: f", "the same"), ("b: f", "x: f"), ("", "y: f"), ("c: f", "the same")]);
    }
}
