//! Pictures as HTML: the sizes a browser may choose from, or the picture itself where the page
//! stands alone.

use crate::figure::PictureForm;
use crate::model::document::Document;
use crate::model::document::PictureBlock;
use crate::model::document::plain;
use crate::model::escape::escape;
use crate::output::Publication;
use crate::output::html::inline::inlines;
use crate::output::picture::address;
use crate::say;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How wide a picture of a page that stands alone is, in pixels.
const ALONE: u32 = 960;
/// How wide a picture is on the page.
const SIZES: &str = "(min-width: 46rem) 42.5rem, 100vw";

/// Returns a picture with its caption.
pub(super) fn figure(publication: &Publication<'_>, block: &PictureBlock) -> String {
    let id = match block.id.as_str() {
        // A picture may be shown twice; the number is the first one's.
        id if !block.number.is_empty() => format!(" id=\"picture-{}\"", escape(id)),
        _ => String::new(),
    };
    let mut out =
        format!("<figure class=\"picture\"{id}>\n{}\n", image(publication, block, SIZES));
    let number = if block.number.is_empty() {
        String::new()
    } else {
        format!(
            "<span class=\"kind\">{}</span> ",
            escape(&say!("figure-caption", number = block.number.as_str()))
        )
    };
    let caption = inlines(publication, &block.caption);
    let credits = match block.credits() {
        credits if credits.is_empty() => credits,
        credits => format!(" <span class=\"credit\">{}</span>", escape(&credits)),
    };
    if !(number.is_empty() && caption.is_empty() && credits.is_empty()) {
        let _ = writeln!(out, "<figcaption>{number}{caption}{credits}</figcaption>");
    }
    out.push_str("</figure>\n");
    out
}

/// Returns the picture alone.
pub(super) fn image(
    publication: &Publication<'_>,
    block: &PictureBlock,
    sizes: &str,
) -> String {
    let Some(picture) = publication.pictures.get(&block.path) else {
        return String::new();
    };
    let alt = if block.decorative { String::new() } else { escape(&plain(&block.alt)) };
    let focal =
        block.focal.map_or_else(String::new, |(x, y)| format!(" data-focal=\"{x} {y}\""));
    let source = |form: &PictureForm| escape(&address(&block.path, form));
    let (address, set) = if publication.beside {
        let set: Vec<String> = picture
            .forms
            .iter()
            .map(|form| format!("{} {}w", source(form), form.width))
            .collect();
        let shown = picture.at_least(ALONE);
        let several = picture.forms.len() > 1;
        let set = if several {
            format!(" srcset=\"{}\" sizes=\"{sizes}\"", set.join(", "))
        } else {
            String::new()
        };
        (shown.map(source).unwrap_or_default(), set)
    } else {
        (picture.at_least(ALONE).map(embedded).unwrap_or_default(), String::new())
    };
    format!(
        "<img src=\"{address}\"{set} width=\"{}\" height=\"{}\" alt=\"{alt}\"{focal} loading=\"lazy\" decoding=\"async\">",
        block.width, block.height
    )
}

/// Returns the rules by which pictures are cut around their focal points. They are not in the
/// elements, where a policy would refuse them.
pub(super) fn focal_style(document: &Document) -> String {
    let points = document.pictures().filter_map(|block| block.focal).map(|(x, y)| {
        format!(
            "[data-focal=\"{x} {y}\"] {{ object-position: {}% {}%; }}\n",
            100.0 * x,
            100.0 * y
        )
    });
    points.collect::<BTreeSet<String>>().into_iter().collect()
}

/// Returns a form as an address that holds it.
fn embedded(form: &PictureForm) -> String {
    let sort = match form.ending {
        "jpg" => "image/jpeg",
        "png" => "image/png",
        _ => "image/svg+xml",
    };
    format!("data:{sort};base64,{}", BASE64_STANDARD.encode(&form.bytes))
}
