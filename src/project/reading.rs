//! How the files of a resource become the rows that its schema declares: which files they are, what
//! their columns are called, which columns become rows, and what must come out.

use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// One path or several, from the contract's folder; `*` stands for any part of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged, expecting = "expected a path or a list of paths")]
pub enum Paths {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Default for Paths {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Paths {
    /// Returns the paths as written.
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(path) => std::slice::from_ref(path),
            Self::Many(paths) => paths,
        }
    }

    /// Returns the path, where it names one file alone.
    pub fn single(&self) -> Option<&str> {
        match self.list() {
            [one] if !is_pattern(one) => Some(one),
            _ => None,
        }
    }
}

/// Returns whether a path stands for all files that match it.
pub fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// Returns whether a name matches a pattern, in which `*` stands for any characters but `/` and
/// `?` for one.
pub fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    // Where the last `*` was met, and the character that is tried next after it.
    let (mut at, mut on, mut star) = (0, 0, None);
    while on < name.len() {
        match (pattern.get(at), name.get(on)) {
            (Some('*'), _) => {
                star = Some((at + 1, on));
                at += 1;
            }
            (Some('?'), Some(c)) if *c != '/' => (at, on) = (at + 1, on + 1),
            (Some(p), Some(c)) if p == c => (at, on) = (at + 1, on + 1),
            _ => match star {
                Some((after, tried)) if name.get(tried) != Some(&'/') => {
                    star = Some((after, tried + 1));
                    (at, on) = (after, tried + 1);
                }
                _ => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|c| *c == '*')
}

/// One name or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged, expecting = "expected a name or a list of names")]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Default for Names {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Names {
    /// Returns the names.
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// A column made of the names of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileColumnDecl {
    /// Its name.
    pub name: String,
    /// A regular expression that finds the value in the path of the file: its first group, or all
    /// that it matches; the name of the file without.
    #[serde(default)]
    pub pattern: Option<String>,
}

/// A column whose cells hold several values, which become columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitDecl {
    /// The column.
    pub column: String,
    /// What stands between its values, such as `,`.
    pub by: String,
    /// What the new columns are called, in order: as many as each cell has values.
    pub into: Vec<String>,
}

/// Columns that become rows: a row for each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnpivotDecl {
    /// The columns: a list of names, or a regular expression that whole names match. Its named
    /// groups become columns: `(?<sex>Female|Male) (?<year>[0-9]{4})`.
    pub columns: Names,
    /// The column that holds their names; without named groups.
    #[serde(default)]
    pub name: Option<String>,
    /// The column that holds their cells.
    pub value: String,
}

/// Rows that become columns: one for each value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PivotDecl {
    /// The column whose values become columns.
    pub name: String,
    /// The column whose cells they hold.
    pub value: String,
    /// The columns that identify a row of what comes out; all others of the file unless said.
    #[serde(default)]
    pub by: Vec<String>,
    /// What the new columns are called, by value; as the value unless said.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

/// A sheet of a workbook: its name, or its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged, expecting = "expected the name of a sheet, or its number from 1")]
pub enum SheetDecl {
    /// Its number.
    Number(usize),
    /// Its name.
    Name(String),
}

/// What becomes of hidden rows and columns of a sheet.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum HiddenDecl {
    /// They are read like others.
    Read,
    /// They are left out.
    Skip,
}

/// What must come out of a resource or a frame.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct ExpectDecl {
    /// How many rows.
    #[serde(default)]
    pub rows: Option<CountDecl>,
    /// How many files a resource of several has.
    #[serde(default)]
    pub files: Option<CountDecl>,
}

/// A number, or the least and the most.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(untagged, expecting = "expected a number, or `{min: NUMBER, max: NUMBER}`")]
pub enum CountDecl {
    /// Exactly so many.
    Exactly(usize),
    /// Within bounds.
    Within(Bounds),
}

/// The least and the most.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The least.
    #[serde(default)]
    pub min: Option<usize>,
    /// The most.
    #[serde(default)]
    pub max: Option<usize>,
}

impl CountDecl {
    /// Returns whether a number is as it should be.
    pub fn takes(self, count: usize) -> bool {
        match self {
            Self::Exactly(wanted) => count == wanted,
            Self::Within(Bounds { min, max }) => {
                min.is_none_or(|min| count >= min) && max.is_none_or(|max| count <= max)
            }
        }
    }

    /// Returns it in words: `735`, `at least 700`, `700 to 800`.
    pub fn words(self) -> String {
        match self {
            Self::Exactly(wanted) => wanted.to_string(),
            Self::Within(Bounds { min: Some(min), max: Some(max) }) => {
                format!("{min} to {max}")
            }
            Self::Within(Bounds { min: Some(min), max: None }) => {
                format!("at least {min}")
            }
            Self::Within(Bounds { min: None, max: Some(max) }) => {
                format!("at most {max}")
            }
            Self::Within(Bounds { min: None, max: None }) => "any number".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_part_of_a_name_but_no_folder() {
        assert!(matches("p/*/*-street.csv", "p/2022-12/2022-12-kent-street.csv"));
        assert!(matches("p/*.csv", "p/.csv"));
        assert!(matches("a?c", "abc"));
        assert!(!matches("p/*.csv", "p/q/a.csv"));
        assert!(!matches("p/*-street.csv", "p/x-outcomes.csv"));
        assert!(!matches("*", "a/b"));
        assert!(matches("a*b*c", "a--b-b-c"));
        assert!(!matches("a?c", "a/c"));
    }
}
