//! What is not asserted though it is said: what is supposed, foreseen, quoted, or says which ones are meant.
//!
//! **In:** a sentence, a place in it. **Out:** whether what stands there is asserted, and where its subject begins.

use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

impl Sentence<'_> {
    /// Returns whether what stands at a place is neither supposed nor foreseen nor somebody else's, and says nothing of
    /// which ones it is.
    pub(super) fn is_asserted(&self, at: usize, part: &Range<usize>, text: &str) -> bool {
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
        // "as expected", "for all its promise".
        let noun = [Sense::As, Sense::Own];
        self.says(at, Sense::Foreseen) > 0
            && !(at > 0 && noun.iter().any(|sense| self.is(at - 1, *sense)))
    }

    /// "areas where crime fell", "patients who waited longer": of which ones it is, without a comma before it.
    pub(super) fn restricted(&self, at: usize, open: usize) -> bool {
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
                    && (self.is(i + 1, Sense::Universal)
                        || self.is(i + 1, Sense::Has)
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
    pub(super) fn any_such(&self, start: usize, at: usize) -> bool {
        self.is(start, Sense::Indefinite)
            && (start + 2..at).any(|i| {
                self.is(i, Sense::Relative)
                    || self.is(i, Sense::Restrictive)
                    // "A sapling is counted once it has survived".
                    || (self.is(i, Sense::Backdrop) || self.is(i, Sense::Earlier))
                        && self.is(i + 1, Sense::Anaphor)
            })
    }

    /// "to cut waiting times", but not "continued to climb".
    pub(super) fn is_to_be_done(&self, at: usize) -> bool {
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
    pub(super) fn quoted(&self, at: usize, text: &str) -> bool {
        let before = self.tokens.get(at).and_then(|token| text.get(..token.range.start));
        let before = before.unwrap_or_default();
        let count = |mark: char| before.matches(mark).count();
        count('“') > count('”') || count('"') % 2 == 1
    }

    /// "Without outside money, districts …": where the subject begins, behind what stands before it.
    pub(super) fn behind_front(&self, start: usize, at: usize) -> usize {
        let fronts = [
            Sense::Backdrop,
            Sense::Lacking,
            Sense::With,
            Sense::Within,
            Sense::Dated,
            Sense::OverTime,
        ];
        // "runs to March, when the ground is soft": in a clause of its own.
        let own = (start + 1..at).rev().find(|i| {
            self.mark(*i - 1, ',')
                && (self.is(*i, Sense::Anaphor) || self.is(*i, Sense::Restrictive))
                && !self.is(*i + 1, Sense::Copula)
                && !self.is(*i + 1, Sense::Has)
        });
        if let Some(own) = own {
            return own + 1;
        }
        let led = fronts.iter().any(|sense| self.is(start, *sense));
        let comma = (start..at).rev().find(|i| led && self.mark(*i, ','));
        comma.map_or(start, |comma| comma + 1)
    }
}
