//! `kind: twfe` and `kind: event_study` — differences in differences over a panel of areas.
//!
//! ```yaml
//! crime_twfe:
//!   kind: twfe
//!   frame: panel
//!   measure: {rate: offences, of: population}
//!   area: area
//!   time: year
//!   group: {column: group, treated: nbi, control: benchmark}
//!   first_treated: 2013        # the first year under treatment
//!   where: {region: R1}        # rows to keep; optional
//!   level: 95
//! crime_event:
//!   kind: event_study          # the same, with
//!   base: 2012                 # the year every other is compared with
//! ```
//!
//! `twfe` gives β of y(i,t) = α(i) + γ(t) + β·treated(i)·1(t ≥ first treated) + ε with CR2
//! errors by area and Satterthwaite df. `event_study` gives a family by the time column, with
//! the base year at zero, and `ID.pretrend`, the joint HTZ test of the years before it.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::project::ChangeAs;
use crate::project::Estimated;
use crate::project::Filter;
use crate::project::Measure;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::change_format;
use crate::stat::draft::count;
use crate::stat::draft::family;
use crate::stat::draft::interval;
use crate::stat::draft::measure_words;
use crate::stat::draft::test;
use crate::stat::estimate::panel::Estimate;
use crate::stat::estimate::panel::Observation;
use crate::stat::estimate::panel::event_study;
use crate::stat::estimate::panel::twfe;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::value::GroupCount;
use crate::stat::value::Stat;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which areas are treated and which are the control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Groups {
    pub column: String,
    pub treated: String,
    pub control: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    frame: String,
    measure: Measure,
    area: String,
    time: String,
    group: Groups,
    #[serde(default)]
    first_treated: Option<i64>,
    #[serde(default)]
    base: Option<i64>,
    #[serde(default, rename = "where")]
    filter: Filter,
    #[serde(default = "level")]
    level: f64,
}

fn level() -> f64 {
    95.0
}

/// A panel as the estimators want it.
struct Panel {
    observations: Vec<Observation>,
    n: Vec<GroupCount>,
    format: Format,
    how: How,
}

fn read(context: &Context<'_>, settings: &Settings, formula: &str) -> Result<Panel> {
    let reader = context.reader(&settings.frame)?;
    let measured = reader.measure(&settings.measure)?;
    let (areas, _) = reader.column(&settings.area, &["area"])?.codes();
    let time = reader.numbers(&settings.time, &["time"])?;
    let group = reader.column(&settings.group.column, &["group", "column"])?;
    for (key, setting) in
        [(&settings.group.treated, "treated"), (&settings.group.control, "control")]
    {
        if !(0..group.len()).any(|row| group.is_key(row, key)) {
            let (_, known) = group.codes();
            return Err(Diagnostic::error(
                Code::R0304,
                format!("there is no group `{key}`"),
            )
            .at(context.block.place(&["group", setting]), "")
            .help(did_you_mean(key, known.iter().map(String::as_str), "groups"))
            .into());
        }
    }
    let mut observations = Vec::new();
    let mut seen: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    for row in reader.keep(&settings.filter)? {
        let treated = group.is_key(row, &settings.group.treated);
        if !treated && !group.is_key(row, &settings.group.control) {
            continue;
        }
        let (Some(unit), Some(time)) =
            (areas.get(row).copied().flatten(), time.number(row))
        else {
            continue;
        };
        let entry = seen.entry(unit).or_insert((treated, false));
        let Some(y) = measured.parts(row).and_then(|parts| parts.value()) else {
            continue;
        };
        entry.1 = true;
        observations.push(Observation {
            unit,
            time: time as i64,
            treated,
            y,
            weight: 1.0,
        });
    }
    let counted = |treated: bool, name: &str| {
        let of = seen.values().filter(|(side, _)| *side == treated);
        let used = of.clone().filter(|(_, used)| *used).count();
        count(name, used, of.count())
    };
    let n = vec![
        counted(true, &settings.group.treated),
        counted(false, &settings.group.control),
    ];
    let form = match settings.measure {
        Measure::Share(_) => ChangeAs::Points,
        Measure::Column(_) | Measure::Rate(_) => ChangeAs::Absolute,
    };
    let usual = match &settings.measure {
        Measure::Column(_) => Format::of(Unit::Number).decimals(1),
        other => change_format(other, form),
    };
    let how = How {
        definition: format!(
            "Difference in differences of {}, areas weighted equally, with effects of area and time; rows with a missing value are left out",
            measure_words(&settings.measure)
        ),
        formula: formula.to_owned(),
        frame: settings.frame.clone(),
        rows: observations.len(),
        files: reader.files(),
        from: Vec::new(),
    };
    Ok(Panel { observations, n, format: context.format(usual)?, how })
}

fn stat(
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
    for (name, value) in [
        ("se_cr2", found.se_cr2),
        ("se_cr1", found.se_cr1),
        ("se_cr0", found.se_cr0),
        ("df", found.df_cr2),
    ] {
        stat.details.insert(name.to_owned(), value);
    }
    Ok(stat)
}

/// Computes `kind: twfe`.
pub(in crate::stat) fn fixed_effects(
    context: &Context<'_>,
    decl: &Estimated,
) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let Some(first) = settings.first_treated else {
        return Err(context.contradiction(&[], "`first_treated:` is missing").into());
    };
    let formula = "y(i,t) = α(i) + γ(t) + β·treated(i)·1(t ≥ first) + ε; CR2 by area";
    let panel = read(context, &settings, formula)?;
    let found = twfe(&panel.observations, first, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let title = context.title(&[], &[]);
    let stat = stat(context, &panel, context.id(&[]), title, &found, settings.level)?;
    Ok(Made { stats: vec![stat], families: Vec::new() })
}

/// Computes `kind: event_study`.
pub(in crate::stat) fn by_event(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let Some(base) = settings.base else {
        return Err(context.contradiction(&[], "`base:` is missing").into());
    };
    let formula =
        "y(i,t) = α(i) + γ(t) + Σ β(k)·treated(i)·1(t = k) + ε, k ≠ base; CR2 by area";
    let panel = read(context, &settings, formula)?;
    let found = event_study(&panel.observations, base, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let dimensions = [settings.time.clone()];
    let mut made = Made::default();
    let mut members = Vec::new();
    let mut add = |key: String, stat: Stat| {
        members.push((vec![key], stat.id.clone()));
        made.stats.push(stat);
    };
    for (time, estimate) in &found.coefficients {
        let key = time.to_string();
        let id = context.id(std::slice::from_ref(&key));
        let title = context.title(&dimensions, std::slice::from_ref(&key));
        add(key, stat(context, &panel, id, title, estimate, settings.level)?);
    }
    let key = base.to_string();
    let id = context.id(std::slice::from_ref(&key));
    let title = format!("{}, {base} (the base year)", context.block.title);
    let mut zero = context.number(id, title, 0.0, panel.format.clone(), &panel.how)?;
    zero.n.clone_from(&panel.n);
    add(key, zero);
    let block = &context.block;
    made.families.push(family(&block.id, &block.title, &dimensions, members));
    if let Some(htz) = &found.pretrend {
        let how = How {
            definition: format!(
                "Joint test that no year before {base} differs from it: HTZ, Pustejovsky and Tipton"
            ),
            formula: format!("F({}, {:.1}) of the CR2 Wald statistic", htz.q, htz.df),
            ..panel.how.clone()
        };
        let id = context.id(&["pretrend".to_owned()]);
        let title = format!("{}, years before {base}", block.title);
        let mut p = context.number(id, title, htz.p, Format::of(Unit::P), &how)?;
        p.test = Some(test("HTZ test", htz.f, Some(htz.df), htz.p));
        p.n.clone_from(&panel.n);
        made.stats.push(p);
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use crate::memo::Forgetful;
    use crate::project::Memory;
    use crate::stat::Statistics;
    use crate::stat::estimate::design::oracle;

    /// Computes two blocks over the reference panel, as an author would declare them.
    fn computed(rows: &str) -> Statistics {
        let files = Memory::new()
            .with(
                "report/report.yaml",
                "title: T\nedition: E\ndate: \"2025-01-01\"\nchapters: []\n",
            )
            .with("data/panel.csv", rows)
            .with(
                "data/datapackage.yaml",
                "name: p\nresources:\n  - name: rows\n    path: panel.csv\n    schema:\n      missingValues: [\"\", \"-\", c, \"*\", \"..\", \"[c]\"]\n      fields:\n        - {name: area, type: string}\n        - {name: group, type: string}\n        - {name: year, type: integer}\n        - {name: y, type: number}\n        - {name: population, type: number}\n",
            )
            .with(
                "report/statistics.yaml",
                "frames:\n  panel: {sql: 'SELECT area, \"group\", year, y FROM rows', key: [area, year]}\nstatistics:\n  did: {kind: twfe, frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}, first_treated: 2015}\n  event: {kind: event_study, frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}, base: 2014}\n",
            );
        let (project, mut sources) = crate::project::load(&files, crate::stat::ESTIMATED);
        let project = project.unwrap();
        let frames =
            crate::frame::load(&project, &files, &Forgetful, &mut sources).unwrap();
        crate::stat::compute(&project, &frames, &Forgetful).unwrap()
    }

    fn rows() -> String {
        let mut lines = oracle::PANEL.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        let column = |name: &str| head.iter().position(|known| *known == name).unwrap();
        let order = ["area", "group", "year", "value", "population"].map(column);
        let mut out = "area,group,year,y,population\n".to_owned();
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            out.push_str(&order.map(|at| cells[at]).join(","));
            out.push('\n');
        }
        out
    }

    #[test]
    fn a_declared_panel_gives_the_reference_results() {
        let statistics = computed(&rows());
        let reference = &oracle::all("twfe.from_2015")[0];
        let did = statistics.get("did").unwrap();
        reference.check("estimate", did.number().unwrap());
        reference.check("se_CR2", did.details["se_cr2"]);
        reference.check("df_CR2", did.details["df"]);
        let reference = &oracle::all("event_study.")[0];
        for year in ["2012", "2013", "2015", "2019"] {
            let stat = statistics.get(&format!("event.{year}")).unwrap();
            reference.check(&format!("coef.{year}"), stat.number().unwrap());
            reference.check(&format!("se_CR2.{year}"), stat.details["se_cr2"]);
        }
        reference.check(
            "pretrend_HTZ_p",
            statistics.get("event.pretrend").unwrap().number().unwrap(),
        );
    }

    #[test]
    fn the_order_of_rows_changes_no_bit() {
        let rows = rows();
        let mut lines: Vec<&str> = rows.lines().collect();
        lines[1..].reverse();
        assert_eq!(computed(&rows).stats, computed(&lines.join("\n")).stats);
    }
}
