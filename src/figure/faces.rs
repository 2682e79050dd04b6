//! The fonts that pictures are measured and drawn in: the built-in one, and those of a brand; with them its logo,
//! the only picture that a picture may hold.
//!
//! **In:** a theme. **Out:** the fonts and the logo that hold on this thread while something is drawn.
//! **Guarantees:** what is drawn within [`set_in`] is measured, laid out and turned to pixels in
//! the fonts of that theme; a character that they lack comes from the built-in font.

use crate::model::brand::Sign;
use crate::model::theme::Theme;
use ab_glyph::FontVec;
use resvg::usvg::fontdb::Database;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Fonts of a brand, ready to measure and to draw.
#[derive(Debug)]
pub(super) struct Faces {
    pub(super) regular: Option<FontVec>,
    pub(super) bold: Option<FontVec>,
    pub(super) database: Arc<Database>,
    /// The forms of the logo, by address.
    pub(super) signs: BTreeMap<String, Sign>,
    /// Tells them from others.
    pub(super) key: [u8; 32],
}

/// The built-in fonts.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(ttf_noto_sans::REGULAR.to_vec());
    fonts.load_font_data(ttf_noto_sans::BOLD.to_vec());
    // A drawing that names a font of its author's machine keeps its words.
    fonts.set_sans_serif_family("Noto Sans");
    fonts.set_serif_family("Noto Sans");
    fonts.set_monospace_family("Noto Sans");
    fonts.set_cursive_family("Noto Sans");
    fonts.set_fantasy_family("Noto Sans");
    Arc::new(fonts)
});

/// Fonts that were read, by their content: a picture is drawn in a few milliseconds, and reading
/// its fonts takes as long.
static KNOWN: Mutex<BTreeMap<[u8; 32], Arc<Faces>>> = Mutex::new(BTreeMap::new());

thread_local! {
    static CURRENT: RefCell<Option<Arc<Faces>>> = const { RefCell::new(None) };
}

/// Does something with the fonts of a theme, on this thread.
pub fn set_in<T>(theme: &Theme, work: impl FnOnce() -> T) -> T {
    let before = CURRENT.replace(of(theme));
    let done = work();
    CURRENT.set(before);
    done
}

/// Returns the fonts and the logo of the brand that is drawn in; none where it has neither.
pub(super) fn current() -> Option<Arc<Faces>> {
    CURRENT.with_borrow(Option::clone)
}

fn of(theme: &Theme) -> Option<Arc<Faces>> {
    let brand = theme.brand.as_ref()?;
    if brand.fonts.is_empty() && brand.logo.is_none() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    for face in &brand.fonts {
        hasher.update(face.bytes.hash().as_bytes());
        hasher.update(&[u8::from(face.bold), u8::from(face.italic)]);
    }
    let signs = brand.logo.iter().flat_map(|logo| [&logo.plain, &logo.reversed]);
    for sign in signs.clone() {
        hasher.update(sign.bytes.hash().as_bytes());
    }
    let key = *hasher.finalize().as_bytes();
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let faces = known.entry(key).or_insert_with(|| {
        let read = |bold: bool| {
            let face = brand.face(bold, false)?;
            FontVec::try_from_vec(face.bytes.0.to_vec()).ok()
        };
        let mut database = (**FONTS).clone();
        for face in &brand.fonts {
            database.load_font_data(face.bytes.0.to_vec());
        }
        let database = Arc::new(database);
        let signs = signs.map(|sign| (sign.address(), sign.clone())).collect();
        Arc::new(Faces { regular: read(false), bold: read(true), database, signs, key })
    });
    Some(Arc::clone(faces))
}

/// Returns the fonts that drawings are read with: with those of the brand that is drawn in.
pub(super) fn fonts() -> Arc<Database> {
    current().map_or_else(|| Arc::clone(&FONTS), |faces| Arc::clone(&faces.database))
}

/// Returns what tells the fonts and the logo that are drawn in from others, for keys of results.
pub fn fonts_key() -> String {
    current().map_or_else(String::new, |faces| {
        blake3::Hash::from(faces.key).to_hex().to_string()
    })
}
