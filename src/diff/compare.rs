//! Two editions to what changed between them, in the order of how much it matters.

use crate::diff::align::Value;
use crate::diff::align::aligned;
use crate::diff::cause::Causes;
use crate::diff::cause::written;
use crate::diff::changed;
use crate::diff::conclusions;
use crate::diff::data;
use crate::diff::figures;
use crate::diff::guards;
use crate::diff::layout;
use crate::diff::method;
use crate::diff::mixed;
use crate::diff::numbers;
use crate::diff::order::ordered;
use crate::diff::relabelled;
use crate::diff::renames;
use crate::diff::sides::Sides;
use crate::diff::stands;
use crate::diff::statements;
use crate::diff::swaps::moved_on;
use crate::diff::tables;
use crate::diff::tongues;
use crate::diff::words;
use crate::model::comparison::Class;
use crate::model::comparison::ComparedSide;
use crate::model::comparison::Comparison;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::comparison::SCHEMA;
use crate::model::edition::Edition;
use crate::model::name::Name;
use std::collections::BTreeSet;

/// Compares two editions; `drift` says what changed within data files, where it is known.
pub fn compare(old: &Edition, new: &Edition, drift: &data::Drifts) -> Comparison {
    let aligned = aligned(old, new);
    let old = aligned.old.as_ref().unwrap_or(old);
    let definitions = changed::definitions(old, new);
    let values: Vec<&Value> = aligned.values.iter().map(|(value, _)| value).collect();
    let files = data::files(old, new, drift, &values);
    let inputs: Vec<Input> = definitions
        .iter()
        .filter_map(changed::Changed::input)
        // A column with another name is behind nothing else.
        .chain(files.iter().filter(|file| !file.renamed()).map(data::FileChange::input))
        .collect();
    let worded = definitions.iter().filter_map(changed::Changed::worded);
    let causes = Causes::new(old, new, inputs, worded);
    let sides = Sides::new(old, new, causes);
    let labels = &aligned.labels;
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
    items.extend(tongues::tongues(&sides));
    items.extend(mixed::documents(&sides, &definitions));
    items.extend(statements::declared(&sides));
    items.extend(stands::moved(&sides));
    items.extend(guards::guards(&sides, &definitions));
    items.extend(renames::renames(&sides, &aligned));
    items.extend(relabelled::values(&sides, &aligned.values));
    items.extend(method::items(&sides, &definitions, labels));
    items.extend(data::items(&sides, &files, &definitions, &aligned.columns));
    method::once(&mut items);
    items.iter_mut().for_each(|item| pictured(&sides, &definitions, item));
    items.iter_mut().for_each(|item| rolled_on(&definitions, item));
    let layout =
        layout::layout(&sides, &items, (&definitions, &files), &aligned.followed);
    items.extend(layout);
    let mut items = ordered(&sides, items);
    items.iter_mut().for_each(|item| placed(&sides, item));
    items.iter_mut().for_each(Item::seal);
    let side = |edition: &Edition| {
        let meta = &edition.document.meta;
        ComparedSide {
            title: meta.title.clone(),
            edition: meta.edition.clone(),
            date: meta.date.clone(),
            embargo: meta.embargo_words(),
            ..ComparedSide::default()
        }
    };
    // A report that asks for fewer signatures needs as many as before for that change.
    let signatories = [old, new].map(guards::signatories).into_iter().max();
    Comparison {
        schema: SCHEMA.to_owned(),
        old: side(old),
        new: side(new),
        items,
        signatories: signatories.unwrap_or(1),
    }
}

/// Adds the files of a side that somebody edited after they were built.
pub fn edited(found: &mut Comparison, side: &str, names: &[String]) {
    let items = names.iter().map(|name| {
        let kind = "edited by hand, or missing, since it was built";
        let mut item = Item::new(Class::Words, format!("edited:{side}/{name}"), kind)
            .title(format!("{side}/{name}"));
        item.cause = written(name);
        item.seal();
        item
    });
    found.items.extend(items);
    found.items.sort_by_key(|item| item.class);
}

/// Adds what was declared of a picture to the causes of what is told of it.
fn pictured(sides: &Sides<'_>, changed: &[changed::Changed], item: &mut Item) {
    let shown: String = item.marks.new.iter().map(|(text, _)| text.as_str()).collect();
    let Some(shown) = shown.strip_prefix("Picture ") else { return };
    let of = |one: &&changed::Changed| {
        let file = sides.new.definitions.get(&one.name);
        let file = file.and_then(|one| one.settings.get("file"));
        one.sort() == "picture"
            && one.what == "changed"
            && file.is_some_and(|file| shown.starts_with(&format!("{file} (")))
    };
    let parts = |one: &changed::Changed| {
        let all = one.settings.meaning.iter().chain(&one.settings.words);
        all.cloned().collect::<Vec<_>>()
    };
    let Some(one) = changed.iter().find(of).filter(|one| !parts(one).is_empty()) else {
        return;
    };
    // Where it stands did not change.
    item.cause.inputs.retain(|input| input.file.starts_with("report/pictures/"));
    item.cause.inputs.extend(one.cause(&parts(one)).inputs);
    item.cause.joint = item.cause.inputs.len() > 1;
}

/// Tells of a number whose definition names another time that it is of a new period.
fn rolled_on(changed: &[changed::Changed], item: &mut Item) {
    let told =
        ["number:", "headline:"].iter().find_map(|sort| item.id.strip_prefix(sort));
    let Some(block) = told.and_then(|id| id.split('.').next()) else { return };
    let name = Name::Block(block.to_owned()).to_string();
    let definition = changed.iter().find(|one| one.name == name && one.what == "changed");
    let parts = definition.into_iter().flat_map(|one| &one.settings.meaning);
    let Some(time) =
        parts.into_iter().find(|part| moved_on(&part.what, &part.old, &part.new))
    else {
        return;
    };
    item.kind = format!("new period, {}: {} → {}", time.what, time.old, time.new);
}

/// Gives an item that no changed declaration or file explains the changed file it stands in.
fn placed(sides: &Sides<'_>, item: &mut Item) {
    if !item.cause.inputs.is_empty() {
        return;
    }
    let changed = |file: &str| sides.old.inputs.get(file) != sides.new.inputs.get(file);
    let lines = item.places.iter().map(|place| place.line.as_str());
    let found = lines
        .filter(|line| !line.is_empty())
        .find(|line| changed(line.rsplit_once(':').map_or(*line, |(file, _)| file)));
    if let Some(line) = found.map(str::to_owned) {
        item.cause = written(&line);
    }
}
