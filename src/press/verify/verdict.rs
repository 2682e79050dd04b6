//! What a file is, and why; on what terms it was handed out.

use crate::model::moment::Lifted;
use crate::press::Terms;

/// What a file is, measured against an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// What the edition gives.
    Current,
    /// True to an edition that another has followed.
    Superseded,
    /// Not what any edition gave.
    Altered,
    /// It looks like what the edition gives, but was compressed, scaled or cut since.
    Similar,
    /// Nothing of this report, or nothing that can be checked.
    Unknown,
}

impl State {
    /// Returns the word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Superseded => "superseded",
            Self::Altered => "altered",
            Self::Similar => "similar",
            Self::Unknown => "unknown",
        }
    }
}

/// A judgement and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the file is.
    pub state: State,
    /// Why, for a person.
    pub because: String,
}

pub(super) fn verdict(state: State, because: impl Into<String>) -> Verdict {
    Verdict { state, because: because.into() }
}

/// The terms of what is under no embargo.
pub(super) fn clean() -> Terms {
    Terms { lifted: Some(Lifted::default()), recipient: None }
}
