//! Builds again and again: after random edits, killed at random moments, two at once, and
//! under the eyes of a reader.

use crate::harness::Project;
use crate::harness::Random;
use crate::harness::times;
use reissue::make::Request;
use reissue::make::Silent;
use reissue::make::build;
use reissue::model::edition::Edition;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

fn request(project: &Project, out: &str, cache: bool) -> Request {
    let root = project.path();
    Request { out: root.join(out), draft: true, cache, ..Request::of(root) }
}

const DATA: &str = "data/trees.csv";
const STATISTICS: &str = "report/statistics.yaml";
const CHAPTERS: [&str; 2] =
    ["report/chapters/1-numbers.md", "report/chapters/2-claims.md"];
const FILES: [&str; 7] = [
    DATA,
    STATISTICS,
    CHAPTERS[0],
    CHAPTERS[1],
    "report/figures.yaml",
    "report/claims.yaml",
    "data/datapackage.yaml",
];

/// Changes something, as authors do and disks might.
fn edit(project: &Project, random: &mut Random, past: &mut Vec<(&'static str, String)>) {
    let file = FILES[random.below(FILES.len())];
    if project.path().join(file).exists() {
        past.push((file, project.read(file)));
    }
    match random.below(12) {
        0..=2 => {
            let text = project.read(DATA);
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let row = 1 + random.below(lines.len() - 1);
            let (rest, cell) = lines[row].trim_end().rsplit_once(',').unwrap();
            let cell: i64 = cell.parse().unwrap_or(800);
            let cell = match random.below(12) {
                0 => "*".to_owned(),
                step => (cell + i64::try_from(step).unwrap() - 6).to_string(),
            };
            lines[row] = format!("{rest},{cell}");
            project.file(DATA, lines.join("\n") + "\n");
        }
        3 => {
            let text = project.read(DATA);
            let mut lines: Vec<&str> = text.lines().collect();
            let (a, b) =
                (1 + random.below(lines.len() - 1), 1 + random.below(lines.len() - 1));
            lines.swap(a, b);
            project.file(DATA, lines.join("\n") + "\n");
        }
        4 => {
            let file = FILES[4 + random.below(3)];
            let text = project.read(file);
            project.file(file, format!("# Remark.\n{text}"));
        }
        5 => {
            let file = CHAPTERS[random.below(2)];
            let words = ["more", "words", "\n\n", "  ", "*firm*"];
            let text = project.read(file);
            project.file(file, format!("{text}{} ", words[random.below(words.len())]));
        }
        6 => {
            let text = project.read(STATISTICS);
            let (from, to) = if text.contains("districts without one") {
                ("districts without one", "other districts")
            } else {
                ("other districts", "districts without one")
            };
            project.file(STATISTICS, text.replace(from, to));
        }
        7 => {
            let text = project.read(STATISTICS);
            let title = ["Change in street trees", "Growth", "Change of trees"];
            let title = title[random.below(title.len())];
            let lines = text.lines().map(|line| {
                if line.contains("title: ")
                    && !line.contains("index")
                    && !line.contains("Districts")
                {
                    format!("    title: {title}")
                } else {
                    line.to_owned()
                }
            });
            project.file(STATISTICS, lines.collect::<Vec<_>>().join("\n") + "\n");
        }
        8 => {
            let text = project.read(file);
            let text = if text.contains('\r') {
                text.replace('\r', "")
            } else {
                text.replace('\n', "\r\n")
            };
            project.file(file, text);
        }
        9 => {
            let own = "templates/html/style.css";
            if project.path().join(own).exists() {
                project.remove(own);
            } else {
                project.file(own, format!("/* {} */\n", random.below(3)));
            }
        }
        10 => {
            let mut entries: Vec<PathBuf> = Vec::new();
            for version in
                std::fs::read_dir(project.path().join(".reissue/cache")).unwrap()
            {
                let folder = std::fs::read_dir(version.unwrap().path()).unwrap();
                entries.extend(folder.map(|entry| entry.unwrap().path()));
            }
            entries.sort();
            if !entries.is_empty() {
                std::fs::write(&entries[random.below(entries.len())], "damaged").unwrap();
            }
        }
        _ => {
            if !past.is_empty() {
                let (file, text) = past.swap_remove(random.below(past.len()));
                project.file(file, text);
            }
        }
    }
    if past.len() > 40 {
        past.remove(0);
    }
}

#[test]
fn a_cached_build_equals_a_clean_one_after_any_edits() {
    let project = Project::starter();
    let mut random = Random(20);
    let mut past = Vec::new();
    let mut compared = 0;
    for round in 0..times(160) {
        edit(&project, &mut random, &mut past);
        let cached = build(&request(&project, "out", true), &Silent);
        if round % 10 != 9 {
            continue;
        }
        let clean = build(&request(&project, "clean", false), &Silent);
        assert_eq!(cached.done, clean.done, "round {round}: {:?}", clean.diagnostics);
        if clean.done {
            compared += 1;
            let (cached, clean) = (project.outputs(), project.files("clean"));
            let names = clean.keys().chain(cached.keys());
            let other: Vec<&String> =
                names.filter(|name| cached.get(*name) != clean.get(*name)).collect();
            assert!(other.is_empty(), "round {round}: {other:?}");
        }
    }
    assert!(compared > 5, "most states must be good ones: {compared}");
}

#[test]
fn a_build_killed_at_any_moment_leaves_one_whole_edition() {
    let project = Project::starter();
    let begun = Instant::now();
    project.build_page();
    let took = begun.elapsed();
    let chapter = project.read(CHAPTERS[1]);
    let mut random = Random(7);
    for round in 0..times(30) {
        project.file(CHAPTERS[1], format!("{chapter}\nRound{}.\n", " on".repeat(round)));
        let mut child = project.spawn(&["build", "--html-only"]);
        let moment = random.below(1 + took.as_micros() as usize);
        std::thread::sleep(Duration::from_micros(moment as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        project.whole();
    }
    let next = project.build_page();
    project.whole();
    let ran = project.run(&["build", "--html-only", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.outputs() == next);
}

#[test]
fn of_two_builds_at_once_one_waits_or_is_told_who_is_first() {
    let project = Project::starter();
    project.build_page();
    project.replace(CHAPTERS[1], "What to try next", "What to try now");
    let slow = project.program(
        "slow-typst",
        "if [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit 0; fi\ntouch ../started\nsleep 3\nprintf '%%PDF-1.7'",
    );
    let mut first = project.spawn(&["build", "--typst", &slow]);
    while !project.path().join(".reissue/started").exists() {
        assert!(first.try_wait().unwrap().is_none(), "the first build ended early");
        std::thread::sleep(Duration::from_millis(20));
    }
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(
        ran.err,
        format!(
            "error[R0803]: another build of this project is under way (process {})\n |\n = help: wait for it to end, or stop it\n\n1 error\n",
            first.id()
        )
    );
    assert_eq!(ran.code, 2);
    let ran = project.run(&["build", "--html-only", "--wait"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let waits =
        format!("waiting for another build of this project (process {})\n", first.id());
    assert!(ran.err.starts_with(&waits), "{}", ran.err);
    assert!(first.wait().unwrap().success());
    project.whole();
}

/// The files of an edition, where they were still there.
type Found = BTreeMap<String, Option<Vec<u8>>>;

/// What a reader saw of an edition: its record, and its files.
fn seen(folder: &Path) -> Option<(Vec<u8>, Found)> {
    let record = std::fs::read(folder.join("edition.json")).ok()?;
    let edition: Edition = serde_json::from_slice(&record).unwrap();
    let read = |name: &String| (name.clone(), std::fs::read(folder.join(name)).ok());
    Some((record, edition.outputs.keys().map(read).collect()))
}

fn assert_of_one(record: &[u8], files: &Found) {
    let edition: Edition = serde_json::from_slice(record).unwrap();
    for (name, bytes) in files {
        let Some(bytes) = bytes else { continue };
        assert_eq!(
            edition.outputs[name],
            blake3::hash(bytes).to_hex().as_str(),
            "{name}"
        );
    }
}

#[test]
fn a_reader_of_the_output_folder_never_sees_a_mixture() {
    use std::os::fd::AsRawFd as _;
    let project = Project::starter();
    project.build_page();
    let chapter = project.read(CHAPTERS[1]);
    let done = AtomicBool::new(false);
    let swaps = times(50);
    let (named, held) = std::thread::scope(|scope| {
        // By name: what lies between two looks at the same record belongs to it.
        let by_name = scope.spawn(|| {
            let mut whole = BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                let Some((record, files)) = seen(&project.path().join("out")) else {
                    panic!("there was a moment without an edition");
                };
                let then = std::fs::read(project.path().join("out/edition.json"));
                if then.is_ok_and(|then| then == record) {
                    assert!(files.values().all(Option::is_some), "a file was missing");
                    assert_of_one(&record, &files);
                    whole.insert(blake3::hash(&record).to_hex().to_string());
                }
            }
            whole.len()
        });
        // By an open folder, as a server may hold it: files of the old edition go away, but
        // none of another comes in their place.
        let by_hold = scope.spawn(|| {
            let mut count = 0;
            while !done.load(Ordering::Relaxed) {
                let folder = std::fs::File::open(project.path().join("out")).unwrap();
                let folder = format!("/proc/self/fd/{}", folder.as_raw_fd());
                if let Some((record, files)) = seen(Path::new(&folder)) {
                    assert_of_one(&record, &files);
                    count += 1;
                }
            }
            count
        });
        for round in 0..swaps {
            let text = format!("{chapter}\nRound{}.\n", " on".repeat(round));
            project.file(CHAPTERS[1], text);
            let outcome = build(&request(&project, "out", true), &Silent);
            assert!(outcome.done, "{:?}", outcome.diagnostics);
        }
        done.store(true, Ordering::Relaxed);
        (by_name.join().unwrap(), by_hold.join().unwrap())
    });
    assert!(named > swaps / 2 && held > swaps / 2, "{named} and {held} of {swaps}");
}
