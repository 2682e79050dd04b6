//! Words of figures and tables that changed, each part by itself.

use crate::diff::cause::written;
use crate::diff::line::unemphasised;
use crate::diff::meaning::meaning;
use crate::diff::settings::settings;
use crate::diff::settings::summary;
use crate::diff::shown::FigureShown;
use crate::diff::shown::Passage;
use crate::diff::shown::TableShown;
use crate::diff::sides::Sides;
use crate::diff::spelt::bare;
use crate::diff::spelt::unnumbered;
use crate::diff::told::told;
use crate::model::comparison::Cause;
use crate::model::comparison::Detail;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::edition::Edition;
use crate::model::name::Name;

/// Returns the words of figures and tables that changed.
pub(super) fn declared(sides: &Sides<'_>) -> Vec<Item> {
    let mut out = Vec::new();
    for (id, is) in &sides.after.figures {
        let Some(FigureShown { parts, .. }) = sides.before.figures.get(id) else {
            continue;
        };
        for (name, part) in &is.parts {
            out.extend(self::part(sides, ["figure", id, name], parts.get(name), part));
        }
    }
    for (id, is) in &sides.after.tables {
        let Some(TableShown { parts, .. }) = sides.before.tables.get(id) else {
            continue;
        };
        for (name, part) in &is.parts {
            out.extend(self::part(sides, ["table", id, name], parts.get(name), part));
        }
    }
    out
}

fn part(
    sides: &Sides<'_>,
    [sort, id, name]: [&str; 3],
    was: Option<&Passage>,
    is: &Passage,
) -> Option<Item> {
    let empty = Passage::default();
    let was = was.unwrap_or(&empty);
    // A number may be shown another way and print the same.
    let emphasis = |one: &Passage| one.words.len() - unemphasised(&one.words).len();
    if was.words == is.words
        || was.text == is.text
            && emphasis(was) == emphasis(is)
            && unnumbered(&bare(&was.words)) == unnumbered(&bare(&is.words))
    {
        return None;
    }
    let (before, after) = (
        Some(was).filter(|one| !one.words.is_empty()),
        Some(is).filter(|one| !one.words.is_empty()),
    );
    let kind = match (before, after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    let marked = (was.text == is.text).then(|| meaning(was, is)).flatten();
    let kind = marked.filter(|_| kind == "changed").unwrap_or_else(|| kind.to_owned());
    let mut item = told(
        &format!("words:{sort}.{id}.{}", name.replace(' ', "-")),
        &kind,
        before,
        after,
    );
    item.title = format!("{}, {name}", is.place.at);
    let declared = match sort {
        "figure" => Name::Figure(id.to_owned()),
        _ => Name::Table(id.to_owned()),
    };
    item.cause = own(sides, &declared.to_string(), name)
        .unwrap_or_else(|| sides.causes.of([], &[declared]));
    if item.cause.inputs.is_empty() {
        item.cause = written(&is.place.line);
    }
    Some(item)
}

/// Returns the setting that the words of a part are written in as their cause, if it changed: others of the same
/// declaration have nothing to do with them.
fn own(sides: &Sides<'_>, name: &str, part: &str) -> Option<Cause> {
    let key = if part == "alternative text" { "alt" } else { part };
    let form = |edition: &'_ Edition| edition.definitions.get(name).cloned();
    let (was, is) = (form(sides.old)?, form(sides.new)?);
    let settings = settings(Some(&was), Some(&is));
    let all = settings.words.iter().chain(&settings.meaning);
    let own: Vec<Detail> = all.filter(|one| one.what == key).cloned().collect();
    let what = (!own.is_empty()).then(|| format!("{name}: {}", summary(&own)))?;
    let place = settings.place_of(&own);
    let (name, file) = (name.to_owned(), is.file);
    let input = Input { name, file, place, what, alone: String::new() };
    Some(Cause { inputs: vec![input], ..Cause::default() })
}
