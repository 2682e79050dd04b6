//! What every chart has once it is planned: its order, its lines at values, what stands out.

use crate::figure::draw::places::at;
use crate::figure::draw::places::places;
use crate::figure::draw::places::range;
use crate::figure::kind;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Role;
use crate::model::chart::Rule;
use crate::model::chart::Scale;
use crate::model::chart::Series;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::project::Order;

/// The letters that panels can have.
const LETTERS: usize = 26;

impl Planner<'_> {
    /// Adds lines at values, what belongs to the kind, and the declared order.
    pub(in crate::figure) fn finish(&self, chart: &mut Chart) -> Result<()> {
        let decl = self.decl();
        // Treated stands before control, whatever the alphabet says.
        let place = |series: &Series| match series.role {
            Role::Treated => 0,
            Role::Control => 1,
            Role::Other => 2,
        };
        for panel in &mut chart.panels {
            panel.series.sort_by_key(place);
        }
        // Panels may be the groups themselves.
        if chart.panels.iter().all(|panel| panel.series.len() == 1) {
            chart.panels.sort_by_key(|panel| panel.series.first().map(place));
        }
        if let Some(rule) = &decl.reference {
            chart.rules.push(Rule { value: rule.value, label: rule.label.clone() });
        }
        let kind = kind::of(chart);
        // In panels a line has the place that it has in the kind of each.
        if decl.reference.is_some() && !kind::named(&chart.kind).takes_reference() {
            let message = format!(
                "`kind: {}` has no axis for a line at a value",
                chart.kind.name()
            );
            return Err(self
                .fault("reference", message)
                .help("leave `reference:` out")
                .into());
        }
        self.lettered(chart)?;
        kind.finish(self, chart)?;
        self.logarithmic(chart)?;
        // A logarithmic axis has no zero, from whatever its kind starts.
        chart.zero &= chart.scale == Scale::Linear;
        self.groups(chart)?;
        let order = if kind.by_value() { Order::Value } else { decl.order };
        if order == Order::Gap && chart.panels.iter().any(|panel| panel.series.len() != 2)
        {
            return Err(self
                .fault("order", "a gap is between two series".to_owned())
                .help("draw two series, or order by `value`")
                .into());
        }
        if order != Order::Key {
            sort_rows(chart, order);
            chart.order.clear();
        }
        let known = kind.highlights(chart);
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
        let places = places(chart);
        let axis = range(&places, 0.0);
        for (index, mark) in decl.marks.iter().enumerate() {
            if at(&mark.x, &places, axis).is_none() {
                let keys = places.iter().map(|place| place.key.as_str());
                let at = self.entry.place(&["marks", &index.to_string(), "x"]);
                let message = format!("`{}` is not on the x axis", mark.x);
                return Err(Diagnostic::error(Code::R0401, message)
                    .at(at, "")
                    .help(did_you_mean(&mark.x, keys, "places"))
                    .into());
            }
        }
        Ok(())
    }

    /// Holds `treated:` and `control:` to what they name: series, else panels, else, in kinds that colour
    /// each value, values.
    fn groups(&self, chart: &mut Chart) -> Result<()> {
        let decl = self.decl();
        let named = [(&decl.treated, "treated"), (&decl.control, "control")].into_iter();
        for (key, setting) in named.filter_map(|(key, at)| Some((key.as_ref()?, at))) {
            let series = chart.panels.iter().flat_map(|panel| &panel.series);
            let series: Vec<&str> = series.map(|series| series.key.as_str()).collect();
            let panels = chart.panels.iter().map(|panel| panel.key.as_str());
            let panels: Vec<&str> = panels.collect();
            let (what, known) = if series.iter().any(|key| !key.is_empty()) {
                ("series", series)
            } else if panels.iter().any(|key| !key.is_empty()) {
                ("panels", panels)
            } else if kind::named(&chart.kind).colours_values() {
                let points: Vec<&Point> =
                    chart.points().map(|(_, _, point)| point).collect();
                let own = |point: &&Point| point.key == *key || point.label == *key;
                if let Some(found) = points.iter().copied().find(own) {
                    let role = self.role(key);
                    let found = found.key.clone();
                    chart.groups.insert(found, role);
                    continue;
                }
                ("values", points.iter().map(|point| point.label.as_str()).collect())
            } else {
                let message =
                    format!("`{setting}:` names a series or a panel, and there is none");
                return Err(self
                    .fault(setting, message)
                    .help("say with `series:` which dimension has the groups, or leave it out")
                    .into());
            };
            if !known.contains(&key.as_str()) {
                let one = what.trim_end_matches('s');
                let one = if what == "series" { what } else { one };
                return Err(self
                    .fault(setting, format!("there is no {one} `{key}`"))
                    .help(did_you_mean(key, known, what))
                    .into());
            }
        }
        Ok(())
    }

    /// Letters belong to panels, of which the alphabet names 26.
    fn lettered(&self, chart: &Chart) -> Result<()> {
        let count = chart.panels.len();
        let combined = !chart.parts.is_empty();
        if !chart.letters || combined || self.decl().panel.is_some() && count <= LETTERS {
            return Ok(());
        }
        let fault = if self.decl().panel.is_some() {
            let message = format!("{count} panels are more than {LETTERS} letters");
            self.fault("letters", message).help("draw fewer, or leave `letters:` out")
        } else {
            let message = "a figure without panels has no letters".to_owned();
            self.fault("letters", message)
                .help("add `panel:` with a dimension, or leave `letters:` out")
        };
        Err(fault.into())
    }

    /// Holds values to the axis that they stand along.
    fn logarithmic(&self, chart: &Chart) -> Result<()> {
        let fault = |setting: &str, message: String, help: &str| {
            let place = self.entry.place(&[setting]);
            Diagnostic::error(Code::R0431, message).at(place, "").help(help)
        };
        if chart.scale == Scale::Log {
            let name = chart.kind.name();
            if !kind::named(&chart.kind).takes_log() {
                let message =
                    format!("`kind: {name}` has no axis that can be logarithmic");
                let help = "bars start from zero, which no such axis has: draw `kind: dot` or `kind: line`, or leave `scale:` out";
                return Err(fault("scale", message, help).into());
            }
            if self.decl().zero {
                let message = "a logarithmic axis has no zero".to_owned();
                let help = "leave out `zero:` or `scale:`";
                return Err(fault("zero", message, help).into());
            }
            let values = chart.points().flat_map(|(_, series, point)| {
                let ends = [Some(point.value), point.low, point.high];
                ends.into_iter().flatten().map(move |value| (series, point, value))
            });
            for (series, point, value) in values {
                if value <= 0.0 {
                    let of = if series.label.is_empty() { "" } else { ", " };
                    let message = format!(
                        "`{}{of}{}` reaches {}, which a logarithmic axis does not have",
                        series.label,
                        point.label,
                        chart.format.full(value)
                    );
                    let help = "such an axis holds values above zero: leave `scale:` out";
                    return Err(fault("scale", message, help).into());
                }
            }
            if let Some(rule) = chart.rules.iter().find(|rule| rule.value <= 0.0) {
                let value = chart.format.full(rule.value);
                let message = format!("a logarithmic axis has no {value}");
                let help = "leave out the line or `scale:`";
                return Err(fault("reference", message, help).into());
            }
        }
        let low = chart.points().find(|(.., point)| point.x.is_some_and(|x| x <= 0.0));
        if let Some((.., point)) = low.filter(|_| chart.x_scale == Scale::Log) {
            let message = format!(
                "`{}` is not above zero along the x axis, as a logarithmic one needs",
                point.label
            );
            return Err(fault("x_scale", message, "leave `x_scale:` out").into());
        }
        Ok(())
    }
}

/// Orders rows by the value of the first series, greatest first. Values that print alike are equal:
/// their rows stay in the order in which they are.
fn sort_rows(chart: &mut Chart, by: Order) {
    for panel in &mut chart.panels {
        let Some((first, others)) = panel.series.split_first() else { continue };
        let printed = |value: f64| chart.format.rounded(value);
        let size = |point: &Point| {
            if by != Order::Gap {
                return printed(point.value);
            }
            let mut other = others.iter().flat_map(|series| &series.points);
            let other = other.find(|other| other.key == point.key);
            other.map_or(f64::NEG_INFINITY, |other| {
                (printed(point.value) - printed(other.value)).abs()
            })
        };
        let rows = first.points.iter();
        let mut order: Vec<(String, f64)> =
            rows.map(|point| (point.key.clone(), size(point))).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let place = |key: &str| {
            order.iter().position(|(known, _)| known == key).unwrap_or(order.len())
        };
        for series in &mut panel.series {
            series.points.sort_by_key(|point| place(&point.key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Order;
    use super::sort_rows;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    #[test]
    fn rows_whose_values_print_alike_have_no_order_of_their_own() {
        let format = Format::of(Unit::Percent).decimals(0);
        let mut chart = Chart::new(FigureKind::new("bar"), format).series(
            "",
            [("east", 40.1), ("north", 40.4), ("south", 55.0), ("west", 39.6)],
        );
        sort_rows(&mut chart, Order::Value);
        assert_eq!(chart.keys(), ["south", "east", "north", "west"]);
    }

    #[test]
    fn rows_come_by_the_difference_of_their_two_values() {
        let format = Format::of(Unit::Percent).decimals(0);
        let mut chart = Chart::new(FigureKind::new("dumbbell"), format)
            .series("before", [("east", 40.0), ("north", 10.0), ("south", 55.0)])
            .series("after", [("east", 45.0), ("north", 50.0), ("south", 25.0)]);
        sort_rows(&mut chart, Order::Gap);
        assert_eq!(chart.keys(), ["north", "south", "east"]);
    }
}
