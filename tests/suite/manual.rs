//! The manual of the kinds: printed by the program, with examples that say what it computes.

use crate::harness::run_in;
use serde_yaml::Mapping;
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns what stands in the fences of a sort on a page.
fn fenced(page: &str, sort: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == format!("```{sort}");
        } else if inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
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

#[test]
fn the_examples_of_the_manual_give_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["report", "data"] {
        copy(&root().join(part), &folder.path().join(part));
    }
    let path = folder.path().join("report/statistics.yaml");
    let mut file: Mapping =
        serde_yaml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let blocks = file["statistics"].as_mapping_mut().unwrap();
    let mut said = BTreeMap::new();
    for kind in reissue::stat::kinds() {
        let page = reissue::stat::manual(kind).unwrap();
        let declared: Value = serde_yaml::from_str(&fenced(&page, "yaml")).unwrap();
        for line in fenced(&page, "text").lines() {
            let (id, printed) = line.split_once(" = ").unwrap();
            said.insert(id.to_owned(), printed.to_owned());
        }
        let needed = fenced(&page, "text");
        for (id, block) in declared.as_mapping().unwrap() {
            // Pages without printed values show settings over frames of their own.
            if !needed.is_empty() && !blocks.contains_key(id) {
                blocks.insert(id.clone(), block.clone());
            }
        }
    }
    std::fs::write(&path, serde_yaml::to_string(&file).unwrap()).unwrap();
    let ran = run_in(folder.path(), &["stats", "--format", "csv"], &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let printed: BTreeMap<String, String> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[3].replace('\u{a0}', " ")))
        .collect();
    assert!(said.len() > 30, "{said:?}");
    for (id, words) in said {
        let got = printed.get(&id).map_or("nothing", String::as_str);
        assert_eq!(got, words, "`{id}`");
    }
}

#[test]
fn the_manual_is_printed_kind_by_kind() {
    let ran = run_in(root(), &["explain", "kinds"], &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("welch, student, paired_t\n    whether means differ, by t\n")
    );
    assert!(
        ran.out.ends_with("`reissue explain kind:NAME` prints the page of a kind.\n")
    );
    let ran = run_in(root(), &["explain", "kind:fisher"], &[]);
    assert!(
        ran.out.starts_with("`kind: chi_square`, `kind: fisher` and `kind: proportions`")
    );
    let ran = run_in(root(), &["explain", "kind:welsh"], &[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .starts_with("error: there is no kind `welsh`\nhint: did you mean `welch`?")
    );
}
