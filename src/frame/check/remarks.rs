//! Rows of a file that read as notes about its table, or are blank.

use crate::frame::check::Cellular;
use crate::frame::remark;
use crate::frame::remark::Remark;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::project::ResourceDecl;

/// Rows that are shown; the rest are counted.
const SHOWN: usize = 5;

/// Warns of rows that are notes or blank, unless the contract lists their text as a value.
pub(in crate::frame) fn remarks(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
) -> Vec<Diagnostic> {
    let (rows, columns) = (cells.rows(), cells.header().len());
    let listed: Vec<String> = resource
        .schema
        .fields
        .iter()
        .filter_map(|field| field.constraints.allowed_texts())
        .flatten()
        .collect();
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
        let message = match remark {
            Remark::Blank => format!("row {} is blank, and counted as a row", cells.number(*row)),
            Remark::Note | Remark::Doubt => format!(
                "row {} reads as a note about the table: `{}`",
                cells.number(*row),
                text.trim().chars().take(60).collect::<String>()
            ),
        };
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
