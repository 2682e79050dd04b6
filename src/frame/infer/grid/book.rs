//! The tables of a workbook: where each begins and ends on its sheet.

use crate::frame::infer::form;
use crate::frame::infer::grid::Grid;
use crate::frame::infer::grid::cut::parts;
use crate::frame::infer::grid::lines;
use crate::frame::infer::grid::lines::Line;
use crate::frame::infer::yaml;
use crate::frame::notes;
use crate::frame::remark;
use crate::frame::remark::Remark;
use crate::frame::sheet;
use crate::frame::sheet::Kind;
use crate::model::words::counted;
use crate::project::DialectDecl;

/// Reads the tables of a workbook: one for each sheet that has one.
pub(in crate::frame::infer) fn of_book(
    bytes: &std::sync::Arc<[u8]>,
    format: &'static str,
) -> Result<(Vec<Grid>, Vec<String>), String> {
    let book = sheet::Book::open(std::sync::Arc::clone(bytes), format)?;
    let mut grids = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    let many = book.names.len() > 1;
    for index in 0..book.names.len() {
        let sheet = book.sheet(index)?;
        if book.is_hidden(index) {
            continue;
        }
        let parts = parts(&sheet);
        let mut found = parts
            .iter()
            .filter_map(|(part, cells)| of_sheet(part, many, cells.as_deref()))
            .peekable();
        if found.peek().is_none() {
            texts.extend(sheet.rows.iter().map(|row| {
                let cells = row.cells.iter().map(|cell| cell.text.trim());
                cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
            }));
        }
        grids.extend(found);
    }
    let hidden = (0..book.names.len()).filter(|index| book.is_hidden(*index));
    let hidden: Vec<String> = hidden
        .filter_map(|index| book.names.get(index))
        .map(|name| format!("sheet `{name}` is hidden in the workbook, and left out"))
        .collect();
    if let Some(first) = grids.first_mut() {
        first.checks.extend(hidden);
    }
    Ok((grids, texts))
}

#[expect(
    clippy::too_many_lines,
    reason = "where the table lies is found from top to bottom"
)]
fn of_sheet(sheet: &sheet::Worksheet, many: bool, cells: Option<&str>) -> Option<Grid> {
    let filled =
        |row: &sheet::Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let measured = |row: &sheet::Row| {
        row.cells
            .iter()
            .filter(|cell| {
                // A number with a mark beside it is a text.
                matches!(cell.kind, Kind::Number | Kind::Percent)
                    || form::is_number(notes::split(cell.text.trim()).0)
            })
            .count()
    };
    let lower = sheet.name.to_lowercase();
    let about = [
        "cover",
        "content",
        "note",
        "read",
        "about",
        "metadata",
        "information",
        "definition",
    ];
    let widest = sheet.rows.iter().map(filled).max().unwrap_or(0);
    let numbers: usize = sheet.rows.iter().map(measured).sum();
    // A workbook of one sheet is there for its table, however small.
    let fewest = if many { 4 } else { 1 };
    if widest < 2
        || numbers < fewest
        || about.iter().any(|word| lower.contains(word)) && numbers < 4 * sheet.rows.len()
    {
        return None;
    }
    // The head is the first row as full as the rows below it, or nearly.
    let usual = {
        let mut counts: Vec<usize> =
            sheet.rows.iter().map(filled).filter(|it| *it > 1).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(widest)
    };
    let full = sheet
        .rows
        .iter()
        .position(|row| filled(row) > 1 && filled(row) * 4 >= usual * 3)?;
    let spans = |number: usize| {
        sheet.merged.iter().any(|(top, bottom, left, right)| {
            *top == number
                && *bottom == number
                && left < right
                && *right < left + usual - 1
        })
    };
    let lines: Vec<Line> = sheet
        .rows
        .iter()
        .take(full + 40)
        .map(|row| Line {
            number: row.number as u64,
            cells: row.cells.iter().map(|cell| cell.text.trim().to_owned()).collect(),
            spans: spans(row.number),
        })
        .collect();
    let head = lines::heads(&lines, full);
    let heads: Vec<u64> =
        lines.get(head.clone())?.iter().map(|line| line.number).collect();
    let mut dialect =
        DialectDecl { header_rows: heads.clone(), ..DialectDecl::default() };
    // A name that occurs again is told apart below, with a word on it.
    let known: Vec<String> = lines
        .get(head)?
        .iter()
        .flat_map(|line| &line.cells)
        .map(|cell| sheet::named(cell).0)
        .collect();
    let wanted = |name: &str| known.iter().any(|own| own == name);
    let found = sheet::locate(sheet, &dialect, cells, None, &wanted).ok()?;
    let row_at = |at: &usize| sheet.rows.get(*at);
    let Body { rows, below, comments, mut checks, other } = body(sheet, &found);
    dialect.comment_rows = comments;
    dialect.footer_rows = below.len();
    let mut header = found.header.clone();
    let again = lines::tell_apart(&mut header);
    let mut grid = Grid {
        header,
        checks: again.into_iter().chain(checks.drain(..)).collect(),
        lines: heads.len(),
        marks: found.marks.clone(),
        above: sheet
            .rows
            .iter()
            .take_while(|row| (row.number as u64) < heads.first().copied().unwrap_or(0))
            .map(|row| {
                row.cells
                    .iter()
                    .map(|cell| cell.text.trim())
                    .filter(|it| !it.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect(),
        below,
        sheet: Some(sheet.name.clone()),
        ..Grid::default()
    };
    if many {
        grid.settings.push(format!("sheet: {}", yaml::scalar(&sheet.name)));
    }
    if let Some(other) = other {
        let number = |at: Option<&usize>| at.and_then(row_at).map_or(1, |row| row.number);
        let (left, right) = (found.columns.first(), found.columns.last());
        grid.settings.push(format!(
            "range: {}{}:{}{}",
            sheet::letters(left.copied().unwrap_or(0)),
            heads.first().copied().unwrap_or(1),
            sheet::letters(right.copied().unwrap_or(0)),
            number(rows.last())
        ));
        grid.checks.push(format!(
            "row {other} looks like the head of another table, which is left out: add it with a \
             `range` of its own"
        ));
    } else if let Some(cells) = cells {
        grid.settings.push(format!("range: {cells}"));
        grid.checks.push(format!("the sheet holds several tables: this is {cells}"));
    }
    let mut settings = Vec::new();
    if heads.len() > 1 || heads.first() == Some(&1) && heads.len() > 1 {
        let list: Vec<String> = heads.iter().map(u64::to_string).collect();
        settings.push(format!("headerRows: [{}]", list.join(", ")));
    }
    if !dialect.comment_rows.is_empty() {
        let list: Vec<String> = dialect.comment_rows.iter().map(u64::to_string).collect();
        settings.push(format!("commentRows: [{}]", list.join(", ")));
    }
    if dialect.footer_rows > 0 {
        settings.push(format!("footerRows: {}", dialect.footer_rows));
    }
    if !settings.is_empty() {
        grid.settings.push(format!("dialect: {{{}}}", settings.join(", ")));
    }
    let hidden = rows.iter().filter_map(row_at).filter(|row| row.hidden).count();
    let hidden_columns =
        found.columns.iter().filter(|it| sheet.hidden_columns.contains(it)).count();
    if hidden + hidden_columns > 0 {
        grid.settings.push("hidden: read".to_owned());
        grid.checks.push(format!(
            "{} and {} are hidden, and read: write `hidden: skip` to leave them out",
            counted(hidden, "row"),
            counted(hidden_columns, "column")
        ));
    }
    let errors = rows
        .iter()
        .filter_map(row_at)
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.kind == Kind::Error)
        .count();
    if errors > 0 {
        grid.checks.push(match errors {
            1 => "a cell is an error of the spreadsheet".to_owned(),
            many => format!("{many} cells are errors of the spreadsheet"),
        });
    }
    let mut whole = sheet.clone();
    let last = heads.last().map_or(0, |number| *number as usize);
    if whole.fill_merged(last) > 0 {
        grid.checks.push(
            "text that is merged over several rows is read as belonging to each of them"
                .to_owned(),
        );
    }
    for row in rows.iter().filter_map(|at| whole.rows.get(*at)) {
        grid.rows.push(found.columns.iter().map(|at| row.text(*at).to_owned()).collect());
    }
    let numbers: Vec<String> = heads.iter().map(u64::to_string).collect();
    grid.checks.push(format!(
        "the head is in {} {} of the sheet, the table has {}; {} above and {} below are no data",
        if numbers.len() == 1 { "row" } else { "rows" },
        numbers.join(", "),
        counted(grid.rows.len(), "row"),
        counted(grid.above.len(), "line"),
        counted(grid.below.len(), "line")
    ));
    (!grid.rows.is_empty()).then_some(grid)
}

/// The rows of a table on its sheet, and what else lies between its head and the end.
#[derive(Default)]
struct Body {
    /// Its rows, by their place among those of the sheet.
    rows: Vec<usize>,
    /// The lines below it.
    below: Vec<String>,
    /// Rows within it that are notes, by their number.
    comments: Vec<u64>,
    checks: Vec<String>,
    /// The row in which another table begins, which is left out.
    other: Option<usize>,
}

fn body(sheet: &sheet::Worksheet, found: &sheet::Found) -> Body {
    let row_at = |at: &usize| sheet.rows.get(*at);
    let filled =
        |row: &sheet::Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let joined = |row: &sheet::Row| {
        let cells = row.cells.iter().map(|cell| cell.text.trim());
        cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let mut out = Body { rows: found.rows.clone(), ..Body::default() };
    let mut above = found.heads.iter().copied().max().unwrap_or(0);
    let mut lines = Vec::new();
    for row in found.rows.iter().filter_map(row_at) {
        let cells = found.columns.iter();
        let cells =
            cells.map(|at| row.cells.get(*at).map_or("", |cell| cell.text.as_str()));
        lines.push(remark::Line {
            cells: cells.collect(),
            parted: row.number > above + 1,
        });
        above = row.number;
    }
    let remarks = remark::among(&lines, &form::is_value).unwrap_or_else(|second| {
        out.other = out.rows.get(second.row).and_then(row_at).map(|row| row.number);
        out.rows.truncate(second.row);
        Vec::new()
    });
    for (at, remark) in remarks.iter().rev() {
        let Some(row) = out.rows.get(*at).and_then(row_at) else { continue };
        if *remark == Remark::Doubt {
            let text = joined(row);
            out.checks.push(format!(
                "row {} reads as a note, and is kept: `{text}`",
                row.number
            ));
            continue;
        }
        if at + 1 == out.rows.len() {
            out.below.insert(0, joined(row));
        } else {
            out.comments.insert(0, row.number as u64);
            out.checks
                .insert(0, format!("left out: row {}, `{}`", row.number, joined(row)));
        }
        out.rows.remove(*at);
    }
    while let Some(row) = out.rows.last().and_then(row_at) {
        if filled(row) > 1 || found.columns.len() < 3 {
            break;
        }
        out.below.insert(0, joined(row));
        out.rows.pop();
    }
    out.checks.extend(out.below.iter().map(|line| {
        let line: String = line.chars().take(60).collect();
        format!("left out below the table: `{line}`")
    }));
    out
}
