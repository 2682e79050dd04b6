//! Two editions to what changed between them, in the order of how much it matters.

use crate::diff::cause::Causes;
use crate::diff::conclusions;
use crate::diff::data;
use crate::diff::figures;
use crate::diff::layout;
use crate::diff::method;
use crate::diff::numbers;
use crate::diff::sides::Sides;
use crate::diff::tables;
use crate::diff::words;
use crate::model::comparison::Comparison;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::comparison::SCHEMA;
use crate::model::comparison::Side;
use crate::model::edition::Edition;
use std::collections::BTreeSet;

/// Compares two editions; `drift` says what changed within data files, where it is known.
pub fn compare(old: &Edition, new: &Edition, drift: &data::Drifts) -> Comparison {
    let definitions = method::definitions(old, new);
    let files = data::files(old, new, drift);
    let inputs: Vec<Input> = definitions
        .iter()
        .filter_map(method::Changed::input)
        .chain(files.iter().map(data::FileChange::input))
        .collect();
    let worded = definitions.iter().filter_map(method::Changed::worded);
    let causes = Causes::new(old, new, inputs, worded);
    let sides = Sides::new(old, new, causes);
    let mut items = conclusions::conclusions(&sides);
    let headlines: BTreeSet<String> = items
        .iter()
        .filter_map(|item| item.id.strip_prefix("headline:"))
        .map(str::to_owned)
        .collect();
    items.extend(numbers::numbers(&sides, &headlines));
    items.extend(figures::figures(&sides));
    items.extend(tables::tables(&sides));
    items.extend(words::words(&sides));
    items.extend(method::items(&sides, &definitions));
    items.extend(data::items(&sides, &files, &definitions));
    let layout = layout::layout(&sides, &items, &definitions, &files);
    items.extend(layout);
    // The order within a class is that of its own function.
    items.sort_by_key(|item| item.class);
    items.iter_mut().for_each(Item::seal);
    let side = |edition: &Edition| {
        let meta = &edition.document.meta;
        Side {
            title: meta.title.clone(),
            edition: meta.edition.clone(),
            date: meta.date.clone(),
            embargo: meta.embargo_words(),
            ..Side::default()
        }
    };
    Comparison { schema: SCHEMA.to_owned(), old: side(old), new: side(new), items }
}
