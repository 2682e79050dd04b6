//! What is said of a correlation beside it: "a negative relationship", "move in opposite directions", "no
//! relationship", "a strong correlation".

use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::ops::Range;

/// From where on a correlation is not nothing, whatever its test says.
const SOME: f64 = 0.3;
/// From where on it is strong.
const STRONG: f64 = 0.6;

/// Reports words that a correlation beside them does not bear out.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    let related = |at: &usize| s.fact(*at).is_some_and(|fact| fact.relates);
    let numbers: Vec<usize> = s.numbers().into_iter().filter(related).collect();
    let [one] = numbers.as_slice() else { return };
    let Some(fact) = s.fact(*one).filter(|_| !s.asks()) else { return };
    out.extend((0..s.len()).find_map(|at| s.unrelated(at, fact)));
}

impl Sentence<'_> {
    fn unrelated(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        if claimed || self.supposed(at) {
            return None;
        }
        let (same, other) =
            (self.says(at, Sense::SameWay), self.says(at, Sense::OtherWay));
        let words = same.max(other);
        if words > 0 && !self.turned(at) {
            let wrong = (fact.value > 0.0) != (same > 0);
            return wrong.then(|| self.ill_related(at..at + words, fact));
        }
        let noun = (at + 1..at + 4).find(|i| self.is(*i, Sense::Relation));
        let behind = at > 0 && self.is(at - 1, Sense::Relation);
        let end = match noun {
            Some(noun) => noun + 1,
            None if behind => at + 1,
            None => return None,
        };
        let (positive, inverse) =
            (self.is(at, Sense::Positive), self.is(at, Sense::Inverse));
        if (positive || inverse) && !self.turned(at) {
            let wrong = (fact.value > 0.0) != positive;
            return wrong.then(|| self.ill_related(at..end, fact));
        }
        let strength = fact.value.abs();
        if noun.is_some() && self.is(at, Sense::Lacking) {
            let some = fact.clear.unwrap_or(strength >= SOME);
            return (some && strength >= SOME).then(|| self.ill_related(at..end, fact));
        }
        let loose = self.is(at, Sense::Firm) && strength < SOME
            || self.is(at, Sense::Weak) && strength >= STRONG;
        (loose && !self.turned(at)).then(|| {
            let fault = self.ill_related(at..end, fact);
            Fault::loose(Code::R0545, fault.range, fault.message, fault.help)
        })
    }

    fn ill_related(&self, tokens: Range<usize>, fact: &Fact) -> Fault {
        Fault::wrong(
            Code::R0531,
            self.range(tokens.start, tokens.end - 1),
            format!(
                "`{}` contradicts the data: the correlation `{}` is {}",
                self.words(&tokens),
                fact.id,
                fact.printed
            ),
            "say which way and how closely the two go together, or show another statistic"
                .to_owned(),
        )
    }
}
