//! What the search of a site looks through: every text with the page and the anchor it is under.
//!
//! **In:** the document. **Out:** a script that hands the texts to the page that asks for it.
//! **Guarantees:** a text is listed once, under the nearest anchor before it on its page.

use crate::model::document::Block;
use crate::model::document::Inline;
use crate::model::document::plain;
use crate::output::Publication;
use crate::output::html::view::Turn;
use serde::Serialize;

/// The texts of a publication.
#[derive(Debug, Serialize)]
struct Index<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    embargo: String,
    /// Each page's address and title.
    pages: Vec<(&'a str, String)>,
    texts: Vec<Text>,
}

/// The number of a page, an anchor on it, and the text.
type Text = (usize, String, String);

/// Returns the script.
pub(super) fn index(publication: &Publication<'_>, pages: &[Turn]) -> String {
    let document = publication.document;
    let mut texts = Texts::default();
    for finding in &document.findings {
        let anchor = format!("finding-{}", finding.id);
        texts.add(&anchor, finding.title.clone());
        texts.line(&anchor, &finding.content);
    }
    for chapter in &document.chapters {
        texts.page += 1;
        texts.line(&chapter.id, &chapter.title);
        texts.blocks(&chapter.blocks, &mut chapter.id.clone());
        if chapter.file.is_empty() && chapter.id == "references" {
            for reference in &document.references {
                texts.line(&format!("ref-{}", reference.key), &reference.content);
            }
        }
    }
    let titled = |page: &'_ Turn| format!("{} {}", page.number, page.name);
    let index = Index {
        embargo: document.meta.embargo_words(),
        pages: pages
            .iter()
            .map(|page| (page.page.as_str(), titled(page).trim().to_owned()))
            .collect(),
        texts: texts.found,
    };
    let index = serde_json::to_string(&index).unwrap_or_default();
    format!("reissueSearch({index});\n")
}

/// Texts, as they are found.
#[derive(Default)]
struct Texts {
    page: usize,
    found: Vec<Text>,
}

impl Texts {
    fn add(&mut self, anchor: &str, text: String) {
        if !text.trim().is_empty() {
            self.found.push((self.page, anchor.to_owned(), text));
        }
    }

    fn line(&mut self, anchor: &str, content: &[Inline]) {
        self.add(anchor, plain(content));
    }

    /// Adds what blocks say, under `section` where they have no anchor of their own.
    fn blocks(&mut self, blocks: &[Block], section: &mut String) {
        for block in blocks {
            let own = block.anchor();
            if let (Block::Heading { .. }, false) = (block, own.is_empty()) {
                section.clone_from(&own);
            }
            let mut at = if own.is_empty() { section.clone() } else { own };
            match block {
                Block::Heading { content, .. } | Block::Paragraph { content, .. } => {
                    self.line(&at, content);
                }
                Block::Alert { title, .. } => self.line(&at, title),
                Block::Equation { formula, .. } => self.add(&at, formula.words()),
                Block::Picture(picture) => self.line(&at, &picture.caption),
                Block::Container(container) => {
                    self.line(&at, &container.title);
                    for (_, field) in &container.fields {
                        self.line(&at, field);
                    }
                }
                Block::Definitions { items } => {
                    items.iter().for_each(|(term, _)| self.line(&at, term));
                }
                Block::Code { text, .. } => self.add(&at, text.clone()),
                Block::Figure(figure) => {
                    for line in [&figure.headline, &figure.subtitle, &figure.note] {
                        self.line(&at, line);
                    }
                }
                Block::Table(table) => {
                    for line in [&table.title, &table.subtitle, &table.note] {
                        self.line(&at, line);
                    }
                    for row in &table.rows {
                        let cells: Vec<String> =
                            row.iter().map(|cell| plain(&cell.content)).collect();
                        self.add(&at, cells.join(" · "));
                    }
                }
                Block::List { .. } | Block::Quote { .. } | Block::Rule => {}
            }
            for inner in block.within() {
                self.blocks(inner, &mut at);
            }
        }
    }
}
