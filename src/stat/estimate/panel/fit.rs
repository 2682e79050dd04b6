//! A fitted model: its coefficients of interest, and their clustered errors.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::linear::independent;
use crate::stat::estimate::linear::inverse;
use crate::stat::estimate::linear::trace_of_product;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::panel::Estimate;
use crate::stat::estimate::panel::adjusted::Adjusted;
use crate::stat::estimate::panel::adjusted::Common;
use crate::stat::estimate::panel::adjusted::Score;
use crate::stat::estimate::panel::rows::Model;
use crate::stat::estimate::panel::rows::Panel;
use crate::stat::estimate::panel::rows::Profile;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::t_quantile;
use std::collections::BTreeMap;

/// Why a fit failed.
pub(super) enum Failure {
    /// For a reason that concerns all of it.
    Undefined(Undefined),
    /// This column of interest depends on the others.
    Dependent(usize),
}

impl From<Undefined> for Failure {
    fn from(undefined: Undefined) -> Self {
        Self::Undefined(undefined)
    }
}

/// The share of clusters that are alike in the covariances of the clusters' contributions
/// under the working model: `P_gg = own + common`, per cluster.
pub(super) struct Share {
    pub clusters: f64,
    pub own: Matrix,
    pub common: Matrix,
}

/// The design of a panel: which columns are kept, and their inverse.
pub(super) struct Designed<'a> {
    panel: &'a Panel,
    model: Model<'a>,
    /// Columns of the design that do not depend on those before them.
    kept: Vec<usize>,
    /// Σ X̃ᵀWX̃ over the columns kept.
    pub gram: Matrix,
    /// Its inverse.
    pub inverse: Matrix,
}

impl<'a> Designed<'a> {
    /// Lays out a model.
    pub fn new(panel: &'a Panel, model: Model<'a>) -> Result<Self, Failure> {
        let columns = model.columns(panel.times.len());
        let mut designed = Self {
            panel,
            model,
            kept: (0..columns).collect(),
            gram: Matrix::zeros(0, 0),
            inverse: Matrix::zeros(0, 0),
        };
        let gram = designed.sum(1);
        let kept = independent(&gram, 1e-9);
        for column in 0..model.interest() {
            if kept.binary_search(&(columns - model.interest() + column)).is_err() {
                return Err(Failure::Dependent(column));
            }
        }
        designed.gram = gram.minor(&kept);
        designed.inverse = inverse(&designed.gram)
            .ok_or_else(|| Undefined::new("the effects cannot be told apart"))?;
        designed.kept = kept;
        Ok(designed)
    }

    /// Returns X̃ of a profile: T × k, the columns of interest last.
    pub fn of(&self, profile: &Profile) -> Matrix {
        profile.design(self.panel.times.len(), &self.model).columns(&self.kept)
    }

    /// Returns k, the columns of interest among them.
    pub fn columns(&self) -> usize {
        self.kept.len()
    }

    /// Returns Σ X̃ᵀW^power X̃ over all areas.
    pub fn sum(&self, power: i32) -> Matrix {
        let mut sum = Matrix::zeros(self.kept.len(), self.kept.len());
        for (profile, areas) in self.panel.profiles.iter().zip(self.panel.counts()) {
            let x = self.of(profile);
            for (i, weight) in profile.weights.iter().enumerate() {
                sum.add_outer(areas * weight.powi(power), x.row(i), x.row(i));
            }
        }
        sum
    }

    /// Returns M·X̃ᵀWy, with one step of refinement on the residuals.
    pub fn solve(&self) -> Vec<f64> {
        let mut of_profile: Vec<Vec<&[f64]>> =
            vec![Vec::new(); self.panel.profiles.len()];
        for area in &self.panel.areas {
            of_profile[area.profile].push(&area.y);
        }
        let mut coefficients = vec![0.0; self.columns()];
        for _ in 0..2 {
            let mut moments = vec![0.0; self.columns()];
            for (profile, ys) in self.panel.profiles.iter().zip(&of_profile) {
                let x = self.of(profile);
                let fitted = x.apply(&coefficients);
                for (i, (weight, fitted)) in
                    profile.weights.iter().zip(&fitted).enumerate()
                {
                    let sum = weight * compensated(ys.iter().map(|y| y[i] - fitted));
                    for (moment, x) in moments.iter_mut().zip(x.row(i)) {
                        *moment += sum * x;
                    }
                }
            }
            for (coefficient, step) in
                coefficients.iter_mut().zip(self.inverse.apply(&moments))
            {
                *coefficient += step;
            }
        }
        coefficients
    }
}

/// A fitted model: its coefficients of interest and what their errors need.
pub(super) struct Fit {
    pub beta: Vec<f64>,
    /// Their covariances: by the residuals' variance alone, CR0 and CR2.
    pub ols: Matrix,
    pub cr0: Matrix,
    pub cr2: Matrix,
    pub shares: Vec<Share>,
    /// `Σ K·z_s·z_tᵀ` over clusters, for each pair (s, t) of contrasts that is needed.
    pub moments: BTreeMap<(usize, usize), Matrix>,
    /// Rows, areas, clusters, and coefficients with every dummy.
    pub n_obs: usize,
    pub n_units: usize,
    pub n_clusters: usize,
    pub n_params: usize,
    /// Those that CR1S counts where area effects are absorbed.
    absorbed: usize,
    /// What rounding alone may leave of a residual.
    noise: f64,
}

impl Fit {
    /// Fits a model. `joint` are the columns of interest that a test will take together.
    pub fn new(
        panel: &Panel,
        model: Model<'_>,
        joint: &[usize],
    ) -> Result<Self, Failure> {
        let designed = Designed::new(panel, model)?;
        let coefficients = designed.solve();
        let (k, q) = (designed.columns(), model.interest());
        let wanted: Vec<usize> = (k - q..k).collect();
        let n_params = if model.has_areas() { k + panel.areas.len() } else { k };
        if panel.n_obs <= n_params {
            return Err(Undefined::new("there are no more rows than coefficients").into());
        }
        let mut fit = Self {
            beta: wanted.iter().map(|at| coefficients[*at]).collect(),
            ols: designed.inverse.minor(&wanted),
            cr0: Matrix::zeros(q, q),
            cr2: Matrix::zeros(q, q),
            shares: Vec::new(),
            moments: BTreeMap::new(),
            n_obs: panel.n_obs,
            n_units: panel.areas.len(),
            n_clusters: panel.clusters.len(),
            n_params,
            absorbed: if model.has_areas() { k + 1 } else { k },
            noise: panel.noise,
        };
        fit.add_up(panel, &designed, &coefficients, joint)?;
        Ok(fit)
    }

    /// Adds every cluster's scores and covariances.
    fn add_up(
        &mut self,
        panel: &Panel,
        designed: &Designed<'_>,
        coefficients: &[f64],
        joint: &[usize],
    ) -> Result<(), Failure> {
        let k = designed.columns();
        let q = self.beta.len();
        let common = Common {
            contrast: designed.inverse.columns(&(k - q..k).collect::<Vec<_>>()),
            squares: designed.sum(2),
            inverse: designed.inverse.clone(),
            has_areas: designed.model.has_areas(),
        };
        let mut pairs: BTreeMap<(usize, usize), Matrix> = BTreeMap::new();
        let own = (0..q).map(|s| (s, s));
        let both = joint.iter().flat_map(|s| joint.iter().map(move |t| (*s, *t)));
        for pair in own.chain(both.filter(|(s, t)| s < t)) {
            pairs.insert(pair, Matrix::zeros(2 * k, 2 * k));
        }
        let plain = common.contrast.transposed();
        let (mut largest, mut squares) = (0.0_f64, 0.0);
        for (profiles, clusters) in panel.alike() {
            let mut designs: BTreeMap<usize, Matrix> = BTreeMap::new();
            for at in &profiles {
                designs.entry(*at).or_insert_with(|| designed.of(&panel.profiles[*at]));
            }
            let members: Vec<(&Profile, &Matrix)> =
                profiles.iter().map(|at| (&panel.profiles[*at], &designs[at])).collect();
            let adjusted = Adjusted::new(&members, &common)?;
            for cluster in &clusters {
                let mut residuals = Vec::new();
                // X̃ᵀe, then X̃ᵀWe.
                let mut sums = vec![0.0; 2 * k];
                for (area, (profile, x)) in cluster.iter().zip(&members) {
                    let fitted = x.apply(coefficients);
                    let y = &panel.areas[*area].y;
                    for (i, (y, fitted)) in y.iter().zip(&fitted).enumerate() {
                        let (e, weight) = (y - fitted, profile.weights[i]);
                        largest = largest.max(e.abs());
                        squares += weight * e * e;
                        residuals.push(e);
                        for (at, x) in x.row(i).iter().enumerate() {
                            sums[at] += e * x;
                            sums[k + at] += weight * e * x;
                        }
                    }
                }
                let score = plain.apply(&sums[k..]);
                self.cr0.add_outer(1.0, &score, &score);
                let score = match &adjusted.score {
                    Score::Rows(u) => u.transposed().apply(&residuals),
                    Score::Columns(a) => a.transposed().apply(&sums),
                };
                self.cr2.add_outer(1.0, &score, &score);
            }
            let clusters = clusters.len() as f64;
            for ((s, t), sum) in &mut pairs {
                sum.add_outer(clusters, adjusted.z.row(*s), adjusted.z.row(*t));
            }
            let common = adjusted.z.times(&adjusted.kz);
            self.shares.push(Share { clusters, own: adjusted.own, common });
        }
        if largest <= panel.noise {
            return Err(Undefined::new(
                "the model fits every row exactly: there is no variation to judge by",
            )
            .into());
        }
        let variance = squares / (self.n_obs - self.n_params) as f64;
        let unit = std::mem::replace(&mut self.ols, Matrix::zeros(q, q));
        self.ols.accumulate(variance, &unit);
        let kernel = common.kernel();
        for ((s, t), sum) in pairs {
            if s != t {
                self.moments.insert((t, s), kernel.times(&sum.transposed()));
            }
            self.moments.insert((s, t), kernel.times(&sum));
        }
        Ok(())
    }

    /// Returns the factors by which CR0 variances become CR1 and CR1S, the last with area
    /// effects absorbed and with all dummies counted.
    pub fn corrections(&self) -> [f64; 3] {
        let clusters = self.n_clusters as f64;
        let rows = self.n_obs as f64;
        let few = clusters / (clusters - 1.0);
        let stata = |k: usize| few * (rows - 1.0) / (rows - k as f64);
        [few, stata(self.absorbed), stata(self.n_params)]
    }

    /// Returns coefficient `at` with its errors.
    pub fn estimate(&self, at: usize, level: f64) -> Result<Estimate, Undefined> {
        check_level(level)?;
        let estimate = self.beta[at];
        let se_cr0 = self.cr0.at(at, at).sqrt();
        let se_cr2 = self.cr2.at(at, at).sqrt();
        let df_cr2 = self.satterthwaite(at);
        if se_cr2 <= self.noise {
            return Err(Undefined::new(
                "the model fits every row exactly: there is no variation to judge by",
            ));
        }
        if !(se_cr2 > 0.0 && df_cr2.is_finite() && df_cr2 > 0.0) {
            return Err(Undefined::new("the clusters do not vary about the model"));
        }
        let half = t_quantile(level, df_cr2)? * se_cr2;
        let [few, absorbed, all] = self.corrections();
        Ok(Estimate {
            estimate,
            se_ols: self.ols.at(at, at).sqrt(),
            se_cr0,
            se_cr1: se_cr0 * few.sqrt(),
            se_cr1s_absorbed: se_cr0 * absorbed.sqrt(),
            se_cr1s_all_dummies: se_cr0 * all.sqrt(),
            se_cr2,
            df_cr2,
            p_cr2: p_of_t(estimate / se_cr2, df_cr2)?,
            ci_low: estimate - half,
            ci_high: estimate + half,
            n_obs: self.n_obs,
            n_units: self.n_units,
            n_clusters: self.n_clusters,
            n_params: self.n_params,
        })
    }

    /// Returns `(Σ P_gg)²/Σ P_gh²` over all pairs of clusters.
    fn satterthwaite(&self, at: usize) -> f64 {
        let mut mean = 0.0;
        let mut square = self
            .moments
            .get(&(at, at))
            .map_or(f64::NAN, |moment| trace_of_product(moment, moment));
        for share in &self.shares {
            let (own, common) = (share.own.at(at, at), share.common.at(at, at));
            mean += share.clusters * (own + common);
            square += share.clusters * own * (own + 2.0 * common);
        }
        mean * mean / square
    }
}
