//! `kind: adjust` — p values of several outcomes, corrected for their number.
//!
//! ```yaml
//! corrected:
//!   kind: adjust
//!   method: holm               # holm, bonferroni, bh or by
//!   of:
//!     business: business_growth.difference
//!     crime: crime_change.difference
//!     printed: 0.04            # a p value that stands in print
//! ```
//!
//! **Gives** a family by `outcome` of corrected p values, with the test before correction as the
//! detail `p_raw`.
//!
//! **Formula.** Ascending p(1) … p(m). `bonferroni`: min(1, m·p). `holm`: max over j ≤ i of
//! min(1, (m − j + 1)·p(j)). `bh`: min over j ≥ i of min(1, m/j·p(j)). `by`: the same with
//! m·Σ1/j in place of m, for outcomes that depend on one another in any way. Holm and Bonferroni
//! hold the chance of any false finding, the others the share of false ones among the findings.
//!
//! **Unit.** p.
//!
//! **Undefined** where a statistic named has no test.
//!
//! **Reference.** Holm (1979); Benjamini and Hochberg (1995); Benjamini and Yekutieli (2001). Agrees
//! with R's `p.adjust`.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! corrected.business = p = 0.008
//! corrected.printed = p = 0.040
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::shown;
use crate::stat::draft::test;
use crate::stat::estimate::adjust::benjamini_hochberg;
use crate::stat::estimate::adjust::benjamini_yekutieli;
use crate::stat::estimate::adjust::bonferroni;
use crate::stat::estimate::adjust::holm;
use crate::stat::kind::Kind;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Adjust {
    /// Name of the outcome → the statistic whose test counts, or its p value.
    of: BTreeMap<String, Outcome>,
    /// The correction.
    method: Method,
}

#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(untagged, expecting = "expected the id of a statistic or a p value")]
enum Outcome {
    Given(f64),
    Id(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Method {
    Holm,
    Bonferroni,
    Bh,
    By,
}

impl Method {
    /// Returns the correction as a formula, with the p values that it corrects.
    fn formula(self, raw: &[f64]) -> String {
        let m = raw.len();
        let one = match self {
            Self::Holm => "max over j ≤ i of min(1, (m − j + 1)·p(j))",
            Self::Bonferroni => "min(1, m·p)",
            Self::Bh => "min over j ≥ i of min(1, m/j·p(j))",
            Self::By => "min over j ≥ i of min(1, m·Σ(1/k)/j·p(j))",
        };
        let mut sorted = raw.to_vec();
        sorted.sort_by(f64::total_cmp);
        let all: Vec<String> = sorted.into_iter().map(shown).collect();
        format!("{one}; m = {m}, p = {}", all.join(", "))
    }
}

impl Kind for Adjust {
    const NAME: &'static str = "adjust";
    const MANUAL: &'static str = include_str!("adjust.rs");

    fn needs(&self) -> Vec<String> {
        let ids = self.of.values().filter_map(|outcome| match outcome {
            Outcome::Id(id) => Some(id.clone()),
            Outcome::Given(_) => None,
        });
        ids.collect()
    }

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: adjust`.
fn compute(context: &Context<'_>, settings: &Adjust) -> Result<Made> {
    let mut raw = Vec::new();
    let mut from = Vec::new();
    for (name, outcome) in &settings.of {
        let p = match outcome {
            Outcome::Given(p) => Some(*p),
            Outcome::Id(id) => {
                let stat = context.earlier(id, &["of", name])?;
                from.push(id.clone());
                let p = stat.test.as_ref().map(|test| test.p);
                p.or_else(|| stat.number().filter(|_| stat.format.unit == Unit::P))
            }
        };
        let refused = match (p, outcome) {
            (Some(p), _) if (0.0..=1.0).contains(&p) => {
                raw.push(p);
                continue;
            }
            (Some(p), _) => format!("{p} is no p value"),
            (None, Outcome::Id(id)) => format!("`{id}` has no test"),
            (None, Outcome::Given(p)) => format!("{p} is no p value"),
        };
        return Err(context.contradiction(&["of", name], refused).into());
    }
    let (name, corrected) = match settings.method {
        Method::Holm => ("Holm", holm(&raw)),
        Method::Bonferroni => ("Bonferroni", bonferroni(&raw)),
        Method::Bh => ("Benjamini–Hochberg", benjamini_hochberg(&raw)),
        Method::By => ("Benjamini–Yekutieli", benjamini_yekutieli(&raw)),
    };
    let how = How {
        definition: format!(
            "p value corrected for {} outcomes by the method of {name}",
            raw.len()
        ),
        formula: settings.method.formula(&raw),
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
    made.grouped(context, &dimensions, members);
    Ok(made)
}
