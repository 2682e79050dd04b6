//! Which texts of the files under `report/` are templates: in any other a call would print as it is written.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::project::yaml::Yaml;

/// The settings of an entry that are templates, by what it is one of; `*` is any place in a list.
const TEMPLATES: &[(&str, &[&str])] = &[
    (
        "report",
        &[
            "notice",
            "findings.*.text",
            "documents.*.title",
            "documents.*.standfirst",
            "documents.*.notice",
        ],
    ),
    ("statistics", &[]),
    ("labels", &[]),
    ("figures", &["headline", "subtitle", "note", "source", "alt", "annotations.*.text"]),
    ("tables", &["title", "subtitle", "note", "source", "notes.*.text"]),
    ("pictures", &["alt", "caption"]),
    ("claims", &[]),
];

/// Returns a fault for each text of an entry that holds a call and is no template.
pub(super) fn misplaced(of: &str, yaml: &Yaml) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some((_, templates)) = TEMPLATES.iter().find(|(name, _)| *name == of) else {
        return found;
    };
    for (path, text) in yaml.texts() {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let template = templates.iter().any(|template| leads(template, &path));
        if ["{{", "{%"].iter().any(|brace| text.contains(brace)) && !template {
            let message = "this text is no template: a call in it is not read";
            found.push(Diagnostic::error(Code::R0502, message).at(yaml.place(&path), "").help(
                "write words alone; headlines, titles of tables, notes and sources may hold calls",
            ));
        }
    }
    found
}

/// Returns whether a path is that of a template, or of its form in one language.
pub(super) fn leads(template: &str, path: &[&str]) -> bool {
    let mut settings = path.iter();
    template.split('.').all(|part| {
        settings.next().is_some_and(|setting| part == "*" || part == *setting)
    })
}

#[cfg(test)]
mod tests {
    use super::leads;

    #[test]
    fn a_setting_is_a_template_by_where_it_is() {
        assert!(leads("title", &["title"]));
        assert!(leads("note", &["note", "cy"]));
        assert!(leads("annotations.*.text", &["annotations", "0", "text"]));
        assert!(!leads("annotations.*.text", &["marks", "0", "text"]));
        assert!(!leads("title", &["columns", "0", "title"]));
    }
}
