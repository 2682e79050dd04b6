//! `waterfall`: how one total becomes another, step by step.
//!
//! `items:` in their order; those named in `totals:` (by their label) stand on zero, the
//! others are steps from the bar before. Totals must be what the steps add up to.
//!
//! Use it where parts explain how a total changed. Do not use it for parts of one total: draw `bar`
//! with `layout: stacked`.
//!
//! ```yaml
//! budget:
//!   kind: waterfall
//!   headline: Grants made up for lost income
//!   subtitle: Income of the programme, £ million
//!   items:
//!     - {stat: income.start, label: "2023"}
//!     - {stat: income.grants, label: Grants}
//!     - {stat: income.fees, label: Fees}
//!     - {stat: income.end, label: "2024"}
//!   totals: ["2023", "2024"]
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::columns;
use crate::figure::draw::columns::Bar;
use crate::figure::draw::columns::Columns;
use crate::figure::draw::first;
use crate::figure::draw::less::Less;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Look;
use crate::labels::capital;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::words::listed;

/// How much of its room a bar fills.
const FULL: f64 = 0.72;

pub(super) struct Waterfall;

impl Kind for Waterfall {
    fn manual(&self) -> &'static str {
        include_str!("waterfall.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["totals", "x_axis"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        without_intervals(chart);
        if first(chart).len() != 1 {
            return Err(planner
                .fault("series", "a waterfall has one series".to_owned())
                .help("leave `series:` out")
                .into());
        }
        let decl = planner.decl();
        let labels: Vec<String> = first(chart)
            .iter()
            .flat_map(|series| &series.points)
            .map(|point| point.label.clone())
            .collect();
        for (at, total) in decl.totals.iter().enumerate() {
            if !labels.contains(total) {
                let place = planner.place(&["totals", &at.to_string()]);
                return Err(Diagnostic::error(
                    Code::R0401,
                    format!("there is no bar `{total}`"),
                )
                .at(place, "")
                .help(did_you_mean(total, labels.iter().map(String::as_str), "bars"))
                .into());
            }
        }
        chart.totals.clone_from(&decl.totals);
        let mut sum: Option<f64> = None;
        for point in first(chart).iter().flat_map(|series| &series.points) {
            let total = decl.totals.contains(&point.label);
            match sum {
                Some(before)
                    if total
                        && chart.format.number(before)
                            != chart.format.number(point.value) =>
                {
                    let message = format!(
                        "the steps before `{}` add up to {}, and it is {}",
                        point.label,
                        chart.format.full(before),
                        point.printed
                    );
                    return Err(planner
                        .fault("totals", message)
                        .help("list every step between two totals")
                        .into());
                }
                _ => {}
            }
            sum =
                Some(if total { point.value } else { sum.unwrap_or(0.0) + point.value });
        }
        Ok(())
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        columns::need(&columns::of_set(chart, laid), chart, look, width)
    }

    fn unnamed(&self, chart: &Chart, look: &Look, width: f64) -> usize {
        columns::unnamed(&columns::of_set(chart, laid), chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        columns::paint(&columns::of_set(chart, laid), chart, svg, area);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let mut out = Vec::new();
        let mut steps: Vec<String> = Vec::new();
        let mut take = |steps: &mut Vec<String>| {
            if !steps.is_empty() {
                out.push(format!("{}.", capital(&listed(&std::mem::take(steps)))));
            }
        };
        for point in first(chart).iter().flat_map(|series| &series.points) {
            let total = chart.totals.contains(&point.label);
            if total {
                take(&mut steps);
            }
            steps.push(rank::told(point, &printed(chart, point, total)));
            if total {
                take(&mut steps);
            }
        }
        take(&mut steps);
        // From one total to the next in one sentence, however many steps there are.
        (vec![out.join(" ")], out)
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        None
    }
}

/// A total as it prints; a step with its sign.
fn printed(chart: &Chart, point: &Point, total: bool) -> String {
    let value = beside(&chart.format, point);
    if !total && point.value > 0.0 { format!("+{value}") } else { value }
}

fn laid(chart: &Chart) -> Columns {
    let points = first(chart)
        .iter()
        .flat_map(|series| series.points.iter().map(move |point| (series, point)));
    let mut columns = Columns::default();
    let mut end = 0.0;
    let mut before: Option<(f64, f64)> = None;
    for (at, (series, point)) in points.enumerate() {
        let x = at as f64;
        let total = chart.totals.contains(&point.label);
        let start = if total { 0.0 } else { end };
        end = start + point.value;
        let hue = if total {
            Hue::Treated
        } else if point.value < 0.0 {
            // Not the colour of the worse side: a fall of crime is none.
            Hue::Other(2)
        } else {
            Hue::Other(1)
        };
        let across = (x - FULL / 2.0, x + FULL / 2.0);
        if let Some((right, level)) = before {
            columns.links.push(((right, level), (across.0, level)));
        }
        before = Some((across.1, end));
        columns.bars.push(Bar {
            of: (series.key.clone(), point.key.clone()),
            across,
            up: (start, end),
            hue,
            printed: printed(chart, point, total),
            inside: false,
            interval: None,
        });
        columns.texts.push((x, point.label.clone()));
    }
    let count = columns.bars.len().max(1) as f64;
    columns.range = (-0.5, count - 0.5);
    columns
}

#[cfg(test)]
mod tests {
    use super::Waterfall;
    use super::laid;
    use crate::figure::kind::Kind as _;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    #[test]
    fn steps_have_a_sign_and_totals_have_none() {
        let bars = [("start", 5.0), ("more", 2.0), ("less", -1.0), ("end", 6.0)];
        let mut chart = Chart::new(FigureKind::new("waterfall"), Format::of(Unit::Count))
            .series("", bars);
        chart.totals = vec!["start".to_owned(), "end".to_owned()];
        let said: Vec<String> =
            laid(&chart).bars.into_iter().map(|bar| bar.printed).collect();
        assert_eq!(said, ["5", "+2", "\u{2212}1", "6"]);
        let (short, long) = Waterfall.sentences(&chart);
        assert_eq!(long, ["Start 5.", "More +2 and less \u{2212}1.", "End 6."]);
        assert_eq!(short, [long.join(" ")]);
    }
}
