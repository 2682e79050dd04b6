//! A line of text as it is read: its words, its print, the numbers and claims in it, and what is
//! no word and means something.

use crate::model::comparison::Place;
use crate::model::diagnostic::Span;
use crate::model::document::Footnote;
use crate::model::document::Inline;
use crate::model::document::Verdict;
use crate::model::document::plain;
use crate::model::name::Name;
use std::borrow::Cow;
use std::ops::Range;

/// A piece of a passage: what it is, and how it is printed.
pub(super) type Piece = (String, String);

/// One claim as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asserted {
    pub words: String,
    pub holds: bool,
    /// The condition with its values.
    pub because: String,
    pub places: Vec<Place>,
}

/// A piece of a passage by its key: a mark of meaning, such as a struck-out word or a link.
pub(super) fn is_mark(key: &str) -> bool {
    let marks = [
        "{*", "{/*", "{~}", "{/~}", "{⇒", "{▣", "{^", "{#", "{!", "{x}", "{_}", "{quote}",
    ];
    let language = key.ends_with(":}");
    language || marks.iter().any(|mark| key.starts_with(mark))
}

/// How emphasis begins and ends: words in italics, and in bold.
const EMPHASIS: [&str; 4] = ["{*}", "{/*}", "{**}", "{/**}"];

/// Returns words without the marks of emphasis, which say nothing else.
pub(super) fn unemphasised(words: &str) -> Cow<'_, str> {
    if !words.contains('*') {
        return Cow::Borrowed(words);
    }
    Cow::Owned(
        EMPHASIS.iter().fold(words.to_owned(), |text, mark| text.replace(mark, "")),
    )
}

/// What the key of a number begins with that was bound by hand.
pub(super) const BY_HAND: &str = "{=}";

/// Returns whether a word is a number in digits, with its sign or unit: "51%", "US$5", "2019–20". One whose
/// digits follow letters is a name: "N024", "Covid-19".
pub(super) fn in_digits(word: &str) -> bool {
    let Some(first) = word.find(|c: char| c.is_ascii_digit()) else { return false };
    let before = word.get(..first).unwrap_or_default();
    !before.trim_end_matches(['-', '\u{2010}', '\u{2011}']).ends_with(char::is_alphabetic)
}

/// Returns the key of a number: its statistic, and how it is shown where that is not plain.
fn number(id: &str, show: &str) -> String {
    if show.is_empty() || show == "value" {
        format!("{{{id}}}")
    } else {
        format!("{{{id}|{show}}}")
    }
}

/// Returns the statistic that a key names, and how it is shown.
pub(super) fn statistic(key: &str) -> Option<(&str, &str)> {
    let name = key.strip_prefix('{')?.strip_suffix('}')?;
    let number = !is_mark(key) && !name.starts_with(['→', '@']);
    number.then(|| name.split_once('|').unwrap_or((name, "value")))
}

/// A line as it is read: words, print, and where each number stands in the print.
#[derive(Default)]
pub(super) struct Line {
    pub words: String,
    pub text: String,
    pub pieces: Vec<Piece>,
    pub numbers: Vec<(String, String, String, usize)>,
    pub claims: Vec<(String, Asserted)>,
    /// The words of claims, with signs for their numbers.
    pub claimed: Vec<String>,
    /// Numbers bound by hand, with their reasons.
    pub fixed: Vec<(String, String)>,
    /// Where claims and numbers stand.
    pub spots: Vec<Spot>,
}

/// A claim or a statistic within a line.
pub(super) struct Spot {
    pub of: Name,
    /// The call.
    pub span: Span,
    /// Where it is in the words of the line.
    pub words: Range<usize>,
    /// Where it is in its print.
    pub text: Range<usize>,
}

/// Reads a text.
pub(super) fn read(content: &[Inline], notes: &[Footnote]) -> Line {
    let mut line = Line::default();
    walk(content, notes, &mut line);
    line
}

impl Line {
    fn push(&mut self, words: impl Into<String>, text: &str) {
        let words = words.into();
        self.words.push_str(&words);
        self.text.push_str(text);
        self.pieces.push((words, text.to_owned()));
    }

    /// Notes that a claim or a statistic reaches from here to the end.
    fn spot(&mut self, of: Name, span: &Span, (words, text): (usize, usize)) {
        let (words, text) = (words..self.words.len(), text..self.text.len());
        self.spots.push(Spot { of, span: span.clone(), words, text });
    }

    /// Adds what is no word and means something: that words are struck out, where a link leads.
    pub(super) fn mark(&mut self, key: String, shown: String) {
        self.words.push_str(&key);
        self.pieces.push((key, shown));
    }
}

/// Reads a text into a line.
pub(super) fn walk(content: &[Inline], notes: &[Footnote], line: &mut Line) {
    for node in content {
        match node {
            Inline::Stat { id, show, text, span } => {
                let start = (line.words.len(), line.text.len());
                line.numbers.push((
                    id.clone(),
                    show.clone(),
                    text.clone(),
                    line.text.len(),
                ));
                line.push(number(id, show), text);
                line.spot(Name::Statistic(id.clone()), span, start);
            }
            Inline::Claim(claim) => {
                let start = (line.words.len(), line.text.len());
                walk(&claim.content, notes, line);
                line.spot(Name::Claim(claim.id.clone()), &claim.span, start);
                let words = line.words.get(start.0..).unwrap_or_default().to_owned();
                line.claimed.push(words);
                let asserted = Asserted {
                    words: plain(&claim.content),
                    holds: claim.verdict == Verdict::Holds,
                    because: claim.because.clone(),
                    places: Vec::new(),
                };
                line.claims.push((claim.id.clone(), asserted));
            }
            // What a reference and a citation say follows from numbers and styles.
            Inline::Ref { target, text } => line.push(format!("{{→{target}}}"), text),
            Inline::Cite { keys, text, added, .. } => {
                line.push(format!("{{@{}{added}}}", keys.join(";")), text);
            }
            Inline::Emph { content } => within(content, notes, line, "*"),
            Inline::Strong { content } => within(content, notes, line, "**"),
            Inline::Lang { language, content } => {
                line.mark(format!("{{{language}:}}"), String::new());
                walk(content, notes, line);
            }
            Inline::Strike { content } => {
                line.mark("{~}".to_owned(), "~~".to_owned());
                walk(content, notes, line);
                line.mark("{/~}".to_owned(), "~~".to_owned());
            }
            Inline::Link { content, url } => {
                walk(content, notes, line);
                // An address that is printed shows where it leads.
                if plain(content) != *url {
                    line.mark(format!("{{⇒{url}}}"), format!(" (→ {url})"));
                }
            }
            Inline::Math(formula) => {
                let shown = format!("${}$", formula.source.trim());
                let mut words = shown.clone();
                for value in formula.values() {
                    if let Inline::Stat { id, show, text, .. } = value {
                        let at = line.text.len();
                        line.numbers.push((id.clone(), show.clone(), text.clone(), at));
                        words = words.replacen(text.as_str(), &format!("{{{id}}}"), 1);
                    }
                }
                line.push(words, &shown);
            }
            Inline::Fixed { text, because } => {
                line.fixed.push((text.clone(), because.clone()));
                line.words.push_str(text);
                line.text.push_str(text);
                // It is one piece, however many words it has.
                line.pieces.push((format!("{BY_HAND}{text}"), text.clone()));
            }
            Inline::Text { text } | Inline::Code { text } => {
                line.push(text.clone(), text);
            }
            Inline::SoftBreak | Inline::HardBreak => line.push(" ", " "),
            Inline::Footnote { index, .. } => {
                // Its number follows from the order; its label is the author's.
                let note = notes.get(*index);
                let label = note.map_or("", |note| note.label.as_str());
                line.mark(format!("{{^{label}}}"), format!(" [note {label}]"));
            }
            // The number of a paragraph follows from the order.
            Inline::Mark { term, .. } if term.is_empty() => {}
            Inline::Mark { term, .. } => {
                line.mark(format!("{{#{term}}}"), format!(" [index: {term}]"));
            }
            Inline::Checkbox { checked } => {
                let (key, shown) =
                    if *checked { ("{x}", "[x] ") } else { ("{_}", "[ ] ") };
                line.mark(key.to_owned(), shown.to_owned());
            }
        }
    }
}

/// Reads emphasised words between its marks.
fn within(content: &[Inline], notes: &[Footnote], line: &mut Line, mark: &str) {
    line.mark(format!("{{{mark}}}"), mark.to_owned());
    walk(content, notes, line);
    line.mark(format!("{{/{mark}}}"), mark.to_owned());
}

/// Returns the sentence around a byte of a text.
pub(super) fn sentence(text: &str, at: usize) -> String {
    let ends = |part: &str| part.ends_with(['.', '?', '!']);
    let mut start = 0;
    let mut end = text.len();
    for (index, _) in text.match_indices(' ') {
        let closes = text.get(..index).is_some_and(ends);
        if closes && index < at {
            start = index + 1;
        } else if closes {
            end = index;
            break;
        }
    }
    text.get(start..end).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::read;
    use super::sentence;
    use super::statistic;
    use super::unemphasised;
    use crate::model::diagnostic::Span;
    use crate::model::document::Inline;

    #[test]
    fn a_term_of_the_index_is_a_mark_and_the_number_of_a_paragraph_is_nothing() {
        let mark = |term: &str, number: &str| Inline::Mark {
            id: "index-1".to_owned(),
            term: term.to_owned(),
            number: number.to_owned(),
            span: Span::new("a.md", 0..1),
        };
        let line = read(&[mark("", "1.1"), Inline::text("So"), mark("Oaks", "")], &[]);
        assert_eq!((line.words.as_str(), line.text.as_str()), ("So{#Oaks}", "So"));
        assert_eq!(statistic("{#Oaks}"), None);
    }

    #[test]
    fn emphasis_is_a_mark_that_the_words_can_do_without() {
        let strong = Inline::Strong { content: vec![Inline::text("not")] };
        let line = read(&[Inline::text("It is "), strong, Inline::text(" so")], &[]);
        assert_eq!(line.words, "It is {**}not{/**} so");
        assert_eq!(line.text, "It is not so");
        assert_eq!(unemphasised(&line.words), "It is not so");
        assert_eq!(unemphasised("2 * 3"), "2 * 3");
        assert_eq!(statistic("{**}"), None);
    }

    #[test]
    fn a_number_is_shown_with_its_sentence() {
        let text = "One. It grew by 4.5% in all. Three.";
        assert_eq!(sentence(text, 16), "It grew by 4.5% in all.");
        assert_eq!(sentence("Whole", 2), "Whole");
    }
}
