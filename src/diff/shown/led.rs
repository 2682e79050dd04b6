//! References of a document to the report: they are links there, whose words have the number of what they
//! lead to.

use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::plain;

/// Returns a text with references in the place of links to parts of the report that are called by their
/// numbers: the number, and the page that the part is on, follow from the report. None where there are none.
pub(super) fn led(content: &[Inline], report: &Document) -> Option<Vec<Inline>> {
    let reference = |node: &Inline| -> Option<Inline> {
        let Inline::Link { content, url } = node else { return None };
        let within = match report.meta.url.as_str() {
            "" => url.starts_with("../"),
            own => url.starts_with(own),
        };
        let end = url.rsplit(['#', '/']).next().filter(|_| within)?;
        let target = end.strip_suffix(".html").unwrap_or(end);
        let (number, text) = (number(report, target)?, plain(content));
        // Whatever else the words say is the author's.
        let words: Vec<&str> = text
            .split_whitespace()
            .map(|word| if word == number { "#" } else { word })
            .collect();
        let target = format!("{target} {}", words.join(" "));
        words.contains(&"#").then_some(Inline::Ref { target, text })
    };
    let found: Vec<Option<Inline>> = content.iter().map(reference).collect();
    found.iter().any(Option::is_some).then(|| {
        let both = content.iter().zip(found);
        both.map(|(node, found)| found.unwrap_or_else(|| node.clone())).collect()
    })
}

/// Returns the number of a part of the report by its anchor.
fn number<'a>(report: &'a Document, target: &str) -> Option<&'a str> {
    let figure = target.strip_prefix("figure-");
    let table = target.strip_prefix("table-");
    let chapters = report.chapters.iter().filter(|one| one.id == target);
    let figures = report.figures().filter(|one| Some(one.id.as_str()) == figure);
    let tables = report.tables().filter(|one| Some(one.id.as_str()) == table);
    let all = chapters
        .map(|one| one.number.as_str())
        .chain(figures.map(|one| one.number.as_str()))
        .chain(tables.map(|one| one.number.as_str()));
    let mut all = all.filter(|number| !number.is_empty());
    all.next()
}
