//! Several numbers under one verb: "both burglary (−5%) and fraud (+18%) declined", "neither rose",
//! "moved in the same direction".

use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports numbers in brackets that go the other way than the verb of the subjects they follow, and
/// pairs that did not move alike.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in s.numbers() {
        let Some(fact) = s.fact(at).filter(|fact| fact.sign == Sign::Change) else {
            continue;
        };
        if let Some((verb, up)) = s.verb_behind(at) {
            out.extend(s.other_way(verb, up, fact));
        }
    }
    for at in 0..s.len() {
        out.extend(s.together(at));
    }
}

impl Sentence<'_> {
    /// Returns the verb of which a bracketed number names the subject, and whether it says up.
    fn verb_behind(&self, at: usize) -> Option<(usize, bool)> {
        at.checked_sub(1).filter(|i| self.mark(*i, '('))?;
        let start = self.clause_of_subject(at);
        // A verb before the brackets governs them: "fell (by 5%)".
        if (start..at).any(|i| self.way(i).is_some()) {
            return None;
        }
        let mut verb = None;
        let mut words = 0;
        for i in at + 1..self.len() {
            match self.kind(i)? {
                Kind::Mark(')' | '(' | ',') | Kind::Number(_) | Kind::Evidence(_) => {}
                Kind::Word => {
                    if let Some((up, compares)) = self.way(i) {
                        verb = (!compares).then_some((i, up));
                        break;
                    }
                    if self.is(i, Sense::Contrast) || self.is(i, Sense::Neutral) {
                        return None;
                    }
                    words += 1;
                    if words > 12 {
                        return None;
                    }
                }
                Kind::Mark(_) | Kind::Hand | Kind::Cited | Kind::Other => return None,
            }
        }
        let (verb, up) = verb?;
        // "… (5%) and a rise of 3%", "… (12) fell by 4": the word is another number's.
        let noun = verb > 0 && self.is(verb - 1, Sense::Article);
        let own = self.is(verb + 1, Sense::By)
            || self.is(verb + 1, Sense::Of)
            || self.is(verb + 1, Sense::From)
            || self.is(verb + 1, Sense::To)
            || matches!(self.kind(verb + 1), Some(Kind::Number(_) | Kind::Mark('(')));
        let up = up != self.turned(verb);
        (!noun && !own && !self.supposed(verb)).then_some((verb, up))
    }

    /// Returns where the subject of a place begins: after a semicolon, a colon or a word that sets
    /// clauses against each other; brackets end nothing.
    fn clause_of_subject(&self, at: usize) -> usize {
        (0..at)
            .rev()
            .find(|i| {
                self.mark(*i, ';') || self.mark(*i, ':') || self.is(*i, Sense::Contrast)
            })
            .map_or(0, |i| i + 1)
    }

    fn other_way(&self, verb: usize, up: bool, fact: &Fact) -> Option<Fault> {
        let start = self.clause_of_subject(verb);
        let neither = (start..verb).any(|i| self.is(i, Sense::Neither));
        let said = if up { 1 } else { -1 };
        let wrong = if neither { fact.way() == said } else { fact.way() != said };
        let is = match fact.way() {
            0 => "it did not change",
            1 => "it went up",
            _ => "it went down",
        };
        let word = self.word(verb);
        let said = if neither { format!("neither … {word}") } else { word.to_owned() };
        wrong.then(|| {
            Fault::wrong(
                Code::R0530,
                self.range(verb, verb),
                format!(
                    "`{said}` contradicts the data: `{}` is {}, so {is}",
                    fact.id, fact.printed
                ),
                "say of each which way it went, or show another statistic".to_owned(),
            )
        })
    }

    /// "in the same direction", "in opposite directions": two changes.
    fn together(&self, at: usize) -> Option<Fault> {
        let (same, other) =
            (self.says(at, Sense::SameWay), self.says(at, Sense::OtherWay));
        let words = same.max(other);
        if words < 2 && other == 0 || self.supposed(at) {
            return None;
        }
        let changes: Vec<&Fact> = self
            .numbers()
            .into_iter()
            .filter_map(|n| self.fact(n))
            .filter(|fact| fact.sign == Sign::Change)
            .collect();
        let [a, b] = changes.as_slice() else { return None };
        let alike = (a.way() == b.way()) != self.turned(at);
        (alike != (same > 0)).then(|| {
            Fault::wrong(
                Code::R0531,
                self.range(at, at + words - 1),
                format!(
                    "`{}` contradicts the data: `{}` is {} and `{}` is {}",
                    self.words(&(at..at + words)),
                    a.id,
                    a.printed,
                    b.id,
                    b.printed
                ),
                "say of each which way it went".to_owned(),
            )
        })
    }
}
