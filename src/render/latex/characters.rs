//! Texts in LaTeX: every character a character, none a command.
//!
//! Computer Modern in its oldest encoding has outlines in every installation. What it lacks is composed of what it has, and what
//! cannot be composed stands as its number in a box, `U+1F600`: nothing is lost in silence.

use std::fmt::Write as _;

use crate::render::mathematics::latex::greek;
use crate::render::visible;

/// A text, its characters for LaTeX.
pub(super) fn text(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let number = characters.peek().is_some_and(char::is_ascii_digit);
        if c == '-' && number && matches!(before, ' ' | '(') {
            // A minus, which no line is broken after.
            out.push_str("\\ensuremath{-}");
        } else {
            character(c, &mut out);
        }
        before = c;
    }
    out
}

fn character(c: char, out: &mut String) {
    let plain = match c {
        // `-`, `,`, `?` and `!` could join with what follows to something else.
        'a'..='z'
        | 'A'..='Z'
        | '0'..='9'
        | ' '
        | '.'
        | ':'
        | ';'
        | '('
        | ')'
        | '/'
        | '+'
        | '='
        | '*'
        | '@' => {
            out.push(c);
            return;
        }
        '-' | ',' | '?' | '!' => {
            out.push(c);
            out.push_str("{}");
            return;
        }
        '[' | ']' => {
            out.extend(['{', c, '}']);
            return;
        }
        '\n' | '\t' | '\u{a0}' => " ",
        '#' => "\\#",
        '$' => "\\dollarsign{}",
        '%' => "\\%",
        '&' => "\\&",
        '_' => "\\_",
        '{' => "\\{",
        '}' => "\\}",
        '\\' => "\\textbackslash{}",
        '^' => "\\textasciicircum{}",
        '~' => "\\textasciitilde{}",
        '<' => "\\ensuremath{<}",
        '>' => "\\ensuremath{>}",
        '|' => "\\ensuremath{|}",
        '"' => "\\straightquote{}",
        '\'' => "'{}",
        '`' => "\\straightgrave{}",
        other => {
            beyond_ascii(other, out);
            return;
        }
    };
    out.push_str(plain);
}

/// Punctuation, signs and letters that are made of others.
const MADE: [(char, &str); 78] = [
    ('–', "--"),
    ('—', "---"),
    ('‐', "-{}"),
    ('‑', "-{}"),
    ('−', "\\ensuremath{-}"),
    ('…', "\\dots{}"),
    ('‘', "`{}"),
    ('’', "'{}"),
    ('“', "``{}"),
    ('”', "''{}"),
    ('‚', ",{}"),
    ('„', ",{},{}"),
    ('•', "\\ensuremath{\\bullet}"),
    ('·', "\\ensuremath{\\cdot}"),
    ('†', "\\ensuremath{\\dagger}"),
    ('‡', "\\ensuremath{\\ddagger}"),
    ('§', "\\ensuremath{\\mathsection}"),
    ('¶', "\\ensuremath{\\mathparagraph}"),
    ('©', "\\copyrightsign{}"),
    ('£', "\\poundsign{}"),
    ('€', "\\eurosign{}"),
    ('¥', "\\ensuremath{\\yen}"),
    ('®', "\\ensuremath{\\circledR}"),
    ('°', "\\ensuremath{^\\circ}"),
    ('±', "\\ensuremath{\\pm}"),
    ('×', "\\ensuremath{\\times}"),
    ('÷', "\\ensuremath{\\div}"),
    ('¬', "\\ensuremath{\\neg}"),
    ('µ', "\\ensuremath{\\mu}"),
    ('¹', "\\ensuremath{^1}"),
    ('²', "\\ensuremath{^2}"),
    ('³', "\\ensuremath{^3}"),
    ('¼', "\\ensuremath{\\frac14}"),
    ('½', "\\ensuremath{\\frac12}"),
    ('¾', "\\ensuremath{\\frac34}"),
    ('¡', "!`"),
    ('¿', "?`"),
    ('«', "\\ensuremath{\\ll}"),
    ('»', "\\ensuremath{\\gg}"),
    ('≤', "\\ensuremath{\\le}"),
    ('≥', "\\ensuremath{\\ge}"),
    ('≠', "\\ensuremath{\\ne}"),
    ('≈', "\\ensuremath{\\approx}"),
    ('≡', "\\ensuremath{\\equiv}"),
    ('∞', "\\ensuremath{\\infty}"),
    ('∑', "\\ensuremath{\\Sigma}"),
    ('√', "\\ensuremath{\\surd}"),
    ('∂', "\\ensuremath{\\partial}"),
    ('∆', "\\ensuremath{\\Delta}"),
    ('→', "\\ensuremath{\\rightarrow}"),
    ('←', "\\ensuremath{\\leftarrow}"),
    ('↑', "\\ensuremath{\\uparrow}"),
    ('↓', "\\ensuremath{\\downarrow}"),
    ('⌊', "\\ensuremath{\\lfloor}"),
    ('⌋', "\\ensuremath{\\rfloor}"),
    ('Æ', "\\AE{}"),
    ('æ', "\\ae{}"),
    ('Œ', "\\OE{}"),
    ('œ', "\\oe{}"),
    ('Ø', "\\O{}"),
    ('ø', "\\o{}"),
    ('ß', "\\ss{}"),
    ('ẞ', "SS"),
    ('Ł', "\\L{}"),
    ('ł', "\\l{}"),
    ('ı', "\\i{}"),
    ('Å', "\\r{A}"),
    ('å', "\\r{a}"),
    ('Ů', "\\r{U}"),
    ('ů', "\\r{u}"),
    ('Ç', "\\c{C}"),
    ('ç', "\\c{c}"),
    ('Ş', "\\c{S}"),
    ('ş', "\\c{s}"),
    ('Ţ', "\\c{T}"),
    ('ţ', "\\c{t}"),
    ('Ő', "\\H{O}"),
    ('ő', "\\H{o}"),
];

/// Accents, with the letters that Unicode has with them and those that they stand on.
const ACCENTS: [(&str, &str, &str); 9] = [
    ("`", "ÀÈÌÒÙàèìòùǸǹẀẁ", "AEIOUaeiouNnWw"),
    ("'", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźẂẃ", "AEIOUYaeiouyCcLlNnRrSsZzWw"),
    ("^", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ", "AEIOUaeiouCcGgHhJjSsWwYy"),
    ("\"", "ÄËÏÖÜäëïöüÿŸ", "AEIOUaeiouyY"),
    ("~", "ÃÑÕãñõĨĩŨũẼẽ", "ANOanoIiUuEe"),
    ("=", "ĀāĒēĪīŌōŪū", "AaEeIiOoUu"),
    ("u", "ĂăĔĕĞğĬĭŎŏŬŭ", "AaEeGgIiOoUu"),
    ("v", "ČčĎďĚěŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔ", "CcDdEeNnRrSsTtZzAaIiOoUu"),
    (".", "ĊċĖėĠġİŻż", "CcEeGgIZz"),
];

fn beyond_ascii(c: char, out: &mut String) {
    if let Some((_, made)) = MADE.iter().find(|(own, _)| *own == c) {
        out.push_str(made);
        return;
    }
    if let Some(name) = greek(c) {
        let _ = write!(out, "\\ensuremath{{\\{name}}}");
        return;
    }
    if ('\u{2000}'..='\u{200a}').contains(&c) || c == '\u{202f}' {
        out.push(' ');
        return;
    }
    for (accent, accented, letters) in ACCENTS {
        if let Some(place) = accented.chars().position(|own| own == c) {
            let letter = letters.chars().nth(place).map_or(String::new(), |letter| match letter {
                'i' => "\\i".to_owned(),
                'j' => "\\j".to_owned(),
                other => other.to_string(),
            });
            let _ = write!(out, "\\{accent}{{{letter}}}");
            return;
        }
    }
    let _ = write!(out, "\\codepoint{{{:04X}}}", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_a_command() {
        assert_eq!(text("\\input{/etc/passwd}"), "\\textbackslash{}input\\{/etc/passwd\\}");
        assert_eq!(
            text("100% & $x_1^2$ #~"),
            "100\\% \\& \\dollarsign{}x\\_1\\textasciicircum{}2\\dollarsign{} \\#\\textasciitilde{}"
        );
        assert_eq!(text("a--b ?` [x]"), "a-{}-{}b ?{}\\straightgrave{} {[}x{]}");
        assert_eq!(text("b = -0.32 to 1-2"), "b = \\ensuremath{-}0.32 to 1-{}2");
        // A command would take the texts after it: each ends itself.
        assert!(!text("\n\n").contains('\n'));
    }

    #[test]
    fn what_the_fonts_lack_is_composed_or_numbered() {
        assert_eq!(text("Größe 5 €"), "Gr\\\"{o}\\ss{}e 5 \\eurosign{}");
        assert_eq!(text("naïve Żółć"), "na\\\"{\\i}ve \\.{Z}\\'{o}\\l{}\\'{c}");
        assert_eq!(text("α ≤ 😀"), "\\ensuremath{\\alpha} \\ensuremath{\\le} \\codepoint{1F600}");
        assert_eq!(text("\u{202e}x"), "\\textbackslash{}u\\{202e\\}x");
        for (_, accented, letters) in ACCENTS {
            assert_eq!(accented.chars().count(), letters.chars().count(), "{accented}");
        }
    }
}
