//! Tera: templates in, woven text with node markers out. What a call stands for is kept
//! beside the text, so nothing from the data is ever read as Markdown.

mod calls;
mod fault;
mod row;

pub(super) use calls::Names;
pub(super) use calls::Piece;
pub(in crate::narrative) use calls::untagged;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::name::Name;
use crate::model::unreadable::refused;
use crate::model::unreadable::unreadable;
use crate::narrative::budget;
use crate::narrative::budget::Limits;
use crate::narrative::budget::Text;
use crate::narrative::instrument::END;
use crate::narrative::instrument::NODE;
use crate::narrative::instrument::Ready;
use crate::narrative::instrument::Traced;
use crate::narrative::instrument::instrument;
use crate::narrative::instrument::plain;
use crate::narrative::instrument::stray;
use crate::narrative::weave::calls::Shared;
use crate::narrative::weave::calls::register;
use crate::narrative::weave::fault::drawn_place;
use crate::narrative::weave::fault::message_of;
use crate::project::BRANCHES;
use crate::project::ChapterFile;
use crate::project::branch_too_many;
use std::collections::BTreeSet;
use std::sync::Arc;
use tera::ErrorKind;
use tera::Tera;

/// The finding for a template that prints without end.
fn too_much(text: &Text, place: Span) -> Diagnostic {
    Diagnostic::error(Code::R0591, text.too_much())
        .at(place, "")
        .help("look for a loop that prints too often; `--max-turns` allows more")
}

/// Makes every call known to Tera that a chapter may make, and those that count its work.
fn known(tera: &mut Tera, shared: &Arc<Shared>) {
    let turns = Arc::clone(&shared.turns);
    budget::register(tera, move |count| turns.take(count), Limits::of_chapters());
    register(tera, shared);
    row::register(tera, shared);
}

/// Text woven from one template.
#[derive(Debug)]
pub(super) struct Woven {
    /// The text for Markdown, and the way back to the author's.
    pub traced: Traced,
}

/// The weaver of a chapter with its figures and tables, or of a report's own texts.
pub(super) struct Weaver {
    tera: Tera,
    shared: Arc<Shared>,
    ready: Vec<(String, Ready)>,
}

impl Weaver {
    pub(super) fn new(names: &Arc<Names>) -> Self {
        let names = Arc::clone(names);
        let shared = Arc::new(Shared { names, ..Shared::default() });
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<&str>::new());
        known(&mut tera, &shared);
        Self { tera, shared, ready: Vec::new() }
    }

    /// Takes the findings so far.
    pub(super) fn found(&self) -> Vec<Diagnostic> {
        drop(self.shared.noted.lock().map(|mut noted| noted.clear()));
        self.shared
            .found
            .lock()
            .map(|mut found| std::mem::take(&mut *found))
            .unwrap_or_default()
    }

    /// Takes the pieces so far; markers are indexes into them.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let pieces = self.shared.pieces.lock();
        pieces.map(|mut pieces| std::mem::take(&mut *pieces)).unwrap_or_default()
    }

    /// Returns the calls so far that place a figure or a table.
    pub(super) fn placing(&self) -> Vec<Piece> {
        let places =
            |piece: &&Piece| matches!(piece, Piece::Figure { .. } | Piece::Table { .. });
        let pieces = self.shared.pieces.lock();
        pieces.map(|all| all.iter().filter(places).cloned().collect()).unwrap_or_default()
    }

    /// Notes that something was looked at.
    pub(super) fn look(&self, name: Name) {
        self.shared.look(name);
    }

    /// Takes the names of what was looked at so far.
    pub(super) fn seen(&self) -> BTreeSet<Name> {
        let seen = self.shared.seen.lock();
        seen.map(|mut seen| std::mem::take(&mut *seen)).unwrap_or_default()
    }

    /// Returns the file of a template by its number.
    pub(super) fn file(&self, source: usize) -> &str {
        self.ready.get(source).map_or("", |(file, _)| file.as_str())
    }

    /// Weaves a chapter with the files it needs; one that cannot be read is a finding.
    pub(super) fn chapter(
        &mut self,
        chapter: &ChapterFile,
        parts: &[&ChapterFile],
    ) -> Option<Woven> {
        let mut templates = Vec::new();
        let mut bad = BTreeSet::new();
        for file in std::iter::once(&chapter).chain(parts) {
            let (name, text) = (file.path.as_str(), &file.text);
            self.refuse_unreadable(name, text);
            let source = self.ready.len();
            let ready = {
                let mut calls = self.shared.calls.lock().ok()?;
                let columns = &self.shared.names.columns;
                instrument(text, name, source, None, &mut calls, columns)
            };
            if self.strange(&ready) | self.branched(name, text) {
                bad.insert(name.to_owned());
                templates.push((name.to_owned(), String::new()));
            } else {
                templates.push((name.to_owned(), ready.text.clone()));
            }
            self.ready.push((name.to_owned(), ready));
        }
        // All together, so that includes find one another; on a fault one by one, so that
        // each fault is said.
        let name = chapter.path.as_str();
        if self.tera.add_raw_templates(templates.clone()).is_err() {
            for (name, text) in &templates {
                let mut alone = Tera::new();
                alone.autoescape_on(Vec::<&str>::new());
                known(&mut alone, &self.shared);
                let others: Vec<(String, String)> = templates
                    .iter()
                    .filter(|(other, _)| other != name)
                    .map(|(other, _)| (other.clone(), String::new()))
                    .collect();
                let _ = alone.add_raw_templates(others);
                if let Err(error) = alone.add_raw_template(name, text) {
                    self.refused(&error, name);
                    bad.insert(name.clone());
                }
            }
            let good: Vec<(String, String)> = templates
                .into_iter()
                .map(|(name, text)| {
                    let text = if bad.contains(&name) { String::new() } else { text };
                    (name, text)
                })
                .collect();
            if let Err(error) = self.tera.add_raw_templates(good) {
                self.refused(&error, name);
                return None;
            }
        }
        let mut text = Text::new(Limits::of_chapters());
        match self.tera.render_to(name, &self.shared.context(), &mut text) {
            Ok(()) if bad.contains(name) => None,
            Ok(()) => {
                let traced = Traced::new(&String::from_utf8_lossy(&text.bytes));
                self.refuse_stray(&traced.text, &|range| {
                    let found = traced.original(range.start);
                    let (source, at) = found.unwrap_or_default();
                    Span::new(self.file(source), at..at)
                });
                Some(Woven { traced })
            }
            Err(_) if text.full => {
                // The last line that was printed is where it grew.
                let traced = Traced::new(&String::from_utf8_lossy(&text.bytes));
                let last = traced.last();
                let (file, at) =
                    last.map_or((name, 0), |(source, at)| (self.file(source), at));
                self.shared.note(too_much(&text, Span::new(file, at..at)));
                None
            }
            Err(error) => {
                self.refused(&error, name);
                None
            }
        }
    }

    /// Weaves a short text that stands at a place of a YAML file.
    pub(super) fn text(&mut self, text: &str, place: &Span) -> Option<String> {
        if let Some(character) = text.chars().find(|c| unreadable(*c)) {
            self.shared.note(refused(character, place.clone()));
            return None;
        }
        let named = !self.shared.names.columns.is_empty() && text.contains('{');
        if !text.contains("{{") && !text.contains("{%") && !named {
            return Some(text.to_owned());
        }
        let ready = {
            let mut calls = self.shared.calls.lock().ok()?;
            let columns = &self.shared.names.columns;
            instrument(text, &place.file, 0, Some(place), &mut calls, columns)
        };
        if self.strange(&ready) {
            return None;
        }
        let context = self.shared.context();
        let mut out = Text::new(Limits::of_chapters());
        match self.tera.render_str_to(&ready.text, &context, false, &mut out) {
            Ok(()) => {
                let woven = plain(&String::from_utf8_lossy(&out.bytes));
                self.refuse_stray(&woven, &|_| place.clone());
                Some(woven)
            }
            Err(_) if out.full => {
                self.shared.note(too_much(&out, place.clone()));
                None
            }
            Err(error) => {
                let message = message_of(&error);
                self.shared
                    .note(Diagnostic::error(Code::R0501, message).at(place.clone(), ""));
                None
            }
        }
    }

    /// Evaluates a condition over `value()`, `p()`, `low()` and `high()`.
    pub(super) fn holds(&mut self, expression: &str, place: &Span) -> Option<bool> {
        let text = format!("{{% if {expression} %}}yes{{% else %}}no{{% endif %}}");
        let before = self.shared.found.lock().ok()?.len();
        let woven = self.text(&text, place)?;
        let after = self.shared.found.lock().ok()?.len();
        (before == after).then(|| woven == "yes")
    }

    /// Reports an `if` with very many branches.
    fn branched(&self, name: &str, text: &str) -> bool {
        let Some(range) = branch_too_many(text) else { return false };
        let message = format!("an `if` has more than {BRANCHES} branches");
        let at = Span::new(name, range);
        let fault = Diagnostic::error(Code::R0501, message).at(at, "");
        self.shared.note(fault.help("divide it, or look the words up in a list"));
        true
    }

    /// Notes calls that cannot be.
    fn strange(&self, ready: &Ready) -> bool {
        ready.faults.iter().cloned().for_each(|fault| self.shared.note(fault));
        !ready.faults.is_empty()
    }

    fn refuse_unreadable(&self, file: &str, text: &str) {
        let found = text.char_indices().find(|(_, character)| unreadable(*character));
        if let Some((at, character)) = found {
            let place = Span::new(file, at..at + character.len_utf8());
            self.shared.note(refused(character, place));
        }
    }

    /// Notes private-use characters that only an expression brought into woven text, and
    /// markers that one has changed.
    fn refuse_stray(&self, text: &str, place: &dyn Fn(std::ops::Range<usize>) -> Span) {
        let pieces = self.shared.pieces.lock().map_or(0, |pieces| pieces.len());
        for range in stray(text, pieces) {
            let character = text.get(range.clone()).and_then(|text| text.chars().next());
            let place = place(range);
            // One that is typed in an expression was refused there.
            if self.shared.has_noted(Code::R0501, &place) {
                continue;
            }
            self.shared.note(match character {
                Some(NODE | END) => Diagnostic::error(
                    Code::R0501,
                    "an expression changed what a call stands for",
                )
                .at(place, "")
                .help("print calls as they are: no filter may change their words"),
                other => refused(other.unwrap_or_default(), place),
            });
        }
    }

    /// Notes an error of Tera at the author's own place.
    fn refused(&self, error: &tera::Error, file: &str) {
        let message = message_of(error);
        let place = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name =
                    if report.filename().is_empty() { file } else { report.filename() };
                self.back(name, report.span().range.clone())
            }
            _ => drawn_place(&error.to_string(), file).map_or_else(
                || Span::new(self.mentioned(&message).unwrap_or(file), 0..0),
                |(file, line, column)| self.at_line(&file, line, column),
            ),
        };
        let code = match error.kind() {
            ErrorKind::RenderingError(_) if budget::is_ours(&message) => Code::R0591,
            ErrorKind::RenderingError(_) => Code::R0502,
            _ => Code::R0501,
        };
        let short = self.ready.iter().any(|(name, ready)| {
            **name == *place.file
                && ["{{<", "{{%"].iter().any(|open| ready.text.contains(open))
        });
        let fault = Diagnostic::error(code, message).at(place, "");
        self.shared.note(if short && code == Code::R0501 {
            fault.help(
                "`{{< … >}}` is a shortcode of another tool: `{{ … }}` holds a call \
                 (`reissue explain calls`), and `{% include \"report/parts/a.md\" %}` takes in a file",
            )
        } else {
            fault
        });
    }

    /// Returns the file that a message without a place names first: what several chapters
    /// meet is then told at one place, and once.
    fn mentioned(&self, message: &str) -> Option<&str> {
        let places = self.ready.iter().filter_map(|(name, _)| {
            let quoted = |mark| message.find(&format!("{mark}{name}{mark}"));
            Some((['`', '\''].into_iter().filter_map(quoted).min()?, name.as_str()))
        });
        places.min().map(|(_, name)| name)
    }

    fn back(&self, file: &str, range: std::ops::Range<usize>) -> Span {
        let ready = self.ready.iter().find(|(name, _)| name == file);
        match ready {
            Some((_, ready)) => {
                let start = ready.original(range.start);
                let end = ready.original(range.end).max(start);
                Span::new(file, start..end)
            }
            None => Span::new(file, 0..0),
        }
    }

    fn at_line(&self, file: &str, line: usize, column: usize) -> Span {
        let ready = self.ready.iter().find(|(name, _)| name == file);
        let offset = ready.and_then(|(_, ready)| {
            let mut start = 0;
            for (index, text) in ready.text.split_inclusive('\n').enumerate() {
                if index + 1 == line {
                    let inside: usize =
                        text.chars().take(column).map(char::len_utf8).sum();
                    return Some(start + inside);
                }
                start += text.len();
            }
            None
        });
        offset.map_or_else(|| Span::new(file, 0..0), |at| self.back(file, at..at + 1))
    }
}
