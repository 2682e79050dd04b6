//! What the results of an edition looked at: from its record, or, for a record of the schema
//! before, from its declarations.

use crate::frame::tables_read;
use crate::model::edition::Definition;
use crate::model::edition::Edition;
use crate::model::graph::Graph;
use crate::model::name::Name;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Returns the graph of an edition.
pub(super) fn graph(edition: &Edition) -> Cow<'_, Graph> {
    if edition.looked_at.is_empty() {
        Cow::Owned(declared(edition))
    } else {
        Cow::Borrowed(&edition.looked_at)
    }
}

/// Returns what declarations say that they look at.
fn declared(edition: &Edition) -> Graph {
    let mut graph = Graph::default();
    for (text, definition) in &edition.definitions {
        let Ok(name) = text.parse::<Name>() else { continue };
        let settings = &definition.settings;
        let mut behind = Vec::new();
        if let Some(frame) = settings.get("frame") {
            behind.push(table(edition, frame));
        }
        if let Some(sql) = settings.get("sql") {
            behind.extend(tables_read(sql).iter().map(|name| table(edition, name)));
        }
        match name {
            Name::Resource(_) => behind.extend(settings.get("path").map(|path| {
                let folder = definition.file.rsplit_once('/');
                let path = folder.map_or_else(
                    || path.clone(),
                    |(folder, _)| format!("{folder}/{path}"),
                );
                Name::File(path)
            })),
            Name::Claim(_) => behind.extend(claimed(edition, definition)),
            _ => {}
        }
        graph.note(name, behind);
    }
    for stat in edition.statistics.stats.values() {
        let from = &stat.provenance;
        let read = (!from.frame.is_empty()).then(|| table(edition, &from.frame));
        let files = from.files.iter().cloned().map(Name::File);
        graph.note(Name::Block(from.block.clone()), read.into_iter().chain(files));
    }
    graph
}

fn table(edition: &Edition, name: &str) -> Name {
    let frame = Name::Frame(name.to_owned());
    if edition.definitions.contains_key(&frame.to_string()) {
        frame
    } else {
        Name::Resource(name.to_owned())
    }
}

/// Returns the statistics that the settings of a claim name: whole words that are ids, and the
/// members of its family.
pub(super) fn claimed(edition: &Edition, definition: &Definition) -> Vec<Name> {
    let settings = &definition.settings;
    let statistics = &edition.statistics;
    let family = settings.get("family").or(settings.get("of"));
    let family = family.and_then(|id| statistics.families.get(id));
    let members = family.into_iter().flat_map(|family| &family.members);
    let members = members.map(|member| member.id.as_str());
    let words: BTreeSet<&str> = settings
        .values()
        .flat_map(|text| {
            text.split(|c: char| !(c.is_alphanumeric() || "_.-".contains(c)))
        })
        .filter(|word| statistics.get(word).is_some())
        .collect();
    members.chain(words).map(|id| Name::Statistic(id.to_owned())).collect()
}
