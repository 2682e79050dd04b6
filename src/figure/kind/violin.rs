//! `violin`: the shape in which the values of each group are spread, around a small box.
//!
//! The outline is the density of the values (Gaussian kernel, Silverman's width) between the
//! least and the greatest; the box is that of `kind: box`. Use it for groups of at least 30
//! values: smaller ones have no shape. Do not use it where readers do not know such outlines:
//! `box` or `strip` need less explaining.
//!
//! ```yaml
//! growth_violin:
//!   kind: violin
//!   headline: A few areas grew far more than the rest
//!   subtitle: Change in local business units of each area in percent, 2012 to 2024
//!   data: growth_by_area
//!   x: area
//!   series: group
//!   source: Synthetic data
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::less::Less;
use crate::figure::draw::said::Said;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::boxes;
use crate::figure::kind::without_intervals;
use crate::figure::place::Area;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::svg::Svg;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;
use crate::say;

/// The fewest values that have a shape.
const LEAST: usize = 10;

pub(super) struct Violin;

impl Kind for Violin {
    fn manual(&self) -> &'static str {
        include_str!("violin.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["zero"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        let small = first(chart).iter().find(|series| series.points.len() < LEAST);
        if let Some(series) = small {
            let count = series.points.len();
            let message = if series.label.is_empty() {
                format!("{count} values are too few for a shape")
            } else {
                format!("`{}` has {count} values: too few for a shape", series.label)
            };
            return Err(planner
                .fault("kind", message)
                .help("draw `kind: box`, which shows every value of a small group")
                .into());
        }
        Ok(())
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        first(chart).iter().flat_map(|series| boxes::quartiles(chart, series)).collect()
    }

    fn said(&self, chart: &Chart) -> Vec<Said> {
        boxes::said(chart, true)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        boxes::need(chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        boxes::paint(chart, svg, area, true);
    }

    fn foot(&self, _chart: &Chart) -> String {
        say!("box-foot")
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        boxes::sentences(chart)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "groups")
    }

    fn most_series(&self) -> Option<usize> {
        None
    }
}
