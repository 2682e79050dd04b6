//! How long builds of the first publication take, as ratios to what `typst compile` needs
//! alone on the same document, in one run. `cargo bench --bench build`; nothing is asserted.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads the clock, starts typst and prints"
)]

use reissue::make::Request;
use reissue::make::Silent;
use reissue::make::build;
use reissue::output::typst::Program;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

const RUNS: usize = 7;

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

fn timed(mut work: impl FnMut()) -> f64 {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    median(times.collect())
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
    let request = |cache: bool, pdf: bool| Request {
        typst: pdf.then(|| typst.clone()),
        cache,
        ..Request::of(scratch.path())
    };
    let run = |request: &Request| {
        let outcome = build(request, &Silent);
        assert!(outcome.done, "{:?}", outcome.diagnostics);
    };
    let cold = timed(|| run(&request(false, true)));
    let page = timed(|| run(&request(false, false)));
    run(&request(true, true));
    run(&request(true, true));
    let nothing = timed(|| run(&request(true, true)));
    let chapter = scratch.path().join("report/chapters/10-implications.md");
    let text = std::fs::read_to_string(&chapter).unwrap();
    let mut count = 0;
    let word = timed(|| {
        count += 1;
        std::fs::write(
            &chapter,
            format!("{text}\nAnother word, {}.\n", "so ".repeat(count)),
        )
        .unwrap();
        run(&request(true, true));
    });
    let folder = scratch.path().join(".reissue/typst");
    let alone = timed(|| {
        let status = std::process::Command::new(typst.path())
            .current_dir(&folder)
            .args([
                "compile",
                "--root",
                ".",
                "--font-path",
                "fonts",
                "--ignore-system-fonts",
            ])
            .args(["--pdf-standard", "ua-1", "--jobs", "2", "main.typ", "alone.pdf"])
            .status()
            .unwrap();
        assert!(status.success());
    });
    println!("typst alone          {alone:.3} s");
    for (name, time) in [
        ("cold, page and PDF", cold),
        ("cold, page only", page),
        ("one word changed", word),
        ("nothing changed", nothing),
    ] {
        println!("{name:<20} {time:.3} s = {:.2} × typst alone", time / alone);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("peak memory of this process: {}", peak.trim_start_matches("VmHWM:").trim());
}
