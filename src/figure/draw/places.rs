//! The places along an x axis.

use crate::model::chart::Panel;

/// A place along the x axis.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::figure) struct Place {
    pub key: String,
    pub x: f64,
    pub label: String,
}

/// The places along the x axis: numbers where all keys are, else one after the other.
pub(in crate::figure) fn places(panel: &Panel) -> Vec<Place> {
    let points = || panel.series.iter().flat_map(|series| &series.points);
    let numeric = points().all(|point| point.x.is_some());
    let mut out: Vec<Place> = Vec::new();
    for point in points() {
        if !out.iter().any(|place| place.key == point.key) {
            let x = point.x.filter(|_| numeric).unwrap_or(out.len() as f64);
            out.push(Place { key: point.key.clone(), x, label: point.label.clone() });
        }
    }
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
