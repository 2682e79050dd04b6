//! Movements that no small word ties to a number ("thefts fell over the decade: the change was x",
//! "has not fallen: it is x lower"), against what the numbers of the same statement did.
//!
//! A statement is wrong only where every movement that it asserts goes the other way than every
//! change that it shows. What is past before it, only describes a noun, or is the background of
//! another statement ("despite rising costs") asserts nothing.

use crate::model::calendar::Period;
use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::course::Level;
use crate::narrative::prose::course::group;
use crate::narrative::prose::course::in_time;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// A movement that a statement asserts.
#[derive(Debug, Clone, Copy)]
struct Assertion {
    at: usize,
    up: bool,
    /// Whether it is denied: "has not risen".
    denied: bool,
}

/// What the numbers of a statement did.
struct Course<'a> {
    up: bool,
    /// The first number that shows it.
    at: usize,
    fact: &'a Fact,
    /// The times between which it is known.
    span: Option<(Period, Option<Period>)>,
    is: String,
    /// Whether a movement is tied to one of them, so that only a denial can contradict it.
    tied: bool,
}

/// Reports movements that all numbers of their statement contradict.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for part in s.statements() {
        // "fell back to x before jumping to y": each has its own.
        let led = |at: &usize| {
            s.fact(*at).is_some() && s.before(*at).is_some_and(|to| s.is(to, Sense::To))
        };
        if part.clone().filter(led).count() > 1 {
            continue;
        }
        let Some(course) = s.shown(&part) else { continue };
        let asserted = s.assertions(&part, &course);
        let contradicts = |one: &&Assertion| (one.up == course.up) == one.denied;
        let denial = asserted.iter().copied().find(|one| {
            // "Neither group gained any: …" is of all numbers behind it.
            let neither = part.clone().any(|at| s.is(at, Sense::Neither));
            one.denied
                && contradicts(&one)
                && (neither || s.same_subject(one.at, course.at))
        });
        let all = !course.tied && asserted.iter().all(|one| contradicts(&one));
        let wrong =
            denial.or_else(|| s.than_at_its_start(&part, &course)).or_else(|| {
                let nearest =
                    asserted.iter().min_by_key(|one| one.at.abs_diff(course.at));
                nearest.copied().filter(|_| all)
            });
        let Some(wrong) = wrong else { continue };
        let range = s.range(wrong.at, wrong.at);
        let known =
            |had: &Fault| had.range.start < range.end && range.start < had.range.end;
        if out.iter().any(known) {
            continue;
        }
        let not = if wrong.denied { "not … " } else { "" };
        out.push(Fault::wrong(
            Code::R0530,
            range,
            format!("`{not}{}` contradicts the data: {}", s.word(wrong.at), course.is),
            "say which way it went, or show another statistic".to_owned(),
        ));
    }
}

impl<'a> Sentence<'a> {
    /// Returns the parts of a sentence that may be of different things: between semicolons and words
    /// that set clauses against each other.
    pub(super) fn statements(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for at in 0..self.len() {
            // "…; they were x", "…; the change was x" goes on about the same.
            let next = at + 1 + usize::from(self.is(at + 1, Sense::Determiner));
            let on = self.is(at + 1, Sense::Anaphor) || self.is(next, Sense::Neutral);
            // "all but disappeared" sets nothing apart.
            let all_but = at > 0 && self.is(at - 1, Sense::Each);
            let apart = self.is(at, Sense::Contrast) && !all_but;
            if self.mark(at, ';') && !on || apart {
                out.push(start..at);
                start = at + 1;
            }
        }
        out.push(start..self.len());
        out
    }

    /// Returns what the numbers of a statement did, where all did the same.
    fn shown(&self, part: &Range<usize>) -> Option<Course<'a>> {
        let numbers: Vec<usize> =
            part.clone().filter(|at| self.fact(*at).is_some()).collect();
        let changes: Vec<usize> = numbers
            .iter()
            .copied()
            .filter(|at| self.fact(*at).is_some_and(|f| f.sign == Sign::Change))
            .collect();
        if let Some(first) = changes.first() {
            let fact = self.fact(*first)?;
            // "slowed, from a rise of x to one of y": from one change to another.
            if self.before(*first).is_some_and(|from| self.is(from, Sense::From)) {
                return None;
            }
            let ways: Vec<i8> =
                changes.iter().filter_map(|at| Some(self.fact(*at)?.way())).collect();
            let alike = ways.iter().all(|way| *way == fact.way() && *way != 0);
            let tied = changes.iter().any(|at| self.governor(*at).is_some());
            let went = if fact.way() > 0 { "up" } else { "down" };
            return alike.then(|| Course {
                up: fact.way() > 0,
                at: *first,
                fact,
                span: fact.period,
                is: format!("`{}` is {}, so it went {went}", fact.id, fact.printed),
                tied,
            });
        }
        // Two levels of one series: the later against the earlier.
        let levels = self.one_measure();
        let one = match levels.as_slice() {
            [a, b]
                if part.contains(&a.at)
                    && part.contains(&b.at)
                    && !self.parted(a.at, b.at) =>
            {
                in_time(a, b)
            }
            _ => None,
        };
        let (from, to) = one.or_else(|| {
            let (a, b) = self.one_of_two_times(&numbers)?;
            let forward = a.period? < b.period?;
            Some(if forward { (a.fact, b.fact) } else { (b.fact, a.fact) })
        })?;
        (from.way() != 0 || to.way() != 0).then_some(())?;
        (from.rounded.total_cmp(&to.rounded) != std::cmp::Ordering::Equal).then(|| {
            Course {
                up: to.rounded > from.rounded,
                at: *numbers.first().unwrap_or(&part.start),
                fact: from,
                span: from.period.zip(to.period).map(|(from, to)| (from.0, Some(to.0))),
                is: format!(
                    "{} in {}, {} in {}",
                    from.shown,
                    from.period_words(),
                    to.shown,
                    to.period_words()
                ),
                tied: false,
            }
        })
    }

    /// "Only A had fewer in 2024 than in 2019: up by x", where x is the change between the two times.
    fn than_at_its_start(
        &self,
        part: &Range<usize>,
        course: &Course<'_>,
    ) -> Option<Assertion> {
        if course.fact.sign != Sign::Change {
            return None;
        }
        let from = course.span?.0.year();
        let stop = course.at.min(part.end);
        let (at, up) = (part.start..stop).find_map(|at| {
            let (up, compares) = self.way(at).filter(|_| {
                !self.is(at, Sense::Size) || self.is(at, Sense::Approximates)
            })?;
            let than = compares && !self.threshold(at);
            let year = self.compared_year(at).map(|(year, _)| year);
            // "than ten years earlier".
            let then = year == Some(from) || self.than_before(at) == Some(true);
            (than && then).then_some((at, up))
        })?;
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        // Of another member, or of a clause of its own.
        let apart = (at..stop).any(|i| {
            self.mark(i, ';')
                || self.is(i, Sense::Contrast)
                || self.is(i, Sense::Relative)
        });
        let barred = (part.start..stop).any(|i| self.says(i, Sense::Barring) > 0);
        let apart = apart || barred;
        let denied = self.turned(at);
        (!claimed && !apart && !self.unsaid(at) && (up == course.up) == denied)
            .then_some(Assertion { at, up, denied })
    }

    /// Returns the movements that a statement asserts of what its numbers show.
    fn assertions(&self, part: &Range<usize>, course: &Course<'_>) -> Vec<Assertion> {
        // "Neither group gained any: growth was x": of its own clause.
        let neither = |at: usize| {
            let apart =
                |i: &usize| !matches!(self.kind(*i), Some(Kind::Mark(':' | '—' | ';')));
            (part.start..at).rev().take_while(apart).any(|i| self.is(i, Sense::Neither))
        };
        part.clone()
            .filter_map(|at| {
                let way = self.way(at).or_else(|| self.gap_moved(at, part, course));
                let (up, compares) = way?;
                let moved = !compares || self.more_than_before(at, course);
                // "While A rose, B fell by x": of a clause of its own.
                let moved = moved && !self.parted(at, course.at);
                (moved && self.asserts(at, part, course) && !self.unsaid(at))
                    .then(|| Assertion { at, up, denied: neither(at) || self.turned(at) })
            })
            .collect()
    }

    /// "The gap narrowed: it was x in 2011 and y in 2021": which way its size went.
    fn gap_moved(
        &self,
        at: usize,
        part: &Range<usize>,
        course: &Course<'_>,
    ) -> Option<(bool, bool)> {
        let widens = self.is(at, Sense::Widens);
        let gap = part.clone().any(|i| self.is(i, Sense::Gap));
        let levels = course.fact.sign != Sign::Change && course.fact.value > 0.0;
        (gap && levels && (widens || self.is(at, Sense::Narrows)))
            .then_some((widens, false))
    }

    /// "Fewer households than a year earlier (a change of x)", "less crime: a change of x", "have become
    /// cooler (change in the mean, x)": a comparison with what was before, which a change beside it tells.
    fn more_than_before(&self, at: usize, course: &Course<'_>) -> bool {
        let change = course.fact.sign == Sign::Change && !course.tied && at < course.at;
        let near = course.at.saturating_sub(12).max(at)..course.at;
        if !change || !near.into_iter().any(|i| self.is(i, Sense::Neutral)) {
            return false;
        }
        let than = (at + 1..(at + 10).min(course.at)).find(|i| self.is(*i, Sense::Than));
        if let Some(than) = than {
            return (than + 1..(than + 6).min(course.at)).any(|i| {
                self.is(i, Sense::Duration)
                    || self.is(i, Sense::Earlier)
                    || self.is(i, Sense::Backdrop)
                    || self.year(i).is_some()
            });
        }
        let before = |sense: Sense| at > 0 && self.is(at - 1, sense);
        let opens = at == 0 || !matches!(self.kind(at - 1), Some(Kind::Word));
        let noun = matches!(self.kind(at + 1), Some(Kind::Word))
            && !self.is(at + 1, Sense::Describing)
            && !self.is(at + 1, Sense::And);
        let counted =
            self.is(at, Sense::Approximates) && noun && (opens || before(Sense::Has));
        counted || before(Sense::Become)
    }

    /// Returns two levels of which the second stands for the same at another time, since it has no subject of
    /// its own: "x of pupils in 2023, compared with y in 2019", "x in 2023, having been y in 2022", "x in 2011
    /// and y in 2021".
    fn one_of_two_times(&self, numbers: &[usize]) -> Option<(Level<'a>, Level<'a>)> {
        let [first, second] = numbers else { return None };
        let (a, b) = (self.level_at(*first)?, self.level_at(*second)?);
        let plain = a.fact.unit == b.fact.unit
            && a.period.zip(b.period).is_some_and(|(a, b)| a != b)
            && group(a.fact) == group(b.fact);
        let lead = self.before(*second)?;
        let when = |i: usize| {
            let says = [
                Sense::Within,
                Sense::Dated,
                Sense::Determiner,
                Sense::Indefinite,
                Sense::Duration,
                Sense::Spell,
                Sense::Backdrop,
                Sense::Earlier,
            ];
            says.iter().any(|sense| self.is(i, *sense))
                || self.says(i, Sense::Percents).max(self.says(i, Sense::Points)) > 0
                || self.word(i).starts_with(|c: char| c.is_ascii_digit())
        };
        let end = (second + 1..self.len())
            .find(|i| !matches!(self.kind(*i), Some(Kind::Word)))
            .unwrap_or(self.len());
        let alone = (second + 1..end).all(when);
        let against = self.ends(lead + 1, Sense::Against) > 0;
        let having =
            lead > 0 && self.is(lead, Sense::Copula) && self.is(lead - 1, Sense::Earlier);
        // "x received in 2023 and y in 2022".
        let dated = |i: usize| self.year(i).is_some();
        let said = |i: usize| {
            matches!(self.kind(i), Some(Kind::Word)) && !self.is(i, Sense::Contrast)
        };
        let both = self.is(lead, Sense::And)
            && lead < first + 7
            && (first + 1..lead).all(said)
            && (first + 1..lead).any(dated);
        (plain && alone && (against || having || both)).then_some((a, b))
    }

    /// Returns whether a movement is asserted of the time that a number is of.
    fn asserts(&self, at: usize, part: &Range<usize>, course: &Course<'_>) -> bool {
        let word = self.word(at);
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        // "sank to x in 2022 and now stands at y": it ended with the earlier of the two.
        let to = (at + 1..at + 3).find(|i| self.is(*i, Sense::To));
        let ended = to.and_then(|to| self.fact(to + 1)).is_some_and(|fact| {
            course.span.is_some_and(|(from, until)| {
                until.is_some() && fact.period.is_some_and(|(own, _)| own == from)
            }) && fact.sign == Sign::Level
        });
        if ended {
            return false;
        }
        // "Not every type declined": some did not.
        let not_all = (at.saturating_sub(8).max(part.start)..at)
            .any(|i| self.is(i, Sense::Turn) && self.is(i + 1, Sense::Each));
        if not_all {
            return false;
        }
        // "job losses", "reductions granted": what is counted, and no movement of it.
        let counted = course.fact.title.split_whitespace().skip(1).any(|own| {
            own.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase() == word
        });
        let before = at.checked_sub(1);
        if self.is(at, Sense::Particle) {
            let moved = before.is_none_or(|i| {
                self.is(i, Sense::Copula)
                    || self.is(i, Sense::Went)
                    || self.is(i, Sense::Percents)
                    || self.is(i, Sense::Points)
                    || !matches!(self.kind(i), Some(Kind::Word))
            });
            if !moved || self.is(at + 1, Sense::To) {
                return false;
            }
        }
        // "rising prices", "reduced the rate": of a noun behind it.
        let formed = self.lexicon.ends(word, Ending::Participle);
        // "neither group gained trees": a verb.
        let neither = (at.saturating_sub(5)..at).any(|i| self.is(i, Sense::Neither));
        let attributive = formed && !self.closed(at + 1) && !neither;
        // "had fallen", but not "had less".
        let owned = self.way(at).is_some_and(|(_, compares)| compares);
        let earlier = (at.saturating_sub(3)..at).any(|i| {
            self.is(i, Sense::Earlier)
                && !(owned && i + 1 == at && self.is(i, Sense::Has))
        });
        // The phrase it is in, from the last comma.
        let open = |i: &usize| {
            matches!(self.kind(*i), Some(Kind::Mark(',' | '(' | ':' | '—' | '–')))
        };
        let start = (part.start..at).rev().find(open).map_or(part.start, |i| i + 1);
        let end = (at..part.end).find(open).unwrap_or(part.end);
        let background = (start..at).any(|i| self.is(i, Sense::Backdrop));
        let elsewhen = (start..end)
            .filter_map(|i| self.year(i))
            .any(|year| !within(year, course.span));
        // "Attendance improved: absence was": what is measured may be either of the two.
        let judged = self.is(at, Sense::Worsened) || self.is(at, Sense::Bettered);
        let said = |sense: Sense| (0..self.len()).any(|i| self.is(i, sense));
        let torn = judged && said(Sense::Bad) && said(Sense::Wanted);
        !(claimed || counted || attributive || earlier || background || elsewhen || torn)
    }

    /// Returns whether a word is none that a noun phrase begins with.
    fn closed(&self, at: usize) -> bool {
        const SMALL: &[Sense] = &[
            Sense::By,
            Sense::Of,
            Sense::From,
            Sense::To,
            Sense::Than,
            Sense::And,
            Sense::Dated,
            Sense::OverTime,
            Sense::Contrast,
            Sense::Compared,
            Sense::NoObject,
            Sense::GoesOn,
            Sense::Against,
            Sense::Adverb,
        ];
        !matches!(self.kind(at), Some(Kind::Word))
            || self.lexicon.ends(self.word(at), Ending::Adverb)
            || self.word(at).starts_with(char::is_numeric)
            || SMALL.iter().any(|sense| self.is(at, *sense))
    }

    /// Returns whether what follows a denial goes on about its subject: "it", "which", "when".
    fn same_subject(&self, denied: usize, number: usize) -> bool {
        if number < denied {
            return false;
        }
        (denied..number).any(|i| {
            let opens =
                matches!(self.kind(i), Some(Kind::Mark(':' | ';' | ',' | '—' | '–')));
            opens
                && (self.mark(i, ':')
                    || self.mark(i, ';')
                    || self.is(i + 1, Sense::Anaphor))
        })
    }
}

/// Returns whether a year is in a period.
fn within(year: i64, period: Option<(Period, Option<Period>)>) -> bool {
    period.is_none_or(|(from, to)| {
        from.year() <= year && year <= to.unwrap_or(from).year() + 1
    })
}
