//! What chapters include, loaded with them; a circle is found here, at the include that
//! closes it.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::key::Key;
use crate::model::key::content;
use crate::project::ChapterFile;
use crate::project::Project;
use crate::project::loader::Loader;
use crate::project::path::ProjectPath;
use crate::project::tags::Tag;
use crate::project::tags::tags;
use std::collections::BTreeSet;
use std::ops::Range;

/// How deep files may include one another.
const DEEPEST: usize = 32;

impl Loader<'_> {
    /// Loads what chapters include, and what that includes.
    pub(super) fn parts(&mut self, chapters: &[&[ChapterFile]]) -> Vec<ChapterFile> {
        let mut known: Vec<ChapterFile> =
            chapters.iter().copied().flatten().cloned().collect();
        let own = known.len();
        let mut depth = vec![0; own];
        let mut next = 0;
        while let Some(file) = known.get(next).cloned() {
            let deep = depth.get(next).copied().unwrap_or_default() + 1;
            next += 1;
            for (range, name) in named(&file.text, &["include"]) {
                let span = Span::new(file.path.as_str(), range);
                match ProjectPath::new(&name) {
                    Ok(path) if known.iter().any(|other| other.path == path) => {}
                    Ok(_) if deep > DEEPEST => self.found.push(
                        Diagnostic::error(
                            Code::R0501,
                            format!("files include one another more than {DEEPEST} levels deep"),
                        )
                        .at(span, "")
                        .help("include the file in the chapter itself"),
                    ),
                    Ok(path) if self.files.exists(&path) => {
                        let text = self.text(&path, Some(span));
                        known.extend(text.map(|text| ChapterFile { path, text }));
                        depth.resize(known.len(), deep);
                    }
                    Ok(path) => self.found.push(
                        Diagnostic::error(
                            Code::R0101,
                            format!("cannot include `{path}`: there is no such file"),
                        )
                        .at(span, "")
                        .help("paths start at the project's root: `report/chapters/part.md`"),
                    ),
                    Err(message) => {
                        self.found.push(Diagnostic::error(Code::R0104, message).at(span, ""));
                    }
                }
            }
        }
        self.circles(&known);
        known.split_off(own)
    }

    /// Reports the includes that lead from a file back to it, each circle at the include that
    /// closes it. Every file is passed once; of circles that share all their files the first
    /// is told.
    fn circles(&mut self, files: &[ChapterFile]) {
        let includes: Vec<Vec<(Range<usize>, usize)>> = files
            .iter()
            .map(|file| {
                let found = named(&file.text, &["include"]).into_iter();
                found
                    .filter_map(|(range, name)| {
                        let at =
                            files.iter().position(|other| other.path.as_str() == name);
                        Some((range, at?))
                    })
                    .collect()
            })
            .collect();
        let mut passed = vec![false; files.len()];
        let mut told = vec![false; files.len()];
        for start in 0..files.len() {
            // The files on the way, each with how many of its includes were followed.
            let mut way: Vec<(usize, usize)> = vec![(start, 0)];
            if std::mem::replace(passed.get_mut(start).unwrap_or(&mut false), true) {
                continue;
            }
            while let Some((file, followed)) = way.last_mut() {
                let of = includes.get(*file).and_then(|list| list.get(*followed));
                let Some((range, next)) = of else {
                    way.pop();
                    continue;
                };
                let (from, next) = (*file, *next);
                *followed += 1;
                if let Some(at) = way.iter().position(|(file, _)| *file == next) {
                    let circle: Vec<usize> =
                        way.iter().skip(at).map(|(file, _)| *file).collect();
                    if circle.iter().all(|file| told.get(*file) == Some(&true)) {
                        continue;
                    }
                    for file in &circle {
                        told.get_mut(*file).into_iter().for_each(|told| *told = true);
                    }
                    let names =
                        circle.iter().chain([&next]).filter_map(|at| files.get(*at));
                    let names: Vec<String> =
                        names.map(|file| format!("`{}`", file.path)).collect();
                    let message = format!(
                        "the files include one another in a circle: {}",
                        names.join(" → ")
                    );
                    let path = files.get(from).map_or("", |file| file.path.as_str());
                    self.found.push(
                        Diagnostic::error(Code::R0501, message)
                            .at(Span::new(path, range.clone()), "closes the circle")
                            .help("let one of them hold the words itself"),
                    );
                } else if passed.get(next) == Some(&false) {
                    passed.get_mut(next).into_iter().for_each(|passed| *passed = true);
                    way.push((next, 0));
                }
            }
        }
    }
}

impl Project {
    /// Returns the files that hold components: every chapter may call them.
    pub fn components(&self) -> Vec<&ChapterFile> {
        let holds =
            |file: &&ChapterFile| statements(&file.text, &["component"]).next().is_some();
        self.narrative().filter(holds).collect()
    }

    /// Returns the files that a chapter cannot be read without, each once: these, what it
    /// includes or extends, and what they do.
    pub fn needed<'a>(
        &'a self,
        chapter: &'a ChapterFile,
        always: &[&'a ChapterFile],
    ) -> Vec<&'a ChapterFile> {
        let mut out = vec![chapter];
        out.extend(always.iter().filter(|file| **file != chapter));
        let mut next = 0;
        while let Some(file) = out.get(next).copied() {
            next += 1;
            for (_, name) in named(&file.text, &["include", "extends"]) {
                let part = self.narrative().find(|other| other.path.as_str() == name);
                out.extend(part.filter(|part| !out.contains(part)));
            }
        }
        out.split_off(1)
    }

    /// Adds all that is declared to a key: every text that was read but those of the narrative.
    #[must_use]
    pub fn declared(&self, key: Key) -> Key {
        let beside = self.documents.iter().flat_map(|document| &document.chapters);
        let told: BTreeSet<&str> =
            self.narrative().chain(beside).map(|file| file.path.as_str()).collect();
        let key = key
            .field("translation", format!("{:?}", self.translation))
            .field("words", self.words.as_ref().map_or("", |words| words.hash.as_str()))
            .field("extracts", content(&self.extracts));
        self.sources
            .iter()
            .filter(|(file, _)| !told.contains(file))
            .fold(key, |key, (file, text)| {
                key.content(format!("file {file}"), text.as_bytes())
            })
    }

    /// Every file that chapters are written in.
    fn narrative(&self) -> impl Iterator<Item = &ChapterFile> {
        [&self.front, &self.chapters, &self.appendices, &self.parts].into_iter().flatten()
    }
}

/// Returns the statements of a template that do one of these.
pub(super) fn statements<'t>(
    text: &'t str,
    verbs: &[&str],
) -> impl Iterator<Item = Tag<'t>> {
    tags(text).filter(move |tag| verbs.contains(&tag.verb()))
}

/// Returns the files that such statements name, with the place of each name.
fn named(text: &str, verbs: &[&str]) -> Vec<(Range<usize>, String)> {
    let name = |tag: Tag<'_>| {
        let code = text.get(tag.inside.clone())?;
        let quote = code.find(['"', '\'', '`'])?;
        let from = tag.inside.start + quote + 1;
        let mark = code.get(quote..=quote)?;
        let length = text.get(from..tag.inside.end)?.find(mark)?;
        Some((from..from + length, text.get(from..from + length)?.to_owned()))
    };
    statements(text, verbs).filter_map(name).collect()
}
