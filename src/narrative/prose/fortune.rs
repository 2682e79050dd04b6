//! Words that judge or tell how something did, and are neither a movement nor a comparison: "is rife", "held up well",
//! "suffered", "came out ahead", "there is little".
//!
//! **In:** a sentence. **Out:** how many words at a place state so.

use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// How far before a state its verb may stand.
const NEAR: usize = 7;

impl Sentence<'_> {
    /// Returns how many words at a place say how something is or did.
    pub(super) fn fortune(&self, at: usize, start: usize) -> Option<usize> {
        let state = self.says(at, Sense::State);
        if state > 0 && self.said_to_be(at, state) {
            return Some(state);
        }
        let did = self.says(at, Sense::Fortune);
        if did > 1 && at > start && !self.named_or_planned(at) {
            return Some(did);
        }
        let verb = |at: usize| {
            did == 1 && self.intransitive(at)
                || self.is(at, Sense::Undergoes) && self.has_object(at)
        };
        if at > start && verb(at) && self.happened(at) {
            return Some(1);
        }
        // "as punctual as": of the same.
        let plain = self.tokens.get(at + 1).is_some_and(|next| next.senses.is_empty());
        let is = (at.saturating_sub(5).max(start)..at).any(|i| self.is(i, Sense::Copula));
        let alike = self.is(at, Sense::As) && self.is(at + 2, Sense::As);
        (alike && plain && is).then_some(3)
    }

    /// Returns whether a verb has no object behind it, and is not what was done with its subject: "were returned".
    fn intransitive(&self, at: usize) -> bool {
        let object =
            [Sense::Of, Sense::NoObject, Sense::When, Sense::Backdrop, Sense::Universal];
        let alone = !matches!(self.kind(at + 1), Some(Kind::Word))
            || self.goes_on(at + 1)
            || object.iter().any(|sense| self.is(at + 1, *sense));
        let passive = at > 0
            && self.is(at - 1, Sense::Passive)
            && !self.lexicon.ends(self.word(at), Ending::Gerund);
        alone && !passive
    }

    /// "deserted the buses", "has been abandoned", but not "wrecked playgrounds".
    fn has_object(&self, at: usize) -> bool {
        let object = [
            Sense::Determiner,
            Sense::Indefinite,
            Sense::Known,
            Sense::More,
            Sense::Less,
        ];
        object.iter().any(|sense| self.is(at + 1, *sense))
            || self.is(at - 1, Sense::Has)
            || self.is(at - 1, Sense::Passive)
            || !matches!(self.kind(at + 1), Some(Kind::Word))
    }

    /// "the lead", "to take the lead": a noun, or what is to be.
    fn named_or_planned(&self, at: usize) -> bool {
        let planned = self.is(at - 1, Sense::To) && self.ends(at, Sense::Goes) == 0;
        let named =
            self.is(at - 1, Sense::Determiner) || self.is(at - 1, Sense::Indefinite);
        planned || named
    }

    /// Returns whether words of a state stand behind a verb that says that something is so: "is now very rare",
    /// "remains stubbornly high", "has become less of a problem".
    fn said_to_be(&self, at: usize, words: usize) -> bool {
        let soft = |i: usize| {
            self.lexicon.ends(self.word(i), Ending::Adverb)
                || [
                    Sense::Softens,
                    Sense::Intensifier,
                    Sense::Roughly,
                    Sense::Slightly,
                    Sense::Turn,
                    Sense::More,
                    Sense::Less,
                    Sense::Indefinite,
                ]
                .iter()
                .any(|sense| self.is(i, *sense))
        };
        let verb = |i: usize| {
            let verbs = [Sense::Copula, Sense::Become, Sense::Fares];
            verbs.iter().any(|sense| self.is(i, *sense))
                && !self.lexicon.ends(self.word(i), Ending::Gerund)
        };
        let near = at.saturating_sub(NEAR)..at;
        let Some(verb) = near.rev().find(|i| verb(*i) || !soft(*i)).filter(|i| verb(*i))
        else {
            return false;
        };
        // "It is rare for", "it is common to": what is so stands behind.
        let it = verb > 0 && self.is(verb - 1, Sense::Anaphor);
        let next = at + words;
        let behind = self.is(next, Sense::To)
            || self.is(next, Sense::Restrictive)
            || self.is(next, Sense::Relative)
            || self.is(next, Sense::Within);
        // "common to both", "too low by the cells that are missing".
        let tied = words == 1
            && (self.is(next, Sense::To)
                || self.is(next, Sense::By)
                    && !self.lexicon.ends(self.word(at), Ending::Participle));
        // "The evidence for it is weak": of how it was found out.
        let found_out = (self.clause(verb).max(verb.saturating_sub(8))..verb)
            .any(|i| self.is(i, Sense::FoundOut));
        let apart = it && behind || tied || found_out;
        verb > 0 && !apart
    }

    /// "there is little", "there was hardly any": of what there is.
    pub(super) fn there_is(&self, at: usize) -> bool {
        let near = at.saturating_sub(NEAR)..at;
        near.rev()
            .find(|i| self.is(*i, Sense::Copula) || self.is(*i, Sense::Has))
            .is_some_and(|verb| {
                (verb.saturating_sub(3)..verb).any(|i| self.is(i, Sense::Existential))
            })
    }
}
