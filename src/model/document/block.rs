//! Nodes that stand on lines of their own.

use crate::model::diagnostic::Span;
use crate::model::document::container::BlockForm;
use crate::model::document::container::Container;
use crate::model::document::formula::Formula;
use crate::model::document::inline::Inline;
use crate::model::document::table::TableBlock;
use crate::say;
use serde::Deserialize;
use serde::Serialize;

/// A node that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Block {
    /// A section heading within a chapter.
    Heading {
        /// 2 for a section, 3 to 5 for what is within it; 1 is the chapter's own; 6 for one
        /// within a named block, which is no part of the outline.
        level: u8,
        /// Its anchor, unique in the document.
        id: String,
        /// "3.2", or empty.
        number: String,
        /// The heading.
        content: Vec<Inline>,
        /// Its place.
        span: Span,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        content: Vec<Inline>,
        /// Its place.
        span: Span,
    },
    /// A list.
    List {
        /// The first number, or none for bullets.
        start: Option<u64>,
        /// Whether empty lines part its items, so that each is a paragraph.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        loose: bool,
        /// The items.
        items: Vec<Vec<Self>>,
    },
    /// A quotation.
    Quote {
        /// What it holds.
        blocks: Vec<Self>,
    },
    /// A note set apart: `> [!NOTE]`.
    Alert {
        /// Which sort.
        kind: Alert,
        /// Its title; empty where its sort is title enough.
        #[serde(default)]
        title: Vec<Inline>,
        /// What it holds.
        blocks: Vec<Self>,
    },
    /// Code on lines of its own.
    Code {
        /// The language, or empty.
        language: String,
        /// The characters.
        text: String,
    },
    /// Terms and what they mean.
    Definitions {
        /// Each term with its meanings.
        items: Vec<(Vec<Inline>, Vec<Vec<Self>>)>,
    },
    /// A line across.
    Rule,
    /// A table, declared or written in Markdown.
    Table(TableBlock),
    /// A figure.
    Figure(FigureBlock),
    /// A displayed formula.
    Equation {
        /// Its anchor; empty where nothing refers to it.
        id: String,
        /// "2.1" where it has an anchor, or empty.
        number: String,
        /// The formula.
        formula: Formula,
        /// Its place.
        span: Span,
    },
    /// A picture from a file.
    Picture(PictureBlock),
    /// A block that is set apart by name: `::: {.box}`.
    Container(Container),
}

impl Block {
    /// Returns whether it is the back page.
    pub fn is_back_page(&self) -> bool {
        let Self::Container(container) = self else { return false };
        container.kind().is_some_and(|kind| kind.form == BlockForm::Page)
    }

    /// Returns the lists of blocks within it.
    pub fn within(&self) -> Vec<&[Self]> {
        match self {
            Self::List { items, .. } => items.iter().map(Vec::as_slice).collect(),
            Self::Quote { blocks } | Self::Alert { blocks, .. } => vec![blocks],
            Self::Container(container) => {
                let picture = container.picture.as_deref().map(std::slice::from_ref);
                picture.into_iter().chain([container.blocks.as_slice()]).collect()
            }
            Self::Definitions { items } => items
                .iter()
                .flat_map(|(_, meanings)| meanings)
                .map(Vec::as_slice)
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// The sort of an alert, as in GitHub's Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Alert {
    /// Worth noting.
    Note,
    /// Helpful.
    Tip,
    /// Not to be missed.
    Important,
    /// Needs care.
    Warning,
    /// May do harm.
    Caution,
}

impl Alert {
    /// Returns its name, by which pages style it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }

    /// Returns what it is called in print.
    pub fn label(self) -> String {
        match self {
            Self::Note => say!("alert-note"),
            Self::Tip => say!("alert-tip"),
            Self::Important => say!("alert-important"),
            Self::Warning => say!("alert-warning"),
            Self::Caution => say!("alert-caution"),
        }
    }
}

/// A picture from a file of the project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PictureBlock {
    /// Its id in `pictures.yaml`; empty for one written in Markdown.
    pub id: String,
    /// "2.1" when it is counted among the figures, or empty.
    pub number: String,
    /// Its file.
    pub path: String,
    /// The hash of its file.
    pub hash: String,
    /// Pixels across of its widest form.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What it shows, for those who cannot see it.
    pub alt: Vec<Inline>,
    /// Words under it.
    pub caption: Vec<Inline>,
    /// Who made it; may be empty.
    pub credit: String,
    /// On what terms it may be used; may be empty.
    pub licence: String,
    /// The point that stays in sight when it is cut, from the left and the top.
    pub focal: Option<(f64, f64)>,
    /// Whether it says nothing.
    pub decorative: bool,
    /// Whether it is counted among the figures.
    pub numbered: bool,
    /// Its place.
    pub span: Span,
}

impl PictureBlock {
    /// Returns a picture of which nothing is known but its place.
    pub fn new(span: Span) -> Self {
        Self {
            id: String::new(),
            number: String::new(),
            path: String::new(),
            hash: String::new(),
            width: 0,
            height: 0,
            alt: Vec::new(),
            caption: Vec::new(),
            credit: String::new(),
            licence: String::new(),
            focal: None,
            decorative: false,
            numbered: false,
            span,
        }
    }

    /// Returns "Photo: Name. CC BY 4.0", or nothing.
    pub fn credits(&self) -> String {
        let credit = self.credit.trim();
        match (credit.is_empty(), self.licence.trim()) {
            (true, licence) => licence.to_owned(),
            (false, "") => credit.to_owned(),
            (false, licence) => format!("{}. {licence}", credit.trim_end_matches('.')),
        }
    }
}

/// A figure: its words; the picture is drawn by `figure` under the same id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureBlock {
    /// Its id in `figures.yaml`.
    pub id: String,
    /// "2.1"; "2.1a" beside others that share its number.
    pub number: String,
    /// The finding it shows.
    pub headline: Vec<Inline>,
    /// Measure, places, period.
    pub subtitle: Vec<Inline>,
    /// Note under it.
    pub note: Vec<Inline>,
    /// Source line.
    pub source: Vec<Inline>,
    /// Alternative text as the author wrote it; empty when the chart's own is used.
    pub alt: Vec<Inline>,
    /// Words at what it draws, in the order in which they are declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Vec<Inline>>,
    /// Its place.
    pub span: Span,
}
