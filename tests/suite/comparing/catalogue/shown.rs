//! Edits to how a number is shown, to what a drawing says, and to names that only follow.

use super::NUMBERS;
use super::Plant;
use super::STATISTICS;

const FIGURES: &str = "report/figures.yaml";

pub(super) const PLANTS: &[Plant] = &[
    Plant {
        name: "another part of the same statistic",
        edit: |e| {
            e.replace(NUMBERS, "show=\"interval\") }}).", "show=\"range\") }}).");
        },
        told: "\
            numbers|number:in.122055600a:0|shown another way|report/chapters/1-numbers.md:6\n",
    },
    Plant {
        name: "a sign that is no longer shown in a key finding",
        edit: |e| {
            e.replace(
                "report/report.yaml",
                "{stat: growth.planting, show: signed,",
                "{stat: growth.planting, show: size,",
            );
        },
        told: "\
            numbers|number:in.finding.growth.number.0:0|shown another way|report/report.yaml:17\n",
    },
    Plant {
        name: "a number shown another way that prints the same",
        edit: |e| {
            e.replace(
                NUMBERS,
                "rose by {{ stat(\"growth.planting\") }}",
                "rose by {{ stat(\"growth.planting\", show=\"size\") }}",
            );
        },
        told: "\
            layout|layout:report/chapters/1-numbers.md|comments or layout|report/chapters/1-numbers.md\n",
    },
    Plant {
        name: "a column of a table bound to something else",
        edit: |e| e.replace("report/tables.yaml", "show: range", "show: p"),
        told: "\
            statements|words:table.growth.note|added|report/tables.yaml:9\n\
            numbers|table:growth|2 cells changed|report/tables.yaml:9\n",
    },
    Plant {
        name: "a row taken out of a table",
        edit: |e| {
            e.replace("report/tables.yaml", "      - {key: none, label: Without}\n", "");
        },
        told: "\
            statements|table:growth|1 row removed|report/tables.yaml:11\n",
    },
    Plant {
        name: "the name of a row of a table",
        edit: |e| {
            e.replace(
                "report/tables.yaml",
                "{key: none, label: Without}",
                "{key: none, label: Felled}",
            );
        },
        told: "\
            statements|table:growth|1 row renamed|report/tables.yaml:12\n",
    },
    Plant {
        name: "names of two series exchanged in a figure",
        edit: |e| {
            e.replace(
                FIGURES,
                "{planting: With a scheme, none: Without}",
                "{planting: Without, none: With a scheme}",
            );
        },
        told: "\
            statements|figure:trees_index|other words in the drawing|report/figures.yaml:10\n",
    },
    Plant {
        name: "the label of an axis",
        edit: |e| e.append(FIGURES, "    axis: Trees in thousands\n"),
        told: "\
            statements|figure:trees_index|other words in the drawing|report/figures.yaml:13\n",
    },
    Plant {
        name: "a reference line",
        edit: |e| {
            e.append(FIGURES, "    reference: {value: 110, label: Level of 2018}\n");
        },
        told: "\
            statements|figure:trees_index|draws something else|report/figures.yaml:13\n",
    },
    Plant {
        name: "the name of a column of the data",
        edit: |e| {
            let pairs = [
                (", scheme,", ", programme,"),
                (",scheme,", ",programme,"),
                ("name: scheme,", "name: programme,"),
                ("[scheme", "[programme"),
                ("column: scheme", "column: programme"),
                ("\n  scheme:\n", "\n  programme:\n"),
            ];
            for path in ["data/trees.csv", "data/datapackage.yaml", STATISTICS] {
                let old = e.text(path);
                let new = pairs.iter().fold(old, |text, (a, b)| text.replace(a, b));
                e.file(path, new);
            }
            e.replace(FIGURES, "series: scheme", "series: programme");
        },
        told: "\
            data|data:data/trees.csv|column renamed|data/trees.csv\n",
    },
    Plant {
        name: "columns of a table in another order",
        edit: |e| {
            e.lines("report/tables.yaml", |lines| {
                let at = lines
                    .iter()
                    .position(|line| line.contains("{label: 95% interval"))
                    .unwrap();
                lines.swap(at - 1, at);
            });
        },
        told: "\
            tables|table:growth|columns in another order|report/tables.yaml:8\n",
    },
];
