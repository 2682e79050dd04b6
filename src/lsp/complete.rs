//! What may be written at a place: ids with their values, calls, keys and words of a setting.

use crate::figure;
use crate::lsp::find::NameSort;
use crate::lsp::hover::parents;
use crate::lsp::session::Session;
use crate::manual;
use crate::narrative;
use crate::stat;
use lsp_types::CompletionItem;
use lsp_types::CompletionItemKind;

/// How many ids are offered.
const MOST: usize = 500;

/// Returns what may be written at a byte of a file.
pub(super) fn at(session: &Session, file: &str, at: usize) -> Vec<CompletionItem> {
    let Some(text) = session.text(file) else { return Vec::new() };
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.get(start..).unwrap_or_default();
    if let Some(tag) = open_tag(line) {
        return in_tag(session, tag);
    }
    if file.ends_with("yaml") {
        return in_yaml(session, file, &text, start, line);
    }
    Vec::new()
}

/// Returns what is written of a tag that is not closed.
fn open_tag(line: &str) -> Option<&str> {
    let open = line.rfind("{{").max(line.rfind("{%"))?;
    let tag = line.get(open + 2..)?;
    (!tag.contains("}}") && !tag.contains("%}")).then_some(tag)
}

fn in_tag(session: &Session, tag: &str) -> Vec<CompletionItem> {
    let quotes = tag.matches('"').count();
    if quotes.is_multiple_of(2) {
        let word = tag.trim_start();
        return if word.contains('(') {
            arguments(tag)
        } else {
            let calls = narrative::functions();
            calls.map(|name| item(name, CompletionItemKind::FUNCTION, "")).collect()
        };
    }
    let (head, typed) = tag.rsplit_once('"').unwrap_or_default();
    let head = head.trim_end();
    if head.ends_with("show=") || head.ends_with("show =") {
        return narrative::shows()
            .map(|word| item(word, CompletionItemKind::ENUM_MEMBER, ""))
            .collect();
    }
    let function = head.trim_end_matches(['(', ' ']);
    let function =
        function.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    match function {
        "figure" => ids(session, &[NameSort::Figure]),
        "table" => ids(session, &[NameSort::Table]),
        "claim" => ids(session, &[NameSort::Claim]),
        "quotation" => ids(session, &[NameSort::Quotation]),
        "ref" => ids(session, &[NameSort::Figure, NameSort::Table]),
        _ => values(session, typed),
    }
}

fn arguments(tag: &str) -> Vec<CompletionItem> {
    let open = tag.rfind('(').unwrap_or_default();
    let function = tag.get(..open).unwrap_or_default().trim();
    let function =
        function.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    narrative::arguments(function)
        .into_iter()
        .map(|name| item(&format!("{name}="), CompletionItemKind::PROPERTY, ""))
        .collect()
}

fn ids(session: &Session, sorts: &[NameSort]) -> Vec<CompletionItem> {
    let names = sorts.iter().flat_map(|sort| session.index.names(*sort));
    names.map(|found| item(&found.name, CompletionItemKind::REFERENCE, "")).collect()
}

/// Returns the statistics whose ids begin as typed, with their values.
fn values(session: &Session, typed: &str) -> Vec<CompletionItem> {
    let Some(statistics) = &session.statistics else {
        return ids(session, &[NameSort::Statistic]);
    };
    let stats = statistics.stats.values();
    stats
        .filter(|stat| stat.id.starts_with(typed))
        .take(MOST)
        .map(|stat| CompletionItem {
            documentation: Some(lsp_types::Documentation::String(stat.title.clone())),
            ..item(&stat.id, CompletionItemKind::VALUE, &stat.printed())
        })
        .collect()
}

/// Settings whose values are ids, and of what.
const IDS: &[(&str, NameSort)] = &[
    ("frame", NameSort::Frame),
    ("each", NameSort::Frame),
    ("figure", NameSort::Figure),
    ("data", NameSort::Statistic),
    ("y", NameSort::Statistic),
    ("family", NameSort::Statistic),
    ("of", NameSort::Statistic),
    ("than", NameSort::Statistic),
    ("minus", NameSort::Statistic),
    ("stat", NameSort::Statistic),
    ("statistic", NameSort::Statistic),
];

/// Settings whose values are columns of the block's frame.
const COLUMNS: &[&str] = &[
    "measure", "area", "time", "by", "distinct", "missing", "weights", "column",
    "cluster",
];

fn in_yaml(
    session: &Session,
    file: &str,
    text: &str,
    start: usize,
    line: &str,
) -> Vec<CompletionItem> {
    let name = file.rsplit('/').next().unwrap_or_default();
    let indent = line.len() - line.trim_start_matches([' ', '-']).len();
    let (path, kind) = parents(text, start, indent);
    let keys = manual::keys();
    let known = |key: &&manual::Key| {
        key.file == name
            && (key.kinds.is_empty()
                || kind.as_ref().is_none_or(|kind| key.kinds.contains(kind)))
    };
    let Some((key, typed)) = line.trim_start_matches([' ', '-']).split_once(':') else {
        return keys
            .iter()
            .filter(known)
            .filter(|key| key.path.split_last().is_some_and(|(_, above)| above == path))
            .map(|key| CompletionItem {
                documentation: Some(lsp_types::Documentation::String(key.about.clone())),
                insert_text: key.path.last().map(|last| format!("{last}: ")),
                ..item(
                    key.path.last().map_or("", String::as_str),
                    CompletionItemKind::PROPERTY,
                    &key.form,
                )
            })
            .collect();
    };
    if key == "kind" {
        let kinds: Vec<&str> = match name {
            "figures.yaml" => figure::kinds().collect(),
            "statistics.yaml" => stat::kinds().collect(),
            _ => Vec::new(),
        };
        if !kinds.is_empty() {
            let kinds = kinds.into_iter();
            return kinds.map(|kind| item(kind, CompletionItemKind::CLASS, "")).collect();
        }
    }
    if COLUMNS.contains(&key) {
        let columns = columns(session, text, start);
        if !columns.is_empty() {
            return columns
                .iter()
                .map(|name| item(name, CompletionItemKind::FIELD, ""))
                .collect();
        }
    }
    if let Some((_, sort)) = IDS.iter().find(|(known, _)| *known == key) {
        return match sort {
            NameSort::Statistic => {
                values(session, typed.trim().trim_start_matches(['"', '[', '\'']))
            }
            sort => ids(session, &[*sort]),
        };
    }
    let mut own = path;
    own.push(key.to_owned());
    let choices = keys.iter().filter(known).filter(|known| known.path == own);
    choices
        .flat_map(|key| &key.choices)
        .map(|(word, about)| item(word, CompletionItemKind::ENUM_MEMBER, about))
        .collect()
}

/// Returns the columns of the frame that the entry around a line names.
fn columns(session: &Session, text: &str, start: usize) -> Vec<String> {
    let Some(woven) = &session.woven else { return Vec::new() };
    let depth = |line: &str| line.len() - line.trim_start().len();
    let before: Vec<&str> = text.get(..start).unwrap_or_default().lines().collect();
    let head =
        before.iter().rposition(|line| depth(line) <= 2 && !line.trim().is_empty());
    let after = text.get(start..).unwrap_or_default().lines();
    let after = after.enumerate().take_while(|(at, line)| *at == 0 || depth(line) > 2);
    let inside = before.iter().skip(head.unwrap_or_default()).copied();
    let mut lines = inside.chain(after.map(|(_, line)| line));
    let frame = lines.find_map(|line| line.trim().strip_prefix("frame:"));
    let Some(frame) = frame.map(str::trim) else { return Vec::new() };
    let table = woven.tables.get(frame);
    table
        .map(|table| table.columns.iter().map(|(name, _)| name.clone()).collect())
        .unwrap_or_default()
}

fn item(label: &str, kind: CompletionItemKind, detail: &str) -> CompletionItem {
    CompletionItem {
        label: label.to_owned(),
        kind: Some(kind),
        detail: (!detail.is_empty()).then(|| detail.to_owned()),
        ..CompletionItem::default()
    }
}
