//! learncurve's numbers held against 256-bit arithmetic over random cases.
//!
//!     cargo run --release --manifest-path tests/differential/Cargo.toml -- PART [CASES [SEED]]
//!
//! Prints, for each function, how many cases there were, the worst error with its input, and whether it kept to the accuracy that
//! `docs/accuracy.md` states; ends with 1 where one did not.

mod breaks;
mod curves;
mod draw;
mod fits;
mod high;
mod inverses;
mod ledger;
mod midpoints;
mod money;
mod shapes;
mod statistics;
mod sums;
mod taylor;

use std::process::ExitCode;
use std::time::Instant;

use draw::Draw;
use ledger::Ledger;
use sums::Sums;

/// What is checked, and how many cases by default.
const PARTS: [(&str, u64); 10] = [
    ("dense", 100_000),
    ("windows", 100_000),
    ("long", 4_000),
    ("power-sums", 10_000),
    ("midpoints", 10_000),
    ("breaks", 10_000),
    ("inverses", 10_000),
    ("statistics", 5_000),
    ("fits", 2_000),
    ("money", 100_000),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize| arguments.get(place).and_then(|text| text.parse::<u64>().ok());
    let wanted = arguments.first().map_or("all", String::as_str);
    if wanted != "all" && !PARTS.iter().any(|(part, _)| *part == wanted) {
        let parts: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
        eprintln!("usage: differential [all|{} [CASES [SEED]]]", parts.join("|"));
        return ExitCode::from(2);
    }
    let seed = number(2).unwrap_or(1);
    let sums = Sums::new();
    let mut kept = true;
    for (part, usual) in PARTS.iter().filter(|(part, _)| wanted == "all" || *part == wanted) {
        let cases = number(1).unwrap_or(*usual);
        println!("== {part}: {cases} cases, seed {seed}");
        let (mut draw, mut ledger) = (Draw::new(seed), Ledger::default());
        let began = Instant::now();
        match *part {
            "dense" => curves::dense(&mut draw, &mut ledger, cases),
            "windows" => curves::windows(&mut draw, &mut ledger, cases),
            "long" => curves::long(&mut draw, &mut ledger, &sums, cases),
            "power-sums" => curves::power_sums(&mut draw, &mut ledger, &sums, cases),
            "midpoints" => midpoints::all(&mut draw, &mut ledger, &sums, cases),
            "breaks" => breaks::all(&mut draw, &mut ledger, &sums, cases),
            "inverses" => inverses::all(&mut draw, &mut ledger, &sums, cases),
            "statistics" => statistics::all(&mut draw, &mut ledger, cases),
            "fits" => fits::all(&mut draw, &mut ledger, &sums, cases),
            _ => money::all(&mut draw, &mut ledger, cases),
        }
        kept &= ledger.report();
        println!("in {:.1} s", began.elapsed().as_secs_f64());
    }
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
