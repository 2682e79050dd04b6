//! Claims: what the prose asserts, held against the statistics, with the wording that
//! would be true where it is not.
//!
//! Numbers are compared as they are, but two that print alike never count as different: a
//! reader could not see it.

mod about;
mod directions;
mod family;
mod single;
mod levels;
mod limits;
mod names;
mod ratio;
mod values;
mod words;

pub(super) use names::MemberNames;
pub(super) use words::Words;

use crate::labels;
use crate::memo::Seen;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Inline;
use crate::model::format::p_value;
use crate::model::graph::Graph;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::judged::Judged;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Guard;
use crate::narrative::weave::Weaver;
use crate::project::ClaimDecl;
use crate::project::ClaimKind;
use crate::project::Entry;
use crate::project::Project;
use rayon::prelude::*;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A call within a condition.
static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"\b(value|p|low|high)\(\s*(?:id\s*=\s*)?["']([^"']+)["']\s*\)"#).ok()
});

/// The rules of claims, with what they are about.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub claims: &'a [Entry<ClaimDecl>],
    pub statistics: &'a Statistics,
    pub names: &'a MemberNames<'a>,
}

impl<'a> Rules<'a> {
    pub fn of(
        project: &'a Project,
        statistics: &'a Statistics,
        names: &'a MemberNames<'a>,
    ) -> Self {
        Self { claims: &project.claims, statistics, names }
    }

    /// Returns the claim with an id.
    pub fn find(&self, id: &str) -> Option<&'a Entry<ClaimDecl>> {
        self.claims.iter().find(|entry| entry.id == id)
    }

    /// Returns what is wrong with words that state a claim, with the range of each fault in
    /// them.
    pub fn misworded(
        &self,
        entry: &Entry<ClaimDecl>,
        guard: &Guard<'_>,
        words: &Words<'_>,
    ) -> Vec<Fault> {
        let seen = Seen::default();
        let judge = Judge { entry, statistics: self.statistics, seen: &seen };
        words::faults(&judge, guard, words, self.names)
    }

    /// Reports words declared for a claim that its rule does not bear out.
    pub fn declared(&self, guard: &Guard<'_>) -> Findings {
        let labels = labels::current();
        let entries = self.claims.par_iter();
        let found: Vec<Findings> = entries
            .map(|entry| {
                let _within = labels::enter(&labels);
                self.declared_for(entry, guard)
            })
            .collect();
        let mut all = Findings::new();
        found.into_iter().for_each(|found| all.join(found));
        all
    }

    fn declared_for(&self, entry: &Entry<ClaimDecl>, guard: &Guard<'_>) -> Findings {
        let mut found = Findings::new();
        for (index, words) in entry.decl.words.iter().enumerate() {
            let place = entry.place(&["words", &index.to_string()]);
            let content = [Inline::text(words)];
            let words = Words { content: &content, before: "", after: "" };
            for fault in self.misworded(entry, guard, &words) {
                // What says more than the rule is what is declared for.
                if !fault.is_loose() {
                    found.push(guard.finding(fault, place.clone()));
                }
            }
        }
        found
    }
}

/// Judges every claim; faults of the declarations are reported at their own keys.
pub(super) fn judge_all(
    claims: &[Entry<ClaimDecl>],
    statistics: &Statistics,
    weaver: &mut Weaver,
    graph: &mut Graph,
    found: &mut Findings,
) -> BTreeMap<String, Judged> {
    let mut out = BTreeMap::new();
    for entry in claims {
        let seen = Seen::default();
        let judge = Judge { entry, statistics, seen: &seen };
        let judged =
            match (&entry.decl.holds, entry.decl.kind) {
                (Some(expression), None) => judge.expression(expression, weaver),
                (None, Some(kind)) => judge.typed(kind).map(Some),
                (Some(_), Some(_)) => {
                    Err(judge.incomplete("give `holds:` or `kind:`, not both"))
                }
                (None, None) => Err(judge
                    .incomplete("what must hold is missing: give `kind:` or `holds:`")),
            };
        let looked_at = seen.names().into_iter().chain(weaver.seen());
        graph.note(Name::Claim(entry.id.clone()), looked_at);
        match judged {
            Ok(Some(judged)) => {
                out.insert(entry.id.clone(), judged);
            }
            Ok(None) => {}
            Err(fault) => found.push(*fault),
        }
    }
    out
}

type Ruling<T> = Result<T, Box<Diagnostic>>;

struct Judge<'a> {
    entry: &'a Entry<ClaimDecl>,
    statistics: &'a Statistics,
    /// What the claim looked at.
    seen: &'a Seen,
}

impl<'a> Judge<'a> {
    fn incomplete(&self, message: &str) -> Box<Diagnostic> {
        let message = format!("claim `{}`: {message}", self.entry.id);
        let needs = match self.entry.decl.kind {
            None => "`holds:`, or `kind:` with what it needs",
            Some(ClaimKind::Direction) => "`of:` and `is:`",
            Some(ClaimKind::Comparison) => "`of:`, `is:` and `than:`, of one unit",
            Some(ClaimKind::Ratio) => {
                "`of:` and `is:`, and `than:` unless `of:` is a change in percent"
            }
            Some(ClaimKind::Rank) => "`of:`, `family:` and `is:`",
            Some(ClaimKind::Majority) => "`of:` a share, or `family:` and `is:`",
            Some(ClaimKind::Threshold) => "`of:`, `is:` and `value:`",
            Some(ClaimKind::Trend) => "`family:`, `at:` and `is:`",
            Some(ClaimKind::Significance) => "`of:` with a test, and `is:`",
            Some(ClaimKind::Coverage) => "`of:`, and `than:` or `value:`",
        };
        let fault = Diagnostic::error(Code::R0508, message).at(self.entry.span(), "");
        Box::new(fault.help(format!("give {needs}")))
    }

    fn expression(
        &self,
        expression: &str,
        weaver: &mut Weaver,
    ) -> Ruling<Option<Judged>> {
        // What reads no statistic, or compares nothing, could never fail.
        let reads = CALL.as_ref().is_some_and(|call| call.is_match(expression));
        let compares =
            ["<", ">", "==", "!="].iter().any(|sign| expression.contains(sign));
        if !reads || !compares {
            let lacks = if reads { "compares nothing" } else { "reads no statistic" };
            let message = format!("the condition of claim `{}` {lacks}", self.entry.id);
            return Err(Box::new(
                Diagnostic::error(Code::R0508, message)
                    .at(self.entry.place(&["holds"]), "")
                    .help("write a comparison such as `value(\"growth.a\") > value(\"growth.b\")`"),
            ));
        }
        let place = self.entry.place(&["holds"]);
        let because = self.with_values(expression);
        let holds = weaver.holds(expression, &place);
        Ok(holds.map(|holds| Judged { holds, because, proposal: None }))
    }

    /// Puts printed values in the place of calls.
    fn with_values(&self, expression: &str) -> String {
        let Some(call) = CALL.as_ref() else {
            return expression.to_owned();
        };
        call.replace_all(expression, |found: &regex::Captures<'_>| {
            let Some(stat) = self.find(&found[2]) else {
                return found[0].to_owned();
            };
            let interval = stat.interval.as_ref();
            let text = match &found[1] {
                "p" => stat.test.as_ref().map(|test| p_value(test.p, 3)),
                "low" => interval.map(|interval| stat.format.full(interval.low)),
                "high" => interval.map(|interval| stat.format.full(interval.high)),
                _ => Some(stat.printed()),
            };
            text.unwrap_or_else(|| found[0].to_owned())
        })
        .into_owned()
    }

    /// Finds a statistic, and notes that the claim looked at it.
    fn find(&self, id: &str) -> Option<&'a Stat> {
        self.seen.note(Name::Statistic(id.to_owned()));
        self.statistics.find(id)
    }

    fn stat(&self, key: &str, id: &str) -> Ruling<&'a Stat> {
        self.find(id).ok_or_else(|| {
            Box::new(self.statistics.unknown(id).at(self.entry.place(&[key]), ""))
        })
    }

    fn number(&self, stat: &Stat) -> Ruling<f64> {
        stat.number().ok_or_else(|| self.incomplete(&format!("`{}` is a text", stat.id)))
    }

    fn of(&self) -> Ruling<&'a Stat> {
        match &self.entry.decl.of {
            Some(id) => self.stat("of", id),
            None => Err(self.incomplete("`of:` is missing")),
        }
    }

    fn than(&self) -> Ruling<&'a Stat> {
        match &self.entry.decl.than {
            Some(id) => self.stat("than", id),
            None => Err(self.incomplete("`than:` is missing")),
        }
    }

    fn is(&self, known: &[&str]) -> Ruling<&'a str> {
        let Some(word) = self.entry.decl.is.as_deref() else {
            return Err(self.incomplete(&format!("`is:` is missing; {}", list(known))));
        };
        if known.contains(&word) {
            return Ok(word);
        }
        Err(Box::new(
            Diagnostic::error(Code::R0508, format!("unknown word `{word}`"))
                .at(self.entry.place(&["is"]), "")
                .help(did_you_mean(word, known.iter().copied(), "words")),
        ))
    }

    fn typed(&self, kind: ClaimKind) -> Ruling<Judged> {
        match kind {
            ClaimKind::Direction => self.direction(),
            ClaimKind::Comparison => self.comparison(),
            ClaimKind::Ratio => self.ratio(),
            ClaimKind::Rank => self.rank(),
            ClaimKind::Majority => self.majority(),
            ClaimKind::Threshold => self.threshold(),
            ClaimKind::Trend => self.trend(),
            ClaimKind::Significance => self.significance(),
            ClaimKind::Coverage => self.coverage(),
        }
    }
}

/// Returns whether two values print alike: a reader could not see a difference.
fn alike(of: &Stat, a: f64, than: &Stat, b: f64) -> bool {
    of.format.number(a) == than.format.number(b)
}

fn judged(holds: bool, because: String, proposal: impl FnOnce() -> String) -> Judged {
    Judged { holds, because, proposal: (!holds).then(proposal) }
}

fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    format!("the words are {}", words.join(", "))
}
