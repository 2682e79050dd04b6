//! Why something changed: the definitions and data files that differ, and what depends on
//! them.

use crate::diff::Edition;
use crate::diff::change::Comparison;
use crate::diff::change::FileChange;
use crate::diff::change::MethodChange;
use crate::diff::edition::Rows;
use crate::stat::Statistics;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most keys named of one file.
const MOST: usize = 5;

/// The inputs that changed, by what a statistic's provenance calls them.
#[derive(Debug, Default)]
pub(super) struct Causes {
    definitions: BTreeSet<String>,
    files: BTreeMap<String, String>,
}

impl Causes {
    pub(super) fn new(method: &[MethodChange], data: &[FileChange]) -> Self {
        let files = data.iter().map(|file| {
            let words = if file.detail.is_empty() {
                file.path.clone()
            } else {
                format!("{}: {}", file.path, file.detail)
            };
            (file.path.clone(), words)
        });
        Self {
            definitions: method.iter().map(|change| change.block.clone()).collect(),
            files: files.collect(),
        }
    }

    /// Returns the changed inputs behind a statistic, definitions first.
    pub(super) fn of(&self, statistics: &Statistics, id: &str) -> Vec<String> {
        let (mut blocks, mut files) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![id.to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(stat) = statistics.get(&id).filter(|_| seen.insert(id.clone()))
            else {
                continue;
            };
            let from = &stat.provenance;
            for name in
                [format!("statistic {}", from.block), format!("frame {}", from.frame)]
            {
                if self.definitions.contains(&name) {
                    blocks.insert(name);
                }
            }
            files.extend(from.files.iter().filter_map(|file| self.files.get(file)));
            open.extend(from.from.iter().cloned());
        }
        blocks.into_iter().chain(files.into_iter().cloned()).collect()
    }
}

/// Notes definitions that changed.
pub(super) fn method(old: &Edition, new: &Edition, out: &mut Comparison) {
    let words = |edition: &Edition| -> BTreeMap<String, String> {
        let mut words: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for stat in edition.statistics.stats.values() {
            let from = &stat.provenance;
            let block = words.entry(format!("statistic {}", from.block)).or_default();
            block.insert(&from.definition);
        }
        words
            .into_iter()
            .map(|(block, all)| (block, all.into_iter().collect::<Vec<_>>().join("; ")))
            .collect()
    };
    let (old_words, new_words) = (words(old), words(new));
    let names: BTreeSet<&String> =
        old.definitions.keys().chain(new.definitions.keys()).collect();
    for name in names {
        let (was, is) = (old.definitions.get(name), new.definitions.get(name));
        let what = match (was, is) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(_), Some(_)) => "changed",
            (None, _) => "added",
            (Some(_), None) => "removed",
        };
        let (mut a, mut b) = (old_words.get(name).cloned(), new_words.get(name).cloned());
        if a == b {
            // What is said of it in words does not show the change: the keys do.
            (a, b) = settings(was, is);
        }
        out.method.push(MethodChange {
            block: name.clone(),
            what: what.to_owned(),
            old: a.unwrap_or_default(),
            new: b.unwrap_or_default(),
        });
    }
}

/// Returns the settings of two declarations that differ.
fn settings(
    was: Option<&String>,
    is: Option<&String>,
) -> (Option<String>, Option<String>) {
    let read = |text: Option<&String>| -> BTreeMap<String, serde_json::Value> {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (was, is) = (read(was), read(is));
    let shown = |side: &BTreeMap<String, serde_json::Value>,
                 other: &BTreeMap<String, serde_json::Value>| {
        let parts: Vec<String> = side
            .iter()
            .filter(|(key, value)| other.get(*key) != Some(value))
            .map(|(key, value)| format!("{key}: {}", plain(value)))
            .collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    };
    (shown(&was, &is), shown(&is, &was))
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

/// Notes files that changed: data with their rows, and what no other class explains.
pub(super) fn files(old: &Edition, new: &Edition, out: &mut Comparison) {
    let names: BTreeSet<&String> = old.inputs.keys().chain(new.inputs.keys()).collect();
    for name in names {
        let what = match (old.inputs.get(name), new.inputs.get(name)) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(_), Some(_)) => "changed",
            (None, _) => "added",
            (Some(_), None) => "removed",
        };
        let rows = old.rows.get(name).zip(new.rows.get(name));
        if rows.is_some_and(|(was, is)| was.hash == is.hash && was.columns == is.columns)
        {
            // The same rows in another order say the same.
            continue;
        }
        let detail = rows.map(|(was, is)| detail(was, is)).unwrap_or_default();
        let path = name.clone();
        let change = FileChange { path, what: what.to_owned(), detail };
        if name.starts_with("data/") {
            out.data.push(change);
        } else {
            out.rest.push(change);
        }
    }
    for (name, was, is) in
        [("reissue", &old.reissue, &new.reissue), ("typst", &old.typst, &new.typst)]
    {
        // An edition without a PDF names no typst.
        if was != is && !was.is_empty() && !is.is_empty() {
            out.rest.push(FileChange {
                path: name.to_owned(),
                what: "changed".to_owned(),
                detail: format!("{was} → {is}"),
            });
        }
    }
}

/// Leaves out files of the author whose changes other classes already tell.
pub(super) fn explained(out: &mut Comparison) {
    let words = !out.words.is_empty()
        || out.figures.iter().any(|figure| !figure.words.is_empty())
        || out.conclusions.iter().any(|found| found.kind.starts_with("claim"));
    let within = |kind: &str| out.method.iter().any(|one| one.block.starts_with(kind));
    let statistics = within("statistic ") || within("frame ");
    let claims = within("claim ");
    let drawing = out.figures.iter().any(|figure| figure.what.contains("drawing"));
    let tables = !out.tables.is_empty();
    out.rest.retain(|file| {
        let told = match file.path.as_str() {
            "report/statistics.yaml" => statistics,
            "report/claims.yaml" => claims,
            "report/figures.yaml" => words || drawing,
            "report/tables.yaml" => words || tables,
            path => path.starts_with("report/") && words,
        };
        file.what != "changed" || !told
    });
}

fn detail(was: &Rows, is: &Rows) -> String {
    let mut parts = Vec::new();
    let missing = |of: &Rows, from: &Rows| -> Vec<String> {
        of.columns.iter().filter(|name| !from.columns.contains(name)).cloned().collect()
    };
    let mut note = |what: &str, noun: &str, list: &[String]| {
        if list.is_empty() {
            return;
        }
        let more = if list.len() > MOST { ", …" } else { "" };
        let plural = if list.len() == 1 { "" } else { "s" };
        let first: Vec<&str> = list.iter().take(MOST).map(String::as_str).collect();
        parts.push(format!(
            "{} {noun}{plural} {what} ({}{more})",
            list.len(),
            first.join("; ")
        ));
    };
    note("gone", "column", &missing(was, is));
    note("new", "column", &missing(is, was));
    if was.keys.is_empty() || is.keys.is_empty() {
        if was.count != is.count {
            parts.push(format!("{} → {} rows", was.count, is.count));
        }
        return parts.join(", ");
    }
    let pick = |test: &dyn Fn(&String, &String) -> bool, side: &Rows| -> Vec<String> {
        side.keys
            .iter()
            .filter(|(key, hash)| test(key, hash))
            .map(|(key, _)| key.clone())
            .collect()
    };
    if was.columns == is.columns {
        let differs = |key: &String, hash: &String| {
            was.keys.get(key).is_some_and(|before| before != hash)
        };
        note("changed", "row", &pick(&differs, is));
    }
    note("gone", "row", &pick(&|key, _| !is.keys.contains_key(key), was));
    note("new", "row", &pick(&|key, _| !was.keys.contains_key(key), is));
    parts.join(", ")
}
