//! The places along an x axis.

use crate::model::calendar::periods;
use crate::model::chart::Chart;
use crate::model::chart::Point;

/// A place along the x axis.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::figure) struct Place {
    pub key: String,
    pub x: f64,
    pub label: String,
}

/// The places along the x axis, the same for all panels: numbers where all keys are, else one
/// after the other.
pub(in crate::figure) fn places(chart: &Chart) -> Vec<Place> {
    let points: Vec<&Point> = chart.first_of_keys();
    let numeric = points.iter().all(|point| point.x.is_some());
    let place = |(at, point): (usize, &&Point)| {
        let x = point.x.filter(|_| numeric).unwrap_or(at as f64);
        Place { key: point.key.clone(), x, label: point.label.clone() }
    };
    let mut out: Vec<Place> = points.iter().enumerate().map(place).collect();
    out.sort_by(|a, b| a.x.total_cmp(&b.x));
    out
}

/// The first and last place; a place alone is in the middle.
pub(in crate::figure) fn range(places: &[Place], pad: f64) -> (f64, f64) {
    match (places.first(), places.last()) {
        (Some(first), Some(last)) if last.x > first.x => {
            let pad = pad * (last.x - first.x) / (places.len().max(2) - 1) as f64;
            (first.x - pad, last.x + pad)
        }
        (Some(only), _) => {
            let pad = only.x.abs().max(1.0);
            (only.x - pad, only.x + pad)
        }
        (None, _) => (0.0, 1.0),
    }
}

/// Returns where a mark stands, if it lies within the plot.
pub(in crate::figure) fn at(
    key: &str,
    places: &[Place],
    (low, high): (f64, f64),
) -> Option<f64> {
    let place = places.iter().find(|place| place.key == key).map(|place| place.x);
    let time = || {
        let keys = places.iter().map(|place| place.key.as_str());
        let times = periods(keys.chain([key]))?;
        times.last().map(|time| time.number as f64)
    };
    place.or_else(time).or_else(|| key.parse().ok()).filter(|x| *x >= low && *x <= high)
}
