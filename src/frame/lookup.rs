//! Joins to look-ups, held to what their frame declares: rows without a partner, keys that occur
//! several times, and the weights by which a row is split.
//!
//! **In:** `lookups:` of a frame. **Out:** the first of them that the tables do not keep.
//! **Guarantees:** what a join drops or multiplies is counted in rows of the table that is looked up.

use crate::frame::Frames;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::fixed;
use crate::model::table::Column;
use crate::project::Frame;
use crate::project::LookupDecl;
use std::collections::BTreeMap;

/// Keys that are named; the rest are counted.
const SHOWN: usize = 3;

/// How far weights of one key may add up to something else than one.
const SLACK: f64 = 1e-6;

/// Checks the look-ups of a frame.
pub(super) fn check(frames: &Frames<'_>, frame: &Frame) -> Result<()> {
    frame
        .decl
        .lookups
        .iter()
        .enumerate()
        .try_for_each(|(index, decl)| one(frames, frame, decl, &index.to_string()))
}

fn one(frames: &Frames<'_>, frame: &Frame, decl: &LookupDecl, index: &str) -> Result<()> {
    let at = |key: &str| frame.yaml.place(&["lookups", index, key]);
    let tables = frames.tables_of(&frame.decl.sql);
    let column = |table: &str, setting: &str, name: &str, key: &str| -> Result<&Column> {
        if !tables.iter().any(|known| known == table) {
            let message =
                format!("`{table}` is no table of the query of `{}`", frame.name);
            let known = tables.iter().map(String::as_str);
            return Err(Diagnostic::error(Code::R0231, message)
                .at(at(setting), "")
                .help(did_you_mean(table, known, "tables"))
                .into());
        }
        let Some(held) = frames.table(table)? else {
            let message =
                format!("`{table}` is read in passes, so its keys are not held");
            return Err(Diagnostic::error(Code::R0231, message)
                .at(at(setting), "")
                .help("make a smaller frame of it first, and look that up")
                .into());
        };
        held.column(name).ok_or_else(|| {
            let message = format!("`{table}` has no column `{name}`");
            Diagnostic::error(Code::R0231, message)
                .at(at(key), "")
                .help(did_you_mean(name, held.names(), "columns"))
                .into()
        })
    };
    let rows = column(&decl.from, "from", &decl.on, "on")?;
    let keys = column(&decl.to, "to", &decl.by, "by")?;
    let counts = |column: &Column| -> BTreeMap<String, usize> {
        let mut out = BTreeMap::new();
        for key in (0..column.len()).filter_map(|row| column.key(row)) {
            *out.entry(key).or_default() += 1;
        }
        out
    };
    let (wanted, known) = (counts(rows), counts(keys));
    let listed = |keys: &[&String]| {
        let first: Vec<&str> = keys.iter().take(SHOWN).map(|key| key.as_str()).collect();
        let more = if keys.len() > SHOWN { ", …" } else { "" };
        format!("{}{more}", first.join(", "))
    };
    let lost: Vec<(&String, usize)> = wanted
        .iter()
        .filter(|(key, _)| !known.contains_key(*key))
        .map(|(key, count)| (key, *count))
        .collect();
    let blank = rows.len() - wanted.values().sum::<usize>();
    let unmatched = blank + lost.iter().map(|(_, count)| count).sum::<usize>();
    if unmatched != decl.unmatched {
        let names: Vec<&String> = lost.iter().map(|(key, _)| *key).collect();
        let names = match (names.is_empty(), blank) {
            (true, _) => "blank cells".to_owned(),
            (false, 0) => listed(&names),
            (false, blank) => format!("{}, and {blank} blank cells", listed(&names)),
        };
        let share = fixed(100.0 * unmatched as f64 / rows.len().max(1) as f64, 1);
        let message = format!(
            "{unmatched} of {} rows of `{}` ({share}%) have no partner in `{}` by `{}`, where {} are declared{}",
            rows.len(),
            decl.from,
            decl.to,
            decl.by,
            decl.unmatched,
            if unmatched == 0 { String::new() } else { format!(": {names}") }
        );
        return Err(Diagnostic::error(Code::R0231, message)
            .at(at("unmatched"), "")
            .help(format!(
                "mend the look-up, or write `unmatched: {unmatched}` once you know why"
            ))
            .into());
    }
    let doubled: Vec<&String> = wanted
        .keys()
        .filter(|key| known.get(*key).is_some_and(|count| *count > 1))
        .collect();
    let Some(weight) = &decl.weight else {
        if doubled.len() == decl.doubled {
            return Ok(());
        }
        let several: usize = doubled.iter().filter_map(|key| wanted.get(*key)).sum();
        let message = format!(
            "{} keys of `{}` occur more than once in `{}`, where {} are declared: {several} rows of `{}` are counted several times ({})",
            doubled.len(),
            decl.by,
            decl.to,
            decl.doubled,
            decl.from,
            listed(&doubled)
        );
        let help = format!(
            "declare `weight:`, the column of shares by which such a row is split, and multiply by it; or write `doubled: {}` if each partner is to count in full",
            doubled.len()
        );
        return Err(Diagnostic::error(Code::R0231, message)
            .at(at("doubled"), "")
            .help(help)
            .into());
    };
    let shares = column(&decl.to, "to", weight, "weight")?;
    weighted(frame, decl, weight, (keys, shares), &wanted, at("weight"))
}

/// Returns whether a query names a column, as a word of its own or in quotes.
fn names(sql: &str, column: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    sql.contains(&format!("\"{column}\""))
        || sql.split(|c| !word(c)).any(|name| name.eq_ignore_ascii_case(column))
}

/// Checks that the query uses the weight, and that the weights of each key add up to one.
fn weighted(
    frame: &Frame,
    decl: &LookupDecl,
    weight: &str,
    (keys, shares): (&Column, &Column),
    wanted: &BTreeMap<String, usize>,
    at: Span,
) -> Result<()> {
    if !names(&frame.decl.sql, weight) {
        let message =
            format!("the query of `{}` does not use the weight `{weight}`", frame.name);
        return Err(Diagnostic::error(Code::R0232, message)
            .at(at, "")
            .help(format!("multiply what is split by it: `SUM(… * {weight})`"))
            .into());
    }
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for row in 0..keys.len() {
        if let Some(key) = keys.key(row).filter(|key| wanted.contains_key(key)) {
            *sums.entry(key).or_default() += shares.number(row).unwrap_or(f64::NAN);
        }
    }
    let wrong: Vec<(&String, f64)> = sums
        .iter()
        .map(|(key, sum)| (key, *sum))
        .filter(|(_, sum)| sum.is_nan() || (sum - 1.0).abs() > SLACK)
        .collect();
    let Some((key, sum)) = wrong.first() else { return Ok(()) };
    let sum = if sum.is_nan() { "a blank".to_owned() } else { fixed(*sum, 6) };
    let message = format!(
        "the weights of {} of {} keys of `{}` do not add up to 1: those of {key} to {sum}",
        wrong.len(),
        sums.len(),
        decl.to
    );
    Err(Diagnostic::error(Code::R0232, message)
        .at(at, "")
        .help("mend the weights: what is split would otherwise grow or shrink")
        .into())
}
