//! The data contract at work: texts become typed columns, and every breach is reported.

mod beside;
mod cell;
mod exact;
mod hint;
mod key;
mod remarks;
mod rule;
mod typed;

pub(super) use cell::Field;
pub(super) use cell::Judged;
pub(super) use exact::is_kept;
pub(super) use exact::is_whole_kept;
pub(super) use key::foreign_keys;
pub(super) use remarks::SHOWN;
pub(super) use remarks::listed;
pub(super) use remarks::remarked;
pub(super) use remarks::remarks;
pub(super) use remarks::trailing;
pub(super) use remarks::twice;
pub(super) use typed::Typed;
pub(super) use typed::scaled;
pub(super) use typed::shifted;

use crate::frame::breaches::Breaches;
use crate::frame::raw::Raw;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::table::Table;
use crate::project::ResourceDecl;
use std::collections::BTreeSet;

/// What is wrong with a cell whatever its text is, and what to do about it.
pub(super) type Flaw = (&'static str, &'static str);

/// Where the cells of a file stand: in its text, or in a row of a binary file.
pub(super) trait Cellular {
    /// Returns how many rows there are.
    fn rows(&self) -> usize;
    /// Returns the column names.
    fn header(&self) -> &[String];
    /// Returns a cell's text; none when the file itself says it is missing.
    fn text(&self, row: usize, column: usize) -> Option<std::borrow::Cow<'_, str>>;
    /// Returns the place of a cell.
    fn place(&self, row: usize, column: usize) -> Span;
    /// Returns the place of the header.
    fn top(&self) -> Span;
    /// Returns the number of a row as its file counts them.
    fn number(&self, row: usize) -> usize {
        row + 1
    }
    /// Returns the line of the file, or the row of the sheet, on which a row begins.
    fn line(&self, row: usize) -> usize {
        self.number(row)
    }
    /// Returns whether a row has another number of cells than the header, so that what is in them
    /// may be meant for other columns.
    fn is_ragged(&self, _: usize) -> bool {
        false
    }
    /// Returns what is wrong with a cell whatever its text is, and what to do about it.
    fn flaw(&self, _: usize, _: usize) -> Option<Flaw> {
        None
    }
}

/// A CSV with its text.
pub(super) struct CsvCells<'a> {
    pub(super) raw: &'a Raw,
    pub(super) source: &'a str,
}

impl Cellular for CsvCells<'_> {
    fn rows(&self) -> usize {
        self.raw.rows()
    }

    fn header(&self) -> &[String] {
        &self.raw.header
    }

    fn text(&self, row: usize, column: usize) -> Option<std::borrow::Cow<'_, str>> {
        Some(self.raw.cell(row, column).into())
    }

    fn place(&self, row: usize, column: usize) -> Span {
        self.raw.span(self.source, row, column)
    }

    fn top(&self) -> Span {
        self.raw.top.clone()
    }

    fn number(&self, row: usize) -> usize {
        self.raw.number(row)
    }

    fn is_ragged(&self, row: usize) -> bool {
        self.raw.is_ragged(row)
    }

    fn line(&self, row: usize) -> usize {
        usize::try_from(self.raw.line(self.source, row)).unwrap_or(usize::MAX)
    }
}

/// Checks a file against its schema and returns its typed columns.
pub(super) fn check(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    found: &mut Findings,
    file: &str,
) -> Table {
    let mut breaches = Breaches::new(found, file);
    header(resource, cells, &mut breaches);
    let mut table = Table { columns: Vec::new(), files: vec![file.to_owned()] };
    for field in &resource.schema.fields {
        let Some(index) = cells.header().iter().position(|name| *name == field.name)
        else {
            continue;
        };
        table.columns.extend(cell::column(resource, field, cells, index, &mut breaches));
    }
    key::unique_keys(resource, cells, &table, &mut breaches);
    breaches.close();
    table
}

/// Checks the names of a file's columns.
pub(super) fn header(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    breaches: &mut Breaches<'_>,
) {
    let declared: Vec<&str> =
        resource.schema.fields.iter().map(|field| field.name.as_str()).collect();
    let matching = resource.schema.fields_match;
    let mut seen = BTreeSet::new();
    for name in cells.header() {
        if !seen.insert(name.as_str()) {
            breaches.push(|| {
                let twice = format!("column `{name}` occurs twice");
                let found = Diagnostic::error(Code::R0204, twice).at(cells.top(), "");
                if name.is_empty() {
                    return found;
                }
                found.help(format!(
                    "declare them as `{name}` and `{name} 2`, in the order of the file"
                ))
            });
        } else if !matching.more() && !declared.contains(&name.as_str()) {
            breaches.push(|| {
                Diagnostic::error(
                    Code::R0204,
                    format!(
                        "column `{name}` is not in the contract of `{}`",
                        resource.name
                    ),
                )
                .at(cells.top(), "")
                .help(did_you_mean(
                    name,
                    declared.iter().copied(),
                    "columns declared",
                ))
            });
        }
    }
    for name in declared {
        if !matching.fewer() && !seen.contains(name) {
            breaches.push(|| {
                Diagnostic::error(Code::R0204, format!("column `{name}` is missing"))
                    .at(cells.top(), "")
                    .help(did_you_mean(
                        name,
                        cells.header().iter().map(String::as_str),
                        "columns of the file",
                    ))
            });
        }
    }
}
