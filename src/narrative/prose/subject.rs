//! The group that a clause is about, against the group of the number in it: "Among benchmark areas the
//! strongest growth was …", "in … of the former and … of the latter".
//!
//! **In:** a sentence, the one before it, the families of its numbers. **Out:** faults.
//! **Guarantees:** only a name that opens a clause governs it; what a clause compares with, sets aside
//! or takes up again as "the others" governs nothing.

use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::names::Mention;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Reports numbers of another group than the one that their clause is about.
pub(super) fn read(
    s: Sentence<'_>,
    before: Option<Sentence<'_>>,
    statistics: &Statistics,
    out: &mut Vec<Fault>,
) {
    if s.asks() {
        return;
    }
    // Numbers of one family have the same names, and they are looked for once.
    let mut named: BTreeMap<BTreeSet<Vec<String>>, Vec<Mention>> = BTreeMap::new();
    for at in s.numbers() {
        let Some(fact) = s.fact(at).filter(|fact| fact.sign != Sign::Gap) else {
            continue;
        };
        let Some(kin) = Kin::of(statistics, fact, FEW) else { continue };
        let names = kin.names();
        let own = parts(&fact.title);
        let foreign = |name: &Vec<String>| !own.contains(name);
        if let Some(name) = s.pointed_at(at, before, &names) {
            if foreign(&name.name) {
                out.push(s.of_another(&name, fact));
            }
            continue;
        }
        let mentions = named.entry(names).or_insert_with_key(|names| s.mentions(names));
        // The group of the number is named, too: which name is whose is read by their order.
        if mentions.iter().any(|mention| !foreign(&mention.name)) {
            continue;
        }
        if let [mention] = mentions.as_slice()
            && s.numbers().len() == 1
            && s.holds_in(mention, at)
        {
            out.push(s.of_another(mention, fact));
            continue;
        }
        // "The west was the one region to win back its passengers, with journeys up x"; "The west, at x, came last".
        if let [mention] = mentions.as_slice()
            && s.numbers().len() == 1
            && (s.opens(mention, at) || s.apposed(mention, at) || s.taken_up(mention, at))
        {
            out.push(s.of_another(mention, fact));
            continue;
        }
        let governing = mentions.iter().rev().find(|m| m.tokens.end <= at);
        if let Some(mention) = governing.filter(|mention| s.governs(mention, at)) {
            out.push(s.of_another(mention, fact));
        }
    }
}

impl Sentence<'_> {
    /// Returns where the phrase before a name begins: "in", "among the".
    fn phrase(&self, mention: &Mention) -> usize {
        let mut start = mention.tokens.start;
        while start > 0
            && (self.is(start - 1, Sense::Determiner)
                || self.is(start - 1, Sense::Indefinite))
        {
            start -= 1;
        }
        let led = |sense: Sense| start > 0 && self.is(start - 1, sense);
        start - usize::from(led(Sense::Within) || led(Sense::Of))
    }

    /// Returns whether a name opens the clause of a number, as its subject or as where it holds.
    pub(super) fn governs(&self, mention: &Mention, at: usize) -> bool {
        let start = self.phrase(mention);
        // A clause begins behind a mark, or behind a word that joins it.
        let begins = |i: usize| {
            i == 0
                || i == 1 && self.is(0, Sense::Softens)
                || matches!(self.kind(i - 1), Some(Kind::Mark(';' | ':' | '—' | '–')))
                || self.is(i - 1, Sense::And) && i > 1 && self.mark(i - 2, ',')
                || self.is(i - 1, Sense::Contrast)
        };
        // "The rate in Bexford was": the name ends a subject that opens the clause.
        let noun = |i: usize| {
            matches!(self.kind(i), Some(Kind::Word))
                && !self.moves_or_is(i)
                && ![
                    Sense::Than,
                    Sense::Restricts,
                    Sense::Backdrop,
                    Sense::Turn,
                    Sense::And,
                ]
                .iter()
                .any(|sense| self.is(i, *sense))
                && self.says(i, Sense::Complement) == 0
        };
        let whole = (start.saturating_sub(6)..start).rev().find(|i| begins(*i));
        let subject = self.is(start, Sense::Within) || self.is(start, Sense::Of);
        let subject = subject && whole.is_some_and(|from| (from..start).all(noun));
        let opens = begins(start) || subject;
        // "Without a scheme, …": the name itself begins so.
        let has = [Sense::Lacking, Sense::With].iter().any(|s| self.is(start, *s));
        let fronted = has || self.is(start, Sense::Within) && !subject;
        let comma = fronted && self.mark(mention.tokens.end, ',');
        let apart = |i: usize| {
            let word =
                matches!(self.kind(i), Some(Kind::Word | Kind::Mark('£' | '$' | '€')));
            !(word || comma && self.mark(i, ','))
                || [Sense::Than, Sense::Contrast, Sense::Other, Sense::And]
                    .iter()
                    .any(|sense| self.is(i, *sense))
                || self.is(i, Sense::Anaphor) && !fronted
                || self.ends(i + 1, Sense::Against) > 0
                || self.says(i, Sense::Complement) > 0
        };
        // "ended the year with x", "had x".
        let does = |i: usize| self.is(i, Sense::Has) || self.is_past(i);
        let verb = (mention.tokens.end..at).any(|i| self.moves_or_is(i) || does(i));
        opens
            && (verb || comma)
            && !(mention.tokens.end..at).any(apart)
            && !self.supposed(at)
    }

    /// Returns whether a name alone is the subject of a sentence that ends with a number: "…, with x".
    fn opens(&self, mention: &Mention, at: usize) -> bool {
        let start = self.phrase(mention);
        let verb = mention.tokens.end;
        let leads = |i: usize| {
            [Sense::With, Sense::At, Sense::By].iter().any(|sense| self.is(i, *sense))
        };
        let with = at.checked_sub(4).is_some_and(|from| {
            (from..at).any(|i| leads(i) && i > 0 && self.mark(i - 1, ','))
        });
        // "The west’s buses were the least punctual": what is of it.
        let whose = self.lexicon.stem(self.word(verb - 1), Ending::Possessive).is_some();
        let verb = if whose { verb + 1 } else { verb };
        let apart = (verb..at).any(|i| {
            matches!(self.kind(i), Some(Kind::Mark(';' | ':')))
                || self.is(i, Sense::Contrast)
                || self.says(i, Sense::Complement) > 0
                || self.is(i, Sense::Than)
        });
        let does =
            self.moves_or_is(verb) || self.is(verb, Sense::Has) || self.is_past(verb);
        start == 0 && does && with && !apart && !self.supposed(at)
    }

    /// "The north, at x, came last", "The north, where journeys rose by x, did best".
    fn apposed(&self, mention: &Mention, at: usize) -> bool {
        let comma = mention.tokens.end;
        let leads = [Sense::With, Sense::At, Sense::Restrictive, Sense::Relative];
        let plain = |i: usize| {
            matches!(self.kind(i), Some(Kind::Word | Kind::Mark('£' | '$' | '€')))
                && !self.is(i, Sense::Than)
                && !self.is(i, Sense::Contrast)
                && !self.is(i, Sense::Other)
                && self.says(i, Sense::Complement) == 0
                && self.ends(i + 1, Sense::Against) == 0
        };
        self.phrase(mention) == 0
            && self.mark(comma, ',')
            && leads.iter().any(|sense| self.is(comma + 1, *sense))
            && (comma + 1..at).all(plain)
            && at < comma + 9
            && !self.supposed(at)
    }

    /// "The north did best: its journeys grew by x".
    fn taken_up(&self, mention: &Mention, at: usize) -> bool {
        let colon = (mention.tokens.end..at)
            .rev()
            .find(|i| matches!(self.kind(*i), Some(Kind::Mark(':' | ';' | '—' | '–'))));
        let Some(colon) = colon else { return false };
        let plain = |i: usize| {
            matches!(self.kind(i), Some(Kind::Word))
                && !self.is(i, Sense::Other)
                && !self.is(i, Sense::Than)
                && !self.is(i, Sense::Contrast)
                && self.says(i, Sense::Complement) == 0
        };
        let other = (0..colon).any(|i| self.is(i, Sense::Other));
        let pronoun =
            self.is(colon + 1, Sense::Own) || self.is(colon + 1, Sense::Anaphor);
        self.phrase(mention) == 0
            && pronoun
            && !other
            && (colon + 1..at).all(plain)
            && at < colon + 9
            && !self.supposed(at)
    }

    /// "There were x patients on lists in Northmoor": a name behind a number, as where it holds.
    fn holds_in(&self, mention: &Mention, at: usize) -> bool {
        let start = self.phrase(mention);
        let noun = |i: usize| {
            let apart = [
                Sense::Than,
                Sense::Restricts,
                Sense::Backdrop,
                Sense::Turn,
                Sense::And,
                Sense::Relative,
                Sense::Restrictive,
                Sense::From,
                Sense::To,
            ];
            matches!(self.kind(i), Some(Kind::Word))
                && !self.moves_or_is(i)
                && !self.is_verb(i)
                && !apart.iter().any(|sense| self.is(i, *sense))
                && self.says(i, Sense::Complement) == 0
        };
        let ends = !matches!(self.kind(mention.tokens.end), Some(Kind::Word));
        at < start
            && self.is(start, Sense::Within)
            && ends
            && (at + 1..start).all(noun)
            && !self.supposed(at)
    }

    /// Returns whether a word is a verb that a number belongs to.
    fn moves_or_is(&self, at: usize) -> bool {
        let verb = [Sense::Copula, Sense::Reached, Sense::Neutral];
        verb.iter().any(|sense| self.is(at, *sense))
            || self.way(at).is_some_and(|(_, compares)| !compares)
    }

    /// Returns the name that "the former" or "the latter" beside a number points at: the first or the
    /// second of the two that were named last.
    fn pointed_at(
        &self,
        at: usize,
        before: Option<Sentence<'_>>,
        names: &BTreeSet<Vec<String>>,
    ) -> Option<Mention> {
        // "x of the former", "the former's x", "in the latter x".
        let stop = (at + 4).min(self.len());
        let ends = |i: &usize| matches!(self.kind(*i), Some(Kind::Number(_))) && *i != at;
        let stop = (at + 1..stop).find(ends).unwrap_or(stop);
        let points = |i: &usize| self.is(*i, Sense::Former) || self.is(*i, Sense::Latter);
        let start = at.saturating_sub(3);
        let start = (start..at).rev().find(ends).map_or(start, |i| i + 1);
        let pointer =
            (at + 1..stop).find(points).or_else(|| (start..at).rev().find(points))?;
        let mut named: Vec<Vec<String>> = Vec::new();
        let own = self.mentions(names).into_iter();
        let own: Vec<Mention> = own.filter(|m| m.tokens.end <= pointer).collect();
        let last = match before {
            Some(before) if own.is_empty() => before.mentions(names),
            _ => own,
        };
        for mention in last {
            if !named.contains(&mention.name) {
                named.push(mention.name);
            }
        }
        let [first, second] = named.as_slice() else { return None };
        let name = if self.is(pointer, Sense::Former) { first } else { second };
        Some(Mention { tokens: pointer..pointer + 1, name: name.clone() })
    }
}
