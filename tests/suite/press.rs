//! Figures and findings that leave the report.

use crate::harness::Project;

#[test]
fn a_pack_holds_every_figure_and_finding_with_the_notice() {
    let project = Project::starter();
    project.build_page();
    let ran = project.run(&["press"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "wrote 16 files to press\n"));
    let notice = "The data in this report are made up.";
    for file in [
        "press/trees_index/caption.txt",
        "press/trees_index/metadata.json",
        "press/findings/growth.txt",
        "press/facts.json",
        "press/index.html",
    ] {
        assert!(project.read(file).contains(notice), "{file}");
    }
    // The notice stands inside the picture, line by line.
    assert!(project.read("press/trees_index/trees_index.svg").contains("made up."));
    assert!(
        project
            .read("press/facts.json")
            .contains("\"interval\": \"23.0% to 37.6% (95%)\"")
    );
}

#[test]
fn a_picture_has_exactly_the_size_asked_for() {
    let project = Project::starter();
    project.build_page();
    for (size, want) in
        [("social", (1200, 628)), ("square", (1080, 1080)), ("story", (1080, 1920))]
    {
        let args =
            ["press", "trees_index", "--format", "png", "--size", size, "-o", "one.png"];
        assert_eq!(project.run(&args).code, 0);
        let bytes = std::fs::read(project.path().join("one.png")).unwrap();
        let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((side(16), side(20)), want, "{size}");
    }
}

#[test]
fn a_zip_is_the_same_bytes_each_time() {
    let project = Project::starter();
    project.build_page();
    let pack = || {
        assert_eq!(project.run(&["press", "--to", "kit.zip"]).code, 0);
        std::fs::read(project.path().join("kit.zip")).unwrap()
    };
    assert_eq!(pack(), pack());
}

#[test]
fn an_unknown_figure_and_a_missing_edition_are_said() {
    let project = Project::starter();
    let ran = project.run(&["press"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with(
            "error[R0701]: cannot read the edition `out`: edition.json is missing\n"
        ),
        "{}",
        ran.err
    );
    project.build_page();
    let ran = project.run(&["press", "tree_index"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0702]: there is no figure or finding `tree_index`\n |\n = help: did you mean `trees_index`? the figures and findings are `trees_index`, `growth`\n\n1 error\n"
    );
    assert_eq!(project.run(&["press", "--list"]).out, "trees_index\ngrowth\n");
}
