//! Which slip, convention or rounding leads to somebody's answer.
//!
//! A slip is a changed problem, put through the same machinery as the right one, or a formula of its own; each that gives
//! the figure to the places written is a diagnosis, the most plausible first.

mod approximations;
mod attempt;
mod breaks;
mod case;
mod claim;
mod costs;
mod counts;
mod doublings;
mod ends;
mod figures;
mod index;
mod rate;
mod rounding;
mod table;

pub use claim::{Agrees, Claim};
pub use table::{Family, SLIPS, Slip};

use crate::explain::{Step, explain};
use crate::money::RoundingMode;
use crate::question::{Answer, Error, Figure, Of, Question, Work, answer};
use attempt::Attempt;
use case::Case;

/// Places of the index with which slips are tried again where none fits by itself.
const INDEX_PLACES: [u32; 3] = [3, 4, 2];

/// How much less likely a slip is together with another index.
const WITH_OTHER_INDEX: u32 = 20;

/// How much less likely a slip is whose figure was also cut off at the end.
const CUT_AT_THE_END: u32 = 25;

/// How much further down each further way of the same slip stands.
const LESS_LIKELY_AGAIN: u32 = 8;

/// An answer off by less than this part of the right one was more likely rounded on the way.
const NEAR: f64 = 0.02;

/// An answer off by more than this was hardly made by rounding.
const FAR: f64 = 0.10;

/// How much nearness and farness count.
const MORE_LIKELY_NEAR: u32 = 4;
const LESS_LIKELY_FAR: u32 = 8;

/// Slips that fit much by chance are not tried with a cut as well.
const LEAST_LIKELY_CUT: u32 = 10;

/// What was found out about somebody's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// The answer that was given.
    pub claim: Claim,
    /// What is to be said of its unit, if anything.
    pub note: Option<String>,
    /// The right answer.
    pub right: Figure,
    /// The right working; the last step is the right answer.
    pub working: Vec<Step>,
    /// Whether it is right after all, and in which sense.
    pub verdict: Verdict,
    /// Every way that leads to it, the most plausible first.
    pub fits: Vec<Fit>,
    /// How many ways were tried.
    pub tried: usize,
}

/// Whether an answer is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// To the places that it is written with.
    Right,
    /// But for how it is rounded, or for which of two published indexes it follows.
    RightBut(String),
    /// Not right.
    Wrong,
}

/// One way that leads to an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The slip's stable name.
    pub code: &'static str,
    /// What was done, in a sentence.
    pub said: &'static str,
    /// In which of several ways; empty where there is one.
    pub detail: String,
    /// The figure that it leads to.
    pub figure: Figure,
    /// Whether that figure was cut off at the answer's places and not rounded.
    pub cut: bool,
    /// Its working; the last step is the figure.
    pub working: Vec<Step>,
}

/// Finds which slip, convention or rounding leads from a problem to somebody's answer.
///
/// The claim counts to the places that it is written with; of a table it is the last row's average. A right answer has no fits, one that is right but for its
/// last rounding has those that explain it otherwise.
///
/// # Errors
///
/// Where the question has no answer, as [`answer()`] says.
///
/// # Example
///
/// Public study bank: 80%, 100 h, the total of the first four is 256 h; 320 is 4 × 80, one doubling for two.
///
/// ```
/// # use learncurve::question::*;
/// # use learncurve::{curve::Basis, money::RoundingMode};
/// use learncurve::diagnose::{Claim, diagnose};
/// # let inputs = CurveInputs {
/// #     basis: Basis::CumulativeAverage, measure: Measure::Time(TimeUnit::Hour),
/// #     first: Some("100".parse().unwrap()), rate: Some("0.8".parse().unwrap()), index: None,
/// #     known: vec![], ends_after: None, steady: SteadyRule::LastUnit, batch_size: 1, fitted: None,
/// #     form: Form::default(),
/// # };
/// # let rounding = Rounding { mode: RoundingMode::HalfUp, money: 2, time: None, steps: Steps::default() };
/// # let work = Work::new(inputs, vec![], None, rounding).unwrap();
/// let claim = Claim::parse("320").unwrap();
/// let found = diagnose(&work, &Question::Total { units: 4 }, Of::Time, claim).unwrap();
/// assert_eq!(found.fits[0].code, "one-doubling");
/// ```
pub fn diagnose(work: &Work, question: &Question, of: Of, claim: Claim) -> Result<Diagnosis, Error> {
    // The headline of a table is the average of its last row.
    let last_row = match question {
        Question::Table(counts) => counts.last().map(|&units| Question::Average { units }),
        _ => None,
    };
    let question = last_row.as_ref().unwrap_or(question);
    let answered = answer(work, question, of)?;
    let right = answered.headline().cloned().ok_or(Error::NothingToSolve)?;
    let verdict = verdict(&claim, &answered, &right, work.rounding.mode);
    let mut diagnosis = Diagnosis {
        note: claim.other_unit(&right),
        working: explain(work, &answered),
        claim,
        right,
        verdict,
        fits: Vec::new(),
        tried: 0,
    };
    if diagnosis.verdict == Verdict::Right {
        return Ok(diagnosis);
    }
    let lighter = Case { work, question, of }.lighter(work.clone());
    let case = Case { work: &lighter, question, of };
    let mut found = Found { fits: Vec::new(), tried: 0, right: diagnosis.right.exact };
    found.search(&case, &diagnosis.claim, "", 0);
    if found.fits.is_empty() {
        for (other, said) in other_indexes(&case) {
            found.search(&Case { work: &other, ..case }, &diagnosis.claim, &said, WITH_OTHER_INDEX);
        }
    }
    diagnosis.tried = found.tried;
    diagnosis.fits = found.in_order();
    Ok(diagnosis)
}

/// The same problem with its index rounded, or exact: slips are tried again on them where none fits by itself.
fn other_indexes(case: &Case<'_>) -> Vec<(Work, String)> {
    let exact = index::on_exact_index(case).map(|work| (work, "on the rate's exact index".to_owned()));
    let rounded = INDEX_PLACES.into_iter().filter_map(|places| {
        let work = rounding::with_index_to(case.work, places, case.work.rounding.mode)?;
        Some((work, format!("with the index to {places} places")))
    });
    exact.into_iter().chain(rounded).collect()
}

fn verdict(claim: &Claim, answered: &Answer, right: &Figure, mode: RoundingMode) -> Verdict {
    if claim.agrees(right, mode) == Some(Agrees::Rounded) {
        return Verdict::Right;
    }
    // The same figure made otherwise, such as on the exact index, stands beside the headline.
    let beside = |figure: &&Figure| figure.name.starts_with(&format!("{}, ", right.name));
    for other in answered.figures.iter().filter(beside) {
        if claim.agrees(other, mode) == Some(Agrees::Rounded) {
            let how = other.name.trim_start_matches(&right.name).trim_start_matches(", ");
            return Verdict::RightBut(how.to_owned());
        }
    }
    claim.loosely(right, mode).map_or(Verdict::Wrong, Verdict::RightBut)
}

/// The ways that fit, as they are found.
struct Found {
    fits: Vec<(u32, Fit)>,
    tried: usize,
    /// The right figure, unrounded.
    right: f64,
}

impl Found {
    /// Tries every slip on a case.
    fn search(&mut self, case: &Case<'_>, claim: &Claim, with: &str, unlikely: u32) {
        for slip in SLIPS {
            // A second rounding of the index, or of all else, is no slip beside the first.
            if !with.is_empty() && slip.family == Family::Rounding {
                continue;
            }
            for attempt in (slip.attempts)(case) {
                self.tried += 1;
                self.hold(slip, &attempt, (claim, case.work.rounding.mode), with, unlikely);
            }
        }
    }

    fn hold(
        &mut self,
        slip: &Slip,
        attempt: &Attempt,
        (claim, mode): (&Claim, RoundingMode),
        with: &str,
        unlikely: u32,
    ) {
        let Some(made) = attempt.made() else { return };
        let cut = match claim.agrees(&made.figure, mode) {
            None => return,
            Some(Agrees::Rounded) => false,
            // What is done at every step is done at the last one too.
            Some(Agrees::Cut) if slip.family == Family::Rounding || slip.rank > LEAST_LIKELY_CUT => return,
            Some(Agrees::Cut) => true,
        };
        let detail = match (attempt.detail.as_str(), with) {
            (detail, "") => detail.to_owned(),
            ("", with) => with.to_owned(),
            (detail, with) => format!("{detail}, {with}"),
        };
        let mut rank = slip.rank + attempt.unlikely + unlikely + u32::from(cut) * CUT_AT_THE_END;
        if slip.family == Family::Rounding {
            let off = ((made.figure.exact - self.right) / self.right).abs();
            if off < NEAR {
                rank = rank.saturating_sub(MORE_LIKELY_NEAR);
            } else if off > FAR {
                rank += LESS_LIKELY_FAR;
            }
        }
        let mut working = attempt.working(&made);
        let mut figure = made.figure;
        if cut {
            let before = figure.text();
            figure.value = claim.as_cut(&figure);
            working.push(
                Step::new(
                    format!("{}, cut off", figure.name),
                    "cut off at the answer's places, not rounded",
                    before,
                    figure.text(),
                )
                .stated(),
            );
        }
        self.fits.push((rank, Fit { code: slip.code, said: slip.said, detail, figure, cut, working }));
    }

    /// The fits by plausibility, each once, and of roundings only those that no simpler one explains.
    fn in_order(mut self) -> Vec<Fit> {
        self.fits.sort_by_key(|(rank, _)| *rank);
        let mut kept: Vec<(u32, Fit)> = Vec::new();
        for (rank, fit) in self.fits {
            let known = |other: &Fit| {
                (other.code == fit.code
                    && (other.detail == fit.detail
                        || other.working == fit.working
                        || simpler(&other.detail, &fit.detail)))
                    || (other.working == fit.working && is_rounding(other.code) && is_rounding(fit.code))
            };
            if kept.iter().any(|(_, other)| known(other)) {
                continue;
            }
            // A slip that fits in several ways must not crowd out the others.
            let repeats = kept.iter().filter(|(_, other)| other.code == fit.code).count();
            kept.push((rank + LESS_LIKELY_AGAIN * u32::try_from(repeats).unwrap_or(1_000), fit));
        }
        kept.sort_by_key(|(rank, _)| *rank);
        kept.into_iter().map(|(_, fit)| fit).collect()
    }
}

fn is_rounding(code: &str) -> bool {
    SLIPS.iter().any(|slip| slip.code == code && slip.family == Family::Rounding)
}

/// Whether one rounding is part of another: `totals to 2 places` of `averages to 3 places, totals to 2 places`.
fn simpler(one: &str, other: &str) -> bool {
    !one.is_empty() && one.split(", ").all(|part| other.split(", ").any(|own| own == part))
}
