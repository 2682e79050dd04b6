//! Less of a chart, where there is no room for all of it. Which rows, panels, lines and
//! columns stay is decided by rule, and the picture says how many there are and which it
//! shows; words, tables and data stay whole.

use crate::figure::draw::first;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Role;
use crate::model::chart::Series;
use crate::model::geography::Map;
use crate::model::words::listed;
use crate::say;
use std::borrow::Cow;
use std::sync::Arc;

/// What is left of a chart, and in words what was chosen.
#[derive(Debug, Clone)]
pub(in crate::figure) struct Less<'a> {
    pub chart: Cow<'a, Chart>,
    /// Whether its rows are gaps between two marks.
    pub(super) gaps: bool,
    /// What is shown of rows, panels, steps or series; empty where all are.
    pub(super) parts: Vec<String>,
    /// What is shown of names.
    pub(super) names: Vec<String>,
}

/// Something that can be left out: its key, and how much it stands out.
struct Item<'a> {
    key: &'a str,
    marked: bool,
    value: f64,
    score: f64,
}

impl<'a> Less<'a> {
    pub(in crate::figure) fn whole(chart: &'a Chart, gaps: bool) -> Self {
        let (parts, names) = (Vec::new(), Vec::new());
        Self { chart: Cow::Borrowed(chart), gaps, parts, names }
    }

    /// Fewer series, named by a noun; those to be compared are never left out.
    pub(in crate::figure) fn fewer_series(
        self,
        level: usize,
        noun: &str,
    ) -> Option<Self> {
        let least = marked(&self.chart).max(1);
        let all = first(&self.chart).len();
        let count = all.checked_sub(level).filter(|n| *n >= least)?;
        Some(self.series(count, noun, false))
    }

    /// Fewer rows of a table, whose rows are series.
    pub(in crate::figure) fn table_rows(self, count: usize) -> Self {
        self.series(count, "rows", true)
    }

    /// What is not shown, and where it is; empty where all is.
    pub(in crate::figure) fn said(&self) -> String {
        let all = &self.chart.annotations;
        let out = all.iter().filter(|annotation| annotation.left_out).count();
        let parts = [self.parts.as_slice(), self.names.as_slice()].concat().join("; ");
        let shown = (!parts.is_empty()).then(|| say!("less-shown", parts = parts));
        let notes = (out > 0).then(|| say!("less-notes", count = out, of = all.len()));
        shown.into_iter().chain(notes).collect::<Vec<_>>().join(" ")
    }

    pub(in crate::figure) fn panels(mut self, count: usize) -> Self {
        let chart = self.chart.to_mut();
        let items: Vec<Item<'_>> = chart
            .panels
            .iter()
            .map(|panel| {
                let score = parting(panel);
                let marked = chart.highlight.contains(&panel.key);
                Item { key: &panel.key, marked, value: 0.0, score }
            })
            .collect();
        let kept = keep(&items, count, false);
        let pairs = chart.panels.iter().all(|panel| panel.series.len() > 1);
        let which = if pairs { "less-gaps" } else { "less-changes" };
        let marked = items.iter().filter(|item| item.marked).count();
        let which = extremes(marked, &[which], count);
        let part =
            say!("less-panels", count = count, of = chart.panels.len(), which = which);
        chart.panels.retain(|panel| kept.contains(&panel.key));
        self.parts.push(part);
        self
    }

    /// The first panels of a set, and the one that its headline is about.
    pub(in crate::figure) fn first_panels(mut self, count: usize) -> Self {
        let panels = &self.chart.panels;
        let of = panels.len();
        let about = panels.iter().position(|panel| panel.key == self.chart.foremost);
        let about = about.filter(|at| *at >= count);
        let kept = |at: usize| match about {
            Some(about) => at == about || at + 1 < count,
            None => at < count,
        };
        self.parts.push(match about {
            Some(_) => say!("less-some", count = count, of = of),
            None => say!("less-first", count = count, of = of, noun = "panels"),
        });
        let chart = self.chart.to_mut();
        chart.panels = at_places(std::mem::take(&mut chart.panels), kept);
        chart.parts = at_places(std::mem::take(&mut chart.parts), kept);
        self
    }

    /// The first chart of a combined figure, and less of it.
    pub(in crate::figure) fn first_part(
        self,
        gaps: bool,
        less: impl FnOnce(Less<'_>) -> Option<Less<'_>>,
    ) -> Option<Self> {
        let mut out = self.first_panels(1);
        let part = out.chart.parts.first()?.clone();
        let found = less(Less::whole(&part, gaps))?;
        out.parts.extend(found.parts);
        out.names.extend(found.names);
        let part = found.chart.into_owned();
        let chart = out.chart.to_mut();
        chart.panels.clone_from(&part.panels);
        chart.parts = vec![part];
        Some(out)
    }

    fn series(mut self, count: usize, noun: &str, rows: bool) -> Self {
        let chart = self.chart.to_mut();
        let base = base(chart);
        let highlight = chart.highlight.clone();
        let Some(panel) = chart.panels.first_mut() else { return self };
        let all = panel.series.len();
        let item = |(at, series): (usize, &'_ Series)| {
            let far = |value: f64| (value - base).abs();
            let values = || series.points.iter().map(|point| point.value);
            let farthest = values().max_by(|a, b| far(*a).total_cmp(&far(*b)));
            let value = farthest.unwrap_or(base);
            let (stands_out, score) = if rows {
                (highlight.contains(&series.key), far(value))
            } else {
                (series.role != Role::Other, -(at as f64))
            };
            (series.key.clone(), stands_out, value, score)
        };
        let found: Vec<_> = panel.series.iter().enumerate().map(item).collect();
        let items: Vec<Item<'_>> = found
            .iter()
            .map(|(key, marked, value, score)| Item {
                key,
                marked: *marked,
                value: *value,
                score: *score,
            })
            .collect();
        let marked = items.iter().filter(|item| item.marked).count();
        let kept = keep(&items, count, rows);
        panel.series.retain(|series| kept.contains(&series.key));
        let which = if rows {
            format!(", {}", extremes(marked, &["less-highest", "less-lowest"], count))
        } else {
            String::new()
        };
        let said = say!("less-series", count = count, of = all, noun = noun);
        self.parts.push(format!("{said}{which}"));
        self
    }

    /// A map without the areas that are drawn apart.
    pub(in crate::figure) fn without_insets(mut self) -> Option<Self> {
        let map = self.chart.map.as_ref()?;
        let count = map.insets.len();
        let map = Map { insets: Vec::new(), ..Map::clone(map) };
        self.chart.to_mut().map = Some(Arc::new(map));
        self.parts.push(say!("less-insets", count = count));
        (count > 0).then_some(self)
    }

    /// The chart with a change of its own, and what is then shown.
    pub(in crate::figure) fn changed(
        mut self,
        part: &str,
        change: impl FnOnce(&mut Chart),
    ) -> Self {
        change(self.chart.to_mut());
        self.parts.push(part.to_owned());
        self
    }

    /// The chart without some names, and what is then shown.
    pub(in crate::figure) fn nameless_but(
        mut self,
        names: &str,
        change: impl FnOnce(&mut Chart),
    ) -> Self {
        change(self.chart.to_mut());
        self.names.push(names.to_owned());
        self
    }

    /// Rows down to two, then series down to one, then one row.
    pub(in crate::figure) fn rows_and_series(self, level: usize) -> Option<Self> {
        let chart = &*self.chart;
        let (all, series) = (items(chart, self.gaps).len(), first(chart).len());
        let least = marked(chart).max(1);
        let rows = all.saturating_sub(level).max(2);
        let after = level.saturating_sub(all.saturating_sub(2));
        if all > 2 && after == 0 {
            return Some(self.rows(rows));
        }
        let lists = series.saturating_sub(after).max(least);
        let spare = series.saturating_sub(least);
        let last = after > spare;
        if (last && all < 2) || after > spare + 1 {
            return None;
        }
        let less =
            if all > 2 || last { self.rows(if last { 1 } else { 2 }) } else { self };
        Some(if lists < series { less.series(lists, "series", false) } else { less })
    }

    fn rows(mut self, count: usize) -> Self {
        let (gaps, chart) = (self.gaps, self.chart.to_mut());
        let items = items(chart, gaps);
        let all = items.len();
        let marked = items.iter().filter(|item| item.marked).count();
        let kept = keep(&items, count, !gaps);
        let which: &[&str] = match gaps {
            true => &["less-gaps"],
            false if chart.zero => &["less-highest", "less-lowest", "less-farthest"],
            false => &["less-highest", "less-lowest"],
        };
        let part = format!(
            "{}, {}",
            say!("less-series", count = count, of = all, noun = "rows"),
            extremes(marked, which, count)
        );
        for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            series.points.retain(|point| kept.contains(&point.key));
        }
        self.parts.push(part);
        self
    }

    /// A specification chart that names the reported estimate and the ends alone.
    pub(in crate::figure) fn unnamed(mut self) -> Self {
        let (gaps, chart) = (self.gaps, self.chart.to_mut());
        let items = items(chart, gaps);
        let all = items.len();
        let marked = items.iter().filter(|item| item.marked).count();
        let kept = keep(&items, marked + 2, true);
        chart.choices.clear();
        for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            for point in &mut series.points {
                if !kept.contains(&point.key) {
                    point.label.clear();
                }
            }
        }
        self.names.push(say!("less-names", count = kept.len(), of = all));
        self
    }
}

/// Returns those of a list whose places are kept.
fn at_places<T>(all: Vec<T>, kept: impl Fn(usize) -> bool) -> Vec<T> {
    let all = all.into_iter().enumerate();
    all.filter(|(at, _)| kept(*at)).map(|(_, one)| one).collect()
}

/// How many series are there to be compared, and never left out.
fn marked(chart: &Chart) -> usize {
    first(chart).iter().filter(|series| series.role != Role::Other).count()
}

/// The rows of a chart, each once, with the values of the first series.
fn items(chart: &Chart, gaps: bool) -> Vec<Item<'_>> {
    let base = base(chart);
    let mut out: Vec<Item<'_>> = Vec::new();
    for (_, _, point) in chart.points() {
        if let Some(item) = out.iter_mut().find(|item| item.key == point.key) {
            if gaps {
                item.score = (point.value - item.value).abs();
            }
        } else {
            let marked = chart.highlight.contains(&point.key);
            let score = (point.value - base).abs();
            out.push(Item { key: &point.key, marked, value: point.value, score });
        }
    }
    out
}

/// What values are far from: the reference or zero where they are drawn, else the mean.
fn base(chart: &Chart) -> f64 {
    if let Some(rule) = chart.rules.first() {
        return rule.value;
    }
    let values: Vec<f64> = chart.points().map(|(_, _, point)| point.value).collect();
    let count = values.len().max(1) as f64;
    let zero = chart.zero || values.is_empty();
    if zero { 0.0 } else { values.iter().map(|value| value / count).sum() }
}

/// How far the first two lines of a panel end from one another, or its line from its start.
fn parting(panel: &Panel) -> f64 {
    let last = |series: &Series| series.points.last().map(|point| point.value);
    let start = |series: &Series| series.points.first().map_or(0.0, |point| point.value);
    match panel.series.as_slice() {
        [a, b, ..] => match (last(a), last(b)) {
            (Some(a), Some(b)) => (a - b).abs(),
            _ => 0.0,
        },
        [only] => last(only).map_or(0.0, |last| (last - start(only)).abs()),
        [] => 0.0,
    }
}

/// Chooses what stays: what is marked, the highest and the lowest, then what stands out.
fn keep(items: &[Item<'_>], count: usize, ends: bool) -> Vec<String> {
    let mut order: Vec<&Item<'_>> = items.iter().filter(|item| item.marked).collect();
    if ends {
        let by_value = |a: &&Item<'_>, b: &&Item<'_>| a.value.total_cmp(&b.value);
        order.extend(items.iter().max_by(by_value));
        order.extend(items.iter().min_by(by_value));
    }
    let mut rest: Vec<&Item<'_>> = items.iter().collect();
    rest.sort_by(|a, b| b.score.total_cmp(&a.score));
    order.extend(rest);
    let mut out: Vec<String> = Vec::new();
    for item in order {
        if out.len() < count && !out.iter().any(|key| key == item.key) {
            out.push(item.key.to_owned());
        }
    }
    out
}

/// Says which rows are kept.
fn extremes(marked: usize, which: &[&'static str], count: usize) -> String {
    let mut words = Vec::new();
    if marked > 0 {
        words.push(say!("less-bold"));
    }
    words.extend(which.iter().take(count.saturating_sub(marked)).map(|id| say!(id)));
    listed(&words)
}

#[cfg(test)]
mod tests {
    use super::Less;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Panel;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use crate::say;

    #[test]
    fn the_panel_that_the_headline_is_about_stays() {
        let panel = |key: &str| Panel {
            key: key.to_owned(),
            label: key.to_owned(),
            series: Vec::new(),
        };
        let mut chart = Chart::new(FigureKind::new("squares"), Format::of(Unit::Percent));
        chart.panels = vec![panel("north"), panel("south"), panel("west")];
        let left = |chart: &Chart, count: usize| {
            let less = Less::whole(chart, false).first_panels(count);
            let keys: Vec<String> =
                less.chart.panels.iter().map(|panel| panel.key.clone()).collect();
            (keys.join(" "), less.said())
        };
        assert_eq!(left(&chart, 2).0, "north south");
        chart.foremost = "west".to_owned();
        assert_eq!(left(&chart, 2).0, "north west");
        let (keys, said) = left(&chart, 1);
        assert_eq!(keys, "west");
        assert_eq!(said, "Shown: 1 of 3 panels. All are in the figure’s table.");
        chart.foremost = "north".to_owned();
        assert!(left(&chart, 1).1.starts_with("Shown: the first of 3 panels."));
    }

    #[test]
    fn one_panel_and_one_note_are_said_without_a_number() {
        let first =
            |count: usize| say!("less-first", count = count, of = 4, noun = "panels");
        assert_eq!(first(1), "the first of 4 panels");
        assert_eq!(first(2), "the first 2 of 4 panels");
        let notes = |count: usize, of: usize| say!("less-notes", count = count, of = of);
        assert_eq!(
            notes(1, 1),
            "Without its note, which is in the figure’s description."
        );
        assert_eq!(
            notes(1, 3),
            "Without 1 of 3 notes. All are in the figure’s description."
        );
    }
}
