//! Results as a workbook: numbers as numbers, a heading that stays in sight, and a sheet of rejects.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::super::caught::caught;
use super::super::exit::{Exit, Failure};
use super::super::output::folder;
use super::rows::records::Cell;
use super::spool::{Column, Kind, Spool};

/// Rows of a sheet, its heading among them.
const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const COLUMNS: usize = 16_384;
/// Characters of a cell, in UTF-16.
const CHARACTERS: usize = 32_767;
/// Digits of a number.
const DIGITS: usize = 15;
/// Places that results are shown with where they are not rounded; the cells have them all.
const SHOWN: usize = 4;
/// The widest that a column is made, in characters.
const WIDEST: usize = 60;

/// Writes results as a workbook; beyond a sheet's rows they go on in another one.
pub(super) fn write(spool: &Spool<'_>, rejects: Option<&Path>, to: &Path) -> Result<(), Failure> {
    let failed = |what: &dyn std::fmt::Display| {
        Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {what}", to.display()))
    };
    caught(|| written(spool, rejects, to, &failed)).unwrap_or_else(|error| Err(failed(&error)))
}

fn written(
    spool: &Spool<'_>,
    rejects: Option<&Path>,
    to: &Path,
    failed: &dyn Fn(&dyn std::fmt::Display) -> Failure,
) -> Result<(), Failure> {
    let mut book = Workbook::new();
    // Sheets are gathered beside the output and not in memory; there is room where there is room for that.
    book.set_tempdir(folder(to)).map_err(|error| failed(&error))?;
    // The same results make the same file, whenever they are made.
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(&error))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    sheets(&mut book, "Results", spool)?;
    if let Some(path) = rejects {
        let rejects = Spool {
            path,
            separator: b',',
            decimal_comma: false,
            results: 0,
            rounded: false,
            cut: true,
            stop: spool.stop,
        };
        sheets(&mut book, "Rejects", &rejects)?;
    }
    let mut file = BufWriter::new(File::create(to).map_err(|error| failed(&error))?);
    book.save_to_writer(&mut file).map_err(|error| failed(&error))?;
    file.flush().map_err(|error| failed(&error))
}

/// Writes a table to as many sheets as it takes.
fn sheets(book: &mut Workbook, name: &str, spool: &Spool<'_>) -> Result<(), Failure> {
    let columns = spool.columns()?;
    if columns.len() > COLUMNS {
        let message = format!("a sheet has {COLUMNS} columns at most, and there are {}", columns.len());
        return Err(Failure::new(Exit::BadData, message).with_help("write .csv or .parquet"));
    }
    let formats: Vec<Format> = columns.iter().map(|column| format_of(column, spool.rounded)).collect();
    let (mut row, mut number, mut heading) = (ROWS, 0, true);
    spool.each(|cells| {
        if std::mem::take(&mut heading) {
            return Ok(());
        }
        let cannot =
            |error: XlsxError| Failure::new(Exit::CannotCreate, format!("cannot write a sheet: {error}"));
        if row == ROWS {
            number += 1;
            let title = if number == 1 { name.to_owned() } else { format!("{name} {number}") };
            begin(book, &title, &columns).map_err(cannot)?;
            row = 1;
        }
        let last = book.worksheets().len() - 1;
        let sheet = book.worksheet_from_index(last).map_err(cannot)?;
        for (place, ((cell, column), format)) in (0_u16..).zip(cells.iter().zip(&columns).zip(&formats)) {
            put(sheet, (row, place), (cell, column, format), spool)?;
        }
        row += 1;
        Ok(())
    })?;
    if number == 0 {
        let cannot =
            |error: XlsxError| Failure::new(Exit::CannotCreate, format!("cannot write a sheet: {error}"));
        begin(book, name, &columns).map_err(cannot)?;
    }
    Ok(())
}

/// A sheet with its heading.
fn begin(book: &mut Workbook, title: &str, columns: &[Column]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(title)?.set_freeze_panes(1, 0)?;
    for (place, column) in (0_u16..).zip(columns) {
        let width = column.widest.clamp(8, WIDEST) + 2;
        #[expect(clippy::cast_precision_loss, reason = "at most a few dozen")]
        sheet.set_column_width(place, width as f64)?;
        sheet.write_string_with_format(0, place, &column.name, &bold)?;
    }
    Ok(())
}

/// How a column's numbers are shown.
fn format_of(column: &Column, rounded: bool) -> Format {
    let places = match column.kind {
        Kind::Text => return Format::new(),
        Kind::Whole if !column.result => return Format::new().set_num_format("0"),
        Kind::Whole => 0,
        Kind::Number(places) if column.result && !rounded => places.min(SHOWN),
        Kind::Number(places) => places.min(DIGITS),
    };
    let point = if places > 0 { "." } else { "" };
    let thousands = if column.result { "#,##0" } else { "0" };
    Format::new().set_num_format(format!("{thousands}{point}{}", "0".repeat(places)))
}

/// Writes a cell: a number where it is one and a double keeps its digits, else text, which is never a formula.
fn put(
    sheet: &mut Worksheet,
    (row, place): (u32, u16),
    (cell, column, format): (&Cell<'_>, &Column, &Format),
    spool: &Spool<'_>,
) -> Result<(), Failure> {
    let text = &*cell.text;
    if text.is_empty() || (column.result && text == "null") {
        return Ok(());
    }
    let number = match column.kind {
        Kind::Text => None,
        Kind::Whole if !column.result && column.whole_digits > DIGITS => None,
        _ => spool.number(text, column.result).parse::<f64>().ok().filter(|value| value.is_finite()),
    };
    let length = text.encode_utf16().count();
    let written = match number {
        Some(number) => sheet.write_number_with_format(row, place, number, format),
        // What is wrong with a row is told by its beginning too.
        None if length > CHARACTERS && spool.cut => {
            let cut: String = text.chars().take(CHARACTERS / 2).collect();
            sheet.write_string(row, place, format!("{cut}… ({length} characters)"))
        }
        None if length > CHARACTERS => {
            let message = format!(
                "a cell under `{}` has {length} characters, and a sheet's cell takes {CHARACTERS}",
                column.name
            );
            return Err(Failure::new(Exit::BadData, message).with_help("write .csv or .parquet"));
        }
        None => sheet.write_string(row, place, text),
    };
    written
        .map(|_| ())
        .map_err(|error| Failure::new(Exit::CannotCreate, format!("cannot write a sheet: {error}")))
}
