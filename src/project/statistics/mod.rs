//! `report/statistics.yaml`: frames in SQL, and what is computed from them.

mod decode;

pub(super) use decode::check_names;
pub(super) use decode::decode;

use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::statistic::Better;
use crate::project::Entry;
use crate::project::extracts::EngineDecl;
use crate::project::extracts::Extract;
use crate::project::yaml::Yaml;
use serde::Deserialize;
use serde::Serialize;
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A table made by SQL over the resources and earlier frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameDecl {
    /// The query; resources and frames are its tables.
    pub sql: String,
    /// The columns that identify a row; the frame is sorted by them.
    pub key: Vec<String>,
    /// What a row is, in words.
    #[serde(default)]
    pub description: String,
    /// The engine that runs the query; `polars` is the one built in.
    #[serde(default)]
    pub engine: Option<String>,
    /// Whether a frame without rows is nothing to warn of.
    #[serde(default)]
    pub may_be_empty: bool,
    /// How many rows must come out.
    #[serde(default)]
    pub expect: Option<crate::project::ExpectDecl>,
    /// Columns of which every combination of values must occur.
    #[serde(default)]
    pub complete: Vec<String>,
    /// Joins to look-ups, with what they may drop or multiply.
    #[serde(default)]
    pub lookups: Vec<LookupDecl>,
}

/// A join to a look-up: which rows it may lose, and how it may split them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupDecl {
    /// The table whose rows are looked up.
    pub from: String,
    /// Its column.
    pub on: String,
    /// The table in which they are looked up.
    pub to: String,
    /// Its column.
    pub by: String,
    /// The column of the look-up by which a row with several partners is split; the weights of a key
    /// add up to one.
    #[serde(default)]
    pub weight: Option<String>,
    /// Rows that have no partner.
    #[serde(default)]
    pub unmatched: usize,
    /// Keys that have several partners, where there is no weight.
    #[serde(default)]
    pub doubled: usize,
}

/// How numbers print, where the default of the unit is not wanted.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// `count`, `percent`, `points`, `rate`, `ratio`, `index`, `currency`, `p`, `effect`
    /// or `number`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Digits after the decimal point.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Words of the unit: "local units", "£".
    #[serde(default)]
    pub noun: Option<String>,
    /// Positive values below this print as "<1%" or "less than 5".
    #[serde(default)]
    pub least: Option<u32>,
}

/// The settings of a block, with the types that its kind gives them.
#[derive(Clone)]
pub struct Settings(Arc<dyn Any + Send + Sync>);

impl Settings {
    /// Holds settings of any type.
    pub fn new(settings: impl Any + Send + Sync) -> Self {
        Self(Arc::new(settings))
    }

    /// Returns the settings if they are of this type.
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Settings")
    }
}

/// What a block declares beside what all blocks share.
#[derive(Debug)]
pub struct Decoded {
    /// The settings of its kind.
    pub settings: Settings,
    /// The statistics and families that must be computed before it.
    pub needs: Vec<String>,
}

/// A kind of statistic as the loader knows it. The kinds live in `stat/`, which registers a
/// decoder for each, so that every fault of the settings is found before data are read.
#[derive(Debug, Clone, Copy)]
pub struct Decoder {
    /// The kind's name.
    pub kind: &'static str,
    /// Decodes the settings of a block, what all blocks share taken out, and checks how its
    /// numbers are to print.
    pub decode: fn(&Yaml, &Print) -> Result<Decoded>,
}

/// One block of `statistics:`.
#[derive(Debug, Clone)]
pub struct StatDecl {
    /// Its id.
    pub id: String,
    /// What it is, in words for a reader.
    pub title: String,
    /// What a reader should know about its definition.
    pub description: String,
    /// How its numbers print.
    pub print: Print,
    /// Which values are the better ones.
    pub better: Option<Better>,
    /// The kind's name.
    pub kind_name: String,
    /// The settings of its kind.
    pub settings: Settings,
    /// The statistics that must be computed before it.
    pub needs: Vec<String>,
    /// The whole declaration, canonical: for hashing.
    pub canonical: String,
    /// The declaration with its places.
    pub yaml: Yaml,
}

impl StatDecl {
    /// Returns the place of the block's id.
    pub fn span(&self) -> Span {
        self.yaml.span()
    }

    /// Returns the place of one of its settings.
    pub fn place(&self, setting: &[&str]) -> Span {
        self.yaml.place(setting)
    }
}

/// One frame with its place.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its name, as SQL sees it.
    pub name: String,
    /// The declaration.
    pub decl: FrameDecl,
    /// The declaration with its places.
    pub yaml: Yaml,
}

/// The names that a file declares, those of entries that cannot be decoded among them.
#[derive(Debug, Clone, Default)]
pub struct DeclaredNames {
    /// Frames, each with its place.
    pub frames: Vec<(String, Span)>,
    /// Blocks, each with its entry.
    pub blocks: Vec<(String, Yaml)>,
}

/// The whole file.
#[derive(Debug, Clone, Default)]
pub struct StatisticsFile {
    /// Frames, in the file's order.
    pub frames: Vec<Frame>,
    /// Databases and clusters that answer queries.
    pub engines: Vec<Entry<EngineDecl>>,
    /// Frames that are made elsewhere, in the file's order.
    pub extracts: Vec<Extract>,
    /// Blocks, in the file's order.
    pub statistics: Vec<StatDecl>,
    /// Words for the values of columns: column → value → words.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// The same with their places.
    pub labelled: BTreeMap<String, Yaml>,
    /// What the file declares.
    pub names: DeclaredNames,
    /// The order of the values of columns: `order:` among their labels.
    pub orders: BTreeMap<String, Vec<String>>,
}

impl StatisticsFile {
    /// Returns a frame that is made elsewhere.
    pub fn extract(&self, name: &str) -> Option<&Extract> {
        self.extracts.iter().find(|extract| extract.name == name)
    }

    /// Returns a declared engine.
    pub fn engine(&self, name: &str) -> Option<&Entry<EngineDecl>> {
        self.engines.iter().find(|engine| engine.id == name)
    }

    /// Returns every frame, wherever it is made: its name, key and declaration.
    pub fn all_frames(&self) -> impl Iterator<Item = (&str, &[String], &Yaml)> {
        let frames = self.frames.iter();
        let frames =
            frames.map(|it| (it.name.as_str(), it.decl.key.as_slice(), &it.yaml));
        let extracts = self.extracts.iter();
        frames.chain(
            extracts.map(|it| (it.name.as_str(), it.decl.key.as_slice(), &it.yaml)),
        )
    }
}
