//! Files of one stage do not import one another in circles: a type that two of them share lies
//! in a third, below both. A folder and its `mod.rs` count as they are written: what `mod.rs` names
//! without `crate::` is its own part.

use crate::architecture::sources;
use crate::architecture::without_tests;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Circles that there are, by the files or folders that all of their files lie in, and why.
const KNOWN: &[(&[&str], &str)] = &[(
    &["model/document/"],
    "one recursive type: blocks hold blocks, and lines formulas with values",
)];

/// The path of a file as a module: `make/mod.rs` is `make`.
fn module(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

/// The text without comments, and with `pub(in PLACE)` as `pub`: a visibility names modules and
/// imports nothing.
fn code(text: &str) -> String {
    let lines = without_tests(text).lines();
    let code = lines.map(|line| line.split("//").next().unwrap_or_default());
    code.map(|line| match line.find("pub(in ") {
        Some(at) => {
            let end = line[at..].find(')').map_or(line.len(), |end| at + end + 1);
            format!("{}pub{}", &line[..at], &line[end..])
        }
        None => line.to_owned(),
    })
    .collect::<Vec<_>>()
    .join("\n")
}

/// Names after `start`, joined by `::`.
fn path(text: &str) -> Vec<String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let text = &text[..end.unwrap_or(text.len())];
    text.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

struct Crate {
    /// File by module.
    modules: BTreeMap<Vec<String>, String>,
    code: BTreeMap<String, String>,
    /// What a module hands on: (module, name) → where it is from.
    exports: BTreeMap<(Vec<String>, String), Vec<String>>,
}

impl Crate {
    fn new() -> Self {
        let code: BTreeMap<String, String> =
            sources().into_iter().map(|(file, text)| (file, code(&text))).collect();
        let modules: BTreeMap<Vec<String>, String> =
            code.keys().map(|file| (module(file), file.clone())).collect();
        let mut exports = BTreeMap::new();
        for (own, file) in &modules {
            for line in code[file].lines().filter(|line| line.starts_with("pub")) {
                let Some((_, used)) = line.split_once(" use ") else { continue };
                let (used, renamed) = used
                    .trim_end_matches(';')
                    .split_once(" as ")
                    .map_or((used, None), |(used, name)| (used, Some(name)));
                let used = path(used);
                let own_name = used.last().cloned().unwrap_or_default();
                let name = renamed.map_or(own_name, str::to_owned);
                let from = Self::absolute(own, &used);
                exports.insert((own.clone(), name), from);
            }
        }
        Self { modules, code, exports }
    }

    /// A path as it is written in a module, from the root of the crate.
    fn absolute(own: &[String], used: &[String]) -> Vec<String> {
        let up = used.iter().take_while(|name| *name == "super").count();
        match used.first().map(String::as_str) {
            Some("crate") => used[1..].to_vec(),
            Some("self") => [own, &used[1..]].concat(),
            _ => [&own[..own.len().saturating_sub(up)], &used[up..]].concat(),
        }
    }

    /// The file that a path leads to, through what modules hand on.
    fn file(&self, path: &[String], depth: usize) -> Option<&str> {
        let length =
            (1..=path.len()).rev().find(|n| self.modules.contains_key(&path[..*n]))?;
        let (own, rest) = path.split_at(length);
        if let Some(name) = rest.first()
            && let Some(from) = self.exports.get(&(own.to_vec(), name.clone()))
            && from != path
            && depth < 8
        {
            return self.file(&[from, &rest[1..]].concat(), depth + 1);
        }
        self.modules.get(own).map(String::as_str)
    }

    /// The files of the same stage that each file imports.
    fn imports(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let stage = |file: &str| file.split('/').next().unwrap_or_default().to_owned();
        let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (file, text) in &self.code {
            let own = module(file);
            let to = out.entry(file).or_default();
            for word in ["crate::", "super::"] {
                for (at, _) in text.match_indices(word) {
                    // `super::super::` is read from its start.
                    if text[..at].ends_with("super::") {
                        continue;
                    }
                    let found = self.file(&Self::absolute(&own, &path(&text[at..])), 0);
                    let found =
                        found.filter(|to| *to != file && stage(to) == stage(file));
                    to.extend(found);
                }
            }
        }
        out
    }
}

/// Everything that can be reached from a file.
fn reached<'a>(
    from: &'a str,
    imports: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(file) = waiting.pop() {
        for next in imports.get(file).into_iter().flatten() {
            if out.insert(*next) {
                waiting.push(next);
            }
        }
    }
    out
}

fn circles() -> BTreeSet<Vec<String>> {
    let all = Crate::new();
    let imports = all.imports();
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 500, "imports are seen");
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (*file, reached(file, &imports))).collect();
    let of = |file: &&&str| reach[**file].contains(**file);
    let circle = |file: &&str| -> Vec<String> {
        let all = reach[*file].iter().filter(|other| reach[**other].contains(*file));
        all.map(|other| (*other).to_owned()).collect()
    };
    imports.keys().filter(of).map(circle).collect()
}

#[test]
fn files_of_a_stage_import_one_another_in_no_circle_but_the_named_ones() {
    let known = |circle: &Vec<String>| {
        KNOWN.iter().any(|(places, _)| {
            circle.iter().all(|file| places.iter().any(|place| file.starts_with(place)))
        })
    };
    let new: Vec<Vec<String>> =
        circles().into_iter().filter(|circle| !known(circle)).collect();
    assert_eq!(new, Vec::<Vec<String>>::new());
}
