//! Names of groups and members in the words of a claim: only those that its rule is about.

use crate::model::calendar::period;
use crate::model::statistic::Statistics;
use crate::narrative::claims::Judge;
use crate::narrative::prose::Sentence;
use crate::project::sense::Sense;
use crate::project::words;
use regex::Regex;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::OnceLock;

/// Ids within a condition.
pub(super) static IDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"["']([^"']+)["']"#).ok());

/// Words for the values of columns: column → value → words.
pub(in crate::narrative) type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// What groups and members are called.
#[derive(Debug)]
pub(in crate::narrative) struct MemberNames<'a> {
    statistics: &'a Statistics,
    labels: &'a Labels,
    /// All of them, once they are asked for.
    all: OnceLock<Vec<String>>,
}

impl<'a> MemberNames<'a> {
    pub fn new(statistics: &'a Statistics, labels: &'a Labels) -> Self {
        Self { statistics, labels, all: OnceLock::new() }
    }

    /// Returns the names of the members of all families, in lower case, the longest first.
    pub(super) fn all(&self) -> &[String] {
        self.all.get_or_init(|| all(self.statistics, self.labels))
    }
}

/// Returns whether two names stand on the two sides of "than" the other way round than in what
/// a claim says.
pub(super) fn exchanged(
    s: &Sentence<'_>,
    told: &Sentence<'_>,
    names: &MemberNames<'_>,
) -> bool {
    let than = |s: &Sentence<'_>| (0..s.len()).find(|at| s.is(*at, Sense::Than));
    let (Some(own), Some(other)) = (than(s), than(told)) else { return false };
    let names = names.all();
    let find = |s: &Sentence<'_>, range: Range<usize>| {
        names.iter().find(|name| {
            let parts: Vec<&str> = name.split_whitespace().collect();
            range.clone().any(|at| {
                parts.iter().enumerate().all(|(n, part)| {
                    at + n < range.end && s.word(at + n) == part.trim_matches([',', ';'])
                })
            })
        })
    };
    let sides = |s: &Sentence<'_>, than: usize| {
        Some((find(s, 0..than)?, find(s, than..s.len())?))
    };
    let (Some((a, b)), Some((c, d))) = (sides(s, own), sides(told, other)) else {
        return false;
    };
    a == d && b == c && a != b
}

/// Returns the names of the members of all families, in lower case, the longest first.
fn all(statistics: &Statistics, labels: &Labels) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for family in statistics.families.values() {
        for (at, dimension) in family.dimensions.iter().enumerate() {
            let keys: BTreeSet<&String> =
                family.members.iter().filter_map(|member| member.key.get(at)).collect();
            let words = keys.into_iter().map(|key| words(labels, dimension, key));
            names.extend(words.map(str::to_lowercase));
        }
    }
    names.retain(|name| name.len() > 2 && period(name).is_none());
    names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    names.dedup();
    names
}

/// Returns whether a sentence may say where a comparison holds.
pub(super) fn leads(s: &Sentence<'_>) -> bool {
    (0..s.len()).any(|at| s.is(at, Sense::Within))
}

/// Returns where a comparison is said to hold: "further in A" as whether it says more, the name and
/// its tokens.
pub(super) fn led(
    s: &Sentence<'_>,
    first: usize,
    names: &[String],
) -> Vec<(bool, String, Range<usize>)> {
    let mut out = Vec::new();
    for at in first..s.len() {
        let Some((up, true)) = s.way(at) else { continue };
        let stop = (at + 1..(at + 5).min(s.len()))
            .find(|i| s.way(*i).is_some() || s.is(*i, Sense::Than))
            .unwrap_or((at + 5).min(s.len()));
        let Some(tie) = (at + 1..stop).find(|i| s.is(*i, Sense::Within)) else {
            continue;
        };
        let start = tie + 1 + usize::from(s.is(tie + 1, Sense::Determiner));
        let name = names.iter().find(|name| {
            name.split_whitespace()
                .enumerate()
                .all(|(n, part)| s.word(start + n) == part.trim_matches([',', ';']))
        });
        if let Some(name) = name {
            let end = start + name.split_whitespace().count();
            out.push((up != s.turned(at), name.clone(), at..end));
        }
    }
    out
}

/// Returns names of other members than those that a claim is about, with their tokens.
pub(super) fn others(
    judge: &Judge<'_>,
    s: &Sentence<'_>,
    first: usize,
    names: &MemberNames<'_>,
) -> Vec<(Range<usize>, String)> {
    let decl = &judge.entry.decl;
    let mut ids: Vec<String> = decl.of.iter().chain(&decl.than).cloned().collect();
    if let (Some(holds), Some(pattern)) = (&decl.holds, IDS.as_ref()) {
        ids.extend(pattern.captures_iter(holds).map(|found| found[1].to_owned()));
    }
    let own: BTreeSet<&str> = ids
        .iter()
        .filter_map(|id| Some(judge.statistics.find(id)?.id.as_str()))
        .collect();
    let mut known: Vec<String> = decl.at.clone();
    let mut all: Vec<(String, String)> = Vec::new();
    let blocks =
        ids.iter().chain(&decl.family).map(|id| id.split('.').next().unwrap_or(id));
    let mut blocks: Vec<&str> = blocks.collect();
    blocks.sort_unstable();
    blocks.dedup();
    for block in blocks {
        let families = judge.statistics.families.values();
        for family in families.filter(|f| f.id.split('.').next() == Some(block)) {
            for member in &family.members {
                let own = own.contains(member.id.as_str());
                for (dimension, key) in family.dimensions.iter().zip(&member.key) {
                    let name = words(names.labels, dimension, key).to_lowercase();
                    all.push((key.clone(), name));
                    if own {
                        known.push(key.clone());
                    }
                }
            }
        }
    }
    all.sort();
    all.dedup();
    // The longest name first: "other theft" before "theft".
    all.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    let says = decl.says.to_lowercase();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut out = Vec::new();
    for (key, name) in all {
        let parts: Vec<&str> =
            name.split_whitespace().map(|w| w.trim_matches([',', ';'])).collect();
        if name.len() < 3
            || period(&name).is_some()
            || parts.is_empty()
            || name.bytes().all(|b| b.is_ascii_digit())
        {
            continue;
        }
        for at in first..s.len() {
            let range = at..at + parts.len();
            let fits = parts.iter().enumerate().all(|(n, part)| s.word(at + n) == *part);
            if !fits || taken.iter().any(|t| t.start < range.end && range.start < t.end) {
                continue;
            }
            taken.push(range.clone());
            let is_known = known.contains(&key) || says.contains(&name);
            if !is_known {
                out.push((range, name.clone()));
            }
        }
    }
    out
}
