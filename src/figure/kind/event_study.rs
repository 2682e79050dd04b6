//! `event_study`: coefficients by year with their intervals, around a base year.
//!
//! Draws the family of an `event_study` statistic. Years before the programme should lie
//! around zero; the base year is a ring.
//!
//! Use it to show that nothing happened before a programme began, and what came after. Do not use it
//! for values that are no differences from a base year: `line` shows those.
//!
//! ```yaml
//! business_event_years:
//!   kind: event_study
//!   headline: The gap opens only after the programme starts
//!   subtitle: Difference between the groups against 2012, local business units
//!   data: business_event
//!   x: year
//!   source: Synthetic data
//! ```

use crate::figure::describe::Facts;
use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::key::Mark;
use crate::figure::draw::less::Less;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::line;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::figure::svg::Svg;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;

pub(super) struct EventStudy;

impl Kind for EventStudy {
    fn manual(&self) -> &'static str {
        include_str!("event_study.rs")
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point, About::Range]
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Dot))
    }

    fn settings(&self) -> &'static [&'static str] {
        &["marks", "zero"]
    }

    fn finish(&self, _planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        Ok(())
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        line::need(chart, look, width, true)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        line::paint(chart, svg, area, true);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let panel = chart.panels.first();
        let mut long = course::of_panel(chart, panel);
        long.extend(course::beyond_zero(panel));
        (long.clone(), long)
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        Some(course::facts(chart))
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "groups")
    }
}
