//! Comparisons and places in a rank that are said without a number: "higher in A than in B", "outperformed", "had the
//! lowest rate".
//!
//! **In:** a sentence. **Out:** how many words at a place state so.

use crate::narrative::prose::moved::PREDICATES;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

impl Sentence<'_> {
    /// "higher in A than in B", "did worse", "fewer pupils were", "outperformed".
    pub(super) fn is_compared(&self, at: usize, part: &Range<usize>) -> Option<usize> {
        let outdone = self.says(at, Sense::Beats).max(self.says(at, Sense::Trails));
        if outdone > 0 {
            // "best", "behind" and the like compare only as verbs.
            let verb = self.is(at, Sense::VerbOnly)
                || self.lexicon.ends(self.word(at), Ending::Participle);
            let bare = outdone == 1
                && (!verb && !self.follows(at, &[Sense::Copula]) && !self.many_do(at)
                    || self.led_by(at, 1, &[Sense::Indefinite, Sense::Determiner]));
            if !bare && at > 0 {
                return Some(outdone);
            }
        }
        let judged = self.says(at, Sense::Judged);
        // "poorer than".
        let other = [Sense::Instead, Sense::Other, Sense::Person, Sense::Age];
        let graded = self.lexicon.ends(self.word(at), Ending::Comparative)
            && !other.iter().any(|sense| self.is(at, *sense));
        // "tend to be prompter", "has become leafier".
        let unknown = self.tokens.get(at).is_some_and(|token| token.senses.is_empty())
            && self.word(at).len() > 5
            && self.follows(at, &[Sense::Copula, Sense::Become])
            && !self.led_by(at, 1, &[Sense::Indefinite, Sense::Determiner])
            && !matches!(self.kind(at + 1), Some(Kind::Word));
        let graded = graded && (unknown || self.is(at + 1, Sense::Than));
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
        // "is still the cheaper option", "made neighbourhoods safer".
        let the = self.known_the(at) && at > 1 && self.follows(at - 1, &[Sense::Copula]);
        let made = (at.saturating_sub(4)..at.saturating_sub(1))
            .any(|i| self.is(i, Sense::Causative) && i > part.start)
            && (!matches!(self.kind(at + 1), Some(Kind::Word)) || self.goes_on(at + 1));
        if the || made && (judged > 0 || graded) {
            return Some(judged.max(1));
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

    /// "general hospitals outperform the others": a verb in the present, behind what are many.
    pub(super) fn many_do(&self, at: usize) -> bool {
        let soft = |i: usize| self.lexicon.ends(self.word(i), Ending::Adverb);
        let subject = (0..at).rev().find(|i| !soft(*i));
        let noun = [Sense::Position, Sense::Best, Sense::TopOf];
        let object = matches!(self.kind(at + 1), Some(Kind::Word));
        subject.is_some_and(|i| self.lexicon.ends(self.word(i), Ending::Plural))
            && object
            && !noun.iter().any(|sense| self.is(at, *sense))
            && !self.goes_on(at + 1)
    }

    /// "longer than four hours", "fewer than ten", "more than once", "more than one": no comparison of two things.
    pub(super) fn threshold(&self, at: usize) -> bool {
        let than = (at + 1..(at + 4).min(self.len())).find(|i| self.is(*i, Sense::Than));
        let Some(than) = than else { return false };
        let next = than + 1 + usize::from(self.is(than + 1, Sense::Determiner));
        // "sooner than one in the north" compares with another.
        let another = self.is(next, Sense::One)
            && !self.is(next, Sense::Indefinite)
            && !self.is(at, Sense::Approximates);
        if another {
            return false;
        }
        self.number(next).is_some()
            || self.word(next).starts_with(char::is_numeric)
            || self.is(next, Sense::Often)
            || self.is(next, Sense::One)
            || self.is(next, Sense::Duration)
            || self.lexicon.parts.contains_key(self.word(next))
            || self.is(next, Sense::Earlier)
    }

    /// Returns whether a part has a verb of a statement behind a place.
    pub(super) fn finite(&self, from: usize, part: &Range<usize>) -> bool {
        (from..part.end).any(|i| {
            [Sense::Copula, Sense::Has, Sense::Fares, Sense::Saw, Sense::VerbOnly]
                .iter()
                .any(|sense| self.is(i, *sense))
                || self.lexicon.ends(self.word(i), Ending::Participle)
        })
    }

    /// "had the lowest rate", "grew most", "fares worst", "peaked", "a record high".
    pub(super) fn tops(
        &self,
        at: usize,
        part: &Range<usize>,
    ) -> Option<(usize, Option<bool>)> {
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
