//! Panels: differences in differences with area and time effects, and event studies.
//!
//! The model is `y_it = α_i + γ_t + Σ β_j·d_itj + ε_it`, by (weighted) least squares. Area
//! effects are taken out by the within transformation, so the largest matrices are one
//! area's T × T and the coefficients' k × k; areas that share treatment, times and weights
//! share that work. Clusters are areas:
//!
//! * CR0: the plain sandwich; CR1 in its absorbed form, × √(G/(G−1)·(N−1)/(N−k)) with k
//!   not counting the G − 1 area dummies (Stata `xtreg, fe`; `fixest`);
//! * CR2: Bell and `McCaffrey` (2002) with an identity working model and Satterthwaite
//!   degrees of freedom, and the joint HTZ test, after Pustejovsky and Tipton (2018,
//!   doi:10.1080/07350015.2016.1247004), as R's `clubSandwich` computes them.
//!
//! With the within-transformed design X̃, `M = (X̃ᵀWX̃)⁻¹` and `S = Σ X̃ᵀW²X̃`:
//!
//! ```text
//! Q_g          = I − 1wᵀ/Σw
//! (I − H)_gh   = δ_gh·Q_g − X̃_g·M·X̃_hᵀ·W_h
//! A_g          = (Q_gQ_gᵀ − Q_gW_gX̃_gMX̃_gᵀ − (Q_gW_gX̃_gMX̃_gᵀ)ᵀ + X̃_gMSMX̃_gᵀ)^(+1/2)
//! u_g          = A_gW_gX̃_gMc, so that V = Σ (u_gᵀe_g)²
//! P_gh         = δ_gh·|Q_gᵀu_g|² + z_gᵀKz_h,  z_g = [X̃_gᵀW_gQ_gᵀu_g; MX̃_gᵀu_g]
//! K            = [[0, −I], [−I, S]]
//! ```
//!
//! P holds the covariances of the areas' contributions under the working model. It is a
//! diagonal plus a matrix of rank 2k, so sums over pairs of areas need no pairs. `^(+1/2)`
//! is the root of the Moore–Penrose inverse.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::linear::dot;
use crate::stat::estimate::linear::eigen;
use crate::stat::estimate::linear::independent;
use crate::stat::estimate::linear::inverse;
use crate::stat::estimate::linear::inverse_root;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::t_quantile;
use statrs::function::beta::checked_beta_reg;
use std::collections::BTreeMap;

/// One area at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The area, which is the cluster, as an index.
    pub unit: usize,
    /// The time, usually a year.
    pub time: i64,
    /// Whether the area belongs to the treated group, at any time.
    pub treated: bool,
    /// The outcome.
    pub y: f64,
    /// The weight; 1 where areas count alike.
    pub weight: f64,
}

/// A coefficient with its clustered errors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The coefficient, in units of y.
    pub estimate: f64,
    /// Standard error, CR0.
    pub se_cr0: f64,
    /// Standard error, CR1 with area effects absorbed (CR1S).
    pub se_cr1: f64,
    /// Standard error, CR2.
    pub se_cr2: f64,
    /// Satterthwaite's degrees of freedom for the CR2 error.
    pub df_cr2: f64,
    /// Two-sided p value: t = estimate/`se_cr2` with `df_cr2`.
    pub p_cr2: f64,
    /// Lower end of the CR2 interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Rows used.
    pub n_obs: usize,
    /// Areas used, singletons among them.
    pub n_units: usize,
}

/// Yearly differences between the groups, against a base time.
#[derive(Debug, Clone, PartialEq)]
pub struct EventStudy {
    /// The time left out.
    pub base: i64,
    /// Each other time in order, with its coefficient.
    pub coefficients: Vec<(i64, Estimate)>,
    /// The joint test of the times before the base.
    pub pretrend: Option<Htz>,
    /// Why there is no such test, where there is none.
    pub pretrend_missing: Option<Undefined>,
}

/// The approximate Hotelling T² test "HTZ" of several coefficients.
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

/// Fits `y = α_i + γ_t + β·treated·1(t ≥ first_treated) + ε` and returns β. Rows in any
/// order; an area's `treated` is constant, and (unit, time) occurs once.
///
/// Errors with fewer than two areas seen repeatedly in either group, without times on both
/// sides of `first_treated`, with weights that are not positive, or with no residual
/// variation.
pub fn twfe(
    obs: &[Observation],
    first_treated: i64,
    level: f64,
) -> Result<Estimate, Undefined> {
    let panel = Panel::new(obs)?;
    let after: Vec<bool> = panel.times.iter().map(|t| *t >= first_treated).collect();
    if !after.iter().any(|after| *after) {
        return Err(Undefined::new(format!("there is no time from {first_treated} on")));
    }
    if after.iter().all(|after| *after) {
        return Err(Undefined::new(format!("there is no time before {first_treated}")));
    }
    let fit = Fit::new(&panel, &[after], &[]).map_err(|failure| match failure {
        Failure::Undefined(undefined) => undefined,
        Failure::Dependent(_) => Undefined::new(
            "treatment cannot be told from the area and time effects in these rows",
        ),
    })?;
    fit.estimate(0, level)
}

/// Fits `y = α_i + γ_t + Σ β_k·treated·1(t = k) + ε` over every time k but `base`, and tests
/// those before `base` jointly (HTZ). Shapes and errors as for [`twfe`]; also where
/// `base` does not occur, or a time lacks treated or control areas.
pub fn event_study(
    obs: &[Observation],
    base: i64,
    level: f64,
) -> Result<EventStudy, Undefined> {
    let panel = Panel::new(obs)?;
    if panel.times.binary_search(&base).is_err() {
        return Err(Undefined::new(format!("the base {base} does not occur")));
    }
    let others: Vec<i64> = panel.times.iter().copied().filter(|t| *t != base).collect();
    let columns: Vec<Vec<bool>> = others
        .iter()
        .map(|other| panel.times.iter().map(|t| t == other).collect())
        .collect();
    let before: Vec<usize> =
        (0..others.len()).take_while(|at| others[*at] < base).collect();
    let fit = Fit::new(&panel, &columns, &before).map_err(|failure| match failure {
        Failure::Undefined(undefined) => undefined,
        Failure::Dependent(column) => Undefined::new(format!(
            "{} cannot be compared with {base}: a group has no usable value there",
            others.get(column).copied().unwrap_or(base),
        )),
    })?;
    let mut coefficients = Vec::with_capacity(others.len());
    for (at, time) in others.iter().enumerate() {
        coefficients.push((*time, fit.estimate(at, level)?));
    }
    let (pretrend, pretrend_missing) = match fit.htz(&before) {
        Ok(test) => (Some(test), None),
        Err(reason) => (None, Some(reason)),
    };
    Ok(EventStudy { base, coefficients, pretrend, pretrend_missing })
}

/// Areas with the same treatment, times and weights.
struct Pattern {
    treated: bool,
    /// Indices into the panel's times.
    times: Vec<usize>,
    weights: Vec<f64>,
    /// Outcomes less their area's weighted mean, one area after the other.
    y: Vec<f64>,
}

impl Pattern {
    const fn units(&self) -> usize {
        self.y.len() / self.times.len()
    }
}

/// The rows in order.
struct Panel {
    times: Vec<i64>,
    patterns: Vec<Pattern>,
    n_obs: usize,
    n_units: usize,
    /// What rounding alone may leave of a residual.
    noise: f64,
}

/// Treatment, then (time index, weight's bits) of each row.
type Key = (bool, Vec<(usize, u64)>);

impl Panel {
    fn new(obs: &[Observation]) -> Result<Self, Undefined> {
        let mut rows: Vec<&Observation> = obs.iter().collect();
        rows.sort_by_key(|row| (row.unit, row.time));
        let mut times: Vec<i64> = rows.iter().map(|row| row.time).collect();
        times.sort_unstable();
        times.dedup();
        let mut patterns: BTreeMap<Key, Vec<f64>> = BTreeMap::new();
        let mut n_units = 0;
        let mut repeated = [0_usize; 2];
        let mut noise = 0.0_f64;
        for unit in rows.chunk_by(|a, b| a.unit == b.unit) {
            let Some(first) = unit.first() else { continue };
            check(unit)?;
            n_units += 1;
            repeated[usize::from(first.treated)] += usize::from(unit.len() > 1);
            let cells = unit
                .iter()
                .map(|row| {
                    (times.partition_point(|t| *t < row.time), row.weight.to_bits())
                })
                .collect();
            let total = compensated(unit.iter().map(|row| row.weight));
            let shift =
                compensated(unit.iter().map(|row| row.weight * (row.y - first.y)))
                    / total;
            for row in unit {
                noise = noise.max(
                    4.0 * f64::EPSILON * row.y.abs()
                        + 1e-13 * ((row.y - first.y) - shift).abs(),
                );
            }
            patterns
                .entry((first.treated, cells))
                .or_default()
                .extend(unit.iter().map(|row| (row.y - first.y) - shift));
        }
        for (group, count) in [("control", repeated[0]), ("treated", repeated[1])] {
            if count < 2 {
                let held = if count == 0 { "no" } else { "only one" };
                return Err(Undefined::new(format!(
                    "{held} {group} area has values at two times or more"
                )));
            }
        }
        let patterns = patterns
            .into_iter()
            .map(|((treated, cells), y)| Pattern {
                treated,
                times: cells.iter().map(|(time, _)| *time).collect(),
                weights: cells.iter().map(|(_, bits)| f64::from_bits(*bits)).collect(),
                y,
            })
            .collect();
        Ok(Self { times, patterns, n_obs: rows.len(), n_units, noise })
    }
}

/// Refuses an area's rows that are not usable; they are sorted by time.
fn check(unit: &[&Observation]) -> Result<(), Undefined> {
    for row in unit {
        if !row.y.is_finite() {
            return Err(Undefined::new(format!(
                "an outcome of {} is not a number",
                row.time
            )));
        }
        if !(row.weight.is_finite() && row.weight > 0.0) {
            return Err(Undefined::new(format!(
                "a weight of {} is not positive",
                row.time
            )));
        }
    }
    for (a, b) in unit.iter().zip(unit.iter().skip(1)) {
        if a.time == b.time {
            return Err(Undefined::new(format!("an area has two values for {}", a.time)));
        }
        if a.treated != b.treated {
            return Err(Undefined::new("an area changes its group between its rows"));
        }
    }
    Ok(())
}

/// Why a fit failed.
enum Failure {
    Undefined(Undefined),
    /// This column of interest depends on the others.
    Dependent(usize),
}

/// One pattern's share of the covariances of the clusters' contributions under the working
/// model: `P_gg = own + common`, per area.
struct Share {
    units: f64,
    own: Matrix,
    common: Matrix,
}

/// A fitted model: its coefficients of interest and what their errors need.
struct Fit {
    beta: Vec<f64>,
    cr0: Matrix,
    cr2: Matrix,
    /// √(G/(G−1)·(N−1)/(N−k)).
    cr1: f64,
    shares: Vec<Share>,
    /// `Σ K·z_s·z_tᵀ` over areas, for each pair (s, t) of contrasts that is needed.
    moments: BTreeMap<(usize, usize), Matrix>,
    n_obs: usize,
    n_units: usize,
}

impl Fit {
    /// Fits the columns of interest, each true at some times for treated areas. `joint`
    /// are those that a test will take together.
    fn new(
        panel: &Panel,
        interest: &[Vec<bool>],
        joint: &[usize],
    ) -> Result<Self, Failure> {
        let designs: Vec<Matrix> = panel
            .patterns
            .iter()
            .map(|p| design(p, panel.times.len(), interest))
            .collect();
        let effects = panel.times.len() - 1;
        let gram = gram(&panel.patterns, &designs, 1);
        let kept = independent(&gram, 1e-9);
        for column in 0..interest.len() {
            if kept.binary_search(&(effects + column)).is_err() {
                return Err(Failure::Dependent(column));
            }
        }
        let designs: Vec<Matrix> =
            designs.iter().map(|design| design.columns(&kept)).collect();
        let Some(inverse) = inverse(&gram.minor(&kept)) else {
            return Err(Failure::Undefined(Undefined::new(
                "the effects cannot be told apart",
            )));
        };
        let coefficients = solve(&panel.patterns, &designs, &inverse);
        let k = kept.len();
        let q = interest.len();
        let wanted: Vec<usize> = (k - q..k).collect();
        let free = panel.n_obs as f64 - (k + 1) as f64;
        if free <= 0.0 {
            return Err(Failure::Undefined(Undefined::new(
                "there are no more rows than coefficients",
            )));
        }
        let groups = panel.n_units as f64;
        let mut fit = Self {
            beta: wanted.iter().map(|at| coefficients[*at]).collect(),
            cr0: Matrix::zeros(q, q),
            cr2: Matrix::zeros(q, q),
            cr1: (groups / (groups - 1.0) * (panel.n_obs as f64 - 1.0) / free).sqrt(),
            shares: Vec::with_capacity(designs.len()),
            moments: BTreeMap::new(),
            n_obs: panel.n_obs,
            n_units: panel.n_units,
        };
        let common = Common {
            contrast: inverse.columns(&wanted),
            squares: self::gram(&panel.patterns, &designs, 2),
            inverse,
        };
        fit.add_up(panel, &designs, &coefficients, &common, joint)?;
        Ok(fit)
    }

    /// Adds every pattern's scores and covariances.
    fn add_up(
        &mut self,
        panel: &Panel,
        designs: &[Matrix],
        coefficients: &[f64],
        common: &Common,
        joint: &[usize],
    ) -> Result<(), Failure> {
        let k = coefficients.len();
        let q = self.beta.len();
        let mut pairs: BTreeMap<(usize, usize), Matrix> = BTreeMap::new();
        for s in 0..q {
            pairs.insert((s, s), Matrix::zeros(2 * k, 2 * k));
        }
        for (s, t) in joint.iter().flat_map(|s| joint.iter().map(move |t| (*s, *t))) {
            if s < t {
                pairs.insert((s, t), Matrix::zeros(2 * k, 2 * k));
            }
        }
        let mut largest = 0.0_f64;
        for (pattern, x) in panel.patterns.iter().zip(designs) {
            let adjusted = Adjusted::new(pattern, x, common);
            let plain = adjusted.plain.transposed();
            let reduced = adjusted.reduced.transposed();
            let fitted = x.apply(coefficients);
            for y in pattern.y.chunks(pattern.times.len()) {
                let e: Vec<f64> = y.iter().zip(&fitted).map(|(y, f)| y - f).collect();
                largest = e.iter().fold(largest, |most, e| most.max(e.abs()));
                let score = plain.apply(&e);
                self.cr0.add_outer(1.0, &score, &score);
                let score = reduced.apply(&e);
                self.cr2.add_outer(1.0, &score, &score);
            }
            let units = pattern.units() as f64;
            for ((s, t), sum) in &mut pairs {
                sum.add_outer(units, adjusted.z.row(*s), adjusted.z.row(*t));
            }
            let common = adjusted.z.times(&adjusted.kz);
            self.shares.push(Share { units, own: adjusted.own, common });
        }
        if largest <= panel.noise {
            return Err(Failure::Undefined(Undefined::new(
                "the model fits every row exactly: there is no variation to judge by",
            )));
        }
        let kernel = common.kernel();
        for ((s, t), sum) in pairs {
            if s != t {
                self.moments.insert((t, s), kernel.times(&sum.transposed()));
            }
            self.moments.insert((s, t), kernel.times(&sum));
        }
        Ok(())
    }

    /// Returns coefficient `at` with its errors.
    fn estimate(&self, at: usize, level: f64) -> Result<Estimate, Undefined> {
        check_level(level)?;
        let estimate = self.beta[at];
        let se_cr0 = self.cr0.at(at, at).sqrt();
        let se_cr2 = self.cr2.at(at, at).sqrt();
        let df_cr2 = self.satterthwaite(at);
        if !(se_cr2 > 0.0 && df_cr2.is_finite() && df_cr2 > 0.0) {
            return Err(Undefined::new("the areas do not vary about the model"));
        }
        let half = t_quantile(level, df_cr2)? * se_cr2;
        Ok(Estimate {
            estimate,
            se_cr0,
            se_cr1: se_cr0 * self.cr1,
            se_cr2,
            df_cr2,
            p_cr2: p_of_t(estimate / se_cr2, df_cr2)?,
            ci_low: estimate - half,
            ci_high: estimate + half,
            n_obs: self.n_obs,
            n_units: self.n_units,
        })
    }

    /// Returns `(Σ P_gg)²/Σ P_gh²` over all pairs of areas.
    fn satterthwaite(&self, at: usize) -> f64 {
        let mut mean = 0.0;
        let mut square = self
            .moments
            .get(&(at, at))
            .map_or(f64::NAN, |moment| trace_of_product(moment, moment));
        for share in &self.shares {
            let (own, common) = (share.own.at(at, at), share.common.at(at, at));
            mean += share.units * (own + common);
            square += share.units * own * (own + 2.0 * common);
        }
        mean * mean / square
    }

    /// Tests the coefficients named jointly.
    fn htz(&self, tested: &[usize]) -> Result<Htz, Undefined> {
        let q = tested.len();
        if q == 0 {
            return Err(Undefined::new("there is no time before the base"));
        }
        let mut omega = Matrix::zeros(q, q);
        for share in &self.shares {
            omega.accumulate(share.units, &share.own.minor(tested));
            omega.accumulate(share.units, &share.common.minor(tested));
        }
        let (values, _) = eigen(&omega);
        let largest = values.iter().copied().fold(0.0_f64, f64::max);
        if values.iter().any(|value| *value <= 1e-10 * largest) {
            return Err(Undefined::new("too few areas for a joint test of these times"));
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
            return Err(Undefined::new("too few areas for a joint test of these times"));
        }
        let Some(inverted) = inverse(&self.cr2.minor(tested)) else {
            return Err(Undefined::new("the tested coefficients' errors are dependent"));
        };
        let beta: Vec<f64> = tested.iter().map(|at| self.beta[*at]).collect();
        let wald = dot(&beta, &inverted.apply(&beta));
        let f = df / (eta * q as f64) * wald;
        Ok(Htz { q, f, df, p: p_of_f(f, q as f64, df)? })
    }

    /// Returns the summed variances of the cells of Ω^(−1/2)·V·Ω^(−1/2), `root` being
    /// Ω^(−1/2): over pairs of areas `Σ tr(P_gh)² + tr(P_gh·P_gh)`, P standardised.
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
            total += share.units * (size(&whole) - size(&common));
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

/// What all patterns share.
struct Common {
    /// M = (X̃ᵀWX̃)⁻¹, k × k.
    inverse: Matrix,
    /// The columns of M that belong to the coefficients of interest, k × q.
    contrast: Matrix,
    /// S = Σ X̃ᵀW²X̃, k × k.
    squares: Matrix,
}

impl Common {
    /// Returns K = [[0, −I], [−I, S]], 2k × 2k.
    fn kernel(&self) -> Matrix {
        let k = self.inverse.rows();
        Matrix::from_fn(2 * k, 2 * k, |i, j| match (i < k, j < k) {
            (false, false) => self.squares.at(i - k, j - k),
            (true, true) => 0.0,
            _ if i % k == j % k => -1.0,
            _ => 0.0,
        })
    }
}

/// One pattern's weights of its residuals, and the covariances that follow.
struct Adjusted {
    /// W·X̃·M·c, T × q: the CR0 weights.
    plain: Matrix,
    /// A·W·X̃·M·c, T × q: the CR2 weights U.
    reduced: Matrix,
    /// (QᵀU)ᵀ(QᵀU), q × q.
    own: Matrix,
    /// Rows `z_s = [X̃ᵀWQᵀu_s; M·X̃ᵀu_s]`, q × 2k.
    z: Matrix,
    /// K·zᵀ, 2k × q.
    kz: Matrix,
}

impl Adjusted {
    fn new(pattern: &Pattern, x: &Matrix, common: &Common) -> Self {
        let weights = &pattern.weights;
        let n = weights.len();
        let total: f64 = weights.iter().sum();
        let q_of = Matrix::from_fn(n, n, |i, j| {
            f64::from(u8::from(i == j)) - weights[j] / total
        });
        let wx = x.scaled_rows(weights);
        let xm = x.times(&common.inverse);
        // Q·W·X̃·M·X̃ᵀ and X̃·M·S·M·X̃ᵀ.
        let leverage = q_of.times(&wx).times(&xm.transposed());
        let spread = xm.times(&common.squares).times(&xm.transposed());
        let centre = q_of.times(&q_of.transposed());
        let block = Matrix::from_fn(n, n, |i, j| {
            let symmetric = |m: &Matrix| f64::midpoint(m.at(i, j), m.at(j, i));
            symmetric(&centre) - 2.0 * symmetric(&leverage) + symmetric(&spread)
        });
        let plain = wx.times(&common.contrast);
        let reduced = inverse_root(&block).times(&plain);
        let centred = q_of.cross(&reduced);
        let r = wx.cross(&centred);
        let a = common.inverse.times(&x.cross(&reduced));
        let sa = common.squares.times(&a);
        let k = r.rows();
        let z = Matrix::from_fn(r.cols(), 2 * k, |s, i| {
            if i < k { r.at(i, s) } else { a.at(i - k, s) }
        });
        let kz = Matrix::from_fn(2 * k, r.cols(), |i, s| {
            if i < k { -a.at(i, s) } else { sa.at(i - k, s) - r.at(i - k, s) }
        });
        Self { plain, own: centred.cross(&centred), reduced, z, kz }
    }
}

/// Returns a pattern's design, T × (times − 1 + interest), less its weighted mean.
fn design(pattern: &Pattern, times: usize, interest: &[Vec<bool>]) -> Matrix {
    let effects = times - 1;
    let raw = Matrix::from_fn(pattern.times.len(), effects + interest.len(), |i, j| {
        let time = pattern.times[i];
        let on = if j < effects {
            time == j + 1
        } else {
            pattern.treated && interest[j - effects][time]
        };
        f64::from(u8::from(on))
    });
    let total: f64 = pattern.weights.iter().sum();
    let means: Vec<f64> =
        raw.transposed().apply(&pattern.weights).iter().map(|sum| sum / total).collect();
    Matrix::from_fn(raw.rows(), raw.cols(), |i, j| raw.at(i, j) - means[j])
}

/// Returns Σ X̃ᵀW^power X̃ over all areas.
fn gram(patterns: &[Pattern], designs: &[Matrix], power: i32) -> Matrix {
    let k = designs.first().map_or(0, Matrix::cols);
    let mut sum = Matrix::zeros(k, k);
    for (pattern, x) in patterns.iter().zip(designs) {
        let units = pattern.units() as f64;
        for (i, weight) in pattern.weights.iter().enumerate() {
            sum.add_outer(units * weight.powi(power), x.row(i), x.row(i));
        }
    }
    sum
}

/// Returns M·X̃ᵀWy, with one step of refinement on the residuals.
fn solve(patterns: &[Pattern], designs: &[Matrix], inverse: &Matrix) -> Vec<f64> {
    let mut coefficients = vec![0.0; inverse.rows()];
    for _ in 0..2 {
        let mut moments = vec![0.0; inverse.rows()];
        for (pattern, x) in patterns.iter().zip(designs) {
            let fitted = x.apply(&coefficients);
            let width = pattern.times.len();
            for (i, (weight, fitted)) in pattern.weights.iter().zip(&fitted).enumerate() {
                let column = pattern.y.iter().skip(i).step_by(width);
                let sum = weight * compensated(column.map(|y| y - fitted));
                for (moment, x) in moments.iter_mut().zip(x.row(i)) {
                    *moment += sum * x;
                }
            }
        }
        for (coefficient, step) in coefficients.iter_mut().zip(inverse.apply(&moments)) {
            *coefficient += step;
        }
    }
    coefficients
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

/// Returns tr(a·b) of square matrices.
fn trace_of_product(a: &Matrix, b: &Matrix) -> f64 {
    (0..a.rows())
        .map(|i| (0..a.cols()).map(|j| a.at(i, j) * b.at(j, i)).sum::<f64>())
        .sum()
}

/// Returns P(F(d1, d2) ≥ f).
fn p_of_f(f: f64, d1: f64, d2: f64) -> Result<f64, Undefined> {
    checked_beta_reg(d2 / 2.0, d1 / 2.0, d2 / (d1 * f + d2)).map_err(|_| {
        Undefined::new(format!("an F law with {d1} and {d2} degrees of freedom"))
    })
}

#[cfg(test)]
mod tests {
    use super::EventStudy;
    use super::Matrix;
    use super::Observation;
    use super::event_study;
    use super::inverse;
    use super::inverse_root;
    use super::trace_of_product;
    use super::twfe;
    use crate::stat::estimate::design::oracle;
    use crate::stat::estimate::design::oracle::Reference;
    use std::collections::BTreeSet;

    /// Rows of a reference file; the outcome per 1,000 and the weights on request.
    fn rows(file: &str, rate: bool, weighted: bool) -> Vec<Observation> {
        let mut areas: Vec<&str> = Vec::new();
        let mut rows = Vec::new();
        for line in file.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let unit =
                areas.iter().position(|area| *area == fields[0]).unwrap_or_else(|| {
                    areas.push(fields[0]);
                    areas.len() - 1
                });
            let population: f64 = fields[4].parse().unwrap();
            if let Ok(y) = fields[3].parse::<f64>() {
                rows.push(Observation {
                    unit,
                    time: fields[2].parse().unwrap(),
                    treated: fields[1] == "nbi",
                    y: if rate { 1000.0 * y / population } else { y },
                    weight: if weighted { population } else { 1.0 },
                });
            }
        }
        rows
    }

    fn only(id: &str) -> Reference {
        oracle::all(id).into_iter().next().unwrap()
    }

    fn check_twfe(id: &str, obs: &[Observation], first: i64) {
        let want = only(id);
        let got = twfe(obs, first, 0.95).unwrap();
        want.check("n_obs", got.n_obs as f64);
        want.check("n_areas", got.n_units as f64);
        want.check("estimate", got.estimate);
        want.check("se_CR0", got.se_cr0);
        want.check("se_CR2", got.se_cr2);
        want.check("df_CR2", got.df_cr2);
        want.check("p_CR2", got.p_cr2);
        if want.has("se_CR1S_absorbed") {
            want.check("se_CR1S_absorbed", got.se_cr1);
        }
        assert!((f64::midpoint(got.ci_low, got.ci_high) - got.estimate).abs() < 1e-9);
    }

    #[test]
    fn the_balanced_panel_agrees() {
        check_twfe("twfe.from_2015", &rows(oracle::PANEL, false, false), 2015);
    }

    #[test]
    fn the_weighted_panel_agrees() {
        let obs = rows(oracle::PANEL, false, true);
        check_twfe("twfe.from_2015.weighted_by_population", &obs, 2015);
    }

    #[test]
    fn the_unbalanced_panel_agrees() {
        check_twfe("twfe.rate.from_2018", &rows(oracle::RATES, true, false), 2018);
    }

    #[test]
    fn two_periods_agree() {
        let two = |mut obs: Vec<Observation>, pre: i64, post: i64| {
            obs.retain(|row| row.time == pre || row.time == post);
            obs
        };
        let obs = two(rows(oracle::PANEL, false, false), 2014, 2019);
        check_twfe("did_two_period.2014_2019", &obs, 2019);
        let obs = two(rows(oracle::RATES, true, false), 2015, 2021);
        check_twfe("did_two_period.2015_2021", &obs, 2021);
        let obs = two(rows(oracle::TINY, false, false), 2016, 2022);
        check_twfe("did_two_period.2016_2022", &obs, 2022);
    }

    #[test]
    fn the_event_study_agrees() {
        let want = only("event_study.base_2014");
        let study = event_study(&rows(oracle::PANEL, false, false), 2014, 0.95).unwrap();
        assert_eq!(study.coefficients.len(), 7);
        for (year, got) in &study.coefficients {
            want.check(&format!("coef.{year}"), got.estimate);
            want.check(&format!("se_CR0.{year}"), got.se_cr0);
            want.check(&format!("se_CR1S_absorbed.{year}"), got.se_cr1);
            want.check(&format!("se_CR2.{year}"), got.se_cr2);
            want.check(&format!("df_CR2.{year}"), got.df_cr2);
        }
        let test = study.pretrend.unwrap();
        want.check("pretrend_q", test.q as f64);
        want.check("pretrend_HTZ_F_CR2", test.f);
        want.check("pretrend_HTZ_df_denom", test.df);
        want.check("pretrend_HTZ_p", test.p);
    }

    /// A panel with gaps, singletons and uneven weights.
    fn uneven() -> Vec<Observation> {
        let mut state = 7_u64;
        let mut draw = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / f64::from(1 << 24)
        };
        let mut rows = Vec::new();
        for unit in 0..23 {
            for time in 2010..2018_i64 {
                let (noise, kept) = (draw(), draw());
                if kept < 0.85 && (unit != 4 || time == 2012) {
                    rows.push(Observation {
                        unit,
                        time,
                        treated: unit < 9,
                        y: unit as f64 + noise * (1.0 + unit as f64 / 9.0),
                        weight: 1.0 + draw() * 3.0,
                    });
                }
            }
        }
        rows
    }

    #[test]
    fn the_order_of_rows_changes_not_a_bit() {
        let obs = uneven();
        let mut other = obs.clone();
        other.reverse();
        other.rotate_left(37);
        assert_eq!(twfe(&obs, 2014, 0.95), twfe(&other, 2014, 0.95));
        let study =
            |obs: &[Observation]| -> EventStudy { event_study(obs, 2013, 0.95).unwrap() };
        assert_eq!(study(&obs), study(&other));
        assert!(study(&obs).pretrend.is_some());
    }

    #[test]
    fn a_scale_scales_and_a_shift_changes_nothing() {
        let obs = uneven();
        let mut moved = obs.clone();
        for row in &mut moved {
            row.y = 1000.0 * row.y + 3e6 + 500.0 * row.unit as f64;
            row.weight *= 250.0;
        }
        let a = twfe(&obs, 2014, 0.95).unwrap();
        let b = twfe(&moved, 2014, 0.95).unwrap();
        assert!((b.estimate / a.estimate - 1000.0).abs() < 1e-5);
        assert!((b.se_cr2 / a.se_cr2 - 1000.0).abs() < 1e-5);
        assert!((a.df_cr2 - b.df_cr2).abs() < 1e-9);
        assert!((a.p_cr2 - b.p_cr2).abs() < 1e-9);
    }

    #[test]
    fn one_tested_time_gives_the_square_of_its_t() {
        let mut obs = uneven();
        obs.retain(|row| row.time >= 2012);
        let study = event_study(&obs, 2013, 0.95).unwrap();
        let (test, first) = (study.pretrend.unwrap(), study.coefficients[0].1);
        let t = first.estimate / first.se_cr2;
        assert!((test.f - t * t).abs() < 1e-9);
        assert!((test.df - first.df_cr2).abs() < 1e-9);
        assert!((test.p - first.p_cr2).abs() < 1e-9);
    }

    /// Every `P_gh` (q × q) of an event study, from the whole N × N projection with all
    /// dummies: the definition, without the shortcuts.
    fn dense(obs: &[Observation], base: i64) -> (Vec<Vec<Matrix>>, Vec<i64>) {
        let times: Vec<i64> =
            obs.iter().map(|row| row.time).collect::<BTreeSet<_>>().into_iter().collect();
        let units: Vec<usize> =
            obs.iter().map(|row| row.unit).collect::<BTreeSet<_>>().into_iter().collect();
        let mut others = times.clone();
        others.retain(|time| *time != base);
        let q = others.len();
        let (first, last) = (units.len(), units.len() + times.len() - 1);
        let x = Matrix::from_fn(obs.len(), last + q, |i, j| {
            let row = &obs[i];
            f64::from(u8::from(if j < first {
                units[j] == row.unit
            } else if j < last {
                times[j - first + 1] == row.time
            } else {
                row.treated && others[j - last] == row.time
            }))
        });
        let weights: Vec<f64> = obs.iter().map(|row| row.weight).collect();
        let wx = x.scaled_rows(&weights);
        let m = inverse(&x.cross(&wx)).unwrap();
        let hat = x.times(&m).times(&wx.transposed());
        let rest = Matrix::from_fn(obs.len(), obs.len(), |i, j| {
            f64::from(u8::from(i == j)) - hat.at(i, j)
        });
        let wanted: Vec<usize> = (last..last + q).collect();
        let plain = wx.times(&m.columns(&wanted));
        let parts: Vec<Matrix> = units
            .iter()
            .map(|unit| {
                let own: Vec<usize> =
                    (0..obs.len()).filter(|i| obs[*i].unit == *unit).collect();
                let rows = |of: &Matrix| {
                    Matrix::from_fn(own.len(), of.cols(), |i, j| of.at(own[i], j))
                };
                let block = rows(&rest);
                let adjust = inverse_root(&block.times(&block.transposed()));
                block.cross(&adjust.times(&rows(&plain)))
            })
            .collect();
        let pairs = |g: &Matrix| parts.iter().map(|h| g.cross(h)).collect();
        (parts.iter().map(pairs).collect(), others)
    }

    #[test]
    fn the_shortcuts_agree_with_the_whole_projection() {
        let obs = uneven();
        let base = 2013;
        let study = event_study(&obs, base, 0.95).unwrap();
        let (pairs, others) = dense(&obs, base);
        for (at, (_, got)) in study.coefficients.iter().enumerate() {
            let mean: f64 =
                pairs.iter().enumerate().map(|(g, row)| row[g].at(at, at)).sum();
            let square: f64 =
                pairs.iter().flatten().map(|block| block.at(at, at).powi(2)).sum();
            assert!((got.df_cr2 / (mean * mean / square) - 1.0).abs() < 1e-9);
        }
        let tested: Vec<usize> =
            (0..others.len()).filter(|at| others[*at] < base).collect();
        let q = tested.len();
        assert_eq!(q, 3);
        let mut omega = Matrix::zeros(q, q);
        for (g, row) in pairs.iter().enumerate() {
            omega.accumulate(1.0, &row[g].minor(&tested));
        }
        let root = inverse_root(&omega);
        let mut spread = 0.0;
        for block in pairs.iter().flatten() {
            let block = root.times(&block.minor(&tested)).times(&root);
            let trace: f64 = (0..q).map(|at| block.at(at, at)).sum();
            spread += trace * trace + trace_of_product(&block, &block);
        }
        let df = (q * (q + 1)) as f64 / spread - q as f64 + 1.0;
        assert!((study.pretrend.unwrap().df / df - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_estimated_says_why() {
        let obs = uneven();
        let reason =
            |obs: &[Observation], first| twfe(obs, first, 0.95).unwrap_err().reason;
        assert!(twfe(&obs, 2014, 95.0).is_err());
        assert_eq!(reason(&obs, 2009), "there is no time before 2009");
        assert_eq!(reason(&obs, 2019), "there is no time from 2019 on");
        assert_eq!(reason(&[], 2019), "no control area has values at two times or more");
        let one: Vec<Observation> =
            obs.iter().copied().filter(|row| row.unit == 0 || !row.treated).collect();
        assert_eq!(
            reason(&one, 2014),
            "only one treated area has values at two times or more"
        );
        let mut twice = obs.clone();
        twice.extend(obs.first().copied());
        assert!(reason(&twice, 2014).starts_with("an area has two values for 201"));
        let mut flat = obs.clone();
        for row in &mut flat {
            row.y = row.time as f64 * 1e9 + row.unit as f64;
        }
        assert!(reason(&flat, 2014).starts_with("the model fits every row exactly"));
        let mut bare = obs;
        bare.retain(|row| !(row.treated && row.time == 2011));
        assert_eq!(
            event_study(&bare, 2013, 0.95).unwrap_err().reason,
            "2011 cannot be compared with 2013: a group has no usable value there"
        );
    }
}
