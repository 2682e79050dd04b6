//! One change on the page: what it was and is, its pictures, its cause, its places, and what was
//! decided of it.

use crate::diff;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::escape::escape_line;
use crate::model::signoff::Decision;
use crate::model::signoff::Review;
use crate::output::html::coded;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A figure before and after, as SVG; one of them may be missing.
pub type Pictures = BTreeMap<String, [Option<String>; 2]>;

/// The most parts of an item that the page lists.
const PARTS: usize = 200;

pub(super) fn entry(
    found: &Comparison,
    item: &Item,
    review: &Review,
    pictures: &Pictures,
    first: bool,
    out: &mut String,
) {
    let state = diff::standing(found, item, review).name();
    let id = escape_line(&item.id);
    let focus = if first { "0" } else { "-1" };
    let _ = writeln!(
        out,
        "<li class=\"item\" id=\"{id}\" tabindex=\"{focus}\" data-class=\"{}\" data-state=\"{state}\" data-item=\"{id}\" data-hash=\"{}\" data-change=\"{}\"{}>",
        item.class.name(),
        item.hash,
        escape_line(&diff::change(item)),
        // Nobody looked at a sentence that did not change, unless they decide on it by itself.
        if diff::mixed(item) { " data-single" } else { "" }
    );
    let remarks = review.get(&item.id);
    if item.class.signed() || state != "open" {
        let names = review.get(&item.id).into_iter().flat_map(|one| {
            std::iter::once(&one.by).chain(one.also.iter().map(|also| &also.by))
        });
        let by: String = names
            .filter(|by| !by.is_empty())
            .map(|by| format!(", {}", escape_line(by)))
            .collect();
        let _ = writeln!(out, "<span class=\"badge\">{state}{by}</span>");
    }
    let _ = writeln!(
        out,
        "<h3>{} <span class=\"kind\">{}</span></h3>",
        text(&item.title),
        // The title of lost units says what happened.
        if item.id.starts_with("units:") {
            String::new()
        } else {
            escape_line(&item.kind)
        }
    );
    if !item.marks.is_empty() {
        prose(item, out);
    } else if !item.old.is_empty() || !item.new.is_empty() {
        values(item, out);
    }
    for held in diff::said(item) {
        let _ = writeln!(out, "<p class=\"held\">{}</p>", text(&held));
    }
    if let Some([was, is]) = pictures.get(item.id.trim_start_matches("figure:"))
        && item.id.starts_with("figure:")
    {
        drawn(item, was.as_deref(), is.as_deref(), out);
    }
    why(item, out);
    places(item, out);
    details(item, out);
    remarks.into_iter().for_each(|decision| said(decision, item, out));
    out.push_str("</li>\n");
}

/// What people said and decided of an item before.
fn said(decision: &Decision, item: &Item, out: &mut String) {
    let mut lines: Vec<String> = Vec::new();
    let dated = |text: String, date: &str| {
        if date.is_empty() { text } else { format!("{text} ({date})") }
    };
    if !decision.assigned.is_empty() {
        let by = if decision.due.is_empty() { "" } else { ", due " };
        lines.push(format!("assigned to {}{by}{}", decision.assigned, decision.due));
    }
    if decision.item != item.hash && !decision.by.is_empty() {
        let what =
            format!("{} by {}: {}", decision.state.name(), decision.by, decision.change);
        lines.push(dated(format!("earlier {what}"), &decision.date));
    }
    for one in &decision.history {
        let text = format!(
            "earlier {} by {}: {} {}",
            one.state.name(),
            one.by,
            one.change,
            one.because
        );
        lines.push(dated(text, &one.date));
    }
    for one in &decision.comments {
        lines.push(dated(format!("{}: {}", one.by, one.because), &one.date));
    }
    if !lines.is_empty() {
        let list: String =
            lines.iter().map(|line| format!("<li>{}</li>", text(line))).collect();
        let _ = writeln!(out, "<ul class=\"said\">{list}</ul>");
    }
}

fn values(item: &Item, out: &mut String) {
    let _ = write!(out, "<p class=\"values\">");
    if !item.old.is_empty() {
        let _ = write!(
            out,
            "<span class=\"unseen\">before </span><del>{}</del>",
            text(&item.old)
        );
    }
    let _ = write!(out, " <span aria-hidden=\"true\">→</span> ");
    if !item.new.is_empty() {
        let _ = write!(
            out,
            "<span class=\"unseen\">now </span><ins>{}</ins>",
            text(&item.new)
        );
    }
    if let Some(moved) = &item.movement {
        let _ = write!(out, " <span class=\"moved\">{}</span>", text(&moved.words));
    }
    out.push_str("</p>\n");
}

/// Words before and after, side by side, with what the author changed marked.
fn prose(item: &Item, out: &mut String) {
    out.push_str("<div class=\"prose\">\n");
    for (head, tag, runs) in
        [("Before", "del", &item.marks.old), ("Now", "ins", &item.marks.new)]
    {
        if runs.is_empty() {
            continue;
        }
        let _ = write!(out, "<div><h4>{head}</h4>");
        for (words, changed) in runs {
            if *changed {
                let _ = write!(out, "<{tag}>{}</{tag}>", text(words));
            } else {
                out.push_str(&text(words));
            }
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
}

/// The picture before and after: side by side, one of them, or one over the other.
fn drawn(item: &Item, was: Option<&str>, is: Option<&str>, out: &mut String) {
    let id = escape_line(&item.id);
    if was.is_some() && is.is_some() {
        let _ = writeln!(out, "<fieldset class=\"pictures\">\n<legend>Pictures</legend>");
        for (at, (class, label)) in [
            ("both", "Side by side"),
            ("old", "Before"),
            ("new", "Now"),
            ("over", "One over the other"),
        ]
        .into_iter()
        .enumerate()
        {
            let checked = if at == 0 { " checked" } else { "" };
            let _ = writeln!(
                out,
                "<label><input type=\"radio\" name=\"p-{id}\" class=\"pick-{class}\"{checked}> {label}</label>"
            );
        }
        out.push_str("<label class=\"slide\">From before to now, each on its own scale <input type=\"range\" min=\"0\" max=\"100\" value=\"50\"></label>\n");
    } else {
        out.push_str("<div class=\"pictures\">\n");
    }
    out.push_str("<div class=\"stack\">\n");
    for (class, label, svg) in [("was", "Before", was), ("is", "Now", is)] {
        if let Some(svg) = svg {
            let _ = writeln!(
                out,
                "<figure class=\"{class}\"><figcaption>{label}</figcaption><div class=\"plot\">{svg}</div></figure>"
            );
        }
    }
    out.push_str("</div>\n");
    out.push_str(if was.is_some() && is.is_some() {
        "</fieldset>\n"
    } else {
        "</div>\n"
    });
}

fn why(item: &Item, out: &mut String) {
    let words = diff::because(&cause(item));
    if !words.is_empty() {
        let _ = writeln!(
            out,
            "<p class=\"why\"><span class=\"label\">because of</span> {}</p>",
            text(&words)
        );
    }
}

/// Returns the cause of an item; what changed there is not said again where the item says it.
fn cause(item: &Item) -> Cause {
    let mut cause = item.cause.clone();
    let words = [Class::Guards, Class::Statements, Class::Words].contains(&item.class);
    if words || item.worded() {
        cause.inputs.iter_mut().for_each(|input| input.what.clear());
    }
    cause
}

fn places(item: &Item, out: &mut String) {
    if !item.marks.is_empty() || item.class == Class::Words || item.places.is_empty() {
        return;
    }
    let mut at: Vec<&str> = item.places.iter().map(|place| place.at.as_str()).collect();
    at.dedup();
    let _ = writeln!(
        out,
        "<p class=\"where\"><span class=\"label\">shown in</span> {}</p>",
        text(&at.join("; "))
    );
    let sentences: Vec<String> = item
        .places
        .iter()
        .filter(|place| !place.sentence.is_empty())
        .map(|place| {
            let line = if place.line.is_empty() { &place.at } else { &place.line };
            format!(
                "<li>{} <span class=\"by\">{}</span></li>",
                text(&place.sentence),
                text(line)
            )
        })
        .collect();
    if !sentences.is_empty() {
        let plural = if sentences.len() == 1 { "" } else { "s" };
        let _ = writeln!(
            out,
            "<details><summary>{} sentence{plural}</summary>\n<ul>\n{}\n</ul>\n</details>",
            sentences.len(),
            sentences.join("\n")
        );
    }
}

fn details(item: &Item, out: &mut String) {
    let said = |part: &Detail| {
        part.note.is_empty() && item.old.ends_with(&part.old) && item.new == part.new
    };
    if item.details.is_empty() || matches!(item.details.as_slice(), [one] if said(one)) {
        return;
    }
    let count = item.details.len();
    let plural = if count == 1 { "" } else { "s" };
    // The next items are to be seen beside it.
    let open = if count == 1 { " open" } else { "" };
    let _ = writeln!(
        out,
        "<details{open}><summary>{count} part{plural}</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Parts of {}\"><table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Before</th><th scope=\"col\">Now</th><th scope=\"col\">About it</th></tr></thead>\n<tbody>",
        escape_line(&item.id)
    );
    for part in item.details.iter().take(PARTS) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            text(&part.what),
            text(&part.old),
            text(&part.new),
            text(&part.note)
        );
    }
    out.push_str("</tbody>\n</table></div>\n");
    if count > PARTS {
        let _ = writeln!(out, "<p class=\"none\">and {} more</p>", count - PARTS);
    }
    out.push_str("</details>\n");
}

/// Returns text of several lines, escaped; names in backticks are set as code.
pub(super) fn text(lines: &str) -> String {
    lines.split('\n').map(coded).collect::<Vec<_>>().join("\n")
}
