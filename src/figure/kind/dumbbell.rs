//! `dumbbell`: two values a row, joined: before and after, or two groups.
//!
//! Use it where the gap is the message. `order: gap` sorts by it, `order: value` by the first
//! series.
//!
//! Do not use it where the amounts themselves are to be compared, since its axis need not start at
//! zero: draw `bar`.
//!
//! ```yaml
//! crime_by_type:
//!   kind: dumbbell
//!   headline: Areas with initiatives have less crime of each type
//!   subtitle: Recorded offences per 1,000 residents, 2024
//!   data: crime_by_type
//!   x: type
//!   series: group
//!   source: Synthetic data
//! ```

use crate::figure::draw::key::Mark;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;

pub(super) struct Dumbbell;

impl Kind for Dumbbell {
    fn manual(&self) -> &'static str {
        include_str!("dumbbell.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Dot))
    }

    fn takes_log(&self) -> bool {
        true
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point]
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "zero"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        // Two values a row: their intervals would hide them.
        without_intervals(chart);
        if chart.panels.iter().any(|panel| panel.series.len() != 2) {
            return Err(planner
                .fault("series", "a dumbbell joins two series".to_owned())
                .help("choose `series:` with two values")
                .into());
        }
        Ok(())
    }

    fn rows(&self, _chart: &Chart) -> RowStyle {
        RowStyle::of(Marks::Dumbbell)
    }
}
