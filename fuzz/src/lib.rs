//! What the fuzz targets share: the whole program within one process, and what has to hold of its output.

mod formats;
mod program;
mod scenario;

pub use formats::{check_csv, check_html, check_json, check_typeset, check_words, check_workbook};
pub use program::{Ended, folder, run};
pub use scenario::{check_entry, check_schema, read};
