//! An expression back on its line.

use std::fmt::{self, Display, Formatter};

use super::Expression;

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(text) | Self::Name(text) | Self::Word(text) => f.write_str(text),
            Self::Ellipsis => f.write_str("…"),
            Self::Group(inner) => write!(f, "({inner})"),
            Self::Absolute(inner) => write!(f, "|{inner}|"),
            Self::Call { name, of } if matches!(**of, Self::Group(_)) => write!(f, "{name}{of}"),
            Self::Call { name, of } => write!(f, "{name} {of}"),
            Self::Power(base, exponent) => write!(f, "{base}^{exponent}"),
            Self::Minus(of) => write!(f, "-{of}"),
            Self::Solidus(over, under) => write!(f, "{over}/{under}"),
            Self::Phrase(parts) => {
                for (spaced, part) in parts {
                    write!(f, "{}{part}", if *spaced { " " } else { "" })?;
                }
                Ok(())
            }
            Self::Product(first, rest) => {
                let mut between = "";
                if let Some(first) = first {
                    write!(f, "{first}")?;
                    between = " ";
                }
                for factor in rest {
                    write!(f, "{between}× {factor}")?;
                    between = " ";
                }
                Ok(())
            }
            Self::Fraction(over, under) => write!(f, "{over} / {under}"),
            Self::Terms { first, rest } => {
                write!(f, "{first}")?;
                for (taken, spaced, term) in rest {
                    let (sign, space) = (if *taken { '-' } else { '+' }, if *spaced { " " } else { "" });
                    write!(f, "{space}{sign}{space}{term}")?;
                }
                Ok(())
            }
            Self::Sum { of, ends } => {
                write!(f, "Σ {of}")?;
                match ends.as_deref() {
                    Some((letter, from, to)) => write!(f, ", {letter} = {from} to {to}"),
                    None => Ok(()),
                }
            }
            Self::Relations(first, rest) => {
                let mut between = "";
                if let Some(first) = first {
                    write!(f, "{first}")?;
                    between = " ";
                }
                for (relation, side) in rest {
                    write!(f, "{between}{} {side}", relation.sign())?;
                    between = " ";
                }
                Ok(())
            }
            Self::List(first, rest) => {
                write!(f, "{first}")?;
                rest.iter().try_for_each(|(separator, one)| write!(f, "{separator} {one}"))
            }
        }
    }
}
