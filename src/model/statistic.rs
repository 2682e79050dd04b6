//! A named statistic: a value with its unit, interval, test, counts and provenance.

use crate::model::calendar::counted_over;
use crate::model::calendar::resolved;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::diagnostic::did_you_mean;
use crate::model::diagnostic::nearest;
pub use crate::model::family::Choice;
pub use crate::model::family::Family;
pub use crate::model::family::Member;
pub use crate::model::family::Reading;
use crate::model::family::Readings;
use crate::model::format::Format;
use crate::model::graph::Graph;
use crate::model::id::folded;
use crate::model::id::folding;
use crate::model::id::segment;
use crate::model::key::content;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The first part of the ids of numbers that figures mark; no declared block is called so.
pub const MARKED: &str = "figure";

/// What a statistic evaluates to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Value {
    /// A finite number.
    Number(f64),
    /// Words from the data, such as the name of the largest category.
    Text(String),
}

/// A range that a procedure says covers the true value at its level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end; of a one-sided interval it may be negative infinity.
    #[serde(with = "end")]
    pub low: f64,
    /// Upper end; it may be infinity.
    #[serde(with = "end")]
    pub high: f64,
    /// Coverage in percent, such as 95.
    pub level: f64,
    /// How it was computed: "t interval of the mean", "Welch", "CR2".
    pub method: String,
}

/// An end of an interval as JSON: a number, or `"Infinity"` and `"-Infinity"`.
mod end {
    use serde::Deserialize as _;
    use serde::Deserializer;
    use serde::Serializer;
    use serde::de::Error as _;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
    pub(super) fn serialize<S: Serializer>(
        value: &f64,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match *value {
            f64::INFINITY => to.serialize_str("Infinity"),
            f64::NEG_INFINITY => to.serialize_str("-Infinity"),
            value => to.serialize_f64(value),
        }
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum End {
        Number(f64),
        Open(String),
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<f64, D::Error> {
        match End::deserialize(from)? {
            End::Number(value) => Ok(value),
            End::Open(text) if text == "Infinity" => Ok(f64::INFINITY),
            End::Open(text) if text == "-Infinity" => Ok(f64::NEG_INFINITY),
            End::Open(text) => Err(D::Error::custom(format!("`{text}` is no end"))),
        }
    }
}

/// A test of a hypothesis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Its name: "Welch t test".
    pub name: String,
    /// The test statistic.
    pub statistic: f64,
    /// Degrees of freedom, where it has them.
    pub df: Option<f64>,
    /// Two-sided p value.
    pub p: f64,
}

/// How many units a group contributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCount {
    /// The group's key, or empty for all.
    pub group: String,
    /// Units used.
    pub used: usize,
    /// Units there are.
    pub of: usize,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The declared block in `statistics.yaml`.
    pub block: String,
    /// Its kind.
    pub kind: String,
    /// The definition in words.
    pub definition: String,
    /// The formula, in plain characters.
    pub formula: String,
    /// The frame read; empty for values derived from other statistics.
    pub frame: String,
    /// Rows of the frame used.
    pub rows: usize,
    /// Data files behind the frame, project paths, sorted.
    pub files: Vec<String>,
    /// Statistics this one was derived from.
    pub from: Vec<String>,
    /// Content hash of the declaration.
    pub hash: String,
    /// The declaration's place.
    pub span: Span,
}

/// What a definition has before the columns and values of `where:`.
pub const ONLY_ROWS: &str = "; only rows with ";

/// Returns a definition with the rows that are kept, each column in words.
pub fn only_rows(definition: &str, kept: &[String]) -> String {
    if kept.is_empty() {
        return definition.to_owned();
    }
    format!("{definition}{ONLY_ROWS}{}", kept.join(", and "))
}

/// Which values are the better ones.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Higher ones.
    Higher,
    /// Lower ones.
    Lower,
}

/// A named statistic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stat {
    /// Dotted id: `business_growth.nbi`.
    pub id: String,
    /// What it is, in words for a reader.
    pub title: String,
    /// The value.
    pub value: Value,
    /// How its numbers print.
    pub format: Format,
    /// The interval, where one is defined.
    pub interval: Option<Interval>,
    /// The test, where one was made.
    pub test: Option<Test>,
    /// Units used, by group.
    pub n: Vec<GroupCount>,
    /// Further named results of the same estimate: `se`, `sd`, `df`, `p_holm`.
    pub details: BTreeMap<String, f64>,
    /// Which values are the better ones, where its block says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
    /// Where it came from.
    pub provenance: Provenance,
}

#[cfg(test)]
impl Stat {
    /// Returns a statistic that no block made.
    pub fn of_number(id: &str, value: f64, format: Format) -> Self {
        Self {
            id: id.to_owned(),
            title: id.to_owned(),
            value: Value::Number(value),
            format,
            interval: None,
            test: None,
            n: Vec::new(),
            details: BTreeMap::new(),
            better: None,
            provenance: Provenance {
                block: id.split('.').next().unwrap_or(id).to_owned(),
                kind: String::new(),
                definition: String::new(),
                formula: String::new(),
                frame: String::new(),
                rows: 0,
                files: Vec::new(),
                from: Vec::new(),
                hash: String::new(),
                span: Span::new("", 0..0),
            },
        }
    }
}

impl Stat {
    /// Returns the value when it is a number.
    pub fn number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(number) => Some(*number),
            Value::Text(_) => None,
        }
    }

    /// Returns the hash of everything but the place of its declaration, whose own hash holds `better`.
    pub fn content(&self) -> String {
        let Self {
            id,
            title,
            value,
            format,
            interval,
            test,
            n,
            details,
            better: _,
            provenance,
        } = self;
        let Provenance {
            block,
            kind,
            definition,
            formula,
            frame,
            rows,
            files,
            from,
            hash,
            span: _,
        } = provenance;
        let origin = (block, kind, definition, formula, frame, rows, files, from, hash);
        content(&(id, title, value, format, interval, test, n, details, origin))
    }

    /// Returns the value as printed by default.
    pub fn printed(&self) -> String {
        match &self.value {
            Value::Number(number) => self.format.full(*number),
            Value::Text(text) => text.clone(),
        }
    }
}

/// Every statistic of a project.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// By id.
    pub stats: BTreeMap<String, Stat>,
    /// Declared blocks with dimensions, by id.
    pub families: BTreeMap<String, Family>,
    /// Why there is no value, by the id that it would have, where the data say why.
    #[serde(skip)]
    pub missing: BTreeMap<String, String>,
    /// What each block looked at; the record of an edition has it in its own graph.
    #[serde(skip)]
    pub looked_at: Graph,
    #[serde(skip)]
    readings: Readings,
}

impl Statistics {
    /// Returns the statistic with an id.
    pub fn get(&self, id: &str) -> Option<&Stat> {
        self.stats.get(id)
    }

    /// Returns the statistic that an author means by an id: the one with this very id, or the only
    /// one whose id is the same but for capitals and the sort of hyphens, so that `grade_a`
    /// finds `Grade-A`.
    pub fn find(&self, typed: &str) -> Option<&Stat> {
        if let Some(stat) = self.stats.get(typed) {
            return Some(stat);
        }
        let block = typed.split('.').next().unwrap_or(typed);
        if let Some(id) = self.at_time(block, typed) {
            return self.stats.get(&id);
        }
        let wanted = folded(typed);
        let means = |id: &str| folding(id).eq(wanted.chars());
        let first = format!("{block}.");
        let mut found = self
            .stats
            .range(first.clone()..)
            .take_while(|(id, _)| id.starts_with(&first))
            .filter(|(id, _)| means(id));
        let (_, only) = found.next()?;
        found.next().is_none().then_some(only)
    }

    /// Returns the help for an id that no statistic has: the nearest, and the others of its block
    /// or of the block that is called nearly so; of all where none is.
    pub fn help(&self, id: &str) -> String {
        let block = |id: &str| id.split('.').next().unwrap_or_default().to_owned();
        let blocks: BTreeSet<String> = self.ids().map(block).collect();
        let own = nearest(&block(id), blocks.iter().map(String::as_str));
        let near = self.ids().filter(|other| own == Some(block(other).as_str()));
        let unheld = self.without_value(id);
        let help = match own {
            Some(name) if name == block(id) => {
                did_you_mean(id, near, "statistics of this block")
            }
            Some(_) => did_you_mean(id, near, "statistics"),
            None => did_you_mean(id, self.ids(), "statistics"),
        };
        unheld + &help
    }

    /// Returns what is said of an id that no statistic has. It has no place yet.
    #[must_use]
    pub fn unknown(&self, id: &str) -> Diagnostic {
        Diagnostic::error(Code::R0306, format!("unknown statistic `{id}`"))
            .help(self.help(id))
    }

    /// Returns what is said of a name that no family has. It has no place yet.
    #[must_use]
    pub fn unknown_family(&self, id: &str) -> Diagnostic {
        Diagnostic::unknown(Thing::Family, id, self.families.keys().map(String::as_str))
    }

    /// Returns what to say of an id that names a time by a word, when there is no value at that time: "`a.previous` is
    /// `a.2023-Q2`, which has no value; ". Empty for any other id.
    pub fn without_value(&self, typed: &str) -> String {
        let block = typed.split('.').next().unwrap_or(typed);
        let full = self.at_time(block, typed).filter(|id| !self.stats.contains_key(id));
        let known = |id: &String| {
            self.reading(block).is_some_and(|reading| {
                let mut parts = id.split('.').skip(1).zip(&reading.values);
                parts.all(|(part, values)| {
                    values.iter().any(|value| segment(value) == part)
                })
            })
        };
        match full.filter(known) {
            Some(id) => format!("`{typed}` is `{id}`, which has no value; "),
            None => String::new(),
        }
    }

    /// Returns the word of an id, such as `latest - 12`, that counts over times without a row, with the time
    /// that is meant and how many those are.
    pub fn counted_over(&self, typed: &str) -> Option<(String, String, usize)> {
        let reading = self.reading(typed.split('.').next()?)?;
        let mut parts = typed.split('.').skip(1).zip(&reading.values);
        parts.find_map(|(part, values)| {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let (meant, missing) = counted_over(part, &values)?;
            Some((part.to_owned(), meant.to_owned(), missing))
        })
    }

    /// Returns an id with words for times, such as `claimants.latest`, in full.
    fn at_time(&self, block: &str, typed: &str) -> Option<String> {
        let reading = self.reading(block)?;
        let mut any = false;
        let parts = typed.split('.').enumerate().map(|(at, part)| {
            let values = at.checked_sub(1).and_then(|at| reading.values.get(at));
            let Some(values) = values else { return part.to_owned() };
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let meant = resolved(part, &values);
            any |= meant != part;
            if meant == part { part.to_owned() } else { segment(meant) }
        });
        let id = parts.collect::<Vec<_>>().join(".");
        any.then_some(id)
    }

    /// Returns the period of a statistic in words, where its key holds one.
    pub fn period(&self, stat: &Stat) -> Option<String> {
        self.reading(&stat.provenance.block)?.periods.get(&stat.id).cloned()
    }

    /// Returns the key of a statistic in its family.
    pub fn key_of(&self, stat: &Stat) -> &[String] {
        let block = &stat.provenance.block;
        let place = self.reading(block).and_then(|own| own.places.get(&stat.id).copied());
        let family = self.families.get(block);
        let member = family.zip(place).and_then(|(own, at)| own.members.get(at));
        member.map_or(&[], |member| &member.key)
    }

    /// Returns the hash of a family.
    pub fn family_hash(&self, id: &str) -> Option<String> {
        Some(self.reading(id)?.hash.clone())
    }

    /// Returns what is known of the members of a family.
    pub fn reading(&self, id: &str) -> Option<Arc<Reading>> {
        self.families.get(id).map(|family| self.readings.of(family))
    }

    /// Returns the ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.stats.keys().map(String::as_str)
    }
}
