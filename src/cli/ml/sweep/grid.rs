//! `--lr`: the step sizes of a sweep, even on the scale of logarithms.

use super::super::super::exit::{Exit, Failure};
use super::super::written::lr;

/// The most step sizes of a sweep that is run.
const MOST: usize = 1_000;

/// From one step size to another, or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Grid {
    Span(f64, f64),
    List(Vec<f64>),
}

impl Default for Grid {
    fn default() -> Self {
        Self::Span(1e-3, 10.0)
    }
}

impl Grid {
    /// `0.001..10`, or `0.03,0.1,0.3`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if let Some((from, to)) = text.split_once("..") {
            let (from, to) = (lr(from)?, lr(to.trim_start_matches('='))?);
            if from >= to {
                return Err(format!("the step sizes go from {from} to {to}, and have to rise: 0.001..10"));
            }
            return Ok(Self::Span(from, to));
        }
        let mut list = text.split(',').map(lr).collect::<Result<Vec<f64>, _>>()?;
        list.sort_by(f64::total_cmp);
        list.dedup();
        Ok(Self::List(list))
    }

    /// The step sizes: `10^(log10 from + k/per_decade)` up to the end, which a rounding may not miss.
    pub(super) fn steps(&self, per_decade: Option<u32>) -> Result<Vec<f64>, Failure> {
        let steps = match self {
            Self::List(_) if per_decade.is_some() => {
                return Err(Failure::new(
                    Exit::Usage,
                    "--per-decade goes with step sizes from one to another",
                )
                .with_help("write --lr 0.001..10, or leave --per-decade out"));
            }
            Self::List(list) => list.clone(),
            Self::Span(from, to) => {
                let each = f64::from(per_decade.unwrap_or(4));
                let start = from.log10();
                let last = to.log10() + 1e-9;
                let places = (0..=MOST).map(|place| start + crate::curve::count(place as u64) / each);
                places.take_while(|place| *place <= last).map(|place| 10_f64.powf(place)).collect()
            }
        };
        if steps.len() > MOST {
            return Err(Failure::new(Exit::Usage, format!("more than {MOST} step sizes"))
                .with_help("ask for fewer to a decade, or for a narrower span"));
        }
        Ok(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::Grid;

    #[test]
    fn a_span_has_so_many_to_a_decade_with_both_its_ends() {
        let steps = Grid::parse("0.001..10").unwrap().steps(Some(4)).unwrap();
        assert_eq!(steps.len(), 17);
        assert!(
            (steps[1] / 0.001_778_279_410_038_922_8 - 1.0).abs() < 1e-15 && (steps[16] - 10.0).abs() < 1e-14
        );
        assert_eq!(Grid::parse("0.3, 0.1,0.3").unwrap().steps(None).unwrap(), [0.1, 0.3]);
        assert!(Grid::parse("1..0.1").is_err() && Grid::parse("0..1").is_err() && Grid::parse("").is_err());
        assert!(Grid::parse("0.1").unwrap().steps(Some(3)).is_err());
        assert!(Grid::parse("1e-300..1e300").unwrap().steps(Some(4)).is_err());
    }
}
