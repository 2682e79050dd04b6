//! Two editions to what changed between them, in the order of how much it matters.

use crate::diff::Edition;
use crate::diff::places::Shown;
use crate::diff::places::collect;
use crate::stat::Stat;
use crate::stat::Value;
use serde::Serialize;
use similar::ChangeTag;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Everything that changed, class by class.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Conclusions: claims, signs, significance, ranks, areas.
    pub conclusions: Vec<Conclusion>,
    /// Numbers as printed.
    pub numbers: Vec<NumberChange>,
    /// Values that moved below the precision of print.
    pub unseen: Vec<NumberChange>,
    /// Figures.
    pub figures: Vec<FigureChange>,
    /// Tables.
    pub tables: Vec<TableChange>,
    /// Words the author changed; numbers that merely followed the data are not among them.
    pub words: Vec<WordsChange>,
    /// Definitions, tests, filters.
    pub method: Vec<MethodChange>,
    /// Data files.
    pub data: Vec<FileChange>,
    /// Everything else: templates, declarations, the program.
    pub rest: Vec<FileChange>,
}

/// A conclusion that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conclusion {
    /// What happened: `claim fails`, `claim holds`, `sign`, `interval`, `significance`,
    /// `rank`, `units`.
    pub kind: String,
    /// The claim or statistic.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
    /// Where it is shown.
    pub places: Vec<String>,
}

/// A number that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumberChange {
    /// The statistic.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// As printed before.
    pub old: String,
    /// As printed after.
    pub new: String,
    /// New less old, in the statistic's unit.
    pub by: Option<f64>,
    /// The same in percent of the old.
    pub percent: Option<f64>,
    /// Where it is shown.
    pub places: Vec<String>,
}

/// A figure that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureChange {
    /// The figure.
    pub id: String,
    /// `added`, `removed`, `points`, `words`, `points and words`.
    pub what: String,
    /// Points that moved: statistic, before, after; largest first.
    pub points: Vec<NumberChange>,
    /// Title, caption or note, as a line diff; empty when unchanged.
    pub words: String,
}

/// A table that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableChange {
    /// The table.
    pub id: String,
    /// `added`, `removed` or `cells`.
    pub what: String,
    /// Rows that came, by their first cell.
    pub rows_in: Vec<String>,
    /// Rows that went.
    pub rows_out: Vec<String>,
    /// Cells: row, column from 1, before, after.
    pub cells: Vec<(String, usize, String, String)>,
}

/// Words that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordsChange {
    /// Where.
    pub place: String,
    /// `added`, `removed`, `changed` or `moved`.
    pub what: String,
    /// Before, with `{id}` for numbers.
    pub old: String,
    /// After.
    pub new: String,
}

/// A definition that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodChange {
    /// The block in `statistics.yaml`.
    pub block: String,
    /// `added`, `removed` or `changed`.
    pub what: String,
    /// The definition before.
    pub old: String,
    /// The definition after.
    pub new: String,
}

/// A file that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// `added`, `removed` or `changed`.
    pub what: String,
}

impl Comparison {
    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares two editions.
pub fn compare(old: &Edition, new: &Edition) -> Comparison {
    let (before, after) = (collect(&old.document), collect(&new.document));
    let mut out = Comparison::default();
    claims(&before, &after, &mut out.conclusions);
    numbers(old, new, &before, &after, &mut out);
    ranks(old, new, &after, &mut out.conclusions);
    figures(old, new, &before, &after, &mut out);
    tables(&before, &after, &mut out);
    words(&before, &after, &mut out);
    method(old, new, &mut out);
    files(old, new, &mut out);
    out
}

fn claims(before: &Shown, after: &Shown, out: &mut Vec<Conclusion>) {
    for (id, new) in &after.claims {
        let Some(old) = before.claims.get(id) else { continue };
        if old.holds == new.holds {
            continue;
        }
        let kind = if new.holds { "claim holds" } else { "claim fails" };
        out.push(Conclusion {
            kind: kind.to_owned(),
            id: id.clone(),
            title: new.words.clone(),
            old: old.because.clone(),
            new: new.because.clone(),
            places: vec![new.place.clone()],
        });
    }
    // A claim that fails comes before one that came true.
    out.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.id.cmp(&b.id)));
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
        out.push_str(&format!(" ({})", stat.format.range(interval.low, interval.high)));
    }
    out
}

fn change(id: &str, old: &Stat, new: &Stat, places: Vec<String>) -> NumberChange {
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
        places,
    }
}

fn numbers(
    old: &Edition,
    new: &Edition,
    before: &Shown,
    after: &Shown,
    out: &mut Comparison,
) {
    let shown: BTreeSet<&str> = before
        .numbers
        .iter()
        .chain(&after.numbers)
        .map(|showing| showing.id.as_str())
        .collect();
    let mut printed = Vec::new();
    for id in shown {
        let (Some(was), Some(is)) = (old.statistics.get(id), new.statistics.get(id))
        else {
            continue;
        };
        let places = places(after, id);
        conclude(id, was, is, &places, &mut out.conclusions);
        let texts = |shown: &Shown| -> BTreeSet<(String, String)> {
            shown
                .numbers
                .iter()
                .filter(|showing| showing.id == id)
                .map(|showing| (showing.show.clone(), showing.text.clone()))
                .collect()
        };
        let (old_texts, new_texts) = (texts(before), texts(after));
        let moved = old_texts.iter().any(|(show, text)| {
            new_texts.iter().any(|(other, now)| show == other && text != now)
        });
        if moved {
            printed.push(change(id, was, is, places));
        } else if was.value != is.value || was.interval != is.interval {
            out.unseen.push(change(id, was, is, places));
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
    id: &str,
    was: &Stat,
    is: &Stat,
    places: &[String],
    out: &mut Vec<Conclusion>,
) {
    let mut note = |kind: &str, old: String, new: String| {
        out.push(Conclusion {
            kind: kind.to_owned(),
            id: id.to_owned(),
            title: is.title.clone(),
            old,
            new,
            places: places.to_vec(),
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
fn ranks(old: &Edition, new: &Edition, after: &Shown, out: &mut Vec<Conclusion>) {
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
                });
            }
        }
    }
}

fn figures(
    old: &Edition,
    new: &Edition,
    before: &Shown,
    after: &Shown,
    out: &mut Comparison,
) {
    let ids: BTreeSet<&String> =
        before.figures.keys().chain(after.figures.keys()).collect();
    for id in ids {
        let (was, is) = (before.figures.get(id), after.figures.get(id));
        let (Some(was), Some(is)) = (was, is) else {
            let what = if was.is_none() { "added" } else { "removed" };
            out.figures.push(FigureChange {
                id: id.clone(),
                what: what.to_owned(),
                points: Vec::new(),
                words: String::new(),
            });
            continue;
        };
        let mut points = Vec::new();
        if old.figures.get(id) != new.figures.get(id)
            && let Some(chart) = new.figures.get(id)
        {
            for stat in chart.statistics() {
                if let (Some(a), Some(b)) =
                    (old.statistics.get(stat), new.statistics.get(stat))
                    && (a.value != b.value || a.interval != b.interval)
                {
                    points.push(change(stat, a, b, Vec::new()));
                }
            }
        }
        points.sort_by(|a, b| {
            let size = |change: &NumberChange| change.by.unwrap_or(0.0).abs();
            size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id))
        });
        let words = if was == is { String::new() } else { line_diff(was, is) };
        let redrawn = old.figures.get(id) != new.figures.get(id);
        let what = match (redrawn, words.is_empty()) {
            (true, true) => "points",
            (true, false) => "points and words",
            (false, false) => "words",
            (false, true) => continue,
        };
        out.figures.push(FigureChange {
            id: id.clone(),
            what: what.to_owned(),
            points,
            words,
        });
    }
}

fn line_diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut out = String::new();
    for change in diff.iter_all_changes() {
        let mark = match change.tag() {
            ChangeTag::Delete => "- ",
            ChangeTag::Insert => "+ ",
            ChangeTag::Equal => continue,
        };
        out.push_str(mark);
        out.push_str(change.value());
    }
    out
}

fn tables(before: &Shown, after: &Shown, out: &mut Comparison) {
    let ids: BTreeSet<&String> =
        before.tables.keys().chain(after.tables.keys()).collect();
    for id in ids {
        let mut change = TableChange {
            id: id.clone(),
            what: "cells".to_owned(),
            rows_in: Vec::new(),
            rows_out: Vec::new(),
            cells: Vec::new(),
        };
        match (before.tables.get(id), after.tables.get(id)) {
            (Some(was), Some(is)) => {
                let keyed = |rows: &[Vec<String>]| -> BTreeMap<String, Vec<String>> {
                    rows.iter()
                        .filter_map(|row| {
                            row.first().map(|key| (key.clone(), row.clone()))
                        })
                        .collect()
                };
                let (old_rows, new_rows) = (keyed(was), keyed(is));
                for (key, row) in &new_rows {
                    match old_rows.get(key) {
                        None => change.rows_in.push(key.clone()),
                        Some(old_row) => {
                            for (index, (a, b)) in old_row.iter().zip(row).enumerate() {
                                if a != b {
                                    let cell =
                                        (key.clone(), index + 1, a.clone(), b.clone());
                                    change.cells.push(cell);
                                }
                            }
                        }
                    }
                }
                change.rows_out = old_rows
                    .keys()
                    .filter(|key| !new_rows.contains_key(*key))
                    .cloned()
                    .collect();
                if change.rows_in.is_empty()
                    && change.rows_out.is_empty()
                    && change.cells.is_empty()
                {
                    continue;
                }
            }
            (None, _) => "added".clone_into(&mut change.what),
            (Some(_), None) => "removed".clone_into(&mut change.what),
        }
        out.tables.push(change);
    }
}

fn words(before: &Shown, after: &Shown, out: &mut Comparison) {
    let old: Vec<&str> =
        before.passages.iter().map(|passage| passage.words.as_str()).collect();
    let new: Vec<&str> =
        after.passages.iter().map(|passage| passage.words.as_str()).collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut gone: Vec<(usize, bool)> = Vec::new();
    let mut come: Vec<(usize, bool)> = Vec::new();
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Delete => {
                gone.extend(change.old_index().map(|index| (index, false)));
            }
            ChangeTag::Insert => {
                come.extend(change.new_index().map(|index| (index, false)));
            }
            ChangeTag::Equal => {}
        }
    }
    let mut note = |what: &str, place: &str, old: &str, new: &str| {
        out.words.push(WordsChange {
            place: place.to_owned(),
            what: what.to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
        });
    };
    for (new_index, done) in &mut come {
        let Some(passage) = after.passages.get(*new_index) else { continue };
        let same = gone.iter_mut().find(|(index, used)| {
            !used
                && before
                    .passages
                    .get(*index)
                    .is_some_and(|old| old.words == passage.words)
        });
        if let Some((_, used)) = same {
            *used = true;
            *done = true;
            note("moved", &passage.place, &passage.words, &passage.words);
            continue;
        }
        let near = gone
            .iter_mut()
            .filter(|(_, used)| !used)
            .filter_map(|slot| {
                let old = before.passages.get(slot.0)?;
                let ratio = TextDiff::from_words(&old.words, &passage.words).ratio();
                Some((ratio, slot))
            })
            .filter(|(ratio, _)| *ratio > 0.5)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        *done = true;
        match near {
            Some((_, slot)) => {
                slot.1 = true;
                let old =
                    before.passages.get(slot.0).map_or("", |old| old.words.as_str());
                note("changed", &passage.place, old, &passage.words);
            }
            None => note("added", &passage.place, "", &passage.words),
        }
    }
    for (index, used) in gone {
        if let (false, Some(passage)) = (used, before.passages.get(index)) {
            note("removed", &passage.place, &passage.words, "");
        }
    }
}

fn method(old: &Edition, new: &Edition, out: &mut Comparison) {
    let blocks = |edition: &Edition| -> BTreeMap<String, (String, String)> {
        edition
            .statistics
            .stats
            .values()
            .map(|stat| {
                let from = &stat.provenance;
                (from.block.clone(), (from.hash.clone(), from.definition.clone()))
            })
            .collect()
    };
    let (was, is) = (blocks(old), blocks(new));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let (what, a, b) = match (was.get(name), is.get(name)) {
            (Some(a), Some(b)) if a.0 == b.0 => continue,
            (Some(a), Some(b)) => ("changed", a.1.as_str(), b.1.as_str()),
            (None, Some(b)) => ("added", "", b.1.as_str()),
            (Some(a), None) => ("removed", a.1.as_str(), ""),
            (None, None) => continue,
        };
        out.method.push(MethodChange {
            block: name.clone(),
            what: what.to_owned(),
            old: a.to_owned(),
            new: b.to_owned(),
        });
    }
}

fn files(old: &Edition, new: &Edition, out: &mut Comparison) {
    let names: BTreeSet<&String> = old.inputs.keys().chain(new.inputs.keys()).collect();
    for name in names {
        let what = match (old.inputs.get(name), new.inputs.get(name)) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(_), Some(_)) => "changed",
            (None, _) => "added",
            (Some(_), None) => "removed",
        };
        let change = FileChange { path: name.clone(), what: what.to_owned() };
        if name.starts_with("data/") {
            out.data.push(change);
        } else {
            out.rest.push(change);
        }
    }
    for (name, was, is) in
        [("reissue", &old.reissue, &new.reissue), ("typst", &old.typst, &new.typst)]
    {
        if was != is {
            let path = format!("{name} {was} → {is}");
            out.rest.push(FileChange { path, what: "changed".to_owned() });
        }
    }
}
