//! The pages of the manual, by name, by key and by free words.
//!
//! **In:** what somebody asks for. **Out:** a page, or where to read on.
//! **Guarantees:** lists are complete; of several hits the nearest is first.

use crate::figure;
use crate::manual::example::example;
use crate::manual::keys::Key;
use crate::manual::keys::keys;
use crate::manual::schema::FILES;
use crate::manual::schema::File;
use crate::model::diagnostic::Code;
use crate::model::document;
use crate::output::builtin_under;
use crate::stat;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many hits of a search are printed.
const HITS: usize = 12;

/// What the keys of a file may be called for: `figure.layout` for `figures.layout`.
const SECTIONS: &[(&str, &str, &str)] = &[
    ("figure", "figures.yaml", "figures"),
    ("chart", "figures.yaml", "figures"),
    ("figures", "figures.yaml", "figures"),
    ("picture", "pictures.yaml", "pictures"),
    ("pictures", "pictures.yaml", "pictures"),
    ("table", "tables.yaml", "tables"),
    ("tables", "tables.yaml", "tables"),
    ("claim", "claims.yaml", "claims"),
    ("claims", "claims.yaml", "claims"),
    ("quotation", "quotations.yaml", "quotations"),
    ("quotations", "quotations.yaml", "quotations"),
    ("published", "published.yaml", "published"),
    ("statistic", "statistics.yaml", "statistics"),
    ("statistics", "statistics.yaml", "statistics"),
    ("engine", "statistics.yaml", "engines"),
    ("engines", "statistics.yaml", "engines"),
    ("frame", "statistics.yaml", "frames"),
    ("frames", "statistics.yaml", "frames"),
    ("labels", "statistics.yaml", "labels"),
    ("report", "report.yaml", ""),
    ("brand", "brand.yaml", ""),
    ("theme", "theme.yaml", ""),
    ("data", "datapackage.yaml", ""),
    ("datapackage", "datapackage.yaml", ""),
    ("resource", "datapackage.yaml", "resources"),
    ("field", "datapackage.yaml", "resources.schema.fields"),
    ("dialect", "datapackage.yaml", "resources.dialect"),
];

/// A page that somebody wrote.
struct Page {
    name: &'static str,
    title: &'static str,
    /// Other words for it.
    also: Vec<&'static str>,
    text: &'static str,
}

fn pages() -> Vec<Page> {
    builtin_under("manual/pages/")
        .filter_map(|(path, bytes)| {
            let whole = std::str::from_utf8(bytes).ok()?;
            let (title, rest) = whole.split_once('\n')?;
            let (also, text) = rest.strip_prefix("Also: ")?.split_once('\n')?;
            Some(Page {
                name: path.strip_suffix(".md")?,
                title: title.trim_start_matches("# "),
                also: also.split(", ").map(str::trim).collect(),
                text: text.trim(),
            })
        })
        .collect()
}

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
    let known = |page: &Page| page.also.iter().any(|word| *word == wanted);
    out.extend(
        pages()
            .into_iter()
            .filter(known)
            .map(|page| format!("{}\n\n{}\n", page.title, page.text)),
    );
    if !name.contains([' ', '.', ':']) {
        let named = |key: &&Key| key.path.last().is_some_and(|last| *last == name);
        out.extend(keys().iter().filter(named).map(of_key));
    }
    (!out.is_empty()).then(|| out.join("\n"))
}

/// Returns the pages of the keys at a path, such as `figure.layout` or `figures.yaml.layout`.
fn of_path(name: &str) -> Option<String> {
    let (first, rest) = match name.split_once(".yaml") {
        Some((file, rest)) => (file, rest.trim_start_matches(['.', ':', '#'])),
        None => name.split_once(['.', ':'])?,
    };
    let rest: Vec<&str> = rest.split('.').filter(|part| !part.is_empty()).collect();
    let sections = SECTIONS.iter().filter(|(known, _, _)| *known == first);
    let mut out = Vec::new();
    for (_, file, section) in sections {
        let ours =
            |key: &&Key| key.file == *file && key.path.join(".").starts_with(section);
        let ends = |key: &&Key| {
            let own: Vec<&str> = key.path.iter().map(String::as_str).collect();
            own.ends_with(&rest)
        };
        let all = keys();
        out.extend(all.iter().filter(ours).filter(ends).map(of_key));
    }
    (!out.is_empty() && !rest.is_empty()).then(|| out.join("\n"))
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
        file.name.trim_end_matches(".yaml"),
        file.name
    );
    out
}

fn all_kinds(file: &str) -> usize {
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
    let default = match &key.default {
        _ if key.needed => "none: it must be given".to_owned(),
        None | Some(serde_json::Value::Null | serde_json::Value::Object(_)) => {
            String::new()
        }
        Some(serde_json::Value::String(text)) if text.is_empty() => String::new(),
        Some(serde_json::Value::Array(items)) if items.is_empty() => String::new(),
        Some(serde_json::Value::String(text)) => format!("`{}`", text.escape_default()),
        Some(value) => format!("`{value}`"),
    };
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

/// Returns where free words lead, the nearest first.
pub fn search(words: &str) -> Option<String> {
    let words: Vec<String> = words
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 && !COMMON.contains(word))
        .map(stem)
        .collect();
    if words.is_empty() {
        return None;
    }
    let mut hits: Vec<(usize, String, String)> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut hit = |command: String, title: &str, names: &str, text: &str| {
        let score = score(&words, names, text);
        if score > 0 && seen.insert(command.clone()) {
            hits.push((score, command, first_sentence(title)));
        }
    };
    for page in pages() {
        let names = format!("{} {} {}", page.name, page.title, page.also.join(" "));
        hit(page.name.to_owned(), page.title, &names, page.text);
    }
    for chart in figure::kinds() {
        let page = figure::manual(chart).unwrap_or_default();
        let title = about(&page);
        hit(format!("chart:{chart}"), &title, &format!("{chart} chart {title}"), &page);
    }
    for kind in document::CONTAINERS {
        hit(format!("block:{}", kind.name), kind.about, kind.name, &kind.manual());
    }
    for kind in stat::kinds() {
        let page = stat::manual(kind).unwrap_or_default();
        let title = about(&page);
        hit(format!("kind:{kind}"), &title, &format!("{kind} {title}"), &page);
    }
    for key in keys() {
        let stem = key.file.trim_end_matches(".yaml");
        let path = key.path.strip_prefix(&[stem.to_owned()][..]).unwrap_or(&key.path);
        let command = format!("{stem}.{}", path.join("."));
        let choices: Vec<String> =
            key.choices.iter().map(|(word, about)| format!("{word} {about}")).collect();
        let names = format!("{} {}", key.path.join(" "), choices.join(" "));
        hit(command, &key.about, &names, &key.about);
    }
    for code in Code::ALL {
        let first = code.text().trim().lines().next().unwrap_or_default();
        hit(code.to_string(), first, "", code.text());
    }
    hits.sort_by_key(|(score, _, _)| std::cmp::Reverse(*score));
    if hits.is_empty() {
        return None;
    }
    let mut out = String::new();
    for (_, command, title) in hits.iter().take(HITS) {
        let _ = writeln!(out, "reissue explain {command}\n    {title}");
    }
    Some(out)
}

/// Words that say nothing about what is looked for.
const COMMON: &[&str] = &[
    "the", "how", "do", "to", "of", "in", "is", "an", "can", "what", "where", "are",
    "my", "for", "and", "or", "does", "it", "on", "with", "which", "use", "put",
];

/// Takes the endings off that English puts on words.
fn stem(word: &str) -> String {
    let ends = ["ing", "ies", "ied", "es", "ed", "s", "y"];
    let cut =
        ends.iter().find_map(|end| word.strip_suffix(end)).filter(|cut| cut.len() > 2);
    cut.unwrap_or(word).to_owned()
}

/// How well a page fits: words in its names count more than those in its text, and a page that
/// has all of them most.
fn score(words: &[String], names: &str, text: &str) -> usize {
    let (names, text) = (names.to_lowercase(), text.to_lowercase());
    let starts = |text: &str, word: &str| {
        text.split(|c: char| !c.is_alphanumeric()).any(|own| own.starts_with(word))
    };
    let mut sum = 0;
    let mut found = 0;
    for word in words {
        let here = match (starts(&names, word), starts(&text, word)) {
            (true, _) => 6,
            (false, true) => 1,
            (false, false) => 0,
        };
        sum += here;
        found += usize::from(here > 0);
    }
    if found == words.len() { sum + 10 * words.len() } else { sum / 2 }
}

/// Returns what the first lines of a kind's page say it is.
fn about(page: &str) -> String {
    let first: Vec<&str> = page.lines().take_while(|line| !line.is_empty()).collect();
    let first = first.join(" ");
    let about = first.split_once(" — ").or_else(|| first.split_once("`: "));
    about.map_or(first.clone(), |(_, about)| about.to_owned())
}

fn first_sentence(text: &str) -> String {
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
    use super::pages;
    use super::search;

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
        ] {
            let page = bare(word).unwrap_or_else(|| panic!("nothing on `{word}`"));
            assert!(page.contains(answer), "{word}: {page}");
        }
    }

    #[test]
    fn free_words_lead_to_the_page_that_answers_them() {
        for (words, first) in [
            ("how do I stack bars", "stacked"),
            ("order categories", "order"),
            ("hide a label", "labels"),
            ("table note", "notes"),
            ("month axis", "periods"),
            ("where are the templates", "templates"),
            ("confidence interval", "show"),
            ("suppressed values", "missing"),
            ("percentage points", "units"),
        ] {
            let hits = search(words).unwrap_or_else(|| panic!("nothing on `{words}`"));
            let line = hits.lines().next().unwrap();
            assert!(
                line.starts_with(&format!("reissue explain {first}")),
                "{words}: {hits}"
            );
        }
        assert!(search("median").unwrap().contains("reissue explain kind:describe"));
        assert_eq!(search("xylophone"), None);
    }

    #[test]
    fn every_written_page_can_be_read() {
        let read = crate::output::builtin_under("manual/pages/").count();
        assert_eq!(pages().len(), read);
    }
}
