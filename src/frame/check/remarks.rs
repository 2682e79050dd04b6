//! Rows of a file that read as notes about its table, or are blank.

use crate::frame::check::Cellular;
use crate::frame::remark;
use crate::frame::remark::Remark;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::twice::decoded_twice;
use crate::project::ResourceDecl;
use std::collections::BTreeSet;

/// Rows that are shown; the rest are counted.
const SHOWN: usize = 5;

/// Warns of texts that were encoded twice: the first of each column at its cell, with how many there are.
pub(in crate::frame) fn twice(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
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
fn listed(resource: &ResourceDecl) -> Vec<String> {
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

/// Warns of the last rows of a file of so many, of which only its last bytes are at hand.
pub(in crate::frame) fn last_remarks(
    resource: &ResourceDecl,
    tail: &[u8],
    rows: usize,
    at: &Span,
) -> Vec<Diagnostic> {
    let listed = listed(resource);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(tail);
    // The first line may be the end of one.
    let records: Vec<csv::StringRecord> =
        reader.records().skip(1).map_while(Result::ok).collect();
    let notes: Vec<(String, Remark)> = records
        .iter()
        .rev()
        .map_while(|record| {
            let cells: Vec<&str> = record.iter().collect();
            let remark = remark::of(&cells).filter(|_| cells.len() > 1)?;
            let first = cells.first().map_or("", |text| text.trim());
            (!listed.iter().any(|text| text == first)).then(|| (first.to_owned(), remark))
        })
        .collect();
    let count = notes.len();
    if 2 * count > records.len() {
        return Vec::new();
    }
    let help = format!(
        "lines below the table are left out by `dialect: {{footerRows: {count}}}`, with which the file is held in memory"
    );
    let shown =
        notes.iter().rev().take(SHOWN).enumerate().map(|(index, (text, remark))| {
            let message = words(*remark, rows + 1 + index - count.min(rows), text);
            let more = match count {
                all if index + 1 == SHOWN && all > SHOWN => {
                    format!("; {} more rows are so", all - SHOWN)
                }
                _ => String::new(),
            };
            let found = Diagnostic::warning(Code::R0233, format!("{message}{more}"));
            found.at(at.clone(), "").help(&help)
        });
    shown.collect()
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
            let remark = remark::of(&texts)?;
            let first = texts.first().map_or("", |text| text.trim());
            (!listed.iter().any(|text| text == first)).then_some((row, remark))
        })
        .collect();
    // Where many rows read so, they are the data.
    if 2 * found.len() > rows {
        return Vec::new();
    }
    let trailing = (1..=found.len())
        .take_while(|back| {
            found.get(found.len() - back).is_some_and(|(row, _)| row + back == rows)
        })
        .count();
    let shown = found.iter().enumerate().take(SHOWN).map(|(at, (row, remark))| {
        let line = cells.line(*row);
        let text = cells.text(*row, 0).unwrap_or_default();
        let message = words(*remark, cells.number(*row), &text);
        let more = match found.len() {
            all if at + 1 == SHOWN && all > SHOWN => format!("; {} more rows are so", all - SHOWN),
            _ => String::new(),
        };
        let help = if at + trailing >= found.len() {
            format!("lines below the table are left out by `dialect: {{footerRows: {trailing}}}`")
        } else {
            format!("a line that is no data is left out by `dialect: {{commentRows: [{line}]}}`")
        };
        Diagnostic::warning(Code::R0233, format!("{message}{more}"))
            .at(cells.place(*row, 0), "")
            .help(help)
    });
    shown.collect()
}
