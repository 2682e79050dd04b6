//! Figures that changed: which points moved and by how much, the rest of the drawing, the
//! words.

use crate::diff::cause::written;
use crate::diff::settings::both;
use crate::diff::settings::settings;
use crate::diff::settings_told;
use crate::diff::sides::Sides;
use crate::diff::sides::apart;
use crate::diff::sides::movement;
use crate::model::chart::Chart;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::name::Name;
use crate::say;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Settings of a figure that are passages of their own: its headline and what is written under it.
pub const PASSAGES: &[&str] = &["headline", "subtitle", "note", "source", "alt"];

/// Returns the figures that changed, by id.
pub(super) fn figures(sides: &Sides<'_>) -> Vec<Item> {
    let (before, after) = (&sides.before.figures, &sides.after.figures);
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    ids.into_iter().filter_map(|id| figure(sides, id)).collect()
}

/// Returns the cause of what was placed, or taken out: the line of the new edition, or the file that had it.
pub(super) fn placed(line: &str, there: bool) -> Cause {
    let file = line.rsplit_once(':').map_or(line, |(file, _)| file);
    written(if there { line } else { file })
}

fn figure(sides: &Sides<'_>, id: &str) -> Option<Item> {
    let (was, is) = (sides.before.figures.get(id), sides.after.figures.get(id));
    let shown = is.or(was)?;
    let title = format!(
        "{}, {}",
        say!("figure-named", number = shown.number.as_str()),
        shown.title
    );
    let declared = Name::Figure(id.to_owned());
    let item = |kind: &str| {
        let mut item =
            Item::new(Class::Figures, format!("figure:{id}"), kind).title(title.clone());
        item.places.push(Place {
            at: format!("figure {}", shown.number),
            line: shown.line.clone(),
            sentence: String::new(),
        });
        item
    };
    if was.is_none() || is.is_none() {
        let mut item = item(if was.is_none() { "added" } else { "removed" });
        // Its headline and its numbers came or went with it.
        item.class = Class::Statements;
        // What it draws is not why it was placed or taken out.
        item.cause = placed(&shown.line, is.is_some());
        return Some(item);
    }
    let (points, hidden) = points(sides, id);
    let (drawing, own) = drawing(sides, id, &declared.to_string());
    let told = own.then(|| drawing.iter().map(weight).max()).flatten();
    let drawn = match told {
        Some(Weight::Content) => "draws something else",
        Some(Weight::Words) => "other words in the drawing",
        Some(Weight::Roles) => "sets off another group",
        Some(Weight::Look) | None => "drawn differently",
    };
    let drawing: Vec<Detail> = drawing.iter().map(settings_told::told).collect();
    let parts =
        [(points.len(), moved(points.len(), hidden)), (drawing.len(), drawn.to_owned())];
    let kind: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, what)| what).collect();
    if kind.is_empty() {
        return None;
    }
    let mut item = item(&kind.join(", "));
    if told > Some(Weight::Look) {
        item.class = Class::Statements;
    } else if drawing.is_empty() && hidden == points.len() {
        item.class = Class::Unseen;
    }
    let ids: Vec<&str> = points.iter().map(|point| point.what.as_str()).collect();
    let own: &[Name] =
        if drawing.is_empty() { &[] } else { std::slice::from_ref(&declared) };
    item.cause = sides.causes.of(ids, own);
    if let Some(most) = points.first() {
        (item.old, item.new) = (most.old.clone(), most.new.clone());
    }
    // What the author changed of it comes before what moved, and before marks that came with it.
    let came = points.iter().all(|point| point.old.is_empty() || point.new.is_empty());
    if told > Some(Weight::Look) || told.is_some() && came {
        if let Some(first) = drawing.first() {
            let (old, new) = both(&first.old, &first.new);
            let old = if old.is_empty() { "none" } else { &old };
            (item.old, item.new) = (format!("{}: {old}", first.what), new);
        }
        item.details = drawing;
        item.details.extend(points);
    } else {
        item.details = points;
        item.details.extend(drawing);
    }
    Some(item)
}

/// Returns how many points moved, in words, and how many of them print as before.
fn moved(count: usize, hidden: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let less = match hidden {
        0 => String::new(),
        _ if hidden == count => " by less than is printed".to_owned(),
        _ => format!(", {hidden} of them by less than is printed"),
    };
    format!("{count} point{plural} moved{less}")
}

/// Returns the points that moved, came or went, those that moved most first; and how many of them
/// print as before.
fn points(sides: &Sides<'_>, id: &str) -> (Vec<Detail>, usize) {
    let (Some(was), Some(is)) = (sides.old.figures.get(id), sides.new.figures.get(id))
    else {
        return (Vec::new(), 0);
    };
    if was == is {
        return (Vec::new(), 0);
    }
    let mut moved: Vec<(bool, f64, Detail)> = Vec::new();
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) =
        (was.statistics().into_iter().collect(), is.statistics().into_iter().collect());
    for stat in before.union(&after) {
        let (a, b) = (sides.old.statistics.get(stat), sides.new.statistics.get(stat));
        let there =
            (a.filter(|_| before.contains(stat)), b.filter(|_| after.contains(stat)));
        match there {
            (Some(a), Some(b)) if a.value != b.value || a.interval != b.interval => {
                let (old, new) = apart(a, b);
                let hidden =
                    a.printed() == b.printed() && (a.value != b.value || old == new);
                let mut detail = Detail::new(*stat, old, new);
                let moved_by = movement(a, b);
                detail.note = match &moved_by {
                    Some(moved) => moved.words.clone(),
                    None if a.interval != b.interval && a.printed() == b.printed() => {
                        "its interval".to_owned()
                    }
                    None => String::new(),
                };
                let by = moved_by.map_or(0.0, |moved| moved.by.abs());
                moved.push((hidden, by, detail));
            }
            (Some(a), None) => {
                moved.push((false, f64::INFINITY, Detail::new(*stat, a.printed(), "")));
            }
            (None, Some(b)) => {
                moved.push((false, f64::INFINITY, Detail::new(*stat, "", b.printed())));
            }
            _ => {}
        }
    }
    moved.sort_by(|a, b| {
        let order = a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1));
        order.then_with(|| a.2.what.cmp(&b.2.what))
    });
    let hidden = moved.iter().filter(|(hidden, ..)| *hidden).count();
    (moved.into_iter().map(|(.., detail)| detail).collect(), hidden)
}

/// What a setting of a figure changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// How it looks: the kind of chart, its order, its layout.
    Look,
    /// Which group is the one that the chart is about.
    Roles,
    /// Words that are read off the drawing.
    Words,
    /// Which numbers are drawn, or against what.
    Content,
}

fn weight(setting: &Detail) -> Weight {
    let mut path = setting.what.split('.');
    let first = path.next().unwrap_or_default();
    // What is given by language ends in its tag.
    let worded = path.find(|part| ["label", "text", "title"].contains(part));
    match (first, worded) {
        ("kind" | "layout" | "order" | "grid" | "span", _) => Weight::Look,
        ("treated" | "control" | "neutral", _) => Weight::Roles,
        ("labels" | "axis" | "x_axis" | "no_data", _) | (_, Some(_)) => Weight::Words,
        _ => Weight::Content,
    }
}

/// Returns what of a figure's drawing changed but its values: what its declaration says, or
/// else what the chart shows of it; and whether the declaration says it.
fn drawing(sides: &Sides<'_>, id: &str, declared: &str) -> (Vec<Detail>, bool) {
    let (was, is) =
        (sides.old.definitions.get(declared), sides.new.definitions.get(declared));
    let settings = settings(was, is);
    let words =
        settings.words.into_iter().filter(|part| !PASSAGES.contains(&&*part.what));
    let declared: Vec<Detail> = settings.meaning.into_iter().chain(words).collect();
    if !declared.is_empty() {
        return (declared, true);
    }
    let (Some(was), Some(is)) = (sides.old.figures.get(id), sides.new.figures.get(id))
    else {
        return (Vec::new(), false);
    };
    let (was, is) = (outline(was), outline(is));
    let paths: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let text = |side: &BTreeMap<String, String>, path: &String| {
        side.get(path).cloned().unwrap_or_default()
    };
    let parts = paths
        .into_iter()
        .filter(|path| was.get(*path) != is.get(*path))
        .map(|path| Detail::new(path.clone(), text(&was, path), text(&is, path)))
        .collect();
    (parts, false)
}

/// Returns a chart without its values as settings by path: series and points by their keys.
fn outline(chart: &Chart) -> BTreeMap<String, String> {
    let mut bare = chart.clone();
    bare.marked.clear();
    for part in &mut bare.parts {
        part.marked.clear();
        part.panels.clear();
    }
    for panel in &mut bare.panels {
        for series in &mut panel.series {
            // Points that came or went are told as points.
            series.points.clear();
            // A curve through them follows them.
            series.fit.clear();
        }
    }
    let mut out = BTreeMap::new();
    flatten(&serde_json::to_value(&bare).unwrap_or_default(), String::new(), &mut out);
    out
}

fn flatten(value: &Value, path: String, out: &mut BTreeMap<String, String>) {
    let inner = |name: &str| {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    };
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| flatten(value, inner(name), out));
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let key =
                    item.get("key").and_then(Value::as_str).filter(|key| !key.is_empty());
                let name = key.map_or_else(|| at.to_string(), str::to_owned);
                flatten(item, inner(&name), out);
            }
        }
        Value::String(text) => {
            out.insert(path, text.clone());
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => {
            out.insert(path, other.to_string());
        }
    }
}
