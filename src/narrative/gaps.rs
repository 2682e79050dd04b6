//! What a table prints where there is no value: the publisher's marker, or one of the usual ones, and what
//! the markers mean.
//!
//! **In:** the markers that the contract declares, and why a value is missing.
//! **Out:** cells, and the words under the table that explain their markers.

use crate::model::document::Cell;
use crate::model::document::Inline;
use crate::model::document::NOT_APPLICABLE;
use crate::model::document::NOT_AVAILABLE;
use crate::project::Project;
use crate::project::ResourceDecl;
use crate::project::matches;
use crate::say;
use std::collections::BTreeMap;

/// The markers of the Government Statistical Service, with the messages of their meanings.
const USUAL: &[(&str, &str)] = &[
    (NOT_AVAILABLE, "gap-not-available"),
    (NOT_APPLICABLE, "gap-not-applicable"),
    ("[c]", "gap-confidential"),
    ("[low]", "gap-low"),
    ("[u]", "gap-unreliable"),
];

/// The markers of a table.
pub(super) struct Gaps<'a> {
    project: &'a Project,
    /// The marker of each reason.
    markers: BTreeMap<&'a str, &'a str>,
    /// The meanings of the markers that were used.
    used: BTreeMap<String, Vec<String>>,
    /// Markers without a meaning.
    pub unknown: Vec<String>,
}

impl<'a> Gaps<'a> {
    pub(super) fn of(project: &'a Project) -> Self {
        let (used, unknown) = (BTreeMap::new(), Vec::new());
        let mut gaps = Self { project, markers: BTreeMap::new(), used, unknown };
        gaps.of_files(&[]);
        gaps
    }

    /// Takes the markers of the files behind a table before those of others: two publishers may have
    /// markers of their own for one reason.
    pub(super) fn of_files(&mut self, files: &[String]) {
        let is_behind = |resource: &&ResourceDecl| {
            let mut paths = resource.path.list().iter();
            paths.any(|path| {
                let path = format!("data/{path}");
                files.iter().any(|file| matches(&path, file))
            })
        };
        let (own, others): (Vec<&ResourceDecl>, Vec<&ResourceDecl>) =
            self.project.resources().partition(is_behind);
        self.markers.clear();
        for schema in own.into_iter().chain(others).map(|resource| &resource.schema) {
            let fields =
                schema.fields.iter().filter_map(|field| field.missing_values.as_ref());
            for marker in fields.flatten().chain(&schema.missing_values) {
                self.markers.entry(marker.reason()).or_insert(marker.marker());
            }
        }
    }

    /// Returns the cell of a value that is missing for a reason.
    pub(super) fn missing(&mut self, reason: Option<&str>) -> Cell {
        let reason = reason.filter(|reason| *reason != "blank");
        let marker = reason.and_then(|reason| self.markers.get(reason).copied());
        let marker = marker.filter(|marker| !marker.trim().is_empty());
        let usual = USUAL.iter().find(|(usual, _)| Some(*usual) == marker);
        let meaning = match (marker, reason, usual) {
            (None, None, _) => say!("gap-not-available"),
            // A marker without a label is its own reason.
            (Some(marker), Some(reason), usual) if marker == reason => {
                if usual.is_none() && !self.unknown.iter().any(|known| known == marker) {
                    self.unknown.push(marker.to_owned());
                }
                usual.map_or_else(String::new, |(_, meaning)| say!(meaning))
            }
            (_, reason, _) => reason.unwrap_or_default().to_owned(),
        };
        self.cell(marker.unwrap_or(NOT_AVAILABLE), &meaning)
    }

    /// Returns the cell of what has no such value, as the interval of a total.
    pub(super) fn none(&mut self) -> Cell {
        self.cell(NOT_APPLICABLE, &say!("gap-not-applicable"))
    }

    fn cell(&mut self, marker: &str, meaning: &str) -> Cell {
        let meanings = self.used.entry(marker.to_owned()).or_default();
        if !meaning.is_empty() && !meanings.iter().any(|known| known == meaning) {
            meanings.push(meaning.to_owned());
        }
        Cell { content: vec![Inline::text(marker)], missing: true, ..Cell::default() }
    }

    /// Returns a note with the meanings of the markers.
    pub(super) fn explained(&self, mut note: Vec<Inline>) -> Vec<Inline> {
        let known = self.used.iter().filter(|(_, meanings)| !meanings.is_empty());
        let words: Vec<String> = known
            .map(|(marker, meanings)| {
                format!("{marker} {}", meanings.join(&say!("gap-or")))
            })
            .collect();
        if !words.is_empty() {
            let space = if note.is_empty() { "" } else { " " };
            note.push(Inline::text(format!("{space}{}.", words.join("; "))));
        }
        note
    }
}
