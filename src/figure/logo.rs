//! A publisher's logo.
//!
//! **In:** a picture as bytes. **Out:** it at one size, with nothing in it but what is seen, and a sample of its
//! colours.

use crate::figure::picture;
use crate::model::brand::Bytes;
use crate::model::brand::Sign;
use crate::model::colour::Colour;
use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::PremultipliedColorU8;
use resvg::tiny_skia::Transform;
use resvg::usvg::Options;
use resvg::usvg::Tree;

/// How many pixels wide the sample is.
const SAMPLE: u32 = 64;

/// Reads a logo: a picture at one size, with nothing in it but what is seen, and the colours of its opaque pixels
/// when it is small.
pub fn logo(bytes: &[u8]) -> Result<(Sign, Vec<Colour>), (String, &'static str)> {
    let picture = picture(bytes).map_err(|why| (why.message, why.help))?;
    let Some(form) = picture.at_least(600) else {
        return Err(("it is empty".to_owned(), "save it again"));
    };
    let colours =
        if form.ending == "svg" { drawn(&form.bytes) } else { stored(&form.bytes) };
    let sign = Sign {
        ending: form.ending.to_owned(),
        width: form.width,
        height: form.height,
        bytes: Bytes(form.bytes.as_slice().into()),
    };
    Ok((sign, colours.unwrap_or_default()))
}

fn drawn(svg: &[u8]) -> Option<Vec<Colour>> {
    let tree = Tree::from_data(svg, &Options::default()).ok()?;
    let scale = SAMPLE as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil().min(4.0 * SAMPLE as f32);
    let mut canvas = Pixmap::new(SAMPLE, height as u32)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let opaque = canvas.pixels().iter().map(PremultipliedColorU8::demultiply);
    let opaque = opaque.filter(|pixel| pixel.alpha() >= 128);
    Some(opaque.map(|pixel| Colour(pixel.red(), pixel.green(), pixel.blue())).collect())
}

fn stored(bytes: &[u8]) -> Option<Vec<Colour>> {
    let small = image::load_from_memory(bytes).ok()?.thumbnail(SAMPLE, 4 * SAMPLE);
    let small = small.to_rgba8();
    let opaque = small.pixels().filter(|pixel| pixel.0[3] >= 128);
    Some(opaque.map(|pixel| Colour(pixel.0[0], pixel.0[1], pixel.0[2])).collect())
}
