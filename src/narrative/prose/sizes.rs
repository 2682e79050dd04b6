//! Words for the size of a change ("slightly", "sharply", "plummeted") against the sizes that the
//! file of words declares for them, `sizes:`.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// From how many percent on a share is nearly all.
const NEARLY_ALL: f64 = 85.0;
/// From how many percent on it is half of them.
const HALF: f64 = 50.0;
/// How much of the larger of two numbers they may differ by, to differ slightly.
const SLIGHT: f64 = 0.3;
/// Up to how many percent it is hardly any.
const HARDLY_ANY: f64 = 5.0;

/// Reports words for a size that the change beside them has not.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in 0..s.len() {
        out.extend(
            s.other_size(at).or_else(|| s.stressed(at)).or_else(|| s.by_how_much(at)),
        );
    }
}

impl Sentence<'_> {
    fn other_size(&self, at: usize) -> Option<Fault> {
        let token = self.tokens.get(at)?;
        let (least, most) = *self.lexicon.sizes.get(token.text())?;
        // "grew more modestly": than another did.
        let graded = at > 0 && self.is(at - 1, Sense::Approximates)
            // "a slightly larger fall".
            || self.way(at + 1).is_some_and(|(_, compares)| compares);
        if token.claim.is_some() || graded || self.supposed(at) || self.turned(at) {
            return None;
        }
        // It is of a movement, or one itself.
        let mut near = at.saturating_sub(2)..(at + 3).min(self.len());
        let moves = |i: usize| self.way(i).is_some_and(|(_, compares)| !compares);
        // "growth was explosive".
        let is = self.is(at.wrapping_sub(1), Sense::Copula);
        let moved = near.any(moves) || is && (self.clause(at)..at).any(moves);
        let fact = self.fact(self.sized(at)?)?;
        // "a small gap", "the gap is negligible".
        let gap = fact.sign == Sign::Gap
            && (self.clause(at)..(at + 4).min(self.len()))
                .any(|i| self.is(i, Sense::Gap));
        let moved = moved || gap;
        let pair = self.two(at).filter(|(first, second, ..)| {
            let led =
                |at: usize, sense| self.before(at).is_some_and(|j| self.is(j, sense));
            led(*first, Sense::From) && led(*second, Sense::To)
        });
        let size = match pair {
            _ if fact.sign == Sign::Change || gap => fact.rounded.abs(),
            // "soared from x to y": a change of a share in points, of anything else in percent.
            Some((_, _, a, b)) if a.unit == Unit::Percent => (b.value - a.value).abs(),
            Some((_, _, a, b)) if a.value > 0.0 => {
                100.0 * (b.value / a.value - 1.0).abs()
            }
            _ => return None,
        };
        let known =
            matches!(fact.unit, Unit::Percent | Unit::Points) || fact.sign == Sign::Level;
        let fits = least <= size && size <= most;
        let is = match pair {
            Some((_, _, a, b)) if fact.sign == Sign::Level => {
                format!("from {} to {} is less or more", a.shown, b.shown)
            }
            _ => format!("`{}` is {}", fact.id, fact.printed),
        };
        (moved && known && !fits).then(|| {
            let means = if most.is_finite() && least <= 0.0 {
                format!("at most {most}")
            } else if most.is_finite() {
                format!("{least} to {most}")
            } else {
                format!("at least {least}")
            };
            let what = if gap { "a gap" } else { "a change" };
            Fault::loose(
                Code::R0545,
                self.range(at, at),
                format!(
                    "`{}` is said of {what} of {means} percent or points: {is}",
                    self.word(at)
                ),
                "use another word, or say in `report/words.yaml` what it means, under `sizes:`"
                    .to_owned(),
            )
        })
    }

    /// "x, slightly more than y", where one is a multiple of the other.
    fn by_how_much(&self, at: usize) -> Option<Fault> {
        let slightly = self.is(at, Sense::Slightly);
        let (_, compares) = self.way(at + 1).filter(|_| slightly)?;
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let (first, second, a, b) = self.two(at + 1)?;
        // "little more than half" is how a part is reached.
        let part = |i: usize| {
            let i = i + usize::from(self.is(i, Sense::Indefinite));
            self.lexicon.parts.contains_key(self.word(i))
                || self.counts(i)
                || self.is(i, Sense::Often)
        };
        let than = (at + 1..second).any(|i| self.is(i, Sense::Than) && !part(i + 1));
        let alike = a.unit == b.unit && a.sign == b.sign && a.way() == b.way();
        let (x, y) = (a.rounded.abs(), b.rounded.abs());
        let near = (x - y).abs() <= SLIGHT * x.max(y);
        let said = compares && than && first < at && !claimed && !self.supposed(at);
        (said && alike && a.sign != Sign::Gap && !near).then(|| {
            Fault::loose(
                Code::R0545,
                self.range(at, at + 1),
                format!(
                    "`{}` is said of {} and {}",
                    self.words(&(at..at + 2)),
                    a.shown,
                    b.shown
                ),
                "leave the first word out, or say how many times as much it is"
                    .to_owned(),
            )
        })
    }

    /// "Only 91%", "a mere 60%", "as many as 4%": a word that says how little or how much it is, of another share.
    fn stressed(&self, at: usize) -> Option<Fault> {
        let stress = [Sense::Mere, Sense::Scant, Sense::Ample].into_iter();
        let mut said = stress.map(|sense| (sense, self.says(at, sense)));
        let (sense, words) = said.find(|(_, words)| *words > 0)?;
        let fact = self.fact(at + words)?;
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        if fact.unit != Unit::Percent || fact.sign != Sign::Level || claimed {
            return None;
        }
        let of = match sense {
            Sense::Mere if (HALF..=100.0).contains(&fact.rounded) => "half or more",
            Sense::Scant if (NEARLY_ALL..=100.0).contains(&fact.rounded) => "nearly all",
            Sense::Ample if (0.0..=HARDLY_ANY).contains(&fact.rounded) => "hardly any",
            _ => return None,
        };
        let turned = self.turned(at) || self.supposed(at);
        if turned || sense != Sense::Mere && self.measured_by_another(at) {
            return None;
        }
        let said = self.words(&(at..at + words));
        Some(Fault::loose(
            Code::R0545,
            self.range(at, at + words - 1),
            format!("`{said}` is said of {of}: `{}` is {}", fact.id, fact.printed),
            "leave it out, or say beside it what more or less there was to be".to_owned(),
        ))
    }

    /// Returns whether something in the sentence says what more or less than a share there was to be.
    fn measured_by_another(&self, at: usize) -> bool {
        let measures = [
            Sense::Most,
            Sense::Least,
            Sense::Worst,
            Sense::Best,
            Sense::Than,
            Sense::Contrast,
        ];
        self.numbers().len() > 1
            || (0..at).any(|i| self.is(i, Sense::Hedge))
            || (0..self.len()).any(|i| {
                matches!(self.kind(i), Some(Kind::Hand))
                    || self.is(i, Sense::Particle)
                    || self.way(i).is_some_and(|(_, compares)| {
                        compares && !self.is(i, Sense::Approximates)
                    })
                    || self.ends(i + 1, Sense::Against) > 0
                    || measures.iter().any(|sense| self.is(i, *sense))
            })
    }

    /// Returns the number whose size a word says: the only one of its clause, or the next after it.
    pub(super) fn sized(&self, at: usize) -> Option<usize> {
        let start = self.clause(at);
        let apart = |i: &usize| self.mark(*i, ';') || self.is(*i, Sense::Contrast);
        let end = (at..self.len()).find(apart).unwrap_or(self.len());
        let number = |i: &usize| matches!(self.kind(*i), Some(Kind::Number(_)));
        let next = (at..end.min(at + 14)).find(number);
        next.or_else(|| (start..at).rev().find(number))
    }
}
