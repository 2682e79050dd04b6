//! What search engines and shared links are told: schema.org as JSON-LD.

use crate::model::document::Author;
use crate::model::document::Block;
use crate::model::document::Meta;
use crate::model::document::plain;
use crate::model::document::sentences;
use crate::output::Linked;
use crate::output::Publication;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Returns the report, its makers and its data sets as JSON-LD that may stand in a script
/// element.
pub(super) fn metadata(publication: &Publication<'_>) -> String {
    let meta = &publication.document.meta;
    let mut report = about(meta);
    report.insert("@context".to_owned(), json!("https://schema.org"));
    let kind = if meta.kind == "news" { "NewsArticle" } else { "Report" };
    report.insert("@type".to_owned(), json!(kind));
    report.insert("headline".to_owned(), json!(meta.title));
    put(&mut report, "alternativeHeadline", &meta.subtitle);
    put(&mut report, "version", &meta.edition);
    put(&mut report, "citation", &meta.citation);
    if meta.held().is_some() {
        put(&mut report, "creativeWorkStatus", "Embargoed");
        put(&mut report, "conditionsOfAccess", &meta.embargo_words());
    }
    let publishes = |author: &&Author| author.role == "publisher";
    let makers = |list: &mut dyn Iterator<Item = &Author>| list.map(maker).collect();
    let authors: Vec<Value> =
        makers(&mut meta.authors.iter().filter(|author| !publishes(author)));
    let publishers: Vec<Value> = makers(&mut meta.authors.iter().filter(publishes));
    for (name, list) in [("author", authors), ("publisher", publishers)] {
        if !list.is_empty() {
            report.insert(name.to_owned(), Value::Array(list));
        }
    }
    let mut parts: Vec<Value> =
        publication.documents.iter().map(|one| beside(meta, one)).collect();
    parts.extend(datasets(publication));
    if !parts.is_empty() {
        report.insert("hasPart".to_owned(), Value::Array(parts));
    }
    if let Some(whole) = publication.whole {
        let mut of = Map::new();
        of.insert("@type".to_owned(), json!("Report"));
        put(&mut of, "name", &whole.meta.title);
        put(&mut of, "url", publication.report_url().unwrap_or_default());
        report.insert("isPartOf".to_owned(), Value::Object(of));
    }
    // A text must not end the script element that holds it.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
    out
}

fn put(object: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        object.insert(name.to_owned(), json!(text));
    }
}

/// What a report and a data set have in common.
fn about(meta: &Meta) -> Map<String, Value> {
    let mut out = Map::new();
    put(&mut out, "name", &meta.title);
    let description = sentences(&[&meta.embargo_words(), &meta.description]);
    put(&mut out, "description", &description);
    put(&mut out, "datePublished", &meta.date);
    put(&mut out, "inLanguage", &meta.language);
    put(&mut out, "url", &meta.url);
    let licence =
        if meta.licence.url.is_empty() { &meta.licence.name } else { &meta.licence.url };
    put(&mut out, "license", licence);
    if !meta.keywords.is_empty() {
        out.insert("keywords".to_owned(), json!(meta.keywords));
    }
    put(&mut out, "usageInfo", &plain(&meta.notice));
    out
}

fn maker(author: &Author) -> Value {
    let mut out = Map::new();
    let kind = if author.kind == "person" { "Person" } else { "Organization" };
    out.insert("@type".to_owned(), json!(kind));
    put(&mut out, "name", &author.name);
    put(&mut out, "url", &author.url);
    Value::Object(out)
}

/// A document beside the report.
fn beside(meta: &Meta, document: &Linked) -> Value {
    let mut out = Map::new();
    out.insert("@type".to_owned(), json!("CreativeWork"));
    put(&mut out, "name", &document.title);
    put(&mut out, "genre", &document.name);
    if !meta.url.is_empty() {
        let url = format!("{}documents/{}/", meta.url, document.id);
        out.insert("url".to_owned(), json!(url));
    }
    Value::Object(out)
}

/// The data behind each figure and table that stands beside the page as a file.
fn datasets(publication: &Publication<'_>) -> Vec<Value> {
    if !publication.beside {
        return Vec::new();
    }
    let meta = &publication.document.meta;
    let set = |name: String, subtitle: String, file: String| {
        let mut out = about(meta);
        out.insert("@type".to_owned(), json!("Dataset"));
        out.insert("name".to_owned(), json!(name));
        let description =
            if subtitle.is_empty() { meta.description.clone() } else { subtitle };
        put(&mut out, "description", &description);
        out.remove("keywords");
        out.remove("url");
        out.insert(
            "distribution".to_owned(),
            json!({
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": format!("{}{file}", meta.url),
            }),
        );
        Value::Object(out)
    };
    publication
        .document
        .blocks()
        .filter_map(|block| match block {
            Block::Figure(figure) => Some(set(
                plain(&figure.headline),
                plain(&figure.subtitle),
                format!("figures/{}.csv", figure.id),
            )),
            Block::Table(table) if !table.id.is_empty() => Some(set(
                plain(&table.title),
                plain(&table.subtitle),
                format!("tables/{}.csv", table.id),
            )),
            _ => None,
        })
        .collect()
}
