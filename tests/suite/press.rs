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

/// Facts for the two groups of the starter project, as if they were areas.
const LOCAL: &str = "press:
  local:
    - id: growth
      title: Trees
      family: growth
      area: scheme
      rise: In {area} there were {size} more.
      fall: In {area} there were {size} fewer.
      level: In {area} there were as many.
";

#[test]
fn facts_for_areas_say_their_value_or_why_not() {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("{report}{LOCAL}"));
    project.build_page();
    let edition = project.read("out/edition.json");
    assert!(
        edition.contains("In districts with a planting scheme there were 30.3% more.")
    );
    assert!(edition.contains("In districts without one there were 7.5% more."));
    project.file(
        "report/report.yaml",
        format!("{report}{LOCAL}      base: {{stat: growth.planting, least: 50}}\n"),
    );
    project.build_page();
    let edition = project.read("out/edition.json");
    assert!(edition.contains("\"withheld\": \"withheld: it rests on fewer than 50.0%\""));
}

#[test]
fn faults_of_what_the_press_is_told_are_shown_where_they_stand() {
    let refused = |text: &str| {
        let project = Project::starter();
        let report = project.read("report/report.yaml");
        project.file("report/report.yaml", format!("{report}{text}"));
        let message = project.refusal();
        message.lines().next().unwrap_or_default().to_owned()
            + "\n"
            + message
                .lines()
                .find(|line| line.contains("help:"))
                .unwrap_or_default()
                .trim()
    };
    assert_eq!(
        refused("embargo: 2025-07-01\n"),
        "error[R0103]: `2025-07-01` is no moment: write date, time and zone as `2025-07-01T00:01+01:00`\n"
    );
    assert_eq!(
        refused("url: example.org/report\n"),
        "error[R0103]: `example.org/report` is no address of a folder: write it as `https://example.org/report/`\n"
    );
    assert_eq!(
        refused(&LOCAL.replace("family: growth", "family: growht")),
        "error[R0306]: unknown family `growht`\n= help: did you mean `growth`? the families are `districts`, `growth`, `trees_index`"
    );
    assert_eq!(
        refused(&LOCAL.replace("{size} more", "{sice} more")),
        "error[R0703]: unknown name `{sice}`\n= help: did you mean `size`? the names are `scheme`, `area`, `size`, `value`"
    );
}
