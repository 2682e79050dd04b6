//! Pictures of pixels: decoded within limits, turned upright, made in several sizes.

use crate::figure::picture::MOST_PIXELS;
use crate::figure::picture::Picture;
use crate::figure::picture::PictureForm;
use crate::figure::picture::Refusal;
use crate::figure::picture::refusal;
use image::DynamicImage;
use image::ImageDecoder;
use image::ImageEncoder;
use image::ImageError;
use image::ImageFormat;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::CompressionType;
use image::codecs::png::FilterType as PngFilter;
use image::codecs::png::PngDecoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use std::io::Cursor;

/// The widths that pictures are made in, as far as they have the pixels.
const WIDTHS: [u32; 4] = [480, 960, 1_600, 2_400];
/// How well JPEGs are kept.
const QUALITY: u8 = 84;
/// The most memory that decoding may take.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// The most bytes that a profile or text within a PNG unpacks to.
const MOST_NOTES: u64 = 64 * 1024 * 1024;

/// Reads a JPEG, PNG or WebP.
pub(super) fn read(bytes: &[u8]) -> Result<Picture, Refusal> {
    let moves = "it moves, and print cannot";
    let still = "save one of its images as a picture of its own";
    let format = image::guess_format(bytes).ok();
    let (image, profile) = match format {
        Some(ImageFormat::Jpeg) => {
            if jpeg_channels(bytes) == Some(4) {
                return Err(refusal(
                    "its colours are mixed for print (CMYK), and a page cannot show them so",
                    "save it in RGB with its profile",
                ));
            }
            decoded(JpegDecoder::new(Cursor::new(bytes)))?
        }
        Some(ImageFormat::Png) => {
            let mut limits = image::Limits::default();
            limits.max_alloc = Some(MOST_NOTES);
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits);
            let decoder = decoder.map_err(|error| match error {
                ImageError::Limits(_) => refusal(
                    "its profile or texts unpack to more than 64 MiB",
                    "save it again without them",
                ),
                error => broken(error),
            })?;
            if decoder.is_apng().map_err(broken)? {
                return Err(refusal(moves, still));
            }
            decoded(Ok(decoder))?
        }
        Some(ImageFormat::WebP) => {
            let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(broken)?;
            if decoder.has_animation() {
                return Err(refusal(moves, still));
            }
            decoded(Ok(decoder))?
        }
        _ => {
            return Err(refusal(
                "it is no JPEG, PNG, WebP or SVG",
                "save it as one of these: a photograph as JPEG, a drawing as SVG or PNG",
            ));
        }
    };
    // What shows the ground through, or was drawn, keeps every pixel.
    let exact = image.color().has_alpha() || format == Some(ImageFormat::Png);
    let mut widths: Vec<u32> =
        WIDTHS.into_iter().filter(|width| *width < image.width()).collect();
    if image.width() <= WIDTHS.last().copied().unwrap_or_default() {
        widths.push(image.width());
    }
    let forms: Result<Vec<PictureForm>, Refusal> = widths
        .into_iter()
        .map(|width| form(&image, width, exact, profile.as_deref()))
        .collect();
    Ok(Picture { forms: forms?, left_out: Vec::new() })
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn broken(error: ImageError) -> Refusal {
    if let ImageError::Limits(_) = error {
        return large();
    }
    refusal(
        format!("it cannot be read: {error}"),
        "open it in a program for pictures and save it again",
    )
}

fn large() -> Refusal {
    refusal(
        "it has more than 60 million pixels",
        "save it smaller: a page needs no more than 2,400 pixels across",
    )
}

/// Returns the pixels, upright and with eight bits a channel, and the colour profile.
fn decoded<D: ImageDecoder>(
    decoder: Result<D, ImageError>,
) -> Result<(DynamicImage, Option<Vec<u8>>), Refusal> {
    let mut decoder = decoder.map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(refusal("it has no pixels", "save it again"));
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(large());
    }
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(broken)?;
    let profile = decoder.icc_profile().map_err(broken)?;
    let orientation = decoder.orientation().map_err(broken)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(orientation);
    let grey = !image.color().has_color();
    let clear = image.color().has_alpha()
        && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
    let image = match (grey, clear) {
        (true, false) => DynamicImage::ImageLuma8(image.into_luma8()),
        (true, true) => DynamicImage::ImageLumaA8(image.into_luma_alpha8()),
        (false, false) => DynamicImage::ImageRgb8(image.into_rgb8()),
        (false, true) => DynamicImage::ImageRgba8(image.into_rgba8()),
    };
    Ok((image, profile))
}

fn form(
    image: &DynamicImage,
    width: u32,
    exact: bool,
    profile: Option<&[u8]>,
) -> Result<PictureForm, Refusal> {
    let height = (u64::from(image.height()) * u64::from(width))
        .div_ceil(u64::from(image.width()))
        .max(1) as u32;
    let sized;
    let shown = if width == image.width() {
        image
    } else {
        sized = image.resize_exact(width, height, FilterType::CatmullRom);
        &sized
    };
    let mut bytes = Vec::new();
    let size = (shown.width(), shown.height());
    if exact {
        let (compression, filter) = (CompressionType::Best, PngFilter::Adaptive);
        let encoder = PngEncoder::new_with_quality(&mut bytes, compression, filter);
        write(encoder, shown, profile)?;
    } else {
        write(JpegEncoder::new_with_quality(&mut bytes, QUALITY), shown, profile)?;
    }
    let ending = if exact { "png" } else { "jpg" };
    Ok(PictureForm { width: size.0, height: size.1, ending, bytes })
}

fn write(
    mut encoder: impl ImageEncoder,
    image: &DynamicImage,
    profile: Option<&[u8]>,
) -> Result<(), Refusal> {
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.to_vec()).map_err(|_| {
            refusal("its colour profile cannot be kept", "convert it to sRGB")
        })?;
    }
    let colour = image.color().into();
    encoder
        .write_image(image.as_bytes(), image.width(), image.height(), colour)
        .map_err(broken)
}

/// Returns how many channels a JPEG has, from its frame header.
fn jpeg_channels(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let [255, marker] = *bytes.get(at..at + 2)? else {
            at += 1;
            continue;
        };
        match marker {
            255 => at += 1,
            0x01 | 0xd0..=0xd9 => at += 2,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return bytes.get(at + 9).copied();
            }
            _ => {
                let [high, low] = *bytes.get(at + 2..at + 4)? else { return None };
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
            }
        }
    }
}
