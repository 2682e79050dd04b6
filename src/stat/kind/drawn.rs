//! Samples: the settings by which a kind says what it looks at, and the values they draw.
//!
//! ```yaml
//! frame: panel               # a frame, and
//! measure: score             # a column, {share: …, of: …} or {rate: …, of: …, per: …}
//! where: {year: 2018}        # rows to keep
//! group: {column: group, treated: nbi, control: benchmark}
//! ```
//!
//! draws the values of the rows; with a time it draws changes, one for each area:
//!
//! ```yaml
//! area: area
//! time: year
//! from: 2012
//! to: 2024
//! as: percent                # percent, points or absolute (points of a share unless given)
//! ```
//!
//! and `of: ID` draws what a block of `kind: change` compares.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::Scalar;
use crate::stat::draft::Context;
use crate::stat::estimate::settle;
use crate::stat::kind::area_change;
use crate::stat::kind::area_change::Change;
use crate::stat::kind::samples::Drawn;
use crate::stat::kind::samples::Pairs;
use crate::stat::kind::samples::Source;
use crate::stat::kind::samples::Two;
use crate::stat::kind::samples::mean_format;
use crate::stat::kind::settings::ChangeAs;
use crate::stat::kind::settings::Groups;
use crate::stat::kind::settings::Summary;
use crate::stat::measure::change_format;
use crate::stat::measure::difference_format;
use crate::stat::measure::measure_words;
use crate::stat::rows::text;

/// What to draw.
pub(super) struct Draw {
    pub of: Option<String>,
    pub frame: Option<String>,
    pub measure: Option<Measure>,
    pub filter: Filter,
    pub area: Option<String>,
    pub time: Option<String>,
    pub from: Option<Scalar>,
    pub to: Option<Scalar>,
    pub form: Option<ChangeAs>,
    pub group: Option<Groups>,
    pub level: f64,
}

impl Draw {
    /// Draws the values, group by group of the columns `by`.
    pub fn source<'a>(
        &'a self,
        context: &Context<'a>,
        by: &[String],
    ) -> Result<Source<'a>> {
        let missing = |name: &str| {
            let message = format!("`{name}:` is missing");
            context.contradiction(&[], message).help(format!("add `{name}:` here"))
        };
        if let Some(of) = &self.of {
            return self.source_of(context, of);
        }
        let frame = self.frame.as_deref().ok_or_else(|| {
            context
                .contradiction(&[], "`frame:` is missing")
                .help("say what is drawn with `frame:` and `measure:`, or name a block with `of:`")
        })?;
        let measure = self.measure.as_ref().ok_or_else(|| missing("measure"))?;
        let reader = context.reader(frame)?;
        if self.time.is_none() && self.from.is_none() && self.to.is_none() {
            let rows = reader.keep(&self.filter)?;
            let measured = reader.measure(measure, &rows)?;
            let mut groups: Vec<Drawn> = Vec::new();
            let mut noise = Vec::new();
            for group in reader.groups(&rows, by)? {
                let mut drawn =
                    Drawn { key: group.key, of: group.rows.len(), ..Drawn::default() };
                for row in group.rows {
                    match measured.parts(row).and_then(|parts| parts.value()) {
                        Some(value) => {
                            drawn.values.push(value);
                            noise.push(measured.parts(row).map_or(0.0, |p| p.noise()));
                            drawn.rows.push(row);
                        }
                        None => {
                            *drawn.missing.entry(measured.reason(row)).or_default() += 1;
                        }
                    }
                }
                groups.push(drawn);
            }
            let values = groups.iter_mut().flat_map(|group| &mut group.values);
            settle::settle(values.zip(noise));
            let name = reader.name().to_owned();
            return Ok(Source {
                groups,
                by: by.to_vec(),
                reader,
                format: context.measured(measure, &name),
                words: measure_words(measure),
                from: Vec::new(),
                compared: None,
            });
        }
        let change = self.change(context, by, measure, frame)?;
        let groups = area_change::groups(context, &change)?;
        Ok(Source {
            groups: groups.into_iter().map(Drawn::from).collect(),
            by: by.to_vec(),
            reader,
            format: change_format(context.precise(measure, frame), change.form),
            words: words(&change),
            from: Vec::new(),
            compared: None,
        })
    }

    /// Returns the changes asked for as a block of `kind: change` would declare them.
    fn change(
        &self,
        context: &Context<'_>,
        by: &[String],
        measure: &Measure,
        frame: &str,
    ) -> Result<Change> {
        let needed = |name: &str| {
            let message = format!(
                "`{name}:` is missing: a change needs `area`, `time`, `from` and `to`"
            );
            context.contradiction(&[], message)
        };
        let usual = match measure {
            Measure::Share(_) => ChangeAs::Points,
            Measure::Column(_) | Measure::Rate(_) => ChangeAs::Absolute,
        };
        Ok(Change {
            frame: frame.to_owned(),
            measure: measure.clone(),
            area: self.area.clone().ok_or_else(|| needed("area"))?,
            time: self.time.clone().ok_or_else(|| needed("time"))?,
            from: self.from.clone().ok_or_else(|| needed("from"))?,
            to: self.to.clone().ok_or_else(|| needed("to"))?,
            form: self.form.unwrap_or(usual),
            summary: Summary::Mean,
            filter: self.filter.clone(),
            by: by.to_vec(),
            compare: None,
            weights: None,
            suppressed: None,
            level: self.level,
        })
    }

    /// Draws what a block of `kind: change` compares.
    fn source_of<'a>(&'a self, context: &Context<'a>, of: &str) -> Result<Source<'a>> {
        if self.frame.is_some() || self.measure.is_some() {
            return Err(context
                .contradiction(&["of"], "`of:` names a block that draws a sample already")
                .help("keep `of:`, or `frame:` and `measure:`")
                .into());
        }
        let place = context.block.place(&["of"]);
        let block = context.declared(of)?;
        let Some(decl) = block.settings.get::<Change>() else {
            let message = format!("`{of}` is a block of `kind: {}`", block.kind_name);
            return Err(Diagnostic::error(Code::R0304, message)
                .at(place, "")
                .help("name a block of `kind: change`")
                .into());
        };
        let inner = context.of(block);
        let groups = area_change::groups(&inner, decl)?;
        let compared = decl.compare.as_ref();
        Ok(Source {
            groups: groups.into_iter().map(Drawn::from).collect(),
            by: decl.by.clone(),
            reader: inner.reader(&decl.frame)?,
            format: inner.format(change_format(
                inner.precise(&decl.measure, &decl.frame),
                decl.form,
            ))?,
            words: words(decl),
            from: vec![of.to_owned()],
            compared: compared.map(|c| [c.treated.clone(), c.control.clone()]),
        })
    }

    /// Draws the two groups compared.
    pub fn two<'a>(&'a self, context: &Context<'a>) -> Result<Two<'a>> {
        let by: Vec<String> =
            self.group.iter().map(|group| group.column.clone()).collect();
        let mut source = self.source(context, &by)?;
        let declared = self
            .group
            .as_ref()
            .map(|group| [group.treated.clone(), group.control.clone()]);
        let Some(keys) = declared.or_else(|| source.compared.clone()) else {
            return Err(context
                .contradiction(&[], "no two groups are compared")
                .help("add `group: {column: …, treated: …, control: …}`")
                .into());
        };
        if source.by.len() != 1 {
            let message = "the block breaks its groups down further";
            return Err(context
                .contradiction(&["of"], message)
                .help("name a block whose `by:` is the group alone")
                .into());
        }
        let mut pick = |key: &str, setting: &str| -> Result<Drawn> {
            let found = source
                .groups
                .iter_mut()
                .find(|g| g.key.first().is_some_and(|k| k == key));
            if let Some(group) = found {
                return Ok(std::mem::take(group));
            }
            let known: Vec<&str> = source
                .groups
                .iter()
                .filter_map(|g| g.key.first())
                .map(String::as_str)
                .collect();
            Err(Diagnostic::error(Code::R0304, format!("there is no group `{key}`"))
                .at(context.block.place(&["group", setting]), "")
                .help(did_you_mean(key, known, "groups"))
                .into())
        };
        let treated = pick(&keys[0], "treated")?;
        let control = pick(&keys[1], "control")?;
        let format = context.format(difference_format(&mean_format(&source.format)))?;
        Ok(Two { treated, control, format, source })
    }

    /// Draws the change of each area, as `as:` has it.
    pub fn pairs<'a>(&'a self, context: &Context<'a>) -> Result<Pairs<'a>> {
        if self.of.is_some() || self.group.is_some() {
            let setting = if self.of.is_some() { "of" } else { "group" };
            return Err(context
                .contradiction(&[setting], "a paired test looks at one group at two times")
                .help("draw it with `frame`, `measure`, `area`, `time`, `from`, `to` and `where`")
                .into());
        }
        let frame = self.frame.as_deref().unwrap_or_default();
        let source = self.source(context, &[])?;
        let Some(measure) = &self.measure else {
            return Err(context.contradiction(&[], "`measure:` is missing").into());
        };
        let change = self.change(context, &[], measure, frame)?;
        let groups = area_change::groups(context, &change)?;
        let mut out = Pairs {
            changes: Vec::new(),
            of: 0,
            format: context.format(difference_format(&mean_format(&source.format)))?,
            source,
        };
        for group in groups {
            out.of += group.of;
            out.changes.extend(group.values());
        }
        Ok(out)
    }
}

fn words(decl: &Change) -> String {
    let form = match decl.form {
        ChangeAs::Percent => "percentage change",
        ChangeAs::Points => "change in percentage points",
        ChangeAs::Absolute => "change",
    };
    let (from, to) = (text(&decl.from), text(&decl.to));
    format!("{form} of each area in {}, {from} to {to}", measure_words(&decl.measure))
}

/// Declares the settings of a kind that draws a sample: its own beside those of
/// [`Draw`].
macro_rules! drawn {
    ($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(in crate::stat) struct $name {
            /// The `change` block whose areas' changes are the sample.
            #[serde(default)]
            of: Option<String>,
            /// The frame read: one row for each area, or for each area and time.
            #[serde(default)]
            frame: Option<String>,
            /// What is measured: a column, a share or a rate.
            #[serde(default)]
            measure: Option<crate::project::Measure>,
            /// Rows to keep: a column, and a value or a list of values.
            #[serde(default, rename = "where")]
            filter: crate::project::Filter,
            /// The column of areas.
            #[serde(default)]
            area: Option<String>,
            /// The column of times.
            #[serde(default)]
            time: Option<String>,
            /// The earlier time, where changes are compared.
            #[serde(default)]
            from: Option<crate::project::Scalar>,
            /// The later time, where changes are compared.
            #[serde(default)]
            to: Option<crate::project::Scalar>,
            /// What a change is expressed in: `percent`, `points` or `absolute`.
            #[serde(default, rename = "as")]
            form: Option<crate::stat::kind::settings::ChangeAs>,
            /// The groups compared: the column, and the values that are treated and control.
            #[serde(default)]
            group: Option<crate::stat::kind::settings::Groups>,
            /// Level of intervals, in percent.
            #[serde(default = "crate::stat::kind::settings::percent")]
            level: f64,
            $($(#[$attr])* $field: $kind,)*
        }

        impl $name {
            fn draw(&self) -> crate::stat::kind::drawn::Draw {
                crate::stat::kind::drawn::Draw {
                    of: self.of.clone(),
                    frame: self.frame.clone(),
                    measure: self.measure.clone(),
                    filter: self.filter.clone(),
                    area: self.area.clone(),
                    time: self.time.clone(),
                    from: self.from.clone(),
                    to: self.to.clone(),
                    form: self.form,
                    group: self.group.clone(),
                    level: self.level,
                }
            }
        }
    };
}
pub(super) use drawn;
