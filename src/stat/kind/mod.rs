//! The kinds of statistics: one file each, from a block's settings to its values. The head of
//! each file is what `reissue explain kind:NAME` prints.

mod adjust;
mod ancova;
mod area_change;
mod balance;
pub(super) mod change;
mod comparison;
mod contingency;
mod correlation;
pub(super) mod count;
mod counts;
pub(super) mod derived;
mod describe;
mod drawn;
mod effect_size;
mod event_study;
mod leave_one_out;
pub(super) mod level;
mod maryland_scale;
mod matching;
mod means;
mod panel;
mod placebo;
mod power;
mod ranks;
mod rates;
mod regression;
mod resampled;
mod robustness;
mod samples;
mod specification;
pub(super) mod sql;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
mod twfe;
mod variances;
mod wild_bootstrap;

use crate::model::diagnostic::Result;
use crate::project::Estimated;
use crate::stat::draft::Context;
use crate::stat::draft::Made;

/// A kind with settings of its own, decoded by its own file.
pub(super) struct Estimator {
    /// Its name.
    pub name: &'static str,
    /// Computes a block.
    pub compute: fn(&Context<'_>, &Estimated) -> Result<Made>,
    /// Returns the statistics that a block needs computed before it.
    pub needs: fn(&Estimated) -> Vec<String>,
}

const fn kind(
    name: &'static str,
    compute: fn(&Context<'_>, &Estimated) -> Result<Made>,
) -> Estimator {
    Estimator { name, compute, needs: nothing }
}

const fn after(
    name: &'static str,
    compute: fn(&Context<'_>, &Estimated) -> Result<Made>,
    needs: fn(&Estimated) -> Vec<String>,
) -> Estimator {
    Estimator { name, compute, needs }
}

fn nothing(_: &Estimated) -> Vec<String> {
    Vec::new()
}

/// Every kind with settings of its own.
pub(super) const ESTIMATORS: &[Estimator] = &[
    after("adjust", adjust::compute, adjust::needs),
    kind("ancova", ancova::compute),
    kind("balance", balance::compute),
    kind("bootstrap", resampled::bootstrap),
    kind("chi_square", contingency::independence),
    after("correlation", correlation::compute, correlation::needs),
    kind("describe", describe::compute),
    kind("did", twfe::two_period),
    kind("dispersion", rates::spread),
    kind("effect_size", effect_size::compute),
    kind("event_study", event_study::compute),
    kind("fisher", contingency::exact),
    kind("kolmogorov_smirnov", ranks::distributions),
    kind("leave_one_out", leave_one_out::compute),
    kind("mann_whitney", ranks::two),
    after("maryland_scale", maryland_scale::compute, maryland_scale::needs),
    kind("matching", matching::compute),
    kind("ols", regression::several),
    kind("paired_t", means::paired),
    kind("permutation", resampled::permutation),
    kind("placebo", placebo::compute),
    kind("power", power::compute),
    kind("proportions", contingency::two),
    kind("rate_ratio", rates::ratio),
    after("robustness", robustness::compute, robustness::needs),
    kind("student", means::student),
    kind("trend", regression::trend),
    kind("twfe", twfe::fixed_effects),
    kind("variances", variances::compute),
    kind("welch", means::welch),
    kind("wilcoxon", ranks::paired),
    kind("wild_bootstrap", wild_bootstrap::compute),
];
