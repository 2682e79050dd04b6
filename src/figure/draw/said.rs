//! What the marks of a chart say on a page, at the pointer and by keyboard.

use crate::model::chart::Chart;

/// What a mark says. Its place is that of the spot with the same keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::figure) struct Said {
    pub panel: String,
    pub series: String,
    pub key: String,
    /// The words, without the name of the panel.
    pub words: String,
}

impl Said {
    pub(in crate::figure) fn new(
        panel: &str,
        (series, key): (&str, &str),
        words: String,
    ) -> Self {
        let [panel, series, key] = [panel, series, key].map(str::to_owned);
        Self { panel, series, key, words }
    }
}

/// What each value is of, and the value with its interval, in the order of the chart's values.
pub(in crate::figure) fn points(chart: &Chart) -> Vec<Said> {
    let format = &chart.format;
    let all = chart.points().map(|(panel, series, point)| {
        let names = [series.label.as_str(), point.label.as_str()];
        let names: Vec<&str> = names.into_iter().filter(|it| !it.is_empty()).collect();
        let interval = point.low.zip(point.high);
        let interval =
            interval.map(|(low, high)| format!(" ({})", format.range(low, high)));
        let x = point.x.zip(chart.x_format.as_ref());
        let x = x.map(|(x, format)| format!("; {}: {}", chart.across(), format.full(x)));
        let size = chart.sizes.as_ref().zip(point.size);
        let size = size.map(|(sizes, size)| {
            format!("; {}: {}", sizes.title, sizes.format.full(size))
        });
        let value = format!(
            "{}{}{}{}",
            point.printed,
            interval.unwrap_or_default(),
            x.unwrap_or_default(),
            size.unwrap_or_default()
        );
        let words = if names.is_empty() {
            value
        } else {
            format!("{}: {value}", names.join(", "))
        };
        Said::new(&panel.key, (&series.key, &point.key), words)
    });
    all.collect()
}
