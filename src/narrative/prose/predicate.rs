//! What a clause says of its subject where no list has its words: "punctuality wobbled", "the supply was threadbare".
//!
//! **In:** a sentence. **Out:** whether the words at a place say what the subject did or was, and of what subject they
//! would state something. Those that may go with any subject are listed: what is done to find something out
//! (`handled`), what people do (`acted`), and what something is without a judgement (`plain`).

use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use serde::Deserialize;
use serde::Serialize;
use std::ops::Range;

/// How far before its verb a subject may begin.
const NEAR: usize = 40;

/// Of what subject words state something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::narrative) enum Of {
    /// Of nothing that the data have under its own name: "growth" is what they measure, "decline" is not.
    Untitled,
    /// Of what became of something: "recovery", "effects".
    Outcome,
    /// Of a measure, or what became of something.
    Measure,
    /// Of a measure, where the word that states it is the name of none: "trade follows", "trade figures".
    Single,
    /// Of whatever the data name: a measure, a group, a member.
    Named,
}

impl Sentence<'_> {
    /// Returns of what subject a word says what it did or was; none where it says neither.
    pub(super) fn predicated(&self, at: usize, part: &Range<usize>) -> Option<Of> {
        let word = matches!(self.kind(at), Some(Kind::Word));
        let known = [Sense::Copula, Sense::Has, Sense::Hedge];
        let near = at > part.start && at - part.start < NEAR;
        if !near || !word || known.iter().any(|sense| self.is(at, *sense)) {
            return None;
        }
        self.did(at, part).or_else(|| self.was(at, part.start))
    }

    /// "wobbled", "lost its way": the first verb of a clause, in the past.
    fn did(&self, at: usize, part: &Range<usize>) -> Option<Of> {
        if !self.is_past(at) || !matches!(self.kind(at - 1), Some(Kind::Word)) {
            return None;
        }
        // "waiting times and cancelled operations", "in six invented towns", "for sheltered housing".
        let lead = [
            Sense::Determiner,
            Sense::Indefinite,
            Sense::Known,
            Sense::Of,
            Sense::And,
            Sense::Within,
            Sense::With,
            Sense::From,
            Sense::To,
            Sense::NoObject,
        ];
        let describes = lead.iter().any(|sense| self.is(at - 1, *sense))
            || self.number(at - 1).is_some();
        // "crimes committed by": which ones; "a crime prevented here may be committed there".
        // "Trees felled and replaced are", "a swim booked but not taken is".
        let goes_on = |i: usize| self.is_past(i + 1) || self.is(i + 1, Sense::Turn);
        let apart = |i: &usize| {
            let other = [Sense::Relative, Sense::Restrictive];
            let joins = [Sense::And, Sense::Contrast];
            matches!(self.kind(*i), Some(Kind::Word))
                && !other.iter().any(|sense| self.is(*i, *sense))
                && (!joins.iter().any(|sense| self.is(*i, *sense)) || goes_on(*i))
        };
        let later = (at + 1..self.len().min(at + NEAR)).take_while(apart).any(|i| {
            [Sense::Copula, Sense::Has, Sense::Hedge]
                .iter()
                .any(|sense| self.is(i, *sense))
        });
        let which = later || self.is(at + 1, Sense::By);
        if describes || which || (part.start..at).any(|i| self.is_verb(i)) {
            return None;
        }
        let alone =
            !matches!(self.kind(at + 1), Some(Kind::Word)) || self.ends_verb(at + 1);
        // "Inspections rated good": a title.
        if !alone && !self.is_whole() {
            return None;
        }
        Some(if self.is(at, Sense::Handled) {
            Of::Outcome
        } else if self.is(at, Sense::Acted) || !alone {
            Of::Measure
        } else {
            Of::Named
        })
    }

    /// "repairs miss their deadline", "trade follows": the only verb of a sentence, in the present. Returns what it is
    /// behind.
    pub(super) fn does(&self, at: usize, part: &Range<usize>) -> Option<usize> {
        let word = |i: usize| matches!(self.kind(i), Some(Kind::Word));
        let soft = |i: usize| self.lexicon.ends(self.word(i), Ending::Adverb);
        let near = at > part.start && at - part.start < NEAR && word(at) && !soft(at);
        let end = (part.start..at).rev().find(|i| near && !soft(*i))?;
        let told = self.is_whole();
        let many = self.lexicon.ends(self.word(end), Ending::Plural);
        let one = self.lexicon.ends(self.word(at), Ending::Plural);
        let known = [
            Sense::Handled,
            Sense::Acted,
            Sense::Plain,
            Sense::Measuring,
            Sense::Copula,
            Sense::Has,
            Sense::Hedge,
            Sense::Auxiliary,
            Sense::Duration,
            Sense::Counted,
            Sense::FoundOut,
            Sense::Outcome,
            Sense::Relative,
            Sense::Restrictive,
        ];
        let other = known.iter().any(|sense| self.is(at, *sense)) || self.goes_on(at);
        // "trees line the avenue": what things do that are counted tells nothing of how many there are.
        let things = [self.word(end).to_owned(), format!("{}s", self.word(end))];
        let things = things.iter().any(|word| {
            [Sense::Counted, Sense::Person].iter().any(|s| self.lexicon.says(word, *s))
        });
        if !told || other || things || many == one || self.is_past(at) {
            return None;
        }
        let verb = |i: usize| {
            let helps = [Sense::Copula, Sense::Has, Sense::Hedge, Sense::Auxiliary];
            helps.iter().any(|sense| self.is(i, *sense))
        };
        let object = [Sense::Determiner, Sense::Indefinite, Sense::Known, Sense::Own];
        let next = at + 1;
        let behind = !word(next)
            || self.ends_verb(next) && !self.is(next, Sense::And)
            || object.iter().any(|sense| self.is(next, *sense));
        let alone = !(part.start..part.end).any(|i| verb(i) || i < at && self.is_past(i))
            && !(part.start..at).any(|i| {
                let other = [Sense::Of, Sense::Within, Sense::Handled, Sense::Acted];
                other.iter().any(|sense| self.is(i, *sense))
            });
        (behind && alone && word(end)).then_some(end)
    }

    /// "was threadbare", "remains hopeless", "was undermined": what something is, behind the verb of a clause.
    fn was(&self, at: usize, start: usize) -> Option<Of> {
        let article =
            |i: usize| self.is(i, Sense::Determiner) || self.is(i, Sense::Indefinite);
        let soft = |i: usize| {
            let softens =
                [Sense::Softens, Sense::Intensifier, Sense::Roughly, Sense::Slightly];
            !article(i)
                && (self.lexicon.ends(self.word(i), Ending::Adverb)
                    || softens.iter().any(|sense| self.is(i, *sense)))
        };
        let led = at - usize::from(article(at - 1));
        let verb = (start + 1..led).rev().find(|i| !soft(*i))?;
        let is = self.is(verb, Sense::Copula) || self.is(verb, Sense::Become);
        // "what was recycled": of which it is.
        if !is || self.is(verb - 1, Sense::What) {
            return None;
        }
        // "has been", "had become".
        let open = if self.is(verb - 1, Sense::Has) { verb - 1 } else { verb };
        let first = open > start && !(start..open).any(|i| self.is_verb(i));
        let small = [
            Sense::Handled,
            Sense::Plain,
            Sense::Known,
            Sense::Of,
            Sense::To,
            Sense::By,
            Sense::From,
            Sense::NoObject,
            Sense::Within,
            Sense::When,
            Sense::As,
            Sense::Turn,
            Sense::Relative,
            Sense::Restrictive,
            Sense::Lacking,
            Sense::Vague,
        ];
        // "remains the weak spot": what something is still, or turned out to be.
        let kept = !self.is(verb, Sense::Passive) && !self.is(at, Sense::FoundOut);
        let noun = kept && article(at - 1) && !self.is(at, Sense::Counted);
        if noun && first && !small.iter().any(|sense| self.is(at, *sense)) {
            return Some(Of::Named);
        }
        let said = !soft(at)
            && !article(at)
            && !self.goes_on(at)
            && !small.iter().any(|sense| self.is(at, *sense))
            // "Associations are charities": what they are.
            && !self.is(at, Sense::Counted)
            && !self.is(at, Sense::Person)
            && self.number(at).is_none()
            // "Road deaths are deaths within": of which ones it is.
            && !(start..verb).any(|i| self.word(i) == self.word(at))
            && self.word(at).chars().all(|c| c.is_alphabetic() || c == '-');
        // "have been slow to", but not "are deaf to".
        let to = self.is(at + 1, Sense::To) && open == verb;
        let next =
            matches!(self.kind(at + 1), Some(Kind::Word)) && !self.ends_verb(at + 1);
        // "were donated by a nursery": what somebody did.
        let by = self.is(at + 1, Sense::By);
        if !first || !said || next || to || by || led != at {
            return None;
        }
        let going = self.lexicon.ends(self.word(at), Ending::Gerund);
        let verbal =
            self.lexicon.ends(self.word(at), Ending::Participle) || self.is_past(at);
        let acted = self.is(at, Sense::Acted);
        // "Saplings are bought from a nursery", "both changes were withdrawn": what people do with them.
        if acted && verbal && self.is(verb, Sense::Passive) {
            return None;
        }
        Some(if verbal && !going || acted { Of::Measure } else { Of::Named })
    }

    /// Returns of what subject a verb behind "has", "is" or "no longer" says what became of it: "has been sacrificed",
    /// "are disappearing", "no longer troubles". What was done to find it out is none.
    pub(super) fn became_of(&self, at: usize, start: usize) -> Option<Of> {
        let word = self.word(at);
        let gerund = self.lexicon.ends(word, Ending::Gerund);
        let past = !gerund && (self.is_past(at) || self.is(at, Sense::VerbOnly));
        let near = at > start && at - start < NEAR;
        if !near || self.is(at, Sense::Handled) || self.is(at, Sense::Copula) {
            return None;
        }
        let soft = |i: usize| {
            self.lexicon.ends(self.word(i), Ending::Adverb)
                || [Sense::Softens, Sense::Intensifier, Sense::Turn]
                    .iter()
                    .any(|sense| self.is(i, *sense))
        };
        let before = (start..at).rev().find(|i| !soft(*i));
        let verb = before.filter(|verb| *verb > start)?;
        let led = |sense: Sense| self.is(verb, sense);
        let passive = past && led(Sense::Passive) && self.is(verb - 1, Sense::Has);
        let perfect = past && led(Sense::Has);
        let going = gerund && led(Sense::Copula);
        let no_longer = at > 1
            && self.is(at - 2, Sense::Turn)
            && self.is(at - 1, Sense::Longer)
            && matches!(self.kind(at), Some(Kind::Word));
        let alone =
            !matches!(self.kind(at + 1), Some(Kind::Word)) || self.ends_verb(at + 1);
        if !(passive || perfect || going || no_longer) {
            None
        } else if self.is(at, Sense::Acted) {
            Some(Of::Outcome)
        } else if passive || !alone {
            Some(Of::Measure)
        } else {
            Some(Of::Named)
        }
    }

    /// "Nowhere are buses as late", "never before have so many": whether a word that denies opens a clause.
    pub(super) fn fronted(&self, at: usize, part: &Range<usize>) -> bool {
        let verb = |i: usize| {
            [Sense::Copula, Sense::Has, Sense::Auxiliary].iter().any(|s| self.is(i, *s))
        };
        let far = if self.is(at + 1, Sense::Backdrop) { at + 2 } else { at + 1 };
        at == part.start && self.is(at, Sense::Fronts) && verb(far)
    }

    /// "is in robust health", "remains under pressure": how many words say so.
    pub(super) fn plight(&self, at: usize, start: usize) -> Option<usize> {
        let tie =
            [Sense::NoObject, Sense::Within].iter().any(|sense| self.is(at, *sense));
        let soft = |i: usize| {
            self.is(i, Sense::Softens) || self.lexicon.ends(self.word(i), Ending::Adverb)
        };
        let verb = (start + 1..at).rev().find(|i| !soft(*i))?;
        let is = [Sense::Copula, Sense::Become].iter().any(|sense| self.is(verb, *sense));
        let end = (at + 1..at + 4)
            .take_while(|i| matches!(self.kind(*i), Some(Kind::Word)))
            .find(|i| self.is(*i, Sense::Plight))?;
        (tie && is).then_some(end + 1 - at)
    }

    /// "The evidence suggests that", "the results point to": how many words conclude so.
    pub(super) fn concludes(&self, at: usize, start: usize) -> Option<usize> {
        let words = self.says(at, Sense::Concludes);
        let soft = |i: usize| self.lexicon.ends(self.word(i), Ending::Adverb);
        let near = (start..at).rev().find(|i| !soft(*i)).filter(|_| words > 0)?;
        let who = (near.saturating_sub(3).max(start)..=near)
            .any(|i| self.is(i, Sense::FoundOut) || self.is(i, Sense::Anaphor));
        (who && !self.is(near, Sense::Turn)).then_some(words)
    }

    /// "the steady decline in": which way what is named is taken to have gone.
    pub(super) fn presumed(&self, at: usize) -> Option<bool> {
        let the = (at.saturating_sub(2)..at).any(|i| self.known_the(i + 1));
        let of = self.is(at + 1, Sense::Of) || self.is(at + 1, Sense::Within);
        if !the || !of || self.is(at, Sense::VerbOnly) {
            return None;
        }
        self.way(at).filter(|(_, compares)| !compares).map(|(up, _)| up)
    }

    /// "is what unlocked".
    pub(super) fn what_did(&self, at: usize) -> bool {
        let what = self.is(at, Sense::What) && at > 0 && self.is(at - 1, Sense::Copula);
        what && self.is_past(at + 1) && !self.is(at + 1, Sense::Handled)
    }

    /// Returns whether a comparative stands behind a verb of a past, which is not what is done to find something out:
    /// "brought cleaner air", "has led to shorter waits".
    pub(super) fn brought(&self, at: usize, start: usize) -> bool {
        let small = |i: usize| {
            [Sense::Softens, Sense::Indefinite, Sense::To].iter().any(|s| self.is(i, *s))
        };
        let verb = (start + 1..at).rev().find(|i| !small(*i));
        verb.is_some_and(|verb| {
            let other = [Sense::Handled, Sense::Acted, Sense::Copula];
            self.is_past(verb) && !other.iter().any(|sense| self.is(verb, *sense))
        })
    }

    /// Returns whether it ends as a sentence does, and not as a title.
    pub(super) fn is_whole(&self) -> bool {
        self.tokens.last().is_some_and(|last| last.mark('.') || last.mark('!'))
    }

    pub(super) fn is_going(&self, at: usize) -> bool {
        self.lexicon.ends(self.word(at), Ending::Gerund)
    }

    pub(super) fn is_past(&self, at: usize) -> bool {
        let word = self.word(at);
        self.lexicon.is_irregular_past(word)
            || self.lexicon.ends(word, Ending::Participle)
                && !self.lexicon.ends(word, Ending::Gerund)
    }

    pub(super) fn is_verb(&self, at: usize) -> bool {
        let verbs = [Sense::Copula, Sense::Has, Sense::Hedge, Sense::Passive];
        matches!(self.kind(at), Some(Kind::Word))
            && (verbs.iter().any(|sense| self.is(at, *sense))
                || self.is_past(at) && !self.is(at + 1, Sense::By))
    }

    /// Returns whether what stands behind a verb is no object of it.
    fn ends_verb(&self, at: usize) -> bool {
        let none = [
            Sense::Of,
            Sense::NoObject,
            Sense::When,
            Sense::Backdrop,
            Sense::Than,
            Sense::Instead,
        ];
        self.goes_on(at) || none.iter().any(|sense| self.is(at, *sense))
    }
}
