//! Data files that the user named: read from anywhere, with the names they get in `data/`.

use crate::frame;
use crate::project;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that was named: where it goes in `data/`, and its bytes.
pub(super) struct Given {
    pub name: String,
    pub bytes: Arc<[u8]>,
    /// Whether it lies in the project's `data/` already.
    pub there: bool,
}

/// Reads the files that were named, those of folders too, sorted by name.
#[expect(clippy::disallowed_methods, reason = "files that the user named, from anywhere")]
pub(super) fn given(
    paths: &[PathBuf],
    data: Option<&Path>,
) -> Result<Vec<Given>, String> {
    let mut out = Vec::new();
    let data = data.and_then(|data| data.canonicalize().ok());
    for path in paths {
        let failed =
            |error: std::io::Error| format!("cannot read `{}`: {error}", path.display());
        let mut files = vec![path.clone()];
        if path.is_dir() {
            files = tree(path).map_err(failed)?;
        }
        for file in files {
            let size = std::fs::metadata(&file).map_err(failed)?.len();
            if size > project::LARGEST {
                return Err(format!(
                    "`{}` has {size} bytes, more than the {} allowed",
                    file.display(),
                    project::LARGEST
                ));
            }
            let bytes = std::fs::read(&file).map_err(failed)?;
            let real = file.canonicalize().ok();
            let inside = data
                .as_ref()
                .zip(real.as_ref())
                .and_then(|(data, real)| real.strip_prefix(data).ok());
            let name = match (inside, path.is_dir()) {
                (Some(inside), _) => inside.to_string_lossy().into_owned(),
                (None, true) => {
                    let base = path.parent().unwrap_or(path);
                    file.strip_prefix(base)
                        .unwrap_or(&file)
                        .to_string_lossy()
                        .into_owned()
                }
                (None, false) => {
                    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
                }
            };
            out.push(Given {
                name: name.replace('\\', "/"),
                bytes: bytes.into(),
                there: inside.is_some(),
            });
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}

/// Returns the data files under a folder, sorted.
#[expect(clippy::disallowed_methods, reason = "a folder that the user named")]
fn tree(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    const ENDINGS: [&str; 9] =
        ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "parquet"];
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let path = entry.path();
            let lower = path.to_string_lossy().to_lowercase();
            // A text file may be compressed: `trees.csv.gz`.
            let bare = frame::bare(&lower);
            let packed = bare.len() < lower.len();
            let ending = bare.rsplit_once('.').map(|(_, end)| end);
            let ending =
                ending.filter(|end| !packed || ["csv", "tsv", "txt"].contains(end));
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && ending.is_some_and(|end| ENDINGS.contains(&end)) {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}
