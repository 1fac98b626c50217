//! What questions ask for, as formulas.

use super::Fixed;
use super::amounts::{Amount, Part, Taken, Whole};
use super::book::{Allowed, Kind, Show};
use super::builder::{Builder, Given};
use super::model::Way;
use super::round::{natural_places, rounded};
use super::{costs, counts, lists, varied};
use crate::curve::{Lot, count};
use crate::formula::Expression;
use crate::money::{self, RoundingMode};
use crate::question::{CostOf, Measure, Of, Profit, Question, Reported, Subject, Target};

/// One figure as a formula.
#[derive(Clone)]
pub(super) struct Figure<'r> {
    pub(super) name: String,
    /// Its place among the house's figures, where its name says less than theirs.
    pub(super) place: Option<usize>,
    /// Unrounded; of what is marked favourable or adverse without its sign.
    pub(super) exact: Expression<'r>,
    /// With its sign.
    pub(super) signed: Option<Expression<'r>>,
    pub(super) places: Expression<'r>,
    pub(super) mode: RoundingMode,
    pub(super) show: Show,
}

/// A row of an answer's table.
pub(super) struct Row<'r> {
    pub(super) label: String,
    pub(super) figures: Vec<Figure<'r>>,
}

/// The figures of an answer, and its rows.
#[derive(Default)]
pub(super) struct Made<'r> {
    pub(super) figures: Vec<Figure<'r>>,
    pub(super) rows: Vec<Row<'r>>,
    pub(super) heading: String,
}

/// A question with what it is asked of.
pub(super) struct Asking<'a, 'r, 'w> {
    pub(super) builder: &'a Builder<'r>,
    pub(super) subject: Subject<'w>,
    pub(super) whole: &'a Whole<'r, 'w>,
    pub(super) question: &'w Question,
    pub(super) of: Of,
    /// What its inputs are called by.
    pub(super) id: &'a str,
    /// The names of the house's figures.
    pub(super) names: &'a [String],
    /// Before the keys of the subject's inputs.
    pub(super) prefix: &'a str,
    pub(super) way: Way,
}

impl<'r> Figure<'r> {
    pub(super) fn rounded(&self) -> Expression<'r> {
        rounded(self.mode, self.exact, self.places)
    }

    fn at(mut self, place: usize) -> Self {
        self.place = Some(place);
        self
    }
}

impl<'r> Asking<'_, 'r, '_> {
    /// An input of the question.
    pub(super) fn give(
        &self,
        key: &str,
        label: &str,
        show: Show,
        allowed: Allowed,
        value: f64,
    ) -> Expression<'r> {
        self.builder.inputs_of(&format!("Question {}", self.id));
        let note = format!("question `{}`: {}", self.id, key.replace('_', " "));
        let key = format!("{}_{key}", self.id);
        self.builder.input("", Given::new(&key, label, show, allowed).noted(note), value)
    }

    pub(super) fn units(&self, key: &str, label: &str, value: u64) -> Expression<'r> {
        self.give(key, label, Show::of(Kind::Count, "units"), Allowed::Whole(1), count(value))
    }

    fn lot(&self, lot: Lot) -> (Expression<'r>, Expression<'r>) {
        (self.units("first", "first unit", lot.first()), self.units("last", "last unit", lot.last()))
    }

    pub(super) fn money_show(&self, each: bool) -> Show {
        let unit = self.subject.money_unit();
        let places = self.subject.rounding().money;
        Show::of(Kind::Money(places), if each { unit + "/unit" } else { unit })
    }

    pub(super) fn time_show(&self, each: bool) -> Show {
        let unit = self.subject.measure_unit();
        let kind = match self.subject.measure() {
            Measure::Time(_) => Kind::Measure,
            Measure::Money => Kind::Money(self.subject.rounding().money),
        };
        Show::of(kind, if each { unit + "/unit" } else { unit })
    }

    pub(super) fn show(&self, of: Of, each: bool) -> Show {
        if of == Of::Cost { self.money_show(each) } else { self.time_show(each) }
    }

    /// An amount of money, rounded as the scenario says.
    pub(super) fn money(&self, name: &str, exact: Expression<'r>, each: bool) -> Figure<'r> {
        let rounding = self.subject.rounding();
        Figure {
            name: name.to_owned(),
            place: None,
            exact,
            signed: None,
            places: f64::from(rounding.money).into(),
            mode: rounding.mode,
            show: self.money_show(each),
        }
    }

    /// A time.
    pub(super) fn time(&self, name: &str, exact: Expression<'r>, each: bool) -> Figure<'r> {
        let rounding = self.subject.rounding();
        let places = match rounding.time {
            Some(places) => f64::from(places).into(),
            None => natural_places(exact),
        };
        Figure { places, show: self.time_show(each), ..self.money(name, exact, each) }
    }

    /// A number, half-up to at most so many places.
    pub(super) fn number(&self, name: &str, exact: Expression<'r>, places: u32, show: Show) -> Figure<'r> {
        let places = f64::from(places).into();
        Figure { places, mode: RoundingMode::HalfUp, show, ..self.money(name, exact, false) }
    }

    pub(super) fn count(&self, name: &str, exact: Expression<'r>) -> Figure<'r> {
        self.number(name, exact, 0, Show::of(Kind::Count, "units"))
    }

    /// In money or in time.
    pub(super) fn either(&self, of: Of, name: &str, exact: Expression<'r>, each: bool) -> Figure<'r> {
        if of == Of::Cost { self.money(name, exact, each) } else { self.time(name, exact, each) }
    }

    /// A figure of an amount, as the house rounds it.
    pub(super) fn figure(
        &self,
        amount: Amount<'r>,
        of: Of,
        name: &str,
        each: bool,
    ) -> Result<Figure<'r>, Fixed> {
        let full = format!("{name} {}", of.name());
        let mut made = self.either(of, &full, amount.of(of)?, each);
        let rounding = self.subject.rounding();
        let step = match name {
            _ if self.subject.batch_size() > 1 => None,
            "average" => rounding.steps.average,
            "total" | "lot total" => rounding.steps.total,
            "unit" | "steady-state" => rounding.steps.unit,
            _ => None,
        };
        if let (Of::Time, Some(places), None) = (of, step, rounding.time) {
            made.places = f64::from(places).into();
        }
        Ok(made)
    }

    pub(super) fn shown(&self) -> &'static [Of] {
        match (self.of, self.subject.measure()) {
            (Of::Cost, Measure::Time(_)) => &[Of::Cost, Of::Time],
            (Of::Cost, Measure::Money) => &[Of::Cost],
            (Of::Time, _) => &[Of::Time],
        }
    }

    /// Figures of units: per unit and together in this order or the other, then of each element.
    fn figures(&self, taken: &Taken<'r>, names: &[(&str, bool)]) -> Result<Vec<Figure<'r>>, Fixed> {
        let amount = |taken: &Taken<'r>, each: bool| if each { taken.each } else { taken.total };
        let mut figures = Vec::new();
        for &of in self.shown() {
            for (name, each) in names {
                figures.push(self.figure(amount(taken, *each), of, name, *each)?);
            }
        }
        if let (Subject::Elements(project), [(name, each), ..]) = (self.subject, names) {
            for (element, own) in project.elements.iter().zip(&taken.elements) {
                let amount = amount(own, *each);
                if self.of == Of::Cost && amount.cost.is_none() {
                    continue;
                }
                let asking = Asking { subject: (&element.work).into(), ..*self };
                let made = asking.figure(amount, self.of, name, *each)?;
                figures.push(Figure { name: format!("{}: {}", element.name, made.name), ..made });
            }
        }
        Ok(figures)
    }

    /// What the question asks for.
    pub(super) fn made(&self) -> Result<Made<'r>, Fixed> {
        let plain = |figures| Ok(Made { figures, ..Made::default() });
        let take = |part| self.whole.take(self.builder, part);
        match self.question {
            Question::Average { units } | Question::Total { units } => {
                let average = matches!(self.question, Question::Average { .. });
                let units = self.units("units", "units", *units);
                let taken = take(Part::First(units))?;
                let names = [("average", true), ("total", false)];
                let names = if average { names } else { [names[1], names[0]] };
                let mut figures = self.figures(&taken, &names)?;
                figures.extend(counts::equivalent_rate(self, units));
                plain(figures)
            }
            Question::Unit { number } => {
                let number = self.units("number", "unit number", *number);
                plain(self.figures(&take(Part::One(number))?, &[("unit", true)])?)
            }
            Question::Lot(lot) | Question::LotAverage(lot) => {
                let (first, last) = self.lot(*lot);
                let names = [("lot average", true), ("lot total", false)];
                let average = matches!(self.question, Question::LotAverage(_));
                let names = if average { names } else { [names[1], names[0]] };
                let mut figures = self.figures(&take(Part::Lot(first, last))?, &names)?;
                if self.names.iter().any(|name| name == "lot midpoint")
                    && let Ok(midpoint) = self.midpoint((first, last))
                {
                    figures.push(self.item("lot midpoint", midpoint));
                }
                plain(figures)
            }
            Question::SteadyState => plain(self.figures(&take(Part::Steady)?, &[("steady-state", true)])?),
            Question::LearningRate | Question::Index | Question::FirstUnit => plain(self.parameters()?),
            Question::Midpoint(lot) => {
                let ends = self.lot(*lot);
                plain(self.midpoints(ends)?)
            }
            Question::Units(limit) => counts::units(self, *limit).and_then(plain),
            Question::BreakEven { price, fixed } => {
                counts::break_even(self, (money::to_f64(*price), money::to_f64(*fixed))).and_then(plain)
            }
            Question::Price(cost_of, profit) => self.price(*cost_of, *profit).and_then(plain),
            Question::CostGap(cost_of, target) => self.gap(*cost_of, *target).and_then(plain),
            Question::Variance(variance) => varied::variance(self, variance).and_then(plain),
            Question::Table(units) => lists::table(self, units),
            Question::Schedule { periods, hours_per_worker } => {
                lists::schedule(self, periods, hours_per_worker.map(money::to_f64))
            }
            Question::Sensitivity(sensitivity) => varied::sensitivity(self, sensitivity),
            Question::Training(_) => {
                Err(Fixed::new("a training's figures are values here, and not formulas"))
            }
        }
    }

    /// The units whose cost per unit is meant, as an input.
    fn part(&self, of: CostOf) -> Part<'r> {
        match of {
            CostOf::First(units) => Part::First(self.units("units", "units", units)),
            CostOf::Lot(lot) => {
                let (first, last) = self.lot(lot);
                Part::Lot(first, last)
            }
            CostOf::Unit(number) => Part::One(self.units("number", "unit number", number)),
            CostOf::Steady => Part::Steady,
        }
    }

    pub(super) fn percent(&self, key: &str, value: rust_decimal::Decimal) -> Expression<'r> {
        self.give(key, key, Show::of(Kind::Percent, ""), Allowed::Any, money::to_f64(value))
    }

    fn price(&self, cost_of: CostOf, profit: Profit) -> Result<Vec<Figure<'r>>, Fixed> {
        let taken = self.whole.take(self.builder, self.part(cost_of))?;
        let (cost, total) = (taken.each.of(self.of)?, taken.total.of(self.of)?);
        let one = Expression::from(1.0);
        let (how, factor) = match profit {
            Profit::Markup(markup) => ("cost × (1 + markup)", one + self.percent("markup", markup)),
            Profit::Margin(margin) => ("cost / (1 - margin)", one / (one - self.percent("margin", margin))),
        };
        let price = self.builder.step("price", how, self.money_show(true), cost * factor);
        let all = self.builder.step("total price", how, self.money_show(false), total * factor);
        Ok(vec![
            self.money("price", price, true),
            self.money("total price", all, false),
            self.money("cost", cost, true),
            self.money("total cost", total, false),
            self.money("profit", price - cost, true),
            self.money("total profit", all - total, false),
        ])
    }

    fn gap(&self, cost_of: CostOf, target: Target) -> Result<Vec<Figure<'r>>, Fixed> {
        let taken = self.whole.take(self.builder, self.part(cost_of))?;
        let show = || self.show(self.of, true);
        let target = match target {
            Target::Given(bound) => self.give("target", "target", show(), Allowed::Any, money::to_f64(bound)),
            Target::OfPrice { price, margin } => {
                let price = self.give("price", "price", show(), Allowed::Any, money::to_f64(price));
                let made = price * (Expression::from(1.0) - self.percent("margin", margin));
                self.builder.step("target", "price × (1 - margin)", show(), made)
            }
        };
        let (cost, total) = (taken.each.of(self.of)?, taken.total.of(self.of)?);
        let gap = self.builder.step("gap", "cost per unit - target", show(), cost - target);
        let word = self.of.name();
        let mut figures = vec![
            self.either(self.of, &format!("{word} gap"), gap, true),
            self.either(self.of, word, cost, true),
            self.either(self.of, "target", target, true),
        ];
        if matches!(cost_of, CostOf::First(_) | CostOf::Lot(_)) {
            let over = total - target * taken.units;
            figures.push(self.either(self.of, &format!("total {word} gap"), over, false));
        }
        Ok(figures)
    }

    /// A variance, marked by its sign.
    pub(super) fn marked(&self, kind: Reported, amount: Expression<'r>) -> Figure<'r> {
        let figure = self.money(kind.name(), amount.abs(), false);
        Figure { signed: Some(amount), ..figure }
    }

    /// The rates of the lines of the whole.
    pub(super) fn rates(&self) -> Vec<Expression<'r>> {
        let (lines, whose) = match self.subject {
            Subject::Curve(work) => (&work.lines[..], ""),
            Subject::Elements(project) => (&project.lines[..], ""),
            Subject::Training(_) => (&[][..], ""),
        };
        let money = self.subject.money_unit();
        let places = self.subject.rounding().money;
        costs::inputs(
            self.builder,
            costs::Lines { all: lines, prefix: self.prefix, whose, money: &money, places },
        )
    }

    pub(super) fn positioned(figure: Figure<'r>, place: usize) -> Figure<'r> {
        figure.at(place)
    }
}
