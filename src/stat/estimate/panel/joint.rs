//! Joint tests of several coefficients: HTZ with CR2, and the Wald test with CR1S.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::law::chi_square_tail;
use crate::stat::estimate::law::f_tail;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::linear::dot;
use crate::stat::estimate::linear::eigen;
use crate::stat::estimate::linear::inverse;
use crate::stat::estimate::linear::inverse_root;
use crate::stat::estimate::linear::trace_of_product;
use crate::stat::estimate::panel::fit::Fit;

/// The approximate Hotelling T² test "HTZ" of several coefficients, with CR2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Htz {
    /// Coefficients tested; the numerator's degrees of freedom.
    pub q: usize,
    /// F = (η − q + 1)/(η·q)·Q, Q the Wald statistic with CR2.
    pub f: f64,
    /// The denominator's degrees of freedom, η − q + 1.
    pub df: f64,
    /// P(F(q, df) ≥ f).
    pub p: f64,
}

/// The Wald test of several coefficients, with CR1S, area effects absorbed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wald {
    /// Coefficients tested.
    pub q: usize,
    /// The Wald statistic.
    pub chi2: f64,
    /// P(χ²(q) ≥ chi2).
    pub p_chi2: f64,
    /// chi2/q.
    pub f: f64,
    /// G − 1, the denominator's degrees of freedom.
    pub df: f64,
    /// P(F(q, G − 1) ≥ f).
    pub p_f: f64,
}

impl Fit {
    /// Tests the coefficients named jointly, with CR1S.
    pub fn wald(&self, tested: &[usize]) -> Result<Wald, Undefined> {
        let q = tested.len();
        let [_, absorbed, _] = self.corrections();
        let mut covariance = Matrix::zeros(q, q);
        covariance.accumulate(absorbed, &self.cr0.minor(tested));
        let chi2 = self.quadratic(&covariance, tested)?;
        let df = (self.n_clusters - 1) as f64;
        let f = chi2 / q as f64;
        let p_chi2 = chi_square_tail(chi2, q as f64)?;
        Ok(Wald { q, chi2, p_chi2, f, df, p_f: f_tail(f, q as f64, df)? })
    }

    /// Tests the coefficients named jointly, with CR2.
    pub fn htz(&self, tested: &[usize]) -> Result<Htz, Undefined> {
        let q = tested.len();
        let few = || Undefined::new("too few areas for a joint test of these times");
        let mut omega = Matrix::zeros(q, q);
        for share in &self.shares {
            omega.accumulate(share.clusters, &share.own.minor(tested));
            omega.accumulate(share.clusters, &share.common.minor(tested));
        }
        let (values, _) = eigen(&omega);
        let largest = values.iter().copied().fold(0.0_f64, f64::max);
        if values.iter().any(|value| *value <= 1e-10 * largest) {
            return Err(few());
        }
        // The largest eigenvalue becomes 1 first: the floor of `inverse_root` is absolute.
        let scale = 1.0 / largest;
        let mut scaled = Matrix::zeros(q, q);
        scaled.accumulate(scale, &omega);
        let mut root = Matrix::zeros(q, q);
        root.accumulate(scale.sqrt(), &inverse_root(&scaled));
        let spread = self.total_variance(tested, &root);
        let eta = (q * (q + 1)) as f64 / spread;
        let df = eta - q as f64 + 1.0;
        if !(df.is_finite() && df > 0.0) {
            return Err(few());
        }
        let wald = self.quadratic(&self.cr2.minor(tested), tested)?;
        let f = df / (eta * q as f64) * wald;
        Ok(Htz { q, f, df, p: f_tail(f, q as f64, df)? })
    }

    /// Returns βᵀV⁻¹β of the coefficients named.
    fn quadratic(&self, covariance: &Matrix, tested: &[usize]) -> Result<f64, Undefined> {
        if tested.is_empty() {
            return Err(Undefined::new("there is no time before the base"));
        }
        let inverted = inverse(covariance).ok_or_else(|| {
            Undefined::new("the tested coefficients' errors are dependent")
        })?;
        let beta: Vec<f64> = tested.iter().map(|at| self.beta[*at]).collect();
        Ok(dot(&beta, &inverted.apply(&beta)))
    }

    /// Returns the summed variances of the cells of Ω^(−1/2)·V·Ω^(−1/2), `root` being
    /// Ω^(−1/2): over pairs of clusters `Σ tr(P_gh)² + tr(P_gh·P_gh)`, P standardised.
    fn total_variance(&self, tested: &[usize], root: &Matrix) -> f64 {
        let q = tested.len();
        let standard = |block: &Matrix| root.times(&block.minor(tested)).times(root);
        let size = |block: &Matrix| {
            let trace: f64 = (0..q).map(|at| block.at(at, at)).sum();
            trace * trace + trace_of_product(block, block)
        };
        let mut total = 0.0;
        for share in &self.shares {
            let common = standard(&share.common);
            let mut whole = standard(&share.own);
            whole.accumulate(1.0, &common);
            total += share.clusters * (size(&whole) - size(&common));
        }
        // The moments, rotated: first their left contrast, then the right one.
        let left: Vec<Vec<Matrix>> = (0..q)
            .map(|s| {
                let column = |t: usize| {
                    tested.iter().filter_map(move |a| self.moments.get(&(*a, t)))
                };
                tested.iter().map(|t| mixed(root.row(s), column(*t))).collect()
            })
            .collect();
        let both: Vec<Vec<Matrix>> = left
            .iter()
            .map(|row| (0..q).map(|t| mixed(root.row(t), row.iter())).collect())
            .collect();
        for (s, row) in both.iter().enumerate() {
            for (here, mirrored) in row.iter().zip(both.iter().map(|row| &row[s])) {
                total += trace_of_product(here, mirrored) + trace_of_product(here, here);
            }
        }
        total
    }
}

/// Returns Σ weight·matrix over matrices of one shape.
fn mixed<'a>(weights: &[f64], mut parts: impl Iterator<Item = &'a Matrix>) -> Matrix {
    let Some(first) = parts.next() else {
        return Matrix::zeros(0, 0);
    };
    let mut sum = Matrix::zeros(first.rows(), first.cols());
    for (weight, part) in weights.iter().zip(std::iter::once(first).chain(parts)) {
        sum.accumulate(*weight, part);
    }
    sum
}
