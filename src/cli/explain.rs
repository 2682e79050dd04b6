//! `reissue explain`: a statistic, a claim, a figure, a kind of statistic or chart, or a message
//! code.

use crate::cli::Environment;
use crate::cli::Exit;
use crate::cli::args::ExplainArgs;
use crate::cli::stats::computed;
use crate::cli::ui::Ui;
use crate::cli::why::chain;
use crate::figure as charts;
use crate::make;
use crate::make::Earlier;
use crate::make::Seal;
use crate::manual;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::CONTAINERS;
use crate::model::format;
use crate::model::geography::Atlas;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::model::visible::visible_line;
use crate::model::words::counted;
use crate::narrative;
use crate::project::Disk;
use crate::project::Project;
use crate::project::Recorded;
use crate::stat;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// The most values that are listed.
const LISTED: usize = 20;

pub(super) fn explain(ui: Ui, args: &ExplainArgs, environment: &Environment) -> Exit {
    if args.id.is_empty() {
        ui.data(&manual::page("topics").unwrap_or_default());
        return Exit::Done;
    }
    // A key may be asked for as it is written in a file: `keep:`.
    let asked = args.id.join(" ").trim_end_matches(':').to_owned();
    if let Some(page) = manual::page(&asked) {
        ui.data(&page);
        return Exit::Done;
    }
    for (sort, known) in [
        ("chart", charts::kinds().collect::<Vec<_>>()),
        ("kind", stat::kinds().collect()),
        ("block", CONTAINERS.iter().map(|kind| kind.name).collect()),
    ] {
        if let Some(name) =
            asked.strip_prefix(sort).and_then(|rest| rest.strip_prefix(':'))
        {
            ui.urgent(&format!("error: there is no {sort} `{name}`"));
            ui.urgent(&format!(
                "hint: {}",
                did_you_mean(name, known, &format!("{sort}s"))
            ));
            return Exit::Failed;
        }
    }
    if asked.contains(' ') {
        return found(ui, &asked);
    }
    if !args.project.join("report/report.yaml").is_file() {
        return beside(ui, &asked);
    }
    let seal = environment.seal();
    let (result, sources) = computed(&args.project, &seal);
    let (project, statistics) = match result {
        Ok((project, statistics)) => (project, statistics.value),
        Err(failure) => {
            if let Some(page) = manual::bare(&asked) {
                ui.data(&page);
                return Exit::Done;
            }
            ui.findings(failure.diagnostics(), &sources);
            return Exit::Found;
        }
    };
    let id = asked.as_str();
    let text = match id.split_once(':') {
        Some(("figure", name)) => figure(&project, &statistics, name),
        Some(("claim", name)) => claim(&project, &statistics, name),
        _ => {
            let name = id.strip_prefix("stat:").unwrap_or(id);
            let one = statistics.find(name).map(|stat| card(stat, &sources));
            one.or_else(|| block(&statistics, name))
        }
    };
    // Of these there is nothing but the chain.
    let chained = ["table:", "frame:", "file:", "page:"];
    let chained = args.why || chained.iter().any(|sort| id.starts_with(sort));
    let chain = if chained { why(&args.project, &seal, id) } else { None };
    if text.is_some() || chain.is_some() {
        ui.data(&text.unwrap_or_default());
        ui.data(&chain.unwrap_or_default());
        return Exit::Done;
    }
    if let Some(page) = manual::bare(id) {
        ui.data(&page);
        return Exit::Done;
    }
    if !id.contains([':', '.', '_']) && manual::search(id).is_some() {
        return found(ui, id);
    }
    ui.urgent(&format!("error: there is nothing called `{id}`"));
    let (names, plural) = names(&project, &statistics, id);
    let help = did_you_mean(id, names.iter().map(String::as_str), plural);
    ui.urgent(&format!("hint: {help}"));
    Exit::Failed
}

/// Prints what the manual says where there is no project.
fn beside(ui: Ui, asked: &str) -> Exit {
    if let Some(page) = manual::bare(asked) {
        ui.data(&page);
        return Exit::Done;
    }
    if asked.contains(':') {
        ui.urgent(&format!("error: there is no project here to look for `{asked}` in"));
        ui.urgent("hint: name its folder with `-C`");
        return Exit::Failed;
    }
    found(ui, asked)
}

/// Prints where free words lead.
fn found(ui: Ui, words: &str) -> Exit {
    if let Some(hits) = manual::search(words) {
        ui.data(&hits);
        return Exit::Done;
    }
    ui.urgent(&format!("error: the manual has nothing on `{words}`"));
    ui.urgent("hint: `reissue explain topics` lists what it has");
    Exit::Failed
}

/// Returns what can be explained of the sort that was asked for, and what such things are called.
fn names(
    project: &Project,
    statistics: &Statistics,
    id: &str,
) -> (Vec<String>, &'static str) {
    let of = |sort: &str, names: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        names.map(|name| format!("{sort}:{name}")).collect()
    };
    match id.split_once(':').map_or("stat", |(sort, _)| sort) {
        "figure" => {
            let mut ids = project.figures.iter().map(|entry| entry.id.as_str());
            (of("figure", &mut ids), "figures")
        }
        "claim" => {
            let mut ids = project.claims.iter().map(|entry| entry.id.as_str());
            (of("claim", &mut ids), "claims")
        }
        "table" => {
            let mut ids = project.tables.iter().map(|entry| entry.id.as_str());
            (of("table", &mut ids), "tables")
        }
        "frame" => {
            let mut names = project.statistics.all_frames().map(|(name, ..)| name);
            (of("frame", &mut names), "frames")
        }
        "file" => {
            let paths: Vec<String> = project
                .resources()
                .flat_map(|resource| resource.path.list())
                .filter_map(|path| project.package_path.beside(path).ok())
                .map(|path| path.as_str().to_owned())
                .collect();
            (of("file", &mut paths.iter().map(String::as_str)), "data files")
        }
        "page" => {
            let mut paths = project.chapters.iter().map(|chapter| chapter.path.as_str());
            (of("page", &mut paths), "chapters")
        }
        _ => {
            let blocks = statistics.stats.values().map(|stat| &stat.provenance.block);
            let blocks: BTreeSet<&String> = blocks.collect();
            let ids = statistics.stats.keys().filter(|id| !blocks.contains(id));
            (blocks.iter().copied().chain(ids).cloned().collect(), "statistics")
        }
    }
}

/// Returns the values of a declared block.
fn block(statistics: &Statistics, name: &str) -> Option<String> {
    let values: Vec<&Stat> =
        statistics.stats.values().filter(|stat| stat.provenance.block == name).collect();
    let mut out = format!("{name}\n  values      {}\n", values.len());
    listed(&values, &mut out);
    (!values.is_empty()).then_some(out)
}

/// Writes values, a line each, and how many more there are.
fn listed(values: &[&Stat], out: &mut String) {
    for stat in values.iter().take(LISTED) {
        let _ = writeln!(out, "    {}  {}", stat.id, visible_line(&stat.printed()));
    }
    if values.len() > LISTED {
        let _ = writeln!(out, "    and {} more", values.len() - LISTED);
    }
}

fn card(stat: &Stat, sources: &Sources) -> String {
    let mut out = format!("{}\n  {}\n", stat.id, visible_line(&stat.title));
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "  {name:<11} {value}");
        }
    };
    line("value", visible_line(&stat.printed()).into_owned());
    if let Some(number) = stat.number() {
        line("unrounded", number.to_string());
    }
    if let Some(interval) = &stat.interval {
        let range = stat.format.range(interval.low, interval.high);
        line("interval", format!("{range} ({}%, {})", interval.level, interval.method));
    }
    if let Some(test) = &stat.test {
        let df = test.df.map(|df| format!(", df = {df:.1}")).unwrap_or_default();
        let p = format::p_value(test.p, 3);
        line("test", format!("{}: {:.3}{df}, {p}", test.name, test.statistic));
    }
    for count in &stat.n {
        let group = if count.group.is_empty() { "all" } else { &count.group };
        line("n", format!("{group}: {} used of {}", count.used, count.of));
    }
    for (name, value) in &stat.details {
        line(name, value.to_string());
    }
    let from = &stat.provenance;
    line("definition", from.definition.clone());
    line("formula", from.formula.clone());
    if !from.frame.is_empty() {
        line("frame", format!("{}, {} used", from.frame, counted(from.rows, "row")));
    }
    line("files", from.files.join(", "));
    line("from", from.from.join(", "));
    line("declared", sources.place(&from.span));
    line("hash", from.hash.clone());
    out
}

fn figure(project: &Project, statistics: &Statistics, name: &str) -> Option<String> {
    let entry = project.figures.iter().find(|entry| entry.id == name)?;
    let mut out = format!("figure:{name}\n");
    let labels = &project.statistics.labels;
    let (chart, _) = charts::plan(entry, labels, statistics, &Atlas::new()).ok()?.value;
    let _ = writeln!(out, "  declared    {}", project.sources.place(&entry.span()));
    let used: Vec<&Stat> =
        chart.statistics().iter().filter_map(|id| statistics.get(id)).collect();
    let _ = writeln!(out, "  statistics  {}", used.len());
    listed(&used, &mut out);
    Some(out)
}

fn claim(project: &Project, statistics: &Statistics, name: &str) -> Option<String> {
    let entry = project.claims.iter().find(|entry| entry.id == name)?;
    let mut out = format!("claim:{name}\n");
    let _ = writeln!(out, "  declared    {}", project.sources.place(&entry.span()));
    if !entry.decl.says.is_empty() {
        let _ = writeln!(out, "  says        {}", entry.decl.says);
    }
    let found = narrative::judge(project, statistics, name)?;
    let verdict = if found.holds { "holds" } else { "fails" };
    let _ = writeln!(out, "  verdict     {verdict}: {}", found.because);
    Some(out)
}

/// Weaves the project, claims that fail included, and returns the chain of one thing.
fn why(root: &Path, seal: &Seal, id: &str) -> Option<String> {
    let disk = Disk::new(root);
    let files = Recorded::new(&disk);
    let options = narrative::Options { draft: true, strict: false };
    let steps = make::Steps::new(&make::Silent);
    let (woven, ..) = make::weave(&files, options, &steps, &Earlier::open(root, seal));
    let hashes = files.reads().into_iter().filter_map(|(path, hash)| {
        Some((path.as_str().to_owned(), hash?.to_hex().to_string()))
    });
    chain(&woven.ok()?, &disk, &hashes.collect(), id)
}
