//! Numbers that a chart prints beside the values it draws: each is a statistic of the record.
//!
//! In: what a kind of chart marks. Out: a [`Stat`] for each, derived from the statistics that
//! are drawn, and its value where the picture and the words find it. Guarantees: its id is
//! `figure.FIGURE.WHAT`, then the values it belongs to, as in the ids of groups.

use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::chart::Marked;
use crate::model::chart::Point;
use crate::model::format::Format;
use crate::model::id::segment;
use crate::model::key::content;
use crate::model::name::Name;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Interval;
use crate::model::statistic::MARKED;
use crate::model::statistic::Provenance;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::model::statistic::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A number that a kind of chart marks.
pub(in crate::figure) struct Marking {
    /// What it is, as a part of the id: `mean`.
    pub what: &'static str,
    /// The values it belongs to, such as the key of a series; an empty one is no part of the id.
    pub keys: Vec<String>,
    /// What it is, in words for a reader.
    pub title: String,
    /// The number.
    pub value: f64,
    /// How it prints.
    pub format: Format,
    /// Its interval, where it has one.
    pub interval: Option<Interval>,
    /// What it is and how it is computed from the values it is made of.
    pub definition: &'static str,
    pub formula: &'static str,
    /// The statistics it is made of.
    pub from: Vec<String>,
}

impl Marking {
    /// Returns a number made of values, in the format of the chart.
    pub(in crate::figure) fn new<'p>(
        what: &'static str,
        value: f64,
        chart: &Chart,
        points: impl IntoIterator<Item = &'p Point>,
    ) -> Self {
        Self {
            what,
            keys: Vec::new(),
            title: String::new(),
            value,
            format: chart.format.clone(),
            interval: None,
            definition: "",
            formula: "",
            from: points.into_iter().map(|point| point.stat.clone()).collect(),
        }
    }

    /// Says what it is: `of` names the group, and is empty where there is one.
    #[must_use]
    pub(in crate::figure) fn named(mut self, title: &str, of: &str) -> Self {
        self.title =
            if of.is_empty() { title.to_owned() } else { format!("{title}, {of}") };
        self
    }

    /// Says which values it belongs to.
    #[must_use]
    pub(in crate::figure) fn of<'k>(
        mut self,
        keys: impl IntoIterator<Item = &'k str>,
    ) -> Self {
        self.keys.extend(keys.into_iter().map(str::to_owned));
        self
    }

    /// Says how it is computed.
    #[must_use]
    pub(in crate::figure) fn by(
        mut self,
        definition: &'static str,
        formula: &'static str,
    ) -> Self {
        (self.definition, self.formula) = (definition, formula);
        self
    }

    /// Prints it in another way.
    #[must_use]
    pub(in crate::figure) fn printed(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Gives it an interval.
    #[must_use]
    pub(in crate::figure) fn within(mut self, interval: Option<Interval>) -> Self {
        self.interval = interval;
        self
    }
}

impl Planner<'_> {
    /// Makes statistics of what a chart marks.
    pub(super) fn mark(&self, markings: Vec<Marking>) -> (Vec<Marked>, Vec<Stat>) {
        let block = format!("{MARKED}.{}", self.entry.id);
        let hash = content(&self.entry.yaml.canonical());
        let made = markings.into_iter().map(|marking| {
            let keys = marking.keys.iter().filter(|key| !key.is_empty());
            let parts = keys.map(|key| format!(".{}", segment(key)));
            let id = format!("{block}.{}{}", marking.what, parts.collect::<String>());
            let from = marking.from;
            let files: BTreeSet<&String> = from
                .iter()
                .filter_map(|id| self.statistics.get(id))
                .flat_map(|stat| &stat.provenance.files)
                .collect();
            let count = from.len();
            let stat = Stat {
                id: id.clone(),
                title: marking.title,
                value: Value::Number(marking.value),
                format: marking.format,
                interval: marking.interval,
                test: None,
                n: vec![GroupCount { group: String::new(), used: count, of: count }],
                details: BTreeMap::new(),
                better: None,
                provenance: Provenance {
                    block: block.clone(),
                    kind: self.entry.decl.kind.name().to_owned(),
                    definition: marking.definition.to_owned(),
                    formula: marking.formula.to_owned(),
                    frame: String::new(),
                    rows: 0,
                    files: files.into_iter().cloned().collect(),
                    from,
                    hash: hash.clone(),
                    span: self.entry.span(),
                },
            };
            let marked = Marked {
                what: marking.what.to_owned(),
                keys: marking.keys,
                value: marking.value,
                stat: id,
            };
            (marked, stat)
        });
        made.unzip()
    }
}

/// Adds what figures mark to the statistics of a project.
pub fn add(statistics: &mut Statistics, marked: impl IntoIterator<Item = Stat>) {
    for stat in marked {
        let block = Name::Block(stat.provenance.block.clone());
        let figure = stat.provenance.block.split_once('.').map_or("", |(_, id)| id);
        let figure = Name::Figure(figure.to_owned());
        statistics.looked_at.note(block, [figure]);
        statistics.stats.insert(stat.id.clone(), stat);
    }
}
