//! How long builds of the first publication take, as ratios to what `typst compile` needs
//! alone on the same document. Each round runs each of them once, and Typst twice, so that a
//! machine that slows down slows all alike; medians of the rounds.
//! `cargo bench --bench build`; nothing is asserted.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads the clock, starts typst and prints"
)]

use reissue::output::typst::Program;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Instant;

const ROUNDS: usize = 9;

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs a program to its end, which must be a good one; returns the seconds it took.
fn run(command: &mut Command) -> f64 {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().unwrap();
    let took = start.elapsed().as_secs_f64();
    assert!(status.success(), "{command:?}");
    took
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = tempfile::tempdir().unwrap();
    for folder in ["report", "data"] {
        copy(&root.join(folder), &scratch.path().join(folder));
    }
    let cache =
        std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/reissue"));
    let path: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    let typst = Program::find(None, cache.as_deref(), &path).unwrap();
    let build = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reissue"));
        command.current_dir(scratch.path()).arg("build").args(arguments);
        run(command.arg("--typst").arg(typst.path()))
    };
    let alone = || {
        let mut command = Command::new(typst.path());
        command
            .current_dir(scratch.path().join(".reissue/typst"))
            .args(["compile", "--root", ".", "--font-path", "fonts"])
            .args(["--ignore-system-fonts", "--pdf-standard", "ua-1", "--jobs", "2"])
            .args(["main.typ", "alone.pdf"]);
        run(&mut command)
    };
    let file = |path: &str| {
        let path = scratch.path().join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        (path, text)
    };
    let (chapter, words) = file("report/chapters/10-implications.md");
    let (table, cells) = file("data/businesses.csv");
    let (before, last) = cells.trim_end().rsplit_once(',').unwrap();
    let last: usize = last.parse().unwrap();
    let another = |count: usize| {
        std::fs::write(
            &chapter,
            format!("{words}\nAnother word, {}.\n", "so ".repeat(count)),
        )
        .unwrap();
    };
    build(&[]);
    build(&[]);
    let mut times: [Vec<f64>; 7] = Default::default();
    for round in 1..=ROUNDS {
        times[0].push(alone());
        another(2 * round);
        times[1].push(build(&[]));
        times[2].push(build(&[]));
        std::fs::write(&table, format!("{before},{}\n", last + round)).unwrap();
        times[3].push(build(&[]));
        times[0].push(alone());
        times[4].push(build(&["--no-cache"]));
        times[5].push(build(&["--no-cache", "--html-only"]));
        another(2 * round + 1);
        times[6].push(build(&["--html-only"]));
    }
    let [alone, word, nothing, cell, cold, page, word_page] = times.map(median);
    println!("typst alone             {alone:.3} s");
    for (name, time) in [
        ("cold, page and PDF", cold),
        ("cold, page only", page),
        ("one word, page and PDF", word),
        ("one cell, page and PDF", cell),
        ("one word, page only", word_page),
        ("nothing changed", nothing),
    ] {
        println!(
            "{name:<23} {time:.3} s = {:.2} × typst alone, {:.1} % of cold",
            time / alone,
            100.0 * time / cold
        );
    }
}
