//! Faults of the data files, and data for which a statistic means nothing.

use crate::harness::Project;
use crate::messages::cases;
use crate::messages::says;

const TREES: &str = "data/trees.csv";

fn cell(project: &Project, from: &str, to: &str) {
    project.replace(TREES, from, to);
}

fn lines(project: &Project, keep: impl Fn(&str) -> Option<String>) {
    let text: Vec<String> = project.read(TREES).lines().filter_map(keep).collect();
    project.file(TREES, text.join("\n") + "\n");
}

/// A file of the given size that takes no room on the disk.
fn sparse(project: &Project, start: &str, size: u64) {
    project.file(TREES, start);
    let file = std::fs::OpenOptions::new().write(true).open(project.path().join(TREES));
    file.unwrap().set_len(size).unwrap();
}

cases! {
    a_missing_data_file: |p: &Project| { p.remove(TREES); };
    a_data_file_outside_the_project: |p: &Project| { p.replace("data/datapackage.yaml", "trees.csv", "../../etc/passwd"); };
    a_data_file_by_an_absolute_path: |p: &Project| { p.replace("data/datapackage.yaml", "trees.csv", "/etc/passwd"); };
    a_data_file_through_a_link_that_leads_out: |p: &Project| {
        p.remove(TREES);
        std::os::unix::fs::symlink("/etc/passwd", p.path().join(TREES)).unwrap();
    };
    a_data_folder_through_a_link_that_leads_out: |p: &Project| {
        std::os::unix::fs::symlink("/etc", p.path().join("data/more")).unwrap();
        p.replace("data/datapackage.yaml", "trees.csv", "more/passwd");
    };
    a_pipe_for_a_data_file: |p: &Project| {
        p.remove(TREES);
        let made = std::process::Command::new("mkfifo").arg(p.path().join(TREES)).status();
        assert!(made.unwrap().success());
    };
    an_empty_data_file: |p: &Project| { p.file(TREES, ""); };
    a_data_file_of_blank_lines: |p: &Project| { p.file(TREES, "\n \n\n"); };
    a_header_that_is_not_where_it_is_declared: |p: &Project| { p.replace("data/datapackage.yaml", "    schema:\n", "    dialect: {headerRows: [99]}\n    schema:\n"); };
    a_frame_without_rows: |p: &Project| { p.replace("report/statistics.yaml", "FROM trees", "FROM trees WHERE year = 1066"); };
    a_data_file_with_a_header_alone: |p: &Project| { p.file(TREES, "district,scheme,year,trees\n"); };
    a_row_with_a_cell_too_many: |p: &Project| cell(p, "D1,planting,2020,905", "D1,planting,2020,905,7");
    a_row_with_a_cell_too_few: |p: &Project| cell(p, "D1,planting,2020,905", "D1,planting,2020");
    a_quotation_mark_that_is_never_closed: |p: &Project| cell(p, "D1,planting,2020,905", "\"D1,planting,2020,905");
    bytes_that_are_not_utf8: |p: &Project| {
        let mut bytes = p.read(TREES).into_bytes();
        bytes.extend(b"D9,pl\xe4nting,2018,5\n");
        p.file(TREES, bytes);
    };
    numbers_with_more_digits_than_are_kept: |p: &Project| {
        cell(p, "D1,planting,2020,905", "D1,planting,2020,9007199254740993");
        cell(p, "D1,planting,2021,", "D1,planting,2021,123456789012345678901234");
    };
    a_compressed_file_that_is_damaged: |p: &Project| {
        p.file(TREES, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\x04");
    };
    a_data_file_that_is_compressed: |p: &Project| {
        p.file(TREES, b"BZh91AY&SY\x00\x00");
    };
    a_large_data_file_that_is_compressed: |p: &Project| {
        p.file(TREES, b"\x28\xb5\x2f\xfd\x24\x05\x29\x00\x00hello");
        p.replace("data/datapackage.yaml", "path: trees.csv\n", "path: trees.csv\n    stream: true\n");
    };
    a_resource_that_cannot_be_read_in_passes: |p: &Project| {
        p.replace("data/datapackage.yaml", "path: trees.csv\n", "path: trees.csv\n    stream: true\n    rename: {plot: scheme}\n");
    };
    a_line_of_a_gigabyte: |p: &Project| sparse(p, "", 1 << 30);
    a_line_of_half_a_gigabyte: |p: &Project| sparse(p, "district,scheme,year,trees\n", 1 << 28);
    a_cell_of_two_megabytes: |p: &Project| {
        let long = format!("{},planting,2018,818", "x".repeat(2 << 20));
        cell(p, "D1,planting,2018,818", &long);
    };
    rows_that_are_notes: |p: &Project| {
        cell(p, "D1,planting,2019,859\n", "\"1. Counted, in May\",,,\n,,,\nD1,planting,2019,859\n");
        let text = p.read(TREES) + "Source: a survey,none,2018,12\n* revised,,,\n";
        p.file(TREES, text);
        p.replace("data/datapackage.yaml", "constraints: {required: true}", "constraints: {required: false}");
    };
    an_alternative_that_trims_nothing: |p: &Project| {
        let text = p.read("report/statistics.yaml");
        p.file("report/statistics.yaml", text + "  grid:\n    kind: robustness\n    of: growth\n    specifications:\n      - {name: trimmed, title: Trimmed, trim: 10}\n");
        p.file("report/chapters/3-data.md", "# Data\n\n{{ stat(\"nothing\") }}\n");
    };
    a_group_that_is_undefined: |p: &Project| {
        let text = p.read("report/statistics.yaml");
        p.file("report/statistics.yaml", text + "  slope: {kind: trend, frame: panel, measure: trees, time: year, by: [district]}\n");
        p.file("report/chapters/3-data.md", "# Data\n\n{{ stat(\"nothing\") }}\n");
        lines(p, |line| Some(line.to_owned()).filter(|line| !line.starts_with("D8") || line.contains("2018") || line.contains("2024")));
    };
    a_missing_column: |p: &Project| cell(p, "district,scheme,year,trees", "district,schema,year,trees");
    a_column_that_occurs_twice: |p: &Project| lines(p, |line| Some(match line.split_once(',') {
        Some((first, rest)) => format!("{first},{rest},{}", line.rsplit(',').next().unwrap()),
        None => line.to_owned(),
    }));
    a_parquet_that_is_none: |p: &Project| {
        p.replace("data/datapackage.yaml", "trees.csv", "trees.parquet");
        p.file("data/trees.parquet", "PAR1 and no more");
    };
    every_bad_cell_at_once: |p: &Project| {
        cell(p, "D1,planting,2019,859", "D1,planting,2019,8x9");
        cell(p, "D2,planting,2019,668", "D2,plant,2019,-5");
        cell(p, "D3,planting,2019", ",planting,19");
    };
    more_bad_cells_than_are_shown: |p: &Project| {
        let mut text = p.read(TREES);
        for row in 0..300 {
            text.push_str(&format!("E{row},none,2018,x\n"));
        }
        p.file(TREES, text);
        // Only the count of the rest, at the end, is of interest here.
        let ran = p.run(&["check", "--message-format", "short"]);
        assert!(ran.err.ends_with("error[R0202]: `data/trees.csv` has 100 more breaches\n"), "{}", ran.err);
        p.file(TREES, "district,scheme,year,trees\nE,none,2018,x\n");
    };
    a_date_that_does_not_exist: |p: &Project| {
        p.replace("data/datapackage.yaml", "name: district, type: string", "name: district, type: date");
        lines(p, |line| Some(line.replace('D', "2023-02-2")));
        cell(p, "2023-02-21,planting,2019", "2023-02-29,planting,2019");
    };
    a_repeated_primary_key: |p: &Project| cell(p, "D1,planting,2019,859", "D1,planting,2018,859");
    a_row_that_a_foreign_key_does_not_find: |p: &Project| {
        p.file("data/places.csv", "code\nD1\nD2\nD3\nD4\nD5\nD6\nD7\n");
        p.replace("data/datapackage.yaml", "      missingValues:", "      foreignKeys:\n        - {fields: district, reference: {resource: places, fields: code}}\n      missingValues:");
        let text = p.read("data/datapackage.yaml") + "  - name: places\n    path: places.csv\n    schema: {fields: [{name: code}]}\n";
        p.file("data/datapackage.yaml", text);
        lines(p, |line| Some(line.to_owned()).filter(|line| !line.starts_with("D8") || line.contains("2018")));
    };
    a_group_with_one_area: |p: &Project| lines(p, |line| {
        Some(line.to_owned()).filter(|line| !["D6", "D7", "D8"].iter().any(|out| line.starts_with(out)))
    });
    a_group_with_no_area: |p: &Project| lines(p, |line| Some(line.to_owned()).filter(|line| !line.contains(",none,")));
    a_zero_baseline_of_every_area: |p: &Project| lines(p, |line| Some(match line.rsplit_once(',') {
        Some((start, _)) if line.contains(",none,2018,") => format!("{start},0"),
        _ => line.to_owned(),
    }));
    a_zero_baseline_of_an_index: |p: &Project| {
        let text = p.read("report/statistics.yaml");
        p.file("report/statistics.yaml", text + "  indexed:\n    kind: level\n    frame: panel\n    measure: trees\n    by: [scheme, year]\n    index: {column: year, at: 2018}\n");
        lines(p, |line| Some(match line.rsplit_once(',') {
            Some((start, _)) if line.contains(",none,2018,") => format!("{start},0"),
            _ => line.to_owned(),
        }));
    };
    a_zero_baseline_of_a_total: |p: &Project| {
        p.replace("report/statistics.yaml", "    as: percent\n    by: [scheme]\n    compare: {treated: planting, control: none}\n", "    as: percent\n    summary: total\n    by: [scheme]\n");
        lines(p, |line| Some(match line.rsplit_once(',') {
            Some((start, _)) if line.contains(",none,2018,") => format!("{start},0"),
            _ => line.to_owned(),
        }));
    };
    areas_without_any_spread: |p: &Project| lines(p, |line| Some(match line.rsplit_once(',') {
        Some((start, _)) if line.contains(",2018,") => format!("{start},100"),
        Some((start, _)) if line.contains(",2024,") => format!("{start},150"),
        _ => line.to_owned(),
    }));
    a_rate_over_a_year_that_lacks_months: |p: &Project| {
        p.replace("report/statistics.yaml", "SELECT district, scheme, year, trees FROM", "SELECT district, scheme, year, trees, CASE WHEN district = 'D1' AND year = 2019 THEN 11 ELSE 12 END AS months, 1000 AS people FROM");
        let text = p.read("report/statistics.yaml");
        p.file("report/statistics.yaml", text + "  rate:\n    kind: level\n    frame: panel\n    measure: {rate: trees, of: people, complete: {column: months, at_least: 12}}\n    by: [scheme, year]\n");
    };
    a_division_by_zero_in_sql: |p: &Project| { p.replace("report/statistics.yaml", "SELECT district, scheme, year, trees FROM", "SELECT district, scheme, year, trees / (year - 2018) AS trees FROM"); };
}

#[test]
fn texts_that_were_encoded_twice() {
    says("texts_that_were_encoded_twice", &["check"], &[], &|p| {
        lines(p, |line| Some(line.replace("D2,", "CafÃ© D2,")));
        p.replace(
            "report/chapters/1-numbers.md",
            "\n\n",
            "\n\nThe districtâ€™s trees cost Â£5.\n\n",
        );
    });
}
