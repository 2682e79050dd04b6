//! Declared tables to table blocks: cells of statistics, or the rows of a frame.

use crate::model::calendar::Period;
use crate::model::calendar::periods;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Cell;
use crate::model::document::Column;
use crate::model::document::Inline;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use crate::model::table;
use crate::model::table::Table;
use crate::model::words::capital;
use crate::narrative::extent::Extent;
use crate::narrative::extent::Says;
use crate::narrative::gaps::Gaps;
use crate::narrative::parse::Reading;
use crate::narrative::show::show;
use crate::narrative::weave::Weaver;
use crate::narrative::world::Make;
use crate::project::ColumnDecl;
use crate::project::Entry;
use crate::project::Project;
use crate::project::RowsDecl;
use crate::project::TableDecl;
use crate::project::words;
use std::cell::RefCell;

/// The columns and rows of a table.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub row_heads: bool,
    /// Whether shares of a column add up to 100 and do not as they are printed.
    pub rounded: bool,
}

/// The message that says so under a table.
pub(super) const ROUNDED: &str = "table-rounded";

/// Returns whether percentages add up to 100, but not as they are printed.
fn is_rounded<'t>(cells: impl Iterator<Item = (f64, &'t str)>) -> bool {
    let (mut sum, mut printed, mut count) = (0.0, 0.0, 0);
    for (value, text) in cells {
        let Ok(shown) = text.trim_end_matches('%').parse::<f64>() else { return false };
        sum += value;
        printed += shown;
        count += 1;
    }
    count > 1 && (sum - 100.0_f64).abs() < 1e-6 && (printed - 100.0_f64).abs() > 1e-6
}

impl Body {
    fn new() -> Self {
        Self { row_heads: true, ..Self::default() }
    }
}

/// Fills a declared table.
pub(super) fn body(
    make: &Make<'_>,
    entry: &Entry<TableDecl>,
    gaps: &mut Gaps<'_>,
    reading: &mut Reading<'_>,
) -> Body {
    let decl = &entry.decl;
    match (&decl.rows, &decl.frame) {
        (Some(rows), None) => of_statistics(make, (entry, rows), gaps, reading),
        (None, Some(frame)) => of_frame(make, (entry, frame), gaps, reading),
        _ => {
            reading.met.found.push(
                Diagnostic::error(
                    Code::R0403,
                    format!(
                        "table `{}` needs `rows:` or `frame:`, one of them",
                        entry.id
                    ),
                )
                .at(entry.span(), ""),
            );
            Body::default()
        }
    }
}

/// A table of statistics in the making.
struct Grid<'a> {
    project: &'a Project,
    statistics: &'a Statistics,
    weaver: &'a Weaver,
    entry: &'a Entry<TableDecl>,
    /// Whether rows are listed, so that a cell without a value is a fault.
    listed: bool,
    extent: RefCell<Extent>,
}

/// Warns where the words around a table name another period than it shows.
fn hold(extent: &Extent, entry: &Entry<TableDecl>, found: &mut Findings) {
    let decl = &entry.decl;
    let texts = [
        ("title", decl.title.as_str(), Says::Whole),
        ("subtitle", decl.subtitle.as_str(), Says::Whole),
        ("note", decl.note.as_str(), Says::Part),
    ];
    let what = format!("table `{}`", entry.id);
    extent.hold(&what, &texts, &|setting| entry.place(&[setting]), found);
}

fn of_statistics(
    make: &Make<'_>,
    (entry, rows): (&Entry<TableDecl>, &RowsDecl),
    gaps: &mut Gaps<'_>,
    reading: &mut Reading<'_>,
) -> Body {
    let listed = matches!(rows, RowsDecl::List(_));
    let (project, statistics, weaver) = (make.project, make.statistics, reading.weaver);
    let extent = RefCell::default();
    let grid = Grid { project, statistics, weaver, entry, listed, extent };
    let found = &mut reading.met.found;
    let keys = match grid.keys(rows) {
        Ok(keys) => keys,
        Err(fault) => {
            found.push(*fault);
            return Body::default();
        }
    };
    let decl = &entry.decl;
    let mut body = Body::new();
    body.columns.push(column(&decl.head, false));
    for decl in &decl.columns {
        let numeric = decl.stat.is_some() && decl.show.as_deref() != Some("title");
        body.columns.push(column(&decl.label, numeric));
    }
    for (key, label) in &keys {
        let mut row = vec![Cell { content: texts(label), ..Cell::default() }];
        for (index, column) in decl.columns.iter().enumerate() {
            match grid.cell(column, index, key, gaps) {
                Ok(cell) => row.push(cell),
                Err(fault) => {
                    found.push(*fault);
                    row.push(Cell::default());
                }
            }
        }
        body.rows.push(row);
    }
    hold(&grid.extent.borrow(), entry, found);
    // A column without a single value names statistics that do not exist.
    for (index, column) in decl.columns.iter().enumerate().filter(|_| !listed) {
        let empty =
            |row: &Vec<Cell>| row.get(index + 1).is_none_or(|cell| cell.sort.is_none());
        if let (Some(pattern), true) = (&column.stat, body.rows.iter().all(empty)) {
            let first = keys.first().map_or("", |(key, _)| key.as_str());
            let id = pattern.replace("{row}", first);
            if statistics.get(&id).is_none() {
                found.push(grid.unknown(&id, &["columns", &index.to_string(), "stat"]));
            }
        }
    }
    for at in 1..body.columns.len() {
        let percent = |row: &'_ Vec<Cell>| match row.get(at)?.content.as_slice() {
            [Inline::Stat { id, text, .. }] => {
                let stat = statistics.get(id)?;
                (stat.format.unit == Unit::Percent)
                    .then_some((stat.number()?, text.clone()))
            }
            _ => None,
        };
        let cells: Option<Vec<(f64, String)>> = body.rows.iter().map(percent).collect();
        let cells = cells.unwrap_or_default();
        body.rounded |=
            is_rounded(cells.iter().map(|(value, text)| (*value, text.as_str())));
    }
    // A column of words, such as yes and no, reads from the left.
    for (at, column) in body.columns.iter_mut().enumerate() {
        let number =
            |row: &Vec<Cell>| row.get(at).is_some_and(|cell| cell.sort.is_some());
        column.numeric &= body.rows.iter().any(number);
    }
    if let RowsDecl::Each(each) = rows
        && let Some(label) = &each.sort
    {
        sort(&mut body, label, entry, found);
    }
    body
}

impl Grid<'_> {
    /// Returns the key and the words of each row.
    fn keys(&self, rows: &RowsDecl) -> Result<Vec<(String, String)>, Box<Diagnostic>> {
        let each = match rows {
            RowsDecl::List(list) => {
                let keys = list.iter().map(|row| (row.key.clone(), row.label.clone()));
                return Ok(keys.collect());
            }
            RowsDecl::Each(each) => each,
        };
        let fault = |setting: &str, code: Code, message: String, help: String| {
            let at = self.entry.place(&["rows", setting]);
            Box::new(Diagnostic::error(code, message).at(at, "").help(help))
        };
        self.weaver.look(Name::Family(each.from.clone()));
        self.weaver.look(Name::Labels(each.by.clone()));
        let Some(family) = self.statistics.families.get(&each.from) else {
            let known = self.statistics.families.keys().map(String::as_str);
            let help = did_you_mean(&each.from, known, "families");
            let message = format!("unknown family `{}`", each.from);
            return Err(fault("from", Code::R0306, message, help));
        };
        let Some(at) = family.dimensions.iter().position(|name| *name == each.by) else {
            let known = family.dimensions.iter().map(String::as_str);
            let help = did_you_mean(&each.by, known, "dimensions");
            let message = format!("unknown dimension `{}`", each.by);
            return Err(fault("by", Code::R0403, message, help));
        };
        let mut keys: Vec<&str> = Vec::new();
        if family.is_sorted() {
            keys = family.values(at).1;
        } else {
            for part in family.members.iter().filter_map(|member| member.key.get(at)) {
                if !keys.contains(&part.as_str()) {
                    keys.push(part);
                }
            }
        }
        // A value without words of its own prints as the data have it.
        let labels = self.project.statistics.labels.get(&each.by);
        let label = |key: &str| {
            let words = labels.and_then(|words| words.get(key));
            let words = words.map_or_else(|| key.to_owned(), |words| capital(words));
            each.labels.get(key).cloned().unwrap_or(words)
        };
        Ok(keys
            .into_iter()
            .map(|key| (crate::model::id::segment(key), label(key)))
            .collect())
    }

    fn unknown(&self, id: &str, place: &[&str]) -> Diagnostic {
        unknown(self.statistics, id, self.entry, place)
    }

    fn cell(
        &self,
        column: &ColumnDecl,
        index: usize,
        key: &str,
        gaps: &mut Gaps<'_>,
    ) -> Result<Cell, Box<Diagnostic>> {
        let index = index.to_string();
        let place = ["columns", &index, "stat"];
        let Some(pattern) = &column.stat else {
            let message = "a column of statistics needs `stat:`";
            let at = self.entry.place(&place);
            return Err(Box::new(Diagnostic::error(Code::R0403, message).at(at, "")));
        };
        let id = pattern.replace("{row}", key);
        self.weaver.look(Name::Statistic(id.clone()));
        let Some(stat) = self.statistics.get(&id) else {
            return if self.listed {
                Err(Box::new(self.unknown(&id, &place)))
            } else {
                Ok(gaps.missing(None))
            };
        };
        self.extent.borrow_mut().stat(self.statistics, stat);
        let mode = column.show.as_deref().unwrap_or("value");
        let no_interval = matches!(mode, "interval" | "range" | "range_number" | "level")
            && stat.interval.is_none();
        let no_test = matches!(mode, "p" | "test")
            && stat.test.is_none()
            && stat.format.unit != Unit::P;
        if no_interval || no_test {
            return Ok(gaps.none());
        }
        let detail = mode.strip_prefix("detail:");
        let mode = if detail.is_some() { "detail" } else { mode };
        match show(stat, mode, detail, column.decimals) {
            Ok(text) => {
                let span = self.entry.place(&place);
                let node = Inline::Stat { id, show: mode.to_owned(), text, span };
                Ok(Cell { content: vec![node], sort: stat.number(), missing: false })
            }
            Err(message) => {
                let at = self.entry.place(&place);
                Err(Box::new(Diagnostic::error(Code::R0403, message).at(at, "")))
            }
        }
    }
}

/// Sorts rows by a column's values, greatest first; rows without one come last.
fn sort(body: &mut Body, label: &str, entry: &Entry<TableDecl>, found: &mut Findings) {
    let at = body
        .columns
        .iter()
        .position(|column| crate::model::document::plain(&column.label) == label);
    let Some(at) = at else {
        let known = entry.decl.columns.iter().map(|column| column.label.as_str());
        found.push(
            Diagnostic::error(Code::R0403, format!("no column is called `{label}`"))
                .at(entry.place(&["rows", "sort"]), "")
                .help(did_you_mean(label, known, "columns")),
        );
        return;
    };
    let value = |row: &Vec<Cell>| {
        row.get(at).and_then(|cell| cell.sort).unwrap_or(f64::NEG_INFINITY)
    };
    body.rows.sort_by(|a, b| value(b).total_cmp(&value(a)));
}

fn unknown(
    statistics: &Statistics,
    id: &str,
    entry: &Entry<TableDecl>,
    place: &[&str],
) -> Diagnostic {
    Diagnostic::error(Code::R0306, format!("unknown statistic `{id}`"))
        .at(entry.place(place), "")
        .help(statistics.help(id))
}

fn of_frame(
    make: &Make<'_>,
    (entry, name): (&Entry<TableDecl>, &str),
    gaps: &mut Gaps<'_>,
    reading: &mut Reading<'_>,
) -> Body {
    let (labels, frames) = (&make.project.statistics.labels, make.frames);
    let found = &mut reading.met.found;
    reading.weaver.look(make.frames.name_of(name));
    let Some(frame) = found.keep(frames.table(name)) else { return Body::default() };
    let Some(frame) = frame else {
        let known = frames.names();
        found.push(
            Diagnostic::error(Code::R0301, format!("unknown frame `{name}`"))
                .at(entry.place(&["frame"]), "")
                .help(did_you_mean(name, known, "frames")),
        );
        return Body::default();
    };
    gaps.of_files(&frame.files);
    let mut body = Body::new();
    let mut times: Vec<Vec<Period>> = Vec::new();
    let mut columns = Vec::new();
    for (index, decl) in entry.decl.columns.iter().enumerate() {
        let index = index.to_string();
        let wanted = decl.column.as_deref().unwrap_or_default();
        let Some(column) = frame.column(wanted) else {
            found.push(
                Diagnostic::error(
                    Code::R0302,
                    format!("unknown column `{wanted}` in frame `{name}`"),
                )
                .at(entry.place(&["columns", &index, "column"]), "")
                .help(did_you_mean(wanted, frame.names(), "columns")),
            );
            continue;
        };
        let unit = match decl.unit.as_deref() {
            Some(unit) => {
                if let Some(unit) = crate::stat::unit_named(unit) {
                    Some(unit)
                } else {
                    found.push(
                        Diagnostic::error(Code::R0103, format!("unknown unit `{unit}`"))
                            .at(entry.place(&["columns", &index, "unit"]), ""),
                    );
                    None
                }
            }
            None => None,
        };
        let whole = matches!(column.cells, table::Cells::Integer(_));
        let year = whole && crate::frame::is_year(make.project, name, wanted);
        let usual = match (whole, year) {
            (_, true) => Unit::Year,
            (true, false) => Unit::Count,
            (false, false) => Unit::Number,
        };
        let mut format = Format::of(unit.unwrap_or(usual));
        if format.unit == Unit::Currency {
            format = format.noun(decl.noun.as_deref().unwrap_or("£"));
        }
        if let Some(decimals) = decl.decimals.or_else(|| make.project.decimals_of(wanted))
        {
            format.decimals = decimals;
        } else if format.unit == Unit::Number && is_whole(column) {
            format.decimals = 0;
        }
        times.extend(period_column(column, year));
        body.columns.push(self::column(&decl.label, column.is_numeric()));
        reading.weaver.look(Name::Labels(column.name.clone()));
        let reasons = reasons(make, entry, (frame, column), &index, found);
        columns.push((decl, column, reasons, format));
    }
    if let [one] = times.as_slice() {
        let mut extent = Extent::default();
        one.iter().for_each(|period| extent.add(*period, *period));
        hold(&extent, entry, found);
    }
    for row in 0..frame.rows() {
        let cells = columns.iter().map(|(decl, column, reasons, format)| {
            if let Some(number) = column.number(row) {
                let text = match format.unit {
                    Unit::Percent | Unit::Currency => format.full(number),
                    _ => format.number(number),
                };
                return Cell {
                    content: texts(&text),
                    sort: Some(number),
                    missing: false,
                };
            }
            match column.key(row) {
                Some(text) => {
                    let own = decl.labels.get(&text).map(String::as_str);
                    let text = own.unwrap_or_else(|| words(labels, &column.name, &text));
                    Cell { content: texts(text), ..Cell::default() }
                }
                None => {
                    gaps.missing(reasons.and_then(|column| column.key(row)).as_deref())
                }
            }
        });
        body.rows.push(cells.collect());
    }
    for (at, (.., format)) in columns.iter().enumerate() {
        let cells: Option<Vec<(f64, String)>> = body
            .rows
            .iter()
            .map(|row| {
                let cell = row.get(at)?;
                Some((cell.sort?, crate::model::document::plain(&cell.content)))
            })
            .collect();
        let cells = cells.filter(|_| format.unit == Unit::Percent).unwrap_or_default();
        body.rounded |=
            is_rounded(cells.iter().map(|(value, text)| (*value, text.as_str())));
    }
    body
}

/// Returns whether all values of a column are whole numbers.
fn is_whole(column: &table::Column) -> bool {
    let mut numbers = (0..column.len()).filter_map(|row| column.number(row)).peekable();
    numbers.peek().is_some() && numbers.all(|number| number.fract() == 0.0)
}

/// Returns the periods of a column that holds nothing else.
fn period_column(column: &table::Column, year: bool) -> Option<Vec<Period>> {
    if column.is_numeric() && !year {
        return None;
    }
    let keys: Vec<String> = (0..column.len()).filter_map(|row| column.key(row)).collect();
    periods(keys.iter().map(String::as_str))
}

/// Returns the column that says why values of another are missing.
fn reasons<'f>(
    make: &Make<'_>,
    entry: &Entry<TableDecl>,
    (frame, column): (&'f Table, &table::Column),
    index: &str,
    found: &mut Findings,
) -> Option<&'f table::Column> {
    let name = format!("{}_reason", column.name);
    if column.is_whole() {
        return None;
    }
    if let Some(reasons) = frame.column(&name) {
        return Some(reasons);
    }
    let known = make.project.package.resources.iter().any(|resource| {
        let field = resource.schema.fields.iter().find(|field| field.name == column.name);
        let own = field.and_then(|field| field.missing_values.as_ref());
        let markers = field.map(|_| own.unwrap_or(&resource.schema.missing_values));
        markers.is_some_and(|all| all.iter().any(|marker| !marker.marker().is_empty()))
    });
    if known {
        let message = format!(
            "missing values of `{}` print as [x], whatever their reason",
            column.name
        );
        found.push(
            Diagnostic::warning(Code::R0570, message)
                .at(entry.place(&["columns", index, "column"]), "")
                .help(format!("add `{name}` to the frame's `SELECT`")),
        );
    }
    None
}

fn column(label: &str, numeric: bool) -> Column {
    Column { label: texts(label), numeric, centred: false }
}

fn texts(text: &str) -> Vec<Inline> {
    if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] }
}
