//! Edits to the words, the order and the look of the report.

use super::CLAIMS;
use super::NUMBERS;
use super::Plant;

pub(super) const PLANTS: &[Plant] = &[
    Plant {
        name: "the colours of a chart",
        edit: |e| {
            e.replace("report/figures.yaml", "treated: planting", "treated: none");
            e.replace("report/figures.yaml", "control: none", "control: planting");
        },
        told: "statements|figure:trees_index|sets off another group|report/figures.yaml:11,12\n",
    },
    Plant {
        name: "the title of a chart",
        edit: |e| {
            e.replace(
                "report/figures.yaml",
                "subtitle: Street trees",
                "subtitle: Trees in streets",
            );
        },
        told: "\
            statements|words:figure.trees_index.subtitle|changed|report/figures.yaml:5\n",
    },
    Plant {
        name: "a comma",
        edit: |e| e.replace(CLAIMS, "the build stops", "the build, it stops"),
        told: "\
            words|words:fc29ee5213|changed|report/chapters/2-claims.md:3\n",
    },
    Plant {
        name: "the wording of a claim",
        edit: |e| e.replace(CLAIMS, "\"grew faster\"", "\"outgrew the others\""),
        told: "\
            statements|words:fc29ee5213|changed|report/chapters/2-claims.md:3\n",
    },
    Plant {
        name: "the title of the report",
        edit: |e| {
            e.replace("report/report.yaml", "title: Street trees", "title: Town trees");
        },
        told: "\
            statements|words:cover.title|changed|report/report.yaml:2\n",
    },
    Plant {
        name: "a chapter that becomes an appendix at its place",
        edit: |e| {
            e.replace(
                "report/report.yaml",
                "  - report/chapters/3-data.md\n",
                "appendices: [report/chapters/3-data.md]\n",
            );
        },
        told: "\
            words|words:48e8fbcd44|chapter moved|report/report.yaml\n",
    },
    Plant {
        name: "an embargo",
        edit: |e| {
            e.replace(
                "report/report.yaml",
                "title: Street trees\n",
                "title: Street trees\nembargo: 2099-07-01T00:01+01:00\n",
            );
        },
        told: "\
            statements|report:embargo|embargo set|report/report.yaml:3\n",
    },
    Plant {
        name: "a page for each chapter",
        edit: |e| {
            e.replace(
                "report/report.yaml",
                "title: Street trees\n",
                "title: Street trees\nhtml: {form: pages}\n",
            );
        },
        told: "\
            layout|report:form|form of the page changed|report/report.yaml:3\n",
    },
    Plant {
        name: "a template of the project's own",
        edit: |e| {
            let page = reissue::output::builtin("html/style.css").unwrap();
            e.file(
                "templates/html/style.css",
                [page, b"\nbody { color: red }\n"].concat(),
            );
        },
        told: "\
            guards|layout:templates/html/style.css|added|templates/html/style.css\n",
    },
    Plant {
        name: "a new chapter",
        edit: |e| {
            e.file(
                "report/chapters/3-more.md",
                "# More\n\nThere is more to say.\n\n## Much\n\nAnd more.\n",
            );
            e.replace(
                "report/report.yaml",
                "  - report/chapters/2-claims.md\n",
                "  - report/chapters/3-more.md\n  - report/chapters/2-claims.md\n",
            );
        },
        told: "\
            statements|words:22dbf63b76|chapter added|report/chapters/3-more.md:1\n",
    },
    Plant {
        name: "a paragraph moved",
        edit: |e| {
            e.replace(NUMBERS, "Trees grow slowly. They are counted in every spring, street by street and tree by tree.\n\n", "");
            e.append(CLAIMS, "\nTrees grow slowly. They are counted in every spring, street by street and tree by tree.\n");
        },
        told: "\
            words|words:7008da2733|moved|report/chapters/2-claims.md:13\n",
    },
    Plant {
        name: "chapters in another order",
        edit: |e| {
            e.lines("report/report.yaml", |lines| {
                let at =
                    lines.iter().position(|line| line.contains("1-numbers")).unwrap();
                lines.swap(at, at + 1);
            });
        },
        told: "\
            words|words:c04c4c67ab|chapter moved|report/report.yaml\n",
    },
    Plant {
        name: "a chapter renamed",
        edit: |e| {
            e.replace(
                NUMBERS,
                "# Numbers come from the data",
                "# Where figures have their origin",
            );
        },
        told: "\
            words|words:2b541fac7c|chapter renamed|report/chapters/1-numbers.md:1\n",
    },
    Plant {
        name: "a chapter's file renamed",
        edit: |e| {
            let text = e.text(CLAIMS);
            e.file("report/chapters/2-held.md", text);
            e.replace("report/report.yaml", "2-claims.md", "2-held.md");
        },
        told: "\
            layout|layout:report/chapters/2-held.md|renamed|report/chapters/2-held.md\n",
    },
    Plant {
        name: "a section split",
        edit: |e| {
            e.replace(
                NUMBERS,
                "Trees grow slowly.",
                "## Slow growth\n\nTrees grow slowly.",
            );
        },
        told: "\
            statements|words:a4a31b6729|heading added|report/chapters/1-numbers.md:24\n",
    },
    Plant {
        name: "a paragraph split",
        edit: |e| {
            e.replace(NUMBERS, "Trees grow slowly. They", "Trees grow slowly.\n\nThey");
        },
        told: "\
            words|words:7008da2733|split in 2|report/chapters/1-numbers.md:24\n",
    },
    Plant {
        name: "a reference added",
        edit: |e| {
            e.append("report/references.yaml", "elm:\n  type: article\n  title: On elms\n  author: Elm, Ed\n  date: 2021\n  parent:\n    type: periodical\n    title: Journal of Trees\n");
            e.replace(
                NUMBERS,
                "Trees grow slowly.",
                "Trees grow slowly {{ cite(\"elm\") }}.",
            );
        },
        told: "\
            words|words:7008da2733|changed, a work is cited|report/chapters/1-numbers.md:24\n\
            words|words:reference.elm|added|report/references.yaml\n",
    },
    Plant {
        name: "a figure removed",
        edit: |e| {
            e.replace(
                NUMBERS,
                "{{ figure(\"trees_index\") }}\n\n{{ ref(\"growth\") }}",
                "{{ ref(\"growth\") }}",
            );
            e.replace("report/report.yaml", "    figure: trees_index\n", "");
        },
        told: "\
            statements|words:finding.growth.figure|removed|report/report.yaml:15\n\
            statements|figure:trees_index|removed|report/chapters/1-numbers.md\n",
    },
    Plant {
        name: "a table's column added",
        edit: |e| {
            e.replace("report/tables.yaml", "      - {label: 95% interval", "      - {label: Low, stat: \"growth.{row}\", show: low}\n      - {label: 95% interval");
        },
        told: "\
            statements|table:growth|1 column added|report/tables.yaml:9\n",
    },
    Plant {
        name: "a table's title",
        edit: |e| {
            e.replace(
                "report/tables.yaml",
                "title: Change in street trees",
                "title: How the number of trees changed",
            );
        },
        told: "\
            statements|words:table.growth.title|changed|report/tables.yaml:3\n",
    },
    Plant {
        name: "a number no longer shown",
        edit: |e| {
            e.replace(
                NUMBERS,
                " ({{ stat(\"growth.difference\", show=\"interval\") }})",
                "",
            );
        },
        told: "\
            statements|words:122055600a|changed|report/chapters/1-numbers.md:6\n",
    },
];
