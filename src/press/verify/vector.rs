//! Whether an SVG is the edition's own drawing and nothing else: the two are compared as trees,
//! because what a viewer adds (scripts, animations, styles, links) shows in no rendering here.

use crate::figure::xml::Document;
use crate::figure::xml::Node;
use crate::figure::xml::NodeType;
use crate::press::stamp;
use std::collections::BTreeMap;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Namespaces of words about a drawing; viewers show nothing of them.
const WORDS: &[&str] = &[
    "adobe:ns:meta/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "http://ns.adobe.com/photoshop/1.0/",
    "http://ns.adobe.com/xap/1.0/",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
];

/// Namespaces in which editors keep settings of their own; viewers ignore them.
const EDITORS: &[&str] = &[
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
];

/// Attributes that change nothing that is seen.
const HARMLESS: &[&str] = &["id", "version"];

/// Returns what of a found SVG is not in the edition's own drawing; none where both draw the
/// same.
pub(super) fn difference(found: &str, own: &str) -> Option<String> {
    let own = match Document::parse(own) {
        Ok(own) => own,
        Err(why) => return Some(format!("the edition's drawing cannot be read: {why}")),
    };
    match Document::parse(found) {
        // A document type could define entities, and a stylesheet could be linked.
        Err(why) => Some(format!("it cannot be read as SVG: {why}")),
        Ok(found) => nodes(found.root(), own.root()),
    }
}

/// The most bytes of a drawing that is read.
pub(super) const LONGEST: usize = 4 * 1024 * 1024;
/// How deep elements may be nested.
const DEEPEST: usize = 64;

/// Returns whether a drawing is made of nothing but what the edition's own drawing is made of:
/// elements and attributes by name, and not many times as many of them; dashes as they are there,
/// because a line of many short ones takes for ever to draw. Where its values differ otherwise,
/// only what is seen can be compared.
pub(super) fn same_vocabulary(found: &str, own: &str) -> bool {
    let (Ok(found), Ok(own)) = (Document::parse(found), Document::parse(own)) else {
        return false;
    };
    let (Some(found), Some(own)) = (vocabulary(found.root()), vocabulary(own.root()))
    else {
        return false;
    };
    found
        .iter()
        .all(|(name, count)| own.get(name).is_some_and(|own| *count <= 2 * own + 8))
}

/// Counts the elements and attributes of what is drawn, by name; none where it is nested too
/// deep, or says more of itself than words.
fn vocabulary(root: Node<'_, '_>) -> Option<BTreeMap<String, usize>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut rest = vec![(root, 0)];
    while let Some((node, depth)) = rest.pop() {
        if depth > DEEPEST || words(node).is_some() {
            return None;
        }
        if !(node.is_root() || node.is_element() && drawn(&node)) {
            continue;
        }
        rest.extend(node.children().map(|child| (child, depth + 1)));
        if node.is_root() {
            continue;
        }
        let space = node.tag_name().namespace().unwrap_or_default();
        *counts.entry(format!("{space} {}", node.tag_name().name())).or_default() += 1;
        for one in node.attributes() {
            let space = one.namespace().unwrap_or_default();
            if EDITORS.contains(&space) || HARMLESS.contains(&one.name()) {
                continue;
            }
            let mut name = format!("@{space} {}", one.name());
            if one.name() == "stroke-dasharray" {
                name.push_str(one.value());
            }
            *counts.entry(name).or_default() += 1;
        }
    }
    Some(counts)
}

/// Compares the children of two nodes in order.
fn nodes(found: Node<'_, '_>, own: Node<'_, '_>) -> Option<String> {
    let mut expected = own.children().filter(drawn);
    let foreign = found.children().find_map(|child| words(child));
    if foreign.is_some() {
        return foreign;
    }
    for child in found.children().filter(drawn) {
        let Some(twin) = expected.next() else { return Some(added(child)) };
        match (child.node_type(), twin.node_type()) {
            (NodeType::Text, NodeType::Text) => {
                if flat(child) != flat(twin) {
                    return Some(format!("its words are “{}”", short(&flat(child))));
                }
            }
            (NodeType::Element, NodeType::Element)
                if child.tag_name() == twin.tag_name() =>
            {
                let differs = attributes(child, twin).or_else(|| nodes(child, twin));
                if differs.is_some() {
                    return differs;
                }
            }
            _ => return Some(added(child)),
        }
    }
    expected.next().map(|lost| format!("{} is missing", called(lost)))
}

/// Refuses what is only about the drawing, and holds more than words.
fn words(child: Node<'_, '_>) -> Option<String> {
    if child.is_pi() {
        return Some(added(child));
    }
    if !child.has_tag_name((SVG, "metadata")) {
        return None;
    }
    let stray = child.descendants().skip(1).find(|node| {
        let space = node.tag_name().namespace().unwrap_or_default();
        node.is_pi() || node.is_element() && !WORDS.contains(&space)
    });
    stray.map(|node| format!("{} stands in its metadata", called(node)))
}

/// Returns whether a node is part of the drawing.
fn drawn(node: &Node<'_, '_>) -> bool {
    match node.node_type() {
        NodeType::Element => {
            let space = node.tag_name().namespace().unwrap_or_default();
            let empty = node.has_tag_name((SVG, "defs")) && !node.has_children();
            !empty && !node.has_tag_name((SVG, "metadata")) && !EDITORS.contains(&space)
        }
        NodeType::Text => !node.text().unwrap_or_default().trim().is_empty(),
        NodeType::PI => true,
        NodeType::Root | NodeType::Comment => false,
    }
}

fn attributes(found: Node<'_, '_>, own: Node<'_, '_>) -> Option<String> {
    for attribute in found.attributes() {
        let space = attribute.namespace().unwrap_or_default();
        let name = attribute.name();
        let harmless = EDITORS.contains(&space)
            || space.is_empty() && HARMLESS.contains(&name)
            || name == "space" && space == "http://www.w3.org/XML/1998/namespace";
        if harmless && own.attribute(name).is_none() {
            continue;
        }
        let twin = match space {
            "" => own.attribute(name),
            space => own.attribute((space, name)),
        };
        let same = twin.is_some_and(|own| alike(own, attribute.value()));
        if !same {
            let element = called(found);
            return Some(format!(
                "{element} has {name}=\"{}\"",
                short(attribute.value())
            ));
        }
    }
    let lost = own.attributes().find(|own| {
        found.attribute((own.namespace().unwrap_or_default(), own.name())).is_none()
            && found.attribute(own.name()).is_none()
    });
    lost.map(|lost| format!("{} lacks its {}", called(own), lost.name()))
}

/// Returns whether two values are the same text, the same number or the same colour.
fn alike(own: &str, found: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let colour = |text: &str| -> Option<String> {
        let digits = text.trim().strip_prefix('#')?.to_ascii_lowercase();
        let twice = |c: char| [c, c];
        Some(if digits.len() == 3 {
            digits.chars().flat_map(twice).collect()
        } else {
            digits
        })
    };
    own.split_whitespace().eq(found.split_whitespace())
        || colour(own).is_some_and(|own| Some(own) == colour(found))
        || number(own).zip(number(found)).is_some_and(|(a, b)| a.total_cmp(&b).is_eq())
}

fn flat(node: Node<'_, '_>) -> String {
    let text = node.text().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn called(node: Node<'_, '_>) -> String {
    match node.node_type() {
        NodeType::Element => format!("<{}>", node.tag_name().name()),
        NodeType::PI => "a processing instruction".to_owned(),
        NodeType::Text | NodeType::Root | NodeType::Comment => {
            format!("“{}”", short(&flat(node)))
        }
    }
}

fn added(node: Node<'_, '_>) -> String {
    format!("{} was added or stands in another place", called(node))
}

fn short(text: &str) -> String {
    stamp::shortened(text, 60)
}

#[cfg(test)]
mod tests {
    use super::difference;
    use super::same_vocabulary;

    const OWN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\">\n<title>A</title>\n<text x=\"1\">Up by 4</text>\n</svg>\n";

    #[test]
    fn what_an_editor_changes_without_drawing_anything_is_no_difference() {
        let anew = OWN
            .replace('\n', "\r\n")
            .replace("<svg ", "<svg id=\"s\" version=\"1.1\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" inkscape:zoom=\"1\" ")
            .replace("x=\"1\"", "x=\"1.0\"")
            .replace("<title>", "<!-- saved --><metadata/><title>");
        assert_eq!(difference(&anew, OWN), None);
    }

    #[test]
    fn the_publishers_mark_is_compared_by_its_address() {
        let end = |link: &str| {
            let mark =
                format!("<image xmlns:x=\"http://www.w3.org/1999/xlink\" {link}/></svg>");
            OWN.replace("</svg>", &mark)
        };
        let own = end("x:href=\"data:image/png;base64,AA\"");
        assert_eq!(difference(&own, &own), None);
        let other = end("x:href=\"data:image/png;base64,BB\"");
        let told = "<image> has href=\"data:image/png;base64,BB\"";
        assert_eq!(difference(&other, &own).as_deref(), Some(told));
        let plain = end("href=\"data:image/png;base64,AA\"");
        assert_eq!(difference(&plain, &own), None, "the newer form of an address");
    }

    #[test]
    fn what_would_take_long_to_draw_is_not_drawn() {
        assert!(same_vocabulary(OWN, OWN));
        let many = "<text x=\"1\">a</text>".repeat(50);
        let deep = format!("{}{}", "<text>".repeat(999), "</text>".repeat(999));
        for add in ["<filter/>", "<image href=\"/dev/zero\"/>", &many, &deep] {
            let svg = OWN.replace("</svg>", &format!("{add}</svg>"));
            assert!(!same_vocabulary(&svg, OWN), "{add}");
        }
        let dashed = OWN.replace("<text ", "<text stroke-dasharray=\"4 2\" ");
        assert!(same_vocabulary(&dashed, &dashed));
        assert!(!same_vocabulary(&dashed.replace("4 2", "0.001"), &dashed));
    }

    #[test]
    fn whatever_a_viewer_could_run_show_or_hide_is_a_difference() {
        let end = |add: &str| OWN.replace("</svg>", &format!("{add}</svg>"));
        let forged = [
            end("<script>alert(1)</script>"),
            end("<style>*{opacity:0}</style>"),
            end("<set attributeName=\"opacity\" to=\"1\"/>"),
            end("<image href=\"data:image/png;base64,AA\"/>"),
            end("<a href=\"javascript:alert(1)\"/>"),
            end("<switch/>"),
            end("<use href=\"#a\"/>"),
            end("<foreignObject/>"),
            end("<script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script>"),
            end("<metadata><script>alert(1)</script></metadata>"),
            end("<metadata><s xmlns=\"http://www.w3.org/1999/xhtml\"/></metadata>"),
            OWN.replace("<svg ", "<svg onload=\"alert(1)\" "),
            OWN.replace("<text ", "<text style=\"opacity:0\" "),
            OWN.replace("<text ", "<text systemLanguage=\"cy\" "),
            OWN.replace("<text x=\"1\">Up by 4</text>", ""),
            OWN.replace("Up by 4", "Up by 40"),
            OWN.replace("<title>A", "<title>B"),
            format!("<?xml-stylesheet href=\"a.css\"?>{OWN}"),
            format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{OWN}"),
        ];
        for svg in forged {
            assert!(difference(&svg, OWN).is_some(), "{svg}");
        }
    }
}
