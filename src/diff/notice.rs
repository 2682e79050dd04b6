//! The notice of corrections and revisions that goes with a new edition, drafted from what
//! changed.

use crate::diff::method::DECLARED;
use crate::diff::mixed::NOT_UPDATED;
use crate::diff::periods::of_period;
use crate::diff::swaps::moved_on;
use crate::diff::swaps::step;
use crate::diff::tell::clip;
use crate::diff::tell::near;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::name::Name;
use crate::model::signoff::Decided;
use crate::model::signoff::Review;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How much of a passage is quoted.
const EXCERPT: usize = 200;

/// Returns the notice as Markdown: what new data revised, and what was corrected.
pub fn notice(comparison: &Comparison, review: &Review) -> String {
    let (old, new) = (&comparison.old, &comparison.new);
    let held = match new.embargo.as_str() {
        "" => String::new(),
        embargo => format!("**{embargo}**\n\n"),
    };
    let mut out = format!(
        "# Corrections and revisions\n\n{}*{}*, {}{}, compared with {}{}.\n",
        held,
        new.title,
        new.edition,
        dated(&new.date),
        old.edition,
        dated(&old.date)
    );
    // A year typed beside a number of the new period is no correction.
    let rolls = comparison.items.iter().any(new_period);
    let year = |item: &Item| {
        rolls && retyped(item).is_some_and(|(old, new)| step(old, new).is_some())
    };
    let told =
        comparison.items.iter().filter(|item| reaches_readers(item) && !year(item));
    let told: Vec<&Item> = told.collect();
    let (worded, told): (Vec<&Item>, Vec<&Item>) =
        told.into_iter().partition(|item| wording(item));
    let (method, told): (Vec<&Item>, Vec<&Item>) =
        told.into_iter().partition(|item| item.class == Class::Method);
    // A figure of a new period corrects nothing: the one of the old period is as it was.
    let (periods, told): (Vec<&Item>, Vec<&Item>) =
        told.into_iter().partition(|item| new_period(item));
    // What follows new data revises; what follows another definition or wording corrects.
    let (revised, corrected): (Vec<&Item>, Vec<&Item>) =
        told.into_iter().partition(|item| follows_data(item));
    let empty = out.len();
    section("Corrections", &corrected, review, &mut out);
    section("Revisions", &revised, review, &mut out);
    section("New periods", &periods, review, &mut out);
    section("Method", &method, review, &mut out);
    section("Wording", &worded, review, &mut out);
    if out.len() == empty {
        out.push_str("\nNo figure, finding or wording changed.\n");
    }
    out
}

/// Returns whether an item is about what a reader of either edition sees: what holds the report to its data is not, nor
/// are the words by which its author declares something.
fn reaches_readers(item: &Item) -> bool {
    let shown = item.class.signed() && item.class != Class::Guards
        || item.class == Class::Words
        || retyped(item).is_some();
    let outward = ["words:brand", "words:package"].contains(&item.id.as_str());
    let declared = item.kind == DECLARED && !outward
        || ["contract:", "declared:"].iter().any(|start| item.id.starts_with(start));
    shown && !declared && item.kind != NOT_UPDATED && item.id != "words:synonyms"
}

/// Returns what a number read that was bound by hand, and reads now, where that differs.
fn retyped(item: &Item) -> Option<(&str, &str)> {
    let part = item.details.first().filter(|_| item.id.starts_with("guard:fixed."))?;
    // "40.96% (stat rate)" becomes "fixed “41%”".
    let old = part.old.split_once(" (stat ").map_or(&*part.old, |(text, _)| text);
    let new = part.new.strip_prefix("fixed ").unwrap_or(&part.new);
    let [old, new] = [old, new].map(|text| text.trim_matches(['“', '”']));
    let read = !old.is_empty() && !old.starts_with("stat ") && part.what != "because";
    (read && old != new).then_some((old, new))
}

/// Returns whether only words changed.
fn wording(item: &Item) -> bool {
    item.class == Class::Words
        || item.class == Class::Statements && item.movement.is_none()
}

/// Returns whether nothing but data is behind an item.
fn follows_data(item: &Item) -> bool {
    let data = |input: &Input| {
        let written = ["report/", "templates/"];
        input.name == input.file
            && !written.iter().any(|folder| input.file.starts_with(folder))
    };
    !item.cause.inputs.is_empty() && item.cause.inputs.iter().all(data)
}

/// Returns what an item is about, as a reader knows it: the title of a declaration, without its name.
fn subject(item: &Item) -> &str {
    let titled = item.title.strip_suffix(')').filter(|_| item.class == Class::Method);
    let title = titled.and_then(|text| text.split_once(" (")).map(|(_, title)| title);
    title.unwrap_or(&item.title)
}

/// Returns what became of it, in words.
fn change(item: &Item) -> String {
    let (old, new) = near(item, EXCERPT);
    let short = |text: &str| clip(&readable(text), EXCERPT);
    let (title, kind) = (subject(item), &item.kind);
    if let Some((old, new)) = retyped(item) {
        return format!("{}: {old} becomes {new}", title.trim_end_matches('.'));
    }
    if item.class == Class::Method {
        return match item.kind.as_str() {
            "changed" => format!("{title}: computed otherwise"),
            _ => format!("{title}: {kind}"),
        };
    }
    if wording(item) {
        return match (item.old.is_empty(), item.new.is_empty()) {
            (true, true) => format!("{title}: {kind}"),
            (true, false) => format!("{title}: {kind}: “{}”", short(&new)),
            (false, true) => format!("{title}: {kind}: “{}”", short(&old)),
            (false, false) => {
                format!("{title}: {kind}: “{}” becomes “{}”", short(&old), short(&new))
            }
        };
    }
    match (item.old.is_empty(), item.movement.is_some() || kind == "moved") {
        (true, _) => format!("{title}: {kind}"),
        (false, true) => format!("{title}: {} becomes {}", item.old, item.new),
        (false, false) => format!("{title}: {kind} ({} → {})", item.old, item.new),
    }
}

/// Returns quoted words as a reader reads them: without the name of a picture's file, the sign of a new line and a comma in
/// the place of nothing.
fn readable(text: &str) -> String {
    let mut out = text.replace(" ¶ ", " ").replace('¶', " ");
    while let Some(at) = out.find(PICTURE) {
        let rest = out.get(at + PICTURE.len()..).unwrap_or_default();
        let end = rest.find([')', ' ', ':', ';', ',']).unwrap_or(rest.len());
        // The hash of the file stands behind its name.
        let tail = rest.get(end..).unwrap_or_default();
        let hash = tail.strip_prefix(" (").and_then(|tail| tail.split_once(')'));
        let hashed = |hash: &str| hash.chars().all(|c| c.is_ascii_hexdigit());
        let tail = hash.filter(|(hash, _)| hashed(hash)).map_or(tail, |(_, tail)| tail);
        let before = out.get(..at).unwrap_or_default().trim_end();
        out = format!("{before}{tail}");
    }
    while out.contains(", ,") || out.contains(",,") {
        out = out.replace(", ,", ",").replace(",,", ",");
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folder of pictures.
const PICTURE: &str = "report/pictures/";

/// Returns why data changed something, in words; a file is named where nothing else is known of it.
fn following(cause: &Cause) -> String {
    let said = |input: &Input| {
        if input.what.is_empty() {
            return input.place.clone();
        }
        let name = input.file.rsplit('/').next().unwrap_or(&input.file);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        // The file's own name may lead what is said of it.
        let what = input.what.trim_start_matches(&format!("{}: ", input.file));
        format!("{}: {what}", name.replace(['_', '-'], " "))
    };
    let said: Vec<String> = cause.inputs.iter().map(said).collect();
    said.join("; ")
}

/// Returns whether an item shows another period than before, and not another value of the same.
fn new_period(item: &Item) -> bool {
    // Its own definition names another time, whatever else is behind it.
    let own = item.id.split_once(':').map_or("", |(_, id)| id);
    let own = own.split('.').next().unwrap_or_default();
    let moved = |input: &Input| {
        input.what.rsplit_once(" → ").is_some_and(|(was, is)| {
            let mut parts = was.rsplit(": ");
            let (was, setting) = (parts.next(), parts.next());
            setting.is_some_and(|name| moved_on(name, was.unwrap_or_default(), is))
        })
    };
    of_period(item)
        || item.kind.starts_with("new period")
        || item.cause.inputs.iter().any(|input| {
            matches!(input.name.parse(), Ok(Name::Block(block)) if block == own)
                && moved(input)
        })
}

fn dated(date: &str) -> String {
    if date.is_empty() { String::new() } else { format!(" ({date})") }
}

fn section(title: &str, items: &[&Item], review: &Review, out: &mut String) {
    if items.is_empty() {
        return;
    }
    let _ = write!(out, "\n## {title}\n\n");
    let mut said = BTreeSet::new();
    for item in items {
        let what = readable(&change(item));
        // A number that changed its sign is a conclusion and a number; a reader reads of it once.
        if !said.insert(what.clone()) {
            continue;
        }
        // What somebody asks or objects is no reason of a change.
        let decision = review
            .get(&item.id)
            .filter(|one| one.item == item.hash && one.state == Decided::Accepted);
        let reason =
            decision.map(|one| one.because.clone()).filter(|why| !why.is_empty());
        let reason = reason.unwrap_or_else(|| {
            // Which line of the report was edited is nothing to a reader.
            if follows_data(item) { following(&item.cause) } else { String::new() }
        });
        let mut places: Vec<&str> = item
            .places
            .iter()
            .map(|place| place.at.as_str())
            .filter(|at| !at.is_empty())
            .collect();
        places.dedup();
        let end = if what.ends_with(['.', '”']) { "" } else { "." };
        let _ = write!(out, "- {what}{end}");
        // The words of a passage are called after the place they stand at.
        if !places.is_empty() && !wording(item) && retyped(item).is_none() {
            let _ = write!(out, " Shown in {}.", readable(&places.join("; ")));
        }
        if !reason.is_empty() {
            let _ = write!(out, " Reason: {reason}.");
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::following;
    use super::readable;
    use super::retyped;
    use crate::model::comparison::Cause;
    use crate::model::comparison::Class;
    use crate::model::comparison::Detail;
    use crate::model::comparison::Input;
    use crate::model::comparison::Item;

    #[test]
    fn words_are_quoted_without_files_signs_of_lines_and_doubled_commas() {
        assert_eq!(
            readable("Picture report/pictures/street.jpg (0a1b2c3d4e5f): A street"),
            "Picture: A street"
        );
        assert_eq!(readable("One. ¶ Two, , three,, four"), "One. Two, three, four");
        assert_eq!(readable("report/pictures/a.png and report/pictures/b.png"), "and");
    }

    #[test]
    fn a_reason_names_what_changed_and_not_the_path_of_a_file() {
        let input = |what: &str| Input {
            name: "data/crime_types.csv".to_owned(),
            file: "data/crime_types.csv".to_owned(),
            place: "data/crime_types.csv".to_owned(),
            what: what.to_owned(),
            ..Input::default()
        };
        let cause = |what: &str| Cause { inputs: vec![input(what)], ..Cause::default() };
        assert_eq!(
            following(&cause("1 row changed (D1, 2024)")),
            "crime types: 1 row changed (D1, 2024)"
        );
        assert_eq!(following(&cause("")), "data/crime_types.csv");
    }

    #[test]
    fn a_number_typed_over_another_is_told_by_what_both_read() {
        let item = |old: &str, new: &str| {
            let mut item =
                Item::new(Class::Guards, "guard:fixed.41%-1", "a guard was loosened");
            item.details = vec![Detail::new("number", old, new)];
            item
        };
        let told = |old, new| {
            retyped(&item(old, new)).map(|(old, new)| format!("{old} → {new}"))
        };
        assert_eq!(
            told("40.96% (stat rate)", "fixed “41%”"),
            Some("40.96% → 41%".to_owned())
        );
        assert_eq!(told("“four”", "“five”"), Some("four → five".to_owned()));
        assert_eq!(told("stat rate", "fixed “41%”"), None);
    }
}
