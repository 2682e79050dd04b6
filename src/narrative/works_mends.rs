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
use hayagriva::Library;
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

/// What a work is that is to come, in words; each stands for a year that no work has, so that styles print it
/// where the year would be, and order it after the others.
const TO_COME: [(&str, &str); 7] = [
    ("forthcoming", "forthcoming"),
    ("in press", "inpress"),
    ("in preparation", "inpreparation"),
    ("submitted", "submitted"),
    ("accepted", "accepted"),
    ("to appear", "toappear"),
    ("prepublished", "prepublished"),
];

/// The year of the first.
const YEARS: i32 = 9981;

/// Returns the year that stands for words such as "in press".
pub(super) fn year_of(text: &str) -> Option<i32> {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    let is = |(words, short): &(&str, &str)| *words == text || *short == text;
    (YEARS..).zip(&TO_COME).find(|(_, known)| is(known)).map(|(year, _)| year)
}

/// Returns whether a date says that there is none.
pub(super) fn undated(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    ["n.d.", "n.d", "nd", "no date", "undated", "s.d."].contains(&text.as_str())
}

/// Returns a text in which the years that stand for words are these words, where it prints works.
pub(super) fn dated<'e>(text: String, works: impl Iterator<Item = &'e Entry>) -> String {
    let mut text = text;
    for year in works.filter_map(|work| Some(work.date()?.year)) {
        let at = usize::try_from(year - YEARS).ok();
        if let Some((words, _)) = at.and_then(|at| TO_COME.get(at)) {
            text = text.replace(&year.to_string(), words);
        }
    }
    text
}

/// Returns the texts of a work that its entry in a list lacks, though a reader looks for them there: its
/// note, and how it was published that has no other publisher.
pub(super) fn lacking(work: &Entry, printed: &str) -> Vec<String> {
    let words = |text: String| -> String {
        emphasis(&text).into_iter().map(|(_, words)| words).collect()
    };
    let is_book = *work.entry_type() != EntryType::Misc;
    let publisher = work.publisher().filter(|_| !is_book).and_then(|own| own.name());
    let texts = [publisher, work.note()].into_iter().flatten();
    let texts = texts.map(|text| words(text.to_string()).trim().to_owned());
    let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
    let printed = printed.to_lowercase();
    let mut out: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty() && !printed.contains(&bare(text))) {
        // How a work was published may be its note, too.
        if !out.iter().any(|other| bare(other) == bare(&text)) {
            out.push(text);
        }
    }
    out
}

/// Returns works whose editors are set as authors, for styles that print a book without authors and do not
/// name who edited it; none where the lists name them.
pub(super) fn edited<'l>(
    library: &Library,
    printed: impl Iterator<Item = (&'l str, String)>,
) -> Option<Library> {
    let mut out = None;
    for (key, text) in printed {
        let Some(work) = library.get(key) else { continue };
        let editors = work.editors().unwrap_or_default();
        let anonymous = work.authors().is_none_or(<[_]>::is_empty);
        let named = editors.iter().any(|editor| text.contains(&editor.name));
        if anonymous && !editors.is_empty() && !named {
            let mut work = work.clone();
            work.set_authors(editors.to_vec());
            out.get_or_insert_with(|| library.clone()).push(&work);
        }
    }
    out
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
