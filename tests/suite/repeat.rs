//! Builds again and again: after random edits, killed at random moments, two at once.

use crate::harness::Project;
use reissue::diff::Edition;
use reissue::make::Request;
use reissue::make::Silent;
use reissue::make::build;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// Numbers that are the same in every run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// How often; more on request, for a thorough run.
fn times(usual: usize) -> usize {
    std::env::var("REISSUE_TIMES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

fn request(project: &Project, out: &str, cache: bool) -> Request {
    Request {
        root: project.path().to_owned(),
        out: project.path().join(out),
        draft: true,
        strict: false,
        typst: None,
        wait: true,
        cache,
        editions: false,
    }
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
    for round in 0..times(250) {
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

/// Checks that the output folder is one whole edition: every file its record names, and no
/// other, with the content it had.
fn whole(project: &Project) {
    let files = project.outputs();
    let edition: Edition = serde_json::from_slice(&files["edition.json"]).unwrap();
    for (name, hash) in &edition.outputs {
        assert_eq!(*hash, blake3::hash(&files[name]).to_hex().to_string(), "{name}");
    }
    assert_eq!(files.len(), edition.outputs.len() + 1);
}

fn spawn(project: &Project, args: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_reissue"))
        .current_dir(project.path())
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
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
        let mut child = spawn(&project, &["build", "--html-only"]);
        let moment = random.below(1 + took.as_micros() as usize);
        std::thread::sleep(Duration::from_micros(moment as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        whole(&project);
    }
    let next = project.build_page();
    whole(&project);
    let ran = project.run(&["build", "--html-only", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.outputs() == next);
}

#[test]
fn of_two_builds_at_once_one_waits_or_is_told_who_is_first() {
    let project = Project::starter();
    project.build_page();
    project.replace(CHAPTERS[1], "What to try next", "What to try now");
    let slow = project.path().join("slow-typst");
    let script = "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit 0; fi\ntouch ../started\nsleep 3\nprintf '%%PDF-1.7'\n";
    std::fs::write(&slow, script).unwrap();
    let executable =
        <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o755);
    std::fs::set_permissions(&slow, executable).unwrap();
    let mut first = spawn(&project, &["build", "--typst", "./slow-typst"]);
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
    assert!(first.wait().unwrap().success());
    whole(&project);
}
