//! Packs and records that were altered, or made by another program.

use crate::harness::Project;
use crate::harness::Ran;
use crate::harness::unpacked;
use std::os::unix::fs::symlink;

fn pressed() -> Project {
    let project = Project::starter();
    project.build_page();
    let ran = project.run(&["press", "--no-pdf"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project
}

fn verified(project: &Project, pack: &str) -> Ran {
    project.run(&["verify", pack])
}

#[test]
fn every_byte_of_a_pack_is_held_to_its_list() {
    let project = pressed();
    let whole = verified(&project, "press");
    assert_eq!(whole.code, 0, "{}{}", whole.out, whole.err);
    let kit = project
        .files("press")
        .into_keys()
        .find(|name| name.starts_with("press-kit"))
        .unwrap();
    let inner = verified(&project, &format!("press/{kit}"));
    assert_eq!(inner.code, 0, "{}{}", inner.out, inner.err);
    let before = project.read("press/SHA256SUMS");
    let folder = project.path().join("press");
    // What is done to the pack, what is said of it, and how it is undone.
    let sums = |text: &str| {
        project.file("press/SHA256SUMS", text);
    };
    let said = |what: &str| {
        let ran = verified(&project, "press");
        assert_eq!(ran.code, 1, "{what}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(what), "{what}: {}", ran.out);
        assert!(!ran.out.contains("whole:"), "{}", ran.out);
    };
    sums(&before.replacen('a', "b", 1));
    said("altered SHA256SUMS\n");
    sums(&format!("{before}\n"));
    said("altered SHA256SUMS\n");
    project.remove("press/SHA256SUMS");
    said("missing SHA256SUMS\n");
    sums(&before);
    project.file("press/new/picture.png", b"added");
    said("added new/picture.png\n");
    project.remove("press/new/picture.png");
    for target in ["/etc/passwd", "README.txt", "/dev/zero", "nowhere", "."] {
        symlink(target, folder.join("link")).unwrap();
        said("added link\n");
        project.remove("press/link");
    }
    let readme = project.read("press/README.txt");
    project.remove("press/README.txt");
    project.file("elsewhere.txt", &readme);
    symlink("../elsewhere.txt", folder.join("README.txt")).unwrap();
    said("altered README.txt\n");
    project.remove("press/README.txt");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.join("README.txt"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    said("altered README.txt\n");
    project.remove("press/README.txt");
    project.file("press/README.txt", &readme);
    let bytes = std::fs::read(folder.join(&kit)).unwrap();
    project.file(&format!("press/{kit}"), &bytes[..bytes.len() - 30]);
    said(&format!("altered {kit}\n"));
    project.file(&format!("press/{kit}"), &bytes);
    project.file("press/inner/press-kit.zip", &bytes);
    said("added inner/press-kit.zip\n");
    project.remove("press/inner/press-kit.zip");
    assert_eq!(verified(&project, "press").code, 0);
}

#[test]
fn names_and_addresses_in_a_record_are_held_to_the_grammar_of_a_project() {
    let project = Project::starter();
    let ran = project.run(&["release", "first", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let record = String::from_utf8(project.outputs()["edition.json"].clone()).unwrap();
    let released = std::fs::read(project.path().join("releases/first.zip")).unwrap();
    let cases = [
        ("\"trees_index\"", "\"../../x\"", "`../../x` cannot be the id of a figure"),
        ("\"trees_index\"", "\"/tmp/x\"", "`/tmp/x` cannot be the id of a figure"),
        ("\"trees_index\"", "\"a\\\"><b\"", "cannot be the id of a figure"),
        ("\"growth.planting\"", "\"a/../b\"", "`a/../b` cannot be the id of a value"),
        (
            "\"growth.planting\"",
            "\"\\u001b[2J\"",
            "`\\u{1b}[2J` cannot be the id of a value",
        ),
        ("\"grew_faster\"", "\"a b\"", "`a b` cannot be the id of a claim"),
        (
            "\"index.html\"",
            "\"../index.html\"",
            "`../index.html` is no path within a project",
        ),
        ("\"data/trees.csv\"", "\"/data/trees.csv\"", "is no path within a project"),
        (
            "\"https://creativecommons.org/publicdomain/zero/1.0/\"",
            "\"javascript:alert(1)\"",
            "`javascript:alert(1)` is no web or mail address",
        ),
    ];
    for (from, to, said) in cases {
        assert!(record.contains(from), "{from}");
        let forged = record.replace(from, to);
        project.file("forged.json", &forged);
        let mut files = unpacked(&released);
        files.insert("out/edition.json".to_owned(), forged.into_bytes());
        project.file("forged.zip", reissue::output::archive::zip(&files).unwrap());
        for args in [
            ["diff", "forged.json", "."].as_slice(),
            &["diff", ".", "forged.zip"],
            &["check", "--against", "forged.zip"],
        ] {
            let ran = project.run(args);
            assert_eq!(ran.code, 2, "{args:?} {to}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(said), "{args:?} {to}: {}", ran.err);
        }
        let mut out = project.outputs();
        out.insert(
            "edition.json".to_owned(),
            std::fs::read(project.path().join("forged.json")).unwrap(),
        );
        for (name, content) in &out {
            project.file(&format!("built/{name}"), content);
        }
        let ran =
            project.run(&["press", "--edition", "built", "--no-pdf", "--to", "pack"]);
        assert_eq!(ran.code, 2, "{to}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(said), "{to}: {}", ran.err);
        assert!(!project.path().join("pack").exists());
    }
}
