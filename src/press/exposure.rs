//! Pictures that are drawn and not yet pixels: to turn them takes longest of all that a pack is made of, and is
//! done beside Typst.

use crate::figure;
use crate::model::diagnostic::Result;
use crate::model::theme::Theme;
use crate::press::picture::Shot;
use crate::press::picture::failed;
use crate::press::picture::hashed;
use crate::press::stamp::Stamp;
use crate::press::stamp::Tags;
use std::sync::Arc;

/// One size of a figure in its tones.
#[derive(Debug)]
pub struct Exposure {
    theme: Arc<Theme>,
    tags: Arc<Tags>,
    pictures: Vec<Exposed>,
}

/// A picture: its path in the pack, its drawing, and its record but for the hash of its pixels.
#[derive(Debug)]
struct Exposed {
    path: String,
    name: String,
    svg: Arc<str>,
    pixels: (u32, u32),
    stamp: Stamp,
}

impl Exposure {
    /// Takes the tones of one size of a figure, with the words and the record that its pictures share.
    pub(super) fn new(
        tones: &[(Shot<'_>, Arc<str>)],
        tags: &Arc<Tags>,
        shared: &Stamp,
        theme: &Arc<Theme>,
    ) -> Self {
        let exposed = |(shot, svg): &(Shot<'_>, Arc<str>)| Exposed {
            path: format!("{}/{}.png", shot.subject.block.id, shot.name()),
            name: shot.name(),
            svg: Arc::clone(svg),
            pixels: shot.measures(svg),
            stamp: shot.stamp(shared, String::new()),
        };
        let pictures = tones.iter().map(exposed).collect();
        Self { theme: Arc::clone(theme), tags: Arc::clone(tags), pictures }
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
            let mut labels = self.tags.labels(&stamp);
            labels.push(("XML:com.adobe.xmp", self.tags.xmp(&stamp)));
            let png = drawn.encode(&labels).map_err(|why| failed(&picture.name, &why))?;
            out.push((picture.path.clone(), png));
        }
        Ok(out)
    }
}
