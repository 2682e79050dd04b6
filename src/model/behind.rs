//! From a result to everything that it rests on, through the graph and the provenance of values.

use crate::model::graph::Graph;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use std::collections::BTreeSet;

/// Returns everything behind results, they themselves among it.
pub fn behind(
    results: impl IntoIterator<Item = Name>,
    graph: &Graph,
    statistics: &Statistics,
) -> BTreeSet<Name> {
    let mut walk = Walk { graph, statistics, reached: BTreeSet::new() };
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
