//! `bar`: amounts to compare, one bar a row, from zero.
//!
//! Use it for a handful of categories of which the size matters. `layout: stacked` puts the
//! series one on the other, for parts that add up; `layout: shares` does so from 0 to 100%,
//! for shares that are statistics and add up to 100. Do not use it for many rows, or for values
//! that are not amounts: `dot` reads better.
//!
//! ```yaml
//! units_by_sector:
//!   kind: bar
//!   headline: Shops and services are the largest sectors
//!   subtitle: Local business units by sector, 2024
//!   data: units_by_sector
//!   x: sector
//!   order: value
//!   highlight: [shops, services]
//!   source: Synthetic data
//! ```

use crate::figure::draw::key::Mark;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::shares_add_up;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Layout;
use crate::model::diagnostic::Result;

pub(super) struct Bar;

impl Kind for Bar {
    fn manual(&self) -> &'static str {
        include_str!("bar.rs")
    }

    fn colours_values(&self) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Bar))
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point]
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "layout", "zero"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        shares_add_up(planner, chart)
    }

    fn rows(&self, chart: &Chart) -> RowStyle {
        RowStyle::of(match chart.layout {
            Layout::Grouped => Marks::Bars,
            Layout::Stacked | Layout::Shares => Marks::Stack,
        })
    }
}
