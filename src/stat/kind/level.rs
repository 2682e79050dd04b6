//! `kind: level` — one number for each group: a total, mean, median, least, greatest or spread.
//!
//! ```yaml
//! units_level:
//!   kind: level
//!   frame: panel
//!   measure: local_units       # a column, {share: …, of: …} or {rate: …, of: …, per: …}
//!   summary: total             # mean unless given; total, median, min, max, sd
//!   where: {year: [2012, 2024]}
//!   by: [group, year]
//! units_index:
//!   kind: level
//!   frame: panel
//!   measure: local_units
//!   index: {column: year, at: 2012, unit: area}    # each area is 100 in 2012
//!   by: [group, year]
//! ```
//!
//! With `suppressed: {reason: …, low: 0, high: 4}` a total of counts some of which are withheld
//! for that reason (as the data's contract words it) has the members `at_least` and `at_most`.
//! The frame must select the column of reasons, `COLUMN_reason`, beside the count. Where such a count
//! is 1 at least (`low: 1`), the total holds 1 for each: that much is known. A total of a column that leaves
//! out rows without a value is less than there is, and is compared with totals of other rows: it is a warning
//! unless `suppressed:`, or `gaps: REASON`, stands beside it. A rate may say
//! what makes its period complete: `{rate: …, of: …, complete: {column: months, at_least: 12}}`;
//! a row with less is an error unless `waived: REASON` stands beside it.
//!
//! **Gives** `ID`, or a family `ID.KEY` over `by`; a mean has a t interval and the details `sd` and
//! `se`.
//!
//! **Formula.** Total Σy; of a share or rate the pooled one, 100·Σx/Σc or per·Σx/ΣP. Mean of the
//! rows' own values ± t(n − 1)·s/√n; quantiles of type 7; s with divisor n − 1.
//!
//! **Unit.** That of the measure: a count, %, or per so many.
//!
//! **Undefined** without a value, with a denominator or a base of the index that is zero.
//!
//! **Reference.** None beyond school; sums are compensated, in an order that is not the rows'.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! units_level.nbi.2024 = 44,415
//! units_index.benchmark.2024 = 122.0
//! ```

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::Scalar;
use crate::project::Suppressed;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::estimate;
use crate::stat::kind::Kind;
use crate::stat::kind::samples::mean_format;
use crate::stat::kind::settings::Summary;
use crate::stat::kind::settings::percent;
use crate::stat::measure::measure_words;
use crate::stat::measured::Measured;
use crate::stat::measured::PAST;
use crate::stat::measured::Parts;
use crate::stat::measured::UNSTATED;
use crate::stat::measured::is_total_past;
use crate::stat::measured::total;
use crate::stat::remark::Remark;
use crate::stat::rows::Group;
use crate::stat::rows::Reader;
use crate::stat::rows::text;
use crate::stat::rows::time;
use crate::stat::sheet::ResultSheet;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The point at which an indexed series is 100.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct IndexBase {
    /// The column, one of `by`.
    pub column: String,
    /// Its value.
    pub at: Scalar,
    /// The column that identifies a unit: each unit is rebased before averaging, for means.
    #[serde(default)]
    pub unit: Option<String>,
}

/// `kind: level` — one number for each group, from the rows of a frame.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Level {
    /// The frame read.
    pub frame: String,
    /// What is measured.
    pub measure: Measure,
    /// How rows become one number; a mean has an interval.
    #[serde(default = "Summary::mean")]
    pub summary: Summary,
    /// Rows to keep.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    pub by: Vec<String>,
    /// Express as index: the value of the column at which the series is 100.
    #[serde(default)]
    pub index: Option<IndexBase>,
    /// What counts withheld may be; a total gains the least and the most it may come to.
    #[serde(default)]
    pub suppressed: Option<Suppressed>,
    /// Why rows without a value may be left out of a total.
    #[serde(default)]
    pub gaps: Option<String>,
    /// Level of intervals, in percent.
    #[serde(default = "percent", rename = "level")]
    pub confidence: f64,
}

impl Kind for Level {
    const NAME: &'static str = "level";
    const MANUAL: &'static str = include_str!("level.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

fn compute(context: &Context<'_>, decl: &Level) -> Result<Made> {
    let reader = context.reader(&decl.frame)?;
    let rows = reader.keep(&decl.filter)?;
    let measured = reader.measure(&decl.measure, &rows)?;
    let name = match &decl.measure {
        Measure::Column(name) => Some(name.as_str()),
        Measure::Share(_) | Measure::Rate(_) => None,
    };
    let groups = reader.groups_of(&rows, &decl.by, name.map(|name| (name, measured)))?;
    let usual = match (&decl.index, decl.summary) {
        (Some(_), _) => Format::of(Unit::Index),
        (None, Summary::Mean | Summary::Sd)
            if !measured.is_ratio()
                && context.measured(&decl.measure, &decl.frame).unit != Unit::Year =>
        {
            mean_format(&context.precise(&decl.measure, &decl.frame))
        }
        (None, Summary::Min | Summary::Max | Summary::Median | Summary::Mean) => {
            context.measured(&decl.measure, &decl.frame)
        }
        (None, _) => context.precise(&decl.measure, &decl.frame),
    };
    let format = context.format(usual)?;
    let base = match &decl.index {
        Some(index) => Some(Base::new(context, &reader, decl, index, &groups, measured)?),
        None => None,
    };
    let mut made = Made::default();
    let mut members = Vec::new();
    let filled = |group: &&Group| {
        decl.by.is_empty() || group.rows.iter().any(|row| measured.parts(*row).is_some())
    };
    let found = context.each(groups.iter().filter(filled), &["by"], |group| {
        let id = context.id(&group.key);
        let mut parts: Vec<(usize, Parts)> = Vec::with_capacity(group.rows.len());
        parts.extend(
            group.rows.iter().filter_map(|row| Some((*row, measured.parts(*row)?))),
        );
        let withheld = withheld(decl, group, measured);
        let least = decl.suppressed.as_ref().map_or(0.0, |rule| rule.low);
        let how = How {
            definition: definition(decl),
            formula: formula(decl, parts.len()) + &counted(decl, withheld.len(), least),
            frame: decl.frame.clone(),
            rows: parts.len(),
            files: reader.files(),
            from: Vec::new(),
        };
        let outcome = summarise(decl, base.as_ref(), group, &parts, &withheld)
            .map_err(|reason| context.undefined(&id, &reason))?;
        let title = context.title(&decl.by, &group.key);
        let mut stat =
            context.number(id.clone(), title, outcome.value, format.clone(), &how)?;
        stat.n = vec![count(group.key.join(", "), outcome.used, group.rows.len())];
        stat.interval = outcome.bounds.map(|(low, high)| {
            interval(low, high, decl.confidence, "t interval of the mean")
        });
        stat.details = outcome.details;
        let known = outcome.value;
        let mut stats = vec![stat];
        if let Some(rule) = &decl.suppressed {
            let measured = (measured, known);
            stats.extend(bounds(context, decl, rule, measured, group, &format, &how)?);
        }
        Ok((stats, (group.key.clone(), id)))
    })?;
    for (stats, member) in found {
        made.stats.extend(stats);
        members.push(member);
    }
    gaps(context, decl, &groups, measured)?;
    made.missing = groups
        .iter()
        .filter(|group| !filled(group))
        .filter_map(|group| {
            let reasons: BTreeSet<String> =
                group.rows.iter().map(|row| measured.reason(*row)).collect();
            let one = reasons.len() == 1 && !reasons.contains(UNSTATED);
            Some((context.id(&group.key), reasons.into_iter().next().filter(|_| one)?))
        })
        .collect();
    let all: Vec<&[String]> = groups.iter().map(|it| it.key.as_slice()).collect();
    let with_value: Vec<&[String]> =
        groups.iter().filter(filled).map(|it| it.key.as_slice()).collect();
    context.absent(&decl.by, &all, &with_value);
    made.grouped(context, &decl.by, members);
    Ok(made)
}

/// Warns of totals that leave out rows without a value, unless they say why they may.
fn gaps(
    context: &Context<'_>,
    decl: &Level,
    groups: &[Group],
    measured: Measured<'_>,
) -> Result<()> {
    if decl.gaps.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(context.contradiction(&["gaps"], "`gaps` gives no reason").into());
    }
    let Measure::Column(column) = &decl.measure else {
        wholeless(context, decl, groups, measured);
        return Ok(());
    };
    let said = decl.suppressed.is_some() || decl.gaps.is_some();
    if decl.summary != Summary::Total || said {
        return Ok(());
    }
    let lacks = |group: &Group| {
        let there = |row: &&usize| measured.parts(**row).is_some();
        group.rows.len() - group.rows.iter().filter(there).count()
    };
    let gaps: Vec<(&Group, usize)> = groups
        .iter()
        .map(|group| (group, lacks(group)))
        .filter(|(group, lacks)| *lacks > 0 && *lacks < group.rows.len())
        .collect();
    let Some((first, lacking)) = gaps.first() else { return Ok(()) };
    let of = of_group(first);
    let more = match gaps.len() {
        1 => String::new(),
        2 => ", and another total likewise".to_owned(),
        many => format!(", and {} other totals likewise", many - 1),
    };
    let message = format!(
        "the total{of} leaves out {lacking} of {} rows, which have no value of `{column}`{more}",
        first.rows.len()
    );
    context.remark(Remark::new(
        Code::R0315,
        message,
        &["measure"],
        "leave what has gaps out of every total in the frame's SQL, give what it may come to by `suppressed:`, or say why it may be missing: `gaps: …`",
    ));
    Ok(())
}

/// Returns which group a message is about: " of North, 2021".
fn of_group(group: &Group) -> String {
    if group.key.is_empty() {
        String::new()
    } else {
        format!(" of {}", group.key.join(", "))
    }
}

/// Warns of pooled shares that leave out rows that have a part and no whole.
fn wholeless(
    context: &Context<'_>,
    decl: &Level,
    groups: &[Group],
    measured: Measured<'_>,
) {
    if decl.summary != Summary::Total || decl.gaps.is_some() {
        return;
    }
    let odd = |group: &Group| {
        group.rows.iter().filter(|row| measured.has_no_whole(**row)).count()
    };
    let mut found = groups.iter().map(|group| (group, odd(group)));
    let Some((first, count)) = found.find(|(_, count)| *count > 0) else { return };
    let of = of_group(first);
    let more = found.filter(|(_, count)| *count > 0).count();
    let more = if more == 0 { String::new() } else { format!("; {more} more likewise") };
    let message = format!(
        "{}{of} leaves out {count} of {} rows, whose whole is zero and whose part is not{more}",
        measure_words(&decl.measure),
        first.rows.len()
    );
    context.remark(Remark::new(
        Code::R0315,
        message,
        &["measure"],
        "leave such rows out in the frame's SQL, or say why they may be missing: `gaps: …`",
    ));
}

/// Returns what is known of counts withheld: each is the least it may be, and part of a total.
fn withheld(decl: &Level, group: &Group, measured: Measured<'_>) -> Vec<Parts> {
    let rule = decl.suppressed.as_ref().filter(|rule| rule.low > 0.0);
    let Some(rule) = rule.filter(|_| !measured.is_ratio()) else { return Vec::new() };
    let rows = group.rows.iter().filter(|row| measured.parts(**row).is_none());
    rows.filter_map(|row| measured.bounded(*row, rule, rule.low)).collect()
}

/// Returns the least and the most a total may come to, by what counts withheld may be.
fn bounds(
    context: &Context<'_>,
    decl: &Level,
    rule: &Suppressed,
    (measured, known): (Measured<'_>, f64),
    group: &Group,
    format: &Format,
    how: &How,
) -> Result<Vec<Stat>> {
    if decl.summary != Summary::Total || decl.index.is_some() {
        let message = "only a total has bounds of counts withheld";
        return Err(context.contradiction(&["suppressed"], message).into());
    }
    if !measured.knows_reasons() {
        let message = format!(
            "frame `{}` does not say which counts are `{}`",
            decl.frame, rule.reason
        );
        return Err(context
            .contradiction(&["suppressed"], message)
            .help("select the column of reasons too: that of the count, with `_reason`")
            .into());
    }
    let title = context.title(&decl.by, &group.key);
    let n = vec![count(group.key.join(", "), group.rows.len(), group.rows.len())];
    let mut sheet = ResultSheet::new(context, &group.key, title, how.clone(), n);
    for (name, withheld) in [("at_least", rule.low), ("at_most", rule.high)] {
        let parts: Vec<Parts> = group
            .rows
            .iter()
            .filter_map(|row| measured.bounded(*row, rule, withheld))
            .collect();
        let words = format!(
            "{} where counts withheld lie from {} to {}",
            name.replace('_', " "),
            rule.low,
            rule.high
        );
        if is_total_past(&parts) {
            let id = format!("{}.{name}", context.id(&group.key));
            return Err(context.undefined(&id, PAST));
        }
        // A rate of what is known lies within the bounds, though rows withheld are no part of it.
        let bound = total(&parts).map(|bound| match name {
            "at_least" => bound.min(known),
            _ => bound.max(known),
        });
        sheet.add(name, &words, bound, format);
    }
    Ok(sheet.stats())
}

/// Returns the end of a formula: what rows withheld are taken to hold.
fn counted(decl: &Level, rows: usize, withheld: f64) -> String {
    let sign = if matches!(decl.measure, Measure::Column(_)) { "y" } else { "x" };
    match rows {
        0 => String::new(),
        1 => format!(", {sign} = {withheld} in the row withheld"),
        many => format!(", {sign} = {withheld} in {many} rows withheld"),
    }
}

/// A number with what goes with it.
struct Outcome {
    value: f64,
    used: usize,
    bounds: Option<(f64, f64)>,
    details: BTreeMap<String, f64>,
}

fn summarise(
    decl: &Level,
    base: Option<&Base>,
    group: &Group,
    parts: &[(usize, Parts)],
    withheld: &[Parts],
) -> Result<Outcome, String> {
    let plain = |value: f64, used: usize| Outcome {
        value,
        used,
        bounds: None,
        details: BTreeMap::new(),
    };
    if decl.summary == Summary::Total {
        let counted = parts.iter().map(|(_, parts)| parts).chain(withheld);
        let value = total(counted.clone()).ok_or("there is nothing to add up")?;
        if base.is_none() && is_total_past(counted) {
            return Err(PAST.to_owned());
        }
        let value = match base {
            Some(base) => 100.0 * value / base.total(&group.key)?,
            None => value,
        };
        return Ok(plain(value, parts.len()));
    }
    let mut values = Vec::new();
    for (row, parts) in parts {
        let Some(value) = parts.value() else { continue };
        match base {
            Some(base) => values.extend(base.rebase(*row, &group.key, value)),
            None => values.push(value),
        }
    }
    if values.is_empty() {
        let measured = parts.iter().any(|(_, parts)| parts.value().is_some());
        let reason = match base {
            Some(_) if measured => {
                "the base of the index is zero or missing for every row"
            }
            _ => "there are no values",
        };
        return Err(reason.to_owned());
    }
    let sample = estimate::describe(&values, decl.confidence / 100.0).ok();
    let sorted = |at: f64| estimate::quantile(&values, at).map_err(|error| error.reason);
    let value = match decl.summary {
        Summary::Mean => estimate::mean(&values).map_err(|error| error.reason)?,
        Summary::Median => sorted(0.5)?,
        Summary::Min => sorted(0.0)?,
        Summary::Max => sorted(1.0)?,
        Summary::Sd => {
            sample.as_ref().map(|s| s.sd).ok_or("there is only one observation")?
        }
        Summary::Total => 0.0,
    };
    let mut outcome = plain(value, values.len());
    if let Some(sample) = sample {
        outcome.details.insert("sd".to_owned(), sample.sd);
        outcome.details.insert("se".to_owned(), sample.se);
        if decl.summary == Summary::Mean {
            outcome.bounds = Some((sample.ci_low, sample.ci_high));
        }
    }
    Ok(outcome)
}

/// What an indexed series is rebased to.
struct Base {
    totals: BTreeMap<Vec<String>, f64>,
    units: BTreeMap<usize, f64>,
    /// The unit of each row, where units are rebased one by one.
    row_units: Option<Vec<Option<usize>>>,
    /// Which part of the key is the base column.
    position: usize,
}

impl Base {
    fn new(
        context: &Context<'_>,
        reader: &Reader<'_>,
        decl: &Level,
        index: &IndexBase,
        groups: &[Group],
        measured: Measured<'_>,
    ) -> Result<Self> {
        let at = time(reader.column(&index.column, &["index", "column"])?, &index.at);
        let Some(position) = decl.by.iter().position(|name| *name == index.column) else {
            let message = format!("`{}` must be one of `by`", index.column);
            return Err(context.contradiction(&["index", "column"], message).into());
        };
        let mut base = Self {
            totals: BTreeMap::new(),
            units: BTreeMap::new(),
            row_units: None,
            position,
        };
        let units = match &index.unit {
            Some(name) => Some(reader.column(name, &["index", "unit"])?),
            None => None,
        };
        base.row_units = units.map(|column| column.codes().0);
        for group in groups.iter().filter(|group| group.key.get(position) == Some(&at)) {
            let parts: Vec<Parts> =
                group.rows.iter().filter_map(|row| measured.parts(*row)).collect();
            if let Some(value) = total(&parts) {
                base.totals.insert(base.rest(&group.key), value);
            }
            for row in &group.rows {
                let value = measured.parts(*row).and_then(|parts| parts.value());
                let unit =
                    base.row_units.as_ref().and_then(|units| units.get(*row).copied()?);
                if let (Some(unit), Some(value)) = (unit, value) {
                    base.units.insert(unit, value);
                }
            }
        }
        if base.units.values().any(|value| *value < 0.0) {
            let message = "a unit is below zero at the base of the index, and its series would turn its sign";
            return Err(context.contradiction(&["index"], message).into());
        }
        if base.totals.is_empty() {
            let message = format!("no row has `{}` = {at}", index.column);
            return Err(context.contradiction(&["index", "at"], message).into());
        }
        Ok(base)
    }

    fn rest(&self, key: &[String]) -> Vec<String> {
        let mut rest = key.to_vec();
        if self.position < rest.len() {
            rest.remove(self.position);
        }
        rest
    }

    fn total(&self, key: &[String]) -> Result<f64, String> {
        match self.totals.get(&self.rest(key)) {
            Some(value) if *value > 0.0 => Ok(*value),
            Some(value) if *value < 0.0 => Err(
                "the base of the index is below zero, and the series would turn its sign"
                    .to_owned(),
            ),
            Some(_) => Err("the base of the index is zero".to_owned()),
            None => Err("the base of the index is missing".to_owned()),
        }
    }

    /// Returns a value on the scale where its own unit's base, or its group's mean, is 100.
    fn rebase(&self, row: usize, key: &[String], value: f64) -> Option<f64> {
        let base = match &self.row_units {
            Some(units) => *self.units.get(&units.get(row).copied()??)?,
            None => self.total(key).ok()?,
        };
        (base != 0.0).then(|| 100.0 * value / base)
    }
}

fn definition(decl: &Level) -> String {
    let what = measure_words(&decl.measure);
    let ratio = !matches!(decl.measure, Measure::Column(_));
    let mut out = match decl.summary {
        Summary::Total if ratio => format!("Pooled {what}"),
        Summary::Total => format!("Total of {what}"),
        Summary::Mean => format!("Mean over rows of {what}, unweighted"),
        Summary::Median => format!("Median over rows of {what}"),
        Summary::Min => format!("Least value of {what}"),
        Summary::Max => format!("Greatest value of {what}"),
        Summary::Sd => format!("Standard deviation over rows of {what}"),
    };
    if let Some(index) = &decl.index {
        let at = text(&index.at);
        match &index.unit {
            Some(unit) => {
                out.push_str(&format!("; each {unit} is 100 in {at}"));
            }
            None => out.push_str(&format!("; 100 in {at}")),
        }
    }
    out.push_str("; rows with a missing value are left out");
    if let Some(reason) = &decl.gaps {
        out.push_str(&format!(" ({})", reason.trim()));
    }
    out
}

fn formula(decl: &Level, rows: usize) -> String {
    let y = match &decl.measure {
        Measure::Column(_) => "y".to_owned(),
        Measure::Share(_) => "100·x/c".to_owned(),
        Measure::Rate(rate) => format!("{}·x/P", rate.per),
    };
    let y = if decl.index.is_some() { format!("100·{y}/base") } else { y };
    // Of one row there is nothing to summarise.
    if rows == 1 && decl.summary != Summary::Sd {
        return y;
    }
    let pooled = y.replace('x', "Σx").replace('c', "Σc").replace('P', "ΣP");
    match decl.summary {
        Summary::Total if matches!(decl.measure, Measure::Column(_)) => {
            y.replace('y', "Σy")
        }
        Summary::Total => pooled,
        Summary::Mean => format!("mean({y}) ± t(n−1)·s/√n"),
        Summary::Median => format!("median({y})"),
        Summary::Min => format!("min({y})"),
        Summary::Max => format!("max({y})"),
        Summary::Sd => format!("√(Σ({y} − mean)²/(n − 1))"),
    }
}
