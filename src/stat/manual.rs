//! The manual of the kinds of statistics: the heads of their own files, so that what an author
//! reads is what the code says of itself.

use crate::stat::kind::KINDS;
use crate::stat::kind::Registered;
use schemars::SchemaGenerator;
use serde_json::Value;

/// Returns the page about a kind: how it is declared, what it gives, its formula, unit and
/// reference, and when it is undefined.
pub fn manual(kind: &str) -> Option<String> {
    KINDS.iter().find(|known| known.decoder.kind == kind).map(page)
}

/// Returns the names of all kinds, in the order of the manual.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.decoder.kind)
}

/// Returns the schema of each kind's settings, what all kinds share not included.
pub fn schemas(schemas: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
    KINDS
        .iter()
        .map(|kind| {
            let schema = (kind.schema)(schemas).to_value();
            let name = schema.get("$ref").and_then(Value::as_str).unwrap_or_default();
            let name = name.rsplit('/').next().unwrap_or_default();
            let whole = schemas.definitions().get(name).cloned().unwrap_or(schema);
            (kind.decoder.kind, whole)
        })
        .collect()
}

/// Returns the pages of all kinds, each with the names of those that share it.
pub fn pages() -> Vec<(Vec<&'static str>, String)> {
    KINDS
        .chunk_by(|a, b| a.manual == b.manual)
        .map(|kinds| {
            let names = kinds.iter().map(|kind| kind.decoder.kind).collect();
            (names, kinds.first().map(page).unwrap_or_default())
        })
        .collect()
}

/// Returns the list of kinds with a line about each page.
pub fn index() -> String {
    let mut out = String::new();
    for (names, text) in pages() {
        let first: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        let first = first.join(" ");
        let about = first.split_once(" — ").map_or(first.as_str(), |(_, about)| about);
        let about = about.trim_end_matches('.');
        out.push_str(&format!("{}\n    {about}\n", names.join(", ")));
    }
    out
}

/// Returns the page of a kind: the head of its file.
fn page(kind: &Registered) -> String {
    let head = kind.manual.lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> =
        head.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::kinds;
    use super::manual;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_one_page_that_says_all_an_author_needs() {
        let documented: Vec<&str> = kinds().collect();
        let distinct: BTreeSet<&str> = documented.iter().copied().collect();
        assert_eq!(documented.len(), distinct.len());
        for kind in documented {
            let page = manual(kind).unwrap();
            for part in [
                "```yaml",
                "**Gives",
                "**Formula",
                "**Unit.**",
                "**Undefined**",
                "**Reference.**",
                "**Example.**",
            ] {
                assert!(page.contains(part), "the page of `{kind}` lacks {part}");
            }
            assert!(page.contains(&format!("kind: {kind}")), "`{kind}` is not declared");
        }
    }
}
