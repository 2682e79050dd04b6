//! Frames that programs make: fetched when a person asks, checked, kept, and noticed when stale.

use crate::harness::Project;
use crate::harness::Ran;
use reissue::model::edition::Edition;

const SCRIPT: &str = "analysis/model.sh";
const EXTRACT: &str = "data/extracts/model.csv";
const DECLARED: &str = "report/statistics.yaml";

/// Prints the trees of each district in 2024, the last district first.
const MODEL: &str = "echo district,trees\nawk -F, '$3 == 2024 { print $1 \",\" $4 }' data/trees.csv | sort -r\n";

/// The starter project with a frame that a program makes, and a number from it.
fn project() -> Project {
    let project = Project::starter();
    project.file(SCRIPT, MODEL).replace(
        DECLARED,
        "frames:\n",
        "frames:\n  model:\n    program:\n      run: [sh, analysis/model.sh]\n      reads: [data/trees.csv, analysis/*.sh]\n    key: [district]\n    fields:\n      - {name: district, type: string}\n      - {name: trees, type: integer, constraints: {minimum: 1}}\n  doubled:\n    sql: SELECT district, trees * 2 AS trees FROM model\n    key: [district]\n",
    );
    project.replace(
        DECLARED,
        "statistics:\n",
        "statistics:\n  modelled:\n    kind: level\n    title: Trees by the model\n    frame: doubled\n    measure: trees\n    summary: total\n\n",
    );
    project
}

fn fetch(project: &Project) -> Ran {
    project.run(&["fetch", "--run", "model"])
}

/// Returns the first line that `check` says.
fn checked(project: &Project) -> String {
    project.run(&["check"]).err.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_program_runs_when_it_is_asked_for_by_name_and_its_frame_is_kept() {
    let project = project();
    assert_eq!(checked(&project), "error[R0343]: frame `model` has not been fetched");
    let ran = fetch(&project);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let command = "runs `sh analysis/model.sh` on a copy of data/trees.csv, analysis/*.sh, for at most 10m and with 2GB of memory\n";
    assert!(ran.err.starts_with(command), "{}", ran.err);
    assert!(
        ran.err.ends_with("wrote `data/extracts/model.csv`: 8 rows\n"),
        "{}",
        ran.err
    );
    let kept = project.read(EXTRACT);
    assert!(kept.starts_with("district,trees\nD1,"), "{kept}");
    assert_eq!(checked(&project), "no faults found");

    // It goes the way of any data file: to the page, its card, the record.
    project.file(
        "report/chapters/zz.md",
        "# Model\n\nThere are {{ stat(\"modelled\") }} trees.\n",
    );
    let list = project.read("report/report.yaml");
    let chapter = list.lines().find(|line| line.contains("report/chapters/")).unwrap();
    let own =
        chapter.replace(chapter.trim().trim_start_matches("- "), "report/chapters/zz.md");
    project.replace("report/report.yaml", chapter, &format!("{chapter}\n{own}"));
    let built = project.build_page();
    let page = String::from_utf8(built["index.html"].clone()).unwrap();
    assert!(
        page.contains(
            "made by sh analysis/model.sh from analysis/model.sh, data/trees.csv"
        )
    );
    let edition: Edition = serde_json::from_slice(&built["edition.json"]).unwrap();
    for path in [EXTRACT, "data/extracts.yaml", SCRIPT] {
        assert!(edition.inputs.contains_key(path), "{path}");
    }
    assert_eq!(edition.extracts["model"].rows, 8);

    // The same again changes nothing.
    let ran = fetch(&project);
    assert!(ran.err.ends_with("8 rows, the same as before\n"), "{}", ran.err);
    assert_eq!(project.read(EXTRACT), kept);
}

#[test]
fn an_extract_that_does_not_follow_from_the_project_is_refused_at_its_place() {
    let project = project();
    assert_eq!(fetch(&project).code, 0);
    let refused = |from: &str, to: &str, file: &str, first: &str, place: &str| {
        let before = project.read(file);
        project.replace(file, from, to);
        let ran = project.run(&["check"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.starts_with(first), "{}", ran.err);
        assert!(ran.err.contains(place), "{}", ran.err);
        // A draft shows what there is, and says so.
        let draft = project.run(&["check", "--draft"]);
        assert!(
            draft.err.starts_with(&first.replace("error", "warning")),
            "{}",
            draft.err
        );
        project.file(file, before);
    };
    let extract = project.read(EXTRACT);
    let row = extract.lines().nth(1).unwrap().to_owned();
    refused(
        &row,
        "D1,7",
        EXTRACT,
        "error[R0346]: `data/extracts/model.csv` is not as `reissue fetch` wrote it",
        "report/statistics.yaml:3:3",
    );
    refused(
        "D1,planting,2018,818",
        "D1,planting,2018,819",
        "data/trees.csv",
        "error[R0345]: `data/trees.csv` changed since `model` was fetched",
        "report/statistics.yaml:6:15",
    );
    refused(
        "sort -r",
        "sort",
        SCRIPT,
        "error[R0345]: `analysis/model.sh` changed since `model` was fetched",
        "report/statistics.yaml:6:31",
    );
    refused(
        "run: [sh, analysis/model.sh]",
        "run: [sh, -e, analysis/model.sh]",
        DECLARED,
        "error[R0344]: `model` was fetched under another declaration",
        "report/statistics.yaml:5:12",
    );
    assert_eq!(checked(&project), "no faults found");
    // Words about a frame do not change what it is.
    project.replace(DECLARED, "  model:\n", "  model:\n    description: Invented.\n");
    assert_eq!(checked(&project), "no faults found");
}

#[test]
fn what_a_program_gets_wrong_leaves_the_extract_from_before() {
    let project = project();
    assert_eq!(fetch(&project).code, 0);
    let kept = [project.read(EXTRACT), project.read("data/extracts.yaml")];
    let cases = [
        (
            "echo no such area >&2; exit 3",
            "error[R0347]: frame `model` was not fetched: `sh` failed (exit status: 3): no such area",
        ),
        (
            "echo district,trees; echo D1,0",
            "error[R0202]: `model`: row 1, column `trees`: `0` is below the minimum 1\n --> report/statistics.yaml:5:12\n",
        ),
        (
            "echo district,trees; echo D1,x",
            "error[R0202]: `model`: row 1, column `trees`: `x` is not a whole number\n --> report/statistics.yaml:5:12\n  |\n5 |       run: [sh, analysis/model.sh]\n  |            ^^^^^^^^^^^^^^^^^^^^^^^ this made `D1,x`\n  |\n  = help: mend it where it is made, or say otherwise in `fields`\n",
        ),
        (
            "echo district,trees; echo D1,1; echo D1,2",
            "error[R0203]: `model`: row 2: the primary key (D1) occurs twice\n --> report/statistics.yaml:5:12\n",
        ),
        (
            "echo district,tree; echo D1,1",
            "error[R0204]: `model`: column `tree` is not in the contract of `model`\n --> report/statistics.yaml:5:12\n",
        ),
        (
            "true",
            "error[R0201]: `model`: what was made is empty\n --> report/statistics.yaml:5:12\n",
        ),
    ];
    for (script, first) in cases {
        project.file(SCRIPT, script);
        let ran = fetch(&project);
        assert_eq!(ran.code, 1, "{script}: {}", ran.err);
        let said = ran.err.split_once('\n').unwrap().1;
        assert!(said.starts_with(first), "{script}: {said}");
        assert!(
            said.ends_with("`data/extracts/model.csv` is kept as it was\n"),
            "{said}"
        );
        let now = [project.read(EXTRACT), project.read("data/extracts.yaml")];
        assert_eq!(now, kept, "{script}");
    }
    let ran = project.run(&["fetch", "--run", "modle"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error: no program makes a frame `modle`; did you mean `model`? the frames made by programs are `model`\n"
    );
}

#[test]
fn a_program_may_write_parquet_which_is_kept_as_csv() {
    let project = project();
    let parquet = include_bytes!("../data/categories.parquet");
    project
        .file("data/raw.bin", parquet.as_slice())
        .file(SCRIPT, "cp data/raw.bin made.parquet\n");
    let declared = project.read(DECLARED);
    let from = declared.find("      reads:").unwrap();
    let to = declared.find("  doubled:").unwrap();
    let own = "      reads: [data/raw.bin, analysis/*.sh]\n      writes: made.parquet\n    key: [v, k]\n    fields: [{name: k}, {name: v}]\n";
    let declared = format!("{}{own}{}", &declared[..from], &declared[to..]);
    let declared = declared.replace(
        "district, trees * 2 AS trees FROM model",
        "k AS district, 1 AS trees FROM model",
    );
    project.file(DECLARED, declared);
    let ran = fetch(&project);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(project.read(EXTRACT), "k,v\na,x\nc,x\nb,y\n");
    assert_eq!(checked(&project), "no faults found");
}

#[test]
fn small_numbers_are_withheld_before_an_extract_is_written() {
    let project = project();
    project.file(SCRIPT, "printf 'district,trees\\nD3,4\\nD2,0\\nD1,5\\n'");
    project.replace(DECLARED, ", constraints: {minimum: 1}}", "}");
    let keys = "    withhold: {fields: [trees], below: 5}\n    key: [district]\n";
    project.replace(
        DECLARED,
        "    key: [district]\n    fields:\n",
        &format!("{keys}    fields:\n"),
    );
    let ran = fetch(&project);
    assert!(
        ran.err.ends_with("wrote `data/extracts/model.csv`: 3 rows, 1 cell withheld\n"),
        "{}",
        ran.err
    );
    assert_eq!(project.read(EXTRACT), "district,trees\nD1,5\nD2,0\nD3,*\n");
    assert_eq!(
        checked(&project),
        "warning[R0315]: the total leaves out 1 of 3 rows, which have no value of `trees`"
    );
    // Another limit is another extract.
    project.replace(DECLARED, "below: 5}", "below: 6}");
    assert_eq!(
        checked(&project),
        "error[R0344]: `model` was fetched under another declaration"
    );
    project.replace(
        DECLARED,
        "type: integer}",
        "type: integer, constraints: {required: true}}",
    );
    assert!(
        fetch(&project).err.contains("error[R0202]: `model`: row "),
        "{}",
        fetch(&project).err
    );
    assert_eq!(project.read(EXTRACT), "district,trees\nD1,5\nD2,0\nD3,*\n");
    project.replace(DECLARED, "fields: [trees]", "fields: [district]");
    assert_eq!(
        checked(&project),
        "error[R0103]: `district` is no column that can be withheld"
    );
}
