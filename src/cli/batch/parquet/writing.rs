//! Results as a Parquet file.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::super::super::exit::{Exit, Failure};
use super::super::rows::records::Cell;
use super::super::spool::{Column, Kind, Spool};
use super::leaf::{Leaf, leaves};
use super::reading::open;
use super::said;
use super::values::Values;

/// Rows of a group, and bytes of text that end it sooner.
const GROUP: usize = 128 * 1024;
const GROUP_BYTES: usize = 32 << 20;
/// Digits that a decimal of 64 bits has.
const LONG_DIGITS: usize = 18;

/// Writes results as a Parquet file; columns of a Parquet input keep their types, others have those that their cells show.
pub(in super::super) fn write(
    spool: &Spool<'_>,
    to: &Path,
    input: Option<&Path>,
) -> std::result::Result<(), Failure> {
    let failed = |what: &dyn std::fmt::Display| {
        Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {what}", to.display()))
    };
    let types = match input {
        Some(path) => open(path, &path.display().to_string())?
            .metadata
            .file_metadata()
            .schema_descr()
            .root_schema()
            .get_fields()
            .to_vec(),
        None => Vec::new(),
    };
    let columns = spool.columns()?;
    let typed = |error| failed(&said(&error));
    let fields: Vec<TypePtr> = (columns.iter().enumerate())
        .map(|(place, column)| match types.get(place) {
            Some(kept) => Ok(Arc::clone(kept)),
            None => made(column, spool.rounded).map(Arc::new),
        })
        .collect::<Result<_>>()
        .map_err(typed)?;
    let schema = Arc::new(Type::group_type_builder("results").with_fields(fields).build().map_err(typed)?);
    let file = File::create(to).map_err(|error| failed(&error))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("learncurve {}", env!("CARGO_PKG_VERSION")))
        .build();
    let writer =
        SerializedFileWriter::new(BufWriter::new(file), schema, Arc::new(properties)).map_err(typed)?;
    let leaves = leaves(writer.schema_descr()).map_err(|problem| failed(&problem))?;
    let values = leaves.iter().map(Values::new).collect();
    let mut table = Table { writer, leaves, values, rows: 0, bytes: 0 };
    let kept = types.len();
    let mut heading = true;
    spool.each(|cells| {
        if std::mem::take(&mut heading) {
            return Ok(());
        }
        table.take(cells, (&columns, kept), spool).map_err(|problem| failed(&problem))
    })?;
    table.flush().and_then(|()| table.writer.close()).map_err(typed)?;
    Ok(())
}

/// The type of a column by what its cells are.
fn made(column: &Column, rounded: bool) -> Result<Type> {
    let optional =
        |physical| Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    match column.kind {
        // What is rounded has its places, exactly.
        Kind::Whole | Kind::Number(_) if column.result && rounded => {
            let places = if let Kind::Number(places) = column.kind { places } else { 0 };
            if column.whole_digits + places > LONG_DIGITS {
                return optional(Physical::DOUBLE).build();
            }
            let (scale, precision) = (i32::try_from(places).unwrap_or(0), 18);
            optional(Physical::INT64)
                .with_logical_type(Some(LogicalType::decimal(scale, precision)))
                .with_scale(scale)
                .with_precision(precision)
                .build()
        }
        _ if column.result => optional(Physical::DOUBLE).build(),
        Kind::Whole => optional(Physical::INT64).build(),
        Kind::Number(_) => optional(Physical::DOUBLE).build(),
        Kind::Text => optional(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)).build(),
    }
}

/// A file that is being written.
struct Table {
    writer: SerializedFileWriter<BufWriter<File>>,
    leaves: Vec<Leaf>,
    values: Vec<Values>,
    rows: usize,
    /// Bytes of the cells of those rows.
    bytes: usize,
}

impl Table {
    fn take(
        &mut self,
        cells: &[Cell<'_>],
        (columns, kept): (&[Column], usize),
        spool: &Spool<'_>,
    ) -> std::result::Result<(), String> {
        for (place, (((cell, column), leaf), values)) in
            cells.iter().zip(columns).zip(&self.leaves).zip(&mut self.values).enumerate()
        {
            self.bytes += cell.text.len();
            let number;
            let given = match &*cell.text {
                "" if !cell.quoted => None,
                "null" if column.result => None,
                // What was text stays as it was, whatever it looks like.
                text if column.kind == Kind::Text || (place < kept && leaf.is_text()) => Some(text),
                text => {
                    number = spool.number(text, column.result);
                    (!number.is_empty()).then_some(&*number)
                }
            };
            if !values.take(given, leaf) {
                return Err(format!("`{}` does not fit column `{}`", cell.text, leaf.name));
            }
        }
        self.rows += 1;
        if self.rows >= GROUP || self.bytes >= GROUP_BYTES {
            self.flush().map_err(|error| said(&error))
        } else {
            Ok(())
        }
    }

    /// Writes what was gathered as a group of rows.
    fn flush(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (leaf, values) in self.leaves.iter().zip(&mut self.values) {
            if let Some(mut column) = group.next_column()? {
                values.write(column.untyped(), leaf)?;
                column.close()?;
            }
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}
