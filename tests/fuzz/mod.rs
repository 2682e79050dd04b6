//! Random input: whatever comes in, the program ends with a result or with messages that have a
//! place, within a time, without a panic.
//!
//! A case is its seed: `REISSUE_FUZZ=1 REISSUE_FUZZ_SEED=N cargo test --release --test suite whatever_comes_in`
//! runs case N alone; `REISSUE_FUZZ=50000` runs so many. Unless asked, there are as many as two
//! seconds hold. What was found lies in `corpus/`, a folder for each case, laid over the starter.

mod beside;
mod damage;
mod sorts;

use crate::harness::Random;
use reissue::make::Silent;
use reissue::make::Steps;
use reissue::model::diagnostic::Diagnostic;
use reissue::model::diagnostic::Sources;
use reissue::model::diagnostic::Style;
use reissue::model::diagnostic::render;
use reissue::narrative::Options;
use reissue::project::Memory;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

/// How long the cases take together, unless their number is given.
const BUDGET: Duration = Duration::from_secs(2);
/// How long one may take, on a busy machine and without optimisation.
const PATIENCE: u64 = 60;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Checks what was found about files: each finding has a message and a place, and can be drawn.
fn placed(found: &[Diagnostic], sources: &Sources) {
    for one in found {
        assert!(!one.message.trim().is_empty(), "a message without words");
        assert!(one.span().is_some(), "{}: {} has no place", one.code, one.message);
    }
    for style in [Style::Full { colour: false }, Style::Short, Style::Json] {
        let drawn = render(found, sources, style);
        assert_eq!(drawn.is_empty(), found.is_empty());
    }
}

/// Weaves a project, and checks what is said of it.
fn woven(files: &Memory) {
    let steps = Steps::new(&Silent);
    let options = Options { draft: false, strict: true };
    let memo = reissue::memo::Forgetful;
    let (woven, warnings, sources) = reissue::make::weave(files, options, &steps, &memo);
    let found = match woven {
        Ok(_) => warnings,
        Err(failure) => failure.into_diagnostics(),
    };
    placed(&found, &sources);
}

/// Ends the tests when a case does not end.
fn watched(
    started: &'static Instant,
    since: &'static AtomicU64,
    seed: &'static AtomicU64,
) {
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let since = since.load(Ordering::Relaxed);
            if since != 0 && started.elapsed().as_secs() > since + PATIENCE {
                let seed = seed.load(Ordering::Relaxed);
                let _ = std::io::Write::write_all(
                    &mut std::io::stderr(),
                    format!("case {seed} does not end\n").as_bytes(),
                );
                std::process::abort();
            }
        }
    });
}

#[test]
fn whatever_comes_in_the_program_ends_with_a_result_or_placed_messages() {
    static SINCE: AtomicU64 = AtomicU64::new(0);
    static SEED: AtomicU64 = AtomicU64::new(0);
    let started: &'static Instant = Box::leak(Box::new(Instant::now()));
    watched(started, &SINCE, &SEED);
    let asked = number("REISSUE_FUZZ");
    let first = number("REISSUE_FUZZ_SEED").unwrap_or(1);
    // The end of the stack ends the tests at once: this is what is left of the case.
    let current = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz-case");
    let mut found = Vec::new();
    for seed in first.. {
        let count = seed - first;
        if asked.map_or(count > 0 && started.elapsed() > BUDGET, |asked| count >= asked) {
            break;
        }
        SEED.store(seed, Ordering::Relaxed);
        SINCE.store(started.elapsed().as_secs().max(1), Ordering::Relaxed);
        std::fs::write(&current, seed.to_string()).unwrap();
        let mut random = Random(seed);
        let (name, run) = sorts::SORTS[(seed % sorts::SORTS.len() as u64) as usize];
        let ran = std::panic::catch_unwind(move || run(&mut random));
        if let Err(panic) = ran {
            let text = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            found.push(format!("case {seed} ({name}): {}", text.unwrap_or_default()));
        }
    }
    SINCE.store(0, Ordering::Relaxed);
    assert!(found.is_empty(), "{} cases failed:\n{}", found.len(), found.join("\n"));
}

#[test]
fn cases_that_were_found_stay_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let case = entry.unwrap().path();
        let mut files = sorts::starter();
        let disk = reissue::project::Disk::new(&case);
        for path in disk.paths().unwrap() {
            files.insert(path.clone(), std::fs::read(case.join(&path)).unwrap());
        }
        let mut memory = Memory::new();
        files.iter().for_each(|(path, bytes)| memory.insert(path.clone(), bytes));
        woven(&memory);
        count += 1;
    }
    assert!(count > 0);
}
