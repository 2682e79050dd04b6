//! What is said of all members of a family, or of all others ("rose in every region", "and the other three lost some as
//! well", "more than A and B combined"), against what these did.
//!
//! **In:** a sentence, the family of its number. **Out:** faults.
//! **Guarantees:** members that the words leave out are not looked at; where it cannot be told how many are meant, nothing
//! is said.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::fellows::step;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::cmp::Ordering;
use std::ops::Range;

/// Reports what not all of those did of whom it is said.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() || s.numbers().is_empty() {
        return;
    }
    let mut places = 0..s.len();
    out.extend(places.clone().find_map(|at| s.all_moved(at, statistics)));
    out.extend(places.clone().find_map(|at| s.all_except(at, statistics)));
    out.extend(places.clone().find_map(|at| s.combined(at, statistics)));
    out.extend(places.clone().find_map(|at| s.others_moved(at, statistics)));
    out.extend(places.clone().find_map(|at| s.none_moved(at, statistics)));
    out.extend(places.find_map(|at| s.all_of_a_count(at)));
}

impl Sentence<'_> {
    /// Returns the first change of a sentence.
    fn changed(&self) -> Option<&Fact> {
        let mut facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        facts.find(|fact| fact.sign == Sign::Change)
    }

    /// Returns whether a clause is of the same measure as a number: the number is in it, or in words that have no verb of their
    /// own ("with gains from x to y", "most of all in A, x"), or the clause tells so.
    fn of_measure(&self, clause: Range<usize>, fact: &Fact) -> bool {
        let of = |n: &usize| self.fact(*n).is_some_and(|own| own.id == fact.id);
        let Some(number) = self.numbers().into_iter().find(of) else { return false };
        let inside = number - usize::from(number > 0 && self.mark(number - 1, '('));
        let own = self.clause_of(inside.saturating_sub(usize::from(inside < number)));
        let led = [Sense::With, Sense::By, Sense::Most];
        let tail = led.iter().any(|sense| self.is(own.start, *sense));
        tail || clause.contains(&number) || self.tells_measure(clause, fact)
    }

    /// "rose in every one of our x districts": the number is how many there are, and says nothing of what they did.
    fn all_of_a_count(&self, at: usize) -> Option<Fault> {
        let [number] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(number)?;
        let small = [Sense::One, Sense::Of, Sense::Determiner, Sense::Own];
        let near = at < number
            && number < at + 5
            && (at + 1..number).all(|i| small.iter().any(|sense| self.is(i, *sense)));
        let of = at > 0 && self.is(at - 1, Sense::Of);
        let plain = fact.unit == Unit::Count && fact.sign == Sign::Level && !of;
        let moves = |i: &usize| {
            self.way(*i).is_some_and(|(_, compares)| !compares) && self.happened(*i)
        };
        let verb = (0..self.len()).find(moves)?;
        let claimed = self.tokens.iter().any(|token| token.claim.is_some());
        let said = self.is(at, Sense::Each) && near && plain && !claimed;
        (said && !self.supposed(verb) && !self.supposed(at)).then(|| {
            Fault::loose(
                Code::R0506,
                self.range(at, at),
                format!("`{}` is bound to no claim", self.word(at)),
                "write `claim(\"id\", \"…\")`, and what must hold in `claims.yaml`"
                    .to_owned(),
            )
        })
    }

    /// "rose in all five regions", "in every region": one did not.
    fn all_moved(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        // "Of all regions, A rose most": of one of them.
        let of = at > 0 && self.is(at - 1, Sense::Of);
        let each = self.is(at, Sense::Each) || self.is(at, Sense::Both);
        if !each || of || self.supposed(at) || self.turned(at) {
            return None;
        }
        let fact =
            self.changed().filter(|fact| self.of_measure(self.clause_of(at), fact))?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let (count, noun) = match self.number(at + 1) {
            Some((count, end)) => (Some(count), end),
            None => (None, at + 1),
        };
        let said = self.word(noun);
        // "in both groups", whatever they are called: of two.
        let both = self.is(at, Sense::Both) && !self.is(at, Sense::Each);
        let count = count.or(both.then_some(2.0)).filter(|_| !self.goes_on(noun));
        let fellows = match count {
            // "all five regions": of as many as there are.
            Some(count) => kin.counted(statistics, fact, count - 1.0),
            None => Some(kin.along(statistics, fact, kin.dimension(self.one(said))?)),
        };
        let fellows = fellows.filter(|fellows| {
            !fellows.is_empty() && (!both || self.lexicon.ends(said, Ending::Plural))
        })?;
        let barred =
            (noun..(noun + 3).min(self.len())).any(|i| self.says(i, Sense::Barring) > 0);
        let moves = |i: &usize| self.way(*i).is_some_and(|(_, compares)| !compares);
        let mut verbs = (0..self.len()).filter(moves);
        let up = self.way(verbs.next()?)?.0;
        if barred || !verbs.all(|i| self.way(i).is_some_and(|(way, _)| way == up)) {
            return None;
        }
        let way = if up { 1 } else { -1 };
        let mut all = std::iter::once(fact.clone()).chain(fellows);
        let other = all.find(|fellow| fellow.way() != way)?;
        let shown = format!("`{}` is {}", other.id, other.printed);
        let help = "say in how many it did, by a claim, or leave the words out";
        Some(self.belied(at..noun + 1, &shown, help))
    }

    /// "fell in every county except A, where it rose by x": another of them did not, or A did.
    fn all_except(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let of = at > 0 && self.is(at - 1, Sense::Of);
        if !self.is(at, Sense::Each) || of || self.supposed(at) {
            return None;
        }
        let noun = at + 1 + usize::from(self.is(at + 1, Sense::Determiner));
        let barring = (noun + 1..noun + 3).find(|i| self.says(*i, Sense::Barring) > 0)?;
        let behind = barring + self.says(barring, Sense::Barring);
        let fact = self.changed()?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let mentions = self.mentions(&kin.names());
        let name = mentions
            .iter()
            .find(|one| (behind..behind + 2).contains(&one.tokens.start))?;
        let dimension = kin.dimension(self.one(self.word(noun)))?;
        // "fell in every county except A", "every county except A lost", "had more than in 2019".
        let from = fact.period.map(|(from, _)| from.year());
        let moves = |i: &usize| {
            self.way(*i).is_some_and(|(_, compares)| {
                !compares || self.compared_year(*i).map(|(year, _)| year) == from
            })
        };
        let verb = (0..at).rev().find(moves).or_else(|| {
            let end = self.clause_of(name.tokens.end).end;
            (name.tokens.end..end).find(moves)
        });
        let verb = verb.filter(|i| !self.turned(*i))?;
        let way = if self.way(verb)?.0 { 1 } else { -1 };
        let members = kin.along(statistics, fact, dimension).into_iter();
        let mut members = std::iter::once(fact.clone()).chain(members);
        let wrong = members.find(|one| {
            let left_out = parts(&one.title).contains(&name.name);
            (one.way() == way) == left_out
        })?;
        let shown = format!("`{}` is {}", wrong.id, wrong.printed);
        let help = "say in how many it did, by a claim, or leave the words out";
        Some(self.belied(verb..verb + 1, &shown, help))
    }

    /// Returns all fellows that "other" at a place is of: "every other county", "the other three regions".
    fn all_others(
        &self,
        at: usize,
        kin: &Kin<'_>,
        statistics: &Statistics,
        fact: &Fact,
    ) -> Option<Vec<Fact>> {
        if !self.is(at, Sense::Other) {
            return None;
        }
        if at > 0 && self.is(at - 1, Sense::Each) {
            let dimension = kin.dimension(self.one(self.word(at + 1)))?;
            return Some(kin.along(statistics, fact, dimension));
        }
        let mut counts = [at + 1, at.wrapping_sub(1)].into_iter();
        let (count, _) = counts.find_map(|i| self.number(i))?;
        kin.counted(statistics, fact, count)
    }

    /// "fell to x, and the other three regions lost some as well": one of them did not.
    fn others_moved(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        if !self.is(at, Sense::Other) || self.supposed(at) || self.turned(at) {
            return None;
        }
        let fact = self.changed().or_else(|| self.latest())?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let fellows = self.all_others(at, &kin, statistics, fact)?;
        let than = (at.saturating_sub(4)..at).any(|i| self.is(i, Sense::Than));
        let clause = self.clause_of(at);
        let moves = |i: &usize| {
            self.way(*i).is_some_and(|(_, compares)| !compares)
                || self.way(*i).is_some() && *i > 0 && self.is(i - 1, Sense::Become)
        };
        // "and declined in the other three as well".
        let before = (at.saturating_sub(5).max(clause.start)..at)
            .rev()
            .find(moves)
            .filter(|i| self.is(i + 1, Sense::Within));
        let verb = (at + 2..clause.end).find(moves).or(before)?;
        let (up, _) = self.way(verb)?;
        let number = (at..clause.end).any(|i| self.fact(i).is_some());
        // "and journeys fell in every other region", "every other region lost drivers": of something else.
        let another = self.names_another(clause, fact, &kin);
        if than || number || another || self.turned(verb) {
            return None;
        }
        let shown = if fact.sign == Sign::Change {
            let away = if up { -1 } else { 1 };
            let other = fellows.iter().find(|fellow| fellow.way() == away)?;
            format!("`{}` is {}", other.id, other.printed)
        } else {
            let said = if up { Ordering::Greater } else { Ordering::Less };
            let base = self.base(fact, statistics)?;
            let mut steps =
                fellows.iter().filter_map(|fellow| step(statistics, fellow, base));
            steps.find(|step| step.way() != said)?.shown()
        };
        let words = at.min(verb)..at.max(verb) + 1;
        Some(self.belied(words, &shown, "name those that did"))
    }

    /// "Not one county increased its lending: even in A it fell by x": one did.
    fn none_moved(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let opens = at == 0 || !matches!(self.kind(at - 1), Some(Kind::Word));
        // "Not one county", "no county".
        let one = at + 1 + usize::from(self.is(at + 1, Sense::One));
        let verb = one + 1;
        let (up, false) = self.way(verb)? else { return None };
        if !opens || !self.is(at, Sense::Turn) || self.supposed(at) {
            return None;
        }
        let fact = self.changed()?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let over = kin.dimension(self.word(one))?;
        let end = self.clause_of(verb).end;
        // "No county lost a larger share than A": none more than that. "No county lost staff": something else.
        let more = (verb + 1..end)
            .any(|i| self.is(i, Sense::Than) || self.way(i).is_some_and(|(_, c)| c));
        if more || self.names_another(verb + 1..end, fact, &kin) {
            return None;
        }
        let way = if up { 1 } else { -1 };
        let members = kin.along(statistics, fact, over);
        let mut all = std::iter::once(fact.clone()).chain(members);
        let other = all.find(|member| member.way() == way)?;
        let shown = format!("`{}` is {}", other.id, other.printed);
        Some(self.belied(at..verb + 1, &shown, "name those that did"))
    }

    /// "more than A and B combined": against the sum of what they have.
    fn combined(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        if self.says(at, Sense::Combined) == 0 || self.supposed(at) {
            return None;
        }
        let than =
            (at.saturating_sub(14)..at).rev().find(|i| self.is(*i, Sense::Than))?;
        let word = than.checked_sub(1)?;
        let (up, _) = self.way(word).filter(|(_, compares)| *compares)?;
        let [number] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(number).filter(|fact| fact.level_time().is_some())?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let own = parts(&fact.title);
        let mut named = self.mentions(&kin.names());
        named.retain(|m| {
            than < m.tokens.start && m.tokens.end <= at && !own.contains(&m.name)
        });
        let fellows = if named.is_empty() {
            // "than in the other three put together".
            (than + 1..at).find_map(|i| self.all_others(i, &kin, statistics, fact))?
        } else {
            let mut fellows = kin.peers(statistics, fact);
            fellows.retain(|peer| {
                let theirs = parts(&peer.title);
                named.iter().any(|m| theirs.contains(&m.name))
            });
            (fellows.len() == named.len()).then_some(fellows)?
        };
        let sum: f64 = fellows.iter().map(|fellow| fellow.rounded).sum();
        let up = up != self.turned(word);
        let holds = if up { fact.rounded > sum } else { fact.rounded < sum };
        (fellows.len() > 1 && !holds).then(|| {
            let one = |fact: &Fact| format!("`{}` is {}", fact.id, fact.printed);
            let shown = fellows.iter().map(one).collect::<Vec<_>>().join(", and ");
            let help = "leave the comparison out, or turn it round";
            self.belied(word..at + 1, &shown, help)
        })
    }
}
