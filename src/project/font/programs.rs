//! Outlines of PostScript fonts: each letter is a program that calls others.
//!
//! **In:** the tables of a font. **Out:** why its letters cannot be drawn, if so.
//! **Guarantees:** what passes the check draws a letter, with all that it calls, from few bytes, and
//! all letters together from not many more than the font has.

use crate::project::font::LETTER;
use crate::project::font::too_long;
use read_fonts::ps::cff::CffFontRef;
use read_fonts::ps::cff::blend::BlendState;
use read_fonts::ps::cff::index::Index;
use read_fonts::ps::cs::CharstringContext;
use read_fonts::ps::cs::CharstringKind;
use read_fonts::ps::cs::CommandSink;
use read_fonts::ps::cs::evaluate;
use read_fonts::ps::error::Error;
use read_fonts::types::Fixed;
use read_fonts::types::GlyphId;
use std::cell::Cell;
use ttf_parser::RawFace;
use ttf_parser::Tag;

/// How many times its own size all letters of a font may be drawn from.
const ALL: usize = 8;

/// Refuses a font whose letters are drawn by damaged programs, or by very long ones.
pub(super) fn check(raw: &RawFace<'_>) -> Result<(), String> {
    for name in [b"CFF ", b"CFF2"] {
        if let Some(table) = raw.table(Tag::from_bytes(name)) {
            letters(table)?;
        }
    }
    Ok(())
}

fn letters(table: &[u8]) -> Result<(), String> {
    let damaged = |error: Error| format!("an outline is damaged: {error}");
    let font = CffFontRef::new(table, 0, None).map_err(damaged)?;
    let mut subfonts = Vec::new();
    for index in 0..font.num_subfonts() {
        let subfont = font.subfont(index, &[]).map_err(damaged)?;
        let local = match subfont.subrs_offset() as usize {
            0 => Index::Empty,
            offset => {
                let data = table.get(offset..).unwrap_or_default();
                Index::new(data, font.version() == 2).map_err(damaged)?
            }
        };
        subfonts.push((subfont.vs_index(), local));
    }
    let mut all = 0;
    for letter in 0..font.num_glyphs() {
        let subfont = font.subfont_index(GlyphId::new(letter));
        let subfont = subfont.and_then(|index| subfonts.get(usize::from(index)));
        let (variation, local) = subfont.ok_or("an outline belongs to no font of it")?;
        let counted = Counted {
            inner: (table, font.charstrings(), font.global_subrs(), local),
            bytes: Cell::new(0),
        };
        let program = font.charstrings().get(letter as usize).map_err(damaged)?;
        let blend = font
            .var_store()
            .and_then(|store| BlendState::new(store.clone(), &[], *variation).ok());
        let drawn = counted
            .count(program)
            .and_then(|program| evaluate(&counted, blend, program, &mut Nowhere));
        if counted.bytes.get() > LETTER {
            return Err(too_long());
        }
        drawn.map_err(damaged)?;
        all += counted.bytes.get();
        if all > LETTER + ALL * table.len() {
            return Err(format!("its letters are drawn from {ALL} times its bytes"));
        }
    }
    Ok(())
}

/// Hands out programs until those handed out are too long.
struct Counted<C> {
    inner: C,
    bytes: Cell<usize>,
}

impl<C> Counted<C> {
    fn count<'p>(&self, program: &'p [u8]) -> Result<&'p [u8], Error> {
        // A call of an empty program is a step, too.
        self.bytes.set(self.bytes.get() + program.len() + 1);
        if self.bytes.get() > LETTER {
            return Err(Error::InvalidFontFormat);
        }
        Ok(program)
    }
}

impl<C: CharstringContext> CharstringContext for Counted<C> {
    fn kind(&self) -> CharstringKind {
        self.inner.kind()
    }

    fn seac_components(&self, base: i32, accent: i32) -> Result<[&[u8]; 2], Error> {
        let [base, accent] = self.inner.seac_components(base, accent)?;
        Ok([self.count(base)?, self.count(accent)?])
    }

    fn global_subr(&self, index: i32) -> Result<&[u8], Error> {
        self.count(self.inner.global_subr(index)?)
    }

    fn subr(&self, index: i32) -> Result<&[u8], Error> {
        self.count(self.inner.subr(index)?)
    }
}

/// Draws nothing.
struct Nowhere;

impl CommandSink for Nowhere {
    fn move_to(&mut self, _: Fixed, _: Fixed) {}
    fn line_to(&mut self, _: Fixed, _: Fixed) {}
    fn curve_to(&mut self, _: Fixed, _: Fixed, _: Fixed, _: Fixed, _: Fixed, _: Fixed) {}
    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::letters;

    /// Returns a list of parts as the format writes it.
    fn index(parts: &[Vec<u8>]) -> Vec<u8> {
        let mut out = (parts.len() as u16).to_be_bytes().to_vec();
        if parts.is_empty() {
            return out;
        }
        out.push(4);
        let mut at = 1_u32;
        for length in [0].into_iter().chain(parts.iter().map(Vec::len)) {
            at += length as u32;
            out.extend(at.to_be_bytes());
        }
        out.extend(parts.concat());
        out
    }

    /// Returns a table of one letter, which may call the programs.
    fn table(letter: &[u8], programs: &[Vec<u8>]) -> Vec<u8> {
        let number =
            |value: usize| [vec![29], (value as u32).to_be_bytes().to_vec()].concat();
        let start = |top: &[u8]| {
            let head = [vec![1, 0, 4, 4], index(&[b"A".to_vec()])].concat();
            [head, index(&[top.to_vec()]), index(&[]), index(programs)].concat()
        };
        let top = |at: usize| {
            let private = [number(0), number(at), vec![18]].concat();
            [number(at), vec![17], private].concat()
        };
        let at = start(&top(0)).len();
        [start(&top(at)), index(&[letter.to_vec()])].concat()
    }

    /// A program that calls the one of a number several times; 107 is the bias of few.
    fn calling(number: usize, times: usize) -> Vec<u8> {
        let call = [(number as u8).wrapping_sub(107).wrapping_add(139), 29];
        [call.repeat(times), vec![11]].concat()
    }

    #[test]
    fn a_letter_that_calls_few_programs_is_drawn() {
        assert_eq!(letters(&table(&[139, 139, 21, 14], &[])), Ok(()));
        let mark = vec![239, 6, 11];
        let letter = [vec![139, 139, 21], calling(0, 3)[..6].to_vec(), vec![14]].concat();
        assert_eq!(letters(&table(&letter, &[mark])), Ok(()));
    }

    #[test]
    fn programs_that_call_one_another_very_often_are_refused() {
        let mut programs: Vec<Vec<u8>> = (1..9).map(|next| calling(next, 20)).collect();
        programs.push(vec![11]);
        let letter = [calling(0, 20)[..40].to_vec(), vec![14]].concat();
        assert_eq!(
            letters(&table(&letter, &programs)).unwrap_err(),
            "a letter is drawn from more than 262144 bytes and points"
        );
        assert_eq!(
            letters(&table(&[32, 29, 14], &[calling(0, 1)])).unwrap_err(),
            "an outline is damaged: exceeded subroutine nesting depth limit 10 while evaluating a charstring"
        );
    }
}
