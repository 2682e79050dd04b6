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

/// Returns the rules of a contract that changed, field by field.
pub(super) fn contract(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<(Turn, Detail)> {
    let mut out = Vec::new();
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

/// Returns whether a setting of a contract is a rule that holds a cell.
pub(in crate::diff) fn is_rule(path: &str) -> bool {
    let inner = path.strip_prefix("schema.fields.").and_then(|path| path.split_once('.'));
    inner.is_some_and(|(_, rule)| RULES.contains(&rule))
}
