//! A comparison for a merge request.

use crate::diff::tell::Legend;
use crate::diff::tell::because;
use crate::diff::tell::counts;
use crate::diff::tell::input;
use crate::diff::tell::line;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::visible::visible_line;
use std::fmt::Write as _;

/// The most parts of an item that are listed.
const PARTS: usize = 12;
/// The most items of a class before the rest is folded.
const ITEMS: usize = 25;

/// Returns the comparison as Markdown, what matters less folded.
pub fn markdown(comparison: &Comparison) -> String {
    if comparison.is_empty() {
        return "Nothing changed.\n".to_owned();
    }
    let legend = Legend::new(comparison);
    let counts = counts(comparison).join(", ");
    let embargo = &comparison.new.embargo;
    let mut out =
        if embargo.is_empty() { String::new() } else { format!("**{embargo}**\n\n") };
    out.push_str(&if counts.is_empty() {
        "Nothing that a reader sees changed.\n".to_owned()
    } else {
        format!("**{}**\n", safe(&counts))
    });
    if !legend.inputs.is_empty() {
        out.push_str("\nCauses:\n\n");
        for (cause, count) in &legend.inputs {
            let plural = if *count == 1 { "" } else { "s" };
            let _ =
                writeln!(out, "1. {} (behind {count} item{plural})", safe(&input(cause)));
        }
    }
    for class in Class::ALL {
        let count = comparison.count(class);
        if count == 0 {
            continue;
        }
        let _ = writeln!(out, "\n## {} ({count})\n", class.title());
        let items: Vec<&Item> = comparison.of(class).collect();
        let open = if class.folded() { 0 } else { ITEMS.min(items.len()) };
        let (first, rest) = items.split_at(open);
        first.iter().for_each(|item| entry(item, &mut out));
        if !rest.is_empty() {
            let more = if open > 0 { " more" } else { "" };
            let _ = writeln!(out, "\n<details><summary>{}{more}</summary>\n", rest.len());
            rest.iter().for_each(|item| entry(item, &mut out));
            out.push_str("\n</details>\n");
        }
    }
    out
}

fn entry(item: &Item, out: &mut String) {
    let _ = write!(out, "- {}", safe(&line(item)));
    let mut places: Vec<&str> =
        item.places.iter().map(|place| place.at.as_str()).collect();
    places.dedup();
    if !places.is_empty() && item.class < Class::Figures {
        let _ = write!(out, " in {}", safe(&places.join("; ")));
    }
    let why = because(&item.cause);
    if !why.is_empty() && item.class < Class::Layout {
        let _ = write!(out, " because of {}", safe(&why));
    }
    let _ = writeln!(out, " (`{}`)", visible_line(&item.id).replace('`', "'"));
    if item.worded() && !item.moved_only() {
        for (mark, text) in [('-', &item.old), ('+', &item.new)] {
            for line in text.lines() {
                let _ = writeln!(out, "  - {mark} {}", safe(line));
            }
        }
    }
    for part in item.details.iter().take(PARTS) {
        let mut text = part.what.clone();
        if !part.old.is_empty() || !part.new.is_empty() {
            let _ = write!(text, ": {} → {}", part.old, part.new);
        }
        if !part.note.is_empty() {
            let _ = write!(text, ": {}", part.note);
        }
        let _ = writeln!(out, "  - {}", safe(&text));
    }
    if item.details.len() > PARTS {
        let _ = writeln!(out, "  - and {} more", item.details.len() - PARTS);
    }
}

/// Returns text in which nothing is markup.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '*' | '`' | '[' | ']' | '\\' | '|' | '#' | '_' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
