//! `love`: standardised differences between two groups, around zero (a balance chart).
//!
//! Dashed lines at a tenth of a standard deviation, on either side, unless `reference:`
//! gives another.
//!
//! Use it to show whether two groups were alike at the start. Do not use it for effects: `dot` shows
//! those, in their own unit.
//!
//! ```yaml
//! balance:
//!   kind: love
//!   headline: The groups differed before the programme
//!   subtitle: Standardised mean difference at the start, in standard deviations
//!   data: balance
//!   x: covariate
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::first;
use crate::figure::draw::key::Mark;
use crate::figure::draw::style::RowStyle;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::plan::About;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Rule;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::say;

pub(super) struct Love;

impl Kind for Love {
    fn manual(&self) -> &'static str {
        include_str!("love.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Dot))
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point]
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "zero"]
    }

    fn finish(&self, _planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        if chart.rules.is_empty() {
            chart.rules.push(Rule { value: -0.1, label: String::new() });
            chart.rules.push(Rule { value: 0.1, label: String::new() });
        }
        Ok(())
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        let near = |series: &Series| {
            let near = series.points.iter().filter(|point| point.value.abs() <= 0.1);
            Marking::new("near", near.count() as f64, chart, &series.points)
                .named("Differences within a tenth of a standard deviation", &series.label)
                .of([series.key.as_str()])
                .printed(Format::of(Unit::Number).decimals(0))
                .by(
                    "Number of differences drawn that lie within a tenth of a standard deviation",
                    "number of y with |y| ≤ 0.1",
                )
        };
        first(chart).iter().map(near).collect()
    }

    fn rows(&self, _chart: &Chart) -> RowStyle {
        RowStyle { prints_values: true, ..RowStyle::default() }
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        rank::of_rows(chart, false, &|series| Some(aside(series)))
    }
}

/// A sentence more about one series.
fn aside(series: &Series) -> String {
    let near = series.points.iter().filter(|point| point.value.abs() <= 0.1).count();
    say!("love-near", count = near, of = series.points.len())
}
