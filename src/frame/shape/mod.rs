//! The cells of the files of a resource in the shape that its schema declares: files one under
//! another, columns split, columns made rows, rows made columns. Nothing is copied: each cell keeps its place in
//! its own file.

mod joined;
mod pivot;
mod split;
mod unpivot;

use crate::frame::check::Cellular;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::project::ResourceDecl;

/// The cells of one file.
pub(in crate::frame) struct Part<'a> {
    /// The file's path in the project.
    pub path: &'a str,
    /// Its cells.
    pub cells: Box<dyn Cellular + 'a>,
}

/// Returns the cells of a resource from those of its files; none where they cannot be put together,
/// which is then among what was found. `place` returns the place of a setting of the resource.
pub(in crate::frame) fn shaped<'a>(
    resource: &'a ResourceDecl,
    mut parts: Vec<Part<'a>>,
    place: &dyn Fn(&[&str]) -> Span,
    found: &mut Findings,
) -> Option<Box<dyn Cellular + 'a>> {
    let plain = resource.rename.is_empty()
        && resource.empty_columns.is_empty()
        && resource.file_column.is_none();
    let mut cells = if parts.len() == 1 && plain {
        parts.pop()?.cells
    } else {
        joined::joined(resource, parts, place, found)?
    };
    if let Some(split) = &resource.split {
        cells = split::split(split, cells, place, found)?;
    }
    if let Some(unpivot) = &resource.unpivot {
        cells = unpivot::unpivoted(unpivot, cells, place, found)?;
    }
    if let Some(pivot) = &resource.pivot {
        cells = pivot::pivoted(pivot, cells, place, found)?;
    }
    Some(cells)
}
