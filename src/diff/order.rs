//! The order of the telling: class by class; conclusions that turned before those that only read
//! differently; then by where a change stands, by how grave it is and by its size; one fact once.

use crate::diff::shown::Rank;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Stands;
use std::collections::BTreeMap;

/// What conclusions begin with in their ids, the gravest first.
const GRAVITY: [&str; 10] = [
    "claim:",
    "units:",
    "used:",
    "headline:",
    "sign:",
    "significance:",
    "interval:",
    "named:",
    "holds:",
    "rank:",
];

/// What is said of a conclusion that became another one: of one that only reads differently, rests on other
/// units or changed places, none of these is.
const TURNED: [&str; 9] = [
    "true",
    "sign flipped",
    "significant",
    "includes zero",
    "names another",
    "says something else",
    "became its opposite",
    "key finding removed",
    "key finding added",
];

/// Facts about one statistic that are told together.
const TOGETHER: [&str; 5] =
    ["headline:", "sign:", "significance:", "interval:", "named:"];

/// Puts items into order.
pub(super) fn ordered(sides: &Sides<'_>, items: Vec<Item>) -> Vec<Item> {
    let mut items = once(together(items));
    for item in items.iter_mut().filter(|item| read(item.class)) {
        item.stands = Some(match rank(sides, item).0 {
            0 | 1 => Stands::Front,
            2 => Stands::Figure,
            3 => Stands::Chapter,
            _ => Stands::Appendix,
        });
    }
    items.sort_by(|a, b| {
        let order = a.class.cmp(&b.class);
        let placed = match a.class {
            Class::Conclusions | Class::Numbers | Class::Statements | Class::Words => {
                let (first, second) = (rank(sides, a), rank(sides, b));
                let tier = first.0.cmp(&second.0);
                if matches!(a.class, Class::Words | Class::Statements) {
                    tier.then(first.1.cmp(&second.1))
                } else {
                    let turn = turned(b).cmp(&turned(a));
                    turn.then(tier)
                        .then_with(|| gravity(a).cmp(&gravity(b)))
                        .then_with(|| size(b).total_cmp(&size(a)))
                        .then(first.1.cmp(&second.1))
                }
            }
            // The order of these is that of their own function.
            Class::Guards
            | Class::Unseen
            | Class::Figures
            | Class::Tables
            | Class::Method
            | Class::Data
            | Class::Layout => std::cmp::Ordering::Equal,
        };
        order.then(placed)
    });
    items
}

/// Returns whether a conclusion became another one.
pub(super) fn turned(item: &Item) -> bool {
    item.class == Class::Conclusions && TURNED.iter().any(|what| item.kind.contains(what))
}

/// Returns whether the items of a class are what readers read.
fn read(class: Class) -> bool {
    matches!(
        class,
        Class::Conclusions | Class::Numbers | Class::Statements | Class::Words
    )
}

/// Returns where an item stands: the foremost of its places.
fn rank(sides: &Sides<'_>, item: &Item) -> Rank {
    if item.id.starts_with("units:") {
        return (0, usize::MAX);
    }
    let known =
        |at: &String| sides.after.ranks.get(at).or_else(|| sides.before.ranks.get(at));
    let ranks = item.places.iter().filter_map(|place| known(&place.at).copied());
    ranks.min().unwrap_or((3, usize::MAX))
}

fn gravity(item: &Item) -> usize {
    let holds = item.id.starts_with("claim:") && item.kind == "now true";
    let name = if holds { "holds:" } else { item.id.as_str() };
    // A number in a table is looked up; one in a sentence is read.
    let tabled = item.class == Class::Numbers
        && item.places.iter().all(|place| place.sentence.is_empty());
    usize::from(tabled)
        + GRAVITY
            .iter()
            .position(|start| name.starts_with(start))
            .unwrap_or(GRAVITY.len())
}

fn size(item: &Item) -> f64 {
    item.movement.as_ref().and_then(|moved| moved.percent).unwrap_or(0.0).abs()
}

/// Tells what is concluded from one statistic as one item.
fn together(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let statistic = TOGETHER.iter().find_map(|start| item.id.strip_prefix(start));
        let Some(statistic) = statistic.filter(|_| item.class == Class::Conclusions)
        else {
            out.push(item);
            continue;
        };
        match known.get(statistic).and_then(|at| out.get_mut(*at)) {
            None => {
                known.insert(statistic.to_owned(), out.len());
                out.push(item);
            }
            Some(first) => {
                // A test and its interval say the same.
                let echo = item.id.starts_with("interval:")
                    && first.kind.contains("significant");
                if !echo {
                    first.kind = format!("{}, {}", first.kind, item.kind);
                }
                first.details.push(Detail::new(item.kind, item.old, item.new));
            }
        }
    }
    out
}

/// Tells what reads alike once, with the places of all.
fn once(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut known: BTreeMap<[String; 4], usize> = BTreeMap::new();
    for item in items {
        if !matches!(item.class, Class::Conclusions | Class::Numbers)
            || item.old == item.new
        {
            out.push(item);
            continue;
        }
        let key = [&item.title, &item.kind, &item.old, &item.new].map(Clone::clone);
        let first = known.get(&key).and_then(|at| out.get_mut(*at));
        if let Some(first) = first.filter(|first| first.class == item.class) {
            for place in item.places {
                if !first.places.contains(&place) {
                    first.places.push(place);
                }
            }
            first.details.push(Detail::note("also", item.id));
        } else {
            known.insert(key, out.len());
            out.push(item);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::turned;
    use crate::model::comparison::Class;
    use crate::model::comparison::Item;

    #[test]
    fn a_conclusion_turned_where_it_says_the_opposite_and_not_where_it_reads_differently()
    {
        let kinds = |kinds: &[&str]| -> Vec<bool> {
            let item = |kind: &&str| turned(&Item::new(Class::Conclusions, "a:b", kind));
            kinds.iter().map(item).collect()
        };
        let is = [
            "no longer true",
            "now true",
            "new, and not true",
            "headline reads differently, sign flipped",
            "no longer significant",
            "interval now includes zero",
            "headline says something else",
        ];
        assert_eq!(kinds(&is), [true; 7]);
        let only = [
            "headline reads differently",
            "rests on other units",
            "ranks moved",
            "units lost",
        ];
        assert_eq!(kinds(&only), [false; 4]);
        assert!(!turned(&Item::new(Class::Guards, "a:b", "no longer true")));
    }
}
