//! A figure that is framed in a page, as a screenshot of the page shows it.
//!
//! **In:** a picture of unknown history. **Out:** which of the pages that are framed it shows, on whose terms.
//! **Guarantees:** the line under the picture is not compared, and letters of the picture, which a browser draws in its
//! own way, less closely; the verdict says so, and is never that it is current.

use crate::figure;
use crate::figure::Pixels;
use crate::figure::Variant;
use crate::labels;
use crate::model::document::FigureBlock;
use crate::press::Terms;
use crate::press::embed;
use crate::press::picture::Subject;
use crate::press::size::TONES;
use crate::press::verify::added;
use crate::press::verify::likeness::LIKE;
use crate::press::verify::likeness::Nearness;
use crate::press::verify::likeness::Print;
use crate::press::verify::lookup::Frame;
use crate::press::verify::lookup::GLANCE;
use crate::press::verify::lookup::Gallery;
use crate::press::verify::lookup::grounds;
use crate::press::verify::lookup::is_grey;
use crate::press::verify::lookup::print;
use crate::press::verify::verdict::Judgement;
use crate::press::verify::verdict::State;
use crate::press::verify::verdict::held;
use crate::press::verify::verdict::verdict;
use rayon::prelude::*;

/// How many are compared closely on all terms.
const NEAR: usize = 4;
/// The greatest height of the line under the picture, as a share of the whole.
const FOOT: f64 = 0.2;
/// The least rows of ground between the picture and that line.
const GAP: usize = 5;
/// How many times as much as compression the letters of a browser differ from ours.
const BROWSER: f64 = 1.5;
/// The greatest difference of a part of the ground's colour, of 255.
const SHADE: u8 = 24;

/// Finds the page that a picture shows, and judges it; none when it shows none of ours.
pub(super) fn framed(gallery: &Gallery<'_>, pixels: &Pixels) -> Option<Judgement> {
    let part = without_foot(pixels)?;
    let grey = is_grey(&part);
    let found = Print::new(&part)?;
    let stands = |tone: &str| {
        grounds(gallery.edition, tone).into_iter().any(|ground| found.stands_on(ground))
    };
    let frames = gallery.frames.get(usize::from(grey))?;
    let mut near: Vec<(f64, &Frame<'_>)> = frames
        .iter()
        .zip(TONES)
        .filter(|(_, tone)| stands(tone))
        .flat_map(|(frames, tone)| {
            let first = gallery.terms.first();
            frames.get_or_init(|| {
                first
                    .map(|terms| drawn_small(gallery, terms, (grey, tone)))
                    .unwrap_or_default()
            })
        })
        .filter_map(|frame| Some((found.rough(&frame.3)?, frame)))
        .collect();
    near.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    near.truncate(NEAR);
    let mut best: Option<(Nearness, &FigureBlock, String)> = None;
    for (_, (block, tone, at, _)) in near {
        for terms in &gallery.terms {
            let voice = gallery.voice(terms);
            let Ok(subject) = Subject::new(voice, block) else { continue };
            let (_, pictures) = embed::pictures(subject, variant(tone));
            let Some(own) = pictures.get(*at).and_then(|one| drawn(subject, one, None))
            else {
                continue;
            };
            let Some(own) = print(own, grey) else { continue };
            if found.coarse(&own).is_none_or(|differs| differs > LIKE) {
                continue;
            }
            let nearness = found.close(&own);
            if best.as_ref().is_none_or(|(least, ..)| nearness.nearer(*least)) {
                best = Some((nearness, block, held(voice)));
            }
        }
    }
    let (nearness, block, held) = best?;
    let looks = format!(
        "looks like figure {} of {}, framed in a page",
        block.number, gallery.edition.document.meta.edition
    );
    Some(if nearness.worst <= BROWSER * nearness.allowed {
        let because = format!(
            "{looks}; the line under it was not compared, and letters of a browser hide small changes: compare its numbers{held}"
        );
        verdict(State::Similar, because)
    } else {
        let because = format!(
            "{looks}, but part of it is another: changed, or of another edition{held}"
        );
        verdict(State::Altered, because)
    })
}

fn variant(tone: &str) -> Variant {
    if tone == "dark" { Variant::Dark } else { Variant::Light }
}

/// Draws a picture of a page, in its own size or so many pixels across.
fn drawn(
    subject: Subject<'_>,
    picture: &embed::Picture,
    across: Option<u32>,
) -> Option<Pixels> {
    let (width, height) = figure::extent(&picture.svg)?;
    let across = across.unwrap_or(picture.width);
    let down = (f64::from(across) * height / width).round() as u32;
    figure::set_in(&subject.voice.edition.theme, || {
        figure::pixels(&picture.svg, (across, down)).ok()
    })
}

/// Draws the pictures of the pages in a tone, small.
fn drawn_small<'a>(
    gallery: &Gallery<'a>,
    terms: &Terms,
    (grey, tone): (bool, &'static str),
) -> Vec<Frame<'a>> {
    let blocks: Vec<&'a FigureBlock> = gallery.edition.document.figures().collect();
    let labels = labels::current();
    let drawn = blocks.par_iter().flat_map_iter(|block| {
        let _within = labels::enter(&labels);
        let subject = Subject::new(gallery.voice(terms), block).ok();
        let all = subject.into_iter().flat_map(|subject| {
            let (_, pictures) = embed::pictures(subject, variant(tone));
            let small = move |(at, picture): (usize, embed::Picture)| {
                let pixels = drawn(subject, &picture, Some(GLANCE))?;
                Some((*block, tone, at, print(pixels, grey)?.small()))
            };
            pictures.into_iter().enumerate().filter_map(small)
        });
        all.collect::<Vec<_>>()
    });
    drawn.collect()
}

/// Cuts the line off that stands under the picture of a page; none where there is no such line.
fn without_foot(pixels: &Pixels) -> Option<Pixels> {
    let row = 3 * pixels.width as usize;
    let ground: [u8; 3] =
        pixels.rgb.get(pixels.rgb.len().checked_sub(row)?..)?.first_chunk().copied()?;
    let blank = |line: &[u8]| {
        line.as_chunks::<3>().0.iter().all(|colour| {
            colour.iter().zip(ground).all(|(own, ground)| own.abs_diff(ground) <= SHADE)
        })
    };
    let lines: Vec<bool> = pixels.rgb.chunks(row).map(blank).collect();
    let foot = lines.iter().rposition(|blank| !blank)?;
    let gap = lines
        .get(..foot)?
        .windows(GAP)
        .rposition(|rows| rows.iter().all(|blank| *blank))?;
    let high = (foot - gap) as f64;
    let [width, height] = [pixels.width, pixels.height].map(f64::from);
    (high <= FOOT * height && gap > 0)
        .then(|| added::cut(pixels, [0.0, 0.0, width, gap as f64 + 1.0]))
}

#[cfg(test)]
mod tests {
    use super::without_foot;
    use crate::figure::Pixels;

    #[test]
    fn the_line_under_a_picture_is_cut_off_and_a_picture_without_one_is_left() {
        let picture = |inked: &[usize]| {
            let rgb = (0..60).flat_map(|y| {
                (0..40).flat_map(move |x| {
                    let ink = x > 9 && inked.contains(&y);
                    [if ink { 0_u8 } else { 255 }; 3]
                })
            });
            Pixels { width: 40, height: 60, rgb: rgb.collect() }
        };
        let whole: Vec<usize> = (4..40).chain(50..54).collect();
        let cut = without_foot(&picture(&whole)).unwrap();
        assert!((40..50).contains(&cut.height), "{}", cut.height);
        assert!(without_foot(&picture(&(4..55).collect::<Vec<_>>())).is_none());
        assert!(without_foot(&picture(&[])).is_none());
    }
}
