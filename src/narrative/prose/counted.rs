//! What stands right behind a number, where another statistic has that name: "x business units" beside a number of
//! residents.
//!
//! **In:** a sentence, all statistics. **Out:** faults.
//! **Guarantees:** only of counts, and of names of two words or more that the number's own title has no part of.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::names::words;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::collections::BTreeSet;

/// Reports what is counted by a number where another statistic has that name: "x business units" beside a number of
/// residents.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in s.numbers() {
        let Some(fact) = s.fact(at).filter(|fact| fact.state) else { continue };
        if !matches!(fact.unit, Unit::Count | Unit::Number) || fact.sign != Sign::Level {
            continue;
        }
        let word = |i: &usize| {
            matches!(s.kind(*i), Some(Kind::Word))
                && !s.goes_on(*i)
                && !s.is(*i, Sense::Copula)
                && !s.is(*i, Sense::Of)
                && !s.is(*i, Sense::Scale)
        };
        let stop = (at + 1..at + 4).find(|i| !word(i)).unwrap_or(at + 4);
        let noun = at + 1..stop;
        let last = stop - 1;
        let plural = s.lexicon.ends(s.word(last), Ending::Plural);
        if noun.is_empty() || !plural || s.is_about(noun.clone(), fact) {
            continue;
        }
        let says = |stat: &Stat| {
            let measure = stat.title.split(", ").next().unwrap_or_default();
            let words: BTreeSet<String> = words(measure).into_iter().collect();
            noun.clone().all(|i| words.contains(s.word(i)))
        };
        let block = fact.block();
        let named =
            statistics.stats.values().filter(|stat| stat.provenance.block != block);
        let other = named.filter(|stat| stat.number().is_some()).find(|stat| says(stat));
        // A thing that is counted may be of any name: "12 schools" of "Sites".
        let Some(other) = other.filter(|_| noun.len() > 1) else { continue };
        out.push(Fault::wrong(
            Code::R0542,
            s.range(noun.start, last),
            format!(
                "`{}` is not what the number beside it is of: `{}` is {} (“{}”)",
                s.words(&noun),
                fact.id,
                fact.printed,
                fact.title
            ),
            format!(
                "show the statistic that the words name (`{}`), or name the one that is shown",
                other.id
            ),
        ));
    }
}
