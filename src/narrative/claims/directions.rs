//! The directions and comparisons of a claim's words, held to its rule and its values.
//!
//! **In:** the words of a claim. **Out:** findings at the words.
//! **Guarantees:** a word that goes the other way than the values is an error.

use crate::narrative::claims::words::Check;
use crate::narrative::prose::Fact;
use crate::narrative::prose::Sign;
use crate::project::ClaimKind;
use crate::project::sense::Sense;

impl Check<'_> {
    /// "business boomed", where the claim tests which of two grew faster: the words say that it moved, and of no other.
    pub(super) fn compares_nothing(&mut self) {
        let s = self.s;
        let two = self.kind() == Some(ClaimKind::Comparison)
            && self.is() != "similar"
            && self.values.than.is_some();
        let compares = |at: usize| {
            let words = [Sense::Beats, Sense::Trails, Sense::Equal, Sense::Flat];
            s.way(at).is_some_and(|(_, compares)| compares)
                || words.iter().any(|sense| s.says(at, *sense) > 0)
                || [Sense::Than, Sense::Gap, Sense::Most, Sense::Least, Sense::SizeMost]
                    .iter()
                    .any(|sense| s.is(at, *sense))
                || s.is(at, Sense::SizeLeast)
                || s.is(at, Sense::Judged)
        };
        // A file of some words may lack those that compare.
        if !two || s.lexicon.partial || (0..s.len()).any(compares) {
            return;
        }
        let moves = |at: &usize| {
            s.way(*at).is_some_and(|(_, compares)| !compares)
                && !s.is(*at, Sense::Particle)
        };
        let Some(at) = (self.first..s.len()).find(moves) else { return };
        let said = s.word(at).to_owned();
        self.loose(s.range(at, at), &said, "direction");
    }

    /// Direction words, and comparisons.
    pub(super) fn directions(&mut self) {
        let decl = &self.judge.entry.decl;
        let s = self.s;
        let is = self.is().to_owned();
        let gap = (0..s.len()).any(|at| s.is(at, Sense::Gap));
        let kind = decl.kind;
        if kind.is_none() {
            self.told_directions();
            return;
        }
        let of_sign =
            self.values.of.as_ref().filter(|of| of.sign == Sign::Change).map(Fact::way);
        for at in self.first..s.len() {
            let flat = s.says(at, Sense::Flat);
            if flat > 0 && !s.turned(at) {
                let changes = matches!(
                    (kind, is.as_str()),
                    (Some(ClaimKind::Direction | ClaimKind::Trend), "rise" | "fall")
                        | (Some(ClaimKind::Comparison), "greater" | "less")
                );
                let own = flat > 1 || s.is(at, Sense::FlatAlone);
                if changes && own {
                    self.wrong(at..at + flat, &format!("its rule is `is: {is}`"));
                    return;
                }
            }
            let equal = s.says(at, Sense::Equal);
            if equal > 0
                && !s.turned(at)
                && kind == Some(ClaimKind::Comparison)
                && is != "similar"
            {
                self.wrong(at..at + equal, &format!("its rule is `is: {is}`"));
                return;
            }
            let Some((up, compares)) = s.way(at) else { continue };
            // "more than double" is how a ratio is reached.
            let reaches = compares && s.is(at + 1, Sense::Than) && {
                let next = s.word(at + 2);
                s.lexicon.folds.contains_key(next)
                    || s.lexicon.parts.contains_key(next)
                    || s.lexicon.numbers.contains_key(next)
            };
            if reaches && kind != Some(ClaimKind::Threshold)
                || s.is(at, Sense::UpTo) && s.is(at + 1, Sense::To)
            {
                continue;
            }
            let up = up != s.turned(at);
            let expected = match (kind, is.as_str()) {
                (
                    Some(ClaimKind::Direction | ClaimKind::Trend | ClaimKind::Majority),
                    "rise",
                ) if !gap => Some(true),
                (
                    Some(ClaimKind::Direction | ClaimKind::Trend | ClaimKind::Majority),
                    "fall",
                ) if !gap => Some(false),
                (Some(ClaimKind::Direction), "flat") if !gap && !s.turned(at) => {
                    self.wrong(at..at + 1, "its rule is `is: flat`");
                    return;
                }
                (Some(ClaimKind::Comparison), "greater" | "less") if compares => {
                    self.compared(at, &is)
                }
                (Some(ClaimKind::Comparison), "similar") if compares && !s.turned(at) => {
                    self.wrong(at..at + 1, "its rule is `is: similar`");
                    return;
                }
                (Some(ClaimKind::Threshold), "above" | "at_least") if compares => {
                    Some(true)
                }
                (Some(ClaimKind::Threshold), "below" | "at_most") if compares => {
                    Some(false)
                }
                (
                    Some(
                        ClaimKind::Comparison
                        | ClaimKind::Ratio
                        | ClaimKind::Rank
                        | ClaimKind::Significance,
                    ),
                    _,
                ) if !compares && !gap => {
                    of_sign.filter(|way| *way != 0).map(|way| way > 0)
                }
                _ => None,
            };
            // Of families of differences, words tell the direction of what differs.
            let differs = matches!(kind, Some(ClaimKind::Majority | ClaimKind::Trend))
                && self.of_gaps();
            if differs || expected.is_none_or(|expected| expected == up) {
                continue;
            }
            let why =
                if self.values.is.is_empty() || matches!(kind, Some(ClaimKind::Trend)) {
                    format!("its rule is `is: {is}`")
                } else if let (Some(ClaimKind::Comparison), Some(of), Some(than)) =
                    (kind, &self.values.of, &self.values.than)
                {
                    format!(
                        "`{}` is {} and `{}` is {}",
                        of.id, of.printed, than.id, than.printed
                    )
                } else {
                    self.values.is.clone()
                };
            self.wrong(at..at + 1, &why);
            return;
        }
    }

    /// Returns whether the members of the claim's family are differences between groups.
    fn of_gaps(&self) -> bool {
        let family = self.judge.entry.decl.family.as_deref().unwrap_or_default();
        family.ends_with(".difference") || self.judge.of_differences()
    }

    /// Returns which way a comparison has to go.
    fn compared(&self, at: usize, is: &str) -> Option<bool> {
        let (of, than) = (self.values.of.as_ref()?, self.values.than.as_ref()?);
        let mut up = is == "greater";
        if self.s.is(at, Sense::Size) && of.directed() && than.directed() {
            if self.s.falling(at) {
                up = !up;
            } else if of.value < 0.0 && than.value < 0.0 {
                let rising =
                    (0..self.s.len()).any(|i| self.s.way(i) == Some((true, false)));
                if !rising {
                    return None;
                }
            }
        }
        // Told from the other side: the words are of what it is compared with.
        let names = |fact: &Fact| -> Vec<String> {
            let title = fact.title.to_lowercase();
            title.split(", ").skip(1).map(str::to_owned).collect()
        };
        let than_at = (0..self.s.len()).find(|i| self.s.is(*i, Sense::Than));
        let subject = self.s.words(&(0..than_at.unwrap_or(self.s.len())));
        let (mine, theirs) = (names(of), names(than));
        let own = mine
            .iter()
            .filter(|n| !theirs.contains(n))
            .any(|n| subject.contains(n.as_str()));
        let other = theirs
            .iter()
            .filter(|n| !mine.contains(n))
            .any(|n| subject.contains(n.as_str()));
        if other && !own {
            up = !up;
        }
        Some(up)
    }

    /// Directions of a `holds:` claim, against those that it says.
    fn told_directions(&mut self) {
        let (s, told) = (self.s, self.told);
        if self.judge.entry.decl.says.is_empty() {
            return;
        }
        let ways = |from: usize,
                    of: &crate::narrative::prose::Sentence<'_>|
         -> Vec<(usize, bool, bool)> {
            (from..of.len())
                .filter_map(|at| {
                    let (up, compares) = of.way(at)?;
                    let gap = (at.saturating_sub(4)..(at + 4).min(of.len()))
                        .any(|i| of.is(i, Sense::Gap));
                    let to = of.is(at, Sense::Particle);
                    (!gap && !to).then_some((at, up != of.turned(at), compares))
                })
                .collect()
        };
        let known = ways(0, &told);
        if known.is_empty() {
            return;
        }
        let exchanged = self.exchanged;
        let own = ways(self.first, &s);
        for (at, up, compares) in own {
            let up = up != (compares && exchanged);
            let same_sort: Vec<&(usize, bool, bool)> =
                known.iter().filter(|(_, _, c)| *c == compares).collect();
            let all: Vec<&(usize, bool, bool)> =
                if same_sort.is_empty() { known.iter().collect() } else { same_sort };
            if all.iter().all(|(_, known, _)| *known != up) {
                let says = format!("it says “{}”", self.judge.entry.decl.says);
                self.wrong(at..at + 1, &says);
                return;
            }
        }
    }

    /// "ranked third", "came last": whether the place is that of the value, counted from the end
    /// that the rule names.
    fn placed(
        &self,
        from_top: usize,
        from_end: usize,
        count: usize,
    ) -> Option<(usize, bool)> {
        let s = self.s;
        let at = (self.first.max(1)..s.len()).find(|at| {
            (s.is(*at, Sense::Places) || s.is(*at, Sense::Last))
                && s.is(at - 1, Sense::Ranked)
        })?;
        if s.is(at, Sense::Last) {
            return Some((at, from_top == count));
        }
        let wanted = *s.lexicon.places.get(s.word(at))? as usize;
        // Where no end is named, the first place is the highest.
        let least = (at..s.len()).any(|i| s.is(i, Sense::Least));
        Some((at, if least { from_end == wanted } else { from_top == wanted }))
    }

    /// "widest", "second highest", "fell most": against the places of the values.
    pub(super) fn superlatives(&mut self) {
        let s = self.s;
        let Some(of) = &self.values.of else { return };
        if self.judge.entry.decl.kind != Some(ClaimKind::Rank)
            || self.values.ranked.is_empty()
        {
            return;
        }
        let value = of.value;
        let from_top = 1 + self.values.ranked.iter().filter(|v| **v > value).count();
        let from_end = 1 + self.values.ranked.iter().filter(|v| **v < value).count();
        let by_size =
            1 + self.values.ranked.iter().filter(|v| v.abs() > value.abs()).count();
        let by_least =
            1 + self.values.ranked.iter().filter(|v| v.abs() < value.abs()).count();
        let count = self.values.ranked.len();
        if let Some((at, fits)) = self.placed(from_top, from_end, count) {
            if !fits {
                let place = format!(
                    "{} is number {from_top} of {count} from the highest",
                    self.values.is
                );
                self.wrong(at - 1..at + 1, &place);
            }
            return;
        }
        for at in self.first..s.len() {
            // "second-highest" is a place and an end.
            let (place, word) = s.word(at).split_once('-').unwrap_or(("", s.word(at)));
            let of_place = s.lexicon.places.get(place);
            let is = |sense: Sense| {
                s.lexicon.says(word, sense) && (place.is_empty() || of_place.is_some())
            };
            let (most, least) = (is(Sense::Most), is(Sense::Least));
            let (size, small) = (is(Sense::SizeMost), is(Sense::SizeLeast));
            if !(most || least || size || small) || at > 0 && s.is(at - 1, Sense::At) {
                continue;
            }
            if at > 0 && s.is(at - 1, Sense::Next) {
                continue;
            }
            // "most deprived", "most of": not the rank of the value.
            let describes = s.is(at + 1, Sense::Describing);
            if s.is(at, Sense::AtEnd) && describes && !s.is(at + 1, Sense::Of) {
                continue;
            }
            let wanted = at
                .checked_sub(1)
                .and_then(|i| s.lexicon.places.get(s.word(i)))
                .or(of_place)
                .map_or(1, |n| *n as usize);
            let near =
                |i: usize| s.way(i).filter(|(_, compares)| !compares).map(|(up, _)| up);
            let move_after = (at + 1..(at + 4).min(s.len())).find_map(near);
            let move_before = (self.first..at)
                .rev()
                .find_map(near)
                .or_else(|| (0..self.first).rev().find_map(near));
            let way = move_after.or(move_before);
            let fits = match (size, small, most, way) {
                (true, _, _, Some(true)) => from_top == wanted,
                (true, _, _, Some(false)) => from_end == wanted,
                (true, ..) => {
                    by_size == wanted
                        || (value < 0.0 && from_end == wanted)
                        || (value >= 0.0 && from_top == wanted)
                }
                (_, true, _, Some(false)) => from_top == wanted || by_least == wanted,
                (_, true, ..) => from_end == wanted || by_least == wanted,
                (_, _, true, _) => from_top == wanted,
                _ => from_end == wanted,
            };
            if !fits {
                let place = format!(
                    "{} is number {from_top} of {count} from the highest",
                    self.values.is
                );
                let start = if wanted > 1 && of_place.is_none() { at - 1 } else { at };
                self.wrong(start..at + 1, &place);
                return;
            }
        }
    }
}
