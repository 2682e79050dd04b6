//! Entries decoded, and what is said where they do not fit.

use crate::model::diagnostic::Sources;
use crate::project::yaml::Yaml;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Entry {
    frame: String,
    #[serde(default)]
    by: Vec<String>,
}

fn entry(text: &str) -> (String, String, Option<String>) {
    let yaml = Yaml::parse("s.yaml", text).unwrap();
    let entries = yaml.entries("statistics").unwrap();
    let found = entries[0].1.decode::<Entry>().unwrap_err().into_diagnostics().remove(0);
    let mut sources = Sources::new();
    sources.insert("s.yaml", text);
    (found.message.clone(), sources.place(found.span().unwrap()), found.help)
}

#[test]
fn an_unknown_key_is_shown_at_its_own_place_with_the_nearest_known_one() {
    let (message, place, help) =
        entry("# c\nstatistics:\n  growth:\n    frame: x\n    buy: [a]\n");
    assert_eq!(message, "unknown key `buy`");
    assert_eq!(place, "s.yaml:5:5");
    assert_eq!(help.unwrap(), "did you mean `by`? the keys are `frame`, `by`");
}

#[test]
fn every_fault_of_an_entry_is_reported_at_once() {
    let text = "statistics:\n  growth:\n    fram: x\n    by: a\n    buy: [a]\n";
    let yaml = Yaml::parse("s.yaml", text).unwrap();
    let entries = yaml.entries("statistics").unwrap();
    let found = entries[0].1.decode::<Entry>().unwrap_err();
    let messages: Vec<&str> =
        found.diagnostics().iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        messages,
        ["unknown key `fram`", "expected a list, found `a`", "unknown key `buy`"]
    );
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Person {
    name: String,
    #[serde(default)]
    pair: Option<(f64, f64)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Report {
    title: String,
    authors: Vec<Person>,
    #[serde(default)]
    editor: Option<Person>,
    #[serde(default)]
    pages: Vec<u32>,
}

#[test]
fn a_fault_within_a_list_hides_none_behind_it() {
    let text = "titel: x\nauthors:\n  - {nme: a}\n  - {role: b}\n  - {name: c, pair: [1, x]}\n  - {name: [d]}\neditor: {nam: e}\npages: [1, b, 2, c]\n";
    let yaml = Yaml::parse("r.yaml", text).unwrap();
    let mut sources = Sources::new();
    sources.insert("r.yaml", text);
    let found = yaml.decode::<Report>().unwrap_err().into_diagnostics();
    let told: Vec<String> = found
        .iter()
        .map(|it| format!("{} {}", sources.place(it.span().unwrap()), it.message))
        .collect();
    assert_eq!(
        told,
        [
            "r.yaml:1:1 unknown key `titel`",
            "r.yaml:3:6 unknown key `nme`",
            "r.yaml:4:6 unknown key `role`",
            "r.yaml:4:5 missing key `name`",
            "r.yaml:5:25 expected a number, found `x`",
            "r.yaml:6:12 expected a text, found a list",
            "r.yaml:7:10 unknown key `nam`",
            "r.yaml:8:12 expected a whole number, 0 or greater, found `b`",
            "r.yaml:8:18 expected a whole number, 0 or greater, found `c`",
        ]
    );
}

#[test]
fn a_value_of_the_wrong_type_is_shown_at_the_value() {
    let (message, place, _) =
        entry("statistics:\n  growth:\n    frame: x\n    by: [a, [b]]\n");
    assert_eq!(message, "expected a text, found a list");
    assert_eq!(place, "s.yaml:4:13");
}

#[test]
fn a_missing_key_is_shown_at_the_entry() {
    let (message, place, _) = entry("statistics:\n  growth:\n    by: [a]\n");
    assert_eq!(message, "missing key `frame`");
    assert_eq!(place, "s.yaml:2:3");
}

#[test]
fn anchors_that_explode_are_refused() {
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        use std::fmt::Write as _;
        let list = vec![format!("*{of}"); 9].join(",");
        writeln!(text, "{name}: &{name} [{list}]").unwrap();
    }
    let found = Yaml::parse("s.yaml", &text).unwrap_err().into_diagnostics().remove(0);
    assert_eq!(found.message, "`s.yaml` is not well formed: repetition limit exceeded");
}
