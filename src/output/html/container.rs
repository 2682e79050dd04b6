//! Named blocks as HTML: what stands before and after what they hold.

use crate::model::document::Block;
use crate::model::document::BlockForm;
use crate::model::document::Container;
use crate::model::document::named;
use crate::model::escape::escape;
use crate::output::Publication;
use crate::output::html::inline::inlines;
use crate::output::html::picture;
use std::fmt::Write as _;

/// Returns the markup before and after what a block holds.
pub(super) fn frame(
    publication: &Publication<'_>,
    container: &Container,
) -> (String, String) {
    let form = container.kind().map_or(BlockForm::Panel, |kind| kind.form);
    let name = escape(&container.kind);
    let id = match container.id.as_str() {
        "" => String::new(),
        id => format!(" id=\"{}\"", escape(id)),
    };
    let title = inlines(publication, &container.title);
    match form {
        BlockForm::Quotation | BlockForm::Pull => {
            let portrait = portrait(publication, container);
            let with = if portrait.is_empty() { "" } else { " pictured" };
            let (mark, draft) = match container.mark().as_str() {
                "" => (String::new(), ""),
                mark => {
                    (format!("<p class=\"draft-mark\">{}</p>\n", escape(mark)), " draft")
                }
            };
            let open = format!(
                "<figure class=\"said {name}{with}{draft}\"{id}>\n{portrait}{mark}<blockquote>\n"
            );
            (open, format!("</blockquote>\n{}</figure>\n", said(publication, container)))
        }
        BlockForm::Detail => (
            format!("<details class=\"detail\"{id}>\n<summary>{title}</summary>\n"),
            "</details>\n".to_owned(),
        ),
        BlockForm::Lang => {
            let language = escape(&container.language());
            (format!("<div lang=\"{language}\"{id}>\n"), "</div>\n".to_owned())
        }
        BlockForm::Listing => {
            let title = match title.as_str() {
                "" => escape(&container.label()),
                title => title.to_owned(),
            };
            let plain = match crate::model::document::plain(&container.title) {
                title if title.is_empty() => container.label(),
                title => title,
            };
            let mut open = format!("<div class=\"listing {name}\"{id}");
            if plain.is_empty() {
                open.push_str(">\n");
            } else {
                let _ = write!(
                    open,
                    " role=\"group\" aria-label=\"{}\">\n<p class=\"block-title\"><strong>{title}</strong></p>\n",
                    escape(&plain)
                );
            }
            (open, "</div>\n".to_owned())
        }
        BlockForm::Columns => {
            let count = container.blocks.len();
            (format!("<div class=\"columns of-{count}\"{id}>\n"), "</div>\n".to_owned())
        }
        BlockForm::Logos => {
            (format!("<div class=\"logos\"{id}>\n"), "</div>\n".to_owned())
        }
        BlockForm::Column => {
            ("<div class=\"column\">\n".to_owned(), "</div>\n".to_owned())
        }
        BlockForm::Figures => {
            let count = container.blocks.len();
            let label = escape(&container.label());
            let open = format!(
                "<div class=\"together\"{id} role=\"group\" aria-label=\"{label}\">\n<p class=\"together-title\"><span class=\"kind\">{label}</span> <strong class=\"headline\">{title}</strong></p>\n<div class=\"beside of-{count}\">\n"
            );
            (open, "</div>\n</div>\n".to_owned())
        }
        BlockForm::Panel
        | BlockForm::Aside
        | BlockForm::Letter
        | BlockForm::Page
        | BlockForm::Alert(_) => {
            let label = container.label();
            let mut open = format!("<div class=\"block {name}\"{id}");
            let head = match (label.is_empty(), title.is_empty()) {
                (false, true) => format!("<strong>{}</strong>", escape(&label)),
                (true, false) => format!("<strong>{title}</strong>"),
                (false, false) => format!(
                    "<span class=\"kind\">{}</span> <strong>{title}</strong>",
                    escape(&label)
                ),
                (true, true) => String::new(),
            };
            if !head.is_empty() {
                open.push_str(" role=\"group\"");
                let plain = crate::model::document::plain(&container.title);
                let named = format!("{label} {plain}");
                let _ = write!(open, " aria-label=\"{}\"", escape(named.trim()));
            }
            open.push_str(">\n");
            if !head.is_empty() {
                let _ = writeln!(open, "<p class=\"block-title\">{head}</p>");
            }
            let close = if form == BlockForm::Letter {
                portrait(publication, container) + &signed(publication, container)
            } else {
                if let Some(Block::Picture(picture)) = container.picture.as_deref() {
                    open.push_str(&picture::figure(publication, picture));
                }
                fields(publication, container)
            };
            (open, format!("{close}</div>\n"))
        }
    }
}

/// The portrait of who speaks or signs.
fn portrait(publication: &Publication<'_>, container: &Container) -> String {
    let Some(Block::Picture(picture)) = container.picture.as_deref() else {
        return String::new();
    };
    let image = picture::image(publication, picture, "6rem");
    let credits = match picture.credits() {
        credits if credits.is_empty() => credits,
        credits => format!("<span class=\"credit\">{}</span>", escape(&credits)),
    };
    format!("<span class=\"portrait\">{image}{credits}</span>\n")
}

/// Who said something, and where.
fn said(publication: &Publication<'_>, container: &Container) -> String {
    let line = |name: &str| container.field(name).map(|line| inlines(publication, line));
    let (by, source) = (line("by"), line("source"));
    if by.is_none() && source.is_none() {
        return String::new();
    }
    let mut out = "<figcaption>".to_owned();
    if let Some(by) = by {
        let _ = write!(out, "<span class=\"by\">{by}</span>");
    }
    if let Some(source) = source {
        let _ = write!(out, " <span class=\"source\">{source}</span>");
    }
    out.push_str("</figcaption>\n");
    out
}

/// The name and the role under a letter.
fn signed(publication: &Publication<'_>, container: &Container) -> String {
    let lines: Vec<String> = container
        .fields
        .iter()
        .map(|(name, line)| {
            let line = inlines(publication, line);
            if name == "name" { format!("<strong>{line}</strong>") } else { line }
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("<p class=\"signed\">{}</p>\n", lines.join("<br>\n"))
}

fn fields(publication: &Publication<'_>, container: &Container) -> String {
    if container.fields.is_empty() {
        return String::new();
    }
    let mut out = "<dl class=\"fields\">\n".to_owned();
    for (name, line) in &container.fields {
        let known = container.kind().map_or(&[] as &[_], |kind| kind.fields);
        let label =
            known.iter().find(|field| field.name == name).map(|field| named(field.label));
        let _ = writeln!(
            out,
            "<div><dt>{}</dt><dd>{}</dd></div>",
            escape(label.as_deref().unwrap_or(name)),
            inlines(publication, line)
        );
    }
    out.push_str("</dl>\n");
    out
}
