//! `kind: change` — how a measure moved between two times, by group, and the difference.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::project::Change;
use crate::project::ChangeAs;
use crate::project::Measure;
use crate::project::Summary;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::change_format;
use crate::stat::draft::count;
use crate::stat::draft::difference_format;
use crate::stat::draft::family;
use crate::stat::draft::interval;
use crate::stat::draft::measure_words;
use crate::stat::draft::test;
use crate::stat::estimate;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::rows::Parts;
use crate::stat::rows::natural;
use crate::stat::rows::text;
use crate::stat::rows::total;
use crate::stat::value::Stat;
use std::collections::BTreeMap;

/// One area with both its years.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::stat) struct AreaChange {
    /// The area.
    pub area: String,
    /// Row of the start, to look up what else is known of the area.
    pub row: usize,
    /// What was measured at the start.
    pub start: Parts,
    /// What was measured at the end.
    pub end: Parts,
    /// Its change; none where the baseline is zero.
    pub change: Option<f64>,
}

/// The areas of one group.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::stat) struct GroupChanges {
    /// The group's key.
    pub key: Vec<String>,
    /// Areas with both years, ordered by name.
    pub areas: Vec<AreaChange>,
    /// Areas there are.
    pub of: usize,
}

impl GroupChanges {
    /// Returns the changes of the areas that have one.
    pub fn values(&self) -> Vec<f64> {
        self.areas.iter().filter_map(|area| area.change).collect()
    }
}

/// Returns the groups of a block with the changes of their areas.
pub(in crate::stat) fn groups(
    context: &Context<'_>,
    decl: &Change,
) -> Result<Vec<GroupChanges>> {
    let reader = context.reader(&decl.frame)?;
    let share = matches!(decl.measure, Measure::Share(_));
    match decl.form {
        ChangeAs::Points if !share => {
            return Err(context
                .contradiction(&["as"], "only a share changes by percentage points")
                .help("write `as: percent` or `as: absolute`")
                .into());
        }
        ChangeAs::Absolute if share => {
            return Err(context
                .contradiction(&["as"], "a share changes by percentage points")
                .help("write `as: points`")
                .into());
        }
        ChangeAs::Points | ChangeAs::Absolute | ChangeAs::Percent => {}
    }
    let measured = reader.measure(&decl.measure)?;
    let area = reader.column(&decl.area, &["area"])?;
    let time = reader.column(&decl.time, &["time"])?;
    let rows = reader.keep(&decl.filter)?;
    let (from, to) = (text(&decl.from), text(&decl.to));
    for (at, setting) in [(&from, "from"), (&to, "to")] {
        if !rows.iter().any(|row| time.key(*row).as_deref() == Some(at)) {
            let message = format!("no row has `{}` = {at}", decl.time);
            return Err(context.contradiction(&[setting], message).into());
        }
    }
    let (codes, names) = area.codes();
    let mut out = Vec::new();
    for group in reader.groups(&rows, &decl.by)? {
        let mut seen: BTreeMap<usize, (Option<usize>, Option<usize>)> = BTreeMap::new();
        for row in &group.rows {
            let Some(code) = codes.get(*row).copied().flatten() else { continue };
            let entry = seen.entry(code).or_default();
            let slot = if time.is_key(*row, &from) {
                &mut entry.0
            } else if time.is_key(*row, &to) {
                &mut entry.1
            } else {
                continue;
            };
            let when = time.key(*row).unwrap_or_default();
            let name = names.get(code).map_or("", String::as_str);
            if slot.replace(*row).is_some() {
                let message = format!(
                    "area `{name}` has several rows for {when}: filter or aggregate"
                );
                return Err(context.contradiction(&["frame"], message).into());
            }
        }
        let of = seen.len();
        let mut areas: Vec<AreaChange> = seen
            .into_iter()
            .filter_map(|(code, (start, end))| {
                let name = names.get(code)?.clone();
                let row = start?;
                let start = measured.parts(row)?;
                let end = measured.parts(end?)?;
                let change = change_of(decl.form, start.value(), end.value());
                Some(AreaChange { area: name, row, start, end, change })
            })
            .collect();
        areas.sort_by(|a, b| {
            natural(std::slice::from_ref(&a.area), std::slice::from_ref(&b.area))
        });
        out.push(GroupChanges { key: group.key, areas, of });
    }
    Ok(out)
}

pub(in crate::stat) fn change_of(
    form: ChangeAs,
    start: Option<f64>,
    end: Option<f64>,
) -> Option<f64> {
    let (start, end) = (start?, end?);
    match form {
        ChangeAs::Percent => (start != 0.0).then(|| 100.0 * (end / start - 1.0)),
        ChangeAs::Points | ChangeAs::Absolute => Some(end - start),
    }
}

pub(in crate::stat) fn compute(context: &Context<'_>, decl: &Change) -> Result<Made> {
    if !matches!(decl.summary, Summary::Mean | Summary::Total) {
        return Err(context
            .contradiction(&["summary"], "a change is of the `mean` or of the `total`")
            .into());
    }
    let groups = groups(context, decl)?;
    let reader = context.reader(&decl.frame)?;
    let format = context.format(change_format(&decl.measure, decl.form))?;
    let mut made = Made::default();
    let mut members = Vec::new();
    for group in &groups {
        let how = How {
            definition: definition(decl),
            formula: formula(decl),
            frame: decl.frame.clone(),
            rows: 2 * group.areas.len(),
            files: reader.files(),
            from: Vec::new(),
        };
        let id = context.id(&group.key);
        // A family of single areas has gaps where an area lacks a year.
        if group.values().is_empty() && decl.by.contains(&decl.area) {
            continue;
        }
        let stat = one(context, decl, group, &id, &format, &how)?;
        made.stats.push(stat);
        members.push((group.key.clone(), id));
    }
    if !decl.by.is_empty() {
        made.families.push(family(
            &context.block.id,
            &context.block.title,
            &decl.by,
            members,
        ));
    }
    if decl.compare.is_some() {
        compare(context, decl, &groups, &format, &mut made)?;
    }
    Ok(made)
}

fn one(
    context: &Context<'_>,
    decl: &Change,
    group: &GroupChanges,
    id: &str,
    format: &Format,
    how: &How,
) -> Result<Stat> {
    let title = context.title(&decl.by, &group.key);
    let name = group.key.join(", ");
    let values = group.values();
    if decl.summary == Summary::Total {
        let start: Vec<Parts> = group.areas.iter().map(|area| area.start).collect();
        let end: Vec<Parts> = group.areas.iter().map(|area| area.end).collect();
        let value = change_of(decl.form, total(&start), total(&end))
            .ok_or_else(|| context.undefined(id, "the baseline is zero or missing"))?;
        let mut stat =
            context.number(id.to_owned(), title, value, format.clone(), how)?;
        stat.n = vec![count(name, group.areas.len(), group.of)];
        return Ok(stat);
    }
    let value = estimate::mean(&values).map_err(|error| {
        let reason = if group.areas.is_empty() {
            "no area has both years".to_owned()
        } else {
            error.reason
        };
        context.undefined(id, &reason)
    })?;
    let mut stat = context.number(id.to_owned(), title, value, format.clone(), how)?;
    stat.n = vec![count(name, values.len(), group.of)];
    if let Ok(sample) = estimate::describe(&values, decl.level / 100.0) {
        stat.interval = Some(interval(
            sample.ci_low,
            sample.ci_high,
            decl.level,
            "t interval of the mean",
        ));
        stat.details.insert("sd".to_owned(), sample.sd);
        stat.details.insert("se".to_owned(), sample.se);
        stat.details.insert("median".to_owned(), sample.median);
    }
    Ok(stat)
}

/// The two groups compared, one pair for each value of the other dimensions.
pub(in crate::stat) fn pairs<'a>(
    context: &Context<'_>,
    decl: &Change,
    groups: &'a [GroupChanges],
) -> Result<Vec<(Vec<String>, &'a GroupChanges, &'a GroupChanges)>> {
    let Some(compared) = &decl.compare else {
        return Err(context
            .contradiction(&["compare"], "the block compares no groups")
            .help("add `compare: {treated: …, control: …}`")
            .into());
    };
    for (name, setting) in
        [(&compared.treated, "treated"), (&compared.control, "control")]
    {
        if !groups.iter().any(|group| group.key.first() == Some(name)) {
            let known: Vec<&str> =
                groups.iter().filter_map(|g| g.key.first()).map(String::as_str).collect();
            return Err(Diagnostic::error(
                Code::R0304,
                format!("there is no group `{name}`"),
            )
            .at(context.block.place(&["compare", setting]), "")
            .help(did_you_mean(name, known, "groups"))
            .into());
        }
    }
    let mut out = Vec::new();
    for treated in groups.iter().filter(|g| g.key.first() == Some(&compared.treated)) {
        let rest = treated.key.get(1..).unwrap_or_default();
        let control = groups.iter().find(|group| {
            group.key.first() == Some(&compared.control)
                && group.key.get(1..).unwrap_or_default() == rest
        });
        if let Some(control) = control {
            out.push((rest.to_vec(), treated, control));
        }
    }
    Ok(out)
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
                Summary::Total => "Δ(treated) − Δ(control)".to_owned(),
                _ => {
                    "mean(treated) − mean(control); Welch t, Satterthwaite df".to_owned()
                }
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
        if decl.summary == Summary::Mean {
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
    match decl.summary {
        Summary::Total => format!(
            "{form} of the group's total {what}, {from} to {to}; areas without both years are left out"
        ),
        _ => format!(
            "Mean over areas of the {form} in {what}, {from} to {to}; areas are weighted equally, those without both years left out"
        ),
    }
}

fn formula(decl: &Change) -> String {
    let (from, to) = (text(&decl.from), text(&decl.to));
    match (decl.summary, decl.form) {
        (Summary::Total, ChangeAs::Percent) => format!("100·(Σy({to})/Σy({from}) − 1)"),
        (Summary::Total, _) => format!("pooled y({to}) − pooled y({from})"),
        (_, ChangeAs::Percent) => format!("mean of 100·(y({to})/y({from}) − 1)"),
        (_, _) => format!("mean of y({to}) − y({from})"),
    }
}
