//! A passage as the checks read it: its words, its numbers and where each came from.
//!
//! **In:** text and values in reading order, each with its place. **Out:** [`Token`]s in
//! sentences. **Guarantees:** every token knows the author's characters it came from.

use crate::model::diagnostic::Span;
use crate::model::unreadable::silent;
use crate::narrative::prose::fact::Fact;
use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use crate::project::senses::Senses;
use std::ops::Range;

/// Stands in the text for what is no word.
pub(super) const SLOT: char = '\u{FFFC}';

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::narrative) enum Kind {
    /// A word or digits.
    Word,
    /// A statistic as a number: an index into the facts.
    Number(usize),
    /// A statistic's interval, p value or another text of it.
    Evidence(usize),
    /// A number bound by hand.
    Hand,
    /// A work cited.
    Cited,
    /// Anything else that is no word.
    Other,
    /// A character between words.
    Mark(char),
}

/// A word, a number or a mark.
#[derive(Debug, Clone)]
pub(in crate::narrative) struct Token {
    pub kind: Kind,
    /// In lower case, with straight apostrophes turned.
    pub word: String,
    /// Where in the passage's text.
    pub range: Range<usize>,
    /// The claim that it is said in: an index.
    pub claim: Option<usize>,
    /// What it says.
    pub senses: Senses,
}

impl Token {
    /// Returns the word; empty for what is none.
    pub fn text(&self) -> &str {
        if self.kind == Kind::Word { &self.word } else { "" }
    }

    pub fn mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Where characters of a passage came from.
#[derive(Debug, Clone)]
pub(in crate::narrative) enum Origin {
    /// A range of the woven text.
    Text(Range<usize>),
    /// A call.
    Call(Span),
}

/// The most tokens of a sentence: a longer one is no sentence of a reader, and checks look through
/// all of it for each of its numbers.
const LONGEST: usize = 1000;

/// A passage in the making.
#[derive(Debug, Default)]
pub(in crate::narrative) struct Passage {
    /// Its text, with a sign for each number.
    pub text: String,
    slots: Vec<(usize, Kind)>,
    origins: Vec<(Range<usize>, Origin)>,
    /// Claims, with their words and places.
    pub claims: Vec<(Range<usize>, String)>,
    /// The facts behind its numbers.
    pub facts: Vec<Fact>,
}

impl Passage {
    /// Adds text that came from a range of the woven text, or a call.
    pub fn text(&mut self, text: &str, origin: Origin) {
        let start = self.text.len();
        self.text.push_str(text);
        self.origins.push((start..self.text.len(), origin));
    }

    /// Adds what is no word.
    pub fn slot(&mut self, kind: Kind, origin: Option<Origin>) {
        let start = self.text.len();
        self.slots.push((start, kind));
        self.text.push(SLOT);
        if let Some(origin) = origin {
            self.origins.push((start..self.text.len(), origin));
        }
    }

    /// Adds a value of a statistic.
    pub fn fact(&mut self, fact: Option<Fact>, number: bool, span: &Span) {
        let kind = match fact {
            Some(fact) => {
                self.facts.push(fact);
                let at = self.facts.len() - 1;
                if number { Kind::Number(at) } else { Kind::Evidence(at) }
            }
            None => Kind::Other,
        };
        self.slot(kind, Some(Origin::Call(span.clone())));
    }

    /// Returns where a range of the text came from.
    pub fn origin(&self, range: &Range<usize>) -> Option<Origin> {
        // They follow one another; what holds nothing has the start of what is behind it.
        let holds = |(own, _): &&(Range<usize>, Origin)| {
            own.start <= range.start && range.start < own.end.max(own.start + 1)
        };
        let end = self.origins.partition_point(|(own, _)| own.start <= range.start);
        let before = self.origins.get(..end)?;
        let (own, origin) = before.iter().rev().take_while(holds).last()?;
        Some(match origin {
            Origin::Text(text) => {
                let start = (text.start + (range.start - own.start)).min(text.end);
                let end = if range.end <= own.end {
                    start + (range.end - range.start)
                } else {
                    let at = self.origins.partition_point(|(own, _)| own.end < range.end);
                    let last = self.origins.get(at);
                    match last.filter(|(own, _)| own.start < range.end) {
                        Some((own, Origin::Text(text))) => {
                            text.start + (range.end - own.start)
                        }
                        _ => text.end,
                    }
                };
                Origin::Text(start..end.max(start))
            }
            Origin::Call(span) => Origin::Call(span.clone()),
        })
    }

    /// Returns how often words occur before a place.
    pub fn times_before(&self, range: &Range<usize>) -> usize {
        let words = self.text.get(range.clone()).unwrap_or_default();
        whole(&self.text, words).take_while(|at| *at < range.start).count()
    }

    /// Returns its tokens, sentence by sentence; one that is very long in pieces.
    pub fn sentences(&self, lexicon: &Lexicon) -> Vec<Vec<Token>> {
        let mut out: Vec<Vec<Token>> = Vec::new();
        let mut current = Vec::new();
        for token in self.tokens(lexicon) {
            let ends = matches!(token.kind, Kind::Mark('.' | '!' | '?' | '\n'));
            current.push(token);
            if ends || current.len() == LONGEST {
                out.push(std::mem::take(&mut current));
            }
        }
        out.push(current);
        out.retain(|sentence| !sentence.is_empty());
        out
    }

    fn tokens(&self, lexicon: &Lexicon) -> Vec<Token> {
        let chars: Vec<(usize, char)> = self.text.char_indices().collect();
        let at = |i: usize| chars.get(i).map(|(_, c)| *c);
        let mut out = Vec::new();
        let mut i = 0;
        while i < chars.len() {
            let (start, c) = chars[i];
            let mut end = i + 1;
            let sign = !c.is_alphanumeric()
                && !c.is_whitespace()
                && !matches!(c, SLOT | '.' | '!' | '?');
            let row = if sign {
                chars.iter().skip(i).take_while(|(_, other)| *other == c).count()
            } else {
                1
            };
            let kind = if c == SLOT {
                let known = self.slots.binary_search_by_key(&start, |(slot, _)| *slot);
                let known = known.ok().and_then(|at| self.slots.get(at));
                known.map_or(Kind::Other, |(_, kind)| *kind)
            } else if c.is_alphanumeric() {
                while let Some(next) = at(end) {
                    let joins = match next {
                        '\'' | '’' | '-' | '\u{2011}' => {
                            at(end + 1).is_some_and(char::is_alphanumeric)
                        }
                        ',' | '.' => {
                            at(end - 1).is_some_and(char::is_numeric)
                                && at(end + 1).is_some_and(char::is_numeric)
                        }
                        other => other.is_alphanumeric() || silent(other),
                    };
                    if !joins {
                        break;
                    }
                    end += 1;
                }
                Kind::Word
            } else if c.is_whitespace() || silent(c) {
                i += 1;
                continue;
            } else if row > 3 {
                // A row of one sign says nothing: a rule, a fence, what fills a line.
                end = i + row;
                Kind::Other
            } else {
                let closes =
                    |c: char| c.is_whitespace() || matches!(c, ')' | '”' | '"' | '’');
                // A full stop within a name or after a number's sign ends nothing.
                if c == '.' && !at(i + 1).is_none_or(closes) {
                    Kind::Mark('·')
                } else {
                    Kind::Mark(c)
                }
            };
            let stop = chars.get(end).map_or(self.text.len(), |(at, _)| *at);
            let word = self.text.get(start..stop).unwrap_or_default();
            let claim = self.claims.iter().position(|(range, _)| range.contains(&start));
            let word = word.to_lowercase().replace('\'', "’").replace('\u{2011}', "-");
            let word = if word.is_ascii() { word } else { word.replace(silent, "") };
            let senses = if kind == Kind::Word {
                lexicon.senses(&word)
            } else {
                Senses::default()
            };
            out.push(Token { kind, word, range: start..stop, claim, senses });
            i = end;
        }
        // "e.g." and the like end no sentence.
        for at in 1..out.len() {
            let before = out[at - 1].word.clone();
            if out[at].mark('.')
                && at + 1 < out.len()
                && lexicon.says(&before, Sense::Abbreviation)
            {
                out[at].kind = Kind::Mark('·');
            }
        }
        out
    }
}

/// Returns where words stand as whole words in a text.
pub(in crate::narrative) fn whole<'t>(
    text: &'t str,
    words: &'t str,
) -> impl Iterator<Item = usize> + 't {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(words).map(|(at, _)| at).filter(move |at| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|t| t.chars().next());
        !words.is_empty()
            && !before.is_some_and(joins)
            && (!after.is_some_and(joins) || !words.ends_with(joins))
    })
}

/// How many words back a word can govern another: a longer clause is no sentence of a reader.
pub(super) const FAR: usize = 200;

/// A sentence with the words of its language.
#[derive(Clone, Copy)]
pub(in crate::narrative) struct Sentence<'a> {
    pub tokens: &'a [Token],
    pub facts: &'a [Fact],
    pub lexicon: &'a Lexicon,
}

impl<'a> Sentence<'a> {
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Returns the word at a place; empty for what is none.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", Token::text)
    }

    pub fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub fn is(&self, at: usize, sense: Sense) -> bool {
        self.tokens.get(at).is_some_and(|token| token.senses.has(sense))
    }

    /// Returns how many words from a place say something together.
    pub fn says(&self, at: usize, sense: Sense) -> usize {
        let opens = self.tokens.get(at).is_some_and(|token| token.senses.opens(sense));
        if !opens {
            return usize::from(self.is(at, sense));
        }
        let word = |offset: usize| self.tokens.get(at + offset).map(Token::text);
        self.lexicon.length(word, sense)
    }

    /// Returns whether words that end before a place say something together.
    pub fn ends(&self, end: usize, sense: Sense) -> usize {
        let lengths = (1..=4.min(end)).rev();
        lengths.into_iter().find(|n| self.says(end - n, sense) == *n).unwrap_or(0)
    }

    /// Returns the year that a word is.
    pub fn year(&self, at: usize) -> Option<i64> {
        self.word(at).parse().ok().filter(|year| (1800..2100).contains(year))
    }

    pub fn mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.mark(mark))
    }

    /// Returns the fact of a number.
    pub fn fact(&self, at: usize) -> Option<&'a Fact> {
        match self.kind(at)? {
            Kind::Number(fact) => self.facts.get(fact),
            _ => None,
        }
    }

    /// Returns the places of the numbers.
    pub fn numbers(&self) -> Vec<usize> {
        (0..self.len())
            .filter(|at| matches!(self.kind(*at), Some(Kind::Number(_))))
            .collect()
    }

    /// Returns where the clause of a place begins: after a semicolon, a colon, a bracket or a
    /// word that sets clauses against each other.
    pub fn clause(&self, at: usize) -> usize {
        let apart = |i: &usize| {
            matches!(self.kind(*i), Some(Kind::Mark(';' | ':' | '(' | '—')))
                || self.is(*i, Sense::Contrast)
        };
        let far = at.saturating_sub(FAR);
        (far..at).rev().find(apart).map_or(far, |i| i + 1)
    }

    /// Returns whether clauses that are set against each other lie between two places: a semicolon, a word of
    /// contrast, or the end of a clause that opens the sentence with one ("While A rose, B fell").
    pub fn parted(&self, from: usize, to: usize) -> bool {
        let (from, to) = (from.min(to), from.max(to));
        // "has come down but, at x, is": of one subject.
        let set = |i: usize| {
            self.mark(i, ';') || self.is(i, Sense::Contrast) && !self.mark(i + 1, ',')
        };
        let opened =
            |i: usize| self.is(0, Sense::Contrast) && self.opened_until() == Some(i);
        (from + 1..to).any(|i| set(i) || opened(i))
    }

    /// Returns the comma that ends the clause with which a sentence opens: before another subject.
    fn opened_until(&self) -> Option<usize> {
        let goes_on = [
            Sense::From,
            Sense::To,
            Sense::By,
            Sense::At,
            Sense::Within,
            Sense::Dated,
            Sense::And,
            Sense::Of,
            Sense::Relative,
            Sense::Restrictive,
            Sense::Slightly,
            Sense::Softens,
            Sense::With,
        ];
        let subject = |i: usize| match self.kind(i) {
            Some(Kind::Number(_)) => true,
            Some(Kind::Word) => {
                let word = self.word(i);
                let determined = self.is(i, Sense::Determiner) || self.is(i, Sense::Own);
                (determined || !goes_on.iter().any(|sense| self.is(i, *sense)))
                    && self.way(i).is_none()
                    && !self.lexicon.ends(word, Ending::Adverb)
                    && !self.lexicon.ends(word, Ending::Gerund)
            }
            _ => false,
        };
        let verb = |i: usize| {
            self.is_past(i) || self.is(i, Sense::Has) || self.is(i, Sense::Copula)
        };
        let mut commas = (1..self.len()).filter(|i| self.mark(*i, ','));
        commas.find(|i| subject(i + 1) && (1..*i).any(verb))
    }

    /// Returns the range of the text from one token to another.
    pub fn range(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.tokens.get(from).map_or(0, |token| token.range.start);
        let end = self.tokens.get(to).map_or(start, |token| token.range.end);
        start..end.max(start)
    }
}
