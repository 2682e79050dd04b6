//! The changes of areas between two times, group by group.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::Scalar;
use crate::project::Suppressed;
use crate::stat::draft::Context;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::settle;
use crate::stat::kind::settings::ChangeAs;
use crate::stat::kind::settings::Compare;
use crate::stat::kind::settings::Summary;
use crate::stat::kind::settings::percent;
use crate::stat::measured::Measured;
use crate::stat::measured::PAST;
use crate::stat::measured::Parts;
use crate::stat::measured::is_total_past;
use crate::stat::measured::sum;
use crate::stat::measured::total;
use crate::stat::rows::natural;
use crate::stat::rows::text;
use crate::stat::rows::time as when;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `kind: change` — how a measure moved from one time to another, by group, and the difference.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Change {
    /// The frame read: one row for each area and time.
    pub frame: String,
    /// What is measured.
    pub measure: Measure,
    /// The column of areas.
    pub area: String,
    /// The column of times.
    pub time: String,
    /// The start.
    pub from: Scalar,
    /// The end.
    pub to: Scalar,
    /// What the change is expressed in.
    #[serde(rename = "as")]
    pub form: ChangeAs,
    /// `mean` of the areas' changes, or change of the `total`.
    #[serde(default = "Summary::mean")]
    pub summary: Summary,
    /// Rows to keep.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    pub by: Vec<String>,
    /// Which groups are compared, in the first column of `by`; gives `.difference`, and
    /// for means `.effect`.
    #[serde(default)]
    pub compare: Option<Compare>,
    /// The column by whose value at the start areas count in the mean; equally otherwise.
    #[serde(default)]
    pub weights: Option<String>,
    /// What counts withheld may be; a total gains the least and the most it may come to.
    #[serde(default)]
    pub suppressed: Option<Suppressed>,
    /// Level of intervals, in percent.
    #[serde(default = "percent")]
    pub level: f64,
}

/// The reason why an area that started from zero has no relative change.
const ZERO: &str = "zero at the start";

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
    /// Its change; none where there is no value at one of the times, or a percentage of zero.
    pub change: Option<f64>,
    /// How far rounding may have moved the change.
    noise: f64,
}

/// The areas of one group.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::stat) struct GroupChanges {
    /// The group's key.
    pub key: Vec<String>,
    /// Areas with both years, ordered by name.
    pub areas: Vec<AreaChange>,
    /// Areas there are.
    pub of: usize,
    /// Areas that have no change, by the reason.
    pub missing: BTreeMap<String, usize>,
    /// Areas with a count withheld at the start or the end, as least and most they may be.
    pub bounded: Vec<[(Parts, Parts); 2]>,
}

impl GroupChanges {
    /// Adds an area with its rows of the start and of the end.
    fn add(
        &mut self,
        decl: &Change,
        measured: Measured<'_>,
        area: String,
        ends: (Option<usize>, Option<usize>),
    ) {
        let (Some(row), Some(last)) = ends else {
            let time = if ends.0.is_none() { &decl.from } else { &decl.to };
            *self.missing.entry(format!("no row for {}", text(time))).or_default() += 1;
            return;
        };
        if let Some(rule) = &decl.suppressed {
            let at = |row: usize, count: f64| measured.bounded(row, rule, count);
            let ends = |start: f64, end: f64| Some((at(row, start)?, at(last, end)?));
            // The least a change may be starts from the most and ends at the least.
            let bounds = (ends(rule.high, rule.low), ends(rule.low, rule.high));
            if let (Some(least), Some(most)) = bounds {
                self.bounded.push([least, most]);
            }
        }
        let (start, end) = (measured.parts(row), measured.parts(last));
        let (Some(start), Some(end)) = (start, end) else {
            let gap = if start.is_none() { row } else { last };
            *self.missing.entry(measured.reason(gap)).or_default() += 1;
            return;
        };
        let change = change_at(decl.form, start, end);
        if change.is_none() {
            let reason = match (start.value(), end.value()) {
                (None, _) => measured.reason(row),
                (_, None) => measured.reason(last),
                _ => ZERO.to_owned(),
            };
            *self.missing.entry(reason).or_default() += 1;
        }
        let (change, noise) = change.unzip();
        let noise = noise.unwrap_or_default();
        self.areas.push(AreaChange { area, row, start, end, change, noise });
    }

    /// Returns the start and end of each area.
    pub fn ends(&self) -> impl Iterator<Item = (Parts, Parts)> {
        self.areas.iter().map(|area| (area.start, area.end))
    }

    /// Returns how many areas started from zero and have no relative change.
    pub fn zero_at_start(&self) -> usize {
        self.missing.get(ZERO).copied().unwrap_or_default()
    }

    /// Returns why no area has a change, where none has.
    pub fn no_change(&self) -> Option<String> {
        if self.areas.is_empty() {
            return Some("no area has both years".to_owned());
        }
        if !self.values().is_empty() {
            return None;
        }
        if self.zero_at_start() == self.areas.len() {
            let reason = "every area was zero at the start, and a change from zero has no percentage";
            return Some(reason.to_owned());
        }
        let reasons: Vec<&str> = self.missing.keys().map(String::as_str).collect();
        Some(format!("no area has a change: {}", reasons.join(", ")))
    }

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
    let area = reader.column(&decl.area, &["area"])?;
    let time = reader.column(&decl.time, &["time"])?;
    let rows = reader.keep(&decl.filter)?;
    let (times, labels) = time.codes();
    let time_of = |row: usize| times.get(row).copied().flatten();
    let find = |wanted: &Scalar, setting| -> Result<Option<usize>> {
        reader.counted(time, wanted, &[setting]);
        let wanted = when(time, wanted);
        let code = labels.iter().position(|label| *label == wanted);
        if code.is_some() && rows.iter().any(|row| time_of(*row) == code) {
            return Ok(code);
        }
        let message = format!("no row has `{}` = {wanted}", decl.time);
        Err(context.contradiction(&[setting], message).into())
    };
    let (from, to) = (find(&decl.from, "from")?, find(&decl.to, "to")?);
    let is_end = |row: &usize| time_of(*row) == from || time_of(*row) == to;
    let ends: Vec<usize> = rows.iter().copied().filter(is_end).collect();
    let measured = reader.measure(&decl.measure, &ends)?;
    if let Some(rule) = &decl.suppressed
        && !measured.knows_reasons()
    {
        let message = format!(
            "frame `{}` does not say which counts are `{}`",
            decl.frame, rule.reason
        );
        return Err(context
            .contradiction(&["suppressed"], message)
            .help("select the column of reasons too: that of the count, with `_reason`")
            .into());
    }
    let (codes, names) = area.codes();
    let placed = |row: &&usize| codes.get(**row).copied().flatten().is_some();
    let unplaced = ends.iter().filter(|row| !placed(row)).count();
    reader.unplaced(unplaced, ends.len(), &decl.area, &["area"]);
    let mut out = Vec::new();
    for group in reader.groups(&rows, &decl.by)? {
        let mut seen: BTreeMap<usize, (Option<usize>, Option<usize>)> = BTreeMap::new();
        for row in &group.rows {
            let Some(code) = codes.get(*row).copied().flatten() else { continue };
            let entry = seen.entry(code).or_default();
            let (slot, when) = if time_of(*row) == from {
                (&mut entry.0, &decl.from)
            } else if time_of(*row) == to {
                (&mut entry.1, &decl.to)
            } else {
                continue;
            };
            if slot.replace(*row).is_some() {
                let (name, when) =
                    (names.get(code).map_or("", String::as_str), text(when));
                let message = format!(
                    "area `{name}` has several rows for {when}: filter or aggregate"
                );
                return Err(context.contradiction(&["frame"], message).into());
            }
        }
        let of = seen.len();
        let mut found = GroupChanges { of, key: group.key, ..GroupChanges::default() };
        for (code, ends) in seen {
            let name = names.get(code).cloned().unwrap_or_default();
            found.add(decl, measured, name, ends);
        }
        found.areas.sort_by(|a, b| {
            natural(std::slice::from_ref(&a.area), std::slice::from_ref(&b.area))
        });
        out.push(found);
    }
    refuse_negative(context, decl, &out)?;
    // Changes that are equal in the figures of the data are equal, in all groups.
    let areas = out.iter_mut().flat_map(|group| &mut group.areas);
    let changes = areas.filter_map(|area| Some((area.change.as_mut()?, area.noise)));
    settle::settle(changes);
    Ok(out)
}

/// Refuses percentages of a negative start: a rise from −10 to −5 would come out as −50%.
fn refuse_negative(
    context: &Context<'_>,
    decl: &Change,
    groups: &[GroupChanges],
) -> Result<()> {
    if decl.form != ChangeAs::Percent || decl.summary == Summary::Total {
        return Ok(());
    }
    let areas = groups.iter().flat_map(|group| &group.areas);
    let mut below = areas.filter_map(|area| {
        Some((&area.area, area.start.value().filter(|value| *value < 0.0)?))
    });
    let Some((area, start)) = below.next() else { return Ok(()) };
    let others = match below.count() {
        0 => String::new(),
        more => format!(", and {more} more from below zero"),
    };
    let message = format!(
        "area `{area}` starts from {start}{others}: a percentage of a negative start has the wrong sign"
    );
    Err(context
        .contradiction(&["as"], message)
        .help("write `as: absolute`, or leave these areas out with `where:`")
        .into())
}

/// Returns the change of one area, and how far rounding may have moved it.
fn change_at(form: ChangeAs, start: Parts, end: Parts) -> Option<(f64, f64)> {
    let (from, to) = (start.value()?, end.value()?);
    if !start.is_plain() {
        let noise = 8.0 * f64::EPSILON * (from.abs() + to.abs());
        let change = change_of(form, Some(from), Some(to))?;
        let scale = if form == ChangeAs::Percent { 100.0 / from.abs() } else { 1.0 };
        return Some((change, noise * scale));
    }
    match form {
        ChangeAs::Percent => (from != 0.0).then(|| {
            let (growth, noise) = settle::growth(from, to);
            (100.0 * growth, 100.0 * noise)
        }),
        ChangeAs::Points | ChangeAs::Absolute => Some(settle::difference(from, to)),
    }
}

/// Returns the block with the times that it means, where it says them by words such as `latest`.
pub(in crate::stat) fn timed(context: &Context<'_>, decl: &Change) -> Result<Change> {
    let reader = context.reader(&decl.frame)?;
    let time = reader.column(&decl.time, &["time"])?;
    Ok(Change {
        from: Scalar::Text(when(time, &decl.from)),
        to: Scalar::Text(when(time, &decl.to)),
        ..decl.clone()
    })
}

pub(in crate::stat) fn change_of(
    form: ChangeAs,
    start: Option<f64>,
    end: Option<f64>,
) -> Option<f64> {
    let (start, end) = (start?, end?);
    match form {
        ChangeAs::Percent => (start > 0.0).then(|| 100.0 * ((end - start) / start)),
        ChangeAs::Points | ChangeAs::Absolute => Some(end - start),
    }
}

/// Refuses totals, each of which a count of whole numbers, that a double does not count.
pub(in crate::stat) fn held(
    areas: impl Iterator<Item = (Parts, Parts)>,
) -> std::result::Result<(), Undefined> {
    let (start, end): (Vec<Parts>, Vec<Parts>) = areas.unzip();
    let past = is_total_past(&start) || is_total_past(&end);
    if past { Err(Undefined::new(PAST)) } else { Ok(()) }
}

/// Returns the change of the total of areas, each with its start and end; a percentage has none
/// where the total does not start above zero.
pub(in crate::stat) fn change_of_total(
    form: ChangeAs,
    areas: impl Iterator<Item = (Parts, Parts)>,
) -> Option<f64> {
    let (start, end): (Vec<Parts>, Vec<Parts>) = areas.unzip();
    let plain = start.first()?.is_plain();
    if !plain {
        return change_of(form, total(&start), total(&end));
    }
    // Of plain columns the differences are added up: large totals lose no digits.
    let change = sum(start.iter().zip(&end).map(|(a, b)| b.numerator - a.numerator));
    match form {
        ChangeAs::Percent => {
            let base = total(&start)?;
            (base > 0.0).then(|| 100.0 * (change / base))
        }
        ChangeAs::Points | ChangeAs::Absolute => Some(change),
    }
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
