//! Statements without a number and without a claim ("crime rose in both groups", "residents feel safer"): the words
//! that assert a movement, a comparison or a place in a rank, where nothing beside them does.
//!
//! Whether they are about something that the data name is asked later (`narrative::unheld`), since that depends on
//! every name of the project. What is asked, supposed, planned, defined, quoted or cited asserts nothing of the data.

use crate::model::format::Unit;
use crate::narrative::prose::Guard;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::lead::Led;
use crate::narrative::prose::lead::led_by;
use crate::narrative::prose::moved::PREDICATES;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Passage;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::passage::Token;
use crate::narrative::prose::predicate::Of;
use crate::project::lexicon::Ending;
use crate::project::lexicon::Lexicon;
use crate::project::sense::Sense;
use serde::Deserialize;
use serde::Serialize;
use std::ops::Range;

/// A part of a sentence that states something, with the words that do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::narrative) struct Statement {
    /// The part.
    pub text: String,
    /// The sentence before it, whose subject it may go on about.
    pub before: String,
    /// The words that state it.
    pub word: String,
    /// Where in the passage they stand.
    pub range: Range<usize>,
    /// Which way it says that something went, where it says so.
    pub up: Option<bool>,
    /// Which end of a rank it says that something is at, where it says so.
    pub top: Option<bool>,
    /// What stands before words that state something only of some subjects, and of which.
    pub subject: Option<(String, Of)>,
    /// How much its whole sentence reads as a finding, where that is weighed.
    pub weight: Option<i32>,
    /// Whether its weight alone tells it; `word` has the words that tell most.
    pub reads: bool,
    /// Who is named in brackets, with a year, as where it is from.
    pub source: Option<String>,
    /// Of how many it says that a rate is, and of what: "1,000", "people". Such words state no more than that.
    pub base: Option<(String, String)>,
}

/// What a sentence weighs at least that may be a finding: less is none, whatever it names.
const LIGHTEST: i32 = 0;

impl Guard<'_> {
    /// Returns the statements of a passage that no number and no claim stands beside; `lead` is the line that goes on
    /// in it.
    pub fn statements(
        &self,
        passage: &Passage,
        lexicon: Option<&Lexicon>,
        lead: &str,
    ) -> Vec<Statement> {
        // A file that has only some of the words does not tell what is supposed.
        let Some(lexicon) = lexicon.filter(|words| !words.partial) else {
            return Vec::new();
        };
        let led = led_by(lead, lexicon);
        if led == Led::Supposed {
            return Vec::new();
        }
        let allowed = self.allowed(&passage.text);
        let sentences = passage.sentences(lexicon);
        let mut out = Vec::new();
        for (n, tokens) in sentences.iter().enumerate() {
            let cited =
                |tokens: &[Token]| tokens.iter().any(|token| token.kind == Kind::Cited);
            // A work may be cited behind the full stop.
            let behind = sentences.get(n + 1).and_then(|next| next.first());
            if cited(tokens) || behind.is_some_and(|next| next.kind == Kind::Cited) {
                continue;
            }
            let s = Sentence { tokens, facts: &passage.facts, lexicon };
            let text = |tokens: &[Token]| {
                let from = tokens.first().map_or(0, |token| token.range.start);
                let to = tokens.last().map_or(from, |token| token.range.end);
                passage.text.get(from..to).unwrap_or_default().to_owned()
            };
            let before = n.checked_sub(1).and_then(|n| sentences.get(n));
            let first = out.len();
            let weighed = s.weighed(&passage.text);
            let weight = weighed.as_ref().map(|found| found.sum);
            let said = s.said_unheld(&passage.text).into_iter();
            let said = said.filter(|said| led != Led::Planned || s.past(said.at.start));
            let said = said.map(|Said { part, at, up, top, subject }| Statement {
                weight,
                reads: false,
                source: None,
                text: text(tokens.get(part).unwrap_or_default()),
                before: before.map(|tokens| text(tokens)).unwrap_or_default(),
                word: s.words(&at),
                range: s.range(at.start, at.end - 1),
                up,
                top,
                subject: subject.map(|(subject, of)| {
                    (text(tokens.get(subject).unwrap_or_default()), of)
                }),
                base: None,
            });
            let bound = |token: &Token| matches!(token.kind, Kind::Number(_));
            let rate = (0..s.len()).find(|at| s.rate_base(*at));
            let rate = rate.filter(|_| !tokens.iter().any(bound) && !s.asks());
            out.extend(rate.map(|at| Statement {
                text: text(tokens),
                before: lead.to_owned(),
                word: s.words(&(at..at + 3)),
                range: s.range(at, at + 2),
                up: None,
                top: None,
                subject: None,
                weight: None,
                reads: false,
                source: None,
                base: Some((s.word(at + 1).to_owned(), s.word(at + 2).to_owned())),
            }));
            out.extend(presumed(s, passage, led, &text));
            let may = |range: &Range<usize>| {
                allowed.iter().any(|c| c.start <= range.start && range.end <= c.end)
            };
            out.extend(said.filter(|said| !may(&said.range)));
            let whole = s.range(0, s.len().saturating_sub(1));
            let weighed = weighed.filter(|found| {
                led == Led::Stated && found.sum > LIGHTEST && !may(&whole)
            });
            out.extend(weighed.map(|found| Statement {
                text: text(tokens),
                before: before.map(|tokens| text(tokens)).unwrap_or_default(),
                word: found.said(),
                range: whole,
                up: None,
                top: None,
                subject: None,
                weight: Some(found.sum),
                reads: true,
                source: None,
                base: None,
            }));
            let source = source(tokens, &passage.text);
            out.iter_mut().skip(first).for_each(|said| said.source.clone_from(&source));
        }
        out
    }
}

/// "(Education Institute, 2023)": who is named in brackets at the end, with a year.
fn source(tokens: &[Token], text: &str) -> Option<String> {
    let open = tokens.iter().rposition(|token| token.mark('('))?;
    let rest = tokens.get(open + 1..)?;
    let close = rest.iter().position(|token| token.mark(')'))?;
    let [named @ .., comma, year] = rest.get(..close)? else { return None };
    let year = year.word.get(..4)?.parse::<i64>().ok()?;
    let (first, last) = (named.first()?, named.last()?);
    let name = text.get(first.range.start..last.range.end)?;
    let capital = name.starts_with(char::is_uppercase);
    (capital && comma.mark(',') && (1700..2100).contains(&year)).then(|| name.to_owned())
}

/// "the decline in burglary", where nothing of its passage tells it.
fn presumed(
    s: Sentence<'_>,
    passage: &Passage,
    led: Led,
    text: &dyn Fn(&[Token]) -> String,
) -> Option<Statement> {
    let told = !passage.facts.is_empty() || !passage.claims.is_empty();
    if told || led != Led::Stated || s.asks() || s.defines() {
        return None;
    }
    let (at, _) = (1..s.len()).find_map(|at| Some((at, s.presumed(at)?)))?;
    let of = at..(at + 7).min(s.len());
    let named = s.tokens.get(of).map(text)?;
    let asserted = s.is_asserted(at, &(0..s.len()), &passage.text);
    asserted.then(|| Statement {
        text: named,
        before: String::new(),
        word: s.word(at).to_owned(),
        range: s.range(at, at),
        up: None,
        top: None,
        subject: Some((s.word(at).to_owned(), Of::Untitled)),
        weight: None,
        reads: false,
        source: None,
        base: None,
    })
}

/// What a part of a sentence states.
struct Said {
    part: Range<usize>,
    /// The words that state it.
    at: Range<usize>,
    up: Option<bool>,
    top: Option<bool>,
    /// What stands before it, where only of some subjects it states something.
    subject: Option<(Range<usize>, Of)>,
}

impl Sentence<'_> {
    /// Returns what each part of the sentence states that nothing in it is bound to.
    fn said_unheld(&self, text: &str) -> Vec<Said> {
        if self.asks() || self.defines() {
            return Vec::new();
        }
        let held = |part: &Range<usize>| {
            part.clone().any(|at| {
                let bound = matches!(
                    self.kind(at),
                    Some(Kind::Number(_) | Kind::Evidence(_) | Kind::Hand)
                ) && !self.of_them_all(at);
                bound || self.tokens.get(at).is_some_and(|token| token.claim.is_some())
            })
        };
        let parts = self.statements();
        let parts = parts.into_iter().filter(|part| !part.is_empty() && !held(part));
        parts
            .filter_map(|part| {
                let listed = |at| self.stated(at, &part, text);
                // What no list has, only where nothing else is stated.
                let other = |at| self.said_of_subject(at, &part, text);
                part.clone().find_map(listed).or_else(|| part.clone().find_map(other))
            })
            .collect()
    }

    /// "the lowest of all x regions": a number that says how many there are, and nothing of what is said of them.
    fn of_them_all(&self, at: usize) -> bool {
        let count = self.fact(at).is_some_and(|fact| {
            fact.unit == Unit::Count && fact.sign == Sign::Level && fact.period.is_none()
        });
        let all = at > 0 && self.is(at - 1, Sense::Each);
        let of = at > 1 && all && self.is(at - 2, Sense::Of);
        let many = self.lexicon.ends(self.word(at + 1), Ending::Plural);
        count && of && many && !(at + 2..self.len()).any(|i| self.fact(i).is_some())
    }

    /// Returns whether the sentence says what words or values mean: "a higher score is better", "the higher …, the
    /// better", "a value below zero means that crime fell".
    pub(super) fn defines(&self) -> bool {
        let all = 0..self.len();
        let tells = [Sense::Defines, Sense::LowSide, Sense::HighSide];
        // "The evidence indicates that".
        let concludes = |at: usize| at > 0 && self.is(at - 1, Sense::FoundOut);
        let tells = |at: usize| tells.iter().any(|sense| self.says(at, *sense) > 0);
        if all.clone().any(|at| tells(at) && !concludes(at)) {
            return true;
        }
        let compares = |at: usize| self.is(at, Sense::More) || self.is(at, Sense::Less);
        // "Needs score; higher is more need".
        let opens = |at: usize| at == 0 || !matches!(self.kind(at - 1), Some(Kind::Word));
        if all
            .clone()
            .any(|at| opens(at) && compares(at) && self.is(at + 1, Sense::Copula))
        {
            return true;
        }
        let good = |at: usize| {
            (self.is(at, Sense::Bettered) || self.is(at, Sense::Worsened))
                && self.is(at, Sense::Judged)
        };
        let judged = all.clone().find(|at| {
            good(*at)
                && *at > 0
                && (self.is(at - 1, Sense::Copula) || self.known_the(*at))
        });
        judged.is_some_and(|end| (0..end).any(compares))
            || all.clone().filter(|at| compares(*at) && self.known_the(*at)).count() > 1
                && !all.into_iter().any(|at| self.is(at, Sense::Earlier))
    }

    /// "is the surest".
    pub(super) fn is_the(&self, at: usize) -> bool {
        self.known_the(at) && at > 1 && self.follows(at - 1, &PREDICATES)
    }

    /// "the higher".
    pub(super) fn known_the(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, Sense::Determiner)
    }

    /// Returns what the words at a place state.
    fn stated(&self, at: usize, part: &Range<usize>, text: &str) -> Option<Said> {
        let said = |words: usize, up: Option<bool>, top: Option<bool>| Said {
            part: part.clone(),
            at: at..at + words,
            up,
            top,
            subject: None,
        };
        let moved = self.moves(at, part).map(|(words, up)| said(words, up, None));
        let compared = || Some(said(self.is_compared(at, part)?, None, None));
        let ranked = || {
            let (words, top) = self.tops(at, part)?;
            Some(said(words, None, top))
        };
        let told = || {
            let words = self.fortune(at, part.start);
            let words = words.or_else(|| self.plight(at, part.start));
            let words = words.or_else(|| self.fronted(at, part).then_some(1));
            let words = words.or_else(|| self.what_did(at).then_some(2));
            // "peaked just before the pandemic".
            let peak = self.says(at, Sense::OfTime);
            let peaked = peak > 0 && at > part.start && (peak > 1 || self.is_past(at));
            let words = words.or_else(|| peaked.then_some(peak));
            let words = words.or_else(|| self.concludes(at, part.start))?;
            Some(said(words, None, None))
        };
        let found = moved.or_else(compared).or_else(ranked).or_else(told)?;
        self.is_asserted(at, part, text).then_some(found)
    }

    /// Returns what the words at a place state of some subjects only.
    fn said_of_subject(
        &self,
        at: usize,
        part: &Range<usize>,
        text: &str,
    ) -> Option<Said> {
        let became = self.became_of(at, part.start);
        let of = became.or_else(|| self.predicated(at, part));
        // "there was little progress": of what there is.
        let much = self.says(at, Sense::Amply);
        if much > 0 && self.there_is(at) {
            let end = part.end.min(at + much + 5);
            let subject = Some((at + much..end, Of::Named));
            let said = Said {
                part: part.clone(),
                at: at..at + much,
                up: None,
                top: None,
                subject,
            };
            return self.is_asserted(at, part, text).then_some(said);
        }
        let subject = of.map(|of| (self.behind_front(part.start, at)..at, of));
        let does = || Some((self.does(at, part)?..at, Of::Single));
        let subject = Some(subject.or_else(does)?);
        let said =
            Said { part: part.clone(), at: at..at + 1, up: None, top: None, subject };
        self.is_asserted(at, part, text).then_some(said)
    }
}
