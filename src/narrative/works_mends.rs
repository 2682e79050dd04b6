//! Works as the library reads them otherwise than they are meant.
//!
//! **In:** a work, or its pages. **Out:** the same as a list of references prints it well.

use crate::model::words::listed;
use crate::narrative::latex::emphasis;
use crate::say;
use biblatex::Chunk;
use biblatex::Chunks;
use biblatex::ChunksExt as _;
use biblatex::Spanned;
use hayagriva::Entry;
use hayagriva::types::EntryType;
use hayagriva::types::PageRanges;
use hayagriva::types::PageRangesPart;

/// Returns a text as a field.
pub(super) fn chunk(text: impl Into<String>, span: std::ops::Range<usize>) -> Chunks {
    vec![Spanned::new(Chunk::Normal(text.into()), span)]
}

/// Returns the text of a field, and where it stands.
pub(super) fn text_of(
    entry: &biblatex::Entry,
    name: &str,
) -> Option<(String, std::ops::Range<usize>)> {
    let chunks = entry.fields.get(name)?;
    Some((chunks.format_verbatim(), chunks.span()))
}

/// A series is a collection of books: within another book, the volume of a book would print as its
/// part and its chapter as well.
pub(super) fn serialised(mut entry: Entry) -> Entry {
    if *entry.entry_type() == EntryType::Book {
        let series = entry.parents().iter().map(|parent| {
            let mut series = Entry::new(parent.key(), EntryType::Anthology);
            if let Some(title) = parent.title() {
                series.set_title(title.clone());
            }
            series
        });
        let series = series.collect();
        entry.set_parents(series);
    }
    entry
}

/// `hayagriva` takes data for software, and has no version of anything else.
pub(super) fn dataset(entry: &mut biblatex::Entry) {
    if entry.entry_type != biblatex::EntryType::Dataset {
        return;
    }
    entry.entry_type = biblatex::EntryType::Misc;
    if let Some((version, span)) = text_of(entry, "version")
        && let Some(title) = entry.fields.get_mut("title")
    {
        let words = format!(" ({})", say!("version-of-work", version = version.trim()));
        title.extend(chunk(words, span));
    }
    let sort = entry.fields.entry("type".to_owned());
    sort.or_insert_with(|| chunk(say!("data-set"), 0..0));
}

/// Puts the commas between pages that BibTeX's come without: 10–19, 25.
pub(super) fn divided(pages: &PageRanges) -> PageRanges {
    let divides = |part: &PageRangesPart| {
        matches!(part, PageRangesPart::Comma | PageRangesPart::Ampersand)
    };
    let mut ranges: Vec<PageRangesPart> = Vec::new();
    for part in &pages.ranges {
        if !divides(part) && ranges.last().is_some_and(|last| !divides(last)) {
            ranges.push(PageRangesPart::Comma);
        }
        ranges.push(part.clone());
    }
    PageRanges::new(ranges)
}

/// Returns what a sentence calls a work: those who wrote it, else its title.
pub(super) fn name(work: &Entry) -> String {
    let people = work.authors().filter(|all| !all.is_empty()).or_else(|| work.editors());
    let names = people.unwrap_or_default().iter().map(|one| one.name.as_str());
    let names: Vec<&str> = names.collect();
    match names.as_slice() {
        [] => emphasis(&work.title().map(ToString::to_string).unwrap_or_default())
            .into_iter()
            .map(|(_, words)| words)
            .collect(),
        [first, _, _, ..] => format!("{first} et al."),
        few => listed(few),
    }
}
