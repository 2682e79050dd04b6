//! `kind: ols` and `kind: trend` — straight relations by least squares.
//!
//! ```yaml
//! crime_on_needs:
//!   kind: ols
//!   frame: panel
//!   measure: {rate: offences, of: population}    # the outcome
//!   covariates:                # columns, or measures under a name
//!     - community_needs_score
//!     - {name: density, measure: {rate: local_units, of: population}}
//!     - {name: density_squared, measure: {rate: local_units, of: population}, power: 2}
//!   intercept: true
//!   errors: hc3                # classical unless given; hc0, hc1, hc2, hc3
//!   where: {year: 2012}
//! crime_trend:
//!   kind: trend
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   time: year
//!   by: [group]
//! ```
//!
//! **Gives** for `ols` a family by `covariate` of coefficients with interval and test,
//! `ID.intercept` and `ID.COVARIATE`, each with the members `se`, `t`, `p`, `hc0`, `hc1`, `hc2`,
//! `hc3`; and of the fit `ID.r2`, `ID.adjusted_r2`, `ID.sigma`, `ID.f`, `ID.f_p`, `ID.df`,
//! `ID.n`. For `trend` `ID`, or `ID.KEY` with `by:`, the change of the measure per unit of time
//! with interval and test, and the members `intercept`, `se`, `t`, `df`, `p`, `r2`.
//!
//! **Formula.** b minimises Σ(y − Xb)²; se² = s²·(XᵀX)⁻¹, s² = Σe²/(n − k); b ± t(n − k)·se.
//! HC0 has e² in place of s², HC1 n/(n − k) times that, HC2 e²/(1 − h), HC3 e²/(1 − h)².
//! Columns are centred and made orthogonal in extended precision.
//!
//! **Unit.** That of the outcome per unit of the covariate.
//!
//! **Undefined** with no more observations than coefficients, where the outcome or a covariate
//! does not vary, or a covariate is a combination of those before it. Where the points lie
//! exactly on the plane there is neither interval nor test.
//!
//! **Reference.** White (1980), Econometrica 48; Long and Ervin (2000). Agrees with R's `lm`
//! and `sandwich`, and with the certified values of Norris, Longley and Wampler.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! crime_on_needs.community_needs_score = 0.1 per 1,000 people
//! crime_on_needs.r2 = 0.019
//! crime_trend.nbi = −1.8 per 1,000 people
//! crime_trend.nbi.se = 0.2 per 1,000 people
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::project::Filter;
use crate::project::Measure;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::family;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Double;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::ols::Coefficient;
use crate::stat::estimate::ols::Covariate;
use crate::stat::estimate::ols::Errors;
use crate::stat::estimate::ols::Fit;
use crate::stat::estimate::ols::ols;
use crate::stat::kind::Kind;
use crate::stat::kind::samples::mean_format;
use crate::stat::measure::measure_format;
use crate::stat::measure::measure_words;
use crate::stat::rows::Group;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

/// Names of the fit's own members, which no covariate may have.
const TAKEN: &[&str] =
    &["intercept", "r2", "adjusted_r2", "sigma", "f", "f_p", "df", "n"];

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Regression {
    /// The frame read: one row for each area, or for each area and time.
    frame: String,
    /// What is measured: a column, a share or a rate.
    measure: Measure,
    /// What is adjusted for: columns, or a name with a measure.
    covariates: Vec<Declared>,
    /// Rows to keep: a column, and a value or a list of values.
    #[serde(default, rename = "where")]
    filter: Filter,
    /// Whether the line has a constant.
    #[serde(default = "yes")]
    intercept: bool,
    /// How the errors of coefficients are estimated.
    #[serde(default)]
    errors: Errors,
    /// Level of intervals, in percent.
    #[serde(default = "super::settings::percent")]
    level: f64,
}

fn yes() -> bool {
    true
}

/// A covariate: a column, or a measure under a name.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a column or `{name: NAME, measure: MEASURE, power: NUMBER}`"
)]
enum Declared {
    Column(String),
    Named(Named),
}

#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Named {
    /// The name in ids.
    name: String,
    /// What is measured: a column, a share or a rate.
    measure: Measure,
    /// The power it is raised to.
    #[serde(default = "first")]
    power: u32,
    /// The words that a reader sees.
    #[serde(default)]
    title: Option<String>,
}

fn first() -> u32 {
    1
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Trend {
    /// The frame read: one row for each area, or for each area and time.
    frame: String,
    /// What is measured: a column, a share or a rate.
    measure: Measure,
    /// The column of times.
    time: String,
    /// Rows to keep: a column, and a value or a list of values.
    #[serde(default, rename = "where")]
    filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    by: Vec<String>,
    /// Level of intervals, in percent.
    #[serde(default = "super::settings::percent")]
    level: f64,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct Ols(Regression);

impl Kind for Ols {
    const NAME: &'static str = "ols";
    const MANUAL: &'static str = include_str!("regression.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        several(context, &self.0)
    }
}

impl Kind for Trend {
    const NAME: &'static str = "trend";
    const MANUAL: &'static str = include_str!("regression.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        trend(context, self)
    }
}

/// Computes `kind: ols`.
fn several(context: &Context<'_>, settings: &Regression) -> Result<Made> {
    let reader = context.reader(&settings.frame)?;
    let kept = reader.keep(&settings.filter)?;
    let outcome = reader.measure(&settings.measure, &kept)?;
    let declared: Vec<Named> = settings.covariates.iter().map(Declared::named).collect();
    let mut measured = Vec::new();
    for (at, covariate) in declared.iter().enumerate() {
        let at = at.to_string();
        let taken = TAKEN.contains(&covariate.name.as_str());
        let twice =
            declared.iter().filter(|other| other.name == covariate.name).count() > 1;
        if taken || twice {
            let message = if taken {
                format!("a covariate may not be called `{}`", covariate.name)
            } else {
                format!("two covariates are called `{}`", covariate.name)
            };
            return Err(context
                .contradiction(&["covariates", &at], message)
                .help("give it another name: `{name: …, measure: …}`")
                .into());
        }
        let place = ["covariates", at.as_str(), "measure"];
        measured.push(reader.measure_at(&covariate.measure, &kept, &place)?);
    }
    let mut y = Vec::new();
    let mut columns: Vec<Vec<Double>> = vec![Vec::new(); measured.len()];
    for row in &kept {
        let Some(value) = outcome.parts(*row).and_then(|parts| parts.value()) else {
            continue;
        };
        let cells: Option<Vec<f64>> = measured
            .iter()
            .map(|m| m.parts(*row).and_then(|parts| parts.value()))
            .collect();
        let Some(cells) = cells else { continue };
        y.push(value);
        for ((column, cell), covariate) in columns.iter_mut().zip(cells).zip(&declared) {
            column.push(Double::from(cell).powi(covariate.power));
        }
    }
    let covariates: Vec<Covariate> = declared
        .iter()
        .zip(columns)
        .map(|(covariate, values)| Covariate { name: covariate.name.clone(), values })
        .collect();
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let fit = ols(&y, &covariates, settings.intercept).map_err(undefined)?;
    let how = How {
        definition: format!(
            "Least squares of {} on {}; rows with a missing value are left out",
            measure_words(&settings.measure),
            declared.iter().map(Named::words).collect::<Vec<_>>().join(", ")
        ),
        formula: "y = b₀ + Σ b(j)·x(j) + e; b ± t(n − k)·se".to_owned(),
        frame: settings.frame.clone(),
        rows: y.len(),
        files: reader.files(),
        from: Vec::new(),
    };
    let format = context.format(slope_format(&settings.measure))?;
    let names =
        settings.intercept.then(|| ("intercept".to_owned(), "intercept".to_owned()));
    let names: Vec<(String, String)> = names
        .into_iter()
        .chain(declared.iter().map(|c| (c.name.clone(), c.words())))
        .collect();
    let n = vec![count("", y.len(), kept.len())];
    let mut made = Made::default();
    let mut members = Vec::new();
    for ((name, words), coefficient) in names.iter().zip(&fit.coefficients) {
        let key = vec![name.clone()];
        let title = format!("{}, {words}", context.block.title);
        let mut sheet = ResultSheet::new(context, &key, title, how.clone(), n.clone());
        let inference = Inference { errors: settings.errors, level: settings.level };
        fill(context, &mut sheet, &fit, coefficient, inference, &format)?;
        for (sort, se) in ["hc0", "hc1", "hc2", "hc3"].iter().zip(coefficient.robust) {
            let words = format!("standard error {}", sort.to_uppercase());
            sheet.add(sort, &words, se, &format);
        }
        members.push((key, context.id(std::slice::from_ref(name))));
        made.stats.extend(sheet.stats());
    }
    let block = &context.block;
    let order: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
    let mut list = family(&block.id, &block.title, &["covariate".to_owned()], members);
    list.members.sort_by_key(|member| {
        order.iter().position(|name| member.key.first() == Some(name))
    });
    made.families.push(list);
    made.stats.extend(of_fit(context, &fit, how, n));
    Ok(made)
}

/// Returns what describes the whole fit.
fn of_fit(
    context: &Context<'_>,
    fit: &Fit,
    how: How,
    n: Vec<crate::model::statistic::GroupCount>,
) -> Vec<Stat> {
    let plain = Format::of(Unit::Number);
    let mut sheet = ResultSheet::new(context, &[], context.title(&[], &[]), how, n);
    sheet.add("r2", "R²", fit.r2, &plain.clone().decimals(3));
    sheet.add("adjusted_r2", "adjusted R²", fit.adjusted_r2, &plain.clone().decimals(3));
    sheet.add("sigma", "standard deviation of the residuals", fit.sigma, &plain);
    sheet.add("f", "F of all covariates", fit.f.map(|(f, ..)| f), &plain);
    sheet.add("f_p", "p value of F", fit.f.map(|(.., p)| p), &Format::of(Unit::P));
    let whole = Format::of(Unit::Count);
    sheet.add("df", "degrees of freedom", fit.df, &whole);
    sheet.add("n", "rows used", fit.n as f64, &whole);
    sheet.stats()
}

/// Which errors an interval is made of, and its level.
#[derive(Clone, Copy)]
struct Inference {
    errors: Errors,
    level: f64,
}

/// Adds a coefficient with its interval and test.
fn fill(
    context: &Context<'_>,
    sheet: &mut ResultSheet<'_>,
    fit: &Fit,
    coefficient: &Coefficient,
    inference: Inference,
    format: &Format,
) -> Result<()> {
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let se = coefficient.error(inference.errors);
    let main = sheet.main(coefficient.value, format)?;
    let mut found = None;
    if let Some(se) = se {
        let level = inference.level / 100.0;
        let (low, high) = fit.interval(coefficient, se, level).map_err(undefined)?;
        let method = match inference.errors {
            Errors::Classical => "least squares",
            Errors::Hc0 => "least squares, HC0",
            Errors::Hc1 => "least squares, HC1",
            Errors::Hc2 => "least squares, HC2",
            Errors::Hc3 => "least squares, HC3",
        };
        main.interval = Some(interval(low, high, inference.level, method));
        found = fit.test(coefficient, se).map_err(undefined)?;
        main.test =
            found.map(|(t, p)| test("t test of the coefficient", t, Some(fit.df), p));
    }
    sheet.add("se", "standard error", se, format);
    sheet.add("t", "t", found.map(|(t, _)| t), &Format::of(Unit::Number));
    sheet.add("p", "p value", found.map(|(_, p)| p), &Format::of(Unit::P));
    Ok(())
}

impl Declared {
    fn named(&self) -> Named {
        match self {
            Self::Named(named) => named.clone(),
            Self::Column(column) => Named {
                name: column.clone(),
                measure: Measure::Column(column.clone()),
                power: 1,
                title: None,
            },
        }
    }
}

impl Named {
    fn words(&self) -> String {
        self.title.clone().unwrap_or_else(|| self.name.replace('_', " "))
    }
}

/// Returns how a slope prints: never as a count, which has no part of one.
fn slope_format(measure: &Measure) -> Format {
    match measure {
        Measure::Column(_) => Format::of(Unit::Number),
        Measure::Share(_) => Format::of(Unit::Points),
        Measure::Rate(_) => mean_format(&measure_format(measure)),
    }
}

/// Computes `kind: trend`.
fn trend(context: &Context<'_>, settings: &Trend) -> Result<Made> {
    let reader = context.reader(&settings.frame)?;
    let kept = reader.keep(&settings.filter)?;
    let measured = reader.measure(&settings.measure, &kept)?;
    let time = reader.numbers(&settings.time, &["time"])?;
    let format = context.format(slope_format(&settings.measure))?;
    let mut made = Made::default();
    let mut members = Vec::new();
    let how = |rows: usize| How {
        definition: format!(
            "Change of {} per unit of {}, by least squares; rows with a missing value are left out",
            measure_words(&settings.measure),
            settings.time
        ),
        formula: "y = a + b·t + e; b ± t(n − 2)·se".to_owned(),
        frame: settings.frame.clone(),
        rows,
        files: reader.files(),
        from: Vec::new(),
    };
    let groups = reader.groups(&kept, &settings.by)?;
    let filled = |group: &&Group| {
        settings.by.is_empty()
            || group.rows.iter().any(|row| measured.parts(*row).is_some())
    };
    let found = context.each(groups.iter().filter(filled), &["by"], |group| {
        let mut y = Vec::new();
        let mut values = Vec::new();
        for row in &group.rows {
            let value = measured.parts(*row).and_then(|parts| parts.value());
            if let (Some(value), Some(at)) = (value, time.number(*row)) {
                y.push(value);
                values.push(Double::from(at));
            }
        }
        let id = context.id(&group.key);
        let undefined = |error: Undefined| context.undefined(&id, &error.reason);
        let covariate = Covariate { name: settings.time.clone(), values };
        let title = context.title(&settings.by, &group.key);
        let n = vec![count(group.key.join(", "), y.len(), group.rows.len())];
        // A constant series has a trend of nothing, and no spread to judge it by.
        let constant = y
            .first()
            .filter(|first| y.iter().all(|value| value.total_cmp(first).is_eq()));
        let spans = covariate.values.iter().any(|at| *at != covariate.values[0]);
        if let Some(level) = constant.filter(|_| y.len() > 2 && spans) {
            let how = How {
                formula: "y is the same at every time: b = 0".to_owned(),
                ..how(y.len())
            };
            let mut sheet = ResultSheet::new(context, &group.key, title, how, n);
            sheet.main(0.0, &format)?;
            sheet.add("intercept", "value at time zero", *level, &format);
            sheet.add(
                "df",
                "degrees of freedom",
                y.len() as f64 - 2.0,
                &Format::of(Unit::Count),
            );
            return Ok((sheet.stats(), (group.key.clone(), id)));
        }
        let fit = ols(&y, &[covariate], true).map_err(undefined)?;
        let [intercept, slope] = fit.coefficients.as_slice() else {
            return Err(context.undefined(&id, "there is no slope"));
        };
        let how = how(y.len());
        let mut sheet = ResultSheet::new(context, &group.key, title, how, n);
        let inference = Inference { errors: Errors::Classical, level: settings.level };
        fill(context, &mut sheet, &fit, slope, inference, &format)?;
        sheet.add("intercept", "value at time zero", intercept.value, &format);
        sheet.add("df", "degrees of freedom", fit.df, &Format::of(Unit::Count));
        sheet.add("r2", "R²", fit.r2, &Format::of(Unit::Number).decimals(3));
        Ok((sheet.stats(), (group.key.clone(), id)))
    })?;
    for (stats, member) in found {
        made.stats.extend(stats);
        members.push(member);
    }
    let all: Vec<&[String]> = groups.iter().map(|it| it.key.as_slice()).collect();
    let with_value: Vec<&[String]> =
        groups.iter().filter(filled).map(|it| it.key.as_slice()).collect();
    context.absent(&settings.by, &all, &with_value);
    if made.stats.is_empty() {
        return Err(context.undefined(&context.block.id, "there are no observations"));
    }
    made.grouped(context, &settings.by, members);
    Ok(made)
}
