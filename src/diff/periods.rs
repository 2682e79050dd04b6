//! A new period: numbers that are of the next year, told as one item in place of dozens.
//!
//! **In:** a comparison whose causes are settled, and its two editions. **Out:** the same comparison with one item a
//! period and class, with all its places and the numbers as parts.
//! **Guarantees:** a revision of the old period, a conclusion that turned and a guard that was loosened each stay an
//! item of their own; nothing is left out: what is joined is among the parts.

use crate::diff::changed::definitions;
use crate::diff::guards::loosened;
use crate::diff::method::DECLARED;
use crate::diff::order::turned;
use crate::diff::swaps::moved_on;
use crate::diff::swaps::step;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Detail;
use crate::model::comparison::Found;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::edition::Edition;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The fewest items that are told as one.
const FEWEST: usize = 3;

/// A step from one period to the next, each by its year.
type Step = (String, String);

/// How many years a step is long: a report of several periods moves all of them on by as many.
fn length((was, is): &Step) -> i32 {
    let year = |text: &String| text.parse::<i32>().unwrap_or(0);
    year(is) - year(was)
}

/// What several items of one step are told as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Shifted,
    Numbers,
    Words,
    Guards,
    Figures,
    Declared,
    Method,
}

/// Joins the items of a new period.
pub fn periods(found: &mut Comparison, old: &Edition, new: &Edition) {
    let declared = declared(old, new);
    let mut known: BTreeSet<Step> = found
        .items
        .iter()
        .filter_map(|item| numbered(item, &declared))
        .chain(declared.values().cloned())
        .collect();
    known.retain(|(was, is)| was != is);
    let computed =
        |id: &str| old.statistics.get(id).is_some() || new.statistics.get(id).is_some();
    let sorted: Vec<Option<(Step, Sort)>> = found
        .items
        .iter()
        .map(|item| {
            let shift = shifted(item, (old, new), &known);
            shift
                .map(|step| (step, Sort::Shifted))
                .or_else(|| Some((renewed(item, &found.items, &known)?, Sort::Method)))
                .or_else(|| sorted(item, &declared, &known, &computed))
        })
        .collect();
    let mut groups: BTreeMap<(i32, Sort), Vec<usize>> = BTreeMap::new();
    // What moved on by as many years is one period, called by the last step of a number.
    let mut last: BTreeMap<i32, Step> = BTreeMap::new();
    for step in &known {
        let latest = last.entry(length(step)).or_insert_with(|| step.clone());
        if step.1 > latest.1 {
            latest.clone_from(step);
        }
    }
    for (at, one) in sorted.into_iter().enumerate() {
        if let Some((step, sort)) = one {
            groups.entry((length(&step), sort)).or_default().push(at);
        }
    }
    groups.retain(|_, own| own.len() >= FEWEST);
    if groups.is_empty() {
        return;
    }
    let mut gone = BTreeSet::new();
    let mut whole: BTreeMap<usize, Vec<Item>> = BTreeMap::new();
    for ((length, sort), own) in groups {
        let Some(step) = last.get(&length) else { continue };
        let items: Vec<&Item> =
            own.iter().filter_map(|at| found.items.get(*at)).collect();
        let item = joined(step, sort, &items);
        // Numbers of the period are told before single ones, other things where the first of them stood.
        let all = found.items.iter().enumerate();
        let mut same = all.filter(|(_, one)| one.class == item.class);
        let place = same
            .find(|(at, one)| own.contains(at) || sort == Sort::Numbers && !turned(one));
        let Some((place, _)) = place else { continue };
        whole.entry(place).or_default().push(item);
        gone.extend(own);
    }
    let items = std::mem::take(&mut found.items);
    for (at, item) in items.into_iter().enumerate() {
        found.items.extend(whole.remove(&at).unwrap_or_default());
        if !gone.contains(&at) {
            found.items.push(item);
        }
    }
}

/// Returns whether an item tells of a new period.
pub(super) fn of_period(item: &Item) -> bool {
    item.id.split(':').nth(1).is_some_and(|id| id.starts_with("period."))
        || item.id.starts_with("period:")
}

/// Returns the declarations that name a later year than before, each with its step.
fn declared(old: &Edition, new: &Edition) -> BTreeMap<String, Step> {
    let changed = definitions(old, new).into_iter().filter(|one| one.what == "changed");
    changed
        .filter_map(|one| {
            let mut meaning = one.settings.meaning.iter();
            let found = meaning.find_map(|part| {
                moved_on(&part.what, &part.old, &part.new)
                    .then(|| step(&part.old, &part.new))
                    .flatten()
            });
            Some((one.name, found?))
        })
        .collect()
}

/// Returns the step of a number that is of a later period than the one before.
fn numbered(item: &Item, declared: &BTreeMap<String, Step>) -> Option<Step> {
    let plain = item.class == Class::Numbers
        || item.class == Class::Conclusions && item.id.starts_with("headline:");
    if !plain || turned(item) {
        return None;
    }
    if item.kind.starts_with("new period") {
        let named = item.kind.rsplit_once(": ").map_or("", |(_, years)| years);
        let named = named.split_once(" → ").and_then(|(was, is)| step(was, is));
        let by_id = |part: &Detail| {
            (part.what == "statistic").then(|| step(&part.old, &part.new)).flatten()
        };
        return named.or_else(|| item.details.iter().find_map(by_id));
    }
    let sort = ["number:", "headline:"];
    if !sort.iter().any(|sort| item.id.starts_with(sort)) || item.id.contains(":in.") {
        return None;
    }
    item.cause.inputs.iter().find_map(|input| declared.get(&input.name).cloned())
}

/// Returns the step of an item about statistics whose values are those that stood under an earlier year: the labels
/// moved on, and the values with them.
fn shifted(
    item: &Item,
    (old, new): (&Edition, &Edition),
    known: &BTreeSet<Step>,
) -> Option<Step> {
    const OF: [&str; 8] = [
        "number",
        "headline",
        "sign",
        "significance",
        "interval",
        "named",
        "unseen",
        "used",
    ];
    let (sort, id) = item.id.split_once(':')?;
    if !OF.contains(&sort) || id.starts_with("in.") {
        return None;
    }
    // Comparisons that rest on other units are told by the statistics among their parts.
    let ids: Vec<&str> = match sort {
        "used" => item.details.iter().map(|part| part.what.as_str()).collect(),
        _ => vec![id],
    };
    let by = |step: &&Step| {
        let stood = |id: &&str| {
            let Some(before) = earlier(id, length(step)) else { return false };
            let was = old.statistics.get(&before);
            was.zip(new.statistics.get(id)).is_some_and(|(was, is)| was.value == is.value)
        };
        !ids.is_empty() && ids.iter().all(stood)
    };
    known.iter().find(by).cloned()
}

/// Returns the step of a definition that went where the same of a later year came, or came where it went.
fn renewed(item: &Item, all: &[Item], known: &BTreeSet<Step>) -> Option<Step> {
    let other = match (item.class, item.kind.as_str()) {
        (Class::Method, "removed") => "added",
        (Class::Method, "added") => "removed",
        _ => return None,
    };
    let mut others =
        all.iter().filter(|one| one.class == item.class && one.kind == other);
    let found = others.find_map(|one| {
        let (was, is) =
            if other == "added" { (&item.id, &one.id) } else { (&one.id, &item.id) };
        step(was, is)
    });
    found.filter(|step| known.iter().any(|one| length(one) == length(step)))
}

/// Returns an id with each of its years so much earlier; none where it names no year.
fn earlier(id: &str, by: i32) -> Option<String> {
    let mut named = false;
    let parts = id.split_inclusive(|c: char| !c.is_ascii_digit()).map(|part| {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        let year = digits.parse::<i32>().ok().filter(|_| digits.len() == 4);
        let Some(year) = year.filter(|year| (1900..2100).contains(year)) else {
            return part.to_owned();
        };
        named = true;
        part.replacen(digits, &(year - by).to_string(), 1)
    });
    let out: String = parts.collect();
    named.then_some(out)
}

fn sorted(
    item: &Item,
    declared: &BTreeMap<String, Step>,
    known: &BTreeSet<Step>,
    computed: &dyn Fn(&str) -> bool,
) -> Option<(Step, Sort)> {
    if let Some(step) = numbered(item, declared) {
        return Some((step, Sort::Numbers));
    }
    let rolls = |parts: &[&Detail]| -> Option<Step> {
        let mut steps = parts.iter().map(|part| step(&part.old, &part.new));
        let first = steps.next()??;
        let alike = |other: &Step| length(other) == length(&first);
        steps.all(|other| other.as_ref().is_some_and(alike)).then_some(first)
    };
    let known = |step: &Step| known.iter().any(|one| length(one) == length(step));
    match item.class {
        // A year that is written beside its number goes with it.
        Class::Numbers if item.id.contains(":in.") || item.worded() => {
            let step = step(&item.old, &item.new).filter(known)?;
            Some((step, Sort::Words))
        }
        Class::Guards if !loosened(item) => {
            let own = item.details.iter().filter(|part| !part.what.starts_with("holds "));
            let step = rolls(&own.collect::<Vec<_>>()).filter(known)?;
            Some((step, Sort::Guards))
        }
        // What points moved is told with what is drawn.
        Class::Statements if item.id.starts_with("figure:") => {
            let own = item.details.iter().filter(|part| !computed(&part.what));
            let step = rolls(&own.collect::<Vec<_>>()).filter(known)?;
            Some((step, Sort::Figures))
        }
        Class::Statements if item.kind == DECLARED => {
            let step = rolls(&item.details.iter().collect::<Vec<_>>()).filter(known)?;
            Some((step, Sort::Declared))
        }
        Class::Method if item.kind == "renamed" => {
            let step = step(&item.old, &item.new).filter(known)?;
            Some((step, Sort::Method))
        }
        Class::Method if item.kind == "changed" => {
            let step = rolls(&item.details.iter().collect::<Vec<_>>()).filter(known)?;
            Some((step, Sort::Method))
        }
        _ => None,
    }
}

fn joined(step: &Step, sort: Sort, items: &[&Item]) -> Item {
    let (was, is) = step;
    let count = items.len();
    // A key finding among them is what a reader would conclude.
    let gravest = items.iter().map(|item| item.class).min().unwrap_or(Class::Numbers);
    let (class, id, what) = match sort {
        Sort::Shifted => {
            (gravest, "shifted:period.", "values stand under a later year's label")
        }
        Sort::Numbers => (gravest, "period:", "numbers of a new period"),
        Sort::Words => (Class::Numbers, "words:period.", "passages name the new period"),
        Sort::Guards => (Class::Guards, "guard:period.", "guards hold the new period"),
        Sort::Figures => {
            (Class::Statements, "figure:period.", "figures draw the new period")
        }
        Sort::Declared => {
            (Class::Statements, "declared:period.", "declarations say the new period")
        }
        Sort::Method => {
            (Class::Method, "method:period.", "definitions name the new period")
        }
    };
    let mut out = Item::new(class, format!("{id}{was}-{is}"), &format!("{count} {what}"))
        .title(format!("period {was} → {is}"));
    out.stands = items.iter().filter_map(|item| item.stands).min();
    let mut behind: BTreeMap<Input, usize> = BTreeMap::new();
    for item in items {
        for place in &item.places {
            if !out.places.contains(place) {
                out.places.push(place.clone());
            }
        }
        let at = item.places.first().map_or("", |place| place.at.as_str());
        let note = if at.is_empty() { item.id.clone() } else { at.to_owned() };
        let part = Detail::new(item.title.clone(), item.old.clone(), item.new.clone());
        out.details.push(Detail { note, ..part });
        for input in &item.cause.inputs {
            let input = Input { alone: String::new(), ..input.clone() };
            *behind.entry(input).or_default() += 1;
        }
    }
    let mut behind: Vec<(Input, usize)> = behind.into_iter().collect();
    behind.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.cause.found = Found::Several;
    out.cause.inputs = behind.into_iter().map(|(input, _)| input).collect();
    out.seal();
    out
}

#[cfg(test)]
mod tests {
    use super::earlier;
    use super::numbered;
    use super::renewed;
    use super::sorted;
    use crate::model::comparison::Class;
    use crate::model::comparison::Detail;
    use crate::model::comparison::Input;
    use crate::model::comparison::Item;
    use std::collections::BTreeMap;

    #[test]
    fn a_number_is_of_a_new_period_by_its_id_its_setting_or_what_it_is_computed_from() {
        let step = || ("2023".to_owned(), "2024".to_owned());
        let declared = BTreeMap::from([("frame pair".to_owned(), step())]);
        let of = |item: &Item| numbered(item, &declared);
        let item = |kind: &str| Item::new(Class::Numbers, "number:growth.a", kind);
        assert_eq!(of(&item("new period, to: 2023 → 2024")), Some(step()));
        let mut other = item("new period");
        other.details = vec![Detail::new("statistic", "level.a.2023", "level.a.2024")];
        assert_eq!(of(&other), Some(step()));
        let mut follows = item("moved");
        assert_eq!(of(&follows), None);
        let frame = Input { name: "frame pair".to_owned(), ..Input::default() };
        follows.cause.inputs = vec![frame];
        assert_eq!(of(&follows), Some(step()));
        let turned = "new period, to: 2023 → 2024, sign flipped";
        let mut turned = Item::new(Class::Conclusions, "headline:growth.a", turned);
        assert_eq!(of(&turned), None);
        turned.kind = "headline reads differently".to_owned();
        assert_eq!(of(&turned), None);
    }

    #[test]
    fn a_definition_that_came_for_the_one_of_an_earlier_year_goes_with_the_period() {
        let item =
            |id: &str, kind: &str| Item::new(Class::Method, format!("method:{id}"), kind);
        let all = [
            item("statistic.growth_2012_2023", "removed"),
            item("statistic.growth_2012_2024", "added"),
            item("statistic.other", "added"),
        ];
        let known = [("2023".to_owned(), "2024".to_owned())].into();
        let found: Vec<bool> =
            all.iter().map(|item| renewed(item, &all, &known).is_some()).collect();
        assert_eq!(found, [true, true, false]);
    }

    #[test]
    fn the_years_of_an_id_are_reckoned_back() {
        assert_eq!(earlier("rate.nbi.2013", 1), Some("rate.nbi.2012".to_owned()));
        assert_eq!(earlier("a_2012_2016.b", 1), Some("a_2011_2015.b".to_owned()));
        assert_eq!(earlier("top_2000000.n1", 1), None);
    }

    #[test]
    fn a_guard_that_names_the_new_year_and_was_not_loosened_goes_with_the_period() {
        let step = ("2023".to_owned(), "2024".to_owned());
        let known = [step.clone()].into();
        let sorted = |item: &Item| {
            sorted(item, &BTreeMap::new(), &known, &|_| false).map(|one| one.0)
        };
        let mut guard = Item::new(Class::Guards, "guard:claim.a", "a guard was changed");
        guard.details = vec![Detail::new("of", "level.a.2023", "level.a.2024")];
        assert_eq!(sorted(&guard), Some(step));
        guard.details.push(Detail::new("tolerance", "3", "12"));
        assert_eq!(sorted(&guard), None);
        guard.details.pop();
        guard.kind = "a guard was loosened".to_owned();
        assert_eq!(sorted(&guard), None);
    }
}
