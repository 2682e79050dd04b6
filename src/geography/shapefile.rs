//! Shapefiles: a zip of the shapes, their attributes and their projection.

use crate::geography::ring;
use crate::model::geography::Boundaries;
use shapefile::Shape;
use shapefile::dbase::FieldValue;
use std::io::Cursor;
use std::io::Read as _;

/// The most bytes of the files in the archive that are read, together.
const LARGEST: u64 = 256 << 20;

/// Reads the only shapefile of an archive.
pub(super) fn read(bytes: &[u8]) -> Result<Boundaries, String> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let names = archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
    let names: Result<Vec<String>, zip::result::ZipError> = names.collect();
    let names = names.map_err(|error| error.to_string())?;
    let shapes: Vec<&String> = names
        .iter()
        .filter(|name| ends(name, ".shp") && !name.contains("__MACOSX"))
        .collect();
    let [main] = shapes.as_slice() else {
        return Err(format!("the archive holds {} files `.shp`, not one", shapes.len()));
    };
    let base = main.get(..main.len() - 4).unwrap_or_default();
    let mut left = LARGEST;
    let mut part = |ending: &str| -> Result<Option<Vec<u8>>, String> {
        let wanted = format!("{base}{ending}");
        let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(&wanted))
        else {
            return Ok(None);
        };
        let file = archive.by_name(name).map_err(|error| error.to_string())?;
        let mut out = Vec::new();
        file.take(left + 1).read_to_end(&mut out).map_err(|error| error.to_string())?;
        left = left.checked_sub(out.len() as u64).ok_or_else(|| {
            format!("it unpacks to more than the {LARGEST} bytes allowed")
        })?;
        Ok(Some(out))
    };
    let shp = part(".shp")?.unwrap_or_default();
    let dbf = part(".dbf")?.ok_or("the archive has no `.dbf` beside the `.shp`")?;
    let crs = part(".prj")?.map(|text| String::from_utf8_lossy(&text).into_owned());
    let fault = |error: shapefile::Error| error.to_string();
    let shapes = shapefile::ShapeReader::new(Cursor::new(shp)).map_err(fault)?;
    let table = shapefile::dbase::Reader::new(Cursor::new(dbf))
        .map_err(|error| error.to_string())?;
    let mut out = Boundaries { crs, ..Boundaries::default() };
    out.header = table.fields().iter().map(|field| field.name().to_owned()).collect();
    let mut reader = shapefile::Reader::new(shapes, table);
    for (at, row) in reader.iter_shapes_and_records().enumerate() {
        let (shape, record) = row.map_err(fault)?;
        let rings = rings(&shape).map_err(|why| format!("shape {}: {why}", at + 1))?;
        out.rings.push(rings);
        let cells = out.header.iter().map(|name| record.get(name).and_then(text));
        out.cells.push(cells.collect());
    }
    Ok(out)
}

fn ends(name: &str, ending: &str) -> bool {
    name.to_ascii_lowercase().ends_with(ending)
}

fn rings(shape: &Shape) -> Result<Vec<Vec<(f64, f64)>>, String> {
    match shape {
        Shape::NullShape => Ok(Vec::new()),
        Shape::Polygon(polygon) => polygon
            .rings()
            .iter()
            .map(|line| ring(line.points().iter().map(|point| (point.x, point.y))))
            .collect(),
        Shape::PolygonM(polygon) => polygon
            .rings()
            .iter()
            .map(|line| ring(line.points().iter().map(|point| (point.x, point.y))))
            .collect(),
        Shape::PolygonZ(polygon) => polygon
            .rings()
            .iter()
            .map(|line| ring(line.points().iter().map(|point| (point.x, point.y))))
            .collect(),
        _ => Err("it is not an area".to_owned()),
    }
}

fn text(value: &FieldValue) -> Option<String> {
    match value {
        FieldValue::Character(text) => text.as_ref().map(|text| text.trim().to_owned()),
        FieldValue::Numeric(number) => number.map(|number| number.to_string()),
        FieldValue::Logical(truth) => truth.map(|truth| truth.to_string()),
        FieldValue::Float(number) => number.map(|number| number.to_string()),
        FieldValue::Integer(number) => Some(number.to_string()),
        FieldValue::Double(number) | FieldValue::Currency(number) => {
            Some(number.to_string())
        }
        FieldValue::Date(date) => date.as_ref().map(ToString::to_string),
        FieldValue::Memo(text) => Some(text.clone()),
        FieldValue::DateTime(_) => None,
    }
}
