//! Data files and SQL views as checked tables.
//!
//! **In:** the data contract, the declared frames, and the bytes of the data files.
//! **Out:** [`Frames`]: named tables as plain columns, and queries over them.
//! **Guarantees:** every breach of the contract in every file is reported at once, with
//! file, row and column; a frame is sorted by its key; no type of the engine leaves.

mod check;
mod engine;
mod raw;
mod sql;
mod table;

pub use table::Cells;
pub use table::Column;
pub use table::Table;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Result;
use crate::diag::Sources;
use crate::diag::Span;
use crate::frame::check::Cellular;
use crate::frame::engine::Engine;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Resources and frames by name.
#[derive(Debug, Default)]
pub struct Frames {
    /// The tables.
    pub tables: BTreeMap<String, Table>,
    engine: Option<Engine>,
}

impl Frames {
    /// Runs a query over the tables; a refusal is an error at the query's place.
    pub fn query(&self, project: &Project, sql: &str, at: &Span) -> Result<Table> {
        let Some(engine) = &self.engine else { return Ok(Table::default()) };
        let mut table = engine
            .query(sql)
            .map_err(|refusal| sql::refused(&refusal, sql, at, &project.sources, self))?;
        table.files = sql::files(sql, self);
        Ok(table)
    }
}

/// One data file, read.
enum File {
    Csv { raw: raw::Raw, text: Arc<str> },
    Parquet(ParquetCells),
}

/// Loads, checks and derives every table; texts of data files join `sources`, so that
/// findings can point into them.
pub fn load(
    project: &Project,
    files: &dyn Files,
    sources: &mut Sources,
) -> Result<Frames> {
    let mut found = Findings::new();
    // Files are read and checked side by side; findings come in the order of the contract.
    let opened: Vec<Result<(&ResourceDecl, ProjectPath, File)>> = project
        .package
        .resources
        .par_iter()
        .enumerate()
        .map(|(index, resource)| {
            let setting = ["resources", &index.to_string(), "path"];
            let at = project.package_yaml.place(&setting);
            let (path, file) = open(project, resource, files, &at)?;
            Ok((resource, path, file))
        })
        .collect();
    let mut read = Vec::new();
    for opened in opened {
        match opened {
            Ok((resource, path, file)) => {
                if let File::Csv { text, .. } = &file {
                    sources.insert(path.as_str(), Arc::clone(text));
                }
                read.push((resource, path, file));
            }
            Err(failure) => {
                for place in failure.diagnostics().iter().filter_map(Diagnostic::span) {
                    if let (None, Ok(path)) =
                        (sources.text(&place.file), ProjectPath::new(&place.file))
                        && let Ok(text) = files.text(&path)
                    {
                        sources.insert(path.as_str(), text);
                    }
                }
                found.keep::<()>(Err(failure));
            }
        }
    }
    let checked: Vec<(Table, Findings)> = read
        .par_iter()
        .map(|(resource, path, file)| {
            let mut found = Findings::new();
            let table = check::check(resource, &*file.cells(), &mut found, path.as_str());
            (table, found)
        })
        .collect();
    let mut frames = Frames::default();
    for ((resource, ..), (table, breaches)) in read.iter().zip(checked) {
        found.join(breaches);
        frames.tables.insert(resource.name.clone(), table);
    }
    for (resource, path, file) in &read {
        check::foreign_keys(
            resource,
            &*file.cells(),
            &frames.tables,
            &mut found,
            path.as_str(),
        );
    }
    if found.failed() {
        // Frames over broken data would only repeat the findings.
        return found.finish(frames).map(|warned| warned.value);
    }
    let engine = Engine::new();
    for (name, table) in &frames.tables {
        if let Err(refusal) = engine.register(name, table) {
            found.push(Diagnostic::error(Code::R0205, format!("{refusal:?}")));
        }
    }
    frames.engine = Some(engine);
    sql::derive(project, &mut frames, &mut found);
    found.finish(frames).map(|warned| warned.value)
}

fn open(
    project: &Project,
    resource: &ResourceDecl,
    files: &dyn Files,
    at: &Span,
) -> Result<(ProjectPath, File)> {
    let path = project
        .package_path
        .beside(&resource.path)
        .map_err(|message| Diagnostic::error(Code::R0104, message).at(at.clone(), ""))?;
    let missing = |mut failure: crate::diag::Failure| {
        let first = failure.clone().into_diagnostics().into_iter().next();
        if let Some(diagnostic) = first.filter(|found| found.span().is_none()) {
            failure = diagnostic.at(at.clone(), "").into();
        }
        failure
    };
    let parquet = resource.format.as_deref() == Some("parquet")
        || (resource.format.is_none() && path.as_str().ends_with(".parquet"));
    if parquet {
        let bytes = files.read(&path).map_err(missing)?;
        let table = engine::parquet(&bytes).map_err(|refusal| {
            Diagnostic::error(Code::R0201, format!("cannot read `{path}`: {refusal:?}"))
                .at(at.clone(), "")
        })?;
        let header = table.names().map(str::to_owned).collect();
        let file = ParquetCells { file: path.as_str().into(), header, table };
        return Ok((path, File::Parquet(file)));
    }
    let text = files.text(&path).map_err(missing)?;
    let raw = raw::read(path.as_str(), &text)?;
    Ok((path, File::Csv { raw, text }))
}

impl File {
    fn cells(&self) -> Box<dyn Cellular + '_> {
        match self {
            Self::Csv { raw, text } => Box::new(check::CsvCells { raw, source: text }),
            Self::Parquet(cells) => Box::new(cells.clone()),
        }
    }
}

/// A Parquet file's cells as texts, so that one checker serves both formats.
#[derive(Clone)]
struct ParquetCells {
    file: Arc<str>,
    header: Vec<String>,
    table: Table,
}

impl Cellular for ParquetCells {
    fn rows(&self) -> usize {
        self.table.rows()
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        self.table.columns.get(column)?.key(row).map(Cow::Owned)
    }

    fn place(&self, _: usize, _: usize) -> Span {
        self.top()
    }

    fn top(&self) -> Span {
        Span::new(Arc::clone(&self.file), 0..0)
    }
}
