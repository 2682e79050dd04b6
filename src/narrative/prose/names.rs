//! The name beside a number, against the member of a family that the number is of: "66.4% in inner
//! London" where the number is that of outer London.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::called::otherwise;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::passage::Token;
use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// A name of a member in a sentence.
#[derive(Clone)]
pub(super) struct Mention {
    pub tokens: Range<usize>,
    pub name: Vec<String>,
}

/// A name as it is said, and the name that it stands for.
type Named<'n> = (&'n Vec<String>, &'n Vec<String>);

/// What a word of a name does not say: the "without" of "districts without a scheme" denies nothing.
const SILENT: [Sense; 6] =
    [Sense::Turn, Sense::Lacking, Sense::More, Sense::Less, Sense::Most, Sense::Least];

/// Takes from the words of names that stand in sentences what these do not say there.
pub(super) fn quiet(
    sentences: &mut [Vec<Token>],
    facts: &[Fact],
    statistics: &Statistics,
    lexicon: &Lexicon,
) {
    let says = |token: &Token| SILENT.iter().any(|sense| token.senses.has(*sense));
    if facts.is_empty() || !sentences.iter().flatten().any(says) {
        return;
    }
    let mut families: BTreeSet<&str> = BTreeSet::new();
    let mut names: BTreeSet<Vec<String>> = BTreeSet::new();
    for fact in facts {
        names.extend(fact.sides.iter().flat_map(|(a, b)| [words(a), words(b)]));
        if let Some(kin) =
            Kin::of(statistics, fact, FEW).filter(|kin| families.insert(&kin.family.id))
        {
            names.extend(kin.names());
        }
    }
    names.retain(|name| name.len() > 1);
    if names.is_empty() {
        return;
    }
    for tokens in sentences {
        let s = Sentence { tokens, facts, lexicon };
        let named: Vec<Range<usize>> =
            s.mentions(&names).into_iter().map(|mention| mention.tokens).collect();
        for token in named.into_iter().flatten() {
            SILENT.iter().for_each(|sense| tokens[token].senses.remove(*sense));
        }
    }
}

/// Returns the words of a name, in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(str::to_lowercase).collect()
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
        let mentions = s.mentions(&kin.names());
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
        out.extend(s.beside_another(&members, &mentions).or_else(|| {
            let own = |at: &usize| Some(parts(&s.fact(*at)?.title));
            let own: Vec<_> = members.iter().filter_map(own).collect();
            s.exchanged(&members, &own, &mentions)
        }));
    }
    // Numbers of no family: names are what their titles do not share.
    let (alone, names) = s.told_apart();
    if done.is_empty() {
        let all = names.iter().flatten().cloned().collect();
        out.extend(s.exchanged(&alone, &names, &s.mentions(&all)));
    }
}

/// Returns why a label cannot be that of a statistic: it names another member of its family.
pub(super) fn mislabelled(
    s: Sentence<'_>,
    fact: &Fact,
    statistics: &Statistics,
) -> Option<Fault> {
    let kin = Kin::of(statistics, fact, FEW)?;
    let mentions = s.mentions(&kin.names());
    let own = parts(&fact.title);
    let mut foreign = mentions.iter().filter(|m| !own.contains(&m.name));
    let first = foreign.next()?;
    let known = mentions.iter().any(|m| own.contains(&m.name));
    (!known && fact.sign != Sign::Gap).then(|| s.of_another(first, fact))
}

/// Returns the words of two titles between those that they begin and end with alike; none where
/// nothing is left of one of them, or a sentence is.
fn unshared(a: &str, b: &str) -> Option<[Vec<String>; 2]> {
    let words = |title: &str| -> Vec<String> {
        let words = title.to_lowercase().replace('\'', "’");
        let trim = |c: char| !c.is_alphanumeric();
        words.split_whitespace().map(|word| word.trim_matches(trim).to_owned()).collect()
    };
    let (a, b) = (words(a), words(b));
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let name = |words: &[String]| (1..=3).contains(&words.len()) && words[0].len() > 2;
    let kept = start + end > 0 && name(a) && name(b);
    kept.then(|| [a.to_vec(), b.to_vec()])
}

impl Sentence<'_> {
    /// Returns the names of members that a sentence holds, the longest where they overlap.
    pub(super) fn mentions(&self, names: &BTreeSet<Vec<String>>) -> Vec<Mention> {
        let also = otherwise(names, self.lexicon);
        let own = names.iter().map(|name| (name, name)).chain(&also);
        let mut by_first: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
        for (name, of) in own {
            let first = name.first().map_or("", String::as_str);
            by_first.entry(first).or_default().push((name, of));
        }
        let stemmed = |at: usize| {
            let said = self.word(at);
            self.lexicon.stem(said, Ending::Possessive).unwrap_or(said)
        };
        let mut found: Vec<(usize, &Vec<String>, &Vec<String>)> = Vec::new();
        for at in 0..self.len() {
            let known = [self.word(at), stemmed(at)];
            let first = known.iter().take(if known[0] == known[1] { 1 } else { 2 });
            for (name, of) in first.filter_map(|word| by_first.get(word)).flatten() {
                let last = name.len() - 1;
                let fits = name.iter().enumerate().all(|(n, word)| {
                    let said =
                        if n == last { stemmed(at + n) } else { self.word(at + n) };
                    said == word
                });
                if fits {
                    found.push((at, name, of));
                }
            }
        }
        // The longest where they overlap.
        found.sort_by_key(|(_, name, _)| std::cmp::Reverse(name.len()));
        let mut out: Vec<Mention> = Vec::new();
        let mut taken = vec![false; self.len()];
        for (at, name, of) in found {
            let tokens = at..at + name.len();
            if !taken[tokens.clone()].iter().any(|taken| *taken) {
                taken[tokens.clone()].fill(true);
                out.push(Mention { tokens, name: of.clone() });
            }
        }
        out.sort_by_key(|mention| mention.tokens.start);
        out
    }

    /// Returns the numbers of a sentence that can be compared, each with the parts of its title that
    /// tell it apart: the place or group behind one measure ("Rent, Derby"), or else the words that
    /// two titles do not share ("Change in pay", "Change in hours").
    pub(super) fn told_apart(&self) -> (Vec<usize>, Vec<BTreeSet<Vec<String>>>) {
        let numbers: Vec<usize> =
            self.numbers().into_iter().filter(|at| self.fact(*at).is_some()).collect();
        let facts: Vec<&Fact> = numbers.iter().filter_map(|at| self.fact(*at)).collect();
        let measure = |fact: &Fact| fact.title.split(", ").next().map(str::to_owned);
        let pairs = |test: &dyn Fn(&Fact, &Fact) -> bool| {
            facts.windows(2).all(|pair| test(pair[0], pair[1]))
        };
        if !pairs(&|a, b| a.unit == b.unit && a.sign == b.sign) {
            return (Vec::new(), Vec::new());
        }
        if pairs(&|a, b| measure(a) == measure(b)) {
            let titled: Vec<BTreeSet<Vec<String>>> =
                facts.iter().map(|fact| parts(&fact.title)).collect();
            let shared = |name: &Vec<String>| titled.iter().all(|own| own.contains(name));
            let apart = titled
                .iter()
                .map(|own| own.iter().filter(|name| !shared(name)).cloned().collect());
            return (numbers, apart.collect());
        }
        match facts.as_slice() {
            [a, b] if a.sign != Sign::Gap => {
                let names = unshared(&a.title, &b.title).into_iter().flatten();
                (numbers, names.map(|name| BTreeSet::from([name])).collect())
            }
            _ => (Vec::new(), Vec::new()),
        }
    }

    pub(super) fn of_another(&self, mention: &Mention, fact: &Fact) -> Fault {
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
            // "29 areas with initiatives": what is counted.
            let counted = mentions.iter().find(|m| {
                fact.unit == Unit::Count && m.tokens.start == at + 1 && m.tokens.len() > 1
            });
            if let Some(name) = counted.filter(foreign) {
                return Some(self.of_another(name, fact));
            }
            // "A ranked behind B, where x were waiting": B's.
            let where_ = at.checked_sub(1).filter(|i| self.is(*i, Sense::Restrictive));
            let led =
                where_.and_then(|i| i.checked_sub(1)).filter(|i| self.mark(*i, ','));
            if led.is_some_and(|end| {
                mentions.iter().any(|m| m.tokens.end == end && own.contains(&m.name))
            }) {
                return None;
            }
            if let Some(name) = self.moved_in(*at, mentions)
                && foreign(&name)
                && !own.iter().all(|own| mentions.iter().any(|m| m.name == *own))
            {
                return Some(self.of_another(name, fact));
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
            // "Bills in A remain below those of B (x)": A's.
            let set_against = before.tokens.start.checked_sub(3).is_some_and(|i| {
                let of = self.is(i + 2, Sense::Of) || self.is(i + 2, Sense::Within);
                of && self.is(i + 1, Sense::Known)
                    && (self.is(i, Sense::Position) || self.is(i, Sense::Than))
                    && mentions.iter().any(|m| own.contains(&m.name) && m.tokens.end <= i)
            });
            let also = also || set_against;
            (alone && foreign(&before) && !also).then(|| self.of_another(before, fact))
        })
    }

    /// "rose in areas with initiatives, by x": the name right before the number and behind its verb.
    fn moved_in<'m>(&self, at: usize, mentions: &'m [Mention]) -> Option<&'m Mention> {
        let by = at.checked_sub(1).filter(|i| self.is(*i, Sense::By))?;
        let end = by - usize::from(by > 0 && self.mark(by - 1, ','));
        let name = mentions.iter().find(|m| m.tokens.end == end)?;
        let led = name.tokens.start.checked_sub(1)?;
        let led = led - usize::from(led > 0 && self.is(led, Sense::Determiner));
        let verb = led.checked_sub(1)?;
        let moves = self.way(verb).is_some_and(|(_, compares)| !compares);
        (self.is(led, Sense::Within) && moves).then_some(name)
    }

    /// As many names as numbers, each number's own among them, in the order of another's.
    fn exchanged(
        &self,
        members: &[usize],
        names: &[BTreeSet<Vec<String>>],
        mentions: &[Mention],
    ) -> Option<Fault> {
        if members.len() < 2
            || members.len() != mentions.len()
            || members.len() != names.len()
        {
            return None;
        }
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for own in names {
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
        // "A ranked behind B, where x were waiting": B's.
        let where_ = |at: &usize| {
            at.checked_sub(1).is_some_and(|i| self.is(i, Sense::Restrictive))
        };
        let apart = |m: &Mention| members.iter().all(|n| self.parted(m.tokens.start, *n));
        if members.iter().any(where_) || mentions.iter().any(apart) {
            return None;
        }
        // "x and y in A and B respectively": the numbers may come first.
        let respectively = (0..self.len()).any(|i| self.says(i, Sense::Respectively) > 0);
        let parallel = named.iter().take(count).all(|name| *name)
            || respectively && !named.iter().take(count).any(|name| *name);
        // "in A by x, against y in B".
        let outer = named == [true, false, false, true];
        if !(alternate || parallel || outer) {
            return None;
        }
        let wrong =
            members.iter().zip(names).zip(mentions).find_map(|((at, own), mention)| {
                let fact = self.fact(*at)?;
                (!own.contains(&mention.name)).then_some((mention, fact))
            });
        // "Compared with A, at x, …" keeps the order; "than" between names turns none.
        wrong.map(|(mention, fact)| self.of_another(mention, fact))
    }
}
