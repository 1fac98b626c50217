//! Pictures of fits: that they are drawn where the numbers are, and written where they are asked for.

use roxmltree::{Document, Node};

use crate::program::{hold, root, run, run_in};

const LOTS: &str = "tests/fits/lots.csv";

/// The picture of a fit, as a file's text.
fn drawn(args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fit.svg");
    let mut all = vec!["fit", LOTS, "--plot", file.to_str().unwrap()];
    all.extend(args);
    let ran = run(&all);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with(LOTS), "the report is still written: {}", ran.stdout);
    std::fs::read_to_string(file).unwrap()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// Where a node is moved to.
fn moved(node: Node<'_, '_>) -> (f64, f64) {
    let numbers =
        node.attribute("transform").unwrap().strip_prefix("translate(").unwrap().strip_suffix(')').unwrap();
    let (x, y) = numbers.split_once(' ').unwrap();
    (x.parse().unwrap(), y.parse().unwrap())
}

fn with_class<'a, 'i>(node: Node<'a, 'i>, class: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| {
        node.attribute("class").is_some_and(|own| own.split(' ').any(|word| word == class))
    })
}

/// Where the axis' numbers stand: the value and the place.
fn ticks(panel: Node<'_, '_>, anchor: &str, along: &str) -> Vec<(f64, f64)> {
    with_class(panel, "tick")
        .filter(|node| node.attribute("text-anchor") == Some(anchor))
        .map(|node| {
            (
                node.text().unwrap().replace(',', "").replace("10⁷", "1e7").parse().unwrap(),
                number(node, along),
            )
        })
        .collect()
}

#[test]
fn the_points_of_a_picture_lie_where_its_axes_say() {
    let text = drawn(&[]);
    let document = Document::parse(&text).unwrap();
    let panels: Vec<Node<'_, '_>> = document
        .root_element()
        .children()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "g")))
        .collect();
    assert_eq!(panels.len(), 2, "even axes and logarithmic ones");
    // The averages of the lots, in their order: totals over quantities of the file.
    let averages = [4.4e6, 3.9e6, 3.6e6, 3.35e6, 3.2e6, 3.1e6];
    for (panel, log) in panels.iter().zip([false, true]) {
        let marks = ticks(*panel, "end", "y");
        let (one, other) = (marks[0], marks[marks.len() - 1]);
        let share = |value: f64| {
            if log {
                (value / one.0).ln() / (other.0 / one.0).ln()
            } else {
                (value - one.0) / (other.0 - one.0)
            }
        };
        let points: Vec<f64> = with_class(*panel, "points").map(|node| moved(node).1).collect();
        assert_eq!(points.len(), averages.len());
        for (point, average) in points.iter().zip(averages) {
            // Numbers stand a little below their marks.
            let wanted = one.1 - 4.5 + share(average) * (other.1 - one.1);
            assert!((point - wanted).abs() < 0.02, "{point} for {wanted}");
        }
        assert_eq!(with_class(*panel, "spans").count(), 6);
        assert_eq!(with_class(*panel, "band").count(), 2);
    }
}

#[test]
fn a_picture_says_its_values_in_words_and_takes_texts_for_texts() {
    let folder = tempfile::tempdir().unwrap();
    let name = "<script>alert(1)&.csv";
    std::fs::copy(root().join(LOTS), folder.path().join(name)).unwrap();
    let ran = run_in(folder.path(), &["fit", name, "--plot", "fit.svg"], "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = std::fs::read_to_string(folder.path().join("fit.svg")).unwrap();
    let document = Document::parse(&text).unwrap();
    assert!(document.descendants().all(|node| !node.has_tag_name("script")));
    let titles: Vec<&str> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "title")
        .filter_map(|node| node.text())
        .collect();
    assert!(titles[0].starts_with("<script>alert(1)&.csv: crawford"), "{}", titles[0]);
    assert!(titles.contains(&"lots: 4,400,000 over 1 to 22"), "{titles:?}");
}

#[test]
fn every_method_has_its_line() {
    let text = drawn(&["--method", "all", "--predict", "400"]);
    let document = Document::parse(&text).unwrap();
    // In each of two panels, and in the legend.
    assert_eq!(with_class(document.root(), "line").count(), 3 * 5);
}

#[test]
fn a_picture_in_characters_is_drawn_as_it_was_kept() {
    for (name, locale) in [("plot.txt", "C.UTF-8"), ("plot-ascii.txt", "C")] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_learncurve"))
            .args(["fit", LOTS, "--no-working", "--plot"])
            .current_dir(root())
            .env("COLUMNS", "80")
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let picture = text.rsplit_once("\n\ntests/fits/lots.csv").unwrap().1;
        assert_eq!(picture.is_ascii(), locale == "C");
        assert!(picture.lines().all(|line| line.chars().count() <= 80));
        hold(&root().join("tests/it/golden/fit").join(name), picture);
    }
}

#[test]
fn a_picture_that_has_no_place_is_refused_before_any_work() {
    let refused: [(&[&str], &str); 4] = [
        (&["--plot", "fit.jpg"], "is named neither as an SVG file nor as a PNG file"),
        (&["--format", "json", "--plot"], "goes with text alone"),
        (&["--plot", "no-such-folder/fit.svg"], "there is no folder"),
        (&["--plot", "a.svg", "-o", "a.svg", "--format", "text"], "name the same file"),
    ];
    for (args, said) in refused {
        let mut all = vec!["fit", LOTS];
        all.extend(args);
        let ran = run(&all);
        assert!(ran.code != Some(0) && ran.stdout.is_empty(), "{args:?}: {}", ran.stdout);
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn data_of_every_kind_and_of_the_widest_ranges_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let tables = [
        "unit,time\n0.2,10\n0.5,7\n0.9,5\n",
        "units,average\n1,100\n2,90\n1000000000,20\n",
        "unit,cost\n1,1e-200\n2,0.8e-200\n4,0.7e-200\n",
        "unit,cost\n1,5\n2,5\n4,5\n",
        "unit,time,rate\n1,10,2\n5,7,3\n9,5,9\n12,5,2\n",
        "first,last,average\n1,3,10\n4,9,8\n10,90,5\n",
    ];
    for table in tables {
        std::fs::write(folder.path().join("data.csv"), table).unwrap();
        let ran = run_in(folder.path(), &["fit", "data.csv", "--plot", "fit.svg", "--force"], "");
        assert_eq!(ran.code, Some(0), "{table}: {}", ran.stderr);
        let text = std::fs::read_to_string(folder.path().join("fit.svg")).unwrap();
        let document = Document::parse(&text).unwrap();
        assert!(!text.contains("NaN") && !text.contains("inf"), "{table}");
        let points = with_class(document.root(), "points").count();
        assert_eq!(points, 2 * (table.lines().count() - 1) + 1, "{table}");
        let ran = run_in(folder.path(), &["fit", "data.csv", "--plot"], "");
        assert_eq!(ran.code, Some(0), "{table}: {}", ran.stderr);
    }
}
