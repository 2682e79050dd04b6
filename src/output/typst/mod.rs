//! The publication as Typst source, and its PDF through the `typst` program.
//!
//! **In:** a [`Publication`] and the PDF's template.
//! **Out:** files for Typst with a map from their lines to the author's, and the PDF.
//! **Guarantees:** text reaches Typst only inside string literals; a refusal of Typst is
//! reported at the narrative line that caused it.

mod ahead;
mod breaks;
mod container;
mod fit;
mod inline;
mod kept;
mod literal;
mod math;
mod place;
mod program;
mod setting;
mod source;
mod table;
mod tall;
mod writer;

pub use ahead::GATE;
pub use kept::ENTRY;
pub(super) use literal::literal;
pub use place::inside;
pub use program::PATIENCE;
pub use program::Program;
pub use program::TESTED;
pub use setting::Setting;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::key::Key;
use crate::model::theme::Theme;
use crate::output::Publication;
use crate::output::brand;
use crate::output::builtin;
use crate::output::picture;
use crate::output::template::template;
use crate::project::Files;
use crate::project::PdfDecl;
use std::collections::BTreeMap;

/// What Typst compiles.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The main file.
    pub main: String,
    /// Files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The author's place behind each line of the main file, from 1.
    pub lines: BTreeMap<usize, Span>,
    /// What is said of it beside its files.
    pub setting: Setting,
    /// The file that stands for all others, where there is one.
    made: Option<String>,
}

impl Bundle {
    /// Adds what a kept program needs to know its inputs: [`ENTRY`], to be written last, and an
    /// empty file that is named by the content of all others.
    #[must_use]
    pub fn marked(mut self) -> Self {
        let key = self.files.iter().fold(Key::new("typst"), |key, (name, bytes)| {
            key.content(name.clone(), bytes)
        });
        let made = format!("made-{}", key.hash().to_hex());
        let entry = kept::entry(&self.main, &made).into_bytes();
        self.files.extend([(ENTRY.to_owned(), entry), (made.clone(), Vec::new())]);
        Self { made: Some(made), ..self }
    }
}

/// Data that a PDF carries with it.
#[derive(Debug)]
pub struct Attached {
    /// The name of the file.
    pub name: String,
    /// What it is the data of.
    pub title: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Writes the source, the figures and the fonts for Typst.
pub fn write(
    publication: &Publication<'_>,
    pdf: &PdfDecl,
    attached: Vec<Attached>,
    files: &dyn Files,
) -> Result<Bundle> {
    let mut bundle = bundle(publication, pdf, attached, "main", "figures/");
    bundle.files.extend(beginning(files, publication.theme)?);
    Ok(bundle)
}

/// Returns what a program reads that is started before its document is made.
pub fn beginning(files: &dyn Files, theme: &Theme) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut out = shared(files, theme)?;
    out.insert(ahead::ENTRY.to_owned(), ahead::entry().into_bytes());
    Ok(out)
}

/// Writes the source and the figures of an edition under its name; what editions share
/// stands beside them.
pub fn edition(
    publication: &Publication<'_>,
    pdf: &PdfDecl,
    attached: Vec<Attached>,
    name: &str,
) -> Bundle {
    bundle(publication, pdf, attached, name, &format!("{name}/"))
}

/// Returns what every document needs: the template, the fonts, and the publisher's look.
pub fn shared(files: &dyn Files, theme: &Theme) -> Result<BTreeMap<String, Vec<u8>>> {
    let look = template(files, "pdf/template.typ")?;
    let mut out = brand::typst(theme);
    out.insert("template.typ".to_owned(), look.as_bytes().to_vec());
    Ok(out)
}

fn bundle(
    publication: &Publication<'_>,
    pdf: &PdfDecl,
    attached: Vec<Attached>,
    name: &str,
    pictures: &str,
) -> Bundle {
    let document = &*publication.document.laid_out();
    let publication = &Publication { document, ..*publication };
    let (text, lines) = source::main(publication, pdf, &attached, pictures);
    let main = format!("{name}.typ");
    let mut files = BTreeMap::from([(main.clone(), text.into_bytes())]);
    for (id, drawn) in publication.figures {
        files.insert(format!("{pictures}{id}.svg"), drawn.print.clone().into_bytes());
        if let Some(half) = &drawn.half {
            files.insert(format!("{pictures}{id}-half.svg"), half.clone().into_bytes());
        }
    }
    for block in publication.document.pictures() {
        if let Some(form) = picture::printed(publication, block) {
            let file = format!("{pictures}{}", picture::name(&block.path, form));
            files.insert(file, form.bytes.clone());
        }
    }
    let data =
        attached.into_iter().map(|one| (format!("{pictures}{}", one.name), one.bytes));
    files.extend(data);
    let setting = Setting::of(pdf, &publication.document.meta.date);
    Bundle { main, files, lines, setting, made: None }
}

/// Returns whether bytes are a PDF with its end, which says where its table of objects begins.
fn is_whole(pdf: &[u8]) -> bool {
    let end = pdf.strip_suffix(b"\n%%EOF").unwrap_or_default();
    let at = end.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    let (before, digits) = end.split_at(at);
    let place = str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
    let table = place.and_then(|place: usize| pdf.get(place..)).unwrap_or_default();
    pdf.starts_with(b"%PDF")
        && before.ends_with(b"\nstartxref\n")
        && table.starts_with(b"xref")
}

/// What a refusal of Typst can be about.
#[derive(Debug, Clone, Copy)]
struct Refused<'a> {
    /// The main file, with the author's place behind each of its lines.
    main: (&'a str, &'a BTreeMap<usize, Span>),
    /// A template: its name for Typst, its path under `templates/`, and its text.
    template: (&'a str, &'a str, &'a [u8]),
    /// Whether packages were allowed.
    packages: bool,
}

impl Refused<'_> {
    /// Turns what Typst wrote to findings at the author's own places.
    fn findings(&self, text: &str) -> Vec<Diagnostic> {
        let errors = text.lines().filter_map(|line| line.split_once(": error: "));
        let found = errors.map(|(place, message)| {
            let panicked = message.strip_prefix("panicked with: ");
            if let Some(what) = panicked.and_then(|it| it.strip_prefix(source::UNTOLD)) {
                return untold(what);
            }
            let diagnostic = self.about(message);
            let mut parts = place.rsplitn(3, ':').map(|part| part.parse::<usize>().ok());
            let (Some(Some(column)), Some(Some(line))) = (parts.next(), parts.next())
            else {
                return diagnostic;
            };
            let file = place.split(':').next().unwrap_or_default();
            let (main, lines) = self.main;
            if file.ends_with(main)
                && let Some((_, span)) = lines.range(..=line).next_back()
            {
                return diagnostic.at(span.clone(), "this became the Typst that failed");
            }
            match self.within(file, line, column) {
                Some(span) => diagnostic.at(span, "in this template"),
                None => diagnostic,
            }
        });
        found.collect()
    }

    /// Returns a place of a template that is the project's own.
    fn within(&self, file: &str, line: usize, column: usize) -> Option<Span> {
        let (name, path, text) = self.template;
        let text = str::from_utf8(text).ok()?;
        if !file.ends_with(name) || builtin(path) == Some(text.as_bytes()) {
            return None;
        }
        let start =
            text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
        let line = text.get(start..)?.lines().next()?;
        let before = line.chars().take(column).map(char::len_utf8).sum::<usize>();
        let at = start + before;
        Some(Span::new(format!("templates/{path}"), at..start + line.len().max(before)))
    }

    /// Returns the finding about an error of Typst.
    fn about(&self, message: &str) -> Diagnostic {
        let package =
            ["package not found", "failed to download package", "package index"];
        if !self.packages && package.iter().any(|start| message.contains(start)) {
            return Diagnostic::error(
                Code::R0607,
                "the template uses a package of Typst, which is not allowed",
            )
            .help(
                "copy what it needs into the template; or, if you trust both, allow packages \
                 with `--packages`",
            );
        }
        Diagnostic::error(Code::R0603, format!("typst refused the document: {message}"))
    }
}

/// The finding about a template whose PDF leaves out what it must say.
fn untold(what: &str) -> Diagnostic {
    const TEMPLATE: &str = "templates/pdf/template.typ";
    Diagnostic::error(
        Code::R0713,
        format!("the PDF of `{TEMPLATE}` leaves out the {what}"),
    )
    .at(Span::new(TEMPLATE, 0..0), "")
    .help(format!("show the `{what}` that `report` is given where a reader sees it"))
}

#[cfg(test)]
mod tests {
    use super::Refused;
    use crate::model::diagnostic::Span;
    use std::collections::BTreeMap;

    #[test]
    fn a_refusal_is_shown_at_the_line_that_became_the_typst() {
        let lines =
            BTreeMap::from([(3, Span::new("a.md", 5..9)), (8, Span::new("b.md", 0..4))]);
        let refused = Refused {
            main: ("main.typ", &lines),
            template: ("template.typ", "pdf/template.typ", b""),
            packages: false,
        };
        let found = refused.findings("main.typ:5:2: error: file not found\n");
        assert_eq!(found[0].message, "typst refused the document: file not found");
        assert_eq!(&*found[0].span().unwrap().file, "a.md");
    }
}
