//! Paths inside a project: relative, with `/`, never leading out.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use std::fmt;

const LEAVES: &str = " leaves the project";
const ABSOLUTE: &str = " is absolute; paths start at the project's root";

/// A path inside a project.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct ProjectPath(String);

impl ProjectPath {
    /// Returns a path when it stays inside the project, else why it does not.
    pub fn new(path: &str) -> Result<Self, String> {
        let absolute = path.starts_with('/')
            || path.starts_with('\\')
            || path.get(1..2) == Some(":");
        if path.is_empty() {
            return Err("the path is empty".to_owned());
        }
        if absolute {
            return Err(format!("`{path}`{ABSOLUTE}"));
        }
        if path.contains(|c: char| c.is_control() || c == '\\') {
            return Err(format!("`{path}` has a character that paths may not hold"));
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        return Err(format!("`{path}`{LEAVES}"));
                    }
                }
                name => parts.push(name),
            }
        }
        if parts.is_empty() {
            return Err(format!("`{path}` names no file"));
        }
        Ok(Self(parts.join("/")))
    }

    /// Returns a path against the folder of this one: `data/x.csv` beside
    /// `data/datapackage.yaml`.
    pub fn beside(&self, path: &str) -> Result<Self, String> {
        match self.0.rsplit_once('/') {
            Some((folder, _)) if !path.starts_with('/') => {
                Self::new(&format!("{folder}/{path}"))
            }
            _ => Self::new(path),
        }
    }

    /// Returns the usual place of the data contract.
    pub fn contract() -> Self {
        Self("data/datapackage.yaml".to_owned())
    }

    /// Returns the path with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns whether a message is that of a path which leads out of the project.
pub(super) fn is_refusal(message: &str) -> bool {
    message.ends_with(LEAVES) || message.ends_with(ABSOLUTE)
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ProjectPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::ProjectPath;

    #[test]
    fn a_path_may_not_leave_the_project() {
        assert_eq!(
            ProjectPath::new("../../etc/passwd"),
            Err("`../../etc/passwd` leaves the project".to_owned())
        );
        assert_eq!(
            ProjectPath::new("/etc/passwd"),
            Err("`/etc/passwd` is absolute; paths start at the project's root".to_owned())
        );
        assert_eq!(
            ProjectPath::new("a/../b//c.csv").map(|path| path.as_str().to_owned()),
            Ok("b/c.csv".to_owned())
        );
    }
}
