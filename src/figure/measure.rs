//! How wide text is in the embedded font, and where it may break.

use crate::figure::faces;
use ab_glyph::Font as _;
use ab_glyph::FontRef;
use ab_glyph::ScaleFont as _;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::LazyLock;

static REGULAR: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(ttf_noto_sans::REGULAR).ok());
static BOLD: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(ttf_noto_sans::BOLD).ok());

/// How many texts are remembered.
const KNOWN: usize = 20_000;

/// Widths of texts in ems, regular and bold, in the fonts of one key.
#[derive(Default)]
struct Widths {
    key: [u8; 32],
    known: [HashMap<String, f64>; 2],
}

thread_local! {
    /// What was measured: a layout is tried at many widths and sizes.
    static WIDTHS: RefCell<Widths> = RefCell::default();
}

/// Returns the width of a text at a size, in the same unit.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let faces = faces::current();
    let key = faces.as_ref().map_or([0; 32], |faces| faces.key);
    WIDTHS.with_borrow_mut(|widths| {
        if widths.key != key {
            *widths = Widths { key, ..Widths::default() };
        }
        let known = &mut widths.known[usize::from(bold)];
        if let Some(ems) = known.get(text) {
            return ems * size;
        }
        if known.len() >= KNOWN {
            known.clear();
        }
        let own = faces.as_ref();
        let own =
            own.and_then(
                |faces| {
                    if bold { faces.bold.as_ref() } else { faces.regular.as_ref() }
                },
            );
        let ems = match own {
            Some(own) => ems_mixed(text, bold, own),
            None => ems(text, bold),
        };
        known.insert(text.to_owned(), ems);
        ems * size
    })
}

fn ems(text: &str, bold: bool) -> f64 {
    let font = if bold { &*BOLD } else { &*REGULAR };
    let Some(font) = font else { return 0.55 * text.chars().count() as f64 };
    // Advances are measured in units of the em square, so that they scale exactly.
    let em = f64::from(font.units_per_em().unwrap_or(1000.0));
    let scaled = font.as_scaled(font.height_unscaled());
    let mut units = 0.0;
    let mut last = None;
    for character in text.chars() {
        let glyph = font.glyph_id(character);
        if let Some(last) = last {
            units += f64::from(scaled.kern(last, glyph));
        }
        units += f64::from(font.h_advance_unscaled(glyph));
        last = Some(glyph);
    }
    units / em
}

/// The same in a font of a brand; characters that it lacks come from the built-in one.
fn ems_mixed(text: &str, bold: bool, own: &impl ab_glyph::Font) -> f64 {
    let em = f64::from(own.units_per_em().unwrap_or(1000.0));
    let scaled = own.as_scaled(own.height_unscaled());
    let (mut units, mut other) = (0.0, 0.0);
    let mut last = None;
    for character in text.chars() {
        let glyph = own.glyph_id(character);
        if glyph.0 == 0 {
            other += ems(character.encode_utf8(&mut [0; 4]), bold);
            last = None;
            continue;
        }
        if let Some(last) = last {
            units += f64::from(scaled.kern(last, glyph));
        }
        units += f64::from(own.h_advance_unscaled(glyph));
        last = Some(glyph);
    }
    units / em + other
}

/// Returns the characters of a text that the font has no letters for.
pub fn missing(text: &str) -> BTreeSet<char> {
    let Some(font) = &*REGULAR else { return BTreeSet::new() };
    let faces = faces::current();
    let own = faces.as_ref().and_then(|faces| faces.regular.as_ref());
    let has = |c: char| own.is_some_and(|own| own.glyph_id(c).0 != 0);
    let lacks = |c: &char| !c.is_whitespace() && font.glyph_id(*c).0 == 0 && !has(*c);
    text.chars().filter(lacks).collect()
}

/// Returns the width of the widest of some lines.
pub fn widest(lines: &[String], size: f64, bold: bool) -> f64 {
    lines.iter().map(|line| width(line, size, bold)).fold(0.0, f64::max)
}

/// Returns whether no word of a text is wider than a limit.
pub fn breaks_between_words(text: &str, size: f64, bold: bool, limit: f64) -> bool {
    words(text).all(|word| width(word, size, bold) <= limit)
}

/// Returns the same where a word may also break at its hyphens and dashes.
pub fn breaks_at_hyphens(text: &str, size: f64, bold: bool, limit: f64) -> bool {
    words(text).flat_map(parts).all(|part| width(part, size, bold) <= limit)
}

/// The parts of a text between which a line may break; a no-break space keeps its
/// neighbours together.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty())
}

/// Breaks a text into lines no wider than a limit; a word that is wider alone is cut.
pub fn wrap(text: &str, size: f64, bold: bool, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text).flat_map(|word| pieces(word, size, bold, limit)) {
        let candidate =
            if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if !line.is_empty() && width(&candidate, size, bold) > limit {
            lines.push(std::mem::replace(&mut line, word));
        } else {
            line = candidate;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Breaks a text into as few lines as `wrap` does, all of about one length.
pub fn balance(text: &str, size: f64, bold: bool, limit: f64) -> Vec<String> {
    let lines = wrap(text, size, bold, limit);
    if lines.len() < 2 || !breaks_between_words(text, size, bold, limit) {
        return lines;
    }
    let (mut low, mut high) = (limit * 0.4, limit);
    for _ in 0..12 {
        let middle = f64::midpoint(low, high);
        let fits = breaks_between_words(text, size, bold, middle)
            && wrap(text, size, bold, middle).len() <= lines.len();
        if fits { high = middle } else { low = middle }
    }
    wrap(text, size, bold, high)
}

/// The parts of a word, each but the last with the hyphen or dash at its end; an address is one.
fn parts(word: &str) -> Vec<&str> {
    if word.contains(['/', '#', '?']) {
        return vec![word];
    }
    word.split_inclusive(['-', '\u{2010}', '\u{2013}', '\u{2014}']).collect()
}

/// Breaks a word that no line could hold: at its hyphens, and within a part only that is itself too wide.
fn pieces(word: &str, size: f64, bold: bool, limit: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in parts(word) {
        match out.last_mut() {
            Some(last) if width(&format!("{last}{part}"), size, bold) <= limit => {
                last.push_str(part);
            }
            _ => out.extend(cut(part, size, bold, limit)),
        }
    }
    out
}

/// Cuts a part of a word.
fn cut(word: &str, size: f64, bold: bool, limit: f64) -> Vec<String> {
    if width(word, size, bold) <= limit {
        return vec![word.to_owned()];
    }
    let mut out = Vec::new();
    let mut piece = String::new();
    for character in word.chars() {
        piece.push(character);
        if width(&piece, size, bold) > limit && piece.chars().count() > 1 {
            piece.pop();
            // An address breaks before its sign, where that leaves no short line.
            let sign = piece.rfind(['/', '#', '?']).filter(|at| at * 2 > piece.len());
            let rest = sign.map(|at| piece.split_off(at)).unwrap_or_default();
            out.push(std::mem::replace(&mut piece, rest));
            piece.push(character);
        }
    }
    out.push(piece);
    out
}

#[cfg(test)]
mod tests {
    use super::balance;
    use super::breaks_at_hyphens;
    use super::width;
    use super::wrap;

    #[test]
    fn no_line_is_wider_than_the_limit_whatever_the_words() {
        for text in
            ["a few short words in a row", "Donaudampfschifffahrtsgesellschaft x", ""]
        {
            for line in wrap(text, 13.0, false, 60.0) {
                assert!(width(&line, 13.0, false) <= 60.0, "{line}");
            }
        }
    }

    #[test]
    fn balanced_lines_leave_no_word_alone() {
        let text = "On one scale, the three differences are about the same size";
        assert_eq!(wrap(text, 19.0, true, 560.0)[1], "size");
        assert_eq!(
            balance(text, 19.0, true, 560.0),
            ["On one scale, the three differences", "are about the same size"]
        );
    }

    #[test]
    fn a_no_break_space_keeps_a_number_with_its_unit() {
        assert_eq!(wrap("5.5\u{a0}points more", 10.0, false, 60.0).len(), 2);
        assert_eq!(wrap("5.5\u{a0}points more", 10.0, false, 60.0)[0], "5.5\u{a0}points");
    }

    #[test]
    fn a_word_that_is_too_wide_breaks_at_its_hyphens_before_it_is_cut() {
        let lines = |text: &str, limit: f64| wrap(text, 12.0, false, limit);
        assert_eq!(
            lines("Anti-social behaviour", 58.0),
            ["Anti-", "social", "behaviour"]
        );
        assert_eq!(lines("2012\u{2013}16", 40.0), ["2012\u{2013}", "16"]);
        assert_eq!(lines("Anti-social", 90.0), ["Anti-social"]);
        assert!(breaks_at_hyphens("Anti-social", 12.0, false, 60.0));
        assert!(!breaks_at_hyphens("behaviour", 12.0, false, 40.0));
    }

    #[test]
    fn width_grows_with_the_size_and_with_weight() {
        let one = width("Areas", 10.0, false);
        assert!((width("Areas", 20.0, false) / one - 2.0).abs() < 1e-9);
        assert!(width("Areas", 10.0, true) > one);
    }
}
