//! Edits to what is computed.

use super::Plant;
use super::STATISTICS;

pub(super) const PLANTS: &[Plant] = &[
    Plant {
        name: "another level of the interval",
        edit: |e| {
            e.replace(
                STATISTICS,
                "    as: percent\n",
                "    as: percent\n    level: 90\n",
            );
        },
        told: "\
            numbers|number:growth.none|moved|report/statistics.yaml:26\n\
            numbers|number:growth.planting|moved|report/statistics.yaml:26\n\
            numbers|number:growth.difference|moved|report/statistics.yaml:26\n\
            tables|table:growth|2 cells changed|report/statistics.yaml:26\n\
            method|method:statistic.growth|changed|report/statistics.yaml:26\n",
    },
    Plant {
        name: "a test swapped from Welch to Student",
        edit: |e| e.replace(STATISTICS, "kind: welch", "kind: student"),
        told: "\
            numbers|number:tested|moved|report/statistics.yaml:66\n\
            method|method:statistic.tested|changed|report/statistics.yaml:66\n",
    },
    Plant {
        name: "a filter from > to >=",
        edit: |e| e.replace(STATISTICS, "WHERE year > 2000", "WHERE year >= 2000"),
        told: "\
            method|method:frame.panel|changed|report/statistics.yaml:7\n",
    },
    Plant {
        name: "a filter that drops rows",
        edit: |e| {
            e.replace(
                STATISTICS,
                "WHERE year > 2000",
                "WHERE year > 2000 AND district <> 'D8'",
            );
        },
        told: "\
            conclusions|units:district|units lost|report/statistics.yaml:7\n\
            conclusions|headline:growth.none|headline reads differently|report/statistics.yaml:7\n\
            numbers|number:districts.none|moved|report/statistics.yaml:7\n\
            numbers|number:near.difference|moved|report/statistics.yaml:7\n\
            numbers|number:tested|moved|report/statistics.yaml:7\n\
            numbers|number:growth.difference|moved|report/statistics.yaml:7\n\
            figures|figure:trees_index|6 points moved|report/statistics.yaml:7\n\
            tables|table:growth|3 cells changed|report/statistics.yaml:7\n\
            tables|table:sizes|1 row removed|report/statistics.yaml:7\n\
            method|method:frame.panel|changed|report/statistics.yaml:7\n",
    },
    Plant {
        name: "a comment in SQL",
        edit: |e| {
            e.replace(
                STATISTICS,
                "      FROM trees\n",
                "      -- every district\n      FROM trees\n",
            );
        },
        told: "\
            layout|layout:report/statistics.yaml|comments or layout|report/statistics.yaml:6\n",
    },
    Plant {
        name: "a comment in YAML",
        edit: |e| {
            e.replace(STATISTICS, "statistics:\n", "# What is computed.\nstatistics:\n");
        },
        told: "\
            layout|layout:report/statistics.yaml|comments or layout|report/statistics.yaml\n",
    },
    Plant {
        name: "a key finding of another id",
        edit: |e| e.replace("report/report.yaml", "  - id: growth\n", "  - id: trees\n"),
        told: "method|finding:trees|renamed|report/report.yaml:12\n",
    },
    Plant {
        name: "colours of the publisher's own",
        edit: |e| {
            e.file("report/brand.yaml", "name: Trees\nlight: {accent: \"#5b1a6b\"}\n");
        },
        told: "\
            statements|words:brand|words of a declaration|report/brand.yaml:1\n\
            method|method:brand|added|report/brand.yaml:1\n",
    },
    Plant {
        name: "the condition of a claim",
        edit: |e| e.replace("report/claims.yaml", "is: greater", "is: less"),
        told: "\
            guards|guard:claim.grew_faster|a guard was changed|report/claims.yaml:7\n\
            conclusions|claim:grew_faster|no longer true|report/claims.yaml:7\n",
    },
    Plant {
        name: "rounding declared differently",
        edit: |e| {
            e.replace(
                STATISTICS,
                "    title: Change in street trees\n",
                "    title: Change in street trees\n    decimals: 2\n",
            );
        },
        told: "\
            conclusions|headline:growth.none|headline reads differently|report/statistics.yaml:19\n\
            conclusions|headline:growth.planting|headline reads differently|report/statistics.yaml:19\n\
            numbers|number:growth.difference|printed differently|report/statistics.yaml:19\n\
            tables|table:growth|4 cells changed|report/statistics.yaml:19\n",
    },
    Plant {
        name: "another unit",
        edit: |e| e.replace(STATISTICS, "    as: percent\n", "    as: absolute\n"),
        told: "\
            conclusions|headline:growth.none|headline reads differently|report/statistics.yaml:25\n\
            conclusions|headline:growth.planting|headline reads differently|report/statistics.yaml:25\n\
            numbers|number:growth.difference|unit changed|report/statistics.yaml:25\n\
            tables|table:growth|4 cells changed|report/statistics.yaml:25\n\
            method|method:statistic.growth|changed|report/statistics.yaml:25\n",
    },
    Plant {
        name: "the title of a statistic",
        edit: |e| {
            e.replace(
                STATISTICS,
                "    title: Districts\n",
                "    title: Districts surveyed\n",
            );
        },
        told: "\
            statements|words:statistic.districts|words of a declaration|report/statistics.yaml:39\n",
    },
    Plant {
        name: "a statistic added that nothing shows",
        edit: |e| {
            e.append(
                STATISTICS,
                "\n  rows:\n    kind: count\n    title: Rows\n    frame: panel\n",
            );
        },
        told: "\
            method|method:statistic.rows|added|report/statistics.yaml:97\n",
    },
    Plant {
        name: "a contract loosened",
        edit: |e| e.replace("data/datapackage.yaml", "minimum: 2000", "minimum: 1990"),
        told: "\
            guards|guard:resource.trees|a guard was loosened|data/datapackage.yaml:20\n",
    },
];
