//! The results of one estimate: a main statistic, and a member of it for each other number.
//!
//! In: the numbers of an estimate. Out: statistics. Guarantees: no member shows the formula of
//! the main statistic, by which it was not made: it has its own, or none.

use crate::labels::capital;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Interval;
use crate::model::statistic::Stat;
use crate::model::statistic::Value;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;

/// Results in the making, all under one id.
pub(super) struct ResultSheet<'a> {
    context: &'a Context<'a>,
    key: Vec<String>,
    title: String,
    how: How,
    n: Vec<GroupCount>,
    formulas: Vec<(&'static str, String)>,
    stats: Vec<Stat>,
}

/// Formulas of members that are the same in every estimate.
const EVERYWHERE: &[(&str, &str)] = &[("n", "n"), ("of", "n"), ("missing", "n")];

impl<'a> ResultSheet<'a> {
    /// Begins with the key of the group (none for a block that gives one estimate), what it
    /// is in words, how it came about and the units it used.
    pub fn new(
        context: &'a Context<'a>,
        key: &[String],
        title: String,
        how: How,
        n: Vec<GroupCount>,
    ) -> Self {
        let key = key.to_vec();
        Self { context, key, title, how, n, formulas: Vec::new(), stats: Vec::new() }
    }

    /// Gives the formulas of members, by name.
    #[must_use]
    pub fn formulas<T: Into<String>>(
        mut self,
        formulas: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Self {
        self.formulas =
            formulas.into_iter().map(|(name, formula)| (name, formula.into())).collect();
        self
    }

    /// Says how a member is made.
    fn how_of(&self, name: &str, words: &str) -> How {
        let own = self.formulas.iter().map(|(known, formula)| (*known, formula.as_str()));
        let mut all = own.chain(EVERYWHERE.iter().copied());
        let own = all.find(|(known, _)| *known == name);
        How {
            definition: format!("{}, with: {}", capital(words), self.how.definition),
            formula: own.map_or_else(String::new, |(_, formula)| formula.to_owned()),
            ..self.how.clone()
        }
    }

    /// Adds the main statistic; one that is not finite is an error.
    pub fn main(&mut self, value: f64, format: &Format) -> Result<&mut Stat> {
        let id = self.context.id(&self.key);
        let title = self.title.clone();
        let mut stat =
            self.context.number(id, title, value, format.clone(), &self.how)?;
        stat.n.clone_from(&self.n);
        self.stats.insert(0, stat);
        Ok(&mut self.stats[0])
    }

    /// Adds a member by its name, with words for the title; nothing where the number does
    /// not exist for these data.
    pub fn add(
        &mut self,
        name: &str,
        words: &str,
        value: impl Into<Option<f64>>,
        format: &Format,
    ) {
        self.add_at(&[name], words, value, format);
    }

    /// Adds a ratio: one whose denominator alone is zero is the text `infinite`.
    pub fn add_ratio(
        &mut self,
        name: &str,
        words: &str,
        value: impl Into<Option<f64>>,
        format: &Format,
    ) {
        let value = value.into();
        if value.is_some_and(|value| value == f64::INFINITY) {
            let infinite = Value::Text("infinite".to_owned());
            self.push(&[name], words, infinite, format);
        } else {
            self.add(name, words, value, format);
        }
    }

    /// The same for a member whose name has several parts.
    pub fn add_at(
        &mut self,
        path: &[&str],
        words: &str,
        value: impl Into<Option<f64>>,
        format: &Format,
    ) {
        let Some(value) = value.into().filter(|value| value.is_finite()) else { return };
        self.push(path, words, Value::Number(value), format);
    }

    fn push(&mut self, path: &[&str], words: &str, value: Value, format: &Format) {
        let mut parts = self.key.clone();
        parts.extend(path.iter().map(|part| (*part).to_owned()));
        let title = format!("{}, {words}", self.title);
        let id = self.context.id(&parts);
        let how = self.how_of(path.first().copied().unwrap_or_default(), words);
        let mut stat = self.context.stat(id, title, value, format.clone(), &how);
        stat.n.clone_from(&self.n);
        self.stats.push(stat);
    }

    /// Gives the member added last under a name its interval.
    pub fn bound(&mut self, name: &str, interval: Interval) {
        let mut parts = self.key.clone();
        parts.push(name.to_owned());
        let id = self.context.id(&parts);
        if let Some(stat) = self.stats.iter_mut().rfind(|stat| stat.id == id) {
            stat.interval = Some(interval);
        }
    }

    /// Returns the statistics.
    pub fn stats(self) -> Vec<Stat> {
        self.stats
    }

    /// Returns the results of a block that gives this estimate alone.
    pub fn made(self) -> Made {
        Made { stats: self.stats, ..Made::default() }
    }
}
