use super::super::sample::{at_an_hour, crawford, decimal, line, rounding, said, work};
use super::*;
use crate::question::{CurveInputs, Limit, Question, Steps, answer};

fn project(works: Vec<Work>) -> Project {
    let elements = works.into_iter().zip(["Assembly", "Test"]);
    Project {
        elements: elements.map(|(work, name)| Element { name: name.to_owned(), work }).collect(),
        lines: Vec::new(),
        currency: None,
        rounding: rounding(Steps::default()),
    }
}

fn batches_of(batch_size: u64, inputs: CurveInputs) -> CurveInputs {
    CurveInputs { batch_size, ..inputs }
}

fn minutes(inputs: CurveInputs) -> CurveInputs {
    CurveInputs { measure: Measure::Time(TimeUnit::Minute), ..inputs }
}

#[test]
fn elements_have_names_and_a_batch_that_all_of_them_fill() {
    let works = [(4, "60"), (6, "30")].map(|(size, first)| work(batches_of(size, crawford(first, "0.5"))));
    let project = project(works.to_vec());
    let subject = Subject::Elements(&project);
    assert_eq!([0, 1, 2].map(|place| subject.element(place)), [Some("Assembly"), Some("Test"), None]);
    assert_eq!((subject.batch_size(), subject.works().count()), (12, 2));
    let one = Subject::Curve(&works[0]);
    assert_eq!((one.element(0), one.batch_size(), one.works().count()), (None, 4, 1));
    assert_eq!(
        [(1, 1), (4, 6), (6, 4), (8, 4), (5, 7)].map(|(a, b)| least_common_multiple(a, b)),
        [1, 12, 12, 8, 35]
    );
}

#[test]
fn stretches_count_batches_that_all_elements_fill() {
    // Six batches of two end the first element's learning: two of six units. 1e15 units are a sixth as many of those.
    let flat = CurveInputs { ends_after: Some(12), ..batches_of(2, crawford("4", "1")) };
    let project = project(vec![work(flat), work(batches_of(3, crawford("60", "0.5")))]);
    let subject = Subject::Elements(&project);
    assert_eq!(subject.most(), 166_666_666_666_666);
    let last = |items| subject.last_batch(items);
    assert_eq!(subject.stretches(Of::Time, &last), [(1, 2), (3, 166_666_666_666_666)]);
}

#[test]
fn a_sum_turns_where_no_element_does() {
    // Of each batch of two 160/n and 10n hours: 170, 100, 83.3, 80, 82, 86.7.
    let falls = batches_of(2, crawford("160", "0.5"));
    let project = project(vec![work(falls), work(batches_of(2, crawford("10", "2")))]);
    let subject = Subject::Elements(&project);
    let last = |items| subject.last_batch(items);
    assert_eq!(subject.stretches(Of::Time, &last), [(1, 4), (5, MAX_UNITS / 2)]);
}

#[test]
fn an_average_over_batches_of_several_sizes_turns_on_what_each_batch_adds() {
    // 10 x^log2(1.3) h a unit beside 60 n^log2(0.7) h a batch of two: averages of 37.4586, 37.4040 and 37.4605 h at 10, 12 and 14 units.
    let rises = work(crawford("10", "1.3"));
    let project = project(vec![rises, work(batches_of(2, crawford("60", "0.7")))]);
    let limit = Question::Units(Limit::Average(decimal("37.404018")));
    let found = answer(Subject::Elements(&project), &limit, Of::Time).unwrap();
    assert_eq!(said(&found)[0], "units: 12 units");
}

#[test]
fn turns_are_found_at_points_a_quarter_apart() {
    let value = |way: &dyn Fn(u64) -> u64, n| Some(Decimal::from(way(n)));
    let once = |n: u64| value(&|n| n.abs_diff(30), n);
    assert_eq!(turning((1, 100), &once), [(1, 30), (31, 100)]);
    assert_eq!(turning((1, 30), &once), [(1, 30)]);
    assert_eq!(turning((30, 30), &once), [(30, 30)]);
    // Falls to 30, rises to 60 and falls again.
    let twice = |n: u64| value(&|n| if n <= 60 { n.abs_diff(30) } else { 90 - n.min(90) }, n);
    assert_eq!(turning((1, 90), &twice), [(1, 30), (31, 60), (61, 90)]);
    // Before the first unit there is none, and the second may be the turn.
    assert_eq!(turning((1, 10), &|n| (n > 0).then(|| Decimal::from(n.abs_diff(2)))), [(1, 2), (3, 10)]);
    // A turn behind the last of those points is seen from the end.
    assert_eq!(turning((1, 32), &once), [(1, 30), (31, 32)]);
}

#[test]
fn a_turn_just_before_learning_ends_hides_no_unit_within_a_limit() {
    // 12100/n and n hours: 220 at unit 110, and 220.5 or less from 12100/103 + 103 = 220.476 on.
    let falls = CurveInputs { ends_after: Some(120), ..crawford("12100", "0.5") };
    let project = project(vec![work(falls), work(crawford("1", "2"))]);
    let limit = Question::Units(Limit::Unit(decimal("220.5")));
    let found = answer(Subject::Elements(&project), &limit, Of::Time).unwrap();
    assert_eq!(said(&found)[..2], ["units: 103 units", "unit time: 220.4757 h/unit"]);
}

#[test]
fn elements_in_several_units_of_time_are_summed_in_the_firsts() {
    // 1.5 h and 30 min.
    let (hours, half) = (work(crawford("1.5", "1")), work(minutes(crawford("30", "1"))));
    for (works, text, exact) in
        [(vec![hours.clone(), half.clone()], "2 h/unit", 2.0), (vec![half, hours], "120 min/unit", 120.0)]
    {
        let project = project(works);
        let answer = answer(Subject::Elements(&project), &Question::Unit { number: 1 }, Of::Time).unwrap();
        let headline = answer.headline().unwrap();
        assert_eq!((headline.text().as_str(), headline.exact), (text, exact));
    }
}

#[test]
fn lines_of_the_whole_are_charged_beside_those_of_the_elements() {
    // Four units of 30 min and of 30 min: 4 h at 20, two batches of two at 12, and 100 once. Assembly has 2 h at 10 itself.
    let assembly = at_an_hour(minutes(batches_of(2, crawford("60", "1"))), "10");
    let mut project = project(vec![assembly, work(minutes(crawford("30", "1")))]);
    project.lines = vec![
        line("Supervision", Driver::Hour(decimal("20"))),
        line("Setting up", Driver::Batch(decimal("12"))),
        line("Tooling", Driver::Once(decimal("100"))),
    ];
    let answer = answer(Subject::Elements(&project), &Question::Total { units: 4 }, Of::Cost).unwrap();
    assert_eq!(said(&answer)[..2], ["total cost: 224.00 money", "average cost: 56.00 money/unit"]);
}
