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

/// Returns the schema of a file as editors check and complete it.
pub fn for_editors(file: &File) -> Value {
    let mut out = schema(file);
    // Statistics are the same in all languages, but for the words of values.
    if file.name == "statistics.yaml" {
        let words = "/properties/labels/additionalProperties/additionalProperties";
        if let Some(words) = out.pointer_mut(words) {
            *words = spoken(words);
        }
    } else if file.path.starts_with("report/") {
        widened(&mut out);
    }
    out
}

/// Widens each property of a schema, and of those within it, whose value is written in a language.
fn widened(schema: &mut Value) {
    match schema {
        Value::Object(parts) => {
            for (key, part) in parts {
                widened(part);
                if key == "properties"
                    && let Value::Object(properties) = part
                {
                    for property in properties.values_mut().filter(|one| words(one)) {
                        *property = spoken(property);
                    }
                }
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(widened),
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
    fn of_statistics_the_words_of_values_alone_are_by_language() {
        let statistics = of("statistics.yaml");
        let labels =
            "/properties/labels/additionalProperties/additionalProperties/anyOf/1";
        assert!(statistics.pointer(labels).is_some());
        assert_eq!(statistics.to_string().matches("propertyNames").count(), 1);
        assert!(!of("datapackage.yaml").to_string().contains("propertyNames"));
    }
}
