//! What a declaration expects of a table: how many rows, and every combination of its keys.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::table::row_codes;
use crate::project::CountDecl;
use std::collections::BTreeSet;

/// Combinations that are named; the rest are counted.
const SHOWN: usize = 5;

/// The most combinations that are looked for.
const MOST: usize = 10_000_000;

/// Holds the number of rows, or files, to what is declared.
pub(super) fn count(
    what: &str,
    noun: &str,
    count: usize,
    wanted: Option<CountDecl>,
    at: impl FnOnce() -> Span,
) -> Option<Diagnostic> {
    let wanted = wanted.filter(|wanted| !wanted.takes(count))?;
    let message =
        format!("{what} has {count} {noun}, where {} are expected", wanted.words());
    let help =
        format!("mend the data, or `expect:`, once you know why there are {count}");
    Some(Diagnostic::error(Code::R0617, message).at(at(), "").help(help))
}

/// Holds a table to having every combination of the values of some columns.
pub(super) fn complete(
    what: &str,
    table: &Table,
    names: &[String],
    at: &Span,
) -> Option<Diagnostic> {
    if names.is_empty() {
        return None;
    }
    let unknown = names.iter().find(|name| table.column(name).is_none());
    if let Some(name) = unknown {
        let message = format!("`complete` names a column `{name}` that {what} lacks");
        let help = did_you_mean(name, table.names(), "columns");
        return Some(
            Diagnostic::error(Code::R0617, message).at(at.clone(), "").help(help),
        );
    }
    let columns: Vec<&Column> =
        names.iter().filter_map(|name| table.column(name)).collect();
    let values: Vec<Vec<String>> =
        columns.iter().map(|column| column.codes().1).collect();
    let wanted = values.iter().try_fold(1_usize, |all, own| {
        all.checked_mul(own.len()).filter(|all| *all <= MOST)
    });
    let Some(wanted) = wanted else {
        let message = format!(
            "{what} has too many combinations of {} to look for",
            names.join(", ")
        );
        return Some(Diagnostic::error(Code::R0617, message).at(at.clone(), ""));
    };
    let rows: BTreeSet<usize> =
        row_codes(&columns, table.rows()).into_iter().flatten().collect();
    if rows.len() >= wanted {
        return None;
    }
    let codes: Vec<Vec<Option<usize>>> =
        columns.iter().map(|column| column.codes().0).collect();
    let there: BTreeSet<Vec<usize>> = (0..table.rows())
        .filter_map(|row| {
            codes.iter().map(|own| own.get(row).copied().flatten()).collect()
        })
        .collect();
    let mut shown = Vec::new();
    for number in 0..wanted {
        let mut rest = number;
        let mut key = vec![0; values.len()];
        for (place, own) in key.iter_mut().zip(&values).rev() {
            *place = rest % own.len().max(1);
            rest /= own.len().max(1);
        }
        if !there.contains(&key) {
            let words = key.iter().zip(&values).filter_map(|(at, own)| own.get(*at));
            shown.push(words.cloned().collect::<Vec<_>>().join(", "));
        }
        if shown.len() == SHOWN {
            break;
        }
    }
    let missing = wanted - rows.len();
    let more = if missing > shown.len() {
        format!("; and {} more", missing - shown.len())
    } else {
        String::new()
    };
    let message = format!(
        "{what} lacks {missing} of {wanted} combinations of {}: {}{more}",
        names.join(" and "),
        shown.join("; ")
    );
    Some(Diagnostic::error(Code::R0617, message).at(at.clone(), "").help(
        "add the rows, or take `complete:` out and say in the text what is missing",
    ))
}
