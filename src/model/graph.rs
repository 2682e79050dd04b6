//! What each result looked at when it was made, as one graph of names.

use crate::model::name::Name;
use crate::model::statistic::Statistics;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Results by name, each with the names of what it looked at.
///
/// A value of a block looked at its block, and at the values it was derived from; its
/// provenance says so, and the graph does not repeat it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Graph(BTreeMap<Name, BTreeSet<Name>>);

impl Graph {
    /// Notes what a result looked at.
    pub fn note(&mut self, result: Name, looked_at: impl IntoIterator<Item = Name>) {
        self.0.entry(result).or_default().extend(looked_at);
    }

    /// Adds another graph.
    pub fn join(&mut self, other: Self) {
        for (result, looked_at) in other.0 {
            self.note(result, looked_at);
        }
    }

    /// Returns whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what a result looked at, itself left out.
    pub fn looked_at(&self, result: &Name) -> impl Iterator<Item = &Name> {
        self.0.get(result).into_iter().flatten()
    }

    /// Returns everything behind results, they themselves among it.
    pub fn behind(
        &self,
        results: impl IntoIterator<Item = Name>,
        statistics: &Statistics,
    ) -> BTreeSet<Name> {
        let mut walk = Walk { graph: self, statistics, reached: BTreeSet::new() };
        let mut done = BTreeSet::new();
        let mut waiting: Vec<Name> = results.into_iter().collect();
        while let Some(name) = waiting.pop() {
            if done.insert(name.clone()) {
                waiting.extend(walk.next(&name));
                walk.reached.insert(name);
            }
        }
        walk.reached
    }
}

struct Walk<'a> {
    graph: &'a Graph,
    statistics: &'a Statistics,
    reached: BTreeSet<Name>,
}

impl Walk<'_> {
    /// Returns what is directly behind a name.
    fn next(&mut self, name: &Name) -> Vec<Name> {
        match name {
            Name::Rows(table) | Name::Column { table, .. } => {
                vec![Name::Frame(table.clone()), Name::Resource(table.clone())]
            }
            Name::Statistic(id) => {
                let Some(stat) = self.statistics.find(id) else { return Vec::new() };
                let from = &stat.provenance;
                let block = Name::Block(from.block.clone());
                if from.from.is_empty() {
                    return vec![block];
                }
                // A block that derives its values from others looked at those of all of them:
                // of values only this one's own count.
                let derived = from.from.iter().map(|id| Name::Statistic(id.clone()));
                let value =
                    |name: &&Name| matches!(name, Name::Statistic(_) | Name::Family(_));
                let rest = self.graph.looked_at(&block).filter(|name| !value(name));
                let next = derived.chain(rest.cloned()).collect();
                self.reached.insert(block);
                next
            }
            Name::Family(id) => {
                let block = id.split('.').next().unwrap_or(id);
                vec![Name::Block(block.to_owned())]
            }
            _ => self.graph.looked_at(name).cloned().collect(),
        }
    }
}
