//! Places in a rank, as they are said: "the highest", "second lowest", "topped the list", "came
//! second", "higher than any other".
//!
//! **In:** a sentence. **Out:** the [`End`]s of ranks that are said outside claims.

use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// An end of a rank in a sentence.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub tokens: Range<usize>,
    /// Whether it is the upper end.
    pub top: bool,
    /// Whether it is of sizes, whatever the sign.
    pub size: bool,
    /// The place from that end, from 1.
    pub place: usize,
    /// Of how many: "the two highest" are both of the first two.
    pub many: usize,
}

impl End {
    /// Returns whether a place from its end is the one that it says.
    pub fn fits(&self, place: usize) -> bool {
        if self.many > 1 { place <= self.many } else { place == self.place }
    }
}

impl Sentence<'_> {
    /// Returns the ends of ranks that are said outside claims.
    pub(super) fn rank_ends(&self) -> Vec<End> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let found = self.rank_end(at);
            at = found.as_ref().map_or(at + 1, |end| end.tokens.end);
            out.extend(found);
        }
        out
    }

    fn rank_end(&self, at: usize) -> Option<End> {
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        if claimed {
            return None;
        }
        let own = || if self.turned(at) { None } else { self.own_rank(at) };
        // What is supposed is looked for far back, so last.
        self.outdoes(at).or_else(own).filter(|_| !self.supposed(at))
    }

    /// Returns the end of a rank that words at a place are by themselves.
    fn own_rank(&self, at: usize) -> Option<End> {
        let (tops, bottoms) = (self.says(at, Sense::Tops), self.says(at, Sense::Bottoms));
        if tops.max(bottoms) > 0 {
            let tokens = at..at + tops.max(bottoms);
            return Some(End { tokens, top: tops > 0, size: false, place: 1, many: 1 });
        }
        if let Some(end) = self.heads(at) {
            return Some(End {
                tokens: at..end,
                top: true,
                size: false,
                place: 1,
                many: 1,
            });
        }
        // "reached a record x".
        let record = self.says(at, Sense::OfTime) == 1
            && matches!(self.kind(at + 1), Some(Kind::Number(_)))
            && at > 0
            && self.is(at - 1, Sense::Indefinite);
        if record {
            let fell = (self.clause(at)..at)
                .any(|i| self.way(i).is_some_and(|(up, compares)| !up && !compares));
            let tokens = at..at + 1;
            return Some(End { tokens, top: !fell, size: false, place: 1, many: 1 });
        }
        let second = self.says(at, Sense::SecondTo);
        if second > 0 {
            let tokens = at..at + second;
            return Some(End { tokens, top: true, size: false, place: 2, many: 1 });
        }
        // The best of what one wants less of is the least.
        let (best, worst) = (self.is(at, Sense::Best), self.is(at, Sense::Worst));
        let plain = at > 0
            && [Sense::Article, Sense::Copula, Sense::Fares]
                .iter()
                .any(|s| self.is(at - 1, *s));
        if (best || worst) && plain {
            let less = self.less_is_better(at)?;
            return Some(End {
                tokens: at..at + 1,
                top: worst == less,
                size: false,
                place: 1,
                many: 1,
            });
        }
        if let Some(end) = self.ordinal(at) {
            return Some(end);
        }
        // "second-highest", "second highest".
        let (place, word) = self.word(at).split_once('-').unwrap_or(("", self.word(at)));
        let own = self.lexicon.places.get(place);
        let is = |sense: Sense| {
            // What a name says by such a word is no place.
            if place.is_empty() {
                self.is(at, sense)
            } else {
                self.lexicon.says(word, sense) && own.is_some()
            }
        };
        let (most, least) = (is(Sense::Most), is(Sense::Least));
        let (big, small) = (is(Sense::SizeMost), is(Sense::SizeLeast));
        // "most areas", "at least", "the top of the hill".
        let adverb = self.most_of_all(at);
        if !(most || least || big || small)
            || self.is(at, Sense::AtEnd) && !adverb
            || self.is(at, Sense::Last)
            || self.is(at, Sense::TopOf)
        {
            return None;
        }
        let before = at.checked_sub(1);
        let spelt = before.and_then(|i| self.lexicon.places.get(self.word(i)));
        let place = spelt.or(own).map_or(1, |n| *n as usize);
        // "the two highest", "the three cheapest".
        let several = before.and_then(|i| self.lexicon.numbers.get(self.word(i)));
        let many =
            several.filter(|n| (2.0..10.0).contains(*n)).map_or(1, |n| *n as usize);
        let from = if spelt.is_some() || many > 1 { at - 1 } else { at };
        // "one of the highest", "among the highest", "next highest", "its highest".
        let soft = (from.saturating_sub(3)..from).any(|i| {
            self.is(i, Sense::Restricts)
                || self.is(i, Sense::Nearly)
                || self.is(i, Sense::About)
        });
        // "the highest but two".
        let past = self.number(at + 2).filter(|_| self.is(at + 1, Sense::Barring));
        let (past, end) = past.map_or((0, at + 1), |(n, end)| (n as usize, end));
        (!soft).then_some(End {
            tokens: from..end,
            top: most || big && !least,
            size: big || small,
            place: place + past,
            many,
        })
    }

    /// Returns whether "most" or "least" is a place in a rank by itself: "rose most in", "the most of any district".
    fn most_of_all(&self, at: usize) -> bool {
        // "rose most in", "fell least among".
        at > 0
            && self.way(at - 1).is_some_and(|(_, compares)| !compares)
            && self.is(at + 1, Sense::Within)
            || self.is(at + 1, Sense::Onward)
            // "of the three, the first grew least".
            || at > 0
                && self.way(at - 1).is_some_and(|(_, compares)| !compares)
                && !matches!(self.kind(at + 1), Some(Kind::Word))
            // "the least used network".
            || at > 1
                && self.known_the(at)
                && self.is(at - 2, Sense::Copula)
                && self.lexicon.ends(self.word(at + 1), Ending::Participle)
            // "lost the most passengers of any region".
            || at > 1
                && self.known_the(at)
                && (self.way(at - 2).is_some_and(|(_, compares)| !compares)
                    || self.is_past(at - 2))
                && matches!(self.kind(at + 1), Some(Kind::Word))
                && (self.is(at + 2, Sense::Of) || self.is(at + 2, Sense::Within))
            // "least common in", "grew the most (x)".
            || self.is(at + 1, Sense::Odds) && !self.is(at.wrapping_sub(1), Sense::At)
            || at > 1
                && self.is(at - 1, Sense::Article)
                && self.way(at - 2).is_some_and(|(_, compares)| !compares)
                && (self.is(at + 1, Sense::Within)
                    || !matches!(self.kind(at + 1), Some(Kind::Word)))
            // "x in 2024, the most of any district".
            || at > 0
                && self.known_the(at)
                && self.is(at + 1, Sense::Of)
                && (self.is(at + 2, Sense::Any)
                    // "the most of the six counties".
                    || self.is(at + 2, Sense::Determiner) && self.number(at + 3).is_some())
            // "x in 2024, the most in any year", "pays the most for its energy".
            || at > 0
                && self.known_the(at)
                && (self.is(at + 1, Sense::Within) && self.is(at + 2, Sense::Any)
                    || (self.is(at + 1, Sense::Purpose)
                        || self.is(at + 1, Sense::InYear)
                        || !matches!(self.kind(at + 1), Some(Kind::Word)))
                        && at > 1
                        && self.acts(at - 2))
            // "spends least on energy".
            || at > 0 && self.is(at + 1, Sense::Purpose) && self.acts(at - 1)
            // "the borough with the least dust".
            || at > 1
                && self.known_the(at)
                && (self.is(at - 2, Sense::With) || self.is(at - 2, Sense::Has))
                && matches!(self.kind(at + 1), Some(Kind::Word))
                && !self.goes_on(at + 1)
                && !self.is(at + 1, Sense::Of)
                && !self.is(at + 1, Sense::Describing)
            // "the county that lent least".
            || at > 0
                && self.is_past(at - 1)
                && (self.lexicon.is_irregular_past(self.word(at - 1))
                    && !matches!(self.kind(at + 1), Some(Kind::Word))
                    // "recycled least in 2024, at x".
                    || self.is(at + 1, Sense::Within) && self.year(at + 2).is_some())
            // "where libraries lent the least".
            || at > 1
                && self.known_the(at)
                && self.is_past(at - 2)
                && !matches!(self.kind(at + 1), Some(Kind::Word))
    }

    /// "pays", "paid": what somebody does or did.
    fn acts(&self, at: usize) -> bool {
        let acted = self.is(at, Sense::Acted) || self.is(at, Sense::Handled);
        acted && !self.is(at, Sense::Copula) && at > 0
    }

    /// "topped the towns", "heads the six counties": where that ends.
    pub(super) fn heads(&self, at: usize) -> Option<usize> {
        let next = at + self.says(at, Sense::Heads);
        let plural = |i: &usize| {
            matches!(self.kind(*i), Some(Kind::Word))
                && (self.lexicon.ends(self.word(*i), Ending::Plural)
                    || self.is(*i, Sense::Counted))
        };
        // "led the five depots".
        let far = 2 + usize::from(self.number(next + 1).is_some());
        let end = (next..next + far).find(plural)? + 1;
        // "led the councils to a deal".
        let object = self.is(end, Sense::To) || self.is(end, Sense::Of);
        (next > at && !object).then_some(end)
    }

    /// "came second", "ranked last".
    fn ordinal(&self, at: usize) -> Option<End> {
        let last = self.is(at, Sense::Last);
        let place = self.lexicon.places.get(self.word(at)).map(|n| *n as usize);
        // "came first to the area", "first" before a noun: an order of time or of words.
        let alone = !matches!(self.kind(at + 1), Some(Kind::Word))
            || self.is(at + 1, Sense::Of)
            || self.is(at + 1, Sense::Within)
            || self.is(at + 1, Sense::GoesOn)
            || self.is(at + 1, Sense::Dated) && !self.is(at + 1, Sense::To);
        let ranked = at > 0 && self.is(at - 1, Sense::Ranked);
        let place = if last { 1 } else { place? };
        (ranked && alone).then_some(End {
            tokens: at..at + 1,
            top: !last,
            size: false,
            place,
            many: 1,
        })
    }

    /// The fault of a place that no family can bear out.
    pub(super) fn unbound_place(&self, end: &End) -> Option<Fault> {
        let at = end.tokens.start;
        let ranked = at > 0 && self.is(at - 1, Sense::Ranked);
        (ranked && self.ordinal(at).is_some() && !self.loosely(at)).then(|| {
            Fault::loose(
                Code::R0506,
                self.range(at - 1, at),
                format!("`{}` is bound to no claim", self.words(&(at - 1..at + 1))),
                "write `claim(\"id\", \"…\")`, with a rule of `kind: rank`".to_owned(),
            )
        })
    }

    /// "any other", "in every other", "that of any other district".
    fn any_other(&self, at: usize) -> bool {
        let small = [Sense::Pronoun, Sense::Of, Sense::Within, Sense::OfAll];
        let led = (at..at + 3)
            .take_while(|i| small.iter().any(|sense| self.is(*i, *sense)))
            .count();
        let any = at + led;
        let all = self.is(any, Sense::Each) || self.is(any, Sense::Any);
        // "than in any of the others".
        let of = any + 1 + usize::from(self.is(any + 1, Sense::Of));
        let next = of + usize::from(of > any + 1 && self.is(of, Sense::Determiner));
        all && self.is(next, Sense::Other)
    }

    /// "No district had a rate above that of", "higher than any other".
    pub(super) fn outdoes(&self, at: usize) -> Option<End> {
        // "was ahead of every other district".
        let (beats, trails) = (self.says(at, Sense::Beats), self.says(at, Sense::Trails));
        let words = beats.max(trails);
        let every = self.is(at + words, Sense::Each) || self.is(at + words, Sense::Any);
        if words > 0 && every && self.is(at + words + 1, Sense::Other) {
            // To outdo in what one wants less of is to have less.
            let judges = !self.is(at, Sense::Outnumbers);
            let less = judges && self.less_is_better(at) == Some(true);
            let top = (beats > 0) != less;
            let tokens = at..at + words;
            return Some(End { tokens, top, size: false, place: 1, many: 1 });
        }
        let (up, compares) = self.way(at)?;
        if !compares {
            return None;
        }
        // "no wider gap": whichever way it is.
        let size = (at..at + 3).any(|i| self.is(i, Sense::Gap));
        let end = |top: bool| End { tokens: at..at + 1, top, size, place: 1, many: 1 };
        // "more of its waste, x, than any other": as far as no other word compares.
        let stop = (at + 1..(at + 14).min(self.len()))
            .find(|i| self.mark(*i, ';') || self.way(*i).is_some_and(|(_, c)| c))
            .unwrap_or((at + 14).min(self.len()));
        // "more than in any year since 2018".
        let time = (at + 1..stop).any(|i| {
            self.is(i, Sense::Than)
                && self.is(i + 1, Sense::Within)
                && (self.is(i + 2, Sense::Each) || self.is(i + 2, Sense::Any))
        });
        let ever = (at + 1..stop)
            .any(|i| self.is(i, Sense::Than) && self.is(i + 1, Sense::Ever));
        if time || ever {
            return Some(end(up));
        }
        let other = (at + 1..stop).any(|i| {
            self.is(i, Sense::Than)
                && (self.any_other(i + 1) || self.says(i + 1, Sense::AnywhereElse) > 0)
        });
        if other {
            return Some(end(up));
        }
        // Nobody did more than this one: it is the first.
        let start = self.clause(at);
        let none = (start..at).find(|i| {
            // "Nowhere is it higher than in"; "Not one region has more than".
            let whole = self.is(*i, Sense::Universal) && *i > start;
            let not_one = self.is(*i, Sense::Turn) && self.is(i + 1, Sense::One);
            self.is(*i, Sense::NotOne) && !whole || not_one
        })?;
        // "At no election were fewer cast than in 2024".
        let fronted = none > 0
            && none - 1 == start
            && (self.is(start, Sense::At) || self.is(start, Sense::Within));
        let opens = none == start || fronted || self.mark(none - 1, ',');
        // "no higher than the year before", "no higher than in 2018".
        let then = self.than_before(at) == Some(true) || self.compared_year(at).is_some();
        let that = (!then || fronted)
            && (self.is(at, Sense::Position)
                || (at + 1..stop).any(|i| self.is(i, Sense::Than)));
        (opens && that && at - none < 9).then(|| end(up))
    }
}
