//! Words that are no claim any more, and numbers bound by hand.

use crate::diff::cause::written;
use crate::diff::guards::Turn;
use crate::diff::guards::item;
use crate::diff::line::sentence;
use crate::diff::matching::matching;
use crate::diff::part;
use crate::diff::settings::short;
use crate::diff::shown::Fixed;
use crate::diff::shown::Passage;
use crate::diff::shown::Shown;
use crate::diff::sides::Sides;
use crate::diff::spelt::bare;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::edition::Edition;
use crate::model::name::Name;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns words that are no claim any more, or another one: where the passage that made the claim makes it no more, or
/// where its words stand as before.
pub(super) fn unmade(sides: &Sides<'_>) -> Vec<Item> {
    let count = |shown: &Shown, id: &str, words: &str| {
        shown.claimed().filter(|(used, said, _)| *used == id && *said == words).count()
    };
    let mut seen = BTreeSet::new();
    let lost = sides.before.claimed().filter(|(id, words, _)| {
        seen.insert((*id, *words))
            && count(&sides.after, id, words) < count(&sides.before, id, words)
    });
    let lost: Vec<(&str, &str)> = lost.map(|(id, words, _)| (id, words)).collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let became = Became::new(sides);
    let mut out = Vec::new();
    for (id, words) in lost {
        let passages = became.unclaimed(sides, id, words);
        let passages = match passages {
            Some(passages) => passages,
            None => freed(sides, words).into_iter().collect(),
        };
        for (nth, passage) in passages.into_iter().enumerate() {
            out.extend(unheld(sides, (id, words, nth), passage));
        }
    }
    out
}

/// Returns the item of words that are no claim of a name any more.
fn unheld(
    sides: &Sides<'_>,
    (id, words, nth): (&str, &str, usize),
    passage: &Passage,
) -> Option<Item> {
    let place = passage.place.clone();
    let other = sides.after.claimed().find(|(used, said, at)| {
        let here = at.line == place.line && at.at == place.at;
        *used != id
            && (*said == words || here)
            && !sides.before.claimed().any(|(b, w, _)| b == *used && w == *said)
    });
    // A claim of another name with the same rule is the same guard.
    let rules = |edition: &Edition, id: &str| {
        edition
            .definitions
            .get(&Name::Claim(id.to_owned()).to_string())
            .map(|one| one.settings.clone())
    };
    if let Some((other, ..)) = other
        && rules(sides.new, other) == rules(sides.old, id)
    {
        return None;
    }
    let (turn, new) = match other {
        Some((other, ..)) => (Turn::Changed, other.to_owned()),
        None => (Turn::Loosened, String::new()),
    };
    let part = Detail::new("claim", id, new);
    let cause = written(&part::line(sides, passage));
    let more = if nth == 0 { String::new() } else { format!("-{}", nth + 1) };
    let name = format!("claim.{id}.words{more}");
    let mut item =
        item(&name, turn, format!("“{words}” in {}", place.at), vec![part], cause);
    item.places.push(place);
    Some(item)
}

/// What became of the passages of the old edition.
struct Became<'a> {
    old: Vec<&'a Passage>,
    new: Vec<&'a Passage>,
    /// Old → new.
    pairs: BTreeMap<usize, usize>,
}

impl<'a> Became<'a> {
    fn new(sides: &'a Sides<'_>) -> Self {
        let (old, new): (Vec<&Passage>, Vec<&Passage>) = (
            sides.before.passages.iter().collect(),
            sides.after.passages.iter().collect(),
        );
        let found = matching(&old, &new);
        let pairs = found.pairs.into_iter().map(|(new, old)| (old, new)).collect();
        Self { old, new, pairs }
    }

    /// Returns the passages that made a claim and make it no more, as they are now; none where no passage made it,
    /// or its words only stand elsewhere.
    fn unclaimed(
        &self,
        sides: &Sides<'_>,
        id: &str,
        words: &str,
    ) -> Option<Vec<&'a Passage>> {
        let makes = |passage: &Passage, shown: &Shown, said: Option<&str>| {
            let of = Name::Claim(id.to_owned());
            shown.uses.iter().any(|one| {
                one.of == of
                    && one.place.at == passage.place.at
                    && said.is_none_or(|said| one.wording.1 == said)
                    && passage.claims.iter().any(|own| bare(own) == bare(&one.wording.0))
            })
        };
        let made = |at: &usize| {
            self.old.get(*at).is_some_and(|one| makes(one, &sides.before, Some(words)))
        };
        let own: Vec<usize> = (0..self.old.len()).filter(made).collect();
        if own.is_empty() {
            return None;
        }
        let now = own.iter().filter_map(|at| self.new.get(*self.pairs.get(at)?));
        let unclaimed = |passage: &&Passage| !makes(passage, &sides.after, None);
        Some(now.copied().filter(unclaimed).collect())
    }
}

/// Returns where words stand in the new edition and are no claim any more: in what is new, or
/// makes other claims than before.
fn freed<'a>(sides: &'a Sides<'_>, words: &str) -> Option<&'a Passage> {
    let words = bare(words);
    let known: BTreeSet<(&str, &[String])> =
        stating(&sides.before).map(|one| (&*one.text, &*one.claims)).collect();
    stating(&sides.after)
        .filter(|one| bare(&one.text).contains(&words))
        .find(|one| !known.contains(&(&*one.text, &*one.claims)))
}

/// Returns every passage, and the words of every figure and table.
fn stating(shown: &Shown) -> impl Iterator<Item = &Passage> {
    let parts = shown.figures.values().flat_map(|figure| figure.parts.values());
    let tables = shown.tables.values().flat_map(|table| table.parts.values());
    shown.passages.iter().chain(parts).chain(tables)
}

/// Returns numbers that are newly bound by hand, each with what stood in its place.
pub(super) fn by_hand(sides: &Sides<'_>) -> Vec<Item> {
    let mut left: Vec<&Fixed> = sides.before.fixed.iter().collect();
    let mut fresh = Vec::new();
    for one in &sides.after.fixed {
        let same = |old: &&Fixed| old.text == one.text && old.because == one.because;
        match left.iter().position(same) {
            Some(at) => {
                left.remove(at);
            }
            None => fresh.push(one),
        }
    }
    let mut out = Vec::new();
    for (at, one) in fresh.iter().enumerate() {
        let beside = |same: &dyn Fn(&Fixed) -> bool| {
            left.iter().position(|old| old.place.at == one.place.at && same(old))
        };
        let known = beside(&|old| old.because == one.because)
            .or_else(|| beside(&|old| old.text == one.text));
        let because = format!("because {}", one.because);
        let (turn, part) = match known.map(|at| left.remove(at)) {
            Some(old) if old.text == one.text => {
                (Turn::Changed, Detail::new("because", &*old.because, &*one.because))
            }
            Some(old) => {
                let [was, is] = [&old.text, &one.text].map(|text| format!("“{text}”"));
                (Turn::Changed, Detail { note: because, ..Detail::new("fixed", was, is) })
            }
            None => {
                let old = bound(sides, one).unwrap_or_default();
                let what = if old.starts_with("stat ") { "" } else { "number" };
                let new = format!("fixed “{}”", one.text);
                (Turn::Loosened, Detail { note: because, ..Detail::new(what, old, new) })
            }
        };
        let passage = sides.after.passages.iter().find(|passage| {
            passage.place == one.place && passage.text.contains(&one.sentence)
        });
        let line = passage.map(|passage| part::line(sides, passage));
        let line = line.unwrap_or_else(|| match one.place.line.as_str() {
            "" => "report/report.yaml".to_owned(),
            line => line.to_owned(),
        });
        let id =
            format!("fixed.{}-{}", short(&bare(&one.text)).replace(' ', "-"), at + 1);
        let at = one.sentence.find(&one.text).unwrap_or(0);
        let title = format!("{}: {}", one.place.at, short(&sentence(&one.sentence, at)));
        let mut item = item(&id, turn, title, vec![part], written(&line));
        item.places.push(Place { sentence: one.sentence.clone(), ..one.place.clone() });
        out.push(item);
    }
    out
}

/// Returns the item of a number that was shown and is typed now, without a reason: nothing holds it any more.
pub(in crate::diff) fn typed(id: &str, stat: &str, text: &str, place: Place) -> Item {
    let title = format!("{}: {}", place.at, place.sentence);
    let part = Detail::new("", format!("stat {stat}"), format!("typed “{text}”"));
    let mut item = item(id, Turn::Loosened, title, vec![part], written(&place.line));
    item.places.push(place);
    item
}

/// Returns the statistic that was shown at a place and is shown there less often now, with its print
/// where what stands there now reads otherwise.
fn bound(sides: &Sides<'_>, now: &Fixed) -> Option<String> {
    let place = &now.place;
    let count = |shown: &Shown, id: &str| {
        let showings = shown.numbers.get(id).into_iter().flatten();
        showings.filter(|one| one.place.at == place.at).count()
    };
    sides.before.numbers.iter().find_map(|(id, showings)| {
        let showing = showings.iter().find(|one| one.place.at == place.at)?;
        (count(&sides.after, id) < count(&sides.before, id)).then(|| {
            let same = bare(&showing.text) == bare(&now.text);
            let known = format!("stat {id}");
            if same { known } else { format!("{} ({known})", showing.text) }
        })
    })
}
