//! Letters of formulas in the styles that Unicode has of them.

use pulldown_latex::event::Font;

/// Returns a letter or digit as Unicode has it in a style; one it does not have in that style
/// stays.
pub(super) fn styled(letter: char, font: Option<Font>) -> char {
    let Some(font) = font else { return letter };
    let exception = match (font, letter) {
        (Font::DoubleStruck, 'C') => Some('ℂ'),
        (Font::DoubleStruck, 'H') => Some('ℍ'),
        (Font::DoubleStruck, 'N') => Some('ℕ'),
        (Font::DoubleStruck, 'P') => Some('ℙ'),
        (Font::DoubleStruck, 'Q') => Some('ℚ'),
        (Font::DoubleStruck, 'R') => Some('ℝ'),
        (Font::DoubleStruck, 'Z') => Some('ℤ'),
        (Font::Script, 'B') => Some('ℬ'),
        (Font::Script, 'E') => Some('ℰ'),
        (Font::Script, 'F') => Some('ℱ'),
        (Font::Script, 'H') => Some('ℋ'),
        (Font::Script, 'I') => Some('ℐ'),
        (Font::Script, 'L') => Some('ℒ'),
        (Font::Script, 'M') => Some('ℳ'),
        (Font::Script, 'R') => Some('ℛ'),
        (Font::Fraktur, 'C') => Some('ℭ'),
        (Font::Fraktur, 'H') => Some('ℌ'),
        (Font::Fraktur, 'I') => Some('ℑ'),
        (Font::Fraktur, 'R') => Some('ℜ'),
        (Font::Fraktur, 'Z') => Some('ℨ'),
        _ => None,
    };
    if let Some(found) = exception {
        return found;
    }
    let (capitals, smalls, digits, greek) = match font {
        Font::Bold => (0x1d400, 0x1d41a, 0x1d7ce, 0x1d6c2),
        Font::BoldItalic => (0x1d468, 0x1d482, 0, 0x1d736),
        Font::Script => (0x1d49c, 0, 0, 0),
        Font::BoldScript => (0x1d4d0, 0x1d4ea, 0, 0),
        Font::Fraktur => (0x1d504, 0x1d51e, 0, 0),
        Font::BoldFraktur => (0x1d56c, 0x1d586, 0, 0),
        Font::DoubleStruck => (0x1d538, 0x1d552, 0x1d7d8, 0),
        Font::SansSerif => (0x1d5a0, 0x1d5ba, 0x1d7e2, 0),
        Font::BoldSansSerif => (0x1d5d4, 0x1d5ee, 0x1d7ec, 0),
        Font::SansSerifItalic => (0x1d608, 0x1d622, 0, 0),
        Font::SansSerifBoldItalic => (0x1d63c, 0x1d656, 0, 0),
        Font::Monospace => (0x1d670, 0x1d68a, 0x1d7f6, 0),
        Font::Italic | Font::UpRight => return letter,
    };
    let (first, base) = match letter {
        'A'..='Z' => ('A', capitals),
        'a'..='z' => ('a', smalls),
        '0'..='9' => ('0', digits),
        'α'..='ω' => ('α', greek),
        _ => return letter,
    };
    if base == 0 {
        return letter;
    }
    char::from_u32(base + u32::from(letter) - u32::from(first)).unwrap_or(letter)
}
