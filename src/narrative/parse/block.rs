//! Blocks: paragraphs, headings, lists, tables and what else stands on lines of its own.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Span;
use crate::model::document::Alert;
use crate::model::document::Block;
use crate::model::document::Cell;
use crate::model::document::Inline;
use crate::model::document::PrintedColumn;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::model::document::visit_blocks;
use crate::narrative::foreign;
use crate::narrative::met::Note;
use crate::narrative::parse::EQUATION_MARK;
use crate::narrative::parse::MARKS;
use crate::narrative::parse::Reader;
use pulldown_cmark::Alignment;
use pulldown_cmark::BlockQuoteKind;
use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use std::ops::Range;

/// Returns whether a line holds the mark of a footnote.
fn noted(content: &[Inline]) -> bool {
    let line = Block::Paragraph { content: content.to_vec(), span: Span::new("", 0..0) };
    let mut found = false;
    visit_blocks(&[line], &mut |node| found |= matches!(node, Inline::Footnote { .. }));
    found
}

impl<'e> Reader<'_, '_, 'e> {
    /// Reads blocks up to the end of what they stand in.
    pub(super) fn blocks(&mut self) -> Vec<Block> {
        self.within(Self::blocks_inside)
    }

    fn blocks_inside(&mut self) -> Vec<Block> {
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

    pub(super) fn block(&mut self, out: &mut Vec<Block>) {
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
            let content = self.prose(Self::loose_inlines);
            let to =
                self.events.get(self.at.saturating_sub(1)).map_or(from, |(_, r)| r.end);
            self.paragraph(content, &(from..to), out);
            return;
        }
        let Some((event, range)) = self.next() else { return };
        match event {
            Event::Start(tag) => self.start(tag, &range, out),
            Event::Rule => match self.fences.get(&range.start).cloned() {
                Some(fence) => self.fence(fence, out),
                None => out.push(Block::Rule),
            },
            Event::Html(_) => self.html(&range),
            _ => {}
        }
    }

    pub(super) fn html(&mut self, range: &Range<usize>) {
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
                let content = self.prose(Self::inlines);
                self.paragraph(content, range, out);
            }
            Tag::Heading { level, id, classes, attrs } => {
                let content = self.prose(Self::inlines);
                let level = level as u8;
                if !classes.is_empty() || !attrs.is_empty() {
                    let place = self.place(range);
                    self.reading.met.found.push(foreign::attributes(place));
                }
                let fault = if self.containers > 0 && level < 3 {
                    Some((
                        "a section begins within a named block",
                        "write `###` or deeper: what a block holds is no part of the contents",
                    ))
                } else if self.depth - self.containers > 1 {
                    Some((
                        "a heading stands within something else",
                        "a heading divides the chapter: put it outside lists, quotations and notes, or set its words in bold",
                    ))
                } else if level > 5 {
                    Some(("a heading stands six levels deep", "write `#####` at most"))
                } else if plain(&content).trim().is_empty() {
                    Some(("a heading has no words", "say what follows, or remove it"))
                } else if noted(&content) {
                    Some((
                        "a heading holds the mark of a footnote",
                        "put the mark into the text below: contents and bookmarks repeat the heading",
                    ))
                } else {
                    None
                };
                if let Some((message, help)) = fault {
                    self.fault(Code::R0520, message, range, help);
                }
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
                    Some(kind) => {
                        Block::Alert { kind: alert(kind), title: Vec::new(), blocks }
                    }
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
                    CodeBlockKind::Fenced(language) => {
                        let place = self.place(range);
                        let foreign = foreign::block(&language, place);
                        self.reading.met.found.extend(foreign);
                        language.into_string()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                let text = self.code(&text, range);
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
                let loose = self.parted();
                let line = std::mem::take(&mut self.last);
                let outer = std::mem::replace(&mut self.lead, line);
                let mut items = Vec::new();
                while let Some((event, _)) = self.next() {
                    match event {
                        Event::Start(Tag::Item) => items.push(self.blocks()),
                        _ => break,
                    }
                }
                self.lead = outer;
                out.push(Block::List { start, loose, items });
            }
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks();
                let note = Note {
                    file: self.file.to_owned(),
                    label: label.into_string(),
                    span: self.place(range),
                    blocks,
                };
                self.reading.met.footnotes.push(note);
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

    /// Returns whether items of the list that begins here are paragraphs.
    fn parted(&self) -> bool {
        let mut depth = 0;
        for (event, _) in self.events.iter().skip(self.at) {
            match event {
                Event::Start(Tag::Paragraph) if depth == 1 => return true,
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return false,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        false
    }

    fn definitions(&mut self) -> Block {
        let mut items: Vec<(Vec<Inline>, Vec<Vec<Block>>)> = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    items.push((self.prose(Self::inlines), Vec::new()));
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let term = items.last().map(|(term, _)| plain(term));
                    self.lead = term.unwrap_or_default();
                    let blocks = self.blocks();
                    self.lead.clear();
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
        let mut table = TableBlock::empty(self.place(range));
        let mut row = Vec::new();
        let mut head = false;
        let mut depth = 1;
        // Where the last cell of a row ends, and its row.
        let mut read = 0..0;
        while let Some((event, at)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    head = true;
                    depth += 1;
                }
                Event::Start(Tag::TableRow) => {
                    row = Vec::new();
                    read = at;
                    depth += 1;
                }
                Event::Start(Tag::TableCell) => {
                    read.start = at.end;
                    let content = self.prose(Self::inlines);
                    if head {
                        let at = table.columns.len();
                        let align = alignments.get(at);
                        let numeric = align == Some(&Alignment::Right);
                        let centred = align == Some(&Alignment::Center);
                        let label = content;
                        table.columns.push(PrintedColumn {
                            label,
                            numeric,
                            centred,
                            ..PrintedColumn::default()
                        });
                    } else {
                        row.push(Cell { content, ..Cell::default() });
                    }
                }
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    if !head {
                        self.surplus(read.clone());
                        table.rows.push(std::mem::take(&mut row));
                    }
                    head = false;
                }
                _ => {}
            }
        }
        table
    }

    /// Refuses what stands after the last cell of a row that has one for each column: Markdown leaves
    /// it out.
    fn surplus(&mut self, rest: Range<usize>) {
        let text = self.text.get(rest.clone()).unwrap_or_default();
        let words = text.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if let Some(at) = text.find(words).filter(|_| !words.is_empty()) {
            let start = rest.start + at;
            self.fault(
                Code::R0501,
                "a row of the table has more cells than its head",
                &(start..start + words.len()),
                "give the head as many cells, or write a `|` that is meant as `\\|`",
            );
        }
    }

    /// Closes a paragraph: a figure or table that stands alone becomes a block.
    fn paragraph(
        &mut self,
        content: Vec<Inline>,
        range: &Range<usize>,
        out: &mut Vec<Block>,
    ) {
        let span = self.place(range);
        // A displayed formula divides the paragraph that it is written in.
        let displayed = |node: &Inline| matches!(node, Inline::Ref { target, .. } if target.starts_with(EQUATION_MARK));
        if content.iter().any(displayed) && content.len() > 1 {
            let mut words = Vec::new();
            for node in content {
                if !displayed(&node) {
                    words.push(node);
                    continue;
                }
                self.paragraph(trimmed(std::mem::take(&mut words)), range, out);
                out.push(Block::Paragraph { content: vec![node], span: span.clone() });
            }
            self.paragraph(trimmed(words), range, out);
            return;
        }
        let alone: Vec<&Inline> = content
            .iter()
            .filter(|node| match node {
                Inline::Text { text } => !text.trim().is_empty(),
                Inline::SoftBreak => false,
                _ => true,
            })
            .collect();
        if let [Inline::Ref { target, text }] = alone.as_slice()
            && target.starts_with(MARKS)
        {
            out.push(placeholder(target, text, span));
            return;
        }
        if !content.is_empty() {
            out.push(Block::Paragraph { content, span });
        }
    }
}

/// Returns line nodes without the line breaks at their ends.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    let blank = |node: Option<&Inline>| match node {
        Some(Inline::SoftBreak | Inline::HardBreak) => true,
        Some(Inline::Text { text }) => text.trim().is_empty(),
        _ => false,
    };
    while blank(content.last()) {
        content.pop();
    }
    while blank(content.first()) {
        content.remove(0);
    }
    content
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
