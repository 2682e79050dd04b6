//! Where an edition shows its statistics, and the words between them.

use crate::doc::Block;
use crate::doc::Document;
use crate::doc::Inline;
use crate::doc::plain;
use std::collections::BTreeMap;

/// One showing of a statistic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Showing {
    /// The statistic.
    pub id: String,
    /// How it is shown.
    pub show: String,
    /// The printed text.
    pub text: String,
    /// Where: "chapter 3, Local business", "table 2.1", "finding business".
    pub place: String,
}

/// One claim as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asserted {
    /// Its words.
    pub words: String,
    /// Whether it holds.
    pub holds: bool,
    /// The condition with its values.
    pub because: String,
    /// Where.
    pub place: String,
}

/// A paragraph, heading, item or cell with its numbers taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// The words; `{id}` stands for a number.
    pub words: String,
    /// Where.
    pub place: String,
}

/// What a document shows, in reading order.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub numbers: Vec<Showing>,
    pub claims: BTreeMap<String, Asserted>,
    pub passages: Vec<Passage>,
    pub figures: BTreeMap<String, String>,
    pub tables: BTreeMap<String, Vec<Vec<String>>>,
}

/// Collects what a document shows.
pub(super) fn collect(document: &Document) -> Shown {
    let mut shown = Shown::default();
    shown.cover(document);
    for finding in &document.findings {
        let place = format!("key finding “{}”", finding.title);
        shown.line(&[Inline::text(finding.title.clone())], &place);
        shown.line(&finding.content, &place);
        for number in &finding.numbers {
            let label = Inline::text(format!(" {}", number.label));
            shown.line(&[number.stat.clone(), label], &place);
        }
    }
    for chapter in &document.chapters {
        let title = plain(&chapter.title);
        let place = if chapter.number.is_empty() {
            title.clone()
        } else {
            format!("{} {title}", chapter.number)
        };
        shown.line(&chapter.title, &place);
        // Generated chapters repeat what stands elsewhere.
        if !chapter.file.is_empty() {
            shown.blocks(&chapter.blocks, &place);
        }
    }
    for reference in &document.references {
        shown.line(&reference.content, "the list of references");
    }
    for footnote in &document.footnotes {
        shown.blocks(&footnote.blocks, &format!("footnote {}", footnote.label));
    }
    shown
}

impl Shown {
    fn cover(&mut self, document: &Document) {
        let meta = &document.meta;
        let mut words: Vec<String> = [
            &meta.title,
            &meta.subtitle,
            &meta.edition,
            &meta.date,
            &meta.language,
            &meta.description,
            &meta.citation,
        ]
        .map(String::clone)
        .into();
        words.push(meta.keywords.join(", "));
        words.push(format!("{} {}", meta.licence.name, meta.licence.url));
        let authors = meta
            .authors
            .iter()
            .map(|author| format!("{} {} {}", author.name, author.role, author.url));
        words.extend(authors);
        let contacts = meta.contacts.iter().map(|contact| {
            format!("{} {} {}", contact.role, contact.name, contact.address)
        });
        words.extend(contacts);
        for words in words {
            self.line(&[Inline::text(words)], "the cover");
        }
        self.line(&meta.notice, "the notice");
    }

    fn line(&mut self, content: &[Inline], place: &str) {
        let mut words = String::new();
        self.inlines(content, place, &mut words);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            self.passages.push(Passage { words, place: place.to_owned() });
        }
    }

    fn inlines(&mut self, content: &[Inline], place: &str, words: &mut String) {
        for node in content {
            match node {
                Inline::Stat { id, show, text, .. } => {
                    words.push_str(&format!("{{{id}}}"));
                    self.numbers.push(Showing {
                        id: id.clone(),
                        show: show.clone(),
                        text: text.clone(),
                        place: place.to_owned(),
                    });
                }
                Inline::Claim(claim) => {
                    self.inlines(&claim.content, place, words);
                    self.claims.entry(claim.id.clone()).or_insert_with(|| Asserted {
                        words: plain(&claim.content),
                        holds: claim.verdict == crate::doc::Verdict::Holds,
                        because: claim.because.clone(),
                        place: place.to_owned(),
                    });
                }
                Inline::Emph { content }
                | Inline::Strong { content }
                | Inline::Strike { content }
                | Inline::Link { content, .. } => self.inlines(content, place, words),
                Inline::Text { text }
                | Inline::Code { text }
                | Inline::Fixed { text, .. }
                | Inline::Ref { text, .. }
                | Inline::Cite { text, .. } => words.push_str(text),
                Inline::Image { alt, .. } => words.push_str(alt),
                Inline::SoftBreak | Inline::HardBreak => words.push(' '),
                Inline::Footnote { .. } | Inline::Checkbox { .. } => {}
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block], place: &str) {
        for block in blocks {
            match block {
                Block::Heading { content, .. } | Block::Paragraph { content, .. } => {
                    self.line(content, place);
                }
                Block::List { items, .. } => {
                    items.iter().for_each(|item| self.blocks(item, place));
                }
                Block::Quote { blocks } | Block::Alert { blocks, .. } => {
                    self.blocks(blocks, place);
                }
                Block::Definitions { items } => {
                    for (term, meanings) in items {
                        self.line(term, place);
                        meanings.iter().for_each(|meaning| self.blocks(meaning, place));
                    }
                }
                Block::Code { text, .. } => {
                    self.passages
                        .push(Passage { words: text.clone(), place: place.to_owned() });
                }
                Block::Table(table) => self.table(table, place),
                Block::Figure(figure) => {
                    let name = format!("figure {}", figure.number);
                    let mut words = String::new();
                    for part in
                        [&figure.headline, &figure.subtitle, &figure.note, &figure.source]
                    {
                        self.inlines(part, &name, &mut words);
                        words.push('\n');
                    }
                    self.figures.insert(figure.id.clone(), words);
                }
                Block::Rule => {}
            }
        }
    }

    fn table(&mut self, table: &crate::doc::TableBlock, place: &str) {
        let name = if table.number.is_empty() {
            place.to_owned()
        } else {
            format!("table {}", table.number)
        };
        let mut words = String::new();
        for part in [&table.title, &table.subtitle, &table.note, &table.source] {
            self.inlines(part, &name, &mut words);
            words.push(' ');
        }
        for column in &table.columns {
            self.inlines(&column.label, &name, &mut words);
            words.push(' ');
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            self.passages.push(Passage { words, place: name.clone() });
        }
        let mut rows = Vec::new();
        for row in &table.rows {
            let mut ignored = String::new();
            row.iter().for_each(|cell| self.inlines(&cell.content, &name, &mut ignored));
            rows.push(row.iter().map(|cell| plain(&cell.content)).collect());
        }
        if !table.id.is_empty() {
            self.tables.insert(table.id.clone(), rows);
        }
    }
}
