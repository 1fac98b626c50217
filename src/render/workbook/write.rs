//! Puts pages into a file: each formula with its result, names, rules for inputs, charts and how it prints.

use std::collections::HashMap;
use std::ops::Range;

use rust_xlsxwriter::{
    Chart, ChartType, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, Formula, Url,
    Workbook, Worksheet, XlsxError,
};

use super::Bound;
use super::formula::{Places, substituted, substituted_value, text};
use super::page::{CHART, Look, Page, Picture, Placed, What};
use super::style;
use crate::formula::{Cell, Value};
use crate::live::{Allowed, Book, Content};

/// The sheet with the numbers that sums count by.
const COUNTER: &str = "Counter";

/// Characters of a cell.
const CHARACTERS: usize = 32_000;

/// A book with the names of its inputs and the pages that are its own.
pub(super) type Own<'b> = (&'b Book, HashMap<Cell, String>, Range<usize>);

/// Where the cells of a book are.
struct Map<'m> {
    pages: &'m [Page],
    homes: HashMap<Cell, (usize, u32, u16)>,
    names: &'m HashMap<Cell, String>,
}

/// The same as a formula of one page writes it.
struct On<'m> {
    map: &'m Map<'m>,
    page: usize,
}

impl On<'_> {
    fn address(&self, cell: Cell) -> Option<(Option<&str>, String)> {
        let (page, row, column) = self.map.homes.get(&cell)?;
        let sheet =
            (*page != self.page).then(|| self.map.pages.get(*page).map_or("", |page| page.name.as_str()));
        Some((sheet, format!("{}{}", letters(*column), row + 1)))
    }

    fn on_sheet(sheet: Option<&str>, address: &str) -> String {
        match sheet {
            Some(sheet) if sheet.contains(' ') => format!("'{sheet}'!{address}"),
            Some(sheet) => format!("{sheet}!{address}"),
            None => address.to_owned(),
        }
    }
}

impl Places for On<'_> {
    fn cell(&self, cell: Cell) -> String {
        if let Some(name) = self.map.names.get(&cell) {
            return name.clone();
        }
        self.address(cell)
            .map_or_else(|| "NA()".to_owned(), |(sheet, address)| Self::on_sheet(sheet, &address))
    }

    fn range(&self, first: Cell, last: Cell) -> String {
        match (self.address(first), self.address(last)) {
            (Some((sheet, first)), Some((_, last))) => Self::on_sheet(sheet, &format!("{first}:{last}")),
            _ => "NA()".to_owned(),
        }
    }

    fn counter(&self, steps: u32) -> String {
        format!("{COUNTER}!$A$2:$A${}", steps + 1)
    }
}

/// A column's letters: A for 0.
fn letters(column: u16) -> String {
    let mut left = u32::from(column) + 1;
    let mut letters = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Writes the pages as a workbook.
pub(super) fn write(pages: &[Page], owns: &[Own<'_>], books: &[Bound<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same scenario makes the same file, whenever it is made.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = books.first().map_or("", |(report, _)| report.title.as_str());
    let title: String = crate::render::visible(title).chars().take(200).collect();
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let empty = HashMap::new();
    for (place, page) in pages.iter().enumerate() {
        let own = owns.iter().find(|(.., own)| own.contains(&place));
        let homes = own.map_or_else(HashMap::new, |(.., range)| homes(pages, range));
        let names = own.map_or(&empty, |(_, names, _)| names);
        let map = Map { pages, homes, names };
        let sheet = workbook.add_worksheet();
        sheet.set_name(&page.name)?;
        let writer = Writer { book: own.map(|(book, ..)| *book), on: On { map: &map, page: place }, names };
        writer.page(sheet, page)?;
    }
    let steps = books.iter().map(|(_, book)| book.formulas.most_steps()).max().unwrap_or(0);
    if steps > 0 {
        counter(workbook.add_worksheet(), steps)?;
    }
    for (_, names, range) in owns {
        let homes = homes(pages, range);
        let mut sorted: Vec<_> = names.iter().collect();
        sorted.sort();
        for (cell, name) in sorted {
            if let Some((page, row, column)) = homes.get(cell) {
                let sheet = pages[*page].name.replace('\'', "''");
                workbook.define_name(name, &format!("='{sheet}'!${}${}", letters(*column), row + 1))?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// Where each cell of a book stands.
fn homes(pages: &[Page], range: &Range<usize>) -> HashMap<Cell, (usize, u32, u16)> {
    let mut homes = HashMap::new();
    for page in range.clone() {
        for placed in &pages[page].placed {
            if let What::Value(cell, _) | What::Wide(cell) | What::Rounded(cell, ..) | What::Input(cell, ..) =
                &placed.what
            {
                homes.entry(*cell).or_insert((page, placed.row, placed.column));
            }
        }
    }
    homes
}

/// The numbers 0, 1, 2, … that sums count by, out of sight.
fn counter(sheet: &mut Worksheet, steps: u32) -> Result<(), XlsxError> {
    sheet.set_name(COUNTER)?.set_hidden(true);
    sheet.write_string(0, 0, "The numbers that sums count by")?;
    for step in 0..steps {
        sheet.write_number(step + 1, 0, f64::from(step))?;
    }
    Ok(())
}

struct Writer<'w> {
    book: Option<&'w Book>,
    on: On<'w>,
    names: &'w HashMap<Cell, String>,
}

impl Writer<'_> {
    fn page(&self, sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
        for (column, width) in (0_u16..).zip(&page.widths) {
            sheet.set_column_width(column, *width)?;
        }
        for placed in &page.placed {
            if let (What::Text(text), Look::Heading, Some(width)) =
                (&placed.what, placed.look, page.widths.get(usize::from(placed.column)))
            {
                // Bold letters are wider than the figures that widths count.
                let needed = 1.15 * crate::curve::count(text.chars().count() as u64);
                if needed > *width {
                    sheet.set_row_height(placed.row, if needed > 2.0 * width { 45 } else { 30 })?;
                }
            }
            if let (What::Text(text), Look::Remark, Some(width)) =
                (&placed.what, placed.look, page.widths.get(usize::from(placed.column)))
            {
                let lines = (crate::curve::count(text.chars().count() as u64) / (0.9 * width)).ceil();
                if lines > 1.0 {
                    sheet.set_row_height(placed.row, 15.0 * lines.min(10.0))?;
                }
            }
            self.put(sheet, placed)?;
        }
        if page.frozen > 0 {
            sheet.set_freeze_panes(page.frozen, 0)?;
            sheet.set_repeat_rows(0, page.frozen - 1)?;
        }
        if let Some((first, last)) = page.folded {
            sheet.group_columns_collapsed(first, last)?;
        }
        for picture in &page.charts {
            let drawn = chart(&page.name, picture);
            sheet.insert_chart_with_offset(picture.row, 0, &drawn, picture.across_pixels, 4)?;
        }
        let name = page.name.replace('&', "&&");
        sheet.set_paper_size(9);
        if page.charts.is_empty() {
            sheet.set_landscape().set_print_fit_to_pages(1, 0);
        } else {
            // Pictures are not to be cut by the end of a page.
            sheet.set_portrait().set_print_fit_to_pages(1, 1);
        }
        sheet.set_footer(format!("&L{name}&RPage &P of &N"));
        let columns = page.folded.map(|(first, _)| first).or(page.printed);
        if let Some(columns) = columns {
            sheet.set_print_area(0, 0, page.row, columns.saturating_sub(1))?;
        }
        Ok(())
    }

    fn put(&self, sheet: &mut Worksheet, placed: &Placed) -> Result<(), XlsxError> {
        let format = style::look(placed.look);
        let at = (placed.row, placed.column);
        match &placed.what {
            What::Text(text) => {
                // Excel counts in UTF-16.
                let mut left = CHARACTERS;
                let fits = |c: &char| {
                    let fits = c.len_utf16() <= left;
                    left -= c.len_utf16().min(left);
                    fits
                };
                let text: String = crate::render::visible(text).chars().take_while(fits).collect();
                sheet.write_string_with_format(at.0, at.1, text, &format)?;
            }
            What::Link(name) => {
                sheet.write_url_with_text(
                    at.0,
                    at.1,
                    Url::new(format!("internal:'{name}'!A1")),
                    "answers",
                )?;
            }
            What::NameOf(cell) => {
                let name = self.names.get(cell).map_or("", String::as_str);
                sheet.write_string_with_format(at.0, at.1, name, &format)?;
            }
            What::Value(cell, show) => {
                let format = format.set_num_format(style::number(show, None));
                self.value(sheet, at, *cell, &format)?;
            }
            What::Wide(cell) => self.value(sheet, at, *cell, &format.set_num_format(style::ANY_SIZE))?,
            What::Rounded(cell, show, places) => {
                let format = format.set_num_format(style::number(show, Some(*places)));
                self.value(sheet, at, *cell, &format)?;
            }
            What::Input(cell, show, allowed) => {
                if let Some(Value::Number(value)) = self.book.map(|book| book.value(*cell)) {
                    let format = format.set_num_format(style::given(show));
                    sheet.write_number_with_format(at.0, at.1, *value, &format)?;
                }
                if let Some(rule) = rule(*allowed) {
                    sheet.add_data_validation(at.0, at.1, at.0, at.1, &rule)?;
                }
            }
            What::Substituted(cell) => self.substituted(sheet, at, *cell, &format)?,
        }
        Ok(())
    }

    fn value(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        cell: Cell,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let Some(book) = self.book else {
            return Ok(());
        };
        let value = book.value(cell);
        if let Content::Formula(formula) = book.content(cell) {
            let result = match value {
                Value::Number(number) if number.is_finite() => number.to_string(),
                Value::Number(_) => "#N/A".to_owned(),
                Value::Text(text) => text.clone(),
            };
            let text = text(&book.formulas, *formula, &self.on);
            sheet.write_formula_with_format(row, column, Formula::new(text).set_result(result), format)?;
            return Ok(());
        }
        match value {
            Value::Number(number) if number.is_finite() => {
                sheet.write_number_with_format(row, column, *number, format)?
            }
            Value::Number(_) => sheet.write_string_with_format(row, column, "none", format)?,
            Value::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        };
        Ok(())
    }

    /// A step's formula with the numbers in it; nothing where it is too long to read.
    fn substituted(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        cell: Cell,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let Some((book, Content::Formula(formula))) = self.book.map(|book| (book, book.content(cell))) else {
            return Ok(());
        };
        if let (Some(text), Some(said)) = (
            substituted(&book.formulas, *formula, &self.on),
            substituted_value(&book.formulas, *formula, &book.values),
        ) {
            sheet.write_formula_with_format(row, column, Formula::new(text).set_result(said), format)?;
        }
        Ok(())
    }
}

/// What an input takes: a spreadsheet refuses anything else.
fn rule(allowed: Allowed) -> Option<DataValidation> {
    let (rule, said) = match allowed {
        Allowed::Any => return None,
        Allowed::Positive => {
            let rule = DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThan(0.0));
            (rule, "a number above 0".to_owned())
        }
        Allowed::NotNegative => {
            let rule =
                DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0));
            (rule, "0 or more".to_owned())
        }
        Allowed::Between(low, high) => {
            let rule = DataValidation::new().allow_decimal_number(DataValidationRule::Between(low, high));
            (rule, format!("a number from {low} to {high}"))
        }
        Allowed::Whole(least) => {
            let least = i32::try_from(least).unwrap_or(1);
            let rule =
                DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(least));
            (rule, format!("a whole number of {least} or more"))
        }
    };
    rule.set_error_title("Not a value of this input")
        .ok()?
        .set_error_message(format!("It takes {said}."))
        .ok()
}

/// The unit and the average over the units.
fn chart(sheet: &str, picture: &Picture) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraightWithMarkers);
    let (first, last) = picture.rows;
    for (column, name) in &picture.series {
        chart
            .add_series()
            .set_categories((sheet, first, picture.across, last, picture.across))
            .set_values((sheet, first, *column, last, *column))
            .set_name(name);
    }
    chart.title().set_name(&picture.title);
    chart.title().set_overlay(false);
    chart.x_axis().set_name(if picture.logarithmic { "units, by doublings" } else { "units" });
    if picture.logarithmic {
        chart.x_axis().set_log_base(2);
    }
    chart.y_axis().set_name(&picture.axis).set_min(0.0);
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(CHART.0).set_height(CHART.1);
    chart
}
