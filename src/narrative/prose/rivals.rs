//! What one member did against another ("the west outperformed the east, at x", "the west had more than the east: x"),
//! where one of the two numbers is not there: against the values of both.
//!
//! **In:** a sentence, the family of its only number. **Out:** faults.
//! **Guarantees:** both are members of one time and group, and the number is of one of them; nothing is said of falls, nor of
//! what one wants less of, where to outdo is to have less.

use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::names::Mention;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports a member that is said to have done better, or worse, than another that did not.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    let [number] = *s.numbers().as_slice() else { return };
    let rivalry = (0..s.len()).find_map(|at| s.rivalry(at, number));
    let Some((rivalry, fact)) = rivalry.zip(s.fact(number)) else { return };
    let Rivalry { at: verb, words, end, ahead, judges } = rivalry;
    // Who is ahead in a ranking has the lower number.
    let ahead = ahead != s.is_a_place(fact);
    if s.asks() || s.supposed(verb) || fact.sign == Sign::Gap {
        return;
    }
    let Some(kin) = Kin::of(statistics, fact, FEW) else { return };
    let named = s.mentions(&kin.names());
    let object = named
        .iter()
        .find(|m| end <= m.tokens.start && m.tokens.start <= end + 3)
        .cloned();
    // "lower in A than in B".
    let within = named.iter().find(|m| verb < m.tokens.start && m.tokens.end < end);
    let before = named.iter().rev().filter(|m| m.tokens.end <= verb);
    // "In A vehicle crime fell by x, further than in B": the one that B stands beside.
    let pair = before.chain(within).find_map(|subject| {
        let object = object.clone().or_else(|| s.only_other(&rivalry, subject, &kin))?;
        let titles = parts(&fact.title);
        let (own, other, first) =
            match (titles.contains(&subject.name), titles.contains(&object.name)) {
                (true, false) => (subject, &object, true),
                (false, true) => (&object, subject, false),
                _ => return None,
            };
        // The one that differs in its name alone.
        let rest = |title: &str, name: &Vec<String>| {
            let mut parts = parts(title);
            parts.remove(name);
            parts
        };
        let same = rest(&fact.title, &own.name);
        let others = kin.stats.iter().filter(|stat| {
            parts(&stat.title).contains(&other.name)
                && rest(&stat.title, &other.name) == same
        });
        let mut against = others.filter_map(|stat| Fact::of(statistics, stat, ""));
        let against = against.find(|found| {
            found.sign == fact.sign
                && found.unit == fact.unit
                && found.period == fact.period
        })?;
        Some((against, first))
    });
    let Some((against, first)) = pair else { return };
    // To outdo in a fall, or in what one wants less of, is to have less.
    let less = judges && s.less_is_better(verb) == Some(true);
    let fell = fact.rounded < 0.0 && against.rounded < 0.0;
    let sized = fell && !judges && s.is(verb, Sense::Size) && s.falling(verb);
    let rose = fact.rounded > 0.0 && against.rounded > 0.0;
    if less || !(rose || sized) {
        return;
    }
    let (a, b) = (fact.rounded.abs(), against.rounded.abs());
    let (is, was) = if first { (a, b) } else { (b, a) };
    let holds = if ahead { is > was } else { is < was };
    if holds || (is - was).abs() < f64::EPSILON {
        return;
    }
    out.push(Fault::wrong(
        Code::R0531,
        s.range(verb, verb + words - 1),
        format!(
            "`{}` contradicts the data: `{}` is {}, and `{}` is {}",
            s.words(&(verb..verb + words)),
            fact.id,
            fact.printed,
            against.id,
            against.printed
        ),
        "turn the words round, or show both numbers".to_owned(),
    ));
}

/// Reports that one is said to have done better, or worse, than another, which their numbers belie: "the north weathered the
/// year better, losing x against y".
pub(super) fn fared(s: Sentence<'_>, out: &mut Vec<Fault>) {
    let [first, second] = *s.numbers().as_slice() else { return };
    let found = (1..first).find_map(|at| Some((at, s.weathered(at)?)));
    let Some((at, Weathered { words, better, judges, sized })) = found else { return };
    let Some((a, b)) = s.fact(first).zip(s.fact(second)) else { return };
    let against = (first + 1..second).any(|i| {
        s.ends(i + 1, Sense::Against) > 0
            || s.is(i, Sense::Than)
            || s.is(i, Sense::Contrast)
            || s.is(i, Sense::Backdrop)
    });
    let alike = a.sign == Sign::Change && b.sign == Sign::Change && a.unit == b.unit;
    // "growing by", "down by": the word that both numbers share says which way is good, where no statistic does.
    let moves = |i: &usize| s.way(*i).is_some_and(|(_, compares)| !compares);
    let verb = (at + words..first)
        .rev()
        .find(moves)
        .or((sized && moves(&(at - 1))).then_some(at));
    let less = s.less_is_better(at) == Some(true);
    if less && !judges && !sized {
        return;
    }
    let less = less && !sized;
    if !against || !alike || verb.is_none() || s.asks() || s.supposed(at) {
        return;
    }
    let better = better != s.turned(at);
    let by = |fact: &Fact| if sized { fact.rounded.abs() } else { fact.rounded };
    let more = by(a) > by(b);
    let level = (by(a) - by(b)).abs() < f64::EPSILON || sized && a.way() != b.way();
    if better != (more != less) && !level {
        out.push(s.pair_fault(at, words, a, b));
    }
}

/// Words that say who came through something better.
struct Weathered {
    words: usize,
    better: bool,
    /// Whether they judge by what is good: to lose less is better where less is not wanted.
    judges: bool,
    /// Whether they tell of how much alone: "climbed faster".
    sized: bool,
}

/// Words that set one member against another.
struct Rivalry {
    at: usize,
    words: usize,
    /// Where the other one may be named.
    end: usize,
    /// Whether the first has more.
    ahead: bool,
    /// Whether they judge: to do better is not always to have more.
    judges: bool,
}

impl Sentence<'_> {
    /// "did better", "was hit harder", "got off more lightly", "pulled ahead".
    fn weathered(&self, at: usize) -> Option<Weathered> {
        let (harder, lightly) =
            (self.says(at, Sense::HitHard), self.says(at, Sense::OffLightly));
        if harder.max(lightly) > 0 {
            let words = harder.max(lightly);
            return Some(Weathered {
                words,
                better: lightly > 0,
                judges: false,
                sized: false,
            });
        }
        let word = self.is(at, Sense::Judged)
            && (self.is(at, Sense::Bettered) || self.is(at, Sense::Worsened));
        if word && !self.known_the(at) {
            let better = self.is(at, Sense::Bettered);
            return Some(Weathered { words: 1, better, judges: true, sized: false });
        }
        // "climbed faster, by x against y".
        if at > 0
            && let Some((up, true)) = self.way(at)
            && self.way(at - 1).is_some_and(|(_, compares)| !compares)
            && self.mark(at + 1, ',')
            && self.is(at + 2, Sense::By)
        {
            return Some(Weathered { words: 1, better: up, judges: false, sized: true });
        }
        // "pulled ahead, gaining x where B gained y".
        let (up, _) = self.way(at).filter(|_| self.is(at, Sense::Position))?;
        let alone = self.mark(at + 1, ',') || self.mark(at + 1, ':');
        alone.then_some(Weathered { words: 1, better: up, judges: false, sized: false })
    }

    fn ends_there(&self, at: usize) -> bool {
        let others = at + usize::from(self.is(at, Sense::Determiner));
        !matches!(self.kind(at), Some(Kind::Word))
            || self.is(at, Sense::When)
            || self.is(others, Sense::Other)
            || self.is(others, Sense::Remaining)
    }

    /// "was well ahead": of the other one, where there are but two.
    fn only_other(
        &self,
        rivalry: &Rivalry,
        subject: &Mention,
        kin: &Kin<'_>,
    ) -> Option<Mention> {
        let names = kin.names();
        let others: Vec<_> = names.iter().filter(|name| **name != subject.name).collect();
        let [other] = others.as_slice() else { return None };
        let tokens = subject.tokens.clone();
        self.ends_there(rivalry.at + rivalry.words)
            .then(|| Mention { tokens, name: (*other).clone() })
    }

    /// "outperformed", "lagged behind", "more journeys than".
    fn rivalry(&self, at: usize, number: usize) -> Option<Rivalry> {
        let (beats, trails) = (self.says(at, Sense::Beats), self.says(at, Sense::Trails));
        let words = beats.max(trails);
        if words > 0 {
            let ahead = (beats > 0) != self.turned(at);
            let judges = !self.is(at, Sense::Outnumbers);
            return Some(Rivalry { at, words, end: at + words, ahead, judges });
        }
        let (up, true) = self.way(at)? else { return None };
        // "was well ahead".
        if self.is(at, Sense::Position) && self.ends_there(at + 1) {
            let ahead = up != self.turned(at);
            let end = at + 1;
            return Some(Rivalry { at, words: 1, end, ahead, judges: true });
        }
        // "were above those in B", "are below B’s".
        let over = self.is(at, Sense::Position)
            && at > 0
            && self.follows(at, &[Sense::Copula, Sense::Become])
            && self.says(at, Sense::Beats).max(self.says(at, Sense::Trails)) == 0;
        if over {
            let ahead = up != self.turned(at);
            let those = self.is(at + 1, Sense::Known);
            let end = at + 1 + usize::from(those);
            return Some(Rivalry { at, words: 1, end, ahead, judges: false });
        }
        let near = at + 1..(at + 8).min(self.len());
        let than = near.into_iter().find(|i| self.is(*i, Sense::Than))?;
        // "more hills than": of something else than what the number is of.
        let small = |i: usize| {
            self.is(i, Sense::Within) || self.is(i, Sense::Determiner) || self.goes_on(i)
        };
        let fact = self.fact(number)?;
        // "quicker to arrive than".
        let does = |i: usize| i > at + 1 && self.is(i - 1, Sense::To);
        let nouns: Vec<usize> =
            (at + 1..than).filter(|i| !small(*i) && !does(*i)).collect();
        let inner = self.is(at + 1, Sense::Within);
        let close = (at + 1..than).all(|i| matches!(self.kind(i), Some(Kind::Word)))
            && (inner
                || nouns.is_empty()
                || nouns.iter().any(|i| self.is_titled(*i, fact))
                // "a faster rate than", "a sharper fall than": of what the number tells.
                || at > 0
                    && self.is(at - 1, Sense::Indefinite)
                    && nouns.iter().all(|i| self.is(*i, Sense::LevelNoun))
                || fact.sign == Sign::Change
                    && nouns.iter().all(|i| {
                        self.is(*i, Sense::LevelNoun)
                            || self.way(*i).is_some_and(|(up, compares)| {
                                !compares && fact.way() == if up { 1 } else { -1 }
                            })
                    }));
        // "x more than": by how much.
        let by_how_much = number < at
            && at - number < 4
            && !(number + 1..at).any(|i| matches!(self.kind(i), Some(Kind::Mark(_))));
        let size =
            self.is(at, Sense::Size) && self.falling(at) && fact.sign != Sign::Change;
        (close && !by_how_much && !size).then(|| Rivalry {
            at,
            words: 1,
            end: than + 1,
            ahead: up != self.turned(at),
            judges: false,
        })
    }
}
