//! Two sides to a comparison: what changed within data files, and which input did what where
//! the graph cannot tell.

use crate::diff;
use crate::diff::Drifts;
use crate::diff::Trial;
use crate::frame;
use crate::make::cache::Cache;
use crate::make::cache::Found;
use crate::make::drift::drift;
use crate::make::outbox::working_folder;
use crate::make::record::record;
use crate::make::seal::Seal;
use crate::memo::Forgetful;
use crate::memo::Memo;
use crate::model::comparison::Comparison;
use crate::model::comparison::Input;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::edition::Edition;
use crate::model::key::Key;
use crate::model::name::Name;
use crate::project;
use crate::project::Disk;
use crate::project::Files;
use crate::project::Overlay;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

/// The most inputs that are tried one by one.
const TRIED: usize = 32;

/// One side of a comparison.
#[derive(Debug)]
pub struct OpenedSide {
    /// How it was asked for.
    pub name: String,
    /// Its record.
    pub edition: Edition,
    /// Its sources, where they are at hand.
    pub files: Option<Box<dyn Files>>,
    /// Files of a built folder that are not as they were built.
    pub edited: Vec<String>,
}

impl OpenedSide {
    /// Returns the side of a project's sources, with the warnings of its weaving.
    pub fn woven(
        name: &str,
        files: Box<dyn Files>,
    ) -> (Result<Self>, Vec<Diagnostic>, Sources) {
        let (edition, warnings, sources) = record(&*files, &Forgetful);
        let name = name.to_owned();
        let side = edition.map(|edition| Self {
            name,
            edition,
            files: Some(files),
            edited: Vec::new(),
        });
        (side, warnings, sources)
    }

    /// The same, with the record kept in the project's cache under the name of the sources'
    /// tree: a revision is woven once.
    pub fn kept(
        name: &str,
        files: Box<dyn Files>,
        (root, seal): (&Path, &Seal),
        tree: &str,
    ) -> (Result<Self>, Vec<Diagnostic>, Sources) {
        let cache = working_folder(root).map(|desk| Cache::new(&desk, seal)).ok();
        let key = Key::new("record").field("tree", tree);
        if let Some(Found::Hit(bytes)) = cache.as_ref().map(|cache| cache.get(&key))
            && let Ok(edition) = serde_json::from_slice(&bytes)
        {
            let name = name.to_owned();
            let side = Self { name, edition, files: Some(files), edited: Vec::new() };
            return (Ok(side), Vec::new(), Sources::new());
        }
        let made = Self::woven(name, files);
        if let Some(cache) = cache
            && let Ok(side) = &made.0
            && let Ok(bytes) = serde_json::to_vec(&side.edition)
        {
            cache.put(&key, &bytes);
        }
        made
    }
}

/// Compares two sides.
pub fn compare(old: &OpenedSide, new: &OpenedSide) -> Comparison {
    let both = old.files.as_deref().zip(new.files.as_deref());
    let shelf = Shelf::default();
    let drifts = both.map(|(a, b)| drifts(&old.edition, &new.edition, a, b, &shelf));
    let mut found =
        diff::compare(&old.edition, &new.edition, &drifts.unwrap_or_default());
    for (about, side) in [(&mut found.old, old), (&mut found.new, new)] {
        about.name.clone_from(&side.name);
        about.sources = side.files.is_some();
    }
    if let Some((before, after)) = both {
        let trials: Vec<Trial> = diff::doubtful(&found, TRIED)
            .par_iter()
            .map(|input| Trial {
                input: input.name.clone(),
                edition: tried(
                    input,
                    (&old.edition, before),
                    (&new.edition, after),
                    &shelf,
                ),
            })
            .collect();
        diff::settle(&mut found, &old.edition, &trials);
    } else {
        diff::unsettled(&mut found);
    }
    diff::periods(&mut found, &old.edition, &new.edition);
    for side in [old, new] {
        diff::edited(&mut found, &side.name, &side.edited);
    }
    found
}

/// Returns the files of a built folder that are missing or not as its record says.
pub fn edited(folder: &Path, edition: &Edition) -> Vec<String> {
    let disk = Disk::new(folder);
    let changed = edition.outputs.iter().filter(|(name, hash)| {
        let bytes = ProjectPath::new(name).ok().and_then(|path| disk.read(&path).ok());
        bytes.is_none_or(|bytes| blake3::hash(&bytes).to_hex().as_str() != hash.as_str())
    });
    changed.map(|(name, _)| name.clone()).collect()
}

/// Returns what changed within the data files that both sides have.
fn drifts(
    was: &Edition,
    is: &Edition,
    old: &dyn Files,
    new: &dyn Files,
    memo: &dyn Memo,
) -> Drifts {
    let changed: Vec<&String> = was
        .rows
        .keys()
        .filter(|path| {
            is.rows.contains_key(*path) && was.inputs.get(*path) != is.inputs.get(*path)
        })
        .collect();
    if changed.is_empty() {
        return Drifts::new();
    }
    let (Ok(old_project), Ok(new_project)) = (
        project::load(old, &crate::make::kinds::KINDS).0,
        project::load(new, &crate::make::kinds::KINDS).0,
    ) else {
        return Drifts::new();
    };
    let mut sources = Sources::new();
    let (Ok(before), Ok(after)) = (
        frame::load(&old_project, old, memo, &mut sources),
        frame::load(&new_project, new, memo, &mut sources),
    ) else {
        return Drifts::new();
    };
    let mut out = Drifts::new();
    for path in changed {
        let (Some(a), Some(b)) =
            (resource(&old_project, path), resource(&new_project, path))
        else {
            continue;
        };
        let tables = (before.table(&a.name), after.table(&b.name));
        if let (Ok(Some(was)), Ok(Some(is))) = tables
            && let Some(found) = drift(
                (was, a.schema.primary_key.list()),
                (is, b.schema.primary_key.list()),
            )
        {
            out.insert(path.clone(), found);
        }
    }
    out
}

fn resource<'a>(project: &'a Project, path: &str) -> Option<&'a ResourceDecl> {
    let at = |resource: &ResourceDecl| {
        project.package_path.beside(resource.path.single()?).ok()
    };
    project
        .resources()
        .find(|resource| at(resource).is_some_and(|at| at.as_str() == path))
}

/// Results kept while a comparison lasts: trials share all that the exchanged input leaves.
#[derive(Debug, Default)]
struct Shelf(Mutex<BTreeMap<String, Vec<u8>>>);

impl Memo for Shelf {
    fn find(&self, key: &Key) -> Option<Vec<u8>> {
        self.0.lock().ok()?.get(key.hash().to_hex().as_str()).cloned()
    }

    fn keep(&self, key: &Key, bytes: Vec<u8>) {
        if let Ok(mut kept) = self.0.lock() {
            kept.insert(key.hash().to_hex().to_string(), bytes);
        }
    }
}

/// Returns the old edition with one input in its new form.
fn tried(
    input: &Input,
    (was, before): (&Edition, &dyn Files),
    (is, after): (&Edition, &dyn Files),
    memo: &dyn Memo,
) -> Option<Edition> {
    let path = ProjectPath::new(&input.file).ok()?;
    let declared = was.definitions.contains_key(&input.name)
        || is.definitions.contains_key(&input.name);
    // A list has no entries to exchange by name: the contract is tried as a whole.
    let listed = matches!(input.name.parse(), Ok(Name::Resource(_) | Name::Report));
    let whole = !declared || listed;
    let bytes = if whole {
        after.exists(&path).then(|| after.read(&path)).transpose().ok()?
    } else {
        let text = before.exists(&path).then(|| before.text(&path)).transpose().ok()?;
        let text = text.map_or_else(String::new, |text| text.replace("\r\n", "\n"));
        Some(exchanged(&text, &input.name, was, is).into_bytes().into())
    };
    record(&Overlay::new(before, path, bytes), memo).0.ok()
}

/// Returns a file of declarations with one of them in its new form.
fn exchanged(text: &str, name: &str, was: &Edition, is: &Edition) -> String {
    let (old, new) = (was.definitions.get(name), is.definitions.get(name));
    let mut lines: Vec<&str> = text.lines().collect();
    let written: Vec<&str> = new.map_or_else(Vec::new, |new| new.text.lines().collect());
    let sort = name.split(' ').next().unwrap_or_default();
    let range = if let Some(old) = old {
        let start = (old.line - 1).min(lines.len());
        start..(start + old.text.lines().count()).min(lines.len())
    } else {
        let section = match sort {
            "statistic" => "statistics:".to_owned(),
            "labels" | "published" => format!("{sort}:"),
            other => format!("{other}s:"),
        };
        let found = lines.iter().position(|line| line.trim_end() == section);
        let start = found.map_or(lines.len(), |at| at + 1);
        start..start
    };
    lines.splice(range, written);
    lines.join("\n") + "\n"
}
