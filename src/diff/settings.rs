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
    /// Its file, and each changed line with the setting that it belongs to.
    file: String,
    lines: Vec<(String, usize)>,
}

impl SettingChanges {
    /// Returns the changed lines of some settings; all where none is known to be theirs.
    pub(super) fn place_of(&self, settings: &[Detail]) -> String {
        let first =
            |one: &Detail| one.what.split('.').next().unwrap_or_default().to_owned();
        let own: BTreeSet<String> = settings.iter().map(first).collect();
        let lines = self.lines.iter().filter(|(setting, _)| own.contains(setting));
        let lines: Vec<usize> = lines.map(|(_, line)| *line).collect();
        if lines.is_empty() { self.place.clone() } else { at(&self.file, &lines) }
    }
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
    if let (Some(was), Some(is)) = (was, is) {
        out.file.clone_from(&is.file);
        out.lines = lines(was, is);
    }
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
            if a == b || name == "holds" && conditions(&a) == conditions(&b) {
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

/// Returns the conditions that must all hold, where nothing else joins them: in any order they are the same rule.
fn conditions(rule: &str) -> BTreeSet<&str> {
    if rule.contains(" or ") || rule.contains('(') && rule.contains(" and (") {
        return BTreeSet::from([rule]);
    }
    rule.split(" and ").map(str::trim).collect()
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
            let lines: Vec<usize> =
                lines(was, is).into_iter().map(|(_, line)| line).collect();
            if lines.is_empty() { is.file.clone() } else { at(&is.file, &lines) }
        }
    }
}

/// Returns a file with some of its lines, few enough to be read.
fn at(file: &str, lines: &[usize]) -> String {
    let more = if lines.len() > MOST { ", …" } else { "" };
    let lines: Vec<String> = lines.iter().take(MOST).map(ToString::to_string).collect();
    format!("{file}:{}{more}", lines.join(","))
}

/// Returns the lines of the new form that are not in the old one, each with its setting; where there are none,
/// the place of the first that went.
fn lines(was: &Definition, is: &Definition) -> Vec<(String, usize)> {
    let diff = TextDiff::from_lines(was.text.as_str(), is.text.as_str());
    let (mut lines, mut notes): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
    let mut gone = None;
    for change in diff.iter_all_changes() {
        let note = change.value().trim_start().starts_with('#');
        match (change.tag(), change.new_index(), change.old_index()) {
            (ChangeTag::Insert, Some(at), _) => {
                let own = (setting(&is.text, at), is.line + at);
                if note { notes.push(own) } else { lines.push(own) }
            }
            (ChangeTag::Delete, _, Some(at)) => {
                gone = gone.or_else(|| Some((setting(&was.text, at), is.line + at)));
            }
            _ => {}
        }
    }
    if lines.is_empty() {
        lines.extend(gone.or_else(|| notes.into_iter().next()));
    }
    lines
}

/// Returns the key of a declaration that a line of it belongs to; none for its first line.
fn setting(text: &str, at: usize) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let said =
        |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let inner = text.lines().skip(1).filter(said).map(indent).min();
    let above = text.lines().take(at + 1).skip(1).filter(said);
    // Items of a list may stand as far out as its key.
    let keyed =
        |line: &&str| Some(indent(line)) == inner && !line.trim_start().starts_with("- ");
    let own = above.filter(keyed).last();
    let key = own.and_then(|line| line.trim_start().split_once(':'));
    key.map_or("", |(key, _)| key).trim_matches(['"', '\'']).to_owned()
}

/// Returns two texts as a line can hold them: of long ones the part that differs.
pub(super) fn both(old: &str, new: &str) -> (String, String) {
    let long = |text: &str| short(text) != text;
    let (old, new) = if !old.is_empty() && !new.is_empty() && (long(old) || long(new)) {
        excerpt(old, new)
    } else {
        (old.to_owned(), new.to_owned())
    };
    (short(&old), short(&new))
}

/// Returns changed settings in a few words.
pub(super) fn summary(settings: &[Detail]) -> String {
    let mut parts: Vec<String> = settings
        .iter()
        .take(2)
        .map(|one| {
            let (old, new) = both(&one.old, &one.new);
            let show =
                |text: String| if text.is_empty() { "none".to_owned() } else { text };
            format!("{}: {} → {}", one.what, show(old), show(new))
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
    use super::both;
    use super::conditions;
    use super::excerpt;
    use super::settings;
    use super::statement;
    use crate::model::edition::Definition;

    #[test]
    fn comments_and_white_space_of_sql_mean_nothing() {
        let plain = "SELECT a, '--x' FROM t";
        assert_eq!(statement("SELECT a, -- the area\n  '--x'\n/* all */ FROM t"), plain);
        assert_eq!(statement(plain), plain);
    }

    #[test]
    fn conditions_that_must_all_hold_are_the_same_rule_in_any_order() {
        assert_eq!(conditions("a < b and c > d"), conditions("c > d and a < b"));
        assert_ne!(conditions("a < b and c > d"), conditions("a < b and c > e"));
        assert_ne!(conditions("a < b or c > d"), conditions("c > d or a < b"));
    }

    #[test]
    fn a_setting_is_behind_its_own_lines_alone() {
        let form = |source: &str, mark: &str| Definition {
            file: "figures.yaml".to_owned(),
            line: 10,
            text: format!(
                "line:\n  kind: line\n  source: >-\n    {source}\n  # a note\n  marks:\n  - {mark}\n"
            ),
            settings: [("source", source), ("marks.0.text", mark)]
                .map(|(key, text)| (key.to_owned(), text.to_owned()))
                .into(),
        };
        let found = settings(Some(&form("A", "B")), Some(&form("C", "D")));
        assert_eq!(found.place, "figures.yaml:13,16");
        assert_eq!(found.place_of(&found.words), "figures.yaml:13");
        assert_eq!(found.place_of(&found.meaning), "figures.yaml:16");
    }

    #[test]
    fn of_two_long_texts_the_part_that_differs_is_told() {
        let long = |end: &str| format!("{} by the river {end}", "the hall ".repeat(9));
        let (old, new) = both(&long("fell"), &long("rose"));
        assert_eq!((old.as_str(), new.as_str()), ("river fell", "river rose"));
        assert_eq!(both("a", ""), ("a".to_owned(), String::new()));
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
