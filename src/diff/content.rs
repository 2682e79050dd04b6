//! Figures, tables and words that changed.

use crate::diff::change::Comparison;
use crate::diff::change::FigureChange;
use crate::diff::change::NumberChange;
use crate::diff::change::TableChange;
use crate::diff::change::WordsChange;
use crate::diff::compare::Sides;
use crate::diff::compare::change;
use crate::diff::places::Passage;
use crate::figure::Chart;
use similar::ChangeTag;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Notes figures that changed: their points, the rest of the drawing, their words.
pub(super) fn figures(sides: &Sides<'_>, out: &mut Comparison) {
    let (before, after) = (&sides.before.figures, &sides.after.figures);
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for id in ids {
        let (was, is) = (before.get(id), after.get(id));
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
        let charts = (sides.old.figures.get(id), sides.new.figures.get(id));
        let mut points = Vec::new();
        let mut redrawn = charts.0.is_some() != charts.1.is_some();
        if let (Some(was), Some(is)) = charts
            && was != is
        {
            redrawn = outline(was) != outline(is);
            for stat in is.statistics() {
                if let (Some(a), Some(b)) =
                    (sides.old.statistics.get(stat), sides.new.statistics.get(stat))
                    && (a.value != b.value || a.interval != b.interval)
                {
                    points.push(change(sides, stat, a, b));
                }
            }
        }
        points.sort_by(|a, b| {
            let size = |change: &NumberChange| change.by.unwrap_or(0.0).abs();
            size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id))
        });
        let words = if was == is { String::new() } else { line_diff(was, is) };
        let parts = [
            (!points.is_empty(), "points"),
            (redrawn, "drawing"),
            (!words.is_empty(), "words"),
        ];
        let what: Vec<&str> =
            parts.iter().filter(|(holds, _)| *holds).map(|(_, what)| *what).collect();
        if !what.is_empty() {
            let what = what.join(" and ");
            out.figures.push(FigureChange { id: id.clone(), what, points, words });
        }
    }
}

/// Returns a chart without its values: what an author declared of it.
fn outline(chart: &Chart) -> Chart {
    let mut chart = chart.clone();
    chart.summaries.clear();
    let points = chart.panels.iter_mut().flat_map(|panel| &mut panel.series);
    for point in points.flat_map(|series| &mut series.points) {
        (point.value, point.low, point.high) = (0.0, None, None);
        point.printed.clear();
    }
    chart
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

/// Notes tables that changed, by the first cell of their rows.
pub(super) fn tables(sides: &Sides<'_>, out: &mut Comparison) {
    let (before, after) = (&sides.before, &sides.after);
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
                let (old_rows, new_rows) = (keyed(was), keyed(is));
                for (key, row) in &new_rows {
                    match old_rows.get(key) {
                        None => change.rows_in.push(key.clone()),
                        Some(old_row) => {
                            change.cells.extend(cells(key, old_row, row));
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

/// Returns rows by their first cell; a second row of the same name is told apart.
fn keyed(rows: &[Vec<String>]) -> BTreeMap<String, &[String]> {
    let mut out = BTreeMap::new();
    for row in rows {
        let Some(first) = row.first() else { continue };
        let mut key = first.clone();
        let mut count = 1;
        while out.contains_key(&key) {
            count += 1;
            key = format!("{first} ({count})");
        }
        out.insert(key, row.as_slice());
    }
    out
}

fn cells(
    key: &str,
    old: &[String],
    new: &[String],
) -> Vec<(String, usize, String, String)> {
    let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    (0..old.len().max(new.len()))
        .filter(|at| old.get(*at) != new.get(*at))
        .map(|at| (key.to_owned(), at + 1, cell(old, at), cell(new, at)))
        .collect()
}

/// Notes passages that changed: moved ones are matched by their words, changed ones with
/// the passage they are most alike.
pub(super) fn words(sides: &Sides<'_>, out: &mut Comparison) {
    let (before, after) = (&sides.before.passages, &sides.after.passages);
    let texts = |passages: &[Passage]| -> Vec<String> {
        passages.iter().map(|passage| passage.words.clone()).collect()
    };
    let (old, new) = (texts(before), texts(after));
    let diff = TextDiff::from_slices(
        &old.iter().map(String::as_str).collect::<Vec<_>>(),
        &new.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let mut gone: Vec<Option<&Passage>> = Vec::new();
    let mut come: Vec<&Passage> = Vec::new();
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Delete => {
                gone.push(change.old_index().and_then(|index| before.get(index)));
            }
            ChangeTag::Insert => {
                come.extend(change.new_index().and_then(|index| after.get(index)));
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
    let mut rest = Vec::new();
    for passage in come {
        let same =
            gone.iter_mut().find(|old| old.is_some_and(|old| old.words == passage.words));
        if let Some(slot) = same {
            *slot = None;
            note("moved", &passage.place, &passage.words, &passage.words);
        } else {
            rest.push(passage);
        }
    }
    for passage in rest {
        match most_alike(&mut gone, passage) {
            Some(old) => note("changed", &passage.place, &old.words, &passage.words),
            None => note("added", &passage.place, "", &passage.words),
        }
    }
    for passage in gone.into_iter().flatten() {
        note("removed", &passage.place, &passage.words, "");
    }
}

/// Takes the passage that shares most words with another, where it is more than half.
fn most_alike<'a>(
    gone: &mut [Option<&'a Passage>],
    new: &Passage,
) -> Option<&'a Passage> {
    let mut best: Option<(f32, usize)> = None;
    for (at, old) in gone.iter().enumerate() {
        let Some(old) = old else { continue };
        let (a, b) = (old.words.len() as f32, new.words.len() as f32);
        // Texts of very different length cannot share half their words.
        if a.min(b) * 3.0 < a.max(b) {
            continue;
        }
        let ratio = TextDiff::from_words(&old.words, &new.words).ratio();
        let better = best.is_none_or(|(so_far, _)| f64::from(ratio) > f64::from(so_far));
        if ratio > 0.5 && better {
            best = Some((ratio, at));
        }
    }
    gone.get_mut(best?.1)?.take()
}
