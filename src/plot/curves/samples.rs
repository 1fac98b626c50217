//! A curve's values along its units.

use super::{Error, Measured, Quantity};
use crate::curve::count;
use crate::estimate::band;
use crate::money;
use crate::plot::{Drawn, Series};
use crate::question::amount::Amount;
use crate::question::{Measure, Of, Part, Steps, Subject, Whole, Work};

/// The most places along a curve.
const PLACES: u32 = 400;
/// The most batches of which each has a mark.
const MOST_BATCHES: usize = 24;
/// A jump from one leg of the curve to the next that is seen, as a share of the value.
const JUMP: f64 = 0.002;

/// One curve of the picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Track {
    pub(super) name: String,
    unit: Vec<(f64, f64)>,
    average: Vec<(f64, f64)>,
    total: Vec<(f64, f64)>,
    /// Whether amounts past what a decimal holds are left out.
    cut: bool,
}

impl Track {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), unit: Vec::new(), average: Vec::new(), total: Vec::new(), cut: false }
    }

    /// The last unit that is drawn, where those after it are past what a decimal holds.
    pub(super) fn cut(&self) -> Option<f64> {
        self.total.last().filter(|_| self.cut).map(|point| point.0)
    }

    fn points(&self, quantity: Quantity) -> &[(f64, f64)] {
        match quantity {
            Quantity::Unit => &self.unit,
            Quantity::Average => &self.average,
            Quantity::Total => &self.total,
        }
    }

    /// A mark for each batch, where they are so few that marks are apart.
    pub(super) fn batches(&self, quantity: Quantity, hue: usize) -> Option<Series> {
        let points: Vec<_> =
            self.points(quantity).iter().copied().filter(|point| point.1.is_finite()).collect();
        let name = match quantity {
            Quantity::Unit => "unit of each batch",
            Quantity::Average => "average after each batch",
            Quantity::Total => "total after each batch",
        };
        (2..=MOST_BATCHES).contains(&points.len()).then(|| Series {
            name: name.to_owned(),
            hue,
            drawn: Drawn::Points(points),
        })
    }

    /// The curve as a line; none where it has no value. Where it was fitted to data that reach to `end`, it goes on as
    /// [`Drawn::Beyond`].
    pub(super) fn series(
        &self,
        quantity: Quantity,
        name: String,
        hue: usize,
        end: Option<u64>,
    ) -> Vec<Series> {
        let points = self.points(quantity);
        let known = end.map_or(points.len(), |end| points.partition_point(|point| point.0 <= count(end)));
        let (known, beyond) = (&points[..known], &points[known.saturating_sub(1).min(known)..]);
        let mut made = Vec::new();
        if beyond.len() > 1 {
            let name = format!("{name}, beyond the data");
            made.push(Series { name, hue, drawn: Drawn::Beyond(beyond.to_vec()) });
        }
        let values = known.iter().filter(|point| point.1.is_finite()).count();
        match values {
            0 => {}
            // A single point is no line.
            1 => made.push(Series { name, hue, drawn: Drawn::Points(known.to_vec()) }),
            _ => made.push(Series { name, hue, drawn: Drawn::Line(known.to_vec()) }),
        }
        made
    }
}

/// A scenario without the rounding on the way that a mark scheme does.
pub(super) fn smooth(whole: &Whole) -> Whole {
    let mut whole = whole.clone();
    match &mut whole {
        Whole::Curve(work) => work.rounding.steps = Steps::default(),
        Whole::Elements(project) => {
            project.rounding.steps = Steps::default();
            for element in &mut project.elements {
                element.work.rounding.steps = Steps::default();
            }
        }
        Whole::Training(_) => {}
    }
    whole
}

/// The curves of a scenario: one, or the sum of its elements, with each of them where `elements` are wanted.
pub(super) fn tracks(
    name: &str,
    subject: Subject<'_>,
    measured: &Measured,
    (first, last): (u64, u64),
    elements: bool,
) -> Result<Vec<Track>, Error> {
    let size = subject.batch_size();
    let (from, to) = (first.div_ceil(size).max(1), (last / size).min(subject.most()));
    if from > to {
        return Err(Error::Nothing { first, last });
    }
    let works: Vec<&Work> = subject.works().collect();
    let mut made = vec![Track::new(if elements { "all together" } else { name })];
    if let (Subject::Elements(project), true) = (subject, elements) {
        made.extend(project.elements.iter().map(|element| Track::new(&element.name)));
    }
    let starts = starts(&works, size);
    let mut places = band::places(from, to, PLACES);
    let ends = works.iter().filter_map(|work| work.inputs().fitted.as_ref());
    places.extend(
        ends.map(|fitted| fitted.fit.data().last_unit() / size).filter(|at| (from..=to).contains(at)),
    );
    let about = starts.iter().flat_map(|start| [start.saturating_sub(1), *start]);
    places.extend(about.filter(|at| (from..=to).contains(at)));
    places.sort_unstable();
    places.dedup();
    let mut refused = None;
    for batches in places {
        let units = batches * size;
        let x = count(units);
        let taken = |part: Part| subject.take(part);
        // Far out an amount may be past what a decimal holds while others are not.
        let (all, one) = match (taken(Part::First(units)), taken(Part::One(units))) {
            (Ok(all), Ok(one)) => (all, one),
            (Err(error), _) | (_, Err(error)) => {
                refused.get_or_insert(error);
                continue;
            }
        };
        let elements = all.elements.iter().zip(&one.elements).zip(&works);
        let parts = elements.map(|(((_, all), (_, one)), work)| (all, one, work.inputs().measure));
        let parts = std::iter::once((&all, &one, subject.measure())).chain(parts);
        for (track, (all, one, measure)) in made.iter_mut().zip(parts) {
            let reading = |amount: &Amount| reading(amount, measure, measured);
            let unit = reading(&one.amounts.each);
            if starts.contains(&batches) {
                lift(&mut track.unit, x, unit);
            }
            track.unit.push((x, unit));
            track.average.push((x, reading(&all.amounts.each)));
            track.total.push((x, reading(&all.amounts.total)));
        }
    }
    match refused {
        Some(error) if made.iter().all(|track| track.total.is_empty()) => Err(Error::of(name, error)),
        refused => {
            made[0].cut = refused.is_some();
            Ok(made)
        }
    }
}

/// Lifts the pen before a value that is no continuation of the one before.
fn lift(points: &mut Vec<(f64, f64)>, x: f64, next: f64) {
    let Some((_, before)) = points.last().copied() else { return };
    if (next - before).abs() > JUMP * before.abs().max(next.abs()) {
        points.push((x, f64::NAN));
    }
}

/// The first batches of all legs after the first.
fn starts(works: &[&Work], size: u64) -> Vec<u64> {
    let legs = works.iter().flat_map(|work| {
        let own = work.batch_size();
        work.run.legs().iter().skip(1).map(move |leg| (leg.first - 1).saturating_mul(own) / size + 1)
    });
    legs.collect()
}

/// An amount in the picture's measure; NaN where it has none.
fn reading(amount: &Amount, measure: Measure, measured: &Measured) -> f64 {
    match (measured.of, measure) {
        (Of::Cost, _) => amount.sheet.as_ref().map_or(f64::NAN, |sheet| money::to_f64(sheet.sum)),
        (Of::Time, Measure::Time(unit)) => {
            amount.value * money::to_f64(measured.time.per_hour()) / money::to_f64(unit.per_hour())
        }
        (Of::Time, Measure::Money) => f64::NAN,
    }
}
