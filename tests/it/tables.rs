//! Batches over typed tables: Parquet as its writers leave it, and what is written read back by other readers.

use std::fs::File;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;

use crate::batch::killed;
use crate::program::{Ran, root, run_in};

fn batch(folder: &Path, args: &[&str]) -> Ran {
    run_in(folder, &[&["batch"], args].concat(), "")
}

fn with(tables: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in tables {
        std::fs::copy(root().join("tests/tables").join(name), folder.path().join(name)).unwrap();
    }
    folder
}

fn rows(path: &Path) -> Vec<Vec<(String, Field)>> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| {
        row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect()
    })
    .collect()
}

#[test]
fn typed_cells_are_read_as_what_they_say() {
    let folder = with(&["polars.parquet", "pyarrow.parquet", "old.parquet"]);
    let ran = batch(folder.path(), &["polars.parquet"]);
    assert_eq!(ran.code, Some(1));
    let lines: Vec<&str> = ran.stdout.lines().collect();
    // A single's 0.8 is 0.8, and no text is not the same as none.
    assert_eq!(
        lines[1],
        "chair,2,0.95,128,2024-01-31T12:00:00.000005,2024-02-29,01:02:03,true,12.34,9223372036854775813,0.8,\\x00ff,\
         1.3966745921874995,178.77434779999993,1.2936947633647562"
    );
    assert!(
        lines[2].starts_with("\"a,b\",100,")
            && lines[3].starts_with(",10,")
            && lines[4].starts_with("\"\",7.5,")
    );
    assert!(
        ran.stderr.contains("4,\"the curve has no first unit\",\"\"\"q\"\"\"\"x\"\",,0.9"),
        "{}",
        ran.stderr
    );
    // Decimals, percentages as text, counts as doubles, moments of two types, groups of two rows.
    for (table, moment) in
        [("pyarrow", "2001-09-09T01:46:40.123456789Z"), ("old", "2001-09-09T01:46:40.123456789")]
    {
        let ran = batch(folder.path(), &[&format!("{table}.parquet"), "--find", "total"]);
        assert_eq!(
            ran.stdout,
            format!(
                "first_cost,learning_rate,units,when,two,short,total\n112000.00,80%,8,{moment},6162,1.1,458752\n"
            )
        );
        assert!(ran.stderr.contains("\n2,\"first_cost: `-1.50` is negative\""), "{}", ran.stderr);
        assert!(ran.stderr.contains("\n3,\"units: found the text \"\"NaN\"\""), "{}", ran.stderr);
        assert!(ran.stderr.contains("3 rows: 1 result, 2 rejects"), "{}", ran.stderr);
    }
}

#[test]
fn numbers_of_sixteen_bits_are_numbers() {
    let folder = with(&["halves.parquet"]);
    let ran = batch(folder.path(), &["halves.parquet", "--find", "total", "-o", "out.parquet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let (before, after) =
        (rows(&folder.path().join("halves.parquet")), rows(&folder.path().join("out.parquet")));
    for (before, after) in before.iter().zip(&after) {
        assert!(matches!(before[0].1, Field::Float16(_)));
        assert_eq!(after[..3], before[..]);
    }
    // A half's 0.1 is 0.1: 8 x 0.8^3 of it.
    let text = batch(folder.path(), &["halves.parquet", "--find", "total"]);
    assert!(text.stdout.contains("\n0.1,0.8,8,0.4096"), "{}", text.stdout);
}

#[test]
fn columns_keep_their_types_from_parquet_to_parquet() {
    let folder = with(&["polars.parquet", "pyarrow.parquet", "old.parquet"]);
    for (table, kept) in [("polars", vec![0, 1, 2, 4]), ("pyarrow", vec![0])] {
        let (input, output) = (format!("{table}.parquet"), format!("{table}-out.parquet"));
        let ran = batch(folder.path(), &[&input, "-o", &output, "--find", "total"]);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        let (before, after) = (rows(&folder.path().join(input)), rows(&folder.path().join(output)));
        assert_eq!(after.len(), kept.len());
        for (row, from) in after.iter().zip(kept) {
            assert_eq!(row[..row.len() - 1], before[from]);
            assert!(matches!(row.last(), Some((name, Field::Double(_))) if name == "total"));
        }
    }
    let ran = batch(folder.path(), &["old.parquet", "-o", "again.parquet", "--find", "total"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let again = batch(folder.path(), &["again.parquet", "--find", "average"]);
    assert!(again.stdout.contains("112000.00,80%,8,2001-09-09T01:46:40.123456789,6162,1.1,458752,57344\n"));
}

#[test]
fn columns_of_text_get_the_types_that_their_cells_show() {
    let folder = tempfile::tempdir().unwrap();
    let text = "part;code;units;first_cost;learning_rate;id\nchair;007;8;100,5;80%;12345678901234567890\n\"a;b\";12;4;20;80%;\nbad;1;0;1;80%;\n";
    std::fs::write(folder.path().join("in.csv"), text).unwrap();
    let flags = ["in.csv", "--separator", "semicolon", "--decimal-comma", "--find", "total"];
    let ran = batch(folder.path(), &[&flags[..], &["-o", "out.parquet"]].concat());
    assert!(ran.stderr.contains("3 rows: 2 results, 1 reject (in `out.rejects.csv`)"), "{}", ran.stderr);
    let fields: Vec<Vec<Field>> = rows(&folder.path().join("out.parquet"))
        .into_iter()
        .map(|row| row.into_iter().map(|(_, field)| field).collect())
        .collect();
    let text = |text: &str| Field::Str(text.to_owned());
    // 100.5 x 8 x 0.8^3 = 411.648, 20 x 4 x 0.8^2 = 51.2: a code keeps its zeros, an id its digits.
    assert_eq!(
        fields[0][..5],
        [text("chair"), text("007"), Field::Long(8), Field::Double(100.5), text("80%")]
    );
    assert_eq!(fields[0][5], text("12345678901234567890"));
    assert_eq!((&fields[1][0], &fields[1][5]), (&text("a;b"), &Field::Null));
    let totals: Vec<f64> = fields
        .iter()
        .map(|row| if let Field::Double(total) = row[6] { total } else { panic!("{row:?}") })
        .collect();
    assert!((totals[0] - 411.648).abs() < 1e-12 && (totals[1] - 51.2).abs() < 1e-13, "{totals:?}");
    let ran =
        batch(folder.path(), &[&flags[..], &["-o", "rounded.parquet", "--rounded", "--force"]].concat());
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let rounded: Vec<String> =
        rows(&folder.path().join("rounded.parquet")).iter().map(|row| row[6].1.to_string()).collect();
    // Rounded results are decimals, exactly.
    assert_eq!(rounded, ["411.65", "51.20"]);
}

#[test]
fn a_workbook_has_numbers_as_numbers_and_its_rejects_on_a_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let text = "part,code,first_cost,learning_rate,units\n=cmd|' /C calc'!A0,007,100,80%,8\nbad,1,1,80%,0\n";
    std::fs::write(folder.path().join("in.csv"), text).unwrap();
    let ran = batch(folder.path(), &["in.csv", "-o", "out.xlsx", "--find", "total"]);
    assert!(ran.stderr.contains("2 rows: 1 result, 1 reject (in its sheet `Rejects`)"), "{}", ran.stderr);
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    let mut book: Xlsx<_> = open_workbook(folder.path().join("out.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Results", "Rejects"]);
    let sheet = book.worksheet_range("Results").unwrap();
    let cells: Vec<Data> = sheet.rows().nth(1).unwrap().to_vec();
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(cells[..2], [text("=cmd|' /C calc'!A0"), text("007")]);
    assert_eq!(cells[2..], [Data::Float(100.0), text("80%"), Data::Float(8.0), Data::Float(409.6)]);
    assert_eq!(book.worksheet_formula("Results").unwrap().cells().count(), 0);
    let rejects = book.worksheet_range("Rejects").unwrap();
    assert_eq!(rejects.rows().nth(1).unwrap()[0], Data::Float(3.0));
    // The same results make the same file.
    let again = batch(folder.path(), &["in.csv", "-o", "again.xlsx", "--find", "total", "--threads", "1"]);
    assert_eq!(again.code, Some(1), "{}", again.stderr);
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(bytes("out.xlsx") == bytes("again.xlsx"));
}

#[test]
fn scenarios_make_workbooks_and_parquet_too() {
    let folder = tempfile::tempdir().unwrap();
    let chair = root().join("configs/massage-chair.toml");
    for output in ["out.xlsx", "out.parquet"] {
        let ran = batch(folder.path(), &[chair.to_str().unwrap(), "-o", output]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    let mut book: Xlsx<_> = open_workbook(folder.path().join("out.xlsx")).unwrap();
    let sheet = book.worksheet_range("Results").unwrap();
    let header: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let value = header.iter().position(|name| name == "value").unwrap();
    assert!(sheet.rows().any(|row| row[value] == Data::Float(20.95)));
    let cells = rows(&folder.path().join("out.parquet"));
    assert!(cells.iter().any(|row| row[value].1 == Field::Double(20.95)));
}

#[test]
fn tables_that_are_none_say_what_is_wrong() {
    let names = [
        "nested", "mistyped", "brotli", "polars", "swollen", "endless", "truths", "pairs", "page",
        "children", "deep",
    ];
    let names = names.map(|name| format!("{name}.parquet"));
    let folder = with(&names.each_ref().map(String::as_str));
    let whole = std::fs::read(folder.path().join("polars.parquet")).unwrap();
    std::fs::write(folder.path().join("cut.parquet"), &whole[..900]).unwrap();
    std::fs::write(folder.path().join("text.parquet"), "units\n8\n").unwrap();
    std::fs::write(folder.path().join("named.csv"), &whole).unwrap();
    for (args, code, said) in [
        (
            &["nested.parquet"][..],
            65,
            "columns that hold lists or structures: `units`; drop or flatten them first",
        ),
        (&["mistyped.parquet"], 65, "\n  `first_time` holds true and false\n  `units` holds dates"),
        (&["brotli.parquet"], 65, "compressed with brotli, which is not read; write it with zstd or snappy"),
        // Found by fuzzing: the reader reserved eight gigabytes for it.
        (
            &["swollen.parquet", "--set", "learning_rate=80%"],
            65,
            "field 4.1.3.12.3 of a description is of another type",
        ),
        // Each would take minutes, sixteen gigabytes or all of the stack if its word were taken.
        (
            &["endless.parquet", "--set", "learning_rate=80%"],
            65,
            "a list says that it holds 1833499370 values, and 1423 bytes are left\n  help: the file is damaged: write it anew",
        ),
        (&["truths.parquet"], 65, "a list says that it holds 2147483647 values, and 204 bytes are left"),
        (&["pairs.parquet"], 65, "a list says that it holds 2147483647 values, and 204 bytes are left"),
        (&["page.parquet"], 65, "a list says that it holds 2147483647 values, and"),
        (&["children.parquet"], 65, "columns say that they hold more than there are: 4"),
        (&["deep.parquet"], 65, "its columns stand in one another more than 100 deep"),
        (&["cut.parquet"], 65, "`cut.parquet`: is no whole Parquet file: "),
        (&["text.parquet"], 65, "`text.parquet`: is no whole Parquet file: "),
        (&["named.csv"], 65, "`named.csv` is a Parquet file\n  help: name it .parquet"),
        (&["none.parquet"], 66, "there is no file `none.parquet`"),
        (&["polars.parquet", "-o", "polars.parquet"], 2, "is one of the inputs"),
        (&["polars.parquet", "--format", "xlsx"], 2, "--format: parquet and xlsx are made as files"),
        (
            &["polars.parquet", "--decimal-comma"],
            2,
            "--decimal-comma is about numbers that are written as text",
        ),
        (&["polars.parquet", "--find", "lot"], 65, "`lot` needs a column `first`"),
    ] {
        let ran = batch(folder.path(), args);
        assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
        // What only its pages show comes after the heading.
        assert!(ran.stdout.lines().count() < 2, "{args:?}: {}", ran.stdout);
    }
}

#[test]
fn damaged_files_end_in_an_error_and_never_in_a_panic() {
    let folder = with(&["polars.parquet", "pyarrow.parquet"]);
    for name in ["polars.parquet", "pyarrow.parquet"] {
        let whole = std::fs::read(folder.path().join(name)).unwrap();
        // Every 29th byte, each of its bits in turn.
        for (turn, place) in (0..whole.len()).step_by(29).enumerate() {
            let mut damaged = whole.clone();
            damaged[place] ^= 1 << (turn % 8);
            std::fs::write(folder.path().join("damaged.parquet"), damaged).unwrap();
            let ran = batch(folder.path(), &["damaged.parquet"]);
            assert!(matches!(ran.code, Some(0 | 1 | 65)), "{name} {place}: {:?} {}", ran.code, ran.stderr);
            assert!(!ran.stderr.contains("panicked"), "{name} {place}: {}", ran.stderr);
        }
    }
}

#[test]
fn a_killed_run_over_parquet_is_gone_on_with_from_within_a_group() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "part,first_time,learning_rate,units\n".to_owned();
    for row in 0..100_000 {
        text += &format!("p{row},{}.5,{}%,{}\n", row % 50, 70 + row % 31, 1 + row * 7 % 1_000);
    }
    std::fs::write(folder.path().join("in.csv"), text).unwrap();
    // The table of results, which has no column of the names that are asked for next.
    let ran = batch(folder.path(), &["in.csv", "-o", "in.parquet", "--find", "index"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let model = ["--set", "model=stanford-b", "--set", "prior_units=2", "--find", "total"];
    let whole = batch(folder.path(), &[&["in.parquet", "-o", "whole.xlsx"], &model[..]].concat());
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    let args = [&["in.parquet", "-o", "out.xlsx", "--threads", "2"], &model[..]].concat();
    killed(folder.path(), &args);
    assert!(!folder.path().join("out.xlsx").exists());
    let resumed = batch(folder.path(), &[&args[..], &["--resume"]].concat());
    assert_eq!(resumed.code, Some(0), "{}", resumed.stderr);
    assert!(resumed.stderr.contains("100,000 rows: 100,000 results, 0 rejects"), "{}", resumed.stderr);
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(bytes("out.xlsx") == bytes("whole.xlsx"));
}

#[test]
fn rows_that_grow_wide_are_done_a_few_at_a_time_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let wide = "w".repeat(40_000);
    let mut table = "part,first_time,learning_rate,units\n".to_owned();
    for row in 0..9_000 {
        // A text that stands once in a file is in each of the last rows.
        let part = if row < 8_500 { "narrow" } else { &wide };
        table += &format!("{part},{row}.5,80%,8\n");
    }
    std::fs::write(folder.path().join("in.csv"), table).unwrap();
    for (input, find, output) in [
        ("in.csv", "total", "out.csv"),
        ("in.csv", "total", "out.parquet"),
        ("out.parquet", "average", "again.csv"),
    ] {
        let ran = batch(folder.path(), &[input, "--find", find, "-o", output]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    let lines = |name: &str| {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        text.lines().map(|line| line.split(',').take(4).map(str::len).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    assert_eq!(lines("out.csv").len(), 9_001);
    assert_eq!(lines("again.csv"), lines("out.csv"));
}
