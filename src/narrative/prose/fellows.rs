//! What a number's fellows did, the other members of its family, where the sentence has no number of theirs: "an
//! improvement shared by the east", "the only town to improve on 2016".
//!
//! **In:** a sentence, the family of its number. **Out:** faults, each with the values that belie the words.
//! **Guarantees:** every value that is looked up differs from the number in its name or its time alone; where it cannot be
//! told from when something moved, nothing is said.

use crate::model::calendar::Period;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::series::series;
use crate::project::sense::Sense;
use std::cmp::Ordering;
use std::ops::Range;

/// Reports what the fellows of a number did not do, or did as well.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() || s.numbers().is_empty() {
        return;
    }
    let said =
        |sense: Sense| (0..s.len()).find(|at| s.says(*at, sense) > 0 && !s.supposed(*at));
    let likewise = said(Sense::Likewise);
    out.extend(likewise.and_then(|at| s.likewise(at, statistics)));
    out.extend((1..s.len()).find_map(|at| s.none_there(at, statistics)));
    let sole = said(Sense::Sole).filter(|at| !s.turned(*at));
    let known = |fault: &Fault| {
        out.iter().any(|had: &Fault| {
            had.range.start < fault.range.end && fault.range.start < had.range.end
        })
    };
    let alone = sole.and_then(|at| s.alone(at, statistics)).filter(|fault| !known(fault));
    out.extend(alone);
}

/// Two values of one member, the earlier first.
pub(super) struct Step {
    from: Fact,
    to: Fact,
}

impl Step {
    pub fn way(&self) -> Ordering {
        self.to.rounded.total_cmp(&self.from.rounded)
    }

    pub fn shown(&self) -> String {
        let one = |fact: &Fact| format!("`{}` is {}", fact.id, fact.printed);
        format!("{}, and {}", one(&self.from), one(&self.to))
    }
}

/// Returns the value of the same member at another time.
pub(super) fn then(statistics: &Statistics, fact: &Fact, period: Period) -> Option<Fact> {
    let all = series(statistics, fact);
    all.into_iter().find(|one| one.period == period).map(|one| one.fact)
}

/// Returns how a member moved to the time of a number from another.
pub(super) fn step(statistics: &Statistics, fact: &Fact, base: Period) -> Option<Step> {
    Some(Step { from: then(statistics, fact, base)?, to: fact.clone() })
}

impl Sentence<'_> {
    /// Returns the only level that a sentence is about, at its latest time.
    pub(super) fn latest(&self) -> Option<&Fact> {
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let mut levels: Vec<&Fact> = facts.collect();
        if !levels.iter().all(|fact| fact.level_time().is_some()) {
            return None;
        }
        levels.sort_by_key(|fact| std::cmp::Reverse(fact.level_time()));
        let first = *levels.first()?;
        levels.iter().all(|fact| fact.series() == first.series()).then_some(first)
    }

    /// Returns the first of several levels of one time: "only A and B had fewer: x and y".
    fn several(&self) -> Option<&Fact> {
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let facts: Vec<&Fact> = facts.collect();
        let alike = |pair: &[&Fact]| {
            pair[0].block() == pair[1].block()
                && pair[0].level_time() == pair[1].level_time()
        };
        let first = facts.first().filter(|fact| fact.level_time().is_some())?;
        facts.windows(2).all(alike).then_some(*first)
    }

    /// Returns from when a movement to a number is told: the time of the other number of its series, a year that it is
    /// compared with, or the time before.
    pub(super) fn base(&self, fact: &Fact, statistics: &Statistics) -> Option<Period> {
        let own = fact.level_time()?;
        let shown = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let other = shown
            .filter(|other| other.series() == fact.series())
            .filter_map(Fact::level_time)
            .find(|period| *period != own);
        if other.is_some() {
            return other.filter(|period| *period < own);
        }
        let all = series(statistics, fact);
        let year = |i: usize| self.year(i).filter(|year| *year != own.year());
        let mut years = (0..self.len()).filter_map(year);
        match (years.next(), years.next()) {
            (None, _) => all.iter().rfind(|one| one.period < own).map(|one| one.period),
            (Some(year), None) => {
                let mut then = all.iter().filter(|one| one.period.year() == year);
                let one = then.next().filter(|_| then.next().is_none())?;
                Some(one.period).filter(|period| *period < own)
            }
            _ => None,
        }
    }

    /// "fell in x areas of A but in no area of B", "and in none of B": there are some in B.
    fn none_there(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let led = self.is(at - 1, Sense::Within)
            && at > 1
            && (self.is(at - 2, Sense::And) || self.is(at - 2, Sense::Contrast));
        if !led || !self.is(at, Sense::NotOne) || self.supposed(at) {
            return None;
        }
        let [number] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(number).filter(|_| number < at)?;
        let counts = fact.unit == Unit::Count && fact.sign == Sign::Level;
        let kin = Kin::of(statistics, fact, FEW).filter(|_| counts)?;
        let peers = kin.peers(statistics, fact);
        // Of two, it is plain which is meant.
        let [other] = peers.as_slice() else { return None };
        let shown = format!("`{}` is {}", other.id, other.printed);
        (other.rounded > 0.0)
            .then(|| self.belied(at..at + 1, &shown, "show how many there are of both"))
    }

    /// "rose to x, an increase also seen in B": B did not.
    fn likewise(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let words = self.says(at, Sense::Likewise);
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let changed = facts.into_iter().find(|fact| fact.sign == Sign::Change);
        let fact = changed.or_else(|| self.latest())?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let own = parts(&fact.title);
        let near = at.saturating_sub(4)..at + words + 5;
        let other = self.mentions(&kin.names()).into_iter().find(|mention| {
            near.contains(&mention.tokens.start) && !own.contains(&mention.name)
        })?;
        // "and so did attendance in B": of something else.
        let clause = self.clause_of(at);
        let another = |words: Range<usize>| self.names_another(words, fact, &kin);
        if another(clause.start..at) || another(at + words..clause.end) {
            return None;
        }
        let peers = kin.peers(statistics, fact);
        let fellow =
            peers.into_iter().find(|peer| parts(&peer.title).contains(&other.name))?;
        let help = "say what the other one did";
        if fact.sign == Sign::Change {
            let shown = format!("`{}` is {}", fellow.id, fellow.printed);
            let apart = fellow.way() != fact.way() && fact.way() != 0;
            return apart.then(|| self.belied(at..at + words, &shown, help));
        }
        let base = self.base(fact, statistics)?;
        let one = step(statistics, fact, base)?;
        let fellow = step(statistics, &fellow, base)?;
        let apart = one.way() != fellow.way() && one.way() != Ordering::Equal;
        apart.then(|| self.belied(at..at + words, &fellow.shown(), help))
    }

    /// "the only town to improve on 2016, at x": another did.
    fn alone(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let fact = self.latest().or_else(|| self.several())?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let own = parts(&fact.title);
        let named = self.mentions(&kin.names());
        let name = named.iter().find(|mention| own.contains(&mention.name))?;
        // "the only town", "only the west"; not "only a little longer".
        let of_it = at > 0 && self.is(at - 1, Sense::Determiner)
            || named.iter().any(|mention| {
                own.contains(&mention.name)
                    && (at + 1..at + 3).contains(&mention.tokens.start)
            });
        // What moved, from then: a word of movement, or of doing better than something.
        let end = (at + 20).min(self.len());
        let moves = (at..end).find(|i| {
            self.way(*i).is_some()
                || self.is(*i, Sense::Bettered)
                || self.is(*i, Sense::Worsened)
                || self.says(*i, Sense::Beats) > 0
        })?;
        let own_year = fact.period.map(|(own, _)| own.year());
        let other = |i: usize| self.year(i).is_some_and(|year| Some(year) != own_year);
        let dated = (moves..end).any(|i| self.says(i, Sense::YearBefore) > 0 || other(i));
        // "the only region to lose drivers": of something else.
        let stop = self.clause_of(moves).end;
        let another = self.names_another(moves + 1..stop, fact, &kin);
        if !of_it || !dated || another || self.some_of_them(at, &kin) {
            return None;
        }
        let base = self.base(fact, statistics).or_else(|| {
            let own = fact.level_time()?;
            let before = (moves..end).any(|i| self.says(i, Sense::YearBefore) > 0);
            let all = series(statistics, fact);
            let last = all.iter().rfind(|one| one.period < own).filter(|_| before);
            last.map(|one| one.period)
        })?;
        let one = step(statistics, fact, base)?;
        let said = self.way(moves).map(|(up, _)| up);
        let up = one.way() == Ordering::Greater;
        if one.way() == Ordering::Equal || said.is_some_and(|said| said != up) {
            return None;
        }
        // Not of those that are named beside it, nor of its own values of another sort.
        let barred = |peer: &Fact| {
            let theirs = parts(&peer.title);
            theirs.contains(&name.name)
                || named.iter().any(|mention| {
                    theirs.contains(&mention.name) && !own.contains(&mention.name)
                })
        };
        let also = kin
            .peers(statistics, fact)
            .into_iter()
            .filter(|peer| !barred(peer))
            .filter_map(|peer| step(statistics, &peer, base))
            .find(|step| step.way() == one.way())?;
        let words = self.says(at, Sense::Sole);
        let help = "say of which others it holds, too";
        Some(self.belied(at..at + words, &also.shown(), help))
    }
}
