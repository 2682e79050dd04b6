//! Statements without a number and without a claim ("crime rose in both groups", "residents feel safer"): the words
//! that assert a movement, a comparison or a place in a rank, where nothing beside them does.
//!
//! Whether they are about something that the data name is asked later (`narrative::unheld`), since that depends on
//! every name of the project. What is asked, supposed, planned, defined, quoted or cited asserts nothing of the data.

use crate::narrative::prose::Guard;
use crate::narrative::prose::lead::Led;
use crate::narrative::prose::lead::led_by;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Passage;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::passage::Token;
use crate::narrative::prose::predicate::Of;
use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use serde::Deserialize;
use serde::Serialize;
use std::ops::Range;

/// A part of a sentence that states something, with the words that do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::narrative) struct Statement {
    /// The part.
    pub text: String,
    /// The sentence before it, whose subject it may go on about.
    pub before: String,
    /// The words that state it.
    pub word: String,
    /// Where in the passage they stand.
    pub range: Range<usize>,
    /// Which way it says that something went, where it says so.
    pub up: Option<bool>,
    /// Which end of a rank it says that something is at, where it says so.
    pub top: Option<bool>,
    /// What stands before words that state something only of some subjects, and of which.
    pub subject: Option<(String, Of)>,
    /// Of how many it says that a rate is, and of what: "1,000", "people". Such words state no more than that.
    pub base: Option<(String, String)>,
}

/// Words that something was done with, or to.
const PREDICATES: [Sense; 3] = [Sense::Copula, Sense::Fares, Sense::Become];

impl Guard<'_> {
    /// Returns the statements of a passage that no number and no claim stands beside; `lead` is the line that goes on
    /// in it.
    pub fn statements(
        &self,
        passage: &Passage,
        lexicon: Option<&Lexicon>,
        lead: &str,
    ) -> Vec<Statement> {
        // A file that has only some of the words does not tell what is supposed.
        let Some(lexicon) = lexicon.filter(|words| !words.partial) else {
            return Vec::new();
        };
        let led = led_by(lead, lexicon);
        if led == Led::Supposed {
            return Vec::new();
        }
        let allowed = self.allowed(&passage.text);
        let sentences = passage.sentences(lexicon);
        let mut out = Vec::new();
        for (n, tokens) in sentences.iter().enumerate() {
            let cited =
                |tokens: &[Token]| tokens.iter().any(|token| token.kind == Kind::Cited);
            // A work may be cited behind the full stop.
            let behind = sentences.get(n + 1).and_then(|next| next.first());
            if cited(tokens) || behind.is_some_and(|next| next.kind == Kind::Cited) {
                continue;
            }
            let s = Sentence { tokens, facts: &passage.facts, lexicon };
            let text = |tokens: &[Token]| {
                let from = tokens.first().map_or(0, |token| token.range.start);
                let to = tokens.last().map_or(from, |token| token.range.end);
                passage.text.get(from..to).unwrap_or_default().to_owned()
            };
            let before = n.checked_sub(1).and_then(|n| sentences.get(n));
            let said = s.said_unheld(&passage.text).into_iter();
            let said = said.filter(|said| led != Led::Planned || s.past(said.at.start));
            let said = said.map(|Said { part, at, up, top, subject }| Statement {
                text: text(tokens.get(part).unwrap_or_default()),
                before: before.map(|tokens| text(tokens)).unwrap_or_default(),
                word: s.words(&at),
                range: s.range(at.start, at.end - 1),
                up,
                top,
                subject: subject.map(|(subject, of)| {
                    (text(tokens.get(subject).unwrap_or_default()), of)
                }),
                base: None,
            });
            let bound = |token: &Token| matches!(token.kind, Kind::Number(_));
            let rate = (0..s.len()).find(|at| s.rate_base(*at));
            let rate = rate.filter(|_| !tokens.iter().any(bound) && !s.asks());
            out.extend(rate.map(|at| Statement {
                text: text(tokens),
                before: lead.to_owned(),
                word: s.words(&(at..at + 3)),
                range: s.range(at, at + 2),
                up: None,
                top: None,
                subject: None,
                base: Some((s.word(at + 1).to_owned(), s.word(at + 2).to_owned())),
            }));
            out.extend(presumed(s, passage, led, &text));
            let may = |range: &Range<usize>| {
                allowed.iter().any(|c| c.start <= range.start && range.end <= c.end)
            };
            out.extend(said.filter(|said| !may(&said.range)));
        }
        out
    }
}

/// "the decline in burglary", where nothing of its passage tells it.
fn presumed(
    s: Sentence<'_>,
    passage: &Passage,
    led: Led,
    text: &dyn Fn(&[Token]) -> String,
) -> Option<Statement> {
    let told = !passage.facts.is_empty() || !passage.claims.is_empty();
    if told || led != Led::Stated || s.asks() || s.defines() {
        return None;
    }
    let (at, _) = (1..s.len()).find_map(|at| Some((at, s.presumed(at)?)))?;
    let of = at..(at + 7).min(s.len());
    let named = s.tokens.get(of).map(text)?;
    let asserted = s.is_asserted(at, &(0..s.len()), &passage.text);
    asserted.then(|| Statement {
        text: named,
        before: String::new(),
        word: s.word(at).to_owned(),
        range: s.range(at, at),
        up: None,
        top: None,
        subject: Some((s.word(at).to_owned(), Of::Untitled)),
        base: None,
    })
}

/// What a part of a sentence states.
struct Said {
    part: Range<usize>,
    /// The words that state it.
    at: Range<usize>,
    up: Option<bool>,
    top: Option<bool>,
    /// What stands before it, where only of some subjects it states something.
    subject: Option<(Range<usize>, Of)>,
}

impl Sentence<'_> {
    /// Returns what each part of the sentence states that nothing in it is bound to.
    fn said_unheld(&self, text: &str) -> Vec<Said> {
        if self.asks() || self.defines() {
            return Vec::new();
        }
        let held = |part: &Range<usize>| {
            part.clone().any(|at| {
                let bound = matches!(
                    self.kind(at),
                    Some(Kind::Number(_) | Kind::Evidence(_) | Kind::Hand)
                );
                bound || self.tokens.get(at).is_some_and(|token| token.claim.is_some())
            })
        };
        let parts = self.statements();
        let parts = parts.into_iter().filter(|part| !part.is_empty() && !held(part));
        parts
            .filter_map(|part| {
                let listed = |at| self.stated(at, &part, text);
                // What no list has, only where nothing else is stated.
                let other = |at| self.said_of_subject(at, &part, text);
                part.clone().find_map(listed).or_else(|| part.clone().find_map(other))
            })
            .collect()
    }

    /// Returns whether the sentence says what words or values mean: "a higher score is better", "the higher …, the
    /// better", "a value below zero means that crime fell".
    fn defines(&self) -> bool {
        let all = 0..self.len();
        let tells = [Sense::Defines, Sense::LowSide, Sense::HighSide];
        // "The evidence indicates that".
        let concludes = |at: usize| at > 0 && self.is(at - 1, Sense::FoundOut);
        let tells = |at: usize| tells.iter().any(|sense| self.says(at, *sense) > 0);
        if all.clone().any(|at| tells(at) && !concludes(at)) {
            return true;
        }
        let compares = |at: usize| self.is(at, Sense::More) || self.is(at, Sense::Less);
        // "Needs score; higher is more need".
        let opens = |at: usize| at == 0 || !matches!(self.kind(at - 1), Some(Kind::Word));
        if all
            .clone()
            .any(|at| opens(at) && compares(at) && self.is(at + 1, Sense::Copula))
        {
            return true;
        }
        let good = |at: usize| {
            (self.is(at, Sense::Bettered) || self.is(at, Sense::Worsened))
                && self.is(at, Sense::Judged)
        };
        let judged = all.clone().find(|at| {
            good(*at)
                && *at > 0
                && (self.is(at - 1, Sense::Copula) || self.known_the(*at))
        });
        judged.is_some_and(|end| (0..end).any(compares))
            || all.clone().filter(|at| compares(*at) && self.known_the(*at)).count() > 1
                && !all.into_iter().any(|at| self.is(at, Sense::Earlier))
    }

    /// "is the surest".
    fn is_the(&self, at: usize) -> bool {
        self.known_the(at) && at > 1 && self.follows(at - 1, &PREDICATES)
    }

    /// "the higher".
    pub(super) fn known_the(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, Sense::Determiner)
    }

    /// Returns what the words at a place state.
    fn stated(&self, at: usize, part: &Range<usize>, text: &str) -> Option<Said> {
        let said = |words: usize, up: Option<bool>, top: Option<bool>| Said {
            part: part.clone(),
            at: at..at + words,
            up,
            top,
            subject: None,
        };
        let moved = self.moves(at, part).map(|(words, up)| said(words, up, None));
        let compared = || Some(said(self.is_compared(at, part)?, None, None));
        let ranked = || {
            let (words, top) = self.tops(at, part)?;
            Some(said(words, None, top))
        };
        let told = || {
            let words = self.fortune(at, part.start);
            let words = words.or_else(|| self.plight(at, part.start));
            let words = words.or_else(|| self.fronted(at, part).then_some(1));
            let words = words.or_else(|| self.what_did(at).then_some(2));
            Some(said(words.or_else(|| self.concludes(at, part.start))?, None, None))
        };
        let found = moved.or_else(compared).or_else(ranked).or_else(told)?;
        self.is_asserted(at, part, text).then_some(found)
    }

    /// Returns what the words at a place state of some subjects only.
    fn said_of_subject(
        &self,
        at: usize,
        part: &Range<usize>,
        text: &str,
    ) -> Option<Said> {
        let became = self.became_of(at, part.start);
        let of = became.or_else(|| self.predicated(at, part))?;
        let subject = Some((part.start..at, of));
        let said =
            Said { part: part.clone(), at: at..at + 1, up: None, top: None, subject };
        self.is_asserted(at, part, text).then_some(said)
    }

    /// Returns whether what stands at a place is neither supposed nor foreseen nor somebody else's, and says nothing of
    /// which ones it is.
    fn is_asserted(&self, at: usize, part: &Range<usize>, text: &str) -> bool {
        let open = part.start.max(self.clause(at));
        // "Had the rate been lower, …".
        // "When the gap opened": a clause that no other follows.
        let aside = self.is(part.start, Sense::Anaphor)
            || self.is(part.start, Sense::Restrictive);
        let aside = aside
            && self.is(part.start + 1, Sense::Determiner)
            && !part.clone().any(|i| self.mark(i, ','));
        // "We have added a table": what its authors did.
        let ours = (at.saturating_sub(3).max(part.start)..at).any(|i| {
            self.is(i, Sense::Ourselves) && !(i..at).any(|j| self.is(j, Sense::Relative))
        });
        let supposed = aside
            || ours
            || self.supposed(at)
            || self.is(part.start, Sense::HadBeen)
            || self.is(part.start, Sense::Imperative)
            || (open..at).any(|i| self.foreseen(i))
            || part.clone().any(|i| self.is(i, Sense::Unless))
            || (part.start..at).any(|i| self.says(i, Sense::Conceivable) > 0)
            || self.restricted(at, open)
            || self.any_such(part.start, at)
            || self.is_to_be_done(at)
            || self.quoted(at, text);
        !supposed
    }

    /// "will rise", "we expected burglary to fall", but not "as expected, it fell".
    pub(super) fn foreseen(&self, at: usize) -> bool {
        self.says(at, Sense::Foreseen) > 0 && !(at > 0 && self.is(at - 1, Sense::As))
    }

    /// "areas where crime fell", "patients who waited longer": of which ones it is, without a comma before it.
    fn restricted(&self, at: usize, open: usize) -> bool {
        let start = (open..at).rev().find(|i| self.mark(*i, ',')).unwrap_or(open);
        // "It is the south that gained": the one that is named did.
        let named = |i: usize| {
            self.is(i, Sense::Anaphor)
                && self.is(i + 1, Sense::Copula)
                && self.is(i + 2, Sense::Determiner)
        };
        if (open..at).any(named) {
            return false;
        }
        // "places that gained most": the verb is that of the ones named.
        let verb = |i: usize| {
            i + 1 == at
                || i + 2 == at
                    && (self.is(i + 1, Sense::Has)
                        || self.is(i + 1, Sense::Copula)
                        || self.lexicon.ends(self.word(i + 1), Ending::Adverb))
        };
        (start..at).any(|i| {
            let aside = i > 0 && !matches!(self.kind(i - 1), Some(Kind::Word));
            let tells = self.is(i, Sense::Restrictive)
                || self.is(i, Sense::Relative) && i > open && verb(i);
            tells && (i == open || !aside)
        })
    }

    /// "An area that gained has gained": of any such, not of those in the data.
    fn any_such(&self, start: usize, at: usize) -> bool {
        self.is(start, Sense::Indefinite)
            && (start + 2..at)
                .any(|i| self.is(i, Sense::Relative) || self.is(i, Sense::Restrictive))
    }

    /// "to cut waiting times", but not "continued to climb".
    fn is_to_be_done(&self, at: usize) -> bool {
        let soft = |i: usize| {
            self.lexicon.ends(self.word(i), Ending::Adverb) || self.is(i, Sense::Adverb)
        };
        let mut i = at;
        while i > 0 && (soft(i - 1) || self.is(i - 1, Sense::Passive)) {
            i -= 1;
        }
        i > 0 && self.is(i - 1, Sense::To) && self.ends(i, Sense::Goes) == 0
    }

    /// Returns whether a word stands within quotation marks: it is somebody's word.
    fn quoted(&self, at: usize, text: &str) -> bool {
        let before = self.tokens.get(at).and_then(|token| text.get(..token.range.start));
        let before = before.unwrap_or_default();
        let count = |mark: char| before.matches(mark).count();
        count('“') > count('”') || count('"') % 2 == 1
    }

    /// Returns whether a word before a place, near it, says something.
    fn led_by(&self, at: usize, most: usize, senses: &[Sense]) -> bool {
        (at.saturating_sub(most)..at)
            .rev()
            .take_while(|i| matches!(self.kind(*i), Some(Kind::Word)))
            .any(|i| senses.iter().any(|sense| self.is(i, *sense)))
    }

    /// Returns whether the verb or adverb before a place, past what softens it, says something.
    fn follows(&self, at: usize, senses: &[Sense]) -> bool {
        let soft = |i: usize| {
            self.lexicon.ends(self.word(i), Ending::Adverb)
                || [Sense::Intensifier, Sense::Roughly, Sense::Slightly, Sense::Turn]
                    .iter()
                    .any(|sense| self.is(i, *sense))
        };
        let mut i = at;
        while i > 0 && soft(i - 1) && !senses.iter().any(|s| self.is(i - 1, *s)) {
            i -= 1;
        }
        i > 0 && senses.iter().any(|sense| self.is(i - 1, *sense))
    }

    /// "fell", "have risen", "is rising", "rising crime was", "there was a rise", "saw a fall", "widened", "remained flat".
    fn moves(&self, at: usize, part: &Range<usize>) -> Option<(usize, Option<bool>)> {
        // "fell behind" compares.
        if self.says(at, Sense::Beats).max(self.says(at, Sense::Trails)) > 1 {
            return None;
        }
        let told = self.says(at, Sense::Asserts);
        if told > 0 && at > part.start {
            return Some((told, None));
        }
        let flat = self.says(at, Sense::Flat);
        let state = self.is(at, Sense::Flat) && !self.follows(at, &PREDICATES);
        if flat > 1 || flat == 1 && self.is(at, Sense::FlatAlone) && !state {
            return Some((flat, None));
        }
        let back = self.says(at, Sense::Regained).max(self.says(at, Sense::YetTo));
        if back > 0 {
            return Some((back, None));
        }
        if self.is(at, Sense::FlatAlone) && self.is(at, Sense::VerbOnly) {
            return (at > 0).then_some((1, None));
        }
        let judged = (self.is(at, Sense::Bettered) || self.is(at, Sense::Worsened))
            && !self.is(at, Sense::Judged);
        let sized = self.is(at, Sense::Widens) || self.is(at, Sense::Narrows);
        let way = self.way(at).filter(|(_, compares)| !compares).map(|(up, _)| up);
        if way.is_none() && !sized && !judged && !self.is(at, Sense::Multiplied) {
            return None;
        }
        let gap = part.clone().any(|i| self.is(i, Sense::Gap));
        if sized && !gap && way.is_none() {
            return None;
        }
        // What a gap did is not what either of the two did.
        let way = way.filter(|_| !gap && !judged);
        self.happened(at).then_some((1, way))
    }

    /// Returns whether a word of movement says that it happened.
    pub(super) fn happened(&self, at: usize) -> bool {
        let word = self.word(at);
        let previous = |sense: Sense| at > 0 && self.is(at - 1, sense);
        let next = matches!(self.kind(at + 1), Some(Kind::Word)) && !self.goes_on(at + 1);
        if self.is(at, Sense::Particle) {
            let close = matches!(self.kind(at + 1), Some(Kind::Mark('-')));
            return !close
                && !self.is(at + 1, Sense::To)
                && self.follows(at, &[Sense::Passive, Sense::Went]);
        }
        if previous(Sense::To) {
            return self.ends(at, Sense::Goes) > 0;
        }
        let be = [Sense::Copula, Sense::Has];
        if self.lexicon.ends(word, Ending::Gerund) && !self.is(at, Sense::Particle) {
            // "is falling"; "falling crime", of what moves by itself.
            let object = [Sense::Indefinite, Sense::Determiner, Sense::Known];
            let object = object.iter().any(|sense| self.is(at + 1, *sense));
            let alone = !self.is(at, Sense::Doing) && next && !object;
            return self.follows(at, &be)
                || self.ends(at, Sense::Goes) > 0
                || alone && (at == 0 || previous(Sense::By) || previous(Sense::And));
        }
        let noun =
            self.led_by(at, 3, &[Sense::Indefinite, Sense::Determiner, Sense::Known])
                && !self.is(at, Sense::VerbOnly);
        if noun {
            // "there was a marked increase", "Northfield saw a fall".
            let there = (at.saturating_sub(6)..at)
                .any(|i| self.is(i, Sense::Anaphor) && self.is(i + 1, Sense::Copula))
                || (at.saturating_sub(7)..at)
                    .any(|i| self.is(i, Sense::Anaphor) && self.is(i + 2, Sense::Copula));
            let a = self.led_by(at, 3, &[Sense::Indefinite]);
            let on = self.led_by(at, 4, &[Sense::Goes]);
            // "A rise in crime followed."
            let came = (at + 1..self.len().min(at + 9))
                .any(|i| self.is(i, Sense::Occurs) && !self.led_by(i, 2, &[Sense::To]));
            return on || there || a && (came || self.led_by(at, 5, &[Sense::Saw]));
        }
        if self.is(at, Sense::VerbOnly) {
            // "the reduced rate"; "reduced rates" at the start.
            let describes = next
                && self.lexicon.ends(word, Ending::Participle)
                && (at == 0
                    || self.led_by(at, 1, &[Sense::Indefinite, Sense::Determiner]));
            return !describes && at > 0;
        }
        // "has risen", "burglary rises", "rents rise": a verb, behind a subject of its own.
        let subject = at > 0 && matches!(self.kind(at - 1), Some(Kind::Word));
        let many = subject && self.lexicon.ends(self.word(at - 1), Ending::Plural);
        let one = self.lexicon.ends(word, Ending::Plural) && subject && !many;
        let led = self.led_by(at, 1, &[Sense::Of, Sense::Within, Sense::And, Sense::By]);
        self.follows(at, &[Sense::Has]) && !next
            || (one || many) && !led && !next && self.ends(at + 1, Sense::Of) == 0
    }

    /// Returns whether a word goes on behind a verb rather than beginning its object.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        const SMALL: [Sense; 14] = [
            Sense::Restrictive,
            Sense::Universal,
            Sense::By,
            Sense::From,
            Sense::To,
            Sense::Than,
            Sense::And,
            Sense::Dated,
            Sense::OverTime,
            Sense::Contrast,
            Sense::NoObject,
            Sense::Within,
            Sense::Adverb,
            Sense::As,
        ];
        self.lexicon.ends(self.word(at), Ending::Adverb)
            || SMALL.iter().any(|sense| self.is(at, *sense))
    }

    /// "higher in A than in B", "did worse", "fewer pupils were", "outperformed".
    fn is_compared(&self, at: usize, part: &Range<usize>) -> Option<usize> {
        let outdone = self.says(at, Sense::Beats).max(self.says(at, Sense::Trails));
        if outdone > 0 {
            // "best", "behind" and the like compare only as verbs.
            let verb = self.is(at, Sense::VerbOnly)
                || self.lexicon.ends(self.word(at), Ending::Participle);
            let bare = outdone == 1
                && (!verb && !self.follows(at, &[Sense::Copula])
                    || self.led_by(at, 1, &[Sense::Indefinite, Sense::Determiner]));
            if !bare && at > 0 {
                return Some(outdone);
            }
        }
        let judged = self.says(at, Sense::Judged);
        // "poorer than".
        let other = [Sense::Instead, Sense::Other, Sense::Person, Sense::Age];
        let graded = self.lexicon.ends(self.word(at), Ending::Comparative)
            && self.is(at + 1, Sense::Than)
            && !other.iter().any(|sense| self.is(at, *sense));
        let comparative = matches!(self.way(at), Some((_, true)))
            || graded
            || self.is(at, Sense::More)
            || self.is(at, Sense::Less);
        if !comparative && judged == 0 || self.threshold(at) {
            return None;
        }
        // "saw the bigger gain": of two, one had more.
        let had = [Sense::Saw, Sense::Has];
        if self.known_the(at)
            && at > 1
            && had.iter().any(|sense| self.is(at - 2, *sense))
            && self.way(at + 1).is_some_and(|(_, compares)| !compares)
        {
            return Some(2);
        }
        let before = |sense: Sense| at > 0 && self.is(at - 1, sense);
        let words = judged.max(1);
        let end = part.end.min(at + 14);
        let than = (at + 1..end).any(|i| self.is(i, Sense::Than));
        if before(Sense::Or) || before(Sense::Lacking) && !than || self.known_the(at) {
            return None;
        }
        let predicate =
            self.follows(at, &PREDICATES) && (judged > 0 || !self.is(at, Sense::Adverb));
        let noun = matches!(self.kind(at + 1), Some(Kind::Word)) && !self.goes_on(at + 1);
        let counted = self.is(at, Sense::Approximates) && noun;
        let hedged = part.clone().any(|i| self.is(i, Sense::Hedge));
        let whole = part.len() > 4 && !hedged;
        // "Despite cheaper fares, fewer people travel".
        let behind =
            self.is(part.start, Sense::Backdrop) && at > 0 && self.mark(at - 1, ',');
        let first = at == part.start || behind;
        let opens = counted && first && (than || whole || self.finite(at + 1, part));
        // "Districts had more time": what one works with, and nothing that is counted.
        let means = (at + 1..at + 3).any(|i| self.is(i, Sense::Means));
        let made = counted && !means && self.follows(at, &[Sense::Has, Sense::Saw]);
        // "delivered safer streets".
        let brought = noun && self.brought(at, part.start);
        let described = before(Sense::Indefinite) && !than && !brought;
        (!described && (than && at > part.start || predicate || opens || made || brought))
            .then_some(words)
    }

    /// "longer than four hours", "fewer than ten", "more than once", "more than one": no comparison of two things.
    fn threshold(&self, at: usize) -> bool {
        let than = (at + 1..(at + 4).min(self.len())).find(|i| self.is(*i, Sense::Than));
        let Some(than) = than else { return false };
        let next = than + 1 + usize::from(self.is(than + 1, Sense::Determiner));
        self.number(next).is_some()
            || self.word(next).starts_with(char::is_numeric)
            || self.is(next, Sense::Often)
            || self.is(next, Sense::One)
            || self.is(next, Sense::Duration)
            || self.lexicon.parts.contains_key(self.word(next))
            || self.is(next, Sense::Earlier)
    }

    /// Returns whether a part has a verb of a statement behind a place.
    fn finite(&self, from: usize, part: &Range<usize>) -> bool {
        (from..part.end).any(|i| {
            [Sense::Copula, Sense::Has, Sense::Fares, Sense::Saw, Sense::VerbOnly]
                .iter()
                .any(|sense| self.is(i, *sense))
                || self.lexicon.ends(self.word(i), Ending::Participle)
        })
    }

    /// "had the lowest rate", "grew most", "fares worst", "peaked", "a record high".
    fn tops(&self, at: usize, part: &Range<usize>) -> Option<(usize, Option<bool>)> {
        let (tops, bottoms) = (self.says(at, Sense::Tops), self.says(at, Sense::Bottoms));
        let ends = tops.max(bottoms);
        if ends > 0 {
            let led = [Sense::Indefinite, Sense::Determiner, Sense::Known];
            let verb = ends > 1 || at > 0 && !self.led_by(at, 2, &led);
            return verb.then_some((ends, Some(tops > 0)));
        }
        let rank = self.is(at, Sense::Most)
            || self.is(at, Sense::Least)
            || self.is(at, Sense::SizeMost)
            || self.is(at, Sense::SizeLeast)
            || self.is(at, Sense::Superlative) && self.is_the(at)
            || self.is(at, Sense::Best)
            || self.is(at, Sense::Worst);
        let ordered = |i: usize| {
            self.says(i, Sense::Descending).max(self.says(i, Sense::Ascending)) > 0
                || self.says(i, Sense::Ranges) > 0
        };
        if !rank || part.clone().any(ordered) {
            return None;
        }
        let moved = at > 0 && self.way(at - 1).is_some_and(|(_, compares)| !compares);
        let fared = self.follows(at, &[Sense::Fares]);
        let opens = at <= part.start + 2
            && (at + 1..part.end.min(at + 12)).any(|i| self.is(i, Sense::Copula));
        if self.is(at, Sense::AtEnd) || self.is(at, Sense::TopOf) {
            // "were the least reliable".
            let next = at + 1;
            let so = self.is_the(at)
                && self.word(next).chars().all(char::is_alphabetic)
                && !self.is(next, Sense::Describing)
                && !self.is(next, Sense::Plain);
            return (moved || fared || so).then_some((1, None));
        }
        if self.is(at, Sense::Best) || self.is(at, Sense::Worst) {
            let led = self.led_by(at, 4, &[Sense::Copula, Sense::Has, Sense::Saw]);
            return (fared || self.known_the(at) && (led || opens)).then_some((1, None));
        }
        // "areas with the highest rates" says which areas.
        let with = self.led_by(at, 3, &[Sense::With]);
        let led = self.led_by(at, 5, &[Sense::Copula, Sense::Has, Sense::Saw]);
        // Of a movement it is the end of something else.
        let moves = (at + 1..(at + 3).min(self.len()))
            .any(|i| self.way(i).is_some_and(|(_, compares)| !compares));
        let top = (!moved && !moves)
            .then(|| self.is(at, Sense::Most) || self.is(at, Sense::SizeMost));
        (!with && (led || opens || moved)).then_some((1, top))
    }
}
