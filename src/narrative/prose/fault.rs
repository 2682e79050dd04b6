//! A fault of a passage: where it is, how grave, and what to do about it.

use crate::model::diagnostic::Code;
use crate::narrative::prose::passage::Sentence;
use std::ops::Range;

/// How the help begins where a call of a statistic is the remedy.
pub(in crate::narrative) const CALL: &str = "write `stat(\"id\")`";

/// How grave a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gravity {
    /// The data say otherwise.
    Wrong,
    /// Nothing bears it out.
    Loose,
}

/// One fault in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::narrative) struct Fault {
    /// Where in the passage's text.
    pub range: Range<usize>,
    pub(super) code: Code,
    pub(super) gravity: Gravity,
    pub(super) message: String,
    pub(super) help: String,
    /// The number it is of, as it is written, where that is bound to no value.
    pub(super) unbound: Option<String>,
    /// Whether it is of a number that a name may hold: "65 and over".
    nameable: bool,
}

impl Fault {
    /// A statement that the data contradict: an error.
    pub fn wrong(code: Code, range: Range<usize>, message: String, help: String) -> Self {
        Self {
            range,
            code,
            gravity: Gravity::Wrong,
            message,
            help,
            unbound: None,
            nameable: false,
        }
    }

    /// A statement that nothing bears out: a warning, an error where the run is strict.
    pub fn loose(code: Code, range: Range<usize>, message: String, help: String) -> Self {
        Self { gravity: Gravity::Loose, ..Self::wrong(code, range, message, help) }
    }

    /// A number that is bound to nothing; `moved` where it says by how much something moved.
    pub fn bare(range: Range<usize>, words: &str, moved: bool) -> Self {
        let message = format!("the number `{words}` is bound to no value");
        let help = format!("{CALL}, or `fixed(\"…\", because=\"…\")` with the reason");
        let fault = Self::loose(Code::R0506, range, message, help);
        Self { unbound: Some(words.to_owned()), nameable: !moved, ..fault }
    }

    /// Returns whether it is of a number that a name may hold.
    pub fn is_nameable(&self) -> bool {
        self.nameable
    }

    /// Returns whether it is of a number that is bound to nothing, in digits or in words.
    pub fn is_unbound(&self) -> bool {
        self.code == Code::R0506
    }

    /// Returns whether it is of words that assert something for which there is no claim.
    pub fn is_assertion(&self) -> bool {
        self.code == Code::R0506 && self.unbound.is_none() || self.code == Code::R0507
    }

    /// Returns whether nothing bears the words out, rather than that they are wrong.
    pub fn is_loose(&self) -> bool {
        self.gravity == Gravity::Loose
    }
}

impl Sentence<'_> {
    /// The fault of words that numbers contradict, which are `shown`.
    pub(super) fn belied(&self, tokens: Range<usize>, shown: &str, help: &str) -> Fault {
        Fault::wrong(
            Code::R0531,
            self.range(tokens.start, tokens.end - 1),
            format!("`{}` contradicts the data: {shown}", self.words(&tokens)),
            help.to_owned(),
        )
    }
}
