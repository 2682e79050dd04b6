//! Numbers that a sentence shows in the place of others although no statistic moved: the author
//! exchanged one for another, or bound it to a later period.

use crate::diff::cause::written;
use crate::diff::guards;
use crate::diff::line::BY_HAND;
use crate::diff::line::Piece;
use crate::diff::line::in_digits;
use crate::diff::line::sentence;
use crate::diff::line::statistic;
use crate::diff::shown::Fixed;
use crate::diff::shown::Passage;
use crate::diff::sides::Sides;
use crate::diff::sides::movement;
use crate::diff::told::pieces;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use similar::Algorithm;
use similar::DiffOp;
use similar::capture_diff_slices;

/// A number in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Swap {
    old: Piece,
    new: Piece,
}

/// What became of a passage beside its words.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Numbers that stand in the place of others.
    pub items: Vec<Item>,
    /// Whether words changed too.
    pub worded: bool,
}

/// Compares two forms of a passage: its numbers by place, and whether anything else changed.
pub(super) fn change(
    sides: &Sides<'_>,
    was: &Passage,
    is: &Passage,
    name: &str,
) -> Change {
    let (old, new) = (pieces(&was.pieces), pieces(&is.pieces));
    let keys = |list: &[Piece]| -> Vec<String> {
        list.iter().map(|one| one.0.clone()).collect()
    };
    let mut swaps: Vec<Swap> = Vec::new();
    let mut worded = false;
    for step in capture_diff_slices(Algorithm::Myers, &keys(&old), &keys(&new)) {
        if let DiffOp::Equal { .. } = step {
            continue;
        }
        let range = |list: &[Piece], range: std::ops::Range<usize>| -> Vec<Piece> {
            let part = list.get(range).unwrap_or_default().iter();
            part.filter(|piece| !piece.0.trim().is_empty()).cloned().collect()
        };
        let (gone, come) = (range(&old, step.old_range()), range(&new, step.new_range()));
        if typed_over(sides, (was, is), &gone, &come) {
            continue;
        }
        if gone.len() == come.len()
            && gone.iter().zip(&come).all(|(a, b)| is_number(a) && is_number(b))
        {
            let pairs = gone.into_iter().zip(come);
            swaps.extend(pairs.map(|(old, new)| Swap { old, new }));
        } else {
            worded = true;
        }
    }
    let rolls = swaps.iter().any(Swap::rolled);
    let mut out = Change { items: Vec::new(), worded };
    for (at, swap) in swaps.iter().enumerate() {
        // A year that goes with its number is part of the same step to a new period.
        if rolls && swap.is_year() || swap.alike() {
            continue;
        }
        out.items.push(item(sides, swap, (was, is), &format!("{name}:{at}")));
    }
    out
}

/// Returns whether a number bound by hand came into the place of one that was bound or typed, which is told among the
/// guards.
fn typed_over(
    sides: &Sides<'_>,
    (was, is): (&Passage, &Passage),
    gone: &[Piece],
    come: &[Piece],
) -> bool {
    let ([gone], [come]) = (gone, come) else { return false };
    let typed = |piece: &Piece| piece.0.starts_with(BY_HAND);
    let at = |list: &[Fixed], passage: &Passage, text: &str| -> Option<Fixed> {
        let own = |one: &&Fixed| {
            one.place == passage.place && one.sentence == passage.text && one.text == text
        };
        list.iter().find(own).cloned()
    };
    let fresh = |now: &Fixed| {
        let same = |old: &Fixed| old.text == now.text && old.because == now.because;
        !sides.before.fixed.iter().any(same)
    };
    let before = gone.id().is_some()
        || typed(gone) && at(&sides.before.fixed, was, &gone.1).is_some();
    before
        && typed(come)
        && at(&sides.after.fixed, is, &come.1).is_some_and(|now| fresh(&now))
}

fn item(
    sides: &Sides<'_>,
    swap: &Swap,
    (was, is): (&Passage, &Passage),
    name: &str,
) -> Item {
    let rolled = swap.rolled();
    let shown = swap.shown();
    if let (Some(stat), None, false) = (swap.old.id(), swap.new.id(), rolled) {
        let text = &swap.new.1;
        let place = Place { sentence: sentence_of(is, text), ..is.place.clone() };
        let id = format!("typed.{}", name.trim_start_matches("words:"));
        return guards::typed(&id, stat, text, place);
    }
    let kind = match (rolled, shown) {
        (true, _) => "new period",
        (_, Some(_)) => "shown another way",
        _ if swap.exchanged() => "another statistic, same value",
        _ => "another number in its place",
    };
    let id = format!("number:in.{}", name.trim_start_matches("words:"));
    let mut item = Item::new(Class::Numbers, id, kind)
        .title(sentence_of(is, &swap.new.1))
        .values(swap.old.1.clone(), swap.new.1.clone());
    let (old, new) = (swap.old.id(), swap.new.id());
    let stats = (
        old.and_then(|id| sides.old.statistics.get(id)),
        new.and_then(|id| sides.new.statistics.get(id)),
    );
    if let Some((was, is)) = shown {
        item.details.push(Detail::new("shown as", was, is));
    } else if let (Some(a), Some(b)) = stats {
        if rolled {
            let of =
                |printed: &str, id: &str| format!("{printed} ({})", years(id).join("–"));
            (item.old, item.new) = (of(&item.old, &a.id), of(&item.new, &b.id));
            item.movement = movement(a, b);
            item.title.clone_from(&b.title);
        }
        if swap.exchanged() && !rolled {
            // The print alone would say that nothing changed.
            let of = |printed: &str, id: &str| format!("{printed} ({id})");
            (item.old, item.new) = (of(&item.old, &a.id), of(&item.new, &b.id));
        }
        item.details.push(Detail::new("statistic", a.id.clone(), b.id.clone()));
        item.details.push(Detail::new("what it is", a.title.clone(), b.title.clone()));
    }
    // What stands at the front is named by where it stands.
    if sides.after.ranks.get(&is.place.at).is_some_and(|rank| rank.0 < 2) {
        item.title = format!("{}: {}", is.place.at, item.title);
    }
    let mut place = is.place.clone();
    place.sentence = sentence_of(is, &swap.new.1);
    item.places.push(place);
    if was.place.at != is.place.at {
        item.details.push(Detail::new("stands in", &*was.place.at, &*is.place.at));
        item.kind = format!("{kind}, moved from {}", was.place.at);
        item.places.push(was.place.clone());
    }
    if !is.place.line.is_empty() {
        item.cause = written(&is.place.line);
    }
    item
}

fn sentence_of(passage: &Passage, number: &str) -> String {
    // The text of a passage has plain spaces.
    let number = number.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = passage.text.find(&number).unwrap_or(0);
    sentence(&passage.text, at)
}

trait Named {
    fn id(&self) -> Option<&str>;
}

impl Named for Piece {
    /// The statistic that a piece shows.
    fn id(&self) -> Option<&str> {
        statistic(&self.0).map(|(id, _)| id)
    }
}

fn is_number(piece: &Piece) -> bool {
    let key = piece.0.strip_prefix(BY_HAND).unwrap_or(&piece.0);
    // An address may have digits, and is none.
    let typed = !key.starts_with('{') && !key.contains("://");
    piece.id().is_some() || typed && in_digits(key)
}

impl Swap {
    /// Returns whether the same statistic of another period stands in its place.
    fn rolled(&self) -> bool {
        let (Some(old), Some(new)) = (self.old.id(), self.new.id()) else { return false };
        rolled(old, new)
    }

    /// Returns whether the same statistic, shown another way, prints the same.
    fn alike(&self) -> bool {
        self.shown().is_some() && self.old.1 == self.new.1
    }

    /// Returns how the same statistic was and is shown; none where it is another.
    fn shown(&self) -> Option<(&str, &str)> {
        let (was, is) = (statistic(&self.old.0)?, statistic(&self.new.0)?);
        (was.0 == is.0).then_some((was.1, is.1))
    }

    /// Returns whether another statistic prints the same.
    fn exchanged(&self) -> bool {
        self.old.id().is_some()
            && self.new.id().is_some()
            && self.shown().is_none()
            && self.old.1 == self.new.1
    }

    fn is_year(&self) -> bool {
        let year =
            |piece: &Piece| piece.id().is_none() && periodless(&piece.0).contains('#');
        year(&self.old) && year(&self.new)
    }
}

/// Returns whether two texts are the same but for the periods they name.
pub(super) fn rolled(old: &str, new: &str) -> bool {
    old != new && periodless(old) == periodless(new) && periodless(old).contains('#')
}

/// Returns the last year that one of two texts names and the later one in its place, where they are the same but for years
/// and none is earlier than before.
pub(super) fn step(old: &str, new: &str) -> Option<(String, String)> {
    let steps: Vec<(&str, &str)> =
        years(old).into_iter().zip(years(new)).filter(|(was, is)| was != is).collect();
    let forward = rolled(old, new) && steps.iter().all(|(was, is)| was < is);
    let last = steps.last().filter(|_| forward)?;
    Some((last.0.to_owned(), last.1.to_owned()))
}

/// Returns whether a setting of a statistic names another time than before: the year to which an index is set, or a number
/// of things that looks like a year, is none. Where only the beginning moves, the period is another and not the next.
pub(super) fn moved_on(setting: &str, old: &str, new: &str) -> bool {
    let name = setting.rsplit('.').next().unwrap_or(setting);
    matches!(name, "to" | "at" | "sql") && rolled(old, new)
}

/// Returns the years that an id names.
pub(super) fn years(id: &str) -> Vec<&str> {
    id.split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4 && matches!(part.get(..2), Some("19" | "20")))
        .collect()
}

/// Returns a text with `#` for every year from 1900 to 2099, and for the end of a range of years: "2019–20".
fn periodless(text: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    // Whether a year stands before the last sign, and that joins it to what follows.
    let mut ranges = false;
    for character in text.chars().chain([' ']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        let year = digits.len() == 4 && matches!(digits.get(..2), Some("19" | "20"));
        let end = ranges && digits.len() == 2;
        out.push_str(if year || end { "#" } else { &digits });
        ranges = year && matches!(character, '–' | '-' | '/');
        digits.clear();
        out.push(character);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::moved_on;
    use super::rolled;
    use super::step;

    #[test]
    fn a_time_that_a_statistic_is_of_moves_on_and_the_base_of_an_index_does_not() {
        assert!(moved_on("to", "2024", "2025"));
        assert!(moved_on("sql", "year = 2024", "year = 2025"));
        assert!(!moved_on("base", "2012", "2013") && !moved_on("least", "2000", "1999"));
        assert!(!moved_on("from", "2012", "2013"));
    }

    #[test]
    fn a_step_is_of_the_last_year_that_moved_on_and_none_goes_back() {
        let told = |old, new| step(old, new).map(|(was, is)| format!("{was}-{is}"));
        assert_eq!(told("2010 to 2023", "2010 to 2024"), Some("2023-2024".to_owned()));
        assert_eq!(told("2022 to 2023", "2023 to 2024"), Some("2023-2024".to_owned()));
        assert_eq!(told("2022 to 2023", "2021 to 2024"), None);
        assert_eq!(told("up to 2023", "until 2024"), None);
        assert_eq!(told("2024", "2023"), None);
    }

    #[test]
    fn the_same_of_another_year_is_a_new_period_and_nothing_else_is() {
        assert!(rolled("levels.nbi.2023", "levels.nbi.2024"));
        assert!(rolled("change_2012_2023.nbi", "change_2012_2024.nbi"));
        assert!(!rolled("levels.nbi.2023", "levels.benchmark.2023"));
        assert!(!rolled("levels.nbi.2023", "levels.benchmark.2024"));
        assert!(!rolled("a.1", "a.2"));
        assert!(rolled("2019–20", "2020–21") && rolled("of 2019/20", "of 2020/21"));
        assert!(!rolled("2019–205", "2020–206") && !rolled("19–20", "20–21"));
    }
}
