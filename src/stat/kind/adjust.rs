//! `kind: adjust` — p values of several outcomes, corrected for their number.
//!
//! ```yaml
//! primary:
//!   kind: adjust
//!   method: holm              # holm, bonferroni or bh
//!   of: {business: growth.difference, crime: crime_change.difference}
//! ```
//!
//! Gives a family by `outcome` of corrected p values.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::project::Estimated;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::family;
use crate::stat::draft::test;
use crate::stat::estimate::adjust::benjamini_hochberg;
use crate::stat::estimate::adjust::bonferroni;
use crate::stat::estimate::adjust::holm;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Settings {
    /// Name of the outcome → the statistic whose test counts.
    pub of: BTreeMap<String, String>,
    method: Method,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Method {
    Holm,
    Bonferroni,
    Bh,
}

/// Computes `kind: adjust`.
pub(in crate::stat) fn compute(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let mut raw = Vec::new();
    let mut from = Vec::new();
    for (name, id) in &settings.of {
        let stat = context.earlier(id, &["of", name])?;
        let p = stat.test.as_ref().map(|test| test.p);
        let p = p.or_else(|| stat.number().filter(|_| stat.format.unit == Unit::P));
        let Some(p) = p else {
            return Err(Diagnostic::error(Code::R0304, format!("`{id}` has no test"))
                .at(context.block.place(&["of", name]), "")
                .into());
        };
        raw.push(p);
        from.push(id.clone());
    }
    let (name, corrected) = match settings.method {
        Method::Holm => ("Holm", holm(&raw)),
        Method::Bonferroni => ("Bonferroni", bonferroni(&raw)),
        Method::Bh => ("Benjamini–Hochberg", benjamini_hochberg(&raw)),
    };
    let how = How {
        definition: format!(
            "p value corrected for {} outcomes by the method of {name}",
            raw.len()
        ),
        formula: name.to_owned(),
        from,
        ..How::default()
    };
    let dimensions = ["outcome".to_owned()];
    let mut made = Made::default();
    let mut members = Vec::new();
    for ((outcome, _), (p, raw)) in settings.of.iter().zip(corrected.iter().zip(&raw)) {
        let key = vec![outcome.clone()];
        let id = context.id(&key);
        let title = context.title(&dimensions, &key);
        let mut stat =
            context.number(id.clone(), title, *p, Format::of(Unit::P), &how)?;
        stat.test = Some(test(name, *raw, None, *p));
        stat.details.insert("p_raw".to_owned(), *raw);
        members.push((key, id));
        made.stats.push(stat);
    }
    let block = &context.block;
    made.families.push(family(&block.id, &block.title, &dimensions, members));
    Ok(made)
}
