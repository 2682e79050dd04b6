//! An edition's record from what was woven, without drawing or writing anything.

use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::Sources;
use crate::diff::Edition;
use crate::diff::Rows;
use crate::diff::SCHEMA;
use crate::doc::Inline;
use crate::frame::Frames;
use crate::frame::Table;
use crate::make::Woven;
use crate::make::step::Silent;
use crate::make::step::Steps;
use crate::memo;
use crate::memo::Forgetful;
use crate::memo::Json;
use crate::memo::Key;
use crate::memo::Memo;
use crate::narrative;
use crate::output;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::Recorded;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The most rows of a file that are hashed one by one.
const COUNTED: usize = 200_000;
/// The most rows of a file that are told apart by key.
const KEYED: usize = 20_000;

/// Weaves a project and returns its edition's record, the warnings and the texts they
/// point into. Claims may fail: a comparison says which.
pub fn record(files: &dyn Files) -> (Result<Edition>, Vec<Diagnostic>, Sources) {
    let files = Recorded::new(files);
    let steps = Steps::new(&Silent);
    let options = narrative::Options { draft: true, strict: false };
    let (woven, warnings, sources) = super::weave(&files, options, &steps, &Forgetful);
    let edition = woven.map(|woven| {
        read_the_rest(&files, &woven);
        edition(&woven, super::edition::inputs(&files))
    });
    (edition, warnings, sources)
}

/// Reads what the writers would: the project's own templates and its pictures.
fn read_the_rest(files: &Recorded<'_>, woven: &Woven) {
    let mut paths: Vec<String> = ["html/", "pdf/"]
        .into_iter()
        .flat_map(|folder| {
            output::builtin_under(folder)
                .map(move |(name, _)| format!("templates/{folder}{name}"))
        })
        .collect();
    crate::doc::visit(&woven.document, &mut |node| {
        if let Inline::Image { path, .. } = node {
            paths.push(path.clone());
        }
    });
    for path in paths.iter().filter_map(|path| ProjectPath::new(path).ok()) {
        if files.exists(&path) {
            // Only the note of the reading counts; a failure is the writer's to tell.
            let _ = files.read(&path);
        }
    }
}

/// Returns the record, outputs and program still to be filled in.
pub(super) fn edition(woven: &Woven, inputs: BTreeMap<String, String>) -> Edition {
    Edition {
        schema: SCHEMA.to_owned(),
        reissue: env!("CARGO_PKG_VERSION").to_owned(),
        typst: String::new(),
        draft: true,
        document: woven.document.clone(),
        statistics: woven.statistics.clone(),
        figures: woven.charts.clone(),
        definitions: definitions(&woven.project),
        rows: woven.rows.clone(),
        inputs,
        outputs: BTreeMap::new(),
    }
}

fn definitions(project: &Project) -> BTreeMap<String, String> {
    let file = &project.statistics;
    let frames = file
        .frames
        .iter()
        .map(|frame| (format!("frame {}", frame.name), frame.yaml.canonical()));
    let statistics = file
        .statistics
        .iter()
        .map(|block| (format!("statistic {}", block.id), block.canonical.clone()));
    let claims = project
        .claims
        .iter()
        .map(|claim| (format!("claim {}", claim.id), claim.yaml.canonical()));
    frames.chain(statistics).chain(claims).collect()
}

/// Returns the rows of the data files, by path.
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
            if digest.rows > COUNTED {
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

fn hashed(table: &Table, key: &[String]) -> Rows {
    let count = table.rows();
    let keys: Vec<_> =
        table.columns.iter().filter(|column| key.contains(&column.name)).collect();
    let keyed = !keys.is_empty() && count <= KEYED;
    let mut out = Rows {
        columns: table.columns.iter().map(|column| column.name.clone()).collect(),
        count,
        ..Rows::default()
    };
    // A sum does not depend on the order, and counts a row that stands twice.
    let mut sum = 0_u128;
    for row in 0..count {
        let mut hasher = blake3::Hasher::new();
        for column in &table.columns {
            let cell = column.key(row);
            hasher.update(&[u8::from(cell.is_some())]);
            let cell = cell.unwrap_or_default();
            hasher.update(&(cell.len() as u64).to_le_bytes());
            hasher.update(cell.as_bytes());
        }
        let hash = hasher.finalize();
        let (half, _) = hash.as_bytes().split_at(16);
        sum = half
            .iter()
            .rev()
            .fold(0, |all, byte| all << 8 | u128::from(*byte))
            .wrapping_add(sum);
        if keyed {
            let name: Vec<String> =
                keys.iter().map(|column| column.key(row).unwrap_or_default()).collect();
            let short: String = hash.to_hex().chars().take(16).collect();
            out.keys.insert(name.join(", "), short);
        }
    }
    out.hash = format!("{sum:032x}");
    out
}
