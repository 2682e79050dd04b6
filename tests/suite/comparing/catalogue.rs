//! Planted edits: each lands in its class with its cause, and nothing else is reported.

use reissue::diff::Comparison;
use reissue::make;
use reissue::make::Side;
use reissue::project::Files as _;
use reissue::project::Memory;
use reissue::project::ProjectPath;
use std::sync::OnceLock;

/// A small report with one of everything: the starter, a bibliography, a filter, a query with
/// room for a comment, a ranking and a test near its level.
pub(crate) fn base() -> Memory {
    let mut files = Memory::new();
    for (path, bytes) in reissue::output::builtin_under("new/") {
        files.insert(path, bytes);
    }
    let mut edit = Edited(files);
    edit.replace(
        "report/statistics.yaml",
        "    sql: SELECT district, scheme, year, trees FROM trees\n",
        "    sql: |\n      SELECT district, scheme, year, trees\n      FROM trees\n      WHERE year > 2000\n",
    );
    edit.append(
        "report/statistics.yaml",
        "
  near:
    kind: change
    title: Change from 2018 to 2019
    frame: panel
    measure: trees
    area: district
    time: year
    from: 2018
    to: 2019
    as: absolute
    by: [scheme]
    compare: {treated: planting, control: none}

  sizes:
    kind: sql
    title: Trees in 2024
    sql: SELECT district, trees FROM panel WHERE year = 2024
    value: trees
    by: [district]
    unit: count
",
    );
    edit.file("data/rates.csv", "place,rate\nall,40.96\n");
    edit.append(
        "data/datapackage.yaml",
        "  - name: rates
    path: rates.csv
    schema:
      fields:
        - {name: place, type: string}
        - {name: rate, type: number}
",
    );
    edit.append(
        STATISTICS,
        "
  tested:
    kind: welch
    title: Change from 2018 to 2019, tested
    frame: panel
    group: {column: scheme, treated: planting, control: none}
    measure: trees
    area: district
    time: year
    from: 2018
    to: 2019

  rate:
    kind: sql
    title: Rate of growth
    sql: SELECT rate FROM rates LIMIT 1
    unit: percent

  fine_rate:
    kind: sql
    title: Rate of growth, two digits
    sql: SELECT rate FROM rates LIMIT 1
    unit: percent
    decimals: 2

  whole_rate:
    kind: sql
    title: Rate of growth, whole
    sql: SELECT rate FROM rates LIMIT 1
    unit: percent
    decimals: 0
",
    );
    edit.append(
        "report/tables.yaml",
        "  sizes:
    title: Trees of each district
    head: District
    columns:
      - {label: Trees, stat: \"sizes.{row}\"}
    rows: {from: sizes, by: district}
",
    );
    edit.replace(
        "report/chapters/1-numbers.md",
        "{{ table(\"growth\") }}\n",
        "{{ table(\"growth\") }}\n\n## Near and far\n\nWithin a year the difference was {{ stat(\"near.difference\") }} \
         ({{ stat(\"near.difference\", show=\"p\") }}), as was expected {{ cite(\"oak\") }}.\n\n\
         The rate was {{ stat(\"rate\") }}, to be exact {{ stat(\"fine_rate\") }}. \
         Tested: {{ stat(\"tested\") }} ({{ stat(\"tested\", show=\"p\") }}).\n\n\
         Trees grow slowly. They are counted in every spring, street by street and tree by tree.\n\n{{ table(\"sizes\") }}\n",
    );
    edit.file(
        "report/references.yaml",
        "oak:\n  type: article\n  title: On oaks\n  author: Acorn, Anna\n  date: 2020\n  parent:\n    type: periodical\n    title: Journal of Trees\n",
    );
    edit.replace(
        "report/report.yaml",
        "      - {stat: growth.none, show: signed, label: without}\n",
        "      - {stat: growth.none, show: signed, label: without}\n      - {stat: whole_rate, label: the rate}\n",
    );
    edit.replace(
        "report/report.yaml",
        "generated: [provenance]",
        "generated: [provenance, references]\nbibliography: report/references.yaml",
    );
    edit.0
}

/// Files being edited.
pub(crate) struct Edited(pub Memory);

impl Edited {
    pub(crate) fn text(&self, path: &str) -> String {
        self.0.text(&ProjectPath::new(path).unwrap()).unwrap().to_string()
    }

    pub(crate) fn file(&mut self, path: &str, text: impl AsRef<[u8]>) {
        self.0.insert(path, text);
    }

    pub(crate) fn append(&mut self, path: &str, text: &str) {
        self.file(path, self.text(path) + text);
    }

    pub(crate) fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{path} does not hold {from}");
        self.file(path, text.replacen(from, to, 1));
    }

    fn data(&mut self, from: &str, to: &str) {
        self.replace("data/trees.csv", from, to);
    }

    fn lines(&mut self, path: &str, change: impl FnOnce(&mut Vec<String>)) {
        let mut lines: Vec<String> = self.text(path).lines().map(str::to_owned).collect();
        change(&mut lines);
        self.file(path, lines.join("\n") + "\n");
    }
}

pub(crate) fn woven(name: &str, files: Memory) -> Side {
    let (side, _, sources) = Side::woven(name, Box::new(files));
    side.map_err(|failure| {
        reissue::diag::render(
            failure.diagnostics(),
            &sources,
            reissue::diag::Style::Short,
        )
    })
    .unwrap()
}

pub(crate) fn compared(change: impl FnOnce(&mut Edited)) -> Comparison {
    static BASE: OnceLock<Side> = OnceLock::new();
    let mut edited = Edited(base());
    change(&mut edited);
    make::compare(BASE.get_or_init(|| woven("old", base())), &woven("new", edited.0))
}

/// One line an item: class, id, kind, and the places of its causes.
pub(crate) fn told(found: &Comparison) -> String {
    let line = |item: &reissue::diff::Item| {
        let places: Vec<&str> =
            item.cause.inputs.iter().map(|input| input.place.as_str()).collect();
        let joint = if item.cause.joint { " joint" } else { "" };
        format!(
            "{}|{}|{}|{}{joint}\n",
            item.class.name(),
            item.id,
            item.kind,
            places.join(" ")
        )
    };
    found.items.iter().map(line).collect()
}

/// A planted edit.
struct Plant {
    name: &'static str,
    edit: fn(&mut Edited),
    /// What must be told of it, and nothing else.
    told: &'static str,
}

#[test]
fn every_planted_edit_lands_in_its_class_with_its_cause_and_nothing_else_is_told() {
    assert!(PLANTS.len() >= 30);
    let mut wrong = String::new();
    for plant in PLANTS {
        let found = told(&compared(plant.edit));
        if found != plant.told {
            wrong.push_str(&format!("--- {}\n{found}", plant.name));
        }
    }
    assert_eq!(wrong, "");
}

const NUMBERS: &str = "report/chapters/1-numbers.md";
const CLAIMS: &str = "report/chapters/2-claims.md";
const STATISTICS: &str = "report/statistics.yaml";

const PLANTS: &[Plant] = &[
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
            conclusions|units:district|1 lost|data/trees.csv\n\
            conclusions|headline:growth.none|headline reads differently|data/trees.csv\n\
            numbers|number:districts.none|moved|data/trees.csv\n\
            numbers|number:near.difference|moved|data/trees.csv\n\
            numbers|number:tested|moved|data/trees.csv\n\
            numbers|number:growth.difference|moved|data/trees.csv\n\
            figures|figure:trees_index|6 points moved|data/trees.csv\n\
            tables|table:growth|3 cells changed|data/trees.csv\n\
            tables|table:sizes|1 row in, out or renamed|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "a value suppressed",
        edit: |e| e.data("D1,planting,2024,1109", "D1,planting,2024,*"),
        told: "\
            conclusions|used:growth.difference|rests on other units|data/trees.csv\n\
            conclusions|headline:growth.planting|headline reads differently|data/trees.csv\n\
            numbers|number:growth.difference|moved|data/trees.csv\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            tables|table:growth|2 cells changed|data/trees.csv\n\
            tables|table:sizes|1 row in, out or renamed|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
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
            conclusions|headline:growth.none|headline reads differently|report/statistics.yaml:26\n\
            conclusions|headline:growth.planting|headline reads differently|report/statistics.yaml:26\n\
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
            conclusions|units:district|1 lost|report/statistics.yaml:7\n\
            conclusions|headline:growth.none|headline reads differently|report/statistics.yaml:7\n\
            numbers|number:districts.none|moved|report/statistics.yaml:7\n\
            numbers|number:near.difference|moved|report/statistics.yaml:7\n\
            numbers|number:tested|moved|report/statistics.yaml:7\n\
            numbers|number:growth.difference|moved|report/statistics.yaml:7\n\
            figures|figure:trees_index|6 points moved|report/statistics.yaml:7\n\
            tables|table:growth|3 cells changed|report/statistics.yaml:7\n\
            tables|table:sizes|1 row in, out or renamed|report/statistics.yaml:7\n\
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
        name: "the colours of a chart",
        edit: |e| {
            e.replace("report/figures.yaml", "treated: planting", "treated: none");
            e.replace("report/figures.yaml", "control: none", "control: planting");
        },
        told: "\
            figures|figure:trees_index|drawn differently|report/figures.yaml:11,12\n",
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
            figures|figure:trees_index|words changed|report/figures.yaml:5\n",
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
            words|words:fc29ee5213|changed|report/chapters/2-claims.md:3\n",
    },
    Plant {
        name: "the condition of a claim",
        edit: |e| e.replace("report/claims.yaml", "is: greater", "is: less"),
        told: "\
            conclusions|claim:grew_faster|no longer true|report/claims.yaml:7\n\
            method|method:claim.grew_faster|changed|report/claims.yaml:7\n",
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
            method|method:frame.panel|changed|report/statistics.yaml:5\n\
            data|data:data/trees.csv|changed|data/trees.csv\n\
            data|contract:trees|contract changed|data/datapackage.yaml:21\n",
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
            conclusions|interval:near.difference|interval now includes zero|data/trees.csv\n\
            conclusions|interval:tested|interval now includes zero|data/trees.csv\n\
            numbers|number:near.difference|moved|data/trees.csv\n\
            numbers|number:tested|moved|data/trees.csv\n\
            figures|figure:trees_index|1 point moved|data/trees.csv\n\
            data|data:data/trees.csv|changed|data/trees.csv\n",
    },
    Plant {
        name: "the title of the report",
        edit: |e| {
            e.replace("report/report.yaml", "title: Street trees", "title: Town trees");
        },
        told: "\
            words|words:cover.title|changed|report/report.yaml:2\n",
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
            layout|layout:templates/html/style.css|added|templates/html/style.css\n",
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
            words|words:22dbf63b76|chapter added|report/chapters/3-more.md:1\n",
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
            words|words:a4a31b6729|heading added|report/chapters/1-numbers.md:24\n",
    },
    Plant {
        name: "a paragraph split",
        edit: |e| {
            e.replace(NUMBERS, "Trees grow slowly. They", "Trees grow slowly.\n\nThey");
        },
        told: "\
            words|words:7008da2733|split in 2|report/chapters/1-numbers.md:26\n",
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
            words|words:reference.elm|added|report/references.yaml\n\
            words|words:7008da2733|changed|report/chapters/1-numbers.md:24\n",
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
            tables|table:growth|4 cells changed|report/statistics.yaml:19\n\
            method|method:statistic.growth|changed|report/statistics.yaml:19\n",
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
            words|words:statistic.districts|words of a declaration|report/statistics.yaml:39\n",
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
            method|method:statistic.rows|added|report/statistics.yaml:96\n",
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
            figures|figure:trees_index|removed|report/chapters/1-numbers.md:11\n\
            words|words:finding.growth.figure|removed|report/report.yaml:15\n",
    },
    Plant {
        name: "a table's column added",
        edit: |e| {
            e.replace("report/tables.yaml", "      - {label: 95% interval", "      - {label: Low, stat: \"growth.{row}\", show: low}\n      - {label: 95% interval");
        },
        told: "\
            tables|table:growth|1 column in, out or renamed|report/tables.yaml:9\n",
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
            tables|table:growth|words changed|report/tables.yaml:3\n",
    },
    Plant {
        name: "a contract loosened",
        edit: |e| e.replace("data/datapackage.yaml", "minimum: 2000", "minimum: 1990"),
        told: "\
            data|contract:trees|contract changed|data/datapackage.yaml:20\n",
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
            words|words:85f9bfeb08|changed|report/chapters/1-numbers.md:6\n",
    },
    Plant {
        name: "ranks exchanged",
        edit: |e| e.data("D1,planting,2024,1109", "D1,planting,2024,9999"),
        told: "\
            conclusions|headline:growth.planting|headline reads differently|data/trees.csv\n\
            conclusions|significance:growth.difference|no longer significant|data/trees.csv\n\
            conclusions|interval:growth.difference|interval now includes zero|data/trees.csv\n\
            conclusions|interval:growth.planting|interval now includes zero|data/trees.csv\n\
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
            method|method:statistic.growth|changed|report/statistics.yaml:26\n\
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
