//! `kind: welch`, `kind: student` and `kind: paired_t` — whether means differ, by t.
//!
//! ```yaml
//! growth_welch:
//!   kind: welch
//!   of: business_growth        # what a block of `kind: change` compares, or a sample:
//! crime_welch:
//!   kind: welch
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   area: area
//!   time: year
//!   from: 2012
//!   to: 2024
//!   group: {column: group, treated: nbi, control: benchmark}
//!   alternative: less          # two_sided unless given; greater, less
//!   level: 95
//! ```
//!
//! **Gives** `ID`, the difference of the means with its interval and test, and the members
//! `ID.t`, `ID.df`, `ID.p`, `ID.se`, `ID.treated` and `ID.control` (the two means).
//!
//! **Formula.** `welch`: t = (x̄ − ȳ)/√(s²ₓ/n + s²ᵧ/m), Satterthwaite's df. `student`: one
//! variance s² for both groups, t = (x̄ − ȳ)/(s·√(1/n + 1/m)), n + m − 2 df. `paired_t`: t of
//! the mean of end − start over areas, n − 1 df; its settings are `frame`, `measure`, `area`,
//! `time`, `from`, `to` and `where`. Standard deviations have divisor n − 1; the interval is
//! difference ± t(df)·se, one-sided against an alternative.
//!
//! **Unit.** That of the values; of percentages percentage points.
//!
//! **Undefined** with fewer than two observations in a group (`student`: fewer than three in
//! all), or where no group varies.
//!
//! **Reference.** Welch (1947), Biometrika 34; Student (1908), Biometrika 6. Agrees with R's
//! `t.test`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! growth_welch = 19.0 percentage points
//! growth_welch.p = p = 0.003
//! growth_welch.df = 40.2
//! crime_welch = −8.6 per 1,000 people
//! crime_welch.se = 3.4 per 1,000 people
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate;
use crate::stat::estimate::Alternative;
use crate::stat::estimate::TTest;
use crate::stat::estimate::Undefined;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

drawn!(MeanTest {
    #[serde(default)]
    alternative: Alternative,
});

type Estimate = fn(&[f64], &[f64], f64) -> std::result::Result<TTest, Undefined>;

/// One of the t tests: its name, its words and its estimator.
struct TestSort {
    name: &'static str,
    formula: &'static str,
    estimate: Estimate,
}

const WELCH: TestSort = TestSort {
    name: "Welch t test",
    formula: "mean(treated) − mean(control); t with Satterthwaite df",
    estimate: estimate::welch,
};
const STUDENT: TestSort = TestSort {
    name: "Student t test",
    formula: "mean(treated) − mean(control); t with pooled variance, n + m − 2 df",
    estimate: estimate::student,
};
const PAIRED: TestSort = TestSort {
    name: "paired t test",
    formula: "mean of end − start; t with n − 1 df",
    estimate: estimate::paired_t,
};

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct Welch(MeanTest);

impl Kind for Welch {
    const NAME: &'static str = "welch";
    const MANUAL: &'static str = include_str!("means.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        two(context, &self.0, &WELCH)
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct Student(MeanTest);

impl Kind for Student {
    const NAME: &'static str = "student";
    const MANUAL: &'static str = include_str!("means.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        two(context, &self.0, &STUDENT)
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct PairedT(MeanTest);

impl Kind for PairedT {
    const NAME: &'static str = "paired_t";
    const MANUAL: &'static str = include_str!("means.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        paired(context, &self.0)
    }
}

/// Computes `kind: welch` and `kind: student`.
fn two(context: &Context<'_>, settings: &MeanTest, sort: &TestSort) -> Result<Made> {
    let draw = settings.draw();
    let drawn = draw.two(context)?;
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let found = (sort.estimate)(drawn.x(), drawn.y(), settings.level / 100.0)
        .map_err(undefined)?;
    let how = drawn.how("Difference of the means, treated less control", sort.formula);
    let title = context.title(&[], &[]);
    let mut sheet = ResultSheet::new(context, &[], title, how, drawn.n());
    fill(context, settings, sort, &found, &drawn.format, &mut sheet)?;
    for (name, words, values) in
        [("treated", "treated", drawn.x()), ("control", "control", drawn.y())]
    {
        let mean = estimate::mean(values).map_err(undefined)?;
        sheet.add(
            name,
            &format!("mean of the {words}"),
            mean,
            &drawn.value_format(context)?,
        );
    }
    Ok(sheet.made())
}

/// Computes `kind: paired_t`.
fn paired(context: &Context<'_>, settings: &MeanTest) -> Result<Made> {
    let draw = settings.draw();
    let pairs = draw.pairs(context)?;
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let found = (PAIRED.estimate)(
        &pairs.changes,
        &vec![0.0; pairs.changes.len()],
        settings.level / 100.0,
    )
    .map_err(undefined)?;
    let how = pairs.how("Mean difference of pairs, end less start", PAIRED.formula);
    let title = context.title(&[], &[]);
    let mut sheet = ResultSheet::new(context, &[], title, how, pairs.n());
    fill(context, settings, &PAIRED, &found, &pairs.format, &mut sheet)?;
    Ok(sheet.made())
}

fn fill(
    context: &Context<'_>,
    settings: &MeanTest,
    sort: &TestSort,
    found: &TTest,
    format: &Format,
    sheet: &mut ResultSheet<'_>,
) -> Result<()> {
    let against = settings.alternative;
    let (low, high) = found
        .interval_against(against, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let p = found.p_against(against);
    let name = match against {
        Alternative::TwoSided => sort.name.to_owned(),
        Alternative::Greater => format!("{}, against greater", sort.name),
        Alternative::Less => format!("{}, against less", sort.name),
    };
    let main = sheet.main(found.difference, format)?;
    main.interval = Some(interval(low, high, settings.level, &name));
    main.test = Some(test(&name, found.t, Some(found.df), p));
    let plain = Format::of(Unit::Number);
    sheet.add("t", "t", found.t, &plain);
    sheet.add("df", "degrees of freedom", found.df, &plain.clone().decimals(1));
    sheet.add("p", "p value", p, &Format::of(Unit::P));
    sheet.add("se", "standard error", found.se, format);
    Ok(())
}
