//! Any arguments of `ask`, one on a line: a documented exit code, and output in the format that was asked for.
#![no_main]

use learncurve_fuzz as held;

libfuzzer_sys::fuzz_target!(|text: &str| {
    // Files belong to other targets, and a whole disk is not to be written.
    let arguments: Vec<&str> = std::iter::once("ask").chain(text.lines()).collect();
    let writes = |argument: &&str| argument.starts_with("-o") || argument.starts_with("--o");
    let asks_help = |argument: &&str| argument.starts_with("-h") || argument.starts_with("--h");
    if text.contains(['/', '\0']) || arguments.iter().any(writes) || arguments.iter().any(asks_help) {
        return;
    }
    let ended = held::run(&arguments, b"");
    let format =
        arguments.iter().rposition(|argument| *argument == "--format").and_then(|at| arguments.get(at + 1));
    match format.copied() {
        Some("json") if !ended.output.is_empty() && matches!(ended.code, 0 | 1) => {
            held::check_json(&ended.output);
        }
        Some("csv") if ended.code == 0 => {
            held::check_csv(&ended.output);
        }
        Some("html") if ended.code == 0 && !ended.output.is_empty() => held::check_html(&ended.output),
        None if ended.code == 0
            && !text.contains("inf")
            && !text.contains("nan")
            && !text.contains("NaN") =>
        {
            held::check_words(&ended.output);
        }
        _ => {}
    }
});
