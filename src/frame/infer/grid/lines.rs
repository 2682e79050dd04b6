//! Which lines of a file are the head of its table.
//!
//! **In:** the lines as cells, and the one that looks most like a head.
//! **Out:** the run of lines that name the columns.
//! **Guarantees:** a line that holds a measurement is no part of a head.

use crate::frame::infer::form;
use crate::model::calendar::Step;
use crate::model::calendar::period;
use std::ops::Range;

/// A line of a file or a row of a sheet: its number, from 1, and its cells.
#[derive(Debug)]
pub(super) struct Line {
    pub number: u64,
    pub cells: Vec<String>,
    /// Whether something in it is merged over several columns, but not over all of them.
    pub spans: bool,
}

/// The most lines of a head.
const MOST: usize = 4;
/// The longest name of a column; what is longer is a note.
const LONGEST: usize = 120;

impl Line {
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Returns whether a cell behind the first is a number that is no year.
    fn measures(&self) -> bool {
        self.cells.iter().skip(1).any(|cell| is_measured(cell))
    }

    /// Returns whether a name occurs twice.
    fn repeats(&self) -> bool {
        let mut names: Vec<&String> =
            self.cells.iter().filter(|cell| !cell.is_empty()).collect();
        names.sort_unstable();
        names.array_windows().any(|[a, b]| a == b)
    }

    /// Returns whether it has a blank where another has a name, and the other way round.
    fn fits_over(&self, below: &Self) -> bool {
        let width = self.cells.len().max(below.cells.len());
        let gap =
            (1..width).any(|at| self.cell(at).is_empty() && !below.cell(at).is_empty());
        let corner = self.cell(0).is_empty() != below.cell(0).is_empty();
        corner && (gap || self.cell(0).is_empty())
    }
}

/// Returns whether a cell is a number, and none that is most probably a year.
fn is_measured(cell: &str) -> bool {
    let is_year =
        || period(cell).is_some_and(|period| (1900..2101).contains(&period.year()));
    form::is_number(cell) && !is_year()
}

/// Returns the lines of the head around the one that was found.
pub(super) fn heads(lines: &[Line], found: usize) -> Range<usize> {
    let next_to = |at: usize| {
        let (above, own) =
            (at.checked_sub(1).and_then(|at| lines.get(at))?, lines.get(at)?);
        (above.number + 1 == own.number).then_some(above)
    };
    let named = |line: &Line| {
        line.filled() > 1 && line.cells.iter().all(|cell| cell.chars().count() <= LONGEST)
    };
    let mut first = found;
    // The first full line may be data, where the head is merged over several columns.
    if let (Some(own), Some(above)) = (lines.get(first), next_to(first))
        && own.measures()
        && lines.get(first + 1).is_some_and(Line::measures)
        && named(above)
        && !above.measures()
        && above.filled() * 2 >= own.filled()
        && !own.cell(0).is_empty()
    {
        first -= 1;
    }
    let mut last = first;
    while last + 1 - first < MOST {
        let (Some(own), Some(next)) = (lines.get(last), lines.get(last + 1)) else {
            break;
        };
        let mut rows = lines.iter().skip(last + 2).take(6);
        let words = !next.cells.iter().any(|cell| form::is_number(cell));
        let fits = own.number + 1 == next.number
            && named(next)
            && !next.measures()
            && !form::is_number(next.cell(0))
            && !next.cells.iter().any(|cell| form::is_marker(cell))
            && own.fits_over(next)
            && (words || next.cell(0).is_empty() || own.repeats())
            && rows.any(Line::measures);
        if !fits {
            break;
        }
        last += 1;
    }
    while last + 1 - first < MOST {
        let (Some(own), Some(above)) = (lines.get(first), next_to(first)) else { break };
        let over = (above.spans || above.fits_over(own)) && !above.measures();
        let named = named(above) || above.spans && above.filled() == 1;
        if !(over && named) {
            break;
        }
        first -= 1;
    }
    first..last + 1
}

/// Returns whether a line that was taken for a head is a row like those below it: it has a code, a
/// number with decimals or too great for a year, or one number twice.
pub(super) fn is_row(head: &[String], rows: &[Vec<String>]) -> bool {
    // A blank name is no name, unless much else tells that the line holds no names.
    let needed = if head.iter().any(String::is_empty) { 2 } else { 1 };
    // Single years of age are several numbers; one alone is no name.
    let alone =
        head.len() < 4 && head.iter().filter(|cell| is_measured(cell)).count() == 1;
    let mut seen: Vec<&str> = Vec::new();
    let told = head.iter().enumerate().filter(|(at, cell)| {
        let again = form::is_number(cell) && seen.contains(&cell.as_str());
        seen.push(cell);
        let telling = form::is_code(cell)
            || is_day(cell)
            || is_measured(cell)
                && (alone
                    || cell.contains(['.', ','])
                    || cell.trim_start_matches('-').len() > 3);
        let below = rows.iter().take(20).filter_map(|row| row.get(*at));
        (again || telling)
            && below.clone().count() > 0
            && below.filter(|text| !text.is_empty()).all(|text| {
                form::is_code(text) == form::is_code(cell)
                    && form::is_number(text) == form::is_number(cell)
                    && is_day(text) == is_day(cell)
            })
    });
    told.count() >= needed
}

/// Returns whether a cell is a day, with or without a time.
fn is_day(cell: &str) -> bool {
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    day.len() >= 8 && period(day).is_some_and(|period| period.step == Step::Day)
}

/// Gives names that occur again their numbers, as reading does; returns what to check.
pub(super) fn tell_apart(header: &mut [String]) -> Vec<String> {
    let before = header.to_vec();
    crate::frame::heads::numbered(header, &|_| true);
    let again = before.iter().zip(header.iter()).filter(|(old, new)| old != new);
    again
        .map(|(old, new)| {
            format!("several columns are called `{old}`: this one is `{new}`; say by `title:` what each holds")
        })
        .collect()
}
