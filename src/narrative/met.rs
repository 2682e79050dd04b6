//! What was met on the way through texts, besides what they say.

use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Inline;
use crate::model::document::visit_blocks_mut;
use crate::model::document::visit_chapter_mut;
use crate::narrative::cite::Call;
use crate::narrative::prose::Statement;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeSet;

/// A claim as it was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Claimed {
    /// Its id.
    pub id: String,
    /// Its words.
    pub content: Vec<Inline>,
    /// What its paragraph says before it.
    pub before: String,
    /// What its paragraph says after it.
    pub after: String,
    /// The call.
    pub span: Span,
}

/// Statements that no number and no claim stands beside, each with its place.
pub(super) type Stated = Vec<(Statement, Span)>;

/// A footnote as it was defined.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Note {
    pub file: String,
    pub label: String,
    pub span: Span,
    pub blocks: Vec<Block>,
}

/// What was met on the way through texts, besides what they say.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Met {
    /// Faults so far.
    pub found: Findings,
    /// Claims that were made.
    pub claimed: Vec<Claimed>,
    /// Statements that no number and no claim stands beside.
    pub stated: Stated,
    /// References that were made, with their place.
    pub referred: Vec<(String, Span)>,
    /// Footnotes, as they were defined.
    pub footnotes: Vec<Note>,
    /// References to footnotes, in reading order: file, label.
    pub noted: Vec<(String, String)>,
    /// Citations; each node holds the number of its own.
    pub cited: Vec<Call>,
    /// Figures and tables that were put in place.
    pub placed: Vec<Placed>,
    /// Ids of the pictures that are shown.
    pub pictured: BTreeSet<String>,
    /// Ids of the quotations that are shown.
    pub quoted: BTreeSet<String>,
}

impl Met {
    /// Adds what was met in a chapter; its nodes get their numbers among those of the report.
    pub fn join(&mut self, other: Self, chapter: Option<&mut Chapter>) {
        let before = self.cited.len();
        let notes: Vec<usize> = other
            .noted
            .into_iter()
            .map(|note| {
                let known = self.noted.iter().position(|known| *known == note);
                known.unwrap_or_else(|| {
                    self.noted.push(note);
                    self.noted.len() - 1
                })
            })
            .collect();
        let mut renumber = |node: &mut Inline| match node {
            Inline::Footnote { index, .. } => {
                *index = notes.get(*index).copied().unwrap_or(0);
            }
            Inline::Cite { text, .. } => {
                let own: usize = text.parse().unwrap_or_default();
                *text = (before + own).to_string();
            }
            _ => {}
        };
        let mut footnotes = other.footnotes;
        for note in &mut footnotes {
            visit_blocks_mut(&mut note.blocks, &mut renumber);
        }
        if let Some(chapter) = chapter {
            visit_chapter_mut(chapter, &mut renumber);
        }
        self.footnotes.extend(footnotes);
        self.cited.extend(other.cited);
        self.found.join_new(other.found);
        self.claimed.extend(other.claimed);
        self.stated.extend(other.stated);
        self.referred.extend(other.referred);
        self.placed.extend(other.placed);
        self.pictured.extend(other.pictured);
        self.quoted.extend(other.quoted);
    }
}

/// A figure or table that was put in its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Placed {
    /// Whether it is a table.
    pub table: bool,
    pub id: String,
    pub span: Span,
}
