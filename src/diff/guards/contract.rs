//! The rules of a contract that hold a cell: what a changed one lets pass.

use crate::diff::guards::Turn;
use crate::diff::guards::greater;
use crate::model::comparison::Detail;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Rules of a contract that hold a cell.
const RULES: &[&str] = &[
    "type",
    "constraints.required",
    "constraints.unique",
    "constraints.minimum",
    "constraints.maximum",
    "constraints.exclusiveMinimum",
    "constraints.exclusiveMaximum",
    "constraints.minLength",
    "constraints.maxLength",
    "constraints.enum",
    "constraints.pattern",
];

const KEY: &str = "schema.primaryKey";
const FOREIGN: &str = "schema.foreignKeys.";
const MISSING: &str = "missingValues";

/// Returns the rules of a contract that changed: those of its rows, and field by field.
pub(super) fn contract(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<(Turn, Detail)> {
    let mut out = of_rows(old, new);
    let fields = |side: &BTreeMap<String, String>| -> BTreeSet<String> {
        let names = side.keys().filter_map(|path| path.strip_prefix("schema.fields."));
        names.filter_map(|path| path.strip_suffix(".name")).map(str::to_owned).collect()
    };
    let kept = fields(old);
    for field in fields(new).intersection(&kept) {
        for rule in RULES {
            let path = format!("schema.fields.{field}.{rule}");
            let text = |side: &BTreeMap<String, String>| {
                side.get(&path).cloned().unwrap_or_default()
            };
            let (was, is) = (text(old), text(new));
            if was == is || was.is_empty() {
                continue;
            }
            let part = Detail::new(
                format!("{field} {}", rule.trim_start_matches("constraints.")),
                was,
                is,
            );
            let list = |text: &str| -> BTreeSet<String> {
                text.split(", ").map(str::to_owned).collect()
            };
            let lower = rule.to_lowercase().contains("min");
            let turn = match *rule {
                _ if part.new.is_empty() || part.new == "false" => Turn::Loosened,
                "constraints.enum" if list(&part.new).is_subset(&list(&part.old)) => {
                    Turn::Tightened
                }
                "constraints.enum" => Turn::Loosened,
                "type" | "constraints.pattern" => Turn::Changed,
                _ => match greater(&part) {
                    Turn::Loosened if lower => Turn::Tightened,
                    Turn::Tightened if lower => Turn::Loosened,
                    turn => turn,
                },
            };
            out.push((turn, part));
        }
    }
    out
}

/// Returns the keys, look-ups and signs of missing values that changed: what they let pass shows nowhere else.
fn of_rows(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<(Turn, Detail)> {
    let mut out = Vec::new();
    let text = |side: &BTreeMap<String, String>, path: &str| {
        side.get(path).cloned().unwrap_or_default()
    };
    let (was, is) = (text(old, KEY), text(new, KEY));
    if was != is && !was.is_empty() {
        let columns = |text: &str| -> BTreeSet<String> {
            text.split(", ").map(str::to_owned).collect()
        };
        // Fewer rows share a key of more columns.
        let wider = is.is_empty() || columns(&was).is_subset(&columns(&is));
        let turn = if wider { Turn::Loosened } else { Turn::Changed };
        out.push((turn, Detail::new("primary key", was, is)));
    }
    let (was, is) = (look_ups(old), look_ups(new));
    let gone: Vec<&String> = was.difference(&is).collect();
    let come: Vec<&String> = is.difference(&was).collect();
    for (at, gone) in gone.iter().enumerate() {
        let instead = come.get(at).map(|come| (*come).clone());
        let turn = if instead.is_some() { Turn::Changed } else { Turn::Loosened };
        let part = Detail::new("look-up", (*gone).clone(), instead.unwrap_or_default());
        out.push((turn, part));
    }
    let (was, is) = (signs(old), signs(new));
    for sign in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
        let (before, after) = (was.get(sign), is.get(sign));
        // A sign that is read as missing takes cells out of every number.
        let turn = match (before, after) {
            (None, _) => Turn::Loosened,
            (Some(_), None) => Turn::Tightened,
            (a, b) if a == b => continue,
            _ => Turn::Changed,
        };
        let side = |label: Option<&String>| label.cloned().unwrap_or_default();
        let what = format!("missing value {sign}");
        out.push((turn, Detail::new(what, side(before), side(after))));
    }
    out
}

/// Returns the look-ups of a resource: "area, year → crime (area, year)".
fn look_ups(side: &BTreeMap<String, String>) -> BTreeSet<String> {
    let names = side.keys().filter_map(|path| path.strip_prefix(FOREIGN));
    let own = names.filter_map(|path| path.strip_suffix(".fields"));
    own.filter(|at| !at.contains('.'))
        .map(|at| {
            let text = |key: &str| {
                side.get(&format!("{FOREIGN}{at}.{key}")).map_or("", String::as_str)
            };
            let (to, fields) = (text("reference.resource"), text("reference.fields"));
            format!("{} → {to} ({fields})", text("fields"))
        })
        .collect()
}

/// Returns the signs that are read as missing values, in all fields or in one, with what they mean.
fn signs(side: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (path, value) in side {
        let Some((before, label)) = path.split_once(MISSING) else { continue };
        let of = before
            .strip_prefix("schema.fields.")
            .map(|field| format!(" of {}", field.trim_end_matches('.')));
        let of = of.unwrap_or_default();
        if label.is_empty() {
            let signs = value.split(", ").map(|sign| format!("`{sign}`{of}"));
            out.extend(signs.map(|sign| (sign, "missing".to_owned())));
        }
        let label = label.strip_prefix('.').and_then(|path| path.strip_suffix(".value"));
        if let Some(label) = label {
            out.insert(format!("`{value}`{of}"), label.to_owned());
        }
    }
    out
}

/// Returns whether a setting of a contract is a rule that holds a cell, or a row.
pub(in crate::diff) fn is_rule(path: &str) -> bool {
    if path == KEY || path.starts_with(FOREIGN) || path.contains(MISSING) {
        return true;
    }
    let inner = path.strip_prefix("schema.fields.").and_then(|path| path.split_once('.'));
    inner.is_some_and(|(_, rule)| RULES.contains(&rule))
}
