//! Two editions side by side: what each shows, and which inputs changed between them.

use crate::diff::cause::Causes;
use crate::diff::shown::Shown;
use crate::diff::shown::collect;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::comparison::Movement;
use crate::model::comparison::Place;
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

impl<'a> Sides<'a> {
    pub(super) fn new(old: &'a Edition, new: &'a Edition, causes: Causes<'a>) -> Self {
        let (before, after) = (collect(old), collect(new));
        let drawn = drawn(new, &after);
        Self { old, new, before, after, causes, drawn }
    }

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
    let by = is - was;
    // What is left of a sum taken in another order is no movement.
    if old.format.unit != new.format.unit || by.abs() <= 1e-12 * was.abs().max(is.abs()) {
        return None;
    }
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
