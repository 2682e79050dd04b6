//! Statements about what the data name that no number and no claim holds: those that the data contradict, and those
//! that nothing would stop if the data changed.
//!
//! **In:** statements as chapters, titles and labels make them; the names of the project. **Out:** findings at their
//! words.
//! **Guarantees:** it looks at no chapter, so what a chapter keeps of itself does not depend on every name; what is
//! said to contradict the data does so by every statistic that the words may mean.

mod named;
mod other;
#[cfg(test)]
mod tests;

use crate::labels;
use crate::model::calendar::Period;
use crate::model::calendar::mentions;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Span;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Of;
use crate::narrative::prose::Sign;
use crate::narrative::prose::Statement;
use crate::narrative::unheld::named::Named;
use crate::narrative::unheld::named::Read;
use crate::narrative::world::World;
use crate::project::Files;
use crate::project::Synonyms;
pub(in crate::narrative) use named::names;
pub(in crate::narrative) use other::of_another;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most statistics that a message names.
const NAMED: usize = 2;

/// What a sentence must weigh to be told as a finding where it names what is measured, and where it does not.
const NAMING: i32 = -150;
const OTHER: i32 = -50;

/// Below which weight of its sentence a statement is none that words tell of some subjects only, and one that they tell of
/// any.
const SOFT: i32 = -350;
const LISTED: i32 = -580;

/// What to do about words that nothing holds.
const HELP: &str = "put the words into `claim(\"id\", \"…\")`, or show the number that they tell; where they are not about the data, cite who says so, or name them under `allow:` with the reason";

impl Named<'_> {
    /// Returns what is wrong with a statement about something that is named; none where it is about something else.
    pub fn fault(&self, statement: &Statement, guard: &Guard<'_>) -> Option<Fault> {
        // "(West, 2024)" is of what the data name, and no source.
        let source = statement.source.as_deref();
        if source.is_some_and(|source| !self.names_all_of(source)) {
            return None;
        }
        if statement.reads {
            return self.reads_as_finding(statement, statement.weight?);
        }
        let of = statement.subject.as_ref();
        if of.is_some_and(|(subject, of)| !self.is_subject(subject, *of)) {
            return None;
        }
        // "Business units": the name goes on.
        if matches!(of, Some((_, Of::Single))) && self.is_name(&statement.word) {
            return None;
        }
        let read = self.read(&statement.text);
        if let Some(base) = &statement.base {
            let before = self.read(&statement.before);
            return self.of_another_base(statement, base, &read, &before);
        }
        // What it goes on about is looked up only where it names nothing itself.
        let before = (read.first.is_none() && read.goes_on)
            .then(|| self.read(&statement.before).first)
            .flatten();
        let outcome = self.opens_with_outcome(&statement.text);
        if read.first.is_none() && !read.refers && !outcome && before.is_none() {
            return None;
        }
        let years = years(&statement.text);
        let meant = self.meant(&read, Sign::Change, !years.is_empty());
        let meant: Vec<Fact> =
            meant.into_iter().filter(|fact| of_years(fact, &years)).collect();
        let word = statement.word.as_str();
        if let Some(fault) = self.not_the_end(statement, &read, &years) {
            return Some(fault);
        }
        let belied = statement.up.and_then(|up| belied(&read, &meant, up));
        if let Some(against) = belied {
            let shown = listed(&against, |fact| {
                let way = match fact.way() {
                    1 => "went up",
                    -1 => "went down",
                    _ => "did not change",
                };
                format!("`{}` is {}, so it {way}", fact.id, fact.printed)
            });
            return Some(Fault::wrong(
                Code::R0530,
                statement.range.clone(),
                format!("`{word}` contradicts the data: {shown}"),
                "say which way it went, with the numbers or as a claim".to_owned(),
            ));
        }
        // Words that tell for a finding in a sentence that reads as none.
        let soft = if of.is_some() { SOFT } else { LISTED };
        if statement.weight.is_some_and(|weight| weight < soft) {
            return None;
        }
        let instead = guard.borne.is_about(&statement.text);
        let instead = instead.then(|| guard.borne.instead(&statement.text)).flatten();
        let shown = (!meant.is_empty() && meant.len() <= NAMED).then(|| {
            let facts: Vec<&Fact> = meant.iter().collect();
            listed(&facts, |fact| format!("`{}` is {}", fact.id, fact.printed))
        });
        let of = read.first.or(before);
        let of = of.map_or_else(String::new, |name| format!(" of `{name}`"));
        let help = instead.into_iter().chain(shown).chain([HELP.to_owned()]);
        Some(Fault::loose(
            Code::R0548,
            statement.range.clone(),
            format!(
                "`{word}` is said{of} without a number or a claim: nothing holds it to the data"
            ),
            help.collect::<Vec<_>>().join("; or "),
        ))
    }
}

impl Named<'_> {
    /// Returns the fault of a sentence that reads as a finding; one that names what is measured needs to do so less.
    fn reads_as_finding(&self, statement: &Statement, weight: i32) -> Option<Fault> {
        let read = self.read(&statement.text);
        let named = read.first.is_some() || read.refers;
        let least = if named { NAMING } else { OTHER };
        // None of its words tells by itself.
        let told = !statement.word.is_empty();
        (weight >= least && told).then(|| {
            let message = format!(
                "this reads as a finding ({}), and no number or claim holds it to the data",
                statement.word
            );
            Fault::loose(Code::R0548, statement.range.clone(), message, HELP.to_owned())
        })
    }
}

/// Returns the years that a text names.
fn years(text: &str) -> Vec<i64> {
    let said = mentions(text).into_iter().flat_map(|said| [Some(said.from), said.to]);
    said.flatten().map(Period::year).collect()
}

/// Returns whether a change is from one to another of some years.
fn of_years(fact: &Fact, years: &[i64]) -> bool {
    years.iter().all(|year| {
        fact.period.is_some_and(|(from, to)| {
            from.year() == *year || to.is_some_and(|to| to.year() == *year)
        })
    })
}

/// Returns the changes that contradict what a sentence says of them; none where one may bear it out.
fn belied<'f>(read: &Read, meant: &'f [Fact], up: bool) -> Option<Vec<&'f Fact>> {
    let said = if up { 1 } else { -1 };
    let mut blocks: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in meant {
        blocks.entry(fact.block()).or_default().push(fact);
    }
    // "Both" are two; of each it is said of the most there are; else of the whole, or its largest parts.
    let counts = blocks.values().map(Vec::len);
    let of = if read.both {
        Some(2)
    } else if read.each {
        counts.max()
    } else {
        counts.min()
    };
    blocks.retain(|_, facts| Some(facts.len()) == of);
    // Of each of them: one that went the other way is enough. Else all must have.
    let against = |facts: &Vec<&'f Fact>| -> Option<Vec<&'f Fact>> {
        let other: Vec<&Fact> =
            facts.iter().copied().filter(|fact| fact.way() != said).collect();
        let each = read.each || read.both;
        (!other.is_empty() && (each || other.len() == facts.len())).then_some(other)
    };
    let all: Option<Vec<Vec<&Fact>>> = blocks.values().map(against).collect();
    all.filter(|all| !all.is_empty()).map(|all| all.concat())
}

fn listed(facts: &[&Fact], say: impl Fn(&Fact) -> String) -> String {
    let shown: Vec<String> = facts.iter().take(NAMED).map(|fact| say(fact)).collect();
    let more = if facts.len() > NAMED { "; and more" } else { "" };
    format!("{}{more}", shown.join("; "))
}

/// Returns the findings of statements, each with its place; what a document says unheld has been `found` before.
pub(super) fn read(
    world: &World<'_>,
    files: &dyn Files,
    stated: &[(Statement, Span)],
    found: &[Diagnostic],
) -> Vec<Diagnostic> {
    let (Some(lexicon), false) = (world.guard.lexicon, stated.is_empty()) else {
        return Vec::new();
    };
    let synonyms = Synonyms::read(files).unwrap_or_default();
    let named = Named::of(world.project, world.statistics, &synonyms, lexicon);
    let known: Vec<&Span> = found
        .iter()
        .filter(|one| one.code == Code::R0708)
        .filter_map(Diagnostic::span)
        .collect();
    let told = |place: &Span| {
        known.iter().any(|at| {
            at.file == place.file && at.start < place.end && place.start < at.end
        })
    };
    let labels = labels::current();
    let fault = |(statement, place): &(Statement, Span)| {
        let _within = labels::enter(&labels);
        let fault = named.fault(statement, world.guard)?;
        Some(world.guard.finding(fault, place.clone()))
    };
    let listed = |(statement, _): &&(Statement, Span)| !statement.reads;
    let stated: Vec<&(Statement, Span)> =
        stated.iter().filter(|(_, place)| !told(place)).collect();
    let (listed, weighed): (Vec<_>, Vec<_>) = stated.into_iter().partition(listed);
    let mut out: Vec<Diagnostic> = listed.into_par_iter().filter_map(fault).collect();
    // A sentence in which anything is wrong already is told once.
    let wrong = found.iter().filter(|one| one.severity == Severity::Error);
    let places: BTreeSet<(&str, usize)> = out
        .iter()
        .chain(wrong)
        .filter_map(Diagnostic::span)
        .map(|place| (place.file.as_ref(), place.start))
        .collect();
    let known = |place: &Span| {
        let file: &str = place.file.as_ref();
        places.range((file, place.start)..(file, place.end)).next().is_some()
    };
    let more: Vec<Diagnostic> = weighed
        .into_par_iter()
        .filter(|(_, place)| !known(place))
        .filter_map(fault)
        .collect();
    out.extend(more);
    out
}
