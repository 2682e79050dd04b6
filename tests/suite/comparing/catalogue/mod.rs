//! Planted edits: each lands in its class with its cause, and nothing else is reported.

mod data;
mod definitions;
mod guards;
mod meaning;
mod pages;
mod shown;

use reissue::make;
use reissue::make::OpenedSide;
use reissue::model::comparison::Comparison;
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
    edit.append(
        "report/chapters/1-numbers.md",
        "\nThe plan wanted {{ fixed(\"four in five\", because=\"the plan of 2018\") }} streets planted.\n",
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
    better: higher
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

pub(crate) fn woven(name: &str, files: Memory) -> OpenedSide {
    let (side, _, sources) = OpenedSide::woven(name, Box::new(files));
    side.map_err(|failure| {
        reissue::model::diagnostic::render(
            failure.diagnostics(),
            &sources,
            reissue::model::diagnostic::Style::Short,
        )
    })
    .unwrap()
}

pub(crate) fn compared(change: impl FnOnce(&mut Edited)) -> Comparison {
    static BASE: OnceLock<OpenedSide> = OnceLock::new();
    let mut edited = Edited(base());
    change(&mut edited);
    make::compare(BASE.get_or_init(|| woven("old", base())), &woven("new", edited.0))
}

/// One line an item: class, id, kind, and the places of its causes.
pub(crate) fn told(found: &Comparison) -> String {
    let line = |item: &reissue::model::comparison::Item| {
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
#[derive(Clone, Copy)]
struct Plant {
    name: &'static str,
    edit: fn(&mut Edited),
    /// What must be told of it, and nothing else.
    told: &'static str,
}

#[test]
fn every_planted_edit_lands_in_its_class_with_its_cause_and_nothing_else_is_told() {
    let plants = [
        data::PLANTS,
        definitions::PLANTS,
        guards::PLANTS,
        meaning::PLANTS,
        pages::PLANTS,
        shown::PLANTS,
    ]
    .concat();
    assert!(plants.len() >= 30);
    let mut wrong = String::new();
    for plant in plants {
        let found = told(&compared(plant.edit));
        if found != plant.told {
            wrong.push_str(&format!("--- {}\n{found}", plant.name));
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn a_key_finding_of_another_id_is_renamed_though_its_number_moved() {
    let found = told(&compared(|e| {
        e.replace("report/report.yaml", "  - id: growth\n", "  - id: trees\n");
        e.data("D1,planting,2024,1109", "D1,planting,2024,1209");
    }));
    assert!(found.contains("method|finding:trees|renamed|"), "{found}");
    assert!(!found.contains("key finding"), "{found}");
}

const NUMBERS: &str = "report/chapters/1-numbers.md";
const CLAIMS: &str = "report/chapters/2-claims.md";
const STATISTICS: &str = "report/statistics.yaml";
