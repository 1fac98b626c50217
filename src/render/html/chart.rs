//! Charts that are switched between their axes and tell their values, by pointer and by keyboard.
//!
//! What a chart says at each place is written here, in the page; the script only finds the place.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::text;
use crate::plot::{Drawn, Panel, Picture, Scale, Series, svg, tick};

/// The most places of a panel that tell their values.
const PLACES: usize = 250;

/// A chart; ids within it begin with `id`.
pub(super) fn chart(picture: &Picture, id: &str) -> Markup {
    let switched = is_switched(picture);
    let panels = picture.panels.iter().enumerate();
    html! {
        figure.chart id=(id) {
            figcaption { (text(&picture.title)) }
            @if switched {
                div.axes role="radiogroup" aria-label="Axes" {
                    @for (place, name) in ["linear", "log"].into_iter().enumerate() {
                        @let input = format!("{id}-{name}");
                        input type="radio" name=(format!("{id}-axes")) id=(input) value=(name) checked[place == 0];
                        label for=(input) { (name) }
                    }
                }
            }
            @for (place, panel) in panels {
                @let name = if panel.x.scale == Scale::Log { "log" } else { "linear" };
                @let alone = Picture { title: String::new(), panels: vec![panel.clone()], ..picture.clone() };
                div class=(if switched { format!("panel {name}") } else { "panel".to_owned() }) tabindex="0" role="slider"
                    aria-label=(format!("{}, {}", text(&panel.y.label), text(&panel.x.label)))
                    aria-valuemin="1" aria-valuemax="1" aria-valuenow="1" aria-valuetext="" data-panel=(place) {
                    (PreEscaped(svg::embedded(&alone, &format!("{id}-{place}"))))
                }
            }
            output.readout { "Point at the chart, or go along it with the arrow keys, to read its values." }
            script type="application/json" { (PreEscaped(data(picture))) }
        }
    }
}

/// Whether the panels are the same series on even axes and on logarithmic ones.
fn is_switched(picture: &Picture) -> bool {
    match &picture.panels[..] {
        [one, other] => {
            (one.x.scale, other.x.scale) == (Scale::Linear, Scale::Log)
                && one
                    .series
                    .iter()
                    .map(|series| &series.name)
                    .eq(other.series.iter().map(|series| &series.name))
        }
        _ => false,
    }
}

/// What each panel says at each of its places, as JSON that no tag ends.
fn data(picture: &Picture) -> String {
    let panels: Vec<Value> = picture.panels.iter().map(panel).collect();
    Value::from(panels)
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The places along x, from left to right: where, and each value with its height.
fn panel(panel: &Panel) -> Value {
    let inside = |place: f64| (-1e-6..=1.0 + 1e-6).contains(&place);
    let mut made: Vec<(f64, String, Vec<Value>)> = Vec::new();
    for series in panel.series.iter().rev() {
        for (x, y, said) in values(panel, series) {
            let (across, up) = (panel.x.place(x), panel.y.place(y));
            if !inside(across) || !inside(up) {
                continue;
            }
            let value = json!([series.hue, round(up), text(&series.name), said]);
            let at = text(&format!("{} {}", label(&panel.x.label), exact(x)));
            match made.iter_mut().find(|(other, ..)| (other - across).abs() < 1e-9) {
                Some((.., values)) => values.push(value),
                None => made.push((across, at, vec![value])),
            }
        }
    }
    made.sort_by(|one, other| one.0.total_cmp(&other.0));
    let places = made.into_iter().map(|(across, at, values)| json!([round(across), at, values]));
    places.collect::<Vec<_>>().into()
}

/// The points of a series that tell their values: x, y, and what is said.
fn values(panel: &Panel, series: &Series) -> Vec<(f64, f64, String)> {
    let unit = unit(&panel.y.label);
    let with_unit = |value: &str| if unit.is_empty() { value.to_owned() } else { format!("{value} {unit}") };
    let sparse = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        let every = points.len().div_ceil(PLACES).max(1);
        let last = points.len().saturating_sub(1);
        let kept = points.iter().enumerate().filter(|(place, _)| place % every == 0 || *place == last);
        kept.map(|(_, point)| *point).filter(|(x, y)| x.is_finite() && y.is_finite()).collect()
    };
    match &series.drawn {
        Drawn::Line(points) | Drawn::Beyond(points) => {
            sparse(points).into_iter().map(|(x, y)| (x, y, with_unit(&exact(y)))).collect()
        }
        Drawn::Points(points) => {
            let kept = points.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
            kept.map(|(x, y)| (*x, *y, with_unit(&exact(*y)))).collect()
        }
        Drawn::Band { ends, .. } => {
            let every = ends.len().div_ceil(PLACES).max(1);
            let kept = ends.iter().enumerate().filter(|(place, _)| place % every == 0).map(|(_, end)| end);
            kept.map(|(x, low, high)| (*x, *high, with_unit(&format!("{} to {}", exact(*low), exact(*high)))))
                .collect()
        }
        Drawn::Spans(_) => Vec::new(),
    }
}

/// What an axis measures, without its unit.
fn label(label: &str) -> &str {
    label.rsplit_once(" (").map_or(label, |(name, _)| name)
}

/// The unit that an axis' label ends with.
fn unit(label: &str) -> &str {
    label.rsplit_once(" (").and_then(|(_, unit)| unit.strip_suffix(')')).unwrap_or("")
}

fn round(place: f64) -> f64 {
    (place * 1e5).round() / 1e5
}

/// A value to seven digits.
fn exact(value: f64) -> String {
    tick(format!("{value:.6e}").parse().unwrap_or(value))
}
