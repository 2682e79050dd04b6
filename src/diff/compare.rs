//! Two editions to what changed between them, in the order of how much it matters.

use crate::diff::Edition;
use crate::diff::cause::Causes;
use crate::diff::cause::explained;
use crate::diff::cause::files;
use crate::diff::cause::method;
use crate::diff::change::Comparison;
use crate::diff::change::Conclusion;
use crate::diff::change::NumberChange;
use crate::diff::content::figures;
use crate::diff::content::tables;
use crate::diff::content::words;
use crate::diff::places::Shown;
use crate::diff::places::collect;
use crate::stat::Stat;
use crate::stat::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Two editions with what they show, and the inputs that changed between them.
pub(super) struct Sides<'a> {
    pub old: &'a Edition,
    pub new: &'a Edition,
    pub before: Shown,
    pub after: Shown,
    pub causes: Causes,
}

impl Sides<'_> {
    /// Returns the changed inputs behind a statistic of either side.
    pub(super) fn cause(&self, id: &str) -> Vec<String> {
        let mut out = self.causes.of(&self.new.statistics, id);
        for cause in self.causes.of(&self.old.statistics, id) {
            if !out.contains(&cause) {
                out.push(cause);
            }
        }
        out
    }
}

/// Compares two editions.
pub fn compare(old: &Edition, new: &Edition) -> Comparison {
    let mut out = Comparison::default();
    method(old, new, &mut out);
    files(old, new, &mut out);
    let sides = Sides {
        old,
        new,
        before: collect(&old.document),
        after: collect(&new.document),
        causes: Causes::new(&out.method, &out.data),
    };
    claims(&sides, &mut out.conclusions);
    numbers(&sides, &mut out);
    ranks(&sides, &mut out.conclusions);
    figures(&sides, &mut out);
    tables(&sides, &mut out);
    words(&sides, &mut out);
    explained(&mut out);
    out
}

fn claims(sides: &Sides<'_>, out: &mut Vec<Conclusion>) {
    for (id, new) in &sides.after.claims {
        let old = sides.before.claims.get(id);
        // A new claim is new words; only one that fails is a conclusion to look at.
        if old.map_or(new.holds, |old| old.holds == new.holds) {
            continue;
        }
        let kind = if new.holds { "claim holds" } else { "claim fails" };
        out.push(Conclusion {
            kind: kind.to_owned(),
            id: id.clone(),
            title: new.words.clone(),
            old: old.map(|old| old.because.clone()).unwrap_or_default(),
            new: new.because.clone(),
            places: vec![new.place.clone()],
            cause: claim_cause(sides, id),
        });
    }
    // A claim that fails comes before one that came true.
    out.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.id.cmp(&b.id)));
}

/// Returns the changed inputs behind the statistics that a claim's declaration names.
fn claim_cause(sides: &Sides<'_>, id: &str) -> Vec<String> {
    let name = format!("claim {id}");
    let mut out = Vec::new();
    let was = sides.old.definitions.get(&name);
    if was.is_some() && was != sides.new.definitions.get(&name) {
        out.push(name.clone());
    }
    let text = sides.new.definitions.get(&name).map_or("", String::as_str);
    let ids: Vec<&String> = sides
        .new
        .statistics
        .stats
        .keys()
        .filter(|stat| {
            // Whole names only: `growth.none` is not in `growth.none_at_all`.
            text.match_indices(stat.as_str()).any(|(at, _)| {
                let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
                let before = text.get(..at).and_then(|text| text.chars().next_back());
                let after =
                    text.get(at + stat.len()..).and_then(|text| text.chars().next());
                !before.is_some_and(word) && !after.is_some_and(word)
            })
        })
        .collect();
    for cause in ids.iter().flat_map(|id| sides.cause(id)) {
        if !out.contains(&cause) {
            out.push(cause);
        }
    }
    out
}

fn places(shown: &Shown, id: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for showing in shown.numbers.iter().filter(|showing| showing.id == id) {
        if !out.contains(&showing.place) {
            out.push(showing.place.clone());
        }
    }
    out
}

fn text(stat: &Stat) -> String {
    let mut out = stat.printed();
    if let Some(interval) = &stat.interval {
        let _ = write!(out, " ({})", stat.format.range(interval.low, interval.high));
    }
    out
}

/// Returns how a statistic moved, as printed by default.
pub(super) fn change(
    sides: &Sides<'_>,
    id: &str,
    old: &Stat,
    new: &Stat,
) -> NumberChange {
    let both = old.number().zip(new.number());
    NumberChange {
        id: id.to_owned(),
        title: new.title.clone(),
        old: old.printed(),
        new: new.printed(),
        by: both.map(|(old, new)| new - old),
        percent: both
            .filter(|(old, _)| *old != 0.0)
            .map(|(old, new)| 100.0 * (new - old) / old.abs()),
        places: places(&sides.after, id),
        cause: sides.cause(id),
    }
}

fn numbers(sides: &Sides<'_>, out: &mut Comparison) {
    let texts = |shown: &Shown| -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
        let mut texts: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> =
            BTreeMap::new();
        for showing in &shown.numbers {
            let shows = texts.entry(showing.id.clone()).or_default();
            shows.entry(showing.show.clone()).or_default().insert(showing.text.clone());
        }
        texts
    };
    let (before, after) = (texts(&sides.before), texts(&sides.after));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut printed = Vec::new();
    for id in ids {
        let old = sides.old.statistics.get(id);
        let (Some(was), Some(is)) = (old, sides.new.statistics.get(id)) else {
            continue;
        };
        conclude(sides, id, was, is, &mut out.conclusions);
        let mut found = change(sides, id, was, is);
        let none = BTreeMap::new();
        let (old_shows, new_shows) =
            (before.get(id).unwrap_or(&none), after.get(id).unwrap_or(&none));
        // The same way of showing it must say the same on both sides.
        let moved = old_shows.iter().find_map(|(show, was)| {
            let is = new_shows.get(show)?;
            (was != is).then_some((was, is))
        });
        if let Some((was, is)) = moved {
            if found.old == found.new {
                let list = |texts: &BTreeSet<String>, other: &BTreeSet<String>| {
                    let gone: Vec<&str> =
                        texts.difference(other).map(String::as_str).collect();
                    gone.join(", ")
                };
                (found.old, found.new) = (list(was, is), list(is, was));
            }
            printed.push(found);
        } else if was.value != is.value || was.interval != is.interval {
            out.unseen.push(found);
        }
    }
    printed.sort_by(|a, b| {
        let size = |change: &NumberChange| change.percent.unwrap_or(0.0).abs();
        size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id))
    });
    out.numbers = printed;
}

/// Notes what a reader would conclude differently from one statistic.
fn conclude(
    sides: &Sides<'_>,
    id: &str,
    was: &Stat,
    is: &Stat,
    out: &mut Vec<Conclusion>,
) {
    let places = places(&sides.after, id);
    let mut note = |kind: &str, old: String, new: String| {
        out.push(Conclusion {
            kind: kind.to_owned(),
            id: id.to_owned(),
            title: is.title.clone(),
            old,
            new,
            places: places.clone(),
            cause: sides.cause(id),
        });
    };
    if let (Some(a), Some(b)) = (was.number(), is.number())
        && a * b < 0.0
    {
        note("sign", text(was), text(is));
    }
    if let (Value::Text(a), Value::Text(b)) = (&was.value, &is.value)
        && a != b
    {
        note("rank", a.clone(), b.clone());
    }
    if let (Some(a), Some(b)) = (&was.interval, &is.interval) {
        let holds_zero = |low: f64, high: f64| low <= 0.0 && high >= 0.0;
        if holds_zero(a.low, a.high) != holds_zero(b.low, b.high) {
            note("interval", text(was), text(is));
        }
    }
    if let (Some(a), Some(b)) = (&was.test, &is.test)
        && (a.p < 0.05) != (b.p < 0.05)
    {
        let p = |p: f64| crate::stat::number::p_value(p, 3);
        note("significance", p(a.p), p(b.p));
    }
    if was.n != is.n {
        let n = |stat: &Stat| {
            let groups: Vec<String> = stat
                .n
                .iter()
                .map(|count| format!("{} {} of {}", count.group, count.used, count.of))
                .collect();
            groups.join(", ")
        };
        note("units", n(was), n(is));
    }
}

/// Notes which member of a shown family is now the first or last.
fn ranks(sides: &Sides<'_>, out: &mut Vec<Conclusion>) {
    let (old, new, after) = (sides.old, sides.new, &sides.after);
    for (id, family) in &new.statistics.families {
        let Some(earlier) = old.statistics.families.get(id) else { continue };
        let shown = family
            .members
            .iter()
            .filter(|member| after.numbers.iter().any(|showing| showing.id == member.id));
        if family.members.len() < 3 || shown.count() < family.members.len() {
            continue;
        }
        let top = |edition: &Edition, family: &crate::stat::Family, highest: bool| {
            let mut best: Option<(f64, String)> = None;
            for member in &family.members {
                let Some(value) =
                    edition.statistics.get(&member.id).and_then(Stat::number)
                else {
                    continue;
                };
                let better = best.as_ref().is_none_or(|(so_far, _)| {
                    if highest { value > *so_far } else { value < *so_far }
                });
                if better {
                    best = Some((value, member.key.join(", ")));
                }
            }
            best.map(|(_, key)| key).unwrap_or_default()
        };
        for (highest, word) in [(true, "highest"), (false, "lowest")] {
            let (was, is) = (top(old, earlier, highest), top(new, family, highest));
            if was != is {
                out.push(Conclusion {
                    kind: "rank".to_owned(),
                    id: id.clone(),
                    title: format!("{}, {word}", family.title),
                    old: was,
                    new: is,
                    places: Vec::new(),
                    cause: family
                        .members
                        .first()
                        .map(|member| sides.cause(&member.id))
                        .unwrap_or_default(),
                });
            }
        }
    }
}
