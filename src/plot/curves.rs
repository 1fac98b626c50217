//! The picture of scenarios: their curves over the units, what happens on the way, and the data that they were fitted to.

mod data;
mod error;
mod landmarks;
mod samples;

pub use error::Error;

use super::{Drawn, Panel, Picture, Scale, Series};
use crate::curve::{MAX_UNITS, count};
use crate::explain::describe;
use crate::question::{Measure, Of, Subject, TimeUnit, Whole};
use crate::scenario::Scenario;
use samples::Track;

/// What of a curve is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum)]
pub enum Quantity {
    /// Each unit's own time or cost.
    Unit,
    /// The average of all units so far.
    Average,
    /// The total of all units so far.
    Total,
}

impl Quantity {
    /// Its name: `unit`, `average` or `total`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Average => "average",
            Self::Total => "total",
        }
    }
}

/// What is drawn of the curves, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What is drawn; nothing for the unit and the average, of fitted curves what was fitted.
    pub show: Vec<Quantity>,
    /// The scale of both axes.
    pub scale: Scale,
    /// The first unit; none for 1.
    pub from: Option<u64>,
    /// The last unit; none for as far as the scenarios ask.
    pub to: Option<u64>,
    /// In time or in money; none for money where everything has costs.
    pub of: Option<Of>,
    /// The level of the bands of fitted curves, above 0 and below 1.
    pub level: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { show: Vec::new(), scale: Scale::Linear, from: None, to: None, of: None, level: 0.95 }
    }
}

/// A scenario with the name that it has in the picture.
#[derive(Debug, Clone, Copy)]
pub struct Named<'s> {
    /// Its name.
    pub name: &'s str,
    /// The scenario.
    pub scenario: &'s Scenario,
}

/// The most curves that can be told apart on one picture.
pub const MOST_CURVES: usize = 24;

/// A picture of the curves of one scenario or several, on one pair of axes for each quantity.
///
/// One curve has its unit and its average on the same axes. Of one scenario's elements their sum and each is drawn, of several
/// scenarios the sums alone. Rounding on the way, which a mark scheme does, is left out: what is drawn is the curve. A series'
/// points are (units, time or cost).
///
/// # Errors
///
/// [`Error`]: a training, which has no units; measures that do not go together; what the curve does not define.
///
/// # Example
///
/// Wright's curve of 95% from 2 h: the 128th average is 1.396675 h.
///
/// ```
/// use learncurve::plot::{Drawn, curves};
/// let text = "[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[question]]\nfind.average = { units = 128 }";
/// let scenario = learncurve::scenario::load(text).remove(0).scenario.unwrap();
/// let named = curves::Named { name: "chairs", scenario: &scenario };
/// let picture = curves::picture("chairs", &[named], &curves::Options::default()).unwrap();
/// assert_eq!(picture.panels[0].y.label, "time (h/unit)");
/// let average = picture.panels[0].series.iter().find(|series| series.name == "average").unwrap();
/// let Drawn::Line(points) = &average.drawn else { panic!("a line") };
/// let (units, hours) = *points.last().unwrap();
/// assert!(units == 128.0 && (hours - 1.396_675).abs() < 5e-7);
/// ```
pub fn picture(title: &str, scenarios: &[Named<'_>], options: &Options) -> Result<Picture, Error> {
    if scenarios.len() > MOST_CURVES {
        return Err(Error::TooMany { curves: scenarios.len(), most: MOST_CURVES });
    }
    let measured = Measured::of(scenarios, options.of)?;
    let wholes: Vec<Whole> = scenarios.iter().map(|named| samples::smooth(&named.scenario.whole)).collect();
    let first = options.from.unwrap_or(1);
    let asked = || scenarios.iter().map(|named| landmarks::last(named.scenario)).max();
    // Beyond what is asked there is still as much to see.
    let reached = || asked().unwrap_or(1).max(first.saturating_mul(2).min(MAX_UNITS));
    let units =
        (first, options.to.unwrap_or_else(|| if first == 1 { asked().unwrap_or(1) } else { reached() }));
    let elements = has_elements(scenarios);
    let mut tracks: Vec<Track> = Vec::new();
    for (named, whole) in scenarios.iter().zip(&wholes) {
        tracks.extend(samples::tracks(named.name, whole.into(), &measured, units, elements)?);
    }
    let panels = panels(&tracks, scenarios, &measured, units, options);
    if panels.iter().all(|panel| panel.series.is_empty()) {
        return Err(Error::Nothing { first: units.0, last: units.1 });
    }
    let cuts = tracks.iter().filter_map(|track| Some((track.name.as_str(), track.cut()?)));
    let said = cuts.map(|(name, at)| {
        let whose = if scenarios.len() > 1 { format!("{name} ") } else { String::new() };
        format!("{whose}not drawn beyond unit {}, where amounts exceed 7.9e28", super::tick(at))
    });
    let subtitle = std::iter::once(subtitle(scenarios)).filter(|text| !text.is_empty()).chain(said);
    Ok(Picture { subtitle: subtitle.collect::<Vec<_>>().join("; "), ..Picture::of(title, panels) })
}

/// Whether a picture shows each element beside their sum.
fn has_elements(scenarios: &[Named<'_>]) -> bool {
    matches!(scenarios, [one] if matches!(&one.scenario.whole, Whole::Elements(own) if own.elements.len() < MOST_CURVES))
}

/// The curve in words, where there is one.
fn subtitle(scenarios: &[Named<'_>]) -> String {
    let [one] = scenarios else { return String::new() };
    match &one.scenario.whole {
        Whole::Elements(project) if has_elements(scenarios) => {
            format!("{} elements and their sum", project.elements.len())
        }
        Whole::Elements(project) => {
            format!("the sum of {} elements, which are too many to draw each", project.elements.len())
        }
        whole => describe(whole),
    }
}

/// What all values of a picture are in.
#[derive(Debug, Clone, PartialEq)]
struct Measured {
    of: Of,
    /// The unit of times, which others are turned into.
    time: TimeUnit,
    /// `h`, or the currency.
    unit: String,
}

impl Measured {
    fn of(scenarios: &[Named<'_>], asked: Option<Of>) -> Result<Self, Error> {
        let mut made: Option<(Self, &str)> = None;
        let subjects = || scenarios.iter().map(|named| (named.name, Subject::from(&named.scenario.whole)));
        let in_costs = subjects().all(|(_, subject)| subject.has_costs());
        for (name, subject) in subjects() {
            if matches!(subject, Subject::Training(_)) {
                return Err(Error::Training { name: name.to_owned() });
            }
            if subject.works().any(|work| !work.inputs().has_first_unit()) {
                return Err(Error::NoFirstUnit { name: name.to_owned() });
            }
            let of = asked.unwrap_or(if in_costs { Of::Cost } else { Of::Time });
            let (unit, time) = match (of, subject.measure()) {
                (Of::Cost, _) if !subject.has_costs() => {
                    return Err(Error::NoCosts { name: name.to_owned() });
                }
                (Of::Time, Measure::Money) => return Err(Error::NoTime { name: name.to_owned() }),
                (Of::Cost, _) => (subject.money_unit(), TimeUnit::Hour),
                (Of::Time, Measure::Time(time)) => (time.symbol().to_owned(), time),
            };
            match &made {
                None => made = Some((Self { of, time, unit }, name)),
                // Times are turned into those of the first.
                Some((first, other)) if of == Of::Cost && first.unit != unit => {
                    let (one, other) = ((*other).to_owned(), name.to_owned());
                    return Err(Error::Currencies { one, in_one: first.unit.clone(), other, in_other: unit });
                }
                Some(_) => {}
            }
        }
        made.map(|(measured, _)| measured).ok_or(Error::Nothing { first: 1, last: 1 })
    }

    /// What stands along the vertical axis.
    fn label(&self, quantities: &[Quantity]) -> String {
        let of = self.of.name();
        match quantities {
            [Quantity::Total] => format!("total {of} ({})", self.unit),
            [only] => format!("{} {of} ({}/unit)", only.name(), self.unit),
            _ => format!("{of} ({}/unit)", self.unit),
        }
    }
}

/// What stands along the horizontal axis.
fn along(quantities: &[Quantity], scenarios: &[Named<'_>]) -> String {
    let counted = match quantities {
        [Quantity::Unit] => "unit",
        [_] => "units made",
        _ => "units",
    };
    let mut sizes = scenarios.iter().map(|named| Subject::from(&named.scenario.whole).batch_size());
    let first = sizes.next().unwrap_or(1);
    if first > 1 && sizes.all(|size| size == first) {
        format!("{counted}, in batches of {}", super::tick(count(first)))
    } else {
        counted.to_owned()
    }
}

/// Lets the horizontal axis end where the curves do, so that their names stand at their ends.
fn end_with_the_curves(panel: &mut Panel, (first, last): (u64, u64)) {
    panel.x.whole = true;
    let starts = panel.series.iter().filter_map(|series| match &series.drawn {
        Drawn::Line(points) | Drawn::Points(points) => points.first().map(|point| point.0),
        _ => None,
    });
    let start = starts.fold(f64::INFINITY, f64::min).min(count(last));
    let log = panel.x.scale == Scale::Log;
    let alone = start >= count(last);
    panel.x.low = match (alone, log) {
        (true, true) => 0.5 * start,
        (true, false) => start - 1.0,
        (false, false) if first == 1 => 0.0,
        (false, _) => start,
    };
    panel.x.high = match (alone, log) {
        (true, true) => 2.0 * start,
        (true, false) => start + 1.0,
        (false, _) => count(last),
    };
}

fn panels(
    tracks: &[Track],
    scenarios: &[Named<'_>],
    measured: &Measured,
    units: (u64, u64),
    options: &Options,
) -> Vec<Panel> {
    let fits = data::fits(scenarios, measured);
    let mut show = options.show.clone();
    if show.is_empty() {
        show = data::quantities(&fits, tracks.len()).unwrap_or(vec![Quantity::Unit, Quantity::Average]);
    }
    show.sort_unstable();
    show.dedup();
    // The unit and the average are in one measure: of one curve they stand on one pair of axes.
    let groups: Vec<Vec<Quantity>> = if tracks.len() == 1 {
        let (per_unit, total): (Vec<_>, Vec<_>) = show.into_iter().partition(|one| *one != Quantity::Total);
        [per_unit, total].into_iter().filter(|group| !group.is_empty()).collect()
    } else {
        show.into_iter().map(|quantity| vec![quantity]).collect()
    };
    let marked = landmarks::of(scenarios, units);
    let made = groups.into_iter().map(|group| {
        let mut series: Vec<Series> = Vec::new();
        for (place, track) in tracks.iter().enumerate().rev() {
            for (hue, quantity) in group.iter().enumerate().rev() {
                let (name, hue) = if tracks.len() == 1 {
                    (quantity.name().to_owned(), hue)
                } else {
                    (track.name.clone(), place)
                };
                series.extend(track.series(*quantity, name, hue, data::end(&fits, *quantity, place)));
            }
        }
        if let ([track], [one]) = (tracks, scenarios) {
            let batch = Subject::from(&one.scenario.whole).batch_size();
            if batch > 1 {
                series.extend(
                    group.iter().enumerate().filter_map(|(hue, quantity)| track.batches(*quantity, hue)),
                );
            }
        }
        data::add(&fits, &group, units, options, tracks.len(), &mut series);
        let (x, y) = (along(&group, scenarios), measured.label(&group));
        series.retain_mut(|one| one.drawn.keep_between(count(units.0), count(units.1)));
        // Costs of nothing have no logarithm.
        let positive = series.iter().any(|one| one.drawn.heights().iter().any(|height| *height > 0.0));
        let upwards = if positive { options.scale } else { Scale::Linear };
        let mut panel = Panel::on(series, marked.clone(), (&x, &y), (options.scale, upwards));
        end_with_the_curves(&mut panel, units);
        panel
    });
    made.collect()
}
