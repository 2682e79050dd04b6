//! A column whose cells hold several values made a column for each of them.

use crate::frame::check::Cellular;
use crate::frame::check::Flaw;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::words::counted;
use crate::project::SplitDecl;
use std::borrow::Cow;

struct Split<'a> {
    inner: Box<dyn Cellular + 'a>,
    header: Vec<String>,
    /// The column that is split, what stands between its values, and how many these are.
    column: usize,
    by: &'a str,
    parts: usize,
}

/// Splits a column.
pub(super) fn split<'a>(
    decl: &'a SplitDecl,
    inner: Box<dyn Cellular + 'a>,
    place: &dyn Fn(&[&str]) -> Span,
    found: &mut Findings,
) -> Option<Box<dyn Cellular + 'a>> {
    let mut fail = |message: String, at: Span, help: String| {
        found.push(Diagnostic::error(Code::R0616, message).at(at, "").help(help));
        None
    };
    let (name, parts) = (&decl.column, decl.into.len());
    let mut header = inner.header().to_vec();
    let Some(column) = header.iter().position(|head| head == name) else {
        let message = format!("`split` names a column `{name}` that the file lacks");
        let help =
            did_you_mean(name, header.iter().map(String::as_str), "columns of the file");
        return fail(message, place(&["split", "column"]), help);
    };
    if decl.by.is_empty() || parts == 0 {
        let message = format!("`split` does not say how `{name}` is split");
        let help = "say what stands between its values, `by: \",\"`, and what they are called, `into: [ONE, OTHER]`".to_owned();
        return fail(message, place(&["split"]), help);
    }
    let count = |row: usize| {
        inner.text(row, column).map_or(0, |text| text.split(&decl.by).count())
    };
    let other = (0..inner.rows())
        .filter(|row| !inner.is_ragged(*row))
        .find(|row| count(*row) != parts);
    if let Some(row) = other {
        let message = format!(
            "row {}: `{name}` has {} by `{}`, and not {parts}",
            inner.number(row),
            counted(count(row), "value"),
            decl.by
        );
        let help = "`split` must fit every row: mend the cell, or `into:`".to_owned();
        return fail(message, inner.place(row, column), help);
    }
    header.splice(column..=column, decl.into.iter().cloned());
    Some(Box::new(Split { inner, header, column, by: &decl.by, parts }))
}

impl Split<'_> {
    /// Returns the column of the file, and which of its values a column has.
    fn from(&self, column: usize) -> (usize, Option<usize>) {
        match column.checked_sub(self.column) {
            None => (column, None),
            Some(part) if part < self.parts => (self.column, Some(part)),
            Some(_) => (column + 1 - self.parts, None),
        }
    }
}

impl Cellular for Split<'_> {
    fn rows(&self) -> usize {
        self.inner.rows()
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        let (column, part) = self.from(column);
        let text = self.inner.text(row, column)?;
        let Some(part) = part else { return Some(text) };
        match text {
            Cow::Borrowed(text) => text.split(self.by).nth(part).map(Cow::Borrowed),
            Cow::Owned(text) => {
                text.split(self.by).nth(part).map(|it| Cow::Owned(it.to_owned()))
            }
        }
    }

    fn place(&self, row: usize, column: usize) -> Span {
        self.inner.place(row, self.from(column).0)
    }

    fn top(&self) -> Span {
        self.inner.top()
    }

    fn number(&self, row: usize) -> usize {
        self.inner.number(row)
    }

    fn line(&self, row: usize) -> usize {
        self.inner.line(row)
    }

    fn is_ragged(&self, row: usize) -> bool {
        self.inner.is_ragged(row)
    }

    fn flaw(&self, row: usize, column: usize) -> Option<Flaw> {
        self.inner.flaw(row, self.from(column).0)
    }
}
