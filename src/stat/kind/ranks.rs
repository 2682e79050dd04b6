//! `kind: mann_whitney`, `kind: wilcoxon` and `kind: kolmogorov_smirnov` — tests by rank.
//!
//! ```yaml
//! growth_ranks:
//!   kind: mann_whitney
//!   of: business_growth
//! growth_signs:
//!   kind: wilcoxon
//!   frame: panel
//!   measure: local_units
//!   area: area
//!   time: year
//!   from: 2012
//!   to: 2024
//!   where: {group: nbi}
//! growth_shape:
//!   kind: kolmogorov_smirnov
//!   of: business_growth
//! ```
//!
//! **Gives** for `mann_whitney` `ID`, the Hodges–Lehmann shift with its interval and test, and
//! `ID.u`, `ID.u_control`, `ID.auc` (the chance that a treated value exceeds a control one),
//! `ID.p` (exact where that is feasible), `ID.p_exact`, `ID.p_normal`, `ID.p_uncorrected`,
//! `ID.p_greater`, `ID.p_less`. For `wilcoxon`, of paired changes, `ID`, the Hodges–Lehmann
//! centre, and `ID.w`, `ID.used` (pairs that differ), `ID.p`, `ID.p_exact`, `ID.p_normal`,
//! `ID.p_uncorrected`. For `kolmogorov_smirnov` `ID`, the largest distance D of the two
//! distributions, and `ID.p`, `ID.p_exact`, `ID.p_asymptotic`.
//!
//! **Formula.** U counts pairs x > y, ties half. The shift is the median of all x − y; the
//! centre that of the means of all two differences. `p_exact` is the share of all splits (or
//! signs) of the midranks with |U − mean| as large: with ties the law given the ties.
//! `p_normal` is the tie-corrected normal approximation with continuity correction ½, as are
//! `p_greater` and `p_less` against one side; `p_uncorrected` is without. Intervals are exact without ties, else from the normal
//! approximation. `p_asymptotic` is 2Σ(−1)^(k−1)·exp(−2k²λ²), λ = D·√(nm/(n + m)).
//!
//! **Unit.** That of the values; of percentages percentage points. D, U and W have none.
//!
//! **Undefined** where a group is empty, all values are equal (but D is then 0), or (`wilcoxon`) no pair
//! differs.
//!
//! **Reference.** Mann and Whitney (1947); Wilcoxon (1945); Hodges and Lehmann (1963); Hollander
//! and Wolfe (1999). Agrees with R's `wilcox.test` and `ks.test`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! growth_ranks = 20.0 percentage points
//! growth_ranks.auc = 0.68
//! growth_signs = 82.5
//! growth_signs.used = 148
//! growth_shape = 0.35
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::rank::ks_two_sample;
use crate::stat::estimate::rank::mann_whitney;
use crate::stat::estimate::rank::wilcoxon_signed_rank;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

drawn!(RankTest {});

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct MannWhitney(RankTest);

impl Kind for MannWhitney {
    const NAME: &'static str = "mann_whitney";
    const MANUAL: &'static str = include_str!("ranks.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        two(context, &self.0)
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct Wilcoxon(RankTest);

impl Kind for Wilcoxon {
    const NAME: &'static str = "wilcoxon";
    const MANUAL: &'static str = include_str!("ranks.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        paired(context, &self.0)
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct KolmogorovSmirnov(RankTest);

impl Kind for KolmogorovSmirnov {
    const NAME: &'static str = "kolmogorov_smirnov";
    const MANUAL: &'static str = include_str!("ranks.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        distributions(context, &self.0)
    }
}

/// Computes `kind: mann_whitney`.
fn two(context: &Context<'_>, settings: &RankTest) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let (x, y) = (drawn.x(), drawn.y());
    let found = mann_whitney(x, y, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let how = drawn.how(
        "Hodges–Lehmann shift between the groups with the Mann–Whitney test",
        "median of x(i) − y(j)",
    );
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, drawn.n());
    let p = found.p_exact.unwrap_or(found.p_normal);
    let main = sheet.main(found.hodges_lehmann, &drawn.format)?;
    main.interval =
        Some(interval(found.hl_low, found.hl_high, settings.level, "Hodges–Lehmann"));
    main.test = Some(test("Mann–Whitney test", found.u, None, p));
    main.details.insert("auc".to_owned(), found.auc);
    let (plain, p_format) = (Format::of(Unit::Number).decimals(1), Format::of(Unit::P));
    let pairs = x.len() as f64 * y.len() as f64;
    sheet.add("u", "U of the treated", found.u, &plain);
    sheet.add("u_control", "U of the control", pairs - found.u, &plain);
    let chance = Format::of(Unit::Number);
    sheet.add(
        "auc",
        "chance that a treated value exceeds a control one",
        found.auc,
        &chance,
    );
    sheet.add("p", "p value", p, &p_format);
    sheet.add("p_exact", "exact p value", found.p_exact, &p_format);
    sheet.add("p_normal", "p value, normal approximation", found.p_normal, &p_format);
    let words = "p value, normal approximation without continuity correction";
    sheet.add("p_uncorrected", words, found.p_normal_uncorrected, &p_format);
    sheet.add("p_greater", "p value against greater", found.p_normal_greater, &p_format);
    sheet.add("p_less", "p value against less", found.p_normal_less, &p_format);
    Ok(sheet.made())
}

/// Computes `kind: wilcoxon`.
fn paired(context: &Context<'_>, settings: &RankTest) -> Result<Made> {
    let draw = settings.draw();
    let pairs = draw.pairs(context)?;
    let zeros = vec![0.0; pairs.changes.len()];
    let found = wilcoxon_signed_rank(&pairs.changes, &zeros, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let how = pairs.how(
        "Hodges–Lehmann centre of the changes with Wilcoxon's signed-rank test",
        "median of (d(i) + d(j))/2, d = end − start without zeros",
    );
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, pairs.n());
    let p = found.p_exact.unwrap_or(found.p_normal);
    let main = sheet.main(found.hodges_lehmann, &pairs.format)?;
    main.interval =
        Some(interval(found.hl_low, found.hl_high, settings.level, "Hodges–Lehmann"));
    main.test = Some(test("Wilcoxon signed-rank test", found.w_plus, None, p));
    let (plain, p_format) = (Format::of(Unit::Number).decimals(1), Format::of(Unit::P));
    sheet.add("w", "ranks of the rises", found.w_plus, &plain);
    let count = Format::of(Unit::Count);
    sheet.add("used", "pairs that differ", found.n_used as f64, &count);
    sheet.add("p", "p value", p, &p_format);
    sheet.add("p_exact", "exact p value", found.p_exact, &p_format);
    sheet.add("p_normal", "p value, normal approximation", found.p_normal, &p_format);
    let words = "p value, normal approximation without continuity correction";
    sheet.add("p_uncorrected", words, found.p_normal_uncorrected, &p_format);
    Ok(sheet.made())
}

/// Computes `kind: kolmogorov_smirnov`.
fn distributions(context: &Context<'_>, settings: &RankTest) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let found = ks_two_sample(drawn.x(), drawn.y()).map_err(|error: Undefined| {
        context.undefined(&context.block.id, &error.reason)
    })?;
    let how = drawn.how(
        "Largest distance between the two distributions with the Kolmogorov–Smirnov test",
        "D = max |F(treated) − F(control)|",
    );
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, drawn.n());
    let p = found.p_exact.unwrap_or(found.p_asymptotic);
    let main = sheet.main(found.d, &Format::of(Unit::Number))?;
    main.test = Some(test("Kolmogorov–Smirnov test", found.d, None, p));
    let p_format = Format::of(Unit::P);
    sheet.add("p", "p value", p, &p_format);
    sheet.add("p_exact", "exact p value", found.p_exact, &p_format);
    sheet.add("p_asymptotic", "p value in large samples", found.p_asymptotic, &p_format);
    Ok(sheet.made())
}
