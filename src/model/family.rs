//! The values of a block with `by:`, arranged by its dimensions.

use crate::model::calendar::periods;
use crate::model::key::content;
use crate::model::order::Scheme;
use crate::model::order::ranks;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;

/// One value of a family, with its place among the dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// One key a dimension.
    pub key: Vec<String>,
    /// The statistic.
    pub id: String,
}

/// The values of one declared block, arranged by its `by:` dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// The block's id.
    pub id: String,
    /// What it is, in words for a reader.
    pub title: String,
    /// Names of the dimensions, as in `by:`.
    pub dimensions: Vec<String>,
    /// The values, ordered by key.
    pub members: Vec<Member>,
    /// What sets alternatives apart; empty for other families.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The order declared for the values of dimensions, by dimension.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub orders: BTreeMap<String, Vec<String>>,
}

impl Family {
    /// Returns the values of a dimension in order, each once, and by which scheme.
    pub fn values(&self, dimension: usize) -> (Scheme, Vec<&str>) {
        let mut values: Vec<&str> = self
            .members
            .iter()
            .filter_map(|m| Some(m.key.get(dimension)?.as_str()))
            .collect();
        values.sort_unstable();
        values.dedup();
        let name = self.dimensions.get(dimension);
        let declared = name.and_then(|name| self.orders.get(name));
        let (scheme, ranks) = ranks(&values, declared.map(Vec::as_slice));
        let mut out = vec![""; values.len()];
        for (value, rank) in values.iter().zip(ranks) {
            out[rank] = value;
        }
        (scheme, out)
    }

    /// Returns for each member the ranks of its key's parts.
    fn ranked(&self) -> Vec<Vec<usize>> {
        let dimensions = (0..self.dimensions.len()).map(|at| {
            let (_, values) = self.values(at);
            values.into_iter().enumerate().map(|(rank, value)| (value, rank)).collect()
        });
        let ranks: Vec<BTreeMap<&str, usize>> = dimensions.collect();
        let of = |member: &Member| {
            let parts = member.key.iter().zip(&ranks);
            parts
                .map(|(part, ranks)| ranks.get(part.as_str()).copied().unwrap_or(0))
                .collect()
        };
        self.members.iter().map(of).collect()
    }

    /// Orders the members by their keys.
    pub fn sort(&mut self) {
        let ranks = self.ranked();
        let mut order: Vec<usize> = (0..self.members.len()).collect();
        order.sort_by(|a, b| ranks[*a].cmp(&ranks[*b]));
        self.members = order.into_iter().map(|at| self.members[at].clone()).collect();
    }

    /// Returns whether the members come in the order of their keys.
    pub fn is_sorted(&self) -> bool {
        self.ranked().is_sorted()
    }
}

/// A choice that some members of a family make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is chosen: "Period".
    pub group: String,
    /// What it is chosen as: "2012 to 2023".
    pub label: String,
    /// Keys of the members that make it.
    pub members: Vec<String>,
}

/// What is looked up in a family for each of its members that a report names, and for each chart of a
/// part of it.
#[derive(Debug)]
pub struct Reading {
    members: usize,
    /// The values of each dimension, in order.
    pub values: Vec<Vec<String>>,
    /// By which scheme each dimension is ordered.
    pub schemes: Vec<Scheme>,
    /// Whether the members come in the order of their keys.
    pub sorted: bool,
    /// The place of each value in its dimension.
    ranks: Vec<HashMap<String, usize>>,
    /// The members that have each value of a dimension, in their order.
    having: Vec<Vec<Vec<usize>>>,
    /// Periods in words, by the ids of members whose keys hold one.
    pub(super) periods: HashMap<String, String>,
    /// The places of the members, by id.
    pub(super) places: HashMap<String, usize>,
    /// The hash of the family.
    pub(super) hash: String,
}

impl Reading {
    fn new(family: &Family) -> Self {
        let (schemes, values): (Vec<Scheme>, Vec<Vec<String>>) =
            (0..family.dimensions.len())
                .map(|at| {
                    let (scheme, values) = family.values(at);
                    (scheme, values.into_iter().map(str::to_owned).collect())
                })
                .unzip();
        let ranks: Vec<HashMap<String, usize>> = values
            .iter()
            .map(|values| values.iter().cloned().zip(0..).collect())
            .collect();
        let of = |member: &Member| -> Vec<usize> {
            let parts = member.key.iter().zip(&ranks);
            parts.map(|(part, ranks)| ranks.get(part).copied().unwrap_or(0)).collect()
        };
        let places: Vec<Vec<usize>> = family.members.iter().map(of).collect();
        let mut having: Vec<Vec<Vec<usize>>> =
            values.iter().map(|values| vec![Vec::new(); values.len()]).collect();
        for (member, places) in places.iter().enumerate() {
            for (having, rank) in having.iter_mut().zip(places) {
                having.get_mut(*rank).into_iter().for_each(|those| those.push(member));
            }
        }
        let worded = values.iter().map(|values| {
            let times = periods(values.iter().map(String::as_str))?;
            let words = values.iter().zip(times).map(|(key, time)| {
                let coded = key.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                (key.as_str(), if coded { time.words() } else { key.clone() })
            });
            Some(words.collect())
        });
        let worded: Vec<Option<HashMap<&str, String>>> = worded.collect();
        let period = |member: &Member| {
            let parts = member.key.iter().zip(&worded);
            let mut found =
                parts.filter_map(|(key, worded)| worded.as_ref()?.get(key.as_str()));
            Some((member.id.clone(), found.next()?.clone()))
        };
        // Of two members with one id the first counts.
        let periods = family.members.iter().rev().filter_map(period).collect();
        let by_id = family.members.iter().enumerate().rev();
        let by_id = by_id.map(|(at, member)| (member.id.clone(), at)).collect();
        Self {
            members: family.members.len(),
            sorted: places.is_sorted(),
            schemes,
            ranks,
            having,
            periods,
            places: by_id,
            hash: content(family),
            values,
        }
    }

    /// Returns the place of a value in the order of a dimension.
    pub fn rank(&self, dimension: usize, value: &str) -> Option<usize> {
        self.ranks.get(dimension)?.get(value).copied()
    }

    /// Returns the places of the members that have one of some values, in their order.
    pub fn members_with(&self, dimension: usize, values: &[&str]) -> Vec<usize> {
        let those = values.iter().filter_map(|value| {
            self.having.get(dimension)?.get(self.rank(dimension, value)?)
        });
        let mut out: Vec<usize> = those.flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The readings of families, made on first use: thousands of numbers ask for those of one
/// family. A clone starts without any, and one of a family that has lost members is made anew.
#[derive(Debug, Default)]
pub(super) struct Readings(Mutex<HashMap<String, Arc<Reading>>>);

impl Readings {
    /// Returns the reading of a family.
    pub fn of(&self, family: &Family) -> Arc<Reading> {
        let known = self.0.lock().ok().and_then(|known| known.get(&family.id).cloned());
        if let Some(known) = known.filter(|known| known.members == family.members.len()) {
            return known;
        }
        let made = Arc::new(Reading::new(family));
        if let Ok(mut known) = self.0.lock() {
            known.insert(family.id.clone(), Arc::clone(&made));
        }
        made
    }
}

impl Clone for Readings {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Readings {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Family;
    use super::Member;
    use super::Reading;
    use std::collections::BTreeMap;

    #[test]
    fn a_reading_finds_the_members_of_some_values_in_their_order() {
        let member = |place: &str, year: &str| Member {
            key: vec![place.to_owned(), year.to_owned()],
            id: format!("level.{place}.{year}"),
        };
        let mut family = Family {
            id: "level".to_owned(),
            title: String::new(),
            dimensions: vec!["place".to_owned(), "year".to_owned()],
            members: vec![
                member("P2", "2015"),
                member("P2", "2016"),
                member("P10", "2015"),
                member("P10", "2016"),
            ],
            choices: Vec::new(),
            orders: BTreeMap::new(),
        };
        let read = Reading::new(&family);
        assert_eq!(read.values, [["P2", "P10"], ["2015", "2016"]]);
        assert_eq!((read.rank(0, "P10"), read.rank(0, "2016")), (Some(1), None));
        assert_eq!(read.members_with(1, &["2016"]), [1, 3]);
        assert_eq!(read.members_with(0, &["P10", "P2", "P10", "P3"]), [0, 1, 2, 3]);
        assert!(read.members_with(2, &["P2"]).is_empty());
        assert!(read.sorted);
        family.members.swap(0, 2);
        assert!(!Reading::new(&family).sorted);
    }
}
