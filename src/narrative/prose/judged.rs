//! Words that say that what happened is good or bad ("welcome", "a setback", "the good news is"), against
//! what the statistic beside them says: `better:`.

use crate::model::diagnostic::Code;
use crate::model::statistic::Better;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports words of praise beside a change for the worse, and the reverse.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    // "a smaller rise", "slower progress": how much of it there was may be what is judged.
    if (0..s.len()).any(|at| s.is(at, Sense::Size) || s.is(at, Sense::Slow)) {
        return;
    }
    for at in 0..s.len() {
        out.extend(s.misjudged(at));
    }
}

impl Sentence<'_> {
    fn misjudged(&self, at: usize) -> Option<Fault> {
        let (good, bad) =
            (self.says(at, Sense::Welcome), self.says(at, Sense::Unwelcome));
        let words = good.max(bad);
        let little = at > 0 && self.is(at - 1, Sense::Weak);
        if words == 0 || little || self.turned(at) || self.supposed(at) {
            return None;
        }
        let fact = self.fact(self.sized(at)?).filter(|fact| fact.sign == Sign::Change)?;
        let changes = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let one = changes.filter(|fact| fact.sign == Sign::Change).count() == 1;
        let is_good = fact.is_good().filter(|_| one)?;
        let better = match fact.better? {
            Better::Higher => "higher",
            Better::Lower => "lower",
        };
        (is_good != (good > 0)).then(|| {
            Fault::wrong(
                Code::R0530,
                self.range(at, at + words - 1),
                format!(
                    "`{}` contradicts the data: `{}` is {}, and {better} values are the better ones",
                    self.words(&(at..at + words)),
                    fact.id,
                    fact.printed
                ),
                format!("say which way it went, or change `better:` of `{}`", fact.block()),
            )
        })
    }
}
