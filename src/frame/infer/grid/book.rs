//! The tables of a workbook: where each begins and ends on its sheet.

use crate::frame::infer::form;
use crate::frame::infer::grid::Grid;
use crate::frame::infer::grid::lines;
use crate::frame::infer::grid::lines::Line;
use crate::frame::infer::yaml;
use crate::frame::sheet;
use crate::frame::sheet::Kind;
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
fn of_sheet(sheet: &sheet::Sheet, many: bool, cells: Option<&str>) -> Option<Grid> {
    let filled =
        |row: &sheet::Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let measured = |row: &sheet::Row| {
        row.cells
            .iter()
            .filter(|cell| matches!(cell.kind, Kind::Number | Kind::Percent))
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
    if widest < 2
        || numbers < 4
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
    let mut rows: Vec<usize> = found.rows.clone();
    let mut below = Vec::new();
    while let Some(row) = rows.last().and_then(row_at) {
        if filled(row) > 1 || found.columns.len() < 3 {
            break;
        }
        below
            .insert(0, row.cells.iter().map(|cell| cell.text.trim()).collect::<String>());
        rows.pop();
    }
    dialect.footer_rows = below.len();
    let mut header = found.header.clone();
    let again = lines::tell_apart(&mut header);
    let mut grid = Grid {
        header,
        checks: again,
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
    if let Some(cells) = cells {
        grid.settings.push(format!("range: {cells}"));
        grid.checks.push(format!("the sheet holds several tables: this is {cells}"));
    }
    let mut settings = Vec::new();
    if heads.len() > 1 || heads.first() == Some(&1) && heads.len() > 1 {
        let list: Vec<String> = heads.iter().map(u64::to_string).collect();
        settings.push(format!("headerRows: [{}]", list.join(", ")));
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
        grid.checks.push(format!("{errors} cells are errors of the spreadsheet"));
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

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Cuts a sheet into its tables, each with its range of cells: beside one another, with a blank
/// column between and the same names again, or one under another, where the names occur again.
fn parts(sheet: &sheet::Sheet) -> Vec<(sheet::Sheet, Option<String>)> {
    let whole = || vec![(sheet.clone(), None)];
    let names = |row: &sheet::Row| -> Vec<(usize, String)> {
        let cells = row.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(at, cell)| (at, cell.text.trim().to_owned()))
            .collect()
    };
    let words = |names: &[(usize, String)]| {
        names.len() > 1 && names.iter().any(|(_, name)| !form::is_number(name))
    };
    // A row of names that occurs again, where rows between hold numbers.
    let numbers =
        |row: &sheet::Row| row.cells.iter().any(|cell| cell.kind == Kind::Number);
    let head = sheet.rows.iter().enumerate().find(|(at, row)| {
        let own = names(row);
        words(&own) && sheet.rows.iter().skip(at + 2).any(|row| names(row) == own)
    });
    if let Some((first, row)) = head {
        let own = names(row);
        let tops: Vec<usize> = (first..sheet.rows.len())
            .filter(|at| sheet.rows.get(*at).is_some_and(|row| names(row) == own))
            .collect();
        let next_is_data = |at: &usize| sheet.rows.get(at + 1).is_some_and(numbers);
        if tops.len() > 1 && tops.iter().all(next_is_data) {
            let (left, right) =
                (own.first().map_or(0, |it| it.0), own.last().map_or(0, |it| it.0));
            return tops
                .iter()
                .enumerate()
                .map(|(index, top)| {
                    cut_rows(sheet, *top, tops.get(index + 1).copied(), (left, right))
                })
                .collect();
        }
    }
    beside(sheet).unwrap_or_else(whole)
}

/// Cuts out the rows from a head to the last full row before the next head.
fn cut_rows(
    sheet: &sheet::Sheet,
    top: usize,
    next: Option<usize>,
    (left, right): (usize, usize),
) -> (sheet::Sheet, Option<String>) {
    let filled =
        |row: &sheet::Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let rows = sheet.rows.get(top..next.unwrap_or(sheet.rows.len())).unwrap_or_default();
    let number = |row: Option<&sheet::Row>| row.map_or(1, |row| row.number);
    // The title of the next table stands above its head.
    let mut end = rows.len();
    while next.is_some()
        && end > 1
        && rows.get(end - 1).is_some_and(|row| filled(row) < 2)
    {
        end -= 1;
    }
    let title =
        sheet.rows.get(top.wrapping_sub(1)).filter(|row| filled(row) == 1).cloned();
    let own: Vec<sheet::Row> =
        title.into_iter().chain(rows.iter().take(end).cloned()).collect();
    let last = match next {
        None => String::new(),
        Some(_) => number(own.last()).to_string(),
    };
    let cells = format!(
        "{}{}:{}{last}",
        sheet::letters(left),
        number(rows.first()),
        sheet::letters(right)
    );
    (sheet::Sheet { rows: own, ..sheet.clone() }, Some(cells))
}

/// Cuts a sheet into the tables beside one another, where a row names columns, leaves one out, and
/// begins with the same name again.
fn beside(sheet: &sheet::Sheet) -> Option<Vec<(sheet::Sheet, Option<String>)>> {
    let blocks = |row: &sheet::Row| -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        for (at, _) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            match out.last_mut() {
                Some((_, right)) if *right + 1 == at => *right = at,
                _ => out.push((at, at)),
            }
        }
        out
    };
    let row = sheet.rows.iter().find(|row| {
        let found = blocks(row);
        let first = found.first().map(|(left, _)| row.text(*left));
        found.len() > 1
            && found.iter().all(|(left, right)| right > left)
            && found.iter().all(|(left, _)| Some(row.text(*left)) == first)
    })?;
    let all = blocks(row);
    let between: Vec<usize> =
        all.array_windows().flat_map(|[a, b]| a.1 + 1..b.0).collect();
    let below = || sheet.rows.iter().filter(|other| other.number >= row.number);
    if below().any(|row| between.iter().any(|at| !row.text(*at).is_empty())) {
        return None;
    }
    let parts = all.into_iter().map(|(left, right)| {
        let cut = |row: &sheet::Row| sheet::Row {
            cells: row
                .cells
                .iter()
                .enumerate()
                .take(right + 1)
                .map(
                    |(at, cell)| {
                        if at < left { sheet::Cell::default() } else { cell.clone() }
                    },
                )
                .collect(),
            ..row.clone()
        };
        let cells =
            format!("{}{}:{}", sheet::letters(left), row.number, sheet::letters(right));
        (
            sheet::Sheet { rows: sheet.rows.iter().map(cut).collect(), ..sheet.clone() },
            Some(cells),
        )
    });
    Some(parts.collect())
}
