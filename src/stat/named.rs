//! Words and orders of `labels:` that name what is not there.
//!
//! **In:** what is declared of columns, and the values that families have. **Out:** warnings.
//! **Guarantees:** a value that may be absent can have words: only one that is a slip away from a value
//! without any is told.

use crate::frame::Frames;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::did_you_mean;
use crate::model::diagnostic::slip_of;
use crate::model::statistic::Statistics;
use crate::model::table::Digest;
use crate::project::Project;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns what is said of `labels:`.
pub(super) fn misnamed(
    project: &Project,
    frames: &Frames<'_>,
    done: &Statistics,
) -> Vec<Diagnostic> {
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for family in done.families.values() {
        for (at, name) in family.dimensions.iter().enumerate() {
            let keys = family.members.iter().filter_map(|member| member.key.get(at));
            values.entry(name).or_default().extend(keys.map(String::as_str));
        }
    }
    let columns: BTreeSet<&str> = frames
        .names()
        .filter_map(|name| frames.digest(name))
        .flat_map(Digest::names)
        .collect();
    let mut out = Vec::new();
    for (column, entry) in &project.statistics.labelled {
        if !columns.contains(column.as_str()) && !values.contains_key(column.as_str()) {
            let message = format!("no table has a column `{column}`");
            let known = columns.iter().copied();
            out.push(
                Diagnostic::warning(Code::R0302, message)
                    .at(entry.span(), "")
                    .help(did_you_mean(column, known, "columns")),
            );
            continue;
        }
        let Some(known) = values.get(column.as_str()) else { continue };
        let words = project.statistics.labels.get(column);
        let named = |value: &str| words.is_some_and(|words| words.contains_key(value));
        for key in words.into_iter().flat_map(BTreeMap::keys) {
            if let Some(meant) = slip_of(key, known.iter().copied(), named) {
                out.push(slip(column, key, meant).at(entry.key(&[key]), ""));
            }
        }
        let order = project.statistics.orders.get(column).map_or(&[][..], Vec::as_slice);
        let listed = |value: &str| order.iter().any(|own| own == value);
        for (at, value) in order.iter().enumerate() {
            if let Some(meant) = slip_of(value, known.iter().copied(), listed) {
                let place = entry.place(&["order", &at.to_string()]);
                out.push(slip(column, value, meant).at(place, ""));
            }
        }
    }
    out
}

fn slip(column: &str, name: &str, meant: &str) -> Diagnostic {
    let message = format!("no value of `{column}` is `{name}`");
    Diagnostic::warning(Code::R0313, message).help(format!("did you mean `{meant}`?"))
}
