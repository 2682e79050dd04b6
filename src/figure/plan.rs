//! A declaration and the statistics to what is drawn.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::figure::chart::Chart;
use crate::figure::chart::Mark;
use crate::figure::chart::Panel;
use crate::figure::chart::Point;
use crate::figure::chart::Role;
use crate::figure::chart::Rule;
use crate::figure::chart::Series;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::FigureKind;
use crate::project::Order;
use crate::project::words;
use crate::stat::Family;
use crate::stat::Stat;
use crate::stat::Statistics;
use crate::stat::estimate;
use crate::stat::number::Format;
use std::collections::BTreeMap;

/// Words for the values of columns: column → value → words.
pub type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// Plans a figure; a setting that does not fit is an error at its own place.
pub fn plan(
    entry: &Entry<FigureDecl>,
    labels: &Labels,
    statistics: &Statistics,
) -> Result<Chart> {
    let planner = Planner { entry, labels, statistics };
    let mut chart = match entry.decl.kind {
        FigureKind::Scatter => planner.scatter()?,
        _ if !entry.decl.items.is_empty() => planner.items()?,
        _ => planner.family()?,
    };
    planner.finish(&mut chart)?;
    Ok(chart)
}

struct Planner<'a> {
    entry: &'a Entry<FigureDecl>,
    labels: &'a Labels,
    statistics: &'a Statistics,
}

/// Which dimension of a family plays which part.
struct Parts {
    x: usize,
    series: Option<usize>,
    panel: Option<usize>,
}

impl<'a> Planner<'a> {
    fn decl(&self) -> &'a FigureDecl {
        &self.entry.decl
    }

    fn fault(&self, setting: &str, message: String) -> Diagnostic {
        Diagnostic::error(Code::R0401, message).at(self.entry.place(&[setting]), "")
    }

    fn find_family(&self, setting: &str, id: Option<&String>) -> Result<&'a Family> {
        let Some(id) = id else {
            return Err(self
                .fault(setting, format!("figure `{}` has nothing to draw", self.entry.id))
                .help(format!("add `{setting}:` with the id of a block that has `by:`"))
                .into());
        };
        self.statistics.families.get(id).ok_or_else(|| {
            let known = self.statistics.families.keys().map(String::as_str);
            let fault = self.fault(setting, format!("unknown family `{id}`"));
            let help = if self.statistics.get(id).is_some() {
                "this is a single value: list it under `items:`, or give the block a `by:`"
                    .to_owned()
            } else {
                did_you_mean(id, known, "families")
            };
            fault.help(help).into()
        })
    }

    fn dimension(
        &self,
        family: &Family,
        setting: &str,
        name: Option<&String>,
    ) -> Result<Option<usize>> {
        let Some(name) = name else { return Ok(None) };
        let at = family.dimensions.iter().position(|dimension| dimension == name);
        at.map(Some).ok_or_else(|| {
            let known = family.dimensions.iter().map(String::as_str);
            self.fault(setting, format!("`{}` has no dimension `{name}`", family.id))
                .help(did_you_mean(name, known, "dimensions"))
                .into()
        })
    }

    fn parts(&self, family: &Family) -> Result<Parts> {
        let decl = self.decl();
        let series = self.dimension(family, "series", decl.series.as_ref())?;
        let panel = self.dimension(family, "panel", decl.panel.as_ref())?;
        let x = match self.dimension(family, "x", decl.x.as_ref())? {
            Some(x) => x,
            None => (0..family.dimensions.len())
                .find(|at| Some(*at) != series && Some(*at) != panel)
                .ok_or_else(|| {
                    self.fault("x", "no dimension is left for `x:`".to_owned())
                })?,
        };
        for (at, name) in family.dimensions.iter().enumerate() {
            if at != x && Some(at) != series && Some(at) != panel {
                return Err(self
                    .fault(
                        "data",
                        format!("dimension `{name}` of `{}` has no part", family.id),
                    )
                    .help(format!("say `series: {name}` or `panel: {name}`"))
                    .into());
            }
        }
        Ok(Parts { x, series, panel })
    }

    fn label(&self, dimension: &str, key: &str) -> String {
        let own = self.decl().labels.get(key).cloned();
        own.unwrap_or_else(|| {
            let text = words(self.labels, dimension, key);
            let mut characters = text.chars();
            characters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(characters).collect()
            })
        })
    }

    fn role(&self, key: &str) -> Role {
        let decl = self.decl();
        if decl.treated.as_deref() == Some(key) {
            Role::Treated
        } else if decl.control.as_deref() == Some(key) {
            Role::Control
        } else {
            Role::Other
        }
    }

    fn point(
        &self,
        key: &str,
        label: String,
        stat: &Stat,
        setting: &str,
    ) -> Result<Point> {
        let Some(value) = stat.number() else {
            let message = format!("`{}` is a text and cannot be drawn", stat.id);
            return Err(self.fault(setting, message).into());
        };
        // An interval open at one end has no line that could be drawn.
        let closed = |i: &&crate::stat::Interval| i.low.is_finite() && i.high.is_finite();
        let interval = stat.interval.as_ref().filter(closed);
        Ok(Point {
            key: key.to_owned(),
            label,
            x: key.parse().ok().filter(|x: &f64| x.is_finite()),
            value,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            printed: stat.format.full(value),
            stat: stat.id.clone(),
        })
    }

    fn chart(&self, format: Format, panels: Vec<Panel>) -> Chart {
        let decl = self.decl();
        Chart {
            id: self.entry.id.clone(),
            kind: decl.kind,
            layout: decl.layout,
            format,
            x_format: None,
            axis: decl.axis.clone().unwrap_or_default(),
            x_axis: decl.x_axis.clone().unwrap_or_default(),
            panels,
            rules: Vec::new(),
            marks: decl
                .marks
                .iter()
                .map(|mark| Mark { x: mark.x.clone(), text: mark.text.clone() })
                .collect(),
            zero: decl.zero,
            grid: decl.grid.clone(),
            summaries: BTreeMap::new(),
        }
    }

    fn family(&self) -> Result<Chart> {
        let decl = self.decl();
        let family = self.find_family("data", decl.data.as_ref())?;
        let parts = self.parts(family)?;
        let name = |at: usize| family.dimensions.get(at).map_or("", String::as_str);
        let mut panels: Vec<Panel> = Vec::new();
        let mut format = None;
        for member in &family.members {
            let key = |at: usize| member.key.get(at).map_or("", String::as_str);
            let x = key(parts.x);
            if !decl.only.is_empty() && !decl.only.iter().any(|only| only == x) {
                continue;
            }
            let Some(stat) = self.statistics.get(&member.id) else { continue };
            format.get_or_insert_with(|| stat.format.clone());
            let point = self.point(x, self.label(name(parts.x), x), stat, "data")?;
            let panel_key = parts.panel.map_or("", key);
            let series_key = parts.series.map_or("", key);
            let panel_label = parts.panel.map(|at| self.label(name(at), panel_key));
            let panel = entry_of(
                &mut panels,
                panel_key,
                |panel| panel.key.as_str(),
                || Panel {
                    key: panel_key.to_owned(),
                    label: panel_label.unwrap_or_default(),
                    series: Vec::new(),
                },
            );
            let series_label = parts.series.map(|at| self.label(name(at), series_key));
            let role = if parts.series.is_some() {
                self.role(series_key)
            } else {
                Role::Treated
            };
            let series = entry_of(
                &mut panel.series,
                series_key,
                |series| series.key.as_str(),
                || Series {
                    key: series_key.to_owned(),
                    label: series_label.unwrap_or_default(),
                    role,
                    points: Vec::new(),
                },
            );
            series.points.push(point);
        }
        let Some(format) = format else {
            return Err(self
                .fault("data", format!("nothing of `{}` is left to draw", family.id))
                .into());
        };
        for key in [&decl.treated, &decl.control].into_iter().flatten() {
            let known: Vec<&str> = panels
                .iter()
                .flat_map(|panel| panel.series.iter().map(|series| series.key.as_str()))
                .collect();
            if parts.series.is_some() && !known.contains(&key.as_str()) {
                let setting = if decl.treated.as_ref() == Some(key) {
                    "treated"
                } else {
                    "control"
                };
                return Err(self
                    .fault(setting, format!("there is no series `{key}`"))
                    .help(did_you_mean(key, known, "series"))
                    .into());
            }
        }
        Ok(self.chart(format, panels))
    }

    fn items(&self) -> Result<Chart> {
        let mut series: Vec<Series> = Vec::new();
        let mut format = None;
        for (index, item) in self.decl().items.iter().enumerate() {
            let index = index.to_string();
            let place = self.entry.place(&["items", &index, "stat"]);
            let Some(stat) = self.statistics.get(&item.stat) else {
                let block = item.stat.split('.').next().unwrap_or_default();
                let near: Vec<&str> =
                    self.statistics.ids().filter(|id| id.starts_with(block)).collect();
                let near =
                    if near.is_empty() { self.statistics.ids().collect() } else { near };
                return Err(Diagnostic::error(
                    Code::R0306,
                    format!("unknown statistic `{}`", item.stat),
                )
                .at(place, "")
                .help(did_you_mean(&item.stat, near, "statistics"))
                .into());
            };
            let format = format.get_or_insert_with(|| stat.format.clone());
            if format.unit != stat.format.unit {
                return Err(Diagnostic::error(
                    Code::R0401,
                    format!("`{}` has another unit than the first item", item.stat),
                )
                .at(place, "")
                .help("one axis has one unit: draw standardised differences, or two figures")
                .into());
            }
            let key = item.series.clone().unwrap_or_default();
            let role = if key.is_empty() { Role::Treated } else { self.role(&key) };
            let label = if key.is_empty() { String::new() } else { self.label("", &key) };
            let row =
                if key.is_empty() { item.stat.as_str() } else { item.label.as_str() };
            let point = self.point(row, item.label.clone(), stat, "items")?;
            let list = entry_of(
                &mut series,
                &key,
                |series| series.key.as_str(),
                || Series { key: key.clone(), label, role, points: Vec::new() },
            );
            list.points.push(point);
        }
        let format =
            format.unwrap_or_else(|| Format::of(crate::stat::number::Unit::Number));
        let panel = Panel { key: String::new(), label: String::new(), series };
        Ok(self.chart(format, vec![panel]))
    }

    fn scatter(&self) -> Result<Chart> {
        let decl = self.decl();
        let across = self.find_family("data", decl.data.as_ref())?;
        let up = self.find_family("y", decl.y.as_ref())?;
        let parts = self.parts(across)?;
        let name = |at: usize| across.dimensions.get(at).map_or("", String::as_str);
        let mut series: Vec<Series> = Vec::new();
        let (mut format, mut x_format) = (None, None);
        for member in &across.members {
            let other = up.members.iter().find(|other| other.key == member.key);
            let Some((x, y)) = other.and_then(|other| {
                Some((self.statistics.get(&member.id)?, self.statistics.get(&other.id)?))
            }) else {
                continue;
            };
            let key = |at: usize| member.key.get(at).map_or("", String::as_str);
            let mut point = self.point(
                key(parts.x),
                self.label(name(parts.x), key(parts.x)),
                y,
                "y",
            )?;
            point.x = x.number();
            (point.low, point.high) = (None, None);
            format.get_or_insert_with(|| y.format.clone());
            x_format.get_or_insert_with(|| x.format.clone());
            let series_key = parts.series.map_or("", key);
            let label = parts.series.map(|at| self.label(name(at), series_key));
            let role = if parts.series.is_some() {
                self.role(series_key)
            } else {
                Role::Treated
            };
            let list = entry_of(
                &mut series,
                series_key,
                |series| series.key.as_str(),
                || Series {
                    key: series_key.to_owned(),
                    label: label.unwrap_or_default(),
                    role,
                    points: Vec::new(),
                },
            );
            list.points.push(point);
        }
        let (Some(format), Some(x_format)) = (format, x_format) else {
            let message = format!("`{}` and `{}` share no keys", across.id, up.id);
            return Err(self.fault("y", message).into());
        };
        let panel = Panel { key: String::new(), label: String::new(), series };
        let mut chart = self.chart(format, vec![panel]);
        chart.x_format = Some(x_format);
        Ok(chart)
    }

    /// Adds what belongs to the kind: rules, order, summaries.
    fn finish(&self, chart: &mut Chart) -> Result<()> {
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

/// Finds an entry by key, or adds it.
fn entry_of<'a, T>(
    list: &'a mut Vec<T>,
    key: &str,
    key_of: impl Fn(&T) -> &str,
    make: impl FnOnce() -> T,
) -> &'a mut T {
    let at = list.iter().position(|item| key_of(item) == key);
    let at = at.unwrap_or_else(|| {
        list.push(make());
        list.len() - 1
    });
    &mut list[at]
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
