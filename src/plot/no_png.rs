//! What stands in place of bitmaps in a build without them.

use super::Picture;

/// Whether this build draws bitmaps.
///
/// # Errors
///
/// That it does not.
pub fn can() -> Result<(), String> {
    Err("this build draws no PNG: build it with `--features png`".to_owned())
}

/// Refuses.
///
/// # Errors
///
/// Always.
pub fn draw(_picture: &Picture, _width: u32) -> Result<Vec<u8>, String> {
    can().map(|()| Vec::new())
}
