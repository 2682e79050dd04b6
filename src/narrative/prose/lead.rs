//! A line that goes on in what follows it: "We will:" above the items of a list.

use crate::narrative::prose::passage::Origin;
use crate::narrative::prose::passage::Passage;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;

/// What such a line makes of what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Led {
    /// Nothing: it is stated.
    Stated,
    /// It is planned: what is past all the same is stated.
    Planned,
    /// It is supposed or asked: "we would think less of it if".
    Supposed,
}

/// Returns what a line makes of what follows it.
pub(super) fn led_by(lead: &str, lexicon: &Lexicon) -> Led {
    let mut passage = Passage::default();
    passage.text(lead, Origin::Text(0..lead.len()));
    let last = passage.sentences(lexicon).pop().unwrap_or_default();
    let s = Sentence { tokens: &last, facts: &[], lexicon };
    let ends = last.last().is_some_and(|token| token.mark('.') || token.mark('!'));
    let any = |sense: Sense| (0..s.len()).any(|at| s.is(at, sense));
    if ends {
        Led::Stated
    } else if any(Sense::Unless) || any(Sense::Hedge) || s.asks() {
        Led::Supposed
    } else if s.supposed(s.len()) || (0..s.len()).any(|at| s.foreseen(at)) {
        Led::Planned
    } else {
        Led::Stated
    }
}

impl Sentence<'_> {
    /// Returns whether a word says of something that it happened: "crime fell", "has fallen", but not "be reduced".
    pub(super) fn past(&self, at: usize) -> bool {
        let before = |sense: Sense| at > 0 && self.is(at - 1, sense);
        let verb = self.is(at, Sense::VerbOnly) && !self.is(at, Sense::Particle);
        at > 0 && verb && !before(Sense::Passive) && !before(Sense::To)
            || before(Sense::Has) && at > 1
            || at > 1 && before(Sense::WereTo)
    }
}
