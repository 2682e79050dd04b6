//! Where the table of a text file begins and ends, and which lines between are notes.

use crate::frame::infer::form;
use crate::frame::infer::grid::lines;
use crate::frame::infer::grid::lines::Line;
use crate::frame::remark;
use crate::frame::remark::Remark;
use std::collections::BTreeMap;

/// A record with its line, from 1.
pub(super) type Record = (u64, csv::StringRecord);

/// Returns which records are the head, and whether they are rows of the table after all.
pub(super) fn head(records: &[Record], shape: &Shape) -> (std::ops::Range<usize>, bool) {
    let first = shape.head.saturating_sub(6);
    let lines: Vec<Line> = records
        .iter()
        .take(shape.end)
        .skip(first)
        .take(40)
        .map(|(line, record)| Line {
            number: *line,
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
            spans: false,
        })
        .collect();
    let found = lines::heads(&lines, shape.head - first);
    let rows: Vec<Vec<String>> =
        lines.iter().skip(found.end).map(|line| line.cells.clone()).collect();
    let cells = lines.get(found.start).map(|line| line.cells.clone()).unwrap_or_default();
    let headless = found.len() == 1 && lines::is_row(&cells, &rows);
    (first + found.start..first + found.end, headless)
}

/// Returns the line on which the names of the columns occur again, under the table.
pub(super) fn repeated(
    records: &[Record],
    head: &std::ops::Range<usize>,
    header: &[String],
) -> Option<u64> {
    let full = header.iter().filter(|name| !name.is_empty()).count();
    let words = header.iter().filter(|name| !name.is_empty() && !form::is_number(name));
    if full < 2 || words.count() == 0 || head.len() > 1 {
        return None;
    }
    let again = |(_, record): &&Record| {
        record.len() >= full
            && header.iter().enumerate().all(|(at, name)| {
                name.is_empty() || record.get(at).map(str::trim) == Some(name.as_str())
            })
    };
    records.iter().skip(head.end).find(again).map(|(line, _)| *line)
}

/// Where the table lies among the records.
pub(super) struct Shape {
    pub head: usize,
    /// One past the last row.
    pub end: usize,
}

pub(super) fn shape(records: &[Record]) -> Option<Shape> {
    // Cells that are blank in every record are no part of the table.
    let used = |record: &csv::StringRecord| {
        let cells = record.iter().enumerate();
        cells
            .filter(|(_, cell)| !cell.trim().is_empty())
            .last()
            .map_or(0, |(at, _)| at + 1)
    };
    let widest = records.iter().map(|(_, record)| used(record)).max()?;
    let cells = |record: &csv::StringRecord| record.len().min(widest);
    // `Period:,March 2024` above a wider table says something of it.
    let labelled = |record: &csv::StringRecord| {
        widest > 2
            && used(record) <= 2
            && record.get(0).is_some_and(|cell| cell.trim().ends_with(':'))
    };
    let about = records
        .iter()
        .take_while(|(_, record)| used(record) == 0 || labelled(record))
        .count();
    let rows = || records.iter().skip(about).map(|(_, record)| record);
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for record in rows() {
        *widths.entry(cells(record)).or_default() += 1;
    }
    // A short table may have fewer lines than there are notes of one cell around it, which hold no
    // numbers as its rows do.
    let number = |cell: &str| !cell.trim().is_empty() && form::is_number(cell);
    let worded = !rows().any(|record| used(record) == 1 && record.iter().any(number));
    let measured = |width: usize| {
        let own = rows().filter(|record| cells(record) == width);
        worded && own.filter(|record| record.iter().skip(1).any(number)).count() >= 3
    };
    let most = |widths: BTreeMap<usize, usize>| {
        let most = |all: &mut dyn Iterator<Item = (usize, usize)>| {
            all.max_by_key(|(width, count)| (*count, *width))
        };
        let wide = most(&mut widths.clone().into_iter().filter(|(width, _)| *width > 1));
        wide.filter(|(_, count)| *count >= 3)
            .filter(|(width, count)| {
                3 * count + about >= records.len() || measured(*width)
            })
            .or_else(|| most(&mut widths.into_iter()))
    };
    let (usual, _) = most(widths)?;
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for record in rows() {
        *lengths.entry(record.len()).or_default() += 1;
    }
    let (whole, _) = most(lengths)?;
    let near = |record: &csv::StringRecord| {
        cells(record) + 1 >= usual && cells(record) <= usual + 1
    };
    let filled = |record: &csv::StringRecord| {
        record.iter().filter(|cell| !cell.trim().is_empty()).count()
    };
    let head = about
        + rows().position(|record| {
            near(record)
                && filled(record) * 2 >= cells(record).min(usual)
                && filled(record) > usize::from(usual > 1)
                && !(usual > 1 && remark::opens_note(record.get(0).unwrap_or_default()))
        })?;
    let head = head + usize::from(is_title(records, head));
    let mut end = records.len();
    while end > head + 1 {
        let (_, record) = records.get(end - 1)?;
        let short = record.len() + 1 < whole || usual > 2 && filled(record) <= 1;
        if !short {
            break;
        }
        end -= 1;
    }
    (end > head + 1).then_some(Shape { head, end })
}

/// Returns whether the first full line is no head but a title that has a comma and a number, by the
/// names below it: words over columns of numbers.
fn is_title(records: &[Record], at: usize) -> bool {
    let cells = |at: usize| records.get(at).map(|(_, record)| record);
    let (Some(own), Some(next)) = (cells(at), cells(at + 1)) else { return false };
    let numbers = own.iter().filter(|cell| cell.contains(|c: char| c.is_ascii_digit()));
    let names = own.len() == next.len()
        && next.iter().all(|cell| {
            !cell.trim().is_empty() && !form::is_number(cell) && !form::is_marker(cell)
        });
    let rows = || records.iter().skip(at + 2).take(20);
    let measured = (1..next.len()).any(|column| {
        let cells = || rows().filter_map(|(_, record)| record.get(column));
        let filled = || cells().filter(|cell| !cell.trim().is_empty());
        filled().count() > 0
            && 2 * filled().filter(|cell| form::is_number(cell)).count()
                > filled().count()
    });
    // Several years are names of columns with a line of units below them.
    names && measured && numbers.count() == 1
}

/// Returns which records of the table are blank or notes, from its end on those below it; says where
/// another table begins.
pub(super) fn notes(
    records: &[Record],
    rows: std::ops::Range<usize>,
) -> Result<Vec<(usize, Remark)>, String> {
    let end_of = |(line, record): &Record| {
        line + record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>()
    };
    let before = |at: usize| at.checked_sub(1).and_then(|at| records.get(at));
    let lines: Vec<remark::Line<'_>> = rows
        .clone()
        .filter_map(|at| {
            let own = records.get(at)?;
            let parted = before(at).is_some_and(|above| {
                end_of(above) + 1 < own.0
                    || above.1.iter().all(|cell| cell.trim().is_empty())
            });
            Some(remark::Line { cells: own.1.iter().collect(), parted })
        })
        .collect();
    let is_number = |cell: &str| form::is_value(cell);
    match remark::among(&lines, &is_number) {
        Ok(found) => {
            Ok(found.into_iter().map(|(row, sort)| (rows.start + row, sort)).collect())
        }
        Err(second) => {
            let line = records.get(rows.start + second.row).map_or(0, |(line, _)| *line);
            Err(format!(
                "line {line} looks like the head of another table: make a file of each"
            ))
        }
    }
}

/// Refuses a table of one column with lines of several cells under it.
pub(super) fn one_column(
    width: usize,
    body: &[Record],
    head: &[u64],
) -> Result<(), String> {
    let filled = |record: &csv::StringRecord| {
        record.iter().filter(|cell| !cell.trim().is_empty()).count()
    };
    match body.iter().find(|(_, record)| width == 1 && filled(record) > 1) {
        Some((line, record)) => Err(format!(
            "it has no table that could be recognised: line {line} has {} cells under the one of line {}",
            filled(record),
            head.first().unwrap_or(&1)
        )),
        None => Ok(()),
    }
}
