//! What well-known finders suggest, each by its own definition.

use crate::ml::smooth;

/// A finder's suggestion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion {
    /// The library and its rule.
    pub name: &'static str,
    /// What it looks for, in a few words.
    pub rule: &'static str,
    /// The lr that it suggests; none where it gives up.
    pub lr: Option<f64>,
}

/// Every finder's suggestion for raw losses at rising step sizes, NaN where a batch had none.
///
/// Each smooths, skips and searches as its library does (fastai 2.8, torch-lr-finder 0.2, Lightning 2.6, ignite 0.5); the last
/// three end where their library would have stopped, fastai takes a log as it is.
pub fn suggestions(lr: &[f64], loss: &[f64]) -> Vec<Suggestion> {
    let fastai = smooth::corrected(loss, 0.98, 0);
    let lightning = smooth::corrected(loss, 0.98, 1);
    let finder = smooth::exponential(loss, 0.05);
    let (fastai_lr, fastai) = fastai_window(lr, &fastai);
    let (finder_lr, finder) = until(lr, &finder, stop(&finder, 5.0));
    let (lightning_lr, lightning) = until(lr, &lightning, stop(&lightning, 4.0));
    let made = |name, rule, lr| Suggestion { name, rule, lr };
    vec![
        made("fastai valley", "a third and a sixth into the longest fall", valley(fastai_lr, fastai)),
        made("fastai slide", "where the slope first stays even, from the right", slide(fastai_lr, fastai)),
        made("fastai minimum", "a tenth of where the loss is least", minimum(fastai_lr, fastai)),
        made("fastai steep", "the steepest fall over ln lr", steep(fastai_lr, fastai)),
        made(
            "torch-lr-finder",
            "the steepest fall by batch",
            by_batch(middle(finder_lr, 10, 5), middle(finder, 10, 5)),
        ),
        made(
            "Lightning",
            "the steepest slope against lr itself",
            by_lr(middle(lightning_lr, 10, 1), middle(lightning, 10, 1)),
        ),
        made("ignite", "the steepest fall by batch before the least loss", before_minimum(finder_lr, finder)),
    ]
}

/// The first batch whose smoothed loss is over `times` the best so far; none where there is none.
///
/// fastai and Lightning stop at 4 times, torch-lr-finder at 5, none of them at the first batch.
pub fn stop(smoothed: &[f64], times: f64) -> Option<usize> {
    let mut best = f64::INFINITY;
    smoothed.iter().enumerate().position(|(place, loss)| {
        let over = place > 0 && *loss > times * best;
        best = best.min(*loss);
        over
    })
}

/// What comes up to and with the batch at which a finder stops.
pub fn until<'l>(lr: &'l [f64], loss: &'l [f64], stop: Option<usize>) -> (&'l [f64], &'l [f64]) {
    let end = stop.map_or(loss.len(), |stop| stop + 1).min(lr.len()).min(loss.len());
    (&lr[..end], &loss[..end])
}

/// What is left without the first `skip` and the last `cut`; nothing where there is no more.
pub fn middle(values: &[f64], skip: usize, cut: usize) -> &[f64] {
    values.get(skip..values.len().saturating_sub(cut)).unwrap_or(&[])
}

/// fastai looks at batches from a tenth of them on, without the last five, up to the first that has no loss.
pub fn fastai_window<'l>(lr: &'l [f64], loss: &'l [f64]) -> (&'l [f64], &'l [f64]) {
    let skip = loss.len() / 10;
    let (lr, loss) = (middle(lr, skip, 5), middle(loss, skip, 5));
    let end = loss.iter().position(|loss| loss.is_nan()).unwrap_or(loss.len());
    (&lr[..end], &loss[..end])
}

fn least(values: &[f64]) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (place, value) in values.iter().enumerate() {
        if !value.is_nan() && best.is_none_or(|best| *value < values[best]) {
            best = Some(place);
        }
    }
    best
}

/// fastai's valley: the longest falling subsequence, a third and a sixth of its length from its beginning.
pub fn valley(lr: &[f64], loss: &[f64]) -> Option<f64> {
    if loss.is_empty() {
        return None;
    }
    // The greatest last loss of the falls of each length so far: of a loss that comes, the longest fall that it goes on.
    let mut lasts: Vec<f64> = Vec::new();
    let (mut end, mut length) = (0, 0);
    for (place, value) in loss.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        let before = lasts.partition_point(|last| last > value);
        if before == lasts.len() {
            lasts.push(*value);
            // The library asks for the first batch's falls at none.
            if before > 0 {
                (end, length) = (place, before + 1);
            }
        } else {
            lasts[before] = *value;
        }
    }
    // As the library counts, a fall begins one batch before its first: before the window, where it is the window's whole.
    // The third is rounded down, and so is the half of the third that was not rounded.
    (end + length / 3 + length / 6).checked_sub(length).and_then(|place| lr.get(place)).copied()
}

/// Slopes by batch: central differences, one-sided at the ends.
fn gradient(loss: &[f64]) -> Vec<f64> {
    let last = loss.len().saturating_sub(1);
    (0..loss.len())
        .map(|place| match place {
            _ if last == 0 => 0.0,
            0 => loss[1] - loss[0],
            _ if place == last => loss[last] - loss[last - 1],
            _ => (loss[place + 1] - loss[place - 1]) / 2.0,
        })
        .collect()
}

/// fastai's slide: from the right, the first window of 15 batches over which the slope changes by no more than 0.005.
pub fn slide(lr: &[f64], loss: &[f64]) -> Option<f64> {
    const WIDTH: usize = 15;
    const EVEN: f64 = 0.005;
    let slopes = gradient(loss);
    let count = slopes.len();
    let mut right = 1;
    let mut found = *lr.get(count.checked_sub(right + WIDTH)?)?;
    while right + WIDTH <= count && (slopes[count - right] - slopes[count - right - WIDTH]).abs() > EVEN {
        found = lr[count - right - WIDTH];
        right += 1;
    }
    Some(found)
}

/// fastai's minimum: a tenth of the lr of the least loss.
pub fn minimum(lr: &[f64], loss: &[f64]) -> Option<f64> {
    least(loss).map(|place| lr[place] / 10.0)
}

/// fastai's steep: the batch before the steepest fall over ln lr.
pub fn steep(lr: &[f64], loss: &[f64]) -> Option<f64> {
    let slopes: Vec<f64> = lr
        .windows(2)
        .zip(loss.windows(2))
        .map(|(lr, loss)| (loss[1] - loss[0]) / (lr[1].ln() - lr[0].ln()))
        .collect();
    least(&slopes).map(|place| lr[place])
}

/// torch-lr-finder's: the steepest fall by batch.
pub fn by_batch(lr: &[f64], loss: &[f64]) -> Option<f64> {
    if loss.len() < 2 || loss.iter().any(|loss| loss.is_nan()) {
        return None;
    }
    least(&gradient(loss)).map(|place| lr[place])
}

/// Lightning's: the steepest slope against lr itself, of parabolas through three neighbours.
pub fn by_lr(lr: &[f64], loss: &[f64]) -> Option<f64> {
    let finite = |(lr, loss): (&f64, &f64)| loss.is_finite().then_some((*lr, *loss));
    let (lr, loss): (Vec<f64>, Vec<f64>) = lr.iter().zip(loss).filter_map(finite).unzip();
    let last = loss.len().checked_sub(1).filter(|last| *last > 0)?;
    let one_sided = |place: usize| (loss[place + 1] - loss[place]) / (lr[place + 1] - lr[place]);
    let slopes: Vec<f64> = (0..=last)
        .map(|place| match place {
            0 => one_sided(0),
            _ if place == last => one_sided(last - 1),
            _ => {
                let (before, after) = (lr[place] - lr[place - 1], lr[place + 1] - lr[place]);
                let a = -after / (before * (before + after));
                let b = (after - before) / (before * after);
                let c = before / (after * (before + after));
                a * loss[place - 1] + b * loss[place] + c * loss[place + 1]
            }
        })
        .collect();
    least(&slopes).map(|place| lr[place])
}

/// ignite's: the steepest fall by batch up to the least loss; it needs three batches there.
pub fn before_minimum(lr: &[f64], loss: &[f64]) -> Option<f64> {
    let end = least(loss)? + 1;
    if end < 3 {
        return None;
    }
    let slopes: Vec<f64> = loss[..end].windows(3).map(|three| 0.5 * (three[2] - three[0])).collect();
    least(&slopes).map(|place| lr[place + 1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn lines(name: &str) -> Vec<Vec<String>> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ml/lr_finder").join(name);
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    fn number(text: &str) -> f64 {
        if text.is_empty() { f64::NAN } else { text.parse().unwrap() }
    }

    /// Columns of each curve: lr, loss, and the loss as three libraries smooth it.
    fn curves() -> BTreeMap<String, Vec<Vec<f64>>> {
        let mut curves: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
        for line in lines("curves.csv") {
            let columns = curves.entry(line[0].clone()).or_insert_with(|| vec![Vec::new(); 5]);
            for (column, cell) in columns.iter_mut().zip(&line[2..]) {
                column.push(number(cell));
            }
        }
        curves
    }

    fn same(ours: f64, theirs: f64, what: &str) {
        assert!(
            ours.is_nan() && theirs.is_nan() || (ours / theirs - 1.0).abs() < 1e-12,
            "{what}: {ours} {theirs}"
        );
    }

    #[test]
    fn losses_are_smoothed_as_each_library_does() {
        for (name, columns) in curves() {
            let ours = [
                smooth::corrected(&columns[1], 0.98, 0),
                smooth::corrected(&columns[1], 0.98, 1),
                smooth::exponential(&columns[1], 0.05),
            ];
            for (ours, theirs) in ours.iter().zip(&columns[2..]) {
                for (ours, theirs) in ours.iter().zip(theirs) {
                    same(*ours, *theirs, &name);
                }
            }
        }
    }

    /// fastai's own two loops, over every pair.
    fn pairs(loss: &[f64]) -> (usize, usize) {
        let mut lengths = vec![1_usize; loss.len()];
        let (mut end, mut length) = (0, 0);
        for place in 1..loss.len() {
            for before in 0..place {
                if loss[place] < loss[before] && lengths[place] < lengths[before] + 1 {
                    lengths[place] = lengths[before] + 1;
                }
                if lengths[end] < lengths[place] {
                    (end, length) = (place, lengths[place]);
                }
            }
        }
        (end, length)
    }

    proptest! {
        #[test]
        fn the_longest_fall_is_that_of_all_pairs(loss in proptest::collection::vec(0_u8..40, 1..80)) {
            let loss: Vec<f64> = loss.into_iter().map(f64::from).collect();
            let lr: Vec<f64> = (1..=80_u8).map(f64::from).collect();
            let (end, length) = pairs(&loss);
            let wanted = (end + length / 3 + length / 6).checked_sub(length).map(|place| lr[place]);
            prop_assert_eq!(valley(&lr, &loss), wanted);
        }
    }

    #[test]
    fn every_finder_says_what_its_library_says() {
        let curves = curves();
        let mut tried = 0;
        for line in lines("suggestions.csv") {
            let columns = &curves[&line[0]];
            let lr = &columns[0];
            let input = match line[1].as_str() {
                "raw" => &columns[1],
                "fastai_smoothed" => &columns[2],
                "lightning_smoothed" => &columns[3],
                "torch_lr_finder_smoothed" => &columns[4],
                other => panic!("{other}"),
            };
            let cut = |times| until(lr, input, stop(input, times));
            let window = fastai_window(lr, input);
            let (finder, lightning) = (cut(5.0), cut(4.0));
            #[expect(clippy::cast_precision_loss, reason = "places of batches")]
            let at = |place: Option<usize>| place.map(|place| place as f64);
            let ours = match line[2].as_str() {
                "fastai_valley" => valley(window.0, window.1),
                "fastai_slide" => slide(window.0, window.1),
                "fastai_minimum" => minimum(window.0, window.1),
                "fastai_steep" => steep(window.0, window.1),
                "torch_lr_finder_steepest" => by_batch(middle(finder.0, 10, 5), middle(finder.1, 10, 5)),
                "lightning_steepest" => by_lr(middle(lightning.0, 10, 1), middle(lightning.1, 10, 1)),
                "ignite_steepest" => before_minimum(finder.0, finder.1),
                "stop_index_fastai_4x" | "stop_index_lightning_4x" => at(stop(input, 4.0)),
                "stop_index_tlf_5x" => at(stop(input, 5.0)),
                other => panic!("{other}"),
            };
            same(ours.unwrap_or(f64::NAN), number(&line[3]), &line.join(","));
            tried += 1;
        }
        assert_eq!(tried, lines("suggestions.csv").len());
        assert!(tried > 90, "{tried}");
    }
}
