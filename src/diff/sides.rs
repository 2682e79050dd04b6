//! Two editions side by side: what each shows, and which inputs changed between them.

use crate::diff::anchors;
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
        let (mut before, after) = (collect(old), collect(new));
        anchors::followed(&mut before, &after);
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

/// Returns how far a number moved; none for words, for a unit that changed, and where a value is
/// kept back.
pub(super) fn movement(old: &Stat, new: &Stat) -> Option<Movement> {
    moved((&old.format, old.number()?), (&new.format, new.number()?))
}

fn moved((old, was): (&Format, f64), (new, is): (&Format, f64)) -> Option<Movement> {
    // With the other value, how far it moved would tell a value that is kept back.
    if old.keeps_back(was) || new.keeps_back(is) {
        return None;
    }
    let by = is - was;
    // What is left of a sum taken in another order is no movement.
    if old.unit != new.unit
        || scale(old) != scale(new)
        || by.abs() <= 1e-12 * was.abs().max(is.abs())
    {
        return None;
    }
    let percent = (was != 0.0).then(|| 100.0 * by / was.abs());
    let difference = match new.unit {
        // The difference of two percentages is in points.
        Unit::Percent => Format::of(Unit::Points).decimals(new.decimals),
        Unit::P => Format::of(Unit::Number).decimals(new.decimals),
        // Both values are printed, so their difference may be small.
        _ => Format { least: None, ..new.clone() },
    };
    let mut words = vec![seen(difference, by)];
    // Of a share of change or a p value a share of it again says nothing to a reader.
    if let Some(percent) = percent
        && !matches!(new.unit, Unit::P | Unit::Effect)
    {
        words.push(seen(Format::of(Unit::Percent), percent));
    }
    Some(Movement { by, percent, words: words.join(", ") })
}

/// Returns what a unit counts in: the number of others that a rate is for, the sign of money.
fn scale(format: &Format) -> String {
    let digits = || format.noun.chars().filter(char::is_ascii_digit).collect();
    match format.unit {
        Unit::Rate => digits(),
        Unit::Currency => format.noun.clone(),
        _ => String::new(),
    }
}

/// Returns two values as printed; where they print alike, with as many digits as tell them apart, or
/// else with their intervals.
pub(super) fn apart(old: &Stat, new: &Stat) -> (String, String) {
    let with = |stat: &Stat| {
        let interval =
            stat.interval.as_ref().map(|one| stat.format.range(one.low, one.high));
        interval.map_or_else(
            || stat.printed(),
            |range| format!("{} ({range})", stat.printed()),
        )
    };
    match (old.number(), new.number()) {
        (Some(was), Some(is)) if was.total_cmp(&is).is_ne() => {
            told_apart((&old.format, was), (&new.format, is))
        }
        _ if old.interval != new.interval => (with(old), with(new)),
        _ => (old.printed(), new.printed()),
    }
}

/// Prints two numbers with as many digits as tell them apart.
fn told_apart(old: (&Format, f64), new: (&Format, f64)) -> (String, String) {
    let (mut before, mut after) = (old.0.clone(), new.0.clone());
    let most = before.decimals.max(after.decimals) + 6;
    let mut printed = (before.full(old.1), after.full(new.1));
    while printed.0 == printed.1 && before.decimals < most {
        before.decimals += 1;
        after.decimals = before.decimals;
        printed = (before.full(old.1), after.full(new.1));
    }
    printed
}

/// Returns a difference with as many digits as it takes to be seen.
fn seen(mut format: Format, by: f64) -> String {
    let most = format.decimals + 6;
    while format.decimals < most && format.rounded(by) == 0.0 {
        format.decimals += 1;
    }
    format.signed(by)
}

#[cfg(test)]
mod tests {
    use super::moved;
    use super::seen;
    use super::told_apart;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    #[test]
    fn values_that_print_alike_are_told_with_the_digits_that_tell_them_apart() {
        let one = Format::of(Unit::Percent);
        let told = |a, b| told_apart((&one, a), (&one, b));
        assert_eq!(told(-3.91, -3.92), ("−3.91%".to_owned(), "−3.92%".to_owned()));
        assert_eq!(told(3.9, 4.1), ("3.9%".to_owned(), "4.1%".to_owned()));
        // A value that is kept back stays so.
        let few = Format { least: Some(5), ..Format::of(Unit::Count) };
        assert_eq!(told_apart((&few, 3.0), (&few, 4.0)).0, "less than 5");
        assert_eq!(seen(one, 0.004), "+0.004%");
    }

    #[test]
    fn a_rate_for_other_numbers_of_people_did_not_move() {
        let per = |noun: &str| Format { noun: noun.to_owned(), ..Format::of(Unit::Rate) };
        let (thousand, hundred) = (per("per 1,000 people"), per("per 100 people"));
        assert_eq!(moved((&thousand, 152.0), (&hundred, 15.2)), None);
        assert!(moved((&thousand, 152.0), (&per("per 1,000"), 140.0)).is_some());
    }

    #[test]
    fn how_far_a_number_moved_does_not_tell_one_that_is_kept_back() {
        let few = Format { least: Some(5), ..Format::of(Unit::Count) };
        let all = Format { least: None, ..few.clone() };
        for (was, is) in [(3.0, 4.0), (3.0, 12.0), (12.0, 3.0), (0.0, 2.0)] {
            assert_eq!(moved((&few, was), (&few, is)), None, "{was} to {is}");
        }
        // One edition alone keeps it back.
        assert_eq!(moved((&all, 3.0), (&few, 4.0)), None);
        let told = |was, is| moved((&few, was), (&few, is)).unwrap().words;
        assert_eq!(told(10.0, 12.0), "+2, +20.0%");
        assert_eq!(told(0.0, 12.0), "+12");
    }
}
