//! Files as publishers make them, and the contracts and first reports that are made of them.

use crate::harness::Project;
use crate::harness::run_in;
use std::path::Path;

/// A file in each of the shapes that publishers use; no place in them is real.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let areas = ["Northam", "Southam", "Eastham", "Westham"];
    let mut tidy =
        String::from("area_code,area_name,period,indicator,measure,unit,value\r\n");
    for (at, area) in areas.iter().enumerate() {
        for year in 2017..2022 {
            let value = if year == 2019 {
                "NA".to_owned()
            } else {
                (60 + at * 3 + year % 5).to_string()
            };
            let next = (year + 1) % 100;
            tidy += &format!(
                "E0600009{at},{area},{year}/{next},Pupils at the standard,Percentage,Persons,{value}\r\n"
            );
        }
    }
    let mut wide = String::from(
        "\"Year\",\"2014/15\",\"2014/15 - Annotations\",\"2015/16\",\"2015/16 - Annotations\",\"2016/17 (p)\",\"2016/17 (p) - Annotations\"\n\"National - Regional - LA - OAs\",\n",
    );
    for (at, area) in areas.iter().enumerate() {
        wide +=
            &format!("\"{area}\",{},,{},,{},,\n", 1000 + at, 1100 + 7 * at, 1200 - at);
    }
    wide += "\"Unknown\",..,,..,,..,,\n\"Total\",4006,,4442,,4794\n";
    let mut crime = String::from(
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n",
    );
    for at in 0..40 {
        let sort = ["Burglary", "Drugs", "Robbery", "Drugs"][at % 4];
        crime += &format!(
            "id{at},2022-12,A Police,A Police,-0.1{at},51.5,On or near ,E0100000{},Northam 00{}A,{sort},Under review,\n",
            at % 3,
            at % 3
        );
    }
    let mut pupils = "area_name,period,value\n".to_owned();
    for (at, name) in
        ["Bromley", "Bury", "Leeds", "Poole", "Surrey", "Torbay", "Trafford", "Wirral"]
            .iter()
            .enumerate()
    {
        pupils.push_str(&format!(
            "{name},2023/24,{}\n{name},2024/25,{}\n",
            60 + at,
            62 + at
        ));
    }
    let semicolons = b"Name;Datum;Anteil\nCaf\xe9 Nord;31.12.2023;1.234,5\nBar S\xfcd;01.01.2024;12,25\nHof;15.01.2024;7,5\n".to_vec();
    vec![
        ("tidy.csv", tidy.into_bytes()),
        ("children_14-17.csv", [b"\xef\xbb\xbf".as_slice(), wide.as_bytes()].concat()),
        ("2022-12-a-street.csv", crime.into_bytes()),
        ("anteile.csv", semicolons),
        // Its headline names one of many bars.
        ("pupils.csv", pupils.into_bytes()),
        (
            "visits.csv",
            b"Month,Visits\n202310,139\n202311,141\n202312,98\n202401,150\n202405,162\n"
                .to_vec(),
        ),
    ]
}

fn made(files: &[(&str, Vec<u8>)]) -> (tempfile::TempDir, crate::harness::Ran) {
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["new", "report", "--from"];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        args.push(name);
    }
    let ran = run_in(folder.path(), &args, &[]);
    (folder, ran)
}

fn contract(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("report/data/datapackage.yaml")).unwrap()
}

#[test]
fn a_first_report_over_each_shape_passes_a_strict_check() {
    for file in files() {
        let (folder, ran) = made(std::slice::from_ref(&file));
        assert_eq!(ran.code, 0, "{}: {}", file.0, ran.err);
        let ran = run_in(&folder.path().join("report"), &["check", "--strict"], &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"), "{}", file.0);
    }
    let (folder, _) = made(&files());
    let ran = run_in(&folder.path().join("report"), &["check", "--strict"], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"));
}

#[test]
fn a_first_report_over_one_area_compares_what_it_is_made_of_or_prints_its_value() {
    let written = |groups: &[&str]| {
        let mut csv = "area_code,area_name,period,value,group\n".to_owned();
        for (at, group) in groups.iter().enumerate() {
            for row in [
                "E08000009,Trafford,2018,5",
                "E08000009,Trafford,2018/19,6",
                "E08000009,Trafford,2017/18,7",
                "E92000001,England,2018/19,8",
            ] {
                csv.push_str(&format!("{row}.{at},{group}\n"));
            }
        }
        let (folder, ran) = made(&[("areas.csv", csv.into_bytes())]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let report = folder.path().join("report");
        let ran = run_in(&report, &["check", "--strict"], &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"));
        let read = |path: &str| std::fs::read_to_string(report.join(path)).unwrap();
        (read("report/chapters/1-first-look.md"), read("report/statistics.yaml"))
    };
    let (chapter, _) = written(&["A"]);
    assert!(chapter.contains("The only value is {{ stat(\"amounts."), "{chapter}");
    let (chapter, statistics) = written(&["Arson", "Fraud", "Theft"]);
    assert!(chapter.contains("\"Theft has the highest value\""), "{chapter}");
    assert!(chapter.contains("{{ figure(") && chapter.contains("{{ table("), "{chapter}");
    let held = "AND \"period\" = '2018/19'\n        AND \"area_name\" = 'Trafford'\n";
    assert!(statistics.contains(held), "{statistics}");
}

#[test]
fn a_code_or_region_of_what_is_compared_leaves_no_group_out_of_a_first_report() {
    let mut csv = "Trust,Trust name,Region,Quarter,Specialty,Median wait\n".to_owned();
    for (at, name) in ["Northgate", "Southmere", "Westbury"].iter().enumerate() {
        for quarter in ["2023 Q1", "2023 Q2", "2023 Q4"] {
            for (wait, specialty) in [(9, "Cardiology"), (6, "Eyes")] {
                let region = if at == 0 { "North" } else { "South" };
                csv += &format!(
                    "T{at}X,{name},{region},{quarter},{specialty},{wait}.{at}\n"
                );
            }
        }
    }
    let (folder, ran) = made(&[("waits.csv", csv.into_bytes())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report = folder.path().join("report");
    let tables = std::fs::read_to_string(report.join("report/tables.yaml")).unwrap();
    let rows: Vec<&str> =
        tables.lines().filter(|line| line.contains("{key:")).map(str::trim).collect();
    assert_eq!(
        rows,
        [
            "- {key: \"Westbury\", label: Westbury}",
            "- {key: \"Southmere\", label: Southmere}",
            "- {key: \"Northgate\", label: Northgate}"
        ]
    );
    let ran = run_in(&report, &["check", "--strict"], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"));
}

#[test]
fn the_contract_says_what_the_file_needs() {
    let (folder, ran) = made(&files());
    let text = contract(folder.path());
    for part in [
        "    dialect: {commentRows: [2], footerRows: 1}\n",
        "    rename: {Year: area}\n",
        "    emptyColumns: ['.* - Annotations']\n",
        "      primaryKey: [area, year]\n",
        "{value: \"..\", label: nil or negligible}",
        "{name: year, type: string, footnotes: true, constraints: {required: true}}",
        "      primaryKey: [area_code, period]\n",
        "{value: \"NA\", label: not available}",
        "    encoding: windows-1252\n",
        "    dialect: {delimiter: \";\"}\n",
        "{name: Datum, type: date, format: \"%d.%m.%Y\"",
        "          decimalChar: \",\"\n          groupChar: \".\"\n",
        "{name: Month, type: yearmonth, constraints: {required: true}}",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(
        ran.err.contains("check: left out below the table: `Total 4006 4442 4794`"),
        "{}",
        ran.err
    );
    let ran = run_in(&folder.path().join("report"), &["data", "check"], &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn a_file_a_month_becomes_one_resource_and_what_stands_in_the_contract_stays() {
    let project = Project::starter();
    let crime = files().remove(2).1;
    let later = String::from_utf8(crime.clone()).unwrap().replace("2022-12", "2023-01");
    project.file("data/crime/2022-12/2022-12-a-street.csv", &crime);
    project.file("data/crime/2023-01/2023-01-a-street.csv", later);
    let before = project.read("data/datapackage.yaml");
    let ran = project.run(&["data", "add", "data/crime"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let after = project.read("data/datapackage.yaml");
    assert!(after.starts_with(before.trim_end()), "{after}");
    assert!(after.contains("    path: \"crime/*/*-a-street.csv\"\n"), "{after}");
    let ran = project.run(&["data", "describe", "street_crime"]);
    assert!(
        ran.out.starts_with("street_crime: 80 rows, 12 columns"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn a_new_form_of_a_file_is_described_before_anything_is_written() {
    let project = Project::starter();
    let old = project.read("data/trees.csv");
    let lines: Vec<&str> = old.lines().collect();
    let last = lines.last().unwrap();
    let [district, scheme, _, trees] = last.split(',').collect::<Vec<_>>()[..] else {
        panic!("{last}")
    };
    // One value is revised, one row goes, a year comes, and a district is spelled anew.
    let second: Vec<&str> = lines[2].split(',').collect();
    let revised = format!("{},{},{},{}", second[0], second[1], second[2], 9999);
    let mut new = old.replace(lines[2], &revised).replace(&format!("{last}\n"), "");
    new.push_str(&format!(
        "{district},{scheme},2031,{trees}\nNewtown,{scheme},2031,12\n"
    ));
    project.file("new.csv", &new);
    let ran = project.run(&["data", "replace", "trees", "new.csv"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for line in [
        "trees, in `data/trees.csv`\n",
        "new rows: 2 (",
        "rows that are gone: 1 (",
        "revised rows: 1 (",
        "revised values of `trees`: 1 cell",
        "→ 9999",
        "new periods of `year`: 1 (2031)",
        "new categories of `district`: 1 (Newtown)",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    assert!(
        ran.err.ends_with("nothing is written; `--accept` puts the new form in place\n")
    );
    assert_eq!(project.read("data/trees.csv"), old);

    let ran = project.run(&["data", "replace", "trees", "new.csv", "--accept"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(project.read("data/trees.csv"), new);
    let kept = std::fs::read_dir(project.path().join("releases/data")).unwrap();
    let kept: Vec<_> = kept.map(|file| file.unwrap().path()).collect();
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), old);
    let ran = project.run(&["data", "replace", "trees", "new.csv"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (0, "`data/trees.csv` holds the same bytes already\n")
    );
}

#[test]
fn a_new_form_that_breaks_the_contract_is_compared_all_the_same() {
    let project = Project::starter();
    let old = project.read("data/trees.csv");
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    lines[0].push_str(",note");
    lines.iter_mut().skip(1).for_each(|line| line.push_str(",x"));
    let new = lines.join("\n").replacen(",planting,", ",pilot,", 1) + "\n";
    project.file("new.csv", &new);
    let ran = project.run(&["data", "replace", "trees", "new.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("new categories of `scheme`: 1 (pilot)"), "{}", ran.out);
    assert!(
        ran.err.contains("column `note` is not in the contract of `trees`"),
        "{}",
        ran.err
    );
    for (name, file, why) in [
        ("bushes", "new.csv", "there is no resource `bushes`; the resources are trees"),
        ("trees", "new.xlsx", "is a file of another kind"),
    ] {
        project.file("new.xlsx", &new);
        let ran = project.run(&["data", "replace", name, file]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(why), "{}", ran.err);
    }
}

#[test]
fn lines_that_fit_the_width_of_a_table_are_no_rows_unless_it_is_said() {
    let rows = "Northam,12\nSoutham,30\nEastham,41\n";
    let cases = [
        (
            "Area,Value\nROWSSource: ONS, 2024\n",
            "3 rows",
            "left out below the table: `Source: ONS, 2024`",
        ),
        (
            "Area,Value\nROWS\"Source: ONS, mid-year\",\n",
            "3 rows",
            "below the table: `Source: ONS, mid-year`",
        ),
        (
            "Area,Value\nROWS* provisional,\n(p) Early,\n",
            "3 rows",
            "below the table: `(p) Early`",
        ),
        ("Area,Value\nROWSEnd of table,\n", "3 rows", "below the table: `End of table`"),
        (
            "Area,Value\nROWSLast updated,2024-04-02\n",
            "3 rows",
            "below the table: `Last updated 2024-04-02`",
        ),
        (
            "Area,Value\nROWSNotes: rounded, to 5\n1. Revised, in May\n",
            "3 rows",
            "below the table: `1. Revised, in May`",
        ),
        (
            "Area,Value\nROWS\"East, of which:\",\nWestham,9\n",
            "4 rows",
            "left out: line 5, `East, of which:`",
        ),
        ("Area,Value\nROWS,\nWestham,9\n", "4 rows", "left out: line 5 is blank"),
        (
            "Farms by area,2024\nArea,Value\nROWS",
            "3 rows",
            "1 line above and 0 below are no data",
        ),
        ("Area,Value\nROWSTotal,83\n", "4 rows", "`Total`, the sum of all the others"),
        ("Area,Value\nShire,83\nROWS", "4 rows", "`Shire`, the sum of all the others"),
        (
            "Area,2021,2022\nBoys,,\nNortham,4,5\nSoutham,6,7\n",
            "3 rows",
            "nothing but a name, kept as rows without a value: 1 (`Boys`)",
        ),
        (
            "Area,Value\nROWS\nArea,Homes\nNortham,9\n",
            "",
            "line 6 looks like the head of another table",
        ),
    ];
    let project = Project::starter();
    for (text, count, said) in cases {
        project.file("data/notes.csv", text.replace("ROWS", rows));
        let ran = project.run(&["data", "add", "data/notes.csv", "--dry-run"]);
        assert!(ran.err.contains(said), "{text}\n{}{}", ran.out, ran.err);
        assert!(
            ran.err.contains(&format!("notes: {count}")) || count.is_empty(),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_number_with_a_mark_beside_it_is_a_number_and_never_a_sign_that_there_is_none() {
    let table = |cell: &str| {
        format!("Area,Count\nNortham,1200\nSoutham,{cell}\nEastham,300\nWestham,1100\nMidham,700\n").into_bytes()
    };
    let (folder, ran) = made(&[("counts.csv", table("900 r"))]);
    assert!(!ran.err.contains("taken for missing"), "{}", ran.err);
    assert!(
        contract(folder.path())
            .contains("{name: Count, type: integer, footnotes: true, constraints: {required: true, minimum: 0}}"),
        "{}",
        contract(folder.path())
    );
    let (folder, ran) = made(&[("counts.csv", table("900 b"))]);
    assert!(
        ran.err.contains(
            "`Count` is kept as text, although most of its cells look like numbers"
        ),
        "{}",
        ran.err
    );
    assert!(!contract(folder.path()).contains("900 b"), "{}", contract(folder.path()));
}

#[test]
fn labels_that_stand_once_for_the_rows_below_them_are_told() {
    let rows = "Region,District,Count\nNorth,A,1\n,B,2\nSouth,C,3\n,D,4\n";
    let (_folder, ran) = made(&[("groups.csv", rows.as_bytes().to_vec())]);
    assert!(
        ran.err.contains("check: `Region` names each group once, in its first row, and is empty in the rows under it: those rows belong to no group until the file repeats the name in each\n"),
        "{}",
        ran.err
    );
}

#[test]
fn a_table_with_fewer_rows_than_notes_around_it_is_found() {
    let nomis = "\n\"annual population survey\"\n\"ONS Crown Copyright Reserved [from Nomis on 25 October 2021]\"\n\"Date       :\",\"2017\"\n\n\"Area\",\"mnemonic\",\"Number\",\"\",\"Rate\",\"\"\n\"Northam\",\"E07000001\",\"1200\",\"\",\"3.5\",\"\"\n\"Southam\",\"E07000002\",\"900\",\"\",\"*\",\"\"\n\"Eastham\",\"E07000003\",\"-\",\"\",\"2.5\",\"\"\n\n\"! Estimate is unreliable\"\n\"- These figures are missing.\"\n\"* suppressed since the sample is small (3-9).\"\n";
    let (folder, ran) = made(&[("nomis.csv", nomis.as_bytes().to_vec())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.starts_with("nomis: 3 rows, "), "{}", ran.err);
    let notes = "\"A note, in words\"\n".repeat(9);
    let text = format!(
        "{notes}Area,Homes,Rate\nNortham,12,3\nSoutham,30,4\nEastham,41,5\n{notes}"
    );
    let (_folder, ran) = made(&[("few.csv", text.into_bytes())]);
    assert!(ran.err.starts_with("few: 3 rows, 3 columns"), "{}", ran.err);
    let text = "Area\nNortham\nSoutham\nEastham\nWestham\nINFO,It may not sum\n";
    let (_folder, ran) = made(&[("one.csv", text.into())]);
    assert_eq!(
        ran.err,
        "error: `one.csv`: it has no table that could be recognised: line 6 has 2 cells under the one of line 1\n"
    );
    // What the file says of its signs is the reason, in its own words.
    let contract = contract(folder.path());
    let said = "- {value: \"*\", label: suppressed since the sample is small (3-9)}\n        - {value: \"-\", label: These figures are missing}\n";
    assert!(contract.contains(said), "{contract}");
}

#[test]
fn annotations_and_information_below_a_table_of_stat_xplore_are_no_rows() {
    let table = "\"Children\"\n\"Counting: Children\"\n\n\"Year\",\"2020/21\",\"2020/21 - Annotations\",\"2021/22 (p)\",\"2021/22 (p) - Annotations\",\n\"National - Regional - LA - OAs\"\n\"Darlington\",\"12345\",\"\",\"12400\",\"a\",\n\"Hartlepool\",\"10345\",\"\",\"10400\",\"a\",\n\"Total\",\"22690\",\"\",\"22800\",\"a\",\n\n\"INFO\",\"Statistical disclosure control has been applied to this table.\"\n\"INFO\",\"Totals may not sum due to the control applied.\"\n\"a\",\"Provisional\"\n\"Dataset: Children\"\n";
    let (folder, ran) = made(&[("sx.csv", table.as_bytes().to_vec())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.starts_with("sx: 3 rows, "), "{}", ran.err);
    let contract = contract(folder.path());
    let empty = "emptyColumns: ['2020/21 \\- Annotations']\n";
    assert!(contract.contains(empty), "{contract}");
    let ran = run_in(&folder.path().join("report"), &["check", "--strict"], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"));
}

#[test]
fn what_the_file_says_are_percentages_a_first_report_prints_as_such() {
    let mut csv = "area_name,period,measure,value\n".to_owned();
    for (area, value) in [("Trafford", 72), ("Bury", 58), ("Salford", 61)] {
        csv += &format!("{area},2022/23,Percentage,{value}\n");
    }
    let (folder, ran) = made(&[("standard.csv", csv.into_bytes())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran =
        run_in(&folder.path().join("report"), &["explain", "amounts.Trafford"], &[]);
    assert!(ran.out.contains("\n  value       72%\n"), "{}{}", ran.out, ran.err);
}

#[test]
fn lines_of_labels_over_a_table_are_about_it_and_a_month_in_two_ways_is_a_month() {
    let waits = "Title:,Incomplete pathways\nPeriod:,March 2024\nSource:,\"NHS England, waits\"\nBasis:,Provider\nPublished:,9 May 2024\nStatus:,Published\n\nCode,Provider name,\"Number of\nwaits\",% within 18 weeks\nR1H,Barts,\"121,000\",55.4%\nRM3,Northern,\"98,765\",53.0%\nRW3,Manchester,*,-\n";
    let cross = "\"Cases\"\n\n\"\",\"Condition\",\"Anxiety\",\"Arthritis\"\n\"Month\",\"Local Authority\",\"\",\"\"\n\"202301 (Jan-23)\",\"Trafford\",\"1,204\",\"860\"\n\"202301 (Jan-23)\",\"Bury\",\"990\",\"..\"\n\"202302 (Feb-23)\",\"Trafford\",\"1,230\",\"871\"\n";
    let pay = "Code,Area,2019-20,2020-21,2021-22,Change\nE08000009,Trafford,160,161,170,5.4%\nE08000002,Bury,151,150,149,-0.6%\nK04000001,England and Wales,9600,9700,9910,2.1%\n";
    let (folder, ran) = made(&[
        ("waits.csv", waits.as_bytes().to_vec()),
        ("cross.csv", cross.as_bytes().to_vec()),
        ("pay.csv", pay.as_bytes().to_vec()),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "waits: 3 rows, 4 columns, a row for each Code\n",
        "  check: `Condition` above `Local Authority` is taken for what the names on its right are, and left out of the name of the column\n",
        "  check: `Change` stays beside the rows that are made of the others: each of its values is on 3 rows, whichever year it is of\n",
        "  check: `Area` has `England and Wales`, a row that may hold others together, or be about them: leave it out of sums in the frame's SQL\n",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    let contract = contract(folder.path());
    for written in [
        "rename: {Condition Local Authority: Local Authority}",
        "- {name: Month, type: string, constraints: {required: true}}",
    ] {
        assert!(contract.contains(written), "{written}\n{contract}");
    }
    let ran = run_in(&folder.path().join("report"), &["check", "--strict"], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"));
}

#[test]
fn files_of_other_publishers_are_drafted_as_they_are_meant() {
    let mut tsv = "freq,unit,sex,geo\\TIME_PERIOD\t2021 \t2022 \t2023 \n".to_owned();
    let mut paid = String::new();
    for (at, area) in ["AT", "BE", "UK"].into_iter().enumerate() {
        tsv += &format!("A,PC,T,{area}\t5.{at} b\t: c\t6.{at} ep\n");
        paid += &format!(
            "\"{{0{at}AC}}\",\"{}\",\"2023-05-0{} 00:00\",\"LS1\",\"\",\"LEEDS\"\n",
            150_000 + 1000 * at,
            at + 1
        );
    }
    let einwohner = "Stadt;Jahr;Einwohner;Anteil\nKöln;2022;1.084.831;66,0 %\nNeuß;2022;152.731;7,5 %\n\
        Köln;2023;1.087.353;65,5 %\nNeuß;2023;154.139;7,6 %\n";
    let bezirke =
        "Bezirk;Jahr;Fläche in km²;Einwohner\nA;2022;1,5;12.731\nB;2022;2,5;9.139\n";
    let sales: String = (1..30)
        .map(|at| {
            let kind = ["D", "S", "T", "F"][at % 4];
            format!("\"{{0{at:07}-1111-2222-3333-444455556666}}\",\"{at}50000\",\"2024-03-{at:02} 00:00\",\"M1 1AA\",\"{kind}\",\"N\",\"F\",\"{at}\",\"\",\"HIGH STREET\",\"\",\"SALE\",\"TRAFFORD\",\"GREATER MANCHESTER\",\"A\",\"A\"\n")
        })
        .collect();
    let mut oecd = "STRUCTURE_ID,STRUCTURE_NAME,REF_AREA,Reference area,TIME_PERIOD,OBS_VALUE,OBS_STATUS,Observation status,UNIT_MULT\n".to_owned();
    for (at, (code, area)) in
        [("FRA", "France"), ("JPN", "Japan"), ("GBR", "United Kingdom")]
            .iter()
            .enumerate()
    {
        oecd += &format!(
            "OECD.ELS:DF(1),Unemployment rate,{code},{area},2023,{}.5,{},x,0\n",
            at + 4,
            ["A", "E", "A"][at]
        );
    }
    let scottish = "FeatureCode,DateCode,Measurement,Units,Value\nS12000033,2023,Count,Dwellings,118100\nS12000034,2023,Count,Dwellings,119700\n\
        S12000033,2023,Ratio,Per 1000,501.2\nS12000034,2023,Ratio,Per 1000,455.1\n";
    let welsh = "Data values,Year,Area,Notes\n48.2,2022-23,Cardiff,\n51.0,2022-23,Powys,[r]\n47.9,2023-24,Cardiff,[p]\n50.1,2023-24,Powys,\n";
    for (name, text, wanted) in [
        (
            "sales.csv",
            sales.as_str(),
            &[
                "name: Transaction unique identifier",
                "name: Price, type: integer",
                "title: Sales of homes",
                "HM Land Registry",
            ][..],
        ),
        ("oecd.csv", oecd.as_str(), &["title: Unemployment rate", "OECD Data Explorer"]),
        ("scot.csv", scottish, &["name: FeatureCode"]),
        ("wales.csv", welsh, &["name: Notes"]),
        (
            "lfs.tsv",
            tsv.as_str(),
            &[
                "delimiter: \"\\t\"",
                "split: {column: \"freq,unit,sex,geo\\\\TIME_PERIOD\", by: \",\", into: [freq, unit, sex, geo]}",
                "unpivot: {columns: '[0-9]{4}', name: year",
                "primaryKey: [geo, year]",
                "type: number, footnotes: true",
                "value: \":\"",
            ],
        ),
        ("paid.csv", paid.as_str(), &["dialect: {header: false}"]),
        (
            "stadt.csv",
            einwohner,
            &[
                "name: Einwohner\n          type: integer\n          groupChar: \".\"\n",
                "format: percent\n          decimalChar: \",\"\n",
            ],
        ),
        (
            "bezirke.csv",
            bezirke,
            &["name: Fläche in km²", "type: integer\n          groupChar: \".\"\n"],
        ),
        (
            "waits.csv",
            "Weeks,Patients\n1,10\n2,12\n51,4\n52+,9\n",
            &["name: Weeks", "categoriesOrdered: true"],
        ),
    ] {
        let (folder, ran) = made(&[(name, text.as_bytes().to_vec())]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        let contract = contract(folder.path());
        for words in wanted {
            assert!(contract.contains(words), "{name}: no `{words}` in {contract}");
        }
        if name == "waits.csv" {
            let said = "check: `Weeks` is kept as text, in the order of its bands: `52+` has no end\n";
            assert!(ran.err.contains(said), "{}", ran.err);
        }
        let ran = run_in(&folder.path().join("report"), &["data", "check"], &[]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        let report = folder.path().join("report/report");
        let text = |file: &str| std::fs::read_to_string(report.join(file)).unwrap();
        if name == "oecd.csv" {
            let sql = text("statistics.yaml");
            assert!(sql.contains("SELECT \"Reference area\" AS category"), "{sql}");
            assert!(!sql.contains("status") && !sql.contains("NOT IN"), "{sql}");
        }
        if name == "scot.csv" {
            let sql = text("statistics.yaml");
            assert!(sql.contains("SELECT \"FeatureCode\" AS category"), "{sql}");
            assert!(
                sql.contains("\"Measurement\" = 'Ratio'")
                    && sql.contains("\"Units\" = 'Per 1000'"),
                "{sql}"
            );
        }
        if name == "lfs.tsv" {
            let sql = text("statistics.yaml");
            assert!(sql.contains("AS category, \"value\" AS amount"), "{sql}");
        }
        if name == "wales.csv" {
            assert!(!text("statistics.yaml").contains("Notes"));
        }
        if name == "sales.csv" {
            let sql = text("statistics.yaml");
            assert!(
                sql.contains("SELECT \"Property Type\" AS category, COUNT(*)"),
                "{sql}"
            );
            assert!(!sql.contains("2024"), "{sql}");
        }
    }
}
