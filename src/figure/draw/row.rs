//! Rows of a chart: their words, and what is drawn in each.

use crate::figure::draw::first;
use crate::figure::draw::hollow;
use crate::figure::draw::hue_at;
use crate::figure::draw::hues_of;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::measure;
use crate::figure::scale::beside;
use crate::figure::theme::Hue;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Series;

/// One mark of a row.
pub(in crate::figure) struct Item<'a> {
    pub series: &'a Series,
    pub point: &'a Point,
    pub hue: Hue,
    /// Whether its dot is hollow: also where its colour is faded, so that its series is known.
    pub hollow: bool,
    /// The value as it stands beside the mark.
    pub printed: String,
    /// The width of that.
    pub width: f64,
    /// The series' name, where it stands beside the mark; and its width.
    pub name: Option<(String, f64)>,
}

impl Item<'_> {
    /// The keys of the series and of the point.
    pub(in crate::figure) fn keys(&self) -> (&str, &str) {
        (&self.series.key, &self.point.key)
    }

    /// The ends of the mark: of its interval where it has one.
    pub(in crate::figure) fn span(&self) -> (f64, f64) {
        let value = self.point.value;
        let low = self.point.low.unwrap_or(value).min(value);
        (low, self.point.high.unwrap_or(value).max(value))
    }
}

/// One row: its words and its marks.
pub(in crate::figure) struct Row<'a> {
    /// Whether it stands out.
    pub strong: bool,
    pub lines: Vec<String>,
    pub items: Vec<Item<'a>>,
    /// The height that its marks need.
    pub marks: f64,
}

/// Where a row's marks stand on the page.
#[derive(Debug, Clone, Copy)]
pub(in crate::figure) struct Slot {
    pub top: f64,
    pub height: f64,
}

/// Whether a row or a column is there for comparison with those that stand out.
pub(in crate::figure) fn faded(chart: &Chart, key: &str) -> bool {
    !chart.highlight.is_empty() && !chart.highlight.iter().any(|strong| strong == key)
}

/// The rows of a chart, their names broken into lines no wider than a limit.
pub(in crate::figure) fn rows<'a>(
    chart: &'a Chart,
    style: RowStyle,
    look: &Look,
    limit: f64,
) -> Vec<Row<'a>> {
    let series = first(chart);
    let hues = hues_of(chart, series);
    let size = look.theme.sizes.label;
    let points = chart.first_of_keys().into_iter();
    let mut keys: Vec<(&str, &str)> =
        points.map(|point| (point.key.as_str(), point.label.as_str())).collect();
    if style.upward {
        keys.reverse();
    }
    let count = series.len() as f64;
    let marks = match style.marks {
        Marks::Bars => (look.theme.space.bar + 2.0) * count,
        Marks::Dots | Marks::Lollipops if count > 1.0 => 16.0 * count,
        Marks::Dots | Marks::Lollipops | Marks::Stack | Marks::Dumbbell => style.height,
    };
    keys.iter()
        .map(|(key, words)| Row {
            strong: chart.highlight.iter().any(|strong| strong == key),
            lines: measure::wrap(words, size, !chart.highlight.is_empty(), limit),
            items: series
                .iter()
                .zip(&hues)
                .filter_map(|(series, hue)| {
                    let point = series.points.iter().find(|point| point.key == *key)?;
                    let printed = beside(&chart.format, point);
                    let width = measure::width(&printed, size, true);
                    let hue = hue_at(chart, key, *hue);
                    let hollow = hollow(series, hue);
                    let hue = if faded(chart, key) { Hue::Faded } else { hue };
                    let name = None;
                    Some(Item { series, point, hue, hollow, printed, width, name })
                })
                .collect(),
            marks,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::figure::draw::style::RowStyle;
    use crate::figure::theme::Hue;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Role;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    #[test]
    fn a_row_in_the_background_keeps_what_tells_its_series_apart() {
        let format = Format::of(Unit::Percent);
        let mut chart = Chart::new(FigureKind::new("dumbbell"), format)
            .series("Men", [("north", 1.0), ("south", 2.0)])
            .series("Women", [("north", 3.0), ("south", 4.0)]);
        for series in &mut chart.panels[0].series {
            series.role = Role::Other;
        }
        chart.highlight = vec!["north".to_owned()];
        let look = Look::new(&Arc::default(), Variant::Light);
        let drawn = rows(&chart, RowStyle::default(), &look, 100.0);
        let marks = |at: usize| -> Vec<(Hue, bool)> {
            drawn[at].items.iter().map(|item| (item.hue, item.hollow)).collect()
        };
        assert_eq!(marks(0), [(Hue::Other(0), false), (Hue::Other(1), true)]);
        assert_eq!(marks(1), [(Hue::Faded, false), (Hue::Faded, true)]);
    }
}
