//! Numbers in words and parts of all: bound to a value beside them, or to nothing.
//!
//! A share ("a third", "most areas"), a ratio ("doubled") or a count ("twelve schools") beside the
//! number it sums up is held to it; one without such a number needs a claim.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::amounts::Amount;
use crate::narrative::prose::amounts::Said;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;

/// Reports numbers in words that are bound to nothing, or contradict the number beside them.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    figures(s, out);
    for said in s.amounts() {
        let first = said.tokens.start;
        if s.tokens.get(first).is_some_and(|token| token.claim.is_some()) {
            continue;
        }
        let range = s.range(first, said.tokens.end - 1);
        let words = s.words(&said.tokens);
        match s.bound(&said) {
            Some((true, _)) => {}
            Some((false, fact)) => out.push(Fault::wrong(
                Code::R0532,
                range,
                format!(
                    "`{words}` contradicts the number beside it: `{}` is {}",
                    fact.id, fact.printed
                ),
                "write what the number is, or leave the words out".to_owned(),
            )),
            None if matches!(said.amount, Amount::Count(_)) => {
                let moved = s.moves_by(first, said.tokens.end);
                out.push(Fault::bare(range, &words, moved));
            }
            // "wants to halve it" states no result.
            None if s.loosely(first) => {}
            None => out.push(Fault::loose(
                Code::R0506,
                range,
                format!("`{words}` is bound to no claim"),
                "write `claim(\"id\", \"…\")`, and what must hold in `claims.yaml`"
                    .to_owned(),
            )),
        }
    }
}

/// Reports "double digits" and the like beside a number that has more or fewer of them.
fn figures(s: Sentence<'_>, out: &mut Vec<Fault>) {
    for at in 0..s.len() {
        let said = s.lexicon.figures.iter().find(|(words, ..)| {
            words.iter().enumerate().all(|(n, word)| s.word(at + n) == word)
        });
        let Some((words, from, to)) = said else { continue };
        let near = |n: &usize| n.abs_diff(at) <= 10;
        let numbers = s.numbers().into_iter().filter(near);
        let facts: Vec<&Fact> = numbers.filter_map(|n| s.fact(n)).collect();
        let fits = |fact: &&Fact| (*from..=*to).contains(&fact.rounded.abs());
        let claimed = s.tokens.get(at).is_some_and(|token| token.claim.is_some());
        if claimed || s.turned(at) || s.loosely(at) || facts.iter().any(fits) {
            continue;
        }
        let Some(fact) = facts.first() else { continue };
        let tokens = at..at + words.len();
        out.push(Fault::wrong(
            Code::R0532,
            s.range(at, tokens.end - 1),
            format!(
                "`{}` contradicts the number beside it: `{}` is {}",
                s.words(&tokens),
                fact.id,
                fact.printed
            ),
            "write what the number is, or leave the words out".to_owned(),
        ));
    }
}

impl Sentence<'_> {
    /// Returns whether the number beside an amount bears it out; none where there is no such.
    fn bound(&self, said: &Said) -> Option<(bool, &Fact)> {
        if let Some(counted) = self.counted_beside(said) {
            return Some(counted);
        }
        let (from, to) = match said.amount {
            Amount::Share(from, to) | Amount::Times(from, to) => (from, to),
            Amount::Count(_) => return None,
        };
        let within = |n: f64| from <= n && n <= to;
        let far = |at: usize| {
            let before = said.tokens.start.saturating_sub(at);
            before.max((at + 1).saturating_sub(said.tokens.end))
        };
        let mut near: Vec<usize> = self.numbers();
        near.retain(|at| far(*at) <= 14);
        near.sort_by_key(|at| (far(*at), *at < said.tokens.start));
        let values: Vec<(f64, &Fact)> = near
            .iter()
            .filter_map(|at| {
                let fact = self.fact(*at)?;
                Some((said.amount.of(fact)?, fact))
            })
            .collect();
        if let Some((_, fact)) = values.iter().find(|(value, _)| within(*value)) {
            return Some((true, fact));
        }
        if let Amount::Times(..) = said.amount {
            // Two levels: "twice the … of", "doubled from … to …".
            let levels: Vec<&Fact> = self
                .numbers()
                .into_iter()
                .filter_map(|at| self.fact(at))
                .filter(|fact| fact.unit != Unit::Ratio && fact.unit != Unit::P)
                .collect();
            let pairs: Vec<(f64, &Fact)> = levels
                .windows(2)
                .filter(|pair| {
                    pair[0].unit == pair[1].unit
                        && pair[0].rounded != 0.0
                        && pair[1].rounded != 0.0
                        && pair[0].sign == pair[1].sign
                })
                .flat_map(|pair| {
                    let ratio = pair[1].value / pair[0].value;
                    // A verb says which came first: "doubled from … to …".
                    let verb = self
                        .lexicon
                        .ends(self.word(said.tokens.start), Ending::Participle);
                    let back = if verb { ratio } else { 1.0 / ratio };
                    [(ratio, pair[1]), (back, pair[1])]
                })
                .collect();
            if let Some((_, fact)) = pairs.iter().find(|(ratio, _)| within(*ratio)) {
                return Some((true, fact));
            }
            if let Some((_, fact)) = pairs.first() {
                return Some((false, fact));
            }
        }
        let (_, fact) = values.first()?;
        Some((false, fact))
    }
}
