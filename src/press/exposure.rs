//! Pictures that are drawn and not yet pixels: to turn them takes longest of all that a pack is made of, and is
//! done beside Typst.

use crate::figure;
use crate::model::diagnostic::Result;
use crate::model::theme::Theme;
use crate::press::picture::Taken;
use crate::press::picture::failed;
use crate::press::picture::hashed;
use crate::press::stamp::Stamp;
use crate::press::stamp::Tags;
use std::sync::Arc;

/// One size of a figure in its tones.
#[derive(Debug)]
pub struct Exposure {
    theme: Arc<Theme>,
    pictures: Vec<Exposed>,
}

/// A picture: its path in the pack, its drawing, its words, and its record but for the hash of its pixels.
#[derive(Debug)]
struct Exposed {
    path: String,
    name: String,
    svg: Arc<str>,
    pixels: (u32, u32),
    tags: Arc<Tags>,
    stamp: Stamp,
}

impl Exposure {
    /// Takes the tones of one size of a figure.
    pub(super) fn new(tones: &[Taken<'_>], theme: &Arc<Theme>) -> Self {
        let exposed = |taken: &Taken<'_>| Exposed {
            path: format!("{}/{}.png", taken.shot.subject.block.id, taken.shot.name()),
            name: taken.shot.name(),
            svg: Arc::clone(&taken.svg),
            pixels: taken.shot.measures(&taken.svg),
            tags: Arc::clone(&taken.tags),
            stamp: taken.stamp.clone(),
        };
        let pictures = tones.iter().map(exposed).collect();
        Self { theme: Arc::clone(theme), pictures }
    }

    /// Returns them as PNG with their words and their records, by path.
    pub(super) fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let mut out = Vec::new();
        for picture in &self.pictures {
            let drawn = figure::set_in(&self.theme, || {
                figure::raster(&picture.svg, picture.pixels)
            });
            let drawn = drawn.map_err(|why| failed(&picture.name, &why))?;
            let content = hashed(drawn.width(), |hasher| {
                drawn.rgb(|bytes| {
                    hasher.update(bytes);
                });
            });
            let stamp = Stamp { content, ..picture.stamp.clone() };
            let mut labels = picture.tags.labels(&stamp);
            labels.push(("XML:com.adobe.xmp", picture.tags.xmp(&stamp)));
            let png = drawn.encode(&labels).map_err(|why| failed(&picture.name, &why))?;
            out.push((picture.path.clone(), png));
        }
        Ok(out)
    }
}
