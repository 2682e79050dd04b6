//! A comparison on one screen: what a director needs first, the rest with counts.

use crate::diff::guards::said;
use crate::diff::tell::Legend;
use crate::diff::tell::because;
use crate::diff::tell::clip;
use crate::diff::tell::counts;
use crate::diff::tell::input;
use crate::diff::tell::kinds;
use crate::diff::tell::line;
use crate::diff::tell::near;
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

/// The lines of a screen on which one item of each class that a release waits for has its place.
const ROOMY: usize = 12;

/// The fewest lines that items are given, however low the terminal is.
const FEWEST: usize = 6;

/// The room that a comparison is told in.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// How many letters a line holds.
    pub width: usize,
    /// How many lines are seen at once; none where nothing scrolls away.
    pub rows: Option<usize>,
}

/// Returns how many lines an item of a class takes, most often.
fn height(class: Class) -> usize {
    if matches!(class, Class::Words | Class::Statements) { 3 } else { 1 }
}

/// Returns how many items of each class the short form shows in so many lines, or in as many as it
/// takes for some of every class: of the weightiest as many more as there is room for.
fn shares(comparison: &Comparison, lines: Option<usize>) -> BTreeMap<Class, usize> {
    let mut free = lines.unwrap_or(usize::MAX);
    let mut taken = 0;
    let mut out = BTreeMap::new();
    for (at, class) in Class::ALL.into_iter().enumerate() {
        let mut count = least(class).min(comparison.count(class));
        if let Some(lines) = lines {
            // No class takes it all: one of each that a release waits for has its place.
            let later = Class::ALL.into_iter().skip(at + 1);
            let waited = later.filter(|one| one.signed() && comparison.count(*one) > 0);
            let waited: usize = waited.map(height).sum();
            // On a low terminal the weightiest stand alone.
            let kept = free.saturating_sub(if lines < ROOMY { 0 } else { waited });
            let own = kept.max(free.min(height(class)));
            count =
                count.min((lines / 3 / height(class)).max(1)).min(own / height(class));
        }
        // What matters less does not stand where something that matters more found no room.
        if count < least(class).min(comparison.count(class)).min(1) {
            free = 0;
        }
        free = free.saturating_sub(count * height(class));
        taken += count * height(class);
        out.insert(class, count);
    }
    let mut free = lines.unwrap_or(LINES).saturating_sub(taken);
    for (class, count) in &mut out {
        if !class.folded() {
            let more = (comparison.count(*class) - *count).min(free / height(*class));
            *count += more;
            free -= more * height(*class);
        }
    }
    out
}

/// Returns the comparison for a terminal: a screen of it, or all.
pub fn terminal(comparison: &Comparison, all: bool, screen: Screen) -> String {
    let width = screen.width.max(NARROW);
    if comparison.is_empty() {
        return "nothing changed\n".to_owned();
    }
    if all {
        return written(comparison, None, width);
    }
    let mut out = written(comparison, Some(&shares(comparison, None)), width);
    let mut lines = LINES;
    // The command stands above it and the prompt below.
    let room = screen.rows.map_or(usize::MAX, |rows| rows.saturating_sub(2));
    while out.lines().count() > room && lines > FEWEST {
        lines -= 1;
        out = written(comparison, Some(&shares(comparison, Some(lines))), width);
    }
    out
}

/// Writes some items of each class, or all.
fn written(
    comparison: &Comparison,
    shares: Option<&BTreeMap<Class, usize>>,
    width: usize,
) -> String {
    let all = shares.is_none();
    let legend = Legend::new(comparison);
    let mut out = String::new();
    let counts = counts(comparison);
    if !counts.is_empty() {
        let _ = writeln!(out, "{}", wrapped(&counts, ", ", width));
    }
    let kinds: Vec<String> =
        kinds(comparison).iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    if kinds.len() > 1 {
        let _ = writeln!(out, "{}", wrapped(&kinds, "; ", width));
    }
    causes(&legend, all, width, &mut out);
    let mut hidden = Vec::new();
    for class in Class::ALL {
        let count = comparison.count(class);
        let shown =
            shares.map_or(count, |shares| shares.get(&class).copied().unwrap_or(0));
        if shown == 0 {
            hidden.extend((count > 0).then(|| format!("{count} {}", class.noun(count))));
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
    if !all && !hidden.is_empty() {
        let last = hidden.pop().unwrap_or_default();
        hidden.push(format!("{last}; `--all` shows everything"));
        if let Some(first) = hidden.first_mut() {
            first.insert_str(0, "folded: ");
        }
        let _ = writeln!(out, "\n{}", wrapped(&hidden, ", ", width));
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
fn wrapped(parts: &[String], joint: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + part.chars().count() + 3 <= width => {
                line.push_str(&format!("{joint}{part}"));
            }
            _ => lines.push(part.clone()),
        }
    }
    lines.join(&format!("{}\n", joint.trim_end()))
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
        let guard =
            item.class == Class::Guards && parts(item).whole().chars().count() > room;
        if room * 2 < width || guard && !mark.is_empty() {
            let _ = writeln!(out, "  {}", flat(&parts(item).fitted(width - 2)));
            let _ = writeln!(out, "     {}", clip(&flat(&mark), width - 5));
        } else {
            let _ = writeln!(out, "  {}{mark}", flat(&parts(item).fitted(room)));
        }
        for held in said(item) {
            let _ = writeln!(out, "{}", clip(&format!("      {}", flat(&held)), width));
        }
        if let Some(moved) = item.details.iter().find(|part| part.what == "stands in") {
            let text = format!("      moved from {} to {}", moved.old, moved.new);
            let _ = writeln!(out, "{}", clip(&flat(&text), width));
        }
        if item.worded() && !item.moved_only() || stated(item, room) {
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
        let both = !item.old.is_empty() && !item.new.is_empty() && told_apart(item);
        let sides = [
            ('-', &item.old, &item.marks.old, ["[-", "-]"]),
            ('+', &item.new, &item.marks.new, ["{+", "+}"]),
        ];
        for (mark, text, runs, brackets) in sides {
            let text = if both { marked(runs, brackets) } else { text.clone() };
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

/// Returns whether parts of two texts differ, and others do not.
fn told_apart(item: &Item) -> bool {
    let runs = || item.marks.old.iter().chain(&item.marks.new);
    runs().any(|(_, changed)| *changed) && runs().any(|(_, changed)| !changed)
}

/// Returns a text with what differs in brackets, as `git diff --word-diff` has them: what is no word, such as where a link
/// leads, stands there too.
fn marked(runs: &[(String, bool)], [open, close]: [&str; 2]) -> String {
    let run = |(text, changed): &(String, bool)| {
        let (words, end) = (text.trim(), text.trim_end().len());
        if !changed || words.is_empty() {
            return text.clone();
        }
        let start = text.len() - text.trim_start().len();
        let (before, after) = (text.get(..start), text.get(end..));
        let [before, after] = [before, after].map(Option::unwrap_or_default);
        format!("{before}{open}{words}{close}{after}")
    };
    runs.iter().map(run).collect()
}

/// Returns whether what was stated and what is do not fit in the line of an item that has no marks.
fn stated(item: &Item, room: usize) -> bool {
    let both = !item.old.is_empty() && !item.new.is_empty();
    item.class == Class::Statements
        && !item.worded()
        && item.movement.is_none()
        && both
        && line(item).chars().count() > room
}

/// Returns a text as one line.
fn flat(text: &str) -> String {
    text.replace('\n', " ¶ ")
}

/// Writes the part of what stood there and stands there now that differs.
fn words(item: &Item, width: usize, out: &mut String) {
    let (old, new) = near(item, width);
    for (mark, text) in [('-', old), ('+', new)] {
        if !text.is_empty() {
            let _ = writeln!(out, "{}", clip(&format!("      {mark} {text}"), width));
        }
    }
}
