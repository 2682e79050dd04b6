//! Documents that were left behind: a claim or a number changed its rule, or its words in one document, and another
//! document says it as before.
//!
//! **In:** each use of a claim or statistic on both sides, and the declarations that changed. **Out:** an item for
//! each claim or statistic, with every sentence that was not updated.
//! **Guarantees:** a sentence is listed once; one whose own words changed is not listed; translations are compared
//! in [`tongues`](super::tongues).

use crate::diff::cause::written;
use crate::diff::changed::Changed;
use crate::diff::settings::excerpt;
use crate::diff::settings::short;
use crate::diff::shown::Use;
use crate::diff::sides::Sides;
use crate::diff::swaps::moved_on;
use crate::diff::swaps::rolled;
use crate::diff::swaps::years;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::name::Name;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What is told of a sentence beside the report that shows what it said before.
pub(super) const NOT_UPDATED: &str = "not updated";

/// Settings of a statistic that change how it is printed or judged, and not what it is.
const PRINTED: &[&str] = &["unit", "decimals", "noun", "least", "level", "better"];

/// What the ids of these items begin with.
const MIXED: &str = "mixed:";

/// Returns whether an item is a claim or a number that one document says as before and another does not.
pub fn mixed(item: &Item) -> bool {
    item.id.starts_with(MIXED)
}

/// Returns whether a pattern names such items and no others.
pub fn mixed_only(pattern: &str) -> bool {
    pattern.starts_with(MIXED)
}

/// Returns an item for each claim or statistic that some document says as before although it changed elsewhere.
pub(super) fn documents(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    let (before, after) = (by_name(&sides.before.uses), by_name(&sides.after.uses));
    let mut listed: BTreeSet<Place> = BTreeSet::new();
    let mut out = Vec::new();
    for (of, is) in &after {
        let Some(was) = before.get(of) else { continue };
        let both = Both { was, is };
        let found = both.redeclared(of, changed).or_else(|| both.reworded());
        let Some(found) = found.or_else(|| both.shared()) else { continue };
        let fresh = |one: &&&Use| !listed.contains(&one.place);
        let left: Vec<&Use> = found.left.iter().filter(fresh).copied().collect();
        if left.is_empty() {
            continue;
        }
        listed.extend(left.iter().map(|one| one.place.clone()));
        out.push(item(of, &Found { left, ..found }));
    }
    out
}

/// Returns the uses of each claim and statistic.
fn by_name(uses: &[Use]) -> BTreeMap<&Name, Vec<&Use>> {
    let mut out: BTreeMap<&Name, Vec<&Use>> = BTreeMap::new();
    for one in uses.iter().filter(|one| !one.translated) {
        out.entry(&one.of).or_default().push(one);
    }
    out
}

/// What changed elsewhere, and the uses that did not follow.
struct Found<'a> {
    old: String,
    new: String,
    cause: Cause,
    left: Vec<&'a Use>,
}

/// The uses of one claim or statistic before and after.
struct Both<'a> {
    was: &'a [&'a Use],
    is: &'a [&'a Use],
}

impl<'a> Both<'a> {
    /// Returns the uses whose sentence is as before.
    fn unchanged(&self) -> impl Iterator<Item = &'a Use> {
        self.is.iter().copied().filter(|one| {
            let same = |was: &&Use| {
                was.document == one.document && was.sentence.0 == one.sentence.0
            };
            self.was.iter().any(same)
        })
    }

    /// Returns the pairs of uses that correspond in a document and read differently.
    fn changes(&self, read: fn(&Use) -> &str) -> Vec<(&'a Use, &'a Use)> {
        let mut out = Vec::new();
        let documents: BTreeSet<&str> =
            self.is.iter().map(|one| one.document.as_str()).collect();
        for document in documents {
            // Each use takes away one that reads the same on the other side.
            let own = |uses: &[&'a Use], others: &[&'a Use]| -> Vec<&'a Use> {
                let within = |one: &&&'a Use| one.document == document;
                let mut left: Vec<String> = others
                    .iter()
                    .filter(within)
                    .map(|one| read(one).to_lowercase())
                    .collect();
                let mut apart = |one: &&&'a Use| {
                    let own = read(one).to_lowercase();
                    let same = left.iter().position(|other| *other == own);
                    same.map(|at| left.swap_remove(at)).is_none()
                };
                uses.iter().filter(within).filter(&mut apart).copied().collect()
            };
            out.extend(own(self.was, self.is).into_iter().zip(own(self.is, self.was)));
        }
        out
    }

    /// The declaration changed in what it says or tests: no document beside the report followed.
    fn redeclared(&self, of: &Name, changed: &[Changed]) -> Option<Found<'a>> {
        let name = of.to_string();
        let one = changed.iter().find(|one| one.name == name && one.what == "changed")?;
        let claim = matches!(of, Name::Claim(_));
        let says = one.settings.words.iter().filter(|part| claim && part.what == "says");
        // How a number is printed, and how sure one is of it, every document takes over.
        let followed = |part: &&Detail| !claim && PRINTED.contains(&part.what.as_str());
        let meaning = one.settings.meaning.iter().filter(|part| !followed(part));
        let parts: Vec<Detail> = meaning.chain(says).cloned().collect();
        let first = parts.first()?;
        let words = self.changes(|one| &one.wording.0);
        let follows = |one: &&Use| {
            let said = |(_, new): &(&Use, &Use)| new.wording.0 == one.wording.0;
            claim && words.iter().any(said)
        };
        let beside = |one: &&Use| !one.document.is_empty() || !words.is_empty();
        // A sentence that names no year goes with a number of the new period as it went with that of the old.
        let begins = |part: &&Detail| {
            part.what.rsplit('.').next() == Some("from") && rolled(&part.old, &part.new)
        };
        let moved = |part: &&Detail| moved_on(&part.what, &part.old, &part.new);
        let rolls = parts.iter().any(|part| moved(&part))
            && parts.iter().all(|part| moved(&part) || begins(&part));
        let gone: Vec<&str> = parts
            .iter()
            .flat_map(|part| {
                let is = years(&part.new);
                years(&part.old).into_iter().filter(move |year| !is.contains(year))
            })
            .collect();
        let dated =
            |one: &&Use| !rolls || gone.iter().any(|year| one.sentence.1.contains(year));
        let left = self
            .unchanged()
            .filter(beside)
            .filter(|one| !follows(one))
            .filter(dated)
            .collect();
        let value = |text: &str| {
            format!("{}: {}", first.what, if text.is_empty() { "none" } else { text })
        };
        let (old, new) = match words.first() {
            Some((was, is)) => (was.wording.1.clone(), is.wording.1.clone()),
            None => (short(&value(&first.old)), short(&value(&first.new))),
        };
        Some(Found { old, new, cause: one.cause(&parts), left })
    }

    /// The words of a claim changed in one document and not in another.
    fn reworded(&self) -> Option<Found<'a>> {
        let words = self.changes(|one| &one.wording.0);
        let (was, is) = words.first()?;
        let elsewhere = |one: &&Use| {
            let other = |(_, new): &(&Use, &Use)| new.document != one.document;
            let same = |(_, new): &(&Use, &Use)| {
                new.wording.0.to_lowercase() == one.wording.0.to_lowercase()
            };
            words.iter().any(other) && !words.iter().any(same)
        };
        Some(Found {
            old: was.wording.1.clone(),
            new: is.wording.1.clone(),
            cause: written(&is.place.line),
            left: self.unchanged().filter(elsewhere).collect(),
        })
    }

    /// Two documents had one sentence, and one of them has it no longer.
    fn shared(&self) -> Option<Found<'a>> {
        let changes = self.changes(|one| &one.sentence.0);
        let shared = |(was, is): &&(&'a Use, &'a Use)| {
            let left = self.unchanged().filter(|one| {
                one.document != is.document && one.sentence.0 == was.sentence.0
            });
            left.collect::<Vec<_>>()
        };
        let found = changes.iter().map(|pair| (pair, shared(&pair)));
        let ((was, is), left) = found.into_iter().find(|(_, left)| !left.is_empty())?;
        let (old, new) = excerpt(&was.sentence.1, &is.sentence.1);
        Some(Found { old, new, cause: written(&is.place.line), left })
    }
}

fn item(of: &Name, found: &Found<'_>) -> Item {
    let called = |one: &Use| match one.document.as_str() {
        "" => "the report".to_owned(),
        name => name.to_owned(),
    };
    let mut documents: Vec<String> = found.left.iter().map(|one| called(one)).collect();
    documents.dedup();
    let sort = match of {
        Name::Claim(id) => format!("claim `{id}`"),
        Name::Block(id) => format!("statistic `{id}`"),
        other => other.to_string(),
    };
    let id = format!("{MIXED}{}", of.to_string().replace(' ', "."));
    let mut item = Item::new(Class::Statements, id, NOT_UPDATED)
        .title(format!("{sort} in {}", documents.join(" and ")))
        .values(found.old.clone(), found.new.clone());
    item.details = found
        .left
        .iter()
        .map(|one| {
            let said =
                if one.wording.1.is_empty() { &one.sentence } else { &one.wording };
            Detail::note(called(one), format!("still says “{}”", said.1))
        })
        .collect();
    item.places = found.left.iter().map(|one| one.place.clone()).collect();
    item.cause = found.cause.clone();
    item
}
