//! Facts for single areas, and the faults of what the press is told.

use crate::harness::Project;

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
    assert!(edition.contains("\"withheld\":\"withheld: it rests on fewer than 50.0%\""));
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
