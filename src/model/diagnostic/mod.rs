//! What went wrong, where, and what to do about it.
//!
//! **In:** facts found by any stage: a code, a phrase, spans in the author's own files.
//! **Out:** a [`Diagnostic`], and its picture in three forms ([`render()`]).
//! **Guarantees:** a [`Failure`] is never empty; line and column are computed only here;
//! the same diagnostics are drawn in the same order with the same bytes.

mod code;
mod render;
mod services;
mod span;
mod unknown;

pub use code::Code;
pub use render::Style;
pub use render::render;
pub use render::summary;
pub use services::Sarif;
pub use services::github;
pub use span::Lines;
pub use span::Position;
pub use span::Sources;
pub use span::Span;
pub use unknown::Thing;

use serde::Deserialize;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt;

/// How bad a finding is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The edition is written, and the finding is said.
    Warning,
}

/// A place in a source file and what is to be seen there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub note: String,
}

/// One finding about the author's files or the machine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which kind of finding; `reissue explain CODE` tells more.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: a lower-case phrase, names in backticks, no full stop.
    pub message: String,
    /// The place to mend.
    pub primary: Option<Label>,
    /// Places that explain the primary one.
    pub related: Vec<Label>,
    /// What to do: imperative.
    pub help: Option<String>,
    /// The number it is of, as it is written, where that is bound to no value.
    pub unbound: Option<String>,
}

impl Diagnostic {
    /// Returns an error without a place yet.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
            unbound: None,
        }
    }

    /// Returns a warning without a place yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Sets the place to mend.
    #[must_use]
    pub fn at(mut self, span: Span, note: impl Into<String>) -> Self {
        self.primary = Some(Label { span, note: note.into() });
        self
    }

    /// Adds a place that explains the primary one.
    #[must_use]
    pub fn related(mut self, span: Span, note: impl Into<String>) -> Self {
        self.related.push(Label { span, note: note.into() });
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns the place to mend, for ordering and editors.
    pub fn span(&self) -> Option<&Span> {
        self.primary.as_ref().map(|label| &label.span)
    }
}

/// Everything a stage found wrong; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(Vec<Diagnostic>);

impl Failure {
    /// Returns the findings, in the order found.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Returns the findings by value.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.0
    }
}

impl Failure {
    /// Returns the findings, each as a function makes it.
    #[must_use]
    pub fn map(self, changed: impl FnMut(Diagnostic) -> Diagnostic) -> Self {
        Self(self.0.into_iter().map(changed).collect())
    }

    /// Gives findings without a place the one where the author names what they are about.
    #[must_use]
    pub fn named_at(mut self, span: &Span) -> Self {
        for found in self.0.iter_mut().filter(|found| found.primary.is_none()) {
            found.primary = Some(Label { span: span.clone(), note: String::new() });
        }
        self
    }
}

/// The first finding in one line, and how many more there are: [`render()`] draws them all.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.0.first() else { return Ok(()) };
        if let Some(at) = first.span().filter(|at| !at.file.is_empty()) {
            write!(f, "{}: ", at.file)?;
        }
        write!(f, "{} [{}]", first.message, first.code)?;
        match self.0.len() - 1 {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

/// The outcome of a stage.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// A value with the warnings found on the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Warned<T> {
    /// The value.
    pub value: T,
    /// Findings that do not stop the build.
    pub warnings: Vec<Diagnostic>,
}

/// Collects findings, so that a stage can report all of them at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    /// Returns an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the findings so far.
    pub fn so_far(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds many findings.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    /// Adds what another collection found.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Adds what another collection found and this one did not.
    pub fn join_new(&mut self, other: Self) {
        let mut known: HashSet<&Diagnostic> = self.0.iter().collect();
        let new: Vec<bool> = other.0.iter().map(|found| known.insert(found)).collect();
        let others = other.0.into_iter().zip(new);
        self.0.extend(others.filter_map(|(found, new)| new.then_some(found)));
    }

    /// Makes warnings of some kinds errors.
    pub fn harden(&mut self, codes: &[Code]) {
        for found in self.0.iter_mut().filter(|found| codes.contains(&found.code)) {
            found.severity = Severity::Error;
        }
    }

    /// Keeps a value, or its failure as findings.
    pub fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(failure) => {
                self.0.extend(failure.0);
                None
            }
        }
    }

    /// Returns whether an error is among the findings.
    pub fn failed(&self) -> bool {
        self.0.iter().any(|found| found.severity == Severity::Error)
    }

    /// Returns the value with the warnings, or every finding when one is an error.
    pub fn finish<T>(self, value: T) -> Result<Warned<T>> {
        if self.failed() {
            Err(Failure(self.0))
        } else {
            Ok(Warned { value, warnings: self.0 })
        }
    }
}

impl IntoIterator for Findings {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Returns the candidate nearest to a misspelt name, when one is near enough.
pub fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= (name.len().max(candidate.len()) / 3).max(1)
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns the value that a name without one was meant for: words of four letters or more, a slip apart,
/// where nothing else names that value. Codes and years are often a sign apart.
pub fn slip_of<'v>(
    name: &str,
    values: impl IntoIterator<Item = &'v str>,
    named: impl Fn(&str) -> bool,
) -> Option<&'v str> {
    let word = |text: &str| {
        text.chars().count() >= 4 && !text.contains(|c: char| c.is_ascii_digit())
    };
    let values: Vec<&str> = values.into_iter().collect();
    if !word(name) || values.contains(&name) {
        return None;
    }
    let free = values.into_iter().filter(|value| word(value) && !named(value));
    let apart = |value: &&str| {
        let most = (name.len().max(value.len()) / 4).max(1);
        strsim::damerau_levenshtein(name, value) <= most
    };
    free.filter(apart).min()
}

/// How many names a list may have and still be printed whole.
const WHOLE: usize = 60;

/// How many of a longer list are printed: the nearest.
const NEAREST: usize = 12;

/// Returns the help for an unknown name: the nearest candidate, and what there is.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    plural: &str,
) -> String {
    let all: Vec<&str> = candidates.into_iter().collect();
    let quoted = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let list = if all.is_empty() {
        format!("there are no {plural}")
    } else if all.len() <= WHOLE {
        format!("the {plural} are {}", quoted(&all))
    } else {
        let mut near = all.clone();
        near.sort_by_cached_key(|candidate| strsim::damerau_levenshtein(name, candidate));
        near.truncate(NEAREST);
        format!("of {} {plural} the nearest are {}", all.len(), quoted(&near))
    };
    match nearest(name, all.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? {list}"),
        None => list,
    }
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;
    use super::slip_of;

    #[test]
    fn a_name_is_a_slip_of_a_value_that_nothing_else_names() {
        let slip =
            |name: &str| slip_of(name, ["planting", "none", "E06"], |it| it == "none");
        assert_eq!(slip("planing"), Some("planting"));
        for name in ["planting", "nine", "E05", "other"] {
            assert_eq!(slip(name), None, "{name}");
        }
    }

    #[test]
    fn a_misspelt_name_is_met_with_the_nearest_candidate_and_the_list() {
        assert_eq!(
            did_you_mean("revenu", ["date", "region", "revenue"], "columns"),
            "did you mean `revenue`? the columns are `date`, `region`, `revenue`"
        );
    }

    #[test]
    fn a_long_list_is_met_with_its_nearest_names() {
        let names: Vec<String> =
            (0..2000).map(|number| format!("area_{number}")).collect();
        let help = did_you_mean("area_1234x", names.iter().map(String::as_str), "areas");
        assert!(
            help.starts_with(
                "did you mean `area_1234`? of 2000 areas the nearest are `area_1234`, `area_123`, "
            ),
            "{help}"
        );
    }

    #[test]
    fn a_name_near_nothing_is_met_with_the_list_alone() {
        assert_eq!(did_you_mean("x", ["alpha"], "columns"), "the columns are `alpha`");
    }
}
