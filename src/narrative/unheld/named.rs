//! What the data name, in the stems of words: the measures and members of titles, labels and synonyms; and what a
//! sentence says of them.

use crate::model::calendar::mentions;
use crate::model::format::Unit;
use crate::model::statistic::MARKED;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Of;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Sentence;
use crate::narrative::prose::Sign;
use crate::narrative::prose::Token;
use crate::narrative::prose::sign_of;
use crate::project::Project;
use crate::project::Synonyms;
use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;
use std::sync::OnceLock;

pub(super) type Words = BTreeSet<String>;

/// What the data name, in the stems of words.
pub(in crate::narrative) struct Named<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) statistics: &'a Statistics,
    pub(super) words: Words,
    /// Those of groups and members, which labels name.
    groups: Words,
    /// What the members of a dimension are: "region".
    places: Words,
    /// Asked for only where something that is named is stated.
    titled: OnceLock<Vec<Titled<'a>>>,
    /// Asked for only where something is said of a name as a subject.
    sides: OnceLock<Sides>,
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

/// What is measured, and of what.
struct Sides {
    /// Words with which titles begin.
    measures: Words,
    /// The stems of members.
    members: Words,
}

/// What a sentence says.
pub(super) struct Read {
    /// The names in it.
    pub(super) named: Words,
    /// The first of them, as it is written.
    pub(super) first: Option<String>,
    /// Whether it says so of each of them, and whether of each of two.
    pub(super) each: bool,
    pub(super) both: bool,
    /// Whether it stands for a name that was said before.
    pub(super) refers: bool,
    pub(super) goes_on: bool,
    /// Whether it is about how something was found out, or tells which ones it is of.
    tells_how: bool,
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
        for text in labels {
            out.groups.extend(names(text, lexicon));
        }
        let dimensions = statistics.families.values().flat_map(|own| &own.dimensions);
        let dimensions: BTreeSet<&String> = dimensions.collect();
        let one = |name: &&String| name.rsplit('_').next().unwrap_or(name).to_lowercase();
        let counted = |name: &String| {
            let plural =
                [format!("{name}s"), format!("{}ies", name.trim_end_matches('y'))];
            plural.iter().any(|name| lexicon.says(name, Sense::Counted))
        };
        out.places = dimensions.iter().map(one).filter(counted).collect();
        out.words.extend(out.groups.iter().cloned());
        for text in others {
            out.words.extend(names(text, lexicon));
        }
        // Words that say something else are no names there: "Because", "Needed".
        let drawn = drawn(project).flat_map(|text| names(text, lexicon));
        out.words.extend(drawn.filter(|word| lexicon.senses(word).is_empty()));
        // What the data name may be called otherwise.
        let blocks = own(statistics).map(|stat| stat.provenance.block.as_str());
        let blocks: BTreeSet<&str> = blocks.collect();
        let ids = blocks.into_iter().flat_map(|id| id.split(['_', '-']));
        let ids: Words = ids.flat_map(|word| names(word, lexicon)).collect();
        let also = lexicon.topics.values().filter_map(|row| {
            let row: Words = row.iter().map(|word| as_one(word, lexicon).1).collect();
            (!row.is_disjoint(&out.words) || !row.is_disjoint(&ids)).then_some(row)
        });
        let also: Vec<Words> = also.collect();
        out.words.extend(also.into_iter().flatten());
        out
    }

    /// Returns what the titles of statistics name.
    pub(super) fn known(statistics: &'a Statistics, lexicon: &'a Lexicon) -> Self {
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
        Self {
            lexicon,
            statistics,
            words,
            groups: Words::new(),
            places: Words::new(),
            titled: OnceLock::new(),
            sides: OnceLock::new(),
        }
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

    /// Returns whether the words before a verb begin with the name of what it states something of.
    pub(super) fn is_subject(&self, subject: &str, of: Of) -> bool {
        if of == Of::Untitled {
            let mut titles =
                self.titled().iter().map(|own| own.stat.title.to_lowercase());
            return !titles.any(|title| title.contains(subject));
        }
        let read = self.read(subject);
        if read.tells_how {
            return false;
        }
        if self.opens_with_outcome(subject) {
            return true;
        }
        let Some(first) = read.first.as_deref() else { return false };
        let named = opening(subject).take(3).any(|word| word == first);
        let stem = stem(first, self.lexicon).or_else(|| self.place(first));
        let Some(stem) = stem.filter(|_| named) else { return false };
        let sides = || self.sides.get_or_init(|| self.sides());
        let grouped = || {
            let named = self.groups.contains(&stem) || self.places.contains(&stem);
            named || sides().members.contains(&stem)
        };
        match of {
            // What has a name as a group is somebody who does things.
            Of::Measure | Of::Single => {
                !self.lexicon.says(first, Sense::Person)
                    && (!grouped() || sides().measures.contains(first))
            }
            Of::Outcome | Of::Untitled => false,
            Of::Named => true,
        }
    }

    /// Returns whether a word is of a name.
    pub(super) fn is_name(&self, word: &str) -> bool {
        stem(word, self.lexicon).is_some_and(|stem| self.words.contains(&stem))
    }

    /// Returns whether every word of a text but the smallest is of a name.
    pub(super) fn names_all_of(&self, text: &str) -> bool {
        let mut words = opening(text).filter(|word| word.len() > 3);
        words.all(|word| self.is_name(&word) || self.place(&word).is_some())
    }

    /// Returns what opens the titles of measures, and what their members are called.
    fn sides(&self) -> Sides {
        // What is counted alone may be a group.
        let measured =
            own(self.statistics).filter(|stat| stat.format.unit != Unit::Count);
        let titles: BTreeSet<&str> = measured.map(|stat| halves(stat).0).collect();
        // "Areas in which it rose" are what is counted, and no measure.
        let named = |word: &String| stem(word, self.lexicon).is_some();
        let measures = titles.into_iter().filter_map(|title| self.read(title).first);
        let measures = measures.filter(named);
        let members = self.titled().iter().flat_map(|own| &own.member);
        Sides { measures: measures.collect(), members: members.cloned().collect() }
    }

    /// "The recovery has been uneven", "most of the gains went", "there has been a marked improvement".
    pub(super) fn opens_with_outcome(&self, text: &str) -> bool {
        let there = opening(text)
            .next()
            .is_some_and(|word| self.lexicon.says(&word, Sense::Existential));
        let near = if there { 7 } else { 4 };
        opening(text).take(near).any(|word| self.lexicon.says(&word, Sense::Outcome))
    }

    /// Returns a word for the members of a dimension, as one: "region" of "regions".
    fn place(&self, word: &str) -> Option<String> {
        let one = self.lexicon.stem(word, Ending::Plural).unwrap_or(word);
        let one =
            one.strip_suffix("ie").map_or(one.to_owned(), |stem| format!("{stem}y"));
        self.places.contains(&one).then_some(one)
    }

    /// Reads a sentence.
    pub(super) fn read(&self, text: &str) -> Read {
        let mut passage = Passage::default();
        passage.text(text, Origin::Text(0..text.len()));
        let tokens: Vec<Token> =
            passage.sentences(self.lexicon).into_iter().flatten().collect();
        let s = Sentence { tokens: &tokens, facts: &[], lexicon: self.lexicon };
        let says = |sense: Sense| (0..s.len()).any(|at| s.says(at, sense) > 0);
        let own = (0..s.len()).filter_map(|at| {
            let word = s.word(at);
            let known = stem(word, self.lexicon).filter(|stem| self.words.contains(stem));
            let place = || self.place(word);
            known.or_else(place).map(|stem| (stem, word.to_owned()))
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
            tells_how: says(Sense::FoundOut)
                || says(Sense::Relative)
                || says(Sense::Restrictive),
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
    pub(super) fn meant(&self, read: &Read, sign: Sign, dated: bool) -> Vec<Fact> {
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
}

/// Returns the words that a text begins with, in lower case.
fn opening(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
}

/// Returns the statistics of a project but for those that figures mark.
pub(super) fn own(statistics: &Statistics) -> impl Iterator<Item = &Stat> {
    let own = |stat: &&Stat| stat.id.split('.').next() != Some(MARKED);
    statistics.stats.values().filter(own)
}

/// Returns the words of axes and columns: what a figure or a table measures may have a name of its own there.
fn drawn(project: &Project) -> impl Iterator<Item = &str> {
    let figures = project.figures.iter().map(|entry| &entry.decl);
    let figures = figures.flat_map(|decl| {
        let axes = [&decl.axis, &decl.x_axis].into_iter().flatten();
        axes.map(String::as_str)
    });
    let tables = project.tables.iter().map(|entry| &entry.decl);
    let tables = tables.flat_map(|decl| {
        let columns = decl.columns.iter().map(|column| column.label.as_str());
        columns.chain([decl.head.as_str()])
    });
    // Those that are made of values name none by themselves.
    figures.chain(tables).filter(|text| !text.contains('{'))
}

/// Returns what stands before the first comma of a title, and behind it.
pub(super) fn halves(stat: &Stat) -> (&str, &str) {
    stat.title.split_once(", ").unwrap_or((&stat.title, ""))
}

/// Returns what is measured and of which member, from the title of a statistic.
fn parts<'a>(statistics: &Statistics, stat: &'a Stat) -> (&'a str, &'a str) {
    let (measure, rest) = halves(stat);
    // Behind the measure of any other stands how it was computed.
    (measure, if statistics.key_of(stat).is_empty() { "" } else { rest })
}

/// Returns the names in a text, in the stems of their words.
pub(in crate::narrative) fn names(text: &str, lexicon: &Lexicon) -> Words {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '’' | '\''))
        .filter_map(|word| stem(&word.to_lowercase().replace('\'', "’"), lexicon))
        .collect()
}

/// Returns the stem of a word that may name something; none of one that only measures, moves or ties.
pub(super) fn stem(word: &str, lexicon: &Lexicon) -> Option<String> {
    let (word, one) = as_one(word, lexicon);
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

/// Returns a word without what makes it a possessive, and as one.
fn as_one<'w>(word: &'w str, lexicon: &Lexicon) -> (&'w str, String) {
    let word = word.trim_matches('-');
    let word = lexicon.stem(word, Ending::Possessive).unwrap_or(word);
    let word = word.trim_end_matches('’');
    let stem = match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 2 => format!("{stem}y"),
        _ if ["sses", "shes", "ches", "xes"].iter().any(|end| word.ends_with(end)) => {
            word.strip_suffix("es").unwrap_or(word).to_owned()
        }
        _ if lexicon.ends(word, Ending::Plural) => {
            lexicon.stem(word, Ending::Plural).unwrap_or(word).to_owned()
        }
        _ => word.to_owned(),
    };
    (word, stem)
}
