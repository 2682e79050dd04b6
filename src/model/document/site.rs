//! Where things are in a publication that is one page a chapter.
//!
//! **In:** the document. **Out:** the name of each page, and the address of an anchor.
//! **Guarantees:** names differ in every file system and depend on ids alone, so that an address
//! lasts as long as the id.

use crate::model::document::Block;
use crate::model::document::Document;
use std::collections::BTreeSet;

/// The page that a publication begins with.
pub const FRONT: &str = "index.html";
/// The page of the publication as a whole.
pub const LANDING: &str = "publication.html";
/// The most characters of an id in the name of a page.
const LONGEST: usize = 60;

impl Block {
    /// Returns the anchor by which a page leads to it; empty without one.
    pub fn anchor(&self) -> String {
        match self {
            Self::Heading { id, .. } | Self::Equation { id, .. } => id.clone(),
            Self::Container(container) => container.id.clone(),
            Self::Figure(figure) => format!("figure-{}", figure.id),
            Self::Table(table) if !table.id.is_empty() => format!("table-{}", table.id),
            Self::Picture(picture) if !picture.id.is_empty() => {
                format!("picture-{}", picture.id)
            }
            _ => String::new(),
        }
    }
}

impl Document {
    /// Returns the name of each chapter's page, in order.
    pub fn pages(&self) -> Vec<String> {
        let mut taken: BTreeSet<String> = [FRONT, LANDING].map(str::to_lowercase).into();
        let name = |id: &str| {
            let id: String = id.chars().take(LONGEST).collect();
            let mut name = format!("{id}.html");
            let mut count = 1;
            while !taken.insert(name.to_lowercase()) {
                count += 1;
                name = format!("{id}-{count}.html");
            }
            name
        };
        self.chapters.iter().map(|chapter| chapter.id.as_str()).map(name).collect()
    }

    /// Returns the address of an anchor from the folder of the publication.
    pub fn address(&self, anchor: &str) -> String {
        let holds = |block: &Block| {
            let mut all = super::every(std::slice::from_ref(block)).into_iter();
            all.any(|block| block.anchor() == anchor)
        };
        let mut chapters =
            self.chapters.iter().zip(self.pages()).filter(|_| self.meta.pages);
        let back = self.chapters.iter().flat_map(|chapter| &chapter.blocks);
        let mut back = back.filter(|block| block.is_back_page());
        let page = if back.any(holds) {
            chapters.next_back()
        } else {
            chapters.find(|(chapter, _)| {
                chapter.id == anchor || chapter.blocks.iter().any(holds)
            })
        };
        match page {
            Some((chapter, page)) if chapter.id == anchor => page,
            Some((_, page)) => format!("{page}#{anchor}"),
            None => format!("#{anchor}"),
        }
    }
}
