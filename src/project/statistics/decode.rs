//! The blocks of `report/statistics.yaml`, each decoded by its kind.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::project::statistics::Estimated;
use crate::project::statistics::Frame;
use crate::project::statistics::FrameDecl;
use crate::project::statistics::Kind;
use crate::project::statistics::Print;
use crate::project::statistics::StatDecl;
use crate::project::statistics::StatisticsFile;
use crate::project::yaml::Yaml;
use serde::de::DeserializeOwned;

/// The kinds decoded here; the rest are decoded by `stat/`.
const PLAIN: &[&str] = &["level", "change", "count", "sql", "difference", "ratio"];

/// Decodes the file; `estimated` names the kinds that `stat/` computes.
pub(in crate::project) fn decode(
    yaml: &Yaml,
    estimated: &[&str],
) -> Result<StatisticsFile> {
    let mut found = Findings::new();
    let mut file = StatisticsFile::default();
    found.keep(yaml.only_keys(&["frames", "labels", "statistics"]));
    for (name, entry) in found.keep(yaml.entries("frames")).unwrap_or_default() {
        found.keep(crate::project::check_id(&name, &entry));
        if let Some(decl) = found.keep(entry.decode::<FrameDecl>()) {
            file.frames.push(Frame { name, decl, yaml: entry });
        }
    }
    for (column, entry) in found.keep(yaml.entries("labels")).unwrap_or_default() {
        if let Some(words) = found.keep(entry.decode()) {
            file.labels.insert(column, words);
        }
    }
    for (id, entry) in found.keep(yaml.entries("statistics")).unwrap_or_default() {
        found.keep(crate::project::check_id(&id, &entry));
        if let Some(decl) = found.keep(block(id, entry, estimated)) {
            file.statistics.push(decl);
        }
    }
    found.finish(file).map(|warned| warned.value)
}

fn block(id: String, entry: Yaml, estimated: &[&str]) -> Result<StatDecl> {
    let canonical = entry.canonical();
    let whole = entry.clone();
    let mut entry = entry;
    let known: Vec<&str> = PLAIN.iter().chain(estimated).copied().collect();
    let Some(kind_name) = entry.take("kind") else {
        return Err(Diagnostic::error(Code::R0103, "missing key `kind`")
            .at(whole.span(), "")
            .help(format!("add `kind:`; {}", did_you_mean("", known, "kinds")))
            .into());
    };
    let title = entry.take("title").unwrap_or_else(|| id.replace('_', " "));
    let description = entry.take("description").unwrap_or_default();
    let print =
        Print { unit: entry.take("unit"), decimals: None, noun: entry.take("noun") };
    let decimals = match entry.take("decimals") {
        None => None,
        Some(text) => match text.parse::<u8>() {
            Ok(digits) if digits <= 9 => Some(digits),
            _ => {
                return Err(Diagnostic::error(
                    Code::R0103,
                    format!("`decimals` must be 0 to 9, found {text}"),
                )
                .at(whole.place(&["decimals"]), "")
                .into());
            }
        },
    };
    let print = Print { decimals, ..print };
    let kind = match kind_name.as_str() {
        "level" => Kind::Level(fields(&entry)?),
        "change" => Kind::Change(fields(&entry)?),
        "count" => Kind::Count(fields(&entry)?),
        "sql" => Kind::Sql(fields(&entry)?),
        "difference" => Kind::Difference(fields(&entry)?),
        "ratio" => Kind::Ratio(fields(&entry)?),
        name if estimated.contains(&name) => {
            Kind::Estimated(Estimated { kind: name.to_owned(), settings: entry.clone() })
        }
        name => {
            return Err(Diagnostic::error(Code::R0103, format!("unknown kind `{name}`"))
                .at(whole.place(&["kind"]), "")
                .help(did_you_mean(name, known, "kinds"))
                .into());
        }
    };
    Ok(StatDecl {
        id,
        title,
        description,
        print,
        kind,
        kind_name,
        canonical,
        yaml: whole,
    })
}

fn fields<T: DeserializeOwned>(entry: &Yaml) -> Result<T> {
    entry.decode()
}
