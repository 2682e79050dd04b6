//! Which edition a picture is of that looks like one figure of several.

use crate::figure::Pixels;
use crate::model::edition::Edition;
use crate::press::picture::Shot;
use crate::press::picture::Subject;
use crate::press::picture::pixels_hash;
use crate::press::verify::likeness::Print;
use crate::press::words::Voice;
use std::cmp::Ordering;

/// From which balance on a picture is of one edition and not of the other.
pub(super) const SURE: f64 = 0.25;

/// An edition before the one that is judged by, with what it is called.
pub type Earlier = (String, Edition);

/// What tells a picture of the edition from one of those before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rival {
    /// It is of no other that is known.
    None,
    /// It is of this one, by its place among them.
    Other(usize),
    /// It may be of another, or of one that is not at hand: what is to be compared.
    Unsure(String),
}

/// Tells of which edition a picture is.
pub(super) fn rival(
    found: &Print,
    (own, pixels): (&Shot<'_>, &Pixels),
    earlier: &[Earlier],
    print: impl Fn(Pixels) -> Option<Print>,
) -> Rival {
    let now = own.subject.voice.edition;
    if earlier.is_empty() {
        let printed = number(own, |_| Some(0.0)).map(|(title, printed)| {
            format!("no earlier edition is at hand: compare its numbers, such as {printed} for “{title}”")
        });
        return printed.map_or(Rival::None, Rival::Unsure);
    }
    let Some(first) = print(pixels.clone()) else { return Rival::None };
    let mut unsure = Rival::None;
    for (at, (name, then)) in earlier.iter().enumerate() {
        let Some(other) = drawn(own, then) else { continue };
        if pixels_hash(&other) == pixels_hash(pixels) {
            continue;
        }
        let Some(second) = print(other) else { continue };
        let balance = found.balance(&first, &second);
        if balance > SURE {
            return Rival::Other(at);
        }
        // Numbers that print alike mislead nobody.
        if balance > -SURE && unsure == Rival::None {
            let moved = number(own, |id| {
                let (a, b) = (now.statistics.get(id)?, then.statistics.get(id)?);
                let (was, is) = (b.number()?, a.number()?);
                (a.printed() != b.printed()).then(|| ((is - was) / was).abs())
            });
            if let Some((title, printed)) = moved {
                unsure = Rival::Unsure(format!(
                    "it may be of {name}, which looks the same: compare “{title}”, now {printed}"
                ));
            }
        }
    }
    unsure
}

/// Returns the figure of a picture as another edition draws it.
fn drawn(own: &Shot<'_>, then: &Edition) -> Option<Pixels> {
    let Subject { voice, block, .. } = own.subject;
    let block = then.document.figures().find(|one| one.id == block.id)?;
    let voice = Voice { edition: then, terms: voice.terms };
    let shot = Shot { subject: Subject::new(voice, block).ok()?, ..*own };
    shot.pixels(&shot.svg()).ok()
}

/// Returns the number of a figure that weighs most, its title and how it prints; of equals, the last drawn.
fn number(
    own: &Shot<'_>,
    weight: impl Fn(&str) -> Option<f64>,
) -> Option<(String, String)> {
    let Subject { voice, chart, .. } = own.subject;
    let weighed = chart.points().filter_map(|(_, _, point)| {
        let stat = voice.edition.statistics.get(&point.stat)?;
        Some((weight(&point.stat)?, stat, point))
    });
    let order = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
    let (_, stat, point) = weighed.max_by(|a, b| order(a.0, b.0))?;
    Some((stat.title.clone(), point.printed.clone()))
}
