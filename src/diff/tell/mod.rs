//! A comparison in words: for a terminal, and for a merge request.

mod document;
mod markdown;
mod terminal;

pub use document::document;
pub use markdown::markdown;
pub use terminal::Screen;
pub use terminal::WIDTH;
pub use terminal::terminal;
pub use terminal::whole;

use crate::diff::guards::said;
use crate::diff::periods::of_period;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Found;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Returns why something changed, in words: "data/trees.csv: 1 row changed (D1, 2024)".
pub fn because(cause: &Cause) -> String {
    if cause.inputs.is_empty() {
        return "no changed input that is known".to_owned();
    }
    let inputs: Vec<String> = cause.inputs.iter().map(input).collect();
    format!("{}{}", inputs.join(" and "), manner(cause))
}

/// Returns how several inputs did it.
fn manner(cause: &Cause) -> &'static str {
    match (cause.inputs.len(), cause.joint, cause.found) {
        (0 | 1, ..) => "",
        (_, true, Found::Record) => {
            " (joint, from the records; the inputs are not at hand)"
        }
        (_, _, Found::Several) => " (each behind some of them)",
        (_, _, Found::Untried) => {
            " (one or several of them: too many inputs changed for each to be tried)"
        }
        (_, true, Found::Graph | Found::Substitution) => " (joint: none does it alone)",
        (_, false, _) => " (either does it alone)",
    }
}

/// Returns an input with its place and what of it changed.
fn input(input: &Input) -> String {
    let mut out = input.place.clone();
    if !input.what.is_empty() {
        let _ = write!(out, ": {}", input.what);
    }
    if !input.alone.is_empty() && input.alone != "no change" {
        let _ = write!(out, " [alone: {}]", input.alone);
    }
    out
}

/// Returns what an item says in one line, without its cause and its places.
pub(super) fn line(item: &Item) -> String {
    let mut out = parts(item).whole();
    for held in said(item) {
        let _ = write!(out, "; {held}");
    }
    out
}

/// What an item says in one line: what it is about, what became of it, and more about that.
#[derive(Default)]
struct Parts {
    /// Cut before what became of it.
    subject: String,
    /// Never cut while anything else is left.
    movement: String,
    /// Cut first.
    more: String,
}

impl Parts {
    fn whole(&self) -> String {
        let parts = [&self.subject, &self.movement, &self.more];
        let some: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        some.join(": ")
    }

    /// Returns the same in so many letters: what there is beside its subject and its movement
    /// is cut first, then the subject.
    fn fitted(&self, room: usize) -> String {
        let count = |text: &str| text.chars().count();
        let Self { subject, movement, more } = self;
        if movement.is_empty() {
            return clip(&self.whole(), room);
        }
        if subject.is_empty() {
            // What it is about must be seen beside what became of it.
            let least = count(more).min(room / 3);
            let movement = clip(movement, room.saturating_sub(least + 2));
            let parts = Self { movement, more: more.clone(), ..Self::default() };
            return clip(&parts.whole(), room);
        }
        let left = room.saturating_sub(count(subject) + count(movement) + 4);
        if count(&self.whole()) <= room || left >= LEAST {
            return clip(&self.whole(), room);
        }
        let least =
            room.saturating_sub(count(movement) + 2).max(LEAST.max(room * 9 / 20));
        clip(&format!("{}: {movement}", clip_within(subject, least)), room)
    }
}

/// The fewest letters of a part that is cut.
const LEAST: usize = 12;

fn parts(item: &Item) -> Parts {
    let Item { kind, title, .. } = item;
    let input = item.cause.inputs.first();
    if item.worded() {
        let movement = if item.moved_only() {
            format!("{kind} from {} to {}", item.old, item.new)
        } else {
            kind.clone()
        };
        return Parts { subject: title.clone(), movement, more: String::new() };
    }
    if item.class == Class::Data
        && let Some(input) = input.filter(|input| !input.what.is_empty())
    {
        let what = input.what.trim_start_matches(&format!("{title}: "));
        return Parts {
            subject: title.clone(),
            movement: what.to_owned(),
            more: String::new(),
        };
    }
    let show =
        |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let mut values = String::new();
    // A unit is said once.
    let unit = if item.movement.is_some() || item.class == Class::Numbers {
        shared(&item.old, &item.new)
    } else {
        ""
    };
    if !item.old.is_empty() || !item.new.is_empty() {
        let old = item.old.strip_suffix(unit).unwrap_or(&item.old);
        // So is what stands before both.
        let new = item.new.strip_prefix(lead(&item.old, &item.new)).unwrap_or(&item.new);
        let _ = write!(values, "{} → {}", show(old), show(new));
    }
    if let Some(moved) = &item.movement {
        let by = if unit.is_empty() {
            moved.words.clone()
        } else {
            moved.words.replacen(unit, "", 1)
        };
        let _ = write!(values, " ({by})");
    }
    if item.id.starts_with("claim:") && !item.old.is_empty() {
        // What holds now is what must be mended.
        values = format!("now {}, was {}", item.new, item.old);
    }
    // Which cell of a table it is.
    let cell = item.details.iter().find(|part| {
        (&part.old, &part.new) == (&item.old, &item.new) && part.what.contains(", ")
    });
    if let Some(cell) = cell.filter(|_| item.id.starts_with("table:")) {
        values.insert_str(0, &format!("{} ", cell.what));
    }
    if item.class == Class::Guards {
        // What was loosened comes first, whatever it is called.
        return Parts {
            subject: String::new(),
            movement: values,
            more: format!("{title} ({kind})"),
        };
    }
    let subject = subject(item);
    let kind = if item.id.starts_with("units:") { "" } else { kind.as_str() };
    let kind = if kind == "moved" && item.movement.is_some() { "" } else { kind };
    let plain = kind.is_empty() || kind.starts_with("headline reads differently");
    let number = item.class == Class::Numbers && !item.old.is_empty();
    if number || item.movement.is_some() && plain {
        return Parts { subject, movement: values, more: kind.to_owned() };
    }
    if kind.is_empty() {
        return Parts { subject, movement: values, more: String::new() };
    }
    Parts { subject, movement: kind.to_owned(), more: values }
}

/// Returns what became of a guard, and which: "tolerance 3 → 12 (claim `waves_alike`)".
pub fn told(item: &Item) -> String {
    let show =
        |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    format!("{} → {} ({})", show(&item.old), show(&item.new), item.title)
}

/// Returns the end that two texts share, from a space on: " per 1,000 people".
fn shared<'a>(old: &'a str, new: &str) -> &'a str {
    let common = old
        .char_indices()
        .rev()
        .zip(new.chars().rev())
        .take_while(|((_, a), b)| a == b)
        .map(|((at, c), _)| (at, c));
    // A part of a word is no unit, and something must be left of both.
    let start = common.filter(|(_, c)| c.is_whitespace()).last().map(|(at, _)| at);
    let end = start.filter(|at| *at > 0 && old != new).and_then(|at| old.get(at..));
    // The end of an interval belongs to it.
    end.filter(|end| !end.contains(')') && !end.starts_with(" to ")).unwrap_or_default()
}

/// Returns the words that two values share before their first number: "95% confidence interval ".
fn lead<'a>(old: &str, new: &'a str) -> &'a str {
    let common = old.chars().zip(new.chars()).take_while(|(a, b)| a == b);
    let common: usize = common.map(|(_, letter)| letter.len_utf8()).sum();
    let number = |text: &str, at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '−' | '+'))
    };
    let ends = new.match_indices(' ').map(|(at, _)| at + 1);
    let end = ends.take_while(|end| *end <= common).find(|end| {
        let words = new.get(..*end).unwrap_or_default();
        words.contains(char::is_alphabetic) && number(old, *end) && number(new, *end)
    });
    end.and_then(|end| new.get(..end)).unwrap_or_default()
}

/// Returns what an item is about; a claim is known by where it stands.
fn subject(item: &Item) -> String {
    if item.class >= Class::Method
        && let Some(input) = item.cause.inputs.first()
        && input.place != item.title
    {
        return format!("{} ({})", item.title, input.place);
    }
    match item.places.first().filter(|_| item.id.starts_with("claim:")) {
        Some(place) => format!("{} in {}", item.title, place.at),
        None => item.title.clone(),
    }
}

/// Cuts out of the middle: the end of a long title tells it from others.
fn clip_within(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= width || width < 12 {
        return clip(text, width);
    }
    let back = (width - 1) / 3;
    let front = width - 1 - back;
    let (start, end) = (letters.get(..front), letters.get(letters.len() - back..));
    let part =
        |letters: Option<&[char]>| letters.unwrap_or_default().iter().collect::<String>();
    format!("{}…{}", part(start).trim_end(), part(end).trim_start())
}

pub(super) fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// Returns what stood there and what stands there, on a line each, from a little before the first word that only one
/// of them has.
pub(super) fn near(item: &Item, width: usize) -> (String, String) {
    let before = |marks: &[(String, bool)]| -> Option<usize> {
        let changed = marks.iter().position(|(_, changed)| *changed)?;
        let same = marks.iter().take(changed);
        Some(same.map(|(text, _)| text.chars().count()).sum())
    };
    let same = item.old.chars().zip(item.new.chars()).take_while(|(a, b)| a == b).count();
    let unmarked = item.marks.is_empty().then_some(same);
    let starts = [before(&item.marks.old), before(&item.marks.new), unmarked];
    let skip = starts.into_iter().flatten().min().unwrap_or(0).saturating_sub(width / 3);
    let side = |text: &str, marks: &[(String, bool)]| {
        if text.is_empty() {
            return String::new();
        }
        let printed: String = marks.iter().map(|(text, _)| text.as_str()).collect();
        let line = if printed.is_empty() { text } else { &printed }.replace('\n', " ¶ ");
        let start = if skip > 0 { "…" } else { "" };
        start.to_owned() + &line.chars().skip(skip).collect::<String>()
    };
    (side(&item.old, &item.marks.old), side(&item.new, &item.marks.new))
}

/// Returns how many items each class has, in words: "2 conclusions", "5 numbers".
fn counts(comparison: &Comparison) -> Vec<String> {
    Class::ALL
        .into_iter()
        .map(|class| (class, comparison.count(class)))
        .filter(|(class, count)| *count > 0 && !class.folded())
        .map(|(class, count)| format!("{count} {}", class.noun(count)))
        .collect()
}

/// Returns how many conclusions there are of each kind, the gravest first.
pub fn kinds(comparison: &Comparison) -> Vec<(String, usize)> {
    let mut out: Vec<(String, usize)> = Vec::new();
    for (kind, count) in comparison.of(Class::Conclusions).flat_map(kinds_of) {
        match out.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += count,
            None => out.push((kind, count)),
        }
    }
    for (kind, count) in &mut out {
        if *count > 1 {
            *kind = several(kind);
        }
    }
    out
}

/// Returns the kind of a conclusion as it is said of several.
fn several(kind: &str) -> String {
    const MANY: [(&str, &str); 7] = [
        ("headline reads ", "headlines read "),
        ("sign flipped", "signs flipped"),
        ("interval now includes ", "intervals now include "),
        ("interval no longer includes ", "intervals no longer include "),
        ("names another", "name another"),
        ("rests on ", "rest on "),
        (" says something else", "s say something else"),
    ];
    MANY.iter().fold(kind.to_owned(), |text, (one, many)| text.replace(one, many))
}

/// Returns what an item is counted as: units by how many they are.
fn kinds_of(item: &Item) -> Vec<(String, usize)> {
    let parts =
        |text: &str| -> Vec<String> { text.split(", ").map(str::to_owned).collect() };
    // Of a period it is how many numbers it has.
    let many = of_period(item).then(|| item.kind.split_once(' ')).flatten();
    if let Some((Ok(count), what)) = many.map(|(count, what)| (count.parse(), what)) {
        return vec![(what.to_owned(), count)];
    }
    if !item.id.starts_with("units:") {
        return parts(&item.kind).into_iter().map(|kind| (kind, 1)).collect();
    }
    let counted = parts(&item.title).into_iter().filter_map(|part| {
        let (count, what) = part.split_once(' ')?;
        Some((what.to_owned(), count.parse().ok()?))
    });
    counted.collect()
}

/// Returns the causes of a comparison in words, each with how many items it is behind.
pub fn causes(comparison: &Comparison) -> Vec<(String, usize)> {
    let legend = Legend::new(comparison);
    legend.inputs.iter().map(|(cause, count)| (input(cause), *count)).collect()
}

/// The most causes that are marked of an item that tells of several things.
const MARKS: usize = 3;

/// The causes of a comparison, each told once and then by its number.
struct Legend {
    numbers: BTreeMap<Input, usize>,
    /// In the order of how many items each is behind.
    inputs: Vec<(Input, usize)>,
}

impl Legend {
    fn new(comparison: &Comparison) -> Self {
        let mut counts: BTreeMap<Input, usize> = BTreeMap::new();
        for item in &comparison.items {
            // Words and methods are their own cause.
            if matches!(
                item.class,
                Class::Guards
                    | Class::Statements
                    | Class::Words
                    | Class::Method
                    | Class::Data
                    | Class::Layout
            ) || item.worded()
            {
                continue;
            }
            for input in &item.cause.inputs {
                *counts.entry(Self::bare(input)).or_default() += 1;
            }
        }
        let mut inputs: Vec<(Input, usize)> = counts.into_iter().collect();
        inputs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let numbers = inputs
            .iter()
            .enumerate()
            .map(|(at, (input, _))| (input.clone(), at + 1))
            .collect();
        Self { numbers, inputs }
    }

    /// What an input does alone differs from item to item.
    fn bare(input: &Input) -> Input {
        Input { alone: String::new(), ..input.clone() }
    }

    /// Returns a cause by its numbers: `[1]`, `[1]+[2]` where joint, `[1] or [2]`.
    fn mark(&self, cause: &Cause) -> String {
        let mut numbers: Vec<usize> = cause
            .inputs
            .iter()
            .filter_map(|input| self.numbers.get(&Self::bare(input)).copied())
            .collect();
        numbers.sort_unstable();
        let more = numbers.len().saturating_sub(MARKS);
        let mut numbers: Vec<String> =
            numbers.iter().map(|number| format!("[{number}]")).collect();
        if cause.found == Found::Several {
            numbers.truncate(MARKS);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            return format!("{}{more}", numbers.join(", "));
        }
        numbers.join(if cause.joint { "+" } else { " or " })
    }
}

#[cfg(test)]
mod tests {
    use super::clip_within;
    use super::lead;
    use super::several;
    use super::shared;

    #[test]
    fn a_unit_that_two_values_share_is_known() {
        assert_eq!(
            shared("−10.5 per 1,000 people", "−7.7 per 1,000 people"),
            " per 1,000 people"
        );
        assert_eq!(shared("150 of 150", "149 of 150"), " of 150");
        for (old, new) in
            [("41.0%", "22.0%"), ("2 (1 to 3 m)", "3 (1 to 3 m)"), ("a b", "a b")]
        {
            assert_eq!(shared(old, new), "", "{old}");
        }
    }

    #[test]
    fn what_several_conclusions_have_in_common_is_said_of_several() {
        assert_eq!(several("headline reads differently"), "headlines read differently");
        assert_eq!(
            several("key finding says something else"),
            "key findings say something else"
        );
        assert_eq!(several("now significant"), "now significant");
    }

    #[test]
    fn words_before_two_values_are_said_once() {
        let interval = "95% confidence interval −4.1 to −0.8";
        let earlier = "95% confidence interval −4.1 to −0.9";
        assert_eq!(lead(earlier, interval), "95% confidence interval ");
        assert_eq!(lead("p = 0.063", "p = 0.064"), "p = ");
        for (old, new) in [("41.0%", "42.0%"), ("in 2012", "on 2012"), ("a b", "a c")] {
            assert_eq!(lead(old, new), "", "{old}");
        }
    }

    #[test]
    fn a_long_title_keeps_its_beginning_and_its_end() {
        assert_eq!(
            clip_within("Change in crime, areas, Region 1", 24),
            "Change in crime,…egion 1"
        );
        assert_eq!(clip_within("Short", 24), "Short");
    }
}
