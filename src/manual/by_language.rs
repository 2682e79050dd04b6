//! Values by language in the schemas for editors: `{en: …, cy: …}` in the place of a text.
//!
//! **In:** the schema of a file. **Out:** the same, in which a text, and a list of files or texts, may be given once for
//! each language of the publication.

use crate::manual::schema::File;
use crate::manual::schema::schema;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// How tags of languages are written.
const TAG: &str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

/// The settings of a statistic that readers read.
const BLOCK: &[&str] = &["title", "description", "noun"];

/// Returns the schema of a file as editors check and complete it.
pub fn for_editors(file: &File) -> Value {
    let mut out = schema(file);
    // Statistics are the same in all languages, but for the words that readers read.
    if file.name == "statistics.yaml" {
        let words = "/properties/labels/additionalProperties/additionalProperties";
        if let Some(words) = out.pointer_mut(words) {
            *words = spoken(words);
        }
        if let Some(blocks) = out.pointer_mut("/properties/statistics") {
            widened(blocks, &|key| BLOCK.contains(&key));
        }
    } else if file.path.starts_with("report/") {
        widened(&mut out, &|_| true);
    }
    out
}

/// Widens each property of a schema, and of those within it, whose value is written in a language and that is
/// `asked` for by its key.
fn widened(schema: &mut Value, asked: &dyn Fn(&str) -> bool) {
    match schema {
        Value::Object(parts) => {
            for (key, part) in parts {
                widened(part, asked);
                if key == "properties"
                    && let Value::Object(properties) = part
                {
                    for (key, property) in properties {
                        if asked(key) && words(property) {
                            *property = spoken(property);
                        }
                    }
                }
            }
        }
        Value::Array(parts) => {
            parts.iter_mut().for_each(|part| widened(part, asked));
        }
        _ => {}
    }
}

/// Returns whether a schema is one of a text that may say anything, or of a list of texts or files.
fn words(schema: &Value) -> bool {
    let text = |schema: &Value| {
        let sort = schema.get("type");
        let null = json!(["string", "null"]);
        sort.is_some_and(|sort| sort == "string" || *sort == null)
            && ["enum", "const", "pattern", "format"]
                .iter()
                .all(|key| schema.get(key).is_none())
    };
    let list = || {
        let items = schema.get("items")?;
        let file =
            items.get("$ref").and_then(Value::as_str) == Some("#/$defs/ProjectPath");
        (schema.get("type")? == "array" && (file || text(items))).then_some(())
    };
    text(schema) || list().is_some()
}

/// Returns a schema of which a value may be given once for each language.
fn spoken(schema: &Value) -> Value {
    let mut one = schema.clone();
    let mut out = Map::new();
    if let Value::Object(parts) = &mut one {
        for key in ["description", "default"] {
            out.extend(parts.remove(key).map(|value| (key.to_owned(), value)));
        }
    }
    let each = json!({
        "type": "object",
        "description": "By language: `en:`, `cy:`.",
        "minProperties": 1,
        "propertyNames": { "pattern": TAG },
        "properties": { "en": one, "cy": one },
        "additionalProperties": one,
    });
    out.insert("anyOf".to_owned(), json!([one, each]));
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::for_editors;
    use crate::manual::schema::FILES;
    use serde_json::Value;

    fn of(name: &str) -> Value {
        for_editors(FILES.iter().find(|file| file.name == name).unwrap())
    }

    #[test]
    fn a_text_and_a_list_of_chapters_may_be_given_by_language_and_a_number_may_not() {
        let report = of("report.yaml");
        for (path, sort) in [
            ("/properties/title", "string"),
            ("/properties/chapters", "array"),
            ("/$defs/FindingDecl/properties/text", "string"),
        ] {
            let text = report.pointer(path).unwrap();
            assert_eq!(text["anyOf"][0]["type"], sort, "{path}");
            let each = &text["anyOf"][1];
            assert_eq!(each["additionalProperties"]["type"], sort, "{path}");
            assert_eq!(each["properties"]["cy"]["type"], sort, "{path}");
            assert!(text["description"].is_string(), "{path}");
        }
        let landing = report.pointer("/$defs/HtmlDecl/properties/landing").unwrap();
        assert_eq!(landing["type"], "boolean");
    }

    #[test]
    fn of_statistics_the_words_that_readers_read_are_by_language() {
        let statistics = of("statistics.yaml");
        let labels =
            "/properties/labels/additionalProperties/additionalProperties/anyOf/1";
        assert!(statistics.pointer(labels).is_some());
        let blocks = statistics.pointer("/properties/statistics/additionalProperties");
        let blocks = blocks.unwrap()["allOf"].as_array().unwrap();
        assert!(blocks.len() > 20);
        for block in blocks {
            let settings = &block["then"]["properties"];
            for (key, by_language) in
                [("title", true), ("description", true), ("noun", true), ("frame", false)]
            {
                let each = settings[key].pointer("/anyOf/1/propertyNames").is_some();
                assert!(each == by_language || settings[key].is_null(), "{key}: {block}");
            }
        }
        assert!(!of("datapackage.yaml").to_string().contains("propertyNames"));
    }
}
