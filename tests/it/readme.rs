//! The README's commands do what it shows.

use crate::program::{root, run};

/// Each block that begins with `$ learncurve …` shows that command's output to the letter.
#[test]
fn every_command_that_the_documents_show_prints_what_they_show() {
    let mut shown = 0;
    for document in [
        "README.md",
        "docs/scenario.md",
        "docs/methods.md",
        "docs/diagnose.md",
        "docs/ml.md",
        "docs/plots.md",
    ] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for block in text.split("```").skip(1).step_by(2) {
            let Some(command) =
                block.split_once('\n').and_then(|(_, body)| body.strip_prefix("$ learncurve "))
            else {
                continue;
            };
            let (line, output) = command.split_once('\n').unwrap();
            let args = split(line);
            let ran = run(&args.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(ran.stdout + &ran.stderr, output, "{document}: learncurve {line}");
            shown += 1;
        }
    }
    assert!(shown >= 1);
}

/// Words of a command line, double quotes kept together.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
