//! The declared data files: read, checked against their contract side by side.

use crate::frame::Frames;
use crate::frame::Origin;
use crate::frame::check;
use crate::frame::expect;
use crate::frame::extract;
use crate::frame::files;
use crate::frame::files::Opened;
use crate::frame::place::place;
use crate::frame::place::placed;
use crate::frame::stream;
use crate::memo;
use crate::memo::Json;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::key::Key;
use crate::model::name::Name;
use crate::model::table::Digest;
use crate::model::table::Table;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What came of one resource: its table if it was read, the texts of its files then, and what
/// is known of it without, or its faults.
#[derive(Default)]
struct Loaded {
    table: Option<Table>,
    texts: Vec<(ProjectPath, Arc<str>)>,
    digest: Option<Result<Known>>,
}

/// What is known of a resource without its cells, and what is to be said of it.
type Known = (Digest, Findings);

/// Loads and checks every resource; findings come in the order of the contract.
pub(super) fn load(frames: &mut Frames<'_>, sources: &mut Sources, found: &mut Findings) {
    let resources = extract::kept(frames, found);
    let (large, held): (Vec<&ResourceDecl>, Vec<&ResourceDecl>) =
        resources.into_iter().partition(|resource| stream::is_large(frames, resource));
    for resource in &held {
        stream::not_streamed(frames, resource).into_iter().for_each(|it| found.push(it));
    }
    let loaded: Vec<Loaded> =
        held.par_iter().map(|resource| one(frames, resource)).collect();
    for (resource, loaded) in held.iter().copied().zip(loaded) {
        for (path, text) in loaded.texts {
            sources.insert(path.as_str(), text);
        }
        let known = loaded.digest.and_then(|known| found.keep(known));
        let digest = known.map(|(digest, said)| {
            found.join(said);
            digest
        });
        // A table with breaches still serves the keys that point at it.
        let digest = digest.or_else(|| loaded.table.as_ref().map(Table::digest));
        if let Some(digest) = digest {
            let origin = Origin::Resource(resource);
            frames.insert(&resource.name, digest, origin, loaded.table);
        }
    }
    // Their rows are joined to those of the others: one after another, each with all threads.
    for resource in large {
        let loaded = stream::load(frames, resource, sources, found);
        if let Some(digest) = found.keep(loaded) {
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
    let mut opened = Opened::default();
    let digest = (|| {
        let mut key = Key::of(&Name::Resource(resource.name.clone()))
            .content("contract", contract(resource).as_bytes());
        for path in files::paths(frames, resource)? {
            let hash = frames.files.hash(&path).map_err(placed(frames, resource))?;
            key = key.field(format!("file {path}"), hash.to_hex().as_str());
        }
        let Json(known) = memo::through(frames.memo, &key, || {
            files::open(frames, resource, &mut opened)?;
            let (table, breaches) = checked(frames, resource, &opened);
            let digest = table.digest();
            loaded.table = Some(table);
            let warned = breaches.finish(digest)?;
            let mut said = Findings::new();
            said.extend(warned.warnings);
            Ok(Json((warned.value, said)))
        })?;
        Ok(known)
    })();
    loaded.texts = std::mem::take(&mut opened.texts);
    if digest.is_err() && loaded.texts.is_empty() {
        // The file may be at fault before it is a table: its text is pointed at.
        let paths = files::paths(frames, resource).unwrap_or_default();
        let text = |path: &ProjectPath| frames.files.text(path).ok();
        let texts =
            paths.into_iter().filter_map(|path| Some((path.clone(), text(&path)?)));
        loaded.texts = texts.collect();
    }
    loaded.digest = Some(digest);
    loaded
}

/// Reads a resource that is known to keep its contract.
pub(super) fn read(frames: &Frames<'_>, resource: &ResourceDecl) -> Result<Table> {
    let mut opened = Opened::default();
    files::open(frames, resource, &mut opened)?;
    let (table, breaches) = checked(frames, resource, &opened);
    breaches.finish(table).map(|warned| warned.value)
}

fn checked(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    opened: &Opened,
) -> (Table, Findings) {
    let mut found = Findings::new();
    found.join(opened.found.clone());
    let mut paths: Vec<String> =
        opened.paths().map(|path| path.as_str().to_owned()).collect();
    let file = paths.first().cloned().unwrap_or_default();
    let Some(cells) = opened.cells(frames, resource, &mut found) else {
        return (Table::default(), found);
    };
    found.extend(check::twice(resource, &*cells, true));
    let mut table = check::check(resource, &*cells, &mut found, &file);
    paths.sort();
    table.files = paths;
    let what = format!("`{}`", resource.name);
    let expect = resource.expect.clone().unwrap_or_default();
    let at = |key: &'static str| move || place(frames.project, resource, &[key]);
    let counts =
        [("rows", table.rows(), expect.rows), ("files", opened.count(), expect.files)];
    for (noun, count, wanted) in counts {
        found.extend(expect::count(&what, noun, count, wanted, at("expect")));
    }
    found.extend(expect::complete(&what, &table, &resource.complete, &at("complete")()));
    (table, found)
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
        let mut opened = Opened::default();
        files::open(frames, resource, &mut opened)?;
        let file = opened.paths().next().map(ToString::to_string).unwrap_or_default();
        if let Some(cells) = opened.cells(frames, resource, &mut found) {
            check::foreign_keys(resource, &*cells, &tables, &mut found, &file);
        }
        found.finish(Json(())).map(|warned| warned.value)
    })?;
    Ok(())
}

/// The declaration as text, for hashing.
pub(super) fn contract(resource: &ResourceDecl) -> String {
    serde_json::to_string(resource).unwrap_or_default()
}
