//! `kind: count` — how many rows, distinct values, or missing cells.
//!
//! ```yaml
//! areas_counted:
//!   kind: count
//!   frame: panel
//!   distinct: area             # or `missing: COLUMN`; rows unless given
//!   where: {year: 2024}
//!   by: [group]
//! ```
//!
//! **Gives** `ID`, or a family `ID.KEY` over `by`.
//!
//! **Formula.** n.
//!
//! **Unit.** A count.
//!
//! **Undefined** never: without rows it is zero.
//!
//! **Reference.** None.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! areas_counted.nbi = 150
//! areas_counted.benchmark = 29
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::project::Filter;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::kind::Kind;
use serde::Deserialize;
use std::collections::BTreeSet;

/// `kind: count` — how many rows, or how many distinct values.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Count {
    /// The frame read.
    pub frame: String,
    /// The column whose distinct values are counted; rows otherwise.
    #[serde(default)]
    pub distinct: Option<String>,
    /// The column whose missing cells are counted.
    #[serde(default)]
    pub missing: Option<String>,
    /// Rows to keep.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    pub by: Vec<String>,
}

impl Kind for Count {
    const NAME: &'static str = "count";
    const MANUAL: &'static str = include_str!("count.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

fn compute(context: &Context<'_>, decl: &Count) -> Result<Made> {
    let reader = context.reader(&decl.frame)?;
    let rows = reader.keep(&decl.filter)?;
    let distinct = match &decl.distinct {
        Some(name) => Some(reader.column(name, &["distinct"])?),
        None => None,
    };
    let missing = match &decl.missing {
        Some(name) => Some(reader.column(name, &["missing"])?),
        None => None,
    };
    let format = context.format(Format::of(Unit::Count))?;
    let what = match (&decl.distinct, &decl.missing) {
        (Some(name), _) => {
            format!("Number of distinct values of {}", name.replace('_', " "))
        }
        (None, Some(name)) => {
            format!("Number of missing cells of {}", name.replace('_', " "))
        }
        (None, None) => "Number of rows".to_owned(),
    };
    let mut made = Made::default();
    let mut members = Vec::new();
    for group in reader.groups(&rows, &decl.by)? {
        let value = match (distinct, missing) {
            (Some(column), _) => group
                .rows
                .iter()
                .filter_map(|row| column.key(*row))
                .collect::<BTreeSet<_>>()
                .len(),
            (None, Some(column)) => {
                group.rows.iter().filter(|row| column.key(**row).is_none()).count()
            }
            (None, None) => group.rows.len(),
        };
        let how = How {
            definition: format!("{what} in frame `{}`", decl.frame),
            formula: "n".to_owned(),
            frame: decl.frame.clone(),
            rows: group.rows.len(),
            files: reader.files(),
            from: Vec::new(),
        };
        let id = context.id(&group.key);
        let title = context.title(&decl.by, &group.key);
        made.stats.push(context.number(
            id.clone(),
            title,
            value as f64,
            format.clone(),
            &how,
        )?);
        members.push((group.key, id));
    }
    if decl.by.is_empty() && made.stats.is_empty() {
        let how = How {
            definition: format!("{what} in frame `{}`", decl.frame),
            formula: "n".to_owned(),
            frame: decl.frame.clone(),
            rows: 0,
            files: reader.files(),
            from: Vec::new(),
        };
        let id = context.id(&[]);
        made.stats.push(context.number(
            id,
            context.title(&[], &[]),
            0.0,
            format,
            &how,
        )?);
    }
    made.grouped(context, &decl.by, members);
    Ok(made)
}
