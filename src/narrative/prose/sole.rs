//! What is said of one alone ("only the west lost passengers, x", "the only region to grow"), against the other members
//! of its family.
//!
//! **In:** a sentence, the families of its numbers. **Out:** faults.
//! **Guarantees:** it is wrong only where another member of the same time and group went the same way.

use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::amounts::Amount;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports what is said of one member alone and holds of another.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    let [number] = *s.numbers().as_slice() else {
        out.extend(s.sole_of_two(statistics));
        return;
    };
    let said = (0..s.len()).find(|at| s.says(*at, Sense::Sole) > 0);
    let Some((at, fact)) = said.zip(s.fact(number)) else { return };
    // "only two of them", "the drop was only x": how many, and how much.
    if s.fact(at + 1).is_some() || s.number(at + 1).is_some() {
        return;
    }
    if let Some(fault) = s.second_to_one(at, fact, statistics) {
        out.push(fault);
        return;
    }
    if let Some(fault) = s.sole_share(at, fact, statistics) {
        out.push(fault);
        return;
    }
    let moved = matches!(fact.sign, Sign::Change | Sign::Gap);
    if s.asks() || s.supposed(at) || s.turned(at) || !moved {
        return;
    }
    let Some(kin) = Kin::of(statistics, fact, FEW) else { return };
    let own = parts(&fact.title);
    let mentions = s.mentions(&kin.names());
    let mut named = mentions.iter();
    let Some(name) = named.find(|mention| own.contains(&mention.name)) else { return };
    if s.some_of_them(at, &kin) {
        return;
    }
    // "only the west", "the only region to grow was the west", "the west alone".
    // "has cut it by x, the only one to do so".
    let apposed = at > 1 && s.mark(at - 2, ',') && s.is(at - 1, Sense::Determiner);
    let near = name.tokens.start.abs_diff(at) < 9 || apposed;
    let moves = (0..s.len()).any(|i| {
        let gap = fact.sign == Sign::Gap;
        let judged = gap && (s.is(i, Sense::Bettered) || s.is(i, Sense::Worsened));
        let way = s.way(i).or(judged.then_some((true, true)));
        let way =
            way.filter(|(_, compares)| !compares || gap || s.is(i, Sense::Position));
        // Of a gap the subject may be the one with less.
        way.is_some_and(|(up, _)| {
            fact.sign == Sign::Gap || fact.way() == if up { 1 } else { -1 }
        })
    });
    let label = |stat: &Fact| parts(&stat.title);
    let also = kin
        .peers(statistics, fact)
        .into_iter()
        // "Besides A, only B", "only A and B".
        .find(|other| {
            let theirs = label(other);
            other.way() == fact.way()
                && !mentions
                    .iter()
                    .any(|m| theirs.contains(&m.name) && !own.contains(&m.name))
                && !theirs.contains(&name.name)
        });
    let Some(also) = also.filter(|_| near && moves) else { return };
    let words = s.says(at, Sense::Sole);
    out.push(Fault::wrong(
        Code::R0543,
        s.range(at, at + words - 1),
        format!(
            "`{}` contradicts the data: `{}` is {}, and `{}` is {}",
            s.words(&(at..at + words)),
            fact.id,
            fact.printed,
            also.id,
            also.printed
        ),
        "say of which others it holds, too".to_owned(),
    ));
}

impl Sentence<'_> {
    /// Returns whether what is alone is so among some of the members: "the only rural ward".
    pub(super) fn some_of_them(&self, at: usize, kin: &Kin<'_>) -> bool {
        let dimension = |i: usize| kin.dimension(self.one(self.word(i))).is_some();
        let next = at + self.says(at, Sense::Sole).max(1);
        // "Of the three museums that charge, only A".
        let first = 1 + usize::from(self.is(1, Sense::Determiner));
        let all = kin.names().len() as f64;
        let of =
            self.is(0, Sense::Of) && self.number(first).is_some_and(|(n, _)| n < all);
        let the = at > 0 && self.is(at - 1, Sense::Determiner);
        if of && at > first {
            return true;
        }
        the && !dimension(next) && (next + 1..next + 3).any(dimension)
    }

    /// "Only the west recycled more than half, x": another did so at the same time.
    fn sole_share(
        &self,
        at: usize,
        fact: &Fact,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let said = self.amounts().into_iter().find(|said| said.tokens.start > at)?;
        let Amount::Share(from, to) = said.amount else { return None };
        let held =
            |fact: &Fact| said.amount.of(fact).is_some_and(|n| from <= n && n <= to);
        let kin = Kin::of(statistics, fact, FEW)?;
        let own = parts(&fact.title);
        let named = self.mentions(&kin.names()).into_iter();
        let name = named.into_iter().find(|mention| own.contains(&mention.name))?;
        let near = at < name.tokens.start && name.tokens.start < at + 4;
        let level = fact.sign == Sign::Level && held(fact) && near;
        if !level || self.asks() || self.supposed(at) || self.turned(at) {
            return None;
        }
        let also = kin.peers(statistics, fact).into_iter().find(held)?;
        let shown = format!("`{}` is {}, too", also.id, also.printed);
        Some(self.belied(at..at + 1, &shown, "say of which others it holds, too"))
    }

    /// "x, and only the west had a higher rate": of its time it is the second, and the west the first.
    fn second_to_one(
        &self,
        at: usize,
        fact: &Fact,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let kin = Kin::of(statistics, fact, FEW)?;
        let own = parts(&fact.title);
        let named = self.mentions(&kin.names()).into_iter();
        let other = named.into_iter().find(|mention| {
            let near = at < mention.tokens.start && mention.tokens.start < at + 3;
            near && !own.contains(&mention.name)
        })?;
        let verb = other.tokens.end;
        let word = (verb + 1..verb + 4).find(|i| self.way(*i).is_some_and(|(_, c)| c))?;
        let (up, _) = self.way(word)?;
        if !self.is(verb, Sense::Has) || fact.sign != Sign::Level || self.asks() {
            return None;
        }
        let ahead: Vec<Fact> = kin
            .peers(statistics, fact)
            .into_iter()
            .filter(|found| {
                if up {
                    found.rounded > fact.rounded
                } else {
                    found.rounded < fact.rounded
                }
            })
            .collect();
        let wrong = match ahead.as_slice() {
            [] => {
                format!("`{}` is {}, and none is beyond it", fact.id, fact.printed)
            }
            [first] if parts(&first.title).contains(&other.name) => return None,
            [first, ..] => format!(
                "`{}` is {}, and `{}` is {}",
                fact.id, fact.printed, first.id, first.printed
            ),
        };
        Some(self.belied(at..at + 1, &wrong, "name those that are before it"))
    }

    /// "Only in the west did crime fall further in A, by x against y": in another member, too.
    fn sole_of_two(&self, statistics: &Statistics) -> Option<Fault> {
        let [first, second] = *self.numbers().as_slice() else { return None };
        let at = (0..first).find(|at| self.says(*at, Sense::Sole) > 0)?;
        let (a, b) = (self.fact(first)?, self.fact(second)?);
        let kin = Kin::of(statistics, a, FEW)?;
        let key = |id: &str| {
            kin.family.members.iter().find(|member| member.id == id).map(|one| &one.key)
        };
        let (own, other) = (key(&a.id)?, key(&b.id)?);
        let apart: Vec<usize> =
            (0..own.len().min(other.len())).filter(|n| own[*n] != other[*n]).collect();
        let [apart] = *apart.as_slice() else { return None };
        let alike = a.sign == b.sign && a.unit == b.unit && own.len() == other.len();
        let compared = (at..first).any(|i| self.way(i).is_some_and(|(_, c)| c));
        // "the only rural ward": of some of them.
        if self.some_of_them(at, &kin) {
            return None;
        }
        // Of which member it is said.
        let (theirs, others) = (parts(&a.title), parts(&b.title));
        let named = self.mentions(&kin.names()).into_iter().find(|mention| {
            mention.tokens.start.abs_diff(at) < 4
                && theirs.contains(&mention.name)
                && others.contains(&mention.name)
        })?;
        if !alike || !compared || self.asks() || self.supposed(at) || self.turned(at) {
            return None;
        }
        let fact = |key: &[String]| {
            let found = kin.family.members.iter().zip(&kin.stats);
            let mut found = found.filter(|(member, _)| member.key == key);
            Fact::of(statistics, found.next()?.1, "")
        };
        let way = |a: &Fact, b: &Fact| a.rounded.partial_cmp(&b.rounded);
        let also = kin.family.members.iter().find_map(|member| {
            let mut pair = member.key.clone();
            let differ = (0..own.len().min(pair.len())).filter(|n| own[*n] != pair[*n]);
            let one = differ.count() == 1 && pair.get(apart) == own.get(apart);
            let x = fact(&pair).filter(|_| one)?;
            pair.get_mut(apart)?.clone_from(other.get(apart)?);
            let y = fact(&pair)?;
            let of_it = parts(&x.title).contains(&named.name);
            (way(&x, &y) == way(a, b) && !of_it).then_some((x, y))
        });
        let (x, y) = also?;
        Some(Fault::wrong(
            Code::R0543,
            self.range(at, at),
            format!(
                "`{}` contradicts the data: `{}` is {} and `{}` is {}, too",
                self.word(at),
                x.id,
                x.printed,
                y.id,
                y.printed
            ),
            "say of which others it holds, too".to_owned(),
        ))
    }
}
