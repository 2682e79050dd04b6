//! Tables whose cells are statistics: rows as listed, or one for each value of a family.

use crate::labels::capital;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::did_you_mean;
use crate::model::diagnostic::slip_of;
use crate::model::document::Cell;
use crate::model::document::Inline;
use crate::model::document::PrintedColumn;
use crate::model::document::plain;
use crate::model::format::Unit;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use crate::narrative::extent::Extent;
use crate::narrative::gaps::Gaps;
use crate::narrative::parse::Reading;
use crate::narrative::show::show;
use crate::narrative::tables::Body;
use crate::narrative::tables::column;
use crate::narrative::tables::hold;
use crate::narrative::tables::is_rounded;
use crate::narrative::tables::texts;
use crate::narrative::weave::Weaver;
use crate::narrative::world::Make;
use crate::project::ColumnDecl;
use crate::project::Entry;
use crate::project::Project;
use crate::project::RowsDecl;
use crate::project::TableDecl;
use std::cell::RefCell;

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

pub(super) fn of_statistics(
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
    let keys = match grid.keys(rows, found) {
        Ok(keys) => keys,
        Err(fault) => {
            found.push(*fault);
            return Body::default();
        }
    };
    let decl = &entry.decl;
    let mut body = Body::new();
    body.columns
        .push(PrintedColumn { label: texts(&decl.head), ..PrintedColumn::default() });
    for decl in &decl.columns {
        let numeric = decl.stat.is_some() && decl.show.as_deref() != Some("title");
        body.columns.push(column(decl, numeric));
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
    fn keys(
        &self,
        rows: &RowsDecl,
        found: &mut Findings,
    ) -> Result<Vec<(String, String)>, Box<Diagnostic>> {
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
            let at = self.entry.place(&["rows", "from"]);
            return Err(Box::new(self.statistics.unknown_family(&each.from).at(at, "")));
        };
        let Some(at) = family.dimensions.iter().position(|name| *name == each.by) else {
            let known = family.dimensions.iter().map(String::as_str);
            let help = did_you_mean(&each.by, known, "dimensions");
            let message = format!("unknown dimension `{}`", each.by);
            return Err(fault("by", Code::R0403, message, help));
        };
        let mut keys: Vec<&str> = Vec::new();
        let read = self.statistics.reading(&each.from);
        let values = read.as_ref().filter(|read| read.sorted);
        if let Some(values) = values.and_then(|read| read.values.get(at)) {
            keys.extend(values.iter().map(String::as_str));
        } else {
            for part in family.members.iter().filter_map(|member| member.key.get(at)) {
                if !keys.contains(&part.as_str()) {
                    keys.push(part);
                }
            }
        }
        let named = |value: &str| each.labels.contains_key(value);
        for key in each.labels.keys() {
            if let Some(meant) = slip_of(key, keys.iter().copied(), named) {
                let message = format!("no row of `{}` is `{key}`", each.from);
                found.push(
                    Diagnostic::warning(Code::R0313, message)
                        .at(self.entry.yaml.key(&["rows", "labels", key]), "")
                        .help(format!("did you mean `{meant}`?")),
                );
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
                Ok(gaps.missing(self.statistics.missing.get(&id).map(String::as_str)))
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
                let sort = stat.number().map(|value| stat.format.sorted(value));
                Ok(Cell { content: vec![node], sort, ..Cell::default() })
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
    let at = body.columns.iter().position(|column| plain(&column.label) == label);
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
    statistics.unknown(id).at(entry.place(place), "")
}
