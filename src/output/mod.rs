//! Writers: the document as HTML, and as Typst source and PDF.
//!
//! **In:** the document tree, the statistics, and the drawn figures.
//! **Out:** the bytes of each output.
//! **Guarantees:** writers are pure; text is escaped for where it lands; only
//! `child` and `git` start another program.

pub mod brand;
pub mod brand_sheet;
pub mod changes;
pub mod archive;
mod child;
mod font;
pub mod git;
pub mod feed;
pub mod html;
pub(crate) mod sheet;
pub mod plain;
pub mod policy;
pub mod picture;
pub mod typst;

use crate::labels::filled;
use crate::labels::in_script;
use crate::labels::in_typst;
pub use child::Busy;
pub use child::see_off;
pub use child::stop_all;

use crate::figure::Alternatives;
use crate::figure::Picture;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::document::Document;
use crate::model::statistic::Statistics;
use crate::model::theme::Theme;
use crate::project::BRANCHES;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::branch_too_many;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::Context;
use tera::ErrorKind;
use tera::Tera;

/// The head that the pages of a folder of templates share.
const HEAD: &str = "head.html";

/// The files of `templates/`, embedded.
static BUILTIN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Returns an embedded template by its path under `templates/`.
pub fn builtin(path: &str) -> Option<&'static [u8]> {
    BUILTIN.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}

/// Returns the embedded files under a folder of `templates/`, by their path within it.
pub fn builtin_under(
    folder: &str,
) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    BUILTIN.iter().filter_map(move |(name, bytes)| {
        name.strip_prefix(folder).map(|rest| (rest, *bytes))
    })
}

/// Returns a template's text: the project's own where it has one, else the embedded one.
pub fn template(files: &dyn Files, path: &str) -> Result<Arc<str>> {
    let own = ProjectPath::new(&format!("templates/{path}"));
    if let Ok(own) = own
        && files.found(&own)
    {
        // One that is there and cannot be read is a fault, and not as good as none.
        let text = files.text(&own)?;
        readable(own.as_str(), &text)?;
        return Ok(in_language(path, &text));
    }
    match builtin(path).map(std::str::from_utf8) {
        Some(Ok(text)) => Ok(in_language(path, text)),
        _ => {
            Err(Diagnostic::error(Code::R0604, format!("there is no template `{path}`"))
                .into())
        }
    }
}

/// Refuses a template that Tera could not read.
fn readable(path: &str, text: &str) -> Result<()> {
    let Some(range) = branch_too_many(text) else { return Ok(()) };
    let message = format!("an `if` has more than {BRANCHES} branches");
    let fault = Diagnostic::error(Code::R0604, message).at(Span::new(path, range), "");
    Err(fault.help("divide it, or look the words up in a list").into())
}

/// Returns a template with its messages in the language of the text.
fn in_language(path: &str, text: &str) -> Arc<str> {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => filled(text, escaped),
        Some("js") => filled(text, in_script),
        Some("typ") => filled(text, in_typst),
        _ => filled(text, str::to_owned),
    }
    .into()
}

/// Returns text as it is written in a template of HTML.
fn escaped(text: &str) -> String {
    html::escaped(text).replace('{', "&#123;")
}

/// Returns where in its template an error of Tera is.
fn failed_at(error: &tera::Error) -> std::ops::Range<usize> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            report.span().range.clone()
        }
        _ => 0..0,
    }
}

/// Fills a template with values; in one that ends in `.html` every text is escaped.
pub fn fill<T: Serialize>(
    files: &dyn Files,
    theme: &Theme,
    path: &str,
    values: &T,
) -> Result<String> {
    let text = template(files, path)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let head = template(files, &format!("{folder}/{HEAD}"))?;
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    Context::from_serialize(values)
        .and_then(|context| {
            tera.add_raw_templates([(HEAD, &*head), (path, &*text)])?;
            tera.render(path, &context)
        })
        .map(|page| policy::sealed(brand::with_fonts(page, theme)))
        .map_err(|error| {
            let text = error.to_string();
            let first = text.lines().find(|line| !line.trim().is_empty());
            let first = first.unwrap_or_default().trim().to_owned();
            let place = format!("templates/{path}");
            let help = format!("mend `{place}`, or remove it to use the built-in one");
            Diagnostic::error(Code::R0604, format!("the page template failed: {first}"))
                .at(Span::new(place, failed_at(&error)), "")
                .help(help)
                .into()
        })
}

/// A figure, drawn for a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// SVG for a page.
    pub wide: String,
    /// SVG for a telephone.
    pub narrow: String,
    /// SVG for paper.
    pub print: String,
    /// SVG for half the width of paper, for a figure beside others.
    pub half: Option<String>,
    /// The chart in words and as a table.
    pub alternatives: Alternatives,
}

/// Everything a writer writes from.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// The document.
    pub document: &'a Document,
    /// The statistics.
    pub statistics: &'a Statistics,
    /// The figures by id.
    pub figures: &'a BTreeMap<String, Drawn>,
    /// The pictures from files, by path.
    pub pictures: &'a BTreeMap<String, Arc<Picture>>,
    /// What figures look like.
    pub theme: &'a Theme,
    /// Content hashes of the inputs: project path → hash.
    pub inputs: &'a BTreeMap<String, String>,
    /// The author's texts, for places.
    pub sources: &'a Sources,
    /// Whether claims may fail.
    pub draft: bool,
    /// Whether a PDF stands beside the page.
    pub pdf: bool,
    /// The title of the whole report, of which this is a local edition.
    pub whole: Option<&'a str>,
    /// Whether the files of figures, tables and numbers stand beside the page.
    pub beside: bool,
    /// What the page that lists the local editions is called, where there are any.
    pub editions: Option<&'a str>,
    /// The documents that are published beside the report.
    pub documents: &'a [Linked],
    /// The languages it is published in, its own among them; none where there is one.
    pub languages: &'a [Tongue],
    /// Whether there is a page of the publication as a whole.
    pub landing: bool,
}

/// A language of a publication, as the pages in the others lead to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tongue {
    /// Its tag: `cy`.
    pub tag: String,
    /// What its speakers call it: "Cymraeg".
    pub name: String,
    /// Its page, from the page that leads to it.
    pub page: String,
    /// Where it is published; may be empty.
    pub address: String,
    /// Whether it is the language of the page.
    pub own: bool,
}

impl<'a> Publication<'a> {
    /// Returns the address of the report that this is published beside, in `documents/ID/` or `editions/ID/`
    /// of it; none where that is not known.
    pub fn report_url(&self) -> Option<&'a str> {
        self.whole?;
        let url = self.document.meta.url.as_str();
        let (end, _) = url.strip_suffix('/')?.rmatch_indices('/').nth(1)?;
        url.get(..=end)
    }
}

/// A document beside the report, as the report's page leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// Its id, which is its folder.
    pub id: String,
    /// What it is called: "News release", "Summary".
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its place among them.
    pub index: usize,
    /// Whether it has a page, a PDF, a text.
    pub page: bool,
    /// See `page`.
    pub pdf: bool,
    /// See `page`.
    pub text: bool,
}
