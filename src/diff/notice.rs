//! The notice of corrections and revisions that goes with a new edition, drafted from what
//! changed.

use crate::diff::swaps::rolled;
use crate::diff::tell::because;
use crate::diff::tell::clip;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::name::Name;
use crate::model::signoff::Decided;
use crate::model::signoff::Review;
use std::fmt::Write as _;

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
    let told: Vec<&Item> =
        comparison.items.iter().filter(|item| item.class.signed()).collect();
    // A figure of a new period corrects nothing: the one of the old period is as it was.
    let (periods, told): (Vec<&Item>, Vec<&Item>) =
        told.into_iter().partition(|item| new_period(item));
    // What follows new data revises; what follows another definition or wording corrects.
    let (revised, corrected): (Vec<&Item>, Vec<&Item>) =
        told.iter().copied().partition(|item| {
            !item.cause.inputs.is_empty()
                && item.cause.inputs.iter().all(|input| input.name == input.file)
        });
    section("Corrections", &corrected, review, &mut out);
    section("Revisions", &revised, review, &mut out);
    section("New periods", &periods, review, &mut out);
    let words: Vec<&Item> = comparison.of(Class::Words).collect();
    if !words.is_empty() {
        let _ = write!(out, "\n## Wording\n\n");
        for item in &words {
            let short = |text: &str| clip(text, 200);
            let _ = match (item.old.is_empty(), item.new.is_empty()) {
                (true, true) => writeln!(out, "- {}: {}.", item.title, item.kind),
                (true, false) => {
                    writeln!(
                        out,
                        "- {}: {}: “{}”",
                        item.title,
                        item.kind,
                        short(&item.new)
                    )
                }
                (false, true) => {
                    writeln!(
                        out,
                        "- {}: {}: “{}”",
                        item.title,
                        item.kind,
                        short(&item.old)
                    )
                }
                (false, false) => writeln!(
                    out,
                    "- {}: {}: “{}” becomes “{}”",
                    item.title,
                    item.kind,
                    short(&item.old),
                    short(&item.new)
                ),
            };
        }
    }
    if told.is_empty() && periods.is_empty() && words.is_empty() {
        out.push_str("\nNo figure, finding or wording changed.\n");
    }
    out
}

/// Returns whether an item shows another period than before, and not another value of the same.
fn new_period(item: &Item) -> bool {
    let inputs = &item.cause.inputs;
    let moved = |input: &Input| {
        let settings = input.what.rsplit_once(" → ").map(|(was, is)| {
            (was.rsplit(": ").next().unwrap_or_default().to_owned(), is.to_owned())
        });
        settings.is_some_and(|(was, is)| rolled(&was, &is))
    };
    item.kind.starts_with("new period")
        || !inputs.is_empty()
            && inputs.iter().all(|input| {
                matches!(input.name.parse(), Ok(Name::Block(_))) && moved(input)
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
        let what = match (item.old.is_empty(), item.movement.is_some()) {
            (true, _) => format!("{}: {}", item.title, item.kind),
            (false, true) => format!("{}: {} becomes {}", item.title, item.old, item.new),
            (false, false) => {
                format!("{}: {} ({} → {})", item.title, item.kind, item.old, item.new)
            }
        };
        // What somebody asks or objects is no reason of a change.
        let decision = review
            .get(&item.id)
            .filter(|one| one.item == item.hash && one.state == Decided::Accepted);
        let reason =
            decision.map(|one| one.because.clone()).filter(|why| !why.is_empty());
        let reason = reason.unwrap_or_else(|| {
            if item.cause.inputs.is_empty() {
                String::new()
            } else {
                because(&item.cause)
            }
        });
        let mut places: Vec<&str> =
            item.places.iter().map(|place| place.at.as_str()).collect();
        places.dedup();
        let _ = write!(out, "- {what}.");
        if !places.is_empty() {
            let _ = write!(out, " Shown in {}.", places.join("; "));
        }
        if !reason.is_empty() {
            let _ = write!(out, " Reason: {reason}.");
        }
        out.push('\n');
    }
}
