//! The classes of changes, in the order of how much they matter, and where something stands.

use serde::Serialize;

/// How much a change matters; the order is that of the telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Class {
    /// Rules, thresholds and waivers that hold less than they did: what they let pass shows nowhere
    /// else.
    Guards,
    /// What a reader would conclude: claims, signs, significance, ranks, headlines, areas.
    Conclusions,
    /// Words of what is stated: findings, the cover, headlines, sentences with a number or claim.
    Statements,
    /// Numbers as printed.
    Numbers,
    /// Values that moved below the precision of print.
    Unseen,
    /// Figures.
    Figures,
    /// Tables.
    Tables,
    /// Words the author changed; numbers that merely followed the data are not among them.
    Words,
    /// Definitions, tests, filters, frames.
    Method,
    /// Data files and their contract.
    Data,
    /// Templates, tools, comments, order: nothing that says anything else.
    Layout,
}

impl Class {
    /// Every class, in order.
    pub const ALL: [Self; 11] = [
        Self::Guards,
        Self::Conclusions,
        Self::Statements,
        Self::Numbers,
        Self::Unseen,
        Self::Figures,
        Self::Tables,
        Self::Words,
        Self::Method,
        Self::Data,
        Self::Layout,
    ];

    /// Returns its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Conclusions => "Conclusions",
            Self::Guards => "Guards",
            Self::Numbers => "Numbers as printed",
            Self::Statements => "Statements",
            Self::Unseen => "Below the precision of print",
            Self::Figures => "Figures",
            Self::Tables => "Tables",
            Self::Words => "Words",
            Self::Method => "Method",
            Self::Data => "Data",
            Self::Layout => "Layout and tools",
        }
    }

    /// Returns what one and several of its items are called.
    pub fn noun(self, count: usize) -> &'static str {
        let one = count == 1;
        match self {
            Self::Conclusions if one => "conclusion",
            Self::Conclusions => "conclusions",
            Self::Guards if one => "guard",
            Self::Guards => "guards",
            Self::Numbers if one => "number",
            Self::Numbers => "numbers",
            Self::Statements if one => "statement",
            Self::Statements => "statements",
            Self::Unseen if one => "value below print precision",
            Self::Unseen => "values below print precision",
            Self::Figures if one => "figure",
            Self::Figures => "figures",
            Self::Tables if one => "table",
            Self::Tables => "tables",
            Self::Words if one => "change of words",
            Self::Words => "changes of words",
            Self::Method if one => "definition",
            Self::Method => "definitions",
            Self::Data if one => "data file",
            Self::Data => "data files",
            Self::Layout => "of layout and tools",
        }
    }

    /// Returns its name in ids and filters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conclusions => "conclusions",
            Self::Guards => "guards",
            Self::Numbers => "numbers",
            Self::Statements => "statements",
            Self::Unseen => "unseen",
            Self::Figures => "figures",
            Self::Tables => "tables",
            Self::Words => "words",
            Self::Method => "method",
            Self::Data => "data",
            Self::Layout => "layout",
        }
    }

    /// Returns whether its items are folded until asked for.
    pub fn folded(self) -> bool {
        matches!(self, Self::Unseen | Self::Layout)
    }

    /// Returns whether a release waits for its items to be signed off.
    pub fn signed(self) -> bool {
        matches!(
            self,
            Self::Conclusions
                | Self::Guards
                | Self::Numbers
                | Self::Statements
                | Self::Method
        )
    }
}

/// Where in the publication something stands, the foremost of its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stands {
    /// In key findings, on the cover, in the summary.
    Front,
    /// In the headline or the words of a figure.
    Figure,
    /// In a chapter.
    Chapter,
    /// In an appendix.
    Appendix,
}

impl Stands {
    /// Returns its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Front => "key findings, cover and summary",
            Self::Figure => "figures",
            Self::Chapter => "chapters",
            Self::Appendix => "appendices",
        }
    }
}
