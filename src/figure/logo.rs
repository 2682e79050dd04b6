//! A publisher's logo.
//!
//! **In:** a picture as bytes. **Out:** it at one size, with nothing in it but what is seen, and a sample of its
//! colours; its pixels in a picture that bears it.

use crate::figure::faces;
use crate::figure::picture;
use crate::model::brand::Bytes;
use crate::model::brand::Sign;
use crate::model::colour::Colour;
use image::imageops::FilterType;
use resvg::tiny_skia::ColorU8;
use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::PixmapMut;
use resvg::tiny_skia::PixmapPaint;
use resvg::tiny_skia::PremultipliedColorU8;
use resvg::tiny_skia::Transform;
use resvg::usvg::ImageHrefResolver;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::roxmltree::Document;

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

/// The namespace of addresses in SVG.
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Draws the marks of a picture: the logo of the brand that is drawn in, and no other picture.
pub(super) fn marks(svg: &Document<'_>, scale: Transform, to: &mut PixmapMut<'_>) {
    let Some(faces) = faces::current() else { return };
    for node in svg.root().descendants().filter(|node| node.has_tag_name("image")) {
        let address = node.attribute((XLINK, "href"));
        let sign = address.and_then(|address| faces.signs.get(address));
        let number = |name: &str| node.attribute(name)?.parse::<f32>().ok();
        let area = (number("x"), number("y"), number("width"), number("height"));
        if let (Some(sign), (Some(x), Some(y), Some(width), Some(height))) = (sign, area)
        {
            let _ = mark(sign, scale.pre_translate(x, y), (width, height), to);
        }
    }
}

fn mark(
    sign: &Sign,
    place: Transform,
    (width, height): (f32, f32),
    to: &mut PixmapMut<'_>,
) -> Option<()> {
    if sign.ending == "svg" {
        let closed = ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        };
        let options = Options { image_href_resolver: closed, ..Options::default() };
        let tree = Tree::from_data(&sign.bytes.0, &options).ok()?;
        let (across, down) = (width / tree.size().width(), height / tree.size().height());
        resvg::render(&tree, place.pre_scale(across, down), to);
        return Some(());
    }
    let stored = image::load_from_memory(&sign.bytes.0).ok()?;
    let side = |length: f32| length.round().max(1.0) as u32;
    let (across, down) = (side(width * place.sx), side(height * place.sy));
    let small = stored.resize_exact(across, down, FilterType::CatmullRom).to_rgba8();
    let mut pixmap = Pixmap::new(across, down)?;
    for (to, from) in pixmap.pixels_mut().iter_mut().zip(small.pixels()) {
        let [red, green, blue, alpha] = from.0;
        *to = ColorU8::from_rgba(red, green, blue, alpha).premultiply();
    }
    let (x, y) = (place.tx.round() as i32, place.ty.round() as i32);
    let paint = PixmapPaint::default();
    to.draw_pixmap(x, y, pixmap.as_ref(), &paint, Transform::identity(), None);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::logo;
    use crate::figure::faces;
    use crate::figure::raster::pixels;
    use crate::model::brand::Brand;
    use crate::model::brand::Logo;
    use crate::model::brand::Sign;
    use crate::model::theme::Theme;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\" width=\"4\" height=\"4\"><rect width=\"4\" height=\"4\" fill=\"#c80000\"/></svg>";

    fn theme(sign: &Sign) -> Theme {
        let logo =
            Logo { alt: String::new(), plain: sign.clone(), reversed: sign.clone() };
        Theme {
            brand: Some(Brand { logo: Some(logo), ..Brand::default() }),
            ..Theme::default()
        }
    }

    /// A white picture with a mark in the middle, drawn; returns the pixel there and one beside it.
    fn drawn(address: &str, theme: &Theme) -> [Vec<u8>; 2] {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"#fff\"/><image x=\"3\" y=\"3\" width=\"3\" height=\"3\" xlink:href=\"{address}\"/></svg>"
        );
        let picture = faces::set_in(theme, || pixels(&svg, (18, 18))).unwrap();
        let at = |x: usize, y: usize| picture.rgb[(y * 18 + x) * 3..][..3].to_vec();
        [at(9, 9), at(2, 2)]
    }

    #[test]
    fn a_picture_shows_the_logo_of_its_brand_and_no_other_picture() {
        let mut png = std::io::Cursor::new(Vec::new());
        let red = image::RgbaImage::from_pixel(4, 4, image::Rgba([200, 0, 0, 255]));
        red.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let white = vec![255; 3];
        for bytes in [SVG.as_bytes(), &png.into_inner()] {
            let (sign, _) = logo(bytes).unwrap();
            let own = theme(&sign);
            let shown = drawn(&sign.address(), &own);
            assert_eq!(shown, [vec![200, 0, 0], white.clone()], "{}", sign.ending);
            let hidden = [white.clone(), white.clone()];
            assert_eq!(drawn(&sign.address(), &Theme::default()), hidden);
            assert_eq!(drawn(&format!("{}AA", sign.address()), &own), hidden);
            assert_eq!(drawn("file:///dev/zero", &own), hidden);
        }
    }
}
