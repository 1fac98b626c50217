//! Live books and workbooks: what follows the inputs, and that it comes to what the program itself answers, also where `LibreOffice`
//! reckons.

use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Range, Reader as _, Xlsx};
use learncurve::live::{self, Book, Content, Kind};
use learncurve::render::workbook::workbook;
use learncurve::report::{Report, report};
use learncurve::scenario;

use crate::program::{files, root, run, run_in};
use crate::tools;

/// Every scenario of a text that can be answered, with its report and its book.
fn books(text: &str) -> Vec<(Report, Book)> {
    let entries = scenario::load(text).into_iter();
    entries
        .filter_map(|entry| {
            let own = entry.scenario.clone()?;
            let report = report(entry, "file", "stem");
            let book = live::book(&own, &report);
            Some((report, book))
        })
        .collect()
}

fn configs() -> Vec<(String, String)> {
    let files = files("configs", "toml").into_iter();
    files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// What is a value in the workbook of a scenario, and not a formula.
fn fixed(book: &Book) -> Vec<String> {
    let mut fixed = Vec::new();
    for answer in &book.answers {
        let figures =
            answer.figures.iter().filter_map(|figure| Some((figure.name.as_str(), figure.fixed.as_ref()?)));
        let rows = answer.grid.iter().filter_map(|grid| Some(("rows", grid.fixed.as_ref()?)));
        fixed.extend(figures.chain(rows).map(|(name, why)| format!("{}: {name}: {why}", answer.id)));
    }
    fixed
}

#[test]
fn every_figure_of_the_configs_is_a_formula_but_those_of_trainings() {
    for (name, text) in configs() {
        let made = books(&text);
        assert!(!made.is_empty(), "{name}");
        for (report, book) in made {
            // As many formulas or values as the program answers, so that none is missing unseen.
            assert_eq!(book.answers.len(), report.answers.len(), "{name}");
            for (answer, answered) in book.answers.iter().zip(&report.answers) {
                let same = answer.figures.len() == answered.results.len();
                assert!(
                    same && (!answer.figures.is_empty() || answer.grid.is_some()),
                    "{name}: {}",
                    answer.id
                );
            }
            let fixed = fixed(&book);
            if name == "training-cost" {
                let own = fixed.iter().all(|figure| figure.contains("a training's figures"));
                assert!(!fixed.is_empty() && own, "{fixed:?}");
            } else {
                assert!(fixed.is_empty(), "{name}: {fixed:#?}");
                let elements = text.contains("[element.");
                assert!(elements || book.tables.len() == 2, "{name}: {} tables", book.tables.len());
            }
        }
    }
}

/// A text with the number of its only `key = "N…"` multiplied, and the new number; none where it has no such key or several.
fn multiplied(text: &str, key: &str, factor: f64) -> Option<(String, f64)> {
    let start = format!("\n{key} = ");
    let padded: String = text
        .lines()
        .map(|line| {
            let mut words = line.splitn(2, '=');
            let (name, rest) = (words.next().unwrap_or_default().trim_end(), words.next());
            match rest {
                Some(rest) if name == key => format!("{key} = {}\n", rest.trim_start()),
                _ => format!("{line}\n"),
            }
        })
        .collect();
    let text = format!("\n{padded}");
    let at = text.find(&start)?;
    if text.matches(&start).count() != 1 || text.contains("[[scenario]]") || text.contains("vary") {
        return None;
    }
    let from = at + start.len() + usize::from(text[at + start.len()..].starts_with('"'));
    let length = text[from..].find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let value: f64 = text[from..from + length].parse().ok()?;
    let value = (value * factor * 1e6).round() / 1e6;
    let percent = text[from + length..].starts_with('%');
    let changed = format!("{}{value}{}", &text[..from], &text[from + length..]);
    Some((changed, if percent { value / 100.0 } else { value }))
}

/// Holds a book to the answers of a report: unrounded within 1e-9, and rounded.
fn agrees(name: &str, book: &Book, report: &Report) -> usize {
    let mut held = 0;
    for (answer, answered) in book.answers.iter().zip(&report.answers) {
        for (figure, solved) in answer.figures.iter().zip(&answered.results) {
            let ratio = if figure.show.kind == Kind::Percent { 0.01 } else { 1.0 };
            let (ours, theirs) = (book.value(figure.exact).number(), ratio * solved.exact);
            assert!(
                (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3),
                "{name}: {}: {}: {ours} for {theirs}",
                answer.id,
                figure.name
            );
            // Beside what a mark scheme rounds, places are those of the moment.
            if !figure.name.contains(", nothing rounded") && !figure.name.contains(", with the exact") {
                let (ours, theirs) = (
                    book.value(figure.rounded).number(),
                    ratio * solved.value.to_string().parse::<f64>().unwrap(),
                );
                assert!(
                    (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3),
                    "{name}: {}: {} rounded: {ours} for {theirs}",
                    answer.id,
                    figure.name
                );
            }
            held += 1;
        }
    }
    held
}

#[test]
fn a_book_whose_inputs_are_changed_is_that_of_the_changed_scenario() {
    let keys = [
        ("learning_rate", 0.97),
        ("first_time", 1.25),
        ("first_cost", 0.8),
        ("ends_after", 2.0),
        ("batch_size", 1.0),
        ("prior_units", 1.5),
        ("incompressible", 0.5),
        ("floor", 0.9),
        ("decay", 2.0),
        ("b", 1.1),
    ];
    let (mut scenarios, mut figures) = (0, 0);
    for (name, text) in configs() {
        if name == "training-cost" || text.contains("data") {
            continue;
        }
        for (key, factor) in keys {
            let Some((changed, value)) = multiplied(&text, key, factor) else {
                continue;
            };
            let input = if key == "b" { "index" } else { key };
            // A negative b is written with its sign, which the number here lacks.
            let value = if key == "b" { -value } else { value };
            let (before, after) = (books(&text), books(&changed));
            let ([(_, book)], [(solved, _)]) = (before.as_slice(), after.as_slice()) else {
                continue;
            };
            if book.input(input).is_none() || solved.answers.len() != book.answers.len() {
                continue;
            }
            let book = book.with(&[(input, value)]).unwrap();
            figures += agrees(&format!("{name} with {key} = {value}"), &book, solved);
            scenarios += 1;
        }
    }
    assert!(scenarios >= 15 && figures >= 100, "{scenarios} scenarios, {figures} figures");
}

/// Scenarios of every model and of kinds of questions that the configs ask of few, each with a change and the input that it is.
const OTHERS: &[(&str, &str, &str, &str, f64)] = &[
    (
        "stanford-b",
        "[curve.stanford-b]\nfirst_time = '100 h'\nlearning_rate = '80%'\nprior_units = 4\n[[question]]\nfind.lot = { first = 31, last = 47 }\n[[question]]\nfind.average = { units = 9 }",
        "prior_units = 4",
        "prior_units",
        6.0,
    ),
    (
        "de-jong",
        "[curve.de-jong]\nbasis = 'cumulative-average'\nfirst_time = '100 h'\nlearning_rate = '80%'\nincompressible = 0.25\n[[question]]\nfind.unit = { number = 5000 }",
        "learning_rate = '80%'",
        "learning_rate",
        0.7,
    ),
    (
        "s-curve",
        "[curve.s-curve]\nfirst_time = '100 min'\nlearning_rate = '80%'\nincompressible = 0.25\nprior_units = 3\n[[question]]\nfind.total = { units = 1234567 }",
        "first_time = '100 min'",
        "first_time",
        55.0,
    ),
    (
        "plateau",
        "[curve.plateau]\nfirst_time = '100 h'\nlearning_rate = '80%'\nfloor = '30 h'\n[[question]]\nfind.lot = { first = 3, last = 400 }\n[[question]]\nfind.units = { unit = '35 h' }",
        "floor = '30 h'",
        "floor",
        20.0,
    ),
    (
        "stepped",
        "[curve.stepped]\nfirst_time = '100 h'\nrates = ['80%', '85%', '90%']\n[[question]]\nfind.lot = { first = 3, last = 400 }",
        "rates = ['80%', '85%', '90%']",
        "learning_rate_2",
        0.9,
    ),
    (
        "boone",
        "[curve.boone]\nfirst_time = '100 h'\nlearning_rate = '80%'\ndecay = 500\n[[question]]\nfind.total = { units = 120 }",
        "decay = 500",
        "decay",
        800.0,
    ),
    (
        "knecht",
        "[curve.knecht]\nfirst_time = '100 h'\nlearning_rate = '80%'\ngrowth = 0.001\n[[question]]\nfind.total = { units = 120 }",
        "growth = 0.001",
        "growth",
        0.002,
    ),
    (
        "pegels",
        "[curve.pegels]\nfirst_time = '100 h'\nunit_ratio = 0.9\nfloor = '30 h'\n[[question]]\nfind.lot = { first = 7, last = 120 }",
        "unit_ratio = 0.9",
        "unit_ratio",
        0.8,
    ),
    (
        "levy",
        "[curve.levy]\nfirst_time = '100 h'\nlearning_rate = '80%'\nfloor = '30 h'\nflattening = 1.01\n[[question]]\nfind.total = { units = 50 }",
        "flattening = 1.01",
        "flattening",
        1.02,
    ),
    (
        "hyperbolic",
        "[curve.hyperbolic]\nfirst_time = '100 h'\nprior_units = 2\nhalf_units = 30\n[[question]]\nfind.total = { units = 5000 }",
        "half_units = 30",
        "half_units",
        60.0,
    ),
    (
        "exponential",
        "[curve.exponential]\nfirst_time = '100 h'\nprior_units = 2\ntime_constant = 30\n[[question]]\nfind.total = { units = 500 }",
        "time_constant = 30",
        "time_constant",
        60.0,
    ),
    (
        "far out",
        "[curve.crawford]\nfirst_time = '100 h'\nlearning_rate = '80%'\n[[question]]\nfind.total = { units = 1000000000000 }\n[[question]]\nfind.lot = { first = 999999999, last = 1000000003 }",
        "learning_rate = '80%'",
        "learning_rate",
        0.93,
    ),
    (
        "far out, Wright",
        "[curve.wright]\nfirst_time = '100 h'\nlearning_rate = '80%'\n[[question]]\nfind.unit = { number = 100000000000 }\n[[question]]\nfind.lot = { first = 999999999, last = 1000000003 }",
        "learning_rate = '80%'",
        "learning_rate",
        0.93,
    ),
    (
        "limits",
        "[curve.crawford]\nfirst_time = '100 h'\nlearning_rate = '80%'\n[[question]]\nfind.units = { total = '5000 h' }\n[[question]]\nfind.units = { average = '40 h' }\n[[question]]\nfind.units = { unit = '30 h' }",
        "learning_rate = '80%'",
        "learning_rate",
        0.85,
    ),
    (
        "rates from facts",
        "[curve.crawford]\nfirst_time = '100 h'\nknown = [{ average = 8, time = '70 h' }]\n[[question]]\nfind.learning-rate = {}\n[[question]]\nfind.midpoint = { first = 3, last = 9 }",
        "time = '70 h'",
        "known_1_average",
        65.0,
    ),
    (
        "two facts",
        "[curve.wright]\nknown = [{ unit = 8, time = '70 h' }, { lot = [9, 20], time = '700 h' }]\n[[question]]\nfind.first-unit = {}",
        "time = '70 h'",
        "known_1_unit",
        72.0,
    ),
    (
        "a variation that states the base's own value keeps it",
        "currency = 'USD'\n[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[cost]]\nname = 'Labour'\nrate = 15\nper = 'hour'\n[[question]]\nfind.sensitivity = { vary = { learning_rate = ['95%', '90%'], cost.Labour = [15, 40] }, find = { average = { units = 128 } } }",
        "learning_rate = '95%'",
        "learning_rate",
        0.92,
    ),
    (
        "a revised rate that is the standard's keeps it",
        "currency = 'USD'\n[curve.wright]\nfirst_time = '100 h'\nlearning_rate = '80%'\n[[cost]]\nname = 'Labour'\nrate = 20\nper = 'hour'\n[[question]]\nfind.variance = { units = 460, time = '1860 h', revised = { learning_rate = '80%' }, report = 'planning' }",
        "learning_rate = '80%'",
        "learning_rate",
        0.87,
    ),
    (
        "half-even",
        "currency = 'USD'\n[rounding]\nmode = 'half-even'\n[curve.wright]\nfirst_cost = 100\nlearning_rate = '80%'\n[[question]]\nfind.total = { units = 7 }",
        "learning_rate = '80%'",
        "learning_rate",
        0.85,
    ),
    (
        "up",
        "currency = 'JPY'\n[rounding]\nmode = 'up'\n[curve.wright]\nfirst_cost = 100\nlearning_rate = '80%'\n[[question]]\nfind.total = { units = 7 }",
        "learning_rate = '80%'",
        "learning_rate",
        0.85,
    ),
];

/// The new text of a change: the number as the scenario writes it.
fn rewritten(text: &str, from: &str, value: f64) -> String {
    let to = match from {
        "rates = ['80%', '85%', '90%']" => from.replace("85%", &format!("{}%", value * 100.0)),
        _ => {
            let (key, old) = from.split_once(" = ").unwrap();
            let new = if old.contains('%') {
                format!("'{}%'", (value * 1e4).round() / 100.0)
            } else {
                let unit = old.trim_matches('\'').split_once(' ').map(|(_, unit)| unit);
                unit.map_or_else(|| value.to_string(), |unit| format!("'{value} {unit}'"))
            };
            format!("{key} = {new}")
        }
    };
    assert!(text.contains(from));
    text.replacen(from, &to, 1)
}

#[test]
fn every_model_and_question_follows_its_inputs() {
    for (name, text, from, input, value) in OTHERS {
        let before = books(text);
        let [(solved, book)] = before.as_slice() else {
            panic!("{name}: {:#?}", scenario::load(text)[0].findings);
        };
        assert!(!solved.answers.is_empty(), "{name}: {:#?}", solved.findings);
        assert_eq!(fixed(book), Vec::<String>::new(), "{name}");
        agrees(name, book, solved);
        let after = books(&rewritten(text, from, *value));
        let changed = book.with(&[(input, *value)]).unwrap_or_else(|| panic!("{name}: no input {input}"));
        agrees(&format!("{name}, changed"), &changed, &after[0].0);
    }
}

/// A book whose every formula has a wrong result, so that whoever does not reckon is found out; `bare` without the curve's tables.
fn falsified(book: &Book, bare: bool) -> Book {
    let mut book = book.clone();
    for (content, value) in book.contents.iter().zip(&mut book.values) {
        if matches!(content, Content::Formula(_)) {
            *value = 12_345.0.into();
        }
    }
    if bare {
        book.tables.clear();
    }
    book
}

/// Every value of a workbook's sheets of answers: question or empty, figure, rounded and unrounded.
fn answers(bytes: Vec<u8>) -> Vec<(String, f64, f64)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> =
        book.sheet_names().into_iter().filter(|name| name.ends_with("Answers")).collect();
    let mut found = Vec::new();
    for name in names {
        let range: Range<Data> = book.worksheet_range(&name).unwrap();
        let number = |data: Option<&Data>| match data {
            Some(Data::Float(value)) => *value,
            Some(Data::Int(value)) => value.to_string().parse().unwrap(),
            _ => f64::NAN,
        };
        let from = range.rows().position(|row| row[0] == Data::String("Question".to_owned())).unwrap();
        for row in range.rows().skip(from + 1) {
            let Data::String(figure) = &row[1] else {
                break;
            };
            found.push((figure.clone(), number(row.get(2)), number(row.get(5))));
        }
    }
    found
}

/// Opens workbooks in `LibreOffice`, which reckons everything anew, and saves them elsewhere.
fn reckoned(soffice: &Path, folder: &Path, names: &[String]) {
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("user")).unwrap();
    let always = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\
        <item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\"><value>0</value></prop></item>\
        </oor:items>";
    std::fs::write(profile.join("user/registrymodifications.xcu"), always).unwrap();
    let output = Command::new(soffice)
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(folder.join("reckoned"))
        .args(names.iter().map(|name| folder.join(name)))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Inputs that are not counts, each a little otherwise; counts stay, as batches and lots have to fit.
fn stirred(book: &Book) -> Book {
    let mut changes: Vec<(String, f64)> = Vec::new();
    for input in book.inputs.iter().flat_map(|section| &section.rows) {
        let value = book.value(input.cell).number();
        let factor = match input.show.kind {
            Kind::Percent => 0.985,
            Kind::Money(_) | Kind::Measure => 1.0625,
            _ => continue,
        };
        changes.push((input.name.clone(), value * factor));
    }
    let changes: Vec<(&str, f64)> = changes.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    book.with(&changes).unwrap()
}

type Held<'b> = Vec<(&'b Report, Book)>;

/// Every figure as the workbook names it, rounded and unrounded: as given the program's own answers are the measure, and changed
/// what the book itself comes to, which other tests hold to the answers of changed scenarios.
fn wanted(held: &Held<'_>, changed: bool) -> Vec<(String, f64, f64)> {
    let mut wanted = Vec::new();
    for (report, book) in held {
        for (answer, answered) in book.answers.iter().zip(&report.answers) {
            for (figure, solved) in answer.figures.iter().zip(&answered.results) {
                let ratio = if figure.show.kind == Kind::Percent { 0.01 } else { 1.0 };
                let exact = if changed { book.value(figure.exact).number() } else { ratio * solved.exact };
                wanted.push((figure.name.clone(), book.value(figure.rounded).number(), exact));
            }
        }
    }
    wanted
}

#[test]
fn libreoffice_reckons_every_answer_as_the_program_does() {
    let Some(soffice) = tools::found("soffice") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let configs = configs().into_iter().filter(|(name, _)| name != "training-cost");
    let others = OTHERS.iter().map(|(name, text, ..)| (name.replace([' ', ','], "-"), (*text).to_owned()));
    let mut made: Vec<_> = configs.map(|(name, text)| (name, books(&text))).collect();
    let several: Vec<_> = others.flat_map(|(_, text)| books(&text)).collect();
    made.push(("others".to_owned(), several));
    let mut cases = Vec::new();
    for (name, made) in &made {
        for changed in [false, true] {
            let held: Held<'_> = made
                .iter()
                .map(|(report, book)| (report, if changed { stirred(book) } else { book.clone() }))
                .collect();
            let wrong: Vec<Book> = held.iter().map(|(_, book)| falsified(book, changed)).collect();
            let bound: Vec<_> =
                held.iter().zip(&wrong).map(|((report, _), wrong)| (*report, wrong)).collect();
            let bytes = workbook(&bound).unwrap();
            // Whoever reads the results in the file finds them wrong: what comes out right was reckoned.
            let read = answers(bytes.clone());
            assert!(!read.is_empty() && read.iter().all(|(_, rounded, _)| (rounded - 12_345.0).abs() < 1e-9));
            let file = format!("{name}-{changed}.xlsx");
            std::fs::write(folder.path().join(&file), bytes).unwrap();
            cases.push((file, wanted(&held, changed)));
        }
    }
    let names: Vec<String> = cases.iter().map(|(file, _)| file.clone()).collect();
    reckoned(&soffice, folder.path(), &names);
    let (mut wrong, mut held) = (Vec::new(), 0);
    for (file, wanted) in cases {
        let found = answers(std::fs::read(folder.path().join("reckoned").join(&file)).unwrap());
        assert_eq!(found.len(), wanted.len(), "{file}");
        for ((name, rounded, exact), (own, wanted_rounded, wanted)) in found.into_iter().zip(wanted) {
            assert_eq!(name, own, "{file}");
            if !same(exact, wanted) || !same(rounded, wanted_rounded) {
                wrong.push(format!(
                    "{file}: {name}: {exact} for {wanted}, rounded {rounded} for {wanted_rounded}"
                ));
            }
            held += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(held > 400, "{held}");
}

/// The same to 1e-9, or both nothing.
fn same(one: f64, other: f64) -> bool {
    (one.is_nan() && other.is_nan()) || (one - other).abs() <= 1e-9 * other.abs().max(1e-3)
}

#[test]
fn results_stand_beside_formulas_for_readers_that_do_not_reckon() {
    for (name, text) in configs() {
        let made = books(&text);
        let held: Held<'_> = made.iter().map(|(report, book)| (report, book.clone())).collect();
        let bound: Vec<_> = made.iter().map(|(report, book)| (report, book)).collect();
        let found = answers(workbook(&bound).unwrap());
        let wanted = wanted(&held, false);
        assert_eq!(found.len(), wanted.len(), "{name}");
        for ((own, rounded, exact), (figure, wanted_rounded, wanted)) in found.into_iter().zip(wanted) {
            assert!(
                own == figure && same(exact, wanted) && same(rounded, wanted_rounded),
                "{name}: {own}: {exact}"
            );
        }
    }
}

/// Every formula of a workbook.
fn formulas(bytes: Vec<u8>) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let mut found = Vec::new();
    for name in names {
        let range = book.worksheet_formula(&name).unwrap();
        found.extend(range.used_cells().map(|(_, _, formula)| formula.clone()));
    }
    found
}

/// Percentages of one another in a chain are each made once, and sums are broken up.
#[test]
fn a_thousand_cost_lines_go_into_formulas_that_spreadsheets_take() {
    let mut text = "currency = 'USD'\n[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n".to_owned();
    for line in 0..999 {
        text += &format!("[[cost]]\nname = 'L{line}'\npercent = '90%'\nof = 'L{}'\n", line + 1);
    }
    text += "[[cost]]\nname = 'L999'\nrate = 15\nper = 'hour'\n";
    let one_more = format!("{text}[[cost]]\nname = 'M'\nrate = 1\nper = 'hour'\n");
    let question = "[[question]]\nfind.average = { units = 128 }\n";
    let made = books(&(text + question));
    agrees("a thousand lines", &made[0].1, &made[0].0);
    let bound: Vec<_> = made.iter().map(|(report, book)| (report, book)).collect();
    assert!(formulas(workbook(&bound).unwrap()).iter().all(|formula| formula.len() < 8_192));
    let refused = &scenario::load(&(one_more + question))[0].findings;
    assert!(refused.iter().any(|finding| finding.message == "1001 cost lines"), "{refused:?}");
}

/// How deep the brackets of a formula go.
fn depth(formula: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for character in formula.chars() {
        match character {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// Spreadsheets take 8,192 characters and 64 levels of functions.
#[test]
fn a_hundred_breaks_and_elements_go_into_formulas_that_spreadsheets_take() {
    let mut breaks = "[curve.crawford]\nfirst_time = '20 h'\nlearning_rate = '85%'\nbreaks = [\n".to_owned();
    for number in 1..=100 {
        breaks += &format!("{{ after = {}, loss = '20%' }},\n", 10 * number);
    }
    breaks += "]\n[[question]]\nfind.unit = { number = 995 }\n[[question]]\nfind.average = { units = 1003 }\n\
               [[question]]\nfind.lot = { first = 5, last = 1002 }\n";
    let mut elements = "currency = 'USD'\n".to_owned();
    for number in 1..=100 {
        let name = format!("element.'a part of the whole with a long name, number {number}'");
        elements += &format!(
            "[{name}.curve.crawford]\nfirst_time = '{number} h'\nlearning_rate = '85%'\n\
             [[{name}.cost]]\nname = 'Labour'\nrate = 15\nper = 'hour'\n"
        );
    }
    elements += "[[question]]\nfind.total = { units = 128 }\n";
    for text in [breaks, elements] {
        let made = books(&text);
        assert_eq!(made.len(), 1, "{:?}", scenario::load(&text)[0].findings);
        assert!(agrees("a hundred", &made[0].1, &made[0].0) > 0);
        let bound: Vec<_> = made.iter().map(|(report, book)| (report, book)).collect();
        for formula in formulas(workbook(&bound).unwrap()) {
            assert!(formula.len() < 8_192 && depth(&formula) <= 60, "{formula}");
        }
    }
}

#[test]
fn formulas_are_short_enough_and_of_functions_that_every_spreadsheet_has() {
    let known = learncurve::formula::Function::ALL.map(learncurve::formula::Function::name);
    for (name, text) in configs() {
        let made = books(&text);
        let bound: Vec<_> = made.iter().map(|(report, book)| (report, book)).collect();
        for formula in formulas(workbook(&bound).unwrap()) {
            assert!(formula.len() < 8_192, "{name}: {} characters", formula.len());
            let mut rest = formula.as_str();
            while let Some(at) = rest.find('(') {
                let start = rest[..at].rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
                let function = &rest[start.map_or(0, |start| start + 1)..at];
                let quoted = rest[..at].matches('"').count() % 2 == 1;
                let plain = function.is_empty() || function == "SUMPRODUCT" || known.contains(&function);
                assert!(quoted || plain, "{name}: {function} in {formula}");
                rest = if quoted {
                    rest[at + 1..].split_once('"').map_or("", |(_, rest)| rest)
                } else {
                    &rest[at + 1..]
                };
            }
        }
    }
}

#[test]
fn names_that_look_like_formulas_are_texts_and_names_in_formulas_are_safe() {
    let text = "title = \"=cmd|' /C calc'!A0\"\nsource = '@SUM(A1)'\nnote = '+1'\ncurrency = 'USD'\n[curve.wright]\nfirst_time = '2 h'\n\
        learning_rate = '95%'\n[[cost]]\nname = \"<script>alert(1)</script>\"\nrate = 15\nper = 'hour'\n[[cost]]\nname = \"=1+1\\u0007\"\n\
        rate = 3\nper = 'unit'\n[[question]]\nid = 'R1'\nnote = '-1+1'\nfind.average = { units = 128 }\n[[question]]\nid = 'T1'\n\
        find.schedule = { periods = [{ name = '=HYPERLINK(\"x\")', units = 3 }] }";
    let made = books(text);
    assert_eq!(made.len(), 1, "{:#?}", scenario::load(text)[0].findings);
    let bound: Vec<_> = made.iter().map(|(report, book)| (report, book)).collect();
    let bytes = workbook(&bound).unwrap();
    let all = formulas(bytes.clone()).join("\n");
    for harm in ["cmd|", "HYPERLINK", "script>", "@SUM"] {
        assert!(!all.contains(harm), "{harm} is in a formula");
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let inputs = book.worksheet_range("Inputs").unwrap();
    assert_eq!(inputs.get((0, 0)), Some(&Data::String("=cmd|' /C calc'!A0".to_owned())));
    let names: Vec<String> = book.defined_names().iter().map(|(name, _)| name.clone()).collect();
    let legal = |name: &str| {
        let letters = name.chars().take_while(char::is_ascii_alphabetic).count();
        let address = letters <= 3 && name[letters..].chars().all(|c| c.is_ascii_digit());
        !address && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let own: Vec<&String> = names.iter().filter(|name| !name.starts_with("_xlnm")).collect();
    assert!(own.len() >= 6 && own.iter().all(|name| legal(name)), "{own:?}");
}

#[test]
fn a_workbook_goes_into_a_file_and_never_over_one_without_force() {
    let ran = run(&["solve", "configs/massage-chair.toml", "--format", "xlsx"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stdout.is_empty() && ran.stderr.contains("-o answer.xlsx"), "{}", ran.stderr);
    let folder = tempfile::tempdir().unwrap();
    let config = root().join("configs/massage-chair.toml");
    let solve = ["solve", config.to_str().unwrap(), "--format", "xlsx", "-o", "chair.xlsx"];
    assert_eq!(run_in(folder.path(), &solve, "").code, Some(0));
    let first = std::fs::read(folder.path().join("chair.xlsx")).unwrap();
    let again = run_in(folder.path(), &solve, "");
    assert_eq!(again.code, Some(73), "{}", again.stderr);
    let forced: Vec<&str> = solve.into_iter().chain(["--force"]).collect();
    assert_eq!(run_in(folder.path(), &forced, "").code, Some(0));
    assert_eq!(
        std::fs::read(folder.path().join("chair.xlsx")).unwrap(),
        first,
        "the same scenario makes the same file"
    );
}

#[test]
fn ask_and_table_write_workbooks_and_commands_without_scenarios_refuse() {
    let folder = tempfile::tempdir().unwrap();
    let ask = [
        "ask",
        "average",
        "--first-time",
        "2 h",
        "--learning-rate",
        "95%",
        "--units",
        "128",
        "--cost",
        "Labour=15/hour",
        "--currency",
        "USD",
        "--format",
        "xlsx",
        "-o",
        "ask.xlsx",
    ];
    let ran = run_in(folder.path(), &ask, "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let found = answers(std::fs::read(folder.path().join("ask.xlsx")).unwrap());
    assert!(same(found[0].1, 20.95), "{found:?}");
    let config = root().join("configs/massage-chair.toml");
    let table = ["table", config.to_str().unwrap(), "--to", "64", "--format", "xlsx", "-o", "table.xlsx"];
    assert_eq!(run_in(folder.path(), &table, "").code, Some(0));
    for args in [
        &["fit", "configs/digits-range-test.csv", "--format", "xlsx"][..],
        &["diagnose", "configs/massage-chair.toml", "--answer", "1", "--format", "xlsx"],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains("has no workbook"), "{}", ran.stderr);
    }
    // What is wrong is told as ever, and no workbook is left.
    let bad = run_in(
        folder.path(),
        &["solve", "-", "--format", "xlsx", "-o", "bad.xlsx"],
        "[curve.wright]\nfirst_time = 2\n",
    );
    assert_eq!(bad.code, Some(65));
    assert!(!folder.path().join("bad.xlsx").exists());
}
