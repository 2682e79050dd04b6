//! Where the names of a project are declared and used.
//!
//! **In:** the texts of its files, right or wrong.
//! **Out:** each occurrence with its place; names of statistics are those of their blocks.
//! **Guarantees:** a word counts only where an id may be: a key of its section, the value of a
//! setting that takes ids, or the argument of a call.

use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NameSort {
    Statistic,
    Frame,
    Figure,
    Table,
    Claim,
    Quotation,
    Resource,
}

/// A name where it is declared or used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub sort: NameSort,
    /// The id that is declared: of `growth.planting`, `growth`.
    pub name: String,
    /// All that is written: `growth.planting`.
    pub written: String,
    pub file: String,
    /// Of all that is written.
    pub place: Range<usize>,
    pub declared: bool,
}

impl Occurrence {
    /// Returns the place of the id alone.
    pub(super) fn of_name(&self) -> Range<usize> {
        self.place.start..self.place.start + self.name.len()
    }
}

/// Every occurrence in a project.
#[derive(Debug, Default)]
pub(super) struct Index(pub Vec<Occurrence>);

#[expect(clippy::expect_used, reason = "the pattern is a constant, and tested")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"\b(stat|value|p|low|high|shown|figure|table|ref|claim|quotation)\(\s*(?:id\s*=\s*)?["'`]([^"'`\s]*)["'`]"#,
    )
});
static SECTION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([a-z_]+):\s*(?:#.*)?$"));
static ENTRY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\s+)([a-z][a-z0-9_]*):"));
static SETTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:^|[\s{,])(stat|statistic|of|than|minus|data|y|family|families|against|to|alike|comparison|before_and_after|adjusted|from|frame|each|figure):\s*(\[[^\]]*\]|"[^"]*"|'[^']*'|[^\s,}#]+)"#,
    )
});
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z][A-Za-z0-9_.{}\-]*"));
static QUERY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:from|join)\s+([a-z_][a-z0-9_]*)"));
static NAMED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*-\s*\{?\s*name:\s*([a-z_][a-z0-9_-]*)"));

impl Index {
    /// Reads the texts of a project's files.
    pub(super) fn of<'a>(
        texts: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Self {
        let mut out = Vec::new();
        for (file, text) in texts.clone() {
            declared(file, text, &mut out);
        }
        let known: BTreeSet<(NameSort, String)> =
            out.iter().map(|found| (found.sort, found.name.clone())).collect();
        let is = |sort: NameSort, name: &str| known.contains(&(sort, name.to_owned()));
        for (file, text) in texts {
            used(file, text, &is, &mut out);
        }
        out.sort_by(|a, b| (&a.file, a.place.start).cmp(&(&b.file, b.place.start)));
        Self(out)
    }

    /// Returns the occurrence at a byte of a file.
    pub(super) fn at(&self, file: &str, at: usize) -> Option<&Occurrence> {
        self.0.iter().find(|found| {
            found.file == file && found.place.start <= at && at <= found.place.end
        })
    }

    /// Returns every occurrence of the same name.
    pub(super) fn same<'a>(
        &'a self,
        one: &'a Occurrence,
    ) -> impl Iterator<Item = &'a Occurrence> {
        self.0.iter().filter(|found| found.sort == one.sort && found.name == one.name)
    }

    /// Returns the names that are declared of a sort.
    pub(super) fn names(&self, sort: NameSort) -> impl Iterator<Item = &Occurrence> {
        self.0.iter().filter(move |found| found.declared && found.sort == sort)
    }
}

/// Goes through the lines of a text with the byte each begins at.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let begin = start;
        start += line.len();
        (begin, line.trim_end_matches(['\n', '\r']))
    })
}

fn declared(file: &str, text: &str, out: &mut Vec<Occurrence>) {
    if !file.ends_with("yaml") {
        return;
    }
    let mut section: Option<NameSort> = None;
    let mut depth = 0;
    for (begin, line) in lines(text) {
        if let Some(found) = SECTION.captures(line) {
            depth = 0;
            section = match found.get(1).map(|name| name.as_str()) {
                Some("statistics") => Some(NameSort::Statistic),
                Some("frames") => Some(NameSort::Frame),
                Some("figures") => Some(NameSort::Figure),
                Some("tables") => Some(NameSort::Table),
                Some("claims") => Some(NameSort::Claim),
                Some("quotations") => Some(NameSort::Quotation),
                Some("resources") => Some(NameSort::Resource),
                _ => None,
            };
            continue;
        }
        let Some(sort) = section else { continue };
        let captured = if sort == NameSort::Resource {
            NAMED.captures(line)
        } else {
            ENTRY.captures(line)
        };
        let Some(captured) = captured else { continue };
        let name = captured.get(captured.len() - 1);
        let Some(name) = name else { continue };
        let indent = line.len() - line.trim_start().len();
        if depth == 0 {
            depth = indent.max(1);
        }
        if indent == depth || (sort == NameSort::Resource && indent <= depth) {
            out.push(Occurrence {
                sort,
                name: name.as_str().to_owned(),
                written: name.as_str().to_owned(),
                file: file.to_owned(),
                place: begin + name.start()..begin + name.end(),
                declared: true,
            });
        }
    }
}

fn used(
    file: &str,
    text: &str,
    is: &dyn Fn(NameSort, &str) -> bool,
    out: &mut Vec<Occurrence>,
) {
    let mut push = |sort: NameSort, written: &str, start: usize| {
        let name = match sort {
            NameSort::Statistic => written.split('.').next().unwrap_or_default(),
            _ => written,
        };
        if is(sort, name) {
            out.push(Occurrence {
                sort,
                name: name.to_owned(),
                written: written.to_owned(),
                file: file.to_owned(),
                place: start..start + written.len(),
                declared: false,
            });
        }
    };
    for call in CALL.captures_iter(text) {
        let (Some(function), Some(id)) = (call.get(1), call.get(2)) else { continue };
        let sorts: &[NameSort] = match function.as_str() {
            "figure" => &[NameSort::Figure],
            "table" => &[NameSort::Table],
            "claim" => &[NameSort::Claim],
            "quotation" => &[NameSort::Quotation],
            "ref" => &[NameSort::Figure, NameSort::Table],
            _ => &[NameSort::Statistic],
        };
        for sort in sorts {
            push(*sort, id.as_str(), id.start());
        }
    }
    if !file.ends_with("yaml") {
        return;
    }
    for (begin, line) in lines(text) {
        for setting in SETTING.captures_iter(line) {
            let (Some(key), Some(value)) = (setting.get(1), setting.get(2)) else {
                continue;
            };
            let sort = match key.as_str() {
                "frame" | "each" => NameSort::Frame,
                "figure" => NameSort::Figure,
                _ => NameSort::Statistic,
            };
            for word in WORD.find_iter(value.as_str()) {
                push(sort, word.as_str(), begin + value.start() + word.start());
            }
        }
        for query in QUERY.captures_iter(line) {
            if let Some(name) = query.get(1) {
                push(NameSort::Frame, name.as_str(), begin + name.start());
                push(NameSort::Resource, name.as_str(), begin + name.start());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Index;
    use super::NameSort;

    #[test]
    fn a_name_is_found_where_it_is_declared_and_wherever_it_is_used() {
        let texts = [
            (
                "report/statistics.yaml",
                "frames:\n  panel:\n    sql: SELECT * FROM trees JOIN panel\nstatistics:\n  growth:\n    kind: change\n    frame: panel\n  more:\n    kind: difference\n    of: growth.planting\n    minus: growth.none\n",
            ),
            ("report/a.md", "By {{ stat(\"growth.planting\") }}: growth is no call.\n"),
        ];
        let index = Index::of(texts.into_iter());
        let growth = index.names(NameSort::Statistic).next().unwrap().clone();
        assert_eq!((growth.name.as_str(), growth.declared), ("growth", true));
        let written: Vec<&str> =
            index.same(&growth).map(|found| found.written.as_str()).collect();
        assert_eq!(
            written,
            ["growth.planting", "growth", "growth.planting", "growth.none"]
        );
        let panel = index.names(NameSort::Frame).next().unwrap();
        assert_eq!(index.same(panel).count(), 3);
        for found in &index.0 {
            let text = texts.iter().find(|(file, _)| *file == found.file).unwrap().1;
            assert_eq!(&text[found.place.clone()], found.written);
        }
    }
}
