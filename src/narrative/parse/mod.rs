//! Woven Markdown to the tree: events of the parser become blocks (`block`) and lines
//! (`inline`), markers become the nodes they stand for.

mod block;
mod inline;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Inline;
use crate::narrative::claims::Judged;
use crate::narrative::instrument::Traced;
use crate::narrative::lint::Lint;
use crate::narrative::met::Met;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most blocks and line nodes within one another.
const DEEPEST: usize = 32;

/// Marks the target of a figure's own place until the figure is put there.
pub(super) const FIGURE_MARK: &str = "\u{E003}";
/// The same for a table.
pub(super) const TABLE_MARK: &str = "\u{E004}";
/// Stands for the words of a reference at the start of a sentence.
pub(super) const CAPITAL: &str = "\u{E005}";

/// What the texts of one weaver share while they are read.
pub(super) struct Reading<'a> {
    /// What markers stand for.
    pub pieces: Vec<Piece>,
    /// How each claim came out.
    pub judged: &'a BTreeMap<String, Judged>,
    /// The checks of bare numbers and wording.
    pub lint: &'a Lint,
    /// The files of templates by number.
    pub weaver: &'a Weaver,
    /// What was met so far.
    pub met: Met,
}

impl<'a> Reading<'a> {
    /// Returns the reading of what a weaver has woven, with the faults of the weaving.
    pub fn new(
        weaver: &'a Weaver,
        judged: &'a BTreeMap<String, Judged>,
        lint: &'a Lint,
    ) -> Self {
        let mut met = Met::default();
        met.found.extend(weaver.found());
        Self { pieces: weaver.pieces(), judged, lint, weaver, met }
    }
}

/// Where the characters of a text come from.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// A chapter's file, by way of the anchors.
    Traced(&'a Traced),
    /// A value of a YAML file.
    Place(&'a Span),
}

/// A chapter as read: its title, id, and what follows.
pub(super) struct ReadChapter {
    pub title: Vec<Inline>,
    pub id: Option<String>,
    pub blocks: Vec<Block>,
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Reads a chapter; its first heading is its title.
pub(super) fn chapter(
    reading: &mut Reading<'_>,
    file: &str,
    traced: &Traced,
) -> ReadChapter {
    let mut blocks = read(reading, file, &traced.text, Origin::Traced(traced), true);
    let titled = matches!(blocks.first(), Some(Block::Heading { level: 1, .. }));
    let (title, id) = if titled {
        match blocks.remove(0) {
            Block::Heading { content, id, .. } => (content, Some(id)),
            _ => (Vec::new(), None),
        }
    } else {
        let message = "the chapter has no title";
        reading.met.found.push(
            Diagnostic::error(Code::R0501, message)
                .at(Span::new(file, 0..0), "")
                .help("begin the file with a line such as `# Title`"),
        );
        (Vec::new(), None)
    };
    for block in &blocks {
        if let Block::Heading { level: 1, span, .. } = block {
            reading.met.found.push(
                Diagnostic::error(Code::R0501, "a chapter has one title")
                    .at(span.clone(), "a second one")
                    .help("write `##` for a section, or move the rest into a file of its own"),
            );
        }
    }
    let id = id.filter(|id| !id.is_empty());
    ReadChapter { title, id, blocks }
}

/// Reads a short text: one paragraph's worth of line nodes.
pub(super) fn line(reading: &mut Reading<'_>, text: &str, place: &Span) -> Vec<Inline> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let blocks = read(reading, &place.file, &joined, Origin::Place(place), true);
    match blocks.into_iter().next() {
        Some(Block::Paragraph { content, .. }) => content,
        Some(_) => {
            reading.met.found.push(
                Diagnostic::error(Code::R0501, "one line of text is wanted here")
                    .at(place.clone(), ""),
            );
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn read(
    reading: &mut Reading<'_>,
    file: &str,
    text: &str,
    origin: Origin<'_>,
    lint: bool,
) -> Vec<Block> {
    let events: Vec<(Event<'_>, Range<usize>)> =
        Parser::new_ext(text, options()).into_offset_iter().collect();
    let mut reader = Reader { reading, file, origin, events, at: 0, depth: 0, lint };
    reader.blocks()
}

/// Reads the events of one text.
struct Reader<'a, 'r, 'e> {
    reading: &'a mut Reading<'r>,
    file: &'a str,
    origin: Origin<'a>,
    events: Vec<(Event<'e>, Range<usize>)>,
    at: usize,
    depth: usize,
    lint: bool,
}

impl<'e> Reader<'_, '_, 'e> {
    fn next(&mut self) -> Option<(Event<'e>, Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    fn peek(&self) -> Option<&Event<'e>> {
        self.events.get(self.at).map(|(event, _)| event)
    }

    /// Returns the author's own characters behind a range of the woven text.
    fn place(&self, range: &Range<usize>) -> Span {
        match self.origin {
            Origin::Place(place) => place.clone(),
            Origin::Traced(traced) => {
                let Some((source, start)) = traced.original(range.start) else {
                    return Span::new(self.file, 0..0);
                };
                let last = range.end.saturating_sub(1).max(range.start);
                let end = match traced.original(last) {
                    Some((other, end)) if other == source && end >= start => end + 1,
                    _ => start,
                };
                Span::new(self.reading.weaver.file(source), start..end)
            }
        }
    }

    /// Reads what stands within something, unless that is nested beyond reason.
    fn within<T>(&mut self, read: fn(&mut Self) -> Vec<T>) -> Vec<T> {
        if self.depth == DEEPEST {
            let range = self.events.get(self.at).map_or(0..0, |(_, range)| range.clone());
            self.fault(
                Code::R0501,
                &format!("the text nests more than {DEEPEST} levels deep"),
                &range,
                "look for a run of `>`, `*` or `[`",
            );
            let mut open = 1;
            while open > 0
                && let Some((event, _)) = self.next()
            {
                match event {
                    Event::Start(_) => open += 1,
                    Event::End(_) => open -= 1,
                    _ => {}
                }
            }
            return Vec::new();
        }
        self.depth += 1;
        let out = read(self);
        self.depth -= 1;
        out
    }

    fn fault(&mut self, code: Code, message: &str, range: &Range<usize>, help: &str) {
        let place = self.place(range);
        self.reading
            .met
            .found
            .push(Diagnostic::error(code, message).at(place, "").help(help));
    }
}
