//! Drawings: SVG read and written anew, so that only shapes and colours are left.

use crate::figure::faces::fonts;
use crate::figure::picture::Picture;
use crate::figure::picture::PictureForm;
use crate::figure::picture::Refusal;
use crate::figure::picture::refusal;
use crate::figure::picture::weight;
use resvg::usvg::ImageHrefResolver;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::WriteOptions;
use resvg::usvg::roxmltree::Document;
use resvg::usvg::roxmltree::Node;
use resvg::usvg::roxmltree::ParsingOptions;
use std::collections::BTreeSet;

/// The most elements of a drawing.
const MOST: u32 = 200_000;

/// Reads a drawing.
pub(super) fn read(text: &str) -> Result<Picture, Refusal> {
    let broken = |why: String| {
        refusal(format!("it cannot be read: {why}"), "export it again as plain SVG")
    };
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST,
        ..ParsingOptions::default()
    };
    weight::readable(text)?;
    let document =
        Document::parse_with_options(text, options).map_err(|e| broken(e.to_string()))?;
    weight::bounded(&document)?;
    let mut left_out = BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        element(node, &mut left_out)?;
    }
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: fonts(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options)
        .map_err(|error| broken(error.to_string()))?;
    let size = tree.size();
    let written = tree.to_string(&WriteOptions::default());
    let side = |length: f32| length.ceil().max(1.0) as u32;
    // A drawing scales with the page only by its view box.
    let boxed = format!("<svg viewBox=\"0 0 {} {}\"", size.width(), size.height());
    let written = if written.contains("viewBox=") {
        written
    } else {
        written.replacen("<svg", &boxed, 1)
    };
    let form = PictureForm {
        width: side(size.width()),
        height: side(size.height()),
        ending: "svg",
        bytes: written.into_bytes(),
    };
    Ok(Picture { forms: vec![form], left_out: left_out.into_iter().collect() })
}

/// Refuses what a drawing would lose to the eye, and notes what it only does.
fn element(node: Node<'_, '_>, left_out: &mut BTreeSet<String>) -> Result<(), Refusal> {
    let name = node.tag_name().name();
    match name {
        "image" | "feImage" => {
            return Err(refusal(
                format!("it holds or names another picture (`<{name}>`)"),
                "export it without, or as PNG",
            ));
        }
        "foreignObject" => {
            return Err(refusal(
                "it holds a piece of a web page (`<foreignObject>`)",
                "export its text as text of SVG",
            ));
        }
        "script" | "animate" | "animateMotion" | "animateTransform" | "set" => {
            left_out.insert(format!("`<{name}>`"));
        }
        _ => {}
    }
    if name == "style" && node.text().is_some_and(outside) {
        return Err(elsewhere());
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        if name.starts_with("on") {
            left_out.insert(format!("`{name}=`"));
        }
        let link = name == "href" && node.tag_name().name() == "a";
        if link {
            left_out.insert("links".to_owned());
        } else if name == "href" && !value.starts_with('#')
            || name != "href" && outside(value)
        {
            return Err(elsewhere());
        }
    }
    if name == "text" {
        let text: String =
            node.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
        let missing: BTreeSet<char> = crate::figure::measure::missing(&text);
        if !missing.is_empty() {
            let shown: String = missing.into_iter().take(12).collect();
            return Err(refusal(
                format!("its text has characters that no font here has: {shown}"),
                "export its text as paths",
            ));
        }
    }
    Ok(())
}

/// Returns whether a style or an attribute names something outside its file.
fn outside(value: &str) -> bool {
    value.contains("@import")
        || value.contains("@font-face")
        || value
            .split("url(")
            .skip(1)
            .any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'))
}

fn elsewhere() -> Refusal {
    refusal(
        "it names something outside its file",
        "export it as plain SVG, with all it shows in it",
    )
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn words_in_a_font_that_is_not_here_are_drawn_in_ours() {
        for family in ["Arial", "serif", "monospace", "Arial, Helvetica"] {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><text y=\"16\" font-family=\"{family}\">Words</text></svg>"
            );
            let picture = read(&svg).unwrap();
            let drawn = String::from_utf8_lossy(&picture.forms[0].bytes).into_owned();
            assert!(drawn.contains("<path"), "{family}: {drawn}");
        }
    }
}
