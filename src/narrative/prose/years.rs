//! Years beside a number, against the period that the number is of.

use crate::model::calendar::Period;
use crate::model::calendar::Step;
use crate::model::calendar::month_named;
use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// Years that are said together: "2012", "2012 and 2024", "from 2012 to 2024", "2018/19".
#[derive(Debug, Clone)]
struct Years {
    from: usize,
    to: usize,
    all: Vec<i64>,
    /// Whether they are a span.
    span: bool,
    /// The word before them.
    after: String,
}

/// Reports years that are not those of the number beside them.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    let groups = s.years();
    if groups.is_empty() || s.asks() {
        return;
    }
    // "By 2020 it had passed the level that others would reach in 2024: x against y": each has its own.
    let said: Vec<i64> = groups.iter().flat_map(|group| group.all.clone()).collect();
    let own: Vec<Option<i64>> = s
        .numbers()
        .into_iter()
        .filter_map(|at| s.fact(at))
        .map(|fact| match fact.period {
            Some((at, None)) if fact.sign == Sign::Level => Some(at.year()),
            _ => None,
        })
        .collect();
    if said.len() > 1 && said.iter().copied().map(Some).eq(own) {
        return;
    }
    for at in s.numbers() {
        let Some(fact) = s.fact(at) else { continue };
        let Some((first, last)) = fact.period else { continue };
        let wrong = match last {
            Some(last) if fact.sign == Sign::Change => {
                s.other_span(at, (first, last), &groups)
            }
            None if fact.sign == Sign::Level => s.other_year(at, first, &groups),
            _ => None,
        };
        let Some(group) = wrong else { continue };
        let help = format!(
            "write {}, or show the statistic of that period",
            fact.period_words()
        );
        out.push(s.other_period(group.from..group.to, fact, help));
        return;
    }
}

/// Returns whether a year is that of a period.
fn of(year: i64, period: Period) -> bool {
    year == period.year() || period.step == Step::Season && year == period.year() + 1
}

fn year(word: &str) -> Option<i64> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (1800..2100).contains(year))
}

impl Sentence<'_> {
    /// The fault of words that name another period than a number's.
    pub(super) fn other_period(
        &self,
        tokens: Range<usize>,
        fact: &Fact,
        help: String,
    ) -> Fault {
        let words = self.words(&tokens);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Fault::wrong(
            Code::R0533,
            self.range(tokens.start, tokens.end - 1),
            format!(
                "`{words}` is not the period of the number: `{}` is of {}",
                fact.id,
                fact.period_words()
            ),
            help,
        )
    }

    /// Returns the years that are said, those that belong together as one.
    fn years(&self) -> Vec<Years> {
        let mut out: Vec<Years> = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let word = self.word(at);
            let pair = word.split_once('-').and_then(|(a, b)| Some((year(a)?, year(b)?)));
            let short = word.split_once('-').and_then(|(a, b)| {
                let next = year(a)? + 1;
                (b.len() == 2 && b.parse() == Ok(next % 100)).then_some((next - 1, next))
            });
            if let Some((first, last)) = short {
                out.push(Years {
                    from: at,
                    to: at + 1,
                    all: vec![first, last],
                    span: false,
                    after: at
                        .checked_sub(1)
                        .map_or_else(String::new, |i| self.word(i).to_owned()),
                });
                at += 1;
                continue;
            }
            let Some(first) = year(word).or(pair.map(|(a, _)| a)) else {
                at += 1;
                continue;
            };
            // "2012 = 100" is a base, and "2012 Census" a name.
            if self.mark(at + 1, '=') {
                at += 1;
                continue;
            }
            let mut group = Years {
                from: at,
                to: at + 1,
                all: vec![first],
                span: pair.is_some(),
                after: at
                    .checked_sub(1)
                    .map_or_else(String::new, |i| self.word(i).to_owned()),
            };
            group.all.extend(pair.map(|(_, b)| b));
            loop {
                let end = group.to;
                let short = |i: usize| {
                    (1..=2).contains(&self.word(i).len())
                        && self.word(i).bytes().all(|b| b.is_ascii_digit())
                };
                if self.mark(end, '/') && short(end + 1) {
                    group.all.extend(group.all.last().map(|y| y + 1));
                    group.to += 2;
                    continue;
                }
                let joint = self.word(end);
                let dash = matches!(self.kind(end), Some(Kind::Mark('–' | '-' | '—')));
                let comma = self.mark(end, ',');
                let next = year(self.word(end + 1));
                let month = year(self.word(end + 2))
                    .filter(|_| month_named(self.word(end + 1)).is_some());
                let joins = self.lexicon.says(joint, Sense::YearJoint) || dash || comma;
                let Some(next) = next.or(month).filter(|_| joins) else { break };
                group.span |= self.lexicon.says(joint, Sense::YearSpan)
                    || dash
                    || self.is(end, Sense::And)
                        && self.lexicon.says(&group.after, Sense::Betwixt);
                group.all.push(next);
                group.to = end
                    + if month.is_some() && year(self.word(end + 1)).is_none() {
                        3
                    } else {
                        2
                    };
            }
            at = group.to;
            out.push(group);
        }
        out
    }

    /// Returns the years that belong to a number: those after it in the same breath, or the
    /// nearest before it.
    fn beside<'g>(&self, at: usize, groups: &'g [Years]) -> Option<&'g Years> {
        let breath = (at + 1..self.len()).find(|i| {
            matches!(
                self.kind(*i),
                Some(Kind::Number(_) | Kind::Mark(';' | ':' | ',' | '.' | ')'))
            ) && !(self.is(i - 1, Sense::And) && self.fact(*i).is_some())
                || self.is(*i, Sense::And) && self.fact(i + 1).is_none()
        });
        let end = breath.unwrap_or(self.len());
        // "x five years later": a time that is counted from another.
        let later = (at + 1..end)
            .any(|i| self.is(i, Sense::Duration) && self.is(i + 1, Sense::Afterwards));
        if later {
            return None;
        }
        let after = groups.iter().find(|g| at < g.from && g.from < end && self.dated(g));
        // "passed their 2019 level of x in 2023": the number has its year before it.
        let own = self.fact(at).and_then(|fact| fact.period).map(|(own, _)| own);
        let of = at > 1 && self.is(at - 1, Sense::Of);
        let level = of && self.is(at - 2, Sense::LevelNoun);
        let before =
            groups.iter().rev().find(|g| g.to <= at).filter(|g| level && g.to + 2 == at);
        if let (Some(before), Some(own)) = (before, own)
            && before.all.iter().any(|year| self::of(*year, own))
        {
            return None;
        }
        after.or_else(|| {
            // "its 2018 mark of": the nearest year is the number's, however it is said.
            let nearest = groups.iter().rev().find(|g| g.to <= at)?;
            let before = Some(nearest).filter(|g| self.dated(g))?;
            // Those that follow another number in the same breath are its own.
            let taken = (before.from.saturating_sub(3)..before.from)
                .rev()
                .take_while(|i| !self.mark(*i, ';'))
                .any(|i| matches!(self.kind(i), Some(Kind::Number(_))));
            // "peaked at x of them in 2020 and have since come down to y": the year is that of x.
            let fits = |n: usize| {
                let period = self.fact(n).and_then(|fact| fact.period);
                period
                    .is_some_and(|(own, _)| before.all.iter().any(|y| self::of(*y, own)))
            };
            let another = (0..before.from).rev().find(|i| self.fact(*i).is_some());
            let own = another.is_some_and(|n| {
                fits(n)
                    && !fits(at)
                    && !groups.iter().any(|g| n < g.from && g.to < before.from)
            });
            let apart = (before.to..at).any(|i| self.mark(i, ';'));
            (!taken && !own && !apart).then_some(before)
        })
    }

    /// Returns whether years say when: "in 2012", "by 2024", "(2012)".
    fn dated(&self, years: &Years) -> bool {
        self.lexicon.says(&years.after, Sense::Dated)
            || years.from.checked_sub(1).is_some_and(|i| self.mark(i, '('))
            || years.from == 0
            || self.survey_of(years)
            || years
                .from
                .checked_sub(1)
                .is_some_and(|i| month_named(self.word(i)).is_some())
    }

    /// "The 2015 survey put it at", "its 2018 figure was": a year before a noun that has the number.
    fn survey_of(&self, years: &Years) -> bool {
        let noun = years.to;
        let determined =
            years.from.checked_sub(1).is_some_and(|i| self.is(i, Sense::Determiner));
        let states = (noun + 1..noun + 4)
            .any(|i| self.is(i, Sense::Reached) || self.is(i, Sense::Puts));
        determined && matches!(self.kind(noun), Some(Kind::Word)) && states
    }

    /// Returns years beside a level that are of another year.
    fn other_year<'g>(
        &self,
        at: usize,
        period: Period,
        groups: &'g [Years],
    ) -> Option<&'g Years> {
        // "unchanged from the year before (x)": the year is told from another.
        if (at.saturating_sub(4)..at).any(|i| self.says(i, Sense::YearBefore) > 0) {
            return None;
        }
        let group = self.beside(at, groups)?;
        // "twice as many as in 2020: x": of what there was then.
        let base = |i: usize| {
            self.is(i, Sense::As) && self.year_of_than(i) == group.all.first().copied()
        };
        let multiple = |i: usize| {
            self.is(i, Sense::Times)
                || self.lexicon.folds.contains_key(self.word(i))
                || self.lexicon.parts.contains_key(self.word(i))
        };
        let as_in = (group.from.saturating_sub(5)..group.from).find(|i| base(*i));
        if as_in.is_some_and(|end| (end.saturating_sub(10)..end).any(multiple)) {
            return None;
        }
        let month = group.from.checked_sub(1).and_then(|i| month_named(self.word(i)));
        let other_month = period.step == Step::Month
            && group.all.len() == 1
            && month
                .and_then(|month| i64::try_from(month).ok())
                .is_some_and(|month| month != period.number.rem_euclid(12));
        // "2022/23" is that season alone, and not the one before it that ends in 2022.
        let season = period.step == Step::Season
            && group.all.len() == 2
            && (self.mark(group.from + 1, '/') || group.to == group.from + 1);
        let fits = if season {
            group.all.first() == Some(&period.year())
        } else {
            !other_month && group.all.iter().any(|year| of(*year, period))
        };
        // "having grown by y in the years before": of an earlier time.
        let having = |i: usize| {
            self.is(i, Sense::Earlier) && self.lexicon.ends(self.word(i), Ending::Gerund)
        };
        let earlier = (at.saturating_sub(3)..at).any(having);
        // "back to where it was in 2019, although A, at x, comes closest": in a clause of its own.
        let apart = group.from > 2 && group.to <= at && self.parted(group.to, at);
        // "x in 2024, compared with y": told beside the one of that year.
        let against =
            self.before(at).is_some_and(|j| self.ends(j + 1, Sense::Against) > 0);
        let shown = |n: usize| {
            self.fact(n)
                .and_then(|fact| fact.period)
                .is_some_and(|(own, _)| group.all.iter().any(|year| of(*year, own)))
        };
        // "they did in 2019 (x), which cannot be said of B, where it is y": the year has its number.
        let bracket =
            self.mark(group.to, '(') && group.to + 1 < at && shown(group.to + 1);
        // "fell to x, less than half the y of the previous year".
        let before = (at + 1..at + 5).any(|i| self.says(i, Sense::YearBefore) > 0);
        // "bottomed out in 2021, and has since recovered to x": what came after.
        let since = (group.to + 1..at).any(|i| {
            self.is(i, Sense::Onward)
                && self.is(i - 1, Sense::Has)
                && self.year(i + 1).is_none()
        });
        let apart = apart || since;
        let told = against && self.numbers().into_iter().any(|n| n < at && shown(n));
        if earlier || bracket || before || told || apart {
            return None;
        }
        // What was published, counted or begun in a year is not the number.
        let about = (group.from.saturating_sub(3)..group.from)
            .any(|i| self.is(i, Sense::AboutYear));
        // "as many as in 2011 (x against y)": of the number that it is compared with.
        // So are "half of those in 1990 (x, against y)", and "rose in 2022, from y to x".
        // "below its level of 2018, at x": the year of what it is compared with.
        let other = (group.from.saturating_sub(7)..group.from).any(|i| {
            self.way(i).is_some_and(|(_, compares)| compares)
                && self.compared_year(i).is_some_and(|(_, place)| place == group.from)
        });
        let led = (group.from.saturating_sub(2)..group.from).any(|i| {
            let pronoun = self.is(i, Sense::Pronoun) || self.is(i, Sense::Known);
            let those = pronoun && !self.is(i, Sense::And) && i + 2 == group.from;
            self.is(i, Sense::Than) || self.is(i, Sense::As) || those
        }) || self.before(at).is_some_and(|j| self.is(j, Sense::From));
        let compared = led
            && self.numbers().into_iter().filter_map(|n| self.fact(n)).any(|fact| {
                let own = fact.period.filter(|_| fact.sign == Sign::Level);
                own.is_some_and(|(at, _)| group.all.iter().any(|year| of(*year, at)))
            });
        // "lower in 2024 than in 2014 in both, at x and y": the other of the two times.
        let than = group.from.checked_sub(2).is_some_and(|i| self.is(i, Sense::Than))
            && groups
                .iter()
                .any(|g| g.to <= group.from && g.all.iter().any(|y| of(*y, period)));
        // "which had trailed B in 2014, was now second with x": of what had been before.
        let clause = (0..group.from).rev().find(|i| self.mark(*i, ',')).unwrap_or(0);
        let before = (clause..group.from).any(|i| self.is(i, Sense::Relative))
            && (clause..group.from)
                .any(|i| self.is(i, Sense::Earlier) && self.is_past(i + 1))
            && (group.to..at).any(|i| self.mark(i, ','));
        let other = other || than || before;
        let spanned = group.span
            && group.all.len() > 1
            && group.all[0] <= period.year()
            && period.year() <= group.all[group.all.len() - 1];
        (!fits && !about && !spanned && !compared && !other).then_some(group)
    }

    /// Returns years beside a change that are of another span.
    fn other_span<'g>(
        &self,
        at: usize,
        (first, last): (Period, Period),
        groups: &'g [Years],
    ) -> Option<&'g Years> {
        // "having grown by y in the four years before that".
        let having = |i: usize| {
            self.is(i, Sense::Earlier) && self.lexicon.ends(self.word(i), Ending::Gerund)
        };
        // "slowed, from x in the first period to y in the second": each has its own.
        let led =
            |n: usize, sense| self.before(n).is_some_and(|tied| self.is(tied, sense));
        let earlier = self.numbers().into_iter().rev().find(|n| *n < at);
        let pair = led(at, Sense::From)
            || led(at, Sense::To) && earlier.is_some_and(|n| led(n, Sense::From));
        if pair || (at.saturating_sub(4)..at).any(having) {
            return None;
        }
        let spans: Vec<&Years> =
            groups.iter().filter(|g| g.span && g.all.len() > 1).collect();
        let whole = |g: &&Years| {
            let season = g.all.len() == 4;
            let end = if season { g.all[2] } else { g.all[g.all.len() - 1] };
            of(g.all[0], first) && of(end, last)
        };
        if spans.iter().any(whole) {
            return None;
        }
        // The season "2018/19" alone is no span of a change.
        let spans: Vec<&Years> = spans
            .into_iter()
            .filter(|g| !(g.all.len() == 2 && self.mark(g.from + 1, '/')))
            .collect();
        if !spans.is_empty() {
            let before = spans.iter().rev().find(|g| g.to <= at);
            let after = spans.iter().find(|g| g.from > at);
            return before.or(after).copied();
        }
        // "since 2020 … to 2024": each end is named apart.
        let alone = |sense: Sense, of_end: Period| {
            let after = |g: &&Years| self.lexicon.says(&g.after, sense);
            let mut named = groups.iter().filter(|g| after(g) && g.all.len() == 1);
            let one = named.next().filter(|_| named.next().is_none())?;
            (!of(one.all[0], of_end)).then_some(one)
        };
        let single = self.numbers().len() == 1;
        if single && let Some(wrong) = alone(Sense::Onward, first) {
            return Some(wrong);
        }
        let group = self.beside(at, groups)?;
        let [one] = group.all.as_slice() else { return None };
        let after = |sense: Sense| self.lexicon.says(&group.after, sense);
        if after(Sense::Onward) {
            return (!of(*one, first)).then_some(group);
        }
        let within = first.year() <= *one
            && *one <= last.year() + i64::from(last.step == Step::Season);
        (after(Sense::InYear) && !within).then_some(group)
    }
}
