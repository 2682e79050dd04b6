//! The blocks of `report/statistics.yaml`, each decoded by its kind.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Thing;
use crate::model::diagnostic::did_you_mean;
use crate::model::statistic::Better;
use crate::model::statistic::MARKED;
use crate::project::Entry;
use crate::project::calls::misplaced;
use crate::project::extracts::EngineDecl;
use crate::project::extracts::Extract;
use crate::project::extracts::ExtractDecl;
use crate::project::statistics::Decoded;
use crate::project::statistics::Decoder;
use crate::project::statistics::Frame;
use crate::project::statistics::FrameDecl;
use crate::project::statistics::Print;
use crate::project::statistics::StatDecl;
use crate::project::statistics::StatisticsFile;
use crate::project::yaml::Yaml;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Decodes the file, each block by its kind. What cannot be decoded is left out and reported.
pub(in crate::project) fn decode(
    yaml: &Yaml,
    kinds: &[Decoder],
    found: &mut Findings,
) -> StatisticsFile {
    let mut file = StatisticsFile::default();
    found.keep(yaml.only_keys(&["engines", "frames", "labels", "statistics"]));
    for (id, entry) in found.keep(yaml.entries("engines")).unwrap_or_default() {
        found.keep(crate::project::check_id(&id, &entry));
        if let Some(decl) = found.keep(entry.decode::<EngineDecl>()) {
            found.extend(no_profile(&decl, &entry));
            file.engines.push(Entry { id, decl, yaml: entry });
        }
    }
    for (name, entry) in found.keep(yaml.entries("frames")).unwrap_or_default() {
        found.keep(crate::project::check_id(&name, &entry));
        file.names.frames.push((name.clone(), entry.span()));
        let engine = entry.text("engine").filter(|engine| engine != BUILT_IN);
        let unknown = engine.as_deref().filter(|engine| file.engine(engine).is_none());
        if let Some(engine) = unknown {
            let help = format!(
                "declare it under `engines:`; the engine built in is `{BUILT_IN}`"
            );
            let message = format!("unknown engine `{engine}`");
            let at = entry.place(&["engine"]);
            found.push(Diagnostic::error(Code::R0103, message).at(at, "").help(help));
        } else if entry.has("program") || engine.is_some() {
            let decl = found.keep(entry.decode::<ExtractDecl>());
            let extract = decl.map(|decl| Extract::new(name, decl, entry));
            file.extracts.extend(extract.and_then(|extract| found.keep(extract)));
        } else if let Some(decl) = found.keep(entry.decode::<FrameDecl>()) {
            file.frames.push(Frame { name, decl, yaml: entry });
        }
    }
    for (column, entry) in found.keep(yaml.entries("labels")).unwrap_or_default() {
        let (entry, order) = entry.without("order");
        if let Some(order) = order.and_then(|order| found.keep(order.decode())) {
            file.orders.insert(column.clone(), order);
        }
        if let Some(words) = found.keep(entry.decode()) {
            found.extend(misplaced("labels", &entry));
            file.labels.insert(column.clone(), words);
            file.labelled.insert(column, entry);
        }
    }
    for (id, entry) in found.keep(yaml.entries("statistics")).unwrap_or_default() {
        found.keep(crate::project::check_id(&id, &entry));
        file.names.blocks.push((id.clone(), entry.clone()));
        if let Some(decl) = found.keep(block(id, entry, kinds)) {
            found.extend(misplaced("statistics", &decl.yaml));
            file.statistics.push(decl);
        }
    }
    file
}

/// The engine that this program has within.
const BUILT_IN: &str = "polars";

/// Refuses a profile that is no bare name: a project names no file of the person who builds it.
fn no_profile(decl: &EngineDecl, entry: &Yaml) -> Option<Diagnostic> {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name = decl.profile.as_str();
    (name.is_empty() || !name.chars().all(bare)).then(|| {
        let message = format!("`{name}` cannot be the name of a profile");
        let help = "write a bare name of letters, digits, `_` and `-`: a profile is a file of the person who fetches";
        Diagnostic::error(Code::R0348, message).at(entry.place(&["profile"]), "").help(help)
    })
}

fn block(id: String, entry: Yaml, kinds: &[Decoder]) -> Result<StatDecl> {
    let canonical = entry.canonical();
    let whole = entry.clone();
    let mut entry = entry;
    let mut found = Findings::new();
    let known = || kinds.iter().map(|decoder| decoder.kind);
    let Some(kind_name) = entry.take("kind", &mut found) else {
        let missing = || {
            Diagnostic::error(Code::R0103, "missing key `kind`")
                .at(whole.span(), "")
                .help(format!("add `kind:`; {}", did_you_mean("", known(), "kinds")))
        };
        return found.finish(()).and_then(|_| Err(missing().into()));
    };
    let title = entry.take("title", &mut found).unwrap_or_else(|| id.replace('_', " "));
    let description = entry.take("description", &mut found).unwrap_or_default();
    let unit = entry.take("unit", &mut found);
    let noun = entry.take("noun", &mut found);
    let decimals =
        entry.take("decimals", &mut found).and_then(|text| match text.parse::<u8>() {
            Ok(digits) if digits <= 9 => Some(digits),
            _ => {
                let message = format!("`decimals` must be 0 to 9, found {text}");
                found.push(
                    Diagnostic::error(Code::R0103, message)
                        .at(whole.place(&["decimals"]), ""),
                );
                None
            }
        });
    let least = entry.take("least", &mut found).and_then(|text| {
        let least = text.parse::<u32>().ok().filter(|least| *least > 0);
        if least.is_none() {
            let message = format!("`least` must be a whole number above 0, found {text}");
            found.push(
                Diagnostic::error(Code::R0103, message).at(whole.place(&["least"]), ""),
            );
        }
        least
    });
    let better = entry.take("better", &mut found).and_then(|text| {
        let better = match text.as_str() {
            "higher" => Some(Better::Higher),
            "lower" => Some(Better::Lower),
            _ => None,
        };
        if better.is_none() {
            let message = format!("`better` must be `higher` or `lower`, found `{text}`");
            found.push(
                Diagnostic::error(Code::R0103, message).at(whole.place(&["better"]), ""),
            );
        }
        better
    });
    let print = Print { unit, decimals, noun, least };
    let decoder = kinds.iter().find(|decoder| decoder.kind == kind_name);
    let decoded = decoder
        .ok_or_else(|| {
            Diagnostic::unknown(Thing::Kind, &kind_name, known())
                .at(whole.place(&["kind"]), "")
                .into()
        })
        .and_then(|decoder| (decoder.decode)(&entry, &print));
    let decoded = found.keep(decoded);
    let Some(Decoded { settings, needs }) = found.finish(decoded)?.value else {
        return Err(Diagnostic::error(Code::R0103, "the block cannot be read").into());
    };
    Ok(StatDecl {
        id,
        title,
        description,
        print,
        better,
        kind_name,
        settings,
        needs,
        canonical,
        yaml: whole,
    })
}

/// Refuses frames with the name of a resource, and blocks that name a frame, or a block in `of:`
/// or among what they need, which is not declared in any of the files.
pub(in crate::project) fn check_names(
    files: &[&StatisticsFile],
    resources: &[&str],
    found: &mut Findings,
) {
    let all = || files.iter().map(|file| &file.names);
    let mut tables: BTreeSet<&str> = resources.iter().copied().collect();
    for (name, span) in all().flat_map(|names| &names.frames) {
        if !tables.insert(name) {
            let message = format!("`{name}` is the name of a resource already");
            found.push(Diagnostic::error(Code::R0105, message).at(span.clone(), ""));
        }
    }
    let blocks: BTreeSet<&str> =
        all().flat_map(|names| &names.blocks).map(|(id, _)| id.as_str()).collect();
    let declared = |id: &str| blocks.contains(id.split('.').next().unwrap_or(id));
    let needs: BTreeMap<&str, &[String]> = files
        .iter()
        .flat_map(|file| &file.statistics)
        .map(|block| (block.id.as_str(), block.needs.as_slice()))
        .collect();
    for (id, entry) in all().flat_map(|names| &names.blocks) {
        if id == MARKED {
            let message = format!("a block cannot be called `{MARKED}`");
            found
                .push(Diagnostic::error(Code::R0730, message).at(entry.span(), "").help(
                "numbers that figures mark have ids that begin so; choose another name",
            ));
        }
        if let Some(name) = entry.text("frame").filter(|n| !tables.contains(n.as_str())) {
            found.push(
                Diagnostic::unknown(Thing::Frame, &name, tables.iter().copied())
                    .at(entry.place(&["frame"]), ""),
            );
        }
        let needs = needs.get(id.as_str()).copied().unwrap_or_default();
        let missing: Vec<&str> =
            needs.iter().map(String::as_str).filter(|id| !declared(id)).collect();
        let known = blocks.iter().copied();
        if let Some(first) = missing.first() {
            let names: Vec<String> =
                missing.iter().map(|name| format!("`{name}`")).collect();
            let names = names.join(", ");
            let message = format!("`{id}` needs {names}, which no block gives");
            let help = did_you_mean(first, known, "blocks");
            found.push(
                Diagnostic::error(Code::R0306, message).at(entry.span(), "").help(help),
            );
        } else if let Some(of) = entry.text("of").filter(|of| !declared(of)) {
            found.push(
                Diagnostic::unknown(Thing::Block, &of, known)
                    .at(entry.place(&["of"]), ""),
            );
        }
    }
}
