//! Among whom a place is said: all members of a family, or some of them alone ("the highest of the coastal towns", "more
//! than any other urban ward").
//!
//! **In:** a sentence and a place in it. **Out:** whether it is narrowed down, and the fault of one that no number bears
//! out.

use crate::model::calendar::period;
use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::ranks::End;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::collections::BTreeSet;

impl Sentence<'_> {
    /// What is said of some of the members is borne out by no number of all of them.
    pub(super) fn place_of_some(&self, end: &End) -> Option<Fault> {
        let claimed =
            |at: usize| self.tokens.get(at).is_some_and(|one| one.claim.is_some());
        let held = end.tokens.clone().any(claimed) || self.loosely(end.tokens.start);
        (!held).then(|| {
            Fault::loose(
                Code::R0506,
                self.range(end.tokens.start, end.tokens.end - 1),
                format!("`{}` is bound to no claim", self.words(&end.tokens)),
                "write `claim(\"id\", \"…\")`, with a rule of `kind: rank` over those that it is said of"
                    .to_owned(),
            )
        })
    }

    /// "more than any other urban ward", "the most of any coastal town": of some of the members, where "urban" is no part of what they are called.
    pub(super) fn of_some_others(&self, end: &End, kin: &Kin<'_>) -> bool {
        let near = end.tokens.end..(end.tokens.end + 14).min(self.len());
        let any = |i: usize| self.is(i, Sense::Any) && !self.is(i + 1, Sense::Other);
        let other = near.into_iter().find(|i| self.is(*i, Sense::Other) || any(*i));
        let Some(other) = other else { return false };
        let dimension = |i: usize| {
            let at = kin.dimension(self.one(self.word(i)))?;
            kin.family.dimensions.get(at)
        };
        // "than in any earlier year": of times.
        let time =
            self.is(other + 2, Sense::YearsNoun) || self.is(other + 2, Sense::Duration);
        let of = dimension(other + 2).filter(|_| !time && dimension(other + 1).is_none());
        of.is_some_and(|name| !name.to_lowercase().contains(self.word(other + 1)))
    }

    /// Returns whether words take members out of the comparison: "in the north", "outside London".
    pub(super) fn narrowed_down(&self, end: &End, kin: Option<&Kin<'_>>) -> bool {
        let facts = self.numbers().into_iter().filter_map(|at| self.fact(at));
        let own: BTreeSet<Vec<String>> =
            facts.flat_map(|fact| parts(&fact.title)).collect();
        let start = self.clause(end.tokens.start);
        let stop = (end.tokens.end..self.len())
            .find(|i| {
                // "peaked at x, and has not been so high since": of what came later.
                let later = self.mark(i - 1, ',')
                    && self.is(*i, Sense::And)
                    && (self.is(i + 1, Sense::Has) || self.is(i + 1, Sense::Copula));
                self.mark(*i, ';') || self.is(*i, Sense::Contrast) || later
            })
            .unwrap_or(self.len());
        (start..stop).any(|i| {
            if end.tokens.contains(&i) {
                return false;
            }
            // "a new low for the group", "in the period": of all its own times.
            let of_time =
                i == end.tokens.end && self.says(end.tokens.start, Sense::OfTime) > 0;
            if of_time && self.is(i + 1, Sense::Determiner)
                || self.says(i, Sense::OfSeries) > 0
            {
                return false;
            }
            // "topped the table, ahead of B".
            let beats = |sense: Sense| i > 0 && self.says(i - 1, sense) > 1;
            if beats(Sense::Beats) || beats(Sense::Trails) {
                return false;
            }
            // "in any of the others": all that there are.
            let others = i > 0
                && self.is(i, Sense::Of)
                && (self.is(i - 1, Sense::Any) || self.is(i - 1, Sense::Each))
                && (i + 1..i + 3).any(|i| self.is(i, Sense::Other));
            if others {
                return false;
            }
            // "than in those of any other region".
            let any = (i + 1..i + 4).find(|i| self.is(*i, Sense::Any));
            if any.is_some_and(|any| self.is(any + 1, Sense::Other)) {
                return false;
            }
            // "highest among the young": of whom the number is.
            let among = self.is(i, Sense::Within)
                && (i >= end.tokens.end || self.takes_all(i, &own));
            // "with B close behind on y": who comes next.
            let next = self.is(i, Sense::Position)
                && i > end.tokens.end
                && (i + 1..i + 3).any(|i| self.fact(i).is_some());
            let restricts = self.is(i, Sense::Restricts) && !self.is(i, Sense::One);
            if restricts && !among && !next {
                return true;
            }
            // "a record low for closures" says of what it is one; "for ten years" does not.
            // "peaked at x and has fallen since": of another time than the peak's.
            let ever_since =
                !matches!(self.kind(i + 1), Some(Kind::Word | Kind::Number(_)))
                    || self.is(i + 1, Sense::And);
            // "the busiest for buses": what is measured.
            let measured = self.is(i, Sense::Within) && self.titled_by_all(i + 1);
            // "since 2019", of a change since then.
            let year = self.word(i + 1).parse::<i64>().ok();
            let since = year.is_some_and(|year| {
                let mut facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
                facts.all(|fact| fact.period.is_some_and(|(from, _)| from.year() == year))
            });
            if self.is(i, Sense::Onward) && (ever_since || measured || since) {
                return false;
            }
            if self.is(i, Sense::Onward) {
                let noun = self.is(i, Sense::Within)
                    && matches!(self.kind(i + 1), Some(Kind::Word))
                    && self.number(i + 1).is_none()
                    && (!self.is(i + 1, Sense::Determiner)
                        || self.is(i + 1, Sense::Own)
                        // "for the number of fires".
                        || self.is(i + 2, Sense::LevelNoun))
                    && !self.is(i + 1, Sense::Indefinite)
                    && !self.word(i + 1).starts_with(char::is_numeric);
                return i != end.tokens.end || !noun;
            }
            if !(self.is(i, Sense::Within) || self.is(i, Sense::Of)) {
                return false;
            }
            // "took in more animals than any other".
            if i > 0 && i + 1 == end.tokens.start && self.is_past(i - 1) {
                return false;
            }
            // "the largest difference in business growth": what is measured.
            let noun = i > 0 && (self.is(i - 1, Sense::Gap) || self.way(i - 1).is_some());
            let of_what = noun && (i > end.tokens.start || i > 1 && self.known_the(i - 1))
                // "any other type of crime".
                || i > 1 && self.is(i, Sense::Of) && self.is(i - 2, Sense::Other);
            if of_what && !self.is(i + 1, Sense::Determiner) {
                return false;
            }
            // "the smallest of the counties", "in no county".
            let led = self.is(i + 1, Sense::NotOne)
                || self.is(i + 1, Sense::Determiner)
                || self.number(i + 1).is_some();
            let on = [Sense::With, Sense::Relative, Sense::Of, Sense::Within];
            let next = i + 2;
            let all = kin
                .is_some_and(|kin| kin.dimension(self.one(self.word(next))).is_some())
                && led
                && !on.iter().any(|sense| self.is(next + 1, *sense));
            if all {
                return false;
            }
            (i >= end.tokens.start || !self.measured(i)) && !self.takes_all(i, &own)
        })
    }

    /// Returns whether a word is in the titles of all numbers of the sentence.
    fn titled_by_all(&self, at: usize) -> bool {
        let mut facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        facts.all(|fact| self.is_about(at..at + 1, fact))
    }

    /// Returns whether "of" before a rank says what is measured ("uptake of the vaccine", "completions of new
    /// homes"), and not of which members it is: "districts of the north".
    fn measured(&self, of: usize) -> bool {
        let Some(noun) = of.checked_sub(1).filter(|_| self.is(of, Sense::Of)) else {
            return false;
        };
        let word = self.word(noun);
        let amount = self.number(noun).is_some()
            || self.lexicon.parts.contains_key(word)
            || self.is(noun, Sense::AtEnd)
            || self.is(noun, Sense::Quantity);
        let members = self.is(noun, Sense::Counted) && self.is(of + 1, Sense::Determiner);
        matches!(self.kind(noun), Some(Kind::Word)) && !amount && !members
    }

    /// Returns whether what follows "in" or "of" leaves all members in: "of the five", "in any
    /// district", "at 12%", "a rate of", the name of the member itself, a year.
    fn takes_all(&self, at: usize, own: &BTreeSet<Vec<String>>) -> bool {
        let next = at + 1 + usize::from(self.is(at + 1, Sense::Determiner));
        if !matches!(self.kind(next), Some(Kind::Word)) {
            return true;
        }
        let counted = self.number(next).is_some()
            || self.word(next).bytes().all(|b| b.is_ascii_digit())
            || self.is(at + 1, Sense::Each)
            || self.is(next, Sense::Each)
            || self.is(next, Sense::Any)
            || self.is(next, Sense::Everywhere)
            // "second for repairs done in time": what is measured.
            || (self.is(at, Sense::Within) || self.is(at, Sense::Of))
                && self.titled_by_all(next)
                // "among districts with weekly collection": of some.
                && !(self.is(next + 1, Sense::With)
                    && (self.is(at, Sense::Within) || !self.titled_by_all(next + 2)))
                && !self.is(next + 1, Sense::Relative)
            // "in this report".
            || self.is(next + 1, Sense::Everywhere) && self.is(next, Sense::Known)
            // "more dust in its air than any other".
            || self.is(at + 1, Sense::Own)
            // "at the end of 2024".
            || self.is(next + 1, Sense::Of) && period(self.word(next + 2)).is_some();
        // "among people aged 16 to 24": the name may stand behind a noun.
        let words = next..(next + 4).min(self.len());
        let named = words.take_while(|i| matches!(self.kind(*i), Some(Kind::Word))).any(
            |start| {
                own.iter().any(|name| {
                    name.iter().enumerate().all(|(n, word)| {
                        let said = self.word(start + n);
                        self.lexicon.stem(said, Ending::Possessive).unwrap_or(said)
                            == word
                    })
                })
            },
        );
        // "x of pupils": of what the number is a part.
        let part = self.is(at, Sense::Of)
            && at > 0
            && matches!(self.kind(at - 1), Some(Kind::Number(_)));
        // "above that of", "a rate of".
        let noun = self.is(at, Sense::Of)
            && at > 0
            && (self.is(at - 1, Sense::LevelNoun)
                || self.is(at - 1, Sense::Pronoun)
                || self.way(at - 1).is_some());
        let number = (next..next + 4)
            .any(|i| matches!(self.kind(i), Some(Kind::Number(_))))
            && !(next..next + 4).any(|i| self.is(i, Sense::Within));
        let softened = self.before(next).is_some() && number;
        counted || named || noun || part || softened || period(self.word(next)).is_some()
    }
}
