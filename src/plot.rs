//! Pictures: curves, points, lots and bands on two axes, whatever draws them.
//!
//! A [`Picture`] says what is seen; [`svg`] draws it for pages and slides, [`terminal`] with characters.

mod axis;
pub mod curves;
mod fitted;
mod paint;
mod palette;
#[cfg_attr(not(feature = "png"), path = "plot/no_png.rs")]
pub mod png;
mod scene;
pub mod svg;
pub mod terminal;
mod words;

pub use axis::{Axis, Scale, tick};
pub use fitted::fitted;

/// One or more panels under a title, with one legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What the picture is of.
    pub title: String,
    /// A line below the title: the curve in words. Empty for none.
    pub subtitle: String,
    /// The panels, at least one.
    pub panels: Vec<Panel>,
}

/// Two axes and what is drawn between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn, the first at the bottom.
    pub series: Vec<Series>,
    /// Places along the axes that have a name.
    pub landmarks: Vec<Landmark>,
}

/// A place along an axis that has a name: where learning ends, a lot, a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmark {
    /// Its name.
    pub name: String,
    /// The colour of the series that it belongs to; none where it is of the whole panel.
    pub hue: Option<usize>,
    /// Where it is.
    pub at: At,
}

/// Where a landmark is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum At {
    /// A line across the panel at a value of x.
    X(f64),
    /// A line across the panel at a value of y.
    Y(f64),
    /// A stretch of x, the lower end first.
    Span(f64, f64),
}

/// Something that the legend names.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Which of the colours: series of one colour belong together.
    pub hue: usize,
    /// What is drawn.
    pub drawn: Drawn,
}

/// What a series is drawn as.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawn {
    /// Points (x, y) that a line joins; one that is no number lifts the pen.
    Line(Vec<(f64, f64)>),
    /// The same where the line goes on past what is known.
    Beyond(Vec<(f64, f64)>),
    /// Points (x, y), each with a mark.
    Points(Vec<(f64, f64)>),
    /// A band (x, low, high); a wide one is drawn fainter.
    Band {
        /// Its ends along x.
        ends: Vec<(f64, f64, f64)>,
        /// Whether it is the fainter of two.
        wide: bool,
    },
    /// Lots: from x to x at a height y.
    Spans(Vec<(f64, f64, f64)>),
}

impl Drawn {
    /// The heights of every point that has to be seen.
    pub fn heights(&self) -> Vec<f64> {
        self.corners().into_iter().map(|corner| corner.1).collect()
    }

    /// Leaves out points and lots outside of a range of x, and says whether anything is left.
    fn keep_between(&mut self, low: f64, high: f64) -> bool {
        let within = |x: f64| (low..=high).contains(&x);
        match self {
            Self::Line(points) | Self::Beyond(points) | Self::Points(points) => {
                points.retain(|point| within(point.0));
                !points.is_empty()
            }
            Self::Band { ends, .. } => {
                ends.retain(|end| within(end.0));
                !ends.is_empty()
            }
            Self::Spans(spans) => {
                spans.retain(|span| span.1 >= low && span.0 <= high);
                !spans.is_empty()
            }
        }
    }

    /// Whether both are drawn in one way.
    fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Every point that has to be seen.
    fn corners(&self) -> Vec<(f64, f64)> {
        match self {
            Self::Line(points) | Self::Beyond(points) | Self::Points(points) => points.clone(),
            Self::Band { ends, .. } => {
                ends.iter().flat_map(|(x, low, high)| [(*x, *low), (*x, *high)]).collect()
            }
            Self::Spans(spans) => spans.iter().flat_map(|(from, to, y)| [(*from, *y), (*to, *y)]).collect(),
        }
    }
}

impl Picture {
    /// A picture without a line below its title.
    pub fn of(title: impl Into<String>, panels: Vec<Panel>) -> Self {
        Self { title: title.into(), subtitle: String::new(), panels }
    }
}

impl Picture {
    /// What a legend lists: the series of all panels, each once, those on top first; each with its panel and its place there.
    fn listed(&self) -> Vec<(&Panel, usize)> {
        let mut made: Vec<(&Panel, usize)> = Vec::new();
        for panel in &self.panels {
            for (place, series) in panel.series.iter().enumerate().rev() {
                let same = |(panel, place): &(&Panel, usize)| {
                    let one = &panel.series[*place];
                    one.name == series.name && one.hue == series.hue && one.drawn.is_like(&series.drawn)
                };
                if !made.iter().any(same) {
                    made.push((panel, place));
                }
            }
        }
        made
    }
}

impl Panel {
    /// A panel whose axes reach everything that is drawn, bands only as far as they help to see the rest.
    ///
    /// The labels are those of x and y.
    pub fn of(series: Vec<Series>, labels: (&str, &str), scale: Scale) -> Self {
        Self::on(series, Vec::new(), labels, (scale, scale))
    }

    /// [`Panel::of`] with landmarks, and with a scale for each axis.
    pub fn on(
        series: Vec<Series>,
        landmarks: Vec<Landmark>,
        (x, y): (&str, &str),
        scales: (Scale, Scale),
    ) -> Self {
        let seen = |with_bands: bool| -> Vec<(f64, f64)> {
            let kept = series.iter().filter(|one| with_bands || !matches!(one.drawn, Drawn::Band { .. }));
            kept.flat_map(|one| one.drawn.corners()).collect()
        };
        let (all, core) = (seen(true), seen(false));
        let marked =
            |pick: fn(At) -> Option<f64>| landmarks.iter().filter_map(move |landmark| pick(landmark.at));
        let of = |points: &[(f64, f64)], pick: fn(&(f64, f64)) -> f64| -> Vec<f64> {
            points.iter().map(pick).collect()
        };
        // A band that flies off would press the data into a corner: it may take as much room again as they do.
        let mut heights = of(&core, |point| point.1);
        heights.extend(marked(|at| if let At::Y(y) = at { Some(y) } else { None }));
        let low = heights.iter().copied().fold(f64::INFINITY, f64::min);
        let high = heights.iter().copied().fold(0.0, f64::max);
        let room = match scales.1 {
            Scale::Linear => (low - 0.5 * (high - low), high + 0.5 * (high - low)),
            Scale::Log => (low / (high / low).sqrt().max(2.0), high * (high / low).sqrt().max(2.0)),
        };
        let mut wanted = heights;
        wanted.extend(all.iter().map(|point| point.1.clamp(room.0.min(room.1), room.1.max(room.0))));
        let mut along = of(&all, |point| point.0);
        along.extend(marked(|at| if let At::X(x) = at { Some(x) } else { None }));
        Self { x: Axis::over(x, scales.0, &along), y: Axis::over(y, scales.1, &wanted), series, landmarks }
    }
}
