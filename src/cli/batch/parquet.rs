//! Parquet: tables read as rows of text, and results written with the types that they have.

mod guard;
mod layout;
mod leaf;
mod pages;
mod reading;
mod source;
mod thrift;
mod values;
mod writing;

use super::super::exit::{Exit, Failure};

pub(super) use reading::Reader;
pub(super) use writing::write;

/// A file that does not hold what Parquet says.
fn bad(name: &str, message: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::BadData, format!("`{name}`: {message}"))
}

/// A file whose parts contradict one another.
fn damaged(name: &str) -> Failure {
    bad(name, &"is no whole Parquet file: its parts contradict one another").with_help("write it anew")
}

/// Why a file was not read on: the system's word where reading itself failed, else what is wrong with the file.
fn failed(
    name: &str,
    error: &::parquet::errors::ParquetError,
    wrong: impl FnOnce(String) -> Failure,
) -> Failure {
    if let ::parquet::errors::ParquetError::External(within) = error
        && let Some(error) = within.downcast_ref::<std::io::Error>()
        && error.raw_os_error().is_some()
    {
        return Failure::new(Exit::Io, format!("cannot read `{name}`: {error}"));
    }
    wrong(said(error))
}

/// What the crate says of an error, in one line and without its kind.
fn said(error: &::parquet::errors::ParquetError) -> String {
    use ::parquet::errors::ParquetError as Error;
    let text = match error {
        Error::General(text) | Error::NYI(text) | Error::EOF(text) => text.clone(),
        Error::External(within) => within.to_string(),
        other => other.to_string(),
    };
    match text.strip_prefix("Disabled feature at compile time: ") {
        Some(codec) => {
            format!("it is compressed with {codec}, which is not read; write it with zstd or snappy")
        }
        None => text.replace('\n', " "),
    }
}
