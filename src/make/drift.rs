//! How far the values of a data file drifted, column by column, between two forms of it.

use crate::diff::Drift;
use crate::make::rows::keys;
use crate::model::comparison::Detail;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::words::counted;
use std::collections::BTreeMap;

/// Compares two forms of a table, row by row of their key; none without one.
pub(super) fn drift(old: (&Table, &[String]), new: (&Table, &[String])) -> Option<Drift> {
    let (was, is) = (keys(old.0, old.1)?, keys(new.0, new.1)?);
    let places: BTreeMap<&str, usize> =
        was.iter().enumerate().map(|(row, key)| (key.as_str(), row)).collect();
    let pairs: Vec<(usize, usize)> = is
        .iter()
        .enumerate()
        .filter_map(|(row, key)| Some((*places.get(key.as_str())?, row)))
        .collect();
    let mut changed = vec![false; pairs.len()];
    let mut out = Drift::default();
    for column in &new.0.columns {
        let Some(before) = old.0.column(&column.name) else { continue };
        let cells: Vec<bool> =
            pairs.iter().map(|(a, b)| before.key(*a) != column.key(*b)).collect();
        if cells.contains(&true) {
            cells.iter().zip(&mut changed).for_each(|(cell, row)| *row |= cell);
            out.columns.push(profile(before, column, &pairs, &cells));
        }
    }
    let rows = pairs.iter().zip(&changed).filter(|(_, changed)| **changed);
    out.changed = rows.filter_map(|((_, row), _)| is.get(*row).cloned()).collect();
    Some(out)
}

fn profile(
    before: &Column,
    after: &Column,
    pairs: &[(usize, usize)],
    cells: &[bool],
) -> Detail {
    let (mut count, mut lost, mut found) = (0, 0, 0);
    let mut moves: Vec<(f64, Option<f64>)> = Vec::new();
    let mut only = (String::new(), String::new());
    for ((a, b), _) in pairs.iter().zip(cells).filter(|(_, changed)| **changed) {
        count += 1;
        let (old, new) = (before.key(*a), after.key(*b));
        lost += usize::from(new.is_none());
        found += usize::from(old.is_none());
        if let (Some(was), Some(is)) = (before.number(*a), after.number(*b)) {
            moves.push((is - was, (was != 0.0).then(|| 100.0 * (is - was) / was.abs())));
        }
        only = (old.unwrap_or_default(), new.unwrap_or_default());
    }
    let mut parts = vec![counted(count, "cell")];
    parts.extend(range(&moves));
    for (number, words) in [(lost, "now missing"), (found, "no longer missing")] {
        if number > 0 {
            parts.push(format!("{number} {words}"));
        }
    }
    let mut detail = Detail::note(format!("`{}`", after.name), parts.join(", "));
    if count == 1 {
        (detail.old, detail.new) = only;
    }
    detail
}

/// Returns the least, middle and greatest change, relative where every start allows it.
fn range(moves: &[(f64, Option<f64>)]) -> Option<String> {
    let relative: Option<Vec<f64>> =
        moves.iter().map(|(_, relative)| *relative).collect();
    let (mut sizes, format) = match relative {
        Some(sizes) => (sizes, Format::of(Unit::Percent)),
        None => (moves.iter().map(|(by, _)| *by).collect(), Format::of(Unit::Number)),
    };
    sizes.sort_by(f64::total_cmp);
    let (low, high) = (sizes.first()?, sizes.last()?);
    let middle = sizes.get(sizes.len() / 2)?;
    let show = |size: f64| format.signed(size);
    Some(if sizes.len() == 1 {
        show(*low)
    } else {
        format!("{} to {} (middle {})", show(*low), show(*high), show(*middle))
    })
}
