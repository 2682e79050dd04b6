//! SVG to pixels with the embedded font, and pixels to PNG and back, with the words that
//! travel in the file.

use crate::figure::palette;
use crate::figure::palette::Colour;
use crate::figure::palette::Runs;
use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::Transform;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::fontdb::Database;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::LazyLock;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(ttf_noto_sans::REGULAR.to_vec());
    fonts.load_font_data(ttf_noto_sans::BOLD.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// A picture as pixels, three bytes each, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue of each.
    pub rgb: Vec<u8>,
}

/// Words in a PNG: keyword and text.
pub type Labels<'a> = &'a [(&'a str, String)];

/// Returns an SVG as PNG, `scale` pixels to a unit, or why it cannot be drawn.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, String> {
    let (width, height) = extent(svg).ok_or("the picture has no size")?;
    let side = |length: f64| (length * f64::from(scale)).ceil() as u32;
    encode(&pixels(svg, (side(width), side(height)))?, &[])
}

/// Returns the width and height of a drawing, in its own units.
pub fn extent(svg: &str) -> Option<(f64, f64)> {
    let (_, rest) = svg.split_once("viewBox=\"0 0 ")?;
    let (width, height) = rest.split_once('"')?.0.split_once(' ')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// Returns an SVG as so many pixels across and down, or why it cannot be drawn. Charts stand
/// on their own ground, so nothing is transparent; they settle on few colours.
pub fn pixels(svg: &str, (width, height): (u32, u32)) -> Result<Pixels, String> {
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let mut pixmap =
        Pixmap::new(width, height).ok_or_else(|| "the picture has no size".to_owned())?;
    // To the last pixel: what is left of a row would be dark.
    let scale =
        Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    let rgb = palette::settled(opaque(pixmap.data())).into_flattened();
    Ok(Pixels { width: pixmap.width(), height: pixmap.height(), rgb })
}

/// Returns red, green and blue without the fourth byte of each pixel.
fn opaque(data: &[u8]) -> Vec<Colour> {
    let (pixels, _) = data.as_chunks::<4>();
    pixels.iter().map(|[red, green, blue, _]| [*red, *green, *blue]).collect()
}

/// How hard pictures are compressed: beyond this a twentieth of the size costs twice the time.
const LEVEL: u8 = 3;

/// Returns pixels as PNG, with words in it. Flat colours need no filter, and compress well
/// without one; where they are few, the file holds them once and a byte a pixel.
pub fn encode(pixels: &Pixels, labels: Labels<'_>) -> Result<Vec<u8>, String> {
    let indexed = indexed(pixels);
    let mut bytes = Vec::new();
    let write = |bytes: &mut Vec<u8>| -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(bytes, pixels.width, pixels.height);
        encoder.set_depth(png::BitDepth::Eight);
        match &indexed {
            Some((colours, _)) => {
                encoder.set_color(png::ColorType::Indexed);
                encoder.set_palette(colours.as_flattened());
            }
            None => encoder.set_color(png::ColorType::Rgb),
        }
        encoder.set_deflate_compression(png::DeflateCompression::Level(LEVEL));
        encoder.set_filter(png::Filter::NoFilter);
        for (keyword, text) in labels {
            if text.is_ascii() {
                encoder.add_text_chunk((*keyword).to_owned(), text.clone())?;
            } else {
                encoder.add_itxt_chunk((*keyword).to_owned(), text.clone())?;
            }
        }
        let mut writer = encoder.write_header()?;
        let data = indexed.as_ref().map_or(&pixels.rgb, |(_, indices)| indices);
        writer.write_image_data(data)?;
        writer.finish()
    };
    write(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The colours of a picture and the place of each pixel's among them; none when they are too
/// many.
fn indexed(pixels: &Pixels) -> Option<(Vec<Colour>, Vec<u8>)> {
    let runs = Runs::of(pixels.rgb.as_chunks().0);
    if runs.colours.len() > palette::MOST {
        return None;
    }
    let places: Vec<u8> = (0..=u8::MAX).take(runs.colours.len()).collect();
    let indices = runs.spread(&places);
    Some((runs.colours, indices))
}

/// Returns the pixels of a PNG, whatever its colour type, and the words in it.
pub fn decode(bytes: &[u8]) -> Result<(Pixels, Vec<(String, String)>), String> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let size = reader.output_buffer_size().ok_or("the picture is too large")?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(|error| error.to_string())?;
    data.truncate(frame.buffer_size());
    let rgb = match frame.color_type {
        png::ColorType::Rgb => data,
        png::ColorType::Rgba => opaque(&data).into_flattened(),
        png::ColorType::Grayscale => data.iter().flat_map(|grey| [*grey; 3]).collect(),
        png::ColorType::GrayscaleAlpha => data
            .chunks_exact(2)
            .flat_map(|pair| [pair.first().copied().unwrap_or_default(); 3])
            .collect(),
        png::ColorType::Indexed => return Err("its palette is missing".to_owned()),
    };
    let _ = reader.finish();
    let info = reader.info();
    let mut labels = Vec::new();
    for chunk in &info.uncompressed_latin1_text {
        labels.push((chunk.keyword.clone(), chunk.text.clone()));
    }
    for chunk in &info.compressed_latin1_text {
        labels.push((chunk.keyword.clone(), chunk.get_text().unwrap_or_default()));
    }
    for chunk in &info.utf8_text {
        labels.push((chunk.keyword.clone(), chunk.get_text().unwrap_or_default()));
    }
    let pixels = Pixels { width: frame.width, height: frame.height, rgb };
    Ok((pixels, labels))
}

#[cfg(test)]
mod tests {
    use super::Pixels;
    use super::decode;
    use super::encode;

    #[test]
    fn pixels_and_words_come_back_from_a_png() {
        let rgb = (0..2 * 3 * 3).collect();
        let pixels = Pixels { width: 2, height: 3, rgb };
        let labels = [("Title", "plain".to_owned()), ("Description", "− £".to_owned())];
        let bytes = encode(&pixels, &labels).unwrap();
        let (back, words) = decode(&bytes).unwrap();
        assert_eq!(back, pixels);
        let labels = labels.map(|(keyword, text)| (keyword.to_owned(), text));
        assert_eq!(words, labels);
        assert!(decode(b"\x89PNG\r\n\x1a\nno").is_err());
    }
}
