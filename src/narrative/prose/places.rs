//! Places in a rank ("the highest", "second lowest", "peaked at", "ranged from … to …") against the
//! members of the family that the number beside them belongs to.
//!
//! A place is wrong only where no part of the family bears it out: all members, or those that
//! share some of its keys. What takes members out of the comparison is not judged.

use crate::model::calendar::period;
use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::extremes::either_end;
use crate::narrative::prose::extremes::of_another_year;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::MANY;
use crate::narrative::prose::kin::Place;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::ranks::End;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// Reports places that the family does not bear out.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    out.extend(s.spread(statistics));
    out.extend(either_end(s, statistics));
    out.extend(of_another_year(s, statistics));
    out.extend(s.numbers().into_iter().filter_map(|at| s.bounded(at, statistics)));
    // "the poorest fifth" may be the name of a group.
    let named = |end: &End| {
        let facts = s.numbers().into_iter().filter_map(|at| s.fact(at));
        let word = s.word(end.tokens.end - 1);
        facts.into_iter().any(|fact| {
            fact.title
                .split(' ')
                .any(|own| own.trim_end_matches(',').to_lowercase() == word)
        })
    };
    let ends: Vec<End> = s.rank_ends().into_iter().filter(|end| !named(end)).collect();
    let mut numbers = s.numbers();
    // "the sharpest fall of the six towns": how many there are.
    let all = |n: &usize| {
        let whose = s.lexicon.stem(s.word(n.saturating_sub(1)), Ending::Possessive);
        let the = n - usize::from(whose.is_some());
        the > 1
            && s.is(the - 1, Sense::Determiner)
            && s.is(the - 2, Sense::Of)
            && s.fact(*n).is_some_and(|fact| fact.unit == Unit::Count)
    };
    if numbers.iter().any(|n| !all(n)) {
        numbers.retain(|n| !all(n));
    }
    let ends: Vec<End> = match ends.as_slice() {
        [end] => vec![End { many: s.as_many_as(end, &numbers), ..end.clone() }],
        _ => ends,
    };
    for (n, end) in ends.iter().enumerate() {
        if end.many > 1 {
            let all = ends.len() == 1
                && numbers.len() == end.many
                && !s.narrowed_down(end, None);
            let facts = numbers.iter().filter(|_| all).filter_map(|at| s.fact(*at));
            out.extend(facts.into_iter().find_map(|fact| {
                s.misplaced(end, fact, &Kin::of(statistics, fact, MANY)?, statistics)
            }));
            continue;
        }
        let number = if ends.len() == numbers.len() {
            // "highest in A, at x, ahead of B’s y; C had the lowest".
            numbers.get(n).copied().filter(|at| !s.parted(*at, end.tokens.start))
        } else if ends.len() == 1 {
            s.ranked_number(end, &numbers)
        } else {
            None
        };
        let fact = number.and_then(|at| s.fact(at));
        let kin = fact.and_then(|fact| Kin::of(statistics, fact, MANY));
        let (Some(fact), Some(kin)) = (fact, kin) else {
            out.extend(s.unbound_place(end));
            continue;
        };
        if s.narrowed_down(end, Some(&kin)) {
            continue;
        }
        if s.of_some_others(end, &kin) {
            out.extend(s.place_of_some(end));
            continue;
        }
        // "the lowest level since the series began": over time, and not among others.
        let near = end.tokens.end..(end.tokens.end + 5).min(s.len());
        let level = fact.sign == Sign::Level;
        if level && near.into_iter().any(|i| s.says(i, Sense::OfSeries) > 0) {
            continue;
        }
        // "Below the peak of 2020", "the busiest town in 2013": of another time than the number's.
        let then = s.year_of(end).or_else(|| s.year_behind(end));
        let own = fact.period.map(|(own, _)| own.year());
        if let (Some(then), Some(own)) = (then, own)
            && then != own
        {
            continue;
        }
        let fault = if s.is_a_place(fact) {
            s.another_place(end, fact)
        } else {
            s.misplaced(end, fact, &kin, statistics)
        };
        out.extend(fault);
    }
}

/// Returns the last word of the name of a column: "type" of `crime_type`.
fn last_word(name: &str) -> String {
    name.rsplit('_').next().unwrap_or(name).to_lowercase()
}

impl Sentence<'_> {
    /// Returns whether a number is itself a place in a rank, and says nothing by being high or low: its measure begins or
    /// ends with the word for one ("Place", "Rank by growth").
    pub(super) fn is_a_place(&self, fact: &Fact) -> bool {
        let title = fact.title.to_lowercase();
        let mut words = title.split(", ").next().unwrap_or_default().split(' ');
        let says = |word: Option<&str>| {
            word.is_some_and(|word| self.lexicon.says(word, Sense::RankNoun))
        };
        fact.unit == Unit::Count && (says(words.next()) || says(words.next_back()))
    }

    /// "came first, with place x"; "ranked from the strongest to the weakest, it is number x" says how one counts.
    fn another_place(&self, end: &End, fact: &Fact) -> Option<Fault> {
        let first = self.says(end.tokens.start, Sense::Tops) > 0
            && self.says(end.tokens.start, Sense::OfTime) == 0;
        let same = (fact.rounded - end.place as f64).abs() < f64::EPSILON;
        let shown = format!("`{}` is {}", fact.id, fact.printed);
        let help = "name the place that it has";
        (first && !same).then(|| self.belied(end.tokens.clone(), &shown, help))
    }

    /// Returns the year that is named behind an end, before any mark: "the busiest town for swims in 2013".
    fn year_behind(&self, end: &End) -> Option<i64> {
        let words = (end.tokens.end..self.len())
            .take_while(|i| matches!(self.kind(*i), Some(Kind::Word)));
        words.skip(1).find_map(|i| self.year(i).filter(|_| self.is(i - 1, Sense::InYear)))
    }

    /// Returns how many members an end is said of: "A (x) and B (y) showed the widest leads" of two.
    fn as_many_as(&self, end: &End, numbers: &[usize]) -> usize {
        let plural = (end.tokens.end..end.tokens.end + 2).any(|i| {
            self.lexicon.ends(self.word(i), Ending::Plural) && !self.is(i, Sense::Of)
        });
        let listed = numbers.windows(2).all(|pair| {
            (pair[0] + 1..pair[1]).any(|i| self.is(i, Sense::And))
                && !(pair[0] + 1..pair[1])
                    .any(|i| self.is_past(i) || self.way(i).is_some())
                && !self.parted(pair[0], pair[1])
        });
        let alike = |pair: &[usize]| {
            let facts = self.fact(pair[0]).zip(self.fact(pair[1]));
            facts.is_some_and(|(a, b)| a.block() == b.block() && a.period == b.period)
        };
        let all = numbers.len() == 2 && numbers.windows(2).all(alike);
        let place = end.many == 1 && end.place == 1;
        if plural && listed && all && place { numbers.len() } else { end.many }
    }

    /// Returns the number that a single end is said of: the next after it, or the one before.
    pub(super) fn ranked_number(&self, end: &End, numbers: &[usize]) -> Option<usize> {
        // "A, at x, was second only to B (y)": the number after it is of the first.
        if self.says(end.tokens.start, Sense::SecondTo) > 0 {
            // "Second to A came B, with x".
            if let ([one], 0) = (numbers, end.tokens.start) {
                return Some(*one);
            }
            return numbers.iter().copied().rev().find(|at| *at < end.tokens.start);
        }
        // "the lowest in 2024, as it was in 2015 (y)": that of its year.
        if let Some(year) = self.year_behind(end) {
            let of = |at: &&usize| {
                let time = self.fact(**at).and_then(Fact::level_time);
                time.is_some_and(|time| time.year() == year)
            };
            let mut of_it = numbers.iter().filter(of);
            let one = of_it.next().filter(|_| of_it.next().is_none());
            if numbers.len() > 1
                && let Some(one) = one
            {
                return Some(*one);
            }
        }
        let after = numbers.iter().copied().find(|at| *at >= end.tokens.end);
        // "x in 2022, their worst year, and y": between commas it is of what stands before.
        let year = end.tokens.end;
        let own = end.tokens.start > 1
            && self.mark(end.tokens.start - 2, ',')
            && self.is(year, Sense::YearsNoun)
            && self.mark(year + 1, ',');
        if own {
            return numbers.iter().copied().rev().find(|at| *at < end.tokens.start);
        }
        let near = after.filter(|at| {
            at - end.tokens.end < 14
                && !(end.tokens.end..*at).any(|i| {
                    self.mark(i, ';')
                        // "x …, the largest: its homes house as many as those of B (y)".
                        || self.mark(i, ':') && i + 3 < *at && numbers.len() > 1
                        || self.is(i, Sense::Contrast)
                        || self.ends(i + 1, Sense::Against) > 0
                        // "the highest, ahead of B on y".
                        || self.says(i, Sense::Beats) > 1
                        // Another subject with a number of its own.
                        || self.is(i, Sense::By)
                })
        });
        // "fell from x to y, which is still the highest": of one series, the last.
        let one_series = numbers.windows(2).all(|pair| {
            let facts = self.fact(pair[0]).zip(self.fact(pair[1]));
            facts.is_some_and(|(a, b)| a.series() == b.series() && a.period < b.period)
        });
        let last = numbers.last().filter(|_| one_series || numbers.len() == 1);
        // "At x, A has the most; B has half as many (y)": the only number of its statement before it.
        let own = || {
            let part = self.statements().into_iter();
            let part = part.into_iter().find(|part| part.contains(&end.tokens.start))?;
            let before = part.start..end.tokens.start;
            let mut within = numbers.iter().filter(|at| before.contains(*at));
            within.next().filter(|_| within.next().is_none())
        };
        let Some(one) = last.or_else(own) else { return near };
        near.or_else(|| Some(*one).filter(|at| *at < end.tokens.start))
    }

    /// Returns whether a sentence names a year, as when it is.
    fn says_year(&self, year: &str) -> bool {
        let year = |i: &usize| self.word(*i) == year && self.is(i - 1, Sense::InYear);
        (1..self.len()).any(|i| year(&i))
    }

    /// Returns the fault of a place that no part of the family bears out.
    fn misplaced(
        &self,
        end: &End,
        fact: &Fact,
        kin: &Kin<'_>,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let at = end.tokens.end - 1;
        // "the largest fall": the most negative.
        let stop = (at + 4).min(self.len());
        let near = |i: usize| self.way(i).filter(|(_, compares)| !compares);
        // "the lowest rate of losses": the name of what is measured moves nothing.
        let measured = |i: &usize| self.is_about(*i..i + 1, fact);
        let way = (at + 1..stop)
            .filter(|i| !measured(i))
            .find_map(near)
            .or_else(|| {
                // "fell to a record low": where it came to is a level.
                let led = end.tokens.start.saturating_sub(3)..end.tokens.start;
                let low = self.says(end.tokens.start, Sense::Tops)
                    + self.says(end.tokens.start, Sense::Bottoms);
                let to = low > 0 && led.clone().any(|i| self.is(i, Sense::To));
                let many = fact.sign == Sign::Level && self.outdoes(at).is_some();
                led.into_iter().find_map(near).filter(|_| !to && !many)
            })
            // "fell by x, more than any other".
            .or_else(|| {
                let compares = self.outdoes(end.tokens.start).is_some();
                let before = self.clause(end.tokens.start)..end.tokens.start;
                // "gained more homes than any other": how many.
                let to = before.clone().any(|i| self.is(i, Sense::To));
                let moved = fact.sign != Sign::Level || to;
                before.rev().find_map(near).filter(|_| compares && moved)
            })
            .map(|(up, _)| up)
            // "the largest savings: x less": a fall whose size is shown.
            .or_else(|| {
                let fell = fact.sign == Sign::Change && fact.value < 0.0;
                (fell && !fact.shown.starts_with('−')).then_some(false)
            });
        if way.is_some() && fact.sign == Sign::Level {
            return None;
        }
        let mut places = kin.places(statistics, fact);
        // "came second to": among others, and not among other times.
        let start = end.tokens.start;
        let ranking = self.says(start, Sense::SecondTo) > 0
            || start > 0 && self.is(start - 1, Sense::Ranked);
        if ranking && places.iter().any(|place| place.of_one_time && place.count > 2) {
            places.retain(|place| place.of_one_time);
        }
        let over = self.ranked_over(end, fact, kin);
        let kept = |place: &Place| over.contains(&place.free) && place.count > 1;
        if places.iter().any(kept) {
            places.retain(kept);
        }
        let none_other = self.outdoes(start).is_some();
        // "the slowest to arrive, at x minutes": who takes the most of them.
        let paced = self.is(at, Sense::PaceMost)
            && fact.sign == Sign::Level
            && fact.is_time_taken(self.lexicon);
        let end = &End { top: end.top != paced, ..end.clone() };
        let fits = places.iter().any(|place| {
            let (high, low) = (place.from_top, place.from_end);
            let sizes = fact.sign != Sign::Level && (end.size || way.is_some());
            let reached = if sizes {
                let (by_size, by_least) = (place.by_size, place.by_least);
                let alike = place.by_least_alike;
                match (end.top, way) {
                    (true, Some(true)) => end.fits(high),
                    (true, Some(false)) => end.fits(low),
                    // "the widest gap": whichever way it is.
                    (true, None) if fact.sign == Sign::Gap => {
                        [by_size, high].iter().any(|n| end.fits(*n))
                    }
                    // "the largest change": of a rise, the highest.
                    (true, None) => {
                        let signed = if fact.way() < 0 { low } else { high };
                        [by_size, signed].iter().any(|n| end.fits(*n))
                    }
                    // "No region grew less": those that fell did.
                    (false, Some(true)) if none_other => end.fits(low),
                    (false, Some(true)) => [alike, low].iter().any(|n| end.fits(*n)),
                    // "the smallest fall": among those that fell.
                    (false, Some(false)) => [alike, high].iter().any(|n| end.fits(*n)),
                    (false, None) => {
                        let signed = if fact.way() < 0 { high } else { low };
                        [by_least, signed].iter().any(|n| end.fits(*n))
                    }
                }
            } else if end.top {
                end.fits(high)
            } else {
                end.fits(low)
            };
            reached && place.count > 1
        });
        let whole = places.iter().max_by_key(|place| place.count)?;
        if fits || whole.count < 2 {
            return None;
        }
        Some(Fault::wrong(
            Code::R0543,
            self.range(end.tokens.start, end.tokens.end - 1),
            format!(
                "`{}` contradicts the data: `{}` is {}, number {} of {} from the highest",
                self.words(&end.tokens),
                fact.id,
                fact.printed,
                whole.from_top,
                whole.count
            ),
            "say the place that it has, or show the statistic that has this one"
                .to_owned(),
        ))
    }

    /// Returns the dimensions over which a sentence may rank, as bits: those that it names ("of all regions"), or else all
    /// but those of which it names the member ("among areas with initiatives"); none where it tells neither.
    fn ranked_over(&self, end: &End, fact: &Fact, kin: &Kin<'_>) -> Vec<usize> {
        // "In A, which remains the largest": among the others.
        let start = end.tokens.start;
        let relative = start.checked_sub(3).is_some_and(|i| self.is(i, Sense::Relative));
        if relative && self.known_the(start) {
            return Vec::new();
        }
        let dimensions: Vec<String> =
            kin.family.dimensions.iter().map(|name| last_word(name)).collect();
        let one = |word: &str| {
            self.lexicon.stem(word, Ending::Plural).unwrap_or(word).to_owned()
        };
        let named = |name: &String| {
            (0..self.len()).any(|i| {
                let led = (i.saturating_sub(3)..i).any(|j| {
                    // "as in every year": it is so there, too.
                    self.is(j, Sense::Of)
                        || self.is(j, Sense::Within)
                            && !(j > 0 && self.is(j - 1, Sense::As))
                        || self.is(j, Sense::Any)
                });
                let all = (i.saturating_sub(2)..i).any(|j| {
                    self.is(j, Sense::Each)
                        || self.is(j, Sense::Any)
                        || self.is(j, Sense::Determiner)
                        || self.number(j).is_some()
                });
                // "the second most common source".
                let end = end.tokens.end;
                let what = (end..end + 3).contains(&i)
                    && (end..=i).all(|k| matches!(self.kind(k), Some(Kind::Word)))
                    && !(end..i).any(|k| self.goes_on(k) || self.is(k, Sense::Of));
                (led && all || what) && one(self.word(i)) == *name
            })
        };
        let bits = |test: &dyn Fn(usize) -> bool| {
            (0..dimensions.len()).filter(|n| test(*n)).map(|n| 1 << n).sum::<usize>()
        };
        let of_times = bits(&|n| {
            let keys = kin.family.members.iter().filter_map(|member| member.key.get(n));
            let mut keys = keys.peekable();
            keys.peek().is_some() && keys.all(|key| period(key).is_some())
        });
        // "its lowest": of its own times.
        if start > 0 && self.is(start - 1, Sense::Own) {
            return if of_times > 0 { vec![of_times] } else { Vec::new() };
        }
        let over = bits(&|n| dimensions.get(n).is_some_and(named));
        if over > 0 {
            return vec![over];
        }
        // "reached an all-time high": of its own times.
        if self.says(start, Sense::OfTime) > 1 && of_times > 0 {
            return vec![of_times];
        }
        // The names of its own keys behind "in" or "among".
        let own = parts(&fact.title);
        let held = self.mentions(&kin.names()).into_iter().filter(|mention| {
            own.contains(&mention.name)
                && mention.tokens.start > 0
                && self.is(mention.tokens.start - 1, Sense::Within)
        });
        let held: Vec<Vec<String>> = held.map(|mention| mention.name).collect();
        let own_member = kin.family.members.iter().find(|member| member.id == fact.id);
        let Some(member) = own_member else { return Vec::new() };
        // A key whose label is named: members that have another key there have another label.
        let fixed = bits(&|n| {
            let key = member.key.get(n);
            // "in 2024": of that time alone.
            let time = key.and_then(|key| period(key)).is_some();
            if time && key.is_some_and(|key| self.says_year(key)) {
                return true;
            }
            let same = |other: &Vec<String>| other.get(n) == key;
            held.iter().any(|name| {
                kin.family.members.iter().zip(&kin.stats).all(|(other, stat)| {
                    parts(&stat.title).contains(name) == same(&other.key)
                })
            })
        });
        let all = bits(&|_| true);
        // "lowest in the north, at x in 2024": among all places of that time.
        let times = bits(&|n| member.key.get(n).is_some_and(|key| period(key).is_some()));
        let over_time = self.says(end.tokens.start, Sense::OfTime) > 0;
        let fixed = if fixed == all && !over_time { times } else { fixed };
        if fixed == 0 || fixed == all {
            return Vec::new();
        }
        // "Bills are highest in the north, at x": among places as they are now, where no time is told.
        let now = times > 0 && fixed & times == 0 && !over_time;
        let places = now.then_some(all & !times);
        places.into_iter().chain([all & !fixed]).collect()
    }

    /// "at least x in every region", "all paid at most x": the ends of the family.
    fn bounded(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let money =
            at > 0 && matches!(self.kind(at - 1), Some(Kind::Mark('£' | '$' | '€')));
        let end = at - usize::from(money);
        let (floor, ceiling) =
            (self.ends(end, Sense::Floor), self.ends(end, Sense::Ceiling));
        let words = floor.max(ceiling);
        let each = (0..self.len()).any(|i| self.is(i, Sense::Each));
        let fact = self.fact(at).filter(|fact| fact.sign == Sign::Level)?;
        let tokens = end.checked_sub(words)?..end;
        // "and the other three no more than x each": of some.
        let others = (tokens.start.saturating_sub(5)..tokens.start)
            .any(|i| self.is(i, Sense::Other) || self.is(i, Sense::Remaining));
        if words == 0 || !each || others || self.supposed(at) || self.turned(tokens.start)
        {
            return None;
        }
        let said = End { tokens, top: ceiling > 0, size: false, place: 1, many: 1 };
        let kin = Kin::of(statistics, fact, MANY)
            .filter(|_| !self.narrowed_down(&said, None))?;
        self.misplaced(&said, fact, &kin, statistics)
    }

    /// "ranged from 2% in York to 6% in Hull": the ends of the family.
    fn spread(&self, statistics: &Statistics) -> Option<Fault> {
        let at = (0..self.len()).find(|i| self.is(*i, Sense::Ranges))?;
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        if claimed || self.supposed(at) || self.turned(at) {
            return None;
        }
        let numbers: Vec<usize> =
            self.numbers().into_iter().filter(|n| *n > at).collect();
        let [first, second] = numbers.as_slice() else { return None };
        if !self.before(*first).is_some_and(|j| self.is(j, Sense::From))
            || !self.before(*second).is_some_and(|j| self.is(j, Sense::To))
        {
            return None;
        }
        let (a, b) = (self.fact(*first)?, self.fact(*second)?);
        let kin = Kin::of(statistics, a, MANY)?;
        if a.sign != Sign::Level || !kin.stats.iter().any(|stat| stat.id == b.id) {
            return None;
        }
        let end = End { tokens: at..at + 1, top: true, size: false, place: 1, many: 1 };
        if self.narrowed_down(&end, None) {
            return None;
        }
        let (low, high) = if a.rounded <= b.rounded { (a, b) } else { (b, a) };
        let places = |fact: &Fact| {
            let mut places = kin.places(statistics, fact);
            // Of two members, it is the members that are ranked and not their times.
            if a.period == b.period && places.iter().any(|p| p.of_one_time && p.count > 2)
            {
                places.retain(|place| place.of_one_time);
            }
            places
        };
        let least = places(low).iter().any(|p| p.from_end == 1 && p.count > 1);
        let most = places(high).iter().any(|p| p.from_top == 1 && p.count > 1);
        let (fact, which) = match (least, most) {
            (true, true) => return None,
            (false, _) => (low, "lowest"),
            (_, false) => (high, "highest"),
        };
        Some(Fault::wrong(
            Code::R0543,
            self.range(at, at),
            format!(
                "`{}` contradicts the data: `{}` is {}, which is not the {which} of its family",
                self.word(at),
                fact.id,
                fact.printed
            ),
            "show the statistics at the two ends".to_owned(),
        ))
    }
}
