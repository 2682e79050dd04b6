//! Guards that were loosened: rules, thresholds and waivers that let more pass than they did.
//!
//! What a guard lets pass shows nowhere in the report, so that only its own change tells of it.

mod binding;
mod contract;
mod held;
mod rule;
mod waiver;

pub(in crate::diff) use binding::typed;
pub(in crate::diff) use contract::is_rule;
pub use held::said;
pub(in crate::diff) use rule::rule;
pub(in crate::diff) use waiver::signatories;
pub(in crate::diff) use waiver::tightened;

use crate::diff::changed::Changed;
use crate::diff::settings::both;
use crate::diff::sides::Sides;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;

const LOOSENED: &str = "a guard was loosened";
const CHANGED: &str = "a guard was changed";

/// What became of a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// It lets more pass.
    Loosened,
    /// It tests something else.
    Changed,
    /// It lets less pass.
    Tightened,
}

/// Returns the guards that were loosened or changed, the loosened first.
pub(super) fn guards(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    // What holds for the whole report before what holds for one place.
    let mut out = waiver::report(sides, changed);
    out.extend(changed.iter().filter_map(|one| rule(sides, one)));
    out.extend(binding::unmade(sides));
    out.extend(binding::by_hand(sides));
    out.sort_by_key(|item| item.kind != LOOSENED);
    out
}

/// Returns whether an item is a guard that lets more pass than before.
pub fn loosened(item: &Item) -> bool {
    item.class == Class::Guards && item.kind == LOOSENED
}

fn item(id: &str, turn: Turn, title: String, details: Vec<Detail>, cause: Cause) -> Item {
    let kind = if turn == Turn::Loosened { LOOSENED } else { CHANGED };
    let mut item = Item::new(Class::Guards, format!("guard:{id}"), kind).title(title);
    if let Some(first) = details.first() {
        let (old, new) = both(&first.old, &first.new);
        let show = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        let old = format!("{} {}", first.what, show(old));
        item = item.values(old.trim_start(), show(new));
    }
    item.details = details;
    item.cause = cause;
    item
}

fn greater(part: &Detail) -> Turn {
    match (number(&part.old), number(&part.new)) {
        (Some(old), Some(new)) if new > old => Turn::Loosened,
        (Some(_), Some(_)) => Turn::Tightened,
        _ => Turn::Changed,
    }
}

/// Reads a number; a missing one is zero.
fn number(text: &str) -> Option<f64> {
    if text.is_empty() { Some(0.0) } else { text.parse().ok() }
}
