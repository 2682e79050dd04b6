//! Blocks as HTML.

use crate::model::document::Block;
use crate::model::document::Cell;
use crate::model::document::FigureBlock;
use crate::model::document::PrintedColumn;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::model::escape::escape;
use crate::output::Publication;
use crate::output::html::container::frame;
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
        "<div class=\"scroll{long}\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n<table>\n<thead>\n",
        escape(&label)
    );
    heads(&mut out, publication, table);
    out.push_str("</thead>\n<tbody>\n");
    for (at, row) in table.rows.iter().enumerate() {
        if let Some(group) = table.opens(at) {
            let heading = inlines(publication, &group.label);
            let begin = if at == 0 { "" } else { "</tbody>\n<tbody>\n" };
            let columns = table.columns.len();
            let _ = writeln!(
                out,
                "{begin}<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{heading}</th></tr>"
            );
        } else if table.closes(at) {
            out.push_str("</tbody>\n<tbody>\n");
        }
        let total = if table.totals.contains(&at) { " class=\"total\"" } else { "" };
        let _ = write!(out, "<tr{total}>");
        for (at, cell) in row.iter().enumerate() {
            self::cell(&mut out, publication, table, at, cell);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

/// The class by which a column is aligned.
fn aligned(column: &PrintedColumn) -> &'static str {
    match column {
        PrintedColumn { numeric: true, .. } => "n",
        PrintedColumn { centred: true, .. } => "mid",
        PrintedColumn { .. } => "",
    }
}

fn class(names: &[&str]) -> String {
    let names: Vec<&str> =
        names.iter().copied().filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(" class=\"{}\"", names.join(" "))
    }
}

/// Writes the heads of columns, and over them those that columns share.
fn heads(out: &mut String, publication: &Publication<'_>, table: &TableBlock) {
    let all: Vec<usize> = (0..table.columns.len()).collect();
    for row in table.head_rows(&all) {
        out.push_str("<tr>");
        for head in row {
            let words = inlines(publication, head.words);
            let rows = match head.rows {
                1 => String::new(),
                rows => format!(" rowspan=\"{rows}\""),
            };
            let Some(column) = table.columns.get(head.column).filter(|_| !head.over)
            else {
                let columns = head.columns;
                let _ = writeln!(
                    out,
                    "<th scope=\"colgroup\" class=\"over\" colspan=\"{columns}\"{rows}>{words}</th>"
                );
                continue;
            };
            let class = class(&[aligned(column)]);
            if words.is_empty() {
                let _ = writeln!(out, "<td{class}{rows}></td>");
                continue;
            }
            let (open, close) = if table.turned && column.numeric {
                ("<span class=\"up\">", "</span>")
            } else {
                ("", "")
            };
            let mark = raised(&column.note);
            let _ = writeln!(
                out,
                "<th scope=\"col\"{class}{rows}>{open}{words}{mark}{close}</th>"
            );
        }
        out.push_str("</tr>\n");
    }
}

fn cell(
    out: &mut String,
    publication: &Publication<'_>,
    table: &TableBlock,
    at: usize,
    cell: &Cell,
) {
    let align = table.columns.get(at).map_or("", aligned);
    // A short number stays on one line; one with its unit in words may take two.
    let short = align == "n" && plain(&cell.content).chars().count() <= SHORT;
    let shade =
        if cell.shade > 0 { format!("shade-{}", cell.shade) } else { String::new() };
    let class = class(&[align, if short { "short" } else { "" }, &shade]);
    let sort = cell.sort.map(|by| format!(" data-sort=\"{by}\"")).unwrap_or_default();
    let content = inlines(publication, &cell.content);
    let bar = cell.bar().map(|(from, long, zero)| {
        // Where some values are below zero, it has a line.
        let line = match zero {
            0 => String::new(),
            zero => format!("<line x1=\"{zero}%\" x2=\"{zero}%\" y2=\"100%\"/>"),
        };
        format!(
            "<svg class=\"bar\" aria-hidden=\"true\"><rect x=\"{from}%\" width=\"{long}%\" height=\"100%\"/>{line}</svg>"
        )
    });
    let raised = raised(&cell.note) + bar.as_deref().unwrap_or_default();
    if at == 0 && table.row_heads && !content.is_empty() {
        let _ = write!(out, "<th scope=\"row\"{class}{sort}>{content}{raised}</th>");
    } else {
        let _ = write!(out, "<td{class}{sort}>{content}{raised}</td>");
    }
}

/// Returns the marks of notes, raised.
fn raised(marks: &str) -> String {
    if marks.is_empty() {
        String::new()
    } else {
        format!("<sup class=\"mark\">{marks}</sup>")
    }
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
        notes: table
            .notes
            .iter()
            .map(|note| {
                let (mark, text) =
                    (raised(&note.mark), inlines(publication, &note.content));
                format!("<p class=\"under\">{mark} {text}</p>\n")
            })
            .collect(),
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
