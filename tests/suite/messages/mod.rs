//! What authors and machines get wrong, and the whole message each fault is met with.
//!
//! Each case is the starter project with one thing wrong. What the program says is compared,
//! every character of it, with `tests/messages/CASE.txt`; `BLESS=1 cargo test` writes the
//! files, to be read before they are committed. After every case the edition that stood in
//! `out/` still stands there.

mod data;
mod declared;
mod documents;
mod elements;
mod machine;
mod narrative;
mod reading;

use crate::harness::Project;
use crate::harness::run_in;
use reissue::model::diagnostic::Code;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A test for each case: its name, and what is wrong.
macro_rules! cases {
    ($($name:ident: $edit:expr;)+) => {
        $(
            #[test]
            fn $name() {
                $crate::messages::refuses(stringify!($name), &$edit);
            }
        )+
    };
}
pub(crate) use cases;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/messages")
}

/// Builds the page of a project with something wrong and compares what is said.
pub(crate) fn refuses(name: &str, edit: &dyn Fn(&Project)) {
    says(name, &["build", "--html-only"], &[], edit);
}

/// Runs the program on a project with something wrong and compares what is said.
pub(crate) fn says(
    name: &str,
    args: &[&str],
    env: &[(&str, &str)],
    edit: &dyn Fn(&Project),
) {
    let project = Project::starter();
    let before = [("edition.json", RECORD), ("index.html", "the edition before")];
    for (name, text) in before {
        project.file(&format!("out/{name}"), text);
    }
    edit(&project);
    let ran = run_in(project.path(), args, env);
    let said = format!("exit {}\n{}{}", ran.code, ran.out, ran.err)
        .replace(&*project.path().to_string_lossy(), "[ROOT]");
    // What a long list leaves out is no matter of these messages.
    let list = regex::Regex::new(r"the (\w+) are [^\n]*, and \d+ more").unwrap();
    same(name, &list.replace_all(&said, "the $1 are [LIST], and [N] more"));
    let kept: BTreeMap<String, Vec<u8>> =
        before.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
    assert!(project.outputs() == kept, "the edition before is lost");
}

/// The record of an edition of one page.
const RECORD: &str = r#"{"schema": "reissue-edition/2", "outputs": {"index.html": ""}}"#;

/// Compares with the committed text, or writes it when asked to.
pub(crate) fn same(name: &str, said: &str) {
    let path = folder().join(format!("{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(&path, said).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        said == committed,
        "{} is now:\n{said}\nit was:\n{committed}",
        path.display()
    );
}

/// Every message that is committed, and every test's own text.
fn texts() -> Vec<String> {
    fn walk(folder: PathBuf, texts: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(path, texts);
            } else if path.extension().is_some_and(|end| end == "txt" || end == "rs") {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut texts = Vec::new();
    walk(folder(), &mut texts);
    walk(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/suite"), &mut texts);
    texts
}

#[test]
fn every_code_that_the_program_says_is_met_by_a_test() {
    let sources = crate::architecture::sources();
    let texts = texts();
    let unmet: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|name| {
            let said = format!("Code::{name}");
            sources.values().any(|source| source.contains(&said))
        })
        .filter(|name| !texts.iter().any(|text| text.contains(&format!("[{name}]: "))))
        .collect();
    assert_eq!(unmet, Vec::<&str>::new());
}

#[test]
fn every_committed_message_belongs_to_a_test() {
    let sources = texts().concat();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let case = name.trim_end_matches(".txt");
        assert!(
            sources.contains(&format!("{case}:"))
                || sources.contains(&format!("\"{case}\"")),
            "{name} belongs to no test"
        );
    }
}
