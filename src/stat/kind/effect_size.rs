//! `kind: effect_size` — a difference of two means in standard deviations: Hedges' g, Cohen's d.
//!
//! ```yaml
//! growth_effect:
//!   kind: effect_size
//!   of: business_growth
//!   level: 95
//! ```
//!
//! **Gives** `ID`, Hedges' g with its noncentral interval, and `ID.d`, `ID.d_low`, `ID.d_high`
//! (Cohen's d with its noncentral interval), `ID.j` (the correction), `ID.d_se`,
//! `ID.d_normal_low`, `ID.d_normal_high` (d in large samples), `ID.average` (over the average
//! of the two variances: the standardised mean difference), `ID.treated_sd` (over the
//! treated's own), `ID.glass` (Glass's Δ, over the control's own) and `ID.variance_ratio`.
//!
//! **Formula.** d = (x̄ − ȳ)/s, s² = ((n − 1)s²ₓ + (m − 1)s²ᵧ)/(n + m − 2); g = J·d with J =
//! Γ(f/2)/(√(f/2)·Γ((f − 1)/2)), f = n + m − 2. The interval inverts the noncentral t law of
//! d/√(1/n + 1/m). `d_se` = √((n + m)/(nm) + d²/(2(n + m))).
//!
//! **Unit.** Standard deviations.
//!
//! **Undefined** with fewer than two observations in a group, or where neither varies.
//!
//! **Reference.** Hedges (1981), Journal of Educational Statistics 6; Cohen (1988); Austin
//! (2009). Agrees with R's `effsize` and the noncentral t of 50-digit arithmetic.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! growth_effect = 0.64
//! growth_effect.d = 0.64
//! growth_effect.variance_ratio = 1.05
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::interval;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::design::smd;
use crate::stat::estimate::hedges_g;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::sheet::ResultSheet;

drawn!(EffectSize {});

impl Kind for EffectSize {
    const NAME: &'static str = "effect_size";
    const MANUAL: &'static str = include_str!("effect_size.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: effect_size`.
/// How members are made.
const FORMULAS: &[(&str, &str)] = &[
    ("d", "(m₁ − m₀)/s_pooled"),
    ("d_low", "noncentral t, inverted"),
    ("d_high", "noncentral t, inverted"),
    ("j", "Γ(df/2)/(√(df/2)·Γ((df − 1)/2))"),
    ("d_se", "√((n₁ + n₀)/(n₁·n₀) + d²/(2(n₁ + n₀)))"),
    ("d_normal_low", "d ± z·se"),
    ("d_normal_high", "d ± z·se"),
    ("average", "(m₁ − m₀)/√((s₁² + s₀²)/2)"),
    ("glass", "(m₁ − m₀)/s₀"),
    ("treated_sd", "(m₁ − m₀)/s₁"),
    ("variance_ratio", "s₁²/s₀²"),
];

fn compute(context: &Context<'_>, settings: &EffectSize) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let found = hedges_g(drawn.x(), drawn.y(), settings.level / 100.0).map_err(
        |error: Undefined| context.undefined(&context.block.id, &error.reason),
    )?;
    let how = drawn.how(
        "Difference of the means over the pooled standard deviation, with the exact small-sample correction (Hedges' g)",
        "g = J·(m₁ − m₀)/s_pooled; interval from the noncentral t",
    );
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, drawn.n())
            .formulas(FORMULAS.iter().copied());
    let format = context.format(Format::of(Unit::Effect))?;
    let main = sheet.main(found.value, &format)?;
    main.interval =
        Some(interval(found.ci_low, found.ci_high, settings.level, "noncentral t"));
    for (name, words, value) in [
        ("d", "Cohen's d", Some(found.d)),
        ("d_low", "Cohen's d, lower end", Some(found.d_low)),
        ("d_high", "Cohen's d, upper end", Some(found.d_high)),
        ("j", "correction for few observations", Some(found.j)),
        ("d_se", "standard error of d in large samples", Some(found.d_se)),
        ("d_normal_low", "d in large samples, lower end", Some(found.d_normal_low)),
        ("d_normal_high", "d in large samples, upper end", Some(found.d_normal_high)),
        ("average", "over the average variance", Some(found.d_average_sd)),
        ("glass", "over the control's standard deviation", found.glass_delta),
    ] {
        sheet.add(name, words, value, &format);
    }
    // Exists where both groups vary; the effect already where one does.
    if let Ok(balance) = smd(drawn.x(), drawn.y()) {
        let words = "over the treated's standard deviation";
        sheet.add("treated_sd", words, balance.smd_treated_sd, &format);
        let ratio = Format::of(Unit::Ratio);
        sheet.add(
            "variance_ratio",
            "ratio of the variances",
            balance.variance_ratio,
            &ratio,
        );
    }
    Ok(sheet.made())
}
