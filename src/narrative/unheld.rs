//! Statements about what the data name that no number and no claim holds: those that the data contradict, and those
//! that nothing would stop if the data changed.
//!
//! **In:** statements as chapters, titles and labels make them; the names of the project. **Out:** findings at their
//! words.
//! **Guarantees:** it looks at no chapter, so what a chapter keeps of itself does not depend on every name; what is
//! said to contradict the data does so by every statistic that the words may mean.

use crate::labels;
use crate::model::calendar::Period;
use crate::model::calendar::mentions;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::format::Unit;
use crate::model::statistic::MARKED;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Sentence;
use crate::narrative::prose::Sign;
use crate::narrative::prose::Statement;
use crate::narrative::prose::Token;
use crate::narrative::prose::rate_base;
use crate::narrative::prose::sign_of;
use crate::narrative::world::World;
use crate::project::Files;
use crate::project::Project;
use crate::project::Synonyms;
use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;
use std::sync::OnceLock;

/// The most statistics that a message names.
const NAMED: usize = 2;

/// What to do about words that nothing holds.
const HELP: &str = "put the words into `claim(\"id\", \"…\")`, or show the number that they tell; where they are not about the data, cite who says so, or name them under `allow:` with the reason";

type Words = BTreeSet<String>;

/// What the data name, in the stems of words.
pub(super) struct Named<'a> {
    lexicon: &'a Lexicon,
    statistics: &'a Statistics,
    words: Words,
    /// Asked for only where something that is named is stated.
    titled: OnceLock<Vec<Titled<'a>>>,
}

/// A statistic by what its title names.
struct Titled<'a> {
    stat: &'a Stat,
    sign: Sign,
    /// What its title begins with.
    measure: Words,
    /// Of which part of all it is.
    member: Words,
}

/// What a sentence says.
struct Read {
    /// The names in it.
    named: Words,
    /// The first of them, as it is written.
    first: Option<String>,
    /// Whether it says so of each of them, and whether of each of two.
    each: bool,
    both: bool,
    /// Whether it stands for a name that was said before.
    refers: bool,
    goes_on: bool,
    /// Whether it is of a time that is not told by years alone, or of what is outside the data, or lacks what is named
    /// ("areas without a scheme"): no statistic is meant.
    apart: bool,
}

impl<'a> Named<'a> {
    /// Returns what a project names; `synonyms` are other words for it.
    pub fn of(
        project: &Project,
        statistics: &'a Statistics,
        synonyms: &Synonyms,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut out = Self::known(statistics, lexicon);
        let labels = project.statistics.labels.values().flat_map(BTreeMap::values);
        let others = synonyms
            .0
            .iter()
            .flat_map(|(word, others)| std::iter::once(word).chain(others));
        for text in labels.chain(others) {
            out.words.extend(names(text, lexicon));
        }
        out
    }

    /// Returns what the titles of statistics name.
    fn known(statistics: &'a Statistics, lexicon: &'a Lexicon) -> Self {
        // Titles of thousands of statistics have few different parts, and those few different words.
        let mut texts: HashSet<&str> = HashSet::new();
        for stat in own(statistics) {
            let (measure, rest) = halves(stat);
            texts.insert(measure);
            if !rest.is_empty() && !texts.contains(rest) {
                texts.insert(parts(statistics, stat).1);
            }
        }
        let all: HashSet<&str> =
            texts.into_iter().flat_map(str::split_whitespace).collect();
        let words = all.into_iter().flat_map(|word| names(word, lexicon)).collect();
        Self { lexicon, statistics, words, titled: OnceLock::new() }
    }

    /// Returns the statistics by what their titles name.
    fn titled(&self) -> &[Titled<'a>] {
        self.titled.get_or_init(|| {
            let mut stems: BTreeMap<&str, Words> = BTreeMap::new();
            let mut named = |text: &'a str| -> Words {
                let each = text.split_whitespace().flat_map(|word| {
                    let known = stems.entry(word);
                    known.or_insert_with(|| names(word, self.lexicon)).clone()
                });
                each.collect()
            };
            let titled = own(self.statistics).map(|stat| {
                let (measure, member) = parts(self.statistics, stat);
                let (measure, member) = (named(measure), named(member));
                Titled { stat, sign: sign_of(stat), measure, member }
            });
            titled.collect()
        })
    }

    /// Returns what is wrong with a statement about something that is named; none where it is about something else.
    pub fn fault(&self, statement: &Statement, guard: &Guard<'_>) -> Option<Fault> {
        let read = self.read(&statement.text);
        if let Some(base) = &statement.base {
            let before = self.read(&statement.before);
            return self.of_another_base(statement, base, &read, &before);
        }
        // What it goes on about is looked up only where it names nothing itself.
        let before = (read.first.is_none() && read.goes_on)
            .then(|| self.read(&statement.before).first)
            .flatten();
        if read.first.is_none() && !read.refers && before.is_none() {
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

    /// Reads a sentence.
    fn read(&self, text: &str) -> Read {
        let mut passage = Passage::default();
        passage.text(text, Origin::Text(0..text.len()));
        let tokens: Vec<Token> =
            passage.sentences(self.lexicon).into_iter().flatten().collect();
        let s = Sentence { tokens: &tokens, facts: &[], lexicon: self.lexicon };
        let says = |sense: Sense| (0..s.len()).any(|at| s.says(at, sense) > 0);
        let own = (0..s.len()).filter_map(|at| {
            let stem = stem(s.word(at), self.lexicon)?;
            self.words.contains(&stem).then(|| (stem, s.word(at).to_owned()))
        });
        let own: Vec<(String, String)> = own.collect();
        let refers = (1..s.len()).any(|at| {
            let led = [Sense::Determiner, Sense::Both, Sense::Known];
            s.is(at, Sense::Referring) && led.iter().any(|sense| s.is(at - 1, *sense))
        });
        Read {
            first: own.first().map(|(_, word)| word.clone()),
            named: own.into_iter().map(|(stem, _)| stem).collect(),
            each: says(Sense::Universal) || says(Sense::Each),
            both: says(Sense::Both) && !says(Sense::Each),
            refers,
            goes_on: (0..s.len().min(2)).any(|at| s.is(at, Sense::Anaphor)),
            apart: says(Sense::Beyond)
                || says(Sense::Lacking)
                || (1..s.len()).any(|at| {
                    let led =
                        [Sense::Spell, Sense::OverBefore, Sense::Each, Sense::Indefinite];
                    s.is(at, Sense::Duration)
                        && (led.iter().any(|sense| s.is(at - 1, *sense))
                            || s.number(at - 1).is_some())
                }),
        }
    }

    /// Returns the statistics of a sign that a sentence may mean: of the measures and members that it names; none where
    /// it names anything else, or a length of time.
    fn meant(&self, read: &Read, sign: Sign, dated: bool) -> Vec<Fact> {
        let signed: Vec<&Titled<'_>> =
            self.titled().iter().filter(|own| own.sign == sign).collect();
        let measure =
            |word: &&String| signed.iter().any(|own| own.measure.contains(*word));
        let (measured, members): (Vec<&String>, Vec<&String>) =
            read.named.iter().partition(measure);
        if read.named.is_empty() || read.apart {
            return Vec::new();
        }
        let member = |own: &&&Titled<'_>, all: bool| {
            let fits = |word: &&String| own.member.contains(*word);
            measured.iter().all(|word| own.measure.contains(*word))
                && if all {
                    members.iter().all(fits)
                } else {
                    !measured.is_empty() && members.iter().any(fits)
                }
        };
        // "Acute and specialist trusts" are two.
        let one = signed.iter().any(|own| member(&own, true));
        let fits = |own: &&&Titled<'_>| member(own, one);
        let meant: Vec<&&Titled<'_>> = signed.iter().filter(fits).collect();
        let covered = |word: &&String| meant.iter().any(|own| own.member.contains(*word));
        if !members.iter().all(covered) {
            return Vec::new();
        }
        let fact = |own: &&&&Titled<'_>| Fact::of(self.statistics, own.stat, "");
        // Where a sentence names no time, what is of a part of the time is not meant.
        let whole = |own: &&&&Titled<'_>| mentions(&own.stat.title).is_empty();
        let plain = sign == Sign::Change && !dated && meant.iter().any(|own| whole(&own));
        meant
            .iter()
            .filter(|own| !plain || whole(own))
            .filter_map(|own| fact(&own))
            .collect()
    }

    /// "Offences per 10,000 people", "people per 1,000 offences" of a rate that is offences per 1,000 people.
    fn of_another_base(
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
    fn not_the_end(
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
            other.then(|| (own.clone(), end.clone()))
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
}

/// Returns the statistics of a project but for those that figures mark.
fn own(statistics: &Statistics) -> impl Iterator<Item = &Stat> {
    let own = |stat: &&Stat| stat.id.split('.').next() != Some(MARKED);
    statistics.stats.values().filter(own)
}

/// Returns what stands before the first comma of a title, and behind it.
fn halves(stat: &Stat) -> (&str, &str) {
    stat.title.split_once(", ").unwrap_or((&stat.title, ""))
}

/// Returns what is measured and of which member, from the title of a statistic.
fn parts<'a>(statistics: &Statistics, stat: &'a Stat) -> (&'a str, &'a str) {
    let (measure, rest) = halves(stat);
    // Behind the measure of any other stands how it was computed.
    (measure, if statistics.key_of(stat).is_empty() { "" } else { rest })
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

/// Returns the names in a text, in the stems of their words.
pub(super) fn names(text: &str, lexicon: &Lexicon) -> Words {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '’' | '\''))
        .filter_map(|word| stem(&word.to_lowercase().replace('\'', "’"), lexicon))
        .collect()
}

/// Returns the stem of a word that may name something; none of one that only measures, moves or ties.
fn stem(word: &str, lexicon: &Lexicon) -> Option<String> {
    let word = word.trim_matches('-');
    let word = lexicon.stem(word, Ending::Possessive).unwrap_or(word);
    let word = word.trim_end_matches('’');
    let one = match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 2 => format!("{stem}y"),
        _ if lexicon.ends(word, Ending::Plural) => {
            lexicon.stem(word, Ending::Plural).unwrap_or(word).to_owned()
        }
        _ => word.to_owned(),
    };
    let moves = [Sense::Rise, Sense::Fall, Sense::More, Sense::Less, Sense::Duration];
    let tells = |word: &str| {
        lexicon.says(word, Sense::Measuring)
            || moves.iter().any(|sense| lexicon.says(word, *sense))
    };
    let names = one.chars().count() > 2
        && one.chars().any(char::is_alphabetic)
        && !tells(&one)
        && !tells(word)
        && !lexicon.is_month(word);
    names.then_some(one)
}

/// Returns the fault of a label over a statistic that has none of its names, where another measure has all of them.
pub(super) fn of_another(
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
    let found = stated.par_iter().filter(|(_, place)| !told(place));
    let found = found.filter_map(|(statement, place)| {
        let _within = labels::enter(&labels);
        let fault = named.fault(statement, world.guard)?;
        Some(world.guard.finding(fault, place.clone()))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::Named;
    use super::stem;
    use crate::model::diagnostic::Code;
    use crate::model::diagnostic::Severity;
    use crate::model::diagnostic::Sources;
    use crate::model::document::Design;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use crate::model::statistic::Family;
    use crate::model::statistic::Member;
    use crate::model::statistic::Stat;
    use crate::model::statistic::Statistics;
    use crate::narrative::prose::Guard;
    use crate::narrative::prose::Kind;
    use crate::narrative::prose::Origin;
    use crate::narrative::prose::Passage;
    use crate::project::Yaml;
    use crate::project::lexicon::Lexicon;
    use crate::project::lexicon::lexicon;
    use serde::Deserialize;
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    /// What a set of sentences names, and the sentences.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct World {
        values: BTreeMap<String, Given>,
        names: Vec<String>,
        sentences: Vec<Item>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        measure: String,
        #[serde(default)]
        group: String,
        kind: String,
        value: f64,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        text: String,
        #[serde(default)]
        unbound: bool,
        #[serde(default)]
        untrue: bool,
    }

    fn statistics(values: &BTreeMap<String, Given>) -> Statistics {
        let mut out = Statistics::default();
        for (id, given) in values {
            // The two of a pair are of one block.
            let id = id.replace('-', ".");
            let format = Format::of(Unit::Percent).decimals(1);
            let mut stat = Stat::of_number(&id, given.value, format);
            stat.title.clone_from(&given.measure);
            if !given.group.is_empty() {
                let _ = write!(stat.title, ", {}", given.group);
            }
            stat.provenance.kind.clone_from(&given.kind);
            stat.provenance.definition = "change, 2015 to 2024;".to_owned();
            if let Some((block, key)) = id.split_once('.') {
                let family =
                    out.families.entry(block.to_owned()).or_insert_with(|| Family {
                        id: block.to_owned(),
                        title: block.to_owned(),
                        dimensions: vec!["group".to_owned()],
                        members: Vec::new(),
                        choices: Vec::new(),
                        orders: BTreeMap::new(),
                    });
                family.members.push(Member { key: vec![key.to_owned()], id: id.clone() });
            }
            out.stats.insert(id, stat);
        }
        out
    }

    /// Returns what is found in a text, and how grave.
    fn found(
        text: &str,
        world: &World,
        words: &Lexicon,
    ) -> Vec<(Severity, Code, String)> {
        let statistics = statistics(&world.values);
        let sources = Sources::new();
        let guard =
            Guard::new(Some(words), Design::Association, &[], &statistics, &sources);
        let mut named = Named::known(&statistics, words);
        for name in &world.names {
            named.words.extend(super::names(name, words));
        }
        let mut passage = Passage::default();
        let mut rest = text;
        // A citation is no word.
        while let Some((before, tail)) = rest.split_once("[@") {
            passage.text(before, Origin::Text(0..0));
            passage.slot(Kind::Cited, None);
            rest = tail.split_once(']').map_or("", |(_, after)| after);
        }
        passage.text(rest, Origin::Text(0..0));
        let faults = guard.read(&passage);
        let stated = guard.statements(&passage, Some(words), "");
        let unheld = stated.iter().filter_map(|one| named.fault(one, &guard));
        faults
            .into_iter()
            .chain(unheld)
            .map(|fault| {
                let place = crate::model::diagnostic::Span::new("", 0..0);
                let found = guard.finding(fault, place);
                (found.severity, found.code, found.message)
            })
            .collect()
    }

    /// Measures a set, prints what was misjudged, and returns precision and recall.
    fn measure(file: &str, text: &str) -> (f64, f64) {
        #[derive(Deserialize)]
        struct Set {
            worlds: BTreeMap<String, World>,
        }
        let set: Set = Yaml::parse(file, text).unwrap().decode().unwrap();
        let (mut hit, mut missed, mut alarms, mut belied, mut all) = (0, 0, 0, 0, 0);
        let mut report = String::new();
        for world in set.worlds.values() {
            for item in &world.sentences {
                let found = found(&item.text, world, lexicon());
                let untrue = found.iter().any(|one| one.1 == Code::R0530);
                all += usize::from(item.untrue);
                belied += usize::from(item.untrue && untrue);
                if untrue && !item.untrue {
                    let _ = writeln!(report, "not false: {}\n  {found:?}", item.text);
                }
                if item.untrue && !untrue {
                    let _ =
                        writeln!(report, "not told false: {}\n  {found:?}", item.text);
                }
                match (item.unbound, found.is_empty()) {
                    (true, false) => hit += 1,
                    (true, true) => {
                        missed += 1;
                        let _ = writeln!(report, "missed: {}", item.text);
                    }
                    (false, false) => {
                        alarms += 1;
                        let _ =
                            writeln!(report, "false alarm: {}\n  {found:?}", item.text);
                    }
                    (false, true) => {}
                }
            }
        }
        let precision = f64::from(hit) / f64::from(hit + alarms);
        let recall = f64::from(hit) / f64::from(hit + missed);
        #[expect(clippy::print_stdout, reason = "the figures are what the test is for")]
        {
            println!(
                "{report}{file}: precision {precision:.3}, recall {recall:.3} ({hit} found, {missed} missed, {alarms} false alarms), {belied} of {all} told false"
            );
        }
        (precision, recall)
    }

    #[test]
    fn sentences_that_nothing_holds_are_told_from_those_that_state_nothing() {
        let (precision, recall) =
            measure("unbound.yaml", include_str!("../../tests/sentences/unbound.yaml"));
        assert!(precision >= 0.95 && recall >= 0.95, "{precision}, {recall}");
    }

    #[test]
    fn sentences_of_a_second_set_that_nothing_holds_are_told() {
        let (precision, recall) = measure(
            "unbound_second.yaml",
            include_str!("../../tests/sentences/unbound_second.yaml"),
        );
        assert!(precision >= 0.95 && recall >= 0.9, "{precision}, {recall}");
    }

    #[test]
    fn sentences_of_a_third_set_that_nothing_holds_are_told() {
        let (precision, recall) = measure(
            "unbound_third.yaml",
            include_str!("../../tests/sentences/unbound_third.yaml"),
        );
        assert!(precision >= 0.95 && recall >= 0.9, "{precision}, {recall}");
    }

    #[test]
    fn a_name_is_the_same_in_the_singular_and_the_plural() {
        let stem = |word: &str| stem(word, lexicon());
        assert_eq!(stem("burglaries"), stem("burglary"));
        assert_eq!(stem("crimes"), stem("crime"));
        assert_eq!(stem("residents’"), stem("resident"));
        assert_eq!(stem("rate"), None);
        assert_eq!(stem("rose"), None);
    }
}
