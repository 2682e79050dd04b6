//! The rows of the data files as the record keeps them: hashes that do not depend on the
//! order of rows; and the units that statistics follow.

use crate::diag::Result;
use crate::diff::Profile;
use crate::diff::Rows;
use crate::frame::Column;
use crate::frame::Frames;
use crate::frame::Table;
use crate::memo;
use crate::memo::Json;
use crate::memo::Key;
use crate::memo::Memo;
use crate::project::Project;
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
    let resources: Result<Vec<Option<(String, Rows)>>> = project
        .package
        .resources
        .par_iter()
        .map(|resource| {
            let path = project.package_path.beside(&resource.path);
            let (Ok(path), Some(digest)) = (path, frames.digest(&resource.name)) else {
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

/// A sum of hashes: the same for the same cells in any order, and one that stands twice counts.
#[derive(Default)]
struct Sum(u128);

impl Sum {
    fn add(&mut self, hash: &blake3::Hash) {
        let half = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        let number = u128::from_le_bytes(half);
        self.0 = self.0.wrapping_add(number);
    }

    fn text(&self) -> String {
        format!("{:032x}", self.0)
    }
}

fn feed(hasher: &mut blake3::Hasher, cell: Option<&str>) {
    hasher.update(&[u8::from(cell.is_some())]);
    let cell = cell.unwrap_or_default();
    hasher.update(&(cell.len() as u64).to_le_bytes());
    hasher.update(cell.as_bytes());
}

fn hashed(table: &Table, key: &[String]) -> Rows {
    let count = table.rows();
    let names = keys(table, key);
    let mut out = Rows { count, ..Rows::default() };
    let mut sum = Sum::default();
    for row in 0..count {
        let mut hasher = blake3::Hasher::new();
        for column in &table.columns {
            feed(&mut hasher, column.key(row).as_deref());
        }
        let hash = hasher.finalize();
        sum.add(&hash);
        if let Some(name) = names.as_ref().and_then(|names| names.get(row))
            && count <= KEYED
        {
            let short: String = hash.to_hex().chars().take(16).collect();
            out.keys.insert(name.clone(), short);
        }
    }
    out.hash = sum.text();
    out.columns =
        table.columns.iter().map(|column| profile(column, names.as_deref())).collect();
    out
}

fn profile(column: &Column, names: Option<&[String]>) -> Profile {
    let mut sum = Sum::default();
    let mut out = Profile { name: column.name.clone(), ..Profile::default() };
    for row in 0..column.len() {
        let cell = column.key(row);
        let mut hasher = blake3::Hasher::new();
        feed(&mut hasher, names.and_then(|names| names.get(row)).map(String::as_str));
        feed(&mut hasher, cell.as_deref());
        sum.add(&hasher.finalize());
        out.missing += usize::from(cell.is_none());
        if let Some(number) = column.number(row) {
            out.low = Some(out.low.map_or(number, |low| low.min(number)));
            out.high = Some(out.high.map_or(number, |high| high.max(number)));
        }
    }
    out.hash = sum.text();
    out
}
