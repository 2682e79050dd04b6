//! The declared data files: read, checked against their contract side by side.

use crate::frame::Frames;
use crate::frame::Origin;
use crate::frame::boundaries;
use crate::frame::check;
use crate::frame::check::Cellular;
use crate::frame::engine;
use crate::frame::raw;
use crate::frame::stream;
use crate::memo;
use crate::memo::Json;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::key::Key;
use crate::model::name::Name;
use crate::model::table::Digest;
use crate::model::table::Table;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One data file, read.
enum File {
    Csv { raw: raw::Raw, text: Arc<str> },
    Parquet(ParquetCells),
}

/// What came of one resource: its table if it was read, the text of its file then, and what
/// is known of it without, or its faults.
#[derive(Default)]
struct Loaded {
    table: Option<Table>,
    text: Option<Arc<str>>,
    digest: Option<Result<Digest>>,
}

/// Loads and checks every resource; findings come in the order of the contract.
pub(super) fn load(frames: &mut Frames<'_>, sources: &mut Sources, found: &mut Findings) {
    let resources = &frames.project.package.resources;
    let (large, held): (Vec<&ResourceDecl>, Vec<&ResourceDecl>) =
        resources.iter().partition(|resource| stream::is_large(frames, resource));
    let loaded: Vec<Loaded> =
        held.par_iter().map(|resource| one(frames, resource)).collect();
    for (resource, loaded) in held.iter().copied().zip(loaded) {
        if let (Some(text), Ok(path)) = (loaded.text, path(frames.project, resource)) {
            sources.insert(path.as_str(), text);
        }
        let digest = loaded.digest.and_then(|digest| found.keep(digest));
        // A table with breaches still serves the keys that point at it.
        let digest = digest.or_else(|| loaded.table.as_ref().map(Table::digest));
        if let Some(digest) = digest {
            let origin = Origin::Resource(resource);
            frames.insert(&resource.name, digest, origin, loaded.table);
        }
    }
    // Their rows are joined to those of the others: one after another, each with all threads.
    for resource in large {
        if let Some(digest) = found.keep(stream::load(frames, resource)) {
            frames.insert(&resource.name, digest, Origin::Large(resource), None);
        }
    }
    let related: Vec<Result<()>> =
        held.par_iter().map(|resource| related(frames, resource)).collect();
    for outcome in related {
        found.keep(outcome);
    }
}

fn one(frames: &Frames<'_>, resource: &ResourceDecl) -> Loaded {
    let mut loaded = Loaded::default();
    let digest = (|| {
        let path = path(frames.project, resource)?;
        let hash = frames.files.hash(&path).map_err(placed(frames, resource))?;
        let key = Key::of(&Name::Resource(resource.name.clone()))
            .field("path", path.as_str())
            .field("file", hash.to_hex().as_str())
            .content("contract", contract(resource).as_bytes());
        let Json(digest) = memo::through(frames.memo, &key, || {
            let file = open(frames, resource)?;
            if let File::Csv { text, .. } = &file {
                loaded.text = Some(Arc::clone(text));
            }
            let (table, breaches) = checked(resource, &file, &path);
            let digest = table.digest();
            loaded.table = Some(table);
            breaches.finish(Json(digest)).map(|warned| warned.value)
        })?;
        Ok(digest)
    })();
    if digest.is_err() && loaded.text.is_none() {
        // The file may be at fault before it is a table: its text is pointed at.
        let path = path(frames.project, resource).ok();
        loaded.text = path.and_then(|path| frames.files.text(&path).ok());
    }
    loaded.digest = Some(digest);
    loaded
}

/// Reads a resource that is known to keep its contract.
pub(super) fn read(frames: &Frames<'_>, resource: &ResourceDecl) -> Result<Table> {
    let path = path(frames.project, resource)?;
    let (table, breaches) = checked(resource, &open(frames, resource)?, &path);
    breaches.finish(table).map(|warned| warned.value)
}

fn checked(
    resource: &ResourceDecl,
    file: &File,
    path: &ProjectPath,
) -> (Table, Findings) {
    let mut found = Findings::new();
    let table = check::check(resource, &*file.cells(), &mut found, path.as_str());
    (table, found)
}

/// Places a failure of opening a file at the setting that names it.
pub(super) fn placed(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
) -> impl Fn(Failure) -> Failure {
    let at = place(frames.project, resource);
    move |failure| failure.named_at(&at)
}

/// Checks that the foreign keys of a resource point at rows that exist.
fn related(frames: &Frames<'_>, resource: &ResourceDecl) -> Result<()> {
    let keys = &resource.schema.foreign_keys;
    let Some(digest) = frames.digest(&resource.name) else { return Ok(()) };
    if keys.is_empty() {
        return Ok(());
    }
    let mut key = Key::new(format!("keys {}", resource.name))
        .field("resource", digest.hash.as_str())
        .content("contract", contract(resource).as_bytes());
    for target in keys.iter().map(|key| &key.reference.resource) {
        let hash = frames.digest(target).map_or("", |digest| digest.hash.as_str());
        key = key.field(Name::Resource(target.clone()).to_string(), hash);
    }
    memo::through(frames.memo, &key, || {
        let mut found = Findings::new();
        let mut tables: BTreeMap<&str, &Table> = BTreeMap::new();
        let targets = keys.iter().map(|key| key.reference.resource.as_str());
        for name in targets.chain([resource.name.as_str()]) {
            if let Some(table) = frames.table(name)? {
                tables.insert(name, table);
            }
        }
        let path = path(frames.project, resource)?;
        let file = open(frames, resource)?;
        let cells = file.cells();
        check::foreign_keys(resource, &*cells, &tables, &mut found, path.as_str());
        found.finish(Json(())).map(|warned| warned.value)
    })?;
    Ok(())
}

/// The declaration as text, for hashing.
pub(super) fn contract(resource: &ResourceDecl) -> String {
    serde_json::to_string(resource).unwrap_or_default()
}

pub(super) fn path(project: &Project, resource: &ResourceDecl) -> Result<ProjectPath> {
    project.package_path.beside(&resource.path).map_err(|message| {
        let at = place(project, resource);
        Diagnostic::error(Code::R0104, message).at(at, "").into()
    })
}

pub(super) fn place(project: &Project, resource: &ResourceDecl) -> Span {
    let all = &project.package.resources;
    let index = all.iter().position(|other| other.name == resource.name).unwrap_or(0);
    project.package_yaml.place(&["resources", &index.to_string(), "path"])
}

fn open(frames: &Frames<'_>, resource: &ResourceDecl) -> Result<File> {
    let path = path(frames.project, resource)?;
    if let Some(format) = boundaries::format(resource, &path) {
        let found = boundaries::read(frames, resource, format)?;
        let table = boundaries::table(&found);
        let file = path.as_str().into();
        return Ok(File::Parquet(ParquetCells { file, header: found.header, table }));
    }
    let parquet = resource.format.as_deref() == Some("parquet")
        || (resource.format.is_none() && path.as_str().ends_with(".parquet"));
    if parquet {
        let bytes = frames.files.read(&path).map_err(placed(frames, resource))?;
        let fields = resource.schema.fields.iter();
        let wanted: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
        let (header, table) = engine::parquet(&bytes, &wanted).map_err(|refusal| {
            Diagnostic::error(Code::R0201, format!("cannot read `{path}`: {refusal}"))
                .at(place(frames.project, resource), "")
                .help("write the column in another type: texts, numbers, dates")
        })?;
        let file = ParquetCells { file: path.as_str().into(), header, table };
        return Ok(File::Parquet(file));
    }
    let text = frames.files.text(&path).map_err(placed(frames, resource))?;
    let fields: Vec<&str> =
        resource.schema.fields.iter().map(|field| field.name.as_str()).collect();
    let raw = raw::read(path.as_str(), &text, &resource.dialect, &fields)?;
    Ok(File::Csv { raw, text })
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
        self.table.column(self.header.get(column)?)?.key(row).map(Cow::Owned)
    }

    fn place(&self, _: usize, _: usize) -> Span {
        self.top()
    }

    fn top(&self) -> Span {
        Span::new(Arc::clone(&self.file), 0..0)
    }
}
