//! Figures and tables that stand elsewhere than before: in another chapter, or in another order.

use crate::diff::cause::written;
use crate::diff::matching::out_of_order;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use std::collections::BTreeMap;

/// One of them, on one side.
#[derive(Debug)]
struct Spot {
    id: String,
    /// "figure 3.1".
    at: String,
    title: String,
    file: String,
    line: usize,
}

/// Returns what moved to another chapter, and what was put into another order within its own.
pub(super) fn moved(sides: &Sides<'_>) -> Vec<Item> {
    let figures = [&sides.before, &sides.after].map(|side| {
        let all = side.figures.iter();
        all.map(|(id, one)| spot("figure", id, [&one.number, &one.title, &one.line]))
            .collect()
    });
    let tables = [&sides.before, &sides.after].map(|side| {
        let all = side.tables.iter();
        all.map(|(id, one)| spot("table", id, [&one.number, &one.title, &one.line]))
            .collect()
    });
    // A chapter whose file has another name is the same chapter.
    let kept = |file: &str| sides.new.inputs.contains_key(file);
    let all = [("figure", figures), ("table", tables)].into_iter();
    all.flat_map(|(sort, sides)| told(sort, sides, kept)).collect()
}

fn spot(sort: &str, id: &str, [number, title, line]: [&String; 3]) -> Spot {
    let (file, line) = line.rsplit_once(':').unwrap_or((line, "0"));
    Spot {
        id: id.to_owned(),
        at: format!("{sort} {number}"),
        title: title.clone(),
        file: file.to_owned(),
        line: line.parse().unwrap_or(0),
    }
}

fn told(
    sort: &str,
    [old, new]: [Vec<Spot>; 2],
    kept: impl Fn(&str) -> bool,
) -> Vec<Item> {
    let before: BTreeMap<&str, &Spot> = old.iter().map(|one| (&*one.id, one)).collect();
    let mut out = Vec::new();
    let mut within: BTreeMap<&str, Vec<(&Spot, &Spot)>> = BTreeMap::new();
    for is in &new {
        let Some(was) = before.get(is.id.as_str()) else { continue };
        if was.file == is.file {
            within.entry(&is.file).or_default().push((was, is));
        } else if kept(&was.file) {
            out.push(item(sort, &[(was, is)], "moved to another chapter"));
        }
    }
    for pairs in within.values_mut() {
        pairs.sort_by_key(|(_, is)| is.line);
        let lines: Vec<(usize, usize)> =
            pairs.iter().map(|(was, is)| (is.line, was.line)).collect();
        let moved = out_of_order(&lines);
        if !moved.is_empty() {
            let kind = format!("{sort}s in another order");
            // Those that moved, and those that they passed.
            let passed = |(was, is): &&(&Spot, &Spot)| {
                let crossed = |(a, b): &(usize, usize)| {
                    (*b < was.line) != (*a < is.line) && *a != is.line
                };
                lines.iter().any(crossed)
            };
            let named: Vec<_> = pairs.iter().filter(passed).copied().collect();
            out.push(item(sort, &named, &kind));
        }
    }
    out
}

fn item(sort: &str, pairs: &[(&Spot, &Spot)], kind: &str) -> Item {
    let ids: Vec<&str> = pairs.iter().map(|(_, is)| is.id.as_str()).collect();
    let title = match pairs {
        [(was, is)] => format!("{}, {}", was.at, is.title),
        _ => format!("order of {}", ids.join(", ")),
    };
    let list = |side: &dyn Fn(&(&Spot, &Spot)) -> String| -> String {
        pairs.iter().map(side).collect::<Vec<_>>().join("; ")
    };
    let id = format!("moved:{sort}.{}", ids.first().copied().unwrap_or_default());
    let mut item = Item::new(Class::Words, id, kind)
        .title(title)
        .values(list(&|pair| pair.0.at.clone()), list(&|pair| pair.1.at.clone()));
    for (was, is) in pairs {
        for one in [is, was] {
            let (at, line) = (one.at.clone(), format!("{}:{}", one.file, one.line));
            item.places.push(Place { at, line, sentence: String::new() });
        }
    }
    if let Some((_, is)) = pairs.first() {
        item.cause = written(&format!("{}:{}", is.file, is.line));
    }
    item
}

#[cfg(test)]
mod tests {
    use super::Spot;
    use super::told;

    fn spots(list: &[(&str, &str, usize)]) -> Vec<Spot> {
        let spot = |(at, (id, file, line)): (usize, &(&str, &str, usize))| Spot {
            id: (*id).to_owned(),
            at: format!("figure {}", at + 1),
            title: (*id).to_owned(),
            file: (*file).to_owned(),
            line: *line,
        };
        list.iter().enumerate().map(spot).collect()
    }

    #[test]
    fn a_figure_in_another_chapter_moved_and_two_that_changed_places_are_one_item() {
        let old = spots(&[
            ("a", "1.md", 3),
            ("b", "1.md", 5),
            ("c", "1.md", 9),
            ("d", "2.md", 1),
        ]);
        let new = spots(&[
            ("b", "1.md", 3),
            ("a", "1.md", 5),
            ("d", "2.md", 1),
            ("c", "2.md", 4),
        ]);
        let found = told("figure", [old, new], |_| true);
        let told: Vec<[&str; 4]> = found
            .iter()
            .map(|one| [&*one.id, &*one.kind, &*one.old, &*one.new])
            .collect();
        assert_eq!(
            told,
            [
                ["moved:figure.c", "moved to another chapter", "figure 3", "figure 4"],
                [
                    "moved:figure.b",
                    "figures in another order",
                    "figure 2; figure 1",
                    "figure 1; figure 2"
                ],
            ]
        );
    }

    #[test]
    fn lines_that_were_added_above_a_figure_move_nothing() {
        let old = spots(&[("a", "1.md", 3), ("b", "1.md", 5)]);
        let new = spots(&[("a", "1.md", 13), ("b", "1.md", 15)]);
        assert!(told("figure", [old, new], |_| true).is_empty());
    }
}
