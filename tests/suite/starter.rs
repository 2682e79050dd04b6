//! The starter project and the commands around it.

use crate::harness::Project;
use crate::harness::run_in;
use crate::harness::typst;
use crate::harness::words;

#[test]
fn a_new_project_builds_as_it_is_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_in(folder.path(), &["new", "demo"], &[]);
    assert_eq!(ran.code, 0);
    let typst = typst();
    let project = folder.path().join("demo");
    let ran = run_in(&project, &["build", "--typst", &typst.to_string_lossy()], &[]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (0, "wrote out/index.html and out/report.pdf\n")
    );
    let pdf = std::fs::read(project.join("out/report.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    let page = std::fs::read_to_string(project.join("out/index.html")).unwrap();
    assert!(
        words(&page).contains("rose by 30.3% in\n4 districts with a planting scheme")
    );
    let again = run_in(folder.path(), &["new", "demo"], &[]);
    assert_eq!(
        (again.code, again.err.as_str()),
        (2, "error: `demo` is there already, and not empty\nhint: choose a new folder\n")
    );
}

#[test]
fn every_number_of_the_page_is_in_the_pdf() {
    let project = Project::starter();
    let typst = typst();
    let ran = project.run(&["build", "--typst", &typst.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // What Typst was given is what it prints.
    let source = project.read(".reissue/typst/main.typ");
    let page = project.read("out/index.html");
    let mut seen = 0;
    for piece in page.split("<a class=\"v\" ").skip(1) {
        let text = piece.split_once('>').unwrap().1.split_once("</a>").unwrap().0;
        let figure = text.split(['\u{a0}', '<', ' ']).next().unwrap();
        assert!(source.contains(figure), "{text}");
        seen += 1;
    }
    assert!(seen > 10);
}

#[test]
fn statistics_print_as_a_table_as_csv_and_as_json() {
    let project = Project::starter();
    let table = project.run(&["stats", "districts"]);
    assert_eq!(
        table.out,
        "statistic           value  interval  p  n\ndistricts.none      4\ndistricts.planting  4\n"
    );
    let csv = project.run(&["stats", "growth.planting", "--format", "csv"]);
    assert!(csv.out.starts_with("id,title,value,printed,unit,low,high,level,test,p,n\n"));
    assert!(csv.out.contains(
        "growth.planting,\"Change in street trees, districts with a planting scheme\""
    ));
    let json = project.run(&["stats", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert!(all["growth.difference"]["test"]["p"].as_f64().unwrap() < 0.05);
}

#[test]
fn a_statistic_a_claim_and_a_code_are_explained() {
    let project = Project::starter();
    let card = project.run(&["explain", "growth.planting", "--why"]);
    assert!(
        card.out.contains("definition  Mean over areas of the percentage change"),
        "{}",
        card.out
    );
    assert!(
        card.out.contains(
            "\n  → frame panel: 56 rows by district, year, declared at report/statistics.yaml:3:3\n  → statistic growth.planting = 30.3%"
        ),
        "{}",
        card.out
    );
    // The rows behind one value, where the file has columns of its dimensions.
    assert!(
        card.out.contains("  file data/trees.csv: 56 rows, hash ")
            && card.out.contains("\n    28 rows of scheme planting: lines "),
        "{}",
        card.out
    );
    let claim = project.run(&["explain", "claim:grew_faster"]);
    assert!(claim.out.contains("verdict     holds: 30.3% > 7.5%"), "{}", claim.out);
    let code = project.run(&["explain", "R0302"]);
    assert_eq!(
        code.out,
        "R0302\nA statistic names an unknown column.\nThe columns of a frame are those its SQL selects.\n"
    );
    let nothing = project.run(&["explain", "growht.planting"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("did you mean `growth.planting`?"), "{}", nothing.err);
}

#[test]
fn messages_come_short_and_as_json_for_editors() {
    let project = Project::starter();
    project.replace("report/chapters/1-numbers.md", "growth.planting", "growth.plantin");
    let short = project.run(&["check", "--message-format", "short"]);
    assert_eq!(
        short.err.lines().next().unwrap(),
        "report/chapters/1-numbers.md:6:66: error[R0502]: unknown statistic `growth.plantin`"
    );
    let json = project.run(&["check", "--message-format", "json"]);
    let line: serde_json::Value =
        serde_json::from_str(json.err.lines().next().unwrap()).unwrap();
    assert_eq!(line["code"], "R0502");
}

#[test]
fn a_folder_without_a_project_is_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_in(folder.path(), &["build"], &[]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error: there is no report project in `.`: report/report.yaml is missing\nhint: run `reissue new demo` to make one, or point at one with `--project`\n"
        )
    );
}

#[test]
fn slips_in_the_keys_of_every_file_are_reported_at_once_before_data_are_read() {
    let project = Project::starter();
    let slips = [
        ("report/report.yaml", "title:", "titel:"),
        ("report/statistics.yaml", "measure:", "mesure:"),
        ("report/figures.yaml", "headline:", "headlin:"),
        ("report/tables.yaml", "columns:", "colums:"),
        ("report/claims.yaml", "says:", "sayz:"),
        ("data/datapackage.yaml", "constraints:", "constraint:"),
        ("data/trees.csv", "D1,", "D1,too,many,"),
    ];
    for (file, from, to) in slips {
        project.replace(file, from, to);
    }
    let ran = project.run(&["check", "--message-format", "short"]);
    let said: Vec<&str> = ran.err.lines().collect();
    for (file, _, slip) in &slips[..6] {
        let key = slip.trim_end_matches(':');
        let at = |line: &&&str| {
            line.starts_with(file) && line.ends_with(&format!("unknown key `{key}`"))
        };
        assert_eq!(said.iter().filter(at).count(), 1, "{file}: {}", ran.err);
    }
    assert_eq!(said.len(), 6, "{}", ran.err);
}
