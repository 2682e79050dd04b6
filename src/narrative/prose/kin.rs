//! The members of a family beside a number of it: their names and values.

use crate::model::calendar::period;
use crate::model::name::Name;
use crate::model::statistic::Family;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::period_of;
use crate::narrative::prose::fact::sign_of;
use crate::narrative::prose::passage::Passage;
use std::collections::BTreeSet;

/// The most members among which a place is looked for.
pub(super) const MANY: usize = 2000;
/// The most members whose names are looked for.
pub(super) const FEW: usize = 120;

/// A family, with the statistics of its members in their order.
pub(super) struct Kin<'a> {
    pub family: &'a Family,
    pub stats: Vec<&'a Stat>,
}

/// Returns the family that a statistic belongs to.
fn family<'a>(statistics: &'a Statistics, id: &str, most: usize) -> Option<&'a Family> {
    let block = id.split('.').next().unwrap_or(id);
    let families = statistics.families.range(block.to_owned()..);
    families
        .map(|(_, family)| family)
        .take_while(|family| family.id.starts_with(block))
        .filter(|family| family.members.len() <= most)
        .find(|family| family.members.iter().any(|member| member.id == id))
}

/// Returns what a passage is judged by beside its own numbers: the values and words of the blocks that these are of, and
/// of those from which they are made.
pub(super) fn looked_at(passage: &Passage, statistics: &Statistics) -> BTreeSet<Name> {
    let from = |fact: &Fact| {
        let stat = statistics.find(&fact.id);
        stat.map(|stat| stat.provenance.from.clone()).unwrap_or_default()
    };
    let ids = passage
        .facts
        .iter()
        .flat_map(|fact| std::iter::once(fact.id.clone()).chain(from(fact)));
    let mut out = BTreeSet::new();
    for id in ids {
        let Some(family) = family(statistics, &id, MANY) else { continue };
        let block = id.split('.').next().unwrap_or(&id);
        out.insert(Name::Block(block.to_owned()));
        if family.members.len() <= FEW {
            out.extend(family.dimensions.iter().cloned().map(Name::Labels));
        }
    }
    out
}

impl<'a> Kin<'a> {
    /// Returns the family of a number, of so many members at most.
    pub fn of(statistics: &'a Statistics, fact: &Fact, most: usize) -> Option<Self> {
        let family = family(statistics, &fact.id, most)?;
        let stats = family.members.iter().map(|member| statistics.get(&member.id));
        Some(Self { family, stats: stats.collect::<Option<_>>()? })
    }

    /// Returns the dimension that is called so, as one: "county", or "type" of `crime_type`.
    pub fn dimension(&self, word: &str) -> Option<usize> {
        let mut names = self.family.dimensions.iter();
        // "counties" without its ending.
        let stem = word.strip_suffix("ie");
        names.position(|name| {
            let name = name.rsplit('_').next().unwrap_or_default();
            name == word || stem.is_some() && name.strip_suffix('y') == stem
        })
    }

    /// Returns the values of one time that differ from a number in one dimension alone; none of all members together.
    pub fn along(
        &self,
        statistics: &Statistics,
        fact: &Fact,
        dimension: usize,
    ) -> Vec<Fact> {
        let members = &self.family.members;
        let Some(own) = members.iter().find(|member| member.id == fact.id) else {
            return Vec::new();
        };
        let alike = |key: &[String]| {
            key.len() == own.key.len()
                && key
                    .iter()
                    .zip(&own.key)
                    .enumerate()
                    .all(|(n, (a, b))| (a == b) != (n == dimension))
        };
        let found = members.iter().zip(&self.stats);
        let found = found.filter(|(one, _)| alike(&one.key) && !is_total(&one.key));
        found
            .filter_map(|(_, stat)| Fact::of(statistics, stat, ""))
            .filter(|other| {
                other.unit == fact.unit
                    && other.sign == fact.sign
                    && other.period == fact.period
            })
            .collect()
    }

    /// Returns them along the dimension that has so many of them.
    pub fn counted(
        &self,
        statistics: &Statistics,
        fact: &Fact,
        count: f64,
    ) -> Option<Vec<Fact>> {
        let dimensions = 0..self.family.dimensions.len();
        let mut found = dimensions.map(|one| self.along(statistics, fact, one));
        found.find(|fellows| (fellows.len() as f64 - count).abs() < f64::EPSILON)
    }

    /// Returns the values of one time that differ from a number in any one dimension.
    pub fn peers(&self, statistics: &Statistics, fact: &Fact) -> Vec<Fact> {
        let dimensions = 0..self.family.dimensions.len();
        dimensions.flat_map(|one| self.along(statistics, fact, one)).collect()
    }

    /// Returns the names of its members: parts of their titles that not all have.
    pub fn names(&self) -> BTreeSet<Vec<String>> {
        let parts: Vec<BTreeSet<Vec<String>>> =
            self.stats.iter().map(|stat| parts(&stat.title)).collect();
        let mut out: BTreeSet<Vec<String>> = parts.iter().flatten().cloned().collect();
        out.retain(|name| !parts.iter().all(|own| own.contains(name)));
        out
    }
}

/// Returns the parts of a title that may name a member, in words of lower case; periods, numbers
/// and what is too short are none.
pub(super) fn parts(title: &str) -> BTreeSet<Vec<String>> {
    title
        .split(", ")
        .skip(1)
        .filter(|part| {
            part.len() > 2
                && period(part).is_none()
                && !part.starts_with("difference between")
                && !part.bytes().all(|b| b.is_ascii_digit())
        })
        .map(|part| {
            let words = part.to_lowercase().replace('\'', "’");
            let trimmed = |word: &str| {
                word.trim_matches([',', ';', '.', '(', ')', '“', '”']).to_owned()
            };
            words.split_whitespace().map(trimmed).filter(|w| !w.is_empty()).collect()
        })
        .filter(|words: &Vec<String>| !words.is_empty())
        .collect()
}

/// Returns whether a member is all of them together.
fn is_total(key: &[String]) -> bool {
    key.iter().any(|key| ["all", "total", "overall"].contains(&key.as_str()))
}

/// Where a value stands among some members.
pub(super) struct Place {
    /// The dimensions in which the members differ, as bits.
    pub free: usize,
    pub count: usize,
    pub from_top: usize,
    pub from_end: usize,
    pub by_size: usize,
    pub by_least: usize,
    /// Among those alone that went the same way.
    pub by_least_alike: usize,
    /// Whether it is among values of one time.
    pub of_one_time: bool,
}

impl Kin<'_> {
    /// Returns the places of a value: among all members, and among those that share its keys in
    /// some dimensions.
    pub fn places(&self, statistics: &Statistics, fact: &Fact) -> Vec<Place> {
        let members = &self.family.members;
        let Some(own) = members.iter().position(|member| member.id == fact.id) else {
            return Vec::new();
        };
        let dimensions = members[own].key.len().min(6);
        let total = |at: usize| is_total(&members[at].key);
        // Each choice of dimensions that are left free.
        (1..1_usize << dimensions)
            .map(|free| {
                let among = (0..members.len()).filter(|at| {
                    *at == own
                        || !total(*at)
                            && self
                                .stats
                                .get(*at)
                                .is_some_and(|s| sign_of(s) == fact.sign)
                            && (0..dimensions).all(|d| {
                                free >> d & 1 == 1
                                    || members[*at].key.get(d) == members[own].key.get(d)
                            })
                });
                let among: Vec<usize> = among.collect();
                let timed = |at: &usize| {
                    let stat = self.stats.get(*at);
                    stat.is_none_or(|stat| period_of(statistics, stat) == fact.period)
                };
                let values: Vec<f64> = among
                    .iter()
                    .copied()
                    .filter_map(|at| {
                        let stat = self.stats.get(at)?;
                        let alike = stat.format.unit == fact.unit;
                        stat.number().filter(|_| alike).map(|v| stat.format.rounded(v))
                    })
                    .collect();
                let more = |test: &dyn Fn(f64) -> bool| {
                    1 + values.iter().filter(|v| test(**v)).count()
                };
                let v = fact.rounded;
                Place {
                    free,
                    count: values.len(),
                    from_top: more(&|other| other > v),
                    from_end: more(&|other| other < v),
                    by_size: more(&|other| other.abs() > v.abs()),
                    by_least: more(&|other| other.abs() < v.abs()),
                    by_least_alike: more(&|other| {
                        other * v > 0.0 && other.abs() < v.abs()
                    }),
                    of_one_time: fact.period.is_none() || among.iter().all(timed),
                }
            })
            .collect()
    }
}
