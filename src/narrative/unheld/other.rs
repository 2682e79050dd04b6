//! Words about another base, another time or another measure than what they stand beside has.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Sign;
use crate::narrative::prose::Statement;
use crate::narrative::prose::rate_base;
use crate::narrative::unheld::named::Named;
use crate::narrative::unheld::named::Read;
use crate::narrative::unheld::named::Words;
use crate::narrative::unheld::named::halves;
use crate::narrative::unheld::named::names;
use crate::narrative::unheld::named::own;
use crate::project::lexicon::Lexicon;
use std::collections::BTreeMap;

impl<'a> Named<'a> {
    /// "Offences per 10,000 people", "people per 1,000 offences" of a rate that is offences per 1,000 people.
    pub(super) fn of_another_base(
        &self,
        statement: &Statement,
        (base, noun): &(String, String),
        read: &Read,
        before: &Read,
    ) -> Option<Fault> {
        let said: Vec<&String> = read.named.union(&before.named).collect();
        if said.is_empty() {
            return None;
        }
        // Thousands of rates have few measures, and those few bases.
        let mut measures: BTreeMap<&str, Words> = BTreeMap::new();
        let rates = own(self.statistics).filter(|stat| stat.format.unit == Unit::Rate);
        let rates: Vec<&Stat> = rates.collect();
        for stat in &rates {
            let (measure, _) = halves(stat);
            measures.entry(measure).or_insert_with(|| names(measure, self.lexicon));
        }
        let named = said
            .into_iter()
            .filter(|word| measures.values().any(|own| own.contains(*word)));
        let named: Vec<&String> = named.collect();
        if named.is_empty() {
            return None;
        }
        measures.retain(|_, own| named.iter().all(|word| own.contains(*word)));
        let mut bases: BTreeMap<&str, Option<String>> = BTreeMap::new();
        let mut known =
            |noun: &'a str| bases.entry(noun).or_insert_with(|| rate_base(noun)).clone();
        let of_it =
            rates.into_iter().filter(|stat| measures.contains_key(halves(stat).0));
        let meant: Vec<(&Stat, String)> =
            of_it.filter_map(|stat| Some((stat, known(&stat.format.noun)?))).collect();
        // What the rate counts stands before "per" in its definition, and what it is of behind.
        let says = |text: &str| text.split_whitespace().any(|word| word == noun);
        let turned = |stat: &Stat| {
            let of = stat.format.noun.as_str();
            let counted = stat.provenance.definition.split(of).next();
            !says(of) && counted.is_some_and(says)
        };
        let (own, _) = meant.first()?;
        let other = meant.iter().all(|(_, known)| known != base)
            || meant.iter().any(|(stat, _)| turned(stat))
                && !meant.iter().any(|(stat, _)| says(&stat.format.noun));
        other.then(|| {
            Fault::wrong(
                Code::R0547,
                statement.range.clone(),
                format!(
                    "`{}` is not what the values are: `{}` is {} (“{}”)",
                    statement.word,
                    own.id,
                    own.printed(),
                    own.title
                ),
                "write what the values have, or compute them so".to_owned(),
            )
        })
    }

    /// "was at its highest in 2020", where no series that may be meant was.
    pub(super) fn not_the_end(
        &self,
        statement: &Statement,
        read: &Read,
        years: &[i64],
    ) -> Option<Fault> {
        let top = statement.top?;
        let [year] = years else { return None };
        let mut series: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
        for fact in self.meant(read, Sign::Level, true) {
            if fact.period.is_some_and(|(_, to)| to.is_none()) {
                series.entry(fact.series()).or_default().push(fact);
            }
        }
        let at = |fact: &Fact| fact.period.is_some_and(|(from, _)| from.year() == *year);
        series.retain(|_, facts| facts.len() > 2 && facts.iter().any(at));
        let beaten = |facts: &Vec<Fact>| -> Option<(Fact, Fact)> {
            let own = facts.iter().find(|fact| at(fact))?;
            let more = |a: &&Fact, b: &&Fact| a.rounded.total_cmp(&b.rounded);
            let end = if top {
                facts.iter().max_by(more)?
            } else {
                facts.iter().min_by(more)?
            };
            let other = (end.rounded - own.rounded).abs() > f64::EPSILON;
            // "Stays were shortest at A in 2023": of all places in that year.
            (other && !self.leads_in_its_time(own, top))
                .then(|| (own.clone(), end.clone()))
        };
        let all: Option<Vec<(Fact, Fact)>> = series.values().map(beaten).collect();
        let (own, end) = all?.into_iter().next()?;
        let word = &statement.word;
        Some(Fault::wrong(
            Code::R0543,
            statement.range.clone(),
            format!(
                "`{word}` contradicts the data: `{}` is {}, and `{}` is {}",
                own.id, own.printed, end.id, end.printed
            ),
            "name the time at which it was, with the number or as a claim".to_owned(),
        ))
    }

    /// Returns whether a level is at an end of the members of its time, of more than two.
    fn leads_in_its_time(&self, fact: &Fact, top: bool) -> bool {
        let of_block = own(self.statistics)
            .filter(|stat| stat.provenance.block == fact.block())
            .filter_map(|stat| Fact::of(self.statistics, stat, ""));
        let values: Vec<f64> = of_block
            .filter(|other| other.period == fact.period)
            .map(|other| other.rounded)
            .collect();
        let passed =
            |value: &f64| if top { *value > fact.rounded } else { *value < fact.rounded };
        values.len() > 2 && !values.iter().any(passed)
    }
}

/// Returns the fault of a label over a statistic that has none of its names, where another measure has all of them.
pub(in crate::narrative) fn of_another(
    label: &str,
    stat: &Stat,
    statistics: &Statistics,
    lexicon: &Lexicon,
) -> Option<Fault> {
    let said = names(label, lexicon);
    let first =
        |stat: &Stat| names(stat.title.split(", ").next().unwrap_or_default(), lexicon);
    let told = |stat: &Stat| {
        let text = format!("{} {} {}", stat.title, stat.id, stat.provenance.definition);
        names(&text.replace(['.', '_'], " "), lexicon)
    };
    // What it is computed from may have the name.
    let mut own = told(stat);
    let behind = stat.provenance.from.iter().filter_map(|id| statistics.find(id));
    own.extend(behind.flat_map(told));
    if said.is_empty() || first(stat).is_empty() || !said.is_disjoint(&own) {
        return None;
    }
    let block = &stat.provenance.block;
    let other = statistics.stats.values().find(|other| {
        let frame = other.provenance.frame != stat.provenance.frame
            || other.provenance.definition != stat.provenance.definition;
        other.provenance.block != *block && frame && said == first(other)
    })?;
    Some(Fault::loose(
        Code::R0542,
        0..label.len(),
        format!(
            "`{label}` is not what the number beside it is of: `{}` is {} (“{}”), and `{}` is “{}”",
            stat.id,
            stat.printed(),
            stat.title,
            other.id,
            other.title
        ),
        "show the statistic that the words name, or name the one that is shown"
            .to_owned(),
    ))
}
