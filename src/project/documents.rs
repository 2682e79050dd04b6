//! `documents:` in `report.yaml`: what is published beside the report, made from the same values:
//! a news release, a summary, a brief.

use crate::labels::Labels;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::nearest;
use crate::project::ChapterFile;
use crate::project::ContactDecl;
use crate::project::GuardDecl;
use crate::project::Language;
use crate::project::Yaml;
use crate::project::include::statements;
use crate::project::lexicon::Lexicon;
use crate::project::path::ProjectPath;
use serde::Deserialize;
use serde::Serialize;
use std::ops::Range;
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
    /// The report's notice in that language. Tera.
    #[serde(default)]
    pub notice: String,
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

/// The kinds that the program names.
const KINDS: [&str; 3] = [NEWS, "summary", "brief"];

impl DocumentKind {
    /// Returns it as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the kind of the program that this is a slip of the pen away from.
    fn almost(&self) -> Option<&'static str> {
        nearest(&self.0.to_lowercase(), KINDS).filter(|known| self.0 != *known)
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

/// Folders in `out/documents/`, and files in a press pack, that would be taken for something else.
const TAKEN: &[&str] =
    &["con", "prn", "aux", "nul", "index", "readme", "template", "fonts"];

/// The most documents of a report: each is woven, drawn and set like a report of its own.
const MOST: usize = 200;

/// Reports limits of length that no text can keep.
fn check_length(decl: &DocumentDecl, place: impl Fn(&str) -> Span, found: &mut Findings) {
    let id = decl.id.as_str();
    if let (Some(most), Some(least)) = (decl.words.most, decl.words.least)
        && least > most
    {
        let message = format!(
            "document `{id}` cannot have at most {most} and at least {least} words"
        );
        found.push(
            Diagnostic::error(Code::R0706, message)
                .at(place("least"), "")
                .related(place("most"), "at most so many")
                .help("raise `most:` or lower `least:`"),
        );
    }
    if decl.words.most == Some(0) {
        let message = format!("document `{id}` cannot have at most 0 words");
        found.push(
            Diagnostic::error(Code::R0706, message)
                .at(place("most"), "")
                .help("say how many words it may have, or leave `most:` out"),
        );
    }
}

/// Reports what the declarations of documents lack, each at its place.
pub(super) fn check_documents(
    documents: &[DocumentDecl],
    yaml: &Yaml,
    found: &mut Findings,
) {
    if documents.len() > MOST {
        let message = format!("there are more than {MOST} documents");
        let place = yaml.place(&["documents", &MOST.to_string()]);
        found.push(
            Diagnostic::error(Code::R0700, message)
                .at(place, "")
                .help("a publication for each area or group is `editions:`"),
        );
        return;
    }
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
        check_length(
            decl,
            |key| yaml.place(&["documents", &number, "words", key]),
            found,
        );
        if let Some(known) = decl.kind.almost() {
            let kind = decl.kind.as_str();
            let message = format!("`{kind}` is almost the kind `{known}`, and is not it");
            found.push(
                Diagnostic::error(Code::R0737, message).at(place("kind"), "").help(
                    format!("write `kind: {known}`; a kind of your own needs a name that cannot be taken for it"),
                ),
            );
        }
        if decl.language.is_none() && !decl.notice.is_empty() {
            let message =
                format!("document `{id}` has a notice and no language of its own");
            found.push(
                Diagnostic::error(Code::R0700, message).at(place("notice"), "").help(
                    "take it out: the report's notice stands on every document; or give `language:`",
                ),
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

/// Returns a finding for what the page of a template leaves out: `embargo`, `notice` or `contacts`.
pub fn leaves_out(file: &ChapterFile, what: &str) -> Diagnostic {
    let block = if what == "contacts" { "foot" } else { what };
    let own = blocks(file).find(|(name, _)| *name == block);
    let place = Span::new(file.path.as_str(), own.map_or(0..0, |(_, range)| range));
    Diagnostic::error(
        Code::R0713,
        format!("the page of the template `{}` leaves out the {what}", file.path),
    )
    .at(place, "")
    .help(format!(
        "show it where a reader sees it: `{{{{ super() }}}}` in the block `{block}` keeps what the page has there"
    ))
}

/// Returns the blocks of a template by name, each with the place of its tag's code.
fn blocks(file: &ChapterFile) -> impl Iterator<Item = (&str, Range<usize>)> {
    statements(&file.text, &["block"]).filter_map(|tag| {
        Some((tag.code().split_whitespace().nth(1)?, tag.inside.clone()))
    })
}

/// Returns a finding for each block of a page that a template neither has nor inherits.
pub(super) fn lacking(file: &ChapterFile) -> Vec<Diagnostic> {
    if statements(&file.text, &["extends"]).next().is_some() {
        return Vec::new();
    }
    let names: Vec<&str> = blocks(file).map(|(name, _)| name).collect();
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
