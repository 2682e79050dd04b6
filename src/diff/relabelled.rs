//! What reads otherwise wherever it is shown: labels, and values of groups in the data.

use crate::diff::align::Relabelled;
use crate::diff::align::Value;
use crate::diff::cause::written;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::edition::Rows;
use crate::model::id::segment;

/// Returns everything that shows a label, and how many figures and tables these are, in words:
/// " in 13 figures and 1 table".
pub(super) fn shown_in(
    sides: &Sides<'_>,
    shown: &Relabelled,
    labels: &[&str],
) -> (Vec<Place>, String) {
    let figures = shown.figures.iter().filter_map(|id| {
        let figure = sides.after.figures.get(id)?;
        Some(Place {
            at: format!("figure {}", figure.number),
            line: figure.line.clone(),
            sentence: String::new(),
        })
    });
    let tables = shown.tables.iter().filter_map(|id| {
        let table = sides.after.tables.get(id)?;
        Some(Place {
            at: format!("table {}", table.number),
            line: table.line.clone(),
            sentence: String::new(),
        })
    });
    let mut out: Vec<Place> = figures.chain(tables).collect();
    out.sort_by_key(|place| sides.after.ranks.get(&place.at).map(|rank| rank.1));
    let labels: Vec<String> = labels.iter().map(|label| label.to_lowercase()).collect();
    let reads = |sentence: &str| {
        let sentence = sentence.to_lowercase();
        labels.iter().any(|label| !label.is_empty() && sentence.contains(label))
    };
    for place in shown.statistics.iter().flat_map(|id| sides.places(id)) {
        if reads(&place.sentence) && !out.contains(&place) {
            out.push(place);
        }
    }
    let counted = |noun: &str| {
        let of = |one: &&Place| one.at.starts_with(&format!("{noun} "));
        let count = out.iter().filter(of).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {noun}{plural}"))
    };
    let parts: Vec<String> =
        ["figure", "table"].into_iter().filter_map(counted).collect();
    let words = if parts.is_empty() {
        String::new()
    } else {
        format!(" in {}", parts.join(" and "))
    };
    (out, words)
}

/// Returns the values of groups that have another name in the data, an item each.
pub(super) fn values(sides: &Sides<'_>, renamed: &[(Value, Relabelled)]) -> Vec<Item> {
    let items = renamed.iter().map(|(one, shown)| {
        let id = format!("label:{}.{}", one.of, segment(&one.new));
        let (places, spread) = shown_in(sides, shown, &[&one.new]);
        let mut item = Item::new(Class::Statements, id, &format!("renamed{spread}"))
            .title(format!("a value of `{}`", one.of))
            .values(one.old.clone(), one.new.clone());
        item.places = places;
        // The first changed file that has the column.
        let has = |rows: &Rows| rows.columns.iter().any(|column| column.name == one.of);
        let changed =
            |path: &str| sides.old.inputs.get(path) != sides.new.inputs.get(path);
        let mut files = sides.new.rows.iter();
        if let Some((path, _)) = files.find(|(path, rows)| has(rows) && changed(path)) {
            item.cause = written(path);
        }
        item
    });
    items.collect()
}
