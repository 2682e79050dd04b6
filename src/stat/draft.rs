//! Building blocks of results: a statistic in the making, with the words of its block.

use crate::frame::Frames;
use crate::frame::gives_years;
use crate::frame::is_year;
use crate::memo::Seen;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::id::segment;
use crate::model::key::content;
use crate::model::name::Name;
use crate::model::statistic::Family;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Interval;
use crate::model::statistic::Member;
use crate::model::statistic::ONLY_ROWS;
use crate::model::statistic::Provenance;
use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::model::statistic::Test;
use crate::model::statistic::Value;
use crate::model::statistic::only_rows;
use crate::model::table::Table;
use crate::project::Measure;
use crate::project::Print;
use crate::project::Project;
use crate::project::StatDecl;
use crate::project::words;
use crate::stat::measure::measure_format;
use crate::stat::remark::Remark;
use crate::stat::remark::Remarks;
use crate::stat::rows::Reader;
use crate::stat::unit::declared_unit;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything a block may look at. What it looks at beyond its own declaration is noted:
/// its results are used again while all that is the same.
pub(super) struct Context<'a> {
    /// The block.
    pub block: &'a StatDecl,
    world: &'a World<'a>,
    seen: &'a Seen,
    remarks: &'a Remarks,
}

/// What there is to look at: every name that [`Seen`] may hold has its hash here.
pub(super) struct World<'a> {
    pub project: &'a Project,
    pub frames: &'a Frames<'a>,
    /// Statistics computed before.
    pub done: &'a Statistics,
}

impl<'a> World<'a> {
    /// Returns the hash of something looked at; of something that is not there, a word that is
    /// no hash.
    pub fn hash(&self, name: &Name) -> String {
        let found = match name {
            Name::Frame(table) | Name::Resource(table) => {
                self.frames.digest(table).map(|digest| digest.hash.clone())
            }
            Name::Rows(table) => self
                .frames
                .digest(table)
                .map(|digest| format!("{} of {}", digest.rows, digest.files.join(", "))),
            Name::Column { table, column } => self.frames.column_hash(table, column),
            Name::Statistic(id) => self.done.find(id).map(Stat::content),
            Name::Family(id) => self.done.families.get(id).map(content),
            Name::Block(id) => self.declared(id).map(|block| content(&block.canonical)),
            Name::Labels(column) => {
                self.project.statistics.labels.get(column).map(content)
            }
            _ => None,
        };
        found.unwrap_or_else(|| "missing".to_owned())
    }

    fn declared(&self, id: &str) -> Option<&'a StatDecl> {
        self.project.statistics.statistics.iter().find(|block| block.id == id)
    }
}

/// What a block gives.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Made {
    pub stats: Vec<Stat>,
    pub families: Vec<Family>,
    /// Ids that have no value, and why the data say so.
    pub missing: Vec<(String, String)>,
}

impl Made {
    /// Adds the family of the block's groups, ordered by key; nothing for a block without groups.
    pub fn grouped(
        &mut self,
        context: &Context<'_>,
        by: &[String],
        members: Vec<(Vec<String>, String)>,
    ) {
        if !by.is_empty() {
            let block = context.block;
            self.families.push(family(&block.id, &block.title, by, members));
        }
    }
}

/// How a block's values came about, in words.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    pub definition: String,
    pub formula: String,
    pub frame: String,
    pub rows: usize,
    pub files: Vec<String>,
    pub from: Vec<String>,
}

impl<'a> Context<'a> {
    /// Returns the view of one block on what there is.
    pub fn new(
        block: &'a StatDecl,
        world: &'a World<'a>,
        seen: &'a Seen,
        remarks: &'a Remarks,
    ) -> Self {
        Self { block, world, seen, remarks }
    }

    /// Warns of something about the block.
    pub fn remark(&self, remark: Remark) {
        self.remarks.push(remark);
    }

    /// Returns the same view for another block.
    pub fn of<'b>(&self, block: &'b StatDecl) -> Context<'b>
    where
        'a: 'b,
    {
        Context { block, world: self.world, seen: self.seen, remarks: self.remarks }
    }

    /// Finds the frame that a setting of the block names.
    pub fn reader(&self, name: &str) -> Result<Reader<'a>> {
        let labels = &self.world.project.statistics.labels;
        Reader::new(self.block, name, self.world.frames, labels, self.seen, self.remarks)
    }

    /// Runs a query over the tables.
    pub fn query(&self, sql: &str, at: &Span) -> Result<Table> {
        for name in self.world.frames.tables_of(sql) {
            self.seen.note(self.world.frames.name_of(&name));
        }
        self.world.frames.query(sql, at)
    }

    /// Returns what the sums of a query leave out.
    pub fn sums_with_gaps(&self, sql: &str) -> Vec<String> {
        self.world.frames.sums_with_gaps(sql)
    }

    /// Finds the declaration of the block that `of:` names.
    pub fn declared(&self, of: &str) -> Result<&'a StatDecl> {
        self.seen.note(Name::Block(of.to_owned()));
        self.world.declared(of).ok_or_else(|| {
            let blocks = &self.world.project.statistics.statistics;
            let known = blocks.iter().map(|block| block.id.as_str());
            Diagnostic::unknown(Thing::Block, of, known)
                .at(self.block.place(&["of"]), "")
                .into()
        })
    }

    /// Finds a family computed before.
    pub fn family(&self, id: &str) -> Option<&'a Family> {
        self.seen.note(Name::Family(id.to_owned()));
        self.world.done.families.get(id)
    }

    /// Returns the ids of the families computed before, for help.
    pub fn families(&self) -> impl Iterator<Item = &'a str> {
        self.world.done.families.keys().map(String::as_str)
    }

    /// Finds a statistic computed before.
    pub fn statistic(&self, id: &str) -> Option<&'a Stat> {
        self.seen.note(Name::Statistic(id.to_owned()));
        self.world.done.find(id)
    }

    /// Returns the id of a value with this key: `block.nbi.2012`.
    pub fn id(&self, parts: &[String]) -> String {
        let mut id = self.block.id.clone();
        for part in parts {
            id.push('.');
            id.push_str(&segment(part));
        }
        id
    }

    /// Returns the title of a value with this key: "Change in local units, benchmark areas".
    pub fn title(&self, by: &[String], key: &[String]) -> String {
        let mut title = self.block.title.clone();
        for (column, part) in by.iter().zip(key) {
            title.push_str(", ");
            title.push_str(self.words(column, part));
        }
        title
    }

    /// Returns the words for a value of a column.
    pub fn words<'b>(&'b self, column: &str, value: &'b str) -> &'b str {
        self.seen.note(Name::Labels(column.to_owned()));
        words(&self.world.project.statistics.labels, column, value)
    }

    /// Returns a statistic of this block without interval or test.
    pub fn stat(
        &self,
        id: String,
        title: String,
        value: Value,
        format: Format,
        how: &How,
    ) -> Stat {
        Stat {
            id,
            title,
            value,
            format,
            interval: None,
            test: None,
            n: Vec::new(),
            details: BTreeMap::new(),
            better: self.block.better,
            provenance: Provenance {
                block: self.block.id.clone(),
                kind: self.block.kind_name.clone(),
                definition: self.definition(how),
                formula: how.formula.clone(),
                frame: how.frame.clone(),
                rows: how.rows,
                files: how.files.clone(),
                from: how.from.clone(),
                hash: blake3::hash(self.block.canonical.as_bytes()).to_hex().to_string(),
                span: self.block.span(),
            },
        }
    }

    /// Returns the definition with the rows that `where:` keeps.
    fn definition(&self, how: &How) -> String {
        if how.definition.contains(ONLY_ROWS) {
            return how.definition.clone();
        }
        only_rows(&how.definition, &self.remarks.kept())
    }

    /// Returns a number of this block; a value that is not finite is an error.
    pub fn number(
        &self,
        id: String,
        title: String,
        value: f64,
        format: Format,
        how: &How,
    ) -> Result<Stat> {
        if value.is_finite() {
            return Ok(self.stat(id, title, Value::Number(value), format, how));
        }
        Err(self.undefined(&id, "the result is not a finite number"))
    }

    /// Returns the failure for a value that is undefined for these data.
    pub fn undefined(&self, id: &str, reason: &str) -> crate::model::diagnostic::Failure {
        Diagnostic::error(Code::R0303, format!("`{id}` is undefined: {reason}"))
            .at(self.block.span(), "")
            .into()
    }

    /// Returns the failure for settings that contradict one another.
    pub fn contradiction(
        &self,
        setting: &[&str],
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(Code::R0304, message).at(self.block.place(setting), "")
    }

    /// Finds a statistic computed before; `setting` names it.
    pub fn earlier(&self, id: &str, setting: &[&str]) -> Result<&'a Stat> {
        self.statistic(id).ok_or_else(|| {
            self.world.done.unknown(id).at(self.block.place(setting), "").into()
        })
    }

    /// Returns whether a query gives years in a column.
    pub fn gives_years(&self, sql: &str, column: &str) -> bool {
        gives_years(self.world.project, sql, column)
    }

    /// Returns the usual format of a measure of a frame: years are no counts.
    pub fn measured(&self, measure: &Measure, frame: &str) -> Format {
        match measure {
            Measure::Column(name) if is_year(self.world.project, frame, name) => {
                Format::of(Unit::Year)
            }
            _ => self.precise(measure, frame),
        }
    }

    /// Returns the usual format of a sum or change of a measure, with the digits that its column
    /// is declared to have, or has.
    pub fn precise(&self, measure: &Measure, frame: &str) -> Format {
        let Measure::Column(name) = measure else { return measure_format(measure) };
        self.seen.note(Name::column(frame, name));
        let Some(decimals) = self.world.frames.decimals(frame, name) else {
            let usual = measure_format(measure);
            let digits = self.world.frames.fraction(frame, name);
            return digits.map_or(usual.clone(), |digits| usual.decimals(digits));
        };
        let unit = declared_unit(&self.block.print, || self.block.place(&["unit"]));
        let unit = unit.ok().flatten().unwrap_or(Unit::Number);
        Format::of(unit).decimals(decimals)
    }

    /// Returns the block's own format over a usual one.
    pub fn format(&self, usual: Format) -> Result<Format> {
        let Print { decimals, noun, least, .. } = &self.block.print;
        let mut format = Format { least: *least, ..usual };
        let unit = declared_unit(&self.block.print, || self.block.place(&["unit"]))?;
        if let Some(unit) = unit {
            let mut noun = std::mem::take(&mut format.noun);
            // "per 1 animal" names a rate, and no money.
            if format.unit == Unit::Rate && unit != Unit::Rate {
                noun.clear();
            }
            // One that is the usual unit already keeps the digits that its column has.
            if unit != format.unit || unit == Unit::Count {
                format = Format { least: *least, ..Format::of(unit) };
            }
            format.noun = noun;
            if unit == Unit::Currency && format.noun.is_empty() {
                "£".clone_into(&mut format.noun);
            }
        }
        if let Some(noun) = noun {
            format.noun.clone_from(noun);
        }
        if let Some(decimals) = decimals {
            format.decimals = *decimals;
        }
        Ok(format)
    }
}

/// Returns an interval.
pub(super) fn interval(low: f64, high: f64, level: f64, method: &str) -> Interval {
    Interval { low, high, level, method: method.to_owned() }
}

/// Returns a test.
pub(super) fn test(name: &str, statistic: f64, df: Option<f64>, p: f64) -> Test {
    Test { name: name.to_owned(), statistic, df, p }
}

/// Returns a number as a formula shows it, with six significant digits.
pub(super) fn shown(value: f64) -> String {
    format!("{value:.5e}")
        .parse::<f64>()
        .map_or_else(|_| value.to_string(), |it| it.to_string())
}

/// Returns the formula of a p value from draws of a seed: `hit` is what a draw must be to count.
pub(super) fn hits_of(draws: usize, seed: u64, hit: &str) -> String {
    format!(
        "(1 + hits)/(1 + {draws}), hits: draws with {hit}; splitmix64 from seed {seed}"
    )
}

/// Returns the count of a group.
pub(super) fn count(group: impl Into<String>, used: usize, of: usize) -> GroupCount {
    GroupCount { group: group.into(), used, of }
}

/// Arranges values as a family, ordered by key.
pub(super) fn family(
    id: impl Into<String>,
    title: impl Into<String>,
    dimensions: &[String],
    members: Vec<(Vec<String>, String)>,
) -> Family {
    let mut family = listed(id, title, dimensions, members);
    family.sort();
    family
}

/// Arranges values as a family, in the order in which they come.
pub(super) fn listed(
    id: impl Into<String>,
    title: impl Into<String>,
    dimensions: &[String],
    members: Vec<(Vec<String>, String)>,
) -> Family {
    Family {
        id: id.into(),
        title: title.into(),
        dimensions: dimensions.to_vec(),
        members: members.into_iter().map(|(key, id)| Member { key, id }).collect(),
        choices: Vec::new(),
        orders: BTreeMap::new(),
    }
}
