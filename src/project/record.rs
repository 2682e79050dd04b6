//! The record of an edition as it is read back: from `out/`, from a release, from a pack.
//!
//! It may come from elsewhere, so its names and addresses are held to the grammar that the
//! project's own files are held to: they become names of files, anchors and links again.

use crate::model::brand::Face;
use crate::model::document::Block;
use crate::model::document::Inline;
use crate::model::document::visit;
use crate::model::edition::Edition;
use crate::model::edition::READ;
use crate::model::edition::SCHEMA;
use crate::project::font::family_of;
use crate::project::is_id;
use crate::project::path::ProjectPath;
use crate::project::terms::is_safe;
use serde::Deserialize;

/// The largest record that is read, in bytes.
pub const RECORD: u64 = 96 * 1024 * 1024;

/// What is read of a record before its form is known.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    schema: String,
}

/// Reads a record, or returns why it cannot be read.
pub fn edition(bytes: &[u8]) -> Result<Edition, String> {
    let head: Head = serde_json::from_slice(bytes)
        .map_err(|error| format!("it is no record in JSON: {error}"))?;
    if !READ.contains(&head.schema.as_str()) {
        let schema: String = head.schema.chars().take(40).collect();
        return Err(format!("its schema is `{}`, not `{SCHEMA}`", schema.escape_debug()));
    }
    let edition: Edition = serde_json::from_slice(bytes)
        .map_err(|error| format!("it is damaged: {error}"))?;
    match fault(&edition) {
        Some(why) => Err(why),
        None => Ok(edition),
    }
}

/// Returns the first name or address that no project could have given.
fn fault(edition: &Edition) -> Option<String> {
    let document = &*edition.document;
    let shown = |text: &str| -> String {
        text.chars().take(60).collect::<String>().escape_debug().to_string()
    };
    let no_id = |what: &str, id: &str| {
        (!is_id(id)).then(|| format!("`{}` cannot be the id of a {what}", shown(id)))
    };
    let no_anchor = |id: &str| {
        (!is_anchor(id)).then(|| format!("`{}` cannot be an anchor", shown(id)))
    };
    let no_name = |id: &str| {
        (!is_name(id)).then(|| format!("`{}` cannot be the id of a value", shown(id)))
    };
    let no_path = |path: &str| {
        let plain = ProjectPath::new(path).is_ok_and(|own| own.as_str() == path)
            && !path.chars().any(char::is_control);
        (!plain).then(|| format!("`{}` is no path within a project", shown(path)))
    };
    let no_link = |url: &str| {
        (!url.is_empty() && !is_safe(url))
            .then(|| format!("`{}` is no web or mail address", shown(url)))
    };
    let figures = edition.figures.iter().find_map(|(id, chart)| {
        no_id("figure", id).or_else(|| no_id("figure", &chart.id))
    });
    let meta = &document.meta;
    let links = [&meta.url, &meta.licence.url];
    let mut links =
        links.into_iter().chain(meta.authors.iter().map(|author| &author.url));
    let found = figures
        .or_else(|| links.find_map(|url| no_link(url)))
        .or_else(|| document.findings.iter().find_map(|one| no_anchor(&one.id)))
        .or_else(|| document.chapters.iter().find_map(|one| no_anchor(&one.id)))
        .or_else(|| document.references.iter().find_map(|one| no_key(&one.key)))
        .or_else(|| document.local.iter().find_map(|one| no_name(&one.id)))
        .or_else(|| {
            let figures = document.findings.iter().filter_map(|one| one.figure.as_ref());
            figures.into_iter().find_map(|id| no_id("figure", id))
        })
        .or_else(|| edition.statistics.stats.keys().find_map(|id| no_name(id)))
        .or_else(|| edition.statistics.families.keys().find_map(|id| no_name(id)))
        .or_else(|| edition.inputs.keys().find_map(|path| no_path(path)))
        .or_else(|| edition.outputs.keys().find_map(|path| no_path(path)));
    let fonts = edition.theme.brand.iter().flat_map(|brand| &brand.fonts);
    let found = found.or_else(|| {
        let why = |face: &Face| family_of(&face.bytes.0).err();
        let why = fonts.into_iter().find_map(why)?;
        Some(format!("a font of its brand cannot be used: {why}"))
    });
    let cover = meta.cover.as_ref();
    let found = found.or_else(|| cover.and_then(|cover| no_path(&cover.path)));
    if found.is_some() {
        return found;
    }
    let mut found = None;
    visit(document, &mut |node| {
        if found.is_none() {
            found = match node {
                Inline::Link { url, .. } => no_link(url),
                Inline::Stat { id, .. } => no_name(id),
                Inline::Claim(claim) => no_id("claim", &claim.id),
                Inline::Ref { target, .. } => no_anchor(target),
                Inline::Cite { keys, .. } => keys.iter().find_map(|key| no_key(key)),
                _ => None,
            };
        }
    });
    let chapters = document.chapters.iter().map(|chapter| &chapter.blocks);
    let notes = document.footnotes.iter().map(|note| &note.blocks);
    let mut rest: Vec<&Block> = chapters.chain(notes).flatten().collect();
    while let Some(block) = rest.pop().filter(|_| found.is_none()) {
        match block {
            Block::Heading { id, .. } | Block::Equation { id, .. } => {
                found = no_anchor(id);
            }
            Block::Figure(figure) => found = no_id("figure", &figure.id),
            Block::Table(table) if !table.id.is_empty() => {
                found = no_id("table", &table.id);
            }
            Block::Picture(picture) => {
                found = no_path(&picture.path).or_else(|| no_anchor(&picture.id));
            }
            Block::Container(container) => {
                found = no_anchor(&container.id).or_else(|| no_anchor(&container.kind));
            }
            _ => {}
        }
        rest.extend(block.within().into_iter().flatten());
    }
    found
}

fn no_key(key: &str) -> Option<String> {
    let plain = !key.is_empty()
        && !key
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || "\"'<>&".contains(c));
    (!plain).then(|| {
        let shown: String = key.chars().take(60).collect();
        format!("`{}` cannot be the key of a work", shown.escape_debug())
    })
}

/// Letters, digits and what joins them.
fn is_anchor(id: &str) -> bool {
    id.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c))
}

/// The id of a value: an id and the values of its groups.
fn is_name(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::edition;

    #[test]
    fn what_is_no_record_is_refused_for_what_it_is() {
        let said = |text: &str| edition(text.as_bytes()).unwrap_err();
        assert_eq!(
            said(r#"{"schema": "reissue-edition/9"}"#),
            "its schema is `reissue-edition/9`, not `reissue-edition/3`"
        );
        assert!(said("[").starts_with("it is no record in JSON"));
        assert!(said(&"[".repeat(100_000)).starts_with("it is no record in JSON"));
        assert!(said(r#"{"schema": "reissue-edition/3"}"#).starts_with("it is damaged"));
    }
}
