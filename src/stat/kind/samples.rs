//! Samples as drawn: values by group, two groups, pairs, and what is known of them.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::statistic::GroupCount;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::count;
use crate::stat::kind::area_change::GroupChanges;
use crate::stat::remark::Remark;
use crate::stat::rows::Reader;
use crate::stat::rows::named_or_left;
use std::collections::BTreeMap;

/// The values drawn of one group.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    pub key: Vec<String>,
    pub values: Vec<f64>,
    /// The row of each value; of a change that of its start.
    pub rows: Vec<usize>,
    /// Units there are.
    pub of: usize,
    /// Units without a value, by the reason.
    pub missing: BTreeMap<String, usize>,
}

/// Groups of values and where they came from.
pub(super) struct Source<'a> {
    pub groups: Vec<Drawn>,
    pub by: Vec<String>,
    pub reader: Reader<'a>,
    /// How one value prints, before the block's own wishes.
    pub format: Format,
    /// What a value is, in words.
    pub words: String,
    /// The statistics they were drawn for, where a block names them.
    pub from: Vec<String>,
    /// The keys of the treated and of the control, where they are known.
    pub compared: Option<[String; 2]>,
}

/// Two groups of values.
pub(super) struct Two<'a> {
    pub treated: Drawn,
    pub control: Drawn,
    /// How a difference of two values prints.
    pub format: Format,
    pub source: Source<'a>,
}

/// What areas changed by between two times.
pub(super) struct Pairs<'a> {
    /// The changes.
    pub changes: Vec<f64>,
    /// Areas there are.
    pub of: usize,
    /// How a difference prints.
    pub format: Format,
    pub source: Source<'a>,
}

impl From<GroupChanges> for Drawn {
    fn from(group: GroupChanges) -> Self {
        let known = group.areas.iter().filter_map(|area| Some((area.change?, area.row)));
        let (values, rows) = known.unzip();
        Self { key: group.key, values, rows, of: group.of, missing: group.missing }
    }
}

/// Returns how a mean of values prints: of whole numbers with one digit after the point.
pub(super) fn mean_format(format: &Format) -> Format {
    let whole = format.unit == crate::model::format::Unit::Count && format.decimals == 0;
    if whole { format.clone().decimals(1) } else { format.clone() }
}

impl Source<'_> {
    /// Returns how an estimate from these values came about.
    pub fn how(&self, definition: &str, formula: &str, rows: usize) -> How {
        How {
            definition: format!("{definition}: {}", self.words),
            formula: formula.to_owned(),
            frame: self.reader.name().to_owned(),
            rows,
            files: self.reader.files(),
            from: self.from.clone(),
        }
    }
}

impl Two<'_> {
    /// Returns the treated's values.
    pub fn x(&self) -> &[f64] {
        &self.treated.values
    }

    /// Returns the control's values.
    pub fn y(&self) -> &[f64] {
        &self.control.values
    }

    /// Returns how a mean of values prints.
    pub fn value_format(&self, context: &Context<'_>) -> Result<Format> {
        context.format(mean_format(&self.source.format))
    }

    /// Returns how an estimate from the two groups came about.
    pub fn how(&self, definition: &str, formula: &str) -> How {
        let rows = self.treated.rows.len() + self.control.rows.len();
        self.source.how(definition, formula, rows)
    }

    /// Returns the units of each group.
    pub fn n(&self) -> Vec<GroupCount> {
        [&self.treated, &self.control]
            .map(|group| count(group.key.join(", "), group.values.len(), group.of))
            .to_vec()
    }

    /// Returns the code of each value by a column of its row, the treated's and the
    /// control's; none where it is missing, which a warning counts and says what becomes of them.
    pub fn codes(
        &self,
        context: &Context<'_>,
        (name, setting): (&str, &[&str]),
        become_of: [&str; 2],
    ) -> Result<[Vec<Option<usize>>; 2]> {
        let (codes, _) = self.source.reader.column(name, setting)?.codes();
        let of = |group: &Drawn| -> Vec<Option<usize>> {
            group.rows.iter().map(|row| codes.get(*row).copied().flatten()).collect()
        };
        let found = [of(&self.treated), of(&self.control)];
        let all = found.iter().map(Vec::len).sum::<usize>();
        let without = found.iter().flatten().filter(|code| code.is_none()).count();
        if without > 0 {
            let one = without == 1;
            context.remark(Remark::new(
                Code::R0341,
                format!(
                    "{without} of {all} values of `{}` {} no `{name}` and {}",
                    context.block.id,
                    if one { "has" } else { "have" },
                    become_of[usize::from(!one)],
                ),
                setting,
                named_or_left(name),
            ));
        }
        Ok(found)
    }
}

impl Pairs<'_> {
    /// Returns how an estimate from the pairs came about.
    pub fn how(&self, definition: &str, formula: &str) -> How {
        self.source.how(definition, formula, 2 * self.changes.len())
    }

    /// Returns the areas used.
    pub fn n(&self) -> Vec<GroupCount> {
        vec![count("", self.changes.len(), self.of)]
    }
}
