//! A sheet cut into its tables.

use crate::frame::infer::form;
use crate::frame::sheet;
use crate::frame::sheet::Kind;

/// Cuts a sheet into its tables, each with its range of cells: beside one another, with a blank
/// column between and the same names again, or one under another, where the names occur again.
pub(super) fn parts(sheet: &sheet::Worksheet) -> Vec<(sheet::Worksheet, Option<String>)> {
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
    sheet: &sheet::Worksheet,
    top: usize,
    next: Option<usize>,
    (left, right): (usize, usize),
) -> (sheet::Worksheet, Option<String>) {
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
    (sheet::Worksheet { rows: own, ..sheet.clone() }, Some(cells))
}

/// Cuts a sheet into the tables beside one another, where a row names columns, leaves one out, and
/// begins with the same name again.
fn beside(sheet: &sheet::Worksheet) -> Option<Vec<(sheet::Worksheet, Option<String>)>> {
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
            sheet::Worksheet {
                rows: sheet.rows.iter().map(cut).collect(),
                ..sheet.clone()
            },
            Some(cells),
        )
    });
    Some(parts.collect())
}
