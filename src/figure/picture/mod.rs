//! Pictures from files: JPEG, PNG, WebP and SVG as every output can show them.
//!
//! A picture is decoded within limits and written anew, so that nothing else of its file reaches
//! a reader: no place, no device, no preview, no script. Its colour profile stays. One of pixels
//! is made in several sizes; the same file gives the same bytes.

mod raster;
mod vector;
mod weight;

use crate::memo::Kept;
use serde::Deserialize;
use serde::Serialize;

/// The most bytes of a file.
const MOST_BYTES: usize = 40 * 1024 * 1024;
/// The most pixels of a picture.
const MOST_PIXELS: u64 = 60_000_000;

/// A picture, ready for every output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its forms from the narrowest to the widest; there is one at least.
    pub forms: Vec<PictureForm>,
    /// What was left out of it.
    pub left_out: Vec<String>,
}

/// A picture at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureForm {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How the names of its files end.
    pub ending: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why a picture cannot be shown, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

fn refusal(message: impl Into<String>, help: &'static str) -> Refusal {
    Refusal { message: message.into(), help }
}

/// Reads the file of a picture.
pub fn picture(bytes: &[u8]) -> Result<Picture, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(refusal(
            "it is larger than 40 MiB",
            "save it smaller: a page needs no more than 2,400 pixels across",
        ));
    }
    let text = str::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}'));
    match text {
        Some(text) if text.trim_start().starts_with('<') => vector::read(text),
        _ => raster::read(bytes),
    }
}

impl Picture {
    /// Returns the widest form.
    pub fn whole(&self) -> Option<&PictureForm> {
        self.forms.last()
    }

    /// Returns the narrowest form of at least so many pixels across, or the widest.
    pub fn at_least(&self, width: u32) -> Option<&PictureForm> {
        self.forms.iter().find(|form| form.width >= width).or_else(|| self.whole())
    }
}

/// What stands before the bytes of a kept picture.
#[derive(Serialize, Deserialize)]
struct Head {
    forms: Vec<(u32, u32, String, usize)>,
    left_out: Vec<String>,
}

impl Kept for Picture {
    fn bytes(&self) -> Option<Vec<u8>> {
        let forms = self.forms.iter().map(|form| {
            (form.width, form.height, form.ending.to_owned(), form.bytes.len())
        });
        let head = Head { forms: forms.collect(), left_out: self.left_out.clone() };
        let mut out = serde_json::to_vec(&head).ok()?;
        out.push(b'\n');
        self.forms.iter().for_each(|form| out.extend_from_slice(&form.bytes));
        Some(out)
    }

    fn read(bytes: Vec<u8>) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(bytes.get(..end)?).ok()?;
        let mut at = end + 1;
        let mut forms = Vec::new();
        for (width, height, ending, length) in head.forms {
            let ending = *["jpg", "png", "svg"].iter().find(|known| **known == ending)?;
            let bytes = bytes.get(at..at + length)?.to_vec();
            at += length;
            forms.push(PictureForm { width, height, ending, bytes });
        }
        (at == bytes.len() && !forms.is_empty())
            .then_some(Self { forms, left_out: head.left_out })
    }
}
