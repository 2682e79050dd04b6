//! What the library of citations set, as text, emphasis and links.
//!
//! **In:** its elements. **Out:** nodes. **Guarantees:** an address that is not safe is no link; what is emphasised
//! within emphasis is upright.

use crate::model::document::Inline;
use crate::narrative::works;
use crate::project::is_safe;
use hayagriva::ElemChild;
use hayagriva::ElemChildren;
use hayagriva::Formatted;
use hayagriva::citationberg::FontStyle;
use hayagriva::citationberg::FontWeight;
use hayagriva::citationberg::VerticalAlign;
use regex::Regex;
use std::sync::LazyLock;

/// A semicolon behind a space, before a number.
static SPACED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(" ;[0-9]").ok());

/// Returns whether all of a citation is set above the line.
pub(super) fn raised(child: &ElemChild) -> bool {
    match child {
        ElemChild::Text(Formatted { formatting, .. }) => {
            formatting.vertical_align == VerticalAlign::Sup
        }
        ElemChild::Link { text, .. } => {
            text.formatting.vertical_align == VerticalAlign::Sup
        }
        ElemChild::Elem(elem) => elem.children.0.iter().all(raised),
        ElemChild::Markup(_) | ElemChild::Transparent { .. } => false,
    }
}

/// Changes each text of an entry.
pub(super) fn each_text(content: &mut [Inline], change: &dyn Fn(&mut String)) {
    for node in content {
        match node {
            Inline::Text { text } => change(text),
            Inline::Link { content, .. }
            | Inline::Emph { content }
            | Inline::Strong { content } => each_text(content, change),
            _ => {}
        }
    }
}

pub(super) fn nodes(children: &ElemChildren) -> Vec<Inline> {
    let mut out = Vec::new();
    for child in &children.0 {
        node(child, &mut out);
    }
    out
}

fn node(child: &ElemChild, out: &mut Vec<Inline>) {
    match child {
        ElemChild::Text(text) => formatted(text, out),
        ElemChild::Elem(elem) => {
            for child in &elem.children.0 {
                node(child, out);
            }
        }
        ElemChild::Link { text, url } => {
            let mut content = Vec::new();
            formatted(text, &mut content);
            if is_safe(url) {
                out.push(Inline::Link { url: url.clone(), content });
            } else {
                out.extend(content);
            }
        }
        ElemChild::Markup(text) => push(out, works::formula(text).0),
        ElemChild::Transparent { .. } => {}
    }
}

/// Adds a text; what is emphasised within an emphasised title is upright.
fn formatted(text: &Formatted, out: &mut Vec<Inline>) {
    let whole = text.formatting.font_style == FontStyle::Italic;
    let bold = text.formatting.font_weight == FontWeight::Bold;
    for (emphasised, piece) in works::emphasis(&text.text) {
        if !bold && emphasised == whole {
            push(out, piece.to_owned());
            continue;
        }
        let mut content = vec![Inline::text(piece)];
        if emphasised != whole {
            content = vec![Inline::Emph { content }];
        }
        out.push(if bold { Inline::Strong { content } } else { content.swap_remove(0) });
    }
}

pub(super) fn push(out: &mut Vec<Inline>, text: String) {
    match out.last_mut() {
        Some(Inline::Text { text: last }) => {
            last.push_str(&text);
            tidy(last);
        }
        _ => out.push(Inline::text(text)),
    }
}

/// Takes out the sign that stood before a part of a date which a work does not have.
fn tidy(text: &mut String) {
    for (strange, plain) in [(",)", ")"), (",.", ".")] {
        if text.contains(strange) {
            *text = text.replace(strange, plain);
        }
    }
    // A space before a semicolon is meant where there is one behind it.
    while let Some(at) = SPACED.as_ref().and_then(|spaced| spaced.find(text)) {
        text.remove(at.start());
    }
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn signs_before_a_missing_part_of_a_date_go() {
        for (typed, expected) in [
            ("Act. (2021,). c. 30,.", "Act. (2021). c. 30."),
            ("J A. 2019 ;1:1–9", "J A. 2019;1:1–9"),
            ("Arbres ; 12 forêts", "Arbres ; 12 forêts"),
        ] {
            let mut text = typed.to_owned();
            tidy(&mut text);
            assert_eq!(text, expected);
        }
    }
}
