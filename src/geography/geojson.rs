//! GeoJSON (RFC 7946), and the `crs` member of the version before it.

use crate::geography::Outlines;
use crate::geography::few_points;
use crate::geography::nested::Line;
use crate::geography::nested::Nested;
use crate::geography::nested::Position;
use crate::model::geography::Boundaries;
use crate::model::geography::Ring;
use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    crs: Option<Value>,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

/// A geometry. Which of its members count, its type says, and that may come last: to look for the type first
/// would mean to keep all numbers of a large file in between.
#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Nested,
    #[serde(default)]
    geometries: Vec<Self>,
}

/// Reads a collection of features.
pub(super) fn read(bytes: &[u8]) -> Result<Boundaries, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    few_points(bytes)?;
    let collection: Collection =
        serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    match collection.kind.as_str() {
        "FeatureCollection" => {}
        "Topology" => {
            return Err("it is TopoJSON: declare `format: topojson`".to_owned());
        }
        other => return Err(format!("it is a `{other}`, not a `FeatureCollection`")),
    }
    let mut out = Boundaries {
        crs: collection.crs.as_ref().and_then(named),
        degrees: collection.crs.is_none(),
        ..Boundaries::default()
    };
    let mut table = Table::default();
    let mut outlines = Outlines::default();
    for (at, feature) in collection.features.into_iter().enumerate() {
        let mut rings = Vec::new();
        if let Some(geometry) = feature.geometry {
            collect(geometry, &mut outlines, &mut rings)
                .map_err(|why| format!("feature {}: {why}", at + 1))?;
        }
        table.row(feature.id, feature.properties.unwrap_or_default())?;
        out.rings.push(rings);
    }
    (out.header, out.cells) = table.finish();
    Ok(out)
}

/// The name of a `crs` member; `null` names none.
fn named(crs: &Value) -> Option<String> {
    let name = crs.pointer("/properties/name").or_else(|| crs.get("name"));
    name.and_then(Value::as_str).map(str::to_owned)
}

fn collect(
    geometry: Geometry,
    outlines: &mut Outlines,
    rings: &mut Vec<Ring>,
) -> Result<(), String> {
    let mut polygon = |lines: Vec<Line>| -> Result<(), String> {
        for line in lines {
            rings.push(outlines.ring(line.into_iter().map(|Position(x, y)| (x, y)))?);
        }
        Ok(())
    };
    match (geometry.kind.as_str(), geometry.coordinates) {
        ("Polygon", Nested::Rings(lines)) => polygon(lines),
        ("MultiPolygon", Nested::Polygons(all)) => all.into_iter().try_for_each(polygon),
        // Polygons without rings.
        ("MultiPolygon", Nested::Rings(all)) if all.iter().all(Vec::is_empty) => Ok(()),
        ("Polygon" | "MultiPolygon", Nested::Empty) => Ok(()),
        ("GeometryCollection", _) => {
            let mut inner = geometry.geometries.into_iter();
            inner.try_for_each(|inner| collect(inner, outlines, rings))
        }
        (kind @ ("Polygon" | "MultiPolygon"), _) => {
            Err(format!("its coordinates are not nested as those of a `{kind}`"))
        }
        ("Point" | "MultiPoint" | "LineString" | "MultiLineString", _) => {
            Err("it is a point or a line, not an area".to_owned())
        }
        (kind, _) => Err(format!("its geometry is a `{kind}`, not an area")),
    }
}

/// The most cells that the properties have together, empty ones included.
pub(super) const MOST_CELLS: usize = 5_000_000;

/// Properties as a table: columns in the order they are met.
#[derive(Default)]
pub(super) struct Table {
    header: Vec<String>,
    places: HashMap<String, usize>,
    cells: Vec<Vec<Option<String>>>,
}

impl Table {
    /// Adds a row.
    pub(super) fn row(
        &mut self,
        id: Option<Value>,
        properties: Map<String, Value>,
    ) -> Result<(), String> {
        let mut row = vec![None; self.header.len()];
        let id = id.map(|id| ("id".to_owned(), id));
        for (name, value) in properties.into_iter().chain(id) {
            let at = self.places.get(&name).copied().unwrap_or_else(|| {
                self.places.insert(name.clone(), self.header.len());
                self.header.push(name);
                self.header.len() - 1
            });
            if row.len() <= at {
                row.resize(at + 1, None);
            }
            if let Some(slot) = row.get_mut(at) {
                *slot = text(value);
            }
        }
        self.cells.push(row);
        // Every row has every column in the end.
        if self.header.len().saturating_mul(self.cells.len()) > MOST_CELLS {
            return Err(format!(
                "its properties make {} columns of {} or more areas, more than the \
                 {MOST_CELLS} cells allowed",
                self.header.len(),
                self.cells.len()
            ));
        }
        Ok(())
    }

    /// Returns the header and rows of one width.
    pub(super) fn finish(mut self) -> (Vec<String>, Vec<Vec<Option<String>>>) {
        let width = self.header.len();
        self.cells.iter_mut().for_each(|row| row.resize(width, None));
        (self.header, self.cells)
    }
}

/// A property as the text of a cell.
fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_feature_has_its_properties_and_its_rings() {
        let text = r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": 7, "properties": {"code": "A", "n": 2.5, "none": null},
             "geometry": {"type": "MultiPolygon", "coordinates":
                [[[[0,0],[1,0],[1,1,9],[0,0]]], [[[5,5],[6,5],[6,6],[5,5]]]]}},
            {"type": "Feature", "properties": {"extra": true}, "geometry": null}]}"#;
        let found = read(text.as_bytes()).unwrap();
        assert_eq!(found.header, ["code", "n", "none", "id", "extra"]);
        assert_eq!(found.cell(0, 1), Some("2.5"));
        assert_eq!(found.cell(0, 3), Some("7"));
        assert_eq!(found.cell(1, 4), Some("true"));
        assert_eq!(found.rings[0].len(), 2);
        assert_eq!(found.rings[0][0], [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]);
        assert!(found.rings[1].is_empty());
        assert!(found.degrees);
    }

    #[test]
    fn properties_that_make_very_many_cells_are_refused() {
        let feature = |at: usize| {
            format!(
                r#"{{"type": "Feature", "properties": {{"k{at}": 1}}, "geometry": null}}"#
            )
        };
        let all: Vec<String> = (0..3000).map(feature).collect();
        let text = format!(
            r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
            all.join(",")
        );
        assert_eq!(
            read(text.as_bytes()).unwrap_err(),
            "its properties make 2237 columns of 2237 or more areas, more than the 5000000 cells allowed"
        );
    }

    #[test]
    fn what_is_no_area_is_refused() {
        let feature = |geometry: &str| {
            let text = format!(
                r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", "geometry": {geometry}}}]}}"#
            );
            read(text.as_bytes()).unwrap_err()
        };
        assert_eq!(
            feature(r#"{"type": "Point", "coordinates": [0, 0]}"#),
            "feature 1: it is a point or a line, not an area"
        );
        assert_eq!(
            feature(r#"{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}"#),
            "feature 1: a ring has 2 different points"
        );
        assert_eq!(
            feature(r#"{"type": "Polygon", "coordinates": [[0, 0], [1, 1], [0, 0]]}"#),
            "feature 1: its coordinates are not nested as those of a `Polygon`"
        );
        assert_eq!(
            feature(r#"{"type": "Polygon", "coordinates": [[]]}"#),
            "feature 1: a ring has 0 different points"
        );
        assert_eq!(
            feature(r#"{"type": "Curve", "coordinates": []}"#),
            "feature 1: its geometry is a `Curve`, not an area"
        );
        for (coordinates, why) in [
            ("[[[0, 0], [1]]]", "a position has fewer than two numbers"),
            ("[[[0, 0], []]]", "a position has fewer than two numbers"),
            ("[[[], [0, 0]]]", "a position has fewer than two numbers"),
            ("[[[[[[0, 0]]]]]]", "positions are nested too deeply"),
            ("[[[\"0\", 0]]]", "expected a number or a list"),
        ] {
            let geometry =
                format!(r#"{{"type": "Polygon", "coordinates": {coordinates}}}"#);
            let found = feature(&geometry);
            assert!(found.contains(why), "{coordinates}: {found}");
        }
    }

    #[test]
    fn the_type_of_a_geometry_may_come_last_and_polygons_may_be_empty() {
        let square = "[[0,0],[1,0],[1,1],[0,0]]";
        for (coordinates, kind, count) in [
            (format!("[{square}]"), "Polygon", 1),
            (format!("[[],[{square}],[]]"), "MultiPolygon", 1),
            ("[[],[]]".to_owned(), "MultiPolygon", 0),
            ("[]".to_owned(), "Polygon", 0),
        ] {
            let text = format!(
                r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", "geometry":
                {{"coordinates": {coordinates}, "type": "{kind}"}}}}]}}"#
            );
            let found = read(text.as_bytes()).unwrap();
            assert_eq!(found.rings[0].len(), count, "{coordinates}");
        }
    }
}
