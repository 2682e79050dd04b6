//! The curve over the bins of a histogram: the density of its values, or a normal law.

use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::plan::Marking;
use crate::figure::scale::short;
use crate::figure::theme::Hue;
use crate::model::chart::Chart;
use crate::model::chart::Curve;
use crate::model::format::Format;
use crate::say;
use crate::stat::estimate;
use crate::stat::estimate::kernel;

/// How many straight lines make a curve.
const STEPS: u32 = 160;

/// The curve, and how its numbers print.
pub(super) enum Outline {
    Density { bandwidth: f64, format: Format },
    Normal { mean: f64, sd: f64, format: Format },
}

impl Outline {
    /// The declared curve, where the values have a spread.
    pub(super) fn of(chart: &Chart) -> Option<Self> {
        let values = values(chart);
        // Two digits at least, and one more than the values have.
        let printed = |least: f64| {
            let digits =
                (1.0 - least.abs().max(f64::MIN_POSITIVE).log10().floor()).max(0.0);
            let format = chart.format.clone();
            let more = format.decimals.saturating_add(1);
            format.decimals(more.max(digits.min(12.0) as u8))
        };
        match chart.curve? {
            Curve::Density => {
                let bandwidth = kernel::bandwidth(&values).ok()?;
                Some(Self::Density { bandwidth, format: printed(bandwidth) })
            }
            Curve::Normal => {
                let sample = estimate::describe(&values, 0.95).ok()?;
                let (mean, sd) = (sample.mean, sample.sd);
                (sd > 0.0).then(|| Self::Normal { mean, sd, format: printed(sd) })
            }
        }
    }

    /// Its numbers, which the picture prints.
    pub(super) fn marked(&self, chart: &Chart) -> Vec<Marking> {
        let points = || chart.points().map(|(.., point)| point);
        let mark = |what, value, format: &Format| {
            Marking::new(what, value, chart, points()).printed(format.clone())
        };
        match self {
            Self::Density { bandwidth, format } => vec![
                mark("bandwidth", *bandwidth, format)
                    .named("Bandwidth of the density drawn", "")
                    .by(
                        "Standard deviation of the Gaussian kernel of the density that the chart draws, by Silverman’s rule",
                        "0.9 · min(s, (q75 − q25)/1.34) · n^(−1/5)",
                    ),
            ],
            Self::Normal { mean, sd, format } => vec![
                mark("mean", *mean, format)
                    .named("Mean of the values drawn", "")
                    .by("Unweighted mean of the values that the chart draws", "Σy / n"),
                mark("sd", *sd, format)
                    .named("Standard deviation of the values drawn", "")
                    .by(
                        "Standard deviation of the values that the chart draws",
                        "√(Σ(y − ȳ)² / (n − 1))",
                    ),
            ],
        }
    }

    /// Its line over bins of a width between two ends, scaled to their counts, and its name.
    pub(super) fn drawn(
        &self,
        chart: &Chart,
        (low, high): (f64, f64),
        wide: f64,
        hue: Hue,
    ) -> (Vec<(f64, f64)>, Named) {
        let values = values(chart);
        let scale = values.len() as f64 * wide;
        let point = |step: u32| {
            let x = low + (high - low) * f64::from(step) / f64::from(STEPS);
            (x, scale * self.at(&values, x))
        };
        let label = self.name(values.len());
        let named = Named { label, hue, dashed: false, mark: Mark::Line };
        ((0..=STEPS).map(point).collect(), named)
    }

    /// Its height at a place, where all of it has an area of one.
    fn at(&self, values: &[f64], x: f64) -> f64 {
        match self {
            Self::Density { bandwidth, .. } => kernel::density(values, *bandwidth, x),
            Self::Normal { mean, sd, .. } => kernel::normal(*mean, *sd, x),
        }
    }

    /// Its name in the picture.
    fn name(&self, count: usize) -> String {
        match self {
            Self::Density { bandwidth, format } => say!(
                "histogram-density",
                bandwidth = short(format, *bandwidth),
                count = count,
            ),
            Self::Normal { mean, sd, format } => say!(
                "histogram-normal",
                mean = short(format, *mean),
                sd = short(format, *sd),
                count = count,
            ),
        }
    }

    /// The same as a sentence.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Density { bandwidth, format } => {
                say!("histogram-density-words", bandwidth = format.full(*bandwidth))
            }
            Self::Normal { mean, sd, format } => say!(
                "histogram-normal-words",
                mean = format.full(*mean),
                sd = format.full(*sd),
            ),
        }
    }
}

fn values(chart: &Chart) -> Vec<f64> {
    chart.points().map(|(.., point)| point.value).collect()
}

#[cfg(test)]
mod tests {
    use super::Outline;
    use crate::figure::theme::Hue;
    use crate::model::chart::Chart;
    use crate::model::chart::Curve;
    use crate::model::chart::FigureKind;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    fn spread(curve: Curve) -> Chart {
        let values = [2.1, 3.4, 3.9, 4.0, 4.8, 5.5, 6.1, 7.7, 9.2, 15.0];
        let keyed = values.iter().enumerate().map(|(at, value)| (at.to_string(), *value));
        let format = Format::of(Unit::Number).decimals(1);
        let chart = Chart::new(FigureKind::new("histogram"), format).series("", keyed);
        Chart { curve: Some(curve), ..chart }
    }

    #[test]
    fn a_curve_has_the_area_of_the_bars_that_it_outlines() {
        // Ten values in bins of two are an area of 20; between the ends of the bins is of it what
        // scipy 1.17 has of both laws there.
        for (curve, inside) in [(Curve::Density, 17.828_726), (Curve::Normal, 17.264_875)]
        {
            let chart = spread(curve);
            let (points, _) = Outline::of(&chart).unwrap().drawn(
                &chart,
                (2.0, 16.0),
                2.0,
                Hue::Treated,
            );
            let under: f64 = points
                .array_windows()
                .map(|[(a, low), (b, high)]| (b - a) * f64::midpoint(*low, *high))
                .sum();
            assert!((under - inside).abs() < 1e-3, "{curve:?} {under}");
        }
    }

    #[test]
    fn a_curve_says_how_it_is_made_in_the_picture_in_words_and_as_statistics() {
        let said = |curve: Curve| {
            let chart = spread(curve);
            let outline = Outline::of(&chart).unwrap();
            let (_, named) = outline.drawn(&chart, (2.0, 16.0), 2.0, Hue::Treated);
            let marked = outline.marked(&chart).into_iter();
            let marked =
                marked.map(|it| format!("{} {}", it.what, it.format.full(it.value)));
            (named.label, outline.sentence(), marked.collect::<Vec<_>>().join(", "))
        };
        let (name, words, marked) = said(Curve::Density);
        assert_eq!(name, "Density: bandwidth 1.43, n = 10");
        assert_eq!(
            words,
            "The curve is their density (Gaussian kernel, bandwidth 1.43), scaled to the counts."
        );
        assert_eq!(marked, "bandwidth 1.43");
        let (name, words, marked) = said(Curve::Normal);
        assert_eq!(name, "Normal: mean 6.17, sd 3.74, n = 10");
        assert_eq!(
            words,
            "The curve is the normal distribution with their mean, 6.17, and standard deviation, 3.74, scaled to the counts."
        );
        assert_eq!(marked, "mean 6.17, sd 3.74");
    }

    #[test]
    fn equal_values_have_no_curve() {
        let format = Format::of(Unit::Number);
        let same = (0..12).map(|at| (at.to_string(), 4.0));
        let chart = Chart::new(FigureKind::new("histogram"), format).series("", same);
        for curve in [Curve::Density, Curve::Normal] {
            assert!(
                Outline::of(&Chart { curve: Some(curve), ..chart.clone() }).is_none()
            );
        }
    }
}
