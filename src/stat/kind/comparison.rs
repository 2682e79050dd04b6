//! Other looks at the difference of a `change` block that compares two groups: `power`,
//! `leave_one_out`, `mann_whitney`, `permutation`, `bootstrap`.
//!
//! ```yaml
//! growth_power:       {kind: power, of: growth, power: 80, alpha: 5}
//! growth_without:     {kind: leave_one_out, of: growth, drop: region}
//! growth_ranks:       {kind: mann_whitney, of: growth}
//! growth_shuffled:    {kind: permutation, of: growth, draws: 9999, seed: 1, strata: region}
//! growth_resampled:   {kind: bootstrap, of: growth, draws: 9999, seed: 1, method: bca}
//! ```
//!
//! `power` gives `ID.mde` (the smallest difference found with that power), `ID.mde_sd` (in
//! pooled standard deviations) and `ID.power` (to find the difference observed);
//! `leave_one_out` gives `ID.low`, `ID.high`, `ID.agree` and `ID.runs`.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::project::Change;
use crate::project::Estimated;
use crate::project::Kind;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::change_format;
use crate::stat::draft::count;
use crate::stat::draft::difference_format;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::power::Plan;
use crate::stat::estimate::rank::mann_whitney;
use crate::stat::estimate::resample::bootstrap_mean_diff;
use crate::stat::estimate::resample::permutation_mean_diff;
use crate::stat::kind::change;
use crate::stat::kind::change::GroupChanges;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::value::Stat;
use serde::Deserialize;

/// The two groups of a `change` block, read again.
pub(super) struct Compared<'a> {
    pub block: &'a StatDecl,
    pub decl: &'a Change,
    pub treated: GroupChanges,
    pub control: GroupChanges,
    pub format: Format,
    pub files: Vec<String>,
}

/// Finds the block that `of:` names, which must compare two groups.
pub(super) fn change_of<'a>(
    context: &Context<'a>,
    of: &str,
) -> Result<(&'a StatDecl, &'a Change)> {
    let place = context.block.place(&["of"]);
    let Some(block) = context.declared(of) else {
        let known = context.blocks();
        return Err(Diagnostic::error(Code::R0306, format!("unknown block `{of}`"))
            .at(place, "")
            .help(did_you_mean(of, known, "blocks"))
            .into());
    };
    match &block.kind {
        Kind::Change(decl) if decl.compare.is_some() => Ok((block, decl)),
        _ => Err(Diagnostic::error(Code::R0304, format!("`{of}` compares no groups"))
            .at(place, "")
            .help("name a block of `kind: change` with `compare:`")
            .into()),
    }
}

/// Reads the groups of a `change` block under settings that may differ from its own.
pub(super) fn compared<'a>(
    context: &Context<'a>,
    block: &'a StatDecl,
    decl: &'a Change,
    changed: &Change,
) -> Result<Compared<'a>> {
    let inner = context.of(block);
    let groups = change::groups(&inner, changed)?;
    let pairs = change::pairs(&inner, changed, &groups)?;
    let Some((_, treated, control)) =
        pairs.into_iter().find(|(rest, ..)| rest.is_empty())
    else {
        return Err(context
            .contradiction(
                &["of"],
                format!("`{}` breaks its groups down further", block.id),
            )
            .help("name a block whose `by:` is the group alone")
            .into());
    };
    let (treated, control) = (treated.clone(), control.clone());
    let format =
        difference_format(&inner.format(change_format(&changed.measure, changed.form))?);
    let files = inner.reader(&changed.frame)?.files();
    Ok(Compared { block, decl, treated, control, format, files })
}

impl Compared<'_> {
    pub(super) fn values(&self) -> (Vec<f64>, Vec<f64>) {
        (self.treated.values(), self.control.values())
    }

    fn how(&self, definition: &str, formula: &str) -> How {
        How {
            definition: format!("{definition}, for “{}”", self.block.title),
            formula: formula.to_owned(),
            frame: self.decl.frame.clone(),
            rows: 2 * (self.treated.areas.len() + self.control.areas.len()),
            files: self.files.clone(),
            from: vec![format!("{}.difference", self.block.id)],
        }
    }

    fn counted(&self, mut stat: Stat) -> Stat {
        let (x, y) = self.values();
        stat.n = vec![
            count(self.treated.key.join(", "), x.len(), self.treated.of),
            count(self.control.key.join(", "), y.len(), self.control.of),
        ];
        stat
    }
}

fn open<'a>(context: &Context<'a>, of: &str) -> Result<Compared<'a>> {
    let (block, decl) = change_of(context, of)?;
    compared(context, block, decl, decl)
}

fn only(stat: Stat) -> Made {
    Made { stats: vec![stat], families: Vec::new() }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    of: String,
    #[serde(default = "eighty", rename = "power")]
    goal: f64,
    #[serde(default = "five")]
    alpha: f64,
}

fn eighty() -> f64 {
    80.0
}

fn five() -> f64 {
    5.0
}

/// Computes `kind: power`.
pub(in crate::stat) fn power(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Planned = decl.settings.decode()?;
    let found = open(context, &settings.of)?;
    let (x, y) = found.values();
    let id = |last: &str| context.id(&[last.to_owned()]);
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let (a, b) = (
        estimate::describe(&x, 0.95).map_err(undefined)?,
        estimate::describe(&y, 0.95).map_err(undefined)?,
    );
    let (alpha, goal) = (settings.alpha / 100.0, settings.goal / 100.0);
    let plan = Plan::new((a.n, b.n), (a.sd, b.sd), alpha).map_err(undefined)?;
    let mde = plan.detectable(goal).map_err(undefined)?;
    let alike = Plan::new((a.n, b.n), (1.0, 1.0), alpha).map_err(undefined)?;
    let in_sds = alike.detectable(goal).map_err(undefined)?;
    let reached = plan.power(a.mean - b.mean).map_err(undefined)?;
    let how = found.how(
        &format!("Smallest true difference that a two-sided Welch test at {}% finds with {}% power", settings.alpha, settings.goal),
        "noncentral t, Satterthwaite df",
    );
    let title = |what: &str| format!("{}, {what}", context.block.title);
    let print = |value: f64| crate::stat::number::fixed(value, 0);
    let stats = vec![
        context.number(id("mde"), title("minimum detectable difference"), mde, found.format.clone(), &how)?,
        context.number(id("mde_sd"), title("minimum detectable difference in standard deviations"), in_sds, Format::of(Unit::Effect), &how)?,
        context.number(
            id("power"),
            title("power to find the difference observed"),
            100.0 * reached,
            Format::of(Unit::Percent).decimals(0),
            &found.how(&format!("Power of a two-sided Welch test at {}% if the true difference were the one observed", print(settings.alpha)), "noncentral t, Satterthwaite df"),
        )?,
    ];
    let stats = stats.into_iter().map(|stat| found.counted(stat)).collect();
    Ok(Made { stats, families: Vec::new() })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeaveOneOut {
    of: String,
    drop: String,
}

/// Computes `kind: leave_one_out`.
pub(in crate::stat) fn leave_one_out(
    context: &Context<'_>,
    decl: &Estimated,
) -> Result<Made> {
    let settings: LeaveOneOut = decl.settings.decode()?;
    let found = open(context, &settings.of)?;
    let reader = context.reader(&found.decl.frame)?;
    let (codes, names) = reader.column(&settings.drop, &["drop"])?.codes();
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let without = |left_out: usize| -> std::result::Result<f64, Undefined> {
        let mean = |group: &GroupChanges| {
            let kept = group
                .areas
                .iter()
                .filter(|area| codes.get(area.row).copied().flatten() != Some(left_out));
            estimate::mean(&kept.filter_map(|area| area.change).collect::<Vec<_>>())
        };
        Ok(mean(&found.treated)? - mean(&found.control)?)
    };
    let runs: Vec<f64> = (0..names.len())
        .map(without)
        .collect::<std::result::Result<_, _>>()
        .map_err(undefined)?;
    let (x, y) = found.values();
    let all =
        estimate::mean(&x).map_err(undefined)? - estimate::mean(&y).map_err(undefined)?;
    let low = runs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = runs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let agree = runs.iter().filter(|run| run.signum() == all.signum()).count();
    let how = found.how(
        &format!(
            "Range of the difference when each {} in turn is left out",
            settings.drop
        ),
        "mean(treated) − mean(control), one left out",
    );
    let id = |last: &str| context.id(&[last.to_owned()]);
    let title = |what: &str| format!("{}, {what}", context.block.title);
    let share = 100.0 * agree as f64 / runs.len().max(1) as f64;
    let percent = Format::of(Unit::Percent).decimals(0);
    let stats = vec![
        context.number(id("low"), title("smallest"), low, found.format.clone(), &how)?,
        context.number(id("high"), title("largest"), high, found.format.clone(), &how)?,
        context.number(
            id("agree"),
            title("runs with the same sign"),
            share,
            percent,
            &how,
        )?,
        context.number(
            id("runs"),
            title("runs"),
            runs.len() as f64,
            Format::of(Unit::Count),
            &how,
        )?,
    ];
    Ok(Made { stats, families: Vec::new() })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ranks {
    of: String,
    #[serde(default = "level")]
    level: f64,
}

fn level() -> f64 {
    95.0
}

/// Computes `kind: mann_whitney`.
pub(in crate::stat) fn ranks(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Ranks = decl.settings.decode()?;
    let found = open(context, &settings.of)?;
    let (x, y) = found.values();
    let result = mann_whitney(&x, &y, settings.level / 100.0)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let how = found.how(
        "Hodges–Lehmann shift between the groups with the Mann–Whitney test",
        "median of x(i) − y(j)",
    );
    let title = context.title(&[], &[]);
    let mut stat = context.number(
        context.id(&[]),
        title,
        result.hodges_lehmann,
        found.format.clone(),
        &how,
    )?;
    stat.interval =
        Some(interval(result.hl_low, result.hl_high, settings.level, "Hodges–Lehmann"));
    let p = result.p_exact.unwrap_or(result.p_normal);
    stat.test = Some(test("Mann–Whitney test", result.u, None, p));
    stat.details.insert("auc".to_owned(), result.auc);
    Ok(only(found.counted(stat)))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Permute {
    of: String,
    #[serde(default = "draws")]
    draws: usize,
    #[serde(default = "seed")]
    seed: u64,
    #[serde(default)]
    strata: Option<String>,
}

fn draws() -> usize {
    9999
}

fn seed() -> u64 {
    1
}

/// Computes `kind: permutation`.
pub(in crate::stat) fn permutation(
    context: &Context<'_>,
    decl: &Estimated,
) -> Result<Made> {
    let settings: Permute = decl.settings.decode()?;
    let found = open(context, &settings.of)?;
    let (x, y) = found.values();
    let strata = match &settings.strata {
        None => None,
        Some(name) => {
            let reader = context.reader(&found.decl.frame)?;
            let (codes, _) = reader.column(name, &["strata"])?.codes();
            let of = |group: &GroupChanges| -> Vec<usize> {
                let areas = group.areas.iter().filter(|area| area.change.is_some());
                areas
                    .map(|area| {
                        codes.get(area.row).copied().flatten().unwrap_or(usize::MAX)
                    })
                    .collect()
            };
            Some((of(&found.treated), of(&found.control)))
        }
    };
    let strata = strata.as_ref().map(|(x, y)| (x.as_slice(), y.as_slice()));
    let result = permutation_mean_diff(&x, &y, strata, settings.draws, settings.seed)
        .map_err(|error| context.undefined(&context.block.id, &error.reason))?;
    let within =
        settings.strata.map(|name| format!(" within each {name}")).unwrap_or_default();
    let sort =
        if result.exact { "every split" } else { "splits drawn from a fixed seed" };
    let how = found.how(
        &format!("Share of splits of the areas{within} whose difference is at least as large; {sort}"),
        &format!("{} splits", result.arrangements),
    );
    let title = context.title(&[], &[]);
    let mut stat = context.number(
        context.id(&[]),
        title,
        result.p_two_sided,
        Format::of(Unit::P),
        &how,
    )?;
    stat.test = Some(test(
        "permutation test",
        result.arrangements as f64,
        None,
        result.p_two_sided,
    ));
    Ok(only(found.counted(stat)))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Resample {
    of: String,
    #[serde(default = "draws")]
    draws: usize,
    #[serde(default = "seed")]
    seed: u64,
    #[serde(default)]
    method: Method,
    #[serde(default = "level")]
    level: f64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Method {
    #[default]
    Bca,
    Percentile,
}

/// Computes `kind: bootstrap`.
pub(in crate::stat) fn bootstrap(
    context: &Context<'_>,
    decl: &Estimated,
) -> Result<Made> {
    let settings: Resample = decl.settings.decode()?;
    let found = open(context, &settings.of)?;
    let (x, y) = found.values();
    let undefined =
        |error: Undefined| context.undefined(&context.block.id, &error.reason);
    let result = bootstrap_mean_diff(
        &x,
        &y,
        settings.draws,
        settings.seed,
        settings.level / 100.0,
    )
    .map_err(undefined)?;
    let value =
        estimate::mean(&x).map_err(undefined)? - estimate::mean(&y).map_err(undefined)?;
    let how = found.how(
        "Difference of the means, with an interval from areas drawn again with replacement, from a fixed seed",
        &format!("{} draws", settings.draws),
    );
    let title = context.title(&[], &[]);
    let mut stat =
        context.number(context.id(&[]), title, value, found.format.clone(), &how)?;
    stat.interval = Some(match settings.method {
        Method::Bca => {
            interval(result.low_bca, result.high_bca, settings.level, "bootstrap, BCa")
        }
        Method::Percentile => interval(
            result.low_percentile,
            result.high_percentile,
            settings.level,
            "bootstrap, percentile",
        ),
    });
    Ok(only(found.counted(stat)))
}
