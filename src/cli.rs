//! The command line.
mod exit; mod input; mod output; mod draw;
