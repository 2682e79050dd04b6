//! The notice of corrections and revisions that goes with a new edition, drafted from what
//! changed.

use crate::diff::method::DECLARED;
use crate::diff::mixed::NOT_UPDATED;
use crate::diff::swaps::moved_on;
use crate::diff::tell::because;
use crate::diff::tell::clip;
use crate::diff::tell::near;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::name::Name;
use crate::model::signoff::Decided;
use crate::model::signoff::Review;
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
    let told = comparison.items.iter().filter(|item| reaches_readers(item));
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
    let shown =
        item.class.signed() && item.class != Class::Guards || item.class == Class::Words;
    let outward = ["words:brand", "words:package"].contains(&item.id.as_str());
    let declared = item.kind == DECLARED && !outward || item.id.starts_with("contract:");
    shown && !declared && item.kind != NOT_UPDATED && item.id != "words:synonyms"
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
    let short = |text: &str| clip(text, EXCERPT);
    let (title, kind) = (subject(item), &item.kind);
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
    item.kind.starts_with("new period")
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
    for item in items {
        // What somebody asks or objects is no reason of a change.
        let decision = review
            .get(&item.id)
            .filter(|one| one.item == item.hash && one.state == Decided::Accepted);
        let reason =
            decision.map(|one| one.because.clone()).filter(|why| !why.is_empty());
        let reason = reason.unwrap_or_else(|| {
            // Which line of the report was edited is nothing to a reader.
            if follows_data(item) { because(&item.cause) } else { String::new() }
        });
        let mut places: Vec<&str> =
            item.places.iter().map(|place| place.at.as_str()).collect();
        places.dedup();
        let what = change(item);
        let end = if what.ends_with(['.', '”']) { "" } else { "." };
        let _ = write!(out, "- {what}{end}");
        // The words of a passage are called after the place they stand at.
        if !places.is_empty() && !wording(item) {
            let _ = write!(out, " Shown in {}.", places.join("; "));
        }
        if !reason.is_empty() {
            let _ = write!(out, " Reason: {reason}.");
        }
        out.push('\n');
    }
}
