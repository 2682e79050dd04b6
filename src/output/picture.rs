//! Pictures as files of the outputs: what each form is called.

use crate::figure::PictureForm;
use crate::model::document::PictureBlock;
use crate::output::Publication;
use std::collections::BTreeMap;

/// The folder of pictures beside the page.
const FOLDER: &str = "pictures";

/// Returns the file of a form: the name of the author's file, its width, and a few signs of its
/// content, so that no stale copy is shown.
pub(super) fn name(path: &str, form: &PictureForm) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let hash = blake3::hash(&form.bytes).to_hex();
    let hash = hash.get(..8).unwrap_or_default();
    format!("{stem}-{}-{hash}.{}", form.width, form.ending)
}

/// Returns the address of a form from the page.
pub(super) fn address(path: &str, form: &PictureForm) -> String {
    format!("{FOLDER}/{}", name(path, form))
}

/// Returns the files of all pictures that a document shows, by their path beside the page.
pub fn files(publication: &Publication<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for block in publication.document.pictures() {
        let Some(picture) = publication.pictures.get(&block.path) else { continue };
        for form in &picture.forms {
            out.insert(address(&block.path, form), form.bytes.clone());
        }
    }
    out
}

/// Returns the form of a picture for print, where it is known.
pub(super) fn printed<'a>(
    publication: &Publication<'a>,
    block: &PictureBlock,
) -> Option<&'a PictureForm> {
    publication.pictures.get(&block.path)?.at_least(1_600)
}
