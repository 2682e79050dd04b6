//! Blocks as HTML.

use crate::model::document::Block;
use crate::model::document::Column;
use crate::model::document::FigureBlock;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::output::Publication;
use crate::output::html::container::frame;
use crate::output::html::escape::escape;
use crate::output::html::inline::inlines;
use crate::output::html::math::math;
use crate::output::html::numbered;
use crate::output::html::picture;
use crate::output::html::view::FigureView;
use crate::output::html::view::TableView;
use crate::say;
use std::fmt::Write as _;

/// Returns blocks as HTML, an element a line.
pub(super) fn blocks(publication: &Publication<'_>, list: &[Block]) -> String {
    let mut out = String::new();
    for block in list {
        self::block(publication, block, &mut out);
    }
    out
}

fn block(publication: &Publication<'_>, block: &Block, out: &mut String) {
    match block {
        Block::Heading { level, id, number, content, .. } => {
            // The page's own heading is the first, the chapter's the second.
            let (tag, class) = match level {
                0..=5 => (format!("h{}", (level + 1).clamp(3, 6)), ""),
                _ => ("p".to_owned(), " class=\"subhead\""),
            };
            let _ = writeln!(
                out,
                "<{tag}{class} id=\"{}\">{}{}</{tag}>",
                escape(id),
                numbered(number),
                inlines(publication, content)
            );
        }
        Block::Paragraph { content, .. } => {
            let _ = writeln!(out, "<p>{}</p>", inlines(publication, content));
        }
        Block::List { start, loose, items } => {
            let (open, close) = match start {
                None => ("<ul>".to_owned(), "</ul>"),
                Some(1) => ("<ol>".to_owned(), "</ol>"),
                Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
            };
            let _ = writeln!(out, "{open}");
            for item in items {
                let item = if *loose && !item.is_empty() {
                    format!("\n{}", blocks(publication, item))
                } else {
                    tight(publication, item)
                };
                let _ = writeln!(out, "<li>{item}</li>");
            }
            let _ = writeln!(out, "{close}");
        }
        Block::Quote { blocks: inner } => {
            let _ = writeln!(
                out,
                "<blockquote>\n{}</blockquote>",
                blocks(publication, inner)
            );
        }
        Block::Alert { kind, title, blocks: inner } => {
            let class = kind.name();
            let title =
                if title.is_empty() { kind.label() } else { inlines(publication, title) };
            let _ = writeln!(
                out,
                "<div class=\"alert {class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n{}</div>",
                blocks(publication, inner)
            );
        }
        Block::Equation { id, number, formula, .. } => {
            let named = if id.is_empty() {
                String::new()
            } else {
                format!(" id=\"{}\"", escape(id))
            };
            let number = if number.is_empty() {
                String::new()
            } else {
                format!("<span class=\"equation-number\">({})</span>", escape(number))
            };
            let formula = math(formula, true);
            let _ = writeln!(
                out,
                "<div class=\"equation\"{named}><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{formula}</div>{number}</div>",
                say!("formula")
            );
        }
        Block::Picture(picture) => out.push_str(&picture::figure(publication, picture)),
        Block::Container(container) => {
            let (open, close) = frame(publication, container);
            out.push_str(&open);
            out.push_str(&blocks(publication, &container.blocks));
            out.push_str(&close);
        }
        Block::Code { language, text } => {
            // The first word names the language; what follows it is for other tools.
            let name = language.split_whitespace().next();
            let class = name
                .map(|name| format!(" class=\"language-{}\"", escape(name)))
                .unwrap_or_default();
            let text = escape(text);
            let _ = writeln!(out, "<pre tabindex=\"0\"><code{class}>{text}</code></pre>");
        }
        Block::Definitions { items } => {
            out.push_str("<dl>\n");
            for (term, meanings) in items {
                let _ = writeln!(out, "<dt>{}</dt>", inlines(publication, term));
                for meaning in meanings {
                    let _ = writeln!(out, "<dd>{}</dd>", tight(publication, meaning));
                }
            }
            out.push_str("</dl>\n");
        }
        Block::Rule => out.push_str("<hr>\n"),
        Block::Table(table) => out.push_str(&grid(publication, table)),
        // A figure has a template, which `chapter` fills; lists and quotations hold none.
        Block::Figure(_) => {}
    }
}

/// Returns blocks whose paragraphs stand without their tags.
fn tight(publication: &Publication<'_>, list: &[Block]) -> String {
    let mut out = String::new();
    for (at, block) in list.iter().enumerate() {
        if let Block::Paragraph { content, .. } = block {
            out.push_str(&inlines(publication, content));
            out.push_str(if at + 1 < list.len() { "\n" } else { "" });
        } else {
            out.push_str(if at == 0 { "\n" } else { "" });
            self::block(publication, block, &mut out);
        }
    }
    out
}

/// The most characters of a number that is kept on one line.
const SHORT: usize = 14;

/// Returns a table in a frame that scrolls.
fn grid(publication: &Publication<'_>, table: &TableBlock) -> String {
    let label = if table.id.is_empty() { say!("table") } else { plain(&table.title) };
    let long = if table.rows.len() > 40 { " long" } else { "" };
    let mut out = format!(
        "<div class=\"scroll{long}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table>\n<thead>\n<tr>",
        escape(&label)
    );
    for column in &table.columns {
        let class = match column {
            Column { numeric: true, .. } => " class=\"n\"",
            Column { centred: true, .. } => " class=\"mid\"",
            Column { .. } => "",
        };
        let head = inlines(publication, &column.label);
        if head.is_empty() {
            let _ = writeln!(out, "<td{class}></td>");
        } else {
            let _ = writeln!(out, "<th scope=\"col\"{class}>{head}</th>");
        }
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let column = table.columns.get(at);
            let numeric = column.is_some_and(|column| column.numeric);
            // A short number stays on one line; one with its unit in words may take two.
            let class = match plain(&cell.content).chars().count() {
                0..=SHORT if numeric => " class=\"n short\"",
                _ if numeric => " class=\"n\"",
                _ if column.is_some_and(|column| column.centred) => " class=\"mid\"",
                _ => "",
            };
            let sort = cell.sort.map(|by| format!(" data-sort=\"{by}\""));
            let sort = sort.unwrap_or_default();
            let content = inlines(publication, &cell.content);
            if at == 0 && table.row_heads && !content.is_empty() {
                let _ = write!(out, "<th scope=\"row\"{class}{sort}>{content}</th>");
            } else {
                let _ = write!(out, "<td{class}{sort}>{content}</td>");
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

/// Returns what the template of a declared table is given.
pub(super) fn table_view<'a>(
    publication: &Publication<'a>,
    table: &'a TableBlock,
) -> TableView<'a> {
    TableView {
        id: &table.id,
        number: &table.number,
        title: inlines(publication, &table.title),
        subtitle: inlines(publication, &table.subtitle),
        body: grid(publication, table),
        note: inlines(publication, &table.note),
        source: inlines(publication, &table.source),
    }
}

/// Returns what the template of a figure is given.
pub(super) fn figure_view<'a>(
    publication: &Publication<'a>,
    figure: &'a FigureBlock,
) -> FigureView<'a> {
    let drawn = publication.figures.get(&figure.id);
    let words = drawn.map(|drawn| &drawn.alternatives);
    let sentences = words.map_or(&[] as &[String], |words| words.long.as_slice());
    FigureView {
        id: &figure.id,
        number: &figure.number,
        headline: inlines(publication, &figure.headline),
        subtitle: inlines(publication, &figure.subtitle),
        note: inlines(publication, &figure.note),
        source: inlines(publication, &figure.source),
        wide: drawn.map_or("", |drawn| drawn.wide.as_str()),
        narrow: drawn.map_or("", |drawn| drawn.narrow.as_str()),
        sentences: sentences.get(..30).unwrap_or(sentences),
        head: words.map_or(&[], |words| words.head.as_slice()),
        rows: words.map_or(&[], |words| words.rows.as_slice()),
        tall: words.is_some_and(|words| words.rows.len() > 20),
    }
}
