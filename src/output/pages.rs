//! Pages from templates: the built-in ones, and those that a project brings.
//!
//! **In:** templates by name, and values. **Out:** a page.
//! **Guarantees:** what a project's template asks for ends, as in its chapters; what is wrong with a
//! template is reported at its place.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::theme::Theme;
use crate::narrative::Ready;
use crate::narrative::budget;
use crate::narrative::budget::Limits;
use crate::narrative::budget::Text;
use crate::narrative::budget::Turns;
use crate::narrative::counted;
use crate::output::brand;
use crate::output::policy::sealed;
use crate::output::template::template;
use crate::project::Files;
use crate::project::ProjectPath;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use tera::Context;
use tera::ErrorKind;
use tera::EscapeFn;
use tera::Tera;

/// The head that the pages of a folder of templates share.
const HEAD: &str = "head.html";

thread_local! {
    /// A page is rendered by one thread, and a thread renders one page at a time.
    static TURNS: Turns = Turns::default();
}

/// Templates, read.
#[derive(Debug)]
pub(super) struct Pages {
    tera: Tera,
    /// By the name that templates call one another.
    texts: BTreeMap<String, Source>,
}

/// Where a template is in the project, and its text.
#[derive(Debug)]
struct Source {
    path: String,
    raw: String,
    /// With the words of the language.
    filled: String,
    ready: Ready,
}

/// A template of a page: its name and text, and its path in the project.
pub(super) struct Template {
    pub name: String,
    pub path: String,
    /// With the words of the language.
    pub text: String,
    /// As its author wrote it.
    pub raw: String,
    /// Whether it comes from the project.
    pub own: bool,
}

impl Template {
    /// Reads a template by its path under `templates/`.
    pub(super) fn read(files: &dyn Files, name: &str, path: &str) -> Result<Self> {
        let text = template(files, path)?.to_string();
        let path = format!("templates/{path}");
        let own = ProjectPath::new(&path).ok().filter(|path| files.found(path));
        let raw = match &own {
            Some(path) => files.text(path)?.to_string(),
            None => text.clone(),
        };
        Ok(Self { name: name.to_owned(), path, text, raw, own: own.is_some() })
    }
}

impl Pages {
    /// Makes templates ready that may extend and include one another.
    pub(super) fn new(templates: Vec<Template>, escape: EscapeFn) -> Result<Self> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        tera.set_escape_fn(escape);
        let take = |count| TURNS.with(|turns| turns.take(count));
        budget::register(&mut tera, take, Limits::of_pages());
        let source = |page: Template| {
            let Template { name, path, text: filled, raw, own } = page;
            let ready = if own { counted(&filled) } else { Ready::plain(filled.clone()) };
            (name, Source { path, raw, filled, ready })
        };
        let texts: BTreeMap<String, Source> = templates.into_iter().map(source).collect();
        let ready = texts.iter().map(|(name, source)| (name, &source.ready.text));
        match tera.add_raw_templates(ready) {
            Ok(()) => Ok(Self { tera, texts }),
            Err(error) => {
                Err(Self { tera: Tera::new(), texts }.refused("", &error).into())
            }
        }
    }

    /// Fills a template with values.
    pub(super) fn fill(&self, name: &str, values: &impl Serialize) -> Result<String> {
        let context = Context::from_serialize(values);
        self.render(name, &context.map_err(|error| self.refused(name, &error))?)
    }

    /// Renders a page.
    pub(super) fn render(&self, name: &str, context: &Context) -> Result<String> {
        TURNS.with(Turns::reset);
        let mut text = Text::new(Limits::of_pages());
        match self.tera.render_to(name, context, &mut text) {
            Ok(()) => Ok(String::from_utf8_lossy(&text.bytes).into_owned()),
            Err(_) if text.full => {
                let fault = Diagnostic::error(Code::R0591, text.too_much());
                let fault = fault.help("look for a loop that prints too often");
                Err(fault.at(Span::new(self.path(name), 0..0), "").into())
            }
            Err(error) => Err(self.refused(name, &error).into()),
        }
    }

    fn path(&self, name: &str) -> String {
        self.texts.get(name).map_or_else(|| name.to_owned(), |source| source.path.clone())
    }

    /// Says what is wrong with a template; `name` is the one that was asked for.
    fn refused(&self, name: &str, error: &tera::Error) -> Diagnostic {
        let (name, said, at) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let file = report.filename();
                let name = if file.is_empty() { name } else { file };
                (name, report.message().to_owned(), report.span().range.clone())
            }
            _ => {
                let said = error.to_string();
                let (name, at) = self.pointed(&said).unwrap_or((name, 0..0));
                (name, said, at)
            }
        };
        let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let first = first.trim().trim_start_matches("error: ").trim_end_matches('.');
        let path = self.path(name);
        if budget::is_ours(first) {
            let fault = Diagnostic::error(Code::R0591, first.to_owned());
            return fault.at(Span::new(path, self.original(name, &at)), "");
        }
        Diagnostic::error(Code::R0604, format!("the page template failed: {first}"))
            .help(format!("mend `{path}`, or remove it to use the built-in one"))
            .at(Span::new(path, self.original(name, &at)), "")
    }

    /// Returns what a message points at: names that templates share are looked up when all are read, and where one
    /// stands is then told in words alone (` --> page.html:3:10`, and a mark for each letter).
    fn pointed(&self, said: &str) -> Option<(&str, Range<usize>)> {
        let place =
            said.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let (rest, column) = place.trim().rsplit_once(':')?;
        let (name, line) = rest.rsplit_once(':')?;
        let (name, source) = self.texts.get_key_value(name)?;
        let before = |number: &str| number.parse::<usize>().ok()?.checked_sub(1);
        let mut lines = source.ready.text.split_inclusive('\n');
        let skipped: usize = lines.by_ref().take(before(line)?).map(str::len).sum();
        let mut columns = lines.next()?.char_indices().map(|(at, _)| at);
        let start = skipped + columns.nth(before(column)?)?;
        let marks = said.lines().map(|line| line.matches('^').count());
        Some((name, start..start + marks.max().unwrap_or(0)))
    }

    /// Returns the author's place; words of the language change places within a line, not lines.
    fn original(&self, name: &str, at: &Range<usize>) -> Range<usize> {
        let Some(source) = self.texts.get(name) else { return at.clone() };
        let place = source.ready.original(at.start)..source.ready.original(at.end);
        if source.filled == source.raw {
            return place;
        }
        let before = source.filled.get(..place.start).unwrap_or_default();
        let number = before.matches('\n').count();
        let lines = source.raw.split_inclusive('\n');
        let start: usize = lines.clone().take(number).map(str::len).sum();
        let line = lines.clone().nth(number).map_or("", str::trim_end);
        start..start + line.len()
    }
}

/// Fills a template with values; in one that ends in `.html` every text is escaped.
pub fn fill<T: Serialize>(
    files: &dyn Files,
    theme: &Theme,
    path: &str,
    values: &T,
) -> Result<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let head = Template::read(files, HEAD, &format!("{folder}/{HEAD}"))?;
    let pages = vec![head, Template::read(files, path, path)?];
    let page = Pages::new(pages, tera::escape_html)?.fill(path, values)?;
    Ok(sealed(brand::with_fonts(page, theme)))
}
