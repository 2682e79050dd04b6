//! `kind: permutation` and `kind: bootstrap` — a difference of means without a law of errors.
//!
//! ```yaml
//! growth_shuffled:
//!   kind: permutation
//!   of: business_growth
//!   strata: region             # labels change places within each; optional
//!   draws: 9999
//!   seed: 1
//! growth_resampled:
//!   kind: bootstrap
//!   of: business_growth
//!   method: bca                # or percentile
//!   draws: 9999
//!   seed: 1
//! ```
//!
//! **Gives** for `permutation` `ID`, the two-sided p value, and `ID.difference`,
//! `ID.arrangements` (splits looked at), `ID.greater` and `ID.less` (one-sided p values). For
//! `bootstrap` `ID`, the difference of the means with the interval, and `ID.percentile_low`,
//! `ID.percentile_high`, `ID.bca_low`, `ID.bca_high`.
//!
//! **Formula.** `permutation`: the share of splits of the areas with |D − E D| ≥ |d − E D|, the
//! observed one among them; every split up to 100,000 of them, beyond (1 + hits)/(1 + draws) of
//! splits drawn from the seed. `bootstrap`: each group drawn again with replacement; quantiles
//! (type 7) of the differences, or bias-corrected and accelerated.
//!
//! **Unit.** p, and that of the values; of percentages percentage points.
//!
//! **Undefined** on an empty group, where permuting changes nothing, with fewer than two values
//! in a group or fewer than 100 draws (`bootstrap`).
//!
//! **Reference.** Fisher (1935); Efron (1987), JASA 82; Davison and Hinkley (1997), 5.3. The
//! generator is splitmix64: a seed gives the same draws everywhere. A number below k is the upper half of the 128-bit product of k and
//! the next output (Lemire 2019: again where the lower half is less than 2⁶⁴ mod k). Values are sorted first. A
//! bootstrap draws the treated, then the control; a split exchanges the first n₁ places, from the first on, with one at or behind
//! each, stratum by stratum, and the next goes on from there.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! growth_shuffled = p = 0.001
//! growth_shuffled.arrangements = 10,000
//! growth_resampled = 19.0 percentage points
//! growth_resampled.bca_low = 7.4 percentage points
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::hits_of;
use crate::stat::draft::interval;
use crate::stat::draft::shown;
use crate::stat::draft::test;
use crate::stat::estimate;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::resample::bootstrap_mean_diff;
use crate::stat::estimate::resample::permutation_mean_diff;
use crate::stat::estimate::student;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::kind::samples::Two;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

fn draws() -> usize {
    9999
}

fn seed() -> u64 {
    1
}

drawn!(Permute {
    /// How many times the labels are dealt again.
    #[serde(default = "draws")]
    draws: usize,
    /// The start of the random numbers: the same seed gives the same result.
    #[serde(default = "seed")]
    seed: u64,
    /// The column within whose values labels are exchanged.
    #[serde(default)]
    strata: Option<String>,
});

drawn!(Resample {
    /// How many times the sample is drawn again.
    #[serde(default = "draws")]
    draws: usize,
    /// The start of the random numbers: the same seed gives the same result.
    #[serde(default = "seed")]
    seed: u64,
    /// How the interval is taken: `bca` (bias-corrected, accelerated) or `percentile`.
    #[serde(default)]
    method: Method,
});

#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
enum Method {
    #[default]
    Bca,
    Percentile,
}

/// Returns the difference of the means, from a common origin.
fn difference(drawn: &Two<'_>, level: f64) -> std::result::Result<f64, Undefined> {
    match student(drawn.x(), drawn.y(), level) {
        Ok(found) => Ok(found.difference),
        Err(_) => Ok(estimate::mean(drawn.x())? - estimate::mean(drawn.y())?),
    }
}

impl Kind for Permute {
    const NAME: &'static str = "permutation";
    const MANUAL: &'static str = include_str!("resampled.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        permutation(context, self)
    }
}

impl Kind for Resample {
    const NAME: &'static str = "bootstrap";
    const MANUAL: &'static str = include_str!("resampled.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        bootstrap(context, self)
    }
}

/// Computes `kind: permutation`.
fn permutation(context: &Context<'_>, settings: &Permute) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let strata = match &settings.strata {
        None => None,
        Some(name) => {
            let become_of = ["is a stratum of its own", "are a stratum of their own"];
            let codes = drawn.codes(context, (name, &["strata"]), become_of)?;
            let strata = |codes: Vec<Option<usize>>| -> Vec<usize> {
                codes.into_iter().map(|code| code.unwrap_or(usize::MAX)).collect()
            };
            Some(codes.map(strata))
        }
    };
    let strata = strata.as_ref().map(|[x, y]| (x.as_slice(), y.as_slice()));
    let found = permutation_mean_diff(
        drawn.x(),
        drawn.y(),
        strata,
        settings.draws,
        settings.seed,
    )
    .map_err(undefined)?;
    let within = settings
        .strata
        .as_ref()
        .map(|name| format!(" within each {name}"))
        .unwrap_or_default();
    let formula = |hit: &str| {
        if found.exact {
            format!("share of {} splits with {hit}", found.arrangements)
        } else {
            hits_of(settings.draws, settings.seed, hit)
        }
    };
    let sort = if found.exact { "every split" } else { "splits drawn from a fixed seed" };
    let how = drawn.how(
        &format!("Share of splits of the areas{within} whose difference is at least as large; {sort}"),
        &formula("|D − E D| ≥ |d − E D|"),
    );
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, drawn.n()).formulas(
            [
                ("difference", "mean(treated) − mean(control)".to_owned()),
                ("arrangements", "n".to_owned()),
                ("greater", formula("D ≥ d")),
                ("less", formula("D ≤ d")),
            ],
        );
    let (splits, p) = (found.arrangements as f64, found.p_two_sided);
    let p_format = Format::of(Unit::P);
    let main = sheet.main(p, &p_format)?;
    main.test = Some(test("permutation test", splits, None, p));
    let value = difference(&drawn, settings.level / 100.0).map_err(undefined)?;
    sheet.add("difference", "difference of the means", value, &drawn.format);
    sheet.add("arrangements", "splits looked at", splits, &Format::of(Unit::Count));
    sheet.add("greater", "p value against greater", found.p_greater, &p_format);
    sheet.add("less", "p value against less", found.p_less, &p_format);
    Ok(sheet.made())
}

/// Computes `kind: bootstrap`.
fn bootstrap(context: &Context<'_>, settings: &Resample) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let level = settings.level / 100.0;
    let found =
        bootstrap_mean_diff(drawn.x(), drawn.y(), settings.draws, settings.seed, level)
            .map_err(undefined)?;
    let value = difference(&drawn, level).map_err(undefined)?;
    let how = drawn.how(
        "Difference of the means, with an interval from areas drawn again with replacement, from a fixed seed",
        &format!(
            "mean(treated) − mean(control); quantiles of {} draws, type 7, splitmix64 from seed {}",
            settings.draws, settings.seed
        ),
    );
    let tail = (1.0 - level) / 2.0;
    let percentile = |p: f64| {
        format!("quantile {} of mean(treated*) − mean(control*), type 7", shown(p))
    };
    let bca = |p: f64| {
        format!(
            "quantile Φ(z₀ + (z₀ + z)/(1 − a·(z₀ + z))) of mean(treated*) − mean(control*), type 7; z = Φ⁻¹({}), z₀ = Φ⁻¹(P(D* < d)), a = Σl³/(6·(Σl²)^1.5), l = (x − x̄)/n, −(y − ȳ)/m",
            shown(p)
        )
    };
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, drawn.n()).formulas(
            [
                ("percentile_low", percentile(tail)),
                ("percentile_high", percentile(1.0 - tail)),
                ("bca_low", bca(tail)),
                ("bca_high", bca(1.0 - tail)),
            ],
        );
    let main = sheet.main(value, &drawn.format)?;
    let (low, high, name) = match settings.method {
        Method::Bca => (found.low_bca, found.high_bca, "bootstrap, BCa"),
        Method::Percentile => {
            (found.low_percentile, found.high_percentile, "bootstrap, percentile")
        }
    };
    main.interval = Some(interval(low, high, settings.level, name));
    for (name, words, end) in [
        ("percentile_low", "lower end, percentile", found.low_percentile),
        ("percentile_high", "upper end, percentile", found.high_percentile),
        ("bca_low", "lower end, BCa", found.low_bca),
        ("bca_high", "upper end, BCa", found.high_bca),
    ] {
        sheet.add(name, words, end, &drawn.format);
    }
    Ok(sheet.made())
}
