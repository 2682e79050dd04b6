//! What chapters include, loaded with them; a circle is found here, at the include that
//! closes it.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::project::ChapterFile;
use crate::project::Loader;
use crate::project::Project;
use crate::project::path::ProjectPath;
use std::ops::Range;

impl Loader<'_> {
    /// Loads what chapters include, and what that includes.
    pub(super) fn parts(&mut self, chapters: &[&[ChapterFile]]) -> Vec<ChapterFile> {
        let mut known: Vec<ChapterFile> =
            chapters.iter().copied().flatten().cloned().collect();
        let own = known.len();
        let mut next = 0;
        while let Some(file) = known.get(next).cloned() {
            next += 1;
            for (range, name) in named(&file.text, &["include"]) {
                let span = Span::new(file.path.as_str(), range);
                match ProjectPath::new(&name) {
                    Ok(path) if known.iter().any(|other| other.path == path) => {}
                    Ok(path) if self.files.exists(&path) => {
                        let text = self.text(&path, Some(span));
                        known.extend(text.map(|text| ChapterFile { path, text }));
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
        for start in 0..known.len() {
            self.circle(&known, &mut vec![start]);
        }
        known.split_off(own)
    }

    /// Reports the includes that lead from a file back to it. `chain` has the files passed,
    /// and begins with the one that is asked about.
    fn circle(&mut self, files: &[ChapterFile], chain: &mut Vec<usize>) {
        let Some(file) = chain.last().and_then(|last| files.get(*last)) else { return };
        for (range, name) in named(&file.text, &["include"]) {
            let Ok(path) = ProjectPath::new(&name) else { continue };
            let Some(next) = files.iter().position(|other| other.path == path) else {
                continue;
            };
            if chain.first() == Some(&next) {
                // Told once, at the last include of the first file that is in it.
                if chain.iter().all(|other| *other >= next) {
                    let names =
                        chain.iter().chain([&next]).filter_map(|at| files.get(*at));
                    let names: Vec<String> =
                        names.map(|file| format!("`{}`", file.path)).collect();
                    let message = format!(
                        "the files include one another in a circle: {}",
                        names.join(" → ")
                    );
                    self.found.push(
                        Diagnostic::error(Code::R0501, message)
                            .at(Span::new(file.path.as_str(), range), "closes the circle")
                            .help("let one of them hold the words itself"),
                    );
                }
            } else if !chain.contains(&next) {
                chain.push(next);
                self.circle(files, chain);
                chain.pop();
            }
        }
    }
}

impl Project {
    /// Returns the files that hold components: every chapter may call them.
    pub fn components(&self) -> Vec<&ChapterFile> {
        let holds = |file: &&ChapterFile| !tags(&file.text, &["component"]).is_empty();
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

    /// Every file that chapters are written in.
    fn narrative(&self) -> impl Iterator<Item = &ChapterFile> {
        [&self.front, &self.chapters, &self.appendices, &self.parts].into_iter().flatten()
    }
}

/// Returns where tags of these sorts stand in a template, between `{%` and `%}`.
fn tags(text: &str, sorts: &[&str]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{%")) {
        let start = at + open + 2;
        let rest = text.get(start..).unwrap_or_default();
        at = start + rest.find("%}").unwrap_or(rest.len());
        let words = rest.trim_start_matches('-').trim_start();
        let sort = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if sorts.contains(&sort) {
            out.push(start..at);
        }
    }
    out
}

/// Returns the files that such tags name, with the place of each name.
fn named(text: &str, sorts: &[&str]) -> Vec<(Range<usize>, String)> {
    let name = |tag: Range<usize>| {
        let inside = text.get(tag.clone())?;
        let quote = inside.find(['"', '\''])?;
        let from = tag.start + quote + 1;
        let mark = inside.get(quote..=quote)?;
        let length = text.get(from..tag.end)?.find(mark)?;
        Some((from..from + length, text.get(from..from + length)?.to_owned()))
    };
    tags(text, sorts).into_iter().filter_map(name).collect()
}
