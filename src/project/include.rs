//! What chapters include, loaded with them; a circle is found here, at the include that
//! closes it.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;
use crate::project::ChapterFile;
use crate::project::Loader;
use crate::project::Project;
use crate::project::path::ProjectPath;

impl Loader<'_> {
    /// Loads what chapters include, and what that includes.
    pub(super) fn parts(&mut self, chapters: &[&[ChapterFile]]) -> Vec<ChapterFile> {
        let mut known: Vec<ChapterFile> =
            chapters.iter().copied().flatten().cloned().collect();
        let own = known.len();
        let mut next = 0;
        while let Some(file) = known.get(next).cloned() {
            next += 1;
            for (range, name) in includes(&file.text) {
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
        for (range, name) in includes(&file.text) {
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
    /// Returns what a chapter includes, and what that includes, each file once.
    pub fn included<'a>(&'a self, chapter: &'a ChapterFile) -> Vec<&'a ChapterFile> {
        let mut out = vec![chapter];
        let mut next = 0;
        while let Some(file) = out.get(next).copied() {
            next += 1;
            for (_, name) in includes(&file.text) {
                let lists = [&self.front, &self.chapters, &self.appendices, &self.parts];
                let mut files = lists.into_iter().flatten();
                let part = files.find(|other| other.path.as_str() == name);
                out.extend(part.filter(|part| !out.contains(part)));
            }
        }
        out.split_off(1)
    }
}

/// Returns the files that a template includes, with the place of each name.
fn includes(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{%")) {
        let start = at + open + 2;
        let end = text
            .get(start..)
            .and_then(|rest| rest.find("%}"))
            .map_or(text.len(), |e| start + e);
        let tag = text.get(start..end).unwrap_or_default();
        at = end;
        let words = tag.trim_start_matches('-').trim_start();
        if !words.starts_with("include") {
            continue;
        }
        let Some(quote) = tag.find(['"', '\'']) else { continue };
        let from = start + quote + 1;
        let mark = text.get(from - 1..from).unwrap_or("\"");
        let Some(length) = text.get(from..end).and_then(|rest| rest.find(mark)) else {
            continue;
        };
        let name = text.get(from..from + length).unwrap_or_default().to_owned();
        out.push((from..from + length, name));
    }
    out
}
