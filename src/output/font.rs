//! Fonts as pages carry them: only the letters of the page, packed.
//!
//! **In:** a TrueType or OpenType font and the characters of a page.
//! **Out:** a smaller font, and WOFF 1.
//! **Guarantees:** every character that the font has a letter for keeps it; a font that cannot be
//! made smaller safely (its outlines are of another sort, or the script joins letters) stays whole.

use crate::project::Outlines;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::collections::BTreeSet;
use std::io::Write as _;
use ttf_parser::Face;
use ttf_parser::GlyphId;
use ttf_parser::Tag;

/// Tables that a browser needs of a font whose letters stand alone.
const KEPT: [&[u8; 4]; 13] = [
    b"OS/2", b"cvt ", b"fpgm", b"gasp", b"glyf", b"head", b"hhea", b"hmtx", b"kern",
    b"loca", b"maxp", b"name", b"prep",
];

/// Whether letters of a script take forms from their neighbours.
fn joins(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x1cff | 0x2d30..=0x2d7f | 0xa840..=0xabff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x1_0800..=0x1_0fff)
        && !matches!(u32::from(c), 0x1c80..=0x1c8f)
}

/// Returns a font without the outlines of letters that are not used.
pub(super) fn subset(bytes: &[u8], characters: &BTreeSet<char>) -> Vec<u8> {
    if characters.iter().any(|c| joins(*c)) {
        return bytes.to_vec();
    }
    Face::parse(bytes, 0)
        .ok()
        .and_then(|face| smaller(&face, characters))
        .unwrap_or_else(|| bytes.to_vec())
}

fn smaller(face: &Face<'_>, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let raw = face.raw_face();
    let table = |name: &[u8; 4]| raw.table(Tag::from_bytes(name));
    let (head, outlines) = (table(b"head")?, Outlines::of(face)?);
    let mut mapped: Vec<(u32, GlyphId)> = Vec::new();
    for c in characters {
        mapped.extend(face.glyph_index(*c).map(|glyph| (u32::from(*c), glyph)));
    }
    // Letters are made of others: `é` of `e` and an accent.
    let mut kept: BTreeSet<u16> =
        mapped.iter().map(|(_, glyph)| glyph.0).chain([0]).collect();
    let mut waiting: Vec<u16> = kept.iter().copied().collect();
    while let Some(glyph) = waiting.pop() {
        for part in Outlines::parts(outlines.get(glyph)?)? {
            if kept.insert(part) {
                waiting.push(part);
            }
        }
    }
    let count = face.number_of_glyphs();
    let (mut glyf, mut places) = (Vec::new(), Vec::new());
    for glyph in 0..count {
        places.extend((glyf.len() as u32).to_be_bytes());
        if kept.contains(&glyph) {
            glyf.extend_from_slice(outlines.get(glyph)?);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
        }
    }
    places.extend((glyf.len() as u32).to_be_bytes());
    let mut head = head.to_vec();
    // Places of outlines are four bytes each.
    *head.get_mut(51)? = 1;
    head.get_mut(8..12)?.fill(0);
    let mut tables: Vec<([u8; 4], Vec<u8>)> = Vec::new();
    for name in KEPT {
        let content = match name {
            b"glyf" => glyf.clone(),
            b"loca" => places.clone(),
            b"head" => head.clone(),
            name => match table(name) {
                Some(content) => content.to_vec(),
                None => continue,
            },
        };
        tables.push((*name, content));
    }
    tables.push((*b"cmap", cmap(&mapped)));
    // Without names of glyphs.
    let mut post = table(b"post").and_then(|post| post.get(..32))?.to_vec();
    post.get_mut(..4)?.copy_from_slice(&0x0003_0000_u32.to_be_bytes());
    tables.push((*b"post", post));
    tables.sort();
    Some(font(&tables))
}

/// Characters to glyphs: one table of format 12, in one run for each character.
fn cmap(mapped: &[(u32, GlyphId)]) -> Vec<u8> {
    let mut out = Vec::new();
    let word = |out: &mut Vec<u8>, value: u32| out.extend(value.to_be_bytes());
    // Version 0 with one table, of Unicode in full, twelve bytes on.
    word(&mut out, 1);
    word(&mut out, 0x0003_000a);
    word(&mut out, 12);
    word(&mut out, 0x000c_0000);
    word(&mut out, 16 + 12 * mapped.len() as u32);
    word(&mut out, 0);
    word(&mut out, mapped.len() as u32);
    for (character, glyph) in mapped {
        word(&mut out, *character);
        word(&mut out, *character);
        word(&mut out, u32::from(glyph.0));
    }
    out
}

fn checksum(content: &[u8]) -> u32 {
    content.chunks(4).fold(0, |sum: u32, piece| {
        let mut four = [0; 4];
        four.iter_mut().zip(piece).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(four))
    })
}

/// Puts tables together as a font.
fn font(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = 15 - count.leading_zeros() as u16;
    let mut out = vec![0, 1, 0, 0];
    let words = [count, 16 << power, power, count * 16 - (16 << power)];
    out.extend(words.into_iter().flat_map(u16::to_be_bytes));
    let mut at = 12 + 16 * tables.len();
    for (name, content) in tables {
        out.extend(name);
        for word in [checksum(content), at as u32, content.len() as u32] {
            out.extend(word.to_be_bytes());
        }
        at += content.len().next_multiple_of(4);
    }
    for (_, content) in tables {
        out.extend(content);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// Packs a font for the web (WOFF 1); one that cannot be read stays as it is.
pub(super) fn woff(font: &[u8]) -> Vec<u8> {
    packed(font).unwrap_or_else(|| font.to_vec())
}

fn packed(font: &[u8]) -> Option<Vec<u8>> {
    let count = usize::from(u16::from_be_bytes(font.get(4..6)?.try_into().ok()?));
    let mut entries = Vec::new();
    let mut bodies: Vec<u8> = Vec::new();
    let start = 44 + 20 * count;
    let mut whole = 12 + 16 * count;
    for index in 0..count {
        let entry = font.get(12 + 16 * index..28 + 16 * index)?;
        let word = |at: usize| -> Option<u32> {
            Some(u32::from_be_bytes(entry.get(at..at + 4)?.try_into().ok()?))
        };
        let (at, length) = (word(8)? as usize, word(12)? as usize);
        let content = font.get(at..at.checked_add(length)?)?;
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).ok()?;
        let small = encoder.finish().ok()?;
        let body = if small.len() < length { small.as_slice() } else { content };
        entries.extend(entry.get(..4)?);
        for value in
            [(start + bodies.len()) as u32, body.len() as u32, length as u32, word(4)?]
        {
            entries.extend(value.to_be_bytes());
        }
        bodies.extend(body);
        bodies.resize(bodies.len().next_multiple_of(4), 0);
        whole += length.next_multiple_of(4);
    }
    let mut out = b"wOFF".to_vec();
    out.extend(font.get(..4)?);
    out.extend(((start + bodies.len()) as u32).to_be_bytes());
    out.extend((count as u16).to_be_bytes());
    out.extend([0, 0]);
    out.extend((whole as u32).to_be_bytes());
    // No version, no metadata, no private data.
    out.extend([0; 24]);
    out.extend(entries);
    out.extend(bodies);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::subset;
    use super::woff;
    use std::collections::BTreeSet;
    use ttf_parser::Face;

    /// Counts the lines of a letter.
    struct Lines(usize);
    impl ttf_parser::OutlineBuilder for Lines {
        fn move_to(&mut self, _: f32, _: f32) {}
        fn line_to(&mut self, _: f32, _: f32) {
            self.0 += 1;
        }
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
            self.0 += 1;
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
        fn close(&mut self) {}
    }

    #[test]
    fn a_smaller_font_has_the_letters_of_the_page_and_no_others() {
        let characters: BTreeSet<char> = "Ynys Môn, é 5%".chars().collect();
        let whole = ttf_noto_sans::REGULAR;
        let small = subset(whole, &characters);
        assert!(small.len() * 8 < whole.len(), "{} of {}", small.len(), whole.len());
        let (old, new) =
            (Face::parse(whole, 0).unwrap(), Face::parse(&small, 0).unwrap());
        let drawn = |face: &Face<'_>, c: char| {
            let glyph = face.glyph_index(c)?;
            let mut lines = Lines(0);
            let _ = face.outline_glyph(glyph, &mut lines);
            Some((lines.0, face.glyph_hor_advance(glyph)))
        };
        for c in &characters {
            assert_eq!(drawn(&new, *c), drawn(&old, *c), "{c}");
        }
        assert!(drawn(&new, 'é').unwrap().0 > 0);
        assert_eq!(drawn(&new, 'x'), None);
        assert!(woff(&small).len() < small.len());
    }

    #[test]
    fn scripts_that_join_letters_keep_the_whole_font() {
        let whole = ttf_noto_sans::REGULAR;
        assert_eq!(subset(whole, &BTreeSet::from(['ع'])).len(), whole.len());
        assert_eq!(woff(b"no font at all"), b"no font at all");
    }
}
