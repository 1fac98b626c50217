use super::*;

/// From 60 digits: `tests/oracle/training_cost.py`.
const EXACT: &str = include_str!("../../../tests/oracle/training_cost.csv");

/// The rows of one kind, as their cells.
fn rows(what: &str) -> Vec<Vec<&'static str>> {
    let rows: Vec<Vec<&str>> = EXACT
        .lines()
        .map(|line| line.split(',').collect())
        .filter(|row: &Vec<&str>| row[0] == what)
        .collect();
    assert!(rows.len() >= 8, "{what}");
    rows
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

#[track_caller]
fn within(found: f64, exact: &str, bound: f64) {
    let exact = number(exact);
    assert!((found / exact - 1.0).abs() <= bound, "{found:e} for {exact:e}, bound {bound:e}");
}

fn power(row: &[&str]) -> OffsetPower {
    OffsetPower::new(number(row[1]), number(row[2]), number(row[3])).unwrap()
}

#[test]
fn losses_lie_within_four_eps_of_sixty_digits() {
    for row in rows("power") {
        let law = power(&row);
        within(law.at(number(row[4])), row[5], 4.0 * f64::EPSILON);
        within(law.per_doubling(), row[6], 2.0 * f64::EPSILON);
    }
}

#[test]
fn the_way_to_a_loss_loses_the_digits_that_its_floor_takes_and_no_more() {
    for row in rows("reach") {
        let law = power(&row);
        let loss = number(row[4]);
        let taken = loss / (loss - law.floor());
        let bound = f64::EPSILON * (8.0 + taken) / -law.exponent();
        within(law.reach(loss).unwrap(), row[5], bound);
        within(law.marginal(loss).unwrap(), row[6], bound + f64::EPSILON * (4.0 + taken));
    }
}

#[test]
fn best_sizes_and_their_losses_lie_within_thirty_two_eps_of_sixty_digits() {
    let law = |name: &str| if name == "hoffmann" { ScalingLaw::HOFFMANN } else { ScalingLaw::BESIROGLU };
    for row in rows("best") {
        let (law, flop) = (law(row[1]), number(row[4]));
        let best = law.best(flop);
        within(best.parameters, row[5], 32.0 * f64::EPSILON);
        within(best.tokens, row[6], 32.0 * f64::EPSILON);
        assert!((super::flop(best.parameters, best.tokens) / flop - 1.0).abs() <= 32.0 * f64::EPSILON);
    }
    for row in rows("loss") {
        let (law, flop) = (law(row[1]), number(row[4]));
        within(law.loss(law.best(flop)), row[5], 32.0 * f64::EPSILON);
        within(law.by_flop().at(flop), row[5], 32.0 * f64::EPSILON);
        within(law.by_flop().per_doubling(), row[6], 4.0 * f64::EPSILON);
    }
}

/// 5.76e23 FLOP is what Gopher took; Chinchilla has 70e9 parameters and 1.4e12 tokens of it.
#[test]
fn published_sizes_come_out_of_published_constants() {
    let rounded =
        |size: Size| (format!("{:.1}", size.parameters / 1e9), format!("{:.2}", size.tokens / 1e12));
    let pair = |parameters: &str, tokens: &str| (parameters.to_owned(), tokens.to_owned());
    assert_eq!(rounded(ScalingLaw::HOFFMANN.best(5.76e23)), pair("32.2", "2.98"));
    assert_eq!(rounded(ScalingLaw::BESIROGLU.best(5.76e23)), pair("72.2", "1.33"));
    let (_, (_, alpha), (_, beta)) = ScalingLaw::HOFFMANN.parameters();
    let left = |exponent: f64| format!("{:.1}%", 100.0 * (-exponent).exp2());
    assert_eq!((left(alpha), left(beta)), ("79.0%".to_owned(), "82.4%".to_owned()));
    assert_eq!(format!("{:.0}", device_hours(flop(70e9, 1.4e12), 989e12, 0.4)), "412875");
}

#[test]
fn a_size_held_leaves_the_law_of_tokens() {
    let law = ScalingLaw::BESIROGLU;
    let of_size = law.by_tokens(70e9);
    for tokens in [1e9, 1.4e12, 1e15] {
        let loss = law.loss(Size { parameters: 70e9, tokens });
        assert!((of_size.at(tokens) / loss - 1.0).abs() <= 2.0 * f64::EPSILON);
    }
    assert!(of_size.floor() > law.by_flop().floor());
}

#[test]
fn what_makes_no_law_is_refused_with_all_that_is_wrong() {
    let told = |faults: Vec<BadParameter>| faults.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told(OffsetPower::faults(0.0, 0.5, -0.1)),
        [
            "`scale` is 0, and has to be a number above 0",
            "`exponent` is 0.5, and has to be from -5 to below 0",
            "`floor` is -0.1, and has to be 0 or more",
        ]
    );
    assert_eq!(OffsetPower::new(1.0, f64::NAN, -1.0).unwrap_err().name, "exponent");
    assert_eq!(ScalingLaw::new(1.0, (1.0, -0.3), (f64::INFINITY, 0.3)).unwrap_err().name, "alpha");
    let faults = ScalingLaw::faults(1.0, (1.0, -0.3), (f64::INFINITY, 0.3));
    assert_eq!(faults.iter().map(|one| one.name).collect::<Vec<_>>(), ["alpha", "token_scale"]);
    let law = OffsetPower::new(2.0, -0.5, 0.1).unwrap();
    assert_eq!((law.reach(0.1), law.reach(0.05), law.marginal(0.1)), (None, None, None));
}
