//! Whether words assert what they say: questions, conditions, aims, forecasts and denials do not.

use crate::narrative::prose::passage::FAR;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

impl Sentence<'_> {
    /// Returns whether the sentence asks.
    pub fn asks(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.mark('?'))
    }

    /// Returns whether nothing is asserted at a place: a condition, an aim or a forecast.
    pub fn supposed(&self, at: usize) -> bool {
        let far = at.saturating_sub(FAR);
        let start = (far..at).rev().find(|i| self.mark(*i, ';') || self.mark(*i, ':'));
        let start = start.map_or(far, |i| i + 1);
        (start..at).any(|i| {
            // "It should be noted that" supposes nothing.
            self.says(i, Sense::Modal) > 0
                && self.inverted(i)
                && !(i..(i + 4).min(at)).any(|next| self.is(next, Sense::Noted))
                && !self.month(i)
                && !(self.is(i, Sense::Able) && self.is(i + 1, Sense::Turn))
                // "pupils who can swim": of whom it is.
                && !(self.is(i, Sense::Able) && i > 0 && self.is(i - 1, Sense::Relative))
        }) || self.asks()
    }

    /// Returns whether a word that supposes only before its subject stands there: "had the rate been", not
    /// "…, had the highest rate"; "were the rate to rise", not "were the lowest". True of every other word.
    fn inverted(&self, at: usize) -> bool {
        let (had, were) = (self.is(at, Sense::HadBeen), self.is(at, Sense::WereTo));
        if !had && !were {
            return true;
        }
        let first = at == 0;
        let opens = first
            || self.is(at - 1, Sense::And)
            || !matches!(self.kind(at - 1), Some(Kind::Word));
        let mut near = at + 1..(at + 9).min(self.len());
        // A phrase that begins a sentence has no subject before it.
        let behind = near.any(|i| {
            were && self.is(i, Sense::To)
                || had
                    && (first
                        || self.lexicon.ends(self.word(i), Ending::Participle)
                        || self.is(i, Sense::VerbOnly)
                        || self.is(i, Sense::Copula))
        });
        opens && behind
    }

    /// Returns whether no movement is asserted by the word at a place: it is supposed, or only how it went is
    /// denied ("did not fall evenly"). "May have fallen" holds a fall for likely, and a number beside it is held
    /// to that.
    pub fn unsaid(&self, at: usize) -> bool {
        let manner = self.says(at + 1, Sense::Manner) > 0 && self.turned(at);
        manner || self.supposed(self.hedged(at).unwrap_or(at))
    }

    /// Returns where a word is only held for likely: "may well have risen", "may be falling".
    fn hedged(&self, at: usize) -> Option<usize> {
        let mut through = false;
        for i in (at.saturating_sub(5)..at).rev() {
            if self.is(i, Sense::Perhaps) {
                return Some(i).filter(|_| through);
            }
            let auxiliary = self.is(i, Sense::Has) || self.is(i, Sense::Copula);
            through |= auxiliary;
            let soft = self.is(i, Sense::Intensifier)
                || self.is(i, Sense::Roughly)
                || self.lexicon.ends(self.word(i), Ending::Adverb);
            if !auxiliary && !soft {
                return None;
            }
        }
        None
    }

    /// Returns whether a word is a month rather than what it says elsewhere ("may").
    fn month(&self, at: usize) -> bool {
        if !self.lexicon.is_month(self.word(at)) {
            return false;
        }
        let near = |i: usize| self.word(i).starts_with(|c: char| c.is_ascii_digit());
        near(at + 1) || at > 0 && (near(at - 1) || self.is(at - 1, Sense::When))
    }

    /// Returns where the words before a place go on behind what is set between commas: "has not, since
    /// the pandemic, risen".
    fn before_aside(&self, at: usize) -> usize {
        let closes = at.checked_sub(1).filter(|i| self.mark(*i, ','));
        let open = closes.and_then(|close| {
            (close.saturating_sub(12)..close).rev().find(|i| self.mark(*i, ','))
        });
        open.filter(|open| {
            (open.saturating_sub(2)..*open).any(|i| self.is(i, Sense::Turn))
        })
        .unwrap_or(at)
    }

    /// Returns whether a word is turned round: "did not rise".
    pub fn turned(&self, at: usize) -> bool {
        let at = self.before_aside(at);
        let start = at.saturating_sub(4);
        for i in (start..at).rev() {
            if matches!(self.kind(i), Some(Kind::Mark(_) | Kind::Number(_))) {
                return false;
            }
            if self.is(i, Sense::Rise) || self.is(i, Sense::Fall) {
                return false;
            }
            // "Adults with no qualifications fell": "no" is of the noun behind it.
            if self.is(i, Sense::Lacking) && i + 2 < at {
                return false;
            }
            if self.is(i, Sense::Lacking)
                && i + 1 < at
                && self.lexicon.ends(self.word(at - 1), Ending::Plural)
            {
                return false;
            }
            // "fell rather than rose".
            if self.ends(i + 1, Sense::Instead) == 2 {
                return true;
            }
            // "four times as fast with a scheme (x) as without (y)": of those that lack it.
            let lacks = self.is(i, Sense::With)
                && self.is(i, Sense::Turn)
                && !self.lexicon.ends(self.word(i + 1), Ending::Gerund)
                && !self.is(i + 1, Sense::Any);
            if lacks {
                continue;
            }
            if self.is(i, Sense::Turn) {
                // "No type rose by more" is of another, and "not only" of both.
                let none = self.is(i, Sense::NotOne);
                let rank = none
                    && i + 1 < at
                    && (at..at + 5)
                        .any(|k| self.is(k, Sense::More) || self.is(k, Sense::Less));
                return !self.is(i + 1, Sense::Alone) && !rank;
            }
        }
        false
    }
}
