//! The series of a chart: their colours, which of them are dashed or hollow, their names for a key.

use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::theme::Hue;
use crate::model::chart::Chart;
use crate::model::chart::Role;
use crate::model::chart::Series;

/// Series that are neither treated nor control, beside those: colours that neither has.
const BESIDE: [usize; 4] = [1, 2, 4, 5];

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

/// Whether a series' lines are dashed and its dots hollow: control, and colours used twice.
pub(in crate::figure) fn dashed(series: &Series, hue: Hue) -> bool {
    series.role == Role::Control || matches!(hue, Hue::Other(index) if index % 12 >= 6)
}

/// Whether a series' dots are hollow: of two that lie side by side always one, so that they
/// are told apart without colour.
pub(in crate::figure) fn hollow(series: &Series, hue: Hue) -> bool {
    dashed(series, hue) || matches!(hue, Hue::Other(index) if index % 2 == 1)
}

/// The names of series for a key; none where there is nothing to tell apart.
pub(in crate::figure) fn named<'a>(
    series: impl IntoIterator<Item = &'a Series>,
    mark: Mark,
) -> Vec<Named> {
    let series: Vec<&Series> = series.into_iter().collect();
    if series.len() < 2 || series.iter().any(|series| series.label.is_empty()) {
        return Vec::new();
    }
    let hues = hues(series.iter().copied());
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
    if chart.set.is_empty() { named(first(chart), mark) } else { Vec::new() }
}

/// The series of the first panel.
pub(in crate::figure) fn first(chart: &Chart) -> &[Series] {
    chart.panels.first().map_or(&[], |panel| panel.series.as_slice())
}
