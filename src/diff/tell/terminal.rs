//! A comparison on one screen: what a director needs first, the rest with counts.

use crate::diff::tell::Legend;
use crate::diff::tell::because;
use crate::diff::tell::counts;
use crate::diff::tell::folded;
use crate::diff::tell::input;
use crate::diff::tell::kinds;
use crate::diff::tell::line;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The widest line of the short form.
const WIDTH: usize = 118;
/// The most causes of the short form.
const CAUSES: usize = 4;

/// How many items of a class the short form shows: all classes together fill a screen.
fn most(class: Class) -> usize {
    match class {
        Class::Conclusions => 12,
        Class::Numbers => 5,
        Class::Words | Class::Figures | Class::Tables | Class::Method => 2,
        Class::Data => 3,
        Class::Unseen | Class::Layout => 0,
    }
}

/// Returns the comparison for a terminal: a screen of it, or all.
pub fn terminal(comparison: &Comparison, all: bool) -> String {
    if comparison.is_empty() {
        return "nothing changed\n".to_owned();
    }
    let legend = Legend::new(comparison);
    let mut out = String::new();
    let counts = counts(comparison);
    if !counts.is_empty() {
        let _ = writeln!(out, "{counts}");
    }
    let kinds: Vec<String> =
        kinds(comparison).iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    if kinds.len() > 1 {
        let _ = writeln!(out, "{}", wrapped(&kinds));
    }
    causes(&legend, all, &mut out);
    for class in Class::ALL {
        let count = comparison.count(class);
        let shown = if all { count } else { most(class).min(count) };
        if shown == 0 {
            continue;
        }
        let only = match (shown < count, class) {
            (false, _) => String::new(),
            (true, Class::Numbers) => format!(", the {shown} that moved most"),
            (true, _) => format!(", {shown} of them here"),
        };
        let _ = writeln!(out, "\n{} ({count}{only})", class.title());
        for item in chosen(comparison, class, shown) {
            entry(item, &legend, all, &mut out);
        }
    }
    let folded = folded(comparison);
    if !all && !folded.is_empty() {
        let _ = writeln!(out, "\nfolded: {folded}; `--all` shows everything");
    } else if !all && comparison.items.iter().any(|item| item.details.len() > 1) {
        let _ = writeln!(out, "\n`--all` shows every part");
    }
    out
}

/// Returns everything about one item.
pub fn whole(item: &Item) -> String {
    let mut out = String::new();
    let nobody = Legend { numbers: BTreeMap::new(), inputs: Vec::new() };
    entry(item, &nobody, true, &mut out);
    out
}

/// Returns parts side by side, in as many lines as they need.
fn wrapped(parts: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + part.chars().count() + 2 <= WIDTH => {
                line.push_str(&format!("; {part}"));
            }
            _ => lines.push(part.clone()),
        }
    }
    lines.join(";\n")
}

/// Returns the items of a class that are shown, in their order: some of every kind before
/// many of one.
fn chosen(comparison: &Comparison, class: Class, shown: usize) -> Vec<&Item> {
    let items: Vec<&Item> = comparison.of(class).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, usize)> = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let count = seen.entry(&item.kind).or_default();
            *count += 1;
            // Only conclusions differ in kind by what they mean.
            (if class == Class::Conclusions { count.div_ceil(3) } else { 1 }, at)
        })
        .collect();
    ranked.sort_unstable();
    ranked.truncate(shown);
    ranked.sort_unstable_by_key(|(_, at)| *at);
    ranked.into_iter().filter_map(|(_, at)| items.get(at).copied()).collect()
}

fn causes(legend: &Legend, all: bool, out: &mut String) {
    if legend.inputs.is_empty() {
        return;
    }
    let shown = if all { legend.inputs.len() } else { CAUSES.min(legend.inputs.len()) };
    let more = legend.inputs.len() - shown;
    let more = if more > 0 { format!(", {shown} of them here") } else { String::new() };
    let _ = writeln!(out, "\nCauses ({}{more})", legend.inputs.len());
    for (at, (cause, count)) in legend.inputs.iter().take(shown).enumerate() {
        let plural = if *count == 1 { "" } else { "s" };
        let text =
            format!("  [{}] {} (behind {count} item{plural})", at + 1, input(cause));
        let _ = writeln!(out, "{}", clipped(&text, all));
    }
}

fn entry(item: &Item, legend: &Legend, all: bool, out: &mut String) {
    // Words, methods and data are their own cause.
    let own = item.class >= Class::Words;
    let mark = if own { String::new() } else { legend.mark(&item.cause) };
    let mark = if mark.is_empty() { String::new() } else { format!(" ← {mark}") };
    let text = format!("  {}", line(item));
    if !all {
        let room = WIDTH.saturating_sub(mark.chars().count());
        let _ = writeln!(out, "{}{mark}", clip(&text, room));
        if item.class == Class::Words
            && item.details.is_empty()
            && !item.kind.ends_with("moved")
        {
            words(item, false, out);
        }
        return;
    }
    let _ = writeln!(out, "{text}{mark}\n      {}", item.id);
    for place in &item.places {
        let parts: Vec<&str> = [place.at.as_str(), &place.line, &place.sentence]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if item.class != Class::Words {
            let _ = writeln!(out, "      in {}", parts.join(": "));
        }
    }
    if item.class == Class::Words && item.details.is_empty() {
        words(item, true, out);
    }
    for part in &item.details {
        let mut text = format!("      {}", part.what);
        if !part.old.is_empty() || !part.new.is_empty() {
            let _ = write!(text, ": {} → {}", part.old, part.new);
        }
        if !part.note.is_empty() {
            let _ = write!(text, ": {}", part.note);
        }
        let _ = writeln!(out, "{text}");
    }
    let why = because(&item.cause);
    if !why.is_empty() {
        let _ = writeln!(out, "      because of {why}");
    }
}

/// Writes what stood there and what stands there now; in short the part that differs.
fn words(item: &Item, all: bool, out: &mut String) {
    for (mark, text, marks) in
        [('-', &item.old, &item.marks.old), ('+', &item.new, &item.marks.new)]
    {
        if text.is_empty() {
            continue;
        }
        if all {
            for line in text.lines() {
                let _ = writeln!(out, "      {mark} {line}");
            }
            continue;
        }
        let flat = text.replace('\n', " ¶ ");
        // Start near the first word that changed.
        let before: usize = marks
            .iter()
            .take_while(|(_, changed)| !changed)
            .map(|(text, _)| text.chars().count())
            .sum();
        let skip = before.saturating_sub(40);
        let start = if skip > 0 { "…" } else { "" };
        let cut: String = flat.chars().skip(skip).collect();
        let _ = writeln!(out, "{}", clip(&format!("      {mark} {start}{cut}"), WIDTH));
    }
}

fn clipped(text: &str, all: bool) -> String {
    if all { text.to_owned() } else { clip(text, WIDTH) }
}

fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
