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

/// What is looked up in a family for each of its members that a report names.
#[derive(Debug)]
pub(super) struct Reading {
    members: usize,
    /// The values of each dimension, in order.
    pub values: Vec<Vec<String>>,
    /// Periods in words, by the ids of members whose keys hold one.
    pub periods: HashMap<String, String>,
    /// The places of the members, by id.
    pub places: HashMap<String, usize>,
    /// The hash of the family.
    pub hash: String,
}

impl Reading {
    fn new(family: &Family) -> Self {
        let values: Vec<Vec<String>> = (0..family.dimensions.len())
            .map(|at| family.values(at).1.into_iter().map(str::to_owned).collect())
            .collect();
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
        let places = family.members.iter().enumerate().rev();
        let places = places.map(|(at, member)| (member.id.clone(), at)).collect();
        Self {
            members: family.members.len(),
            values,
            periods,
            places,
            hash: content(family),
        }
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
