//! `kind: power` — what a comparison of two groups could have found.
//!
//! ```yaml
//! growth_power:
//!   kind: power
//!   of: business_growth        # a sample, as in `kind: welch`
//!   power: 80
//!   alpha: 5
//! planned:
//!   kind: power
//!   n: [150, 29]               # or what is planned: areas and standard deviations,
//!   sd: [20, 14]
//!   difference: 7.5            # and the difference looked for; optional
//! ```
//!
//! **Gives** `ID.mde`, the smallest true difference found with the power; `ID.mde_sd`, the same in
//! standard deviations alike in both groups; `ID.power`, the chance to find the difference that
//! was observed or looked for; `ID.se`, `ID.df`, `ID.mde_normal` and `ID.power_normal` (as if
//! the standard deviations were known).
//!
//! **Formula.** Two-sided Welch test at alpha: power = P(|T| > t(1 − α/2, df)), T noncentral t
//! with df by Satterthwaite from the standard deviations and ncp = difference/se, se = √(s₁²/n₁ +
//! s₂²/n₂), both tails. `mde_normal` = (z(1 − α/2) + z(power))·se.
//!
//! **Unit.** That of the values, of percentages percentage points; power in percent.
//!
//! **Undefined** with fewer than two areas in a group, where neither varies, or a power outside
//! alpha to 100.
//!
//! **Reference.** Cohen (1988). Agrees with R's noncentral t. The power at the observed difference
//! says no more than its p value does: quote the detectable difference.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! growth_power.mde = 17.1 percentage points
//! growth_power.mde_sd = 0.58
//! planned.mde = 8.76
//! planned.power = 67%
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::GroupCount;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::shown;
use crate::stat::estimate;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::power::Plan;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::sheet::ResultSheet;

drawn!(Power {
    /// How many areas each group is planned to have, instead of a sample.
    #[serde(default)]
    n: Option<[usize; 2]>,
    /// The standard deviations expected in the two groups.
    #[serde(default)]
    sd: Option<[f64; 2]>,
    /// The difference looked for.
    #[serde(default)]
    difference: Option<f64>,
    /// The chance of finding it, in percent.
    #[serde(default = "eighty", rename = "power")]
    goal: f64,
    /// The significance level, in percent.
    #[serde(default = "five")]
    alpha: f64,
});

fn eighty() -> f64 {
    80.0
}

fn five() -> f64 {
    5.0
}

/// Two groups as planned or as observed.
struct Groups {
    n: [usize; 2],
    sd: [f64; 2],
    difference: Option<f64>,
    format: Format,
    how: How,
    counts: Vec<GroupCount>,
}

impl Groups {
    /// Returns the two groups as a formula has them.
    fn words(&self) -> String {
        let Self { n: [n1, n2], sd: [s1, s2], .. } = self;
        format!("n₁ = {n1}, n₂ = {n2}, s₁ = {}, s₂ = {}", shown(*s1), shown(*s2))
    }
}

fn groups(context: &Context<'_>, settings: &Power) -> Result<Groups> {
    if let (Some(n), Some(sd)) = (settings.n, settings.sd) {
        if settings.of.is_some() || settings.frame.is_some() {
            let message = "`n:` and `sd:` stand beside a sample: one of them is too many";
            return Err(context.contradiction(&["n"], message).into());
        }
        return Ok(Groups {
            n,
            sd,
            difference: settings.difference,
            format: context.format(Format::of(Unit::Number))?,
            how: How::default(),
            counts: Vec::new(),
        });
    }
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let level = settings.level / 100.0;
    let a = estimate::describe(drawn.x(), level).map_err(undefined)?;
    let b = estimate::describe(drawn.y(), level).map_err(undefined)?;
    Ok(Groups {
        n: [a.n, b.n],
        sd: [a.sd, b.sd],
        difference: settings.difference.or(Some(a.mean - b.mean)),
        format: drawn.format.clone(),
        how: drawn.how("", ""),
        counts: drawn.n(),
    })
}

impl Kind for Power {
    const NAME: &'static str = "power";
    const MANUAL: &'static str = include_str!("power.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: power`.
fn compute(context: &Context<'_>, settings: &Power) -> Result<Made> {
    let found = groups(context, settings)?;
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let (alpha, goal) = (settings.alpha / 100.0, settings.goal / 100.0);
    let n = (found.n[0], found.n[1]);
    let plan = Plan::new(n, (found.sd[0], found.sd[1]), alpha).map_err(undefined)?;
    let alike = Plan::new(n, (1.0, 1.0), alpha).map_err(undefined)?;
    let mde = plan.detectable(goal).map_err(undefined)?;
    let how = How {
        definition: format!(
            "Smallest true difference that a two-sided Welch test at {}% finds with {}% power{}",
            settings.alpha, settings.goal, found.how.definition
        ),
        ..found.how.clone()
    };
    let title = context.title(&[], &[]);
    let reached = format!(
        "P(|T| > t(1 − α/2, df)) = {}, T ~ t(df, δ/se), α = {}",
        shown(goal),
        shown(alpha)
    );
    let of = found.words();
    let mut sheet = ResultSheet::new(
        context,
        &[],
        title.clone(),
        how,
        found.counts.clone(),
    )
    .formulas([
        ("mde", format!("δ with {reached}; {of}")),
        ("mde_sd", format!("δ with {reached}; n₁ = {}, n₂ = {}, s₁ = s₂ = 1", n.0, n.1)),
        (
            "mde_normal",
            format!("(z(1 − α/2) + z({}))·se, α = {}; {of}", shown(goal), shown(alpha)),
        ),
        ("se", format!("√(s₁²/n₁ + s₂²/n₂); {of}")),
        (
            "df",
            format!("(s₁²/n₁ + s₂²/n₂)²/((s₁²/n₁)²/(n₁ − 1) + (s₂²/n₂)²/(n₂ − 1)); {of}"),
        ),
    ]);
    let format = &found.format;
    sheet.add("mde", "minimum detectable difference", mde, format);
    let in_sds = alike.detectable(goal).map_err(undefined)?;
    let words = "minimum detectable difference in standard deviations";
    sheet.add("mde_sd", words, in_sds, &Format::of(Unit::Effect));
    let normal = plan.detectable_normal(goal).map_err(undefined)?;
    let words = "minimum detectable difference, normal approximation";
    sheet.add("mde_normal", words, normal, format);
    sheet.add("se", "standard error of the difference", plan.se, format);
    let df = Format::of(Unit::Number).decimals(1);
    sheet.add("df", "degrees of freedom", plan.df, &df);
    let mut stats = sheet.stats();
    if let Some(difference) = found.difference {
        let reached = plan.power(difference).map_err(undefined)?;
        let how = How {
            definition: format!(
                "Power of a two-sided Welch test at {}% if the true difference were {}{}",
                settings.alpha,
                if settings.difference.is_some() {
                    "the one looked for"
                } else {
                    "the one observed"
                },
                found.how.definition
            ),
            ..found.how
        };
        let at = format!("δ = {}, α = {}; {of}", shown(difference), shown(alpha));
        let mut sheet = ResultSheet::new(context, &[], title, how, found.counts)
            .formulas([
                ("power", format!("100·P(|T| > t(1 − α/2, df)), T ~ t(df, δ/se), {at}")),
                (
                    "power_normal",
                    format!("100·(Φ(δ/se − z(1 − α/2)) + Φ(−δ/se − z(1 − α/2))), {at}"),
                ),
            ]);
        let percent = Format::of(Unit::Percent).decimals(0);
        let sort = if settings.difference.is_some() { "sought" } else { "observed" };
        sheet.add(
            "power",
            &format!("power at the {sort} difference"),
            100.0 * reached,
            &percent,
        );
        let normal = 100.0 * plan.power_normal(difference);
        let words = format!("power at the {sort} difference, normal approximation");
        sheet.add("power_normal", &words, normal, &percent);
        stats.extend(sheet.stats());
    }
    Ok(Made { stats, families: Vec::new(), ..Made::default() })
}
