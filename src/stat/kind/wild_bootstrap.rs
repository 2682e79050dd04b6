//! `kind: wild_bootstrap` — the estimate of a `did` or `twfe` block judged by the wild cluster
//! bootstrap-t.
//!
//! ```yaml
//! crime_wild:
//!   kind: wild_bootstrap
//!   of: crime_twfe             # a block of `kind: did` or `twfe`
//!   cluster: region            # instead of the block's own; optional
//!   distribution: rademacher   # ±1, or webb (six values, for ten clusters or fewer)
//!   draws: 9999
//!   seed: 1
//! ```
//!
//! **Formula.** With the null β = β₀ imposed, each cluster's residuals are multiplied by a draw, t is computed
//! again, and p is the share of draws with a t at least as large: (1 + hits)/(1 + draws). Where there are no
//! more combinations than draws, every one is looked at, and p is hits over combinations. Draws are those of
//! `permutation`: for each one multiplier a cluster, in the order of their names, of those that the card lists. The
//! interval holds the β₀ that are not rejected.
//!
//! **Gives.** `ID`, the block's estimate with the bootstrap's interval and test; the test statistic is β over its CR0 error.
//! There is no interval where so few clusters reject nothing: two to the power of 1 − G is the smallest
//! p of G clusters under `rademacher`. Details: `arrangements`, `exact` (1 or 0), `clusters`.
//!
//! **Unit.** That of the block's estimate.
//!
//! **Undefined** where the block is, and with no draws.
//!
//! **Reference.** Cameron, Gelbach and Miller (2008), doi:10.1162/rest.90.3.414; Webb (2023),
//! doi:10.1111/caje.12661. Tested against every combination fitted anew in numpy 2.4.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! crime_wild = −5.1 per 1,000 people
//! ```

use crate::model::diagnostic::Result;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::hits_of;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::panel::Drawn;
use crate::stat::estimate::panel::Multipliers;
use crate::stat::estimate::panel::wild_bootstrap;
use crate::stat::kind::Kind;
use crate::stat::kind::of_did::Event;
use crate::stat::kind::of_did::settings_of;
use crate::stat::kind::panel::read;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct WildBootstrap {
    /// The `did`, `twfe` or `change` block whose difference is tested.
    of: String,
    /// The column whose values share their errors; the area unless given.
    #[serde(default)]
    cluster: Option<String>,
    /// The weights that residuals are multiplied by.
    #[serde(default)]
    distribution: Distribution,
    /// How many times it is drawn again.
    #[serde(default = "draws")]
    draws: usize,
    /// The start of the random numbers: the same seed gives the same result.
    #[serde(default = "seed")]
    seed: u64,
}

#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
enum Distribution {
    #[default]
    Rademacher,
    Webb,
}

fn draws() -> usize {
    9999
}

fn seed() -> u64 {
    1
}

impl Kind for WildBootstrap {
    const NAME: &'static str = "wild_bootstrap";
    const MANUAL: &'static str = include_str!("wild_bootstrap.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

impl WildBootstrap {
    /// Returns how the p value is made.
    fn formula(&self, exact: bool, arrangements: usize) -> String {
        let values = match self.distribution {
            Distribution::Rademacher => "v = 1, −1",
            Distribution::Webb => "v = 1, −1, √½, −√½, √1½, −√1½",
        };
        let hit = format!("|t*| ≥ |t|, {values}");
        if exact {
            return format!("share of {arrangements} combinations with {hit}");
        }
        hits_of(self.draws, self.seed, &hit)
    }
}

/// Computes `kind: wild_bootstrap`.
fn compute(context: &Context<'_>, settings: &WildBootstrap) -> Result<Made> {
    let (block, event, mut of) = settings_of(context, &settings.of)?;
    if settings.cluster.is_some() {
        of.cluster.clone_from(&settings.cluster);
    }
    let Event { pre, post } = event;
    let times = |time: i64| pre.is_none_or(|pre| time == pre || time == post);
    let panel = read(&context.of(block), &of, &times, "")?;
    let drawn = Drawn {
        draws: settings.draws,
        seed: settings.seed,
        multipliers: match settings.distribution {
            Distribution::Rademacher => Multipliers::Rademacher,
            Distribution::Webb => Multipliers::Webb,
        },
    };
    let level = of.level;
    let found = wild_bootstrap(&panel.observations, pre, post, drawn, level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let sort = if found.exact { "every combination" } else { "draws from a fixed seed" };
    let how = How {
        definition: format!(
            "Estimate of “{}” judged by the wild cluster bootstrap-t, null imposed, residuals multiplied by {}; {sort}",
            block.title,
            of.clustered(),
        ),
        formula: settings.formula(found.exact, found.arrangements),
        from: vec![block.id.clone()],
        ..panel.how.clone()
    };
    let title = context.title(&[], &[]);
    let format = context.format(panel.format.clone())?;
    let mut stat =
        context.number(context.id(&[]), title, found.estimate, format, &how)?;
    stat.interval = found
        .interval
        .map(|(low, high)| interval(low, high, level, "wild cluster bootstrap-t"));
    stat.test = Some(test("wild cluster bootstrap-t", found.t, None, found.p));
    stat.n.clone_from(&panel.n);
    for (name, value) in [
        ("arrangements", found.arrangements as f64),
        ("clusters", found.n_clusters as f64),
        ("exact", f64::from(u8::from(found.exact))),
    ] {
        stat.details.insert(name.to_owned(), value);
    }
    Ok(Made { stats: vec![stat], families: Vec::new(), ..Made::default() })
}

#[cfg(test)]
mod tests {
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;

    #[test]
    fn a_declared_bootstrap_takes_its_own_clusters() {
        // numpy 2.4.6, every combination fitted anew.
        let blocks = "  effects: {kind: twfe, frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}, first_treated: 2015}\n  by_area: {kind: wild_bootstrap, of: effects}\n  by_region: {kind: wild_bootstrap, of: effects, cluster: region, distribution: webb}\n";
        let statistics = computed(blocks, &panel_small());
        let p = |id: &str| statistics.get(id).unwrap().test.as_ref().unwrap().p;
        assert!((p("by_area") - 0.128_906_25).abs() < 1e-15);
        assert!((p("by_region") - 0.330_246_913_580_246_94).abs() < 1e-15);
        let by_region = statistics.get("by_region").unwrap();
        let details: Vec<String> = by_region
            .details
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        assert_eq!(details, ["arrangements 1296", "clusters 4", "exact 1"]);
        let estimate = statistics.get("effects").unwrap().number().unwrap();
        assert!((by_region.number().unwrap() - estimate).abs() < 1e-9);
    }
}
