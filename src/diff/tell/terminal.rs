//! A comparison on one screen: what a director needs first, the rest with counts.

use crate::diff::tell::Legend;
use crate::diff::tell::because;
use crate::diff::tell::clip;
use crate::diff::tell::counts;
use crate::diff::tell::folded;
use crate::diff::tell::input;
use crate::diff::tell::kinds;
use crate::diff::tell::line;
use crate::diff::tell::parts;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The width of a line where no terminal says it.
pub const WIDTH: usize = 118;
/// The narrowest line.
const NARROW: usize = 60;
/// The most causes of the short form.
const CAUSES: usize = 4;

/// The lines of a screen that items may take.
const LINES: usize = 34;

/// How many items of a class the short form shows at least, where there are so many.
fn least(class: Class) -> usize {
    match class {
        Class::Conclusions => 12,
        Class::Guards => 6,
        Class::Numbers | Class::Statements => 5,
        Class::Words | Class::Figures | Class::Tables | Class::Method => 2,
        Class::Data => 3,
        Class::Unseen | Class::Layout => 0,
    }
}

/// Returns how many items of each class the short form shows: some of every class, and as many
/// more of the weightiest as the screen holds.
fn shares(comparison: &Comparison) -> BTreeMap<Class, usize> {
    let lines = |class: Class| if class == Class::Words { 3 } else { 1 };
    let mut out: BTreeMap<Class, usize> = Class::ALL
        .into_iter()
        .map(|class| (class, least(class).min(comparison.count(class))))
        .collect();
    let taken: usize = out.iter().map(|(class, count)| count * lines(*class)).sum();
    let mut free = LINES.saturating_sub(taken);
    for (class, count) in &mut out {
        if !class.folded() {
            let more = (comparison.count(*class) - *count).min(free / lines(*class));
            *count += more;
            free -= more * lines(*class);
        }
    }
    out
}

/// Returns the comparison for a terminal of a width: a screen of it, or all.
pub fn terminal(comparison: &Comparison, all: bool, width: usize) -> String {
    let width = width.max(NARROW);
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
        let _ = writeln!(out, "{}", wrapped(&kinds, width));
    }
    causes(&legend, all, width, &mut out);
    let shares = shares(comparison);
    for class in Class::ALL {
        let count = comparison.count(class);
        let shown = if all { count } else { shares.get(&class).copied().unwrap_or(0) };
        if shown == 0 {
            continue;
        }
        let only = match (shown < count, class) {
            (false, _) => String::new(),
            (true, Class::Conclusions | Class::Numbers) => {
                format!(", the first {shown} here")
            }
            (true, _) => format!(", {shown} of them here"),
        };
        let _ = writeln!(out, "\n{} ({count}{only})", class.title());
        let several = comparison.of(class).any(|item| {
            item.stands != comparison.of(class).next().and_then(|first| first.stands)
        });
        let mut stands = None;
        for item in comparison.of(class).take(shown) {
            // Where items stand is said once for all that stand there.
            if several && item.stands != stands {
                stands = item.stands;
                if let Some(stands) = stands {
                    let _ = writeln!(out, "  in {}:", stands.title());
                }
            }
            entry(item, &legend, (all, width), &mut out);
        }
    }
    let folded = folded(comparison);
    if !all && !folded.is_empty() {
        let _ = writeln!(out, "\nfolded: {folded}; `--all` shows everything");
    } else if !all && comparison.items.iter().any(|item| item.details.len() > 1) {
        let _ = writeln!(out, "\n`--all` shows every part");
    }
    out.trim_start_matches('\n').to_owned()
}

/// Returns everything about one item.
pub fn whole(item: &Item) -> String {
    let mut out = String::new();
    let nobody = Legend { numbers: BTreeMap::new(), inputs: Vec::new() };
    entry(item, &nobody, (true, WIDTH), &mut out);
    out
}

/// Returns parts side by side, in as many lines as they need.
fn wrapped(parts: &[String], width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + part.chars().count() + 2 <= width => {
                line.push_str(&format!("; {part}"));
            }
            _ => lines.push(part.clone()),
        }
    }
    lines.join(";\n")
}

fn causes(legend: &Legend, all: bool, width: usize, out: &mut String) {
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
        let text = flat(&text);
        let _ = writeln!(out, "{}", if all { text } else { clip(&text, width) });
    }
}

/// Returns where an item says its cause: by its number in the legend, or in itself, where it was
/// written.
fn mark(item: &Item, legend: &Legend, all: bool) -> String {
    // Words, methods and data are their own cause.
    let own = item.class >= Class::Words
        || matches!(item.class, Class::Guards | Class::Statements)
        || item.worded();
    let place = item.cause.inputs.first().map_or("", |input| input.place.as_str());
    match own {
        // Everything about an item ends with its cause.
        true if all => String::new(),
        true if place == item.title || item.class == Class::Data => String::new(),
        true if item.class == Class::Method => String::new(),
        true => place.to_owned(),
        false => legend.mark(&item.cause),
    }
}

fn entry(item: &Item, legend: &Legend, (all, width): (bool, usize), out: &mut String) {
    let mark = mark(item, legend, all);
    let mark = if mark.is_empty() { mark } else { format!(" ← {mark}") };
    if !all {
        let room = width.saturating_sub(mark.chars().count() + 2);
        // A cause that leaves no room for what happened has a line of its own.
        if room * 2 < width {
            let _ = writeln!(out, "  {}", flat(&parts(item).fitted(width - 2)));
            let _ = writeln!(out, "     {}", clip(&flat(&mark), width - 5));
        } else {
            let _ = writeln!(out, "  {}{mark}", flat(&parts(item).fitted(room)));
        }
        if let Some(moved) = item.details.iter().find(|part| part.what == "stands in") {
            let text = format!("      moved from {} to {}", moved.old, moved.new);
            let _ = writeln!(out, "{}", clip(&flat(&text), width));
        }
        if item.worded() && !item.moved_only() {
            words(item, width, out);
        }
        return;
    }
    let _ = writeln!(out, "  {}{mark}\n      {}", flat(&line(item)), flat(&item.id));
    for place in &item.places {
        let parts: Vec<&str> = [place.at.as_str(), &place.line, &place.sentence]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if !item.worded() {
            let _ = writeln!(out, "      in {}", flat(&parts.join(": ")));
        }
    }
    if item.worded() {
        for (mark, text) in [('-', &item.old), ('+', &item.new)] {
            for line in text.lines() {
                let _ = writeln!(out, "      {mark} {line}");
            }
        }
    }
    for part in &item.details {
        let mut text = format!("      {}", part.what);
        if !part.old.is_empty() || !part.new.is_empty() {
            let _ = write!(text, ": {} → {}", part.old, part.new);
        }
        if !part.note.is_empty() {
            let _ = write!(text, ": {}", part.note);
        }
        let _ = writeln!(out, "{}", flat(&text));
    }
    let _ = writeln!(out, "      because of {}", flat(&because(&item.cause)));
}

/// Returns a text as one line.
fn flat(text: &str) -> String {
    text.replace('\n', " ¶ ")
}

/// Writes the part of what stood there and stands there now that differs.
fn words(item: &Item, width: usize, out: &mut String) {
    // Both begin near the first word that only one of them has.
    let before = |marks: &[(String, bool)]| -> Option<usize> {
        let changed = marks.iter().position(|(_, changed)| *changed)?;
        let same = marks.iter().take(changed);
        Some(same.map(|(text, _)| text.chars().count()).sum())
    };
    let starts = [before(&item.marks.old), before(&item.marks.new)];
    let skip = starts.into_iter().flatten().min().unwrap_or(0).saturating_sub(width / 3);
    for (mark, text, marks) in
        [('-', &item.old, &item.marks.old), ('+', &item.new, &item.marks.new)]
    {
        if text.is_empty() {
            continue;
        }
        let printed: String = marks.iter().map(|(text, _)| text.as_str()).collect();
        let flat = flat(if printed.is_empty() { text } else { &printed });
        let start = if skip > 0 { "…" } else { "" };
        let cut: String = flat.chars().skip(skip).collect();
        let _ = writeln!(out, "{}", clip(&format!("      {mark} {start}{cut}"), width));
    }
}
