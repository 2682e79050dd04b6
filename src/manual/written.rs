//! The pages of the manual that somebody wrote: `templates/manual/pages/NAME.md`.
//!
//! **In:** the embedded files. **Out:** each with its name, title, other words for it, and text.
//! **Guarantees:** every file is a page.

use crate::output::builtin_under;

/// A page that somebody wrote.
pub(super) struct ManualPage {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// Other words for it.
    pub(super) also: Vec<&'static str>,
    pub(super) text: &'static str,
}

/// Returns every page, by name.
pub(super) fn pages() -> Vec<ManualPage> {
    builtin_under("manual/pages/")
        .filter_map(|(path, bytes)| {
            let whole = std::str::from_utf8(bytes).ok()?;
            let (title, rest) = whole.split_once('\n')?;
            let (also, text) = rest.strip_prefix("Also: ")?.split_once('\n')?;
            Some(ManualPage {
                name: path.strip_suffix(".md")?,
                title: title.trim_start_matches("# "),
                also: also.split(", ").map(str::trim).collect(),
                text: text.trim(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::pages;
    use crate::manual::keys::keys;
    use crate::manual::page::bare;
    use crate::manual::page::page;
    use serde_yaml::Value;

    #[test]
    fn every_written_page_can_be_read() {
        let read = crate::output::builtin_under("manual/pages/").count();
        assert_eq!(pages().len(), read);
    }

    /// Returns what is between marks: code of a line, or blocks.
    fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
        let parts = text.split(open).skip(1);
        parts.filter_map(|part| part.split_once(close)).map(|(inner, _)| inner).collect()
    }

    #[test]
    fn whatever_a_page_refers_to_is_there() {
        for written in pages() {
            let named = between(written.text, "explain ", "`");
            for name in named.into_iter().filter(|name| {
                !name.contains(char::is_uppercase) && !name.contains(['\n', ' '])
            }) {
                let there = page(name).or_else(|| bare(name)).is_some();
                assert!(there || of_a_project(name), "{}: explain {name}", written.name);
            }
        }
    }

    fn of_a_project(name: &str) -> bool {
        name.starts_with("frame:") || name.starts_with("growth.")
    }

    /// Returns the first key that no file has where it is written; mappings of names may have any.
    fn unknown(value: &Value, at: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
        match value {
            Value::Sequence(items) => {
                items.iter().find_map(|item| unknown(item, at, known))
            }
            Value::Mapping(entries) => entries.iter().find_map(|(key, value)| {
                let key = key.as_str().unwrap_or_default();
                let dot = if at.is_empty() { "" } else { "." };
                let (own, id) = (format!("{at}{dot}{key}"), format!("{at}{dot}ID"));
                match () {
                    () if known(&own) => unknown(value, &own, known),
                    () if known(&id) => unknown(value, &id, known),
                    // Words for values, beside `order:`.
                    () if at == "labels.ID" => None,
                    () if !at.is_empty() && !known(&format!("{at}.")) => None,
                    () => Some(own),
                }
            }),
            _ => None,
        }
    }

    #[test]
    fn examples_have_keys_that_the_files_know() {
        let mut count = 0;
        // The words of the guard have no schema.
        for written in pages().into_iter().filter(|page| page.name != "words") {
            for text in between(written.text, "```yaml\n", "```") {
                let value: Value = serde_yaml::from_str(text)
                    .unwrap_or_else(|error| panic!("{}: {error}: {text}", written.name));
                let faults: Vec<String> = [
                    ("report.yaml", ""),
                    ("statistics.yaml", ""),
                    ("statistics.yaml", "statistics"),
                    ("statistics.yaml", "frames"),
                    ("figures.yaml", ""),
                    ("figures.yaml", "figures"),
                    ("tables.yaml", ""),
                    ("tables.yaml", "tables"),
                    ("claims.yaml", ""),
                    ("claims.yaml", "claims"),
                    ("quotations.yaml", ""),
                    ("pictures.yaml", ""),
                    ("published.yaml", ""),
                    ("brand.yaml", ""),
                    ("words.yaml", ""),
                    ("datapackage.yaml", ""),
                    ("datapackage.yaml", "resources"),
                    ("datapackage.yaml", "resources.schema"),
                ]
                .into_iter()
                .map_while(|(file, at)| {
                    let known = |path: &str| {
                        keys().iter().filter(|key| key.file == file).any(|key| {
                            let own = &key.written;
                            own == path
                                || own.strip_prefix(path).is_some_and(|rest| {
                                    path.ends_with('.') || rest.starts_with('.')
                                })
                        })
                    };
                    unknown(&value, at, &known).map(|key| format!("{file}: {key}"))
                })
                .collect();
                assert!(faults.len() < 18, "{}: {faults:?} in {text}", written.name);
                count += 1;
            }
        }
        assert!(count > 20, "{count}");
    }
}
