//! Line nodes: text cut at its markers, emphasis, links, references and claims.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Inline;
use crate::model::name::Name;
use crate::model::unreadable::private;
use crate::narrative::foreign;
use crate::narrative::instrument::END;
use crate::narrative::instrument::NODE;
use crate::narrative::instrument::marked;
use crate::narrative::parse::EQUATION_MARK;
use crate::narrative::parse::Origin;
use crate::narrative::parse::PICTURE_MARK;
use crate::narrative::parse::Reader;
use crate::narrative::parse::line;
use crate::narrative::parse::math::DOLLAR;
use crate::narrative::parse::piece::mark;
use crate::narrative::pictures;
use crate::narrative::prose::Kind;
use crate::narrative::prose::Origin as From;
use crate::narrative::prose::Passage;
use crate::narrative::weave::Piece;
use crate::project::is_safe;
use crate::project::lexicon::words_of;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Tag;
use std::ops::Range;

impl<'e> Reader<'_, '_, 'e> {
    /// Reads the line nodes of a block, and checks what they say together.
    pub(super) fn prose(&mut self, read: fn(&mut Self) -> Vec<Inline>) -> Vec<Inline> {
        let outer = std::mem::take(&mut self.passage);
        let first = self.reading.met.claimed.len();
        let out = read(self);
        let passage = std::mem::replace(&mut self.passage, outer);
        for claimed in self.reading.met.claimed.iter_mut().skip(first) {
            let own = passage.claims.iter().find(|(range, id)| {
                *id == claimed.id && range.start == claimed.before.len()
            });
            if let Some((range, _)) = own {
                let after = passage.text.get(range.end..).unwrap_or_default();
                after.clone_into(&mut claimed.after);
            }
        }
        if self.lint {
            self.check(&passage);
        }
        self.last = passage.text;
        out
    }

    /// Reports what a passage says that the data do not bear out.
    fn check(&mut self, passage: &Passage) {
        let guard = self.reading.guard;
        let other = self.reading.language.as_deref().map(words_of);
        let lexicon = match &other {
            Some(words) => words.as_deref(),
            None => guard.lexicon,
        };
        for name in guard.looked_at(passage, lexicon) {
            self.reading.weaver.look(name);
        }
        let faults = guard.read_by(passage, lexicon);
        let found = |range: &Range<usize>| {
            faults.iter().any(|fault| {
                fault.range.start < range.end && range.start < fault.range.end
            })
        };
        let mut stated = guard.statements(passage, lexicon, &self.lead);
        stated.retain(|statement| !found(&statement.range));
        for statement in stated {
            let place = self.place_of(passage, &statement.range);
            self.reading.met.stated.push((statement, place));
        }
        for fault in faults {
            let place = self.place_of(passage, &fault.range);
            self.reading.met.found.push(guard.finding(fault, place));
        }
    }

    /// Returns where words of a passage are written.
    fn place_of(&self, passage: &Passage, range: &Range<usize>) -> Span {
        let guard = self.reading.guard;
        let words = passage.text.get(range.clone()).unwrap_or_default();
        match (passage.origin(range), self.origin) {
            (Some(From::Text(range)), Origin::Traced(_)) => self.place(&range),
            (Some(From::Call(span)), Origin::Traced(_)) => {
                guard.narrowed(&span, words, 0)
            }
            (_, Origin::Place(place)) => {
                guard.narrowed(place, words, passage.times_before(range))
            }
            (None, Origin::Traced(_)) => self.place(&(0..0)),
        }
    }

    /// Adds what claims and emphasis hold to the passage.
    pub(super) fn said(&mut self, content: &[Inline], span: &Span) {
        for node in content {
            match node {
                Inline::Text { text } => {
                    self.passage.text(text, From::Call(span.clone()));
                }
                Inline::Emph { content }
                | Inline::Strong { content }
                | Inline::Link { content, .. } => self.said(content, span),
                Inline::Stat { id, show, text, .. } => self.number(id, show, text, span),
                Inline::Fixed { .. } => self.passage.slot(Kind::Hand, None),
                Inline::SoftBreak | Inline::HardBreak => {
                    self.passage.text(" ", From::Call(span.clone()));
                }
                _ => self.passage.slot(Kind::Other, None),
            }
        }
    }

    /// Adds a statistic to the passage.
    pub(super) fn number(&mut self, id: &str, show: &str, text: &str, span: &Span) {
        let guard = self.reading.guard;
        let block = id.split('.').next().unwrap_or_default().to_owned();
        self.reading.weaver.look(Name::Family(block));
        let number =
            ["value", "number", "size", "size_number", "signed", "signed_number"];
        self.passage.fact(guard.fact(id, text), number.contains(&show), span);
    }

    /// Reads line nodes up to the end of the tag they stand in.
    pub(super) fn inlines(&mut self) -> Vec<Inline> {
        self.within(Self::inlines_inside)
    }

    fn inlines_inside(&mut self) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &range, &mut out);
        }
        out
    }

    pub(super) fn loose_inlines(&mut self) -> Vec<Inline> {
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
                let (mut whole, mut parts) = (String::new(), Vec::new());
                joined(&text, range, &mut whole, &mut parts);
                while let Some((Event::Text(more), next)) = self.events.get(self.at) {
                    joined(more, next, &mut whole, &mut parts);
                    self.at += 1;
                }
                self.text(&whole, &parts, out);
            }
            Event::Code(text) => {
                if foreign::is_run(&text) {
                    let place = self.place(range);
                    self.reading.met.found.push(foreign::chunk(place));
                }
                let text = self.code(&text, range);
                self.passage.slot(Kind::Other, None);
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
                if !self.text.get(range.clone()).unwrap_or_default().starts_with("~~") {
                    let place = self.place(range);
                    self.reading.met.found.push(foreign::below(place));
                }
                // What is struck out is not said.
                let outer = std::mem::take(&mut self.passage);
                let content = self.inlines();
                self.passage = outer;
                out.push(Inline::Strike { content });
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                if !title.is_empty() {
                    let place = self.place(range);
                    self.reading.met.found.push(foreign::titled(place));
                }
                let content = self.inlines();
                self.link(link_type, &dest_url, content, range, out);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let alt = self.inlines();
                let span = self.place(range);
                let caption = line(self.reading, &title, &span);
                let picture = pictures::written(&dest_url, alt, caption, span);
                let index = self.reading.pieces.len();
                self.reading.pieces.push(Piece::Image(Box::new(picture)));
                out.push(mark(PICTURE_MARK, &dest_url, index));
            }
            Event::Start(_) => {
                let content = self.inlines();
                out.extend(content);
            }
            Event::FootnoteReference(label) => {
                let index = self
                    .reading
                    .met
                    .noted
                    .iter()
                    .position(|(file, known)| file == self.file && **known == *label);
                let index = index.unwrap_or_else(|| {
                    let file = self.file.to_owned();
                    self.reading.met.noted.push((file, label.to_string()));
                    self.reading.met.noted.len() - 1
                });
                out.push(Inline::Footnote { index, mark: 1 });
            }
            Event::TaskListMarker(checked) => out.push(Inline::Checkbox { checked }),
            Event::SoftBreak | Event::HardBreak => {
                self.passage.text(" ", From::Text(range.clone()));
                let soft = matches!(event, Event::SoftBreak);
                out.push(if soft { Inline::SoftBreak } else { Inline::HardBreak });
            }
            Event::InlineHtml(_) | Event::Html(_) => self.html(range),
            Event::InlineMath(source) => {
                let formula = self.formula(&source, range);
                out.push(Inline::Math(formula));
            }
            Event::DisplayMath(source) => {
                let formula = self.formula(&source, range);
                let id = self.formula_id();
                let span = self.place(range);
                let index = self.reading.pieces.len();
                let equation =
                    Block::Equation { id, number: String::new(), formula, span };
                self.reading.pieces.push(Piece::Equation(Box::new(equation)));
                out.push(mark(EQUATION_MARK, "", index));
            }
            Event::Rule | Event::End(_) => {}
        }
    }

    /// Takes the anchor that follows a displayed formula, `{#so-named}`.
    fn formula_id(&mut self) -> String {
        let Some((Event::Text(text), _)) = self.events.get(self.at) else {
            return String::new();
        };
        let id = text.trim().strip_prefix("{#").and_then(|rest| rest.strip_suffix('}'));
        let good = |id: &&str| {
            !id.is_empty()
                && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        let id = id.filter(good).map(str::to_owned).unwrap_or_default();
        if !id.is_empty() {
            self.at += 1;
        }
        id
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
            self.reading.met.referred.push((target.to_owned(), place));
            let text = crate::model::document::plain(&content);
            out.push(Inline::Ref { target: target.to_owned(), text });
            return;
        }
        if !is_safe(&url) || url.contains(private) {
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
    fn text(
        &mut self,
        text: &str,
        parts: &[(usize, Range<usize>)],
        out: &mut Vec<Inline>,
    ) {
        let mut rest = text;
        while let Some(open) = rest.find(NODE) {
            let (before, tail) = rest.split_at(open);
            let start = text.len() - rest.len();
            self.words(before, start, parts);
            self.literal(before, start, parts, out);
            let tail = tail.get(NODE.len_utf8()..).unwrap_or_default();
            let (number, after) = tail.split_once(END).unwrap_or((tail, ""));
            rest = after;
            let piece = marked(number)
                .and_then(|index| Some((index, self.reading.pieces.get(index)?.clone())));
            if let Some((index, piece)) = piece {
                self.piece(index, piece, out);
            }
        }
        let start = text.len() - rest.len();
        self.words(rest, start, parts);
        self.literal(rest, start, parts, out);
    }

    /// Adds text to the passage; `parts` say where each of its pieces was written.
    fn words(&mut self, text: &str, start: usize, parts: &[(usize, Range<usize>)]) {
        let end = start + text.len();
        for (n, (from, range)) in parts.iter().enumerate() {
            let to = parts.get(n + 1).map_or(usize::MAX, |(next, _)| *next);
            let (a, b) = (start.max(*from), end.min(to));
            let piece =
                a.checked_sub(start).and_then(|at| text.get(at..b.max(a) - start));
            if let Some(piece) = piece.filter(|_| a < b) {
                let begin = range.start + (a - from);
                let stop = (begin + piece.len()).min(range.end).max(begin);
                self.passage.text(piece, From::Text(begin..stop));
            }
        }
    }

    fn literal(
        &mut self,
        text: &str,
        start: usize,
        parts: &[(usize, Range<usize>)],
        out: &mut Vec<Inline>,
    ) {
        if text.is_empty() {
            return;
        }
        let begins = matches!(out.last(), None | Some(Inline::SoftBreak));
        for (range, fault) in foreign::read(text, begins) {
            let written = written(parts, &(start + range.start..start + range.end));
            let place = self.place(&written);
            self.reading.met.found.push(fault.at(place, ""));
        }
        // The parser takes the backslash of an escaped sign away.
        let source = written(parts, &(start..start + text.len()));
        let source = source.start.saturating_sub(1)..source.end;
        let raw = self.text.get(source.clone()).unwrap_or_default();
        for (range, fault) in foreign::formulas(raw) {
            let place =
                self.place(&(source.start + range.start..source.start + range.end));
            self.reading.met.found.push(fault.at(place, ""));
        }
        if let Some(at) = text.find("[^") {
            self.fault(
                Code::R0504,
                "a footnote's mark has no footnote",
                &written(parts, &(start + at..start + text.len())),
                "add a line `[^label]: …` to the same file",
            );
        }
        if let Some(Inline::Text { text: last }) = out.last_mut() {
            last.push_str(text);
        } else {
            out.push(Inline::text(text));
        }
    }
}

/// Adds a piece of text to those before it. A dollar sign that opens no formula is itself again.
fn joined(
    piece: &str,
    range: &Range<usize>,
    whole: &mut String,
    parts: &mut Vec<(usize, Range<usize>)>,
) {
    let mut at = range.start;
    for (n, text) in piece.split(DOLLAR).enumerate() {
        if n > 0 {
            parts.push((whole.len(), at..at + DOLLAR.len_utf8()));
            whole.push('$');
            at += DOLLAR.len_utf8();
        }
        // What the parser changed, as quotation marks, is of another length than as written.
        let end = if piece.contains(DOLLAR) { at + text.len() } else { range.end };
        parts.push((whole.len(), at..end));
        whole.push_str(text);
        at = end;
    }
}

/// Returns where a stretch of joined text was written.
fn written(parts: &[(usize, Range<usize>)], range: &Range<usize>) -> Range<usize> {
    let within = |at: usize| parts.iter().rposition(|(from, _)| *from <= at).unwrap_or(0);
    let (first, last) = (within(range.start), within(range.end.saturating_sub(1)));
    let begin = parts
        .get(first)
        .map_or(0, |(from, place)| (place.start + range.start - from).min(place.end));
    let ends = parts.get(last + 1).is_some_and(|(next, _)| *next == range.end);
    let end = parts.get(last).map_or(begin, |(from, place)| {
        if ends { place.end } else { (place.start + range.end - from).min(place.end) }
    });
    begin..end.max(begin)
}
