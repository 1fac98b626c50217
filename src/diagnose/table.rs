//! The slips, one a row: what was done in place of what was asked, and how plausible that is.

use super::attempt::Attempt;
use super::case::Case;
use super::{approximations, breaks, costs, counts, doublings, ends, figures, index, rate, rounding};

/// A slip, convention or rounding that may lie behind an answer.
#[derive(Debug, Clone, Copy)]
pub struct Slip {
    /// A stable name for scripts.
    pub code: &'static str,
    /// What it is about.
    pub family: Family,
    /// What was done, in a sentence.
    pub said: &'static str,
    /// How far down the list it stands by itself: 0 is what happens most.
    pub rank: u32,
    /// The ways in which it may have been done to a problem; none where it does not apply.
    pub(super) attempts: fn(&Case<'_>) -> Vec<Attempt>,
}

/// What slips are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// One figure for another.
    Figures,
    /// Doublings miscounted.
    Doublings,
    /// The index and the rate.
    Index,
    /// The rate from known facts.
    Rate,
    /// Learning's end.
    Ends,
    /// Breaks in production.
    Breaks,
    /// Units miscounted.
    Counts,
    /// Costs.
    Costs,
    /// Rules of thumb.
    Approximations,
    /// Rounding and tables.
    Rounding,
}

impl Family {
    /// Every family, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Figures,
        Self::Doublings,
        Self::Index,
        Self::Rate,
        Self::Ends,
        Self::Breaks,
        Self::Counts,
        Self::Costs,
        Self::Approximations,
        Self::Rounding,
    ];

    /// A heading for it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Figures => "One figure for another",
            Self::Doublings => "Doublings miscounted",
            Self::Index => "The index and the rate",
            Self::Rate => "The rate from known facts",
            Self::Ends => "Learning's end",
            Self::Breaks => "Breaks in production",
            Self::Counts => "Units, batches and rows",
            Self::Costs => "Costs",
            Self::Approximations => "Rules of thumb",
            Self::Rounding => "Rounding on the way",
        }
    }
}

const fn slip(
    code: &'static str,
    family: Family,
    rank: u32,
    attempts: fn(&Case<'_>) -> Vec<Attempt>,
    said: &'static str,
) -> Slip {
    Slip { code, family, said, rank, attempts }
}

use Family::{Approximations, Breaks, Costs, Counts, Doublings, Ends, Figures, Index, Rate, Rounding};

/// Every slip; among equals the earlier is taken to be the likelier.
#[rustfmt::skip]
pub const SLIPS: &[Slip] = &[
    slip("average-for-unit", Figures, 0, figures::average_for_unit,
        "The cumulative average of the first N was taken for unit N alone."),
    slip("unit-for-average", Figures, 1, figures::unit_for_average,
        "Unit N alone was taken for the average of the first N."),
    slip("average-for-total", Figures, 1, figures::average_for_total,
        "The average of the first N was given in place of their total."),
    slip("total-for-average", Figures, 2, figures::total_for_average,
        "The total of the first N was given in place of their average."),
    slip("total-for-unit", Figures, 3, figures::total_for_unit,
        "The total of the first N was given in place of unit N alone."),
    slip("unit-for-total", Figures, 4, figures::unit_for_total,
        "The last unit alone was given in place of the total."),
    slip("total-for-lot", Figures, 1, figures::total_for_lot,
        "The total of all units up to the lot's last was given in place of the lot's own: what came before it was not taken off."),
    slip("average-for-lot", Figures, 2, figures::average_for_lot,
        "An average per unit was given in place of the lot's total."),
    slip("lot-at-one-figure", Figures, 3, figures::lot_at_one_figure,
        "Every unit of the lot was taken at one figure, in place of the difference of two totals."),
    slip("sign-reversed", Figures, 0, figures::sign_reversed,
        "The difference was taken the other way round, so that its sign, or favourable and adverse, is reversed."),
    slip("learning-restarted", Figures, 1, figures::learning_restarted,
        "The lot was reckoned as if its units were the first ever made: learning started again."),
    slip("other-theory", Figures, 1, figures::other_theory,
        "The other theory was followed: Crawford's (the unit falls) for Wright's (the average falls), or the reverse."),
    slip("theories-mixed", Figures, 5, figures::theories_mixed,
        "The known facts were read under one theory and the answer made under the other."),
    slip("averages-subtracted", Figures, 3, figures::averages_subtracted,
        "Two averages were subtracted where two totals should be."),
    slip("unit-times-number", Figures, 3, figures::unit_times_number,
        "The total was taken as N times unit N alone."),
    slip("mean-of-ends", Figures, 9, figures::mean_of_ends,
        "The mean of the first and the last unit was taken for the average."),
    slip("time-for-cost", Figures, 2, figures::time_for_cost,
        "The time was given where its cost was asked for."),
    slip("cost-for-time", Figures, 3, figures::cost_for_time,
        "The cost was given where the time was asked for."),
    slip("other-limit", Figures, 4, figures::other_limit,
        "The limit was held against another figure than the one asked about."),

    slip("one-doubling", Doublings, 2, doublings::one,
        "The rate was applied once, whatever the number of units."),
    slip("doubling-too-few", Doublings, 2, doublings::too_few,
        "The rate was applied one time fewer than there are doublings."),
    slip("doubling-too-many", Doublings, 3, doublings::too_many,
        "The rate was applied one time more than there are doublings."),
    slip("whole-doublings", Doublings, 4, doublings::whole_doublings,
        "The doublings were counted whole, where the number lies between two."),
    slip("doublings-as-units", Doublings, 5, doublings::as_many_as_units,
        "The rate was applied for every unit in place of every doubling."),
    slip("doublings-as-pairs", Doublings, 6, doublings::half_as_many_as_units,
        "The rate was applied for every second unit in place of every doubling."),
    slip("doublings-miscounted", Doublings, 16, doublings::miscounted,
        "The rate was applied another number of times than there are doublings."),

    slip("no-learning", Index, 2, index::no_learning,
        "Learning was left out: every unit was taken at the first one's time or cost."),
    slip("sign-of-b-lost", Index, 3, index::sign_lost,
        "The minus sign of the index b was lost, so that work gets slower."),
    slip("b-as-rate", Index, 6, index::index_as_rate,
        "The index's figure was taken for the learning rate."),
    slip("rate-as-b", Index, 5, index::rate_as_index,
        "The learning rate's figure was taken for the index b."),
    slip("rate-as-saving", Index, 5, index::rate_as_saving,
        "The learning rate was read as what is saved at each doubling, not as what is left."),
    slip("log-not-divided", Index, 5, index::undivided_logarithm,
        "The index was taken as the logarithm of the rate, not divided by that of 2."),
    slip("logs-upside-down", Index, 8, index::logarithms_upside_down,
        "The logarithms of the index were divided the wrong way round."),
    slip("exact-index", Index, 3, index::exact_index,
        "The exact index of the rate was used, where b is given rounded."),
    slip("other-rate", Index, 24, index::other_rate,
        "Another learning rate was used, perhaps misread."),
    slip("rate-for-index", Index, 4, rate::rate_for_index,
        "The rate, or what is left of it to 1, was given where the index was asked for."),

    slip("rate-of-lots", Rate, 0, rate::of_lots,
        "The later lot was divided by the earlier, where the cumulative averages should be: a second lot of equal size at 60% of the first is an 80% curve."),
    slip("rate-without-root", Rate, 1, rate::no_root,
        "The later figure over the earlier was taken for the rate, without the root for the number of doublings."),
    slip("root-of-wrong-order", Rate, 2, rate::root_of_wrong_order,
        "The root was taken to another order than the number of doublings."),
    slip("rate-per-unit", Rate, 4, rate::divided_by_number,
        "Figures that were averages already were divided by the number of units as well."),
    slip("rate-of-totals", Rate, 3, rate::of_totals,
        "Totals were divided, where averages should be."),
    slip("saving-for-rate", Rate, 3, rate::saving,
        "What is saved at each doubling was given in place of what is left, the learning rate."),
    slip("index-for-rate", Rate, 4, rate::index_for_rate,
        "The index, or a logarithm on the way to it, was given in place of the rate."),

    slip("steady-state-at-average", Ends, 0, ends::at_average,
        "The steady state was taken at the cumulative average when learning ends."),
    slip("steady-state-last-doubling", Ends, 2, ends::at_last_doubling,
        "The steady state was taken at the average of the last doubling."),
    slip("steady-state-at-last-unit", Ends, 2, ends::at_last_unit,
        "The steady state was taken at the last learning unit's own figure, which is not this problem's convention."),
    slip("steady-state-of-the-next-unit", Ends, 3, ends::at_next_unit,
        "The steady state was taken at the unit after the last that learns."),
    slip("no-end-to-learning", Ends, 1, ends::no_end,
        "Learning went on past the unit with which it ends."),
    slip("end-for-number", Ends, 3, ends::end_for_number,
        "The unit with which learning ends was put in place of the number of units made."),
    slip("all-at-steady-state", Ends, 4, ends::all_steady,
        "Every unit was taken at the steady state, those that learn too."),
    slip("rest-left-out", Ends, 4, ends::rest_left_out,
        "The units after learning's end were left out."),

    slip("break-ignored", Breaks, 0, breaks::ignored,
        "The break in production was overlooked: learning went on as if there were none."),
    slip("break-from-the-other-unit", Breaks, 1, breaks::of_the_other_unit,
        "The lost learning was added to the last unit's figure in place of the next one's, or the other way round."),
    slip("kept-for-lost", Breaks, 2, breaks::kept_for_lost,
        "The share of learning that is kept was taken for the share that is lost."),
    slip("all-learning-lost", Breaks, 3, breaks::all_lost,
        "All learning was taken as lost in the break."),

    slip("lot-ends-off-by-one", Counts, 2, counts::lot_ends,
        "The lot was taken with one unit too many or too few at an end, as when the total up to its first unit is taken off."),
    slip("one-unit-too-few", Counts, 5, counts::one_fewer,
        "One unit (with batches, one batch) too few was counted."),
    slip("one-unit-too-many", Counts, 5, counts::one_more,
        "One unit (with batches, one batch) too many was counted."),
    slip("batch-size-ignored", Counts, 1, counts::batch_size_ignored,
        "The units were put on the curve one by one, though it goes by batches."),
    slip("units-as-batches", Counts, 3, counts::units_as_batches,
        "The number of units was taken for a number of batches."),
    slip("per-batch-for-per-unit", Counts, 1, counts::per_batch,
        "The figure of a whole batch was given for that of a unit."),
    slip("batch-size-divided-twice", Counts, 2, counts::batch_size_twice,
        "The batch size was divided out once too often, as when an average per unit is multiplied by the number of batches."),
    slip("wrong-time-unit", Counts, 6, counts::wrong_time_unit,
        "The answer is in another unit of time: hours, minutes and seconds were mixed up."),
    slip("neighbouring-table-row", Counts, 12, counts::neighbouring_row,
        "The factor of another row of the table was used."),

    slip("once-costs-left-out", Costs, 1, costs::once_left_out,
        "What is paid once was left out."),
    slip("once-costs-in-full", Costs, 2, costs::once_in_full,
        "What is paid once was charged in full on this unit or lot."),
    slip("once-costs-shared", Costs, 4, costs::once_shared,
        "A share of what is paid once was charged on a unit or lot that carries none of it."),
    slip("labour-only", Costs, 2, costs::labour_only,
        "Only what goes by the hour was charged; the other cost lines were left out."),
    slip("cost-line-left-out", Costs, 3, costs::line_left_out,
        "A cost line was left out, with the percentages taken of it."),
    slip("percentage-of-wrong-line", Costs, 4, costs::percentage_of_wrong_line,
        "A percentage was taken of another cost line than its own."),
    slip("percentage-off-by-hundred", Costs, 7, costs::percentage_read_otherwise,
        "A percentage was read as including its base, or as being on top of it."),
    slip("rate-per-wrong-time-unit", Costs, 4, costs::rate_per_wrong_time,
        "The hourly rate was charged on a time in another unit, not turned into hours."),

    slip("marginal-approximation", Approximations, 4, approximations::marginal,
        "The slope of the total, T1 (1 + b) N^b, was taken for unit N."),
    slip("half-unit-integral", Approximations, 5, approximations::half_unit_integral,
        "An integral from half a unit below to half a unit above was taken for the sum of the units."),
    slip("plain-integral", Approximations, 6, approximations::plain_integral,
        "An integral was taken for the sum of the units."),
    slip("midpoint-rule-of-thumb", Approximations, 4, approximations::midpoint_rule,
        "A rule of thumb was taken for the lot's midpoint."),

    slip("printed-table", Rounding, 6, rounding::printed_table,
        "The factors of a printed table were used, rounded to its places."),
    slip("rate-rounded", Rounding, 6, rounding::rate_rounded,
        "The rate that the known facts give was rounded before it was used."),
    slip("cut-at-the-end", Rounding, 6, rounding::cut_at_the_end,
        "The answer was cut off at its last place, not rounded."),
    slip("rounded-up-at-the-end", Rounding, 7, rounding::rounded_up_at_the_end,
        "The answer was rounded up at its last place, not to the nearer."),
    slip("rounded-unevenly", Rounding, 11, rounding::unevenly,
        "Two totals were rounded in unlike ways before they were subtracted, which tells most in their small difference."),
    slip("rounded-on-the-way", Rounding, 7, rounding::half_up,
        "Figures were rounded on the way and carried on rounded."),
    slip("rounded-at-every-step", Rounding, 15, rounding::half_up_thrice,
        "Averages, totals and units were all rounded as they arose."),
    slip("cut-on-the-way", Rounding, 14, rounding::cut,
        "Figures were cut off on the way, not rounded, and carried on so."),
];
