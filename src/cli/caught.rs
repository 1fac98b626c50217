//! Panics of the crates that write workbooks: they take a full disk, or too little memory, for a slip of their user's.

use std::any::Any;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

/// Does work that may panic because a file could not be written, and gives that as the error that it is; other panics go on.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    let usual = Arc::new(panic::take_hook());
    let others = Arc::clone(&usual);
    panic::set_hook(Box::new(move |info| {
        if error_in(info.payload()).is_none() {
            others(info);
        }
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(Box::new(move |info| usual(info)));
    done.or_else(|payload| match error_in(&*payload) {
        Some(error) => Err(error),
        None => panic::resume_unwind(payload),
    })
}

/// The system's error that a panic tells of, by its number.
fn error_in(payload: &(dyn Any + Send)) -> Option<io::Error> {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let told = text.or_else(|| payload.downcast_ref::<&str>().copied())?;
    // What packs the workbook was given no memory.
    if told.contains("MemError") {
        return Some(io::ErrorKind::OutOfMemory.into());
    }
    let (_, told) = told.split_once("Os { code: ")?;
    let number = told.split_once(',')?.0.parse().ok()?;
    Some(io::Error::from_raw_os_error(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_failed_is_an_error_and_no_panic() {
        let full = || -> io::Result<()> { Err(io::Error::from_raw_os_error(28)) };
        let error = caught(|| full().unwrap()).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(28));
        assert_eq!(caught(|| 7).unwrap(), 7);
    }

    #[test]
    fn other_panics_go_on() {
        let payload: Box<dyn Any + Send> = Box::new("attempt to add with overflow".to_owned());
        assert!(error_in(&*payload).is_none());
    }

    #[test]
    fn too_little_memory_is_an_error_too() {
        let error = caught(|| panic!("assertion `left == right` failed\n  left: {}\n right: Ok", "MemError"));
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::OutOfMemory);
    }
}
