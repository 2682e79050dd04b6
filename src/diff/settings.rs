//! Two forms of one declaration: which of its settings changed, on which lines, and whether
//! the change means anything.

use crate::model::comparison::Detail;
use crate::model::edition::Definition;
use similar::ChangeTag;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Settings that are words for a reader and change no value.
const WORDS: &[&str] = &[
    "title",
    "description",
    "says",
    "headline",
    "subtitle",
    "note",
    "source",
    "alt",
    "head",
];

/// The most changed lines that are named of one declaration.
const MOST: usize = 3;

/// What differs between two forms of one declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SettingChanges {
    /// Settings that change what is computed, drawn or held.
    pub meaning: Vec<Detail>,
    /// Settings that are words.
    pub words: Vec<Detail>,
    /// Changed lines, `file:27,31`; the declaration's own where they are not known.
    pub place: String,
}

/// Compares two forms of one declaration; a missing one has no settings.
pub(super) fn settings(
    was: Option<&Definition>,
    is: Option<&Definition>,
) -> SettingChanges {
    let none = BTreeMap::new();
    let (old, new) =
        (was.map_or(&none, |one| &one.settings), is.map_or(&none, |one| &one.settings));
    let mut out = SettingChanges { place: place(was, is), ..SettingChanges::default() };
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for path in paths {
        let text =
            |side: &BTreeMap<String, String>| side.get(path).cloned().unwrap_or_default();
        let (mut a, mut b) = (text(old), text(new));
        if a == b {
            continue;
        }
        let name = path.rsplit('.').next().unwrap_or(path);
        if matches!(name, "sql" | "holds" | "equation") {
            (a, b) = (statement(&a), statement(&b));
            if a == b {
                continue;
            }
            if !a.is_empty() && !b.is_empty() {
                (a, b) = excerpt(&a, &b);
            }
        }
        let detail = Detail::new(path.clone(), a, b);
        if is_words(path) {
            out.words.push(detail);
        } else {
            out.meaning.push(detail);
        }
    }
    out
}

/// Returns whether a setting is words for a reader.
pub(super) fn is_words(path: &str) -> bool {
    WORDS.contains(&path) || path.rsplit('.').next() == Some("label")
}

/// Returns SQL without comments, its white space evened out.
fn statement(sql: &str) -> String {
    let mut plain = String::new();
    let mut rest = sql;
    let mut quote: Option<char> = None;
    while let Some(first) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("--") {
            rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default();
            continue;
        }
        if quote.is_none() && rest.starts_with("/*") {
            rest =
                rest.find("*/").and_then(|end| rest.get(end + 2..)).unwrap_or_default();
            plain.push(' ');
            continue;
        }
        match quote {
            Some(open) if open == first => quote = None,
            None if matches!(first, '\'' | '"') => quote = Some(first),
            _ => {}
        }
        plain.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the part of two texts that differs, with a word around it.
pub(super) fn excerpt(old: &str, new: &str) -> (String, String) {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (old.split(' ').collect(), new.split(' ').collect());
    let same = |(x, y): &(&&str, &&str)| x == y;
    let front = a.iter().zip(&b).take_while(same).count();
    let most = a.len().min(b.len()) - front;
    let back = a.iter().rev().zip(b.iter().rev()).take_while(same).count().min(most);
    let cut = |words: &[&str]| {
        let from = front.saturating_sub(1);
        let to = (words.len() - back + 1).min(words.len());
        words.get(from..to).unwrap_or_default().join(" ")
    };
    (cut(&a), cut(&b))
}

/// Returns the lines of the new form that changed, or those of the old that went.
pub(super) fn place(was: Option<&Definition>, is: Option<&Definition>) -> String {
    match (was, is) {
        (None, None) => String::new(),
        (Some(only), None) | (None, Some(only)) => {
            if only.text.is_empty() {
                only.file.clone()
            } else {
                format!("{}:{}", only.file, only.line)
            }
        }
        (Some(was), Some(is)) => {
            let diff = TextDiff::from_lines(was.text.as_str(), is.text.as_str());
            let (mut lines, mut notes): (Vec<usize>, Vec<usize>) =
                (Vec::new(), Vec::new());
            let mut gone = None;
            for change in diff.iter_all_changes() {
                let note = change.value().trim_start().starts_with('#');
                match (change.tag(), change.new_index(), change.old_index()) {
                    (ChangeTag::Insert, Some(at), _) if note => notes.push(is.line + at),
                    (ChangeTag::Insert, Some(at), _) => lines.push(is.line + at),
                    (ChangeTag::Delete, _, Some(at)) => {
                        gone = gone.or(Some(is.line + at));
                    }
                    _ => {}
                }
            }
            if lines.is_empty() {
                lines.extend(gone.or_else(|| notes.first().copied()));
            }
            if lines.is_empty() {
                return is.file.clone();
            }
            let more = if lines.len() > MOST { ", …" } else { "" };
            let lines: Vec<String> =
                lines.iter().take(MOST).map(ToString::to_string).collect();
            format!("{}:{}{more}", is.file, lines.join(","))
        }
    }
}

/// Returns changed settings in a few words.
pub(super) fn summary(settings: &[Detail]) -> String {
    let mut parts: Vec<String> = settings
        .iter()
        .take(2)
        .map(|one| {
            let show = |text: &str| {
                if text.is_empty() { "none".to_owned() } else { short(text) }
            };
            format!("{}: {} → {}", one.what, show(&one.old), show(&one.new))
        })
        .collect();
    if settings.len() > 2 {
        parts.push(format!("and {} more", settings.len() - 2));
    }
    parts.join("; ")
}

/// Returns a text cut to what a line can hold.
pub(super) fn short(text: &str) -> String {
    const WIDTH: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= WIDTH {
        return text;
    }
    text.chars().take(WIDTH - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::excerpt;
    use super::statement;

    #[test]
    fn comments_and_white_space_of_sql_mean_nothing() {
        let plain = "SELECT a, '--x' FROM t";
        assert_eq!(statement("SELECT a, -- the area\n  '--x'\n/* all */ FROM t"), plain);
        assert_eq!(statement(plain), plain);
    }

    #[test]
    fn of_two_queries_the_part_that_differs_is_shown() {
        let (old, new) = excerpt(
            "SELECT a FROM t WHERE year > 2018 AND b = 1",
            "SELECT a FROM t WHERE year >= 2018 AND b = 1",
        );
        assert_eq!((old.as_str(), new.as_str()), ("year > 2018", "year >= 2018"));
        assert_eq!(excerpt("a b", "a b c").1, "b c");
    }
}
