//! The publication as one web page that works from disk and without scripts.
//!
//! **In:** a [`Publication`] and the page's templates.
//! **Out:** the page.
//! **Guarantees:** every text is escaped; the only markup is written here or in a
//! template; an element or a sentence a line, so that two editions compare line by line.

mod block;
mod card;
mod inline;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::Span;
use crate::doc::Block;
use crate::doc::Chapter;
use crate::doc::Inline;
use crate::doc::plain;
use crate::doc::visit;
use crate::output::Publication;
use crate::output::html::block::blocks;
use crate::output::html::inline::escape;
use crate::output::html::inline::inlines;
use crate::output::template;
use crate::project::Files;
use crate::project::long_date;
use crate::stat::number::NBSP;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use tera::Context;
use tera::Tera;

/// Returns the page.
pub fn write(publication: &Publication<'_>, files: &dyn Files) -> Result<String> {
    let page = template(files, "html/page.html")?;
    let style = template(files, "html/style.css")?;
    let script = template(files, "html/script.js")?;
    let meta = &publication.document.meta;
    let mut context = Context::new();
    context.insert("language", &meta.language);
    context.insert("title", &meta.title);
    context.insert("subtitle", &meta.subtitle);
    context.insert("edition", &meta.edition);
    context.insert("date", &long_date(&meta.date));
    context.insert("iso_date", &meta.date);
    context.insert("description", &meta.description);
    context.insert("keywords", &meta.keywords.join(", "));
    context.insert("authors", &meta.authors);
    context.insert("licence", &meta.licence);
    context.insert("contacts", &meta.contacts);
    context.insert("citation", &meta.citation);
    context.insert("draft", &publication.draft);
    context.insert("pdf", &publication.pdf);
    context.insert("notice", &inlines(publication, &meta.notice));
    context.insert("contents", &contents(publication));
    context.insert("findings", &findings(publication));
    context.insert("chapters", &chapters(publication));
    context.insert("footnotes", &footnotes(publication));
    context.insert("cards", &cards(publication));
    context.insert("style", &*style);
    context.insert("script", &*script);
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    tera.add_raw_template("page.html", &page)
        .and_then(|()| tera.render("page.html", &context))
        .map_err(|error| {
            let text = error.to_string();
            let first =
                text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            Diagnostic::error(
                Code::R0604,
                format!("the page template failed: {}", first.trim()),
            )
            .at(Span::new("templates/html/page.html", 0..0), "")
            .help("mend `templates/html/page.html`, or remove it to use the built-in one")
            .into()
        })
}

fn contents(publication: &Publication<'_>) -> String {
    let mut out = String::new();
    for chapter in &publication.document.chapters {
        let _ = write!(
            out,
            "<li><a href=\"#{}\">{}</a>",
            escape(&chapter.id),
            heading(chapter)
        );
        let sections: Vec<(&String, &String, &Vec<Inline>)> = chapter
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level: 2, id, number, content, .. } => {
                    Some((id, number, content))
                }
                _ => None,
            })
            .collect();
        if !sections.is_empty() {
            out.push_str("\n<ol>\n");
            for (id, number, content) in sections {
                let number = numbered(number);
                let text = escape(&plain(content));
                let _ = writeln!(
                    out,
                    "<li><a href=\"#{}\">{number}{text}</a></li>",
                    escape(id)
                );
            }
            out.push_str("</ol>\n");
        }
        out.push_str("</li>\n");
    }
    out
}

fn numbered(number: &str) -> String {
    if number.is_empty() {
        String::new()
    } else {
        format!("<span class=\"number\">{}</span> ", escape(number))
    }
}

fn heading(chapter: &Chapter) -> String {
    format!("{}{}", numbered(&chapter.number), escape(&plain(&chapter.title)))
}

fn findings(publication: &Publication<'_>) -> String {
    let mut out = String::new();
    for finding in &publication.document.findings {
        let id = escape(&finding.id);
        let _ = writeln!(out, "<article class=\"finding\" id=\"finding-{id}\">");
        let _ = writeln!(out, "<h3>{}</h3>", escape(&finding.title));
        if !finding.numbers.is_empty() {
            out.push_str("<dl class=\"numbers\">\n");
            for number in &finding.numbers {
                let _ = writeln!(
                    out,
                    "<div><dd>{}</dd><dt>{}</dt></div>",
                    big(&number.stat),
                    escape(&number.label)
                );
            }
            out.push_str("</dl>\n");
        }
        let _ = writeln!(out, "<p>{}</p>", inlines(publication, &finding.content));
        if let Some(figure) = &finding.figure {
            let number = figure_number(publication, figure);
            let _ = writeln!(
                out,
                "<p class=\"more\"><a href=\"#figure-{}\">Figure {}</a></p>",
                escape(figure),
                escape(&number)
            );
        }
        out.push_str("</article>\n");
    }
    out
}

/// A number set large: its unit in words stays small beside it.
fn big(node: &Inline) -> String {
    let Inline::Stat { id, text, .. } = node else {
        return escape(&plain(std::slice::from_ref(node)));
    };
    let (figure, unit) = text.split_once(NBSP).unwrap_or((text, ""));
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" <small>{}</small>", escape(&unit.replace(NBSP, " ")))
    };
    let id = escape(id);
    format!(
        "<a class=\"v\" href=\"#v-{id}\" data-v=\"{id}\">{}{unit}</a>",
        escape(figure)
    )
}

fn figure_number(publication: &Publication<'_>, id: &str) -> String {
    publication
        .document
        .chapters
        .iter()
        .flat_map(|chapter| &chapter.blocks)
        .find_map(|block| match block {
            Block::Figure(figure) if figure.id == id => Some(figure.number.clone()),
            _ => None,
        })
        .unwrap_or_default()
}

fn chapters(publication: &Publication<'_>) -> String {
    let mut out = String::new();
    for chapter in &publication.document.chapters {
        let part = match chapter.part {
            crate::doc::Part::Front => "front",
            crate::doc::Part::Body => "body",
            crate::doc::Part::Appendix => "appendix",
        };
        let _ = writeln!(
            out,
            "<section class=\"chapter {part}\" id=\"{}\">\n<h2>{}{}</h2>",
            escape(&chapter.id),
            numbered(&chapter.number),
            inlines(publication, &chapter.title)
        );
        out.push_str(&blocks(publication, &chapter.blocks));
        if chapter.file.is_empty() && chapter.id == "references" {
            out.push_str("<ul class=\"references\">\n");
            for reference in &publication.document.references {
                let _ = writeln!(
                    out,
                    "<li id=\"ref-{}\">{}</li>",
                    escape(&reference.key),
                    inlines(publication, &reference.content)
                );
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</section>\n");
    }
    out
}

fn footnotes(publication: &Publication<'_>) -> String {
    let mut out = String::new();
    for (index, note) in publication.document.footnotes.iter().enumerate() {
        let number = index + 1;
        let _ = writeln!(
            out,
            "<li id=\"note-{number}\">\n{}<a class=\"back\" href=\"#noteref-{number}\" aria-label=\"Back to the text\">↩</a>\n</li>",
            blocks(publication, &note.blocks)
        );
    }
    out
}

/// Cards of the statistics that the page shows, in the order of their ids.
fn cards(publication: &Publication<'_>) -> String {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    visit(publication.document, &mut |node| {
        if let Inline::Stat { id, .. } = node {
            used.insert(id);
        }
    });
    let mut out = String::new();
    for id in used {
        if let Some(stat) = publication.statistics.get(id) {
            out.push_str(&card::card(publication, stat));
        }
    }
    out
}
