//! The rows of the data files as the record keeps them: hashes that do not depend on the
//! order of rows; and the units that statistics follow.

use crate::frame::Frames;
use crate::memo;
use crate::memo::Json;
use crate::memo::Memo;
use crate::model::diagnostic::Result;
use crate::model::edition::Profile;
use crate::model::edition::Rows;
use crate::model::key::Key;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::project::Project;
use crate::project::ResourceDecl;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most rows of a file that are hashed one by one.
const COUNTED: usize = 200_000;
/// The most rows of a file that are told apart by key.
const KEYED: usize = 20_000;

/// Returns the rows of every data file of no more than a limit, by path.
pub(super) fn rows(
    project: &Project,
    frames: &Frames<'_>,
    memo: &dyn Memo,
) -> Result<BTreeMap<String, Rows>> {
    let resources: Vec<&ResourceDecl> = project.resources().collect();
    let resources: Result<Vec<Option<(String, Rows)>>> = resources
        .into_par_iter()
        .map(|resource| {
            // Rows of several files stand under none of them: each file has its own hash.
            let single = resource.path.single();
            let path = single.and_then(|path| project.package_path.beside(path).ok());
            let (Some(path), Some(digest)) = (path, frames.digest(&resource.name)) else {
                return Ok(None);
            };
            if digest.rows > COUNTED || !frames.is_held(&resource.name) {
                return Ok(None);
            }
            let names = resource.schema.primary_key.list();
            let key = Key::new(format!("rows {}", resource.name))
                .field("resource", digest.hash.as_str())
                .field("key", names.join(", "));
            let Json(rows) = memo::through(memo, &key, || {
                let table = frames.table(&resource.name)?;
                Ok(Json(table.map(|table| hashed(table, names)).unwrap_or_default()))
            })?;
            Ok(Some((path.as_str().to_owned(), rows)))
        })
        .collect();
    Ok(resources?.into_iter().flatten().collect())
}

/// Returns the keys of every column that a statistic counts or follows units by, by frame and
/// column.
pub(super) fn units(
    project: &Project,
    frames: &Frames<'_>,
    memo: &dyn Memo,
) -> Result<BTreeMap<String, Vec<String>>> {
    let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
    for block in &project.statistics.statistics {
        let settings = block.yaml.settings();
        let Some(frame) = settings.get("frame") else { continue };
        let columns =
            ["area", "unit", "distinct", "index.unit"].map(|key| settings.get(key));
        wanted.extend(
            columns.into_iter().flatten().map(|column| (frame.clone(), column.clone())),
        );
    }
    let mut out = BTreeMap::new();
    for (frame, column) in wanted {
        let hash = frames.digest(&frame).and_then(|digest| digest.column(&column));
        let Some(hash) = hash.filter(|_| frames.is_held(&frame)) else { continue };
        let name = format!("{frame}.{column}");
        let key = Key::new(format!("units {name}")).field("column", hash);
        let Json(keys) = memo::through(memo, &key, || {
            let table = frames.table(&frame)?;
            let column = table.and_then(|table| table.column(&column));
            let mut keys = column.map(|column| column.codes().1).unwrap_or_default();
            keys.sort();
            Ok(Json(keys))
        })?;
        out.insert(name, keys);
    }
    Ok(out)
}

/// Returns the key of each row, or none for a table without.
pub(super) fn keys(table: &Table, key: &[String]) -> Option<Vec<String>> {
    let columns: Vec<&Column> =
        key.iter().filter_map(|name| table.column(name)).collect();
    if columns.is_empty() || columns.len() < key.len() {
        return None;
    }
    let key = |row: usize| {
        let parts: Vec<String> =
            columns.iter().map(|column| column.key(row).unwrap_or_default()).collect();
        parts.join(", ")
    };
    Some((0..table.rows()).map(key).collect())
}

/// What stands for a missing cell.
const MISSING: u128 = u128::MAX;

/// Two numbers as one, in which each bit of either moves many: it tells what changed from what
/// did not, and nobody gains by forging it.
fn joined(one: u128, other: u128) -> u128 {
    const ODD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
    let stirred = |number: u128| {
        let product = number.wrapping_mul(ODD);
        product ^ (product >> 64)
    };
    stirred(stirred(stirred(one).wrapping_add(other)))
}

/// Returns the columns of each row as one number.
fn by_row<'n>(columns: impl Iterator<Item = &'n Vec<u128>>, count: usize) -> Vec<u128> {
    let mut rows = vec![1; count];
    for column in columns {
        for (row, cell) in rows.iter_mut().zip(column) {
            *row = joined(*row, *cell);
        }
    }
    rows
}

/// Returns each cell's text as a number; each text is hashed once.
fn numbers(column: &Column) -> Vec<u128> {
    let (codes, keys) = column.codes();
    let hash = |key: &String| {
        let hash = blake3::hash(key.as_bytes());
        u128::from_le_bytes(hash.as_bytes().first_chunk().copied().unwrap_or_default())
    };
    let keys: Vec<u128> = keys.iter().map(hash).collect();
    let number = |code: Option<usize>| keys.get(code?).copied();
    codes.into_iter().map(|code| number(code).unwrap_or(MISSING)).collect()
}

/// A sum of numbers: the same for the same rows in any order, and one that stands twice counts.
fn sum(rows: impl Iterator<Item = u128>) -> String {
    format!("{:032x}", rows.fold(0, u128::wrapping_add))
}

fn hashed(table: &Table, key: &[String]) -> Rows {
    let count = table.rows();
    let cells: Vec<Vec<u128>> = table.columns.iter().map(numbers).collect();
    let rows = by_row(cells.iter(), count);
    let at = |name: &String| table.columns.iter().position(|one| one.name == *name);
    let names = by_row(key.iter().filter_map(at).map(|at| &cells[at]), count);
    let profile = |(column, cells): (&Column, &Vec<u128>)| profile(column, cells, &names);
    let keyed = if count > KEYED { None } else { keys(table, key) };
    let shorts = rows.iter().map(|row| format!("{:016x}", row >> 64));
    Rows {
        columns: table.columns.iter().zip(&cells).map(profile).collect(),
        count,
        hash: sum(rows.iter().copied()),
        keys: keyed.unwrap_or_default().into_iter().zip(shorts).collect(),
    }
}

fn profile(column: &Column, cells: &[u128], names: &[u128]) -> Profile {
    let mut out = Profile {
        name: column.name.clone(),
        hash: sum(names.iter().zip(cells).map(|(name, cell)| joined(*name, *cell))),
        missing: cells.iter().filter(|cell| **cell == MISSING).count(),
        ..Profile::default()
    };
    for row in 0..column.len() {
        if let Some(number) = column.number(row) {
            out.low = Some(out.low.map_or(number, |low| low.min(number)));
            out.high = Some(out.high.map_or(number, |high| high.max(number)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::hashed;
    use crate::model::edition::Rows;
    use crate::model::table::Cells;
    use crate::model::table::Column;
    use crate::model::table::Table;

    fn rows(cells: &[[Option<i64>; 3]]) -> Rows {
        let column = |at: usize| Column {
            name: format!("c{at}"),
            cells: Cells::Integer(cells.iter().map(|row| row[at]).collect()),
        };
        let columns = vec![column(0), column(1), column(2)];
        hashed(&Table { columns, files: Vec::new() }, &["c0".to_owned()])
    }

    #[test]
    fn order_does_not_matter_and_anything_else_does() {
        let one = [Some(1), Some(2), None];
        let two = [Some(2), None, Some(3)];
        let all = rows(&[one, two]);
        assert_eq!(rows(&[two, one]), all);
        assert_eq!(all.columns[1].missing, 1);
        let others = [
            [one, [Some(2), Some(3), None]],
            [[Some(1), None, Some(3)], [Some(2), Some(2), None]],
            [[Some(1), None, Some(2)], two],
            [one, one],
            [[None, None, None], two],
        ];
        for other in others.map(|other| rows(&other)) {
            assert_ne!(other.hash, all.hash);
            assert_ne!(other.keys, all.keys);
            assert_ne!(other.columns[2].hash, all.columns[2].hash);
        }
        assert_ne!(rows(&[one, two, [None; 3]]).hash, all.hash);
        assert_ne!(rows(&[one, one, two]).hash, rows(&[one, two, two]).hash);
    }
}
