//! `diverging`: answers of a survey, those against at the left of zero, those for at the
//! right.
//!
//! The series are the answers, in their order or in its reverse; `left:` names those at the left, from
//! the outermost to the innermost, `neutral:` the one that is for neither side, whose middle
//! stands at zero. Values are shares, in percent. Colours run from one side to the other, the
//! strongest answers outermost, the neutral one grey. Say in the subtitle how many were asked.
//!
//! Use it for answers with two sides. Do not use it for a yes or a no alone, or where the middle answers
//! are the message: draw `bar` with `layout: shares`.
//!
//! ```yaml
//! answers:
//!   kind: diverging
//!   headline: Fewer residents feel safe after dark than by day
//!   subtitle: Share of residents by answer, %
//!   data: answers
//!   x: question
//!   series: answer
//!   left: [strongly_disagree, disagree]
//!   neutral: neither
//!   source: Synthetic data
//! ```

use crate::figure::draw::key::Mark;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Role;
use crate::model::chart::Series;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;

pub(super) struct Diverging;

impl Kind for Diverging {
    fn manual(&self) -> &'static str {
        include_str!("diverging.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Bar))
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "left", "neutral"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        let decl = planner.decl();
        chart.zero = true;
        without_intervals(chart);
        let series = || chart.panels.iter().flat_map(|panel| &panel.series);
        let known: Vec<String> = series().map(|series| series.key.clone()).collect();
        if decl.left.is_empty() {
            return Err(planner
                .fault("left", "no series is at the left".to_owned())
                .help("name the answers against, from the outermost: `left: [strongly_disagree, disagree]`")
                .into());
        }
        let left = decl
            .left
            .iter()
            .enumerate()
            .map(|(at, key)| (planner.place(&["left", &at.to_string()]), key));
        let neutral = decl.neutral.iter().map(|key| (planner.place(&["neutral"]), key));
        for (place, key) in left.chain(neutral) {
            if !known.contains(key) {
                return Err(Diagnostic::error(
                    Code::R0401,
                    format!("there is no series `{key}`"),
                )
                .at(place, "")
                .help(did_you_mean(key, known.iter().map(String::as_str), "series"))
                .into());
            }
        }
        if let Some((_, _, point)) = chart.points().find(|(.., point)| point.value < 0.0)
        {
            let message = format!("`{}` is below zero: it is no share", point.stat);
            return Err(planner.fault("data", message).into());
        }
        // From the outermost at the left to the outermost at the right.
        let place = |key: &str| {
            let at = decl.left.iter().position(|left| left == key);
            let neutral = decl.neutral.as_deref() == Some(key);
            at.unwrap_or(decl.left.len() + usize::from(!neutral))
        };
        let reversed = from_for_to_against(&known, &decl.left);
        for panel in &mut chart.panels {
            if reversed {
                panel.series.reverse();
            }
            panel.series.sort_by_key(|series| place(&series.key));
        }
        chart.left = decl.left.len();
        chart.neutral = decl.neutral.is_some();
        Ok(())
    }

    fn rows(&self, _chart: &Chart) -> RowStyle {
        RowStyle { spans, mirrored: true, ..RowStyle::of(Marks::Stack) }
    }

    fn touches(&self, chart: &Chart) -> bool {
        // The colours of answers say their order, and what is next to what.
        let series = chart.panels.iter().flat_map(|panel| &panel.series);
        series.into_iter().any(|series| series.role != Role::Other)
    }

    fn most_series(&self) -> Option<usize> {
        Some(7)
    }
}

/// Whether answers come from the strongest for to the strongest against, so that those at the right
/// have to change places for the strongest to be the outermost.
fn from_for_to_against(answers: &[String], left: &[String]) -> bool {
    let at = |key: &String| answers.iter().position(|answer| answer == key);
    let Some(outermost) = left.first().and_then(at) else { return false };
    let others = answers.iter().filter(|answer| !left.contains(answer));
    others.filter_map(at).all(|other| other < outermost)
}

/// Where the parts of a row begin and end: those of the left end before zero, half of a neutral
/// part on either side.
fn spans(chart: &Chart, parts: &[(&Series, f64)]) -> Vec<(f64, f64)> {
    let keys: Vec<&str> = chart
        .panels
        .iter()
        .flat_map(|panel| &panel.series)
        .map(|series| series.key.as_str())
        .collect();
    let at = |series: &Series| keys.iter().position(|key| *key == series.key);
    let before: f64 = parts
        .iter()
        .map(|(series, value)| match at(series) {
            Some(at) if at < chart.left => *value,
            Some(at) if at == chart.left && chart.neutral => value / 2.0,
            _ => 0.0,
        })
        .sum();
    let mut end = -before;
    let mut lay = |value: f64| {
        let start = end;
        end += value;
        (start, end)
    };
    parts.iter().map(|(_, value)| lay(*value)).collect()
}

#[cfg(test)]
mod tests {
    use crate::figure::draw::hues_of;
    use crate::figure::plan::plan;
    use crate::figure::theme::Hue;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Role;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use crate::model::geography::Atlas;
    use crate::model::statistic::Family;
    use crate::model::statistic::Member;
    use crate::model::statistic::Stat;
    use crate::model::statistic::Statistics;
    use crate::project::Entry;
    use crate::project::Yaml;
    use std::collections::BTreeMap;

    fn answers(count: usize, left: usize, neutral: bool) -> Chart {
        let mut chart =
            Chart::new(FigureKind::new("diverging"), Format::of(Unit::Percent));
        for at in 0..count {
            chart = chart.series(&format!("answer {at}"), [("x", 10.0)]);
        }
        for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            series.role = Role::Other;
        }
        (chart.left, chart.neutral) = (left, neutral);
        chart
    }

    #[test]
    fn the_strongest_answer_is_outermost_whichever_end_the_order_of_answers_begins_at() {
        let text = "kind: diverging\nheadline: H\nsubtitle: S\ndata: f\nx: x\nseries: answer\nleft: [Strongly disagree, Disagree]\nneutral: Neither\n";
        let yaml = Yaml::parse("figures.yaml", text).unwrap();
        let entry = Entry { id: "f".to_owned(), decl: yaml.decode().unwrap(), yaml };
        let scale =
            ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"];
        let mut backwards = scale;
        backwards.reverse();
        for answers in [scale, backwards] {
            let mut statistics = Statistics::default();
            let mut members = Vec::new();
            for answer in answers {
                let id = format!("f.{answer}");
                let stat = Stat::of_number(&id, 20.0, Format::of(Unit::Percent));
                statistics.stats.insert(id.clone(), stat);
                members.push(Member { key: vec![answer.to_owned(), "x".to_owned()], id });
            }
            let order = answers.map(str::to_owned).to_vec();
            let family = Family {
                id: "f".to_owned(),
                title: String::new(),
                dimensions: vec!["answer".to_owned(), "x".to_owned()],
                members,
                choices: Vec::new(),
                orders: BTreeMap::from([("answer".to_owned(), order)]),
            };
            statistics.families.insert("f".to_owned(), family);
            let labels = BTreeMap::new();
            let (chart, _) =
                plan(&entry, &labels, &statistics, &Atlas::default()).unwrap().value;
            let drawn = chart.panels[0].series.iter().map(|series| series.key.as_str());
            assert_eq!(drawn.collect::<Vec<_>>(), scale, "{answers:?}");
        }
    }

    #[test]
    fn answers_have_the_colours_of_a_ramp_the_strongest_outermost() {
        use Hue::Faded;
        use Hue::Step;
        let hues = |chart: &Chart| hues_of(chart, &chart.panels[0].series);
        assert_eq!(
            hues(&answers(5, 2, true)),
            [Step(0), Step(2), Faded, Step(8), Step(10)]
        );
        assert_eq!(hues(&answers(2, 1, false)), [Step(0), Step(10)]);
        assert_eq!(
            hues(&answers(6, 3, false)),
            [Step(0), Step(2), Step(3), Step(7), Step(8), Step(10)]
        );
        let mut own = answers(2, 1, false);
        own.panels[0].series[0].role = Role::Treated;
        assert_eq!(hues(&own)[0], Hue::Treated);
    }
}
