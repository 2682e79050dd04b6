//! Ranks that moved within the families that a report shows.

use crate::diff::sides::Sides;
use crate::labels::base;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::edition::Edition;
use crate::model::statistic::Family;
use crate::model::statistic::Member;
use crate::model::statistic::Stat;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The fewest members that have an order worth a word.
const FEWEST: usize = 3;

/// A family of more members moves in its middle whenever anything does: only its ends count.
const MANY: usize = 16;

/// Returns the shown families whose order changed.
pub(super) fn ranks(sides: &Sides<'_>) -> Vec<Item> {
    let shown = shown(sides);
    let mut out = Vec::new();
    for (id, family) in &sides.new.statistics.families {
        let Some(earlier) = sides.old.statistics.families.get(id) else { continue };
        // Other ways of computing one number have no order that says anything.
        let alternatives = family.members.iter().any(|member| {
            let kind = sides.new.statistics.get(&member.id);
            kind.is_some_and(|stat| stat.provenance.kind == "robustness")
        });
        if alternatives {
            continue;
        }
        for (at, dimension) in family.dimensions.iter().enumerate() {
            let (was, is) = (slices(earlier, at), slices(family, at));
            let rests: Vec<Vec<String>> = is.keys().cloned().collect();
            let latest = latest(&rests);
            for (rest, members) in is {
                let Some(before) = was.get(&rest).filter(|_| latest(&rest)) else {
                    continue;
                };
                // Years have an order of their own.
                let numbers =
                    members.iter().all(|member| key(member, at).parse::<f64>().is_ok());
                let seen =
                    members.iter().all(|member| shown.contains(member.id.as_str()));
                if members.len() < FEWEST || numbers || !seen {
                    continue;
                }
                let (a, b) =
                    (order(sides.old, before, at), order(sides.new, &members, at));
                let mut moved = moved(&a, &b);
                if moved.is_empty() {
                    continue;
                }
                let name = if rest.is_empty() {
                    format!("rank:{id}:{dimension}")
                } else {
                    format!("rank:{id}:{dimension}:{}", rest.join(":"))
                };
                let label = |key: &String| label(sides.new, dimension, key);
                let end = |list: &[String]| list.first().map(label).unwrap_or_default();
                let mut others = family.dimensions.clone();
                others.remove(at);
                let among: Vec<String> = others
                    .iter()
                    .zip(&rest)
                    .map(|(dimension, key)| self::label(sides.new, dimension, key))
                    .collect();
                let among = if among.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", among.join(", "))
                };
                let mut item = Item::new(Class::Conclusions, name, "ranks moved")
                    .title(format!("{}{among}", family.title));
                for part in &mut moved {
                    part.what = label(&part.what);
                }
                item = if end(&a) == end(&b) {
                    let first = moved.first();
                    item.values(
                        first
                            .map(|one| format!("{} {}", one.what, one.old))
                            .unwrap_or_default(),
                        first.map(|one| one.new.clone()).unwrap_or_default(),
                    )
                } else {
                    item.values(
                        format!("{} first", end(&a)),
                        format!("{} first", end(&b)),
                    )
                };
                item.details = moved;
                let ids: Vec<&str> =
                    members.iter().map(|member| member.id.as_str()).collect();
                item.cause = sides.causes.of(ids, &[]);
                out.push(item);
            }
        }
    }
    out
}

/// Returns the statistics that are shown anywhere, figures included.
fn shown<'a>(sides: &'a Sides<'_>) -> BTreeSet<&'a str> {
    let mut out: BTreeSet<&str> =
        sides.after.numbers.keys().map(String::as_str).collect();
    for (id, chart) in sides.new.figures.iter() {
        if sides.after.figures.contains_key(id) {
            out.extend(chart.statistics());
        }
    }
    out
}

/// Returns what a reader knows a value of a dimension by.
fn label(edition: &Edition, dimension: &str, key: &str) -> String {
    let labels = edition.definitions.get(&format!("labels {dimension}"));
    let language = edition.document.meta.language.as_str();
    let label = labels.and_then(|one| worded(&one.settings, language, key));
    label.unwrap_or(key).to_owned()
}

/// Returns the words for a value, where they are given once or by language.
fn worded<'s>(
    settings: &'s BTreeMap<String, String>,
    language: &str,
    key: &str,
) -> Option<&'s str> {
    let by = |tag: &str| settings.get(&format!("{key}.{tag}"));
    let words = settings.get(key).or_else(|| by(language));
    words.or_else(|| by(&base(language))).map(String::as_str)
}

fn key(member: &Member, at: usize) -> &str {
    member.key.get(at).map_or("", String::as_str)
}

/// Returns the members by their keys of the other dimensions.
fn slices(family: &Family, at: usize) -> BTreeMap<Vec<String>, Vec<&Member>> {
    let mut out: BTreeMap<Vec<String>, Vec<&Member>> = BTreeMap::new();
    for member in &family.members {
        let mut rest = member.key.clone();
        if at < rest.len() {
            rest.remove(at);
        }
        out.entry(rest).or_default().push(member);
    }
    out
}

/// Returns whether a slice is the last along every dimension of numbers, such as years: one
/// order a year would say the same many times.
fn latest(slices: &[Vec<String>]) -> impl Fn(&[String]) -> bool + use<> {
    let width = slices.iter().map(Vec::len).max().unwrap_or(0);
    let last: Vec<Option<f64>> = (0..width)
        .map(|at| {
            let mut numbers =
                slices.iter().map(|slice| slice.get(at).and_then(|key| key.parse().ok()));
            numbers.try_fold(f64::NEG_INFINITY, |most, number| {
                number.map(|n: f64| most.max(n))
            })
        })
        .collect();
    move |slice| {
        slice.iter().zip(&last).all(|(key, last)| {
            last.is_none_or(|last| key.parse().is_ok_and(|number: f64| number >= last))
        })
    }
}

/// Returns the keys in the order of their values as printed, the highest first; of equals in
/// the order of their names.
fn order(edition: &Edition, members: &[&Member], at: usize) -> Vec<String> {
    let mut values: Vec<(f64, &str)> = members
        .iter()
        .filter_map(|member| {
            let stat = edition.statistics.get(&member.id)?;
            Some((stat.format.rounded(Stat::number(stat)?), key(member, at)))
        })
        .collect();
    values.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    values.into_iter().map(|(_, key)| key.to_owned()).collect()
}

/// Returns the keys of both orders whose place among these moved: all of a small family, the
/// first and last of a large one.
fn moved(was: &[String], is: &[String]) -> Vec<Detail> {
    let known =
        |list: &'_ [String]| -> BTreeSet<String> { list.iter().cloned().collect() };
    let (before, after) = (known(was), known(is));
    let places: BTreeMap<&String, usize> = was
        .iter()
        .filter(|key| after.contains(*key))
        .enumerate()
        .map(|(at, key)| (key, at))
        .collect();
    let last = places.len().saturating_sub(1);
    let mut out = Vec::new();
    for (new, key) in is.iter().filter(|key| before.contains(*key)).enumerate() {
        let Some(old) = places.get(key).copied() else { continue };
        let end = |place: usize| place == 0 || place == last;
        if old != new && (places.len() <= MANY || end(old) || end(new)) {
            out.push(Detail::new(key.clone(), ordinal(old + 1), ordinal(new + 1)));
        }
    }
    out
}

/// Returns "1st", "22nd", "113th".
fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::moved;
    use super::ordinal;

    #[test]
    fn places_are_counted_among_those_of_both_sides() {
        let list =
            |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        // One that went moves nobody.
        assert_eq!(moved(&list(&["x", "a", "b", "c"]), &list(&["a", "b", "c"])), []);
        let found = moved(&list(&["a", "b", "c"]), &list(&["b", "a", "c"]));
        let told: Vec<String> = found
            .iter()
            .map(|one| format!("{} {} {}", one.what, one.old, one.new))
            .collect();
        assert_eq!(told, ["b 2nd 1st", "a 1st 2nd"]);
        assert_eq!(["11th", "21st", "3rd"], [ordinal(11), ordinal(21), ordinal(3)]);
    }

    #[test]
    fn a_value_is_named_by_its_words_in_the_language_of_the_report() {
        let settings = [("a", "North"), ("b.cy", "De"), ("b.en", "South")];
        let settings = settings.map(|(key, words)| (key.to_owned(), words.to_owned()));
        let settings = settings.into_iter().collect();
        let words = |key: &str| super::worded(&settings, "en-GB", key);
        assert_eq!(
            [words("a"), words("b"), words("c")],
            [Some("North"), Some("South"), None]
        );
    }
}
