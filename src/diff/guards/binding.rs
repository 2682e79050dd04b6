//! Words that are no claim any more, and numbers bound by hand.

use crate::diff::cause::written;
use crate::diff::guards::Turn;
use crate::diff::guards::item;
use crate::diff::line::sentence;
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
use std::collections::BTreeSet;

/// Returns words that stand as before and are no claim any more, or another one.
pub(super) fn unmade(sides: &Sides<'_>) -> Vec<Item> {
    let count = |shown: &Shown, id: &str, words: &str| {
        shown.claimed().filter(|(used, said, _)| *used == id && *said == words).count()
    };
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for (id, words, _) in sides.before.claimed() {
        if !seen.insert((id, words)) {
            continue;
        }
        let (was, is) = (count(&sides.before, id, words), count(&sides.after, id, words));
        if is >= was {
            continue;
        }
        let Some(passage) = freed(sides, words) else { continue };
        let place = passage.place.clone();
        let other = sides.after.claimed().find(|(used, said, _)| {
            *said == words
                && *used != id
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
            continue;
        }
        let (turn, new) = match other {
            Some((other, ..)) => (Turn::Changed, other.to_owned()),
            None => (Turn::Loosened, String::new()),
        };
        let part = Detail::new("claim", id, new);
        let cause = written(&part::line(sides, passage));
        let name = format!("claim.{id}.words");
        let mut item =
            item(&name, turn, format!("“{words}” in {}", place.at), vec![part], cause);
        item.places.push(place);
        out.push(item);
    }
    out
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
