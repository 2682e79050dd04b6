//! Words of movement that say, without a number, that it happened: "fell", "rents rise", "saw a fall", "kept prices
//! down".
//!
//! **In:** a sentence. **Out:** how many words at a place state so, and which way.

use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// Words that something was done with, or to.
pub(super) const PREDICATES: [Sense; 3] = [Sense::Copula, Sense::Fares, Sense::Become];

impl Sentence<'_> {
    /// "fell", "have risen", "is rising", "rising crime was", "there was a rise", "saw a fall", "widened", "remained flat".
    pub(super) fn moves(
        &self,
        at: usize,
        part: &Range<usize>,
    ) -> Option<(usize, Option<bool>)> {
        // "fell behind" compares.
        if self.says(at, Sense::Beats).max(self.says(at, Sense::Trails)) > 1 {
            return None;
        }
        let told = self.says(at, Sense::Asserts);
        if told > 0 && at > part.start && !self.is(at - 1, Sense::What) {
            return Some((told, None));
        }
        // "the definitions have not changed".
        let apparatus = (at.saturating_sub(2)..at).any(|i| self.is(i, Sense::Apparatus));
        let flat = if apparatus { 0 } else { self.says(at, Sense::Flat) };
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
        // "kept prices down".
        if self.pushed(at) && !self.is(at - 1, Sense::To) && self.way(at).is_none() {
            return Some((1, None));
        }
        let way = self.way(at).filter(|(_, compares)| !compares).map(|(up, _)| up);
        if way.is_none() && !sized && !judged && !self.is(at, Sense::Multiplied) {
            return None;
        }
        // "raised the money for the roof".
        if (at + 1..at + 4).any(|i| self.is(i, Sense::Funds)) {
            return None;
        }
        let gap = part.clone().any(|i| self.is(i, Sense::Gap));
        if sized && !gap && way.is_none() {
            return None;
        }
        // What a gap did is not what either of the two did; nor is "softened the blow" what the subject did.
        let object = [Sense::Determiner, Sense::Indefinite, Sense::Own];
        let object = object.iter().any(|sense| self.is(at + 1, *sense));
        let way = way.filter(|_| !gap && !judged && !object);
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
        // "Rent rises have followed": what they did.
        let helps = [Sense::Has, Sense::Copula, Sense::Occurs];
        if at > 0
            && self.lexicon.ends(word, Ending::Plural)
            && helps.iter().any(|sense| self.is(at + 1, *sense))
            && matches!(self.kind(at - 1), Some(Kind::Word))
            && !self.goes_on(at - 1)
            && !(self.clause(at)..at).any(|i| {
                let other = [Sense::Of, Sense::Within, Sense::NoObject, Sense::With];
                self.is_past(i) || other.iter().any(|sense| self.is(i, *sense))
            })
        {
            return true;
        }
        // "has risen", "burglary rises", "rents rise": a verb, behind a subject of its own.
        let subject = at > 0 && matches!(self.kind(at - 1), Some(Kind::Word));
        let many = subject && self.lexicon.ends(self.word(at - 1), Ending::Plural);
        let one = self.lexicon.ends(word, Ending::Plural) && subject && !many;
        // "excludes school contracts": the clause has its verb.
        let verb = (self.clause(at)..at.saturating_sub(1)).any(|i| {
            (self.is(i, Sense::Handled) || self.is(i, Sense::Acted))
                && self.lexicon.ends(self.word(i), Ending::Plural)
        });
        // "made under school contracts are": what stands before another verb.
        let behind = [Sense::Copula, Sense::Has].iter().any(|s| self.is(at + 1, *s));
        if one && (verb || behind) {
            return false;
        }
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

    /// Returns whether a word before a place, near it, says something.
    pub(super) fn led_by(&self, at: usize, most: usize, senses: &[Sense]) -> bool {
        // "the landlords’ annual returns": the mark counts for nothing.
        let marks = (at.saturating_sub(most)..at).filter(|i| self.mark(*i, '’')).count();
        (at.saturating_sub(most + marks)..at)
            .rev()
            .take_while(|i| matches!(self.kind(*i), Some(Kind::Word | Kind::Mark('’'))))
            .any(|i| senses.iter().any(|sense| self.is(i, *sense)))
    }

    /// Returns whether the verb or adverb before a place, past what softens it, says something.
    pub(super) fn follows(&self, at: usize, senses: &[Sense]) -> bool {
        let soft = |i: usize| {
            self.lexicon.ends(self.word(i), Ending::Adverb)
                || [
                    Sense::Intensifier,
                    Sense::Softens,
                    Sense::Roughly,
                    Sense::Slightly,
                    Sense::Turn,
                ]
                .iter()
                .any(|sense| self.is(i, *sense))
        };
        let mut i = at;
        while i > 0 && soft(i - 1) && !senses.iter().any(|s| self.is(i - 1, *s)) {
            i -= 1;
        }
        i > 0 && senses.iter().any(|sense| self.is(i - 1, *sense))
    }
}
