//! `report/synonyms.yaml`: other words that readers use, by which the press finds a figure or a finding.

use crate::model::diagnostic::Result;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::Yaml;
use std::collections::BTreeMap;

/// Where a project keeps its other words.
pub const SYNONYMS: &str = "report/synonyms.yaml";

/// Other words for a word: `criminal damage: [vandalism]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms(pub BTreeMap<String, Vec<String>>);

impl Synonyms {
    /// Reads the project's synonyms; there are none without the file.
    pub fn read(files: &dyn Files) -> Result<Self> {
        let Ok(path) = ProjectPath::new(SYNONYMS) else { return Ok(Self::default()) };
        if !files.found(&path) {
            return Ok(Self::default());
        }
        let text = files.text(&path)?;
        Yaml::parse(SYNONYMS, &text).and_then(|yaml| Self::decoded(&yaml))
    }

    /// Decodes the file.
    pub(super) fn decoded(yaml: &Yaml) -> Result<Self> {
        yaml.decode().map(Self)
    }
}
