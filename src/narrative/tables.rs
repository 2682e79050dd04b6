//! Declared tables to table blocks: cells of statistics, or the rows of a frame.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::did_you_mean;
use crate::doc::Cell;
use crate::doc::Column;
use crate::doc::Inline;
use crate::frame::Frames;
use crate::narrative::show::show;
use crate::project::ColumnDecl;
use crate::project::Entry;
use crate::project::Project;
use crate::project::RowsDecl;
use crate::project::TableDecl;
use crate::project::words;
use crate::stat::Statistics;
use crate::stat::number::Format;
use crate::stat::number::Unit;

/// The columns and rows of a table.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub row_heads: bool,
}

/// What stands where there is no value.
const GAP: &str = "–";

/// Fills a declared table.
pub(super) fn body(
    project: &Project,
    frames: &Frames,
    statistics: &Statistics,
    entry: &Entry<TableDecl>,
    found: &mut Findings,
) -> Body {
    let decl = &entry.decl;
    match (&decl.rows, &decl.frame) {
        (Some(rows), None) => of_statistics(project, statistics, entry, rows, found),
        (None, Some(frame)) => of_frame(project, frames, entry, frame, found),
        _ => {
            found.push(
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

fn of_statistics(
    project: &Project,
    statistics: &Statistics,
    entry: &Entry<TableDecl>,
    rows: &RowsDecl,
    found: &mut Findings,
) -> Body {
    let decl = &entry.decl;
    let listed = matches!(rows, RowsDecl::List(_));
    let keys: Vec<(String, String)> = match rows {
        RowsDecl::List(list) => {
            list.iter().map(|row| (row.key.clone(), row.label.clone())).collect()
        }
        RowsDecl::Each(each) => {
            let Some(family) = statistics.families.get(&each.from) else {
                let known = statistics.families.keys().map(String::as_str);
                found.push(
                    Diagnostic::error(
                        Code::R0306,
                        format!("unknown family `{}`", each.from),
                    )
                    .at(entry.place(&["rows", "from"]), "")
                    .help(did_you_mean(&each.from, known, "families")),
                );
                return Body::default();
            };
            let Some(at) = family.dimensions.iter().position(|name| *name == each.by)
            else {
                let known = family.dimensions.iter().map(String::as_str);
                found.push(
                    Diagnostic::error(
                        Code::R0403,
                        format!("unknown dimension `{}`", each.by),
                    )
                    .at(entry.place(&["rows", "by"]), "")
                    .help(did_you_mean(
                        &each.by,
                        known,
                        "dimensions",
                    )),
                );
                return Body::default();
            };
            let mut keys: Vec<String> = Vec::new();
            for member in &family.members {
                if let Some(part) = member.key.get(at)
                    && !keys.contains(part)
                {
                    keys.push(part.clone());
                }
            }
            keys.into_iter()
                .map(|key| {
                    let own = each.labels.get(&key).cloned();
                    let label = own.unwrap_or_else(|| {
                        let text = words(&project.statistics.labels, &each.by, &key);
                        capital(text)
                    });
                    (crate::stat::segment(&key), label)
                })
                .collect()
        }
    };
    let numeric = |column: &ColumnDecl| {
        column.stat.is_some() && column.show.as_deref() != Some("title")
    };
    let mut body = Body { row_heads: true, ..Body::default() };
    body.columns.push(Column { label: texts(&decl.head), numeric: false });
    for column in &decl.columns {
        body.columns
            .push(Column { label: texts(&column.label), numeric: numeric(column) });
    }
    let mut filled = vec![false; decl.columns.len()];
    for (key, label) in &keys {
        let mut row = vec![Cell { content: texts(label), sort: None }];
        for (index, column) in decl.columns.iter().enumerate() {
            let place = ["columns".to_owned(), index.to_string(), "stat".to_owned()];
            let place: Vec<&str> = place.iter().map(String::as_str).collect();
            let Some(pattern) = &column.stat else {
                if body.rows.is_empty() {
                    found.push(
                        Diagnostic::error(
                            Code::R0403,
                            "a column of statistics needs `stat:`",
                        )
                        .at(entry.place(&place), ""),
                    );
                }
                row.push(Cell::default());
                continue;
            };
            let id = pattern.replace("{row}", key);
            let Some(stat) = statistics.get(&id) else {
                if listed {
                    found.push(unknown(statistics, &id, entry, &place));
                }
                row.push(Cell { content: texts(GAP), sort: None });
                continue;
            };
            if let Some(flag) = filled.get_mut(index) {
                *flag = true;
            }
            let mode = column.show.as_deref().unwrap_or("value");
            let missing = (matches!(mode, "interval" | "range" | "level")
                && stat.interval.is_none())
                || (matches!(mode, "p" | "test")
                    && stat.test.is_none()
                    && stat.format.unit != Unit::P);
            if missing {
                row.push(Cell { content: texts(GAP), sort: None });
                continue;
            }
            let detail = mode.strip_prefix("detail:");
            let mode = if detail.is_some() { "detail" } else { mode };
            match show(stat, mode, detail, column.decimals) {
                Ok(text) => row.push(Cell {
                    content: vec![Inline::Stat {
                        id: id.clone(),
                        show: mode.to_owned(),
                        text,
                        span: entry.place(&place),
                    }],
                    sort: stat.number(),
                }),
                Err(message) => {
                    let at = entry.place(&place);
                    found.push(Diagnostic::error(Code::R0403, message).at(at, ""));
                    row.push(Cell::default());
                }
            }
        }
        body.rows.push(row);
    }
    if !listed {
        for (index, filled) in filled.iter().enumerate() {
            if let (false, Some(Some(pattern))) =
                (filled, decl.columns.get(index).map(|column| &column.stat))
            {
                let index = index.to_string();
                let first = keys.first().map_or("", |(key, _)| key.as_str());
                let id = pattern.replace("{row}", first);
                found.push(unknown(statistics, &id, entry, &["columns", &index, "stat"]));
            }
        }
    }
    if let RowsDecl::Each(each) = rows
        && let Some(label) = &each.sort
    {
        let at = body
            .columns
            .iter()
            .position(|column| crate::doc::plain(&column.label) == *label);
        match at {
            Some(at) => body.rows.sort_by(|a, b| {
                let value = |row: &Vec<Cell>| {
                    row.get(at).and_then(|cell| cell.sort).unwrap_or(f64::NEG_INFINITY)
                };
                value(b).total_cmp(&value(a))
            }),
            None => found.push(
                Diagnostic::error(Code::R0403, format!("no column is called `{label}`"))
                    .at(entry.place(&["rows", "sort"]), "")
                    .help(did_you_mean(
                        label,
                        decl.columns.iter().map(|column| column.label.as_str()),
                        "columns",
                    )),
            ),
        }
    }
    body
}

fn unknown(
    statistics: &Statistics,
    id: &str,
    entry: &Entry<TableDecl>,
    place: &[&str],
) -> Diagnostic {
    let block = id.split('.').next().unwrap_or(id);
    let near: Vec<&str> =
        statistics.ids().filter(|other| other.starts_with(block)).collect();
    let near = if near.is_empty() { statistics.ids().collect() } else { near };
    Diagnostic::error(Code::R0306, format!("unknown statistic `{id}`"))
        .at(entry.place(place), "")
        .help(did_you_mean(id, near, "statistics"))
}

fn of_frame(
    project: &Project,
    frames: &Frames,
    entry: &Entry<TableDecl>,
    name: &str,
    found: &mut Findings,
) -> Body {
    let Some(frame) = frames.tables.get(name) else {
        let known = frames.tables.keys().map(String::as_str);
        found.push(
            Diagnostic::error(Code::R0301, format!("unknown frame `{name}`"))
                .at(entry.place(&["frame"]), "")
                .help(did_you_mean(name, known, "frames")),
        );
        return Body::default();
    };
    let mut body = Body { row_heads: true, ..Body::default() };
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
            Some(unit) => match crate::stat::unit_named(unit) {
                Some(unit) => Some(unit),
                None => {
                    found.push(
                        Diagnostic::error(Code::R0103, format!("unknown unit `{unit}`"))
                            .at(entry.place(&["columns", &index, "unit"]), ""),
                    );
                    None
                }
            },
            None => None,
        };
        let whole = matches!(column.cells, crate::frame::Cells::Integer(_));
        let mut format =
            Format::of(unit.unwrap_or(if whole { Unit::Count } else { Unit::Number }));
        if let Some(decimals) = decl.decimals {
            format.decimals = decimals;
        }
        body.columns
            .push(Column { label: texts(&decl.label), numeric: column.is_numeric() });
        columns.push((decl, column, format));
    }
    for row in 0..frame.rows() {
        let cells = columns.iter().map(|(decl, column, format)| {
            if let Some(number) = column.number(row) {
                return Cell {
                    content: texts(&format.number(number)),
                    sort: Some(number),
                };
            }
            match column.key(row) {
                Some(text) => {
                    let own = decl.labels.get(&text).map(String::as_str);
                    let text = own.unwrap_or_else(|| {
                        words(&project.statistics.labels, &column.name, &text)
                    });
                    Cell { content: texts(text), sort: None }
                }
                None => Cell { content: texts(GAP), sort: None },
            }
        });
        body.rows.push(cells.collect());
    }
    body
}

fn texts(text: &str) -> Vec<Inline> {
    if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] }
}

/// Returns the text with a capital letter in front.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
