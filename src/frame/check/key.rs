//! Keys: rows that must be unique, and rows that must exist elsewhere.

use crate::frame::breaches::Breaches;
use crate::frame::check::Cellular;
use crate::frame::check::Field;
use crate::frame::check::Judged;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::table::row_codes;
use crate::project::ResourceDecl;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Checks that no two rows have the same primary key, nor the same unique key.
pub(super) fn unique_keys(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    table: &Table,
    breaches: &mut Breaches<'_>,
) {
    let schema = &resource.schema;
    unique("primary key", schema.primary_key.list(), resource, cells, table, breaches);
    for key in &schema.unique_keys {
        unique("unique key", key.list(), resource, cells, table, breaches);
    }
}

fn unique(
    what: &str,
    names: &[String],
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    table: &Table,
    breaches: &mut Breaches<'_>,
) {
    let columns: Option<Vec<&Column>> =
        names.iter().map(|name| table.column(name)).collect();
    let Some(columns) = columns.filter(|columns| !columns.is_empty()) else { return };
    let at = names
        .first()
        .and_then(|name| cells.header().iter().position(|head| head == name))
        .unwrap_or(0);
    let codes = row_codes(&columns, table.rows());
    let fields = names.iter().filter_map(|name| {
        let decl = resource.schema.fields.iter().find(|field| field.name == *name)?;
        let column = cells.header().iter().position(|head| head == name)?;
        Some((Field::new(resource, decl), column))
    });
    let fields: Vec<(Field<'_>, usize)> = fields.collect();
    // A part that is not what it should be is reported at its cell.
    let is_missing = |row: usize| {
        let mut parts = fields.iter().map(|(field, column)| {
            let text = cells.text(row, *column);
            text.is_none_or(|text| matches!(field.judge(&text), Judged::Missing(_)))
        });
        !cells.is_ragged(row) && parts.any(|missing| missing)
    };
    let mut first: Vec<Option<usize>> = vec![None; codes.len()];
    for (row, code) in codes.into_iter().enumerate() {
        let shown = || {
            let parts = columns.iter().map(|column| column.key(row));
            parts
                .map(|part| part.unwrap_or_else(|| "missing".to_owned()))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let Some(code) = code else {
            if what == "primary key" && is_missing(row) {
                breaches.push(|| {
                    let message = format!(
                        "row {}: the primary key has a missing part ({})",
                        cells.number(row),
                        shown()
                    );
                    Diagnostic::error(Code::R0203, message).at(cells.place(row, at), "")
                });
            }
            continue;
        };
        let Some(first) = first.get_mut(code) else { continue };
        match *first {
            None => *first = Some(row),
            Some(first) => breaches.push(|| {
                let message = format!(
                    "row {}: the {what} ({}) occurs twice",
                    cells.number(row),
                    shown()
                );
                Diagnostic::error(Code::R0203, message)
                    .at(cells.place(row, at), "")
                    .related(cells.place(first, at), "first here")
            }),
        }
    }
}

/// Checks that the foreign keys of a file point at rows that exist.
pub(in crate::frame) fn foreign_keys(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    tables: &BTreeMap<&str, &Table>,
    found: &mut Findings,
    file: &str,
) {
    let mut breaches = Breaches::new(found, file);
    for key in &resource.schema.foreign_keys {
        let target = if key.reference.resource.is_empty() {
            &resource.name
        } else {
            &key.reference.resource
        };
        let columns = |table: &str, names: &[String]| -> Option<Vec<&Column>> {
            let table = tables.get(table)?;
            names.iter().map(|name| table.column(name)).collect()
        };
        let theirs = columns(target, key.reference.fields.list());
        let ours = columns(&resource.name, key.fields.list());
        let (Some(theirs), Some(ours)) = (theirs, ours) else {
            breaches.push(|| {
                Diagnostic::error(
                    Code::R0203,
                    format!(
                        "a foreign key of `{}` names no table or column",
                        resource.name
                    ),
                )
            });
            continue;
        };
        let keys = |columns: &[&Column], row: usize| -> Vec<Option<String>> {
            columns.iter().map(|column| column.key(row)).collect()
        };
        let rows = theirs.first().map_or(0, |column| column.len());
        let theirs: BTreeSet<Vec<Option<String>>> =
            (0..rows).map(|row| keys(&theirs, row)).collect();
        let at = key
            .fields
            .list()
            .first()
            .and_then(|name| cells.header().iter().position(|head| head == name))
            .unwrap_or(0);
        // Rows with the same key are looked up once.
        let codes = row_codes(&ours, cells.rows());
        let mut known: Vec<Option<bool>> = vec![None; codes.len()];
        for (row, code) in codes.into_iter().enumerate() {
            let Some(known) = code.and_then(|code| known.get_mut(code)) else { continue };
            let there = *known.get_or_insert_with(|| theirs.contains(&keys(&ours, row)));
            if !there {
                breaches.push(|| {
                    let shown: Vec<String> =
                        keys(&ours, row).into_iter().flatten().collect();
                    let shown = shown.join(", ");
                    let message = format!(
                        "row {}: `{shown}` is not in `{target}`",
                        cells.number(row)
                    );
                    Diagnostic::error(Code::R0203, message).at(cells.place(row, at), "")
                });
            }
        }
    }
    breaches.close();
}
