//! The table of a text file: its delimiter, encoding, the lines above and below it.

use crate::frame::infer::grid::Grid;
use crate::frame::infer::grid::bounds::Record;
use crate::frame::infer::grid::bounds::head;
use crate::frame::infer::grid::bounds::notes;
use crate::frame::infer::grid::bounds::one_column;
use crate::frame::infer::grid::bounds::repeated;
use crate::frame::infer::grid::bounds::shape;
use crate::frame::infer::grid::lines;
use crate::frame::infer::unnamed::unnamed;
use crate::frame::packed;
use crate::frame::remark::Remark;
use crate::frame::text;
use crate::model::calendar::Step;
use crate::model::calendar::period;
use crate::model::words::listed;
use crate::project::quoted;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most bytes of a text that are looked at.
const MOST: usize = 64 * 1024 * 1024;

/// Reads a text file; says why it is no table.
pub(in crate::frame::infer) fn of_text(path: &str, bytes: &[u8]) -> Result<Grid, String> {
    let mut grid = Grid::default();
    let read = decoded(path, bytes, &mut grid)?;
    let mut text = read.text.as_str();
    if text.len() > MOST {
        let end = text.get(..MOST).map_or(0, |text| text.rfind('\n').unwrap_or(0));
        text = text.get(..end).unwrap_or(text);
        grid.checks.push("only the first 64 MiB were looked at".to_owned());
    }
    let delimiter = delimiter(text);
    let records = records(text, delimiter)?;
    let mut shape = shape(&records).ok_or("it has no table that could be recognised")?;
    let (head, headless) = head(&records, &shape);
    let below = if headless { head.start } else { head.end };
    if !headless {
        let names = named(records.get(head.clone()).unwrap_or_default());
        if let Some(again) = repeated(&records, &head, &names) {
            return Err(format!(
                "line {again} repeats the names of the columns: it holds several tables, one \
                 under another; make a file of each"
            ));
        }
    }
    let mut remarks = notes(&records, below..shape.end)?;
    while remarks.last().is_some_and(|(at, _)| at + 1 == shape.end) {
        remarks.pop();
        shape.end -= 1;
    }
    let filled = |record: &csv::StringRecord| {
        let last =
            record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last();
        last.map_or(0, |(at, _)| at + 1)
    };
    let body = records.get(below..shape.end).unwrap_or_default();
    let widest = body.iter().map(|(_, record)| filled(record)).max().unwrap_or(0);
    let lines_of_head: Vec<u64> = records
        .get(head.clone())
        .unwrap_or_default()
        .iter()
        .map(|(line, _)| *line)
        .collect();
    name_columns(&mut grid, &records, (&head, headless), widest);
    let named =
        grid.header.iter().rposition(|name| !name.is_empty()).map_or(0, |at| at + 1);
    let mut dialect: Vec<String> = Vec::new();
    if delimiter != b',' {
        dialect
            .push(format!("delimiter: {}", quoted(&char::from(delimiter).to_string())));
    }
    let above = records.get(..head.start).unwrap_or_default();
    if headless {
        dialect.push("header: false".to_owned());
    } else if !above.is_empty() || lines_of_head.len() > 1 {
        let list: Vec<String> = lines_of_head.iter().map(u64::to_string).collect();
        dialect.push(format!("headerRows: [{}]", list.join(", ")));
    }
    let joined = |record: &csv::StringRecord| joined(record, delimiter);
    // A series of the ONS has its title, its code and more about it over its values.
    let series = grid.header.first().is_some_and(|name| name == "CDID");
    let about = |record: &csv::StringRecord| series && is_about(record);
    grid.above = above
        .iter()
        .map(|(_, record)| match record.get(1) {
            Some(title) if about(record) => title.trim().to_owned(),
            _ => joined(record),
        })
        .collect();
    let width = grid.header.len();
    one_column(width, body, &lines_of_head)?;
    let mut comments: Vec<u64> = Vec::new();
    if headless {
        comments.extend(above.iter().map(|(line, _)| *line));
    }
    for (index, (line, record)) in body.iter().enumerate() {
        let cells = filled(record);
        if index == 0 && cells == 1 && width > 2 && record.len() < width {
            // The axis of the rows, named under the header.
            comments.push(*line);
            name_axis(&mut grid, *line, &joined(record));
            continue;
        }
        let remark = remarks.iter().find(|(at, _)| *at == below + index);
        let short = record.len() < named && cells <= 1 && record.len() <= 2
            || index < SERIES.len() && about(record);
        let text = shortened(&joined(record));
        let kept = matches!(remark, Some((_, Remark::Doubt)));
        if kept {
            grid.checks
                .push(format!("line {line} reads as a note, and is kept: `{text}`"));
        } else if remark.is_some() || short {
            comments.push(*line);
            grid.checks.push(match remark {
                Some((_, Remark::Blank)) => format!("left out: line {line} is blank"),
                _ => format!("left out: line {line}, `{text}`"),
            });
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
    say(&mut grid, &lines_of_head);
    if series {
        tell_steps(&mut grid);
    }
    grid.checks.extend(lines::tell_apart(&mut grid.header));
    one_line_names(&mut grid);
    grid.split();
    grid.unmarked();
    name_blanks(&mut grid)?;
    Ok(grid)
}

/// Returns the cells of a line that holds words, as it was before it was parted.
fn joined(record: &csv::StringRecord, delimiter: u8) -> String {
    let mut out = String::new();
    for cell in record.iter().filter(|cell| !cell.trim().is_empty()) {
        // A separator before a space is the comma of a sentence.
        if cell.starts_with(' ') && !out.is_empty() {
            out.push(char::from(delimiter));
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(cell.trim());
    }
    out
}

/// What stands over the values of a series of the ONS, beside its code.
const SERIES: &[&str] = &[
    "Title",
    "Source dataset ID",
    "PreUnit",
    "Unit",
    "Release date",
    "Next release",
    "Important notes",
];

fn is_about(record: &csv::StringRecord) -> bool {
    SERIES.contains(&record.get(0).unwrap_or_default().trim())
}

/// Says where the periods of a series of the ONS are of several lengths, one under another.
fn tell_steps(grid: &mut Grid) {
    let cells = grid.rows.iter().filter_map(|row| row.first());
    let steps: BTreeSet<Step> =
        cells.filter_map(|cell| period(cell)).map(|period| period.step).collect();
    let names: Vec<&str> = steps
        .iter()
        .map(|step| match step {
            Step::Year | Step::Season => "years",
            Step::Quarter => "quarters",
            Step::Month => "months",
            Step::Day => "days",
        })
        .collect();
    if names.len() > 1 {
        grid.checks.push(format!(
            "`CDID` has {}, one under another: hold one of them in the frame's SQL, such as `WHERE LENGTH(CDID) = 4` for years",
            listed(&names)
        ));
    }
}

/// Calls the first column by the axis of the rows, which a line under the header names.
fn name_axis(grid: &mut Grid, line: u64, axis: &str) {
    let first = grid.header.first().cloned().unwrap_or_default();
    let is_area = axis.to_lowercase().contains(" la") || axis.contains("National");
    let name = if is_area { "area" } else { axis }.to_owned();
    grid.checks.push(format!(
        "the first column is headed `{first}` but line {line} says that it holds `{axis}`: it is \
         called `{name}`"
    ));
    if let Some(head) = grid.header.first_mut() {
        head.clone_from(&name);
    }
    grid.rename.push((first, name));
}

/// Reads the bytes as characters, and notes in which encoding where it is not UTF-8.
fn decoded(path: &str, bytes: &[u8], grid: &mut Grid) -> Result<text::Decoded, String> {
    let bytes = packed::unpacked(path, bytes).map_err(|found| found.message)?;
    let bytes = bytes.as_ref();
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
    Ok(read)
}

/// Gives the last column before a cross table its own name: the cell above it says what the names on its
/// right are.
fn cornered(grid: &mut Grid, lines: &[Record]) {
    let [(_, upper), (_, lower)] = lines else { return };
    let text = |record: &csv::StringRecord, at: usize| {
        record.get(at).map_or_else(String::new, |cell| cell.trim().to_owned())
    };
    let width = upper.len().max(lower.len());
    let Some(last) = (0..width).rfind(|at| !text(lower, *at).is_empty()) else { return };
    let (across, own) = (text(upper, last), text(lower, last));
    let corner = !across.is_empty()
        && !own.starts_with('(')
        && (0..last).all(|at| text(upper, at).is_empty() && !text(lower, at).is_empty())
        && (last + 1..width).any(|at| !text(upper, at).is_empty());
    if let Some(name) = grid.header.get_mut(last).filter(|_| corner) {
        grid.rename.push((std::mem::replace(name, own.clone()), own.clone()));
        grid.checks.push(format!(
            "`{across}` above `{own}` is taken for what the names on its right are, and left out of the name of the column"
        ));
    }
}

/// Names the columns by the lines of the head; a file without one, by their place.
fn name_columns(
    grid: &mut Grid,
    records: &[Record],
    (head, headless): (&std::ops::Range<usize>, bool),
    widest: usize,
) {
    let first =
        records.get(head.start).map(|(_, record)| record.iter().collect::<Vec<_>>());
    if let Some(names) = first.filter(|_| headless).and_then(|first| unnamed(&first)) {
        grid.header = names.iter().map(ToString::to_string).collect();
        grid.checks.push(
            "the file has no names of columns: they are called as its publisher lists them"
                .to_owned(),
        );
    } else if headless {
        grid.header = (1..=widest).map(|at| format!("column_{at}")).collect();
        grid.checks.push(
            "the file has no names of columns: they are called `column_1` and so on; rename them \
             in `fields`, where they are in the order of the file"
                .to_owned(),
        );
    } else {
        let lines = records.get(head.clone()).unwrap_or_default();
        grid.header = named(lines);
        cornered(grid, lines);
    }
    let named =
        grid.header.iter().rposition(|name| !name.is_empty()).map_or(0, |at| at + 1);
    grid.header.truncate(named.max(widest).max(1));
    grid.lines = head.len();
}

/// Notes where the table lies in the file, and what was left out.
fn say(grid: &mut Grid, lines_of_head: &[u64]) {
    let line_of_head = lines_of_head.first().copied().unwrap_or(1);
    if lines_of_head.len() > 1 {
        grid.checks.push(format!(
            "the names of the columns are made of lines {line_of_head} to {}: such as `{}`",
            lines_of_head.last().copied().unwrap_or(line_of_head),
            grid.header.last().map_or("", String::as_str)
        ));
    }
    if !(grid.above.is_empty() && grid.below.is_empty()) {
        grid.checks.push(format!(
            "the table begins on line {line_of_head}, {} {} above and {} below are no data",
            grid.above.len(),
            if grid.above.len() == 1 { "line" } else { "lines" },
            grid.below.len()
        ));
    }
    let below = grid.below.clone();
    for line in below.iter().filter(|line| !line.is_empty()) {
        grid.checks.push(format!("left out below the table: `{}`", shortened(line)));
    }
}

/// Returns the beginning of a line.
fn shortened(line: &str) -> String {
    line.chars().take(60).collect()
}

/// Names in several lines are called by one.
fn one_line_names(grid: &mut Grid) {
    for name in grid.header.iter_mut().filter(|name| name.contains(['\n', '\r', '\t'])) {
        let new = name.split_whitespace().collect::<Vec<_>>().join(" ");
        grid.rename.push((std::mem::replace(name, new.clone()), new));
    }
}

/// Gives the one column without a name a name; more of them are refused.
fn name_blanks(grid: &mut Grid) -> Result<(), String> {
    let holds = |at: usize| {
        grid.rows
            .iter()
            .any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()))
    };
    let blank: Vec<usize> = (0..grid.header.len())
        .filter(|at| grid.header.get(*at).is_some_and(String::is_empty) && holds(*at))
        .collect();
    match blank.as_slice() {
        [] => {}
        // Blank names at the end are no names of columns.
        [at] if at + 1 < grid.header.len() => {
            let new =
                if *at == 0 { "row".to_owned() } else { format!("column_{}", at + 1) };
            grid.checks.push(format!(
                "column {} has no name: it is called `{new}`; see `rename`",
                at + 1
            ));
            if let Some(name) = grid.header.get_mut(*at) {
                name.clone_from(&new);
            }
            grid.rename.push((String::new(), new));
        }
        many => {
            let list: Vec<String> = many.iter().map(|at| (at + 1).to_string()).collect();
            return Err(format!(
                "column {} has cells but no name: write the name into the file",
                list.join(", ")
            ));
        }
    }
    Ok(())
}

/// Returns the names of the columns, from all lines of the head.
fn named(head: &[Record]) -> Vec<String> {
    let cells =
        |(_, record): &Record| record.iter().map(|cell| cell.trim().to_owned()).collect();
    let mut rows: Vec<Vec<String>> = head.iter().map(cells).collect();
    crate::frame::heads::carried(&mut rows);
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..width)
        .map(|at| {
            let parts = rows.iter().filter_map(|row| row.get(at));
            let parts: Vec<&str> =
                parts.map(String::as_str).filter(|it| !it.is_empty()).collect();
            parts.join(" ")
        })
        .collect()
}

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
    // A comma wins a draw, but for tabulators: Eurostat has commas within its first column.
    let best = [b'|', b';', b',', b'\t'].into_iter().max_by_key(|it| score(*it));
    best.unwrap_or(b',')
}
