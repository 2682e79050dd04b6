//! The pages of the manual, by name and by key.
//!
//! **In:** what somebody asks for. **Out:** a page, or where to read on.
//! **Guarantees:** lists are complete; of several keys of a name the nearest to the top of its file is first.

use crate::figure;
use crate::manual::example::example;
use crate::manual::keys::Key;
use crate::manual::keys::keys;
use crate::manual::schema::FILES;
use crate::manual::schema::File;
use crate::manual::written::ManualPage;
use crate::manual::written::pages;
use crate::model::diagnostic::Code;
use crate::model::document;
use crate::stat;
use std::fmt::Write as _;

/// What a part of a file is called beside the file's own name: `figure.layout` for `figures.layout`.
const SECTIONS: &[(&str, &str, &str)] = &[
    ("figure", "figures.yaml", "figures"),
    ("chart", "figures.yaml", "figures"),
    ("picture", "pictures.yaml", "pictures"),
    ("table", "tables.yaml", "tables"),
    ("claim", "claims.yaml", "claims"),
    ("quotation", "quotations.yaml", "quotations"),
    ("statistic", "statistics.yaml", "statistics"),
    ("engine", "statistics.yaml", "engines"),
    ("engines", "statistics.yaml", "engines"),
    ("frame", "statistics.yaml", "frames"),
    ("frames", "statistics.yaml", "frames"),
    ("labels", "statistics.yaml", "labels"),
    ("data", "datapackage.yaml", ""),
    ("resource", "datapackage.yaml", "resources"),
    ("field", "datapackage.yaml", "resources.schema.fields"),
    ("dialect", "datapackage.yaml", "resources.dialect"),
];

/// Returns the page of a name: a topic, a file, a key by its path, a kind, or a code.
pub fn page(name: &str) -> Option<String> {
    if let Ok(code) = name.parse::<Code>() {
        let text = code.text().lines().map(str::trim).collect::<Vec<_>>().join("\n");
        return Some(format!("{code}\n{}\n", text.trim_end()));
    }
    match name {
        "kinds" => {
            let rest = "`reissue explain kind:NAME` prints the page of a kind.";
            return Some(format!("{}\n{rest}\n", stat::index()));
        }
        "charts" => {
            let rest = "`reissue explain chart:NAME` prints the page of a chart.";
            return Some(format!("{}\n{rest}\n", figure::index()));
        }
        "blocks" => {
            let rest = "`reissue explain block:NAME` prints how a block is written.";
            return Some(format!("{}\n{rest}\n", document::container_index()));
        }
        "topics" => return Some(contents()),
        _ => {}
    }
    if let Some(chart) = name.strip_prefix("chart:") {
        return figure::manual(chart);
    }
    if let Some(block) = name.strip_prefix("block:") {
        return document::container_kind(block).map(document::ContainerKind::manual);
    }
    if let Some(kind) = name.strip_prefix("kind:") {
        return stat::manual(kind).or_else(|| figure::manual(kind));
    }
    let wanted = name.to_lowercase();
    if let Some(page) = pages().into_iter().find(|page| page.name == wanted) {
        return Some(format!("{}\n\n{}\n", page.title, page.text));
    }
    let bare = wanted.rsplit('/').next().unwrap_or_default();
    if let Some(file) = FILES.iter().find(|file| file.name == bare) {
        return Some(of_file(file));
    }
    of_path(name)
}

/// Returns the pages of every key of a name, in whatever file, and those of a kind or topic that
/// is called so.
pub fn bare(name: &str) -> Option<String> {
    let wanted = name.to_lowercase();
    let mut out = Vec::new();
    out.extend(figure::manual(&wanted));
    out.extend(stat::manual(&wanted));
    let known = |page: &ManualPage| page.also.iter().any(|word| *word == wanted);
    out.extend(
        pages()
            .into_iter()
            .filter(known)
            .map(|page| format!("{}\n\n{}\n", page.title, page.text)),
    );
    out.extend(FILES.iter().find(|file| stem(file) == wanted).map(of_file));
    let named = |key: &&Key| key.path.last().is_some_and(|last| *last == name);
    out.push(of_keys(keys().iter().filter(named)));
    out.retain(|page| !page.is_empty());
    (!out.is_empty()).then(|| out.join("\n"))
}

/// Returns the pages of the keys at a path, such as `figure.layout` or `figures.yaml.layout`.
fn of_path(name: &str) -> Option<String> {
    let (first, rest) = match name.split_once(".yaml") {
        Some((file, rest)) => (file, rest.trim_start_matches(['.', ':', '#'])),
        None => name.split_once(['.', ':'])?,
    };
    let rest: Vec<&str> = rest.split('.').filter(|part| !part.is_empty()).collect();
    let called = SECTIONS.iter().filter(|(known, _, _)| *known == first);
    let sections: Vec<(&str, &str)> = called
        .map(|(_, file, section)| (*file, *section))
        .chain(
            FILES.iter().filter(|file| stem(file) == first).map(|file| (file.name, "")),
        )
        .collect();
    let ours = |key: &&Key| {
        sections.iter().any(|(file, section)| {
            key.file == *file && key.path.join(".").starts_with(section)
        })
    };
    let ends = |key: &&Key| {
        let own: Vec<&str> = key.path.iter().map(String::as_str).collect();
        own.ends_with(&rest)
    };
    // The key of an entry itself goes before those of what it holds.
    let whole = |key: &&Key| {
        let path = key.path.join(".");
        let rest = rest.join(".");
        sections.iter().any(|(_, section)| {
            let under = path.strip_prefix(section).unwrap_or_default();
            let under = under.trim_start_matches('.');
            under.strip_prefix("ID.").unwrap_or(under) == rest
        })
    };
    let own = of_keys(keys().iter().filter(ours).filter(whole));
    let out = if own.is_empty() {
        of_keys(keys().iter().filter(ours).filter(ends))
    } else {
        own
    };
    (!out.is_empty() && !rest.is_empty()).then_some(out)
}

/// Returns the pages of keys, those nearest to the top of their file first.
fn of_keys<'k>(keys: impl Iterator<Item = &'k Key>) -> String {
    let mut keys: Vec<&Key> = keys.collect();
    keys.sort_by_key(|key| key.path.len());
    keys.into_iter().map(of_key).collect::<Vec<_>>().join("\n")
}

/// Returns the name of a file without its ending.
pub(super) fn stem(file: &File) -> &'static str {
    file.name.trim_end_matches(".yaml")
}

/// Returns the list of the keys of a file.
fn of_file(file: &File) -> String {
    let mut out = format!("{}: {}\n\n", file.path, file.about);
    for key in keys().iter().filter(|key| key.file == file.name) {
        let first = first_sentence(&key.about);
        let needed = if key.needed { " (needed)" } else { "" };
        let kinds = match key.kinds.as_slice() {
            [] => String::new(),
            kinds if kinds.len() == all_kinds(key.file) => String::new(),
            kinds => format!(" [{}]", kinds.join(", ")),
        };
        let _ = writeln!(out, "{}{needed}{kinds}\n    {first}", key.written);
    }
    let _ = write!(
        out,
        "\n`reissue explain {}.KEY` prints the page of a key; `reissue schema {}` prints a JSON Schema for editors.\n",
        stem(file),
        file.name
    );
    out
}

/// Returns how many kinds a file knows.
pub(super) fn all_kinds(file: &str) -> usize {
    match file {
        "figures.yaml" => figure::kinds().count(),
        _ => stat::kinds().count(),
    }
}

/// Returns the page of a key.
fn of_key(key: &Key) -> String {
    let mut out = format!("{}: {}\n\n{}\n\n", key.file, key.written, key.about);
    let mut line = |name: &str, text: &str| {
        let _ = writeln!(out, "  {name:<9} {text}");
    };
    if !key.form.is_empty() {
        line("value", &key.form);
    }
    for (word, about) in &key.choices {
        line("", &format!("`{}`  {about}", word.escape_default()));
    }
    let default = key.default_text();
    if !default.is_empty() {
        line("default", &default);
    }
    if !key.kinds.is_empty() {
        if key.kinds.len() == all_kinds(key.file) {
            line("kinds", "all");
        } else {
            line("kinds", &key.kinds.join(", "));
        }
    }
    if let Some(example) = example(key) {
        let _ = write!(out, "\n```yaml\n{example}```\n");
    }
    out
}

/// Returns a text up to its first full stop.
pub(super) fn first_sentence(text: &str) -> String {
    let end = text.find(". ").unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim_end_matches('.').to_owned()
}

/// Returns what can be explained.
fn contents() -> String {
    let mut out = String::from("Topics\n");
    for page in pages() {
        let _ = writeln!(out, "  {:<12} {}", page.name, page.title);
    }
    out.push_str("\nFiles\n");
    for file in FILES {
        let _ = writeln!(out, "  {:<17} {}", file.name, file.about);
    }
    out.push_str(
        "\nLists\n  blocks       the kinds of named blocks\n  charts       the kinds of charts\n  kinds        the kinds of statistics\n\
         \nOf a project: the id of a statistic, `claim:ID`, `figure:ID`, `table:ID`, `frame:NAME`, \
         `file:PATH`, `page:CHAPTER`.\nAny other words are searched for.\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::bare;
    use super::page;

    #[test]
    fn what_an_author_asks_is_answered_in_one_command() {
        for (question, answer) in [
            ("charts", "waterfall"),
            ("chart:line", "kind: line"),
            ("figures.yaml", "figures.ID.layout"),
            ("report/figures.yaml", "figures.ID.layout"),
            ("figure.layout", "`stacked`"),
            ("figures.yaml.layout", "`stacked`"),
            ("tables.yaml", "tables.ID.columns"),
            ("claims", "`almost_double`"),
            ("calls", "cite("),
            ("show", "`interval`"),
            ("dialect.delimiter", "delimiter: ;"),
            ("report.editions.withhold", "least: 100"),
            ("theme.yaml", "light.treated.mark"),
            ("templates", "--copy"),
            ("R0505", "R0505"),
            ("field.missingValues", "label: not surveyed"),
        ] {
            let page =
                page(question).unwrap_or_else(|| panic!("nothing on `{question}`"));
            assert!(page.contains(answer), "{question}: {page}");
        }
        for (word, answer) in [
            ("layout", "figures.yaml: figures.ID.layout"),
            ("keep", "figures.yaml: figures.ID.keep"),
            ("line", "kind: line"),
            ("welch", "kind: welch"),
            ("tables", "tables.ID.columns"),
        ] {
            let page = bare(word).unwrap_or_else(|| panic!("nothing on `{word}`"));
            assert!(page.contains(answer), "{word}: {page}");
        }
        let title = bare("title").unwrap();
        assert!(title.starts_with("report.yaml: title\n"), "{title}");
    }
}
