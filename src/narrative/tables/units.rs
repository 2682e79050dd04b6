//! Units in the heads of columns.
//!
//! **In:** a table of statistics, filled and laid out.
//! **Out:** the same, with a unit in words once, in the head, where all cells of a column have it.
//! **Guarantees:** a column of several units, and one whose unit is a sign, stays as it is.

use crate::model::document::Inline;
use crate::model::document::plain;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::show::show;
use crate::narrative::tables::Body;
use crate::project::ColumnDecl;
use crate::project::Entry;
use crate::project::TableDecl;

/// Ways to show a value with its unit, and those without it.
const BARE: [(&str, &str); 4] = [
    ("value", "number"),
    ("size", "size_number"),
    ("signed", "signed_number"),
    ("range", "range_number"),
];

/// Puts units in words into the heads of their columns.
pub(super) fn to_heads(
    entry: &Entry<TableDecl>,
    statistics: &Statistics,
    body: &mut Body,
) {
    for (decl, at) in entry.decl.columns.iter().zip(1..) {
        let Some((unit, texts)) = bare(decl, at, statistics, body) else { continue };
        for (row, (bare, text)) in texts {
            let cell = body.rows.get_mut(row).and_then(|row| row.get_mut(at));
            if let Some([Inline::Stat { show, text: own, .. }]) =
                cell.map(|cell| cell.content.as_mut_slice())
            {
                bare.clone_into(show);
                *own = text;
            }
        }
        if let Some(column) = body.columns.get_mut(at)
            && !plain(&column.label).to_lowercase().contains(&unit.to_lowercase())
        {
            column.label.push(Inline::text(format!(" ({unit})")));
        }
    }
}

/// A row, and how its cell is shown without the unit.
type Bare = (usize, (&'static str, String));

/// Returns the unit that all values of a column have, in words, and how they print without it.
fn bare(
    decl: &ColumnDecl,
    at: usize,
    statistics: &Statistics,
    body: &Body,
) -> Option<(String, Vec<Bare>)> {
    let mode = decl.show.as_deref().unwrap_or("value");
    let (_, number) = BARE.into_iter().find(|(full, _)| *full == mode)?;
    let mut unit: Option<String> = None;
    let mut out = Vec::new();
    for (n, row) in body.rows.iter().enumerate() {
        let [Inline::Stat { id, .. }] = row.get(at)?.content.as_slice() else { continue };
        let stat = statistics.get(id)?;
        let value = stat.number()?;
        let words = matches!(stat.format.unit, Unit::Points | Unit::Rate)
            && !stat.format.keeps_back(value);
        let own = words.then(|| stat.format.unit_words())?;
        if unit.get_or_insert_with(|| own.clone()) != &own {
            return None;
        }
        out.push((n, (number, show(stat, number, None, decl.decimals).ok()?)));
    }
    // A single value reads better with its unit.
    unit.filter(|_| out.len() > 1).map(|unit| (unit, out))
}
