//! `documents:` in `report.yaml`: what is published beside the report, made from the same values:
//! a news release, a summary, a brief.

use crate::labels::Labels;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::project::ChapterFile;
use crate::project::ContactDecl;
use crate::project::GuardDecl;
use crate::project::Language;
use crate::project::Yaml;
use crate::project::include::tags;
use crate::project::lexicon::Lexicon;
use crate::project::path::ProjectPath;
use serde::Deserialize;
use serde::Serialize;
use std::sync::Arc;

/// A document that is published beside the report, from the same statistics, figures, tables,
/// claims and bibliography.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentDecl {
    /// Its id; its files are written to `out/documents/ID/`.
    pub id: String,
    /// `news`, `summary`, `brief`, or a word of your own. The headline and the standfirst of a
    /// `news` document must be claims.
    pub kind: DocumentKind,
    /// Title; the headline of a news release. Tera.
    pub title: String,
    /// The sentence under the title; Tera.
    #[serde(default)]
    pub standfirst: String,
    /// For whom it is written.
    #[serde(default)]
    pub audience: String,
    /// Templates, in order.
    #[serde(default)]
    pub chapters: Vec<ProjectPath>,
    /// BCP 47 language tag; the report's unless said.
    #[serde(default)]
    pub language: Option<Language>,
    /// What its sentences are held to the data by, where it has a language of its own: `words`, the default, or
    /// `digits`.
    #[serde(default)]
    pub guard: GuardDecl,
    /// `page`, `pdf`, `text` (for e-mail, 72 columns) and `markdown`; all four unless said.
    #[serde(default = "every_output")]
    pub outputs: Vec<DocumentOutput>,
    /// A page template of its own. It extends `page.html` and replaces blocks of it, or has every
    /// block that `page.html` has.
    #[serde(default)]
    pub template: Option<ProjectPath>,
    /// How many words it may have.
    #[serde(default)]
    pub words: WordsDecl,
    /// Whom to ask about it; the report's contacts unless said.
    #[serde(default)]
    pub contacts: Vec<ContactDecl>,
}

/// How many words a document may have, without its notice, contacts and generated notes.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct WordsDecl {
    /// At most so many.
    #[serde(default)]
    pub most: Option<usize>,
    /// At least so many.
    #[serde(default)]
    pub least: Option<usize>,
}

/// What a document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentKind(String);

/// The kind of a news release.
const NEWS: &str = "news";

impl DocumentKind {
    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether it is a news release.
    pub fn is_news(&self) -> bool {
        self.0 == NEWS
    }
}

impl From<DocumentKind> for String {
    fn from(kind: DocumentKind) -> Self {
        kind.0
    }
}

impl TryFrom<String> for DocumentKind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.is_empty()
            || !text.chars().all(|c| c.is_alphanumeric() || " -".contains(c))
        {
            return Err(format!(
                "`{text}` is no kind of document: write `news`, `summary`, `brief` or a word of your own"
            ));
        }
        Ok(Self(text))
    }
}

/// A form in which a document is written.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DocumentOutput {
    /// `index.html`.
    Page,
    /// `report.pdf`.
    Pdf,
    /// `ID.txt`: plain text in lines of 72 columns.
    Text,
    /// `ID.md`: Markdown for a content system.
    Markdown,
}

fn every_output() -> Vec<DocumentOutput> {
    use DocumentOutput::{Markdown, Page, Pdf, Text};
    vec![Page, Pdf, Text, Markdown]
}

/// What a document is made of.
#[derive(Debug, Clone)]
pub struct DocumentSource {
    /// The declaration.
    pub decl: DocumentDecl,
    /// Its place in `documents:`.
    pub index: usize,
    /// Templates of its text.
    pub chapters: Vec<ChapterFile>,
    /// Its page template.
    pub template: Option<Arc<ChapterFile>>,
    /// The words that it prints, and those by which it is read, where it has a language of its own.
    pub voice: Option<(Arc<Labels>, Option<Arc<Lexicon>>)>,
}

/// The parts of a page that a template must have.
pub const BLOCKS: &[&str] =
    &["head", "embargo", "title", "notice", "main", "foot", "cards"];

/// Folders in `out/documents/` that a file system takes for something else.
const TAKEN: &[&str] = &["con", "prn", "aux", "nul", "index", "template", "fonts"];

/// Reports what the declarations of documents lack, each at its place.
pub(super) fn check_documents(
    documents: &[DocumentDecl],
    yaml: &Yaml,
    found: &mut Findings,
) {
    for (index, decl) in documents.iter().enumerate() {
        let number = index.to_string();
        let place = |key: &str| yaml.place(&["documents", &number, key]);
        let id = decl.id.as_str();
        if !super::is_id(id) {
            found.push(
                Diagnostic::error(Code::R0108, format!("`{id}` cannot be an id"))
                    .at(place("id"), "")
                    .help("write ids in small letters, digits and `_`, starting with a letter"),
            );
        } else if TAKEN.contains(&id) {
            found.push(
                Diagnostic::error(
                    Code::R0700,
                    format!("a document cannot be called `{id}`"),
                )
                .at(place("id"), "")
                .help("its folder would be taken for something else: choose another id"),
            );
        }
        if let Some(first) =
            documents.iter().take(index).position(|one| one.id == decl.id)
        {
            let first = yaml.place(&["documents", &first.to_string(), "id"]);
            found.push(
                Diagnostic::error(
                    Code::R0105,
                    format!("document `{id}` is declared twice"),
                )
                .at(place("id"), "")
                .related(first, "first declared here")
                .help("give one of them another id"),
            );
        }
        if decl.title.trim().is_empty() {
            found.push(
                Diagnostic::error(Code::R0700, format!("document `{id}` has no title"))
                    .at(place("title"), "")
                    .help("give it one: its page and its PDF are named by it"),
            );
        }
        if decl.chapters.is_empty() {
            found.push(
                Diagnostic::error(
                    Code::R0700,
                    format!("document `{id}` has no chapters"),
                )
                .at(place("chapters"), "")
                .help(format!("name its text: `chapters: [report/documents/{id}.md]`")),
            );
        }
        if decl.outputs.is_empty() {
            found.push(
                Diagnostic::error(Code::R0700, format!("document `{id}` has no outputs"))
                    .at(place("outputs"), "")
                    .help("name `page`, `pdf`, `text` or `markdown`, or leave `outputs:` out"),
            );
        }
        if let Some(path) = &decl.template
            && path.as_str().rsplit_once('.').is_none_or(|(_, end)| end != "html")
        {
            found.push(
                Diagnostic::error(Code::R0700, format!("the template `{path}` is no page"))
                    .at(place("template"), "")
                    .help("name a file that ends in `.html`: its texts are escaped as HTML needs"),
            );
        }
        if decl.kind.is_news() && decl.standfirst.trim().is_empty() {
            found.push(
                Diagnostic::error(
                    Code::R0709,
                    format!("news release `{id}` has no standfirst"),
                )
                .at(place("id"), "")
                .help("give `standfirst:`, the sentence under the headline, as a claim"),
            );
        }
    }
}

/// What a page must say, and the block that says it.
const SAID: [(&str, &str); 3] =
    [("embargo", "embargo"), ("notice", "notice"), ("foot", "contacts")];

/// Returns a finding for each block of a template that leaves out what a page must say.
pub(super) fn emptied(file: &ChapterFile) -> Vec<Diagnostic> {
    let text = &*file.text;
    let tags = tags(text, &["block", "endblock"]);
    let mut out = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let mut words = text.get(tag.clone()).unwrap_or_default().split_whitespace();
        let name = words.find(|word| !["-", "block", "-block"].contains(word));
        let Some((block, value)) = SAID.iter().find(|(block, _)| name == Some(*block))
        else {
            continue;
        };
        let mut depth = 0_usize;
        let close = tags.iter().skip(at).find(|tag| {
            let inside = text.get((*tag).clone()).unwrap_or_default();
            let ends = inside.trim_start_matches(['-', ' ', '\n']).starts_with("end");
            depth = if ends { depth.saturating_sub(1) } else { depth + 1 };
            depth == 0
        });
        let inside = close.and_then(|close| text.get(tag.end..close.start));
        if inside.is_none_or(|inside| says(inside, value)) {
            continue;
        }
        let message = format!(
            "the block `{block}` of the template `{}` leaves out `{value}`",
            file.path
        );
        out.push(
            Diagnostic::error(Code::R0713, message)
                .at(Span::new(file.path.as_str(), tag.clone()), "")
                .help("keep what the page has there with `{{ super() }}`, or do not replace the block"),
        );
    }
    out
}

/// Whether part of a template shows a value, or keeps what it replaces. Comments show nothing.
fn says(text: &str, value: &str) -> bool {
    let mut parts = text.split("{#");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str(part.split_once("#}").map_or("", |(_, after)| after));
    }
    let has = |inside: &str, word: &str| {
        inside.split(|c: char| !c.is_alphanumeric() && c != '_').any(|own| own == word)
    };
    let printed = shown.split("{{").skip(1).any(|rest| {
        let inside = rest.split("}}").next().unwrap_or_default();
        has(inside, value) || has(inside, "super")
    });
    let each = tags(&shown, &["for"]);
    printed
        || each.into_iter().any(|tag| shown.get(tag).is_some_and(|tag| has(tag, value)))
}

/// Returns a finding for each block of a page that a template neither has nor inherits.
pub(super) fn lacking(file: &ChapterFile) -> Vec<Diagnostic> {
    if !tags(&file.text, &["extends"]).is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = tags(&file.text, &["block"])
        .into_iter()
        .filter_map(|tag| file.text.get(tag)?.split_whitespace().nth(1))
        .collect();
    let lacks = BLOCKS.iter().filter(|block| !names.contains(*block));
    lacks
        .map(|block| {
            Diagnostic::error(
                Code::R0713,
                format!("the template `{}` lacks the block `{block}`", file.path),
            )
            .at(Span::new(file.path.as_str(), 0..0), "")
            .help(format!(
                "begin it with `{{% extends \"page.html\" %}}` to inherit what it does not replace, or add `{{% block {block} %}}…{{% endblock %}}`"
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::emptied;
    use crate::project::ChapterFile;
    use crate::project::path::ProjectPath;

    fn found(text: &str) -> Vec<String> {
        let path = ProjectPath::new("report/documents/page.html").unwrap();
        let file = ChapterFile { path, text: text.into() };
        emptied(&file).into_iter().map(|one| one.message).collect()
    }

    #[test]
    fn a_template_may_not_empty_the_embargo_the_notice_or_the_contacts() {
        let message = |block: &str, value: &str| {
            format!(
                "the block `{block}` of the template `report/documents/page.html` leaves out `{value}`"
            )
        };
        let emptied = "{% block notice %}{# {{ notice }} #}{% endblock %}\
            {%- block embargo -%}{% if embargo %}soon{% endif %}{% endblock embargo %}\
            {% block foot %}{% block own %}{{ contact }}{% endblock %}{% endblock %}{{ contacts }}";
        assert_eq!(
            found(emptied),
            [
                message("notice", "notice"),
                message("embargo", "embargo"),
                message("foot", "contacts")
            ]
        );
    }

    #[test]
    fn a_template_may_say_them_in_its_own_way() {
        let kept = "{% block notice %}<b>{{ notice | safe }}</b>{% endblock %}\
            {% block embargo %}{{ super() }}{% endblock %}\
            {% block foot %}{% block own %}{% for one in contacts %}{{ one.name }}{% endfor %}\
            {% endblock %}{% endblock %}{% block main %}{% endblock %}";
        assert!(found(kept).is_empty());
    }
}
