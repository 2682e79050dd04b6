//! The words that travel with a figure: within its picture, under it, and for citing it.

use crate::figure::Texts;
use crate::model::document::FigureBlock;
use crate::model::document::Meta;
use crate::model::document::embargoed;
use crate::model::document::plain;
use crate::model::document::sentences;
use crate::model::edition::Edition;
use crate::model::moment::Lifted;
use crate::model::moment::Moment;
use crate::model::moment::long_date;
use crate::model::words::listed;
use crate::press::Terms;
use crate::say;

/// What every file of a pack has in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice<'a> {
    pub edition: &'a Edition,
    pub terms: &'a Terms,
}

/// How much is said around a picture; headline, subtitle and source are always whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Everything.
    Whole,
    /// The first sentence of the notice, and a credit in one line.
    Short,
    /// The same, and the first sentence of the note.
    Shortest,
}

/// The most letters of a name that are kept on one line of a small picture.
const UNBROKEN: usize = 20;

impl<'a> Voice<'a> {
    pub(super) fn meta(self) -> &'a Meta {
        &self.edition.document.meta
    }

    /// That the embargo is lifted: from the edition, or from what is handed out.
    pub(super) fn lifted(self) -> Option<&'a Lifted> {
        self.terms.lifted.as_ref().or(self.meta().lifted.as_ref())
    }

    /// The embargo that holds.
    pub(super) fn held(self) -> Option<&'a Moment> {
        self.meta().embargo.as_ref().filter(|_| self.lifted().is_none())
    }

    /// The line that says until when nothing may be published; empty when nothing holds.
    pub(super) fn embargo(self) -> String {
        self.held().map(embargoed).unwrap_or_default()
    }

    /// The embargo that holds, as written.
    pub(super) fn embargo_moment(self) -> &'a str {
        self.held().map_or("", Moment::as_str)
    }

    /// Whose copy it is; empty unless it was asked for.
    pub(super) fn mark(self) -> String {
        match &self.terms.recipient {
            Some(name) => say!("press-copy-for", name = name.as_str()),
            None => String::new(),
        }
    }

    /// Words that are pasted alone, with the terms on which they were handed out.
    pub(super) fn on_terms(self, words: &str) -> String {
        lines(&[words.to_owned(), self.embargo(), self.mark()])
    }

    /// "First edition, 1 July 2025".
    pub(super) fn issue(self) -> String {
        let meta = self.meta();
        format!("{}, {}", meta.edition, long_date(&meta.date))
    }

    /// The address of the report; empty while there is nothing at it, under embargo.
    pub(super) fn address(self) -> &'a str {
        if self.held().is_some() { "" } else { &self.meta().url }
    }

    /// That an address of the report works only once the embargo has ended; empty where none holds.
    pub(super) fn works_from(self) -> String {
        self.held().map_or_else(String::new, |held| {
            say!("press-works-from", moment = held.words())
        })
    }

    /// Returns the author's words, and if they name an address, from when it works.
    pub(super) fn noted(self, words: &str) -> String {
        let from = self.works_from();
        if from.is_empty() || !has_address(words) {
            return words.to_owned();
        }
        format!("{words} ({from})")
    }

    /// Returns whether words name the address at which the report is to be published.
    pub(super) fn names_report(self, words: &str) -> bool {
        let url = bare(&self.meta().url).trim_end_matches('/');
        !url.is_empty() && words.contains(url)
    }

    /// Where something of the report stands; empty while nothing is there.
    pub(super) fn permalink(self, anchor: &str) -> String {
        let url = self.address();
        if url.is_empty() {
            String::new()
        } else {
            format!("{url}{}", self.edition.document.address(anchor))
        }
    }

    /// The publishers, by name.
    pub(super) fn publishers(self) -> Vec<&'a str> {
        self.meta().authors.iter().map(|author| author.name.as_str()).collect()
    }

    /// How to cite the report: the author's words, or what stands on the cover.
    pub(super) fn citation(self) -> String {
        let meta = self.meta();
        if !meta.citation.is_empty() {
            return self.noted(&meta.citation);
        }
        let year = meta.date.get(..4).unwrap_or(&meta.date);
        let who = listed(&self.publishers());
        let who = if who.is_empty() { String::new() } else { format!("{who} ({year}) ") };
        format!("{who}{}, {}.", meta.title, meta.edition)
    }

    /// What must be said of every number: the embargo, and the notice.
    pub(super) fn notice(self) -> String {
        sentences(&[&self.embargo(), &plain(&self.meta().notice)])
    }

    /// The name of the licence: a short one, such as "CC BY 4.0", is broken by no line.
    fn licence(self) -> String {
        let name = &self.meta().licence.name;
        if name.chars().count() > UNBROKEN {
            name.clone()
        } else {
            name.replace(' ', "\u{a0}")
        }
    }

    /// Credit and permalink of a figure, in one line that a picture breaks.
    fn credit(self, block: &FigureBlock) -> String {
        let meta = self.meta();
        let link = self.permalink(&format!("figure-{}", block.id));
        let parts = [
            figure_of(block, &meta.title),
            self.issue(),
            self.publishers().join(", "),
            bare(&link).to_owned(),
            self.licence(),
            self.mark(),
        ];
        joined(&parts)
    }

    /// The same for a small picture.
    fn short_credit(self, block: &FigureBlock) -> String {
        let publishers = self.publishers();
        let who = match publishers.as_slice() {
            [] => self.meta().title.clone(),
            [one] => (*one).to_owned(),
            [first, ..] => say!("press-others", name = *first),
        };
        let link = self.permalink(&format!("figure-{}", block.id));
        let link = bare(&link).to_owned();
        joined(&[who, self.issue(), link, self.licence(), self.mark()])
    }

    /// The words of a picture.
    pub(super) fn texts(self, block: &FigureBlock, length: Length) -> Texts {
        let short = length != Length::Whole;
        let (notice, note) = (plain(&self.meta().notice), plain(&block.note));
        let first = if short { first_sentence(&notice) } else { &notice };
        Texts {
            headline: plain(&block.headline),
            subtitle: plain(&block.subtitle),
            note: if length == Length::Shortest { telling(&note) } else { note },
            source: plain(&block.source),
            embargo: self.embargo(),
            notice: first.to_owned(),
            alt: plain(&block.alt),
            annotations: block.annotations.iter().map(|words| plain(words)).collect(),
            credit: if short { self.short_credit(block) } else { self.credit(block) },
        }
    }

    /// The words that go under a figure, a line each.
    pub(super) fn caption(self, block: &FigureBlock) -> String {
        let source = plain(&block.source);
        let source =
            if source.is_empty() { source } else { say!("source-line", source = source) };
        let link = self.permalink(&format!("figure-{}", block.id));
        let credit = joined(&[
            figure_of(block, &self.meta().title),
            self.issue(),
            self.publishers().join(", "),
            self.meta().licence.name.clone(),
            self.mark(),
        ]);
        let words = lines(&[
            plain(&block.headline),
            plain(&block.subtitle),
            plain(&block.note),
            source,
            self.notice(),
            credit,
            link,
        ]);
        let note =
            if self.names_report(&words) { self.works_from() } else { String::new() };
        lines(&[words.trim_end().to_owned(), note])
    }
}

/// Returns whether words name an address of the web.
fn has_address(words: &str) -> bool {
    ["://", "www.", "doi.org", "doi:"].iter().any(|mark| words.contains(mark))
}

/// Returns an address without its scheme, as it is read aloud.
fn bare(link: &str) -> &str {
    link.trim_start_matches("https://").trim_start_matches("http://")
}

/// Returns the parts that are there, between dots.
fn joined(parts: &[String]) -> String {
    let there: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    there.join(" · ")
}

/// Returns the lines that are there.
pub(super) fn lines(parts: &[String]) -> String {
    let there: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    there.join("\n") + "\n"
}

/// Returns what of a note must travel: how the picture is to be read, which a reader would get
/// wrong without it; of any other note the first sentence.
fn telling(note: &str) -> String {
    const READING: [&str; 9] = [
        " better",
        " worse",
        "left of",
        "right of",
        "above the",
        "below the",
        "not comparable",
        "not be compared",
        "cannot be",
    ];
    let mut sentences: Vec<&str> = Vec::new();
    let mut rest = note;
    while !rest.is_empty() {
        let first = first_sentence(rest);
        sentences.push(first);
        rest = rest.get(first.len()..).unwrap_or_default().trim_start();
    }
    let reading = |sentence: &&&str| {
        let small = sentence.to_lowercase();
        READING.iter().any(|words| small.contains(words))
    };
    let needed: Vec<&str> = sentences.iter().filter(reading).copied().collect();
    if needed.is_empty() { first_sentence(note).to_owned() } else { needed.join(" ") }
}

fn first_sentence(text: &str) -> &str {
    match text.find(". ") {
        Some(at) => text.get(..=at).unwrap_or(text),
        None => text,
    }
}

/// "Figure 3.1 of Trees".
fn figure_of(block: &FigureBlock, title: &str) -> String {
    say!("press-figure-of", number = block.number.as_str(), title = title)
}

#[cfg(test)]
mod tests {
    use super::first_sentence;
    use super::listed;
    use super::telling;
    use crate::model::document::sentences;

    #[test]
    fn words_are_put_together_as_sentences() {
        assert_eq!(
            sentences(&["EMBARGOED until noon", "", "Made up."]),
            "EMBARGOED until noon. Made up."
        );
        assert_eq!(first_sentence("One. Two."), "One.");
        assert_eq!(first_sentence("Only one"), "Only one");
        assert_eq!(
            telling("Lines are intervals (Welch). Left of zero is better. More."),
            "Left of zero is better."
        );
        assert_eq!(
            telling("Lines are intervals (Welch). More."),
            "Lines are intervals (Welch)."
        );
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
