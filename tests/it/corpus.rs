//! Published problems: every one answered, held against its published figure, and listed in `docs/corpus.md`.

use std::fmt::Write as _;

use learncurve::question::Subject;
use learncurve::report::{Report, report};
use learncurve::scenario::load;

use crate::program::{files, hold, root, run};

/// Scenarios and questions of the corpus; a file that is lost, or a question that is dropped, is seen here.
const SCENARIOS: usize = 259;
const QUESTIONS: usize = 754;

/// A file of the corpus: its name, the comment that it begins with, and its scenarios' reports with whether they round on the way.
type Family = (String, String, Vec<(Report, bool)>);

fn corpus() -> Vec<Family> {
    files("tests/corpus", "toml")
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).unwrap();
            let comment: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
            let about = comment.join(" ");
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            let reports = load(&text)
                .into_iter()
                .map(|entry| {
                    let rounds = entry
                        .scenario
                        .as_ref()
                        .is_some_and(|own| Subject::from(&own.whole).rounding().steps.carry_on());
                    (report(entry, &name, &name), rounds)
                })
                .collect();
            (name, about, reports)
        })
        .collect()
}

#[test]
fn the_program_finds_every_published_problem_as_expected() {
    let ran = run(&["check", "tests/corpus"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    let last =
        format!("{SCENARIOS} scenarios, {QUESTIONS} answers, {QUESTIONS} of {QUESTIONS} expectations met");
    assert_eq!(ran.stdout.lines().last().unwrap(), last);
}

#[test]
fn every_problem_of_the_corpus_has_a_source_and_a_name_of_its_own() {
    let mut titles = std::collections::BTreeSet::new();
    for (name, _, reports) in corpus() {
        for (report, _) in reports {
            assert!(report.source.is_some(), "{name}: `{}` names no source", report.title);
            assert!(titles.insert(report.title.clone()), "{name}: a second `{}`", report.title);
            for answered in &report.answers {
                let title = &report.title;
                assert!(answered.expect.is_some(), "{title}: `{}` expects nothing", answered.id);
                let told = answered.published.is_none() || answered.note.is_some();
                assert!(told, "{title}: `{}` does not say why the source differs", answered.id);
            }
        }
    }
}

#[test]
fn the_list_of_published_problems_is_up_to_date() {
    hold(&root().join("docs/corpus.md"), &list());
}

fn list() -> String {
    let mut out = String::from(
        "# Published problems\n\n\
         Every problem of `tests/corpus` with what its source prints and what learncurve answers; made from those files by \
         the tests, which hold it up to date. `learncurve check tests/corpus` answers them all.\n\n\
         *agrees*: to every place that is printed. *as the source rounds*: the answer is rounded on the way, in the source's order, and \
         what nothing rounded gives stands after it. *differs*: the source is wrong, or follows a convention that is not ours, and the right figure is expected. \
         *computed*: the source prints no figure; ours is held against one of 40 digits.\n",
    );
    let (mut agrees, mut rounded, mut differs, mut computed) = (0, 0, 0, 0);
    let mut body = String::new();
    for (name, about, reports) in corpus() {
        let _ = writeln!(body, "\n## {name}\n\n{about}\n");
        body += "| problem | source | asked | published | ours | verdict |\n|---|---|---|---:|---:|---|\n";
        for (report, rounds) in reports {
            for (place, answered) in report.answers.iter().enumerate() {
                let (title, source) = match place {
                    0 => (report.title.as_str(), report.source.as_deref().unwrap_or_default()),
                    _ => ("", ""),
                };
                let want = answered.expect.as_ref().map_or("", |verdict| verdict.want.as_str());
                let note = answered.note.as_deref().unwrap_or_default();
                let exact = answered.results.iter().find(|f| f.name.ends_with("nothing rounded on the way"));
                let (published, verdict) = if let Some(published) = &answered.published {
                    differs += 1;
                    (published.as_str(), format!("differs: {note}"))
                } else if note.to_lowercase().contains("computed") {
                    computed += 1;
                    ("", "computed".to_owned())
                } else if let (true, Some(exact)) = (rounds, exact) {
                    rounded += 1;
                    (want, format!("as the source rounds; {}", exact.text()))
                } else {
                    agrees += 1;
                    (want, "agrees".to_owned())
                };
                let ours = answered.results[0].text();
                let cells = [title, source, &answered.id, published, &ours, &verdict].map(cell);
                let _ = writeln!(body, "| {} |", cells.join(" | "));
            }
        }
    }
    let _ = writeln!(
        out,
        "\n{} answers: {agrees} agree, {rounded} as the source rounds, {differs} differ, {computed} computed.",
        agrees + rounded + differs + computed
    );
    out + &body
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
