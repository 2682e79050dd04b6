//! Two editions to what changed between them, in the order of how much it matters.

use crate::diff::cause::Causes;
use crate::diff::conclusions;
use crate::diff::data;
use crate::diff::figures;
use crate::diff::layout;
use crate::diff::method;
use crate::diff::numbers;
use crate::diff::shown::Shown;
use crate::diff::shown::collect;
use crate::diff::tables;
use crate::diff::words;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::comparison::Movement;
use crate::model::comparison::Place;
use crate::model::comparison::SCHEMA;
use crate::model::comparison::Side;
use crate::model::edition::Edition;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Two editions with what they show, and the inputs that changed between them.
pub(super) struct Sides<'a> {
    pub old: &'a Edition,
    pub new: &'a Edition,
    pub before: Shown,
    pub after: Shown,
    pub causes: Causes<'a>,
    /// Figures of the new edition, and of the old, by the statistics they draw.
    drawn: BTreeMap<&'a str, BTreeSet<Place>>,
}

/// Compares two editions; `drift` says what changed within data files, where it is known.
pub fn compare(old: &Edition, new: &Edition, drift: &data::Drifts) -> Comparison {
    let (before, after) = (collect(old), collect(new));
    let definitions = method::definitions(old, new);
    let files = data::files(old, new, drift);
    let inputs: Vec<Input> = definitions
        .iter()
        .filter_map(method::Changed::input)
        .chain(files.iter().map(data::FileChange::input))
        .collect();
    let worded = definitions.iter().filter_map(method::Changed::worded);
    let causes = Causes::new(old, new, inputs, worded);
    let drawn = drawn(new, &after);
    let sides = Sides { old, new, before, after, causes, drawn };
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

fn drawn<'a>(edition: &'a Edition, shown: &Shown) -> BTreeMap<&'a str, BTreeSet<Place>> {
    let mut out: BTreeMap<&str, BTreeSet<Place>> = BTreeMap::new();
    for (id, chart) in edition.figures.iter() {
        let Some(figure) = shown.figures.get(id) else { continue };
        let place = Place {
            at: format!("figure {}", figure.number),
            line: String::new(),
            sentence: String::new(),
        };
        for stat in chart.statistics() {
            out.entry(stat).or_default().insert(place.clone());
        }
    }
    out
}

impl Sides<'_> {
    /// Returns every place of the new edition that shows a statistic.
    pub(super) fn places(&self, id: &str) -> Vec<Place> {
        let mut out: Vec<Place> = Vec::new();
        let showings = self.after.numbers.get(id).into_iter().flatten();
        for place in showings.map(|showing| &showing.place) {
            if !out.contains(place) {
                out.push(place.clone());
            }
        }
        for place in self.drawn.get(id).into_iter().flatten() {
            if !out.iter().any(|known| known.at == place.at) {
                out.push(place.clone());
            }
        }
        out
    }

    /// Returns an item about a statistic that both editions have.
    pub(super) fn about(
        &self,
        class: Class,
        name: &str,
        kind: &str,
        old: &Stat,
        new: &Stat,
    ) -> Item {
        let id = &new.id;
        let mut item = Item::new(class, format!("{name}:{id}"), kind)
            .title(new.title.clone())
            .values(old.printed(), new.printed());
        item.movement = movement(old, new);
        item.places = self.places(id);
        item.cause = self.causes.of([id.as_str()], &[]);
        item
    }

    /// Returns the statistics that the text of either edition shows, in order.
    pub(super) fn shown(&self) -> BTreeSet<&str> {
        let (before, after) = (self.before.numbers.keys(), self.after.numbers.keys());
        before.chain(after).map(String::as_str).collect()
    }
}

/// Returns how far a number moved; none for words, and for a unit that changed.
pub(super) fn movement(old: &Stat, new: &Stat) -> Option<Movement> {
    let (was, is) = (old.number()?, new.number()?);
    if old.format.unit != new.format.unit || was.total_cmp(&is).is_eq() {
        return None;
    }
    let by = is - was;
    let percent = (was != 0.0).then(|| 100.0 * by / was.abs());
    let difference = match new.format.unit {
        // The difference of two percentages is in points.
        Unit::Percent => Format::of(Unit::Points).decimals(new.format.decimals),
        Unit::P => Format::of(Unit::Number).decimals(new.format.decimals),
        _ => new.format.clone(),
    };
    let mut words = vec![seen(difference, by)];
    // Of a share of change or a p value a share of it again says nothing to a reader.
    if let Some(percent) = percent
        && !matches!(new.format.unit, Unit::P | Unit::Effect)
    {
        words.push(seen(Format::of(Unit::Percent), percent));
    }
    Some(Movement { by, percent, words: words.join(", ") })
}

/// Returns a difference with as many digits as it takes to be seen.
fn seen(mut format: Format, by: f64) -> String {
    let most = format.decimals + 6;
    while format.decimals < most && format.rounded(by) == 0.0 {
        format.decimals += 1;
    }
    format.signed(by)
}
