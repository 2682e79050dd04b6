//! What the library of citations reads otherwise than it is meant in a style.
//!
//! **In:** a decoded style. **Out:** the same style, without what would print wrongly.
//! **Guarantees:** no name goes missing, and no title or number prints twice under another name.

use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::Style;
use serde_json::Value;

/// Variables to which the library gives the value of another: the title of the book that a chapter is
/// in; and one in its place for which it has no value.
const ECHO: (&str, &str) = ("volume-title", "part-title");

/// Returns a style as the library prints it well.
pub(super) fn mended(style: IndependentStyle) -> IndependentStyle {
    reread(&style).unwrap_or(style)
}

fn reread(style: &IndependentStyle) -> serde_json::Result<IndependentStyle> {
    let mut tree = serde_json::to_value(Style::Independent(style.clone()))?;
    together(&mut tree);
    silence(&mut tree);
    named(&mut tree);
    match serde_json::from_value(tree)? {
        Style::Independent(style) => Ok(style),
        Style::Dependent(_) => Err(serde::de::Error::custom("it follows another style")),
    }
}

/// The library takes the first field that it knows out of an entry to align what follows it: where
/// that is a number, it takes out names. The field stays in the text, with a space behind it.
fn together(tree: &mut Value) {
    let Some(list) = tree.get_mut("bibliography").and_then(Value::as_object_mut) else {
        return;
    };
    if list.remove("@second-field-align").is_none() {
        return;
    }
    let first = list
        .get_mut("layout")
        .and_then(|layout| layout.get_mut("$value"))
        .and_then(|parts| parts.get_mut(0))
        .and_then(Value::as_object_mut)
        .and_then(|part| part.values_mut().next())
        .and_then(Value::as_object_mut);
    if let Some(first) = first {
        let end = first.get("@suffix").and_then(Value::as_str).unwrap_or_default();
        let spaced = format!("{} ", end.trim_end());
        first.insert("@suffix".to_owned(), Value::String(spaced));
    }
}

/// Gives names a place among the labels and substitutes around them: without one the library leaves
/// them out.
fn named(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(named),
        Value::Object(all) => {
            let parts = all.get_mut("names").and_then(|names| names.get_mut("$value"));
            if let Some(parts) = parts.and_then(Value::as_array_mut)
                && !parts.is_empty()
                && !parts.iter().any(|part| part.get("name").is_some())
            {
                parts.insert(0, serde_json::json!({"name": {"name-part": []}}));
            }
            all.values_mut().for_each(named);
        }
        _ => {}
    }
}

/// Puts a variable without a value in the place of one with the value of another.
fn silence(value: &mut Value) {
    match value {
        Value::String(text) if text == ECHO.0 => ECHO.1.clone_into(text),
        Value::Array(all) => all.iter_mut().for_each(silence),
        Value::Object(all) => all.values_mut().for_each(silence),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::reread;
    use hayagriva::archive::ArchivedStyle;
    use hayagriva::citationberg::Style;

    #[test]
    fn every_style_of_the_archive_can_be_mended() {
        let mut faults = Vec::new();
        for style in ArchivedStyle::all() {
            let Style::Independent(whole) = style.get() else { continue };
            match reread(&whole) {
                Ok(mended) => {
                    let aligned =
                        mended.bibliography.and_then(|list| list.second_field_align);
                    assert_eq!(aligned, None, "{style:?}");
                }
                Err(error) => faults.push(format!("{style:?}: {error}")),
            }
        }
        assert_eq!(faults.join("\n"), "");
    }
}
