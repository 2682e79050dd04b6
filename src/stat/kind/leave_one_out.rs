//! `kind: leave_one_out` — how far a difference of means hangs on one area, region or year.
//!
//! ```yaml
//! growth_without:
//!   kind: leave_one_out
//!   of: business_growth        # a sample, as in `kind: welch`
//!   drop: region               # the column whose values are left out one by one
//! ```
//!
//! **Gives** `ID.low` and `ID.high`, the least and greatest difference with one value left out,
//! `ID.agree`, the share of runs with the sign of all, and `ID.runs`.
//!
//! **Formula.** mean(treated) − mean(control) for each value of the column in turn, without its
//! rows.
//!
//! **Unit.** That of the values; of percentages percentage points.
//!
//! **Undefined** where leaving one out leaves a group empty.
//!
//! **Reference.** Belsley, Kuh and Welsch (1980).
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! growth_without.low = 17.1 percentage points
//! growth_without.high = 21.9 percentage points
//! growth_without.agree = 100%
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::estimate;
use crate::stat::estimate::Undefined;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::sheet::ResultSheet;
use std::collections::BTreeSet;

drawn!(LeaveOneOut {
    /// The column whose values are left out one by one.
    drop: String,
});

impl Kind for LeaveOneOut {
    const NAME: &'static str = "leave_one_out";
    const MANUAL: &'static str = include_str!("leave_one_out.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: leave_one_out`.
fn compute(context: &Context<'_>, settings: &LeaveOneOut) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let become_of = ["is left out in no run", "are left out in no run"];
    let codes = drawn.codes(context, (&settings.drop, &["drop"]), become_of)?;
    // The values of the sample: to leave out another changes nothing, and proves nothing.
    let known: BTreeSet<usize> = codes.iter().flatten().copied().flatten().collect();
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let difference = |left_out: Option<usize>| -> std::result::Result<f64, Undefined> {
        let mean = |values: &[f64], codes: &[Option<usize>]| {
            let kept = values
                .iter()
                .zip(codes)
                .filter(|(_, code)| left_out.is_none() || **code != left_out);
            estimate::mean(&kept.map(|(value, _)| *value).collect::<Vec<_>>())
        };
        Ok(mean(drawn.x(), &codes[0])? - mean(drawn.y(), &codes[1])?)
    };
    let all = difference(None).map_err(undefined)?;
    let runs: Vec<f64> = known
        .into_iter()
        .map(|left_out| difference(Some(left_out)))
        .collect::<std::result::Result<_, _>>()
        .map_err(undefined)?;
    let low = runs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = runs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let agree = runs.iter().filter(|run| run.signum() == all.signum()).count();
    let definition = format!(
        "Range of the difference when each {} in turn is left out",
        settings.drop
    );
    let how = drawn.how(&definition, "");
    let each = format!("d(k) = mean(treated) − mean(control), {} ≠ k", settings.drop);
    let mut sheet =
        ResultSheet::new(context, &[], context.title(&[], &[]), how, drawn.n()).formulas(
            [
                ("low", format!("min over k of d(k); {each}")),
                ("high", format!("max over k of d(k); {each}")),
                ("agree", format!("100·Σ 1(sign d(k) = sign d)/Σ 1; {each}")),
                ("runs", "n".to_owned()),
            ],
        );
    sheet.add("low", "smallest", low, &drawn.format);
    sheet.add("high", "largest", high, &drawn.format);
    let share = 100.0 * agree as f64 / runs.len().max(1) as f64;
    let percent = Format::of(Unit::Percent).decimals(0);
    sheet.add("agree", "runs with the same sign", share, &percent);
    sheet.add("runs", "runs", runs.len() as f64, &Format::of(Unit::Count));
    Ok(sheet.made())
}
