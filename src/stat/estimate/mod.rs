//! Estimators: plain numbers in, plain numbers out. Each is proved against the reference
//! results in `tests/oracle`, and none knows of frames, ids or pages.

pub mod adjust;
pub mod breaks;
pub mod contingency;
pub mod correlation;
pub mod design;
mod double;
mod effect;
mod groups;
pub mod kernel;
mod law;
mod linear;
pub mod matching;
pub mod ols;
pub mod panel;
pub mod power;
pub mod rank;
pub mod rates;
pub mod resample;
mod sample;
pub mod settle;
pub mod variance;

pub use double::Double;
pub use effect::EffectSize;
pub use effect::hedges_g;
pub use groups::TTest;
pub use groups::paired_t;
pub use groups::student;
pub use groups::welch;
pub use groups::yuen;
pub use sample::Sample;
pub use sample::Weighted;
pub(super) use sample::compensated;
pub use sample::describe;
pub use sample::mean;
pub use sample::quantile;
pub use sample::weighted_mean;

use statrs::distribution::ContinuousCDF as _;
use statrs::distribution::StudentsT;

/// Why an estimate does not exist for these numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undefined {
    /// The reason, a lower-case phrase.
    pub reason: String,
}

impl Undefined {
    /// Returns the refusal with its reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

/// What is held against the hypothesis of no difference.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Alternative {
    /// Either sign.
    #[default]
    TwoSided,
    /// The first is greater.
    Greater,
    /// The first is less.
    Less,
}

/// Returns the two-sided p value of a t statistic.
pub(super) fn p_of_t(t: f64, df: f64) -> Result<f64, Undefined> {
    let law = law_of_t(df)?;
    if t.is_nan() {
        return Err(beyond());
    }
    Ok((2.0 * law.sf(t.abs())).min(1.0))
}

/// Returns the t quantile that leaves `(1 − level)/2` above it.
pub(super) fn t_quantile(level: f64, df: f64) -> Result<f64, Undefined> {
    if !(level > 0.0 && level < 1.0) {
        return Err(Undefined::new(format!("a level of {}%", level * 100.0)));
    }
    let law = law_of_t(df)?;
    // statrs inverts by bisection to about 1e-10; two Newton steps give the last digits.
    let goal = 0.5 + level / 2.0;
    let mut t = law.inverse_cdf(goal);
    for _ in 0..3 {
        use statrs::distribution::Continuous as _;
        let density = law.pdf(t);
        if density > 0.0 {
            t -= (law.cdf(t) - goal) / density;
        }
    }
    Ok(t)
}

/// Returns the refusal of numbers whose squares no double holds.
pub fn beyond() -> Undefined {
    Undefined::new("the values are too large or too small to compute with")
}

fn law_of_t(df: f64) -> Result<StudentsT, Undefined> {
    StudentsT::new(0.0, 1.0, df)
        .map_err(|_| Undefined::new(format!("a t law with {df} degrees of freedom")))
}
