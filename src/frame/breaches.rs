//! How many breaches of one file are shown.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;

/// Breaches shown for one file; the rest are counted.
pub(super) const MOST: usize = 200;

/// The breaches of one file.
pub(super) struct Breaches<'a> {
    found: &'a mut Findings,
    file: &'a str,
    count: usize,
}

impl<'a> Breaches<'a> {
    pub(super) fn new(found: &'a mut Findings, file: &'a str) -> Self {
        Self { found, file, count: 0 }
    }

    pub(super) fn push(&mut self, diagnostic: impl FnOnce() -> Diagnostic) {
        self.count += 1;
        if self.count <= MOST {
            self.found.push(diagnostic());
        }
    }

    pub(super) fn close(self) {
        self.found.extend(more(self.file, self.count.saturating_sub(MOST)));
    }
}

/// Returns the finding for breaches that are not shown.
pub(super) fn more(file: &str, rest: usize) -> Option<Diagnostic> {
    let message = match rest {
        0 => return None,
        1 => format!("`{file}` has one more breach"),
        rest => format!("`{file}` has {rest} more breaches"),
    };
    Some(Diagnostic::error(Code::R0202, message))
}
