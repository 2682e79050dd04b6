//! What is said of all members of a family, or of all others ("rose in every region", "and the other three lost some as
//! well", "more than A and B combined"), against what these did.
//!
//! **In:** a sentence, the family of its number. **Out:** faults.
//! **Guarantees:** members that the words leave out are not looked at; where it cannot be told how many are meant, nothing
//! is said.

use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::fellows::level_of;
use crate::narrative::prose::fellows::peers;
use crate::narrative::prose::fellows::step;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::cmp::Ordering;

/// Reports what not all of those did of whom it is said.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() || s.numbers().is_empty() {
        return;
    }
    let mut places = 0..s.len();
    out.extend(places.clone().find_map(|at| s.all_moved(at, statistics)));
    out.extend(places.clone().find_map(|at| s.combined(at, statistics)));
    out.extend(places.clone().find_map(|at| s.others_moved(at, statistics)));
    out.extend(places.find_map(|at| s.none_moved(at, statistics)));
}

impl Sentence<'_> {
    /// "rose in all five regions", "in every region": one did not.
    fn all_moved(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        // "Of all regions, A rose most": of one of them.
        let of = at > 0 && self.is(at - 1, Sense::Of);
        let each = self.is(at, Sense::Each) || self.is(at, Sense::Both);
        if !each || of || self.supposed(at) || self.turned(at) {
            return None;
        }
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let fact = facts.into_iter().find(|fact| fact.sign == Sign::Change)?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let (count, noun) = match self.number(at + 1) {
            Some((count, end)) => (Some(count), end),
            None => (None, at + 1),
        };
        let said = self.word(noun);
        let one = self.lexicon.stem(said, Ending::Plural).unwrap_or(said);
        let named = |name: &String| name.rsplit('_').next() == Some(one);
        // "all five regions", "every region": of as many as there are.
        let over = (0..kin.family.dimensions.len()).find_map(|dimension| {
            let fellows = kin.along(statistics, fact, dimension);
            let all = (fellows.len() + 1) as f64;
            // "in both groups", whatever they are called: of two.
            let both = self.is(at, Sense::Both) && !self.is(at, Sense::Each);
            let two = fellows.len() == 1 && self.lexicon.ends(said, Ending::Plural);
            let meant = if let Some(count) = count {
                (count - all).abs() < f64::EPSILON && !self.goes_on(noun)
            } else if both {
                two
            } else {
                named(&kin.family.dimensions[dimension])
            };
            (meant && !fellows.is_empty()).then_some(fellows)
        });
        let fellows = over?;
        let barred =
            (noun..(noun + 3).min(self.len())).any(|i| self.says(i, Sense::Barring) > 0);
        let moves = |i: &usize| self.way(*i).is_some_and(|(_, compares)| !compares);
        let mut verbs = (0..self.len()).filter(moves);
        let up = self.way(verbs.next()?)?.0;
        if barred || !verbs.all(|i| self.way(i).is_some_and(|(way, _)| way == up)) {
            return None;
        }
        let way = if up { 1 } else { -1 };
        let other = std::iter::once(fact.clone())
            .chain(fellows)
            .find(|fellow| fellow.way() != way)?;
        let shown = format!("`{}` is {}", other.id, other.printed);
        let help = "say in how many it did, by a claim, or leave the words out";
        Some(self.belied(at..noun + 1, &shown, help))
    }

    /// Returns whether "other" at a place is of all fellows: "every other county", "the other three regions".
    fn all_others(&self, at: usize, fellows: usize) -> bool {
        let each = at > 0 && self.is(at - 1, Sense::Each);
        let counted = [at + 1, at.wrapping_sub(1)].into_iter().any(|i| {
            self.number(i).is_some_and(|(n, _)| (n - fellows as f64).abs() < f64::EPSILON)
        });
        self.is(at, Sense::Other) && (each || counted)
    }

    /// "fell to x, and the other three regions lost some as well": one of them did not.
    fn others_moved(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        if !self.is(at, Sense::Other) || self.supposed(at) || self.turned(at) {
            return None;
        }
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let changed = facts.into_iter().find(|fact| fact.sign == Sign::Change);
        let fact = changed.or_else(|| self.latest())?;
        let fellows = peers(statistics, fact);
        let than = (at.saturating_sub(4)..at).any(|i| self.is(i, Sense::Than));
        if than || !self.all_others(at, fellows.len()) {
            return None;
        }
        let end = (at + 1..self.len())
            .find(|i| matches!(self.kind(*i), Some(Kind::Mark(',' | ';' | ':'))))
            .unwrap_or(self.len());
        let moves = |i: &usize| {
            self.way(*i).is_some_and(|(_, compares)| !compares)
                || self.way(*i).is_some() && *i > 0 && self.is(i - 1, Sense::Become)
        };
        // "and declined in the other three as well".
        let before = (at.saturating_sub(5)..at)
            .rev()
            .take_while(|i| matches!(self.kind(*i), Some(Kind::Word)))
            .find(moves)
            .filter(|i| self.is(i + 1, Sense::Within));
        let verb = (at + 2..end).find(moves).or(before)?;
        let (up, _) = self.way(verb)?;
        let number = (at..end).any(|i| self.fact(i).is_some());
        if number || self.turned(verb) {
            return None;
        }
        let said = if up { Ordering::Greater } else { Ordering::Less };
        let shown = if fact.sign == Sign::Change {
            let other =
                fellows.iter().find(|fellow| fellow.way() == if up { -1 } else { 1 })?;
            format!("`{}` is {}", other.id, other.printed)
        } else {
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
        if !opens || !self.is(at, Sense::Turn) || self.supposed(at) {
            return None;
        }
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let fact = facts.into_iter().find(|fact| fact.sign == Sign::Change)?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let over = kin
            .family
            .dimensions
            .iter()
            .position(|name| name.rsplit('_').next() == Some(self.word(one)))?;
        let verb = one + 1;
        let (up, compares) = self.way(verb)?;
        // "No county lost a larger share than A": none more than that.
        let more = (verb + 1..(verb + 9).min(self.len()))
            .any(|i| self.is(i, Sense::Than) || self.way(i).is_some_and(|(_, c)| c));
        if more {
            return None;
        }
        let way = if up { 1 } else { -1 };
        let members = kin.along(statistics, fact, over);
        let other = std::iter::once(fact.clone())
            .chain(members)
            .find(|member| member.way() == way)
            .filter(|_| !compares)?;
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
        let numbers = self.numbers();
        let [number] = *numbers.as_slice() else { return None };
        let fact = self.fact(number).filter(|fact| level_of(fact).is_some())?;
        let kin = Kin::of(statistics, fact, FEW)?;
        let own = parts(&fact.title);
        let named = self.mentions(&kin.names());
        let named: Vec<_> = named
            .iter()
            .filter(|m| {
                than < m.tokens.start && m.tokens.end <= at && !own.contains(&m.name)
            })
            .collect();
        let fellows: Vec<Fact> = peers(statistics, fact)
            .into_iter()
            .filter(|peer| {
                let theirs = parts(&peer.title);
                named.iter().any(|m| theirs.contains(&m.name))
            })
            .collect();
        // "than in the other three put together".
        let others = peers(statistics, fact);
        let all = (than + 1..at).any(|i| self.all_others(i, others.len()));
        let (fellows, count) = if all && named.is_empty() {
            (others, None)
        } else {
            (fellows, Some(named.len()))
        };
        let sum: f64 = fellows.iter().map(|fellow| fellow.rounded).sum();
        let up = up != self.turned(word);
        let holds = if up { fact.rounded > sum } else { fact.rounded < sum };
        let known = count.is_none_or(|count| fellows.len() == count);
        (fellows.len() > 1 && known && !holds).then(|| {
            let shown =
                fellows.iter().map(|one| format!("`{}` is {}", one.id, one.printed));
            let shown = shown.collect::<Vec<_>>().join(", and ");
            self.belied(
                word..at + 1,
                &shown,
                "leave the comparison out, or turn it round",
            )
        })
    }
}
