//! Frames: SQL over the resources and over one another, in the order they need.

use crate::frame::Frames;
use crate::frame::Origin;
use crate::frame::expect;
use crate::frame::lookup;
use crate::frame::nearly;
use crate::frame::query;
use crate::frame::query::Refusal;
use crate::frame::summed;
use crate::memo;
use crate::memo::Json;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::diagnostic::did_you_mean;
use crate::model::key::Key;
use crate::model::name::Name;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Digest;
use crate::model::table::Table;
use crate::model::table::row_ranks;
use crate::project::Frame;
use rayon::prelude::*;
use sqlparser::ast::Query;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Derives every declared frame.
pub(super) fn derive(frames: &mut Frames<'_>, found: &mut Findings) {
    let project = frames.project;
    let declared = &project.statistics.frames;
    let mut needs: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for frame in declared {
        let at = frame.yaml.place(&["sql"]);
        if frames.digest(&frame.name).is_some() {
            found.push(
                Diagnostic::error(
                    Code::R0105,
                    format!("`{}` is the name of a resource already", frame.name),
                )
                .at(frame.yaml.span(), ""),
            );
        }
        match query::parse(&frame.decl.sql) {
            Ok(query) => {
                named_again(&query, frame, frames, found);
                needs.insert(&frame.name, query::tables(&query));
            }
            Err(refusal) => found.extend(
                refused(&refusal, &frame.decl.sql, &at, frames).into_diagnostics(),
            ),
        }
    }
    let known: BTreeSet<String> = frames
        .names()
        .map(str::to_owned)
        .chain(declared.iter().map(|f| f.name.clone()))
        .collect();
    let mut waiting: Vec<&Frame> = Vec::new();
    for frame in declared {
        let Some(tables) = needs.get(frame.name.as_str()) else { continue };
        let unknown: Vec<&String> =
            tables.iter().filter(|table| !known.contains(*table)).collect();
        for table in &unknown {
            let at = frame.yaml.place(&["sql"]);
            found.push(
                Diagnostic::unknown(
                    Thing::Table,
                    table,
                    known.iter().map(String::as_str),
                )
                .at(word(table, &at, &project.sources), ""),
            );
        }
        if unknown.is_empty() {
            waiting.push(frame);
        }
    }
    let mut failed: BTreeSet<&str> = BTreeSet::new();
    while !waiting.is_empty() {
        let ready: Vec<&Frame> = waiting
            .iter()
            .copied()
            .filter(|frame| {
                needs.get(frame.name.as_str()).is_some_and(|tables| {
                    tables.iter().all(|t| {
                        frames.digest(t).is_some() || failed.contains(t.as_str())
                    })
                })
            })
            .collect();
        if ready.is_empty() {
            circle(&waiting, found);
            return;
        }
        let made: Vec<Option<Result<Made>>> = ready
            .par_iter()
            .map(|frame| {
                let needed = needs.get(frame.name.as_str())?;
                let broken = needed.iter().any(|table| failed.contains(table.as_str()));
                (!broken).then(|| known_of(frames, frame))
            })
            .collect();
        for (frame, made) in ready.into_iter().zip(made) {
            waiting.retain(|other| other.name != frame.name);
            match made.and_then(|made| found.keep(made)) {
                Some((digest, gaps, table)) => {
                    found.extend(gaps.into_iter().map(|message| {
                        Diagnostic::warning(Code::R0316, message)
                            .at(frame.yaml.place(&["sql"]), "")
                            .help(summed::SUM_HELP)
                    }));
                    frames.insert(&frame.name, digest, Origin::Frame(frame), table);
                }
                None => {
                    failed.insert(&frame.name);
                }
            }
        }
    }
}

/// Reports names that a query gives to parts of itself although tables have them.
fn named_again(query: &Query, frame: &Frame, frames: &Frames<'_>, found: &mut Findings) {
    let at = frame.yaml.place(&["sql"]);
    for name in query::with_names(query) {
        let declared = &frames.project.statistics.frames;
        let known = frames.digest(&name.value).is_some()
            || declared.iter().any(|frame| frame.name == name.value);
        if known {
            let sql = &frame.decl.sql;
            let message = format!("`WITH` gives the name of a table, `{}`", name.value);
            found.push(
                Diagnostic::error(Code::R0205, message)
                    .at(query::place(name.span, sql, &at, &frames.project.sources), "")
                    .help("choose another name, so that each name means one thing"),
            );
        }
    }
}

/// What is known of a frame, what its sums leave out, and its table if it was made now.
type Made = (Digest, Vec<String>, Option<Table>);

/// The key of a frame: its query, and the contents of the tables it reads.
fn frame_key(frames: &Frames<'_>, frame: &Frame) -> Key {
    let key = Key::of(&Name::Frame(frame.name.clone()))
        .field("sql", frame.decl.sql.as_str())
        .field("key", frame.decl.key.join(", "))
        .field("expect", format!("{:?} {:?}", frame.decl.expect, frame.decl.complete));
    frames.tables_of(&frame.decl.sql).into_iter().fold(key, |key, name| {
        let hash = frames.digest(&name).map_or("", |digest| digest.hash.as_str());
        key.field(frames.name_of(&name).to_string(), hash)
    })
}

/// The key under which a frame's cells are kept.
pub(super) fn cells_key(frames: &Frames<'_>, frame: &Frame) -> Key {
    frame_key(frames, frame).part("cells")
}

fn known_of(frames: &Frames<'_>, frame: &Frame) -> Result<Made> {
    let mut made = None;
    let Json((digest, gaps)) =
        memo::through(frames.memo, &frame_key(frames, frame), || {
            let table = make(frames, frame)?;
            let keep = || memo::keep(frames.memo, &cells_key(frames, frame), &table);
            let (digest, ()) = rayon::join(|| table.digest(), keep);
            made = Some(table);
            Ok(Json((digest, frames.sums_with_gaps(&frame.decl.sql))))
        })?;
    Ok((digest, gaps, made))
}

fn circle(waiting: &[&Frame], found: &mut Findings) {
    let names: Vec<String> =
        waiting.iter().map(|frame| format!("`{}`", frame.name)).collect();
    if let Some(first) = waiting.first() {
        found.push(
            Diagnostic::error(
                Code::R0207,
                format!("frames depend on one another in a circle: {}", names.join(", ")),
            )
            .at(first.yaml.span(), "")
            .help("let one of them read the resources alone"),
        );
    }
}

/// Makes a frame.
pub(super) fn make(frames: &Frames<'_>, frame: &Frame) -> Result<Table> {
    lookup::check(frames, frame)?;
    nearly::check(frames, frame)?;
    let at = frame.yaml.place(&["sql"]);
    let table = frames.query_by(&frame.decl.sql, &frame.decl.key, &at)?;
    let what = format!("frame `{}`", frame.name);
    let expected = frame.decl.expect.as_ref().and_then(|expect| expect.rows);
    let at = || frame.yaml.place(&["expect"]);
    let count = expect::count(&what, "rows", table.rows(), expected, at);
    let at = frame.yaml.place(&["complete"]);
    let lacking = expect::complete(&what, &table, &frame.decl.complete, &at);
    if let Some(found) = count.or(lacking) {
        return Err(found.into());
    }
    // A table of the frame shows its rows in the order that the query gives.
    let ordered = is_ordered(&frame.decl.sql);
    for (index, name) in frame.decl.key.iter().enumerate() {
        if table.column(name).is_none() {
            let at = frame.yaml.place(&["key", &index.to_string()]);
            return Err(Diagnostic::error(
                Code::R0206,
                format!("key column `{name}` is not in frame `{}`", frame.name),
            )
            .at(at, "")
            .help(did_you_mean(name, table.names(), "columns"))
            .into());
        }
    }
    sorted(table, &frame.decl.key, ordered).map_err(|message| {
        Diagnostic::error(Code::R0208, format!("frame `{}`: {message}", frame.name))
            .at(frame.yaml.place(&["key"]), "")
            .help("name the columns that identify a row, or group by them in the SQL")
            .into()
    })
}

/// Sorts a table by its key, which must be whole and unique, unless it has an order.
fn sorted(
    table: Table,
    key: &[String],
    ordered: bool,
) -> std::result::Result<Table, String> {
    let columns: Vec<&Column> =
        key.iter().filter_map(|name| table.column(name)).collect();
    for column in &columns {
        if !column.is_whole() {
            let message = format!("the key column `{}` has a missing value", column.name);
            return Err(message);
        }
    }
    let ranks = row_ranks(&columns, table.rows());
    let mut rows: Vec<(usize, usize)> = ranks.into_iter().zip(0..).collect();
    rows.par_sort_unstable();
    for pair in rows.windows(2) {
        if let [(rank, row), (next, _)] = pair
            && rank == next
        {
            let shown: Vec<String> =
                columns.iter().filter_map(|column| column.key(*row)).collect();
            return Err(format!("the key ({}) occurs twice", shown.join(", ")));
        }
    }
    if ordered {
        return Ok(table);
    }
    let Table { columns, files } = table;
    let columns = columns
        .into_par_iter()
        .map(|Column { name, cells }| Column {
            name,
            cells: match cells {
                Cells::Integer(cells) => Cells::Integer(take(&cells, &rows)),
                Cells::Number(cells) => Cells::Number(take(&cells, &rows)),
                Cells::Text(cells) => {
                    Cells::Text(cells.of(rows.iter().map(|(_, row)| *row)))
                }
                Cells::Bool(cells) => Cells::Bool(take(&cells, &rows)),
            },
        })
        .collect();
    Ok(Table { columns, files })
}

/// Returns whether a query says in which order its rows come.
pub fn is_ordered(sql: &str) -> bool {
    query::parse(sql).is_ok_and(|query| query.order_by.is_some())
}

/// Returns the tables that a query reads, whether they are there or not; none of a text that
/// is no query.
pub fn tables_read(sql: &str) -> Vec<String> {
    query::parse(sql).map(|query| query::tables(&query)).unwrap_or_default()
}

/// Returns the data files behind a query, sorted.
pub(super) fn files(sql: &str, frames: &Frames<'_>) -> Vec<String> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    for digest in frames.tables_of(sql).iter().filter_map(|name| frames.digest(name)) {
        out.extend(digest.files.iter().cloned());
    }
    out.into_iter().collect()
}

/// Returns the finding for a query the engine refused.
pub(super) fn refused(
    refusal: &Refusal,
    sql: &str,
    at: &Span,
    frames: &Frames<'_>,
) -> Failure {
    let sources = &frames.project.sources;
    match refusal {
        Refusal::Column(name) => {
            let short = name.rsplit('.').next().unwrap_or(name);
            let columns: BTreeSet<&str> = frames
                .tables_of(sql)
                .iter()
                .filter_map(|table| frames.digest(table))
                .flat_map(Digest::names)
                .collect();
            Diagnostic::error(Code::R0206, format!("unknown column `{short}`"))
                .at(word(short, at, sources), "")
                .help(did_you_mean(short, columns.iter().copied(), "columns"))
                .into()
        }
        Refusal::Syntax(message) => {
            Diagnostic::error(Code::R0205, format!("the SQL cannot be read: {message}"))
                .at(meant(message, at, sources), "")
                .into()
        }
        Refusal::Other(message) => {
            Diagnostic::error(Code::R0205, format!("the SQL cannot be run: {message}"))
                .at(meant(message, at, sources), "")
                .into()
        }
        Refusal::Part(part) => {
            let place = query::place(part.at, sql, at, sources);
            let found = Diagnostic::error(Code::R0205, &part.message).at(place, "");
            if part.help.is_empty() { found } else { found.help(&part.help) }.into()
        }
    }
}

/// Returns the place of the first word that the engine quotes and the query has, or the whole.
fn meant(message: &str, at: &Span, sources: &Sources) -> Span {
    let said = message.split_once("(the engine says: ").map_or(message, |(_, said)| said);
    let quoted = said.split(['\'', '"', '`']).skip(1).step_by(2);
    let words = quoted.filter(|word| !word.is_empty());
    words
        .map(|name| word(name, at, sources))
        .find(|place| place != at)
        .unwrap_or_else(|| at.clone())
}

/// Returns the place of a name within a place, or the place itself.
fn word(name: &str, at: &Span, sources: &Sources) -> Span {
    let found =
        sources.text(&at.file).and_then(|text| text.get(at.range())).and_then(|sql| {
            sql.match_indices(name)
                .find(|(index, _)| {
                    let edge = |c: Option<char>| {
                        c.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                    };
                    let before = sql.get(..*index).and_then(|s| s.chars().next_back());
                    let after =
                        sql.get(index + name.len()..).and_then(|s| s.chars().next());
                    edge(before) && edge(after)
                })
                .map(|(index, _)| at.start + index)
        });
    match found {
        Some(start) => Span::new(at.file.clone(), start..start + name.len()),
        None => at.clone(),
    }
}

/// Returns cells in the order of ranked rows.
fn take<T: Copy>(cells: &[Option<T>], rows: &[(usize, usize)]) -> Vec<Option<T>> {
    rows.iter().map(|(_, row)| cells.get(*row).copied().flatten()).collect()
}
