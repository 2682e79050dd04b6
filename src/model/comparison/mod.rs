//! What changed between two editions, as plain data: a list of items of one shape.

mod class;

pub use class::Class;
pub use class::Stands;

use serde::Serialize;

/// The name and version of a comparison's form.
pub const SCHEMA: &str = "reissue-diff/1";

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Its name, the same from one comparison to the next: `number:growth.planting`.
    pub id: String,
    /// How much it matters.
    pub class: Class,
    /// What happened, in a few words: "no longer true", "sign flipped", "moved".
    pub kind: String,
    /// What it happened to, in words.
    pub title: String,
    /// Before, as printed.
    pub old: String,
    /// After, as printed.
    pub new: String,
    /// By how much, for a number.
    pub movement: Option<Movement>,
    /// Where it stands, for what readers read; null for methods, data and the like.
    pub stands: Option<Stands>,
    /// Every sentence, table and figure that shows it.
    pub places: Vec<Place>,
    /// Its parts: points, cells, rows, settings, columns.
    pub details: Vec<Detail>,
    /// Words before and after, each piece with whether the author changed it.
    #[serde(skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    /// Why.
    pub cause: Cause,
    /// The hash of all that it says but its places and cause: a sign-off holds for this.
    pub hash: String,
}

/// Words before and after, each piece with whether the author changed it; numbers that
/// merely followed the data count as the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// Before.
    pub old: Vec<(String, bool)>,
    /// After.
    pub new: Vec<(String, bool)>,
}

impl Marks {
    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.old.is_empty() && self.new.is_empty()
    }
}

/// How far a number moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Movement {
    /// New less old, in the statistic's unit.
    pub by: f64,
    /// The same in percent of the old; none where the old is zero.
    pub percent: Option<f64>,
    /// Both in words: "+5.9 percentage points, +19.3%".
    pub words: String,
}

/// A place that shows something.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Where, for a reader: "chapter 1, Numbers come from the data", "figure 1.1".
    pub at: String,
    /// Where, for the author: `report/chapters/1-numbers.md:6`; may be empty.
    pub line: String,
    /// The sentence; empty for a table or figure.
    pub sentence: String,
}

/// A part of what changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What: a point, a cell, a setting, a column.
    pub what: String,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
    /// More about it; may be empty.
    pub note: String,
}

impl Detail {
    /// Returns a part with what it was and is.
    pub fn new(
        what: impl Into<String>,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        Self { what: what.into(), old: old.into(), new: new.into(), note: String::new() }
    }

    /// Returns a part with words about it.
    pub fn note(what: impl Into<String>, note: impl Into<String>) -> Self {
        Self { what: what.into(), note: note.into(), ..Self::default() }
    }
}

/// How a cause was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Found {
    /// It is the only changed input that the item depends on.
    #[default]
    Graph,
    /// By computing with one changed input at a time.
    Substitution,
    /// From the records alone: the inputs are not at hand to be tried one by one.
    Record,
    /// By what the item depends on: too many inputs changed for each to be tried.
    Untried,
    /// The item tells of several things at once: each input is behind some of them.
    Several,
}

/// Why something changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// The inputs that changed and did it.
    pub inputs: Vec<Input>,
    /// Whether no single one of them does it alone.
    pub joint: bool,
    /// How that was found.
    pub found: Found,
}

/// A changed input.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Input {
    /// Its name: `data/trees.csv`, `statistic growth`, `report/chapters/1.md`.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Its changed lines there, such as `report/statistics.yaml:27`, or the file.
    pub place: String,
    /// What of it changed: "4 rows changed (D1, 2024; …)", "is: greater → less".
    pub what: String,
    /// What this input alone would make of the item; empty unless it was tried.
    pub alone: String,
}

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ComparedSide {
    /// How it was asked for: `git:v1`, `release:first`, `.`.
    pub name: String,
    /// The publication's title.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// Its date of publication.
    pub date: String,
    /// Until when it may not be published, in words; empty when no embargo holds.
    pub embargo: String,
    /// Whether its sources are at hand.
    pub sources: bool,
}

impl ComparedSide {
    /// Returns its name for a reader, who does not know what a folder is called.
    pub fn called(&self) -> &str {
        if self.name == "." { "the working tree" } else { &self.name }
    }
}

/// Everything that changed, the weightiest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// `reissue-diff/1`.
    pub schema: String,
    /// The old side.
    pub old: ComparedSide,
    /// The new side.
    pub new: ComparedSide,
    /// What changed, in the order of the classes.
    pub items: Vec<Item>,
    /// How many people must accept a change.
    #[serde(skip)]
    pub signatories: usize,
}

impl Comparison {
    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the items of a class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.class == class)
    }

    /// Returns how many items a class has.
    pub fn count(&self, class: Class) -> usize {
        self.of(class).count()
    }
}

impl Item {
    /// Returns whether it is told by what stood there and what stands there now.
    pub(crate) fn worded(&self) -> bool {
        !self.marks.is_empty() || self.class == Class::Words && self.details.is_empty()
    }

    /// Returns whether it is the same in another place.
    pub(crate) fn moved_only(&self) -> bool {
        self.kind == "moved" || self.kind.ends_with(" moved")
    }

    /// Returns an item without places, parts or cause.
    pub(crate) fn new(class: Class, id: impl Into<String>, kind: &str) -> Self {
        Self {
            id: id.into(),
            class,
            kind: kind.to_owned(),
            title: String::new(),
            old: String::new(),
            new: String::new(),
            movement: None,
            stands: None,
            places: Vec::new(),
            details: Vec::new(),
            marks: Marks::default(),
            cause: Cause::default(),
            hash: String::new(),
        }
    }

    /// Sets what it is about.
    #[must_use]
    pub(crate) fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets what it was and is.
    #[must_use]
    pub(crate) fn values(
        mut self,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        (self.old, self.new) = (old.into(), new.into());
        self
    }

    /// Notes the hash of what it says.
    pub(crate) fn seal(&mut self) {
        let mut hasher = blake3::Hasher::new();
        let mut feed = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        [self.class.name(), &self.kind].into_iter().for_each(&mut feed);
        // Numbers within changed words may follow the data: only the author's words count.
        if self.marks.is_empty() {
            [&self.old, &self.new].into_iter().for_each(|text| feed(text));
        }
        for (text, _) in
            self.marks.old.iter().chain(&self.marks.new).filter(|(_, changed)| *changed)
        {
            feed(text);
        }
        for part in &self.details {
            [&part.what, &part.old, &part.new, &part.note]
                .into_iter()
                .for_each(|text| feed(text));
        }
        self.hash = hasher.finalize().to_hex().chars().take(16).collect();
    }
}
