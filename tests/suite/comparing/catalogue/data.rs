//! Edits to the data, alone or with a definition.

use super::Edited;
use super::Plant;
use super::STATISTICS;
use super::base;
use super::woven;
use reissue::diff;
use reissue::diff::Drifts;
use std::sync::Arc;

pub(super) const PLANTS: &[Plant] = &[
    Plant { name: "nothing", edit: |_| (), told: "" },
    Plant {
        name: "one cell",
        edit: |e| e.data("D1,planting,2024,1109", "D1,planting,2024,1150"),
        told: "\
            conclusions|headline:growth.planting|headline reads differently|data/trees.csv\n\
            numbers|number:growth.difference|moved|data/trees.csv\n\
            numbers|number:sizes.D1|moved|data/trees.csv\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            tables|table:growth|2 cells changed|data/trees.csv\n\
            tables|table:sizes|1 cell changed|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "one cell, in the middle of a series",
        edit: |e| e.data("D1,planting,2021,949", "D1,planting,2021,960"),
        told: "\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "one area dropped",
        edit: |e| {
            e.lines("data/trees.csv", |lines| lines.retain(|l| !l.starts_with("D8,")));
        },
        told: "\
            conclusions|units:district|units lost|data/trees.csv\n\
            conclusions|headline:growth.none|headline reads differently|data/trees.csv\n\
            numbers|number:districts.none|moved|data/trees.csv\n\
            numbers|number:near.difference|moved|data/trees.csv\n\
            numbers|number:tested|moved|data/trees.csv\n\
            numbers|number:growth.difference|moved|data/trees.csv\n\
            figures|figure:trees_index|6 points moved|data/trees.csv\n\
            tables|table:growth|3 cells changed|data/trees.csv\n\
            tables|table:sizes|1 row removed|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "one area with another name",
        edit: |e| {
            e.lines("data/trees.csv", |lines| {
                for line in lines.iter_mut().filter(|line| line.starts_with("D1,")) {
                    *line = line.replacen("D1,", "D0,", 1);
                }
            });
        },
        told: "\
            statements|label:district.D0|renamed in 1 table|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "a value suppressed",
        edit: |e| e.data("D1,planting,2024,1109", "D1,planting,2024,*"),
        told: "\
            conclusions|headline:growth.planting|headline reads differently|data/trees.csv\n\
            conclusions|used:growth.difference|rests on other units|data/trees.csv\n\
            numbers|number:growth.difference|moved|data/trees.csv\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            tables|table:growth|2 cells changed|data/trees.csv\n\
            tables|table:sizes|1 row removed|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "a file sorted anew",
        edit: |e| e.lines("data/trees.csv", |lines| lines[1..].reverse()),
        told: "\
            data|data:data/trees.csv|the same rows in another order or form|data/trees.csv\n",
    },
    Plant {
        name: "a column renamed with the same values",
        edit: |e| {
            e.data("district,scheme,year,trees", "district,scheme,year,stems");
            e.replace(
                "data/datapackage.yaml",
                "name: trees, type: integer",
                "name: stems, type: integer",
            );
            e.replace(STATISTICS, "year, trees\n", "year, stems AS trees\n");
        },
        told: "\
            data|data:data/trees.csv|column renamed|data/trees.csv\n",
    },
    Plant {
        name: "40.96 to 41.04, printed with none, one and two digits",
        edit: |e| e.replace("data/rates.csv", "40.96", "41.04"),
        told: "\
            numbers|number:fine_rate|moved|data/rates.csv\n\
            unseen|unseen:rate|moved|data/rates.csv\n\
            unseen|unseen:whole_rate|moved|data/rates.csv\n\
            data|data:data/rates.csv|changed|data/rates.csv\n",
    },
    Plant {
        name: "40.96 to 41.54, which rounds a headline differently",
        edit: |e| e.replace("data/rates.csv", "40.96", "41.54"),
        told: "\
            conclusions|headline:whole_rate|headline reads differently|data/rates.csv\n\
            numbers|number:fine_rate|moved|data/rates.csv\n\
            numbers|number:rate|moved|data/rates.csv\n\
            data|data:data/rates.csv|changed|data/rates.csv\n",
    },
    Plant {
        name: "a row that stands twice",
        edit: |e| e.append("data/rates.csv", "all,40.96\n"),
        told: "\
            data|data:data/rates.csv|changed|data/rates.csv\n",
    },
    Plant {
        name: "a p value across its level",
        edit: |e| {
            for (from, to) in [
                ("D1,planting,2019,859", "D1,planting,2019,839"),
                ("D2,planting,2019,", "D2,planting,2019,1"),
            ] {
                e.data(from, to);
            }
        },
        told: "\
            conclusions|significance:near.difference|no longer significant|data/trees.csv\n\
            conclusions|significance:tested|no longer significant|data/trees.csv\n\
            numbers|number:near.difference|moved|data/trees.csv\n\
            numbers|number:tested|moved|data/trees.csv\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "ranks exchanged",
        edit: |e| e.data("D1,planting,2024,1109", "D1,planting,2024,9999"),
        told: "\
            conclusions|headline:growth.planting|headline reads differently, interval now includes zero|data/trees.csv\n\
            conclusions|significance:growth.difference|no longer significant|data/trees.csv\n\
            conclusions|rank:sizes:district|ranks moved|data/trees.csv\n\
            numbers|number:growth.difference|moved|data/trees.csv\n\
            numbers|number:sizes.D1|moved|data/trees.csv\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            tables|table:growth|2 cells changed|data/trees.csv\n\
            tables|table:sizes|1 cell changed|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "data and definition at once, on numbers of their own",
        edit: |e| {
            e.data("D1,planting,2021,949", "D1,planting,2021,960");
            e.replace(
                STATISTICS,
                "    as: percent\n",
                "    as: percent\n    decimals: 2\n",
            );
        },
        told: "\
            conclusions|headline:growth.none|headline reads differently|report/statistics.yaml:26\n\
            conclusions|headline:growth.planting|headline reads differently|report/statistics.yaml:26\n\
            numbers|number:growth.difference|printed differently|report/statistics.yaml:26\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            tables|table:growth|4 cells changed|report/statistics.yaml:26\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "data and definition at once, jointly",
        edit: |e| {
            e.data("D1,planting,2024,1109", "D1,planting,2024,1150");
            e.replace(STATISTICS, "    as: percent\n", "    as: absolute\n");
        },
        told: "\
            conclusions|headline:growth.none|headline reads differently|report/statistics.yaml:25\n\
            conclusions|headline:growth.planting|headline reads differently|report/statistics.yaml:25 data/trees.csv joint\n\
            numbers|number:growth.difference|unit changed|report/statistics.yaml:25 data/trees.csv joint\n\
            numbers|number:sizes.D1|moved|data/trees.csv\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            tables|table:growth|4 cells changed|report/statistics.yaml:25 data/trees.csv joint\n\
            tables|table:sizes|1 cell changed|data/trees.csv\n\
            method|method:statistic.growth|changed|report/statistics.yaml:25\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
];

/// Two data files that differ in both, and a frame that reads one of them.
fn blamed(sql: &str, graph: bool) -> Vec<String> {
    let files = |count: u32| {
        let mut edit = Edited(base());
        edit.file("data/shrubs.csv", format!("place,trees\na,{count}\nb,30\n"));
        edit.append(
            "data/datapackage.yaml",
            "  - name: shrubs
    path: shrubs.csv
    schema:
      primaryKey: place
      fields:
        - {name: place, type: string}
        - {name: trees, type: integer}
",
        );
        edit.replace(
            "report/statistics.yaml",
            "frames:\n",
            &format!("frames:\n  beside:\n    key: [place]\n    sql: \"{sql}\"\n"),
        );
        edit.append(
            "report/statistics.yaml",
            "
  shrubs:
    kind: sql
    title: Shrubs
    sql: SELECT SUM(trees) AS trees FROM beside
    value: trees
    unit: count
",
        );
        edit.append(
            "report/chapters/1-numbers.md",
            "\nThere are {{ stat(\"shrubs\") }}.\n",
        );
        if count == 11 {
            edit.data("D1,planting,2024,1109", "D1,planting,2024,1300");
        }
        woven("side", edit.0)
    };
    // From the records alone: nothing is tried by computing.
    let (mut old, mut new) = (files(10), files(11));
    if !graph {
        for side in [&mut old, &mut new] {
            "reissue-edition/2".clone_into(&mut side.edition.schema);
            side.edition.looked_at = Arc::default();
        }
    }
    let found = diff::compare(&old.edition, &new.edition, &Drifts::default());
    let item = found.items.iter().find(|item| item.id == "number:shrubs").unwrap();
    item.cause.inputs.iter().map(|input| input.name.clone()).collect()
}

#[test]
fn only_files_that_a_query_reads_are_blamed_whatever_its_words_are() {
    for sql in [
        "SELECT place, trees FROM shrubs",
        "SELECT place, trees FROM shrubs WHERE place <> 'trees'",
        "SELECT place, trees FROM shrubs /* not trees */",
        "SELECT trees.place, trees.trees FROM shrubs AS trees",
    ] {
        assert_eq!(blamed(sql, true), ["data/shrubs.csv"], "{sql}");
        assert_eq!(blamed(sql, false), ["data/shrubs.csv"], "{sql}");
    }
}

#[test]
fn a_claim_is_blamed_on_what_its_rule_reads_and_not_on_what_its_words_name() {
    let files = |changed: bool| {
        let mut edit = Edited(base());
        edit.append(
            "report/claims.yaml",
            "
  rate_is_low:
    says: The rate, unlike whole_rate, is under 45 percent
    holds: value(\"rate\") < 45
",
        );
        edit.append(
            "report/chapters/1-numbers.md",
            "\nThe rate {{ claim(\"rate_is_low\", \"is low\") }}.\n",
        );
        if changed {
            edit.replace("data/rates.csv", "40.96", "45.96");
            edit.replace(STATISTICS, "    decimals: 0\n", "    decimals: 1\n");
        }
        woven("side", edit.0)
    };
    let found =
        diff::compare(&files(false).edition, &files(true).edition, &Drifts::default());
    let item = found.items.iter().find(|item| item.id == "claim:rate_is_low").unwrap();
    let inputs = item.cause.inputs.iter().map(|input| input.name.as_str());
    assert_eq!(inputs.collect::<Vec<_>>(), ["data/rates.csv"]);
}
