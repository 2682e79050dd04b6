//! `kind: rate_ratio` and `kind: dispersion` — counts of events as Poisson counts.
//!
//! ```yaml
//! crime_rates:
//!   kind: rate_ratio
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   group: {column: group, treated: nbi, control: benchmark}
//!   where: {year: 2024}
//! printed_ratio:
//!   kind: rate_ratio
//!   counts: [142, 61]          # counts that stand in print
//!   exposure: [21450, 11803]
//!   per: 1000
//! crime_spread:
//!   kind: dispersion
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   where: {year: 2024}
//!   by: [group]                # the groups that have a rate each
//! ```
//!
//! **Gives** for `rate_ratio` `ID`, the pooled rate of the treated over that of the control with
//! its exact interval and test, and `ID.treated`, `ID.control` (each with its exact interval),
//! `ID.treated_low`, `ID.treated_high`, `ID.control_low`, `ID.control_high`, `ID.low`, `ID.high`,
//! `ID.p`, `ID.wald_low`, `ID.wald_high`, `ID.wald_p` (on the log scale). For `dispersion` `ID`,
//! χ²/df with its test, and `ID.chi2`, `ID.df`, `ID.p`.
//!
//! **Formula.** Given their sum, the first count is binomial with the first's share of the
//! exposure: p sums the outcomes no more likely, the interval is Clopper and Pearson's. A rate's
//! interval is Garwood's, from Gamma quantiles. Dispersion: Σ(y − μ)²/μ, μ the exposure times the
//! group's pooled rate, over units less groups. Far above 1, areas differ by more than chance and
//! Poisson intervals are too short: compare areas (`welch`) instead.
//!
//! **Unit.** Ratios; rates in the measure's unit.
//!
//! **Undefined** without an event, with a control that has none, or an exposure that is not
//! positive.
//!
//! **Reference.** Garwood (1936), Biometrika 28; Clopper and Pearson (1934). Agrees with R's
//! `poisson.test`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! crime_rates = 0.96
//! crime_rates.treated = 132.8 per 1,000 people
//! printed_ratio = 1.28
//! printed_ratio.p = p = 0.107
//! crime_spread = 86.92
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::format::WHOLE;
use crate::model::statistic::GroupCount;
use crate::project::Filter;
use crate::project::Measure;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::rates::Events;
use crate::stat::estimate::rates::dispersion;
use crate::stat::estimate::rates::rate_ratio;
use crate::stat::kind::Kind;
use crate::stat::kind::settings::Groups;
use crate::stat::measure::measure_format;
use crate::stat::measure::measure_words;
use crate::stat::measured::Measured;
use crate::stat::measured::PAST;
use crate::stat::measured::sum;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rates {
    /// The two numbers of events, instead of a frame.
    #[serde(default)]
    counts: Option<[f64; 2]>,
    /// The two populations or times in which they occurred.
    #[serde(default)]
    exposure: Option<[f64; 2]>,
    /// The rate is per so many: 1000 for “per 1,000”.
    #[serde(default)]
    per: Option<f64>,
    /// The frame read: one row for each area, or for each area and time.
    #[serde(default)]
    frame: Option<String>,
    /// What is measured: a column, a share or a rate.
    #[serde(default)]
    measure: Option<Measure>,
    /// Rows to keep: a column, and a value or a list of values.
    #[serde(default, rename = "where")]
    filter: Filter,
    /// The groups compared: the column, and the values that are treated and control.
    #[serde(default)]
    group: Option<Groups>,
    /// Level of intervals, in percent.
    #[serde(default = "super::settings::percent")]
    level: f64,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Spread {
    /// The frame with a row for each value.
    frame: String,
    /// What is measured: a column, a share or a rate.
    measure: Measure,
    /// Rows to keep: a column, and a value or a list of values.
    #[serde(default, rename = "where")]
    filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    by: Vec<String>,
}

/// The events of two groups with what is known of them.
struct Read {
    events: [Events; 2],
    per: f64,
    format: Format,
    n: Vec<GroupCount>,
    how: How,
}

fn read(context: &Context<'_>, settings: &Rates) -> Result<Read> {
    if let (Some(counts), Some(exposure)) = (settings.counts, settings.exposure) {
        if settings.frame.is_some() {
            let message = "`counts:` stands beside `frame:`: one of them is too many";
            return Err(context.contradiction(&["counts"], message).into());
        }
        let event = |at: usize| Events { count: counts[at], exposure: exposure[at] };
        let per = settings.per.unwrap_or(1.0);
        let unit = format!("per {}", crate::model::format::fixed(per, 0));
        return Ok(Read {
            events: [event(0), event(1)],
            per,
            format: Format::of(Unit::Rate).noun(unit),
            n: Vec::new(),
            how: How {
                definition: format!(
                    "counts declared in the block: {} / {}, {} / {}",
                    counts[0], exposure[0], counts[1], exposure[1]
                ),
                ..How::default()
            },
        });
    }
    let (Some(frame), Some(measure), Some(group)) =
        (&settings.frame, &settings.measure, &settings.group)
    else {
        return Err(context
            .contradiction(&[], "no counts and exposure are declared")
            .help("give `frame:`, a rate as `measure:` and `group:`, or `counts:` and `exposure:`")
            .into());
    };
    let per = rate_of(context, measure)?;
    let reader = context.reader(frame)?;
    let rows = reader.keep(&settings.filter)?;
    let measured = reader.measure(measure, &rows)?;
    let column = reader.column(&group.column, &["group", "column"])?;
    let mut n = Vec::new();
    let mut pooled = |key: &str, setting: &str| -> Result<Events> {
        let own: Vec<usize> =
            rows.iter().copied().filter(|row| column.is_key(*row, key)).collect();
        if own.is_empty() {
            let message = format!("there is no group `{key}`");
            return Err(context.contradiction(&["group", setting], message).into());
        }
        let events = events(measured, &own);
        n.push(count(key, events.len(), own.len()));
        let all = Events {
            count: sum(events.iter().map(|events| events.count)),
            exposure: sum(events.iter().map(|events| events.exposure)),
        };
        if all.count.abs() >= WHOLE {
            return Err(context.undefined(&context.block.id, PAST));
        }
        Ok(all)
    };
    let events = [pooled(&group.treated, "treated")?, pooled(&group.control, "control")?];
    let how = How {
        definition: format!("pooled {}", measure_words(measure)),
        frame: frame.clone(),
        rows: n.iter().map(|group| group.used).sum(),
        files: reader.files(),
        ..How::default()
    };
    Ok(Read { events, per, format: measure_format(measure), n, how })
}

/// Returns per how many a rate is; nothing else has events and exposure.
fn rate_of(context: &Context<'_>, measure: &Measure) -> Result<f64> {
    match measure {
        Measure::Rate(rate) => Ok(rate.per),
        Measure::Column(_) | Measure::Share(_) => Err(context
            .contradiction(&["measure"], "the measure has no events and exposure")
            .help("write `{rate: COLUMN, of: COLUMN, per: NUMBER}`")
            .into()),
    }
}

fn events(measured: Measured<'_>, rows: &[usize]) -> Vec<Events> {
    let parts = rows.iter().filter_map(|row| measured.parts(*row));
    let events = parts.filter_map(|part| {
        Some(Events { count: part.numerator, exposure: part.denominator? })
    });
    events.collect()
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::stat) struct RateRatio(Rates);

impl Kind for RateRatio {
    const NAME: &'static str = "rate_ratio";
    const MANUAL: &'static str = include_str!("rates.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        ratio(context, &self.0)
    }
}

impl Kind for Spread {
    const NAME: &'static str = "dispersion";
    const MANUAL: &'static str = include_str!("rates.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        spread(context, self)
    }
}

/// Computes `kind: rate_ratio`.
fn ratio(context: &Context<'_>, settings: &Rates) -> Result<Made> {
    let read = read(context, settings)?;
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let [treated, control] = read.events;
    let found =
        rate_ratio(treated, control, settings.level / 100.0).map_err(undefined)?;
    let value = found
        .ratio
        .ok_or_else(|| undefined(Undefined::new("the control has no event")))?;
    let how = How {
        definition: format!(
            "Rate of the treated over that of the control: {}",
            read.how.definition
        ),
        formula: "(a/T₁)/(b/T₂); exact binomial test and interval".to_owned(),
        ..read.how
    };
    let mut sheet = ResultSheet::new(context, &[], context.title(&[], &[]), how, read.n);
    let ratio = context.format(Format::of(Unit::Ratio))?;
    let p = Format::of(Unit::P);
    let main = sheet.main(value, &ratio)?;
    main.interval = Some(interval(
        found.exact_low,
        found.exact_high,
        settings.level,
        "exact, conditional",
    ));
    main.test = Some(test("exact test of two rates", treated.count, None, found.p_exact));
    sheet.add("low", "lower end", found.exact_low, &ratio);
    sheet.add("high", "upper end", found.exact_high, &ratio);
    sheet.add("p", "p value", found.p_exact, &p);
    sheet.add("wald_low", "lower end, log scale", found.wald.low, &ratio);
    sheet.add("wald_high", "upper end, log scale", found.wald.high, &ratio);
    sheet.add("wald_p", "p value, log scale", found.p_wald, &p);
    for (side, (value, low, high)) in ["treated", "control"].iter().zip(found.rates) {
        let (value, low, high) = (read.per * value, read.per * low, read.per * high);
        sheet.add(side, &format!("rate of the {side}"), value, &read.format);
        sheet.bound(side, interval(low, high, settings.level, "exact, Garwood"));
        let words = format!("rate of the {side}, lower end");
        sheet.add(&format!("{side}_low"), &words, low, &read.format);
        let words = format!("rate of the {side}, upper end");
        sheet.add(&format!("{side}_high"), &words, high, &read.format);
    }
    Ok(sheet.made())
}

/// Computes `kind: dispersion`.
fn spread(context: &Context<'_>, settings: &Spread) -> Result<Made> {
    rate_of(context, &settings.measure)?;
    let reader = context.reader(&settings.frame)?;
    let rows = reader.keep(&settings.filter)?;
    let measured = reader.measure(&settings.measure, &rows)?;
    let mut groups = Vec::new();
    let mut n = Vec::new();
    for group in reader.groups(&rows, &settings.by)? {
        let events = events(measured, &group.rows);
        n.push(count(group.key.join(", "), events.len(), group.rows.len()));
        groups.push(events);
    }
    let found = dispersion(&groups)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let by = settings.by.join(", ");
    let each = if by.is_empty() { String::new() } else { format!(", {by}") };
    let expected = format!("μ = P·Σy/ΣP{each}");
    let how = How {
        definition: format!(
            "How much counts vary beside Poisson counts of one rate a group: {}",
            measure_words(&settings.measure)
        ),
        formula: format!("Σ(y − μ)²/μ over its degrees of freedom; {expected}"),
        frame: settings.frame.clone(),
        rows: n.iter().map(|group| group.used).sum(),
        files: reader.files(),
        ..How::default()
    };
    let mut sheet = ResultSheet::new(context, &[], context.title(&[], &[]), how, n)
        .formulas([
            ("chi2", format!("Σ(y − μ)²/μ; {expected}")),
            ("df", format!("n − {}", groups.len())),
            ("p", "P(χ²(df) > χ²)".to_owned()),
        ]);
    let plain = Format::of(Unit::Number);
    let main = sheet.main(found.ratio, &context.format(Format::of(Unit::Ratio))?)?;
    main.test = Some(test("χ² test of dispersion", found.chi2, Some(found.df), found.p));
    sheet.add("chi2", "χ²", found.chi2, &plain);
    sheet.add("df", "degrees of freedom", found.df, &plain.clone().decimals(0));
    sheet.add("p", "p value", found.p, &Format::of(Unit::P));
    Ok(sheet.made())
}
