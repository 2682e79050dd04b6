//! The access list of packs: who was given which copy, with its seal. A later run adds to it.

use crate::cli::args::PressArgs;
use crate::cli::verify::bytes;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::press;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// What the name of an access list ends in.
const ACCESS: &str = "-access.csv";
/// The heads of its columns.
const HEAD: &str = "recipient,pack,seal\n";

/// Where the access list of the packs is.
pub(super) fn list_of(args: &PressArgs) -> PathBuf {
    let to = args.to.clone().unwrap_or_else(|| PathBuf::from("press"));
    to.with_file_name(format!("{}{ACCESS}", stem(&to)))
}

/// Returns the rows of an access list by recipient; there are none without the file.
pub(super) fn listed(path: &Path) -> Result<BTreeMap<String, String>> {
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    let text = bytes(path, press::MOST)?;
    let mut rows = csv::Reader::from_reader(&*text);
    let row = |row: csv::Result<csv::StringRecord>| {
        let row = row.ok()?;
        let (name, pack, seal) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Some((name.to_owned(), self::row(name, Path::new(pack), seal)))
    };
    Ok(rows.records().filter_map(row).collect())
}

/// A row of the access list.
pub(super) fn row(name: &str, to: &Path, seal: &str) -> String {
    let pack = to.file_name().map(|name| name.to_string_lossy().into_owned());
    let quoted = |text: &str| {
        format!("\"{}\"", crate::figure::harmless(text).replace('"', "\"\""))
    };
    format!("{},{},{seal}\n", quoted(name), quoted(&pack.unwrap_or_default()))
}

/// Returns an access list as text.
pub(super) fn text(rows: BTreeMap<String, String>) -> String {
    let rows: String = rows.into_values().collect();
    format!("{HEAD}{rows}")
}

/// Returns who was given a copy of their own: by `--for`, and by the access lists that lie in
/// the project's folder.
pub(super) fn recipients(args: &PressArgs) -> Result<Vec<String>> {
    let mut out: BTreeSet<String> = args.recipients.iter().cloned().collect();
    let disk = Disk::new(&args.project);
    for name in disk.beside()?.iter().filter(|name| name.ends_with(ACCESS)) {
        let path =
            ProjectPath::new(name).map_err(|why| Diagnostic::error(Code::R0705, why))?;
        let text = disk.text(&path)?;
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let names = rows.records().filter_map(|row| {
            let name = row.ok()?.get(0)?.to_owned();
            Some(name).filter(|name| !name.is_empty())
        });
        out.extend(names);
    }
    Ok(out.into_iter().collect())
}

/// The name of a file without its ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
