//! How many of a family did what is said ("rose in all but two of the six areas", "no region saw a
//! rise: from x to y"), against the members and the numbers beside it.

use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::ops::Range;

/// Reports tallies that the family, or a number of the sentence, contradicts.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in 0..s.len() {
        out.extend(s.all_but(at, statistics).or_else(|| s.not_one_moved(at)));
    }
}

/// How many of a family did what is said.
struct Tally<'s> {
    words: Range<usize>,
    up: bool,
    /// How many did not, as it is said.
    few: f64,
    did: usize,
    of: usize,
    family: &'s str,
}

impl Sentence<'_> {
    /// Returns whether the number in words at a place is one that the family answers for: "all but two".
    pub(super) fn tallied(&self, at: usize, statistics: &Statistics) -> bool {
        at.checked_sub(2).is_some_and(|all| self.tally(all, statistics).is_some())
    }

    /// "rose in all but two areas": how many members of the family did, beside how many that says did not.
    fn tally<'s>(&self, at: usize, statistics: &'s Statistics) -> Option<Tally<'s>> {
        if !(self.is(at, Sense::Each) && self.is(at + 1, Sense::Barring)) {
            return None;
        }
        let (few, end) = self.number(at + 2)?;
        let moves = |i: usize| self.way(i).filter(|(_, compares)| !compares);
        let (up, _) = (self.clause(at)..at)
            .rev()
            .find_map(moves)
            .or_else(|| (end..end + 8).find_map(moves))?;
        let changes = |n: usize| self.fact(n).filter(|fact| fact.sign == Sign::Change);
        let fact = self.numbers().into_iter().find_map(changes)?;
        let kin = Kin::of(statistics, fact, FEW)
            .filter(|kin| kin.family.dimensions.len() == 1)?;
        let members: Vec<Fact> = kin
            .stats
            .iter()
            .filter_map(|stat| Fact::of(statistics, stat, ""))
            .filter(|one| one.sign == Sign::Change && one.unit == fact.unit)
            .collect();
        let said = if up { 1 } else { -1 };
        let did = members.iter().filter(|one| one.way() == said).count();
        let of = members.len();
        (of > 2 && !self.supposed(at)).then(|| Tally {
            words: at..end,
            up,
            few,
            did,
            of,
            family: &kin.family.id,
        })
    }

    /// Reports a tally that the family does not have.
    fn all_but(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let Tally { words, up, few, did, of, family } =
            self.tally(at, statistics).filter(|_| !claimed)?;
        let holds = (few - (of - did) as f64).abs() < f64::EPSILON;
        let way = if up { "rose" } else { "fell" };
        (!holds).then(|| {
            Fault::wrong(
                Code::R0543,
                self.range(words.start, words.end - 1),
                format!(
                    "`{}` contradicts the data: {did} of the {of} members of `{family}` {way}",
                    self.words(&words)
                ),
                "count them by a claim, or change the words".to_owned(),
            )
        })
    }

    /// "No region saw a rise: the changes ranged from x to y": a number that did.
    fn not_one_moved(&self, at: usize) -> Option<Fault> {
        let opens = at == 0 || !matches!(self.kind(at - 1), Some(Kind::Word));
        if !opens || !self.is(at, Sense::NotOne) || self.supposed(at) {
            return None;
        }
        let (verb, up) = (at + 1..at + 6).find_map(|i| {
            let (up, compares) = self.way(i)?;
            (!compares).then_some((i, up))
        })?;
        let set = matches!(self.kind(verb + 1), Some(Kind::Mark(':' | '—' | '–' | ';')));
        let facts: Vec<&Fact> =
            self.numbers().into_iter().filter_map(|n| self.fact(n)).collect();
        let after = self.numbers().first().is_some_and(|n| *n > verb);
        let said = if up { 1 } else { -1 };
        let one = facts.iter().find(|fact| fact.way() == said)?;
        (set && after && facts.iter().all(|fact| fact.sign == Sign::Change)).then(|| {
            Fault::wrong(
                Code::R0531,
                self.range(at, verb),
                format!(
                    "`{}` contradicts the data: `{}` is {}",
                    self.words(&(at..verb + 1)),
                    one.id,
                    one.printed
                ),
                "change the words, or name the one that did".to_owned(),
            )
        })
    }
}
