//! Calls that count the work of a template, put where work can grow: at loops, at values that
//! are kept under a name, in components.

use std::ops::Range;

/// Puts the calls of one tag; `inside` is the tag between its braces, `end` is just after them,
/// `set` the names of captures that are open.
pub(super) fn bound(
    text: &str,
    inside: &Range<usize>,
    end: usize,
    set: &mut Vec<String>,
    insertions: &mut Vec<(usize, String)>,
) {
    let code = text.get(inside.clone()).unwrap_or_default();
    let from = code.len() - code.trim_start_matches(['-', ' ', '\n', '\t', '\r']).len();
    let to = code.trim_end_matches(['-', ' ', '\n', '\t', '\r']).len().max(from);
    let words = code.get(from..to).unwrap_or_default();
    let (sort, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    // Behind a tag that eats the spaces after it, a call must eat them in its place.
    let eaten = if code.ends_with('-') { "-" } else { "" };
    let whole = inside.start + to;
    let mut wrap = |name: &str, at: usize| {
        insertions.push((inside.start + at, format!("{name}(of=")));
        insertions.push((whole, ")".to_owned()));
    };
    match sort {
        "for" => {
            if let Some(at) = rest.find(" in ") {
                wrap("turns", to - rest.len() + at + " in ".len());
            }
        }
        "set" | "set_global" => {
            if let Some((_, value)) = rest.split_once('=') {
                wrap("kept", to - value.len());
            } else {
                let mut name = rest.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                set.push(name.next().unwrap_or_default().to_owned());
            }
        }
        "endset" => {
            if let Some(name) = set.pop().filter(|name| !name.is_empty()) {
                insertions.push((end, format!("{{{{ looked(of={name}) {eaten}}}}}")));
            }
        }
        "component" => insertions.push((end, format!("{{{{ turn() {eaten}}}}}"))),
        _ => {}
    }
}
