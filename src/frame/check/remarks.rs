//! Rows of a file that read as notes about its table, or are blank.

use crate::frame::check::Cellular;
use crate::frame::remark;
use crate::frame::remark::Remark;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::twice::decoded_twice;
use crate::project::ResourceDecl;
use std::collections::BTreeSet;

/// Rows that are shown; the rest are counted.
pub(in crate::frame) const SHOWN: usize = 5;

/// Warns of texts that were encoded twice: the first of each column at its cell, with how many there are
/// where all rows are at hand that have any.
pub(in crate::frame) fn twice(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    all: bool,
) -> Vec<Diagnostic> {
    let help = "the text was read as Windows-1252 and saved as UTF-8 before: get the file anew from its source, or mend it there";
    let fields = resource.schema.fields.iter().map(|field| &field.name);
    let known: BTreeSet<&String> = fields.chain(resource.rename.keys()).collect();
    let declared = |name: &&String| known.contains(*name);
    let mut out = Vec::new();
    for (column, name) in cells.header().iter().enumerate().filter(|(_, it)| declared(it))
    {
        if let Some(meant) = decoded_twice(name) {
            let message = format!(
                "the column `{name}` is named in letters encoded twice, for `{meant}`"
            );
            out.push(
                Diagnostic::warning(Code::R0610, message).at(cells.top(), "").help(help),
            );
        }
        let mut first = None;
        let mut count = 0;
        for row in 0..cells.rows() {
            let Some(text) = cells.text(row, column).filter(|text| !text.is_ascii())
            else {
                continue;
            };
            if let Some(meant) = decoded_twice(&text) {
                count += 1;
                first.get_or_insert_with(|| (row, text.into_owned(), meant));
            }
        }
        let Some((row, text, meant)) = first else { continue };
        let more = match count {
            _ if !all => "; many other cells of the file are so".to_owned(),
            1 => String::new(),
            2 => "; another cell of the column is so".to_owned(),
            more => format!("; {} other cells of the column are so", more - 1),
        };
        let short = |text: &str| text.chars().take(60).collect::<String>();
        let message = format!(
            "row {}, column `{name}`: `{}` is in letters encoded twice, for `{}`{more}",
            cells.number(row),
            short(&text),
            short(&meant)
        );
        let found = Diagnostic::warning(Code::R0610, message);
        out.push(found.at(cells.place(row, column), "").help(help));
    }
    out
}

/// Returns the texts that the contract lists as values.
pub(in crate::frame) fn listed(resource: &ResourceDecl) -> Vec<String> {
    let fields = resource.schema.fields.iter();
    fields.filter_map(|field| field.constraints.allowed_texts()).flatten().collect()
}

fn words(remark: Remark, number: usize, text: &str) -> String {
    match remark {
        Remark::Blank => format!("row {number} is blank, and counted as a row"),
        Remark::Note | Remark::Doubt => format!(
            "row {number} reads as a note about the table: `{}`",
            text.trim().chars().take(60).collect::<String>()
        ),
    }
}

/// Returns what a row is that is no record, unless the contract lists its text as a value.
fn remark(listed: &[String], texts: &[&str]) -> Option<Remark> {
    let remark = remark::of(texts)?;
    let first = texts.first().map_or("", |text| text.trim());
    (!listed.iter().any(|text| text == first)).then_some(remark)
}

/// Returns what the last rows of a file are that are no records, the last first, of its last bytes.
pub(in crate::frame) fn trailing(listed: &[String], tail: &[u8]) -> Vec<Remark> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(tail);
    // The first line may be the end of one.
    let records: Vec<csv::StringRecord> =
        reader.records().skip(1).map_while(Result::ok).collect();
    let remarks = records.iter().rev().map_while(|record| {
        let texts: Vec<&str> = record.iter().collect();
        remark(listed, &texts).filter(|_| texts.len() > 1)
    });
    remarks.collect()
}

/// Warns of rows that are notes or blank, unless the contract lists their text as a value.
pub(in crate::frame) fn remarks(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
) -> Vec<Diagnostic> {
    let (rows, columns) = (cells.rows(), cells.header().len());
    let listed = listed(resource);
    let found: Vec<(usize, Remark)> = (0..rows)
        .filter(|_| columns > 1)
        .filter_map(|row| {
            let texts: Vec<_> = (0..columns).map(|at| cells.text(row, at)).collect();
            let texts: Vec<&str> =
                texts.iter().map(|text| text.as_deref().unwrap_or_default()).collect();
            Some((row, remark(&listed, &texts)?))
        })
        .collect();
    remarked(&found, rows, cells, &|row| row)
}

/// Warns of rows of a file of so many that are no records; `at` finds each among the cells.
pub(in crate::frame) fn remarked(
    found: &[(usize, Remark)],
    rows: usize,
    cells: &dyn Cellular,
    at: &dyn Fn(usize) -> usize,
) -> Vec<Diagnostic> {
    // Where many rows read so, they are the data.
    if 2 * found.len() > rows {
        return Vec::new();
    }
    let trailing = (1..=found.len())
        .take_while(|back| {
            found.get(found.len() - back).is_some_and(|(row, _)| row + back == rows)
        })
        .count();
    let shown = found.iter().enumerate().take(SHOWN).map(|(index, (row, remark))| {
        let row = at(*row);
        let line = cells.line(row);
        let text = cells.text(row, 0).unwrap_or_default();
        let message = words(*remark, cells.number(row), &text);
        let more = match found.len() {
            all if index + 1 == SHOWN && all > SHOWN => format!("; {} more rows are so", all - SHOWN),
            _ => String::new(),
        };
        let help = if index + trailing >= found.len() {
            format!("lines below the table are left out by `dialect: {{footerRows: {trailing}}}`")
        } else {
            format!("a line that is no data is left out by `dialect: {{commentRows: [{line}]}}`")
        };
        Diagnostic::warning(Code::R0233, format!("{message}{more}"))
            .at(cells.place(row, 0), "")
            .help(help)
    });
    shown.collect()
}
