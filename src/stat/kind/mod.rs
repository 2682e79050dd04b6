//! The kinds of statistics: one file each, from a block's settings to its values. The head of
//! each file is what `reissue explain kind:NAME` prints.

mod area_change;
mod comparison;
mod counts;
mod drawn;
#[cfg(test)]
mod faults;
mod of_did;
mod panel;
#[cfg(test)]
mod properties;
mod samples;
pub(super) mod settings;
mod specification;
#[cfg(test)]
mod cards;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(in crate::stat) mod trial;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::project::Decoded;
use crate::project::Decoder;
use crate::project::Print;
use crate::project::Settings;
use crate::project::Yaml;
use crate::stat::draft::Context;
use crate::stat::draft::Made;
use crate::stat::unit::declared_unit;
use schemars::JsonSchema;
use schemars::Schema;
use schemars::SchemaGenerator;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// A kind of statistic: the type of its settings, which `statistics.yaml` gives.
pub(in crate::stat) trait Kind:
    DeserializeOwned + JsonSchema + Debug + Send + Sync + 'static
{
    /// Its name, as `kind:` gives it.
    const NAME: &'static str;
    /// The text of its own file, whose head is its page of the manual.
    const MANUAL: &'static str;

    /// Returns the statistics and families that must be computed before it.
    fn needs(&self) -> Vec<String> {
        Vec::new()
    }

    /// Computes a block.
    fn compute(&self, context: &Context<'_>) -> Result<Made>;
}

/// A kind without its type.
pub(in crate::stat) struct Registered {
    /// How its settings are decoded.
    pub decoder: Decoder,
    /// The text of its file.
    pub manual: &'static str,
    /// Adds the schema of its settings.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// Computes a block from the settings that the decoder gave.
    pub compute: fn(&Context<'_>, &Settings) -> Result<Made>,
}

const fn registered<K: Kind>() -> Registered {
    Registered {
        decoder: Decoder { kind: K::NAME, decode: decode::<K> },
        manual: K::MANUAL,
        schema: SchemaGenerator::subschema_for::<K>,
        compute: compute::<K>,
    }
}

fn decode<K: Kind>(yaml: &Yaml, print: &Print) -> Result<Decoded> {
    let mut found = Findings::new();
    found.keep(declared_unit(print, || yaml.place(&["unit"])));
    let decoded = found.keep(yaml.decode::<K>());
    let Some(kind) = found.finish(decoded)?.value else {
        return Err(Diagnostic::error(Code::R0103, "the block cannot be read").into());
    };
    let needs = kind.needs();
    Ok(Decoded { settings: Settings::new(kind), needs })
}

fn compute<K: Kind>(context: &Context<'_>, settings: &Settings) -> Result<Made> {
    let Some(kind) = settings.get::<K>() else {
        let reason = format!("its settings are not those of `kind: {}`", K::NAME);
        return Err(context.undefined(&context.block.id, &reason));
    };
    kind.compute(context)
}

/// Declares the files of kinds, each with its kinds, and lists the kinds in this order, which
/// is that of the manual.
macro_rules! kinds {
    ($($file:ident: $($kind:ident),+;)+) => {
        $(pub(in crate::stat) mod $file;)+

        /// Every kind of statistic.
        pub(in crate::stat) const KINDS: &[Registered] =
            &[$($(registered::<$file::$kind>(),)+)+];
    };
}

kinds! {
    describe: Describe;
    level: Level;
    count: Count;
    change: Change;
    derived: Difference, Ratio;
    sql: Sql;
    means: Welch, Student, PairedT;
    ranks: MannWhitney, Wilcoxon, KolmogorovSmirnov;
    resampled: Permute, Resample;
    effect_size: EffectSize;
    variances: VarianceRatio;
    contingency: ChiSquare, Fisher, Proportions;
    rates: RateRatio, Spread;
    regression: Ols, Trend;
    correlation: Correlation;
    twfe: Did, Twfe;
    event_study: Event;
    wild_bootstrap: WildBootstrap;
    ancova: Ancova;
    matching: Matching;
    placebo: Placebo;
    adjust: Adjust;
    balance: Balance;
    power: Power;
    leave_one_out: LeaveOneOut;
    robustness: Robustness;
    maryland_scale: MarylandScale;
}
