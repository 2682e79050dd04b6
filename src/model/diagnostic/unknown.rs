//! What is said of a name that nothing has.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::did_you_mean;

/// A sort of thing that an author's files call by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A block of `statistics.yaml`.
    Block,
    /// A claim.
    Claim,
    /// A family of statistics.
    Family,
    /// A figure.
    Figure,
    /// A frame, or a resource as one.
    Frame,
    /// A kind of statistic, chart or document.
    Kind,
    /// A declared picture.
    Picture,
    /// A resource of the contract.
    Resource,
    /// A table that SQL names.
    Table,
}

impl Thing {
    /// Returns the code of an unknown name, and what one and several are called.
    fn words(self) -> (Code, &'static str, &'static str) {
        match self {
            Self::Block => (Code::R0306, "block", "blocks"),
            Self::Claim => (Code::R0502, "claim", "claims"),
            Self::Family => (Code::R0306, "family", "families"),
            Self::Figure => (Code::R0502, "figure", "figures"),
            Self::Frame => (Code::R0301, "frame", "frames"),
            Self::Kind => (Code::R0103, "kind", "kinds"),
            Self::Picture => (Code::R0502, "picture", "pictures"),
            Self::Resource => (Code::R0301, "resource", "resources"),
            Self::Table => (Code::R0206, "table", "tables"),
        }
    }
}

impl Diagnostic {
    /// Returns what is said of a name that nothing has, with the nearest of those there are. It
    /// has no place yet.
    #[must_use]
    pub fn unknown<'a>(
        thing: Thing,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let (code, one, several) = thing.words();
        Self::error(code, format!("unknown {one} `{name}`"))
            .help(did_you_mean(name, known, several))
    }
}
