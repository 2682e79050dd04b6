//! Sentences that are put into whole projects and checked as an author checks them: how many of the wrong ones are
//! stopped, and how many that are stopped are wrong.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use crate::harness::Project;
use crate::harness::run_in;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// A set of sentences, with the least precision and recall at which it may be measured.
struct Set {
    name: &'static str,
    text: &'static str,
    least: [f64; 2],
}

macro_rules! set {
    ($name:literal, $precision:literal, $recall:literal) => {
        Set {
            name: $name,
            text: include_str!(concat!("../sentences/projects/", $name, ".yaml")),
            least: [$precision, $recall],
        }
    };
}

/// The sets, in the order in which they were written.
const SETS: [Set; 111] = [
    set!("a", 0.95, 0.88),
    set!("b", 0.95, 0.95),
    set!("c", 0.95, 0.9),
    set!("d", 0.95, 0.95),
    set!("e", 0.95, 0.9),
    set!("f", 0.95, 0.9),
    set!("g", 0.95, 0.88),
    set!("h", 0.95, 0.92),
    set!("i", 0.95, 0.95),
    set!("j", 0.9, 0.95),
    set!("k", 0.95, 0.9),
    set!("l", 0.95, 0.8),
    set!("m", 0.95, 0.9),
    set!("n", 0.95, 0.7),
    set!("o", 0.95, 0.7),
    set!("p", 0.95, 0.7),
    set!("r", 0.95, 0.8),
    set!("s", 0.95, 0.75),
    set!("t", 0.95, 0.85),
    set!("u", 0.95, 0.85),
    set!("kinds", 1.0, 1.0),
    set!("v", 0.95, 0.95),
    set!("w", 0.95, 0.88),
    set!("x", 0.95, 0.95),
    set!("y", 0.95, 0.93),
    set!("homes1", 0.95, 0.95),
    set!("homes2", 0.95, 0.95),
    set!("waits1", 0.95, 0.95),
    set!("waits2", 0.95, 0.95),
    set!("va", 0.95, 0.85),
    set!("vb", 0.85, 0.85),
    set!("z1", 0.95, 0.93),
    set!("z2", 0.95, 0.93),
    set!("schools1", 0.95, 0.95),
    set!("schools2", 0.95, 0.93),
    set!("air1", 0.95, 0.9),
    set!("air2", 0.95, 0.93),
    set!("t1", 0.95, 0.93),
    set!("t2", 0.95, 0.85),
    set!("leisure1", 0.95, 0.93),
    set!("leisure2", 0.95, 0.93),
    set!("f1", 0.95, 0.93),
    set!("f2", 0.95, 0.9),
    set!("g1", 0.95, 0.93),
    set!("g2", 0.95, 0.93),
    set!("care1", 0.95, 0.93),
    set!("care2", 0.95, 0.95),
    set!("h1", 0.95, 0.9),
    set!("h2", 0.95, 0.88),
    set!("turnout1", 0.95, 0.93),
    set!("turnout2", 0.95, 0.88),
    set!("q1", 0.95, 0.88),
    set!("q2", 0.95, 0.88),
    set!("waste1", 0.95, 0.93),
    set!("waste2", 0.95, 0.93),
    set!("pp1", 0.95, 0.85),
    set!("pp2", 0.95, 0.85),
    set!("qq1", 0.95, 0.9),
    set!("qq2", 0.95, 0.9),
    set!("rr1", 0.95, 0.93),
    set!("rr2", 0.94, 0.8),
    set!("ss1", 1.0, 0.96),
    set!("ss2", 1.0, 0.96),
    set!("ss3", 1.0, 1.0),
    set!("ss4", 1.0, 1.0),
    set!("tt1", 1.0, 1.0),
    set!("tt2", 1.0, 0.96),
    set!("uu1", 1.0, 0.93),
    set!("uu2", 1.0, 0.96),
    set!("ww1", 1.0, 1.0),
    set!("ww2", 0.96, 0.96),
    set!("ad1", 1.0, 1.0),
    set!("ad2", 1.0, 1.0),
    set!("ae1", 1.0, 1.0),
    set!("af1", 1.0, 0.9),
    set!("ab1", 1.0, 0.96),
    set!("ab2", 1.0, 0.93),
    set!("ac1", 1.0, 0.96),
    set!("ac2", 0.96, 0.96),
    set!("opposites", 1.0, 0.93),
    set!("jj1", 0.98, 0.94),
    set!("jj2", 0.94, 0.84),
    set!("kk1", 0.94, 0.94),
    set!("kk2", 0.98, 0.94),
    set!("mm1", 0.94, 0.91),
    set!("mm2", 0.94, 0.84),
    set!("libraries1", 0.98, 0.94),
    set!("libraries2", 0.98, 0.94),
    set!("i1", 0.98, 0.88),
    set!("i2", 0.98, 0.84),
    set!("vc", 0.79, 0.71),
    set!("vd", 0.78, 0.75),
    set!("ve", 0.88, 0.77),
    set!("vf", 0.86, 0.72),
    set!("vg", 0.78, 0.82),
    set!("vh", 0.82, 0.74),
    set!("vi", 0.82, 0.89),
    set!("vk", 0.85, 0.79),
    set!("vl", 0.68, 0.61),
    set!("vm", 0.93, 0.87),
    set!("vn", 0.86, 0.87),
    set!("meals", 0.97, 0.9),
    set!("rivers", 0.97, 0.9),
    set!("potholes", 0.97, 0.9),
    set!("apprentices", 0.9, 0.82),
    set!("bills", 0.95, 0.88),
    set!("fires", 0.97, 0.93),
    set!("vaccines", 0.97, 0.93),
    set!("visitors", 0.97, 0.9),
    set!("parcels", 0.97, 0.85),
    set!("animals", 0.97, 0.95),
];

/// A sentence, and whether a careful editor must stop it: it is wrong, or nothing holds it to the data.
#[derive(Deserialize)]
struct Item {
    text: String,
    #[serde(default)]
    wrong: bool,
}

/// Where the sentences are put.
const CHAPTER: &str = "report/chapters/tried.md";

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn project(name: &str) -> Project {
    let project = Project::starter();
    let from = match name {
        "starter" => return project,
        "specimen" => repository().to_owned(),
        other => repository().join("tests/sentences/projects").join(other),
    };
    for part in ["report", "data"] {
        std::fs::remove_dir_all(project.path().join(part)).unwrap();
        copy(&from.join(part), &project.path().join(part));
    }
    project
}

/// Returns the numbers of the sentences that a strict check of a project stops.
fn stopped(name: &str, texts: &[&str]) -> BTreeSet<usize> {
    let project = project(name);
    project.replace(
        "report/report.yaml",
        "chapters:",
        &format!("chapters:\n  - {CHAPTER}"),
    );
    let short = Regex::new(r"<([\w.-]+)(?:\|(\w+))?>").unwrap();
    let mut chapter = "# Sentences that are tried { #tried }\n\n".to_owned();
    for text in texts {
        let call = |found: &regex::Captures<'_>| {
            let show = found.get(2).map(|show| format!(", show=\"{}\"", show.as_str()));
            format!("{{{{ stat(\"{}\"{}) }}}}", &found[1], show.unwrap_or_default())
        };
        let _ = writeln!(chapter, "{}\n", short.replace_all(text, call));
    }
    project.file(CHAPTER, chapter);
    let ran =
        run_in(project.path(), &["check", "--strict", "--message-format", "json"], &[]);
    let mut out = BTreeSet::new();
    for line in
        ran.err.lines().chain(ran.out.lines()).filter(|line| line.starts_with('{'))
    {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let place = &message["place"];
        assert_eq!(place["file"], CHAPTER, "{name}: {line}");
        // Each stands on a line of its own, two below the one before it.
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        out.insert((line - 3) / 2);
    }
    out
}

#[test]
fn sentences_that_are_wrong_are_stopped_in_whole_projects_and_harmless_ones_pass() {
    let sets: Vec<(&str, BTreeMap<String, Vec<Item>>)> = SETS
        .iter()
        .map(|set| (set.name, serde_yaml::from_str(set.text).unwrap()))
        .collect();
    let names: BTreeSet<&String> = sets.iter().flat_map(|(_, set)| set.keys()).collect();
    let mut counts: BTreeMap<&str, [u32; 3]> = BTreeMap::new();
    let mut report = String::new();
    for name in names {
        let items: Vec<(&str, &Item)> = sets
            .iter()
            .flat_map(|(set, all)| {
                all.get(name).into_iter().flatten().map(|item| (*set, item))
            })
            .collect();
        let texts: Vec<&str> = items.iter().map(|(_, item)| item.text.as_str()).collect();
        let stopped = stopped(name, &texts);
        for (n, (set, item)) in items.iter().enumerate() {
            let [hits, missed, alarms] = counts.entry(set).or_default();
            match (item.wrong, stopped.contains(&n)) {
                (true, true) => *hits += 1,
                (true, false) => {
                    *missed += 1;
                    let _ = writeln!(report, "{set}, {name}: missed: {}", item.text);
                }
                (false, true) => {
                    *alarms += 1;
                    let _ = writeln!(report, "{set}, {name}: false alarm: {}", item.text);
                }
                (false, false) => {}
            }
        }
    }
    let mut low = Vec::new();
    for set in &SETS {
        let [hits, missed, alarms] = counts[set.name];
        let precision = f64::from(hits) / f64::from(hits + alarms);
        let recall = f64::from(hits) / f64::from(hits + missed);
        let name = set.name;
        let _ = writeln!(report, "{name}: precision {precision:.3}, recall {recall:.3}");
        if precision < set.least[0] || recall < set.least[1] {
            low.push(name);
        }
    }
    println!("{report}");
    assert!(low.is_empty(), "{low:?}\n{report}");
}
