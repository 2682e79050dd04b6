//! How much a drawing comes to once its parts are put wherever it names them: a few lines can use one
//! another until no machine holds what they make.

use crate::figure::picture::Refusal;
use crate::figure::picture::refusal;
use resvg::usvg::roxmltree::Document;
use resvg::usvg::roxmltree::Node;
use resvg::usvg::roxmltree::NodeId;
use std::collections::HashMap;

/// The most elements that there may be then.
const MOST: u64 = 1_000_000;
/// The deepest that parts name others.
const DEEPEST: usize = 32;
/// The most attributes of an element, and the most characters of text.
const ATTRIBUTES: usize = 1000;
const TEXT: usize = 100_000;

/// Refuses a drawing whose reading would not end, before it is read as XML.
pub(super) fn readable(text: &str) -> Result<(), Refusal> {
    let mut signs = 0;
    for byte in text.bytes() {
        match byte {
            b'<' | b'>' => signs = 0,
            b'=' => signs += 1,
            _ => {}
        }
        if signs > ATTRIBUTES {
            let message = format!("an element has more than {ATTRIBUTES} attributes");
            return Err(refusal(message, "export it again as plain SVG"));
        }
    }
    Ok(())
}

/// Refuses a drawing that comes to very much.
pub(super) fn bounded(document: &Document<'_>) -> Result<(), Refusal> {
    let elements = || document.descendants().filter(Node::is_element);
    let ids = elements().filter_map(|node| Some((node.attribute("id")?, node)));
    let styles = elements().filter(|node| node.tag_name().name() == "style");
    let text = styles.filter_map(|node| node.text());
    let mut parts = Parts {
        ids: ids.collect(),
        rules: text.flat_map(rules).collect(),
        weights: HashMap::new(),
    };
    let texts = document.descendants().filter(|node| {
        let within = node.parent_element();
        node.is_text() && within.is_some_and(|it| it.tag_name().name() != "style")
    });
    if texts.filter_map(|node| node.text()).map(str::len).sum::<usize>() > TEXT {
        let message = format!("it holds more than {TEXT} bytes of text");
        return Err(refusal(message, "export its text as paths"));
    }
    if parts.of(document.root_element(), 0)? > MOST {
        let message = format!("its parts, used again and again, make more than {MOST}");
        return Err(refusal(message, "export it again as plain SVG"));
    }
    Ok(())
}

/// A rule of a style that names parts: its selectors, and the parts.
type Rule<'d> = (&'d str, Vec<&'d str>);

fn rules(text: &str) -> impl Iterator<Item = Rule<'_>> {
    text.split('}').filter_map(|rule| {
        let (selectors, body) = rule.split_once('{')?;
        let named: Vec<&str> = named(body).collect();
        (!named.is_empty()).then_some((selectors, named))
    })
}

/// Returns the parts that an attribute or a style names: `#part`, `url(#part)`.
fn named(value: &str) -> impl Iterator<Item = &str> {
    value.split('#').skip(1).filter_map(|rest| {
        let end = rest.find([')', '"', '\'', ' ', ';']).unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    })
}

struct Parts<'d> {
    ids: HashMap<&'d str, Node<'d, 'd>>,
    rules: Vec<Rule<'d>>,
    /// None while a part is looked at: what names itself is no more.
    weights: HashMap<NodeId, Option<u64>>,
}

impl<'d> Parts<'d> {
    fn of(&mut self, part: Node<'d, 'd>, depth: usize) -> Result<u64, Refusal> {
        if let Some(known) = self.weights.get(&part.id()) {
            return Ok(known.unwrap_or(0));
        }
        if depth > DEEPEST {
            let message = format!("its parts name others more than {DEEPEST} deep");
            return Err(refusal(message, "export it again as plain SVG"));
        }
        self.weights.insert(part.id(), None);
        let mut sum = 0_u64;
        for node in part.descendants().filter(Node::is_element) {
            sum = sum.saturating_add(1);
            let mut names: Vec<&str> =
                node.attributes().flat_map(|one| named(one.value())).collect();
            let applies = |selectors: &str| {
                let classes = node.attribute("class").unwrap_or_default();
                let mut own = classes.split_whitespace().chain(node.attribute("id"));
                selectors.contains('*')
                    || selectors.contains(node.tag_name().name())
                    || own.any(|name| selectors.contains(name))
            };
            let rules = self.rules.iter().filter(|(selectors, _)| applies(selectors));
            names.extend(rules.flat_map(|(_, named)| named));
            for name in names {
                if let Some(other) = self.ids.get(name).copied() {
                    sum = sum.saturating_add(self.of(other, depth + 1)?);
                }
            }
        }
        self.weights.insert(part.id(), Some(sum));
        Ok(sum)
    }
}
