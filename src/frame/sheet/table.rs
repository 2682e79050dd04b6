//! Where the table of a sheet lies: under its lines of notes, above its footnotes.

use crate::frame::heads;
use crate::frame::notes::split;
use crate::frame::sheet::Row;
use crate::frame::sheet::Worksheet;
use crate::frame::sheet::range;
use crate::project::DialectDecl;
use crate::project::HiddenDecl;
use std::collections::BTreeSet;

/// The table of a sheet.
#[derive(Debug, Default)]
pub(in crate::frame) struct Found {
    /// The names of its columns, without marks of footnotes.
    pub header: Vec<String>,
    /// The marks of footnotes of each.
    pub marks: Vec<Option<String>>,
    /// The rows of the head, by their number in the sheet.
    pub heads: Vec<usize>,
    /// Its columns in the sheet, from 0.
    pub columns: Vec<usize>,
    /// The first and last column of its range.
    pub within: (usize, usize),
    /// Its rows, by their place among the rows of the sheet.
    pub rows: Vec<usize>,
}

/// Why no table was found: what is wrong, the row and column where, and what to do.
#[derive(Debug)]
pub(in crate::frame) struct Lost {
    pub message: String,
    pub at: (usize, usize),
    pub help: String,
}

/// Finds the table of a sheet. `wanted` says whether a name is that of a column which the schema
/// knows: the head is the row that has most of them, unless the dialect names its rows.
pub(in crate::frame) fn locate(
    sheet: &Worksheet,
    dialect: &DialectDecl,
    cells: Option<&str>,
    hidden: Option<HiddenDecl>,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Found, Lost> {
    let lost = |message: String, at: (usize, usize), help: &str| Lost {
        message,
        at,
        help: help.to_owned(),
    };
    let (top, bottom, left, right) = match cells.map(|text| (text, range(text))) {
        None => (1, usize::MAX, 0, usize::MAX),
        Some((_, Some(range))) => range,
        Some((text, None)) => {
            let message = format!("`{text}` is no range of cells");
            return Err(lost(
                message,
                (1, 0),
                "write it as `A6:F40`, or `A6:F` to the end",
            ));
        }
    };
    let said = dialect.header_rows.iter().map(|row| *row as usize).collect::<Vec<_>>();
    let heads = if said != [1] {
        said
    } else if cells.is_some() {
        vec![top]
    } else {
        let score = |row: &Row| {
            let known = |cell: &&crate::frame::sheet::Cell| {
                wanted(&named(&cell.text).0) || wanted(&spaced(&cell.text))
            };
            row.cells.iter().filter(known).count()
        };
        let best = sheet.rows.iter().map(|row| (score(row), row.number));
        let best = best.fold((0, 0), |best, row| if row.0 > best.0 { row } else { best });
        if best.0 == 0 {
            return Err(lost(
                "no row of it names a column of the contract".to_owned(),
                (1, 0),
                "name the rows of the head with `dialect: {headerRows: [6]}`, or the cells with \
                 `range: A6:F40`",
            ));
        }
        vec![best.1]
    };
    let last_head = heads.iter().copied().max().unwrap_or(0);
    let skip = hidden == Some(HiddenDecl::Skip);
    let named = heads_of(sheet, &heads, &dialect.header_join);
    let columns: Vec<usize> = (0..named.len())
        .filter(|column| (left..=right).contains(column))
        .filter(|column| !(skip && sheet.hidden_columns.contains(column)))
        .filter(|column| named.get(*column).is_some_and(|(name, _)| !name.is_empty()))
        .collect();
    if columns.is_empty() {
        let rows: Vec<String> = heads.iter().map(ToString::to_string).collect();
        let message = format!("row {} of it names no column", rows.join(", "));
        return Err(lost(
            message,
            (last_head, left),
            "see `headerRows` of its `dialect`",
        ));
    }
    let comments: BTreeSet<usize> =
        dialect.comment_rows.iter().map(|row| *row as usize).collect();
    let mut rows: Vec<usize> = (0..sheet.rows.len())
        .filter(|index| {
            sheet.rows.get(*index).is_some_and(|row| {
                row.number > last_head
                    && row.number >= top
                    && row.number <= bottom
                    && !comments.contains(&row.number)
                    && !(skip && row.hidden)
                    && row.cells.iter().any(|cell| !cell.is_blank())
            })
        })
        .collect();
    rows.truncate(rows.len().saturating_sub(dialect.footer_rows));
    let name = |column: &usize| named.get(*column).cloned().unwrap_or_default();
    let (mut header, marks): (Vec<String>, Vec<_>) = columns.iter().map(name).unzip();
    heads::numbered(&mut header, wanted);
    Ok(Found { header, marks, heads, columns, within: (left, right), rows })
}

/// Returns a text with single spaces.
pub(in crate::frame) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the name in a cell of the head, and its marks of footnotes.
pub(in crate::frame) fn named(text: &str) -> (String, Option<String>) {
    let text = spaced(text);
    let (name, marks) = split(&text);
    (name.to_owned(), marks)
}

/// Returns for each column of the sheet its name, from all rows of the head, and its marks. What is
/// merged over several columns belongs to each of them; where nothing is merged, so does what has
/// blank cells on its right.
fn heads_of(
    sheet: &Worksheet,
    heads: &[usize],
    join: &str,
) -> Vec<(String, Option<String>)> {
    let rows: Vec<&Row> =
        sheet.rows.iter().filter(|row| heads.contains(&row.number)).collect();
    let over: Vec<_> =
        sheet.merged.iter().filter(|(top, ..)| heads.contains(top)).collect();
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let width =
        over.iter().map(|it| it.3.saturating_add(1)).max().unwrap_or(0).max(width);
    let cell = |row: &Row, column: usize| -> String {
        let own = row.text(column);
        let merged = over.iter().find(|(top, _, left, right)| {
            *top == row.number && (*left..=*right).contains(&column)
        });
        match merged {
            Some((_, _, left, _)) if own.is_empty() => row.text(*left).to_owned(),
            _ => own.to_owned(),
        }
    };
    let width = width.min(16_384);
    let mut texts: Vec<Vec<String>> = rows
        .iter()
        .map(|row| (0..width).map(|column| cell(row, column)).collect())
        .collect();
    if !over.iter().any(|(_, _, left, right)| left < right) {
        heads::carried(&mut texts);
    }
    (0..width)
        .map(|column| {
            let parts = texts.iter().filter_map(|row| row.get(column));
            let parts = parts.map(|text| named(text));
            let parts: Vec<_> = parts.filter(|(name, _)| !name.is_empty()).collect();
            let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
            let marks: Vec<&str> =
                parts.iter().filter_map(|(_, marks)| marks.as_deref()).collect();
            let marks = (!marks.is_empty()).then(|| marks.join(", "));
            (names.join(join), marks)
        })
        .collect()
}
