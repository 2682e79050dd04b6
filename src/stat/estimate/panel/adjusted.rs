//! What turns a cluster's residuals into its share of an estimate's error, with the
//! bias-reduced adjustment CR2, and the covariances that follow under the working model.
//!
//! Where the cluster is small, in its own rows, by the whole matrix
//!
//! ```text
//! Q            = I − 1wᵀ/Σw, area by area; I without area effects
//! A            = (QQᵀ − QWX̃MX̃ᵀ − (QWX̃MX̃ᵀ)ᵀ + X̃MSMX̃ᵀ)^(+1/2)
//! ```
//!
//! where `^(+1/2)` is the root of the Moore–Penrose inverse. Where it is large, such as a
//! region of thousands of areas, no matrix of its rows is made: with weights that stay the
//! same over time within each area, Q leaves `Z = [X̃, WX̃]` as it is and `A⁻² = Q + ZKZᵀ`, so
//! that A works within the 2k columns of Z, and `ZᵀZ` is all that is needed of the rows.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::linear::eigen;
use crate::stat::estimate::linear::inverse_root;
use crate::stat::estimate::panel::rows::Profile;

/// Rows of a cluster up to which its own matrix is made in any case.
const FEW: usize = 48;
/// Rows up to which it is made where the weights leave no other way.
const MANY: usize = 600;

/// What all clusters share.
pub(super) struct Common {
    /// M = (X̃ᵀWX̃)⁻¹, k × k.
    pub inverse: Matrix,
    /// The columns of M that belong to the coefficients of interest, k × q.
    pub contrast: Matrix,
    /// S = Σ X̃ᵀW²X̃, k × k.
    pub squares: Matrix,
    /// Whether areas have effects of their own.
    pub has_areas: bool,
}

impl Common {
    /// Returns K = [[0, −I], [−I, S]], 2k × 2k.
    pub fn kernel(&self) -> Matrix {
        let k = self.inverse.rows();
        Matrix::from_fn(2 * k, 2 * k, |i, j| match (i < k, j < k) {
            (false, false) => self.squares.at(i - k, j - k),
            (true, true) => 0.0,
            _ if i % k == j % k => -1.0,
            _ => 0.0,
        })
    }
}

/// How the CR2 score follows from a cluster's residuals e.
pub(super) enum Score {
    /// Uᵀe, U over the rows, n × q.
    Rows(Matrix),
    /// aᵀ[X̃ᵀe; X̃ᵀWe], a 2k × q: U = Za.
    Columns(Matrix),
}

/// A cluster's weights of its residuals, and the covariances that follow.
pub(super) struct Adjusted {
    /// U = A·W·X̃·M·c.
    pub score: Score,
    /// (QᵀU)ᵀ(QᵀU), q × q.
    pub own: Matrix,
    /// Rows `z_s = [X̃ᵀWQᵀu_s; M·X̃ᵀu_s]`, q × 2k.
    pub z: Matrix,
    /// K·zᵀ, 2k × q.
    pub kz: Matrix,
}

impl Adjusted {
    /// Returns those of clusters with these profiles, whose designs come beside them.
    pub fn new(
        members: &[(&Profile, &Matrix)],
        common: &Common,
    ) -> Result<Self, Undefined> {
        let rows: usize = members.iter().map(|(profile, _)| profile.times.len()).sum();
        let steady =
            !common.has_areas || members.iter().all(|(profile, _)| profile.is_steady());
        if rows <= FEW || !steady && rows <= MANY {
            Ok(Self::by_rows(members, common))
        } else if steady {
            Ok(Self::by_columns(members, common))
        } else {
            Err(Undefined::new(format!(
                "a cluster has {rows} rows whose weights change over time: give each area one weight"
            )))
        }
    }

    /// By the matrix of the cluster's rows.
    pub fn by_rows(members: &[(&Profile, &Matrix)], common: &Common) -> Self {
        let k = common.inverse.rows();
        let mut weights = Vec::new();
        let mut x = Vec::new();
        // Of each row, where its area begins, how many rows it has, and its Σw.
        let mut areas = Vec::new();
        for (profile, design) in members {
            let (start, width) = (weights.len(), profile.weights.len());
            let total: f64 = profile.weights.iter().sum();
            weights.extend_from_slice(&profile.weights);
            for i in 0..width {
                areas.push((start, width, total));
                x.extend_from_slice(design.row(i));
            }
        }
        let n = weights.len();
        let x = Matrix::from_fn(n, k, |i, j| x[i * k + j]);
        let q_of = Matrix::from_fn(n, n, |i, j| {
            let (start, width, total) = areas[i];
            let same = common.has_areas && j >= start && j < start + width;
            f64::from(u8::from(i == j)) - if same { weights[j] / total } else { 0.0 }
        });
        let wx = x.scaled_rows(&weights);
        let xm = x.times(&common.inverse);
        // Q·W·X̃·M·X̃ᵀ and X̃·M·S·M·X̃ᵀ.
        let leverage = q_of.times(&wx).times(&xm.transposed());
        let spread = xm.times(&common.squares).times(&xm.transposed());
        let centre = q_of.times(&q_of.transposed());
        let block = Matrix::from_fn(n, n, |i, j| {
            let symmetric = |m: &Matrix| f64::midpoint(m.at(i, j), m.at(j, i));
            symmetric(&centre) - 2.0 * symmetric(&leverage) + symmetric(&spread)
        });
        let reduced = inverse_root(&block).times(&wx.times(&common.contrast));
        let centred = q_of.cross(&reduced);
        let r = wx.cross(&centred);
        let a = common.inverse.times(&x.cross(&reduced));
        let own = centred.cross(&centred);
        Self::with(Score::Rows(reduced), own, &r, &a, common)
    }

    /// By the columns of the design, for weights that stay the same within each area; without
    /// area effects, for any.
    pub fn by_columns(members: &[(&Profile, &Matrix)], common: &Common) -> Self {
        let k = common.inverse.rows();
        // X̃ᵀX̃, X̃ᵀWX̃ and X̃ᵀW²X̃.
        let mut gram = [0, 1, 2].map(|_| Matrix::zeros(k, k));
        for (profile, design) in members {
            for (i, weight) in profile.weights.iter().enumerate() {
                for (power, sum) in [1.0, *weight, weight * weight].iter().zip(&mut gram)
                {
                    sum.add_outer(*power, design.row(i), design.row(i));
                }
            }
        }
        let halves = |first: &Matrix, second: &Matrix| {
            Matrix::from_fn(first.rows(), 2 * k, |i, j| {
                if j < k { first.at(i, j) } else { second.at(i, j - k) }
            })
        };
        let [plain, weighted, squared] = &gram;
        let (top, bottom) = (halves(plain, weighted), halves(weighted, squared));
        let whole = Matrix::from_fn(2 * k, 2 * k, |i, j| {
            if i < k { top.at(i, j) } else { bottom.at(i - k, j) }
        });
        let msm = common.inverse.times(&common.squares).times(&common.inverse);
        let update = Matrix::from_fn(2 * k, 2 * k, |i, j| match (i < k, j < k) {
            (true, true) => msm.at(i, j),
            (false, false) => 0.0,
            _ => -common.inverse.at(i % k, j % k),
        });
        let (values, vectors) = eigen(&whole);
        let floor = 1e-12 * values.iter().copied().fold(0.0_f64, f64::max);
        let kept: Vec<usize> = (0..2 * k).filter(|at| values[*at] > floor).collect();
        // L = VΛ^(1/2) and VΛ^(−1/2): ZVΛ^(−1/2) has orthonormal columns.
        let scaled = |power: f64| {
            Matrix::from_fn(2 * k, kept.len(), |i, j| {
                vectors.at(i, kept[j]) * values[kept[j]].powf(power)
            })
        };
        let (long, short) = (scaled(0.5), scaled(-0.5));
        let inner = long.cross(&update.times(&long));
        let inner = Matrix::from_fn(kept.len(), kept.len(), |i, j| {
            let unit = f64::from(u8::from(i == j));
            unit + f64::midpoint(inner.at(i, j), inner.at(j, i))
        });
        let start = Matrix::from_fn(2 * k, common.contrast.cols(), |i, j| {
            if i < k { 0.0 } else { common.contrast.at(i - k, j) }
        });
        let along = long.cross(&start);
        let mut moved = inverse_root(&inner).times(&along);
        moved.accumulate(-1.0, &along);
        let mut a = start;
        a.accumulate(1.0, &short.times(&moved));
        let own = a.cross(&whole.times(&a));
        let (r, m) = (bottom.times(&a), common.inverse.times(&top.times(&a)));
        Self::with(Score::Columns(a), own, &r, &m, common)
    }

    fn with(score: Score, own: Matrix, r: &Matrix, a: &Matrix, common: &Common) -> Self {
        let sa = common.squares.times(a);
        let k = r.rows();
        let z = Matrix::from_fn(r.cols(), 2 * k, |s, i| {
            if i < k { r.at(i, s) } else { a.at(i - k, s) }
        });
        let kz = Matrix::from_fn(2 * k, r.cols(), |i, s| {
            if i < k { -a.at(i, s) } else { sa.at(i - k, s) - r.at(i - k, s) }
        });
        Self { score, own, z, kz }
    }
}
