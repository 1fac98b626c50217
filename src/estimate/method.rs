//! The methods by which a curve is fitted.

use super::shares::Shares;
use super::squares::{Space, Squares};
use super::{Data, Error, Kind, Model, Observation, model, zmpe};
use crate::curve::{Basis, Index, Lot, midpoint};
use crate::fit::{self, Estimate, Fit, Options, Problem as _, Stopped, line, sum_of_squares};
use crate::root;

/// How a curve is fitted: what is made least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// The squares of `ln y - ln f`: multiplicative errors, a curve through the medians.
    LogOls,
    /// The squares of `y - f`: errors of one size everywhere.
    Nls,
    /// The squares of `(y - f) / f`, the f below held and the same as what is fitted: shares, without bias.
    ///
    /// Source: S. A. Book and N. Y. Lao, Minimum-percentage-error regression under zero-bias constraints, 1999.
    Mupe,
    /// The squares of `(y - f) / f`, their sum being 0.
    Zmpe,
    /// Log-log least squares of lot averages on lot midpoints, which move with b until both agree.
    Midpoints,
}

/// Every method.
pub const METHODS: [Method; 5] = [Method::LogOls, Method::Nls, Method::Mupe, Method::Zmpe, Method::Midpoints];

impl Method {
    /// Its name, as in the JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::LogOls => "log-ols",
            Self::Nls => "nls",
            Self::Mupe => "mupe",
            Self::Zmpe => "zmpe",
            Self::Midpoints => "midpoint-ols",
        }
    }

    /// What it is called in a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::LogOls => "least squares of logarithms",
            Self::Nls => "nonlinear least squares",
            Self::Mupe => "minimum unbiased percentage error",
            Self::Zmpe => "zero-bias minimum percentage error",
            Self::Midpoints => "log-log least squares at lot midpoints",
        }
    }

    /// The method of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        METHODS.into_iter().find(|method| method.name() == name)
    }

    /// Whether residuals are of logarithms.
    pub fn is_log(self) -> bool {
        matches!(self, Self::LogOls | Self::Midpoints)
    }

    /// Whether residuals are shares of the fitted values.
    pub fn is_relative(self) -> bool {
        matches!(self, Self::Mupe | Self::Zmpe)
    }
}

/// A fit with the data that it is of, which midpoints change, and how it went.
pub(super) struct Found {
    pub(super) fit: Fit,
    /// The data that were fitted.
    pub(super) data: Data,
    /// How often the midpoints were made anew.
    pub(super) rounds: usize,
    /// Whether the rounds cycled, and a bracketed root had to be found.
    pub(super) cycled: bool,
    /// Whether standard errors mean anything.
    pub(super) errors: bool,
}

impl Found {
    fn of(fit: Fit, data: &Data) -> Self {
        Self { fit, data: data.clone(), rounds: 0, cycled: false, errors: true }
    }
}

/// Fits a model by a method.
pub(super) fn fitted(
    model: &Model,
    data: &Data,
    method: Method,
    warm: Option<&[f64]>,
) -> Result<Found, Error> {
    match method {
        Method::LogOls => Ok(Found::of(log(model, data, warm)?, data)),
        Method::Nls => Ok(Found::of(search(Squares::new(model, data, Space::Level), warm)?, data)),
        Method::Mupe => mupe(model, data, warm),
        Method::Zmpe => zmpe::fitted(model, data, warm),
        Method::Midpoints => midpoints(model, data),
    }
}

/// Least squares by search, from what is near already or from starts.
fn search(squares: Squares<'_>, warm: Option<&[f64]>) -> Result<Fit, Error> {
    let options = effort(squares.model(), squares.data(), warm);
    match warm {
        Some(warm) => least(&squares.from(warm.to_vec()), &options),
        None => least(&squares, &options),
    }
}

/// Least squares by search; a floor is looked for as a share of T1 first, which then multiplies all there is.
fn least(squares: &Squares<'_>, options: &Options) -> Result<Fit, Error> {
    let Some(shares) = Shares::of(squares) else { return Ok(fit::fit(squares, options)?) };
    let mut found = Vec::new();
    if let Ok(near) = fit::fit(&shares, options) {
        let (evaluations, starts) = (near.evaluations, near.starts);
        let from = shares.whole(&near.values());
        // Where T1 and the floor do the same, the search from there may not see it, and end as it began.
        let refitted =
            [fit::fit(&squares.clone().from(from.clone()), options), fit::at(squares, &from, near.stopped)];
        let counted = |fit: Fit| Fit { evaluations: fit.evaluations + evaluations, starts, ..fit };
        found.extend(refitted.into_iter().flatten().map(counted).reduce(lower));
        // A floor that the model could not have was moved to where it can, and the end may lie elsewhere.
        let rounding = 1e-24 * squares.data().weight();
        if found.iter().any(|fit| fit.sum_of_squares <= near.sum_of_squares * (1.0 + 1e-9) + rounding) {
            return Ok(found.remove(0));
        }
    }
    let evaluations: usize = found.iter().map(|fit| fit.evaluations).sum();
    match fit::fit(squares, options) {
        Ok(fit) => found.push(Fit { evaluations: fit.evaluations + evaluations, ..fit }),
        Err(error) if found.is_empty() => return Err(error.into()),
        Err(_) => {}
    }
    found.into_iter().reduce(lower).ok_or(Error::from(fit::Error::NoStart { tried: 0 }))
}

/// The one with the lower sum of squares; the first, where it is the same but for rounding.
fn lower(one: Fit, other: Fit) -> Fit {
    if other.sum_of_squares < one.sum_of_squares * (1.0 - 1e-12) { other } else { one }
}

/// How long to search, from what is near already or from starts: half as long where every value takes long.
pub(super) fn effort(model: &Model, data: &Data, warm: Option<&[f64]>) -> Options {
    let whole = if warm.is_some() { Options::nearby() } else { Options::default() };
    if model.sums_term_by_term(data) { Options { patience: whole.patience / 2, ..whole } } else { whole }
}

/// Least squares of logarithms: by QR where they are linear, else by search.
fn log(model: &Model, data: &Data, warm: Option<&[f64]>) -> Result<Fit, Error> {
    let squares = Squares::new(model, data, Space::Log);
    if !model.is_log_linear(data) {
        return search(squares, warm);
    }
    let rows = data.observations();
    let roots: Vec<f64> = rows.iter().map(|row| row.weight.sqrt()).collect();
    let column = |value: &dyn Fn(usize) -> f64| {
        (0..rows.len()).map(|row| roots[row] * value(row)).collect::<Vec<f64>>()
    };
    let mut columns = vec![column(&|_| 1.0), column(&|row| rows[row].place.about().ln())];
    if model.has_rates() {
        columns.push(column(&|row| rows[row].rate.unwrap_or(1.0).ln()));
    }
    let solved = match line::solve(&columns, &column(&|row| rows[row].value.ln())) {
        Ok(solved) => solved,
        Err(fit::Error::Dependent { .. }) if model.has_rates() => return Err(Error::RateOfUnits),
        Err(error) => return Err(error.into()),
    };
    let mut at = solved.coefficients;
    at[0] = at[0].exp();
    let inside = model.parameters().iter().zip(&at).all(|(p, value)| (p.low..=p.high).contains(value));
    if !inside {
        return search(squares, warm);
    }
    let mut fit = fit::at(&squares, &at, Stopped::ClosedForm)?;
    // The closed form knows its sum better than values that went through a power do.
    fit.sum_of_squares = solved.sum_of_squares;
    Ok(fit)
}

/// MUPE: least squares of `(y - f) / f`, f in the denominator held, and the same as what is fitted.
///
/// Rounds that hold the f of the round before may go in circles. Where they would end, the sum has no slope; nor has the deviance of a
/// gamma distribution there, which can be made least without rounds.
fn mupe(model: &Model, data: &Data, warm: Option<&[f64]>) -> Result<Found, Error> {
    let squares = Squares::new(model, data, Space::Deviance);
    // Of what is linear in logarithms the deviance is convex: with one parameter beside T1 it is narrowed down, wherever others would begin.
    let near = match warm {
        None if model.is_log_linear(data) && model.parameters().len() == 2 => {
            let settled = |value: f64| {
                let (mut at, mut residuals) = (vec![1.0, value], vec![0.0; data.len()]);
                squares.settle(&mut at, &mut residuals);
                (at, sum_of_squares(&residuals))
            };
            Some(settled(zmpe::along(&model.parameters()[1], |value| settled(value).1)).0)
        }
        warm => warm.map(<[f64]>::to_vec),
    };
    let mut search = search(squares.clone(), near.as_deref())?;
    let scaled = scaled(&squares, &search);
    if let Ok(fit) = fit::at(&squares, &scaled, search.stopped)
        && fit.sum_of_squares <= search.sum_of_squares
    {
        search = Fit { evaluations: search.evaluations, starts: search.starts, ..fit };
    }
    let fit = of_shares(model, data, |moved| moved.unwrap_or_else(|| search.values()), search.stopped)?;
    Ok(Found::of(Fit { evaluations: search.evaluations, starts: search.starts, ..fit }, data))
}

/// The parameters of a deviance's fit with T1 and a floor multiplied by what makes the shares' sum 0, as each of them alone may not find it.
fn scaled(squares: &Squares<'_>, fit: &Fit) -> Vec<f64> {
    let mut at = fit.values();
    let is_held = |estimate: &Estimate| estimate.name == "floor" && estimate.at_bound;
    if !squares.model().is_scaled_with_its_floor() || fit.estimates.iter().any(is_held) {
        return at;
    }
    let mut residuals = vec![0.0; squares.data().len()];
    let times = squares.settled_first_unit(&at, &mut residuals) / at[0];
    for (value, parameter) in at.iter_mut().zip(squares.model().parameters()) {
        if model::is_valued(&parameter.name) {
            *value = (*value * times).clamp(parameter.low, parameter.high);
        }
    }
    at
}

/// What a curve is worth as a fit of what it is: shares of its own values.
///
/// A parameter that does nothing near its bound is put there, and the others made anew by `whole` for it, `None` at first.
pub(super) fn of_shares(
    model: &Model,
    data: &Data,
    whole: impl Fn(Option<Vec<f64>>) -> Vec<f64>,
    stopped: Stopped,
) -> Result<Fit, Error> {
    let worth = |at: &[f64]| {
        let mut base = vec![0.0; data.len()];
        Squares::new(model, data, Space::Level).fitted(at, &mut base);
        fit::at(&Squares::new(model, data, Space::Relative(base)), at, stopped)
    };
    let at = whole(None);
    let fit = worth(&at)?;
    let moved = fit.values();
    Ok(if moved == at { fit } else { worth(&whole(Some(moved)))? })
}

/// The regression at lot midpoints: b makes the midpoints, which make b, until they agree.
fn midpoints(model: &Model, data: &Data) -> Result<Found, Error> {
    let refuse = |reason| Error::Method { method: Method::Midpoints.name(), reason };
    if data.kind() != Kind::Lot {
        return Err(refuse("needs lots"));
    }
    let crawford = model.basis() == Basis::Unit && model.parameters().len() == 2 && model.fits("index");
    if !crawford || !model.is_plain() || !matches!(model.shape(), crate::curve::Shape::PowerLaw { .. }) {
        return Err(refuse("is for the unit theory alone (crawford)"));
    }
    let rows = data.observations();
    if rows.iter().any(|row| row.weight.to_bits() != 1_f64.to_bits()) {
        return Err(refuse("takes no weights"));
    }
    let lots: Vec<Lot> = rows
        .iter()
        .filter_map(|row| match row.place {
            super::Place::Lot(lot) | super::Place::LotAverage(lot) => Some(lot),
            _ => None,
        })
        .collect();
    let averages: Vec<f64> = rows.iter().map(Observation::per_unit).collect();
    let logs: Vec<f64> = averages.iter().map(|average| average.ln()).collect();
    let at = |b: f64| -> Option<Vec<f64>> {
        let index = Index::new(b).ok()?;
        lots.iter().map(|lot| midpoint::exact(Basis::Unit, index, *lot).ok()).collect()
    };
    let next = |b: f64| -> Option<f64> {
        let x: Vec<f64> = at(b)?.iter().map(|midpoint| midpoint.ln()).collect();
        Some(line::straight(&x, &logs)?.slope)
    };
    let (mut b, mut settled, mut rounds, mut cycled) = (-0.3, false, 0, false);
    for _ in 0..100 {
        rounds += 1;
        let Some(new) = next(b) else {
            break;
        };
        settled = (new - b).abs() < 1e-13;
        b = new;
        if settled {
            break;
        }
    }
    if !settled {
        cycled = true;
        let excess = |b: f64| next(b).map_or(f64::NAN, |slope| slope - b);
        b = root::brent(excess, -4.9, 1.9, 1e-14)
            .ok_or(refuse("finds no midpoints that agree with their own slope"))?;
    }
    let places = at(b).ok_or(refuse("finds no midpoints"))?;
    let moved = data.at_midpoints(&places);
    Ok(Found { rounds, cycled, ..Found::of(log(model, &moved, None)?, &moved) })
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
