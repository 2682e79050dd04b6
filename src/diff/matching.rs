//! Which passage of the old text became which of the new.
//!
//! 1. Equal passages are paired by their words, the first with the first (a map: n log n).
//! 2. What is left is paired with the passage that shares most words with it, best pairs
//!    first, where they share half of them (Dice's coefficient over a list of passages by
//!    word; the product of those left in the worst case, and few are left).
//!    A field still left is paired with that of its name in the same place.
//! 3. Headings still left are paired when their sections hold mostly the same passages: a
//!    chapter that was renamed.
//! 4. A passage that is left and whose words stand almost all in one that was changed or went
//!    was split from it; the reverse is a merger.
//! 5. Of the chapters, and of the passages within each, the longest run that keeps its order
//!    stays; all others moved (n log n).
//!
//! A tree edit distance would give the same on documents of two levels, at n² and more.

use crate::diff::shown::Passage;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The share of words that two forms of one passage have in common.
const ALIKE: f64 = 0.5;
/// The share of its words that a passage split from another has from it.
const WITHIN: f64 = 0.8;
/// The most passages that a word leads to: one that stands everywhere tells nothing apart.
const COMMON: usize = 200;

/// How passages correspond, by their places in the lists.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Matching {
    /// New → old.
    pub pairs: BTreeMap<usize, usize>,
    /// New passages that moved against the others.
    pub moved: BTreeSet<usize>,
    /// New → the old it was split from.
    pub split: BTreeMap<usize, usize>,
    /// Old → the new it was merged into.
    pub merged: BTreeMap<usize, usize>,
}

/// Pairs the passages of two texts.
pub(super) fn matching(old: &[&Passage], new: &[&Passage]) -> Matching {
    let mut out = Matching::default();
    let mut free: BTreeSet<usize> = (0..old.len()).collect();
    equal(old, new, &mut out, &mut free);
    let words = |list: &[&'_ Passage], at: usize| -> BTreeMap<String, usize> {
        let mut words = BTreeMap::new();
        for word in list.get(at).into_iter().flat_map(|one| tokens(&one.words)) {
            *words.entry(word.to_owned()).or_default() += 1;
        }
        words
    };
    let rest: Vec<usize> =
        (0..new.len()).filter(|at| !out.pairs.contains_key(at)).collect();
    let left: BTreeMap<usize, BTreeMap<String, usize>> =
        free.iter().map(|at| (*at, words(old, *at))).collect();
    let right: BTreeMap<usize, BTreeMap<String, usize>> =
        rest.iter().map(|at| (*at, words(new, *at))).collect();
    alike(old, new, (&left, &right), &mut out, &mut free);
    fields(old, new, &mut out, &mut free);
    headings(old, new, &mut out, &mut free);
    divided(old, new, (&left, &right), &mut out, &mut free);
    out.moved = moved(&out.pairs, old, new);
    out
}

/// Returns the words of a passage; punctuation stands for itself.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').flat_map(|word| {
        let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')']);
        let (bare, tail) = word.split_at(bare.len());
        [bare, tail].into_iter().filter(|part| !part.is_empty())
    })
}

fn equal(
    old: &[&Passage],
    new: &[&Passage],
    out: &mut Matching,
    free: &mut BTreeSet<usize>,
) {
    // First within chapters of one title: many have a passage of the same words.
    for within in [true, false] {
        let (before, after) = (chapters(old), chapters(new));
        let title = |list: &[&'_ Passage], chapters: &[usize], at: usize| -> String {
            let chapter = chapters.get(at).and_then(|at| list.get(*at));
            let title = chapter.filter(|_| within).map(|chapter| chapter.words.clone());
            title.unwrap_or_default()
        };
        let mut places: BTreeMap<(String, bool, &str), Vec<usize>> = BTreeMap::new();
        for (at, passage) in old.iter().enumerate().rev() {
            if free.contains(&at) {
                let key = (title(old, &before, at), passage.level > 0, &*passage.words);
                places.entry(key).or_default().push(at);
            }
        }
        for (at, passage) in new.iter().enumerate() {
            if out.pairs.contains_key(&at) {
                continue;
            }
            let key = (title(new, &after, at), passage.level > 0, &*passage.words);
            if let Some(was) = places.get_mut(&key).and_then(Vec::pop) {
                out.pairs.insert(at, was);
                free.remove(&was);
            }
        }
    }
}

/// Returns for each passage the title of its chapter, as a place in the list.
fn chapters(list: &[&Passage]) -> Vec<usize> {
    let mut last = 0;
    let opens = |(at, passage): (usize, &&Passage)| {
        if passage.level == 1 {
            last = at;
        }
        last
    };
    list.iter().enumerate().map(opens).collect()
}

fn shared(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> usize {
    a.iter().map(|(word, count)| b.get(word).map_or(0, |other| *count.min(other))).sum()
}

fn size(words: &BTreeMap<String, usize>) -> usize {
    words.values().sum()
}

type Both<'a> = (
    &'a BTreeMap<usize, BTreeMap<String, usize>>,
    &'a BTreeMap<usize, BTreeMap<String, usize>>,
);

fn alike(
    old: &[&Passage],
    new: &[&Passage],
    (left, right): Both<'_>,
    out: &mut Matching,
    free: &mut BTreeSet<usize>,
) {
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, words) in left {
        words.keys().for_each(|word| index.entry(word).or_default().push(*at));
    }
    let mut found: Vec<(u64, usize, usize, usize)> = Vec::new();
    for (at, words) in right {
        let near: BTreeSet<usize> = words
            .keys()
            .filter_map(|word| index.get(word.as_str()))
            .filter(|places| places.len() <= COMMON)
            .flatten()
            .copied()
            .collect();
        for was in near {
            let level =
                |list: &[&Passage], at: usize| list.get(at).map_or(0, |one| one.level);
            let Some(before) = left.get(&was) else { continue };
            if (level(old, was) > 0) != (level(new, *at) > 0) {
                continue;
            }
            let all = size(before) + size(words);
            let score = 2.0 * shared(before, words) as f64 / all as f64;
            if score >= ALIKE {
                // Best first; of equals the nearest.
                let worse = ((1.0 - score) * 1e6) as u64;
                found.push((worse, was.abs_diff(*at), was, *at));
            }
        }
    }
    found.sort_unstable();
    for (_, _, was, at) in found {
        if free.contains(&was) && !out.pairs.contains_key(&at) {
            free.remove(&was);
            out.pairs.insert(at, was);
        }
    }
}

/// Pairs fields of one name that follow what is paired: "when: at once" and "when: in March" share no word.
fn fields(
    old: &[&Passage],
    new: &[&Passage],
    out: &mut Matching,
    free: &mut BTreeSet<usize>,
) {
    let name = |list: &[&'_ Passage], at: usize| -> Option<String> {
        let (name, _) =
            list.get(at).filter(|one| one.level == 0)?.words.split_once(": ")?;
        (name.len() <= 24).then(|| name.to_owned())
    };
    for at in 1..new.len() {
        if out.pairs.contains_key(&at) {
            continue;
        }
        let Some(was) = out.pairs.get(&(at - 1)).map(|before| before + 1) else {
            continue;
        };
        let field = name(new, at).filter(|_| free.contains(&was));
        if field.is_some() && field == name(old, was) {
            free.remove(&was);
            out.pairs.insert(at, was);
        }
    }
}

/// Returns the passages of the section that a heading opens, without it.
fn section(list: &[&Passage], heading: usize) -> std::ops::Range<usize> {
    let level = list.get(heading).map_or(0, |one| one.level);
    let after = list.iter().skip(heading + 1);
    let length = after.take_while(|one| one.level == 0 || one.level > level).count();
    heading + 1..heading + 1 + length
}

fn headings(
    old: &[&Passage],
    new: &[&Passage],
    out: &mut Matching,
    free: &mut BTreeSet<usize>,
) {
    let open: Vec<usize> = free
        .iter()
        .copied()
        .filter(|at| old.get(*at).is_some_and(|one| one.level > 0))
        .collect();
    for was in open {
        let theirs = section(old, was);
        let fits = |at: &usize| {
            let same = |a: &Passage, b: &Passage| a.level == b.level;
            let level = new.get(*at).zip(old.get(was)).is_some_and(|(a, b)| same(a, b));
            let ours = section(new, *at);
            let common = ours
                .clone()
                .filter(|at| out.pairs.get(at).is_some_and(|was| theirs.contains(was)))
                .count();
            level && common > 0 && common * 2 >= ours.len().max(theirs.len())
        };
        let found = (0..new.len())
            .filter(|at| new.get(*at).is_some_and(|one| one.level > 0))
            .filter(|at| !out.pairs.contains_key(at))
            .find(fits);
        if let Some(at) = found {
            out.pairs.insert(at, was);
            free.remove(&was);
        }
    }
}

/// Finds passages that were split or merged.
fn divided(
    old: &[&Passage],
    new: &[&Passage],
    (left, right): Both<'_>,
    out: &mut Matching,
    free: &mut BTreeSet<usize>,
) {
    let within = |part: &BTreeMap<String, usize>, whole: &BTreeMap<String, usize>| {
        size(part) >= 4 && shared(part, whole) as f64 >= WITHIN * size(part) as f64
    };
    let level = |list: &[&Passage], at: usize| list.get(at).map_or(0, |one| one.level);
    for (at, words) in right {
        if out.pairs.contains_key(at) || level(new, *at) > 0 {
            continue;
        }
        let from = left
            .iter()
            .find(|(was, whole)| level(old, **was) == 0 && within(words, whole));
        if let Some((was, _)) = from {
            out.split.insert(*at, *was);
        }
    }
    // The first part of a passage that is left stands for it.
    let parts: Vec<(usize, usize)> =
        out.split.iter().map(|(at, was)| (*at, *was)).collect();
    for (at, was) in parts {
        if free.remove(&was) {
            out.split.remove(&at);
            out.pairs.insert(at, was);
        }
    }
    let mut gone: Vec<usize> =
        free.iter().copied().filter(|was| level(old, *was) == 0).collect();
    gone.retain(|was| {
        let Some(words) = left.get(was) else { return false };
        let into = right
            .iter()
            .find(|(at, whole)| level(new, **at) == 0 && within(words, whole));
        if let Some((at, _)) = into {
            out.merged.insert(*was, *at);
        }
        into.is_some()
    });
    for was in gone {
        free.remove(&was);
        if let Some(at) = out.merged.get(&was).copied()
            && !out.pairs.contains_key(&at)
        {
            out.pairs.insert(at, was);
            out.merged.remove(&was);
        }
    }
}

/// Returns the new passages that moved: chapters against one another, passages within their
/// chapter, and whatever stands in another chapter.
fn moved(
    pairs: &BTreeMap<usize, usize>,
    old: &[&Passage],
    new: &[&Passage],
) -> BTreeSet<usize> {
    let (before, after) = (chapters(old), chapters(new));
    let mut within: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut titles: Vec<(usize, usize)> = Vec::new();
    let mut out = BTreeSet::new();
    for (at, was) in pairs {
        let (chapter, earlier) = (after.get(*at), before.get(*was));
        let (Some(chapter), Some(earlier)) = (chapter, earlier) else { continue };
        if new.get(*at).is_some_and(|one| one.level == 1) {
            titles.push((*at, *was));
        } else if pairs.get(chapter).is_none_or(|known| known == earlier) {
            within.entry(*chapter).or_default().push((*at, *was));
        } else {
            out.insert(*at);
        }
    }
    out.extend(chapters_out_of_order(&titles, &after));
    out.extend(within.values().flat_map(|list| out_of_order(list)));
    out
}

/// Returns the chapters that are not in the run that keeps its order and holds most passages.
fn chapters_out_of_order(list: &[(usize, usize)], chapters: &[usize]) -> Vec<usize> {
    let weight = |at: usize| chapters.iter().filter(|chapter| **chapter == at).count();
    // For each chapter the passages of the best run that ends with it, and the one before it.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(list.len());
    for (index, (at, was)) in list.iter().enumerate() {
        let earlier = list.iter().take(index).zip(&best).enumerate();
        let fits = earlier.filter(|(_, ((_, other), _))| other < was);
        let before = fits.max_by_key(|(_, (_, (sum, _)))| *sum);
        let (sum, from) =
            before.map_or((0, None), |(from, (_, (sum, _)))| (*sum, Some(from)));
        best.push((sum + weight(*at), from));
    }
    let mut next =
        best.iter().enumerate().max_by_key(|(_, (sum, _))| *sum).map(|(at, _)| at);
    let mut stays = BTreeSet::new();
    while let Some(index) = next {
        stays.insert(index);
        next = best.get(index).and_then(|(_, from)| *from);
    }
    let moved = list.iter().enumerate().filter(|(index, _)| !stays.contains(index));
    moved.map(|(_, (at, _))| *at).collect()
}

/// Returns the pairs that are not in the longest run that keeps its order.
pub(super) fn out_of_order(list: &[(usize, usize)]) -> Vec<usize> {
    // For each length the index of the run's last pair, and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(list.len());
    let was = |index: usize| list.get(index).map_or(0, |(_, was)| *was);
    for index in 0..list.len() {
        let length = ends.partition_point(|end| was(*end) < was(index));
        before.push(length.checked_sub(1).and_then(|at| ends.get(at)).copied());
        if length == ends.len() {
            ends.push(index);
        } else if let Some(end) = ends.get_mut(length) {
            *end = index;
        }
    }
    let mut stays = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        stays.insert(index);
        next = before.get(index).copied().flatten();
    }
    let moved = list.iter().enumerate().filter(|(index, _)| !stays.contains(index));
    moved.map(|(_, (at, _))| *at).collect()
}

#[cfg(test)]
mod tests {
    use super::matching;
    use crate::diff::shown::Passage;

    fn passages(lines: &[&str]) -> Vec<Passage> {
        lines
            .iter()
            .map(|line| Passage {
                words: line.trim_start_matches("# ").to_owned(),
                level: u8::from(line.starts_with("# ")),
                ..Passage::default()
            })
            .collect()
    }

    fn matched(old: &[&str], new: &[&str]) -> super::Matching {
        let (old, new) = (passages(old), passages(new));
        matching(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_section_that_moved_is_the_shorter_one_of_two_that_swapped() {
        let found = matched(
            &["# A", "one a", "# B", "two b", "three b"],
            &["# B", "two b", "three b", "# A", "one a"],
        );
        assert_eq!(found.pairs.len(), 5);
        assert_eq!(found.moved.into_iter().collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_chapter_is_known_by_what_it_holds_when_its_title_changed_altogether() {
        let found =
            matched(&["# Old name", "one", "two"], &["# Something else", "one", "two"]);
        assert_eq!(found.pairs.get(&0), Some(&0));
    }

    #[test]
    fn a_field_is_the_same_whatever_stands_in_it() {
        let found = matched(
            &["Do so", "who: funders", "when: before the first grant"],
            &["Do so", "who: councils", "when: in March"],
        );
        assert_eq!(found.pairs.len(), 3);
        assert_eq!(matched(&["Do so", "a: b"], &["Do so", "c: d"]).pairs.len(), 1);
    }

    #[test]
    fn a_passage_in_two_parts_was_split() {
        let found = matched(
            &["the first part says this. the second part says that instead"],
            &["the first part says this.", "the second part says that instead"],
        );
        assert_eq!((found.pairs.len(), found.split.len()), (1, 1));
    }
}
