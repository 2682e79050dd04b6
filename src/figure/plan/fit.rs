//! The least-squares line through the dots of a series, with the interval of its mean.

use crate::model::chart::FitPoint;
use crate::model::chart::Series;
use crate::stat::estimate::Double;
use crate::stat::estimate::ols::Covariate;
use crate::stat::estimate::ols::ols;

/// Steps from the lowest to the highest x.
const STEPS: u32 = 20;

/// A fitted line.
pub(in crate::figure) struct Fit {
    /// Where along x its places are, and how high.
    pub places: Vec<FitPoint>,
    /// By how much it rises for one more of x, with the ends of its 95% interval.
    pub slope: (f64, Option<(f64, f64)>),
}

/// Returns the line with its 95% interval; nothing where there are too few dots for one.
pub(in crate::figure) fn fit(series: &Series) -> Option<Fit> {
    let (mut xs, mut ys) = (Vec::new(), Vec::new());
    for point in &series.points {
        if let Some(x) = point.x {
            xs.push(x);
            ys.push(point.value);
        }
    }
    let low = xs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if ys.len() < 5 || low >= high {
        return None;
    }
    let about = |x: f64| {
        // The intercept of a regression on the distance from x is the mean at x.
        let values = xs.iter().map(|other| Double::from(other - x)).collect();
        let covariate = Covariate { name: "x".to_owned(), values };
        ols(&ys, &[covariate], true).ok()
    };
    let at = |x: f64| {
        let fitted = about(x)?;
        let mean = fitted.coefficients.first()?;
        let interval = fitted.interval(mean, mean.se, 0.95).ok();
        Some(FitPoint {
            x,
            value: mean.value,
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
        })
    };
    let fitted = about(low)?;
    let slope = fitted.coefficients.get(1)?;
    Some(Fit {
        slope: (slope.value, fitted.interval(slope, slope.se, 0.95).ok()),
        places: (0..=STEPS)
            .filter_map(
                |step| at(low + (high - low) * f64::from(step) / f64::from(STEPS)),
            )
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::model::chart::Point;
    use crate::model::chart::Role;
    use crate::model::chart::Series;

    #[test]
    fn the_line_and_its_interval_are_those_of_the_textbook() {
        // Anscombe (1973), first set: y = 3.0001 + 0.5001 x, s = 1.2366 on 9 degrees.
        let xs = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let ys = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let points = xs.iter().zip(ys).map(|(x, value)| Point {
            key: String::new(),
            label: String::new(),
            x: Some(*x),
            value,
            low: None,
            high: None,
            printed: String::new(),
            size: None,
            stat: String::new(),
        });
        let series = Series {
            key: String::new(),
            label: String::new(),
            role: Role::Other,
            points: points.collect(),
            fit: Vec::new(),
        };
        let fitted = fit(&series).unwrap();
        assert!((fitted.slope.0 - 0.500_09).abs() < 1e-5);
        // t(0.975, 9) · 0.1179, the standard error that he prints
        let (low, high) = fitted.slope.1.unwrap();
        assert!(((high - low) / 2.0 - 0.266_7).abs() < 1e-3);
        let line = fitted.places;
        let middle = line[10];
        assert_eq!((line.len(), middle.x), (21, 9.0));
        assert!((middle.value - 7.500_9).abs() < 1e-4);
        // t(0.975, 9) · s / √11 = 2.2622 · 1.2366 / 3.3166
        assert!((middle.high.unwrap() - middle.value - 0.843_5).abs() < 1e-3);
    }
}
