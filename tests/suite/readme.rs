//! What the README prints can be typed.

use crate::harness::run_in;
use crate::harness::typst;
use std::process::Command;

/// Commands that a test cannot run here: they compile the program, or begin a new project.
const ELSEWHERE: &[&str] = &["cargo run", "cargo test", "reissue new demo"];

#[test]
fn every_command_of_the_readme_runs() {
    let readme = include_str!("../../README.md");
    let folder = tempfile::tempdir().unwrap();
    let typst = typst().to_string_lossy().into_owned();
    let env = [("REISSUE_TYPST", typst.as_str())];
    assert_eq!(run_in(folder.path(), &["new", "demo"], &[]).code, 0);
    let demo = folder.path().join("demo");
    let commit = "git init -q -b main && git add . && \
        git -c user.name=A -c user.email=a@example.org commit -qm First";
    let done = Command::new("bash").args(["-ec", commit]).current_dir(&demo).status();
    assert!(done.unwrap().success());
    assert_eq!(run_in(&demo, &["build"], &env).code, 0);
    let blocks = readme.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let mut count = 0;
    for line in lines {
        if ELSEWHERE.iter().any(|known| line.starts_with(known)) {
            continue;
        }
        let command = line.split('#').next().unwrap();
        let words: Vec<&str> = command.split_whitespace().collect();
        let (program, args) = words.split_first().unwrap();
        assert_eq!(*program, "reissue", "{line}");
        let ran = run_in(&demo, args, &env);
        assert_eq!(ran.code, 0, "{line}: {}{}", ran.out, ran.err);
        count += 1;
    }
    assert!(count > 8, "{count}");
}

#[test]
fn the_readme_is_two_screens() {
    let lines = include_str!("../../README.md").lines().count();
    assert!(lines <= 100, "{lines}");
}

#[test]
fn the_table_of_trust_has_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let listed = |args: &[&str]| {
        let help = run_in(folder.path(), args, &[]).out;
        let list = help
            .split("Commands:\n")
            .nth(1)
            .unwrap()
            .split("\n\n")
            .next()
            .unwrap()
            .to_owned();
        let names = list.lines().filter(|line| !line.starts_with("   "));
        let names: Vec<String> = names
            .filter_map(|line| Some(line.split_whitespace().next()?.to_owned()))
            .collect();
        names.into_iter().filter(|name| name != "help").collect::<Vec<_>>()
    };
    let mut commands = listed(&["--help"]);
    commands.retain(|name| name != "data");
    commands
        .extend(listed(&["data", "--help"]).iter().map(|name| format!("data {name}")));
    assert!(commands.len() > 20, "{commands:?}");
    let page = include_str!("../../SECURITY.md");
    let rows = page.lines().skip_while(|line| !line.starts_with("| command"));
    let rows: Vec<&str> = rows.skip(2).take_while(|line| line.starts_with('|')).collect();
    let said: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    let missing: Vec<&String> =
        commands.iter().filter(|name| !said.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "not in the table of SECURITY.md: {missing:?}");
}
