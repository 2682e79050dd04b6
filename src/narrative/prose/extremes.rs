//! Ends of a rank of which only the number tells which end they are ("the least punctual"), and ends over time ("peaked
//! at x").
//!
//! **In:** a sentence, the families of its numbers. **Out:** faults.

use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::MANY;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::ranks::End;
use crate::narrative::prose::series::series;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// "At x, buses in the West were the least punctual": whichever end that is, x must be at one.
pub(super) fn either_end(s: Sentence<'_>, statistics: &Statistics) -> Option<Fault> {
    let at = (0..s.len()).find(|at| s.most_so(*at) || s.best_so(*at))?;
    let numbers = s.numbers();
    let [number] = numbers.as_slice() else { return None };
    let fact = s.fact(*number).filter(|fact| fact.sign == Sign::Level)?;
    let stop = at + 1 + usize::from(s.is(at, Sense::AtEnd));
    let said = End { tokens: at..stop, top: true, size: false, place: 1, many: 1 };
    if s.supposed(at) || s.turned(at) || s.narrowed_down(&said, None) {
        return None;
    }
    let titled = fact.title.to_lowercase();
    let named = titled.split(' ').any(|word| word.trim_matches(',') == s.word(stop - 1));
    let kin = Kin::of(statistics, fact, MANY).filter(|_| !named)?;
    let mut places = kin.places(statistics, fact);
    places.retain(|place| place.of_one_time && place.count > 2);
    let end = |from_top: usize, from_end: usize| from_top == 1 || from_end == 1;
    let whole = places.iter().max_by_key(|place| place.count)?;
    // "the most punctual" of punctuality: which end it is, the name of the measure says.
    let measured = format!("{} {titled}", fact.block().replace('_', " "));
    let adjective = s.word(stop - 1);
    let same = stop > at + 1
        && adjective.len() > 4
        && measured.split_whitespace().any(|word| word.starts_with(adjective));
    let fits = places.iter().any(|place| match (same, s.is(at, Sense::Least)) {
        (true, true) => place.from_end == 1,
        (true, false) => place.from_top == 1,
        (false, _) => end(place.from_top, place.from_end),
    });
    (!fits).then(|| {
        Fault::wrong(
            Code::R0543,
            s.range(at, stop - 1),
            format!(
                "`{}` contradicts the data: `{}` is {}, number {} of {} from the highest",
                s.words(&said.tokens),
                fact.id,
                fact.printed,
                whole.from_top,
                whole.count
            ),
            "say the place that it has, or show the statistic that has this one"
                .to_owned(),
        )
    })
}

/// "Having peaked in 2022, it stood at x in 2024": the year of an end over time, against the series of the number.
pub(super) fn of_another_year(s: Sentence<'_>, statistics: &Statistics) -> Option<Fault> {
    let [number] = *s.numbers().as_slice() else { return None };
    let fact = s.fact(number)?;
    let own = fact.level_time()?;
    let ends = s.rank_ends().into_iter();
    let said = ends.filter(|end| s.says(end.tokens.start, Sense::OfTime) > 0);
    let mut said = said.filter_map(|end| Some((s.year_of(&end)?, end)));
    let (year, end) = said.next().or_else(|| s.end_that_came())?;
    if s.supposed(end.tokens.start) || s.turned(end.tokens.start) {
        return None;
    }
    let series = series(statistics, fact);
    let then = series.iter().find(|one| one.period.year() == year)?;
    let beaten = series.iter().find(|one| {
        let (a, b) = (one.fact.rounded, then.fact.rounded);
        if end.top { a > b } else { a < b }
    })?;
    (own.year() != year).then(|| {
        let shown = format!(
            "{} in {}, {} in {}",
            then.fact.printed,
            then.period.words(),
            beaten.fact.printed,
            beaten.period.words()
        );
        s.belied(end.tokens.clone(), &shown, "name the year in which it did")
    })
}

impl Sentence<'_> {
    /// "peaked in 2022": the year that is named right behind an end.
    pub(super) fn year_of(&self, end: &End) -> Option<i64> {
        let near = end.tokens.end + 1..(end.tokens.end + 3).min(self.len());
        near.into_iter().find_map(|i| {
            let year = self.year(i)?;
            // "the peak of 2020".
            let of = i == end.tokens.end + 1 && self.is(i - 1, Sense::Of);
            (of || self.is(i - 1, Sense::InYear)).then_some(year)
        })
    }

    /// "The peak in arrears came in 2022", "its low point was 2021": an end over time, and the year in which it was.
    fn end_that_came(&self) -> Option<(i64, End)> {
        (1..self.len()).find_map(|at| {
            let (peak, trough) =
                (self.says(at, Sense::Peak), self.says(at, Sense::Trough));
            let words = peak.max(trough);
            if words == 0 || !self.led_by(at, 2, &[Sense::Determiner, Sense::Own]) {
                return None;
            }
            let near = at + words..(at + words + 5).min(self.len());
            let verb = near.into_iter().find(|i| {
                self.says(*i, Sense::Occurs) > 0
                    || self.is(*i, Sense::Copula)
                    || self.says(*i, Sense::Reached) > 0
            })?;
            let plain = |i: usize| matches!(self.kind(i), Some(Kind::Word));
            let year = (verb + 1..verb + 4)
                .take_while(|i| plain(*i))
                .find_map(|i| self.year(i))?;
            let tokens = at..at + words;
            let end = End { tokens, top: peak > 0, size: false, place: 1, many: 1 };
            Some((year, end))
        })
    }

    /// "the least punctual", "the most reliable" behind a verb: a place in a rank.
    fn most_so(&self, at: usize) -> bool {
        let next = at + 1;
        let adjective = matches!(self.kind(next), Some(Kind::Word))
            && !self.is(next, Sense::Describing)
            && !self.is(next, Sense::Of)
            && !self.is(next, Sense::Counted)
            && !self.lexicon.ends(self.word(next), Ending::Plural)
            && !self.lexicon.ends(self.word(next), Ending::Adverb)
            && self.way(next).is_none();
        let behind = at + 2;
        let ends = |i: usize| {
            self.is(i, Sense::Of)
                || self.is(i, Sense::Within)
                || !matches!(self.kind(i), Some(Kind::Word))
        };
        // "had the most punctual buses".
        let has = at > 1 && self.is(at - 2, Sense::Has);
        // "ran the most punctual service".
        let did = at > 1 && self.is_past(at - 2);
        // "is the most punctual region".
        let word = matches!(self.kind(behind), Some(Kind::Word));
        let noun = word && (!has || self.lexicon.ends(self.word(behind), Ending::Plural));
        let alone = ends(behind) || noun && ends(behind + 1);
        // "replaced B as the most punctual region".
        let as_the = at > 1 && self.is(at - 2, Sense::As);
        let verb =
            has || did || as_the || at > 1 && self.follows(at - 1, &[Sense::Copula]);
        self.is(at, Sense::AtEnd)
            && self.is(at - 1, Sense::Determiner)
            && verb
            && adjective
            && alone
    }

    /// "are the keenest switchers", "is the best performer" of what nobody says which end is the better one.
    fn best_so(&self, at: usize) -> bool {
        let judged = self.is(at, Sense::Best) || self.is(at, Sense::Worst);
        let superlative = self.is(at, Sense::Superlative)
            || judged && self.less_is_better(at).is_none();
        let behind = at > 1 && self.follows(at - 1, &[Sense::Copula]);
        // "The keenest switchers live in A", "Hardest hit was A".
        let opens = at == 0 || at == 1;
        // "among the best", "one of the keenest".
        let one =
            at > 1 && (self.is(at - 2, Sense::Of) || self.is(at - 2, Sense::Within));
        superlative
            && !one
            && (self.known_the(at) && (behind || opens)
                || at == 0 && (at + 1..at + 3).any(|i| self.is(i, Sense::Copula)))
    }

    /// "peaked at x", "a record low of x": no time had more, or less.
    pub(super) fn at_its_end(&self, end: &End, statistics: &Statistics) -> Option<Fault> {
        let fact = self.fact(self.ranked_number(end, &self.numbers())?)?;
        // "the highest figure of the series".
        let near = end.tokens.end..(end.tokens.end + 5).min(self.len());
        let of_series = near.into_iter().any(|i| self.says(i, Sense::OfSeries) > 0);
        // "more people than ever".
        let ever = (end.tokens.end..(end.tokens.end + 5).min(self.len()))
            .any(|i| self.is(i, Sense::Than) && self.is(i + 1, Sense::Ever));
        let of_series = of_series || ever;
        let over_time = self.says(end.tokens.start, Sense::OfTime) > 0 || of_series;
        let (own, None) = fact.period? else { return None };
        // "Having peaked in 2022, it stood at x in 2024": the number is of another time.
        if self.year_of(end).is_some_and(|year| year != own.year()) {
            return None;
        }
        if !over_time
            || fact.sign != Sign::Level
            || !of_series && self.narrowed_down(end, None)
        {
            return None;
        }
        let help = "name the time at which it was, with its number";
        self.beaten(end, fact, statistics, |period| period != own, help)
    }
}
