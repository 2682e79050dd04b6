//! Words that go further than the study: causes under a design that shows none, and
//! "significant" without a test.

use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// Reports causal words.
pub(super) fn causes(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let mut at = 0;
    while at < s.len() {
        let Some(length) = s.cause(at) else {
            at += 1;
            continue;
        };
        let words = s.words(&(at..at + length));
        let help = if words.starts_with("no ") || words.starts_with("made no") {
            "write what the interval allows, as a claim of `kind: significance`"
        } else {
            "write `associated with`, or declare `design: causal` in `report.yaml`"
        };
        out.push(Fault::loose(
            Code::R0507,
            s.range(at, at + length - 1),
            format!("`{words}` goes further than the design supports"),
            help.to_owned(),
        ));
        at += length;
    }
}

impl Sentence<'_> {
    /// Returns whether words that give a reason open a sentence that says nothing of what came of it:
    /// "Thanks to all who helped."
    fn no_outcome(&self, from: usize, to: usize) -> bool {
        let verb = |i: usize| self.is(i, Sense::Copula) || self.is(i, Sense::Has);
        let senses = [Sense::Rise, Sense::Fall, Sense::More, Sense::Less, Sense::Good];
        let said = |i: usize| {
            let bound = matches!(self.kind(i), Some(Kind::Number(_) | Kind::Evidence(_)));
            let claimed = self.tokens.get(i).is_some_and(|token| token.claim.is_some());
            bound || claimed || senses.iter().any(|sense| self.is(i, *sense))
        };
        // "Thanks to the scheme, areas are safe": a clause of its own.
        let clause = |i: usize| {
            self.mark(i, ',')
                && !self.is(i + 1, Sense::And)
                && (i + 1..self.len()).any(verb)
        };
        from == 0 && !(to..self.len()).any(|i| said(i) || clause(i))
    }

    /// Returns how many words from a place say that one thing brought about another.
    fn cause(&self, at: usize) -> Option<usize> {
        let length = self.says(at, Sense::Causal);
        let word = self.word(at);
        // "districts without a scheme" do nothing by one.
        let lacks = |i: usize| {
            (i.saturating_sub(2)..i)
                .any(|k| self.lexicon.says(self.word(k), Sense::Lacking))
        };
        let doer = |from: usize, to: usize| {
            (from..to.min(self.len())).any(|i| self.is(i, Sense::Doer) && !lacks(i))
        };
        let found = if length > 0 {
            // "is down to 5%": a value, and no reason.
            let value = matches!(self.kind(at + length), Some(Kind::Number(_)));
            let done = !self.lexicon.says(word, Sense::Done)
                || doer(at.saturating_sub(6).max(self.clause(at)), at);
            let counted = self.lexicon.says(word, Sense::Given)
                && (at + length..at + length + 5).any(|i| self.is(i, Sense::Counting));
            // "absence due to sickness": what is counted.
            let named = at > 0
                && (self.is(at - 1, Sense::Bad) || self.is(at - 1, Sense::Counted))
                && self.lexicon.says(word, Sense::Given)
                && !doer(at + length, at + length + 5);
            // "is due to visit the hall": what is planned.
            let end = at + length;
            let verb = self.is(end, Sense::Acted) || self.is(end, Sense::Handled);
            let planned = self.is(at - usize::from(at > 0), Sense::Copula)
                && self.is(end - 1, Sense::To)
                && verb
                && self.ends(end + 1, Sense::Of) == 0;
            let thanks =
                self.lexicon.says(word, Sense::Given) && self.no_outcome(at, at + length);
            let noun = length == 1 && self.named_thing(at);
            let outcome = self.outcome(at, length);
            // "works with schools": what it does, and nothing that it brought about.
            let alone = !matches!(self.kind(at + 1), Some(Kind::Word))
                || self.lexicon.ends(self.word(at + 1), Ending::Adverb);
            // "what lies behind the fall is unknown".
            let asked = at > 0 && self.is(at - 1, Sense::What);
            // "the avenue that leads up to the station".
            let leads_up = length > 2
                && self.is(at + 1, Sense::Particle)
                && !self.is(at, Sense::Copula);
            let by = doer(at.saturating_sub(2), at);
            let busy = self.is(at, Sense::Worked) && length == 1 && !(alone && by);
            // "Thanks are due to all who helped".
            let soft =
                |i: usize| self.is(i, Sense::Softens) && !self.is(i, Sense::Copula);
            let verb = (0..at).rev().find(|i| !soft(*i));
            let thanked = verb.is_some_and(|i| {
                i > 0
                    && self.is(i, Sense::Copula)
                    && self.lexicon.says(self.word(i - 1), Sense::Given)
            });
            (done
                && !asked
                && !leads_up
                && !busy
                && !thanked
                && !planned
                && !value
                && !counted
                && !named
                && !thanks
                && !noun
                && !outcome)
                .then_some(length)
        } else if self.is(at, Sense::Because) {
            // "because clinics opened, admissions were x lower": a reason for what changed.
            let shown = self.numbers().into_iter().filter_map(|i| self.fact(i));
            let moved = shown.into_iter().any(|fact| fact.sign != Sign::Level)
                || !self.numbers().is_empty() && self.told_why(at);
            // "because of how it is counted"; "because staff found it hard" has no word of counting.
            let small = [Sense::Anaphor, Sense::Known, Sense::What, Sense::Relative];
            let counting = |i: usize| {
                let function = small.iter().any(|sense| self.is(i, *sense));
                self.is(i, Sense::Counting) && (i < at + 2 || !function)
            };
            let counted = (at + 1..self.len()).any(counting);
            (moved && !counted).then_some(1)
        } else if self.as_something_moved(at) || self.made_to(at) {
            Some(1)
        } else if self.is(at, Sense::Doing) && !self.counts_parts(at) {
            let next = at + 1;
            let by = self.is(next, Sense::By) || self.is(next, Sense::Through);
            // "added x to its stock": to one's own.
            let own = self.is(next + 1, Sense::To) && self.is(next + 2, Sense::Own);
            // "increased too".
            let last = !matches!(self.kind(next + 1), Some(Kind::Word));
            let too = last && self.is(next, Sense::Softens);
            let object = matches!(self.kind(next), Some(Kind::Word | Kind::Number(_)))
                && !own
                && !by
                && !self.is(next, Sense::Turn)
                && !self.is(next, Sense::Modal)
                && !self.is(next, Sense::Copula)
                && !self.is(next, Sense::Has)
                && !self.is(next, Sense::To)
                && !self.is(next, Sense::From)
                && !self.is(next, Sense::And)
                && !self.is(next, Sense::NoObject)
                && !too
                // "ended the period with".
                && !(next..next + 2).any(|i| self.is(i, Sense::Duration));
            // "made the largest reduction of all": one's own.
            let own_move = (next..next + 4).any(|i| {
                (self.is(i, Sense::SizeMost) || self.is(i, Sense::SizeLeast))
                    && self.moves_at(i + 1)
            });
            // "All areas that did so improved their coverage": what they did about themselves.
            let themselves = self.is(next, Sense::Own)
                && (self.clause(at)..at).any(|i| self.is(i, Sense::Counted));
            let object = object && !own_move && !themselves;
            let passive = at > 0 && self.is(at - 1, Sense::Passive);
            // "a scheme for cutting waste": what it is for.
            let aim = at > 0
                && self.lexicon.ends(word, Ending::Gerund)
                && (self.is(at - 1, Sense::Within) || self.is(at - 1, Sense::Dated));
            let noun = aim
                || at > 0
                    && (self.is(at - 1, Sense::Article)
                        || self.is(at - 1, Sense::To)
                        || self.is(at - 1, Sense::Most)
                        || self.is(at - 1, Sense::SizeMost)
                        || self.is(at - 1, Sense::SizeLeast))
                // "at a bus stop".
                || at > 1 && self.is(at - 2, Sense::Indefinite) && !self.is_past(at);
            let before = doer(at.saturating_sub(5).max(self.clause(at)), at);
            let active = object
                && !passive
                && !noun
                && !self.multiple(at)
                && (before || self.lexicon.says(word, Sense::Strong) || self.pushed(at));
            let stop = (next..next + 6).find(|i| self.is(*i, Sense::Elsewhere));
            let agent = by && doer(next, stop.unwrap_or(next + 6));
            (active || agent && !noun).then_some(1)
        } else {
            None
        }?;
        (!self.doubted(at)).then_some(found)
    }

    /// "pushed journeys in the south up": whoever did so.
    pub(super) fn pushed(&self, at: usize) -> bool {
        // "keep a tally whenever the system is down": in a clause of its own.
        let other = [Sense::Copula, Sense::Restrictive, Sense::Backdrop];
        let words = (at + 1..(at + 10).min(self.len())).take_while(|i| {
            matches!(self.kind(*i), Some(Kind::Word))
                && !other.iter().any(|sense| self.is(*i, *sense))
        });
        let mut words = words.skip_while(|i| !self.is(*i, Sense::Particle));
        self.is(at, Sense::Pushes) && at > 0 && words.next().is_some_and(|i| i > at + 1)
    }

    /// Returns whether what "because" gives a reason for says of something that it moved, or is more or less.
    fn told_why(&self, at: usize) -> bool {
        let comma = (at..self.len()).find(|i| self.mark(*i, ','));
        let told = match comma {
            Some(comma) if at == 0 => comma..self.len(),
            _ => self.clause(at)..at,
        };
        told.into_iter().any(|i| self.way(i).is_some())
    }

    /// "x, as more families moved into the area": a reason for what a number tells.
    fn as_something_moved(&self, at: usize) -> bool {
        let dated = at > 0 && self.word(at - 1).starts_with(char::is_numeric);
        if !self.is(at, Sense::As) || at == 0 || !(dated || self.mark(at - 1, ',')) {
            return false;
        }
        let next = at + 1;
        let counted = (self.is(next, Sense::More) || self.is(next, Sense::Less))
            && self.is(next, Sense::Approximates);
        let graded = self.lexicon.ends(self.word(next), Ending::Comparative);
        let more = (counted || graded) && matches!(self.kind(next + 1), Some(Kind::Word));
        // "in 2024 as drivers switched to electric cars".
        let did = dated
            && self.lexicon.ends(self.word(next), Ending::Plural)
            && self.is_past(next + 1)
            && matches!(self.kind(next + 2), Some(Kind::Word));
        let more = more || did;
        let end = (next..self.len())
            .find(|i| !matches!(self.kind(*i), Some(Kind::Word)))
            .unwrap_or(self.len());
        let done = (next + 2..end).any(|i| self.is_past(i) || self.is(i, Sense::Has));
        let than = (next..end).any(|i| self.is(i, Sense::Than));
        more && done && !than && end < next + 14 && self.numbers().iter().any(|n| *n < at)
    }

    /// "made crime fall", "got numbers to rise": somebody brought a movement about.
    fn made_to(&self, at: usize) -> bool {
        let base = |i: usize| {
            let word = self.word(i);
            let form = self.is(i, Sense::VerbOnly)
                || self.lexicon.ends(word, Ending::Gerund)
                || self.lexicon.ends(word, Ending::Plural);
            self.moves_at(i) && !form && !self.is(i, Sense::Particle)
        };
        let named = |i: usize| {
            [
                Sense::Article,
                Sense::Determiner,
                Sense::Indefinite,
                Sense::Of,
                Sense::And,
                Sense::By,
                Sense::Most,
                Sense::Least,
                Sense::SizeMost,
                Sense::SizeLeast,
            ]
            .iter()
            .any(|sense| self.is(i - 1, *sense))
        };
        let passive = at > 0 && self.is(at - 1, Sense::Passive);
        self.is(at, Sense::Causative)
            && at > 0
            && !passive
            && (at + 2..(at + 8).min(self.len()))
                .take_while(|i| matches!(self.kind(*i), Some(Kind::Word)))
                .any(|i| base(i) && !named(i))
    }

    /// Returns whether a word is a movement and compares nothing.
    fn moves_at(&self, at: usize) -> bool {
        self.way(at).is_some_and(|(_, compares)| !compares)
    }

    /// Returns whether a word that may be a verb is a noun: "died from causes", "the works".
    fn named_thing(&self, at: usize) -> bool {
        let led = [Sense::From, Sense::Of, Sense::Determiner, Sense::Within];
        at > 0
            && self.lexicon.ends(self.word(at), Ending::Plural)
            && led.iter().any(|sense| self.is(at - 1, *sense))
    }

    /// Returns whether words say what became of each case that is counted, and nothing of how many there
    /// were: "offences resulted in a charge".
    fn outcome(&self, at: usize, length: usize) -> bool {
        let (start, end) = (at.saturating_sub(6), at + length);
        let last = end - 1;
        let led =
            length > 1 && (self.is(last, Sense::Within) || self.is(last, Sense::To));
        let cases = (start..at).rev().find(|i| self.is(*i, Sense::Counted));
        let stop = (end..self.len().min(end + 6))
            .find(|i| self.mark(*i, ',') || self.mark(*i, ';'))
            .unwrap_or(self.len().min(end + 6));
        let said = [Sense::Wanted, Sense::LevelNoun, Sense::Gap, Sense::Good];
        let moved = (0..at).any(|i| self.way(i).is_some_and(|(_, compares)| !compares))
            || (end..stop).any(|i| {
                self.way(i).is_some() && !self.is(i, Sense::Middling)
                    || said.iter().any(|sense| self.is(i, *sense))
            });
        led && !moved
            && cases.is_some_and(|cases| {
                !(cases..at).any(|i| self.mark(i, ',') || self.is(i, Sense::Doer))
                    && !(start..cases).any(|i| self.is(i, Sense::Doer))
                    && !self.is(cases, Sense::Doer)
            })
    }

    /// Returns whether a word says how many times one thing is another: "was almost double that of the others", ",
    /// almost double the growth of the others".
    fn multiple(&self, at: usize) -> bool {
        let near = (at.saturating_sub(3)..at).rev();
        let verb = near.into_iter().find(|i| self.is(*i, Sense::Copula));
        self.lexicon.folds.contains_key(self.word(at))
            && !self.lexicon.ends(self.word(at), Ending::Participle)
            && (verb.is_some_and(|verb| (verb + 1..at).all(|i| self.way(i).is_none()))
                || (0..at)
                    .rev()
                    .find(|i| !self.is(*i, Sense::Roughly))
                    .is_some_and(|lead| self.mark(lead, ',')))
    }

    /// Returns whether a statement is denied, supposed, or told of somebody else.
    fn doubted(&self, at: usize) -> bool {
        let start = (0..at)
            .rev()
            .find(|i| self.mark(*i, ';') || self.mark(*i, ':'))
            .map_or(0, |i| i + 1);
        let reported = (start..at).any(|i| self.says(i, Sense::Reported) > 0);
        let clause = self.clause(at);
        let denied = (clause..at).any(|i| {
            self.is(i, Sense::Turn) && !self.is(i + 1, Sense::Alone)
                || self.is(i, Sense::Instead)
        });
        reported || denied || self.supposed(at)
    }
}

/// Reports "significant" where no test bears it out.
pub(super) fn significance(s: Sentence<'_>, before: &[&Fact], out: &mut Vec<Fault>) {
    for at in 0..s.len() {
        if !s.is(at, Sense::Significant) || s.tokens[at].claim.is_some() || !s.tested(at)
        {
            continue;
        }
        if s.supposed(at)
            || (0..at)
                .any(|i| s.says(i, Sense::Reported) > 0 || s.is(i, Sense::Conditional))
        {
            continue;
        }
        let own: Vec<&Fact> = (0..s.len())
            .filter_map(|i| match s.kind(i)? {
                Kind::Number(fact) | Kind::Evidence(fact) => s.facts.get(fact),
                _ => None,
            })
            .filter(|fact| fact.clear.is_some())
            .collect();
        let facts = if own.is_empty() { before.to_vec() } else { own };
        let word = s.word(at).to_owned();
        let start = at.saturating_sub(5).max(s.clause(at));
        let lacks = s.is(at, Sense::Insignificant)
            || (start..at).any(|i| {
                s.is(i, Sense::Lacks) || s.is(i, Sense::Lacking) && !s.is(i, Sense::Turn)
            });
        let not = (start..at).any(|i| s.is(i, Sense::Turn)) != lacks;
        let range = s.range(at, at);
        // A claim of the sentence that is about a test bears it out or not by itself.
        let claimed = s.tokens.iter().any(|token| token.claim.is_some());
        let Some(fact) =
            facts.iter().find(|fact| fact.clear == Some(!not)).or(facts.first())
        else {
            if !claimed {
                out.push(Fault::loose(
                    Code::R0534,
                    range,
                    format!("`{word}` has no test behind it"),
                    "show the statistic with its test in the same sentence, make it a claim of `kind: significance`, or write `clear` or `marked`".to_owned(),
                ));
            }
            continue;
        };
        if fact.clear == Some(not) {
            let is =
                if not { "tells it from zero" } else { "does not tell it from zero" };
            out.push(Fault::wrong(
                Code::R0534,
                range,
                format!(
                    "`{}` contradicts the data: the test of `{}` {is}",
                    s.words(&(start.max(at.saturating_sub(1))..at + 1)).trim(),
                    fact.id
                ),
                if not {
                    "say that it is significant"
                } else {
                    "say that the data are consistent with no difference"
                }
                .to_owned(),
            ));
        }
    }
}

impl Sentence<'_> {
    /// Returns whether "significant" is meant of a test: "a significant difference", "was
    /// significant"; not "a significant role" or "a significance test".
    fn tested(&self, at: usize) -> bool {
        let next = at + 1;
        if self.is(next, Sense::NamedTest) {
            return false;
        }
        let statistically = at > 0 && self.is(at - 1, Sense::Statistical);
        let noun = self.is(next, Sense::TestedNoun) || self.way(next).is_some();
        let later = self.way(next + 1).is_some()
            && self.lexicon.ends(self.word(at), Ending::Adverb);
        let mut back = at;
        while back > 0
            && (self.is(back - 1, Sense::Turn) || self.is(back - 1, Sense::Intensifier))
        {
            back -= 1;
        }
        let copula = back > 0 && self.is(back - 1, Sense::Copula);
        // "fell short of significance", "reached significance".
        let reached = (at.saturating_sub(4)..at)
            .any(|i| self.is(i, Sense::Lacks) || self.is(i, Sense::Attains));
        let plain = copula
            && (self.is(next, Sense::Turn)
                || !matches!(self.kind(next), Some(Kind::Word))
                || self.is(next, Sense::GoesOn));
        let moved = at > 0
            && self.lexicon.ends(self.word(at), Ending::Adverb)
            && (self.way(at - 1).is_some() || self.is(at - 1, Sense::Neutral));
        statistically
            || reached
            || noun
            || later
            || plain
            || moved
            || self.is(at, Sense::Insignificant)
    }
}
