//! SVG to pixels with the embedded font, and pixels to PNG and back, with the words that
//! travel in the file.

use crate::figure::faces;
use crate::figure::few_colours;
use crate::figure::few_colours::Runs;
use crate::figure::logo;
use image::ImageDecoder as _;
use image::metadata::Orientation;
use resvg::tiny_skia::PixmapMut;
use resvg::tiny_skia::Transform;
use resvg::usvg::ImageHrefResolver;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use std::cell::RefCell;
use std::io::Cursor;

/// SVG as the tree that is drawn.
pub use resvg::usvg::roxmltree as xml;

thread_local! {
    /// Where pictures are drawn, one after the other: a new place for each would have the
    /// system clear as many pages again.
    static CANVAS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

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
    let size = (side(width), side(height));
    write(&drawn(svg, size)?, size, &[])
}

/// Returns the width and height of a drawing, in its own units.
pub fn extent(svg: &str) -> Option<(f64, f64)> {
    let (_, rest) = svg.split_once("viewBox=\"0 0 ")?;
    let (width, height) = rest.split_once('"')?.0.split_once(' ')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// Returns an SVG as so many pixels across and down, or why it cannot be drawn.
pub fn pixels(svg: &str, (width, height): (u32, u32)) -> Result<Pixels, String> {
    let runs = drawn(svg, (width, height))?;
    Ok(Pixels { width, height, rgb: runs.spread(&runs.colours).into_flattened() })
}

/// A drawn picture as runs of one colour, as it is hashed and written: its pixels are never
/// spread out at once.
#[derive(Debug)]
pub struct Raster {
    runs: Runs,
    width: u32,
    height: u32,
}

/// Draws an SVG as so many pixels across and down, or says why it cannot be drawn.
pub fn raster(svg: &str, (width, height): (u32, u32)) -> Result<Raster, String> {
    Ok(Raster { runs: drawn(svg, (width, height))?.in_order(), width, height })
}

/// Bytes that are handed on at once: whole pixels.
const PIECE: usize = 3 * 16 * 1024;

impl Raster {
    /// Returns the pixels in a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Hands on red, green and blue of each pixel, row by row, in pieces.
    pub fn rgb(&self, mut to: impl FnMut(&[u8])) {
        let mut piece: Vec<u8> = Vec::with_capacity(PIECE);
        for (colour, length) in self.runs.each() {
            let mut left = length as usize * colour.len();
            while left > 0 {
                let start = piece.len();
                let taken = left.min(PIECE - start);
                piece.extend_from_slice(&colour);
                // What is there of the run is copied: that is quicker than pixel by pixel.
                while piece.len() < start + taken {
                    let there = piece.len() - start;
                    let more = there.min(taken - there);
                    piece.extend_from_within(start..start + more);
                }
                left -= taken;
                if piece.len() == PIECE {
                    to(&piece);
                    piece.clear();
                }
            }
        }
        to(&piece);
    }

    /// Returns it as PNG, with words in it: the same as [`encode`] makes of its pixels.
    pub fn encode(&self, labels: Labels<'_>) -> Result<Vec<u8>, String> {
        write(&self.runs, (self.width, self.height), labels)
    }
}

/// Draws an SVG. Charts stand on their own ground, so nothing is transparent; they settle on
/// few colours.
fn drawn(svg: &str, (width, height): (u32, u32)) -> Result<Runs, String> {
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: faces::fonts(),
        // A drawing may name any file or device: none is opened.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let read = xml::Document::parse(svg).map_err(|error| error.to_string())?;
    let tree = Tree::from_xmltree(&read, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    // To the last pixel: what is left of a row would be dark.
    let scale =
        Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    CANVAS.with_borrow_mut(|canvas| {
        canvas.clear();
        canvas.resize(width as usize * height as usize * 4, 0);
        let mut pixmap = PixmapMut::from_bytes(canvas, width, height)
            .ok_or("the picture has no size")?;
        resvg::render(&tree, scale, &mut pixmap);
        logo::marks(&read, scale, &mut pixmap);
        Ok(Runs::of(canvas.as_chunks::<4>().0).settled())
    })
}

/// How hard pictures are compressed: beyond this a twentieth of the size costs twice the time.
const LEVEL: u8 = 3;

/// Returns pixels as PNG, with words in it.
pub fn encode(pixels: &Pixels, labels: Labels<'_>) -> Result<Vec<u8>, String> {
    let runs = Runs::of(pixels.rgb.as_chunks::<3>().0);
    write(&runs, (pixels.width, pixels.height), labels)
}

/// Writes a PNG. Flat colours need no filter, and compress well without one; where they are
/// few, the file holds them once and a byte a pixel.
fn write(
    runs: &Runs,
    (width, height): (u32, u32),
    labels: Labels<'_>,
) -> Result<Vec<u8>, String> {
    let colours = &runs.colours;
    let few = colours.len() <= few_colours::MOST;
    let mut bytes = Vec::new();
    let write = |bytes: &mut Vec<u8>| -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(bytes, width, height);
        encoder.set_depth(png::BitDepth::Eight);
        if few {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(colours.as_flattened());
        } else {
            encoder.set_color(png::ColorType::Rgb);
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
        writer.write_image_data(&if few {
            let places: Vec<u8> = (0..=u8::MAX).take(colours.len()).collect();
            runs.spread(&places)
        } else {
            runs.spread(colours).into_flattened()
        })?;
        writer.finish()
    };
    write(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Returns the pixels of a PNG, whatever its colour type, and the words in it.
pub fn decode(bytes: &[u8]) -> Result<(Pixels, Vec<(String, String)>), String> {
    let mut reader = opened(bytes)?;
    let size = reader.output_buffer_size().ok_or("the picture is too large")?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(|error| error.to_string())?;
    data.truncate(frame.buffer_size());
    let rgb = match frame.color_type {
        png::ColorType::Rgb => data,
        png::ColorType::Rgba => {
            let (pixels, _) = data.as_chunks::<4>();
            pixels
                .iter()
                .flat_map(|[red, green, blue, _]| [*red, *green, *blue])
                .collect()
        }
        png::ColorType::Grayscale => data.iter().flat_map(|grey| [*grey; 3]).collect(),
        png::ColorType::GrayscaleAlpha => data
            .chunks_exact(2)
            .flat_map(|pair| [pair.first().copied().unwrap_or_default(); 3])
            .collect(),
        png::ColorType::Indexed => return Err("its palette is missing".to_owned()),
    };
    let _ = reader.finish();
    let labels = labels(reader.info())?;
    let pixels = Pixels { width: frame.width, height: frame.height, rgb };
    Ok((pixels, labels))
}

/// The most bytes of all words in a picture.
const WORDS: usize = 1024 * 1024;

/// Returns the words in a PNG; a few compressed bytes can stand for a gigabyte of them.
fn labels(info: &png::Info<'_>) -> Result<Vec<(String, String)>, String> {
    let mut room = WORDS;
    let mut labels = Vec::new();
    let mut put = |keyword: &str, text: String, room: &mut usize| {
        *room = room.checked_sub(text.len()).ok_or("it holds too many words")?;
        labels.push((keyword.to_owned(), text));
        Ok::<(), String>(())
    };
    for chunk in &info.uncompressed_latin1_text {
        put(&chunk.keyword, chunk.text.clone(), &mut room)?;
    }
    for chunk in &info.compressed_latin1_text {
        let mut chunk = chunk.clone();
        chunk.decompress_text_with_limit(room).map_err(|error| error.to_string())?;
        put(&chunk.keyword, chunk.get_text().unwrap_or_default(), &mut room)?;
    }
    for chunk in &info.utf8_text {
        let mut chunk = chunk.clone();
        chunk.decompress_text_with_limit(room).map_err(|error| error.to_string())?;
        put(&chunk.keyword, chunk.get_text().unwrap_or_default(), &mut room)?;
    }
    Ok(labels)
}

/// Opens a PNG of a size that pictures of a report may have.
fn opened(bytes: &[u8]) -> Result<png::Reader<Cursor<&[u8]>>, String> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(|error| error.to_string())?;
    fits((header.width, header.height))?;
    decoder.read_info().map_err(|error| error.to_string())
}

/// Refuses a picture that is too large to be looked at.
fn fits((width, height): (u32, u32)) -> Result<(), String> {
    if u64::from(width) * u64::from(height) > PIXELS || width.max(height) > LARGEST {
        return Err(format!("{width} × {height} pixels are more than are looked at"));
    }
    Ok(())
}

/// Returns whether any pixel of a PNG lets the ground show through.
pub fn transparent(bytes: &[u8]) -> bool {
    let clear = || -> Option<bool> {
        let mut reader = opened(bytes).ok()?;
        let mut data = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut data).ok()?;
        let size = match frame.color_type {
            png::ColorType::Rgba => 4,
            png::ColorType::GrayscaleAlpha => 2,
            png::ColorType::Grayscale | png::ColorType::Rgb | png::ColorType::Indexed => {
                return Some(false);
            }
        };
        data.truncate(frame.buffer_size());
        Some(data.chunks(size).any(|pixel| pixel.last() != Some(&255)))
    };
    clear().unwrap_or(true)
}

/// The most pixels across or down of a picture that is looked at.
const LARGEST: u32 = 12_000;
/// The most pixels of a picture that is looked at: twice those of the largest that is handed out.
const PIXELS: u64 = 8 * 1024 * 1024;

/// A JPEG or WebP that was looked at.
#[derive(Debug)]
pub struct Photo {
    /// What is seen of it on white.
    pub pixels: Pixels,
    /// What it carries by which a viewer shows something else, or more, than these pixels.
    pub added: Option<&'static str>,
    /// Whether it brings a colour profile of its own, which can show other colours.
    pub profile: bool,
}

/// Returns a JPEG or WebP, or why it cannot be read.
pub fn decode_photo(bytes: &[u8]) -> Result<Photo, String> {
    let opened = || {
        let reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format();
        reader.map_err(|error| error.to_string())
    };
    fits(opened()?.into_dimensions().map_err(|error| error.to_string())?)?;
    let mut reader = opened()?;
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LARGEST), Some(LARGEST));
    limits.max_alloc = Some(PIXELS * 8);
    reader.limits(limits);
    let animated = image::codecs::webp::WebPDecoder::new(Cursor::new(bytes))
        .is_ok_and(|webp| webp.has_animation());
    let mut decoder = reader.into_decoder().map_err(|error| error.to_string())?;
    let profile = decoder.icc_profile().is_ok_and(|profile| profile.is_some());
    let upright = decoder.orientation().is_ok_and(|way| way == Orientation::NoTransforms);
    let read = image::DynamicImage::from_decoder(decoder);
    let read = read.map_err(|error| error.to_string())?;
    // What lets the ground show through is seen on white.
    let rgba = read.into_rgba8();
    let clear = rgba.pixels().any(|pixel| pixel.0.last() != Some(&255));
    let added = if animated {
        Some("an animation")
    } else if !upright {
        Some("camera settings that turn it")
    } else {
        clear.then_some("transparent parts")
    };
    let (width, height) = rgba.dimensions();
    let over = |colour: u8, opacity: u8| {
        let opacity = u32::from(opacity);
        ((u32::from(colour) * opacity + 255 * (255 - opacity)) / 255) as u8
    };
    let pixels = rgba.as_raw().as_chunks::<4>().0.iter();
    let rgb = pixels.flat_map(|[r, g, b, a]| [over(*r, *a), over(*g, *a), over(*b, *a)]);
    let pixels = Pixels { width, height, rgb: rgb.collect() };
    Ok(Photo { pixels, added, profile })
}

#[cfg(test)]
mod tests {
    use super::Pixels;
    use super::decode;
    use super::encode;
    use super::pixels;
    use super::raster;
    use super::transparent;

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

    #[test]
    fn a_picture_is_written_and_hashed_as_its_pixels_are() {
        // A palette's worth of colours, more, and more than any palette holds.
        for count in [3, 300, 3000] {
            let mut svg =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 90 90\">"
                    .to_owned();
            for at in 0..count {
                let (x, y) = (at % 60, at / 60);
                let colour =
                    format!("#{:02x}{:02x}{:02x}", at % 256, at * 7 % 256, at / 12);
                svg.push_str(&format!(
                    "<rect x=\"{x}.3\" y=\"{y}\" width=\"30\" height=\"30\" fill=\"{colour}\"/>"
                ));
            }
            svg.push_str("</svg>");
            let (pixels, drawn) =
                (pixels(&svg, (180, 180)).unwrap(), raster(&svg, (180, 180)).unwrap());
            let mut rgb = Vec::new();
            drawn.rgb(|bytes| rgb.extend_from_slice(bytes));
            assert_eq!((drawn.width(), &rgb), (pixels.width, &pixels.rgb));
            let labels = [("Title", "plain".to_owned())];
            assert!(drawn.encode(&labels) == encode(&pixels, &labels), "{count}");
        }
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_by_its_head() {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 50_000, 50_000);
        encoder.set_color(png::ColorType::Grayscale);
        drop(encoder.write_header().unwrap());
        let said = "50000 × 50000 pixels are more than are looked at";
        assert_eq!(decode(&bytes).unwrap_err(), said);
        assert!(transparent(&bytes));
    }

    #[test]
    fn words_that_unpack_to_too_much_are_refused() {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
        encoder.add_ztxt_chunk("reissue".to_owned(), "x".repeat(64 << 20)).unwrap();
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&[0]).unwrap();
        writer.finish().unwrap();
        assert!(bytes.len() < 1 << 20);
        assert!(decode(&bytes).is_err());
    }
}
