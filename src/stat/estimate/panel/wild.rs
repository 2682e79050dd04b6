//! The wild cluster bootstrap-t of a difference in differences, the null imposed (Cameron,
//! Gelbach and Miller 2008, doi:10.1162/rest.90.3.414).
//!
//! Under β = β₀ each cluster's restricted residuals are multiplied by one draw v. Nothing is
//! fitted again: with D̃ what is left of the treatment beside the other columns, cluster h
//! has the score
//!
//! ```text
//! v_h·s_h − C_h·M·Σ_g v_g·m_g,   s_h = D̃_hᵀW_he_h, m_g = X̃_gᵀW_ge_g, C_h = D̃_hᵀW_hX̃_h
//! ```
//!
//! and e is linear in β₀, so that a draw leaves five numbers from which its t follows for
//! every β₀: the interval, those β₀ that are not rejected, costs no further draws.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::linear::dot;
use crate::stat::estimate::linear::inverse;
use crate::stat::estimate::panel::fit::Designed;
use crate::stat::estimate::panel::inseparable;
use crate::stat::estimate::panel::rows::Model;
use crate::stat::estimate::panel::rows::Observation;
use crate::stat::estimate::panel::rows::Panel;
use crate::stat::estimate::panel::treatment;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::resample::Random;

/// By what each cluster's residuals are multiplied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Multipliers {
    /// −1 or 1.
    #[default]
    Rademacher,
    /// ±√½, ±1 or ±√1½ (Webb 2023), for few clusters.
    Webb,
}

impl Multipliers {
    fn values(self) -> Vec<f64> {
        match self {
            Self::Rademacher => vec![1.0, -1.0],
            Self::Webb => {
                let (low, high) = (0.5_f64.sqrt(), 1.5_f64.sqrt());
                vec![1.0, -1.0, low, -low, high, -high]
            }
        }
    }
}

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// Draws, up to which every combination is looked at instead.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// What is drawn.
    pub multipliers: Multipliers,
}

/// A wild cluster bootstrap-t.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wild {
    /// β, in units of y.
    pub estimate: f64,
    /// β over its CR0 error; a correction of it would cancel.
    pub t: f64,
    /// Share of the draws whose t is at least as large in size.
    pub p: f64,
    /// The β₀ that are not rejected at `1 − level`; none where the draws reject nothing.
    pub interval: Option<(f64, f64)>,
    /// Whether every combination was looked at.
    pub exact: bool,
    /// Combinations looked at, or draws and the sample itself.
    pub arrangements: usize,
    /// Clusters.
    pub n_clusters: usize,
}

/// Tests β of [`super::two_periods`] where `pre` is given, else of [`super::twfe`], whose
/// errors it shares; `post` is the first time under treatment. Errors also with no draws.
pub fn wild_bootstrap(
    obs: &[Observation],
    pre: Option<i64>,
    post: i64,
    drawn: Drawn,
    level: f64,
) -> Result<Wild, Undefined> {
    check_level(level)?;
    let kept = |row: &&Observation| pre.is_none_or(|pre| [pre, post].contains(&row.time));
    let rows: Vec<Observation> = obs.iter().filter(kept).copied().collect();
    let panel = Panel::new(&rows, pre.is_none())?;
    let after = [treatment(&panel, post)?];
    let model =
        if pre.is_some() { Model::Pooled(&after[0]) } else { Model::Effects(&after) };
    let scores = Scores::new(&panel, model)?;
    let laws: Vec<Law> = scores.draw(drawn)?;
    let observed = |null: f64| {
        let size = (scores.estimate - null).abs() * scores.left;
        size * size / scores.spread
    };
    let p = |null: f64| {
        let limit = observed(null) * (1.0 - 1e-9);
        let hits = laws.iter().filter(|law| law.square(null) >= limit).count();
        let own = usize::from(!scores.exact(drawn));
        (own + hits) as f64 / (own + laws.len()) as f64
    };
    let se = scores.spread.sqrt() / scores.left;
    let alpha = 1.0 - level;
    let end = |side: f64| {
        let mut inside = scores.estimate;
        let mut outside = scores.estimate + side * se;
        let mut step = se;
        while p(outside) > alpha {
            step *= 2.0;
            inside = outside;
            outside = scores.estimate + side * step;
            if step > 1e6 * se {
                return None;
            }
        }
        for _ in 0..60 {
            let middle = f64::midpoint(inside, outside);
            if p(middle) > alpha { inside = middle } else { outside = middle }
        }
        Some(f64::midpoint(inside, outside))
    };
    let exact = scores.exact(drawn);
    Ok(Wild {
        estimate: scores.estimate,
        t: scores.estimate / se,
        p: p(0.0),
        interval: end(-1.0).zip(end(1.0)),
        exact,
        arrangements: laws.len() + usize::from(!exact),
        n_clusters: panel.clusters.len(),
    })
}

/// What a draw leaves: t² = (n₀ + n₁β₀)²/(q₀ + q₁β₀ + q₂β₀²).
struct Law {
    above: [f64; 2],
    below: [f64; 3],
}

impl Law {
    fn square(&self, null: f64) -> f64 {
        let above = self.above[0] + self.above[1] * null;
        let below = self.below[0] + null * (self.below[1] + null * self.below[2]);
        // A draw that leaves no residual at all has an infinite t.
        if below > 0.0 { above * above / below } else { f64::INFINITY }
    }
}

/// Of each cluster, what its residuals add, those of y first and then those of D̃.
struct Scores {
    estimate: f64,
    /// D̃ᵀWD̃.
    left: f64,
    /// Σ of the squared scores of the unrestricted residuals.
    spread: f64,
    own: Vec<[f64; 2]>,
    /// M·m, for each cluster.
    moments: [Vec<Vec<f64>>; 2],
    /// C.
    crossed: Vec<Vec<f64>>,
}

impl Scores {
    fn new(panel: &Panel, model: Model<'_>) -> Result<Self, Undefined> {
        let designed = Designed::new(panel, model).map_err(inseparable)?;
        let coefficients = designed.solve();
        let k = designed.columns();
        let others: Vec<usize> = (0..k - 1).collect();
        let estimate = coefficients[k - 1];
        // D = X̃_r·along + D̃, X̃_r the other columns.
        let along = match inverse(&designed.gram.minor(&others)) {
            Some(restricted) => {
                let column: Vec<f64> =
                    others.iter().map(|at| designed.gram.at(*at, k - 1)).collect();
                restricted.apply(&column)
            }
            None => return Err(Undefined::new("the effects cannot be told apart")),
        };
        let restricted: Vec<f64> =
            others.iter().map(|at| coefficients[*at] + estimate * along[*at]).collect();
        let designs: Vec<Matrix> =
            panel.profiles.iter().map(|profile| designed.of(profile)).collect();
        let mut found = Self {
            estimate,
            left: 0.0,
            spread: 0.0,
            own: Vec::new(),
            moments: [Vec::new(), Vec::new()],
            crossed: Vec::new(),
        };
        let mut largest = 0.0_f64;
        for cluster in &panel.clusters {
            let mut score = [0.0; 2];
            let mut moment = [vec![0.0; k], vec![0.0; k]];
            for area in cluster {
                let area = &panel.areas[*area];
                let x = &designs[area.profile];
                let weights = &panel.profiles[area.profile].weights;
                for (i, (y, weight)) in area.y.iter().zip(weights).enumerate() {
                    let row = x.row(i);
                    let rest = row[k - 1] - dot(&row[..k - 1], &along);
                    let e = y - dot(&row[..k - 1], &restricted);
                    largest = largest.max((e - estimate * rest).abs());
                    for (at, value) in [e, rest].into_iter().enumerate() {
                        score[at] += weight * rest * value;
                        for (sum, x) in moment[at].iter_mut().zip(row) {
                            *sum += weight * x * value;
                        }
                    }
                }
            }
            found.left += score[1];
            found.spread += (score[0] - estimate * score[1]).powi(2);
            found.own.push(score);
            found.crossed.push(moment[1].clone());
            for (list, moment) in found.moments.iter_mut().zip(&moment) {
                list.push(designed.inverse.apply(moment));
            }
        }
        if largest <= panel.noise || found.spread <= 0.0 {
            return Err(Undefined::new(
                "the model fits every row exactly: there is no variation to judge by",
            ));
        }
        Ok(found)
    }

    /// Whether there are no more combinations than draws.
    fn exact(&self, drawn: Drawn) -> bool {
        let choices = drawn.multipliers.values().len() as f64;
        choices.powi(i32::try_from(self.own.len()).unwrap_or(i32::MAX))
            <= drawn.draws as f64
    }

    fn draw(&self, drawn: Drawn) -> Result<Vec<Law>, Undefined> {
        if drawn.draws == 0 {
            return Err(Undefined::new("no draws were asked for"));
        }
        let values = drawn.multipliers.values();
        let clusters = self.own.len();
        if self.exact(drawn) {
            let all = (0..clusters).fold(1, |all, _| all * values.len());
            let combination = |mut at: usize| {
                let mut v = Vec::with_capacity(clusters);
                for _ in 0..clusters {
                    v.push(values[at % values.len()]);
                    at /= values.len();
                }
                self.law(&v)
            };
            return Ok((0..all).map(combination).collect());
        }
        let mut random = Random::new(drawn.seed);
        Ok((0..drawn.draws)
            .map(|_| {
                let one = |_| values[random.below(values.len())];
                self.law(&(0..clusters).map(one).collect::<Vec<f64>>())
            })
            .collect())
    }

    /// Returns what one draw of multipliers leaves.
    fn law(&self, v: &[f64]) -> Law {
        let mixed = |list: &[Vec<f64>]| {
            let mut sum = vec![0.0; list.first().map_or(0, Vec::len)];
            for (v, moment) in v.iter().zip(list) {
                for (sum, moment) in sum.iter_mut().zip(moment) {
                    *sum += v * moment;
                }
            }
            sum
        };
        let (of_y, of_d) = (mixed(&self.moments[0]), mixed(&self.moments[1]));
        let mut law = Law { above: [0.0; 2], below: [0.0; 3] };
        for ((v, score), crossed) in v.iter().zip(&self.own).zip(&self.crossed) {
            let own = v * score[0] - dot(crossed, &of_y);
            let less = v * score[1] - dot(crossed, &of_d);
            law.above[0] += v * score[0];
            law.above[1] -= v * score[1];
            law.below[0] += own * own;
            law.below[1] -= 2.0 * own * less;
            law.below[2] += less * less;
        }
        law
    }
}
