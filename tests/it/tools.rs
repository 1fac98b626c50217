//! Programs of others that some tests need: found where they are, and asked for where they have to be.

use std::io::Write as _;
use std::path::PathBuf;

/// The path of a program, by its name; without it the test that needs it is left out, or fails where `LEARNCURVE_NEED_TOOLS=1` asks for all.
pub(crate) fn found(name: &str) -> Option<PathBuf> {
    let path = on_path(name);
    if path.is_none() {
        left_out(&format!("`{name}` is not installed"));
    }
    path
}

/// `pdflatex`, where it has the packages that documents are written with.
pub(crate) fn latex() -> Option<PathBuf> {
    let (pdflatex, kpsewhich) = (found("pdflatex")?, found("kpsewhich")?);
    for package in ["amssymb.sty", "booktabs.sty", "longtable.sty", "graphicx.sty"] {
        let looked = std::process::Command::new(&kpsewhich).arg(package).output().ok()?;
        if !looked.status.success() {
            left_out(&format!("LaTeX has no `{package}`"));
            return None;
        }
    }
    Some(pdflatex)
}

/// Tells why a test is left out, or fails it where `LEARNCURVE_NEED_TOOLS=1` asks for all.
pub(crate) fn left_out(why: &str) {
    let needed = std::env::var("LEARNCURVE_NEED_TOOLS").is_ok_and(|value| value == "1");
    assert!(!needed, "{why}, and LEARNCURVE_NEED_TOOLS=1 asks for it");
    let _ = writeln!(std::io::stderr(), "left out: {why}");
}

/// The path of a program, if it is there at all.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}
