//! `kind: describe` — what a column, share, rate or change looks like, group by group.
//!
//! ```yaml
//! needs:
//!   kind: describe
//!   frame: panel
//!   measure: community_needs_score
//!   where: {year: 2012}
//!   by: [group, region]
//!   quantiles: [10, 25, 75, 90]
//! crime_per_resident:
//!   kind: describe
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   weights: population        # the typical resident in place of the typical area
//!   where: {year: 2012}
//!   by: [group]
//! ```
//!
//! With `area`, `time`, `from` and `to`, or `of: ID`, it describes the changes of areas.
//!
//! **Gives** for each group `ID.KEY`, the mean with its t interval, and the members `n`, `of`,
//! `missing` and `missing.REASON` (in the words of the data's contract), `sum`, `median`,
//! `variance`, `sd`, `se`, `min`, `max`, `iqr` and a `qP` for each quantile: `q25`, `q97_5`. With
//! `weights:` the mean is weighted and the members are `n`, `of`, `missing`, `se`, `weights`
//! (their sum), `effective` (the number of equal weights that would tell as much) and `plain`
//! (the unweighted mean). Each is a family over `by` under `ID.MEMBER`.
//!
//! **Formula.** x̄ ± t(n − 1)·s/√n, s with divisor n − 1; quantiles of type 7, linear between
//! order statistics at h = (n − 1)·p. Weighted: Σwx/Σw, se = √(n/(n − 1)·Σ(w·(x − x̄)/Σw)²).
//!
//! **Unit.** That of the values; the variance has its square.
//!
//! **Undefined** without a value; with a single one there is no spread and no interval, and
//! these members are left out. Values that are all equal have no interval either.
//!
//! **Reference.** Hyndman and Fan (1996), The American Statistician 50. Agrees with R's
//! `quantile`, `sd`, `t.test` and `survey::svymean`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! needs.nbi.R1 = 97.7
//! needs.nbi.R1.sd = 21.1
//! needs.nbi.R1.missing = 0
//! crime_per_resident.nbi = 151.9 per 1,000 people
//! crime_per_resident.nbi.plain = 152.0 per 1,000 people
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::family;
use crate::stat::draft::interval;
use crate::stat::estimate;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::weighted_mean;
use crate::stat::kind::Kind;
use crate::stat::kind::drawn::drawn;
use crate::stat::kind::samples::Drawn;
use crate::stat::kind::samples::Source;
use crate::stat::kind::samples::mean_format;
use crate::stat::measure::difference_format;
use crate::stat::measured::PAST;
use crate::stat::measured::is_past;
use crate::stat::measured::sum;
use crate::stat::sheet::ResultSheet;
use std::collections::BTreeMap;

drawn!(Describe {
    /// Columns whose values make the groups.
    #[serde(default)]
    by: Vec<String>,
    /// Quantiles beside the median, in percent.
    #[serde(default = "quartiles")]
    quantiles: Vec<f64>,
    /// The column by which rows count; equally unless given.
    #[serde(default)]
    weights: Option<String>,
});

/// How members are made.
const FORMULAS: &[(&str, &str)] = &[
    ("sum", "Σy"),
    ("median", "quantile 0.5 of y, type 7"),
    ("variance", "Σ(y − ȳ)²/(n − 1)"),
    ("sd", "√(Σ(y − ȳ)²/(n − 1))"),
    ("min", "min(y)"),
    ("max", "max(y)"),
    ("iqr", "quantile 0.75 − quantile 0.25 of y, type 7"),
    ("weights", "Σw"),
    ("effective", "(Σw)²/Σw²"),
    ("plain", "Σy/n"),
];

/// The reason why a unit has no part in a weighted mean.
const NO_WEIGHT: &str = "no weight";

fn quartiles() -> Vec<f64> {
    vec![25.0, 75.0]
}

impl Kind for Describe {
    const NAME: &'static str = "describe";
    const MANUAL: &'static str = include_str!("describe.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: describe`.
fn compute(context: &Context<'_>, settings: &Describe) -> Result<Made> {
    for (at, percent) in settings.quantiles.iter().enumerate() {
        if !(0.0..=100.0).contains(percent) {
            let message = format!("{percent} is not between 0 and 100 percent");
            let place = ["quantiles", &at.to_string()];
            return Err(context.contradiction(&place, message).into());
        }
    }
    let draw = settings.draw();
    let mut by = settings.by.clone();
    if let (Some(group), true) = (&settings.group, by.is_empty()) {
        by.push(group.column.clone());
    }
    let source = draw.source(context, &by)?;
    let chosen = |group: &&Drawn| {
        let Some(wanted) = &settings.group else { return true };
        let key = group.key.first();
        key.is_none_or(|key| *key == wanted.treated || *key == wanted.control)
    };
    let mut made = Made::default();
    let mut families: BTreeMap<String, Vec<(Vec<String>, String)>> = BTreeMap::new();
    // A breakdown has empty cells; a group alone must have a value.
    let groups = || source.groups.iter().filter(chosen);
    let filled = |group: &&Drawn| !group.values.is_empty() || source.by.is_empty();
    let found = context.each(groups().filter(filled), &["by"], |group| {
        Ok((group, one(context, settings, &source, group)?.stats()))
    })?;
    let all: Vec<&[String]> = groups().map(|it| it.key.as_slice()).collect();
    let with_value: Vec<&[String]> =
        groups().filter(filled).map(|it| it.key.as_slice()).collect();
    context.absent(&source.by, &all, &with_value);
    for (group, stats) in found {
        let main = context.id(&group.key);
        for stat in &stats {
            let member = stat.id.strip_prefix(&main).unwrap_or_default().to_owned();
            families
                .entry(member)
                .or_default()
                .push((group.key.clone(), stat.id.clone()));
        }
        made.stats.extend(stats);
    }
    if made.stats.is_empty() {
        return Err(context.undefined(&context.block.id, "there are no observations"));
    }
    if !source.by.is_empty() {
        let block = &context.block;
        for (member, members) in families {
            let id = format!("{}{member}", block.id);
            made.families.push(family(id, &block.title, &source.by, members));
        }
    }
    Ok(made)
}

fn one<'a>(
    context: &'a Context<'a>,
    settings: &Describe,
    source: &Source<'_>,
    group: &Drawn,
) -> Result<ResultSheet<'a>> {
    let id = context.id(&group.key);
    let undefined = |error: Undefined| context.undefined(&id, &error.reason);
    let format = context.format(source.format.clone())?;
    let mean_format = context.format(mean_format(&source.format))?;
    // A unit without a weight has no part in a weighted mean, and is missing.
    let column = match &settings.weights {
        Some(name) => Some(source.reader.numbers(name, &["weights"])?),
        None => None,
    };
    let mut values = Vec::new();
    let mut weights = Vec::new();
    let mut missing = group.missing.clone();
    for (value, row) in group.values.iter().zip(&group.rows) {
        match column.map(|column| column.number(*row)) {
            Some(None) => {
                *missing.entry(NO_WEIGHT.to_owned()).or_default() += 1;
                continue;
            }
            Some(Some(weight)) => weights.push(weight),
            None => {}
        }
        values.push(*value);
    }
    let values = &values;
    let (definition, formula) = match &settings.weights {
        Some(name) => (
            format!("Mean weighted by {}", name.replace('_', " ")),
            "Σwx/Σw ± t(n−1)·se, linearised",
        ),
        None => ("Mean".to_owned(), "mean(y) ± t(n−1)·s/√n"),
    };
    let how = source.how(&definition, formula, values.len());
    let n = vec![count(group.key.join(", "), values.len(), group.of)];
    let title = context.title(&source.by, &group.key);
    let mut sheet = ResultSheet::new(context, &group.key, title, how, n)
        .formulas(FORMULAS.iter().copied());
    let level = settings.level / 100.0;
    match &settings.weights {
        Some(_) => {
            let found = weighted_mean(values, &weights).map_err(undefined)?;
            let main = sheet.main(found.mean, &mean_format)?;
            if let Some(se) = found.se {
                let df = values.len() as f64 - 1.0;
                let half = estimate::t_quantile(level, df).map_err(undefined)? * se;
                let (low, high) = (found.mean - half, found.mean + half);
                main.interval = Some(interval(
                    low,
                    high,
                    settings.level,
                    "weighted mean, linearised",
                ));
            }
            sheet.add("se", "standard error", found.se, &difference_format(&mean_format));
            sheet.add(
                "weights",
                "sum of the weights",
                found.total,
                &Format::of(Unit::Number),
            );
            let one = Format::of(Unit::Number).decimals(1);
            sheet.add("effective", "effective number of units", found.effective, &one);
            let plain = estimate::mean(values).map_err(undefined)?;
            sheet.add("plain", "unweighted mean", plain, &mean_format);
        }
        None => spread(&mut sheet, settings, values, &format, &mean_format)
            .map_err(undefined)??,
    }
    let whole = Format::of(Unit::Count);
    sheet.add("n", "units with a value", values.len() as f64, &whole);
    sheet.add("of", "units", group.of as f64, &whole);
    let lacking: usize = missing.values().sum();
    sheet.add("missing", "units without a value", lacking as f64, &whole);
    for (reason, units) in &missing {
        sheet.add_at(
            &["missing", reason],
            &format!("units without a value: {reason}"),
            *units as f64,
            &whole,
        );
    }
    Ok(sheet)
}

/// Adds the mean, the spread and the quantiles.
fn spread(
    sheet: &mut ResultSheet<'_>,
    settings: &Describe,
    values: &[f64],
    format: &Format,
    mean_format: &Format,
) -> std::result::Result<Result<()>, Undefined> {
    let level = settings.level / 100.0;
    let mean = estimate::mean(values)?;
    let sample = estimate::describe(values, level).ok();
    let main = match sheet.main(mean, mean_format) {
        Ok(main) => main,
        Err(failure) => return Ok(Err(failure)),
    };
    main.interval = sample.map(|sample| {
        interval(sample.ci_low, sample.ci_high, settings.level, "t interval of the mean")
    });
    let square = Format { unit: Unit::Number, ..mean_format.clone() };
    if is_past(values.iter().copied()) {
        return Err(Undefined::new(PAST));
    }
    sheet.add("sum", "sum", sum(values.iter().copied()), format);
    sheet.add("median", "median", estimate::quantile(values, 0.5)?, mean_format);
    let sd = sample.map(|sample| sample.sd);
    // A spread is a difference of values: of percentages it is in percentage points.
    let apart = &difference_format(mean_format);
    sheet.add("variance", "variance", sd.map(|sd| sd * sd), &square);
    sheet.add("sd", "standard deviation", sd, apart);
    sheet.add("se", "standard error", sample.map(|sample| sample.se), apart);
    sheet.add("min", "least", estimate::quantile(values, 0.0)?, format);
    sheet.add("max", "greatest", estimate::quantile(values, 1.0)?, format);
    let quartile = |p: f64| estimate::quantile(values, p);
    let words = "distance between the quartiles";
    sheet.add("iqr", words, quartile(0.75)? - quartile(0.25)?, apart);
    for percent in &settings.quantiles {
        let words = format!("{percent}% quantile, type 7");
        let name = format!("q{percent}").replace('.', "_");
        sheet.add(&name, &words, quartile(percent / 100.0)?, mean_format);
    }
    Ok(Ok(()))
}
