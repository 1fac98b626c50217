//! Any bytes as a Parquet file.
#![no_main]

use learncurve_fuzz as held;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = held::folder().join("in.parquet");
    std::fs::write(&file, bytes).unwrap();
    let path = file.to_str().unwrap();
    let ended =
        held::run(&["batch", path, "--set", "learning_rate=80%", "--find", "total", "--format", "csv"], b"");
    held::check_csv(&ended.output);
});
