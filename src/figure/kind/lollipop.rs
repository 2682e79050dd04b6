//! `lollipop`: amounts as dots on thin lines from zero, one a row.
//!
//! A bar chart with less ink, for many rows. Sort it with `order: value`.
//!
//! Do not use it for values with intervals: draw `dot`.
//!
//! ```yaml
//! growth_by_region:
//!   kind: lollipop
//!   headline: Growth differs from region to region
//!   subtitle: Change in local business units, %
//!   data: growth_by_region
//!   x: region
//!   order: value
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

pub(super) struct Lollipop;

impl Kind for Lollipop {
    fn manual(&self) -> &'static str {
        include_str!("lollipop.rs")
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight"]
    }

    fn colours_values(&self) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Dot))
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point]
    }

    fn finish(&self, _planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        without_intervals(chart);
        Ok(())
    }

    fn rows(&self, _chart: &Chart) -> RowStyle {
        RowStyle::of(Marks::Lollipops)
    }
}
