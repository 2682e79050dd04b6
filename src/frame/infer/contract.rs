//! The contract's file: which resources it names, and new ones put in without touching the rest.

use crate::frame::packed;
use crate::frame::sheet;
use crate::geography::Format;
use crate::project::matches;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A contract that has nothing yet.
const EMPTY: &str = "name: data\nresources:\n";

/// Returns the names of the resources in the text of a contract.
pub fn names_in(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| line.trim_start().strip_prefix("- name:"));
    names.map(|name| name.trim().trim_matches(['"', '\'']).to_owned()).collect()
}

/// Puts entries at the end of the list of resources; none where the text has no such list. Whatever
/// else stands in the file stays as it is.
pub fn inserted(text: &str, entries: &[String]) -> Option<String> {
    let text = if text.trim().is_empty() { EMPTY } else { text };
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| line.trim_end() == "resources:")?;
    let inside =
        |line: &&&str| line.starts_with([' ', '-', '#']) || line.trim().is_empty();
    let mut end = start + 1 + lines.iter().skip(start + 1).take_while(inside).count();
    while end > start + 1 && lines.get(end - 1).is_some_and(|line| line.trim().is_empty())
    {
        end -= 1;
    }
    // Entries are written with two spaces before them, as those that are there may not be.
    let first = lines.get(start + 1).copied().unwrap_or_default();
    let flush = first.starts_with('-');
    let mut out: Vec<String> = lines.iter().take(end).map(ToString::to_string).collect();
    for entry in entries {
        if out.len() > start + 1 {
            out.push(String::new());
        }
        out.extend(entry.lines().map(|line| {
            if flush {
                line.strip_prefix("  ").unwrap_or(line).to_owned()
            } else {
                line.to_owned()
            }
        }));
    }
    out.extend(lines.iter().skip(end).map(ToString::to_string));
    Some(out.join("\n") + "\n")
}

/// A file, with the others that are editions of the same table.
#[derive(Debug)]
pub struct Group {
    /// Its path, as the contract says it.
    pub path: String,
    /// The pattern of all, where there are others.
    pub pattern: Option<String>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// The others.
    pub others: Vec<(String, Arc<[u8]>)>,
}

/// Groups files that are editions of one table: the same header, and names that differ only in their
/// digits or words between them.
pub fn grouped<'f>(files: impl Iterator<Item = (&'f str, &'f Arc<[u8]>)>) -> Vec<Group> {
    type Named<'f> = Vec<(&'f str, &'f Arc<[u8]>)>;
    let mut groups: BTreeMap<Vec<u8>, Named<'f>> = BTreeMap::new();
    let files: Named<'f> = files.collect();
    let all: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    for (number, (name, bytes)) in files.into_iter().enumerate() {
        let bytes_within = packed::unpacked(name, bytes);
        let within = bytes_within.as_deref().unwrap_or_default();
        let end = within.iter().position(|byte| *byte == b'\n').unwrap_or(within.len());
        let head = within.get(..end).unwrap_or_default().trim_ascii_end();
        let folder = name.split('/').count();
        let binary = sheet::format_of(name).is_some()
            || Format::of(None, name).is_some()
            || name.ends_with(".parquet");
        let key = if binary || head.len() < 8 {
            number.to_le_bytes().to_vec()
        } else {
            [head, folder.to_string().as_bytes()].concat()
        };
        groups.entry(key).or_default().push((name, bytes));
    }
    // A pattern that matches other files, too, joins nothing.
    let joined = |group: &Named<'_>| {
        let names: Vec<&str> = group.iter().map(|(name, _)| *name).collect();
        let pattern = pattern(&names, &all);
        names.len() < 2
            || all.iter().filter(|name| matches(&pattern, name)).count() == names.len()
    };
    let mut out: Vec<Group> = groups
        .into_values()
        .flat_map(|group| {
            if joined(&group) {
                vec![group]
            } else {
                group.into_iter().map(|file| vec![file]).collect()
            }
        })
        .filter_map(|group| {
            let (first, bytes) = *group.first()?;
            let names: Vec<&str> = group.iter().map(|(name, _)| *name).collect();
            let others = group.iter().skip(1);
            Some(Group {
                path: first.to_owned(),
                pattern: (names.len() > 1).then(|| pattern(&names, &all)),
                bytes: Arc::clone(bytes),
                others: others
                    .map(|(name, bytes)| ((*name).to_owned(), Arc::clone(bytes)))
                    .collect(),
            })
        })
        .collect();
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// Returns the pattern that matches names of as many folders: what they share in each part, and `*`
/// between. A year before a number that differs, as of a month, is left open too, so that files of
/// the next year match, where the pattern then matches no other of all the files.
fn pattern(names: &[&str], all: &[&str]) -> String {
    let open = shared(names, true);
    let matched = all.iter().filter(|name| matches(&open, name));
    if matched.count() == names.len() && names.iter().all(|name| matches(&open, name)) {
        open
    } else {
        shared(names, false)
    }
}

/// Returns a text without the year at its end and what stands between that and the end.
fn before_year(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(['-', '_', '.', ' ']);
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = before.get(digits.len()..)?;
    (year.len() == 4 && year.starts_with(['1', '2'])).then_some(digits)
}

fn shared(names: &[&str], years: bool) -> String {
    let parts: Vec<Vec<&str>> =
        names.iter().map(|name| name.split('/').collect()).collect();
    let count = parts.first().map_or(0, Vec::len);
    let part = |at: usize| -> String {
        let own: Vec<&str> =
            parts.iter().filter_map(|parts| parts.get(at).copied()).collect();
        let first = own.first().copied().unwrap_or_default();
        if own.iter().all(|name| *name == first) {
            return first.to_owned();
        }
        let shared = |same: &dyn Fn(&str, &str) -> usize| {
            own.iter().map(|name| same(first, name)).min().unwrap_or(0)
        };
        let start = shared(&|a, b| {
            a.chars()
                .zip(b.chars())
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a.len_utf8())
                .sum()
        });
        let end = shared(&|a, b| {
            a.chars()
                .rev()
                .zip(b.chars().rev())
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a.len_utf8())
                .sum()
        });
        let shortest = own.iter().map(|name| name.len()).min().unwrap_or(0);
        let end = end.min(shortest - start.min(shortest));
        // Digits and letters that happen to agree belong to the word that differs.
        let within = |c: char| c.is_alphanumeric();
        let head = first.get(..start).unwrap_or_default().trim_end_matches(within);
        let tail =
            first.get(first.len() - end..).unwrap_or_default().trim_start_matches(within);
        let numbered = own.iter().all(|name| {
            let rest = name.get(head.len()..).unwrap_or_default();
            rest.starts_with(|c: char| c.is_ascii_digit())
        });
        let head = before_year(head).filter(|_| years && numbered).unwrap_or(head);
        format!("{head}*{tail}")
    };
    (0..count).map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::inserted;

    #[test]
    fn files_a_month_share_a_pattern() {
        let names =
            ["p/2022-12/2022-12-kent-street.csv", "p/2023-01/2023-01-kent-street.csv"];
        let pattern = |names: &[&str]| super::pattern(names, names);
        assert_eq!(pattern(&names), "p/*/*-kent-street.csv");
        assert_eq!(pattern(&["a_2019.csv", "a_2020.csv"]), "a_*.csv");
        let forces = ["2024-01-northshire-street.csv", "2024-02-southshire-street.csv"];
        assert_eq!(pattern(&forces), "*-street.csv");
        // A year is no month, and what is not of these files stays out.
        assert_eq!(pattern(&["c2021-ash.csv", "c2021-elm.csv"]), "c2021-*.csv");
        assert_eq!(pattern(&["a_2024_01.csv", "a_2024_02.csv"]), "a_*.csv");
        let all = [forces.as_slice(), &["2023-outcomes-street.csv"]].concat();
        assert_eq!(super::pattern(&forces, &all), "2024-*-street.csv");
    }

    #[test]
    fn what_stands_in_a_contract_stays() {
        let text = "# mine\nname: x\nresources:\n  - name: a   # one\n    path: a.csv\n\nsources: []\n";
        let new = inserted(text, &["  - name: b\n    path: b.csv\n".to_owned()]).unwrap();
        assert_eq!(
            new,
            "# mine\nname: x\nresources:\n  - name: a   # one\n    path: a.csv\n\n  - name: b\n    path: b.csv\n\nsources: []\n"
        );
        assert!(inserted("name: x\n", &[]).is_none());
    }
}
