//! Files that are read in passes instead of being held.

use crate::harness::Project;
use crate::harness::Random;

/// The starter project with a frame that counts and sums and one that only counts, its file held
/// or read in passes.
fn project(streamed: bool) -> Project {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "labels:\n",
        "  counted:\n    sql: SELECT scheme, year, COUNT(*) AS n, SUM(trees) AS trees, MIN(trees) AS least FROM trees GROUP BY scheme, year\n    key: [scheme, year]\n  told:\n    sql: SELECT scheme, SUBSTR(district, 1, 1) AS letter, COUNT(*) AS n, COUNT(trees) AS known, MAX(year) AS last FROM trees WHERE district <> 'D2' GROUP BY scheme, SUBSTR(district, 1, 1)\n    key: [scheme, letter]\n\nlabels:\n",
    );
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "statistics:\n  least:\n    kind: level\n    title: Least trees\n    frame: counted\n    measure: least\n    summary: min\n    by: [scheme, year]\n\n  rows_counted:\n    kind: level\n    title: Rows\n    frame: counted\n    measure: n\n    summary: total\n\n  told:\n    kind: level\n    title: Rows told apart\n    frame: told\n    measure: known\n    summary: total\n    by: [scheme]\n\n  last:\n    kind: level\n    title: Last year\n    frame: told\n    measure: last\n    summary: max\n\n",
    );
    if streamed {
        project.replace(
            "data/datapackage.yaml",
            "    path: trees.csv\n",
            "    path: trees.csv\n    stream: true\n",
        );
    }
    project
}

#[test]
fn a_file_read_in_passes_gives_the_same_statistics() {
    let (held, streamed) = (project(false), project(true));
    let (held, streamed) = (held.build_page(), streamed.build_page());
    assert!(held["statistics.json"] == streamed["statistics.json"]);
    let text = String::from_utf8_lossy(&held["statistics.json"]);
    assert!(text.contains("rows_counted") && text.contains("told.planting"), "{text}");
}

#[test]
fn more_different_rows_than_are_kept_are_counted_all_the_same() {
    let project = project(true);
    project.replace(
        "data/datapackage.yaml",
        "resources:\n",
        "resources:\n  - name: many\n    path: many.csv\n    stream: true\n    schema:\n      fields:\n        - {name: id, type: string}\n        - {name: kind, type: string}\n",
    );
    let rows: String = (0..900_000).map(|row| format!("r{row},k{}\n", row % 3)).collect();
    project.file("data/many.csv", format!("id,kind\n{rows}"));
    project.replace(
        "report/statistics.yaml",
        "labels:\n",
        "  kinds:\n    sql: SELECT kind, COUNT(*) AS n FROM many WHERE id <> 'r4' GROUP BY kind\n    key: [kind]\n\nlabels:\n",
    );
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "statistics:\n  many:\n    kind: level\n    title: Many\n    frame: kinds\n    measure: n\n    summary: total\n    by: [kind]\n\n",
    );
    let out = project.build_page();
    let record: serde_json::Value =
        serde_json::from_slice(&out["statistics.json"]).unwrap();
    let count = |id: &str| record["stats"][id]["value"].as_f64();
    assert_eq!(
        [count("many.k0"), count("many.k1"), count("many.k2")],
        [Some(300_000.0), Some(299_999.0), Some(300_000.0)]
    );
}

/// More than a megabyte of random records, written in one of four ways: plain, with line ends of
/// two characters, with both, or with all that CSV allows.
fn written(way: usize) -> String {
    let mut random = Random(way as u64);
    let mut text = "place,kind,x,note\n".to_owned();
    for _ in 0..40_000 {
        let place = ["Nord", "Süd", "a place of a name so long that none is", "€"];
        let kind = ["one", "two, or more", "zwölf", "three"][random.below(4)];
        let quoted = way == 3 && random.below(4) == 0;
        let kind = if quoted { format!("\"{kind}\"") } else { kind.replace(',', ";") };
        let x = ["1", "22", "", "-333"][random.below(4)];
        let note = match random.below(20_000) {
            0 if way == 3 => "\"said \"\"so\"\"\nand went\"".to_owned(),
            1 if way == 3 => "end\n".to_owned(),
            many => format!("Notiz über {}", many % 90),
        };
        text.push_str(&format!("{},{kind},{x},{note}", place[random.below(4)]));
        let two = way == 1 || (way > 1 && random.below(2) == 0);
        text.push_str(if two { "\r\n" } else { "\n" });
    }
    text.truncate(text.trim_end().len());
    text
}

#[test]
fn random_files_read_in_passes_give_the_same_statistics() {
    for way in 0..4 {
        let made = [false, true].map(|streamed| {
            let project = Project::starter();
            project.file("data/many.csv", written(way));
            project.replace(
                "data/datapackage.yaml",
                "resources:\n",
                &format!("resources:\n  - name: many\n    path: many.csv\n    stream: {streamed}\n    schema:\n      fields:\n        - {{name: place, type: string, constraints: {{required: true, minLength: 1, maxLength: 40}}}}\n        - {{name: kind, type: string}}\n        - {{name: x, type: integer, constraints: {{minimum: -333}}}}\n        - {{name: note, type: string, constraints: {{maxLength: 30}}}}\n"),
            );
            project.replace(
                "report/statistics.yaml",
                "labels:\n",
                "  kinds:\n    sql: SELECT place, kind, COUNT(*) AS n, COUNT(x) AS known, MIN(x) AS least FROM many WHERE note <> 'Notiz über 7' GROUP BY place, kind\n    key: [place, kind]\n\nlabels:\n",
            );
            project.replace(
                "report/statistics.yaml",
                "statistics:\n",
                "statistics:\n  many:\n    kind: level\n    title: Many\n    frame: kinds\n    measure: n\n    summary: total\n    by: [place, kind]\n\n  known:\n    kind: level\n    title: Known\n    frame: kinds\n    measure: known\n    summary: total\n    by: [place]\n\n",
            );
            project.build_page().remove("statistics.json").unwrap()
        });
        assert!(made[0] == made[1], "written {way}");
        let record: serde_json::Value = serde_json::from_slice(&made[0]).unwrap();
        let stats = record["stats"].as_object().unwrap();
        assert!(stats.keys().filter(|id| id.starts_with("many.")).count() >= 16);
    }
}

#[test]
fn every_breach_in_a_file_read_in_passes_is_shown_at_its_place() {
    let project = project(true);
    let mut data = project.read("data/trees.csv");
    data = data.replacen("D1,planting,2019,859", "D1,planted,2019,8x9", 1);
    data.push_str("D9,none,2018\nD1,planting,2018,818\n");
    project.file("data/trees.csv", data);
    let said = project.refusal();
    let found: Vec<&str> =
        said.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(
        found,
        [
            "error[R0201]: row 57 has 3 cells where the header has 4",
            "error[R0202]: row 2, column `scheme`: `planted` is not one of `planting`, `none`",
            "error[R0202]: row 2, column `trees`: `8x9` is not a whole number",
            "error[R0203]: row 58: the primary key (D1, 2018) occurs twice",
        ],
        "{said}"
    );
}

#[test]
fn a_query_that_needs_all_rows_at_once_is_refused_at_its_place() {
    let project = project(true);
    project.replace(
        "report/statistics.yaml",
        "SELECT district, scheme, year, trees FROM trees",
        "SELECT district, scheme, year, 2 * RANK() OVER (ORDER BY trees) AS trees FROM trees",
    );
    let said = project.refusal();
    assert!(
        said.starts_with(
            "error[R0209]: `trees` is too large to hold, and the query cannot be run over blocks of its rows: `RANK() OVER (ORDER BY trees)` is not known to come out the same in blocks of rows\n --> report/statistics.yaml:4:45\n"
        ),
        "{said}"
    );
}

#[test]
fn a_statistic_over_the_file_itself_is_told_to_use_a_frame() {
    let project = project(true);
    project.replace(
        "report/statistics.yaml",
        "    frame: panel\n    distinct",
        "    frame: trees\n    distinct",
    );
    let said = project.refusal();
    assert!(
        said.starts_with("error[R0209]: `trees` is too large to hold in memory\n"),
        "{said}"
    );
}

#[test]
fn a_file_that_stands_is_not_read_again() {
    let project = project(true);
    project.build_page();
    project.replace("report/chapters/2-claims.md", "What to try next", "What to try now");
    let ran = project.run(&["build", "--html-only", "-v"]);
    assert!(ran.err.contains(" reused resource trees\n"), "{}", ran.err);
    assert!(ran.err.contains(" reused 3 × frame: counted, panel, told\n"), "{}", ran.err);
}

#[test]
fn bytes_that_are_no_text_far_down_are_refused_at_their_line() {
    let project = project(true);
    project.replace("data/datapackage.yaml", "      primaryKey: [district, year]\n", "");
    let mut data = project.read("data/trees.csv").into_bytes();
    for _ in 0..400_000 {
        data.extend_from_slice(b"D1,planting,2018,818\n");
    }
    // Records are not lines.
    data.extend_from_slice(b"\n\"D1\",planting,2018,\"818\n\"\n");
    data.extend_from_slice(b"D1,pl\xffnting,2018,818\n");
    project.file("data/trees.csv", data);
    assert_eq!(
        project.refusal(),
        "error[R0106]: `data/trees.csv` is not UTF-8: line 400061, column 6 holds the byte 0xFF\n      --> data/trees.csv:400061:6\n       |\n400061 | D1,pl�nting,2018,818\n       |      ^\n       |\n       = help: declare `encoding: windows-1252` on the resource, which reads `plÿnting` there, or save the file as UTF-8\n\n1 error\n"
    );
}

#[test]
fn a_file_that_is_no_text_is_told_by_what_it_is_however_large() {
    let project = project(true);
    for (begin, said) in [
        (
            &b"SQLite format 3\0\x10"[..],
            "error[R0106]: `data/trees.csv` is a database, such as a GeoPackage, not a text",
        ),
        (
            b"\x1f\x8b\x08",
            "error[R0333]: `data/trees.csv` is compressed by gzip, and must be unpacked to be read",
        ),
    ] {
        project.file("data/trees.csv", [begin, &[0xff; 1000]].concat());
        assert_eq!(project.refusal().lines().next(), Some(said));
    }
    let rows = "district,scheme,year,trees\nD\u{0}1,planting,2018,818\n";
    project.file("data/trees.csv", rows);
    assert_eq!(
        project.refusal().lines().next(),
        Some(
            "error[R0106]: `data/trees.csv` is not UTF-8: line 2, column 2 holds the byte 0x00"
        )
    );
}
