//! The whole manual as a project, which is built like any other report.
//!
//! **In:** the frame under `templates/manual/book/`, the written pages, keys, kinds, blocks and messages.
//! **Out:** the files of the project.
//! **Guarantees:** no text is written twice: what `explain` prints is what the book has; the pictures of the gallery are drawn
//! from the examples that the pages of the charts print.

use crate::figure;
use crate::manual::example::example;
use crate::manual::keys::Key;
use crate::manual::keys::keys;
use crate::manual::markup::body;
use crate::manual::markup::section;
use crate::manual::page;
use crate::manual::schema::FILES;
use crate::manual::written::pages;
use crate::model::diagnostic::Code;
use crate::model::document;
use crate::output::builtin_under;
use crate::stat;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Returns the files of the project, by path.
pub fn book() -> BTreeMap<String, Vec<u8>> {
    let frame = builtin_under("manual/book/");
    let mut files: BTreeMap<String, Vec<u8>> =
        frame.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    let mut part = |name: &str, text: String| {
        files.insert(format!("report/pages/{name}.md"), text.into_bytes());
    };
    for page in pages() {
        let anchor = format!("page-{}", page.name);
        part(page.name, section(page.title, &anchor, page.text, &anchored));
    }
    part("every-file", every_file());
    part("every-chart", every_chart());
    part("every-kind", every_kind());
    part("every-block", every_block());
    part("every-message", every_message());
    files.insert("report/figures.yaml".to_owned(), gallery().into_bytes());
    files
}

/// Returns where the book has what `explain` is asked for.
fn anchored(name: &str) -> Option<String> {
    let hyphens = |name: &str| name.replace('_', "-");
    if let Some(chart) = name.strip_prefix("chart:") {
        return figure::kinds()
            .find(|known| *known == chart)
            .map(|_| format!("chart-{}", hyphens(chart)));
    }
    if let Some(kind) = name.strip_prefix("kind:") {
        let group = stat::pages().into_iter().find(|(names, _)| names.contains(&kind))?;
        return group.0.first().map(|first| format!("kind-{}", hyphens(first)));
    }
    if let Some(block) = name.strip_prefix("block:") {
        return document::container_kind(block)
            .map(|_| format!("block-{}", hyphens(block)));
    }
    let file = FILES.iter().find(|file| file.name == name);
    let file = file.map(|file| format!("file-{}", file.name.trim_end_matches(".yaml")));
    let list =
        ["charts", "kinds", "blocks"].contains(&name).then(|| format!("every-{name}"));
    let page = pages().into_iter().find(|page| page.name == name);
    file.or(list).or_else(|| page.map(|page| format!("page-{}", page.name)))
}

fn every_file() -> String {
    let mut out = String::new();
    for file in FILES {
        let anchor = format!("file-{}", file.name.trim_end_matches(".yaml"));
        let mut text = format!("`{}` has {}.\n\n", file.path, file.about);
        for key in keys().iter().filter(|key| key.file == file.name) {
            text += &of_key(key);
        }
        out += &section(&format!("`{}`", file.name), &anchor, &text, &anchored);
    }
    out
}

/// Returns what there is to say of a key.
fn of_key(key: &Key) -> String {
    let mut facts = vec![key.form.clone()];
    facts.push(match key.default_text() {
        _ if key.needed => "must be given".to_owned(),
        default if default.is_empty() => String::new(),
        default => format!("default {default}"),
    });
    if !key.kinds.is_empty() && key.kinds.len() < page::all_kinds(key.file) {
        facts.push(format!("of the kinds `{}`", key.kinds.join("`, `")));
    }
    facts.retain(|fact| !fact.is_empty());
    let mut out =
        format!("**`{}`** — {} *{}.*\n\n", key.written, key.about, facts.join("; "));
    for (word, about) in &key.choices {
        let dash = if about.is_empty() { "" } else { ": " };
        let _ = writeln!(out, "- `{}`{dash}{about}", word.escape_default());
    }
    if let Some(example) = example(key) {
        let _ = write!(out, "\n```yaml\n{example}```\n\n");
    }
    out
}

/// Returns the page of each chart, with the picture of its example.
fn every_chart() -> String {
    let mut out = String::new();
    for kind in figure::kinds() {
        let text = figure::manual(kind).unwrap_or_default();
        let anchor = format!("chart-{}", kind.replace('_', "-"));
        out += &section(&format!("`{kind}`"), &anchor, &text, &anchored);
        if let Some(id) = pictured(&text).and_then(|example| example.split(':').next()) {
            let _ = write!(out, "{{{{ figure(\"{id}\") }}}}\n\n");
        }
    }
    out
}

/// Returns the example on the page of a chart.
fn pictured(page: &str) -> Option<&str> {
    page.split("```yaml\n").nth(1)?.split("```").next()
}

/// Returns the declarations of all examples.
fn gallery() -> String {
    let mut out = String::from("figures:\n");
    for kind in figure::kinds() {
        let page = figure::manual(kind).unwrap_or_default();
        for line in pictured(&page).unwrap_or_default().lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

fn every_kind() -> String {
    let mut out = String::new();
    for (names, text) in stat::pages() {
        let anchor = format!("kind-{}", names.first().unwrap_or(&"").replace('_', "-"));
        out += &section(&format!("`{}`", names.join("`, `")), &anchor, &text, &anchored);
    }
    out
}

fn every_block() -> String {
    let mut out = String::new();
    for kind in document::CONTAINERS {
        let page = kind.manual();
        let text = page.split_once("\n\n").map_or("", |(_, text)| text);
        let (about, example) = text.split_once("\n:::").unwrap_or((text, ""));
        let text = format!("{about}\n\n````markdown\n:::{example}````\n");
        out += &section(
            &format!("`{}`", kind.name),
            &format!("block-{}", kind.name),
            &text,
            &anchored,
        );
    }
    out
}

fn every_message() -> String {
    let mut out = String::new();
    for code in Code::ALL {
        let text = code.text().lines().map(str::trim).collect::<Vec<_>>().join("\n");
        out += &body(&format!("**`{code}`** — {text}\n\n"), &anchored);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::book;
    use crate::manual::written::pages;

    #[test]
    fn every_page_is_in_the_book_once() {
        let files = book();
        let chapters: String = files
            .iter()
            .filter(|(path, _)| path.starts_with("report/chapters/"))
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
            .collect();
        for page in pages() {
            let include = format!("{{% include \"report/pages/{}.md\" %}}", page.name);
            assert_eq!(chapters.matches(&include).count(), 1, "{}", page.name);
        }
    }
}
