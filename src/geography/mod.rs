//! Files of boundaries: read, brought into one plane, cut into common borders, simplified.
//!
//! **In:** the bytes of a GeoJSON, TopoJSON, Shapefile or GeoParquet file, and the coordinate
//! reference system that is declared. **Out:** [`Boundaries`], and their [`Plane`].
//! **Guarantees:** coordinates mean what they are said to mean or are refused; a border
//! between two areas is one line, before and after it is simplified.

mod crs;
mod geojson;
mod plane;
mod shape;
mod shapefile;
mod sheet;
mod simplify;
mod topojson;
mod topology;
mod wkb;

pub use plane::Plane;
pub use plane::Refusal;
pub use plane::Wanted;
pub use plane::plane;
pub use sheet::GRID;
pub use sheet::least;
pub use sheet::sheet;
pub use simplify::simplified;
pub use wkb::read as rings_of_wkb;

use crate::model::geography::Boundaries;

/// The formats of boundaries that stand in a file of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Features with properties and a geometry.
    GeoJson,
    /// The same with common borders.
    TopoJson,
    /// A zip of `.shp`, `.dbf` and `.prj`.
    Shapefile,
}

impl Format {
    /// Returns the format of a file, as declared or by its name.
    pub fn of(declared: Option<&str>, path: &str) -> Option<Self> {
        let path = path.to_ascii_lowercase();
        let ending = path.rsplit('.').next().unwrap_or_default();
        match declared.unwrap_or(ending) {
            "geojson" => Some(Self::GeoJson),
            "topojson" => Some(Self::TopoJson),
            "shapefile" | "shp" | "zip" => Some(Self::Shapefile),
            _ => None,
        }
    }
}

/// Reads a file of boundaries.
pub fn read(format: Format, bytes: &[u8]) -> Result<Boundaries, String> {
    let found = match format {
        Format::GeoJson => geojson::read(bytes)?,
        Format::TopoJson => topojson::read(bytes)?,
        Format::Shapefile => shapefile::read(bytes)?,
    };
    if found.rings.is_empty() {
        return Err("it holds no areas".to_owned());
    }
    Ok(found)
}

/// Takes the repeated last point off a ring, and points that repeat the one before.
fn ring(points: impl IntoIterator<Item = (f64, f64)>) -> Result<Vec<(f64, f64)>, String> {
    let points = points.into_iter();
    let mut out: Vec<(f64, f64)> = Vec::with_capacity(points.size_hint().0);
    for point in points {
        if !point.0.is_finite() || !point.1.is_finite() {
            return Err("a coordinate is not a number".to_owned());
        }
        if out.last() != Some(&point) {
            out.push(point);
        }
    }
    if out.len() > 1 && out.first() == out.last() {
        out.pop();
    }
    if out.len() < 3 {
        return Err(format!("a ring has {} different points", out.len()));
    }
    Ok(out)
}
