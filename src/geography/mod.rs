//! Files of boundaries: read, brought into one plane, cut into common borders, simplified.
//!
//! **In:** the bytes of a GeoJSON, TopoJSON, Shapefile or GeoParquet file, and the coordinate
//! reference system that is declared. **Out:** [`Boundaries`], and their [`Plane`].
//! **Guarantees:** coordinates mean what they are said to mean or are refused; a border
//! between two areas is one line, before and after it is simplified.

mod attributes;
mod crs;
mod geojson;
mod nested;
mod overlap;
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
use crate::model::geography::Ring;

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

/// The most points of all outlines of a file: several times what any map shows.
pub const MOST_POINTS: usize = 5_000_000;

/// The outlines of one file, whose points are counted.
#[derive(Debug)]
pub struct Outlines {
    left: usize,
}

impl Default for Outlines {
    fn default() -> Self {
        Self { left: MOST_POINTS }
    }
}

impl Outlines {
    /// Returns a ring without its repeated last point, and without points that repeat the one
    /// before.
    fn ring(
        &mut self,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Result<Ring, String> {
        let counted = points.into_iter().map(|point| {
            self.left = self.left.checked_sub(1).ok_or_else(many)?;
            Ok(point)
        });
        ring(counted)
    }
}

/// Refuses a text of JSON that has more points than are read, before they are.
fn few_points(bytes: &[u8]) -> Result<(), String> {
    let opened = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'[');
    let mut lists = opened.filter(|(at, _)| {
        let after = bytes.get(at + 1..).unwrap_or_default();
        let first = after.iter().find(|byte| !byte.is_ascii_whitespace());
        first.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-')
    });
    lists.nth(MOST_POINTS).map_or(Ok(()), |_| Err(many()))
}

fn many() -> String {
    format!(
        "it has more than the {MOST_POINTS} points allowed: take a generalised file, or simplify it"
    )
}

/// Takes the repeated last point off a ring, and points that repeat the one before.
fn ring(
    points: impl IntoIterator<Item = Result<(f64, f64), String>>,
) -> Result<Ring, String> {
    let points = points.into_iter();
    let mut out: Ring = Vec::with_capacity(points.size_hint().0.min(MOST_POINTS));
    for point in points {
        let point = point?;
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

#[cfg(test)]
mod tests {
    use super::Format;
    use super::MOST_POINTS;
    use super::Outlines;
    use super::read;

    const SAID: &str = "it has more than the 5000000 points allowed: take a generalised file, or simplify it";

    #[test]
    fn outlines_of_more_points_than_any_map_shows_are_refused() {
        let mut outlines = Outlines::default();
        let half = || (0..MOST_POINTS / 2).map(|at| (f64::from(at as u32), 0.0));
        assert_eq!(outlines.ring(half()).unwrap().len(), MOST_POINTS / 2);
        assert_eq!(outlines.ring(half()).unwrap().len(), MOST_POINTS / 2);
        assert_eq!(outlines.ring(half()).unwrap_err(), SAID);
        // A text is refused before it is read: this one is no JSON.
        let many = "[ 1,".repeat(MOST_POINTS + 1);
        for format in [Format::GeoJson, Format::TopoJson] {
            assert_eq!(read(format, many.as_bytes()).unwrap_err(), SAID);
            let few = read(format, &many.as_bytes()[4..]).unwrap_err();
            assert!(few != SAID, "{few}");
        }
    }
}
