//! Blocks as HTML.

use crate::doc::Alert;
use crate::doc::Block;
use crate::doc::FigureBlock;
use crate::doc::TableBlock;
use crate::doc::plain;
use crate::output::Publication;
use crate::output::html::inline::escape;
use crate::output::html::inline::inlines;
use crate::output::html::numbered;
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
            let tag = if *level <= 2 { "h3" } else { "h4" };
            let _ = writeln!(
                out,
                "<{tag} id=\"{}\">{}{}</{tag}>",
                escape(id),
                numbered(number),
                inlines(publication, content)
            );
        }
        Block::Paragraph { content, .. } => {
            let _ = writeln!(out, "<p>{}</p>", inlines(publication, content));
        }
        Block::List { start, items } => {
            let (open, close) = match start {
                None => ("<ul>".to_owned(), "</ul>"),
                Some(1) => ("<ol>".to_owned(), "</ol>"),
                Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
            };
            let _ = writeln!(out, "{open}");
            for item in items {
                let _ = writeln!(out, "<li>{}</li>", tight(publication, item));
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
        Block::Alert { kind, blocks: inner } => {
            let (class, title) = match kind {
                Alert::Note => ("note", "Note"),
                Alert::Tip => ("tip", "Tip"),
                Alert::Important => ("important", "Important"),
                Alert::Warning => ("warning", "Warning"),
                Alert::Caution => ("caution", "Caution"),
            };
            let _ = writeln!(
                out,
                "<aside class=\"alert {class}\">\n<p class=\"alert-title\">{title}</p>\n{}</aside>",
                blocks(publication, inner)
            );
        }
        Block::Code { text, .. } => {
            let _ =
                writeln!(out, "<pre tabindex=\"0\"><code>{}</code></pre>", escape(text));
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
        Block::Table(table) => self::table(publication, table, out),
        Block::Figure(figure) => self::figure(publication, figure, out),
    }
}

/// One paragraph alone stands without its tag.
fn tight(publication: &Publication<'_>, list: &[Block]) -> String {
    match list {
        [Block::Paragraph { content, .. }] => inlines(publication, content),
        _ => format!("\n{}", blocks(publication, list)),
    }
}

fn table(publication: &Publication<'_>, table: &TableBlock, out: &mut String) {
    let declared = !table.id.is_empty();
    let label = if declared { plain(&table.title) } else { "Table".to_owned() };
    if declared {
        let _ =
            writeln!(out, "<figure class=\"table\" id=\"table-{}\">", escape(&table.id));
        let _ = writeln!(
            out,
            "<figcaption><span class=\"kind\">Table {}</span>\n<strong class=\"headline\">{}</strong>\n<span class=\"subtitle\">{}</span></figcaption>",
            escape(&table.number),
            inlines(publication, &table.title),
            inlines(publication, &table.subtitle)
        );
    }
    let long = if table.rows.len() > 40 { " long" } else { "" };
    let _ = writeln!(
        out,
        "<div class=\"scroll{long}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table>\n<thead>\n<tr>",
        escape(&label)
    );
    for column in &table.columns {
        let class = if column.numeric { " class=\"n\"" } else { "" };
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
            let numeric = table.columns.get(at).is_some_and(|column| column.numeric);
            let class = if numeric { " class=\"n\"" } else { "" };
            let content = inlines(publication, &cell.content);
            if at == 0 && table.row_heads && !content.is_empty() {
                let _ = write!(out, "<th scope=\"row\"{class}>{content}</th>");
            } else {
                let _ = write!(out, "<td{class}>{content}</td>");
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    if declared {
        under(publication, &table.note, &table.source, out);
        let _ = writeln!(
            out,
            "<p class=\"files\"><a href=\"tables/{0}.csv\" download>Data (CSV)</a></p>\n</figure>",
            escape(&table.id)
        );
    }
}

fn under(
    publication: &Publication<'_>,
    note: &[crate::doc::Inline],
    source: &[crate::doc::Inline],
    out: &mut String,
) {
    if !note.is_empty() {
        let _ = writeln!(out, "<p class=\"under\">{}</p>", inlines(publication, note));
    }
    if !source.is_empty() {
        let _ = writeln!(
            out,
            "<p class=\"under\">Source: {}</p>",
            inlines(publication, source)
        );
    }
    let notice = &publication.document.meta.notice;
    if !notice.is_empty() {
        let _ = writeln!(
            out,
            "<p class=\"under travels\">{}</p>",
            inlines(publication, notice)
        );
    }
}

fn figure(publication: &Publication<'_>, figure: &FigureBlock, out: &mut String) {
    let id = escape(&figure.id);
    let _ = writeln!(out, "<figure class=\"chart\" id=\"figure-{id}\">");
    let _ = writeln!(
        out,
        "<figcaption><span class=\"kind\">Figure {}</span>\n<strong class=\"headline\">{}</strong>\n<span class=\"subtitle\">{}</span></figcaption>",
        escape(&figure.number),
        inlines(publication, &figure.headline),
        inlines(publication, &figure.subtitle)
    );
    if let Some(drawn) = publication.figures.get(&figure.id) {
        let _ = writeln!(out, "<div class=\"plot wide\">\n{}</div>", drawn.wide);
        let _ = writeln!(out, "<div class=\"plot narrow\">\n{}</div>", drawn.narrow);
        under(publication, &figure.note, &figure.source, out);
        let words = &drawn.alternatives;
        out.push_str("<details>\n<summary>Data and description</summary>\n");
        for sentence in words.long.iter().take(30) {
            let _ = writeln!(out, "<p>{}</p>", escape(sentence));
        }
        let long = if words.rows.len() > 20 { " long" } else { "" };
        let _ = writeln!(
            out,
            "<div class=\"scroll{long}\" tabindex=\"0\" role=\"region\" aria-label=\"Data of figure {}\">\n<table>\n<thead>\n<tr>{}</tr>\n</thead>\n<tbody>",
            escape(&figure.number),
            words
                .head
                .iter()
                .map(|head| format!("<th scope=\"col\">{}</th>", escape(head)))
                .collect::<String>()
        );
        for row in &words.rows {
            let cells: String =
                row.iter().map(|cell| format!("<td>{}</td>", escape(cell))).collect();
            let _ = writeln!(out, "<tr>{cells}</tr>");
        }
        out.push_str("</tbody>\n</table>\n</div>\n</details>\n");
    }
    let _ = writeln!(
        out,
        "<p class=\"files\"><a href=\"figures/{id}.png\" download>PNG</a> <a href=\"figures/{id}.svg\" download>SVG</a> <a href=\"figures/{id}.csv\" download>Data (CSV)</a></p>\n</figure>"
    );
}
