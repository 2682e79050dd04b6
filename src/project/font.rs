//! Fonts of a brand as they are read.
//!
//! **In:** the bytes of a file. **Out:** the family of the font, or why it cannot be used.
//! **Guarantees:** tables of a font that passes share no bytes, and its outlines neither; a letter is
//! made of few others. To draw it, to make it smaller and to pack it takes time by its size.

use crate::model::brand::plain;
use ttf_parser::Face;
use ttf_parser::RawFace;
use ttf_parser::Tag;
use ttf_parser::name_id;

/// The most bytes of a font.
const LARGEST: usize = 32 * 1024 * 1024;
/// The most tables of a font.
const TABLES: usize = 64;
/// The most outlines that a letter is made of, with those that these are made of.
const PARTS: usize = 1024;
/// How deep outlines are made of others.
const DEEPEST: usize = 16;

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
    let names = face.names();
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
    Ok(())
}

/// The outlines of a TrueType font as they are in its tables.
#[derive(Debug)]
pub struct Outlines<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    long: bool,
}

impl<'a> Outlines<'a> {
    /// Returns the outlines of a font; none where they are of another sort.
    pub fn of(face: &Face<'a>) -> Option<Self> {
        let raw = face.raw_face();
        let table = |name: &[u8; 4]| raw.table(Tag::from_bytes(name));
        let (glyf, loca, head) = (table(b"glyf")?, table(b"loca")?, table(b"head")?);
        Some(Self { glyf, loca, long: *head.get(51)? == 1 })
    }

    fn offset(&self, index: usize) -> Option<usize> {
        Some(if self.long {
            let four = self.loca.get(index * 4..index * 4 + 4)?;
            u32::from_be_bytes(four.try_into().ok()?) as usize
        } else {
            let two = self.loca.get(index * 2..index * 2 + 2)?;
            usize::from(u16::from_be_bytes(two.try_into().ok()?)) * 2
        })
    }

    /// Returns an outline; empty for a space.
    pub fn get(&self, glyph: u16) -> Option<&'a [u8]> {
        let index = usize::from(glyph);
        self.glyf.get(self.offset(index)?..self.offset(index + 1)?)
    }

    /// Returns the outlines that an outline is made of; none where it is damaged.
    pub fn parts(outline: &[u8]) -> Option<Vec<u16>> {
        let mut out = Vec::new();
        let word = |at: usize| {
            Some(u16::from_be_bytes(outline.get(at..at + 2)?.try_into().ok()?))
        };
        if outline.is_empty() || word(0)? < 0x8000 {
            return Some(out);
        }
        let mut at = 10;
        loop {
            let (flags, glyph) = (word(at)?, word(at + 2)?);
            out.push(glyph);
            at += if flags & 1 != 0 { 8 } else { 6 };
            at += match flags {
                flags if flags & 0x08 != 0 => 2,
                flags if flags & 0x40 != 0 => 4,
                flags if flags & 0x80 != 0 => 8,
                _ => 0,
            };
            if flags & 0x20 == 0 {
                return Some(out);
            }
        }
    }

    /// Refuses outlines that share bytes, and letters made of very many.
    fn check(&self) -> Result<(), String> {
        let count = self.loca.len() / if self.long { 4 } else { 2 };
        let count = u16::try_from(count.saturating_sub(1)).unwrap_or(u16::MAX);
        let mut known = vec![None; usize::from(count)];
        let mut bytes = 0;
        for glyph in 0..count {
            bytes += self.get(glyph).map_or(0, <[u8]>::len);
            if bytes > self.glyf.len() {
                return Err("its outlines share bytes".to_owned());
            }
            self.weight(glyph, 0, &mut known)?;
        }
        Ok(())
    }

    /// Returns how many outlines one stands for.
    fn weight(
        &self,
        glyph: u16,
        depth: usize,
        known: &mut [Option<usize>],
    ) -> Result<usize, String> {
        let index = usize::from(glyph);
        if let Some(weight) = known.get(index).copied().flatten() {
            return Ok(weight);
        }
        if depth > DEEPEST {
            return Err(format!(
                "outlines are made of one another more than {DEEPEST} levels deep"
            ));
        }
        let mut weight = 1;
        let outline = self.get(glyph).unwrap_or_default();
        for part in Self::parts(outline).ok_or("an outline is damaged")? {
            weight += self.weight(part, depth + 1, known)?;
            if weight > PARTS {
                return Err(format!("a letter is made of more than {PARTS} outlines"));
            }
        }
        if let Some(known) = known.get_mut(index) {
            *known = Some(weight);
        }
        Ok(weight)
    }
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
        assert_eq!(
            family_of(&font(&doubling)).unwrap_err(),
            "a letter is made of more than 1024 outlines"
        );
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
        assert_eq!(
            family_of(&packed(&tables, Some(1))).unwrap_err(),
            "its tables share bytes"
        );
        assert_eq!(
            family_of(&packed(&tables, Some(2000))).unwrap_err(),
            "it has more than 64 tables"
        );
        let glyf = [0; 8];
        let loca: Vec<u8> =
            [0, 8, 0, 8, 0, 8].into_iter().flat_map(u32::to_be_bytes).collect();
        let outlines = Outlines { glyf: &glyf, loca: &loca, long: true };
        assert_eq!(outlines.check().unwrap_err(), "its outlines share bytes");
    }
}
