//! `squares`: parts of a whole as 100 squares, each one in a hundred.
//!
//! Listed statistics in whole percent that add up to 100: a square cannot be cut. What rounding leaves
//! over goes to the parts that lost most by it. Use it where
//! "so many in a hundred" is the message. Do not use it where parts, or several wholes, are to be
//! compared: draw `bar`, with `layout: shares` for wholes.
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
use crate::figure::draw::hues_of_parts;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::draw::less::Less;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
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

    fn colours_values(&self) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        whole(planner, chart)?;
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
        let sum: f64 = parts(chart).map(|point| point.value).sum();
        if (sum - 100.0).abs() > 1e-6 {
            let message = format!("the parts add up to {sum}, not to 100 squares");
            return Err(planner
                .fault("items", message)
                .help("draw shares that are not rounded yet, or `kind: bar`")
                .into());
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
        for ((point, hue), count) in
            parts(chart).zip(hues_of_parts(chart, parts(chart))).zip(counts(chart))
        {
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
        rank::whole(chart)
    }

    fn takes_reference(&self) -> bool {
        false
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        None
    }
}

/// Returns how many squares each part has: the whole ones, and of those that are left over one for each
/// of the parts with the largest remainders.
fn counts(chart: &Chart) -> Vec<usize> {
    let values: Vec<f64> =
        parts(chart).map(|point| (point.value + 1e-9).clamp(0.0, 100.0)).collect();
    let mut counts: Vec<usize> = values.iter().map(|value| *value as usize).collect();
    let left = (SIDE * SIDE).saturating_sub(counts.iter().sum());
    let mut order: Vec<usize> = (0..values.len()).collect();
    // Of equal remainders the first.
    order.sort_by(|a, b| values[*b].fract().total_cmp(&values[*a].fract()));
    for at in order.into_iter().take(left) {
        counts[at] += 1;
    }
    counts
}

fn named(chart: &Chart) -> Vec<Named> {
    let named =
        parts(chart).zip(hues_of_parts(chart, parts(chart))).map(|(point, hue)| Named {
            label: format!("{} {}", point.label, beside(&chart.format, point)),
            hue,
            dashed: false,
            mark: Mark::Bar,
        });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::counts;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    #[test]
    fn squares_are_always_a_hundred_and_none_is_more_than_one_from_its_part() {
        let counted = |values: &[f64]| {
            let points: Vec<(String, f64)> = values
                .iter()
                .enumerate()
                .map(|(at, value)| (at.to_string(), *value))
                .collect();
            let points = points.iter().map(|(key, value)| (key.as_str(), *value));
            counts(
                &Chart::new(FigureKind::new("squares"), Format::of(Unit::Percent))
                    .series("Parts", points),
            )
        };
        assert_eq!(counted(&[100.0 / 3.0; 3]), [34, 33, 33]);
        assert_eq!(counted(&[12.5, 37.5, 50.0]), [13, 37, 50]);
        assert_eq!(counted(&[0.0, 100.0]), [0, 100]);
        for seed in 1..101_u32 {
            let parts: Vec<f64> =
                (1..6).map(|at| f64::from((seed * at * 7919) % 101)).collect();
            let sum: f64 = parts.iter().sum();
            let shares: Vec<f64> = parts.iter().map(|part| 100.0 * part / sum).collect();
            let counts = counted(&shares);
            assert_eq!(counts.iter().sum::<usize>(), 100, "{shares:?}");
            for (count, share) in counts.iter().zip(&shares) {
                assert!((*count as f64 - share).abs() < 1.0, "{shares:?} {counts:?}");
            }
        }
    }
}
