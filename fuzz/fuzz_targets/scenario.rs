//! Any text as a scenario file: places within it, an answer or an error for each question, and the schema of one mind.
#![no_main]

use learncurve_fuzz::{check_entry, check_schema, read};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let entries = read(text);
    if entries.iter().all(|entry| entry.scenario.is_some()) {
        check_schema(text);
    }
    for entry in entries {
        check_entry(entry, text);
    }
});
