//! The order in which a table shows the rows of a frame.

use crate::frame::is_ordered;
use crate::model::order::ranks;
use crate::model::table::Column;
use crate::model::table::Digest;
use crate::model::table::Table;
use crate::project::Frame;
use crate::project::Project;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The frame of a name whose query leaves open in which order its rows come.
fn unordered<'p>(project: &'p Project, name: &str) -> Option<&'p Frame> {
    let frame = project.statistics.frames.iter().find(|frame| frame.name == name)?;
    (!is_ordered(&frame.decl.sql)).then_some(frame)
}

/// The orders that are declared for a column.
type Orders = Vec<Vec<String>>;

/// Returns what the order of the rows follows, beside their cells: the key, and the orders declared for the
/// columns; nothing where the query, or a file, says in which order they come.
pub(in crate::narrative) fn follows<'p>(
    project: &'p Project,
    name: &str,
    digest: &Digest,
) -> Option<(&'p [String], Vec<Orders>)> {
    let key = &unordered(project, name)?.decl.key;
    let orders = digest.columns.iter().map(|(column, _)| project.orders_of(column));
    Some((key, orders.collect()))
}

/// Returns the rows of a frame by a column that groups them and by its key, each in the order that a reader
/// expects; as they come where the query, or a file, says how.
pub(super) fn in_order(
    project: &Project,
    (name, group): (&str, Option<&str>),
    table: &Table,
) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..table.rows()).collect();
    let Some(frame) = unordered(project, name) else { return rows };
    let key = frame.decl.key.iter().map(String::as_str);
    let parts: Vec<Vec<usize>> = group
        .into_iter()
        .chain(key)
        .filter_map(|name| table.column(name))
        .map(|column| places(project, column))
        .collect();
    let place = |row: usize| parts.iter().map(move |part| part.get(row));
    rows.sort_by(|a, b| place(*a).cmp(place(*b)));
    rows
}

/// The place of each row among the values of a column.
fn places(project: &Project, column: &Column) -> Vec<usize> {
    let cells: Vec<String> =
        (0..column.len()).map(|row| column.key(row).unwrap_or_default()).collect();
    let values: BTreeSet<&str> = cells.iter().map(String::as_str).collect();
    let declared = project.order_of(&column.name, &values);
    let values: Vec<&str> = values.into_iter().collect();
    let (_, ranks) = ranks(&values, declared.as_deref());
    let known: BTreeMap<&str, usize> = values.into_iter().zip(ranks).collect();
    cells.iter().map(|cell| known.get(cell.as_str()).copied().unwrap_or(0)).collect()
}
