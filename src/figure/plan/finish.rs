//! What belongs to a kind: lines at values, order, summaries, fits; and what it refuses.

use crate::figure::chart::Chart;
use crate::figure::chart::Role;
use crate::figure::chart::Rule;
use crate::figure::plan::Planner;
use crate::figure::plan::fit::fit;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::project::FigureKind;
use crate::project::Order;
use crate::stat::estimate;
use std::collections::BTreeMap;

impl Planner<'_> {
    /// Adds what belongs to the kind: rules, order, summaries.
    pub(super) fn finish(&self, chart: &mut Chart) -> Result<()> {
        let decl = self.decl();
        // Treated stands before control, whatever the alphabet says.
        for panel in &mut chart.panels {
            panel.series.sort_by_key(|series| match series.role {
                Role::Treated => 0,
                Role::Control => 1,
                Role::Other => 2,
            });
        }
        if let Some(rule) = &decl.reference {
            chart.rules.push(Rule { value: rule.value, label: rule.label.clone() });
        }
        match chart.kind {
            FigureKind::Bar | FigureKind::EventStudy => chart.zero = true,
            FigureKind::Love => {
                chart.zero = true;
                if chart.rules.is_empty() {
                    chart.rules.push(Rule { value: -0.1, label: String::new() });
                    chart.rules.push(Rule { value: 0.1, label: String::new() });
                }
            }
            // A dumbbell shows two values a row; its intervals would hide them.
            FigureKind::Dumbbell | FigureKind::Heat | FigureKind::Tiles => {
                let points = chart.panels.iter_mut().flat_map(|panel| &mut panel.series);
                for point in points.flat_map(|series| &mut series.points) {
                    (point.low, point.high) = (None, None);
                }
            }
            FigureKind::Dot | FigureKind::Specification if decl.reference.is_none() => {
                chart.zero = true;
            }
            _ => {}
        }
        if decl.order == Order::Value || chart.kind == FigureKind::Specification {
            sort_rows(chart);
        }
        if chart.kind == FigureKind::Strip {
            let mut summaries = BTreeMap::new();
            for series in chart.panels.iter().flat_map(|panel| &panel.series) {
                let values: Vec<f64> =
                    series.points.iter().map(|point| point.value).collect();
                if let (Ok(mean), Ok(median)) =
                    (estimate::mean(&values), estimate::quantile(&values, 0.5))
                {
                    summaries.insert(format!("{} mean", series.key), mean);
                    summaries.insert(format!("{} median", series.key), median);
                }
            }
            chart.summaries = summaries;
        }
        if chart.kind == FigureKind::Scatter {
            chart.fits = chart
                .panels
                .iter()
                .flat_map(|panel| &panel.series)
                .map(|series| (series.key.clone(), fit(series)))
                .collect();
        }
        if chart.kind == FigureKind::Slope {
            let places = keys_of(chart);
            if places.len() != 2 {
                let message =
                    format!("a slope joins two times, and there are {}", places.len());
                return Err(self
                    .fault("x", message)
                    .help("choose two with `only:`")
                    .into());
            }
        }
        if chart.kind == FigureKind::Dumbbell
            && chart.panels.iter().any(|panel| panel.series.len() != 2)
        {
            return Err(self
                .fault("series", "a dumbbell joins two series".to_owned())
                .help("choose `series:` with two values")
                .into());
        }
        if chart.kind == FigureKind::Tiles {
            for (_, _, point) in chart.points() {
                if !chart.grid.contains_key(&point.key) {
                    return Err(self
                        .fault("grid", format!("`{}` has no tile", point.key))
                        .help(format!("add `{}: [COLUMN, ROW]` to `grid:`", point.key))
                        .into());
                }
            }
            self.tiles(chart)?;
        }
        let known = marked_of(chart);
        for (index, key) in decl.highlight.iter().enumerate() {
            if !known.contains(&key.as_str()) {
                let at = self.entry.place(&["highlight", &index.to_string()]);
                let message = format!("there is no row `{key}` to highlight");
                return Err(Diagnostic::error(Code::R0401, message)
                    .at(at, "")
                    .help(did_you_mean(key, known, "rows"))
                    .into());
            }
        }
        let keys: Vec<String> =
            chart.points().map(|(_, _, point)| point.key.clone()).collect();
        for (index, mark) in decl.marks.iter().enumerate() {
            let numeric = mark.x.parse::<f64>().is_ok()
                && keys.iter().all(|key| key.parse::<f64>().is_ok());
            if !numeric && !keys.contains(&mark.x) {
                let at = self.entry.place(&["marks", &index.to_string(), "x"]);
                return Err(Diagnostic::error(
                    Code::R0401,
                    format!("`{}` is not on the x axis", mark.x),
                )
                .at(at, "")
                .into());
            }
        }
        Ok(())
    }
}

impl Planner<'_> {
    /// Refuses tiles outside the map, or on one another.
    fn tiles(&self, chart: &Chart) -> Result<()> {
        let mut taken: BTreeMap<(u32, u32), &str> = BTreeMap::new();
        for (key, place) in &chart.grid {
            let at = self.entry.place(&["grid", key]);
            let (column, row) = *place;
            if !(1..=40).contains(&column) || !(1..=40).contains(&row) {
                let message = format!("the tile of `{key}` lies outside the map");
                return Err(Diagnostic::error(Code::R0401, message)
                    .at(at, "")
                    .help("columns and rows count from 1 to 40")
                    .into());
            }
            if let Some(other) = taken.insert(*place, key) {
                let message = format!("`{key}` has the tile of `{other}`");
                return Err(Diagnostic::error(Code::R0401, message).at(at, "").into());
            }
        }
        Ok(())
    }
}

/// The keys of a chart, each once, in order.
fn keys_of(chart: &Chart) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for (_, _, point) in chart.points() {
        if !out.contains(&point.key.as_str()) {
            out.push(&point.key);
        }
    }
    out
}

/// What can stand out: rows, and of tables and small charts the series or panels.
fn marked_of(chart: &Chart) -> Vec<&str> {
    let panels = || chart.panels.iter();
    match chart.kind {
        FigureKind::Multiples => panels().map(|panel| panel.key.as_str()).collect(),
        FigureKind::Heat => {
            let series = panels().flat_map(|panel| &panel.series);
            series.map(|series| series.key.as_str()).collect()
        }
        _ => keys_of(chart),
    }
}

/// Orders rows by the value of the first series, greatest first.
fn sort_rows(chart: &mut Chart) {
    for panel in &mut chart.panels {
        let Some(first) = panel.series.first() else { continue };
        let mut order: Vec<(String, f64)> =
            first.points.iter().map(|point| (point.key.clone(), point.value)).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let place = |key: &str| {
            order.iter().position(|(known, _)| known == key).unwrap_or(order.len())
        };
        for series in &mut panel.series {
            series.points.sort_by_key(|point| place(&point.key));
        }
    }
}
