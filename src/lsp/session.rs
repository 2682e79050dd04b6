//! One project in an editor: what is open, and what the last run knew.

use crate::lsp::find::Index;
use crate::lsp::remember::Remember;
use crate::make;
use crate::make::Woven;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::statistic::Statistics;
use crate::narrative;
use crate::project::Disk;
use crate::project::Files;
use crate::project::Pieces;
use crate::project::ProjectPath;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// A project and the texts of it that are open.
#[derive(Debug)]
pub(super) struct Session {
    root: PathBuf,
    open: BTreeMap<String, Arc<str>>,
    memo: Remember,
    /// What the last run without errors knew.
    pub woven: Option<Woven>,
    /// The values that were computed last, although what is written may be wrong.
    pub statistics: Option<Arc<Statistics>>,
    /// The texts that findings point into.
    pub sources: Sources,
    /// What the last run found.
    pub found: Vec<Diagnostic>,
    /// Where names are declared and used.
    pub index: Index,
    stale: bool,
}

impl Session {
    /// Begins with what is on disk, so that ids are known although what is being typed is
    /// wrong.
    pub(super) fn new(root: &Path) -> Self {
        let mut session = Self {
            root: root.to_owned(),
            open: BTreeMap::new(),
            memo: Remember::default(),
            woven: None,
            statistics: None,
            sources: Sources::new(),
            found: Vec::new(),
            index: Index::default(),
            stale: true,
        };
        session.refresh();
        session
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path of a file within the project.
    pub(super) fn inside(&self, path: &Path) -> Option<String> {
        let inner = path.strip_prefix(&self.root).ok()?.to_str()?.replace('\\', "/");
        Some(inner)
    }

    /// Takes the text of an open file; none when it was closed.
    pub(super) fn set(&mut self, file: &str, text: Option<String>) {
        match text {
            Some(text) => {
                self.open.insert(file.to_owned(), Arc::from(text.replace("\r\n", "\n")));
            }
            None => {
                self.open.remove(file);
            }
        }
        self.stale = true;
    }

    /// Notes that something on disk changed.
    pub(super) fn touched(&mut self) {
        self.stale = true;
    }

    /// Returns the text of a file as the editor has it.
    pub(super) fn text(&self, file: &str) -> Option<Arc<str>> {
        self.open.get(file).cloned().or_else(|| self.sources.text(file).map(Arc::from))
    }

    /// Runs the pipeline up to the document, unless nothing changed. Returns whether it ran.
    pub(super) fn refresh(&mut self) -> bool {
        if !std::mem::take(&mut self.stale) {
            return false;
        }
        let disk = Disk::new(&self.root);
        let files = Open { open: &self.open, disk: &disk };
        let options = narrative::Options { draft: true, strict: false };
        let steps = make::Steps::new(&make::Silent);
        let computed =
            |known: &Arc<Statistics>| self.statistics = Some(Arc::clone(known));
        let (woven, warnings, sources) =
            make::weave_telling(&files, options, &steps, &self.memo, computed);
        self.sources = sources;
        match woven {
            Ok(woven) => {
                self.found = warnings;
                // Much to give back, which nobody waits for.
                let before = self.woven.replace(woven);
                rayon::spawn(move || drop(before));
            }
            Err(failure) => self.found = failure.into_diagnostics(),
        }
        let texts = self.files();
        self.index = Index::of(texts.iter().map(|(file, text)| (file.as_str(), &**text)));
        true
    }

    /// Returns the files of the project that people write, with their texts.
    fn files(&self) -> Vec<(String, Arc<str>)> {
        let mut names: Vec<String> = self.open.keys().cloned().collect();
        if let Some(woven) = &self.woven {
            let project = &woven.project;
            let chapters =
                [&project.front, &project.chapters, &project.appendices, &project.parts];
            names.extend(
                chapters
                    .into_iter()
                    .flatten()
                    .map(|chapter| chapter.path.as_str().to_owned()),
            );
            names.push(project.package_path.as_str().to_owned());
            if let Some(local) = &project.editions {
                names.extend(
                    local.chapters.iter().map(|chapter| chapter.path.as_str().to_owned()),
                );
            }
        }
        for name in ["report", "statistics", "figures", "tables", "claims", "published"] {
            names.push(format!("report/{name}.yaml"));
        }
        names.sort();
        names.dedup();
        names
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.text(&name)?)))
            .collect()
    }
}

/// Texts that are open, over the files on disk.
struct Open<'a> {
    open: &'a BTreeMap<String, Arc<str>>,
    disk: &'a Disk,
}

impl Files for Open<'_> {
    fn read(&self, path: &ProjectPath) -> Result<Arc<[u8]>> {
        match self.open.get(path.as_str()) {
            Some(text) => Ok(Arc::from(text.as_bytes())),
            None => self.disk.read(path),
        }
    }

    fn exists(&self, path: &ProjectPath) -> bool {
        self.open.contains_key(path.as_str()) || self.disk.exists(path)
    }

    fn size(&self, path: &ProjectPath) -> Result<u64> {
        match self.open.get(path.as_str()) {
            Some(text) => Ok(text.len() as u64),
            None => self.disk.size(path),
        }
    }

    fn open(&self, path: &ProjectPath) -> Result<Pieces> {
        match self.open.get(path.as_str()) {
            Some(text) => Ok(Pieces::new(std::io::Cursor::new(text.as_bytes().to_vec()))),
            None => self.disk.open(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Session;
    use crate::output::builtin_under;
    use std::collections::BTreeMap;
    use std::path::Path;

    /// A project that is nowhere on disk: every file of it is open.
    fn session(texts: &BTreeMap<String, String>) -> Session {
        let mut session = Session::new(Path::new("/nowhere"));
        for (file, text) in texts {
            session.set(file, Some(text.clone()));
        }
        session.refresh();
        session
    }

    /// Changes one line of a file as somebody who types does; numbers come from a seed.
    fn edited(text: &str, mut next: impl FnMut(usize) -> usize) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = next(lines.len());
        let line = lines[at].clone();
        match next(5) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, line),
            2 => lines[at] = line.replacen(|c: char| c.is_ascii_digit(), "7", 1),
            3 => lines[at] = format!("{line} more than half"),
            _ => lines[at] = line.chars().take(next(line.chars().count() + 1)).collect(),
        }
        lines.join("\n") + "\n"
    }

    #[test]
    fn what_is_found_after_any_edit_is_what_a_first_look_finds() {
        let whole: BTreeMap<String, String> = builtin_under("new/")
            .filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?)))
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect();
        let mut kept = session(&whole);
        assert_eq!(kept.found, []);
        let names: Vec<&String> = whole.keys().collect();
        let (mut texts, mut state) = (whole.clone(), 1_u64);
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below.max(1)
        };
        let (mut wrong, mut seen) = (0, 0);
        for _ in 0..40 {
            let name = names[next(names.len())];
            let text = match next(3) {
                0 => whole[name].clone(),
                _ => edited(&texts[name], &mut next),
            };
            kept.set(name, Some(text.clone()));
            texts.insert(name.clone(), text);
            kept.refresh();
            let fresh = session(&texts);
            assert_eq!(kept.found, fresh.found, "after an edit of {name}");
            seen += 1;
            wrong += usize::from(!fresh.found.is_empty());
            // Most edits are of a report that was right before.
            if next(3) == 0 {
                for (name, text) in &whole {
                    kept.set(name, Some(text.clone()));
                }
                texts.clone_from(&whole);
            }
        }
        assert!(wrong > 10 && seen > wrong, "{wrong} of {seen} had faults");
    }
}
