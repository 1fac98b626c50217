//! The settings of the rules as one table: keys, values and what is allowed.

use super::{Error, Rule};

/// A setting as it stands: its key and its value as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: &'static str,
    /// The value: a number, or `true` and `false`.
    pub value: String,
}

/// Which numbers a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    /// From 0 to below 1.
    Share,
    /// 0 or more.
    FromZero,
    /// Above 0.
    AboveZero,
    /// Above 1.
    AboveOne,
}

impl Range {
    fn holds(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Share => (0.0..1.0).contains(&value),
                Self::FromZero => value >= 0.0,
                Self::AboveZero => value > 0.0,
                Self::AboveOne => value > 1.0,
            }
    }

    fn allowed(self) -> &'static str {
        match self {
            Self::Share => "from 0 to below 1",
            Self::FromZero => "0 or more",
            Self::AboveZero => "above 0",
            Self::AboveOne => "above 1",
        }
    }
}

/// Where a setting is kept, and what it takes.
enum Field<'r> {
    Number(&'r mut f64, Range),
    Flag(&'r mut bool),
}

impl Rule {
    /// Every setting with its value, in the order that people write them.
    pub fn settings(&self) -> Vec<Setting> {
        let mut copy = *self;
        let made = copy.fields().into_iter().map(|(key, field)| {
            let value = match field {
                Field::Number(value, _) => value.to_string(),
                Field::Flag(flag) => flag.to_string(),
            };
            Setting { key, value }
        });
        made.collect()
    }

    /// Sets one setting from its text.
    pub(super) fn set(&mut self, key: &str, text: &str) -> Result<(), Error> {
        let rule = self.name();
        let refused = |key, allowed| Error::OutOfRange { rule, key, value: text.to_owned(), allowed };
        let mut fields = self.fields();
        let known = fields.iter().map(|(key, _)| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let Some((key, field)) = fields.iter_mut().find(|(own, _)| *own == key) else {
            return Err(Error::NoSetting { rule, key: key.to_owned(), known });
        };
        match field {
            Field::Number(value, range) => match text.trim().parse::<f64>() {
                Ok(number) if range.holds(number) => **value = number,
                _ => return Err(refused(key, range.allowed())),
            },
            Field::Flag(flag) => match text.trim() {
                "true" => **flag = true,
                "false" => **flag = false,
                _ => return Err(refused(key, "true or false")),
            },
        }
        Ok(())
    }

    /// Whether all settings are allowed, each and together.
    pub(super) fn check(&self) -> Result<(), Error> {
        let rule = self.name();
        let mut copy = *self;
        for (key, field) in copy.fields() {
            if let Field::Number(value, range) = field
                && !range.holds(*value)
            {
                return Err(Error::OutOfRange {
                    rule,
                    key,
                    value: value.to_string(),
                    allowed: range.allowed(),
                });
            }
        }
        match *self {
            Self::Sgd { nesterov: true, momentum, dampening, .. } if momentum == 0.0 || dampening != 0.0 => {
                Err(Error::Nesterov { momentum, dampening })
            }
            Self::Rprop { smallest, largest, .. } if smallest > largest => {
                Err(Error::Steps { smallest, largest })
            }
            _ => Ok(()),
        }
    }

    /// The table: every key of a rule with its place and its range.
    fn fields(&mut self) -> Vec<(&'static str, Field<'_>)> {
        use Field::{Flag, Number};
        use Range::{AboveOne, AboveZero, FromZero, Share};
        match self {
            Self::Sgd { momentum, dampening, weight_decay, nesterov } => vec![
                ("momentum", Number(momentum, Share)),
                ("dampening", Number(dampening, Share)),
                ("weight_decay", Number(weight_decay, FromZero)),
                ("nesterov", Flag(nesterov)),
            ],
            Self::Adagrad { lr_decay, weight_decay, initial_accumulator, eps } => vec![
                ("lr_decay", Number(lr_decay, FromZero)),
                ("weight_decay", Number(weight_decay, FromZero)),
                ("initial_accumulator", Number(initial_accumulator, FromZero)),
                ("eps", Number(eps, AboveZero)),
            ],
            Self::Adadelta { rho, eps, weight_decay } => vec![
                ("rho", Number(rho, Share)),
                ("eps", Number(eps, AboveZero)),
                ("weight_decay", Number(weight_decay, FromZero)),
            ],
            Self::RmsProp { alpha, eps, momentum, centered, weight_decay } => vec![
                ("alpha", Number(alpha, Share)),
                ("eps", Number(eps, AboveZero)),
                ("momentum", Number(momentum, Share)),
                ("centered", Flag(centered)),
                ("weight_decay", Number(weight_decay, FromZero)),
            ],
            Self::Adam { beta1, beta2, eps, weight_decay, decoupled, amsgrad } => vec![
                ("beta1", Number(beta1, Share)),
                ("beta2", Number(beta2, Share)),
                ("eps", Number(eps, AboveZero)),
                ("weight_decay", Number(weight_decay, FromZero)),
                ("decoupled", Flag(decoupled)),
                ("amsgrad", Flag(amsgrad)),
            ],
            Self::Adamax { beta1, beta2, eps, weight_decay } => vec![
                ("beta1", Number(beta1, Share)),
                ("beta2", Number(beta2, Share)),
                ("eps", Number(eps, AboveZero)),
                ("weight_decay", Number(weight_decay, FromZero)),
            ],
            Self::NAdam { beta1, beta2, eps, momentum_decay, weight_decay, decoupled } => vec![
                ("beta1", Number(beta1, Share)),
                ("beta2", Number(beta2, Share)),
                ("eps", Number(eps, AboveZero)),
                ("momentum_decay", Number(momentum_decay, FromZero)),
                ("weight_decay", Number(weight_decay, FromZero)),
                ("decoupled", Flag(decoupled)),
            ],
            Self::RAdam { beta1, beta2, eps, weight_decay, decoupled } => vec![
                ("beta1", Number(beta1, Share)),
                ("beta2", Number(beta2, Share)),
                ("eps", Number(eps, AboveZero)),
                ("weight_decay", Number(weight_decay, FromZero)),
                ("decoupled", Flag(decoupled)),
            ],
            Self::Rprop { shrink, grow, smallest, largest } => vec![
                ("shrink", Number(shrink, Share)),
                ("grow", Number(grow, AboveOne)),
                ("smallest", Number(smallest, AboveZero)),
                ("largest", Number(largest, AboveZero)),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NAMES, Optimizer};
    use super::*;

    #[test]
    fn every_named_rule_is_allowed_as_it_comes() {
        for name in NAMES {
            assert!(Optimizer::new(Rule::named(name, &[]).unwrap(), 3).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_setting_that_a_rule_lacks_is_refused_with_those_it_has() {
        let error = Rule::named("adadelta", &[("momentum", "0.9")]).unwrap_err().to_string();
        assert_eq!(error, "`adadelta` has no setting `momentum`: it has `rho`, `eps`, `weight_decay`");
        assert!(
            Rule::named("adam", &[("amsgrad", "yes")]).unwrap_err().to_string().contains("true or false")
        );
        assert!(Rule::named("lion", &[]).unwrap_err().to_string().contains("rmsprop"));
    }

    #[test]
    fn settings_that_contradict_one_another_are_refused() {
        let nesterov = Rule::named("nesterov", &[("dampening", "0.1")]).unwrap_err();
        assert_eq!(nesterov, Error::Nesterov { momentum: 0.9, dampening: 0.1 });
        let steps = Rule::named("rprop", &[("smallest", "2"), ("largest", "1")]).unwrap_err();
        assert_eq!(steps, Error::Steps { smallest: 2.0, largest: 1.0 });
        assert!(Rule::named("adam", &[("eps", "nan")]).is_err());
        let built = Rule::Rprop { shrink: 0.5, grow: f64::INFINITY, smallest: 1e-6, largest: 50.0 };
        assert!(Optimizer::new(built, 1).is_err());
    }
}
