//! Words that the author changed: running text by its passages, everything else by its slot.

use crate::diff::bound::bound;
use crate::diff::bound::typed;
use crate::diff::cause::written;
use crate::diff::layout::bibliography;
use crate::diff::line::unemphasised;
use crate::diff::matching::Matching;
use crate::diff::matching::matching;
use crate::diff::meaning::meaning;
use crate::diff::part;
use crate::diff::settings::short;
use crate::diff::shown::Passage;
use crate::diff::sides::Sides;
use crate::diff::slots::orders;
use crate::diff::slots::slots;
use crate::diff::spelt::bare;
use crate::diff::swaps::change;
use crate::diff::telling::qualifies;
use crate::diff::told::told;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the words that changed, in reading order, what is gone after what is there.
pub(super) fn words(sides: &Sides<'_>) -> Vec<Item> {
    let (before, after) = (&sides.before.passages, &sides.after.passages);
    let mut out = slots(sides, bibliography(sides));
    out.extend(part::embargo(sides));
    out.extend(orders(sides));
    out.extend(part::form(sides));
    let running = |list: &'_ [Passage]| -> Vec<usize> {
        (0..list.len())
            .filter(|at| list.get(*at).is_some_and(|one| one.slot.is_empty()))
            .collect()
    };
    let pick = |list: &'_ [Passage], at: Vec<usize>| -> Vec<Passage> {
        at.into_iter().filter_map(|at| list.get(at).cloned()).collect()
    };
    let (old, new) = (pick(before, running(before)), pick(after, running(after)));
    let (old, new): (Vec<&Passage>, Vec<&Passage>) =
        (old.iter().collect(), new.iter().collect());
    let found = matching(&old, &new);
    let text = Text { sides, old: &old, new: &new, found: &found };
    out.extend(text.changed());
    out.extend(text.moved());
    out.extend(text.added());
    out.extend(text.removed());
    let mut out = carried(out);
    // Two equal passages that both changed would bear one name.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for item in &mut out {
        let count = seen.entry(item.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            item.id = format!("{}-{count}", item.id);
        }
    }
    out
}

/// Joins a footnote that came to a passage and left another into one item: it moved.
fn carried(items: Vec<Item>) -> Vec<Item> {
    let note = |item: &Item, end: &str| -> Option<String> {
        let rest = item.kind.strip_prefix("note ")?.strip_suffix(end)?;
        (!rest.contains(", ")).then(|| rest.to_owned())
    };
    let left: BTreeMap<String, Item> = items
        .iter()
        .filter_map(|item| Some((note(item, " no longer stands here")?, item.clone())))
        .collect();
    let mut joined = BTreeSet::new();
    let mut out: Vec<Item> = Vec::new();
    for mut item in items {
        let from = note(&item, " now stands here").and_then(|note| {
            let from = left.get(&note)?;
            joined.insert(from.id.clone()).then_some((note, from))
        });
        if let Some((note, from)) = from {
            item.kind = format!("note {note} moved here from another statement");
            item.places.extend(from.places.iter().cloned());
            item.details.push(Detail::new("stood on", from.new.clone(), ""));
        }
        out.push(item);
    }
    out.retain(|item| !joined.contains(&item.id));
    out
}

/// Tells of a heading that has another anchor under the same words.
fn anchor(was: &Passage, is: &Passage, warning: String) -> Item {
    let mut item = Item::new(
        Class::Words,
        format!("words:anchor.{}", was.anchor),
        "another anchor, which breaks links to it",
    )
    .title(is.place.at.clone())
    .values(format!("#{}", was.anchor), format!("#{}", is.anchor));
    item.details.push(Detail::note("warning", warning));
    item.cause = written(&is.place.line);
    item.places.push(is.place.clone());
    item
}

/// Returns a short name made from words.
fn name(words: &str) -> String {
    let hash = blake3::hash(unemphasised(words).as_bytes()).to_hex();
    format!("words:{}", hash.chars().take(10).collect::<String>())
}

/// Returns a passage with others that belong to it, in the order in which they stand.
fn joined(all: &[&Passage], at: usize, mut parts: Vec<usize>) -> Passage {
    parts.push(at);
    parts.sort_unstable();
    parts.dedup();
    let run: Vec<&Passage> =
        parts.into_iter().filter_map(|part| all.get(part).copied()).collect();
    Passage::joined(&run)
}

/// Running text and how its passages correspond.
struct Text<'a> {
    sides: &'a Sides<'a>,
    old: &'a [&'a Passage],
    new: &'a [&'a Passage],
    found: &'a Matching,
}

impl Text<'_> {
    fn changed(&self) -> Vec<Item> {
        let mut out = Vec::new();
        for (at, was) in &self.found.pairs {
            let (Some(is), Some(was_one)) = (self.new.get(*at), self.old.get(*was))
            else {
                continue;
            };
            let parts = self.found.split.iter().filter(|(_, from)| *from == was);
            let parts: Vec<usize> = parts.map(|(part, _)| *part).collect();
            let whole = self.found.merged.iter().filter(|(_, into)| *into == at);
            let whole: Vec<usize> = whole.map(|(part, _)| *part).collect();
            let alone = parts.is_empty() && whole.is_empty();
            let broken = self.broken(was_one, is);
            if is.words == was_one.words && alone {
                out.extend(broken.map(|warning| anchor(was_one, is, warning)));
                continue;
            }
            let moved = self.found.moved.contains(at);
            let id = name(&was_one.words);
            if alone && !moved && typed(self.sides, was_one, is) {
                continue;
            }
            if alone && is.level == 0 {
                let change = change(self.sides, was_one, is, &id);
                out.extend(change.items);
                if !change.worded {
                    continue;
                }
            }
            let kind = match (is.level, parts.len(), whole.len()) {
                (1, ..) => "chapter renamed".to_owned(),
                (2.., ..) => "section renamed".to_owned(),
                (_, 0, 0) if moved => "moved and changed".to_owned(),
                (_, 0, 0) => "changed".to_owned(),
                (_, 0, _) => "merged".to_owned(),
                (_, more, _) => format!("split in {}", more + 1),
            };
            let kind = match meaning(was_one, is).or_else(|| bound(was_one, is)) {
                Some(what) if kind == "changed" => what,
                Some(what) if kind == "moved and changed" => format!("moved, {what}"),
                _ => kind,
            };
            let before = joined(self.old, *was, whole);
            let after = joined(self.new, *at, parts);
            let mut item = told(&id, &kind, Some(&before), Some(&after));
            item.details.extend(broken.map(|text| Detail::note("warning", text)));
            out.push(item);
        }
        out
    }

    /// Returns which links a heading with another anchor breaks.
    fn broken(&self, was: &Passage, is: &Passage) -> Option<String> {
        if is.level == 0 || was.anchor.is_empty() || was.anchor == is.anchor {
            return None;
        }
        let kept = self.new.iter().any(|one| one.anchor == was.anchor);
        (!kept).then(|| format!("links to `#{}` no longer work", was.anchor))
    }

    /// Returns what moved: neighbours that moved together are one item.
    fn moved(&self) -> Vec<Item> {
        let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
        for at in &self.found.moved {
            let Some(was) = self.found.pairs.get(at) else { continue };
            match runs.last_mut() {
                Some(run)
                    if run.last() == Some(&(at.wrapping_sub(1), was.wrapping_sub(1))) =>
                {
                    run.push((*at, *was));
                }
                _ => runs.push(vec![(*at, *was)]),
            }
        }
        let mut out = Vec::new();
        let mut chapters: Vec<(&Passage, &Passage)> = Vec::new();
        for run in runs {
            let Some((at, was)) = run.first() else { continue };
            let (Some(is), Some(from)) = (self.new.get(*at), self.old.get(*was)) else {
                continue;
            };
            if is.level == 1 {
                chapters.push((from, is));
                continue;
            }
            let same = run.len() > 1 || is.words == from.words;
            if !same {
                // Told as moved and changed.
                continue;
            }
            let what = match (is.level, run.len()) {
                (1.., _) => "section moved".to_owned(),
                (0, 1) => "moved".to_owned(),
                (0, count) => format!("{count} passages moved"),
            };
            let mut item = Item::new(Class::Words, name(&from.words), &what)
                .title(is.text.clone())
                .values(from.place.at.clone(), is.place.at.clone());
            if from.place.at == is.place.at {
                (item.old, item.new) = (before(self.old, *was), before(self.new, *at));
            }
            item.places.push(is.place.clone());
            item.places.push(from.place.clone());
            item.cause = written(&is.place.line);
            // A warning, or how far something holds, no longer stands beside what it is of.
            if run.iter().any(|(at, was)| self.left_behind(*at, *was)) {
                item.class = Class::Statements;
            }
            out.push(item);
        }
        // In the same order, but no numbered chapter any more, or one now.
        for (at, was) in &self.found.pairs {
            let (Some(is), Some(from)) = (self.new.get(*at), self.old.get(*was)) else {
                continue;
            };
            let known = chapters.iter().any(|(_, known)| known.place == is.place);
            if is.level == 1 && sort(is) != sort(from) && !known {
                chapters.push((from, is));
            }
        }
        out.extend(reordered(&chapters));
        out
    }

    /// Returns whether a passage is an alert, or says how far something holds, and stands in another section now.
    fn left_behind(&self, at: usize, was: usize) -> bool {
        let (Some(is), Some(from)) = (self.new.get(at), self.old.get(was)) else {
            return false;
        };
        is.place.at != from.place.at
            && (is.words.contains("{!") || qualifies(&bare(&is.words)))
    }

    fn added(&self) -> Vec<Item> {
        let loose = (0..self.new.len()).filter(|at| {
            !self.found.pairs.contains_key(at) && !self.found.split.contains_key(at)
        });
        runs(self.new, loose)
            .into_iter()
            .map(|run| {
                let whole = Passage::joined(&run);
                let words = run.first().map_or("", |one| one.words.as_str());
                told(&name(words), &format!("{} added", called(&run)), None, Some(&whole))
            })
            .collect()
    }

    fn removed(&self) -> Vec<Item> {
        let kept: BTreeSet<usize> = self.found.pairs.values().copied().collect();
        let loose = (0..self.old.len())
            .filter(|at| !kept.contains(at) && !self.found.merged.contains_key(at));
        runs(self.old, loose)
            .into_iter()
            .map(|run| {
                let whole = Passage::joined(&run);
                let words = run.first().map_or("", |one| one.words.as_str());
                told(
                    &name(words),
                    &format!("{} removed", called(&run)),
                    Some(&whole),
                    None,
                )
            })
            .collect()
    }
}

/// Returns what a passage stands behind: "after “Crime fell …”".
fn before(all: &[&Passage], at: usize) -> String {
    let own = all.get(at).map_or("", |one| one.place.at.as_str());
    let last = at.checked_sub(1).and_then(|at| all.get(at));
    match last.filter(|last| last.place.at == own && last.level == 0) {
        Some(last) => format!("after “{}”", short(&last.text)),
        None => format!("at the beginning of {own}"),
    }
}

/// Returns the number of the chapter that a passage heads.
fn number(one: &Passage) -> String {
    one.place.at.split(' ').next().unwrap_or_default().to_owned()
}

/// Returns whether a chapter is numbered, and whether it is lettered as appendices are.
fn sort(one: &Passage) -> (bool, bool) {
    let number = number(one);
    let all = |fits: fn(char) -> bool| !number.is_empty() && number.chars().all(fits);
    (all(|c| c.is_ascii_digit()), number.len() == 1 && all(|c| c.is_ascii_uppercase()))
}

/// Tells chapters that moved against the others as one new order.
fn reordered(chapters: &[(&Passage, &Passage)]) -> Option<Item> {
    let (from, is) = chapters.first()?;
    let mut item = if let [_] = chapters {
        let raised = from.level > is.level;
        let kind = if raised { "section became a chapter" } else { "chapter moved" };
        Item::new(Class::Words, name(&from.words), kind)
            .title(is.text.clone())
            .values(number(from), number(is))
    } else {
        let list = |side: &dyn Fn(&(&Passage, &Passage)) -> String| -> String {
            chapters.iter().map(side).collect::<Vec<_>>().join("; ")
        };
        Item::new(Class::Words, "words:order", "chapters moved")
            .title("order of the chapters")
            .values(
                list(&|pair| pair.0.place.at.clone()),
                list(&|pair| pair.1.place.at.clone()),
            )
    };
    item.details = chapters
        .iter()
        .map(|(from, is)| Detail::new(is.text.clone(), number(from), number(is)))
        .filter(|_| chapters.len() > 1)
        .collect();
    item.places.extend(
        chapters.iter().flat_map(|(from, is)| [is, from]).map(|one| one.place.clone()),
    );
    item.cause = written("report/report.yaml");
    Some(item)
}

/// Groups passages that stand side by side: those of one section, and under a heading all
/// that it opens.
fn runs<'a>(
    list: &[&'a Passage],
    loose: impl Iterator<Item = usize>,
) -> Vec<Vec<&'a Passage>> {
    let mut out: Vec<Vec<&Passage>> = Vec::new();
    let mut last = None;
    for at in loose {
        let Some(passage) = list.get(at) else { continue };
        let follows = last.is_some_and(|last| last + 1 == at)
            && out.last().and_then(|run| run.first()).is_some_and(|first| {
                if first.level > 0 {
                    passage.level == 0 || passage.level > first.level
                } else {
                    passage.level == 0 && passage.section == first.section
                }
            });
        match out.last_mut() {
            Some(run) if follows => run.push(passage),
            _ => out.push(vec![passage]),
        }
        last = Some(at);
    }
    out
}

fn called(run: &[&Passage]) -> String {
    match (run.first().map_or(0, |one| one.level), run.len()) {
        (1, _) => "chapter".to_owned(),
        (2.., 1) => "heading".to_owned(),
        (2.., _) => "section".to_owned(),
        (0, 1) => "passage".to_owned(),
        (0, count) => format!("{count} passages"),
    }
}
