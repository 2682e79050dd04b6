//! A file as rows of texts under a header, whatever stands around them; and what of that the
//! contract must say.

use crate::frame::notes;
use crate::frame::sheet;
use crate::frame::sheet::Kind;
use crate::frame::text;
use crate::project::DialectDecl;
use std::collections::BTreeMap;

/// A table as published.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub header: Vec<String>,
    /// Marks of footnotes in the header.
    pub marks: Vec<Option<String>>,
    pub rows: Vec<Vec<String>>,
    /// Settings of the resource that reading needs, as lines of YAML under it.
    pub settings: Vec<String>,
    /// Lines above the header.
    pub above: Vec<String>,
    /// Lines below the table.
    pub below: Vec<String>,
    /// The sheet's name.
    pub sheet: Option<String>,
    /// Names of columns in the file, and what they are called in the contract.
    pub rename: Vec<(String, String)>,
    /// Regular expressions of columns that are empty.
    pub empty: Vec<String>,
    /// What a person should check.
    pub checks: Vec<String>,
}

/// The most bytes of a text that are looked at.
const MOST: usize = 64 * 1024 * 1024;

/// Reads a text file; says why it is no table.
pub(super) fn of_text(path: &str, bytes: &[u8]) -> Result<Grid, String> {
    let mut grid = Grid::default();
    let mut encoding = None;
    let mut read = text::decode(path, bytes, None);
    if read.found.is_some() {
        let western = text::decode(path, bytes, Some("windows-1252"));
        let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        let label = if wide { "utf-16" } else { "windows-1252" };
        if !wide {
            if western.found.is_some() {
                return Err(
                    "its encoding was not recognised: save it as UTF-8".to_owned()
                );
            }
            read = western;
            grid.checks.push(
                "the file is not UTF-8 and is read as windows-1252: look at a name with an accent \
                 or a £"
                    .to_owned(),
            );
        }
        encoding = Some(label);
    }
    grid.settings.extend(encoding.map(|label| format!("encoding: {label}")));
    let mut text = read.text.as_str();
    if text.len() > MOST {
        let end = text.get(..MOST).map_or(0, |text| text.rfind('\n').unwrap_or(0));
        text = text.get(..end).unwrap_or(text);
        grid.checks.push("only the first 64 MiB were looked at".to_owned());
    }
    let delimiter = delimiter(text);
    let records = records(text, delimiter)?;
    let shape = shape(&records).ok_or("it has no table that could be recognised")?;
    let (_, head) = records.get(shape.head).ok_or("it has no header")?;
    grid.header = head.iter().map(|name| name.trim().to_owned()).collect();
    let named =
        grid.header.iter().rposition(|name| !name.is_empty()).map_or(0, |at| at + 1);
    let filled = |record: &csv::StringRecord| {
        let last =
            record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last();
        last.map_or(0, |(at, _)| at + 1)
    };
    let body = records.get(shape.head + 1..shape.end).unwrap_or_default();
    let widest = body.iter().map(|(_, record)| filled(record)).max().unwrap_or(0);
    grid.header.truncate(named.max(widest).max(1));
    let mut dialect: Vec<String> = Vec::new();
    if delimiter != b',' {
        dialect.push(format!(
            "delimiter: {}",
            super::yaml::quoted(&char::from(delimiter).to_string())
        ));
    }
    let above = records.get(..shape.head).unwrap_or_default();
    let line_of_head = records.get(shape.head).map_or(1, |(line, _)| *line);
    if !above.is_empty() {
        dialect.push(format!("headerRows: [{line_of_head}]"));
    }
    let joined = |record: &csv::StringRecord| {
        record
            .iter()
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    grid.above = above.iter().map(|(_, record)| joined(record)).collect();
    let width = grid.header.len();
    let mut comments: Vec<u64> = Vec::new();
    for (index, (line, record)) in body.iter().enumerate() {
        let cells = filled(record);
        if index == 0 && cells == 1 && width > 2 && record.len() < width {
            // The axis of the rows, named under the header.
            comments.push(*line);
            let first = grid.header.first().cloned().unwrap_or_default();
            let axis = joined(record);
            let name = if axis.to_lowercase().contains(" la") || axis.contains("National")
            {
                "area".to_owned()
            } else {
                axis.clone()
            };
            grid.checks.push(format!(
                "the first column is headed `{first}` but line {line} says that it holds \
                 `{axis}`: it is called `{name}`"
            ));
            if let Some(head) = grid.header.first_mut() {
                head.clone_from(&name);
            }
            grid.rename.push((first, name));
            continue;
        }
        if record.len() < named && cells <= 1 && record.len() <= 2 {
            comments.push(*line);
            continue;
        }
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        grid.rows.push((0..width).map(cell).collect());
    }
    if !comments.is_empty() {
        let list: Vec<String> = comments.iter().map(u64::to_string).collect();
        dialect.push(format!("commentRows: [{}]", list.join(", ")));
    }
    let below = records.get(shape.end..).unwrap_or_default();
    if !below.is_empty() {
        dialect.push(format!("footerRows: {}", below.len()));
        grid.below = below.iter().map(|(_, record)| joined(record)).collect();
    }
    if !dialect.is_empty() {
        grid.settings.push(format!("dialect: {{{}}}", dialect.join(", ")));
    }
    if !dialect.iter().all(|it| it.starts_with("delimiter")) {
        grid.checks.push(format!(
            "the table begins on line {line_of_head}, {} {} above and {} below are no data",
            grid.above.len(),
            if grid.above.len() == 1 { "line" } else { "lines" },
            grid.below.len()
        ));
    }
    for line in &grid.below {
        let line: String = line.chars().take(60).collect();
        grid.checks.push(format!("left out below the table: `{line}`"));
    }
    Ok(grid)
}

type Record = (u64, csv::StringRecord);

fn records(text: &str, delimiter: u8) -> Result<Vec<Record>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        out.push((crate::frame::raw::line_of(text, &record), record));
    }
    Ok(out)
}

/// Returns what most probably stands between cells: what splits most lines into as many as others.
fn delimiter(text: &str) -> u8 {
    let sample =
        text.get(..text.len().min(65_536)).unwrap_or(text.get(..0).unwrap_or_default());
    let sample = if sample.is_empty() { text } else { sample };
    let score = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(sample.as_bytes());
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for record in reader.records().take(200).flatten() {
            *widths.entry(record.len()).or_default() += 1;
        }
        let best =
            widths.iter().filter(|(width, _)| **width > 1).map(|(w, n)| (*n, *w)).max();
        best.unwrap_or((0, 0))
    };
    // A comma wins a draw.
    let best = [b'\t', b'|', b';', b','].into_iter().max_by_key(|it| score(*it));
    best.unwrap_or(b',')
}

/// Where the table lies among the records.
struct Shape {
    head: usize,
    /// One past the last row.
    end: usize,
}

fn shape(records: &[Record]) -> Option<Shape> {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, record) in records {
        *widths.entry(record.len()).or_default() += 1;
    }
    let (usual, _) = widths.into_iter().max_by_key(|(width, count)| (*count, *width))?;
    let near = |record: &csv::StringRecord| {
        record.len() + 1 >= usual && record.len() <= usual + 1
    };
    let filled = |record: &csv::StringRecord| {
        record.iter().filter(|cell| !cell.trim().is_empty()).count()
    };
    let head = records.iter().position(|(_, record)| {
        near(record)
            && filled(record) * 2 >= record.len().min(usual)
            && filled(record) > usize::from(usual > 1)
    })?;
    let mut end = records.len();
    while end > head + 1 {
        let (_, record) = records.get(end - 1)?;
        let short = record.len() + 1 < usual || usual > 2 && filled(record) <= 1;
        if !short {
            break;
        }
        end -= 1;
    }
    (end > head + 1).then_some(Shape { head, end })
}

/// Reads the tables of a workbook: one for each sheet that has one.
pub(super) fn of_book(
    bytes: &std::sync::Arc<[u8]>,
    format: &'static str,
) -> Result<(Vec<Grid>, Vec<String>), String> {
    let book = sheet::Book::open(std::sync::Arc::clone(bytes), format)?;
    let mut grids = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    let many = book.names.len() > 1;
    for index in 0..book.names.len() {
        let sheet = book.sheet(index)?;
        match of_sheet(&sheet, many) {
            Some(grid) => grids.push(grid),
            None => texts.extend(sheet.rows.iter().map(|row| {
                let cells = row.cells.iter().map(|cell| cell.text.trim());
                cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
            })),
        }
    }
    Ok((grids, texts))
}

#[expect(
    clippy::too_many_lines,
    reason = "where the table lies is found from top to bottom"
)]
fn of_sheet(sheet: &sheet::Sheet, many: bool) -> Option<Grid> {
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
    let head = sheet
        .rows
        .iter()
        .position(|row| filled(row) > 1 && filled(row) * 4 >= usual * 3)?;
    let number = sheet.rows.get(head)?.number;
    let mut heads = vec![number as u64];
    // Names merged over several columns stand above.
    let above = sheet
        .rows
        .get(head.checked_sub(1).unwrap_or(head))
        .filter(|row| row.number + 1 == number);
    if let Some(row) = above
        && sheet.merged.iter().any(|(top, bottom, left, right)| {
            *top == row.number
                && *bottom == row.number
                && left < right
                && *right < left + usual
        })
        && filled(row) > 1
    {
        heads.insert(0, row.number as u64);
    }
    let mut dialect =
        DialectDecl { header_rows: heads.clone(), ..DialectDecl::default() };
    let found = sheet::locate(sheet, &dialect, None, None, &|_| true).ok()?;
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
    let mut grid = Grid {
        header: found.header.clone(),
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
        grid.settings.push(format!("sheet: {}", super::yaml::scalar(&sheet.name)));
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
            "{hidden} hidden rows and {hidden_columns} hidden columns are read: write `hidden: skip` to leave them out"
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
    for row in rows.iter().filter_map(row_at) {
        grid.rows.push(found.columns.iter().map(|at| row.text(*at).to_owned()).collect());
    }
    grid.checks.push(format!(
        "the head is in row {} of the sheet, the table has {} rows; {} lines above and {} below are no data",
        heads.iter().map(u64::to_string).collect::<Vec<_>>().join(" and "),
        grid.rows.len(),
        grid.above.len(),
        grid.below.len()
    ));
    (!grid.rows.is_empty()).then_some(grid)
}

/// Columns that become rows, because their names are periods.
#[derive(Debug)]
pub(super) struct Wide {
    pub columns: Vec<usize>,
    /// A regular expression of the names, or the list.
    pub pattern: Option<String>,
    pub name: &'static str,
}

impl Grid {
    /// Returns the columns whose names are periods of one step, where there are three or more.
    pub(super) fn wide(&self) -> Option<Wide> {
        use crate::model::calendar::Step;
        use crate::model::calendar::period;
        use crate::model::calendar::periods;
        let base = |name: &str| notes::split(name).0.to_owned();
        let columns: Vec<usize> = (0..self.header.len())
            .filter(|at| {
                self.header.get(*at).is_some_and(|name| period(&base(name)).is_some())
            })
            .collect();
        let names: Vec<&String> =
            columns.iter().filter_map(|at| self.header.get(*at)).collect();
        let bases: Vec<String> = names.iter().map(|name| base(name)).collect();
        let all = periods(bases.iter().map(String::as_str))?;
        if columns.len() < 3 || columns.len() == self.header.len() {
            return None;
        }
        let ages = bases.iter().any(|name| name.len() < 4);
        let name = match all.first()?.step {
            _ if ages => return None,
            Step::Year | Step::Season => "year",
            Step::Quarter => "quarter",
            Step::Month => "month",
            Step::Day => "date",
        };
        let digits = |name: &str| -> String {
            let mut out = String::new();
            let mut run = 0;
            for sign in name.chars().chain(['\0']) {
                if sign.is_ascii_digit() {
                    run += 1;
                    continue;
                }
                if run > 0 {
                    out += &format!("[0-9]{{{run}}}");
                    run = 0;
                }
                if sign != '\0' {
                    out += &regex::escape(&sign.to_string());
                }
            }
            out
        };
        let marked = names.iter().zip(&bases).any(|(name, base)| *name != base);
        let mut patterns: Vec<String> = bases.iter().map(|name| digits(name)).collect();
        patterns.dedup();
        let pattern = match patterns.as_slice() {
            [one] if marked => Some(format!("{one}( ?[(\\[].*)?")),
            [one] => Some(one.clone()),
            _ => None,
        };
        let name =
            if self.header.iter().any(|head| head == name) { "period" } else { name };
        Some(Wide { columns, pattern, name })
    }

    /// Makes columns rows.
    pub(super) fn unpivot(&mut self, wide: &Wide, value: &str) {
        let stay: Vec<usize> =
            (0..self.header.len()).filter(|at| !wide.columns.contains(at)).collect();
        let pick = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let mut rows = Vec::with_capacity(self.rows.len() * wide.columns.len());
        for row in &self.rows {
            for at in &wide.columns {
                let mut new: Vec<String> = stay.iter().map(|at| pick(row, *at)).collect();
                new.push(pick(&self.header, *at));
                new.push(pick(row, *at));
                rows.push(new);
            }
        }
        let marks = stay.iter().map(|at| self.marks.get(*at).cloned().flatten());
        self.marks = marks.chain([None, None]).collect();
        let header = stay.iter().map(|at| pick(&self.header, *at));
        self.header = header.chain([wide.name.to_owned(), value.to_owned()]).collect();
        self.rows = rows;
    }

    /// Takes out columns that have no name, or one of annotations, and no cell.
    pub(super) fn drop_empty(&mut self) {
        let blank = |at: usize| {
            self.rows
                .iter()
                .all(|row| row.get(at).is_none_or(|cell| cell.trim().is_empty()))
        };
        let drop: Vec<usize> = (0..self.header.len())
            .filter(|at| {
                let name = self.header.get(*at).map_or("", String::as_str);
                (name.is_empty() || name.ends_with("Annotations")) && blank(*at)
            })
            .collect();
        if drop.is_empty() {
            return;
        }
        let names: Vec<&String> =
            drop.iter().filter_map(|at| self.header.get(*at)).collect();
        if names.iter().any(|name| name.is_empty())
            && drop.iter().any(|at| *at + 1 < self.header.len())
        {
            self.empty.push(String::new());
        }
        if names.iter().any(|name| !name.is_empty()) {
            self.empty.push(".* - Annotations".to_owned());
        }
        let keep = |row: &mut Vec<String>| {
            let mut at = 0;
            row.retain(|_| {
                at += 1;
                !drop.contains(&(at - 1))
            });
        };
        keep(&mut self.header);
        self.rows.iter_mut().for_each(keep);
        let count = drop.len();
        self.checks.push(format!("{count} columns without a cell are declared empty: a later file that fills one is refused"));
    }
}
