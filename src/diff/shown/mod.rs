//! What an edition shows, in reading order: its passages with their numbers, its claims,
//! figures and tables.

mod drawn;
mod led;
mod reader;

pub(in crate::diff) use reader::alone;
pub(in crate::diff) use reader::collect;

use crate::diff::line::Asserted;
use crate::diff::line::Piece;
use crate::model::comparison::Place;
use crate::model::name::Name;
use std::collections::BTreeMap;

/// One showing of a statistic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Showing {
    /// How it is shown.
    pub show: String,
    /// The printed text.
    pub text: String,
    /// Where.
    pub place: Place,
    /// Whether it stands in a key finding.
    pub headline: bool,
}

/// A number bound by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fixed {
    pub text: String,
    pub because: String,
    pub place: Place,
    /// The passage that holds it, as printed.
    pub sentence: String,
}

/// A paragraph, heading, item or cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Passage {
    /// Its words; `{id}` stands for a number, `{→anchor}` for a reference.
    pub words: String,
    /// The same as printed.
    pub text: String,
    /// Both side by side, piece by piece.
    pub pieces: Vec<Piece>,
    /// Where.
    pub place: Place,
    /// What it is the only one of, such as `cover title`; empty for running text.
    pub slot: String,
    /// Whether it says who, when or on what evidence: any change of it is one of a statement.
    pub states: bool,
    /// 1 for a chapter's title, 2 for a section's; 0 for anything else.
    pub level: u8,
    /// The words of the claims it makes.
    pub claims: Vec<String>,
    /// The anchor of a heading; empty for anything else.
    pub anchor: String,
    /// The section it stands in: the chapter's place in the list, then its own headings.
    pub section: usize,
}

impl Passage {
    /// Returns several as one, a paragraph each.
    pub fn joined(run: &[&Self]) -> Self {
        let Some((first, rest)) = run.split_first() else { return Self::default() };
        let mut out = (*first).clone();
        rest.iter().for_each(|part| out.join(part));
        out
    }

    /// Appends another as a paragraph of its own.
    pub fn join(&mut self, part: &Self) {
        self.words.push_str(&format!("\n{}", part.words));
        self.text.push_str(&format!("\n{}", part.text));
        self.pieces.push(("\n".to_owned(), "\n".to_owned()));
        self.pieces.extend(part.pieces.iter().cloned());
        self.claims.extend(part.claims.iter().cloned());
    }
}

/// A table's words and cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableShown {
    pub number: String,
    /// The line that places it.
    pub line: String,
    pub title: String,
    /// Parts of its words by name: title, subtitle, note, source.
    pub parts: BTreeMap<&'static str, Passage>,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// The statistics in its cells.
    pub ids: Vec<String>,
}

/// A figure's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FigureShown {
    pub number: String,
    /// The line that places it.
    pub line: String,
    pub title: String,
    pub parts: BTreeMap<&'static str, Passage>,
}

/// Where something stands: key findings, cover, summary, headlines of figures, chapters,
/// appendices; and in which order.
pub(super) type Rank = (u8, usize);

/// A use of a claim or a statistic in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    /// The claim, or the block of the statistic.
    pub of: Name,
    /// The document beside the report that it is in; empty for the report.
    pub document: String,
    /// Whether that is in another language than the report.
    pub translated: bool,
    /// The words of a claim, with signs for their numbers and as printed; empty for a number.
    pub wording: Piece,
    /// The sentence, in the same way.
    pub sentence: Piece,
    /// Where.
    pub place: Place,
}

impl Shown {
    /// Returns each use of a claim by its id, with its words as printed.
    pub fn claimed(&self) -> impl Iterator<Item = (&str, &str, &Place)> {
        self.uses.iter().filter_map(|one| match &one.of {
            Name::Claim(id) => Some((id.as_str(), one.wording.1.as_str(), &one.place)),
            _ => None,
        })
    }
}

/// What an edition shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Where each place stands, by its words.
    pub ranks: BTreeMap<String, Rank>,
    pub numbers: BTreeMap<String, Vec<Showing>>,
    pub claims: BTreeMap<String, Asserted>,
    /// Each use of a claim or a statistic in a sentence.
    pub uses: Vec<Use>,
    /// Numbers bound by hand.
    pub fixed: Vec<Fixed>,
    pub passages: Vec<Passage>,
    pub figures: BTreeMap<String, FigureShown>,
    pub tables: BTreeMap<String, TableShown>,
}
