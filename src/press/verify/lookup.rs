//! A picture without a record, found among all pictures of the edition by what it shows.

use crate::figure;
use crate::figure::Pixels;
use crate::labels;
use crate::labels::Labels;
use crate::model::document::FigureBlock;
use crate::model::edition::Edition;
use crate::press::Terms;
use crate::press::kit;
use crate::press::picture::Shot;
use crate::press::picture::Subject;
use crate::press::picture::pixels_hash;
use crate::press::verify::likeness::LIKE;
use crate::press::verify::likeness::Nearness;
use crate::press::verify::likeness::Print;
use crate::press::verify::verdict::State;
use crate::press::verify::verdict::Verdict;
use crate::press::verify::verdict::clean;
use crate::press::verify::verdict::verdict;
use crate::press::words::Voice;
use rayon::prelude::*;
use std::sync::OnceLock;

/// Pixels across at which the edition's pictures are looked through.
const GLANCE: u32 = 320;
/// How many of the nearest pictures are compared closely.
const NEAREST: usize = 4;

/// A picture of the edition that may be the one looked for.
struct Candidate<'a> {
    block: &'a FigureBlock,
    at: usize,
    differs: f64,
}

/// The pictures of an edition in all ways in which they were handed out.
#[derive(Debug)]
pub(super) struct Gallery<'a> {
    edition: &'a Edition,
    recipients: &'a [String],
    /// The pictures, drawn small when the first is looked for.
    glances: OnceLock<Glances<'a>>,
}

impl<'a> Gallery<'a> {
    pub(super) fn new(edition: &'a Edition, recipients: &'a [String]) -> Self {
        Self { edition, recipients, glances: OnceLock::new() }
    }

    /// Finds the picture that a file shows, and judges it; none when it shows none of ours.
    pub(super) fn look_up(&self, pixels: &Pixels, how: &str) -> Option<Verdict> {
        let found = Print::new(pixels)?;
        let near = self.near(&found);
        let terms = self.terms();
        let mut best: Option<(Nearness, &Terms, String, &FigureBlock)> = None;
        for candidate in &near {
            for terms in &terms {
                let voice = Voice { edition: self.edition, terms };
                let Ok(subject) = Subject::new(voice, candidate.block) else { continue };
                let Some(shot) = kit::shots(subject).into_iter().nth(candidate.at) else {
                    continue;
                };
                let svg = shot.svg();
                let Ok(own) = shot.pixels(&svg) else { continue };
                let number = &candidate.block.number;
                if pixels_hash(&own) == pixels_hash(pixels) {
                    let because = format!(
                        "its pixels are those of {}, figure {number}; the record was taken out{}",
                        shot.name(),
                        held(voice)
                    );
                    return Some(verdict(State::Current, because));
                }
                let Some(own) = Print::new(&own) else { continue };
                let nearness = found.close(&own);
                if best.as_ref().is_none_or(|(least, ..)| nearness.mean < least.mean) {
                    best = Some((nearness, terms, shot.name(), candidate.block));
                }
            }
        }
        let (nearness, terms, name, block) = best?;
        let meta = &self.edition.document.meta;
        let of = format!("figure {} of {} ({name})", block.number, meta.edition);
        let held = held(Voice { edition: self.edition, terms });
        Some(if nearness.same() {
            verdict(State::Similar, format!("looks like {of}, {how}{held}"))
        } else {
            let why = format!(
                "looks like {of}, but part of it is another: changed, or of another edition{held}"
            );
            verdict(State::Altered, why)
        })
    }

    /// Every way in which pictures were handed out.
    fn terms(&self) -> Vec<Terms> {
        let mut out = vec![Terms::default()];
        if self.edition.document.meta.embargo.is_some() {
            out.push(clean());
        }
        for name in self.recipients {
            out.push(Terms { recipient: Some(name.clone()), ..Terms::default() });
        }
        out
    }

    /// Returns the pictures that look most alike, at a glance.
    fn near(&self, found: &Print) -> Vec<Candidate<'a>> {
        let alike = |(block, at, print): &(&'a FigureBlock, usize, Print)| {
            let differs = found.coarse(print)?;
            (differs <= LIKE).then_some(Candidate { block, at: *at, differs })
        };
        let glances = self.glances.get_or_init(|| glances(self.edition));
        let mut near: Vec<Candidate<'a>> = glances.iter().filter_map(alike).collect();
        near.sort_by(|a, b| {
            let order = a.differs.total_cmp(&b.differs);
            order.then_with(|| (&a.block.id, a.at).cmp(&(&b.block.id, b.at)))
        });
        near.truncate(NEAREST);
        near
    }
}

/// Every picture of an edition, drawn small: its figure, its place among the figure's pictures.
type Glances<'a> = Vec<(&'a FigureBlock, usize, Print)>;

fn glances(edition: &Edition) -> Glances<'_> {
    let terms = Terms::default();
    let blocks: Vec<&FigureBlock> = edition.document.figures().collect();
    let (labels, _) = Labels::with(&edition.document.meta.language, None);
    let drawn = blocks.par_iter().flat_map_iter(|block| {
        let _within = labels::enter(&labels);
        let subject = Subject::new(Voice { edition, terms: &terms }, block);
        let shots = subject.map(kit::shots).unwrap_or_default();
        let prints = shots
            .iter()
            .enumerate()
            .filter_map(|(at, shot)| Some((*block, at, glance(shot)?)));
        prints.collect::<Vec<_>>()
    });
    drawn.collect()
}

/// Draws a picture small.
fn glance(shot: &Shot<'_>) -> Option<Print> {
    let svg = shot.svg();
    let (across, down) = shot.measures(&svg);
    let height = (f64::from(GLANCE) * f64::from(down) / f64::from(across)).round();
    Print::new(&figure::pixels(&svg, (GLANCE, height as u32)).ok()?)
}

/// Returns on what terms a picture was handed out: until when it is held, and whose copy it is.
pub(super) fn held(voice: Voice<'_>) -> String {
    let mut out = String::new();
    if let Some(moment) = voice.held() {
        out.push_str(&format!("; under embargo until {}", moment.words()));
    }
    if let Some(name) = &voice.terms.recipient {
        out.push_str(&format!("; copy for {name}"));
    }
    out
}
