//! Mathematics as Typst.

use super::layout::Layout;

/// What stands between dollars.
pub fn formula(of: &Layout) -> String {
    let mut out = String::new();
    write(of, &mut out);
    out.trim().to_owned()
}

/// A string of Typst.
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Writes with a space before each piece: letters beside one another would be a name.
fn write(of: &Layout, out: &mut String) {
    let mut add = |text: &str| {
        if !out.is_empty() && !out.ends_with([' ', '(']) {
            out.push(' ');
        }
        out.push_str(text);
    };
    match of {
        Layout::Row(parts) => parts.iter().for_each(|part| write(part, out)),
        Layout::Text(text) => add(&string(text)),
        // A comma in mathematics has room behind it: only a text has thousands.
        Layout::Number(text) if text.contains(',') => add(&string(text)),
        Layout::Number(text) => add(text),
        Layout::Letter(letter) => add(&letter.to_string()),
        Layout::Function(name, inner) => {
            add(name);
            write(inner, out);
        }
        Layout::Sign('×') => add("times"),
        Layout::Sign('≤') => add("<="),
        Layout::Sign('≥') => add(">="),
        Layout::Sign(sign) => add(&sign.to_string()),
        Layout::Mark(mark) => add(match mark {
            '%' => "%",
            '−' => "-",
            '…' => "dots",
            ',' => "\\,",
            ';' => "\\;",
            ':' => ":",
            '/' => "\\/",
            '(' => "\\(",
            ')' => "\\)",
            _ => "\\|",
        }),
        Layout::Space { wide: true } => add("space"),
        Layout::Space { wide: false } => add("thin"),
        Layout::Fraction(over, under) => add(&format!("frac({}, {})", formula(over), formula(under))),
        Layout::Scripts { base, lowered, raised } => {
            let lowered = lowered.as_ref().map(|script| format!("b: {}", formula(script)));
            let raised = raised.as_ref().map(|script| format!("t: {}", formula(script)));
            let scripts: Vec<String> = raised.into_iter().chain(lowered).collect();
            add(&format!("attach({}, {})", formula(base), scripts.join(", ")));
        }
        Layout::Fenced { marks, inner } => {
            let inner = formula(inner);
            add(&match marks {
                ('⌊', _) => format!("floor({inner})"),
                ('|', _) => format!("abs({inner})"),
                _ => format!("({inner})"),
            });
        }
        Layout::Sum(None) => add("sum"),
        Layout::Sum(Some((from, to))) => add(&format!("sum_({})^({})", formula(from), formula(to))),
        Layout::Root(inner) => add(&format!("sqrt({})", formula(inner))),
    }
}
