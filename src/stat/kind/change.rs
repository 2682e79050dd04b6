//! `kind: change` — how a measure moved from one time to another, by group, and the difference.
//!
//! ```yaml
//! units_change:
//!   kind: change
//!   frame: panel               # one row for each area and time
//!   measure: local_units
//!   area: area
//!   time: year
//!   from: 2012
//!   to: 2024
//!   as: percent                # percent, points (of a share) or absolute
//!   summary: mean              # of the areas' changes; or change of the total
//!   by: [group]
//!   compare: {treated: nbi, control: benchmark}
//! ```
//!
//! `weights: COLUMN` weighs areas by its value at the start (the typical resident instead of the
//! typical area); `suppressed:` and a rate's `complete:` are those of `kind: level`.
//!
//! **Gives** `ID.KEY` for each group, and with `compare:` `ID.difference` and, of means, `ID.effect`
//! (Hedges' g). Details of a total: `start`, `end` and, in percent, `annual`, the yearly growth that
//! compounds to it; of a mean: `start`, `end` (means of the areas), `sd`, `se`, `median`,
//! `zero_at_start` (areas left out because they started from zero); start and end are those of
//! the areas that have a change.
//!
//! **Formula.** Mean of 100·(y(to) − y(from))/y(from) over areas ± t(n − 1)·s/√n; of a total
//! 100·(Σy(to)/Σy(from) − 1). The difference of means has Welch's interval and test; that of
//! totals has neither, for a total is no mean of areas. Differences are taken before rounding.
//!
//! **Unit.** %, percentage points or that of the measure; a difference of percentages is in
//! percentage points.
//!
//! **Undefined** where no area has both times, a percentage starts from a total that is not above
//! zero or from an area below zero, or (difference) a group has fewer than two areas. Changes that
//! are equal in the decimal figures of the data are equal: what binary rounding adds is no spread. Areas without both times are left out, and counted in n.
//!
//! **Reference.** Welch (1947), Biometrika 34. See `welch` and `effect_size`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! units_change.nbi = 41.0%
//! units_change.difference = 19.0 percentage points
//! units_change.effect = 0.64
//! ```

pub(in crate::stat) use crate::stat::kind::area_change::Change;

use crate::model::calendar::periods;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::family;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::weighted_mean;
use crate::stat::kind::Kind;
use crate::stat::kind::area_change::GroupChanges;
use crate::stat::kind::area_change::change_of;
use crate::stat::kind::area_change::change_of_total;
use crate::stat::kind::area_change::groups;
use crate::stat::kind::area_change::held;
use crate::stat::kind::area_change::pairs;
use crate::stat::kind::area_change::timed;
use crate::stat::kind::settings::ChangeAs;
use crate::stat::kind::settings::Summary;
use crate::stat::measure::change_format;
use crate::stat::measure::difference_format;
use crate::stat::measure::measure_words;
use crate::stat::measured::Parts;
use crate::stat::measured::total;
use crate::stat::rows::Reader;
use crate::stat::rows::text;
use crate::stat::sheet::ResultSheet;
use std::collections::BTreeMap;

impl Kind for Change {
    const NAME: &'static str = "change";
    const MANUAL: &'static str = include_str!("change.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

fn compute(context: &Context<'_>, decl: &Change) -> Result<Made> {
    if !matches!(decl.summary, Summary::Mean | Summary::Total) {
        return Err(context
            .contradiction(&["summary"], "a change is of the `mean` or of the `total`")
            .into());
    }
    if decl.summary == Summary::Total && decl.weights.is_some() {
        let message = "areas of a total are not weighed";
        return Err(context.contradiction(&["weights"], message).into());
    }
    let decl = &timed(context, decl)?;
    let groups = groups(context, decl)?;
    let reader = context.reader(&decl.frame)?;
    let format = context
        .format(change_format(context.precise(&decl.measure, &decl.frame), decl.form))?;
    let mut made = Made::default();
    let mut members = Vec::new();
    // A family of single areas has gaps where an area lacks a year.
    let filled = |group: &&GroupChanges| {
        !group.values().is_empty() || !decl.by.contains(&decl.area)
    };
    let changed = |group: &GroupChanges| {
        let how = How {
            definition: definition(decl),
            formula: formula(decl, group.areas.len()),
            frame: decl.frame.clone(),
            rows: 2 * group.areas.len(),
            files: reader.files(),
            from: Vec::new(),
        };
        let stats = one(context, decl, &reader, group, &format, how)?;
        Ok((stats, (group.key.clone(), context.id(&group.key))))
    };
    let with_change = groups.iter().filter(filled);
    // Two groups that are compared are both needed.
    let found = if decl.compare.is_some() && decl.by.len() == 1 {
        with_change.map(changed).collect::<Result<Vec<_>>>()?
    } else {
        context.each(with_change, &["by"], changed)?
    };
    for (stats, member) in found {
        made.stats.extend(stats);
        members.push(member);
    }
    made.grouped(context, &decl.by, members);
    if decl.compare.is_some() {
        compare(context, decl, &groups, &format, &mut made)?;
    }
    Ok(made)
}

fn one(
    context: &Context<'_>,
    decl: &Change,
    reader: &Reader<'_>,
    group: &GroupChanges,
    format: &Format,
    how: How,
) -> Result<Vec<Stat>> {
    let id = context.id(&group.key);
    let title = context.title(&decl.by, &group.key);
    let reason = |error: Undefined| {
        context.undefined(&id, &group.no_change().unwrap_or(error.reason))
    };
    let Weighed { values, weights, start, end } = weighed(decl, reader, group)?;
    let total = decl.summary == Summary::Total;
    if total {
        held(group.ends()).map_err(|error| context.undefined(&id, &error.reason))?;
    }
    let value = match (&weights, total) {
        (_, true) => change_of_total(decl.form, group.ends())
            .ok_or_else(|| context.undefined(&id, BASELINE))?,
        (Some(weights), _) => weighted_mean(&values, weights).map_err(reason)?.mean,
        (None, _) => estimate::mean(&values).map_err(reason)?,
    };
    let used = if total { group.areas.len() } else { values.len() };
    let n = vec![count(group.key.join(", "), used, group.of)];
    let mut sheet = ResultSheet::new(context, &group.key, title, how, n);
    let main = sheet.main(value, format)?;
    if !total && let Ok(sample) = estimate::describe(&values, decl.level / 100.0) {
        let mut spread = (sample.ci_low, sample.ci_high, "t interval of the mean");
        let mut se = sample.se;
        if let Some(weights) = &weights {
            let found = weighted_mean(&values, weights).map_err(reason)?;
            se = found.se.unwrap_or_default();
            let df = values.len() as f64 - 1.0;
            let half = estimate::t_quantile(decl.level / 100.0, df).map_err(reason)? * se;
            spread = (found.mean - half, found.mean + half, "weighted mean, linearised");
        }
        main.interval = Some(interval(spread.0, spread.1, decl.level, spread.2));
        main.details.insert("sd".to_owned(), sample.sd);
        main.details.insert("se".to_owned(), se);
        main.details.insert("median".to_owned(), sample.median);
    }
    main.details.extend(details(decl, group, (&start, &end), weights.as_deref()));
    if let Some(rule) = &decl.suppressed {
        for (side, name) in ["at_least", "at_most"].iter().enumerate() {
            let ends =
                group.bounded.iter().filter_map(|bounds| bounds.get(side).copied());
            let bound = if total {
                let ends: Vec<(Parts, Parts)> = ends.collect();
                held(ends.iter().copied()).map_err(|error| {
                    context.undefined(&format!("{id}.{name}"), &error.reason)
                })?;
                change_of_total(decl.form, ends.into_iter())
            } else {
                let changes: Option<Vec<f64>> = ends
                    .map(|(start, end)| change_of(decl.form, start.value(), end.value()))
                    .collect();
                changes.and_then(|changes| estimate::mean(&changes).ok())
            };
            let bound = bound.ok_or_else(|| {
                let reason = "a count withheld may be zero at the start";
                context.undefined(&format!("{id}.{name}"), reason)
            })?;
            let words = format!(
                "{} where counts withheld lie from {} to {}",
                name.replace('_', " "),
                rule.low,
                rule.high
            );
            sheet.add(name, &words, bound, format);
        }
    }
    Ok(sheet.stats())
}

/// Why a total has no percentage change.
pub(super) const BASELINE: &str =
    "the total at the start is not above zero, or is missing";

/// The areas that have a change and, where the block weighs them, a weight.
struct Weighed {
    values: Vec<f64>,
    weights: Option<Vec<f64>>,
    start: Vec<f64>,
    end: Vec<f64>,
}

fn weighed(decl: &Change, reader: &Reader<'_>, group: &GroupChanges) -> Result<Weighed> {
    let column = match &decl.weights {
        Some(name) => Some(reader.numbers(name, &["weights"])?),
        None => None,
    };
    let mut out = Weighed {
        values: Vec::new(),
        weights: column.map(|_| Vec::new()),
        start: Vec::new(),
        end: Vec::new(),
    };
    for area in &group.areas {
        let Some(change) = area.change else { continue };
        let weight = column.map(|column| column.number(area.row));
        if weight == Some(None) {
            continue;
        }
        if let (Some(weights), Some(weight)) = (&mut out.weights, weight.flatten()) {
            weights.push(weight);
        }
        out.values.push(change);
        out.start.extend(area.start.value());
        out.end.extend(area.end.value());
    }
    Ok(out)
}

/// Returns what goes with the change: start and end, the yearly growth that compounds to it,
/// and areas that started from zero. Of a mean, start and end are those of the areas that have
/// a change, with their weights.
fn details(
    decl: &Change,
    group: &GroupChanges,
    (start, end): (&[f64], &[f64]),
    weights: Option<&[f64]>,
) -> BTreeMap<String, f64> {
    let mut out = BTreeMap::new();
    let mut put = |name: &str, value: Option<f64>| {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            out.insert(name.to_owned(), value);
        }
    };
    if decl.summary == Summary::Total {
        let (start, end): (Vec<Parts>, Vec<Parts>) = group.ends().unzip();
        let (start, end) = (total(&start), total(&end));
        put("start", start);
        put("end", end);
        let (from, to) = (text(&decl.from), text(&decl.to));
        let years = periods([from.as_str(), to.as_str()])
            .and_then(|times| Some(times.last()?.in_years() - times.first()?.in_years()))
            .or_else(|| Some(to.parse::<f64>().ok()? - from.parse::<f64>().ok()?))
            .filter(|years| *years > 0.0);
        if let (Some(start), Some(end), Some(years), ChangeAs::Percent) =
            (start, end, years, decl.form)
            && start > 0.0
        {
            put("annual", Some(100.0 * ((end / start).ln() / years).exp_m1()));
        }
    } else {
        let mean = |values: &[f64]| match weights {
            Some(weights) => weighted_mean(values, weights).map(|found| found.mean).ok(),
            None => estimate::mean(values).ok(),
        };
        put("start", mean(start));
        put("end", mean(end));
        put("zero_at_start", Some(group.zero_at_start() as f64));
    }
    out
}

fn compare(
    context: &Context<'_>,
    decl: &Change,
    groups: &[GroupChanges],
    format: &Format,
    made: &mut Made,
) -> Result<()> {
    let files = context.reader(&decl.frame)?.files();
    let rest_names = decl.by.get(1..).unwrap_or_default().to_vec();
    let column = decl.by.first().cloned().unwrap_or_default();
    let mut differences = Vec::new();
    let mut effects = Vec::new();
    for (rest, treated, control) in pairs(context, decl, groups)? {
        let name_of = |group: &GroupChanges| {
            group
                .key
                .first()
                .map(|key| context.words(&column, key).to_owned())
                .unwrap_or_default()
        };
        let (ours, theirs) = (name_of(treated), name_of(control));
        let key = |last: &str| {
            let mut parts = vec![last.to_owned()];
            parts.extend(rest.iter().cloned());
            context.id(&parts)
        };
        let about = |what: &str| {
            let mut title = format!("{}, {what}", context.block.title);
            for (name, part) in rest_names.iter().zip(&rest) {
                title.push_str(", ");
                title.push_str(context.words(name, part));
            }
            title
        };
        let how = How {
            definition: format!(
                "{}; {ours} less {theirs}, before rounding",
                definition(decl)
            ),
            formula: match decl.summary {
                Summary::Mean if decl.weights.is_none() => {
                    "mean(treated) − mean(control); Welch t, Satterthwaite df".to_owned()
                }
                _ => "Δ(treated) − Δ(control)".to_owned(),
            },
            frame: decl.frame.clone(),
            rows: 2 * (treated.areas.len() + control.areas.len()),
            files: files.clone(),
            from: vec![context.id(&treated.key), context.id(&control.key)],
        };
        let value_of = |group: &GroupChanges| {
            let id = context.id(&group.key);
            made.stats.iter().find(|stat| stat.id == id).and_then(Stat::number)
        };
        let (Some(of), Some(minus)) = (value_of(treated), value_of(control)) else {
            continue;
        };
        let id = key("difference");
        let title = about(&format!("difference between {ours} and {theirs}"));
        let format = context.format(difference_format(format))?;
        let format = difference_format(&format);
        let mut stat = context.number(id.clone(), title, of - minus, format, &how)?;
        let (x, y) = (treated.values(), control.values());
        stat.n = vec![
            count(treated.key.join(", "), x.len(), treated.of),
            count(control.key.join(", "), y.len(), control.of),
        ];
        if decl.summary == Summary::Mean && decl.weights.is_none() {
            match estimate::welch(&x, &y, decl.level / 100.0) {
                Ok(welch) => {
                    stat.interval =
                        Some(interval(welch.ci_low, welch.ci_high, decl.level, "Welch"));
                    stat.test =
                        Some(test("Welch t test", welch.t, Some(welch.df), welch.p));
                    stat.details.insert("se".to_owned(), welch.se);
                }
                // With one group alone the headline stands or falls; within a breakdown a
                // thin cell has a difference but no interval.
                Err(error) if rest.is_empty() => {
                    return Err(context.undefined(&id, &error.reason));
                }
                Err(_) => {}
            }
            if let Ok(g) = estimate::hedges_g(&x, &y, decl.level / 100.0) {
                let effect_id = key("effect");
                let title = about("standardised difference (Hedges' g)");
                let how = How {
                    definition: format!(
                        "Difference of the means over the pooled standard deviation, with the exact small-sample correction; {ours} less {theirs}"
                    ),
                    formula:
                        "g = J(df)·(m₁ − m₀)/s_pooled; interval from the noncentral t"
                            .to_owned(),
                    ..how.clone()
                };
                let mut effect = context.number(
                    effect_id.clone(),
                    title,
                    g.value,
                    Format::of(Unit::Effect),
                    &how,
                )?;
                effect.interval =
                    Some(interval(g.ci_low, g.ci_high, decl.level, "noncentral t"));
                effect.n.clone_from(&stat.n);
                effects.push((rest.clone(), effect_id));
                made.stats.push(effect);
            }
        }
        differences.push((rest.clone(), id));
        made.stats.push(stat);
    }
    if !rest_names.is_empty() {
        let title = format!("{}, difference", context.block.title);
        let id = format!("{}.difference", context.block.id);
        made.families.push(family(id, title, &rest_names, differences));
        let title = format!("{}, standardised difference", context.block.title);
        let id = format!("{}.effect", context.block.id);
        made.families.push(family(id, title, &rest_names, effects));
    }
    Ok(())
}

fn definition(decl: &Change) -> String {
    let what = measure_words(&decl.measure);
    let form = match decl.form {
        ChangeAs::Percent => "percentage change",
        ChangeAs::Points => "change in percentage points",
        ChangeAs::Absolute => "change",
    };
    let (from, to) = (text(&decl.from), text(&decl.to));
    if decl.summary == Summary::Total {
        return format!(
            "{form} of the group's total {what}, {from} to {to}; areas without both years are left out"
        );
    }
    let weight = match &decl.weights {
        Some(name) => format!("weighted by {} at the start", name.replace('_', " ")),
        None => "weighted equally".to_owned(),
    };
    format!(
        "Mean over areas of the {form} in {what}, {from} to {to}; areas are {weight}, those without both years left out"
    )
}

/// Returns how the change of one area is computed.
pub(super) fn of_one_area(decl: &Change) -> String {
    let (from, to) = (text(&decl.from), text(&decl.to));
    match decl.form {
        ChangeAs::Percent => format!("100·(y({to})/y({from}) − 1)"),
        _ => format!("y({to}) − y({from})"),
    }
}

fn formula(decl: &Change, areas: usize) -> String {
    let (from, to) = (text(&decl.from), text(&decl.to));
    let one = of_one_area(decl);
    // Of one area there is no mean.
    if areas == 1 {
        return one;
    }
    if decl.summary != Summary::Total && decl.weights.is_some() {
        return format!("Σw·({one})/Σw");
    }
    match (decl.summary, decl.form) {
        (Summary::Total, ChangeAs::Percent) => format!("100·(Σy({to})/Σy({from}) − 1)"),
        (Summary::Total, _) => format!("pooled y({to}) − pooled y({from})"),
        (_, ChangeAs::Percent) => format!("mean of 100·(y({to})/y({from}) − 1)"),
        (_, _) => format!("mean of y({to}) − y({from})"),
    }
}
