//! `squares`: parts of a whole as 100 squares, each one in a hundred.
//!
//! Listed statistics in whole percent that add up to 100: a square cannot be cut. Use it where
//! "so many in a hundred" is the message; to compare parts, draw a `bar`.
//!
//! ```yaml
//! in_a_hundred:
//!   kind: squares
//!   headline: More areas gained than lost
//!   subtitle: Areas by change in local business units, of every hundred
//!   items:
//!     - {stat: shares.gained, label: Gained}
//!     - {stat: shares.lost, label: Lost}
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::draw::less::Less;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::donut::hues;
use crate::figure::kind::donut::parts;
use crate::figure::kind::donut::whole;
use crate::figure::kind::without_intervals;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::shape::Spot;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;

/// Squares along a side.
const SIDE: usize = 10;
/// The most parts that can be told apart.
const MOST: usize = 5;

pub(super) struct Squares;

impl Kind for Squares {
    fn manual(&self) -> &'static str {
        include_str!("squares.rs")
    }

    fn touches(&self, _chart: &Chart) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        whole(planner, chart)?;
        let rounded: f64 = parts(chart).map(|point| point.value.round()).sum();
        let cut = parts(chart).find(|point| {
            let printed = chart.format.rounded(point.value);
            (printed - printed.round()).abs() > 1e-9
        });
        if let Some(point) = cut {
            let message = format!(
                "{} ({}) is no whole number of squares",
                point.printed, point.label
            );
            return Err(planner
                .fault("items", message)
                .help("give the statistics `decimals: 0`, or draw `kind: bar`")
                .into());
        }
        if (rounded - 100.0).abs() > 1e-9 {
            let message =
                format!("rounded, the parts add up to {rounded}, not to 100 squares");
            return Err(planner.fault("items", message).help("draw `kind: bar`").into());
        }
        let count = parts(chart).count();
        if count > MOST {
            let message =
                format!("{count} parts cannot be told apart: {MOST} are the most");
            return Err(planner.fault("items", message).help("draw `kind: bar`").into());
        }
        Ok(())
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let key = Key::new(look, named(chart), width).height();
        let natural = width.min(280.0);
        Need { least: 80.0, natural, most: width.clamp(280.0, 420.0) }.plus(key)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let key = Key::new(look, named(chart), area.w);
        key.paint(svg, area);
        let area = area.below(key.height());
        let each = area.w.min(area.h) / SIDE as f64;
        let square = |at: usize| {
            let (column, row) = (at % SIDE, at / SIDE);
            Area {
                x: area.x + column as f64 * each,
                y: area.y + row as f64 * each,
                w: each * 0.88,
                h: each * 0.88,
            }
        };
        let series = first(chart).first().map_or("", |series| &series.key);
        let mut from = 0;
        for (point, hue) in parts(chart).zip(hues()) {
            let count = point.value.round().clamp(0.0, 100.0) as usize;
            let to = (from + count).min(SIDE * SIDE);
            for at in from..to {
                svg.tile(square(at), Ink::Mark(hue));
            }
            if from < to {
                let middle = square(usize::midpoint(from, to - 1));
                svg.spot(Spot::within(series, &point.key, middle));
            }
            from = to;
        }
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        rank::sentences(chart)
    }

    fn takes_reference(&self) -> bool {
        false
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        None
    }
}

fn named(chart: &Chart) -> Vec<Named> {
    let named = parts(chart).zip(hues()).map(|(point, hue)| Named {
        label: format!("{} {}", point.label, beside(&chart.format, point)),
        hue,
        dashed: false,
        mark: Mark::Bar,
    });
    named.collect()
}
