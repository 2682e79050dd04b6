//! Outlines of TrueType fonts.
//!
//! **In:** the tables of a font. **Out:** the bytes of an outline, and what it is made of.
//! **Guarantees:** what passes the check shares no bytes, and a letter is drawn from few.

use crate::project::font::LETTER;
use crate::project::font::too_long;
use ttf_parser::Face;
use ttf_parser::Tag;

/// How deep outlines are made of others.
const DEEPEST: usize = 16;

/// The outlines of a TrueType font as they are in its tables.
#[derive(Debug)]
pub struct Outlines<'a> {
    pub(super) glyf: &'a [u8],
    pub(super) loca: &'a [u8],
    pub(super) long: bool,
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

    /// Returns how many points an outline has of its own; 0 where it is damaged or made of others.
    fn points(outline: &[u8]) -> usize {
        let word = |at: usize| {
            Some(u16::from_be_bytes(outline.get(at..at + 2)?.try_into().ok()?))
        };
        let contours = word(0).filter(|count| (1..0x8000).contains(count));
        let last = contours.and_then(|count| word(8 + 2 * usize::from(count)));
        last.map_or(0, |last| usize::from(last) + 1)
    }

    /// Refuses outlines that share bytes, and letters drawn from very many bytes and points.
    pub(super) fn check(&self) -> Result<(), String> {
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

    /// Returns how many bytes and points an outline is drawn from.
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
        let outline = self.get(glyph).unwrap_or_default();
        let mut weight = outline.len() + Self::points(outline);
        for part in Self::parts(outline).ok_or("an outline is damaged")? {
            weight += self.weight(part, depth + 1, known)?;
            if weight > LETTER {
                break;
            }
        }
        if weight > LETTER {
            return Err(too_long());
        }
        if let Some(known) = known.get_mut(index) {
            *known = Some(weight);
        }
        Ok(weight)
    }
}
