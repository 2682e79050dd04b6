//! An edition's record from what was woven, without drawing or writing anything.

use crate::diff;
use crate::make::files::ROOM;
use crate::make::files::long_json;
use crate::make::step::Silent;
use crate::make::step::Steps;
use crate::make::weave::weave;
use crate::make::woven::Woven;
use crate::memo::Memo;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::edition::Definition;
use crate::model::edition::Edition;
use crate::model::edition::SCHEMA;
use crate::model::edition::line_lengths;
use crate::model::edition::translated;
use crate::model::edition::with_statistics;
use crate::model::name::Name;
use crate::narrative;
use crate::output;
use crate::project::BRAND;
use crate::project::Entry;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::Recorded;
use crate::project::SYNONYMS;
use crate::project::Yaml;
use crate::project::is_pattern;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Weaves a project and returns its edition's record, the warnings and the texts they
/// point into. Claims may fail: a comparison says which.
pub fn record(
    files: &dyn Files,
    memo: &dyn Memo,
) -> (Result<Edition>, Vec<Diagnostic>, Sources) {
    let files = Recorded::new(files);
    let steps = Steps::new(&Silent);
    let options = narrative::Options { draft: true, strict: false };
    let (woven, warnings, sources) = weave(&files, options, &steps, memo);
    let edition = woven.map(|woven| {
        read_the_rest(&files);
        made_of(edition(&woven, &sources), &sources, inputs(&files))
    });
    (edition, warnings, sources)
}

/// Reads what the writers would: the project's own templates.
fn read_the_rest(files: &Recorded<'_>) {
    let paths: Vec<String> = ["html/", "pdf/"]
        .into_iter()
        .flat_map(|folder| {
            output::builtin_under(folder)
                .map(move |(name, _)| format!("templates/{folder}{name}"))
        })
        .collect();
    for path in paths.iter().filter_map(|path| ProjectPath::new(path).ok()) {
        if files.exists(&path) {
            // Only the note of the reading counts; a failure is the writer's to tell.
            let _ = files.read(&path);
        }
    }
}

/// Returns the content hashes of what was read.
pub(super) fn inputs(files: &Recorded<'_>) -> BTreeMap<String, String> {
    files
        .reads()
        .into_iter()
        .filter(|(path, _)| !is_pattern(path.as_str()))
        .filter_map(|(path, hash)| {
            let (path, hash) = (path.as_str(), hash?);
            // A copy of the program's own template is none of the project's.
            let copied = path
                .strip_prefix("templates/")
                .and_then(output::builtin)
                .is_some_and(|bytes| blake3::hash(bytes) == hash);
            (!copied).then(|| (path.to_owned(), hash.to_hex().to_string()))
        })
        .collect()
}

/// Returns the record; inputs, outputs and program are still to be filled in.
pub(super) fn edition(woven: &Woven, sources: &Sources) -> Edition {
    Edition {
        schema: SCHEMA.to_owned(),
        reissue: env!("CARGO_PKG_VERSION").to_owned(),
        typst: String::new(),
        draft: true,
        document: Arc::clone(&woven.document),
        documents: woven
            .documents
            .iter()
            .map(|(id, companion)| (id.clone(), Arc::clone(&companion.document)))
            .chain(woven.translations.iter().flat_map(|(tag, one)| {
                one.documents.iter().map(move |(id, companion)| {
                    (translated(id, tag), Arc::clone(&companion.document))
                })
            }))
            .collect(),
        translations: woven
            .translations
            .iter()
            .map(|(tag, one)| (tag.clone(), Arc::clone(&one.companion.document)))
            .collect(),
        statistics: Arc::clone(&woven.statistics),
        figures: Arc::clone(&woven.charts),
        looked_at: Arc::clone(&woven.looked_at),
        theme: Arc::clone(&woven.project.theme),
        definitions: definitions(&woven.project, sources),
        units: woven.units.clone(),
        rows: woven.rows.clone(),
        extracts: woven.project.extracts.clone(),
        lines: BTreeMap::new(),
        inputs: BTreeMap::new(),
        outputs: BTreeMap::new(),
    }
}

/// Writes a record whose statistics are written already: they are most of it.
pub(super) fn written(edition: Edition, statistics: &[u8]) -> Result<Vec<u8>> {
    let whole = Arc::clone(&edition.statistics);
    let rest = Edition { statistics: Arc::default(), ..edition };
    match with_statistics(&long_json(&rest, ROOM)?, statistics) {
        Some(record) => Ok(record),
        None => long_json(&Edition { statistics: whole, ..rest }, ROOM),
    }
}

/// Adds the hashes of the outputs to a record that was written before all of them were: they
/// are its last field.
pub(super) fn with_outputs(mut record: Vec<u8>, outputs: &[u8]) -> Vec<u8> {
    record.truncate(record.trim_ascii_end().len() - b"{}}".len());
    record.extend_from_slice(outputs.trim_ascii_end());
    record.extend_from_slice(b"}\n");
    record
}

/// Returns a record with what was read for it.
pub(super) fn made_of(
    edition: Edition,
    sources: &Sources,
    inputs: BTreeMap<String, String>,
) -> Edition {
    let lines = inputs
        .keys()
        .filter(|path| {
            !path.starts_with("data/") || path.rsplit('.').next() == Some("yaml")
        })
        .filter_map(|path| Some((path.clone(), line_lengths(sources.text(path)?))))
        .collect();
    Edition { lines, inputs, ..edition }
}

/// The declarations of a project, with the lines they stand on.
struct Declared<'a> {
    sources: &'a Sources,
    found: BTreeMap<String, Definition>,
}

impl Declared<'_> {
    fn add(&mut self, name: String, yaml: &Yaml) {
        let file = yaml.span().file.to_string();
        let (line, text) = yaml.block(self.sources);
        let settings = yaml.settings();
        self.found.insert(name, Definition { file, line, text, settings });
    }

    /// Adds the words of drawings in other languages, `labels.none.cy`: the trees of translations do not have them.
    fn drawn(&mut self, project: &Project) {
        for translation in &project.translations {
            let tag = translation.report.language.as_str();
            for Entry { id, yaml, .. } in &translation.figures {
                let Some(own) = self.found.get_mut(&Name::Figure(id.clone()).to_string())
                else {
                    continue;
                };
                let words = yaml.texts().into_iter().filter(|(path, _)| {
                    let first = path.first().map_or("", String::as_str);
                    yaml.is_by_language(path) && !diff::PASSAGES.contains(&first)
                });
                let setting = |(path, text): (Vec<String>, &str)| {
                    (format!("{}.{tag}", path.join(".")), text.to_owned())
                };
                own.settings.extend(words.map(setting));
            }
        }
    }

    fn entries<T>(&mut self, kind: &str, entries: &[Entry<T>]) {
        for entry in entries {
            self.add(format!("{kind} {}", entry.id), &entry.yaml);
        }
    }
}

/// Settings of `report.yaml` that no reader sees as words.
const ARRANGEMENT: &[&str] = &[
    "front",
    "chapters",
    "appendices",
    "generated",
    "data",
    "bibliography",
    "style",
    "pdf",
    "design",
    "language",
    "guard",
    "translations",
    "review",
    "allow",
    "press",
    "editions",
    "documents",
    "html",
    "url",
];

/// What a data package says of itself.
const PACKAGE: [&str; 4] = ["title", "description", "licenses", "sources"];

fn definitions(project: &Project, sources: &Sources) -> BTreeMap<String, Definition> {
    let mut declared = Declared { sources, found: BTreeMap::new() };
    for (name, _, yaml) in project.statistics.all_frames() {
        declared.add(Name::Frame(name.to_owned()).to_string(), yaml);
    }
    for block in &project.statistics.statistics {
        declared.add(Name::Block(block.id.clone()).to_string(), &block.yaml);
    }
    declared.entries("claim", &project.claims);
    declared.entries("figure", &project.figures);
    declared.drawn(project);
    declared.entries("table", &project.tables);
    declared.entries("picture", &project.pictures);
    declared.entries("quotation", &project.quotations);
    declared.entries("published", &project.published);
    if let Some(editions) = &project.editions {
        for block in &editions.statistics.statistics {
            declared.add(format!("local-statistic {}", block.id), &block.yaml);
        }
        declared.entries("local-claim", &editions.claims);
        declared.entries("local-figure", &editions.figures);
        declared.entries("local-table", &editions.tables);
        for chapter in &editions.chapters {
            let file = chapter.path.as_str().to_owned();
            let text = chapter.text.clone();
            let definition = Definition {
                file,
                line: 1,
                text: text.to_string(),
                ..Definition::default()
            };
            let name = format!("local-chapter {}", chapter.path);
            declared.found.insert(name, definition);
        }
    }
    let file = "report/statistics.yaml";
    // As written, in all languages: which is to read a long file once more.
    let labels = (!project.statistics.labelled.is_empty())
        .then(|| Yaml::parse(file, sources.text(file)?).ok())
        .flatten();
    for (column, yaml) in
        labels.iter().filter_map(|yaml| yaml.entries("labels").ok()).flatten()
    {
        declared.add(format!("labels {column}"), &yaml);
    }
    let path = project.package_path.as_str();
    // A file of settings is one declaration, of which what readers see as words is kept.
    let written = |file: &str| Yaml::parse(file, sources.text(file)?).ok();
    let (synonyms, brand) = (written(SYNONYMS), written(BRAND));
    for (name, file, yaml, own) in [
        ("synonyms", SYNONYMS, synonyms.as_ref(), None),
        ("brand", BRAND, brand.as_ref(), None),
        ("package", path, Some(&project.package_yaml), Some(&PACKAGE)),
    ] {
        let Some((yaml, text)) = yaml.zip(sources.text(file)) else { continue };
        let mut settings = yaml.settings();
        settings.retain(|path, _| {
            let first = path.split('.').next().unwrap_or_default();
            own.is_none_or(|own| own.contains(&first))
        });
        let (file, text) = (file.to_owned(), text.to_owned());
        let definition = Definition { file, line: 1, text, settings };
        declared.found.insert(name.to_owned(), definition);
    }
    let mut found = declared.found;
    for (resource, (line, text, settings)) in project
        .package
        .resources
        .iter()
        .zip(project.package_yaml.items("resources", sources))
    {
        let file = path.to_owned();
        let name = Name::Resource(resource.name.clone()).to_string();
        found.insert(name, Definition { file, line, text, settings });
    }
    let mut settings = project.report_yaml.settings();
    settings.retain(|path, _| {
        let first = path.split('.').next().unwrap_or(path);
        ARRANGEMENT.contains(&first) || path.rsplit('.').next() == Some("guard")
    });
    let report = Definition {
        file: "report/report.yaml".to_owned(),
        line: 1,
        text: sources.text("report/report.yaml").unwrap_or_default().to_owned(),
        settings,
    };
    found.insert("report".to_owned(), report);
    found
}

#[cfg(test)]
mod tests {
    use super::record;
    use super::with_outputs;
    use super::written;
    use crate::make::files::long_json;
    use crate::memo::Forgetful;
    use crate::model::edition::Edition;
    use crate::model::edition::with_statistics;
    use crate::project::Memory;
    use std::sync::Arc;

    #[test]
    fn a_record_has_the_statistics_that_were_written_already() {
        let files = Memory::new()
            .with("report/report.yaml", "title: \"statistics\"\nedition: e\ndate: \"2025-01-01\"\nchapters: [report/c.md]\n")
            .with("report/c.md", "# \"statistics\":{\"stats\":{},\"families\":{}}\n\nIt is {{ stat(\"a\") }}.\n")
            .with("report/statistics.yaml", "statistics:\n  a: {kind: level, title: A, frame: rows, measure: n}\n")
            .with("data/rows.csv", "id,n\n1,2\n2,3\n")
            .with("data/datapackage.yaml", "name: p\nresources:\n  - name: rows\n    path: rows.csv\n    schema: {primaryKey: id, fields: [{name: id, type: integer}, {name: n, type: integer}]}\n");
        let edition = record(&files, &Forgetful).0.unwrap();
        assert!(!edition.statistics.stats.is_empty());
        let own = serde_json::to_vec(&*edition.statistics).unwrap();
        let whole = long_json(&edition, 0).unwrap();
        let bare = Edition { statistics: Arc::default(), ..edition.clone() };
        let joined = with_statistics(&long_json(&bare, 0).unwrap(), &own);
        assert!(joined.as_ref() == Some(&whole));
        assert!(written(edition, &own).unwrap() == whole);
    }

    #[test]
    fn outputs_join_a_record_that_was_written_before_them() {
        let record = br#"{"inputs":{},"outputs":{}}"#.to_vec();
        let joined =
            with_outputs([record, b"\n".to_vec()].concat(), b"{\"a.csv\":\"1\"}\n");
        assert_eq!(joined, b"{\"inputs\":{},\"outputs\":{\"a.csv\":\"1\"}}\n");
    }
}
