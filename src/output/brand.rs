//! A publisher's identity in the outputs: the style of pages, the fonts that travel with them, the
//! colours and the logo of the PDF.
//!
//! **In:** a theme with its brand, or without one. **Out:** CSS, markup and Typst.
//! **Guarantees:** a page shows the same letters on every machine; fonts hold no more than the
//! characters of the page, and a project without a brand is set in the built-in fonts.

use crate::model::brand::Brand;
use crate::model::brand::Logo;
use crate::model::brand::Sign;
use crate::model::escape::escape_line;
use crate::model::theme::Colour;
use crate::model::theme::Theme;
use crate::output::font;
use crate::output::packed;
use crate::output::typst::literal;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::LazyLock;

/// The font of formulas, which has what a browser needs to set them (its table `MATH`): Latin Modern Math, made
/// smaller and renamed, as its licence asks.
static FORMULAS: LazyLock<String> =
    LazyLock::new(|| BASE64_STANDARD.encode(include_bytes!("formulas.woff2")));

/// The family that pages are set in without a brand.
const BUILT_IN: &str = "Noto Sans";

/// Where a page's style has room for its fonts, which are known when the page is.
pub const FONTS: &str = "/* fonts */\n";

/// Returns the style of a brand: its colours by role and its family, after those of the page.
pub fn style(theme: &Theme) -> String {
    let mut out = FONTS.to_owned();
    let Some(brand) = &theme.brand else { return out };
    let properties = |roles: &BTreeMap<String, Colour>| {
        roles.iter().fold(String::new(), |mut out, (role, colour)| {
            let _ = write!(out, "--{role}:{};", colour.hex());
            out
        })
    };
    let family = if brand.family.is_empty() {
        String::new()
    } else {
        format!("--sans:'{}','{BUILT_IN}',sans-serif;", brand.family)
    };
    let _ = writeln!(out, ":root{{{}{family}}}", properties(&brand.light));
    for (query, roles) in
        [("(prefers-color-scheme:dark)", &brand.dark), ("print", &brand.print)]
    {
        if !roles.is_empty() {
            // A printed cover stays without its coloured ground, which printers leave out.
            let mut roles = roles.clone();
            if query == "print" {
                roles.retain(|role, _| !role.contains("band"));
            }
            let _ = writeln!(out, "@media {query}{{:root{{{}}}}}", properties(&roles));
        }
    }
    out
}

/// Puts the fonts into a finished page, with no more than the characters it holds.
pub fn with_fonts(page: String, theme: &Theme) -> String {
    let fonts = if page.contains(FONTS) { fonts(&page, theme) } else { return page };
    page.replacen(FONTS, &fonts, 1)
}

/// Puts the fonts of finished pages into the style that they share.
pub fn fonts_in(style: &str, pages: &str, theme: &Theme) -> String {
    style.replacen(FONTS, &fonts(pages, theme), 1)
}

fn fonts(page: &str, theme: &Theme) -> String {
    let characters: BTreeSet<char> = page.chars().filter(|c| !c.is_control()).collect();
    let mut css = String::new();
    let faces = faces(theme);
    let regular = faces.iter().find(|face| !face.bold && !face.italic);
    let lacking = match regular {
        Some(regular) if regular.family != BUILT_IN => lacking(page, regular.bytes),
        _ => BTreeSet::new(),
    };
    let more = own_faces().filter(|_| !lacking.is_empty());
    let all = faces.iter().map(|face| (face, &characters));
    let more: Vec<Face<'_>> = more.collect();
    for (face, characters) in all.chain(more.iter().map(|face| (face, &lacking))) {
        if face.italic && !(page.contains("<em") || page.contains("font-style: italic")) {
            continue;
        }
        let _ = writeln!(
            css,
            "@font-face{{font-family:'{}';font-weight:{};font-style:{};src:url(data:font/woff;base64,{})}}",
            face.family,
            if face.bold { 700 } else { 400 },
            if face.italic { "italic" } else { "normal" },
            packed(face, characters)
        );
    }
    if page.contains("<math") {
        let _ = writeln!(
            css,
            "@font-face{{font-family:'Formula Math';src:url(data:font/woff2;base64,{})}}",
            *FORMULAS
        );
    }
    css
}

/// Returns the characters that a publisher's font lacks and the built-in one has; an accent brings the
/// letter that it is put on, since both are taken from one font.
fn lacking(page: &str, own: &[u8]) -> BTreeSet<char> {
    let (Ok(own), Ok(built_in)) = (
        ttf_parser::Face::parse(own, 0),
        ttf_parser::Face::parse(ttf_noto_sans::REGULAR, 0),
    ) else {
        return BTreeSet::new();
    };
    let mut out = BTreeSet::new();
    let mut before = None;
    for c in page.chars().filter(|c| !c.is_control()) {
        if own.glyph_index(c).is_none() && built_in.glyph_index(c).is_some() {
            out.insert(c);
            out.extend(before.filter(|_| matches!(c, '\u{300}'..='\u{36f}')));
        }
        before = Some(c);
    }
    out
}

/// Returns a font with no more than some characters, packed, as base64.
fn packed(face: &Face<'_>, characters: &BTreeSet<char>) -> Arc<str> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(face.hash.as_bytes());
    characters.iter().for_each(|character| {
        hasher.update(&u32::from(*character).to_le_bytes());
    });
    packed::packed(*hasher.finalize().as_bytes(), || {
        BASE64_STANDARD.encode(font::woff(&font::subset(face.bytes, characters)))
    })
}

/// A font that travels with pages.
struct Face<'a> {
    family: &'a str,
    bold: bool,
    italic: bool,
    bytes: &'a [u8],
    /// Hash of the bytes.
    hash: blake3::Hash,
}

/// The hashes of the built-in fonts.
static HASHES: LazyLock<[blake3::Hash; 4]> =
    LazyLock::new(|| built_in().map(|(_, _, _, bytes)| blake3::hash(bytes)));

/// The fonts of a theme.
fn faces(theme: &Theme) -> Vec<Face<'_>> {
    if let Some(brand) = theme.brand.as_ref().filter(|brand| !brand.fonts.is_empty()) {
        let own = brand.fonts.iter().map(|face| Face {
            family: &brand.family,
            bold: face.bold,
            italic: face.italic,
            bytes: &face.bytes.0,
            hash: face.bytes.hash(),
        });
        return own.collect();
    }
    own_faces().collect()
}

/// The built-in fonts.
fn own_faces() -> impl Iterator<Item = Face<'static>> {
    let own = built_in().into_iter().zip(*HASHES);
    own.map(|((_, bold, italic, bytes), hash)| Face {
        family: BUILT_IN,
        bold,
        italic,
        bytes,
        hash,
    })
}

/// The built-in fonts: name, whether bold, whether italic, and the file.
fn built_in() -> [(&'static str, bool, bool, &'static [u8]); 4] {
    [
        ("regular", false, false, ttf_noto_sans::REGULAR),
        ("bold", true, false, ttf_noto_sans::BOLD),
        ("italic", false, true, ttf_noto_sans::ITALIC),
        ("bold-italic", true, true, ttf_noto_sans::BOLD_ITALIC),
    ]
}

fn logo(theme: &Theme) -> Option<&Logo> {
    theme.brand.as_ref()?.logo.as_ref()
}

/// Returns the logo on the coloured ground of a cover, as markup; empty without one.
pub fn reversed(theme: &Theme) -> String {
    logo(theme).map(|logo| image("logo", &logo.reversed, &logo.alt)).unwrap_or_default()
}

/// Returns the logo on the page's own ground, light or dark, as markup; empty without one.
pub fn plain(theme: &Theme) -> String {
    let Some(logo) = logo(theme) else { return String::new() };
    format!(
        "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"{}\">{}</picture>",
        logo.reversed.address(),
        image("logo", &logo.plain, &logo.alt)
    )
}

fn image(class: &str, sign: &Sign, alt: &str) -> String {
    format!(
        "<img class=\"{class}\" src=\"{}\" alt=\"{}\" width=\"{}\" height=\"{}\">",
        sign.address(),
        escape_line(alt),
        sign.width,
        sign.height
    )
}

/// Returns the files that Typst sets documents with: fonts, logo, and the names of colours.
pub fn typst(theme: &Theme) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for (name, _, _, bytes) in built_in() {
        out.insert(format!("fonts/noto-sans-{name}.ttf"), bytes.to_vec());
    }
    let plain = Brand::default();
    let brand = theme.brand.as_ref().unwrap_or(&plain);
    for (index, face) in brand.fonts.iter().enumerate() {
        out.insert(format!("fonts/brand-{index}.ttf"), face.bytes.0.to_vec());
    }
    let mut text = String::from("// The publisher's colours, font and logo.\n");
    for (name, role, usual) in [
        ("accent", "accent", "#12436d"),
        ("band", "band", "#12436d"),
        ("on-band", "on-band", "#ffffff"),
        ("on-band-muted", "on-band-muted", "#d3e1ee"),
        ("muted", "muted", "#55595f"),
        ("rule", "rule", "#d5d9de"),
        ("tint", "paper", "#f4f5f7"),
        ("caution", "warn", "#fff4d6"),
        ("ink", "ink", "#000000"),
    ] {
        let colour =
            brand.print.get(role).map_or(usual.to_owned(), |colour| colour.hex());
        let _ = writeln!(text, "#let {name} = rgb(\"{colour}\")");
    }
    let family = if brand.family.is_empty() { BUILT_IN } else { &brand.family };
    let _ = writeln!(text, "#let family = ({}, {})", literal(family), literal(BUILT_IN));
    let mut sign = |name: &str, sign: Option<(&Sign, &str)>| {
        let Some((sign, alt)) = sign else {
            let _ = writeln!(text, "#let {name} = none");
            return;
        };
        let file = format!("brand/{name}.{}", sign.ending);
        let _ = writeln!(
            text,
            "#let {name} = (file: {}, alt: {}, wide: {:.3})",
            literal(&file),
            literal(alt),
            f64::from(sign.width) / f64::from(sign.height.max(1))
        );
        out.insert(file, sign.bytes.0.to_vec());
    };
    sign("logo", brand.logo.as_ref().map(|logo| (&logo.plain, logo.alt.as_str())));
    sign(
        "logo-reversed",
        brand.logo.as_ref().map(|logo| (&logo.reversed, logo.alt.as_str())),
    );
    out.insert("brand.typ".to_owned(), text.into_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::Face;
    use super::lacking;
    use super::packed;
    use crate::output::font;
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use std::collections::BTreeSet;

    #[test]
    fn a_font_that_was_packed_before_is_the_one_of_these_characters_and_this_face() {
        let face = |bytes: &'static [u8]| Face {
            family: "A",
            bold: false,
            italic: false,
            bytes,
            hash: blake3::hash(bytes),
        };
        let (regular, bold) = (face(ttf_noto_sans::REGULAR), face(ttf_noto_sans::BOLD));
        let fresh = |face: &Face<'_>, characters: &BTreeSet<char>| {
            BASE64_STANDARD.encode(font::woff(&font::subset(face.bytes, characters)))
        };
        let (few, more): (BTreeSet<char>, BTreeSet<char>) =
            ("ab".chars().collect(), "abc".chars().collect());
        for _ in 0..2 {
            for face in [&regular, &bold] {
                assert_eq!(*packed(face, &few), fresh(face, &few));
                assert_eq!(*packed(face, &more), fresh(face, &more));
            }
        }
        assert_ne!(packed(&regular, &few), packed(&regular, &more));
        assert_ne!(packed(&regular, &few), packed(&bold, &few));
    }

    #[test]
    fn what_a_publishers_font_lacks_comes_from_the_built_in_one_with_the_letter_under_an_accent()
     {
        let few: BTreeSet<char> = "abcpx ".chars().collect();
        let own = font::subset(ttf_noto_sans::REGULAR, &few);
        let of = |page: &str| lacking(page, &own).into_iter().collect::<String>();
        assert_eq!(of("a cab"), "");
        assert_eq!(of("abc ŵ x\u{304} p\u{302}"), "pxŵ\u{302}\u{304}");
        // What neither has is no matter of these.
        assert_eq!(of("ab \u{4e00}"), "");
    }
}
