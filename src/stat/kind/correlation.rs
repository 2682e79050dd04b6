//! `kind: correlation` — of two families with the same keys.
//!
//! ```yaml
//! together:
//!   kind: correlation
//!   x: growth_by_area          # families by area
//!   y: crime_by_area
//!   method: pearson            # or spearman
//! ```

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::project::Estimated;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::correlation::pearson;
use crate::stat::estimate::correlation::spearman;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::value::Family;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Settings {
    pub x: String,
    pub y: String,
    #[serde(default)]
    method: Method,
    #[serde(default = "level")]
    level: f64,
}

fn level() -> f64 {
    95.0
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Method {
    #[default]
    Pearson,
    Spearman,
}

/// Computes `kind: correlation`.
pub(in crate::stat) fn compute(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let find = |setting: &str, id: &str| -> Result<&Family> {
        context.family(id).ok_or_else(|| {
            let known = context.families();
            Diagnostic::error(Code::R0306, format!("unknown family `{id}`"))
                .at(context.block.place(&[setting]), "")
                .help(did_you_mean(id, known, "families"))
                .into()
        })
    };
    let (across, up) = (find("x", &settings.x)?, find("y", &settings.y)?);
    let (mut x, mut y) = (Vec::new(), Vec::new());
    let mut files = Vec::new();
    for member in &across.members {
        let other = up.members.iter().find(|other| other.key == member.key);
        let Some(other) = other else { continue };
        let (a, b) = (context.statistic(&member.id), context.statistic(&other.id));
        if let (Some(a), Some(b)) = (a, b)
            && let (Some(at), Some(to)) = (a.number(), b.number())
        {
            x.push(at);
            y.push(to);
            files.extend(a.provenance.files.iter().chain(&b.provenance.files).cloned());
        }
    }
    files.sort();
    files.dedup();
    let undefined = |error: crate::stat::estimate::Undefined| {
        context.undefined(&context.block.id, &error.reason)
    };
    let how = How {
        definition: format!("Correlation of “{}” with “{}”", across.title, up.title),
        formula: match settings.method {
            Method::Pearson => {
                "Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²); interval by Fisher's z"
                    .to_owned()
            }
            Method::Spearman => "Pearson's of the midranks".to_owned(),
        },
        rows: x.len(),
        files,
        from: vec![settings.x.clone(), settings.y.clone()],
        ..How::default()
    };
    let title = context.title(&[], &[]);
    let format = context.format(Format::of(Unit::Number))?;
    let mut stat = match settings.method {
        Method::Pearson => {
            let found = pearson(&x, &y, settings.level / 100.0).map_err(undefined)?;
            let mut stat =
                context.number(context.id(&[]), title, found.r, format, &how)?;
            stat.interval = found
                .interval
                .map(|(low, high)| interval(low, high, settings.level, "Fisher's z"));
            stat.test =
                found.test.map(|(t, p)| test("t test of r", t, Some(found.df), p));
            stat
        }
        Method::Spearman => {
            let found = spearman(&x, &y).map_err(undefined)?;
            let mut stat =
                context.number(context.id(&[]), title, found.rho, format, &how)?;
            let p = found.p_exact.or(found.p_t);
            stat.test = p.map(|p| test("Spearman's test", found.rho, None, p));
            stat
        }
    };
    stat.n = vec![count("", x.len(), across.members.len())];
    Ok(Made { stats: vec![stat], families: Vec::new() })
}
