//! The name beside a number, against the member of a family that the number is of: "66.4% in inner
//! London" where the number is that of outer London.

use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::collections::BTreeSet;
use std::ops::Range;

/// A name of a member in a sentence.
pub(super) struct Mention {
    pub tokens: Range<usize>,
    pub name: Vec<String>,
}

/// Reports numbers beside the name of another member.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for at in s.numbers() {
        let Some(fact) = s.fact(at).filter(|fact| fact.sign != Sign::Gap) else {
            continue;
        };
        let Some(kin) = Kin::of(statistics, fact, FEW) else { continue };
        if !done.insert(kin.family.id.as_str()) {
            continue;
        }
        let mentions = s.mentions(kin.names());
        if mentions.is_empty() {
            continue;
        }
        let numbers: Vec<usize> = s.numbers();
        let own = |at: &usize| {
            s.fact(*at).is_some_and(|fact| {
                fact.sign != Sign::Gap && kin.stats.iter().any(|stat| stat.id == fact.id)
            })
        };
        let members: Vec<usize> = numbers.into_iter().filter(own).collect();
        out.extend(
            s.beside_another(&members, &mentions)
                .or_else(|| s.exchanged(&members, &mentions))
                .or_else(|| s.only_name(&members, &mentions)),
        );
    }
    // Numbers of no family: names are what the titles of their measure do not share.
    let (alone, names) = s.told_apart();
    if done.is_empty() && !names.is_empty() {
        out.extend(s.exchanged(&alone, &s.mentions(names)));
    }
}

/// Returns why a label cannot be that of a statistic: it names another member of its family.
pub(super) fn mislabelled(
    s: Sentence<'_>,
    fact: &Fact,
    statistics: &Statistics,
) -> Option<Fault> {
    let kin = Kin::of(statistics, fact, FEW)?;
    let mentions = s.mentions(kin.names());
    let own = parts(&fact.title);
    let mut foreign = mentions.iter().filter(|m| !own.contains(&m.name));
    let first = foreign.next()?;
    let known = mentions.iter().any(|m| own.contains(&m.name));
    (!known && fact.sign != Sign::Gap).then(|| s.of_another(first, fact))
}

impl Sentence<'_> {
    /// Returns the names of members that a sentence holds, the longest where they overlap.
    pub(super) fn mentions(&self, names: BTreeSet<Vec<String>>) -> Vec<Mention> {
        let mut names: Vec<Vec<String>> = names.into_iter().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let mut out: Vec<Mention> = Vec::new();
        for name in names {
            for at in 0..self.len() {
                let end = at + name.len();
                let last = name.len() - 1;
                let fits = name.iter().enumerate().all(|(n, word)| {
                    let said = self.word(at + n);
                    let said = if n == last {
                        said.strip_suffix("’s").unwrap_or(said)
                    } else {
                        said
                    };
                    said == word
                });
                let free = |m: &Mention| m.tokens.end <= at || end <= m.tokens.start;
                if fits && out.iter().all(free) {
                    out.push(Mention { tokens: at..end, name: name.clone() });
                }
            }
        }
        out.sort_by_key(|mention| mention.tokens.start);
        out
    }

    /// Returns the numbers of a sentence, where all are of one measure, with the parts of their titles
    /// that tell them apart.
    pub(super) fn told_apart(&self) -> (Vec<usize>, BTreeSet<Vec<String>>) {
        let numbers: Vec<usize> =
            self.numbers().into_iter().filter(|at| self.fact(*at).is_some()).collect();
        let facts: Vec<&Fact> = numbers.iter().filter_map(|at| self.fact(*at)).collect();
        let measure = |fact: &Fact| fact.title.split(", ").next().map(str::to_owned);
        let one = facts.windows(2).all(|pair| {
            measure(pair[0]) == measure(pair[1]) && pair[0].unit == pair[1].unit
        });
        let titled: Vec<BTreeSet<Vec<String>>> =
            facts.iter().map(|fact| parts(&fact.title)).collect();
        let mut names: BTreeSet<Vec<String>> = titled.iter().flatten().cloned().collect();
        names.retain(|name| !titled.iter().all(|own| own.contains(name)));
        if one { (numbers, names) } else { (Vec::new(), BTreeSet::new()) }
    }

    fn of_another(&self, mention: &Mention, fact: &Fact) -> Fault {
        let range = &mention.tokens;
        Fault::wrong(
            Code::R0542,
            self.range(range.start, range.end - 1),
            format!(
                "`{}` is not what the number beside it is of: `{}` is {} (“{}”)",
                self.words(range),
                fact.id,
                fact.printed,
                fact.title
            ),
            "show the statistic that the words name, or name the one that is shown"
                .to_owned(),
        )
    }

    /// "66.4% in inner London", "inner London (66.4%)".
    fn beside_another(&self, members: &[usize], mentions: &[Mention]) -> Option<Fault> {
        members.iter().find_map(|at| {
            let fact = self.fact(*at)?;
            let own = parts(&fact.title);
            let foreign = |m: &&Mention| !own.contains(&m.name);
            // Behind the number: "in", "among", "of".
            let mut next = at + 1;
            while next < at + 4 && (self.mark(next, '%') || self.is(next, Sense::Between))
            {
                next += 1;
            }
            let tied = self.is(next, Sense::Within) || self.is(next, Sense::Of);
            let name = next + 1 + usize::from(self.is(next + 1, Sense::Determiner));
            let behind =
                mentions.iter().filter(|_| tied).find(|m| m.tokens.start == name);
            if let Some(behind) = behind {
                // "12% of women in construction" has two names.
                let more = mentions.iter().any(|m| {
                    own.contains(&m.name)
                        && behind.tokens.end <= m.tokens.start
                        && m.tokens.start <= behind.tokens.end + 2
                });
                return Some(behind)
                    .filter(|m| foreign(m) && !more)
                    .map(|m| self.of_another(m, fact));
            }
            // Before it, with nothing else in the brackets.
            let open = at.checked_sub(1).filter(|i| self.mark(*i, '('))?;
            let close = (at + 1..self.len()).find(|i| self.mark(*i, ')'))?;
            let alone =
                (at + 1..close).all(|i| !matches!(self.kind(i), Some(Kind::Number(_))));
            let before = mentions.iter().find(|m| m.tokens.end == open)?;
            let also = mentions.iter().any(|m| {
                own.contains(&m.name)
                    && m.tokens.end <= before.tokens.start
                    && before.tokens.start <= m.tokens.end + 3
            });
            (alone && foreign(&before) && !also).then(|| self.of_another(before, fact))
        })
    }

    /// "The rate in Bexford was x": the only name and the only number of the family.
    fn only_name(&self, members: &[usize], mentions: &[Mention]) -> Option<Fault> {
        let ([at], [one]) = (members, mentions) else { return None };
        let fact = self.fact(*at)?;
        let between = one.tokens.end..*at;
        let plain = between.clone().all(|i| {
            matches!(self.kind(i), Some(Kind::Word))
                && !self.is(i, Sense::Than)
                && !self.is(i, Sense::Contrast)
                && !self.is(i, Sense::And)
                && !self.is(i, Sense::Other)
                && self.ends(i + 1, Sense::Against) == 0
        });
        let stated = between
            .clone()
            .any(|i| self.is(i, Sense::Copula) || self.is(i, Sense::Reached));
        let start = one.tokens.start.saturating_sub(3);
        let aside = (start..one.tokens.start).any(|i| {
            self.is(i, Sense::Than)
                || self.is(i, Sense::Restricts)
                || self.is(i, Sense::Backdrop)
                || self.is(i, Sense::Turn)
                || self.says(i, Sense::Complement) > 0
        });
        let own = parts(&fact.title).contains(&one.name);
        (!between.is_empty() && plain && stated && !aside && !own)
            .then(|| self.of_another(one, fact))
    }

    /// As many names as numbers, each number's own among them, in the order of another's.
    fn exchanged(&self, members: &[usize], mentions: &[Mention]) -> Option<Fault> {
        if members.len() < 2 || members.len() != mentions.len() {
            return None;
        }
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for at in members {
            let own = parts(&self.fact(*at)?.title);
            let mut found =
                (0..mentions.len()).filter(|n| own.contains(&mentions[*n].name));
            let (one, more) = (found.next()?, found.next());
            if more.is_some() || !taken.insert(one) {
                return None;
            }
        }
        // The order in which they stand: names and numbers.
        let mut order: Vec<(usize, bool)> = members
            .iter()
            .map(|at| (*at, false))
            .chain(mentions.iter().map(|m| (m.tokens.start, true)))
            .collect();
        order.sort_unstable();
        let named: Vec<bool> = order.iter().map(|(_, name)| *name).collect();
        let alternate = named.windows(2).all(|pair| pair[0] != pair[1]);
        let count = members.len();
        let parallel = named.iter().take(count).all(|name| *name);
        // "in A by x, against y in B".
        let outer = named == [true, false, false, true];
        if !(alternate || parallel || outer) {
            return None;
        }
        let wrong = members.iter().zip(mentions).find_map(|(at, mention)| {
            let fact = self.fact(*at)?;
            (!parts(&fact.title).contains(&mention.name)).then_some((mention, fact))
        });
        // "Compared with A, at x, …" keeps the order; "than" between names turns none.
        wrong.map(|(mention, fact)| self.of_another(mention, fact))
    }
}
