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

/// Runs the program where there is no project.
fn ask(args: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_in(folder.path(), args, &[]);
    (ran.code, ran.out, ran.err)
}

#[test]
fn the_manual_answers_without_a_project() {
    let (code, out, err) = ask(&["explain", "figure.layout"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "figures.yaml: figures.ID.layout

How bars stand to one another.

  value     a word
            `grouped`  Side by side.
            `stacked`  One on the other, adding up.
            `shares`  One on the other, from 0 to 100 %.
  default   `grouped`
  kinds     bar, column, area

```yaml
figures:
  trees_now:
    kind: bar
    layout: stacked
```
"
    );
    for (asked, begins) in [
        (
            &["explain", "how", "do", "I", "stack", "bars"][..],
            "Stacked bars: parts of a whole\n",
        ),
        (&["explain", "keep"], "figures.yaml: figures.ID.keep\n"),
        (&["explain", "topics"], "Topics\n"),
        (&["explain"], "Topics\n"),
        (&["explain", "R0505"], "R0505\n"),
        (&["explain", "chart:line"], "`line`: "),
        (&["schema"], "report.yaml\n"),
        (&["templates"], "diff/page.html\n"),
    ] {
        let (code, out, err) = ask(asked);
        assert_eq!((code, err.as_str()), (0, ""), "{asked:?}");
        assert!(out.starts_with(begins), "{asked:?}: {out}");
    }
    assert_eq!(
        ask(&["explain", "xylophone"]),
        (
            2,
            String::new(),
            "error: the manual has nothing on `xylophone`
hint: `reissue explain topics` lists what it has
"
            .to_owned()
        )
    );
}

#[test]
fn every_schema_is_a_schema_that_accepts_the_files_of_the_starter() {
    for file in ["report", "figures", "tables", "claims", "statistics"] {
        let (code, out, _) = ask(&["schema", &format!("{file}.yaml")]);
        assert_eq!(code, 0);
        let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
        let path = root().join(format!("templates/new/report/{file}.yaml"));
        let whole: serde_json::Value =
            serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let known = schema["properties"].as_object().unwrap();
        for key in whole.as_object().unwrap().keys() {
            assert!(known.contains_key(key), "{file}: {key}");
        }
        assert_eq!(schema["additionalProperties"], false, "{file}");
    }
}

#[test]
fn a_template_is_copied_once_and_used_from_then_on() {
    let project = crate::harness::Project::starter();
    let ran = project.run(&["templates", "--copy", "html/claim.html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = project.read("templates/html/claim.html");
    assert!(text.contains("@@claim-title@@"), "{text}");
    let again = project.run(&["templates", "--copy", "html/claim.html"]);
    assert_eq!(again.code, 2, "{}", again.err);
    assert!(
        again.err.contains("`templates/html/claim.html` is there already"),
        "{}",
        again.err
    );
    project.file(
        "templates/html/claim.html",
        text.replace("@@claim-title@@", "THESE WORDS"),
    );
    project.build_page();
    assert!(project.read("out/index.html").contains("THESE WORDS"));
    let none = project.run(&["templates", "--copy", "html/nope.html"]);
    assert_eq!(none.code, 2);
    assert!(
        none.err.starts_with("error: there is no template `html/nope.html`"),
        "{}",
        none.err
    );
}
