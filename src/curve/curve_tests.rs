use super::*;

#[test]
fn second_unit_under_crawford_costs_the_rate_times_the_first() {
    let index = LearningRate::new(0.8).unwrap().index();
    let curve = Curve::new(Basis::Unit, Shape::PowerLaw { index }, 100.0).unwrap();
    assert!((curve.unit(2).unwrap() - 80.0).abs() < 1e-13);
}
