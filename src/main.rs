//! The `learncurve` command.
fn main() {}
