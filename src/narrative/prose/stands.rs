//! What is said to have become more or less, beside the level at which it stands now ("arrears have fallen: x in 2024",
//! "ever more homes have a meter, with x"), against the earlier values of the same series.
//!
//! **In:** a sentence, the series of its only number. **Out:** a fault.
//! **Guarantees:** it is one only where no earlier value is on the side that the words say; what is said of another
//! member or of another measure is left alone.

use crate::model::statistic::Better;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::course::in_time;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::MANY;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::series::series;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// What becomes more or less: the words that say so, which way, and where what they say it of stands.
struct Became {
    tokens: Range<usize>,
    up: bool,
    of: Range<usize>,
    /// Whether they say it of how many there are.
    many: bool,
}

/// Reports what was never less, or more, than it is.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let had = |fault: &Fault| {
        out.iter().any(|one| {
            one.range.start < fault.range.end && fault.range.start < one.range.end
        })
    };
    let found = [s.stands(statistics), s.passed_by(statistics)].into_iter().flatten();
    let found: Vec<Fault> = found.filter(|fault| !had(fault)).collect();
    out.extend(found);
}

impl Sentence<'_> {
    fn stands(&self, statistics: &Statistics) -> Option<Fault> {
        let number = match *self.numbers().as_slice() {
            [number] => number,
            [first, second] => return self.stands_beside(first, second),
            _ => return None,
        };
        let fact = self.fact(number).filter(|fact| fact.sign == Sign::Level)?;
        let own = fact.level_time()?;
        let mut ways = self.more_or_less(number).into_iter();
        let became = ways.find(|became| self.is_of(became, fact, statistics))?;
        let start = became.tokens.start;
        let mut tokens = became.tokens.clone();
        let claimed =
            tokens.any(|i| self.tokens.get(i).is_some_and(|token| token.claim.is_some()));
        if claimed || self.turned(start) || self.supposed(start) || self.loosely(start) {
            return None;
        }
        // Of another time, or since this one.
        let other = (0..self.len()).any(|i| {
            let since = [Sense::Onward, Sense::From, Sense::Afterwards, Sense::Betwixt];
            let since = i > 0 && since.iter().any(|sense| self.is(i - 1, *sense));
            self.year(i).is_some_and(|year| year != own.year() || since)
        });
        let parted = self.parted(start, number);
        if other || parted {
            return None;
        }
        let before = series(statistics, fact);
        let before: Vec<_> = before.iter().filter(|one| one.period < own).collect();
        let last = before.last()?;
        let bears = |was: f64| {
            if became.up { was < fact.rounded } else { was > fact.rounded }
        };
        let ever = before.iter().any(|one| bears(one.fact.rounded));
        (!ever).then(|| self.never_came(became.tokens, fact, last, became.up))
    }

    /// "By 2022 visits had passed the x of 2019": in that year they had not.
    fn passed_by(&self, statistics: &Statistics) -> Option<Fault> {
        let [number] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(number).filter(|fact| fact.sign == Sign::Level)?;
        let own = fact.level_time()?;
        let of =
            self.is(number + 1, Sense::Of) && self.year(number + 2) == Some(own.year());
        let at = (number.saturating_sub(4)..number).find(|i| {
            self.ends(i + 1, Sense::Above) > 0 && self.is_past(*i)
                || self.says(*i, Sense::Passes) > 0
        })?;
        let others: Vec<i64> = (1..self.len())
            .filter(|i| *i != number + 2 && self.is(i - 1, Sense::InYear))
            .filter_map(|i| self.year(i))
            .collect();
        let [year] = *others.as_slice() else { return None };
        let series = series(statistics, fact);
        let then = series.iter().find(|one| one.period.year() == year)?;
        let passed = then.fact.rounded > fact.rounded;
        let said = of && year > own.year() && self.is_about(0..number, fact);
        let free = self.supposed(at) || self.parted(at, number);
        (said && !free && passed == self.turned(at)).then(|| {
            let shown = format!(
                "{} in {}, {} in {year}",
                fact.shown,
                own.words(),
                then.fact.printed
            );
            self.belied(at..at + 1, &shown, "name the time by which it had")
        })
    }

    /// "Switching is drying up: x in 2024, after y in 2023": two values of one series.
    fn stands_beside(&self, first: usize, second: usize) -> Option<Fault> {
        let became = self.ever_more(first)?;
        let at = became.tokens.start;
        let (from, to) = in_time(&self.level_at(first)?, &self.level_at(second)?)?;
        let other =
            if became.up { to.rounded < from.rounded } else { to.rounded > from.rounded };
        let free = self.supposed(at) || self.turned(at) || self.parted(at, second);
        // "gained ground where the share fell from x to y": the numbers have a verb of their own.
        let verb = (0..self.len()).any(|i| {
            let moves = self.way(i).is_some_and(|(_, compares)| !compares);
            moves && !became.tokens.contains(&i)
        });
        let free = free || verb || second < at;
        (other && !free).then(|| self.pair_fault(at, became.tokens.len(), to, from))
    }

    /// Returns what is said to have become more or less before or behind the only number.
    fn more_or_less(&self, number: usize) -> Vec<Became> {
        let ways = [
            self.ever_more(number),
            self.more_of_them(number),
            self.has_bettered(number),
            self.has_moved(number),
        ];
        ways.into_iter().flatten().collect()
    }

    /// Returns the words that say by themselves that there is more of something, or less, as time goes on.
    fn ever_more(&self, number: usize) -> Option<Became> {
        (0..self.len()).find_map(|at| {
            let (more, less) =
                (self.says(at, Sense::EverMore), self.says(at, Sense::EverLess));
            let words = more.max(less);
            (words > 0).then(|| {
                // "More and more homes": what stands behind the "and".
                let (first, last) = (self.clause_of(at), self.clause_of(at + words - 1));
                Became {
                    tokens: at..at + words,
                    up: more > less,
                    of: first.start..last.end.min(number.max(at)),
                    many: true,
                }
            })
        })
    }

    /// "More homes have a meter: x", "fewer households than before are in arrears, at x".
    fn more_of_them(&self, number: usize) -> Option<Became> {
        let compared = self.is(0, Sense::Approximates);
        let (up, true) = self.way(0).filter(|_| compared)? else { return None };
        let noun = (1..4).find(|i| {
            self.lexicon.ends(self.word(*i), Ending::Plural)
                || self.is(*i, Sense::Counted)
        })?;
        // "More homes than flats".
        let than = (1..self.len()).find(|i| self.is(*i, Sense::Than));
        let before = |at: usize| {
            self.is(at + 1, Sense::Earlier)
                || self.is(at + 1, Sense::Afterwards)
                || self.is(at + 1, Sense::Ever)
                || self.is(at + 1, Sense::Anaphor) && self.is(at + 2, Sense::Copula)
                || self.says(at + 1, Sense::YearBefore) > 0
                || self.says(at + 2, Sense::YearBefore) > 0
        };
        // "More often", "more than half", "more of the areas", "more in the north".
        let plain = (1..=noun).all(|i| {
            matches!(self.kind(i), Some(Kind::Word))
                && ![Sense::Than, Sense::Of, Sense::Within, Sense::And]
                    .iter()
                    .any(|sense| self.is(i, *sense))
        });
        let verb = (noun + 1..number).any(|i| self.is_verb(i) || self.is_past(i));
        let apart = (noun + 1..number).any(|i| self.mark(i, ':') || self.mark(i, ','));
        (plain && (verb || apart) && than.is_none_or(before)).then_some(Became {
            tokens: 0..1,
            up,
            of: 1..number,
            many: true,
        })
    }

    /// "Arrears have fallen: x", "repairs keep getting slower, with x": a verb that no small word ties to the number.
    fn has_moved(&self, number: usize) -> Option<Became> {
        let ties = [Sense::By, Sense::From, Sense::To, Sense::Of, Sense::Than];
        let tied =
            self.before(number).is_some_and(|j| ties.iter().any(|s| self.is(j, *s)));
        let verb = self.only_move().filter(|verb| !tied && *verb < number)?;
        let (up, _) = self.way(verb)?;
        let apart = (verb + 1..number).any(|i| {
            matches!(self.kind(i), Some(Kind::Mark(':' | ',' | '(' | '—' | '–')))
        });
        let clause = self.clause_of(verb);
        let gap = clause.clone().any(|i| self.is(i, Sense::Gap));
        // "rose fastest", "fell again", "has risen less": how it moved, and not only that.
        let compared = clause
            .clone()
            .any(|i| i != verb && self.way(i).is_some_and(|(_, compares)| compares));
        (apart && !gap && !compared).then_some(Became {
            tokens: verb..verb + 1,
            up,
            of: clause.start..verb,
            many: false,
        })
    }

    /// "Performance has improved: x", "the service is getting worse, with x": the level has become a better one.
    fn has_bettered(&self, number: usize) -> Option<Became> {
        let judged = |i: &usize| {
            let tells = self.is(*i, Sense::Bettered) || self.is(*i, Sense::Worsened);
            let verb = if self.is(*i, Sense::Judged) {
                self.is(i - 1, Sense::Become)
            } else {
                self.follows(*i, &[Sense::Has]) || self.is_going(*i)
            };
            tells && verb
        };
        let mut found = (1..number.min(7)).filter(judged);
        let at = found.next().filter(|_| found.next().is_none())?;
        let with = self.mark(at + 1, ',') && self.is(at + 2, Sense::With);
        let apart = self.mark(at + 1, ':') || with;
        let better = self.fact(number)?.better;
        let less = better.map(|better| better == Better::Lower);
        let less = less.or_else(|| self.less_is_better(at))?;
        apart.then_some(Became {
            tokens: at..at + 1,
            up: self.is(at, Sense::Bettered) != less,
            of: number..self.len(),
            many: true,
        })
    }

    /// Returns whether words are of what the number measures, and of its own member.
    fn is_of(&self, became: &Became, fact: &Fact, statistics: &Statistics) -> bool {
        let about = became.of.clone().any(|i| {
            // "Households have grown", of households in arrears: of whom it is.
            (became.many || !self.is(i, Sense::Counted)) && self.is_about(i..i + 1, fact)
        });
        let Some(kin) = Kin::of(statistics, fact, MANY).filter(|_| about) else {
            return false;
        };
        let own = parts(&fact.title);
        let named = self.mentions(&kin.names());
        let other = named.iter().any(|mention| !own.contains(&mention.name));
        !other && (became.many || !self.names_another(became.of.clone(), fact, &kin))
    }
}
