//! `timeline`: what happened when, to scale.
//!
//! `events:` have a time (`from:`), an end where they last (`to:`), and words. Times are written
//! as in data: years, months, days, quarters, financial years. It draws no statistics; use it
//! for the history of a programme beside the charts of what came of it.
//!
//! Do not use it for values: draw `line` and name the events with `marks:`.
//!
//! ```yaml
//! history:
//!   kind: timeline
//!   headline: How the programme came about
//!   subtitle: The programme from its announcement to its last wave
//!   events:
//!     - {from: "2011-03", text: Programme announced}
//!     - {from: "2012-04", to: "2013-03", text: First wave}
//!     - {from: "2014", text: Last wave}
//!   source: Programme records
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::label;
use crate::figure::draw::said::Said;
use crate::figure::draw::under::XTexts;
use crate::figure::kind::Kind;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::place::within;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::calendar::Period;
use crate::model::calendar::period;
use crate::model::chart::Chart;
use crate::model::chart::Event;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::format::spanned;
use crate::say;

/// The height of a bar, and the room under it.
const BAR: f64 = 9.0;
const GAP: f64 = 9.0;
const SIDE: f64 = 14.0;

pub(super) struct Timeline;

impl Kind for Timeline {
    fn manual(&self) -> &'static str {
        include_str!("timeline.rs")
    }

    fn settings(&self) -> &'static [&'static str] {
        &["events"]
    }

    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        let mut chart = planner.empty(Format::of(Unit::Year));
        for (at, event) in planner.decl().events.iter().enumerate() {
            let fault = |setting: &str, message: String| {
                let place = planner.place(&["events", &at.to_string(), setting]);
                Diagnostic::error(Code::R0401, message).at(place, "").help(
                    "write a year, a month (2012-04), a day, a quarter or a financial year",
                )
            };
            let time = |setting: &str, text: &str| -> Result<Period> {
                let Some(found) = period(text) else {
                    return Err(fault(setting, format!("`{text}` is no time")).into());
                };
                Ok(found)
            };
            let from = time("from", &event.from)?;
            let to = match &event.to {
                Some(to) => Some(time("to", to)?),
                None => None,
            };
            if to.is_some_and(|to| to.in_years() < from.in_years()) {
                return Err(
                    fault("to", "the event ends before it begins".to_owned()).into()
                );
            }
            let words = match &event.to {
                Some(_) => {
                    spanned(&from.words(), &to.map(Period::words).unwrap_or_default())
                }
                None => from.words(),
            };
            chart.events.push(Event {
                from: from.in_years(),
                to: to.map(Period::in_years),
                when: words,
                text: event.text.clone(),
            });
        }
        if chart.events.is_empty() {
            return Err(planner
                .fault("kind", "a timeline needs events".to_owned())
                .help("add `events:` with `from:`, `to:` and `text:`")
                .into());
        }
        chart.events.sort_by(|a, b| a.from.total_cmp(&b.from));
        Ok(chart)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let layout = Layout::new(chart, look, Area { x: 0.0, y: 0.0, w: width, h: 0.0 });
        let tall: f64 = layout.rows.iter().map(|row| height(look, row)).sum();
        let extra = layout.rows.len() as f64 * 6.0;
        Need { least: tall, natural: tall + extra, most: tall + 3.0 * extra }
            .plus(layout.x.height())
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let layout = Layout::new(chart, look, area);
        let plot_area = Area {
            x: area.x + SIDE,
            w: area.w - 2.0 * SIDE,
            h: area.h - layout.x.height(),
            ..area
        };
        let range = layout.ticks.ends();
        let plot = Plot::new(svg, plot_area, range, (plot_area.bottom(), plot_area.y));
        let tall: f64 = layout.rows.iter().map(|row| height(look, row)).sum();
        let spare = (plot_area.h - tall) / layout.rows.len().max(1) as f64;
        let mut y = plot_area.y;
        let ink = Ink::Mark(Hue::Treated);
        for (at, (event, lines)) in chart.events.iter().zip(&layout.rows).enumerate() {
            let words = lines.len() as f64 * look.line();
            let wide = measure::widest(lines, look.theme.sizes.label, false);
            let (from, to) = (event.from, event.to.unwrap_or(event.from));
            let x = within(plot.px(from) + wide / 2.0, wide, area.x, area.right());
            let kind = label(look, Ink::Text, Anchor::Start);
            svg.lines((x, y + kind.size), lines, look.line(), kind);
            let middle = y + words + 3.0 + BAR / 2.0;
            for value in &layout.ticks.values {
                let (top, foot) = (y + words + 2.0, y + words + BAR + 5.0);
                plot.path(
                    vec![(*value, top), (*value, foot)],
                    Ink::Grid,
                    look.theme.stroke.grid,
                    false,
                );
            }
            let mark = (f64::midpoint(from, to), middle);
            plot.spot(("", &at.to_string()), mark, Hue::Treated, BAR / 2.0);
            if plot.px(to) - plot.px(from) > BAR {
                plot.rect((from, middle - BAR / 2.0), (to, middle + BAR / 2.0), ink);
            } else {
                plot.dot(mark, BAR / 2.0, ink, 1.0);
            }
            y += height(look, lines) + spare;
        }
        plot.path(
            vec![(range.0, plot_area.bottom()), (range.1, plot_area.bottom())],
            Ink::Base,
            look.theme.stroke.axis,
            false,
        );
        layout.x.paint(svg, plot_area.bottom());
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let say = |event: &Event| format!("{}.", words(event));
        let all: Vec<String> = chart.events.iter().map(say).collect();
        // In one sentence, so that a short text leaves no event out.
        let words: Vec<String> = chart.events.iter().map(words).collect();
        (vec![format!("{}.", words.join("; "))], all)
    }

    fn said(&self, chart: &Chart) -> Vec<Said> {
        let all = chart.events.iter().enumerate();
        let said =
            all.map(|(at, event)| Said::new("", ("", &at.to_string()), words(event)));
        said.collect()
    }

    fn takes_reference(&self) -> bool {
        false
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        let all = whole.chart.events.len();
        let count = all.checked_sub(level).filter(|count| *count > 0)?;
        let part = say!("less-first", count = count, of = all, noun = "events");
        Some(whole.changed(&part, |chart| chart.events.truncate(count)))
    }
}

struct Layout {
    ticks: Ticks,
    x: XTexts,
    rows: Vec<Vec<String>>,
}

/// When it was, and what.
fn words(event: &Event) -> String {
    format!("{}: {}", event.when, event.text)
}

fn height(look: &Look, lines: &[String]) -> f64 {
    lines.len() as f64 * look.line() + BAR + GAP
}

impl Layout {
    fn new(chart: &Chart, look: &Look, area: Area) -> Self {
        let ends = chart
            .events
            .iter()
            .flat_map(|event| [event.from, event.to.unwrap_or(event.from)]);
        let (low, high) = ends
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
                (low.min(at), high.max(at))
            });
        let (low, high) =
            if high - low < 1.0 { (low.floor(), low.floor() + 1.0) } else { (low, high) };
        let width = area.w - 2.0 * SIDE;
        let count = ((width / 70.0).round() as usize).clamp(2, 10);
        let mut ticks = Ticks::across(&Format::of(Unit::Year), (low, high), count);
        // Parts of years are no years.
        if ticks.values.iter().any(|value| value.fract() != 0.0) {
            ticks.values = (low.floor() as i64..=high.ceil() as i64)
                .map(|year| year as f64)
                .collect();
            ticks.texts = ticks.values.iter().map(ToString::to_string).collect();
        }
        let (start, end) = ticks.ends();
        let px = |x: f64| area.x + SIDE + (x - start) / (end - start) * width;
        let places: Vec<f64> = ticks.values.iter().map(|value| px(*value)).collect();
        let size = look.theme.sizes.label;
        let limit = (area.w * 0.8).min(360.0).min(area.w);
        let rows = chart
            .events
            .iter()
            .map(|event| measure::wrap(&words(event), size, false, limit));
        Self {
            x: XTexts::new(look, &places, &ticks.texts, (area.x, area.right())),
            rows: rows.collect(),
            ticks,
        }
    }
}
