//! Woven Markdown to the tree: events of the parser become blocks and lines, markers
//! become the nodes they stand for.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;
use crate::doc::Alert;
use crate::doc::Block;
use crate::doc::Cell;
use crate::doc::Claim;
use crate::doc::Column;
use crate::doc::Inline;
use crate::doc::TableBlock;
use crate::doc::Verdict;
use crate::narrative::claims::Judged;
use crate::narrative::instrument::END;
use crate::narrative::instrument::NODE;
use crate::narrative::instrument::Traced;
use crate::narrative::lint::Lint;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use pulldown_cmark::Alignment;
use pulldown_cmark::BlockQuoteKind;
use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::LinkType;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use std::collections::BTreeMap;
use std::ops::Range;

/// What all texts of a report share while they are read.
pub(super) struct Reading<'a> {
    /// What markers stand for.
    pub pieces: Vec<Piece>,
    /// How each claim came out.
    pub judged: &'a BTreeMap<String, Judged>,
    /// The checks of bare numbers and wording.
    pub lint: &'a Lint,
    /// The files of templates by number.
    pub weaver: &'a Weaver,
    /// Faults so far.
    pub found: Vec<Diagnostic>,
    /// Claims that were made, with the place of the call.
    pub claimed: Vec<(String, Span)>,
    /// References that were made, with their place.
    pub referred: Vec<(String, Span)>,
    /// Footnotes so far: file, label, place, content.
    pub footnotes: Vec<Note>,
    /// References to footnotes, in reading order: file, label.
    pub noted: Vec<(String, String)>,
}

/// A footnote as it was defined.
pub(super) struct Note {
    pub file: String,
    pub label: String,
    pub span: Span,
    pub blocks: Vec<Block>,
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
        reading.found.push(
            Diagnostic::error(Code::R0501, message)
                .at(Span::new(file, 0..0), "")
                .help("begin the file with a line such as `# Title`"),
        );
        (Vec::new(), None)
    };
    for block in &blocks {
        if let Block::Heading { level: 1, span, .. } = block {
            reading.found.push(
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
            reading.found.push(
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
    let mut reader = Reader { reading, file, origin, events, at: 0, lint };
    reader.blocks()
}

struct Reader<'a, 'r, 'e> {
    reading: &'a mut Reading<'r>,
    file: &'a str,
    origin: Origin<'a>,
    events: Vec<(Event<'e>, Range<usize>)>,
    at: usize,
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

    fn fault(&mut self, code: Code, message: &str, range: &Range<usize>, help: &str) {
        let place = self.place(range);
        self.reading
            .found
            .push(Diagnostic::error(code, message).at(place, "").help(help));
    }

    /// Reads blocks up to the end of what they stand in.
    fn blocks(&mut self) -> Vec<Block> {
        let mut out = Vec::new();
        while let Some(event) = self.peek() {
            if matches!(event, Event::End(_)) {
                self.at += 1;
                break;
            }
            self.block(&mut out);
        }
        out
    }

    fn block(&mut self, out: &mut Vec<Block>) {
        // Items of a tight list hold line nodes without a paragraph around them.
        let loose = matches!(
            self.peek(),
            Some(
                Event::Text(_)
                    | Event::Code(_)
                    | Event::TaskListMarker(_)
                    | Event::FootnoteReference(_)
                    | Event::InlineHtml(_)
                    | Event::Start(
                        Tag::Emphasis
                            | Tag::Strong
                            | Tag::Strikethrough
                            | Tag::Link { .. }
                    )
            )
        );
        if loose {
            let from = self.events.get(self.at).map_or(0, |(_, range)| range.start);
            let content = self.loose_inlines();
            let to =
                self.events.get(self.at.saturating_sub(1)).map_or(from, |(_, r)| r.end);
            self.paragraph(content, &(from..to), out);
            return;
        }
        let Some((event, range)) = self.next() else { return };
        match event {
            Event::Start(tag) => self.start(tag, &range, out),
            Event::Rule => out.push(Block::Rule),
            Event::Html(_) => self.html(&range),
            _ => {}
        }
    }

    fn html(&mut self, range: &Range<usize>) {
        self.fault(
            Code::R0503,
            "raw HTML stands in the text",
            range,
            "write Markdown; HTML could not be carried to the PDF",
        );
    }

    fn start(&mut self, tag: Tag<'e>, range: &Range<usize>, out: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => {
                let content = self.inlines();
                self.paragraph(content, range, out);
            }
            Tag::Heading { level, id, .. } => {
                let content = self.inlines();
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    _ => 3,
                };
                out.push(Block::Heading {
                    level,
                    id: id.map(CowStr::into_string).unwrap_or_default(),
                    number: String::new(),
                    content,
                    span: self.place(range),
                });
            }
            Tag::BlockQuote(kind) => {
                let blocks = self.blocks();
                out.push(match kind {
                    None => Block::Quote { blocks },
                    Some(kind) => Block::Alert { kind: alert(kind), blocks },
                });
            }
            Tag::CodeBlock(kind) => {
                let mut text = String::new();
                while let Some((event, _)) = self.next() {
                    match event {
                        Event::Text(piece) => text.push_str(&piece),
                        Event::End(_) => break,
                        _ => {}
                    }
                }
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let text = self.without_markers(&text);
                out.push(Block::Code { language, text });
            }
            Tag::HtmlBlock => {
                self.html(range);
                while let Some((event, _)) = self.next() {
                    if matches!(event, Event::End(_)) {
                        break;
                    }
                }
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                while let Some((event, _)) = self.next() {
                    match event {
                        Event::Start(Tag::Item) => items.push(self.blocks()),
                        _ => break,
                    }
                }
                out.push(Block::List { start, items });
            }
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks();
                let note = Note {
                    file: self.file.to_owned(),
                    label: label.into_string(),
                    span: self.place(range),
                    blocks,
                };
                self.reading.footnotes.push(note);
            }
            Tag::DefinitionList => out.push(self.definitions()),
            Tag::Table(alignments) => {
                let table = self.table(&alignments, range);
                out.push(Block::Table(table));
            }
            _ => {
                let _ = self.blocks();
            }
        }
    }

    fn definitions(&mut self) -> Block {
        let mut items: Vec<(Vec<Inline>, Vec<Vec<Block>>)> = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    items.push((self.inlines(), Vec::new()));
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let blocks = self.blocks();
                    if let Some((_, meanings)) = items.last_mut() {
                        meanings.push(blocks);
                    }
                }
                _ => break,
            }
        }
        Block::Definitions { items }
    }

    fn table(&mut self, alignments: &[Alignment], range: &Range<usize>) -> TableBlock {
        let mut table = TableBlock {
            id: String::new(),
            number: String::new(),
            title: Vec::new(),
            subtitle: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            row_heads: true,
            note: Vec::new(),
            source: Vec::new(),
            span: self.place(range),
        };
        let mut row = Vec::new();
        let mut head = false;
        let mut depth = 1;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    head = true;
                    depth += 1;
                }
                Event::Start(Tag::TableRow) => {
                    row = Vec::new();
                    depth += 1;
                }
                Event::Start(Tag::TableCell) => {
                    let content = self.inlines();
                    if head {
                        let at = table.columns.len();
                        let numeric = alignments.get(at) == Some(&Alignment::Right);
                        table.columns.push(Column { label: content, numeric });
                    } else {
                        row.push(Cell { content, sort: None });
                    }
                }
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    if !head {
                        table.rows.push(std::mem::take(&mut row));
                    }
                    head = false;
                }
                _ => {}
            }
        }
        table
    }

    /// Closes a paragraph: a figure or table that stands alone becomes a block.
    fn paragraph(
        &mut self,
        content: Vec<Inline>,
        range: &Range<usize>,
        out: &mut Vec<Block>,
    ) {
        let span = self.place(range);
        let alone: Vec<&Inline> = content
            .iter()
            .filter(|node| match node {
                Inline::Text { text } => !text.trim().is_empty(),
                Inline::SoftBreak => false,
                _ => true,
            })
            .collect();
        if let [Inline::Ref { target, text }] = alone.as_slice()
            && (target.starts_with(FIGURE_MARK) || target.starts_with(TABLE_MARK))
        {
            out.push(placeholder(target, text, span));
            return;
        }
        let misplaced = content.iter().any(|node| match node {
            Inline::Ref { target, .. } => {
                target.starts_with(FIGURE_MARK) || target.starts_with(TABLE_MARK)
            }
            _ => false,
        });
        if misplaced {
            self.fault(
                Code::R0502,
                "a figure or table stands within a line of text",
                range,
                "put the call on a line of its own, with an empty line before and after",
            );
        }
        if !content.is_empty() {
            out.push(Block::Paragraph { content, span });
        }
    }

    /// Reads line nodes up to the end of the tag they stand in.
    fn inlines(&mut self) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &range, &mut out);
        }
        out
    }

    fn loose_inlines(&mut self) -> Vec<Inline> {
        let mut out = Vec::new();
        loop {
            let go = match self.peek() {
                Some(Event::Start(tag)) => matches!(
                    tag,
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }
                ),
                Some(Event::End(_) | Event::Rule | Event::Html(_)) | None => false,
                Some(_) => true,
            };
            if !go {
                return out;
            }
            if let Some((event, range)) = self.next() {
                self.inline(event, &range, &mut out);
            }
        }
    }

    fn inline(&mut self, event: Event<'e>, range: &Range<usize>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => {
                // The parser cuts text at every special character: join it again.
                let mut whole = text.into_string();
                let mut range = range.clone();
                while let Some((Event::Text(more), next)) = self.events.get(self.at) {
                    whole.push_str(more);
                    range.end = next.end;
                    self.at += 1;
                }
                self.text(&whole, &range, out);
            }
            Event::Code(text) => {
                let text = self.without_markers(&text);
                out.push(Inline::Code { text });
            }
            Event::Start(Tag::Emphasis) => {
                let content = self.inlines();
                out.push(Inline::Emph { content });
            }
            Event::Start(Tag::Strong) => {
                let content = self.inlines();
                out.push(Inline::Strong { content });
            }
            Event::Start(Tag::Strikethrough) => {
                let content = self.inlines();
                out.push(Inline::Strike { content });
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let content = self.inlines();
                self.link(link_type, &dest_url, content, range, out);
            }
            Event::Start(Tag::Image { .. }) => {
                let _ = self.inlines();
                self.fault(
                    Code::R0503,
                    "a picture from a file stands in the text",
                    range,
                    "declare a figure in `report/figures.yaml` and call `figure()`",
                );
            }
            Event::Start(_) => {
                let content = self.inlines();
                out.extend(content);
            }
            Event::FootnoteReference(label) => {
                let index = self
                    .reading
                    .noted
                    .iter()
                    .position(|(file, known)| file == self.file && **known == *label);
                let index = index.unwrap_or_else(|| {
                    let file = self.file.to_owned();
                    self.reading.noted.push((file, label.to_string()));
                    self.reading.noted.len() - 1
                });
                out.push(Inline::Footnote { index });
            }
            Event::TaskListMarker(checked) => out.push(Inline::Checkbox { checked }),
            Event::SoftBreak => out.push(Inline::SoftBreak),
            Event::HardBreak => out.push(Inline::HardBreak),
            Event::InlineHtml(_) | Event::Html(_) => self.html(range),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Rule
            | Event::End(_) => {}
        }
    }

    fn link(
        &mut self,
        link_type: LinkType,
        url: &str,
        content: Vec<Inline>,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        let url = match link_type {
            LinkType::Email => format!("mailto:{url}"),
            _ => url.to_owned(),
        };
        if let Some(target) = url.strip_prefix('#') {
            let place = self.place(range);
            self.reading.referred.push((target.to_owned(), place));
            let text = crate::doc::plain(&content);
            out.push(Inline::Ref { target: target.to_owned(), text });
            return;
        }
        let fine = ["http://", "https://", "mailto:"].iter().any(|scheme| {
            url.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if !fine || url.contains(NODE) {
            self.fault(
                Code::R0503,
                "a link leads to something other than a web or mail address",
                range,
                "write `https://…`, `mailto:…`, or `#id` for a place in this report",
            );
            out.extend(content);
            return;
        }
        out.push(Inline::Link { url, content });
    }

    /// Cuts text at its markers.
    fn text(&mut self, text: &str, range: &Range<usize>, out: &mut Vec<Inline>) {
        let mut rest = text;
        let mut offset = range.start;
        while let Some(open) = rest.find(NODE) {
            let (before, tail) = rest.split_at(open);
            self.literal(before, offset, out);
            let tail = tail.get(NODE.len_utf8()..).unwrap_or_default();
            let (number, after) = tail.split_once(END).unwrap_or((tail, ""));
            offset += rest.len() - after.len();
            rest = after;
            let piece = number.parse::<usize>().ok();
            let piece = piece
                .and_then(|index| Some((index, self.reading.pieces.get(index)?.clone())));
            if let Some((index, piece)) = piece {
                self.piece(index, piece, out);
            }
        }
        self.literal(rest, offset, out);
    }

    fn literal(&mut self, text: &str, offset: usize, out: &mut Vec<Inline>) {
        if text.is_empty() {
            return;
        }
        if self.lint {
            let before = match out.last() {
                Some(Inline::Text { text }) => text.clone(),
                Some(Inline::SoftBreak) | None => String::new(),
                Some(_) => "…".to_owned(),
            };
            for fault in self.reading.lint.read(&before, text) {
                let range = offset + fault.range.start..offset + fault.range.end;
                let place = self.place(&range);
                self.reading.found.push(fault.at(place));
            }
        }
        if let Some(at) = text.find("[^") {
            self.fault(
                Code::R0504,
                "a footnote's mark has no footnote",
                &(offset + at..offset + text.len()),
                "add a line `[^label]: …` to the same file",
            );
        }
        if let Some(Inline::Text { text: last }) = out.last_mut() {
            last.push_str(text);
        } else {
            out.push(Inline::text(text));
        }
    }

    fn piece(&mut self, index: usize, piece: Piece, out: &mut Vec<Inline>) {
        out.push(match piece {
            Piece::Stat { id, show, text, span } => Inline::Stat { id, show, text, span },
            Piece::Fixed { text, because } => Inline::Fixed { text, because },
            Piece::Figure { id, .. } => Inline::Ref {
                target: format!("{FIGURE_MARK}{id}"),
                text: index.to_string(),
            },
            Piece::Table { id, .. } => Inline::Ref {
                target: format!("{TABLE_MARK}{id}"),
                text: index.to_string(),
            },
            Piece::Ref { id, text, span } => {
                self.reading.referred.push((id.clone(), span));
                let text = text.unwrap_or_else(|| {
                    if starts_sentence(out) { CAPITAL.to_owned() } else { String::new() }
                });
                Inline::Ref { target: id, text }
            }
            Piece::Cite { keys, .. } => Inline::Cite { keys, text: index.to_string() },
            Piece::Claim { id, words, span } => {
                self.reading.claimed.push((id.clone(), span.clone()));
                let judged = self.reading.judged.get(&id);
                let blocks =
                    read(self.reading, &span.file, &words, Origin::Place(&span), false);
                let content = match blocks.into_iter().next() {
                    Some(Block::Paragraph { content, .. }) => content,
                    _ => vec![Inline::text(words)],
                };
                Inline::Claim(Claim {
                    id,
                    content,
                    verdict: if judged.is_none_or(|judged| judged.holds) {
                        Verdict::Holds
                    } else {
                        Verdict::Fails
                    },
                    because: judged
                        .map(|judged| judged.because.clone())
                        .unwrap_or_default(),
                    span,
                })
            }
        });
    }

    /// Returns characters with the printed text in place of markers: for code.
    fn without_markers(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once(NODE) {
            out.push_str(before);
            let (number, after) = tail.split_once(END).unwrap_or((tail, ""));
            let piece = number.parse::<usize>().ok();
            if let Some(Piece::Stat { text, .. } | Piece::Fixed { text, .. }) =
                piece.and_then(|index| self.reading.pieces.get(index))
            {
                out.push_str(text);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// Marks the target of a figure's own place until the figure is put there.
pub(super) const FIGURE_MARK: &str = "\u{E003}";
/// The same for a table.
pub(super) const TABLE_MARK: &str = "\u{E004}";

/// Stands for the words of a reference at the start of a sentence.
pub(super) const CAPITAL: &str = "\u{E005}";

/// Returns whether what comes next begins a sentence.
fn starts_sentence(before: &[Inline]) -> bool {
    match before.iter().rev().find(|node| !matches!(node, Inline::SoftBreak)) {
        None => true,
        Some(Inline::Text { text }) => {
            text.trim_end().ends_with(['.', '?', '!', ':'])
                || text.trim().is_empty() && before.len() == 1
        }
        Some(_) => false,
    }
}

/// A paragraph that `place` replaces with the figure or table.
fn placeholder(target: &str, text: &str, span: Span) -> Block {
    let node = Inline::Ref { target: target.to_owned(), text: text.to_owned() };
    Block::Paragraph { content: vec![node], span }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}
