//! `kind: chi_square`, `kind: fisher` and `kind: proportions` — tables of counts.
//!
//! ```yaml
//! bands:
//!   kind: chi_square
//!   frame: area_list           # one row for each case; or `count:`, the column of counts
//!   rows: group
//!   columns: deprivation_decile
//! child_shares:
//!   kind: proportions
//!   frame: child_panel         # cases and others of two groups, added up
//!   measure: {share: low_income_children, of: children}
//!   group: {column: group, treated: nbi, control: benchmark}
//!   where: {year: 2021}
//! printed:
//!   kind: fisher
//!   table: [[12, 5], [3, 9]]   # counts that stand in print
//! ```
//!
//! All three take all three forms; `fisher` and `proportions` need two rows and two columns, the
//! first column the cases. `row_keys:` and `column_keys:` choose keys and their order.
//!
//! **Gives** for `chi_square` `ID`, χ² with its test, and `ID.df`, `ID.p`, `ID.yates`,
//! `ID.yates_p` (two by two, with continuity correction), `ID.cramers_v`, `ID.least_expected`.
//! For `fisher` `ID`, the two-sided p value, and `ID.odds_ratio` (conditional maximum likelihood,
//! with its exact interval), `ID.odds_low`, `ID.odds_high`, `ID.less`, `ID.greater`. For
//! `proportions` `ID`, the difference in percentage points with its interval and test, and
//! `ID.treated`, `ID.control` (each with its exact interval), `ID.newcombe.low` and `.high`,
//! `ID.wilson.SIDE.low` and `.high`,
//! `ID.exact.SIDE.low` and `.high`, `ID.p`, `ID.risk_ratio`, `ID.risk_low`, `ID.risk_high`,
//! `ID.odds_ratio`, `ID.odds_low`, `ID.odds_high`.
//!
//! **Formula.** χ² = Σ(O − E)²/E, (r − 1)(c − 1) df; Yates takes min(½, |O − E|) off each
//! distance; V = √(χ²/(n·min(r − 1, c − 1))). Fisher's p sums the tables with these margins that
//! are no more likely. Wald's interval of p₁ − p₂,
//! within ±100 points (with `interval: newcombe`, or where Wald's has no width, Newcombe's, from
//! Wilson's of each), the pooled z test, ratios on the log scale.
//!
//! **Unit.** Percentages, percentage points for their difference, ratios.
//!
//! **Undefined** where a row or column holds nothing, or a count is negative or (`fisher`) not
//! whole. A ratio whose denominator alone is zero is the text `infinite`; that of
//! `fisher` has an interval with a lower end.
//!
//! **Reference.** Pearson (1900); Fisher (1935); Clopper and Pearson (1934); Wilson (1927); Newcombe (1998). Agrees
//! with R's `chisq.test` and `fisher.test`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! bands = 0.28
//! bands.p = p = 0.998
//! child_shares = −1.8 percentage points
//! child_shares.treated = 33.5%
//! printed = p = 0.025
//! printed.odds_ratio = 6.65
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::contingency::Ratio;
use crate::stat::estimate::contingency::chi_square;
use crate::stat::estimate::contingency::fisher;
use crate::stat::estimate::contingency::proportions;
use crate::stat::kind::Kind;
use crate::stat::kind::counts::CountTest;
use crate::stat::kind::counts::Counts;
use crate::stat::kind::counts::counted;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct ChiSquare(CountTest);

impl Kind for ChiSquare {
    const NAME: &'static str = "chi_square";
    const MANUAL: &'static str = include_str!("contingency.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        independence(context, &self.0)
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct Fisher(CountTest);

impl Kind for Fisher {
    const NAME: &'static str = "fisher";
    const MANUAL: &'static str = include_str!("contingency.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        exact(context, &self.0)
    }
}

/// An interval of a difference of two proportions.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
enum Method {
    #[default]
    Wald,
    Newcombe,
}

counted!(Proportions {
    /// The interval of each proportion's difference: `wald`, or Newcombe's.
    #[serde(default)]
    interval: Method,
});

impl Kind for Proportions {
    const NAME: &'static str = "proportions";
    const MANUAL: &'static str = include_str!("contingency.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        two(context, self)
    }
}

/// Computes `kind: chi_square`.
fn independence(context: &Context<'_>, settings: &CountTest) -> Result<Made> {
    let counts = Counts::read(context, settings)?;
    let found = chi_square(&counts.table)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let mut sheet =
        counts.sheet(context, "χ² of independence of rows and columns", "Σ(O − E)²/E");
    let (plain, p) = (Format::of(Unit::Number), Format::of(Unit::P));
    let main = sheet.main(found.chi2, &context.format(plain.clone())?)?;
    main.test = Some(test("χ² test", found.chi2, Some(found.df), found.p));
    sheet.add("df", "degrees of freedom", found.df, &plain.clone().decimals(0));
    sheet.add("p", "p value", found.p, &p);
    let (yates, yates_p) = found.yates.unzip();
    sheet.add("yates", "χ² with continuity correction", yates, &plain);
    sheet.add("yates_p", "p value with continuity correction", yates_p, &p);
    sheet.add("cramers_v", "Cramér's V", found.cramers_v, &plain);
    sheet.add("least_expected", "least count expected", found.least_expected, &plain);
    Ok(sheet.made())
}

/// Computes `kind: fisher`.
fn exact(context: &Context<'_>, settings: &CountTest) -> Result<Made> {
    let counts = Counts::read(context, settings)?;
    let found = fisher(counts.four(context)?, settings.level / 100.0).map_err(
        |error: Undefined| context.undefined(&context.block.id, &error.reason),
    )?;
    let mut sheet = counts.sheet(
        context,
        "Fisher's exact test of independence",
        "Σ of the tables with the same margins that are no more likely",
    );
    let (ratio, p) = (Format::of(Unit::Ratio), Format::of(Unit::P));
    let main = sheet.main(found.p, &p)?;
    main.test = Some(test("Fisher's exact test", found.p, None, found.p));
    sheet.add_ratio("odds_ratio", "odds ratio", found.odds_ratio, &ratio);
    let ends =
        interval(found.ci_low, found.ci_high, settings.level, "exact, conditional");
    sheet.bound("odds_ratio", ends);
    sheet.add("odds_low", "odds ratio, lower end", found.ci_low, &ratio);
    sheet.add("odds_high", "odds ratio, upper end", found.ci_high, &ratio);
    sheet.add("less", "p value against less", found.p_less, &p);
    sheet.add("greater", "p value against greater", found.p_greater, &p);
    Ok(sheet.made())
}

/// Computes `kind: proportions`.
fn two(context: &Context<'_>, settings: &Proportions) -> Result<Made> {
    let counts = Counts::read(context, &settings.counted())?;
    let found = proportions(counts.four(context)?, settings.level / 100.0).map_err(
        |error: Undefined| context.undefined(&context.block.id, &error.reason),
    )?;
    let (value, wald) = found.difference;
    // Where both proportions are none or all, Wald's interval would have no width.
    let ((low, high), method) = match (settings.interval, wald) {
        (Method::Wald, Some(wald)) => (wald, "Wald"),
        (Method::Wald, None) | (Method::Newcombe, _) => (found.newcombe, "Newcombe"),
    };
    let mut sheet = counts.sheet(
        context,
        "Difference of two proportions",
        &format!("100·(x₁/n₁ − x₂/n₂); {method}'s interval, pooled z test"),
    );
    let (percent, points) = (Format::of(Unit::Percent), Format::of(Unit::Points));
    let (ratio, p) = (Format::of(Unit::Ratio), Format::of(Unit::P));
    let main = sheet.main(100.0 * value, &points)?;
    main.interval = Some(interval(100.0 * low, 100.0 * high, settings.level, method));
    if let Some(p) = found.p_value {
        main.test = Some(test("z test of two proportions", value, None, p));
    }
    sheet.add("p", "p value", found.p_value, &p);
    let (low, high) = found.newcombe;
    let words = "Newcombe's interval, lower end";
    sheet.add_at(&["newcombe", "low"], words, 100.0 * low, &points);
    let words = "Newcombe's interval, upper end";
    sheet.add_at(&["newcombe", "high"], words, 100.0 * high, &points);
    for (at, side) in ["treated", "control"].into_iter().enumerate() {
        let (low, high) = found.clopper[at];
        sheet.add(side, side, 100.0 * found.p[at], &percent);
        let exact =
            interval(100.0 * low, 100.0 * high, settings.level, "Clopper–Pearson");
        sheet.bound(side, exact);
        for (sort, name, (low, high)) in [
            ("wilson", "Wilson", found.wilson[at]),
            ("exact", "Clopper–Pearson", found.clopper[at]),
        ] {
            let words = format!("{side}, {name}");
            sheet.add_at(
                &[sort, side, "low"],
                &format!("{words}, lower end"),
                100.0 * low,
                &percent,
            );
            sheet.add_at(
                &[sort, side, "high"],
                &format!("{words}, upper end"),
                100.0 * high,
                &percent,
            );
        }
    }
    for (name, words, found) in [
        ("risk", "ratio of the proportions", found.risk_ratio),
        ("odds", "odds ratio", found.odds_ratio),
    ] {
        add_ratio(&mut sheet, name, words, found, &ratio, settings.level);
    }
    Ok(sheet.made())
}

fn add_ratio(
    sheet: &mut ResultSheet<'_>,
    name: &str,
    words: &str,
    found: Ratio,
    format: &Format,
    level: f64,
) {
    let main = format!("{name}_ratio");
    sheet.add_ratio(&main, words, found.value, format);
    if let (Some(low), Some(high)) = (found.low, found.high) {
        sheet.bound(&main, interval(low, high, level, "log scale"));
    }
    sheet.add(&format!("{name}_low"), &format!("{words}, lower end"), found.low, format);
    sheet.add(
        &format!("{name}_high"),
        &format!("{words}, upper end"),
        found.high,
        format,
    );
}
