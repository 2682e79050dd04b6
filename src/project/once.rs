//! Texts for readers that a publication in several languages is given once: they print in one language in all.
//!
//! **In:** a translation, and what it shows. **Out:** a warning at each such text.
//! **Guarantees:** what the translation does not show, and what is no words, is passed over.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::name::Name;
use crate::project::Generated;
use crate::project::Project;
use crate::project::calls::leads;
use crate::project::yaml::Yaml;
use std::collections::BTreeSet;

/// The settings of an entry that readers read, by what it is one of; `*` is any place in a list or mapping.
/// Names of people, organisations and licences are the same in every language.
const READ: &[(&str, &[&str])] = &[
    (
        "report",
        &[
            "title",
            "subtitle",
            "edition",
            "description",
            "keywords.*",
            "notice",
            "citation",
            "contacts.*.role",
            "findings.*.title",
            "findings.*.text",
            "findings.*.caveat",
            "findings.*.numbers.*.label",
        ],
    ),
    ("document", &["title", "standfirst", "audience", "notice", "contacts.*.role"]),
    (
        "figure",
        &[
            "headline",
            "subtitle",
            "note",
            "source",
            "alt",
            "axis",
            "x_axis",
            "no_data",
            "labels.*",
            "items.*.label",
            "marks.*.text",
            "events.*.text",
            "nodes.*.text",
            "insets.*.label",
            "reference.label",
            "annotations.*.text",
            "panels.*.title",
            "panels.*.axis",
            "panels.*.x_axis",
            "panels.*.labels.*",
            "panels.*.items.*.label",
            "panels.*.marks.*.text",
            "panels.*.reference.label",
        ],
    ),
    (
        "table",
        &[
            "title",
            "subtitle",
            "head",
            "note",
            "source",
            "notes.*.text",
            "columns.*.label",
            "columns.*.spanner",
            "columns.*.spanner.*",
            "columns.*.noun",
            "columns.*.labels.*",
            "rows.*.label",
            "rows.labels.*",
            "groups.*.label",
        ],
    ),
    ("picture", &["alt", "caption"]),
    ("quotation", &["words", "role"]),
    ("published", &["says"]),
    (
        "statistic",
        &[
            "title",
            "description",
            "noun",
            "measure.noun",
            "*.*.title",
            "*.because",
            "of.*.title",
        ],
    ),
    ("labels", &["*"]),
];

/// Warns of each text that a translation shows and that is given once for all languages. `shown` has the
/// figures, tables, pictures, quotations and blocks, `documents` the ids of the documents that it has.
pub fn given_once(
    project: &Project,
    shown: &BTreeSet<Name>,
    documents: &BTreeSet<&str>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut add = |of: &str, yaml: &Yaml| out.extend(within(of, yaml));
    add("report", &project.report_yaml);
    for document in project.report_yaml.listed("documents") {
        if document.text("id").is_some_and(|id| documents.contains(id.as_str())) {
            add("document", &document);
        }
    }
    for block in &project.statistics.statistics {
        if shown.contains(&Name::Block(block.id.clone())) {
            add("statistic", &block.yaml);
        }
    }
    for words in project.statistics.labelled.values() {
        add("labels", words);
    }
    for entry in &project.figures {
        if shown.contains(&Name::Figure(entry.id.clone())) {
            add("figure", &entry.yaml);
        }
    }
    for entry in &project.tables {
        if shown.contains(&Name::Table(entry.id.clone())) {
            add("table", &entry.yaml);
        }
    }
    for entry in &project.pictures {
        if shown.contains(&Name::Picture(entry.id.clone())) {
            add("picture", &entry.yaml);
        }
    }
    for entry in &project.quotations {
        if shown.contains(&Name::Quotation(entry.id.clone())) {
            add("quotation", &entry.yaml);
        }
    }
    if project.report.generated.contains(&Generated::Published) {
        project.published.iter().for_each(|entry| add("published", &entry.yaml));
    }
    out.extend(unmade(&project.report_yaml));
    out
}

/// Warns of words of local editions in a language in which none is made.
fn unmade(yaml: &Yaml) -> Option<Diagnostic> {
    let texts = yaml.texts();
    let paths = texts.into_iter().map(|(path, _)| path);
    let mut own = paths.filter(|path| path.first().is_some_and(|key| key == "editions"));
    let first = own.find(|path| yaml.is_by_language(path))?;
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    let message = "local editions are made in the report's own language alone: what is given here in another is printed nowhere";
    let help = "take it out, or make a project of the other language for them";
    Some(Diagnostic::warning(Code::R0528, message).at(yaml.key(&first), "").help(help))
}

/// Warns of the texts of one entry; those of one list, or of one column's labels, at the first of them.
fn within(of: &str, yaml: &Yaml) -> Vec<Diagnostic> {
    let read =
        READ.iter().find(|(name, _)| *name == of).map_or(&[][..], |(_, read)| read);
    let mut groups: Vec<(Vec<String>, Vec<Vec<String>>)> = Vec::new();
    for (path, text) in yaml.texts() {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let is_read = read.iter().any(|read| leads(read, &parts));
        if !is_read || !has_words(text) || yaml.is_by_language(&path) {
            continue;
        }
        let above = path.split_last().map_or(&[][..], |(_, above)| above);
        let listed = path.last().is_some_and(|key| key.parse::<usize>().is_ok());
        let joined = of == "labels" || above.last().is_some_and(|key| key == "labels");
        let group = if listed || joined { above.to_vec() } else { path.clone() };
        match groups.last_mut().filter(|(last, _)| *last == group) {
            Some((_, paths)) => paths.push(path),
            None => groups.push((group, vec![path])),
        }
    }
    groups.into_iter().filter_map(|(_, paths)| told(yaml, &paths)).collect()
}

fn told(yaml: &Yaml, paths: &[Vec<String>]) -> Option<Diagnostic> {
    let first: Vec<&str> = paths.first()?.iter().map(String::as_str).collect();
    let named = first.iter().rev().find(|key| key.parse::<usize>().is_err());
    let named = named.copied().unwrap_or_default();
    let more = paths.len() - 1;
    let message = if more == 0 || first.last() != Some(&named) {
        format!("`{named}` is given once, and prints alike in every language")
    } else {
        format!(
            "`{named}` and {more} more are given once, and print alike in every language"
        )
    };
    let help = "give it by language, `{en: …, cy: …}`, or as `{all: …}` where the same words serve every language";
    Some(Diagnostic::warning(Code::R0528, message).at(yaml.key(&first), "").help(help))
}

/// Returns whether a text says something in words: more than numbers, signs, initials and calls of values.
fn has_words(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, call)) = rest.split_once("{{") {
        if words_in(before) {
            return true;
        }
        let (call, after) = call.split_once("}}").unwrap_or((call, ""));
        if ["claim", "lang"].iter().any(|name| call.trim_start().starts_with(name)) {
            return true;
        }
        rest = after;
    }
    words_in(rest)
}

fn words_in(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic())
        .any(|word| word.chars().count() > 1 && word.chars().any(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::has_words;
    use super::unmade;
    use super::within;
    use crate::project::yaml::Spoken;
    use crate::project::yaml::Yaml;

    #[test]
    fn numbers_initials_and_values_are_no_words() {
        for (text, words) in [
            ("ONS, 2024 (%)", false),
            ("{{ stat(\"growth.a\") }}", false),
            ("{{ stat(\"growth.a\") }} in all", true),
            ("{{ claim(\"more\", \"More\") }}", true),
            ("Trees", true),
        ] {
            assert_eq!(has_words(text), words, "{text}");
        }
    }

    #[test]
    fn each_text_that_is_given_once_is_told_and_labels_of_one_column_together() {
        let text = "figures:\n  trees:\n    headline: Once\n    subtitle: {en: Both, cy: Dau}\n    source: {all: Office for Statistics}\n    note: ONS 2024\n    x: year\n    labels: {a: With, b: Without, c: {en: Other, cy: Arall}}\n    marks: [{x: '2020', text: Lockdown}]\n";
        let yaml = Yaml::parse("figures.yaml", text).unwrap();
        let spoken = Spoken {
            own: "cy".to_owned(),
            all: vec!["en-GB".to_owned(), "cy".to_owned()],
        };
        let (welsh, lacks) = yaml.spoken(&spoken);
        assert_eq!(lacks, []);
        let entries = welsh.entries("figures").unwrap();
        let (_, figure) = entries.first().unwrap();
        assert_eq!(figure.text("source").as_deref(), Some("Office for Statistics"));
        let found = within("figure", figure);
        let said: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "`headline` is given once, and prints alike in every language",
                "`a` and 1 more are given once, and print alike in every language",
                "`text` is given once, and prints alike in every language",
            ]
        );
    }

    #[test]
    fn words_of_local_editions_in_another_language_are_told() {
        let told = |editions: &str| {
            let text = format!(
                "title: {{en: Trees, cy: Coed}}\neditions:\n  each: areas\n{editions}"
            );
            let yaml = Yaml::parse("report.yaml", &text).unwrap();
            let own = "cy".to_owned();
            let spoken = Spoken { own, all: vec!["en-GB".to_owned(), "cy".to_owned()] };
            unmade(&yaml.spoken(&spoken).0).is_some()
        };
        assert!(told("  title: {en: Area, cy: Ardal}\n"));
        assert!(told("  title: Area\n  chapters: {en: [a.md], cy: [b.md]}\n"));
        assert!(!told("  title: Area\n  chapters: [a.md]\n"));
    }
}
