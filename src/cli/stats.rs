//! `reissue stats`: statistics for people, programs and spreadsheets.

use crate::cli::Exit;
use crate::cli::args::StatsArgs;
use crate::cli::args::StatsFormat;
use crate::cli::ui::Ui;
use crate::figure;
use crate::frame;
use crate::make;
use crate::make::Earlier;
use crate::make::Seal;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Warned;
use crate::model::format;
use crate::model::statistic::Interval;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::model::statistic::Value;
use crate::model::visible::visible_line;
use crate::project;
use crate::project::Disk;
use crate::project::Project;
use crate::stat;
use std::path::Path;
use unicode_width::UnicodeWidthStr as _;

/// Loads a project and computes its statistics.
pub(super) fn computed(
    root: &Path,
    seal: &Seal,
) -> (Result<(Project, Warned<Statistics>), Failure>, Sources) {
    let (disk, memo) = (Disk::new(root), Earlier::open(root, seal));
    let (project, mut sources) = project::load(&disk, &make::KINDS);
    let result = project.and_then(|project| {
        let frames = frame::load(&project, &disk, &memo, &mut sources)?;
        let mut statistics = stat::compute(&project, &frames, &memo)?;
        mark(&project, &frames, &mut statistics.value);
        drop(frames);
        Ok((project, statistics))
    });
    (result, sources)
}

/// Adds what figures mark; a figure at fault is reported by `check`.
fn mark(project: &Project, frames: &frame::Frames<'_>, statistics: &mut Statistics) {
    let atlas = make::atlas(project, &project.figures, frames, &mut Findings::new());
    let labels = &project.statistics.labels;
    let planned: Vec<_> = project
        .figures
        .iter()
        .filter_map(|entry| figure::plan(entry, labels, statistics, &atlas).ok())
        .collect();
    for (_, marked) in planned.into_iter().map(|planned| planned.value) {
        figure::add(statistics, marked);
    }
}

pub(super) fn stats(ui: Ui, args: &StatsArgs, seal: &Seal) -> Exit {
    let disk = Disk::new(&args.project);
    let memo = Earlier::open(&args.project, seal);
    let (project, mut sources) = project::load(&disk, &make::KINDS);
    // A block at fault says nothing of the others: these are shown all the same.
    let result = project.and_then(|project| {
        let frames = frame::load(&project, &disk, &memo, &mut sources)?;
        let done = Statistics::default();
        let (mut statistics, found) =
            stat::compute_partly(&project, &frames, done, &memo);
        mark(&project, &frames, &mut statistics);
        Ok((statistics, found))
    });
    let (statistics, found) = match result {
        Ok(computed) => computed,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &sources);
            return Exit::Found;
        }
    };
    let failed = found.failed();
    let shown = match found.finish(()) {
        Ok(Warned { warnings, .. }) => warnings,
        Err(failure) => failure.into_diagnostics(),
    };
    ui.findings(&shown, &sources);
    let chosen: Vec<&Stat> = match &args.id {
        None => statistics.stats.values().collect(),
        Some(id) => {
            let within = format!("{id}.");
            statistics
                .stats
                .values()
                .filter(|stat| stat.id == *id || stat.id.starts_with(&within))
                .collect()
        }
    };
    if chosen.is_empty() && failed {
        return Exit::Found;
    }
    if chosen.is_empty() {
        let Some(id) = &args.id else {
            ui.urgent("error: no statistic has a value");
            return Exit::Failed;
        };
        ui.urgent(&format!("error: there is no statistic `{id}`"));
        let help =
            crate::model::diagnostic::did_you_mean(id, statistics.ids(), "statistics");
        ui.urgent(&format!("hint: {help}"));
        return Exit::Failed;
    }
    ui.data(&match args.format {
        StatsFormat::Table => table(&chosen),
        StatsFormat::Json => json(&chosen),
        StatsFormat::Csv => csv(&chosen),
    });
    if failed { Exit::Found } else { Exit::Done }
}

fn interval(stat: &Stat) -> String {
    stat.interval
        .as_ref()
        .map(|interval| stat.format.range(interval.low, interval.high))
        .unwrap_or_default()
}

fn p(stat: &Stat) -> String {
    stat.test.as_ref().map(|test| format::p_value(test.p, 3)).unwrap_or_default()
}

fn n(stat: &Stat) -> String {
    stat.n
        .iter()
        .map(|count| {
            if count.used == count.of {
                count.used.to_string()
            } else {
                format!("{} of {}", count.used, count.of)
            }
        })
        .collect::<Vec<_>>()
        .join(" + ")
}

fn table(stats: &[&Stat]) -> String {
    let head = ["statistic", "value", "interval", "p", "n"].map(str::to_owned);
    let mut rows = vec![head];
    for stat in stats {
        let shown = |text: &str| visible_line(text).into_owned();
        let (id, printed) = (shown(&stat.id), shown(&stat.printed()));
        rows.push([id, printed, interval(stat), p(stat), n(stat)]);
    }
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn json(stats: &[&Stat]) -> String {
    let map: std::collections::BTreeMap<&str, &Stat> =
        stats.iter().map(|stat| (stat.id.as_str(), *stat)).collect();
    serde_json::to_string_pretty(&map).map(|text| text + "\n").unwrap_or_default()
}

/// Returns a text as a cell that is one line, acts on no terminal and is no formula.
fn cell(text: &str) -> String {
    figure::harmless(&visible_line(text))
}

fn csv(stats: &[&Stat]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "id", "title", "value", "printed", "unit", "low", "high", "level", "test", "p",
        "n",
    ];
    let _ = writer.write_record(head);
    for stat in stats {
        let value = match &stat.value {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => cell(text),
        };
        let printed = stat.printed();
        let printed = match &stat.value {
            Value::Number(_) => printed,
            Value::Text(_) => cell(&printed),
        };
        let bound = |pick: fn(&Interval) -> f64| {
            stat.interval.as_ref().map(|i| pick(i).to_string()).unwrap_or_default()
        };
        let test = stat.test.as_ref();
        let _ = writer.write_record([
            cell(&stat.id),
            cell(&stat.title),
            value,
            printed,
            format!("{:?}", stat.format.unit).to_lowercase(),
            bound(|i| i.low),
            bound(|i| i.high),
            bound(|i| i.level),
            test.map(|test| test.name.clone()).unwrap_or_default(),
            test.map(|test| test.p.to_string()).unwrap_or_default(),
            n(stat),
        ]);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
