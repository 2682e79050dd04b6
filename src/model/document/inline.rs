//! Nodes within a line.

use crate::model::diagnostic::Span;
use crate::model::document::formula::Formula;
use serde::Deserialize;
use serde::Serialize;

/// A node within a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Inline {
    /// Plain characters.
    Text {
        /// The characters; never markup.
        text: String,
    },
    /// Emphasis.
    Emph {
        /// What is emphasised.
        content: Vec<Self>,
    },
    /// Strong emphasis.
    Strong {
        /// What is emphasised.
        content: Vec<Self>,
    },
    /// Struck through.
    Strike {
        /// What is struck.
        content: Vec<Self>,
    },
    /// Words in another language.
    Lang {
        /// Its tag, such as `cy`.
        language: String,
        /// The words.
        content: Vec<Self>,
    },
    /// Code.
    Code {
        /// The characters.
        text: String,
    },
    /// A link to a web or mail address.
    Link {
        /// Where to; `http:`, `https:` or `mailto:` only.
        url: String,
        /// What is shown.
        content: Vec<Self>,
    },
    /// A formula within a line.
    Math(Formula),
    /// A statistic.
    Stat {
        /// Its id.
        id: String,
        /// How it is shown, as in the call: `value`, `interval`, `p`.
        show: String,
        /// The printed text.
        text: String,
        /// The call.
        span: Span,
    },
    /// Words that assert something, and whether it holds.
    Claim(Claim),
    /// A number bound by hand, with a reason.
    Fixed {
        /// The printed text.
        text: String,
        /// Why it is bound to no statistic.
        because: String,
    },
    /// A reference to a chapter, section, figure or table.
    Ref {
        /// The anchor.
        target: String,
        /// "Figure 3.1".
        text: String,
    },
    /// A citation.
    Cite {
        /// Keys of the works.
        keys: Vec<String>,
        /// The formatted citation: "(Office for National Statistics, 2024)".
        text: String,
        /// Whether its style raises it above the line.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        raised: bool,
        /// What the author adds to it: words before, words after and the page.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        added: String,
    },
    /// A footnote's mark.
    Footnote {
        /// Index into the document's footnotes.
        index: usize,
        /// Which of the footnote's marks this is, in reading order, from 1.
        #[serde(default = "first")]
        mark: usize,
    },
    /// A place that something leads to: the number of a paragraph, or a term of the index.
    Mark {
        /// Its anchor.
        id: String,
        /// The term, or empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        term: String,
        /// The number of the paragraph that it begins, or empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        number: String,
        /// The call, or the paragraph.
        span: Span,
    },
    /// A box of a task list.
    Checkbox {
        /// Whether it is ticked.
        checked: bool,
    },
    /// The end of a source line.
    SoftBreak,
    /// A line break the author asked for.
    HardBreak,
}

/// How the anchors of terms of the index begin.
pub const TERM: &str = "index-";

/// The mark of records that do not count marks.
fn first() -> usize {
    1
}

/// Words that assert something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id in `claims.yaml`.
    pub id: String,
    /// The words.
    pub content: Vec<Inline>,
    /// Whether the data bear it out.
    pub verdict: Verdict,
    /// The condition, with the values put in: "41.0% > 22.0%".
    pub because: String,
    /// The call.
    pub span: Span,
}

/// Whether a claim holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The data bear it out.
    Holds,
    /// They do not.
    Fails,
}

impl Inline {
    /// Returns plain characters as a node.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}
