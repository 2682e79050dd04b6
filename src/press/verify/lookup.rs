//! A picture without a record, found among all pictures of the edition by what it shows.

use crate::figure;
use crate::figure::Pixels;
use crate::labels;
use crate::model::colour::Colour;
use crate::model::document::FigureBlock;
use crate::model::edition::Edition;
use crate::press::Terms;
use crate::press::kit;
use crate::press::picture::Shot;
use crate::press::picture::Subject;
use crate::press::picture::pixels_hash;
use crate::press::size::TONES;
use crate::press::verify::added;
use crate::press::verify::likeness::LIKE;
use crate::press::verify::likeness::Nearness;
use crate::press::verify::likeness::Print;
use crate::press::verify::rival::Earlier;
use crate::press::verify::rival::Rival;
use crate::press::verify::rival::rival;
use crate::press::verify::verdict::Judgement;
use crate::press::verify::verdict::State;
use crate::press::verify::verdict::followed;
use crate::press::verify::verdict::handed_out;
use crate::press::verify::verdict::held;
use crate::press::verify::verdict::verdict;
use crate::press::verify::whose::Whose;
use crate::press::words::Voice;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

/// Pixels across at which the edition's pictures are looked through.
pub(super) const GLANCE: u32 = 320;
/// How many of the pictures that look most alike are drawn on all terms on which they were handed out: an
/// embargo and the name of a recipient take room, and move what else is in a picture.
const NEAR: usize = 12;
/// How many of the nearest pictures are compared closely.
const NEAREST: usize = 12;

/// How many parts of a picture with something added are compared closely, and how far they may differ at a
/// glance: on other terms there are other words in it.
const TRIED: usize = 4;
const SOME: f64 = 2.0 * LIKE;

/// A picture of the edition that may be the one looked for.
struct Candidate<'a> {
    block: &'a FigureBlock,
    at: usize,
    terms: &'a Terms,
    differs: f64,
}

/// The pictures of an edition in all ways in which they were handed out.
#[derive(Debug)]
pub(super) struct Gallery<'a> {
    pub edition: &'a Edition,
    pub recipients: &'a [String],
    pub terms: Vec<Terms>,
    /// The pictures of each tone, drawn small when the first that stands on its ground is looked for; in
    /// colour, and in grey.
    glances: [[OnceLock<Vec<Glance<'a>>>; TONES.len()]; 2],
    /// The pictures of pages that are framed, likewise.
    pub frames: [[OnceLock<Vec<Frame<'a>>>; TONES.len()]; 2],
    /// Those that were drawn on other terms, likewise small.
    others: Mutex<BTreeMap<Key, Option<Arc<Print>>>>,
}

/// A figure, the place of a picture among its pictures, terms by their place, whether in grey.
type Key = (String, usize, usize, bool);

impl<'a> Gallery<'a> {
    pub(super) fn new(edition: &'a Edition, recipients: &'a [String]) -> Self {
        let terms = handed_out(edition, recipients);
        let (glances, frames, others) = Default::default();
        Self { edition, recipients, terms, glances, frames, others }
    }

    /// Finds the picture that a file shows, and judges it; none when it shows none of ours.
    pub(super) fn look_up(
        &self,
        pixels: &Pixels,
        how: &str,
        earlier: Option<&[Earlier]>,
    ) -> Option<Judgement> {
        let alone = self.alone(pixels, how, earlier);
        if alone.as_ref().is_some_and(|found| found.state != State::Altered) {
            return alone;
        }
        self.with_more(pixels).or(alone)
    }

    /// Finds the picture that a file shows beside something that was added to it.
    fn with_more(&self, pixels: &Pixels) -> Option<Judgement> {
        let grey = is_grey(pixels);
        let found = Print::new(pixels)?;
        let glances = self.glances(grey, |ground| found.borders_on(ground));
        let parts = glances.into_iter().flat_map(|(_, _, own, size)| {
            let parts = added::parts(found.size(), *size);
            parts.into_iter().map(|part| (found.part(part.1, own), part))
        });
        let mut parts: Vec<_> = parts.filter(|(differs, _)| *differs <= SOME).collect();
        parts.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        parts.dedup_by_key(|(_, part)| *part);
        parts.into_iter().take(TRIED).find_map(|(_, (side, place))| {
            let part = added::cut(pixels, place);
            let (nearness, shot, held) =
                self.nearest(&Print::new(&part)?, &part, is_grey(&part))?;
            let because = format!(
                "it shows figure {} of {} ({}) whole, and something was added {side} it{held}",
                shot.subject.block.number,
                self.edition.document.meta.edition,
                shot.name(),
            );
            nearness
                .is_none_or(Nearness::same)
                .then(|| verdict(State::Altered, because))
        })
    }

    /// Finds the picture that is nearest to one, how near (none where each pixel is the same), and the terms
    /// on which it was handed out.
    fn nearest(
        &self,
        found: &Print,
        pixels: &Pixels,
        grey: bool,
    ) -> Option<(Option<Nearness>, Shot<'_>, String)> {
        let near = self.near(found, grey);
        let mut tried: Vec<(&FigureBlock, usize, &Terms)> = Vec::new();
        let mut whose = Whose::new(found);
        let mut at = None;
        let mut hash = None;
        let mut queue: Vec<_> =
            near.iter().map(|one| (one.block, one.at, one.terms)).rev().collect();
        while let Some((block, place, terms)) = queue.pop() {
            tried.push((block, place, terms));
            if let Some(shot) = shot(self.voice(terms), block, place)
                && let Ok(own) = shot.pixels(&shot.svg())
            {
                let hash = hash.get_or_insert_with(|| pixels_hash(pixels));
                if pixels_hash(&own) == *hash {
                    let held = held(shot.subject.voice);
                    return Some((None, shot, held));
                }
                if let Some(own) = print(own, grey)
                    && whose.try_on((shot, terms), own)
                {
                    at = Some((block, place, terms.lifted.is_some()));
                }
            }
            // Of the picture that is nearest, every copy is compared: their names are all that tells them apart.
            if queue.is_empty()
                && let Some((block, place, lifted)) = at.take()
            {
                let copies =
                    self.terms.iter().filter(|one| one.lifted.is_some() == lifted);
                let copies = copies.map(|terms| (block, place, terms)).filter(|one| {
                    !tried.iter().any(|(block, place, terms)| {
                        (&block.id, *place, *terms) == (&one.0.id, one.1, one.2)
                    })
                });
                queue.extend(copies);
            }
        }
        let held = whose.held();
        whose.best.map(|best| (Some(best.nearness), best.shot, held))
    }

    /// Judges a picture that nothing was added to.
    fn alone(
        &self,
        pixels: &Pixels,
        how: &str,
        earlier: Option<&[Earlier]>,
    ) -> Option<Judgement> {
        let grey = is_grey(pixels);
        let found = Print::new(pixels)?;
        let (nearness, shot, held) = self.nearest(&found, pixels, grey)?;
        let Some(nearness) = nearness else {
            let because = format!(
                "its pixels are those of {}, figure {}; the record was taken out{held}",
                shot.name(),
                shot.subject.block.number,
            );
            return Some(verdict(State::Current, because));
        };
        let looks_of = |edition: &Edition| {
            let id = &shot.subject.block.id;
            let number = edition.document.figures().find(|block| block.id == *id);
            format!(
                "looks like figure {} of {} ({})",
                number.map_or("", |block| &block.number),
                edition.document.meta.edition,
                shot.name()
            )
        };
        let looks = looks_of(self.edition);
        if !nearness.same() {
            let why = format!(
                "{looks}, but part of it is another: changed, or of another edition{held}"
            );
            return Some(verdict(State::Altered, why));
        }
        let how = format!(", {how}{}{held}", if grey { ", in grey" } else { "" });
        let looks = format!("{looks}{how}");
        let own = shot.pixels(&shot.svg()).ok()?;
        let print = |pixels| print(pixels, grey);
        let rival = earlier
            .map_or(Rival::None, |earlier| rival(&found, (&shot, &own), earlier, print));
        Some(match rival {
            Rival::None => verdict(State::Similar, looks),
            Rival::Unsure(why) => {
                verdict(State::Similar, format!("{looks}; edition not sure: {why}"))
            }
            Rival::Other(at) => {
                let then = earlier?.get(at)?;
                let (followed, looks) = (followed(then, self.edition), looks_of(&then.1));
                verdict(State::Superseded, format!("{followed}: {looks}{how}"))
            }
        })
    }

    pub(super) fn voice<'v>(&'v self, terms: &'v Terms) -> Voice<'v> {
        Voice { edition: self.edition, terms }
    }

    /// Draws a picture small, on other terms than the first.
    fn other(
        &self,
        (block, at): (&FigureBlock, usize),
        (index, terms): (usize, &Terms),
        grey: bool,
    ) -> Option<Arc<Print>> {
        let key = (block.id.clone(), at, index, grey);
        let kept = || self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&key) {
            return known.clone();
        }
        let shot = shot(self.voice(terms), block, at);
        let made =
            shot.and_then(|shot| glance(&shot, grey)).map(|(print, _)| Arc::new(print));
        kept().insert(key, made.clone());
        made
    }

    /// Returns the pictures, drawn small, of the tones whose ground may be that of a file; of all where none may.
    fn glances(&self, grey: bool, stands: impl Fn(Colour) -> bool) -> Vec<&Glance<'a>> {
        let fits = |tone: &str| grounds(self.edition, tone).into_iter().any(&stands);
        let any = !TONES.iter().any(|tone| fits(tone));
        let glances = self.glances.get(usize::from(grey)).into_iter().flatten();
        glances
            .zip(TONES)
            .filter(|(_, tone)| any || fits(tone))
            .flat_map(|(glances, tone)| {
                let terms = self.terms.first();
                glances.get_or_init(|| glances_of(self.edition, terms, (grey, *tone)))
            })
            .collect()
    }

    /// Returns the pictures that look most alike, at a glance.
    fn near<'s>(&'s self, found: &Print, grey: bool) -> Vec<Candidate<'s>> {
        let mut rough: Vec<_> = self
            .glances(grey, |ground| found.stands_on(ground))
            .into_iter()
            .filter_map(|glance| Some((found.rough(&glance.2)?, glance)))
            .collect();
        rough.sort_by(|(a, one), (b, other)| {
            a.total_cmp(b).then_with(|| (&one.0.id, one.1).cmp(&(&other.0.id, other.1)))
        });
        rough.truncate(NEAR);
        let labels = labels::current();
        let mut near: Vec<Candidate<'_>> = rough
            .par_iter()
            .flat_map_iter(|(_, (block, at, print, _))| {
                let _within = labels::enter(&labels);
                let candidate = |(index, terms)| {
                    // On the first terms it is drawn already.
                    let differs = if index == 0 {
                        found.coarse(print)?
                    } else {
                        found.coarse(&*self.other(
                            (block, *at),
                            (index, terms),
                            grey,
                        )?)?
                    };
                    let near = Candidate { block, at: *at, terms, differs };
                    (differs <= LIKE).then_some(near)
                };
                self.terms.iter().enumerate().filter_map(candidate).collect::<Vec<_>>()
            })
            .collect();
        near.sort_by(|a, b| {
            let order = a.differs.total_cmp(&b.differs);
            order.then_with(|| {
                let name = |one: &Candidate<'_>| one.terms.recipient.clone();
                (&a.block.id, a.at, name(a)).cmp(&(&b.block.id, b.at, name(b)))
            })
        });
        near.truncate(NEAREST);
        near
    }
}

/// Returns what the pictures of a tone stand on.
pub(super) fn grounds(edition: &Edition, tone: &str) -> Vec<Colour> {
    let theme = &edition.theme;
    let palettes = match tone {
        "dark" => vec![&theme.dark],
        _ => vec![&theme.light, &theme.print],
    };
    palettes.into_iter().map(|palette| palette.ground).collect()
}

/// A picture of a page that is framed, drawn small: its figure, its tone, its place among the page's pictures.
pub(super) type Frame<'a> = (&'a FigureBlock, &'static str, usize, Print);

/// A picture, drawn small: its figure, its place among the figure's pictures, and its size in full.
type Glance<'a> = (&'a FigureBlock, usize, Print, [f64; 2]);

fn glances_of<'a>(
    edition: &'a Edition,
    terms: Option<&Terms>,
    (grey, tone): (bool, &str),
) -> Vec<Glance<'a>> {
    let Some(terms) = terms else { return Vec::new() };
    let blocks: Vec<&FigureBlock> = edition.document.figures().collect();
    let labels = labels::current();
    let drawn = blocks.par_iter().flat_map_iter(|block| {
        let _within = labels::enter(&labels);
        let subject = Subject::new(Voice { edition, terms }, block);
        let shots = subject.map(kit::shots).unwrap_or_default();
        let prints =
            shots.iter().enumerate().filter(|(_, shot)| shot.tone == tone).filter_map(
                |(at, shot)| {
                    let (print, size) = glance(shot, grey)?;
                    Some((*block, at, print, size))
                },
            );
        prints.collect::<Vec<_>>()
    });
    drawn.collect()
}

/// One of the pictures of a figure.
fn shot<'v>(voice: Voice<'v>, block: &'v FigureBlock, at: usize) -> Option<Shot<'v>> {
    kit::shots(Subject::new(voice, block).ok()?).into_iter().nth(at)
}

/// Whether a picture is without colour.
pub(super) fn is_grey(pixels: &Pixels) -> bool {
    pixels.rgb.as_chunks::<3>().0.iter().all(|[red, green, blue]| {
        red.abs_diff(*green) <= SHADE && green.abs_diff(*blue) <= SHADE
    })
}

/// The greatest difference of two parts of a grey, of 255; compression leaves a little.
const SHADE: u8 = 6;

/// Reduces a picture as one in grey is, or as it is.
pub(super) fn print(mut pixels: Pixels, grey: bool) -> Option<Print> {
    if grey {
        for colour in pixels.rgb.as_chunks_mut::<3>().0 {
            let [red, green, blue] = colour.map(f64::from);
            let light = 0.114f64.mul_add(blue, 0.299f64.mul_add(red, 0.587 * green));
            *colour = [light.round() as u8; 3];
        }
    }
    Print::new(&pixels)
}

/// Draws a picture small, and returns its size in full.
fn glance(shot: &Shot<'_>, grey: bool) -> Option<(Print, [f64; 2])> {
    let svg = shot.svg();
    let (across, down) = shot.measures(&svg);
    let height = (f64::from(GLANCE) * f64::from(down) / f64::from(across)).round();
    let drawn = figure::set_in(&shot.subject.voice.edition.theme, || {
        figure::pixels(&svg, (GLANCE, height as u32)).ok()
    });
    let small = print(drawn?, grey).map(Print::small)?;
    Some((small, [f64::from(across), f64::from(down)]))
}
