//! What another version of typst, of this program or of a font makes anew.

use super::Bench;
use super::NONE;
use super::single;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;

#[test]
fn another_typst_makes_the_pdf_alone_and_says_why() {
    let bench = Bench::new();
    let outcome = bench.build("0.15.2");
    assert_eq!(single(&outcome), ["pdf"]);
    let pdf = outcome.steps.iter().find(|step| step.name == "pdf").unwrap();
    assert_eq!(pdf.changed, ["typst"]);
    assert_eq!(single(&bench.build("0.15.1")), NONE, "the first is kept beside it");
}

/// The program with other bytes in it, as another version of its sources would make it.
fn other_program(folder: &Path, patch: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
    let own = Path::new(env!("CARGO_BIN_EXE_reissue"));
    let mut bytes = std::fs::read(own).unwrap();
    patch(&mut bytes);
    let other = folder.join("other-reissue");
    std::fs::write(&other, bytes).unwrap();
    std::fs::set_permissions(&other, std::fs::metadata(own).unwrap().permissions())
        .unwrap();
    other
}

/// Where a piece stands in bytes; it must be there.
fn places(bytes: &[u8], piece: &[u8]) -> Vec<usize> {
    let found: Vec<usize> = memchr::memmem::find_iter(bytes, piece).collect();
    assert!(!found.is_empty(), "the program does not hold {piece:?}");
    found
}

/// Builds with a program, and returns what it says of its steps.
fn told(program: &Path, bench: &Bench) -> String {
    let typst = bench.tools.path().join("typst");
    let ran = loop {
        let ran = std::process::Command::new(program)
            .current_dir(bench.project.path())
            .args(["build", "-v", "--typst"])
            .arg(&typst)
            .env("NO_COLOR", "1")
            .env("XDG_STATE_HOME", crate::harness::state())
            .output();
        // Whatever another test is starting just now still has the program open for writing.
        if !matches!(&ran, Err(error) if error.kind() == ErrorKind::ExecutableFileBusy) {
            break ran.unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{said}");
    said
}

/// The steps that ran and say what changed, without their times.
fn reasons(said: &str) -> Vec<String> {
    let ran = said.lines().filter_map(|line| line.trim().strip_prefix("ran "));
    let reasons = ran.filter_map(|line| {
        let (step, rest) = line.split_once(" in ")?;
        Some(format!("{step} {}", rest.split_once('(')?.1.trim_end_matches(')')))
    });
    reasons.collect()
}

#[test]
fn another_version_of_the_program_uses_nothing_of_this_one_and_says_why() {
    let bench = Bench::new();
    let (first, second) = env!("REISSUE_BUILD").split_at(8);
    let other = other_program(bench.tools.path(), |bytes| {
        // The compiler may keep the stamp in two words.
        for half in [first, second] {
            for at in places(bytes, half.as_bytes()) {
                bytes[at..at + half.len()].reverse();
            }
        }
    });
    let said = told(&other, &bench);
    assert!(!said.contains("reused"), "{said}");
    let reasons = reasons(&said);
    assert!(reasons.len() >= 10, "{said}");
    for step in ["resource trees", "frame panel", "statistic growth", "png trees_index"] {
        assert!(reasons.contains(&format!("{step} changed: reissue itself")), "{said}");
    }
    // What this one kept is still its own.
    assert_eq!(bench.ran(), NONE);
}

#[test]
fn another_font_makes_the_pdf_alone_and_says_why() {
    let bench = Bench::new();
    let font = ttf_noto_sans::REGULAR;
    let other = other_program(bench.tools.path(), |bytes| {
        for at in places(bytes, &font[..4096]) {
            // The sum of its first table, which nobody checks.
            bytes[at + 16] ^= 1;
        }
    });
    // A changed file, so that the last edition is not what would be made again.
    let text = bench.project.read("report/report.yaml");
    bench.project.file("report/report.yaml", format!("# A remark.\n{text}"));
    let said = told(&other, &bench);
    assert_eq!(reasons(&said), ["pdf changed: fonts/noto-sans-regular.ttf"], "{said}");
}
