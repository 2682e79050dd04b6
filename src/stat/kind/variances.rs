//! `kind: variances` — whether two groups vary alike: F test and Brown–Forsythe test.
//!
//! ```yaml
//! growth_variances:
//!   kind: variances
//!   of: business_growth
//! ```
//!
//! **Gives** `ID`, the ratio of the variances with its F test, and `ID.p`,
//! `ID.brown_forsythe` (F of the distances from the medians) and `ID.brown_forsythe_p`.
//!
//! **Formula.** s²ₓ/s²ᵧ; two-sided p 2 × the smaller tail of F(n − 1, m − 1), which needs
//! normal values. Brown and Forsythe's F compares the mean distances from each group's own
//! median and does not.
//!
//! **Unit.** None: a ratio.
//!
//! **Undefined** with fewer than two observations in a group, or where a group does not vary.
//!
//! **Reference.** Brown and Forsythe (1974), JASA 69. Agrees with R's `var.test`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! growth_variances = 1.05
//! growth_variances.p = p = 0.924
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::test;
use crate::stat::estimate::variance::variances;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::sheet::ResultSheet;

drawn!(VarianceRatio {});

impl Kind for VarianceRatio {
    const NAME: &'static str = "variances";
    const MANUAL: &'static str = include_str!("variances.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: variances`.
fn compute(context: &Context<'_>, settings: &VarianceRatio) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let found = variances(drawn.x(), drawn.y())
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let how = drawn.how("Variance of the treated over that of the control", "s₁²/s₀²");
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, drawn.n());
    let ratio = context.format(Format::of(Unit::Ratio))?;
    let main = sheet.main(found.ratio, &ratio)?;
    main.test = Some(test("F test of variances", found.ratio, None, found.p));
    let p = Format::of(Unit::P);
    sheet.add("p", "p value", found.p, &p);
    let (f, f_p) = found.brown_forsythe.unzip();
    sheet.add("brown_forsythe", "F of Brown and Forsythe", f, &Format::of(Unit::Number));
    sheet.add("brown_forsythe_p", "p value of Brown and Forsythe", f_p, &p);
    Ok(sheet.made())
}
