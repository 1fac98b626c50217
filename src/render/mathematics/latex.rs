//! Mathematics as LaTeX with `amsmath`, which GitHub's Markdown sets too.

use super::layout::Layout;

/// What stands between dollars; `words` writes a text as it may stand within `\text`.
pub fn formula(of: &Layout, words: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    write(of, words, &mut out);
    out.trim_end().to_owned()
}

fn write(of: &Layout, words: &dyn Fn(&str) -> String, out: &mut String) {
    match of {
        Layout::Row(parts) => parts.iter().for_each(|part| write(part, words, out)),
        Layout::Text(text) => {
            out.push_str("\\text{");
            out.push_str(&words(text));
            out.push('}');
        }
        Layout::Number(text) => out.push_str(&text.replace(',', "{,}")),
        Layout::Letter(letter) => out.push_str(&name(*letter, words)),
        Layout::Function(name, inner) => {
            out.push('\\');
            out.push_str(name);
            if matches!(**inner, Layout::Letter(_) | Layout::Number(_) | Layout::Scripts { .. }) {
                out.push(' ');
            }
            write(inner, words, out);
        }
        Layout::Sign(sign) => out.push_str(match sign {
            '×' => " \\times ",
            '−' => " - ",
            '+' => " + ",
            '≤' => " \\le ",
            '≥' => " \\ge ",
            '<' => " < ",
            '>' => " > ",
            _ => " = ",
        }),
        Layout::Mark(mark) => out.push_str(match mark {
            '%' => "\\%",
            '−' => "-",
            '…' => "\\dots ",
            ',' => ",",
            ';' => ";",
            ':' => "{:}",
            '/' => "/",
            '(' => "(",
            ')' => ")",
            _ => "|",
        }),
        Layout::Space { wide: true } => out.push('~'),
        Layout::Space { wide: false } => out.push_str("\\,"),
        Layout::Fraction(over, under) => {
            out.push_str("\\frac{");
            write(over, words, out);
            out.push_str("}{");
            write(under, words, out);
            out.push('}');
        }
        Layout::Scripts { base, lowered, raised } => {
            let atom = matches!(**base, Layout::Letter(_) | Layout::Fenced { .. } | Layout::Number(_));
            if !atom {
                out.push('{');
            }
            write(base, words, out);
            if !atom {
                out.push('}');
            }
            for (mark, script) in [('_', lowered), ('^', raised)] {
                if let Some(script) = script {
                    out.push(mark);
                    out.push('{');
                    write(script, words, out);
                    out.push('}');
                }
            }
        }
        Layout::Fenced { marks, inner } => {
            // `\left` and `\right` would keep a line from being broken between them.
            let (left, right) = if inner.is_tall() { ("\\Bigl", "\\Bigr") } else { ("", "") };
            let (open, close) = match marks {
                ('⌊', _) => ("\\lfloor ", "\\rfloor "),
                ('|', _) if left.is_empty() => ("\\lvert ", "\\rvert "),
                ('|', _) => ("\\vert ", "\\vert "),
                _ => ("(", ")"),
            };
            out.push_str(left);
            out.push_str(open);
            write(inner, words, out);
            out.push_str(right);
            out.push_str(close);
        }
        Layout::Sum(None) => out.push_str("\\sum "),
        Layout::Sum(Some((from, to))) => {
            out.push_str("\\sum_{");
            write(from, words, out);
            out.push_str("}^{");
            write(to, words, out);
            out.push_str("} ");
        }
        Layout::Root(inner) => {
            out.push_str("\\sqrt{");
            write(inner, words, out);
            out.push('}');
        }
    }
}

/// A letter; Greek ones by their names.
fn name(letter: char, words: &dyn Fn(&str) -> String) -> String {
    match greek(letter) {
        Some(name) => format!("\\{name} "),
        None if letter.is_ascii() => letter.to_string(),
        None => format!("\\text{{{}}}", words(&letter.to_string())),
    }
}

/// The names of the Greek letters that LaTeX has.
pub(crate) fn greek(letter: char) -> Option<&'static str> {
    const NAMES: [(char, &str); 35] = [
        ('α', "alpha"),
        ('β', "beta"),
        ('γ', "gamma"),
        ('δ', "delta"),
        ('ε', "varepsilon"),
        ('ζ', "zeta"),
        ('η', "eta"),
        ('θ', "theta"),
        ('ι', "iota"),
        ('κ', "kappa"),
        ('λ', "lambda"),
        ('μ', "mu"),
        ('µ', "mu"),
        ('ν', "nu"),
        ('ξ', "xi"),
        ('π', "pi"),
        ('ρ', "rho"),
        ('σ', "sigma"),
        ('ς', "varsigma"),
        ('τ', "tau"),
        ('υ', "upsilon"),
        ('φ', "varphi"),
        ('χ', "chi"),
        ('ψ', "psi"),
        ('ω', "omega"),
        ('Γ', "Gamma"),
        ('Δ', "Delta"),
        ('Θ', "Theta"),
        ('Λ', "Lambda"),
        ('Ξ', "Xi"),
        ('Π', "Pi"),
        ('Σ', "Sigma"),
        ('Φ', "Phi"),
        ('Ψ', "Psi"),
        ('Ω', "Omega"),
    ];
    NAMES.into_iter().find(|(own, _)| *own == letter).map(|(_, name)| name)
}
