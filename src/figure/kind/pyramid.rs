//! `pyramid`: two groups back to back, one bar a row: people by age and sex.
//!
//! The first series points to the left, the second to the right, on one scale. Ages are drawn
//! from the bottom up, the youngest at the foot; other keys as they come, the last at the bottom.
//!
//! Use it for the ages of a population. Do not use it where the two groups are to be compared row by
//! row: bars from one line are compared better.
//!
//! ```yaml
//! population:
//!   kind: pyramid
//!   headline: Older women outnumber older men
//!   subtitle: Residents by age and sex, 2024
//!   data: residents_by_age
//!   x: age
//!   series: sex
//!   source: Synthetic data
//! ```

use crate::figure::draw::first;
use crate::figure::draw::key::Mark;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::model::order::rises;

pub(super) struct Pyramid;

impl Kind for Pyramid {
    fn manual(&self) -> &'static str {
        include_str!("pyramid.rs")
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight"]
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Bar))
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        without_intervals(chart);
        if first(chart).len() != 2 {
            let message = format!("a pyramid has two series, not {}", first(chart).len());
            return Err(planner
                .fault("series", message)
                .help("choose `series:` with two values")
                .into());
        }
        if let Some((_, _, point)) = chart.points().find(|(.., point)| point.value < 0.0)
        {
            let message = format!("`{}` is below zero", point.stat);
            return Err(planner
                .fault("data", message)
                .help(
                    "a pyramid shows amounts; use `kind: bar` for values of either sign",
                )
                .into());
        }
        Ok(())
    }

    fn rows(&self, chart: &Chart) -> RowStyle {
        let upward = rises(&chart.keys());
        RowStyle { spans, mirrored: true, upward, ..RowStyle::of(Marks::Stack) }
    }
}

/// Where the parts of a row begin and end: the first series to the left of zero.
fn spans(chart: &Chart, parts: &[(&Series, f64)]) -> Vec<(f64, f64)> {
    let left = first(chart).first().map(|series| series.key.as_str());
    let side = |series: &Series| if Some(&*series.key) == left { -1.0 } else { 1.0 };
    parts.iter().map(|(series, value)| (0.0, side(series) * value)).collect()
}
