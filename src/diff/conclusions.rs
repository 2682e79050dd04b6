//! What a reader would conclude differently: claims, areas, signs, significance, intervals,
//! headlines, ranks.

use crate::diff::numbers::reprinted;
use crate::diff::ranks::ranks;
use crate::diff::sides::Sides;
use crate::diff::sides::movement;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::format::NBSP;
use crate::model::format::p_value;
use crate::model::name::Name;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Stat;
use crate::model::statistic::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The most points of a figure whose values are read one by one.
const READ: usize = 24;

/// The most units named of those that came or went.
const NAMED: usize = 12;

/// Returns the conclusions that changed, the gravest first.
pub(super) fn conclusions(sides: &Sides<'_>) -> Vec<Item> {
    let (fails, holds) = claims(sides);
    let mut out = fails;
    out.extend(units(sides));
    out.extend(headlines(sides));
    let read = read(sides);
    let both = read.iter().filter_map(|id| {
        Some((sides.old.statistics.get(id)?, sides.new.statistics.get(id)?))
    });
    let both: Vec<(&Stat, &Stat)> = both.collect();
    let about = |kind: &str, name: &str, was: &Stat, is: &Stat| {
        let mut item = sides.about(Class::Conclusions, name, kind, was, is);
        (item.old, item.new) = (with_interval(was), with_interval(is));
        item
    };
    for (was, is) in &both {
        if let (Some(a), Some(b)) = (was.number(), is.number())
            && a * b < 0.0
            && is.format.rounded(b) != 0.0
            && was.format.rounded(a) != 0.0
        {
            out.push(about("sign flipped", "sign", was, is));
        }
    }
    for (was, is) in &both {
        if let (Some(a), Some(b)) = (&was.test, &is.test)
            && significant(was, a.p) != significant(is, b.p)
        {
            let kind = if significant(is, b.p) {
                "now significant"
            } else {
                "no longer significant"
            };
            let mut item = about(kind, "significance", was, is);
            item.movement = None;
            (item.old, item.new) = (p_value(a.p, 3), p_value(b.p, 3));
            out.push(item);
        }
    }
    for (was, is) in &both {
        // A level is never zero: only of a change or a difference does it say anything.
        let level = matches!(is.provenance.kind.as_str(), "level" | "count");
        if let (Some(a), Some(b), false) = (&was.interval, &is.interval, level) {
            let zero = |low: f64, high: f64| low <= 0.0 && high >= 0.0;
            let kind = match (zero(a.low, a.high), zero(b.low, b.high)) {
                (false, true) => "interval now includes zero",
                (true, false) => "interval no longer includes zero",
                _ => continue,
            };
            out.push(about(kind, "interval", was, is));
        }
    }
    for (was, is) in &both {
        if let (Value::Text(a), Value::Text(b)) = (&was.value, &is.value)
            && a != b
        {
            out.push(sides.about(Class::Conclusions, "named", "names another", was, is));
        }
    }
    out.extend(holds);
    out.extend(ranks(sides));
    out
}

/// Returns the statistics whose values a reader reads: shown in the text, or drawn in a figure
/// of few points.
fn read<'a>(sides: &'a Sides<'_>) -> BTreeSet<&'a str> {
    let mut out = sides.shown();
    for (id, chart) in sides.new.figures.iter() {
        let points = chart.statistics();
        if points.len() <= READ && sides.after.figures.contains_key(id) {
            out.extend(points);
        }
    }
    out
}

/// Returns whether a p value is below the level that goes with the statistic's interval.
fn significant(stat: &Stat, p: f64) -> bool {
    let level = stat.interval.as_ref().map_or(95.0, |interval| interval.level);
    p < (100.0 - level) / 100.0 + 1e-12
}

fn with_interval(stat: &Stat) -> String {
    let mut out = stat.printed();
    if let Some(interval) = &stat.interval {
        let _ = write!(out, " ({})", stat.format.range(interval.low, interval.high));
    }
    out
}

/// Returns claims that are no longer true, and those that came true.
fn claims(sides: &Sides<'_>) -> (Vec<Item>, Vec<Item>) {
    let (mut fails, mut holds) = (Vec::new(), Vec::new());
    for (id, new) in &sides.after.claims {
        let old = sides.before.claims.get(id);
        // A new claim is new words; only one that fails is a conclusion to look at.
        if old.map_or(new.holds, |old| old.holds == new.holds) {
            continue;
        }
        let kind = match (new.holds, old.is_some()) {
            (true, _) => "now true",
            (false, true) => "no longer true",
            (false, false) => "new, and not true",
        };
        let old = old.map(|old| old.because.clone()).unwrap_or_default();
        let mut item = Item::new(Class::Conclusions, format!("claim:{id}"), kind)
            .title(format!("“{}”", new.words))
            .values(old, condition(&new.because, new.holds));
        item.places.clone_from(&new.places);
        item.cause = sides.causes.of([], &[Name::Claim(id.clone())]);
        if new.holds { holds.push(item) } else { fails.push(item) }
    }
    (fails, holds)
}

/// Returns a condition for a reader: of one that fails, what fails and what would have to be.
fn condition(because: &str, holds: bool) -> String {
    if holds {
        return because.to_owned();
    }
    let failing: Vec<String> = because.split(" and ").filter_map(missed).collect();
    let told = if failing.is_empty() { because.to_owned() } else { failing.join(", ") };
    format!("{told}: fails")
}

/// Returns a comparison that is not so as what it asks for: "0.064; must be below 0.05". What is
/// so says by itself how the numbers stand.
fn missed(comparison: &str) -> Option<String> {
    let signs =
        [(" < ", "below"), (" > ", "above"), (" ≤ ", "at most"), (" ≥ ", "at least")];
    let (left, sign, right) = signs.into_iter().find_map(|(sign, words)| {
        let (left, right) = comparison.split_once(sign)?;
        Some((left, words, right))
    })?;
    let number = |text: &str| -> Option<f64> {
        let text = text.replace(NBSP, " ").replace('−', "-").replace(',', "");
        let text = text.trim().trim_start_matches("p = ");
        let digits: String = text
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
            .collect();
        // What is computed on the way is not read here.
        let plain = !text.contains(['*', '/', '+']) && !text.contains(" - ");
        digits.parse().ok().filter(|_| plain)
    };
    let (a, b) = (number(left)?, number(right)?);
    let so = match sign {
        "below" => a < b,
        "above" => a > b,
        "at most" => a <= b,
        _ => a >= b,
    };
    (!so).then(|| format!("{left}; must be {sign} {right}"))
}

/// Returns the units that came or went, and how many each comparison rests on.
fn units(sides: &Sides<'_>) -> Vec<Item> {
    let mut out = Vec::new();
    // Several frames follow the same units: what is said of them is said once.
    let mut said: BTreeMap<(String, Vec<String>, Vec<String>), Vec<String>> =
        BTreeMap::new();
    for (name, new) in &sides.new.units {
        let Some(old) = sides.old.units.get(name) else { continue };
        let (was, is): (BTreeSet<&String>, BTreeSet<&String>) =
            (old.iter().collect(), new.iter().collect());
        let list = |a: &BTreeSet<&String>, b: &BTreeSet<&String>| -> Vec<String> {
            a.difference(b).map(|key| (*key).clone()).collect()
        };
        let (lost, gained) = (list(&was, &is), list(&is, &was));
        if lost.is_empty() && gained.is_empty() {
            continue;
        }
        let (frame, column) = name.split_once('.').unwrap_or(("", name));
        said.entry((column.to_owned(), lost, gained)).or_default().push(frame.to_owned());
    }
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for ((column, lost, gained), frames) in &said {
        let count = told.entry(column.clone()).or_default();
        *count += 1;
        let id = if *count > 1 {
            format!("units:{column}:{count}")
        } else {
            format!("units:{column}")
        };
        let what = |count: usize| {
            if count == 1 { column.clone() } else { plural(column) }
        };
        let (kind, title) = match (lost.len(), gained.len()) {
            (count, 0) => ("units lost", format!("{count} {} lost", what(count))),
            (0, count) => ("units gained", format!("{count} {} gained", what(count))),
            (lost, gained) => (
                "units lost and gained",
                format!("{lost} {} lost, {gained} gained", what(lost)),
            ),
        };
        let of = |units: &BTreeMap<String, Vec<String>>| {
            let frame = frames.first().map_or("", String::as_str);
            let count = units.get(&format!("{frame}.{column}")).map_or(0, Vec::len);
            count.to_string()
        };
        let mut item = Item::new(Class::Conclusions, id, kind)
            .title(title)
            .values(of(&sides.old.units), of(&sides.new.units));
        for (what, keys) in [("lost", lost), ("gained", gained)] {
            if !keys.is_empty() {
                item.details.push(Detail::note(what, some(keys)));
            }
        }
        let declared: Vec<Name> = frames
            .iter()
            .flat_map(|frame| [Name::Frame(frame.clone()), Name::Resource(frame.clone())])
            .collect();
        item.cause = sides.causes.of([], &declared);
        out.push(item);
    }
    if out.is_empty() {
        out.extend(used(sides));
    }
    out
}

/// Returns the name of a column for several of its units: "areas", "countries".
fn plural(name: &str) -> String {
    let vowel = |text: &str| text.ends_with(['a', 'e', 'i', 'o', 'u']);
    match name.strip_suffix('y') {
        Some(stem) if !vowel(stem) => format!("{stem}ies"),
        _ if name.ends_with('s') => name.to_owned(),
        _ => format!("{name}s"),
    }
}

fn some(keys: &[String]) -> String {
    let first: Vec<&str> = keys.iter().take(NAMED).map(String::as_str).collect();
    let more = if keys.len() > NAMED {
        format!(" and {} more", keys.len() - NAMED)
    } else {
        String::new()
    };
    first.join(", ") + &more
}

/// Returns comparisons that rest on more or fewer units although none came or went: by what
/// happened to their counts, since one gap in the data shows in many.
fn used(sides: &Sides<'_>) -> Vec<Item> {
    let mut alike: BTreeMap<(String, String), Vec<&Stat>> = BTreeMap::new();
    for id in sides.shown() {
        let (Some(was), Some(is)) =
            (sides.old.statistics.get(id), sides.new.statistics.get(id))
        else {
            continue;
        };
        // A statistic that changed its groups has another definition: a matter of method.
        let groups = |n: &[GroupCount]| -> Vec<String> {
            n.iter().map(|count| count.group.clone()).collect()
        };
        if was.n != is.n && groups(&was.n) == groups(&is.n) {
            alike.entry((counts(was, &is.n), counts(is, &was.n))).or_default().push(is);
        }
    }
    let items = alike.into_iter().map(|((old, new), stats)| {
        let first = stats.first().map_or("", |stat| stat.id.as_str());
        let title = match stats.as_slice() {
            [one] => one.title.clone(),
            many => format!("{} statistics", many.len()),
        };
        let mut item = Item::new(
            Class::Conclusions,
            format!("used:{first}"),
            "rests on other units",
        )
        .title(title)
        .values(old, new);
        item.details = stats
            .iter()
            .take(NAMED)
            .map(|stat| Detail::note(stat.id.clone(), stat.title.clone()))
            .collect();
        item.cause = sides.causes.of(stats.iter().map(|stat| stat.id.as_str()), &[]);
        item
    });
    items.collect()
}

/// Returns the counts of a statistic's groups that differ from others.
fn counts(stat: &Stat, other: &[GroupCount]) -> String {
    let differing = stat.n.iter().zip(other).filter(|(a, b)| a != b).map(|(count, _)| {
        let group = if count.group.is_empty() { "all" } else { &count.group };
        format!("{group} {} of {}", count.used, count.of)
    });
    differing.collect::<Vec<_>>().join(", ")
}

/// Returns key findings and headlines of figures whose number reads differently.
fn headlines(sides: &Sides<'_>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for (id, showings) in &sides.after.numbers {
        if !showings.iter().any(|showing| showing.headline) {
            continue;
        }
        let (Some(was), Some(is)) =
            (sides.old.statistics.get(id), sides.new.statistics.get(id))
        else {
            continue;
        };
        let details = reprinted(sides, id);
        if details.is_empty() {
            continue;
        }
        let mut item = sides.about(
            Class::Conclusions,
            "headline",
            "headline reads differently",
            was,
            is,
        );
        if item.old == item.new
            && let Some(first) = details.first()
        {
            (item.old, item.new) = (first.old.clone(), first.new.clone());
        }
        item.movement = movement(was, is);
        item.details = details;
        out.push(item);
    }
    let size =
        |item: &Item| item.movement.as_ref().and_then(|m| m.percent).unwrap_or(0.0).abs();
    out.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id)));
    out
}

#[cfg(test)]
mod tests {
    use super::condition;
    use super::plural;

    #[test]
    fn a_condition_that_fails_says_what_would_have_to_be() {
        assert_eq!(
            condition("p\u{a0}=\u{a0}0.064 < 0.05", false),
            "p\u{a0}=\u{a0}0.064; must be below 0.05: fails"
        );
        assert_eq!(
            condition("0.55 < 0.8 and −0.2 > 0 and 0.3 > 0.1", false),
            "−0.2; must be above 0: fails"
        );
        assert_eq!(condition("30.3% > 7.5%", false), "30.3% > 7.5%: fails");
        assert_eq!(condition("125 of 150", false), "125 of 150: fails");
        assert_eq!(condition("p = 0.01 < 0.05", true), "p = 0.01 < 0.05");
    }

    #[test]
    fn units_are_named_in_the_plural() {
        assert_eq!(
            ["area", "country", "day", "species"].map(plural),
            ["areas", "countries", "days", "species"]
        );
    }
}
