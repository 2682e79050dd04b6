//! What has another name in the new edition and is otherwise the same: declarations that were
//! renamed, and labels. The old edition is read under the new names, so that a name is reported once
//! and not at every place that shows it.

mod column;
mod label;
mod member;
mod named;
mod rename;
mod word;

pub(super) use column::reasons;
pub(super) use named::Relabelled;
pub(super) use named::Renamed;
pub(super) use named::RenamedColumn;
pub(super) use named::Value;

use crate::diff::align::label::labels;
use crate::diff::align::label::relabel;
use crate::diff::align::named::Definitions;
use crate::diff::align::rename::rename;
use crate::diff::align::rename::renamed;
use crate::model::edition::Edition;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The old edition under the names of the new one.
#[derive(Debug, Default)]
pub(super) struct Aligned {
    /// None where every name is the same.
    pub old: Option<Edition>,
    pub renamed: Vec<Renamed>,
    pub columns: Vec<RenamedColumn>,
    /// Values of groups that have another name in the data, with what shows them.
    pub values: Vec<(Value, Relabelled)>,
    /// Files of declarations that only follow a new name.
    pub followed: BTreeSet<String>,
    /// By the column whose labels changed.
    pub labels: BTreeMap<String, Relabelled>,
}

/// Reads the old edition under the names and labels of the new one.
pub(super) fn aligned(old: &Edition, new: &Edition) -> Aligned {
    let mut out = Aligned::default();
    let mut definitions = old.definitions.clone();
    // A claim may name a statistic, so that one renaming shows the next.
    while let Some(found) = renamed(&definitions, &new.definitions) {
        definitions = rename::under(&definitions, &found);
        out.renamed.push(found);
    }
    let files = column::of_files(old, new);
    definitions = files
        .iter()
        .fold(definitions, |all, one| column::follow(&all, &new.definitions, one));
    out.columns = files;
    while let Some(found) = column::of_frames(&definitions, &new.definitions) {
        definitions = column::under(&definitions, &found);
        out.columns.push(found);
    }
    let values = member::renamed(old, new);
    for one in &values {
        definitions = member::under(&definitions, &new.definitions, one);
    }
    out.followed = followed(old, &definitions, new);
    let labels = labels(&old.definitions, &new.definitions);
    let same = out.renamed.is_empty() && out.columns.is_empty();
    if same && values.is_empty() && labels.is_empty() {
        return out;
    }
    let (Ok(mut value), Ok(target)) =
        (serde_json::to_value(old), serde_json::to_value(new))
    else {
        return Aligned::default();
    };
    for one in &out.renamed {
        rename(&mut value, one);
    }
    for one in values {
        member::rename(&mut value, &one);
        let mut found = Relabelled::default();
        let pairs = [(one.old.clone(), one.new.clone())];
        relabel(&mut value, &target, &pairs, &mut found);
        out.values.push((one, found));
    }
    for (column, pairs) in labels {
        let mut found = Relabelled::default();
        relabel(&mut value, &target, &pairs, &mut found);
        out.labels.insert(column, found);
    }
    out.old = serde_json::from_value(value)
        .ok()
        .map(|edition| Edition { definitions, ..edition });
    out
}

/// Returns the files of declarations that differ only by new names.
fn followed(old: &Edition, named: &Definitions, new: &Edition) -> BTreeSet<String> {
    let files = new.definitions.iter().filter_map(|(name, is)| {
        let (was, same) = (old.definitions.get(name)?, named.get(name)?);
        let follows = was.settings != is.settings && same.settings == is.settings;
        follows.then(|| is.file.clone())
    });
    files.collect()
}
