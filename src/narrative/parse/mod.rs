//! Woven Markdown to the tree: events of the parser become blocks (`block`) and lines
//! (`inline`), markers become the nodes they stand for.

mod block;
mod container;
mod fence;
mod inline;
mod latex;
mod letters;
mod math;
mod options;
mod piece;

pub(super) use container::LOGOS;

use crate::labels;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::BlockForm;
use crate::model::document::Inline;
use crate::model::document::visit_blocks;
use crate::model::unreadable::refused;
use crate::model::unreadable::unreadable;
use crate::narrative::fonts;
use crate::narrative::instrument::Traced;
use crate::narrative::judged::Judged;
use crate::narrative::met::Met;
use crate::narrative::parse::fence::Fence;
use crate::narrative::parse::options::options;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Passage;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most blocks and line nodes within one another.
const DEEPEST: usize = 32;

/// Marks the target of a figure's own place until the figure is put there.
pub(super) const FIGURE_MARK: char = '\u{E003}';
/// The same for a table.
pub(super) const TABLE_MARK: char = '\u{E004}';
/// The same for a picture.
pub(super) const PICTURE_MARK: char = '\u{E006}';
/// The same for a displayed formula.
pub(super) const EQUATION_MARK: char = '\u{E007}';
/// The same for a declared quotation.
pub(super) const QUOTATION_MARK: char = '\u{E008}';
/// What marks places.
pub(super) const MARKS: [char; 5] =
    [FIGURE_MARK, TABLE_MARK, PICTURE_MARK, EQUATION_MARK, QUOTATION_MARK];
/// Stands for the words of a reference at the start of a sentence.
pub(super) const CAPITAL: &str = "\u{E005}";

/// What the texts of one weaver share while they are read.
pub(super) struct Reading<'a> {
    /// What markers stand for.
    pub pieces: Vec<Piece>,
    /// How each claim came out.
    pub judged: &'a BTreeMap<String, Judged>,
    /// The checks of the prose.
    pub guard: &'a Guard<'a>,
    /// The files of templates by number.
    pub weaver: &'a Weaver,
    /// What was met so far.
    pub met: Met,
    /// The language of what is read, where it is not that of the text around it.
    pub language: Option<String>,
}

impl<'a> Reading<'a> {
    /// Returns the reading of what a weaver has woven, with the faults of the weaving.
    pub fn new(
        weaver: &'a Weaver,
        judged: &'a BTreeMap<String, Judged>,
        guard: &'a Guard<'a>,
    ) -> Self {
        let mut met = Met::default();
        met.found.extend(weaver.found());
        Self { pieces: weaver.pieces(), judged, guard, weaver, met, language: None }
    }

    /// Reads on in a language; returns the one before.
    pub(super) fn enter(&mut self, language: &str) -> Option<String> {
        let other = labels::base(language);
        let own = labels::current().language() == other;
        std::mem::replace(&mut self.language, (!own).then_some(other))
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

/// Reads a chapter; its first heading is its title.
pub(super) fn chapter(
    reading: &mut Reading<'_>,
    file: &str,
    traced: &Traced,
) -> ReadChapter {
    let mut blocks = read(reading, file, &traced.text, Origin::Traced(traced), true);
    misplaced(reading, file, &blocks);
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
    let mut above = 1;
    for block in &blocks {
        let Block::Heading { level, span, .. } = block else { continue };
        if *level > above + 1 {
            let (from, to) =
                ("#".repeat(usize::from(above)), "#".repeat(usize::from(*level)));
            reading.met.found.push(
                Diagnostic::error(
                    Code::R0520,
                    format!("the headings skip a level: `{to}` follows `{from}`"),
                )
                .at(span.clone(), "")
                .help(format!("write `{from}#`")),
            );
        }
        above = *level;
        if *level == 1 {
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

/// Whether a block is a mark alone in its paragraph, which is put in place later.
fn alone(block: &Block) -> bool {
    matches!(block, Block::Paragraph { content, .. } if
        matches!(content.as_slice(), [Inline::Ref { target, .. }] if
            target.starts_with(MARKS)))
}

/// Visits what can hold no figure and no table.
fn walk(blocks: &[Block], note: &mut impl FnMut(&Inline)) {
    for block in blocks {
        match block {
            _ if alone(block) => {}
            Block::List { items, .. } => {
                items.iter().for_each(|item| walk(item, note));
            }
            Block::Quote { blocks } | Block::Alert { blocks, .. } => {
                walk(blocks, note);
            }
            Block::Container(container) => {
                walk(&container.blocks, note);
                container.title.iter().for_each(&mut *note);
                container.fields.iter().flat_map(|(_, line)| line).for_each(&mut *note);
            }
            Block::Definitions { items } => {
                for (term, meanings) in items {
                    let term = Block::Paragraph {
                        content: term.clone(),
                        span: Span::new("", 0..0),
                    };
                    visit_blocks(std::slice::from_ref(&term), note);
                    meanings.iter().for_each(|meaning| walk(meaning, note));
                }
            }
            _ => visit_blocks(std::slice::from_ref(block), note),
        }
    }
}

/// Reports figures and tables that are called where none can be put.
fn misplaced(reading: &mut Reading<'_>, file: &str, blocks: &[Block]) {
    let mut found = Vec::new();
    let mut note = |node: &Inline| {
        if let Inline::Ref { target, text } = node
            && target.starts_with(MARKS)
        {
            found.push(text.parse().unwrap_or(usize::MAX));
        }
    };
    walk(blocks, &mut note);
    // A footnote holds none, not even alone.
    for footnote in &reading.met.footnotes {
        if footnote.file == file {
            visit_blocks(&footnote.blocks, &mut note);
        }
    }
    for index in found {
        let (what, span) = match reading.pieces.get(index) {
            Some(Piece::Figure { span, .. } | Piece::Table { span, .. }) => {
                ("figure or table", span)
            }
            Some(Piece::Picture { span, .. }) => ("picture", span),
            Some(Piece::Quotation { span, .. }) => ("quotation", span),
            Some(Piece::Image(picture)) => ("picture", &picture.span),
            Some(Piece::Equation(equation)) => match &**equation {
                Block::Equation { span, .. } => ("displayed formula", span),
                _ => continue,
            },
            _ => continue,
        };
        let place = span.clone();
        reading.met.found.push(
            Diagnostic::error(
                Code::R0502,
                format!("a {what} stands within a line of text"),
            )
            .at(place, "")
            .help("put it on a line of its own, with an empty line before and after"),
        );
    }
}

/// Returns one line of text as Markdown that can only be a paragraph: a note may begin with
/// `*`, `#` or `2024.`, where no list or heading can be.
fn as_line(text: &str) -> String {
    let first = Parser::new_ext(text, options()).next();
    if matches!(first, Some(Event::Start(Tag::Paragraph | Tag::HtmlBlock))) {
        return text.to_owned();
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (start, rest) = text.split_at(digits);
    if rest.starts_with(|c: char| c.is_ascii_punctuation()) {
        format!("{start}\\{rest}")
    } else {
        text.to_owned()
    }
}

/// Reads a short text: one paragraph's worth of line nodes.
pub(super) fn line(reading: &mut Reading<'_>, text: &str, place: &Span) -> Vec<Inline> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let joined = as_line(&joined);
    let blocks = read(reading, &place.file, &joined, Origin::Place(place), true);
    let wrong = "one line of text is wanted here";
    let content = match blocks.into_iter().next() {
        Some(Block::Paragraph { content, .. }) => content,
        Some(_) => {
            reading
                .met
                .found
                .push(Diagnostic::error(Code::R0501, wrong).at(place.clone(), ""));
            Vec::new()
        }
        None => Vec::new(),
    };
    let mut placing = false;
    let held = Block::Paragraph { content, span: place.clone() };
    visit_blocks(std::slice::from_ref(&held), &mut |node| {
        placing |= matches!(node, Inline::Ref { target, .. } if
            target.starts_with(MARKS));
    });
    if placing {
        reading.met.found.push(
            Diagnostic::error(Code::R0502, "a figure or table is called within a line")
                .at(place.clone(), "")
                .help("a chapter places figures and tables; refer to one with `ref(\"id\")`"),
        );
    }
    match held {
        Block::Paragraph { content, .. } => content,
        _ => Vec::new(),
    }
}

fn read(
    reading: &mut Reading<'_>,
    file: &str,
    text: &str,
    origin: Origin<'_>,
    lint: bool,
) -> Vec<Block> {
    // A short text is a line: it holds no blocks.
    let (shown, fences) = match origin {
        Origin::Traced(_) => fence::find(text),
        Origin::Place(_) => (Cow::Borrowed(text), BTreeMap::new()),
    };
    let shown = math::money(&shown);
    let events: Vec<(Event<'_>, Range<usize>)> =
        Parser::new_ext(&shown, options()).into_offset_iter().collect();
    let mut reader = Reader {
        reading,
        file,
        origin,
        fences,
        typed: text,
        events,
        at: 0,
        depth: 0,
        containers: 0,
        foreign: 0,
        parent: None,
        lint,
        passage: Passage::default(),
        last: String::new(),
        lead: String::new(),
        text: &shown,
    };
    reader.refuse_entities();
    reader.refuse_letters();
    reader.blocks()
}

/// Reads the events of one text.
struct Reader<'a, 'r, 'e> {
    reading: &'a mut Reading<'r>,
    file: &'a str,
    origin: Origin<'a>,
    text: &'e str,
    /// The text with its fences.
    typed: &'a str,
    /// Fences of named blocks, by where they begin.
    fences: BTreeMap<usize, Fence>,
    events: Vec<(Event<'e>, Range<usize>)>,
    at: usize,
    depth: usize,
    /// How many of these are named blocks.
    containers: usize,
    /// How many blocks of another tool are open.
    foreign: usize,
    /// What the innermost named block looks like.
    parent: Option<BlockForm>,
    lint: bool,
    /// The line that is read, for the checks of the prose.
    passage: Passage,
    /// The text of the line before it.
    last: String,
    /// The text of the line that goes on in the items of the innermost list.
    lead: String,
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

    fn peek_with_place(&self) -> Option<(&Event<'e>, &Range<usize>)> {
        self.events.get(self.at).map(|(event, range)| (event, range))
    }

    /// Refuses private-use characters that are written as entities.
    fn refuse_entities(&mut self) {
        let mut found = Vec::new();
        for (event, range) in &self.events {
            let texts: Vec<&str> = match event {
                Event::Text(text) => vec![text],
                Event::Start(Tag::Link { dest_url, title, .. }) => vec![dest_url, title],
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => vec![info],
                _ => continue,
            };
            let source = self.text.get(range.clone()).unwrap_or_default();
            let stranger = |c: &char| unreadable(*c) && !source.contains(*c);
            let first = texts.iter().flat_map(|text| text.chars()).find(stranger);
            found.extend(first.map(|character| (character, range.clone())));
        }
        for (character, range) in found {
            let place = self.place(&range);
            self.reading.met.found.push(refused(character, place));
        }
    }

    /// Refuses characters that no font has.
    fn refuse_letters(&mut self) {
        // The settings of the report are looked at as they are.
        if self.text.is_ascii() && !self.text.contains('&')
            || self.file.ends_with("/report.yaml")
        {
            return;
        }
        let mut found = Vec::new();
        for (event, range) in &self.events {
            let (Event::Text(text) | Event::Code(text)) = event else { continue };
            let Some((_, missing)) = fonts::run(text) else { continue };
            // An entity, a line of code that is not where it is typed: the whole of it.
            let typed = self.text.get(range.clone()).and_then(fonts::run);
            let place = match typed {
                Some((run, _)) => range.start + run.start..range.start + run.end,
                None => range.clone(),
            };
            found.push((missing, place));
        }
        for (missing, place) in found {
            let place = self.place(&place);
            self.reading.met.found.push(fonts::lacking(&missing, place));
        }
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
