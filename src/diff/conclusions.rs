//! What a reader would conclude differently: claims, areas, signs, significance, intervals,
//! headlines, ranks.

use crate::diff::numbers::reprinted;
use crate::diff::ranks::ranks;
use crate::diff::shown::Showing;
use crate::diff::sides::Sides;
use crate::diff::sides::movement;
use crate::diff::units;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::format::NBSP;
use crate::model::format::p_value;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use crate::model::statistic::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The most points of a figure whose values are read one by one.
const READ: usize = 24;

/// Returns the conclusions that changed, the gravest first.
pub(super) fn conclusions(sides: &Sides<'_>) -> Vec<Item> {
    let (fails, holds) = claims(sides);
    let mut out = fails;
    out.extend(units::units(sides));
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
            && digitless(a) != digitless(b)
        {
            out.push(sides.about(Class::Conclusions, "named", "names another", was, is));
        }
    }
    out.extend(holds);
    out.extend(ranks(sides));
    out
}

/// Returns a text without its numbers: with others in it, it names the same.
fn digitless(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '−'))
        .collect()
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

/// Returns key findings and headlines of figures whose number reads differently.
fn headlines(sides: &Sides<'_>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for (id, showings) in &sides.after.numbers {
        if !at_the_front(sides, id, showings) {
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

/// Returns whether a key finding or headline shows a statistic and reads differently: that a
/// table elsewhere does is a number.
fn at_the_front(sides: &Sides<'_>, id: &str, after: &[Showing]) -> bool {
    let read = |showings: &[Showing]| -> BTreeSet<(String, String)> {
        let front = showings.iter().filter(|showing| showing.headline);
        front.map(|showing| (showing.show.clone(), showing.text.clone())).collect()
    };
    let before = sides.before.numbers.get(id).map(|showings| read(showings));
    let after = read(after);
    let shows = |side: &BTreeSet<(String, String)>| -> BTreeSet<String> {
        side.iter().map(|(show, _)| show.clone()).collect()
    };
    before.is_some_and(|before| {
        let both = shows(&before);
        let both = both.intersection(&shows(&after)).cloned().collect::<BTreeSet<_>>();
        let kept = |side: &BTreeSet<(String, String)>| -> BTreeSet<(String, String)> {
            side.iter().filter(|(show, _)| both.contains(show)).cloned().collect()
        };
        kept(&before) != kept(&after)
    })
}

#[cfg(test)]
mod tests {
    use super::condition;

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
}
