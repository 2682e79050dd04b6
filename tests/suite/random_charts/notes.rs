//! Random annotations: at a value, over a part of the axis, along a line, between two lines.

use super::Dice;
use reissue::figure::Texts;
use reissue::model::chart::Annotation;
use reissue::model::chart::Chart;
use reissue::model::chart::Target;

/// Adds one to three annotations to a chart of a kind that takes some.
pub(crate) fn add(
    dice: &mut Dice,
    kind: &'static str,
    chart: &mut Chart,
    texts: &mut Texts,
) {
    let forms = match kind {
        "line" | "multiples" => 4,
        "fan" => 3,
        "column" | "event_study" => 2,
        "scatter" | "bubble" | "connected" | "bar" | "dot" | "dumbbell" | "lollipop"
        | "love" => 1,
        _ => return,
    };
    let panel = match chart.panels.as_slice() {
        [only] => only,
        all => &all[dice.below(all.len())],
    };
    let key = panel.key.clone();
    let points: Vec<(String, String)> = chart
        .points()
        .filter(|(own, ..)| own.key == panel.key)
        .map(|(_, series, point)| (series.key.clone(), point.key.clone()))
        .collect();
    if points.is_empty() {
        return;
    }
    for _ in 0..=dice.below(3) {
        let (series, x) = points[dice.below(points.len())].clone();
        let of_series: Vec<&String> =
            points.iter().filter(|(own, _)| *own == series).map(|(_, key)| key).collect();
        let from = dice.below(of_series.len());
        let to = from + dice.below(of_series.len() - from);
        let (from, to) = (of_series[from].clone(), of_series[to].clone());
        let other = points.iter().find(|(other, key)| *other != series && *key == x);
        let target = match (dice.below(forms), other) {
            (1, _) if from != to && kind != "multiples" => Target::Range { from, to },
            (2, _) if from != to => Target::Stretch { series, from, to },
            (3, Some((other, _))) => {
                Target::Difference { between: (series, other.clone()), x }
            }
            _ => Target::Point { series, x },
        };
        chart.annotations.push(Annotation::new(target).within(key.clone()));
        texts.annotations.push(dice.words(8));
    }
}
