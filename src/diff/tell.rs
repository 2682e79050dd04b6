//! A comparison in words: for a terminal and for a merge request.

use crate::diff::change::Comparison;
use crate::diff::change::Conclusion;
use crate::diff::change::FileChange;
use crate::diff::change::NumberChange;
use std::fmt::Write as _;

/// The most entries of a folded class that are listed.
const MOST: usize = 12;

/// Returns the comparison as text; `markdown` marks headings and code for a merge request.
pub fn tell(comparison: &Comparison, markdown: bool) -> String {
    let mut out = String::new();
    if comparison.is_empty() {
        return "nothing changed\n".to_owned();
    }
    let head = |out: &mut String, title: &str, count: usize| {
        if count > 0 {
            let mark = if markdown { "## " } else { "" };
            let _ = writeln!(out, "{mark}{title} ({count})");
        }
    };
    let item = if markdown { "- " } else { "  " };
    head(&mut out, "Conclusions", comparison.conclusions.len());
    for found in &comparison.conclusions {
        let _ = writeln!(out, "{item}{}", conclusion(found));
    }
    head(&mut out, "Numbers as printed", comparison.numbers.len());
    for found in &comparison.numbers {
        let _ = writeln!(out, "{item}{}", number(found));
    }
    head(&mut out, "Figures", comparison.figures.len());
    for found in &comparison.figures {
        let _ = write!(out, "{item}{}: {}", found.id, found.what);
        if !found.points.is_empty() {
            let _ = write!(out, ", {} moved", found.points.len());
        }
        if let Some(most) = found.points.first() {
            let _ = write!(out, ", most {}: {} → {}", most.id, most.old, most.new);
        }
        out.push('\n');
        for line in found.words.lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    head(&mut out, "Tables", comparison.tables.len());
    for found in &comparison.tables {
        let _ = write!(out, "{item}{}: {}", found.id, found.what);
        for (label, rows) in [("rows in", &found.rows_in), ("rows out", &found.rows_out)]
        {
            if !rows.is_empty() {
                let _ = write!(out, ", {label}: {}", rows.join(", "));
            }
        }
        out.push('\n');
        for (row, column, old, new) in found.cells.iter().take(MOST) {
            let _ = writeln!(out, "    {row}, column {column}: {old} → {new}");
        }
        if found.cells.len() > MOST {
            let _ = writeln!(out, "    and {} more cells", found.cells.len() - MOST);
        }
    }
    head(&mut out, "Words", comparison.words.len());
    for found in &comparison.words {
        let _ = writeln!(out, "{item}{}: {}", found.place, found.what);
        for (mark, text) in [("-", &found.old), ("+", &found.new)] {
            if !text.is_empty() && found.what != "moved" {
                let _ = writeln!(out, "    {mark} {text}");
            }
        }
    }
    head(&mut out, "Method", comparison.method.len());
    for found in &comparison.method {
        let _ = writeln!(out, "{item}{}: {}", found.block, found.what);
        if found.old != found.new {
            for (mark, text) in [("-", &found.old), ("+", &found.new)] {
                if !text.is_empty() {
                    let _ = writeln!(out, "    {mark} {text}");
                }
            }
        }
    }
    head(&mut out, "Data files", comparison.data.len());
    for found in &comparison.data {
        let _ = writeln!(out, "{item}{}", file(found));
    }
    head(&mut out, "Below the precision of print", comparison.unseen.len());
    for found in comparison.unseen.iter().take(MOST) {
        let _ = writeln!(out, "{item}{}", number(found));
    }
    if comparison.unseen.len() > MOST {
        let _ = writeln!(out, "{item}and {} more", comparison.unseen.len() - MOST);
    }
    head(&mut out, "Everything else", comparison.rest.len());
    for found in &comparison.rest {
        let _ = writeln!(out, "{item}{}", file(found));
    }
    out
}

fn file(found: &FileChange) -> String {
    if found.detail.is_empty() {
        format!("{}: {}", found.path, found.what)
    } else {
        format!("{}: {}: {}", found.path, found.what, found.detail)
    }
}

/// Returns why something changed; several inputs did it together.
fn because(cause: &[String]) -> String {
    match cause {
        [] => String::new(),
        [one] => format!(" because of {one}"),
        many => format!(" because of {} (joint)", many.join(" and ")),
    }
}

fn conclusion(found: &Conclusion) -> String {
    let Conclusion { id, title, old, new, .. } = found;
    let places = if found.places.is_empty() {
        String::new()
    } else {
        format!(" [{}]", found.places.join("; "))
    };
    let what = match found.kind.as_str() {
        "claim fails" => format!("claim no longer true: “{title}” ({id}): {old} → {new}"),
        "claim holds" => format!("claim now true: “{title}” ({id}): {old} → {new}"),
        "sign" => format!("sign flipped: {title} ({id}): {old} → {new}"),
        "interval" => format!(
            "interval now on the other side of zero: {title} ({id}): {old} → {new}"
        ),
        "significance" => format!("significance changed: {title} ({id}): {old} → {new}"),
        "rank" => format!("rank moved: {title} ({id}): {old} → {new}"),
        "units" => format!("units lost or gained: {title} ({id}): {old} → {new}"),
        other => format!("{other}: {title} ({id}): {old} → {new}"),
    };
    format!("{what}{places}{}", because(&found.cause))
}

fn number(found: &NumberChange) -> String {
    let mut out = format!("{}: {} → {}", found.id, found.old, found.new);
    if let Some(percent) = found.percent {
        let _ = write!(
            out,
            " ({}%)",
            crate::stat::number::Format::of(crate::stat::number::Unit::Percent)
                .signed_number(percent)
        );
    }
    if !found.places.is_empty() {
        let _ = write!(out, " [{}]", found.places.join("; "));
    }
    out.push_str(&because(&found.cause));
    out
}
