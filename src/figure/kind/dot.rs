//! `dot`: estimates with their intervals, one dot a row.
//!
//! Use it where uncertainty matters, or where values are far from zero. Zero is on the axis
//! unless `reference:` gives another line to compare with.
//!
//! Do not use it for amounts that are to be compared by their length: draw `bar`.
//!
//! ```yaml
//! effects:
//!   kind: dot
//!   headline: The growth of no region is known closely
//!   subtitle: Change in local business units, 2012 to 2024, %, with 95% intervals
//!   data: growth_by_region
//!   x: region
//!   source: Synthetic data
//! ```

use crate::figure::draw::key::Mark;
use crate::figure::draw::style::RowStyle;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;

pub(super) struct Dot;

impl Kind for Dot {
    fn manual(&self) -> &'static str {
        include_str!("dot.rs")
    }

    fn colours_values(&self) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Dot))
    }

    fn takes_log(&self) -> bool {
        true
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point, About::Difference]
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "zero"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero |= planner.decl().reference.is_none();
        Ok(())
    }

    fn rows(&self, _chart: &Chart) -> RowStyle {
        RowStyle { prints_values: true, ..RowStyle::default() }
    }
}
