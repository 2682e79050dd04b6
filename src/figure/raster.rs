//! SVG to PNG, with the embedded font.

use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::Transform;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::fontdb::Database;
use std::sync::Arc;
use std::sync::LazyLock;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(ttf_noto_sans::REGULAR.to_vec());
    fonts.load_font_data(ttf_noto_sans::BOLD.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Returns an SVG as PNG, `scale` pixels to a unit, or why it cannot be drawn.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, String> {
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let side = |length: f32| (length * scale).ceil() as u32;
    let mut pixmap = Pixmap::new(side(size.width()), side(size.height()))
        .ok_or_else(|| "the picture has no size".to_owned())?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| error.to_string())
}
