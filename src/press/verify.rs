//! Whether a file in the wild is what the edition gives: current, superseded or altered.

use crate::figure;
use crate::model::document::FigureBlock;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::model::moment::Lifted;
use crate::model::moment::long_date;
use crate::press::Terms;
use crate::press::figures;
use crate::press::kit;
use crate::press::picture::Shot;
use crate::press::picture::Subject;
use crate::press::picture::pixels_hash;
use crate::press::size::SIZES;
use crate::press::size::Size;
use crate::press::size::TONES;
use crate::press::stamp;
use crate::press::stamp::Stamp;
use crate::press::words::Voice;
use rayon::prelude::*;

/// What a file is, measured against an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// What the edition gives.
    Current,
    /// True to an edition that another has followed.
    Superseded,
    /// Not what any edition gave.
    Altered,
    /// Nothing of this report.
    Unknown,
}

impl State {
    /// Returns the word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Superseded => "superseded",
            Self::Altered => "altered",
            Self::Unknown => "unknown",
        }
    }
}

/// A judgement and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the file is.
    pub state: State,
    /// Why, for a person.
    pub because: String,
}

fn verdict(state: State, because: impl Into<String>) -> Verdict {
    Verdict { state, because: because.into() }
}

/// Judges a file by what is in it; its name counts for nothing.
pub fn verify(edition: &Edition, bytes: &[u8]) -> Verdict {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return png(edition, bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    if bytes.starts_with(b"%PDF") {
        return match Stamp::find(&text) {
            Some(stamp) => standing(edition, &stamp, "its drawing is not checked"),
            None => verdict(State::Unknown, "the PDF carries no record"),
        };
    }
    if text.trim_start().starts_with("<svg") || text.trim_start().starts_with("<?xml") {
        return svg(edition, &text);
    }
    if let Some(kind) = KINDS.iter().find(|kind| bytes.starts_with(kind.1)) {
        return match Stamp::find(&text) {
            Some(stamp) => standing(edition, &stamp, "its pixels are not checked"),
            None => verdict(State::Unknown, format!("this {} carries no record", kind.0)),
        };
    }
    words(edition, &text)
}

const OTHER_WORDS: &str =
    "its title, alternative text or caption is not the one that was recorded";

/// Kinds of pictures that are not handed out, by their first bytes.
const KINDS: &[(&str, &[u8])] = &[
    ("JPEG", b"\xff\xd8\xff"),
    ("WebP", b"RIFF"),
    ("GIF", b"GIF8"),
    ("TIFF", b"II*\0"),
    ("TIFF", b"MM\0*"),
];

fn png(edition: &Edition, bytes: &[u8]) -> Verdict {
    let (pixels, labels) = match figure::decode(bytes) {
        Ok(read) => read,
        Err(why) => return verdict(State::Altered, format!("the PNG is damaged: {why}")),
    };
    let content = pixels_hash(&pixels);
    let stamp = labels.iter().find_map(|(_, text)| Stamp::find(text));
    let Some(stamp) = stamp else {
        return unrecorded(edition, &pixels, &content);
    };
    if stamp.content != content {
        let size = SIZES.iter().find(|size| size.name == stamp.size);
        let (across, down) = size.map_or((pixels.width, None), Size::pixels);
        let scaled =
            across != pixels.width || down.is_some_and(|down| down != pixels.height);
        let why = if scaled {
            "it was scaled or cut"
        } else {
            "its pixels are not those that were recorded"
        };
        return verdict(State::Altered, why);
    }
    let label = |keyword: &str| {
        let found = labels.iter().find(|(known, _)| known.eq_ignore_ascii_case(keyword));
        found.map(|(_, text)| text.as_str())
    };
    let words = [label("Title"), label("Description"), label("Caption")];
    if let [Some(title), Some(alt), Some(caption)] = words
        && stamp::words_hash(title, alt, caption) != stamp.words
    {
        return verdict(State::Altered, OTHER_WORDS);
    }
    drawn(edition, &stamp, |shot| {
        shot.pixels(&shot.svg()).is_ok_and(|pixels| pixels_hash(&pixels) == content)
    })
}

fn svg(edition: &Edition, text: &str) -> Verdict {
    let Some(stamp) = Stamp::find(text) else {
        return verdict(State::Unknown, "the SVG carries no record");
    };
    let content = stamp::hash(stamp::out_of_svg(text).as_bytes());
    let words = ["dc:title", "Iptc4xmpCore:AltTextAccessibility", "dc:description"]
        .map(|name| stamp::element(text, name));
    if let [Some(title), Some(alt), Some(caption)] = &words
        && stamp::words_hash(title, alt, caption) != stamp.words
    {
        return verdict(State::Altered, OTHER_WORDS);
    }
    if stamp.content == content {
        return drawn(edition, &stamp, |shot| {
            stamp::hash(shot.svg().as_bytes()) == content
        });
    }
    // A program may have written it anew: then only what is seen counts.
    let seen = |shot: &Shot<'_>| {
        let svg = shot.svg();
        let told = |svg: &str| stamp::element(svg, "title");
        let (own, found) = (shot.pixels(&svg), figure::pixels(text, shot.measures(&svg)));
        told(text) == told(&svg) && own.is_ok_and(|own| found.is_ok_and(|it| it == own))
    };
    match drawn(edition, &stamp, seen) {
        Verdict { state: State::Current, because } => verdict(
            State::Current,
            format!("{because}; the file was written anew, and looks the same"),
        ),
        Verdict { state: State::Altered, .. } => {
            verdict(State::Altered, "its drawing is not the one that was recorded")
        }
        other => other,
    }
}

/// Judges a record, and whether the edition draws the same when it says it would.
fn drawn(edition: &Edition, stamp: &Stamp, same: impl Fn(&Shot<'_>) -> bool) -> Verdict {
    let standing = standing(edition, stamp, "");
    if standing.state != State::Current {
        return standing;
    }
    let terms = terms(edition, stamp);
    let voice = Voice { edition, terms: &terms };
    let size = SIZES.iter().find(|size| size.name == stamp.size);
    let tone = TONES.iter().find(|tone| **tone == stamp.tone);
    let block = figures(&edition.document).find(|block| block.id == stamp.figure);
    let shot = || {
        let subject = Subject::new(voice, block?).ok()?;
        Some(Shot { subject, size: size?, tone: tone? })
    };
    match shot() {
        Some(shot) if same(&shot) => standing,
        _ => verdict(State::Altered, "the edition it names gives another picture"),
    }
}

/// The terms under which a picture was handed out.
fn terms(edition: &Edition, stamp: &Stamp) -> Terms {
    let lifted = stamp.embargo.is_empty() && edition.document.meta.embargo.is_some();
    let recipient = Some(stamp.recipient.clone()).filter(|name| !name.is_empty());
    Terms { lifted: lifted.then(Lifted::default), recipient }
}

/// The terms of what is under no embargo.
fn clean() -> Terms {
    Terms { lifted: Some(Lifted::default()), recipient: None }
}

/// Judges a record alone.
fn standing(edition: &Edition, stamp: &Stamp, unchecked: &str) -> Verdict {
    let meta = &edition.document.meta;
    if stamp.report != meta.title {
        return verdict(
            State::Unknown,
            format!("it is of another report, “{}”", stamp.report),
        );
    }
    let now = format!("{}, {}", meta.edition, long_date(&meta.date));
    let then = format!("{}, {}", stamp.edition, long_date(&stamp.date));
    let block = figures(&edition.document).find(|block| block.id == stamp.figure);
    let Some(block) = block else {
        let because = format!("it is of {then}; {now} has no figure `{}`", stamp.figure);
        return verdict(State::Superseded, because);
    };
    let terms = terms(edition, stamp);
    let voice = Voice { edition, terms: &terms };
    let Ok(subject) = Subject::new(voice, block) else {
        return verdict(State::Superseded, format!("{now} draws no such figure"));
    };
    let same_values = subject.values() == stamp.values;
    let same_words = subject.tags().hash() == stamp.words;
    let headline = plain(&block.headline);
    if then != now {
        let what =
            if same_values { "the values are the same" } else { "the values changed" };
        let because = format!(
            "by {now}: {what}; it was of {then}; figure {} now says “{headline}”",
            block.number
        );
        return verdict(State::Superseded, because);
    }
    if stamp.embargo != voice.embargo_moment() {
        let because = format!("by {now} without its embargo: the embargo was lifted");
        return verdict(State::Superseded, because);
    }
    if !same_values || !same_words {
        let what = if same_values { "words" } else { "values" };
        let because = format!("by a later build of {now}: the {what} changed");
        return verdict(State::Superseded, because);
    }
    let mut because = format!("figure {} of {now}", block.number);
    if !unchecked.is_empty() {
        because.push_str(&format!("; {unchecked}"));
    }
    verdict(State::Current, because)
}

/// Looks for a picture whose record was taken out among those of its size.
fn unrecorded(edition: &Edition, pixels: &figure::Pixels, content: &str) -> Verdict {
    let terms = Terms::default();
    let lifted = clean();
    let blocks: Vec<&FigureBlock> = figures(&edition.document).collect();
    let found = blocks.par_iter().find_map_first(|block| {
        let shots = [&terms, &lifted].into_iter().flat_map(|terms| {
            let subject = Subject::new(Voice { edition, terms }, block);
            subject.map(kit::shots).unwrap_or_default()
        });
        let mut fits = shots.filter(|shot| shot.may_measure(pixels.width, pixels.height));
        fits.find(|shot| {
            shot.pixels(&shot.svg()).is_ok_and(|pixels| pixels_hash(&pixels) == content)
        })
        .map(|shot| shot.name())
    });
    match found {
        Some(name) => verdict(
            State::Current,
            format!("its pixels are those of {name}; the record was taken out"),
        ),
        None => verdict(
            State::Unknown,
            "it carries no record, and its pixels are those of no picture of this edition",
        ),
    }
}

/// Judges a caption, an alternative text or a file of data by its lines.
fn words(edition: &Edition, text: &str) -> Verdict {
    let mut best: Option<(usize, String, Vec<String>)> = None;
    let own: Vec<String> = sensible(text);
    if own.is_empty() {
        return verdict(State::Unknown, "there is nothing in it");
    }
    for (name, known) in texts(edition) {
        let known = sensible(&known);
        if known == own {
            return verdict(State::Current, name);
        }
        let shared = own.iter().filter(|line| known.contains(line)).count();
        if shared > best.as_ref().map_or(0, |(most, ..)| *most) {
            best = Some((shared, name, known));
        }
    }
    let Some((_, name, known)) = best else {
        return verdict(State::Unknown, "it shares no line with this edition");
    };
    let stray = own.iter().find(|line| !known.contains(line));
    let because = if let Some(line) = stray {
        format!("{name} has no line “{}”", short(line))
    } else {
        let lost = known.iter().find(|line| !own.contains(line));
        format!("it lacks a line of {name}: “{}”", short(lost.map_or("", String::as_str)))
    };
    verdict(State::Altered, because)
}

fn sensible(text: &str) -> Vec<String> {
    let lines =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

fn short(line: &str) -> String {
    let mut out: String = line.chars().take(80).collect();
    if out.len() < line.len() {
        out.push('…');
    }
    out
}

/// Every text that a newsroom may hold.
fn texts(edition: &Edition) -> Vec<(String, String)> {
    let mut all = vec![clean()];
    if edition.document.meta.embargo.is_some() {
        all.push(Terms::default());
    }
    let mut out = Vec::new();
    for terms in &all {
        let voice = Voice { edition, terms };
        for block in figures(&edition.document) {
            let Ok(subject) = Subject::new(voice, block) else { continue };
            let of = |what: &str| format!("the {what} of figure {}", block.number);
            out.push((of("caption"), voice.caption(block)));
            out.push((of("alternative text"), subject.alternatives().alt));
            let data = figure::csv(subject.chart);
            out.push((of("data"), String::from_utf8_lossy(&data).into_owned()));
        }
        for finding in &edition.document.findings {
            let fact = super::fact::fact(voice, finding);
            out.push((format!("the finding “{}”", fact.title), super::fact::text(&fact)));
        }
    }
    out
}
