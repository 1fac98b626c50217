//! Why a question has no answer.

use thiserror::Error;

use crate::{cost, curve, money};

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The curve's own refusal.
    #[error(transparent)]
    Curve(#[from] curve::Error),
    /// A value past what a decimal holds.
    #[error(transparent)]
    Crossing(#[from] money::CrossingError),
    /// An amount past what a decimal holds.
    #[error(transparent)]
    Cost(#[from] cost::Error),
    /// Neither a rate nor two facts.
    #[error("the curve needs two things out of a first unit, a rate (or b) and known facts")]
    NotTwoFacts,
    /// A count of units that splits a batch.
    #[error("`{units}` units are not a whole number of batches of {batch_size}")]
    NotWholeBatches {
        /// The count.
        units: u64,
        /// Units in a batch.
        batch_size: u64,
        /// The next count below that is whole, if any.
        below: Option<u64>,
        /// The next count above that is whole.
        above: Option<u64>,
    },
    /// A lot that starts inside a batch.
    #[error("unit `{first}` does not start a batch of {batch_size}")]
    LotSplitsBatch {
        /// The lot's first unit.
        first: u64,
        /// Units in a batch.
        batch_size: u64,
        /// The next start of a batch below.
        below: u64,
        /// The next start of a batch above.
        above: u64,
    },
    /// A steady state asked of a curve that has none.
    #[error("there is no steady state: learning never ends on this curve")]
    LearningNeverEnds,
    /// More units than are rounded one by one.
    #[error("`{units}` units are too many to round one by one; at most {most}")]
    TooManyRoundedUnits {
        /// How many were asked for.
        units: u64,
        /// How many are allowed.
        most: u64,
    },
    /// A limit that is met by every count, or by none, whose units are rounded one by one.
    #[error(
        "{which} number of units up to {units}, as many as are rounded one by one, meets this limit: {why}"
    )]
    BeyondRounded {
        /// `every` or `no`.
        which: &'static str,
        /// The most units.
        units: u64,
        /// Why, with figures.
        why: String,
    },
    /// A limit that no count of units meets.
    #[error("no number of units meets this limit: {why}")]
    Unreachable {
        /// What stands in the way, with figures.
        why: String,
    },
    /// A limit that every count of units meets.
    #[error("every number of units meets this limit: {why}")]
    Unlimited {
        /// Why, with figures.
        why: String,
    },
    /// Something is solved for on a curve that is zero throughout.
    #[error("a first unit of 0 leaves nothing to solve for: every unit of this curve takes 0")]
    NothingToSolve,
    /// A question about a curve, asked of several.
    #[error("several elements have no such figure in common: a sum of learning curves is no learning curve")]
    OfOneElement,
    /// A diagnosis of several elements' sum.
    #[error("a diagnosis is of one curve, not of several elements together")]
    DiagnosisOfOneElement,
    /// Units of a training, which has none.
    #[error("a training has no units: it is no learning curve of work")]
    NoUnits,
    /// A question about a training asked of a curve, or the other way about.
    #[error("`{kind}` is asked of {of}, and not of {found}")]
    OfAnother {
        /// The question's kind.
        kind: &'static str,
        /// What it is asked of.
        of: &'static str,
        /// What the scenario has.
        found: &'static str,
    },
    /// A training without what its answer is made from.
    #[error("the training lacks {what}")]
    TrainingLacks {
        /// What is not there.
        what: String,
        /// What to write.
        help: String,
    },
    /// No training does what is asked.
    #[error("no training does this: {why}")]
    NoTraining {
        /// What stands in the way, with figures.
        why: String,
    },
    /// A training in a build without them.
    #[error("this build knows nothing of machine learning")]
    NoMachineLearning,
    /// A diagnosis of a training.
    #[error("a diagnosis is of a curve's answer, not of a training's")]
    DiagnosisOfTraining,
    /// A variance without what it is made from.
    #[error("there is nothing to make the {name} from")]
    NoSuchVariance {
        /// Which.
        name: &'static str,
    },
    /// A variation that has no answer.
    #[error("with {label}: {error}")]
    Variation {
        /// What was varied.
        label: String,
        /// Why it has none.
        error: Box<Error>,
    },
    /// A price that has to be in money.
    #[error("a price is in money, and the question is in time")]
    PriceInTime,
    /// A variance on a curve in money.
    #[error("there are no hours to compare: the curve is in money")]
    NoHours,
    /// A variance without a rate per hour.
    #[error("there is no rate per hour to value the hours at")]
    NoHourlyLine,
    /// Answers in money without anything that costs.
    #[error("there is no cost to answer in: the scenario has no cost lines")]
    NoCosts,
    /// Answers in time from a curve in money.
    #[error("there is no time to answer in: the curve is in money")]
    NoTime,
}

impl Error {
    /// An amount, named, that is past what a decimal holds.
    pub(super) fn too_large(name: &str) -> Self {
        cost::Error::TooLarge { line: name.to_owned() }.into()
    }

    /// A question of a kind that is asked of trainings, if `of_trainings`, or else of units, where the scenario has the other.
    pub(crate) fn of_another(kind: &'static str, of_trainings: bool) -> Self {
        let (units, training) = ("the units of a curve", "a training");
        let (of, found) = if of_trainings { (training, units) } else { (units, training) };
        Self::OfAnother { kind, of, found }
    }

    /// A stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Curve(_) => "curve",
            Self::Crossing(_) | Self::Cost(cost::Error::TooLarge { .. }) => "out-of-range",
            Self::Cost(_) => "circular-percentage",
            Self::NotTwoFacts | Self::NoSuchVariance { .. } | Self::TrainingLacks { .. } => "missing-key",
            Self::NotWholeBatches { .. } | Self::LotSplitsBatch { .. } => "splits-a-batch",
            Self::LearningNeverEnds => "no-steady-state",
            Self::TooManyRoundedUnits { .. } | Self::BeyondRounded { .. } => "too-many-units",
            Self::Unreachable { .. } | Self::NoTraining { .. } => "unreachable",
            Self::Unlimited { .. } => "unlimited",
            Self::NothingToSolve => "nothing-to-solve",
            Self::OfOneElement | Self::DiagnosisOfOneElement => "of-one-element",
            Self::NoUnits | Self::OfAnother { .. } | Self::DiagnosisOfTraining => "of-another-kind",
            Self::NoMachineLearning => "no-machine-learning",
            Self::Variation { error, .. } => error.code(),
            Self::NoCosts | Self::NoTime | Self::PriceInTime | Self::NoHours | Self::NoHourlyLine => {
                "nothing-to-answer-in"
            }
        }
    }

    /// What to do about it, where there is something to do.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NotWholeBatches { below, above, .. } => {
                let near: Vec<String> =
                    [*below, *above].into_iter().flatten().map(|units| format!("`{units}`")).collect();
                Some(format!(
                    "everything counts units, the curve counts batches; the nearest whole number of batches: {}",
                    near.join(" or ")
                ))
            }
            Self::LotSplitsBatch { below, above, .. } => Some(format!(
                "a lot starts with a batch: the nearest starts are units `{below}` and `{above}`"
            )),
            Self::LearningNeverEnds => {
                Some("say with which unit learning ends: `ends_after = 128` in the curve's table".into())
            }
            Self::TooManyRoundedUnits { .. } | Self::BeyondRounded { .. } => {
                Some("leave `unit` out of `steps`, or ask for fewer units".into())
            }
            Self::NoSuchVariance { .. } => Some(
                "the rate and total variances need `cost`, the planning and operational ones `revised`"
                    .into(),
            ),
            Self::Variation { error, .. } => error.help(),
            Self::OfOneElement | Self::DiagnosisOfOneElement => {
                Some("ask it of one of them: `element = \"NAME\"`".into())
            }
            Self::TrainingLacks { help, .. } => Some(help.clone()),
            Self::NoUnits | Self::OfAnother { .. } => {
                Some("a scenario with [curve] or [element] is of units, one with [ml] of a training".into())
            }
            Self::NoMachineLearning => Some("build it with `--features ml`, or leave [ml] out".into()),
            Self::PriceInTime => Some(
                "add a [[cost]] line, or give `first_cost`; then leave `of` out or write `of = \"cost\"`"
                    .into(),
            ),
            Self::Curve(curve::Error::Parameter { name: "floor", .. }) => Some(
                "a floor is held against the first unit's time or cost: here it is so many times that".into(),
            ),
            Self::NoHours => Some("give `first_time` and a rate per hour".into()),
            Self::NoHourlyLine => Some("add a [[cost]] line with `per = \"hour\"`".into()),
            Self::NoCosts => Some("add a `[[cost]]` line, or ask with `of = \"time\"`".into()),
            Self::NoTime => Some("ask with `of = \"cost\"`, or give `first_time` and a rate per hour".into()),
            Self::Cost(cost::Error::TooLarge { .. }) => {
                Some("ask for fewer units, or work in thousands or millions".into())
            }
            _ => None,
        }
    }

    /// Whether the scenario is sound and only this question's answer does not exist.
    pub fn is_unanswerable(&self) -> bool {
        if let Self::Variation { error, .. } = self {
            return error.is_unanswerable();
        }
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::NoTraining { .. }
                | Self::BeyondRounded { .. }
                | Self::Unlimited { .. }
                | Self::Curve(
                    curve::Error::OutsideTable { .. }
                        | curve::Error::NoIndex
                        | curve::Error::NoMidpoint { .. }
                )
                | Self::OfOneElement
                | Self::DiagnosisOfOneElement
        )
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
