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

/// Reports words for a size that the change beside them has not.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in 0..s.len() {
        out.extend(s.other_size(at).or_else(|| s.little(at)));
    }
}

impl Sentence<'_> {
    fn other_size(&self, at: usize) -> Option<Fault> {
        let token = self.tokens.get(at)?;
        let (least, most) = *self.lexicon.sizes.get(token.text())?;
        if token.claim.is_some() || self.supposed(at) || self.turned(at) {
            return None;
        }
        // It is of a movement, or one itself.
        let mut near = at.saturating_sub(2)..(at + 3).min(self.len());
        let moved = near.any(|i| self.way(i).is_some_and(|(_, compares)| !compares));
        let fact = self.fact(self.sized(at)?)?;
        let size = fact.rounded.abs();
        let known = matches!(fact.unit, Unit::Percent | Unit::Points);
        let fits = least <= size && size <= most;
        (moved && known && fact.sign == Sign::Change && !fits).then(|| {
            let means = if most.is_finite() && least <= 0.0 {
                format!("at most {most}")
            } else if most.is_finite() {
                format!("{least} to {most}")
            } else {
                format!("at least {least}")
            };
            Fault::loose(
                Code::R0545,
                self.range(at, at),
                format!(
                    "`{}` is said of a change of {means} percent or points: `{}` is {}",
                    self.word(at),
                    fact.id,
                    fact.printed
                ),
                "use another word, or say in `report/words.yaml` what it means, under `sizes:`"
                    .to_owned(),
            )
        })
    }

    /// "Only 91%": a word that says how little it is, of nearly all, where nothing says what more was to be.
    fn little(&self, at: usize) -> Option<Fault> {
        let words = self.says(at, Sense::Scant);
        let fact = self.fact(at + words).filter(|_| words > 0)?;
        let share = fact.unit == Unit::Percent && fact.sign == Sign::Level;
        let nearly_all = (NEARLY_ALL..=100.0).contains(&fact.rounded);
        let measures = [
            Sense::Most,
            Sense::Least,
            Sense::Worst,
            Sense::Best,
            Sense::Bad,
            Sense::Hedge,
            Sense::Than,
            Sense::Contrast,
        ];
        let compared = self.numbers().len() > 1
            || (0..self.len()).any(|i| {
                matches!(self.kind(i), Some(Kind::Hand))
                    || self.is(i, Sense::Particle)
                    || self.way(i).is_some_and(|(_, compares)| compares)
                    || self.ends(i + 1, Sense::Against) > 0
                    || measures.iter().any(|sense| self.is(i, *sense))
            });
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        (share && nearly_all && !compared && !claimed).then(|| {
            let said = self.words(&(at..at + words));
            Fault::loose(
                Code::R0545,
                self.range(at, at + words - 1),
                format!(
                    "`{said}` is said of nearly all: `{}` is {}",
                    fact.id, fact.printed
                ),
                "leave it out, or say beside it what more there was to be".to_owned(),
            )
        })
    }

    /// Returns the number whose size a word says: the only one of its clause, or the next after it.
    fn sized(&self, at: usize) -> Option<usize> {
        let start = self.clause(at);
        let apart = |i: &usize| self.mark(*i, ';') || self.is(*i, Sense::Contrast);
        let end = (at..self.len()).find(apart).unwrap_or(self.len());
        let number = |i: &usize| matches!(self.kind(*i), Some(Kind::Number(_)));
        let next = (at..end.min(at + 14)).find(number);
        next.or_else(|| (start..at).rev().find(number))
    }
}
