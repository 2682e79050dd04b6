//! What a style of citations may ask for: it comes with a project, which a stranger may have written.
//!
//! **In:** a decoded style. **Out:** why it is refused.
//! **Guarantees:** with a style that passes, a citation is set in few steps, without deep recursion, and its own
//! texts are short.

use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::Style;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The longest text that a style prints, in bytes.
const LONGEST: usize = 1000;
/// The most macros of a style.
const MACROS: usize = 1000;
/// The most elements that a citation or an entry is set by, those of macros counted wherever they
/// are called, and the deepest that they may nest.
const MOST: Extent = Extent { elements: 50_000, depth: 250 };

/// Returns why a style would take too long, or could not end.
pub(super) fn excess(style: &IndependentStyle) -> Option<String> {
    let style = serde_json::to_value(Style::Independent(style.clone())).ok()?;
    let fields = style.as_object()?;
    let macros: Vec<(&str, &Value)> = fields
        .get("macro")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|one| (one.get("@name").and_then(Value::as_str).unwrap_or_default(), one))
        .collect();
    if macros.len() > MACROS {
        return Some(format!("it has more than {MACROS} macros"));
    }
    let printed = fields.iter().filter(|(key, _)| *key != "info");
    if printed.map(|(_, value)| longest(value)).max()? > LONGEST {
        return Some(format!("one of its texts has more than {LONGEST} bytes"));
    }
    if let Some(name) = circle(&macros) {
        return Some(format!("the macro `{name}` calls itself"));
    }
    // What a macro comes to is known once what it calls is; without a circle that comes to an end.
    let mut known: BTreeMap<&str, Extent> = BTreeMap::new();
    loop {
        let mut next: BTreeMap<&str, Extent> = BTreeMap::new();
        for (name, value) in macros.iter().copied() {
            let extent = extent(value, &known);
            next.entry(name).and_modify(|of| *of = of.beside(extent)).or_insert(extent);
        }
        let most = next.values().copied().fold(Extent::default(), Extent::over);
        let done = most.exceeds(MOST) || next == known;
        known = next;
        if done {
            break;
        }
    }
    let set = ["citation", "bibliography"].iter().filter_map(|key| fields.get(*key));
    let most = set.map(|value| extent(value, &known));
    let most = known.values().copied().chain(most).fold(Extent::default(), Extent::over);
    most.exceeds(MOST).then(|| {
        format!(
            "its macros come to more than {} elements, or nest more than {} deep",
            MOST.elements, MOST.depth
        )
    })
}

/// How much a part of a style comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Extent {
    elements: usize,
    depth: usize,
}

impl Extent {
    /// Both together.
    fn beside(self, other: Self) -> Self {
        let elements = self.elements.saturating_add(other.elements);
        Self { elements, depth: self.depth.max(other.depth) }
    }

    /// The larger of each.
    fn over(self, other: Self) -> Self {
        let elements = self.elements.max(other.elements);
        Self { elements, depth: self.depth.max(other.depth) }
    }

    fn exceeds(self, most: Self) -> bool {
        self.elements > most.elements || self.depth > most.depth
    }
}

/// Returns how much a part comes to, where so much is known of macros.
fn extent(value: &Value, known: &BTreeMap<&str, Extent>) -> Extent {
    let both = |sum: Extent, value: &Value| sum.beside(extent(value, known));
    match value {
        Value::Object(fields) => {
            let called = fields.get("@macro").and_then(Value::as_str);
            let called = called.and_then(|name| known.get(name)).copied();
            // Of the branches of a choice one is taken.
            let within = if fields.contains_key("if") {
                let branches = fields.values().flat_map(|value| match value {
                    Value::Array(items) => items.as_slice(),
                    one => std::slice::from_ref(one),
                });
                let extents = branches.map(|branch| extent(branch, known));
                extents.fold(Extent::default(), Extent::over)
            } else {
                fields.values().fold(Extent::default(), both)
            };
            let sum = called.unwrap_or_default().beside(within);
            Extent { elements: sum.elements.saturating_add(1), depth: sum.depth + 1 }
        }
        Value::Array(items) => items.iter().fold(Extent::default(), both),
        _ => Extent::default(),
    }
}

/// Returns the length of the longest text.
fn longest(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Object(fields) => fields.values().map(longest).max().unwrap_or(0),
        Value::Array(items) => items.iter().map(longest).max().unwrap_or(0),
        _ => 0,
    }
}

/// Returns the name of a macro that calls itself, if only through others.
fn circle(macros: &[(&str, &Value)]) -> Option<String> {
    let mut calls: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in macros {
        called(value, calls.entry(name).or_default());
    }
    let reached = |name: &str| {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = calls.get(name)?.iter().copied().collect();
        while let Some(next) = open.pop() {
            if next == name {
                return Some(name.to_owned());
            }
            if seen.insert(next) {
                open.extend(calls.get(next).into_iter().flatten());
            }
        }
        None
    };
    calls.keys().find_map(|name| reached(name))
}

fn called<'v>(value: &'v Value, out: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(fields) => {
            out.extend(fields.get("@macro").and_then(Value::as_str));
            fields.values().for_each(|value| called(value, out));
        }
        Value::Array(items) => items.iter().for_each(|value| called(value, out)),
        _ => {}
    }
}
