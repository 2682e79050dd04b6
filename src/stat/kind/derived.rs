//! `kind: difference` and `kind: ratio` — from statistics computed before.
//!
//! ```yaml
//! gap:
//!   kind: difference
//!   of: base_crime.nbi
//!   minus: base_crime.benchmark
//! times:
//!   kind: ratio
//!   of: areas.nbi
//!   to: areas.benchmark
//! ```
//!
//! **Gives** `ID`, without interval or test: those of two estimates do not make one.
//!
//! **Formula.** of − minus; of/to, with `unit: percent` times 100. Before rounding.
//!
//! **Unit.** That of both, of two percentages percentage points; a ratio has none.
//!
//! **Undefined** where the units differ, a statistic is a text, or the denominator is zero.
//!
//! **Reference.** None.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! gap = 2.5 per 1,000 people
//! times = 5.17
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::kind::Kind;
use crate::stat::measure::difference_format;
use serde::Deserialize;

fn number(context: &Context<'_>, stat: &Stat, setting: &str) -> Result<f64> {
    stat.number().ok_or_else(|| {
        context
            .contradiction(&[setting], format!("`{}` is a text, not a number", stat.id))
            .into()
    })
}

/// `kind: difference` — one statistic less another, before rounding.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Difference {
    /// From this statistic
    pub of: String,
    /// this one is taken.
    pub minus: String,
}

impl Kind for Difference {
    const NAME: &'static str = "difference";
    const MANUAL: &'static str = include_str!("derived.rs");

    fn needs(&self) -> Vec<String> {
        vec![self.of.clone(), self.minus.clone()]
    }

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        difference(context, self)
    }
}

fn difference(context: &Context<'_>, decl: &Difference) -> Result<Made> {
    let of = context.earlier(&decl.of, &["of"])?;
    let minus = context.earlier(&decl.minus, &["minus"])?;
    if of.format.unit != minus.format.unit {
        let message = format!(
            "`{}` is in {} and `{}` in {}: their difference has no unit",
            of.id,
            of.format.unit_words(),
            minus.id,
            minus.format.unit_words()
        );
        return Err(context.contradiction(&["minus"], message).into());
    }
    let value = number(context, of, "of")? - number(context, minus, "minus")?;
    let how = How {
        definition: format!("{} less {}", of.title, minus.title),
        formula: format!("{} − {}", of.id, minus.id),
        files: files(of, minus),
        from: vec![of.id.clone(), minus.id.clone()],
        ..How::default()
    };
    let format = context.format(difference_format(&of.format))?;
    one(context, value, format, &how)
}

/// `kind: ratio` — one statistic over another.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Ratio {
    /// Numerator.
    pub of: String,
    /// Denominator.
    pub to: String,
}

impl Kind for Ratio {
    const NAME: &'static str = "ratio";
    const MANUAL: &'static str = include_str!("derived.rs");

    fn needs(&self) -> Vec<String> {
        vec![self.of.clone(), self.to.clone()]
    }

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        ratio(context, self)
    }
}

fn ratio(context: &Context<'_>, decl: &Ratio) -> Result<Made> {
    let of = context.earlier(&decl.of, &["of"])?;
    let to = context.earlier(&decl.to, &["to"])?;
    let below = number(context, to, "to")?;
    if below == 0.0 {
        return Err(context.undefined(&context.block.id, &format!("`{}` is zero", to.id)));
    }
    let value = number(context, of, "of")? / below;
    let how = How {
        definition: format!("{} over {}", of.title, to.title),
        formula: format!("{} / {}", of.id, to.id),
        files: files(of, to),
        from: vec![of.id.clone(), to.id.clone()],
        ..How::default()
    };
    let percent = context.block.print.unit.as_deref() == Some("percent");
    let value = if percent { value * 100.0 } else { value };
    one(context, value, context.format(Format::of(Unit::Ratio))?, &how)
}

fn one(context: &Context<'_>, value: f64, format: Format, how: &How) -> Result<Made> {
    let id = context.id(&[]);
    let stat = context.number(id, context.title(&[], &[]), value, format, how)?;
    Ok(Made { stats: vec![stat], families: Vec::new(), ..Made::default() })
}

fn files(a: &Stat, b: &Stat) -> Vec<String> {
    let mut files: Vec<String> =
        a.provenance.files.iter().chain(&b.provenance.files).cloned().collect();
    files.sort();
    files.dedup();
    files
}
