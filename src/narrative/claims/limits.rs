//! What the words of a claim may not say beyond its rule: places, all of them, certainty, and "not" where
//! the claim says none.

use crate::model::diagnostic::Code;
use crate::narrative::claims::words::Check;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Sentence;
use crate::project::ClaimKind;
use crate::project::sense::Sense;

impl Check<'_> {
    /// Words of a sort that only another kind of claim tests.
    pub(super) fn sorts(&mut self) {
        self.sure();
        let Some(kind) = self.kind() else { return };
        for at in self.first..self.s.len() {
            let word = self.s.word(at).to_owned();
            let range = self.s.range(at, at);
            if self.s.is(at, Sense::Rank) && kind != ClaimKind::Rank {
                self.loose(range, &word, "rank");
                continue;
            }
            let every = self.s.lexicon.says(&word, Sense::Each);
            let next =
                self.s.word(at + 1 + usize::from(self.s.is(at + 1, Sense::Single)));
            if every
                && self.s.lexicon.says(next, Sense::YearsNoun)
                && kind != ClaimKind::Trend
            {
                self.loose(range, &word, "trend");
                continue;
            }
            let digits = next.starts_with(|c: char| c.is_numeric());
            if self.s.is(at, Sense::Everyone)
                && digits
                && ![ClaimKind::Coverage, ClaimKind::Majority].contains(&kind)
            {
                self.loose(range, &word, "coverage");
                continue;
            }
            let all = self.s.lexicon.says(&word, Sense::Both);
            let told = self.judge.entry.decl.says.to_lowercase().contains(&word);
            if all && kind == ClaimKind::Direction && !told {
                self.loose(range, &word, "majority");
                continue;
            }
            if self.s.is(at, Sense::Significant) && kind != ClaimKind::Significance {
                self.loose(range, &word, "significance");
            }
        }
    }

    /// Words that are surer than a rule can be.
    fn sure(&mut self) {
        let told = self.judge.entry.decl.says.to_lowercase();
        for at in self.first..self.s.len() {
            let word = self.s.word(at).to_owned();
            if self.s.is(at, Sense::Sure) && !told.contains(&word) {
                let range = self.s.range(at, at);
                self.out.push(Fault::loose(
                    Code::R0511,
                    range,
                    format!("`{word}` is not what the claim tests"),
                    "a rule tests what the data say, not how certain it is: leave the word out".to_owned(),
                ));
            }
        }
    }

    /// "one benchmark area" where the claim says "no benchmark area".
    fn some_for_none(&mut self) {
        let s = self.s;
        let none = |s: &Sentence<'_>, from: usize| {
            (from..s.len()).any(|at| s.is(at, Sense::NotOne) || s.is(at, Sense::Turn))
        };
        let counted = |at: usize| {
            s.is(at, Sense::Counted)
                || s.lexicon.says(&format!("{}s", s.word(at)), Sense::Counted)
        };
        let some = (self.first..s.len()).find(|at| {
            s.number(*at).is_some_and(|(n, end)| n > 0.0 && (end..end + 3).any(counted))
        });
        if let Some(at) = some
            && none(&self.told, 0)
            && !none(&s, self.first)
        {
            let says = format!("it says “{}”", self.judge.entry.decl.says);
            self.wrong(at..at + 1, &says);
        }
    }

    /// "not" where the claim says none, or the reverse.
    pub(super) fn denials(&mut self) {
        let significance = self.kind() == Some(ClaimKind::Significance);
        let own: Vec<usize> = (self.first..self.s.len()).collect();
        let turns: Vec<usize> =
            own.iter().copied().filter(|at| self.s.is(*at, Sense::Turn)).collect();
        if significance {
            let said = own.iter().copied().find(|at| {
                self.s.is(*at, Sense::Significant) || self.s.is(*at, Sense::Told)
            });
            let denied = turns.first().copied().or_else(|| {
                own.iter().copied().find(|at| self.s.is(*at, Sense::Insignificant))
            });
            // "Neither is … distinguishable": the sentence before denies it.
            let before = (0..self.first).any(|at| self.s.is(at, Sense::Turn));
            match (self.is(), said, denied) {
                ("significant", Some(_), Some(at)) if !before => {
                    self.wrong(at..at + 1, "its rule is `is: significant`");
                }
                ("not_significant", Some(at), None) if !before => {
                    self.wrong(at..at + 1, "its rule is `is: not_significant`");
                }
                ("significant", None, _) => {
                    let flat =
                        own.iter().copied().find(|at| self.s.says(*at, Sense::Flat) > 0);
                    let none = own.iter().copied().find(|at| {
                        self.s.is(*at, Sense::Lacking)
                            && self.s.is(at + 1, Sense::TestedNoun)
                    });
                    if let Some(at) = flat.or(none) {
                        self.wrong(at..at + 1, "its rule is `is: significant`");
                    }
                }
                _ => {}
            }
            return;
        }
        if self.kind().is_some() {
            self.some_for_none();
            return;
        }
        let contents = |s: &Sentence<'_>, at: usize| -> Option<String> {
            Some(s.word(at + 1)).filter(|word| word.len() > 3).map(str::to_owned)
        };
        let told_turns: Vec<usize> =
            (0..self.told.len()).filter(|at| self.told.is(*at, Sense::Turn)).collect();
        let has = |s: &Sentence<'_>, from: usize, word: &str| {
            (from..s.len()).any(|i| s.word(i) == word)
        };
        let says = format!("it says “{}”", self.judge.entry.decl.says);
        if told_turns.is_empty() {
            let denied = turns.into_iter().find(|at| {
                self.s.is(*at, Sense::Nobody)
                    || contents(&self.s, *at)
                        .is_some_and(|word| has(&self.told, 0, &word))
            });
            if let Some(at) = denied {
                self.wrong(at..at + 1, &says);
            }
        } else if turns.is_empty()
            && !(0..self.first).any(|at| self.s.is(at, Sense::Turn))
        {
            for at in told_turns {
                let Some(word) = contents(&self.told, at) else { continue };
                let place = own.iter().copied().find(|i| self.s.word(*i) == word);
                if let Some(place) = place {
                    self.wrong(place..place + 1, &says);
                    return;
                }
            }
        }
    }
}
