//! Whether words are about what a number measures.
//!
//! **In:** a sentence and a number. **Out:** whether a word is in the title of the number, or one by which readers call
//! what is in it ("timekeeping" of "buses on time").

use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::MANY;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// What a sentence may say beside words that only join, a measure, its members and how they moved, without naming another measure.
const BESIDE: [Sense; 22] = [
    Sense::Afterwards,
    Sense::Gap,
    Sense::Of,
    Sense::Own,
    Sense::Other,
    Sense::Each,
    Sense::Both,
    Sense::Any,
    Sense::Remaining,
    Sense::Measuring,
    Sense::LevelNoun,
    Sense::Earlier,
    Sense::Become,
    Sense::Pronoun,
    Sense::Slightly,
    Sense::Softens,
    Sense::Turn,
    Sense::Duration,
    Sense::YearsNoun,
    Sense::Bettered,
    Sense::Worsened,
    Sense::Neutral,
];

/// Leaves out what was found, from a place on, in a clause that is of something else than every number of the sentence.
pub(super) fn drop_of_something_else(
    s: Sentence<'_>,
    statistics: &Statistics,
    out: &mut Vec<Fault>,
    from: usize,
) {
    let numbers = s.numbers();
    let found = out.split_off(from);
    out.extend(found.into_iter().filter(|fault| {
        let begins = |i: &usize| s.range(*i, *i).start >= fault.range.start;
        let at = (0..s.len()).find(begins);
        at.is_none_or(|at| {
            !numbers.iter().all(|n| s.of_something_else(at, *n, statistics))
        })
    }));
}

impl Sentence<'_> {
    /// Returns the singular of a word.
    pub(super) fn one<'w>(&self, word: &'w str) -> &'w str {
        self.lexicon.stem(word, Ending::Plural).unwrap_or(word)
    }

    /// Returns whether the title of a number has a word, as one or many.
    pub(super) fn is_titled(&self, at: usize, fact: &Fact) -> bool {
        let own = self.one(self.word(at));
        let mut titled = titled(fact);
        !own.is_empty() && titled.any(|word| self.one(&word) == own)
    }

    /// Returns whether any of some words is about what a number measures.
    pub(super) fn is_about(&self, mut words: Range<usize>, fact: &Fact) -> bool {
        let title: Vec<String> = titled(fact).collect();
        let rows =
            self.lexicon.topics.values().filter(|row| {
                row.iter().any(|known| title.iter().any(|word| word == known))
            });
        let rows: Vec<_> = rows.collect();
        words.any(|at| {
            self.is_titled(at, fact)
                || rows.iter().any(|row| row.iter().any(|known| known == self.word(at)))
        })
    }

    /// Returns the words around a place up to the marks and words that end their clause.
    pub(super) fn clause_of(&self, at: usize) -> Range<usize> {
        let moves = |i: usize| self.way(i).is_some_and(|(_, compares)| !compares);
        // "Hours fell in every county and visits fell by x": two clauses.
        let joins = |i: usize| {
            self.is(i, Sense::And)
                && (i.saturating_sub(8)..i).any(moves)
                && (i + 1..(i + 8).min(self.len())).any(moves)
        };
        let ends = |i: &usize| {
            matches!(self.kind(*i), Some(Kind::Mark(_)))
                || self.is(*i, Sense::Contrast)
                || joins(*i)
        };
        let start = (0..at).rev().find(ends).map_or(0, |i| i + 1);
        start..(at + 1..self.len()).find(ends).unwrap_or(self.len())
    }

    /// Returns whether any of some words tells what a number measures, apart from its members.
    pub(super) fn tells_measure(&self, mut words: Range<usize>, fact: &Fact) -> bool {
        let title = fact.title.split(", ").next().unwrap_or_default().to_owned();
        let measure = Fact { title, ..fact.clone() };
        words.any(|at| {
            self.is_titled(at, &measure)
                && self.way(at).is_none()
                && !self.is(at, Sense::Measuring)
                && !self.goes_on(at)
        })
    }

    /// Returns whether some words hold one that may name another measure: none of the number's, of its members, of how they
    /// moved, nor a small one.
    pub(super) fn names_another(
        &self,
        mut words: Range<usize>,
        fact: &Fact,
        kin: &Kin<'_>,
    ) -> bool {
        let named = self.mentions(&kin.names());
        words.any(|at| {
            let word = self.word(at);
            let small =
                BESIDE.iter().chain(&Sense::JOINS).any(|sense| self.is(at, *sense))
                    || self.goes_on(at);
            // "became less punctual": how much there is of it.
            let graded = at > 1
                && self.is(at - 1, Sense::Approximates)
                && (self.is(at - 2, Sense::Become) || self.is(at - 2, Sense::Copula));
            let known = word.is_empty()
                || small
                || graded
                || self.way(at).is_some()
                || self.is_about(at..at + 1, fact)
                || self.is_past(at)
                || self.number(at).is_some()
                || self.year(at).is_some()
                || self.says(at, Sense::YearBefore) > 0
                || kin.dimension(self.one(word)).is_some()
                || named.iter().any(|mention| mention.tokens.contains(&at));
            !known
        })
    }

    /// "Staffing has held steady, and x of buses were on time": whether the clause of a place has a subject that is something
    /// else than a number measures, which has a clause of its own.
    pub(super) fn of_something_else(
        &self,
        at: usize,
        number: usize,
        statistics: &Statistics,
    ) -> bool {
        let clause = self.clause_of(at);
        let verb = |i: &usize| {
            let verbs = [Sense::Copula, Sense::Has];
            self.is_past(*i) || verbs.iter().any(|sense| self.is(*i, *sense))
        };
        // "The picture improved, from x to y": the number has no clause of its own.
        let apart = !clause.contains(&number) && self.clause_of(number).any(|i| verb(&i));
        let Some(fact) = self.fact(number).filter(|_| apart) else { return false };
        // ", the only one to do so", ", a gap that has closed", ", having risen": these go on about the number.
        let goes_on = |i: usize| {
            let words = [
                Sense::To,
                Sense::Relative,
                Sense::Restrictive,
                Sense::Onward,
                Sense::Anaphor,
                Sense::Than,
                Sense::Own,
            ];
            words.iter().any(|sense| self.is(i, *sense))
                || i > 0 && self.lexicon.ends(self.word(i), Ending::Gerund)
        };
        let Some(verb) = clause.clone().find(verb) else { return false };
        let subject = clause.start..verb;
        if subject.is_empty() || subject.clone().any(goes_on) {
            return false;
        }
        let Some(kin) = Kin::of(statistics, fact, MANY) else { return false };
        // "Only the west lost drivers".
        let object = verb + 1..verb + 2;
        let many = self.lexicon.ends(self.word(object.start), Ending::Plural);
        let subject = if many && self.names_another(object.clone(), fact, &kin) {
            object
        } else {
            subject
        };
        !self.tells_measure(subject.clone(), fact)
            && self.names_another(subject, fact, &kin)
    }
}

/// Returns the words of the title of a number, and of the name that it has in the project: "punctuality" of "buses on time".
fn titled(fact: &Fact) -> impl Iterator<Item = String> {
    let words = fact.title.split(|c: char| !c.is_alphanumeric() && c != '-');
    let called = fact.block().split('_');
    words.chain(called).filter(|word| word.chars().count() > 2).map(str::to_lowercase)
}
