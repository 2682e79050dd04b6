//! What has another name and is otherwise the same: one item each, with all that shows it.

use crate::diff::align::Aligned;
use crate::diff::align::Renamed;
use crate::diff::align::RenamedColumn;
use crate::diff::cause::written;
use crate::diff::method::title;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::name::Name;

/// Returns what has another name; columns of data files are told with their file.
pub(super) fn renames(sides: &Sides<'_>, aligned: &Aligned) -> Vec<Item> {
    let declared = aligned.renamed.iter().map(|one| declared(sides, one));
    let frames =
        aligned.columns.iter().filter(|one| matches!(one.of.parse(), Ok(Name::Frame(_))));
    declared.chain(frames.map(|one| column(sides, one))).collect()
}

fn declared(sides: &Sides<'_>, one: &Renamed) -> Item {
    let name = format!("{} {}", one.sort, one.new);
    let class = match one.sort {
        "figure" => Class::Figures,
        "table" => Class::Tables,
        _ => Class::Method,
    };
    let id = if class == Class::Method {
        format!("method:{}.{}", one.sort, one.new)
    } else {
        format!("{}:{}", one.sort, one.new)
    };
    let mut item = Item::new(class, id, "renamed")
        .title(title(sides, &name))
        .values(one.old.clone(), one.new.clone());
    if class == Class::Figures {
        if let Some(figure) = sides.after.figures.get(&one.new) {
            item.title = format!("figure {}, {}", figure.number, figure.title);
        }
        "renamed, which breaks links to it and embeds of it".clone_into(&mut item.kind);
        let warning = format!(
            "links to `#figure-{0}`, embeds of `{0}/embed.html` and `reissue press {0}` no longer work",
            one.old
        );
        item.details.push(Detail::note("warning", warning));
    }
    if let Some(definition) = sides.new.definitions.get(&name) {
        item.cause = written(&format!("{}:{}", definition.file, definition.line));
    }
    item.places = uses(sides, one);
    item
}

/// Returns every place that names what was renamed.
fn uses(sides: &Sides<'_>, one: &Renamed) -> Vec<Place> {
    let after = &sides.after;
    let mut out: Vec<Place> = match one.sort {
        "claim" => {
            let uses = after.claimed().filter(|(id, ..)| *id == one.new);
            uses.map(|(.., place)| place.clone()).collect()
        }
        "statistic" => {
            let member = |id: &str| {
                id.strip_prefix(&one.new)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let showings = after.numbers.iter().filter(|(id, _)| member(id));
            showings.flat_map(|(_, list)| list).map(|one| one.place.clone()).collect()
        }
        _ => {
            let (figure, table) =
                (after.figures.get(&one.new), after.tables.get(&one.new));
            let line = figure.map(|one| &one.line).or(table.map(|one| &one.line));
            let number = figure.map(|one| &one.number).or(table.map(|one| &one.number));
            let at = number
                .map_or_else(String::new, |number| format!("{} {number}", one.sort));
            let own =
                line.map(|line| Place { at, line: line.clone(), ..Place::default() });
            let link = format!("{{→{}-{}}}", one.sort, one.new);
            // A finding names the figure that shows it.
            let shown = format!("{{→{}}}", one.new);
            let links = after.passages.iter().filter(|passage| {
                passage.words.contains(&link) || passage.words == shown
            });
            own.into_iter().chain(links.map(|passage| passage.place.clone())).collect()
        }
    };
    out.dedup();
    out
}

fn column(sides: &Sides<'_>, one: &RenamedColumn) -> Item {
    let mut item = Item::new(
        Class::Method,
        format!("method:{}.{}", one.of.replace(' ', "."), one.new),
        "column renamed",
    )
    .title(one.of.clone())
    .values(one.old.clone(), one.new.clone());
    if let Some(definition) = sides.new.definitions.get(&one.of) {
        item.cause = written(&format!("{}:{}", definition.file, definition.line));
    }
    item
}
