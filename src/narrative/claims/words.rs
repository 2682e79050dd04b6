//! The words of a claim against its rule, what it `says:` and the values.
//!
//! A word that contradicts them is an error; one that says more than the rule tests is a warning.
//! The rule of a `holds:` expression is the author's own: its words are held to `says:`.

use crate::model::diagnostic::Code;
use crate::model::document::Inline;
use crate::model::format::Unit;
use crate::narrative::claims::Judge;
use crate::narrative::claims::names;
use crate::narrative::claims::values::Values;
use crate::narrative::prose::Amount;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::prose::Kind;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Sentence;
use crate::narrative::prose::Token;
use crate::project::ClaimKind;
use crate::project::sense::Sense;
use std::ops::Range;

/// The words of a claim, with what its paragraph says before them.
pub(in crate::narrative) struct Words<'a> {
    pub content: &'a [Inline],
    pub before: &'a str,
    /// What its paragraph says after them.
    pub after: &'a str,
}

/// Faults of the words of a claim.
pub(super) fn faults(
    judge: &Judge<'_>,
    guard: &Guard<'_>,
    words: &Words<'_>,
    names: &names::MemberNames<'_>,
) -> Vec<Fault> {
    let Some(lexicon) = guard.lexicon else { return Vec::new() };
    let mut passage = Passage::default();
    // The sentence so far says what the words are of.
    let start = words.before.rfind(['.', '!', '?']).map_or(0, |at| at + 1);
    let context = words.before.get(start..).unwrap_or_default();
    passage.plain(context);
    let own = passage.text.len();
    passage.nodes(words.content, guard);
    let mut tokens: Vec<Token> =
        passage.sentences(lexicon).into_iter().flatten().collect();
    let first =
        tokens.iter().position(|token| token.range.start >= own).unwrap_or(tokens.len());
    for token in tokens.iter_mut().skip(first) {
        token.claim = Some(0);
    }
    let s = Sentence { tokens: &tokens, facts: &passage.facts, lexicon };
    let says = &judge.entry.decl.says;
    let mut told = Passage::default();
    told.plain(says);
    let told_tokens: Vec<Token> = told.sentences(lexicon).into_iter().flatten().collect();
    let told = Sentence { tokens: &told_tokens, facts: &told.facts, lexicon };
    let mut check = Check {
        judge,
        s,
        first,
        told,
        values: Values::of(judge, guard),
        exchanged: names::exchanged(&s, &told, names),
        out: Vec::new(),
    };
    check.digits(guard, &passage.text, own);
    check.amounts();
    check.wholes();
    check.antonyms();
    check.sorts();
    check.directions();
    check.compares_nothing();
    check.levels();
    check.superlatives();
    check.denials();
    check.names(names);
    check.led(names);
    check.led_by(names);
    check.years(guard);
    check.of_whom(guard, words.after, names);
    let plain = passage.text.get(own..).unwrap_or_default().trim().to_lowercase();
    let declared =
        judge.entry.decl.words.iter().any(|known| known.trim().to_lowercase() == plain);
    let mut out = check.out;
    out.retain(|fault| !(declared && fault.is_loose()));
    for fault in &mut out {
        fault.range =
            fault.range.start.saturating_sub(own)..fault.range.end.saturating_sub(own);
    }
    out.sort_by_key(|fault| (fault.range.start, fault.is_loose()));
    out.dedup_by(|b, a| b.range.start < a.range.end);
    out
}

/// The words of one claim being checked.
pub(super) struct Check<'a> {
    pub judge: &'a Judge<'a>,
    pub s: Sentence<'a>,
    /// The first token of the claim's own.
    pub first: usize,
    /// What the claim says in `claims.yaml`.
    pub told: Sentence<'a>,
    pub values: Values,
    /// Whether the names on the two sides of "than" are those of `says:`, exchanged.
    pub exchanged: bool,
    pub out: Vec<Fault>,
}

impl Check<'_> {
    pub(super) fn kind(&self) -> Option<ClaimKind> {
        self.judge.entry.decl.kind
    }

    pub(super) fn is(&self) -> &str {
        self.judge.entry.decl.is.as_deref().unwrap_or_default()
    }

    /// Notes words that contradict the claim.
    pub(super) fn wrong(&mut self, tokens: Range<usize>, why: &str) {
        let said = self.s.words(&tokens);
        let range = self.s.range(tokens.start, tokens.end - 1);
        self.out.push(Fault::wrong(
            Code::R0535,
            range,
            format!("`{said}` contradicts claim `{}`: {why}", self.judge.entry.id),
            match self.judge.entry.decl.says.as_str() {
                "" => "write what the claim tests, or change the claim".to_owned(),
                says => {
                    format!("write what the claim says (“{says}”), or change the claim")
                }
            },
        ));
    }

    /// Notes words that say more than the claim tests.
    pub(super) fn loose(&mut self, range: Range<usize>, said: &str, kind: &str) {
        self.out.push(Fault::loose(
            Code::R0511,
            range,
            format!("`{said}` is not what the claim tests"),
            format!("test it with `kind: {kind}` or `holds:`, or change the words"),
        ));
    }

    /// Digits that are no value of the claim.
    fn digits(&mut self, guard: &Guard<'_>, text: &str, own: usize) {
        let known = self.values.printed.clone();
        for (range, digits) in guard.bare_digits(text, None) {
            if range.start < own {
                continue;
            }
            let bare = digits.trim_end_matches('%').trim();
            let said = self.judge.entry.decl.says.contains(bare);
            let value = self
                .judge
                .entry
                .decl
                .value
                .is_some_and(|v| bare.replace(',', "").parse() == Ok(v));
            let printed = known.iter().any(|known| known.trim_start_matches('−') == bare);
            if said || value {
                continue;
            }
            // True today, and typed by hand: the next data leave it behind.
            if printed {
                self.out.push(Fault::loose(
                    Code::R0511,
                    range,
                    format!("`{digits}` is typed by hand in the words of a claim"),
                    "put the number beside the claim, as `stat(\"id\")`".to_owned(),
                ));
                continue;
            }
            let is = self.values.is.clone();
            let why = if is.is_empty() {
                "its rule tests no such number".to_owned()
            } else {
                is
            };
            let message = format!(
                "`{digits}` is not what claim `{}` tests: {why}",
                self.judge.entry.id
            );
            let help = "put the number beside the claim, as `stat(\"id\")`".to_owned();
            self.out.push(Fault::wrong(Code::R0535, range, message, help));
        }
    }

    /// Parts, ratios and counts in words.
    fn amounts(&mut self) {
        let told: Vec<Amount> =
            self.told.amounts().into_iter().map(|said| said.amount).collect();
        let told_words = self.judge.entry.decl.says.to_lowercase();
        for said in self.s.amounts() {
            if said.tokens.start < self.first {
                continue;
            }
            let words = self.s.words(&said.tokens);
            let range = self.s.range(said.tokens.start, said.tokens.end - 1);
            let (value, kind, sort) = match said.amount {
                Amount::Share(..) => (
                    self.values.share,
                    &[ClaimKind::Majority, ClaimKind::Ratio, ClaimKind::Threshold][..],
                    "majority",
                ),
                Amount::Times(..) => {
                    (self.values.ratio, &[ClaimKind::Ratio][..], "ratio")
                }
                Amount::Count(n) => {
                    let known = told_words.contains(&words)
                        || self.judge.entry.decl.value == Some(n)
                        || self
                            .values
                            .counts
                            .iter()
                            .any(|count| (count - n).abs() < 1e-9);
                    if !known {
                        self.loose(range, &words, "threshold");
                    }
                    continue;
                }
            };
            let (Amount::Share(from, to) | Amount::Times(from, to)) = said.amount else {
                continue;
            };
            // All or none of them: only a share can contradict it here.
            if (from >= 99.95 || to <= 0.05)
                && matches!(said.amount, Amount::Share(..))
                && value.is_none()
            {
                continue;
            }
            let tests = self.kind().is_some_and(|own| kind.contains(&own));
            let same = told.contains(&said.amount)
                || told_words.contains(&words) && self.kind().is_none();
            match value {
                Some(value) if value < from || value > to => {
                    let is = if matches!(said.amount, Amount::Times(..)) {
                        format!("the ratio is {value:.2}")
                    } else {
                        format!("it is {value:.1}%")
                    };
                    self.wrong(said.tokens.clone(), &is);
                }
                _ if tests || same => {}
                _ => self.loose(range, &words, sort),
            }
        }
    }

    /// "all", "none", "everywhere" where the claim says nothing of all.
    fn wholes(&mut self) {
        let told = self.judge.entry.decl.says.to_lowercase();
        for at in self.first..self.s.len() {
            let s = self.s;
            let word = s.word(at).to_owned();
            let (all, none) = (s.is(at, Sense::Everyone), s.is(at, Sense::NobodyAtAll));
            let softened = s.ends(at, Sense::Nearly) > 0;
            match (self.kind(), self.values.share) {
                (Some(ClaimKind::Majority), Some(share)) if !softened => {
                    let fits = all && share >= 99.95 || none && share <= 0.05;
                    if (all || none) && !fits {
                        self.wrong(at..at + 1, &format!("it is {share:.1}%"));
                        return;
                    }
                }
                (
                    Some(
                        ClaimKind::Direction
                        | ClaimKind::Comparison
                        | ClaimKind::Ratio
                        | ClaimKind::Significance,
                    ),
                    _,
                ) if all
                    && !softened
                    && !s.is(at + 1, Sense::Known)
                    && !told.contains(&word) =>
                {
                    let range = s.range(at, at);
                    self.loose(range, &word, "majority");
                }
                _ if s.is(at, Sense::Universal) && !told.contains(&word) => {
                    let range = s.range(at, at);
                    self.loose(range, &word, "majority");
                }
                _ => {}
            }
        }
    }

    /// A word that says the reverse of one in `says:`.
    fn antonyms(&mut self) {
        let told: Vec<&str> = (0..self.told.len()).map(|at| self.told.word(at)).collect();
        for at in self.first..self.s.len() {
            let word = self.s.word(at);
            let others = self.s.lexicon.antonyms.get(word).into_iter().flatten();
            let known = told.contains(&word);
            let reversed =
                others.filter(|other| told.contains(&other.as_str())).count() > 0;
            if reversed && !known && !self.s.turned(at) {
                let says = format!("it says “{}”", self.judge.entry.decl.says);
                self.wrong(at..at + 1, &says);
                return;
            }
        }
    }
}

impl Passage {
    /// Adds text of no place.
    pub(super) fn plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push(' ');
    }

    /// Adds the words of a claim.
    fn nodes(&mut self, content: &[Inline], guard: &Guard<'_>) {
        for node in content {
            match node {
                Inline::Text { text } => self.text.push_str(text),
                Inline::Emph { content }
                | Inline::Strong { content }
                | Inline::Link { content, .. } => {
                    self.nodes(content, guard);
                }
                Inline::Stat { id, text, span, .. } => {
                    self.fact(guard.fact(id, text), true, span);
                }
                Inline::SoftBreak | Inline::HardBreak => self.text.push(' '),
                _ => self.slot(Kind::Other, None),
            }
        }
    }
}

impl Values {
    /// Returns whether a value is one of percent.
    pub(super) fn percent(unit: Unit) -> bool {
        unit == Unit::Percent
    }
}
