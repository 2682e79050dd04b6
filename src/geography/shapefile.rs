//! Shapefiles: a zip of the shapes, their attributes and their projection.

use crate::geography::Outlines;
use crate::geography::attributes::Table;
use crate::model::geography::Boundaries;
use crate::model::geography::Ring;
use shapefile::Shape;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

/// The most bytes of the files in the archive that are read, together.
const LARGEST: u64 = 256 << 20;
/// The most bytes of the attributes, which are held as a whole.
const LARGEST_TABLE: u64 = 64 << 20;

/// An archive in memory.
type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// Reads the only shapefile of an archive. The shapes are taken from it one after the other, so
/// that what they unpack to is never held.
pub(super) fn read(bytes: &[u8]) -> Result<Boundaries, String> {
    let mut archive =
        Archive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
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
    let named = |ending: &str| {
        let wanted = format!("{base}{ending}");
        names.iter().find(|name| name.eq_ignore_ascii_case(&wanted))
    };
    let table = named(".dbf").ok_or("the archive has no `.dbf` beside the `.shp`")?;
    let projection = named(".prj");
    let letters = named(".cpg");
    let mut total = 0_u64;
    for name in [Some(*main), Some(table), projection, letters].into_iter().flatten() {
        let file = archive.by_name(name).map_err(|error| error.to_string())?;
        total = total.saturating_add(file.size());
        if total > LARGEST {
            return Err(format!("it unpacks to more than the {LARGEST} bytes allowed"));
        }
    }
    let crs = projection.map(|name| whole(&mut archive, name)).transpose()?;
    let letters = letters.map(|name| whole(&mut archive, name)).transpose()?;
    let table = Table::new(whole(&mut archive, table)?, letters.as_deref())?;
    let file = archive.by_name(main).map_err(|error| error.to_string())?;
    let size = file.size();
    let out = Boundaries {
        crs: crs.map(|text| String::from_utf8_lossy(&text).into_owned()),
        ..Boundaries::default()
    };
    joined(Forward(BufReader::new(file.take(size))), &table, out)
}

/// Reads one of the smaller files as a whole.
fn whole(archive: &mut Archive<'_>, name: &str) -> Result<Vec<u8>, String> {
    let file = archive.by_name(name).map_err(|error| error.to_string())?;
    let size = file.size();
    if size > LARGEST_TABLE {
        return Err(format!(
            "`{name}` has {size} bytes, more than the {LARGEST_TABLE} allowed"
        ));
    }
    let mut out = Vec::new();
    file.take(size).read_to_end(&mut out).map_err(|error| error.to_string())?;
    Ok(out)
}

/// Puts the shapes and their attributes together.
fn joined(
    shapes: Forward<impl Read>,
    table: &Table,
    mut out: Boundaries,
) -> Result<Boundaries, String> {
    let mut shapes =
        shapefile::ShapeReader::new(shapes).map_err(|error| error.to_string())?;
    out.header = table.header();
    let mut outlines = Outlines::default();
    let mut count = 0;
    for shape in shapes.iter_shapes() {
        let shape = shape.map_err(|error| fault(&error))?;
        count += 1;
        let fault = |why: String| format!("shape {count}: {why}");
        // A row that is only marked as deleted takes its shape with it.
        let Some(cells) = table.row(count - 1).map_err(fault)? else { continue };
        out.rings.push(rings(shape, &mut outlines).map_err(fault)?);
        out.cells.push(cells);
    }
    if count != table.len() {
        return Err(format!(
            "it has {count} shapes and {} rows of attributes",
            table.len()
        ));
    }
    Ok(out)
}

fn fault(error: &shapefile::Error) -> String {
    match error {
        shapefile::Error::IoError(why)
            if why.kind() == std::io::ErrorKind::UnexpectedEof =>
        {
            "the `.shp` ends within a shape".to_owned()
        }
        other => other.to_string(),
    }
}

/// What is read once, from its beginning to its end.
struct Forward<R>(R);

impl<R: Read> Read for Forward<R> {
    fn read(&mut self, space: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(space)
    }
}

impl<R: Read> Seek for Forward<R> {
    /// Passes over what follows; there is no way back.
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let ahead = match to {
            SeekFrom::Current(ahead) => u64::try_from(ahead).ok(),
            _ => None,
        };
        let ahead = ahead.ok_or(std::io::ErrorKind::Unsupported)?;
        std::io::copy(&mut self.0.by_ref().take(ahead), &mut std::io::sink())
    }
}

fn ends(name: &str, ending: &str) -> bool {
    name.to_ascii_lowercase().ends_with(ending)
}

/// The rings of an area. Each is given up as soon as it is taken over.
fn rings(shape: Shape, outlines: &mut Outlines) -> Result<Vec<Ring>, String> {
    match shape {
        Shape::NullShape => Ok(Vec::new()),
        Shape::Polygon(polygon) => polygon
            .into_inner()
            .into_iter()
            .map(|line| {
                outlines.ring(line.into_inner().into_iter().map(|at| (at.x, at.y)))
            })
            .collect(),
        Shape::PolygonM(polygon) => polygon
            .into_inner()
            .into_iter()
            .map(|line| {
                outlines.ring(line.into_inner().into_iter().map(|at| (at.x, at.y)))
            })
            .collect(),
        Shape::PolygonZ(polygon) => polygon
            .into_inner()
            .into_iter()
            .map(|line| {
                outlines.ring(line.into_inner().into_iter().map(|at| (at.x, at.y)))
            })
            .collect(),
        _ => Err("it is not an area".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use std::io::Cursor;
    use std::io::Write as _;

    /// A shape of four corners for each area.
    fn shp(areas: u32) -> Vec<u8> {
        let corners = [(0.0, 1.0), (0.0, 2.0), (1.0, 2.0), (1.0, 1.0), (0.0, 1.0)];
        let numbers = |all: &[f64]| -> Vec<u8> {
            all.iter().flat_map(|number| number.to_le_bytes()).collect()
        };
        let mut body = Vec::new();
        for at in 0..areas {
            let west = f64::from(at);
            let points = corners.iter().flat_map(|(x, y)| [west + x, *y]);
            let content = [
                5_u32.to_le_bytes().to_vec(),
                numbers(&[west, 1.0, west + 1.0, 2.0]),
                [1_u32, 5, 0].iter().flat_map(|number| number.to_le_bytes()).collect(),
                numbers(&points.collect::<Vec<f64>>()),
            ]
            .concat();
            body.extend((at + 1).to_be_bytes());
            body.extend((content.len() as u32 / 2).to_be_bytes());
            body.extend(content);
        }
        let length = (100 + body.len()) as u32 / 2;
        let mut out: Vec<u8> = [9994, 0, 0, 0, 0, 0, length]
            .iter()
            .flat_map(|n: &u32| n.to_be_bytes())
            .collect();
        out.extend([1000_u32, 5].iter().flat_map(|number| number.to_le_bytes()));
        out.extend(numbers(&[0.0, 1.0, f64::from(areas), 2.0, 0.0, 0.0, 0.0, 0.0]));
        out.extend(body);
        out
    }

    /// One attribute of two letters; the marks say which rows are deleted.
    fn dbf(marks: &str) -> Vec<u8> {
        let mut out = vec![3, 124, 1, 1];
        out.extend((marks.len() as u32).to_le_bytes());
        out.extend([65, 0, 3, 0]);
        out.resize(32, 0);
        out.extend(b"code\0\0\0\0\0\0\0C\0\0\0\0\x02");
        out.resize(64, 0);
        out.push(b'\r');
        for (at, mark) in marks.chars().enumerate() {
            out.extend(format!("{mark}A{at}").into_bytes());
        }
        out
    }

    fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    /// The areas that are read: the attribute, and where the first corner is; or what is said.
    fn areas(shapes: u32, marks: &str) -> Result<Vec<(String, f64)>, String> {
        let found = read(&zip(&[("a.shp", &shp(shapes)), ("A.DBF", &dbf(marks))]))?;
        let first = |at: usize| found.rings[at][0][0].0;
        let name = |at: usize| found.cell(at, 0).unwrap_or_default().to_owned();
        Ok((0..found.rings.len()).map(|at| (name(at), first(at))).collect())
    }

    #[test]
    fn a_row_that_is_marked_as_deleted_takes_its_shape_with_it_and_no_other() {
        let at = |name: &str, west: f64| (name.to_owned(), west);
        assert_eq!(
            areas(3, "   "),
            Ok(vec![at("A0", 0.0), at("A1", 1.0), at("A2", 2.0)])
        );
        assert_eq!(areas(3, " * "), Ok(vec![at("A0", 0.0), at("A2", 2.0)]));
        assert_eq!(areas(3, "*  "), Ok(vec![at("A1", 1.0), at("A2", 2.0)]));
    }

    #[test]
    fn shapes_without_rows_and_rows_without_shapes_are_refused() {
        let said = |shapes: u32, rows: usize| {
            format!("it has {shapes} shapes and {rows} rows of attributes")
        };
        for (shapes, marks) in [(3, "  "), (2, "   "), (2, "  *"), (0, " ")] {
            assert_eq!(areas(shapes, marks), Err(said(shapes, marks.len())));
        }
        let mut cut = shp(3);
        cut.truncate(300);
        let zip = zip(&[("a.shp", &cut), ("a.dbf", &dbf("   "))]);
        assert_eq!(read(&zip).unwrap_err(), "the `.shp` ends within a shape");
    }

    #[test]
    fn a_table_that_stands_for_very_much_is_refused() {
        let mut rows = dbf("  ");
        rows[4..8].copy_from_slice(&6_000_000_u32.to_le_bytes());
        let large = vec![0; 65 << 20];
        for (table, said) in [
            (
                &rows,
                "its attributes make 1 columns of 6000000 areas, more than the 5000000 cells allowed",
            ),
            (&large, "`a.dbf` has 68157440 bytes, more than the 67108864 allowed"),
        ] {
            let zip = zip(&[("a.shp", &shp(2)), ("a.dbf", table)]);
            assert_eq!(read(&zip).unwrap_err(), said);
        }
    }
}
