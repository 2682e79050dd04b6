//! Words of figures and tables that changed, each part by itself.

use crate::diff::cause::written;
use crate::diff::shown::FigureShown;
use crate::diff::shown::Passage;
use crate::diff::shown::TableShown;
use crate::diff::sides::Sides;
use crate::diff::told::told;
use crate::diff::weigh::bare;
use crate::diff::weigh::unnumbered;
use crate::model::comparison::Item;
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
    if was.words == is.words
        || was.text == is.text
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
    let mut item = told(
        &format!("words:{sort}.{id}.{}", name.replace(' ', "-")),
        kind,
        before,
        after,
    );
    item.title = format!("{}, {name}", is.place.at);
    item.cause = sides.causes.of(
        [],
        &[match sort {
            "figure" => Name::Figure(id.to_owned()),
            _ => Name::Table(id.to_owned()),
        }],
    );
    if item.cause.inputs.is_empty() {
        item.cause = written(&is.place.line);
    }
    Some(item)
}
