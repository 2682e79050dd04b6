//! Fonts of a brand as they are read.
//!
//! **In:** the bytes of a file. **Out:** the family of the font, or why it cannot be used.
//! **Guarantees:** tables of a font that passes share no bytes, and its outlines neither; a letter is
//! drawn in few steps, with those that it is made of, and has no picture or colours of its own.
//! To draw it, to make it smaller and to pack it takes time by its size.

mod glyf;
mod programs;

use crate::model::brand::plain;
pub use glyf::Outlines;
use std::collections::BTreeSet;
use ttf_parser::Face;
use ttf_parser::RawFace;
use ttf_parser::Tag;
use ttf_parser::name_id;

/// The most bytes of a font.
const LARGEST: usize = 32 * 1024 * 1024;
/// The most tables of a font.
const TABLES: usize = 64;
/// The most bytes of all names together.
const NAMES: usize = 1 << 20;
/// The most bytes and points that one letter is drawn from, with all that it is made of.
const LETTER: usize = 1 << 18;
/// Tables that draw letters by other means: pictures, layers of colour, letters made of others.
const DRAWN: [&[u8; 4]; 5] = [b"CBDT", b"COLR", b"SVG ", b"VARC", b"sbix"];

/// Returns the family of a font by its table of names.
pub(super) fn family_of(bytes: &[u8]) -> Result<String, String> {
    match bytes.get(..4) {
        Some(b"wOFF" | b"wOF2") => return Err("it is packed for the web".to_owned()),
        Some(b"ttcf") => return Err("it holds several fonts".to_owned()),
        Some(&[0, 1, 0, 0] | b"OTTO" | b"true") => {}
        _ => return Err("it is none".to_owned()),
    }
    if bytes.len() > LARGEST {
        return Err(format!("it has more than {LARGEST} bytes"));
    }
    let face = Face::parse(bytes, 0).map_err(|error| error.to_string())?;
    tables(face.raw_face(), bytes.len())?;
    if let Some(outlines) = Outlines::of(&face) {
        outlines.check()?;
    }
    programs::check(face.raw_face())?;
    let names = face.names();
    let sizes = names.into_iter().map(|name| name.name.len());
    if sizes.fold(0_usize, usize::saturating_add) > NAMES {
        return Err(format!("its names have more than {NAMES} bytes"));
    }
    let find = |id: u16| {
        let mut named = names.into_iter().filter(|name| name.name_id == id);
        named.find_map(|name| name.to_string())
    };
    let family = find(name_id::TYPOGRAPHIC_FAMILY).or_else(|| find(name_id::FAMILY));
    let family = family.ok_or("it has no name")?;
    // Without it no program that draws would find the font.
    find(name_id::POST_SCRIPT_NAME).ok_or("it has no PostScript name")?;
    if plain(&family) {
        Ok(family)
    } else {
        Err("its name holds signs that a style sheet could not carry".to_owned())
    }
}

/// Refuses a list of tables that stand for more bytes than there are.
fn tables(raw: &RawFace<'_>, size: usize) -> Result<(), String> {
    let lengths = raw.table_records.into_iter().map(|table| table.length as usize);
    let sum = lengths.fold(0_usize, usize::saturating_add);
    if usize::from(raw.table_records.len()) > TABLES {
        return Err(format!("it has more than {TABLES} tables"));
    }
    if sum > size {
        return Err("its tables share bytes".to_owned());
    }
    let tags: Vec<Tag> = raw.table_records.into_iter().map(|table| table.tag).collect();
    if tags.iter().collect::<BTreeSet<&Tag>>().len() < tags.len() {
        return Err("a table is there twice".to_owned());
    }
    match tags.iter().find(|tag| DRAWN.contains(&&tag.to_bytes())) {
        Some(tag) => Err(format!(
            "its letters are pictures or have colours of their own (`{}`)",
            tag.to_string().trim_end()
        )),
        None => Ok(()),
    }
}

/// Says that a letter takes too many steps.
fn too_long() -> String {
    format!("a letter is drawn from more than {LETTER} bytes and points")
}

#[cfg(test)]
mod tests {
    use super::Outlines;
    use super::family_of;
    use ttf_parser::Face;

    /// Returns the built-in font with outlines of another make: all letters are the first.
    fn font(outlines: &[Vec<u8>]) -> Vec<u8> {
        let whole = ttf_noto_sans::REGULAR;
        let face = Face::parse(whole, 0).unwrap();
        let (mut glyf, mut loca) = (Vec::new(), Vec::new());
        for outline in outlines {
            loca.extend((glyf.len() as u32).to_be_bytes());
            glyf.extend_from_slice(outline);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
        }
        loca.extend((glyf.len() as u32).to_be_bytes());
        let tables: Vec<([u8; 4], Vec<u8>)> = face
            .raw_face()
            .table_records
            .into_iter()
            .map(|record| {
                let mut content = face.raw_face().table(record.tag).unwrap().to_vec();
                match &record.tag.to_bytes() {
                    b"glyf" => content.clone_from(&glyf),
                    b"loca" => content.clone_from(&loca),
                    b"head" => content[51] = 1,
                    b"maxp" => content[4..6]
                        .copy_from_slice(&(outlines.len() as u16).to_be_bytes()),
                    _ => {}
                }
                (record.tag.to_bytes(), content)
            })
            .collect();
        packed(&tables, None)
    }

    /// Puts tables together; `shared` more of them that stand for the same bytes.
    fn packed(tables: &[([u8; 4], Vec<u8>)], shared: Option<u16>) -> Vec<u8> {
        let count = tables.len() as u16 + shared.unwrap_or(0);
        let start = 12 + 16 * usize::from(count);
        let mut records = Vec::new();
        let mut body = Vec::new();
        for (tag, content) in tables {
            records.push((*tag, start + body.len(), content.len()));
            body.extend_from_slice(content);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        for index in 0..shared.unwrap_or(0) {
            let [high, low] = index.to_be_bytes();
            records.push(([b'z', b'z', high, low], start, body.len()));
        }
        let mut out = vec![0, 1, 0, 0];
        out.extend(count.to_be_bytes());
        out.extend([0; 6]);
        for (tag, at, length) in records {
            out.extend(tag);
            out.extend([0; 4]);
            out.extend((at as u32).to_be_bytes());
            out.extend((length as u32).to_be_bytes());
        }
        out.extend(body);
        out
    }

    /// Returns an outline that is made of others.
    fn made_of(parts: &[u16]) -> Vec<u8> {
        let mut out = vec![0xff, 0xff, 0, 0, 0, 0, 0, 100, 0, 100];
        for (at, part) in parts.iter().enumerate() {
            out.extend(if at + 1 < parts.len() { [0, 0x22] } else { [0, 2] });
            out.extend(part.to_be_bytes());
            out.extend([0, 0]);
        }
        out
    }

    #[test]
    fn a_font_whose_name_could_end_a_style_sheet_is_refused() {
        assert_eq!(family_of(ttf_noto_sans::REGULAR).unwrap(), "Noto Sans");
        let name: Vec<u8> =
            "Noto Sans".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let other: Vec<u8> =
            "Noto}</s>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut font = ttf_noto_sans::REGULAR.to_vec();
        while let Some(at) = font.windows(name.len()).position(|part| part == name) {
            font[at..at + name.len()].copy_from_slice(&other);
        }
        assert_eq!(
            family_of(&font).unwrap_err(),
            "its name holds signs that a style sheet could not carry"
        );
    }

    #[test]
    fn letters_made_of_themselves_or_of_very_many_others_are_refused() {
        let deep = "outlines are made of one another more than 16 levels deep";
        let space = || vec![Vec::new(), made_of(&[0])];
        assert_eq!(family_of(&font(&space())).unwrap(), "Noto Sans");
        assert_eq!(family_of(&font(&[made_of(&[0])])).unwrap_err(), deep);
        assert_eq!(family_of(&font(&[made_of(&[1]), made_of(&[0])])).unwrap_err(), deep);
        // Each is made of the next, four times.
        let doubling: Vec<Vec<u8>> =
            (0..10).map(|at| made_of(&[at + 1; 4])).chain([Vec::new()]).collect();
        let many = "a letter is drawn from more than 262144 bytes and points";
        assert_eq!(family_of(&font(&doubling)).unwrap_err(), many);
        // 65,535 points in twelve bytes, five times.
        let points = [[0, 1].as_slice(), &[0; 8], &[0xff, 0xfe], &[0, 0]].concat();
        let several = [made_of(&[1; 5]), points];
        assert_eq!(family_of(&font(&several)).unwrap_err(), many);
        let cut = made_of(&[1, 1])[..16].to_vec();
        assert_eq!(family_of(&font(&[cut])).unwrap_err(), "an outline is damaged");
    }

    #[test]
    fn tables_and_outlines_that_share_bytes_are_refused() {
        let face = Face::parse(ttf_noto_sans::REGULAR, 0).unwrap();
        let tables: Vec<([u8; 4], Vec<u8>)> = face
            .raw_face()
            .table_records
            .into_iter()
            .map(|record| {
                let content = face.raw_face().table(record.tag).unwrap().to_vec();
                (record.tag.to_bytes(), content)
            })
            .collect();
        assert_eq!(family_of(&packed(&tables, None)).unwrap(), "Noto Sans");
        let twice = [&tables[..], &[(*b"post", vec![0; 4])]].concat();
        assert_eq!(
            family_of(&packed(&twice, None)).unwrap_err(),
            "a table is there twice"
        );
        assert_eq!(
            family_of(&packed(&tables, Some(1))).unwrap_err(),
            "its tables share bytes"
        );
        assert_eq!(
            family_of(&packed(&tables, Some(2000))).unwrap_err(),
            "it has more than 64 tables"
        );
        let coloured = [&tables[..], &[(*b"SVG ", vec![0; 4])]].concat();
        assert_eq!(
            family_of(&packed(&coloured, None)).unwrap_err(),
            "its letters are pictures or have colours of their own (`SVG`)"
        );
        let glyf = [0; 8];
        let loca: Vec<u8> =
            [0, 8, 0, 8, 0, 8].into_iter().flat_map(u32::to_be_bytes).collect();
        let outlines = Outlines { glyf: &glyf, loca: &loca, long: true };
        assert_eq!(outlines.check().unwrap_err(), "its outlines share bytes");
    }
}
