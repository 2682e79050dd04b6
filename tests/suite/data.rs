//! The synthetic study: the committed files are the generator's, and the headlines are the
//! published ones.

use crate::harness::run_in;
use std::path::Path;

#[path = "../../data/generate/pictures.rs"]
mod pictures;
#[path = "../../data/generate/study.rs"]
mod study;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_generator_writes_the_committed_files() {
    let files = study::generate();
    assert!(files.len() >= 7);
    for (name, text) in files {
        let committed = std::fs::read_to_string(root().join("data").join(name)).unwrap();
        assert!(committed == text, "data/{name} is not what the generator writes");
    }
    for (name, text) in pictures::draw() {
        let path = root().join("report/pictures").join(name);
        let committed = std::fs::read_to_string(path).unwrap();
        assert!(committed == text, "{name} is not what the generator draws");
    }
}

#[test]
fn the_six_headlines_are_the_published_ones_under_both_definitions() {
    let ran = run_in(root(), &["stats", "--format", "json"], &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    for (id, want) in [
        ("business_growth.nbi", 41.0),
        ("business_growth.benchmark", 22.0),
        ("business_growth_total.nbi", 41.0),
        ("business_growth_total.benchmark", 22.0),
        ("child_poverty_change.nbi", 5.5),
        ("child_poverty_change.benchmark", 8.0),
        ("child_poverty_total.nbi", 5.5),
        ("child_poverty_total.benchmark", 8.0),
        ("crime_change.nbi", -19.1),
        ("crime_change.benchmark", -10.5),
        ("crime_change_total.nbi", -19.1),
        ("crime_change_total.benchmark", -10.5),
    ] {
        let value = all[id]["value"].as_f64().unwrap();
        assert!((value - want).abs() < 0.005, "{id} is {value}, published {want}");
    }
}

#[test]
fn the_publication_is_checked_without_a_fault() {
    let ran = run_in(root(), &["check", "--strict", "--editions"], &[]);
    // How long its documents are is said behind that.
    let found = ran.err.split_inclusive("no errors found\n").next();
    assert_eq!(
        (ran.code, found.unwrap_or_default()),
        (
            0,
            "warning[R0541]: sentences in `cy` are held to the data by their digits and their words for directions and comparisons alone, as declared\n   \
             --> report/report.yaml:144:12\n    |\n144 |     guard: digits\n    |            ^^^^^^\n    |\n    \
             = help: let somebody who reads the language hold their words to the numbers\n\n1 warning\nno errors found\n"
        )
    );
}
