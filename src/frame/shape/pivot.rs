//! Rows made columns: rows that agree in all but two columns become one.

use crate::frame::check::Cellular;
use crate::frame::check::Flaw;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::project::PivotDecl;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Columns that a pivot may make.
const MOST: usize = 1_000;

struct Pivoted<'a> {
    inner: Box<dyn Cellular + 'a>,
    header: Vec<String>,
    by: Vec<usize>,
    value: usize,
    /// For each row that comes out, the first of the file.
    first: Vec<usize>,
    /// For each row, the row of the file for each new column.
    cells: Vec<Vec<Option<usize>>>,
}

/// Makes rows columns.
pub(super) fn pivoted<'a>(
    decl: &PivotDecl,
    inner: Box<dyn Cellular + 'a>,
    place: &dyn Fn(&[&str]) -> Span,
    found: &mut Findings,
) -> Option<Box<dyn Cellular + 'a>> {
    let mut column = |name: &str, at: &str| {
        let header = inner.header();
        let column = header.iter().position(|head| head == name);
        if column.is_none() {
            let message = format!("`pivot` names a column `{name}` that there is not");
            found.push(
                Diagnostic::error(Code::R0616, message)
                    .at(place(&["pivot", at]), "")
                    .help(did_you_mean(
                        name,
                        header.iter().map(String::as_str),
                        "columns",
                    )),
            );
        }
        column
    };
    let (name, value) = (column(&decl.name, "name")?, column(&decl.value, "value")?);
    let by: Vec<usize> = if decl.by.is_empty() {
        (0..inner.header().len()).filter(|it| *it != name && *it != value).collect()
    } else {
        decl.by.iter().map(|by| column(by, "by")).collect::<Option<_>>()?
    };
    let mut groups: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut new: Vec<String> = Vec::new();
    let (mut first, mut cells) = (Vec::new(), Vec::<Vec<Option<usize>>>::new());
    let text = |row: usize, column: usize| {
        inner.text(row, column).unwrap_or_default().into_owned()
    };
    for row in 0..inner.rows() {
        let key: Vec<String> = by.iter().map(|column| text(row, *column)).collect();
        let next = groups.len();
        let group = *groups.entry(key.clone()).or_insert(next);
        if group == first.len() {
            first.push(row);
            cells.push(Vec::new());
        }
        let label = text(row, name);
        if !decl.columns.is_empty() && !decl.columns.contains_key(&label) {
            let message = format!(
                "row {}: `pivot` has no column for the value `{label}` of `{}`",
                inner.number(row),
                decl.name
            );
            found.push(
                Diagnostic::error(Code::R0616, message)
                    .at(inner.place(row, name), "")
                    .help(format!("add `{label}: NAME` to its `columns:`")),
            );
            return None;
        }
        let at = new.iter().position(|known| *known == label).unwrap_or_else(|| {
            new.push(label.clone());
            new.len() - 1
        });
        if new.len() > MOST {
            let message =
                format!("`{}` has more than {MOST} values to make columns of", decl.name);
            let at = place(&["pivot", "name"]);
            found.push(Diagnostic::error(Code::R0616, message).at(at, ""));
            return None;
        }
        let own = cells.get_mut(group)?;
        if own.len() <= at {
            own.resize(at + 1, None);
        }
        if let Some(before) = own.get(at).copied().flatten() {
            let message = format!(
                "row {}: `{label}` occurs twice for {}",
                inner.number(row),
                key.join(", ")
            );
            found.push(
                Diagnostic::error(Code::R0616, message)
                    .at(inner.place(row, value), "")
                    .related(inner.place(before, value), "first here")
                    .help("name in `by:` all columns that tell such rows apart"),
            );
            return None;
        }
        if let Some(cell) = own.get_mut(at) {
            *cell = Some(row);
        }
    }
    let called = |label: &String| decl.columns.get(label).unwrap_or(label).clone();
    let stay = by.iter().filter_map(|column| inner.header().get(*column)).cloned();
    let header = stay.chain(new.iter().map(called)).collect();
    Some(Box::new(Pivoted { inner, header, by, value, first, cells }))
}

impl Pivoted<'_> {
    /// Returns the cell of the file; none where there is no such row.
    fn from(&self, row: usize, column: usize) -> Option<(usize, usize)> {
        if let Some(by) = self.by.get(column) {
            return Some((*self.first.get(row)?, *by));
        }
        let own = self.cells.get(row)?;
        Some(((*own.get(column - self.by.len())?)?, self.value))
    }

    fn first(&self, row: usize) -> usize {
        self.first.get(row).copied().unwrap_or(row)
    }
}

impl Cellular for Pivoted<'_> {
    fn rows(&self) -> usize {
        self.first.len()
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        let (row, column) = self.from(row, column)?;
        self.inner.text(row, column)
    }

    fn place(&self, row: usize, column: usize) -> Span {
        let (row, column) =
            self.from(row, column).unwrap_or_else(|| (self.first(row), self.value));
        self.inner.place(row, column)
    }

    fn top(&self) -> Span {
        self.inner.top()
    }

    fn number(&self, row: usize) -> usize {
        let own = self.cells.get(row).into_iter().flatten();
        self.inner.number(own.flatten().next().copied().unwrap_or(self.first(row)))
    }

    fn is_ragged(&self, row: usize) -> bool {
        let own = self.cells.get(row).into_iter().flatten().flatten();
        own.chain([&self.first(row)]).any(|row| self.inner.is_ragged(*row))
    }

    fn flaw(&self, row: usize, column: usize) -> Option<Flaw> {
        let (row, column) = self.from(row, column)?;
        self.inner.flaw(row, column)
    }
}
