//! One chapter, apart from the others: woven, read, and its figures and tables put in place.
//! It is read again only if something it looked at has changed.

use crate::figure::fonts_key;
use crate::memo;
use crate::memo::Kept;
use crate::memo::Memo;
use crate::memo::Seen;
use crate::model::diagnostic::Result;
use crate::model::document::Chapter;
use crate::model::document::Part;
use crate::model::key::Key;
use crate::model::key::content;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use crate::narrative::met::Met;
use crate::narrative::parse;
use crate::narrative::parse::Reading;
use crate::narrative::place;
use crate::narrative::tables::rows;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use crate::narrative::world::Make;
use crate::narrative::world::World;
use crate::project::ChapterFile;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A chapter as it was read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Read {
    /// None of what cannot be read.
    pub chapter: Option<Chapter>,
    pub met: Met,
}

impl Kept for Read {
    /// What is at fault is told anew each time: help may name what was not looked at.
    fn lasts(&self) -> bool {
        !self.met.found.failed()
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(self).ok()
    }

    fn read(bytes: Vec<u8>) -> Option<Self> {
        serde_json::from_slice(&bytes).ok()
    }
}

/// Reads a chapter, or returns what an earlier run read where all it looked at is the same;
/// with the names of that.
pub(super) fn read(
    world: &World<'_>,
    part: Part,
    file: &ChapterFile,
    memo: &dyn Memo,
) -> Result<(Read, BTreeSet<Name>)> {
    let beside = world.project.needed(file, world.components);
    let name = Name::Chapter(file.path.as_str().to_owned());
    let mut own = Key::of(&name)
        .content("text", file.text.as_bytes())
        .field("settings", world.settings(part));
    for other in &beside {
        own = own.content(
            Name::File(other.path.as_str().to_owned()).to_string(),
            other.text.as_bytes(),
        );
    }
    memo::observed(memo, &own, &|name| world.hash(name), |seen| {
        Ok(world.read(part, file, &beside, seen))
    })
}

impl World<'_> {
    /// Returns what of the report's settings bears on every chapter.
    fn settings(&self, part: Part) -> String {
        let report = &self.project.report;
        let allowed: Vec<&str> =
            report.allow.iter().map(|allow| allow.words.as_str()).collect();
        // What is read without the report is read strictly.
        let strict = self.options.strict || self.project.document.is_some();
        let words = self.project.words.as_deref().map(|words| words.hash.as_str());
        let fonts = fonts_key();
        content(&(part, report.design, allowed, strict, words, fonts))
    }

    /// Returns the hash of something looked at; of something that is not there, a word that is
    /// no hash.
    fn hash(&self, name: &Name) -> String {
        let project = self.project;
        let found = match name {
            Name::Statistic(id) => {
                let found = self.statistics.find(id).map(Stat::content);
                found.or_else(|| self.statistics.missing.get(id).cloned())
            }
            Name::Family(id) => self.statistics.family_hash(id),
            Name::Block(id) => Some(self.block_hash(id)),
            Name::Frame(table) | Name::Resource(table) => {
                let digest = self.frames.digest(table);
                digest.map(|digest| {
                    content(&(&digest.hash, rows::follows(project, table, digest)))
                })
            }
            Name::Labels(column) => project.statistics.labels.get(column).map(content),
            Name::Column { table, column } => self.frames.column_hash(table, column),
            Name::Figure(id) => {
                let entry = project.figures.iter().find(|entry| entry.id == *id);
                entry.map(|entry| {
                    let bounds = entry.decl.boundaries.as_ref();
                    let owed = bounds.and_then(|name| project.attribution(name));
                    content(&(entry.yaml.placed(), owed))
                })
            }
            Name::Picture(id) => {
                let entry = project.pictures.iter().find(|entry| entry.id == *id);
                entry.map(|entry| content(&entry.yaml.placed()))
            }
            Name::Quotation(id) => {
                let entry = project.quotations.iter().find(|entry| entry.id == *id);
                entry.map(|entry| content(&entry.yaml.placed()))
            }
            Name::Table(id) => {
                let entry = project.tables.iter().find(|entry| entry.id == *id);
                entry.map(|entry| content(&entry.yaml.placed()))
            }
            Name::Claim(id) => {
                let known = self.names.claims.contains(id);
                let judged =
                    self.judged.get(id).map(|judged| (judged.holds, &judged.because));
                known.then(|| content(&judged))
            }
            Name::Work(id) => {
                self.names.citations.contains(id).then(|| "known".to_owned())
            }
            _ => None,
        };
        found.unwrap_or_else(|| "missing".to_owned())
    }

    /// Returns the hash of all that a block gives, and of which values are the better ones.
    fn block_hash(&self, id: &str) -> String {
        let known = self.blocks.lock().ok().and_then(|known| known.get(id).cloned());
        known.unwrap_or_else(|| {
            let stats = self.statistics.stats.range(id.to_owned()..);
            let stats = stats.map(|(_, stat)| stat).take_while(|s| s.id.starts_with(id));
            let own = stats.filter(|stat| stat.provenance.block == id);
            let hash = content(&own.map(|s| (s.content(), s.better)).collect::<Vec<_>>());
            if let Ok(mut known) = self.blocks.lock() {
                known.insert(id.to_owned(), hash.clone());
            }
            hash
        })
    }

    fn read(
        &self,
        part: Part,
        file: &ChapterFile,
        beside: &[&ChapterFile],
        seen: &Seen,
    ) -> Read {
        let mut weaver = Weaver::new(self.names);
        let woven = weaver.chapter(file, beside);
        let (mut figures, mut tables) = (BTreeMap::new(), BTreeMap::new());
        for piece in weaver.placing() {
            match piece {
                Piece::Figure { id, .. } => {
                    let entry = self.project.figures.iter().find(|entry| entry.id == id);
                    if let Some(entry) = entry {
                        let texts = place::figure_texts(&mut weaver, self.project, entry);
                        figures.insert(id, texts);
                    }
                }
                Piece::Table { id, .. } => {
                    let entry = self.project.tables.iter().find(|entry| entry.id == id);
                    if let Some(entry) = entry {
                        tables.insert(id, place::table_texts(&mut weaver, entry));
                    }
                }
                _ => {}
            }
        }
        // A block may name a picture without a call.
        let mut pictures = BTreeMap::new();
        let all = || std::iter::once(&file).chain(beside);
        for entry in &self.project.pictures {
            if all().any(|file| file.text.contains(&entry.id)) {
                seen.note(Name::Picture(entry.id.clone()));
                pictures.insert(
                    entry.id.clone(),
                    crate::narrative::pictures::texts(&mut weaver, entry),
                );
            }
        }
        let mut reading = Reading::new(&weaver, self.judged, self.guard);
        let chapter = woven.map(|woven| {
            let read = parse::chapter(&mut reading, file.path.as_str(), &woven.traced);
            let mut blocks = read.blocks;
            let make = Make {
                project: self.project,
                frames: self.frames,
                statistics: self.statistics,
                figures: &figures,
                tables: &tables,
                pictures: &pictures,
            };
            place::put(&mut blocks, &make, &mut reading, true);
            Chapter {
                id: read.id.unwrap_or_default(),
                number: String::new(),
                part,
                title: read.title,
                file: file.path.as_str().to_owned(),
                blocks,
            }
        });
        let met = reading.met;
        weaver.seen().into_iter().for_each(|name| seen.note(name));
        Read { chapter, met }
    }
}
