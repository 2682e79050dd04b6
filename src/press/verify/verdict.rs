//! What a file is, and why; on what terms it was handed out.

use crate::model::edition::Edition;
use crate::model::moment::Lifted;
use crate::model::moment::long_date;
use crate::press::Terms;
use crate::press::words::Voice;

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
pub struct Judgement {
    /// What the file is.
    pub state: State,
    /// Why, for a person.
    pub because: String,
}

pub(super) fn verdict(state: State, because: impl Into<String>) -> Judgement {
    Judgement { state, because: because.into() }
}

/// Returns an edition by its name and date.
pub(super) fn called(edition: &Edition) -> String {
    let meta = &edition.document.meta;
    format!("{}, {}", meta.edition, long_date(&meta.date))
}

/// Returns that a file is of an edition that another has followed; `name` is where the former is kept.
pub(super) fn followed((name, then): &(String, Edition), now: &Edition) -> String {
    let (then, now) = (called(then), called(now));
    let by = if then == now {
        "a later build of it has followed".to_owned()
    } else {
        format!("{now}, has followed")
    };
    format!("it is of {name} ({then}), which {by}")
}

/// Returns all terms on which files of an edition were handed out: to anybody and to each of those who
/// were given a copy of their own, under its embargo and without.
pub(super) fn handed_out(edition: &Edition, recipients: &[String]) -> Vec<Terms> {
    let lifted = edition.document.meta.embargo.as_ref().map(|_| Lifted::default());
    let names = std::iter::once(None).chain(recipients.iter().cloned().map(Some));
    let both = |recipient: Option<String>| {
        let held = Terms { lifted: None, recipient: recipient.clone() };
        let free = lifted.clone().map(|lifted| Terms { lifted: Some(lifted), recipient });
        std::iter::once(held).chain(free)
    };
    names.flat_map(both).collect()
}

/// Returns on what terms a file was handed out: until when it is held, and whose copy it is.
pub(super) fn held(voice: Voice<'_>) -> String {
    let mut out = String::new();
    if let Some(moment) = voice.held() {
        out.push_str(&format!("; under embargo until {}", moment.words()));
    }
    if let Some(name) = &voice.terms.recipient {
        out.push_str(&format!("; copy for {name}"));
    }
    out
}
