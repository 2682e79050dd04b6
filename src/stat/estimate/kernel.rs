//! The density of a sample by a Gaussian kernel, and the density of a normal law.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::describe;
use crate::stat::estimate::quantile;
use std::f64::consts::PI;

/// Returns the bandwidth of Silverman's rule (1986, equation 3.31), as R's `bw.nrd0` has it:
/// 0.9 · min(s, (q75 − q25)/1.34) · n^(−1/5), with s alone where the quartiles are equal. Errors
/// with fewer than two observations, and where all are equal.
pub fn bandwidth(values: &[f64]) -> Result<f64, Undefined> {
    let sd = describe(values, 0.95)?.sd;
    let middle = (quantile(values, 0.75)? - quantile(values, 0.25)?) / 1.34;
    let spread = if middle > 0.0 { sd.min(middle) } else { sd };
    let width = 0.9 * spread * (values.len() as f64).powf(-0.2);
    if width > 0.0 && width.is_finite() {
        Ok(width)
    } else {
        Err(Undefined::new("all values are equal"))
    }
}

/// Returns the density of a sample at a place: the mean of normal densities around its values.
pub fn density(values: &[f64], bandwidth: f64, at: f64) -> f64 {
    let all: f64 = values.iter().map(|value| normal(*value, bandwidth, at)).sum();
    all / values.len().max(1) as f64
}

/// Returns the density of a normal law at a place.
pub fn normal(mean: f64, sd: f64, at: f64) -> f64 {
    (-0.5 * ((at - mean) / sd).powi(2)).exp() / (sd * (2.0 * PI).sqrt())
}

#[cfg(test)]
mod tests {
    use super::bandwidth;
    use super::density;
    use super::normal;

    const VALUES: [f64; 10] = [2.1, 3.4, 3.9, 4.0, 4.8, 5.5, 6.1, 7.7, 9.2, 15.0];

    fn near(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn the_bandwidth_is_that_of_silverman() {
        // By R's definition of `bw.nrd0`, computed with numpy 2.
        near(bandwidth(&VALUES).unwrap(), 1.430_248_458_103_423);
        // The quartiles are 1 and 1.25: the narrower of both measures is taken.
        let most_equal = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 5.0];
        near(bandwidth(&most_equal).unwrap(), 0.9 * 0.25 / 1.34 * 8.0_f64.powf(-0.2));
        // Equal quartiles say nothing of the spread.
        let one_apart = [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 11.0];
        near(bandwidth(&one_apart).unwrap(), 0.9 * 8.0_f64.sqrt() * 8.0_f64.powf(-0.2));
        assert!(bandwidth(&[4.0; 9]).is_err());
        assert!(bandwidth(&[4.0]).is_err());
    }

    #[test]
    fn the_density_is_that_of_scipy() {
        // scipy 1.17 gaussian_kde with bw_method = bandwidth / sd, and norm.pdf.
        let expected = [
            (0.0, 0.012_501_822_442_115_729, 0.027_361_724_350_008_5),
            (2.0, 0.073_105_332_693_773_48, 0.057_293_083_344_353_714),
            (4.5, 0.145_818_752_780_786_88, 0.096_537_893_583_208_43),
            (9.0, 0.051_545_598_443_066_43, 0.080_109_149_888_547_98),
            (14.0, 0.021_946_340_298_516_4, 0.011_924_849_211_378_886),
        ];
        let width = bandwidth(&VALUES).unwrap();
        for (x, kernel, law) in expected {
            near(density(&VALUES, width, x), kernel);
            near(normal(6.17, 3.740_484_222_961_276, x), law);
        }
    }

    #[test]
    fn a_density_has_an_area_of_one() {
        let width = bandwidth(&VALUES).unwrap();
        let step = 0.01;
        let all = (-2000..4000).map(|at| density(&VALUES, width, f64::from(at) * step));
        assert!((all.sum::<f64>() * step - 1.0).abs() < 1e-9);
    }
}
