//! `love`: standardised differences between two groups, around zero (a balance chart).
//!
//! Dashed lines at a tenth of a standard deviation, on either side, unless `reference:`
//! gives another.
//!
//! ```yaml
//! balance:
//!   kind: love
//!   headline: The groups were alike before the programme
//!   subtitle: Standardised mean difference at the start, in standard deviations
//!   data: balance
//!   x: covariate
//!   source: Synthetic data
//! ```

use crate::figure::kind::Kind;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Rule;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;

pub(super) struct Love;

impl Kind for Love {
    fn sort(&self) -> &'static str {
        "Balance chart"
    }

    fn manual(&self) -> &'static str {
        include_str!("love.rs")
    }

    fn settings(&self) -> &'static [&'static str] {
        &["zero"]
    }

    fn finish(&self, _planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        if chart.rules.is_empty() {
            chart.rules.push(Rule { value: -0.1, label: String::new() });
            chart.rules.push(Rule { value: 0.1, label: String::new() });
        }
        Ok(())
    }

    fn prints_values(&self) -> bool {
        true
    }

    fn aside(&self, series: &Series) -> Option<String> {
        let near = series.points.iter().filter(|point| point.value.abs() <= 0.1).count();
        Some(format!(
            "{near} of {} lie within a tenth of a standard deviation.",
            series.points.len()
        ))
    }
}
