//! Whom and which years the words of a claim are about, against its rule and what it `says:`.

use crate::model::diagnostic::Code;
use crate::narrative::claims::names;
use crate::narrative::claims::words::Check;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Kind;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Sentence;
use crate::narrative::prose::Token;
use crate::project::sense::Sense;
use std::ops::Range;

impl Check<'_> {
    /// "rose … in Westside", where the claim is about Eastside.
    pub(super) fn of_whom(
        &mut self,
        guard: &Guard<'_>,
        after: &str,
        known: &names::MemberNames<'_>,
    ) {
        let Some(lexicon) = guard.lexicon else { return };
        let mut passage = Passage::default();
        passage.plain(after);
        let tokens: Vec<Token> =
            passage.sentences(lexicon).into_iter().take(1).flatten().collect();
        let s = Sentence { tokens: &tokens, facts: &[], lexicon };
        if !s.is(0, Sense::Within) || self.first >= self.s.len() {
            return;
        }
        // "in the", "among all": the name follows at once.
        let from = 1 + usize::from(s.is(1, Sense::Determiner));
        let other = names::others(self.judge, &s, from, known)
            .into_iter()
            .find(|(tokens, _)| tokens.start == from);
        if let Some((_, name)) = other {
            let why = format!("{}, and the sentence goes on with `{name}`", self.about());
            self.wrong(self.first..self.s.len(), &why);
        }
    }

    /// "In Westside it has fallen in each year", where the claim is about Eastside.
    pub(super) fn led_by(&mut self, known: &names::MemberNames<'_>) {
        let (s, first) = (self.s, self.first);
        let others = names::others(self.judge, &s, s.clause(first), known);
        let nearest = others.into_iter().map(|(tokens, _)| tokens);
        let nearest =
            nearest.filter(|t| t.end <= first).max_by_key(|tokens| tokens.start);
        let Some(tokens) = nearest else { return };
        let phrase = tokens.start
            - usize::from(s.is(tokens.start.wrapping_sub(1), Sense::Determiner));
        let Some(within) = phrase.checked_sub(1).filter(|i| s.is(*i, Sense::Within))
        else {
            return;
        };
        let opens = within == 0
            || !matches!(s.kind(within - 1), Some(Kind::Word))
            || s.is(within - 1, Sense::And)
            || s.is(within - 1, Sense::Contrast);
        let apart = |i: usize| {
            [Sense::Within, Sense::Than, Sense::Other, Sense::Contrast]
                .iter()
                .any(|sense| s.is(i, *sense))
                || s.ends(i + 1, Sense::Against) > 0
        };
        let name = s.words(&tokens);
        // A difference is of both.
        let both = self.values.about.to_lowercase().contains(&name);
        if opens && !both && !(tokens.end..first).any(apart) {
            let about = self.about();
            let why = format!("{about}, and the sentence is about `{name}`");
            self.wrong(first..s.len(), &why);
        }
    }

    /// Returns what the claim is about, in words.
    fn about(&self) -> String {
        if self.values.about.is_empty() {
            format!("it says “{}”", self.judge.entry.decl.says)
        } else {
            format!("it is about {}", self.values.about)
        }
    }

    /// Names of others than the claim is about.
    pub(super) fn names(&mut self, known: &names::MemberNames<'_>) {
        for (tokens, _) in names::others(self.judge, &self.s, self.first, known) {
            let about = self.about();
            self.wrong(tokens, &about);
        }
    }

    /// "further in B", where the claim says "further in A".
    pub(super) fn led(&mut self, known: &names::MemberNames<'_>) {
        if !names::leads(&self.told) {
            return;
        }
        let names = known.all();
        let told = names::led(&self.told, 0, names);
        let own = names::led(&self.s, self.first, names);
        for (up, name, tokens) in own {
            let fits = |(way, known, _): &(bool, String, Range<usize>)| {
                (*way == up) == (*known == name)
            };
            if !told.is_empty() && !told.iter().any(fits) {
                let says = format!("it says “{}”", self.judge.entry.decl.says);
                self.wrong(tokens, &says);
                return;
            }
        }
    }

    /// A year that is none of those that the rule looks at.
    pub(super) fn years(&mut self, guard: &Guard<'_>) {
        let periods = self.judge.periods(guard);
        let (Some(first), Some(last)) = (
            periods.iter().map(|(from, _)| *from).min(),
            periods.iter().map(|(_, to)| *to).max(),
        ) else {
            return;
        };
        let says = self.judge.entry.decl.says.clone();
        for at in self.first..self.s.len() {
            let word = self.s.word(at).to_owned();
            let year = word.split('-').next().unwrap_or_default();
            let Ok(number) = year.parse::<i64>() else { continue };
            let about = (at.saturating_sub(3)..at)
                .any(|i| self.s.is(i, Sense::AboutYear) && !self.s.is(i, Sense::Started));
            if year.len() != 4
                || !(1800..2100).contains(&number)
                || (first..=last).contains(&number)
                || says.contains(year)
                || about
            {
                continue;
            }
            let span = if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            };
            self.out.push(Fault::loose(
                Code::R0511,
                self.s.range(at, at),
                format!("`{word}` is not what the claim tests: its rule is about {span}"),
                "write a year of the rule, or change the rule".to_owned(),
            ));
        }
    }
}
