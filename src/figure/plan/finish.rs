//! What every chart has once it is planned: its order, its lines at values, what stands out.

use crate::figure::kind;
use crate::figure::plan::Planner;
use crate::model::calendar::periods;
use crate::model::chart::Chart;
use crate::model::chart::Role;
use crate::model::chart::Rule;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::project::Order;

impl Planner<'_> {
    /// Adds lines at values, what belongs to the kind, and the declared order.
    pub(in crate::figure) fn finish(&self, chart: &mut Chart) -> Result<()> {
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
        let kind = kind::of(&chart.kind);
        if decl.reference.is_some() && !kind.takes_reference() {
            let message = format!(
                "`kind: {}` has no axis for a line at a value",
                chart.kind.name()
            );
            return Err(self
                .fault("reference", message)
                .help("leave `reference:` out")
                .into());
        }
        kind.finish(self, chart)?;
        if decl.order == Order::Value || kind.by_value() {
            sort_rows(chart);
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
        let keys: Vec<String> =
            chart.points().map(|(_, _, point)| point.key.clone()).collect();
        for (index, mark) in decl.marks.iter().enumerate() {
            let numeric = mark.x.parse::<f64>().is_ok()
                && keys.iter().all(|key| key.parse::<f64>().is_ok());
            let all = keys.iter().chain([&mark.x]).map(String::as_str);
            let timed = periods(all).is_some();
            if !numeric && !timed && !keys.contains(&mark.x) {
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
