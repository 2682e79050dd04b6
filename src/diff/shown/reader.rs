//! Reads an edition in reading order into what it shows.

use crate::diff::line::Line;
use crate::diff::line::Piece;
use crate::diff::line::read;
use crate::diff::line::sentence;
use crate::diff::line::unemphasised;
use crate::diff::line::walk;
use crate::diff::shown::Fixed;
use crate::diff::shown::Passage;
use crate::diff::shown::Showing;
use crate::diff::shown::Shown;
use crate::diff::shown::Use;
use crate::diff::shown::led::led;
use crate::labels::capital;
use crate::model::comparison::Place;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::BlockForm;
use crate::model::document::Container;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::Part;
use crate::model::document::PictureBlock;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::model::name::Name;
use crate::project::lexicon::words_of;
use std::ops::Range;

/// The reading of one edition.
pub(super) struct Reader<'a> {
    pub(super) edition: &'a Edition,
    /// The document that is read: the report, or one beside it.
    pub(super) document: &'a Document,
    /// Where that is, after the name of a place: " of the news release `news`"; empty in the report.
    pub(super) within: String,
    /// What ends the slots of a translation; the report's own text has none, and its figures and tables are
    /// compared by themselves.
    pub(super) tongue: Option<String>,
    pub(super) shown: Shown,
    section: usize,
    pub(super) headline: bool,
    /// How near the front what is read stands.
    tier: u8,
    /// What the next passage begins with: that it is a warning.
    lead: Option<Piece>,
    /// The anchor of the heading that comes next.
    anchor: String,
}

/// Returns what a passage begins with that opens a block of a kind.
fn lead(kind: &str) -> Piece {
    (format!("{{!{}}}", kind.to_lowercase()), format!("{kind}: "))
}

/// Returns a text with single spaces.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Collects what an edition shows.
pub(in crate::diff) fn collect(edition: &Edition) -> Shown {
    let mut reader = Reader::new(edition, &edition.document);
    reader.whole();
    reader.local();
    for (id, document) in &edition.documents {
        reader.beside(id, document);
    }
    for (tag, document) in &edition.translations {
        (reader.document, reader.within) = (document, format!(" in `{tag}`"));
        reader.tongue = Some(format!(" in {tag}"));
        reader.section += 1;
        reader.whole();
    }
    reader.shown
}

/// Returns the passages of one language of an edition, the words of its figures and tables among them.
pub(in crate::diff) fn alone(edition: &Edition, document: &Document) -> Vec<Passage> {
    let mut reader = Reader::new(edition, document);
    reader.tongue = Some(String::new());
    reader.whole();
    reader.shown.passages
}

impl<'a> Reader<'a> {
    fn new(edition: &'a Edition, document: &'a Document) -> Self {
        Self {
            edition,
            document,
            within: String::new(),
            tongue: None,
            shown: Shown::default(),
            section: 0,
            headline: false,
            tier: 1,
            lead: None,
            anchor: String::new(),
        }
    }

    /// Reads a report: its cover, its findings and its text.
    fn whole(&mut self) {
        self.cover();
        let document = self.document;
        let tier = self.tier;
        (self.headline, self.tier) = (true, 0);
        for finding in &document.findings {
            let at = format!("key finding “{}”{}", finding.title, self.within);
            let slot = |part: &str| format!("finding {} {part}", finding.id);
            let title = [Inline::text(finding.title.clone())];
            self.line(&title, &at, None, slot("title"), 0);
            self.line(&finding.content, &at, None, slot("text"), 0);
            let caveat = Inline::text(finding.caveat.clone());
            self.line(&[caveat], &at, None, slot("caveat"), 0);
            if let Some(figure) = &finding.figure {
                let text = format!("shown in figure `{figure}`");
                let link = Inline::Ref { target: figure.clone(), text };
                self.line(&[link], &at, None, slot("figure"), 0);
            }
            for (index, number) in finding.numbers.iter().enumerate() {
                let label = Inline::text(format!(" {}", number.label));
                let line = [number.stat.clone(), label];
                self.line(&line, &at, None, slot(&format!("number {index}")), 0);
            }
        }
        (self.headline, self.tier) = (false, tier);
        self.text();
    }

    /// Reads a document beside the report: its title and the sentence under it are headlines.
    fn beside(&mut self, id: &str, document: &'a Document) {
        let called = document.meta.called().to_lowercase();
        (self.document, self.within) = (document, format!(" of the {called} `{id}`"));
        self.section += 1;
        (self.headline, self.tier) = (true, 0);
        for (name, words) in [
            ("title", &document.meta.headline),
            ("standfirst", &document.meta.standfirst),
        ] {
            let at = format!("the {name}{}", self.within);
            self.line(words, &at, None, format!("document {id} {name}"), 0);
        }
        let at = format!("the cover{}", self.within);
        let called = [Inline::text(document.meta.called_for())];
        self.line(&called, &at, None, format!("document {id} audience"), 0);
        // Contacts of its own; the report's are on the report's cover.
        let contacts = &document.meta.contacts;
        for contact in
            contacts.iter().filter(|_| *contacts != self.edition.document.meta.contacts)
        {
            let text = format!("{} {} {}", contact.role, contact.name, contact.address);
            let slot = format!("document {id} contact {}", contact.role);
            self.line(&[Inline::text(text)], &at, None, slot, 0);
        }
        self.headline = false;
        self.text();
    }

    /// Reads the chapters of a document, its references and its footnotes.
    fn text(&mut self) {
        let (document, within) = (self.document, self.within.clone());
        let beside = !within.is_empty() && self.tongue.is_none();
        for chapter in &document.chapters {
            let title = plain(&chapter.title);
            let at = if chapter.number.is_empty() {
                format!("{title}{within}")
            } else {
                format!("{} {title}{within}", chapter.number)
            };
            self.section += 1;
            self.tier = match chapter.part {
                _ if beside => 1,
                Part::Front => 1,
                Part::Body => 3,
                Part::Appendix => 4,
            };
            let start = (!chapter.file.is_empty())
                .then(|| Span::new(chapter.file.as_str(), 0..0));
            // Generated chapters repeat what stands elsewhere.
            if !chapter.file.is_empty() {
                self.anchor.clone_from(&chapter.id);
                self.line(&chapter.title, &at, start.as_ref(), String::new(), 1);
                self.blocks(&chapter.blocks, &at);
            }
        }
        self.tier = 4;
        for reference in &document.references {
            let slot = format!("reference {}{within}", reference.key);
            self.line(
                &reference.content,
                &format!("the list of references{within}"),
                None,
                slot,
                0,
            );
        }
        self.tier = 3;
        for footnote in &document.footnotes {
            self.blocks(
                &footnote.blocks,
                &format!("footnote {}{within}", footnote.label),
            );
        }
    }

    /// Reads what is said of single areas as the author wrote it.
    fn local(&mut self) {
        let edition = self.edition;
        if let Some(report) = edition.definitions.get("report") {
            for (path, text) in &report.settings {
                let last = path.rsplit('.').next().unwrap_or_default();
                let read = ["title", "subtitle", "says", "rise", "fall", "level"];
                let local =
                    path.starts_with("press.local.") || path.starts_with("editions.");
                if local && read.contains(&last) {
                    let words = [Inline::text(text.clone())];
                    self.line(&words, path, None, path.replace('.', " "), 0);
                }
            }
        }
        for (name, chapter) in &edition.definitions {
            if !name.starts_with("local-chapter ") {
                continue;
            }
            self.section += 1;
            let at = format!("the local editions, {}", chapter.file);
            let mut number = 1;
            for part in chapter.text.split("\n\n") {
                let words = [Inline::text(part)];
                let line = read(&words, &edition.document.footnotes);
                let place = Place {
                    at: at.clone(),
                    line: format!("{}:{number}", chapter.file),
                    sentence: String::new(),
                };
                let passage = self.passage(line, place, String::new(), 0);
                if !passage.words.is_empty() {
                    self.shown.passages.push(passage);
                }
                number += part.matches('\n').count() + 2;
            }
        }
    }

    fn cover(&mut self) {
        let meta = &self.document.meta;
        let licence = format!("{} {}", meta.licence.name, meta.licence.url);
        let mut words: Vec<(String, String)> = [
            ("title", &meta.title),
            ("subtitle", &meta.subtitle),
            ("edition", &meta.edition),
            ("date", &meta.date),
            ("description", &meta.description),
            ("citation", &meta.citation),
            ("keywords", &meta.keywords.join(", ")),
            ("licence", &licence),
        ]
        .map(|(name, text)| (name.to_owned(), text.clone()))
        .into();
        words.extend(meta.authors.iter().map(|author| {
            let text = format!("{} {} {}", author.name, author.role, author.url);
            (format!("author {}", author.name), text)
        }));
        words.extend(meta.contacts.iter().map(|contact| {
            let text = format!("{} {} {}", contact.role, contact.name, contact.address);
            (format!("contact {}", contact.role), text)
        }));
        for (name, text) in words {
            let at = format!("the cover, {name}{}", self.within);
            self.line(&[Inline::text(text)], &at, None, format!("cover {name}"), 0);
        }
        if let Some(picture) = &meta.cover {
            let at = format!("the cover, picture{}", self.within);
            self.picture(picture, &at, "cover picture");
        }
        let at = format!("the notice{}", self.within);
        self.line(&meta.notice, &at, None, "notice".to_owned(), 0);
    }

    /// Adds a passage.
    pub(super) fn line(
        &mut self,
        content: &[Inline],
        at: &str,
        span: Option<&Span>,
        slot: String,
        level: u8,
    ) {
        let mut line = Line::default();
        if let Some((key, shown)) = self.lead.take() {
            line.mark(key, shown);
        }
        let beside = (!self.within.is_empty()).then_some(&self.edition.document);
        let led = beside.and_then(|report| led(content, report));
        walk(led.as_deref().unwrap_or(content), &self.document.footnotes, &mut line);
        let place = Place {
            at: at.to_owned(),
            line: span.map(|span| self.edition.place(span)).unwrap_or_default(),
            sentence: String::new(),
        };
        self.note(&line, &place);
        let anchor = std::mem::take(&mut self.anchor);
        let passage = Passage { anchor, ..self.passage(line, place, slot, level) };
        if !passage.words.is_empty() {
            self.shown.passages.push(passage);
        }
    }

    pub(super) fn passage(
        &self,
        line: Line,
        place: Place,
        slot: String,
        level: u8,
    ) -> Passage {
        let (words, text) = (flat(&line.words), flat(&line.text));
        let claims = line.claimed.iter().map(|words| flat(words)).collect();
        let (pieces, section) = (line.pieces, self.section);
        // What words of another language say is not known: any change of them may state something.
        let states =
            words_of(&self.document.meta.language).is_none_or(|words| words.partial);
        let slot = match &self.tongue {
            Some(tongue) if !slot.is_empty() => format!("{slot}{tongue}"),
            _ => slot,
        };
        let anchor = String::new();
        Passage {
            words,
            text,
            pieces,
            place,
            slot,
            states,
            level,
            claims,
            anchor,
            section,
        }
    }

    /// Notes the numbers and claims of a line.
    pub(super) fn note(&mut self, line: &Line, place: &Place) {
        let (tier, count) = (self.tier, self.shown.ranks.len());
        let figure = place.at.starts_with("figure ");
        let rank = if figure && tier > 1 { 2 } else { tier };
        self.shown.ranks.entry(place.at.clone()).or_insert((rank, count));
        for (id, show, text, at) in &line.numbers {
            let mut place = place.clone();
            if !place.at.starts_with("table ") {
                place.sentence = sentence(&line.text, *at);
            }
            let headline = self.headline;
            let showings = self.shown.numbers.entry(id.clone()).or_default();
            showings.push(Showing {
                show: show.clone(),
                text: text.clone(),
                place,
                headline,
            });
        }
        for (text, because) in &line.fixed {
            self.shown.fixed.push(Fixed {
                text: text.clone(),
                because: because.clone(),
                place: place.clone(),
                sentence: flat(&line.text),
            });
        }
        self.uses(line, place);
        for (id, asserted) in &line.claims {
            let known =
                self.shown.claims.entry(id.clone()).or_insert_with(|| asserted.clone());
            if !known.places.contains(place) {
                known.places.push(place.clone());
            }
        }
    }

    /// Notes each claim and each number of a line with its sentence.
    fn uses(&mut self, line: &Line, place: &Place) {
        for spot in &line.spots {
            let (of, claimed) = match &spot.of {
                Name::Statistic(id) => {
                    let stat = self.edition.statistics.get(id);
                    let block = stat.map_or(id, |stat| &stat.provenance.block);
                    (Name::Block(block.clone()), false)
                }
                claim => (claim.clone(), true),
            };
            let part = |text: &str, range: &Range<usize>| {
                let part = text.get(range.clone()).filter(|_| claimed);
                flat(part.unwrap_or_default())
            };
            let around =
                |text: &str, range: &Range<usize>| flat(&sentence(text, range.start));
            let sentence =
                (around(&line.words, &spot.words), around(&line.text, &spot.text));
            let place = Place {
                at: place.at.clone(),
                line: self.edition.place(&spot.span),
                sentence: sentence.1.clone(),
            };
            self.shown.uses.push(Use {
                of,
                document: self.within.trim_start_matches(" of ").to_owned(),
                translated: self.tongue.is_some(),
                wording: (
                    unemphasised(&part(&line.words, &spot.words)).into_owned(),
                    part(&line.text, &spot.text),
                ),
                sentence,
                place,
            });
        }
    }

    fn blocks(&mut self, blocks: &[Block], at: &str) {
        for block in blocks {
            match block {
                Block::Heading { content, level, number, span, id } => {
                    self.section += 1;
                    self.anchor.clone_from(id);
                    let place = if number.is_empty() {
                        format!("{at}, {}", plain(content))
                    } else {
                        format!("{number} {}", plain(content))
                    };
                    self.line(
                        content,
                        &place,
                        Some(span),
                        String::new(),
                        (*level).max(2),
                    );
                }
                Block::Paragraph { content, span } => {
                    self.line(content, at, Some(span), String::new(), 0);
                }
                Block::List { items, .. } => {
                    items.iter().for_each(|item| self.blocks(item, at));
                }
                Block::Quote { blocks } => {
                    self.lead = Some(("{quote}".to_owned(), "Quotation: ".to_owned()));
                    self.blocks(blocks, at);
                }
                Block::Alert { kind, title, blocks } => {
                    self.lead = Some(lead(&kind.label()));
                    if !title.is_empty() {
                        self.line(title, at, None, String::new(), 0);
                    }
                    self.blocks(blocks, at);
                }
                Block::Container(container) => self.container(container, at),
                Block::Definitions { items } => {
                    let before = self.shown.passages.len();
                    for (term, meanings) in items {
                        self.line(term, at, None, String::new(), 0);
                        meanings.iter().for_each(|meaning| self.blocks(meaning, at));
                    }
                    // All that is said of a thing rests on what it is defined to be.
                    self.states(before);
                }
                Block::Code { text, .. } => {
                    let code = [Inline::Code { text: text.clone() }];
                    self.line(&code, at, None, String::new(), 0);
                }
                Block::Table(table) => self.table(table, at),
                Block::Figure(figure) => self.figure(figure),
                Block::Picture(picture) => self.picture(picture, at, ""),
                Block::Equation { formula, span, .. } => {
                    let line = [Inline::Math(formula.clone())];
                    self.line(&line, at, Some(span), String::new(), 0);
                }
                Block::Rule => {}
            }
        }
    }

    /// Reads a picture: its caption, and what it is said to show.
    /// Adds a picture; one on the cover has a place of its own.
    fn picture(&mut self, picture: &PictureBlock, at: &str, slot: &str) {
        let span = Some(&picture.span);
        let of = |what: &str| {
            if slot.is_empty() { String::new() } else { format!("{slot}{what}") }
        };
        self.line(&picture.caption, at, span, of(" caption"), 0);
        let hash = picture.hash.get(..12).unwrap_or_default();
        self.lead = Some((
            format!("{{▣{} {hash}}}", picture.path),
            format!("Picture {} ({hash}): ", picture.path),
        ));
        let mut alt = picture.alt.clone();
        if picture.decorative {
            alt.push(Inline::text("decorative"));
        }
        alt.push(Inline::text(format!(" {}", picture.credits())));
        self.line(&alt, at, span, of(""), 0);
    }

    /// Makes any change of the passages from one on a change of a statement.
    fn states(&mut self, from: usize) {
        for passage in self.shown.passages.iter_mut().skip(from) {
            passage.states = true;
        }
    }

    /// Reads a named block: its kind leads its title or its first words.
    fn container(&mut self, container: &Container, at: &str) {
        let kind = container.kind.replace('-', " ");
        let label = container.label();
        let place = if container.number.is_empty() { at } else { &label };
        self.lead = Some(lead(&capital(&kind)));
        let span = Some(&container.span);
        if !container.title.is_empty() {
            self.line(&container.title, place, span, String::new(), 0);
        }
        if let Some(picture) = container.picture.as_deref() {
            self.blocks(std::slice::from_ref(picture), place);
        }
        let before = self.shown.passages.len();
        self.blocks(&container.blocks, place);
        // What somebody said is theirs, word by word.
        if container.kind().is_some_and(|kind| kind.form == BlockForm::Quotation) {
            self.states(before);
        }
        for (name, content) in &container.fields {
            let mut words = vec![Inline::text(format!("{name}: "))];
            words.extend(content.iter().cloned());
            let before = self.shown.passages.len();
            self.line(&words, place, span, String::new(), 0);
            self.states(before);
        }
        self.lead = None;
    }
}
