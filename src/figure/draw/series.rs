//! The series of a chart: their colours, which of them are dashed or hollow, their names for a key.

use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::theme::Hue;
use crate::figure::theme::STEPS;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Role;
use crate::model::chart::Series;

/// Series that are neither treated nor control, beside those: colours that neither has. The first
/// is as light as that of control, whose dots are hollow: its own are filled.
const BESIDE: [usize; 4] = [13, 2, 4, 5];

/// The colours of each of some series.
pub(in crate::figure) fn hues<'a>(
    series: impl IntoIterator<Item = &'a Series>,
) -> Vec<Hue> {
    let series: Vec<&Series> = series.into_iter().collect();
    let others = series.iter().filter(|series| series.role == Role::Other).count();
    let beside = others < series.len();
    let mut next = 0;
    series
        .iter()
        .map(|series| match series.role {
            Role::Treated => Hue::Treated,
            Role::Control => Hue::Control,
            // The only series of a panel that is neither group, beside panels that are.
            Role::Other if series.key.is_empty() => Hue::Faded,
            // Many others are there to compare with, not to be told apart.
            Role::Other if beside && others > 2 => Hue::Faded,
            Role::Other => {
                next += 1;
                let at = next - 1;
                Hue::Other(if beside {
                    BESIDE.get(at).copied().unwrap_or(at)
                } else {
                    at
                })
            }
        })
        .collect()
}

/// The colour of a value of a series that has a colour: that of its group, where groups are values.
pub(in crate::figure) fn hue_at(chart: &Chart, key: &str, hue: Hue) -> Hue {
    match chart.groups.get(key) {
        Some(Role::Treated) => Hue::Treated,
        Some(Role::Control) => Hue::Control,
        _ if chart.groups.is_empty() => hue,
        _ => Hue::Faded,
    }
}

/// The colours of parts of a whole, of which neighbours are told apart without colour; groups have
/// theirs.
pub(in crate::figure) fn hues_of_parts<'a>(
    chart: &'a Chart,
    parts: impl Iterator<Item = &'a Point>,
) -> Vec<Hue> {
    let grouped = !chart.groups.is_empty();
    let mut next = 0;
    let hue = |point: &Point| match chart.groups.get(&point.key) {
        Some(Role::Treated) => Hue::Treated,
        Some(Role::Control) => Hue::Control,
        _ => {
            next += 1;
            let at = next - 1;
            Hue::Other(BESIDE.get(at).copied().filter(|_| grouped).unwrap_or(at))
        }
    };
    parts.map(hue).collect()
}

/// The colours of the series of a chart: answers from one end to the other have those of the ramp, the
/// strongest outermost, and the neutral one is grey.
pub(in crate::figure) fn hues_of(chart: &Chart, series: &[Series]) -> Vec<Hue> {
    let (left, middle) = (chart.left, usize::from(chart.neutral));
    if left == 0 || series.iter().any(|series| series.role != Role::Other) {
        return hues(series);
    }
    let right = series.len().saturating_sub(left + middle);
    let strength = |from_end: usize, count: usize| {
        // Of two or three the inner ones are as far from the outermost as can be seen.
        let steps: &[u8] = match count {
            ..=2 => &[0, 2],
            3 => &[0, 2, 3],
            _ => &[0, 1, 2, 3, 4],
        };
        steps.get(from_end).copied().unwrap_or(4)
    };
    let hue = |at: usize| match at {
        _ if at < left => Hue::Step(strength(at, left)),
        _ if at < left + middle => Hue::Faded,
        _ => Hue::Step(STEPS - 1 - strength(series.len() - 1 - at, right)),
    };
    (0..series.len()).map(hue).collect()
}

/// Whether a series' lines are dashed and its dots hollow: control, and colours used twice.
pub(in crate::figure) fn dashed(series: &Series, hue: Hue) -> bool {
    let control = series.role == Role::Control || hue == Hue::Control;
    control || matches!(hue, Hue::Other(index) if index % 12 >= 6)
}

/// Whether a series' dots are hollow. Colours are dark and light in turn, so that of four series
/// each is told apart without colour: dark, light and hollow, dark and hollow, light.
pub(in crate::figure) fn hollow(series: &Series, hue: Hue) -> bool {
    let turned = |index: usize| matches!((index + index / 12 * 2) % 4, 1 | 2);
    dashed(series, hue) || matches!(hue, Hue::Other(index) if turned(index))
}

/// The names of series for a key; none where there is nothing to tell apart.
pub(in crate::figure) fn named<'a>(
    series: impl IntoIterator<Item = &'a Series>,
    mark: Mark,
) -> Vec<Named> {
    let series: Vec<&Series> = series.into_iter().collect();
    let hues = hues(series.iter().copied());
    in_colours(&series, hues, mark)
}

/// The names of series in some colours.
fn in_colours(series: &[&Series], hues: Vec<Hue>, mark: Mark) -> Vec<Named> {
    if series.len() < 2 || series.iter().any(|series| series.label.is_empty()) {
        return Vec::new();
    }
    series
        .iter()
        .zip(hues)
        .map(|(series, hue)| Named {
            label: series.label.clone(),
            hue,
            dashed: match mark {
                Mark::Dot => hollow(series, hue),
                Mark::Line | Mark::Bar | Mark::Rule => dashed(series, hue),
            },
            mark,
        })
        .collect()
}

/// The names of a chart's own series for its key: those of a panel stand over the whole set.
pub(in crate::figure) fn keyed(chart: &Chart, mark: Mark) -> Vec<Named> {
    if chart.set.is_empty() { named_of(chart, mark) } else { Vec::new() }
}

/// The names of the series of a chart, whether or not it is a panel of a set.
pub(in crate::figure) fn named_of(chart: &Chart, mark: Mark) -> Vec<Named> {
    let series = first(chart);
    in_colours(&series.iter().collect::<Vec<_>>(), hues_of(chart, series), mark)
}

/// The series of the first panel.
pub(in crate::figure) fn first(chart: &Chart) -> &[Series] {
    chart.panels.first().map_or(&[], |panel| panel.series.as_slice())
}

#[cfg(test)]
mod tests {
    use super::BESIDE;
    use super::hollow;
    use super::hue_at;
    use super::hues;
    use super::hues_of_parts;
    use crate::figure::theme::Hue;
    use crate::figure::theme::Ink;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::figure::theme::contrast;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Role;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    #[test]
    fn values_that_are_groups_have_the_colours_of_the_groups() {
        let format = Format::of(Unit::Percent);
        let values = [("a", 50.0), ("b", 30.0), ("c", 20.0)];
        let mut chart = Chart::new(FigureKind::new("donut"), format).series("", values);
        let hues = |chart: &Chart| {
            let points = || chart.panels[0].series[0].points.iter();
            let rows = points().map(|point| hue_at(chart, &point.key, Hue::Treated));
            (hues_of_parts(chart, points()), rows.collect::<Vec<_>>())
        };
        let plain = [0, 1, 2].map(Hue::Other).to_vec();
        assert_eq!(hues(&chart), (plain, vec![Hue::Treated; 3]));
        chart.groups.insert("c".to_owned(), Role::Treated);
        chart.groups.insert("a".to_owned(), Role::Control);
        let (parts, rows) = hues(&chart);
        assert_eq!(rows, [Hue::Control, Hue::Faded, Hue::Treated]);
        assert_eq!(parts, [Hue::Control, Hue::Other(BESIDE[0]), Hue::Treated]);
    }

    #[test]
    fn the_dots_of_four_series_are_told_apart_without_colour() {
        use Role::Control;
        use Role::Other;
        use Role::Treated;
        for roles in [[Other; 4], [Treated, Control, Other, Other]] {
            let mut chart = Chart::new(FigureKind::new("dot"), Format::of(Unit::Count));
            for name in ["a", "b", "c", "d"] {
                chart = chart.series(name, [("x", 1.0)]);
            }
            let series = &mut chart.panels[0].series;
            for (series, role) in series.iter_mut().zip(roles) {
                series.role = role;
            }
            let hues = hues(series.iter());
            let look = Look::new(&Arc::default(), Variant::Grey);
            for a in 0..4 {
                for b in a + 1..4 {
                    let ink = |at: usize| look.colour(Ink::Mark(hues[at]));
                    let filled = |at: usize| !hollow(&series[at], hues[at]);
                    let told = filled(a) != filled(b) || contrast(ink(a), ink(b)) >= 3.0;
                    assert!(told, "{roles:?}: {a} and {b}");
                }
            }
        }
    }
}
