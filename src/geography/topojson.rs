//! TopoJSON: arcs that areas share, put together to rings again.

use crate::geography::Outlines;
use crate::geography::few_points;
use crate::geography::geojson::Table;
use crate::model::geography::Boundaries;
use crate::model::geography::Ring;
use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Topology {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    transform: Option<Transform>,
    arcs: Vec<Vec<Vec<f64>>>,
    objects: BTreeMap<String, Object>,
    #[serde(default)]
    crs: Option<Value>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    arcs: Option<Value>,
    #[serde(default)]
    geometries: Vec<Self>,
}

/// Reads the only object of a topology.
pub(super) fn read(bytes: &[u8]) -> Result<Boundaries, String> {
    few_points(bytes)?;
    let topology: Topology =
        serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if topology.kind != "Topology" {
        return Err(format!("it is a `{}`, not a `Topology`", topology.kind));
    }
    let arcs: Vec<Ring> = topology
        .arcs
        .iter()
        .map(|arc| decoded(arc, topology.transform.as_ref()))
        .collect();
    let names: Vec<String> = topology.objects.keys().cloned().collect();
    let [name] = names.as_slice() else {
        let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        return Err(format!(
            "it holds {} objects ({}): keep one",
            names.len(),
            list.join(", ")
        ));
    };
    let mut out = Boundaries { degrees: topology.crs.is_none(), ..Boundaries::default() };
    out.crs = topology.crs.as_ref().and_then(|crs| {
        crs.pointer("/properties/name").and_then(Value::as_str).map(str::to_owned)
    });
    let mut table = Table::default();
    let mut outlines = Outlines::default();
    if let Some(object) = topology.objects.into_iter().next().map(|(_, object)| object) {
        let objects =
            if object.geometries.is_empty() { vec![object] } else { object.geometries };
        for (at, object) in objects.into_iter().enumerate() {
            let mut rings = Vec::new();
            match object.kind.as_deref() {
                Some("Polygon" | "MultiPolygon") => {
                    let arcs_of = object.arcs.unwrap_or(Value::Null);
                    collect(&arcs_of, &arcs, &mut outlines, &mut rings)
                        .map_err(|why| format!("geometry {}: {why}", at + 1))?;
                }
                None => {}
                Some(_) => {
                    return Err(format!(
                        "geometry {} of `{name}` is not an area",
                        at + 1
                    ));
                }
            }
            table.row(object.id, object.properties.unwrap_or_default())?;
            out.rings.push(rings);
        }
    }
    (out.header, out.cells) = table.finish();
    Ok(out)
}

/// The points of an arc: steps on a grid where there is a transform.
fn decoded(arc: &[Vec<f64>], transform: Option<&Transform>) -> Ring {
    let mut here = (0.0, 0.0);
    arc.iter()
        .filter_map(|point| Some((*point.first()?, *point.get(1)?)))
        .map(|(x, y)| match transform {
            Some(transform) => {
                here = (here.0 + x, here.1 + y);
                (
                    here.0 * transform.scale.0 + transform.translate.0,
                    here.1 * transform.scale.1 + transform.translate.1,
                )
            }
            None => (x, y),
        })
        .collect()
}

/// Lists of arcs, of rings, or of polygons.
fn collect(
    value: &Value,
    arcs: &[Ring],
    outlines: &mut Outlines,
    rings: &mut Vec<Ring>,
) -> Result<(), String> {
    let list = value.as_array().ok_or("its arcs are no list")?;
    if !list.iter().all(Value::is_i64) {
        return list.iter().try_for_each(|inner| collect(inner, arcs, outlines, rings));
    }
    if list.len() > arcs.len().saturating_mul(2) {
        return Err("a ring goes along the same arc again and again".to_owned());
    }
    let mut found: Vec<(&Ring, bool)> = Vec::with_capacity(list.len());
    for index in list.iter().filter_map(Value::as_i64) {
        // A complement stands for the arc in the other direction.
        let at = if index < 0 { !index } else { index };
        let arc = usize::try_from(at).ok().and_then(|at| arcs.get(at));
        found.push((arc.ok_or_else(|| format!("there is no arc {at}"))?, index < 0));
    }
    let points = found.into_iter().flat_map(|(arc, back)| {
        (0..arc.len()).filter_map(move |at| {
            arc.get(if back { arc.len() - 1 - at } else { at }).copied()
        })
    });
    rings.push(outlines.ring(points)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn arcs_that_make_very_many_points_are_refused() {
        let refused = |arcs: &str, polygons: &str| {
            let text = format!(
                r#"{{"type": "Topology", "arcs": [{arcs}], "objects": {{"a": {{"type":
                "GeometryCollection", "geometries": [{polygons}]}}}}}}"#
            );
            read(text.as_bytes()).unwrap_err()
        };
        let polygon =
            |arcs: &str| format!(r#"{{"type": "Polygon", "arcs": [[{arcs}]]}}"#);
        let square = "[[0,0],[1,0],[1,1],[0,0]]";
        assert_eq!(
            refused(square, &polygon("0,0,0")),
            "geometry 1: a ring goes along the same arc again and again"
        );
        let long: Vec<String> =
            (0..20_000).map(|at| format!("[{},{}]", at % 7, at % 11)).collect();
        let many = vec![polygon("0,-1"); 501];
        assert_eq!(
            refused(&format!("[{}]", long.join(",")), &many.join(",")),
            "geometry 126: it has more than the 5000000 points allowed: take a generalised file, or simplify it"
        );
        assert_eq!(
            refused(square, &polygon("-9223372036854775808")),
            "geometry 1: there is no arc 9223372036854775807"
        );
    }

    #[test]
    fn arcs_are_put_together_on_their_grid() {
        let text = r#"{"type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
            "arcs": [[[0, 0], [2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2]]],
            "objects": {"areas": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "A"}},
                {"type": "Polygon", "arcs": [[-2, -1]], "properties": {"code": "B"}}]}}}"#;
        let found = read(text.as_bytes()).unwrap();
        assert_eq!(
            found.rings[0][0],
            [(10.0, 20.0), (11.0, 20.0), (11.0, 21.0), (10.0, 21.0)]
        );
        assert_eq!(found.rings[1][0].len(), 4);
        assert_eq!(found.cell(1, 0), Some("B"));
    }
}
