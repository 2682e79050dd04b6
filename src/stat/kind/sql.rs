//! `kind: sql` — a value for each row of a query, typed by the author.
//!
//! ```yaml
//! largest_area:
//!   kind: sql
//!   sql: SELECT MAX(population) AS people FROM panel WHERE year = 2024
//!   unit: count                # count, percent, points, rate, ratio, index, currency, number …
//!   noun: residents
//! ```
//!
//! **Gives** `ID` from a query of one row; with `by:`, columns of the result, a family `ID.KEY` of
//! its rows. `value:` names the column of the values where several are left.
//!
//! **Formula.** The query. Float sums inside SQL may differ in the last digit from run to run:
//! let the kinds add up.
//!
//! **Unit.** As declared; a whole number is a count.
//!
//! **Undefined** without `by:` where the query gives no value, or more than one row.
//!
//! **Reference.** The SQL of polars.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! largest_area = 10,703
//! ```

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Value;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::kind::Kind;
use crate::stat::remark::Remark;
use crate::stat::rows::named_or_left;
use serde::Deserialize;

/// `kind: sql` — a value for each row of a query, typed by the author.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Sql {
    /// The query. Without `by` it must give one row.
    #[serde(rename = "sql")]
    pub query: String,
    /// The column of the values; needed when there are several.
    #[serde(default)]
    pub value: Option<String>,
    /// Columns of the result that make the groups.
    #[serde(default)]
    pub by: Vec<String>,
}

impl Kind for Sql {
    const NAME: &'static str = "sql";
    const MANUAL: &'static str = include_str!("sql.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

fn compute(context: &Context<'_>, decl: &Sql) -> Result<Made> {
    let at = context.block.place(&["sql"]);
    let table = context.query(&decl.query, &at)?;
    for message in context.sums_with_gaps(&decl.query) {
        context.remark(Remark::new(
            Code::R0316,
            message,
            &["sql"],
            crate::frame::SUM_HELP,
        ));
    }
    let names: Vec<&str> = table.names().collect();
    let unknown = |name: &str, setting: &[&str]| {
        Diagnostic::error(Code::R0302, format!("the query gives no column `{name}`"))
            .at(context.block.place(setting), "")
            .help(did_you_mean(name, names.iter().copied(), "columns"))
    };
    let mut keys = Vec::new();
    for (index, name) in decl.by.iter().enumerate() {
        let column = table.column(name);
        keys.push(column.ok_or_else(|| unknown(name, &["by", &index.to_string()]))?);
    }
    let rest: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !decl.by.iter().any(|key| key == name))
        .collect();
    let value = match (&decl.value, rest.as_slice()) {
        (Some(name), _) => table.column(name).ok_or_else(|| unknown(name, &["value"]))?,
        (None, [only]) => table.column(only).ok_or_else(|| unknown(only, &["sql"]))?,
        (None, _) => {
            let message =
                format!("the query gives {} columns; say which is the value", rest.len());
            return Err(context
                .contradiction(&["sql"], message)
                .help(did_you_mean("", rest.iter().copied(), "columns"))
                .into());
        }
    };
    if decl.by.is_empty() && table.rows() != 1 {
        let message =
            format!("the query gives {} rows where one is wanted", table.rows());
        return Err(context
            .contradiction(&["sql"], message)
            .help("add `by:` with the columns that name the rows, or aggregate")
            .into());
    }
    let whole = matches!(value.cells, crate::model::table::Cells::Integer(_));
    let usual = Format::of(if whole { Unit::Count } else { Unit::Number });
    let mut format = context.format(usual)?;
    let plain = matches!(format.unit, Unit::Count | Unit::Number);
    if whole && plain && context.gives_years(&decl.query, &value.name) {
        format = Format { noun: format.noun, ..Format::of(Unit::Year) };
    }
    let one_line = decl.query.split_whitespace().collect::<Vec<_>>().join(" ");
    let how = How {
        definition: if context.block.description.is_empty() {
            "A query over the data".to_owned()
        } else {
            context.block.description.clone()
        },
        formula: one_line,
        frame: String::new(),
        rows: table.rows(),
        files: table.files.clone(),
        from: Vec::new(),
    };
    let mut made = Made::default();
    let mut members: Vec<(Vec<String>, String)> = Vec::new();
    for column in &keys {
        let without = (0..table.rows()).filter(|row| column.key(*row).is_none()).count();
        if without > 0 {
            context.remark(Remark::new(
                Code::R0341,
                format!(
                    "{without} of {} rows of the query {} no `{}` and {} to no group of `{}`",
                    table.rows(),
                    if without == 1 { "has" } else { "have" },
                    column.name,
                    if without == 1 { "belongs" } else { "belong" },
                    context.block.id
                ),
                &["by"],
                named_or_left(&column.name),
            ));
        }
    }
    for row in 0..table.rows() {
        let key: Option<Vec<String>> =
            keys.iter().map(|column| column.key(row)).collect();
        let Some(key) = key else { continue };
        let id = context.id(&key);
        let cell = match (value.number(row), value.key(row)) {
            (Some(number), _) => Value::Number(number),
            (None, Some(text)) => Value::Text(text),
            (None, None) => {
                if decl.by.is_empty() {
                    return Err(context.undefined(&id, "the query gives no value"));
                }
                continue;
            }
        };
        made.stats.push(context.stat(
            id.clone(),
            context.title(&decl.by, &key),
            cell,
            format.clone(),
            &how,
        ));
        members.push((key, id));
    }
    let all: Vec<Vec<String>> = (0..table.rows())
        .filter_map(|row| keys.iter().map(|column| column.key(row)).collect())
        .collect();
    let all: Vec<&[String]> = all.iter().map(Vec::as_slice).collect();
    let with_value: Vec<&[String]> =
        members.iter().map(|(key, _)| key.as_slice()).collect();
    context.absent(&decl.by, &all, &with_value);
    made.grouped(context, &decl.by, members);
    Ok(made)
}
