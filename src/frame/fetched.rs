//! What a frame is made from elsewhere, and what came of it: checked, sorted, and written as it is
//! kept.

use crate::frame::load;
use crate::memo::Forgetful;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Warned;
use crate::model::extract::Extracted;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::table::row_ranks;
use crate::project::Extract;
use crate::project::Files;
use crate::project::Memory;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::is_pattern;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An extract as it is kept.
#[derive(Debug)]
pub struct Kept {
    /// The CSV file.
    pub bytes: Vec<u8>,
    /// Its rows.
    pub rows: usize,
    /// How many cells are withheld.
    pub withheld: usize,
}

/// Returns the files that a path matches.
pub(super) fn listed(files: &dyn Files, written: &ProjectPath) -> Vec<ProjectPath> {
    if !is_pattern(written.as_str()) {
        return vec![written.clone()];
    }
    let list = files.read(written).ok();
    let list = list.map(|list| String::from_utf8_lossy(&list).into_owned());
    list.unwrap_or_default()
        .lines()
        .filter_map(|line| ProjectPath::new(line).ok())
        .collect()
}

/// Returns the files that a program is given, with their bytes.
pub fn given(
    files: &dyn Files,
    extract: &Extract,
) -> Result<BTreeMap<ProjectPath, Arc<[u8]>>> {
    let mut out = BTreeMap::new();
    for (index, written) in extract.reads().iter().enumerate() {
        let at = || extract.yaml.place(&["program", "reads", &index.to_string()]);
        let all = listed(files, written);
        if all.is_empty() {
            let message = format!("no file matches `{written}`");
            return Err(Diagnostic::error(Code::R0101, message).at(at(), "").into());
        }
        for path in all {
            let bytes = files.read(&path).map_err(|failure| failure.named_at(&at()))?;
            out.insert(path, bytes);
        }
    }
    Ok(out)
}

/// Holds what was made of a frame to its declaration, and returns it sorted by its key, without what
/// is to be withheld. Texts that findings point into join `sources`.
pub fn fetched(
    project: &Project,
    extract: &Extract,
    bytes: &Arc<[u8]>,
    sources: &mut Sources,
) -> Result<Warned<Kept>> {
    let refused = |why: String| -> Failure {
        let message =
            format!("what was made of `{}` cannot be kept: {why}", extract.name);
        let at = extract.made_at();
        Diagnostic::error(Code::R0347, message).at(at, "").into()
    };
    let Warned { value: table, mut warnings } =
        checked(project, extract, bytes, sources)?;
    let parquet = bytes.starts_with(PARQUET);
    let (header, mut records) = if parquet { Ok(cells(&table)) } else { records(bytes) }
        .map_err(|error| refused(error.to_string()))?;
    if records.len() != table.rows() {
        let counts = format!("{} lines, {} rows", records.len(), table.rows());
        return Err(refused(counts));
    }
    let withheld = withhold(extract, &table, &header, &mut records);
    let key: Vec<&Column> =
        extract.decl.key.iter().filter_map(|name| table.column(name)).collect();
    let ranks = row_ranks(&key, table.rows());
    let mut order: Vec<usize> = (0..table.rows()).collect();
    order.sort_by_key(|row| ranks.get(*row));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(&header).and_then(|()| {
        let mut sorted = order.iter().filter_map(|row| records.get(*row));
        sorted.try_for_each(|record| writer.write_record(record))
    });
    written.map_err(|error| refused(error.to_string()))?;
    let bytes = writer.into_inner().map_err(|error| refused(error.to_string()))?;
    if withheld > 0 {
        // What is kept is held to the declaration, too: a column that must be filled cannot be withheld.
        let kept: Arc<[u8]> = bytes.as_slice().into();
        warnings = checked(project, extract, &kept, sources)?.warnings;
    }
    Ok(Warned { value: Kept { bytes, rows: table.rows(), withheld }, warnings })
}

/// How a Parquet file begins.
const PARQUET: &[u8] = b"PAR1";

/// Returns the table that was made, held to its declaration.
fn checked(
    project: &Project,
    extract: &Extract,
    bytes: &Arc<[u8]>,
    sources: &mut Sources,
) -> Result<Warned<Table>> {
    let mut own = extract.clone();
    own.resource.format = bytes.starts_with(PARQUET).then(|| "parquet".to_owned());
    // It is looked at as a whole, however large it is.
    own.resource.other.insert("stream".to_owned(), false.into());
    let single = extract.resource.path.single();
    let path = project.package_path.beside(single.unwrap_or_default());
    let path = path.map_err(|why| Diagnostic::error(Code::R0347, why))?;
    let mut alone = project.clone();
    alone.package.resources.clear();
    alone.statistics.frames.clear();
    alone.statistics.extracts = vec![own];
    alone.extracts.insert(extract.name.clone(), Extracted::default());
    let files = Memory::new().with(path.as_str(), bytes);
    let mut texts = sources.clone();
    let frames = load(&alone, &files, &Forgetful, &mut texts)
        .map_err(|failure| at_the_maker(failure, extract, path.as_str(), &texts))?;
    sources.join(texts);
    let table = frames.table(&extract.name)?.cloned().unwrap_or_default();
    Ok(Warned { value: table, warnings: frames.warnings() })
}

/// Puts the mark in the place of each number that is to be withheld; returns how many.
fn withhold(
    extract: &Extract,
    table: &Table,
    header: &[String],
    records: &mut [Vec<String>],
) -> usize {
    let Some(withhold) = &extract.decl.withhold else { return 0 };
    let small = |value: f64| value != 0.0 && value.abs() < f64::from(withhold.below);
    let mut count = 0;
    for name in &withhold.fields {
        let at = header.iter().position(|head| head == name);
        let (Some(at), Some(column)) = (at, table.column(name)) else { continue };
        for (row, record) in records.iter_mut().enumerate() {
            if let Some(cell) = record.get_mut(at)
                && column.number(row).is_some_and(small)
            {
                cell.clone_from(&withhold.mark);
                count += 1;
            }
        }
    }
    count
}

/// Returns what was found wrong in what was made, at the place that says how it is made: the file in
/// which it would be kept holds what was made before.
fn at_the_maker(
    failure: Failure,
    extract: &Extract,
    path: &str,
    sources: &Sources,
) -> Failure {
    let file = format!("`{path}`");
    failure.map(|found| {
        let message = found.message.replace(&file, "what was made");
        let Some(at) = found.span().filter(|at| &*at.file == path) else {
            return Diagnostic { message, ..found };
        };
        let start = sources.line(path, at.start).map_or(at.start, |(_, start)| start);
        let rest = sources.text(path).and_then(|text| text.get(start..));
        let line = rest.and_then(|rest| rest.lines().next());
        let note = line.map(|line| format!("this made `{line}`")).unwrap_or_default();
        let help = match found.code {
            Code::R0202 => {
                Some("mend it where it is made, or say otherwise in `fields`".to_owned())
            }
            _ => found.help.clone(),
        };
        let message = format!("`{}`: {message}", extract.name);
        Diagnostic { message, related: Vec::new(), help, ..found }
            .at(extract.made_at(), note)
    })
}

/// A header, and the cells of each row.
type Records = (Vec<String>, Vec<Vec<String>>);

/// Returns the cells of a CSV file as they are written.
fn records(bytes: &[u8]) -> std::result::Result<Records, csv::Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let header = owned(reader.headers()?);
    let rows = reader.records().map(|record| Ok(owned(&record?)));
    Ok((header, rows.collect::<std::result::Result<_, csv::Error>>()?))
}

/// Returns the cells of a table as texts that read back as the same values.
fn cells(table: &Table) -> Records {
    let header = table.names().map(str::to_owned).collect();
    let row = |row: usize| {
        table.columns.iter().map(|column| column.key(row).unwrap_or_default()).collect()
    };
    (header, (0..table.rows()).map(row).collect())
}
