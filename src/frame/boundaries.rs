//! Resources that hold the boundaries of areas: their attributes as a table like any other, and
//! their outlines for maps.

use crate::frame::Frames;
use crate::frame::Origin;
use crate::frame::engine;
use crate::frame::guard::guarded;
use crate::frame::place;
use crate::geography;
use crate::geography::Format;
use crate::geography::Wanted;
use crate::memo;
use crate::memo::Json;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::geography::Boundaries;
use crate::model::geography::MapPage;
use crate::model::key::Key;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use std::sync::Arc;

/// The format of a resource's file, if it holds boundaries alone.
pub(super) fn format(resource: &ResourceDecl, path: &ProjectPath) -> Option<Format> {
    Format::of(resource.format.as_deref(), path.as_str())
}

impl Frames<'_> {
    /// Returns the boundaries of a resource in the plane of a projection, which is declared at a
    /// place; none where there is no such resource.
    pub fn page(
        &self,
        name: &str,
        projection: Option<&str>,
        at: &Span,
    ) -> Result<Option<MapPage>> {
        let Some(Origin::Resource(resource)) =
            self.slots.get(name).map(|slot| slot.origin)
        else {
            return Ok(None);
        };
        let path =
            place::path(self.project, resource).ok_or_else(|| several(resource))?;
        let crs = resource.crs.as_deref();
        let hash = self.files.hash(&path).map_err(place::placed(self, resource))?;
        let key = Key::new(format!("boundaries {name}"))
            .field("file", hash.to_hex().as_str())
            .field("format", format!("{:?}", format(resource, &path)).as_str())
            .field("crs", crs.unwrap_or_default())
            .field("projection", projection.unwrap_or_default());
        let Json(sheet) = memo::through(self.memo, &key, || {
            let found = match format(resource, &path) {
                Some(format) => read(self, resource, format)?,
                None => engine::geoparquet(&self.files.read(&path)?)
                    .map_err(|why| refused(self, resource, &path, &why))?,
            };
            let made = geography::sheet(found, Wanted { crs, projection });
            made.map(Json).map_err(|refusal| {
                let message = format!("boundaries `{name}`: {}", refusal.message);
                let declared = place::place(self.project, resource, &["path"]);
                let at = if refusal.projection { at.clone() } else { declared };
                Diagnostic::error(Code::R0691, message)
                    .at(at, "")
                    .help(refusal.help)
                    .into()
            })
        })?;
        let key = match resource.schema.primary_key.list() {
            [only] => Some(only.clone()),
            _ => None,
        };
        Ok(Some(MapPage { sheet: Arc::new(sheet), key, file: path.as_str().to_owned() }))
    }
}

/// Reads a file of boundaries.
pub(super) fn read(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    format: Format,
) -> Result<Boundaries> {
    let path = place::path(frames.project, resource).ok_or_else(|| several(resource))?;
    let bytes = frames.files.read(&path).map_err(place::placed(frames, resource))?;
    guarded(|| geography::read(format, &bytes))
        .unwrap_or_else(|why| {
            Err(format!("it is damaged, and its reader gave up: {why}"))
        })
        .map_err(|why| refused(frames, resource, &path, &why))
}

fn refused(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    why: &str,
) -> crate::model::diagnostic::Failure {
    Diagnostic::error(Code::R0690, format!("cannot read boundaries from `{path}`: {why}"))
        .at(place::place(frames.project, resource, &["path"]), "")
        .help("boundaries come from GeoJSON, TopoJSON, a zipped Shapefile, or GeoParquet")
        .into()
}

/// The attributes of boundaries as columns of texts.
pub(super) fn table(found: &Boundaries) -> Table {
    let columns = found.header.iter().enumerate().map(|(at, name)| {
        let cells = found.cells.iter().map(|row| row.get(at).cloned().flatten());
        Column { name: name.clone(), cells: Cells::Text(cells.collect()) }
    });
    Table { columns: columns.collect(), files: Vec::new() }
}

/// The error for boundaries that are to be read from several files.
fn several(resource: &ResourceDecl) -> Diagnostic {
    let message = format!("the boundaries `{}` are not in one file", resource.name);
    Diagnostic::error(Code::R0690, message).help("name one file as its `path:`")
}
