//! Models of several sizes: the order of step sizes, the drift of the best, and the growth of time.

use super::valleys::cells;
use super::{Block, Report, chance, heading, lr, significant, time, title};
use crate::ml::sweep::{Census, Direction, Drift, Group, Growth, Law, Sizes, Test, Valley};

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let mut made = Vec::new();
    for (place, group) in report.analysis.groups.iter().enumerate() {
        if let Some(sizes) = &group.sizes {
            let name = report.grouped.map_or(String::new(), |_| format!("{}: ", report.group(place)));
            made.extend(of(report, &name, sizes, group));
        }
    }
    made
}

fn of(report: &Report<'_>, name: &str, sizes: &Sizes, group: &Group) -> Vec<Block> {
    let what = report.sized.unwrap_or("size");
    let (first, last) = (sizes.sizes[0], sizes.sizes[sizes.sizes.len() - 1]);
    let half = sizes.sizes.len().div_ceil(2);
    let mut made = vec![title(format!(
        "{name}{} sizes, {what} {} to {}",
        sizes.sizes.len(),
        significant(first, 6),
        significant(last, 6)
    ))];
    let head = heading([
        "lr".to_owned(),
        "runs".to_owned(),
        "reached".to_owned(),
        "sizes".to_owned(),
        "fastest at".to_owned(),
        format!("x fastest to {}", significant(sizes.sizes[half - 1], 4)),
        format!("from {}", significant(sizes.sizes[half], 4)),
    ]);
    let factor = |value: Option<f64>| value.map_or(String::new(), |value| significant(value, 3));
    let rows = sizes.orders.iter().map(|order| {
        vec![
            lr(order.lr),
            order.runs.to_string(),
            order.reached.to_string(),
            order.sizes.to_string(),
            order.fastest.to_string(),
            factor(order.small),
            factor(order.large),
        ]
    });
    made.push(Block::Table(head, rows.collect()));
    made.push(Block::Line(
        "Fastest at: at how many sizes. x fastest: the typical time over the fastest at the same size (geometric mean), in the smaller half of the sizes and in the larger.".to_owned(),
    ));
    match &sizes.drift {
        Some(drift) => made.extend(drifting(report, drift, what, (&group.census, group.whole.alike))),
        None => made.push(Block::Line(
            "Whether the best lr moves with size can't be told: that takes two step sizes which reached the target at two sizes each, and more runs than that; with failures among the runs, no more than some hundred step sizes.".to_owned(),
        )),
    }
    if sizes.orders.iter().any(|order| order.growth.is_some()) {
        made.extend(growth(report, sizes, what));
    }
    made
}

fn tested(test: Test) -> String {
    format!("F({}, {}) = {}, {}", test.numerator, test.denominator, significant(test.f, 3), chance(test.p))
}

/// The verdict, its tests, and the valley at both ends of the sizes.
fn drifting(
    report: &Report<'_>,
    drift: &Drift,
    what: &str,
    (census, alike): (&Census, Option<f64>),
) -> Vec<Block> {
    let verdict = match drift.direction {
        Direction::Smaller => "The best lr drifts towards smaller lr as models grow.",
        Direction::Greater => "The best lr drifts towards greater lr as models grow.",
        Direction::NoneSeen => {
            "No drift seen: the data don't refuse that the best lr is the same at every size."
        }
        Direction::Doubtful => "A drift is doubtful: it is seen or not by how step sizes are weighted.",
    };
    let mut points = vec![
        format!(
            "Interaction of ln lr with ln {what} in ln time, a constant for each lr: {} ({}).",
            significant(drift.interaction, 3),
            tested(drift.leaning)
        ),
        format!("The same growth at every lr: {}.", tested(drift.alike)),
    ];
    if let (Some(weighted), Some(uneven)) = (drift.weighted, drift.uneven) {
        points.push(format!(
            "Runs of one lr scatter up to {} times as much as those of another; each weighted by its own: {}.",
            significant(uneven, 2),
            tested(weighted)
        ));
    }
    // A parabola is no more than one where its walls are told apart.
    if let Some(moving) = drift.moving.as_ref().filter(|_| alike.is_none_or(|p| p > 1.0 - report.level)) {
        for (size, valley) in [&moving.small, &moving.large] {
            let [best, low, high] = cells(valley, census, false);
            let found = if matches!(valley, Valley::Found(_)) {
                format!("best lr {best} [{low}, {high}]")
            } else {
                format!("{best} ({low})")
            };
            points.push(format!("At {what} {}, by a parabola that moves: {found}.", significant(*size, 6)));
        }
        if let Some((factor, (low, high))) = moving.doubling {
            points.push(format!(
                "Each doubling of {what} takes the best lr to {} of what it was [{}, {}].",
                share(factor),
                share(low),
                share(high)
            ));
        }
    }
    vec![
        title(format!("Does the best lr depend on {what}?")),
        Block::Line(verdict.to_owned()),
        Block::Points(points),
        Block::Line(format!("Intervals and verdicts at {}.", report.percent())),
    ]
}

fn share(factor: f64) -> String {
    if factor.is_finite() { format!("{}%", significant(100.0 * factor, 3)) } else { "without end".to_owned() }
}

/// How time grows with size at each lr.
fn growth(report: &Report<'_>, sizes: &Sizes, what: &str) -> Vec<Block> {
    let mut head = heading([
        "lr".to_owned(),
        "c".to_owned(),
        "±".to_owned(),
        "k".to_owned(),
        "±".to_owned(),
        "R²".to_owned(),
        "b".to_owned(),
        "from".to_owned(),
        "to".to_owned(),
        "law".to_owned(),
    ]);
    let weighted =
        sizes.orders.iter().any(|order| order.growth.as_ref().is_some_and(|own| own.weights.is_some()));
    if weighted {
        head.insert(6, "R² (w)".to_owned());
    }
    let rows = sizes.orders.iter().filter_map(|order| {
        let own = order.growth.as_ref()?;
        let squared = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.3}"));
        let short = |value: f64| significant(value, 3);
        let mut row = vec![
            lr(order.lr),
            time(own.line.c),
            significant(own.line.c_error, 2),
            time(own.line.k),
            significant(own.line.k_error, 2),
            squared(own.line.r_squared),
        ];
        if weighted {
            row.push(squared(own.weights.and_then(|line| line.r_squared)));
        }
        let ends = own.power.map_or((None, None), |power| power.b_interval);
        row.push(own.power.map_or(String::new(), |power| short(power.b)));
        row.push(ends.0.map_or(String::new(), short));
        row.push(ends.1.map_or(String::new(), short));
        row.push(law(own).to_owned());
        Some(row)
    });
    let mut made = vec![
        title(format!("Does time grow in a straight line with {what}?")),
        Block::Table(head, rows.collect()),
        Block::Line(format!(
            "Line: time = c + k {what}, in {}, each with its standard error. Power: time = c + a {what}^b, with the {} interval of b by the profile of the squares; blank where it has no end above 0. Law: the one with the least AICc, where it leads by more than 2{}. Failures have no part in it.",
            report.unit,
            report.percent(),
            if weighted { "; R² (w) is of a line in weights, which is in the contest" } else { "" }
        )),
    ];
    let mut points: Vec<String> = verdict(report, sizes, what).into_iter().collect();
    points.extend(scatter(report, sizes));
    made.push(Block::Points(points));
    made
}

fn law(growth: &Growth) -> &'static str {
    match growth.law() {
        Law::Line => "line",
        Law::Power => "power",
        Law::Weights => "weights",
        Law::Open => "either",
    }
}

/// What the table says together: where the exponent's interval leaves 1 out.
fn verdict(report: &Report<'_>, sizes: &Sizes, what: &str) -> Option<String> {
    let of = |keep: &dyn Fn((Option<f64>, Option<f64>)) -> bool| -> Vec<f64> {
        let powers = sizes.orders.iter().filter_map(|order| Some((order.lr, order.growth.as_ref()?.power?)));
        powers.filter(|(_, power)| keep(power.b_interval)).map(|(lr, _)| lr).collect()
    };
    let faster = of(&|(low, _)| low.is_some_and(|low| low > 1.0));
    let slower = of(&|(_, high)| high.is_some_and(|high| high < 1.0));
    let told = of(&|_| true).len();
    if told == 0 {
        return None;
    }
    let straight = told - faster.len() - slower.len();
    let mut parts = Vec::new();
    for (values, word) in [(&faster, "faster than"), (&slower, "slower than")] {
        if !values.is_empty() {
            parts.push(format!("time grows {word} a straight line in {what} at lr {}", super::list(values)));
        }
    }
    if straight > 0 {
        parts.push(format!(
            "a straight line is not refused at {}",
            match (straight, told) {
                (one, all) if one == all => "any lr".to_owned(),
                (1, _) => "one lr".to_owned(),
                (some, all) => format!("{some} of {all} step sizes"),
            }
        ));
    }
    Some(format!("At {}, {}.", report.percent(), parts.join("; ")))
}

/// How far times lie from the straight lines, where that differs.
fn scatter(report: &Report<'_>, sizes: &Sizes) -> Option<String> {
    let lines = sizes.orders.iter().filter_map(|order| Some((order.lr, order.growth.as_ref()?.line.scatter)));
    let least = lines.clone().min_by(|one, other| one.1.total_cmp(&other.1))?;
    let most = lines.max_by(|one, other| one.1.total_cmp(&other.1))?;
    (most.1 > 2.0 * least.1).then(|| {
        format!(
            "Times lie off the line by {} {} at lr {}, and by {} at {}: standard errors between step sizes differ as much.",
            significant(least.1, 3),
            report.unit,
            lr(least.0),
            significant(most.1, 3),
            lr(most.0)
        )
    })
}
