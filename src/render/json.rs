//! JSON: an object for each scenario, one on a line.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::{Options, table_rows};
use crate::explain::Step;
use crate::question::Figure;
use crate::report::{Answered, Report};
use crate::scenario::diagnostic::{Diagnostic, Severity};

/// Room for a report of one question without its working.
const LINE: usize = 1024;

#[derive(Serialize)]
struct Object<'a> {
    schema: u32,
    file: &'a str,
    title: &'a str,
    currency: Option<&'a str>,
    answers: Vec<AnswerObject<'a>>,
    errors: Vec<Finding<'a>>,
    warnings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct AnswerObject<'a> {
    id: &'a str,
    find: &'a str,
    of: Option<&'a str>,
    results: Vec<ResultObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expect: Option<ExpectObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    working: Option<Vec<StepObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<TableObject>,
}

#[derive(Serialize)]
pub(super) struct ResultObject<'a> {
    name: &'a str,
    #[serde(serialize_with = "digits")]
    value: Decimal,
    exact: Option<f64>,
    unit: &'a str,
}

#[derive(Serialize)]
struct ExpectObject<'a> {
    want: &'a str,
    met: bool,
}

#[derive(Serialize)]
pub(super) struct StepObject<'a> {
    what: &'a str,
    formula: &'a str,
    substituted: &'a str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<TableObject>,
}

#[derive(Serialize)]
struct TableObject {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
}

/// Writes reports as JSON Lines.
///
/// # Errors
///
/// A message where a value has no JSON, which no report holds.
pub fn render(reports: &[(Report, &str)], options: Options) -> Result<String, String> {
    let mut lines = Vec::with_capacity(LINE * reports.len());
    for (report, text) in reports {
        let findings = |severity| -> Vec<Finding<'_>> {
            report
                .findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .map(|found| finding(found, report, text))
                .collect()
        };
        let object = Object {
            schema: 1,
            file: &report.file,
            title: &report.title,
            currency: report.currency.as_deref(),
            answers: report.answers.iter().map(|answered| answer(answered, options)).collect(),
            errors: findings(Severity::Error),
            warnings: findings(Severity::Warning),
        };
        serde_json::to_writer(&mut lines, &object).map_err(|error| error.to_string())?;
        lines.push(b'\n');
    }
    String::from_utf8(lines).map_err(|error| error.to_string())
}

fn answer(answered: &Answered, options: Options) -> AnswerObject<'_> {
    AnswerObject {
        id: &answered.id,
        find: answered.find,
        of: answered.of.map(crate::question::Of::name),
        results: answered.results.iter().map(result).collect(),
        expect: answered
            .expect
            .as_ref()
            .map(|verdict| ExpectObject { want: &verdict.want, met: verdict.met }),
        published: answered.published.as_deref(),
        working: options.working.then(|| steps(&answered.working)),
        table: table(table_rows(answered)),
    }
}

/// A figure as every object holds it.
pub(super) fn result(figure: &Figure) -> ResultObject<'_> {
    ResultObject {
        name: &figure.name,
        value: figure.value,
        exact: figure.exact.is_finite().then_some(figure.exact),
        unit: &figure.unit,
    }
}

/// A decimal as a text with all its places.
fn digits<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.array_string().as_ref())
}

/// The steps of a working as every object holds them.
pub(super) fn steps(working: &[Step]) -> Vec<StepObject<'_>> {
    working
        .iter()
        .map(|step| StepObject {
            what: &step.what,
            formula: &step.formula,
            substituted: &step.substituted,
            value: &step.value,
            table: table(step.rows.clone()),
        })
        .collect()
}

fn table(rows: Vec<Vec<String>>) -> Option<TableObject> {
    let mut rows = rows.into_iter();
    Some(TableObject { columns: rows.next()?, rows: rows.collect() })
}

fn finding<'a>(found: &'a Diagnostic, report: &'a Report, text: &str) -> Finding<'a> {
    let (line, column) = report.position(found, text);
    Finding {
        code: found.code,
        message: &found.message,
        help: found.help.as_deref(),
        file: &report.file,
        line,
        column,
    }
}
