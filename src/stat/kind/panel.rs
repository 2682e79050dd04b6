//! What the panel kinds (`did`, `twfe`, `event_study`) have in common: their settings, and
//! the rows of a frame as the estimators want them.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Stat;
use crate::model::table::Column;
use crate::project::Measure;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::panel::Estimate;
use crate::stat::estimate::panel::Observation;
use crate::stat::kind::settings::ChangeAs;
use crate::stat::kind::settings::Groups;
use crate::stat::kind::settings::Panelled;
use crate::stat::kind::settings::Weights;
use crate::stat::measure::change_format;
use crate::stat::measure::measure_words;
use crate::stat::rows::Reader;
use crate::stat::rows::natural;
use std::collections::BTreeMap;

/// A panel as the estimators want it.
pub(in crate::stat) struct Panel {
    pub observations: Vec<Observation>,
    pub n: Vec<GroupCount>,
    pub format: Format,
    pub how: How,
}

/// What is left out where areas must have both of two times.
pub(in crate::stat) const BOTH_TIMES: &str = "areas without both times are left out";

impl Panel {
    /// Returns the panel with the words of a model of two times: it has no effects of areas.
    pub fn of_two_times(mut self, settings: &Panelled) -> Self {
        self.how.definition = format!(
            "Difference in differences of {}, {}, with effects of group and time; {}",
            measure_words(&settings.measure),
            weights_words(settings.weights.as_ref()),
            if settings.complete {
                BOTH_TIMES
            } else {
                "rows with a missing value are left out"
            },
        );
        self
    }

    /// Returns how many areas of each group have two times.
    pub fn with_both_times(&self, settings: &Panelled) -> Vec<GroupCount> {
        let mut seen: BTreeMap<usize, (bool, usize)> = BTreeMap::new();
        for row in &self.observations {
            seen.entry(row.unit).or_insert((row.treated, 0)).1 += 1;
        }
        let used = |side: bool| {
            seen.values().filter(|(treated, rows)| *treated == side && *rows > 1).count()
        };
        let Groups { treated, control, .. } = &settings.group;
        let sides = [(true, treated), (false, control)];
        let of = |name: &str| {
            self.n.iter().find(|count| count.group == name).map_or(0, |count| count.of)
        };
        sides.map(|(side, name)| count(name, used(side), of(name))).to_vec()
    }
}

/// Reads the rows of a panel at the times wanted. Rows without a value or a weight are left
/// out.
pub(in crate::stat) fn read(
    context: &Context<'_>,
    settings: &Panelled,
    wanted: &dyn Fn(i64) -> bool,
    formula: &str,
) -> Result<Panel> {
    let reader = context.reader(&settings.frame)?;
    let rows = reader.keep(&settings.filter)?;
    let measured = reader.measure(&settings.measure, &rows)?;
    let (areas, names) = ranked(reader.column(&settings.area, &["area"])?);
    let time = reader.numbers(&settings.time, &["time"])?;
    let group = reader.column(&settings.group.column, &["group", "column"])?;
    known_groups(context, &settings.group, group)?;
    let clusters = match &settings.cluster {
        None => areas.clone(),
        Some(name) => ranked(reader.column(name, &["cluster"])?).0,
    };
    let weights = weights(&reader, settings, &rows, &areas, time)?;
    let mut observations = Vec::new();
    for (name, setting) in
        [(&settings.area, &["area"][..]), (&settings.time, &["time"][..])]
    {
        let column = reader.column(name, setting)?;
        let without = rows.iter().filter(|row| column.key(**row).is_none()).count();
        reader.unplaced(without, rows.len(), name, setting);
    }
    // Of each area its group, and how many rows are used.
    let mut seen: BTreeMap<usize, (bool, usize)> = BTreeMap::new();
    for row in rows {
        let treated = group.is_key(row, &settings.group.treated);
        if !treated && !group.is_key(row, &settings.group.control) {
            continue;
        }
        let (Some(unit), Some(time)) =
            (areas.get(row).copied().flatten(), time.number(row))
        else {
            continue;
        };
        let time = time as i64;
        if !wanted(time) {
            continue;
        }
        let entry = seen.entry(unit).or_insert((treated, 0));
        let value = measured.parts(row).and_then(|parts| parts.value());
        let (Some(y), Some(weight)) = (value, weights.of(row, unit)) else { continue };
        let Some(cluster) = clusters.get(row).copied().flatten() else {
            let area = names.get(unit).map_or("", String::as_str);
            let reason =
                format!("area `{area}` has no `{}` to cluster by", settings.clustered());
            return Err(context.undefined(&context.block.id, &reason));
        };
        entry.1 += 1;
        observations.push(Observation { unit, cluster, time, treated, y, weight });
    }
    // Two periods that must both be there.
    let least = if settings.complete { 2 } else { 1 };
    observations.retain(|row: &Observation| {
        seen.get(&row.unit).is_some_and(|(_, rows)| *rows >= least)
    });
    let counted = |treated: bool, name: &str| {
        let of = seen.values().filter(|(side, _)| *side == treated);
        let used = of.clone().filter(|(_, rows)| *rows >= least).count();
        count(name, used, of.count())
    };
    let n = vec![
        counted(true, &settings.group.treated),
        counted(false, &settings.group.control),
    ];
    let usual = match &settings.measure {
        measure @ Measure::Column(_) => {
            let known = context.precise(measure, &settings.frame);
            if known.unit == Unit::Number {
                known
            } else {
                Format::of(Unit::Number).decimals(1)
            }
        }
        measure @ Measure::Share(_) => {
            change_format(context.precise(measure, &settings.frame), ChangeAs::Points)
        }
        measure @ Measure::Rate(_) => {
            change_format(context.precise(measure, &settings.frame), ChangeAs::Absolute)
        }
    };
    let how = How {
        definition: format!(
            "Difference in differences of {}, {}, with effects of area and time; rows with a missing value are left out",
            measure_words(&settings.measure),
            weights_words(settings.weights.as_ref()),
        ),
        formula: formula.to_owned(),
        frame: settings.frame.clone(),
        rows: observations.len(),
        files: reader.files(),
        from: Vec::new(),
    };
    Ok(Panel { observations, n, format: context.format(usual)?, how })
}

/// Returns each row's key as a number in the natural order of the keys, and these.
fn ranked(column: &Column) -> (Vec<Option<usize>>, Vec<String>) {
    let (codes, names) = column.codes();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| {
        natural(std::slice::from_ref(&names[*a]), std::slice::from_ref(&names[*b]))
    });
    let mut ranks = vec![0; names.len()];
    for (rank, code) in order.iter().enumerate() {
        ranks[*code] = rank;
    }
    let codes = codes.into_iter().map(|code| Some(ranks[code?])).collect();
    (codes, order.into_iter().map(|code| names[code].clone()).collect())
}

/// Refuses groups that do not occur.
pub(in crate::stat) fn known_groups(
    context: &Context<'_>,
    groups: &Groups,
    column: &Column,
) -> Result<()> {
    for (key, setting) in [(&groups.treated, "treated"), (&groups.control, "control")] {
        if !(0..column.len()).any(|row| column.is_key(row, key)) {
            let (_, known) = column.codes();
            return Err(Diagnostic::error(
                Code::R0304,
                format!("there is no group `{key}`"),
            )
            .at(context.block.place(&["group", setting]), "")
            .help(did_you_mean(key, known.iter().map(String::as_str), "groups"))
            .into());
        }
    }
    Ok(())
}

/// The weights of rows.
enum Weighed<'a> {
    Alike,
    ByRow(&'a Column),
    ByArea(BTreeMap<usize, f64>),
}

impl Weighed<'_> {
    fn of(&self, row: usize, unit: usize) -> Option<f64> {
        match self {
            Self::Alike => Some(1.0),
            Self::ByRow(column) => column.number(row),
            Self::ByArea(weights) => weights.get(&unit).copied(),
        }
    }
}

fn weights<'a>(
    reader: &Reader<'a>,
    settings: &Panelled,
    rows: &[usize],
    areas: &[Option<usize>],
    time: &Column,
) -> Result<Weighed<'a>> {
    Ok(match &settings.weights {
        None => Weighed::Alike,
        Some(Weights::Column(name)) => {
            Weighed::ByRow(reader.numbers(name, &["weights"])?)
        }
        Some(Weights::Fixed { column, at }) => {
            let column = reader.numbers(column, &["weights", "column"])?;
            let then = rows.iter().filter(|row| time.is_key(**row, &at.to_string()));
            Weighed::ByArea(
                then.filter_map(|row| {
                    Some((areas.get(*row).copied().flatten()?, column.number(*row)?))
                })
                .collect(),
            )
        }
    })
}

fn weights_words(weights: Option<&Weights>) -> String {
    match weights {
        None => "areas weighted equally".to_owned(),
        Some(Weights::Column(name)) => {
            format!("areas weighted by {} of each time", name.replace('_', " "))
        }
        Some(Weights::Fixed { column, at }) => {
            format!("areas weighted by {} of {at}", column.replace('_', " "))
        }
    }
}

/// Returns the statistic of an estimate, with CR2's interval and test.
pub(in crate::stat) fn estimated(
    context: &Context<'_>,
    panel: &Panel,
    id: String,
    title: String,
    found: &Estimate,
    level: f64,
) -> Result<Stat> {
    let mut stat =
        context.number(id, title, found.estimate, panel.format.clone(), &panel.how)?;
    stat.interval =
        Some(interval(found.ci_low, found.ci_high, level, "CR2, Satterthwaite df"));
    let t = found.estimate / found.se_cr2;
    stat.test = Some(test("CR2 t test", t, Some(found.df_cr2), found.p_cr2));
    stat.n.clone_from(&panel.n);
    Ok(stat)
}
