//! Any bytes as a table, read by every command that reads tables.
//!
//! The first byte chooses the command; its output, where there is one, holds only numbers that are numbers.
#![no_main]

use learncurve_fuzz as held;

const COMMANDS: &[&[&str]] = &[
    &["fit", "-", "--format", "json"],
    &["fit", "-", "--model", "wright", "--method", "nls"],
    &["fit", "-", "--method", "midpoints", "--format", "csv"],
    &["fit", "-", "--method", "zmpe", "--predict", "20..40"],
    &["fit", "-", "--decimal-comma", "--separator", ";"],
    &["forecast", "-", "--format", "json"],
    &["hindcast", "-", "--format", "json"],
    &["batch", "-", "--from", "csv", "--format", "csv"],
    &[
        "batch",
        "-",
        "--from",
        "csv",
        "--format",
        "csv",
        "--set",
        "learning_rate=80%",
        "--set",
        "first_time=10",
        "--find",
        "total",
    ],
    &["batch", "-", "--from", "csv", "--set", "model=crawford", "--format", "jsonl"],
    &["ml", "range-test", "-", "--format", "json"],
    &["ml", "sweep", "-", "--format", "json"],
    &["ml", "extrapolate", "-", "--format", "json"],
];

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (choice, table) = input;
    let arguments = COMMANDS[usize::from(choice) % COMMANDS.len()];
    let ended = held::run(arguments, table);
    if (arguments.contains(&"json") || arguments.contains(&"jsonl")) && !ended.output.is_empty() {
        held::check_json(&ended.output);
    } else if arguments.contains(&"csv") {
        held::check_csv(&ended.output);
    } else if ended.code == 0 && table.is_ascii() && !table.iter().any(u8::is_ascii_alphabetic) {
        held::check_words(&ended.output);
    }
});
